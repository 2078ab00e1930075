//! Reports: what the programme's indicators come to for a period, by place, project, team or month. The window and the
//! command line call the same use cases; files that are given out are made in `file.rs`.

mod beside;
mod caseload;
mod file;
mod headings;
mod hiding;
mod labels;
mod names;
mod plan;
pub(crate) mod points;
mod pseudonym;
mod rows;
mod span;
mod table;
mod targets;
mod workbook;

use programme::indicators::{self, INDICATORS, Indicator, REPORTS, Words};
use store::Reader;
use store::reports::{Block, By, Provisional, Span};

use crate::clock::{iso, written};
use crate::open::{Open, lock};
use crate::records_view::small;
use crate::view::{ReportAsk, ReportChoice, ReportView};
use crate::{Desk, DeskError};

pub(crate) use file::{Cell, Line};
pub use file::{FileFormat, FileWritten, OnPaper};
pub(crate) use headings::total;
pub use names::column_names;
pub(crate) use rows::{BOOK_ROWS_MAX, Lines, Sums};
use span::Period;
use table::Making;

/// Records that are counted in one transaction.
const UNCOUNTED_AT_ONCE: u32 = 500;
/// The report of single persons, which is no table of figures.
const CASELOAD: &str = "caseload";
/// The table of targets beside what was achieved.
const TARGETS: &str = "TARGETS";

impl Desk {
    /// The reports that this person may choose: those put together of several tables first, then every indicator.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn report_choices(&self) -> Result<Vec<ReportChoice>, DeskError> {
        let language = self.language();
        self.with_open(|open| {
            let may = |part: &&Indicator| !part.of_persons || open.person.role.may_count_persons();
            let choice = |name: &str, title: &Words, is_indicator| ReportChoice {
                name: name.to_owned(),
                title: title.in_language(&language).to_owned(),
                is_indicator,
            };
            let reports = REPORTS.iter().filter(|report| {
                let mut parts = report
                    .parts
                    .iter()
                    .filter_map(|id| indicators::indicator(id));
                parts.all(|part| may(&part))
            });
            let mut choices: Vec<ReportChoice> = reports
                .map(|report| choice(report.name, &report.title, false))
                .collect();
            if open.person.role.may_count_persons() {
                choices.push(choice(CASELOAD, &caseload::TITLE, false));
            }
            let single = INDICATORS
                .iter()
                .filter(may)
                .filter(|one| one.source.starts_with("6.1") || one.source.starts_with("6.2"));
            choices.extend(single.map(|one| choice(one.id, &one.name, true)));
            Ok(choices)
        })
    }

    /// Speaks another language until the program ends; what the window keeps is not touched.
    ///
    /// # Errors
    /// [`DeskError::Misused`] when the text is no code of a language.
    pub fn speak(&self, language: &str) -> Result<(), DeskError> {
        let is_code = !language.is_empty()
            && language
                .chars()
                .all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
        if !is_code {
            return Err(DeskError::Misused {
                why: format!("{language:?} is no code of a language"),
            });
        }
        language.clone_into(&mut lock(&self.0.preferences).language);
        Ok(())
    }

    /// Makes a report.
    ///
    /// # Errors
    /// [`DeskError::Misused`] for a name, period, place level or project that there is not;
    /// [`DeskError::NotAllowed`] when the role may not count persons; otherwise when the store cannot be read.
    pub fn report(&self, ask: &ReportAsk) -> Result<ReportView, DeskError> {
        let period = Period::read(&ask.from, &ask.to)?;
        let by = by_within(by_named(&ask.by)?, ask);
        self.with_open(|open| {
            let (title, parts) = parts_of(&ask.name)?;
            may_make(open, &ask.name, &parts)?;
            let is_caseload = is_caseload(&ask.name);
            self.catch_up(open)?;
            let language = self.language();
            open.store.read_as(|reader| {
                let span = span_of(open, period, by, ask);
                let making = Making::new(self, open, reader, &span, ask);
                let tables = match is_caseload {
                    true => vec![caseload::table(&making)?],
                    false => making.tables(&parts, period)?,
                };
                let now = iso(self.now(), self.offset());
                Ok(ReportView {
                    ask: ask.clone(),
                    title: title.in_language(&language).to_owned(),
                    teams: team_names(open),
                    closed: reader.closed_months(&span)?,
                    watermark: is_caseload.then(|| {
                        let when = written(self.now(), self.offset());
                        format!("{} · {when}", open.person.name)
                    }),
                    cut_off: now,
                    tables,
                })
            })
        })
    }
}

impl Desk {
    /// Counts what reports cannot count yet and reads what rules on several records did not read, some at a time, so that
    /// others may write in between.
    pub(crate) fn catch_up(&self, open: &Open) -> Result<(), DeskError> {
        while !open.store.read(|reader| reader.uncounted(1))?.is_empty() {
            open.store.write_as(|writer| {
                let records = writer.uncounted(UNCOUNTED_AT_ONCE)?;
                self.count_records(open, writer, &records)
            })?;
        }
        Ok(())
    }
}

fn is_caseload(name: &str) -> bool {
    name.eq_ignore_ascii_case(CASELOAD)
}

/// Whether a report has the targets of projects.
fn is_donor_sheet(name: &str) -> bool {
    name.eq_ignore_ascii_case("donor")
}

/// Says whether this person may have a report made.
fn may_make(open: &Open, name: &str, parts: &[&Indicator]) -> Result<(), DeskError> {
    let of_persons = is_caseload(name) || parts.iter().any(|part| part.of_persons);
    match of_persons && !open.person.role.may_count_persons() {
        true => Err(DeskError::NotAllowed {
            what: "make a report of persons",
        }),
        false => Ok(()),
    }
}

/// The title and the indicators of a report.
fn parts_of(name: &str) -> Result<(Words, Vec<&'static Indicator>), DeskError> {
    if is_caseload(name) {
        return Ok((caseload::TITLE, Vec::new()));
    }
    if let Some(report) = indicators::report(name) {
        let parts = report
            .parts
            .iter()
            .filter_map(|id| indicators::indicator(id));
        return Ok((report.title, parts.collect()));
    }
    let one = indicators::indicator(name).ok_or_else(|| {
        let known: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
        DeskError::Misused {
            why: format!(
                "there is no report {name:?}: use {}, {CASELOAD}, or an indicator from E1 to E14 or V1 to V12",
                known.join(", ")
            ),
        }
    })?;
    Ok((one.name, vec![one]))
}

/// By what figures are told apart, as it is asked for; without a word by nothing.
const APART: [(&str, By); 8] = [
    ("country", By::Country),
    ("province", By::Province),
    ("district", By::District),
    ("commune", By::Commune),
    ("village", By::Village),
    ("project", By::Project),
    ("team", By::Team),
    ("month", By::Month),
];

fn by_named(word: &str) -> Result<By, DeskError> {
    if word.is_empty() {
        return Ok(By::Country);
    }
    let found = APART.iter().find(|(known, _)| *known == word);
    found.map(|(_, by)| *by).ok_or_else(|| DeskError::Misused {
        why: format!(
            "{word:?} tells no figures apart: use country, province, district, commune, village, project, team or month"
        ),
    })
}

/// How it is asked for.
fn word_of(by: By) -> &'static str {
    let found = APART.iter().find(|(_, known)| *known == by);
    found.map_or("country", |(word, _)| word)
}

/// Tells figures apart down to the place at least that a report is narrowed to: of what is wider there is only a part.
fn by_within(by: By, ask: &ReportAsk) -> By {
    let place = ask.place.as_deref().filter(|place| !place.is_empty());
    let Some(depth) = place.map(|place| place.split('/').count()) else {
        return by;
    };
    let own = match by {
        By::Country => 0,
        By::Province => 1,
        By::District => 2,
        By::Commune => 3,
        By::Village => 4,
        By::Project | By::Team | By::Month => return by,
    };
    if own < depth { table::level(depth) } else { by }
}

fn span_of(open: &Open, period: Period, by: By, ask: &ReportAsk) -> Span {
    let told = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    Span {
        from: period.from.to_string(),
        to: period.to.to_string(),
        teams: open.person.teams.clone(),
        project: told(&ask.project),
        within: told(&ask.place),
        by,
    }
}

pub(crate) fn team_names(open: &Open) -> Vec<String> {
    let roster = lock(&open.roster);
    let name = |code: &str| {
        let known = roster.teams.iter().find(|team| team.id == code);
        known.map_or_else(|| code.to_owned(), |team| team.name.clone())
    };
    open.person
        .teams
        .iter()
        .map(|team| name(team.as_str()))
        .collect()
}

/// How many records of a period count, and how many wait.
fn records_of(
    reader: &Reader<'_>,
    indicator: &Indicator,
    span: &Span,
) -> Result<(u32, u32), DeskError> {
    let Provisional { approved, waiting } = reader.provisional(indicator.table, span)?;
    Ok((small(approved), small(waiting)))
}

/// The blocks that are counted when months of the period were closed, and when none was.
fn blocks(has_closed: bool) -> (Block, Option<Block>) {
    match has_closed {
        true => (Block::Closed, Some(Block::Now)),
        false => (Block::Now, None),
    }
}

#[cfg(test)]
mod brute_tests;
