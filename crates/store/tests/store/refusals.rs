//! What the centre refused or marked, and what settles it.

use records::{Draft, Kind, Revision, RevisionId};
use store::{Came, Refusal, Store};

use crate::sample::{Laptop, TEAM, device, person, record, revision, save, team};

fn refuse(store: &Store, id: RevisionId, code: &str, at_ms: u64) {
    store
        .write(|writer| writer.add_refusal(id, code, "said the centre", at_ms))
        .unwrap();
}

fn open(store: &Store) -> Vec<Refusal> {
    store.read(|reader| reader.refusals()).unwrap()
}

/// What is open against a revision, by code.
fn codes(store: &Store, id: RevisionId) -> Vec<String> {
    let told = store.read(|reader| reader.refusals_of(id)).unwrap();
    told.into_iter().map(|(code, _)| code).collect()
}

/// A decision of somebody else, on device 2.
fn decision(n: u64, parents: &[RevisionId]) -> Revision {
    let draft = Draft {
        record: record(1),
        team: team(TEAM),
        kind: Kind::Review,
        parents: parents.to_vec(),
        form: "eore_session".into(),
        form_version: "2026-11".into(),
        author: person(2),
        device: device(2),
        n,
        at: 1_790_000_900_000 + n,
    };
    Revision::new(draft, b"{\"move\":\"return\"}".to_vec()).unwrap()
}

#[test]
fn what_was_refused_is_listed_newest_first_with_the_last_word() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let saved = save(1, 1, &[], "{}");
    laptop.append(std::slice::from_ref(&saved));
    let stranger = save(99, 99, &[], "{}").id;
    refuse(store, saved.id, "role", 5);
    store
        .write(|writer| writer.add_refusal(saved.id, "role", "may not record", 9))
        .unwrap();
    refuse(store, stranger, "seal", 7);
    let told: Vec<_> = open(store)
        .into_iter()
        .map(|one| (one.code, one.detail, one.name, one.at_ms))
        .collect();
    let name = (team(TEAM), record(1));
    assert_eq!(
        told,
        [
            ("seal".into(), "said the centre".into(), None, 7),
            ("role".into(), "may not record".into(), Some(name), 5)
        ]
    );
}

#[test]
fn what_the_centre_took_after_all_is_settled_and_what_it_refuses_again_is_open_again() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let saved = save(1, 1, &[], "{}");
    laptop.append(std::slice::from_ref(&saved));
    for code in ["part", "seal", "team", "author"] {
        refuse(store, saved.id, code, 5);
    }
    let settle = || store.write(|writer| writer.settle_taken(&[saved.id]));
    settle().unwrap();
    assert_eq!(
        codes(store, saved.id),
        ["author"],
        "that it was taken says nothing of who wrote it"
    );
    refuse(store, saved.id, "team", 9);
    let again: Vec<u64> = open(store).into_iter().map(|one| one.at_ms).collect();
    assert_eq!(again, [9, 5]);
    settle().unwrap();
    assert_eq!(codes(store, saved.id), ["author"]);
}

#[test]
fn a_mark_is_settled_by_a_later_statement_over_what_it_is_about() {
    let saved = save(1, 1, &[], "{}");
    let submitted = revision(Kind::Review, 1, 2, &[saved.id], "{\"move\":\"submit\"}");
    let other = save(2, 3, &[], "{}");
    let later = save(1, 4, &[submitted.id], "{\"more\":\"1\"}");
    let decided = decision(1, &[submitted.id]);
    let apart = decision(2, &[]);
    let check = |marked: &Revision, code: &str, then: &Revision, settled: bool| {
        let before = [saved.clone(), submitted.clone(), other.clone()];
        let then = std::slice::from_ref(then);
        // Whichever comes first.
        for mark_first in [true, false] {
            let laptop = Laptop::new();
            laptop.append(&before);
            if mark_first {
                refuse(&laptop.store, marked.id, code, 5);
            }
            let came = laptop
                .store
                .write(|writer| writer.append(then, Came::Centre));
            came.unwrap();
            if !mark_first {
                refuse(&laptop.store, marked.id, code, 5);
            }
            let why = format!("{code} on n {}, mark first: {mark_first}", marked.header.n);
            assert_eq!(codes(&laptop.store, marked.id).is_empty(), settled, "{why}");
            // Told again, it stays as it was.
            refuse(&laptop.store, marked.id, code, 8);
            assert_eq!(
                codes(&laptop.store, marked.id).is_empty(),
                settled,
                "{why}, told again"
            );
            laptop
                .store
                .write(|writer| writer.settle_all_stood_over())
                .unwrap();
            assert_eq!(
                codes(&laptop.store, marked.id).is_empty(),
                settled,
                "{why}, looked at again"
            );
        }
    };
    for code in ["author", "twice", "a code of a newer centre"] {
        check(&saved, code, &later, true);
        check(&saved, code, &decided, true);
        check(&saved, code, &apart, false);
        check(&other, code, &later, false);
        // Answers go together with their submission.
        check(&saved, code, &other, false);
    }
    for code in [
        "role",
        "state",
        "own-record",
        "blind",
        "comment",
        "reason",
        "decision",
    ] {
        check(&submitted, code, &decided, true);
        check(&submitted, code, &later, true);
        check(&submitted, code, &apart, false);
    }
    // These are mended by the centre's taking it, and by other answers.
    for code in ["part", "seal", "team", "answers", "rule", "clock"] {
        check(&saved, code, &later, false);
        check(&saved, code, &decided, false);
    }
}

#[test]
fn a_person_puts_a_mark_aside_and_never_what_the_centre_does_not_hold() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let saved = save(1, 1, &[], "{}");
    laptop.append(std::slice::from_ref(&saved));
    for code in ["team", "author", "role", "answers"] {
        refuse(store, saved.id, code, 5);
        store
            .write(|writer| writer.settle_mark(saved.id, code))
            .unwrap();
    }
    assert_eq!(codes(store, saved.id), ["answers", "team"]);
    let waits: Vec<String> = open(store).into_iter().map(|one| one.code).collect();
    assert_eq!(
        waits,
        ["team"],
        "what was found in answers stands on the record"
    );
}

#[test]
fn only_what_could_not_be_trusted_is_not_kept() {
    let check = |code: &str, kept: bool| {
        let refusal = Refusal {
            revision: RevisionId([1; 32]),
            name: None,
            code: code.to_owned(),
            detail: String::new(),
            at_ms: 0,
        };
        assert_eq!(refusal.is_kept(), kept, "{code}");
    };
    for code in ["part", "seal", "team"] {
        check(code, false);
    }
    for code in ["answers", "author", "role", "twice", "later"] {
        check(code, true);
    }
}
