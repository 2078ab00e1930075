//! The words of the `sala` command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::hub::HubWord;
use super::records::TableWord;
use super::review::Review;

/// Field data for mine action, on the laptop and without a network.
#[derive(Debug, Parser)]
#[command(name = "sala", version, about, disable_help_subcommand = true)]
pub(crate) struct Cli {
    /// The laptop's data folder.
    #[arg(long, global = true, value_name = "DIR", env = "SALA_DATA")]
    pub data: Option<PathBuf>,
    /// A file whose first line is the passphrase.
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Who is working: their name or id; needed when several people share the laptop.
    #[arg(long = "as", global = true, value_name = "PERSON")]
    pub person: Option<String>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do; without it the window opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set this folder up as a laptop of a local programme, without a centre.
    Init(Init),
    /// Join a programme, or add a person to this laptop, with an invitation.
    Join(Join),
    /// Forms: import one, list them.
    #[command(subcommand)]
    Form(Form),
    /// Records: make, import, list, show, correct and export them.
    #[command(subcommand)]
    Record(Record),
    /// Review: the queue, and decisions on a record.
    #[command(subcommand)]
    Review(Review),
    /// Masked answers: show one, list who had them shown.
    #[command(subcommand)]
    Reveal(Reveal),
    /// What donors ask of projects: list the targets, or put a table of them in place.
    Targets {
        /// What to do; without it, the targets are listed.
        #[command(subcommand)]
        word: Option<Targets>,
    },
    /// Places: import a list of them, find one.
    #[command(subcommand)]
    Places(Places),
    /// Rules: those in use, check a table of them, put one in their place.
    #[command(subcommand)]
    Rules(Rules),
    /// Maps that stand behind the points of reports.
    #[command(subcommand)]
    Maps(Maps),
    /// What rules on several records found, and the figures from which they speak.
    Quality {
        /// What to do; without it, what was found is listed.
        #[command(subcommand)]
        word: Option<Quality>,
    },
    /// Count for a period what the programme's indicators ask for, or write it as a file.
    Report(Report),
    /// Send and fetch, and check the receipt.
    Sync(Sync),
    /// Sticks: write what is to be carried by hand, take what came that way.
    #[command(subcommand)]
    Bundle(Bundle),
    /// Hubs: be one, find one, hand over to one and fetch from it.
    #[command(subcommand)]
    Hub(HubWord),
    /// Say what is understood of a position; needs no laptop.
    Position(Position),
    /// Say how many dots the longer side of a kept picture has; with a number, choose it.
    Pictures {
        /// From 640 to 8192; for pictures that are attached from now on.
        side: Option<u32>,
    },
    /// Write an encrypted backup of this laptop.
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
    /// Set this folder up from a backup.
    Restore {
        /// The backup.
        file: PathBuf,
        /// A file with the recovery code, to use instead of a passphrase.
        #[arg(long, value_name = "FILE")]
        recovery_file: Option<PathBuf>,
    },
    /// Check the store; with --rebuild, make lists and search anew from the history.
    Doctor {
        /// Make lists and search anew from the history.
        #[arg(long)]
        rebuild: bool,
        /// Set a damaged store aside and keep every revision that can still be read.
        #[arg(long)]
        salvage: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The programme's name.
    #[arg(long)]
    pub programme: String,
    /// Country, ISO 3166-1 alpha-2.
    #[arg(long, default_value = "KH")]
    pub country: String,
    /// Team code.
    #[arg(long)]
    pub team: String,
    /// Name of the person.
    #[arg(long = "person")]
    pub name: String,
    /// Role of the person.
    #[arg(long, value_enum, default_value_t = RoleWord::Supervisor)]
    pub role: RoleWord,
    /// Where to write the recovery code, to be printed and locked away.
    #[arg(long, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RoleWord {
    Field,
    Coordinator,
    Supervisor,
    Va,
    Admin,
}

#[derive(Debug, Args)]
pub(crate) struct Join {
    /// The invitation, or the file that holds it or shows its QR code.
    pub invitation: String,
    /// When people use this laptop already: a file with the new person's passphrase.
    #[arg(long, value_name = "FILE")]
    pub new_passphrase_file: Option<PathBuf>,
    /// Where to write the recovery code of a new laptop, to be printed and locked away.
    #[arg(long, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
}

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

#[derive(Debug, Args)]
pub(crate) struct Position {
    /// The position, in any format.
    #[arg(allow_hyphen_values = true, required_unless_present = "gps")]
    pub text: Option<String>,
    /// Measure it with the receiver on this port, such as /dev/ttyUSB0 or COM3.
    #[arg(long, value_name = "PORT", conflicts_with = "text")]
    pub gps: Option<String>,
    /// With --gps: give up after so many seconds.
    #[arg(long, default_value_t = 60)]
    pub seconds: u64,
    /// What it is measured against.
    #[arg(long, value_enum, default_value_t = DatumWord::Wgs84)]
    pub datum: DatumWord,
    /// The zone of metres that are written without one.
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=60))]
    pub zone: Option<u8>,
    /// Country, ISO 3166-1 alpha-2.
    #[arg(long, default_value = "KH")]
    pub country: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DatumWord {
    Wgs84,
    Indian1960,
}

#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// Give up after so many seconds without a sign of life.
    #[arg(long, default_value_t = 30)]
    pub stall: u64,
    /// Fetch photos and scans of colleagues too, with this sync and later ones, or no more.
    #[arg(long, value_name = "on|off", value_parser = on_or_off)]
    pub files: Option<bool>,
    /// Text first: hold photos and scans back, with this sync and later ones, or no more.
    #[arg(long, value_name = "on|off", value_parser = on_or_off)]
    pub hold_files: Option<bool>,
    /// Send and fetch photos and scans this once, also when they are held back.
    #[arg(long)]
    pub files_now: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Bundle {
    /// Write what the centre has not confirmed into a folder, sealed for its reader.
    Export(BundleExport),
    /// Take what lies on sticks.
    Import(BundleImport),
    /// List the laptops that a stick can be sealed for.
    Readers,
}

#[derive(Debug, Args)]
pub(crate) struct BundleExport {
    /// The folder to write into.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Whom it is for: `centre`, the id of a laptop, or `words` with --words-file.
    #[arg(long = "for", default_value = "centre", value_name = "READER")]
    pub reader: String,
    /// With --for words: a file whose first line is the passphrase of the stick.
    #[arg(long, value_name = "FILE")]
    pub words_file: Option<PathBuf>,
    /// Everything, and not only what the centre has not confirmed.
    #[arg(long)]
    pub whole: bool,
    /// Without photos and scans.
    #[arg(long)]
    pub no_files: bool,
    /// No file larger than so many MB; the rest goes into further pieces.
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..))]
    pub piece: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct BundleImport {
    /// The files, or the folders that hold them.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Only say what lies there and what would be new.
    #[arg(long)]
    pub dry_run: bool,
    /// A folder for the answer to each laptop of which something was taken: the centre's receipts, and what it may read.
    #[arg(long, value_name = "DIR", conflicts_with = "dry_run")]
    pub answers: Option<PathBuf>,
    /// A file whose first line is the passphrase of the stick.
    #[arg(long, value_name = "FILE")]
    pub words_file: Option<PathBuf>,
}

fn on_or_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("say on or off".to_owned()),
    }
}
