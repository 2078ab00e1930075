//! What a laptop takes the centre to hold is compared on sticks too, and what was lost goes along again.

use kit::{Laptop, Office, Stick, for_the_centre};

/// Writes a stick, has the centre read it, and takes the answer.
fn goes_round(laptop: &Laptop, office: &Office) -> desk::view::StickTaken {
    let stick = Stick::new();
    laptop.writes(&stick, &for_the_centre()).unwrap();
    let answers = Stick::new();
    office.reads(&stick.asks(), None, &answers);
    laptop.takes(&answers.answers(), None)
}

fn counts(laptop: &Laptop) -> (u32, u32, u32) {
    let counts = laptop.desk.sync_view().unwrap().counts;
    (counts.laptop, counts.handed, counts.confirmed)
}

fn compared_equal(laptop: &Laptop) -> bool {
    laptop.desk.sync_view().unwrap().compared_equal
}

#[test]
fn a_part_that_the_centre_lost_is_found_by_a_stick_and_goes_along_with_the_next() {
    let mut office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.session("Phlov Meas", 9);
    let first = goes_round(&dara, &office);
    assert!(first.compared && first.lost == 0 && !first.unread);
    assert_eq!(counts(&dara), (0, 0, 1));
    let backups = tempfile::tempdir().unwrap();
    let backup = backups.path().join("centre.backup");
    office.centre().backup(&backup).unwrap();
    dara.session("Sdau", 4);
    goes_round(&dara, &office);
    assert_eq!(counts(&dara), (0, 0, 2));
    assert!(compared_equal(&dara));

    // The centre's disk dies, and its backup knows one record.
    office.restore(&backup);
    let found = goes_round(&dara, &office);
    assert_eq!((found.compared, found.lost), (true, 2));
    assert_eq!(counts(&dara), (0, 1, 1), "it is not called confirmed");
    assert!(!compared_equal(&dara));

    // The next export carries it, and the receipt says so.
    let mended = goes_round(&dara, &office);
    assert_eq!((mended.confirmed, mended.lost), (2, 0));
    assert_eq!(counts(&dara), (0, 0, 2));
    let again = goes_round(&dara, &office);
    assert!(again.compared && again.lost == 0 && !again.unread);
    assert!(compared_equal(&dara));
    let sophea = office.laptop("Sophea", "field", &["BTB2"]);
    sophea.sync().unwrap();
    assert_eq!(sophea.export(), dara.export());
    assert!(dara.desk.doctor().unwrap().clean);
}

#[test]
fn what_came_to_the_centre_meanwhile_is_no_difference() {
    let office = Office::open();
    let (dara, sophea) = (
        office.laptop("Dara", "field", &["BTB2"]),
        office.laptop("Sophea", "field", &["BTB2"]),
    );
    dara.session("Phlov Meas", 9);
    goes_round(&dara, &office);
    let stick = Stick::new();
    dara.writes(&stick, &for_the_centre()).unwrap();
    // While the stick is on its way, others work, and so does Dara.
    for village in 0..3 {
        sophea.session(&format!("Village {village}"), 5);
    }
    sophea.sync().unwrap();
    dara.session("Sdau", 4);
    let answers = Stick::new();
    office.reads(&stick.asks(), None, &answers);
    let taken = dara.takes(&answers.answers(), None);
    assert!(taken.compared && taken.lost == 0 && !taken.unread);
    assert_eq!(dara.count(), 5);
    assert!(compared_equal(&dara));
}

#[test]
fn an_old_answer_takes_nothing_for_lost() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.session("Phlov Meas", 9);
    let (early, late) = (Stick::new(), Stick::new());
    dara.writes(&early, &for_the_centre()).unwrap();
    let early_answers = Stick::new();
    office.reads(&early.asks(), None, &early_answers);
    dara.session("Sdau", 4);
    dara.writes(&late, &for_the_centre()).unwrap();
    let late_answers = Stick::new();
    office.reads(&late.asks(), None, &late_answers);
    assert!(dara.takes(&late_answers.answers(), None).compared);
    assert_eq!(counts(&dara).2, 2);
    let old = dara.takes(&early_answers.answers(), None);
    assert!(!old.compared && old.lost == 0);
    assert_eq!(counts(&dara), (0, 0, 2));
    // A line that compared since knows better than a stick.
    let stick = Stick::new();
    dara.writes(&stick, &for_the_centre()).unwrap();
    let answers = Stick::new();
    office.reads(&stick.asks(), None, &answers);
    dara.session("Rung", 2);
    dara.sync().unwrap();
    assert!(!dara.takes(&answers.answers(), None).compared);
    assert_eq!(counts(&dara), (0, 0, 3));
}
