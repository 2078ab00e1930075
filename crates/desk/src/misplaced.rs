//! What is odd about a position beside the place that was chosen or at an office, and about a place that is said not to be
//! listed: R-C2 to R-C5 and R-H1 of the programme's catalogue. Where the lists do not say where their places are, nothing is.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::{Answers, Filling, Form, Kind};
use programme::position::Point;
use programme::position::rules::{Facts, listed_after_all, listed_like, misplaced};
use programme::quality::{Office, Thresholds};
use programme::rules::{Fired, Severity};
use records::TeamId;
use store::Reader;

use crate::DeskError;
use crate::drafts::{Declared, Unlisted, version_of_place};
use crate::open::Open;
use crate::places::{self, Entry, PlaceIndex};
use crate::quality;
use crate::rules::spoken;

/// What answers are held against: the lists of places, for a form that asks for a position, and what the programme set,
/// such as where offices are.
pub(crate) struct Gazetteer<'r> {
    index: Option<Arc<PlaceIndex>>,
    pub(crate) set: Arc<Thresholds>,
    /// Who reads the names of places; without, they are left out of the words.
    names: Option<&'r Reader<'r>>,
}

impl<'r> Gazetteer<'r> {
    pub(crate) fn of(
        open: &Open,
        reader: &'r Reader<'r>,
        form: &Form,
        team: &TeamId,
    ) -> Result<Gazetteer<'r>, DeskError> {
        Ok(Gazetteer {
            index: lists_for(open, reader, form)?,
            set: Arc::new(quality::thresholds_of(reader, team)?),
            names: Some(reader),
        })
    }

    pub(crate) fn without_names(
        index: Option<Arc<PlaceIndex>>,
        set: Arc<Thresholds>,
    ) -> Gazetteer<'r> {
        Gazetteer {
            index,
            set,
            names: None,
        }
    }
}

/// The lists of places, where a form asks for a position or keeps in which version of a list its place was found.
pub(crate) fn lists_for(
    open: &Open,
    reader: &Reader<'_>,
    form: &Form,
) -> Result<Option<Arc<PlaceIndex>>, DeskError> {
    let asks = form
        .questions()
        .any(|question| question.kind == Kind::Geopoint)
        || version_of_place(form).is_some();
    asks.then(|| places::index_of(open, reader)).transpose()
}

/// Says which of these rules the positions of a record break, in the order of the form.
pub(crate) fn fired(
    open: &Open,
    gazetteer: &Gazetteer<'_>,
    filling: &Filling,
    language: &str,
) -> Result<Vec<Fired>, DeskError> {
    let mut fired = Vec::new();
    let Some(index) = &gazetteer.index else {
        return Ok(fired);
    };
    let asked = filling
        .form()
        .questions()
        .filter(|question| question.kind == Kind::Geopoint);
    let answers = filling.answers();
    fired.extend(unlisted(
        open,
        gazetteer,
        filling.form(),
        &answers,
        language,
    )?);
    for question in asked {
        for spot in filling.spots(&question.path) {
            let at = filling.path_of(spot);
            fired.extend(at_position(
                open, gazetteer, index, &answers, &at, language,
            )?);
        }
    }
    Ok(fired)
}

/// Says which places that were typed because they are not listed are listed after all (R-H1).
fn unlisted(
    open: &Open,
    gazetteer: &Gazetteer<'_>,
    form: &Form,
    answers: &Answers,
    language: &str,
) -> Result<Vec<Fired>, DeskError> {
    let mut fired = Vec::new();
    let Some(index) = &gazetteer.index else {
        return Ok(fired);
    };
    for typed in Unlisted::of(form, answers) {
        let like =
            |entry: &&Entry| listed_like(&typed.name, entry.names(), &gazetteer.set).is_some();
        let mut villages = index.villages_of(&open.codes_of(&typed.commune));
        let Some(entry) = villages.find(like) else {
            continue;
        };
        let place = match gazetteer.names {
            Some(names) => names.place_numbered(entry.id())?,
            None => None,
        };
        let name = place.as_ref().map(places::label_of).unwrap_or_default();
        let question = typed.path.rsplit('/').next().unwrap_or(&typed.path);
        let by = BTreeMap::from([(question.to_owned(), typed.name.clone())]);
        fired.extend(listed_after_all(&name).map(|told| Fired {
            id: told.rule.id.to_owned(),
            mark: told.rule.id.to_owned(),
            severity: told.rule.severity,
            at: typed.path.clone(),
            text: told.words(spoken(language)),
            asks_reason: told.rule.severity == Severity::Warning,
            by,
        }));
    }
    Ok(fired)
}

/// A position, and the village beside it where the lists say where that is.
pub(crate) struct Placed {
    /// The question that asks for the position.
    pub(crate) path: String,
    pub(crate) at: Point,
    pub(crate) village: Option<Village>,
}

/// A village that a record names beside a position.
pub(crate) struct Village {
    /// The question that holds it.
    pub(crate) path: String,
    pub(crate) code: String,
    pub(crate) at: Point,
    /// How far the position is from it.
    pub(crate) metres: u32,
}

/// The first position of a record that has a village beside it; without one, its first position.
pub(crate) fn placed(
    open: &Open,
    gazetteer: &Gazetteer<'_>,
    answers: &Answers,
    form: &Form,
) -> Option<Placed> {
    let index = gazetteer.index.as_ref()?;
    let asked = form
        .questions()
        .filter(|question| question.kind == Kind::Geopoint && !question.in_repeat);
    let mut alone = None;
    for question in asked {
        let Some(at) = answers.get(&question.path).and_then(Point::of_stored) else {
            continue;
        };
        let placed = Placed {
            path: question.path.clone(),
            at,
            village: village_beside(open, index, answers, &question.path, at),
        };
        if placed.village.is_some() {
            return Some(placed);
        }
        alone = alone.or(Some(placed));
    }
    alone
}

fn village_beside(
    open: &Open,
    index: &PlaceIndex,
    answers: &Answers,
    path: &str,
    position: Point,
) -> Option<Village> {
    let declared = Declared::beside(path, answers)?;
    let codes = open.codes_of(&declared.code);
    let at = index.village_point(&codes, declared.version.as_ref())?;
    let group = path.rsplit_once('/').map(|(group, _)| group);
    Some(Village {
        path: match group {
            Some(group) => format!("{group}/{}", declared.name),
            None => declared.name.to_owned(),
        },
        metres: whole_metres(position.metres_to(at)),
        code: declared.code,
        at,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on the earth is not negative and at most 21,000 km"
)]
fn whole_metres(metres: f64) -> u32 {
    metres.round() as u32
}

/// The office that is nearest to a position.
pub(crate) fn nearest(offices: &[Office], position: Point) -> Option<Point> {
    let far = |office: &Point| office.metres_to(position);
    let offices = offices.iter().map(Office::at);
    offices.min_by(|a, b| far(a).total_cmp(&far(b)))
}

fn at_position(
    open: &Open,
    gazetteer: &Gazetteer<'_>,
    index: &PlaceIndex,
    answers: &Answers,
    at: &str,
    language: &str,
) -> Result<Vec<Fired>, DeskError> {
    let stored = answers.get(at).unwrap_or_default();
    let Some(position) = Point::of_stored(stored) else {
        return Ok(Vec::new());
    };
    let declared = Declared::beside(at, answers);
    let found = declared.as_ref().and_then(|declared| {
        let codes = open.codes_of(&declared.code);
        index.whereabouts(&codes, declared.version.as_ref(), position)
    });
    let found = found.unwrap_or_default();
    let other = match (found.other_commune, gazetteer.names) {
        (Some(entry), Some(names)) => names.place_numbered(entry.id())?,
        _ => None,
    };
    let other = other.as_ref().map(places::label_of);
    let facts = Facts {
        country: None,
        province: found.province,
        commune: found.commune,
        village: found.village,
        other_commune: other.as_deref(),
        office: nearest(&gazetteer.set.offices, position),
        set: Some(&*gazetteer.set),
    };
    let name = at.rsplit_once('/').map_or(at, |(_, name)| name);
    let mut by = BTreeMap::from([(name.to_owned(), stored.to_owned())]);
    by.extend(declared.map(|declared| (declared.name.to_owned(), declared.code)));
    let broken = misplaced(position, &facts).into_iter();
    let fired = broken.map(|broken| Fired {
        id: broken.rule.id.to_owned(),
        mark: broken.rule.id.to_owned(),
        severity: broken.rule.severity,
        at: at.to_owned(),
        text: broken.words(spoken(language)),
        asks_reason: broken.rule.severity == Severity::Warning,
        by: by.clone(),
    });
    Ok(fired.collect())
}
