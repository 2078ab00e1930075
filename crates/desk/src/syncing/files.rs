//! The laptop's side of files that travel: which to send, what came, what a receipt says of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use records::TeamId;
use store::{Arriving, ContentId, FileFacts, Media, Reader, StoreError, WaitingFile};
use sync::{FileLocal, FileName, FilesAsk, Outgoing, Piece, SignedReceipt};

use super::hub::HubDoor;
use super::hub::side::slip;
use super::side::{checked, kept};
use crate::hub::teams_of;
use crate::open::{Open, lock};
use crate::{Desk, DeskError};

/// Files that are too large for a laptop, by team and content.
const LARGE: &str = "file too large ";

/// Who takes files and gives them, and what that one's word is worth.
pub(super) enum Taker {
    /// The centre, by its key: it confirms.
    Centre([u8; 32]),
    /// A hub, by its key, for the teams that both laptops share: files are handed over to it and no more.
    Hub([u8; 32], BTreeSet<TeamId>),
}

impl Taker {
    pub(super) fn centre(open: &Open) -> Result<Self, DeskError> {
        let account = open.store.read(|reader| reader.account())?;
        let centre = account
            .and_then(|account| account.centre)
            .ok_or(DeskError::NoCentre)?;
        Ok(Self::Centre(centre.public))
    }

    pub(super) fn hub(open: &Open, door: &HubDoor) -> Self {
        let roster = lock(&open.roster);
        let mut shared = teams_of(&roster, open.device);
        let theirs = teams_of(&roster, door.device);
        shared.retain(|team| theirs.contains(team));
        Self::Hub(door.public, shared)
    }

    fn takes(&self, team: &TeamId) -> bool {
        match self {
            Self::Centre(_) => true,
            Self::Hub(_, shared) => shared.contains(team),
        }
    }

    const fn is_centre(&self) -> bool {
        matches!(self, Self::Centre(_))
    }
}

/// Files of one sync.
pub(super) struct FileSide<'a> {
    desk: &'a Desk,
    open: &'a Open,
    taker: Taker,
    batch: [u8; 16],
    road: &'static str,
    waiting: VecDeque<WaitingFile>,
    wanted: BTreeMap<FileName, Media>,
    tried: BTreeSet<FileName>,
    arriving: Option<Arriving>,
}

impl<'a> FileSide<'a> {
    /// Files go under a batch of their own. `fetches`: what records name and is not here is wanted too.
    pub(super) fn new(
        desk: &'a Desk,
        open: &'a Open,
        taker: Taker,
        road: &'static str,
        fetches: bool,
    ) -> Result<FileSide<'a>, DeskError> {
        let (mut waiting, mut absent) = open.store.read_as(|reader| {
            let absent = match fetches {
                true => absent(open, reader)?,
                false => BTreeMap::new(),
            };
            Ok::<_, DeskError>((reader.waiting_files()?, absent))
        })?;
        waiting.retain(|file| taker.takes(&file.team));
        absent.retain(|file, _| taker.takes(&file.team));
        Ok(FileSide {
            desk,
            open,
            taker,
            batch: records::RecordId::v7(desk.now(), desk.random().bytes()).0,
            road,
            waiting: waiting.into(),
            wanted: absent,
            tried: BTreeSet::new(),
            arriving: None,
        })
    }

    pub(super) fn batch(&self) -> [u8; 16] {
        self.batch
    }

    /// How many files are still to travel.
    pub(super) fn all(&self) -> usize {
        self.waiting.len() + self.wanted.len()
    }

    /// Keeps a whole file that came, in place of its pieces; false when it is another one.
    fn keep(&mut self, file: &FileName, arriving: Arriving) -> Result<bool, DeskError> {
        let media = self.wanted.remove(file).ok_or(DeskError::NotFound {
            what: "kind of a file",
        })?;
        let facts = FileFacts {
            media,
            size: None,
            made_ms: self.desk.now(),
        };
        let store = &self.open.store;
        if store.finish_arriving(arriving, &facts)?.is_none() {
            return Ok(false);
        }
        let content = ContentId(file.content);
        store.write(|writer| match self.taker.is_centre() {
            true => writer.confirm_file(content, &file.team).map(|_| ()),
            false => writer.hand_over_file(content, &file.team),
        })?;
        Ok(true)
    }
}

impl FileLocal for FileSide<'_> {
    type Error = DeskError;

    fn next_to_send(&mut self) -> Result<Option<Outgoing>, DeskError> {
        let store = &self.open.store;
        while let Some(file) = self.waiting.pop_front() {
            let name = name_of(file.content, file.team);
            match store.file_content(file.content) {
                Ok(bytes) => {
                    // A hub knows by itself what it has begun to take.
                    let address = file.upload.filter(|_| self.taker.is_centre());
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
        if !self.taker.is_centre() {
            return Ok(());
        }
        let content = ContentId(file.content);
        let store = &self.open.store;
        Ok(store.write(|writer| writer.set_upload(content, &file.team, address))?)
    }

    fn next_wanted(&mut self) -> Result<Option<(FileName, u64)>, DeskError> {
        let next = self.wanted.keys().find(|name| !self.tried.contains(*name));
        let Some(name) = next.cloned() else {
            return Ok(None);
        };
        self.tried.insert(name.clone());
        let arriving = self.open.store.arriving(ContentId(name.content))?;
        let here = arriving.bytes();
        self.arriving = Some(arriving);
        Ok(Some((name, here)))
    }

    fn arrived(&mut self, file: &FileName, piece: &Piece) -> Result<bool, DeskError> {
        let mut arriving = match self.arriving.take() {
            Some(arriving) => arriving,
            None => self.open.store.arriving(ContentId(file.content))?,
        };
        self.open.store.take_arriving(&mut arriving, &piece.bytes)?;
        if arriving.bytes() >= piece.length {
            return self.keep(file, arriving);
        }
        self.arriving = Some(arriving);
        Ok(true)
    }

    fn too_large(&mut self, file: &FileName) -> Result<(), DeskError> {
        self.wanted.remove(file);
        let key = large_key(file);
        let store = &self.open.store;
        Ok(store.write(|writer| writer.set_setting(&key, Some("1")))?)
    }

    fn signed(&mut self, ask: &FilesAsk, signed: &SignedReceipt) -> Result<u32, DeskError> {
        match &self.taker {
            Taker::Centre(public) => self.confirmed(ask, signed, public),
            Taker::Hub(public, _) => self.handed_over(ask, signed, public),
        }
    }
}

impl FileSide<'_> {
    /// Confirms what the centre signed for.
    fn confirmed(
        &self,
        ask: &FilesAsk,
        signed: &SignedReceipt,
        centre: &[u8; 32],
    ) -> Result<u32, DeskError> {
        let receipt = checked(signed, centre, self.batch, self.open)
            .map_err(|why| DeskError::FalseReceipt { why })?;
        let named: BTreeSet<[u8; 32]> = receipt.files.iter().copied().collect();
        let now = self.desk.now();
        self.open.store.write_as(|writer| {
            writer.begin_batch(self.batch, self.road, now)?;
            writer.add_receipt(&kept(signed, &receipt))?;
            let mut confirmed = 0;
            for file in &ask.files {
                let content = ContentId(file.content);
                match named.contains(&file.content) {
                    true => confirmed += u32::from(writer.confirm_file(content, &file.team)?),
                    false => writer.set_upload(content, &file.team, None)?,
                }
            }
            Ok(confirmed)
        })
    }

    /// Notes what a hub signed for. Nothing is confirmed by it.
    fn handed_over(
        &self,
        ask: &FilesAsk,
        signed: &SignedReceipt,
        hub: &[u8; 32],
    ) -> Result<u32, DeskError> {
        let receipt =
            slip(signed, hub, self.batch, self.open).map_err(|why| DeskError::FalseSlip { why })?;
        let named: BTreeSet<[u8; 32]> = receipt.files.iter().copied().collect();
        let files = ask.files.iter();
        let mut given = files.filter(|file| named.contains(&file.content));
        self.open.store.write(|writer| {
            given.try_for_each(|file| writer.hand_over_file(ContentId(file.content), &file.team))
        })?;
        Ok(0)
    }
}

/// Under which a file is remembered that is too large for a laptop.
pub(super) fn large_key(file: &FileName) -> String {
    format!("{LARGE}{} {}", file.team, blake3::Hash::from(file.content))
}

/// The files that this person's records name and that are with a colleague or at the centre. Not those that this program
/// has no name for, and not those that are too large for a laptop.
pub(super) fn absent(
    open: &Open,
    reader: &Reader<'_>,
) -> Result<BTreeMap<FileName, Media>, DeskError> {
    let absent = reader.absent_files()?.into_iter();
    let ours = absent.filter(|file| open.own_team(&file.team).is_ok());
    let named = ours.filter_map(|file| Some((name_of(file.content, file.team), file.media?)));
    let mut named: BTreeMap<FileName, Media> = named.collect();
    if !named.is_empty() {
        let large: BTreeSet<String> = reader
            .settings(LARGE)?
            .into_iter()
            .map(|(key, _)| key)
            .collect();
        named.retain(|file, _| !large.contains(&large_key(file)));
    }
    Ok(named)
}

fn name_of(content: ContentId, team: TeamId) -> FileName {
    let ContentId(content) = content;
    FileName { team, content }
}
