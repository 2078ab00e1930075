//! Drafts, forms and settings: what a person entered is there in the morning.

use store::{Draft, NewForm, StoreError};

use crate::sample::{Laptop, TEAM, person, record, save, team};

fn draft(byte: u8, touched_ms: u64) -> Draft {
    Draft {
        id: [byte; 16],
        form: "eore_session".into(),
        form_version: "2026-11".into(),
        team: team(TEAM),
        record: (byte > 2).then(|| record(7)),
        parents: (0..byte)
            .map(|n| save(7, 1 + u64::from(n), &[], "{}").id)
            .collect(),
        title: format!("draft {byte}"),
        problems: u32::from(byte),
        touched_ms,
        discarded_ms: None,
        answers: vec![byte; 5_000],
        reasons: "reasons".repeat(usize::from(byte)),
        replies: "replies".repeat(usize::from(byte)),
    }
}

fn titles(drafts: &[Draft]) -> Vec<&str> {
    drafts.iter().map(|draft| draft.title.as_str()).collect()
}

#[test]
fn a_draft_is_there_as_it_was_last_saved() {
    let laptop = Laptop::new();
    let last = Draft {
        answers: b"{}".to_vec(),
        touched_ms: 9,
        ..draft(3, 1)
    };
    laptop.store.save_draft(&draft(3, 1)).unwrap();
    laptop.store.save_draft(&last).unwrap();
    let laptop = laptop.reopen();
    assert_eq!(
        laptop.store.read(|reader| reader.draft([3; 16])).unwrap(),
        Some(last)
    );
    assert_eq!(
        laptop.store.read(|reader| reader.draft([4; 16])).unwrap(),
        None
    );
}

#[test]
fn the_draft_touched_last_comes_first() {
    let laptop = Laptop::new();
    for (byte, touched) in [(1, 10), (2, 30), (3, 20)] {
        laptop.store.save_draft(&draft(byte, touched)).unwrap();
    }
    let drafts = laptop.store.read(|reader| reader.drafts()).unwrap();
    assert_eq!(titles(&drafts), ["draft 2", "draft 3", "draft 1"]);
}

#[test]
fn a_discarded_draft_can_be_brought_back_until_it_is_purged() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    for byte in [1, 2, 3] {
        store.save_draft(&draft(byte, u64::from(byte))).unwrap();
    }
    store
        .write(|writer| {
            writer.discard_draft([1; 16], 100)?;
            writer.discard_draft([2; 16], 200)
        })
        .unwrap();
    let look = || {
        store
            .read(|reader| Ok((reader.drafts()?, reader.discarded_drafts(0)?)))
            .map(|(kept, gone)| (kept.len(), titles(&gone).join(" ")))
            .unwrap()
    };
    assert_eq!(look(), (1, "draft 2 draft 1".into()));
    store.write(|writer| writer.restore_draft([2; 16])).unwrap();
    assert_eq!(look(), (2, "draft 1".into()));
    assert_eq!(store.write(|writer| writer.purge_drafts(100)).unwrap(), 0);
    assert_eq!(store.write(|writer| writer.purge_drafts(101)).unwrap(), 1);
    assert_eq!(look(), (2, String::new()));
    store.write(|writer| writer.remove_draft([2; 16])).unwrap();
    assert_eq!(look(), (1, String::new()));
    for result in [
        store.write(|writer| writer.restore_draft([1; 16])),
        store.write(|writer| writer.discard_draft([9; 16], 1)),
    ] {
        assert!(
            matches!(result, Err(StoreError::Missing { what: "draft" })),
            "{result:?}"
        );
    }
}

fn form<'a>(version: &'a str, source: &'a [u8]) -> NewForm<'a> {
    NewForm {
        id: "eore",
        version,
        title: "Session",
        source_name: "eore.xlsx",
        source,
    }
}

#[test]
fn every_version_of_a_form_stays_and_one_is_active() {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| {
            writer.install_form(&form("1", b"one"), 10)?;
            writer.install_form(&form("2", b"two"), 20)?;
            writer.install_form(
                &NewForm {
                    id: "va",
                    ..form("1", b"va")
                },
                30,
            )
        })
        .unwrap();
    let active = |id: &str| {
        let form = laptop.store.read(|reader| reader.active_form(id)).unwrap();
        form.map(|form| form.version)
    };
    assert_eq!(active("eore").as_deref(), Some("2"));
    laptop
        .store
        .write(|writer| writer.activate_form("eore", "1"))
        .unwrap();
    assert_eq!(active("eore").as_deref(), Some("1"));
    laptop
        .store
        .write(|writer| writer.install_form(&form("2", b"two"), 40))
        .unwrap();
    assert_eq!(
        active("eore").as_deref(),
        Some("2"),
        "installing again makes it active"
    );
    laptop
        .store
        .write(|writer| writer.retire_form("eore"))
        .unwrap();
    assert_eq!((active("eore"), active("va").as_deref()), (None, Some("1")));
    laptop
        .store
        .read(|reader| {
            let forms = reader.forms()?;
            let listed: Vec<_> = forms
                .iter()
                .map(|form| (form.id.as_str(), form.version.as_str(), form.installed_ms))
                .collect();
            assert_eq!(
                listed,
                [("eore", "2", 20), ("eore", "1", 10), ("va", "1", 30)]
            );
            let source = reader.form_source("eore", "1")?;
            assert_eq!(source, Some(("eore.xlsx".into(), b"one".to_vec())));
            assert_eq!(reader.form_source("eore", "3")?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_version_that_is_installed_cannot_change() {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| writer.install_form(&form("1", b"one"), 10))
        .unwrap();
    let result = laptop
        .store
        .write(|writer| writer.install_form(&form("1", b"other"), 20));
    assert!(
        matches!(result, Err(StoreError::FormDiffers { .. })),
        "{result:?}"
    );
    let result = laptop
        .store
        .write(|writer| writer.activate_form("eore", "9"));
    assert!(
        matches!(result, Err(StoreError::Missing { .. })),
        "{result:?}"
    );
    let source = laptop
        .store
        .read(|reader| reader.form_source("eore", "1"))
        .unwrap();
    assert_eq!(source.unwrap().1, b"one");
}

#[test]
fn the_last_table_of_rules_is_in_use() {
    let laptop = Laptop::new();
    let install = |name: &str, source: &[u8], by: u8, now: u64| {
        let done = laptop
            .store
            .write(|writer| writer.install_rules(name, source, person(by), now));
        done.unwrap()
    };
    let in_use = |laptop: &Laptop| laptop.store.read(|reader| reader.rules_in_use()).unwrap();
    assert_eq!(in_use(&laptop), None, "those that the program comes with");
    assert!(install("a.csv", b"first", 1, 10));
    assert!(install("b.csv", b"second", 2, 20));
    assert!(!install("c.csv", b"second", 1, 30), "it is there already");
    assert!(
        install("a.csv", b"first", 1, 40),
        "an earlier one comes back"
    );
    let laptop = laptop.reopen();
    let held = in_use(&laptop).unwrap();
    assert_eq!(
        (held.source_name.as_str(), held.source.as_slice()),
        ("a.csv", &b"first"[..])
    );
    assert_eq!((held.installed_ms, held.installed_by), (40, person(1)));
    assert_eq!(held.source_hash, *blake3::hash(b"first").as_bytes());
}

#[test]
fn settings_are_kept_changed_and_taken_away() {
    let laptop = Laptop::new();
    let set = |key: &str, value| {
        laptop
            .store
            .write(|writer| writer.set_setting(key, value))
            .unwrap();
    };
    set("view.km", Some("a"));
    set("view.en", Some("b"));
    set("view.en", Some("c"));
    set("viewer", Some("d"));
    set("gone", Some("e"));
    set("gone", None);
    let laptop = laptop.reopen();
    laptop
        .store
        .read(|reader| {
            assert_eq!(reader.setting("view.en")?.as_deref(), Some("c"));
            assert_eq!(reader.setting("gone")?, None);
            let views = [
                ("view.en".into(), "c".into()),
                ("view.km".into(), "a".into()),
            ];
            assert_eq!(reader.settings("view.")?, views);
            assert_eq!(reader.settings("")?.len(), 3);
            Ok(())
        })
        .unwrap();
}
