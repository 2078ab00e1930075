//! What a centre takes when many laptops send at once, on either database, with everything checked.
//!
//! What laptops ask is written down once, from laptops that sync with a centre. The centre from before, restored into
//! the ledger that is measured, is then asked the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use client::HttpPeer;
use cluster::Cluster;
use kit::{Laptop, Office};
use rusqlite::Connection;
use server::Centre;
use server::centre::Home;
use sync::{Ask, Bytes, Line, Peer, Reply, Road};
use tempfile::TempDir;

use crate::centre::{fill, resident_mb, spawn, stop};
use crate::table::{Bar, Table};

const STALL: Duration = Duration::from_secs(60);
/// A centre that did nothing for so long has looked into everything.
const QUIET: Duration = Duration::from_secs(8);
/// Ticks of the processor's clock in a second, as Linux counts them for programs.
const TICKS: f64 = 100.0;

/// What one laptop asks, by its token.
struct Talk {
    token: String,
    asks: Vec<Ask>,
}

/// A centre from before, and what was asked of it.
struct Story {
    folder: TempDir,
    talks: Vec<Talk>,
    records: usize,
}

impl Story {
    fn backup(&self) -> PathBuf {
        self.folder.path().join("before.backup")
    }

    /// So many laptops, in two teams, with as many records between them.
    fn of(laptops: usize, records: usize) -> Story {
        let office = Office::open();
        let folder = tempfile::tempdir().unwrap();
        let joined: Vec<Laptop> = (0..laptops)
            .map(|n| {
                let team = ["BTB2", "PLN1"].into_iter().cycle().nth(n).unwrap();
                let laptop = office.laptop(&format!("Person {n}"), "field", &[team]);
                fill(&laptop, records / laptops);
                laptop
            })
            .collect();
        let backup = folder.path().join("before.backup");
        office.centre().backup(&backup).unwrap();
        let talks = joined.iter().map(talk).collect();
        Story {
            folder,
            talks,
            records: records / laptops * laptops,
        }
    }
}

fn talk(laptop: &Laptop) -> Talk {
    let door = laptop.desk.centre().unwrap();
    let road = HttpPeer::new(&door.url, door.token.to_string(), STALL).unwrap();
    let mut heard = Heard {
        road,
        asks: Vec::new(),
    };
    laptop.desk.sync_over(&mut heard, &mut |_, _| {}).unwrap();
    let mut asks = heard.asks;
    for ask in &mut asks {
        // What laptops read is measured elsewhere.
        if let Ask::Exchange { room, .. } = ask {
            *room = 0;
        }
    }
    Talk {
        token: door.token.to_string(),
        asks,
    }
}

/// A road that writes down what goes over it.
struct Heard {
    road: HttpPeer,
    asks: Vec<Ask>,
}

impl Peer for Heard {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        self.asks.push(ask.clone());
        self.road.exchange(ask)
    }
}

impl Road for Heard {
    fn name(&self) -> &'static str {
        self.road.name()
    }

    fn moved(&self) -> Bytes {
        self.road.moved()
    }
}

/// What a centre did with a story.
struct Took {
    rate: f64,
    cpu_s: f64,
    bytes: f64,
    resident_mb: f64,
}

/// One client and sixteen, on PostgreSQL and on SQLite, beside a bare insert of the same bytes.
pub(crate) fn ingest(quick: bool) -> Table {
    let records = if quick { 1_600 } else { 16_000 };
    let mut table = Table::default();
    let stories = [1, 16].map(|clients| (clients, Story::of(clients, records)));
    if let Some(cluster) = Cluster::start() {
        for (clients, story) in &stories {
            let took = on_postgres(story, &cluster);
            let on = format!("PostgreSQL, {clients} at once");
            rows(&mut table, &on, &took);
            let rate = format!("{on}: taken");
            table.hold(&rate, took.rate, "records/s", Bar::AtLeast, 5_000.0);
            let cpu = format!("{on}: processor for 1,000, checks too");
            table.hold(&cpu, took.cpu_s, "s", Bar::AtMost, 0.4);
            let kept = format!("{on}: stored for each");
            table.hold(&kept, took.bytes, "B", Bar::AtMost, 1_900.0);
        }
    }
    for (clients, story) in &stories {
        let took = on_sqlite(story);
        let on = format!("SQLite, {clients} at once");
        rows(&mut table, &on, &took);
        table.add(&format!("{on}: taken"), took.rate, "records/s");
        let bare = bare(story);
        table.add(&format!("{on}: bare insert"), bare, "records/s");
        let share = format!("{on}: share of the bare insert, or of 15,000");
        let share_of = took.rate / bare.min(15_000.0 / 0.6);
        match clients {
            1 => table.hold(&share, share_of, "", Bar::AtLeast, 0.6),
            // There is one writer, and looking into records has its share of two cores meanwhile.
            _ => table.add(&share, share_of, ""),
        }
        table.add(&format!("{on}: processor for 1,000"), took.cpu_s, "s");
        table.add(&format!("{on}: stored for each"), took.bytes, "B");
    }
    table
}

fn rows(table: &mut Table, on: &str, took: &Took) {
    let what = format!("{on}: resident memory of the centre");
    table.add(&what, took.resident_mb, "MB");
}

fn on_postgres(story: &Story, cluster: &Cluster) -> Took {
    let url = cluster.fresh();
    let name = url.rsplit('/').next().unwrap().to_owned();
    let size = || -> f64 {
        let ask = format!("SELECT pg_database_size('{name}')");
        cluster.tell(&name, &ask).trim().parse().unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let home = Home {
        folder: folder.path().join("centre"),
        database: Some(url.clone()),
        by: String::new(),
    };
    drop(Centre::restore_in(&home, &story.backup()).unwrap());
    let before = (size(), family_s(cluster.process()));
    let mut took = measure(story, &home.folder, Some(&url));
    let thousands = story.records as f64 / 1e3;
    took.cpu_s += (family_s(cluster.process()) - before.1) / thousands;
    took.bytes = (size() - before.0) / story.records as f64;
    took
}

fn on_sqlite(story: &Story) -> Took {
    let folder = tempfile::tempdir().unwrap();
    let centre = folder.path().join("centre");
    drop(Centre::restore(&centre, &story.backup()).unwrap());
    let before = folder_bytes(&centre);
    let mut took = measure(story, &centre, None);
    took.bytes = (folder_bytes(&centre) - before) / story.records as f64;
    took
}

/// Asks a centre everything of a story, all laptops at once.
fn measure(story: &Story, folder: &Path, database: Option<&str>) -> Took {
    let (mut child, address) = spawn(folder, database);
    let url = format!("http://{address}");
    let before = own_s(child.id());
    let begun = Instant::now();
    thread::scope(|scope| {
        for talk in &story.talks {
            scope.spawn(|| say(&url, talk));
        }
    });
    let seconds = begun.elapsed().as_secs_f64();
    let spent = quiet_s(child.id()) - before;
    let resident_mb = resident_mb(child.id());
    stop(&mut child);
    Took {
        rate: story.records as f64 / seconds,
        cpu_s: spent / (story.records as f64 / 1e3),
        bytes: f64::NAN,
        resident_mb,
    }
}

fn say(url: &str, talk: &Talk) {
    let mut road = HttpPeer::new(url, talk.token.clone(), STALL).unwrap();
    for ask in &talk.asks {
        road.exchange(ask).unwrap();
    }
}

/// Rows of the same size, as many in a transaction, into a table with nothing but a key: rows in a second.
fn bare(story: &Story) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let db = Connection::open(folder.path().join("bare.db")).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE row (id BLOB PRIMARY KEY, wire BLOB NOT NULL) STRICT, WITHOUT ROWID;",
    )
    .unwrap();
    let asks = || story.talks.iter().flat_map(|talk| &talk.asks);
    let bytes_of = |ask: &Ask| match ask {
        Ask::Exchange { offer, .. } => offer.iter().map(Vec::len).sum::<usize>(),
        Ask::Compare { .. } => 0,
    };
    let each = asks().map(bytes_of).sum::<usize>() / story.records;
    let wire = vec![7_u8; each];
    let (begun, mut n) = (Instant::now(), 0_u128);
    for ask in asks() {
        db.execute_batch("BEGIN IMMEDIATE").unwrap();
        {
            let mut add = db
                .prepare_cached("INSERT INTO row VALUES (?1, ?2)")
                .unwrap();
            for _ in 0..bytes_of(ask) / each {
                n += 1;
                // Ids come in no order.
                let id = n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
                add.execute((id.to_be_bytes(), &wire)).unwrap();
            }
        }
        db.execute_batch("COMMIT").unwrap();
    }
    n as f64 / begun.elapsed().as_secs_f64()
}

fn folder_bytes(folder: &Path) -> f64 {
    let files = fs::read_dir(folder).unwrap();
    let lengths = files.map(|file| file.unwrap().metadata().unwrap().len());
    lengths.sum::<u64>() as f64
}

/// Seconds of the processor that a process has had.
fn own_s(pid: u32) -> f64 {
    ticks(pid, 0) / TICKS
}

/// The same, once it has had none for a while.
pub(crate) fn quiet_s(pid: u32) -> f64 {
    let (mut last, mut since) = (own_s(pid), Instant::now());
    while since.elapsed() < QUIET {
        thread::sleep(Duration::from_millis(200));
        let now = own_s(pid);
        if now > last + 1.0 / TICKS {
            (last, since) = (now, Instant::now());
        }
    }
    last
}

/// The same of a process with all its children, those that have ended too.
fn family_s(pid: u32) -> f64 {
    let children =
        fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    let alive: f64 = children
        .split_whitespace()
        .filter_map(|child| child.parse().ok())
        .map(own_s)
        .sum();
    (ticks(pid, 0) + ticks(pid, 2)) / TICKS + alive
}

/// Two figures of a process's line, in the user's time and in the system's: fields 14 and 15 of `proc_pid_stat(5)`, or 16
/// and 17 for its children.
fn ticks(pid: u32, from: usize) -> f64 {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after = line.rsplit(')').next().unwrap_or_default();
    let figures = after.split_whitespace().skip(11 + from).take(2);
    figures
        .filter_map(|figure| figure.parse::<f64>().ok())
        .sum()
}
