//! Parts, receipts and how far a record got.

use std::collections::BTreeMap;

use proptest::prelude::*;
use records::{Digest, Kind, Part, Revision, RevisionId};
use store::{
    Account, BatchState, Came, Centre, Delivery, HeldRoster, Moved, Open, PartState, Receipt,
    ReceiptNumber, Store, StoreError,
};
use zeroize::Zeroizing;

use crate::sample::{Laptop, TEAM, device, ids, part, record, revision, row, save, saves, team};

const MUCH: usize = 1 << 20;

fn unsealed(store: &Store, count_max: usize, bytes_max: usize) -> Vec<u64> {
    let taken = store
        .read(|reader| reader.unsealed(&team(TEAM), device(1), count_max, bytes_max))
        .unwrap();
    taken.iter().map(|revision| revision.header.n).collect()
}

fn seal(store: &Store, revisions: &[Revision]) -> store::PartNumber {
    store
        .write(|writer| writer.add_part(&part(revisions), &ids(revisions), PartState::Unsent, None))
        .unwrap()
}

fn receipt(byte: u8) -> Receipt {
    Receipt {
        batch: [byte; 16],
        bytes: vec![byte; 90],
        signature: vec![byte; 64],
        revisions: 2,
        time_ms: 1_000 + u64::from(byte),
        verified: true,
    }
}

fn confirm(store: &Store, ids: &[RevisionId], byte: u8) -> store::Confirmed {
    store
        .write(|writer| {
            let number = writer.add_receipt(&receipt(byte))?;
            writer.confirm(ids, number)
        })
        .unwrap()
}

fn delivery(store: &Store, number: u32) -> Delivery {
    let row = store
        .read(|reader| reader.row(&team(TEAM), record(number)))
        .unwrap()
        .unwrap();
    let log = store
        .read(|reader| reader.delivery_of(&team(TEAM), record(number)))
        .unwrap();
    assert_eq!(row.delivery, log, "the row says what the log says");
    log
}

/// Ten saves of five records, listed.
fn laptop() -> (Laptop, Vec<Revision>) {
    let laptop = Laptop::new();
    let revisions: Vec<Revision> = (1..=10u32)
        .map(|n| save(n.div_ceil(2), u64::from(n), &[], &"x".repeat(100)))
        .collect();
    laptop
        .store
        .write(|writer| {
            writer.append(&revisions, Came::Here)?;
            revisions
                .iter()
                .step_by(2)
                .try_for_each(|save| writer.upsert_row(&row(save, "t"), "t"))
        })
        .unwrap();
    (laptop, revisions)
}

#[test]
fn what_is_in_no_part_is_offered_in_order_and_in_bounds() {
    let (laptop, revisions) = laptop();
    let store = &laptop.store;
    assert_eq!(unsealed(store, 99, MUCH), (1..=10).collect::<Vec<_>>());
    assert_eq!(unsealed(store, 3, MUCH), [1, 2, 3]);
    assert_eq!(unsealed(store, 99, 1_000), [1, 2, 3]);
    assert_eq!(unsealed(store, 99, 1), [1], "always one");
    seal(store, &revisions[..4]);
    assert_eq!(unsealed(store, 2, MUCH), [5, 6]);
    seal(store, &revisions[4..]);
    assert!(unsealed(store, 99, MUCH).is_empty());
    store
        .write(|writer| writer.append(&[save(9, 11, &[], "{}")], Came::Here))
        .unwrap();
    assert_eq!(unsealed(store, 99, MUCH), [11]);
}

#[test]
fn a_part_that_was_too_large_is_dropped_and_sealed_anew() {
    let (laptop, revisions) = laptop();
    let store = &laptop.store;
    let first = seal(store, &revisions[..3]);
    seal(store, &revisions[3..6]);
    store
        .write(|writer| writer.drop_unconfirmed_part(first))
        .unwrap();
    assert_eq!(unsealed(store, 99, MUCH), [1, 2, 3]);
    seal(store, &revisions[..1]);
    assert_eq!(unsealed(store, 99, MUCH), [2, 3]);
    seal(store, &revisions[1..3]);
    assert_eq!(unsealed(store, 99, MUCH), [7, 8, 9, 10]);
    let again = store.write(|writer| writer.drop_unconfirmed_part(first));
    assert!(
        matches!(again, Err(StoreError::Missing { .. })),
        "{again:?}"
    );
}

#[test]
fn a_laptop_that_went_back_to_an_old_copy_offers_both() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let before = saves(4);
    laptop.append(&before);
    seal(store, &before);
    // The restored copy counts 3 and 4 again.
    let again: Vec<Revision> = (3..=4)
        .map(|n| save(20 + n as u32, n, &[], "again"))
        .collect();
    laptop.append(&again);
    assert_eq!(unsealed(store, 99, MUCH), [3, 4]);
    let second = seal(store, &again);
    assert!(unsealed(store, 99, MUCH).is_empty());
    store
        .read(|reader| {
            assert_eq!(reader.revisions_of_part(second)?, again);
            assert_eq!(reader.ids_in_part(second)?, ids(&again));
            let parts = reader.unconfirmed_parts(device(1))?;
            assert_eq!(reader.revisions_of_part(parts[0].number)?, before);
            Ok(())
        })
        .unwrap();
    // Both in one go, as after a salvage: what stands twice is offered one after the other.
    let laptop = Laptop::new();
    laptop.append(&before);
    laptop.append(&again);
    assert_eq!(unsealed(&laptop.store, 99, MUCH), [1, 2, 3, 4]);
    seal(&laptop.store, &before);
    assert_eq!(unsealed(&laptop.store, 99, MUCH), [3, 4]);
}

#[test]
fn a_part_given_again_keeps_the_farther_state_and_its_place() {
    let (laptop, revisions) = laptop();
    let number = seal(&laptop.store, &revisions);
    let again = |state, seq| {
        let (part, ids) = (part(&revisions), ids(&revisions));
        laptop
            .store
            .write(|writer| writer.add_part(&part, &ids, state, seq))
            .unwrap()
    };
    assert_eq!(again(PartState::Confirmed, Some(7)), number);
    assert_eq!(again(PartState::Unsent, None), number);
    let held = laptop
        .store
        .read(|reader| reader.part(number))
        .unwrap()
        .unwrap();
    assert_eq!((held.state, held.seq), (PartState::Confirmed, Some(7)));
}

#[test]
fn ids_that_were_not_sealed_are_refused() {
    let (laptop, revisions) = laptop();
    let wrong = ids(&revisions[1..]);
    let result = laptop
        .store
        .write(|writer| writer.add_part(&part(&revisions), &wrong, PartState::Unsent, None));
    assert!(matches!(result, Err(StoreError::Part { .. })), "{result:?}");
}

#[test]
fn a_record_got_as_far_as_its_least_delivered_revision() {
    let (laptop, revisions) = laptop();
    let store = &laptop.store;
    assert_eq!(delivery(store, 1), Delivery::Laptop);
    let number = seal(store, &revisions[..3]);
    store.write(|writer| writer.hand_over(&[number])).unwrap();
    assert_eq!(delivery(store, 1), Delivery::Handed);
    assert_eq!(
        delivery(store, 2),
        Delivery::Laptop,
        "half of it is only here"
    );
    let confirmed = confirm(store, &ids(&revisions[..1]), 1);
    assert_eq!((confirmed.revisions, confirmed.records.len()), (1, 1));
    assert_eq!(delivery(store, 1), Delivery::Handed);
    confirm(store, &ids(&revisions[..3]), 2);
    assert_eq!(delivery(store, 1), Delivery::Confirmed);
    assert_eq!(delivery(store, 2), Delivery::Laptop);
    // Saved again: it waits again, and its row follows when it is made again.
    let again = save(1, 11, &[revisions[0].id], "{}");
    store
        .write(|writer| {
            writer.append(std::slice::from_ref(&again), Came::Here)?;
            writer.upsert_row(&row(&again, "t"), "t")
        })
        .unwrap();
    assert_eq!(delivery(store, 1), Delivery::Laptop);
}

#[test]
fn a_part_is_confirmed_when_all_of_it_is() {
    let (laptop, revisions) = laptop();
    let store = &laptop.store;
    let number = seal(store, &revisions[..4]);
    let open = || {
        store
            .read(|reader| reader.unconfirmed_parts(device(1)))
            .unwrap()
            .len()
    };
    confirm(store, &ids(&revisions[..2]), 1);
    assert_eq!(open(), 1);
    confirm(store, &ids(&revisions[2..4]), 2);
    assert_eq!(open(), 0);
    let held = store.read(|reader| reader.part(number)).unwrap().unwrap();
    assert_eq!(held.state, PartState::Confirmed);
    let dropped = store.write(|writer| writer.drop_unconfirmed_part(number));
    assert!(
        matches!(dropped, Err(StoreError::Missing { .. })),
        "{dropped:?}"
    );
}

#[test]
fn confirming_twice_changes_nothing_more() {
    let (laptop, revisions) = laptop();
    let store = &laptop.store;
    let stranger = save(99, 99, &[], "{}").id;
    let mut all = ids(&revisions);
    all.push(stranger);
    let first = confirm(store, &all, 1);
    assert_eq!((first.revisions, first.records.len()), (10, 5));
    let second = confirm(store, &all, 2);
    assert_eq!((second.revisions, second.records.len()), (0, 0));
    let (centre, held, open) = store
        .read(|reader| {
            let team = team(TEAM);
            Ok((
                reader.centre_digest(&team)?,
                reader.digest(&team)?,
                reader.open_revisions()?,
            ))
        })
        .unwrap();
    assert_eq!(centre, held);
    assert_eq!(open, Open::default());
    // The first receipt is the one that counts.
    let receipts = store
        .read(|reader| reader.receipts_of(&team(TEAM), record(1)))
        .unwrap();
    assert_eq!(receipts, [receipt(1)]);
}

#[test]
fn only_a_receipt_confirms_what_was_made_here() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let (ours, theirs) = (save(1, 1, &[], "ours"), {
        let mut save = save(2, 1, &[], "theirs");
        save.header.device = device(2);
        save.id = save.header.id();
        save
    });
    laptop.append(std::slice::from_ref(&ours));
    store
        .write(|writer| writer.append(std::slice::from_ref(&theirs), Came::Carried))
        .unwrap();
    for revision in [&ours, &theirs] {
        store
            .write(|writer| writer.upsert_row(&row(revision, ""), ""))
            .unwrap();
    }
    assert_eq!(
        (delivery(store, 1), delivery(store, 2)),
        (Delivery::Laptop, Delivery::Handed)
    );
    // Both come back from the centre.
    let both = [ours.clone(), theirs.clone()];
    let added = store
        .write(|writer| writer.append(&both, Came::Centre))
        .unwrap();
    assert_eq!(added.known, ids(&both));
    assert_eq!(
        (delivery(store, 1), delivery(store, 2)),
        (Delivery::Laptop, Delivery::Confirmed)
    );
    let centre = store
        .read(|reader| reader.centre_digest(&team(TEAM)))
        .unwrap();
    assert_eq!(centre, [theirs.id].iter().collect::<Digest>());
}

#[test]
fn what_came_is_known_with_each_revision() {
    let laptop = Laptop::new();
    let save = save(1, 1, &[], "{}");
    let review = revision(Kind::Review, 1, 2, &[save.id], "{}");
    laptop.append(std::slice::from_ref(&save));
    laptop
        .store
        .write(|writer| writer.append(std::slice::from_ref(&review), Came::Centre))
        .unwrap();
    let held = laptop
        .store
        .read(|reader| reader.headers_of(&team(TEAM), record(1)))
        .unwrap();
    let mut roads: Vec<(Kind, Came, Delivery)> = held
        .iter()
        .map(|held| (held.header.kind, held.came, held.delivery))
        .collect();
    roads.sort_unstable();
    let expected = [
        (Kind::Save, Came::Here, Delivery::Laptop),
        (Kind::Review, Came::Centre, Delivery::Confirmed),
    ];
    assert_eq!(roads, expected);
}

#[test]
fn a_batch_is_told_with_what_it_moved() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let moved = Moved {
        records: 2,
        sent: 4,
        received: 1,
        bytes_up: 900,
        bytes_down: 80,
        files_sent: 3,
        files_received: 1,
    };
    store
        .write(|writer| {
            writer.begin_batch([1; 16], "internet", 10)?;
            writer.begin_batch([2; 16], "stick", 20)?;
            writer.begin_batch([1; 16], "internet", 30)?;
            writer.end_batch(
                [1; 16],
                BatchState::Broken,
                &moved,
                Some("the line was cut"),
                40,
            )?;
            writer.add_receipt(&receipt(1)).map(|_| ())
        })
        .unwrap();
    let batches = store.read(|reader| reader.batches(9)).unwrap();
    let ends: Vec<_> = batches
        .iter()
        .map(|batch| (batch.began_ms, batch.ended_ms))
        .collect();
    assert_eq!(ends, [(20, None), (10, Some(40))]);
    assert_eq!(
        (batches[1].moved, batches[1].state),
        (moved, BatchState::Broken)
    );
    assert_eq!(batches[1].error.as_deref(), Some("the line was cut"));
    assert_eq!(batches[0].road, "stick");
    let (receipts, last) = store
        .read(|reader| {
            Ok((
                reader.receipts_of_batch([1; 16])?,
                reader.last_receipt_ms()?,
            ))
        })
        .unwrap();
    assert_eq!((receipts, last), (vec![receipt(1)], Some(1_001)));
    let missing = store
        .write(|writer| writer.end_batch([9; 16], BatchState::Done, &Moved::default(), None, 1));
    assert!(
        matches!(missing, Err(StoreError::Missing { what: "batch" })),
        "{missing:?}"
    );
}

#[test]
fn a_receipt_given_again_keeps_its_number() {
    let laptop = Laptop::new();
    let add = |receipt: &Receipt| {
        laptop
            .store
            .write(|writer| writer.add_receipt(receipt))
            .unwrap()
    };
    let unchecked = Receipt {
        verified: false,
        ..receipt(1)
    };
    let number: ReceiptNumber = add(&unchecked);
    assert_eq!(add(&receipt(1)), number);
    let held = laptop
        .store
        .read(|reader| reader.receipts_of_batch([1; 16]))
        .unwrap();
    assert_eq!(held, [receipt(1)], "and now its signature was checked");
}

#[test]
fn cursors_roster_and_account_are_there_in_the_morning() {
    let laptop = Laptop::new();
    let roster = |version| HeldRoster {
        version,
        bytes: vec![1; 300],
        signature: vec![2; 64],
    };
    let cursors: BTreeMap<_, _> = [(team("a"), 5), (team("b"), 0)].into();
    let account = Account {
        device_secret: Zeroizing::new([3; 32]),
        centre: Some(Centre {
            url: "https://centre.example".into(),
            public: [4; 32],
            token: Zeroizing::new(b"token".to_vec()),
        }),
    };
    laptop
        .store
        .write(|writer| {
            writer.set_cursors(&[9; 32], &cursors)?;
            assert!(writer.set_roster(&roster(4))?);
            assert!(!writer.set_roster(&roster(4))?, "not newer");
            assert!(!writer.set_roster(&roster(3))?, "older");
            writer.set_account(&Account {
                centre: None,
                ..account.clone()
            })?;
            writer.set_account(&account)
        })
        .unwrap();
    let laptop = laptop.reopen();
    laptop
        .store
        .read(|reader| {
            assert_eq!(reader.cursors(&[9; 32])?, cursors);
            assert!(reader.cursors(&[8; 32])?.is_empty());
            assert_eq!(reader.roster()?, Some(roster(4)));
            let held = reader.account()?.unwrap();
            assert_eq!(held.device_secret, account.device_secret);
            let centre = held.centre.unwrap();
            assert_eq!(
                (centre.url.as_str(), centre.public),
                ("https://centre.example", [4; 32])
            );
            assert_eq!(centre.token.as_slice(), b"token");
            Ok(())
        })
        .unwrap();
}

/// One thing that happens to the log.
#[derive(Debug, Clone)]
enum Event {
    Append { came: Came, numbers: Vec<u32> },
    Seal(usize),
    HandOver,
    Confirm(Vec<u32>),
    Drop,
}

fn any_event() -> impl Strategy<Value = Event> {
    let came = prop::sample::select(&[Came::Here, Came::Centre, Came::Carried][..]);
    let numbers = || prop::collection::vec(1..24u32, 1..6);
    prop_oneof![
        3 => (came, numbers()).prop_map(|(came, numbers)| Event::Append { came, numbers }),
        2 => (1..5usize).prop_map(Event::Seal),
        1 => Just(Event::HandOver),
        2 => numbers().prop_map(Event::Confirm),
        1 => Just(Event::Drop),
    ]
}

fn happen(store: &Store, event: &Event, made: &dyn Fn(u32) -> Revision) -> Result<(), StoreError> {
    match event {
        Event::Append { came, numbers } => {
            let revisions: Vec<Revision> = numbers.iter().map(|n| made(*n)).collect();
            store.write(|writer| {
                let added = writer.append(&revisions, *came)?;
                for revision in &revisions {
                    if added
                        .touched
                        .contains(&(team(TEAM), revision.header.record))
                    {
                        writer.upsert_row(&row(revision, ""), "")?;
                    }
                }
                Ok(())
            })
        }
        Event::Seal(count) => {
            let next =
                store.read(|reader| reader.unsealed(&team(TEAM), device(1), *count, MUCH))?;
            if !next.is_empty() {
                let sealed: Part = part(&next);
                let ids = ids(&next);
                store.write(|writer| writer.add_part(&sealed, &ids, PartState::Unsent, None))?;
            }
            Ok(())
        }
        Event::HandOver => store.write(|writer| {
            let parts = writer.unconfirmed_parts(device(1))?;
            writer.hand_over(&parts.iter().map(|held| held.number).collect::<Vec<_>>())
        }),
        Event::Confirm(numbers) => {
            let ids: Vec<RevisionId> = numbers.iter().map(|n| made(*n).id).collect();
            confirm(store, &ids, 1);
            Ok(())
        }
        Event::Drop => store.write(
            |writer| match writer.unconfirmed_parts(device(1))?.first() {
                Some(held) => writer.drop_unconfirmed_part(held.number),
                None => Ok(()),
            },
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn sums_and_lists_follow_the_log_whatever_happens(
        events in prop::collection::vec(any_event(), 1..25),
    ) {
        let laptop = Laptop::new();
        // Six records; revision n is always the same one.
        let made = |n: u32| save(n % 6, u64::from(n), &[], "{}");
        for event in &events {
            happen(&laptop.store, event, &made).unwrap();
            let diagnosis = laptop.store.doctor().unwrap();
            // Holes in the count are what the test makes; everything else holds.
            let wrong: Vec<_> = diagnosis
                .findings
                .iter()
                .filter(|finding| !finding.fine && !finding.text.contains("while later ones are"))
                .collect();
            prop_assert!(wrong.is_empty(), "{:?} after {:?}", wrong, event);
        }
        let parts = laptop.store.read(|reader| reader.unconfirmed_parts(device(1))).unwrap();
        for held in parts {
            let whole = laptop.store.read(|reader| reader.revisions_of_part(held.number)).unwrap();
            let named = laptop.store.read(|reader| reader.ids_in_part(held.number)).unwrap();
            prop_assert_eq!(named, ids(&whole));
        }
    }
}
