//! A laptop that joined a centre which is not there: for tests of what a laptop keeps to by itself.
#![allow(
    clippy::unwrap_used,
    reason = "a story that cannot be set up should stop"
)]

use std::collections::BTreeSet;

use records::{Kind, RecordId, RevisionId, TeamId};
use store::Delivery;
use tempfile::TempDir;
use vault::{Cost, Device, DeviceKey, Invitation, Person, Roster, TEAMS_ALL, Team};

use crate::open::{Open, Statement};
use crate::{Clock, Desk, JoinAsk, Joined, Randomness};

/// The passphrase of everybody in these tests.
const PASSPHRASE: &str = "nine green mangoes on a gate";
const NOW: u64 = 1_795_399_200_000;

struct Noon;

impl Clock for Noon {
    fn now_ms(&self) -> u64 {
        NOW
    }

    fn offset_minutes(&self) -> i32 {
        420
    }
}

/// A laptop of the first of three supervisors, in the teams `north` and `south`, and the keys of those it hears from.
pub(crate) struct Alone {
    _folder: TempDir,
    pub(crate) desk: Desk,
    pub(crate) centre: DeviceKey,
    /// The laptop of the second supervisor.
    pub(crate) hub: DeviceKey,
}

impl Alone {
    pub(crate) fn joined() -> Alone {
        let folder = tempfile::tempdir().unwrap();
        let random = Randomness::system().unwrap();
        let desk = Desk::with(folder.path(), Box::new(Noon), random, Cost::light());
        let key = |byte| DeviceKey::generate(&mut |bytes: &mut [u8]| bytes.fill(byte));
        let (centre, hub) = (key(90), key(91));
        let invitation = Invitation {
            url: "http://127.0.0.1:1".to_owned(),
            centre_public: centre.device_public(),
            secret: [5; 16],
            programme: "Alone".to_owned(),
            person: "One".to_owned(),
            role: "supervisor".to_owned(),
            teams: vec!["*".to_owned()],
            expires_ms: NOW + 1_000_000,
        };
        let signed = |ask: &JoinAsk| roster(&centre, &hub, ask.device_public).sign(&centre);
        let mut knock = |ask: &JoinAsk| {
            Ok(Joined {
                token: "token".to_owned(),
                person: [1; 16],
                roster: signed(ask),
            })
        };
        desk.join(&invitation.to_string(), PASSPHRASE, &mut knock)
            .unwrap();
        Alone {
            _folder: folder,
            desk,
            centre,
            hub,
        }
    }
}

fn roster(centre: &DeviceKey, hub: &DeviceKey, laptop: [u8; 32]) -> Roster {
    let person = |number: u8| Person {
        id: [number; 16],
        name: format!("Person {number}"),
        role: "supervisor".to_owned(),
        teams: vec![TEAMS_ALL.to_owned()],
        active: true,
    };
    let device = |public: [u8; 32], number: u8| Device {
        id: vault::device_id(&public),
        public,
        people: vec![[number; 16]],
        revoked: false,
    };
    let team = |id: &str| Team {
        id: id.to_owned(),
        name: id.to_owned(),
    };
    Roster {
        version: 1,
        programme: "Alone".to_owned(),
        country: "KH".to_owned(),
        centre_public: centre.device_public(),
        teams: vec![team("north"), team("south")],
        people: (1..=3).map(person).collect(),
        devices: vec![device(laptop, 1), device(hub.device_public(), 2)],
        issued_ms: NOW,
        names: Vec::new(),
    }
}

/// Saves a revision in the team `north`, with so many bytes that do not compress.
pub(crate) fn write(desk: &Desk, open: &Open, bytes: usize) -> RevisionId {
    let team = TeamId::new("north").unwrap();
    let mut body = vec![0; bytes];
    desk.random().fill(&mut body);
    let statement = Statement {
        record: RecordId::v7(NOW, desk.random().bytes()),
        team: &team,
        kind: Kind::Save,
        parents: Vec::new(),
        after: 0,
        form: "session",
        form_version: "1",
        body,
    };
    let made = open
        .store
        .write_as(|writer| open.state(writer, statement, NOW));
    made.unwrap().id
}

/// The revisions that got so far.
pub(crate) fn got_to(open: &Open, least: Delivery) -> BTreeSet<RevisionId> {
    let held = open.store.read(|reader| {
        let mut all = Vec::new();
        for (team, record) in reader.records_after(None, 10_000)? {
            all.extend(reader.headers_of(&team, record)?);
        }
        Ok(all)
    });
    let far = held
        .unwrap()
        .into_iter()
        .filter(|one| one.delivery >= least);
    far.map(|one| one.id).collect()
}
