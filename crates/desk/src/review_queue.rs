//! The queue: what waits for somebody's decision, narrowed as they like it.

use std::cmp::Reverse;

use programme::review::State;
use records::Kind;
use store::{Ends, Query, Reader, RecordRow, Sort, Start};

use crate::clock::days_between;
use crate::open::{Open, lock};
use crate::records_view::small;
use crate::view::{Queue, QueueAsk, QueueFound, QueueRow, StateCount};
use crate::{Desk, DeskError};

/// Rows of the queue that a screen is given at once.
const QUEUE_MAX: u32 = 200;
/// Of these, records of other states on which reviewers decided the contrary.
const CONTESTED_MAX: u32 = 50;

impl Desk {
    /// What waits for a decision by this person's role, most severe and then oldest first: so many, then those that come
    /// after a slice that was given.
    ///
    /// # Errors
    /// When nobody is signed in, the role does not review, or the slice is not kept any more.
    pub fn review_queue(&self, ask: &QueueAsk) -> Result<Queue, DeskError> {
        self.with_open(|open| {
            if !open.person.role.may_check() {
                return Err(DeskError::NotAllowed {
                    what: "review records",
                });
            }
            let start = match ask.after {
                None => Start::default(),
                Some(slice) => lock(&self.0.slices)
                    .behind(slice, Sort::Review)
                    .ok_or(DeskError::NotFound { what: "slice" })?,
            };
            let waits = Query {
                review: words_of(waiting_states(open)),
                unseen_by: ask.changed.then_some(open.person.id),
                sort: Sort::Review,
                limit: ask.limit.unwrap_or(QUEUE_MAX).min(QUEUE_MAX),
                start,
                ..narrowed(open, ask)
            };
            let is_first = ask.after.is_none();
            let (mut queue, ends) = open
                .store
                .read_as(|reader| self.slice_of(open, reader, &waits, is_first))?;
            queue.slice = ends.map(|ends| lock(&self.0.slices).keep(Some(ends)));
            if is_first {
                let counted = open
                    .store
                    .read(|reader| reader.counts_by_review(&narrowed(open, ask)))?;
                let states = counted.into_iter().map(|(state, records)| StateCount {
                    state,
                    records: small(records),
                });
                queue.states = states.collect();
                queue.late = self.late_teams(open)?;
            }
            Ok(queue)
        })
    }

    /// The rows of a slice, and where they stand when more follow.
    fn slice_of(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        waits: &Query,
        is_first: bool,
    ) -> Result<(Queue, Option<Ends>), DeskError> {
        let mut page = reader.page(waits)?;
        let is_full = page.rows.len() as u64 == u64::from(waits.limit);
        let ends = match page.ends.take().filter(|_| is_full) {
            Some(ends) => {
                let next = Query {
                    start: Start::After(ends.1.clone()),
                    limit: 1,
                    ..waits.clone()
                };
                (!reader.rows(&next)?.is_empty()).then_some(ends)
            }
            None => None,
        };
        if is_first && open.person.role.may_settle() && waits.found != Some(false) {
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
        let rows = page.rows.into_iter();
        let rows = rows.map(|row| self.queue_row(open, reader, row));
        let mut rows = rows.collect::<Result<Vec<QueueRow>, DeskError>>()?;
        rows.sort_by_key(|row| (row.own, Reverse(row.severity), Reverse(row.days)));
        let queue = Queue {
            waiting: small(page.total),
            rows,
            slice: None,
            states: Vec::new(),
            late: Vec::new(),
        };
        Ok((queue, ends))
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
        found: ask.found.map(|found| found == QueueFound::Something),
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
