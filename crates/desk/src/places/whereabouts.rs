//! Where a place that a record names is, as far as the lists say, for the rules on positions.

use programme::position::{Area, Point};

use super::index::{Entry, PlaceIndex};

/// The levels that the rules speak of, as the forms number them.
const PROVINCE: u8 = 1;
const COMMUNE: u8 = 3;
const VILLAGE: u8 = 4;

/// The version of a list, as records hold it: `KH 2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListVersion {
    list: String,
    number: u32,
}

impl ListVersion {
    pub(crate) fn read(text: &str) -> Option<ListVersion> {
        let (list, number) = text.rsplit_once(' ')?;
        Some(ListVersion {
            list: list.to_owned(),
            number: number.parse().ok()?,
        })
    }

    pub(super) fn is_of(&self, list: &str) -> bool {
        self.list == list
    }
}

/// What is known of where a place is, and what is near a position.
#[derive(Debug, Default)]
pub(crate) struct Whereabouts<'i> {
    /// The box of its province.
    pub(crate) province: Option<Area>,
    /// The extent of its commune.
    pub(crate) commune: Option<Area>,
    /// The point of the village.
    pub(crate) village: Option<Point>,
    /// The commune of the village that is nearest to the position, where it is not the place's own.
    pub(crate) other_commune: Option<&'i Entry>,
}

impl PlaceIndex {
    /// Returns where the place with one of these codes is, as the version of the list had it that the record names,
    /// else as it is listed now; nothing when there is no such place.
    pub(crate) fn whereabouts<'i>(
        &'i self,
        codes: &[String],
        version: Option<&'i ListVersion>,
        position: Point,
    ) -> Option<Whereabouts<'i>> {
        let (place, number) = self.declared(codes, version)?;
        let way: Vec<&Entry> = std::iter::once(place).chain(self.above(place)).collect();
        let of = |level: u8| way.iter().find(|entry| entry.level() == level);
        let extent = |entry: &&Entry| entry.site().extent.map(area);
        let commune = of(COMMUNE);
        Some(Whereabouts {
            province: of(PROVINCE).and_then(extent),
            commune: commune.and_then(extent).filter(is_drawn),
            village: of(VILLAGE).and_then(|entry| entry.site().point.map(point)),
            other_commune: commune.and_then(|own| self.other_commune(own, number, position)),
        })
    }

    /// Returns the point of the village that has one of these codes or in which the place with one of them is.
    pub(crate) fn village_point<'i>(
        &'i self,
        codes: &[String],
        version: Option<&'i ListVersion>,
    ) -> Option<Point> {
        let (place, _) = self.declared(codes, version)?;
        let mut way = std::iter::once(place).chain(self.above(place));
        let village = way.find(|entry| entry.level() == VILLAGE)?;
        village.site().point.map(point)
    }

    /// Returns the villages that are listed now in the commune with one of these codes.
    pub(crate) fn villages_of<'i>(
        &'i self,
        commune: &[String],
    ) -> impl Iterator<Item = &'i Entry> + use<'i> {
        let known = commune.iter().find_map(|code| {
            let mut same = self.with_exactly(code).filter(|it| it.is_listed());
            same.next()
        });
        known.into_iter().flat_map(|it| {
            self.listed(it.list(), None).filter(move |village| {
                village.level() == VILLAGE && village.parent_code() == it.code()
            })
        })
    }

    /// The place with one of these codes, as the version of the list had it that the record names, else as it is
    /// listed now.
    fn declared<'i>(
        &'i self,
        codes: &[String],
        version: Option<&'i ListVersion>,
    ) -> Option<(&'i Entry, Option<u32>)> {
        let then = |code: &String| {
            let version = version?;
            let place = self.at_version(&version.list, code, version.number)?;
            Some((place, Some(version.number)))
        };
        let now = |code: &String| Some((self.coded(code)?, None));
        codes
            .iter()
            .find_map(then)
            .or_else(|| codes.iter().find_map(now))
    }

    fn other_commune<'i>(
        &'i self,
        own: &'i Entry,
        version: Option<u32>,
        position: Point,
    ) -> Option<&'i Entry> {
        // Near by, the earth is flat enough to tell which of two villages is nearer.
        let narrow = position.lat.to_radians().cos();
        let away = |[lat, lon]: [f64; 2]| {
            (lat - position.lat).powi(2) + ((lon - position.lon) * narrow).powi(2)
        };
        let villages = self
            .listed(own.list(), version)
            .filter(|it| it.level() == VILLAGE);
        let known = villages.filter_map(|it| Some((away(it.site().point?), it)));
        let (_, nearest) = known.min_by(|(one, _), (other, _)| one.total_cmp(other))?;
        let theirs = self.above(nearest).find(|it| it.level() == COMMUNE)?;
        (theirs.code() != own.code()).then_some(theirs)
    }
}

/// Some lists give a square around a point where they do not know the shape: it says nothing.
fn is_drawn(area: &Area) -> bool {
    let (high, wide) = (area.north - area.south, area.east - area.west);
    (high - wide).abs() > 1e-6
}

fn area([south, north, west, east]: [f64; 4]) -> Area {
    Area {
        south,
        north,
        west,
        east,
    }
}

fn point([lat, lon]: [f64; 2]) -> Point {
    Point { lat, lon }
}
