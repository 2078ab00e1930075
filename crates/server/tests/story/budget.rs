//! What a centre may cost: a small machine in an office, and a hundred laptops on the last day of the month.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use records::{Revision, RevisionId};
use server::Centre;
use server::centre::Invite;
use server::ledger::{Guest, Scope, Team};

use crate::kit::{Laptop, Said};

/// Whether the program is as it is shipped. Otherwise speed says nothing, and less is done.
const SHIPPED: bool = !cfg!(debug_assertions);
const RECORDS: usize = if SHIPPED { 10_000 } else { 2_000 };
const PART_RECORDS: usize = 500;
/// Each a save and its submission. A second is one of the processor's where the system counts those: how
/// busy the machine is besides says nothing about this program.
const RECORDS_PER_S_MIN: f64 = 15_000.0;
const START_MAX: Duration = Duration::from_millis(200);
const MEMORY_KIB_MAX: u64 = 45 * 1024;

/// A session as a facilitator writes it: about a kilobyte, and no two alike.
fn session(number: usize) -> String {
    let mixed = |salt: usize| (number * 7919 + salt * 104_729) % 9973;
    let answers: Vec<String> = (0..30)
        .map(|question| format!(r#""question_{question}":"{}""#, mixed(question)))
        .collect();
    let remarks = ["ភ្លៀងធ្លាក់ខ្លាំង", "មេភូមិសុំឱ្យមានវគ្គបន្ថែម", "អ្នកភូមិបានរាយការណ៍"];
    let remark = remarks[mixed(31) % remarks.len()];
    format!(
        r#"{{{},"village":"1703{:04}","remarks":"{remark}"}}"#,
        answers.join(","),
        mixed(40)
    )
}

fn season(laptop: &mut Laptop) -> Vec<(Vec<u8>, Vec<RevisionId>)> {
    let submit = r#"{"comments":[],"move":"submit","reason":null,"role":"field"}"#;
    let mut parts = Vec::new();
    for part in 0..RECORDS / PART_RECORDS {
        let mut revisions: Vec<Revision> = Vec::new();
        for number in part * PART_RECORDS..(part + 1) * PART_RECORDS {
            let record =
                records::RecordId::imported(0, blake3::hash(&number.to_le_bytes()).as_bytes());
            let save = laptop.pen.save(0, &[], &session(number));
            let save = renamed(save, record);
            let submitted = renamed(laptop.pen.review(0, &[&save], submit), record);
            revisions.extend([save, submitted]);
        }
        let ids = revisions.iter().map(|revision| revision.id).collect();
        parts.push((laptop.seal(&revisions), ids));
    }
    parts
}

/// The same revision of another record.
fn renamed(revision: Revision, record: records::RecordId) -> Revision {
    let header = records::Header {
        record,
        ..revision.header
    };
    Revision {
        id: header.id(),
        header,
        body: revision.body,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_at_once_takes_a_season_quickly_and_stays_small() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("centre");
    let centre = Centre::create(&data, "Risk education", "KH", "http://centre.test").unwrap();
    centre
        .add_team(&Team {
            id: "A".parse().unwrap(),
            name: "Team A".into(),
        })
        .unwrap();
    let guest = Guest::New {
        name: "Dara".into(),
        role: "field".into(),
        scope: Scope::All,
    };
    let invitation = centre
        .invite(&Invite {
            guest,
            days: 7,
            url: None,
        })
        .unwrap();
    drop(centre);

    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sala-server"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--log",
            "warn",
            "--data",
        ])
        .arg(&data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let url = line.trim().strip_prefix("listening on ").unwrap();
    let mut door = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    door.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    door.read_to_string(&mut answer).unwrap();
    let start = started.elapsed();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let mut laptop = Laptop::join_at(url, &invitation, 1).await;
    let parts = season(&mut laptop);
    let size: usize = parts.iter().map(|(wire, _)| wire.len()).sum();
    let started = Instant::now();
    let count = parts.len();
    let mut all = Vec::new();
    for (place, (wire, ids)) in parts.into_iter().enumerate() {
        let said: Said = laptop.offer(1, vec![wire], place + 1 == count).await;
        assert_eq!((said.counts.0 as usize, said.codes()), (ids.len(), vec![]));
        all.extend(ids);
        if place + 1 == count {
            assert!(said.receipt(&laptop).covers(&all));
        }
    }
    let took = started.elapsed();
    let (memory, worked) = (memory_kib(child.id()), worked_s(child.id()));
    child.kill().unwrap();
    child.wait().unwrap();
    let rate = RECORDS as f64 / worked.unwrap_or(took.as_secs_f64());
    let file = std::fs::metadata(data.join("centre.db")).unwrap().len();
    println!(
        "start {start:?}, {RECORDS} records ({size} bytes sent) in {took:?}, \
         {worked:?} s of work: {rate:.0} records/s, {memory:?} KiB, file {file} bytes"
    );
    if SHIPPED {
        assert!(start < START_MAX, "started in {start:?}");
        assert!(rate > RECORDS_PER_S_MIN, "{rate:.0} records a second");
    }
    if let Some(memory) = memory {
        assert!(memory < MEMORY_KIB_MAX, "{memory} KiB");
    }
}

/// Returns the memory a process holds, where the system says so.
fn memory_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Returns how long the processors worked for a process, in seconds, where the system says so.
fn worked_s(process: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    // The clock of these fields ticks a hundred times a second on every Linux.
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
