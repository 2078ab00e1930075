//! Looking after a laptop: backup, restore, check, rebuild, salvage.
//!
//! A backup is one file: `SALA-BACKUP-1`, the list of people who may open it, the encrypted database
//! as it was at one moment, and a hash over all of it. It is as secret as the laptop: without a
//! passphrase or the recovery sheet nothing in it can be read.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use records::PersonId;
use store::Store;
use vault::{Passphrase, RecoveryCode};

use crate::folder::{replace, sync_dir};
use crate::people::People;
use crate::view::{DoctorView, FindingView, Opened};
use crate::{Desk, DeskError};

const MAGIC: &[u8; 14] = b"SALA-BACKUP-1\n";
const PEOPLE_BYTES_MAX: u32 = 1 << 20;
const HASH_BYTES: u64 = 32;

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
        let failed = |source| DeskError::file("write the backup", source);
        self.with_open(|open| {
            if to.exists() {
                return Err(failed(io::ErrorKind::AlreadyExists.into()));
            }
            let copy = to.with_extension("part-db");
            let whole = to.with_extension("part");
            let people = self.with_folder(|folder| fs::read(folder.people()).map_err(failed))?;
            let written = open
                .store
                .backup(&copy)
                .map_err(DeskError::from)
                .and_then(|_| {
                    pack(&people, &copy, &whole).map_err(failed)?;
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
            let text = unpack(from, &database).map_err(failed)?;
            let opened = People::parse(&text).and_then(|people| prove(&people, proof));
            let (key, person) = match opened {
                Ok(opened) => opened,
                Err(error) => {
                    fs::remove_file(&database).map_err(failed)?;
                    return Err(error);
                }
            };
            crate::setup::set_aside(folder, now)?;
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
                    for (team, record) in &names {
                        self.project(open, writer, team, *record)?;
                        count += 1;
                    }
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
        let (key, id, report) = self.with_folder(|folder| {
            let mut people = People::read(folder)?.ok_or(DeskError::NoLaptop)?;
            let id = people.find(person)?;
            let key = people.unlock(folder, &id, &passphrase, self.now())?;
            let (_, salvage) =
                Store::set_aside_and_salvage(folder.dir(), &key, &self.now().to_string())?;
            Ok((key, id, salvage))
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
        ];
        Ok(DoctorView {
            clean: whole,
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

fn pack(people: &[u8], database: &Path, to: &Path) -> io::Result<()> {
    let mut hash = blake3::Hasher::new();
    let mut out = File::create_new(to)?;
    let length = u32::try_from(people.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    for piece in [MAGIC.as_slice(), &length.to_le_bytes(), people] {
        hash.update(piece);
        out.write_all(piece)?;
    }
    let mut input = File::open(database)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = input.read(&mut buffer)?;
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
            break;
        };
        hash.update(piece);
        out.write_all(piece)?;
    }
    out.write_all(hash.finalize().as_bytes())?;
    out.sync_all()
}

/// Splits a backup; gives the list of people and writes the database. Nothing is trusted before the hash fits.
fn unpack(from: &Path, database: &Path) -> io::Result<Vec<u8>> {
    let broken = |why: &str| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("this is no whole backup: {why}"),
        )
    };
    let mut input = File::open(from)?;
    let size = input.metadata()?.len();
    let mut head = [0; MAGIC.len() + 4];
    input
        .read_exact(&mut head)
        .map_err(|_| broken("it is too short"))?;
    let (magic, length) = head.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(broken("it does not begin like one"));
    }
    let length = length.try_into().map_or(u32::MAX, u32::from_le_bytes);
    let fixed = head.len() as u64 + u64::from(length) + HASH_BYTES;
    if length > PEOPLE_BYTES_MAX || size < fixed {
        return Err(broken("it was cut"));
    }
    let mut hash = blake3::Hasher::new();
    hash.update(&head);
    let mut people = vec![0; length as usize];
    input.read_exact(&mut people)?;
    hash.update(&people);
    let mut out = File::create(database)?;
    let mut left = size - fixed;
    let mut buffer = vec![0; 1 << 16];
    while left > 0 {
        let want = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let Some(piece) = buffer.get_mut(..want) else {
            break;
        };
        input.read_exact(piece)?;
        hash.update(piece);
        out.write_all(piece)?;
        left -= want as u64;
    }
    let mut told = [0; 32];
    input.read_exact(&mut told)?;
    out.sync_all()?;
    if *hash.finalize().as_bytes() != told {
        drop(out);
        fs::remove_file(database)?;
        return Err(broken("a part of it was changed or cut"));
    }
    Ok(people)
}
