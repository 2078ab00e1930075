#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use proptest::prelude::*;

use super::utm::{LAT_MAX, LAT_MIN, Utm, band_of, band_span, zone_of};
use super::{Datum, Point};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn to_the_grid_and_back_within_a_millimetre(
        lat in -11.0..29.0_f64,
        lon in 92.0..141.5_f64,
        neighbour in -1_i8..=1,
    ) {
        let point = Point { lat, lon };
        let zone = zone_of(point).checked_add_signed(neighbour).unwrap();
        for datum in [Datum::Wgs84, Datum::Indian1960] {
            let utm = Utm::in_zone(point, zone, datum.ellipsoid());
            prop_assert!(utm.point(datum.ellipsoid()).metres_to(point) < 0.001);
        }
    }

    #[test]
    fn everywhere_on_the_grid(lat in LAT_MIN..LAT_MAX, lon in -180.0..180.0_f64) {
        let point = Point { lat, lon };
        let utm = Utm::of(point, Datum::Wgs84.ellipsoid()).unwrap();
        prop_assert!((1..=60).contains(&utm.zone));
        prop_assert!((100_000.0..=900_000.0).contains(&utm.easting));
        prop_assert!(utm.point(Datum::Wgs84.ellipsoid()).metres_to(point) < 0.001);
        let (south, north) = band_span(band_of(lat).unwrap()).unwrap();
        prop_assert!((south..=north).contains(&lat));
    }
}

#[test]
fn zones_and_bands_at_their_edges() {
    let check = |lat: f64, lon: f64, zone: u8, band: Option<char>| {
        assert_eq!(zone_of(Point { lat, lon }), zone, "{lat} {lon}");
        assert_eq!(band_of(lat), band, "{lat}");
    };
    check(13.0, 102.0, 48, Some('P'));
    check(13.0, 107.999, 48, Some('P'));
    check(13.0, 108.0, 49, Some('P'));
    check(7.999, 101.999, 47, Some('N'));
    check(8.0, -180.0, 1, Some('P'));
    check(0.0, 180.0, 1, Some('N'));
    check(-0.001, 0.0, 31, Some('M'));
    check(60.0, 5.0, 32, Some('V'));
    check(78.0, 8.0, 31, Some('X'));
    check(78.0, 20.0, 33, Some('X'));
    check(78.0, 25.0, 35, Some('X'));
    check(84.0, 40.0, 37, Some('X'));
    check(84.1, 50.0, 39, None);
    check(-80.0, 50.0, 39, Some('C'));
    check(-80.1, 50.0, 39, None);
}
