//! Where things are: the pill, batches, receipts, what the centre did not take.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::ReceiptView;

/// The delivery pill: always visible, always true.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Pill {
    /// `trial`, `sending`, `offline`, `full`, `busy`, `waiting`, `handed`, `files`, `confirmed` or `empty`. `files`: every record is
    /// confirmed, photos or scans are not. `handed`: what is not confirmed is on a stick or at a hub too. `full` and `busy`: the
    /// centre answers, and its disk has no room left, or it asks to come back later.
    pub state: String,
    /// Records with something that the centre has not confirmed.
    pub waiting: u32,
    /// Photos and scans that the centre has not confirmed.
    pub files: u32,
    /// Age in days of the oldest of these.
    pub oldest_days: u32,
    /// Of what is being sent: done.
    pub done: u32,
    /// Of what is being sent: all.
    pub total: u32,
    /// When all was last confirmed.
    pub confirmed_at: Option<String>,
    /// The centre refused something, or two people changed the same answer.
    pub needs_person: u32,
}

/// How many records are where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct DeliveryCounts {
    /// Only on this laptop.
    pub laptop: u32,
    /// On a stick or at a hub.
    pub handed: u32,
    /// The centre has signed for them.
    pub confirmed: u32,
}

/// The sync screen.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SyncView {
    /// Address of the centre, when there is one.
    pub address: Option<String>,
    /// This laptop sends and fetches without being asked.
    pub by_itself: bool,
    /// The delivery pill.
    pub pill: Pill,
    /// When the centre last answered.
    pub last_ok_at: Option<String>,
    /// What happened at the last try, when it failed.
    pub last_fault: Option<super::Fault>,
    /// About how many bytes would be sent now.
    pub waiting_bytes: u32,
    /// Photos and scans that wait to be sent, and their bytes.
    pub files_waiting: u32,
    /// As above.
    pub files_waiting_bytes: u32,
    /// Photos and scans that colleagues took and this laptop has not.
    pub files_absent: u32,
    /// Bytes of those of them of which the centre has said how long they are.
    pub files_absent_bytes: u32,
    /// How many of them it has not: their size is not known.
    pub files_absent_unknown: u32,
    /// They are fetched with each sync.
    pub fetches_files: bool,
    /// Photos and scans are held back until somebody asks for them to travel.
    pub holds_files: bool,
    /// Parts that the centre holds and that this laptop cannot read or trust: they are looked at again with the next list of
    /// laptops or a newer program.
    pub set_aside: u32,
    /// Hours by which this laptop's clock differs from the centre's, when that is more than one.
    pub clock_hours_off: Option<i32>,
    /// What went out and came in, newest first.
    pub batches: Vec<BatchView>,
    /// What the centre did not take or marked.
    pub refused: Vec<RefusedView>,
    /// Records with a conflict.
    pub conflicts: u32,
    /// How many records are where.
    pub counts: DeliveryCounts,
    /// The same per week, newest last.
    pub weeks: Vec<WeekCounts>,
    /// When counts and digests were last compared with the centre.
    pub compared_at: Option<String>,
    /// They were equal.
    pub compared_equal: bool,
    /// They differed in nothing but what this laptop cannot read or trust.
    pub compared_set_apart: bool,
    /// They differed in nothing but what the centre did not take, which waits here.
    pub compared_not_taken: bool,
}

/// One week of records.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct WeekCounts {
    /// Monday of that week.
    pub monday: String,
    /// How many are where.
    pub counts: DeliveryCounts,
    /// Approved or locked among them.
    pub approved: u32,
}

/// What went out or came in together.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct BatchView {
    /// Batch id.
    pub id: String,
    /// When it began.
    pub at: String,
    /// `internet` or `stick`.
    pub road: String,
    /// Records touched by what was sent.
    pub records: u32,
    /// Revisions sent.
    pub sent: u32,
    /// Revisions received.
    pub received: u32,
    /// Photos and scans sent, whole.
    pub files_sent: u32,
    /// Photos and scans received, whole.
    pub files_received: u32,
    /// Bytes sent.
    pub bytes_up: u32,
    /// Bytes received.
    pub bytes_down: u32,
    /// `done`, `broken` (it goes on with the next) or `open`.
    pub state: String,
    /// The centre's receipt.
    pub receipt: Option<ReceiptView>,
}

/// Something the centre did not take, or marked.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct RefusedView {
    /// The record.
    pub record: String,
    /// Its title.
    pub title: String,
    /// The centre's code.
    pub code: String,
    /// The centre holds it all the same.
    pub kept: bool,
    /// The centre's words, in English, for whoever supports this laptop.
    pub detail: String,
    /// When.
    pub at: String,
}
