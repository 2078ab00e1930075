//! What rules on several records found: a part of the projection. The store understands none of it.

use std::collections::BTreeSet;

use records::{RecordId, TeamId};
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::revision::{team, whole};
use crate::store::{Reader, Writer};
use crate::study::list;

const READ: &str = "read what rules on several records found";
const WRITE: &str = "keep what rules on several records found";

/// What a rule found in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFinding {
    /// The code of the rule's ground.
    pub ground: String,
    /// 0 information, 1 warning, 2 error.
    pub severity: u8,
    /// What its words name.
    pub figures: Vec<String>,
    /// The numbers of the records that it speaks of, in its order.
    pub records: Vec<i64>,
}

/// A finding about a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFinding {
    /// Its number.
    pub number: i64,
    /// The code of the rule's ground.
    pub ground: String,
    /// 0 information, 1 warning, 2 error.
    pub severity: u8,
    /// What its words name.
    pub figures: Vec<String>,
}

impl Reader<'_> {
    /// Returns what was found about a record, the gravest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn findings_of(
        &self,
        team: &TeamId,
        record: RecordId,
    ) -> Result<Vec<HeldFinding>, StoreError> {
        let Some((number, _)) = self.place(team, record)? else {
            return Ok(Vec::new());
        };
        let sql = "SELECT f.id, f.ground, f.severity, f.figures
                   FROM finding_record AS r JOIN finding AS f ON f.id = r.finding
                   WHERE r.record = :record ORDER BY f.severity DESC, f.id";
        self.all(READ, sql, named_params! { ":record": number }, held)
    }

    /// Returns what was found about records of these teams, the gravest first, then the newest: at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn findings(&self, teams: &[TeamId], most: u32) -> Result<Vec<HeldFinding>, StoreError> {
        let sql = "SELECT f.id, f.ground, f.severity, f.figures FROM finding AS f
                   WHERE EXISTS (SELECT 1 FROM finding_record AS r JOIN record AS c ON c.id = r.record
                     WHERE r.finding = f.id AND c.team IN (SELECT value FROM json_each(:teams)))
                   ORDER BY f.severity DESC, f.id DESC LIMIT :most";
        let teams: Vec<&str> = teams.iter().map(TeamId::as_str).collect();
        let teams = serde_json::json!(teams).to_string();
        self.all(
            READ,
            sql,
            named_params! { ":teams": teams, ":most": most },
            held,
        )
    }

    /// Returns what was found on these grounds about records of these teams, the newest first: at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn findings_on(
        &self,
        grounds: &[&str],
        teams: &[TeamId],
        most: u32,
    ) -> Result<Vec<HeldFinding>, StoreError> {
        let sql = "SELECT f.id, f.ground, f.severity, f.figures FROM finding AS f
                   WHERE f.ground IN (SELECT value FROM json_each(:grounds))
                     AND EXISTS (SELECT 1 FROM finding_record AS r JOIN record AS c ON c.id = r.record
                       WHERE r.finding = f.id AND c.team IN (SELECT value FROM json_each(:teams)))
                   ORDER BY f.id DESC LIMIT :most";
        let teams: Vec<&str> = teams.iter().map(TeamId::as_str).collect();
        let [grounds, teams] = [grounds, &teams[..]].map(|it| serde_json::json!(it).to_string());
        let asked = named_params! { ":grounds": grounds, ":teams": teams, ":most": most };
        self.all(READ, sql, asked, held)
    }

    /// Returns how many records a finding speaks of, and these in its order: at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn records_of_finding(
        &self,
        finding: i64,
        most: u32,
    ) -> Result<(u64, Vec<(TeamId, RecordId)>), StoreError> {
        let sql = "SELECT count(*) AS n FROM finding_record WHERE finding = :finding";
        let of = named_params! { ":finding": finding };
        let all = self.one(READ, sql, of, |row| whole(row, "n"))?;
        let sql =
            "SELECT c.team, c.record FROM finding_record AS r JOIN record AS c ON c.id = r.record
                   WHERE r.finding = :finding ORDER BY r.place LIMIT :most";
        let asked = named_params! { ":finding": finding, ":most": most };
        let named = self.all(READ, sql, asked, |row| {
            Ok((team(row, "team")?, RecordId(row.get("record")?)))
        })?;
        Ok((all.unwrap_or_default(), named))
    }
}

impl Writer<'_> {
    /// Keeps what was found in a group in place of what was known of it. It is due again on a day, if one is named.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_findings(
        &mut self,
        group: &str,
        found: &[NewFinding],
        next: Option<&str>,
    ) -> Result<bool, StoreError> {
        let old = self.findings_in(group)?;
        let is_new = !old.iter().map(|(_, it)| it).eq(found);
        if is_new {
            for (number, _) in &old {
                self.drop_finding(*number)?;
            }
            for one in found {
                self.put_finding(group, one)?;
            }
            let told = old.iter().map(|(_, it)| it).chain(found);
            let records: BTreeSet<i64> = told.flat_map(|it| it.records.iter().copied()).collect();
            for record in records {
                self.weigh(record)?;
            }
        }
        match next {
            Some(day) => {
                let sql = "INSERT INTO study_due (name, day) VALUES (:name, :day)
                           ON CONFLICT (name) DO UPDATE SET day = excluded.day";
                self.run(WRITE, sql, named_params! { ":name": group, ":day": day })?;
            }
            None => {
                let sql = "DELETE FROM study_due WHERE name = :name";
                self.run(WRITE, sql, named_params! { ":name": group })?;
            }
        }
        Ok(is_new)
    }

    fn findings_in(&self, group: &str) -> Result<Vec<(i64, NewFinding)>, StoreError> {
        let sql = "SELECT id, ground, severity, figures FROM finding WHERE grp = :grp ORDER BY id";
        let mut all = Vec::new();
        for one in self.all(READ, sql, named_params! { ":grp": group }, held)? {
            let sql = "SELECT record FROM finding_record WHERE finding = :finding ORDER BY place";
            let of = named_params! { ":finding": one.number };
            let found = NewFinding {
                ground: one.ground,
                severity: one.severity,
                figures: one.figures,
                records: self.all(READ, sql, of, |row| row.get("record"))?,
            };
            all.push((one.number, found));
        }
        Ok(all)
    }

    fn put_finding(&self, group: &str, found: &NewFinding) -> Result<(), StoreError> {
        let sql = "INSERT INTO finding (grp, ground, severity, figures) VALUES (:grp, :ground, :severity, :figures)";
        let figures = serde_json::json!(found.figures).to_string();
        let row = named_params! {
            ":grp": group, ":ground": found.ground, ":severity": found.severity, ":figures": figures,
        };
        self.run(WRITE, sql, row)?;
        let number = self.conn().last_insert_rowid();
        let sql = "INSERT OR IGNORE INTO finding_record (record, finding, place) VALUES (:record, :finding, :place)";
        for (place, record) in (0_i64..).zip(&found.records) {
            let row = named_params! { ":record": record, ":finding": number, ":place": place };
            self.run(WRITE, sql, row)?;
        }
        Ok(())
    }

    fn drop_finding(&self, number: i64) -> Result<(), StoreError> {
        let of = named_params! { ":finding": number };
        let sql = "DELETE FROM finding_record WHERE finding = :finding";
        self.run(WRITE, sql, of)?;
        self.run(WRITE, "DELETE FROM finding WHERE id = :finding", of)
            .map(|_| ())
    }

    /// Takes away findings that speak of a record that is no longer read; their groups are due.
    pub(crate) fn drop_from_findings(&self, number: i64) -> Result<(), StoreError> {
        let sql = "SELECT finding FROM finding_record WHERE record = :record";
        let of = named_params! { ":record": number };
        let about: Vec<i64> = self.all(READ, sql, of, |row| row.get("finding"))?;
        let mut others = BTreeSet::new();
        for finding in about {
            let sql = "SELECT record FROM finding_record WHERE finding = :finding";
            let of = named_params! { ":finding": finding };
            others.extend(self.all(READ, sql, of, |row| row.get::<_, i64>("record"))?);
            self.drop_finding(finding)?;
        }
        for record in others {
            self.weigh(record)?;
        }
        Ok(())
    }

    /// Keeps beside a record how grave the gravest is that was found about it together with others: a finding, or a pair
    /// that looks like one and waits for a decision.
    pub(crate) fn weigh(&self, record: i64) -> Result<(), StoreError> {
        let sql = "UPDATE record SET found = max(
                     coalesce((SELECT max(f.severity) FROM finding_record AS r JOIN finding AS f ON f.id = r.finding
                       WHERE r.record = :record), 0),
                     coalesce((SELECT max(weight) FROM double WHERE one = :record), 0),
                     coalesce((SELECT max(weight) FROM double WHERE other = :record), 0))
                   WHERE id = :record";
        self.run(WRITE, sql, named_params! { ":record": record })
            .map(|_| ())
    }
}

fn held(row: &Row<'_>) -> rusqlite::Result<HeldFinding> {
    Ok(HeldFinding {
        number: row.get("id")?,
        ground: row.get("ground")?,
        severity: row.get("severity")?,
        figures: list(row, "figures")?,
    })
}
