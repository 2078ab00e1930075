//! Kept counts: after any history they are what counting gives.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use records::Revision;
use store::{Behind, Came, NewFinding, Query, RecordRow};

use crate::care::outside;
use crate::lists::any_row;
use crate::sample::{Laptop, key, record, row, save, saves, team};

const TEAMS: [&str; 2] = ["kamrieng", "pailin"];
const RECORDS: u32 = 12;

/// Something that happens to the lists.
#[derive(Debug, Clone)]
enum Step {
    /// A record is listed, or listed otherwise than before.
    List(Box<RecordRow>),
    /// A record is taken off.
    Remove(u32),
    /// A rule finds this about records of a group, or nothing any more.
    Find(u8, u8, Vec<u32>),
    /// These stand behind others now, and no more than these.
    Join(Vec<(u32, u32)>),
    /// The lists are dropped.
    Clear,
}

fn any_step() -> impl Strategy<Value = Step> {
    let number = || 1..=RECORDS;
    let list = number().prop_flat_map(any_row);
    let found = (0..3u8, 0..3u8, prop::collection::vec(number(), 0..4));
    let joined = prop::collection::btree_map(number(), number(), 0..4);
    prop_oneof![
        8 => list.prop_map(|row| Step::List(Box::new(row))),
        2 => number().prop_map(Step::Remove),
        3 => found.prop_map(|(group, severity, about)| Step::Find(group, severity, about)),
        2 => joined.prop_map(|pairs| Step::Join(pairs.into_iter().collect())),
        1 => Just(Step::Clear),
    ]
}

fn any_query() -> impl Strategy<Value = Query> {
    let states = &["draft", "submitted", "returned", "approved"][..];
    (
        prop::option::of(select(&["eore", "va", "eore_session"][..])),
        prop::collection::btree_set(select(&TEAMS[..]), 0..3),
        prop::collection::btree_set(select(states), 0..3),
        prop::option::of(any::<bool>()),
        any::<bool>(),
    )
        .prop_map(|(form, teams, review, found, unmerged)| Query {
            form: form.map(Into::into),
            teams: teams.into_iter().map(team).collect(),
            review: review.into_iter().map(Into::into).collect(),
            found,
            unmerged,
            limit: 500,
            ..Query::default()
        })
}

/// A save of a record; every other one is of the second team.
fn save_of(number: u32) -> Revision {
    let mut save = save(number, u64::from(number), &[], "{}");
    save.header.team = team(TEAMS[number as usize % 2]);
    save.id = save.header.id();
    save
}

fn begun() -> Laptop {
    let laptop = Laptop::new();
    laptop.append(&(1..=RECORDS).map(save_of).collect::<Vec<_>>());
    laptop
}

fn take(laptop: &Laptop, step: &Step) {
    let done = laptop.store.write(|writer| match step {
        Step::List(row) => {
            let number = (1..=RECORDS).find(|n| record(*n) == row.record).unwrap();
            let row = RecordRow {
                team: save_of(number).header.team,
                ..(**row).clone()
            };
            writer.upsert_row(&row, "")
        }
        Step::Remove(number) => {
            let team = save_of(*number).header.team;
            writer.remove_row(&team, record(*number))
        }
        Step::Find(group, severity, about) => {
            let found = NewFinding {
                ground: "alike".to_owned(),
                severity: *severity,
                figures: Vec::new(),
                // The records were the first revisions of this file, so their numbers are known.
                records: about.iter().map(|number| i64::from(*number)).collect(),
            };
            let found = if about.is_empty() {
                vec![]
            } else {
                vec![found]
            };
            writer
                .set_findings(&group.to_string(), &found, None)
                .map(|_| ())
        }
        Step::Join(pairs) => writer.set_behind(pairs.iter().map(|(one, head)| Behind {
            record: record(*one),
            head: record(*head),
            since_ms: 1,
        })),
        Step::Clear => writer.clear_projection(),
    });
    done.unwrap();
}

/// What the doctor says of the kept counts.
fn is_kept_right(laptop: &Laptop) -> bool {
    let diagnosis = laptop.store.doctor().unwrap();
    let mut found = diagnosis.findings.iter();
    found.find(|it| it.text.contains("kept")).unwrap().fine
}

/// The counts by states, from the rows themselves.
fn counted(laptop: &Laptop, query: &Query) -> Vec<(String, u64)> {
    let rows = laptop.store.read(|reader| reader.rows(query)).unwrap();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.review).or_default() += 1;
    }
    counts.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_kept_is_what_counting_gives_after_any_history(
        steps in prop::collection::vec(any_step(), 1..40),
        queries in prop::collection::vec(any_query(), 12),
    ) {
        let laptop = begun();
        for step in &steps {
            take(&laptop, step);
            for query in &queries {
                let kept = laptop.store.read(|reader| reader.counts_by_review(query)).unwrap();
                prop_assert_eq!(&kept, &counted(&laptop, query), "{:?} {:?}", step, query);
                let total = laptop.store.read(|reader| reader.page_total(query)).unwrap();
                prop_assert_eq!(total, kept.iter().map(|(_, records)| records).sum::<u64>());
            }
        }
        prop_assert!(is_kept_right(&laptop));
    }
}

#[test]
fn a_list_that_is_narrowed_by_more_is_counted() {
    let laptop = Laptop::new();
    let saves = saves(30);
    let listed = laptop.store.write(|writer| {
        writer.append(&saves, Came::Here)?;
        for save in &saves {
            writer.upsert_row(&row(save, "t"), "")?;
        }
        Ok(())
    });
    listed.unwrap();
    let query = Query {
        adm1: Some("KH05".to_owned()),
        limit: 1,
        ..Query::default()
    };
    let page = laptop.store.read(|reader| reader.page(&query)).unwrap();
    // Of the numbers 1 to 30, 5 and 30 leave 5 when 25 is taken off.
    assert_eq!(page.total, 2);
}

#[test]
fn a_rebuild_mends_a_kept_count_that_is_wrong() {
    let laptop = begun();
    let list_all = |laptop: &Laptop| {
        for number in 1..=RECORDS {
            take(laptop, &Step::List(Box::new(row(&save_of(number), "t"))));
        }
    };
    let total = |laptop: &Laptop| {
        let read = |reader: &store::Reader<'_>| reader.page_total(&Query::default());
        laptop.store.read(read).unwrap()
    };
    list_all(&laptop);
    assert_eq!(total(&laptop), u64::from(RECORDS));
    let Laptop { dir, store } = laptop;
    drop(store);
    let wrong = "UPDATE record_tally SET records = records + 5 WHERE team = 'pailin'";
    outside(dir.path()).execute_batch(wrong).unwrap();
    let store = store::Store::open(dir.path(), &key(7)).unwrap();
    let laptop = Laptop { dir, store };
    assert!(!is_kept_right(&laptop));
    take(&laptop, &Step::Clear);
    list_all(&laptop);
    assert_eq!(total(&laptop), u64::from(RECORDS));
    assert!(is_kept_right(&laptop));
}
