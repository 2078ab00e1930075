//! From a record's state to its line in lists: what lists, search and reports read.

use std::sync::Arc;

use forms::{Answers, Class, Form, Index, Kind};
use records::{RecordId, TeamId};
use store::{
    Classes, Delivery, EntityLine, Figures, FoundBy, Likeness, Listing, Reader, RecordRow, Study,
    TieLine, TieThen, Ties, Writer,
};

use crate::doubles::Facts;
use crate::misplaced;
use crate::open::Open;
use crate::places::PlaceIndex;
use crate::state::RecordState;
use crate::veil::{class_number, class_numbered};
use crate::view::ProblemView;
use crate::{Desk, DeskError, doubles, figures, lists, quality, words};

/// The lists of places, where a form asks for a position.
pub(crate) type Lists = Option<Arc<PlaceIndex>>;

/// A record as the projection has it.
pub(crate) struct Line {
    /// What lists show.
    pub(crate) row: RecordRow,
    /// What a search looks through.
    pub(crate) text: FoundBy,
    /// What it says of entities.
    pub(crate) entities: Vec<EntityLine>,
    /// What it says to reports.
    pub(crate) figures: Figures,
    /// What it is compared by.
    pub(crate) likeness: Option<Likeness>,
    /// What rules on several records read of it.
    study: Option<Study>,
    /// What was decided about it and others.
    ties: Vec<TieLine>,
    /// All that was ever decided about it and others.
    said: Vec<TieThen>,
}

impl Line {
    /// Tells whether somebody else stands behind somebody now.
    pub(crate) fn write(&self, writer: &mut Writer<'_>) -> Result<bool, DeskError> {
        Ok(writer.list(&Listing {
            row: &self.row,
            text: &self.text,
            entities: &self.entities,
            figures: &self.figures,
            likeness: self.likeness.as_ref(),
            study: self.study.as_ref(),
            ties: Ties {
                lines: &self.ties,
                said: &self.said,
            },
        })?)
    }
}

/// Facts of a record that the form says lists need.
#[derive(Debug, Default)]
struct Indexed {
    title: Vec<String>,
    subtitle: Vec<String>,
    search: Vec<String>,
    guarded: Vec<String>,
    classes: Classes,
    date: Option<String>,
    adm: [Option<String>; 4],
    counts: [Option<u32>; 5],
    position: [Option<f64>; 2],
    link: Option<RecordId>,
    reference: Option<String>,
}

/// The line of a record and the text that a search looks through.
///
/// `country` starts the human code; `problems` are what checks found in the answers.
pub(crate) fn row(
    state: &RecordState,
    form: Option<&Form>,
    country: &str,
    problems: (u32, u32),
) -> (RecordRow, FoundBy) {
    let indexed = form.map_or_else(Indexed::default, |form| indexed(form, &state.answers));
    let fold = &state.fold;
    let reference = indexed.reference.clone().unwrap_or_else(|| {
        reference(
            country,
            &fold.form,
            fold.team.as_str(),
            // The code is shown to everybody.
            indexed
                .date
                .as_deref()
                .filter(|_| !is_guarded(indexed.classes.date)),
            fold.record,
        )
    });
    let title = if indexed.title.is_empty() {
        reference.clone()
    } else {
        indexed.title.join(words::BETWEEN)
    };
    let found_by = found_by(&indexed, &title, &reference);
    let [women, men, girls, boys, total] = indexed.counts;
    let [adm1, adm2, adm3, adm4] = indexed.adm;
    let [lat, lon] = indexed.position;
    let row = RecordRow {
        record: fold.record,
        team: fold.team.clone(),
        form: fold.form.clone(),
        form_version: fold.form_version.clone(),
        reference,
        title,
        subtitle: indexed.subtitle.join(words::BETWEEN),
        author: state.made_by,
        activity_date: indexed.date,
        adm1,
        adm2,
        adm3,
        adm4,
        review: state.status.state.as_str().to_owned(),
        conflict: open_contradictions(state),
        problems: problems.0,
        severity: problems.1,
        women,
        men,
        girls,
        boys,
        total,
        lat,
        lon,
        link: indexed.link,
        made_ms: state.made_at,
        changed_ms: state.changed_at,
        delivery: Delivery::Laptop,
        winner: state.winner,
        classes: indexed.classes,
    };
    (row, found_by)
}

/// What waits for a person who knows both sides: answers that people changed apart from each other, and decisions that
/// say the contrary of each other.
fn open_contradictions(state: &RecordState) -> u32 {
    let decisions = usize::from(!state.status.contested.is_empty());
    u32::try_from(state.conflicts.len() + decisions).unwrap_or(u32::MAX)
}

/// The words of a record, those of guarded answers apart.
fn found_by(indexed: &Indexed, title: &str, reference: &str) -> FoundBy {
    let text = |words: &[String], more: &[&str]| {
        let words = words.iter().map(String::as_str);
        words
            .chain(more.iter().copied())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (open, guarded): (&[&str], &[&str]) = match is_guarded(indexed.classes.title) {
        true => (&[reference], &[title]),
        false => (&[title, reference], &[]),
    };
    FoundBy {
        open: text(&indexed.search, open),
        guarded: text(&indexed.guarded, guarded),
    }
}

fn indexed(form: &Form, answers: &Answers) -> Indexed {
    let mut found = Indexed::default();
    let language = form.default_language();
    for question in form.questions() {
        let raw = answers.get(&question.path).unwrap_or_default();
        if raw.is_empty() {
            continue;
        }
        let class = class_number(question.class);
        let words = match is_guarded(class) {
            true => &mut found.guarded,
            false => &mut found.search,
        };
        if question.kind == Kind::Text {
            words.push(raw.to_owned());
        }
        let Some(index) = question.index else {
            continue;
        };
        if index == Index::Search {
            words.push(words::value(question, form, raw, language));
        }
        found.guard(index, class);
        let number = || raw.parse::<u32>().ok();
        match index {
            Index::Title => found
                .title
                .push(words::value(question, form, raw, language)),
            Index::Subtitle => found
                .subtitle
                .push(words::value(question, form, raw, language)),
            Index::Search => {}
            Index::Date => found.date = Some(raw.to_owned()),
            Index::Adm1 => found.adm[0] = Some(raw.to_owned()),
            Index::Adm2 => found.adm[1] = Some(raw.to_owned()),
            Index::Adm3 => found.adm[2] = Some(raw.to_owned()),
            Index::Adm4 => found.adm[3] = Some(raw.to_owned()),
            Index::Women => found.counts[0] = number(),
            Index::Men => found.counts[1] = number(),
            Index::Girls => found.counts[2] = number(),
            Index::Boys => found.counts[3] = number(),
            Index::Total => found.counts[4] = number(),
            Index::Lat => found.position[0] = raw.parse().ok(),
            Index::Lon => found.position[1] = raw.parse().ok(),
            Index::Link => found.link = raw.parse().ok(),
            Index::Ref => found.reference = Some(raw.to_owned()),
        }
    }
    found
}

impl Indexed {
    /// A fact is as guarded as the most guarded answer in it.
    fn guard(&mut self, index: Index, class: u8) {
        let classes = &mut self.classes;
        let of = match index {
            Index::Title => &mut classes.title,
            Index::Subtitle => &mut classes.subtitle,
            Index::Date => &mut classes.date,
            Index::Adm1 | Index::Adm2 | Index::Adm3 | Index::Adm4 => &mut classes.place,
            Index::Women | Index::Men | Index::Girls | Index::Boys | Index::Total => {
                &mut classes.people
            }
            Index::Lat | Index::Lon => &mut classes.position,
            Index::Link | Index::Ref | Index::Search => return,
        };
        *of = class.max(*of);
    }
}

/// Whether answers of a class are masked for some.
fn is_guarded(class: u8) -> bool {
    class_numbered(class) >= Class::P2
}

/// A code that a person can say on the telephone: country, form, day, team, and eight signs of the
/// record's id (domain dictionary, envelope: `ref`). It never holds a name.
fn reference(
    country: &str,
    form: &str,
    team: &str,
    date: Option<&str>,
    record: RecordId,
) -> String {
    let short: String = form
        .split('_')
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect();
    let day: String = date
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let id = crockford(record);
    let (head, tail) = id.split_at(4);
    let parts = [country, &short, &day, team, head, tail];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// Forty bits of the id's random end, in letters and digits that are not mistaken for each other.
fn crockford(record: RecordId) -> String {
    const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let tail = record
        .0
        .iter()
        .skip(11)
        .fold(0_u64, |n, byte| (n << 8) | u64::from(*byte));
    let sign = |shift: u32| {
        let index = usize::try_from((tail >> (5 * shift)) & 31).unwrap_or_default();
        char::from(SIGNS.get(index).copied().unwrap_or(b'0'))
    };
    (0..8).rev().map(sign).collect()
}

impl Desk {
    /// Brings the line of a record up to date with its revisions.
    pub(crate) fn project(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        team: &TeamId,
        record: RecordId,
    ) -> Result<(), DeskError> {
        self.project_all(open, writer, &[(team.clone(), record)])
    }

    /// What the projection has of a record; `problems` as [`weigh`] counts.
    pub(crate) fn line(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
        problems: (u32, u32),
    ) -> Result<Line, DeskError> {
        let fold = &state.fold;
        let form = open.form_here(reader, &fold.form, &fold.form_version)?;
        let lists = match &form {
            Some(form) => misplaced::lists_for(open, reader, form)?,
            None => None,
        };
        Ok(line_of(
            open,
            state,
            form.as_ref(),
            lists.as_deref(),
            problems,
        ))
    }

    /// Keeps what records say to reports, to rules on several records and about each other.
    pub(crate) fn count_records(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        records: &[(TeamId, RecordId)],
    ) -> Result<(), DeskError> {
        let mut moved = false;
        for (team, record) in records {
            moved |= self.count_record(open, writer, team, *record)?;
        }
        match moved {
            true => doubles::stand_behind(writer),
            false => Ok(()),
        }
    }

    /// Tells whether something else was decided about it and others than was known.
    fn count_record(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        team: &TeamId,
        record: RecordId,
    ) -> Result<bool, DeskError> {
        let revisions = writer.revisions_of(team, record)?;
        let (mut said, mut study) = (Figures::default(), None);
        let state = open.fold(writer, &revisions);
        let mut moved = false;
        if let Some(state) = &state {
            // Older programs kept no more of what was decided about it than the last word.
            let (lines, said) = (doubles::tie_lines(state), doubles::ties_said(state));
            let ties = Ties {
                lines: &lines,
                said: &said,
            };
            moved = writer.set_ties(team, record, ties)?;
        }
        if let Some(state) = &state
            && let Some(form) =
                open.form_here(writer, &state.fold.form, &state.fold.form_version)?
        {
            let lists = misplaced::lists_for(open, writer, &form)?;
            said = figures::of(state, &form);
            study = quality::study_of(state, &form, lists.as_deref(), &open.country());
        }
        writer.set_study(team, record, study.as_ref())?;
        writer.set_figures(team, record, &said)?;
        Ok(moved)
    }
}

pub(crate) fn line_of(
    open: &Open,
    state: &RecordState,
    form: Option<&Arc<Form>>,
    places: Option<&PlaceIndex>,
    problems: (u32, u32),
) -> Line {
    let problems = form.map_or((0, 0), |_| problems);
    let (row, text) = row(state, form.map(Arc::as_ref), &open.country(), problems);
    let entities = form.map(|form| lists::said(state, form, &row.reference));
    let entities = entities.unwrap_or_default();
    let facts = form.and_then(|form| {
        let makes = entities.iter().filter(|it| it.makes);
        let makes = makes.map(|it| it.list.as_str());
        Facts::of(
            form,
            &state.answers,
            makes,
            row.team.as_str(),
            &open.country(),
        )
    });
    let figures = form.map(|form| figures::of(state, form));
    Line {
        row,
        text,
        entities,
        figures: figures.unwrap_or_default(),
        likeness: facts.map(|facts| facts.likeness()),
        study: form.and_then(|form| quality::study_of(state, form, places, &open.country())),
        ties: doubles::tie_lines(state),
        said: doubles::ties_said(state),
    }
}

/// How many problems there are, and how bad the worst is: 0 none, 1 a warning, 2 an error. What only says something
/// is none.
pub(crate) fn weigh(problems: &[ProblemView]) -> (u32, u32) {
    let counted = || problems.iter().filter(|p| p.severity != "info");
    let worst = counted()
        .map(|p| if p.severity == "error" { 2 } else { 1 })
        .max();
    (
        u32::try_from(counted().count()).unwrap_or(u32::MAX),
        worst.unwrap_or(0),
    )
}
