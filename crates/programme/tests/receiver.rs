//! A receiver on a cable: what it measured is understood, and nothing else is taken for a position.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use programme::position::{Fix, Heard, Receiver};
use proptest::prelude::*;

/// A sentence with its check sum and its end.
fn sentence(body: &str) -> String {
    let sum = body.bytes().fold(0u8, |sum, byte| sum ^ byte);
    format!("${body}*{sum:02X}\r\n")
}

fn hear(bodies: &[&str]) -> (Option<Fix>, Heard) {
    let mut receiver = Receiver::default();
    let text: String = bodies.iter().map(|body| sentence(body)).collect();
    let fix = receiver.hear(text.as_bytes());
    (fix, receiver.heard())
}

#[track_caller]
fn check(bodies: &[&str], stored: &str) {
    let (fix, heard) = hear(bodies);
    assert_eq!(
        fix.map(|it| it.stored()).unwrap_or_default(),
        stored,
        "{bodies:?}"
    );
    assert_eq!(heard.sentences as usize, bodies.len());
}

const GGA: &str = "GPGGA,031523.00,1305.74320,N,10312.13140,E,1,09,0.9,23.4,M,-11.2,M,,";
const RMC: &str = "GPRMC,031523.00,A,1305.74320,N,10312.13140,E,0.02,,261126,,,A";

#[test]
fn a_measured_position_is_understood() {
    check(&[GGA], "13.095720 103.202190 23.4 5");
    // The southern and western half, a mixed talker, corrections, a height below the sea.
    check(
        &["GNGGA,000000,3351.500,S,07030.000,W,2,12,0.6,-4.0,M,,M,,"],
        "-33.858333 -70.500000 -4.0 2",
    );
    check(
        &["GLGGA,000000,0000.0,N,00000.0,E,1,04,3.1,,M,,M,,"],
        "0.000000 0.000000 0.0 16",
    );
    // A receiver that sends no GGA; how the satellites stand is said by another sentence.
    check(&[RMC], "13.095720 103.202190 0.0 20");
    check(
        &["GPGSA,A,3,01,02,03,04,,,,,,,,,2.1,1.2,1.7", RMC],
        "13.095720 103.202190 0.0 6",
    );
    // Of several, the newest.
    check(
        &[
            GGA,
            "GPGGA,031524.00,1305.74400,N,10312.13140,E,1,09,0.9,23.4,M,-11.2,M,,",
        ],
        "13.095733 103.202190 23.4 5",
    );
}

#[test]
fn what_was_not_measured_is_no_position() {
    let gga = |quality: &str, satellites: &str| {
        format!("GPGGA,031523.00,1305.74320,N,10312.13140,E,{quality},{satellites},0.9,23.4,M,,M,,")
    };
    for (quality, satellites) in [
        ("0", "09"),
        ("6", "09"),
        ("7", "09"),
        ("8", "09"),
        ("", "09"),
        ("1", "02"),
        ("1", ""),
    ] {
        check(&[&gga(quality, satellites)], "");
    }
    check(
        &["GPRMC,031523.00,V,1305.74320,N,10312.13140,E,0.02,,261126,,,N"],
        "",
    );
    check(
        &["GPRMC,031523.00,A,1305.74320,N,10312.13140,E,0.02,,261126,,,E"],
        "",
    );
    // The receiver takes its position back.
    check(&["GPRMC,031523.00,V,,,,,,,261126,,,N", GGA], "");
    check(&["GPGGA,,,,,,0,00,99.99,,,,,,"], "");
    for (lat, ns, lon, ew) in [
        ("", "N", "10312.1", "E"),
        ("1365.7", "N", "10312.1", "E"),
        ("9100.0", "N", "10312.1", "E"),
        ("1305.7", "X", "10312.1", "E"),
        ("1305.7", "N", "18100.0", "E"),
        ("1305.7", "N", "10312.1", ""),
        ("inf", "N", "10312.1", "E"),
        ("-1305.7", "N", "-10360.1", "E"),
    ] {
        check(
            &[&format!(
                "GPGGA,031523,{lat},{ns},{lon},{ew},1,09,0.9,23.4,M,,M,,"
            )],
            "",
        );
    }
}

#[test]
fn while_it_searches_it_says_how_many_satellites_it_sees() {
    let (fix, heard) = hear(&[
        "GPGSV,3,1,11,03,03,111,00,04,15,270,00,06,01,010,00,13,06,292,00",
        "GLGSV,1,1,04,65,03,111,00",
        "GPGSV,3,1,12,03,03,111,00",
        "GPGGA,,,,,,0,02,,,,,,,",
    ]);
    assert_eq!(fix, None);
    assert_eq!((heard.in_view, heard.in_use), (16, 2));
}

#[test]
fn noise_is_passed_over() {
    let mut receiver = Receiver::default();
    let whole = sentence(GGA);
    let wrong = whole.replace("1305", "1306");
    let feed = |receiver: &mut Receiver, text: &str| receiver.hear(text.as_bytes()).is_some();
    assert!(!feed(&mut receiver, &wrong), "the check sum does not hold");
    assert_eq!(receiver.heard().broken, 1);
    let end = whole.split_at(20).1;
    assert!(!feed(&mut receiver, end), "the end of a sentence");
    assert!(!feed(&mut receiver, "$GPGGA,03"), "its beginning");
    assert!(feed(&mut receiver, &whole), "the next is whole");
    assert!(!feed(
        &mut receiver,
        &format!("${}{whole}", "A".repeat(500)).replace("\r\n", "")
    ));
    assert!(!feed(&mut receiver, &whole.replace("*", "")));
    assert!(feed(&mut receiver, &whole));
}

proptest! {
    #[test]
    fn any_bytes_are_borne(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let mut receiver = Receiver::default();
        receiver.hear(&bytes);
        receiver.hear(b"\r\n");
        prop_assert!(receiver.hear(sentence(GGA).as_bytes()).is_some() || receiver.heard().broken < 9_999);
    }

    #[test]
    fn sentences_of_any_fields_are_borne(fields in "[A-Z]{2}(GGA|RMC|GSA|GSV)(,[-0-9.NSEWAVM]{0,9}){0,20}") {
        let (fix, _) = hear(&[&fields]);
        if let Some(fix) = fix {
            prop_assert!(fix.point.lat.abs() <= 90.0 && fix.point.lon.abs() <= 180.0);
            prop_assert!(fix.accuracy_m >= 1);
        }
    }

    #[test]
    fn it_does_not_matter_how_the_cable_cuts(cuts in proptest::collection::vec(1usize..9, 1..400)) {
        let text = [sentence(RMC), sentence(GGA)].concat().into_bytes();
        let mut receiver = Receiver::default();
        let (mut rest, mut found) = (text.as_slice(), None);
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            found = receiver.hear(piece).or(found);
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(found.map(|it| it.stored()), Some("13.095720 103.202190 23.4 5".to_owned()));
    }
}
