//! The words of the `sala` command line.

mod record;
mod report;
mod roads;
mod tables;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use self::record::{Import, New, Record, Reveal};
pub(crate) use self::report::{Report, ReportWord};
pub(crate) use self::roads::{Bundle, BundleExport, BundleImport, Sync};
pub(crate) use self::tables::{Form, Maps, Places, Play, Quality, Rules, Targets};
use super::hub::HubWord;
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
