//! Setting a laptop up, opening and closing it.

use std::fs;
use std::path::Path;

use records::{PersonId, RecordId};
use store::{Account, Centre, HeldRoster, Store};
use vault::{
    DatabaseKey, Device, DeviceKey, Invitation, Passphrase, Person, Roster, SignedRoster,
    TEAMS_ALL, Team, device_id, strength,
};

use zeroize::Zeroizing;

use crate::folder::Folder;
use crate::open::Open;
use crate::people::People;
use crate::view::{AppState, Opened, StrengthView};
use crate::{Desk, DeskError, formbook, lists, places, trial};

/// What a laptop sends to be let into a programme.
#[derive(Debug, Clone)]
pub struct JoinAsk {
    /// Address of the centre.
    pub url: String,
    /// What proves the invitation.
    pub secret: [u8; 16],
    /// The laptop's Ed25519 public key.
    pub device_public: [u8; 32],
    /// The laptop's signature over [`JoinAsk::statement`].
    pub proof: [u8; 64],
}

impl JoinAsk {
    /// The bytes that the laptop signs to show that it holds its key.
    pub fn statement(secret: &[u8; 16]) -> Vec<u8> {
        [b"sala join".as_slice(), secret].concat()
    }
}

/// What the centre answers to a laptop that it lets in.
#[derive(Debug, Clone)]
pub struct Joined {
    /// What the laptop shows from now on.
    pub token: String,
    /// Who the invited person is.
    pub person: [u8; 16],
    /// The programme, its people and laptops, signed by the centre.
    pub roster: SignedRoster,
}

impl Joined {
    /// Reads what came over the line.
    ///
    /// # Errors
    /// When it has another shape than a centre's.
    pub fn read(
        token: String,
        person: &str,
        roster: Vec<u8>,
        signature: &[u8],
    ) -> Result<Joined, DeskError> {
        let strange = || {
            sync::Line::new(
                sync::LineKind::NotOurs,
                "the answer to joining has another shape",
            )
        };
        let person: PersonId = person.parse().map_err(|_| strange())?;
        let signature = signature.try_into().map_err(|_| strange())?;
        Ok(Joined {
            token,
            person: person.0,
            roster: SignedRoster {
                bytes: roster,
                signature,
            },
        })
    }
}

/// How a laptop reaches a centre to join it; HTTP in the programs, a function call in tests.
pub type Door<'a> = &'a mut dyn FnMut(&JoinAsk) -> Result<Joined, DeskError>;

/// A local programme, without a centre.
#[derive(Debug, Clone)]
pub struct LocalProgramme {
    /// Its name.
    pub programme: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Team code.
    pub team: String,
    /// Name of its person.
    pub name: String,
    /// Their role.
    pub role: String,
    /// Fill it with labelled-synthetic records.
    pub with_samples: bool,
}

impl Desk {
    /// How good a passphrase is, told while it is typed.
    pub fn passphrase_strength(passphrase: &str) -> StrengthView {
        let strength = strength(passphrase);
        StrengthView {
            score: u32::from(strength.score),
            hint: strength.hint_code.to_owned(),
            accepted: strength.accepted,
        }
    }

    /// Makes a local programme with sample records, to try Sala; nothing leaves this laptop.
    ///
    /// # Errors
    /// When a laptop is set up here already or the passphrase is weak.
    pub fn try_here(
        &self,
        name: &str,
        passphrase: &str,
        language: &str,
    ) -> Result<Opened, DeskError> {
        let programme = trial::programme(name, language);
        self.init(&programme, passphrase)
    }

    /// Sets this laptop up with a local programme and signs its person in.
    ///
    /// # Errors
    /// When a laptop is set up here already, the passphrase is weak or the folder cannot be written.
    pub fn init(&self, local: &LocalProgramme, passphrase: &str) -> Result<Opened, DeskError> {
        let passphrase = accepted(passphrase)?;
        self.fresh()?;
        let device_key = DeviceKey::generate(&mut |out| self.random().fill(out));
        let person = RecordId::v7(self.now(), self.random().bytes()).0;
        let roster = local_roster(local, person, &device_key.device_public(), self.now());
        let signed = roster.sign(&device_key);
        let opened = self.make(&signed, roster, person, device_key, None, &passphrase)?;
        if local.with_samples {
            self.with_open(|open| trial::fill(self, open))?;
        }
        Ok(opened)
    }

    /// Joins a programme: makes this laptop known to the centre and signs the invited person in.
    ///
    /// # Errors
    /// When the invitation cannot be used, the centre cannot be reached or is not the one that invited,
    /// the passphrase is weak, or a laptop is set up here already. The invitation stays good unless the
    /// centre took it.
    pub fn join(
        &self,
        invitation: &str,
        passphrase: &str,
        door: Door<'_>,
    ) -> Result<Opened, DeskError> {
        let invitation = read_invitation(invitation)?;
        let passphrase = accepted(passphrase)?;
        self.fresh()?;
        let device_key = DeviceKey::generate(&mut |out| self.random().fill(out));
        let joined = knock(&invitation, &device_key, door)?;
        let roster = verified(&joined.roster, &invitation.centre_public)?;
        let centre = centre(&invitation, joined.token);
        self.make(
            &joined.roster,
            roster,
            joined.person,
            device_key,
            Some(centre),
            &passphrase,
        )
    }

    /// Adds an invited person to this laptop; somebody who may open it must be signed in.
    ///
    /// # Errors
    /// As for [`Desk::join`], and when the invitation is for another programme.
    pub fn add_person(
        &self,
        invitation: &str,
        passphrase: &str,
        door: Door<'_>,
    ) -> Result<AppState, DeskError> {
        let invitation = read_invitation(invitation)?;
        let passphrase = accepted(passphrase)?;
        self.with_open(|open| {
            let account = open.store.read(|reader| reader.account())?;
            let ours = account.and_then(|account| account.centre);
            if ours.is_none_or(|centre| centre.public != invitation.centre_public) {
                return Err(DeskError::BadInvitation {
                    why: "it is from another centre than this laptop's".into(),
                });
            }
            let joined = knock(&invitation, &open.device_key, door)?;
            let roster = verified(&joined.roster, &invitation.centre_public)?;
            let person = crate::open::Person::of(&roster, PersonId(joined.person))?;
            let id = person.id.to_string();
            open.store.write(|writer| {
                writer.set_roster(&held(&joined.roster, &roster))?;
                writer.set_account(&Account {
                    device_secret: open.device_key.to_bytes(),
                    centre: Some(centre(&invitation, joined.token.clone())),
                })
            })?;
            self.with_folder(|folder| {
                let mut people = People::read(folder)?.ok_or(DeskError::NoLaptop)?;
                people.put(
                    &id,
                    &person.name,
                    &passphrase,
                    open.store.key(),
                    self.cost(),
                    self.random(),
                );
                people.write(folder)
            })?;
            *crate::open::lock(&open.roster) = roster;
            Ok(())
        })?;
        Ok(self.app_state())
    }

    /// Opens the store with its key, for somebody who proved who they are.
    pub(crate) fn open_with(&self, key: &DatabaseKey, person: PersonId) -> Result<(), DeskError> {
        let store = self.with_folder(|folder| Ok(Store::open(folder.dir(), key)?))?;
        let (signed, account) = store.read_as(|reader| {
            let signed = reader.roster()?.ok_or(DeskError::ForgedRoster)?;
            let account = reader.account()?.ok_or(DeskError::NotFound {
                what: "key of this laptop",
            })?;
            Ok::<_, DeskError>((signed, account))
        })?;
        let device = DeviceKey::from_bytes(&account.device_secret);
        let centre = account
            .centre
            .as_ref()
            .map_or_else(|| device.device_public(), |c| c.public);
        let roster = verified(&signed_of(&signed)?, &centre)?;
        store.write_as(|writer| {
            formbook::install_built_in(writer, self.now())?;
            places::install_built_in(writer, self.now())
        })?;
        // What nobody names goes while no draft is open; what cannot go now goes next time.
        let _next_time = store.clear_files();
        self.set_open(Open::new(
            store,
            roster,
            device,
            person,
            account.centre.is_none(),
        )?);
        self.list_older_records()?;
        // Lists of an older program do not say what in them is guarded.
        if self.with_open(|open| Ok(open.store.read(|reader| reader.has_old_lists())?))? {
            self.rebuild()?;
        }
        Ok(())
    }

    /// Makes the store and then, last, the file that lets people in: a crash before that leaves a fresh laptop.
    fn make(
        &self,
        signed: &SignedRoster,
        roster: Roster,
        person: [u8; 16],
        device_key: DeviceKey,
        centre: Option<Centre>,
        passphrase: &Passphrase,
    ) -> Result<Opened, DeskError> {
        let key = DatabaseKey::generate(&mut |out| self.random().fill(out));
        let id = PersonId(person);
        let name = crate::open::Person::of(&roster, id)?.name;
        let is_trial = centre.is_none();
        let (store, code) = self.with_folder(|folder| {
            let store = Store::create(folder.dir(), &key)?;
            store.write_as(|writer| {
                writer.set_roster(&held(signed, &roster))?;
                writer.set_account(&Account {
                    device_secret: device_key.to_bytes(),
                    centre,
                })?;
                formbook::install_built_in(writer, self.now())?;
                lists::are_made(writer)?;
                places::install_built_in(writer, self.now())
            })?;
            let (people, code) = People::first(
                &roster.programme,
                &id.to_string(),
                &name,
                passphrase,
                &key,
                self.cost(),
                self.random(),
            );
            people.write(folder)?;
            Ok((store, code))
        })?;
        self.set_open(Open::new(store, roster, device_key, id, is_trial)?);
        Ok(Opened {
            recovery_code: Some(code.show().to_string()),
            state: self.app_state(),
        })
    }

    /// Makes sure that no laptop is set up here; what a broken set-up left is put aside.
    fn fresh(&self) -> Result<(), DeskError> {
        let stamp = self.now();
        self.with_folder(|folder| {
            if People::read(folder)?.is_some() {
                return Err(DeskError::AlreadySetUp);
            }
            set_aside(folder, stamp)
        })
    }
}

pub(crate) fn set_aside(folder: &Folder, stamp: u64) -> Result<(), DeskError> {
    if !folder.database().exists() && !folder.files().exists() {
        return Ok(());
    }
    let aside = folder.dir().join("set-aside").join(stamp.to_string());
    fs::create_dir_all(&aside)
        .map_err(|source| DeskError::file("set a broken set-up aside", source))?;
    for name in ["sala.db", "sala.db-wal", "sala.db-shm", store::FILES] {
        let from = folder.dir().join(name);
        if from.exists() {
            move_file(&from, &aside.join(name))?;
        }
    }
    Ok(())
}

fn move_file(from: &Path, to: &Path) -> Result<(), DeskError> {
    fs::rename(from, to).map_err(|source| DeskError::file("set a broken set-up aside", source))
}

pub(crate) fn accepted(passphrase: &str) -> Result<Passphrase, DeskError> {
    if strength(passphrase).accepted {
        Ok(Passphrase::new(passphrase))
    } else {
        Err(DeskError::WeakPassphrase)
    }
}

fn read_invitation(text: &str) -> Result<Invitation, DeskError> {
    text.trim()
        .parse()
        .map_err(|error: vault::InvitationError| DeskError::BadInvitation {
            why: error.to_string(),
        })
}

fn knock(invitation: &Invitation, key: &DeviceKey, door: Door<'_>) -> Result<Joined, DeskError> {
    let asked = door(&JoinAsk {
        url: invitation.url.clone(),
        secret: invitation.secret,
        device_public: key.device_public(),
        proof: key.sign(&JoinAsk::statement(&invitation.secret)),
    });
    asked.map_err(|error| match error {
        DeskError::Line(line) if is_spent(line.kind) => {
            DeskError::BadInvitation { why: line.detail }
        }
        other => other,
    })
}

/// The centre says that it does not know the invitation, or that it was used or has expired.
fn is_spent(kind: sync::LineKind) -> bool {
    matches!(
        kind,
        sync::LineKind::Server {
            status: 404 | 409 | 410
        } | sync::LineKind::Unauthorised
    )
}

fn centre(invitation: &Invitation, token: String) -> Centre {
    Centre {
        url: invitation.url.clone(),
        public: invitation.centre_public,
        token: Zeroizing::new(token.into_bytes()),
    }
}

pub(crate) fn held(signed: &SignedRoster, roster: &Roster) -> HeldRoster {
    HeldRoster {
        version: roster.version,
        bytes: signed.bytes.clone(),
        signature: signed.signature.to_vec(),
    }
}

pub(crate) fn signed_of(held: &HeldRoster) -> Result<SignedRoster, DeskError> {
    let signature = held
        .signature
        .as_slice()
        .try_into()
        .map_err(|_| DeskError::ForgedRoster)?;
    Ok(SignedRoster {
        bytes: held.bytes.clone(),
        signature,
    })
}

pub(crate) fn verified(signed: &SignedRoster, centre: &[u8; 32]) -> Result<Roster, DeskError> {
    signed.verify(centre).map_err(|_| DeskError::ForgedRoster)
}

fn local_roster(
    local: &LocalProgramme,
    person: [u8; 16],
    public: &[u8; 32],
    now_ms: u64,
) -> Roster {
    let mut people = vec![Person {
        id: person,
        name: local.name.clone(),
        role: local.role.clone(),
        teams: vec![TEAMS_ALL.to_owned()],
        active: true,
    }];
    if local.with_samples {
        people.extend(trial::people(&local.team));
    }
    Roster {
        version: 1,
        programme: local.programme.clone(),
        country: local.country.clone(),
        centre_public: *public,
        teams: vec![Team {
            id: local.team.clone(),
            name: local.team.clone(),
        }],
        devices: vec![Device {
            id: device_id(public),
            public: *public,
            people: people.iter().map(|p| p.id).collect(),
            revoked: false,
        }],
        people,
        issued_ms: now_ms,
        names: Vec::new(),
    }
}

/// Laptops on their own, for tests.
#[cfg(test)]
pub(crate) mod alone {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use crate::{Desk, LocalProgramme, Randomness, SystemClock};

    pub(crate) const WORDS: &str = "nine green mangoes on a gate";

    /// A laptop with the sample records, on which Dara is signed in.
    pub(crate) fn laptop(role: &str) -> (tempfile::TempDir, Desk) {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::with(
            folder.path(),
            Box::new(SystemClock),
            Randomness::seeded(7),
            vault::Cost::light(),
        );
        let local = LocalProgramme {
            programme: "On its own".to_owned(),
            country: "KH".to_owned(),
            team: "BTB2".to_owned(),
            name: "Dara".to_owned(),
            role: role.to_owned(),
            with_samples: true,
        };
        desk.init(&local, WORDS).unwrap();
        (folder, desk)
    }
}
