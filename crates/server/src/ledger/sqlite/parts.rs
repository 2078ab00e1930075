//! The tables of what was brought and promised, in SQLite.

use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, Digest, RecordId, Revision, RevisionId, TeamId};
use rusqlite::{Row, named_params, params};
use sync::{BatchId, Kept, Placed, Refused, SignedReceipt};

use super::{Doing, Tables, rows};
use crate::ledger::LedgerError;
use crate::ledger::book::{Brought, Found, Head, Indexed, Note, Parts, Place};

/// The index is named because SQLite, which keeps no statistics here, would read the whole team.
pub(super) const PLACES: &str = "SELECT id, seq FROM revision INDEXED BY revision_of_record
                                 WHERE team = :team AND record = :record";

/// The index, which holds erases alone, is named because SQLite would read the whole team.
pub(super) const HAS_ERASE: &str = "SELECT id FROM revision INDEXED BY erase_of_record
                                    WHERE team = :team AND record = :record AND kind = 3 LIMIT 1";

impl Parts for Tables<'_> {
    fn place(&self, team: &TeamId) -> Found<Option<Place>> {
        let sql = "SELECT seq, count, sum FROM team WHERE id = :team";
        self.one(sql, named_params! { ":team": team.as_str() }, |row| {
            let sum = row.get("sum").doing("read where a team stands")?;
            let digest = Digest {
                count: rows::uint(row, "count")?,
                sum,
            };
            Ok(Place {
                seq: rows::uint(row, "seq")?,
                digest,
            })
        })
    }

    /// There is one writer, so who writes holds every team.
    fn place_held(&self, team: &TeamId) -> Found<Option<Place>> {
        self.place(team)
    }

    fn move_on(&self, team: &TeamId, place: &Place) -> Found<()> {
        let sql = "UPDATE team SET seq = :seq, count = :count, sum = :sum WHERE id = :team";
        let values = named_params! {
            ":seq": rows::int(place.seq), ":count": rows::int(place.digest.count),
            ":sum": place.digest.sum, ":team": team.as_str(),
        };
        self.change("move a team's ledger on", sql, values)?;
        Ok(())
    }

    fn index(
        &self,
        team: &TeamId,
        seq: u64,
        revisions: &[Revision],
    ) -> Found<BTreeSet<RevisionId>> {
        let doing = "write down where a revision is";
        let sql = "INSERT INTO revision (team, id, record, kind, seq, n) VALUES (?, ?, ?, ?, ?, ?)
                   ON CONFLICT DO NOTHING";
        let mut statement = self.0.prepare_cached(sql).doing(doing)?;
        let mut new = BTreeSet::new();
        for revision in revisions {
            let header = &revision.header;
            let values = params![
                team.as_str(),
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

    fn indexed(&self, team: &TeamId, ids: &[RevisionId]) -> Found<BTreeMap<RevisionId, Indexed>> {
        let sql = "SELECT seq, n, kind, record FROM revision WHERE team = :team AND id = :id";
        let mut found = BTreeMap::new();
        for id in ids {
            let values = named_params! { ":team": team.as_str(), ":id": id.0 };
            let indexed = self.one(sql, values, |row| {
                Ok(Indexed {
                    seq: rows::uint(row, "seq")?,
                    n: rows::uint(row, "n")?,
                    kind: row.get("kind").doing("read the index")?,
                    record: row.get("record").map(RecordId).doing("read the index")?,
                })
            })?;
            found.extend(indexed.map(|indexed| (*id, indexed)));
        }
        Ok(found)
    }

    fn keep(&self, team: &TeamId, head: &Head, brought: Brought<'_>, wire: &[u8]) -> Found<()> {
        let sql = "INSERT INTO part (team, seq, device, first, count, by, batch, taken_ms, wire)
                   VALUES (:team, :seq, :device, :first, :count, :by, :batch, :now, :wire)";
        let values = named_params! {
            ":team": team.as_str(), ":seq": rows::int(head.seq), ":device": head.device.0,
            ":first": rows::int(head.first), ":count": rows::int(head.count),
            ":by": brought.by.0, ":batch": brought.batch, ":now": rows::int(brought.at_ms),
            ":wire": wire,
        };
        self.change("keep a part", sql, values)?;
        Ok(())
    }

    fn wire(&self, team: &TeamId, seq: u64) -> Found<Option<Vec<u8>>> {
        let sql = "SELECT wire FROM part WHERE team = :team AND seq = :seq";
        let values = named_params! { ":team": team.as_str(), ":seq": rows::int(seq) };
        self.one(sql, values, |row| row.get("wire").doing("read a part"))
    }

    fn rewrite(&self, team: &TeamId, seq: u64, wire: &[u8]) -> Found<()> {
        let sql = "UPDATE part SET wire = :wire WHERE team = :team AND seq = :seq";
        let values = named_params! {
            ":wire": wire, ":team": team.as_str(), ":seq": rows::int(seq),
        };
        self.change("take bodies out of a part", sql, values)?;
        Ok(())
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Found<Vec<Kept>> {
        let sql = "SELECT seq, by, batch, wire FROM part
                   WHERE team = :team AND seq > :seq ORDER BY seq";
        let mut statement = self.0.prepare_cached(sql).doing("read the ledger")?;
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

    fn heads(&self, team: &TeamId) -> Found<Vec<Head>> {
        let sql = "SELECT seq, device, first, count FROM part WHERE team = :team ORDER BY seq";
        self.all(sql, named_params! { ":team": team.as_str() }, |row| {
            Ok(Head {
                seq: rows::uint(row, "seq")?,
                device: rows::device(row, "device")?,
                first: rows::uint(row, "first")?,
                count: rows::uint(row, "count")?,
            })
        })
    }

    fn parts_with(&self, team: &TeamId, device: DeviceId, span: (u64, u64)) -> Found<Vec<u64>> {
        let sql = "SELECT seq FROM part
                   WHERE team = :team AND device = :device AND first > :reach AND first <= :last
                     AND first + count > :first ORDER BY seq";
        // No part is longer, so none that starts earlier reaches this far.
        let reach = span.0.saturating_sub(records::PART_REVISIONS_MAX as u64);
        let values = named_params! {
            ":team": team.as_str(), ":device": device.0, ":reach": rows::int(reach) - 1,
            ":first": rows::int(span.0), ":last": rows::int(span.1),
        };
        self.all(sql, values, |row| rows::uint(row, "seq"))
    }

    fn places(
        &self,
        team: &TeamId,
        records: &BTreeSet<RecordId>,
    ) -> Found<Vec<(RecordId, RevisionId, u64)>> {
        let mut places = Vec::new();
        for record in records {
            let values = named_params! { ":team": team.as_str(), ":record": record.0 };
            places.extend(self.all(PLACES, values, |row| {
                let id = row.get("id").map(RevisionId);
                let id = id.doing("read where a revision is")?;
                Ok((*record, id, rows::uint(row, "seq")?))
            })?);
        }
        Ok(places)
    }

    fn erased(&self, team: &TeamId, records: &BTreeSet<RecordId>) -> Found<BTreeSet<RecordId>> {
        let mut erased = BTreeSet::new();
        for record in records {
            let values = named_params! { ":team": team.as_str(), ":record": record.0 };
            if self.any(HAS_ERASE, values)? {
                erased.insert(*record);
            }
        }
        Ok(erased)
    }

    fn ids(&self, team: &TeamId, low: RevisionId, high: Option<RevisionId>) -> Found<Vec<Placed>> {
        let sql = "SELECT id, seq FROM revision
                   WHERE team = :team AND id >= :low AND (:high IS NULL OR id < :high) ORDER BY id";
        let values = named_params! {
            ":team": team.as_str(), ":low": low.0, ":high": high.map(|high| high.0),
        };
        self.all(sql, values, |row| {
            let id = row.get("id").map(RevisionId).doing("read the index")?;
            Ok(Placed {
                id,
                seq: rows::uint(row, "seq")?,
            })
        })
    }

    fn marks(&self, team: &TeamId, ids: &[RevisionId]) -> Found<Vec<Refused>> {
        let sql = "SELECT code, detail FROM mark WHERE team = :team AND id = :id ORDER BY code";
        let mut found = Vec::new();
        for id in ids {
            let values = named_params! { ":team": team.as_str(), ":id": id.0 };
            found.extend(self.all(sql, values, |row| {
                Ok(Refused {
                    id: *id,
                    code: row.get("code").doing("read a mark")?,
                    detail: row.get("detail").doing("read a mark")?,
                })
            })?);
        }
        Ok(found)
    }

    fn marks_after(&self, team: &TeamId, number: u64, most: usize) -> Found<Vec<(u64, Refused)>> {
        let sql = "SELECT number, id, code, detail FROM mark
                   WHERE team = :team AND number > iif(
                       :after > (SELECT coalesce(max(number), 0) FROM mark WHERE team = :team), 0, :after)
                   ORDER BY number LIMIT :most";
        let values = named_params! {
            ":team": team.as_str(), ":after": rows::int(number), ":most": rows::int(most as u64),
        };
        self.all(sql, values, |row| {
            let mark = Refused {
                id: row.get("id").map(RevisionId).doing("read a mark")?,
                code: row.get("code").doing("read a mark")?,
                detail: row.get("detail").doing("read a mark")?,
            };
            Ok((rows::uint(row, "number")?, mark))
        })
    }

    fn mark(&self, team: &TeamId, marks: &[Refused], now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO mark (team, id, code, detail, at_ms, number)
                   VALUES (:team, :id, :code, :detail, :now,
                           (SELECT coalesce(max(number), 0) + 1 FROM mark WHERE team = :team))
                   ON CONFLICT (team, id, code) DO NOTHING";
        for mark in marks {
            let values = named_params! {
                ":team": team.as_str(), ":id": mark.id.0, ":code": mark.code,
                ":detail": mark.detail, ":now": rows::int(now_ms),
            };
            self.change("mark a revision", sql, values)?;
        }
        Ok(())
    }

    fn marked(&self, team: &TeamId, code: &str) -> Found<u64> {
        let sql = "SELECT count(*) AS marked FROM mark WHERE team = :team AND code = :code";
        let values = named_params! { ":team": team.as_str(), ":code": code };
        let marked = self.one(sql, values, |row| rows::uint(row, "marked"))?;
        Ok(marked.unwrap_or(0))
    }

    fn note(&self, by: DeviceId, batch: &BatchId, note: &Note) -> Found<()> {
        let doing = "note what came under a batch";
        let sql = "DELETE FROM note WHERE device = :by AND team = :team AND batch <> :batch
                   AND EXISTS (SELECT 1 FROM receipt
                               WHERE receipt.device = note.device AND receipt.batch = note.batch)";
        let values = named_params! { ":by": by.0, ":team": note.team.as_str(), ":batch": batch };
        self.change(doing, sql, values)?;
        let ids: Vec<u8> = note.ids.iter().flat_map(|id| id.0).collect();
        let sql = "INSERT INTO note (device, batch, team, ids_hash, seq_min, seq_max, ids)
                   VALUES (:by, :batch, :team, :hash, :min, :max, :ids) ON CONFLICT DO NOTHING";
        let values = named_params! {
            ":by": by.0, ":batch": batch, ":team": note.team.as_str(), ":hash": note.ids_hash,
            ":min": rows::int(note.positions.0), ":max": rows::int(note.positions.1), ":ids": ids,
        };
        self.change(doing, sql, values)?;
        Ok(())
    }

    fn notes(&self, by: DeviceId, batch: &BatchId) -> Found<Vec<Note>> {
        let sql = "SELECT team, ids_hash, seq_min, seq_max, ids FROM note
                   WHERE device = :by AND batch = :batch";
        let doing = "read what came under a batch";
        self.all(sql, named_params! { ":by": by.0, ":batch": batch }, |row| {
            let ids: Vec<u8> = row.get("ids").doing(doing)?;
            Ok(Note {
                team: rows::team(row, "team")?,
                ids_hash: row.get("ids_hash").doing(doing)?,
                positions: (rows::uint(row, "seq_min")?, rows::uint(row, "seq_max")?),
                ids: Note::ids(&ids)?,
            })
        })
    }

    fn has_notes(&self, by: DeviceId, batch: &BatchId) -> Found<bool> {
        let sql = "SELECT 1 FROM note WHERE device = :by AND batch = :batch LIMIT 1";
        self.any(sql, named_params! { ":by": by.0, ":batch": batch })
    }

    /// There is one writer, so who writes keeps others from it.
    fn receipt(&self, by: DeviceId, batch: &BatchId, _held: bool) -> Found<Option<SignedReceipt>> {
        let sql = "SELECT bytes, signature FROM receipt WHERE device = :by AND batch = :batch";
        self.one(sql, named_params! { ":by": by.0, ":batch": batch }, signed)
    }

    fn give(
        &self,
        by: DeviceId,
        batch: &BatchId,
        signed: &SignedReceipt,
        now_ms: u64,
    ) -> Found<()> {
        let sql = "INSERT INTO receipt (device, batch, at_ms, bytes, signature)
                   VALUES (:by, :batch, :now, :bytes, :signature)
                   ON CONFLICT (device, batch) DO UPDATE
                   SET at_ms = excluded.at_ms, bytes = excluded.bytes, signature = excluded.signature";
        let values = named_params! {
            ":by": by.0, ":batch": batch, ":now": rows::int(now_ms), ":bytes": signed.bytes,
            ":signature": signed.signature,
        };
        self.change("keep a receipt", sql, values)?;
        Ok(())
    }

    fn each_receipt(
        &self,
        show: &mut dyn FnMut(DeviceId, &SignedReceipt) -> Found<()>,
    ) -> Found<()> {
        let sql = "SELECT device, bytes, signature FROM receipt";
        self.all(sql, [], |row| {
            show(rows::device(row, "device")?, &signed(row)?)
        })?;
        Ok(())
    }

    fn faults(&self) -> Found<Vec<String>> {
        let doing = "examine the file";
        let mut faults = self.all("PRAGMA integrity_check(20)", [], |row| {
            row.get::<_, String>(0).doing(doing)
        })?;
        faults.retain(|fault| fault != "ok");
        let orphans = self.all("PRAGMA foreign_key_check", [], |row| {
            row.get::<_, String>(0).doing(doing)
        })?;
        let lost = |table: String| format!("a row of {table} stands on a row that is not there");
        faults.extend(orphans.into_iter().map(lost));
        Ok(faults)
    }
}

fn kept(row: &Row<'_>) -> Found<Kept> {
    let batch: BatchId = row.get("batch").doing("read a part")?;
    let wire = row.get("wire").doing("read a part")?;
    Ok(Kept {
        seq: rows::uint(row, "seq")?,
        wire,
        from: (rows::device(row, "by")?, batch),
    })
}

fn signed(row: &Row<'_>) -> Result<SignedReceipt, LedgerError> {
    let bytes = row.get("bytes").doing("read a receipt")?;
    let signature = row.get("signature").doing("read a receipt")?;
    Ok(SignedReceipt { bytes, signature })
}
