//! The stick that goes back: receipts, and what the laptop lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use chrono::DateTime;
use data_encoding::HEXLOWER;
use object_store::GetOptions;
use records::{DeviceId, TeamId};
use serde_json::json;
use sync::{
    Addressee, Answer, Ask, BatchId, BundleWriter, FILE_BYTES_MAX, FileName, FilesSigned, Head,
    compare, news,
};
use vault::{SealFor, Sealing};

use super::folder::Unfinished;
use super::{STICK_ENDING, Shelf, StickError, teams_of};
use crate::centre::{Centre, CentreError, file, random};

/// An answer that is being written.
pub(super) struct Answering<'a> {
    centre: &'a Centre,
    device: DeviceId,
    out: BundleWriter<Sealing<BufWriter<File>>>,
    unfinished: Unfinished,
    to: PathBuf,
}

impl<'a> Answering<'a> {
    /// Begins the answer to a laptop, in a folder.
    pub(super) fn begin(
        centre: &'a Centre,
        device: DeviceId,
        folder: &Path,
    ) -> Result<Self, StickError> {
        let Some(caller) = centre.inner.ledger.laptop(device)? else {
            return Err(StickError::Stranger);
        };
        if caller.revoked {
            return Err(StickError::Revoked { device });
        }
        let (set, now) = (random::<16>()?, centre.now_ms());
        let made = i64::try_from(now)
            .ok()
            .and_then(DateTime::from_timestamp_millis);
        let made = made.unwrap_or_default().format("%Y%m%d-%H%M");
        let digits: String = HEXLOWER.encode(&set).chars().take(8).collect();
        let to = folder.join(format!("sala-answer-{made}-{digits}-1{STICK_ENDING}"));
        let mut part = to.clone().into_os_string();
        part.push(".part");
        let (unfinished, out) = Unfinished::begin(part.into())?;
        let head = Head {
            set,
            piece: 1,
            batch: random::<16>()?,
            writer: centre.public(),
            addressee: Addressee::Laptop(device),
            made_ms: now,
        };
        let sealing = Sealing::begin(SealFor::Key(&caller.public), BufWriter::new(out))?;
        let mut out =
            BundleWriter::begin(sealing, &head).map_err(file("write", unfinished.path()))?;
        let roster = centre.roster()?;
        out.roster((roster.bytes, roster.signature))
            .map_err(file("write", unfinished.path()))?;
        Ok(Self {
            centre,
            device,
            out,
            unfinished,
            to,
        })
    }

    pub(super) fn say(&mut self, answer: &Answer) -> Result<(), StickError> {
        Ok(self.out.answer(answer).map_err(self.failed())?)
    }

    pub(super) fn sign(&mut self, signed: &FilesSigned) -> Result<(), StickError> {
        Ok(self.out.signed(signed).map_err(self.failed())?)
    }

    fn failed(&self) -> impl FnOnce(std::io::Error) -> CentreError + use<> {
        let path = self.unfinished.path().to_owned();
        move |error| file("write", &path)(error)
    }

    /// Adds what the laptop has not read, from where its ask stands.
    pub(super) fn news(
        &mut self,
        ask: &Ask,
        brought: &BTreeSet<[u8; 32]>,
    ) -> Result<(), StickError> {
        let (centre, device) = (self.centre, self.device);
        let mut hears = |ask: &Ask| -> Result<_, StickError> { centre.hears(device, ask) };
        news(ask, brought, &mut hears, &mut |answer| self.say(&answer))
    }

    /// Adds what a comparison comes to.
    pub(super) fn compare(
        &mut self,
        ask: &Ask,
        batch: BatchId,
        read: &BTreeMap<TeamId, u64>,
    ) -> Result<(), StickError> {
        let (centre, device) = (self.centre, self.device);
        let mut hears = |ask: &Ask| -> Result<_, StickError> { centre.hears(device, ask) };
        match compare(ask, batch, read, &mut hears)? {
            Some(said) => Ok(self.out.compared(&said).map_err(self.failed())?),
            None => Ok(()),
        }
    }

    /// Adds files that the laptop would like to have and may have.
    pub(super) fn files(
        &mut self,
        shelf: &Shelf<'_>,
        wanted: &BTreeSet<FileName>,
    ) -> Result<(), StickError> {
        let teams = teams_of(self.centre, self.device)?;
        for name in wanted.iter().filter(|name| teams.contains(&name.team)) {
            let found = shelf.runtime.block_on(async {
                let length = shelf.files.length(name).await?;
                if length.is_none_or(|length| length > FILE_BYTES_MAX) {
                    return Ok(None);
                }
                let got = shelf.files.get(name, GetOptions::default()).await?;
                match got {
                    None => Ok(None),
                    Some(got) => got.bytes().await.map(Some).map_err(|source| {
                        crate::files::FilesError::Store {
                            doing: "read a file",
                            source,
                        }
                    }),
                }
            })?;
            if let Some(bytes) = found {
                self.out.file(name, &bytes).map_err(self.failed())?;
            }
        }
        Ok(())
    }

    /// Ends the answer; gives the file.
    pub(super) fn finish(self) -> Result<PathBuf, StickError> {
        let failed = self.failed();
        let key = &self.centre.inner.key;
        let end = || -> std::io::Result<()> {
            let (sealing, _closed) = self.out.finish(false, &|statement| key.sign(statement))?;
            sealing.finish()?.flush()
        };
        end().map_err(failed)?;
        self.unfinished.name(&self.to)?;
        Ok(self.to)
    }
}

impl Centre {
    /// Answers an ask that a laptop wrote down.
    pub(super) fn hears(&self, device: DeviceId, ask: &Ask) -> Result<sync::Reply, StickError> {
        let (key, now) = (&self.inner.key, self.now_ms());
        Ok(self.inner.ledger.answer_carried(device, ask, key, now)?)
    }

    /// Writes everything that a laptop may read onto a stick for it, into a folder; gives the file. An administrative act.
    ///
    /// # Errors
    /// When the laptop is not known or was sent away, or the folder cannot be written.
    pub fn stick_write(&self, device: DeviceId, folder: &Path) -> Result<PathBuf, StickError> {
        let mut answering = Answering::begin(self, device, folder)?;
        let ask = Ask::Exchange {
            batch: random::<16>()?,
            offer: Vec::new(),
            last: false,
            cursors: BTreeMap::new(),
            room: 0,
            roster: 0,
            marks: BTreeMap::new(),
        };
        answering.news(&ask, &BTreeSet::new())?;
        // Before the file has its name: no stick leaves without its line in the list.
        let about = json!({ "device": device });
        self.inner
            .ledger
            .note("bundle-export", about, self.now_ms())?;
        answering.finish()
    }
}
