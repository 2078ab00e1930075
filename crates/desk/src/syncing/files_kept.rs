//! Whether the centre still holds what it confirmed: as texts are compared, so photos and scans are asked after.

use std::collections::BTreeSet;

use records::{RecordId, TeamId};
use store::ContentId;
use sync::{FileName, FilesAsk, Road, SyncError};

use super::side::checked;
use crate::hub::teams_of;
use crate::open::{Open, lock};
use crate::{Desk, DeskError};

/// When files were asked after last, and which was the last one.
const ASKED_AFTER: &str = "sync files asked after";
/// How often that is done. A centre that lost files is found by the laptops that have them, within as many days as they have
/// hundreds; and a laptop with nothing to do sends nothing for it on other days.
const EVERY_MS: u64 = 24 * 60 * 60 * 1000;
/// How many files at a time, in asks of so many each: some 20 KB both ways.
const AT_A_TIME: u32 = 256;
const IN_ONE_ASK: usize = 64;

impl Desk {
    /// Asks the centre, once a day, after the next of the files that are here and that it has confirmed. What it does not
    /// hold any more waits to be sent again. Anybody may bring it, whoever took the picture.
    pub(super) fn ask_after_files(
        &self,
        open: &Open,
        centre: &[u8; 32],
        road: &mut dyn Road,
    ) -> Result<(), SyncError<DeskError>> {
        let local = |source| SyncError::Local { source };
        let (asked, last) = due(open, self.now()).map_err(local)?;
        let Some(files) = road.files().filter(|_| !asked.is_empty()) else {
            return Ok(());
        };
        for some in asked.chunks(IN_ONE_ASK) {
            let ask = FilesAsk {
                batch: RecordId::v7(self.now(), self.random().bytes()).0,
                files: some.to_vec(),
            };
            let signed = files.sign(&ask)?;
            let receipt = checked(&signed, centre, ask.batch, open)
                .map_err(|why| local(DeskError::FalseReceipt { why }))?;
            let held: BTreeSet<[u8; 32]> = receipt.files.into_iter().collect();
            let mut lost = some.iter().filter(|file| !held.contains(&file.content));
            let store = &open.store;
            let noted = store.write(|writer| {
                lost.try_for_each(|file| writer.unconfirm_file(ContentId(file.content), &file.team))
            });
            noted.map_err(|source| local(source.into()))?;
        }
        let noted = format!("{} {last}", self.now());
        let noted = open
            .store
            .write(|writer| writer.set_setting(ASKED_AFTER, Some(&noted)));
        noted.map_err(|source| local(source.into()))
    }
}

/// The files to ask after now, and where to go on the next time; none when it is not time yet.
fn due(open: &Open, now_ms: u64) -> Result<(Vec<FileName>, String), DeskError> {
    let teams = teams_of(&lock(&open.roster), open.device);
    open.store.read_as(|reader| {
        let before = reader.setting(ASKED_AFTER)?.unwrap_or_default();
        let mut before = before.split(' ');
        let at: Option<u64> = before.next().and_then(|at| at.parse().ok());
        if at.is_some_and(|at| now_ms.abs_diff(at) < EVERY_MS) {
            return Ok((Vec::new(), String::new()));
        }
        let content = before
            .next()
            .and_then(|text| text.parse::<ContentId>().ok());
        let team = before.next().and_then(|text| TeamId::new(text).ok());
        let after = content.zip(team);
        let mut found = reader.confirmed_files(after.as_ref(), AT_A_TIME)?;
        // At the end it begins anew.
        if found.is_empty() && after.is_some() {
            found = reader.confirmed_files(None, AT_A_TIME)?;
        }
        let last = found
            .last()
            .map(|(content, team)| format!("{content} {team}"));
        // The centre signs for no other teams.
        let asked = found.into_iter().filter(|(_, team)| teams.contains(team));
        let asked = asked.map(|(ContentId(content), team)| FileName { team, content });
        Ok((asked.collect(), last.unwrap_or_default()))
    })
}
