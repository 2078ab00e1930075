//! What a report shows: tables with their totals, what was counted later, and how much is still provisional.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a report is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct ReportAsk {
    /// Its name, such as `sadd`, or the id of one indicator, such as `E2`.
    pub name: String,
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// `country`, `province`, `district`, `commune`, `village`, `project`, `team` or `month`.
    pub by: String,
    /// Only this project.
    pub project: Option<String>,
    /// Only what is in this place: codes from the province down with `/` between them.
    pub place: Option<String>,
    /// For people outside the team: small numbers are hidden where a table tells of single persons.
    pub public: bool,
    /// Of rows: what columns ask, the names of places and the labels of answers, in place of their codes.
    pub labels: bool,
    /// Of rows: what columns are to be named in place of their own names, as [`crate::column_names`] reads it.
    #[serde(skip)]
    pub names: BTreeMap<String, String>,
    /// Of points: those of records that wait for approval too, told apart from those that count.
    pub waiting: bool,
}

/// A report that may be chosen.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReportChoice {
    /// As [`ReportAsk::name`].
    pub name: String,
    /// What it is called.
    pub title: String,
    /// It is one indicator.
    pub is_indicator: bool,
}

/// A report.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReportView {
    /// As it was asked for.
    pub ask: ReportAsk,
    /// What it is called.
    pub title: String,
    /// The teams whose records were counted, by name.
    pub teams: Vec<String>,
    /// Up to when records were taken into account.
    pub cut_off: String,
    /// Months of the period that were closed, as `YYYY-MM`.
    pub closed: Vec<String>,
    /// Names of single persons or of their health are near: who had it made, to be printed across it.
    pub watermark: Option<String>,
    /// The tables.
    pub tables: Vec<ReportTable>,
}

/// One table of a report.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct ReportTable {
    /// The indicator, such as `V1`.
    pub indicator: String,
    /// What it is called.
    pub title: String,
    /// What its rows are: `country`, `province`, `district`, `commune`, `village`, `project`, `team` or `month`, and
    /// `kind` where each is one of another split.
    pub by: String,
    /// By what its rows are told apart beside the place, such as `pillar`.
    pub split: Option<String>,
    /// What that is called.
    pub split_title: Option<String>,
    /// The paragraph of the domain dictionary.
    pub source: String,
    /// Its columns.
    pub columns: Vec<ReportColumn>,
    /// Its rows.
    pub rows: Vec<ReportRow>,
    /// All places together; none where nothing adds up and nothing was counted.
    pub total: Option<Vec<ReportCell>>,
    /// What was approved or changed after its month was closed, to be added to the rows of the same name.
    pub adjustments: Vec<ReportRow>,
    /// All places together in the same time before, and in the same time a year ago.
    pub before: Option<Vec<ReportCell>>,
    /// A year ago.
    pub year_before: Option<Vec<ReportCell>>,
    /// Records that count.
    pub approved: u32,
    /// Records that wait for approval.
    pub waiting: u32,
    /// What waits, all places together.
    pub provisional: Option<Vec<ReportCell>>,
    /// The project could not be asked for: these records do not say theirs.
    pub is_whole: bool,
}

/// A column of a report.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReportColumn {
    /// Such as `women`.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// `people`, `count`, `share`, `days`, `mean`, `money` or `text`.
    pub unit: String,
}

/// A row of a report.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReportRow {
    /// Codes of the place from the province down, or the project, team or month.
    pub codes: Vec<String>,
    /// What these are called.
    pub names: Vec<String>,
    /// Which one of a split.
    pub kind: Option<String>,
    /// What that is called.
    pub kind_name: Option<String>,
    /// It sums up the rows below it.
    pub is_subtotal: bool,
    /// The figures, under the columns.
    pub cells: Vec<ReportCell>,
}

/// A target of a project.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct TargetRow {
    /// The project.
    pub project: String,
    /// The indicator, such as `E2`.
    pub indicator: String,
    /// Indicator, measure and time in words.
    pub title: String,
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// How much it is to come to.
    pub target: f64,
}

/// A file that was given out.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct GivenOut {
    /// When.
    pub at: String,
    /// Who.
    pub person: String,
    /// Which report or rows.
    pub what: String,
    /// What it was narrowed to.
    pub filter: String,
    /// `csv`, `xlsx`, `json`, `geojson`, `gpkg` or `pdf`.
    pub format: String,
    /// Rows in it.
    pub rows: u32,
    /// Up to when records were taken into account.
    pub cut_off: String,
    /// Whom it was for; none when it stays in the team.
    pub recipient: Option<String>,
}

/// A cell of a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct ReportCell {
    /// The number.
    pub value: Option<f64>,
    /// Words in its place: `<5`, a date, or nothing.
    pub text: Option<String>,
}

/// The points of what a report counts, or of the records that a list has.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct ReportPoints {
    /// The newest of them.
    pub points: Vec<ReportPoint>,
    /// The forms that they are of.
    pub forms: Vec<PointForm>,
    /// Records that were asked for, with a point or without.
    pub records: u32,
    /// Records with a point, shown or not.
    pub in_all: u32,
    /// Of a report: records with a point that wait for approval, whether they were asked for or not.
    pub waiting: u32,
}

/// One point: where a record was made, or what it tells of happened.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReportPoint {
    /// The record.
    pub record: String,
    /// Its human code.
    pub reference: String,
    /// Its form.
    pub form: String,
    /// Its day, where it is shown.
    pub date: Option<String>,
    /// The name of the nearest place that it has a code of; empty where there is none or it is not shown.
    pub place: String,
    /// Review state.
    pub review: String,
    /// People counted.
    pub people: Option<u32>,
    /// Degrees north of WGS 84.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// A form that points are of.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PointForm {
    /// Its id.
    pub form: String,
    /// What it is called.
    pub title: String,
    /// How many of the points are of it.
    pub points: u32,
}
