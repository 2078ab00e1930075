#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use super::*;
use crate::contract::Pen;
use crate::hex;

fn three() -> Vec<Revision> {
    let mut pen = Pen::new(1, "north");
    (1..=3).map(|number| pen.save(number, &[], "{}")).collect()
}

#[test]
fn the_signed_statement_never_changes() {
    let part = Part {
        device: DeviceId([4; 16]),
        team: TeamId::new("T-01").unwrap(),
        first: 300,
        count: 2,
        ids: hash_ids([RevisionId([1; 32]), RevisionId([2; 32])].iter()),
        seal: [9; 64],
    };
    insta::assert_snapshot!(hex::encode(&part.statement()), @"73616c6120323032362d313120706172740a85500404040404040404040404040404040464542d303119012c0258209fc3de4dc4b3bd30cd98b92aa5f907eda1bd5ea9597a68295afc8fbf7a8937c0");
    assert_eq!(
        part.clone().sealed([7; 64]).statement(),
        part.statement(),
        "the seal is not in it"
    );
}

#[test]
fn a_part_fits_its_own_revisions_only() {
    let revisions = three();
    let part = Part::unsealed(&revisions).unwrap();
    assert_eq!((part.first, part.count), (1, 3));
    assert_eq!(part.check(&revisions), Ok(()));
    assert_eq!(
        part.check(&revisions[..2]),
        Err(PartError::Count { count: 2 })
    );
    assert_eq!(part.check(&[]), Err(PartError::Count { count: 0 }));
    let other = Part {
        ids: [0; 32],
        ..part.clone()
    };
    assert_eq!(other.check(&revisions), Err(PartError::Ids));
    let later = Part { first: 2, ..part };
    assert_eq!(
        later.check(&revisions),
        Err(PartError::Order {
            id: revisions[0].id
        })
    );
}

#[track_caller]
fn refused(revisions: &[Revision], stray: usize) {
    assert_eq!(
        Part::unsealed(revisions),
        Err(PartError::Order {
            id: revisions[stray].id
        })
    );
}

#[test]
fn only_consecutive_revisions_of_one_device_and_team_make_a_part() {
    let [one, two, three] = three().try_into().unwrap();
    refused(&[one.clone(), three.clone()], 1);
    refused(&[two.clone(), one.clone()], 1);
    let mut other_team = Pen {
        next: 2,
        ..Pen::new(1, "south")
    };
    refused(&[one.clone(), other_team.save(1, &[], "")], 1);
    let mut other_device = Pen {
        next: 2,
        ..Pen::new(2, "north")
    };
    refused(&[one, other_device.save(1, &[], "")], 1);
    assert!(
        Part::unsealed(&[two, three]).is_ok(),
        "a part may start anywhere"
    );
    assert_eq!(Part::unsealed(&[]), Err(PartError::Count { count: 0 }));
}

#[test]
fn a_part_has_a_most() {
    let mut pen = Pen::new(1, "north");
    let mut revisions: Vec<Revision> = (0..=PART_REVISIONS_MAX)
        .map(|_| pen.save(1, &[], ""))
        .collect();
    let count = revisions.len();
    assert_eq!(Part::unsealed(&revisions), Err(PartError::Count { count }));
    revisions.pop();
    assert!(Part::unsealed(&revisions).is_ok());
}

#[test]
fn the_hash_of_ids_knows_their_order() {
    let [one, two] = [RevisionId([1; 32]), RevisionId([2; 32])];
    assert_ne!(hash_ids([one, two].iter()), hash_ids([two, one].iter()));
    assert_ne!(hash_ids([one].iter()), hash_ids([one, one].iter()));
}
