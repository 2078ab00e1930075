//! What a stick takes along, and what of it is here already.

use records::Revision;
use store::{PartState, Store};

use crate::sample::{Laptop, ids, part, saves};

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
