//! What a hub gives out, in its own order.

use std::collections::BTreeSet;

use records::{DeviceId, Digest, RevisionId};
use store::{Came, Delivery, HubCertificate, KnownHub, PartState, Receipt, Store};

use crate::sample::{Laptop, TEAM, device, ids, part, saves, team};

const ALL: RevisionId = RevisionId([0; 32]);

fn keep(store: &Store, revisions: &[records::Revision], came: Came) -> store::PartNumber {
    store
        .write(|writer| {
            writer.append(revisions, came)?;
            writer.add_part(&part(revisions), &ids(revisions), PartState::Handed, None)
        })
        .unwrap()
}

fn listed(store: &Store) -> Vec<(u64, store::PartNumber)> {
    store.write(|writer| writer.hub_list(&team(TEAM))).unwrap();
    let parts = store
        .read(|reader| reader.hub_after(&team(TEAM), 0, 100))
        .unwrap();
    parts.into_iter().map(|one| (one.seq, one.number)).collect()
}

#[test]
fn every_part_that_brought_something_gets_the_next_position() {
    let laptop = Laptop::new();
    let all = saves(5);
    let early = keep(&laptop.store, &all[..2], Came::Here);
    assert_eq!(listed(&laptop.store), [(1, early)]);
    assert!(
        !laptop
            .store
            .read(|reader| reader.hub_is_behind(&team(TEAM)))
            .unwrap()
    );
    // The same again in other pieces brings nothing; an overlap brings the rest.
    keep(&laptop.store, &all[1..2], Came::Carried);
    assert_eq!(listed(&laptop.store), [(1, early)]);
    let late = keep(&laptop.store, &all[1..], Came::Carried);
    assert_eq!(listed(&laptop.store), [(1, early), (2, late)]);
    let (top, digest) = laptop
        .store
        .read(|reader| reader.hub_state(&team(TEAM)))
        .unwrap();
    let sum: Digest = all.iter().map(|one| &one.id).collect();
    assert_eq!((top, digest), (2, sum), "each counts once");
    let placed = laptop
        .store
        .read(|reader| reader.hub_ids(&team(TEAM), ALL, None))
        .unwrap();
    let mut wanted: Vec<(RevisionId, u64)> = all
        .iter()
        .enumerate()
        .map(|(place, one)| (one.id, if place < 2 { 1 } else { 2 }))
        .collect();
    wanted.sort_by_key(|(id, _)| *id);
    assert_eq!(placed, wanted);
    let is_out = laptop.store.read(|reader| reader.is_given_out(late));
    assert!(is_out.unwrap());
    // And the same tomorrow.
    let laptop = laptop.reopen();
    assert_eq!(listed(&laptop.store), [(1, early), (2, late)]);
}

#[test]
fn what_was_noted_under_a_batch_is_found_with_its_place() {
    let laptop = Laptop::new();
    let all = saves(3);
    keep(&laptop.store, &all, Came::Carried);
    listed(&laptop.store);
    let guest = DeviceId([9; 16]);
    let note = |batch: u8, of: &[records::Revision]| {
        let ids = ids(of);
        laptop
            .store
            .write(|writer| writer.hub_note(guest, &[batch; 16], &ids))
            .unwrap();
    };
    note(1, &all[..2]);
    note(1, &all[1..]);
    note(2, &all[..1]);
    let noted = |batch: u8| {
        let found = laptop
            .store
            .read(|reader| reader.hub_noted(guest, &[batch; 16]))
            .unwrap();
        found
            .into_iter()
            .map(|(_, seq, id)| (seq, id))
            .collect::<Vec<_>>()
    };
    let (one, two, three) = (all[0].id, all[1].id, all[2].id);
    assert_eq!(noted(1), [(1, one), (1, two), (1, two), (1, three)]);
    assert_eq!(noted(2), [(1, one)]);
    assert_eq!(noted(3), []);
}

#[test]
fn old_notes_of_a_guest_go_and_those_of_others_stay() {
    let laptop = Laptop::new();
    let all = saves(1);
    keep(&laptop.store, &all, Came::Carried);
    listed(&laptop.store);
    let note = |guest: u8, batch: u8| {
        laptop
            .store
            .write(|writer| writer.hub_note(DeviceId([guest; 16]), &[batch; 16], &ids(&all)))
            .unwrap();
    };
    note(2, 1);
    (1..=20).for_each(|batch| note(1, batch));
    let count = |guest: u8, batch: u8| {
        let found = laptop
            .store
            .read(|reader| reader.hub_noted(DeviceId([guest; 16]), &[batch; 16]));
        found.unwrap().len()
    };
    assert_eq!((count(1, 20), count(1, 13), count(1, 1)), (1, 1, 0));
    assert_eq!(count(2, 1), 1);
}

#[test]
fn what_a_hub_signed_for_is_handed_over_and_what_it_lost_is_not() {
    let laptop = Laptop::new();
    let all = saves(2);
    laptop.append(&all);
    let seal = |of: &[records::Revision]| {
        laptop
            .store
            .write(|writer| writer.add_part(&part(of), &ids(of), PartState::Unsent, None))
            .unwrap()
    };
    let (one, two) = (seal(&all[..1]), seal(&all[1..]));
    laptop
        .store
        .write(|writer| writer.give_to(&[7; 32], &[one, two], &BTreeSet::from([all[1].id])))
        .unwrap();
    let given = |hub: [u8; 32]| {
        let given = laptop.store.read(|reader| reader.given_to(&hub)).unwrap();
        given.into_iter().collect::<Vec<_>>()
    };
    assert_eq!((given([7; 32]), given([8; 32])), (vec![one, two], vec![]));
    let state = |number| {
        let held = laptop.store.read(|reader| reader.part(number)).unwrap();
        held.unwrap().state
    };
    assert_eq!(state(one), PartState::Handed);
    let far = laptop.store.read(|reader| {
        let mut far = Vec::new();
        for revision in &all {
            let held = reader.headers_of(&team(TEAM), revision.header.record)?;
            far.extend(held.into_iter().map(|held| held.delivery));
        }
        Ok(far)
    });
    assert_eq!(
        far.unwrap(),
        [Delivery::Handed, Delivery::Laptop],
        "what was refused is not"
    );
    laptop
        .store
        .write(|writer| writer.take_back_from(&[7; 32], one))
        .unwrap();
    assert_eq!(given([7; 32]), [two]);
}

#[test]
fn guests_hubs_and_the_certificate_are_kept() {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| {
            writer.hub_met_guest(device(1), 0, 100)?;
            writer.hub_met_guest(device(2), 3, 200)?;
            writer.hub_met_guest(device(1), 4, 300)?;
            for (address, met_ms) in [("10.0.0.1:1", 100), ("10.0.0.2:1", 200)] {
                writer.keep_known_hub(&KnownHub {
                    device: device(3),
                    fingerprint: [met_ms as u8; 32],
                    address: address.to_owned(),
                    met_ms,
                })?;
            }
            for byte in [1, 2] {
                writer.keep_hub_certificate(&HubCertificate {
                    certificate: vec![byte],
                    key: vec![byte].into(),
                })?;
            }
            Ok(())
        })
        .unwrap();
    let laptop = laptop.reopen();
    let (guests, hubs, certificate) = laptop
        .store
        .read(|reader| {
            Ok((
                reader.hub_guests()?,
                reader.known_hubs()?,
                reader.hub_certificate()?,
            ))
        })
        .unwrap();
    let told: Vec<_> = guests
        .iter()
        .map(|guest| (guest.device, guest.paired_ms, guest.seen_ms, guest.brought))
        .collect();
    assert_eq!(told, [(device(1), 100, 300, 4), (device(2), 200, 200, 3)]);
    assert_eq!((hubs.len(), hubs[0].address.as_str()), (1, "10.0.0.2:1"));
    assert_eq!(certificate.unwrap().certificate, [2]);
}

#[test]
fn a_count_that_was_given_twice_is_seen() {
    let laptop = Laptop::new();
    let all = saves(2);
    laptop.append(&all);
    let twice = |n: u64, id| {
        laptop
            .store
            .read(|reader| reader.is_counted_twice(&team(TEAM), device(1), n, id))
            .unwrap()
    };
    assert!(!twice(1, all[0].id), "itself is no other");
    assert!(twice(1, RevisionId([9; 32])));
    assert!(!twice(3, RevisionId([9; 32])));
}

#[test]
fn a_receipt_is_shown_with_everything_that_it_names() {
    let laptop = Laptop::new();
    let all = saves(3);
    laptop.append(&all);
    let names = ids(&all);
    let elsewhere = RevisionId([9; 32]);
    let confirm = |byte: u8, of: &[RevisionId]| {
        let receipt = Receipt {
            batch: [byte; 16],
            bytes: vec![byte; 90],
            signature: vec![byte; 64],
            revisions: of.len() as u64,
            time_ms: u64::from(byte),
            verified: true,
        };
        laptop
            .store
            .write(|writer| {
                let number = writer.add_receipt(&receipt)?;
                writer.confirm(of, number)
            })
            .unwrap()
    };
    confirm(1, &names[..1]);
    // This one names a revision that another covers already, and one that is not here.
    let second = [names[0], names[1], elsewhere];
    assert_eq!(confirm(2, &second).revisions, 1);
    let over = |of: &[RevisionId]| {
        let held = laptop.store.read(|reader| reader.receipts_over(of, 64));
        let mut named: Vec<(u8, Vec<RevisionId>)> = held
            .unwrap()
            .into_iter()
            .map(|held| (held.receipt.batch[0], held.ids))
            .collect();
        named.iter_mut().for_each(|(_, ids)| ids.sort_unstable());
        named
    };
    let mut sorted = second.to_vec();
    sorted.sort_unstable();
    assert_eq!(over(&names[..1]), [(1, vec![names[0]])]);
    assert_eq!(
        over(&names),
        [(1, vec![names[0]]), (2, sorted.clone())],
        "what has no receipt is left out"
    );
    assert_eq!(over(&[names[2], elsewhere]), []);
    let mut under = laptop
        .store
        .read(|reader| reader.ids_under([2; 16]))
        .unwrap();
    under.sort_unstable();
    assert_eq!(under, sorted);
}
