//! What leaves the laptop: over the internet, and on sticks.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
    /// The folder to write into. Given several times, each is used when the one before is full.
    #[arg(long, value_name = "DIR", required = true)]
    pub to: Vec<PathBuf>,
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
    /// No file larger than so many MB; the rest goes into further pieces. Only pieces are spread over several folders.
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
