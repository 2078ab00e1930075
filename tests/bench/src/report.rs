//! Reports over as many records as a country has: sessions of five years, a register of persons, and what was done
//! for them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

use programme::indicators::INDICATORS;
use records::{DeviceId, Draft, Kind, PersonId, RecordId, Revision, TeamId};
use store::reports::{Block, By, Span, Which};
use store::{Came, Figure, FigureLine, Figures, Store, StoreError};
use vault::DatabaseKey;
use zeroize::Zeroizing;

use crate::centre::resident_mb;
use crate::table::{Bar, Table, part};

/// Records that are made durable together.
const SLICE: usize = 20_000;
const YEARS: usize = 5;

/// Fills an encrypted store and counts.
pub(crate) fn report(quick: bool) -> Table {
    let tenth = if quick { 20 } else { 1 };
    let mut table = Table::default();
    let dir = tempfile::tempdir().unwrap();
    let key = DatabaseKey::from_bytes(Zeroizing::new([7; 32]));
    let store = Store::create(dir.path(), &key).unwrap();
    let begun = Instant::now();
    let mut made = Making {
        store: &store,
        next: 0,
    };
    let sessions = made.all(250_000 / tenth, &session, None);
    let hazards = made.all(20_000 / tenth, &hazard, None);
    let accidents = made.all(5_000 / tenth, &accident, None);
    let first = (sessions + hazards) as u64;
    let persons = made.all(60_000 / tenth, &person, Some((first, accidents)));
    let register = Some((first + accidents as u64, persons));
    let mut children = 0;
    for (count, line) in [
        (60_000, &assessment as Line<'_>),
        (120_000, &need),
        (160_000, &service),
        (60_000, &referral),
        (100_000, &follow_up),
    ] {
        children += made.all(count / tenth, line, register);
    }
    let of_sessions = Some((0, sessions));
    let kap = made.all(100_000 / tenth, &kap, of_sessions);
    let media = made.all(5_000 / tenth, &media, None);
    let materials = made.all(50_000 / tenth, &material, None);
    plan(&store);
    table.add("sessions", sessions as f64, "");
    table.add("persons", persons as f64, "");
    table.add("records about persons", children as f64, "");
    let others = hazards + accidents + kap + media + materials;
    table.add("other records", others as f64, "");
    table.add("filled", begun.elapsed().as_secs_f64(), "s");
    let bytes = std::fs::metadata(store.path()).unwrap().len();
    table.add("file", bytes as f64 / 1e6, "MB");
    let month = span("2026-10-01", "2026-10-31", By::District);
    let mut times: Vec<_> = (0..20).map(|_| counted(&store, "sadd", &month)).collect();
    table.hold(
        "the monthly table, p95",
        part(&mut times, 0.95),
        "ms",
        Bar::AtMost,
        300.0,
    );
    let year = span("2026-01-01", "2026-12-31", By::Province);
    for indicator in INDICATORS.iter().filter(|one| one.source != "6.3 no. 7") {
        let mut times: Vec<_> = (0..3)
            .map(|_| counted(&store, indicator.query, &year))
            .collect();
        let what = format!("{} of a year", indicator.id);
        table.hold(&what, part(&mut times, 0.5), "ms", Bar::AtMost, 1_000.0);
        let what = format!("{} with all that stands beside it", indicator.id);
        let whole = beside(&store, indicator.query, &year);
        table.add(&what, whole.as_secs_f64() * 1e3, "ms");
    }
    let memory = || resident_mb(std::process::id());
    table.add("resident memory", memory(), "MB");
    let given = streamed(&store, dir.path(), &memory);
    table.add(
        "rows about persons in a table, twice",
        given.rows as f64,
        "",
    );
    table.add("that table", given.seconds, "s");
    table.add("resident memory before it", given.before, "MB");
    table.add("resident memory at the most in it", given.most, "MB");
    table
}

/// A table that was written row by row.
struct Streamed {
    rows: u64,
    seconds: f64,
    before: f64,
    most: f64,
}

/// Rows after which memory is looked at.
const LOOK_EVERY: u64 = 20_000;

/// Writes all records about persons into one file, twice: a million of them in the whole bench.
fn streamed(store: &Store, dir: &Path, memory: &dyn Fn() -> f64) -> Streamed {
    let all = span("0000-01-01", "9999-12-31", By::Country);
    let mut out = BufWriter::new(File::create(dir.join("rows.csv")).unwrap());
    let begun = Instant::now();
    let before = memory();
    let (mut rows, mut most) = (0, before);
    let tables = ["assessment", "need", "service", "referral", "follow_up"];
    for table in tables.iter().chain(&tables) {
        store
            .read(|reader| {
                reader.each_figure(table, &all, Which::Standing, |_, cells| {
                    for cell in cells {
                        let written = match cell {
                            Some(Figure::Text(text)) => write!(out, "{text},"),
                            Some(Figure::Whole(number)) => write!(out, "{number},"),
                            Some(Figure::Part(number)) => write!(out, "{number},"),
                            None => write!(out, ","),
                        };
                        written.unwrap();
                    }
                    writeln!(out).unwrap();
                    rows += 1;
                    if rows % LOOK_EVERY == 0 {
                        most = memory().max(most);
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .unwrap();
    }
    out.flush().unwrap();
    Streamed {
        rows,
        seconds: begun.elapsed().as_secs_f64(),
        before,
        most,
    }
}

/// All counts that a table on the screen is made of: as months were closed, as it stands now, what waits, and the same
/// time before and a year before.
fn beside(store: &Store, query: &str, year: &Span) -> std::time::Duration {
    let all = |from: &str, to: &str| span(from, to, By::Country);
    let counts = [
        (year.clone(), Block::Closed),
        (year.clone(), Block::Now),
        (all(&year.from, &year.to), Block::Provisional),
        (all(&year.from, &year.to), Block::Closed),
        (all("2025-01-01", "2025-12-31"), Block::Closed),
        (all("2025-01-01", "2025-12-31"), Block::Closed),
    ];
    let begun = Instant::now();
    for (span, block) in counts {
        let counted = store.read(|reader| reader.count_for(query, &span, block));
        assert!(counted.is_ok(), "{query} {block:?}");
    }
    begun.elapsed()
}

fn span(from: &str, to: &str, by: By) -> Span {
    Span {
        from: from.to_owned(),
        to: to.to_owned(),
        teams: vec![team()],
        project: None,
        within: None,
        by,
    }
}

/// What was closed, which takes longest, and the rows that it gave.
fn counted(store: &Store, query: &str, span: &Span) -> std::time::Duration {
    let begun = Instant::now();
    let counts = store
        .read(|reader| reader.count_for(query, span, Block::Closed))
        .unwrap();
    let took = begun.elapsed();
    assert!(!counts.rows.is_empty(), "{query} counts nothing");
    took
}

type Line<'a> = &'a dyn Fn(usize) -> FigureLine;

struct Making<'a> {
    store: &'a Store,
    next: u64,
}

impl Making<'_> {
    /// Makes records, each with a row, about the persons of a register where there is one; gives how many.
    fn all(&mut self, count: usize, line: Line<'_>, register: Option<(u64, usize)>) -> usize {
        let numbers: Vec<usize> = (0..count).collect();
        for some in numbers.chunks(SLICE) {
            let next = self.next;
            self.store
                .write(|writer| {
                    let revisions: Vec<Revision> =
                        some.iter().zip(next..).map(|(_, at)| save(at)).collect();
                    writer.append(&revisions, Came::Centre)?;
                    for (n, revision) in some.iter().zip(&revisions) {
                        let mut line = line(*n);
                        line.link = register.map(|(first, count)| {
                            id(first + mixed(*n * 31 + next as usize, count) as u64).0
                        });
                        "locked".clone_into(&mut line.review);
                        line.approved_ms = Some(1);
                        let closed = line.day.get(..7).map(|month| (month.to_owned(), 2));
                        let figures = Figures {
                            lines: vec![line],
                            closed: closed.into_iter().collect(),
                            ..Figures::default()
                        };
                        writer.set_figures(&team(), revision.header.record, &figures)?;
                    }
                    Ok(())
                })
                .unwrap();
            self.next += some.len() as u64;
        }
        count
    }
}

fn team() -> TeamId {
    TeamId::new("BTB1").unwrap()
}

fn id(at: u64) -> RecordId {
    let mut end = [0; 10];
    end.get_mut(2..).unwrap().copy_from_slice(&at.to_be_bytes());
    RecordId::v7(1_700_000_000_000 + at, end)
}

fn save(at: u64) -> Revision {
    let draft = Draft {
        record: id(at),
        team: team(),
        kind: Kind::Save,
        parents: Vec::new(),
        form: "eore_session".to_owned(),
        form_version: "2026.4".to_owned(),
        author: PersonId([1; 16]),
        device: DeviceId([2; 16]),
        n: at + 1,
        at: at + 1,
    };
    Revision::new(draft, b"{}".to_vec()).unwrap()
}

/// A number that depends on another as if by chance.
fn mixed(n: usize, most: usize) -> usize {
    let n = (n as u64)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from((n >> 33) % most as u64).unwrap()
}

fn day(n: usize) -> String {
    let (year, month, day) = (
        2027 - YEARS + mixed(n, YEARS),
        1 + mixed(n * 7 + 1, 12),
        1 + mixed(n * 3 + 2, 28),
    );
    format!("{year}-{month:02}-{day:02}")
}

fn line(table: &str, n: usize, cells: &[(&str, Figure)]) -> FigureLine {
    let cells: BTreeMap<String, Figure> = cells
        .iter()
        .map(|(name, figure)| ((*name).to_owned(), figure.clone()))
        .collect();
    FigureLine {
        table: table.to_owned(),
        day: day(n),
        cells,
        ..FigureLine::default()
    }
}

fn text(words: &[&str], n: usize) -> Figure {
    Figure::Text((*words.get(mixed(n, words.len())).unwrap()).to_owned())
}

fn whole(number: usize) -> Figure {
    Figure::Whole(i64::try_from(number).unwrap())
}

fn place(n: usize) -> [(&'static str, Figure); 4] {
    let province = 1 + mixed(n, 25);
    let district = format!("{province:02}{:02}", mixed(n + 1, 8));
    let commune = format!("{district}{:02}", mixed(n + 2, 8));
    let village = format!("{commune}{:02}", mixed(n + 3, 9));
    let told = Figure::Text;
    [
        ("adm1", told(format!("{province:02}"))),
        ("adm2", told(district)),
        ("adm3", told(commune)),
        ("adm4", told(village)),
    ]
}

fn session(n: usize) -> FigureLine {
    let mut cells = place(n).to_vec();
    let kinds = [
        "group_session",
        "school_lesson",
        "door_to_door",
        "tot_teachers",
    ];
    cells.push(("outcome", text(&["held", "held", "held", "cancelled"], n)));
    cells.push(("kind", text(&kinds, n + 9)));
    cells.push(("venue", text(&["school", "pagoda", "market"], n)));
    cells.push(("mode", text(&["sadd12", "sadd4"], n)));
    cells.push(("dis_method", text(&["wgss_proxy", "self_identified"], n)));
    cells.push(("woman_facilitator", text(&["yes", "no"], n)));
    let counted = [
        "sessions",
        "women",
        "men",
        "girls",
        "boys",
        "f_b1",
        "f_b2",
        "f_b3",
        "f_b4",
        "f_b5",
        "f_b6",
        "m_b1",
        "m_b2",
        "m_b3",
        "m_b4",
        "m_b5",
        "m_b6",
        "dis_women",
        "dis_men",
        "dis_girls",
        "dis_boys",
        "displaced",
        "first_time",
    ];
    for (at, name) in counted.into_iter().enumerate() {
        let people = mixed(n + at, 12).max(usize::from(name == "sessions"));
        cells.push((name, whole(people)));
    }
    line("session", n, &cells)
}

fn person(n: usize) -> FigureLine {
    let mut cells = place(n).to_vec();
    cells.push((
        "victim_type",
        text(&["direct_injured", "direct_killed", "indirect_family"], n),
    ));
    cells.push(("sex", text(&["female", "male"], n)));
    cells.push(("age_group", text(&["adult", "child"], n + 5)));
    cells.push((
        "outcome",
        text(&["killed", "injured", "injured_amputation"], n),
    ));
    cells.push(("vital_status", text(&["alive", "alive", "deceased"], n)));
    cells.push(("activity", text(&["farming", "herding", "travelling"], n)));
    cells.push(("registered", Figure::Text(day(n))));
    line("person", n, &cells)
}

fn kap(n: usize) -> FigureLine {
    let cells = [
        ("phase", text(&["pre", "post"], n)),
        ("respondent", whole(1 + mixed(n * 3, 4))),
        ("score", Figure::Part(mixed(n + 1, 101) as f64)),
        ("question_set", text(&["A"], n)),
    ];
    line("kap", n, &cells)
}

fn media(n: usize) -> FigureLine {
    let [province, ..] = place(n);
    let cells = [
        province,
        ("channel", text(&["radio", "tv", "social_media"], n)),
        ("unit", text(&["people"], n)),
        ("basis", text(&["estimate", "survey"], n + 1)),
        ("reach", whole(mixed(n, 50_000))),
    ];
    line("media", n, &cells)
}

fn material(n: usize) -> FigureLine {
    let mut cells = place(n).to_vec();
    cells.push(("material", text(&["poster", "leaflet", "t_shirt"], n)));
    cells.push(("quantity", whole(mixed(n, 40))));
    line("material", n, &cells)
}

/// Every tenth village is planned for the year.
fn plan(store: &Store) {
    let villages: BTreeMap<String, [String; 4]> = (0..20_000)
        .map(|n| {
            let codes = place(n).map(|(_, code)| match code {
                Figure::Text(code) => code,
                _ => String::new(),
            });
            (codes.concat(), codes)
        })
        .collect();
    let planned: Vec<[String; 4]> = villages.into_values().step_by(10).collect();
    store
        .write(|writer| writer.set_village_plan("2026", &planned))
        .unwrap();
}

fn hazard(n: usize) -> FigureLine {
    let mut cells = place(n).to_vec();
    cells.push(("handed_over", text(&["yes", "no"], n)));
    cells.push(("handed_at", Figure::Text(day(n + 1))));
    cells.push(("outcome", text(&["destroyed", "reported"], n)));
    line("hazard", n, &cells)
}

fn accident(n: usize) -> FigureLine {
    let mut cells = place(n).to_vec();
    cells.push(("hazard", text(&["ap_mine", "uxo", "cluster", "ied"], n)));
    cells.push(("marked_before", text(&["yes", "no", "unknown"], n)));
    cells.push(("injured", Figure::Whole(1)));
    line("accident", n, &cells)
}

fn assessment(n: usize) -> FigureLine {
    let cells = [
        ("see", text(&["1", "2", "3", "4"], n)),
        ("walk", text(&["1", "2", "3", "4"], n + 1)),
        ("disability", text(&["true", "false"], n)),
        ("quality", text(&["1", "3", "5"], n)),
        ("due", Figure::Text(day(n + 3))),
    ];
    line("assessment", n, &cells)
}

fn need(n: usize) -> FigureLine {
    let cells = [
        ("pillar", text(&["medical", "rehabilitation"], n)),
        ("need", text(&["prosthesis", "surgery", "wheelchair"], n)),
        ("priority", text(&["high", "medium", "low"], n)),
    ];
    line("need", n, &cells)
}

fn service(n: usize) -> FigureLine {
    let cells = [
        (
            "pillar",
            text(&["medical", "rehabilitation", "psychosocial"], n),
        ),
        ("service", text(&["prosthesis", "surgery", "cash_grant"], n)),
        ("delivered_by", text(&["own_team", "government"], n)),
        ("item", text(&["prosthesis_leg", "wheelchair", "cash"], n)),
        ("new_or_repair", text(&["new", "repair"], n)),
        ("satisfaction", text(&["1", "3", "5"], n)),
    ];
    line("service", n, &cells)
}

fn referral(n: usize) -> FigureLine {
    let cells = [
        (
            "status",
            text(&["sent", "accepted", "completed", "declined"], n),
        ),
        ("priority", text(&["high", "low"], n)),
        ("sent_on", Figure::Text(day(n))),
        ("service_date", Figure::Text(day(n + 1))),
    ];
    line("referral", n, &cells)
}

fn follow_up(n: usize) -> FigureLine {
    let cells = [
        ("contact_result", text(&["met", "not_home"], n)),
        ("wellbeing_change", text(&["better", "same", "worse"], n)),
        ("due", Figure::Text(day(n + 2))),
    ];
    line("follow_up", n, &cells)
}
