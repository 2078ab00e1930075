//! The body: what is asked, in the order of the form.

use super::Writer;
use crate::model::{Asks, Item, Question, Shuffle};
use crate::xpath::ast::{Expr, Start, Step};
use crate::xpath::{print, print_predicate, quoted};

impl Writer<'_> {
    pub(super) fn body(&mut self) {
        self.inside(0);
    }

    fn inside(&mut self, at: u32) {
        for child in &self.form.item(at).children {
            self.control(*child);
        }
    }

    fn control(&mut self, at: u32) {
        let (form, Some(question)) = (self.form, self.form.asked(at)) else {
            return;
        };
        let item = form.item(at);
        let path = self.path(at);
        if item.aside {
            return;
        }
        match item.control.asks {
            Asks::Nothing => {}
            Asks::Group => {
                self.xml.open("group");
                self.xml.attribute("ref", &path);
                self.looks(item, question);
                self.label(at, question, false);
                self.inside(at);
                self.xml.close();
            }
            Asks::Repeat => {
                self.xml.open("group");
                self.xml.attribute("ref", &path);
                self.label(at, question, true);
                self.repeat(at, item, question, &path);
                self.xml.close();
            }
            asks => {
                self.xml.open(element(asks));
                self.xml.attribute("ref", &path);
                self.looks(item, question);
                self.own_attributes(item, question);
                self.label(at, question, true);
                self.hint(at, question);
                self.choices(item, question);
                self.actions_of(at);
                self.xml.close();
            }
        }
    }

    fn repeat(&mut self, at: u32, item: &Item, question: &Question, path: &str) {
        self.xml.open("repeat");
        self.xml.attribute("nodeset", path);
        self.looks(item, question);
        if let Some(count) = &item.count {
            self.xml.attribute("jr:count", &print(&from_child(count)));
        }
        if item.fixed_count {
            self.xml.attribute("jr:noAddRemove", "true()");
        }
        self.inside(at);
        self.actions_of(at);
        self.xml.close();
    }

    fn looks(&mut self, item: &Item, question: &Question) {
        if !question.appearance.is_empty() {
            self.xml.attribute("appearance", &question.appearance);
        }
        for (name, value) in &item.extra.body {
            let taken = matches!(name.as_str(), "ref" | "nodeset" | "appearance" | "jr:count");
            if !taken {
                self.xml.attribute(name, value);
            }
        }
    }

    /// What ranges, uploads and lists beside the form say of themselves.
    fn own_attributes(&mut self, item: &Item, question: &Question) {
        if let Some(range) = &item.control.range {
            self.xml.attribute("start", &range.start);
            self.xml.attribute("end", &range.end);
            self.xml.attribute("step", &range.step);
        }
        let said = |name: &str| item.extra.body.iter().any(|(known, _)| known == name);
        if let Some(media_type) = &item.control.media_type
            && !said("mediatype")
        {
            self.xml.attribute("mediatype", media_type);
        }
        if item.control.asks == Asks::Input
            && let Some(list) = &question.list
        {
            let nodes = self.nodes_of_list(item, list);
            self.xml.attribute("query", &nodes);
        }
    }

    /// What a control offers.
    fn choices(&mut self, item: &Item, question: &Question) {
        for tag in &item.control.tags {
            self.xml.open("tag");
            self.xml.attribute("key", &tag.key);
            self.xml.open("label");
            self.text(&tag.label, &self.form.default_language.clone());
            self.xml.close();
            self.xml.close();
        }
        if let Some(itemset) = item.itemset.as_ref().or(item.control.marks.as_ref()) {
            let nodes = self.shuffled(&item.shuffle, print(&itemset.nodes));
            let value = print_predicate(&itemset.value);
            let mut label = print_predicate(&itemset.label);
            let mut lists = self.form.lists.iter();
            let of_list =
                lists.find(|list| nodes.starts_with(&format!("instance({})/", quoted(&list.name))));
            if label == "label" && of_list.is_some_and(|list| self.list_by_id(&list.name)) {
                label = "jr:itext(itextId)".to_owned();
            }
            return self.itemset(&nodes, &value, &label);
        }
        let Some(list) = &question.list else {
            return;
        };
        if item.control.asks == Asks::Input {
            return;
        }
        if list.starts_with('/') || super::lists::searches(question) {
            return self.items(list);
        }
        let nodes = self.nodes_of_list(item, list);
        let nodes = self.shuffled(&item.shuffle, nodes);
        let (_, value, label) = super::lists::references(self.form, list);
        let label = match label {
            Some(label) => label,
            None if self.list_by_id(list) => "jr:itext(itextId)",
            // Phones refuse a list without any label.
            None if self.is_unlabelled(list) => value,
            None => "label",
        };
        self.itemset(&nodes, value, label);
    }

    fn nodes_of_list(&self, item: &Item, list: &str) -> String {
        let (id, ..) = super::lists::references(self.form, list);
        let mut nodes = format!("instance({})/root/item", quoted(id));
        if let Some(filter) = &item.filter {
            nodes.push_str(&format!("[{}]", print_predicate(&filter.expr)));
        }
        nodes
    }

    fn shuffled(&self, shuffle: &Shuffle, nodes: String) -> String {
        match shuffle {
            Shuffle::No => nodes,
            Shuffle::Free => format!("randomize({nodes})"),
            Shuffle::Seeded(Expr::Number(seed)) => {
                format!(
                    "randomize({nodes}, {})",
                    crate::xpath::numbers::write(*seed)
                )
            }
            Shuffle::Seeded(seed) => format!("randomize({nodes}, {})", print(seed)),
        }
    }

    fn itemset(&mut self, nodes: &str, value: &str, label: &str) {
        self.xml.open("itemset");
        self.xml.attribute("nodeset", nodes);
        for (name, reference) in [("value", value), ("label", label)] {
            self.xml.open(name);
            self.xml.attribute("ref", reference);
            self.xml.close();
        }
        self.xml.close();
    }

    /// Choices that stand in the control itself.
    fn items(&mut self, list: &str) {
        let Some(known) = self.form.list(list) else {
            return;
        };
        let by_id = self.list_by_id(list);
        for (place, choice) in known.choices.iter().enumerate() {
            self.xml.open("item");
            self.xml.open("label");
            if by_id {
                let id = format!("{list}-{place}");
                self.xml
                    .attribute("ref", &format!("jr:itext({})", quoted(&id)));
            } else {
                self.text(&choice.label, &self.form.default_language.clone());
            }
            self.xml.close();
            self.xml.leaf("value", &choice.name);
            self.xml.close();
        }
    }
}

/// The same expression for a node inside: what began at the node around begins one step further up.
fn from_child(expr: &Expr) -> Expr {
    let mut out = expr.clone();
    deepen(&mut out, false);
    out
}

fn deepen(expr: &mut Expr, inside: bool) {
    match expr {
        Expr::Number(_) | Expr::Text(_) | Expr::Reference(_) => {}
        Expr::Chain(first, rest) => {
            deepen(first, inside);
            rest.iter_mut().for_each(|(_, expr)| deepen(expr, inside));
        }
        Expr::Negate(inner) => deepen(inner, inside),
        Expr::Path(path) => {
            match &mut path.start {
                Start::Expr(base) => deepen(base, inside),
                Start::Context if inside => {}
                Start::Context | Start::Current => path.steps.insert(0, Step::parent()),
                Start::Root => {}
            }
            let steps = path.steps.iter_mut();
            steps
                .flat_map(|step| &mut step.predicates)
                .for_each(|expr| deepen(expr, true));
        }
        Expr::Filter(base, predicates) => {
            deepen(base, inside);
            predicates.iter_mut().for_each(|expr| deepen(expr, true));
        }
        Expr::Call(call) => call.args.iter_mut().for_each(|expr| deepen(expr, inside)),
    }
}

fn element(asks: Asks) -> &'static str {
    match asks {
        Asks::Secret => "secret",
        Asks::Select => "select",
        Asks::SelectOne => "select1",
        Asks::Rank => "odk:rank",
        Asks::Range => "range",
        Asks::Trigger => "trigger",
        Asks::Upload => "upload",
        Asks::Group | Asks::Repeat => "group",
        Asks::Nothing | Asks::Input => "input",
    }
}
