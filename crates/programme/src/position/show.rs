//! A point in each of the formats that are read.

use super::mgrs::Mgrs;
use super::utm::{Utm, band_of};
use super::{Datum, Point};

/// A point of WGS 84 in every format, so that it can be compared with what stands on a map or a receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `13.100000, 103.200000`.
    pub decimal_degrees: String,
    /// `13°06'00.0"N 103°12'00.0"E`.
    pub degrees_minutes_seconds: String,
    /// `48P 304855 1448889`; empty beyond the ends of the grid.
    pub utm: String,
    /// `48P UV 04855 48889`; empty beyond the ends of the grid.
    pub mgrs: String,
}

impl Point {
    /// Returns the point in every format.
    pub fn shown(self) -> Shown {
        let wgs84 = Datum::Wgs84.ellipsoid();
        let utm = Utm::of(self, wgs84).zip(band_of(self.lat));
        Shown {
            decimal_degrees: format!("{:.6}, {:.6}", self.lat, self.lon),
            degrees_minutes_seconds: format!(
                "{} {}",
                sexagesimal(self.lat, ["N", "S"]),
                sexagesimal(self.lon, ["E", "W"])
            ),
            utm: utm.map_or_else(String::new, |(utm, band)| {
                let Utm {
                    zone,
                    easting,
                    northing,
                    ..
                } = utm;
                format!("{zone}{band} {easting:.0} {northing:.0}")
            }),
            mgrs: Mgrs::of(self, wgs84).map_or_else(String::new, |mgrs| mgrs.spelled().0),
        }
    }

    /// Returns the point of an answer as forms store it; none when it is no such answer.
    pub fn of_stored(text: &str) -> Option<Point> {
        let mut parts = text.split(' ').map(str::parse::<f64>);
        let (lat, lon) = (parts.next()?.ok()?, parts.next()?.ok()?);
        (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(Point { lat, lon })
    }

    /// Returns the point as forms store an answer: latitude, longitude, height and accuracy.
    pub fn stored(self, accuracy_m: u32) -> String {
        format!("{:.6} {:.6} 0 {accuracy_m}", self.lat, self.lon)
    }
}

fn sexagesimal(degrees: f64, [positive, negative]: [&str; 2]) -> String {
    // Rounded once, before it is taken apart, so that no part ever reads 60.
    let tenths = (degrees.abs() * 36_000.0).round() as u64;
    let (seconds, tenth) = (tenths / 10, tenths % 10);
    let letter = if degrees < 0.0 { negative } else { positive };
    format!(
        "{}°{:02}'{:02}.{tenth}\"{letter}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}
