//! The log keeps the promise of `records::Log`, and knows what it adds up to.

use records::{Digest, Kind, Log as _, RevisionId};
use store::{Came, Store};

use crate::sample::{Laptop, TEAM, device, ids, key, record, revision, save, saves, team};

#[test]
fn the_file_keeps_the_contract_of_a_log() {
    let mut folders = Vec::new();
    records::contract::log_contract(|| {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path(), &key(1)).unwrap();
        folders.push(dir);
        store
    });
}

#[test]
fn what_was_appended_is_there_in_the_morning() {
    let laptop = Laptop::new();
    let saves = saves(40);
    laptop.append(&saves);
    let laptop = laptop.reopen();
    for save in &saves {
        assert_eq!(laptop.store.get(save.id).unwrap().as_ref(), Some(save));
    }
    let digest: Digest = ids(&saves).iter().collect();
    assert_eq!(laptop.store.digest(&team(TEAM)).unwrap(), digest);
}

#[test]
fn the_next_number_of_a_device_follows_its_last() {
    let laptop = Laptop::new();
    let next = |who| {
        laptop
            .store
            .read(|reader| reader.next_n(&team(TEAM), device(who)))
            .unwrap()
    };
    assert_eq!(next(1), 1);
    laptop.append(&saves(3));
    assert_eq!((next(1), next(2)), (4, 1));
}

#[test]
fn the_clock_goes_on_from_what_this_laptop_stamped() {
    let laptop = Laptop::new();
    let last = || laptop.store.read(|reader| reader.last_at()).unwrap();
    assert_eq!(last(), 0);
    let saves = saves(3);
    laptop.append(&saves[..2]);
    assert_eq!(last(), saves[1].header.at);
    // A colleague whose clock runs ahead does not pull ours along.
    laptop
        .store
        .write(|writer| writer.append(&saves[2..], Came::Centre))
        .unwrap();
    assert_eq!(last(), saves[1].header.at);
}

#[test]
fn an_erasure_takes_the_bodies_and_leaves_the_history() {
    let laptop = Laptop::new();
    let first = save(1, 1, &[], "{\"name\":\"Chan\"}");
    let second = save(1, 2, &[first.id], "{\"name\":\"Chan Thy\"}");
    let erase = revision(Kind::Erase, 1, 3, &[second.id], "{}");
    laptop.append(&[first.clone(), second.clone(), erase.clone()]);
    let held = laptop
        .store
        .read(|reader| reader.headers_of(&team(TEAM), record(1)))
        .unwrap();
    let mut erased: Vec<RevisionId> = held
        .iter()
        .filter(|held| held.is_erased)
        .map(|held| held.id)
        .collect();
    erased.sort_unstable();
    let mut expected = vec![first.id, second.id];
    expected.sort_unstable();
    assert_eq!(erased, expected);
    // It comes again with its body, as from a stick: it stays forgotten.
    laptop.append(std::slice::from_ref(&first));
    assert_eq!(
        laptop.store.read(|reader| reader.body(first.id)).unwrap(),
        None
    );
}

#[test]
fn an_erasure_by_somebody_who_may_not_takes_nothing() {
    let laptop = Laptop::new();
    let first = save(1, 1, &[], "{\"name\":\"Chan\"}");
    let erase = revision(Kind::Erase, 1, 2, &[first.id], "{}");
    let second = save(1, 3, &[erase.id], "{\"name\":\"Chan Thy\"}");
    let body = |id| laptop.store.read(|reader| reader.body(id)).unwrap();
    for revision in [&first, &erase, &second] {
        laptop
            .store
            .write(|writer| {
                let one = std::slice::from_ref::<records::Revision>(revision);
                writer.append_trusting(one, Came::Centre, &|_| false)
            })
            .unwrap();
        assert!(body(first.id).is_some());
    }
    let held = laptop
        .store
        .read(|reader| reader.headers_of(&team(TEAM), record(1)))
        .unwrap();
    assert_eq!(held.len(), 3, "the erasure stays in the history");
}

#[test]
fn records_are_named_in_slices_for_making_the_lists_again() {
    let laptop = Laptop::new();
    let saves = saves(25);
    laptop.append(&saves);
    let mut named = Vec::new();
    loop {
        let slice = laptop
            .store
            .read(|reader| reader.records_after(named.last(), 10))
            .unwrap();
        if slice.is_empty() {
            break;
        }
        named.extend(slice);
    }
    let expected: Vec<_> = saves
        .iter()
        .map(|save| (save.header.team.clone(), save.header.record))
        .collect();
    assert_eq!(named, expected);
}

#[test]
fn a_range_of_ids_adds_up_to_the_whole() {
    let laptop = Laptop::new();
    laptop.append(&saves(60));
    let middle = RevisionId([0x80; 32]);
    let (low, high, all) = laptop
        .store
        .read(|reader| {
            let team = team(TEAM);
            Ok((
                reader.digest_between(&team, RevisionId([0; 32]), Some(middle))?,
                reader.digest_between(&team, middle, None)?,
                reader.ids_between(&team, RevisionId([0; 32]), None, 1_000)?,
            ))
        })
        .unwrap();
    let mut sum = low;
    sum.merge(&high);
    assert_eq!(sum, all.iter().collect());
    assert_eq!(all.len(), 60);
    assert!(all.is_sorted());
    assert!(low.count > 0 && high.count > 0);
}

#[test]
fn a_revision_that_does_not_prove_itself_keeps_its_whole_batch_out() {
    let laptop = Laptop::new();
    let mut batch = saves(3);
    batch[2].body = Some(b"changed".to_vec());
    let result = laptop
        .store
        .write(|writer| writer.append(&batch, Came::Centre));
    assert!(
        matches!(result, Err(store::StoreError::Revision { .. })),
        "{result:?}"
    );
    assert_eq!(laptop.store.digest(&team(TEAM)).unwrap(), Digest::default());
}
