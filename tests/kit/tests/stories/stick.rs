//! Days without any line: what a laptop made goes to the centre on a stick, and the receipt comes back on one.

use std::path::PathBuf;
use std::time::Duration;

use desk::DeskError;
use desk::view::{Code, StickOrder, SyncView};
use kit::{Laptop, Office, Pulled, Stick, for_the_centre, with_words};
use records::DeviceId;
use server::centre::StickError;

const WORDS: &str = "four dry fish on a roof";

fn counts(view: &SyncView) -> (u32, u32, u32) {
    let counts = &view.counts;
    (counts.laptop, counts.handed, counts.confirmed)
}

fn held(laptop: &Laptop) -> (u32, u32, u32) {
    counts(&laptop.desk.sync_view().unwrap())
}

fn pill(laptop: &Laptop) -> String {
    laptop.desk.pill().unwrap().state
}

/// The only laptop that has joined.
fn device_of(office: &Office) -> DeviceId {
    office.centre().census().unwrap().devices[0].id
}

fn revisions(office: &Office) -> u64 {
    let examined = office.centre().examine().unwrap();
    let broken: Vec<_> = examined.findings.iter().filter(|f| f.broken).collect();
    assert!(broken.is_empty(), "{broken:?}");
    examined.counts.revisions
}

#[test]
fn a_week_without_a_line_is_confirmed_by_what_comes_back_on_a_stick() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let record = dara.session("Phum Thmei", 7);
    assert_eq!((held(&dara), pill(&dara)), ((1, 0, 0), "waiting".into()));

    let out = Stick::new();
    let written = dara.writes(&out, &for_the_centre()).unwrap();
    assert_eq!((written.records, written.revisions), (1, 2));
    assert_eq!(written.pieces.len(), 1);
    assert_eq!((held(&dara), pill(&dara)), ((0, 1, 0), "handed".into()));
    assert_eq!(dara.desk.stick_choice().unwrap().unanswered, 1);

    let back = Stick::new();
    let brought = office.reads(&out.asks(), None, &back);
    assert_eq!((brought.taken, brought.known, brought.refused), (2, 0, 0));
    assert_eq!(revisions(&office), 2);

    let look = dara.looks(&back.answers(), None);
    let piece = &look.pieces[0];
    assert!(look.readable && piece.from_centre, "{look:?}");
    assert_eq!((piece.receipts, piece.new, piece.known), (1, 0, 0));
    assert_eq!(held(&dara), (0, 1, 0), "looking takes nothing");

    let taken = dara.takes(&back.answers(), None);
    assert_eq!((taken.confirmed, taken.added), (2, 0));
    assert_eq!((held(&dara), pill(&dara)), ((0, 0, 1), "confirmed".into()));
    let view = dara.desk.sync_view().unwrap();
    let batch = view.batches.iter().find(|batch| batch.receipt.is_some());
    let batch = batch.unwrap();
    assert_eq!((batch.road.as_str(), batch.sent), ("stick", 2));
    assert!(dara.desk.receipt_check(&batch.id).unwrap().verified);
    assert_eq!(dara.desk.stick_choice().unwrap().unanswered, 0);
    assert_eq!(dara.desk.record(&record).unwrap().receipts.len(), 1);

    // When the line comes back there is nothing to do.
    let later = dara.sync().unwrap();
    assert_eq!(counts(&later), (0, 0, 1));
    assert!(later.compared_equal);
    assert_eq!(revisions(&office), 2);
}

#[test]
fn what_colleagues_wrote_rides_back() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let sophea = office.laptop("Chan Sophea", "field", &["BTB2"]);
    let other = office.laptop("Long Vibol", "field", &["PLN1"]);
    (1..=3).for_each(|women| drop(sophea.session("Phum Chas", women)));
    sophea.sync().unwrap();
    other.session("Phum Krau", 4);
    other.sync().unwrap();

    let (out, back) = (Stick::new(), Stick::new());
    dara.writes(&out, &for_the_centre()).unwrap();
    office.reads(&out.asks(), None, &back);
    let taken = dara.takes(&back.answers(), None);
    assert_eq!(taken.added, 6, "of the own team alone");
    assert_eq!((dara.count(), held(&dara)), (3, (0, 0, 3)));
    // The stick brought it up to date: the line has nothing more.
    let later = dara.sync().unwrap();
    assert!(later.compared_equal);
    assert_eq!(
        later
            .batches
            .iter()
            .map(|batch| batch.received)
            .sum::<u32>(),
        6
    );
}

#[test]
fn a_stick_that_is_read_twice_changes_nothing_the_second_time() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    dara.session("Phum Thmei", 7);
    let (out, back, again) = (Stick::new(), Stick::new(), Stick::new());
    dara.writes(&out, &for_the_centre()).unwrap();
    office.reads(&out.asks(), None, &back);
    let brought = office.reads(&out.asks(), None, &again);
    assert_eq!((brought.taken, brought.known), (0, 2));
    assert_eq!(revisions(&office), 2);

    assert_eq!(dara.takes(&back.answers(), None).confirmed, 2);
    for answers in [back.answers(), again.answers()] {
        let taken = dara.takes(&answers, None);
        assert_eq!((taken.confirmed, taken.added, taken.set_aside), (0, 0, 0));
    }
    assert_eq!(held(&dara), (0, 0, 1));
    assert!(dara.sync().unwrap().compared_equal);
}

#[test]
fn sticks_may_overtake_each_other() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let sophea = office.laptop("Chan Sophea", "field", &["BTB2"]);
    let (first, second) = (Stick::new(), Stick::new());
    dara.session("Phum Thmei", 1);
    dara.writes(&first, &for_the_centre()).unwrap();
    dara.watch.pass(Duration::from_secs(3_600));
    dara.session("Phum Chas", 2);
    let written = dara.writes(&second, &for_the_centre()).unwrap();
    assert_eq!(written.records, 2, "what has no receipt goes again");

    let (back_second, back_first) = (Stick::new(), Stick::new());
    office.reads(&second.asks(), None, &back_second);
    sophea.session("Phum Krau", 3);
    sophea.sync().unwrap();
    let brought = office.reads(&first.asks(), None, &back_first);
    assert_eq!((brought.taken, brought.known), (0, 2));

    // The stick that was read last comes back first.
    assert_eq!(dara.takes(&back_first.answers(), None).confirmed, 2);
    assert_eq!(held(&dara), (0, 1, 2));
    assert_eq!(dara.takes(&back_second.answers(), None).confirmed, 2);
    assert_eq!(dara.count(), 3);
    assert_eq!(held(&dara), (0, 0, 3));
    let later = dara.sync().unwrap();
    assert!(later.compared_equal);
    assert_eq!(counts(&later), (0, 0, 3));
}

#[test]
fn the_stick_of_a_laptop_that_was_sent_away_is_refused_and_kept_aside() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    dara.session("Phum Thmei", 7);
    let (out, back) = (Stick::new(), Stick::new());
    dara.writes(&out, &for_the_centre()).unwrap();
    office.centre().revoke(device_of(&office)).unwrap();

    for _twice in 0..2 {
        let brought = office.reads(&out.asks(), None, &back);
        let piece = &brought.pieces[0];
        assert!(
            matches!(piece.found, Err(StickError::Revoked { .. })),
            "{piece:?}"
        );
        let aside = piece.set_aside.as_ref().unwrap();
        let as_it_came = std::fs::read(&out.asks()[0]).unwrap();
        assert_eq!(std::fs::read(aside).unwrap(), as_it_came);
    }
    assert_eq!(revisions(&office), 0);
    assert!(back.answers().is_empty());
}

#[test]
fn what_is_refused_as_a_whole_is_answered_and_stays_handed_over() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    dara.session("Phum Thmei", 7);
    let (out, back) = (Stick::new(), Stick::new());
    dara.writes(&out, &for_the_centre()).unwrap();
    let person = office.centre().census().unwrap().people[0].id;
    office.centre().deactivate(person).unwrap();
    let brought = office.reads(&out.asks(), None, &back);
    assert_eq!((brought.taken, brought.refused), (0, 2));
    assert_eq!(dara.desk.stick_choice().unwrap().unanswered, 1);
    let taken = dara.takes(&back.answers(), None);
    assert_eq!(taken.confirmed, 0);
    assert_eq!(dara.desk.stick_choice().unwrap().unanswered, 0);
    let view = dara.desk.sync_view().unwrap();
    // The save and its submission are one line.
    assert_eq!((counts(&view), view.refused.len()), ((0, 1, 0), 1));
    assert!(view.refused.iter().all(|refused| refused.code == "team"));
}

#[test]
fn a_stick_that_only_asks_waits_for_no_receipt() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let written = dara.writes(&Stick::new(), &for_the_centre()).unwrap();
    assert_eq!((written.records, written.pieces.len()), (0, 1));
    assert_eq!(dara.desk.stick_choice().unwrap().unanswered, 0);
}

#[test]
fn a_stick_that_is_pulled_out_at_any_write_hands_nothing_over() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    dara.session("Phum Thmei", 7);
    let mut pulled_out = 0;
    for writes in 0.. {
        let stick = Stick::new();
        // At the very end the file is whole and has not got its name.
        let mut place = Pulled::after(&stick, writes, false);
        let error = dara
            .desk
            .stick_write(&mut place, &for_the_centre(), &mut |_, _| {});
        assert!(
            matches!(error, Err(DeskError::Unwritten { .. })),
            "{error:?}"
        );
        assert_eq!(held(&dara), (1, 0, 0), "pulled out after {writes} writes");
        assert_eq!(dara.desk.stick_choice().unwrap().unanswered, 0);
        assert!(stick.asks().is_empty());
        pulled_out += 1;
        if place.writes > 0 {
            break;
        }
    }
    assert!(pulled_out > 5, "{pulled_out} places");
    let stick = Stick::new();
    dara.writes(&stick, &for_the_centre()).unwrap();
    assert_eq!(held(&dara), (0, 1, 0));
    assert_eq!(office.reads(&stick.asks(), None, &Stick::new()).taken, 2);
}

#[test]
fn a_bad_copy_is_named_and_nothing_of_it_is_taken() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    (0..20).for_each(|women| drop(dara.session("Phum Thmei", women)));
    let out = Stick::new();
    dara.writes(&out, &for_the_centre()).unwrap();
    let whole = &out.asks()[0];
    let length = std::fs::metadata(whole).unwrap().len() as usize;
    let check = |change: &dyn Fn(&mut Vec<u8>), codes: &[&str]| {
        let bad = Stick::new();
        let file = bad.copy(whole, |bytes| change(bytes));
        let brought = office.reads(&[file], None, &bad);
        let code = brought.pieces[0].found.as_ref().unwrap_err().code();
        assert!(codes.contains(&code), "{code}");
        assert_eq!((brought.taken, revisions(&office)), (0, 0));
        assert!(bad.answers().is_empty());
    };
    for at in (0..length).step_by(67) {
        check(&|bytes| bytes.truncate(at), &["cut", "not-for-us"]);
        let any = ["cut", "damaged", "not-for-us"];
        check(&|bytes| bytes[at] ^= 1, &any);
    }
    check(&|bytes| bytes.push(0), &["cut", "damaged"]);
    check(&|bytes| *bytes = b"a letter".to_vec(), &["not-for-us"]);
    assert_eq!(office.reads(&out.asks(), None, &Stick::new()).taken, 40);
}

#[test]
fn laptops_hand_on_what_they_hold_under_a_passphrase() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let sophea = office.laptop("Chan Sophea", "coordinator", &["BTB2"]);
    let vibol = office.laptop("Long Vibol", "field", &["PLN1"]);
    // They know each other's laptops.
    dara.sync().unwrap();
    sophea.sync().unwrap();
    vibol.sync().unwrap();
    let record = dara.session("Phum Thmei", 7);
    let stick = Stick::new();
    let weak = dara.writes(&stick, &with_words("short"));
    assert!(matches!(weak, Err(DeskError::WeakPassphrase)), "{weak:?}");
    dara.writes(&stick, &with_words(WORDS)).unwrap();
    assert_eq!(held(&dara), (0, 1, 0));
    let files = stick.asks();

    let closed = sophea.looks(&files, None);
    assert!(closed.needs_passphrase && !closed.readable);
    let wrong = sophea.looks(&files, Some("four wet fish on a roof"));
    let fault = wrong.pieces[0].fault.as_ref().unwrap();
    assert_eq!(fault.code, Code::StickPassphrase);
    let look = sophea.looks(&files, Some(WORDS));
    let piece = &look.pieces[0];
    assert_eq!(piece.from, ["Sok Dara"]);
    assert_eq!((piece.new, piece.known, piece.outside), (2, 0, 0));
    assert_eq!(piece.teams[0].name, "Battambang 2");
    assert_eq!(sophea.count(), 0, "looking takes nothing");

    assert_eq!(sophea.takes(&files, Some(WORDS)).added, 2);
    assert_eq!(sophea.takes(&files, Some(WORDS)).added, 0);
    assert_eq!((sophea.count(), held(&sophea)), (1, (0, 1, 0)));
    assert!(
        sophea
            .reads(&record, "place/village_name")
            .contains("Phum Thmei")
    );

    // Another team's laptop holds nothing of it, whatever it knows.
    let taken = vibol.takes(&files, Some(WORDS));
    assert_eq!((taken.added, taken.look.pieces[0].outside), (0, 1));
    assert_eq!(vibol.count(), 0);

    // Whoever carries it on to the centre gets a receipt for it; the maker is confirmed by the next word of the centre.
    let (out, back) = (Stick::new(), Stick::new());
    sophea.writes(&out, &for_the_centre()).unwrap();
    assert_eq!(office.reads(&out.asks(), None, &back).taken, 2);
    assert_eq!(sophea.takes(&back.answers(), None).confirmed, 2);
    assert_eq!(held(&sophea), (0, 0, 1));
    assert_eq!(held(&dara), (0, 1, 0));
    let later = dara.sync().unwrap();
    assert_eq!(counts(&later), (0, 0, 1));
    assert!(later.compared_equal);
}

#[test]
fn what_came_on_a_stick_reaches_the_centre_over_the_line_of_whoever_has_it() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let sophea = office.laptop("Chan Sophea", "coordinator", &["BTB2"]);
    dara.session("Phum Thmei", 7);
    let stick = Stick::new();
    dara.writes(&stick, &with_words(WORDS)).unwrap();
    assert_eq!(sophea.takes(&stick.asks(), Some(WORDS)).added, 2);
    // Dara's laptop is lost, and has never had a line.
    drop(dara);
    let view = sophea.sync().unwrap();
    assert!(view.compared_equal);
    assert_eq!((revisions(&office), counts(&view)), (2, (0, 0, 1)));
}

#[test]
fn a_stick_for_one_laptop_is_opened_by_no_other() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let sophea = office.laptop("Chan Sophea", "coordinator", &["BTB2"]);
    let chenda = office.laptop("Kim Chenda", "coordinator", &["BTB2"]);
    for laptop in [&dara, &sophea, &chenda] {
        laptop.sync().unwrap();
    }
    dara.session("Phum Thmei", 7);
    let readers = dara.desk.stick_choice().unwrap().readers;
    let hers = readers
        .iter()
        .find(|r| r.people == ["Chan Sophea"])
        .unwrap();
    let stick = Stick::new();
    let order = StickOrder {
        reader: hers.id.clone(),
        ..for_the_centre()
    };
    dara.writes(&stick, &order).unwrap();
    let code = |laptop: &Laptop| {
        let look = laptop.looks(&stick.asks(), None);
        look.pieces[0].fault.as_ref().map(|fault| fault.code)
    };
    assert_eq!(code(&sophea), None);
    assert_eq!(code(&chenda), Some(Code::StickNotForUs));
    assert_eq!(sophea.takes(&stick.asks(), None).added, 2);
    let brought = office.reads(&stick.asks(), None, &Stick::new());
    assert_eq!(
        brought.pieces[0].found.as_ref().unwrap_err().code(),
        "not-for-us"
    );
    let nobody = StickOrder {
        reader: "00".repeat(16),
        ..for_the_centre()
    };
    assert!(matches!(
        dara.writes(&stick, &nobody),
        Err(DeskError::NotFound { .. })
    ));
}

#[test]
fn a_stick_of_a_barred_laptop_is_not_believed_by_colleagues_either() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let barred = device_of(&office);
    let sophea = office.laptop("Chan Sophea", "coordinator", &["BTB2"]);
    dara.sync().unwrap();
    dara.session("Phum Thmei", 7);
    let stick = Stick::new();
    dara.writes(&stick, &with_words(WORDS)).unwrap();
    office.centre().revoke(barred).unwrap();
    sophea.sync().unwrap();
    let look = sophea.looks(&stick.asks(), Some(WORDS));
    assert_eq!(
        look.pieces[0].fault.as_ref().unwrap().code,
        Code::StickBarred
    );
    assert_eq!(sophea.takes(&stick.asks(), Some(WORDS)).added, 0);
    assert_eq!(sophea.count(), 0);
}

#[test]
fn a_new_laptop_is_filled_from_a_stick() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    (0..30).for_each(|women| drop(dara.session("Phum Thmei", women)));
    dara.sync().unwrap();
    let sophea = office.laptop("Chan Sophea", "field", &["BTB2"]);
    let devices = office.centre().census().unwrap().devices;
    let stick = Stick::new();
    let wrote = devices.iter().map(|device| {
        let centre = office.centre();
        centre.stick_write(device.id, stick.path()).unwrap()
    });
    let own: Vec<PathBuf> = wrote
        .filter(|file| sophea.looks(std::slice::from_ref(file), None).readable)
        .collect();
    assert_eq!(own.len(), 1, "each laptop opens its own");
    assert_eq!(sophea.takes(&own, None).added, 60);
    assert_eq!((sophea.count(), held(&sophea)), (30, (0, 0, 30)));
    assert!(sophea.sync().unwrap().compared_equal);
}

#[test]
fn a_laptop_without_a_centre_writes_no_stick() {
    let alone = Laptop::alone("Sok Dara", "supervisor");
    let wrote = alone.writes(&Stick::new(), &for_the_centre());
    assert!(matches!(wrote, Err(DeskError::NoCentre)), "{wrote:?}");
    assert!(matches!(
        alone.desk.stick_choice(),
        Err(DeskError::NoCentre)
    ));
}
