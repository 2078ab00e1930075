//! Search: what is in a text is found, what is not is not, whatever anybody types.

use proptest::prelude::*;
use proptest::sample::select;
use store::{Came, FoundBy, Query, RecordRow, Sight, normalise};

use crate::sample::{Laptop, TEAM, index_all, person, row, save, team};

/// Lists one record per text; record 1 has the first.
fn laptop(texts: &[&str]) -> Laptop {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| {
            for (n, text) in (1u32..).zip(texts) {
                let save = save(n, u64::from(n), &[], "{}");
                writer.append(std::slice::from_ref(&save), Came::Here)?;
                writer.upsert_row(&row(&save, &n.to_string()), *text)?;
            }
            Ok(())
        })
        .unwrap();
    laptop
}

/// The titles found, in the order of finding.
fn found(laptop: &Laptop, query: &str) -> Vec<String> {
    let found = laptop
        .store
        .read(|reader| reader.search(query, &[], &Sight::default(), 50))
        .unwrap();
    found.rows.into_iter().map(|row| row.title).collect()
}

/// Checks a query while texts wait and after they are indexed, by search and as a list's filter.
#[track_caller]
fn check(texts: &[&str], query: &str, expected: &[&str]) {
    let laptop = laptop(texts);
    let list = |laptop: &Laptop| -> Vec<String> {
        let query = Query {
            text: query.into(),
            limit: 50,
            ..Query::default()
        };
        let page = laptop.store.read(|reader| reader.page(&query)).unwrap();
        assert_eq!(page.total, page.rows.len() as u64);
        page.rows.into_iter().map(|row| row.title).collect()
    };
    assert_eq!(found(&laptop, query), expected, "waiting");
    if !normalise(query).is_empty() {
        assert_eq!(list(&laptop), expected, "waiting, in a list");
    }
    index_all(&laptop.store);
    assert_eq!(found(&laptop, query), expected, "indexed");
    if !normalise(query).is_empty() {
        assert_eq!(list(&laptop), expected, "indexed, in a list");
    }
}

#[test]
fn any_three_signs_in_a_row_find() {
    check(&["Rattanak Mondul", "Kamrieng", "Samlout"], "tan", &["1"]);
    check(&["ភូមិថ្មី", "ភូមិចាស់"], "មិថ្ម", &["1"]);
    check(&["ภาคเหนือ", "บ้านโนน"], "โนน", &["2"]);
    check(&["ບ້ານນາ ຄູນ", "x"], "ນາ ຄູນ", &["1"]);
}

#[test]
fn every_word_must_be_there_in_any_order() {
    check(
        &["Sok Dara UXO", "Sok Chan", "dara sok"],
        "dara sok",
        &["3", "1"],
    );
    check(&["Sok Dara", "Dara"], "dara zzz", &[]);
}

#[test]
fn one_or_two_signs_find_too() {
    check(&["Ly Sok", "Chan"], "ly", &["1"]);
    check(&["ដី", "ទឹក"], "ដី", &["1"]);
    check(&["Ly Sokha", "Ly Chan"], "ly chan", &["2"]);
    check(&["abc", "xbz"], "b", &["2", "1"]);
}

#[test]
fn spelling_that_cannot_be_seen_does_not_matter() {
    let zero_width = "សុខ\u{200b}ចាន់\u{200c}\u{feff}";
    check(&[zero_width, "other"], "សុខចាន់", &["1"]);
    check(&["សុខចាន់", "other"], zero_width, &["1"]);
    check(&["លេខ ១២៣៤", "x"], "1234", &["1"]);
    check(&["KH-2026-00042", "KH-2026-00043"], "kh-2026-០០០៤២", &["1"]);
    check(&["Đà Nẵng", "Hue"], "da nang", &["1"]);
    check(&["Caf\u{e9}", "x"], "cafe\u{301}", &["1"]);
    check(&["SOPHEA", "x"], "sophea", &["1"]);
}

#[test]
fn nothing_typed_finds_nothing() {
    for query in ["", "   ", "\u{200b}", "\u{0}\n"] {
        check(&["abc"], query, &[]);
    }
}

#[test]
fn the_language_of_the_index_cannot_be_spoken_through_it() {
    for query in [
        "\"",
        "\"\"\"",
        "abc\"",
        "abc OR def",
        "abc*",
        "^abc",
        "text:abc",
        "NEAR(abc def)",
        "abc AND",
        "(",
        "abc)",
        "-abc",
        "abc + def",
        "'; DROP TABLE record; --",
        "%",
        "_",
        "abc\u{0}def",
        "{abc}",
    ] {
        let laptop = laptop(&["abc def", "text:abc \"abc\" 100% a_b"]);
        for _ in 0..2 {
            let result = laptop
                .store
                .read(|reader| reader.search(query, &[], &Sight::default(), 5));
            assert!(result.is_ok(), "{query}: {result:?}");
            let list = Query {
                text: query.into(),
                limit: 5,
                ..Query::default()
            };
            let result = laptop.store.read(|reader| reader.page(&list));
            assert!(result.is_ok(), "{query}: {result:?}");
            index_all(&laptop.store);
        }
    }
    check(&["100% of them", "100 of them"], "100%", &["1"]);
    check(&["say \"abc\"", "say abc"], "\"abc\"", &["1"]);
    check(&["abc OR def", "abc", "def"], "abc OR def", &["1"]);
}

#[test]
fn a_changed_text_is_found_by_its_new_words_only() {
    let laptop = laptop(&["Chan Thy", "Sok"]);
    let save = save(1, 1, &[], "{}");
    let rename = |text: &str| {
        laptop
            .store
            .write(|writer| writer.upsert_row(&row(&save, "1"), text))
            .unwrap();
    };
    for _ in 0..2 {
        rename("Chan Thy");
        index_all(&laptop.store);
        assert_eq!(
            (found(&laptop, "chan").len(), found(&laptop, "dara").len()),
            (1, 0)
        );
        rename("Dara");
        assert_eq!(
            (found(&laptop, "chan").len(), found(&laptop, "dara").len()),
            (0, 1)
        );
        assert_eq!(
            (found(&laptop, "ch").len(), found(&laptop, "da").len()),
            (0, 1)
        );
        index_all(&laptop.store);
        assert_eq!(
            (found(&laptop, "chan").len(), found(&laptop, "dara").len()),
            (0, 1)
        );
    }
}

#[test]
fn a_long_day_is_indexed_on_the_way() {
    let texts: Vec<String> = (0..400)
        .map(|n| format!("visit number {n} in the village"))
        .collect();
    let laptop = laptop(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(found(&laptop, "number 399"), ["400"]);
    assert_eq!(found(&laptop, "number 3 "), {
        let mut all: Vec<String> = (0..400)
            .filter(|n: &u32| n.to_string().starts_with('3') || n.to_string().contains('3'))
            .map(|n| (n + 1).to_string())
            .collect();
        all.reverse();
        all.truncate(50);
        all
    });
    assert_eq!(found(&laptop, "village").len(), 50);
    let page = |offset| {
        let query = Query {
            text: "village".into(),
            limit: 500,
            start: store::Start::At(offset),
            ..Query::default()
        };
        laptop.store.read(|reader| reader.page(&query)).unwrap()
    };
    assert_eq!(
        (page(0).total, page(0).rows.len(), page(390).rows.len()),
        (400, 400, 10)
    );
}

#[test]
fn so_many_hits_that_they_are_asked_for_row_by_row_are_the_same() {
    let laptop = Laptop::new();
    let saves: Vec<_> = (1..=2_600u32)
        .map(|n| save(n, u64::from(n), &[], "{}"))
        .collect();
    laptop
        .store
        .write(|writer| {
            writer.append(&saves, Came::Here)?;
            for (n, save) in saves.iter().enumerate() {
                let word = if n % 13 == 0 { "rare" } else { "common" };
                writer.upsert_row(&row(save, word), word)?;
            }
            // One changes sides after it was indexed, one waits.
            writer.upsert_row(&row(&saves[1], "rare"), "rare")
        })
        .unwrap();
    let page = |text: &str| {
        let query = Query {
            text: text.into(),
            limit: 500,
            ..Query::default()
        };
        laptop.store.read(|reader| reader.page(&query)).unwrap()
    };
    let common = page("common");
    assert_eq!((common.total, common.rows.len()), (2_400 - 1, 500));
    assert!(
        common
            .rows
            .iter()
            .all(|row: &RecordRow| row.title == "common")
    );
    assert_eq!(page("rare").total, 201);
}

#[test]
fn only_the_named_teams_are_searched_where_there_are_others() {
    let laptop = laptop(&["visit one", "visit two"]);
    let mut foreign = save(3, 3, &[], "{}");
    foreign.header.team = team("other");
    foreign.id = foreign.header.id();
    laptop
        .store
        .write(|writer| {
            writer.append(std::slice::from_ref(&foreign), Came::Centre)?;
            writer.upsert_row(&row(&foreign, "3"), "visit three")
        })
        .unwrap();
    let check = |query: &str, teams: &[&str], expected: &[&str]| {
        let teams: Vec<_> = teams.iter().map(|name| team(name)).collect();
        let search = |limit| {
            let found = laptop
                .store
                .read(|reader| reader.search(query, &teams, &Sight::default(), limit))
                .unwrap();
            let titles = found.rows.into_iter().map(|row| row.title);
            titles.collect::<Vec<_>>()
        };
        assert_eq!(search(9), expected, "{query} of {teams:?}");
        assert_eq!(search(1), expected[..1.min(expected.len())]);
    };
    for _ in 0..2 {
        for query in ["visit", "vi", "visit e"] {
            let both: &[&str] = if query == "visit e" {
                &["3", "1"]
            } else {
                &["3", "2", "1"]
            };
            check(query, &[], both);
            check(query, &[TEAM, "other"], both);
            check(
                query,
                &[TEAM],
                if query == "visit e" {
                    &["1"]
                } else {
                    &["2", "1"]
                },
            );
            check(query, &["other"], &["3"]);
            check(query, &["nobody"], &[]);
        }
        index_all(&laptop.store);
    }
}

#[test]
fn what_came_last_is_found_first_whether_it_waits_or_not() {
    let laptop = laptop(&["visit one", "visit two", "visit three"]);
    index_all(&laptop.store);
    let first = save(1, 1, &[], "{}");
    laptop
        .store
        .write(|writer| writer.upsert_row(&row(&first, "1"), "visit changed"))
        .unwrap();
    assert_eq!(found(&laptop, "visit"), ["3", "2", "1"]);
    assert_eq!(found(&laptop, "changed"), ["1"]);
}

/// Words as people type them, and signs that mean something to the index.
fn any_word() -> impl Strategy<Value = String> {
    let word = select(&["sok", "dara", "ភូមិ", "ថ្មី", "uxo", "ab", "ក", "42", "Đà", "ñ"][..]);
    prop_oneof![8 => word.prop_map(String::from), 1 => "[\"*()^:-]{1,3}", 1 => "\\PC{1,4}"]
}

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(any_word(), 1..6).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn search_finds_exactly_the_texts_that_hold_every_word(
        texts in prop::collection::vec(any_text(), 1..25),
        queries in prop::collection::vec(any_text(), 8),
        indexed in any::<bool>(),
    ) {
        let laptop = laptop(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        if indexed {
            index_all(&laptop.store);
        }
        for query in queries {
            let plain = normalise(&query);
            let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
            let has_all = |text: &str| words.iter().all(|word| normalise(text).contains(word));
            let mut expected: Vec<String> = (1..)
                .zip(&texts)
                .filter(|(_, text)| !words.is_empty() && has_all(text))
                .map(|(n, _)| n.to_string())
                .collect();
            expected.reverse();
            prop_assert_eq!(found(&laptop, &query), expected, "{}", query);
        }
    }
}

#[test]
fn guarded_words_find_for_those_only_who_may_see_them() {
    let laptop = Laptop::new();
    let named = |n: u32, author: u8, guarded: &str| {
        let save = save(n, u64::from(n), &[], "{}");
        let row = RecordRow {
            author: person(author),
            ..row(&save, &n.to_string())
        };
        let text = FoundBy {
            open: format!("code {n} Samlout"),
            guarded: guarded.into(),
        };
        (save, row, text)
    };
    let list = |records: &[(u32, u8, &str)]| {
        laptop.store.write(|writer| {
            for (n, author, guarded) in records {
                let (save, row, text) = named(*n, *author, guarded);
                writer.append(std::slice::from_ref(&save), Came::Here)?;
                writer.upsert_row(&row, &text)?;
            }
            Ok(())
        })
    };
    list(&[(1, 1, "Sok Chenda"), (2, 2, "Sok Dara"), (3, 2, "")]).unwrap();
    let own = |author: u8| Sight {
        author: Some(person(author)),
        teams: Vec::new(),
    };
    let found = |query: &str, sight: &Sight| -> Vec<String> {
        let (found, list) = laptop
            .store
            .read(|reader| {
                let list = Query {
                    text: query.into(),
                    sight: sight.clone(),
                    limit: 50,
                    ..Query::default()
                };
                Ok((reader.search(query, &[], sight, 50)?, reader.page(&list)?))
            })
            .unwrap();
        let titles = |rows: Vec<RecordRow>| -> Vec<String> {
            rows.into_iter().map(|row| row.title).collect()
        };
        let found = titles(found.rows);
        assert_eq!(
            titles(list.rows),
            found,
            "{query}: a list and a search agree"
        );
        found
    };
    let all = Sight::of_teams(&[team(TEAM)]);
    for _ in 0..2 {
        assert_eq!(found("sok", &all), ["2", "1"]);
        assert_eq!(found("so", &all), ["2", "1"]);
        assert_eq!(found("sok code 2", &all), ["2"], "words of both texts");
        assert_eq!(found("sok", &own(1)), ["1"]);
        assert_eq!(found("so", &own(2)), ["2"]);
        for query in ["sok", "so", "chenda samlout", "sok code 1"] {
            assert_eq!(found(query, &Sight::default()), [""; 0], "{query}");
        }
        assert_eq!(found("samlout", &Sight::default()), ["3", "2", "1"]);
        assert_eq!(found("samlout", &all), ["3", "2", "1"], "each once");
        index_all(&laptop.store);
    }
    // A name that was taken back finds no more, before and after it is indexed.
    let (_, row, _) = named(1, 1, "");
    laptop
        .store
        .write(|writer| writer.upsert_row(&row, "code 1 Samlout"))
        .unwrap();
    assert_eq!(found("chenda", &all), [""; 0]);
    index_all(&laptop.store);
    assert_eq!(found("chenda", &all), [""; 0]);
    // What waits and what is indexed is still told to be whole.
    let findings = laptop.store.doctor().unwrap().findings;
    assert!(
        findings.iter().all(|f| !f.text.contains("found wrongly")),
        "{findings:?}"
    );
}

#[test]
fn so_many_hits_that_the_list_is_walked_give_nothing_away_either() {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| {
            for n in 1..=2_100_u32 {
                let save = save(n, u64::from(n), &[], "{}");
                writer.append(std::slice::from_ref(&save), Came::Here)?;
                let row = RecordRow {
                    author: person(if n % 700 == 0 { 2 } else { 1 }),
                    ..row(&save, &n.to_string())
                };
                let text = FoundBy {
                    open: format!("visit {n}"),
                    guarded: "survivor".into(),
                };
                writer.upsert_row(&row, &text)?;
            }
            Ok(())
        })
        .unwrap();
    let total = |text: &str, sight: Sight| {
        let query = Query {
            text: text.into(),
            sight,
            limit: 1,
            ..Query::default()
        };
        let page = laptop.store.read(|reader| reader.page(&query)).unwrap();
        page.total
    };
    let own = Sight {
        author: Some(person(2)),
        teams: Vec::new(),
    };
    assert_eq!(total("survivor", Sight::of_teams(&[team(TEAM)])), 2_100);
    assert_eq!(total("survivor", own.clone()), 3);
    assert_eq!(total("survivor", Sight::default()), 0);
    assert_eq!(total("visit", Sight::default()), 2_100);
    assert_eq!(total("visit survivor", own), 3);
}
