//! A damaged file is set aside and salvaged: what was not hit survives, nothing is deleted.

use std::fs;
use std::path::{Path, PathBuf};

use records::Revision;
use store::{
    Account, Came, Draft, FILE, NewForm, OpenError, PartState, Query, SET_ASIDE, Salvage, Store,
    StoreError,
};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::sample::{Laptop, TEAM, ids, key, part, row, save, team};

const PAGE: usize = 4096;

/// A closed laptop with some of everything: returns its folder and its revisions in order.
fn laptop(count: u32) -> (TempDir, Vec<Revision>) {
    let Laptop { dir, store } = Laptop::new();
    // Long bodies run over pages of their own, short ones share a page.
    let body = |n: u32| format!("{{\"notes\":\"{}\"}}", "ភូមិ ".repeat(n as usize % 7 * 120));
    let revisions: Vec<Revision> = (1..=count)
        .map(|n| save(n, u64::from(n), &[], &body(n)))
        .collect();
    store
        .write(|writer| {
            for revision in &revisions {
                writer.append(std::slice::from_ref(revision), Came::Here)?;
                writer.upsert_row(&row(revision, "Session"), "Session Rattanak Mondul")?;
            }
            let sealed = &revisions[..revisions.len() / 2];
            writer.add_part(&part(sealed), &ids(sealed), PartState::Handed, None)?;
            writer.set_setting("language", Some("km"))?;
            writer.set_account(&Account {
                device_secret: Zeroizing::new([9; 32]),
                centre: None,
            })?;
            let form = NewForm {
                id: "eore_session",
                version: "2026-11",
                title: "Session",
                source_name: "eore.xlsx",
                source: &[3; 9_000],
            };
            writer.install_form(&form, 1)?;
            writer.save_draft(&draft())
        })
        .unwrap();
    drop(store);
    (dir, revisions)
}

fn draft() -> Draft {
    Draft {
        id: [4; 16],
        form: "eore_session".into(),
        form_version: "2026-11".into(),
        team: team(TEAM),
        record: None,
        parents: Vec::new(),
        title: "half done".into(),
        problems: 2,
        touched_ms: 5,
        discarded_ms: None,
        answers: b"{\"women\":\"4\"}".to_vec(),
        reasons: "[1]".into(),
        replies: "[2]".into(),
    }
}

fn file(dir: &TempDir) -> PathBuf {
    dir.path().join(FILE)
}

fn hit(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

fn salvage(dir: &TempDir) -> (Store, Salvage) {
    Store::set_aside_and_salvage(dir.path(), &key(7), "2026-11-23").unwrap()
}

/// Counts which of the revisions are held, bodies and all, and checks that no other is.
fn survivors(store: &Store, revisions: &[Revision]) -> usize {
    let held = store
        .read(|reader| {
            let mut held = 0;
            for revision in revisions {
                match reader.revision(revision.id)? {
                    Some(found) if found.body.is_some() => {
                        assert_eq!(&found, revision);
                        held += 1;
                    }
                    _ => {}
                }
            }
            Ok(held)
        })
        .unwrap();
    let digest = store.read(|reader| reader.digest(&team(TEAM))).unwrap();
    assert!(digest.count as usize >= held);
    held
}

fn opens_damaged(dir: &TempDir) -> bool {
    match Store::open(dir.path(), &key(7)) {
        Ok(_) => false,
        Err(OpenError::Damaged { .. }) => true,
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn a_whole_file_survives_whole() {
    let (dir, revisions) = laptop(60);
    let before = fs::read(file(&dir)).unwrap();
    let (store, report) = salvage(&dir);
    assert_eq!(survivors(&store, &revisions), 60);
    assert!(report.is_complete);
    assert_eq!(
        (
            report.pages_unreadable,
            report.not_proven,
            report.bodies_lost
        ),
        (0, 0, 0)
    );
    store
        .read(|reader| {
            assert_eq!(reader.drafts()?, [draft()]);
            assert_eq!(reader.setting("language")?.as_deref(), Some("km"));
            assert_eq!(*reader.account()?.unwrap().device_secret, [9; 32]);
            assert_eq!(reader.forms()?.len(), 1);
            assert_eq!(reader.parts_to_carry()?.len(), 1);
            assert_eq!(
                reader
                    .revisions_of_part(reader.parts_to_carry()?[0].number)?
                    .len(),
                30
            );
            assert_eq!(
                reader.row_count()?,
                0,
                "the lists are made again from the log"
            );
            Ok(())
        })
        .unwrap();
    assert_eq!(
        fs::read(report.set_aside.join(FILE)).unwrap(),
        before,
        "set aside as it was"
    );
}

#[test]
fn any_page_can_be_hit_and_the_rest_survives() {
    let (dir, revisions) = laptop(30);
    let clean = fs::read(file(&dir)).unwrap();
    let pages = clean.len() / PAGE;
    assert!(pages > 50, "{pages}");
    let mut worst = usize::MAX;
    // Every third, and the first few, where the trees begin.
    for page in (0..pages).filter(|page| page % 3 == 0 || *page < 12) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(file(&dir), &clean).unwrap();
        hit(&file(&dir), page * PAGE + 100 + page % 3_000);
        let (store, report) = salvage(&dir);
        assert_eq!(report.pages_unreadable, 1, "page {page}");
        let held = survivors(&store, &revisions);
        // A page of rows holds a few revisions; one of a tree or an index holds none.
        assert!(held >= 18, "page {page}: {held} of 30");
        worst = worst.min(held);
    }
    assert!(worst < 30, "some page does hold revisions");
}

#[test]
fn a_broken_page_is_told_as_damage_wherever_it_is() {
    let (dir, _) = laptop(20);
    let clean = fs::read(file(&dir)).unwrap();
    let everything = Query {
        limit: 50,
        ..Query::default()
    };
    let mut refused = 0;
    for page in 0..clean.len() / PAGE {
        let dir = tempfile::tempdir().unwrap();
        fs::write(file(&dir), &clean).unwrap();
        hit(&file(&dir), page * PAGE + 300);
        match Store::open(dir.path(), &key(7)) {
            // A broken list or index does not stop the day; whoever reads there hears of it.
            Ok(store) => match store.read(|reader| reader.page(&everything)) {
                Ok(_) => {}
                Err(error) => assert!(error.is_damage(), "page {page}: {error:?}"),
            },
            Err(OpenError::Damaged { .. }) => refused += 1,
            Err(error) => panic!("page {page}: {error:?}"),
        }
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn the_first_page_is_only_the_way_in() {
    let (dir, revisions) = laptop(60);
    hit(&file(&dir), 2_000);
    assert!(opens_damaged(&dir));
    let (store, report) = salvage(&dir);
    assert_eq!(survivors(&store, &revisions), 60);
    assert!(!report.is_complete);
    store
        .read(|reader| {
            assert_eq!(reader.drafts()?, [draft()]);
            assert_eq!(*reader.account()?.unwrap().device_secret, [9; 32]);
            assert_eq!(reader.forms()?.len(), 1);
            assert_eq!(reader.parts_to_carry()?.len(), 1);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_first_bytes_of_the_file_are_not_needed_at_all() {
    let (dir, revisions) = laptop(5);
    for at in 0..16 {
        hit(&file(&dir), at);
    }
    let store = Store::open(dir.path(), &key(7)).unwrap();
    assert_eq!(survivors(&store, &revisions), 5);
}

#[test]
fn what_comes_before_a_cut_survives() {
    let (dir, revisions) = laptop(60);
    let clean = fs::read(file(&dir)).unwrap();
    let mut held_before = 0;
    for tenth in 0..10 {
        let length = clean.len() * tenth / 10 + tenth * 7;
        let dir = tempfile::tempdir().unwrap();
        fs::write(file(&dir), &clean[..length]).unwrap();
        assert!(opens_damaged(&dir), "cut to {length} bytes");
        let (store, report) = salvage(&dir);
        let held = survivors(&store, &revisions);
        assert!(held >= held_before, "a longer rest holds no less");
        held_before = held;
        assert_eq!(fs::read(report.set_aside.join(FILE)).unwrap().len(), length);
    }
    assert!(held_before > 30, "{held_before}");
}

#[test]
fn rubbish_is_set_aside_like_any_other() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(file(&dir), "").unwrap();
    assert!(opens_damaged(&dir));
    let (store, report) = salvage(&dir);
    assert_eq!((report.revisions(), survivors(&store, &[])), (0, 0));
    assert!(report.set_aside.join(FILE).exists());

    let dir = tempfile::tempdir().unwrap();
    fs::write(file(&dir), "SQLite format 3\0 and then nothing of ours").unwrap();
    assert!(opens_damaged(&dir));
}

#[test]
fn commits_that_are_only_in_the_log_are_salvaged_too() {
    let Laptop { dir, store } = Laptop::new();
    let revisions: Vec<Revision> = (1..=20).map(|n| save(n, u64::from(n), &[], "{}")).collect();
    store
        .write(|writer| writer.append(&revisions, Came::Here))
        .unwrap();
    // The program is cut off: the files are as they are while it runs.
    let cut = tempfile::tempdir().unwrap();
    for name in [FILE.to_owned(), format!("{FILE}-wal")] {
        fs::copy(dir.path().join(&name), cut.path().join(&name)).unwrap();
    }
    hit(&cut.path().join(FILE), 2_000);
    let (salvaged, report) = salvage(&cut);
    assert_eq!(survivors(&salvaged, &revisions), 20);
    assert!(report.set_aside.join(format!("{FILE}-wal")).exists());
}

#[test]
fn a_file_that_was_lost_is_salvaged_from_its_log() {
    let Laptop { dir, store } = Laptop::new();
    let revisions: Vec<Revision> = (1..=20).map(|n| save(n, u64::from(n), &[], "{}")).collect();
    store
        .write(|writer| writer.append(&revisions, Came::Here))
        .unwrap();
    let cut = tempfile::tempdir().unwrap();
    let log = format!("{FILE}-wal");
    fs::copy(dir.path().join(&log), cut.path().join(&log)).unwrap();
    assert!(matches!(
        Store::open(cut.path(), &key(7)),
        Err(OpenError::NotThere)
    ));
    assert!(matches!(
        Store::create(cut.path(), &key(7)),
        Err(OpenError::Exists)
    ));
    let (salvaged, _) = salvage(&cut);
    assert!(survivors(&salvaged, &revisions) > 0);
}

#[test]
fn another_key_salvages_nothing_and_moves_nothing() {
    let (dir, _) = laptop(5);
    let before = fs::read(file(&dir)).unwrap();
    let result = Store::set_aside_and_salvage(dir.path(), &key(8), "x");
    assert!(matches!(result, Err(OpenError::WrongKey)));
    assert_eq!(fs::read(file(&dir)).unwrap(), before);
    assert!(Store::open(dir.path(), &key(7)).is_ok());
}

#[test]
fn a_second_salvage_does_not_take_the_place_of_the_first() {
    let (dir, revisions) = laptop(20);
    hit(&file(&dir), 2_000);
    let (store, first) = salvage(&dir);
    drop(store);
    hit(&file(&dir), 2_000);
    let (store, second) = salvage(&dir);
    assert_ne!(first.set_aside, second.set_aside);
    assert!(first.set_aside.join(FILE).exists() && second.set_aside.join(FILE).exists());
    assert_eq!(survivors(&store, &revisions), 20);
    let leftovers: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with(FILE) && name != SET_ASIDE)
        .collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}

#[test]
fn a_salvage_cut_off_in_its_last_step_is_finished_by_the_next_opening() {
    let (dir, revisions) = laptop(10);
    let whole = fs::read(file(&dir)).unwrap();
    // Before the damaged file moved, and after.
    for damaged_is_there in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("sala.db.salvaged"), &whole).unwrap();
        if damaged_is_there {
            fs::write(file(&dir), &whole[..PAGE * 3]).unwrap();
        }
        let store = Store::open(dir.path(), &key(7)).unwrap();
        assert_eq!(survivors(&store, &revisions), 10);
        let aside = dir
            .path()
            .join(SET_ASIDE)
            .join("unfinished-move")
            .join(FILE);
        assert_eq!(aside.exists(), damaged_is_there);
    }
}

#[test]
fn a_page_that_breaks_while_the_file_is_open_is_told_as_damage() {
    let (dir, revisions) = laptop(60);
    let store = Store::open(dir.path(), &key(7)).unwrap();
    let bytes = fs::read(file(&dir)).unwrap();
    for page in 1..bytes.len() / PAGE {
        hit(&file(&dir), page * PAGE + 9);
    }
    let result = store.read(|reader| {
        revisions
            .iter()
            .try_for_each(|revision| reader.revision(revision.id).map(|_| ()))
    });
    assert!(
        matches!(&result, Err(error) if error.is_damage()),
        "{result:?}"
    );
    assert!(matches!(result, Err(StoreError::Damaged { .. })));
}
