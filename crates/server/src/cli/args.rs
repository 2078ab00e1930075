//! The command line, as it is read.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use records::{DeviceId, PersonId, TeamId};

/// The centre where offline laptops meet.
#[derive(Parser)]
#[command(name = "sala-server", version, about, max_term_width = 100)]
pub(super) struct Args {
    /// The folder of the centre.
    #[arg(long, global = true, env = "SALA_DATA", value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// The PostgreSQL database with the ledger, when it is not in the folder:
    /// postgres://user:password@host:port/name, with ?sslmode=require for TLS.
    #[arg(
        long,
        global = true,
        env = "SALA_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(super) database_url: Option<String>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Set a centre up in the folder.
    Init(Init),
    /// Answer laptops until told to stop (SIGTERM or Ctrl-C).
    Serve(Serve),
    /// Change where laptops find the centre.
    Url(Url),
    /// Add a team, or list them.
    #[command(subcommand)]
    Team(Team),
    /// Make an invitation for one person and one laptop.
    Invite(Invite),
    /// List invitations, or take one back.
    #[command(subcommand)]
    Invitation(Invitation),
    /// List people, change a person's role and teams, or take their rights away.
    #[command(subcommand)]
    Person(Person),
    /// List laptops, or send one away for good.
    #[command(subcommand)]
    Device(Device),
    /// Look after the names that persons have in files for people outside the team.
    #[command(subcommand)]
    Names(Names),
    /// Tell the centre of a form of the programme, or list those it knows: it looks into records by them.
    #[command(subcommand)]
    Form(Form),
    /// Change the rules by which the centre looks into records.
    #[command(subcommand)]
    Rules(Rules),
    /// List what was done at the centre.
    #[command(subcommand)]
    Audit(Audit),
    /// Check what a laptop was promised.
    #[command(subcommand)]
    Receipt(Receipt),
    /// Read sticks that laptops wrote, and write sticks for them.
    #[command(subcommand)]
    Bundle(Bundle),
    /// Copy the ledger and the key of the centre into one file, while it runs. Photos and scans are not in it.
    Backup(Backup),
    /// Set a centre up from such a file.
    Restore(Restore),
    /// Examine everything that is kept.
    Doctor(Doctor),
}

#[derive(clap::Args)]
pub(super) struct Doctor {
    /// Where photos and scans are kept, as for `serve`.
    #[arg(long = "files-at", env = "SALA_FILES", value_name = "PLACE")]
    pub(super) files_at: Option<String>,
}

#[derive(clap::Args)]
pub(super) struct Init {
    /// The name of the programme.
    #[arg(long, value_name = "NAME")]
    pub(super) programme: String,
    /// The country: two letters of ISO 3166.
    #[arg(long, value_name = "KH")]
    pub(super) country: String,
    /// Where laptops find the centre.
    #[arg(long, default_value = "")]
    pub(super) url: String,
}

#[derive(clap::Args)]
pub(super) struct Serve {
    /// Where to listen; port 0 takes any free one.
    #[arg(
        long,
        env = "SALA_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDR"
    )]
    pub(super) listen: SocketAddr,
    /// Keep photos and scans here and not in the folder: another folder, or s3://BUCKET/PREFIX with the
    /// usual AWS_ variables.
    #[arg(long, env = "SALA_FILES", value_name = "PLACE")]
    pub(super) files: Option<String>,
    /// Serve HTTPS with this certificate chain (PEM).
    #[arg(long, env = "SALA_TLS_CERT", requires = "tls_key", value_name = "FILE")]
    pub(super) tls_cert: Option<PathBuf>,
    /// The key of the certificate (PEM).
    #[arg(long, env = "SALA_TLS_KEY", requires = "tls_cert", value_name = "FILE")]
    pub(super) tls_key: Option<PathBuf>,
    /// Serve HTTPS with a certificate that the centre makes itself, and say by which address laptops know it.
    #[arg(long, env = "SALA_TLS_OWN", conflicts_with = "tls_cert")]
    pub(super) tls_own: bool,
    /// Show figures for Prometheus at /metrics, to everybody who can reach the address.
    #[arg(long, env = "SALA_METRICS")]
    pub(super) metrics: bool,
    /// What to log: error, warn, info, debug, or a filter such as server=debug.
    #[arg(long, env = "SALA_LOG", default_value = "info", value_name = "FILTER")]
    pub(super) log: String,
}

#[derive(clap::Args)]
pub(super) struct Url {
    /// The address, such as `https://centre.example.org`.
    pub(super) url: String,
}

#[derive(Subcommand)]
pub(super) enum Team {
    /// Add a team.
    Add {
        /// Its code: 1 to 32 letters, digits, '_' or '-'.
        code: TeamId,
        /// Its name, as people say it.
        name: String,
    },
    /// List the teams.
    List,
}

#[derive(clap::Args)]
#[group(id = "who", required = true)]
pub(super) struct Invite {
    /// The name of somebody new.
    #[arg(long, group = "who", requires = "role", value_name = "NAME")]
    pub(super) person: Option<String>,
    /// Somebody who is here already and gets another laptop.
    #[arg(long, group = "who", conflicts_with_all = ["role", "team", "all_teams"], value_name = "ID")]
    pub(super) person_id: Option<PersonId>,
    /// Their role.
    #[arg(long, requires = "person")]
    pub(super) role: Option<Role>,
    /// Their teams, with commas between.
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    pub(super) team: Vec<TeamId>,
    /// All teams, also those to come.
    #[arg(long, conflicts_with = "team")]
    pub(super) all_teams: bool,
    /// For how many days it works.
    #[arg(long, default_value_t = 7)]
    pub(super) days: u32,
    /// Where the laptop finds the centre, when not where `init` said.
    #[arg(long)]
    pub(super) url: Option<String>,
    /// Write the invitation to this file instead of the screen.
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Draw it as a QR code into this new file (SVG).
    #[arg(long, value_name = "FILE")]
    pub(super) qr: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Role {
    /// Records sessions.
    Field,
    /// Reviews and brings data to the centre.
    Coordinator,
    /// Approves.
    Supervisor,
    /// Works with survivors.
    Va,
    /// Looks after the programme.
    Admin,
}

impl Role {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Coordinator => "coordinator",
            Self::Supervisor => "supervisor",
            Self::Va => "va",
            Self::Admin => "admin",
        }
    }
}

#[derive(Subcommand)]
pub(super) enum Person {
    /// List the people.
    List,
    /// Give a person another role and other teams.
    Change {
        /// Their id.
        id: PersonId,
        /// Their role from now on; without it, the one they have.
        #[arg(long)]
        role: Option<Role>,
        /// Their teams from now on, with commas between.
        #[arg(long, value_delimiter = ',', value_name = "CODE")]
        team: Vec<TeamId>,
        /// All teams, also those to come.
        #[arg(long, conflicts_with = "team")]
        all_teams: bool,
    },
    /// Take a person's rights away; what they did stays.
    Deactivate {
        /// Their id.
        id: PersonId,
    },
}

#[derive(Subcommand)]
pub(super) enum Invitation {
    /// List the invitations.
    List,
    /// Take an invitation back that nobody has used.
    Withdraw {
        /// What it is called in the list, or the first signs of that.
        id: String,
    },
}

#[derive(Subcommand)]
pub(super) enum Form {
    /// Add a form. Every record is looked into again.
    Add {
        /// The form: an XLSForm workbook, or XForm XML.
        file: PathBuf,
        /// The files that the form reads, such as a list of villages.
        beside: Vec<PathBuf>,
    },
    /// List the forms that the centre knows.
    List,
}

#[derive(Subcommand)]
pub(super) enum Rules {
    /// Put a table of rules in use, for what comes from now on.
    Use {
        /// The table.
        file: PathBuf,
    },
    /// Go back to the rules that the program comes with.
    Reset,
}

#[derive(Subcommand)]
pub(super) enum Audit {
    /// List the administrative acts, the oldest first.
    List {
        /// Only those after this number.
        #[arg(long, default_value_t = 0, value_name = "NUMBER")]
        after: u64,
        /// At most so many.
        #[arg(long, default_value_t = 1000, value_name = "COUNT")]
        limit: u32,
    },
}

#[derive(Subcommand)]
pub(super) enum Device {
    /// List the laptops.
    List,
    /// Send a laptop away for good, when it was lost or stolen.
    Revoke {
        /// Its id.
        id: DeviceId,
    },
}

#[derive(Subcommand)]
pub(super) enum Names {
    /// Take another secret, from which laptops make these names from their next sync on. None of the names that were given
    /// before matches a new one.
    Renew,
}

#[derive(Subcommand)]
pub(super) enum Receipt {
    /// Say whether this centre gave the receipt.
    Verify {
        /// The receipt, as the laptop keeps it.
        file: PathBuf,
    },
}

#[derive(Subcommand)]
pub(super) enum Bundle {
    /// Take what lies on sticks, and write an answer for each laptop: its receipts, and what it lacks.
    Import(BundleImport),
    /// Write everything that a laptop may read onto a stick for it.
    Export {
        /// The laptop, see `device list`.
        #[arg(long, value_name = "ID")]
        device: DeviceId,
        /// The folder to write into.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
}

#[derive(clap::Args)]
pub(super) struct BundleImport {
    /// The files, or the folders that hold them.
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Only say what lies there.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// A file whose first line is the passphrase of a stick that is sealed with one.
    #[arg(long, value_name = "FILE")]
    pub(super) passphrase_file: Option<PathBuf>,
    /// Where answers go; beside the first stick without it.
    #[arg(long, value_name = "DIR", conflicts_with = "dry_run")]
    pub(super) answers: Option<PathBuf>,
    /// Where photos and scans are kept, as for `serve`.
    #[arg(long = "files-at", env = "SALA_FILES", value_name = "PLACE")]
    pub(super) files_at: Option<String>,
}

#[derive(clap::Args)]
pub(super) struct Backup {
    /// The file to write. It must not be there yet. Keep it as safe as the centre itself.
    pub(super) file: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct Restore {
    /// A file that `backup` wrote.
    pub(super) file: PathBuf,
    /// Where photos and scans are kept, as for `serve`: it is told which are missing there.
    #[arg(long = "files-at", env = "SALA_FILES", value_name = "PLACE")]
    pub(super) files_at: Option<String>,
}
