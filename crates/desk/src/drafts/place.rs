//! A place that was chosen, put into the questions of its group: code, names and the version of the list.

use forms::{Answers, Filling, Form, Kind, Moment, SetError};
use store::{Place, Reader};

use crate::open::Open;
use crate::places::ListVersion;
use crate::view::FormView;
use crate::{Desk, DeskError, places};

/// The word in the appearance of a question that asks for a place.
pub(crate) const PLACE_WORD: &str = "place";
/// Says in which version of which list the place was found.
const VERSION: &str = "gazetteer_version";
/// Says that the village is not in the list.
const NOT_LISTED: &str = "place_not_listed";

/// The questions that hold one level of a place, by their names.
struct Level {
    level: u8,
    codes: [&'static str; 2],
    names: [&'static str; 2],
    latin: &'static str,
}

const LEVELS: [Level; 4] = [
    Level {
        level: 1,
        codes: ["adm1", "adm1_code"],
        names: ["province_name", "adm1_name"],
        latin: "adm1_latin",
    },
    Level {
        level: 2,
        codes: ["adm2", "adm2_code"],
        names: ["district_name", "adm2_name"],
        latin: "adm2_latin",
    },
    Level {
        level: 3,
        codes: ["adm3", "adm3_code"],
        names: ["commune_name", "adm3_name"],
        latin: "adm3_latin",
    },
    Level {
        level: 4,
        codes: ["adm4", "adm4_code"],
        names: ["village_name", "adm4_name"],
        latin: "adm4_latin",
    },
];

/// A place with all that it is in, and the version of its list.
struct Way {
    steps: Vec<Place>,
    version: String,
}

/// Tells whether a question is told already by a place that was chosen beside it: what the place is, and what it is in.
/// `value` gives the answers beside it by their names; `code` is the place.
pub(crate) fn is_told<'v>(name: &str, code: &str, value: impl Fn(&str) -> Option<&'v str>) -> bool {
    let Some(chosen) = level_of(code, value) else {
        return false;
    };
    let holds = |level: &&Level| {
        level.codes.contains(&name) || level.names.contains(&name) || level.latin == name
    };
    let of = LEVELS.iter().find(holds);
    name == VERSION || of.is_some_and(|level| level.level <= chosen.level)
}

/// The level whose question holds a code.
fn level_of<'v>(code: &str, value: impl Fn(&str) -> Option<&'v str>) -> Option<&'static Level> {
    let holds = |level: &&Level| level.codes.iter().any(|own| value(own) == Some(code));
    LEVELS.iter().find(holds)
}

/// The place that the questions beside an answer hold: the innermost of which they have a code.
pub(crate) struct Declared {
    /// The name of the question that holds the code.
    pub(crate) name: &'static str,
    /// Its code, with or without the letters of the country.
    pub(crate) code: String,
    /// The version of the list in which it was found.
    pub(crate) version: Option<ListVersion>,
}

impl Declared {
    /// Reads it from the questions beside the one with this path.
    pub(crate) fn beside(path: &str, answers: &Answers) -> Option<Declared> {
        let group = path.rsplit_once('/').map(|(group, _)| group);
        let value = |name: &str| match group {
            Some(group) => answers.get(&format!("{group}/{name}")),
            None => answers.get(name),
        };
        let mut names = LEVELS.iter().rev().flat_map(|level| level.codes);
        let (name, code) = names.find_map(|name| {
            let code = value(name).filter(|code| !code.is_empty())?;
            Some((name, code.to_owned()))
        })?;
        Some(Declared {
            name,
            code,
            version: value(VERSION).and_then(ListVersion::read),
        })
    }
}

/// The place of a record as it was when it was recorded: of the first questions that keep the version of its list.
pub(crate) struct Recorded {
    /// Its code, with or without the letters of the country.
    pub(crate) code: String,
    /// What it was called, in each script that was kept.
    pub(crate) names: Vec<String>,
    /// The version of the list in which it was found.
    pub(crate) version: Option<ListVersion>,
    /// The question that asks for it.
    pub(crate) asked: Option<String>,
}

impl Recorded {
    pub(crate) fn of(form: &Form, answers: &Answers) -> Option<Recorded> {
        let kept = version_of_place(form)?;
        let declared = Declared::beside(&kept.path, answers)?;
        let group = kept.path.rsplit_once('/').map_or("", |(group, _)| group);
        let beside = |name: &str| match group {
            "" => name.to_owned(),
            group => format!("{group}/{name}"),
        };
        let level = LEVELS
            .iter()
            .find(|level| level.codes.contains(&declared.name))?;
        let names = level.names.iter().chain([&level.latin]);
        let names = names.filter_map(|name| answers.get(&beside(name)));
        let asks = |question: &&forms::Question| {
            let mut words = question.appearance.split_whitespace();
            let is_beside = question.path == beside(&question.name) && !question.in_repeat;
            is_beside && words.any(|word| word == PLACE_WORD)
        };
        Some(Recorded {
            names: names
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            asked: form.questions().find(asks).map(|it| it.path.clone()),
            code: declared.code,
            version: declared.version,
        })
    }
}

/// A place that was typed because it is said not to be in the list.
pub(crate) struct Unlisted {
    /// The question that holds its name.
    pub(crate) path: String,
    /// Its name.
    pub(crate) name: String,
    /// The code of the commune, with or without the letters of the country.
    pub(crate) commune: String,
}

/// The questions that hold the name of a place that is not listed, the first that is answered.
const TYPED: [&str; 3] = ["place_name_free", "village_name", "adm4_name"];

impl Unlisted {
    /// Reads them from the groups in which somebody said so.
    pub(crate) fn of(form: &Form, answers: &Answers) -> Vec<Unlisted> {
        let said = form
            .questions()
            .filter(|question| question.name == NOT_LISTED && !question.in_repeat);
        let said = said.filter(|question| answers.get(&question.path) == Some("yes"));
        let read = said.filter_map(|question| {
            let group = question
                .path
                .rsplit_once('/')
                .map_or("", |(group, _)| group);
            let beside = |name: &str| match group {
                "" => name.to_owned(),
                group => format!("{group}/{name}"),
            };
            let value = |name: &str| {
                answers
                    .get(&beside(name))
                    .filter(|it| !it.trim().is_empty())
            };
            let commune = LEVELS.iter().find(|level| level.level == 3)?;
            let commune = commune.codes.iter().find_map(|name| value(name))?;
            let name = TYPED.iter().find(|name| value(name).is_some())?;
            Some(Unlisted {
                path: beside(name),
                name: value(name)?.trim().to_owned(),
                commune: commune.to_owned(),
            })
        });
        read.collect()
    }
}

/// The first question that keeps in which version of its list a place was found.
pub(crate) fn version_of_place(form: &Form) -> Option<&forms::Question> {
    let mut questions = form.questions();
    questions.find(|question| question.name == VERSION && !question.in_repeat)
}

impl Desk {
    /// Answers a question that asks for a place, and those beside it that hold its code, its names and what it is in;
    /// no code takes the place away. One step to undo.
    ///
    /// # Errors
    /// When there is no such draft, question or place; what was entered before stays.
    pub fn draft_place(
        &self,
        draft: &str,
        path: &str,
        code: Option<&str>,
    ) -> Result<FormView, DeskError> {
        let way = self.with_open(|open| {
            open.store.read_as(|reader| match code {
                Some(code) => way(open, reader, code).map(Some),
                None => Ok(None),
            })
        })?;
        self.change(draft, |filling, moment| {
            put(filling, path, way.as_ref(), moment)
        })
    }
}

fn way(open: &Open, reader: &Reader<'_>, code: &str) -> Result<Way, DeskError> {
    let steps = places::way_to(open, reader, code)?;
    let list = steps.first().map_or("", |place| place.list.as_str());
    let newest = reader.newest_places(list)?;
    let number = newest.map_or(0, |newest| newest.number);
    Ok(Way {
        version: format!("{list} {number}"),
        steps,
    })
}

fn put(
    filling: &mut Filling,
    path: &str,
    way: Option<&Way>,
    moment: &Moment,
) -> Result<(), SetError> {
    let form = filling.form().clone();
    let group = path.rsplit_once('/').map_or("", |(group, _)| group);
    let beside = |name: &str| match group {
        "" => name.to_owned(),
        group => format!("{group}/{name}"),
    };
    let chosen = way.and_then(|way| way.steps.first());
    let held = filling.answers();
    let value = |name: &str| held.get(&beside(name));
    let picked = held.get(path).filter(|code| !code.is_empty());
    // What came without a pick, as from a file, is the place whose code stands beside it.
    let declared = Declared::beside(path, &held);
    let before = picked.or(declared.as_ref().map(|place| place.code.as_str()));
    // A name below the place that nobody but a person can have written, such as that of a hamlet.
    let is_typed = |name: &str| {
        before.is_none_or(|code| level_of(code, value).is_some() && !is_told(name, code, value))
    };
    filling.set(path, chosen.map_or("", |place| &place.code), moment)?;
    for level in &LEVELS {
        let step = way.and_then(|way| way.steps.iter().find(|step| step.level == level.level));
        for name in level.codes {
            let path = beside(name);
            let code = step.map_or_else(String::new, |step| code_in(&form, &path, step));
            set_if_asked(filling, &path, &code, moment)?;
        }
        for name in level.names {
            if step.is_none() && is_typed(name) {
                continue;
            }
            let local = step.map_or("", places::local_name);
            set_if_asked(filling, &beside(name), local, moment)?;
        }
        let latin = step.and_then(|step| step.names.get(places::LATIN));
        let latin = latin.map_or("", String::as_str);
        set_if_asked(filling, &beside(level.latin), latin, moment)?;
    }
    let version = way.map_or("", |way| &way.version);
    set_if_asked(filling, &beside(VERSION), version, moment)?;
    if chosen.is_some_and(|place| place.level == 4) {
        set_if_asked(filling, &beside(NOT_LISTED), "no", moment)?;
    }
    Ok(())
}

/// Answers a question if the form has it and it can be answered.
pub(super) fn set_if_asked(
    filling: &mut Filling,
    path: &str,
    value: &str,
    moment: &Moment,
) -> Result<(), SetError> {
    match filling.set(path, value, moment) {
        Err(SetError::Unknown { .. } | SetError::ReadOnly { .. }) => Ok(()),
        other => other,
    }
}

/// The code as a question stores it: where it has choices, the choice that is the code with or without the letters of
/// the country.
pub(crate) fn code_in(form: &Form, path: &str, place: &Place) -> String {
    let question = form.question(&forms::question_path(path));
    let asked = question.filter(|question| question.kind == Kind::SelectOne);
    let Some(list) = asked.and_then(|question| question.list.as_deref()) else {
        return place.code.clone();
    };
    let short = place.code.strip_prefix(place.list.as_str());
    let known = [Some(place.code.as_str()), short].into_iter().flatten();
    let has = |code: &&str| form.choices(list).iter().any(|choice| choice.name == *code);
    known.into_iter().find(has).unwrap_or_default().to_owned()
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
