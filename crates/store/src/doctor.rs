//! Looking a store over: every page, every revision, and every list against the log.

use std::collections::BTreeSet;

use records::{Header, Revision, RevisionId};
use rusqlite::Row;

use crate::connect;
use crate::error::{During, StoreError};
use crate::file::ContentId;
use crate::revision::whole;
use crate::shelf::{Found, Shelf};
use crate::store::{Reader, Store};

const CHECK: &str = "look the store over";

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
        self.findings.push(Finding {
            fine: wrong == 0,
            text,
        });
    }
}

impl Store {
    /// Checks the pages and their seals, every revision against its hash, the counts of each device for
    /// holes and repeats, and the sums, the lists and the search against the log. Where pages are damaged
    /// it says so and looks no further.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn doctor(&self) -> Result<Diagnosis, StoreError> {
        self.doctor_with(&mut |_, _| {})
    }

    /// Like [`Store::doctor`]; tells how many revisions are checked, and of how many, as it goes.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn doctor_with(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Diagnosis, StoreError> {
        self.settle_if_possible()?;
        self.read_unsettled(|reader| {
            let mut diagnosis = Diagnosis::default();
            if !reader.check_pages(&mut diagnosis)? {
                return Ok(diagnosis);
            }
            reader.check_revisions(&mut diagnosis, progress)?;
            reader.check_counts(&mut diagnosis)?;
            reader.check_sums(&mut diagnosis)?;
            reader.check_lists(&mut diagnosis)?;
            reader.check_files(&self.shelf(), &mut diagnosis)?;
            Ok(diagnosis)
        })
    }
}

impl Reader<'_> {
    /// Says whether everything can be read.
    fn check_pages(&self, diagnosis: &mut Diagnosis) -> Result<bool, StoreError> {
        let bad = connect::bad_pages(self.conn()).during(CHECK)?.len() as u64;
        diagnosis.say(bad, "every page of the file is sealed".into(), |n| {
            format!("{n} pages of the file are damaged: salvage it")
        });
        if bad > 0 {
            return Ok(false);
        }
        let words = self.all(CHECK, "PRAGMA integrity_check", [], |row| {
            row.get::<_, String>(0)
        })?;
        let broken = words.iter().filter(|word| *word != "ok").count() as u64;
        diagnosis.say(broken, "the structure of the file is whole".into(), |n| {
            format!("the structure of the file is broken in {n} places: salvage it")
        });
        let loose = self
            .all(CHECK, "PRAGMA foreign_key_check", [], |_| Ok(()))?
            .len() as u64;
        diagnosis.say(loose, "nothing points to what is not there".into(), |n| {
            format!("{n} rows point to what is not there: salvage the file")
        });
        Ok(true)
    }

    fn check_revisions(
        &self,
        diagnosis: &mut Diagnosis,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        let sql = "SELECT id, record, team, kind, device, n, at, header, body FROM revision
                   ORDER BY seq";
        let total = self.count("SELECT count(*) AS n FROM revision")?;
        let (mut done, mut wrong) = (0u64, 0u64);
        let mut walk = || -> rusqlite::Result<()> {
            let mut statement = self.conn().prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                wrong += u64::from(!is_proven(row)?);
                done += 1;
                if done.is_multiple_of(1_000) || done == total {
                    progress(done, total);
                }
            }
            Ok(())
        };
        walk().during(CHECK)?;
        diagnosis.say(wrong, format!("{done} revisions prove themselves"), |n| {
            format!("{n} of {done} revisions do not prove themselves: salvage the file")
        });
        Ok(())
    }

    /// Looks at the numbers 1, 2, 3 … that each device gives its revisions in a team.
    fn check_counts(&self, diagnosis: &mut Diagnosis) -> Result<(), StoreError> {
        let sql = "SELECT coalesce(sum(max_n - distinct_n), 0) AS n FROM (SELECT max(n) AS max_n,
                   count(DISTINCT n) AS distinct_n FROM revision GROUP BY team, device)";
        let missing = self.count(sql)?;
        diagnosis.say(
            missing,
            "the count of every laptop is unbroken".into(),
            |n| format!("{n} revisions of some laptop are not here, while later ones are"),
        );
        let sql = "SELECT coalesce(sum(all_n - distinct_n), 0) AS n FROM (SELECT count(*) AS all_n,
                   count(DISTINCT n) AS distinct_n FROM revision GROUP BY team, device)";
        let twice = self.count(sql)?;
        diagnosis.say(twice, "no laptop counted twice".into(), |n| {
            format!(
                "{n} numbers were given twice: a laptop went back to an old copy; both are kept"
            )
        });
        Ok(())
    }

    fn check_sums(&self, diagnosis: &mut Diagnosis) -> Result<(), StoreError> {
        let counted = self.counted_sums()?;
        let mut wrong = self
            .teams()?
            .iter()
            .filter(|team| !counted.contains_key(team))
            .count();
        for (team, sums) in &counted {
            wrong += usize::from(self.sums(team)? != *sums);
        }
        let fine = "the sums of the log are what the revisions add up to".to_owned();
        diagnosis.say(wrong as u64, fine, |n| {
            format!("the sums of {n} teams are wrong: make them anew with --rebuild")
        });
        Ok(())
    }

    fn check_lists(&self, diagnosis: &mut Diagnosis) -> Result<(), StoreError> {
        let rows = self.row_count()?;
        let wrong = self.count(include_str!("doctor_lists.sql"))?;
        diagnosis.say(wrong, format!("{rows} records are listed"), |n| {
            format!("{n} records are listed wrongly: make the lists anew with --rebuild")
        });
        let apart = self.count(include_str!("doctor_tally.sql"))?;
        diagnosis.say(apart, "how long lists are is kept as it is".into(), |n| {
            format!("{n} kept counts are not what the records come to: use --rebuild")
        });
        let apart = self.count(include_str!("doctor_delivery.sql"))?;
        diagnosis.say(
            apart,
            "every list says truly what was delivered".into(),
            |n| {
                format!(
                    "{n} records are listed as delivered otherwise than they are: use --rebuild"
                )
            },
        );
        let loose = self.count(include_str!("doctor_entities.sql"))?;
        diagnosis.say(
            loose,
            "the lists that forms choose from follow the records".into(),
            |n| format!("{n} entries come from records that are not listed: use --rebuild"),
        );
        let odd = self.count(include_str!("doctor_doubles.sql"))?;
        diagnosis.say(
            odd,
            "what is compared to find duplicates follows the records".into(),
            |n| format!("{n} rows of what is compared come from no record: use --rebuild"),
        );
        let odd = self.count(include_str!("doctor_findings.sql"))?;
        diagnosis.say(
            odd,
            "what rules on several records read follows the records".into(),
            |n| format!("{n} rows of what rules read come from no record: use --rebuild"),
        );
        let lost = self.count(include_str!("doctor_search.sql"))?;
        diagnosis.say(lost, "every listed record can be found".into(), |n| {
            format!("{n} records are found wrongly: make the search anew with --rebuild")
        });
        Ok(())
    }

    /// Reads every file beside the database and has it prove itself.
    fn check_files(&self, shelf: &Shelf, diagnosis: &mut Diagnosis) -> Result<(), StoreError> {
        let files = self.files()?;
        let (mut missing, mut damaged) = (Vec::new(), Vec::new());
        for file in &files {
            match shelf.get(file.content)? {
                Found::Whole(_) => {}
                Found::Missing => missing.push(file.content),
                Found::Damaged => damaged.push(file.content),
            }
        }
        let fine = format!("{} files lie beside the database", files.len());
        diagnosis.say(missing.len() as u64, fine, |n| {
            let names = listed(&missing);
            format!("{n} files are missing, restore a backup or attach them again: {names}")
        });
        let fine = "every file that is there proves itself".to_owned();
        diagnosis.say(damaged.len() as u64, fine, |n| {
            let names = listed(&damaged);
            format!("{n} files are damaged, --salvage sets them aside: {names}")
        });
        let known: BTreeSet<String> = files.iter().map(|file| shelf.name(file.content)).collect();
        let on_disk = shelf.names()?;
        let loose = on_disk.iter().filter(|name| !known.contains(*name)).count();
        let text = format!("{loose} files that nothing names go when somebody signs in");
        diagnosis.findings.push(Finding { fine: true, text });
        Ok(())
    }

    fn count(&self, sql: &str) -> Result<u64, StoreError> {
        Ok(self
            .one(CHECK, sql, [], |row| whole(row, "n"))?
            .unwrap_or(0))
    }
}

/// Names files in one line; of many, the first.
fn listed(files: &[ContentId]) -> String {
    const NAMED_MAX: usize = 20;
    let names = files.iter().take(NAMED_MAX).map(ToString::to_string);
    let mut names: Vec<String> = names.collect();
    if files.len() > NAMED_MAX {
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// Tells whether a revision is what its hash says and stands where its header says.
fn is_proven(row: &Row<'_>) -> rusqlite::Result<bool> {
    let id = RevisionId(row.get("id")?);
    let bytes: Vec<u8> = row.get("header")?;
    let Ok(header) = Header::from_bytes(&bytes) else {
        return Ok(false);
    };
    let stands = row.get::<_, [u8; 16]>("record")? == header.record.0
        && row.get::<_, String>("team")? == header.team.as_str()
        && row.get::<_, u8>("kind")? == header.kind.number()
        && row.get::<_, [u8; 16]>("device")? == header.device.0
        && whole(row, "n")? == header.n
        && whole(row, "at")? == header.at;
    let revision = Revision {
        id,
        header,
        body: row.get("body")?,
    };
    Ok(stands && revision.verify().is_ok())
}
