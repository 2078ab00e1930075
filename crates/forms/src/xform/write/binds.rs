//! Binds and actions: what holds of every question, and what happens by itself.

use std::collections::HashMap;

use super::Writer;
use crate::Kind;
use crate::model::{Action, Condition, Deed, Preload, Texts};
use crate::xpath::print;

impl Writer<'_> {
    /// The binds of all questions, each with the actions of the model that set it.
    pub(super) fn binds(&mut self) {
        let form = self.form;
        let of_model = form.actions.iter().filter(|action| action.source.is_none());
        let mut by_target: HashMap<u32, Vec<&Action>> = HashMap::new();
        for action in of_model {
            by_target.entry(action.target).or_default().push(action);
        }
        for at in 0..crate::compile::index(form.items.len()) {
            self.bind(at);
            for action in by_target.remove(&at).unwrap_or_default() {
                self.action(action);
            }
        }
    }

    fn bind(&mut self, at: u32) {
        let item = self.form.item(at);
        let mut held = self.conditions(at);
        held.extend(item.preload.map(preload).into_iter().flatten());
        held.extend(item.save_to.clone().map(|name| ("entities:saveto", name)));
        let further = &item.extra.bind;
        let holds = item.kind.holds_questions();
        if (holds || item.attribute) && held.is_empty() && further.is_empty() {
            return;
        }
        self.xml.open("bind");
        self.xml.attribute("nodeset", &self.path(at));
        if !holds {
            self.xml.attribute("type", item.value_type.as_str());
        }
        for (name, value) in &held {
            self.xml.attribute(name, value);
        }
        for (name, value) in further {
            let taken = held.iter().any(|(held, _)| held == name);
            if !taken && name != "type" && name != "nodeset" {
                self.xml.attribute(name, value);
            }
        }
        self.xml.close();
    }

    /// The conditions, the calculation and the messages of one item.
    fn conditions(&self, at: u32) -> Vec<(&'static str, String)> {
        let item = self.form.item(at);
        let mut out = Vec::new();
        match &item.read_only {
            Condition::When(expr) => out.push(("readonly", print(expr))),
            Condition::Always => out.push(("readonly", "true()".to_owned())),
            Condition::Never if item.kind == Kind::Note => {
                out.push(("readonly", "true()".to_owned()));
            }
            Condition::Never => {}
        }
        match &item.required {
            Condition::When(expr) => out.push(("required", print(expr))),
            Condition::Always => out.push(("required", "true()".to_owned())),
            Condition::Never => {}
        }
        let calculation = item.calculation.as_ref().filter(|_| !item.triggered);
        let exprs = [
            ("relevant", item.relevant.as_ref()),
            ("constraint", item.constraint.as_ref()),
            ("calculate", calculation),
        ];
        for (name, expr) in exprs {
            out.extend(expr.map(|expr| (name, print(expr))));
        }
        if let Some(question) = self.form.asked(at) {
            let messages = [
                ("jr:constraintMsg", &question.constraint_message),
                ("jr:requiredMsg", &question.required_message),
            ];
            for (name, texts) in messages {
                out.extend(self.message(at, name, texts).map(|text| (name, text)));
            }
        }
        out
    }

    fn message(&self, at: u32, name: &str, texts: &Texts) -> Option<String> {
        if texts.is_empty() {
            return None;
        }
        if self.message_by_id(texts) {
            return Some(format!("jr:itext('{}:{name}')", self.path(at)));
        }
        Some(texts.source(&self.form.default_language).to_owned())
    }

    /// The actions that stand in a control or repeat.
    pub(super) fn actions_of(&mut self, source: u32) {
        for action in self.acting.remove(&source).unwrap_or_default() {
            self.action(action);
        }
    }

    fn action(&mut self, action: &Action) {
        let name = match &action.deed {
            Deed::Set(_) | Deed::Put(_) => "setvalue",
            Deed::Geopoint => "odk:setgeopoint",
            Deed::Record { .. } => "odk:recordaudio",
        };
        let events = [
            (action.events.first_load, "odk-instance-first-load"),
            (action.events.load, "odk-instance-load"),
            (action.events.new_repeat, "odk-new-repeat"),
            (action.events.changed, "xforms-value-changed"),
        ];
        let events = events.iter().filter(|(is, _)| *is).map(|(_, name)| *name);
        self.xml.open(name);
        self.xml.attribute("ref", &self.path(action.target));
        let events: Vec<&str> = events.collect();
        self.xml.attribute("event", &events.join(" "));
        match &action.deed {
            Deed::Set(expr) => self.xml.attribute("value", &print(expr)),
            Deed::Put(text) => self.xml.words(text),
            Deed::Record {
                quality: Some(quality),
            } => self.xml.attribute("odk:quality", quality),
            Deed::Geopoint | Deed::Record { quality: None } => {}
        }
        self.xml.close();
    }
}

fn preload(preload: Preload) -> Vec<(&'static str, String)> {
    let (kind, parameter) = match preload {
        Preload::Start => ("timestamp", "start"),
        Preload::End => ("timestamp", "end"),
        Preload::Today => ("date", "today"),
        Preload::Username => ("property", "username"),
        Preload::Device => ("property", "deviceid"),
        Preload::Email => ("property", "email"),
        Preload::Phone => ("property", "phonenumber"),
        Preload::Uid => return vec![("jr:preload", "uid".to_owned())],
        // What only phones know stands among the further attributes.
        Preload::Unknown => return Vec::new(),
    };
    vec![
        ("jr:preload", kind.to_owned()),
        ("jr:preloadParams", parameter.to_owned()),
    ]
}
