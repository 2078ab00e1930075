//! A compiled form: what is asked, in which order, and what depends on what.

mod action;
mod control;
mod item;
mod kind;
mod question;
mod texts;

use std::collections::{BTreeSet, HashMap};

pub(crate) use action::{Action, Deed, Events};
pub(crate) use control::{Asks, Control, Range, Tag, ValueType};
pub(crate) use item::{Condition, Default, Filter, Item, Itemset, Preload, Shuffle};
pub use kind::{Class, Index, Kind};
pub(crate) use question::Media;
pub use question::Question;
pub(crate) use texts::{Piece, Text, Texts};

use crate::xpath::Tree;

/// A language that a form speaks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Language {
    /// The code in brackets of `label::Khmer (km)`; the whole name when there is none.
    pub code: String,
    /// The name, such as `Khmer`.
    pub name: String,
    /// As the form writes it, such as `Khmer (km)`; empty when the form names no language.
    #[serde(skip)]
    pub heading: String,
}

static NO_LANGUAGE: Language = Language {
    code: String::new(),
    name: String::new(),
    heading: String::new(),
};

impl Language {
    pub(crate) fn nothing() -> &'static Language {
        &NO_LANGUAGE
    }
}

/// One choice of a list.
#[derive(Debug, Clone)]
pub struct ChoiceOption {
    /// What is stored.
    pub name: String,
    pub(crate) label: Texts,
    pub(crate) media: Media,
}

impl ChoiceOption {
    /// The label in a language, else in the form's default language, else the name.
    pub fn label(&self, language: &str) -> &str {
        let label = self.label.source(language);
        if label.is_empty() { &self.name } else { label }
    }
}

/// A list of choices.
#[derive(Debug, Clone)]
pub struct ChoiceList {
    /// The list's name.
    pub name: String,
    /// The choices in the order of the sheet.
    pub choices: Vec<ChoiceOption>,
    /// The document that expressions read the list from.
    pub(crate) document: u16,
    /// For columns that choice filters compare: the choices by the column's value.
    pub(crate) by_column: HashMap<String, HashMap<String, Vec<usize>>>,
    pub(crate) by_name: HashMap<String, usize>,
    /// Whether it travels beside the form, in a file, and not in it.
    pub(crate) apart: bool,
    /// Where its choices come from, when that is not the document of its name with the usual children.
    pub(crate) source: Option<ListSource>,
}

/// The document of a list, and which children of its items are stored and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListSource {
    pub id: String,
    pub value: String,
    pub label: String,
}

/// A list or document beside the form that its expressions read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct External {
    /// The name that `instance('name')` asks for.
    pub name: String,
    /// Where it comes from, such as `jr://file-csv/villages.csv`.
    pub source: String,
    /// Whether the form says so; `search()` finds its file by the name alone.
    pub declared: bool,
}

/// Where a finished record goes, as far as the form says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Submission {
    pub address: Option<String>,
    pub public_key: Option<String>,
    pub auto_send: Option<String>,
    pub auto_delete: Option<String>,
    /// Whether a record may still be changed where it was sent to.
    pub client_editable: bool,
}

/// An entity that a record makes or changes: the item in the meta block whose attributes say which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entity {
    pub list: String,
    pub item: u32,
}

/// What a form says of itself beside its questions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    /// Namespaces that the form declares: prefix and address.
    pub namespaces: Vec<(String, String)>,
    /// Attributes of the form's own element beside its id and version.
    pub attributes: Vec<(String, String)>,
    /// Words that tell screens how to show the form: `pages`, `theme-grid`.
    pub style: String,
    pub submission: Submission,
    /// Lists from files.
    pub externals: Vec<External>,
    pub entities: Vec<Entity>,
    /// The version of the entity specification that the form needs.
    pub entities_version: Option<String>,
    /// The question whose value names the record.
    pub instance_name: Option<u32>,
}

/// A form that was read without error; cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Form {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) title: Texts,
    pub(crate) languages: Vec<Language>,
    pub(crate) default_language: String,
    /// Question 0 is the form itself.
    pub(crate) questions: Vec<Question>,
    /// What the engine knows of each question.
    pub(crate) items: Vec<Item>,
    pub(crate) by_path: HashMap<String, u32>,
    pub(crate) lists: Vec<ChoiceList>,
    pub(crate) list_by_name: HashMap<String, usize>,
    pub(crate) documents: Vec<Tree>,
    pub(crate) document_by_name: HashMap<String, u16>,
    pub(crate) plan: Plan,
    pub(crate) head: Head,
    /// In the order in which they run.
    pub(crate) actions: Vec<Action>,
    /// Texts by their id, for `jr:itext()`.
    pub(crate) texts: HashMap<String, Texts>,
    /// The answers that a new record begins with, when they are more than defaults: the main instance as written.
    pub(crate) opening: Option<Tree>,
}

/// What is computed, and in which order.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// In an order in which nothing is read before it was computed.
    pub cells: Vec<Cell>,
    /// For each question, the cells that read it.
    pub readers: Vec<Vec<Reading>>,
    /// For each question, the selects whose choices are told from it.
    pub filter_readers: Vec<Vec<u32>>,
    /// For each question, the actions that run when it changes, in their order.
    pub triggers: Vec<Vec<u32>>,
    /// The cells that depend on the language in use.
    pub spoken: Vec<u32>,
    /// The questions that hold when the work ended.
    pub ends: Vec<u32>,
    /// The groups whose conditions read answers inside them.
    pub inward: BTreeSet<u32>,
}

/// A cell that reads a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub cell: u32,
    /// The repeat in whose instance both stand, when other instances are never looked at.
    pub near: Option<u32>,
}

/// Something that is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub item: u32,
    pub aspect: Aspect,
}

/// Which of a question's properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Aspect {
    Relevance,
    Count,
    Value,
}

impl Form {
    /// The form's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The form's version; empty when it has none.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The title in a language.
    pub fn title(&self, language: &str) -> &str {
        let title = self.title.source(language);
        if title.is_empty() { &self.id } else { title }
    }

    /// The languages in the order of the sheet.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The code of the language that is shown when a text is not translated.
    pub fn default_language(&self) -> &str {
        &self.default_language
    }

    /// Everything in the form, groups and repeats too, in its order; without the facts about the record itself, such
    /// as its id.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        let all = self.questions.iter().zip(&self.items).skip(1);
        all.filter(|(_, item)| !item.aside && !item.attribute)
            .map(|(question, _)| question)
    }

    /// The question, group or repeat at a path of the form, such as `sadd/women`.
    pub fn question(&self, path: &str) -> Option<&Question> {
        let at = self.by_path.get(path)?;
        self.questions.get(*at as usize)
    }

    /// Whether the form works out what stands at a path of the answers, such as `people[3f]/code`, so that no
    /// person can decide on it.
    pub fn works_out(&self, path: &str) -> bool {
        self.standing(path).is_some_and(|item| {
            item.aside
                || item.kind == Kind::Meta
                || item.control.asks == Asks::Nothing && item.calculation.is_some()
        })
    }

    /// Whether what stands at a path of the answers tells of the record and not of its subject, as the meta block
    /// does and when it was begun and finished: it is kept and sent, and shown to nobody.
    pub fn sets_aside(&self, path: &str) -> bool {
        let filled = |item: &Item| matches!(item.preload, Some(Preload::Start | Preload::End));
        self.standing(path)
            .is_some_and(|item| item.aside || filled(item))
    }

    /// What a question for a file takes: its media type, such as `image/*`, and for pictures how many pixels the
    /// longer side may have; nothing for other questions.
    pub fn takes_file(&self, path: &str) -> Option<(&str, Option<u32>)> {
        let item = self.standing(path).filter(|item| item.kind == Kind::File)?;
        let pixels = item.extra.bind.iter();
        let pixels = pixels.filter(|(name, _)| name == "orx:max-pixels");
        let pixels = pixels.filter_map(|(_, pixels)| pixels.trim().parse().ok());
        let media_type = item.control.media_type.as_deref().unwrap_or("*/*");
        Some((media_type, pixels.min()))
    }

    /// What the form has at a path of the answers; for an attribute, the element that carries it.
    fn standing(&self, path: &str) -> Option<&Item> {
        let path = crate::answers::question_path(path);
        let whole = self.by_path.get(&path);
        let owner = || {
            self.by_path
                .get(path.split('@').next()?.trim_end_matches('/'))
        };
        Some(self.item(*whole.or_else(owner)?))
    }

    /// The files that it reads, such as `people.csv`, by their names.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let sources = self.head.externals.iter().map(|file| file.source.as_str());
        sources
            .filter(|source| !crate::media::is_last_saved(source))
            .filter_map(|source| source.rsplit('/').next())
    }

    /// The files of the pictures that belong to its questions and choices, each once.
    pub fn pictures(&self) -> BTreeSet<&str> {
        let questions = self.questions().map(|question| &question.media);
        let choices = self.lists.iter().flat_map(|list| &list.choices);
        let media = questions.chain(choices.map(|choice| &choice.media));
        media.flat_map(Media::pictures).collect()
    }

    /// The lists that its records add to or change, such as `people`.
    pub fn entity_lists(&self) -> impl Iterator<Item = &str> {
        self.head.entities.iter().map(|entity| entity.list.as_str())
    }

    /// The highest class of the answers that entries of a list are called by; none when its records call nothing so.
    pub fn entity_label_class(&self, list: &str) -> Option<Class> {
        let entity = self.head.entities.iter().find(|one| one.list == list)?;
        let is_label = |at: u32| {
            let item = self.item(at);
            item.parent == Some(entity.item) && &*item.name == "label"
        };
        let questions = self.questions.iter().zip(&self.plan.readers);
        let told = questions.filter(|(_, readers)| {
            readers.iter().any(|it| {
                let cell = self.plan.cells.get(it.cell as usize);
                cell.is_some_and(|cell| is_label(cell.item))
            })
        });
        told.map(|(question, _)| question.class).max()
    }

    /// The question whose answer, once it is given, fills the question at a path.
    pub fn filled_from(&self, path: &str) -> Option<&Question> {
        let target = *self.by_path.get(path)?;
        let fills = |action: &u32| {
            let action = self.actions.get(*action as usize);
            action.is_some_and(|action| action.target == target)
        };
        let mut triggers = self.plan.triggers.iter().zip(&self.questions);
        let found = triggers.find(|(actions, _)| actions.iter().any(fills));
        found.map(|(_, question)| question)
    }

    /// Whether a question, group or repeat is asked only under a condition of its own.
    pub fn asks_on_condition(&self, path: &str) -> bool {
        let at = self.by_path.get(path);
        at.is_some_and(|at| self.item(*at).relevant.is_some())
    }

    /// Whether an answer is needed wherever the question is asked.
    pub fn always_required(&self, path: &str) -> bool {
        let at = self.by_path.get(path);
        at.is_some_and(|at| matches!(self.item(*at).required, Condition::Always))
    }

    /// The choices of a list.
    pub fn choices(&self, list: &str) -> &[ChoiceOption] {
        self.list(list).map_or(&[], |list| list.choices.as_slice())
    }

    /// The label of one choice of a question; nothing when the list does not have it.
    pub fn choice_label(&self, question: &Question, value: &str, language: &str) -> Option<&str> {
        let list = self.list(question.list.as_deref()?)?;
        let choice = list.choices.get(*list.by_name.get(value)?)?;
        Some(choice.label(language))
    }

    pub(crate) fn list(&self, name: &str) -> Option<&ChoiceList> {
        self.list_by_name
            .get(name)
            .and_then(|at| self.lists.get(*at))
    }

    pub(crate) fn item(&self, at: u32) -> &Item {
        self.items.get(at as usize).unwrap_or(Item::nothing())
    }

    /// The question behind an item of the engine.
    pub(crate) fn asked(&self, at: u32) -> Option<&Question> {
        self.questions.get(at as usize)
    }
}
