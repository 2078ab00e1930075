//! What a form may know of the world while it is filled.

use std::cell::Cell;

use super::Moment;
use super::instance::Instance;
use crate::Kind;
use crate::model::Form;
use crate::xpath::functions::drawn;
use crate::xpath::{Node, Tree, World};

/// What a laptop may know beside the moment, for forms that ask for it; empty where it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The person's address for e-mail.
    pub email: String,
    /// The person's telephone number.
    pub phone: String,
    /// Where the laptop is: `lat lon alt accuracy`.
    pub position: String,
}

/// The moment, and where chance stands.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub now_ms: i64,
    pub offset_minutes: i32,
    pub username: String,
    pub device: String,
    pub known: Known,
    pub language: String,
    /// Differs from one time the form is opened to the next.
    pub session: u64,
    chance: Cell<u64>,
}

impl Facts {
    pub(super) fn new(moment: &Moment, known: &Known, language: &str) -> Facts {
        let facts = Facts {
            now_ms: moment.now_ms,
            offset_minutes: moment.offset_minutes,
            username: moment.username.clone(),
            device: moment.device.clone(),
            known: known.clone(),
            language: language.to_owned(),
            session: 0,
            chance: Cell::new(!moment.seed),
        };
        let session = facts.random();
        facts.chance.set(moment.seed);
        Facts { session, ..facts }
    }

    /// Takes over a later moment.
    pub(super) fn advance(&mut self, moment: &Moment) {
        self.now_ms = moment.now_ms;
        self.offset_minutes = moment.offset_minutes;
        self.chance
            .set(self.chance.get() ^ moment.seed.rotate_left(17));
    }

    /// The next number.
    pub(super) fn random(&self) -> u64 {
        drawn(&self.chance)
    }
}

/// How deep texts may name texts.
const TEXTS_IN_TEXTS_MAX: u8 = 8;

/// The facts beside the form, as the expressions of a node ask for them.
pub(crate) struct Here<'a> {
    instance: &'a Instance,
    form: &'a Form,
    pub(super) node: u32,
    pub(super) language: &'a str,
    depth: u8,
}

impl<'a> Here<'a> {
    pub(super) fn new(
        instance: &'a Instance,
        form: &'a Form,
        node: u32,
        language: &'a str,
    ) -> Here<'a> {
        Here {
            instance,
            form,
            node,
            language,
            depth: 0,
        }
    }

    /// The same for a text inside a text; nothing when texts name each other without end.
    fn deeper(&self, node: u32) -> Option<Here<'a>> {
        let depth = self.depth + 1;
        (depth <= TEXTS_IN_TEXTS_MAX).then_some(Here {
            node,
            depth,
            ..*self
        })
    }

    /// The question that a text names: by its path from the top, or by its name.
    fn named(&self, question: &str) -> Option<u32> {
        let text = question.trim();
        let text = text
            .strip_prefix("${")
            .and_then(|t| t.strip_suffix('}'))
            .unwrap_or(text);
        let local = |step: &str| step.rsplit(':').next().unwrap_or(step).trim().to_owned();
        let steps: Vec<String> = text.split('/').map(local).collect();
        if let ["", _, rest @ ..] = steps
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .as_slice()
            && let Some(at) = self.form.by_path.get(&rest.join("/"))
        {
            return Some(*at);
        }
        let name = steps.last()?;
        let all = self.form.questions.iter().zip(&self.form.items);
        let mut all = all.zip(0_u32..);
        let offers =
            |((question, item), at): ((&crate::model::Question, &crate::model::Item), u32)| {
                let choices = question.list.is_some() || item.itemset.is_some();
                (question.name == *name && choices).then_some(at)
            };
        all.find_map(offers)
    }
}

impl World for Here<'_> {
    fn now_ms(&self) -> i64 {
        self.instance.facts.now_ms
    }

    fn offset_minutes(&self) -> i32 {
        self.instance.facts.offset_minutes
    }

    fn random(&self) -> u64 {
        self.instance.facts.random()
    }

    fn instance(&self, name: &str) -> Option<Node> {
        let doc = *self.form.document_by_name.get(name)?;
        Some(Node {
            doc,
            id: Tree::ROOT,
        })
    }

    fn choice_label(&self, question: &str, value: &str) -> Option<String> {
        let at = self.named(question)?;
        let near = self.instance.reach(self.form, self.node, at);
        let inner = self.deeper(near.first().copied().unwrap_or(self.node))?;
        let label = |one: &str| self.instance.label_of(&inner, self.form, at, one);
        let several = matches!(self.form.item(at).kind, Kind::SelectMultiple | Kind::Rank);
        if !several {
            return label(value);
        }
        let labels: Vec<String> = value.split_whitespace().filter_map(label).collect();
        Some(labels.join(", "))
    }

    fn text(&self, id: &str) -> Option<String> {
        let texts = self.form.texts.get(id)?;
        let inner = self.deeper(self.node)?;
        Some(self.instance.rendered_in(&inner, texts))
    }

    fn property(&self, name: &str) -> String {
        let facts = &self.instance.facts;
        match name {
            "username" => facts.username.clone(),
            "deviceid" => facts.device.clone(),
            "email" => facts.known.email.clone(),
            "version" => self.form.version.clone(),
            "phonenumber" => facts.known.phone.clone(),
            _ => String::new(),
        }
    }

    fn language(&self) -> &str {
        self.language
    }
}
