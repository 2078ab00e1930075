//! Files beside the database, cut off and damaged at every point.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]

use std::fs;
use std::io;
use std::path::PathBuf;

use proptest::prelude::*;

use crate::sample::{Laptop, finish, key, save, saves, unfinished};
use crate::{Came, Cleared, ContentId, FILES, FileFacts, HeldFile, Media, Store, StoreError};

const FACTS: FileFacts = FileFacts {
    media: Media::Jpeg,
    size: Some((2_048, 1_536)),
    made_ms: 1_790_000_000_000,
};

/// A content of several pieces.
fn picture(seed: u8) -> Vec<u8> {
    (0..200_000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 ^ seed)
        .collect()
}

fn folder(store: &Store) -> PathBuf {
    store.path().parent().unwrap().join(FILES)
}

/// What lies in the folder, by name.
fn on_disk(store: &Store) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder(store)) else {
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn listed(store: &Store) -> Vec<HeldFile> {
    store.read(|reader| reader.files()).unwrap()
}

fn draft_with(store: &Store, number: u32, file: &HeldFile) {
    let body = format!("{{\"evidence\":\"{}\"}}", file.name());
    store.save_draft(&unfinished(number, &body)).unwrap();
}

#[test]
fn a_file_is_kept_and_comes_back() {
    let laptop = Laptop::new();
    for content in [
        Vec::new(),
        vec![7],
        vec![7; 65_536],
        vec![7; 65_537],
        picture(1),
    ] {
        let held = laptop.store.keep_file(&content, &FACTS).unwrap();
        let want = HeldFile {
            content: ContentId::of(&content),
            bytes: content.len() as u64,
            facts: FACTS,
            named: false,
        };
        assert_eq!(held, want);
        assert_eq!(held.name(), format!("{}.jpg", want.content));
        assert_eq!(laptop.store.file_content(held.content).unwrap(), content);
    }
    let before = on_disk(&laptop.store);
    laptop.store.keep_file(&picture(1), &FACTS).unwrap();
    assert_eq!(on_disk(&laptop.store), before, "twice the same is one file");
    assert_eq!(before.len(), 5);
    let laptop = laptop.reopen();
    assert_eq!(laptop.store.file_content(ContentId::of(&[7])).unwrap(), [7]);
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn whoever_takes_the_disk_sees_neither_content_nor_its_hash() {
    let laptop = Laptop::new();
    let content = b"a picture of somebody's house ".repeat(4_000);
    let held = laptop.store.keep_file(&content, &FACTS).unwrap();
    let names = on_disk(&laptop.store);
    assert_eq!(names.len(), 1);
    assert_ne!(names[0], held.content.to_string());
    let sealed = fs::read(folder(&laptop.store).join(&names[0])).unwrap();
    assert!(!sealed.windows(7).any(|part| part == b"picture"));
    assert!(!sealed.windows(32).any(|part| part == held.content.0));
}

#[test]
fn a_file_has_a_limit() {
    let laptop = Laptop::new();
    let large = vec![0; 40_000_001];
    let refused = laptop.store.keep_file(&large, &FACTS);
    assert!(matches!(refused, Err(StoreError::FileTooLarge)));
    assert!(listed(&laptop.store).is_empty() && on_disk(&laptop.store).is_empty());
}

#[test]
fn a_power_cut_at_any_point_leaves_the_file_or_nothing() {
    let content = picture(2);
    let mut cuts = 0;
    for lateness in 0.. {
        let laptop = Laptop::new();
        let mut left = lateness;
        let cut = laptop.store.keep_file_stepwise(&content, &FACTS, &mut || {
            left -= 1;
            if left < 0 {
                Err(io::ErrorKind::Interrupted.into())
            } else {
                Ok(())
            }
        });
        let laptop = laptop.reopen();
        if cut.is_ok() {
            assert_eq!(listed(&laptop.store).len(), 1);
            assert_eq!(
                laptop.store.file_content(ContentId::of(&content)).unwrap(),
                content
            );
            break;
        }
        cuts += 1;
        assert!(listed(&laptop.store).is_empty(), "after {lateness} steps");
        laptop.store.clear_files().unwrap();
        assert!(on_disk(&laptop.store).is_empty(), "after {lateness} steps");
        // The person tries again.
        laptop.store.keep_file(&content, &FACTS).unwrap();
        assert_eq!(
            laptop.store.file_content(ContentId::of(&content)).unwrap(),
            content
        );
        assert!(laptop.store.doctor().unwrap().is_clean());
    }
    assert!(cuts >= 8, "{cuts}");
}

#[test]
fn a_full_disk_lists_nothing() {
    let laptop = Laptop::new();
    let pages = |room: i64| {
        let conn = laptop.store.writer();
        let now: i64 = conn
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        conn.pragma_update(None, "max_page_count", now + room)
            .unwrap();
    };
    // Fills the page that the line would go to.
    for n in 0..40u8 {
        laptop.store.keep_file(&[n], &FACTS).unwrap();
    }
    pages(0);
    let mut refused = None;
    for n in 40..250u8 {
        if let Err(error) = laptop.store.keep_file(&[n], &FACTS) {
            assert!(error.is_disk_full(), "{error:?}");
            refused = Some(n);
            break;
        }
    }
    let refused = refused.unwrap();
    assert_eq!(listed(&laptop.store).len(), usize::from(refused));
    pages(1_000);
    laptop.store.keep_file(&[refused], &FACTS).unwrap();
}

#[test]
fn damage_is_named_at_any_byte_and_set_aside_when_the_file_comes_again() {
    let laptop = Laptop::new();
    let content = picture(3);
    let held = laptop.store.keep_file(&content, &FACTS).unwrap();
    draft_with(&laptop.store, 1, &held);
    let path = folder(&laptop.store).join(&on_disk(&laptop.store)[0]);
    let whole = fs::read(&path).unwrap();
    let spoiled = (0..whole.len()).step_by(9_973).map(|at| {
        let mut spoiled = whole.clone();
        spoiled[at] ^= 0x40;
        spoiled
    });
    let cut = [0, 1, 8, 9, 65_560, 65_561, whole.len() - 1];
    let cut = cut.into_iter().map(|at| whole[..at].to_vec());
    let longer = [whole.clone(), vec![0]].concat();
    for spoiled in spoiled.chain(cut).chain([longer]) {
        fs::write(&path, &spoiled).unwrap();
        let read = laptop.store.file_content(held.content);
        assert!(
            matches!(read, Err(StoreError::FileDamaged { content }) if content == held.content)
        );
    }
    let found = laptop.store.doctor().unwrap();
    assert!(!found.is_clean());
    let name = held.content.to_string();
    assert!(
        found
            .findings
            .iter()
            .any(|f| !f.fine && f.text.contains(&name))
    );
    laptop.store.keep_file(&content, &FACTS).unwrap();
    assert_eq!(laptop.store.file_content(held.content).unwrap(), content);
    let aside = laptop
        .store
        .path()
        .parent()
        .unwrap()
        .join("set-aside/files");
    assert_eq!(fs::read_dir(aside).unwrap().count(), 1);
    fs::remove_file(&path).unwrap();
    let read = laptop.store.file_content(held.content);
    assert!(matches!(read, Err(StoreError::FileMissing { content }) if content == held.content));
    assert!(!laptop.store.doctor().unwrap().is_clean());
    assert_eq!(laptop.store.clear_files().unwrap(), Cleared::default());
    laptop.store.keep_file(&content, &FACTS).unwrap();
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn a_salvage_sets_damaged_files_aside_and_loses_no_whole_one() {
    let laptop = Laptop::new();
    let kept = laptop.store.keep_file(&picture(1), &FACTS).unwrap();
    let lost = laptop.store.keep_file(&picture(2), &FACTS).unwrap();
    draft_with(&laptop.store, 1, &kept);
    draft_with(&laptop.store, 2, &lost);
    let spoiled = folder(&laptop.store).join(laptop.store.shelf().name(lost.content));
    fs::write(spoiled, b"SALAFIL1 and no more").unwrap();
    let dir = laptop.store.path().parent().unwrap().to_owned();
    // A file that nothing names: perhaps what named it was lost.
    laptop.store.keep_file(&picture(3), &FACTS).unwrap();
    laptop
        .store
        .write(|writer| {
            writer.unlist_file(ContentId::of(&picture(3)))?;
            writer.unlist_file(kept.content)
        })
        .unwrap();
    drop(laptop.store);
    let (store, _) = Store::set_aside_and_salvage(&dir, &key(7), "stamp").unwrap();
    assert_eq!(store.set_damaged_files_aside().unwrap(), [lost.content]);
    let cleared = store.clear_files().unwrap();
    assert_eq!(
        (cleared.regained, cleared.set_aside, cleared.removed),
        (1, 1, 0)
    );
    assert_eq!(store.file_content(kept.content).unwrap(), picture(1));
    assert_eq!(
        fs::read_dir(dir.join("set-aside/files")).unwrap().count(),
        2
    );
    assert_eq!(store.clear_files().unwrap(), Cleared::default(), "once");
}

#[test]
fn a_file_stays_as_long_as_a_draft_or_a_record_names_it() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let held = store.keep_file(&picture(1), &FACTS).unwrap();
    let other = store.keep_file(&picture(2), &FACTS).unwrap();
    draft_with(store, 40, &held);
    draft_with(store, 41, &other);
    assert_eq!(store.clear_files().unwrap(), Cleared::default());
    // One becomes a record, the other is thrown away, and may still be brought back.
    let body = format!("{{\"evidence\":\"{}\"}}", held.name());
    store
        .finish_as(|_| Ok::<_, StoreError>(finish(40, 1, &body)))
        .unwrap();
    let id = unfinished(41, "").id;
    store.write(|writer| writer.discard_draft(id, 1)).unwrap();
    assert_eq!(store.clear_files().unwrap(), Cleared::default());
    let named: Vec<bool> = listed(store).iter().map(|file| file.named).collect();
    assert_eq!(named, [true, false]);
    store.write(|writer| writer.purge_drafts(2)).unwrap();
    let cleared = store.clear_files().unwrap();
    assert_eq!(cleared.removed, 1);
    assert_eq!(listed(store).len(), 1);
    assert_eq!(on_disk(store).len(), 1);
    assert_eq!(store.file_content(held.content).unwrap(), picture(1));
    assert!(store.doctor().unwrap().is_clean());
}

#[test]
fn what_is_named_and_not_listed_is_listed_again() {
    let laptop = Laptop::new();
    let held = laptop.store.keep_file(&picture(1), &FACTS).unwrap();
    let body = format!("{{\"evidence\":\"{}\"}}", held.name());
    laptop.append(&[save(1, 1, &[], &body)]);
    laptop
        .store
        .write(|writer| writer.unlist_file(held.content))
        .unwrap();
    assert_eq!(laptop.store.clear_files().unwrap().regained, 1);
    let again = listed(&laptop.store);
    assert!(again[0].named);
    assert_eq!(again[0].bytes, held.bytes);
}

#[test]
fn an_erasure_takes_the_files_that_only_it_named() {
    let laptop = Laptop::new();
    let both = laptop.store.keep_file(&picture(1), &FACTS).unwrap();
    let one = laptop.store.keep_file(&picture(2), &FACTS).unwrap();
    let erased = save(
        1,
        1,
        &[],
        &format!("{{\"a\":\"{}\",\"b\":\"{}\"}}", both.name(), one.name()),
    );
    let stays = save(2, 2, &[], &format!("{{\"a\":\"{}\"}}", both.name()));
    let erase = crate::sample::revision(records::Kind::Erase, 1, 3, &[erased.id], "");
    laptop
        .store
        .write(|writer| {
            writer.append(&[erased, stays], Came::Here)?;
            writer.append(&[erase], Came::Here)
        })
        .unwrap();
    assert_eq!(laptop.store.clear_files().unwrap().removed, 1);
    let left = listed(&laptop.store);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].content, both.content);
}

#[test]
fn records_without_files_cost_no_look_at_files() {
    let laptop = Laptop::new();
    laptop.append(&saves(3));
    assert_eq!(laptop.store.clear_files().unwrap(), Cleared::default());
    assert!(!folder(&laptop.store).exists());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_content_comes_back(content in proptest::collection::vec(any::<u8>(), 0..200_000)) {
        let laptop = Laptop::new();
        let held = laptop.store.keep_file(&content, &FACTS).unwrap();
        prop_assert_eq!(laptop.store.file_content(held.content).unwrap(), content);
    }
}
