//! Accidents and the people in them: R-E1.

use super::Id;
use super::table::{Finding, Ground, fired};

/// What is read of an accident.
#[derive(Debug, Clone, Copy, Default)]
pub struct Accident {
    /// The record.
    pub id: Id,
    /// How many it killed.
    pub killed: Option<u32>,
    /// How many it injured.
    pub injured: Option<u32>,
    /// How many people that were killed or injured are linked to it.
    pub linked: u32,
}

/// Returns accidents with fewer or more people linked than they killed and injured (R-E1). Where neither is known, there
/// is nothing to hold the links against.
pub fn unlinked(accidents: &[Accident]) -> Vec<Finding> {
    let differing = accidents.iter().filter_map(|accident| {
        let known = accident.killed.is_some() || accident.injured.is_some();
        let told =
            u64::from(accident.killed.unwrap_or(0)) + u64::from(accident.injured.unwrap_or(0));
        let differs = known && told != u64::from(accident.linked);
        let figures = [told.to_string(), accident.linked.to_string()];
        differs.then(|| fired(Ground::Unlinked, vec![accident.id], figures))?
    });
    differing.collect()
}
