//! A cast of people and laptops for stories: a real centre on this machine, real encrypted stores, a clock
//! that the story moves. Light passphrases make it quick; everything else is what a programme would run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a story that cannot be set up should stop"
)]
#![allow(clippy::print_stderr, reason = "a test that is left out says so")]

pub mod answers;
mod forwarder;
mod hub;
mod line;
mod sheets;
mod stick;
pub mod window;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use client::{HttpPeer, JoinRequest};
use desk::view::{NewComment, RecordQuery, RecordView, SyncView};
use desk::{Clock, Desk, DeskError, JoinAsk, Joined, LocalProgramme, Randomness};
use records::TeamId;
use server::centre::Invite;
use server::ledger::{Guest, Scope, Team};
use server::{Centre, Config, Running, Tls};
use tempfile::TempDir;
use vault::Cost;

pub use cluster::say_left_out;
pub use forwarder::{Carried, Forwarder, Link};
pub use hub::{Liar, Lie, Table, TextOnly, met};
pub use line::{Capped, Cut, Meanwhile, Scripted};
pub use stick::{Pulled, Stick, for_the_centre, with_words};

/// The passphrase of everybody in a story.
pub const PASSPHRASE: &str = "nine green mangoes on a gate";
/// 23 November 2026, 09:00 in Phnom Penh.
pub const MORNING: u64 = 1_795_399_200_000;
const DAY: Duration = Duration::from_secs(86_400);
const STALL: Duration = Duration::from_secs(20);

/// A table of so many people, the same every time.
pub fn people(rows: u32) -> String {
    let rows = (0..rows).map(|row| format!("Village {row}\n"));
    format!("place\n{}", rows.collect::<String>())
}

/// What the columns of [`people`] are.
pub const PEOPLE_MAP: &str = r#"
[[record]]
form = "person"
[record.answers]
"consent/basis" = { const = "legal_duty_casualty_register" }
"who/victim_type" = { const = "indirect_family" }
"who/sex" = { const = "female" }
"who/birth_precision" = { const = "unknown" }
"home/place_not_listed" = { const = "yes" }
"home/place_name_free" = { from = "place" }
"status/vital_status" = { const = "alive" }
"status/displacement_status" = { const = "unknown" }
"status/case_status" = { const = "registered" }
"#;

/// The day so many days ago as this machine has it, `2026-11-26`.
pub fn days_ago(days: u32) -> String {
    let date = format!("--date={days} days ago");
    let said = Command::new("date").args([&date, "+%F"]).output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

/// A clock that a story moves.
#[derive(Debug, Clone)]
pub struct Watch(Arc<AtomicU64>);

impl Watch {
    /// A clock at a moment.
    pub fn at(ms: u64) -> Watch {
        Watch(Arc::new(AtomicU64::new(ms)))
    }

    /// Moves it on.
    pub fn pass(&self, time: Duration) {
        self.0
            .fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }

    /// Sets it to what the clock of this machine said so many days ago.
    pub fn set_days_ago(&self, days: u32) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let then = now.checked_sub(DAY * days).unwrap();
        self.set(u64::try_from(then.as_millis()).unwrap());
    }

    /// Sets it, forward or back.
    pub fn set(&self, ms: u64) {
        self.0.store(ms, Ordering::Relaxed);
    }
}

impl Clock for Watch {
    fn now_ms(&self) -> u64 {
        // A moment passes between any two looks at a clock.
        self.0.fetch_add(1, Ordering::Relaxed)
    }

    fn offset_minutes(&self) -> i32 {
        420
    }
}

/// A centre with one team, `BTB2`, and one more, `PLN1`, that nobody is in unless the story says so.
pub struct Office {
    folder: TempDir,
    tls: Option<Tls>,
    running: Option<Running>,
    url: String,
}

/// An office with a field officer's laptop and those of two reviewers: a supervisor and a coordinator.
pub fn three() -> (Office, Laptop, Laptop, Laptop) {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
    let sophea = office.laptop("Chan Sophea", "supervisor", &[]);
    let pisey = office.laptop("Keo Pisey", "coordinator", &["BTB2"]);
    (office, dara, sophea, pisey)
}

impl Office {
    /// Opens an office on a free port of this machine.
    pub fn open() -> Office {
        Office::open_with(None, &std::env::temp_dir())
    }

    /// The same with its data somewhere on the disk of `folder`.
    pub fn open_in(folder: &Path) -> Office {
        Office::open_with(None, folder)
    }

    /// The same with a certificate that the centre makes itself.
    pub fn open_encrypted() -> Office {
        Office::open_with(Some(Tls::Own), &std::env::temp_dir())
    }

    fn open_with(tls: Option<Tls>, within: &Path) -> Office {
        let folder = tempfile::tempdir_in(within).unwrap();
        let centre = Centre::create(
            folder.path(),
            "Mine action, sample",
            "KH",
            "http://127.0.0.1:1",
        )
        .unwrap();
        for (code, name) in [("BTB2", "Battambang 2"), ("PLN1", "Pailin 1")] {
            centre
                .add_team(&Team {
                    id: TeamId::new(code).unwrap(),
                    name: name.to_owned(),
                })
                .unwrap();
        }
        drop(centre);
        let mut office = Office {
            folder,
            tls,
            running: None,
            url: String::new(),
        };
        office.start();
        office
    }

    /// Starts the centre again after [`Office::stop`], on a new port.
    pub fn start(&mut self) {
        let running = Running::start(Config {
            tls: self.tls.clone(),
            ..Config::local(self.folder.path())
        });
        let running = running.unwrap();
        self.url = running.url().to_owned();
        self.running = Some(running);
    }

    /// Stops the centre; what was begun is finished.
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop();
        }
    }

    /// Sets it up anew from a backup, in another folder and on another port.
    pub fn restore(&mut self, backup: &Path) {
        self.stop();
        self.folder = tempfile::tempdir().unwrap();
        Centre::restore(self.folder.path(), backup).unwrap();
        self.start();
    }

    /// Where it answers now.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The centre itself.
    pub fn centre(&self) -> &Centre {
        self.running.as_ref().expect("the office is open").centre()
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// An invitation for somebody new; no teams means all of them.
    pub fn invite(&self, name: &str, role: &str, teams: &[&str]) -> String {
        let codes: Vec<TeamId> = teams
            .iter()
            .map(|code| TeamId::new(*code).unwrap())
            .collect();
        let scope = if codes.is_empty() {
            Scope::All
        } else {
            Scope::Teams(codes)
        };
        let guest = Guest::New {
            name: name.to_owned(),
            role: role.to_owned(),
            scope,
        };
        let invite = Invite {
            guest,
            days: 7,
            url: Some(self.url.clone()),
        };
        self.centre().invite(&invite).unwrap().to_string()
    }

    /// Gives a person another role and another team.
    pub fn changes(&self, name: &str, role: &str, team: &str) {
        let people = self.centre().census().unwrap().people;
        let person = people.iter().find(|one| one.name == name).unwrap().id;
        let scope = Scope::Teams(vec![TeamId::new(team).unwrap()]);
        self.centre().change_person(person, role, &scope).unwrap();
    }

    /// A second laptop of somebody who has one.
    pub fn another_laptop(&self, name: &str) -> Laptop {
        let people = self.centre().census().unwrap().people;
        let person = people.iter().find(|one| one.name == name).unwrap().id;
        let invite = Invite {
            guest: Guest::Known(person),
            days: 7,
            url: Some(self.url.clone()),
        };
        let invitation = self.centre().invite(&invite).unwrap().to_string();
        let laptop = Laptop::fresh();
        let joined = laptop.desk.join(&invitation, PASSPHRASE, &mut knock);
        joined.unwrap();
        laptop.desk.set_syncs_by_itself(false).unwrap();
        laptop
    }

    /// A laptop that somebody has joined with and is signed in on; it syncs when it is told to.
    pub fn laptop(&self, name: &str, role: &str, teams: &[&str]) -> Laptop {
        self.laptop_in(&std::env::temp_dir(), name, role, teams)
    }

    /// The same with its data somewhere on the disk of `folder`.
    pub fn laptop_in(&self, folder: &Path, name: &str, role: &str, teams: &[&str]) -> Laptop {
        let laptop = Laptop::fresh_in(folder);
        laptop
            .desk
            .join(&self.invite(name, role, teams), PASSPHRASE, &mut knock)
            .unwrap();
        // A story says itself when a laptop talks with the centre.
        laptop.desk.set_syncs_by_itself(false).unwrap();
        laptop
    }
}

/// Shows an invitation to its centre, as the programs do.
///
/// # Errors
/// What the centre or the line says.
pub fn knock(ask: &JoinAsk) -> Result<Joined, DeskError> {
    let request = JoinRequest {
        secret: ask.secret,
        device_public: ask.device_public,
        proof: ask.proof,
    };
    let joined = client::join(&ask.url, &request, STALL)?;
    Joined::read(
        joined.token,
        &joined.person,
        joined.roster,
        &joined.signature,
    )
}

/// A laptop in a folder of its own.
pub struct Laptop {
    folder: TempDir,
    /// What a person does on it.
    pub desk: Desk,
    /// Its clock.
    pub watch: Watch,
}

impl Laptop {
    /// A laptop on which nothing is set up.
    pub fn fresh() -> Laptop {
        Laptop::fresh_in(&std::env::temp_dir())
    }

    /// The same with its data somewhere on the disk of `folder`.
    pub fn fresh_in(folder: &Path) -> Laptop {
        let folder = tempfile::tempdir_in(folder).unwrap();
        let watch = Watch::at(MORNING);
        let desk = desk_at(folder.path(), &watch);
        Laptop {
            folder,
            desk,
            watch,
        }
    }

    /// A laptop with a programme of its own and no centre.
    pub fn alone(name: &str, role: &str) -> Laptop {
        let laptop = Laptop::fresh();
        let local = LocalProgramme {
            programme: "On its own".to_owned(),
            country: "KH".to_owned(),
            team: "BTB2".to_owned(),
            name: name.to_owned(),
            role: role.to_owned(),
            with_samples: false,
        };
        laptop.desk.init(&local, PASSPHRASE).unwrap();
        laptop
    }

    /// Its data folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Ends the program and starts it again, locked.
    pub fn restart(&mut self) {
        self.desk = Desk::with(
            Path::new("/nonexistent"),
            Box::new(self.watch.clone()),
            Randomness::seeded(0),
            Cost::light(),
        );
        self.desk = desk_at(self.folder.path(), &self.watch);
    }

    /// Adds another person by an invitation.
    pub fn add(&self, invitation: &str) {
        self.desk
            .add_person(invitation, PASSPHRASE, &mut knock)
            .unwrap();
    }

    /// Signs somebody in.
    pub fn sign_in(&self, name: &str) {
        self.desk.lock().unwrap();
        self.desk.unlock(name, PASSPHRASE).unwrap();
    }

    /// Corrects one answer of a record and submits it again.
    pub fn correct(&self, record: &str, path: &str, value: &str) {
        self.desk
            .record_correct(record, &[(path.to_owned(), value.to_owned())])
            .unwrap();
    }

    /// Decides on a record.
    ///
    /// # Errors
    /// As the use case.
    pub fn decide(
        &self,
        record: &str,
        decision: &str,
        comment: Option<(&str, &str)>,
    ) -> Result<RecordView, DeskError> {
        let comments: Vec<NewComment> = comment
            .iter()
            .map(|(path, text)| NewComment {
                path: Some((*path).to_owned()),
                text: (*text).to_owned(),
                ..NewComment::default()
            })
            .collect();
        self.desk.review(record, decision, &comments, None)
    }

    /// Syncs over HTTP with its centre.
    ///
    /// # Errors
    /// As the use case.
    pub fn sync(&self) -> Result<SyncView, DeskError> {
        let centre = self.desk.centre()?;
        self.sync_at(&centre.url)
    }

    /// Syncs with the centre at another address.
    ///
    /// # Errors
    /// As the use case.
    pub fn sync_at(&self, url: &str) -> Result<SyncView, DeskError> {
        let centre = self.desk.centre()?;
        let mut road = HttpPeer::new(url, centre.token.to_string(), STALL)?;
        let done = self.desk.sync_over(&mut road, &mut |_, _| {});
        // As the program does it afterwards; what fails is tried again the next time.
        let _next_time = self.desk.tidy_some();
        done
    }

    /// How many records there are.
    pub fn count(&self) -> u32 {
        self.desk
            .records(&RecordQuery {
                limit: 1,
                ..RecordQuery::default()
            })
            .unwrap()
            .total
    }

    /// One answer of a record, in words; a masked one is asked for.
    pub fn reads(&self, record: &str, path: &str) -> String {
        let view = self.desk.record(record).unwrap();
        let mut answers = view
            .sections
            .into_iter()
            .flat_map(|section| section.answers);
        let Some(answer) = answers.find(|answer| answer.path == path) else {
            return String::new();
        };
        if answer.showing == "masked" {
            let shown = self.desk.reveal(record, Some(path), None).unwrap();
            return shown.answers.into_iter().map(|a| a.value).collect();
        }
        answer.value
    }

    /// Everything that an export gives.
    pub fn export(&self) -> String {
        let mut out = Vec::new();
        self.desk.export(None, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

fn desk_at(dir: &Path, watch: &Watch) -> Desk {
    Desk::with(
        dir,
        Box::new(watch.clone()),
        Randomness::system().unwrap(),
        Cost::light(),
    )
}
