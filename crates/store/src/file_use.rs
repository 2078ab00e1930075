//! Who names a file, and how far it got with each team: files that wait to be sent, files that lie elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use records::{Kind, Revision, TeamId};
use rusqlite::{Row, named_params};

use crate::delivery::Delivery;
use crate::error::StoreError;
use crate::file::{ContentId, Media, names_in};
use crate::revision::{team, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read who names a file";
const WRITE: &str = "note who names a file";

/// Set while bodies have to be read to know who names what: after an erasure of what named files, and in a file of an
/// older program.
const UNKNOWN: &str = "store.file_uses";

/// A file that the centre has not confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingFile {
    /// Which.
    pub content: ContentId,
    /// The team whose records name it.
    pub team: TeamId,
    /// Its size.
    pub bytes: u64,
    /// Where the centre takes the rest of it, when a part of it was sent.
    pub upload: Option<String>,
}

/// A file that a record names and this laptop has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentFile {
    /// Which.
    pub content: ContentId,
    /// The team whose records name it.
    pub team: TeamId,
    /// What its name says that it is.
    pub media: Option<Media>,
}

/// A file as the records of one team name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileUse {
    /// What its name says that it is.
    pub media: Option<Media>,
    /// Its size, when it is here.
    pub bytes: Option<u64>,
}

/// Some files, summed up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileSums {
    /// How many.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What records say of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) media: Option<Media>,
    pub(crate) teams: BTreeSet<TeamId>,
}

impl Reader<'_> {
    /// Returns the files that are here and that the centre has not confirmed, in the order in which they were kept. Not
    /// those that an erased record named, until it is known whether another does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn waiting_files(&self) -> Result<Vec<WaitingFile>, StoreError> {
        let sql = "SELECT file_use.content, file_use.team, file.bytes, file_use.upload
                   FROM file_use JOIN file ON file.content = file_use.content
                   WHERE file_use.delivery < 2 AND file.named = 1 ORDER BY file.id, file_use.team";
        self.all(READ, sql, [], waiting)
    }

    /// Returns every file that is here and that a record names, confirmed or not, in the order in which they were kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn named_files(&self) -> Result<Vec<WaitingFile>, StoreError> {
        let sql = "SELECT file_use.content, file_use.team, file.bytes, file_use.upload
                   FROM file_use JOIN file ON file.content = file_use.content
                   WHERE file.named = 1 ORDER BY file.id, file_use.team";
        self.all(READ, sql, [], waiting)
    }

    /// Returns files that are here and that the centre confirmed, by name, from behind `after` on, at most `most`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn confirmed_files(
        &self,
        after: Option<&(ContentId, TeamId)>,
        most: u32,
    ) -> Result<Vec<(ContentId, TeamId)>, StoreError> {
        let sql = "SELECT file_use.content, file_use.team
                   FROM file_use JOIN file ON file.content = file_use.content
                   WHERE file_use.delivery = 2 AND file.named = 1
                     AND (file_use.content, file_use.team) > (:content, :team)
                   ORDER BY file_use.content, file_use.team LIMIT :most";
        let (content, team_before) = match after {
            Some((content, team)) => (content.0.as_slice(), team.as_str()),
            None => (&[][..], ""),
        };
        let from = named_params! { ":content": content, ":team": team_before, ":most": most };
        self.all(READ, sql, from, |row| {
            Ok((ContentId(row.get("content")?), team(row, "team")?))
        })
    }

    /// Returns what is known of a file that records of a team name; nothing when none does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn file_use(
        &self,
        content: ContentId,
        team: &TeamId,
    ) -> Result<Option<FileUse>, StoreError> {
        let sql = "SELECT file_use.media AS media, file.bytes AS bytes FROM file_use
                   LEFT JOIN file ON file.content = file_use.content
                   WHERE file_use.content = :content AND file_use.team = :team";
        let name = named_params! { ":content": content.0, ":team": team.as_str() };
        self.one(READ, sql, name, |row| {
            let is_here: Option<i64> = row.get("bytes")?;
            Ok(FileUse {
                media: media(row)?,
                bytes: is_here.map(|_| whole(row, "bytes")).transpose()?,
            })
        })
    }

    /// Returns the files that records name and this laptop has not.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn absent_files(&self) -> Result<Vec<AbsentFile>, StoreError> {
        let sql = "SELECT content, team, media FROM file_use
                   WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.content = file_use.content)
                   ORDER BY content, team";
        self.all(READ, sql, [], |row| {
            Ok(AbsentFile {
                content: ContentId(row.get("content")?),
                team: team(row, "team")?,
                media: media(row)?,
            })
        })
    }

    /// Sums up the files that the centre has not confirmed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn waiting_file_sums(&self) -> Result<FileSums, StoreError> {
        let sql = "SELECT count(*) AS files, coalesce(sum(file.bytes), 0) AS bytes
                   FROM file_use JOIN file ON file.content = file_use.content
                   WHERE file_use.delivery < 2 AND file.named = 1";
        let sums = self.one(READ, sql, [], |row| {
            Ok(FileSums {
                files: whole(row, "files")?,
                bytes: whole(row, "bytes")?,
            })
        })?;
        Ok(sums.unwrap_or_default())
    }

    /// Returns how far a file got: as far as with the team that it is furthest from. Nothing when no record names it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn file_delivery(&self, content: ContentId) -> Result<Option<Delivery>, StoreError> {
        let sql =
            "SELECT delivery FROM file_use WHERE content = :content ORDER BY delivery LIMIT 1";
        let name = named_params! { ":content": content.0 };
        self.one(READ, sql, name, |row| Delivery::read(row, "delivery"))
    }

    /// Whether bodies have to be read to know who names what.
    pub(crate) fn doubts_file_uses(&self) -> Result<bool, StoreError> {
        Ok(self.setting(UNKNOWN)?.is_some())
    }
}

impl Writer<'_> {
    /// Remembers where the centre takes the rest of a file, or that it takes it there no more.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_upload(
        &mut self,
        content: ContentId,
        team: &TeamId,
        upload: Option<&str>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE file_use SET upload = :upload WHERE content = :content AND team = :team";
        let row = named_params! {
            ":content": content.0, ":team": team.as_str(), ":upload": upload,
        };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Notes that the centre holds a file for a team; says whether that is news.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn confirm_file(&mut self, content: ContentId, team: &TeamId) -> Result<bool, StoreError> {
        let sql = "UPDATE file_use SET delivery = 2, upload = NULL
                   WHERE content = :content AND team = :team AND delivery < 2";
        let row = named_params! { ":content": content.0, ":team": team.as_str() };
        Ok(self.run(WRITE, sql, row)? > 0)
    }

    /// Notes that the centre holds a file for a team no more: it waits to be sent again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn unconfirm_file(&mut self, content: ContentId, team: &TeamId) -> Result<(), StoreError> {
        let sql = "UPDATE file_use SET delivery = 0, upload = NULL
                   WHERE content = :content AND team = :team AND delivery = 2";
        let row = named_params! { ":content": content.0, ":team": team.as_str() };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Notes that a file was put on a stick or taken by a hub.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn hand_over_file(&mut self, content: ContentId, team: &TeamId) -> Result<(), StoreError> {
        let sql = "UPDATE file_use SET delivery = 1
                   WHERE content = :content AND team = :team AND delivery = 0";
        let row = named_params! { ":content": content.0, ":team": team.as_str() };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Notes which files these revisions name, and that those of them that are here are named.
    pub(crate) fn name_files(&self, revisions: &[Revision]) -> Result<(), StoreError> {
        let contents = revisions
            .iter()
            .filter(|revision| revision.header.kind == Kind::Save);
        for revision in contents {
            let body = revision.body.as_deref().unwrap_or_default();
            for (content, media) in names_in(body) {
                self.add_use(content, media, &revision.header.team)?;
                self.mark_named(content)?;
            }
        }
        Ok(())
    }

    /// Takes what bodies say for who names what: uses that are not among them go.
    pub(crate) fn settle_file_uses(
        &mut self,
        named: &BTreeMap<ContentId, Named>,
    ) -> Result<(), StoreError> {
        let sql = "SELECT content, team, media FROM file_use";
        let held = self.all(READ, sql, [], |row| {
            Ok((ContentId(row.get("content")?), team(row, "team")?))
        })?;
        let is_named = |content: &ContentId, team: &TeamId| {
            named
                .get(content)
                .is_some_and(|named| named.teams.contains(team))
        };
        for (content, team) in held
            .iter()
            .filter(|(content, team)| !is_named(content, team))
        {
            let sql = "DELETE FROM file_use WHERE content = :content AND team = :team";
            let name = named_params! { ":content": content.0, ":team": team.as_str() };
            self.run(WRITE, sql, name)?;
        }
        for (content, named) in named {
            for team in &named.teams {
                self.add_use(*content, named.media, team)?;
            }
            self.mark_named(*content)?;
        }
        self.set_setting(UNKNOWN, None)
    }

    /// Whether anything still names these files is not known: the next sign-in finds out.
    pub(crate) fn doubt_names(&mut self, named: &BTreeSet<ContentId>) -> Result<(), StoreError> {
        for content in named {
            let name = named_params! { ":content": content.0 };
            self.run(
                WRITE,
                "UPDATE file SET named = 0 WHERE content = :content",
                name,
            )?;
            self.run(WRITE, "DELETE FROM file_use WHERE content = :content", name)?;
        }
        match named.is_empty() {
            true => Ok(()),
            false => self.set_setting(UNKNOWN, Some("unknown")),
        }
    }

    fn add_use(
        &self,
        content: ContentId,
        media: Option<Media>,
        team: &TeamId,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO file_use (content, team, media, delivery)
                   VALUES (:content, :team, :media, 0) ON CONFLICT (content, team) DO NOTHING";
        let row = named_params! {
            ":content": content.0, ":team": team.as_str(), ":media": media.map(Media::as_str),
        };
        self.run(WRITE, sql, row).map(|_| ())
    }

    fn mark_named(&self, content: ContentId) -> Result<(), StoreError> {
        let sql = "UPDATE file SET named = 1 WHERE content = :content AND named = 0";
        self.run(WRITE, sql, named_params! { ":content": content.0 })
            .map(|_| ())
    }
}

fn waiting(row: &Row<'_>) -> rusqlite::Result<WaitingFile> {
    Ok(WaitingFile {
        content: ContentId(row.get("content")?),
        team: team(row, "team")?,
        bytes: whole(row, "bytes")?,
        upload: row.get("upload")?,
    })
}

fn media(row: &Row<'_>) -> rusqlite::Result<Option<Media>> {
    let said: Option<String> = row.get("media")?;
    Ok(said.as_deref().and_then(Media::named))
}
