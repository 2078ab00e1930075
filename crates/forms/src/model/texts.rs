//! Texts in the languages of a form.

use crate::xpath::ast::Expr;

/// A text with places for answers in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    /// As it stands in the sheet.
    pub source: String,
    /// Empty when nothing has to be filled in.
    pub pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
pub(crate) enum Piece {
    Words(String),
    Output(Expr),
}

/// One text in several languages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// By language code; the default language first.
    by_language: Vec<(String, Text)>,
}

impl Texts {
    /// Of texts by language code, the default language's first.
    pub(crate) fn new(by_language: Vec<(String, Text)>) -> Texts {
        Texts { by_language }
    }

    pub(crate) fn plain(text: &str) -> Texts {
        Texts {
            by_language: vec![(
                String::new(),
                Text {
                    source: text.to_owned(),
                    pieces: Vec::new(),
                },
            )],
        }
    }

    /// The text in a language, else in the first that has it.
    pub(crate) fn get(&self, language: &str) -> Option<&Text> {
        let found = self
            .by_language
            .iter()
            .find(|(code, text)| code.eq_ignore_ascii_case(language) && !text.source.is_empty());
        let found = found.or_else(|| {
            self.by_language
                .iter()
                .find(|(_, text)| !text.source.is_empty())
        });
        found.map(|(_, text)| text)
    }

    pub(crate) fn source(&self, language: &str) -> &str {
        self.get(language).map_or("", |text| &text.source)
    }

    /// The pieces of the text in every language.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.by_language.iter().flat_map(|(_, text)| &text.pieces)
    }

    /// Whether answers are shown in it.
    pub(crate) fn has_outputs(&self) -> bool {
        self.pieces().any(|piece| matches!(piece, Piece::Output(_)))
    }

    /// The codes of the languages that it is written in.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.by_language.iter().map(|(code, _)| code.as_str())
    }

    /// Whether the form has a place for the text, though nothing may stand there.
    pub(crate) fn is_there(&self) -> bool {
        !self.by_language.is_empty()
    }

    /// Whether it has words in this very language; a text without languages has them in every one.
    pub(crate) fn has(&self, language: &str) -> bool {
        self.by_language.iter().any(|(code, text)| {
            (code.is_empty() || code.eq_ignore_ascii_case(language)) && !text.source.is_empty()
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_language
            .iter()
            .all(|(_, text)| text.source.is_empty())
    }
}
