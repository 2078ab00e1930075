//! A position that was typed, put into the questions beside it: the coordinates as they were typed, how they are
//! written, and on which grid.

use forms::{Filling, Form, Kind, Moment, SetError};
use programme::position::{Choice, Country, Datum, Format, Point, Reading, read};

use super::place::set_if_asked;
use crate::position::datum_of;
use crate::view::{FormChange, PositionAsk};
use crate::{Desk, DeskError};

/// The question that holds the coordinates as they were typed.
pub(crate) const TYPED: &str = "coord_input";
/// How they are written.
const FORMAT: &str = "coord_format";
/// On which grid or in which degrees, by the code of the EPSG register.
const GRID: &str = "coord_epsg";
/// The choice for a grid that the form does not name.
const OTHER_GRID: &str = "other";
/// The question that says where the position comes from.
pub(crate) const SOURCE: &str = "coord_source";
/// Its words for a receiver and for the map.
pub(crate) const BY_RECEIVER: &str = "gps_device";
pub(crate) const BY_MAP: &str = "map_click";

/// A position as it was typed, and what was understood.
struct Typed<'a> {
    text: &'a str,
    reading: Reading,
}

impl Desk {
    /// Answers a question for a position with one way to read what was typed, and those beside it that hold the
    /// coordinates as typed, their format and their grid. One step to undo; told as by [`Desk::draft_answer`].
    ///
    /// # Errors
    /// As [`Desk::draft_answer`].
    pub fn draft_position(
        &self,
        draft: &str,
        path: &str,
        stored: &str,
        typed: &PositionAsk,
        seen: u32,
    ) -> Result<FormChange, DeskError> {
        let choice = Choice {
            datum: datum_of(typed.datum),
            zone: typed.zone,
            country: self.country(),
        };
        let readings = read(&typed.text, &choice).unwrap_or_default();
        let reading = readings.into_iter().find(|it| is_stored(it, stored));
        let typed = reading.map(|reading| Typed {
            text: typed.text.trim(),
            reading,
        });
        self.told(draft, seen, |filling, moment| {
            put(
                filling,
                path,
                stored,
                typed.as_ref(),
                choice.country,
                moment,
            )
        })
    }
}

/// Answers a question; with a position that was not typed, what the questions beside it said of the one before is
/// taken away. Where a position of a receiver or of the map gives way to another, it is asked anew where that comes from.
pub(crate) fn answer(
    filling: &mut Filling,
    path: &str,
    value: &str,
    country: Option<&'static Country>,
    moment: &Moment,
) -> Result<(), SetError> {
    let question = filling.form().question(&forms::question_path(path));
    if question.is_some_and(|question| question.kind == Kind::Geopoint) {
        return put(filling, path, value, None, country, moment);
    }
    filling.set(path, value, moment)
}

fn put(
    filling: &mut Filling,
    path: &str,
    stored: &str,
    typed: Option<&Typed<'_>>,
    country: Option<&'static Country>,
    moment: &Moment,
) -> Result<(), SetError> {
    let form = filling.form().clone();
    let beside = |name: &str| match path.rsplit_once('/') {
        Some((group, _)) => format!("{group}/{name}"),
        None => name.to_owned(),
    };
    let held = filling.answers();
    let input = held.get(&beside(TYPED)).unwrap_or_default();
    let before = held.get(path).unwrap_or_default();
    let was_typed = says(input, before, country);
    // What a person wrote there about another source, such as a paper, stays.
    let is_ours = input.is_empty() || was_typed;
    let source = held.get(&beside(SOURCE)).unwrap_or_default();
    let gives_way = before != stored && Point::of_stored(before).is_some();
    let is_open = gives_way && !was_typed && [BY_RECEIVER, BY_MAP].contains(&source);
    filling.set(path, stored, moment)?;
    if is_open {
        set_if_asked(filling, &beside(SOURCE), "", moment)?;
    }
    if !is_ours {
        return Ok(());
    }
    let text = typed.map_or("", |typed| typed.text);
    set_if_asked(filling, &beside(TYPED), text, moment)?;
    let format = typed.map(|typed| word_of(typed.reading.format).to_owned());
    let format = offered(&form, &beside(FORMAT), format.into_iter());
    set_if_asked(filling, &beside(FORMAT), &format, moment)?;
    let codes = typed.map(|typed| typed.reading.epsg().map(|code| code.to_string()));
    let codes = codes.map(|code| code.into_iter().chain([OTHER_GRID.to_owned()]));
    let grid = offered(&form, &beside(GRID), codes.into_iter().flatten());
    set_if_asked(filling, &beside(GRID), &grid, moment)
}

/// Whether a text, as it may be understood, is this position.
fn says(text: &str, stored: &str, country: Option<&'static Country>) -> bool {
    [Datum::Wgs84, Datum::Indian1960].into_iter().any(|datum| {
        let choice = Choice {
            datum,
            zone: None,
            country,
        };
        read(text, &choice).is_ok_and(|readings| readings.iter().any(|it| is_stored(it, stored)))
    })
}

/// Whether a way to read a text is this stored position.
pub(crate) fn is_stored(reading: &Reading, stored: &str) -> bool {
    reading.point.stored(reading.accuracy_m) == stored
}

/// The word for it in the forms.
fn word_of(format: Format) -> &'static str {
    match format {
        Format::DecimalDegrees => "dd",
        Format::DegreesMinutes | Format::DegreesMinutesSeconds => "dms",
        Format::Utm => "utm",
        Format::Mgrs => "mgrs",
    }
}

/// The first of these that a question offers; without a list it takes the first.
fn offered(form: &Form, path: &str, mut words: impl Iterator<Item = String>) -> String {
    let question = form.question(&forms::question_path(path));
    let Some(list) = question.and_then(|question| question.list.as_deref()) else {
        return words.next().unwrap_or_default();
    };
    let choices = form.choices(list);
    words
        .find(|word| choices.iter().any(|choice| choice.name == *word))
        .unwrap_or_default()
}
