//! Reading whole records back out of the parts that brought them.

use std::collections::{BTreeMap, BTreeSet};

use records::{RecordId, Revision, RevisionId, TeamId};
use rusqlite::{Transaction, named_params};

use super::{Doing, LedgerError, accounts, rows};

/// The revisions of one record.
pub(super) type History = BTreeMap<RevisionId, Revision>;

/// How many bytes of parts are unpacked for one question. What is beyond is left to the fold.
const WIRE_BYTES_MAX: usize = 16 << 20;

/// The index is named because SQLite, which keeps no statistics here, would read the whole team.
pub(super) const PLACES: &str = "SELECT id, seq FROM revision INDEXED BY revision_of_record
                                 WHERE team = :team AND record = :record";

/// Returns what is held of these records. Each part is unpacked once. Records whose parts are beyond the
/// limit are left out.
pub(super) fn of(
    tx: &Transaction<'_>,
    team: &TeamId,
    wanted: &BTreeSet<RecordId>,
) -> Result<BTreeMap<RecordId, History>, LedgerError> {
    let mut parts: BTreeMap<u64, BTreeSet<RevisionId>> = BTreeMap::new();
    let mut whole: BTreeMap<RecordId, usize> = BTreeMap::new();
    for record in wanted {
        for (seq, id) in places(tx, team, *record)? {
            parts.entry(seq).or_default().insert(id);
            *whole.entry(*record).or_default() += 1;
        }
    }
    let mut found: BTreeMap<RecordId, History> = BTreeMap::new();
    let mut read = 0;
    for (seq, ids) in parts {
        let wire = wire(tx, team, seq)?;
        read += wire.len();
        if read > WIRE_BYTES_MAX {
            break;
        }
        let (_, revisions) =
            sync::unpack(&wire).map_err(|_unreadable| LedgerError::Damaged { what: "part" })?;
        for revision in revisions
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

fn places(
    tx: &Transaction<'_>,
    team: &TeamId,
    record: RecordId,
) -> Result<Vec<(u64, RevisionId)>, LedgerError> {
    let values = named_params! { ":team": team.as_str(), ":record": record.0 };
    accounts::all(tx, PLACES, values, |row| {
        let id = row
            .get("id")
            .map(RevisionId)
            .doing("read where a revision is")?;
        Ok((rows::uint(row, "seq")?, id))
    })
}

/// Returns the bytes of one part.
pub(super) fn wire(tx: &Transaction<'_>, team: &TeamId, seq: u64) -> Result<Vec<u8>, LedgerError> {
    let sql = "SELECT wire FROM part WHERE team = :team AND seq = :seq";
    let values = named_params! { ":team": team.as_str(), ":seq": rows::int(seq) };
    let found = accounts::one(tx, sql, values, |row| row.get("wire").doing("read a part"))?;
    found.ok_or(LedgerError::Damaged {
        what: "index of revisions",
    })
}
