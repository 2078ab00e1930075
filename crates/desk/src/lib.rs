//! What a person does: unlock, fill, submit, find, review, join, sync, carry, report.
//!
//! [`Desk`] is one laptop's data folder. Its methods are the use cases; the window and the `sala`
//! command line call the same ones. Roles are checked here and not on the screens. Everything is
//! synchronous: whoever needs it in the background puts it on a thread.

mod abreast;
mod approvals;
mod backup_file;
mod care;
#[cfg(test)]
mod cast;
mod centre_found;
mod clock;
mod code_file;
mod doubles;
mod drafts;
mod entry;
mod error;
mod export;
mod export_table;
mod figures;
mod file_out;
mod files;
mod fill;
mod folder;
mod form_shelf;
mod formbook;
mod home;
mod hub;
pub mod import;
mod lines;
mod list_file;
mod list_points;
mod listing;
mod lists;
mod looking;
mod maps;
mod misplaced;
mod months;
mod open;
mod people;
mod places;
mod playing;
mod position;
mod project;
mod quality;
mod random;
mod records_view;
mod reports;
mod review;
mod review_queue;
mod row;
mod rule_tables;
mod rules;
mod said;
mod settings;
mod setup;
mod sign_in;
mod slices;
mod state;
mod stick_rest;
mod syncing;
mod timeline;
mod trial;
mod veil;
pub mod view;
mod words;
mod written;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock};

use serde_json::Value;
use vault::Cost;

pub use care::Proof;
pub use clock::{Clock, SystemClock};
pub use code_file::code_of_file;
pub use entry::{Given, Made};
pub use error::{DeskError, chain};
pub use export::Exported;
pub use file_out::{write_bytes_out, write_out};
pub use files::{FileContent, FileRefusal};
pub use formbook::{Checked, FormInstalled, check_form};
pub use hub::HubRefusal;
pub use list_file::{ListFile, OnListPaper};
pub use playing::{FormCheck, Player, files_beside, form_check, form_xml, xpath_line};
pub use position::read_position;
pub use programme::position::{Fix, Receiver};
pub use quality::Piece;
pub use random::Randomness;
pub use reports::{FileFormat, FileWritten, OnPaper, column_names};
pub use setup::{Door, JoinAsk, Joined, LocalProgramme};
pub use store::HubCertificate;
pub use sync::TOO_LARGE;
pub use syncing::{CentreDoor, FolderPlace, HubCall, Place, STICK_ENDING, StickFault, Written};

use folder::{Folder, replace};
use open::{Open, lock};
use people::People;
use slices::Slices;
use view::{AppState, Fault, PersonCard, Preferences, SessionView, Stage, TeamCard};

/// One laptop: its data folder, and whoever has unlocked it. Clones share it.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    dir: PathBuf,
    clock: Box<dyn Clock>,
    random: Randomness,
    cost: Cost,
    folder: Mutex<Option<Folder>>,
    open: RwLock<Option<Arc<Open>>>,
    preferences: Mutex<Preferences>,
    sending: Mutex<Option<(u32, u32)>>,
    syncing: Mutex<()>,
    hub: Mutex<Option<hub::House>>,
    answering: Mutex<()>,
    receiving: Mutex<()>,
    stop: AtomicBool,
    stop_look: AtomicBool,
    stop_import: AtomicBool,
    pictures: Mutex<()>,
    last_fault: Mutex<Option<Fault>>,
    looked_at: Mutex<Option<form_shelf::LookedAt>>,
    slices: Mutex<Slices>,
}

impl Desk {
    /// The laptop in a data folder, with the machine's own clock and randomness. Nothing is touched yet.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn at(dir: &Path) -> Result<Desk, DeskError> {
        Ok(Desk::with(
            dir,
            Box::new(SystemClock),
            Randomness::system()?,
            Cost::standard(),
        ))
    }

    /// The laptop in a data folder with a clock, randomness and a passphrase cost of the caller's, for tests.
    pub fn with(dir: &Path, clock: Box<dyn Clock>, random: Randomness, cost: Cost) -> Desk {
        let preferences = read_preferences(dir);
        Desk(Arc::new(Inner {
            dir: dir.to_owned(),
            clock,
            random,
            cost,
            folder: Mutex::new(None),
            open: RwLock::new(None),
            preferences: Mutex::new(preferences),
            sending: Mutex::new(None),
            syncing: Mutex::new(()),
            hub: Mutex::new(None),
            answering: Mutex::new(()),
            receiving: Mutex::new(()),
            stop: AtomicBool::new(false),
            stop_look: AtomicBool::new(false),
            stop_import: AtomicBool::new(false),
            pictures: Mutex::new(()),
            last_fault: Mutex::new(None),
            looked_at: Mutex::new(None),
            slices: Mutex::default(),
        }))
    }

    /// Where the program stands.
    pub fn app_state(&self) -> AppState {
        let people = self.with_folder(People::read);
        let (people, trouble) = match people {
            Ok(people) => (people, None),
            Err(error) => (None, Some(Fault::from(error))),
        };
        let session = self.with_open(|open| Ok(session(open))).ok();
        let stage = match (&session, &people, &trouble) {
            (Some(_), ..) => Stage::Open,
            (None, None, None) => Stage::FirstRun,
            _ => Stage::Locked,
        };
        let cards = people.iter().flat_map(|p| &p.people);
        AppState {
            stage,
            people: cards
                .map(|p| PersonCard {
                    id: p.id.clone(),
                    name: p.name.clone(),
                })
                .collect(),
            programme: people.as_ref().map(|p| p.programme.clone()),
            session,
            preferences: lock(&self.0.preferences).clone(),
            trouble,
        }
    }

    /// Keeps how the window looks.
    ///
    /// # Errors
    /// When the data folder cannot be written; the choice holds until the program ends.
    pub fn set_preferences(&self, preferences: &Preferences) -> Result<AppState, DeskError> {
        *lock(&self.0.preferences) = tidy(preferences.clone());
        let text = serde_json::to_vec_pretty(&*lock(&self.0.preferences)).unwrap_or_default();
        self.with_folder(|folder| {
            replace(&folder.window(), &text)
                .map_err(|source| DeskError::file("keep how the window looks", source))
        })?;
        Ok(self.app_state())
    }

    /// Asks a running sync, or whatever is done with a stick, to stop after the part in hand.
    pub fn stop_sync(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
        self.0.stop_look.store(true, Ordering::Relaxed);
    }

    pub(crate) fn with_open<T>(
        &self,
        case: impl FnOnce(&Open) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        let open = self
            .0
            .open
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone();
        case(&*open.ok_or(DeskError::Locked)?)
    }

    pub(crate) fn with_folder<T>(
        &self,
        case: impl FnOnce(&Folder) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        let mut held = lock(&self.0.folder);
        if held.is_none() {
            *held = Some(Folder::hold(&self.0.dir)?);
        }
        match held.as_ref() {
            Some(folder) => case(folder),
            None => Err(DeskError::InUse),
        }
    }

    pub(crate) fn set_open(&self, open: Open) {
        lock(&self.0.slices).forget();
        *self
            .0
            .open
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Arc::new(open));
    }

    pub(crate) fn close(&self) {
        lock(&self.0.slices).forget();
        *self
            .0
            .open
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = None;
    }

    pub(crate) fn now(&self) -> u64 {
        self.0.clock.now_ms()
    }

    pub(crate) fn offset(&self) -> i32 {
        self.0.clock.offset_minutes()
    }

    pub(crate) fn random(&self) -> &Randomness {
        &self.0.random
    }

    pub(crate) fn cost(&self) -> Cost {
        self.0.cost
    }

    /// The language that it speaks, such as `km`.
    pub fn language(&self) -> String {
        lock(&self.0.preferences).language.clone()
    }

    pub(crate) fn sending(&self) -> Option<(u32, u32)> {
        *lock(&self.0.sending)
    }

    pub(crate) fn last_fault(&self) -> Option<Fault> {
        lock(&self.0.last_fault).clone()
    }
}

fn session(open: &Open) -> SessionView {
    let roster = lock(&open.roster);
    let card = |code: &str| {
        let name = roster
            .teams
            .iter()
            .find(|t| t.id == code)
            .map_or(code, |t| &t.name);
        TeamCard {
            id: code.to_owned(),
            name: name.to_owned(),
        }
    };
    let teams: Vec<TeamCard> = open.person.teams.iter().map(|t| card(t.as_str())).collect();
    SessionView {
        person: open.person.id.to_string(),
        name: open.person.name.clone(),
        role: open.person.role.as_str().to_owned(),
        team: teams.first().cloned(),
        teams,
        programme: roster.programme.clone(),
        country: roster.country.clone(),
        is_trial: open.is_trial,
        has_centre: !open.is_trial,
        may_record: open.person.role.may_record(),
        may_review: open.person.role.may_check(),
        may_look_after: open.person.role.may_look_after(),
        may_oversee: open.person.role.may_oversee(),
    }
}

/// How the window looks before anybody chose.
fn unchosen() -> Preferences {
    Preferences {
        language: "en".into(),
        theme: "system".into(),
        text_size: 100,
        chosen: false,
        lock_minutes: 10,
    }
}

/// How the window looks as it was kept; what an older Sala did not know of is as nobody chose it.
fn read_preferences(dir: &Path) -> Preferences {
    let text = std::fs::read(dir.join("window.json")).unwrap_or_default();
    let kept: serde_json::Map<String, Value> = serde_json::from_slice(&text).unwrap_or_default();
    let mut whole = serde_json::to_value(unchosen()).unwrap_or_default();
    if let Some(whole) = whole.as_object_mut() {
        whole.extend(kept);
    }
    serde_json::from_value(whole).map_or_else(|_| unchosen(), tidy)
}

fn tidy(mut preferences: Preferences) -> Preferences {
    preferences.text_size = preferences.text_size.clamp(100, 175);
    preferences.lock_minutes = preferences.lock_minutes.clamp(1, 60);
    if !["system", "light", "dark", "contrast"].contains(&preferences.theme.as_str()) {
        preferences.theme = unchosen().theme;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if preferences.language.is_empty() || !preferences.language.chars().all(plain) {
        preferences.language = unchosen().language;
    }
    preferences
}
