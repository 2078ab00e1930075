//! The tables of what was brought and promised, in PostgreSQL. Rows go in and out many at a time.

use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, Digest, RecordId, Revision, RevisionId, TeamId};
use sync::{BatchId, Kept, Placed, Refused, SignedReceipt};
use tokio_postgres::Row;

use super::lent::{Lent, Value};
use super::rows::{array, int, team as read_team, uint, value};
use crate::ledger::LedgerError;
use crate::ledger::book::{Brought, Found, Head, Indexed, Note, Parts, Place};

/// How many parts are measured at once to find as many as fit.
const PARTS_MEASURED: i64 = 1024;

impl Parts for Lent<'_> {
    fn place(&self, team: &TeamId) -> Found<Option<Place>> {
        let sql = "SELECT seq, count, sum FROM team WHERE id = $1";
        self.one("read where a team stands", sql, &[&team.as_str()], place)
    }

    fn place_held(&self, team: &TeamId) -> Found<Option<Place>> {
        let sql = "SELECT seq, count, sum FROM team WHERE id = $1 FOR NO KEY UPDATE";
        self.one("hold a team's ledger", sql, &[&team.as_str()], place)
    }

    fn move_on(&self, team: &TeamId, place: &Place) -> Found<()> {
        let sql = "UPDATE team SET seq = $2, count = $3, sum = $4 WHERE id = $1";
        let values: [Value<'_>; 4] = [
            &team.as_str(),
            &int(place.seq),
            &int(place.digest.count),
            &place.digest.sum.as_slice(),
        ];
        self.change("move a team's ledger on", sql, &values)?;
        Ok(())
    }

    fn index(
        &self,
        team: &TeamId,
        seq: u64,
        revisions: &[Revision],
    ) -> Found<BTreeSet<RevisionId>> {
        let headers = || revisions.iter().map(|revision| &revision.header);
        let ids: Vec<&[u8]> = revisions
            .iter()
            .map(|revision| revision.id.0.as_slice())
            .collect();
        let records: Vec<&[u8]> = headers().map(|header| header.record.0.as_slice()).collect();
        let kinds: Vec<i16> = headers()
            .map(|header| i16::from(header.kind.number()))
            .collect();
        let counts: Vec<i64> = headers().map(|header| int(header.n)).collect();
        let sql = "INSERT INTO revision (team, id, record, kind, seq, n)
                   SELECT $1, id, record, kind, $2, n
                   FROM unnest($3::bytea[], $4::bytea[], $5::smallint[], $6::bigint[]) AS row (id, record, kind, n)
                   ON CONFLICT DO NOTHING RETURNING id";
        let values: [Value<'_>; 6] = [&team.as_str(), &int(seq), &ids, &records, &kinds, &counts];
        let new = self.all("write down where revisions are", sql, &values, |row| {
            Ok(RevisionId(array(row, "id")?))
        })?;
        Ok(new.into_iter().collect())
    }

    fn indexed(&self, team: &TeamId, ids: &[RevisionId]) -> Found<BTreeMap<RevisionId, Indexed>> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = "SELECT id, seq, n, kind, record FROM revision WHERE team = $1 AND id = ANY($2)";
        let found = self.all(
            "read the index",
            sql,
            &[&team.as_str(), &bytes(ids)],
            |row| {
                let kind: i16 = value(row, "kind")?;
                let indexed = Indexed {
                    seq: uint(row, "seq")?,
                    n: uint(row, "n")?,
                    kind: u8::try_from(kind).map_err(|_| LedgerError::Damaged { what: "kind" })?,
                    record: RecordId(array(row, "record")?),
                };
                Ok((RevisionId(array(row, "id")?), indexed))
            },
        )?;
        Ok(found.into_iter().collect())
    }

    fn keep(&self, team: &TeamId, head: &Head, brought: Brought<'_>, wire: &[u8]) -> Found<()> {
        let sql = "INSERT INTO part (team, seq, device, first, count, by, batch, taken_ms, wire)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values: [Value<'_>; 9] = [
            &team.as_str(),
            &int(head.seq),
            &head.device.0.as_slice(),
            &int(head.first),
            &int(head.count),
            &brought.by.0.as_slice(),
            &brought.batch.as_slice(),
            &int(brought.at_ms),
            &wire,
        ];
        self.change("keep a part", sql, &values)?;
        Ok(())
    }

    fn wire(&self, team: &TeamId, seq: u64) -> Found<Option<Vec<u8>>> {
        let sql = "SELECT wire FROM part WHERE team = $1 AND seq = $2";
        self.one("read a part", sql, &[&team.as_str(), &int(seq)], |row| {
            value(row, "wire")
        })
    }

    fn rewrite(&self, team: &TeamId, seq: u64, wire: &[u8]) -> Found<()> {
        let sql = "UPDATE part SET wire = $3 WHERE team = $1 AND seq = $2";
        let values: [Value<'_>; 3] = [&team.as_str(), &int(seq), &wire];
        self.change("take bodies out of a part", sql, &values)?;
        Ok(())
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Found<Vec<Kept>> {
        let sql = "WITH measured AS (
                       SELECT seq, octet_length(wire) AS bytes FROM part
                       WHERE team = $1 AND seq > $2 ORDER BY seq LIMIT $4
                   ), summed AS (
                       SELECT seq, sum(bytes) OVER (ORDER BY seq) - bytes AS before FROM measured
                   )
                   SELECT part.seq, part.by, part.batch, part.wire
                   FROM part JOIN summed ON summed.seq = part.seq
                   WHERE part.team = $1 AND summed.before < $3 ORDER BY part.seq";
        let room = i64::try_from(bytes.max(1)).unwrap_or(i64::MAX);
        let values: [Value<'_>; 4] = [&team.as_str(), &int(seq), &room, &PARTS_MEASURED];
        self.all("read the ledger", sql, &values, |row| {
            let batch: BatchId = array(row, "batch")?;
            Ok(Kept {
                seq: uint(row, "seq")?,
                wire: value(row, "wire")?,
                from: (DeviceId(array(row, "by")?), batch),
            })
        })
    }

    fn heads(&self, team: &TeamId) -> Found<Vec<Head>> {
        let sql = "SELECT seq, device, first, count FROM part WHERE team = $1 ORDER BY seq";
        self.all("read the ledger", sql, &[&team.as_str()], |row| {
            Ok(Head {
                seq: uint(row, "seq")?,
                device: DeviceId(array(row, "device")?),
                first: uint(row, "first")?,
                count: uint(row, "count")?,
            })
        })
    }

    fn parts_with(&self, team: &TeamId, device: DeviceId, span: (u64, u64)) -> Found<Vec<u64>> {
        let sql = "SELECT seq FROM part
                   WHERE team = $1 AND device = $2 AND first > $3 AND first <= $5
                     AND first + count > $4 ORDER BY seq";
        // No part is longer, so none that starts earlier reaches this far.
        let reach = span.0.saturating_sub(records::PART_REVISIONS_MAX as u64);
        let values: [Value<'_>; 5] = [
            &team.as_str(),
            &device.0.as_slice(),
            &(int(reach) - 1),
            &int(span.0),
            &int(span.1),
        ];
        self.all("read a device's parts", sql, &values, |row| {
            uint(row, "seq")
        })
    }

    fn places(
        &self,
        team: &TeamId,
        records: &BTreeSet<RecordId>,
    ) -> Found<Vec<(RecordId, RevisionId, u64)>> {
        let wanted: Vec<&[u8]> = records.iter().map(|record| record.0.as_slice()).collect();
        let sql = "SELECT record, id, seq FROM revision WHERE team = $1 AND record = ANY($2)";
        let values: [Value<'_>; 2] = [&team.as_str(), &wanted];
        self.all("read where revisions are", sql, &values, |row| {
            let record = RecordId(array(row, "record")?);
            Ok((record, RevisionId(array(row, "id")?), uint(row, "seq")?))
        })
    }

    fn erased(&self, team: &TeamId, records: &BTreeSet<RecordId>) -> Found<BTreeSet<RecordId>> {
        let wanted: Vec<&[u8]> = records.iter().map(|record| record.0.as_slice()).collect();
        let sql = "SELECT DISTINCT record FROM revision
                   WHERE team = $1 AND record = ANY($2) AND kind = 3";
        let values: [Value<'_>; 2] = [&team.as_str(), &wanted];
        let erased = self.all("look for erases", sql, &values, |row| {
            Ok(RecordId(array(row, "record")?))
        })?;
        Ok(erased.into_iter().collect())
    }

    fn ids(&self, team: &TeamId, low: RevisionId, high: Option<RevisionId>) -> Found<Vec<Placed>> {
        let sql = "SELECT id, seq FROM revision
                   WHERE team = $1 AND id >= $2 AND ($3::bytea IS NULL OR id < $3) ORDER BY id";
        let high = high.as_ref().map(|high| high.0.as_slice());
        let values: [Value<'_>; 3] = [&team.as_str(), &low.0.as_slice(), &high];
        self.all("read the index", sql, &values, |row| {
            Ok(Placed {
                id: RevisionId(array(row, "id")?),
                seq: uint(row, "seq")?,
            })
        })
    }

    fn marks(&self, team: &TeamId, ids: &[RevisionId]) -> Found<Vec<Refused>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT id, code, detail FROM mark
                   WHERE team = $1 AND id = ANY($2) ORDER BY id, code";
        self.all("read marks", sql, &[&team.as_str(), &bytes(ids)], |row| {
            Ok(Refused {
                id: RevisionId(array(row, "id")?),
                code: value(row, "code")?,
                detail: value(row, "detail")?,
            })
        })
    }

    fn marks_after(&self, team: &TeamId, number: u64, most: usize) -> Found<Vec<(u64, Refused)>> {
        let sql = "SELECT number, id, code, detail FROM mark
                   WHERE team = $1 AND number > CASE
                       WHEN $2 > (SELECT coalesce(max(number), 0) FROM mark WHERE team = $1) THEN 0
                       ELSE $2 END
                   ORDER BY number LIMIT $3";
        let values: [Value<'_>; 3] = [&team.as_str(), &int(number), &int(most as u64)];
        self.all("read marks", sql, &values, |row| {
            let mark = Refused {
                id: RevisionId(array(row, "id")?),
                code: value(row, "code")?,
                detail: value(row, "detail")?,
            };
            Ok((uint(row, "number")?, mark))
        })
    }

    fn mark(&self, team: &TeamId, marks: &[Refused], now_ms: u64) -> Found<()> {
        if marks.is_empty() {
            return Ok(());
        }
        let ids: Vec<&[u8]> = marks.iter().map(|mark| mark.id.0.as_slice()).collect();
        let codes: Vec<&str> = marks.iter().map(|mark| mark.code.as_str()).collect();
        let details: Vec<&str> = marks.iter().map(|mark| mark.detail.as_str()).collect();
        let sql = "INSERT INTO mark (team, id, code, detail, at_ms, number)
                   SELECT $1, id, code, detail, $2,
                          (SELECT coalesce(max(number), 0) FROM mark WHERE team = $1) + place
                   FROM unnest($3::bytea[], $4::text[], $5::text[])
                        WITH ORDINALITY AS row (id, code, detail, place)
                   ON CONFLICT (team, id, code) DO NOTHING";
        let values: [Value<'_>; 5] = [&team.as_str(), &int(now_ms), &ids, &codes, &details];
        self.change("mark revisions", sql, &values)?;
        Ok(())
    }

    fn marked(&self, team: &TeamId, code: &str) -> Found<u64> {
        let sql = "SELECT count(*) AS marked FROM mark WHERE team = $1 AND code = $2";
        let values: [Value<'_>; 2] = [&team.as_str(), &code];
        let marked = self.one("count marks", sql, &values, |row| uint(row, "marked"))?;
        Ok(marked.unwrap_or(0))
    }

    fn note(&self, by: DeviceId, batch: &BatchId, note: &Note) -> Found<()> {
        let doing = "note what came under a batch";
        let (team, by, batch) = (note.team.as_str(), by.0.as_slice(), batch.as_slice());
        let sql = "DELETE FROM note WHERE team = $1 AND device = $2 AND batch <> $3
                   AND EXISTS (SELECT 1 FROM receipt
                               WHERE receipt.device = note.device AND receipt.batch = note.batch)";
        self.change(doing, sql, &[&team, &by, &batch])?;
        let ids: Vec<u8> = note.ids.iter().flat_map(|id| id.0).collect();
        let sql = "INSERT INTO note (team, device, batch, ids_hash, seq_min, seq_max, ids)
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        let values: [Value<'_>; 7] = [
            &team,
            &by,
            &batch,
            &note.ids_hash.as_slice(),
            &int(note.positions.0),
            &int(note.positions.1),
            &ids,
        ];
        self.change(doing, sql, &values)?;
        Ok(())
    }

    fn notes(&self, by: DeviceId, batch: &BatchId) -> Found<Vec<Note>> {
        let sql = "SELECT team, ids_hash, seq_min, seq_max, ids FROM note
                   WHERE device = $1 AND batch = $2 ORDER BY team, ids_hash";
        let values: [Value<'_>; 2] = [&by.0.as_slice(), &batch.as_slice()];
        self.all("read what came under a batch", sql, &values, |row| {
            Ok(Note {
                team: read_team(row, "team")?,
                ids_hash: array(row, "ids_hash")?,
                positions: (uint(row, "seq_min")?, uint(row, "seq_max")?),
                ids: Note::ids(value(row, "ids")?)?,
            })
        })
    }

    fn has_notes(&self, by: DeviceId, batch: &BatchId) -> Found<bool> {
        let sql = "SELECT 1 FROM note WHERE device = $1 AND batch = $2 LIMIT 1";
        let values: [Value<'_>; 2] = [&by.0.as_slice(), &batch.as_slice()];
        self.any("look for what came under a batch", sql, &values)
    }

    /// Holds the row of the device, since that of the receipt may not be there yet.
    fn receipt(&self, by: DeviceId, batch: &BatchId, held: bool) -> Found<Option<SignedReceipt>> {
        let by = by.0.as_slice();
        if held {
            let sql = "SELECT 1 FROM device WHERE id = $1 FOR NO KEY UPDATE";
            self.any("hold a device's receipts", sql, &[&by])?;
        }
        let sql = "SELECT bytes, signature FROM receipt WHERE device = $1 AND batch = $2";
        self.one("read a receipt", sql, &[&by, &batch.as_slice()], signed)
    }

    fn give(
        &self,
        by: DeviceId,
        batch: &BatchId,
        signed: &SignedReceipt,
        now_ms: u64,
    ) -> Found<()> {
        let sql = "INSERT INTO receipt (device, batch, at_ms, bytes, signature)
                   VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (device, batch) DO UPDATE
                   SET at_ms = excluded.at_ms, bytes = excluded.bytes, signature = excluded.signature";
        let values: [Value<'_>; 5] = [
            &by.0.as_slice(),
            &batch.as_slice(),
            &int(now_ms),
            &signed.bytes,
            &signed.signature.as_slice(),
        ];
        self.change("keep a receipt", sql, &values)?;
        Ok(())
    }

    fn each_receipt(
        &self,
        show: &mut dyn FnMut(DeviceId, &SignedReceipt) -> Found<()>,
    ) -> Found<()> {
        let sql = "SELECT device, bytes, signature FROM receipt";
        self.all("read the receipts", sql, &[], |row| {
            show(DeviceId(array(row, "device")?), &signed(row)?)
        })?;
        Ok(())
    }

    /// The database checks its own pages and references; what it may not be set to is asked here.
    fn faults(&self) -> Found<Vec<String>> {
        let sql = "SELECT name FROM pg_settings
                   WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name";
        self.all("read the settings of the database", sql, &[], |row| {
            let name: String = value(row, "name")?;
            Ok(format!(
                "the database runs with {name} off: a power cut may lose what was promised"
            ))
        })
    }
}

fn bytes(ids: &[RevisionId]) -> Vec<&[u8]> {
    ids.iter().map(|id| id.0.as_slice()).collect()
}

fn place(row: &Row) -> Found<Place> {
    let digest = Digest {
        count: uint(row, "count")?,
        sum: array(row, "sum")?,
    };
    Ok(Place {
        seq: uint(row, "seq")?,
        digest,
    })
}

fn signed(row: &Row) -> Found<SignedReceipt> {
    Ok(SignedReceipt {
        bytes: value(row, "bytes")?,
        signature: array(row, "signature")?,
    })
}
