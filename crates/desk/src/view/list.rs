//! How a person likes to see lists: chosen columns, views with a name, and what a list is narrowed by.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{RecordQuery, ReportCell};

/// A list with a name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct SavedView {
    /// Its name, different from the others.
    pub name: String,
    /// What the list is narrowed to and ordered by.
    pub query: RecordQuery,
    /// Its columns, from the left.
    pub columns: Vec<String>,
    /// The one that is shown when the screen opens.
    pub opens: bool,
}

/// The views and columns of one person.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct RecordViews {
    /// Views in their order.
    pub views: Vec<SavedView>,
    /// Columns by form; under the empty name those of a list of several forms.
    pub columns: BTreeMap<String, Vec<String>>,
}

/// A place that a list can be narrowed to.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PlaceOption {
    /// As records name it.
    pub code: String,
    /// As people read it.
    pub label: String,
    /// Records that name it.
    pub records: u32,
}

/// A list as it is set on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOnPaper {
    /// Its columns.
    pub columns: Vec<ListColumn>,
    /// Which of them are counts.
    pub counts: Vec<bool>,
    /// Its rows.
    pub rows: Vec<ListRow>,
    /// What the counts come to, where all of it is shown.
    pub total: Option<Vec<ReportCell>>,
    /// The teams whose records it may have, by name.
    pub teams: Vec<String>,
    /// As of when.
    pub cut_off: String,
    /// It holds guarded facts: who had it made and when, to be printed across it.
    pub watermark: Option<String>,
}

/// A row of a list on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRow {
    /// One for each column.
    pub cells: Vec<ReportCell>,
}

/// What was written of a list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ListSaved {
    /// The name of its file.
    pub name: String,
    /// Of the chosen records so many have no point in a file of points.
    pub without_point: u32,
}

/// A column of a list that is exported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ListColumn {
    /// Which.
    pub key: String,
    /// Its heading.
    pub heading: String,
}
