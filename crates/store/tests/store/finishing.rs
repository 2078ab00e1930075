//! A finished form costs one page, and is everywhere at once for whoever looks.

use std::fs;
use std::path::Path;

use records::{Kind, Revision, RevisionError};
use store::{Came, Delivery, FILE, Finish, Query, RecordRow, Sight, Store, StoreError};

use crate::sample::{
    Laptop, TEAM, device, finish, ids, key, record, revision, save, team, unfinished,
};

fn finish_it(store: &Store, finish: &Finish) {
    let kept = store
        .finish_as(|_| Ok::<_, StoreError>(finish.clone()))
        .unwrap();
    assert_eq!(&kept, finish);
}

/// A laptop that has had a day, with the drafts of these numbers on it.
fn laptop(drafts: &[u32]) -> Laptop {
    let laptop = Laptop::new();
    for number in 101..=160 {
        let finish = finish(number, u64::from(number - 100) * 2 - 1, "{}");
        laptop.store.write(|writer| place(writer, &finish)).unwrap();
    }
    for number in drafts {
        let draft = unfinished(*number, "{\"women\":\"4\"}");
        laptop.store.save_draft(&draft).unwrap();
    }
    laptop
}

/// What finishing comes to, step by step.
fn place(writer: &mut store::Writer<'_>, finish: &Finish) -> Result<(), StoreError> {
    writer.append(&finish.revisions, Came::Here)?;
    writer.upsert_row(&finish.row, &finish.text)?;
    writer.remove_draft(finish.draft)
}

/// Everything that lists, search, sync and the log say.
fn all_of(store: &Store) -> impl PartialEq + std::fmt::Debug + use<> {
    let everything = Query {
        limit: 500,
        ..Query::default()
    };
    store
        .read(|reader| {
            let page = reader.page(&everything)?;
            let revisions: Vec<Vec<Revision>> = page
                .rows
                .iter()
                .map(|row| reader.revisions_of(&row.team, row.record))
                .collect::<Result<_, _>>()?;
            let words = ["record", "record 7", "ភូមិ", "ថ្មី"];
            let found: Vec<Vec<RecordRow>> = words
                .iter()
                .map(|word| Ok(reader.search(word, &[], &Sight::default(), 50)?.rows))
                .collect::<Result<_, StoreError>>()?;
            Ok((
                (page, revisions, found, reader.drafts()?),
                (reader.digest(&team(TEAM))?, reader.open_revisions()?),
                (reader.last_at()?, reader.next_n(&team(TEAM), device(1))?),
                (reader.delivery_counts()?, reader.review_counts()?),
                ids(&reader.unsealed(&team(TEAM), device(1), 4_000, 1 << 22)?),
            ))
        })
        .unwrap()
}

/// Copies the files as a power cut leaves them.
fn cut(from: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in [FILE.to_owned(), format!("{FILE}-wal")] {
        fs::copy(from.join(&name), dir.path().join(&name)).unwrap();
    }
    dir
}

fn log_pages(laptop: &Laptop) -> u64 {
    let log = laptop.dir.path().join(format!("{FILE}-wal"));
    fs::metadata(log).unwrap().len() / (4096 + 24)
}

#[test]
fn a_finished_form_is_everywhere_at_once() {
    let laptop = laptop(&[7]);
    let finish = finish(7, 121, "{\"women\":\"4\"}");
    finish_it(&laptop.store, &finish);
    laptop
        .store
        .read(|reader| {
            let listed = reader.row(&team(TEAM), record(7))?.unwrap();
            assert_eq!(listed, finish.row);
            assert_eq!(
                reader.search("record 7", &[], &Sight::default(), 1)?.rows,
                [listed]
            );
            assert_eq!(reader.page_total(&Query::default())?, 61);
            assert_eq!(reader.revisions_of(&team(TEAM), record(7))?.len(), 2);
            assert_eq!(reader.draft(finish.draft)?, None);
            assert_eq!(reader.next_n(&team(TEAM), device(1))?, 123);
            assert_eq!(
                reader.delivery_of(&team(TEAM), record(7))?,
                Delivery::Laptop
            );
            Ok(())
        })
        .unwrap();
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn finishing_comes_to_the_same_as_every_step_of_it() {
    let [short, long] = [laptop(&[7, 8, 9]), laptop(&[7, 8, 9])];
    for (number, n) in [(7, 121), (8, 123), (9, 125)] {
        let finish = finish(number, n, "{\"women\":\"4\"}");
        finish_it(&short.store, &finish);
        long.store.write(|writer| place(writer, &finish)).unwrap();
    }
    let there = all_of(&long.store);
    assert_eq!(all_of(&short.store), there);
    let short = short.reopen();
    assert_eq!(all_of(&short.store), there, "and in the morning");
}

#[test]
fn a_correction_is_finished_like_a_new_record() {
    let laptop = laptop(&[]);
    let before = save(120, 39, &[], "{}");
    let mut again = finish(120, 121, "{\"women\":\"5\"}");
    again.row.title = "corrected".into();
    finish_it(&laptop.store, &again);
    laptop
        .store
        .read(|reader| {
            let revisions = reader.revisions_of(&team(TEAM), record(120))?;
            assert_eq!(revisions.len(), 4);
            assert!(revisions.contains(&before));
            assert_eq!(reader.rows_named(record(120))?[0].title, "corrected");
            assert_eq!(reader.row_count()?, 60);
            Ok(())
        })
        .unwrap();
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn nobody_waits_for_more_than_one_page() {
    let laptop = laptop(&[7, 8]);
    let body = format!("{{\"village\":\"{}\"}}", "ភូមិ ".repeat(80));
    // Reading settles what was finished before.
    for (number, n) in [(7, 121), (8, 123)] {
        let finish = finish(number, n, &body);
        laptop.store.read(|reader| reader.row_count()).unwrap();
        let before = log_pages(&laptop);
        finish_it(&laptop.store, &finish);
        assert_eq!(log_pages(&laptop) - before, 1);
    }
    laptop.store.read(|reader| reader.row_count()).unwrap();
    let before = log_pages(&laptop);
    let finish = finish(9, 125, &body);
    laptop.store.write(|writer| place(writer, &finish)).unwrap();
    assert!(log_pages(&laptop) - before > 8, "the long way");
}

#[test]
fn what_was_finished_survives_a_power_cut_before_anybody_looked() {
    let laptop = laptop(&[7]);
    finish_it(&laptop.store, &finish(7, 121, "{}"));
    let cut = cut(laptop.dir.path());
    let there = all_of(&laptop.store);
    let store = Store::open(cut.path(), &key(7)).unwrap();
    assert_eq!(all_of(&store), there);
    assert!(store.doctor().unwrap().is_clean());
}

#[test]
fn each_next_step_sees_what_was_finished_before() {
    let laptop = laptop(&[7, 8]);
    let next = |reader: &store::Reader<'_>| reader.next_n(&team(TEAM), device(1));
    for number in [7, 8] {
        laptop
            .store
            .finish_as(|reader| Ok::<_, StoreError>(finish(number, next(reader)?, "{}")))
            .unwrap();
    }
    let n = laptop.store.write(|writer| next(writer)).unwrap();
    assert_eq!(n, 125);
    assert_eq!(laptop.store.read(|reader| reader.row_count()).unwrap(), 62);
    assert!(
        laptop
            .store
            .read(|reader| reader.drafts())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn what_cannot_be_finished_changes_nothing() {
    let laptop = laptop(&[7]);
    let before = all_of(&laptop.store);
    let mut forged = finish(7, 121, "{}");
    forged.revisions[1].body = Some(b"other".to_vec());
    let result = laptop.store.finish_as(|_| Ok::<_, StoreError>(forged));
    assert!(
        matches!(
            result,
            Err(StoreError::Revision {
                source: RevisionError::Body { .. }
            })
        ),
        "{result:?}"
    );
    let result = laptop
        .store
        .finish_as(|_| Err::<Finish, _>(StoreError::Missing { what: "draft" }));
    assert!(matches!(result, Err(StoreError::Missing { .. })));
    assert_eq!(all_of(&laptop.store), before);
}

#[test]
fn a_backup_holds_what_was_just_finished() {
    let laptop = laptop(&[7]);
    finish_it(&laptop.store, &finish(7, 121, "{}"));
    let to = laptop.dir.path().join("backup");
    assert_eq!(laptop.store.backup(&to).unwrap().revisions, 122);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(&to, elsewhere.path().join(FILE)).unwrap();
    let restored = Store::open(elsewhere.path(), &key(7)).unwrap();
    assert_eq!(all_of(&restored), all_of(&laptop.store));
}

#[test]
fn a_salvage_keeps_what_was_just_finished() {
    let laptop = laptop(&[7]);
    let finish = finish(7, 121, "{}");
    finish_it(&laptop.store, &finish);
    let cut = cut(laptop.dir.path());
    let path = cut.path().join(FILE);
    let mut bytes = fs::read(&path).unwrap();
    bytes[2_000] ^= 1;
    fs::write(&path, bytes).unwrap();
    let (store, report) = Store::set_aside_and_salvage(cut.path(), &key(7), "now").unwrap();
    assert_eq!(report.revisions(), 122);
    store
        .read(|reader| {
            assert_eq!(reader.digest(&team(TEAM))?.count, 122);
            assert_eq!(reader.revisions_of(&team(TEAM), record(7))?.len(), 2);
            assert_eq!(reader.draft(finish.draft)?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn finishing_gives_no_effect_to_an_erasure_that_had_none() {
    let laptop = laptop(&[7, 8]);
    let first = finish(7, 121, "{\"name\":\"Chan\"}");
    finish_it(&laptop.store, &first);
    let [save, _] = &first.revisions;
    let erase = revision(Kind::Erase, 7, 200, &[save.id], "{}");
    laptop
        .store
        .write(|writer| writer.append_trusting(&[erase], Came::Centre, &|_| false))
        .unwrap();
    let again = Finish {
        draft: finish(8, 123, "{}").draft,
        ..finish(7, 123, "{\"name\":\"Chan Thy\"}")
    };
    finish_it(&laptop.store, &again);
    let body = laptop.store.read(|reader| reader.body(save.id)).unwrap();
    assert_eq!(body.as_ref(), save.body.as_ref());
}
