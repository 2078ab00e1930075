//! What rules on several records read, and what they find: a part of the projection.
//!
//! The store keeps facts, groups and findings as the caller writes them and understands none. A group in which a record
//! changed is *due* until it was judged anew; so is one of which a day was named, from that day on.

use std::collections::BTreeSet;

use records::{PersonId, RecordId, TeamId};
use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::listing::Was;
use crate::revision::{team, unreadable, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read what rules on several records read";
const WRITE: &str = "keep what rules on several records read";
/// How far a look through all groups has come.
const LOOK: &str = "store.study";

/// The records of a group. It is asked for every record that changes: a limit that is reckoned is none that SQLite makes a
/// plan for, and so it makes one for all.
pub(crate) const GROUP: &str = "SELECT g.id, r.record, r.team, r.author, s.facts
    FROM study_group AS g JOIN study AS s ON s.id = g.id JOIN record AS r ON r.id = g.id
    WHERE g.name = :name AND r.record NOT IN (SELECT record FROM behind)
    ORDER BY g.id DESC LIMIT :most + 0";

/// What rules on several records read of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Study {
    /// The facts, as the caller writes them.
    pub facts: String,
    /// The groups in which it is read.
    pub groups: BTreeSet<String>,
}

/// A record of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Studied {
    /// The number under which it is listed.
    pub number: i64,
    /// The record.
    pub record: RecordId,
    /// Its team.
    pub team: TeamId,
    /// Who made it.
    pub author: PersonId,
    /// What is read of it.
    pub facts: String,
}

impl Reader<'_> {
    /// Returns groups that are due on a day, `YYYY-MM-DD`, at most so many: those that have been due for long first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn due_groups(&self, day: &str, most: u32) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT name FROM study_due WHERE day <= :day ORDER BY day, name LIMIT :most";
        let asked = named_params! { ":day": day, ":most": most };
        self.all(READ, sql, asked, |row| row.get("name"))
    }

    /// Returns the groups in which a record is read; none when no rule on several records reads it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn groups_of(
        &self,
        team: &TeamId,
        record: RecordId,
    ) -> Result<BTreeSet<String>, StoreError> {
        let Some((number, _)) = self.place(team, record)? else {
            return Ok(BTreeSet::new());
        };
        let sql = "SELECT groups FROM study WHERE id = :id";
        let of = named_params! { ":id": number };
        let named = self.one(READ, sql, of, |row| list(row, "groups"))?;
        Ok(named.into_iter().flatten().collect())
    }

    /// Returns those of some groups that are due on a day; all of them while a look through all groups is under way.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn due_among(
        &self,
        names: &BTreeSet<String>,
        day: &str,
    ) -> Result<Vec<String>, StoreError> {
        if self.setting(LOOK)?.is_some() {
            return Ok(names.iter().cloned().collect());
        }
        let sql = "SELECT name FROM study_due
                   WHERE name IN (SELECT value FROM json_each(:names)) AND day <= :day ORDER BY name";
        let names = serde_json::json!(names).to_string();
        let asked = named_params! { ":names": names, ":day": day };
        self.all(READ, sql, asked, |row| row.get("name"))
    }

    /// Returns how many groups are due on a day, and whether a look through all of them is still under way.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn groups_due(&self, day: &str) -> Result<(u64, bool), StoreError> {
        let sql = "SELECT count(*) AS n FROM study_due WHERE day <= :day";
        let due = self.one(READ, sql, named_params! { ":day": day }, |row| {
            whole(row, "n")
        })?;
        Ok((due.unwrap_or_default(), self.setting(LOOK)?.is_some()))
    }

    /// Returns the records of a group, at most so many, the newest first. What stands behind another is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn group(&self, name: &str, most: usize) -> Result<Vec<Studied>, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.all(
            READ,
            GROUP,
            named_params! { ":name": name, ":most": most },
            |row| {
                Ok(Studied {
                    number: row.get("id")?,
                    record: RecordId(row.get("record")?),
                    team: team(row, "team")?,
                    author: PersonId(row.get("author")?),
                    facts: row.get("facts")?,
                })
            },
        )
    }
}

impl Writer<'_> {
    /// Keeps what is read of a record in place of what it was; with nothing, no rule on several records reads it. When it
    /// changed, its groups are due.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_study(
        &mut self,
        team: &TeamId,
        record: RecordId,
        study: Option<&Study>,
    ) -> Result<(), StoreError> {
        match self.place(team, record)? {
            Some((number, _)) => self.put_study(number, study, Was::Listed),
            None => Ok(()),
        }
    }

    /// The same where the number is known under which the record is listed.
    pub(crate) fn put_study(
        &mut self,
        number: i64,
        study: Option<&Study>,
        was: Was,
    ) -> Result<(), StoreError> {
        let sql = "SELECT facts, groups FROM study WHERE id = :id";
        let of = named_params! { ":id": number };
        let before = match was {
            Was::New => None,
            Was::Listed => self.one(READ, sql, of, held)?,
        };
        if before.as_ref() == study {
            return Ok(());
        }
        let none = BTreeSet::new();
        let old = before.as_ref().map_or(&none, |it| &it.groups);
        let new = study.map_or(&none, |it| &it.groups);
        for name in old.difference(new) {
            let sql = "DELETE FROM study_group WHERE name = :name AND id = :id";
            self.run(WRITE, sql, named_params! { ":name": name, ":id": number })?;
        }
        for name in new.difference(old) {
            let sql = "INSERT INTO study_group (name, id) VALUES (:name, :id)";
            self.run(WRITE, sql, named_params! { ":name": name, ":id": number })?;
        }
        for name in old.union(new) {
            self.group_is_due(name)?;
        }
        match study {
            Some(study) => {
                let sql = "INSERT INTO study (id, facts, groups) VALUES (:id, :facts, :groups)
                           ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, groups = excluded.groups";
                let groups = serde_json::json!(study.groups).to_string();
                let row = named_params! { ":id": number, ":facts": study.facts, ":groups": groups };
                self.run(WRITE, sql, row)?;
            }
            None => {
                self.drop_from_findings(number)?;
                self.run(WRITE, "DELETE FROM study WHERE id = :id", of)?;
            }
        }
        Ok(())
    }

    /// Has a group judged anew.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn group_is_due(&mut self, name: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO study_due (name, day) VALUES (:name, '')
                   ON CONFLICT (name) DO UPDATE SET day = ''";
        self.run(WRITE, sql, named_params! { ":name": name })
            .map(|_| ())
    }

    /// Begins a look through all groups, from the first on, whatever was found before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn judge_anew(&mut self) -> Result<(), StoreError> {
        self.set_setting(LOOK, Some(""))
    }

    /// Makes the next groups of a look through all of them due, at most so many; false when there is none or it has
    /// come to its end.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn look_on(&mut self, most: u32) -> Result<bool, StoreError> {
        let Some(after) = self.setting(LOOK)? else {
            return Ok(false);
        };
        let sql =
            "SELECT DISTINCT name FROM study_group WHERE name > :after ORDER BY name LIMIT :most";
        let asked = named_params! { ":after": after, ":most": most };
        let names: Vec<String> = self.all(READ, sql, asked, |row| row.get("name"))?;
        for name in &names {
            self.group_is_due(name)?;
        }
        self.set_setting(LOOK, names.last().map(String::as_str))?;
        Ok(!names.is_empty())
    }

    /// Has the groups judged anew in which a record of any team stands.
    pub(crate) fn groups_of_are_due(&mut self, record: RecordId) -> Result<(), StoreError> {
        let sql = "SELECT s.groups FROM study AS s JOIN record AS r ON r.id = s.id WHERE r.record = :record";
        let of = named_params! { ":record": record.0 };
        for names in self.all(READ, sql, of, |row| list(row, "groups"))? {
            for name in names {
                self.group_is_due(&name)?;
            }
        }
        Ok(())
    }

    pub(crate) fn clear_studies(&mut self) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM finding_record",
            "DELETE FROM finding",
            "DELETE FROM study_due",
            "DELETE FROM study_group",
            "DELETE FROM study",
            "DELETE FROM team_setting",
        ] {
            self.run("drop what rules on several records read", sql, [])?;
        }
        self.clear_checks()?;
        self.set_setting(LOOK, None)
    }
}

fn held(row: &Row<'_>) -> rusqlite::Result<Study> {
    Ok(Study {
        facts: row.get("facts")?,
        groups: list(row, "groups")?.into_iter().collect(),
    })
}

pub(crate) fn list(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| unreadable(row, column, Type::Text, error))
}
