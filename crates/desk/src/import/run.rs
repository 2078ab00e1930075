//! Importing a table: rows are judged on other cores while earlier ones are written, in slices that are each whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::NaiveDate;
use forms::{Answers, Filling, Form};
use records::{Kind, RecordId};

use super::mapping::{Mapping, RecordMap};
use super::report::{ImportOptions, ImportReport, Rejection};
use super::source::{FORM, RECORD, Source, SourceRow};
use super::{ImportError, looks_legacy};
use crate::abreast::in_step;
use crate::drafts::sign_unsigned;
use crate::misplaced::Gazetteer;
use crate::open::{Open, Statement};
use crate::project::weigh;
use crate::rules::unexplained;
use crate::syncing::tidy;
use crate::{Desk, DeskError};

/// Records that are written in one transaction.
const SLICE: usize = 500;

/// Rows between two looks at whether to go on.
const TOLD_EVERY: usize = 100;

/// One form of a mapping, and the table that it is imported from.
struct Work<'a> {
    part: &'a RecordMap,
    form: &'a Arc<Form>,
    mapping: Option<&'a Mapping>,
    source: &'a Source,
}

/// A row with the record that it speaks of.
struct Asked<'a> {
    row: &'a SourceRow,
    turn: u32,
    record: RecordId,
}

struct Planned {
    record: RecordId,
    answers: Answers,
    /// What warns in it, as lists count it: nobody is there to be asked for a reason.
    problems: (u32, u32),
}

/// How far the walk over the rows of one form has come.
struct Walk<'r> {
    /// How often each key was met.
    occurrence: BTreeMap<String, u32>,
    /// The first row that speaks of each record that several rows may speak of, and what it says.
    seen: BTreeMap<RecordId, (u32, Answers)>,
    /// What is to be written next.
    slice: Vec<Planned>,
    report: &'r mut ImportReport,
    told: &'r mut dyn FnMut(u32, u32),
}

impl Walk<'_> {
    fn asked<'a>(
        &mut self,
        part: &RecordMap,
        form: &Form,
        rows: &[&'a SourceRow],
    ) -> Vec<Asked<'a>> {
        let asked = rows.iter().map(|&row| {
            let turn = turn(part, row, &mut self.occurrence);
            let record = record_of(part, form, row, turn);
            Asked { row, turn, record }
        });
        asked.collect()
    }

    /// Puts a row where it belongs: to what is written, to what is rejected, or to the row that said the same before.
    fn take(&mut self, part: &RecordMap, asked: &Asked<'_>, judged: Judged) {
        let Asked { row, record, .. } = *asked;
        let (answers, problems) = match judged {
            Ok(fits) => fits,
            Err(reasons) => return self.report.rejected.extend(reasons),
        };
        match self.seen.get(&record) {
            Some((_, first)) if *first == answers => {
                *self.report.joined.entry(part.form.clone()).or_default() += 1;
            }
            Some((first, told)) => self
                .report
                .rejected
                .push(contradiction(part, row, *first, told, &answers)),
            None => {
                if !part.same.is_empty() {
                    self.seen.insert(record, (row.number, answers.clone()));
                }
                self.slice.push(Planned {
                    record,
                    answers,
                    problems,
                });
            }
        }
    }
}

/// The answers of a row with the number of their problems, or why it is rejected.
type Judged = Result<(Answers, (u32, u32)), Vec<Rejection>>;

fn rejection(part: &RecordMap, row: &SourceRow, column: &str, why: &str) -> Rejection {
    Rejection {
        row: row.number,
        form: part.form.clone(),
        column: column.to_owned(),
        why: why.to_owned(),
    }
}

impl Desk {
    /// Imports a table. A row that does not fit is rejected with its reasons and the others go on;
    /// importing the same file again adds nothing, here or on another laptop of the team.
    ///
    /// # Errors
    /// When the file or the mapping cannot be used at all; nothing is written then.
    pub fn import(
        &self,
        file: &[u8],
        mapping: Option<&str>,
        options: &ImportOptions,
    ) -> Result<ImportReport, DeskError> {
        self.import_told(file, mapping, options, &mut |_, _| {})
    }

    /// As [`Desk::import`]; `told` hears how far it is, as rows begun and rows in all, each form of the
    /// mapping counting the rows anew. [`Desk::stop_import`] ends it after the slice in hand.
    ///
    /// # Errors
    /// As [`Desk::import`].
    pub fn import_told(
        &self,
        file: &[u8],
        mapping: Option<&str>,
        options: &ImportOptions,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<ImportReport, DeskError> {
        self.0.stop_import.store(false, Ordering::Relaxed);
        let source = Source::read(file)?;
        let mapping = mapping.map(Mapping::read).transpose()?;
        self.with_open(|open| {
            open.may_record()?;
            let parts = parts(mapping.as_ref(), &source, options)?;
            let mut report = ImportReport {
                rows: u32::try_from(source.rows.len()).unwrap_or(u32::MAX),
                dry_run: options.dry_run,
                ..ImportReport::default()
            };
            for part in &parts {
                let form = open
                    .store
                    .read_as(|reader| open.book.newest(reader, &part.form))?;
                check_mapping(part, &form, &source)?;
                refuse_legacy(part, &source)?;
                let work = Work {
                    part,
                    form: &form,
                    mapping: mapping.as_ref(),
                    source: &source,
                };
                self.import_part(open, &work, &mut report, told)?;
                if report.stopped {
                    break;
                }
            }
            tidy(open);
            Ok(report)
        })
    }

    /// Asks a running import to stop; what it wrote stays, and importing again goes on from there.
    pub fn stop_import(&self) {
        self.0.stop_import.store(true, Ordering::Relaxed);
    }

    fn import_part(
        &self,
        open: &Open,
        work: &Work<'_>,
        report: &mut ImportReport,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<(), DeskError> {
        let Work {
            part, form, source, ..
        } = *work;
        let own = |row: &&SourceRow| row.text(FORM).is_none_or(|of| of == part.form);
        let rows: Vec<&SourceRow> = source.rows.iter().filter(own).collect();
        let mut walk = Walk {
            occurrence: BTreeMap::new(),
            seen: BTreeMap::new(),
            slice: Vec::new(),
            report,
            told,
        };
        in_step(
            &mut walk,
            rows.chunks(TOLD_EVERY).enumerate(),
            |walk, (turns, some)| {
                if walk.report.stopped {
                    return Ok(Vec::new());
                }
                let begun = u32::try_from(turns * TOLD_EVERY).unwrap_or(u32::MAX);
                (walk.told)(begun, walk.report.rows);
                walk.report.stopped = self.0.stop_import.load(Ordering::Relaxed);
                match walk.report.stopped {
                    true => Ok(Vec::new()),
                    false => Ok(walk.asked(part, form, some)),
                }
            },
            |asked| {
                let judged = asked
                    .into_iter()
                    .map(|asked| Ok::<_, DeskError>((self.judged(open, work, &asked)?, asked)));
                judged.collect::<Result<Vec<_>, DeskError>>()
            },
            |walk, judged| {
                for (judged, asked) in judged? {
                    walk.take(part, &asked, judged);
                    if walk.slice.len() == SLICE {
                        self.write_slice(open, form, walk)?;
                    }
                }
                Ok::<_, DeskError>(())
            },
        )?;
        self.write_slice(open, form, &mut walk)
    }

    fn plan(
        &self,
        open: &Open,
        part: &RecordMap,
        form: &Arc<Form>,
        row: &SourceRow,
        link: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Filling, Vec<Rejection>> {
        let reject = |column: &str, why: &str| rejection(part, row, column, why);
        let mut answers = row.answers().cloned().unwrap_or_default();
        let mut reasons = Vec::new();
        for (path, field) in &part.answers {
            match field.answer(path, row, link) {
                Ok(Some(value)) => answers.put(path, &value),
                Ok(None) => {}
                Err(misfit) => reasons.push(reject(&misfit.column, &misfit.why)),
            }
        }
        for (path, repeat) in &part.repeats {
            for (index, (name, value)) in row.entries(&repeat.entries).into_iter().enumerate() {
                let code = if repeat.codes.is_empty() {
                    Some(&name)
                } else {
                    repeat.codes.get(&name)
                };
                let Some(code) = code else {
                    reasons.push(reject(
                        &repeat.entries,
                        &format!("“{name}” has no code in the mapping"),
                    ));
                    continue;
                };
                let at = format!("{path}[{}]", index + 1);
                answers.put(&format!("{at}/{}", repeat.name), code);
                answers.put(&format!("{at}/{}", repeat.value), &value);
            }
        }
        if !reasons.is_empty() {
            return Err(reasons);
        }
        sign_unsigned(form, &mut answers);
        Ok(Filling::resume(form.clone(), &answers, &self.moment(open)))
    }

    /// What becomes of a row: its answers and how many problems they have, or what stops it.
    fn judged(&self, open: &Open, work: &Work<'_>, asked: &Asked<'_>) -> Result<Judged, DeskError> {
        let (part, row) = (work.part, asked.row);
        let link = |other: &str| {
            let other = work.mapping?.of(other)?;
            let turn = if other.same.is_empty() { asked.turn } else { 0 };
            let form = open
                .store
                .read_as(|reader| open.book.newest(reader, &other.form))
                .ok()?;
            Some(record_of(other, &form, row, turn).to_string())
        };
        let filling = match self.plan(open, part, work.form, row, &link) {
            Ok(filling) => filling,
            Err(reasons) => return Ok(Err(reasons)),
        };
        let problems = open.store.read_as(|reader| {
            let gazetteer = Gazetteer::of(open, reader, filling.form(), open.home_team()?)?;
            self.problems(open, &gazetteer, &filling, &unexplained)
        })?;
        let errors = problems.iter().filter(|p| p.severity == "error");
        let reasons: Vec<Rejection> = errors
            .map(|p| rejection(part, row, &p.path, &format!("{}: {}", p.label, p.text)))
            .collect();
        if reasons.is_empty() {
            Ok(Ok((filling.submission(), weigh(&problems))))
        } else {
            Ok(Err(reasons))
        }
    }

    fn write_slice(
        &self,
        open: &Open,
        form: &Arc<Form>,
        walk: &mut Walk<'_>,
    ) -> Result<(), DeskError> {
        let id = form.id().to_owned();
        let planned = std::mem::take(&mut walk.slice);
        let report = &mut *walk.report;
        let team = open.home_team()?;
        let dry = report.dry_run;
        let (made, known) = open.store.write_as(|writer| {
            let (mut made, mut known) = (0, 0);
            let mut new = Vec::new();
            for planned in planned {
                if !writer.teams_of(planned.record)?.is_empty() {
                    known += 1;
                    continue;
                }
                made += 1;
                if dry {
                    continue;
                }
                let now = self.now();
                let statement = Statement {
                    record: planned.record,
                    team,
                    kind: Kind::Save,
                    parents: Vec::new(),
                    after: 0,
                    form: form.id(),
                    form_version: form.version(),
                    body: planned.answers.to_bytes(),
                };
                let saved = open.state(writer, statement, now)?;
                let submitted = self.submit_saved(open, writer, &saved, now)?;
                new.push((vec![saved, submitted], planned.problems));
            }
            Self::project_new(open, writer, form, &new)?;
            Ok::<_, DeskError>((made, known))
        })?;
        *report.made.entry(id.clone()).or_default() += made;
        *report.known.entry(id).or_default() += known;
        Ok(())
    }
}

/// A row that speaks of a record which an earlier row made, and says something else of it.
fn contradiction(
    part: &RecordMap,
    row: &SourceRow,
    first: u32,
    told: &Answers,
    tells: &Answers,
) -> Rejection {
    let paths: Vec<String> = forms::diff(told, tells)
        .into_iter()
        .map(|change| change.path)
        .collect();
    Rejection {
        row: row.number,
        form: part.form.clone(),
        column: paths.join(", "),
        why: format!("row {first} speaks of the same record and says something else here"),
    }
}

fn parts(
    mapping: Option<&Mapping>,
    source: &Source,
    options: &ImportOptions,
) -> Result<Vec<RecordMap>, ImportError> {
    match (mapping, &options.form) {
        (Some(mapping), None) => Ok(mapping.record.clone()),
        (Some(mapping), Some(form)) => mapping
            .of(form)
            .cloned()
            .map(|part| vec![part])
            .ok_or(ImportError::NoPart { form: form.clone() }),
        (None, Some(form)) => Ok(vec![RecordMap::straight(form, &source.columns)]),
        (None, None) if source.rows.iter().any(|row| row.text(FORM).is_some()) => {
            // An export says itself of which forms it is.
            let named: BTreeSet<String> = source
                .rows
                .iter()
                .filter_map(|row| row.text(FORM))
                .collect();
            let whole = |form: &String| RecordMap::straight(form, &source.columns);
            Ok(named.iter().map(whole).collect())
        }
        (None, None) => Err(ImportError::Mapping {
            why: "name a form, or give a mapping".into(),
        }),
    }
}

/// Names that lead nowhere are found before the first row is written.
fn check_mapping(part: &RecordMap, form: &Form, source: &Source) -> Result<(), ImportError> {
    let unknown = |what: &'static str, name: &str| ImportError::Unknown {
        form: part.form.clone(),
        what,
        name: name.to_owned(),
    };
    for (path, field) in &part.answers {
        if form.question(&forms::question_path(path)).is_none() {
            return Err(unknown("the question", path));
        }
        let columns = field.from.iter().chain(&field.join);
        if let Some(missing) = columns.into_iter().find(|c| !has_column(source, c)) {
            return Err(unknown("the column", missing));
        }
    }
    match part.same.iter().find(|c| !has_column(source, c)) {
        Some(missing) => Err(unknown("the column", missing)),
        None => Ok(()),
    }
}

fn has_column(source: &Source, column: &str) -> bool {
    source.columns.is_empty() || source.columns.iter().any(|c| c == column)
}

/// A column in which many texts look typed in a legacy Khmer font is refused whole: letter by letter
/// nobody could say which of its words are names in Latin script.
fn refuse_legacy(part: &RecordMap, source: &Source) -> Result<(), ImportError> {
    let columns: BTreeSet<&String> = part
        .answers
        .values()
        .filter(|field| field.codes.is_empty())
        .flat_map(|field| field.from.iter().chain(&field.join))
        .collect();
    for column in columns {
        let texts: Vec<(u32, String)> = source
            .rows
            .iter()
            .filter_map(|row| Some((row.number, row.text(column)?)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let mut odd = texts.iter().filter(|(_, text)| looks_legacy(text));
        if let Some((line, _)) = odd.next()
            && (odd.count() + 1) * 5 >= texts.len()
        {
            return Err(ImportError::LegacyFont {
                column: column.clone(),
                line: *line,
            });
        }
    }
    Ok(())
}

/// How many equal rows came before: two people hurt in one accident can be two equal rows.
fn turn(part: &RecordMap, row: &SourceRow, occurrence: &mut BTreeMap<String, u32>) -> u32 {
    if !part.same.is_empty() {
        return 0;
    }
    let count = occurrence.entry(row.whole()).or_default();
    *count += 1;
    *count - 1
}

/// The id of the record that a row speaks of, the same on every laptop.
fn record_of(part: &RecordMap, form: &Form, row: &SourceRow, turn: u32) -> RecordId {
    if let Some(exported) = row.text(RECORD).and_then(|id| id.parse().ok()) {
        return exported;
    }
    let mut hash = blake3::Hasher::new_derive_key("sala 2026-11 imported record");
    for piece in [part.form.as_str(), &part.key(row), &turn.to_string()] {
        hash.update(&(piece.len() as u64).to_le_bytes());
        hash.update(piece.as_bytes());
    }
    RecordId::imported(activity_ms(part, form, row), hash.finalize().as_bytes())
}

fn activity_ms(part: &RecordMap, form: &Form, row: &SourceRow) -> u64 {
    let date = form
        .questions()
        .find(|q| q.index == Some(forms::Index::Date));
    let field = date.and_then(|q| part.answers.get(&q.path));
    let day = field.and_then(|f| f.answer("", row, &|_| None).ok().flatten());
    let day = day.and_then(|day| NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok());
    let ms = day.map_or(0, |day| {
        day.and_time(chrono::NaiveTime::MIN)
            .and_utc()
            .timestamp_millis()
    });
    u64::try_from(ms).unwrap_or_default()
}
