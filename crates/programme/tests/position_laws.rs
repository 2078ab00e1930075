//! Laws of positions: what is shown is read as the same place, and any text is answered.

use programme::position::{Choice, Country, Datum, Format, Point, Reading, read};
use proptest::prelude::*;

fn anywhere() -> Choice {
    Choice::default()
}

fn cambodia() -> Choice {
    Choice {
        country: Country::of("KH"),
        ..Choice::default()
    }
}

fn old_maps() -> Choice {
    Choice {
        datum: Datum::Indian1960,
        ..cambodia()
    }
}

#[track_caller]
fn only(text: &str, choice: &Choice) -> Reading {
    match read(text, choice) {
        Ok(mut readings) if readings.len() == 1 => readings.remove(0),
        other => panic!("{text}: {other:?}"),
    }
}

prop_compose! {
    /// A point of the region and around it.
    fn place()(lat in -11.0..29.0_f64, lon in 92.0..141.5_f64) -> Point {
        Point { lat, lon }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_shown_is_read_as_the_same_place(point in place()) {
        let shown = point.shown();
        for (text, format, metres) in [
            (&shown.decimal_degrees, Format::DecimalDegrees, 0.08),
            (&shown.degrees_minutes_seconds, Format::DegreesMinutesSeconds, 2.2),
            (&shown.utm, Format::Utm, 0.72),
            (&shown.mgrs, Format::Mgrs, 0.72),
        ] {
            let reading = only(text, &anywhere());
            prop_assert_eq!(reading.format, format);
            let away = reading.point.metres_to(point);
            prop_assert!(away <= metres, "{}: {} m", text, away);
        }
        let stored = only(&point.stored(7), &anywhere());
        prop_assert!(stored.point.metres_to(point) <= 0.08);
    }

    #[test]
    fn what_is_read_and_shown_and_read_again_is_the_same(point in place()) {
        let once = only(&point.shown().mgrs, &anywhere()).point.shown();
        let twice = only(&once.mgrs, &anywhere()).point.shown();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn in_cambodia_old_maps_are_between_420_and_520_metres_away(lat in 9.9..14.7_f64, lon in 102.3..107.7_f64) {
        let text = format!("{lat:.7} {lon:.7}");
        let here = only(&text, &anywhere()).point;
        let there = only(&text, &old_maps()).point;
        prop_assert!((420.0..520.0).contains(&here.metres_to(there)));
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}") {
        for choice in [anywhere(), cambodia(), old_maps()] {
            let _ = read(&text, &choice);
        }
    }

    #[test]
    fn anything_like_a_position_is_answered_with_a_place_on_earth(
        text in "[0-9NSEWPUVX.,;°'\" -]{0,40}",
    ) {
        for choice in [anywhere(), cambodia(), old_maps()] {
            for reading in read(&text, &choice).unwrap_or_default() {
                prop_assert!(reading.point.lat.abs() <= 90.01, "{}: {:?}", text, reading);
                prop_assert!(reading.point.lon.abs() <= 190.0, "{}: {:?}", text, reading);
                prop_assert!(reading.accuracy_m >= 1);
            }
        }
    }
}
