//! Looking after a laptop: backup, restore, check, rebuild, salvage.
//!
//! A backup is one file ([`crate::backup_file`]), as secret as the laptop: without a passphrase or the
//! recovery sheet nothing in it can be read.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use records::PersonId;
use store::Store;
use vault::{Passphrase, RecoveryCode};

use crate::backup_file::{pack, unpack};
use crate::folder::{replace, sync_dir};
use crate::people::People;
use crate::view::{DoctorView, FindingView, Opened};
use crate::{Desk, DeskError};

/// How a person proves that a backup is theirs.
#[derive(Debug)]
pub enum Proof<'a> {
    /// The passphrase of somebody who may open it; their name or id when there are several.
    Passphrase {
        /// The passphrase.
        passphrase: &'a str,
        /// Name or id.
        person: Option<&'a str>,
    },
    /// The code of the printed recovery sheet.
    Recovery(&'a str),
}

impl Desk {
    /// Writes an encrypted backup as of now; work can go on meanwhile.
    ///
    /// # Errors
    /// When the file exists already or cannot be written; a half-written one is removed.
    pub fn backup(&self, to: &Path) -> Result<(), DeskError> {
        let failed = |source| DeskError::unwritten("write the backup", source);
        let unread = |source| DeskError::file("read who may open this laptop", source);
        self.with_open(|open| {
            if to.exists() {
                return Err(failed(io::ErrorKind::AlreadyExists.into()));
            }
            let copy = to.with_extension("part-db");
            let whole = to.with_extension("part");
            // Before the long copy: does the place take a file? What an earlier try left there goes too.
            File::create(&whole)
                .and_then(|_| fs::remove_file(&whole))
                .map_err(failed)?;
            let people = self.with_folder(|folder| fs::read(folder.people()).map_err(unread))?;
            let written = open
                .store
                .backup(&copy)
                .map_err(DeskError::from)
                .and_then(|_| {
                    // After the copy: what it lists is in the folder, and a file more harms nothing.
                    let files = open.store.sealed_files()?;
                    pack(&people, &copy, &files, &whole).map_err(failed)?;
                    fs::rename(&whole, to).map_err(failed)?;
                    to.parent().map_or(Ok(()), sync_dir).map_err(failed)
                });
            for leftover in [&copy, &whole] {
                if leftover.exists() {
                    fs::remove_file(leftover).map_err(failed)?;
                }
            }
            written
        })
    }

    /// Sets a fresh folder up from a backup and signs its owner in.
    ///
    /// # Errors
    /// When the file is no whole backup, the proof is wrong or a laptop is set up here already; the
    /// folder is as it was then.
    pub fn restore(&self, from: &Path, proof: &Proof<'_>) -> Result<Opened, DeskError> {
        let failed = |source| DeskError::file("read the backup", source);
        let now = self.now();
        let (key, person) = self.with_folder(|folder| {
            if People::read(folder)?.is_some() {
                return Err(DeskError::AlreadySetUp);
            }
            let database = folder.dir().join("restored.db");
            let files = folder.dir().join("restored-files");
            let text = unpack(from, &database, &files).map_err(failed)?;
            let opened = People::parse(&text).and_then(|people| prove(&people, proof));
            let (key, person) = match opened {
                Ok(opened) => opened,
                Err(error) => {
                    fs::remove_file(&database).map_err(failed)?;
                    fs::remove_dir_all(&files).map_err(failed)?;
                    return Err(error);
                }
            };
            crate::setup::set_aside(folder, now)?;
            fs::rename(&files, folder.files()).map_err(failed)?;
            fs::rename(&database, folder.database()).map_err(failed)?;
            sync_dir(folder.dir()).map_err(failed)?;
            replace(&folder.people(), &text).map_err(failed)?;
            Ok((key, person))
        })?;
        self.open_with(&key, person)?;
        self.with_open(|open| {
            open.store
                .write(|writer| writer.set_setting("restored_ms", Some(&now.to_string())))
                .map_err(DeskError::from)
        })?;
        Ok(Opened {
            recovery_code: None,
            state: self.app_state(),
        })
    }

    /// Checks the store: every page, every revision against its hash, every list against the history.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read at all.
    pub fn doctor(&self) -> Result<DoctorView, DeskError> {
        self.with_open(|open| {
            let report = open.store.doctor()?;
            let findings = report.findings.into_iter().map(|f| FindingView {
                fine: f.fine,
                text: f.text,
            });
            let findings: Vec<FindingView> = findings.collect();
            Ok(DoctorView {
                clean: findings.iter().all(|f| f.fine),
                findings,
            })
        })
    }

    /// Makes the lists and the search anew from the history; gives how many records there are.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written; the old lists stay then.
    pub fn rebuild(&self) -> Result<u32, DeskError> {
        self.with_open(|open| {
            let made: Result<u32, DeskError> = open.store.write_as(|writer| {
                writer.clear_projection()?;
                let (mut after, mut count) = (None, 0);
                loop {
                    let names = writer.records_after(after.as_ref(), 1_000)?;
                    let Some(last) = names.last() else {
                        return Ok(count);
                    };
                    after = Some(last.clone());
                    self.project_all(open, writer, &names)?;
                    count += u32::try_from(names.len()).unwrap_or(u32::MAX);
                }
            });
            open.lists.clear();
            made
        })
    }

    /// Sets a damaged store aside, never deleting it, and keeps every revision that still proves itself.
    ///
    /// # Errors
    /// When the passphrase is wrong or the folder cannot be written.
    pub fn salvage(&self, person: &str, passphrase: &str) -> Result<DoctorView, DeskError> {
        self.close();
        let passphrase = Passphrase::new(passphrase);
        let (key, id, (report, damaged_files)) = self.with_folder(|folder| {
            let mut people = People::read(folder)?.ok_or(DeskError::NoLaptop)?;
            let id = people.find(person)?;
            let key = people.unlock(folder, &id, &passphrase, self.now())?;
            let (store, salvage) =
                Store::set_aside_and_salvage(folder.dir(), &key, &self.now().to_string())?;
            let damaged = store.set_damaged_files_aside()?.len();
            Ok((key, id, (salvage, damaged)))
        })?;
        self.open_with(&key, id.parse().map_err(|_| DeskError::PeopleDamaged)?)?;
        let records = self.rebuild()?;
        let drafts = report.saved.get("draft").copied().unwrap_or_default();
        let kept = format!(
            "{} revisions of {records} records and {drafts} drafts were kept",
            report.revisions()
        );
        let lost = format!(
            "{} pages could not be read, {} revisions lost their answers, {} rows did not prove themselves; the damaged file lies in set-aside",
            report.pages_unreadable, report.bodies_lost, report.not_proven
        );
        let files = format!("{damaged_files} damaged files lie in set-aside/files");
        let whole = report.is_complete && report.bodies_lost == 0 && report.not_proven == 0;
        let findings = vec![
            FindingView {
                fine: true,
                text: kept,
            },
            FindingView {
                fine: whole,
                text: lost,
            },
            FindingView {
                fine: damaged_files == 0,
                text: files,
            },
        ];
        Ok(DoctorView {
            clean: whole && damaged_files == 0,
            findings,
        })
    }
}

fn prove(people: &People, proof: &Proof<'_>) -> Result<(vault::DatabaseKey, PersonId), DeskError> {
    let (key, id) = match proof {
        Proof::Recovery(code) => {
            let code = RecoveryCode::read(code).map_err(|_| DeskError::WrongRecoveryCode)?;
            let first = people.people.first().ok_or(DeskError::PeopleDamaged)?;
            (people.recover(&code)?, first.id.clone())
        }
        Proof::Passphrase { passphrase, person } => {
            people.open_any(&Passphrase::new(passphrase), *person)?
        }
    };
    Ok((key, id.parse().map_err(|_| DeskError::PeopleDamaged)?))
}
