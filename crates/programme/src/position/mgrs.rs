//! The Military Grid Reference System: zone, band, two letters for a square of 100 km, and
//! figures inside it, cut off and not rounded. The lettering is that of NGA.STND.0037 for WGS 84.

use super::datum::Ellipsoid;
use super::refusal::{Refusal, Why};
use super::utm::{Utm, band_of, band_span};
use super::{Point, Spelled};

/// Metres along the side of a lettered square.
const SQUARE_M: f64 = 100_000.0;
/// Metres after which the row letters begin again.
const ROWS_M: f64 = 2_000_000.0;

const ROWS: [char; 20] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U',
    'V',
];

/// The columns of the three sets that zones take in turn, from the third zone on.
const COLUMNS: [[char; 8]; 3] = [
    ['S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z'],
    ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
    ['J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R'],
];

/// Even zones have their rows five letters further on.
fn first_row(zone: u8) -> usize {
    if zone.is_multiple_of(2) { 5 } else { 0 }
}

fn columns(zone: u8) -> &'static [char; 8] {
    match zone % 3 {
        0 => &COLUMNS[0],
        1 => &COLUMNS[1],
        _ => &COLUMNS[2],
    }
}

/// A reference as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mgrs {
    pub(super) zone: u8,
    pub(super) band: char,
    pub(super) column: char,
    pub(super) row: char,
    /// Easting inside the square, at most five digits; as many as of the northing.
    pub(super) east: String,
    /// Northing inside the square.
    pub(super) north: String,
}

impl Mgrs {
    /// Returns the reference of a point to the metre; nothing beyond the grid's ends.
    pub(super) fn of(point: Point, ellipsoid: Ellipsoid) -> Option<Mgrs> {
        let utm = Utm::of(point, ellipsoid)?;
        let column = (utm.easting / SQUARE_M).floor() as usize;
        let row = (utm.northing / SQUARE_M).floor() as usize + first_row(utm.zone);
        let inside = |metres: f64| format!("{:05}", metres.rem_euclid(SQUARE_M).floor() as u32);
        Some(Mgrs {
            zone: utm.zone,
            band: band_of(point.lat)?,
            column: *columns(utm.zone).get(column.checked_sub(1)?)?,
            row: *ROWS.get(row % ROWS.len())?,
            east: inside(utm.easting),
            north: inside(utm.northing),
        })
    }

    /// Metres along the side of the smallest square that it names.
    pub(super) fn unit_m(&self) -> f64 {
        10_f64.powi(5 - i32::try_from(self.east.len()).unwrap_or(5))
    }

    /// Returns the middle of the smallest square that it names.
    pub(super) fn point(&self, ellipsoid: Ellipsoid) -> Result<Point, Refusal> {
        let no_square = || {
            let letters = format!("{}{}", self.column, self.row);
            Refusal::at(Why::Square, letters).with(self.zone)
        };
        let column = columns(self.zone).iter().position(|c| *c == self.column);
        let row = ROWS.iter().position(|r| *r == self.row);
        let (column, row) = column.zip(row).ok_or_else(no_square)?;
        let row = (row + ROWS.len() - first_row(self.zone)) % ROWS.len();
        let unit = self.unit_m();
        let inside = |digits: &str| (digits.parse::<f64>().unwrap_or(0.0) + 0.5) * unit;
        let easting = (column as f64 + 1.0) * SQUARE_M + inside(&self.east);
        let northing = row as f64 * SQUARE_M + inside(&self.north);
        let (south, north) =
            band_span(self.band).ok_or_else(|| Refusal::at(Why::Band, self.band))?;
        // The middle of a large square may lie over the edge of the band that the square begins in.
        let slack = 1e-4 + unit / SQUARE_M;
        for round in 0..5 {
            let utm = Utm {
                zone: self.zone,
                south: south < 0.0,
                easting,
                northing: northing + f64::from(round) * ROWS_M,
            };
            let point = utm.point(ellipsoid);
            if (south - slack..=north + slack).contains(&point.lat) {
                return Ok(point);
            }
        }
        Err(no_square())
    }

    /// Returns the reference with a space between its parts.
    pub(super) fn spelled(&self) -> Spelled {
        let Mgrs { zone, band, .. } = self;
        let (square, east, north) = (
            format!("{}{}", self.column, self.row),
            &self.east,
            &self.north,
        );
        Spelled(format!("{zone}{band} {square} {east} {north}"))
    }
}
