//! Places, as screens and scripts are shown them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What an import of a list of places did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlacesImported {
    /// The list: a country.
    pub list: String,
    /// The version that it has now.
    pub version: u32,
    /// Places that are listed now.
    pub places: u32,
    /// Places that were not listed before.
    pub added: u32,
    /// Places listed before with other names, another parent, level or unit.
    pub changed: u32,
    /// Places that are no longer listed; they stay and can be found.
    pub retired: u32,
}

/// Whether a place is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PlaceState {
    /// It is listed so.
    Listed,
    /// Its code is listed with other names, another parent, level or unit.
    Former,
    /// Its code is no longer listed.
    Retired,
}

/// A place that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlaceView {
    /// The place itself.
    #[serde(flatten)]
    pub place: PlaceStep,
    /// The list: a country.
    pub list: String,
    /// Whether it is listed.
    pub state: PlaceState,
    /// The code that took its place, when the list says so.
    pub replaced_by: Option<String>,
    /// What it is in, the nearest first.
    pub parents: Vec<PlaceStep>,
}

/// One place on the way up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlaceStep {
    /// Its code.
    pub code: String,
    /// 1 to 9, from above.
    pub level: u32,
    /// Its names by language or script, such as `km` and `latin`.
    pub names: BTreeMap<String, String>,
    /// What it is, by language: province, district.
    pub units: BTreeMap<String, String>,
}

/// Places that were found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlacesFound {
    /// The best, at most fifty.
    pub places: Vec<PlaceView>,
    /// How many there are.
    pub total: u32,
}
