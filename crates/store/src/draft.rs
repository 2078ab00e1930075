//! Drafts: unfinished work, saved on every change.

use records::{RecordId, RevisionId, TeamId};
use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::revision::{signed, team, unreadable, whole};
use crate::store::{Reader, Store, Writer};

const READ: &str = "read the drafts";
const WRITE: &str = "save a draft";

/// From two indexes alone: a form of which there are a hundred thousand records is asked for by a key.
pub(crate) const ENTERED_LAST: &str = "SELECT record FROM revision INDEXED BY revision_record
    WHERE seq IN (SELECT id FROM record WHERE team = :team AND form = :form)
    ORDER BY record DESC LIMIT :limit";

/// Names a draft.
pub type DraftId = [u8; 16];

/// A record that is still being filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The form.
    pub form: String,
    /// The version it was started with, which it keeps.
    pub form_version: String,
    /// The team it is for.
    pub team: TeamId,
    /// The record it corrects.
    pub record: Option<RecordId>,
    /// The revisions it was opened on; what it is finished as follows them.
    pub parents: Vec<RevisionId>,
    /// What it is about.
    pub title: String,
    /// Questions that still stand in the way.
    pub problems: u32,
    /// When it was last changed, in ms since 1970.
    pub touched_ms: u64,
    /// When a person threw it away; it can be brought back until it is purged.
    pub discarded_ms: Option<u64>,
    /// The answers, as the caller writes them.
    pub answers: Vec<u8>,
    /// Why warnings are right as they are, as the caller writes it; empty without any.
    pub reasons: String,
    /// What it answers to a reviewer, as the caller writes it; empty without anything.
    pub replies: String,
}

impl Store {
    /// Saves a draft in one durable transaction, in place of what was saved of it before.
    ///
    /// # Errors
    /// When the file cannot be written; the last saved state stands then.
    pub fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        self.write(|writer| writer.save_draft(draft))
    }
}

impl Reader<'_> {
    /// Returns one draft, discarded or not.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn draft(&self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        let sql = "SELECT id, form, form_version, team, record, parents, title, problems,
                   touched_ms, discarded_ms, answers, reasons, replies FROM draft WHERE id = :id";
        self.one(READ, sql, named_params! { ":id": id }, draft)
    }

    /// Returns the drafts that are not discarded, last touched first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let sql = "SELECT id, form, form_version, team, record, parents, title, problems,
                   touched_ms, discarded_ms, answers, reasons, replies FROM draft
                   WHERE discarded_ms IS NULL ORDER BY touched_ms DESC, seq DESC";
        self.all(READ, sql, [], draft)
    }

    /// Returns the records of a form that a team entered last, the last first, whatever was decided or corrected since.
    /// The names of records tell: they hold when each was made, and those from tables the day that they tell of.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entered_last(
        &self,
        form: &str,
        team: &TeamId,
        limit: u32,
    ) -> Result<Vec<RecordId>, StoreError> {
        let of = named_params! { ":team": team.as_str(), ":form": form, ":limit": limit };
        self.all("read what was entered last", ENTERED_LAST, of, |row| {
            Ok(RecordId(row.get("record")?))
        })
    }

    /// Returns the drafts that were discarded since a moment and are not purged yet, last discarded first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn discarded_drafts(&self, since_ms: u64) -> Result<Vec<Draft>, StoreError> {
        let sql = "SELECT id, form, form_version, team, record, parents, title, problems,
                   touched_ms, discarded_ms, answers, reasons, replies FROM draft
                   WHERE discarded_ms >= :since ORDER BY discarded_ms DESC, seq DESC";
        self.all(
            READ,
            sql,
            named_params! { ":since": signed(since_ms) },
            draft,
        )
    }
}

impl Writer<'_> {
    /// Saves a draft in place of what was saved of it before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        let parents: Vec<u8> = draft.parents.iter().flat_map(|id| id.0).collect();
        let row = named_params! {
            ":id": draft.id, ":form": draft.form, ":form_version": draft.form_version,
            ":team": draft.team.as_str(), ":record": draft.record.map(|record| record.0),
            ":parents": parents, ":title": draft.title, ":problems": draft.problems,
            ":touched_ms": signed(draft.touched_ms),
            ":discarded_ms": draft.discarded_ms.map(signed), ":answers": draft.answers,
            ":reasons": Some(&draft.reasons).filter(|reasons| !reasons.is_empty()),
            ":replies": Some(&draft.replies).filter(|replies| !replies.is_empty()),
        };
        self.run(WRITE, include_str!("draft_save.sql"), row)
            .map(|_| ())
    }

    /// Throws a draft away; it can be brought back.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such draft; otherwise when the file cannot be written.
    pub fn discard_draft(&mut self, id: DraftId, now_ms: u64) -> Result<(), StoreError> {
        let sql = "UPDATE draft SET discarded_ms = :now WHERE id = :id";
        self.change_draft(sql, named_params! { ":id": id, ":now": signed(now_ms) })
    }

    /// Brings a discarded draft back.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such draft; otherwise when the file cannot be written.
    pub fn restore_draft(&mut self, id: DraftId) -> Result<(), StoreError> {
        let sql = "UPDATE draft SET discarded_ms = NULL WHERE id = :id";
        self.change_draft(sql, named_params! { ":id": id })
    }

    /// Removes a draft for good: it became a revision.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove_draft(&mut self, id: DraftId) -> Result<(), StoreError> {
        let sql = "DELETE FROM draft WHERE id = :id";
        self.run(WRITE, sql, named_params! { ":id": id })
            .map(|_| ())
    }

    /// Removes the drafts that were discarded before a time; says how many.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn purge_drafts(&mut self, before_ms: u64) -> Result<usize, StoreError> {
        let sql = "DELETE FROM draft WHERE discarded_ms < :before";
        self.run(WRITE, sql, named_params! { ":before": signed(before_ms) })
    }

    fn change_draft(&self, sql: &str, params: impl rusqlite::Params) -> Result<(), StoreError> {
        match self.run(WRITE, sql, params)? {
            0 => Err(StoreError::Missing { what: "draft" }),
            _ => Ok(()),
        }
    }
}

fn draft(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let parents: Vec<u8> = row.get("parents")?;
    let parents = parents
        .chunks(32)
        .map(RevisionId::from_slice)
        .collect::<Result<_, _>>();
    Ok(Draft {
        id: row.get("id")?,
        form: row.get("form")?,
        form_version: row.get("form_version")?,
        team: team(row, "team")?,
        record: row.get::<_, Option<[u8; 16]>>("record")?.map(RecordId),
        parents: parents.map_err(|error| unreadable(row, "parents", Type::Blob, error))?,
        title: row.get("title")?,
        problems: row.get("problems")?,
        touched_ms: whole(row, "touched_ms")?,
        discarded_ms: row
            .get::<_, Option<i64>>("discarded_ms")?
            .map(i64::unsigned_abs),
        answers: row.get("answers")?,
        reasons: row.get::<_, Option<String>>("reasons")?.unwrap_or_default(),
        replies: row.get::<_, Option<String>>("replies")?.unwrap_or_default(),
    })
}
