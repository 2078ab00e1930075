//! Maps that an office brought.

use serde::{Deserialize, Serialize};
use specta::Type;

/// One map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct MapFile {
    /// Its name among the maps.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Its size.
    pub kilobytes: u32,
    /// It holds lines and areas; pictures otherwise.
    pub is_vector: bool,
    /// The widest level of detail.
    pub min_zoom: u8,
    /// The closest.
    pub max_zoom: u8,
    /// Its western edge, in degrees.
    pub west: f64,
    /// Its southern edge.
    pub south: f64,
    /// Its eastern edge.
    pub east: f64,
    /// Its northern edge.
    pub north: f64,
    /// Why it cannot be used, where it cannot.
    pub unusable: Option<String>,
}
