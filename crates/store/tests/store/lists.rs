//! Lists: every question gives what a plain walk over the rows gives.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use records::{RecordId, TeamId};
use store::{
    Came, Classes, Delivery, PlaceLevel, Query, RecordRow, Sight, Sort, Start, StoreError,
};

use crate::sample::{Laptop, TEAM, person, record, row, save, team};

const TEAMS: [&str; 3] = ["kamrieng", "pailin", "samlout"];
const STATES: [&str; 4] = ["draft", "submitted", "returned", "approved"];

/// A row of a random kind; `n` names its record.
pub(crate) fn any_row(n: u32) -> impl Strategy<Value = RecordRow> {
    let place = prop::option::of((1..4u32, prop::option::of(1..4u32)));
    let marks = (0..3u32, 0..2u32, 0..3u32);
    (
        select(&["eore", "va", "follow_up"][..]),
        select(&STATES[..]),
        place,
        marks,
        0..40u64,
        (any::<bool>(), 0..4u8, 0..4u8, 0..4u8, 1..3u8),
    )
        .prop_map(
            move |(form, review, place, (problems, conflict, severity), changed, more)| {
                let (dated, title, date, guarded_place, author) = more;
                let base = save(n, u64::from(n), &[], "{}");
                RecordRow {
                    form: form.into(),
                    review: review.into(),
                    problems,
                    conflict,
                    severity,
                    adm1: place.map(|(adm1, _)| format!("KH{adm1:02}")),
                    adm2: place
                        .and_then(|(adm1, adm2)| adm2.map(|adm2| format!("KH{adm1:02}{adm2:02}"))),
                    activity_date: dated.then(|| format!("2026-{:02}-01", changed % 12 + 1)),
                    changed_ms: 1_000 + changed,
                    title: format!("{}", changed % 5),
                    author: person(author),
                    classes: Classes {
                        title,
                        date,
                        place: guarded_place,
                        position: title.max(date),
                        ..Classes::default()
                    },
                    lat: (changed % 3 > 0).then_some(13.0),
                    lon: (changed % 4 > 0).then_some(f64::from(n)),
                    link: (changed % 3 == 0).then(|| record(9)),
                    ..row(&base, "")
                }
            },
        )
}

pub(crate) fn any_rows() -> impl Strategy<Value = Vec<RecordRow>> {
    (1..40u32).prop_flat_map(|count| (1..=count).map(any_row).collect::<Vec<_>>())
}

pub(crate) fn any_query() -> impl Strategy<Value = Query> {
    let narrow = (
        prop::option::of(select(&["eore", "va"][..])),
        prop::collection::vec(select(&STATES[..]), 0..3),
        prop::option::of(select(
            &[Delivery::Laptop, Delivery::Handed, Delivery::Confirmed][..],
        )),
        prop::option::of(1..4u32),
        prop::option::of((1..4u32, 1..4u32)),
        (any::<bool>(), any::<bool>(), any::<bool>()),
        prop::option::of(1..13u32),
    );
    let order = select(
        &[
            Sort::Changed,
            Sort::Date,
            Sort::Title,
            Sort::Team,
            Sort::Review,
            Sort::People,
            Sort::State,
            Sort::Story,
        ][..],
    );
    let sight = select(vec![
        Sight::default(),
        Sight {
            author: Some(person(2)),
            teams: Vec::new(),
        },
        Sight::of_teams(&[team(TEAM)]),
    ]);
    let order = (order, any::<bool>(), sight);
    (narrow, order, 0..12u32, 1..12u32).prop_map(|(narrow, order, offset, limit)| {
        let (sort, backwards, sight) = order;
        let (form, review, delivery, adm1, adm2, (problems, conflicts, linked), month) = narrow;
        Query {
            form: form.map(Into::into),
            review: review.into_iter().map(Into::into).collect(),
            delivery,
            adm1: adm1.map(|adm1| format!("KH{adm1:02}")),
            adm2: adm2.map(|(adm1, adm2)| format!("KH{adm1:02}{adm2:02}")),
            problems,
            conflicts,
            link: linked.then(|| record(9)),
            from: month.map(|month| format!("2026-{month:02}-01")),
            to: month.map(|month| format!("2026-{:02}-28", (month + 3).min(12))),
            sort,
            backwards,
            sight,
            start: Start::At(offset),
            limit,
            ..Query::default()
        }
    })
}

/// What the list should be, by walking over all rows.
pub(crate) fn walk(rows: &[RecordRow], query: &Query) -> Vec<RecordRow> {
    let has = |wanted: &Option<String>, value: &Option<String>| wanted.is_none() || wanted == value;
    let mut list: Vec<RecordRow> = rows
        .iter()
        .filter(|row| query.form.as_ref().is_none_or(|form| *form == row.form))
        .filter(|row| query.review.is_empty() || query.review.contains(&row.review))
        .filter(|row| {
            query
                .delivery
                .is_none_or(|delivery| delivery == row.delivery)
        })
        .filter(|row| has(&query.adm1, &row.adm1) && has(&query.adm2, &row.adm2))
        .filter(|row| query.link.is_none() || query.link == row.link)
        .filter(|row| {
            let is_placed = query.adm1.is_some() || query.adm2.is_some();
            !is_placed || row.classes.place < 2 || sees(query, row)
        })
        .filter(|row| {
            let is_dated = query.from.is_some() || query.to.is_some();
            !is_dated || row.classes.date < 2 || sees(query, row)
        })
        .filter(|row| query.from.is_none() || row.activity_date >= query.from)
        .filter(|row| {
            query.to.is_none() || (row.activity_date.is_some() && row.activity_date <= query.to)
        })
        .filter(|row| !query.problems || row.problems > 0)
        .filter(|row| !query.conflicts || row.conflict > 0)
        .cloned()
        .collect();
    // Rows came in the order of their records, so that is what breaks a tie.
    list.sort_by(|a, b| {
        let newest = (b.changed_ms, b.record).cmp(&(a.changed_ms, a.record));
        let date = b.activity_date.cmp(&a.activity_date).then(newest);
        let seen = |row: &RecordRow| match row.classes.title >= 2 && !sees(query, row) {
            true => row.reference.clone(),
            false => row.title.clone(),
        };
        match query.sort {
            Sort::Changed => newest,
            Sort::Date => date,
            Sort::Title => seen(a).cmp(&seen(b)).then(a.record.cmp(&b.record)),
            Sort::Team => a.team.cmp(&b.team).then(date),
            Sort::Review => b
                .severity
                .cmp(&a.severity)
                .then((a.changed_ms, a.record).cmp(&(b.changed_ms, b.record))),
            Sort::People => b.total.cmp(&a.total).then(newest),
            Sort::State => a.review.cmp(&b.review).then(newest),
            Sort::Story => (a.activity_date.is_none(), &a.activity_date)
                .cmp(&(b.activity_date.is_none(), &b.activity_date))
                .then((a.made_ms, a.record).cmp(&(b.made_ms, b.record))),
        }
    });
    if query.backwards {
        list.reverse();
    }
    list
}

pub(crate) fn skipped(start: &Start) -> usize {
    match start {
        Start::At(rows) => *rows as usize,
        Start::After(_) | Start::Before(_) => 0,
    }
}

/// Whether the guarded facts of a row may be used.
pub(crate) fn sees(query: &Query, row: &RecordRow) -> bool {
    query.sight.author == Some(row.author) || query.sight.teams.contains(&row.team)
}

/// Lists rows whose delivery is as the log says: the first third made here, then carried, then from the
/// centre.
pub(crate) fn listed(rows: &mut [RecordRow]) -> Laptop {
    let laptop = Laptop::new();
    let third = rows.len() / 3;
    laptop
        .store
        .write(|writer| {
            for (place, row) in rows.iter_mut().enumerate() {
                let came = match place {
                    place if place < third => Came::Here,
                    place if place < 2 * third => Came::Carried,
                    _ => Came::Centre,
                };
                row.delivery = came.delivery();
                let n = place as u32 + 1;
                writer.append(&[save(n, u64::from(n), &[], "{}")], came)?;
                writer.upsert_row(row, &row.title)?;
            }
            Ok(())
        })
        .unwrap();
    laptop
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_list_is_what_a_walk_over_the_rows_gives(
        mut rows in any_rows(),
        queries in prop::collection::vec(any_query(), 12),
    ) {
        let laptop = listed(&mut rows);
        for query in queries {
            let expected = walk(&rows, &query);
            let slice: Vec<RecordRow> = expected
                .iter()
                .skip(skipped(&query.start))
                .take(query.limit as usize)
                .cloned()
                .collect();
            let page = laptop.store.read(|reader| reader.page(&query)).unwrap();
            prop_assert_eq!(page.rows, slice, "{:?}", &query);
            prop_assert_eq!(page.total, expected.len() as u64, "{:?}", &query);
            let total = laptop.store.read(|reader| reader.page_total(&query)).unwrap();
            prop_assert_eq!(total, expected.len() as u64);
        }
    }
}

#[test]
fn lists_stay_within_the_teams_asked_for() {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| {
            for (n, name) in (1u32..).zip(TEAMS) {
                let mut save = save(n, 1, &[], "{}");
                save.header.team = team(name);
                save.id = save.header.id();
                writer.append(std::slice::from_ref(&save), Came::Here)?;
                writer.upsert_row(&row(&save, name), name)?;
            }
            Ok(())
        })
        .unwrap();
    let titles = |teams: &[&str]| -> Vec<String> {
        let teams: Vec<TeamId> = teams.iter().map(|name| team(name)).collect();
        let query = Query {
            teams,
            sort: Sort::Team,
            limit: 9,
            ..Query::default()
        };
        let page = laptop.store.read(|reader| reader.page(&query)).unwrap();
        page.rows.into_iter().map(|row| row.title).collect()
    };
    assert_eq!(titles(&[]), TEAMS);
    assert_eq!(titles(&["pailin"]), ["pailin"]);
    assert_eq!(titles(&["samlout", "kamrieng"]), ["kamrieng", "samlout"]);
    assert!(titles(&["nobody"]).is_empty());
}

#[test]
fn a_record_is_named_within_its_team() {
    let laptop = Laptop::new();
    let ours = save(1, 1, &[], "{}");
    let mut theirs = save(1, 1, &[], "{}");
    theirs.header.team = team("pailin");
    theirs.id = theirs.header.id();
    laptop
        .store
        .write(|writer| {
            for (save, title) in [(&ours, "ours"), (&theirs, "theirs")] {
                writer.append(std::slice::from_ref(save), Came::Here)?;
                writer.upsert_row(&row(save, title), title)?;
            }
            Ok(())
        })
        .unwrap();
    laptop
        .store
        .read(|reader| {
            let title = |name| {
                Ok::<_, StoreError>(reader.row(&team(name), record(1))?.map(|row| row.title))
            };
            assert_eq!(title("pailin")?.as_deref(), Some("theirs"));
            assert_eq!(title(TEAM)?.as_deref(), Some("ours"));
            assert_eq!(reader.rows_named(record(1))?.len(), 2);
            assert!(reader.rows_named(record(2))?.is_empty());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_record_without_a_revision_is_not_listed() {
    let laptop = Laptop::new();
    let stray = row(&save(1, 1, &[], "{}"), "stray");
    let result = laptop.store.write(|writer| writer.upsert_row(&stray, ""));
    assert!(
        matches!(result, Err(StoreError::Missing { what: "record" })),
        "{result:?}"
    );
}

#[test]
fn a_row_listed_again_takes_the_place_of_the_one_before() {
    let laptop = Laptop::new();
    let save = save(1, 1, &[], "{}");
    laptop.append(std::slice::from_ref(&save));
    let second = RecordRow {
        review: "approved".into(),
        lat: None,
        ..row(&save, "second")
    };
    laptop
        .store
        .write(|writer| {
            writer.upsert_row(&row(&save, "first"), "first")?;
            writer.upsert_row(&second, "second")
        })
        .unwrap();
    let page = laptop.store.read(|reader| {
        reader.page(&Query {
            limit: 5,
            ..Query::default()
        })
    });
    let page = page.unwrap();
    assert_eq!((page.total, page.rows), (1, vec![second]));
}

#[test]
fn rows_about_a_person_come_in_the_order_of_their_days() {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| {
            for n in [5u32, 2, 9, 1] {
                let save = save(n, u64::from(n), &[], "{}");
                writer.append(std::slice::from_ref(&save), Came::Here)?;
                let link = (n != 9).then_some(record(77));
                writer.upsert_row(
                    &RecordRow {
                        link,
                        ..row(&save, &n.to_string())
                    },
                    "",
                )?;
            }
            Ok(())
        })
        .unwrap();
    let rows = laptop
        .store
        .read(|reader| reader.rows_about(record(77)))
        .unwrap();
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["1", "2", "5"]);
}

#[test]
fn counts_say_where_records_are_and_what_they_wait_for() {
    let mut rows: Vec<RecordRow> = (1..=9u32)
        .map(|n| {
            let review = STATES[n as usize % 4].to_owned();
            RecordRow {
                review,
                changed_ms: 100 + u64::from(n),
                ..row(&save(n, u64::from(n), &[], "{}"), "")
            }
        })
        .collect();
    let laptop = listed(&mut rows);
    laptop
        .store
        .read(|reader| {
            let counts = reader.delivery_counts()?;
            assert_eq!((counts.laptop, counts.handed, counts.confirmed), (3, 3, 3));
            assert_eq!(counts.oldest_unconfirmed, Some(101));
            let review: BTreeSet<(String, u64)> = reader.review_counts()?.into_iter().collect();
            let expected = [
                ("approved", 2),
                ("draft", 2),
                ("returned", 2),
                ("submitted", 3),
            ];
            assert_eq!(
                review,
                expected.map(|(state, n)| (state.to_owned(), n)).into()
            );
            assert_eq!(reader.form_counts()?, [("eore_session".to_owned(), 9)]);
            assert_eq!(reader.row_count()?, 9);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_lists_can_be_dropped_and_made_again() {
    let mut rows: Vec<RecordRow> = (1..=30u32)
        .map(|n| row(&save(n, u64::from(n), &[], "{}"), &format!("visit {n}")))
        .collect();
    let laptop = listed(&mut rows);
    let everything = Query {
        limit: 100,
        ..Query::default()
    };
    let look = || {
        laptop
            .store
            .read(|reader| {
                Ok((
                    reader.page(&everything)?,
                    reader.search("visit", &[], &Sight::default(), 100)?,
                ))
            })
            .unwrap()
    };
    let before = look();
    assert_eq!(before.1.rows.len(), 30);
    laptop
        .store
        .write(|writer| writer.clear_projection())
        .unwrap();
    assert_eq!(look().0.total + look().1.rows.len() as u64, 0);
    let names: Vec<(TeamId, RecordId)> = laptop
        .store
        .read(|reader| reader.records_after(None, 100))
        .unwrap();
    laptop
        .store
        .write(|writer| {
            for (team, record) in names.iter().rev() {
                let old = rows
                    .iter()
                    .find(|row| row.name() == (team.clone(), *record))
                    .unwrap();
                writer.upsert_row(old, &old.title)?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(look(), before);
}

#[test]
fn a_removed_row_is_neither_listed_nor_found() {
    let mut rows = vec![row(&save(1, 1, &[], "{}"), "Chan Thy")];
    let laptop = listed(&mut rows);
    // Once while its text waits, once when it is indexed.
    for tidied in [false, true] {
        laptop
            .store
            .write(|writer| writer.upsert_row(&rows[0], "Chan Thy"))
            .unwrap();
        if tidied {
            crate::sample::index_all(&laptop.store);
        }
        let name = rows[0].name();
        laptop
            .store
            .write(|writer| writer.remove_row(&name.0, name.1))
            .unwrap();
        laptop
            .store
            .read(|reader| {
                assert_eq!(reader.row_count()?, 0);
                assert!(
                    reader
                        .search("chan", &[], &Sight::default(), 5)?
                        .rows
                        .is_empty()
                );
                assert!(reader.row(&name.0, name.1)?.is_none());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_list_can_be_of_one_author() {
    let mut rows: Vec<RecordRow> = (1..=3u32)
        .map(|n| row(&save(n, u64::from(n), &[], "{}"), ""))
        .collect();
    rows[1].author = person(2);
    let laptop = listed(&mut rows);
    let query = Query {
        author: Some(person(2)),
        limit: 5,
        ..Query::default()
    };
    let page = laptop.store.read(|reader| reader.page(&query)).unwrap();
    assert_eq!(page.rows, [rows[1].clone()]);
}

#[test]
fn places_are_offered_that_records_name_and_that_may_be_seen() {
    let laptop = Laptop::new();
    let places = [
        (1, "KH01", Some("KH0101"), 0),
        (2, "KH01", Some("KH0102"), 3),
        (3, "KH02", None, 3),
    ];
    laptop
        .store
        .write(|writer| {
            for (n, adm1, adm2, place) in places {
                let save = save(n, u64::from(n), &[], "{}");
                writer.append(std::slice::from_ref(&save), Came::Here)?;
                let row = RecordRow {
                    adm1: Some(adm1.into()),
                    adm2: adm2.map(Into::into),
                    author: person(1),
                    classes: Classes {
                        place,
                        ..Classes::default()
                    },
                    ..row(&save, "")
                };
                writer.upsert_row(&row, "")?;
            }
            Ok(())
        })
        .unwrap();
    let named = |sight: Sight, adm1: Option<&str>, level| {
        let query = Query {
            sight,
            adm1: adm1.map(Into::into),
            ..Query::default()
        };
        let named = laptop
            .store
            .read(|reader| reader.places_named(&query, level))
            .unwrap();
        let told = named.into_iter().map(|(code, _, n)| format!("{code} {n}"));
        told.collect::<Vec<_>>().join(", ")
    };
    let all = || Sight {
        author: Some(person(1)),
        teams: Vec::new(),
    };
    assert_eq!(named(all(), None, PlaceLevel::Province), "KH01 2, KH02 1");
    assert_eq!(
        named(Sight::default(), None, PlaceLevel::Province),
        "KH01 1"
    );
    let district = PlaceLevel::District;
    assert_eq!(named(all(), Some("KH01"), district), "KH0101 1, KH0102 1");
    assert_eq!(named(Sight::default(), Some("KH01"), district), "KH0101 1");
    assert_eq!(named(all(), Some("KH02"), PlaceLevel::Commune), "");
}
