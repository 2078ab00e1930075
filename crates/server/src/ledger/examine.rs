//! Looking at everything that is kept: is it whole, does it prove itself, does it agree with itself?

use std::collections::BTreeMap;

use records::{DeviceId, Digest, RevisionId, TeamId};
use sync::Receipt;

use super::append::TWICE;
use super::book::{Book, Found, Head, Place};
use super::{Counts, Examination, Finding, accounts, history};

/// How many findings of one kind are written out; more are counted.
const FINDINGS_MAX: usize = 100;

/// Examines the ledger of one moment. Reads every byte of it, one part at a time.
pub(super) fn examine(book: &dyn Book, centre_public: &[u8; 32]) -> Found<Examination> {
    let mut report = Report::default();
    for fault in book.faults()? {
        report.broken("file", fault);
    }
    let census = accounts::census(book)?;
    let keys = census.devices.iter();
    let keys: BTreeMap<DeviceId, [u8; 32]> =
        keys.map(|device| (device.id, device.public)).collect();
    for team in &census.teams {
        let heads = book.heads(&team.id)?;
        log(book, &team.id, &heads, &keys, &mut report)?;
        numbers(&team.id, heads, &mut report);
        twice(book, &team.id, &mut report)?;
    }
    receipts(book, centre_public, &mut report)?;
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

fn log(
    book: &dyn Book,
    team: &TeamId,
    heads: &[Head],
    keys: &BTreeMap<DeviceId, [u8; 32]>,
    report: &mut Report,
) -> Found<()> {
    let mut last = 0;
    let mut proven = 0;
    for head in heads {
        if head.seq != last + 1 {
            let (next, seq) = (last + 1, head.seq);
            report.broken(
                "gap",
                format!("team {team}: no part {next} before part {seq}"),
            );
        }
        last = head.seq;
        report.counts.parts += 1;
        match prove(book, team, head, keys)? {
            Ok(found) => proven += found,
            Err(why) => report.broken("part", format!("team {team}, part {last}: {why}")),
        }
    }
    let place = book.place(team)?.unwrap_or(Place {
        seq: 0,
        digest: Digest::default(),
    });
    if last != place.seq {
        let counted = place.seq;
        report.broken(
            "gap",
            format!("team {team} counts {counted} parts and its last is {last}"),
        );
    }
    let index = book.ids(team, RevisionId([0; 32]), None)?;
    let digest: Digest = index.iter().map(|placed| &placed.id).collect();
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

/// Proves a part and returns how many revisions of the index are in it for the first time.
fn prove(
    book: &dyn Book,
    team: &TeamId,
    head: &Head,
    keys: &BTreeMap<DeviceId, [u8; 32]>,
) -> Found<Result<u64, String>> {
    let (part, revisions) = match sync::unpack(&history::wire(book, team, head.seq)?) {
        Ok(unpacked) => unpacked,
        Err(error) => return Ok(Err(crate::chain(&error))),
    };
    let says = (&part.team, part.device, part.first, u64::from(part.count));
    if says != (team, head.device, head.first, head.count) {
        return Ok(Err("its row says something else than its bytes".to_owned()));
    }
    let sealed = keys.get(&part.device);
    if !sealed.is_some_and(|public| vault::verify(public, &part.statement(), &part.seal)) {
        return Ok(Err("its seal is not the device's".to_owned()));
    }
    let ids: Vec<RevisionId> = revisions.iter().map(|revision| revision.id).collect();
    let index = book.indexed(team, &ids)?;
    let mut first_time = 0;
    for revision in &revisions {
        let header = &revision.header;
        let truth = (header.n, header.kind.number(), header.record);
        match index.get(&revision.id) {
            Some(said) if (said.n, said.kind, said.record) == truth => {
                first_time += u64::from(said.seq == head.seq);
            }
            Some(_) => return Ok(Err(format!("revision {} is indexed wrongly", revision.id))),
            None => return Ok(Err(format!("revision {} is not indexed", revision.id))),
        }
    }
    Ok(Ok(first_time))
}

/// Follows each device's count: what is missing.
fn numbers(team: &TeamId, mut heads: Vec<Head>, report: &mut Report) {
    heads.sort_by_key(|head| (head.device, head.first));
    let mut at: Option<(DeviceId, u64)> = None;
    for head in heads {
        let expected = at
            .filter(|(same, _)| *same == head.device)
            .map_or(1, |(_, expected)| expected);
        if head.first > expected {
            let (from, to, device) = (expected, head.first - 1, head.device);
            let message =
                format!("team {team}: numbers {from} to {to} of device {device} never came");
            report.note("missing", message);
        }
        at = Some((head.device, expected.max(head.first + head.count)));
    }
}

/// Says what was counted twice.
fn twice(book: &dyn Book, team: &TeamId, report: &mut Report) -> Found<()> {
    let marked = book.marked(team, TWICE)?;
    if marked > 0 {
        let message =
            format!("team {team}: {marked} numbers were used twice: a laptop was set back");
        report.note("twice", message);
    }
    Ok(())
}

/// Checks that every promise carries the centre's signature.
fn receipts(book: &dyn Book, centre_public: &[u8; 32], report: &mut Report) -> Found<()> {
    book.each_receipt(&mut |device, signed| {
        report.counts.receipts += 1;
        let statement = Receipt::statement(&signed.bytes);
        if !vault::verify(centre_public, &statement, &signed.signature) {
            report.broken(
                "receipt",
                format!("a receipt of device {device} is not signed by this centre"),
            );
        }
        Ok(())
    })
}
