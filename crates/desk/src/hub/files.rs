//! Photos and scans at a hub: taken in from guests, given out to guests.
//!
//! A hub takes a file when a record that it holds names it, in a team that the guest shares with it; keeps it sealed like its
//! own; and signs for it when all of it is here and proven. That hands it over and confirms nothing.

use std::collections::BTreeSet;
use std::ops::Range;

use store::{ContentId, FileFacts, GuestFile, StoreError};
use sync::{
    Announced, FileName, FilesAsk, Receipt, SignedReceipt, Upload, UploadId, slip_statement,
};

use super::HubRefusal;
use super::door::Guest;
use crate::open::{Open, lock};
use crate::{Desk, DeskError};

/// How many uploads of one laptop may be on their way at once.
const UPLOADS_MAX: u64 = 256;
/// How long an upload that does not end is kept, as at the centre: a wet season without a line.
const UPLOAD_LIFE_MS: u64 = 60 * 24 * 60 * 60 * 1000;

impl Desk {
    /// Begins an upload of a laptop that came in with `pass`, or goes on with it. One of a file that is here is done at once;
    /// like any that ended well it can be asked after until its time is over.
    ///
    /// # Errors
    /// When the laptop may not ask, the team is none that both share, no record here names the file, or the store fails.
    pub fn hub_file_announce(
        &self,
        pass: &[u8; 32],
        announced: Announced,
    ) -> Result<(UploadId, Upload), HubRefusal> {
        let now = self.now();
        self.as_refusal(|open| {
            let guest = self.hub_caller(open, pass)?;
            let Announced { file, length } = announced;
            if !guest.teams.contains(&file.team) {
                return Err(HubRefusal::FileTeam);
            }
            let _turn = lock(&self.0.receiving);
            let store = &open.store;
            store.expire_guest_files(now).map_err(failed)?;
            let content = ContentId(file.content);
            let used = store.read(|reader| reader.file_use(content, &file.team));
            let used = used.map_err(failed)?;
            let used = used.filter(|used| used.media.is_some());
            let used = used.ok_or(HubRefusal::Unnamed)?;
            let before = store
                .read(|reader| reader.guest_file_of(guest.device, &file.team, content))
                .map_err(failed)?;
            match before {
                Some(before) if before.bytes == length => {
                    return Ok((UploadId(before.id), self.settled(open, &before)?));
                }
                Some(before) => store.drop_guest_file(before.id).map_err(failed)?,
                None => {}
            }
            let on_their_way = store.read(|reader| reader.guest_files_on_their_way(guest.device));
            if used.bytes.is_none() && on_their_way.map_err(failed)? >= UPLOADS_MAX {
                return Err(HubRefusal::Uploads);
            }
            let noted = GuestFile {
                id: self.random().bytes(),
                device: guest.device,
                team: file.team,
                content,
                bytes: length,
                until_ms: now.saturating_add(UPLOAD_LIFE_MS),
            };
            store
                .write(|writer| writer.add_guest_file(&noted))
                .map_err(failed)?;
            // One that is here, or that has not a byte, is whole already.
            Ok((UploadId(noted.id), self.settled(open, &noted)?))
        })
    }

    /// Says how far an upload is; proves and keeps the file when all of it is here.
    ///
    /// # Errors
    /// When the laptop may not ask, there is no such upload of it, the bytes are another file's, or the store fails.
    pub fn hub_file_upload(&self, pass: &[u8; 32], id: UploadId) -> Result<Upload, HubRefusal> {
        self.as_refusal(|open| {
            let guest = self.hub_caller(open, pass)?;
            let _turn = lock(&self.0.receiving);
            let noted = self.noted(open, &guest, id)?;
            self.settled(open, &noted)
        })
    }

    /// Keeps the next bytes of an upload, which begin at `at`: they are on the disk when this returns.
    ///
    /// # Errors
    /// When the laptop may not ask, there is no such upload of it, it stands elsewhere, or the store fails.
    pub fn hub_file_append(
        &self,
        pass: &[u8; 32],
        id: UploadId,
        at: u64,
        piece: &[u8],
    ) -> Result<(), HubRefusal> {
        self.as_refusal(|open| {
            let guest = self.hub_caller(open, pass)?;
            let _turn = lock(&self.0.receiving);
            let noted = self.noted(open, &guest, id)?;
            let store = &open.store;
            let arriving = store.arriving_from_guest(noted.content, noted.id);
            let mut arriving = arriving.map_err(failed)?;
            let here = arriving.bytes();
            let left = noted.bytes.saturating_sub(here);
            if here != at || piece.len() as u64 > left {
                return Err(HubRefusal::Offset { at: here });
            }
            store.take_arriving(&mut arriving, piece).map_err(failed)
        })
    }

    /// Gives an upload up. A file that is kept stays.
    ///
    /// # Errors
    /// When the laptop may not ask, there is no such upload of it, or the store fails.
    pub fn hub_file_give_up(&self, pass: &[u8; 32], id: UploadId) -> Result<(), HubRefusal> {
        self.as_refusal(|open| {
            let guest = self.hub_caller(open, pass)?;
            let _turn = lock(&self.0.receiving);
            let noted = self.noted(open, &guest, id)?;
            open.store.drop_guest_file(noted.id).map_err(failed)
        })
    }

    /// Says how long a file is that a record of a shared team names; `None` when it is not here.
    ///
    /// # Errors
    /// When the laptop may not ask, or the store fails.
    pub fn hub_file_length(
        &self,
        pass: &[u8; 32],
        file: &FileName,
    ) -> Result<Option<u64>, HubRefusal> {
        self.as_refusal(|open| {
            let guest = self.hub_caller(open, pass)?;
            held(open, &guest, file)
        })
    }

    /// Gives some bytes of such a file; `None` when it is not here, or no longer what it should be.
    ///
    /// # Errors
    /// When the laptop may not ask, or the store fails.
    pub fn hub_file_read(
        &self,
        pass: &[u8; 32],
        file: &FileName,
        bytes: Range<u64>,
    ) -> Result<Option<Vec<u8>>, HubRefusal> {
        self.as_refusal(|open| {
            let guest = self.hub_caller(open, pass)?;
            if held(open, &guest, file)?.is_none() {
                return Ok(None);
            }
            match open.store.file_bytes(ContentId(file.content), bytes) {
                Ok(bytes) => Ok(Some(bytes)),
                // The doctor tells of it; to the guest it is not here.
                Err(StoreError::FileMissing { .. } | StoreError::FileDamaged { .. }) => Ok(None),
                Err(error) => Err(failed(error)),
            }
        })
    }

    /// Signs, after the line of a hub, for those of the files that are here whole.
    ///
    /// # Errors
    /// When the laptop may not ask, or the store fails.
    pub fn hub_file_sign(
        &self,
        pass: &[u8; 32],
        ask: &FilesAsk,
    ) -> Result<SignedReceipt, HubRefusal> {
        self.as_refusal(|open| {
            let guest = self.hub_caller(open, pass)?;
            let mut whole = BTreeSet::new();
            for file in &ask.files {
                let is_held = held(open, &guest, file)?.is_some();
                if is_held && is_whole(open, ContentId(file.content))? {
                    whole.insert(file.clone());
                }
            }
            let named = ask.named(&whole);
            let receipt = Receipt::for_files(ask.batch, guest.device, named, self.now());
            let bytes = receipt.to_bytes();
            let signature = open.device_key.sign(&slip_statement(&bytes));
            Ok(SignedReceipt { bytes, signature })
        })
    }

    /// An upload that is this guest's and whose time is not over.
    fn noted(&self, open: &Open, guest: &Guest, id: UploadId) -> Result<GuestFile, HubRefusal> {
        let noted = open.store.read(|reader| reader.guest_file(id.0));
        let noted = noted.map_err(failed)?.filter(|noted| {
            let is_theirs = noted.device == guest.device && guest.teams.contains(&noted.team);
            is_theirs && noted.until_ms > self.now()
        });
        noted.ok_or(HubRefusal::NoUpload)
    }

    /// Keeps the file when all of it is here and what it should be. The upload stays noted: whoever did not hear how it ended
    /// asks again.
    fn settled(&self, open: &Open, noted: &GuestFile) -> Result<Upload, HubRefusal> {
        let store = &open.store;
        let used = store.read(|reader| reader.file_use(noted.content, &noted.team));
        let used = used.map_err(failed)?;
        let Some((media, held)) = used.and_then(|used| Some((used.media?, used.bytes))) else {
            // What named it was erased meanwhile.
            store.drop_guest_file(noted.id).map_err(failed)?;
            return Err(HubRefusal::NoUpload);
        };
        if held == Some(noted.bytes) && is_whole(open, noted.content)? {
            // Of what another brought meanwhile no pieces are needed.
            store.clear_pieces_of_guest(noted.id).map_err(failed)?;
            return Ok(whole(noted));
        }
        let arriving = store.arriving_from_guest(noted.content, noted.id);
        let arriving = arriving.map_err(failed)?;
        if arriving.bytes() < noted.bytes {
            return Ok(upload(noted, arriving.bytes()));
        }
        let facts = FileFacts {
            media,
            size: None,
            made_ms: self.now(),
        };
        match store.finish_arriving(arriving, &facts).map_err(failed)? {
            Some(_) => Ok(whole(noted)),
            None => {
                store.drop_guest_file(noted.id).map_err(failed)?;
                Err(HubRefusal::OtherBytes)
            }
        }
    }
}

/// How long a file is that is here and that a record of a team of both names.
fn held(open: &Open, guest: &Guest, file: &FileName) -> Result<Option<u64>, HubRefusal> {
    if !guest.teams.contains(&file.team) {
        return Ok(None);
    }
    let content = ContentId(file.content);
    let used = open
        .store
        .read(|reader| reader.file_use(content, &file.team));
    Ok(used.map_err(failed)?.and_then(|used| used.bytes))
}

/// Whether a file that is listed proves itself.
fn is_whole(open: &Open, content: ContentId) -> Result<bool, HubRefusal> {
    match open.store.file_content(content) {
        Ok(_) => Ok(true),
        Err(StoreError::FileMissing { .. } | StoreError::FileDamaged { .. }) => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

fn announced(noted: &GuestFile) -> Announced {
    Announced {
        file: FileName {
            team: noted.team.clone(),
            content: noted.content.0,
        },
        length: noted.bytes,
    }
}

fn upload(noted: &GuestFile, offset: u64) -> Upload {
    Upload {
        announced: announced(noted),
        offset,
        expires_ms: noted.until_ms,
        done: false,
    }
}

fn whole(noted: &GuestFile) -> Upload {
    Upload {
        done: true,
        ..upload(noted, noted.bytes)
    }
}

fn failed(source: StoreError) -> HubRefusal {
    HubRefusal::Failed(DeskError::from(source))
}
