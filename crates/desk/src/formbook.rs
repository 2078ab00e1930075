//! The forms of this laptop: the built-in ones and those that were imported, compiled when needed.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use forms::{Finding, Form, Media};
use programme::built_in;
use serde::Serialize;
use specta::Type;
use store::{NewForm, Reader, Writer};

use crate::open::Open;
use crate::{Desk, DeskError, files as kept, lists};

/// The place of a form where nothing else orders them: the built-in ones first, in their order.
pub(crate) fn rank(form: &str) -> usize {
    let own = built_in::FORMS
        .iter()
        .position(|(name, _)| name.strip_suffix(".csv") == Some(form));
    own.unwrap_or(built_in::FORMS.len())
}

/// A form that was read and compiled, with what was noticed in it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The form, when it can be used.
    pub form: Option<Arc<Form>>,
    /// What is wrong or odd, by sheet, row and column.
    pub findings: Vec<Finding>,
}

/// Reads and compiles a form: a workbook or XForm XML, told apart by its content.
pub fn check_form(name: &str, bytes: &[u8]) -> Checked {
    let (form, findings) = forms::read_form(name, bytes);
    Checked {
        form: form.map(Arc::new),
        findings,
    }
}

type Key = (String, String);

/// Compiled forms by id and version.
#[derive(Debug, Default)]
pub(crate) struct FormBook {
    compiled: Mutex<HashMap<Key, Arc<Form>>>,
}

impl FormBook {
    /// One version of a form.
    pub(crate) fn get(
        &self,
        reader: &Reader<'_>,
        id: &str,
        version: &str,
    ) -> Result<Arc<Form>, DeskError> {
        let key = (id.to_owned(), version.to_owned());
        if let Some(form) = self.lock().get(&key) {
            return Ok(form.clone());
        }
        let source = reader.form_source(id, version)?;
        let (name, source) = source.ok_or(DeskError::NotFound {
            what: "form version",
        })?;
        let form = check_form(&name, &source).form.ok_or(DeskError::NotFound {
            what: "usable form",
        })?;
        self.lock().insert(key, form.clone());
        Ok(form)
    }

    /// The version of a form that new records are made with.
    pub(crate) fn newest(&self, reader: &Reader<'_>, id: &str) -> Result<Arc<Form>, DeskError> {
        let active = reader
            .active_form(id)?
            .ok_or(DeskError::NotFound { what: "form" })?;
        self.get(reader, id, &active.version)
    }

    /// The form of a record; the newest version when the record's own is not on this laptop.
    pub(crate) fn of_record(
        &self,
        reader: &Reader<'_>,
        id: &str,
        version: &str,
    ) -> Result<Arc<Form>, DeskError> {
        match self.get(reader, id, version) {
            Err(DeskError::NotFound { .. }) => self.newest(reader, id),
            other => other,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Arc<Form>>> {
        self.compiled.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Installs those built-in forms that the store does not have yet.
///
/// A built-in form is installed once; the programme may replace or retire it afterwards.
pub(crate) fn install_built_in(writer: &mut Writer<'_>, now_ms: u64) -> Result<(), DeskError> {
    for (name, source) in built_in::FORMS {
        let mark = format!(
            "built-in {name} {}",
            blake3::hash(source.as_bytes()).to_hex()
        );
        if writer.setting(&mark)?.is_some() {
            continue;
        }
        let checked = check_form(name, source.as_bytes());
        let Some(form) = checked.form else {
            return Err(DeskError::BadForm {
                findings: checked.findings,
            });
        };
        install(writer, name, source.as_bytes(), &form, now_ms)?;
        writer.set_setting(&mark, Some(form.version()))?;
    }
    Ok(())
}

/// Puts a compiled form into the store; true when this version was not there.
///
/// # Errors
/// When another form of the same id and version is installed: a version never changes.
fn install(
    writer: &mut Writer<'_>,
    name: &str,
    source: &[u8],
    form: &Form,
    now_ms: u64,
) -> Result<bool, DeskError> {
    let is_new = writer.form_source(form.id(), form.version())?.is_none();
    let new = NewForm {
        id: form.id(),
        version: form.version(),
        title: form.title(form.default_language()),
        source_name: name,
        source,
    };
    writer.install_form(&new, now_ms)?;
    Ok(is_new)
}

/// What changes for the people who fill the form, against the version in use; nothing when there is none, or when it
/// cannot be read any more.
pub(crate) fn changes(
    open: &Open,
    reader: &Reader<'_>,
    form: &Form,
    language: &str,
) -> Result<Vec<String>, DeskError> {
    let before = match open.book.newest(reader, form.id()) {
        Err(DeskError::NotFound { .. }) => return Ok(Vec::new()),
        other => other?,
    };
    let changes = forms::compare_versions(&before, form);
    let mut words: Vec<String> = changes
        .iter()
        .map(|change| change.words(language))
        .collect();
    if !words.is_empty() {
        words.push(forms::verdict(&changes).words(language).to_owned());
    }
    Ok(words)
}

/// Where the files come from that a form reads.
#[derive(Default)]
struct Sources {
    files: Vec<String>,
    lists: Vec<String>,
    missing: Vec<String>,
}

/// Keeps the files that a form reads; tells what is odd in them.
fn install_files(
    writer: &mut Writer<'_>,
    form: &Form,
    files: &[(String, Vec<u8>)],
    now_ms: u64,
) -> Result<Vec<Finding>, DeskError> {
    let mut findings = Vec::new();
    for asked in form.files() {
        let given = files
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(asked));
        if let Some((_, bytes)) = given {
            findings.extend(Media::new().add(asked, bytes));
            writer.install_form_file(form.id(), form.version(), asked, bytes, now_ms)?;
        }
    }
    Ok(findings)
}

/// Makes the pictures ready that a form shows; one that cannot be shown is left out and said so.
fn pictures(form: &Form, files: &[(String, Vec<u8>)]) -> (Vec<(String, Vec<u8>)>, Vec<Finding>) {
    let (mut kept, mut findings) = (Vec::new(), Vec::new());
    for name in form.pictures() {
        let given = files.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        let Some((_, bytes)) = given else {
            continue;
        };
        match kept::form_picture(bytes) {
            Ok(picture) => kept.push((name.to_owned(), picture)),
            Err(refused) => findings.push(Finding::warning(name, refused.to_string())),
        }
    }
    (kept, findings)
}

fn sources(open: &Open, reader: &Reader<'_>, form: &Form) -> Result<Sources, DeskError> {
    let own = reader.form_files(form.id(), form.version())?;
    let mut kept: BTreeSet<String> = BTreeSet::new();
    for installed in reader.forms()?.iter().filter(|installed| installed.active) {
        let other = open.book.get(reader, &installed.id, &installed.version)?;
        kept.extend(other.entity_lists().map(lists::file_of));
    }
    let mut sources = Sources::default();
    for file in form.files().chain(form.pictures()) {
        let is_own = own.iter().any(|one| one.name.eq_ignore_ascii_case(file));
        let told = if is_own {
            &mut sources.files
        } else if kept.contains(file) || file.eq_ignore_ascii_case(lists::PLACES) {
            &mut sources.lists
        } else {
            &mut sources.missing
        };
        told.push(file.to_owned());
    }
    Ok(sources)
}

/// A form that was installed.
#[derive(Debug, Clone, Serialize, Type)]
pub struct FormInstalled {
    /// Form id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// This version was not there before.
    pub new: bool,
    /// What is odd in it, by sheet, row and column.
    pub findings: Vec<String>,
    /// What changed since the version that was in use until now; then what becomes of its records.
    pub changes: Vec<String>,
    /// Files that came with it and are read.
    pub files: Vec<String>,
    /// Lists that it chooses from and that this laptop keeps itself: of records, or of places.
    pub lists: Vec<String>,
    /// Files that it reads and that are not here: what reads them is empty.
    pub missing: Vec<String>,
}

impl Desk {
    /// Installs a form, an XLSForm or XForm XML; new records of the form use it from now on.
    ///
    /// # Errors
    /// When the role does not look after forms; when the form cannot be used, each reason by sheet, row and column; or
    /// when this version is installed with other contents.
    pub fn form_import(&self, name: &str, bytes: &[u8]) -> Result<FormInstalled, DeskError> {
        self.form_import_with(name, bytes, &[])
    }

    /// As [`Desk::form_import`], with the files that came with the form, by name. Those that the form does not read
    /// are left out; importing the same version again brings its files up to date.
    ///
    /// # Errors
    /// As [`Desk::form_import`].
    pub fn form_import_with(
        &self,
        name: &str,
        bytes: &[u8],
        files: &[(String, Vec<u8>)],
    ) -> Result<FormInstalled, DeskError> {
        self.with_open(|open| open.may_look_after())?;
        let checked = check_form(name, bytes);
        let mut findings = checked.findings;
        let Some(form) = checked.form else {
            return Err(DeskError::BadForm { findings });
        };
        let language = self.language();
        let (shown, odd) = pictures(&form, files);
        findings.extend(odd);
        self.with_open(|open| {
            let (new, changes, sources) = open.store.write_as(|writer| {
                let changes = changes(open, writer, &form, &language)?;
                let new = install(writer, name, bytes, &form, self.now())?;
                if new {
                    self.list_anew(open, writer, &|one| one.id() == form.id())?;
                }
                findings.extend(install_files(writer, &form, files, self.now())?);
                for (name, picture) in &shown {
                    let (id, version) = (form.id(), form.version());
                    writer.install_form_file(id, version, name, picture, self.now())?;
                }
                let sources = sources(open, writer, &form)?;
                Ok::<_, DeskError>((new, changes, sources))
            })?;
            Ok(FormInstalled {
                id: form.id().to_owned(),
                version: form.version().to_owned(),
                title: form.title(&language).to_owned(),
                new,
                findings: findings.iter().map(ToString::to_string).collect(),
                changes,
                files: sources.files,
                lists: sources.lists,
                missing: sources.missing,
            })
        })
    }

    /// Lists the records of some forms again: some may have come before their form did.
    pub(crate) fn list_anew(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        of: &dyn Fn(&Form) -> bool,
    ) -> Result<(), DeskError> {
        let mut after = None;
        loop {
            let names = writer.records_after(after.as_ref(), 1_000)?;
            let Some(last) = names.last() else {
                return Ok(());
            };
            after = Some(last.clone());
            for (team, record) in &names {
                let Some(row) = writer.row(team, *record)? else {
                    continue;
                };
                match open.book.of_record(writer, &row.form, &row.form_version) {
                    Ok(form) if of(&form) => self.project(open, writer, team, *record)?,
                    Ok(_) | Err(DeskError::NotFound { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
}
