//! Datums: what the degrees of a map are measured against.
//!
//! Figures of the ellipsoids and of the shift are those of the EPSG register: WGS 84 (7030),
//! Everest 1830 (1937 Adjustment) (7015), and *Indian 1960 to WGS 84 (2)*, a shift of the earth's
//! centre (method 9603 of EPSG guidance note 7-2).

use super::{Point, Zone};

/// What degrees or grid lines are measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Datum {
    /// What satellites give and records keep.
    #[default]
    Wgs84,
    /// Old maps of Cambodia and Viet Nam, some 440 m away.
    Indian1960,
}

/// A figure of the earth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ellipsoid {
    /// Half of the long axis, in metres.
    pub(super) axis: f64,
    /// How much shorter the other axis is.
    pub(super) flattening: f64,
}

const WGS84: Ellipsoid = Ellipsoid {
    axis: 6_378_137.0,
    flattening: 1.0 / 298.257_223_563,
};

const EVEREST: Ellipsoid = Ellipsoid {
    axis: 6_377_276.345,
    flattening: 1.0 / 300.801_7,
};

/// From the centre of Indian 1960 to that of WGS 84, in metres.
const INDIAN_1960: [f64; 3] = [198.0, 881.0, 317.0];

/// How far that shift may be wrong, in metres: what the register says of it.
const INDIAN_1960_WITHIN_M: f64 = 44.0;

impl Datum {
    /// Returns its name in stored and sent text: `wgs84` or `indian1960`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Indian1960 => "indian1960",
        }
    }

    /// Returns the datum of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Wgs84, Self::Indian1960]
            .into_iter()
            .find(|datum| datum.as_str() == name)
    }

    /// Returns the code of its degrees, or of its UTM zone, in the EPSG register; none when there is no such.
    pub fn epsg(self, zone: Option<Zone>) -> Option<u32> {
        match (self, zone) {
            (Self::Wgs84, None) => Some(4326),
            (Self::Wgs84, Some(Zone { number, south })) => {
                Some(if south { 32_700 } else { 32_600 } + u32::from(number))
            }
            (Self::Indian1960, None) => Some(4131),
            (Self::Indian1960, Some(Zone { number, south })) => match (number, south) {
                (48, false) => Some(3148),
                (49, false) => Some(3149),
                _ => None,
            },
        }
    }

    pub(super) fn ellipsoid(self) -> Ellipsoid {
        match self {
            Self::Wgs84 => WGS84,
            Self::Indian1960 => EVEREST,
        }
    }

    /// How far the way to WGS 84 may be wrong, in metres.
    pub(super) fn within_m(self) -> f64 {
        match self {
            Self::Wgs84 => 0.0,
            Self::Indian1960 => INDIAN_1960_WITHIN_M,
        }
    }

    /// Returns where a point of this datum is in WGS 84.
    pub(super) fn to_wgs84(self, point: Point) -> Point {
        match self {
            Self::Wgs84 => point,
            Self::Indian1960 => {
                let [x, y, z] = EVEREST.centred(point);
                let [dx, dy, dz] = INDIAN_1960;
                WGS84.at([x + dx, y + dy, z + dz])
            }
        }
    }
}

impl Ellipsoid {
    fn eccentricity_squared(self) -> f64 {
        self.flattening * (2.0 - self.flattening)
    }

    /// Metres from the earth's centre, of a point at no height.
    fn centred(self, point: Point) -> [f64; 3] {
        let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
        let e2 = self.eccentricity_squared();
        let normal = self.axis / (1.0 - e2 * lat.sin().powi(2)).sqrt();
        [
            normal * lat.cos() * lon.cos(),
            normal * lat.cos() * lon.sin(),
            normal * (1.0 - e2) * lat.sin(),
        ]
    }

    /// The point above or below which a place is; its height is passed over.
    fn at(self, [x, y, z]: [f64; 3]) -> Point {
        let e2 = self.eccentricity_squared();
        let from_axis = x.hypot(y);
        let mut lat = z.atan2(from_axis * (1.0 - e2));
        // Each round makes the error some hundred times smaller; it begins below a metre.
        for _ in 0..6 {
            let normal = self.axis / (1.0 - e2 * lat.sin().powi(2)).sqrt();
            lat = (z + e2 * normal * lat.sin()).atan2(from_axis);
        }
        Point {
            lat: lat.to_degrees(),
            lon: y.atan2(x).to_degrees(),
        }
    }
}
