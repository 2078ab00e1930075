//! This laptop: who works on it, its lists of places, the program.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TeamCard;

/// A person who may open this laptop.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct LaptopPerson {
    /// Stable id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their role as the centre has it; empty when it no longer names them.
    pub role: String,
    /// Their teams; empty with `all_teams`.
    pub teams: Vec<TeamCard>,
    /// They see every team.
    pub all_teams: bool,
    /// They are still with the programme.
    pub active: bool,
    /// The person who asks.
    pub me: bool,
}

/// One version of a list of places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PlaceListVersion {
    /// The list: a country.
    pub list: String,
    /// Its version, 1 for the first.
    pub version: u32,
    /// Name of the file that it came from.
    pub source_name: String,
    /// Places listed in it.
    pub places: u32,
    /// When it was imported.
    pub imported_at: String,
    /// It is the list in use.
    pub newest: bool,
}

/// The program itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct About {
    /// Its version.
    pub version: String,
    /// The system that it runs on, such as `linux x86_64`.
    pub system: String,
}
