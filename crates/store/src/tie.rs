//! What was decided about pairs of records, and who stands behind whom: a part of the projection.

use std::collections::BTreeSet;

use records::{RecordId, TeamId};
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::listing::Was;
use crate::revision::signed;
use crate::store::{Reader, Writer};

const READ: &str = "read what was decided about pairs";
const WRITE: &str = "keep what was decided about a pair";
/// Counted up whenever somebody else stands behind somebody.
const STAMP: &str = "store.behind";

/// What holds about two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieWord {
    /// They speak of one: the one that stays.
    Same(RecordId),
    /// They speak of two.
    Apart,
    /// People decided differently without knowing of each other.
    Contested,
}

/// What was decided about two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TieLine {
    /// The record with the smaller id, whose revisions say it.
    pub record: RecordId,
    /// The other.
    pub other: RecordId,
    /// What holds.
    pub word: TieWord,
    /// Clock of the last decision about them, in ms since 1970.
    pub at_ms: u64,
}

/// A record that stands behind another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// The record.
    pub record: RecordId,
    /// The one that stands for it.
    pub head: RecordId,
    /// Clock of the last decision that joined them and whoever else stands behind it, in ms since 1970.
    pub since_ms: u64,
}

impl Reader<'_> {
    /// Returns everything that was decided about pairs, by their ids.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ties(&self) -> Result<Vec<TieLine>, StoreError> {
        let sql = "SELECT record, other, word, kept, at FROM tie ORDER BY record, other, team";
        self.all(READ, sql, [], line)
    }

    /// Returns the record that stands for this one; nothing when it stands for itself.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn head_of(&self, record: RecordId) -> Result<Option<RecordId>, StoreError> {
        let sql = "SELECT head FROM behind WHERE record = :record";
        let of = named_params! { ":record": record.0 };
        self.one(READ, sql, of, |row| Ok(RecordId(row.get("head")?)))
    }

    /// Returns the records that stand behind this one, by their ids.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn behind(&self, head: RecordId) -> Result<Vec<RecordId>, StoreError> {
        let sql = "SELECT record FROM behind WHERE head = :head ORDER BY record";
        let of = named_params! { ":head": head.0 };
        self.all(READ, sql, of, |row| Ok(RecordId(row.get("record")?)))
    }

    /// Returns every record that stands behind another, with the one that stands for it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn all_behind(&self) -> Result<Vec<Behind>, StoreError> {
        let sql = "SELECT record, head, since FROM behind ORDER BY record";
        self.all(READ, sql, [], |row| {
            Ok(Behind {
                record: RecordId(row.get("record")?),
                head: RecordId(row.get("head")?),
                since_ms: row.get::<_, i64>("since")?.unsigned_abs(),
            })
        })
    }

    /// Returns a number that is another one after somebody else stands behind somebody.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn behind_stamp(&self) -> Result<u64, StoreError> {
        let kept = self.setting(STAMP)?;
        Ok(kept.and_then(|kept| kept.parse().ok()).unwrap_or(0))
    }
}

impl Writer<'_> {
    /// Keeps what the revisions of a record say about it and others, in place of what they said before; tells whether
    /// that is something else.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_ties(
        &mut self,
        team: &TeamId,
        record: RecordId,
        lines: &[TieLine],
    ) -> Result<bool, StoreError> {
        self.put_ties(team, record, lines, Was::Listed)
    }

    /// The same; nothing was decided by the revisions of a record that is not listed.
    pub(crate) fn put_ties(
        &self,
        team: &TeamId,
        record: RecordId,
        lines: &[TieLine],
        was: Was,
    ) -> Result<bool, StoreError> {
        if was == Was::New && lines.is_empty() {
            return Ok(false);
        }
        let sql = "SELECT record, other, word, kept, at FROM tie WHERE record = :record AND team = :team ORDER BY other";
        let whose = named_params! { ":record": record.0, ":team": team.as_str() };
        if self.all(READ, sql, whose, line)? == lines {
            return Ok(false);
        }
        let sql = "DELETE FROM tie WHERE record = :record AND team = :team";
        self.run(WRITE, sql, whose)?;
        let sql = "INSERT INTO tie (team, record, other, word, kept, at)
                   VALUES (:team, :record, :other, :word, :kept, :at)";
        for line in lines {
            let (word, kept) = match line.word {
                TieWord::Same(kept) => ("same", Some(kept.0)),
                TieWord::Apart => ("apart", None),
                TieWord::Contested => ("contested", None),
            };
            let row = named_params! {
                ":team": team.as_str(), ":record": record.0, ":other": line.other.0,
                ":word": word, ":kept": kept, ":at": signed(line.at_ms),
            };
            self.run(WRITE, sql, row)?;
        }
        Ok(true)
    }

    /// Keeps who stands behind whom, in place of what was known of it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_behind(
        &mut self,
        pairs: impl IntoIterator<Item = Behind>,
    ) -> Result<(), StoreError> {
        let before = self.all_behind()?;
        self.run(WRITE, "DELETE FROM behind", [])?;
        let sql = "INSERT INTO behind (record, head, since) VALUES (:record, :head, :since)";
        for pair in pairs {
            let row = named_params! {
                ":record": pair.record.0, ":head": pair.head.0, ":since": signed(pair.since_ms),
            };
            self.run(WRITE, sql, row)?;
        }
        self.judge_those_who_moved(&before)?;
        let next = self.behind_stamp()?.wrapping_add(1).to_string();
        self.set_setting(STAMP, Some(&next))
    }
}

impl Writer<'_> {
    /// What is read together with others is read anew, where somebody stands behind another record than before.
    fn judge_those_who_moved(&mut self, before: &[Behind]) -> Result<(), StoreError> {
        let pair = |it: &Behind| (it.record, it.head);
        let before: BTreeSet<_> = before.iter().map(pair).collect();
        let now: BTreeSet<_> = self.all_behind()?.iter().map(pair).collect();
        for (record, head) in before.symmetric_difference(&now) {
            self.groups_of_are_due(*record)?;
            self.groups_of_are_due(*head)?;
        }
        Ok(())
    }
}

fn line(row: &Row<'_>) -> rusqlite::Result<TieLine> {
    let word: String = row.get("word")?;
    let kept: Option<[u8; 16]> = row.get("kept")?;
    Ok(TieLine {
        record: RecordId(row.get("record")?),
        other: RecordId(row.get("other")?),
        word: match (word.as_str(), kept) {
            ("same", Some(kept)) => TieWord::Same(RecordId(kept)),
            ("apart", _) => TieWord::Apart,
            _ => TieWord::Contested,
        },
        at_ms: row.get::<_, i64>("at")?.unsigned_abs(),
    })
}
