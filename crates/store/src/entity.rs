//! Entity lists: what records say of the people, accidents and other things that records choose from.
//!
//! A row is what one record says of one entry. The entries themselves are what all rows of a name come to, in the
//! order of `at`; that is for the caller to work out, who knows which teams may be seen.

use records::{RecordId, TeamId};
use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::guard::Sight;
use crate::listing::Was;
use crate::place::{Texts, json, texts};
use crate::revision::{signed, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read a list of entities";
const WRITE: &str = "keep what a record says of an entity";

/// What one record says of one entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EntityLine {
    /// The list, such as `people`.
    pub list: String,
    /// The entry: what a choice stores.
    pub name: String,
    /// It makes the entry; otherwise it changes the one that another record made.
    pub makes: bool,
    /// Clock of the save, in ms since 1970: the later word holds.
    pub at_ms: u64,
    /// What the entry is called.
    pub label: Option<String>,
    /// What else is known of it.
    pub properties: Texts,
    /// Whose word it is, where guarded answers of that record are not for whoever asks.
    #[serde(skip)]
    pub apart: Option<Apart>,
}

/// A record whose guarded answers are not for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Its form.
    pub form: String,
    /// The version of that form.
    pub form_version: String,
    /// Its human code, which everybody may see.
    pub reference: String,
}

/// What changed in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityChanges {
    /// The entries of which some record says something else than before.
    pub names: Vec<String>,
    /// All that is said of them now, the later word of an entry after the earlier.
    pub lines: Vec<EntityLine>,
}

impl Reader<'_> {
    /// Returns a number that rises whenever a record says something else of an entity.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entity_stamp(&self) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(seq), 0) AS stamp FROM entity";
        let stamp = self.one(READ, sql, [], |row| whole(row, "stamp"))?;
        Ok(stamp.unwrap_or(0))
    }

    /// Returns what the records of these teams say of the entries of a list: of all, or of those that changed after a
    /// stamp. What a record outside the sight says comes with the record's form and code.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entities(
        &self,
        list: &str,
        teams: &[TeamId],
        sight: &Sight,
        after: Option<u64>,
    ) -> Result<EntityChanges, StoreError> {
        let author = sight.author.map(|author| author.0.to_vec());
        let open: Vec<&str> = sight.teams.iter().map(TeamId::as_str).collect();
        let open = serde_json::json!(open).to_string();
        let teams: Vec<&str> = teams.iter().map(TeamId::as_str).collect();
        let teams = serde_json::json!(teams).to_string();
        let Some(after) = after else {
            let sql = concat!(
                include_str!("entity_select.sql"),
                " ORDER BY entity.name, entity.at, entity.record, entity.team"
            );
            let asked =
                named_params! { ":list": list, ":teams": teams, ":open": open, ":author": author };
            return Ok(EntityChanges {
                names: Vec::new(),
                lines: self.all(READ, sql, asked, line_of)?,
            });
        };
        let sql =
            "SELECT DISTINCT name FROM entity NOT INDEXED WHERE seq > :after AND list = :list";
        let asked = named_params! { ":list": list, ":after": signed(after) };
        let names: Vec<String> = self.all(READ, sql, asked, |row| row.get("name"))?;
        let sql = concat!(
            include_str!("entity_select.sql"),
            " AND entity.name IN (SELECT value FROM json_each(:names))",
            " ORDER BY entity.name, entity.at, entity.record, entity.team"
        );
        let asked = named_params! {
            ":list": list, ":teams": teams, ":open": open, ":author": author,
            ":names": serde_json::json!(names).to_string(),
        };
        let lines = match names.is_empty() {
            true => Vec::new(),
            false => self.all(READ, sql, asked, line_of)?,
        };
        Ok(EntityChanges { names, lines })
    }
}

impl Writer<'_> {
    /// Keeps what a record says of entities, in place of what it said before; nothing is written where that is the
    /// same.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_entities(
        &mut self,
        team: &TeamId,
        record: RecordId,
        lines: &[EntityLine],
    ) -> Result<(), StoreError> {
        self.put_entities(team, record, lines, Was::Listed)
    }

    /// The same; what a record that is not listed said before is silent already.
    pub(crate) fn put_entities(
        &self,
        team: &TeamId,
        record: RecordId,
        lines: &[EntityLine],
        was: Was,
    ) -> Result<(), StoreError> {
        let sql = "SELECT list, name, makes, at, label, properties FROM entity
                   WHERE team = :team AND record = :record";
        let whose = named_params! { ":team": team.as_str(), ":record": record.0 };
        let before = match was {
            Was::New => Vec::new(),
            Was::Listed => self.all(READ, sql, whose, line)?,
        };
        for old in &before {
            let is = |new: &EntityLine| new.list == old.list && new.name == old.name;
            if !lines.iter().any(is) && old.says_something() {
                self.put_entity(team, record, &old.silent())?;
            }
        }
        for new in lines.iter().filter(|new| !before.contains(new)) {
            self.put_entity(team, record, new)?;
        }
        Ok(())
    }

    fn put_entity(
        &self,
        team: &TeamId,
        record: RecordId,
        line: &EntityLine,
    ) -> Result<(), StoreError> {
        let row = named_params! {
            ":team": team.as_str(), ":record": record.0, ":list": line.list, ":name": line.name,
            ":makes": line.makes, ":at": signed(line.at_ms), ":label": line.label,
            ":properties": json(&line.properties),
        };
        self.run(WRITE, include_str!("entity_upsert.sql"), row)
            .map(|_| ())
    }

    pub(crate) fn clear_entities(&self) -> Result<(), StoreError> {
        self.run("drop the lists of entities", "DELETE FROM entity", [])
            .map(|_| ())
    }
}

impl EntityLine {
    fn says_something(&self) -> bool {
        self.makes || self.label.is_some() || !self.properties.is_empty()
    }

    fn silent(&self) -> EntityLine {
        EntityLine {
            makes: false,
            label: None,
            properties: Texts::new(),
            ..self.clone()
        }
    }
}

/// Reads columns in their order: looking each up by its name would take a third of the time of a long list.
fn line(row: &Row<'_>) -> rusqlite::Result<EntityLine> {
    let properties: String = row.get(5)?;
    Ok(EntityLine {
        list: row.get(0)?,
        name: row.get(1)?,
        makes: row.get(2)?,
        at_ms: row.get::<_, i64>(3)?.unsigned_abs(),
        label: row.get(4)?,
        properties: texts(&properties).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(5, Type::Text, Box::new(error))
        })?,
        apart: None,
    })
}

/// Reads a line and, where its record is outside the sight, whose word it is.
fn line_of(row: &Row<'_>) -> rusqlite::Result<EntityLine> {
    let mut line = line(row)?;
    if row.get::<_, bool>(6)? {
        line.apart = Some(Apart {
            form: row.get(7)?,
            form_version: row.get(8)?,
            reference: row.get(9)?,
        });
    }
    Ok(line)
}

/// What a record that was just finished says, as it waits to be settled.
pub(crate) fn kept(lines: &[EntityLine]) -> Option<String> {
    (!lines.is_empty()).then(|| serde_json::json!(lines).to_string())
}

/// Reads what [`kept`] wrote.
pub(crate) fn waiting(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<EntityLine>> {
    let Some(text) = row.get::<_, Option<String>>(column)? else {
        return Ok(Vec::new());
    };
    serde_json::from_str(&text)
        .map_err(|error| crate::revision::unreadable(row, column, Type::Text, error))
}
