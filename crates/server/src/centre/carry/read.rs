//! Reading a stick from end to end before anything is believed.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use records::DeviceId;
use sync::{Addressee, BundleReader};
use vault::{EnvelopeError, OpenWith, Opened, Passphrase, verify};

use super::{Sound, StickError};
use crate::centre::{Centre, file};

pub(super) type Reading = BundleReader<Opened<BufReader<File>>>;

/// Opens a file with the centre's key, or with the passphrase when that is how it is sealed.
pub(super) fn open(
    centre: &Centre,
    path: &Path,
    words: Option<&Passphrase>,
) -> Result<Reading, StickError> {
    let input = || {
        File::open(path)
            .map(BufReader::new)
            .map_err(file("read", path))
    };
    let with_key = vault::open(OpenWith::Key(&centre.inner.key), input()?);
    let opened = match (with_key, words) {
        (Err(EnvelopeError::NeedsWords), Some(words)) => {
            vault::open(OpenWith::Words(words), input()?)?
        }
        (opened, _) => opened?,
    };
    Ok(BundleReader::open(opened)?)
}

/// Reads everything and tells whether this centre believes it.
pub(super) fn check(centre: &Centre, mut reading: Reading) -> Result<Sound, StickError> {
    while reading.next()?.is_some() {}
    let head = reading.head().clone();
    let closed = reading.closed().cloned().ok_or(StickError::Forged)?;
    let of_other_kind = reading.of_other_kind().to_vec();
    if !verify(&head.writer, &closed.statement, &closed.signature) {
        return Err(StickError::Forged);
    }
    if matches!(head.addressee, Addressee::Laptop(_)) {
        return Err(StickError::OtherReader);
    }
    let device = DeviceId::of_public_key(&head.writer);
    match centre.inner.ledger.laptop(device)? {
        None => Err(StickError::Stranger),
        Some(caller) if caller.revoked => Err(StickError::Revoked { device }),
        Some(_) => Ok(Sound {
            head,
            manifest: closed.manifest,
            device,
            of_other_kind,
        }),
    }
}
