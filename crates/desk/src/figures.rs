//! From a record's answers to the rows that reports count. Which answers those are stands in
//! [`programme::indicators::SOURCES`]; places, days and links are told by the form.

use std::collections::BTreeMap;

use forms::{Answers, Form, Index, Question};
use programme::indicators::{Cell, SOURCES, Source};
use programme::review::Move;
use records::RecordId;
use store::{Figure, FigureLine, Figures};

use crate::clock::iso;
use crate::state::RecordState;

/// A number above this is a mistake of the keyboard: it is kept in the record and counted as not known.
const WHOLE_MAX: i64 = 1_000_000_000;

/// What a record says to reports: as it stands now, and as it stood while it was approved before.
pub(crate) fn of(state: &RecordState, form: &Form) -> Figures {
    let mut figures = Figures {
        stays_closed: state.answers == Answers::default(),
        ..Figures::default()
    };
    let current = state.approvals.iter().find(|one| one.until_ms.is_none());
    let past = state.approvals.iter().filter(|one| one.until_ms.is_some());
    if state.answers != Answers::default() {
        let stands = |mut line: FigureLine| {
            state.status.state.as_str().clone_into(&mut line.review);
            line.approved_ms = current.map(|one| one.from_ms);
            line
        };
        let lines: Vec<FigureLine> = lines_of(form, &state.answers)
            .into_iter()
            .map(stands)
            .collect();
        figures.lines.push(stands(life(state, form)));
        figures.lines.extend(lines);
        if let Some(at) = current.and_then(|one| one.locked_ms) {
            close(&mut figures, form, &state.answers, at);
        }
    }
    for one in past {
        let Some(answers) = &one.answers else {
            continue;
        };
        let mut lines = lines_of(form, answers);
        for line in &mut lines {
            line.review = "approved".to_owned();
            line.approved_ms = Some(one.from_ms);
            line.ended_ms = one.until_ms;
        }
        figures.lines.extend(lines);
        if let Some(at) = one.locked_ms {
            close(&mut figures, form, answers, at);
        }
    }
    figures
}

/// With the lock of a record the month is closed by whose day it was chosen, whatever other days its rows have: whoever
/// locks July closes no other month. A record without such a day closes none.
fn close(figures: &mut Figures, form: &Form, answers: &Answers, at: u64) {
    let day = Facts::of(form, answers).day;
    let Some(month) = day.get(..7) else { return };
    let closed = (month.to_owned(), at);
    if !figures.closed.contains(&closed) {
        figures.closed.push(closed);
    }
}

/// The rows of one set of answers, but for the review state.
fn lines_of(form: &Form, answers: &Answers) -> Vec<FigureLine> {
    let facts = Facts::of(form, answers);
    let mut lines = Vec::new();
    for source in SOURCES.iter().filter(|source| source.form == form.id()) {
        match source.repeat {
            None => lines.push(facts.line(source, &|name| facts.answer(name, None))),
            Some(repeat) => {
                let found = facts.questions.iter().find(|it| it.name == repeat);
                let Some(path) = found.map(|question| question.path.as_str()) else {
                    continue;
                };
                for id in answers.instances(path) {
                    let within = Some((path, id));
                    lines.push(facts.line(source, &|name| facts.answer(name, within)));
                }
            }
        }
    }
    lines
}

/// What the form tells of every row.
struct Facts<'a> {
    answers: &'a Answers,
    questions: Vec<&'a Question>,
    places: BTreeMap<String, Figure>,
    day: String,
    link: Option<[u8; 16]>,
}

impl<'a> Facts<'a> {
    fn of(form: &'a Form, answers: &'a Answers) -> Facts<'a> {
        let mut facts = Facts {
            answers,
            questions: form.questions().collect(),
            places: BTreeMap::new(),
            day: String::new(),
            link: None,
        };
        for question in form.questions() {
            let Some(index) = question.index else {
                continue;
            };
            let Some(raw) = answers.get(&question.path).filter(|raw| !raw.is_empty()) else {
                continue;
            };
            let level = match index {
                Index::Adm1 => "adm1",
                Index::Adm2 => "adm2",
                Index::Adm3 => "adm3",
                Index::Adm4 => "adm4",
                Index::Date => {
                    facts.day = day(raw).unwrap_or_default();
                    continue;
                }
                Index::Link => {
                    facts.link = raw.parse::<RecordId>().ok().map(|link| link.0);
                    continue;
                }
                _ => continue,
            };
            let code = Figure::Text(raw.to_owned());
            facts.places.insert(level.to_owned(), code);
        }
        facts
    }

    /// The answer to a question of a name, in the record or in an instance of a repeat.
    fn answer(&self, name: &str, within: Option<(&str, &str)>) -> Option<&'a str> {
        let named = self
            .questions
            .iter()
            .filter(|question| question.name == name);
        for question in named {
            let found = match within {
                Some((path, id)) => {
                    let rest = question.path.strip_prefix(path);
                    match rest.and_then(|rest| rest.strip_prefix('/')) {
                        Some(rest) => self.answers.get(&format!("{path}[{id}]/{rest}")),
                        // What the record says of all its rows, such as the project.
                        None if !question.in_repeat => self.answers.get(&question.path),
                        None => None,
                    }
                }
                None if question.in_repeat => None,
                None => self.answers.get(&question.path),
            };
            if let Some(answer) = found.filter(|answer| !answer.is_empty()) {
                return Some(answer);
            }
        }
        None
    }

    fn line<'b>(&self, source: &Source, answer: &dyn Fn(&str) -> Option<&'b str>) -> FigureLine {
        let mut cells = self.places.clone();
        for (column, cell, questions) in source.columns {
            let raw = questions.iter().find_map(|question| answer(question));
            if let Some(figure) = raw.and_then(|raw| figure(*cell, raw)) {
                cells.insert((*column).to_owned(), figure);
            }
        }
        let mut dated = source
            .day
            .iter()
            .filter_map(|question| day(answer(question)?));
        FigureLine {
            table: source.table.to_owned(),
            day: match source.day {
                [] => self.day.clone(),
                _ => dated.next().unwrap_or_default(),
            },
            link: self.link,
            cells,
            ..FigureLine::default()
        }
    }
}

fn figure(cell: Cell, raw: &str) -> Option<Figure> {
    match cell {
        Cell::Code => Some(Figure::Text(raw.to_owned())),
        Cell::Single => (!raw.contains(' ')).then(|| Figure::Text(raw.to_owned())),
        Cell::Whole => {
            let number = raw.parse::<i64>().ok();
            let number = number.filter(|number| (0..=WHOLE_MAX).contains(number));
            number.map(Figure::Whole)
        }
        Cell::Part => {
            let number = raw.parse::<f64>().ok().filter(|number| number.is_finite());
            number.map(Figure::Part)
        }
    }
}

/// A day as it is stored; what is no day is not known.
fn day(raw: &str) -> Option<String> {
    let day = raw.get(..10)?;
    chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    Some(day.to_owned())
}

/// How the record went through review.
fn life(state: &RecordState, form: &Form) -> FigureLine {
    let facts = Facts::of(form, &state.answers);
    let counts = |index: usize| !state.status.ignored.iter().any(|(it, _)| *it == index);
    let is_return = |id| {
        state
            .decisions
            .get(id)
            .is_some_and(|it| it.mv == Move::Return)
    };
    let events = state.events.iter().enumerate();
    let returns = events
        .filter(|(index, id)| counts(*index) && is_return(*id))
        .count();
    let text = |text: String| Figure::Text(text);
    // Days by the clock of the world, so that every laptop comes to the same.
    let date = |ms: u64| text(iso(ms, 0).chars().take(10).collect());
    let mut cells = facts.places.clone();
    cells.insert("form".into(), text(form.id().to_owned()));
    // A record comes into the world when it is submitted.
    cells.insert("submitted".into(), date(state.made_at));
    if let Some(first) = state.approvals.first() {
        cells.insert("settled".into(), date(first.from_ms));
    }
    let returns = i64::try_from(returns).unwrap_or(i64::MAX);
    cells.insert("returns".into(), Figure::Whole(returns));
    let reasons = i64::try_from(state.reasons().len()).unwrap_or(i64::MAX);
    cells.insert("reasons".into(), Figure::Whole(reasons));
    if let Some(answer) = facts.answer("place_not_listed", None) {
        cells.insert("not_listed".into(), text(answer.to_owned()));
    }
    let asked = |question: &&&Question| question.index == Some(Index::Lat);
    if let Some(question) = facts.questions.iter().find(asked) {
        let has = state
            .answers
            .get(&question.path)
            .is_some_and(|it| !it.is_empty());
        cells.insert("position".into(), Figure::Whole(i64::from(has)));
    }
    FigureLine {
        table: "life".to_owned(),
        day: facts.day.clone(),
        link: facts.link,
        cells,
        ..FigureLine::default()
    }
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
