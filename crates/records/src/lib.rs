//! Records: who said what, after what.
//!
//! A record is the set of its [`Revision`]s. A revision is a small immutable statement, named by the
//! hash of its [`Header`], which names its parents. What a record looks like now is a pure function of
//! that set, the [`fold()`]: the same set gives the same state on every machine, in whatever order and by
//! whatever road the revisions came.
//!
//! What leaves a laptop travels in a [`Part`]: consecutive revisions of one device in one team under one
//! signature. This room knows bytes and hashes; it checks no signature, reads no clock and does no I/O.

mod canonical;
mod clock;
mod digest;
mod fold;
mod header;
mod hex;
mod id;
mod log;
mod part;
mod revision;

pub mod contract;

pub use clock::{AT_MAX, Clock};
pub use digest::Digest;
pub use fold::{Fold, fold, fold_trusting};
pub use header::{
    BODY_BYTES_MAX, FORM_BYTES_MAX, Header, HeaderError, Kind, N_MAX, PARENTS_MAX, body_hash,
};
pub use id::{DeviceId, IdError, PersonId, RecordId, RevisionId, TEAM_BYTES_MAX, TeamId};
pub use log::{Appended, Log, MemoryLog};
pub use part::{PART_REVISIONS_MAX, Part, PartError, hash_ids};
pub use revision::{Draft, Revision, RevisionError};
