//! What the coordinator waits for: sending, fetching, and what a centre takes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use client::HttpPeer;
use desk::import::ImportOptions;
use kit::{Carried, Forwarder, Laptop, Link, Office};
use sync::{Ask, Bytes, Line, Peer, Reply, Road};

use crate::ingest::quiet_s;
use crate::peer::push;
use crate::table::{Bar, Table, part};
use crate::words::{Dice, mapping, sessions};

const STALL: Duration = Duration::from_secs(60);

pub(crate) fn fill(laptop: &Laptop, count: usize) {
    let report = laptop
        .desk
        .import(
            sessions(&mut Dice::new(5), 0..count).as_bytes(),
            Some(&mapping()),
            &ImportOptions::default(),
        )
        .unwrap();
    assert!(report.rejected.is_empty(), "{:?}", report.rejected.first());
}

/// What one sync took and moved, with every byte on the wire.
struct Went {
    took: Duration,
    carried: Carried,
    round_trips: u32,
}

/// A road that counts its round trips.
struct Counting {
    road: HttpPeer,
    round_trips: u32,
}

impl Peer for Counting {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        self.round_trips += 1;
        self.road.exchange(ask)
    }
}

impl Road for Counting {
    fn name(&self) -> &'static str {
        self.road.name()
    }

    fn moved(&self) -> Bytes {
        self.road.moved()
    }
}

/// Syncs the laptop with a centre at an address.
fn send(laptop: &Laptop, url: &str) -> Went {
    let line = Forwarder::open(url, Link::default());
    let door = laptop.desk.centre().unwrap();
    let road = HttpPeer::new(&line.url(), door.token.to_string(), STALL).unwrap();
    let mut road = Counting {
        road,
        round_trips: 0,
    };
    let begun = Instant::now();
    laptop.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
    Went {
        took: begun.elapsed(),
        carried: line.carried(),
        round_trips: road.round_trips,
    }
}

/// Many new records to a local centre, then nothing, then a new laptop that fetches them.
pub(crate) fn sync(quick: bool) -> Table {
    let count = if quick { 1_000 } else { 10_000 };
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    fill(&laptop, count);
    let went = send(&laptop, office.url());
    let mut table = Table::default();
    table.hold(
        "send new records",
        count as f64 / went.took.as_secs_f64(),
        "records/s",
        Bar::AtLeast,
        5_000.0,
    );
    beside(&mut table, &laptop, &went, count);
    table.hold(
        "bytes up for each record, heads and all",
        went.carried.up as f64 / count as f64,
        "B",
        Bar::AtMost,
        230.0,
    );
    let idle: Vec<Went> = (0..20).map(|_| send(&laptop, office.url())).collect();
    let round_trips = idle.iter().map(|went| went.round_trips).max();
    table.hold(
        "nothing to do, round trips at most",
        f64::from(round_trips.unwrap()),
        "",
        Bar::AtMost,
        1.0,
    );
    let bytes = idle
        .iter()
        .map(|went| went.carried.up + went.carried.down)
        .max();
    table.hold(
        "nothing to do, bytes both ways, heads and all",
        bytes.unwrap() as f64,
        "B",
        Bar::AtMost,
        1_500.0,
    );
    let mut times: Vec<Duration> = idle.iter().map(|went| went.took).collect();
    table.add("nothing to do, median", part(&mut times, 0.5), "ms");
    let other = office.laptop("Sophea", "field", &["BTB2"]);
    let went = send(&other, office.url());
    let listed = Instant::now();
    assert_eq!(other.count() as usize, count);
    let took = went.took + listed.elapsed();
    let (ms, mb) = (1_500.0, 2.5);
    let share = count as f64 / 10_000.0;
    table.hold(
        "a new laptop fetches them all and lists them",
        took.as_secs_f64() * 1e3,
        "ms",
        Bar::AtMost,
        ms * share,
    );
    table.hold(
        "bytes down",
        went.carried.down as f64 / 1e6,
        "MB",
        Bar::AtMost,
        mb * share,
    );
    table
}

/// The same records sent by PouchDB.
fn beside(table: &mut Table, laptop: &Laptop, went: &Went, count: usize) {
    let theirs = push(&laptop.desk);
    table.add("PouchDB: records", theirs.rate, "records/s");
    let up = theirs.carried.up as f64 / count as f64;
    table.add("PouchDB: bytes up for each record", up, "B");
    let ours = count as f64 / went.took.as_secs_f64();
    table.hold(
        "times as many records as PouchDB",
        ours / theirs.rate,
        "x",
        Bar::AtLeast,
        10.0,
    );
    let both = |carried: &Carried| (carried.up + carried.down) as f64;
    let part = both(&theirs.carried) / both(&went.carried);
    table.hold(
        "times fewer bytes than PouchDB",
        part,
        "x",
        Bar::AtLeast,
        9.0,
    );
}

/// A centre in a process of its own: how soon it answers and how much memory it takes.
pub(crate) fn centre(quick: bool) -> Table {
    let count = if quick { 1_000 } else { 100_000 };
    let mut office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    fill(&laptop, count);
    office.stop();
    let mut table = Table::default();
    let mut times = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let (mut child, address) = spawn(office.folder(), None);
        assert!(health(&address).contains("200"), "the centre answers");
        times.push(begun.elapsed());
        stop(&mut child);
    }
    table.hold(
        "start to first answer, median of 5",
        part(&mut times, 0.5),
        "ms",
        Bar::AtMost,
        200.0,
    );
    let (mut child, address) = spawn(office.folder(), None);
    send(&laptop, &format!("http://{address}"));
    table.add("records that came", count as f64, "");
    quiet_s(child.id());
    table.hold(
        "resident memory after they came and were looked into",
        resident_mb(child.id()),
        "MB",
        Bar::AtMost,
        45.0,
    );
    stop(&mut child);
    table
}

/// Starts the centre as people run it, and returns its address when it listens.
pub(crate) fn spawn(folder: &Path, database: Option<&str>) -> (Child, String) {
    let this = std::env::current_exe().unwrap();
    let mut program = Command::new(this.with_file_name("sala-server"));
    program.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--log",
        "error",
        "--data",
    ]);
    program.arg(folder);
    if let Some(database) = database {
        program.args(["--database-url", database]);
    }
    let mut child = program.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().rsplit('/').next().unwrap_or_default();
    (child, address.to_owned())
}

pub(crate) fn stop(child: &mut Child) {
    let told = Command::new("kill").arg(child.id().to_string()).status();
    assert!(told.unwrap().success(), "the centre is told to stop");
    child.wait().unwrap();
}

fn health(address: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

pub(crate) fn resident_mb(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap_or("0 kB");
    line.trim()
        .trim_end_matches(" kB")
        .trim()
        .parse::<f64>()
        .unwrap_or(f64::NAN)
        / 1024.0
}
