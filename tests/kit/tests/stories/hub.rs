//! Teams without internet meet at the coordinator's laptop, which later goes to the centre for all of them.

use std::time::Duration;

use client::HttpPeer;
use desk::DeskError;
use desk::view::Code;
use kit::{Cut, Laptop, Liar, Lie, Meanwhile, Office, Table, met};
use sync::LineKind;

/// The cast of most stories: Dara and Sophea in the field, Vanna who coordinates.
fn cast(office: &Office) -> (Laptop, Laptop, Laptop) {
    let sophea = office.laptop("Sophea", "field", &["BTB2"]);
    let vanna = office.laptop("Vanna", "coordinator", &["BTB2"]);
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    // Everybody has heard of everybody before they go out.
    for laptop in [&sophea, &vanna, &dara] {
        laptop.sync().unwrap();
    }
    (dara, sophea, vanna)
}

fn counts(laptop: &Laptop) -> (u32, u32, u32) {
    let counts = laptop.desk.sync_view().unwrap().counts;
    (counts.laptop, counts.handed, counts.confirmed)
}

/// A laptop that reads its own records at the centre, where the hub brought them, has no receipt of them yet.
#[test]
fn what_a_hub_brought_is_confirmed_to_whoever_then_goes_to_the_centre_too() {
    const VISITS: u32 = 40;
    let office = Office::open();
    let (dara, _sophea, vanna) = cast(&office);
    let table = Table::of(&vanna).unwrap();
    let mut pass = table.shows().code;
    for _ in 0..VISITS {
        // Each visit seals a part of its own: more than one ask to the centre carries.
        dara.session("Phlov Meas", 9);
        dara.visit(&table.address(), &pass).unwrap();
        pass.clear();
    }
    assert_eq!(counts(&dara), (0, VISITS, 0));
    vanna.sync().unwrap();
    assert_eq!(counts(&vanna), (0, 0, VISITS));
    let view = dara.sync().unwrap();
    assert!(view.compared_equal);
    assert_eq!(counts(&dara), (0, 0, VISITS));
}

#[test]
fn a_week_without_internet_ends_with_true_receipts_and_the_same_bytes() {
    let office = Office::open();
    let (dara, sophea, vanna) = cast(&office);
    let record = dara.session("Phlov Meas", 9);
    sophea.session("ភូមិត្រែង", 4);
    vanna.session("Sdau", 2);
    let table = Table::of(&vanna).unwrap();
    assert_eq!(counts(&dara), (1, 0, 0));

    let visit = dara.visit("", &table.shows().code).unwrap();
    assert_eq!((visit.received, visit.confirmed, visit.equal), (2, 0, true));
    assert_eq!(visit.people, ["Vanna"]);
    assert_eq!(counts(&dara).2, 0, "a hub confirms nothing");
    assert_eq!(counts(&dara).0, 0, "handed over");
    let visit = sophea.visit(&table.address(), &table.shows().short_code);
    assert!(visit.unwrap().equal);
    let visit = dara.visit(&table.address(), "").unwrap();
    assert_eq!((visit.handed, visit.received), (0, 2), "paired once");
    for laptop in [&dara, &sophea, &vanna] {
        assert_eq!(laptop.count(), 3);
        assert_eq!(laptop.export(), dara.export());
        assert_eq!(counts(laptop).2, 0);
    }
    let view = vanna.desk.hub_view().unwrap();
    assert_eq!((view.guests.len(), view.holds_records), (2, 2));

    // Vanna alone reaches the centre, and brings everybody's parts under their own seals.
    let view = vanna.sync().unwrap();
    assert!(view.compared_equal);
    assert_eq!(counts(&vanna), (0, 0, 3));
    assert_eq!(vanna.desk.hub_view().unwrap().holds_records, 0);

    // The receipts ride back; nobody else has spoken with the centre.
    let visit = dara.visit(&table.address(), "").unwrap();
    assert_eq!((visit.handed, visit.confirmed), (0, 6));
    assert_eq!(counts(&dara), (0, 0, 3));
    let receipts = dara.desk.record(&record).unwrap().receipts;
    assert!(receipts.iter().all(|receipt| receipt.verified) && !receipts.is_empty());
    assert!(
        dara.desk
            .receipt_check(&receipts[0].batch)
            .unwrap()
            .verified
    );
    drop(table);

    // With the centre itself there is nothing left to do, and both hold the same.
    for laptop in [&dara, &sophea] {
        let view = laptop.sync().unwrap();
        assert!(view.compared_equal);
        assert_eq!(counts(laptop), (0, 0, 3));
        assert_eq!(laptop.export(), vanna.export());
    }
}

#[test]
fn a_laptops_own_talk_with_the_centre_confirms_what_a_hub_has_too() {
    let office = Office::open();
    let (dara, _, vanna) = cast(&office);
    dara.session("Phlov Meas", 9);
    let table = Table::of(&vanna).unwrap();
    dara.visit("", &table.shows().code).unwrap();
    assert_eq!(counts(&dara), (0, 1, 0));
    dara.sync().unwrap();
    assert_eq!(counts(&dara), (0, 0, 1));
    // The hub hears from the centre that it has it, and carries nothing twice.
    vanna.sync().unwrap();
    assert_eq!(counts(&vanna), (0, 0, 1));
    assert_eq!(vanna.desk.hub_view().unwrap().holds_revisions, 0);
}

#[test]
fn a_laptop_carries_on_to_the_centre_what_it_got_at_a_hub() {
    let office = Office::open();
    let (dara, sophea, vanna) = cast(&office);
    sophea.session("Sdau", 3);
    let table = Table::of(&vanna).unwrap();
    sophea.visit("", &table.shows().code).unwrap();
    dara.visit("", &table.shows().code).unwrap();
    assert_eq!(dara.count(), 1);
    // The hub's laptop falls into the river; Dara's has everything, under Sophea's seal.
    drop(table);
    drop(vanna);
    let view = dara.sync().unwrap();
    assert!(view.compared_equal);
    let reader = office.laptop("Rithy", "supervisor", &[]);
    reader.sync().unwrap();
    assert_eq!(reader.export(), sophea.export());
    // Sophea's own talk is a short one: the centre knows it all.
    sophea.sync().unwrap();
    assert_eq!(counts(&sophea), (0, 0, 1));
}

#[test]
fn a_full_hub_gives_a_new_laptop_what_it_lacks_and_no_more() {
    let office = Office::open();
    let (dara, sophea, vanna) = cast(&office);
    for village in 0..12 {
        dara.session(&format!("Village {village}"), 3);
    }
    dara.sync().unwrap();
    vanna.sync().unwrap();
    sophea.sync().unwrap();
    dara.session("One more", 2);
    let table = Table::of(&vanna).unwrap();
    dara.visit("", &table.shows().code).unwrap();
    let visit = sophea.visit("", &table.shows().code).unwrap();
    assert_eq!(visit.received, 2, "what it held before does not come again");
    assert!(visit.equal);
    assert_eq!(counts(&sophea), (0, 1, 12));
}

#[test]
fn what_is_saved_during_a_visit_is_not_called_the_same_on_both() {
    let office = Office::open();
    let (dara, _, vanna) = cast(&office);
    dara.session("Phlov Meas", 9);
    let table = Table::of(&vanna).unwrap();
    let work = || drop(dara.session("Sdau", 4));
    let busy = dara.visit_over("", &table.shows().code, |road| Meanwhile { road, work });
    let busy = busy.unwrap();
    assert_eq!((busy.handed, vanna.count(), dara.count()), (2, 1, 2));
    assert!(!busy.equal, "one more is here, and nothing was compared");
    let next = dara.visit(&table.address(), "").unwrap();
    assert_eq!((next.handed, next.equal), (2, true));
}

#[test]
fn what_a_hub_still_carries_is_not_called_the_same_at_the_centre() {
    let office = Office::open();
    let (dara, _, vanna) = cast(&office);
    let before = vanna.desk.sync_view().unwrap();
    assert!(before.compared_equal);
    dara.session("Phlov Meas", 9);
    let table = Table::of(&vanna).unwrap();
    dara.visit("", &table.shows().code).unwrap();
    drop(table);
    vanna.watch.pass(Duration::from_secs(3_600));
    // What Vanna made herself is talked about; then the line breaks, and what she carries stays.
    let door = vanna.desk.centre().unwrap();
    let road = HttpPeer::new(&door.url, door.token.to_string(), Duration::from_secs(20)).unwrap();
    let mut road = Cut {
        road,
        left: 1,
        heard: false,
    };
    let broken = vanna.desk.sync_over(&mut road, &mut |_, _| {});
    assert_eq!(broken.unwrap_err().code(), Code::Offline);
    let view = vanna.desk.sync_view().unwrap();
    assert!(view.last_ok_at > before.last_ok_at);
    assert_eq!(view.compared_at, before.compared_at);
    let view = vanna.sync().unwrap();
    assert!(view.compared_equal && view.compared_at > before.compared_at);
}

#[test]
fn who_is_not_let_in() {
    let office = Office::open();
    let (dara, sophea, vanna) = cast(&office);
    let vuthy = office.laptop("Vuthy", "field", &["PLN1"]);
    vanna.sync().unwrap();
    let table = Table::of(&vanna).unwrap();
    dara.session("Phlov Meas", 9);
    let refused = |laptop: &Laptop, code: &str| {
        let found = laptop.visit(&table.address(), code);
        let is_shut =
            met(&found, LineKind::Unauthorised) || matches!(found, Err(DeskError::WrongHub));
        assert!(is_shut, "{found:?}");
    };
    // A team that is none of the hub's.
    refused(&vuthy, &table.shows().short_code);
    // A wrong code; and after five, the right one is another.
    let before = table.shows().short_code;
    refused(&dara, "0000-0000");
    for _ in 0..5 {
        refused(&dara, "1111-1111");
    }
    assert_ne!(table.shows().short_code, before);
    refused(&dara, &before);
    // A code works once.
    let code = table.shows().short_code;
    dara.visit(&table.address(), &code).unwrap();
    refused(&sophea, &code);
    // Nobody without a code who was never here.
    let found = sophea.visit(&table.address(), "");
    assert_eq!(found.unwrap_err().code(), Code::HubRefused);
    // A laptop of another programme, and one of none.
    let elsewhere = Office::open();
    let stranger = elsewhere.laptop("Stranger", "field", &["BTB2"]);
    let found = stranger.visit(&table.address(), &table.shows().short_code);
    assert_eq!(
        found.unwrap_err().code(),
        Code::NotTheCentre,
        "another centre's roster"
    );
    let alone = Laptop::alone("Alone", "supervisor");
    let found = alone.visit(&table.address(), &table.shows().short_code);
    assert_eq!(found.unwrap_err().code(), Code::NoCentre);
    assert_eq!(vanna.count(), 1);
}

#[test]
fn a_laptop_that_was_shut_out_is_shut_out_here_too_once_the_hub_knows() {
    let office = Office::open();
    let (dara, sophea, vanna) = cast(&office);
    let table = Table::of(&vanna).unwrap();
    dara.visit("", &table.shows().code).unwrap();
    let device = dara.desk.device().unwrap();
    office.centre().revoke(device).unwrap();
    dara.session("Phlov Meas", 9);
    // The hub hears of it from the next laptop that has, not from the centre.
    sophea.sync().unwrap();
    sophea.visit("", &table.shows().code).unwrap();
    let found = dara.visit(&table.address(), "");
    assert!(met(&found, LineKind::Revoked), "{found:?}");
    assert_eq!(vanna.count(), 0);
}

#[test]
fn who_stands_in_for_the_hub_gets_nothing() {
    let office = Office::open();
    let (dara, sophea, vanna) = cast(&office);
    dara.session("Phlov Meas", 9);
    let table = Table::of(&vanna).unwrap();
    let whole = table.shows().code;
    // Another hub of the programme answers at the address of the code: another certificate.
    let rithy = office.laptop("Rithy", "coordinator", &["BTB2"]);
    let other = Table::of(&rithy).unwrap();
    let found = dara.visit(&other.address(), &whole);
    assert!(met(&found, LineKind::NotOurs), "{found:?}");
    // A field laptop that calls itself a hub is none.
    assert_eq!(
        Table::of(&sophea).map(|_| ()).unwrap_err().code(),
        Code::NotAllowed
    );
    // The hub that Dara knows, with a new certificate, is not the hub that Dara knows.
    dara.visit("", &whole).unwrap();
    let known = dara.desk.hub_view().unwrap().known;
    assert_eq!(known[0].people, ["Vanna"]);
    drop(table);
    let found = dara.visit(&known[0].address, "");
    assert!(met(&found, LineKind::Unreachable), "{found:?}");
    assert_eq!(rithy.count(), 0);
}

#[test]
fn a_hub_that_lies_is_not_believed() {
    for lie in [
        Lie::TakesNothing,
        Lie::HidesParts,
        Lie::BendsReceipts,
        Lie::BendsParts,
    ] {
        let office = Office::open();
        let (dara, sophea, vanna) = cast(&office);
        let table = Table::of(&vanna).unwrap();
        sophea.session("Sdau", 5);
        sophea.visit("", &table.shows().code).unwrap();
        vanna.sync().unwrap();
        dara.session("Phlov Meas", 9);
        let code = table.shows().code;
        let found = dara.visit_over("", &code, |road| Liar { road, lie });
        let (laptop, handed, confirmed) = counts(&dara);
        match lie {
            // What Sophea wrote has the centre's receipt all the same.
            Lie::TakesNothing => assert_eq!((laptop, handed, confirmed), (1, 0, 1)),
            Lie::HidesParts => assert_eq!(
                (confirmed, found.is_ok_and(|visit| visit.equal)),
                (0, false)
            ),
            Lie::BendsReceipts => assert_eq!((laptop, handed, confirmed), (0, 2, 0)),
            Lie::BendsParts => assert_eq!((dara.count(), confirmed), (1, 0)),
        }
        // The truth is mended by the next honest word.
        dara.sync().unwrap();
        vanna.sync().unwrap();
        assert_eq!(counts(&dara), (0, 0, 2), "{lie:?}");
        assert_eq!(dara.export(), vanna.export());
    }
}

#[test]
fn a_visit_cut_anywhere_loses_nothing_and_doubles_nothing() {
    for heard in [false, true] {
        for left in 0.. {
            let office = Office::open();
            let (dara, sophea, vanna) = cast(&office);
            let table = Table::of(&vanna).unwrap();
            sophea.session("Sdau", 5);
            sophea.visit("", &table.shows().code).unwrap();
            vanna.sync().unwrap();
            dara.session("Phlov Meas", 9);
            let whole = table.shows().code;
            let first = dara.visit_over("", &whole, |road| Cut { road, left, heard });
            let confirmed = counts(&dara).2;
            assert!(confirmed <= 1, "cut after {left}, heard {heard}");
            // The code was used when the hub heard it: then the laptop is known.
            let again = dara.visit("", &table.shows().code).unwrap();
            assert!(again.equal, "cut after {left}, heard {heard}");
            assert_eq!((dara.count(), vanna.count()), (2, 2));
            vanna.sync().unwrap();
            dara.visit(&table.address(), "").unwrap();
            assert_eq!(counts(&dara), (0, 0, 2), "cut after {left}, heard {heard}");
            assert_eq!(dara.export(), vanna.export());
            if first.is_ok() {
                break;
            }
        }
    }
}

#[test]
fn a_hub_that_falls_in_the_middle_goes_on_where_it_was() {
    let office = Office::open();
    let (dara, _, mut vanna) = cast(&office);
    for village in 0..6 {
        dara.session(&format!("Village {village}"), 3);
    }
    let table = Table::of(&vanna).unwrap();
    let code = table.shows().code;
    // After it heard the parts, before it said so.
    let broken = dara.visit_over("", &code, |road| Cut {
        road,
        left: 2,
        heard: true,
    });
    assert!(broken.is_err());
    assert_eq!(counts(&dara), (6, 0, 0), "nobody has signed for it");
    drop(table);
    vanna.restart();
    vanna.watch.pass(Duration::from_secs(60));
    vanna.sign_in("Vanna");
    assert_eq!(vanna.count(), 6, "what it heard is on its disk");
    let table = Table::of(&vanna).unwrap();
    let visit = dara.visit("", &table.shows().code).unwrap();
    assert_eq!((visit.handed, visit.equal), (12, true));
    assert_eq!(counts(&dara), (0, 6, 0));
    assert_eq!(dara.export(), vanna.export());
}

#[test]
fn a_locked_hub_answers_nobody_and_keeps_everything() {
    let office = Office::open();
    let (dara, _, vanna) = cast(&office);
    dara.session("Phlov Meas", 9);
    let table = Table::of(&vanna).unwrap();
    let code = table.shows().code;
    vanna.desk.lock().unwrap();
    let found = dara.visit("", &code);
    assert_eq!(found.unwrap_err().code(), Code::HubOffline);
    assert_eq!(counts(&dara), (1, 0, 0));
    vanna.sign_in("Vanna");
    dara.visit("", &table.shows().code).unwrap();
    assert_eq!(counts(&dara), (0, 1, 0));
}
