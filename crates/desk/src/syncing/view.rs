//! What the sync screen shows, and checking receipts again.

use chrono::{Datelike, Duration, NaiveDate};
use records::{RecordId, TeamId};
use store::{Batch, BatchState, Query, Reader, Receipt as HeldReceipt, Sight, Sort};
use sync::Receipt;
use vault::verify;

use super::files_ahead::ahead;
use super::side::count_set_aside;
use super::{
    CLOCK_OFF, COMPARED, EQUAL, FETCHES_FILES, HOLDS_FILES, NOT_TAKEN, SET_APART, by_itself,
    last_answered, open_refusals,
};
use crate::clock::{iso, local};
use crate::open::Open;
use crate::records_view::small;
use crate::view::{BatchView, DeliveryCounts, ReceiptView, RefusedView, SyncView, WeekCounts};
use crate::{Desk, DeskError};

const BATCHES_MAX: u32 = 50;
const WEEKS: i64 = 6;
/// What an ordinary revision takes on the line, packed with others of its kind, and how long it is before: averages.
const BYTES_ON_THE_LINE: u64 = 100;
const ORDINARY_BYTES: u64 = 1_500;
/// How many times shorter what is longer than that becomes, as long texts do.
const PROSE_SHRINKS: u64 = 3;
const HOUR_MS: i64 = 3_600_000;

/// About how many bytes what the centre has not confirmed takes on the line.
fn on_the_line(open: store::Open) -> u64 {
    let ordinary = open.revisions.saturating_mul(ORDINARY_BYTES);
    let beyond = open.bytes.saturating_sub(ordinary) / PROSE_SHRINKS;
    open.revisions
        .saturating_mul(BYTES_ON_THE_LINE)
        .saturating_add(beyond)
}

/// The last comparison with the centre.
#[derive(Debug, Default)]
pub(crate) struct LastCompared {
    /// `None`: never.
    pub(crate) at: Option<String>,
    pub(crate) equal: bool,
    pub(crate) set_apart: bool,
    pub(crate) not_taken: bool,
}

impl Desk {
    /// The sync screen.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn sync_view(&self) -> Result<SyncView, DeskError> {
        self.with_open(|open| {
            let compared = self.compared(open)?;
            let counts = self.delivery_counts(open)?;
            let weeks = self.weeks(open)?;
            let pill = self.pill_of(open)?;
            open.store.read_as(|reader| {
                let centre = reader.account()?.and_then(|account| account.centre);
                let off: Option<i64> = reader
                    .setting(CLOCK_OFF)?
                    .and_then(|text| text.parse().ok());
                let hours = off.map(|ms| ms / HOUR_MS).filter(|hours| *hours != 0);
                let waiting = reader.waiting_file_sums()?;
                let ahead = ahead(open, reader)?;
                let last_ok = last_answered(reader)?;
                Ok(SyncView {
                    address: centre.map(|centre| centre.url),
                    by_itself: by_itself(reader)?,
                    pill,
                    last_ok_at: last_ok.map(|at| iso(at, self.offset())),
                    last_fault: self.last_fault(),
                    waiting_bytes: small(on_the_line(reader.open_revisions()?)),
                    files_waiting: small(waiting.files),
                    files_waiting_bytes: small(waiting.bytes),
                    files_absent: small(ahead.files),
                    files_absent_bytes: small(ahead.bytes),
                    files_absent_unknown: small(ahead.unknown),
                    fetches_files: reader.setting(FETCHES_FILES)?.is_some(),
                    holds_files: reader.setting(HOLDS_FILES)?.is_some(),
                    set_aside: small(count_set_aside(open, reader)? as u64),
                    clock_hours_off: hours.and_then(|hours| i32::try_from(hours).ok()),
                    batches: self.batches(reader)?,
                    refused: self.refused(open, reader)?,
                    conflicts: small(
                        reader
                            .page(&Query {
                                conflicts: true,
                                limit: 1,
                                teams: open.person.teams.clone(),
                                ..Query::default()
                            })?
                            .total,
                    ),
                    counts,
                    weeks,
                    compared_at: compared.at,
                    compared_equal: compared.equal,
                    compared_set_apart: compared.set_apart,
                    compared_not_taken: compared.not_taken,
                })
            })
        })
    }

    /// Checks a receipt's signature and what it covers, here and now.
    ///
    /// # Errors
    /// When the batch has no receipt.
    pub fn receipt_check(&self, batch: &str) -> Result<ReceiptView, DeskError> {
        let batch: RecordId = batch
            .parse()
            .map_err(|_| DeskError::NotFound { what: "batch" })?;
        self.with_open(|open| {
            open.store.read_as(|reader| {
                let receipts = reader.receipts_of_batch(batch.0)?;
                let held = receipts
                    .last()
                    .ok_or(DeskError::NotFound { what: "receipt" })?;
                let centre = reader
                    .account()?
                    .and_then(|account| account.centre)
                    .ok_or(DeskError::NoCentre)?;
                let signature: Option<[u8; 64]> = held.signature.as_slice().try_into().ok();
                let signed = signature.is_some_and(|signature| {
                    verify(&centre.public, &Receipt::statement(&held.bytes), &signature)
                });
                let covered = reader.ids_under(batch.0)?;
                let covers =
                    Receipt::from_bytes(&held.bytes).is_ok_and(|receipt| receipt.covers(&covered));
                Ok(ReceiptView {
                    verified: signed && covers,
                    ..self.receipt_view(held)
                })
            })
        })
    }

    pub(crate) fn receipts_of(
        &self,
        _open: &Open,
        reader: &Reader<'_>,
        team: &TeamId,
        record: RecordId,
    ) -> Result<Vec<ReceiptView>, DeskError> {
        Ok(reader
            .receipts_of(team, record)?
            .iter()
            .map(|held| self.receipt_view(held))
            .collect())
    }

    /// When counts and digests were last compared with the centre, and what was found.
    pub(crate) fn compared(&self, open: &Open) -> Result<LastCompared, DeskError> {
        let text = open.store.read(|reader| reader.setting(COMPARED))?;
        let Some((at, word)) = text.as_deref().and_then(|text| text.split_once(' ')) else {
            return Ok(LastCompared::default());
        };
        Ok(LastCompared {
            at: at.parse().ok().map(|at| iso(at, self.offset())),
            equal: word == EQUAL,
            set_apart: word == SET_APART,
            not_taken: word == NOT_TAKEN,
        })
    }

    fn batches(&self, reader: &Reader<'_>) -> Result<Vec<BatchView>, DeskError> {
        let batches = reader.batches(BATCHES_MAX)?;
        batches
            .into_iter()
            .map(|batch| self.batch_view(reader, batch))
            .collect()
    }

    fn batch_view(&self, reader: &Reader<'_>, batch: Batch) -> Result<BatchView, DeskError> {
        let receipts = reader.receipts_of_batch(batch.id)?;
        Ok(BatchView {
            id: RecordId(batch.id).to_string(),
            at: iso(batch.began_ms, self.offset()),
            road: batch.road,
            records: small(batch.moved.records),
            sent: small(batch.moved.sent),
            received: small(batch.moved.received),
            files_sent: small(batch.moved.files_sent),
            files_received: small(batch.moved.files_received),
            bytes_up: small(batch.moved.bytes_up),
            bytes_down: small(batch.moved.bytes_down),
            state: match batch.state {
                BatchState::Open => "open",
                BatchState::Done => "done",
                BatchState::Broken => "broken",
            }
            .to_owned(),
            receipt: self.receipt_of_batch(&receipts),
        })
    }

    /// A batch has one receipt over revisions, or several that follow each other over files.
    fn receipt_of_batch(&self, receipts: &[HeldReceipt]) -> Option<ReceiptView> {
        let last = self.receipt_view(receipts.last()?);
        let views = receipts.iter().map(|held| self.receipt_view(held));
        let files = views.map(|view| view.files).sum();
        Some(ReceiptView { files, ..last })
    }

    fn receipt_view(&self, held: &HeldReceipt) -> ReceiptView {
        let receipt = Receipt::from_bytes(&held.bytes).ok();
        let files = receipt.as_ref().map_or(0, |receipt| receipt.files.len());
        let hash = receipt.map(|receipt| match receipt.count {
            0 => *blake3::hash(&receipt.files.concat()).as_bytes(),
            _ => receipt.ids,
        });
        let digits = hash.iter().flatten().take(6);
        ReceiptView {
            batch: RecordId(held.batch).to_string(),
            time: iso(held.time_ms, self.offset()),
            revisions: small(held.revisions),
            files: small(files as u64),
            fingerprint: digits.map(|byte| format!("{byte:02x}")).collect(),
            verified: held.verified,
        }
    }

    fn refused(&self, open: &Open, reader: &Reader<'_>) -> Result<Vec<RefusedView>, DeskError> {
        let mut refused = Vec::new();
        for refusal in open_refusals(open, reader)? {
            let is_kept = refusal.is_kept();
            let Some((team, record)) = refusal.name else {
                continue;
            };
            let row = reader.row(&team, record)?;
            refused.push(RefusedView {
                record: record.to_string(),
                title: match row {
                    Some(row) => self.row_view(open, reader, row)?.title,
                    None => String::new(),
                },
                code: refusal.code,
                kept: is_kept,
                detail: refusal.detail,
                at: iso(refusal.at_ms, self.offset()),
            });
        }
        Ok(refused)
    }

    fn weeks(&self, open: &Open) -> Result<Vec<WeekCounts>, DeskError> {
        let today = local(self.now(), self.offset()).date_naive();
        let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
        let weeks = (0..WEEKS).rev().map(|back| monday - Duration::weeks(back));
        open.store
            .read_as(|reader| weeks.map(|monday| week(open, reader, monday)).collect())
    }
}

fn week(open: &Open, reader: &Reader<'_>, monday: NaiveDate) -> Result<WeekCounts, DeskError> {
    let of_week = Query {
        teams: open.person.teams.clone(),
        from: Some(monday.to_string()),
        to: Some((monday + Duration::days(6)).to_string()),
        // Only counted: whether everything got through concerns every record.
        sight: Sight::of_teams(&open.person.teams),
        sort: Sort::Date,
        limit: 1,
        ..Query::default()
    };
    let count = |query: Query| Ok::<_, DeskError>(small(reader.page(&query)?.total));
    let of = |delivery| {
        count(Query {
            delivery: Some(delivery),
            ..of_week.clone()
        })
    };
    let decided = vec!["approved".to_owned(), "locked".to_owned()];
    Ok(WeekCounts {
        monday: monday.to_string(),
        counts: DeliveryCounts {
            laptop: of(store::Delivery::Laptop)?,
            handed: of(store::Delivery::Handed)?,
            confirmed: of(store::Delivery::Confirmed)?,
        },
        approved: count(Query {
            review: decided,
            ..of_week.clone()
        })?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sync_takes_is_told_by_how_much_was_written() {
        #[track_caller]
        fn check(revisions: u64, bytes: u64, told: u64) {
            assert_eq!(on_the_line(store::Open { revisions, bytes }), told);
        }
        check(0, 0, 0);
        check(1, 700, 100);
        check(200, 180_000, 20_000);
        // A report of thirty thousand signs.
        check(1, 91_500, 30_100);
        check(u64::MAX, u64::MAX, u64::MAX);
    }
}
