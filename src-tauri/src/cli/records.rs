//! Records and review on the command line.

use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use desk::import::{ImportOptions, Rejection};
use desk::view::{NewComment, QueueAsk, RecordQuery, RecordView};
use desk::{DeskError, Exported, FileFormat, Given, write_out};

use super::args::{Import, New, Record, Reveal};
use super::review::{Decide, QueueWords, Review};
use super::{Done, Run, misused, read, words};
use crate::paper;

/// What the records of a form are written as.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum TableWord {
    /// Every answer, comma-separated.
    Csv,
    /// Every answer, in a workbook.
    Xlsx,
    /// A point for each record that says where it was.
    Geojson,
    /// The same points for map programs: a `GeoPackage`.
    Gpkg,
    /// The list on paper.
    Pdf,
}

impl Run<'_> {
    pub(super) fn record(&self, record: &Record) -> Done {
        match record {
            Record::New(new) => self.new_record(new),
            Record::Correct {
                record,
                set,
                reasons,
            } => self.correct(record, set, reasons),
            Record::Import(import) => self.import(import),
            Record::List {
                form,
                state,
                text,
                limit,
            } => {
                let page = self.desk.records(&RecordQuery {
                    form: form.clone(),
                    review: state.clone(),
                    text: text.clone().unwrap_or_default(),
                    limit: *limit,
                    ..RecordQuery::default()
                })?;
                self.say.answer(&page, words::page);
                Ok(())
            }
            Record::Timeline { record } => {
                let timeline = self.desk.timeline(record)?;
                self.say.answer(&timeline, words::timeline);
                Ok(())
            }
            Record::Show { record } => self.show(&self.desk.record(record)?),
            Record::Export {
                form,
                csv,
                format,
                out,
                files,
            } => {
                let table = format.or(csv.then_some(TableWord::Csv));
                self.export(form.as_deref(), table, out.as_deref(), files.as_deref())
            }
        }
    }

    fn new_record(&self, new: &New) -> Done {
        let answers = new.answers.as_deref().map(read_or_stdin).transpose()?;
        let set = pairs(&new.set)?;
        let (files, reasons) = (pairs(&new.files)?, pairs(&new.reasons)?);
        let given = Given {
            answers: answers.as_deref(),
            set: &set,
            files: &files,
            reasons: &reasons,
            as_draft: new.draft,
        };
        let made = self.desk.record_make(&new.form, &given)?;
        self.say.answer(&made, words::made);
        Ok(())
    }

    fn correct(&self, record: &str, set: &[String], reasons: &[String]) -> Done {
        let (set, reasons) = (pairs(set)?, pairs(reasons)?);
        let made = self.desk.record_correct_because(record, &set, &reasons)?;
        self.say.answer(&made, words::made);
        Ok(())
    }

    fn import(&self, import: &Import) -> Done {
        let table = read(&import.file)?;
        let mapping = match &import.map {
            Some(map) => Some(
                String::from_utf8(read(map)?).map_err(|_| misused("the mapping must be UTF-8"))?,
            ),
            None => None,
        };
        let options = ImportOptions {
            form: import.form.clone(),
            dry_run: import.dry_run,
        };
        let report = self.desk.import(&table, mapping.as_deref(), &options)?;
        if !report.rejected.is_empty() && !import.dry_run {
            let to = import
                .rejected
                .clone()
                .unwrap_or_else(|| beside(&import.file));
            Rejection::write(&report.rejected, &to)?;
            if !self.say.json {
                self.say
                    .line(&format!("The rejected rows are in {}.", to.display()));
            }
        }
        self.say.answer(&report, words::imported);
        Ok(())
    }

    fn export(
        &self,
        form: Option<&str>,
        table: Option<TableWord>,
        out: Option<&Path>,
        files: Option<&Path>,
    ) -> Done {
        const WHAT: &str = "write the export";
        let failed = |source| DeskError::unwritten(WHAT, source);
        let write = |out: &mut dyn io::Write| match (form, table) {
            (Some(form), Some(TableWord::Csv)) => self.desk.export_table(form, out),
            (Some(form), Some(TableWord::Xlsx)) => self.desk.export_book(form, out),
            (Some(form), Some(TableWord::Geojson)) => {
                self.export_list(form, FileFormat::GeoJson, out)
            }
            (Some(form), Some(TableWord::Gpkg)) => {
                self.export_list(form, FileFormat::GeoPackage, out)
            }
            (Some(form), Some(TableWord::Pdf)) => self.export_list(form, FileFormat::Pdf, out),
            _ => self.desk.export_with_files(form, out, files),
        };
        match out {
            None => {
                let mut lock = BufWriter::new(io::stdout().lock());
                let done = write(&mut lock)?;
                lock.flush().map_err(failed)?;
                self.say_held_back(&done);
                Ok(())
            }
            Some(path) => {
                let done = write_out(path, WHAT, write)?;
                self.say.answer(&done.records, |_| words::exported(&done));
                self.say_held_back(&done);
                Ok(())
            }
        }
    }

    /// Writes the records of a form as the list shows them; what has no point in a file of points is said.
    fn export_list(
        &self,
        form: &str,
        format: FileFormat,
        out: &mut dyn io::Write,
    ) -> Result<Exported, DeskError> {
        let records = self.desk.list_of_form(form)?;
        let columns = paper::usual_columns(&self.desk);
        let list = paper::list_file(&self.desk, &records, &columns, format)?;
        out.write_all(&list.bytes)
            .map_err(|error| DeskError::unwritten("write the export", error))?;
        if list.without_point > 0 {
            self.say.aside(&words::without_point(list.without_point));
        }
        let given = records.len() - list.without_point as usize;
        Ok(Exported {
            records: u32::try_from(given).unwrap_or(u32::MAX),
            ..Exported::default()
        })
    }

    /// Standard output is what was asked for: what is not in it is said beside it.
    fn say_held_back(&self, done: &Exported) {
        if done.held_back > 0 {
            self.say.aside(&words::held_back(done));
        }
    }

    pub(super) fn reveal(&self, reveal: &Reveal) -> Done {
        match reveal {
            Reveal::Show { record, path, why } => {
                let shown = self.desk.reveal(record, path.as_deref(), why.as_deref())?;
                self.say.answer(&shown, words::revealed);
            }
            Reveal::List { record } => {
                let rows = self.desk.reveals(record.as_deref())?;
                self.say.answer(&rows, |rows| words::reveals(rows));
            }
        }
        Ok(())
    }

    pub(super) fn review(&self, review: &Review) -> Done {
        let (word, decide) = match review {
            Review::Queue(queue) => return self.queue(queue),
            Review::Months => {
                let months = self.desk.months()?;
                self.say.answer(&months, |months| words::months(months));
                return Ok(());
            }
            Review::LockMonth { team, month } => {
                let done = self.desk.lock_month(team, month)?;
                self.say.answer(&done, words::month_locked);
                return Ok(());
            }
            Review::Duplicates => return self.duplicates(),
            Review::Compare(two) => return self.compare(two),
            Review::Merge(two) => return self.merge(two),
            Review::Distinct(two) => return self.distinct(two),
            Review::Untie(two) => return self.untie(two),
            Review::Submit(decide) => ("submit", decide),
            Review::Return(decide) => ("return", decide),
            Review::Verify(decide) => ("verify", decide),
            Review::Approve(decide) => ("approve", decide),
            Review::Reject(decide) => ("reject", decide),
            Review::Reopen(decide) => ("reopen", decide),
            Review::Lock(decide) => ("lock", decide),
            Review::Withdraw(decide) => ("withdraw", decide),
            Review::Undo(decide) => ("take_back", decide),
        };
        self.decide(word, decide)
    }

    fn queue(&self, wanted: &QueueWords) -> Done {
        let mut ask = QueueAsk {
            team: wanted.team.clone(),
            form: wanted.form.clone(),
            from: wanted.from.clone(),
            to: wanted.to.clone(),
            changed: wanted.changed,
            found: wanted.found.map(Into::into),
            ..QueueAsk::default()
        };
        let mut queue = self.desk.review_queue(&ask)?;
        while wanted.all && queue.slice.is_some() {
            ask.after = queue.slice;
            let more = self.desk.review_queue(&ask)?;
            queue.rows.extend(more.rows);
            queue.slice = more.slice;
        }
        self.say.answer(&queue, words::queue);
        Ok(())
    }

    fn decide(&self, word: &str, decide: &Decide) -> Done {
        let comments: Vec<NewComment> = decide.comments.iter().map(|text| comment(text)).collect();
        let view = self
            .desk
            .review(&decide.record, word, &comments, decide.reason.as_deref())?;
        self.show(&view)
    }

    fn show(&self, view: &RecordView) -> Done {
        self.say.answer(view, words::record);
        Ok(())
    }
}

/// A comment names its question before the first `=`, if what stands there looks like a path, or the rule whose finding
/// it is about, behind `rule:`.
fn comment(text: &str) -> NewComment {
    let is_path = |path: &str| !path.is_empty() && !path.contains(char::is_whitespace);
    let Some((name, words)) = text.split_once('=').filter(|(name, _)| is_path(name)) else {
        return NewComment {
            text: text.to_owned(),
            ..NewComment::default()
        };
    };
    let rule = name.strip_prefix("rule:").map(str::to_owned);
    NewComment {
        path: rule.is_none().then(|| name.to_owned()),
        rule,
        text: words.to_owned(),
    }
}

fn pairs(set: &[String]) -> Result<Vec<(String, String)>, DeskError> {
    set.iter()
        .map(|pair| match pair.split_once('=') {
            Some((path, value)) => Ok((path.to_owned(), value.to_owned())),
            None => Err(misused("an answer is written PATH=VALUE")),
        })
        .collect()
}

fn read_or_stdin(path: &Path) -> Result<Vec<u8>, DeskError> {
    if path != Path::new("-") {
        return read(path);
    }
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|source| DeskError::File {
            what: "read the answers",
            source,
        })?;
    Ok(bytes)
}

fn beside(table: &Path) -> PathBuf {
    table.with_extension("rejected.csv")
}
