//! Reports.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Its name, such as sadd or V1; `list` says which there are, `rows:session` writes what is counted record by
    /// record, `given` says which files were given out.
    pub name: String,
    /// First day of the period, such as 2026-11-01.
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Last day.
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// What tells figures apart.
    #[arg(long, value_enum, default_value_t = ReportWord::Country)]
    pub by: ReportWord,
    /// Only records of this project.
    #[arg(long)]
    pub project: Option<String>,
    /// Only what is in this place: codes from the province down, such as 02/0204.
    #[arg(long, value_name = "CODES")]
    pub place: Option<String>,
    /// As a file: csv, xlsx, json, geojson, gpkg or pdf; without it the report is printed.
    #[arg(long)]
    pub format: Option<String>,
    /// The file to write; standard output without it.
    #[arg(long, value_name = "FILE", requires = "format")]
    pub out: Option<PathBuf>,
    /// Whom outside the team it is for: persons get other names, places and days are told less exactly.
    #[arg(long, value_name = "NAME", requires = "format")]
    pub recipient: Option<String>,
    /// Hide small numbers below the level of provinces.
    #[arg(long)]
    pub public: bool,
    /// Of rows: words in place of codes, for columns, places and answers.
    #[arg(long, requires = "format")]
    pub labels: bool,
    /// Of rows: a file in CSV that says for a `column` which `name` it is to have, as another system names it.
    #[arg(long, value_name = "FILE", requires = "format")]
    pub names: Option<PathBuf>,
    /// Of points: those that wait for approval too; `counts` tells them apart.
    #[arg(long, requires = "format", conflicts_with = "recipient")]
    pub waiting: bool,
    /// The language of headings and labels, such as km.
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ReportWord {
    Country,
    Province,
    District,
    Commune,
    Village,
    Project,
    Team,
    Month,
}
