//! The plans of the usual lists: what is asked often is answered from an index.
#![allow(clippy::unwrap_used, reason = "a failed test stops at once")]

use rusqlite::StatementStatus;

use super::*;
use crate::draft::ENTERED_LAST;
use crate::likeness::{DUE, SHARING};
use crate::refusal::{OF_STATEMENTS, OPEN};
use crate::sample::{Laptop, person, record, row, save, team};
use crate::search::INDEXED_BEFORE;
use crate::study::GROUP;
use crate::{Came, Reader};

fn plan(reader: &Reader<'_>, sql: &str, values: &[Value]) -> String {
    let explain = format!("EXPLAIN QUERY PLAN {sql}");
    let steps = reader
        .all("explain", &explain, params_from_iter(values), |row| {
            row.get::<_, String>("detail")
        })
        .unwrap();
    steps.join(" / ")
}

/// How the slice of a list is found, and how its length is.
fn plans(query: &Query) -> (String, String) {
    let laptop = Laptop::new();
    laptop
        .store
        .read(|reader| {
            let conditions = reader.conditions(query)?;
            let (at, order) = (conditions.sql(), Order::of(query).sql().0);
            let table = Order::of(query).table(conditions.are_waiting);
            let slice = format!("SELECT id FROM {table} {at} ORDER BY {order} LIMIT 50");
            let count = format!("SELECT count(*) FROM record {at}");
            Ok((
                plan(reader, &slice, &conditions.values),
                plan(reader, &count, &conditions.values),
            ))
        })
        .unwrap()
}

#[track_caller]
fn check(query: &Query, slice: &str, count: &str) {
    let (found_slice, found_count) = plans(query);
    assert!(found_slice.contains(slice), "slice: {found_slice}");
    assert!(found_count.contains(count), "count: {found_count}");
}

#[test]
fn texts_that_wait_are_indexed_without_reading_those_that_were() {
    let found = Laptop::new()
        .store
        .read(|reader| Ok(plan(reader, INDEXED_BEFORE, &[])))
        .unwrap();
    assert!(found.starts_with("SCAN waits"), "{found}");
    assert!(
        found.contains("SEARCH had USING INTEGER PRIMARY KEY"),
        "{found}"
    );
}

#[test]
fn what_the_centre_holds_against_records_is_looked_for_in_its_index() {
    let laptop = Laptop::new();
    let index = |condition: &str| {
        let sql = format!("SELECT code FROM refusal WHERE {condition}");
        laptop
            .store
            .read(|reader| Ok(plan(reader, &sql, &[])))
            .unwrap()
    };
    assert!(index(OPEN).contains("INDEX refusal_open"));
    let of_statements = format!("settled = 0 AND {OF_STATEMENTS}");
    assert!(index(&of_statements).contains("INDEX refusal_open"));
    assert!(!index("settled = 0").contains("INDEX refusal_open"));
}

#[test]
fn usual_lists_are_read_from_an_index() {
    let all = Query::default;
    let some = |text: &str| Some(text.to_owned());
    check(
        &all(),
        "COVERING INDEX record_changed",
        "COVERING INDEX record_",
    );
    check(
        &Query {
            sort: Sort::Date,
            ..all()
        },
        "COVERING INDEX record_date",
        "COVERING INDEX record_",
    );
    check(
        &Query {
            adm1: some("KH01"),
            adm2: some("KH0102"),
            ..all()
        },
        "COVERING INDEX record_place (adm1=? AND adm2=?)",
        "COVERING INDEX record_place (adm1=? AND adm2=?)",
    );
    check(
        &Query {
            adm2: some("KH0102"),
            sort: Sort::Date,
            ..all()
        },
        "COVERING INDEX record_district (adm2=?)",
        "COVERING INDEX record_district (adm2=?)",
    );
    check(
        &Query {
            adm1: some("KH01"),
            ..all()
        },
        "COVERING INDEX record_place (adm1=?)",
        "COVERING INDEX record_place (adm1=?)",
    );
    check(
        &Query {
            teams: vec![team("a")],
            form: some("eore"),
            ..all()
        },
        "COVERING INDEX record_narrow (team=? AND form=?)",
        "COVERING INDEX record_narrow (team=? AND form=?)",
    );
    check(
        &Query {
            review: vec!["submitted".into()],
            sort: Sort::Review,
            ..all()
        },
        "SCAN record USING INDEX record_queue",
        "COVERING INDEX record_waiting (review=?)",
    );
    check(
        &Query {
            delivery: Some(Delivery::Laptop),
            ..all()
        },
        "COVERING INDEX record_waiting",
        "COVERING INDEX record_waiting",
    );
    check(
        &Query {
            link: Some(record(1)),
            ..all()
        },
        "INDEX record_link (link=?)",
        "INDEX record_link (link=?)",
    );
    check(
        &Query {
            review: vec!["submitted".into()],
            unmerged: true,
            sort: Sort::Review,
            ..all()
        },
        "SCAN record USING INDEX record_queue",
        "INDEX record_waiting (review=?)",
    );
}

#[test]
fn what_waits_to_be_compared_is_found_without_the_rest() {
    let laptop = Laptop::new();
    let found = laptop
        .store
        .read(|reader| Ok(plan(reader, DUE, &[Value::Integer(1)])));
    let found = found.unwrap();
    assert!(found.contains("USING INDEX likeness_due"), "{found}");
    assert!(
        found.contains("SEARCH r USING INTEGER PRIMARY KEY"),
        "{found}"
    );
}

#[test]
fn what_was_entered_last_is_found_without_reading_or_sorting_records() {
    let laptop = Laptop::new();
    let text = |value: &str| Value::Text(value.to_owned());
    let values = [text("BTB2"), text("f"), Value::Integer(20)];
    let found = laptop
        .store
        .read(|reader| Ok(plan(reader, ENTERED_LAST, &values)))
        .unwrap();
    for step in [
        "SCAN revision USING COVERING INDEX revision_record",
        "SEARCH record USING COVERING INDEX record_narrow",
    ] {
        assert!(found.contains(step), "{found}");
    }
    assert!(!found.contains("TEMP B-TREE"), "{found}");
}

#[test]
fn what_is_asked_for_every_record_is_planned_once() {
    #[track_caller]
    fn check(sql: &str) {
        let anew = Laptop::new().store.write(|writer| {
            let mut asked = writer.conn().prepare(sql).unwrap();
            for most in [1_i64, 2, 100] {
                let values = vec![most; asked.parameter_count()];
                let rows = asked.query_map(params_from_iter(values), |_| Ok(()));
                assert_eq!(rows.unwrap().count(), 0);
            }
            Ok(asked.get_status(StatementStatus::RePrepare))
        });
        assert_eq!(anew.unwrap(), 0, "{sql}");
    }
    check(GROUP);
    check(SHARING);
    check(DUE);
}

#[test]
fn what_follows_a_row_is_a_range_of_an_index() {
    let laptop = Laptop::new();
    let save = save(1, 1, &[], "{}");
    laptop
        .store
        .write(|writer| {
            writer.append(std::slice::from_ref(&save), Came::Here)?;
            writer.upsert_row(&row(&save, "t"), "")
        })
        .unwrap();
    let check = |query: &Query, ranges: &[&str]| {
        let follows = |order: Order| {
            let plans = laptop.store.read(|reader| {
                let (_, mark) = reader.page(query)?.ends.unwrap();
                let conditions = reader.conditions(query)?;
                let parts = order.behind(&mark).unwrap();
                let plans = parts.iter().map(|part| {
                    let (narrow, values) = conditions.with_part(Some(&part.narrow));
                    let (table, by) = (order.table(conditions.are_waiting), &part.order.0);
                    let sql = format!("SELECT id FROM {table} {narrow} ORDER BY {by} LIMIT 50");
                    plan(reader, &sql, &values)
                });
                Ok(plans.collect::<Vec<_>>())
            });
            plans.unwrap()
        };
        let forward = follows(Order::of(query));
        assert_eq!(forward.len(), ranges.len(), "{forward:?}");
        for (plan, range) in forward.iter().zip(ranges) {
            assert!(plan.contains(range), "{range}: {plan}");
            assert!(
                !plan.contains("B-TREE FOR ORDER BY"),
                "nothing is sorted whole: {plan}"
            );
        }
        for plan in follows(Order::of(query).reversed()) {
            assert!(plan.starts_with("SEARCH record USING"), "{plan}");
            assert!(
                !plan.contains("B-TREE FOR ORDER BY"),
                "nothing is sorted whole: {plan}"
            );
        }
    };
    let all = || Query {
        limit: 5,
        ..Query::default()
    };
    let changed = "COVERING INDEX record_changed";
    check(
        &all(),
        &[
            &format!("{changed} (changed_ms=? AND rowid<?)"),
            &format!("{changed} (changed_ms<?)"),
        ],
    );
    let queue = "INDEX record_queue";
    check(
        &Query {
            review: vec!["submitted".into(), "verified".into()],
            unmerged: true,
            sort: Sort::Review,
            ..all()
        },
        &[
            &format!("{queue} (<expr>=? AND changed_ms=? AND id>?)"),
            &format!("{queue} (<expr>=? AND changed_ms>?)"),
            &format!("{queue} (<expr><?)"),
        ],
    );
    let date = "COVERING INDEX record_date";
    let dated = Query {
        sort: Sort::Date,
        ..all()
    };
    check(
        &dated,
        &[
            "INDEX record_changed (changed_ms=? AND rowid<?)",
            &format!("{date} (activity_date=? AND changed_ms<?)"),
            &format!("{date} (activity_date<?)"),
            &format!("{date} (activity_date=?)"),
        ],
    );
    let district = "COVERING INDEX record_district";
    check(
        &Query {
            adm2: row(&save, "t").adm2,
            ..dated
        },
        &[
            "INDEX record_changed (changed_ms=? AND rowid<?)",
            &format!("{district} (adm2=? AND activity_date=? AND changed_ms<?)"),
            &format!("{district} (adm2=? AND activity_date<?)"),
            &format!("{district} (adm2=? AND activity_date=?)"),
        ],
    );
}

#[test]
fn no_list_reads_every_row() {
    for query in [
        Query {
            review: vec!["approved".into(), "locked".into()],
            ..Query::default()
        },
        Query {
            problems: true,
            ..Query::default()
        },
        Query {
            conflicts: true,
            ..Query::default()
        },
        Query {
            form: Some("eore".into()),
            ..Query::default()
        },
        Query {
            from: Some("2026-01-01".into()),
            to: Some("2026-02-01".into()),
            ..Query::default()
        },
        Query {
            delivery: Some(Delivery::Confirmed),
            ..Query::default()
        },
        Query {
            text: "Chan".into(),
            ..Query::default()
        },
    ] {
        let (slice, count) = plans(&query);
        for step in slice.split(" / ").chain(count.split(" / ")) {
            assert_ne!(step, "SCAN record", "{query:?}");
        }
    }
}

#[test]
fn a_query_of_every_kind_is_understood() {
    let laptop = Laptop::new();
    let save = save(1, 1, &[], "{}");
    laptop
        .store
        .write(|writer| {
            writer.append(std::slice::from_ref(&save), Came::Here)?;
            writer.upsert_row(&row(&save, "t"), "Chan Thy")
        })
        .unwrap();
    let query = Query {
        text: "chan th".into(),
        form: Some(save.header.form.clone()),
        teams: vec![save.header.team.clone(), team("other")],
        review: vec!["submitted".into(), "approved".into()],
        delivery: Some(Delivery::Laptop),
        adm1: Some("KH01".into()),
        adm2: Some("KH0001".into()),
        adm3: None,
        adm4: None,
        unseen_by: Some(person(1)),
        author: Some(person(1)),
        link: None,
        from: Some("2026-01-01".into()),
        to: Some("2026-12-31".into()),
        changed_from_ms: Some(1),
        problems: false,
        conflicts: false,
        found: Some(false),
        unmerged: false,
        sight: Sight {
            author: Some(person(2)),
            teams: vec![save.header.team.clone()],
        },
        sort: Sort::Review,
        backwards: true,
        start: Start::At(0),
        limit: 5,
    };
    assert_eq!(
        laptop
            .store
            .read(|reader| reader.page(&query))
            .unwrap()
            .total,
        1
    );
}

#[test]
fn teams_narrow_a_list_only_where_the_file_holds_others() {
    let laptop = Laptop::new();
    let mut foreign = save(2, 2, &[], "{}");
    foreign.header.team = team("other");
    let foreign = records::Revision::new(
        records::Draft {
            record: foreign.header.record,
            team: foreign.header.team.clone(),
            kind: foreign.header.kind,
            parents: Vec::new(),
            form: foreign.header.form.clone(),
            form_version: foreign.header.form_version.clone(),
            author: foreign.header.author,
            device: foreign.header.device,
            n: 1,
            at: foreign.header.at,
        },
        b"{}".to_vec(),
    )
    .unwrap();
    let own = save(1, 1, &[], "{}");
    let query = Query {
        teams: vec![own.header.team.clone()],
        limit: 5,
        ..Query::default()
    };
    for (saved, sql) in [(&own, ""), (&foreign, "WHERE team = ?")] {
        laptop
            .store
            .write(|writer| {
                writer.append(std::slice::from_ref(saved), Came::Centre)?;
                writer.upsert_row(&row(saved, "t"), "")
            })
            .unwrap();
        let read =
            |reader: &Reader<'_>| Ok((reader.conditions(&query)?.sql(), reader.rows(&query)?));
        let (found, rows) = laptop.store.read(read).unwrap();
        assert_eq!(found, sql);
        let listed: Vec<_> = rows.iter().map(|row| row.record).collect();
        assert_eq!(listed, [own.header.record]);
    }
}

#[test]
fn people_are_added_up_over_the_whole_list_and_not_over_a_slice() {
    let laptop = Laptop::new();
    let all = Query {
        form: Some(save(1, 1, &[], "{}").header.form),
        limit: 1,
        ..Query::default()
    };
    assert!(!laptop.store.read(|reader| reader.has_rows(&all)).unwrap());
    for number in 1_u32..=60 {
        let save = save(number, u64::from(number), &[], "{}");
        let row = RecordRow {
            women: Some(2),
            men: (number > 1).then_some(number),
            total: Some(u32::MAX),
            ..row(&save, "t")
        };
        laptop
            .store
            .write(|writer| {
                writer.append(std::slice::from_ref(&save), Came::Here)?;
                writer.upsert_row(&row, "")
            })
            .unwrap();
    }
    let sums = |query: &Query| {
        laptop
            .store
            .read(|reader| reader.people_sums(query))
            .unwrap()
    };
    let found = sums(&all);
    assert_eq!((found.women, found.men), (120, (2..=60).sum()));
    assert_eq!(found.total, 60 * u64::from(u32::MAX));
    assert!(laptop.store.read(|reader| reader.has_rows(&all)).unwrap());
    let none = Query {
        form: Some("other".into()),
        ..all
    };
    assert_eq!(sums(&none), PeopleSums::default());
    assert!(!laptop.store.read(|reader| reader.has_rows(&none)).unwrap());
}
