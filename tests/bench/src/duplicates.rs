//! A register of people: looking through all of it for duplicates, and for those of one new person.

use std::fmt::Write as _;
use std::thread::{available_parallelism, scope};
use std::time::{Duration, Instant};

use desk::Desk;
use desk::import::ImportOptions;
use programme::duplicates::{Index, Sex, Sweep};

use crate::centre::resident_mb;
use crate::field::laptop;
use crate::people;
use crate::table::{Bar, Table, part};

/// A register as the form of a person takes it.
const MAP: &str = r#"
[[record]]
form = "person"
[record.answers]
"consent/basis" = { const = "given" }
"consent/given_by" = { const = "self" }
"consent/method" = { const = "written" }
"consent/consent_date" = { const = "2026-11-20" }
"who/victim_type" = { const = "indirect_family" }
"who/name_latin" = { from = "latin" }
"who/name_local" = { from = "khmer" }
"who/sex" = { from = "sex" }
"who/birth_precision" = { const = "year" }
"who/birth_year" = { from = "born" }
"who/phone" = { from = "phone" }
"home/place_not_listed" = { const = "yes" }
"home/adm1_code" = { from = "adm1" }
"home/district_name" = { from = "adm2" }
"home/commune_name" = { from = "adm3" }
"home/place_name_free" = { from = "adm4" }
"status/vital_status" = { const = "alive" }
"status/displacement_status" = { const = "unknown" }
"status/case_status" = { const = "registered" }
"#;

/// Everybody held against everybody on all processors, as a laptop does it.
fn swept_abreast(index: &Index) -> Sweep {
    let parts = available_parallelism().map_or(1, usize::from);
    scope(|scope| {
        let looking: Vec<_> = (0..parts)
            .map(|part| scope.spawn(move || index.sweep_part(part, parts)))
            .collect();
        Sweep::joined(looking.into_iter().map(|part| part.join().unwrap()))
    })
}

/// Looks for duplicates among as many made-up people as a country's register holds.
pub(crate) fn duplicates(quick: bool) -> Table {
    let count = if quick { 6_000 } else { 60_000 };
    let people = people::register(count, 23);
    let mut table = Table::default();
    table.add("people", count as f64, "");
    let resident = || resident_mb(std::process::id());
    let before = resident();
    let begun = Instant::now();
    let mut index = Index::new();
    for (at, person) in people.iter().enumerate() {
        index.put(id(at), person.profile());
    }
    let built = begun.elapsed();
    table.add("index made", built.as_secs_f64(), "s");
    table.add("memory of the index", resident() - before, "MB");
    let begun = Instant::now();
    let sweep = swept_abreast(&index);
    let swept = begun.elapsed();
    table.add("pairs compared", sweep.compared as f64, "");
    table.add("pairs to ask about", sweep.doubles.len() as f64, "");
    table.add("keys passed over", sweep.passed_over as f64, "");
    let whole = (built + swept).as_secs_f64();
    table.hold("all compared, the index made", whole, "s", Bar::AtMost, 5.0);
    let mut times: Vec<Duration> = people::register(1_000, 29)
        .iter()
        .map(|person| {
            let begun = Instant::now();
            let found = index.alike(&person.profile(), None);
            let took = begun.elapsed();
            assert!(found.len() <= count);
            took
        })
        .collect();
    table.add("a new person, p50", part(&mut times, 0.5), "ms");
    table.add("a new person, p99", part(&mut times, 0.99), "ms");
    table.hold(
        "a new person, the slowest of 1,000",
        part(&mut times, 1.0),
        "ms",
        Bar::AtMost,
        20.0,
    );
    stored(count, &mut table);
    table
}

/// The same on a laptop, with all of it in the encrypted store.
fn stored(count: usize, table: &mut Table) {
    let (folder, desk) = laptop();
    let options = ImportOptions::default();
    let begun = Instant::now();
    let register = sheet(&people::register(count, 23));
    let report = desk
        .import(register.as_bytes(), Some(MAP), &options)
        .unwrap();
    let made: u32 = report.made.values().sum();
    table.add("stored: imported", f64::from(made), "");
    table.add("stored: import", begun.elapsed().as_secs_f64(), "s");
    let begun = Instant::now();
    let waiting = desk.duplicates().unwrap().waiting;
    let first = begun.elapsed().as_secs_f64();
    table.add("stored: the queue for the first time", first, "s");
    table.add("stored: pairs that wait", f64::from(waiting), "");
    let begun = Instant::now();
    let pairs = desk.pair_anew().unwrap();
    let anew = begun.elapsed().as_secs_f64();
    assert_eq!(pairs, waiting);
    table.hold("stored: all compared anew", anew, "s", Bar::AtMost, 5.0);
    let mut times: Vec<Duration> = (0..30).map(|_| timed(|| drop(desk.duplicates()))).collect();
    table.add("stored: the queue again, p50", part(&mut times, 0.5), "ms");
    let more = people::register(100, 29);
    let mut alone: Vec<Duration> = Vec::new();
    let mut times: Vec<Duration> = Vec::new();
    for person in &more {
        let one = sheet(std::slice::from_ref(person));
        desk.import(one.as_bytes(), Some(MAP), &options).unwrap();
        times.push(timed(|| desk.pair_waiting().unwrap()));
        alone.push(typed(&desk, person.latin.as_deref().unwrap_or("Sok Dara")));
    }
    table.add(
        "stored: a new person held against all, p50",
        part(&mut times, 0.5),
        "ms",
    );
    table.add(
        "stored: a new person held against all, p95",
        part(&mut times, 0.95),
        "ms",
    );
    table.hold(
        "stored: a new person held against all, the slowest of 100",
        part(&mut times, 1.0),
        "ms",
        Bar::AtMost,
        20.0,
    );
    table.add(
        "stored: a key in a form of a person, p95",
        part(&mut alone, 0.95),
        "ms",
    );
    let bytes = std::fs::metadata(folder.path().join("sala.db"))
        .unwrap()
        .len();
    table.add("stored: file", bytes as f64 / 1e6, "MB");
    table.add(
        "stored: resident memory",
        resident_mb(std::process::id()),
        "MB",
    );
}

/// How long a name takes in a form that says all that is compared.
fn typed(desk: &Desk, name: &str) -> Duration {
    let draft = desk.draft_new("person", None).unwrap().draft;
    for (path, value) in [
        ("consent/basis", "given"),
        ("who/victim_type", "indirect_family"),
        ("who/sex", "female"),
        ("who/birth_precision", "year"),
        ("who/birth_year", "1980"),
        ("home/adm1", "02"),
    ] {
        desk.draft_set(&draft, path, value).unwrap();
    }
    let took = timed(|| drop(desk.draft_set(&draft, "who/name_latin", name)));
    desk.draft_discard(&draft).unwrap();
    took
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// People as a table.
fn sheet(people: &[people::Written]) -> String {
    let mut sheet = String::from("latin,khmer,sex,born,phone,adm1,adm2,adm3,adm4\n");
    for written in people {
        let person = written.person();
        let [adm1, adm2, adm3, adm4] = person.home.map(Option::unwrap_or_default);
        let sex = match person.sex {
            Some(Sex::Female) => "female",
            Some(Sex::Male) => "male",
            None => "unknown",
        };
        let born = person
            .birth_year
            .map_or_else(String::new, |it| it.to_string());
        let text = |it: Option<&str>| it.unwrap_or_default().replace(',', " ");
        writeln!(
            sheet,
            "{},{},{sex},{born},{},{adm1},{adm2},{adm3},{adm4}",
            text(person.name_latin),
            text(person.name_local),
            text(person.phone),
        )
        .unwrap();
    }
    sheet
}

fn id(number: usize) -> [u8; 16] {
    u128::try_from(number).unwrap().to_be_bytes()
}
