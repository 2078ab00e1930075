//! From the rows of a workbook to one form, with everything that is odd in them said by sheet, row and column.

mod allocation;
mod choices;
mod entities;
mod expressions;
mod externals;
mod filters;
mod formulas;
mod head;
mod languages;
mod names;
mod notices;
mod parameters;
mod plan;
mod reads;
mod resolve;
mod rows;
mod selects;
mod settings;
mod shape;
mod siblings;
mod sources;
mod types;
mod unfold;

#[cfg(test)]
mod compile_tests;
#[cfg(test)]
pub(crate) mod conformance_tests;
#[cfg(test)]
mod cycle_tests;
#[cfg(test)]
mod unfold_tests;

use std::collections::HashMap;

pub(crate) use choices::items as choice_nodes;
pub(crate) use expressions::straight;
pub(crate) use filters::equality;
pub(crate) use languages::{UNNAMED, language};
pub(crate) use resolve::{Lost, Ways};

use crate::model::{
    Action, ChoiceList, Form, Head, Item, Kind, Language, Media, Question, Tag, Texts,
};
use crate::workbook::{Row, Sheet, Workbook};
use crate::xpath::Tree;
use crate::{Class, Finding, Severity};

/// How many errors and how many warnings are told of one form.
const FINDINGS_MAX: usize = 5_000;

/// Sheets with a meaning.
const SHEETS: &[&str] = &[
    "survey",
    "choices",
    "settings",
    "external_choices",
    "entities",
    "osm",
];

/// Makes a form of a workbook. There is one exactly when no finding is an error.
pub fn compile(book: &Workbook) -> (Option<Form>, Vec<Finding>) {
    let mut builder = Builder::new(book);
    builder.sheets(book);
    let Some(survey) = book.sheet("survey") else {
        builder.findings.push(Finding::error(
            "",
            "there is no sheet named survey: the questions stand there, one in a row",
        ));
        return (None, builder.findings);
    };
    builder.languages(book);
    let settings = builder.settings(book);
    builder.head(book);
    builder.osm(book);
    builder.choices(book);
    builder.externals(survey);
    let written = builder.unfold(survey, book);
    builder.rows(&written, &Builder::root_name(book), settings.class);
    builder.choice_texts(book);
    builder.entities(book, &written);
    builder.meta(book, &written);
    builder.formulas(&written);
    builder.notices(book, survey);
    let declares = survey.rows.iter().any(|row| {
        let cell = survey.get(row, "type").unwrap_or_default();
        cell.ends_with("-external")
    });
    let asks = builder.drafts.iter().any(Option::is_some);
    if !asks && !declares {
        builder.findings.push(Finding::error(
            "survey",
            "the form asks nothing: add a question",
        ));
    }
    builder.finish(settings.id, settings.version, settings.title)
}

/// A place in a list of questions, as the engine counts them.
pub(crate) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A form while it is put together.
pub(crate) struct Builder {
    pub(crate) findings: Vec<Finding>,
    errors: usize,
    warnings: usize,
    /// How many unknown names were compared with all known ones.
    pub(crate) guesses: usize,
    pub(crate) languages: Vec<Language>,
    pub(crate) default_language: String,
    pub(crate) questions: Vec<Question>,
    pub(crate) items: Vec<Item>,
    /// Questions by their name, wherever they stand.
    pub(crate) names: HashMap<String, Vec<u32>>,
    siblings: siblings::Siblings,
    pub(crate) lists: Vec<ChoiceList>,
    /// The columns of each list that choice filters may compare.
    pub(crate) columns: HashMap<String, Vec<String>>,
    pub(crate) documents: Vec<Tree>,
    pub(crate) document_by_name: HashMap<String, u16>,
    /// Where the texts of each question stand: the place in the survey's rows.
    pub(crate) drafts: Vec<Option<usize>>,
    pub(crate) head: Head,
    pub(crate) actions: Vec<Action>,
    pub(crate) texts: HashMap<String, Texts>,
    pub(crate) opening: Option<Tree>,
    /// The lists that the entities sheet declares.
    pub(crate) entity_lists: Vec<String>,
    /// The rows that ask for a log, by their place in the survey.
    audits: Vec<usize>,
    /// What the osm sheet asks, by list.
    tags: HashMap<String, Vec<Tag>>,
    from_answers: Vec<selects::FromAnswers>,
    /// For questions that offer answers: the group or repeat in which those stand.
    answered: HashMap<u32, u32>,
    /// Whether the form was read from XML, so that findings name its elements and lines.
    from_xml: bool,
}

impl Builder {
    fn new(book: &Workbook) -> Builder {
        Builder {
            from_xml: false,
            ..Builder::empty(book.findings.clone())
        }
    }

    pub(crate) fn empty(findings: Vec<Finding>) -> Builder {
        Builder {
            findings,
            errors: 0,
            warnings: 0,
            guesses: 0,
            languages: Vec::new(),
            default_language: String::new(),
            questions: Vec::new(),
            items: Vec::new(),
            names: HashMap::new(),
            siblings: siblings::Siblings::default(),
            lists: Vec::new(),
            columns: HashMap::new(),
            documents: Vec::new(),
            document_by_name: HashMap::new(),
            drafts: Vec::new(),
            head: Head::default(),
            actions: Vec::new(),
            texts: HashMap::new(),
            opening: None,
            entity_lists: Vec::new(),
            audits: Vec::new(),
            tags: HashMap::new(),
            from_answers: Vec::new(),
            answered: HashMap::new(),
            from_xml: true,
        }
    }

    fn sheets(&mut self, book: &Workbook) {
        for name in book.sheets().filter(|name| !SHEETS.contains(name)) {
            let close = SHEETS.iter().find(|known| distance(name, known) <= 2);
            if let Some(known) = close {
                self.warn(
                    name,
                    None,
                    None,
                    format!("the sheet is not read; rename it if it should be \"{known}\""),
                );
            }
        }
    }

    pub(crate) fn error(
        &mut self,
        sheet: &str,
        row: Option<u32>,
        column: Option<&str>,
        message: String,
    ) {
        let finding = Finding {
            row,
            column: column.map(str::to_owned),
            ..Finding::error(sheet, message)
        };
        self.errors += 1;
        if self.errors <= FINDINGS_MAX {
            self.findings.push(finding);
        }
    }

    pub(crate) fn warn(
        &mut self,
        sheet: &str,
        row: Option<u32>,
        column: Option<&str>,
        message: String,
    ) {
        let finding = Finding {
            row,
            column: column.map(str::to_owned),
            ..Finding::warning(sheet, message)
        };
        self.warnings += 1;
        if self.warnings <= FINDINGS_MAX {
            self.findings.push(finding);
        }
    }

    /// Adds a question below another; returns its place.
    pub(crate) fn add(
        &mut self,
        parent: Option<u32>,
        name: &str,
        kind: Kind,
        row: u32,
        class: Class,
    ) -> u32 {
        let at = index(self.items.len());
        let mut item = Item::new(name.into(), kind, parent);
        let above = parent.and_then(|parent| self.items.get(parent as usize));
        let outer = above.and_then(|parent| parent.repeat);
        item.repeat = if kind == Kind::Repeat {
            Some(at)
        } else {
            outer
        };
        let path = match parent.and_then(|parent| self.questions.get(parent as usize)) {
            Some(parent) if !parent.path.is_empty() => format!("{}/{name}", parent.path),
            Some(_) => name.to_owned(),
            None => String::new(),
        };
        self.questions.push(Question {
            path,
            name: name.to_owned(),
            kind,
            appearance: String::new(),
            class,
            index: None,
            list: None,
            in_repeat: outer.is_some(),
            row,
            label: Texts::default(),
            hint: Texts::default(),
            guidance: Texts::default(),
            media: Media::default(),
            constraint_message: Texts::default(),
            required_message: Texts::default(),
        });
        self.items.push(item);
        self.drafts.push(None);
        if let Some(parent) = parent {
            self.names.entry(name.to_owned()).or_default().push(at);
            self.siblings.note(parent, name, at);
            if let Some(parent) = self.items.get_mut(parent as usize) {
                parent.children.push(at);
            }
        }
        at
    }

    /// Adds an attribute to a question, and returns its place; nothing when it is there already.
    pub(crate) fn add_attribute(
        &mut self,
        owner: u32,
        name: &str,
        kind: Kind,
        row: u32,
    ) -> Option<u32> {
        let holder = self.items.get(owner as usize)?;
        let mut known = holder.attributes.iter();
        if known.any(|at| *self.item(*at).name == *name) {
            return None;
        }
        let class = self.questions.get(owner as usize)?.class;
        let at = self.add(Some(owner), name, kind, row, class);
        if let Some(names) = self.names.get_mut(name) {
            names.retain(|known| *known != at);
            if names.is_empty() {
                self.names.remove(name);
            }
        }
        if let Some(holder) = self.items.get_mut(owner as usize) {
            holder.children.retain(|child| *child != at);
            holder.attributes.push(at);
        }
        if let Some(question) = self.questions.get_mut(at as usize) {
            let above = question
                .path
                .rsplit_once('/')
                .map_or("", |(above, _)| above);
            question.path = match above {
                "" => format!("@{name}"),
                above => format!("{above}/@{name}"),
            };
        }
        if let Some(item) = self.items.get_mut(at as usize) {
            item.attribute = true;
        }
        Some(at)
    }

    /// Plans what was put together and makes the form, when no finding is an error.
    pub(crate) fn finish(
        mut self,
        id: String,
        version: String,
        title: Texts,
    ) -> (Option<Form>, Vec<Finding>) {
        self.set_aside();
        let plan = self.plan();
        for (count, what) in [(self.errors, "errors"), (self.warnings, "warnings")] {
            if count > FINDINGS_MAX {
                let words = format!(
                    "{count} {what} were found, the first {FINDINGS_MAX} are told: mend these and look again"
                );
                self.findings.push(Finding::warning("", words));
            }
        }
        let mut findings = self.findings.iter();
        let refused = findings.any(|finding| finding.severity == Severity::Error);
        let paths = self.questions.iter().enumerate().skip(1);
        let by_path = paths.map(|(at, q)| (q.path.clone(), index(at))).collect();
        let lists = self.lists.iter().enumerate();
        let list_by_name = lists.map(|(at, list)| (list.name.clone(), at)).collect();
        let form = Form {
            id,
            version,
            title,
            languages: self.languages,
            default_language: self.default_language,
            questions: self.questions,
            items: self.items,
            by_path,
            lists: self.lists,
            list_by_name,
            documents: self.documents,
            document_by_name: self.document_by_name,
            plan,
            head: self.head,
            actions: self.actions,
            texts: self.texts,
            opening: self.opening,
        };
        ((!refused).then_some(form), self.findings)
    }

    /// Makes a question one of another kind; what it stores and how it is asked stay.
    pub(crate) fn retype(&mut self, at: u32, kind: Kind) {
        if let Some(question) = self.questions.get_mut(at as usize) {
            question.kind = kind;
        }
        if let Some(item) = self.items.get_mut(at as usize) {
            item.kind = kind;
        }
    }

    pub(crate) fn question_mut(&mut self, at: u32) -> Option<&mut Question> {
        self.questions.get_mut(at as usize)
    }

    pub(crate) fn item_mut(&mut self, at: u32) -> Option<&mut Item> {
        self.items.get_mut(at as usize)
    }

    pub(crate) fn item(&self, at: u32) -> &Item {
        self.items.get(at as usize).unwrap_or(Item::nothing())
    }

    /// The translations of a text, the default language first.
    fn translations(&self, sheet: &Sheet, row: &Row, key: &str) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = Vec::new();
        // A heading that names the default language goes before one that names none.
        let (named, unnamed): (Vec<_>, Vec<_>) = sheet
            .translations(row, key)
            .partition(|(language, _)| language.is_some());
        for (language, text) in named.into_iter().chain(unnamed) {
            let code = self.code(language);
            if !out.iter().any(|(known, _)| *known == code) {
                out.push((code, text.to_owned()));
            }
        }
        out.sort_by_key(|(code, _)| *code != self.default_language);
        out
    }
}

/// How many letters differ between two short names.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(40).enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), i + 1);
        for (j, y) in b.iter().enumerate() {
            let left = row.get(j).copied().unwrap_or(0);
            let Some(cell) = row.get_mut(j + 1) else {
                break;
            };
            let best = (diagonal + usize::from(x != *y))
                .min(left + 1)
                .min(*cell + 1);
            diagonal = std::mem::replace(cell, best);
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
