//! The log of every team, inside one transaction: what `sync` asks of a ledger.

use records::{DeviceId, Digest, Part, RevisionId, TeamId};
use rusqlite::{Row, Transaction, named_params};
use sync::{
    BatchId, Kept, Offered, Placed, Receipt, Refused, SignedReceipt, State, Taken, Verdict,
};
use vault::DeviceKey;

use super::append::{self, Place, TWICE};
use super::{Doing, LedgerError, accounts, rows};
use crate::ledger::roster;

/// The log as one transaction sees and changes it.
pub(super) struct Log<'t> {
    pub(super) tx: &'t Transaction<'t>,
    /// The centre's.
    pub(super) key: &'t DeviceKey,
    pub(super) now_ms: u64,
    /// Whether bodies were taken out on the way.
    pub(super) erased: bool,
}

/// Checks that a part was sealed by the device that it names, and that this device may still sign.
///
/// Whoever brings it: a colleague's laptop may hand on what the centre has lost or never got.
pub(super) fn verify(tx: &Transaction<'_>, part: &Part) -> Verdict {
    let bad = |detail: &str| Verdict::Bad {
        detail: detail.to_owned(),
    };
    match accounts::signing_key(tx, part.device) {
        Err(error) => {
            tracing::error!(error = %crate::chain(&error), "a seal could not be checked");
            bad("the centre could not check the seal")
        }
        Ok(None) => bad("the centre does not know this laptop, or sent it away"),
        Ok(Some(public)) if vault::verify(&public, &part.statement(), &part.seal) => Verdict::Good,
        Ok(Some(_)) => bad("the seal is not this laptop's"),
    }
}

impl sync::Ledger for Log<'_> {
    type Error = LedgerError;

    fn take(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        offered: Offered<'_>,
    ) -> Result<Taken, LedgerError> {
        let kept = append::append(self.tx, (by, batch), offered, self.now_ms)?;
        self.erased |= kept.erased;
        note(self.tx, (by, batch), offered, kept.positions)?;
        let (twice, marks): (Vec<Refused>, Vec<Refused>) =
            kept.marks.into_iter().partition(|mark| mark.code == TWICE);
        let known = offered.part.count - kept.new;
        let twice = twice.into_iter().map(|mark| mark.id).collect();
        Ok(Taken {
            taken: kept.new,
            known,
            twice,
            marks,
        })
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Result<Vec<Kept>, LedgerError> {
        let sql = "SELECT seq, by, batch, wire FROM part
                   WHERE team = :team AND seq > :seq ORDER BY seq";
        let mut statement = self.tx.prepare_cached(sql).doing("read the ledger")?;
        let values = named_params! { ":team": team.as_str(), ":seq": rows::int(seq) };
        let mut found = statement.query(values).doing("read the ledger")?;
        let (mut parts, mut size) = (Vec::new(), 0);
        while size < bytes.max(1) {
            let Some(row) = found.next().doing("read the ledger")? else {
                break;
            };
            let part = kept(row)?;
            size += part.wire.len();
            parts.push(part);
        }
        Ok(parts)
    }

    fn state(&self, team: &TeamId) -> Result<State, LedgerError> {
        match Place::read(self.tx, team) {
            Ok(Place { seq, digest }) => Ok(State { top: seq, digest }),
            Err(LedgerError::NoTeam { .. }) => Ok(State {
                top: 0,
                digest: Digest::default(),
            }),
            Err(error) => Err(error),
        }
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<Placed>, LedgerError> {
        let sql = "SELECT id, seq FROM revision
                   WHERE team = :team AND id >= :low AND (:high IS NULL OR id < :high) ORDER BY id";
        let values = named_params! {
            ":team": team.as_str(), ":low": low.0, ":high": high.map(|high| high.0),
        };
        accounts::all(self.tx, sql, values, |row| {
            let id = row.get("id").map(RevisionId).doing("read the index")?;
            Ok(Placed {
                id,
                seq: rows::uint(row, "seq")?,
            })
        })
    }

    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Result<Option<SignedReceipt>, LedgerError> {
        let given = given(self.tx, by, batch)?;
        let Some(receipt) =
            Receipt::over(*batch, by, noted(self.tx, by, batch)?, Vec::new(), now_ms)
        else {
            return Ok(given);
        };
        if let Some(given) = given
            && Receipt::from_bytes(&given.bytes).is_ok_and(|old| old.ids == receipt.ids)
        {
            return Ok(Some(given));
        }
        let bytes = receipt.to_bytes();
        let signature = self.key.sign(&Receipt::statement(&bytes));
        let signed = SignedReceipt { bytes, signature };
        give(self.tx, by, batch, &signed, now_ms)?;
        Ok(Some(signed))
    }

    fn roster(&self, version: u64) -> Result<Option<(Vec<u8>, [u8; 64])>, LedgerError> {
        if accounts::version(self.tx)? <= version {
            return Ok(None);
        }
        let signed = roster::from_census(&accounts::census(self.tx)?).sign(self.key);
        Ok(Some((signed.bytes, signed.signature)))
    }
}

fn kept(row: &Row<'_>) -> Result<Kept, LedgerError> {
    let batch: BatchId = row.get("batch").doing("read a part")?;
    let wire = row.get("wire").doing("read a part")?;
    Ok(Kept {
        seq: rows::uint(row, "seq")?,
        wire,
        from: (rows::device(row, "by")?, batch),
    })
}

/// Notes that a part was handed over under the name of a batch. The notes of the laptop's batches before
/// have done their work when it begins another.
fn note(
    tx: &Transaction<'_>,
    (by, batch): (DeviceId, &BatchId),
    offered: Offered<'_>,
    (seq_min, seq_max): (u64, u64),
) -> Result<(), LedgerError> {
    let doing = "note what came under a batch";
    if !has_notes(tx, by, batch)? {
        let sql = "DELETE FROM note WHERE device = :by
                   AND EXISTS (SELECT 1 FROM receipt
                               WHERE receipt.device = note.device AND receipt.batch = note.batch)";
        tx.execute(sql, named_params! { ":by": by.0 })
            .doing(doing)?;
    }
    let ids: Vec<u8> = offered
        .revisions
        .iter()
        .flat_map(|revision| revision.id.0)
        .collect();
    let sql = "INSERT INTO note (device, batch, team, ids_hash, seq_min, seq_max, ids)
               VALUES (:by, :batch, :team, :hash, :min, :max, :ids) ON CONFLICT DO NOTHING";
    let mut statement = tx.prepare_cached(sql).doing(doing)?;
    let values = named_params! {
        ":by": by.0, ":batch": batch, ":team": offered.part.team.as_str(),
        ":hash": offered.part.ids, ":min": rows::int(seq_min), ":max": rows::int(seq_max),
        ":ids": ids,
    };
    statement.execute(values).doing(doing)?;
    Ok(())
}

/// Returns what was noted: each revision with its team and the first position of its part, and once more
/// with the last.
fn noted(
    tx: &Transaction<'_>,
    by: DeviceId,
    batch: &BatchId,
) -> Result<Vec<(TeamId, u64, RevisionId)>, LedgerError> {
    let sql = "SELECT team, seq_min, seq_max, ids FROM note
               WHERE device = :by AND batch = :batch";
    let mut held = Vec::new();
    accounts::all(
        tx,
        sql,
        named_params! { ":by": by.0, ":batch": batch },
        |row| {
            let team = rows::team(row, "team")?;
            let (min, max) = (rows::uint(row, "seq_min")?, rows::uint(row, "seq_max")?);
            let ids: Vec<u8> = row.get("ids").doing("read what came under a batch")?;
            for id in ids.chunks_exact(32) {
                let id = RevisionId::from_slice(id)
                    .map_err(|_length| LedgerError::Damaged { what: "note" })?;
                held.push((team.clone(), min, id));
            }
            held.extend(held.last().cloned().map(|(team, _, id)| (team, max, id)));
            Ok(())
        },
    )?;
    Ok(held)
}

/// Returns the receipt that a batch got.
fn given(
    tx: &Transaction<'_>,
    by: DeviceId,
    batch: &BatchId,
) -> Result<Option<SignedReceipt>, LedgerError> {
    let sql = "SELECT bytes, signature FROM receipt WHERE device = :by AND batch = :batch";
    accounts::one(
        tx,
        sql,
        named_params! { ":by": by.0, ":batch": batch },
        |row| {
            let bytes = row.get("bytes").doing("read a receipt")?;
            let signature = row.get("signature").doing("read a receipt")?;
            Ok(SignedReceipt { bytes, signature })
        },
    )
}

fn give(
    tx: &Transaction<'_>,
    by: DeviceId,
    batch: &BatchId,
    signed: &SignedReceipt,
    now_ms: u64,
) -> Result<(), LedgerError> {
    let sql = "INSERT INTO receipt (device, batch, at_ms, bytes, signature)
               VALUES (:by, :batch, :now, :bytes, :signature)
               ON CONFLICT (device, batch) DO UPDATE
               SET at_ms = excluded.at_ms, bytes = excluded.bytes, signature = excluded.signature";
    let values = named_params! {
        ":by": by.0, ":batch": batch, ":now": rows::int(now_ms), ":bytes": signed.bytes,
        ":signature": signed.signature,
    };
    tx.execute(sql, values).doing("keep a receipt")?;
    Ok(())
}

/// Says whether anything was noted under a batch.
pub(super) fn has_notes(
    tx: &Transaction<'_>,
    by: DeviceId,
    batch: &BatchId,
) -> Result<bool, LedgerError> {
    let sql = "SELECT batch FROM note WHERE device = :by AND batch = :batch LIMIT 1";
    Ok(accounts::one(
        tx,
        sql,
        named_params! { ":by": by.0, ":batch": batch },
        |_| Ok(()),
    )?
    .is_some())
}
