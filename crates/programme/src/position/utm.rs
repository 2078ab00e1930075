//! The Universal Transverse Mercator grid, by Krüger's series to the sixth order in the third
//! flattening: C. F. F. Karney, *Transverse Mercator with an accuracy of a few nanometers*,
//! Journal of Geodesy 85 (2011), equations 7 to 36.

use super::Point;
use super::datum::Ellipsoid;

/// Scale on the middle line of a zone.
const SCALE: f64 = 0.9996;
/// Easting of the middle line of a zone, in metres.
const FALSE_EASTING: f64 = 500_000.0;
/// Northing of the equator, in metres, for what is south of it.
const FALSE_NORTHING_SOUTH: f64 = 10_000_000.0;

/// The grid ends here in the south and in the north.
pub(super) const LAT_MIN: f64 = -80.0;
pub(super) const LAT_MAX: f64 = 84.0;

/// A place on the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Utm {
    /// 1 to 60.
    pub(super) zone: u8,
    /// South of the equator.
    pub(super) south: bool,
    /// Metres.
    pub(super) easting: f64,
    /// Metres.
    pub(super) northing: f64,
}

/// Returns the zone in which a point lies, with the exceptions for Norway and Svalbard.
pub(super) fn zone_of(point: Point) -> u8 {
    let turned = (point.lon + 180.0).rem_euclid(360.0);
    let plain = (turned / 6.0).floor() as u8 + 1;
    let (lat, lon) = (point.lat, point.lon);
    if (56.0..64.0).contains(&lat) && (3.0..12.0).contains(&lon) {
        return 32;
    }
    if (72.0..=84.0).contains(&lat) && (0.0..42.0).contains(&lon) {
        return match lon {
            lon if lon < 9.0 => 31,
            lon if lon < 21.0 => 33,
            lon if lon < 33.0 => 35,
            _ => 37,
        };
    }
    plain
}

/// Returns the letter of the band of 8 degrees in which a latitude lies.
pub(super) fn band_of(lat: f64) -> Option<char> {
    if !(LAT_MIN..=LAT_MAX).contains(&lat) {
        return None;
    }
    let index = ((lat + 80.0) / 8.0).floor() as usize;
    BANDS.get(index.min(BANDS.len() - 1)).copied()
}

/// Returns the southern and northern latitude of a band.
pub(super) fn band_span(letter: char) -> Option<(f64, f64)> {
    let index = BANDS.iter().position(|band| *band == letter)?;
    let south = LAT_MIN + 8.0 * index as f64;
    Some((south, if letter == 'X' { LAT_MAX } else { south + 8.0 }))
}

const BANDS: [char; 20] = [
    'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
    'X',
];

fn middle(zone: u8) -> f64 {
    f64::from(zone) * 6.0 - 183.0
}

/// What the series needs to know of an ellipsoid.
struct Series {
    eccentricity: f64,
    /// The radius of a circle as long as a meridian, times the scale.
    radius: f64,
    alpha: [f64; 6],
    beta: [f64; 6],
}

impl Series {
    fn of(ellipsoid: Ellipsoid) -> Series {
        let f = ellipsoid.flattening;
        let n = f / (2.0 - f);
        let rectifying = (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0 + n.powi(6) / 256.0) / (1.0 + n);
        Series {
            eccentricity: (f * (2.0 - f)).sqrt(),
            radius: SCALE * ellipsoid.axis * rectifying,
            alpha: alpha(n),
            beta: beta(n),
        }
    }
}

/// `n` to the power `first`, times the polynomial of these coefficients.
fn from_power(n: f64, first: i32, coefficients: &[f64]) -> f64 {
    let inner = coefficients.iter().rev().fold(0.0, |sum, c| sum * n + c);
    n.powi(first) * inner
}

/// Karney's equation 35.
fn alpha(n: f64) -> [f64; 6] {
    [
        from_power(
            n,
            1,
            &[
                1.0 / 2.0,
                -2.0 / 3.0,
                5.0 / 16.0,
                41.0 / 180.0,
                -127.0 / 288.0,
                7_891.0 / 37_800.0,
            ],
        ),
        from_power(
            n,
            2,
            &[
                13.0 / 48.0,
                -3.0 / 5.0,
                557.0 / 1_440.0,
                281.0 / 630.0,
                -1_983_433.0 / 1_935_360.0,
            ],
        ),
        from_power(
            n,
            3,
            &[
                61.0 / 240.0,
                -103.0 / 140.0,
                15_061.0 / 26_880.0,
                167_603.0 / 181_440.0,
            ],
        ),
        from_power(
            n,
            4,
            &[
                49_561.0 / 161_280.0,
                -179.0 / 168.0,
                6_601_661.0 / 7_257_600.0,
            ],
        ),
        from_power(n, 5, &[34_729.0 / 80_640.0, -3_418_889.0 / 1_995_840.0]),
        from_power(n, 6, &[212_378_941.0 / 319_334_400.0]),
    ]
}

/// Karney's equation 36.
fn beta(n: f64) -> [f64; 6] {
    [
        from_power(
            n,
            1,
            &[
                1.0 / 2.0,
                -2.0 / 3.0,
                37.0 / 96.0,
                -1.0 / 360.0,
                -81.0 / 512.0,
                96_199.0 / 604_800.0,
            ],
        ),
        from_power(
            n,
            2,
            &[
                1.0 / 48.0,
                1.0 / 15.0,
                -437.0 / 1_440.0,
                46.0 / 105.0,
                -1_118_711.0 / 3_870_720.0,
            ],
        ),
        from_power(
            n,
            3,
            &[
                17.0 / 480.0,
                -37.0 / 840.0,
                -209.0 / 4_480.0,
                5_569.0 / 90_720.0,
            ],
        ),
        from_power(
            n,
            4,
            &[4_397.0 / 161_280.0, -11.0 / 504.0, -830_251.0 / 7_257_600.0],
        ),
        from_power(n, 5, &[4_583.0 / 161_280.0, -108_847.0 / 3_991_680.0]),
        from_power(n, 6, &[20_648_693.0 / 638_668_800.0]),
    ]
}

/// Adds the terms of a series to a pair of its arguments; `sign` is 1 to the grid and -1 from it.
fn add_terms(xi: f64, eta: f64, coefficients: &[f64; 6], sign: f64) -> (f64, f64) {
    let (mut north, mut east) = (xi, eta);
    for (index, c) in coefficients.iter().enumerate() {
        let twice = 2.0 * (index as f64 + 1.0);
        north += sign * c * (twice * xi).sin() * (twice * eta).cosh();
        east += sign * c * (twice * xi).cos() * (twice * eta).sinh();
    }
    (north, east)
}

/// The tangent of the conformal latitude of a latitude given by its tangent.
fn conformal(tau: f64, eccentricity: f64) -> f64 {
    let secant = 1.0_f64.hypot(tau);
    let sigma = (eccentricity * (eccentricity * tau / secant).atanh()).sinh();
    tau * 1.0_f64.hypot(sigma) - sigma * secant
}

impl Utm {
    /// Returns where a point is on the grid, in its own zone; nothing beyond the grid's ends.
    pub(super) fn of(point: Point, ellipsoid: Ellipsoid) -> Option<Utm> {
        band_of(point.lat)?;
        Some(Utm::in_zone(point, zone_of(point), ellipsoid))
    }

    /// Returns where a point is on the grid of a zone, which may be a neighbour of its own.
    pub(super) fn in_zone(point: Point, zone: u8, ellipsoid: Ellipsoid) -> Utm {
        let series = Series::of(ellipsoid);
        let lambda = (point.lon - middle(zone)).to_radians();
        let tau = conformal(point.lat.to_radians().tan(), series.eccentricity);
        let xi = tau.atan2(lambda.cos());
        let eta = (lambda.sin() / tau.hypot(lambda.cos())).asinh();
        let (north, east) = add_terms(xi, eta, &series.alpha, 1.0);
        let south = point.lat < 0.0;
        let northing = series.radius * north;
        Utm {
            zone,
            south,
            easting: FALSE_EASTING + series.radius * east,
            northing: if south {
                FALSE_NORTHING_SOUTH + northing
            } else {
                northing
            },
        }
    }

    /// Returns the point in degrees.
    pub(super) fn point(&self, ellipsoid: Ellipsoid) -> Point {
        let series = Series::of(ellipsoid);
        let northing = if self.south {
            self.northing - FALSE_NORTHING_SOUTH
        } else {
            self.northing
        };
        let xi = northing / series.radius;
        let eta = (self.easting - FALSE_EASTING) / series.radius;
        let (xi, eta) = add_terms(xi, eta, &series.beta, -1.0);
        let wanted = xi.sin() / eta.sinh().hypot(xi.cos());
        let e2 = series.eccentricity.powi(2);
        let mut tau = wanted / (1.0 - e2);
        // Newton's steps on Karney's equations 19 to 21; the second is below what a double holds.
        for _ in 0..4 {
            let now = conformal(tau, series.eccentricity);
            tau += (wanted - now) / 1.0_f64.hypot(now) * (1.0 + (1.0 - e2) * tau.powi(2))
                / ((1.0 - e2) * 1.0_f64.hypot(tau));
        }
        Point {
            lat: tau.atan().to_degrees(),
            lon: middle(self.zone) + eta.sinh().atan2(xi.cos()).to_degrees(),
        }
    }
}
