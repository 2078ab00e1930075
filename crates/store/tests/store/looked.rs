//! What people last saw of records, and how far months are.

use store::{Looked, MonthCount, Query, RecordRow, Sight};

use crate::sample::{Laptop, TEAM, person, record, row, save, team};

/// A laptop with records of these days and states, each of one save.
fn laptop(rows: &[(u32, &str, &str)]) -> Laptop {
    let laptop = Laptop::new();
    for (n, date, review) in rows {
        let saved = save(*n, u64::from(*n), &[], "{}");
        laptop.append(std::slice::from_ref(&saved));
        let listed = RecordRow {
            activity_date: Some((*date).to_owned()),
            review: (*review).to_owned(),
            ..row(&saved, "a session")
        };
        let list = |writer: &mut store::Writer<'_>| writer.upsert_row(&listed, "a session");
        laptop.store.write(list).unwrap();
    }
    laptop
}

/// Which of three records somebody has not seen as they are.
fn unseen(laptop: &Laptop, who: u8) -> Vec<u32> {
    let query = Query {
        unseen_by: Some(person(who)),
        limit: 9,
        ..Query::default()
    };
    let rows = laptop.store.read(|reader| reader.rows(&query)).unwrap();
    let mut found: Vec<u32> = (1..4)
        .filter(|n| rows.iter().any(|row| row.record == record(*n)))
        .collect();
    found.sort_unstable();
    found
}

#[test]
fn what_changed_since_somebody_looked_is_found_for_them_alone() {
    let laptop = laptop(&[
        (1, "2026-11-03", "submitted"),
        (2, "2026-11-04", "submitted"),
        (3, "2026-11-05", "submitted"),
    ]);
    let first = save(1, 1, &[], "{}");
    let saw = |who: u8, n: u32, statements: u64| {
        let seen = Looked {
            statements,
            winner: first.id,
            at_ms: 7,
        };
        laptop
            .store
            .write(|writer| writer.set_looked(person(who), &team(TEAM), record(n), &seen))
            .unwrap();
        seen
    };
    assert_eq!(unseen(&laptop, 1), [1, 2, 3]);
    let kept = saw(1, 1, 1);
    saw(1, 2, 1);
    assert_eq!(unseen(&laptop, 1), [3]);
    assert_eq!(unseen(&laptop, 2), [1, 2, 3]);
    let read = laptop
        .store
        .read(|reader| reader.looked(person(1), &team(TEAM), record(1)));
    assert_eq!(read.unwrap(), Some(kept));
    // Something came to the first one, with a clock that is years behind.
    laptop.append(&[save(1, 9, &[first.id], "{\"women\":\"4\"}")]);
    assert_eq!(unseen(&laptop, 1), [1, 3]);
    saw(1, 1, 2);
    assert_eq!(unseen(&laptop, 1), [3]);
    let laptop = laptop.reopen();
    assert_eq!(unseen(&laptop, 1), [3]);
}

#[test]
fn months_are_told_by_team_and_state() {
    let laptop = laptop(&[
        (1, "2026-10-31", "approved"),
        (2, "2026-11-01", "approved"),
        (3, "2026-11-30", "approved"),
        (4, "2026-11-30", "locked"),
        (5, "2026-09-01", "locked"),
    ]);
    let counts = laptop
        .store
        .read(|reader| reader.month_counts("2026-10-01"));
    let told = |month: &str, review: &str, records: u64| MonthCount {
        team: TEAM.to_owned(),
        month: month.to_owned(),
        review: review.to_owned(),
        records,
    };
    assert_eq!(
        counts.unwrap(),
        [
            told("2026-11", "approved", 2),
            told("2026-11", "locked", 1),
            told("2026-10", "approved", 1),
        ]
    );
    let november = Query {
        from: Some("2026-11-01".to_owned()),
        sight: Sight::of_teams(&[team(TEAM)]),
        ..Query::default()
    };
    let states = laptop
        .store
        .read(|reader| reader.counts_by_review(&november));
    let expected = [("approved".to_owned(), 2), ("locked".to_owned(), 1)];
    assert_eq!(states.unwrap(), expected);
}
