//! Signing in and out, and what to do about a passphrase.

use vault::{DatabaseKey, Passphrase, RecoveryCode};

use crate::folder::Folder;
use crate::people::People;
use crate::setup::accepted;
use crate::view::AppState;
use crate::{Desk, DeskError};

impl Desk {
    /// Signs a person in by their id or name.
    ///
    /// # Errors
    /// When the passphrase is wrong, too many were, or the store cannot be opened; a damaged store is
    /// left as it is for [`Desk::salvage`].
    pub fn unlock(&self, person: &str, passphrase: &str) -> Result<AppState, DeskError> {
        let passphrase = Passphrase::new(passphrase);
        let (key, id) = self.with_folder(|folder| {
            let mut people = People::read(folder)?.ok_or(DeskError::NoLaptop)?;
            let id = people.find(person)?;
            let key = people.unlock(folder, &id, &passphrase, self.now())?;
            Ok((key, id))
        })?;
        self.open_with(&key, id.parse().map_err(|_| DeskError::PeopleDamaged)?)?;
        Ok(self.app_state())
    }

    /// Gives the person signed in a new passphrase.
    ///
    /// # Errors
    /// When the old one is wrong or the new one weak.
    pub fn change_passphrase(&self, old: &str, new: &str) -> Result<(), DeskError> {
        let (old, new) = (Passphrase::new(old), accepted(new)?);
        self.with_open(|open| {
            let id = open.person.id.to_string();
            self.with_folder(|folder| {
                let mut people = People::read(folder)?.ok_or(DeskError::NoLaptop)?;
                let key = people.unlock(folder, &id, &old, self.now())?;
                self.put(&mut people, folder, &id, &open.person.name, &new, &key)
            })
        })
    }

    /// Gives a person of this laptop a new passphrase by the code of the printed recovery sheet, and signs
    /// them in.
    ///
    /// The code is as strong as the key, so wrong tries need no waiting.
    ///
    /// # Errors
    /// When the code is mistyped or of another laptop, or the new passphrase is weak.
    pub fn recover(&self, person: &str, code: &str, new: &str) -> Result<AppState, DeskError> {
        let new = accepted(new)?;
        let code = RecoveryCode::read(code).map_err(|_| DeskError::WrongRecoveryCode)?;
        let (key, id) = self.with_folder(|folder| {
            let mut people = People::read(folder)?.ok_or(DeskError::NoLaptop)?;
            let id = people.find(person)?;
            let key = people.recover(&code)?;
            let name = people.name(&id).to_owned();
            people.forgive();
            self.put(&mut people, folder, &id, &name, &new, &key)?;
            Ok((key, id))
        })?;
        self.open_with(&key, id.parse().map_err(|_| DeskError::PeopleDamaged)?)?;
        Ok(self.app_state())
    }

    fn put(
        &self,
        people: &mut People,
        folder: &Folder,
        id: &str,
        name: &str,
        passphrase: &Passphrase,
        key: &DatabaseKey,
    ) -> Result<(), DeskError> {
        people.put(id, name, passphrase, key, self.cost(), self.random());
        people.write(folder)
    }

    /// Signs out: the key and everything opened with it leave the memory, with a sync that runs when its piece in flight
    /// is through.
    ///
    /// # Errors
    /// Never; the result is there so that the window may call it like the others.
    pub fn lock(&self) -> Result<AppState, DeskError> {
        self.stop_sync();
        self.close();
        self.forget_looked_at();
        Ok(self.app_state())
    }
}
