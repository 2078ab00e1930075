//! What the centre did not take or marked: who is told, how that is mended, and that nothing of it is stuck.

use std::time::Duration;

use client::HttpPeer;
use desk::view::SyncView;
use kit::{Laptop, Office};
use sync::Road as _;

const STALL: Duration = Duration::from_secs(20);

/// What the sync screen lists, by code; the line on top counts the same.
fn needs(laptop: &Laptop) -> Vec<String> {
    let view = laptop.desk.sync_view().unwrap();
    let counted = laptop.desk.pill().unwrap().needs_person;
    assert_eq!(
        counted as usize,
        view.refused.len(),
        "the pill counts what the list lists"
    );
    assert_eq!(view.pill.needs_person, counted);
    view.refused.into_iter().map(|one| one.code).collect()
}

/// Syncs, and says how many bytes went up.
fn sync_counted(laptop: &Laptop) -> (SyncView, u64) {
    let door = laptop.desk.centre().unwrap();
    let mut road = HttpPeer::new(&door.url, door.token.to_string(), STALL).unwrap();
    let view = laptop.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
    (view, road.moved().up)
}

#[test]
fn a_mark_on_a_record_goes_with_a_new_save_over_it() {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Chan Sophea", "field", &["BTB2"]));
    laptop.sign_in("Sok Dara");
    let record = laptop.session("Sdau", 4);
    laptop.sign_in("Chan Sophea");
    assert_eq!(needs(&laptop), [""; 0]);
    office.changes("Sok Dara", "field", "PLN1");
    laptop.sync().unwrap();
    // The save and its submission are one line.
    assert_eq!(needs(&laptop), ["author"]);
    let told = &laptop.desk.sync_view().unwrap().refused;
    let told = told.first().unwrap();
    assert_eq!((told.record.as_str(), told.kept), (record.as_str(), true));
    laptop.correct(&record, "finish/remarks", "Looked at again.");
    assert_eq!(
        needs(&laptop),
        [""; 0],
        "the new save stands over what was marked"
    );
    let view = laptop.sync().unwrap();
    assert_eq!((view.counts.confirmed, view.counts.laptop), (1, 0));
    assert_eq!(needs(&laptop), [""; 0]);
}

#[test]
fn a_decision_that_does_not_count_is_listed_until_somebody_decides_over_it() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
    let sophea = office.laptop("Chan Sophea", "supervisor", &["BTB2"]);
    let vanna = office.laptop("Keo Vanna", "supervisor", &["BTB2"]);
    let record = dara.session("Sdau", 4);
    dara.sync().unwrap();
    sophea.sync().unwrap();
    let note = Some(("finish/remarks", "Say more."));
    sophea.decide(&record, "return", note).unwrap();
    office.changes("Chan Sophea", "field", "BTB2");
    sophea.sync().unwrap();
    assert_eq!(needs(&sophea), ["role"]);
    vanna.sync().unwrap();
    vanna.decide(&record, "return", note).unwrap();
    vanna.sync().unwrap();
    sophea.sync().unwrap();
    assert_eq!(needs(&sophea), [""; 0]);
}

#[test]
fn a_person_puts_a_mark_aside_and_it_stays_aside() {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Chan Sophea", "field", &["BTB2"]));
    laptop.sign_in("Sok Dara");
    let record = laptop.session("Sdau", 4);
    laptop.sign_in("Chan Sophea");
    office.changes("Sok Dara", "field", "PLN1");
    laptop.sync().unwrap();
    assert_eq!(needs(&laptop), ["author"]);
    let view = laptop.desk.refused_settle(&record, "author").unwrap();
    assert_eq!((view.refused.len(), view.pill.needs_person), (0, 0));
    laptop.sync().unwrap();
    assert_eq!(needs(&laptop), [""; 0]);
}

#[test]
fn who_was_taken_out_of_a_team_and_put_back_loses_nothing_and_sends_nothing_over_and_over() {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Chan Sophea", "field", &["PLN1"]));
    laptop.sign_in("Sok Dara");
    laptop.session("Sdau", 4);
    office.changes("Sok Dara", "field", "PLN1");
    let (view, first) = sync_counted(&laptop);
    assert_eq!((view.counts.laptop, view.counts.confirmed), (1, 0));
    assert_eq!(needs(&laptop), ["team"]);
    let record = view.refused.first().unwrap().record.clone();
    assert!(!view.refused.first().unwrap().kept);
    // What the centre does not hold cannot be put aside.
    let view = laptop.desk.refused_settle(&record, "team").unwrap();
    assert_eq!(view.refused.len(), 1);
    for _ in 0..3 {
        let (_, up) = sync_counted(&laptop);
        assert!(up * 3 < first, "{up} of {first} bytes went again");
    }
    laptop.watch.pass(Duration::from_secs(25 * 3_600));
    let (_, up) = sync_counted(&laptop);
    assert!(
        up * 3 > first * 2,
        "once a day it is asked again: {up} of {first} bytes"
    );

    office.changes("Sok Dara", "field", "BTB2");
    let view = laptop.sync().unwrap();
    assert_eq!((view.counts.laptop, view.counts.confirmed), (0, 1));
    assert_eq!(needs(&laptop), [""; 0]);
    assert!(laptop.sync().unwrap().compared_equal);
    let other = office.laptop("Keo Vanna", "field", &["BTB2"]);
    other.sync().unwrap();
    assert_eq!(other.export(), laptop.export());
}
