//! Giving records out: one line of JSON for each, the same bytes on every laptop that holds the same records.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use forms::Class;
use programme::masking::Showing;
use records::{RecordId, TeamId};
use serde::Serialize;
use serde_json::value::RawValue;
use store::Reader;
use store::reports::Given;

use crate::open::Open;
use crate::state::RecordState;
use crate::veil::{Seen, Veil};
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
    /// Records of the person's teams that were left out whole: they hold answers that this person is not shown.
    pub held_back: u32,
}

/// What this person may give out of the records of their teams.
#[derive(Default)]
pub(crate) struct Cleared {
    records: u32,
    pub(crate) held_back: u32,
    /// Records with answers that are masked; each was written down.
    written_down: BTreeSet<(TeamId, RecordId)>,
}

impl Cleared {
    /// Whether a record goes out; what somebody changed in the meantime may not.
    fn lets_out(&self, showing: Showing, state: &RecordState) -> bool {
        match showing {
            Showing::Open => true,
            Showing::Masked => self
                .written_down
                .contains(&(state.fold.team.clone(), state.fold.record)),
            Showing::Barred => false,
        }
    }
}

impl Desk {
    /// Writes the records of the person's teams, by record id; gives how many.
    ///
    /// The answers stand as they are stored, byte for byte. A record with an answer that is barred from this person is
    /// left out whole, and counted; one with masked answers is written down as exported. Who gives out what is durable
    /// before the first byte is written.
    ///
    /// # Errors
    /// When nobody is signed in, the store cannot be read or `out` cannot be written.
    pub fn export(&self, form: Option<&str>, out: &mut dyn Write) -> Result<Exported, DeskError> {
        self.export_with_files(form, out, None)
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
                .map_err(|source| DeskError::unwritten("make the folder for files", source))?;
        }
        self.with_open(|open| {
            let cleared = self.clear(open, form, &mut |_| ())?;
            let format = if files.is_some() {
                "jsonl and files"
            } else {
                "jsonl"
            };
            self.note_export(open, form, format, &cleared)?;
            let mut files_missing = 0;
            let records = each_cleared(open, form, &cleared, &mut |state| {
                write_line(out, state)?;
                if let Some(folder) = files {
                    files_missing += self.give_files_out(open, &state.answers, folder)?;
                }
                Ok(())
            })?;
            Ok(Exported {
                records,
                files_missing,
                held_back: cleared.held_back,
            })
        })
    }

    /// Looks at everything that an export would write; writes down which of it is masked, and shows what may go out.
    pub(crate) fn clear(
        &self,
        open: &Open,
        form: Option<&str>,
        see: &mut dyn FnMut(&RecordState),
    ) -> Result<Cleared, DeskError> {
        let mut cleared = Cleared::default();
        each_slice(open, form, &mut |slice| {
            let mut masked = Vec::new();
            for (state, showing) in &slice {
                match showing {
                    Showing::Barred => {
                        cleared.held_back += 1;
                        continue;
                    }
                    Showing::Masked => masked.push(Seen::of(state, "", "exported")),
                    Showing::Open => {}
                }
                cleared.records += 1;
                see(state);
            }
            let names = masked.iter().map(|seen| (seen.team.clone(), seen.record));
            cleared.written_down.extend(names);
            if masked.is_empty() {
                return Ok(());
            }
            open.store.write_as(|writer| {
                let mut each = masked.iter();
                each.try_for_each(|seen| self.note_reveal(open, writer, seen, None))
            })
        })?;
        Ok(cleared)
    }

    pub(crate) fn note_export(
        &self,
        open: &Open,
        form: Option<&str>,
        format: &str,
        cleared: &Cleared,
    ) -> Result<(), DeskError> {
        let teams: Vec<&str> = open.person.teams.iter().map(TeamId::as_str).collect();
        let what = form.map_or_else(|| "records".to_owned(), |form| format!("records:{form}"));
        let given = Given {
            filter: format!("teams {}", teams.join(", ")),
            format: format.to_owned(),
            rows: cleared.records.into(),
            ..self.gives_out(open, what)
        };
        Ok(open.store.write(|writer| writer.add_given(&given))?)
    }

    /// Says that this person gives something out now, to somebody of the team.
    pub(crate) fn gives_out(&self, open: &Open, what: String) -> Given {
        let now = self.now();
        Given {
            at_ms: now,
            person: open.person.id,
            what,
            filter: String::new(),
            format: "csv".to_owned(),
            rows: 0,
            cut_off_ms: now,
            recipient: None,
        }
    }
}

/// Goes through the records that may go out; gives how many there were.
pub(crate) fn each_cleared(
    open: &Open,
    form: Option<&str>,
    cleared: &Cleared,
    see: &mut dyn FnMut(&RecordState) -> Result<(), DeskError>,
) -> Result<u32, DeskError> {
    let mut count = 0;
    each_slice(open, form, &mut |slice| {
        let out = slice
            .iter()
            .filter(|(state, showing)| cleared.lets_out(*showing, state));
        for (state, _) in out {
            see(state)?;
            count += 1;
        }
        Ok(())
    })?;
    Ok(count)
}

/// A record, and the least that this person is shown of any of its answers.
type Held = (RecordState, Showing);

/// Goes through the records of the person's teams, some at a time.
fn each_slice(
    open: &Open,
    form: Option<&str>,
    see: &mut dyn FnMut(Vec<Held>) -> Result<(), DeskError>,
) -> Result<(), DeskError> {
    let mut after = None;
    loop {
        let names = open
            .store
            .read(|reader| reader.records_after(after.as_ref(), SLICE))?;
        let Some(last) = names.last() else {
            return Ok(());
        };
        after = Some(last.clone());
        let slice = open.store.read_as(|reader| {
            let mut slice = Vec::new();
            let mine = names
                .iter()
                .filter(|(team, _)| open.person.teams.contains(team));
            for (team, record) in mine {
                let revisions = reader.revisions_of(team, *record)?;
                let folded = open.fold(reader, &revisions);
                let asked = folded.filter(|it| form.is_none_or(|form| form == it.fold.form));
                slice.extend(asked.map(|state| {
                    let showing = least_shown(open, reader, &state);
                    (state, showing)
                }));
            }
            Ok::<_, DeskError>(slice)
        })?;
        see(slice)?;
    }
}

/// The least that this person is shown of a record. Of a form that is not here nobody knows what it asks, so that all
/// of it counts as guarded most.
fn least_shown(open: &Open, reader: &Reader<'_>, state: &RecordState) -> Showing {
    match open.form_of(reader, state) {
        Ok(form) => Veil::over(open, state, &form).least(state),
        Err(_) => open
            .person
            .showing(Class::P3, &state.fold.team, state.made_by),
    }
}

fn write_line(out: &mut dyn Write, state: &RecordState) -> Result<(), DeskError> {
    let failed = |source| DeskError::unwritten("write the export", source);
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
