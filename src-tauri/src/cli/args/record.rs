//! Records, and answers that are shown to whoever may not usually see them.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::records::TableWord;

#[derive(Debug, Subcommand)]
pub(crate) enum Reveal {
    /// Show the masked answers of a record, or one of them; who did it and when is kept.
    Show {
        /// Record id.
        record: String,
        /// The question; all of them without it.
        #[arg(long)]
        path: Option<String>,
        /// Why, in your words.
        #[arg(long)]
        why: Option<String>,
    },
    /// List who had masked answers shown on this laptop, the last first.
    List {
        /// Only those of this record, the first first.
        record: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Record {
    /// Make a record from answers and submit it.
    New(New),
    /// Correct a record, or settle a conflict, and submit it again.
    Correct {
        /// Record id.
        record: String,
        /// An answer, as path=value.
        #[arg(long = "set", value_name = "PATH=VALUE")]
        set: Vec<String>,
        /// Why a warning is right as it is, as rule=words.
        #[arg(long = "reason", value_name = "RULE=WORDS")]
        reasons: Vec<String>,
    },
    /// Import records from CSV, XLSX or lines of JSON.
    Import(Import),
    /// List records.
    List {
        /// Only this form.
        #[arg(long)]
        form: Option<String>,
        /// Only this review state.
        #[arg(long)]
        state: Option<String>,
        /// Only these words.
        #[arg(long)]
        text: Option<String>,
        /// At most so many.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// List what is about a person, an accident or a session, in the order in which it happened.
    Timeline {
        /// Record id.
        record: String,
    },
    /// Show a record with its history.
    Show {
        /// Record id.
        record: String,
    },
    /// Write the answers of records, one line of JSON each, or as a table of one form.
    Export {
        /// Only this form.
        #[arg(long)]
        form: Option<String>,
        /// As a table in CSV: one column for each question.
        #[arg(long, requires = "form")]
        csv: bool,
        /// As a table: csv as above, or a workbook; as points on a map; or the list on paper.
        #[arg(long, value_enum, requires = "form", conflicts_with = "csv")]
        format: Option<TableWord>,
        /// The file to write; standard output without it.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Write the photos and scans that answers name into this folder, in clear.
        #[arg(long, value_name = "DIR", conflicts_with_all = ["csv", "format"])]
        files: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// Form id.
    #[arg(long)]
    pub form: String,
    /// A JSON file with the answers, or - for standard input.
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// An answer, as path=value.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// A photo or scan, as path=file.
    #[arg(long = "file", value_name = "PATH=FILE")]
    pub files: Vec<String>,
    /// Why a warning is right as it is, as rule=words.
    #[arg(long = "reason", value_name = "RULE=WORDS", conflicts_with = "draft")]
    pub reasons: Vec<String>,
    /// Keep it as a draft and do not submit.
    #[arg(long)]
    pub draft: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Form id; with a mapping of several forms, only this one.
    #[arg(long)]
    pub form: Option<String>,
    /// The table.
    pub file: PathBuf,
    /// How its columns become answers.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Only say what would happen.
    #[arg(long)]
    pub dry_run: bool,
    /// Where rejected rows go with their reasons; beside the table without it.
    #[arg(long, value_name = "FILE")]
    pub rejected: Option<PathBuf>,
}
