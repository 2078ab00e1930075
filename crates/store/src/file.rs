//! Files that answers name: photos and scans, each known by the hash of its content.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::revision::{signed, unreadable, whole};
use crate::salvage::SET_ASIDE;
use crate::shelf::{Before, FILES, Found, Shelf};
use crate::store::{Reader, Store, Writer};

/// No file is larger: 40 MB.
pub const FILE_BYTES_MAX: u64 = 40_000_000;

const READ: &str = "read the list of files";
const WRITE: &str = "list a file";

/// Names a file: BLAKE3 of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub [u8; 32]);

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// A picture.
    Jpeg,
    /// A picture.
    Png,
    /// A document.
    Pdf,
}

/// What a file says of itself, beside its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts {
    /// What it is.
    pub media: Media,
    /// Of a picture: width and height in pixels.
    pub size: Option<(u32, u32)>,
    /// When it was attached, in ms since 1970.
    pub made_ms: u64,
}

/// A file that is on this laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldFile {
    /// Which.
    pub content: ContentId,
    /// Its size.
    pub bytes: u64,
    /// What it is.
    pub facts: FileFacts,
    /// A record names it; otherwise drafts at most.
    pub named: bool,
}

impl ContentId {
    /// The name of a content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(*blake3::hash(content).as_bytes())
    }
}

impl fmt::Display for ContentId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// The text is no content's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this names no file: a name has 64 hexadecimal digits")]
pub struct NotAContent;

impl FromStr for ContentId {
    type Err = NotAContent;

    fn from_str(text: &str) -> Result<Self, NotAContent> {
        let hash = blake3::Hash::from_hex(text).map_err(|_| NotAContent)?;
        // One spelling each.
        match text.bytes().any(|b| b.is_ascii_uppercase()) {
            true => Err(NotAContent),
            false => Ok(Self(*hash.as_bytes())),
        }
    }
}

impl Media {
    /// Every kind of file.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Pdf];

    /// The media type, such as `image/jpeg`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// How names of such files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    pub(crate) fn named(media: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == media)
    }

    fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|known| known.extension() == extension)
    }
}

impl HeldFile {
    /// The name by which an answer names the file: `<content>.<extension>`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", self.content, self.facts.media.extension())
    }
}

impl Store {
    /// Keeps a file: when this returns, content and line survive a power cut. What is kept already is
    /// not written again, unless its file was lost or damaged; a damaged one is set aside first.
    ///
    /// # Errors
    /// [`StoreError::FileTooLarge`] above [`FILE_BYTES_MAX`]; otherwise when the folder or the database
    /// cannot be written. Nothing is listed then.
    pub fn keep_file(&self, content: &[u8], facts: &FileFacts) -> Result<HeldFile, StoreError> {
        self.keep_file_stepwise(content, facts, &mut || Ok(()))
    }

    pub(crate) fn keep_file_stepwise(
        &self,
        bytes: &[u8],
        facts: &FileFacts,
        before: Before<'_>,
    ) -> Result<HeldFile, StoreError> {
        if bytes.len() as u64 > FILE_BYTES_MAX {
            return Err(StoreError::FileTooLarge);
        }
        let content = ContentId::of(bytes);
        let shelf = self.shelf();
        match shelf.get(content)? {
            Found::Whole(_) => {}
            Found::Missing => shelf.put(content, bytes, before)?,
            Found::Damaged => {
                shelf.set_aside(&shelf.name(content), &self.aside())?;
                shelf.put(content, bytes, before)?;
            }
        }
        before().map_err(StoreError::file(WRITE, self.path()))?;
        let held = self.write(|writer| {
            writer.list_file(content, bytes.len() as u64, facts)?;
            writer.file(content)
        })?;
        held.ok_or(StoreError::Missing { what: "file" })
    }

    /// Returns the content of a file, which proved itself.
    ///
    /// # Errors
    /// [`StoreError::FileMissing`] or [`StoreError::FileDamaged`] with its name, or when the disk
    /// cannot be read.
    pub fn file_content(&self, content: ContentId) -> Result<Vec<u8>, StoreError> {
        match self.shelf().get(content)? {
            Found::Whole(bytes) => Ok(bytes),
            Found::Missing => Err(StoreError::FileMissing { content }),
            Found::Damaged => Err(StoreError::FileDamaged { content }),
        }
    }

    /// Returns some bytes of a file, each piece of which proved itself; whoever puts a whole together has it prove itself.
    ///
    /// # Errors
    /// [`StoreError::FileMissing`] or [`StoreError::FileDamaged`] with its name, or when the disk cannot be read.
    pub fn file_bytes(&self, content: ContentId, bytes: Range<u64>) -> Result<Vec<u8>, StoreError> {
        let some = self.shelf().get_some(content, bytes)?;
        some.ok_or(StoreError::FileDamaged { content })
    }

    /// The sealed files as they lie in the folder, for a copy of the laptop: name and path.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn sealed_files(&self) -> Result<Vec<(String, PathBuf)>, StoreError> {
        let shelf = self.shelf();
        let names = shelf.names()?;
        Ok(names
            .into_iter()
            .map(|name| {
                let path = shelf.path(&name);
                (name, path)
            })
            .collect())
    }

    pub(crate) fn shelf(&self) -> Shelf {
        Shelf::beside(self.path(), self.key())
    }

    /// Where damaged files go.
    pub(crate) fn aside(&self) -> PathBuf {
        let dir = self.path().parent().unwrap_or(Path::new("."));
        dir.join(SET_ASIDE).join(FILES)
    }
}

impl Reader<'_> {
    /// Returns what is known of a file on this laptop.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn file(&self, content: ContentId) -> Result<Option<HeldFile>, StoreError> {
        let sql = "SELECT content, bytes, media, width, height, made_ms, named FROM file
                   WHERE content = :content";
        self.one(READ, sql, named_params! { ":content": content.0 }, held)
    }

    /// Returns all files on this laptop, in the order in which they were kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn files(&self) -> Result<Vec<HeldFile>, StoreError> {
        let sql = "SELECT content, bytes, media, width, height, made_ms, named FROM file
                   ORDER BY id";
        self.all(READ, sql, [], held)
    }

    /// The files that no record is known to name.
    pub(crate) fn unnamed_files(&self) -> Result<Vec<ContentId>, StoreError> {
        let sql = "SELECT content FROM file WHERE named = 0";
        self.all(READ, sql, [], |row| Ok(ContentId(row.get("content")?)))
    }
}

impl Writer<'_> {
    /// Lists a file whose content is durable.
    pub(crate) fn list_file(
        &mut self,
        content: ContentId,
        bytes: u64,
        facts: &FileFacts,
    ) -> Result<(), StoreError> {
        // A file that came late is named already.
        let sql = "INSERT INTO file (content, bytes, media, width, height, made_ms, named)
                   VALUES (:content, :bytes, :media, :width, :height, :made_ms,
                           EXISTS (SELECT 1 FROM file_use WHERE content = :content))
                   ON CONFLICT (content) DO NOTHING";
        let row = named_params! {
            ":content": content.0, ":bytes": signed(bytes), ":media": facts.media.as_str(),
            ":width": facts.size.map(|(width, _)| width), ":height": facts.size.map(|(_, height)| height),
            ":made_ms": signed(facts.made_ms),
        };
        self.run(WRITE, sql, row).map(|_| ())
    }

    pub(crate) fn unlist_file(&self, content: ContentId) -> Result<(), StoreError> {
        let sql = "DELETE FROM file WHERE content = :content";
        self.run(WRITE, sql, named_params! { ":content": content.0 })
            .map(|_| ())
    }
}

fn held(row: &Row<'_>) -> rusqlite::Result<HeldFile> {
    let media: String = row.get("media")?;
    let media =
        Media::named(&media).ok_or_else(|| unreadable(row, "media", Type::Text, NotAContent))?;
    let size = (row.get("width")?, row.get("height")?);
    Ok(HeldFile {
        content: ContentId(row.get("content")?),
        bytes: whole(row, "bytes")?,
        facts: FileFacts {
            media,
            size: match size {
                (Some(width), Some(height)) => Some((width, height)),
                _ => None,
            },
            made_ms: whole(row, "made_ms")?,
        },
        named: row.get("named")?,
    })
}

/// The names of files that stand in answers, each with how it ends: runs of 64 hexadecimal digits.
pub(crate) fn names_in(answers: &[u8]) -> impl Iterator<Item = (ContentId, Option<Media>)> {
    answers
        .split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.')
        .filter_map(|word| {
            let (digits, end) = word.split_at_checked(64)?;
            let end = std::str::from_utf8(end).ok()?;
            let content = std::str::from_utf8(digits).ok()?.parse().ok()?;
            let ends_there = end.is_empty() || end.starts_with('.');
            ends_there.then(|| {
                let media = end.strip_prefix('.').and_then(Media::of_extension);
                (content, media)
            })
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice, reason = "a failed test stops at once")]

    use super::*;

    #[test]
    fn a_name_has_one_spelling() {
        let name = ContentId::of(b"picture").to_string();
        assert_eq!(name.parse(), Ok(ContentId::of(b"picture")));
        for wrong in [
            "",
            "ab",
            &name.to_uppercase(),
            &name[1..],
            "z".repeat(64).as_str(),
        ] {
            assert_eq!(wrong.parse::<ContentId>(), Err(NotAContent), "{wrong}");
        }
    }

    #[test]
    fn names_are_found_where_answers_hold_them() {
        let (one, other) = (ContentId::of(b"1"), ContentId::of(b"2"));
        let check = |answers: String, want: &[(ContentId, Option<Media>)]| {
            let found: Vec<_> = names_in(answers.as_bytes()).collect();
            assert_eq!(found, want, "{answers}");
        };
        check(String::new(), &[]);
        check(
            format!("{{\"a\":\"{one}.jpg\"}}"),
            &[(one, Some(Media::Jpeg))],
        );
        check(
            format!("{{\"a\":\"{one}.pdf\",\"b\":[{{\"c\":\"{other}\"}}]}}"),
            &[(one, Some(Media::Pdf)), (other, None)],
        );
        check(format!("{one}.tiff"), &[(one, None)]);
        check(format!("{{\"a\":\"{one}0.jpg\"}}"), &[]);
        check(format!("ឈ្មោះ {one}.png ឈ្មោះ"), &[(one, Some(Media::Png))]);
    }
}
