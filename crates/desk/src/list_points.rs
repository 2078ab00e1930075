//! The points of the records that a list has: what the map beside the list shows.

use std::collections::BTreeMap;

use store::Reader;
use store::reports::Point;

use crate::open::Open;
use crate::records_view::{small, wanted};
use crate::reports::points::{POINTS_MAX, seen};
use crate::view::{PointForm, RecordQuery, ReportPoint, ReportPoints};
use crate::{Desk, DeskError};

impl Desk {
    /// The points of the records that a list has, whatever slice of it the query asks for: those that changed last, at
    /// most 20,000. A record whose position this person is not shown has no point, and is only counted.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn record_points(&self, query: &RecordQuery) -> Result<ReportPoints, DeskError> {
        self.with_open(|open| {
            open.store.read_as(|reader| {
                let Some(wanted) = wanted(open, query) else {
                    return Ok(ReportPoints::default());
                };
                let counts = reader.listed_point_counts(&wanted)?;
                let found = reader.listed_points(&wanted, POINTS_MAX)?;
                let shown: Vec<Point> = found
                    .into_iter()
                    .filter_map(|point| seen(open, point))
                    .collect();
                let mut places = Places::default();
                let points = shown.into_iter().map(|point| {
                    Ok(ReportPoint {
                        record: point.record.to_string(),
                        place: places.name(self, open, reader, &point)?,
                        reference: point.reference,
                        form: point.form,
                        date: point.day,
                        review: point.review,
                        people: point.total.and_then(|total| u32::try_from(total).ok()),
                        lat: point.lat,
                        lon: point.lon,
                    })
                });
                let points = points.collect::<Result<Vec<_>, DeskError>>()?;
                Ok(ReportPoints {
                    forms: self.point_forms(open, reader, &points),
                    records: small(counts.records),
                    in_all: small(counts.points),
                    waiting: 0,
                    points,
                })
            })
        })
    }

    /// The forms that points are of, in the order of their ids.
    fn point_forms(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        points: &[ReportPoint],
    ) -> Vec<PointForm> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for point in points {
            *counts.entry(&point.form).or_default() += 1;
        }
        let language = self.language();
        let of = |(form, points): (&str, u64)| {
            let known = open.book.newest(reader, form).ok();
            let title = known.map(|known| known.title(&language).to_owned());
            PointForm {
                title: title.unwrap_or_else(|| form.to_owned()),
                form: form.to_owned(),
                points: small(points),
            }
        };
        counts.into_iter().map(of).collect()
    }
}

/// Names of places, each looked up once.
#[derive(Default)]
struct Places(BTreeMap<String, String>);

impl Places {
    /// The nearest place of a point that has a code; empty where there is none or it is not shown.
    fn name(
        &mut self,
        desk: &Desk,
        open: &Open,
        reader: &Reader<'_>,
        point: &Point,
    ) -> Result<String, DeskError> {
        let codes = [&point.adm4, &point.adm3, &point.adm2, &point.adm1];
        let Some(code) = codes.into_iter().flatten().next() else {
            return Ok(String::new());
        };
        if let Some(known) = self.0.get(code) {
            return Ok(known.clone());
        }
        let form = open.book.newest(reader, &point.form).ok();
        let name = desk.place_name(open, reader, form.as_deref(), code)?;
        self.0.insert(code.clone(), name.clone());
        Ok(name)
    }
}
