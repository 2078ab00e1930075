//! Search: substrings of a normalised text, in any script.
//!
//! The index is FTS5 with the trigram tokenizer: Khmer, Thai, Lao and Burmese are written without
//! spaces, so the places where words begin are not known, and any three signs in a row must find.
//! Words of one or two signs have no trigram; they are looked up in the newest texts.

use rusqlite::named_params;

use crate::error::{During, StoreError};
use crate::record::{RecordRow, record_row};
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

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The records, newest listed first.
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
    pub(crate) short: Vec<String>,
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
                words.short.push(word);
            } else {
                quoted.push(format!("\"{}\"", word.replace('"', "\"\"")));
            }
        }
        words.matching = (!quoted.is_empty()).then(|| quoted.join(" AND "));
        words
    }

    /// True when nothing was typed that could be looked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.matching.is_none() && self.short.is_empty()
    }
}

impl Reader<'_> {
    /// Finds records whose text has every word of `query`, the last listed first, at most `limit`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn search(&self, query: &str, limit: u32) -> Result<Found, StoreError> {
        let words = Words::of(query);
        if words.is_empty() {
            return Ok(Found::default());
        }
        let numbers = match &words.matching {
            Some(matching) => self.matching(matching, &words.short, limit)?,
            None => self.newest_with(&words.short, limit)?,
        };
        let mut rows = Vec::with_capacity(numbers.len());
        for number in numbers {
            let sql = "SELECT * FROM record WHERE id = :id";
            rows.extend(self.one(READ, sql, named_params! { ":id": number }, record_row)?);
        }
        let only_newest = words.matching.is_none() && rows.len() < limit as usize;
        Ok(Found { rows, only_newest })
    }

    fn matching(
        &self,
        matching: &str,
        short: &[String],
        limit: u32,
    ) -> Result<Vec<i64>, StoreError> {
        if short.is_empty() {
            let sql = "SELECT rowid AS id FROM search WHERE search MATCH :words
                       ORDER BY rowid DESC LIMIT :limit";
            let query = named_params! { ":words": matching, ":limit": limit };
            return self.all(READ, sql, query, |row| row.get("id"));
        }
        let sql = include_str!("search_short.sql");
        let query = named_params! { ":words": matching, ":rows": SHORT_ROWS_MAX };
        self.filtered(sql, query, short, limit)
    }

    fn newest_with(&self, short: &[String], limit: u32) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT id, text FROM record_text ORDER BY id DESC LIMIT :rows";
        self.filtered(sql, named_params! { ":rows": SHORT_ROWS_MAX }, short, limit)
    }

    /// Returns the first ids whose text has every short word.
    fn filtered(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        short: &[String],
        limit: u32,
    ) -> Result<Vec<i64>, StoreError> {
        let has_all = |text: &str| short.iter().all(|word| text.contains(word.as_str()));
        let scan = || {
            let mut statement = self.conn().prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                if found.len() >= limit as usize {
                    break;
                }
                let text = row.get_ref("text")?;
                if text.as_str().is_ok_and(has_all) {
                    found.push(row.get("id")?);
                }
            }
            Ok(found)
        };
        scan().during(READ)
    }
}

impl Writer<'_> {
    /// Indexes the normalised text of a row in place of the one before.
    pub(crate) fn make_findable(&self, number: i64, text: &str) -> Result<(), StoreError> {
        let sql = "SELECT text FROM record_text WHERE id = :id";
        let before = self.one(READ, sql, named_params! { ":id": number }, |row| {
            Ok(row
                .get_ref("text")?
                .as_str()
                .is_ok_and(|before| before == text))
        })?;
        match before {
            // Most revisions change no word that is searched for.
            Some(true) => return Ok(()),
            Some(false) => self.make_unfindable(number)?,
            None => {}
        }
        let row = named_params! { ":id": number, ":text": text };
        self.run(
            WRITE,
            "INSERT INTO record_text (id, text) VALUES (:id, :text)",
            row,
        )?;
        self.run(
            WRITE,
            "INSERT INTO search (rowid, text) VALUES (:id, :text)",
            row,
        )?;
        Ok(())
    }

    pub(crate) fn make_unfindable(&self, number: i64) -> Result<(), StoreError> {
        let row = named_params! { ":id": number };
        self.run(WRITE, "DELETE FROM search WHERE rowid = :id", row)?;
        self.run(WRITE, "DELETE FROM record_text WHERE id = :id", row)?;
        Ok(())
    }

    pub(crate) fn clear_search(&self) -> Result<(), StoreError> {
        self.run(
            WRITE,
            "INSERT INTO search (search) VALUES ('delete-all')",
            [],
        )?;
        self.run(WRITE, "DELETE FROM record_text", []).map(|_| ())
    }
}
