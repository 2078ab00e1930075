//! A position as it is typed, and what was understood.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A position as a person wrote it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PositionAsk {
    /// What was typed.
    pub text: String,
    /// What it is measured against.
    pub datum: PositionDatum,
    /// The zone of metres that are written without one.
    pub zone: Option<u8>,
    /// Language of the words.
    pub language: String,
}

/// What degrees or metres are measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PositionDatum {
    /// What satellites give.
    Wgs84,
    /// Old maps of Cambodia and Viet Nam.
    Indian1960,
}

/// How a position is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PositionFormat {
    /// Degrees with decimals.
    DecimalDegrees,
    /// Degrees, and minutes with decimals.
    DegreesMinutes,
    /// Degrees, minutes and seconds.
    DegreesMinutesSeconds,
    /// Zone, easting and northing.
    Utm,
    /// Zone, band, lettered square and figures.
    Mgrs,
}

/// What was understood of a text.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PositionView {
    /// Every way to read it; one when there is no doubt, none when it is no position.
    pub readings: Vec<PositionReading>,
    /// Why it is no position, in plain words.
    pub problem: Option<String>,
}

/// One way to read a text.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PositionReading {
    /// The answer to store: latitude, longitude, height and accuracy, in WGS 84.
    pub stored: String,
    /// How it is written.
    pub format: PositionFormat,
    /// What it was measured against.
    pub datum: PositionDatum,
    /// What was understood, in its own format.
    pub understood: String,
    /// How far the place may be from the point because of how it is written, in metres.
    pub accuracy_m: u32,
    /// WGS 84 with six decimals.
    pub decimal_degrees: String,
    /// WGS 84 in degrees, minutes and seconds.
    pub degrees_minutes_seconds: String,
    /// WGS 84 as UTM; empty near the poles.
    pub utm: String,
    /// WGS 84 as MGRS; empty near the poles.
    pub mgrs: String,
    /// What is odd about it, in the order of the rules.
    pub warnings: Vec<PositionWarning>,
}

/// What a receiver says while it measures.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct GpsHeard {
    /// Satellites that it measures with.
    pub in_use: u32,
    /// Satellites above the horizon.
    pub in_view: u32,
    /// How good the best position is so far, in metres; none before the first.
    pub accuracy_m: Option<u32>,
}

/// Something odd about a position.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PositionWarning {
    /// The rule's number, such as `R-C5`.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// In plain words.
    pub text: String,
}
