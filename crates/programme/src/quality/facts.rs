//! What the rules on several records read of one.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::Moved;
use crate::position::Point;

/// What is read of a record; what is not known is left out. It holds no name and no other answer that is guarded for
/// more than the record's place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The day of what it tells of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// When it was begun, in seconds since 1970; none where it was not filled in a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begun: Option<i64>,
    /// When it was finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished: Option<i64>,
    /// The record that it is about: 32 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Its place, where the newest list of places no longer has it so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// What it tells of.
    pub about: About,
}

/// What a record tells of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Nothing that these rules read.
    #[default]
    Other,
    /// A session that was held.
    Session(SessionFacts),
    /// An accident.
    Accident {
        /// How many it killed.
        killed: Option<u32>,
        /// How many it injured.
        injured: Option<u32>,
    },
    /// A person.
    Person(PersonFacts),
    /// An assessment of needs.
    Assessment {
        /// The six answers of the short set.
        domains: [Option<u8>; 6],
        /// How many needs it records.
        needs: u32,
        /// When the next visit is due.
        due: Option<NaiveDate>,
    },
    /// A service that was given.
    Service {
        /// Cash: how much, and in which currency.
        cash: Option<(f64, String)>,
        /// Limbs that were fitted or repaired.
        #[serde(default)]
        fitted: Vec<Limb>,
    },
    /// A follow-up.
    FollowUp {
        /// The person was met or spoken to.
        met: bool,
        /// When the next visit is due.
        due: Option<NaiveDate>,
    },
    /// A hazard that the community reported.
    Hazard {
        /// It was handed over, or closed.
        settled: bool,
    },
}

/// An arm or a leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limb {
    /// `left` or `right`.
    pub side: String,
    /// `arm` or `leg`.
    pub limb: String,
    /// At which level it is lost, where that is known.
    pub level: Option<String>,
}

/// What is read of a session.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionFacts {
    /// The village: a code, or a name within its commune.
    pub village: Option<String>,
    /// When it began.
    pub start: Option<NaiveTime>,
    /// When it ended.
    pub end: Option<NaiveTime>,
    /// Where it was measured to be, in degrees north and east.
    pub point: Option<(f64, f64)>,
    /// The village's own point.
    pub village_point: Option<(f64, f64)>,
    /// Women, men, girls and boys.
    pub people: Option<[u32; 4]>,
    /// The people counted.
    pub total: Option<u32>,
    /// How many of them have a disability.
    pub disabled: Option<u32>,
    /// How many sessions the record stands for.
    pub sessions: u32,
    /// People reached for the first time.
    pub first_time: u32,
    /// It was held in a school.
    pub school: bool,
    /// The code of its project.
    pub project: Option<String>,
}

/// What is read of a person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonFacts {
    /// The person was killed or hurt in the accident.
    pub hurt: bool,
    /// The person was killed in it, on the day of the record.
    pub killed: bool,
    /// The case is active.
    pub active: bool,
    /// When the case was registered.
    pub registered: Option<NaiveDate>,
    /// How many limbs are lost, or parts of them.
    pub limbs_lost: u32,
    /// Which these are, one for each level that is known.
    pub lost: Vec<Limb>,
}

/// A point of its two degrees.
pub(super) fn point((lat, lon): (f64, f64)) -> Point {
    Point { lat, lon }
}
