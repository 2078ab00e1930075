//! Giving records out as one table of a form: comma-separated values, or a workbook.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;

use forms::{Answers, Form, Kind};
use store::Query;

use crate::export::{Exported, each_cleared};
use crate::import::source::{FORM, RECORD};
use crate::listing::quoted;
use crate::open::Open;
use crate::reports::{BOOK_ROWS_MAX, Cell, FileFormat, Line, Lines};
use crate::state::RecordState;
use crate::{Desk, DeskError};

/// What stands before the answers.
const ASIDE: [&str; 5] = [RECORD, FORM, "sala:team", "sala:version", "sala:review"];

/// What an answer is in a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    Number,
    Date,
    Text,
}

/// The columns of a table: the answers by their paths, and what each is.
struct Columns {
    paths: Vec<(String, Typed)>,
    format: FileFormat,
}

impl Desk {
    /// Writes the records of a form as a table in CSV, by record id, under the rules of [`Desk::export`].
    ///
    /// A column is one question, named by its path; the rows of a repeat are numbered, as in `materials[1]/quantity`.
    /// What is not answered is an empty cell. No cell can be taken for a formula: one that could begins with an
    /// apostrophe, which an import takes off again.
    ///
    /// # Errors
    /// As [`Desk::export`], and when there is no such form.
    pub fn export_table(&self, form: &str, out: &mut dyn Write) -> Result<Exported, DeskError> {
        self.export_as(form, FileFormat::Csv, out)
    }

    /// The same table as a workbook: one sheet whose heading stays in sight, numbers as numbers, dates as dates
    /// and everything else as text, of which none is a formula.
    ///
    /// # Errors
    /// As [`Desk::export_table`], and for more records than a workbook takes.
    pub fn export_book(&self, form: &str, out: &mut dyn Write) -> Result<Exported, DeskError> {
        self.export_as(form, FileFormat::Xlsx, out)
    }

    fn export_as(
        &self,
        form: &str,
        format: FileFormat,
        out: &mut dyn Write,
    ) -> Result<Exported, DeskError> {
        self.with_open(|open| {
            let asked = open
                .store
                .read_as(|reader| open.book.newest(reader, form))?;
            if format == FileFormat::Xlsx {
                fits_a_book(open, form)?;
            }
            let mut found = BTreeSet::new();
            let cleared = self.clear(open, Some(form), &mut |state| {
                let answers = numbered(&state.answers).into_iter();
                found.extend(answers.map(|(path, _)| (place(&asked, &path), path)));
            })?;
            self.note_export(open, Some(form), format.as_str(), &cleared)?;
            let paths = found.into_iter().map(|(_, path)| path);
            let columns = Columns {
                paths: paths
                    .map(|path| {
                        let typed = typed(&asked, &path);
                        (path, typed)
                    })
                    .collect(),
                format,
            };
            let mut lines = Lines::begin(form, format, out)?;
            lines.add(Line::Heading, &columns.heading())?;
            let records = each_cleared(open, Some(form), &cleared, &mut |state| {
                lines.add(Line::Row, &columns.cells(state))
            })?;
            lines.end()?;
            Ok(Exported {
                records,
                files_missing: 0,
                held_back: cleared.held_back,
            })
        })
    }
}

/// Says that a workbook would take too much memory.
fn fits_a_book(open: &Open, form: &str) -> Result<(), DeskError> {
    let of_form = Query {
        teams: open.person.teams.clone(),
        form: Some(form.to_owned()),
        ..Query::default()
    };
    let records = open.store.read(|reader| reader.page_total(&of_form))?;
    if records > BOOK_ROWS_MAX {
        return Err(DeskError::Misused {
            why: format!(
                "{records} records are more than the {BOOK_ROWS_MAX} of a workbook: take csv"
            ),
        });
    }
    Ok(())
}

impl Columns {
    fn heading(&self) -> Vec<Cell> {
        let paths = self.paths.iter().map(|(path, _)| path.as_str());
        let names = ASIDE.into_iter().chain(paths);
        names.map(|name| Cell::Text(name.to_owned())).collect()
    }

    fn cells(&self, state: &RecordState) -> Vec<Cell> {
        let fold = &state.fold;
        let aside = [
            fold.record.to_string(),
            fold.form.clone(),
            fold.team.to_string(),
            fold.form_version.clone(),
            state.status.state.to_string(),
        ];
        let mut answers: HashMap<String, String> = numbered(&state.answers).into_iter().collect();
        let answered = self.paths.iter().map(|(path, typed)| {
            let answer = answers.remove(path).unwrap_or_default();
            self.cell(answer, *typed)
        });
        let aside = aside.into_iter().map(|text| self.cell(text, Typed::Text));
        aside.chain(answered).collect()
    }

    /// An answer as a cell. A table in CSV has it sign by sign.
    fn cell(&self, text: String, typed: Typed) -> Cell {
        if text.is_empty() {
            return Cell::Empty;
        }
        if self.format == FileFormat::Csv {
            return Cell::Text(quoted(text));
        }
        let number = || text.parse::<f64>().ok().filter(|number| number.is_finite());
        match typed {
            Typed::Number => number().map_or_else(|| Cell::Text(text.clone()), Cell::Number),
            Typed::Date => Cell::told(&text),
            Typed::Text => Cell::Text(text),
        }
    }
}

/// What a question asks for.
fn typed(form: &Form, path: &str) -> Typed {
    let question = form.question(&forms::question_path(path));
    match question.map(|it| it.kind) {
        Some(Kind::Integer | Kind::Decimal) => Typed::Number,
        Some(Kind::Date) => Typed::Date,
        _ => Typed::Text,
    }
}

/// All answers, the rows of repeats by their number. Numbers of one repeat have as many digits, so that they stay in
/// order where names are sorted.
fn numbered(answers: &Answers) -> Vec<(String, String)> {
    let all = answers.flat().into_iter();
    all.map(|(path, value)| (numbered_path(answers, &path), value))
        .collect()
}

fn numbered_path(answers: &Answers, path: &str) -> String {
    let (mut real, mut shown) = (String::new(), String::new());
    for step in path.split('/') {
        let slash = if real.is_empty() { "" } else { "/" };
        let Some((name, id)) = step.split_once('[') else {
            real.push_str(&format!("{slash}{step}"));
            shown.push_str(&format!("{slash}{step}"));
            continue;
        };
        let instances = answers.instances(&format!("{real}{slash}{name}"));
        let id = id.trim_end_matches(']');
        let at = instances.iter().position(|known| *known == id).unwrap_or(0) + 1;
        let digits = instances.len().to_string().len();
        real.push_str(&format!("{slash}{step}"));
        shown.push_str(&format!("{slash}{name}[{at:0digits$}]"));
    }
    shown
}

/// Where the question of a path stands in the form; what the form does not have comes last.
fn place(form: &Form, path: &str) -> usize {
    let path = forms::question_path(path);
    let found = form.questions().position(|question| question.path == path);
    found.unwrap_or(usize::MAX)
}
