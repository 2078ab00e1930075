//! Places that lists no longer have as a record does: R-H2.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::table::{Finding, Ground, fired};
use super::{Id, Member};

/// A place of a record that the newest list of places no longer has so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moved {
    /// Its code, as the list has it.
    pub code: String,
    /// What it was called when it was recorded; empty when nobody knows.
    pub name: String,
    /// The code under which it is listed now: another when the place was replaced, the same when it has another name,
    /// none when it is gone.
    pub now: Option<String>,
}

/// Returns places that were retired or renamed since they were recorded, each once with all its records (R-H2).
pub fn moved(members: &[Member]) -> Vec<Finding> {
    let mut places: BTreeMap<&Moved, Vec<Id>> = BTreeMap::new();
    for member in members {
        if let Some(moved) = &member.facts.moved {
            places.entry(moved).or_default().push(member.id);
        }
    }
    let each = places.into_iter().filter_map(|(moved, mut records)| {
        records.sort_unstable();
        let ground = match &moved.now {
            None => Ground::Retired,
            Some(now) if *now == moved.code => Ground::Renamed,
            Some(_) => Ground::Replaced,
        };
        let now = moved.now.clone().unwrap_or_default();
        fired(
            ground,
            records,
            [moved.name.clone(), moved.code.clone(), now],
        )
    });
    each.collect()
}
