//! Taking a sealed part in: who sealed it, what of it is new, and what there is to say against it.

use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, Digest, Part, Revision, RevisionId, TeamId};
use rusqlite::{Transaction, named_params, params};
use sync::{BatchId, Offered, Refused};

use super::{Doing, LedgerError, accounts, forget, judge, rows};

/// What became of a part that was taken.
pub(super) struct Kept {
    /// How many of its revisions are new.
    pub(super) new: u32,
    /// The first and the last position at which they stand.
    pub(super) positions: (u64, u64),
    /// What is held against some of them; they are kept all the same.
    pub(super) marks: Vec<Refused>,
    /// True when bodies were taken out.
    pub(super) erased: bool,
}

/// The mark of a count that was used before. It is the device's fault and not the content's.
pub(super) const TWICE: &str = "twice";

/// Keeps what is new of a part whose seal was found good.
pub(super) fn append(
    tx: &Transaction<'_>,
    (by, batch): (DeviceId, &BatchId),
    offered: Offered<'_>,
    now: u64,
) -> Result<Kept, LedgerError> {
    let Offered {
        part, revisions, ..
    } = offered;
    let team = &part.team;
    let mut place = Place::read(tx, team)?;
    let seq = place.seq + 1;
    let new = index(tx, part, revisions, seq)?;
    let (fresh, known): (Vec<&Revision>, Vec<&Revision>) = revisions
        .iter()
        .partition(|revision| new.contains(&revision.id));
    let mut marks = marks(tx, team, &known)?;
    let mut positions = found_at(tx, team, &known)?;
    let mut erased = false;
    if !fresh.is_empty() {
        keep(tx, (by, batch), offered, seq, now)?;
        place.seq = seq;
        fresh
            .iter()
            .for_each(|revision| place.digest.add(&revision.id));
        place.write(tx, team)?;
        let people = accounts::people_of(tx, part.device)?;
        let mut found = judge::judge(tx, &people, team, &fresh)?;
        found.extend(twice(tx, part, seq, &fresh)?);
        write_marks(tx, team, &found, now)?;
        marks.extend(found);
        erased = forget::forget(tx, team, revisions)?;
        positions = (positions.0.min(seq), positions.1.max(seq));
    }
    Ok(Kept {
        new: new.len() as u32,
        positions,
        marks,
        erased,
    })
}

/// Where a team's ledger stands.
pub(super) struct Place {
    pub(super) seq: u64,
    pub(super) digest: Digest,
}

impl Place {
    pub(super) fn read(tx: &Transaction<'_>, team: &TeamId) -> Result<Self, LedgerError> {
        let sql = "SELECT seq, count, sum FROM team WHERE id = :team";
        let found = accounts::one(tx, sql, named_params! { ":team": team.as_str() }, |row| {
            let sum = row.get("sum").doing("read where a team stands")?;
            let digest = Digest {
                count: rows::uint(row, "count")?,
                sum,
            };
            Ok(Self {
                seq: rows::uint(row, "seq")?,
                digest,
            })
        })?;
        found.ok_or_else(|| LedgerError::NoTeam { team: team.clone() })
    }

    fn write(&self, tx: &Transaction<'_>, team: &TeamId) -> Result<(), LedgerError> {
        let sql = "UPDATE team SET seq = :seq, count = :count, sum = :sum WHERE id = :team";
        let values = named_params! {
            ":seq": rows::int(self.seq), ":count": rows::int(self.digest.count),
            ":sum": self.digest.sum, ":team": team.as_str(),
        };
        tx.prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values))
            .doing("move a team's ledger on")?;
        Ok(())
    }
}

/// Writes down where each revision is, and returns those that were not known.
fn index(
    tx: &Transaction<'_>,
    part: &Part,
    revisions: &[Revision],
    seq: u64,
) -> Result<BTreeSet<RevisionId>, LedgerError> {
    let doing = "write down where a revision is";
    let sql = "INSERT INTO revision (team, id, record, kind, seq, n) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT DO NOTHING";
    let mut statement = tx.prepare_cached(sql).doing(doing)?;
    let mut new = BTreeSet::new();
    for revision in revisions {
        let header = &revision.header;
        let values = params![
            part.team.as_str(),
            revision.id.0,
            header.record.0,
            header.kind.number(),
            rows::int(seq),
            rows::int(header.n),
        ];
        if statement.execute(values).doing(doing)? > 0 {
            new.insert(revision.id);
        }
    }
    Ok(new)
}

fn keep(
    tx: &Transaction<'_>,
    (by, batch): (DeviceId, &BatchId),
    Offered { part, wire, .. }: Offered<'_>,
    seq: u64,
    now: u64,
) -> Result<(), LedgerError> {
    let sql = "INSERT INTO part (team, seq, device, first, count, by, batch, taken_ms, wire)
               VALUES (:team, :seq, :device, :first, :count, :by, :batch, :now, :wire)";
    let values = named_params! {
        ":team": part.team.as_str(), ":seq": rows::int(seq), ":device": part.device.0,
        ":first": rows::int(part.first), ":count": part.count, ":by": by.0, ":batch": batch,
        ":now": rows::int(now), ":wire": wire,
    };
    tx.prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .doing("keep a part")?;
    Ok(())
}

/// Returns the first and the last position of revisions that are known; of none, the reverse.
fn found_at(
    tx: &Transaction<'_>,
    team: &TeamId,
    known: &[&Revision],
) -> Result<(u64, u64), LedgerError> {
    let sql = "SELECT seq FROM revision WHERE team = :team AND id = :id";
    let mut span = (u64::MAX, 0);
    for revision in known {
        let values = named_params! { ":team": team.as_str(), ":id": revision.id.0 };
        let seq = accounts::one(tx, sql, values, |row| rows::uint(row, "seq"))?;
        let seq = seq.ok_or(LedgerError::Damaged {
            what: "index of revisions",
        })?;
        span = (span.0.min(seq), span.1.max(seq));
    }
    Ok(span)
}

/// Finds counts that this device used before for something else: it was set back to an old copy.
fn twice(
    tx: &Transaction<'_>,
    part: &Part,
    seq: u64,
    fresh: &[&Revision],
) -> Result<Vec<Refused>, LedgerError> {
    let numbers: BTreeMap<u64, RevisionId> = fresh
        .iter()
        .map(|revision| (revision.header.n, revision.id))
        .collect();
    let (Some((first, _)), Some((last, _))) = (numbers.first_key_value(), numbers.last_key_value())
    else {
        return Ok(Vec::new());
    };
    let sql = "SELECT wire FROM part
               WHERE team = :team AND device = :device AND first > :reach AND first <= :last
                 AND first + count > :first AND seq < :before";
    // No part is longer, so none that starts earlier reaches this far.
    let reach = first.saturating_sub(records::PART_REVISIONS_MAX as u64);
    let values = named_params! {
        ":team": part.team.as_str(), ":device": part.device.0, ":reach": rows::int(reach) - 1,
        ":last": rows::int(*last), ":first": rows::int(*first), ":before": rows::int(seq),
    };
    let mut marks = BTreeMap::new();
    accounts::all(tx, sql, values, |row| {
        let wire: Vec<u8> = row.get("wire").doing("read a part")?;
        let (_, earlier) =
            sync::unpack(&wire).map_err(|_unreadable| LedgerError::Damaged { what: "part" })?;
        for other in earlier {
            if let Some(id) = numbers.get(&other.header.n).filter(|id| **id != other.id) {
                let detail = format!("the device gave the same count to {} before", other.id);
                marks.entry(*id).or_insert_with(|| mark(*id, TWICE, detail));
            }
        }
        Ok(())
    })?;
    Ok(marks.into_values().collect())
}

fn write_marks(
    tx: &Transaction<'_>,
    team: &TeamId,
    marks: &[Refused],
    now: u64,
) -> Result<(), LedgerError> {
    let sql = "INSERT INTO mark (team, id, code, detail, at_ms)
               VALUES (:team, :id, :code, :detail, :now) ON CONFLICT DO NOTHING";
    for mark in marks {
        let values = named_params! {
            ":team": team.as_str(), ":id": mark.id.0, ":code": mark.code,
            ":detail": mark.detail, ":now": rows::int(now),
        };
        tx.execute(sql, values).doing("mark a revision")?;
    }
    Ok(())
}

/// Returns what is held against these revisions.
fn marks(
    tx: &Transaction<'_>,
    team: &TeamId,
    known: &[&Revision],
) -> Result<Vec<Refused>, LedgerError> {
    let sql = "SELECT code, detail FROM mark WHERE team = :team AND id = :id ORDER BY code";
    let mut found = Vec::new();
    for revision in known {
        let values = named_params! { ":team": team.as_str(), ":id": revision.id.0 };
        found.extend(accounts::all(tx, sql, values, |row| {
            let code: String = row.get("code").doing("read a mark")?;
            let detail: String = row.get("detail").doing("read a mark")?;
            Ok(mark(revision.id, &code, detail))
        })?);
    }
    Ok(found)
}

/// Says something against a revision.
pub(super) fn mark(id: RevisionId, code: &str, detail: impl Into<String>) -> Refused {
    Refused {
        id,
        code: code.to_owned(),
        detail: detail.into(),
    }
}
