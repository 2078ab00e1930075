//! Who may open this laptop: one wrapped copy of the database key for each person, and one for the
//! printed recovery sheet. The names stand in clear, for the unlock screen must show them.

use std::fs;
use std::io::ErrorKind;

use serde::{Deserialize, Serialize};
use vault::{Cost, DatabaseKey, Passphrase, RecoveryCode, RecoverySlot, Slot};

use crate::folder::{Folder, replace};
use crate::{DeskError, Randomness};

const VERSION: u32 = 1;

/// The file `people.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct People {
    version: u32,
    /// The programme's name, for the unlock screen.
    pub(crate) programme: String,
    /// Everybody who may open this laptop.
    pub(crate) people: Vec<Keyholder>,
    recovery: Option<RecoverySlot>,
    /// Wrong passphrases since the last right one, and when the last of them was.
    #[serde(default)]
    wrong: u32,
    #[serde(default)]
    wrong_at_ms: u64,
}

/// One person and their copy of the key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Keyholder {
    /// Person id.
    pub(crate) id: String,
    /// Name for the unlock screen.
    pub(crate) name: String,
    slot: Slot,
}

impl People {
    /// A laptop with its first person; gives the recovery code that is shown once.
    pub(crate) fn first(
        programme: &str,
        id: &str,
        name: &str,
        passphrase: &Passphrase,
        key: &DatabaseKey,
        cost: Cost,
        random: &Randomness,
    ) -> (People, RecoveryCode) {
        let code = RecoveryCode::generate(&mut |out| random.fill(out));
        let recovery = RecoverySlot::wrap(key, &code, &mut |out| random.fill(out));
        let mut people = People {
            version: VERSION,
            programme: programme.to_owned(),
            people: Vec::new(),
            recovery: Some(recovery),
            wrong: 0,
            wrong_at_ms: 0,
        };
        people.put(id, name, passphrase, key, cost, random);
        (people, code)
    }

    /// Adds a person, or gives them a new passphrase.
    pub(crate) fn put(
        &mut self,
        id: &str,
        name: &str,
        passphrase: &Passphrase,
        key: &DatabaseKey,
        cost: Cost,
        random: &Randomness,
    ) {
        let slot = Slot::wrap(key, passphrase, id, cost, &mut |out| random.fill(out));
        self.people.retain(|person| person.id != id);
        self.people.push(Keyholder {
            id: id.to_owned(),
            name: name.to_owned(),
            slot,
        });
    }

    /// Reads the file; none on a fresh laptop.
    pub(crate) fn read(folder: &Folder) -> Result<Option<People>, DeskError> {
        let text = match fs::read(folder.people()) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(DeskError::file("read who may open this laptop", source)),
        };
        People::parse(&text).map(Some)
    }

    /// Reads the file's text.
    pub(crate) fn parse(text: &[u8]) -> Result<People, DeskError> {
        let people: People = serde_json::from_slice(text).map_err(|_| DeskError::PeopleDamaged)?;
        if people.version > VERSION {
            return Err(DeskError::NewerPeople {
                found: people.version,
                known: VERSION,
            });
        }
        Ok(people)
    }

    /// The id of a person, by id or by name.
    pub(crate) fn find(&self, person: &str) -> Result<String, DeskError> {
        let mut fits = self
            .people
            .iter()
            .filter(|p| p.id == person || p.name == person);
        match (fits.next(), fits.next()) {
            (Some(one), None) => Ok(one.id.clone()),
            (Some(_), Some(_)) => Err(DeskError::Misused {
                why: "two people here have this name: use the id".into(),
            }),
            (None, _) => Err(DeskError::NotFound {
                what: "person on this laptop",
            }),
        }
    }

    /// A person's name; empty for somebody unknown.
    pub(crate) fn name(&self, id: &str) -> &str {
        let holder = self.people.iter().find(|person| person.id == id);
        holder.map_or("", |holder| &holder.name)
    }

    /// Ends the waiting after wrong tries: somebody proved that they may open the laptop.
    pub(crate) fn forgive(&mut self) {
        self.wrong = 0;
    }

    /// Opens the key with the passphrase of one person, or of whoever it fits.
    pub(crate) fn open_any(
        &self,
        passphrase: &Passphrase,
        person: Option<&str>,
    ) -> Result<(DatabaseKey, String), DeskError> {
        let wanted = person.map(|person| self.find(person)).transpose()?;
        let mut tried = self
            .people
            .iter()
            .filter(|p| wanted.as_ref().is_none_or(|id| *id == p.id));
        tried
            .find_map(|holder| {
                Some((
                    holder.slot.open(passphrase, &holder.id).ok()?,
                    holder.id.clone(),
                ))
            })
            .ok_or(DeskError::WrongPassphrase { wait_seconds: 0 })
    }

    /// Writes the file, whole or not at all.
    pub(crate) fn write(&self, folder: &Folder) -> Result<(), DeskError> {
        let text = serde_json::to_vec_pretty(self).map_err(|_| DeskError::PeopleDamaged)?;
        replace(&folder.people(), &text)
            .map_err(|source| DeskError::file("write who may open this laptop", source))
    }

    /// Opens the key with a person's passphrase.
    ///
    /// Wrong tries are counted in the file, so that ending the program does not shorten the wait:
    /// from the fourth on 5 seconds, doubling up to 15 minutes.
    pub(crate) fn unlock(
        &mut self,
        folder: &Folder,
        id: &str,
        passphrase: &Passphrase,
        now_ms: u64,
    ) -> Result<DatabaseKey, DeskError> {
        self.wait_over(now_ms)?;
        let holder = self.people.iter().find(|person| person.id == id);
        let holder = holder.ok_or(DeskError::NotFound {
            what: "person on this laptop",
        })?;
        let opened = holder.slot.open(passphrase, id);
        match opened {
            Ok(key) => {
                if self.wrong > 0 {
                    self.wrong = 0;
                    self.write(folder)?;
                }
                Ok(key)
            }
            Err(_) => {
                self.wrong = self.wrong.saturating_add(1);
                self.wrong_at_ms = now_ms;
                self.write(folder)?;
                Err(DeskError::WrongPassphrase {
                    wait_seconds: wait_seconds(self.wrong),
                })
            }
        }
    }

    fn wait_over(&self, now_ms: u64) -> Result<(), DeskError> {
        let wait = u64::from(wait_seconds(self.wrong));
        // A clock set back must not lock a person out for years.
        let since = now_ms
            .checked_sub(self.wrong_at_ms)
            .map_or(0, |ms| ms / 1000);
        match wait.saturating_sub(since) {
            0 => Ok(()),
            left => Err(DeskError::Wait {
                seconds: u32::try_from(left).unwrap_or(u32::MAX),
            }),
        }
    }

    /// Opens the key with the code of the recovery sheet.
    pub(crate) fn recover(&self, code: &RecoveryCode) -> Result<DatabaseKey, DeskError> {
        let slot = self.recovery.as_ref().ok_or(DeskError::WrongRecoveryCode)?;
        slot.open(code).map_err(|_| DeskError::WrongRecoveryCode)
    }
}

fn wait_seconds(wrong: u32) -> u32 {
    match wrong {
        0..=3 => 0,
        n => 5_u32.saturating_mul(2_u32.saturating_pow(n - 4)).min(900),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends() {
        let waits: Vec<u32> = (0..16).map(wait_seconds).collect();
        assert_eq!(
            waits,
            [
                0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900
            ]
        );
        assert_eq!(wait_seconds(u32::MAX), 900);
    }
}
