//! The laptop's side of files that travel: which to send, what came, what a receipt says of them.

use std::collections::{BTreeMap, BTreeSet};

use store::{Arriving, ContentId, FileFacts, Media, StoreError};
use sync::{FileLocal, FileName, FilesAsk, Line, LineKind, Outgoing, Piece, SignedReceipt};

use super::side::checked;
use crate::open::Open;
use crate::{Desk, DeskError};

/// Files of one sync.
pub(super) struct FileSide<'a> {
    desk: &'a Desk,
    open: &'a Open,
    centre: [u8; 32],
    batch: [u8; 16],
    road: &'static str,
    tried: BTreeSet<FileName>,
    wanted: BTreeMap<FileName, Option<Media>>,
    arriving: Option<Arriving>,
}

impl<'a> FileSide<'a> {
    /// Files go under a batch of their own. `fetches`: what records name and is not here is wanted too.
    pub(super) fn new(
        desk: &'a Desk,
        open: &'a Open,
        road: &'static str,
        fetches: bool,
    ) -> Result<FileSide<'a>, DeskError> {
        let account = open.store.read(|reader| reader.account())?;
        let centre = account
            .and_then(|account| account.centre)
            .ok_or(DeskError::NoCentre)?;
        let absent = match fetches {
            true => open.store.read(|reader| reader.absent_files())?,
            false => Vec::new(),
        };
        let ours = absent
            .into_iter()
            .filter(|file| open.own_team(&file.team).is_ok());
        Ok(FileSide {
            desk,
            open,
            centre: centre.public,
            batch: records::RecordId::v7(desk.now(), desk.random().bytes()).0,
            road,
            tried: BTreeSet::new(),
            wanted: ours
                .map(|file| (name_of(file.content, file.team), file.media))
                .collect(),
            arriving: None,
        })
    }

    pub(super) fn batch(&self) -> [u8; 16] {
        self.batch
    }

    /// Keeps a whole file that came, in place of its pieces.
    fn keep(&mut self, file: &FileName, arriving: Arriving) -> Result<(), DeskError> {
        let media = self.wanted.remove(file).flatten();
        let media = media.ok_or(DeskError::NotFound {
            what: "kind of a file",
        })?;
        let facts = FileFacts {
            media,
            size: None,
            made_ms: self.desk.now(),
        };
        let store = &self.open.store;
        if store.finish_arriving(arriving, &facts)?.is_none() {
            let other = "a file is not what its name promises";
            return Err(Line::new(LineKind::NotOurs, other).into());
        }
        let content = ContentId(file.content);
        store.write(|writer| writer.confirm_file(content, &file.team))?;
        Ok(())
    }
}

impl FileLocal for FileSide<'_> {
    type Error = DeskError;

    fn next_to_send(&mut self) -> Result<Option<Outgoing>, DeskError> {
        let store = &self.open.store;
        for file in store.read(|reader| reader.waiting_files())? {
            let name = name_of(file.content, file.team);
            if !self.tried.insert(name.clone()) {
                continue;
            }
            match store.file_content(file.content) {
                Ok(bytes) => {
                    let address = file.upload;
                    return Ok(Some(Outgoing {
                        name,
                        bytes,
                        address,
                    }));
                }
                // The doctor tells of it; the others go on.
                Err(StoreError::FileMissing { .. } | StoreError::FileDamaged { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    fn keep_address(&mut self, file: &FileName, address: Option<&str>) -> Result<(), DeskError> {
        let content = ContentId(file.content);
        let store = &self.open.store;
        Ok(store.write(|writer| writer.set_upload(content, &file.team, address))?)
    }

    fn next_wanted(&mut self) -> Result<Option<(FileName, u64)>, DeskError> {
        let next = self.wanted.iter().find(|(name, media)| {
            // What this program has no name for is not fetched.
            media.is_some() && !self.tried.contains(*name)
        });
        let Some(name) = next.map(|(name, _)| name.clone()) else {
            return Ok(None);
        };
        self.tried.insert(name.clone());
        let arriving = self.open.store.arriving(ContentId(name.content))?;
        let here = arriving.bytes();
        self.arriving = Some(arriving);
        Ok(Some((name, here)))
    }

    fn arrived(&mut self, file: &FileName, piece: &Piece) -> Result<(), DeskError> {
        let mut arriving = match self.arriving.take() {
            Some(arriving) => arriving,
            None => self.open.store.arriving(ContentId(file.content))?,
        };
        self.open.store.take_arriving(&mut arriving, &piece.bytes)?;
        if arriving.bytes() == piece.length {
            return self.keep(file, arriving);
        }
        self.arriving = Some(arriving);
        Ok(())
    }

    fn signed(&mut self, ask: &FilesAsk, signed: &SignedReceipt) -> Result<u32, DeskError> {
        let receipt = checked(signed, &self.centre, self.batch, self.open)
            .map_err(|why| DeskError::FalseReceipt { why })?;
        let named: BTreeSet<[u8; 32]> = receipt.files.iter().copied().collect();
        let held = ask
            .files
            .iter()
            .filter(|file| named.contains(&file.content));
        let now = self.desk.now();
        self.open.store.write_as(|writer| {
            writer.begin_batch(self.batch, self.road, now)?;
            writer.add_receipt(&store::Receipt {
                batch: self.batch,
                bytes: signed.bytes.clone(),
                signature: signed.signature.to_vec(),
                revisions: u64::from(receipt.count),
                time_ms: receipt.time,
                verified: true,
            })?;
            let mut confirmed = 0;
            for file in held {
                confirmed += u32::from(writer.confirm_file(ContentId(file.content), &file.team)?);
            }
            Ok(confirmed)
        })
    }
}

fn name_of(content: ContentId, team: records::TeamId) -> FileName {
    let ContentId(content) = content;
    FileName { team, content }
}
