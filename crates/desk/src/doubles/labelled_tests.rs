//! The labelled pairs through the store: keys, facts and pairs as they are kept and read again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and the figures are worth reading"
)]

use std::collections::BTreeMap;

use programme::duplicates::Bounds;
use records::{DeviceId, Draft, Kind as Said, PersonId, RecordId, Revision, RevisionId, TeamId};
use store::{Came, Classes, Delivery, RecordRow, Store};
use vault::DatabaseKey;
use zeroize::Zeroizing;

use super::facts::{Facts, PersonFacts};
use super::pairing::pair_due;

#[allow(
    dead_code,
    reason = "the made-up people of the programme's tests, of which some are used here"
)]
#[path = "../../../programme/tests/duplicates/people/mod.rs"]
mod people;

use people::{Kind, Written, labelled};

fn record(number: u32) -> RecordId {
    RecordId(u128::from(number + 1).to_be_bytes())
}

/// A record of nothing but a line, for the store to list.
fn listed(number: u32) -> (Revision, RecordRow) {
    let draft = Draft {
        record: record(number),
        team: TeamId::new("BTB2").unwrap(),
        kind: Said::Save,
        parents: Vec::<RevisionId>::new(),
        form: "person".to_owned(),
        form_version: "1".to_owned(),
        author: PersonId([1; 16]),
        device: DeviceId([9; 16]),
        n: u64::from(number) + 1,
        at: u64::from(number) + 1,
    };
    let saved = Revision::new(draft, b"{}".to_vec()).unwrap();
    let row = RecordRow {
        record: saved.header.record,
        team: saved.header.team.clone(),
        form: "person".to_owned(),
        form_version: "1".to_owned(),
        reference: String::new(),
        title: String::new(),
        subtitle: String::new(),
        author: saved.header.author,
        activity_date: None,
        adm1: None,
        adm2: None,
        adm3: None,
        adm4: None,
        review: "submitted".to_owned(),
        conflict: 0,
        problems: 0,
        severity: 0,
        women: None,
        men: None,
        girls: None,
        boys: None,
        total: None,
        lat: None,
        lon: None,
        link: None,
        made_ms: 1,
        changed_ms: 1,
        delivery: Delivery::Laptop,
        winner: saved.id,
        classes: Classes::default(),
    };
    (saved, row)
}

/// The score of every pair that was found among these people, by the places of both.
fn found(people: &[&Written]) -> BTreeMap<(u32, u32), u8> {
    let dir = tempfile::tempdir().unwrap();
    let key = DatabaseKey::from_bytes(Zeroizing::new([7; 32]));
    let store = Store::create(dir.path(), &key).unwrap();
    let team = TeamId::new("BTB2").unwrap();
    store
        .write_as(|writer| {
            for (number, person) in (0..).zip(people) {
                let (saved, row) = listed(number);
                writer.append(&[saved], Came::Here)?;
                writer.upsert_row(&row, "")?;
                let facts = Facts::Person(PersonFacts::told(&person.person()));
                writer.set_likeness(&team, record(number), Some(&facts.likeness()))?;
            }
            pair_due(writer, usize::MAX)
        })
        .unwrap();
    let number = |of: RecordId| u32::try_from(u128::from_be_bytes(of.0)).unwrap() - 1;
    let doubles = store
        .read(|reader| reader.doubles(std::slice::from_ref(&team)))
        .unwrap();
    let pairs = doubles.iter().map(|double| {
        let pair = [number(double.one.1), number(double.other.1)];
        ((pair[0].min(pair[1]), pair[0].max(pair[1])), double.score)
    });
    pairs.collect()
}

#[test]
fn what_the_score_finds_is_found_through_the_store_and_nothing_else_is_made_of_it() {
    let pairs = labelled(90_213);
    let people: Vec<&Written> = pairs
        .iter()
        .flat_map(|(_, one, other)| [one, other])
        .collect();
    let found = found(&people);
    let bounds = Bounds::default();
    let (mut hit, mut same, mut probable) = (0_u32, 0_u32, 0_u32);
    for (at, (kind, one, other)) in (0..).zip(&pairs) {
        let kept = found.get(&(2 * at, 2 * at + 1)).copied().unwrap_or(0);
        let scored = one.profile().compare(&other.profile(), bounds).points;
        if i16::from(scored) >= bounds.probable {
            assert_eq!(
                kept, scored,
                "{kind:?}: the pair {at} is as the score has it"
            );
        }
        let is_probable = i16::from(kept) >= bounds.probable;
        same += u32::from(*kind == Kind::Same);
        probable += u32::from(is_probable);
        hit += u32::from(is_probable && *kind == Kind::Same);
    }
    let recall = f64::from(hit) / f64::from(same);
    let precision = f64::from(hit) / f64::from(probable);
    println!("through the store: recall {recall:.4}, precision {precision:.4}");
    assert!(recall >= 0.95, "recall {recall}");
    assert!(precision >= 0.9, "precision {precision}");
}
