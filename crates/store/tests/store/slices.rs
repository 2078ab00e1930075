//! Slices of lists: one goes on from another, whatever is listed meanwhile.

use proptest::prelude::*;
use store::{Came, Query, RecordRow, Sort, Start, StoreError};

use crate::lists::{any_query, any_row, any_rows, listed, skipped, walk};
use crate::sample::{Laptop, row, save};

/// Lists a row that was listed before, or that is new.
fn list_again(laptop: &Laptop, row: &RecordRow, n: u32) {
    laptop
        .store
        .write(|writer| {
            if writer.rows_named(row.record)?.is_empty() {
                writer.append(&[save(n, u64::from(n), &[], "{}")], Came::Here)?;
            }
            writer.upsert_row(row, &row.title)
        })
        .unwrap();
}

/// Walks through a list slice by slice, from its top or from its end, with something done after each.
fn walked(laptop: &Laptop, query: &Query, mut meanwhile: impl FnMut()) -> Vec<RecordRow> {
    let page = |start: Start| {
        let query = Query {
            start,
            ..query.clone()
        };
        laptop.store.read(|reader| reader.page(&query)).unwrap()
    };
    let total = page(Start::At(0)).total;
    let is_back = query.start != Start::At(0);
    let mut slice = match is_back {
        false => page(Start::At(0)),
        true => page(Start::At(small(total).saturating_sub(query.limit))),
    };
    let mut found = Vec::new();
    while let Some((first, last)) = slice.ends {
        assert!(slice.rows.len() <= query.limit as usize);
        match is_back {
            false => found.extend(slice.rows),
            true => found.splice(0..0, slice.rows).for_each(drop),
        }
        assert!(found.len() <= 1_000, "the walk does not end: {query:?}");
        meanwhile();
        slice = match is_back {
            false => page(Start::After(last)),
            true => page(Start::Before(first)),
        };
    }
    found
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn slices_one_after_the_other_are_the_list(
        mut rows in any_rows(),
        queries in prop::collection::vec(any_query(), 4),
    ) {
        let laptop = listed(&mut rows);
        for query in queries {
            let expected = walk(&rows, &query);
            prop_assert_eq!(walked(&laptop, &query, || ()), expected, "{:?}", &query);
        }
    }

    #[test]
    fn a_slice_beside_a_row_is_what_a_walk_finds_there(
        mut rows in any_rows(),
        queries in prop::collection::vec(any_query(), 4),
    ) {
        let laptop = listed(&mut rows);
        for query in queries {
            let page = |start: Start| {
                let query = Query { start, ..query.clone() };
                laptop.store.read(|reader| reader.page(&query)).unwrap()
            };
            let expected = walk(&rows, &query);
            let slice = page(query.start.clone());
            let Some((first, last)) = slice.ends else { continue };
            let (above, limit) = (skipped(&query.start), query.limit as usize);
            let below = above + slice.rows.len();
            let before = page(Start::Before(first));
            let after = page(Start::After(last));
            let lead = &expected[above.saturating_sub(limit)..above];
            prop_assert_eq!(before.rows, lead, "{:?}", &query);
            let follow = &expected[below..expected.len().min(below + limit)];
            prop_assert_eq!(after.rows, follow, "{:?}", &query);
            prop_assert_eq!([after.total, before.total], [expected.len() as u64; 2]);
        }
    }

    #[test]
    fn what_is_listed_meanwhile_shows_no_row_twice_and_hides_none(
        mut rows in any_rows(),
        query in any_query(),
        changes in prop::collection::vec((1..80u32).prop_flat_map(|n| (Just(n), any_row(n))), 1..12),
    ) {
        let laptop = listed(&mut rows);
        let is_same = |row: &RecordRow| !changes.iter().any(|(_, changed)| changed.record == row.record);
        let expected: Vec<RecordRow> = walk(&rows, &query).into_iter().filter(is_same).collect();
        let mut left = changes.iter();
        let found = walked(&laptop, &query, || {
            if let Some((n, row)) = left.next() {
                list_again(&laptop, row, *n);
            }
        });
        let found: Vec<RecordRow> = found.into_iter().filter(is_same).collect();
        prop_assert_eq!(found, expected, "{:?}", &query);
    }
}

#[test]
fn a_slice_does_not_begin_beside_a_row_of_another_order() {
    let mut rows = vec![row(&save(1, 1, &[], "{}"), "t")];
    let laptop = listed(&mut rows);
    let by = |sort, start| Query {
        sort,
        start,
        limit: 5,
        ..Query::default()
    };
    let page = |query: &Query| laptop.store.read(|reader| reader.page(query));
    let (first, last) = page(&by(Sort::Title, Start::default()))
        .unwrap()
        .ends
        .unwrap();
    for start in [Start::After(last), Start::Before(first)] {
        assert!(
            page(&by(Sort::Title, start.clone()))
                .unwrap()
                .rows
                .is_empty()
        );
        let other = page(&by(Sort::People, start));
        assert!(
            matches!(other, Err(StoreError::Missing { .. })),
            "{other:?}"
        );
    }
}
