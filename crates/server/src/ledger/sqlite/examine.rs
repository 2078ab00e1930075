//! Looking at everything that is kept: is it whole, does it prove itself, does it agree with itself?

use std::collections::BTreeMap;

use records::{DeviceId, Digest, RevisionId, TeamId};
use rusqlite::{Row, Transaction, named_params};
use sync::Receipt;

use super::append::Place;
use super::{Doing, LedgerError, accounts, rows};
use crate::ledger::{Counts, Examination, Finding};

/// How many findings of one kind are written out; more are counted.
const FINDINGS_MAX: usize = 100;

/// Examines the ledger of one moment. Reads every byte of it, one part at a time.
pub(super) fn examine(
    tx: &Transaction<'_>,
    centre_public: &[u8; 32],
) -> Result<Examination, LedgerError> {
    let mut report = Report::default();
    file(tx, &mut report)?;
    let keys = keys(tx)?;
    let census = accounts::census(tx)?;
    for team in &census.teams {
        log(tx, &team.id, &keys, &mut report)?;
        numbers(tx, &team.id, &mut report)?;
    }
    receipts(tx, centre_public, &mut report)?;
    let counts = Counts {
        teams: census.teams.len() as u64,
        people: census.people.len() as u64,
        devices: census.devices.len() as u64,
        ..report.counts
    };
    Ok(Examination {
        counts,
        findings: report.findings,
    })
}

#[derive(Default)]
struct Report {
    counts: Counts,
    findings: Vec<Finding>,
}

impl Report {
    fn broken(&mut self, code: &'static str, message: String) {
        self.add(Finding {
            code,
            message,
            broken: true,
        });
    }

    fn note(&mut self, code: &'static str, message: String) {
        self.add(Finding {
            code,
            message,
            broken: false,
        });
    }

    fn add(&mut self, finding: Finding) {
        let same = self
            .findings
            .iter()
            .filter(|other| other.code == finding.code)
            .count();
        if same < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }
}

fn file(tx: &Transaction<'_>, report: &mut Report) -> Result<(), LedgerError> {
    let faults = accounts::all(tx, "PRAGMA integrity_check(20)", [], |row| {
        row.get::<_, String>(0).doing("examine the file")
    })?;
    for fault in faults.into_iter().filter(|fault| fault != "ok") {
        report.broken("file", fault);
    }
    let orphans = accounts::all(tx, "PRAGMA foreign_key_check", [], |row| {
        row.get::<_, String>(0).doing("examine the file")
    })?;
    for table in orphans {
        report.broken(
            "file",
            format!("a row of {table} stands on a row that is not there"),
        );
    }
    Ok(())
}

fn keys(tx: &Transaction<'_>) -> Result<BTreeMap<DeviceId, [u8; 32]>, LedgerError> {
    let devices = accounts::all(tx, "SELECT id, public FROM device", [], |row| {
        let public: [u8; 32] = row.get("public").doing("read a device")?;
        Ok((rows::device(row, "id")?, public))
    })?;
    Ok(devices.into_iter().collect())
}

/// One part as its row says.
struct Held {
    seq: u64,
    device: DeviceId,
    first: u64,
    count: u64,
    wire: Vec<u8>,
}

fn log(
    tx: &Transaction<'_>,
    team: &TeamId,
    keys: &BTreeMap<DeviceId, [u8; 32]>,
    report: &mut Report,
) -> Result<(), LedgerError> {
    let place = Place::read(tx, team)?;
    let sql = "SELECT seq, device, first, count, wire FROM part WHERE team = :team ORDER BY seq";
    let mut last = 0;
    let mut proven = 0;
    accounts::all(tx, sql, named_params! { ":team": team.as_str() }, |row| {
        let part = held(row)?;
        if part.seq != last + 1 {
            report.broken(
                "gap",
                format!("team {team}: no part {} before part {}", last + 1, part.seq),
            );
        }
        last = part.seq;
        report.counts.parts += 1;
        match prove(tx, team, &part, keys)? {
            Ok(found) => proven += found,
            Err(why) => report.broken("part", format!("team {team}, part {}: {why}", part.seq)),
        }
        Ok(())
    })?;
    if last != place.seq {
        let counted = place.seq;
        report.broken(
            "gap",
            format!("team {team} counts {counted} parts and its last is {last}"),
        );
    }
    let sql = "SELECT id FROM revision WHERE team = :team";
    let mut digest = Digest::default();
    accounts::all(tx, sql, named_params! { ":team": team.as_str() }, |row| {
        digest.add(&row.get("id").map(RevisionId).doing("read the index")?);
        Ok(())
    })?;
    report.counts.revisions += digest.count;
    if digest != place.digest {
        report.broken(
            "digest",
            format!("team {team}: the sum of its revisions is not the one kept"),
        );
    }
    if proven != digest.count {
        let count = digest.count;
        let message = format!("team {team}: {count} revisions in the index, {proven} in the parts");
        report.broken("index", message);
    }
    Ok(())
}

fn held(row: &Row<'_>) -> Result<Held, LedgerError> {
    Ok(Held {
        seq: rows::uint(row, "seq")?,
        device: rows::device(row, "device")?,
        first: rows::uint(row, "first")?,
        count: rows::uint(row, "count")?,
        wire: row.get("wire").doing("read a part")?,
    })
}

/// Proves a part and returns how many revisions of the index are in it for the first time.
fn prove(
    tx: &Transaction<'_>,
    team: &TeamId,
    row: &Held,
    keys: &BTreeMap<DeviceId, [u8; 32]>,
) -> Result<Result<u64, String>, LedgerError> {
    let (part, revisions) = match sync::unpack(&row.wire) {
        Ok(unpacked) => unpacked,
        Err(error) => return Ok(Err(crate::chain(&error))),
    };
    let says = (&part.team, part.device, part.first, u64::from(part.count));
    if says != (team, row.device, row.first, row.count) {
        return Ok(Err("its row says something else than its bytes".to_owned()));
    }
    let sealed = keys.get(&part.device);
    if !sealed.is_some_and(|public| vault::verify(public, &part.statement(), &part.seal)) {
        return Ok(Err("its seal is not the device's".to_owned()));
    }
    let sql = "SELECT seq, n, kind, record FROM revision WHERE team = :team AND id = :id";
    let mut first_time = 0;
    for revision in &revisions {
        let values = named_params! { ":team": team.as_str(), ":id": revision.id.0 };
        let found = accounts::one(tx, sql, values, |row| {
            let kind: u8 = row.get("kind").doing("read the index")?;
            let record: [u8; 16] = row.get("record").doing("read the index")?;
            Ok((
                rows::uint(row, "seq")?,
                (rows::uint(row, "n")?, kind, record),
            ))
        })?;
        let header = &revision.header;
        let truth = (header.n, header.kind.number(), header.record.0);
        match found {
            Some((seq, said)) if said == truth => first_time += u64::from(seq == row.seq),
            Some(_) => return Ok(Err(format!("revision {} is indexed wrongly", revision.id))),
            None => return Ok(Err(format!("revision {} is not indexed", revision.id))),
        }
    }
    Ok(Ok(first_time))
}

/// Follows each device's count: what is missing, and what was counted twice.
fn numbers(tx: &Transaction<'_>, team: &TeamId, report: &mut Report) -> Result<(), LedgerError> {
    let sql = "SELECT device, first, count FROM part WHERE team = :team ORDER BY device, first";
    let mut at: Option<(DeviceId, u64)> = None;
    accounts::all(tx, sql, named_params! { ":team": team.as_str() }, |row| {
        let (device, first) = (rows::device(row, "device")?, rows::uint(row, "first")?);
        let next = first + rows::uint(row, "count")?;
        let expected = at
            .filter(|(same, _)| *same == device)
            .map_or(1, |(_, expected)| expected);
        if first > expected {
            let (from, to) = (expected, first - 1);
            let message =
                format!("team {team}: numbers {from} to {to} of device {device} never came");
            report.note("missing", message);
        }
        at = Some((device, expected.max(next)));
        Ok(())
    })?;
    let sql = "SELECT count(*) AS marked FROM mark WHERE team = :team AND code = 'twice'";
    let values = named_params! { ":team": team.as_str() };
    let marked = accounts::one(tx, sql, values, |row| rows::uint(row, "marked"))?.unwrap_or(0);
    if marked > 0 {
        let message =
            format!("team {team}: {marked} numbers were used twice: a laptop was set back");
        report.note("twice", message);
    }
    Ok(())
}

/// Checks that every promise carries the centre's signature.
fn receipts(
    tx: &Transaction<'_>,
    centre_public: &[u8; 32],
    report: &mut Report,
) -> Result<(), LedgerError> {
    let sql = "SELECT device, bytes, signature FROM receipt";
    accounts::all(tx, sql, [], |row| {
        let bytes: Vec<u8> = row.get("bytes").doing("read a receipt")?;
        let signature: [u8; 64] = row.get("signature").doing("read a receipt")?;
        report.counts.receipts += 1;
        if !vault::verify(centre_public, &Receipt::statement(&bytes), &signature) {
            let device = rows::device(row, "device")?;
            report.broken(
                "receipt",
                format!("a receipt of device {device} is not signed by this centre"),
            );
        }
        Ok(())
    })?;
    Ok(())
}
