//! Texts of an XForm: by id in every language, or inline, with answers in them.

use std::collections::HashMap;

use roxmltree::Node;

use super::{Reader, attribute, is};
use crate::model::{Media, Piece, Text, Texts};

/// The values of one text id: language, form and the element.
pub(super) type Entry<'d> = Vec<(String, &'d str, Node<'d, 'd>)>;

/// The forms that are words, and not files; the first that is there is shown.
const WORDS: &[&str] = &["", "long", "short"];

/// How many values of one text are read: its forms in every language.
const VALUES_MAX: usize = 1_000;

impl<'d> Reader<'d> {
    /// Collects the texts by their ids.
    pub(super) fn itext(&mut self, model: Node<'d, 'd>) {
        let mut found: HashMap<String, Entry<'d>> = HashMap::new();
        for translation in model.descendants().filter(|node| is(*node, "translation")) {
            let Some(language) = translation.attribute("lang") else {
                continue;
            };
            let code = crate::compile::language(language).code;
            for text in translation.children().filter(|node| is(*node, "text")) {
                let Some(id) = text.attribute("id") else {
                    continue;
                };
                let entry = found.entry(id.to_owned()).or_default();
                if entry.len() > VALUES_MAX {
                    continue;
                }
                for value in text.children().filter(|node| is(*node, "value")) {
                    let form = attribute(value, "form").unwrap_or_default();
                    entry.push((code.clone(), form, value));
                }
            }
        }
        self.itext = found;
    }

    /// Makes the texts that expressions ask for by `jr:itext()`.
    pub(super) fn itext_pieces(&mut self) {
        let mut ids: Vec<String> = self.itext.keys().cloned().collect();
        ids.sort_unstable();
        for id in ids {
            let texts = self.by_id(&id, WORDS, 0);
            self.builder.texts.insert(id, texts);
        }
    }

    /// The text of an id in one of the forms, for the question at a place.
    pub(super) fn by_id(&mut self, id: &str, forms: &[&str], at: u32) -> Texts {
        let mut out: Vec<(String, Text)> = Vec::new();
        let entry = self.itext.get(id).cloned().unwrap_or_default();
        for form in forms {
            for (code, held, node) in &entry {
                if held == form && !out.iter().any(|(known, _)| known == code) {
                    out.push((code.clone(), self.text(*node, at)));
                }
            }
        }
        let default = self.builder.default_language.clone();
        out.sort_by_key(|(code, _)| *code != default);
        Texts::new(out)
    }

    /// The files that belong to a text id.
    pub(super) fn media_by_id(&mut self, id: &str) -> Media {
        Media {
            image: self.by_id(id, &["image"], 0),
            big_image: self.by_id(id, &["big-image"], 0),
            audio: self.by_id(id, &["audio"], 0),
            video: self.by_id(id, &["video"], 0),
        }
    }

    /// A label, hint or message: words of its own, or those of a text id.
    pub(super) fn texts(&mut self, node: Node<'d, 'd>, at: u32) -> Texts {
        if let Some(id) = attribute(node, "ref").and_then(text_id) {
            return self.by_id(&id, WORDS, at);
        }
        if let Some(path) = attribute(node, "ref") {
            let Some(expr) = self.expr(node, "ref", path, at) else {
                return Texts::default();
            };
            let text = Text {
                source: path.to_owned(),
                pieces: vec![Piece::Output(expr)],
            };
            return Texts::new(vec![(String::new(), text)]);
        }
        Texts::new(vec![(String::new(), self.text(node, at))])
    }

    pub(super) fn message(&mut self, bind: Node<'d, 'd>, text: Option<&str>, at: u32) -> Texts {
        let Some(text) = text else {
            return Texts::default();
        };
        match text_id(text) {
            Some(id) => self.by_id(&id, WORDS, at),
            None if text.trim_start().starts_with("jr:itext") => {
                let Some(expr) = self.expr(bind, "message", text, at) else {
                    return Texts::default();
                };
                let text = Text {
                    source: text.to_owned(),
                    pieces: vec![Piece::Output(expr)],
                };
                Texts::new(vec![(String::new(), text)])
            }
            None => Texts::plain(text),
        }
    }

    /// The words of an element, with places for answers where `<output>` stands.
    fn text(&mut self, node: Node<'d, 'd>, at: u32) -> Text {
        let mut source = String::new();
        let mut pieces = Vec::new();
        let mut outputs = false;
        for inner in node.descendants().skip(1) {
            if let Some(words) = inner.text().filter(|_| inner.is_text()) {
                source.push_str(words);
                pieces.push(Piece::Words(words.to_owned()));
            } else if is(inner, "output")
                && let Some(value) = attribute(inner, "value").or_else(|| attribute(inner, "ref"))
            {
                outputs = true;
                let name = value.trim().rsplit('/').next().unwrap_or(value);
                source.push_str(&format!("${{{}}}", name.trim()));
                let expr = self.expr(inner, "value", value, at);
                pieces.extend(expr.map(Piece::Output));
            }
        }
        if !outputs {
            source = source.trim().to_owned();
            pieces.clear();
        }
        Text { source, pieces }
    }

    /// Label, hint, guidance and files of one question.
    pub(super) fn labels(&mut self, at: u32, path: &str) {
        let control = self
            .around
            .get(path)
            .or_else(|| self.controls.get(path))
            .copied();
        let Some(control) = control else {
            return;
        };
        let child = |name: &str| control.children().find(|node| is(*node, name));
        let (mut label, mut hint) = (Texts::default(), Texts::default());
        let (mut guidance, mut media) = (Texts::default(), Media::default());
        if let Some(node) = child("label") {
            label = self.texts(node, at);
            if let Some(id) = attribute(node, "ref").and_then(text_id) {
                media = self.media_by_id(&id);
            }
        }
        if let Some(node) = child("hint") {
            hint = self.texts(node, at);
            if let Some(id) = attribute(node, "ref").and_then(text_id) {
                guidance = self.by_id(&id, &["guidance"], at);
            }
        }
        if let Some(question) = self.builder.question_mut(at) {
            question.label = label;
            question.hint = hint;
            question.guidance = guidance;
            question.media = media;
        }
    }
}

/// The id in `jr:itext('id')`; a quote inside it counts as written, though no expression could hold it.
pub(super) fn text_id(text: &str) -> Option<String> {
    let inside = text.trim().strip_prefix("jr:itext")?.trim_start();
    let inside = inside.strip_prefix('(')?.strip_suffix(')')?.trim();
    let quoted = |quote: char| inside.strip_prefix(quote)?.strip_suffix(quote);
    let id = quoted('\'').or_else(|| quoted('"'))?;
    let several = id.contains("',") || id.contains("\",");
    (!several).then(|| id.to_owned())
}
