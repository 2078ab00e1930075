//! Giving records out: one line of JSON for each, the same bytes on every laptop that holds the same records; or one
//! table of a form.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::Write;
use std::path::Path;

use forms::{Answers, Form};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::import::source::{FORM, RECORD};
use crate::open::Open;
use crate::state::RecordState;
use crate::{Desk, DeskError};

/// Records that are read in one moment of the store.
const SLICE: u32 = 1_000;

#[derive(Serialize)]
struct Line<'a> {
    record: String,
    team: &'a str,
    form: &'a str,
    version: &'a str,
    review: &'a str,
    answers: &'a RawValue,
}

/// What an export gave out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Records.
    pub records: u32,
    /// Files that answers name and that are not on this laptop, or damaged.
    pub files_missing: u32,
}

impl Desk {
    /// Writes the records of the person's teams, by record id; gives how many.
    ///
    /// The answers stand as they are stored, byte for byte.
    ///
    /// # Errors
    /// When nobody is signed in, the store cannot be read or `out` cannot be written.
    pub fn export(&self, form: Option<&str>, out: &mut dyn Write) -> Result<u32, DeskError> {
        Ok(self.export_with_files(form, out, None)?.records)
    }

    /// Like [`Desk::export`]; the files that the answers name go into the folder `files`, in clear and under
    /// the names that the answers give, which say nothing of a person.
    ///
    /// # Errors
    /// As [`Desk::export`]; when the folder cannot be written.
    pub fn export_with_files(
        &self,
        form: Option<&str>,
        out: &mut dyn Write,
        files: Option<&Path>,
    ) -> Result<Exported, DeskError> {
        if let Some(folder) = files {
            fs::create_dir_all(folder)
                .map_err(|source| DeskError::file("make the folder for files", source))?;
        }
        self.with_open(|open| {
            let mut files_missing = 0;
            let records = each(open, form, &mut |state| {
                write_line(out, state)?;
                if let Some(folder) = files {
                    files_missing += self.give_files_out(open, &state.answers, folder)?;
                }
                Ok(())
            })?;
            Ok(Exported {
                records,
                files_missing,
            })
        })
    }

    /// Writes the records of a form as a table in CSV, by record id; gives how many.
    ///
    /// A column is one question, named by its path; the rows of a repeat are numbered, as in `materials[1]/quantity`.
    /// What is not answered is an empty cell.
    ///
    /// # Errors
    /// As [`Desk::export`], and when there is no such form.
    pub fn export_table(&self, form: &str, out: &mut dyn Write) -> Result<u32, DeskError> {
        self.with_open(|open| {
            let asked = open
                .store
                .read_as(|reader| open.book.newest(reader, form))?;
            let mut columns = BTreeSet::new();
            each(open, Some(form), &mut |state| {
                let answers = numbered(&state.answers);
                columns.extend(
                    answers
                        .into_iter()
                        .map(|(path, _)| (place(&asked, &path), path)),
                );
                Ok(())
            })?;
            let paths: Vec<String> = columns.into_iter().map(|(_, path)| path).collect();
            let mut table = csv::Writer::from_writer(out);
            let aside = [RECORD, FORM, "sala:team", "sala:version", "sala:review"];
            let head = aside.into_iter().chain(paths.iter().map(String::as_str));
            write_row(&mut table, head)?;
            let count = each(open, Some(form), &mut |state| {
                write_row(&mut table, cells(state, &paths).iter().map(String::as_str))
            })?;
            let failed = |source| DeskError::file("write the export", source);
            table.flush().map_err(failed)?;
            Ok(count)
        })
    }
}

/// Goes through the records of the person's teams; gives how many there were.
fn each(
    open: &Open,
    form: Option<&str>,
    see: &mut dyn FnMut(&RecordState) -> Result<(), DeskError>,
) -> Result<u32, DeskError> {
    let (mut after, mut count) = (None, 0);
    loop {
        let names = open
            .store
            .read(|reader| reader.records_after(after.as_ref(), SLICE))?;
        let Some(last) = names.last() else {
            return Ok(count);
        };
        after = Some(last.clone());
        open.store.read_as(|reader| {
            for (team, record) in names
                .iter()
                .filter(|(team, _)| open.person.teams.contains(team))
            {
                let revisions = reader.revisions_of(team, *record)?;
                let Some(state) = open.fold(reader, &revisions) else {
                    continue;
                };
                if form.is_none_or(|form| form == state.fold.form) {
                    see(&state)?;
                    count += 1;
                }
            }
            Ok::<_, DeskError>(())
        })?;
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

fn cells(state: &RecordState, paths: &[String]) -> Vec<String> {
    let fold = &state.fold;
    let mut cells = vec![
        fold.record.to_string(),
        fold.form.clone(),
        fold.team.to_string(),
        fold.form_version.clone(),
        state.status.state.to_string(),
    ];
    let answers: HashMap<String, String> = numbered(&state.answers).into_iter().collect();
    cells.extend(
        paths
            .iter()
            .map(|path| answers.get(path).cloned().unwrap_or_default()),
    );
    cells
}

fn write_row<'c>(
    table: &mut csv::Writer<&mut dyn Write>,
    cells: impl Iterator<Item = &'c str>,
) -> Result<(), DeskError> {
    let failed = |source: csv::Error| DeskError::file("write the export", source.into());
    table.write_record(cells).map_err(failed)
}

fn write_line(out: &mut dyn Write, state: &RecordState) -> Result<(), DeskError> {
    let failed = |source| DeskError::file("write the export", source);
    let bytes = String::from_utf8(state.answers.to_bytes()).unwrap_or_default();
    let answers =
        RawValue::from_string(bytes).map_err(|e| DeskError::BadAnswers { why: e.to_string() })?;
    let line = Line {
        record: state.fold.record.to_string(),
        team: state.fold.team.as_str(),
        form: &state.fold.form,
        version: &state.fold.form_version,
        review: state.status.state.as_str(),
        answers: &answers,
    };
    serde_json::to_writer(&mut *out, &line).map_err(|e| failed(e.into()))?;
    out.write_all(b"\n").map_err(failed)
}
