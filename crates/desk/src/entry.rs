//! Records made in one go, without a screen: by scripts, and for the samples of a trial.

use std::path::Path;

use forms::Answers;
use serde::Serialize;

use crate::{Desk, DeskError};

/// What became of answers that were given in one go.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// The record that was submitted.
    pub record: Option<String>,
    /// The draft that was kept.
    pub draft: Option<String>,
}

/// What is given for a record in one go.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// A JSON object as `record export` writes it.
    pub answers: Option<&'a [u8]>,
    /// Answers that come after it, as path and value.
    pub set: &'a [(String, String)],
    /// Photos and scans, as the path of the question and of the file.
    pub files: &'a [(String, String)],
    /// Why warnings are right as they are, as a rule's number and the words.
    pub reasons: &'a [(String, String)],
    /// Keep it as a draft.
    pub as_draft: bool,
}

impl Desk {
    /// Makes a record of a form from answers and submits it, or keeps it as a draft.
    ///
    /// `answers` is a JSON object as `record export` writes it; `set` comes after it, as path and value.
    ///
    /// # Errors
    /// [`DeskError::NotValid`] with everything that stands in the way; nothing is kept then.
    pub fn record_new(
        &self,
        form: &str,
        answers: Option<&[u8]>,
        set: &[(String, String)],
        as_draft: bool,
    ) -> Result<Made, DeskError> {
        let given = Given {
            answers,
            set,
            as_draft,
            ..Given::default()
        };
        self.record_make(form, &given)
    }

    /// As [`Desk::record_new`], with whatever else is given in one go.
    ///
    /// # Errors
    /// As [`Desk::record_new`] and [`Desk::draft_attach`]; nothing is kept then.
    pub fn record_make(&self, form: &str, given: &Given<'_>) -> Result<Made, DeskError> {
        let answers = given.answers.map(read_answers).transpose()?;
        let draft = self.draft_new(form, None)?.draft;
        let filled = self.fill_draft(&draft, answers, given.set).and_then(|()| {
            given.files.iter().try_for_each(|(path, file)| {
                self.draft_attach_file(&draft, path, Path::new(file))
                    .map(|_| ())
            })?;
            self.explain(&draft, given.reasons)
        });
        self.finish_or_drop(&draft, filled, given.as_draft)
    }

    /// Corrects a record and submits it again; over a conflict, this settles it.
    ///
    /// # Errors
    /// As [`Desk::record_new`]; a draft of a screen on the same record is left alone and refused.
    pub fn record_correct(
        &self,
        record: &str,
        set: &[(String, String)],
    ) -> Result<Made, DeskError> {
        self.record_correct_because(record, set, &[])
    }

    /// As [`Desk::record_correct`], with reasons for warnings: a rule's number and the words.
    ///
    /// # Errors
    /// As [`Desk::record_correct`].
    pub fn record_correct_because(
        &self,
        record: &str,
        set: &[(String, String)],
        reasons: &[(String, String)],
    ) -> Result<Made, DeskError> {
        let draft = self.record_edit(record)?.draft;
        let filled = self
            .fill_draft(&draft, None, set)
            .and_then(|()| self.explain(&draft, reasons));
        self.finish_or_drop(&draft, filled, false)
    }

    fn fill_draft(
        &self,
        draft: &str,
        given: Option<Answers>,
        set: &[(String, String)],
    ) -> Result<(), DeskError> {
        self.replace_answers(draft, |filling, moment| {
            if let Some(given) = given {
                let mut all = filling.answers();
                for (path, value) in given.flat() {
                    all.put(&path, &value);
                }
                *filling = filling.with_answers(&all, moment);
            }
            set.iter()
                .try_for_each(|(path, value)| filling.set(path, value, moment))
        })
    }

    fn finish_or_drop(
        &self,
        draft: &str,
        filled: Result<(), DeskError>,
        keep: bool,
    ) -> Result<Made, DeskError> {
        if let Err(error) = filled {
            self.draft_discard(draft)?;
            return Err(error);
        }
        if keep {
            return Ok(Made {
                record: None,
                draft: Some(draft.to_owned()),
            });
        }
        let finished = self.draft_finish(draft)?;
        match finished.record {
            Some(record) => Ok(Made {
                record: Some(record),
                draft: None,
            }),
            None => {
                self.draft_discard(draft)?;
                Err(DeskError::NotValid {
                    problems: finished.problems,
                })
            }
        }
    }
}

fn read_answers(bytes: &[u8]) -> Result<Answers, DeskError> {
    Answers::from_bytes(bytes).map_err(|error| DeskError::BadAnswers {
        why: error.to_string(),
    })
}
