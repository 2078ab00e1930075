//! Review: what waits, what was decided apart, what a reviewer saw before, and the closing of months.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{CommentView, RecordRow, TeamCard, TeamLag};

/// What of the queue is wanted. Empty fields do not narrow.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct QueueAsk {
    /// Only this team.
    pub team: Option<String>,
    /// Only this form.
    pub form: Option<String>,
    /// Only this province.
    pub adm1: Option<String>,
    /// Only this district.
    pub adm2: Option<String>,
    /// Only this commune.
    pub adm3: Option<String>,
    /// Activity date from.
    pub from: Option<String>,
    /// Activity date to.
    pub to: Option<String>,
    /// Only what this person has not seen as it is now.
    pub changed: bool,
    /// Only records about which something was found, or only those without.
    pub found: Option<QueueFound>,
    /// The slice that comes before: its rows are not given again.
    pub after: Option<u32>,
    /// Rows wanted, at most 200: as many without it.
    pub limit: Option<u32>,
}

/// Whether something was found about the records of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum QueueFound {
    /// A rule warns of them, alone or beside others, they are probably recorded twice, or people differ about them.
    Something,
    /// None of these.
    Nothing,
}

/// A record that waits for a decision.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct QueueRow {
    /// Its line in a list.
    pub row: RecordRow,
    /// Days since it was submitted.
    pub days: u32,
    /// 0 clean, 1 warnings, 2 errors.
    pub severity: u32,
    /// It came back after a return.
    pub again: bool,
    /// This person made it and may not decide on it.
    pub own: bool,
    /// What this person saw of it: `never`, `changed` since, or `same`.
    pub looked: String,
}

/// What waits for this person.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Queue {
    /// How many there are, as far as the queue is narrowed.
    pub waiting: u32,
    /// Some of them, most severe and then oldest first.
    pub rows: Vec<QueueRow>,
    /// The number of this slice, after which more follow while this person is signed in; none at the end.
    pub slice: Option<u32>,
    /// How many records are in each review state, as far as the queue is narrowed, waiting or not; with the first slice.
    pub states: Vec<StateCount>,
    /// Teams of which nothing came for longer than is usual; with the first slice.
    pub late: Vec<TeamLag>,
}

/// How many records are in a review state.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// How many.
    pub records: u32,
}

/// One of several decisions that say the contrary of each other.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ContestedView {
    /// Its revision.
    pub revision: String,
    /// The move.
    pub decision: String,
    /// Who made it.
    pub who: String,
    /// In which role.
    pub role: String,
    /// When, by the clock of their laptop.
    pub at: String,
    /// Their words.
    pub notes: Vec<CommentView>,
}

/// What somebody last saw of a record.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SeenView {
    /// The save whose answers were shown.
    pub save: String,
    /// When.
    pub at: String,
    /// Nothing was said about the record since then.
    pub same: bool,
}

/// Where a record says that it was, beside the village that it names.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PlaceBeside {
    /// The question that asks for the position.
    pub path: String,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// The village, where the lists say where it is.
    pub village: Option<VillageBeside>,
}

/// The village that a record names, beside its position.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct VillageBeside {
    /// The village as people read it.
    pub place: String,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// Metres between the two.
    pub metres: u32,
}

/// Records that stand close to one.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Neighbours {
    /// Of the same team and day, itself always among them; empty when it is alone.
    pub same_day: Vec<RecordRow>,
    /// How many more there are of that day.
    pub more_same_day: u32,
    /// Of the same village and month.
    pub same_village: Vec<RecordRow>,
    /// How many more there are of that village and month.
    pub more_same_village: u32,
    /// About the same person or accident.
    pub same_person: Vec<RecordRow>,
    /// How many more there are about them.
    pub more_same_person: u32,
}

/// A month of a team.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MonthRow {
    /// The team.
    pub team: TeamCard,
    /// `YYYY-MM`.
    pub month: String,
    /// Records that are not decided: saved, submitted, returned or verified.
    pub open: u32,
    /// Approved and not locked.
    pub approved: u32,
    /// Locked.
    pub locked: u32,
}

/// What became of locking a month.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct MonthLocked {
    /// Records that were locked.
    pub locked: u32,
    /// Approved records that somebody else has to lock: this person wrote some of their answers, or they wait for a
    /// decision of another kind.
    pub left: u32,
}
