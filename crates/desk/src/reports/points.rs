//! The points of the records that a report counts: on a map, and as files.

use programme::indicators::Indicator;
use programme::masking::Showing;
use serde_json::{Value, json};
use store::GeoPoint;
use store::reports::{By, Point};

use super::file::{failed, names_for};
use super::pseudonym::Pseudonyms;
use super::span::Period;
use super::table::Making;
use super::{may_make, parts_of, span_of};
use crate::open::Open;
use crate::records_view::small;
use crate::veil::class_numbered;
use crate::view::{PointForm, ReportAsk, ReportPoint, ReportPoints, ReportView};
use crate::{Desk, DeskError};

/// Digits of degrees that leave the team: about a kilometre.
const COARSE: f64 = 100.0;
/// Points on a screen; what a file has is not limited.
pub(crate) const POINTS_MAX: u32 = 20_000;
/// The form that tells what happened to persons: outside the team its days are told by their month.
const OF_PERSONS: &str = "accident";

impl Desk {
    /// The points of what a report counts in its period, place and project, the newest first and at most 20,000:
    /// sessions, hazard reports and accidents that say where they were. Where somebody lives is no point of any report.
    /// What waits for approval is among them where that is asked for, and told apart.
    ///
    /// # Errors
    /// As [`Desk::report`].
    pub fn report_points(&self, ask: &ReportAsk) -> Result<ReportPoints, DeskError> {
        let period = Period::read(&ask.from, &ask.to)?;
        self.with_open(|open| {
            let (_, parts) = parts_of(&ask.name)?;
            may_make(open, &ask.name, &parts)?;
            self.catch_up(open)?;
            let forms = forms_of(&parts);
            open.store.read_as(|reader| {
                let span = span_of(open, period, By::Country, ask);
                let counts = reader.point_counts(&forms, &span, ask.waiting)?;
                let [all, counting] = match ask.waiting {
                    true => [counts, reader.point_counts(&forms, &span, false)?],
                    false => [reader.point_counts(&forms, &span, true)?, counts],
                };
                let found = reader.points(&forms, &span, ask.waiting, POINTS_MAX)?;
                let making = Making::new(self, open, reader, &span, ask);
                let shown = found.into_iter().filter_map(|point| seen(open, point));
                let points = shown.map(|point| {
                    let codes = [&point.adm4, &point.adm3, &point.adm2, &point.adm1];
                    let place = codes.into_iter().flatten().next();
                    Ok(ReportPoint {
                        record: point.record.to_string(),
                        reference: point.reference,
                        form: point.form,
                        date: point.day,
                        place: place.map_or(Ok(String::new()), |code| making.place(code))?,
                        review: point.review,
                        people: point.total.and_then(|total| u32::try_from(total).ok()),
                        lat: point.lat,
                        lon: point.lon,
                    })
                });
                let points = points.collect::<Result<Vec<_>, DeskError>>()?;
                let title = |form: &str| {
                    let known = open.book.newest(reader, form).ok();
                    known.map_or_else(
                        || form.to_owned(),
                        |known| known.title(&self.language()).to_owned(),
                    )
                };
                let of_form = |form: &&str| PointForm {
                    title: title(form),
                    points: small(points.iter().filter(|it| it.form == *form).count() as u64),
                    form: (*form).to_owned(),
                };
                Ok(ReportPoints {
                    forms: forms.iter().map(of_form).collect(),
                    records: small(counts.records),
                    in_all: small(counts.points),
                    waiting: small(all.points.saturating_sub(counting.points)),
                    points,
                })
            })
        })
    }
}

/// The forms whose records have a point where these indicators count them.
fn forms_of(parts: &[&Indicator]) -> Vec<&'static str> {
    let mut forms: Vec<&str> = Vec::new();
    for part in parts {
        let form = match part.table {
            "session" | "material" => "eore_session",
            "hazard" => "hazard_report",
            "accident" => OF_PERSONS,
            _ => continue,
        };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// A point as this person is shown it; none where its position is hidden from them.
pub(crate) fn seen(open: &Open, mut point: Point) -> Option<Point> {
    let is_open = |class: u8| {
        let showing = open
            .person
            .showing(class_numbered(class), &point.team, point.author);
        showing == Showing::Open
    };
    let classes = point.classes;
    if !is_open(classes.position) {
        return None;
    }
    let (date, place, people) = (
        is_open(classes.date),
        is_open(classes.place),
        is_open(classes.people),
    );
    point.day = point.day.filter(|_| date);
    let codes = [
        &mut point.adm1,
        &mut point.adm2,
        &mut point.adm3,
        &mut point.adm4,
    ];
    for code in codes.into_iter().filter(|_| !place) {
        *code = None;
    }
    point.total = point.total.filter(|_| people);
    Some(point)
}

/// The points of a report for a file: of what counts, and of what waits where that is asked for. For a recipient they are
/// under other names, to about a kilometre, with the commune instead of the village, and accidents by their month.
fn given(
    open: &Open,
    view: &ReportView,
    names: Option<&Pseudonyms>,
) -> Result<Vec<GeoPoint>, DeskError> {
    let (_, parts) = parts_of(&view.ask.name)?;
    let period = Period::read(&view.ask.from, &view.ask.to)?;
    let span = span_of(open, period, By::Country, &view.ask);
    let found = open
        .store
        .read(|reader| reader.points(&forms_of(&parts), &span, view.ask.waiting, u32::MAX))?;
    let exact = |degrees: f64| match names {
        Some(_) => (degrees * COARSE).round() / COARSE,
        None => degrees,
    };
    let shown = found.into_iter().filter_map(|point| seen(open, point));
    let told = shown.map(|point| GeoPoint {
        counts: point.counts(),
        lat: exact(point.lat),
        lon: exact(point.lon),
        month: point
            .day
            .as_deref()
            .and_then(|day| day.get(..7))
            .map(str::to_owned),
        day: point
            .day
            .filter(|_| names.is_none() || point.form != OF_PERSONS),
        reference: match names {
            Some(names) => names.of_record(point.record),
            None => point.reference,
        },
        place: match names {
            Some(_) => point.adm3,
            None => point.adm4,
        },
        form: point.form,
        review: point.review,
        total: point.total,
    });
    Ok(told.collect())
}

/// The points as GeoJSON (RFC 7946), and how many there are. A file for a recipient says beside them for whom their names are.
pub(super) fn geojson(
    open: &Open,
    view: &ReportView,
    recipient: Option<&str>,
    language: &str,
) -> Result<(Vec<u8>, u64), DeskError> {
    let names = names_for(open, recipient);
    let points = given(open, view, names.as_ref())?;
    let told = names.as_ref().map(|names| names.told(language));
    let bytes = features(&points, recipient.zip(told.as_deref()))?;
    Ok((bytes, points.len() as u64))
}

/// Points as GeoJSON; beside them, for people outside the team, the recipient and whose names they have.
pub(crate) fn features(
    points: &[GeoPoint],
    beside: Option<(&str, &str)>,
) -> Result<Vec<u8>, DeskError> {
    let features: Vec<Value> = points
        .iter()
        .map(|point| {
            json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [point.lon, point.lat] },
                "properties": {
                    "ref": point.reference, "form": point.form,
                    "date": point.day.as_ref().or(point.month.as_ref()),
                    "place": point.place, "review": point.review, "counts": point.counts, "total": point.total,
                },
            })
        })
        .collect();
    let whole = match beside {
        Some((recipient, names)) => json!({
            "type": "FeatureCollection", "recipient": recipient, "names": names, "features": features,
        }),
        None => json!({ "type": "FeatureCollection", "features": features }),
    };
    serde_json::to_vec(&whole).map_err(|error| failed(error.into()))
}

/// The points as a GeoPackage, and how many there are. Its description says for whom their names are.
pub(super) fn geopackage(
    open: &Open,
    view: &ReportView,
    recipient: Option<&str>,
    (language, at_ms): (&str, u64),
) -> Result<(Vec<u8>, u64), DeskError> {
    let names = names_for(open, recipient);
    let points = given(open, view, names.as_ref())?;
    let mut title = format!("{}, {} – {}", view.title, view.ask.from, view.ask.to);
    if let Some(names) = &names {
        title = format!("{title}. {}", names.told(language));
    }
    let bytes = store::geopackage(&title, at_ms, &points)?;
    Ok((bytes, points.len() as u64))
}
