//! What was recorded twice: people, sessions, positions; and what people decide about it.
//!
//! Nothing is joined by itself. A score or a rule says why two records look like one, a person decides, and
//! every decision can be taken back. docs/duplicates.md says what this is good at and what not.

mod batch;
mod distance;
mod facts;
mod findings;
mod index;
mod khmer;
mod latin;
mod names;
mod person;
mod plain;
mod sessions;
mod standing;
mod ties;
mod titles;

pub use batch::{shifted, stacked};
pub use facts::{Fact, Level};
pub use findings::Findings;
pub use index::{Double, Found, Index, Keys, Part, SHARED_MAX, Sweep};
pub use names::{Order, Script, name_likeness};
pub use person::{Bounds, Match, Person, Profile, Reason, Sex, Verdict};
pub use sessions::{
    GROUP_MAX, Session, doubles, first_times, imported_twice, overlaps, pace, session_key,
};
pub use standing::{Said, Stood, stood};
pub use ties::{
    Answer, Child, Consent, Merge, Pair, Repoint, Standing, Tie, Ties, Word, stays, strictest,
    words,
};

/// The id of a record.
pub type Id = [u8; 16];
