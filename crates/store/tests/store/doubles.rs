//! What records are compared by, pairs that look like one, and who stands behind whom.

use store::{Behind, Came, FoundDouble, Likeness, Query, TieLine, TieWord, Ties};

use crate::sample::{self, Laptop, TEAM, finish, row, saves, team, unfinished};

/// The records of a story, counted from nought.
fn record(number: u32) -> records::RecordId {
    sample::record(number + 1)
}

fn like(facts: &str, keys: &[u64]) -> Likeness {
    Likeness {
        kind: 0,
        facts: facts.into(),
        keys: keys.to_vec(),
    }
}

/// A laptop with so many listed records.
fn with_records(count: u32) -> Laptop {
    let laptop = Laptop::new();
    let saves = saves(count);
    laptop
        .store
        .write(|writer| {
            writer.append(&saves, Came::Here)?;
            for save in &saves {
                writer.upsert_row(&row(save, "t"), "")?;
            }
            Ok(())
        })
        .unwrap();
    laptop
}

fn set(laptop: &Laptop, number: u32, likeness: Option<&Likeness>) {
    laptop
        .store
        .write(|writer| writer.set_likeness(&team(TEAM), record(number), likeness))
        .unwrap();
}

/// Holds what is due against whoever shares a key, and says that each pair looks like one.
fn pair_up(laptop: &Laptop) {
    laptop
        .store
        .write(|writer| {
            for due in writer.due_likenesses(100)? {
                let keys: Vec<u64> = due.facts.bytes().map(u64::from).collect();
                let others = writer.sharing(&keys, 3)?;
                let others = others.iter().filter(|it| it.number != due.number);
                let found: Vec<_> = others.map(|it| double(it.number, 80, &it.facts)).collect();
                writer.set_doubles(due.number, &found)?;
            }
            Ok(())
        })
        .unwrap();
}

/// A pair; from 70 points on it weighs as a warning does.
fn double(other: i64, score: u8, reasons: &str) -> FoundDouble {
    FoundDouble {
        other,
        score,
        weight: u8::from(score >= 70),
        reasons: reasons.to_owned(),
    }
}

/// Facts are letters, each of them a key.
fn letters(text: &str) -> Likeness {
    let mut keys: Vec<u64> = text.bytes().map(u64::from).collect();
    keys.sort_unstable();
    like(text, &keys)
}

fn found(laptop: &Laptop, teams: &[&str]) -> Vec<String> {
    let teams: Vec<_> = teams.iter().map(|name| team(name)).collect();
    let doubles = laptop.store.read(|reader| reader.doubles(&teams)).unwrap();
    let number = |of: records::RecordId| (0..9).find(|it| record(*it) == of).unwrap();
    let lines = doubles
        .iter()
        .map(|it| format!("{}-{}", number(it.one.1), number(it.other.1)));
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

#[test]
fn all_of_a_kind_or_those_that_share_a_key_are_compared_anew() {
    let laptop = with_records(3);
    for (number, text) in [(0, "ab"), (1, "bc"), (2, "d")] {
        set(&laptop, number, Some(&letters(text)));
    }
    pair_up(&laptop);
    let check = |kind, only_sharing, due: usize| {
        let anew = |writer: &mut store::Writer<'_>| writer.compare_anew(kind, only_sharing);
        laptop.store.write(anew).unwrap();
        let waiting = laptop.store.read(|reader| reader.due_likenesses(9));
        assert_eq!(waiting.unwrap().len(), due, "{kind} {only_sharing}");
        assert_eq!(found(&laptop, &[TEAM]), ["0-1"], "what was found stands");
        pair_up(&laptop);
    };
    check(0, true, 2);
    check(0, false, 3);
    check(1, false, 0);
}

#[test]
fn records_that_share_a_key_are_held_against_each_other_once() {
    let laptop = with_records(3);
    for (number, text) in [(0, "ab"), (1, "bc"), (2, "d")] {
        set(&laptop, number, Some(&letters(text)));
    }
    assert_eq!(found(&laptop, &[TEAM]), [""; 0], "nothing was compared yet");
    pair_up(&laptop);
    assert_eq!(found(&laptop, &[TEAM]), ["0-1"]);
    assert_eq!(found(&laptop, &["elsewhere"]), [""; 0]);
    let due = laptop
        .store
        .read(|reader| reader.due_likenesses(9))
        .unwrap();
    assert_eq!(due, []);
    // The same again changes nothing; another fact takes the pair away until it is compared again.
    set(&laptop, 1, Some(&letters("bc")));
    assert_eq!(found(&laptop, &[TEAM]), ["0-1"]);
    set(&laptop, 1, Some(&letters("cd")));
    assert_eq!(found(&laptop, &[TEAM]), [""; 0]);
    pair_up(&laptop);
    assert_eq!(found(&laptop, &[TEAM]), ["1-2"]);
    set(&laptop, 2, None);
    assert_eq!(found(&laptop, &[TEAM]), [""; 0]);
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn a_key_that_too_many_share_says_nothing() {
    let laptop = with_records(5);
    for number in 0..4 {
        set(&laptop, number, Some(&letters("a")));
    }
    set(&laptop, 4, Some(&letters("ab")));
    let sharing = |key: u8, most: usize| {
        let keys = [u64::from(key)];
        laptop
            .store
            .read(|reader| reader.sharing(&keys, most))
            .unwrap()
            .len()
    };
    assert_eq!(
        (sharing(b'a', 5), sharing(b'a', 4), sharing(b'b', 4)),
        (5, 0, 1)
    );
}

#[test]
fn a_whole_look_replaces_what_was_known() {
    let laptop = with_records(3);
    for number in 0..3 {
        set(&laptop, number, Some(&letters("a")));
    }
    pair_up(&laptop);
    assert_eq!(found(&laptop, &[TEAM]), ["0-1", "0-2", "1-2"]);
    let replace = |pairs: &[(usize, usize)]| {
        laptop
            .store
            .write(|writer| {
                let all = writer.likenesses(0)?;
                let pairs = pairs.iter();
                let pairs = pairs.map(|(a, b)| (all[*a].number, double(all[*b].number, 70, "")));
                writer.replace_doubles(0, pairs)
            })
            .unwrap();
    };
    replace(&[(2, 0)]);
    assert_eq!(found(&laptop, &[TEAM]), ["0-2"]);
    replace(&[]);
    assert_eq!(found(&laptop, &[TEAM]), [""; 0]);
}

#[test]
fn what_is_dropped_can_be_made_again() {
    let laptop = with_records(2);
    set(&laptop, 0, Some(&letters("a")));
    set(&laptop, 1, Some(&letters("a")));
    pair_up(&laptop);
    laptop
        .store
        .write(|writer| writer.clear_projection())
        .unwrap();
    assert_eq!(found(&laptop, &[TEAM]), [""; 0]);
    assert!(
        laptop
            .store
            .read(|reader| reader.likenesses(0))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn what_was_just_finished_is_compared_once_it_is_settled() {
    let laptop = Laptop::new();
    let mut done = finish(1, 1, "{}");
    done.likeness = Some(letters("a"));
    let draft = unfinished(1, "{}");
    laptop.store.save_draft(&draft).unwrap();
    let result: Result<_, store::StoreError> = laptop.store.finish_as(|_| Ok(done.clone()));
    result.unwrap();
    let due = laptop
        .store
        .read(|reader| reader.due_likenesses(9))
        .unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!((due[0].record, due[0].facts.as_str()), (record(0), "a"));
}

#[test]
fn who_stands_behind_another_is_found_with_it_and_can_be_left_out() {
    let laptop = with_records(4);
    let store = &laptop.store;
    store
        .write(|writer| {
            // Record 3 is about 1, which stands behind 0.
            let save = saves(4).remove(3);
            let mut about = row(&save, "about");
            about.link = Some(record(1));
            writer.upsert_row(&about, "")?;
            let line = TieLine {
                record: record(0),
                other: record(1),
                word: TieWord::Same(record(0)),
                at_ms: 7,
            };
            assert!(writer.set_ties(
                &team(TEAM),
                record(0),
                Ties {
                    lines: &[line],
                    said: &[]
                }
            )?);
            assert!(!writer.set_ties(
                &team(TEAM),
                record(0),
                Ties {
                    lines: &[line],
                    said: &[]
                }
            )?);
            assert_eq!(writer.ties()?, [line]);
            let pair = Behind {
                record: record(1),
                head: record(0),
                since_ms: 7,
            };
            writer.set_behind([pair])?;
            assert_eq!(writer.all_behind()?, [pair]);
            Ok(())
        })
        .unwrap();
    let count = |query: &Query| store.read(|reader| reader.page(query)).unwrap().total;
    let about = |of: u32| Query {
        link: Some(record(of)),
        limit: 9,
        ..Query::default()
    };
    assert_eq!(
        (count(&about(0)), count(&about(1)), count(&about(2))),
        (1, 1, 0)
    );
    let unmerged = Query {
        unmerged: true,
        limit: 9,
        ..Query::default()
    };
    assert_eq!(count(&unmerged), 3);
    let read = |of: u32| store.read(|reader| reader.head_of(record(of))).unwrap();
    assert_eq!((read(0), read(1)), (None, Some(record(0))));
    let stamp = || store.read(|reader| reader.behind_stamp()).unwrap();
    let before = stamp();
    store.write(|writer| writer.set_behind([])).unwrap();
    let after = stamp();
    assert_ne!(after, before);
    assert_eq!((count(&about(0)), count(&unmerged)), (0, 4));
    store.write(|writer| writer.set_behind([])).unwrap();
    assert_eq!(stamp(), after, "nothing was written");
}

/// How grave what is listed is, in the order of the records.
fn severities(laptop: &Laptop, count: u32) -> Vec<u32> {
    laptop
        .store
        .read(|reader| {
            let rows = (0..count).map(|number| reader.row(&team(TEAM), record(number)));
            let rows: Result<Vec<_>, _> = rows.collect();
            Ok(rows?.into_iter().map(|row| row.unwrap().severity).collect())
        })
        .unwrap()
}

#[test]
fn a_pair_that_waits_weighs_on_both_records_as_long_as_it_does() {
    let laptop = with_records(4);
    for (number, facts) in [(0, "a"), (1, "a"), (2, "b"), (3, "b")] {
        set(&laptop, number, Some(&letters(facts)));
    }
    let before = severities(&laptop, 4);
    pair_up(&laptop);
    let check = |expected: [u32; 4], why: &str| {
        let more = severities(&laptop, 4);
        let more: Vec<u32> = more.iter().zip(&before).map(|(a, b)| a - b).collect();
        assert_eq!(more, expected, "{why}");
    };
    check([1, 1, 1, 1], "all wait");
    let weigh = |open: &[(u32, u32)]| {
        let is_open = |one, other| {
            let named = |(a, b): &(u32, u32)| {
                let [a, b] = [record(*a), record(*b)];
                (a, b) == (one, other) || (b, a) == (one, other)
            };
            u8::from(open.iter().any(named))
        };
        let by = |kind, [one, other]: [records::RecordId; 2], score| {
            assert_eq!(kind, 0, "people");
            is_open(one, other) * u8::from(score >= 70)
        };
        laptop
            .store
            .write(|writer| writer.weigh_doubles(by))
            .unwrap();
    };
    weigh(&[(2, 3)]);
    check([0, 0, 1, 1], "the first two were decided");
    weigh(&[(0, 1)]);
    check(
        [1, 1, 0, 0],
        "that was taken back, and the others were decided",
    );
    weigh(&[(0, 1), (2, 3)]);
    set(&laptop, 0, Some(&letters("c")));
    check([0, 0, 1, 1], "one is unlike now");
    set(&laptop, 3, None);
    check([0, 0, 0, 0], "one is compared no longer");
    set(&laptop, 0, Some(&letters("a")));
    pair_up(&laptop);
    check([1, 1, 0, 0], "they are alike again");
    laptop
        .store
        .write(|writer| writer.replace_doubles(0, []))
        .unwrap();
    check([0, 0, 0, 0], "all were looked through anew");
    laptop
        .store
        .write(|writer| {
            let all = writer.likenesses(0)?;
            let pair = (all[0].number, double(all[1].number, 69, ""));
            writer.replace_doubles(0, [pair])
        })
        .unwrap();
    check([0, 0, 0, 0], "a possible pair does not weigh");
}
