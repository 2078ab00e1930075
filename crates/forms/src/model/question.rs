//! One question, group or repeat.

use super::{Class, Index, Kind, Texts};

/// A question, group or repeat of a form.
#[derive(Debug, Clone)]
pub struct Question {
    /// Where it stands in the form, such as `sadd/women`; repeats carry no ids here.
    pub path: String,
    /// The last step of the path.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Words that tell screens how to show it.
    pub appearance: String,
    /// How far the answer may go.
    pub class: Class,
    /// What lists read from it.
    pub index: Option<Index>,
    /// The list of its choices.
    pub list: Option<String>,
    /// Whether it can be there several times.
    pub in_repeat: bool,
    /// The row of the survey sheet, from 1.
    pub row: u32,
    pub(crate) label: Texts,
    pub(crate) hint: Texts,
    pub(crate) guidance: Texts,
    pub(crate) media: Media,
    pub(crate) constraint_message: Texts,
    pub(crate) required_message: Texts,
}

/// Files that belong to a label, by language: their names as the form writes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Media {
    pub image: Texts,
    pub big_image: Texts,
    pub audio: Texts,
    pub video: Texts,
}

impl Media {
    /// The file of the picture that is shown in a language: the small one where there are two.
    pub(crate) fn picture(&self, language: &str) -> &str {
        let texts = [&self.image, &self.big_image];
        let mut named = texts
            .into_iter()
            .map(|texts| file_of(texts.source(language)));
        named.find(|name| !name.is_empty()).unwrap_or_default()
    }

    /// The files of the pictures of every language.
    pub(crate) fn pictures(&self) -> impl Iterator<Item = &str> {
        let codes = self.image.codes().chain(self.big_image.codes());
        codes
            .map(|code| self.picture(code))
            .filter(|name| !name.is_empty())
    }

    pub(crate) fn is_empty(&self) -> bool {
        let all = [&self.image, &self.big_image, &self.audio, &self.video];
        all.iter().all(|texts| texts.is_empty())
    }
}

/// The name of a file, without the place that XForms write before it.
fn file_of(source: &str) -> &str {
    source.rsplit('/').next().unwrap_or_default()
}

impl Question {
    /// The label in a language, else in the default one; `${name}` stands as written.
    pub fn label(&self, language: &str) -> &str {
        self.label.source(language)
    }

    /// The hint in a language, else in the default one.
    pub fn hint(&self, language: &str) -> &str {
        self.hint.source(language)
    }

    /// Whether there is nothing to translate, or the label has words in this very language.
    pub fn is_said_in(&self, language: &str) -> bool {
        self.label.is_empty() || self.label.has(language)
    }

    /// Whether the appearance has this word.
    pub fn appearance_has(&self, word: &str) -> bool {
        self.appearance.split_whitespace().any(|one| one == word)
    }
}
