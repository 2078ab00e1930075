//! What records are compared by, and which of them look like one: a part of the projection.
//!
//! The store keeps facts, keys and reasons as the caller writes them and understands none. A record whose facts changed
//! is *due* until it was held against the others.

use std::collections::BTreeSet;

use records::{RecordId, TeamId};
use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::listing::Was;
use crate::revision::team;
use crate::store::{Reader, Writer};

const READ: &str = "read what records are compared by";
const WRITE: &str = "keep what a record is compared by";
/// From which score on two people are probably one; `reports/quality.sql` reads it.
const PROBABLE: &str = "store.probable";

/// The records that wait, of which there are few. Left to itself the planner walks everything that was ever compared, in the
/// order of its numbers, until it has found them.
pub(crate) const DUE: &str = "SELECT l.id, r.record, r.team, l.kind, l.facts
    FROM likeness AS l INDEXED BY likeness_due CROSS JOIN record AS r ON r.id = l.id
    WHERE l.due = 1 ORDER BY l.id LIMIT :most + 0";

/// Who has a key. Its limit is reckoned for the reason that [`crate::study::GROUP`] has.
pub(crate) const SHARING: &str = "SELECT id FROM likeness_key WHERE key = :key LIMIT :most + 0";

/// What a record is compared by.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Likeness {
    /// With records of which kind it is compared: 0 people, 1 sessions.
    pub kind: u8,
    /// What is compared, as the caller writes it.
    pub facts: String,
    /// The keys under which it is found, sorted, each once.
    pub keys: Vec<u64>,
}

/// A record that is compared, by the number under which it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The number.
    pub number: i64,
    /// The record.
    pub record: RecordId,
    /// Its team.
    pub team: TeamId,
    /// 0 a person, 1 a session.
    pub kind: u8,
    /// What is compared.
    pub facts: String,
}

/// A record that shares a key with another: what is needed to compare the two, and no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// The number under which it is listed.
    pub number: i64,
    /// 0 a person, 1 a session.
    pub kind: u8,
    /// What is compared.
    pub facts: String,
}

/// Two records that look like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// 0 people, 1 sessions.
    pub kind: u8,
    /// The one.
    pub one: (TeamId, RecordId),
    /// The other.
    pub other: (TeamId, RecordId),
    /// How much they look like one, 0 to 100.
    pub score: u8,
    /// Why, as the caller writes it.
    pub reasons: String,
}

/// What is found when a record is held against another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDouble {
    /// The number of the other.
    pub other: i64,
    /// How much they look like one, 0 to 100.
    pub score: u8,
    /// How much the pair weighs while it waits for a decision, as the severity of a finding: 0, 1 or 2.
    pub weight: u8,
    /// Why, as the caller writes it.
    pub reasons: String,
}

impl Reader<'_> {
    /// Returns records that were not yet held against the others, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn due_likenesses(&self, most: u32) -> Result<Vec<Compared>, StoreError> {
        self.all(READ, DUE, named_params! { ":most": most }, compared)
    }

    /// Returns what a record is compared by; nothing when it is compared with none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn compared(
        &self,
        team: &TeamId,
        record: RecordId,
    ) -> Result<Option<Compared>, StoreError> {
        match self.place(team, record)? {
            Some((number, _)) => self.compared_numbered(number),
            None => Ok(None),
        }
    }

    /// Returns every record of a kind that is compared, in the order in which they are listed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn likenesses(&self, kind: u8) -> Result<Vec<Compared>, StoreError> {
        let sql = "SELECT l.id, r.record, r.team, l.kind, l.facts FROM likeness l JOIN record r ON r.id = l.id
                   WHERE l.kind = :kind ORDER BY l.id";
        self.all(READ, sql, named_params! { ":kind": kind }, compared)
    }

    /// Returns the record that is listed under a number, as far as it is compared.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn compared_numbered(&self, number: i64) -> Result<Option<Compared>, StoreError> {
        let sql = "SELECT l.id, r.record, r.team, l.kind, l.facts FROM likeness l JOIN record r ON r.id = l.id
                   WHERE l.id = :id";
        self.one(READ, sql, named_params! { ":id": number }, compared)
    }

    /// Returns the records that have one of these keys, each once, in the order in which they are listed. A key that
    /// more than `most` records have says nothing.
    ///
    /// Hundreds may share a key and few look alike, so no other table is read for them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sharing(&self, keys: &[u64], most: usize) -> Result<Vec<Sharing>, StoreError> {
        let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let mut numbers: Vec<i64> = Vec::new();
        for key in keys {
            let asked = named_params! { ":key": key.cast_signed(), ":most": limit };
            let some: Vec<i64> = self.all(READ, SHARING, asked, |row| row.get(0))?;
            if some.len() <= most {
                numbers.extend(some);
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        let sql = "SELECT id, kind, facts FROM likeness
                   WHERE id IN (SELECT value FROM json_each(:numbers)) ORDER BY id";
        let numbers = serde_json::json!(numbers).to_string();
        self.all(READ, sql, named_params! { ":numbers": numbers }, |row| {
            Ok(Sharing {
                number: row.get(0)?,
                kind: row.get(1)?,
                facts: row.get(2)?,
            })
        })
    }

    /// Returns pairs of records of these teams that look like one, those that look most like it first, then the
    /// newest.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn doubles(&self, teams: &[TeamId]) -> Result<Vec<Double>, StoreError> {
        let teams: Vec<&str> = teams.iter().map(TeamId::as_str).collect();
        let sql = concat!(
            include_str!("doubles_select.sql"),
            " WHERE a.team IN (SELECT value FROM json_each(:teams))
                AND b.team IN (SELECT value FROM json_each(:teams))
              ORDER BY d.score DESC, d.other DESC, d.one DESC"
        );
        let teams = serde_json::json!(teams).to_string();
        self.all(READ, sql, named_params! { ":teams": teams }, double)
    }

    /// Returns pairs in which a record looks like another, those that look most like it first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn doubles_of(&self, team: &TeamId, record: RecordId) -> Result<Vec<Double>, StoreError> {
        let Some((number, _)) = self.place(team, record)? else {
            return Ok(Vec::new());
        };
        let sql = concat!(
            include_str!("doubles_select.sql"),
            " WHERE d.one = :number UNION ALL ",
            include_str!("doubles_select.sql"),
            " WHERE d.other = :number ORDER BY score DESC"
        );
        self.all(READ, sql, named_params! { ":number": number }, double)
    }

    /// Returns how two records look like one; nothing when they do not.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn double_of(
        &self,
        one: (&TeamId, RecordId),
        other: (&TeamId, RecordId),
    ) -> Result<Option<Double>, StoreError> {
        let (one, other) = (self.place(one.0, one.1)?, self.place(other.0, other.1)?);
        let Some(((one, _), (other, _))) = one.zip(other) else {
            return Ok(None);
        };
        let sql = concat!(
            include_str!("doubles_select.sql"),
            " WHERE d.one = :one AND d.other = :other"
        );
        let asked = named_params! { ":one": one.min(other), ":other": one.max(other) };
        self.one(READ, sql, asked, double)
    }
}

impl Writer<'_> {
    /// Keeps what a record is compared by in place of what it was; with nothing, it is compared with none. When it
    /// changed, its pairs go, and it is due.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_likeness(
        &mut self,
        team: &TeamId,
        record: RecordId,
        likeness: Option<&Likeness>,
    ) -> Result<(), StoreError> {
        match self.place(team, record)? {
            Some((number, _)) => self.put_likeness(number, likeness, Was::Listed),
            None => Ok(()),
        }
    }

    /// The same where the number is known under which the record is listed.
    pub(crate) fn put_likeness(
        &self,
        number: i64,
        likeness: Option<&Likeness>,
        was: Was,
    ) -> Result<(), StoreError> {
        let sql = "SELECT kind, facts, keys FROM likeness WHERE id = :id";
        let before = match was {
            Was::New => None,
            Was::Listed => self.one(READ, sql, named_params! { ":id": number }, held)?,
        };
        if before.as_ref() == likeness {
            return Ok(());
        }
        let (old, new) = (keys_of(before.as_ref()), keys_of(likeness));
        let sql = "DELETE FROM likeness_key WHERE key = :key AND id = :id";
        for key in old.iter().filter(|key| !new.contains(key)) {
            self.run(
                WRITE,
                sql,
                named_params! { ":key": key.cast_signed(), ":id": number },
            )?;
        }
        let sql = "INSERT OR IGNORE INTO likeness_key (key, id) VALUES (:key, :id)";
        for key in new.iter().filter(|key| !old.contains(key)) {
            self.run(
                WRITE,
                sql,
                named_params! { ":key": key.cast_signed(), ":id": number },
            )?;
        }
        if before.is_some() {
            let others = self.drop_doubles_of(number)?;
            self.weigh_all(others)?;
        }
        match likeness {
            Some(likeness) => self.keep_likeness(number, likeness),
            None => {
                let sql = "DELETE FROM likeness WHERE id = :id";
                self.run(WRITE, sql, named_params! { ":id": number })
                    .map(|_| ())
            }
        }
    }

    fn keep_likeness(&self, number: i64, likeness: &Likeness) -> Result<(), StoreError> {
        let sql = "INSERT INTO likeness (id, kind, facts, keys, due) VALUES (:id, :kind, :facts, :keys, 1)
                   ON CONFLICT (id) DO UPDATE SET
                     kind = excluded.kind, facts = excluded.facts, keys = excluded.keys, due = 1";
        let bytes: Vec<u8> = likeness
            .keys
            .iter()
            .flat_map(|key| key.to_be_bytes())
            .collect();
        let row = named_params! {
            ":id": number, ":kind": likeness.kind, ":facts": likeness.facts, ":keys": bytes,
        };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Drops the pairs of a record, and returns the records that were weighed down by them, itself among them.
    fn drop_doubles_of(&self, number: i64) -> Result<BTreeSet<i64>, StoreError> {
        let of = named_params! { ":id": number };
        let sql = "SELECT one AS id FROM double WHERE other = :id AND weight > 0
                   UNION SELECT other FROM double WHERE one = :id AND weight > 0";
        let mut weighed: BTreeSet<i64> = self
            .all(READ, sql, of, |row| row.get("id"))?
            .into_iter()
            .collect();
        if !weighed.is_empty() {
            weighed.insert(number);
        }
        self.run(WRITE, "DELETE FROM double WHERE one = :id", of)?;
        self.run(WRITE, "DELETE FROM double WHERE other = :id", of)?;
        Ok(weighed)
    }

    /// Keeps which others a record looks like, in place of what was known of it; it is due no longer.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_doubles(&mut self, number: i64, found: &[FoundDouble]) -> Result<(), StoreError> {
        let mut weighed = self.drop_doubles_of(number)?;
        for double in found {
            self.put_double(number, double)?;
            if double.weight > 0 {
                weighed.extend([number, double.other]);
            }
        }
        self.weigh_all(weighed)?;
        let sql = "UPDATE likeness SET due = 0 WHERE id = :id";
        self.run(WRITE, sql, named_params! { ":id": number })
            .map(|_| ())
    }

    /// Has the records of a kind held against each other anew; where the keys of both are the same, only those that share one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn compare_anew(&mut self, kind: u8, only_sharing: bool) -> Result<(), StoreError> {
        let sql = "UPDATE likeness SET due = 1 WHERE kind = :kind AND due = 0 AND (NOT :only_sharing OR id IN (
                     SELECT k.id FROM likeness_key AS k WHERE EXISTS (
                       SELECT 1 FROM likeness_key AS o WHERE o.key = k.key AND o.id <> k.id)))";
        let of = named_params! { ":kind": kind, ":only_sharing": only_sharing };
        self.run(WRITE, sql, of).map(|_| ())
    }

    /// Keeps from which score on two people are probably one, for reports.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_probable(&mut self, score: u8) -> Result<(), StoreError> {
        self.set_setting(PROBABLE, Some(&score.to_string()))
    }

    fn put_double(&self, one: i64, found: &FoundDouble) -> Result<(), StoreError> {
        let sql = "INSERT INTO double (one, other, score, weight, reasons)
                   VALUES (:one, :other, :score, :weight, :reasons)
                   ON CONFLICT (one, other) DO UPDATE SET
                     score = excluded.score, weight = excluded.weight, reasons = excluded.reasons";
        let row = named_params! {
            ":one": one.min(found.other), ":other": one.max(found.other), ":score": found.score,
            ":weight": found.weight, ":reasons": found.reasons,
        };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Keeps the pairs of a whole kind in place of all that were known of it; nothing of the kind is due any more.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn replace_doubles(
        &mut self,
        kind: u8,
        pairs: impl IntoIterator<Item = (i64, FoundDouble)>,
    ) -> Result<(), StoreError> {
        let before = self.weighed_down()?;
        let of = named_params! { ":kind": kind };
        let sql = "DELETE FROM double WHERE one IN (SELECT id FROM likeness WHERE kind = :kind)";
        self.run(WRITE, sql, of)?;
        for (one, found) in pairs {
            self.put_double(one, &found)?;
        }
        let now = self.weighed_down()?;
        self.weigh_all(before.symmetric_difference(&now).copied())?;
        let sql = "UPDATE likeness SET due = 0 WHERE kind = :kind AND due = 1";
        self.run(WRITE, sql, of).map(|_| ())
    }

    /// The records that a pair weighs down.
    fn weighed_down(&self) -> Result<BTreeSet<i64>, StoreError> {
        let sql = "SELECT one AS id FROM double WHERE weight > 0
                   UNION SELECT other FROM double WHERE weight > 0";
        let all = self.all(READ, sql, [], |row| row.get("id"))?;
        Ok(all.into_iter().collect())
    }

    /// Keeps how much each pair weighs, after something was decided about pairs: `weight` tells it of the kind
    /// of two records, the records and their score.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn weigh_doubles(
        &mut self,
        weight: impl Fn(u8, [RecordId; 2], u8) -> u8,
    ) -> Result<(), StoreError> {
        let sql = "SELECT d.one, d.other, d.score, d.weight, l.kind, a.record AS first, b.record AS second
                   FROM double AS d JOIN likeness AS l ON l.id = d.one
                   JOIN record AS a ON a.id = d.one JOIN record AS b ON b.id = d.other";
        let pairs = self.all(READ, sql, [], |row| {
            let numbers: (i64, i64) = (row.get("one")?, row.get("other")?);
            let records = [RecordId(row.get("first")?), RecordId(row.get("second")?)];
            Ok((
                numbers,
                row.get::<_, u8>("kind")?,
                records,
                row.get::<_, u8>("score")?,
                row.get::<_, u8>("weight")?,
            ))
        })?;
        let sql = "UPDATE double SET weight = :weight WHERE one = :one AND other = :other";
        let mut weighed = BTreeSet::new();
        for ((one, other), kind, records, score, before) in pairs {
            let now = weight(kind, records, score);
            if now != before {
                let row = named_params! { ":weight": now, ":one": one, ":other": other };
                self.run(WRITE, sql, row)?;
                weighed.extend([one, other]);
            }
        }
        self.weigh_all(weighed)
    }

    fn weigh_all(&self, records: impl IntoIterator<Item = i64>) -> Result<(), StoreError> {
        records
            .into_iter()
            .try_for_each(|record| self.weigh(record))
    }

    pub(crate) fn clear_likenesses(&self) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM double",
            "DELETE FROM likeness_key",
            "DELETE FROM likeness",
            "DELETE FROM tie",
            "DELETE FROM behind",
            "DELETE FROM tie_said",
            "DELETE FROM stood_behind",
        ] {
            self.run("drop what records are compared by", sql, [])?;
        }
        Ok(())
    }
}

fn keys_of(likeness: Option<&Likeness>) -> &[u64] {
    likeness.map_or(&[], |it| it.keys.as_slice())
}

fn held(row: &Row<'_>) -> rusqlite::Result<Likeness> {
    let bytes: Vec<u8> = row.get(2)?;
    let keys = bytes.as_chunks::<8>().0.iter();
    Ok(Likeness {
        kind: row.get(0)?,
        facts: row.get(1)?,
        keys: keys.map(|key| u64::from_be_bytes(*key)).collect(),
    })
}

fn compared(row: &Row<'_>) -> rusqlite::Result<Compared> {
    Ok(Compared {
        number: row.get(0)?,
        record: RecordId(row.get(1)?),
        team: team(row, "team")?,
        kind: row.get(3)?,
        facts: row.get(4)?,
    })
}

fn double(row: &Row<'_>) -> rusqlite::Result<Double> {
    Ok(Double {
        kind: row.get("kind")?,
        one: (team(row, "one_team")?, RecordId(row.get("one_record")?)),
        other: (team(row, "other_team")?, RecordId(row.get("other_record")?)),
        score: row.get("score")?,
        reasons: row.get("reasons")?,
    })
}

/// What a record that was just finished is compared by, as it waits to be settled.
pub(crate) fn kept(likeness: Option<&Likeness>) -> Option<String> {
    likeness.map(|it| serde_json::json!(it).to_string())
}

/// Reads what [`kept`] wrote.
pub(crate) fn waiting(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Likeness>> {
    let text: Option<String> = row.get(column)?;
    let read = text.map(|text| serde_json::from_str(&text)).transpose();
    read.map_err(|error| crate::revision::unreadable(row, column, Type::Text, error))
}
