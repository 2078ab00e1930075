//! The world that typst sees, which holds one page description, the report as data and our fonts, and the PDF.

use std::path::PathBuf;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::data::Data;
use crate::fonts::{SHELF, Shelf};
use crate::{Made, PrintError};

const PAGE: &str = include_str!("page.typ");

/// Header cells of rows are an extra of this version of typst, which is why its version is exact.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// Everything that typst may read.
struct Shown {
    page: Source,
    report: FileId,
    data: Bytes,
    shelf: &'static Shelf,
}

impl World for Shown {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.page.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == self.page.id() {
            true => Ok(self.page.clone()),
            false => Err(FileError::NotFound(PathBuf::new())),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id == self.report {
            true => Ok(self.data.clone()),
            false => Err(FileError::NotFound(PathBuf::new())),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Forgets what typst remembers of the report when it is done with it.
struct Forgetting;

impl Drop for Forgetting {
    fn drop(&mut self) {
        typst::comemo::evict(0);
    }
}

/// The report as a PDF.
pub(crate) fn pdf(data: &Data, made: &Made) -> Result<Vec<u8>, PrintError> {
    let _forgetting = Forgetting;
    let document = document(data)?;
    let timestamp = timestamp(made).ok_or_else(|| PrintError::NoMoment(made.to_string()))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]);
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {made}", data.title)),
        creator: Smart::Custom(Some("Sala".to_owned())),
        timestamp: Some(timestamp),
        standards: standards.map_err(|error| unset(error.message()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|problems| first(&problems))
}

/// The report laid out on its pages.
pub(crate) fn document(data: &Data) -> Result<PagedDocument, PrintError> {
    let json = serde_json::to_vec(data).map_err(|error| unset(&error.to_string()))?;
    let shown = Shown {
        page: Source::new(file("page.typ")?, PAGE.to_owned()),
        report: file("report.json")?,
        data: Bytes::new(json),
        shelf: &SHELF,
    };
    typst::compile(&shown)
        .output
        .map_err(|problems| first(&problems))
}

fn file(name: &str) -> Result<FileId, PrintError> {
    let path = VirtualPath::new(name).map_err(|error| unset(&error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn timestamp(made: &Made) -> Option<Timestamp> {
    let moment = Datetime::from_ymd_hms(
        i32::from(made.year),
        made.month,
        made.day,
        made.hour,
        made.minute,
        made.second,
    )?;
    Timestamp::new_local(moment, i32::from(made.ahead_minutes))
}

fn first(problems: &[SourceDiagnostic]) -> PrintError {
    unset(problems.first().map_or("", |problem| &problem.message))
}

/// What typst says up to the first word that it quotes, which may be the report's.
fn unset(message: &str) -> PrintError {
    let end = message.find(['"', '`', '“', '\'']).unwrap_or(message.len());
    let why = message.get(..end).unwrap_or_default().trim_end();
    PrintError::Unset {
        why: why.to_owned(),
    }
}

#[cfg(test)]
#[path = "typeset_tests.rs"]
mod tests;
