//! A laptop in a temporary folder, and a small cast of people and devices with ids that do not mix.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "the room's own tests and those through its door use different parts"
)]

use records::{DeviceId, Draft, Kind, Part, PersonId, RecordId, Revision, RevisionId, TeamId};
use room::{Came, Classes, Delivery, Draft as Unfinished, Finish, RecordRow, Store};
use tempfile::TempDir;
use vault::DatabaseKey;
use zeroize::Zeroizing;

/// The team that most stories are about.
pub(crate) const TEAM: &str = "rattanak-1";

/// An open store and the folder it is in.
pub(crate) struct Laptop {
    pub(crate) dir: TempDir,
    pub(crate) store: Store,
}

pub(crate) fn key(byte: u8) -> DatabaseKey {
    DatabaseKey::from_bytes(Zeroizing::new([byte; 32]))
}

impl Laptop {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path(), &key(7)).unwrap();
        Self { dir, store }
    }

    /// Closes the file and opens it again, as the next morning does.
    pub(crate) fn reopen(self) -> Self {
        let Self { dir, store } = self;
        drop(store);
        let store = Store::open(dir.path(), &key(7)).unwrap();
        Self { dir, store }
    }

    pub(crate) fn append(&self, revisions: &[Revision]) {
        self.store
            .write(|writer| writer.append(revisions, Came::Here))
            .unwrap();
    }
}

pub(crate) fn team(name: &str) -> TeamId {
    TeamId::new(name).unwrap()
}

pub(crate) const fn device(number: u8) -> DeviceId {
    DeviceId([0xd0 + number; 16])
}

pub(crate) const fn person(number: u8) -> PersonId {
    PersonId([0xa0 + number; 16])
}

pub(crate) fn record(number: u32) -> RecordId {
    RecordId::v7(1_790_000_000_000 + u64::from(number), [7; 10])
}

/// A save of device 1 in the usual team.
pub(crate) fn save(number: u32, n: u64, parents: &[RevisionId], body: &str) -> Revision {
    revision(Kind::Save, number, n, parents, body)
}

pub(crate) fn revision(
    kind: Kind,
    number: u32,
    n: u64,
    parents: &[RevisionId],
    body: &str,
) -> Revision {
    let draft = Draft {
        record: record(number),
        team: team(TEAM),
        kind,
        parents: parents.to_vec(),
        form: "eore_session".into(),
        form_version: "2026-11".into(),
        author: person(1),
        device: device(1),
        n,
        at: 1_790_000_000_000 + n,
    };
    Revision::new(draft, body.as_bytes().to_vec()).unwrap()
}

/// Saves 1 to `count`, each of a record of its own.
pub(crate) fn saves(count: u32) -> Vec<Revision> {
    (1..=count)
        .map(|n| save(n, u64::from(n), &[], &format!("{{\"visit\":\"{n}\"}}")))
        .collect()
}

/// A part over consecutive revisions; the seal is no signature, which nobody here checks.
pub(crate) fn part(revisions: &[Revision]) -> Part {
    Part::unsealed(revisions).unwrap().sealed([5; 64])
}

pub(crate) fn ids(revisions: &[Revision]) -> Vec<RevisionId> {
    revisions.iter().map(|revision| revision.id).collect()
}

/// The row of a save as a projection might make it.
pub(crate) fn row(revision: &Revision, title: &str) -> RecordRow {
    let header = &revision.header;
    RecordRow {
        record: header.record,
        team: header.team.clone(),
        form: header.form.clone(),
        form_version: header.form_version.clone(),
        reference: format!("KH-{}", header.n),
        title: title.into(),
        subtitle: String::new(),
        author: header.author,
        activity_date: Some(format!(
            "2026-{:02}-{:02}",
            header.n % 12 + 1,
            header.n % 28 + 1
        )),
        adm1: Some(format!("KH{:02}", header.n % 25)),
        adm2: Some(format!("KH{:04}", header.n % 210)),
        adm3: None,
        adm4: None,
        review: "submitted".into(),
        conflict: 0,
        problems: 0,
        severity: 0,
        women: Some(4),
        men: Some(3),
        girls: Some(2),
        boys: Some(1),
        total: Some(10),
        lat: Some(11.5),
        lon: None,
        link: None,
        made_ms: header.at,
        changed_ms: header.at,
        delivery: Delivery::Laptop,
        winner: revision.id,
        classes: Classes::default(),
    }
}

/// A draft that is being filled, under the id of the record that it becomes.
pub(crate) fn unfinished(number: u32, body: &str) -> Unfinished {
    Unfinished {
        id: record(number).0,
        form: "eore_session".into(),
        form_version: "2026-11".into(),
        team: team(TEAM),
        record: None,
        parents: Vec::new(),
        title: format!("draft {number}"),
        problems: 0,
        touched_ms: u64::from(number),
        discarded_ms: None,
        answers: body.as_bytes().to_vec(),
        reasons: String::new(),
        replies: String::new(),
    }
}

/// What that draft becomes: revisions `n` and `n + 1` of device 1.
pub(crate) fn finish(number: u32, n: u64, body: &str) -> Finish {
    let saved = save(number, n, &[], body);
    let submitted = revision(
        Kind::Review,
        number,
        n + 1,
        &[saved.id],
        "{\"move\":\"submit\"}",
    );
    Finish {
        draft: record(number).0,
        row: row(&saved, &format!("record {number}")),
        text: (&format!("Record {number} ភូមិថ្មី")).into(),
        entities: Vec::new(),
        likeness: None,
        revisions: [saved, submitted],
    }
}

/// Has every text indexed that waits, as a busy day or an idle minute does.
pub(crate) fn index_all(store: &Store) {
    let device = device(9);
    let filler = |n: u32| {
        let mut save = save(900_000 + n, u64::from(n), &[], "{}");
        save.header.device = device;
        save.id = save.header.id();
        save
    };
    store
        .write(|writer| {
            for n in 1..=20 {
                let save = filler(n);
                writer.append(std::slice::from_ref(&save), Came::Centre)?;
                writer.upsert_row(&row(&save, "filler"), &format!("filler {n}"))?;
            }
            Ok(())
        })
        .unwrap();
    store.tidy(100).unwrap();
    store
        .write(|writer| {
            (1..=20).try_for_each(|n| {
                let header = filler(n).header;
                writer.remove_row(&header.team, header.record)
            })
        })
        .unwrap();
}
