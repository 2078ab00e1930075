//! Looking a store over: every page, every revision, and every list against the log.

use records::{RecordId, TeamId};

use crate::connect;
use crate::error::{During, StoreError};
use crate::revision::RecordName;
use crate::store::{Reader, Store};

const CHECK: &str = "look the store over";
/// Records that are read in one moment.
const SLICE: u32 = 500;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// It is as it should be.
    pub fine: bool,
    /// In plain words, without anything from a record.
    pub text: String,
}

/// What all checks found, in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// One finding for each check.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    /// Tells whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.fine)
    }

    fn say(&mut self, wrong: u64, fine: String, not_fine: impl FnOnce(u64) -> String) {
        let text = if wrong == 0 { fine } else { not_fine(wrong) };
        self.findings.push(Finding { fine: wrong == 0, text });
    }
}

/// What the walk through the log adds up to.
#[derive(Default)]
struct Walk {
    records: u64,
    revisions: u64,
    not_proven: u64,
    unlisted: u64,
}

impl Store {
    /// Checks the pages and their seals, every revision against its hash, the counts of each device for
    /// gaps, and the lists and the search against the log.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn doctor(&self) -> Result<Diagnosis, StoreError> {
        self.read(|reader| {
            let mut diagnosis = Diagnosis::default();
            reader.check_pages(&mut diagnosis)?;
            let walk = reader.walk()?;
            let revisions = format!("{} revisions prove themselves", walk.revisions);
            diagnosis.say(walk.not_proven, revisions, |n| format!("{n} revisions do not prove themselves"));
            let gaps = reader.gaps()?;
            diagnosis.say(gaps, "the count of every laptop is unbroken".into(), |n| {
                format!("in {n} places revisions of a laptop are missing here")
            });
            reader.check_lists(&walk, &mut diagnosis)?;
            Ok(diagnosis)
        })
    }
}

impl Reader<'_> {
    fn check_pages(&self, diagnosis: &mut Diagnosis) -> Result<(), StoreError> {
        let bad = connect::bad_pages(self.conn()).during(CHECK)?.len() as u64;
        diagnosis.say(bad, "every page of the file is sealed".into(), |n| {
            format!("{n} pages of the file are damaged: salvage it")
        });
        let word = self.conn().query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
        let broken = u64::from(word.during(CHECK)? != "ok");
        diagnosis.say(broken, "the structure of the file is whole".into(), |_| {
            "the structure of the file is broken: salvage it".to_owned()
        });
        Ok(())
    }

    fn walk(&self) -> Result<Walk, StoreError> {
        let mut walk = Walk::default();
        let mut after: Option<RecordName> = None;
        loop {
            let names = self.records_after(after.as_ref(), SLICE)?;
            let Some(last) = names.last() else { return Ok(walk) };
            after = Some(last.clone());
            for (team, record) in &names {
                self.walk_record(team, *record, &mut walk)?;
            }
        }
    }

    fn walk_record(&self, team: &TeamId, record: RecordId, walk: &mut Walk) -> Result<(), StoreError> {
        walk.records += 1;
        for revision in self.revisions_of(team, record)? {
            walk.revisions += 1;
            walk.not_proven += u64::from(revision.verify().is_err());
        }
        walk.unlisted += u64::from(self.row(team, record)?.is_none());
        Ok(())
    }

    /// Counts the places where a device's numbers 1, 2, 3 … have a hole.
    fn gaps(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) AS n FROM (SELECT max(n) - count(DISTINCT n) AS missing
                   FROM revision GROUP BY team, device) WHERE missing > 0";
        let count = self.one(CHECK, sql, [], |row| row.get::<_, i64>("n"))?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }

    fn check_lists(&self, walk: &Walk, diagnosis: &mut Diagnosis) -> Result<(), StoreError> {
        let rows = self.row_count()?;
        let stray = walk.unlisted + rows.saturating_sub(walk.records - walk.unlisted);
        diagnosis.say(stray, format!("{rows} records are listed"), |n| {
            format!("{n} records are listed wrongly: make the lists anew with --rebuild")
        });
        let sql = "SELECT count(*) AS n FROM record_text";
        let texts = self.one(CHECK, sql, [], |row| row.get::<_, i64>("n"))?;
        let apart = texts.unwrap_or_default().unsigned_abs().abs_diff(rows);
        diagnosis.say(apart, "every listed record can be found".into(), |n| {
            format!("{n} records cannot be found by search: make the search anew with --rebuild")
        });
        Ok(())
    }
}
