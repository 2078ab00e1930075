//! Reading whole records back out of the parts that brought them.

use std::collections::{BTreeMap, BTreeSet};

use records::{RecordId, Revision, RevisionId, TeamId};

use super::LedgerError;
use super::book::{Book, Found};

/// The revisions of one record.
pub(super) type History = BTreeMap<RevisionId, Revision>;

/// How many bytes of parts are unpacked for one question. What is beyond is left to the fold.
const WIRE_BYTES_MAX: usize = 16 << 20;

/// Returns what is held of these records. Each part is unpacked once. Records whose parts are beyond the
/// limit are left out.
pub(super) fn of(
    book: &dyn Book,
    team: &TeamId,
    wanted: &BTreeSet<RecordId>,
) -> Found<BTreeMap<RecordId, History>> {
    let mut parts: BTreeMap<u64, BTreeSet<RevisionId>> = BTreeMap::new();
    let mut whole: BTreeMap<RecordId, usize> = BTreeMap::new();
    for (record, id, seq) in book.places(team, wanted)? {
        parts.entry(seq).or_default().insert(id);
        *whole.entry(record).or_default() += 1;
    }
    let mut found: BTreeMap<RecordId, History> = BTreeMap::new();
    let mut read = 0;
    for (seq, ids) in parts {
        let wire = wire(book, team, seq)?;
        read += wire.len();
        if read > WIRE_BYTES_MAX {
            break;
        }
        for revision in unpack(&wire)?
            .into_iter()
            .filter(|revision| ids.contains(&revision.id))
        {
            found
                .entry(revision.header.record)
                .or_default()
                .insert(revision.id, revision);
        }
    }
    found.retain(|record, history| whole.get(record) == Some(&history.len()));
    Ok(found)
}

/// Returns the revisions of one part.
pub(super) fn part(book: &dyn Book, team: &TeamId, seq: u64) -> Found<Vec<Revision>> {
    unpack(&wire(book, team, seq)?)
}

/// Returns the revisions in the bytes of a part.
pub(super) fn unpack(wire: &[u8]) -> Found<Vec<Revision>> {
    let unpacked = sync::unpack(wire);
    let (_, revisions) = unpacked.map_err(|_unreadable| LedgerError::Damaged { what: "part" })?;
    Ok(revisions)
}

/// Returns the bytes of one part.
pub(super) fn wire(book: &dyn Book, team: &TeamId, seq: u64) -> Found<Vec<u8>> {
    book.wire(team, seq)?.ok_or(LedgerError::Damaged {
        what: "index of revisions",
    })
}
