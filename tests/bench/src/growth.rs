//! How the cost of a sync grows with what is there already, from a thousand to a million revisions of one team: a whole
//! sync, of a laptop and a centre that both have them, and the ledger's part of it alone.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use client::HttpPeer;
use desk::import::ImportOptions;
use kit::{Laptop, Office};
use records::{DeviceId, Draft, Kind, Part, PersonId, RecordId, Revision, TeamId};
use serde_json::Value;
use server::ledger::{Arrival, Clocks, Guest, Ledger, Pass, Programme, Scope, SqliteLedger, Team};
use sync::{Ask, Reply};
use vault::DeviceKey;
use zeroize::Zeroizing;

use crate::ingest::quiet_s;
use crate::table::{Bar, Table, part};
use crate::words::{Dice, mapping, session};

const NOW: u64 = 1_795_000_000_000;
/// How many new records a sync carries.
const NEW: usize = 100;
/// How often each is done; the middle one counts.
const TIMES: usize = 15;
/// How many revisions are sealed together while a ledger fills.
const PART: usize = 2_000;
/// How many people of the team hold a session each day, from this day on.
const PEOPLE: usize = 40;
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1980, 1, 1).unwrap();
const STALL: Duration = Duration::from_secs(60);

/// The cost at each size, and how many times that of the smallest.
pub(crate) fn growth(quick: bool) -> Table {
    let mut table = Table::default();
    let (ledger, laptop): (&[usize], &[usize]) = match quick {
        true => (&[1_000, 10_000], &[1_000, 4_000]),
        false => (&[1_000, 10_000, 100_000, 1_000_000], &[500, 5_000, 50_000]),
    };
    at_the_ledger(&mut table, ledger);
    on_a_laptop(&mut table, laptop);
    table
}

/// Tells the middle of the times at a size; gives how many times that of the first size it is, after the first.
fn grown(
    table: &mut Table,
    what: &str,
    times: &mut [Duration],
    first: &mut f64,
) -> Option<(String, f64)> {
    let ms = part(times, 0.5);
    table.add(what, ms, "ms");
    if first.is_nan() {
        *first = ms;
        return None;
    }
    Some((format!("{what}, times that of the fewest"), ms / *first))
}

/// A laptop that writes without a desk.
struct Writer {
    key: DeviceKey,
    token_hash: [u8; 32],
    device: DeviceId,
    author: PersonId,
    dice: Dice,
    n: u64,
    /// How many parts were handed over: as far as the team's ledger goes, for nobody else writes there.
    parts: u64,
}

impl Writer {
    fn revisions(&mut self, count: usize) -> Vec<Revision> {
        (0..count).map(|_| self.revision()).collect()
    }

    fn revision(&mut self) -> Revision {
        self.n += 1;
        let chance: [u8; 10] = std::array::from_fn(|_| u8::try_from(self.dice.roll(256)).unwrap());
        let draft = Draft {
            record: RecordId::v7(NOW + self.n, chance),
            team: TeamId::new("BTB2").unwrap(),
            kind: Kind::Save,
            parents: Vec::new(),
            form: "eore_session".to_owned(),
            form_version: "2026.4".to_owned(),
            author: self.author,
            device: self.device,
            n: self.n,
            at: NOW + self.n,
        };
        let number = usize::try_from(self.n).unwrap();
        let body = session(&mut self.dice, number).into_bytes();
        Revision::new(draft, body).unwrap()
    }

    /// An ask that hands over as many new revisions, of a laptop that has read everything.
    fn ask(&mut self, count: usize) -> Ask {
        let revisions = self.revisions(count);
        let part = Part::unsealed(&revisions).unwrap();
        let seal = self.key.sign(&part.statement());
        let packed = sync::pack(&part.sealed(seal), &revisions).unwrap();
        self.parts += 1;
        Ask::Exchange {
            batch: u128::from(self.n).to_le_bytes(),
            offer: vec![packed],
            last: true,
            cursors: BTreeMap::from([(TeamId::new("BTB2").unwrap(), self.parts)]),
            room: 4 << 20,
            roster: 1_000,
            marks: BTreeMap::new(),
        }
    }
}

fn at_the_ledger(table: &mut Table, sizes: &[usize]) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = SqliteLedger::open(&folder.path().join("ledger.db")).unwrap();
    let key = DeviceKey::from_bytes(&Zeroizing::new([200; 32]));
    let mut writer = set_up(&ledger, &key);
    let (mut held, mut first) = (0, f64::NAN);
    for size in sizes {
        while held < *size {
            let count = PART.min(size - held);
            taken(&ledger, &mut writer, &key, count);
            held += count;
        }
        let mut times = Vec::new();
        for _ in 0..TIMES {
            times.push(taken(&ledger, &mut writer, &key, NEW));
            held += NEW;
        }
        let what = format!("the ledger alone takes 100 new ones, {size} revisions there");
        if let Some((many, times)) = grown(table, &what, &mut times, &mut first) {
            table.add(&many, times, "x");
        }
    }
}

/// Hands over as many, and gives how long the ledger took.
fn taken(ledger: &SqliteLedger, writer: &mut Writer, key: &DeviceKey, count: usize) -> Duration {
    let ask = writer.ask(count);
    let begun = Instant::now();
    let reply = ledger
        .answer(&writer.token_hash, &ask, key, Clocks::of(NOW))
        .unwrap();
    let took = begun.elapsed();
    let Reply::Exchange { taken, .. } = reply else {
        panic!("not the reply to an exchange")
    };
    assert_eq!(taken as usize, count);
    took
}

fn set_up(ledger: &SqliteLedger, centre: &DeviceKey) -> Writer {
    let team = TeamId::new("BTB2").unwrap();
    let programme = Programme {
        name: "Risk education".to_owned(),
        country: "KH".to_owned(),
        url: "https://centre.example.org".to_owned(),
        centre_public: centre.device_public(),
    };
    ledger.set_up(&programme, NOW).unwrap();
    let named = Team {
        id: team.clone(),
        name: "Battambang 2".to_owned(),
    };
    ledger.add_team(&named, NOW).unwrap();
    let guest = Guest::New {
        name: "Dara".to_owned(),
        role: "field".to_owned(),
        scope: Scope::Teams(vec![team]),
    };
    let pass = Pass {
        secret_hash: [1; 32],
        guest,
        expires_ms: NOW + 1_000,
    };
    ledger.add_pass(&pass, NOW).unwrap();
    let key = DeviceKey::from_bytes(&Zeroizing::new([7; 32]));
    let arrival = Arrival {
        secret_hash: [1; 32],
        public: key.device_public(),
        name: "laptop".to_owned(),
        token_hash: [2; 32],
        new_person: PersonId([3; 16]),
    };
    let admitted = ledger.admit(&arrival, NOW).unwrap();
    Writer {
        key,
        token_hash: [2; 32],
        device: admitted.device,
        author: admitted.person,
        dice: Dice::new(11),
        n: 0,
        parts: 0,
    }
}

fn on_a_laptop(table: &mut Table, sizes: &[usize]) {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    let (mut held, mut first) = (0, f64::NAN);
    for size in sizes {
        while held < *size {
            let count = 10_000.min(size - held);
            more(&laptop, held, count);
            held += count;
        }
        settled(&laptop);
        let mut times = Vec::new();
        for _ in 0..TIMES {
            more(&laptop, held, NEW);
            held += NEW;
            // What rules on several records find waits for no sync.
            laptop.desk.judge_waiting().unwrap();
            let begun = Instant::now();
            sync(&laptop);
            times.push(begun.elapsed());
            // And no sync for the order of the store: the program sees to it while nobody waits.
            while laptop.desk.tidy_some().unwrap().more {}
        }
        let what = format!("a sync of 100 new ones, {size} records there");
        if let Some((many, times)) = grown(table, &what, &mut times, &mut first) {
            table.hold(&many, times, "x", Bar::AtMost, 1.2);
        }
    }
}

/// Records of the days after those of the first `held`: a team's history grows longer and not denser, each of its people
/// holds one session a day.
fn more(laptop: &Laptop, held: usize, count: usize) {
    let mut dice = Dice::new(100 + held as u64);
    let line = |number| dated(&session(&mut dice, number), number) + "\n";
    let lines: String = (held..held + count).map(line).collect();
    let options = ImportOptions::default();
    let report = laptop
        .desk
        .import(lines.as_bytes(), Some(&mapping()), &options);
    assert_eq!(report.unwrap().rejected.len(), 0);
}

/// A session on the day of its number.
fn dated(answers: &str, number: usize) -> String {
    let days = u64::try_from(number / PEOPLE).unwrap();
    let date = FIRST_DAY.checked_add_days(Days::new(days)).unwrap();
    let mut answers: Value = serde_json::from_str(answers).unwrap();
    for (question, answer) in [
        ("/place/activity_date", date.to_string()),
        ("/finish/report_date", date.to_string()),
        (
            "/finish/facilitators",
            format!("BTB-{:03}", number % PEOPLE),
        ),
    ] {
        *answers.pointer_mut(question).unwrap() = answer.into();
    }
    answers.to_string()
}

/// Syncs until the centre has looked through what came, and what it found is here.
fn settled(laptop: &Laptop) {
    for _ in 0..2 {
        sync(laptop);
        quiet_s(std::process::id());
    }
}

fn sync(laptop: &Laptop) {
    let door = laptop.desk.centre().unwrap();
    let mut road = HttpPeer::new(&door.url, door.token.to_string(), STALL).unwrap();
    laptop.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
}
