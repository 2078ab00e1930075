//! What only a whole batch shows of its positions: an old map (R-C6), one position for several villages (R-C7).

use std::collections::{BTreeMap, BTreeSet};

use crate::position::Point;
use crate::quality::figures::{
    SHIFT_METRES_LEAST, SHIFT_METRES_MOST, SHIFT_POSITIONS, STACKED_VILLAGES,
};
use crate::quality::{Ground, Thresholds};

use super::Id;
use super::findings::Findings;
use super::sessions::Session;

/// How constant the bearing is, from 0 (every way) to 1 (one way only): 0.9 is about 25 degrees to either side.
const ONE_WAY: f64 = 0.9;
/// Metres within which two positions are the same.
const SAME_M: f64 = 10.0;
/// Different positions of one cell that are compared one by one; a cell is as wide as what counts as the same.
const CELL_MAX: usize = 100;
/// Metres of one degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// Returns whether the positions of a batch are all off their villages by what an old map is (R-C6).
///
/// It fires when there are enough positions with their village's point (usually 5), the middle distance is that of the old
/// map (usually 380 to 500 m), and the bearings are nearly one.
pub fn shifted(batch: &[Session<'_>], thresholds: &Thresholds) -> Findings {
    let shift = [SHIFT_METRES_LEAST, SHIFT_METRES_MOST].map(|it| f64::from(thresholds.at(it)));
    let mut findings = Findings::default();
    let mut off: Vec<(f64, f64, Id)> = batch
        .iter()
        .filter_map(|it| {
            let (village, point) = it.village_point.zip(it.point)?;
            Some((village.metres_to(point), bearing(village, point), it.id))
        })
        .collect();
    off.sort_by(|one, two| one.0.total_cmp(&two.0).then(one.2.cmp(&two.2)));
    let Some((middle, _, _)) = off.get(off.len() / 2).copied() else {
        return findings;
    };
    let count = off.len() as f64;
    let north: f64 = off.iter().map(|it| it.1.cos()).sum::<f64>() / count;
    let east: f64 = off.iter().map(|it| it.1.sin()).sum::<f64>() / count;
    let [least, most] = shift;
    let enough = off.len() as u64 >= u64::from(thresholds.at(SHIFT_POSITIONS));
    if enough && (least..=most).contains(&middle) && north.hypot(east) >= ONE_WAY {
        let way = east.atan2(north).to_degrees().rem_euclid(360.0);
        let mut records: Vec<Id> = off.iter().map(|it| it.2).collect();
        records.sort_unstable();
        findings.say(
            Ground::Shifted,
            records,
            format!("{middle:.0} m, {way:.0}°"),
        );
    }
    findings
}

/// The way from one point to another, in radians from north over east.
fn bearing(from: Point, to: Point) -> f64 {
    let (lat, lat_to) = (from.lat.to_radians(), to.lat.to_radians());
    let over = (to.lon - from.lon).to_radians();
    let east = over.sin() * lat_to.cos();
    let north = lat.cos() * lat_to.sin() - lat.sin() * lat_to.cos() * over.cos();
    east.atan2(north)
}

/// Returns positions that stand, within 10 m, for sessions in several villages (R-C7), usually at least 3.
///
/// Positions that are joined by a chain of such steps are one.
pub fn stacked(sessions: &[Session<'_>], thresholds: &Thresholds) -> Findings {
    let mut findings = Findings::default();
    let spots = Spots::of(sessions);
    let mut stacks: BTreeMap<usize, Vec<&Session<'_>>> = BTreeMap::new();
    for session in sessions {
        if let (Some(point), Some(_)) = (session.point, session.village) {
            let stack = spots.stack_of(exact(point));
            stacks.entry(stack).or_default().push(session);
        }
    }
    let mut stacks: Vec<Vec<&Session<'_>>> = stacks.into_values().collect();
    for stack in &mut stacks {
        stack.sort_by_key(|it| (it.date, it.start, it.id));
    }
    stacks.sort_by_key(|stack| stack.first().map(|it| (it.date, it.start, it.id)));
    for stack in stacks {
        let villages: BTreeSet<&str> = stack.iter().filter_map(|it| it.village).collect();
        if villages.len() as u64 >= u64::from(thresholds.at(STACKED_VILLAGES)) {
            let records = stack.iter().map(|it| it.id).collect();
            findings.say(Ground::Stacked, records, villages.len());
        }
    }
    findings
}

/// A position to about a centimetre.
type Exact = (i64, i64);

fn exact(point: Point) -> Exact {
    // Degrees have at most nine figures before the point here.
    (
        (point.lat * 1e7).round() as i64,
        (point.lon * 1e7).round() as i64,
    )
}

/// Different positions, and which of them are one.
struct Spots {
    at: BTreeMap<Exact, usize>,
    joined: Vec<usize>,
}

impl Spots {
    fn of(sessions: &[Session<'_>]) -> Self {
        let points: BTreeMap<Exact, Point> = sessions
            .iter()
            .filter(|it| it.village.is_some())
            .filter_map(|it| it.point)
            .map(|point| (exact(point), point))
            .collect();
        let mut spots = Self {
            at: points
                .keys()
                .enumerate()
                .map(|(at, key)| (*key, at))
                .collect(),
            joined: (0..points.len()).collect(),
        };
        // One width of cells for all: as wide as needed where the meridians are closest.
        let north = points.values().map(|it| it.lat.abs()).fold(0.0, f64::max);
        let tall = SAME_M / DEGREE_M;
        let wide = tall / north.min(85.0).to_radians().cos();
        let mut cells: BTreeMap<(i64, i64), Vec<(usize, Point)>> = BTreeMap::new();
        for (at, point) in points.values().enumerate() {
            let cell = (
                (point.lat / tall).floor() as i64,
                (point.lon / wide).floor() as i64,
            );
            cells.entry(cell).or_default().push((at, *point));
        }
        for ((row, column), here) in &cells {
            for beside in [(0, 0), (0, 1), (1, -1), (1, 0), (1, 1)] {
                let cell = (
                    row.saturating_add(beside.0),
                    column.saturating_add(beside.1),
                );
                if let Some(there) = cells.get(&cell) {
                    spots.join_near(here, there);
                }
            }
            // Beyond what is compared one by one, a crowded cell is one spot.
            for pair in here
                .get(CELL_MAX.saturating_sub(1)..)
                .unwrap_or_default()
                .windows(2)
            {
                if let [(one, _), (other, _)] = pair {
                    spots.join(*one, *other);
                }
            }
        }
        spots
    }

    fn join_near(&mut self, here: &[(usize, Point)], there: &[(usize, Point)]) {
        for (one, point) in here.iter().take(CELL_MAX) {
            for (other, beside) in there.iter().take(CELL_MAX) {
                if point.metres_to(*beside) < SAME_M {
                    self.join(*one, *other);
                }
            }
        }
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first_of(one), self.first_of(other));
        if let Some(place) = self.joined.get_mut(one.max(other)) {
            *place = one.min(other);
        }
    }

    fn first_of(&self, mut at: usize) -> usize {
        while let Some(next) = self.joined.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    }

    fn stack_of(&self, point: Exact) -> usize {
        let at = self.at.get(&point).copied();
        at.map_or(usize::MAX, |at| self.first_of(at))
    }
}
