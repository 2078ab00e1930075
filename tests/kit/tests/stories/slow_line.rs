//! A line that is slow and never silent brings everything through, however short the patience with silence is.

use std::time::{Duration, Instant};

use client::HttpPeer;
use desk::view::Code;
use kit::{Forwarder, Link, Office};

#[test]
fn a_photo_that_takes_longer_than_the_line_may_be_silent_goes_through() {
    let office = Office::open();
    let laptop = office.laptop_with_sheets("Sok Dara", "supervisor");
    laptop.sync().unwrap();
    laptop.sheet(1);
    let slow = Link {
        bytes_per_second: 8_000,
        ..Link::default()
    };
    let line = Forwarder::open(office.url(), slow);
    let token = laptop.desk.centre().unwrap().token.to_string();
    // Of the first piece alone, 16 KiB, two seconds go by without a word from the centre.
    let mut road = HttpPeer::new(&line.url(), token, Duration::from_millis(400)).unwrap();
    let view = laptop.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
    assert_eq!((view.files_waiting, view.counts.confirmed), (0, 1));
}

#[test]
fn a_line_on_which_nothing_moves_is_given_up() {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.session("Sdau", 4);
    // Whatever goes in takes an hour to arrive.
    let dead = Link {
        round_trip: Duration::from_secs(7_200),
        ..Link::default()
    };
    let line = Forwarder::open(office.url(), dead);
    let token = laptop.desk.centre().unwrap().token.to_string();
    let mut road = HttpPeer::new(&line.url(), token, Duration::from_millis(300)).unwrap();
    let begun = Instant::now();
    let failed = laptop
        .desk
        .sync_over(&mut road, &mut |_, _| {})
        .unwrap_err();
    assert_eq!(failed.code(), Code::Offline);
    assert!(
        begun.elapsed() < Duration::from_secs(30),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(laptop.sync().unwrap().counts.confirmed, 1);
}
