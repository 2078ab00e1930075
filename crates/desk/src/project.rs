//! From a record's state to its line in lists: what lists, search and reports read.

use forms::{Answers, Filling, Form, Index, Kind};
use records::{RecordId, Revision, TeamId};
use store::{Delivery, EntityLine, Reader, RecordRow, Writer};

use crate::open::Open;
use crate::rules::unexplained;
use crate::state::RecordState;
use crate::view::ProblemView;
use crate::{Desk, DeskError, lists, words};

/// A record as the projection has it.
pub(crate) struct Line {
    /// What lists show.
    pub(crate) row: RecordRow,
    /// What a search looks through.
    pub(crate) text: String,
    /// What it says of entities.
    pub(crate) entities: Vec<EntityLine>,
}

impl Line {
    fn write(&self, writer: &mut Writer<'_>) -> Result<(), DeskError> {
        writer.upsert_row(&self.row, &self.text)?;
        Ok(writer.set_entities(&self.row.team, self.row.record, &self.entities)?)
    }
}

/// Facts of a record that the form says lists need.
#[derive(Debug, Default)]
struct Indexed {
    title: Vec<String>,
    subtitle: Vec<String>,
    search: Vec<String>,
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
) -> (RecordRow, String) {
    let indexed = form.map_or_else(Indexed::default, |form| indexed(form, &state.answers));
    let fold = &state.fold;
    let reference = indexed.reference.clone().unwrap_or_else(|| {
        reference(
            country,
            &fold.form,
            fold.team.as_str(),
            indexed.date.as_deref(),
            fold.record,
        )
    });
    let title = if indexed.title.is_empty() {
        reference.clone()
    } else {
        indexed.title.join(" · ")
    };
    let [women, men, girls, boys, total] = indexed.counts;
    let [adm1, adm2, adm3, adm4] = indexed.adm;
    let [lat, lon] = indexed.position;
    let mut words = indexed.search;
    words.push(title.clone());
    words.push(reference.clone());
    let row = RecordRow {
        record: fold.record,
        team: fold.team.clone(),
        form: fold.form.clone(),
        form_version: fold.form_version.clone(),
        reference,
        title,
        subtitle: indexed.subtitle.join(" · "),
        author: state.made_by,
        activity_date: indexed.date,
        adm1,
        adm2,
        adm3,
        adm4,
        review: state.status.state.as_str().to_owned(),
        conflict: u32::try_from(state.conflicts.len()).unwrap_or(u32::MAX),
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
    };
    (row, words.join("\n"))
}

fn indexed(form: &Form, answers: &Answers) -> Indexed {
    let mut found = Indexed::default();
    let language = form.default_language();
    for question in form.questions() {
        let raw = answers.get(&question.path).unwrap_or_default();
        if raw.is_empty() {
            continue;
        }
        if question.kind == Kind::Text {
            found.search.push(raw.to_owned());
        }
        let Some(index) = question.index else {
            continue;
        };
        let number = || raw.parse::<u32>().ok();
        match index {
            Index::Title => found
                .title
                .push(words::value(question, form, raw, language)),
            Index::Subtitle => found
                .subtitle
                .push(words::value(question, form, raw, language)),
            Index::Search => found
                .search
                .push(words::value(question, form, raw, language)),
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
        let revisions = writer.revisions_of(team, record)?;
        let Some(state) = open.fold(writer, &revisions) else {
            return Ok(());
        };
        self.line(open, writer, &state, None)?.write(writer)
    }

    /// What the projection has of a record; `problems` where they are known already.
    pub(crate) fn line(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
        problems: Option<(u32, u32)>,
    ) -> Result<Line, DeskError> {
        let fold = &state.fold;
        // A record of a form that is not on this laptop is listed by its code, until the form comes.
        let form = match open.book.of_record(reader, &fold.form, &fold.form_version) {
            Ok(form) => form,
            Err(DeskError::NotFound { .. }) => {
                let (row, text) = row(state, None, &open.country(), (0, 0));
                let entities = Vec::new();
                return Ok(Line {
                    row,
                    text,
                    entities,
                });
            }
            Err(error) => return Err(error),
        };
        let counted = match problems {
            Some(counted) => counted,
            None => {
                let filling = Filling::resume(form.clone(), &state.answers, &self.moment(open));
                weigh(&self.problems(open, &filling, &unexplained))
            }
        };
        let (row, text) = row(state, Some(&form), &open.country(), counted);
        let entities = lists::said(state, &form, &row.reference);
        Ok(Line {
            row,
            text,
            entities,
        })
    }

    /// Writes the line of a record that was just made, from the revisions that made it; `problems` as [`weigh`] counts.
    pub(crate) fn project_new(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        revisions: &[Revision],
        problems: (u32, u32),
    ) -> Result<(), DeskError> {
        let Some(state) = open.fold(writer, revisions) else {
            return Ok(());
        };
        self.line(open, writer, &state, Some(problems))?
            .write(writer)
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
