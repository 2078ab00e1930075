//! Taking bodies out, on the request of the person they are about.

use std::collections::{BTreeMap, BTreeSet};

use records::{Kind, RecordId, Revision, RevisionId, TeamId, fold};
use rusqlite::{Transaction, named_params};

use super::{Doing, LedgerError, accounts, history, rows};

/// The index, which holds erases alone, is named because SQLite would read the whole team.
pub(super) const HAS_ERASE: &str = "SELECT id FROM revision INDEXED BY erase_of_record
                                    WHERE team = :team AND record = :record AND kind = 3 LIMIT 1";

/// Takes out every body that an erase reaches, now that a part with these revisions is kept. An erase that
/// its author was not allowed to make reaches nothing. Returns whether anything was taken out.
pub(super) fn forget(
    tx: &Transaction<'_>,
    team: &TeamId,
    kept: &[Revision],
) -> Result<bool, LedgerError> {
    let touched: BTreeSet<RecordId> = kept.iter().map(|revision| revision.header.record).collect();
    let mut erased = BTreeSet::new();
    for record in touched {
        if has_erase(tx, team, record)? {
            erased.insert(record);
        }
    }
    if erased.is_empty() {
        return Ok(false);
    }
    let mut places: BTreeMap<u64, BTreeSet<RevisionId>> = BTreeMap::new();
    for (_, mut history) in history::of(tx, team, &erased)? {
        let refused = refused(tx, team, &history)?;
        history.retain(|id, _| !refused.contains(id));
        let headers = history.iter().map(|(id, revision)| (*id, &revision.header));
        for id in fold(headers)
            .map(|folded| folded.forgotten)
            .unwrap_or_default()
        {
            for seq in parts_with(tx, team, &history, id)? {
                places.entry(seq).or_default().insert(id);
            }
        }
    }
    let mut changed = false;
    for (seq, ids) in places {
        changed |= take_out(tx, team, seq, &ids)?;
    }
    Ok(changed)
}

fn has_erase(tx: &Transaction<'_>, team: &TeamId, record: RecordId) -> Result<bool, LedgerError> {
    let values = named_params! { ":team": team.as_str(), ":record": record.0 };
    Ok(accounts::one(tx, HAS_ERASE, values, |_| Ok(()))?.is_some())
}

/// Returns the erases of a record that carry a mark.
fn refused(
    tx: &Transaction<'_>,
    team: &TeamId,
    history: &history::History,
) -> Result<BTreeSet<RevisionId>, LedgerError> {
    let sql =
        "SELECT code FROM mark WHERE team = :team AND id = :id AND code IN ('role', 'author')";
    let mut refused = BTreeSet::new();
    for (id, _) in history
        .iter()
        .filter(|(_, revision)| revision.header.kind == Kind::Erase)
    {
        let values = named_params! { ":team": team.as_str(), ":id": id.0 };
        if !accounts::all(tx, sql, values, |_| Ok(()))?.is_empty() {
            refused.insert(*id);
        }
    }
    Ok(refused)
}

/// Returns every part that holds the revision: it may have been sealed more than once.
fn parts_with(
    tx: &Transaction<'_>,
    team: &TeamId,
    history: &history::History,
    id: RevisionId,
) -> Result<Vec<u64>, LedgerError> {
    let Some(revision) = history.get(&id) else {
        return Ok(Vec::new());
    };
    let (device, n) = (revision.header.device, revision.header.n);
    let sql = "SELECT seq FROM part
               WHERE team = :team AND device = :device AND first > :reach AND first <= :n
                 AND first + count > :n";
    let reach = n.saturating_sub(records::PART_REVISIONS_MAX as u64);
    let values = named_params! {
        ":team": team.as_str(), ":device": device.0, ":reach": rows::int(reach) - 1,
        ":n": rows::int(n),
    };
    accounts::all(tx, sql, values, |row| rows::uint(row, "seq"))
}

fn take_out(
    tx: &Transaction<'_>,
    team: &TeamId,
    seq: u64,
    ids: &BTreeSet<RevisionId>,
) -> Result<bool, LedgerError> {
    let wire = history::wire(tx, team, seq)?;
    let left =
        sync::erase(&wire, ids).map_err(|_unreadable| LedgerError::Damaged { what: "part" })?;
    if left == wire {
        return Ok(false);
    }
    let sql = "UPDATE part SET wire = :wire WHERE team = :team AND seq = :seq";
    let values = named_params! {
        ":wire": &*left, ":team": team.as_str(), ":seq": rows::int(seq),
    };
    tx.execute(sql, values).doing("take bodies out of a part")?;
    Ok(true)
}
