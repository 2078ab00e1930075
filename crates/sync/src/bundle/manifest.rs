//! Who wrote a bundle for whom, and what it must hold.

use minicbor::{Decode, Encode};
use records::{DeviceId, TeamId};

use crate::frame::{self, BatchId, FrameError, TEAMS_MAX};
use crate::list;

/// Stands before what is signed.
const DOMAIN: &[u8] = b"sala 2026-11 bundle\n";

/// Whom a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Addressee {
    /// The centre of the programme.
    #[n(0)]
    Centre,
    /// One laptop: a hub, a colleague's, or the one that is answered.
    #[n(1)]
    Laptop(#[n(0)] DeviceId),
    /// Whoever has the passphrase.
    #[n(2)]
    Words,
}

/// The beginning of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Head {
    /// What belongs together: random bytes, the same in every piece.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub set: [u8; 16],
    /// Which piece this is: 1, 2, 3 …
    #[n(1)]
    pub piece: u32,
    /// What this piece is handed over under.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub batch: BatchId,
    /// The Ed25519 public key of whoever wrote it.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub writer: [u8; 32],
    /// Whom it is for.
    #[n(4)]
    pub addressee: Addressee,
    /// When it was begun, in milliseconds since 1970.
    #[n(5)]
    pub made_ms: u64,
}

/// What a whole bundle holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Manifest {
    /// Sealed parts, both ways.
    #[n(0)]
    pub parts: u32,
    /// Revisions in them.
    #[n(1)]
    pub revisions: u64,
    /// Photos and scans.
    #[n(2)]
    pub files: u32,
    /// Their bytes.
    #[n(3)]
    pub file_bytes: u64,
    /// Answers of a centre.
    #[n(4)]
    pub answers: u32,
    /// The teams of all of it, sorted.
    #[n(5)]
    #[cbor(decode_with = "list::read::<_, _, TEAMS_MAX>")]
    pub teams: Vec<TeamId>,
    /// True when another piece follows.
    #[n(6)]
    pub more: bool,
    /// The hash of every byte before the block with this manifest.
    #[n(7)]
    #[cbor(with = "minicbor::bytes")]
    pub content: [u8; 32],
}

/// A manifest as it was signed. The caller checks the signature with [`Head::writer`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// What it says.
    pub manifest: Manifest,
    /// What was signed.
    pub statement: Vec<u8>,
    /// The writer's Ed25519 signature of it.
    pub signature: [u8; 64],
}

impl Head {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        frame::write(self)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        frame::read(bytes)
    }
}

impl Manifest {
    /// Returns what is signed: the domain line, then the bytes of the manifest.
    #[must_use]
    pub fn statement(bytes: &[u8]) -> Vec<u8> {
        [DOMAIN, bytes].concat()
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        frame::write(self)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        frame::read(bytes)
    }

    /// Tells whether it names the revisions and teams that were met, and perhaps more.
    pub(super) fn names(&self, met: &Self) -> bool {
        let sorted = self.teams.is_sorted_by(|one, next| one < next);
        let named = |team: &TeamId| self.teams.binary_search(team).is_ok();
        sorted && self.revisions >= met.revisions && met.teams.iter().all(named)
    }

    /// Notes a team, in its place.
    pub(super) fn note(&mut self, team: &TeamId) {
        if let Err(place) = self.teams.binary_search(team) {
            self.teams.insert(place, team.clone());
        }
    }
}
