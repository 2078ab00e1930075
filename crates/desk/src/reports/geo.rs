//! The points of the records that a report counts.

use serde_json::{Value, json};

use super::file::{failed, names_for};
use crate::DeskError;
use crate::open::Open;
use crate::view::ReportView;

/// Digits of degrees that leave the team: about a kilometre.
const COARSE: f64 = 100.0;

/// The points as GeoJSON (RFC 7946), and how many there are: sessions, hazard reports and accidents that say where they
/// were. Where somebody lives is no point of any report.
pub(super) fn points(
    open: &Open,
    view: &ReportView,
    recipient: Option<&str>,
) -> Result<(Vec<u8>, u64), DeskError> {
    let names = names_for(open, recipient);
    let mut forms: Vec<&str> = Vec::new();
    for table in &view.tables {
        let counted = programme::indicators::indicator(&table.indicator).map(|it| it.table);
        let form = match counted {
            Some("session" | "material") => "eore_session",
            Some("hazard") => "hazard_report",
            Some("accident") => "accident",
            _ => continue,
        };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    let (from, to) = (&view.ask.from, &view.ask.to);
    let found = open
        .store
        .read(|reader| reader.points(&forms, &open.person.teams, from, to))?;
    let features: Vec<Value> = found
        .iter()
        .map(|point| {
            let exact = |degrees: f64| match names {
                Some(_) => (degrees * COARSE).round() / COARSE,
                None => degrees,
            };
            let (place, id) = match &names {
                Some(names) => (&point.adm3, names.of_person(&point.reference)),
                None => (&point.adm4, point.reference.clone()),
            };
            json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [exact(point.lon), exact(point.lat)] },
                "properties": {
                    "ref": id, "form": point.form, "date": point.day, "place": place, "review": point.review,
                    "total": point.total,
                },
            })
        })
        .collect();
    let rows = features.len() as u64;
    let whole = json!({ "type": "FeatureCollection", "features": features });
    let bytes = serde_json::to_vec(&whole).map_err(|error| failed(error.into()))?;
    Ok((bytes, rows))
}
