//! How long files are that are not here: told before anybody fetches them.

use std::collections::{BTreeMap, BTreeSet};

use store::{Reader, StoreError, Writer};
use sync::{FILE_BYTES_MAX, FILES_OF_SIZES_MAX, FileName, LineKind, Road, SizesAsk};

use super::files::{absent, large_key};
use crate::open::Open;
use crate::{Desk, DeskError};

/// Sizes of files, by team and content: in bytes, or when the centre was asked in vain, in ms since 1970 after a sign.
const SIZE: &str = "file size ";
const ASKED: char = '?';
/// How soon it is asked again after a file that the centre had not.
const AGAIN_MS: u64 = 60 * 60 * 1000;
/// How many files are asked about in one sync: some 15 KB both ways.
const AT_A_TIME: usize = 4 * FILES_OF_SIZES_MAX;
/// When nobody on the other side understood the question, in ms since 1970.
const NOT_UNDERSTOOD: &str = "file sizes not understood ms";
/// How soon it is asked again then.
const AGAIN_NOT_UNDERSTOOD_MS: u64 = 24 * 60 * 60 * 1000;

/// What is known of files that are not here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ahead {
    /// How many.
    pub(super) files: u64,
    /// Bytes of those of which that is known.
    pub(super) bytes: u64,
    /// Of how many it is not known.
    pub(super) unknown: u64,
}

/// Sums up the files that this person's records name and that are not here.
pub(super) fn ahead(open: &Open, reader: &Reader<'_>) -> Result<Ahead, DeskError> {
    let absent = absent(open, reader)?;
    let sizes = match absent.is_empty() {
        true => BTreeMap::new(),
        false => sizes(reader)?,
    };
    let mut sum = Ahead::default();
    for file in absent.keys() {
        sum.files += 1;
        match sizes
            .get(&key(file))
            .and_then(|said| said.parse::<u64>().ok())
        {
            Some(bytes) => sum.bytes = sum.bytes.saturating_add(bytes),
            None => sum.unknown += 1,
        }
    }
    Ok(sum)
}

impl Desk {
    /// Asks the centre how long files are that are not here, a hundred bytes for each and once: whoever pays for a line hears
    /// what fetching them will take. One that is too large for a laptop is not wanted any more.
    pub(super) fn ask_sizes(&self, open: &Open, road: &mut dyn Road) -> Result<(), DeskError> {
        let now = self.now();
        let asked = due(open, now)?;
        let Some(files) = road.files().filter(|_| !asked.is_empty()) else {
            return Ok(());
        };
        for some in asked.chunks(FILES_OF_SIZES_MAX) {
            let ask = SizesAsk {
                files: some.to_vec(),
            };
            // That it is not known is told, and no reason for a sync to fail.
            let said = match files.sizes(&ask) {
                Ok(Some(said)) => said,
                Ok(None) => return not_understood(open, now),
                Err(line) if is_an_answer(line.kind) => return not_understood(open, now),
                Err(_) => return Ok(()),
            };
            open.store.write(|writer| {
                for (file, bytes) in some.iter().zip(said.bytes) {
                    let known = match bytes {
                        Some(bytes) if bytes > FILE_BYTES_MAX => {
                            writer.set_setting(&large_key(file), Some("1"))?;
                            None
                        }
                        Some(bytes) => Some(bytes.to_string()),
                        None => Some(format!("{ASKED}{now}")),
                    };
                    writer.set_setting(&key(file), known.as_deref())?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Whether asking again soon would cost the same bytes for the same answer.
const fn is_an_answer(kind: LineKind) -> bool {
    match kind {
        LineKind::TooLarge
        | LineKind::NotOurs
        | LineKind::TurnedAway { .. }
        | LineKind::Full
        | LineKind::Server { .. } => true,
        LineKind::Unreachable
        | LineKind::Stalled
        | LineKind::Unauthorised
        | LineKind::Revoked
        | LineKind::Busy { .. } => false,
    }
}

fn not_understood(open: &Open, now_ms: u64) -> Result<(), DeskError> {
    let now = now_ms.to_string();
    let note = |writer: &mut Writer<'_>| writer.set_setting(NOT_UNDERSTOOD, Some(&now));
    Ok(open.store.write(note)?)
}

/// The files to ask about now. What is known of files that came meanwhile, or that no record names any more, is forgotten.
fn due(open: &Open, now_ms: u64) -> Result<Vec<FileName>, DeskError> {
    let (absent, sizes, not_understood) = open.store.read_as(|reader| {
        let not_understood = reader.setting(NOT_UNDERSTOOD)?;
        Ok::<_, DeskError>((absent(open, reader)?, sizes(reader)?, not_understood))
    })?;
    let named: BTreeSet<String> = absent.keys().map(key).collect();
    let gone: Vec<&String> = sizes.keys().filter(|key| !named.contains(*key)).collect();
    if !gone.is_empty() {
        open.store.write(|writer| {
            let mut gone = gone.iter();
            gone.try_for_each(|key| writer.set_setting(key, None))
        })?;
    }
    let at = not_understood.and_then(|at| at.parse::<u64>().ok());
    if at.is_some_and(|at| now_ms.abs_diff(at) < AGAIN_NOT_UNDERSTOOD_MS) {
        return Ok(Vec::new());
    }
    let rests = |said: &String| match said.strip_prefix(ASKED) {
        Some(at) => at.parse().is_ok_and(|at| now_ms.abs_diff(at) < AGAIN_MS),
        None => true,
    };
    let open = absent
        .into_keys()
        .filter(|file| !sizes.get(&key(file)).is_some_and(rests));
    Ok(open.take(AT_A_TIME).collect())
}

fn sizes(reader: &Reader<'_>) -> Result<BTreeMap<String, String>, StoreError> {
    Ok(reader.settings(SIZE)?.into_iter().collect())
}

fn key(file: &FileName) -> String {
    format!("{SIZE}{} {}", file.team, blake3::Hash::from(file.content))
}
