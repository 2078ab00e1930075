//! What was decided about pairs of records, and who stands behind whom: a part of the projection.

use std::collections::{BTreeMap, BTreeSet};

use records::{RecordId, TeamId};
use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::listing::Was;
use crate::revision::{signed, unreadable};
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

/// A record that stood behind another for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    /// The record.
    pub record: RecordId,
    /// The one that stood for it.
    pub head: RecordId,
    /// Since when, in ms since 1970.
    pub since_ms: u64,
    /// Until when; none while it does.
    pub until_ms: Option<u64>,
}

/// One word about two records, and from when it held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TieThen {
    /// The record with the smaller id, whose revisions say it.
    pub record: RecordId,
    /// The other.
    pub other: RecordId,
    /// What held from then on; nothing after it was taken back.
    pub word: Option<TieWord>,
    /// Since when, in ms since 1970.
    pub at_ms: u64,
}

/// What the revisions of a record say about it and others.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ties<'t> {
    /// What holds.
    pub lines: &'t [TieLine],
    /// All that held, one after the other.
    pub said: &'t [TieThen],
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

    /// Returns all that ever held about pairs, by their ids, for each team one after the other.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ties_said(&self) -> Result<Vec<(TeamId, TieThen)>, StoreError> {
        let sql = "SELECT team, record, other, word, kept, at FROM tie_said ORDER BY record, team, other, n";
        self.all(READ, sql, [], |row| {
            let team = TeamId::new(row.get::<_, String>("team")?)
                .map_err(|error| unreadable(row, "team", Type::Text, error))?;
            Ok((team, then(row)?))
        })
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
        ties: Ties<'_>,
    ) -> Result<bool, StoreError> {
        self.put_ties(team, record, ties, Was::Listed)
    }

    /// The same; nothing was decided by the revisions of a record that is not listed.
    pub(crate) fn put_ties(
        &self,
        team: &TeamId,
        record: RecordId,
        Ties { lines, said }: Ties<'_>,
        was: Was,
    ) -> Result<bool, StoreError> {
        if was == Was::New && lines.is_empty() && said.is_empty() {
            return Ok(false);
        }
        let sql = "SELECT record, other, word, kept, at FROM tie WHERE record = :record AND team = :team ORDER BY other";
        let whose = named_params! { ":record": record.0, ":team": team.as_str() };
        let holds = self.all(READ, sql, whose, line)?;
        let sql = "SELECT record, other, word, kept, at FROM tie_said WHERE record = :record AND team = :team
                   ORDER BY other, n";
        if holds == lines && self.all(READ, sql, whose, then)? == said {
            return Ok(false);
        }
        self.put_said(team, record, said)?;
        let sql = "DELETE FROM tie WHERE record = :record AND team = :team";
        self.run(WRITE, sql, whose)?;
        let sql = "INSERT INTO tie (team, record, other, word, kept, at)
                   VALUES (:team, :record, :other, :word, :kept, :at)";
        for line in lines {
            let (word, kept) = told(Some(line.word));
            let row = named_params! {
                ":team": team.as_str(), ":record": record.0, ":other": line.other.0,
                ":word": word, ":kept": kept, ":at": signed(line.at_ms),
            };
            self.run(WRITE, sql, row)?;
        }
        Ok(true)
    }

    /// Keeps all that held about a record and others.
    fn put_said(
        &self,
        team: &TeamId,
        record: RecordId,
        said: &[TieThen],
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM tie_said WHERE record = :record AND team = :team";
        let whose = named_params! { ":record": record.0, ":team": team.as_str() };
        self.run(WRITE, sql, whose)?;
        let sql = "INSERT INTO tie_said (team, record, other, n, word, kept, at)
                   VALUES (:team, :record, :other, :n, :word, :kept, :at)";
        for (n, then) in (0_i64..).zip(said) {
            let (word, kept) = told(then.word);
            let row = named_params! {
                ":team": team.as_str(), ":record": then.record.0, ":other": then.other.0, ":n": n,
                ":word": word, ":kept": kept, ":at": signed(then.at_ms),
            };
            self.run(WRITE, sql, row)?;
        }
        Ok(())
    }

    /// Keeps who stands behind whom, in place of what was known of it, as if it was so since the last decision.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_behind(
        &mut self,
        pairs: impl IntoIterator<Item = Behind>,
    ) -> Result<(), StoreError> {
        let pairs: Vec<Behind> = pairs.into_iter().collect();
        let stood = pairs.iter().map(|pair| Stood {
            record: pair.record,
            head: pair.head,
            since_ms: pair.since_ms,
            until_ms: None,
        });
        let stood: Vec<Stood> = stood.collect();
        self.set_stood(pairs, &stood)
    }

    /// Keeps who stands behind whom, and who ever stood, in place of what was known of it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_stood(
        &mut self,
        pairs: impl IntoIterator<Item = Behind>,
        stood: &[Stood],
    ) -> Result<(), StoreError> {
        let before = self.all_behind()?;
        let mut pairs: Vec<Behind> = pairs.into_iter().collect();
        pairs.sort_unstable_by_key(|pair| pair.record);
        let moved = self.put_stood(stood)?;
        if before == pairs && !moved {
            return Ok(());
        }
        self.put_behind(&before, &pairs)?;
        self.judge_those_who_moved(&before)?;
        let next = self.behind_stamp()?.wrapping_add(1).to_string();
        self.set_setting(STAMP, Some(&next))
    }

    /// Writes of who stands behind whom what is not so already.
    fn put_behind(&self, before: &[Behind], now: &[Behind]) -> Result<(), StoreError> {
        let by_record = |all: &[Behind]| -> BTreeMap<RecordId, Behind> {
            all.iter().map(|pair| (pair.record, *pair)).collect()
        };
        let (was, is) = (by_record(before), by_record(now));
        for pair in before.iter().filter(|it| is.get(&it.record) != Some(*it)) {
            let sql = "DELETE FROM behind WHERE record = :record";
            self.run(WRITE, sql, named_params! { ":record": pair.record.0 })?;
        }
        let sql = "INSERT INTO behind (record, head, since) VALUES (:record, :head, :since)";
        for pair in now.iter().filter(|it| was.get(&it.record) != Some(*it)) {
            let row = named_params! {
                ":record": pair.record.0, ":head": pair.head.0, ":since": signed(pair.since_ms),
            };
            self.run(WRITE, sql, row)?;
        }
        Ok(())
    }

    /// The same of who ever stood behind whom; tells whether anything was not so already.
    fn put_stood(&self, now: &[Stood]) -> Result<bool, StoreError> {
        let key = |it: &Stood| (it.record, it.since_ms);
        let sql = "SELECT record, since, until, head FROM stood_behind";
        let was: BTreeMap<_, Stood> = self
            .all(READ, sql, [], time)?
            .into_iter()
            .map(|it| (key(&it), it))
            .collect();
        let is: BTreeMap<_, Stood> = now.iter().map(|it| (key(it), *it)).collect();
        let gone: Vec<&Stood> = was
            .values()
            .filter(|it| is.get(&key(it)) != Some(*it))
            .collect();
        let new: Vec<&Stood> = now
            .iter()
            .filter(|it| was.get(&key(it)) != Some(*it))
            .collect();
        let sql = "DELETE FROM stood_behind WHERE record = :record AND since = :since";
        for it in &gone {
            let row = named_params! { ":record": it.record.0, ":since": signed(it.since_ms) };
            self.run(WRITE, sql, row)?;
        }
        let sql = "INSERT INTO stood_behind (record, since, until, head)
                   VALUES (:record, :since, :until, :head)";
        for time in &new {
            let row = named_params! {
                ":record": time.record.0, ":since": signed(time.since_ms),
                ":until": time.until_ms.map(signed), ":head": time.head.0,
            };
            self.run(WRITE, sql, row)?;
        }
        Ok(!(gone.is_empty() && new.is_empty()))
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

/// A word as columns hold it.
fn told(word: Option<TieWord>) -> (&'static str, Option<[u8; 16]>) {
    match word {
        Some(TieWord::Same(kept)) => ("same", Some(kept.0)),
        Some(TieWord::Apart) => ("apart", None),
        Some(TieWord::Contested) => ("contested", None),
        None => ("undone", None),
    }
}

fn word(row: &Row<'_>) -> rusqlite::Result<Option<TieWord>> {
    let word: String = row.get("word")?;
    let kept: Option<[u8; 16]> = row.get("kept")?;
    Ok(match (word.as_str(), kept) {
        ("same", Some(kept)) => Some(TieWord::Same(RecordId(kept))),
        ("apart", _) => Some(TieWord::Apart),
        ("undone", _) => None,
        _ => Some(TieWord::Contested),
    })
}

fn time(row: &Row<'_>) -> rusqlite::Result<Stood> {
    let until: Option<i64> = row.get("until")?;
    Ok(Stood {
        record: RecordId(row.get("record")?),
        head: RecordId(row.get("head")?),
        since_ms: row.get::<_, i64>("since")?.unsigned_abs(),
        until_ms: until.map(i64::unsigned_abs),
    })
}

fn line(row: &Row<'_>) -> rusqlite::Result<TieLine> {
    Ok(TieLine {
        record: RecordId(row.get("record")?),
        other: RecordId(row.get("other")?),
        word: word(row)?.unwrap_or(TieWord::Contested),
        at_ms: row.get::<_, i64>("at")?.unsigned_abs(),
    })
}

fn then(row: &Row<'_>) -> rusqlite::Result<TieThen> {
    Ok(TieThen {
        record: RecordId(row.get("record")?),
        other: RecordId(row.get("other")?),
        word: word(row)?,
        at_ms: row.get::<_, i64>("at")?.unsigned_abs(),
    })
}
