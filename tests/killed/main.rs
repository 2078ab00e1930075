//! Killed at random moments, two hundred times each (a hub fifty), while typing, importing and syncing: the store opens,
//! the doctor finds nothing, what was acknowledged is there, nothing is there twice, and whatever has a
//! receipt is at the centre, or at the hub that signed for it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]
#![allow(
    clippy::print_stdout,
    reason = "the child tells its parent what was acknowledged"
)]

mod hub;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use desk::import::ImportOptions;
use desk::{Desk, Randomness, SystemClock};
use kit::{Laptop, Office, PASSPHRASE, PEOPLE_MAP, people};
use vault::Cost;

const ROLE: &str = "SALA_KILLED_ROLE";
const FOLDER: &str = "SALA_KILLED_FOLDER";

/// How often each is killed: as often as `SALA_KILLS` says, or 200 times.
fn times() -> u32 {
    times_or(200)
}

fn times_or(usual: u32) -> u32 {
    let said = std::env::var("SALA_KILLS").ok();
    said.map_or(usual, |said| said.parse().unwrap())
}

/// Repeatable moments to kill at.
struct Moments(u64);

impl Moments {
    fn next_ms(&mut self, max: u64) -> Duration {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        Duration::from_millis((self.0 >> 33) % max)
    }
}

fn desk(dir: &Path) -> Desk {
    Desk::with(
        dir,
        Box::new(SystemClock),
        Randomness::system().unwrap(),
        Cost::light(),
    )
}

fn tell(words: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n:{words}").unwrap();
    out.flush().unwrap();
}

/// This test program again, in a role, until it is killed.
fn child(role: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "in_a_role", "--nocapture", "--test-threads=1"])
        .env(ROLE, role)
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets a child work for a while after it says `ready`, kills it, and gives what it told.
fn killed_after(mut child: Child, moment: Duration) -> Vec<String> {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = Vec::new();
    for line in lines.by_ref() {
        if line.as_deref().is_ok_and(|line| line.ends_with(":ready")) {
            break;
        }
    }
    let begun = Instant::now();
    let killer = std::thread::spawn(move || {
        std::thread::sleep(moment.saturating_sub(begun.elapsed()));
        child.kill().unwrap();
        child.wait().unwrap();
    });
    for line in lines.map_while(Result::ok) {
        told.extend(line.strip_prefix(':').map(str::to_owned));
    }
    killer.join().unwrap();
    told
}

#[test]
fn in_a_role() {
    let (Ok(role), Some(folder)) = (std::env::var(ROLE), std::env::var_os(FOLDER)) else {
        return;
    };
    let folder = PathBuf::from(folder);
    let desk = desk(&folder);
    desk.unlock("Dara", PASSPHRASE).unwrap();
    match role.as_str() {
        "typing" => type_on(&desk),
        "importing" => import_on(&desk, &folder),
        "syncing" => sync_on(&desk),
        other => panic!("no role {other}"),
    }
}

fn type_on(desk: &Desk) {
    let draft = match desk.home().unwrap().drafts.first() {
        Some(draft) => draft.id.clone(),
        None => desk.draft_new("eore_session", None).unwrap().draft,
    };
    let from: u64 = desk.home().unwrap().drafts[0].title.parse().unwrap_or(0);
    tell("ready");
    for number in from + 1.. {
        desk.draft_set(&draft, "place/village_name", &number.to_string())
            .unwrap();
        tell(&number.to_string());
    }
}

#[test]
fn while_typing() {
    let mut laptop = Laptop::alone("Dara", "field");
    let folder = laptop.path();
    laptop.restart();
    let mut moments = Moments(1);
    let mut last = 0_u64;
    for time in 0..times() {
        let told = killed_after(child("typing", &folder), moments.next_ms(60));
        last = told
            .iter()
            .filter_map(|line| line.parse().ok())
            .max()
            .unwrap_or(last);
        laptop.sign_in("Dara");
        let drafts = laptop.desk.home().unwrap().drafts;
        // It was opened before the first kill, and that was acknowledged as well.
        assert_eq!(drafts.len(), 1, "kill {time}: the draft is there, once");
        let held: u64 = drafts[0].title.parse().unwrap_or(0);
        assert!(
            held == last || held == last + 1,
            "kill {time}: {held} is held, {last} was acknowledged"
        );
        last = held;
        assert!(
            time % 20 != 0 || laptop.desk.doctor().unwrap().clean,
            "kill {time}"
        );
        laptop.restart();
    }
    laptop.sign_in("Dara");
    assert!(laptop.desk.doctor().unwrap().clean);
    assert!(last > 0, "something was typed between the kills");
}

fn import_on(desk: &Desk, folder: &Path) {
    let rows: u32 = std::fs::read_to_string(folder.join("rows"))
        .unwrap()
        .parse()
        .unwrap();
    tell("ready");
    let report = desk
        .import(
            people(rows).as_bytes(),
            Some(PEOPLE_MAP),
            &ImportOptions::default(),
        )
        .unwrap();
    assert!(report.rejected.is_empty());
    tell("done");
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn while_importing() {
    let mut laptop = Laptop::alone("Dara", "field");
    let folder = laptop.path();
    laptop.restart();
    let mut moments = Moments(2);
    let (mut rows, mut least) = (0, 0);
    for time in 0..times() {
        rows += 3;
        std::fs::write(folder.join("rows"), rows.to_string()).unwrap();
        let told = killed_after(child("importing", &folder), moments.next_ms(250));
        if told.iter().any(|line| line == "done") {
            least = rows;
        }
        laptop.sign_in("Dara");
        let held = laptop.count();
        assert!(
            (least..=rows).contains(&held),
            "kill {time}: {held} records of {rows} rows, {least} acknowledged"
        );
        least = held;
        assert!(
            time % 20 != 0 || laptop.desk.doctor().unwrap().clean,
            "kill {time}"
        );
        laptop.restart();
    }
    laptop.sign_in("Dara");
    laptop
        .desk
        .import(
            people(rows).as_bytes(),
            Some(PEOPLE_MAP),
            &ImportOptions::default(),
        )
        .unwrap();
    assert_eq!(laptop.count(), rows, "every row once");
    assert!(laptop.desk.doctor().unwrap().clean);
}

fn sync_on(desk: &Desk) {
    tell("ready");
    let door = desk.centre().unwrap();
    loop {
        let set = [
            ("consent/basis", "legal_duty_casualty_register"),
            ("who/victim_type", "indirect_family"),
            ("who/sex", "female"),
            ("who/birth_precision", "unknown"),
            ("home/place_not_listed", "yes"),
            ("status/vital_status", "alive"),
            ("status/displacement_status", "unknown"),
        ];
        let set = set.map(|(path, value)| (path.to_owned(), value.to_owned()));
        let record = desk
            .record_new("person", None, &set, false)
            .unwrap()
            .record
            .unwrap();
        tell(&format!("made {record}"));
        let mut road =
            client::HttpPeer::new(&door.url, door.token.to_string(), Duration::from_secs(20))
                .unwrap();
        desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
        tell(&format!("sent {record}"));
    }
}

#[test]
fn the_laptop_while_syncing() {
    let office = Office::open();
    let mut laptop = office.laptop("Dara", "field", &["BTB2"]);
    let other = office.laptop("Sophea", "va", &["BTB2"]);
    let folder = laptop.path();
    laptop.restart();
    let mut moments = Moments(3);
    let (mut made, mut sent) = (Vec::new(), Vec::new());
    // A slow machine is given longer, so that a part of the children gets something through before it is killed.
    let mut within_ms = 160;
    for _ in 0..times() {
        let told = killed_after(child("syncing", &folder), moments.next_ms(within_ms));
        within_ms = match told.iter().any(|line| line.starts_with("sent ")) {
            true => (within_ms * 9 / 10).max(40),
            false => (within_ms * 21 / 20).min(5_000),
        };
        made.extend(
            told.iter()
                .filter_map(|line| line.strip_prefix("made ").map(str::to_owned)),
        );
        sent.extend(
            told.iter()
                .filter_map(|line| line.strip_prefix("sent ").map(str::to_owned)),
        );
    }
    other.sync().unwrap();
    for record in &sent {
        assert!(
            other.desk.record(record).is_ok(),
            "what was confirmed is at the centre"
        );
    }
    laptop.sign_in("Dara");
    for record in &made {
        assert!(
            laptop.desk.record(record).is_ok(),
            "what was acknowledged is on the laptop"
        );
    }
    for record in &sent {
        assert_eq!(
            laptop.desk.record(record).unwrap().row.delivery,
            "confirmed"
        );
    }
    let view = laptop.sync().unwrap();
    assert!(view.compared_equal && view.counts.laptop == 0);
    other.sync().unwrap();
    assert_eq!(
        laptop.export(),
        other.export(),
        "nothing is there twice and nothing is missing"
    );
    assert!(laptop.desk.doctor().unwrap().clean);
    assert!(!sent.is_empty(), "something was sent between the kills");
}

/// A centre in a process of its own, on a folder.
struct RealCentre {
    process: Child,
    url: String,
    _input: ChildStdin,
}

impl RealCentre {
    fn start(folder: &Path) -> RealCentre {
        let server = Path::new(env!("CARGO_BIN_EXE_sala")).with_file_name("sala-server");
        let mut process = Command::new(server)
            .arg("--data")
            .arg(folder)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap()
            .to_owned();
        let input = process.stdin.take().unwrap();
        RealCentre {
            process,
            url,
            _input: input,
        }
    }

    fn kill(self) {
        drop(self);
    }
}

impl Drop for RealCentre {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[test]
fn the_centre_while_syncing() {
    let mut office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    let other = office.laptop("Sophea", "field", &["BTB2"]);
    office.stop();
    let mut moments = Moments(4);
    let mut confirmed: Vec<String> = Vec::new();
    // As above: a slow machine is given longer, so that a part of the syncs ends before the kill.
    let mut within_ms = 40;
    for _ in 0..times() {
        let centre = RealCentre::start(office.folder());
        let url = centre.url.clone();
        let moment = moments.next_ms(within_ms);
        let killer = std::thread::spawn(move || {
            std::thread::sleep(moment);
            centre.kill();
        });
        let record = laptop.session("Phlov Meas", 9);
        let is_confirmed = laptop.sync_at(&url).is_ok();
        confirmed.extend(is_confirmed.then_some(record));
        within_ms = match is_confirmed {
            true => (within_ms * 9 / 10).max(20),
            false => (within_ms * 21 / 20).min(5_000),
        };
        killer.join().unwrap();
    }
    assert!(
        !confirmed.is_empty(),
        "something was confirmed between the kills"
    );
    office.start();
    other.sync_at(office.url()).unwrap();
    for record in &confirmed {
        assert!(
            other.desk.record(record).is_ok(),
            "what has a receipt is at the centre"
        );
    }
    let view = laptop.sync_at(office.url()).unwrap();
    assert!(view.compared_equal && view.counts.laptop == 0);
    other.sync_at(office.url()).unwrap();
    assert_eq!(laptop.count(), times());
    assert_eq!(laptop.export(), other.export());
}
