//! What a sync may meet on the way, and what every laptop holds afterwards.

use std::time::Duration;

use client::HttpPeer;
use desk::view::Code;
use kit::{Capped, Cut, Laptop, Meanwhile, Office, Scripted};
use sync::LineKind;

const STALL: Duration = Duration::from_secs(20);
const YEAR_MS: u64 = 365 * 86_400_000;

#[test]
fn two_laptops_of_a_team_hold_the_same_bytes() {
    let office = Office::open();
    let (dara, sophea) = (
        office.laptop("Dara", "field", &["BTB2"]),
        office.laptop("Sophea", "field", &["BTB2"]),
    );
    dara.session("Phlov Meas", 9);
    sophea.session("ភូមិត្រែង", 4);
    for laptop in [&dara, &sophea, &dara] {
        laptop.sync().unwrap();
    }
    assert_eq!(dara.count(), 2);
    assert_eq!(dara.export(), sophea.export());
    assert!(dara.sync().unwrap().compared_equal);
}

#[test]
fn another_teams_records_never_reach_a_laptop() {
    let office = Office::open();
    let (dara, vuthy) = (
        office.laptop("Dara", "field", &["BTB2"]),
        office.laptop("Vuthy", "field", &["PLN1"]),
    );
    dara.session("Phlov Meas", 9);
    dara.sync().unwrap();
    vuthy.sync().unwrap();
    assert_eq!(vuthy.count(), 0);
}

#[test]
fn a_sync_cut_anywhere_loses_nothing_and_doubles_nothing() {
    for heard in [false, true] {
        for left in 0.. {
            let office = Office::open();
            let (dara, other) = (
                office.laptop("Dara", "field", &["BTB2"]),
                office.laptop("Sophea", "field", &["BTB2"]),
            );
            other.session("Sdau", 5);
            other.sync().unwrap();
            for village in ["Phlov Meas", "Traeng"] {
                dara.session(village, 9);
            }
            let door = dara.desk.centre().unwrap();
            let road = HttpPeer::new(&door.url, door.token.to_string(), STALL).unwrap();
            let first = dara
                .desk
                .sync_over(&mut Cut { road, left, heard }, &mut |_, _| {});
            let view = dara.sync().unwrap();
            assert_eq!(view.counts.laptop, 0, "cut after {left}, heard {heard}");
            assert!(view.compared_equal);
            other.sync().unwrap();
            assert_eq!((dara.count(), other.count()), (3, 3));
            assert_eq!(dara.export(), other.export());
            let second = dara.sync().unwrap();
            assert_eq!(
                second.batches.len(),
                view.batches.len(),
                "nothing to do makes no batch"
            );
            if first.is_ok() {
                break;
            }
        }
    }
}

#[test]
fn different_answers_join_and_the_same_one_asks_a_person() {
    let office = Office::open();
    let (dara, sophea) = (
        office.laptop("Dara", "field", &["BTB2"]),
        office.laptop("Sophea", "field", &["BTB2"]),
    );
    let record = dara.session("Phlov Meas", 9);
    dara.sync().unwrap();
    sophea.sync().unwrap();
    dara.correct(&record, "finish/remarks", "Rain at noon.");
    sophea.correct(&record, "place/village_name", "Phlov Meas Leu");
    for laptop in [&dara, &sophea, &dara] {
        laptop.sync().unwrap();
    }
    for laptop in [&dara, &sophea] {
        assert_eq!(laptop.reads(&record, "finish/remarks"), "Rain at noon.");
        assert_eq!(
            laptop.reads(&record, "place/village_name"),
            "Phlov Meas Leu"
        );
        assert!(!laptop.desk.record(&record).unwrap().row.conflict);
        let needs = laptop.desk.pill().unwrap().needs_person;
        assert_eq!(needs, 0, "to correct what was submitted is nothing to mend");
    }

    dara.correct(&record, "place/village_name", "Phlov Meas One");
    sophea.correct(&record, "place/village_name", "Phlov Meas Two");
    for laptop in [&dara, &sophea, &dara] {
        laptop.sync().unwrap();
    }
    let shown = dara.reads(&record, "place/village_name");
    for laptop in [&dara, &sophea] {
        let view = laptop.desk.record(&record).unwrap();
        assert!(view.row.conflict && view.moves.is_empty());
        assert_eq!(view.conflicts[0].path, "place/village_name");
        assert_eq!(
            laptop.reads(&record, "place/village_name"),
            shown,
            "every laptop shows the same"
        );
    }
    sophea.correct(&record, "place/village_name", "Phlov Meas Two");
    sophea.sync().unwrap();
    dara.sync().unwrap();
    assert!(!dara.desk.record(&record).unwrap().row.conflict);
    assert_eq!(dara.export(), sophea.export());
}

#[test]
fn a_line_that_fails_says_how_and_keeps_everything() {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.session("Phlov Meas", 9);
    for (kind, code, state) in [
        (LineKind::Unreachable, Code::Offline, "offline"),
        (LineKind::Stalled, Code::Offline, "offline"),
        (LineKind::NotOurs, Code::NotTheCentre, "offline"),
        (LineKind::Unauthorised, Code::Barred, "offline"),
        (LineKind::Revoked, Code::Barred, "offline"),
        (LineKind::TooLarge, Code::TooLargeOnTheWay, "offline"),
        (LineKind::Busy { retry_s: 7 }, Code::CentreBusy, "busy"),
        (
            LineKind::TurnedAway { retry_s: 7 },
            Code::Offline,
            "offline",
        ),
        (LineKind::Full, Code::CentreFull, "full"),
        (
            LineKind::Server { status: 500 },
            Code::CentreBroken,
            "offline",
        ),
    ] {
        let error = laptop
            .desk
            .sync_over(&mut Scripted(kind), &mut |_, _| {})
            .unwrap_err();
        assert_eq!(error.code(), code, "{kind:?}");
        let pill = laptop.desk.pill().unwrap();
        assert_eq!((pill.state.as_str(), pill.waiting), (state, 1), "{kind:?}");
    }
    assert_eq!(laptop.sync().unwrap().counts.confirmed, 1);
    assert_eq!(laptop.desk.pill().unwrap().state, "confirmed");
}

#[test]
fn what_is_saved_during_a_sync_leaves_the_comparison_before_as_it_was_told() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.session("Phlov Meas", 9);
    let first = dara.sync().unwrap();
    assert!(first.compared_equal);
    dara.watch.pass(Duration::from_secs(3_600));
    let door = dara.desk.centre().unwrap();
    let road = HttpPeer::new(&door.url, door.token.to_string(), STALL).unwrap();
    let work = || drop(dara.session("Sdau", 4));
    let mut road = Meanwhile { road, work };
    let busy = dara.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
    assert_eq!((busy.counts.laptop, busy.counts.confirmed), (1, 1));
    assert!(busy.last_ok_at > first.last_ok_at);
    assert_eq!(busy.compared_at, first.compared_at, "nothing was compared");
    let home = dara.desk.home().unwrap();
    assert_eq!(home.compared_at, first.compared_at);
    let next = dara.sync().unwrap();
    assert!(next.compared_equal && next.compared_at > first.compared_at);
}

#[test]
fn where_only_small_messages_pass_records_go_one_by_one_and_none_is_given_up_before() {
    const VILLAGES: u32 = 12;
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.sync().unwrap();
    for village in 0..VILLAGES {
        dara.session(&format!("Village {village}"), 3);
    }
    let over = |bytes_max| {
        let door = dara.desk.centre().unwrap();
        let road = HttpPeer::new(&door.url, door.token.to_string(), STALL).unwrap();
        let mut road = Capped {
            road,
            bytes_max,
            refused: 0,
        };
        let done = dara.desk.sync_over(&mut road, &mut |_, _| {});
        (done, road.refused)
    };
    let (nothing, refused) = over(300);
    let told = nothing.unwrap_err();
    assert_eq!(told.code(), Code::TooLargeOnTheWay);
    assert!(told.to_string().contains("another network or a stick"));
    assert!((2..12).contains(&refused), "{refused}");
    let view = dara.desk.sync_view().unwrap();
    assert_eq!(view.counts.laptop, VILLAGES);
    let fault = view.last_fault.unwrap();
    assert_eq!(fault.code, Code::TooLargeOnTheWay);

    let (through, refused) = over(1_400);
    assert_eq!(through.unwrap().counts.confirmed, VILLAGES);
    assert!(refused < 12, "{refused}");
    assert!(dara.sync().unwrap().compared_equal);
}

#[test]
fn a_centre_that_is_away_is_found_again() {
    let mut office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.session("Phlov Meas", 9);
    office.stop();
    assert_eq!(laptop.sync().unwrap_err().code(), Code::Offline);
    office.start();
    assert_eq!(laptop.sync_at(office.url()).unwrap().counts.confirmed, 1);
}

#[test]
fn a_laptop_syncs_by_itself_unless_somebody_turned_it_off() {
    let office = Office::open();
    let laptop = Laptop::fresh();
    assert!(
        laptop.desk.syncs_by_itself().is_err(),
        "nobody is signed in"
    );
    let invitation = office.invite("Sok Dara", "field", &["BTB2"]);
    laptop
        .desk
        .join(&invitation, kit::PASSPHRASE, &mut kit::knock)
        .unwrap();
    assert!(laptop.desk.syncs_by_itself().unwrap());
    assert_eq!(laptop.desk.waiting().unwrap(), 0);
    laptop.session("Sdau", 4);
    assert_eq!(
        laptop.desk.waiting().unwrap(),
        2,
        "a save and its submission"
    );
    assert!(!laptop.desk.set_syncs_by_itself(false).unwrap().by_itself);
    laptop.sign_in("Sok Dara");
    assert!(!laptop.desk.syncs_by_itself().unwrap(), "it is kept");
    assert!(laptop.desk.set_syncs_by_itself(true).unwrap().by_itself);
    laptop.sync().unwrap();
    assert_eq!(laptop.desk.waiting().unwrap(), 0);
    let alone = Laptop::alone("Dara", "field");
    assert!(
        !alone.desk.syncs_by_itself().unwrap(),
        "a programme of one laptop has nobody to talk to"
    );
}

#[test]
fn a_barred_laptop_is_told_so_and_keeps_its_records() {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.session("Phlov Meas", 9);
    let device = office.centre().census().unwrap().devices[0].id;
    office.centre().revoke(device).unwrap();
    assert_eq!(laptop.sync().unwrap_err().code(), Code::Barred);
    assert_eq!(laptop.count(), 1);
}

#[test]
fn a_clock_a_year_off_orders_nothing_wrongly() {
    let office = Office::open();
    let (dara, sophea) = (
        office.laptop("Dara", "field", &["BTB2"]),
        office.laptop("Sophea", "supervisor", &[]),
    );
    let record = dara.session("Phlov Meas", 9);
    dara.sync().unwrap();
    sophea.watch.set(kit::MORNING - YEAR_MS);
    sophea.sync().unwrap();
    sophea
        .decide(&record, "return", Some(("sadd/women", "Nine?")))
        .unwrap();
    let view = sophea.sync().unwrap();
    assert!(
        view.clock_hours_off.is_some_and(|hours| hours < -8_000),
        "the screen says that the clock is off"
    );
    dara.sync().unwrap();
    let history = dara.desk.record(&record).unwrap().history;
    let last = history.last().unwrap();
    assert_eq!(
        last.decision.as_deref(),
        Some("return"),
        "what was seen comes before the answer to it"
    );
    assert_eq!(dara.desk.record(&record).unwrap().row.review, "returned");
}

#[test]
fn a_used_or_broken_invitation_lets_nobody_in() {
    let office = Office::open();
    let invitation = office.invite("Dara", "field", &["BTB2"]);
    let first = Laptop::fresh();
    first
        .desk
        .join(&invitation, kit::PASSPHRASE, &mut kit::knock)
        .unwrap();
    for bad in [invitation.as_str(), "sala-invite:AAAA", "hello"] {
        let laptop = Laptop::fresh();
        let refused = laptop
            .desk
            .join(bad, kit::PASSPHRASE, &mut kit::knock)
            .unwrap_err();
        assert!(
            matches!(refused.code(), Code::BadInvitation),
            "{bad}: {refused}"
        );
        assert!(
            laptop.desk.app_state().people.is_empty(),
            "nothing is set up"
        );
    }
}

#[test]
fn records_of_a_form_that_is_not_here_arrive_all_the_same() {
    let office = Office::open();
    let (dara, sophea) = (
        office.laptop("Dara", "supervisor", &["BTB2"]),
        office.laptop("Sophea", "supervisor", &["BTB2"]),
    );
    let form = "survey,,,\n,type,name,label::English (en)\n,text,well,Well\nsettings,,,\n,form_title,form_id,version\n,Water,water,1\n";
    dara.desk.form_import("water.csv", form.as_bytes()).unwrap();
    let set = [("well".to_owned(), "Deep".to_owned())];
    let record = dara
        .desk
        .record_new("water", None, &set, false)
        .unwrap()
        .record
        .unwrap();
    dara.sync().unwrap();
    sophea.session("Sdau", 4);
    let view = sophea.sync().unwrap();
    assert!(view.compared_equal, "one unknown form holds nothing up");
    assert_eq!(sophea.count(), 2);
    // Until the form says how guarded its answers are, a colleague takes none of them out.
    let held = sophea.desk.export(None, &mut Vec::new()).unwrap();
    assert_eq!((held.records, held.held_back), (1, 1));
    sophea
        .desk
        .form_import("water.csv", form.as_bytes())
        .unwrap();
    assert!(
        sophea.export().contains(dara.export().trim()),
        "the answers are there, byte for byte"
    );
    assert_eq!(sophea.reads(&record, "well"), "Deep");
}

#[test]
fn a_newer_version_of_a_form_says_what_changed_and_what_becomes_of_its_records() {
    let office = Office::open();
    let dara = office.laptop("Dara", "supervisor", &["BTB2"]);
    let source = |version: u8, rows: &str| {
        format!(
            "survey,,,\n,type,name,label::English (en)\n{rows}settings,,,\n,form_title,form_id,version\n,Water,water,{version}\n"
        )
    };
    let import = |version, rows: &str| {
        let bytes = source(version, rows).into_bytes();
        dara.desk.form_import("water.csv", &bytes).unwrap().changes
    };
    let first = ",text,well,Well\n,text,depth,Depth\n";
    assert_eq!(
        import(1, first),
        Vec::<String>::new(),
        "nothing was there before"
    );
    assert_eq!(import(1, first), Vec::<String>::new(), "the same again");
    assert_eq!(
        import(2, first),
        Vec::<String>::new(),
        "only the version is another"
    );
    let second = ",text,well,Well\n,integer,depth,Depth\n,text,owner,Owner\n";
    assert_eq!(
        import(3, second),
        [
            "\"Depth\" (depth) has another type: text before, whole number now.",
            "\"Owner\" (owner) is new.",
            "Drafts and records of the older version stay readable. Some of their answers may not fit the newer version; they are kept, and shown to be checked.",
        ]
    );
}
