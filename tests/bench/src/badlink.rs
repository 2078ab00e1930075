//! What a coordinator in a valley waits for: a slow, far, lossy line that is cut every minute.

use std::time::{Duration, Instant};

use client::HttpPeer;
use kit::{Carried, Forwarder, Laptop, Link, Office};

use crate::centre::fill;
use crate::table::{Bar, Table};

/// Longer than any silence of this line.
const STALL: Duration = Duration::from_secs(30);
const MINUTE: Duration = Duration::from_secs(60);
/// 64 kbit/s, 600 ms there and back, one packet in fifty lost.
const BAD: Link = Link {
    bytes_per_second: 8_000,
    round_trip: Duration::from_millis(600),
    lost_per_thousand: 20,
    cut_at_byte: None,
    cuts: None,
};

/// Sends so many sessions over a line.
fn send(count: usize, link: Link) -> (Duration, Carried) {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.sync().unwrap();
    fill(&laptop, count);
    send_all(&office, &laptop, link)
}

/// Sends so many photos over a line, and their records; gives their bytes too.
fn send_photos(count: u8, link: Link) -> (Duration, Carried, u32) {
    let office = Office::open();
    let laptop = office.laptop_with_sheets("Dara", "supervisor");
    laptop.sync().unwrap();
    (0..count).for_each(|seed| drop(laptop.sheet(seed)));
    let bytes = laptop.desk.sync_view().unwrap().files_waiting_bytes;
    let (took, carried) = send_all(&office, &laptop, link);
    (took, carried, bytes)
}

/// Sends what waits; after a cut the laptop asks again at once, as when the network comes back.
fn send_all(office: &Office, laptop: &Laptop, link: Link) -> (Duration, Carried) {
    let line = Forwarder::open(office.url(), link);
    let door = laptop.desk.centre().unwrap();
    let begun = Instant::now();
    loop {
        let mut road = HttpPeer::new(&line.url(), door.token.to_string(), STALL).unwrap();
        let ended = laptop.desk.sync_over(&mut road, &mut |_, _| {});
        if ended.as_ref().is_ok_and(|view| view.files_waiting == 0) {
            break;
        }
        assert!(
            line.carried().cuts > 0,
            "only a cut breaks it off: {ended:?}"
        );
    }
    let took = begun.elapsed();
    assert_eq!(laptop.desk.waiting().unwrap(), 0, "everything is confirmed");
    (took, line.carried())
}

/// A thousand sessions over it; then a season of them, whole and with cuts; then photos, with cuts.
pub(crate) fn badlink(quick: bool) -> Table {
    let mut table = Table::default();
    let (took, carried) = send(1_000, BAD);
    let seconds = took.as_secs_f64();
    table.hold("1,000 sessions, no cuts", seconds, "s", Bar::AtMost, 30.0);
    table.add("bytes both ways", (carried.up + carried.down) as f64, "B");
    // Quick: one cut in the middle. Else a cut each minute, in a transfer of more than one.
    let many = if quick { 1_000 } else { 5_000 };
    let (whole, whole_carried) = match quick {
        true => (took, carried),
        false => send(many, BAD),
    };
    let cut = Link {
        cuts: Some((whole.min(MINUTE) / 2, MINUTE)),
        ..BAD
    };
    let (took, carried) = send(many, cut);
    assert!(carried.cuts > 0, "it was cut");
    table.add(
        &format!("{many} sessions, no cuts"),
        whole.as_secs_f64(),
        "s",
    );
    table.add(
        &format!("{many} sessions with cuts"),
        took.as_secs_f64(),
        "s",
    );
    table.add("cuts", carried.cuts as f64, "");
    let times = took.as_secs_f64() / whole.as_secs_f64();
    table.hold("times as long with cuts", times, "x", Bar::AtMost, 1.3);
    let twice = carried.up.saturating_sub(whole_carried.up) as f64 / carried.cuts as f64;
    table.hold(
        "sent twice for each cut",
        twice / 1024.0,
        "KiB",
        Bar::AtMost,
        16.0,
    );
    let (took, carried, bytes) = send_photos(if quick { 4 } else { 20 }, cut);
    table.add("photos with cuts", took.as_secs_f64(), "s");
    table.add("cuts of them", carried.cuts as f64, "");
    table.add("bytes of photos", f64::from(bytes), "B");
    // What the line needs for as many bytes when nothing else goes over it.
    let least = f64::from(bytes) / BAD.bytes_per_second as f64;
    table.add(
        "times as long as their bytes",
        took.as_secs_f64() / least,
        "x",
    );
    table
}
