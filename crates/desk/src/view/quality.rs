//! What rules on several records found, and the figures from which they speak.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::RecordRow;

/// A rule on several records that fires.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct QualityFinding {
    /// The catalogue's number.
    pub rule: String,
    /// The code of its ground; `twice` for a pair that looks like one.
    pub ground: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// The words, with the figures that fired it.
    pub text: String,
    /// Other records that it speaks of, as far as this person may see them.
    pub records: Vec<RecordRow>,
    /// Records that are not named because there are too many.
    pub more: u32,
    /// Where it speaks of a place that is listed otherwise now: the code under which it is listed.
    pub moves_to: Option<String>,
}

/// What was found about a record together with others, and has to be thought of by whoever accepts it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct OpenFinding {
    /// The catalogue's number.
    pub rule: String,
    /// `error` when nobody can accept the record as long as it is so; `warning` when that takes a reason.
    pub severity: String,
    /// The words, with the figures that fired it.
    pub text: String,
    /// Why a warning is right as it is, where somebody said so.
    pub reason: Option<String>,
}

/// The figures from which rules on several records speak.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ThresholdsView {
    /// Each with its value.
    pub rows: Vec<ThresholdRow>,
    /// The teams for which they hold.
    pub teams: Vec<String>,
    /// These teams do not all have the same; what is shown is the first one's.
    pub differs: bool,
    /// This person may change them.
    pub may_change: bool,
    /// Who changed what, the last first.
    pub history: Vec<ThresholdChange>,
    /// Groups of records that wait to be judged.
    pub waiting: u32,
    /// All groups are being judged anew.
    pub looking: bool,
}

/// One threshold.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ThresholdRow {
    /// Its name.
    pub name: String,
    /// The rule that speaks from it; empty for lines.
    pub rule: String,
    /// What holds: a number, or lines.
    pub value: String,
    /// What the catalogue has.
    pub usual: String,
    /// The smallest number; none for lines.
    pub least: Option<u32>,
    /// The largest number.
    pub most: Option<u32>,
}

/// A threshold to be set.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ThresholdSet {
    /// Its name.
    pub name: String,
    /// A number, or lines; empty for what the catalogue has.
    pub text: String,
}

/// A threshold that somebody changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ThresholdChange {
    /// Its name.
    pub name: String,
    /// What held before.
    pub from: String,
    /// What held from then on.
    pub to: String,
    /// Who.
    pub who: String,
    /// When.
    pub at: String,
}
