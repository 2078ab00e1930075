//! The first screen of a person's day, and the delivery pill.

use chrono::{Datelike, NaiveDate, Timelike};
use store::{Query, Sort};

use crate::clock::{days_between, iso, local};
use crate::formbook::rank;
use crate::open::{Open, lock};
use crate::records_view::small;
use crate::syncing::open_refusals;
use crate::view::{
    Code, DeliveryCounts, Fault, FormCard, Home, Pill, QueueAsk, RecordRow, ReturnedRow, Sums,
    TeamCard, TeamLag,
};
use crate::{Desk, DeskError};

const WEEK_MS: u64 = 7 * 86_400_000;
const LIST_MAX: u32 = 50;
/// Days of silence from which a team is worth a call.
const LATE_DAYS: u32 = 3;

impl Desk {
    /// The first screen of the day.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn home(&self) -> Result<Home, DeskError> {
        self.with_open(|open| {
            let now = self.now();
            let today = self.today();
            let of_today = Query {
                from: Some(today.clone()),
                to: Some(today.clone()),
                sort: Sort::Date,
                teams: open.person.teams.clone(),
                sight: open.person.sight(),
                ..Query::default()
            };
            let todays = self.rows(open, of_today.clone())?;
            let week = self.count(
                open,
                Query {
                    changed_from_ms: Some(now.saturating_sub(WEEK_MS)),
                    ..Query::default()
                },
            )?;
            let queue = if open.person.role.may_check() {
                Some(self.review_queue(&QueueAsk::default())?)
            } else {
                None
            };
            let oldest = queue
                .as_ref()
                .and_then(|q| q.rows.iter().map(|row| row.days).max());
            let compared = self.compared(open)?;
            Ok(Home {
                name: open.person.name.clone(),
                hour: local(now, self.offset()).hour(),
                forms: self.form_cards(open)?,
                returned: self.returned(open)?,
                drafts: self.draft_cards(open)?,
                aside: self.aside_cards(open)?,
                week_count: week,
                sums: sums(open, &of_today)?,
                today_records: self.shown(open, todays)?,
                counts: self.delivery_counts(open)?,
                compared_at: compared.at,
                compared_equal: compared.equal,
                compared_set_apart: compared.set_apart,
                compared_not_taken: compared.not_taken,
                queue_waiting: queue.as_ref().map_or(0, |q| q.waiting),
                queue_oldest_days: oldest.unwrap_or_default(),
                teams: self.team_lags(open)?,
                today,
            })
        })
    }

    /// Where everything is, in one line that is always true.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn pill(&self) -> Result<Pill, DeskError> {
        self.with_open(|open| self.pill_of(open))
    }

    pub(crate) fn pill_of(&self, open: &Open) -> Result<Pill, DeskError> {
        let (counts, last_receipt, needs_person, files) = open.store.read_as(|reader| {
            let conflicts = reader
                .page(&Query {
                    conflicts: true,
                    limit: 1,
                    teams: open.person.teams.clone(),
                    ..Query::default()
                })?
                .total;
            let refused = open_refusals(open, reader)?.len() as u64;
            let files = small(reader.waiting_file_sums()?.files);
            Ok::<_, DeskError>((
                reader.delivery_counts()?,
                reader.last_receipt_ms()?,
                small(conflicts + refused),
                files,
            ))
        })?;
        let unconfirmed = small(counts.laptop + counts.handed);
        let sending = self.sending();
        let met = self.last_fault().and_then(|fault| met_at(&fault));
        let state = match (open.is_trial, &sending, unconfirmed, counts.confirmed) {
            (true, ..) => "trial",
            (_, Some(_), ..) => "sending",
            (_, _, 0, 0) => "empty",
            (_, _, 0, _) if files == 0 => "confirmed",
            _ => match met {
                Some(met) => met,
                None if unconfirmed == 0 => "files",
                None if counts.laptop == 0 => "handed",
                None => "waiting",
            },
        };
        let (done, total) = sending.unwrap_or_default();
        Ok(Pill {
            state: state.to_owned(),
            waiting: unconfirmed,
            files,
            oldest_days: counts
                .oldest_unconfirmed
                .map_or(0, |at| days_between(at, self.now())),
            done,
            total,
            confirmed_at: last_receipt.map(|at| iso(at, self.offset())),
            needs_person,
        })
    }

    fn shown(&self, open: &Open, rows: Vec<store::RecordRow>) -> Result<Vec<RecordRow>, DeskError> {
        open.store.read_as(|reader| {
            rows.into_iter()
                .map(|row| self.row_view(open, reader, row))
                .collect()
        })
    }

    fn rows(&self, open: &Open, query: Query) -> Result<Vec<store::RecordRow>, DeskError> {
        let query = Query {
            teams: open.person.teams.clone(),
            limit: LIST_MAX,
            ..query
        };
        Ok(open.store.read(|reader| reader.page(&query))?.rows)
    }

    fn count(&self, open: &Open, query: Query) -> Result<u32, DeskError> {
        let query = Query {
            teams: open.person.teams.clone(),
            limit: 1,
            ..query
        };
        Ok(small(open.store.read(|reader| reader.page(&query))?.total))
    }

    pub(crate) fn delivery_counts(&self, open: &Open) -> Result<DeliveryCounts, DeskError> {
        let counts = open.store.read(|reader| reader.delivery_counts())?;
        Ok(DeliveryCounts {
            laptop: small(counts.laptop),
            handed: small(counts.handed),
            confirmed: small(counts.confirmed),
        })
    }

    /// The forms that a record can be started from.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn forms(&self) -> Result<Vec<FormCard>, DeskError> {
        self.with_open(|open| self.form_cards(open))
    }

    fn form_cards(&self, open: &Open) -> Result<Vec<FormCard>, DeskError> {
        let language = self.language();
        open.store.read_as(|reader| {
            let mut cards = Vec::new();
            let counts = reader.form_counts()?;
            for active in reader.forms()?.into_iter().filter(|form| form.active) {
                let form = open.book.get(reader, &active.id, &active.version)?;
                let records = counts
                    .iter()
                    .find(|(id, _)| *id == active.id)
                    .map_or(0, |(_, n)| *n);
                cards.push(FormCard {
                    title: form.title(&language).to_owned(),
                    id: active.id,
                    version: active.version,
                    records: small(records),
                });
            }
            cards.sort_by_key(|card| (std::cmp::Reverse(card.records), rank(&card.id)));
            Ok(cards)
        })
    }

    fn returned(&self, open: &Open) -> Result<Vec<ReturnedRow>, DeskError> {
        let rows = self.rows(
            open,
            Query {
                review: vec!["returned".to_owned()],
                ..Query::default()
            },
        )?;
        open.store.read_as(|reader| {
            let mut returned = Vec::new();
            for row in rows {
                let revisions = reader.revisions_of(&row.team, row.record)?;
                let Some(state) = open.fold(reader, &revisions) else {
                    continue;
                };
                let form = open.book.of_record(reader, &row.form, &row.form_version)?;
                let mut comments = self.open_comments(open, &state, &revisions, &form);
                self.name_rules(open, reader, &state, comments.iter_mut())?;
                let count = small(comments.len() as u64);
                let mut comments = comments.into_iter();
                let first = comments.next().map(|c| (c.label, c.text, c.by));
                let (question, comment, by) = first.unwrap_or_default();
                returned.push(ReturnedRow {
                    record: self.row_view(open, reader, row)?,
                    question,
                    comments: count,
                    comment,
                    by,
                });
            }
            Ok(returned)
        })
    }

    pub(crate) fn team_lags(&self, open: &Open) -> Result<Vec<TeamLag>, DeskError> {
        self.lags(open, |_| true)
    }

    /// Of these the teams that are late.
    pub(crate) fn late_teams(&self, open: &Open) -> Result<Vec<TeamLag>, DeskError> {
        self.lags(open, |late| late)
    }

    fn lags(&self, open: &Open, is_told: impl Fn(bool) -> bool) -> Result<Vec<TeamLag>, DeskError> {
        if !open.person.role.may_check() {
            return Ok(Vec::new());
        }
        let today = local(self.now(), self.offset()).date_naive();
        let mut lags = Vec::new();
        for team in &open.person.teams {
            let newest = open.store.read(|reader| reader.newest_activity(team))?;
            let days = newest.as_deref().and_then(|day| days_since(day, today));
            let late = days.is_some_and(|days| days >= LATE_DAYS);
            if !is_told(late) {
                continue;
            }
            let of = |review: &[&str]| Query {
                teams: vec![team.clone()],
                review: review.iter().map(|&word| word.to_owned()).collect(),
                limit: 0,
                ..Query::default()
            };
            let (all, waiting) = open.store.read(|reader| {
                let all = reader.page(&of(&[]))?.total;
                Ok((all, reader.page(&of(&["submitted"]))?.total))
            })?;
            lags.push(TeamLag {
                team: team_card(open, team.as_str()),
                records: small(all),
                waiting: small(waiting),
                late,
                days,
                newest,
            });
        }
        Ok(lags)
    }
}

/// What the last sync met where the centre should be, in the word of the pill. None: the line was well, and somebody stopped it, or
/// this laptop could not go on.
fn met_at(fault: &Fault) -> Option<&'static str> {
    match fault.code {
        Code::CentreFull => Some("full"),
        // One that says when to come back is there; one that failed may not be.
        Code::CentreBusy if fault.wait_seconds.is_some() => Some("busy"),
        Code::CentreBusy
        | Code::CentreBroken
        | Code::TooLargeOnTheWay
        | Code::Offline
        | Code::NotTheCentre
        | Code::Barred => Some("offline"),
        _ => None,
    }
}

/// A team as the roster names it.
pub(crate) fn team_card(open: &Open, code: &str) -> TeamCard {
    let roster = lock(&open.roster);
    let listed = roster.teams.iter().find(|team| team.id == code);
    TeamCard {
        id: code.to_owned(),
        name: listed.map_or_else(|| code.to_owned(), |team| team.name.clone()),
    }
}

fn days_since(day: &str, today: NaiveDate) -> Option<u32> {
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    u32::try_from(today.num_days_from_ce() - day.num_days_from_ce()).ok()
}

fn sums(open: &Open, of: &Query) -> Result<Sums, DeskError> {
    let sums = open.store.read(|reader| reader.people_sums(of))?;
    Ok(Sums {
        women: small(sums.women),
        men: small(sums.men),
        girls: small(sums.girls),
        boys: small(sums.boys),
        total: small(sums.total),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pill_says_offline_only_when_the_centre_was_not_met() {
        let check = |code: Code, wait_seconds: Option<u32>, word: Option<&str>| {
            let fault = Fault {
                code,
                message: String::new(),
                wait_seconds,
            };
            assert_eq!(met_at(&fault), word, "{code:?}");
        };
        check(Code::Offline, None, Some("offline"));
        check(Code::Offline, Some(30), Some("offline"));
        check(Code::NotTheCentre, None, Some("offline"));
        check(Code::Barred, None, Some("offline"));
        check(Code::CentreFull, None, Some("full"));
        check(Code::CentreBusy, Some(5), Some("busy"));
        check(Code::CentreBusy, None, Some("offline"));
        check(Code::CentreBroken, None, Some("offline"));
        check(Code::TooLargeOnTheWay, None, Some("offline"));
        check(Code::Cancelled, None, None);
        check(Code::DiskFull, None, None);
        check(Code::Damaged, None, None);
    }
}
