//! Deciding on records: the queue, and moves that are refused here before they are made.

use programme::review::{self, Comment, Decision, Move, State, WarningReason};
use records::{Kind, Revision};
use store::{Query, Sort, Writer};

use crate::clock::days_between;
use crate::drafts::record_id;
use crate::open::{Open, Statement};
use crate::view::{NewComment, Queue, QueueRow, RecordView};
use crate::{Desk, DeskError};

/// Rows of the queue that a screen is given at once.
const QUEUE_MAX: u32 = 500;

impl Desk {
    /// Decides on a record: `submit`, `return`, `verify`, `approve`, `reject`, `reopen`, `lock` or `withdraw`.
    ///
    /// # Errors
    /// When the role, the four-eyes rule or the record's state does not allow it, when a comment or a
    /// reason is missing, or when two people's changes must be joined first. Nothing is written then.
    pub fn review(
        &self,
        record: &str,
        decision: &str,
        comments: &[NewComment],
        reason: Option<&str>,
    ) -> Result<RecordView, DeskError> {
        let id = record_id(record)?;
        let mv: Move = decision.parse().map_err(|_| DeskError::Misused {
            why: format!("there is no move “{decision}”"),
        })?;
        self.with_open(|open| {
            let decision = decision_of(mv, open, comments, reason);
            open.store.write_as(|writer| {
                let revisions = open.revisions(writer, id)?;
                let state = open
                    .fold(writer, &revisions)
                    .ok_or(DeskError::NotFound { what: "record" })?;
                if !state.conflicts.is_empty() && mv != Move::Withdraw {
                    return Err(DeskError::Conflict);
                }
                review::check(&state.status, open.person.id.0, open.person.role, &decision)
                    .map_err(DeskError::Refused)?;
                let statement = Statement {
                    record: id,
                    team: &state.fold.team,
                    kind: Kind::Review,
                    parents: state.fold.next_parents(),
                    after: state.changed_at,
                    form: &state.fold.form,
                    form_version: &state.fold.form_version,
                    body: decision.to_bytes().map_err(DeskError::Decision)?,
                };
                open.state(writer, statement, self.now())?;
                self.project(open, writer, &state.fold.team, id)
            })
        })?;
        self.record(record)
    }

    /// What waits for a decision by this person's role, most severe and then oldest first.
    ///
    /// # Errors
    /// When nobody is signed in or the role does not review.
    pub fn review_queue(&self) -> Result<Queue, DeskError> {
        self.with_open(|open| {
            if !open.person.role.may_check() {
                return Err(DeskError::NotAllowed {
                    what: "review records",
                });
            }
            let now = self.now();
            open.store.read_as(|reader| {
                let page = reader.page(&Query {
                    teams: open.person.teams.clone(),
                    review: waiting_states(open)
                        .iter()
                        .map(|s| s.as_str().to_owned())
                        .collect(),
                    unmerged: true,
                    sort: Sort::Review,
                    limit: QUEUE_MAX,
                    ..Query::default()
                })?;
                let waiting = u32::try_from(page.total).unwrap_or(u32::MAX);
                let mut rows = Vec::new();
                for row in page.rows {
                    let held = reader.headers_of(&row.team, row.record)?;
                    let saves = || held.iter().filter(|h| h.header.kind == Kind::Save);
                    rows.push(QueueRow {
                        days: days_between(row.changed_ms, now),
                        severity: if row.conflict > 0 { 2 } else { row.severity },
                        again: saves().count() > 1,
                        own: saves().any(|h| h.header.author == open.person.id),
                        row: self.row_view(open, reader, row)?,
                    });
                }
                rows.sort_by_key(|row| {
                    (
                        row.own,
                        std::cmp::Reverse(row.severity),
                        std::cmp::Reverse(row.days),
                    )
                });
                Ok(Queue { waiting, rows })
            })
        })
    }

    /// Submits a save that was just made.
    pub(crate) fn submit_saved(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        saved: &Revision,
        now_ms: u64,
    ) -> Result<Revision, DeskError> {
        open.state(writer, submission_of(open, saved, Vec::new())?, now_ms)
    }
}

/// What submits a save that was just made, with the reasons for its warnings.
pub(crate) fn submission_of<'a>(
    open: &Open,
    saved: &'a Revision,
    reasons: Vec<WarningReason>,
) -> Result<Statement<'a>, DeskError> {
    let mut decision = Decision::new(Move::Submit, open.person.role);
    decision.reasons = reasons;
    Ok(Statement {
        record: saved.header.record,
        team: &saved.header.team,
        kind: Kind::Review,
        parents: vec![saved.id],
        after: saved.header.at,
        form: &saved.header.form,
        form_version: &saved.header.form_version,
        body: decision.to_bytes().map_err(DeskError::Decision)?,
    })
}

fn waiting_states(open: &Open) -> Vec<State> {
    if open.person.role.may_settle() {
        vec![State::Submitted, State::Verified]
    } else {
        vec![State::Submitted]
    }
}

fn decision_of(mv: Move, open: &Open, comments: &[NewComment], reason: Option<&str>) -> Decision {
    let mut decision = Decision::new(mv, open.person.role);
    decision.comments = comments
        .iter()
        .map(|c| Comment {
            at: c.path.clone(),
            text: c.text.trim().to_owned(),
        })
        .filter(|c| !c.text.is_empty())
        .collect();
    decision.reason = reason
        .map(str::trim)
        .filter(|r| !r.is_empty())
        .map(str::to_owned);
    decision
}
