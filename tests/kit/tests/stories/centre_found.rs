//! What the centre finds in answers after it took them is shown on the record, to all who may see it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use client::HttpPeer;
use kit::{Laptop, Office};
use server::Centre;
use server::ledger::{FormFiles, Ledger as _, Looked, NewForm, SqliteLedger};

/// Rules of the programme that no laptop of the story has: a session has at most so many women.
fn rules(women: u32) -> String {
    let header = programme::built_in::RULES.lines().next().unwrap();
    let value = |column: &str| match column {
        "rule" => "C1".to_owned(),
        "form" => "eore_session".to_owned(),
        "severity" => "error".to_owned(),
        "expression" => format!("${{women}} > {women}"),
        "place" => "sadd/women".to_owned(),
        column if column.starts_with("message") => "Too many.".to_owned(),
        _ => String::new(),
    };
    let cells: Vec<String> = header.split(',').map(value).collect();
    format!("{header}\n{}\n", cells.join(","))
}

/// Waits until the centre has looked into everything.
fn looked_into(office: &Office) {
    while office.centre().check_some().unwrap() {}
}

fn found(laptop: &Laptop, record: &str) -> Vec<(String, String)> {
    let problems = laptop.desk.record(record).unwrap().problems;
    let of_centre = problems
        .into_iter()
        .filter(|problem| problem.kind == "centre");
    of_centre
        .map(|problem| (problem.path, problem.text))
        .collect()
}

#[test]
fn what_the_centre_finds_stands_on_the_record_until_it_is_mended() {
    let office = Office::open();
    let table = rules(20);
    office
        .centre()
        .use_rules(Some(("rules.csv", table.as_bytes())))
        .unwrap();
    let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
    let chan = office.laptop("Chan Sophea", "supervisor", &["BTB2"]);
    let (many, few) = (dara.session("Ou Char", 30), dara.session("Ou Char", 10));
    let view = dara.sync().unwrap();
    assert_eq!(view.refused.len(), 0, "nothing was held up");
    looked_into(&office);
    dara.sync().unwrap();
    chan.sync().unwrap();
    let told = [(
        "sadd/women".to_owned(),
        "The centre found an error here by rule C1.".to_owned(),
    )];
    for laptop in [&dara, &chan] {
        assert_eq!(found(laptop, &many), told);
        assert_eq!(found(laptop, &few), []);
        assert!(
            laptop.sync().unwrap().refused.is_empty(),
            "it is no refusal"
        );
    }
    let fewer = [("sadd/women", "20"), ("sadd/total", "23")];
    let fewer = fewer.map(|(path, value)| (path.to_owned(), value.to_owned()));
    dara.desk.record_correct(&many, &fewer).unwrap();
    dara.sync().unwrap();
    looked_into(&office);
    for laptop in [&dara, &chan] {
        laptop.sync().unwrap();
        assert_eq!(found(laptop, &many), [], "the answers are others now");
    }
}

#[test]
fn what_an_older_program_passed_over_is_looked_into_by_one_that_knows_the_form() {
    let mut office = Office::open();
    let table = rules(20);
    let table = Some(("rules.csv", table.as_bytes()));
    office.centre().use_rules(table).unwrap();
    let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
    let record = dara.session("Ou Char", 30);
    dara.sync().unwrap();
    let folder = office.centre().folder().to_owned();
    office.stop();
    let ledger = SqliteLedger::open(&folder.join("centre.db")).unwrap();
    // Whatever was looked into meanwhile is open again.
    let form = NewForm {
        id: "another".into(),
        version: "1".into(),
        files: FormFiles {
            name: "another.csv".into(),
            source: Vec::new(),
            beside: Vec::new(),
        },
    };
    ledger.add_form(&form, 1).unwrap();
    let mut saves = 0;
    while let Some(work) = ledger.unchecked(1 << 20).unwrap() {
        saves += work.saves.len() as u64;
        let looked = Looked {
            unknown: work.saves.iter().map(|save| save.id).collect(),
            ..Looked::default()
        };
        assert!(ledger.mark_checked(&work, &looked, 1).unwrap());
    }
    drop(ledger);
    let centre = Centre::open(&folder).unwrap();
    let over = centre.passed_over().unwrap();
    assert_eq!((over.len(), over[0].saves), (1, saves));
    assert_eq!(over[0].form, "eore_session");
    while centre.check_some().unwrap() {}
    assert_eq!(centre.passed_over().unwrap(), []);
    assert!(!centre.check_some().unwrap(), "it comes to an end");
    drop(centre);
    office.start();
    dara.sync_at(office.url()).unwrap();
    assert_eq!(found(&dara, &record).len(), 1);
}

#[test]
fn a_record_as_laptops_make_it_carries_no_mark() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
    let record = dara.session("Ou Char", 12);
    dara.sync().unwrap();
    looked_into(&office);
    dara.sync().unwrap();
    assert_eq!(found(&dara, &record), []);
    assert_eq!(office.centre().examine().unwrap().findings, []);
}

#[test]
fn a_clock_that_is_off_is_told_beside_what_it_sent() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
    let chan = office.laptop("Chan Sophea", "supervisor", &["BTB2"]);
    let (one, other) = (dara.session("Ou Char", 12), dara.session("Ou Char", 9));
    let centre = dara.desk.centre().unwrap();
    let road = HttpPeer::new(
        &centre.url,
        centre.token.to_string(),
        Duration::from_secs(20),
    );
    let ahead = |now: SystemTime| now + Duration::from_secs(30 * 3600 + 60);
    let mut road = road.unwrap().with_clock(move || {
        let since = ahead(SystemTime::now()).duration_since(UNIX_EPOCH).unwrap();
        u64::try_from(since.as_millis()).unwrap()
    });
    let view = dara.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
    assert!(view.refused.is_empty(), "it is no refusal");
    chan.sync().unwrap();
    let words = "When this was sent, the laptop's clock was 30 hours ahead of the centre's: days and times may be wrong.";
    for laptop in [&dara, &chan] {
        for record in [&one, &other] {
            let told = [(String::new(), words.to_owned())];
            assert_eq!(found(laptop, record), told);
        }
    }
    let later = dara.session("Ou Char", 7);
    dara.sync().unwrap();
    assert_eq!(found(&dara, &later), [], "the clock is right again");
}
