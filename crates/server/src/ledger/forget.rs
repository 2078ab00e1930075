//! Taking bodies out, on the request of the person they are about.

use std::collections::{BTreeMap, BTreeSet};

use records::{Header, Kind, RecordId, Revision, RevisionId, TeamId, fold_trusting};

use super::book::{Book, Found};
use super::{LedgerError, history};

/// The marks of an erase that its author was not allowed to make.
const NOT_ALLOWED: [&str; 2] = ["role", "author"];

/// Takes out every body that an erase reaches, now that a part with these revisions is kept. An erase that
/// its author was not allowed to make reaches nothing. Returns whether anything was taken out.
pub(super) fn forget(book: &dyn Book, team: &TeamId, kept: &[Revision]) -> Found<bool> {
    let touched: BTreeSet<RecordId> = kept.iter().map(|revision| revision.header.record).collect();
    let erased = book.erased(team, &touched)?;
    if erased.is_empty() {
        return Ok(false);
    }
    let mut places: BTreeMap<u64, BTreeSet<RevisionId>> = BTreeMap::new();
    for (_, history) in history::of(book, team, &erased)? {
        let refused = refused(book, team, &history)?;
        // It stays in the graph: what comes before it comes before a later erase too.
        let may_erase = |header: &Header| !refused.contains(&header.id());
        let headers = history.iter().map(|(id, revision)| (*id, &revision.header));
        for id in fold_trusting(headers, &may_erase)
            .map(|folded| folded.forgotten)
            .unwrap_or_default()
        {
            for seq in parts_with(book, team, &history, id)? {
                places.entry(seq).or_default().insert(id);
            }
        }
    }
    let mut changed = false;
    for (seq, ids) in places {
        changed |= take_out(book, team, seq, &ids)?;
    }
    Ok(changed)
}

/// Returns the erases of a record that were not allowed.
fn refused(
    book: &dyn Book,
    team: &TeamId,
    history: &history::History,
) -> Found<BTreeSet<RevisionId>> {
    let erases: Vec<RevisionId> = history
        .iter()
        .filter(|(_, revision)| revision.header.kind == Kind::Erase)
        .map(|(id, _)| *id)
        .collect();
    let marks = book.marks(team, &erases)?.into_iter();
    Ok(marks
        .filter(|mark| NOT_ALLOWED.contains(&mark.code.as_str()))
        .map(|mark| mark.id)
        .collect())
}

/// Returns every part that holds the revision: it may have been sealed more than once.
fn parts_with(
    book: &dyn Book,
    team: &TeamId,
    history: &history::History,
    id: RevisionId,
) -> Found<Vec<u64>> {
    match history.get(&id).map(|revision| &revision.header) {
        Some(header) => book.parts_with(team, header.device, (header.n, header.n)),
        None => Ok(Vec::new()),
    }
}

fn take_out(book: &dyn Book, team: &TeamId, seq: u64, ids: &BTreeSet<RevisionId>) -> Found<bool> {
    let wire = history::wire(book, team, seq)?;
    let left =
        sync::erase(&wire, ids).map_err(|_unreadable| LedgerError::Damaged { what: "part" })?;
    if left == wire {
        return Ok(false);
    }
    book.rewrite(team, seq, &left)?;
    Ok(true)
}
