//! Where something is: a position as people write it, read as degrees of WGS 84.
//!
//! One text may be read in several ways; then all of them are given and none is chosen. What a
//! reading had to suppose (a zone, an order) it says, and the rules of [`rules`] warn of it.

mod countries;
mod datum;
mod degrees;
mod grid;
mod mgrs;
mod receiver;
mod refusal;
mod show;
mod text;
mod utm;
#[cfg(test)]
mod utm_tests;

pub mod rules;

pub use countries::{COUNTRIES, Country};
pub use datum::Datum;
pub use receiver::{Fix, Heard, Receiver};
pub use refusal::{Refusal, Why};
pub use show::Shown;

/// The longest text that is read as a position, in signs.
pub const TEXT_MAX: usize = 200;

/// A place on the earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// North of the equator.
    pub lat: f64,
    /// East of Greenwich.
    pub lon: f64,
}

/// A part of the earth between two latitudes and two longitudes, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Its southern edge.
    pub south: f64,
    /// Its northern edge.
    pub north: f64,
    /// Its western edge.
    pub west: f64,
    /// Its eastern edge.
    pub east: f64,
}

/// How a position is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Degrees with decimals.
    DecimalDegrees,
    /// Degrees, and minutes with decimals.
    DegreesMinutes,
    /// Degrees, minutes and seconds.
    DegreesMinutesSeconds,
    /// Zone, easting and northing.
    Utm,
    /// Zone, band, lettered square and figures.
    Mgrs,
}

impl Format {
    /// Returns its name in stored and sent text, such as `utm`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DecimalDegrees => "decimal_degrees",
            Self::DegreesMinutes => "degrees_minutes",
            Self::DegreesMinutesSeconds => "degrees_minutes_seconds",
            Self::Utm => "utm",
            Self::Mgrs => "mgrs",
        }
    }
}

/// A zone of the UTM grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// 1 to 60.
    pub number: u8,
    /// South of the equator.
    pub south: bool,
}

/// What is known besides the text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice {
    /// What the text is measured against.
    pub datum: Datum,
    /// The zone of metres that are written without one.
    pub zone: Option<u8>,
    /// Where the work is done: it fills in a zone that is not written.
    pub country: Option<&'static Country>,
}

/// One way in which a text is a position.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Where it is, in WGS 84.
    pub point: Point,
    /// How it is written.
    pub format: Format,
    /// What it was measured against.
    pub datum: Datum,
    /// The zone of the grid that its metres are in; none for degrees.
    pub zone: Option<Zone>,
    /// What was understood, part by part, in its own format and datum.
    pub understood: String,
    /// What the last written figure stands for on the ground, in metres.
    pub unit_m: f64,
    /// How far the place may be from the point because of how it is written, in whole metres.
    pub accuracy_m: u32,
    /// Zone and half of the earth, when the text does not say them.
    pub assumed_zone: Option<String>,
    /// The longitude, or the northing, came first.
    pub turned: bool,
    /// Where it would be if its two parts were meant the other way round.
    pub other_way: Option<Point>,
}

/// Words of the text, with marks and spaces in one shape.
#[derive(Debug, Clone, PartialEq)]
struct Spelled(String);

/// A reading before it is brought to WGS 84.
struct Found {
    point: Point,
    format: Format,
    zone: Option<Zone>,
    understood: Spelled,
    unit_m: f64,
    /// The point may be so far from what is meant.
    within_m: f64,
    assumed_zone: Option<String>,
    turned: bool,
    other_way: Option<Point>,
}

/// Returns every way in which a text is a position, those inside the country first.
///
/// It reads decimal degrees, degrees with minutes, degrees with minutes and seconds, UTM with a zone and
/// a band letter or `N`/`S`, and MGRS, with digits of the scripts of the region and with comma decimals.
///
/// # Errors
/// When there is no such way: why, and which part stands in the way.
pub fn read(text: &str, choice: &Choice) -> Result<Vec<Reading>, Refusal> {
    if text.chars().count() > TEXT_MAX {
        return Err(Refusal::of(Why::TooLong).with(TEXT_MAX));
    }
    let clean = text::clean(text);
    if clean.trim().is_empty() {
        return Err(Refusal::of(Why::Empty));
    }
    let tokens = text::tokens(&clean)?;
    if let Some(reference) = grid::mgrs(&tokens)? {
        return Ok(vec![reference.found(choice)?.reading(choice.datum)]);
    }
    let mut readings: Vec<Reading> = Vec::new();
    let mut refusal = None;
    for items in text::meanings(&tokens) {
        let found = items.and_then(|items| {
            if grid::is_metres(&items) {
                grid::utm(&items, choice)
            } else {
                degrees::read(&items).map(|found| vec![found])
            }
        });
        match found {
            Ok(found) => readings.extend(found.into_iter().map(|it| it.reading(choice.datum))),
            Err(why) => refusal = refusal.or(Some(why)),
        }
    }
    if readings.is_empty() {
        return Err(refusal.unwrap_or_else(|| Refusal::of(Why::Empty)));
    }
    let away = |reading: &Reading| {
        !choice
            .country
            .is_some_and(|it| it.area.holds(reading.point))
    };
    readings.sort_by_key(away);
    let mut apart: Vec<Reading> = Vec::new();
    for reading in readings {
        if apart.iter().all(|it| it.point != reading.point) {
            apart.push(reading);
        }
    }
    Ok(apart)
}

impl Found {
    fn reading(self, datum: Datum) -> Reading {
        let off = self.within_m + datum.within_m();
        Reading {
            point: datum.to_wgs84(self.point),
            format: self.format,
            datum,
            zone: self.zone,
            understood: self.understood.0,
            unit_m: self.unit_m,
            // A millimetre over a whole metre is a matter of arithmetic.
            accuracy_m: ((off - 0.001).ceil() as u32).max(1),
            assumed_zone: self.assumed_zone,
            turned: self.turned,
            other_way: self.other_way.map(|point| datum.to_wgs84(point)),
        }
    }
}

impl Reading {
    /// Returns what the register of EPSG calls the grid or the degrees in which it is written, such as 32648; none
    /// where the register has no code for that zone of the datum.
    pub fn epsg(&self) -> Option<u32> {
        self.datum.epsg(self.zone)
    }
}

impl Point {
    /// The earth's mean radius, in metres.
    const RADIUS_M: f64 = 6_371_008.8;

    /// Returns the metres to another point along the earth, taken as a ball: right within half a per cent.
    pub fn metres_to(self, other: Point) -> f64 {
        let (lat, to) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = (to - lat) / 2.0;
        let half_lon = (other.lon - self.lon).to_radians() / 2.0;
        let chord = half_lat.sin().powi(2) + lat.cos() * to.cos() * half_lon.sin().powi(2);
        2.0 * Self::RADIUS_M * chord.sqrt().min(1.0).asin()
    }
}
