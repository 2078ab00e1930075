//! A valley: 64 kbit/s, 600 ms there and back, one packet in fifty lost, and a cut every minute. Sessions come through it,
//! and then photos.
//!
//! In daily checks there are few and time goes eight times as fast; `SALA_BAD_LINE` set, there are a thousand sessions and
//! twenty photos, and it goes as it does.

use std::time::{Duration, Instant};

use client::HttpPeer;
use kit::{Carried, Forwarder, Laptop, Link, Office};

/// A session with everything that goes around it, at most.
const SESSION_BYTES: u64 = 120;
/// What is said around it all whenever a laptop and its centre talk.
const TALK_BYTES: u64 = 4 << 10;
/// What goes around the pieces of a photo, in a hundred.
const AROUND_PHOTOS: u64 = 8;
/// What a cut may cost: what the line carries in that time goes once more.
const IN_FLIGHT_S: u64 = 2;
const MINUTE: Duration = Duration::from_secs(60);

struct Valley {
    sessions: u32,
    photos: u8,
    /// How many times as fast time goes.
    haste: u32,
    /// When the line is cut first, and after how long again.
    cuts: (Duration, Duration),
}

impl Valley {
    fn new() -> Valley {
        match std::env::var_os("SALA_BAD_LINE") {
            Some(_) => Valley {
                sessions: 1_000,
                photos: 20,
                haste: 1,
                cuts: (MINUTE / 6, MINUTE),
            },
            None => Valley {
                sessions: 40,
                photos: 1,
                haste: 8,
                cuts: (MINUTE / 120, MINUTE / 15),
            },
        }
    }

    fn line(&self) -> Link {
        Link {
            bytes_per_second: 8_000 * u64::from(self.haste),
            round_trip: Duration::from_millis(600) / self.haste,
            lost_per_thousand: 20,
            cut_at_byte: None,
            cuts: Some(self.cuts),
        }
    }

    /// The most that may go up for so many sessions and bytes of photos over a line that was cut so often.
    fn at_most(&self, sessions: u64, photos: u64, cuts: u64) -> u64 {
        let again = self.line().bytes_per_second * IN_FLIGHT_S;
        sessions * SESSION_BYTES
            + photos * (100 + AROUND_PHOTOS) / 100
            + (cuts + 1) * TALK_BYTES
            + cuts * again
    }
}

/// Sends what waits, asking again at once after a cut, until all of it is through.
fn send(laptop: &Laptop, office: &Office, valley: &Valley) -> Carried {
    let line = Forwarder::open(office.url(), valley.line());
    let token = laptop.desk.centre().unwrap().token.to_string();
    let begun = Instant::now();
    loop {
        let mut road = HttpPeer::new(&line.url(), token.clone(), MINUTE / 2).unwrap();
        let ended = laptop.desk.sync_over(&mut road, &mut |_, _| {});
        let carried = line.carried();
        match ended {
            Ok(view) if view.counts.laptop == 0 && view.files_waiting == 0 => {
                println!("{carried:?} in {:.1} s", begun.elapsed().as_secs_f64());
                return carried;
            }
            ended => assert!(carried.cuts > 0, "only a cut breaks it off: {ended:?}"),
        }
        let longest = MINUTE * 20 / valley.haste;
        assert!(begun.elapsed() < longest, "it does not get through");
    }
}

#[test]
fn sessions_and_then_photos_come_through_a_bad_line() {
    let valley = Valley::new();
    let office = Office::open();
    let dara = office.laptop_with_sheets("Sok Dara", "supervisor");
    dara.sync().unwrap();
    for number in 0..valley.sessions {
        dara.session(&format!("Phum {number}"), number % 40);
    }
    let carried = send(&dara, &office, &valley);
    let at_most = valley.at_most(u64::from(valley.sessions), 0, carried.cuts);
    assert!(carried.up <= at_most, "{carried:?}, at most {at_most}");

    let sheets: Vec<String> = (0..valley.photos).map(|seed| dara.sheet(seed)).collect();
    let bytes = u64::from(dara.desk.sync_view().unwrap().files_waiting_bytes);
    let carried = send(&dara, &office, &valley);
    assert!(carried.cuts > 0, "it was cut");
    let at_most = valley.at_most(u64::from(valley.photos), bytes, carried.cuts);
    assert!(carried.up <= at_most, "{carried:?}, at most {at_most}");
    assert!(carried.up >= bytes, "every byte of them went over it");

    // Everything is there, once, and confirmed; and comes to a colleague as it was.
    let view = dara.sync().unwrap();
    assert!(view.compared_equal);
    let all = valley.sessions + u32::from(valley.photos);
    let counts = view.counts;
    assert_eq!(
        (counts.laptop, counts.handed, counts.confirmed),
        (0, 0, all)
    );
    let there = office.centre().examine().unwrap();
    assert!(!there.findings.iter().any(|found| found.broken));
    assert_eq!(there.counts.revisions, 2 * u64::from(all));
    let sophea = office.laptop_with_sheets("Chan Sophea", "supervisor");
    sophea.desk.set_fetches_files(true).unwrap();
    sophea.sync().unwrap();
    assert_eq!(sophea.export(), dara.export());
    for sheet in &sheets {
        assert_eq!(sophea.sheet_bytes(sheet), dara.sheet_bytes(sheet));
    }
}
