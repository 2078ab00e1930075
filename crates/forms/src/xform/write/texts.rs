//! Texts: in the control when the form has one language without a name, else by an id in every language.

use std::collections::HashSet;

use super::Writer;
use crate::ChoiceOption;
use crate::model::{Media, Piece, Question, Texts};
use crate::xpath::ast::Expr;
use crate::xpath::print;

/// The forms of a text's files, with the folder that they lie in.
const FILES: [(&str, &str); 4] = [
    ("image", "images"),
    ("big-image", "images"),
    ("audio", "audio"),
    ("video", "video"),
];

impl<'f> Writer<'f> {
    /// Whether the form has languages with names.
    fn speaks(&self) -> bool {
        match self.form.languages.as_slice() {
            [] => false,
            [only] => only.code != crate::compile::UNNAMED,
            _ => true,
        }
    }

    fn label_by_id(&self, question: &Question) -> bool {
        let media = !question.media.is_empty();
        media || self.speaks() && !question.label.is_empty()
    }

    fn hint_by_id(&self, question: &Question) -> bool {
        let guided = !question.guidance.is_empty();
        guided || self.speaks() && !question.hint.is_empty()
    }

    pub(super) fn message_by_id(&self, texts: &Texts) -> bool {
        self.speaks() || texts.has_outputs()
    }

    /// Whether the choices of a list have their labels by id.
    pub(super) fn list_by_id(&self, list: &str) -> bool {
        self.by_id.contains(list)
    }

    /// The lists whose labels stand in several languages, show answers, or have files.
    pub(super) fn lists_by_id(&self) -> HashSet<String> {
        let speaks = self.speaks();
        let words = |choice: &ChoiceOption| {
            let more = !choice.media.is_empty() || choice.label.has_outputs();
            more || speaks && !choice.label.is_empty()
        };
        let lists = self.form.lists.iter();
        let by_id = lists.filter(|list| list.choices.iter().any(words));
        by_id.map(|list| list.name.clone()).collect()
    }

    pub(super) fn label(&mut self, at: u32, question: &'f Question, always: bool) {
        let by_id = self.label_by_id(question);
        if !by_id && question.label.is_empty() && !always {
            return;
        }
        self.xml.open("label");
        if by_id {
            let id = format!("jr:itext('{}:label')", self.path(at));
            self.xml.attribute("ref", &id);
        } else {
            self.text(&question.label, &self.form.default_language);
        }
        self.xml.close();
    }

    pub(super) fn hint(&mut self, at: u32, question: &'f Question) {
        if question.hint.is_empty() && question.guidance.is_empty() {
            return;
        }
        self.xml.open("hint");
        if self.hint_by_id(question) {
            let id = format!("jr:itext('{}:hint')", self.path(at));
            self.xml.attribute("ref", &id);
        } else {
            self.text(&question.hint, &self.form.default_language);
        }
        self.xml.close();
    }

    /// The words of a text, with the answers that are shown in it.
    pub(super) fn text(&mut self, texts: &Texts, language: &str) {
        let Some(text) = texts.get(language) else {
            return;
        };
        if text.pieces.is_empty() {
            self.xml.words(&text.source);
        }
        if !text.pieces.is_empty() {
            self.xml.inline();
        }
        for piece in &text.pieces {
            match piece {
                Piece::Words(words) => self.xml.words(words),
                Piece::Output(expr) => {
                    self.xml.open("output");
                    self.xml.attribute("value", &print(expr));
                    self.xml.close();
                }
            }
        }
    }

    /// All texts that have an id, in every language.
    pub(super) fn itext(&mut self) {
        let entries = self.entries();
        if entries.is_empty() {
            return;
        }
        self.xml.open("itext");
        for language in &self.form.languages {
            self.xml.open("translation");
            let lang = [&language.heading, &language.name, &language.code];
            let lang = lang.into_iter().find(|name| !name.is_empty());
            self.xml
                .attribute("lang", lang.map_or("default", String::as_str));
            if language.code == self.form.default_language {
                self.xml.attribute("default", "true()");
            }
            for entry in &entries {
                self.xml.open("text");
                self.xml.attribute("id", &entry.id);
                self.values(entry, &language.code);
                self.xml.close();
            }
            self.xml.close();
        }
        self.xml.close();
    }

    fn values(&mut self, entry: &Entry<'f>, language: &str) {
        let words = [(entry.words, None), (entry.guidance, Some("guidance"))];
        for (texts, form) in words {
            let Some(texts) = texts.filter(|texts| !texts.is_empty()) else {
                continue;
            };
            self.xml.open("value");
            if let Some(form) = form {
                self.xml.attribute("form", form);
            }
            self.text(texts, language);
            self.xml.close();
        }
        let Some(media) = entry.media else {
            return;
        };
        let files = [&media.image, &media.big_image, &media.audio, &media.video];
        for ((form, folder), texts) in FILES.iter().zip(files) {
            let name = texts.source(language);
            if name.is_empty() {
                continue;
            }
            self.xml.open("value");
            self.xml.attribute("form", form);
            if !name.starts_with("jr://") {
                self.xml.words(&format!("jr://{folder}/"));
            }
            self.text(texts, language);
            self.xml.close();
        }
    }

    fn entries(&self) -> Vec<Entry<'f>> {
        let form = self.form;
        let mut out = Vec::new();
        for list in &form.lists {
            if list.apart || list.source.is_some() || !self.list_by_id(&list.name) {
                continue;
            }
            for (place, choice) in list.choices.iter().enumerate() {
                let id = format!("{}-{place}", list.name);
                out.push(Entry::new(id, &choice.label).with(&choice.media));
            }
        }
        for (at, question) in form.questions.iter().enumerate() {
            let path = self.path(crate::compile::index(at));
            if self.label_by_id(question) {
                let id = format!("{path}:label");
                out.push(Entry::new(id, &question.label).with(&question.media));
            }
            if self.hint_by_id(question) {
                let entry = Entry::new(format!("{path}:hint"), &question.hint);
                out.push(Entry {
                    guidance: Some(&question.guidance),
                    ..entry
                });
            }
            let messages = [
                ("jr:constraintMsg", &question.constraint_message),
                ("jr:requiredMsg", &question.required_message),
            ];
            for (name, texts) in messages {
                if !texts.is_empty() && self.message_by_id(texts) {
                    out.push(Entry::new(format!("{path}:{name}"), texts));
                }
            }
        }
        self.asked_by_expressions(&mut out);
        out
    }

    /// Texts that expressions ask for by their ids.
    fn asked_by_expressions(&self, out: &mut Vec<Entry<'f>>) {
        let form = self.form;
        if form.texts.is_empty() {
            return;
        }
        let mut asked: HashSet<String> = HashSet::new();
        let mut all = false;
        super::lists::expressions(form, &mut |expr| {
            if let Expr::Call(call) = expr
                && call.name == "jr:itext"
            {
                match call.args.first() {
                    Some(Expr::Text(id)) => drop(asked.insert(id.to_string())),
                    _ => all = true,
                }
            }
        });
        all |= form.lists.iter().any(|list| list.source.is_some());
        let known: HashSet<String> = out.iter().map(|entry| entry.id.clone()).collect();
        let mut further: Vec<(&String, &Texts)> = form.texts.iter().collect();
        further.retain(|(id, _)| !known.contains(*id) && (all || asked.contains(*id)));
        further.sort_unstable_by_key(|(id, _)| *id);
        for (id, texts) in further {
            out.push(Entry::new(id.clone(), texts));
        }
    }
}

/// What stands under one id.
struct Entry<'f> {
    id: String,
    words: Option<&'f Texts>,
    guidance: Option<&'f Texts>,
    media: Option<&'f Media>,
}

impl<'f> Entry<'f> {
    fn new(id: String, words: &'f Texts) -> Entry<'f> {
        Entry {
            id,
            words: Some(words),
            guidance: None,
            media: None,
        }
    }

    fn with(self, media: &'f Media) -> Entry<'f> {
        Entry {
            media: Some(media),
            ..self
        }
    }
}
