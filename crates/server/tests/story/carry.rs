//! Sticks, with writers who try more than they may.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;

use records::DeviceId;
use server::centre::{Brought, Shelf, StickError};
use server::files::Files;
use sync::{
    Addressee, Ask, BundleReader, BundleWriter, FileName, Head, Item, Receipt, Reply, unreadable_id,
};
use tempfile::TempDir;
use vault::{DeviceKey, OpenWith, SealFor, Sealing};

use crate::kit::{Laptop, Office, START_MS, batch_id, key};

/// A bundle before it is written.
struct Stick {
    dir: TempDir,
    head: Head,
    signed_by: DeviceKey,
    items: Vec<Item>,
}

impl Stick {
    fn of(key: &DeviceKey) -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            head: Head {
                set: [1; 16],
                piece: 1,
                batch: batch_id(1),
                writer: key.device_public(),
                addressee: Addressee::Centre,
                made_ms: START_MS,
            },
            signed_by: key.clone(),
            items: Vec::new(),
        }
    }

    fn with(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    fn asking(self, offer: Vec<Vec<u8>>) -> Self {
        let batch = self.head.batch;
        self.with(Item::Ask(Ask::Exchange {
            batch,
            offer,
            last: true,
            cursors: BTreeMap::new(),
            room: 0,
            roster: 0,
            marks: BTreeMap::new(),
        }))
    }

    fn write(&self, office: &Office) -> PathBuf {
        let path = self.dir.path().join("sala-1.sala");
        let public = office.running.centre().public();
        let sealing = Sealing::begin(SealFor::Key(&public), File::create(&path).unwrap()).unwrap();
        let mut out = BundleWriter::begin(sealing, &self.head).unwrap();
        for item in &self.items {
            match item {
                Item::Ask(ask) => out.ask(ask).unwrap(),
                Item::File(name, bytes) => out.file(name, bytes).unwrap(),
                Item::Wanted(files) => out.wanted(files).unwrap(),
                Item::Answer(answer) => out.answer(answer).unwrap(),
                Item::Roster(roster) => out.roster(roster.clone()).unwrap(),
                Item::Signed(signed) => out.signed(signed).unwrap(),
                Item::Compared(said) => out.compared(said).unwrap(),
                Item::Voucher(voucher) => out.voucher(voucher).unwrap(),
            }
        }
        let sign = |statement: &[u8]| self.signed_by.sign(statement);
        let (sealing, _) = out.finish(false, &sign).unwrap();
        sealing.finish().unwrap();
        path
    }

    /// Hands it to the centre.
    fn brings(&self, office: &Office) -> Brought {
        let path = self.write(office);
        // The store of files is asynchronous, and a test is already.
        std::thread::scope(|scope| {
            let read = scope.spawn(|| {
                let centre = office.running.centre();
                let runtime = server::runtime().unwrap();
                let files = Files::open(None, &centre.files_folder()).unwrap();
                let shelf = Shelf {
                    files: &files,
                    runtime: &runtime,
                };
                centre
                    .stick_take(&shelf, &[path], None, Some(self.dir.path()))
                    .unwrap()
            });
            read.join().unwrap()
        })
    }

    fn refused(&self, office: &Office) -> &'static str {
        let brought = self.brings(office);
        assert!(brought.answers.is_empty());
        assert_eq!(office.examine().counts.revisions, 0);
        brought.pieces[0].found.as_ref().unwrap_err().code()
    }
}

/// Opens an answer as the laptop does.
fn opened(laptop: &Laptop, brought: &Brought) -> (Head, Vec<Item>) {
    let file = File::open(&brought.answers[0]).unwrap();
    let opened = vault::open(OpenWith::Key(&laptop.key), file).unwrap();
    let mut reader = BundleReader::open(opened).unwrap();
    let mut items = Vec::new();
    while let Some(item) = reader.next().unwrap() {
        items.push(item);
    }
    let closed = reader.closed().unwrap();
    let head = reader.head().clone();
    assert!(vault::verify(
        &head.writer,
        &closed.statement,
        &closed.signature
    ));
    assert_eq!(head.writer, laptop.centre_public);
    (head, items)
}

fn name(team: &str, bytes: &[u8]) -> FileName {
    FileName {
        team: team.parse().unwrap(),
        content: *blake3::hash(bytes).as_bytes(),
    }
}

#[tokio::test]
async fn what_a_stick_brings_is_kept_signed_for_and_answered() {
    let office = Office::open();
    let mut laptop = Laptop::join(&office, 1, "field", &["A"]).await;
    let (part, ids) = laptop.saves(3);
    let stick = Stick::of(&laptop.key)
        .asking(vec![part])
        .with(Item::File(name("A", b"a photo"), b"a photo".to_vec()));
    let brought = stick.brings(&office);
    assert_eq!(
        (brought.taken, brought.files, brought.files_refused),
        (3, 1, 0)
    );
    let (head, items) = opened(&laptop, &brought);
    assert_eq!(head.addressee, Addressee::Laptop(laptop.pen.device));
    let mut receipts = Vec::new();
    for item in items {
        match item {
            Item::Answer(answer) => {
                assert_eq!(answer.batch, batch_id(1));
                if let Reply::Exchange { receipt, .. } = answer.reply {
                    receipts.extend(receipt);
                }
            }
            Item::Signed(signed) => receipts.push(signed.receipt),
            Item::Roster(_) => {}
            other => panic!("{other:?}"),
        }
    }
    let read = |at: usize| Receipt::from_bytes(&receipts[at].bytes).unwrap();
    assert_eq!(receipts.len(), 2);
    assert!(read(0).covers(&ids));
    assert_eq!(read(1).files, [name("A", b"a photo").content]);
}

#[tokio::test]
async fn a_writer_who_is_not_who_they_say_is_refused() {
    let office = Office::open();
    let mut laptop = Laptop::join(&office, 1, "field", &["A"]).await;
    let (part, _) = laptop.saves(1);
    let stick = |change: &dyn Fn(&mut Stick)| {
        let mut stick = Stick::of(&laptop.key).asking(vec![part.clone()]);
        change(&mut stick);
        stick.refused(&office)
    };
    assert_eq!(stick(&|stick| stick.signed_by = key(9)), "damaged");
    assert_eq!(
        stick(&|stick| stick.head.writer = key(9).device_public()),
        "damaged"
    );
    let stranger = |stick: &mut Stick| {
        stick.head.writer = key(9).device_public();
        stick.signed_by = key(9);
    };
    assert_eq!(stick(&stranger), "stranger");
    let for_a_laptop = |stick: &mut Stick| {
        stick.head.addressee = Addressee::Laptop(DeviceId([4; 16]));
    };
    assert_eq!(stick(&for_a_laptop), "not-for-us");
}

#[tokio::test]
async fn a_laptop_writes_and_reads_by_stick_what_it_may_and_no_more() {
    let office = Office::open();
    let mut other = Laptop::join(&office, 2, "field", &["B"]).await;
    let (theirs, _) = other.saves(2);
    other.offer(1, vec![theirs.clone()], true).await;
    let laptop = Laptop::join(&office, 1, "field", &["A"]).await;
    let (a_photo, far) = (b"a photo".to_vec(), name("B", b"theirs"));
    let stick = Stick::of(&laptop.key)
        .asking(vec![theirs])
        .with(Item::File(name("B", &a_photo), a_photo))
        .with(Item::Wanted(vec![far, name("A", b"nowhere")]));
    let brought = stick.brings(&office);
    assert_eq!((brought.taken, brought.known, brought.refused), (0, 0, 2));
    assert_eq!((brought.files, brought.files_refused), (0, 1));
    assert!(!office.folder.path().join("files/kept/B").exists());
    let (_, items) = opened(&laptop, &brought);
    for item in items {
        match item {
            Item::Answer(answer) => {
                let Reply::Exchange {
                    incoming, cursors, ..
                } = answer.reply
                else {
                    panic!("no exchange");
                };
                assert!(incoming.is_empty());
                assert!(cursors.keys().all(|team| team.as_str() == "A"));
            }
            Item::Roster(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_part_sealed_by_a_laptop_that_was_sent_away_is_refused_whoever_carries_it() {
    let office = Office::open();
    let mut gone = Laptop::join(&office, 2, "field", &["A"]).await;
    let carrier = Laptop::join(&office, 1, "coordinator", &["A"]).await;
    let (part, _) = gone.saves(2);
    let centre = office.running.centre();
    centre.revoke(gone.pen.device).unwrap();
    let brought = Stick::of(&carrier.key)
        .asking(vec![part.clone()])
        .brings(&office);
    assert_eq!((brought.taken, brought.refused), (0, 2));
    let own = Stick::of(&gone.key).asking(vec![part]);
    let found = own.brings(&office);
    let piece = &found.pieces[0];
    assert!(matches!(piece.found, Err(StickError::Revoked { .. })));
    assert!(piece.set_aside.as_ref().is_some_and(|path| path.exists()));
    assert_eq!(office.examine().counts.revisions, 0);
    let answer = centre.stick_write(gone.pen.device, own.dir.path());
    assert!(matches!(answer, Err(StickError::Revoked { .. })));
    let left = fs::read_dir(own.dir.path()).unwrap().count();
    assert_eq!(left, 1, "nothing is left half written");
}

#[tokio::test]
async fn what_cannot_be_read_is_called_by_its_bytes_and_the_rest_is_kept_and_signed_for() {
    let (office, other) = (Office::open(), Office::open());
    let mut laptop = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut stranger = Laptop::join(&other, 2, "field", &["A"]).await;
    let (part, ids) = laptop.saves(3);
    let (foreign, theirs) = stranger.saves(2);
    let mut torn = || {
        let (part, _) = laptop.saves(2);
        part.get(..part.len() - 9).unwrap().to_vec()
    };
    let (one, another) = (torn(), torn());
    let offer = vec![one.clone(), foreign, part, another.clone()];
    let stick = Stick::of(&laptop.key).asking(offer);
    let brought = stick.brings(&office);
    assert_eq!((brought.taken, brought.refused), (3, 4));
    let (_, items) = opened(&laptop, &brought);
    let mut told = items.into_iter().filter_map(|item| match item {
        Item::Answer(answer) => Some(answer.reply),
        _ => None,
    });
    let Some(Reply::Exchange {
        refused, receipt, ..
    }) = told.next()
    else {
        panic!("no answer");
    };
    let told: Vec<_> = refused.iter().map(|one| (one.id, &*one.code)).collect();
    assert_eq!(
        told,
        [
            (unreadable_id(&one), "part"),
            (theirs[0], "seal"),
            (theirs[1], "seal"),
            (unreadable_id(&another), "part"),
        ]
    );
    let receipt = Receipt::from_bytes(&receipt.unwrap().bytes).unwrap();
    assert!(receipt.covers(&ids), "over what was kept, and no more");
    assert_eq!(office.examine().counts.revisions, 3);
}

#[tokio::test]
async fn a_part_of_a_later_kind_is_told_before_it_is_refused_and_the_rest_is_taken() {
    let office = Office::open();
    let mut laptop = Laptop::join(&office, 1, "field", &["A"]).await;
    let (part, ids) = laptop.saves(3);
    let newer = b"SP2 of a later program".to_vec();
    let stick = Stick::of(&laptop.key).asking(vec![newer.clone(), part]);
    let looked = office
        .running
        .centre()
        .stick_look(&stick.write(&office), None);
    assert_eq!(looked.unwrap().of_other_kind, [unreadable_id(&newer)]);
    let brought = stick.brings(&office);
    assert_eq!((brought.taken, brought.refused), (3, 1));
    let (_, items) = opened(&laptop, &brought);
    let told = items.into_iter().find_map(|item| match item {
        Item::Answer(answer) => Some(answer.reply),
        _ => None,
    });
    let Some(Reply::Exchange {
        refused, receipt, ..
    }) = told
    else {
        panic!("no answer");
    };
    assert_eq!(refused[0].id, unreadable_id(&newer));
    let receipt = Receipt::from_bytes(&receipt.unwrap().bytes).unwrap();
    assert!(receipt.covers(&ids), "over the rest");
}

#[tokio::test]
async fn a_stick_for_another_centre_is_not_opened() {
    let (office, other) = (Office::open(), Office::open());
    let mut laptop = Laptop::join(&office, 1, "field", &["A"]).await;
    let (part, _) = laptop.saves(1);
    let stick = Stick::of(&laptop.key).asking(vec![part]);
    let path = stick.write(&other);
    let looked = office.running.centre().stick_look(&path, None);
    assert_eq!(looked.unwrap_err().code(), "not-for-us");
}

#[tokio::test]
async fn nothing_stays_in_the_folder_of_the_centre_but_what_was_kept() {
    let office = Office::open();
    let mut laptop = Laptop::join(&office, 1, "field", &["A"]).await;
    let (part, _) = laptop.saves(1);
    let stick = Stick::of(&laptop.key).asking(vec![part]);
    stick.brings(&office);
    let names = fs::read_dir(office.folder.path()).unwrap();
    let copies = names.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("stick")
    });
    assert_eq!(copies.count(), 0);
}
