//! What only a whole batch shows of its positions.

use programme::duplicates::{self as pure, Findings, Session};
use programme::position::{Choice, Datum, Point, read};
use programme::quality::Thresholds;

use crate::id;

/// With the catalogue's figures.
fn shifted(batch: &[Session<'_>]) -> Findings {
    pure::shifted(batch, &Thresholds::default())
}

fn stacked(sessions: &[Session<'_>]) -> Findings {
    pure::stacked(sessions, &Thresholds::default())
}

const VILLAGES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

/// A session in a village, with its measured and the village's point.
fn at(number: u8, point: Point, village_point: Option<Point>) -> Session<'static> {
    Session {
        id: id(number),
        village: Some(VILLAGES[usize::from(number) % 6]),
        point: Some(point),
        village_point,
        ..Session::default()
    }
}

/// Villages of Battambang, some kilometres from each other.
fn village(number: u8) -> Point {
    let step = f64::from(number);
    Point {
        lat: 13.0 + step * 0.03,
        lon: 103.0 + step * 0.02,
    }
}

/// Sessions measured so many metres north and east of their villages.
fn off(count: u8, north: impl Fn(u8) -> f64, east: impl Fn(u8) -> f64) -> Vec<Session<'static>> {
    (0..count)
        .map(|it| {
            let village = village(it);
            let lat = village.lat + north(it) / 111_195.0;
            let lon = village.lon + east(it) / 111_195.0 / village.lat.to_radians().cos();
            at(it, Point { lat, lon }, Some(village))
        })
        .collect()
}

#[track_caller]
fn check(batch: &[Session<'_>], figure: Option<&str>) {
    let found = shifted(batch);
    assert_eq!(found.fired.first().map(|it| it.figures[0].as_str()), figure);
    if figure.is_some() {
        assert_eq!(found.fired[0].records.len(), batch.len());
    }
}

#[test]
fn a_batch_from_an_old_map_is_recognised() {
    // Positions read off a map of Indian 1960, kept as if they were of WGS 84.
    let old = |it: u8| {
        let text = village(it).stored(7);
        let choice = Choice {
            datum: Datum::Indian1960,
            ..Choice::default()
        };
        let place = read(&text, &choice).unwrap().remove(0).point;
        at(it, village(it), Some(place))
    };
    let batch: Vec<Session<'_>> = (0..6).map(old).collect();
    check(&batch, Some("443 m, 118°"));
    check(&batch[..5], Some("442 m, 118°"));
    check(&batch[..4], None);
}

#[test]
fn what_is_off_by_another_measure_or_in_all_directions_is_not() {
    let four = |step: f64, it: u8| if it.is_multiple_of(2) { step } else { -step };
    check(&off(6, |_| 0.0, |_| 440.0), Some("440 m, 90°"));
    check(&off(6, |_| -381.0, |_| 0.0), Some("381 m, 180°"));
    check(&off(6, |_| 379.0, |_| 0.0), None);
    check(&off(6, |_| 501.0, |_| 0.0), None);
    check(&off(6, |it| four(440.0, it), |_| 0.0), None);
    check(&off(6, |_| 420.0, |it| four(120.0, it)), Some("437 m, 0°"));
    check(&off(6, |_| 0.0, |_| 0.0), None);
    check(&[], None);
    let unknown: Vec<Session<'_>> = off(6, |_| 0.0, |_| 440.0)
        .into_iter()
        .map(|it| Session {
            village_point: None,
            ..it
        })
        .collect();
    check(&unknown, None);
}

#[track_caller]
fn check_stack(metres: &[f64], expected: &[usize]) {
    let here = village(0);
    let all: Vec<Session<'_>> = metres
        .iter()
        .zip(0..)
        .map(|(metres, it)| {
            at(
                it,
                Point {
                    lat: here.lat + metres / 111_195.0,
                    ..here
                },
                None,
            )
        })
        .collect();
    let found = stacked(&all);
    let counts: Vec<usize> = found.fired.iter().map(|it| it.records.len()).collect();
    assert_eq!(counts, expected, "{metres:?}");
}

#[test]
fn one_position_for_several_villages() {
    check_stack(&[0.0, 0.0, 0.0], &[3]);
    check_stack(&[0.0, 0.0], &[]);
    check_stack(&[0.0, 9.5, 19.0], &[3]);
    check_stack(&[0.0, 10.5, 21.0], &[]);
    check_stack(&[0.0, 2.0, 4.0, 500.0, 501.0, 502.0], &[3, 3]);
    // Sessions of one village are no sign, however many there are.
    let one: Vec<Session<'_>> = (0..9).map(|it| at(it * 6, village(0), None)).collect();
    assert_eq!(stacked(&one).fired, []);
    let unknown: Vec<Session<'_>> = (0..9)
        .map(|it| Session {
            village: None,
            ..at(it, village(0), None)
        })
        .collect();
    assert_eq!(stacked(&unknown).fired, []);
}

#[test]
fn a_crowd_on_one_spot_is_one_stack() {
    // More different points than are compared one by one, a few centimetres apart.
    let here = village(0);
    let all: Vec<Session<'_>> = (0..=u8::MAX)
        .map(|it| {
            at(
                it,
                Point {
                    lat: here.lat + f64::from(it) * 3e-7,
                    ..here
                },
                None,
            )
        })
        .collect();
    let found = stacked(&all);
    assert_eq!(found.fired.len(), 1);
    assert_eq!(found.fired[0].records.len(), 256);
    assert_eq!(found.fired[0].figures, ["6"]);
}
