//! Closing months: everything approved of a team's month is locked, and what is corrected later is an adjustment.

use chrono::Months;
use programme::review::{self, Decision, Move, State};
use records::{RecordId, TeamId};
use store::{Query, Sight, Sort, Start};

use crate::clock::local;
use crate::home::team_card;
use crate::open::Open;
use crate::records_view::small;
use crate::view::{MonthLocked, MonthRow};
use crate::{Desk, DeskError};

/// Months that are offered, this one among them.
const MONTHS: u32 = 13;
/// Records that are locked in one step; between two, others may read and write.
const AT_ONCE: u32 = 100;

impl Desk {
    /// How far the last months of this person's teams are, newest first: what is open, approved and locked.
    ///
    /// # Errors
    /// When nobody is signed in or the role does not review.
    pub fn months(&self) -> Result<Vec<MonthRow>, DeskError> {
        self.with_open(|open| {
            if !open.person.role.may_check() {
                return Err(DeskError::NotAllowed {
                    what: "see how far months are",
                });
            }
            let today = local(self.now(), self.offset()).date_naive();
            let first = today.checked_sub_months(Months::new(MONTHS - 1));
            let first = first.unwrap_or(today).format("%Y-%m-01").to_string();
            let counts = open.store.read(|reader| reader.month_counts(&first))?;
            let is_own = |team: &str| open.person.teams.iter().any(|own| own.as_str() == team);
            let mut rows: Vec<MonthRow> = Vec::new();
            for count in counts.into_iter().filter(|count| is_own(&count.team)) {
                let is_here =
                    |row: &&mut MonthRow| row.team.id == count.team && row.month == count.month;
                if rows.iter_mut().find(is_here).is_none() {
                    rows.push(MonthRow {
                        team: team_card(open, &count.team),
                        month: count.month.clone(),
                        open: 0,
                        approved: 0,
                        locked: 0,
                    });
                }
                let Some(row) = rows.iter_mut().find(is_here) else {
                    continue;
                };
                let records = small(count.records);
                match count.review.parse() {
                    Ok(State::Approved) => row.approved += records,
                    Ok(State::Locked) => row.locked += records,
                    Ok(State::Rejected | State::Withdrawn) | Err(_) => {}
                    Ok(State::Draft | State::Submitted | State::Returned | State::Verified) => {
                        row.open += records;
                    }
                }
            }
            Ok(rows)
        })
    }

    /// Locks everything that is approved of a team's month, `YYYY-MM`. What this person may not lock, because they
    /// wrote it, is left for somebody else.
    ///
    /// # Errors
    /// When the role does not lock, the team is not one of this person's, or the file cannot be written; what was
    /// locked before that stays locked.
    pub fn lock_month(&self, team: &str, month: &str) -> Result<MonthLocked, DeskError> {
        self.with_open(|open| {
            if !open.person.role.may_settle() {
                return Err(DeskError::NotAllowed {
                    what: "lock a month",
                });
            }
            let team = TeamId::new(team).map_err(|_| DeskError::NotFound { what: "team" })?;
            open.own_team(&team)?;
            let mut done = MonthLocked { locked: 0, left: 0 };
            loop {
                let of_month = Query {
                    start: Start::At(done.left),
                    ..approved_of(open, &team, month)
                };
                let rows = open.store.read(|reader| reader.rows(&of_month))?;
                if rows.is_empty() {
                    return Ok(done);
                }
                let records: Vec<RecordId> = rows.iter().map(|row| row.record).collect();
                self.lock_all(open, &team, &records, &mut done)?;
            }
        })
    }

    fn lock_all(
        &self,
        open: &Open,
        team: &TeamId,
        records: &[RecordId],
        done: &mut MonthLocked,
    ) -> Result<(), DeskError> {
        let decision = Decision::new(Move::Lock, open.person.role);
        let (person, role) = (open.person.id.0, open.person.role);
        let locked = open.store.write_as(|writer| {
            let mut locked = 0;
            for record in records {
                let revisions = writer.revisions_of(team, *record)?;
                let Some(state) = open.fold(writer, &revisions) else {
                    continue;
                };
                let may = review::check(&state.status, person, role, &decision).is_ok();
                if may && state.status.contested.is_empty() && state.conflicts.is_empty() {
                    self.decide(open, writer, &state, &decision)?;
                    locked += 1;
                }
            }
            Ok::<_, DeskError>(locked)
        })?;
        done.locked += locked;
        done.left += small(records.len() as u64).saturating_sub(locked);
        Ok(())
    }
}

/// What is approved of a month. It is counted and told to nobody, so guarded dates count as well.
fn approved_of(open: &Open, team: &TeamId, month: &str) -> Query {
    Query {
        teams: vec![team.clone()],
        review: vec![State::Approved.as_str().to_owned()],
        from: Some(format!("{month}-01")),
        to: Some(format!("{month}-31")),
        sight: Sight {
            author: None,
            teams: open.person.teams.clone(),
        },
        unmerged: true,
        sort: Sort::Story,
        limit: AT_ONCE,
        ..Query::default()
    }
}
