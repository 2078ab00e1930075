//! A programme that moves figures of its rules: signed on one laptop, heard on the others, and what was found before follows,
//! on answers, on positions and on records that look like one.

use desk::Given;
use desk::view::{Fault, ThresholdSet};
use kit::answers::{PERSON, set};
use kit::{Laptop, Office};

fn tune(laptop: &Laptop, name: &str, text: &str) {
    let set = ThresholdSet {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    laptop.desk.set_thresholds(&[set]).unwrap();
}

/// Lets everybody talk with the centre until nobody has anything new.
fn meet(laptops: &[&Laptop]) {
    for _ in 0..2 {
        for laptop in laptops {
            laptop.sync().unwrap();
        }
    }
}

/// The rules that fire in a record's answers, and how many problems its line has.
fn found(laptop: &Laptop, record: &str) -> (Vec<String>, u32) {
    laptop.desk.judge_waiting().unwrap();
    let view = laptop.desk.record(record).unwrap();
    let rules = view.problems.into_iter().filter_map(|it| it.rule);
    (rules.collect(), view.row.problems)
}

#[test]
fn a_figure_of_rules_on_answers_is_followed_by_every_laptop_and_every_line() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let sophea = office.laptop("Sophea", "coordinator", &["BTB2"]);
    let bopha = office.laptop("Bopha", "supervisor", &[]);
    let small = dara.session("Sdau", 12);
    let crowd = dara.session_on("2026-11-23", ["14:00", "15:00"], "Sung", 30);
    let laptops = [&dara, &sophea, &bopha];
    meet(&laptops);
    let check = |rules: &[&str], why: &str| {
        for laptop in laptops {
            assert_eq!(found(laptop, &small), (Vec::new(), 0), "{why}");
            let (fired, problems) = found(laptop, &crowd);
            assert_eq!(fired, rules, "{why}");
            assert_eq!(problems as usize, rules.len(), "{why}: in its line");
        }
    };
    check(&[], "as usual");
    tune(&sophea, "session_people", "20");
    assert!(sophea.desk.thresholds().unwrap().looking);
    meet(&laptops);
    check(&["S6.2"], "set by a coordinator");
    for laptop in laptops {
        assert!(!laptop.desk.thresholds().unwrap().looking);
        assert!(laptop.desk.doctor().unwrap().clean);
    }
    // Lists that are made anew come to the same.
    bopha.desk.rebuild().unwrap();
    check(&["S6.2"], "made anew");
    tune(&bopha, "session_people", "");
    meet(&laptops);
    check(&[], "taken back");
}

#[test]
fn what_is_out_of_bounds_changes_nothing_and_is_refused_by_name() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    for row in laptop.desk.thresholds().unwrap().rows {
        let Some((least, most)) = row.least.zip(row.most) else {
            continue;
        };
        let above = (most + 1).to_string();
        let set = ThresholdSet {
            name: row.name.clone(),
            text: above,
        };
        let fault = Fault::from(laptop.desk.set_thresholds(&[set]).unwrap_err());
        let why = format!("{} is a whole number from {least} to {most}", row.name);
        assert!(fault.message.contains(&why), "{}", fault.message);
    }
    assert_eq!(laptop.desk.thresholds().unwrap().history.len(), 0);
}

fn register(laptop: &Laptop, name: &str) -> String {
    let home = [
        ("home/district_name", "Rotonak Mondol"),
        ("home/village_name", "Sung Muoy"),
        ("who/name_latin", name),
    ];
    let given = Given {
        set: &set(&[PERSON, &home]),
        reasons: &[("R-E6".to_owned(), "Another person.".to_owned())],
        ..Given::default()
    };
    let made = laptop.desk.record_make("person", &given).unwrap();
    made.record.unwrap()
}

#[test]
fn the_points_from_which_two_are_one_person_move_the_queue() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let rith = office.laptop("Rith", "field", &["BTB2"]);
    let bopha = office.laptop("Bopha", "supervisor", &[]);
    register(&dara, "Chhim Sokha");
    register(&rith, "Chim Sokkha");
    meet(&[&dara, &rith, &bopha]);
    let pairs = || -> Vec<(u32, bool)> {
        let rows = bopha.desk.duplicates().unwrap().rows.into_iter();
        rows.map(|row| (row.score, row.probable)).collect()
    };
    let heaviest = || {
        let queue = bopha.desk.review_queue(&desk::view::QueueAsk::default());
        let rows = queue.unwrap().rows.into_iter();
        rows.map(|row| row.severity).max()
    };
    let usual = pairs();
    let [(score, true)] = usual[..] else {
        panic!("{usual:?}")
    };
    assert!(score < 100);
    assert_eq!(heaviest(), Some(1));
    tune(&bopha, "probable_points", "100");
    let held_back = pairs();
    assert!(matches!(held_back[..], [(_, false)]), "{held_back:?}");
    assert_eq!(heaviest(), Some(0), "a possible pair weighs on nobody");
    tune(&bopha, "possible_points", "100");
    assert_eq!(pairs(), []);
    tune(&bopha, "possible_points", "");
    tune(&bopha, "probable_points", "");
    assert_eq!(pairs(), usual);
    bopha.desk.pair_anew().unwrap();
    assert_eq!(pairs(), usual, "everybody is held against everybody");
    assert!(bopha.desk.doctor().unwrap().clean);
}

#[test]
fn the_minutes_between_two_starts_are_the_programmes() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let rith = office.laptop("Rith", "field", &["BTB2"]);
    let bopha = office.laptop("Bopha", "supervisor", &[]);
    let one = dara.session_on("2026-11-23", ["08:10", "09:05"], "Sung", 12);
    let other = rith.session_on("2026-11-23", ["08:50", "09:40"], "Sung", 30);
    meet(&[&dara, &rith, &bopha]);
    let grounds = || -> Vec<String> {
        assert_eq!(bopha.desk.duplicates().unwrap().rows.len(), 1);
        let pair = bopha.desk.double(&one, &other).unwrap();
        pair.grounds.into_iter().map(|it| it.code).collect()
    };
    assert_eq!(grounds(), ["same-team", "same-hour"]);
    let sophea = office.laptop("Sophea", "coordinator", &["BTB2"]);
    tune(&sophea, "start_minutes", "30");
    meet(&[&sophea, &bopha]);
    assert_eq!(grounds(), ["same-team"]);
}
