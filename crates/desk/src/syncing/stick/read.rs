//! Reading a stick: first all of it without taking anything, then again to take it.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use records::{DeviceId, TeamId};
use sync::{Addressee, BundleReader, Closed, Head, Item, Manifest, PieceNumber};
use vault::{OpenWith, Opened, Passphrase, Roster, SignedRoster, verify};

use super::StickFault;
use super::meter::{Counted, Meter};
use crate::DeskError;
use crate::open::{Open, lock};

/// A bundle that is being read.
pub(super) type Reading<'m, 't> = BundleReader<Opened<BufReader<Counted<'m, 't, File>>>>;

/// A file on a stick that is whole and that may be taken.
pub(super) struct Sound {
    pub(super) path: PathBuf,
    pub(super) head: Head,
    pub(super) manifest: Manifest,
    pub(super) from_centre: bool,
    /// A newer roster that it brings, signed by the centre.
    pub(super) roster: Option<SignedRoster>,
    /// The newest roster known with it.
    pub(super) known: Roster,
}

impl Sound {
    pub(super) fn number(&self) -> PieceNumber {
        PieceNumber {
            set: self.head.set,
            piece: self.head.piece,
            more: self.manifest.more,
        }
    }
}

/// Opens a file with the laptop's own key, or with the passphrase when that is how it is sealed.
pub(super) fn open<'m, 't>(
    open: &Open,
    path: &Path,
    passphrase: Option<&Passphrase>,
    meter: &'m Meter<'t>,
) -> Result<Reading<'m, 't>, DeskError> {
    let file = || {
        File::open(path)
            .map(|file| BufReader::new(Counted::new(file, meter)))
            .map_err(|source| DeskError::file("read the stick", source))
    };
    let opened = match (
        vault::open(OpenWith::Key(&open.device_key), file()?),
        passphrase,
    ) {
        (Err(vault::EnvelopeError::NeedsWords), Some(words)) => {
            vault::open(OpenWith::Words(words), file()?)
        }
        (opened, _) => opened,
    };
    let opened = opened.map_err(StickFault::from)?;
    Ok(BundleReader::open(opened).map_err(StickFault::from)?)
}

/// Is shown everything in a file, with the newest roster known by then.
pub(super) type Each<'e> = &'e mut dyn FnMut(&Item, &Roster) -> Result<(), DeskError>;

/// Reads a file from end to end and tells whether it may be taken.
pub(super) fn check(
    open: &Open,
    centre: &[u8; 32],
    path: &Path,
    mut reading: Reading<'_, '_>,
    each: Each<'_>,
) -> Result<Sound, DeskError> {
    let mut known = lock(&open.roster).clone();
    let mut newer = None;
    while let Some(item) = reading.next().map_err(StickFault::from)? {
        if let Item::Roster((bytes, signature)) = &item {
            let signed = SignedRoster {
                bytes: bytes.clone(),
                signature: *signature,
            };
            // One that the centre did not sign says nothing, and harms nothing.
            if let Ok(roster) = signed.verify(centre)
                && roster.version > known.version
            {
                (newer, known) = (Some(signed), roster);
            }
        }
        each(&item, &known)?;
    }
    let head = reading.head().clone();
    let Some(closed) = reading.closed().cloned() else {
        return Err(StickFault::Forged.into());
    };
    let from_centre = may_be_taken(open, centre, &known, &head, &closed)?;
    Ok(Sound {
        path: path.to_owned(),
        head,
        manifest: closed.manifest,
        from_centre,
        roster: newer,
        known,
    })
}

/// Tells whether the writer is somebody whom this laptop believes, and says whether it is the centre.
fn may_be_taken(
    open: &Open,
    centre: &[u8; 32],
    roster: &Roster,
    head: &Head,
    closed: &Closed,
) -> Result<bool, StickFault> {
    if !verify(&head.writer, &closed.statement, &closed.signature) {
        return Err(StickFault::Forged);
    }
    let for_us = match head.addressee {
        Addressee::Laptop(device) => device == open.device,
        Addressee::Words => true,
        Addressee::Centre => false,
    };
    if !for_us {
        return Err(StickFault::OtherReader);
    }
    if head.writer == *centre {
        return Ok(true);
    }
    let writer = DeviceId::of_public_key(&head.writer);
    match roster.device(&writer.0) {
        None => Err(StickFault::Stranger),
        Some(device) if device.revoked => Err(StickFault::Barred),
        Some(_) => Ok(false),
    }
}

/// Says whether somebody who uses a laptop is in a team, as the roster has them.
pub(super) fn is_in_scope(roster: &Roster, device: DeviceId, team: &TeamId) -> bool {
    let people = roster.device(&device.0).map(|device| &device.people);
    people.into_iter().flatten().any(|id| {
        let person = roster.person(id);
        person.is_some_and(|person| person.is_in(team.as_str()))
    })
}

/// Who uses a laptop, by name.
pub(super) fn people_of(roster: &Roster, writer: &[u8; 32]) -> Vec<String> {
    let device = roster.device(&DeviceId::of_public_key(writer).0);
    let people = device
        .map(|device| device.people.clone())
        .unwrap_or_default();
    people
        .iter()
        .filter_map(|id| roster.person(id).map(|person| person.name.clone()))
        .collect()
}
