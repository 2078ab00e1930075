//! The queue: what waits for somebody's decision, narrowed as they like it.

use std::cmp::Reverse;

use programme::review::State;
use records::Kind;
use store::{Query, Reader, RecordRow, Sort};

use crate::clock::days_between;
use crate::open::Open;
use crate::records_view::small;
use crate::view::{Queue, QueueAsk, QueueRow, StateCount};
use crate::{Desk, DeskError};

/// Rows of the queue that a screen is given at once.
const QUEUE_MAX: u32 = 200;
/// Of these, records of other states on which reviewers decided the contrary.
const CONTESTED_MAX: u32 = 50;

impl Desk {
    /// What waits for a decision by this person's role, most severe and then oldest first.
    ///
    /// # Errors
    /// When nobody is signed in or the role does not review.
    pub fn review_queue(&self, ask: &QueueAsk) -> Result<Queue, DeskError> {
        self.with_open(|open| {
            if !open.person.role.may_check() {
                return Err(DeskError::NotAllowed {
                    what: "review records",
                });
            }
            let waits = Query {
                review: words_of(waiting_states(open)),
                unseen_by: ask.changed.then_some(open.person.id),
                sort: Sort::Review,
                limit: ask.limit.unwrap_or(QUEUE_MAX).min(QUEUE_MAX),
                ..narrowed(open, ask)
            };
            let (waiting, states, mut rows) = open.store.read_as(|reader| {
                let mut page = reader.page(&waits)?;
                if open.person.role.may_settle() {
                    // A month that was closed by one and opened by another.
                    let more = reader.page(&Query {
                        review: words_of(&[State::Approved]),
                        conflicts: true,
                        limit: CONTESTED_MAX.min(waits.limit),
                        ..waits.clone()
                    })?;
                    page.total += more.total;
                    page.rows.extend(more.rows);
                }
                let states = reader.counts_by_review(&narrowed(open, ask))?;
                let rows = page.rows.into_iter();
                let rows = rows.map(|row| self.queue_row(open, reader, row));
                let rows = rows.collect::<Result<Vec<QueueRow>, DeskError>>()?;
                Ok::<_, DeskError>((small(page.total), states, rows))
            })?;
            rows.sort_by_key(|row| (row.own, Reverse(row.severity), Reverse(row.days)));
            let states = states.into_iter().map(|(state, records)| StateCount {
                state,
                records: small(records),
            });
            let late = self.late_teams(open)?;
            Ok(Queue {
                waiting,
                rows,
                states: states.collect(),
                late,
            })
        })
    }

    fn queue_row(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        row: RecordRow,
    ) -> Result<QueueRow, DeskError> {
        let held = reader.headers_of(&row.team, row.record)?;
        let saves = || held.iter().filter(|h| h.header.kind == Kind::Save);
        let seen = reader.looked(open.person.id, &row.team, row.record)?;
        let looked = match seen {
            None => "never",
            Some(seen) if seen.statements == held.len() as u64 => "same",
            Some(_) => "changed",
        };
        Ok(QueueRow {
            days: days_between(row.changed_ms, self.now()),
            severity: if row.conflict > 0 { 2 } else { row.severity },
            again: saves().count() > 1,
            own: saves().any(|h| h.header.author == open.person.id),
            looked: looked.to_owned(),
            row: self.row_view(open, reader, row)?,
        })
    }
}

/// What is asked for, of the teams of this person and as far as they may see what it is narrowed by.
fn narrowed(open: &Open, ask: &QueueAsk) -> Query {
    let wanted = |team: &&records::TeamId| ask.team.as_deref().is_none_or(|t| t == team.as_str());
    Query {
        teams: open.person.teams.iter().filter(wanted).cloned().collect(),
        form: ask.form.clone(),
        adm1: ask.adm1.clone(),
        adm2: ask.adm2.clone(),
        adm3: ask.adm3.clone(),
        from: ask.from.clone(),
        to: ask.to.clone(),
        sight: open.person.sight(),
        unmerged: true,
        ..Query::default()
    }
}

fn waiting_states(open: &Open) -> &'static [State] {
    match open.person.role.may_settle() {
        true => &[State::Submitted, State::Verified],
        false => &[State::Submitted],
    }
}

fn words_of(states: &[State]) -> Vec<String> {
    states.iter().map(|s| s.as_str().to_owned()).collect()
}
