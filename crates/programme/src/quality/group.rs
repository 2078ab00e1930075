//! The groups in which records are read: when one changes, only its groups are judged anew.

use std::collections::BTreeSet;

use chrono::DateTime;

use super::{About, Facts, Id, SessionFacts};

/// Records of one group that are read; of more, the newest.
pub const MEMBERS_MAX: usize = 5_000;
/// How wide the cells are in which positions are held against each other, in degrees: about 111 m.
const CELL: f64 = 0.001;
/// A position so near to the edge of a cell, in degrees, stands in the next one too: about 13 m.
const EDGE: f64 = 0.000_12;

/// A group of records that rules read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The sessions of a team in a month.
    Month,
    /// What one person filled in a month.
    Entries,
    /// Sessions whose positions are near each other: the cell, counted north and east.
    Spot(i64, i64),
    /// The sessions of a school.
    School,
    /// Records of a place that the list of places no longer has so.
    Place,
    /// A person and what was done for them.
    Person(Id),
    /// An accident and its people.
    Accident(Id),
    /// A hazard.
    Hazard(Id),
}

impl Group {
    /// Reads the name of a group, as [`groups_of`] gives it; nothing when it is none that this program knows.
    pub fn read(name: &str) -> Option<Self> {
        let (kind, rest) = name.split_once(' ')?;
        Some(match kind {
            "month" => Self::Month,
            "entries" => Self::Entries,
            "school" => Self::School,
            "place" => Self::Place,
            "spot" => {
                let (row, column) = rest.split_once(' ')?;
                Self::Spot(row.parse().ok()?, column.parse().ok()?)
            }
            "person" => Self::Person(id_of(rest)?),
            "accident" => Self::Accident(id_of(rest)?),
            "hazard" => Self::Hazard(id_of(rest)?),
            _ => return None,
        })
    }

    /// Returns the name of a person's group.
    pub fn person(id: Id) -> String {
        format!("person {}", digits(id))
    }

    /// Whether a session is told with this group and not with the next one in which it stands too.
    pub(super) fn is_home_of(self, session: &SessionFacts) -> bool {
        match self {
            Self::Spot(row, column) => session.point.map(cell) == Some((row, column)),
            _ => true,
        }
    }
}

/// Returns the names of the groups in which a record stands.
pub fn groups_of(id: Id, team: &str, author: Id, facts: &Facts) -> BTreeSet<String> {
    let mut groups = BTreeSet::new();
    let own = digits(id);
    match &facts.about {
        About::Session(session) => {
            if let Some(day) = facts.day {
                groups.insert(format!("month {team} {}", day.format("%Y-%m")));
            }
            if let Some(point) = session.point.filter(|_| session.village.is_some()) {
                groups.extend(cells_of(point).map(|(row, column)| format!("spot {row} {column}")));
            }
            let village = session.village.as_ref().filter(|_| session.school);
            groups.extend(village.map(|village| format!("school {village}")));
        }
        About::Accident { .. } => drop(groups.insert(format!("accident {own}"))),
        About::Person(person) => {
            groups.insert(Group::person(id));
            let accident = facts.link.as_ref().filter(|_| person.hurt);
            groups.extend(accident.map(|accident| format!("accident {accident}")));
        }
        About::Assessment { .. } | About::Service { .. } | About::FollowUp { .. } => {
            groups.extend(facts.link.as_ref().map(|link| format!("person {link}")));
        }
        About::Hazard { .. } => drop(groups.insert(format!("hazard {own}"))),
        About::Other => {}
    }
    groups.extend(
        facts
            .moved
            .iter()
            .map(|moved| format!("place {}", moved.code)),
    );
    let finished = facts.finished.filter(|_| facts.begun.is_some());
    if let Some(at) = finished.and_then(|at| DateTime::from_timestamp(at, 0)) {
        groups.insert(format!("entries {} {}", digits(author), at.format("%Y-%m")));
    }
    groups
}

/// The cells in which a position stands: its own, and those whose edge is near.
fn cells_of((lat, lon): (f64, f64)) -> impl Iterator<Item = (i64, i64)> {
    // A degree of longitude is narrower away from the equator.
    let wide = EDGE / lat.to_radians().cos().max(0.1);
    let steps = [-1.0, 0.0, 1.0];
    let all: BTreeSet<(i64, i64)> = steps
        .iter()
        .flat_map(|north| steps.iter().map(move |east| (north, east)))
        .map(|(north, east)| cell((lat + north * EDGE, lon + east * wide)))
        .collect();
    all.into_iter()
}

fn cell((lat, lon): (f64, f64)) -> (i64, i64) {
    // Degrees have at most six figures before the point here.
    ((lat / CELL).floor() as i64, (lon / CELL).floor() as i64)
}

fn digits(id: Id) -> String {
    format!("{:032x}", u128::from_be_bytes(id))
}

/// Reads an id of 32 hexadecimal digits.
pub(super) fn id_of(digits: &str) -> Option<Id> {
    let is_id = digits.len() == 32;
    is_id
        .then(|| u128::from_str_radix(digits, 16).ok())?
        .map(u128::to_be_bytes)
}
