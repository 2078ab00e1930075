//! How a laptop and its centre know each other: the certificate that a centre makes itself, and the token of a month.

use std::time::Duration;

use client::HttpPeer;
use desk::view::Code;
use desk::{CentreDoor, DeskError};
use kit::{Cut, Laptop, Office};
use sync::{LineKind, Peer as _};

const STALL: Duration = Duration::from_secs(20);
const MONTH: Duration = Duration::from_secs(31 * 86_400);

fn kind<T>(found: Result<T, DeskError>) -> LineKind {
    match found {
        Err(DeskError::Line(line)) => line.kind,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was let through"),
    }
}

#[test]
fn a_centre_without_a_signed_certificate_is_known_by_its_own() {
    let mut office = Office::open_encrypted();
    let (address, pin) = office.url().split_once('#').unwrap();
    let (address, pin) = (address.to_owned(), pin.to_owned());
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.session("Phlov Meas", 9);
    assert_eq!(dara.sync().unwrap().counts.laptop, 0);

    // Another centre answers there, with a certificate that is as good.
    let other = Office::open_encrypted();
    let (elsewhere, _) = other.url().split_once('#').unwrap();
    assert_eq!(
        kind(dara.sync_at(&format!("{elsewhere}#{pin}"))),
        LineKind::NotOurs
    );
    for (url, why) in [
        (address.clone(), "nobody signed it"),
        (
            format!("{address}#{}", pin.replacen('-', "", 1)),
            "no sign between",
        ),
        (format!("{address}#{pin}A"), "more than a fingerprint"),
        (format!("{address}#"), "no fingerprint"),
        (
            format!("{}#{pin}", address.replace("https", "http")),
            "nothing is encrypted",
        ),
    ] {
        assert_eq!(kind(dara.sync_at(&url)), LineKind::Unreachable, "{why}");
    }

    // It is the same after a restart.
    office.stop();
    office.start();
    assert!(office.url().ends_with(&format!("#{pin}")));
    dara.session("Traeng", 4);
    assert_eq!(dara.sync_at(office.url()).unwrap().counts.laptop, 0);
}

fn let_in(door: &CentreDoor) -> bool {
    let mut road = HttpPeer::new(&door.url, door.token.to_string(), STALL).unwrap();
    let nothing = sync::Ask::Compare {
        team: "BTB2".parse().unwrap(),
        ranges: Vec::new(),
    };
    match road.exchange(&nothing) {
        Ok(_) => true,
        Err(line) => {
            assert_eq!(line.kind, LineKind::Unauthorised);
            false
        }
    }
}

#[test]
fn the_token_changes_each_month_and_a_cut_line_locks_nobody_out() {
    for heard in [false, true] {
        let office = Office::open();
        let dara = office.laptop("Dara", "field", &["BTB2"]);
        let first = dara.desk.centre().unwrap();
        dara.sync().unwrap();
        dara.session("Phlov Meas", 9);
        dara.watch.pass(MONTH - Duration::from_secs(2 * 86_400));
        dara.sync().unwrap();
        assert_eq!(token(&dara), *first.token, "not within the month");

        dara.watch.pass(MONTH);
        let road = HttpPeer::new(&first.url, first.token.to_string(), STALL).unwrap();
        let mut cut = Cut {
            road,
            left: 0,
            heard,
        };
        let broken = dara.desk.sync_over(&mut cut, &mut |_, _| {});
        assert_eq!(broken.unwrap_err().code(), Code::Offline);
        assert_eq!(token(&dara), *first.token, "no answer, no other token");

        assert_eq!(dara.sync().unwrap().counts.laptop, 0);
        let second = dara.desk.centre().unwrap();
        assert_ne!(*second.token, *first.token);
        assert!(let_in(&second) && !let_in(&first), "heard {heard}");
        dara.sync().unwrap();
        assert_eq!(token(&dara), *second.token, "for a month again");
    }
}

#[test]
fn a_clock_that_jumps_back_by_years_renews_once() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.sync().unwrap();
    dara.watch.set(1_000_000_000_000);
    let mut tokens: Vec<String> = Vec::new();
    for _ in 0..3 {
        dara.sync().unwrap();
        tokens.push(token(&dara));
    }
    tokens.dedup();
    assert_eq!(tokens.len(), 1);
}

fn token(laptop: &Laptop) -> String {
    laptop.desk.centre().unwrap().token.to_string()
}

#[test]
fn a_centre_restored_from_before_the_renewal_knows_the_laptop_again() {
    let mut office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.session("Phlov Meas", 9);
    dara.sync().unwrap();
    let backups = tempfile::tempdir().unwrap();
    let file = backups.path().join("centre.backup");
    office.centre().backup(&file).unwrap();

    dara.session("Traeng", 4);
    dara.watch.pass(MONTH);
    dara.sync().unwrap();
    let renewed = token(&dara);

    office.restore(&file);
    let view = dara.sync_at(office.url()).unwrap();
    assert_eq!(view.counts.laptop, 0, "and has all of its records again");
    assert!(view.compared_equal);
    assert_eq!(token(&dara), renewed);
    assert_eq!(dara.sync_at(office.url()).unwrap().counts.laptop, 0);
}

#[test]
fn a_centre_that_knows_no_token_of_the_laptop_says_so_and_nothing_seems_to_be_sent() {
    let mut office = Office::open();
    let backups = tempfile::tempdir().unwrap();
    let file = backups.path().join("centre.backup");
    office.centre().backup(&file).unwrap();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.session("Phlov Meas", 9);
    dara.sync().unwrap();
    dara.watch.pass(MONTH);
    dara.sync().unwrap();

    office.restore(&file);
    assert_eq!(kind(dara.sync_at(office.url())), LineKind::Unauthorised);
    let fault = dara.desk.sync_view().unwrap().last_fault.unwrap();
    assert_eq!(fault.code, Code::Barred);
    assert_ne!(dara.desk.pill().unwrap().state, "sending");
    assert_eq!(dara.count(), 1);
}
