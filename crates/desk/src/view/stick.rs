//! What is carried by hand: what to write, what was written, what a stick would bring, what it brought.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Fault, TeamCard};

/// What to write onto a stick.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct StickOrder {
    /// Whom it is for: `centre`, `words` (whoever has the passphrase), or the id of a laptop.
    pub reader: String,
    /// With `words`: the passphrase.
    pub passphrase: Option<String>,
    /// Everything, and not only what the centre has not confirmed.
    pub whole: bool,
    /// Photos and scans too.
    pub files: bool,
    /// No file larger than so many MB (of a million bytes); the rest goes into further pieces.
    pub piece_mb: Option<u32>,
}

/// A laptop that a stick can be sealed for.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StickReader {
    /// Its id.
    pub id: String,
    /// Who uses it.
    pub people: Vec<String>,
}

/// What can be written now.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StickChoice {
    /// Laptops of the programme, without this one.
    pub readers: Vec<StickReader>,
    /// Records with something that the centre has not confirmed.
    pub records: u32,
    /// Photos and scans that the centre has not confirmed.
    pub files: u32,
    /// About how many bytes both are.
    pub bytes: u32,
    /// Sticks that went to the centre and have no answer yet.
    pub unanswered: u32,
}

/// What was written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct StickWritten {
    /// The names of the files, one for each piece.
    pub pieces: Vec<String>,
    /// Records.
    pub records: u32,
    /// Revisions.
    pub revisions: u32,
    /// Photos and scans.
    pub files: u32,
    /// Bytes of all pieces.
    pub bytes: u32,
    /// What did not go any more; the pieces of before are handed over all the same.
    pub left: Option<StickLeft>,
}

/// What is left when a place is full or gone before all is written.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StickLeft {
    /// Records of which something is left.
    pub records: u32,
    /// Photos and scans.
    pub files: u32,
    /// About how many bytes both are.
    pub bytes: u32,
    /// Why writing came to an end.
    pub fault: Fault,
}

/// What lies on a stick, looked at and not taken.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct StickLook {
    /// Each file.
    pub pieces: Vec<StickPiece>,
    /// Numbers of pieces that are not there.
    pub missing: Vec<u32>,
    /// The last piece is not there, so more may be missing.
    pub open: bool,
    /// Some file can be taken.
    pub readable: bool,
    /// A passphrase opens what cannot be read.
    pub needs_passphrase: bool,
}

/// One file on a stick.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StickPiece {
    /// Its name.
    pub file: String,
    /// Why it cannot be taken; it is the only thing known then.
    pub fault: Option<Fault>,
    /// 1, 2, 3 …
    pub piece: u32,
    /// Written by the centre.
    pub from_centre: bool,
    /// Who uses the laptop that wrote it.
    pub from: Vec<String>,
    /// When it was written, by the clock of whoever wrote it.
    pub made_at: String,
    /// Its teams.
    pub teams: Vec<TeamCard>,
    /// Revisions in it that are new here.
    pub new: u32,
    /// Revisions in it that are here already.
    pub known: u32,
    /// Parts of teams that nobody on this laptop is in, which are left out.
    pub outside: u32,
    /// Parts that cannot be trusted.
    pub untrusted: u32,
    /// Parts of a kind that this program does not know: a newer one reads them.
    pub newer: u32,
    /// Photos and scans in it.
    pub files: u32,
    /// Receipts for what this laptop handed over.
    pub receipts: u32,
}

/// What was written in answer to sticks of several laptops.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct StickAnswers {
    /// What was written, a bundle for each laptop.
    pub answers: Vec<StickWritten>,
    /// The laptops for which nothing could be written.
    pub unanswered: Vec<StickUnanswered>,
}

/// A laptop that got no answer.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StickUnanswered {
    /// Which.
    pub laptop: StickReader,
    /// Why.
    pub fault: Fault,
}

/// What a stick brought.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct StickTaken {
    /// What lay on it.
    pub look: StickLook,
    /// The other laptops of which something was taken: each can be answered.
    pub from: Vec<StickReader>,
    /// Revisions that are new here.
    pub added: u32,
    /// Revisions of this laptop that are confirmed now.
    pub confirmed: u32,
    /// Photos and scans that are new here.
    pub files: u32,
    /// Photos and scans of this laptop that are confirmed now.
    pub files_confirmed: u32,
    /// Parts that cannot be trusted, and were left on the stick.
    pub set_aside: u32,
    /// Parts of a kind that this program does not know, and that were left on the stick.
    pub newer: u32,
    /// The centre answered what this laptop takes it to hold, and spoke of all its teams or of something that differs.
    pub compared: bool,
    /// Revisions that the centre turned out to lack: they go along with the next stick.
    pub lost: u32,
    /// The centre holds what did not come here: the next stick asks for it.
    pub unread: bool,
    /// The centre holds what this laptop set aside, since it cannot read or trust it.
    pub set_apart: bool,
    /// They differ in nothing but what the centre did not take, which waits here.
    pub not_taken: bool,
}
