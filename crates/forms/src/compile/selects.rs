//! Where the choices of a question come from: a list of the form, a file, or answers in a repeat.

use super::Builder;
use super::types::{Asked, Source};
use crate::Kind;
use crate::model::{Asks, Condition, Itemset, Media, Shuffle, Text, Texts};
use crate::workbook::{Row, Sheet};
use crate::xpath::ast::{Expr, Path, Start, Step};
use crate::xpath::{self, quoted};

/// Questions whose choices are answers in a repeat: the question, the name that its type holds, and the row.
pub(super) struct FromAnswers {
    pub at: u32,
    pub name: String,
    pub row: u32,
    /// Whether it takes a shape on a map, and not the answer itself.
    pub shapes: bool,
}

impl Builder {
    /// Takes over where the choices of a question come from.
    pub(super) fn select(&mut self, sheet: &Sheet, row: &Row, at: u32, asked: &Asked) {
        let list = asked.list.as_deref().unwrap_or_default();
        if list.is_empty() {
            let words =
                "the list is missing: write its name after the type, such as select_one yes_no";
            self.error("survey", Some(row.number), Some("type"), words.to_owned());
            return;
        }
        match asked.source {
            Source::Sheet => self.offer_list(row, at, list, asked.or_other),
            Source::Apart => {
                let known = self.lists.iter().find(|known| known.name == list);
                if known.is_some_and(|known| known.apart)
                    && let Some(question) = self.question_mut(at)
                {
                    question.list = Some(list.to_owned());
                }
                if let Some(item) = self.item_mut(at) {
                    item.control.asks = Asks::Input;
                }
            }
            Source::File => {
                let cell = sheet.get(row, "parameters").unwrap_or_default();
                let (pairs, _) = super::parameters::Parameters::parse(cell);
                let shapes = list.ends_with(".geojson");
                let value = pairs.get("value").map(str::to_owned);
                let label = pairs.get("label").map(str::to_owned);
                let stem = list.rsplit_once('.').map_or(list, |(stem, _)| stem);
                let value = value.unwrap_or_else(|| if shapes { "id" } else { "name" }.to_owned());
                let label =
                    label.unwrap_or_else(|| if shapes { "title" } else { "label" }.to_owned());
                self.items_of(at, stem, &value, &label);
            }
            Source::Answers => {
                let name = list.trim_start_matches("${").trim_end_matches('}');
                self.from_answers.push(FromAnswers {
                    at,
                    name: name.trim().to_owned(),
                    row: row.number,
                    shapes: false,
                });
            }
        }
    }

    /// Offers the items of a document, or shows them beside a question that has no choices.
    pub(super) fn items_of(&mut self, at: u32, id: &str, value: &str, label: &str) {
        let nodes = xpath::parse(&format!("instance({})/root/item", quoted(id)));
        let (Ok(nodes), Ok(value), Ok(label)) = (nodes, xpath::parse(value), xpath::parse(label))
        else {
            return;
        };
        let itemset = Itemset {
            nodes,
            value,
            label,
        };
        self.put_itemset(at, itemset);
    }

    fn put_itemset(&mut self, at: u32, itemset: Itemset) {
        let Some(item) = self.item_mut(at) else {
            return;
        };
        let chosen = matches!(
            item.kind,
            Kind::SelectOne | Kind::SelectMultiple | Kind::Rank
        );
        if chosen {
            item.itemset = Some(itemset);
        } else {
            item.control.marks = Some(itemset);
        }
    }

    fn offer_list(&mut self, row: &Row, at: u32, list: &str, or_other: bool) {
        if !self
            .lists
            .iter()
            .any(|known| known.name == list && !known.apart)
        {
            let words = format!(
                "the choices sheet has no list named {list}, so nothing can be chosen: add it, or correct the name"
            );
            self.warn("survey", Some(row.number), Some("type"), words);
        }
        if let Some(question) = self.question_mut(at) {
            question.list = Some(list.to_owned());
        }
        if or_other {
            self.add_other(list);
        }
    }

    /// A word in every language of the form.
    fn in_all(&self, word: &str, khmer: &str) -> Texts {
        let texts = self.languages.iter().map(|language| {
            let source = if language.code == "km" { khmer } else { word };
            let text = Text {
                source: source.to_owned(),
                pieces: Vec::new(),
            };
            (language.code.clone(), text)
        });
        Texts::new(texts.collect())
    }

    /// The choice that `or_other` adds to a list.
    fn add_other(&mut self, list: &str) {
        let label = self.in_all("Other", "ផ្សេងៗ");
        let Some(list) = self.lists.iter_mut().find(|known| known.name == list) else {
            return;
        };
        if !list.by_name.contains_key("other") {
            list.by_name.insert("other".to_owned(), list.choices.len());
            list.choices.push(crate::ChoiceOption {
                name: "other".to_owned(),
                label,
                media: Media::default(),
            });
        }
    }

    /// The text question that `or_other` adds.
    pub(super) fn other(&mut self, select: u32, parent: u32, row: u32) {
        let Some(question) = self.questions.get(select as usize) else {
            return;
        };
        let (name, class) = (question.name.clone(), question.class);
        let name_other = format!("{name}_other");
        let at = self.add(Some(parent), &name_other, Kind::Text, row, class);
        let label = self.in_all("Specify other.", "សូមបញ្ជាក់");
        if let Some(question) = self.question_mut(at) {
            question.label = label;
        }
        if let Some(item) = self.item_mut(at) {
            item.relevant = xpath::parse(&format!("selected(../{name}, 'other')")).ok();
            item.required = Condition::Never;
        }
    }

    /// Reads `randomize` and `seed`.
    pub(super) fn shuffle(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let Some(cell) = sheet.get(row, "parameters") else {
            return;
        };
        let (pairs, _) = super::parameters::Parameters::parse(cell);
        if !pairs.get("randomize").is_some_and(super::names::is_yes) {
            return;
        }
        let seed = match pairs.get("seed") {
            Some(seed) => self.expr(seed, at, &super::expressions::Place::of(row, "parameters")),
            None => None,
        };
        if let Some(item) = self.item_mut(at) {
            item.shuffle = seed.map_or(Shuffle::Free, Shuffle::Seeded);
        }
    }

    /// Finds the answers that are offered as choices, once every question is there.
    pub(super) fn offer_answers(&mut self) {
        for from in std::mem::take(&mut self.from_answers) {
            let place = super::expressions::Place {
                sheet: "survey",
                row: from.row,
                column: if from.shapes { "parameters" } else { "type" },
            };
            match self.target(&from.name, from.at) {
                Ok(target) if from.shapes => self.offer_shapes(from.at, target),
                Ok(target) => self.offer_answer(from.at, target),
                Err(why) => self.lost(why, &place),
            }
        }
    }

    fn offer_answer(&mut self, at: u32, target: u32) {
        let name = self.item(target).name.to_string();
        let above = self.item(target).parent.unwrap_or(0);
        let filled = format!("./{name} != ''");
        let nodes = self.nodes_for(at, target, above);
        self.answered.insert(at, above);
        self.offer_nodes(at, nodes, &filled, &name);
    }

    fn offer_shapes(&mut self, at: u32, repeat: u32) {
        let nodes = self.nodes_for(at, repeat, repeat);
        self.offer_nodes(at, nodes, "./geometry != ''", "geometry");
    }

    fn offer_nodes(&mut self, at: u32, mut nodes: Path, filled: &str, name: &str) {
        let parsed = (xpath::parse(filled), xpath::parse(name), xpath::parse(name));
        let (Ok(filled), Ok(value), Ok(label)) = parsed else {
            return;
        };
        if let Some(last) = nodes.steps.last_mut() {
            last.predicates.push(filled);
        }
        let itemset = Itemset {
            nodes: Expr::Path(nodes),
            value,
            label,
        };
        self.put_itemset(at, itemset);
    }

    /// The way to the nodes that hold a target: from the top, or from the repeat around both so that it stays in the
    /// same instance of the repeats further out.
    fn nodes_for(&self, at: u32, target: u32, nodes: u32) -> Path {
        let root = Path {
            start: Start::Root,
            steps: self.names_from(None, nodes),
        };
        let Some(shared) = self.shared_repeat(at, target) else {
            return root;
        };
        let around = |of: u32| self.item(of).parent.and_then(|p| self.item(p).repeat);
        let outer = around(shared).is_some();
        let from = match around(target) == Some(shared) && (!outer || around(at) != Some(shared)) {
            // All instances of the shared repeat are meant, and not the one that the question stands in.
            true => self.item(shared).parent,
            false => Some(self.shared_group(at, target)),
        };
        let Some(from) = from else {
            return root;
        };
        let mut steps = Vec::new();
        let mut here = at;
        while here != from {
            steps.push(Step::parent());
            match self.item(here).parent {
                Some(parent) => here = parent,
                None => return root,
            }
        }
        steps.extend(self.names_from(Some(from), nodes));
        Path {
            start: Start::Current,
            steps,
        }
    }
}
