//! What a stick takes along, and what of it is here already.

use records::{Revision, RevisionId};
use store::{PartState, Store};

use crate::sample::{Laptop, TEAM, ids, part, save, saves, team};

fn keep(store: &Store, revisions: &[Revision], state: PartState) -> store::PartNumber {
    store
        .write(|writer| writer.add_part(&part(revisions), &ids(revisions), state, None))
        .unwrap()
}

#[test]
fn a_stick_takes_what_is_open_or_everything() {
    let laptop = Laptop::new();
    let (store, revisions) = (&laptop.store, saves(6));
    laptop.append(&revisions);
    let unsent = keep(store, &revisions[..2], PartState::Unsent);
    let handed = keep(store, &revisions[2..4], PartState::Handed);
    let confirmed = keep(store, &revisions[4..], PartState::Confirmed);
    let numbers =
        |parts: Vec<store::HeldPart>| -> Vec<_> { parts.iter().map(|held| held.number).collect() };
    let open = store.read(|reader| reader.parts_to_carry()).unwrap();
    assert_eq!(numbers(open), [unsent, handed]);
    let all = store.read(|reader| reader.all_parts()).unwrap();
    assert_eq!(numbers(all), [unsent, handed, confirmed]);
}

#[test]
fn what_is_here_already_is_counted() {
    let laptop = Laptop::new();
    let revisions = saves(4);
    laptop.append(&revisions[..3]);
    let count = |some: &[Revision]| {
        let ids = ids(some);
        laptop.store.read(|reader| reader.count_held(&ids)).unwrap()
    };
    assert_eq!(count(&[]), 0);
    assert_eq!(count(&revisions), 3);
    assert_eq!(count(&revisions[3..]), 0);
}

/// A laptop that went back to an old copy twice, or a changed program, seals what stands in other parts.
#[test]
fn a_part_that_shares_every_revision_with_others_is_read_as_it_was_sealed() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let (first, again) = (saves(2), [save(21, 1, &[], "x"), save(22, 2, &[], "y")]);
    laptop.append(&first);
    laptop.append(&again);
    let crossed = [first[0].clone(), again[1].clone()];
    let other = [again[0].clone(), first[1].clone()];
    let sealed = [&first[..], &again[..], &crossed[..], &other[..]];
    let numbers = sealed.map(|revisions| keep(store, revisions, PartState::Handed));
    for (number, revisions) in numbers.iter().zip(sealed) {
        let read = store.read(|reader| reader.revisions_of_part(*number));
        assert_eq!(read.unwrap(), revisions, "{number:?}");
        let named = store.read(|reader| reader.ids_in_part(*number));
        assert_eq!(named.unwrap(), ids(revisions), "{number:?}");
    }
    // One that goes takes nothing from the others.
    store
        .write(|writer| writer.drop_unconfirmed_part(numbers[2]))
        .unwrap();
    let read = store.read(|reader| reader.revisions_of_part(numbers[3]));
    assert_eq!(read.unwrap(), other);
}

#[test]
fn what_the_centre_turns_out_to_lack_is_open_again() {
    let laptop = Laptop::new();
    let (store, revisions) = (&laptop.store, saves(4));
    laptop.append(&revisions);
    let number = keep(store, &revisions, PartState::Handed);
    let receipt = store::Receipt {
        batch: [7; 16],
        bytes: vec![1],
        signature: vec![2],
        revisions: 4,
        time_ms: 9,
        verified: true,
    };
    let all = ids(&revisions);
    store
        .write(|writer| {
            let receipt = writer.add_receipt(&receipt)?;
            writer.confirm(&all, receipt)
        })
        .unwrap();
    let state = || {
        store
            .read(|reader| {
                let open = reader.open_revisions()?.revisions;
                let there = reader.centre_digest(&team(TEAM))?.count;
                Ok((open, there, reader.part(number)?.unwrap().state))
            })
            .unwrap()
    };
    assert_eq!(state(), (0, 4, PartState::Confirmed));
    let doubted = |some: &[RevisionId]| store.write(|writer| writer.doubt(some)).unwrap();
    assert_eq!(doubted(&all[1..3]), 2);
    assert_eq!(state(), (2, 2, PartState::Handed));
    assert_eq!(doubted(&all[1..3]), 0, "said twice, it is no news");
    let confirmed = store
        .read(|reader| reader.confirmed_ids(&team(TEAM), RevisionId([0; 32]), None))
        .unwrap();
    let mut wanted = vec![all[0], all[3]];
    wanted.sort();
    assert_eq!(confirmed, wanted);
    // What is carried forward is what the rows add up to.
    store.write(|writer| writer.recount()).unwrap();
    assert_eq!(state(), (2, 2, PartState::Handed));
    // The next receipt confirms it as the first did.
    store
        .write(|writer| {
            let receipt = writer.add_receipt(&store::Receipt {
                batch: [8; 16],
                ..receipt
            })?;
            writer.confirm(&all, receipt)
        })
        .unwrap();
    assert_eq!(state(), (0, 4, PartState::Confirmed));
}
