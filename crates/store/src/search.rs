//! Search: substrings of a normalised text, in any script.
//!
//! The index is FTS5 with the trigram tokenizer: Khmer, Thai, Lao and Burmese are written without
//! spaces, so the places where words begin are not known, and any three signs in a row must find.
//! Words of one or two signs have no trigram; they are looked up in the newest texts.
//!
//! A record has one or two texts under numbers of their own: the open one, and one with its guarded answers,
//! which is looked through for those only whose [`Sight`] takes the record in.
//!
//! Saving a record does not touch the index: its text waits in `pending_text`, where every search looks
//! too, until there are enough texts to index them together or nobody is waiting.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use records::TeamId;
use rusqlite::{Params, Row, named_params};

use crate::error::{During, StoreError};
use crate::guard::Sight;
use crate::listing::Was;
use crate::record::RecordRow;
use crate::revision::whole;
use crate::store::{Reader, Writer};
use crate::text::normalise;

const READ: &str = "search";
const WRITE: &str = "make a record findable";

/// The most words of a query that count, and the most signs of each.
const WORDS_MAX: usize = 8;
const WORD_SIGNS_MAX: usize = 64;
/// The fewest signs that the index can find.
const TRIGRAM: usize = 3;
/// How many of the newest texts are looked through for words that are shorter.
const SHORT_ROWS_MAX: u32 = 8_000;
/// How many texts may wait before whoever saves the next one indexes them all.
pub(crate) const PENDING_MAX: u64 = 256;

/// Waiting texts of records that are in the index with an earlier one: each is looked for there by its number, for `IN` would
/// read all that were ever indexed.
pub(crate) const INDEXED_BEFORE: &str = "SELECT waits.id AS id FROM pending_text AS waits
                                         CROSS JOIN record_text AS had ON had.id = waits.id";

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The records: those that came to this laptop last come first.
    pub rows: Vec<RecordRow>,
    /// The words are so short that only the newest records were looked through.
    pub only_newest: bool,
}

/// A query in the two forms that the index and the texts understand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// An FTS5 expression of the words that the index can find.
    pub(crate) matching: Option<String>,
    /// The words it cannot.
    short: Vec<String>,
    /// All of them.
    all: Vec<String>,
}

impl Words {
    /// Takes a query apart. Whatever was typed, the result is a valid expression.
    pub(crate) fn of(query: &str) -> Self {
        let mut words = Self::default();
        let mut quoted = Vec::new();
        for word in normalise(query)
            .split(' ')
            .filter(|word| !word.is_empty())
            .take(WORDS_MAX)
        {
            let word: String = word.chars().take(WORD_SIGNS_MAX).collect();
            if word.chars().count() < TRIGRAM {
                words.short.push(word.clone());
            } else {
                quoted.push(format!("\"{}\"", word.replace('"', "\"\"")));
            }
            words.all.push(word);
        }
        words.matching = (!quoted.is_empty()).then(|| quoted.join(" AND "));
        words
    }

    /// True when nothing was typed that could be looked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The words that the index cannot find.
    pub(crate) fn short(&self) -> &[String] {
        &self.short
    }
}

/// Tells whether the text of a row has every word.
fn has_all(row: &Row<'_>, words: &[String]) -> rusqlite::Result<bool> {
    let text = row.get_ref("text")?.as_str()?;
    Ok(words.iter().all(|word| text.contains(word.as_str())))
}

/// The row of a text: its open text has twice its number, the other one more.
const fn row_of(text: i64) -> i64 {
    text.div_euclid(2)
}

impl Reader<'_> {
    /// Finds records of these teams, or of all when none is named, whose text has every word of `query`: at
    /// most `limit`. Guarded answers find only what `sight` takes in.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn search(
        &self,
        query: &str,
        teams: &[TeamId],
        sight: &Sight,
        limit: u32,
    ) -> Result<Found, StoreError> {
        let words = Words::of(query);
        if words.is_empty() {
            return Ok(Found::default());
        }
        let teams = self.narrowing(teams)?;
        // A record can be found by both of its texts.
        let mut numbers = self.indexed(&words, teams, sight, 2 * limit as usize)?;
        numbers.extend(self.pending_with(&words, teams, sight)?);
        numbers.sort_unstable_by_key(|number| Reverse(*number));
        numbers.dedup();
        let mut rows = Vec::with_capacity(numbers.len());
        for number in numbers.into_iter().take(limit as usize) {
            rows.extend(self.row_numbered(number)?);
        }
        let only_newest = words.matching.is_none() && rows.len() < limit as usize;
        Ok(Found { rows, only_newest })
    }

    /// Returns the rows of these teams, or of all, whose text waits and has every word, newest first.
    pub(crate) fn pending_with(
        &self,
        words: &Words,
        teams: &[TeamId],
        sight: &Sight,
    ) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT id, text FROM pending_text ORDER BY id DESC";
        self.first(sql, [], usize::MAX, |row| {
            Ok(has_all(row, &words.all)? && self.may_find(row.get("id")?, teams, sight)?)
        })
    }

    /// Returns the texts that wait.
    pub(crate) fn pending(&self) -> Result<BTreeSet<i64>, StoreError> {
        let ids = self.all(READ, "SELECT id FROM pending_text", [], |row| row.get("id"))?;
        Ok(ids.into_iter().collect())
    }

    /// Returns up to `limit` rows of these teams, or of all, whose indexed text has every word, newest first.
    /// Words that are all short are looked for in the newest texts only.
    ///
    /// What waits to be indexed anew is left out: it was looked through as it is now.
    pub(crate) fn indexed(
        &self,
        words: &Words,
        teams: &[TeamId],
        sight: &Sight,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let fits = |row: &Row<'_>| {
            Ok(has_all(row, &words.short)? && self.may_find(row.get("id")?, teams, sight)?)
        };
        match &words.matching {
            Some(matching) if words.short.is_empty() => {
                let sql = "SELECT rowid AS id FROM search WHERE search MATCH :words
                           AND rowid NOT IN (SELECT id FROM pending_text) ORDER BY rowid DESC";
                self.first(sql, named_params! { ":words": matching }, limit, |row| {
                    self.may_find(row.get("id")?, teams, sight)
                })
            }
            Some(matching) => {
                let sql = include_str!("search_short.sql");
                let query = named_params! { ":words": matching, ":rows": SHORT_ROWS_MAX };
                self.first(sql, query, limit, fits)
            }
            None => {
                let sql = "SELECT id, text FROM record_text
                           WHERE id NOT IN (SELECT id FROM pending_text) ORDER BY id DESC LIMIT :rows";
                let query = named_params! { ":rows": SHORT_ROWS_MAX };
                self.first(sql, query, limit, fits)
            }
        }
    }

    /// Returns the records of the first texts that fit, and reads no further.
    fn first(
        &self,
        sql: &str,
        params: impl Params,
        limit: usize,
        mut fits: impl FnMut(&Row<'_>) -> rusqlite::Result<bool>,
    ) -> Result<Vec<i64>, StoreError> {
        let scan = || {
            let mut statement = self.conn().prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            let mut found = Vec::new();
            while found.len() < limit
                && let Some(row) = rows.next()?
            {
                if fits(row)? {
                    found.push(row_of(row.get("id")?));
                }
            }
            Ok(found)
        };
        scan().during(READ)
    }

    /// Tells whether a text is of a listed record of one of these teams, where no named team means every one,
    /// and may be looked through.
    fn may_find(&self, text: i64, teams: &[TeamId], sight: &Sight) -> rusqlite::Result<bool> {
        let is_whole = text % 2 != 0;
        if teams.is_empty() && !is_whole {
            return Ok(true);
        }
        let mut statement = self
            .conn()
            .prepare_cached("SELECT team, author FROM record WHERE id = :id")?;
        let mut rows = statement.query(named_params! { ":id": row_of(text) })?;
        let Some(row) = rows.next()? else {
            return Ok(false);
        };
        let of = row.get_ref("team")?.as_str()?;
        let author = row.get_ref("author")?.as_blob()?;
        let is_in = teams.is_empty() || teams.iter().any(|team| team.as_str() == of);
        Ok(is_in && (!is_whole || sight.has(author, of)))
    }

    /// Counts the texts that wait.
    pub(crate) fn pending_count(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) AS n FROM pending_text";
        let count = self.one(READ, sql, [], |row| whole(row, "n"))?;
        Ok(count.unwrap_or(0))
    }

    /// Tells whether a text is exactly this one.
    fn has_text(&self, number: i64, text: &str) -> Result<bool, StoreError> {
        for sql in [
            "SELECT text FROM pending_text WHERE id = :id",
            "SELECT text FROM record_text WHERE id = :id",
        ] {
            let same = self.one(READ, sql, named_params! { ":id": number }, |row| {
                Ok(row
                    .get_ref("text")?
                    .as_str()
                    .is_ok_and(|before| before == text))
            })?;
            if let Some(same) = same {
                return Ok(same);
            }
        }
        Ok(false)
    }
}

impl Writer<'_> {
    /// Has a row found by these normalised texts, and no longer by those before: the open one, and the one with
    /// its guarded answers, when it has any.
    pub(crate) fn make_findable(
        &self,
        number: i64,
        open: &str,
        whole: Option<&str>,
        was: Was,
    ) -> Result<(), StoreError> {
        self.put_text(2 * number, open, was)?;
        match whole {
            Some(whole) => self.put_text(2 * number + 1, whole, was)?,
            None if was == Was::New => {}
            None => self.drop_text(2 * number + 1)?,
        }
        if self.pending_count()? > PENDING_MAX {
            self.index_pending()?;
        }
        Ok(())
    }

    fn put_text(&self, number: i64, text: &str, was: Was) -> Result<(), StoreError> {
        // Most revisions after the first change no word that is searched for.
        if was == Was::Listed && self.has_text(number, text)? {
            return Ok(());
        }
        let sql = "INSERT INTO pending_text (id, text) VALUES (:id, :text)
                   ON CONFLICT (id) DO UPDATE SET text = excluded.text";
        self.run(WRITE, sql, named_params! { ":id": number, ":text": text })
            .map(|_| ())
    }

    /// Indexes every text that waits.
    pub(crate) fn index_pending(&self) -> Result<(), StoreError> {
        let again: Vec<i64> = self.all(READ, INDEXED_BEFORE, [], |row| row.get("id"))?;
        for number in again {
            self.drop_indexed(number)?;
        }
        let sql =
            "INSERT INTO record_text (id, text) SELECT id, text FROM pending_text ORDER BY id";
        self.run(WRITE, sql, [])?;
        let sql = "INSERT INTO search (rowid, text) SELECT id, text FROM pending_text ORDER BY id";
        self.run(WRITE, sql, [])?;
        self.run(WRITE, "DELETE FROM pending_text", []).map(|_| ())
    }

    pub(crate) fn make_unfindable(&self, number: i64) -> Result<(), StoreError> {
        self.drop_text(2 * number)?;
        self.drop_text(2 * number + 1)
    }

    fn drop_text(&self, number: i64) -> Result<(), StoreError> {
        self.drop_indexed(number)?;
        let sql = "DELETE FROM pending_text WHERE id = :id";
        self.run(WRITE, sql, named_params! { ":id": number })
            .map(|_| ())
    }

    fn drop_indexed(&self, number: i64) -> Result<(), StoreError> {
        let row = named_params! { ":id": number };
        if self.run(WRITE, "DELETE FROM record_text WHERE id = :id", row)? > 0 {
            self.run(WRITE, "DELETE FROM search WHERE rowid = :id", row)?;
        }
        Ok(())
    }

    pub(crate) fn clear_search(&self) -> Result<(), StoreError> {
        self.run(
            WRITE,
            "INSERT INTO search (search) VALUES ('delete-all')",
            [],
        )?;
        self.run(WRITE, "DELETE FROM pending_text", [])?;
        self.run(WRITE, "DELETE FROM record_text", []).map(|_| ())
    }
}
