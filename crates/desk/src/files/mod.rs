//! Photos and scans: attached to a question, shown again, given out.

mod picture;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use forms::Form;
use records::RecordId;
use store::{ContentId, Delivery, FILE_BYTES_MAX, FileFacts, HeldFile, Media, Reader};

use crate::drafts::{draft_id, record_id, state_of};
use crate::open::{Open, lock};
use crate::view::{AnswerView, FileView, FormView, NodeView, Section};
use crate::{Desk, DeskError, write_bytes_out};

pub use picture::FileRefusal;
pub(crate) use picture::{grey_picture, is_picture};

/// How many dots the longer side of a kept picture has, when nobody chose otherwise.
const LONGEST: u32 = 2_048;
/// What may be chosen: below, writing on a sheet cannot be read; above, no screen shows it.
const LONGEST_MIN: u32 = 640;
const LONGEST_MAX: u32 = 8_192;
/// How many dots the longer side of a picture beside a question has: no screen shows it larger.
const FORM_PICTURE: u32 = 1_024;
const LONGEST_SETTING: &str = "files.longest_side";

/// A file as it is shown or given out.
#[derive(Debug, Clone)]
pub struct FileContent {
    /// Its media type, such as `image/jpeg`.
    pub media: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Desk {
    /// Attaches a file to a question of a draft, in place of one that was there. Photos are turned upright,
    /// made smaller and freed of what the camera wrote into them. When this returns, the file and the
    /// answer survive a power cut.
    ///
    /// # Errors
    /// [`DeskError::BadFile`] when the file is not taken; when the question takes none, or the disk cannot
    /// be written. The answer stays as it was.
    pub fn draft_attach(
        &self,
        draft: &str,
        path: &str,
        content: Vec<u8>,
    ) -> Result<FormView, DeskError> {
        let longest = self.longest_for(draft, path)?;
        let prepared = {
            // One picture at a time: several large ones together would fill the memory.
            let _turn = lock(&self.0.pictures);
            picture::prepare(content, longest).map_err(DeskError::BadFile)?
        };
        let facts = FileFacts {
            media: prepared.media,
            size: prepared.size,
            made_ms: self.now(),
        };
        let held = self.with_open(|open| Ok(open.store.keep_file(&prepared.bytes, &facts)?))?;
        self.draft_set(draft, path, &held.name())
    }

    /// Attaches the file at a path of this machine; see [`Desk::draft_attach`].
    ///
    /// # Errors
    /// As [`Desk::draft_attach`]; when the file cannot be read.
    pub fn draft_attach_file(
        &self,
        draft: &str,
        path: &str,
        file: &Path,
    ) -> Result<FormView, DeskError> {
        let failed = |source| DeskError::file("read the file", source);
        let mut content = Vec::new();
        let file = File::open(file).map_err(failed)?;
        // One byte more tells that it is too large.
        file.take(FILE_BYTES_MAX + 1)
            .read_to_end(&mut content)
            .map_err(failed)?;
        self.draft_attach(draft, path, content)
    }

    /// The file at a question of a draft; with `longest` a picture of at most so many dots a side.
    ///
    /// # Errors
    /// When there is no such draft or file, or the file is damaged.
    pub fn draft_file(
        &self,
        draft: &str,
        path: &str,
        longest: Option<u32>,
    ) -> Result<FileContent, DeskError> {
        let id = draft_id(draft)?;
        let (store, name) = self.with_open(|open| {
            self.load(open, id)?;
            let all = lock(&open.live);
            let live = all.get(&id).ok_or(DeskError::NotFound { what: "draft" })?;
            let name = live.filling.answers().get(path).map(str::to_owned);
            Ok((open.store.clone(), name))
        })?;
        self.content(&store, name.as_deref(), longest)
    }

    /// The file at a question of a record that this person may see; see [`Desk::draft_file`].
    ///
    /// # Errors
    /// When there is no such record or file, or the file is not on this laptop or damaged.
    pub fn record_file(
        &self,
        record: &str,
        path: &str,
        longest: Option<u32>,
    ) -> Result<FileContent, DeskError> {
        let id: RecordId = record_id(record)?;
        let (store, name) = self.with_open(|open| {
            let (state, form) = open.store.read_as(|reader| {
                let state = state_of(open, reader, id)?;
                let (of, version) = (&state.fold.form, &state.fold.form_version);
                let form = open.book.of_record(reader, of, version)?;
                Ok::<_, DeskError>((state, form))
            })?;
            self.show_to(open, &state, &form, path)?;
            let name = state.answers.get(path).map(str::to_owned);
            Ok((open.store.clone(), name))
        })?;
        self.content(&store, name.as_deref(), longest)
    }

    fn content(
        &self,
        store: &store::Store,
        name: Option<&str>,
        longest: Option<u32>,
    ) -> Result<FileContent, DeskError> {
        let missing = DeskError::NotFound { what: "file" };
        let Some(content) = name.and_then(content_of) else {
            return Err(missing);
        };
        let held = store.read(|reader| reader.file(content))?.ok_or(missing)?;
        let bytes = store.file_content(content)?;
        let media = held.facts.media;
        match longest {
            Some(longest) if media != Media::Pdf => {
                let _turn = lock(&self.0.pictures);
                let bytes = picture::smaller(&bytes, media, longest).map_err(DeskError::BadFile)?;
                Ok(FileContent {
                    media: Media::Jpeg.as_str(),
                    bytes,
                })
            }
            _ => Ok(FileContent {
                media: media.as_str(),
                bytes,
            }),
        }
    }

    /// Writes the files that these answers name into a folder, under the names that the answers give; gives
    /// how many were not on this laptop.
    pub(crate) fn give_files_out(
        &self,
        open: &Open,
        answers: &forms::Answers,
        folder: &Path,
    ) -> Result<u32, DeskError> {
        let mut missing = 0;
        for (_, name) in answers.flat() {
            let Some(content) = content_of(&name) else {
                continue;
            };
            let to = folder.join(&name);
            if to.exists() {
                continue;
            }
            match open.store.file_content(content) {
                Ok(bytes) => write_bytes_out(&to, "write the files of the export", &bytes)?,
                Err(
                    store::StoreError::FileMissing { .. } | store::StoreError::FileDamaged { .. },
                ) => missing += 1,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(missing)
    }

    /// How many dots the longer side of a kept picture has.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn picture_side(&self) -> Result<u32, DeskError> {
        self.with_open(|open| {
            let said = open.store.read(|reader| reader.setting(LONGEST_SETTING))?;
            let said = said.and_then(|text| text.parse().ok());
            Ok(said.unwrap_or(LONGEST).clamp(LONGEST_MIN, LONGEST_MAX))
        })
    }

    /// Chooses it, for pictures that are attached from now on; gives what holds, from 640 to 8,192.
    ///
    /// # Errors
    /// When the role does not look after the laptop or the store cannot be written.
    pub fn set_picture_side(&self, side: u32) -> Result<u32, DeskError> {
        let side = side.clamp(LONGEST_MIN, LONGEST_MAX);
        self.with_open(|open| {
            open.may_look_after()?;
            let text = side.to_string();
            open.store
                .write(|writer| writer.set_setting(LONGEST_SETTING, Some(&text)))?;
            Ok(side)
        })
    }

    /// The picture that a version of a form shows beside a question or a choice, by the name of its file.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when it did not come with the form.
    pub fn form_picture(
        &self,
        form: &str,
        version: &str,
        name: &str,
    ) -> Result<FileContent, DeskError> {
        let missing = DeskError::NotFound { what: "picture" };
        self.with_open(|open| {
            let bytes = open
                .store
                .read(|reader| reader.form_file(form, version, name))?;
            let bytes = bytes.ok_or(missing)?;
            let media = picture::media_of(&bytes).map_err(DeskError::BadFile)?;
            Ok(FileContent {
                media: media.as_str(),
                bytes,
            })
        })
    }

    /// How large a picture at a question may be; refuses what takes no file.
    fn longest_for(&self, draft: &str, path: &str) -> Result<u32, DeskError> {
        let id = draft_id(draft)?;
        let side = self.picture_side()?;
        self.with_open(|open| {
            self.load(open, id)?;
            let all = lock(&open.live);
            let live = all.get(&id).ok_or(DeskError::NotFound { what: "draft" })?;
            let takes = live.filling.form().takes_file(path);
            let (media_type, longest) = takes.ok_or(DeskError::NotFound {
                what: "question for a file",
            })?;
            if media_type.starts_with("audio/") || media_type.starts_with("video/") {
                return Err(DeskError::BadFile(FileRefusal::Kind));
            }
            Ok(longest.map_or(side, |longest| side.min(longest)))
        })
    }
}

/// Makes ready a picture that comes with a form: small, and without what a camera wrote into it.
///
/// # Errors
/// When it is no picture that can be shown.
pub(crate) fn form_picture(bytes: &[u8]) -> Result<Vec<u8>, FileRefusal> {
    let prepared = picture::prepare(bytes.to_vec(), FORM_PICTURE)?;
    match prepared.media {
        Media::Pdf => Err(FileRefusal::Kind),
        Media::Jpeg | Media::Png => Ok(prepared.bytes),
    }
}

/// The content that an answer names.
pub(crate) fn content_of(answer: &str) -> Option<ContentId> {
    let name = answer.split_once('.').map_or(answer, |(name, _)| name);
    name.parse().ok()
}

/// What a screen is told of the file that an answer names.
pub(crate) fn view(reader: &Reader<'_>, answer: &str) -> Result<Option<FileView>, DeskError> {
    if answer.is_empty() {
        return Ok(None);
    }
    let held = match content_of(answer) {
        Some(content) => reader.file(content)?,
        None => None,
    };
    let Some(held) = held else {
        return Ok(Some(FileView::elsewhere()));
    };
    let delivery = reader.file_delivery(held.content)?;
    let waits = delivery.is_some_and(|delivery| delivery < Delivery::Confirmed);
    Ok(Some(shown(&held, waits)))
}

/// Tells of the files among the answers of a record.
pub(crate) fn show_answers<'a>(
    reader: &Reader<'_>,
    form: &Form,
    answers: impl IntoIterator<Item = &'a mut AnswerView>,
) -> Result<(), DeskError> {
    for answer in answers {
        if form.takes_file(&answer.path).is_some() {
            answer.file = view(reader, &answer.value)?;
        }
    }
    Ok(())
}

/// Tells of the files in the sections of a form.
pub(crate) fn show(reader: &Reader<'_>, sections: &mut [Section]) -> Result<(), DeskError> {
    let mut rest: Vec<&mut NodeView> = sections.iter_mut().flat_map(|it| &mut it.nodes).collect();
    while let Some(node) = rest.pop() {
        if node.kind == forms::Kind::File.as_str() {
            node.file = view(reader, &node.value)?;
        }
        rest.extend(&mut node.children);
    }
    Ok(())
}

fn shown(held: &HeldFile, waits: bool) -> FileView {
    let (width, height) = held.facts.size.unzip();
    FileView {
        media: held.facts.media.as_str().to_owned(),
        bytes: u32::try_from(held.bytes).unwrap_or(u32::MAX),
        width,
        height,
        here: true,
        waits,
    }
}
