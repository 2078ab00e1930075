//! Who may see what of a line: how guarded its facts are, whose guarded facts a list may use, and the list of
//! every time that somebody had a guarded answer shown.

use records::{DeviceId, PersonId, RecordId, TeamId};
use rusqlite::types::{Type, Value};
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::revision::{signed, unreadable};
use crate::store::{Reader, Writer};

const READ: &str = "read who had guarded answers shown";
const WRITE: &str = "keep who had a guarded answer shown";

/// The lowest class that is guarded.
const GUARDED: u8 = 2;
const OLD_LISTS: &str = "store.old_lists";

/// The most rows of [`Reader::reveals`].
pub const REVEALS_MAX: u32 = 1_000;

/// How guarded each fact of a line is: the class of the answers that it was made of, 0 to 3.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes {
    /// The title.
    pub title: u8,
    /// The second line.
    pub subtitle: u8,
    /// The activity date.
    pub date: u8,
    /// Province to village.
    pub place: u8,
    /// The people counted.
    pub people: u8,
    /// Latitude and longitude.
    pub position: u8,
}

/// A fact that lists are narrowed or ordered by, by its place in the number that is stored.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fact {
    Title = 0,
    Date = 4,
    Place = 6,
    Position = 10,
}

impl Classes {
    /// Two bits for each fact, the title lowest.
    pub(crate) fn number(self) -> i64 {
        let all = [
            self.title,
            self.subtitle,
            self.date,
            self.place,
            self.people,
            self.position,
        ];
        all.into_iter()
            .rev()
            .fold(0, |number, class| (number << 2) | i64::from(class.min(3)))
    }

    pub(crate) fn of_number(number: i64) -> Self {
        let class = |shift: u32| u8::try_from((number >> shift) & 3).unwrap_or(3);
        Self {
            title: class(0),
            subtitle: class(2),
            date: class(4),
            place: class(6),
            people: class(8),
            position: class(10),
        }
    }
}

/// What a record is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundBy {
    /// By whoever may see the record.
    pub open: String,
    /// By those only who may see its guarded answers.
    pub guarded: String,
}

impl From<&str> for FoundBy {
    fn from(open: &str) -> Self {
        Self {
            open: open.to_owned(),
            guarded: String::new(),
        }
    }
}

impl From<&String> for FoundBy {
    fn from(open: &String) -> Self {
        open.as_str().into()
    }
}

impl From<&FoundBy> for FoundBy {
    fn from(text: &FoundBy) -> Self {
        text.clone()
    }
}

impl FoundBy {
    /// Both texts, when there is anything guarded.
    pub(crate) fn whole(&self) -> Option<String> {
        (!self.guarded.is_empty()).then(|| format!("{}\n{}", self.open, self.guarded))
    }
}

/// Whose guarded facts a list may be narrowed, ordered and searched by; by default nobody's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// Those of records that this person made.
    pub author: Option<PersonId>,
    /// Those of these teams' records.
    pub teams: Vec<TeamId>,
}

impl Sight {
    /// Those of every record of these teams.
    #[must_use]
    pub fn of_teams(teams: &[TeamId]) -> Self {
        Self {
            author: None,
            teams: teams.to_vec(),
        }
    }

    /// A condition on a row of `record`, with its values.
    pub(crate) fn sql(&self) -> (String, Vec<Value>) {
        let mut any = Vec::new();
        let mut values = Vec::new();
        if let Some(author) = self.author {
            any.push("author = ?".to_owned());
            values.push(author.0.to_vec().into());
        }
        if !self.teams.is_empty() {
            any.push(format!(
                "team IN ({})",
                vec!["?"; self.teams.len()].join(", ")
            ));
            values.extend(
                self.teams
                    .iter()
                    .map(|team| team.as_str().to_owned().into()),
            );
        }
        match any.is_empty() {
            true => ("0".to_owned(), values),
            false => (format!("({})", any.join(" OR ")), values),
        }
    }

    /// A condition that a fact of a row is open or may be used, with its values.
    pub(crate) fn fact_sql(&self, fact: Fact) -> (String, Vec<Value>) {
        let (sight, values) = self.sql();
        let shift = fact as u8;
        (
            format!("((classes >> {shift}) & 3 < {GUARDED} OR {sight})"),
            values,
        )
    }

    /// Whether it takes in every record of these teams.
    pub(crate) fn covers(&self, teams: &[TeamId]) -> bool {
        !teams.is_empty() && teams.iter().all(|team| self.teams.contains(team))
    }

    /// Whether it takes in a record.
    pub(crate) fn has(&self, author: &[u8], team: &str) -> bool {
        self.author.is_some_and(|own| own.0 == author)
            || self.teams.iter().any(|one| one.as_str() == team)
    }
}

/// A time that somebody had guarded answers shown. It never holds an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// The record.
    pub record: RecordId,
    /// Its team.
    pub team: TeamId,
    /// Its form.
    pub form: String,
    /// The question; empty for all of the record.
    pub path: String,
    /// What was done: `shown`, `corrected` or `exported`.
    pub deed: String,
    /// Why, in the person's words; may be empty.
    pub why: String,
    /// Who.
    pub person: PersonId,
    /// On which laptop.
    pub device: DeviceId,
    /// When, in ms since 1970.
    pub at_ms: u64,
}

impl Reader<'_> {
    /// Returns who had guarded answers of a record shown, oldest first, or of every record, newest first: at
    /// most [`REVEALS_MAX`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reveals(&self, record: Option<RecordId>) -> Result<Vec<Reveal>, StoreError> {
        const COLUMNS: &str = "record, team, form, path, deed, why, person, device, at_ms";
        let row = |row: &Row<'_>| reveal(row);
        match record {
            Some(record) => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM reveal WHERE record = :record ORDER BY id LIMIT {REVEALS_MAX}"
                );
                self.all(READ, &sql, named_params! { ":record": record.0 }, row)
            }
            None => {
                let sql =
                    format!("SELECT {COLUMNS} FROM reveal ORDER BY id DESC LIMIT {REVEALS_MAX}");
                self.all(READ, &sql, [], row)
            }
        }
    }

    /// Tells whether lines were written by an older program, so that everything in them counts as guarded until
    /// they are made anew.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has_old_lists(&self) -> Result<bool, StoreError> {
        Ok(self.setting(OLD_LISTS)?.is_some())
    }
}

impl Writer<'_> {
    /// Writes down that somebody had guarded answers shown.
    ///
    /// # Errors
    /// When the file cannot be written; nobody may be shown them then.
    pub fn add_reveal(&mut self, reveal: &Reveal) -> Result<(), StoreError> {
        let sql = "INSERT INTO reveal (record, team, form, path, deed, why, person, device, at_ms)
                   VALUES (:record, :team, :form, :path, :deed, :why, :person, :device, :at)";
        let row = named_params! {
            ":record": reveal.record.0,
            ":team": reveal.team.as_str(),
            ":form": reveal.form,
            ":path": reveal.path,
            ":deed": reveal.deed,
            ":why": reveal.why,
            ":person": reveal.person.0,
            ":device": reveal.device.0,
            ":at": signed(reveal.at_ms),
        };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Says that every line is of this program.
    pub(crate) fn lists_are_new(&mut self) -> Result<(), StoreError> {
        self.set_setting(OLD_LISTS, None)
    }
}

fn reveal(row: &Row<'_>) -> rusqlite::Result<Reveal> {
    Ok(Reveal {
        record: RecordId(row.get("record")?),
        team: TeamId::new(row.get::<_, String>("team")?)
            .map_err(|error| unreadable(row, "team", Type::Text, error))?,
        form: row.get("form")?,
        path: row.get("path")?,
        deed: row.get("deed")?,
        why: row.get("why")?,
        person: PersonId(row.get("person")?),
        device: DeviceId(row.get("device")?),
        at_ms: row.get::<_, i64>("at_ms")?.unsigned_abs(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_of_each_fact_is_read_as_it_was_written() {
        for number in 0..4096 {
            assert_eq!(Classes::of_number(number).number(), number);
        }
        let dated = Classes {
            date: 3,
            ..Classes::default()
        };
        assert_eq!(dated.number(), 3 << (Fact::Date as u8));
        let placed = Classes {
            place: 2,
            ..Classes::default()
        };
        assert_eq!(placed.number(), 2 << (Fact::Place as u8));
        let located = Classes {
            position: 1,
            ..Classes::default()
        };
        assert_eq!(located.number(), 1 << (Fact::Position as u8));
    }

    #[test]
    fn what_an_older_program_wrote_is_guarded_whole() {
        let all = Classes::of_number(4095);
        let facts = [
            all.title,
            all.subtitle,
            all.date,
            all.place,
            all.people,
            all.position,
        ];
        assert_eq!(facts, [3; 6]);
    }
}
