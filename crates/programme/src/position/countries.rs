//! The countries of the programme: where they lie, and in which zones of the grid.

use super::{Area, Point};

/// A country, as far as positions need it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// A box around it; the same as in the built-in forms.
    pub area: Area,
    /// The zones of the UTM grid that it touches.
    pub zones: &'static [u8],
}

/// Every country whose box is known.
pub const COUNTRIES: &[Country] = &[
    country("KH", [9.9, 14.7, 102.3, 107.7], &[48]),
    country("LA", [13.9, 22.5, 100.0, 107.7], &[47, 48]),
    country("VN", [8.1, 23.4, 102.1, 109.6], &[48, 49]),
    country("MM", [9.5, 28.6, 92.1, 101.2], &[46, 47]),
    country("TH", [5.6, 20.5, 97.3, 105.7], &[47, 48]),
    country("PH", [4.5, 21.2, 116.9, 126.7], &[50, 51, 52]),
    country(
        "ID",
        [-11.0, 6.1, 94.9, 141.1],
        &[46, 47, 48, 49, 50, 51, 52, 53, 54],
    ),
];

const fn country(
    code: &'static str,
    [south, north, west, east]: [f64; 4],
    zones: &'static [u8],
) -> Country {
    let area = Area {
        south,
        north,
        west,
        east,
    };
    Country { code, area, zones }
}

impl Country {
    /// Returns the country of this code, in either case.
    pub fn of(code: &str) -> Option<&'static Country> {
        COUNTRIES
            .iter()
            .find(|country| country.code.eq_ignore_ascii_case(code))
    }
}

impl Area {
    /// Whether a point lies in it or on its edge.
    pub fn holds(&self, point: Point) -> bool {
        (self.south..=self.north).contains(&point.lat)
            && (self.west..=self.east).contains(&point.lon)
    }

    /// Metres from a point to the nearest of the area; nought inside.
    pub fn metres_from(&self, point: Point) -> f64 {
        let nearest = Point {
            lat: point.lat.max(self.south).min(self.north),
            lon: point.lon.max(self.west).min(self.east),
        };
        point.metres_to(nearest)
    }
}
