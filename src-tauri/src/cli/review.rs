//! The words of `sala review`.

use clap::{Args, Subcommand, ValueEnum};
use desk::view::QueueFound;

#[derive(Debug, Subcommand)]
pub(crate) enum Review {
    /// What waits for a decision, most severe and then oldest first.
    Queue(QueueWords),
    /// Submit a record that is a draft or was returned.
    Submit(Decide),
    /// Send a record back, with a comment on a question.
    Return(Decide),
    /// Say that a record was checked.
    Verify(Decide),
    /// Approve a record.
    Approve(Decide),
    /// Say that a record is not real, with a reason.
    Reject(Decide),
    /// Open an approved, locked or rejected record again, with a reason; what is corrected after a lock is an adjustment.
    Reopen(Decide),
    /// Lock an approved record.
    Lock(Decide),
    /// Take a record out of use because the person it is about wants it so, with a reason.
    Withdraw(Decide),
    /// Take your last decision on a record back, while nothing came after it and it was not sent.
    Undo(Decide),
    /// How far the last months are: what is open, approved and locked.
    Months,
    /// Lock everything that is approved of a team's month.
    LockMonth {
        /// Team code.
        team: String,
        /// The month, YYYY-MM.
        month: String,
    },
    /// Records that look like one person or one session and wait for a decision.
    Duplicates,
    /// Two records side by side: why they look like one, and what differs.
    Compare(TwoRecords),
    /// Say that two records speak of one: the first stays, and the second stands behind it until that is taken back.
    Merge(TwoRecords),
    /// Say that two records do not speak of one; they are not asked about again.
    Distinct(TwoRecords),
    /// Take back what was decided about two records.
    Untie(TwoRecords),
}

#[derive(Debug, Args)]
pub(crate) struct QueueWords {
    /// Only this team.
    #[arg(long)]
    pub team: Option<String>,
    /// Only this form.
    #[arg(long)]
    pub form: Option<String>,
    /// Activity date from, YYYY-MM-DD.
    #[arg(long)]
    pub from: Option<String>,
    /// Activity date to, YYYY-MM-DD.
    #[arg(long)]
    pub to: Option<String>,
    /// Only what you have not seen as it is now.
    #[arg(long)]
    pub changed: bool,
    /// Only records about which something was found, or only those about which nothing was.
    #[arg(long)]
    pub found: Option<FoundWord>,
    /// All that wait, however many they are.
    #[arg(long)]
    pub all: bool,
}

/// Whether something was found.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FoundWord {
    /// A rule warns, or it looks like a duplicate, or people differ.
    Something,
    /// None of these.
    Nothing,
}

impl From<FoundWord> for QueueFound {
    fn from(word: FoundWord) -> Self {
        match word {
            FoundWord::Something => Self::Something,
            FoundWord::Nothing => Self::Nothing,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct TwoRecords {
    /// Record id; of a merge the one that stays.
    pub one: String,
    /// The other record id.
    pub other: String,
    /// The reason.
    #[arg(long)]
    pub reason: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Record id.
    pub record: String,
    /// A comment, as path=words; as rule:NUMBER=words, on what a rule found; or words alone, for the whole record.
    #[arg(long = "comment", value_name = "PATH=WORDS")]
    pub comments: Vec<String>,
    /// The reason.
    #[arg(long)]
    pub reason: Option<String>,
}
