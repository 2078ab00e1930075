//! What is odd about how a position was written (R-C5), judged by what was understood of it when it was typed: too few
//! figures, a zone that was filled in, parts that came the other way round, nought.

use std::collections::BTreeMap;

use forms::{Answers, Filling, Kind};
use programme::position::rules::{Check, Facts, broken};
use programme::position::{Choice, Country, Datum, Reading, read};
use programme::quality::Thresholds;
use programme::rules::{Fired, Severity};

use crate::drafts::{TYPED, is_stored};
use crate::open::{Open, lock};
use crate::rules::spoken;

/// The zones of the grid.
const ZONES: std::ops::RangeInclusive<u8> = 1..=60;

/// Says which of these rules the positions of a record break, in the order of the form.
pub(crate) fn fired(
    open: &Open,
    set: &Thresholds,
    filling: &Filling,
    language: &str,
) -> Vec<Fired> {
    let mut asked = filling
        .form()
        .questions()
        .filter(|question| question.kind == Kind::Geopoint)
        .peekable();
    if asked.peek().is_none() {
        return Vec::new();
    }
    let country = Country::of(&lock(&open.roster).country);
    let answers = filling.answers();
    let mut fired = Vec::new();
    for question in asked {
        for spot in filling.spots(&question.path) {
            let at = filling.path_of(spot);
            fired.extend(of_position(&answers, &at, country, set, language));
        }
    }
    fired
}

fn of_position(
    answers: &Answers,
    at: &str,
    country: Option<&'static Country>,
    set: &Thresholds,
    language: &str,
) -> Vec<Fired> {
    let beside = match at.rsplit_once('/') {
        Some((group, _)) => format!("{group}/{TYPED}"),
        None => TYPED.to_owned(),
    };
    let Some(text) = answers.get(&beside).filter(|text| !text.trim().is_empty()) else {
        return Vec::new();
    };
    let stored = answers.get(at).unwrap_or_default();
    let meant = meant(text, stored, country);
    // Coordinates that were copied from a paper say nothing of the position beside them.
    let (place, reading) = match meant {
        Some(reading) => (at, Some(reading)),
        None => (&*beside, as_typed(text, country)),
    };
    let is_meant = place == at;
    let facts = Facts {
        country,
        set: Some(set),
        ..Facts::default()
    };
    let broken = reading.map_or_else(Vec::new, |reading| broken(&reading, &facts));
    let of_writing = broken.into_iter().filter(|it| match it.rule.check {
        Check::Coarse | Check::NoZone | Check::Turned => true,
        Check::Swapped | Check::Zero => is_meant,
        _ => false,
    });
    let name = at.rsplit_once('/').map_or(at, |(_, name)| name);
    let by = BTreeMap::from([
        (TYPED.to_owned(), text.to_owned()),
        (name.to_owned(), stored.to_owned()),
    ]);
    let told = of_writing.map(|broken| Fired {
        id: broken.rule.id.to_owned(),
        mark: mark_of(broken.rule.check).to_owned(),
        severity: broken.rule.severity,
        at: place.to_owned(),
        text: broken.words(spoken(language)),
        asks_reason: broken.rule.severity == Severity::Warning,
        by: by.clone(),
    });
    told.collect()
}

/// One rule of the catalogue has several grounds: a reason is for one of them.
fn mark_of(check: Check) -> &'static str {
    match check {
        Check::NoZone => "R-C5.zone",
        Check::Turned => "R-C5.turned",
        Check::Swapped => "R-C5.swapped",
        Check::Zero => "R-C5.zero",
        _ => "R-C5.figures",
    }
}

/// The way to read a text by which it is this position.
fn meant(text: &str, stored: &str, country: Option<&'static Country>) -> Option<Reading> {
    let readings = |zone: Option<u8>| {
        [Datum::Wgs84, Datum::Indian1960]
            .into_iter()
            .flat_map(move |datum| {
                let choice = Choice {
                    datum,
                    zone,
                    country,
                };
                read(text, &choice).unwrap_or_default()
            })
    };
    let is_it = |reading: &Reading| is_stored(reading, stored);
    let found = readings(None).find(is_it);
    found.or_else(|| {
        // Metres without a zone are read in the one that was chosen, of which the record has no word.
        let chosen = |zone: &Reading| zone.assumed_zone.is_some();
        readings(Some(1)).any(|it| chosen(&it)).then_some(())?;
        ZONES.flat_map(|zone| readings(Some(zone))).find(is_it)
    })
}

/// The first way to read a text that stands beside another position, or beside none.
fn as_typed(text: &str, country: Option<&'static Country>) -> Option<Reading> {
    let choice = Choice {
        country,
        ..Choice::default()
    };
    read(text, &choice).ok()?.into_iter().next()
}
