//! The shelf of forms, for whoever looks after them: look at a file first, install it, choose the version
//! in use, read a form through in each of its languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::{Finding, Form, Kind, Question, Severity};
use store::Reader;

use crate::clock::iso;
use crate::formbook::{FormInstalled, changes, check_form, rank};
use crate::open::{Open, lock};
use crate::records_view::small;
use crate::view::{
    FormFinding, FormLook, FormPreview, FormVersion, InstalledForm, LanguageCard, PreviewLine,
};
use crate::{Desk, DeskError};

/// Choices of one question that a preview shows.
const CHOICES_SHOWN: usize = 12;

/// A form file that somebody looked at and has not installed yet.
pub(crate) struct LookedAt {
    name: String,
    bytes: Vec<u8>,
    /// What lies beside it, by name.
    files: Vec<(String, Vec<u8>)>,
}

impl Desk {
    /// Lists the installed forms with their versions, those in use first.
    ///
    /// # Errors
    /// When the role does not look after forms, or the store cannot be read.
    pub fn form_shelf(&self) -> Result<Vec<InstalledForm>, DeskError> {
        self.with_open(|open| {
            open.may_look_after()?;
            open.store.read_as(|reader| self.shelf(open, reader))
        })
    }

    fn shelf(&self, open: &Open, reader: &Reader<'_>) -> Result<Vec<InstalledForm>, DeskError> {
        let counts: BTreeMap<String, u64> = reader.form_counts()?.into_iter().collect();
        let mut shelf: BTreeMap<String, InstalledForm> = BTreeMap::new();
        for installed in reader.forms()? {
            let version = FormVersion {
                version: installed.version,
                source_name: installed.source_name,
                installed_at: iso(installed.installed_ms, self.offset()),
                active: installed.active,
            };
            let form = shelf
                .entry(installed.id.clone())
                .or_insert_with(|| InstalledForm {
                    records: small(counts.get(&installed.id).copied().unwrap_or(0)),
                    id: installed.id,
                    title: installed.title,
                    languages: Vec::new(),
                    versions: Vec::new(),
                });
            form.versions.push(version);
        }
        let mut forms: Vec<InstalledForm> = shelf.into_values().collect();
        for card in &mut forms {
            let shown = card.versions.iter().find(|version| version.active);
            let Some(shown) = shown.or(card.versions.first()) else {
                continue;
            };
            match open.book.get(reader, &card.id, &shown.version) {
                Ok(form) => {
                    form.title(&self.language()).clone_into(&mut card.title);
                    card.languages = languages(&form);
                }
                // Kept as the store has it: a version that a newer Sala cannot read any more stays listed.
                Err(DeskError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        forms.sort_by_key(|form| {
            let in_use = form.versions.iter().any(|version| version.active);
            (!in_use, rank(&form.id), form.title.clone())
        });
        Ok(forms)
    }

    /// Says what a form file would bring and what is wrong in it, and keeps it at hand for
    /// [`Desk::form_take`]; nothing is installed.
    ///
    /// # Errors
    /// When the role does not look after forms, or the store cannot be read. A file that is no form is no
    /// error: its findings say so.
    pub fn form_look(&self, name: &str, bytes: &[u8]) -> Result<FormLook, DeskError> {
        self.form_look_with(name, bytes, Vec::new())
    }

    /// As [`Desk::form_look`], with the files that lie beside the form, by name.
    ///
    /// # Errors
    /// As [`Desk::form_look`].
    pub fn form_look_with(
        &self,
        name: &str,
        bytes: &[u8],
        files: Vec<(String, Vec<u8>)>,
    ) -> Result<FormLook, DeskError> {
        let language = self.language();
        self.with_open(|open| {
            open.may_look_after()?;
            let checked = check_form(name, bytes);
            let mut findings = checked.findings;
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            let mut look = FormLook {
                source_name: name.to_owned(),
                usable: false,
                id: String::new(),
                version: String::new(),
                title: String::new(),
                languages: Vec::new(),
                questions: 0,
                news: "form".to_owned(),
                findings: findings.into_iter().map(finding_view).collect(),
                changes: Vec::new(),
            };
            let Some(form) = checked.form else {
                self.forget_looked_at();
                return Ok(look);
            };
            open.store.read_as(|reader| {
                look.news = news(reader, &form, bytes)?.to_owned();
                look.changes = changes(open, reader, &form, &language)?;
                Ok::<_, DeskError>(())
            })?;
            form.id().clone_into(&mut look.id);
            form.version().clone_into(&mut look.version);
            form.title(&language).clone_into(&mut look.title);
            look.languages = languages(&form);
            look.questions = count(form.questions().filter(|q| q.kind.is_asked()).count());
            look.usable = look.news != "differs";
            *lock(&self.0.looked_at) = look.usable.then(|| LookedAt {
                name: name.to_owned(),
                bytes: bytes.to_vec(),
                files,
            });
            Ok(look)
        })
    }

    /// Installs the form that was looked at last; new records of the form use it from now on.
    ///
    /// # Errors
    /// When no usable form was looked at, or as [`Desk::form_import`].
    pub fn form_take(&self) -> Result<FormInstalled, DeskError> {
        self.with_open(|open| open.may_look_after())?;
        let looked_at = lock(&self.0.looked_at).take();
        let it = looked_at.ok_or(DeskError::NotFound {
            what: "form file: choose it again",
        })?;
        self.form_import_with(&it.name, &it.bytes, &it.files)
    }

    /// Forgets the form file that was looked at.
    pub(crate) fn forget_looked_at(&self) {
        *lock(&self.0.looked_at) = None;
    }

    /// Makes an installed version the one that new records of its form use; drafts keep theirs.
    ///
    /// # Errors
    /// When the role does not look after forms, or the version is not installed.
    pub fn form_activate(&self, id: &str, version: &str) -> Result<Vec<InstalledForm>, DeskError> {
        self.with_open(|open| {
            open.may_look_after()?;
            open.store.write_as(|writer| {
                // A version that cannot be read would leave everybody without this form.
                open.book.get(writer, id, version)?;
                writer.activate_form(id, version)?;
                Ok::<_, DeskError>(())
            })?;
            open.store.read_as(|reader| self.shelf(open, reader))
        })
    }

    /// Takes a form out of use for new records; its versions, records and drafts stay.
    ///
    /// # Errors
    /// When the role does not look after forms, or the store cannot be written.
    pub fn form_retire(&self, id: &str) -> Result<Vec<InstalledForm>, DeskError> {
        self.with_open(|open| {
            open.may_look_after()?;
            open.store.write(|writer| writer.retire_form(id))?;
            open.store.read_as(|reader| self.shelf(open, reader))
        })
    }

    /// Returns a form to be read through in one of its languages: everything that is asked or shown, also
    /// what a condition would hide. Nothing is filled.
    ///
    /// # Errors
    /// When the role does not look after forms, or the version is not installed.
    pub fn form_preview(
        &self,
        id: &str,
        version: &str,
        language: &str,
    ) -> Result<FormPreview, DeskError> {
        self.with_open(|open| {
            open.may_look_after()?;
            let form = open
                .store
                .read_as(|reader| open.book.get(reader, id, version))?;
            let spoken = form.languages().iter().any(|one| one.code == language);
            let language = match spoken {
                true => language,
                false => form.default_language(),
            };
            let shown = form.questions().filter(|question| is_shown(question));
            let lines: Vec<PreviewLine> = shown
                .map(|question| line(&form, question, language))
                .collect();
            Ok(FormPreview {
                id: form.id().to_owned(),
                version: form.version().to_owned(),
                title: form.title(language).to_owned(),
                language: language.to_owned(),
                languages: languages(&form),
                untranslated: count(lines.iter().filter(|line| line.untranslated).count()),
                lines,
            })
        })
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn languages(form: &Arc<Form>) -> Vec<LanguageCard> {
    let cards = form.languages().iter().map(|language| LanguageCard {
        code: language.code.clone(),
        name: language.name.clone(),
    });
    cards.filter(|card| !card.code.is_empty()).collect()
}

/// How a form stands to what is installed, as [`FormLook::news`] has it.
fn news(reader: &Reader<'_>, form: &Form, bytes: &[u8]) -> Result<&'static str, DeskError> {
    Ok(match reader.form_source(form.id(), form.version())? {
        Some((_, held)) if held == bytes => "installed",
        Some(_) => "differs",
        None if reader.forms()?.iter().any(|held| held.id == form.id()) => "version",
        None => "form",
    })
}

fn finding_view(finding: Finding) -> FormFinding {
    FormFinding {
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
        .to_owned(),
        sheet: finding.sheet,
        row: finding.row,
        column: finding.column,
        message: finding.message,
    }
}

/// Whether a person sees anything of it: not what the form works out or keeps to itself.
fn is_shown(question: &Question) -> bool {
    !matches!(
        question.kind,
        Kind::Calculate | Kind::Hidden | Kind::Meta | Kind::Instance
    )
}

fn line(form: &Form, question: &Question, language: &str) -> PreviewLine {
    let choices = question
        .list
        .as_deref()
        .map_or(&[][..], |list| form.choices(list));
    PreviewLine {
        path: question.path.clone(),
        depth: count(question.path.matches('/').count()),
        kind: question.kind.as_str().to_owned(),
        label: question.label(language).to_owned(),
        hint: question.hint(language).to_owned(),
        required: form.always_required(&question.path),
        conditional: form.asks_on_condition(&question.path),
        untranslated: !question.is_said_in(language),
        choices: choices
            .iter()
            .take(CHOICES_SHOWN)
            .map(|choice| choice.label(language).to_owned())
            .collect(),
        choice_count: count(choices.len()),
    }
}
