//! What the coordinator waits for: sending, fetching, and what a centre takes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use client::HttpPeer;
use desk::import::ImportOptions;
use kit::{Laptop, Office};
use server::{Config, Running};
use sync::Road as _;

use crate::table::{Bar, Table, part};
use crate::words::{mapping, sessions};

const STALL: Duration = Duration::from_secs(60);

fn fill(laptop: &Laptop, count: usize) {
    let report = laptop
        .desk
        .import(
            sessions(count, 5).as_bytes(),
            Some(&mapping()),
            &ImportOptions::default(),
        )
        .unwrap();
    assert!(report.rejected.is_empty(), "{:?}", report.rejected.first());
}

/// Sends the laptop's records to an address; gives the time and the bytes up and down.
fn send(laptop: &Laptop, url: &str) -> (Duration, u64, u64) {
    let door = laptop.desk.centre().unwrap();
    let mut road = HttpPeer::new(url, door.token.to_string(), STALL).unwrap();
    let begun = Instant::now();
    laptop.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
    let took = begun.elapsed();
    let moved = sync_bytes(&road);
    (took, moved.0, moved.1)
}

fn sync_bytes(road: &HttpPeer) -> (u64, u64) {
    let moved = road.moved();
    (moved.up, moved.down)
}

/// Many new records to a local centre, then nothing, then a new laptop that fetches them.
pub(crate) fn sync(quick: bool) -> Table {
    let count = if quick { 1_000 } else { 10_000 };
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    fill(&laptop, count);
    let (took, up, _) = send(&laptop, office.url());
    let mut table = Table::default();
    table.hold(
        "send new records",
        count as f64 / took.as_secs_f64(),
        "records/s",
        Bar::AtLeast,
        5_000.0,
    );
    table.hold(
        "bytes up for each record",
        up as f64 / count as f64,
        "B",
        Bar::AtMost,
        230.0,
    );
    let mut idle: Vec<Duration> = Vec::new();
    let mut bytes = 0;
    for _ in 0..20 {
        let (took, up, down) = send(&laptop, office.url());
        idle.push(took);
        bytes = up + down;
    }
    table.hold(
        "nothing to do, bytes both ways",
        bytes as f64,
        "B",
        Bar::AtMost,
        1_500.0,
    );
    table.add("nothing to do, median", part(&mut idle, 0.5), "ms");
    let other = office.laptop("Sophea", "field", &["BTB2"]);
    let (took, _, down) = send(&other, office.url());
    assert_eq!(other.count() as usize, count);
    table.add(
        "a new laptop fetches them all",
        took.as_secs_f64() * 1e3,
        "ms",
    );
    table.add("bytes down", down as f64 / 1e6, "MB");
    table
}

/// A centre in a process of its own: how soon it answers and how much memory it takes.
pub(crate) fn centre(quick: bool) -> Table {
    let count = if quick { 1_000 } else { 10_000 };
    let mut office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    fill(&laptop, count);
    office.stop();
    let mut table = Table::default();
    let mut times = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let (mut child, address) = spawn(office.folder());
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
    let (mut child, address) = spawn(office.folder());
    send(&laptop, &format!("http://{address}"));
    table.hold(
        "resident memory after the records came",
        resident_mb(child.id()),
        "MB",
        Bar::AtMost,
        45.0,
    );
    stop(&mut child);
    table
}

fn spawn(folder: &Path) -> (Child, String) {
    let this = std::env::current_exe().unwrap();
    let mut child = Command::new(this)
        .arg("--serve")
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, line.trim().to_owned())
}

fn stop(child: &mut Child) {
    drop(child.stdin.take());
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

fn resident_mb(pid: u32) -> f64 {
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

/// Runs a centre until standard input ends.
pub(crate) fn serve(folder: &str) -> ExitCode {
    let running = Running::start(Config::local(folder)).unwrap();
    println!("{}", running.address());
    std::io::stdout().flush().unwrap();
    let _ended = std::io::stdin().read(&mut [0]);
    running.stop();
    ExitCode::SUCCESS
}
