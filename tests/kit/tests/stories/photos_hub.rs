//! Photos go over a hub like records do: handed over there, confirmed by the centre alone.

use std::time::Duration;

use desk::view::Code;
use kit::{Cut, Laptop, Office, Table, TextOnly};

/// Dara and Sophea in the field, Vanna who coordinates; everybody has heard of everybody.
fn cast(office: &Office) -> (Laptop, Laptop, Laptop) {
    let sophea = office.laptop_with_sheets("Sophea", "supervisor");
    let vanna = office.laptop_with_sheets("Vanna", "supervisor");
    let dara = office.laptop_with_sheets("Dara", "supervisor");
    for laptop in [&sophea, &vanna, &dara] {
        laptop.sync().unwrap();
    }
    (dara, sophea, vanna)
}

fn waiting(laptop: &Laptop) -> u32 {
    laptop.desk.sync_view().unwrap().files_waiting
}

#[test]
fn a_photo_goes_over_the_hub_to_a_colleague_and_to_the_centre() {
    let office = Office::open();
    let (dara, sophea, vanna) = cast(&office);
    let record = dara.sheet(1);
    let table = Table::of(&vanna).unwrap();
    let visit = dara.visit("", &table.shows().code).unwrap();
    assert_eq!((visit.files_handed, visit.files_received), (1, 0));
    assert_eq!(vanna.sheet_bytes(&record), dara.sheet_bytes(&record));
    // A hub's word hands over; nothing says that it is confirmed.
    assert!(dara.sheet_file(&record).waits && waiting(&dara) == 1);
    assert_eq!(dara.desk.sync_view().unwrap().counts.confirmed, 0);
    let batches = dara.desk.sync_view().unwrap().batches;
    let moved = batches.iter().find(|batch| batch.files_sent > 0).unwrap();
    assert_eq!(
        (moved.road.as_str(), moved.receipt.is_none()),
        ("hub", true)
    );

    // A colleague gets it there when they want photos, and not before.
    let code = table.shows().code;
    assert_eq!(sophea.visit("", &code).unwrap().files_received, 0);
    assert!(!sophea.sheet_file(&record).here);
    sophea.desk.set_fetches_files(true).unwrap();
    let fetched = sophea.visit(&table.address(), "").unwrap();
    assert_eq!((fetched.files_handed, fetched.files_received), (0, 1));
    assert_eq!(sophea.sheet_bytes(&record), dara.sheet_bytes(&record));

    // The hub's laptop carries it on.
    let view = vanna.sync().unwrap();
    assert_eq!((view.files_waiting, view.counts.handed), (0, 0));
    let rithy = office.laptop_with_sheets("Rithy", "supervisor");
    rithy.desk.set_fetches_files(true).unwrap();
    rithy.sync().unwrap();
    assert_eq!(rithy.sheet_bytes(&record), dara.sheet_bytes(&record));
    // Whoever brought it hears it from the centre, and sends not a byte of it again.
    let before = dara.sheet_file(&record).bytes;
    let view = dara.sync().unwrap();
    assert_eq!(view.files_waiting, 0);
    let confirmed = view.batches.iter().find(|batch| batch.road == "internet");
    assert!(confirmed.unwrap().bytes_up < before / 10);
    for laptop in [&dara, &sophea, &vanna, &rithy] {
        assert!(laptop.desk.doctor().unwrap().clean);
    }
}

#[test]
fn wherever_the_visit_breaks_every_photo_arrives_once_and_none_is_confirmed() {
    for heard in [false, true] {
        let office = Office::open();
        let (dara, sophea, mut vanna) = cast(&office);
        let records = [dara.sheet(2), dara.sheet(3)];
        let mut table = Table::of(&vanna).unwrap();
        let mut code = table.shows().code;
        let mut left = 0;
        while dara
            .visit_over("", &code, |road| Cut { road, left, heard })
            .is_err()
        {
            left += 1;
            assert!(left < 80, "it never ends");
            assert_eq!(waiting(&dara), 2, "a hub confirms nothing");
            if left == 6 {
                // The hub falls, and is somebody's laptop again.
                drop(table);
                vanna.restart();
                vanna.sign_in("Vanna");
                table = Table::of(&vanna).unwrap();
            }
            code = table.shows().code;
        }
        assert!(left >= 6, "the visit was cut {left} times");
        for id in &records {
            assert_eq!(vanna.sheet_bytes(id), dara.sheet_bytes(id), "cut {heard}");
        }
        sophea.desk.set_fetches_files(true).unwrap();
        let mut left = 0;
        loop {
            let code = table.shows().code;
            let visit = sophea.visit_over("", &code, |road| Cut { road, left, heard });
            if visit.is_ok() {
                break;
            }
            left += 1;
        }
        for id in &records {
            assert_eq!(sophea.sheet_bytes(id), dara.sheet_bytes(id), "cut {heard}");
        }
        vanna.sync().unwrap();
        assert_eq!(dara.sync().unwrap().files_waiting, 0);
        for laptop in [&dara, &sophea, &vanna] {
            assert!(laptop.desk.doctor().unwrap().clean);
        }
    }
}

#[test]
fn a_photo_that_one_hub_lost_goes_to_the_next_and_to_the_centre() {
    let office = Office::open();
    let (dara, _, vanna) = cast(&office);
    let record = dara.sheet(4);
    let table = Table::of(&vanna).unwrap();
    dara.visit("", &table.shows().code).unwrap();
    // Vanna's laptop falls into the river.
    drop(table);
    drop(vanna);
    let rithy = office.laptop_with_sheets("Rithy", "supervisor");
    rithy.sync().unwrap();
    let table = Table::of(&rithy).unwrap();
    let visit = dara.visit("", &table.shows().code).unwrap();
    assert_eq!(visit.files_handed, 1);
    assert_eq!(rithy.sheet_bytes(&record), dara.sheet_bytes(&record));
    dara.sync().unwrap();
    assert_eq!(waiting(&dara), 0);
}

#[test]
fn what_came_before_the_photo_was_asked_for_counts_when_it_breaks_there() {
    let office = Office::open();
    let (dara, _, vanna) = cast(&office);
    let record = dara.sheet(5);
    let table = Table::of(&vanna).unwrap();
    // Text first: a road without files hands the record over.
    let visit = dara.visit_over("", &table.shows().code, TextOnly).unwrap();
    assert_eq!((visit.handed, visit.files_handed), (2, 0));
    assert!(!vanna.sheet_file(&record).here);
    let code = table.shows().code;
    let cut = dara.visit_over("", &code, |road| Cut {
        road,
        left: 4,
        heard: false,
    });
    assert_eq!(cut.unwrap_err().code(), Code::HubOffline);
    vanna.watch.pass(Duration::from_secs(60));
    assert_eq!(dara.visit(&table.address(), "").unwrap().files_handed, 1);
    assert!(vanna.sheet_file(&record).here);
}
