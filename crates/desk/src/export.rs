//! Giving records out: one line of JSON for each, the same bytes on every laptop that holds the same records.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::value::RawValue;

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
            let mut done = Exported::default();
            let mut after = None;
            loop {
                let names = open
                    .store
                    .read(|reader| reader.records_after(after.as_ref(), SLICE))?;
                let Some(last) = names.last() else {
                    return Ok(done);
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
                            write_line(out, &state)?;
                            done.records += 1;
                            if let Some(folder) = files {
                                done.files_missing +=
                                    self.give_files_out(open, &state.answers, folder)?;
                            }
                        }
                    }
                    Ok::<_, DeskError>(())
                })?;
            }
        })
    }
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
