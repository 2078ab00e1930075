//! What a form may know of the world while it is filled.

use std::cell::Cell;

use super::Moment;
use crate::Form;
use crate::xpath::{Node, Tree, World};

/// The moment, and where chance stands.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub now_ms: i64,
    pub offset_minutes: i32,
    pub username: String,
    pub device: String,
    pub language: String,
    chance: Cell<u64>,
}

impl Facts {
    pub(super) fn new(moment: &Moment, language: &str) -> Facts {
        Facts {
            now_ms: moment.now_ms,
            offset_minutes: moment.offset_minutes,
            username: moment.username.clone(),
            device: moment.device.clone(),
            language: language.to_owned(),
            chance: Cell::new(moment.seed),
        }
    }

    /// Takes over a later moment.
    pub(super) fn advance(&mut self, moment: &Moment) {
        self.now_ms = moment.now_ms;
        self.offset_minutes = moment.offset_minutes;
        self.chance
            .set(self.chance.get() ^ moment.seed.rotate_left(17));
    }

    /// The next number (splitmix64).
    pub(super) fn random(&self) -> u64 {
        let state = self.chance.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.chance.set(state);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn here<'a>(&'a self, form: &'a Form) -> Here<'a> {
        Here { facts: self, form }
    }
}

/// The facts beside the form, as expressions ask for them.
pub(super) struct Here<'a> {
    facts: &'a Facts,
    form: &'a Form,
}

impl World for Here<'_> {
    fn now_ms(&self) -> i64 {
        self.facts.now_ms
    }

    fn offset_minutes(&self) -> i32 {
        self.facts.offset_minutes
    }

    fn random(&self) -> u64 {
        self.facts.random()
    }

    fn instance(&self, name: &str) -> Option<Node> {
        let doc = *self.form.document_by_name.get(name)?;
        Some(Node {
            doc,
            id: Tree::ROOT,
        })
    }

    fn choice_label(&self, question: &str, value: &str) -> Option<String> {
        let name = question.trim_start_matches("${").trim_end_matches('}');
        let name = name.rsplit('/').next().unwrap_or(name);
        let question = self
            .form
            .questions()
            .find(|q| q.name == name && q.list.is_some())?;
        let labels: Vec<&str> = value
            .split_whitespace()
            .filter_map(|one| self.form.choice_label(question, one, &self.facts.language))
            .collect();
        Some(labels.join(", "))
    }

    fn property(&self, name: &str) -> String {
        match name {
            "username" => self.facts.username.clone(),
            "deviceid" => self.facts.device.clone(),
            _ => String::new(),
        }
    }

    fn language(&self) -> &str {
        &self.facts.language
    }
}
