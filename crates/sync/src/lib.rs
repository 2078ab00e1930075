//! Sync: how revisions travel.
//!
//! A laptop [`run`]s, the centre [`answer()`]s, and between them go [`Ask`]s and [`Reply`]s. What travels is
//! always a sealed part ([`pack`], [`unpack`]), relayed as it was first taken. Sync is set union: sending
//! again is harmless, a cut line keeps what arrived, and nothing is confirmed without a [`Receipt`] that
//! the centre signed after its disk had it.
//!
//! No I/O, clock or randomness in here: the line is a [`Peer`], the laptop's disk a [`Local`], the
//! centre's a [`Ledger`]. Seals are bytes; whoever appends checks them.

mod answer;
mod bundle;
mod compare;
mod files;
mod frame;
mod hub;
#[cfg(test)]
mod kit;
mod ledger;
mod list;
mod local;
mod pace;
mod peer;
mod receipt;
mod session;
#[cfg(test)]
mod stories;
mod wire;

pub mod contract;
pub mod memory;

pub use answer::{ROOM_BYTES_MAX, answer};
pub use bundle::{
    Addressee, Answer, BundleError, BundleReader, BundleWriter, Closed, Compared, FilesSigned, Gap,
    Head, Item, Manifest, PieceNumber, WANTED_MAX, compare, gaps, hear, moved_on, news,
};
pub use compare::{Difference, Ids, asks_by_hand, difference_by_hand};
pub use files::{
    Announced, FILE_BYTES_MAX, FILES_OF_RECEIPT_MAX, FILES_OF_SIZES_MAX, FileLocal, FileName,
    FileRoad, FileSizes, FilesAsk, FilesMoved, NotAnUpload, Outgoing, Piece, SizesAsk, Standing,
    Upload, UploadId, run_files,
};
pub use frame::{
    Ask, BatchId, FRAME_BYTES_MAX, Found, FrameError, IDS_MAX, Incoming, MARKS_MAX, Marked,
    OFFERS_MAX, Placed, RANGES_MAX, Range, Refused, Reply, SignedBytes, TEAMS_MAX, TOO_LARGE,
    unreadable_id,
};
pub use hub::{
    Enter, Entered, Hello, HubRoad, VOUCH_ASKED_MAX, VOUCHER_IDS_MAX, VOUCHERS_MAX, Vouch, Vouched,
    Voucher, Welcome, code_proof, guest_statement, hub_statement, slip_statement,
};
pub use ledger::{Caller, Kept, Ledger, Offered, State, Taken, Verdict};
pub use local::{Arrived, Begun, Local, Offer, Round, Stored};
pub use pace::{PACE_BYTES_FIRST, PACE_BYTES_MAX, PACE_BYTES_MIN, Pace};
pub use peer::{Bytes, Line, LineKind, Peer, Renewal, Road};
pub use receipt::{Receipt, ReceiptError, SignedReceipt};
pub use session::{Go, Outcome, Progress, SyncError, run};
pub use wire::{
    Fitting, PART_BYTES_MAX, PART_PLAIN_BYTES_MAX, PackError, erase, fit, is_of_other_kind, pack,
    peek, unpack,
};
