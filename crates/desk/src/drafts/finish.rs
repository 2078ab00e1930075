//! Finishing a draft: it becomes a record, in one durable step.

use forms::Answers;
use records::{Kind, RecordId, RevisionId};
use store::Finish;

use super::reasons::submitted;
use super::{Live, draft_id, sign};
use crate::doubles::is_of_others;
use crate::open::{Open, Statement, lock};
use crate::project::weigh;
use crate::review::submission_of;
use crate::rules::stops;
use crate::view::{Finished, ProblemView};
use crate::{Desk, DeskError};

impl Desk {
    /// Makes the record and submits it, in one durable step that also ends the draft; or says what
    /// stands in the way.
    ///
    /// # Errors
    /// When there is no such draft, or it could not be written; the draft stays then.
    pub fn draft_finish(&self, draft: &str) -> Result<Finished, DeskError> {
        let id = draft_id(draft)?;
        self.with_open(|open| {
            self.load(open, id)?;
            let mut all = lock(&open.live);
            let live = all
                .get_mut(&id)
                .ok_or(DeskError::NotFound { what: "draft" })?;
            live.filling.finish(&self.moment(open));
            let mut answers = live.filling.submission();
            sign(live.filling.form(), &mut answers);
            let problems = self.problems_of(open, live)?;
            if problems.iter().any(stops) {
                return Ok(Finished {
                    record: None,
                    problems,
                });
            }
            let record = self.submit(open, live, &answers, &problems)?;
            all.remove(&id);
            Ok(Finished {
                record: Some(record.to_string()),
                problems: Vec::new(),
            })
        })
    }

    fn submit(
        &self,
        open: &Open,
        live: &Live,
        answers: &Answers,
        problems: &[ProblemView],
    ) -> Result<RecordId, DeskError> {
        let now = self.now();
        let Live { draft, filling, .. } = live;
        let record = draft
            .record
            .unwrap_or_else(|| RecordId::v7(now, self.random().bytes()));
        let form = filling.form();
        let body = answers.to_bytes();
        open.store.finish_as(|reader| {
            let mut revisions = match draft.record {
                Some(record) => reader.revisions_of(&draft.team, record)?,
                None => Vec::new(),
            };
            let parents: Vec<RevisionId> = draft.parents.clone();
            let after = revisions
                .iter()
                .filter(|r| parents.contains(&r.id))
                .map(|r| r.header.at)
                .max();
            let statement = Statement {
                record,
                team: &draft.team,
                kind: Kind::Save,
                parents,
                after: after.unwrap_or_default(),
                form: form.id(),
                form_version: form.version(),
                body,
            };
            let (author, n) = (open.person.id, reader.next_n(&draft.team, open.device)?);
            let saved = open.make(author, n, statement, now)?;
            let submission =
                submission_of(open, &saved, submitted(problems), live.replies.submitted())?;
            let submitted = open.make(author, n + 1, submission, now)?;
            let made = [saved, submitted];
            revisions.extend(made.iter().cloned());
            let state = open
                .fold(reader, &revisions)
                .ok_or(DeskError::NotFound { what: "record" })?;
            let own: Vec<ProblemView> = problems
                .iter()
                .filter(|problem| !is_of_others(problem))
                .cloned()
                .collect();
            let line = self.line(open, reader, &state, weigh(&own))?;
            Ok::<_, DeskError>(Finish {
                draft: draft.id,
                revisions: made,
                row: line.row,
                text: line.text,
                entities: line.entities,
                likeness: line.likeness,
            })
        })?;
        Ok(record)
    }
}
