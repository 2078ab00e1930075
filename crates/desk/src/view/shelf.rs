//! The forms of a laptop, for whoever looks after them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A form with all its versions.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct InstalledForm {
    /// Form id.
    pub id: String,
    /// Its title in the person's language.
    pub title: String,
    /// The languages that it speaks.
    pub languages: Vec<LanguageCard>,
    /// Records of the form held here.
    pub records: u32,
    /// Its versions, the newest first.
    pub versions: Vec<FormVersion>,
}

/// A language of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LanguageCard {
    /// BCP 47, such as `km`; as the form writes it when it names no code.
    pub code: String,
    /// Its name in the form, such as `Khmer`.
    pub name: String,
}

/// One version of a form.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FormVersion {
    /// The version.
    pub version: String,
    /// Name of the file that it came from.
    pub source_name: String,
    /// When it was installed.
    pub installed_at: String,
    /// New records use it.
    pub active: bool,
}

/// What a form file would bring, before it is installed.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FormLook {
    /// Name of the file.
    pub source_name: String,
    /// It can be installed.
    pub usable: bool,
    /// Form id; empty when the file is no form.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title in the person's language.
    pub title: String,
    /// The languages that it speaks.
    pub languages: Vec<LanguageCard>,
    /// Questions that a person answers.
    pub questions: u32,
    /// `form` that is not here yet, `version` that is not here yet, `installed` already, or `differs` from the
    /// version of this name that is installed.
    pub news: String,
    /// What is wrong or odd, the grave first.
    pub findings: Vec<FormFinding>,
    /// What changes against the version in use, in plain words; then what becomes of its records.
    pub changes: Vec<String>,
}

/// Something wrong or odd in a form file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FormFinding {
    /// `error` or `warning`.
    pub severity: String,
    /// The sheet; empty when it concerns the whole file.
    pub sheet: String,
    /// The row as a spreadsheet counts it; the line in XML.
    pub row: Option<u32>,
    /// The column by its heading.
    pub column: Option<String>,
    /// What is wrong and what to do, in English.
    pub message: String,
}

/// A form to be read through in one of its languages.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FormPreview {
    /// Form id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// The language of the texts.
    pub language: String,
    /// The languages that can be chosen.
    pub languages: Vec<LanguageCard>,
    /// Labels that are not written in this language and stand in another one.
    pub untranslated: u32,
    /// Everything that is asked or shown, in order.
    pub lines: Vec<PreviewLine>,
}

/// One question, note, group or repeat of a preview.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PreviewLine {
    /// Path in the form.
    pub path: String,
    /// How many groups it is in.
    pub depth: u32,
    /// As in [`super::NodeView`].
    pub kind: String,
    /// Label.
    pub label: String,
    /// Hint.
    pub hint: String,
    /// An answer is always needed.
    pub required: bool,
    /// It is asked only under a condition.
    pub conditional: bool,
    /// The label is not written in the language of the preview.
    pub untranslated: bool,
    /// The labels of the first that can be chosen.
    pub choices: Vec<String>,
    /// How many choices there are.
    pub choice_count: u32,
}
