//! Forms, and the tables that a programme brings: places, targets, maps, rules and their figures.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Form {
    /// Import an XLSForm (.xlsx, .xls or .csv) or XForm XML.
    Import {
        /// The form.
        file: PathBuf,
    },
    /// List the forms in use.
    List,
    /// List every installed version of every form.
    Versions,
    /// Use an installed version of a form for new records.
    Use {
        /// Form id.
        form: String,
        /// The version.
        version: String,
    },
    /// Take a form out of use for new records; its records and drafts stay.
    Retire {
        /// Form id.
        form: String,
    },
    /// Say what is wrong or odd in a form file; needs no laptop, as all that follow.
    Check {
        /// The form.
        file: PathBuf,
    },
    /// Print a form as XForm XML, for other tools that collect data.
    Xml {
        /// The form.
        file: PathBuf,
    },
    /// Answer expressions: one line of JSON each, `{"xml", "ctx", "expr", "lang", "now", "tz"}`.
    Xpath {
        /// Read requests from standard input and answer each with one line.
        #[arg(long, required = true)]
        serve: bool,
    },
    /// Play a form by a script and print how it stands, as JSON.
    Play(Play),
}

impl Form {
    /// Whether it reads or changes what is on a laptop.
    pub(crate) fn needs_a_laptop(&self) -> bool {
        matches!(
            self,
            Form::Import { .. }
                | Form::List
                | Form::Versions
                | Form::Use { .. }
                | Form::Retire { .. }
        )
    }
}

#[derive(Debug, Args)]
pub(crate) struct Play {
    /// The form; without it the script names one.
    pub file: Option<PathBuf>,
    /// A JSON file: a list of actions, or a whole request.
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// The moment at which the clock stands, such as 2026-01-15T12:00:00Z; the laptop's own without it.
    #[arg(long, value_name = "ISO")]
    pub now: Option<String>,
    /// Where chance starts.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Read requests from standard input, one line of JSON each, and answer each with one line.
    #[arg(long, conflicts_with_all = ["file", "script"])]
    pub serve: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Places {
    /// Import a country's list as its newest version: columns pcode, parent, level, name_km, name_latin, unit_en.
    Import {
        /// The list, as CSV or a workbook.
        file: PathBuf,
    },
    /// List every version of every list of places.
    Lists,
    /// Put the annual plan of a year in place: a CSV whose first column has codes of villages.
    Plan {
        /// The year.
        year: u16,
        /// The villages.
        file: PathBuf,
    },
    /// Find places by name in any script, or by code; without words, list them from above.
    Find {
        /// Words of the names of the place and of what it is in, or a code.
        words: Vec<String>,
        /// Only places of this level, 1 being the topmost.
        #[arg(long, value_parser = clap::value_parser!(u8).range(1..=9))]
        level: Option<u8>,
        /// Only places in the one with this code.
        #[arg(long, value_name = "CODE")]
        within: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Targets {
    /// Put targets in place of all that their projects had: a CSV with the columns project, indicator, from, to, target, and
    /// measure where another than the indicator's total is meant.
    Import {
        /// The targets.
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Maps {
    /// Keep a copy of a PMTiles archive; one of the same name is replaced.
    Import {
        /// The archive.
        file: PathBuf,
    },
    /// List the maps of this laptop.
    List,
    /// Remove a map.
    Remove {
        /// Its name, as listed.
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// Put a table of rules in place of the one in use; one with an error in it changes nothing.
    Import {
        /// The table, as CSV.
        file: PathBuf,
    },
    /// List the rules in use, and say where they come from.
    List,
    /// Say what is wrong in a table of rules.
    Check {
        /// The table, as CSV.
        file: PathBuf,
    },
    /// Print the table in use as CSV, to be changed and imported.
    Print,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Quality {
    /// Judge everything anew, and list what was found.
    Anew,
    /// Say from which figures the rules speak, and who changed them.
    Thresholds,
    /// Set one of these figures for your teams; an empty text takes back what was set.
    Set {
        /// Its name, such as `entry_seconds`.
        name: String,
        /// A number; for `cash_at_once` and `holidays` lines.
        text: String,
    },
}
