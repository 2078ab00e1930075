//! What was just finished: durable at once in one page, and in its place before anybody looks.
//!
//! The log, its indices, the lists, the search and the draft together are some eighteen pages, and each is
//! sealed anew when it changes. Nobody should wait for that who only wants to hear that the record is safe.
//! So it is written whole into one row of `fresh`. Every later read or write of this room settles it first,
//! in a transaction of its own: nobody sees the file without it, and a power cut leaves the row or what
//! became of it, never both and never neither. On a full disk the reader sees it settled all the same, in
//! memory: that transaction is taken back.

use records::{Revision, RevisionId};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, Row, ToSql, Transaction, TransactionBehavior};

use crate::connect::{self, Access};
use crate::delivery::Came;
use crate::draft::DraftId;
use crate::entity::{self, EntityLine};
use crate::error::{During, StoreError};
use crate::guard::FoundBy;
use crate::likeness::{self, Likeness};
use crate::record::{RecordRow, listed, record_row};
use crate::revision::{header, unreadable};
use crate::store::{Reader, Store, Writer};

const READ: &str = "read what was just finished";
const WRITE: &str = "keep what was just finished";
const SETTLE: &str = "put in its place what was just finished";
const AHEAD: &str = "read what was just finished in its place";

/// What a finished draft becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// The draft, which ends.
    pub draft: DraftId,
    /// The save, and the review revision that submits it.
    pub revisions: [Revision; 2],
    /// The record as lists show it from now on.
    pub row: RecordRow,
    /// What it is found by.
    pub text: FoundBy,
    /// What it says of entities.
    pub entities: Vec<EntityLine>,
    /// What it is compared by.
    pub likeness: Option<Likeness>,
}

impl Store {
    /// Runs `work` over the newest state of the file and makes what it returns durable: the revisions are
    /// in the log, the record in lists and search, and the draft is gone for whoever reads after this.
    ///
    /// Like [`Store::write_as`] there is one at a time, and `work` must not call for another.
    ///
    /// # Errors
    /// What `work` returns, [`StoreError::Revision`] when a revision does not prove itself, or when the
    /// file cannot be written; nothing was changed then.
    pub fn finish_as<E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<Finish, E>,
    ) -> Result<Finish, E> {
        self.change_settled(|writer| {
            let finish = work(writer)?;
            writer.keep_fresh(&finish)?;
            Ok(finish)
        })
    }

    /// Runs `work` on the file as it is once what waits is in its place, and takes that back: not a byte of it is written.
    pub(crate) fn read_ahead<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // A connection of its own: whoever writes meanwhile waits for a while and is told so, and never for itself. It is kept for
        // the next look, as long as the disk is full.
        let kept = self.ahead().take();
        let mut conn = match kept {
            Some(conn) => conn,
            None => self.connect_ahead()?,
        };
        let ahead = Transaction::new(&mut conn, TransactionBehavior::Immediate).during(AHEAD)?;
        let mut writer = Writer::over(&ahead);
        writer.settle()?;
        let result = work(&writer);
        connect::probe(&ahead)?;
        drop(ahead);
        *self.ahead() = Some(conn);
        result
    }

    fn connect_ahead(&self) -> Result<Connection, StoreError> {
        let conn = connect::connect(self.path(), self.key(), Access::Write)?;
        conn.pragma_update(None, "cache_spill", false)
            .during(AHEAD)?;
        Ok(conn)
    }

    /// Settles what waits, where that can be done: on a full disk or in a damaged file it stays where it
    /// is, as durable as before.
    pub(crate) fn settle_if_possible(&self) -> Result<(), StoreError> {
        match self.settle() {
            Err(error) if !error.is_damage() && !error.is_disk_full() => Err(error),
            _ => Ok(()),
        }
    }
}

impl Reader<'_> {
    /// Tells whether anything waits to be settled.
    pub(crate) fn has_fresh(&self) -> Result<bool, StoreError> {
        let found = self.one(READ, "SELECT 1 FROM fresh", [], |_| Ok(()))?;
        Ok(found.is_some())
    }
}

impl Writer<'_> {
    fn keep_fresh(&self, finish: &Finish) -> Result<(), StoreError> {
        let [saved, submitted] = &finish.revisions;
        let mut values = listed(&finish.row);
        for (revision, header, body) in [
            (saved, ":saved", ":answers"),
            (submitted, ":submitted", ":decision"),
        ] {
            revision.verify()?;
            values.push((header, revision.header.to_bytes().into()));
            values.push((body, revision.body.clone().into()));
        }
        values.push((":draft", finish.draft.to_vec().into()));
        values.push((":text", Value::from(finish.text.open.clone())));
        values.push((":guarded", Value::from(finish.text.guarded.clone())));
        values.push((":entities", entity::kept(&finish.entities).into()));
        values.push((":likeness", likeness::kept(finish.likeness.as_ref()).into()));
        let named: Vec<(&str, &dyn ToSql)> = values
            .iter()
            .map(|(name, value)| (*name, value as &dyn ToSql))
            .collect();
        self.run(WRITE, include_str!("fresh_insert.sql"), named.as_slice())
            .map(|_| ())
    }

    /// Puts what waits where it belongs; says how many revisions the log did not have before.
    pub(crate) fn settle(&mut self) -> Result<u64, StoreError> {
        if !self.has_fresh()? {
            return Ok(0);
        }
        // How far it got is for the log to say.
        let sql = concat!(
            "SELECT 0 AS delivery, ",
            include_str!("record_columns.sql"),
            ", draft, saved, answers, submitted, decision, text, guarded, entities, likeness FROM fresh ORDER BY seq"
        );
        let mut added = 0;
        for finish in self.all(READ, sql, [], waiting)? {
            // A save and its submission erase nothing; an erasure here before had its effect when it came.
            let came = Came::Here;
            let appended = self.append_trusting(&finish.revisions, came, &|_| false)?;
            added += appended.added.len() as u64;
            self.upsert_row(&finish.row, &finish.text)?;
            let (team, record) = (&finish.row.team, finish.row.record);
            self.set_entities(team, record, &finish.entities)?;
            self.count_later(team, record)?;
            self.set_likeness(team, record, finish.likeness.as_ref())?;
            self.remove_draft(finish.draft)?;
        }
        self.without_trace(SETTLE, |writer| {
            writer.run(SETTLE, "DELETE FROM fresh", []).map(|_| ())
        })?;
        Ok(added)
    }
}

fn waiting(row: &Row<'_>) -> rusqlite::Result<Finish> {
    Ok(Finish {
        draft: row.get("draft")?,
        revisions: [
            revision(row, "saved", "answers")?,
            revision(row, "submitted", "decision")?,
        ],
        row: record_row(row)?,
        text: FoundBy {
            open: row.get("text")?,
            guarded: row.get("guarded")?,
        },
        entities: entity::waiting(row, "entities")?,
        likeness: likeness::waiting(row, "likeness")?,
    })
}

/// Reads a revision of its two parts, and has it prove itself.
fn revision(row: &Row<'_>, header_column: &str, body_column: &str) -> rusqlite::Result<Revision> {
    let header = header(row, header_column)?;
    let revision = Revision {
        id: header.id(),
        header,
        body: Some(row.get(body_column)?),
    };
    match revision.verify() {
        Ok(()) => Ok(revision),
        Err(error) => Err(unreadable(row, body_column, Type::Blob, error)),
    }
}

/// Tells whether a row of `fresh` holds two revisions that prove themselves, of the record it names.
pub(crate) fn proves_itself(saved: &[u8], answers: &[u8]) -> bool {
    let Ok(header) = records::Header::from_bytes(saved) else {
        return false;
    };
    let id: RevisionId = header.id();
    let body = Some(answers.to_vec());
    Revision { id, header, body }.verify().is_ok()
}
