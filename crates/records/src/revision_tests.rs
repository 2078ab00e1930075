#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use super::*;
use crate::contract::Pen;
use crate::header::PARENTS_MAX;

fn draft(parents: Vec<RevisionId>) -> Draft {
    let Header {
        record,
        team,
        kind,
        form,
        form_version,
        author,
        device,
        n,
        at,
        ..
    } = Pen::new(1, "north").save(1, &[], "").header;
    Draft {
        record,
        team,
        kind,
        parents,
        form,
        form_version,
        author,
        device,
        n,
        at,
    }
}

#[test]
fn a_new_revision_proves_itself() {
    let revision = Revision::new(draft(vec![]), b"{}".to_vec()).unwrap();
    assert_eq!(revision.header.body_len, 2);
    revision.verify().unwrap();
}

#[test]
fn parents_are_put_in_order() {
    let [one, two] = [RevisionId([1; 32]), RevisionId([2; 32])];
    let revision = Revision::new(draft(vec![two, one, two]), vec![]).unwrap();
    assert_eq!(revision.header.parents, [one, two]);
}

#[test]
fn too_much_is_refused() {
    let many = (0..=PARENTS_MAX as u8)
        .map(|i| RevisionId([i; 32]))
        .collect();
    let error = Revision::new(draft(many), vec![]).unwrap_err();
    assert!(matches!(
        error,
        RevisionError::Header {
            source: HeaderError::Limit { .. }
        }
    ));
    assert!(Revision::new(draft(vec![]), vec![b' '; BODY_BYTES_MAX]).is_ok());
    let error = Revision::new(draft(vec![]), vec![b' '; BODY_BYTES_MAX + 1]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a body has 1048577 bytes; at most 1048576 are taken"
    );
}

#[test]
fn every_damage_is_found() {
    let whole = Revision::new(draft(vec![]), b"said".to_vec()).unwrap();
    let id = whole.id;
    let body = |body: &[u8]| Revision {
        body: Some(body.to_vec()),
        ..whole.clone()
    };
    assert_eq!(body(b"sand").verify(), Err(RevisionError::Body { id }));
    assert_eq!(body(b"sai").verify(), Err(RevisionError::Body { id }));
    assert_eq!(
        Revision {
            body: None,
            ..whole.clone()
        }
        .verify(),
        Ok(()),
        "erased"
    );
    let renamed = Revision {
        id: RevisionId([0; 32]),
        ..whole.clone()
    };
    assert_eq!(
        renamed.verify(),
        Err(RevisionError::Id {
            id: RevisionId([0; 32])
        })
    );
    let mut changed = whole;
    changed.header.n += 1;
    assert_eq!(changed.verify(), Err(RevisionError::Id { id }));
}
