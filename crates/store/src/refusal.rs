//! What the centre did not take or marked, until that is mended.

use std::collections::BTreeSet;

use records::{Header, Kind, RecordId, RevisionId, TeamId};
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::revision::{Held, RecordName, signed, team, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read what was refused";
const WRITE: &str = "keep what was refused";

/// Codes of what the centre does not hold, for its own reasons or since it did not come through. Nothing but its taking it after
/// all settles them.
const NOT_TAKEN: [&str; 4] = ["part", "seal", "team", "too-large"];
/// Codes of what it found in answers: these stand on the record, and go with the answers.
const IN_ANSWERS: [&str; 3] = ["answers", "clock", "rule"];
/// What is open and not found in answers, in SQL: the condition of the index `refusal_open`, word by word.
pub(crate) const OPEN: &str = "settled = 0 AND code NOT IN ('answers', 'clock', 'rule')";
/// Of those what the centre holds all the same: who made a statement, or how, is at fault, and a later one stands over it.
pub(crate) const OF_STATEMENTS: &str = "code NOT IN ('part', 'seal', 'team', 'too-large') AND code NOT IN ('answers', 'clock', 'rule')";

/// Something the centre did not take, or marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The revision.
    pub revision: RevisionId,
    /// Its record, when the revision is held.
    pub name: Option<(TeamId, RecordId)>,
    /// The centre's code.
    pub code: String,
    /// The centre's words.
    pub detail: String,
    /// When it came, in ms since 1970.
    pub at_ms: u64,
}

impl Refusal {
    /// Whether the centre holds the revision all the same.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !NOT_TAKEN.contains(&self.code.as_str())
    }
}

impl Reader<'_> {
    /// Returns what was refused or marked and waits for somebody, newest first. What was found in answers stands on the record
    /// ([`Reader::refusals_of`]).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refusals(&self) -> Result<Vec<Refusal>, StoreError> {
        let sql = format!(
            "SELECT refusal.revision, refusal.code, refusal.detail, refusal.at_ms, revision.record, revision.team
             FROM refusal LEFT JOIN revision ON revision.id = refusal.revision
             WHERE {OPEN} ORDER BY refusal.at_ms DESC, refusal.id DESC"
        );
        self.all(READ, &sql, [], refusal)
    }

    /// Returns what was held against a revision and nobody dealt with yet: code and detail, by code.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refusals_of(&self, revision: RevisionId) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT code, detail FROM refusal
                   WHERE revision = :revision AND settled = 0 ORDER BY code";
        self.all(
            READ,
            sql,
            named_params! { ":revision": revision.0 },
            |row| Ok((row.get("code")?, row.get("detail")?)),
        )
    }

    /// The open marks on statements of a record.
    fn marks_of(&self, (team, record): &RecordName) -> Result<Vec<RevisionId>, StoreError> {
        let sql = format!(
            "SELECT DISTINCT refusal.revision AS id
             FROM revision CROSS JOIN refusal ON refusal.revision = revision.id
             WHERE revision.record = :record AND revision.team = :team AND settled = 0 AND {OF_STATEMENTS}"
        );
        let name = named_params! { ":record": record.0, ":team": team.as_str() };
        self.all(READ, &sql, name, |row| row.get("id").map(RevisionId))
    }
}

impl Writer<'_> {
    /// Keeps what the centre refused or marked, open until it is settled. A mark that was settled stays so when the centre
    /// tells it again, and one over which a later statement stands is settled at once; what the centre refuses again is
    /// open again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_refusal(
        &mut self,
        revision: RevisionId,
        code: &str,
        detail: &str,
        now_ms: u64,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO refusal (revision, code, detail, at_ms, settled)
                   VALUES (:revision, :code, :detail, :at, 0)
                   ON CONFLICT (revision, code) DO UPDATE SET detail = excluded.detail,
                     settled = settled AND NOT :again,
                     at_ms = CASE WHEN settled AND :again THEN excluded.at_ms ELSE at_ms END";
        let again = NOT_TAKEN.contains(&code);
        let row = named_params! {
            ":revision": revision.0, ":code": code, ":detail": detail, ":at": signed(now_ms),
            ":again": again,
        };
        self.run(WRITE, sql, row)?;
        if again || IN_ANSWERS.contains(&code) {
            return Ok(());
        }
        let sql = "SELECT team, record FROM revision WHERE id = :id";
        let name = self.one(READ, sql, named_params! { ":id": revision.0 }, |row| {
            Ok((team(row, "team")?, RecordId(row.get("record")?)))
        })?;
        name.map_or(Ok(()), |name| self.settle_stood_over(&name))
    }

    /// Settles that revisions were not taken: the centre has them now.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn settle_taken(&mut self, revisions: &[RevisionId]) -> Result<(), StoreError> {
        let sql = "UPDATE refusal SET settled = 1
                   WHERE revision = :revision AND code IN ('part', 'seal', 'team', 'too-large')";
        for id in revisions {
            self.run(WRITE, sql, named_params! { ":revision": id.0 })?;
        }
        Ok(())
    }

    /// Notes that a person has seen a mark and has nothing more to do about it. What the centre does not hold cannot be
    /// put aside like that.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn settle_mark(&mut self, revision: RevisionId, code: &str) -> Result<(), StoreError> {
        let sql = format!(
            "UPDATE refusal SET settled = 1
             WHERE revision = :revision AND code = :code AND {OF_STATEMENTS}"
        );
        let mark = named_params! { ":revision": revision.0, ":code": code };
        self.run(WRITE, &sql, mark).map(|_| ())
    }

    /// Settles every mark over which a later statement stands.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn settle_all_stood_over(&mut self) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT DISTINCT team, record FROM refusal CROSS JOIN revision ON revision.id = refusal.revision
             WHERE settled = 0 AND {OF_STATEMENTS}"
        );
        let names = self.all(READ, &sql, [], |row| {
            Ok((team(row, "team")?, RecordId(row.get("record")?)))
        })?;
        names
            .iter()
            .try_for_each(|name| self.settle_stood_over(name))
    }

    /// Does so for records of which something came.
    pub(crate) fn settle_marks(
        &mut self,
        touched: &BTreeSet<RecordName>,
    ) -> Result<(), StoreError> {
        let sql = format!("SELECT 1 FROM refusal WHERE settled = 0 AND {OF_STATEMENTS} LIMIT 1");
        if self.one(READ, &sql, [], |_| Ok(()))?.is_none() {
            return Ok(());
        }
        touched
            .iter()
            .try_for_each(|name| self.settle_stood_over(name))
    }

    fn settle_stood_over(&mut self, name: &RecordName) -> Result<(), StoreError> {
        let marked = self.marks_of(name)?;
        if marked.is_empty() {
            return Ok(());
        }
        let (team, record) = name;
        let held = self.headers_of(team, *record)?;
        let sql = format!(
            "UPDATE refusal SET settled = 1 WHERE revision = :revision AND {OF_STATEMENTS}"
        );
        for id in marked.into_iter().filter(|id| is_stood_over(*id, &held)) {
            self.run(WRITE, &sql, named_params! { ":revision": id.0 })?;
        }
        Ok(())
    }
}

/// Whether somebody went on from a revision. Answers are sent together with their submission, which says nothing about them: over a
/// save stands another save, or the decision of somebody else.
fn is_stood_over(id: RevisionId, held: &[Held]) -> bool {
    let Some(below) = held.iter().find(|one| one.id == id).map(|one| &one.header) else {
        return false;
    };
    let mut after = BTreeSet::from([id]);
    let comes_after = |header: &Header, after: &BTreeSet<RevisionId>| {
        header.parents.iter().any(|parent| after.contains(parent))
    };
    loop {
        let more: Vec<RevisionId> = held
            .iter()
            .filter(|one| !after.contains(&one.id) && comes_after(&one.header, &after))
            .map(|one| one.id)
            .collect();
        if more.is_empty() {
            break;
        }
        after.extend(more);
    }
    let goes_on = |header: &Header| {
        let submits = below.kind == Kind::Save
            && header.kind == Kind::Review
            && header.author == below.author;
        !submits
    };
    held.iter()
        .any(|one| one.id != id && after.contains(&one.id) && goes_on(&one.header))
}

fn refusal(row: &Row<'_>) -> rusqlite::Result<Refusal> {
    let record: Option<[u8; 16]> = row.get("record")?;
    let name = match record {
        Some(record) => Some((team(row, "team")?, RecordId(record))),
        None => None,
    };
    Ok(Refusal {
        revision: RevisionId(row.get("revision")?),
        name,
        code: row.get("code")?,
        detail: row.get("detail")?,
        at_ms: whole(row, "at_ms")?,
    })
}
