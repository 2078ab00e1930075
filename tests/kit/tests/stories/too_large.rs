//! One record that is too large for something on the way: what is behind it goes on, it is named and waits, and other roads
//! bring it.

use std::time::Duration;

use client::HttpPeer;
use desk::view::SyncView;
use kit::{Capped, Laptop, Office, Stick, Table, for_the_centre};
use sync::{Bytes, Road as _};

const STALL: Duration = Duration::from_secs(20);
/// What the proxy takes.
const BYTES_MAX: usize = 3_000;

/// Syncs behind the proxy: what the screen says, how many messages were too large, and how many bytes went.
fn behind_a_proxy(laptop: &Laptop) -> (SyncView, u32, Bytes) {
    let url = laptop.desk.centre().unwrap().url;
    behind_a_proxy_at(laptop, &url)
}

fn behind_a_proxy_at(laptop: &Laptop, url: &str) -> (SyncView, u32, Bytes) {
    let token = laptop.desk.centre().unwrap().token.to_string();
    let road = HttpPeer::new(url, token, STALL).unwrap();
    let mut road = Capped {
        road,
        bytes_max: BYTES_MAX,
        refused: 0,
    };
    let view = laptop.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
    (view, road.refused, road.moved())
}

/// A laptop whose first record is larger than the proxy takes, with others behind it.
fn with_a_large_one(office: &Office) -> (Laptop, String) {
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    let large = laptop.session("Sdau", 4);
    laptop.correct(&large, "finish/remarks", &noise());
    for village in 0..5 {
        laptop.session(&format!("Village {village}"), 3);
    }
    (laptop, large)
}

fn noise() -> String {
    // As many signs as the form takes, which do not compress away.
    let mut noise = vec![0; 4_000];
    blake3::Hasher::new().finalize_xof().fill(&mut noise);
    let sign = |two: &[u8]| 0x4e00 + u32::from(u16::from_le_bytes([two[0], two[1]])) % 20_000;
    let signs = noise
        .chunks(2)
        .map(|two| char::from_u32(sign(two)).unwrap());
    signs.collect()
}

fn named(view: &SyncView) -> Vec<(&str, &str, bool)> {
    let lines = view.refused.iter();
    lines
        .map(|line| (line.record.as_str(), line.code.as_str(), line.kept))
        .collect()
}

#[test]
fn what_is_behind_it_goes_on_and_it_is_named_and_not_sent_over_and_over() {
    let office = Office::open();
    let (laptop, large) = with_a_large_one(&office);
    let (view, refused, _) = behind_a_proxy(&laptop);
    assert_eq!((view.counts.confirmed, view.counts.laptop), (5, 1));
    assert_eq!(named(&view), [(large.as_str(), "too-large", false)]);
    assert!(view.refused[0].detail.contains("bytes"));
    assert_eq!(view.pill.needs_person, 1);
    assert!((1..8).contains(&refused), "{refused}");
    assert!(!view.compared_equal, "it was not compared");
    let view = laptop.desk.refused_settle(&large, "too-large").unwrap();
    assert_eq!(view.refused.len(), 1, "it cannot be put aside");

    laptop.session("Phlov Meas", 9);
    let (view, refused, moved) = behind_a_proxy(&laptop);
    assert_eq!((view.counts.confirmed, view.counts.laptop), (6, 1));
    assert!(refused == 0 && moved.up < 2_500, "{refused} {moved:?}");
    assert_eq!(named(&view), [(large.as_str(), "too-large", false)]);
    laptop.watch.pass(Duration::from_secs(25 * 3_600));
    let (view, refused, _) = behind_a_proxy(&laptop);
    assert_eq!(refused, 1, "once a day it is tried again");
    assert_eq!(named(&view), [(large.as_str(), "too-large", false)]);
}

#[test]
fn another_road_brings_it() {
    let check = |road: &dyn Fn(&Office, &Laptop)| {
        let office = Office::open();
        let (laptop, _) = with_a_large_one(&office);
        behind_a_proxy(&laptop);
        road(&office, &laptop);
        let view = laptop.desk.sync_view().unwrap();
        assert_eq!((view.counts.confirmed, view.counts.laptop), (6, 0));
        assert_eq!(named(&view), []);
        assert!(laptop.sync().unwrap().compared_equal);
        let other = office.laptop("Chan Sophea", "supervisor", &["BTB2"]);
        other.sync().unwrap();
        assert_eq!(other.export(), laptop.export());
    };
    check(&|office, laptop| {
        let stick = Stick::new();
        laptop.writes(&stick, &for_the_centre()).unwrap();
        office.reads(&stick.asks(), None, &stick);
        laptop.takes(&stick.answers(), None);
    });
    // Another network, or somebody who presses Sync.
    check(&|_, laptop| {
        laptop.sync().unwrap();
        assert_eq!(laptop.desk.sync_view().unwrap().counts.laptop, 1);
        laptop.desk.offer_large_again().unwrap();
        laptop.sync().unwrap();
    });
}

#[test]
fn what_the_centre_lost_and_is_too_large_is_not_called_confirmed_and_goes_when_it_can() {
    let mut office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    let backups = tempfile::tempdir().unwrap();
    let backup = backups.path().join("centre.backup");
    office.centre().backup(&backup).unwrap();
    // Each sync seals a part of its own.
    let large = laptop.session("Sdau", 4);
    laptop.sync().unwrap();
    laptop.correct(&large, "finish/remarks", &noise());
    laptop.sync().unwrap();
    laptop.session("Phlov Meas", 9);
    let view = laptop.sync().unwrap();
    assert_eq!((view.counts.confirmed, view.counts.laptop), (2, 0));

    office.restore(&backup);
    let (view, refused, _) = behind_a_proxy_at(&laptop, office.url());
    assert!(refused > 0);
    assert_eq!((view.counts.confirmed, view.counts.handed), (1, 1));
    assert_eq!(named(&view), [(large.as_str(), "too-large", false)]);
    assert!(!view.compared_equal && view.compared_not_taken);
    let (view, refused, _) = behind_a_proxy_at(&laptop, office.url());
    assert_eq!((refused, view.counts.handed), (0, 1));

    laptop.desk.offer_large_again().unwrap();
    let view = laptop.sync_at(office.url()).unwrap();
    assert_eq!((view.counts.confirmed, view.counts.handed), (2, 0));
    assert_eq!(named(&view), []);
    assert!(view.compared_equal);
    let other = office.laptop("Chan Sophea", "supervisor", &["BTB2"]);
    other.sync().unwrap();
    assert_eq!(other.export(), laptop.export());
}

#[test]
fn what_a_hub_has_brought_is_not_read_again_each_time_that_it_is_too_large() {
    let office = Office::open();
    let (laptop, _) = with_a_large_one(&office);
    behind_a_proxy(&laptop);
    let vanna = office.laptop("Keo Vanna", "supervisor", &["BTB2"]);
    let table = Table::of(&vanna).unwrap();
    laptop.visit("", &table.shows().code).unwrap();
    vanna.sync().unwrap();
    let (view, _, _) = behind_a_proxy(&laptop);
    assert_eq!(named(&view), []);
    assert!(view.compared_equal);
    laptop.watch.pass(Duration::from_secs(25 * 3_600));
    let (view, refused, moved) = behind_a_proxy(&laptop);
    assert_eq!(refused, 1, "it has no receipt");
    assert_eq!(named(&view), [], "and nobody need do anything");
    assert!(view.compared_equal);
    assert!(moved.down < 3_000, "{moved:?}");
}
