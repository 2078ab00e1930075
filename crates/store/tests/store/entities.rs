//! What records say of entities: kept with their lines, changed in place, gone when a record no longer says it.

use records::{RecordId, Revision};
use store::{Apart, Came, EntityLine, Sight, StoreError};

use crate::sample::{Laptop, TEAM, finish, record, row, saves, team, unfinished};

fn said(name: &str, makes: bool, at_ms: u64, label: &str, due: &str) -> EntityLine {
    EntityLine {
        list: "people".into(),
        name: name.into(),
        makes,
        at_ms,
        label: (!label.is_empty()).then(|| label.into()),
        properties: [("next_due".to_owned(), due.to_owned())]
            .into_iter()
            .filter(|(_, due)| !due.is_empty())
            .collect(),
        apart: None,
    }
}

fn sees_all() -> Sight {
    Sight::of_teams(&[team(TEAM)])
}

fn say(laptop: &Laptop, number: u32, lines: &[EntityLine]) {
    laptop
        .store
        .write(|writer| writer.set_entities(&team(TEAM), record(number), lines))
        .unwrap();
}

/// All that is said of a list, or what changed after a stamp, as `name label due`.
fn told(laptop: &Laptop, after: Option<u64>) -> Vec<String> {
    let changes = laptop
        .store
        .read(|reader| reader.entities("people", &[team(TEAM)], &sees_all(), after))
        .unwrap();
    let lines = changes.lines.into_iter().map(|line| {
        let due = line.properties.get("next_due").cloned();
        format!(
            "{}{} {} {}",
            if line.makes { "+" } else { "~" },
            line.name,
            line.label.unwrap_or_default(),
            due.unwrap_or_default()
        )
        .trim_end()
        .to_owned()
    });
    let gone = changes
        .names
        .into_iter()
        .map(|name| format!("changed {name}"));
    lines.chain(gone).collect()
}

fn stamp(laptop: &Laptop) -> u64 {
    laptop.store.read(|reader| reader.entity_stamp()).unwrap()
}

fn listed(count: u32) -> (Laptop, Vec<Revision>) {
    let laptop = Laptop::new();
    let saves = saves(count);
    laptop.append(&saves);
    laptop
        .store
        .write(|writer| {
            saves
                .iter()
                .try_for_each(|save| writer.upsert_row(&row(save, "title"), "text"))
        })
        .unwrap();
    (laptop, saves)
}

#[test]
fn the_later_word_comes_after_the_earlier() {
    let (laptop, _) = listed(3);
    say(
        &laptop,
        1,
        &[
            said("b", true, 5, "Thy", ""),
            said("a", true, 9, "Dara", ""),
        ],
    );
    say(&laptop, 2, &[said("b", false, 7, "", "2027-02-01")]);
    say(&laptop, 3, &[said("b", false, 6, "", "2027-01-01")]);
    let all = ["+a Dara", "+b Thy", "~b  2027-01-01", "~b  2027-02-01"];
    assert_eq!(told(&laptop, None), all);
    let reader = |teams: &[records::TeamId]| {
        let read = laptop
            .store
            .read(|reader| reader.entities("people", teams, &sees_all(), None));
        read.unwrap().lines.len()
    };
    assert_eq!((reader(&[team("other")]), reader(&[])), (0, 0));
    let other = laptop
        .store
        .read(|reader| reader.entities("accidents", &[team(TEAM)], &sees_all(), None));
    assert_eq!(other.unwrap().lines, []);
}

/// What a record outside the sight says comes with its code: its author and who sees the team's guarded answers read on.
#[test]
fn it_is_told_whose_word_is_not_for_whoever_asks() {
    let (laptop, saves) = listed(1);
    say(&laptop, 1, &[said("a", true, 1, "Dara", "")]);
    let check = |sight: &Sight, is_apart: bool| {
        let changes = laptop
            .store
            .read(|reader| reader.entities("people", &[team(TEAM)], sight, None))
            .unwrap();
        let row = row(&saves[0], "title");
        let apart = Apart {
            form: row.form,
            form_version: row.form_version,
            reference: row.reference,
        };
        let told: Vec<Option<Apart>> = changes.lines.into_iter().map(|it| it.apart).collect();
        assert_eq!(told, [is_apart.then_some(apart)], "{sight:?}");
    };
    check(&sees_all(), false);
    check(&Sight::default(), true);
    check(&Sight::of_teams(&[team("other")]), true);
    let by = |author| Sight {
        author: Some(author),
        teams: Vec::new(),
    };
    check(&by(saves[0].header.author), false);
    check(&by(records::PersonId([99; 16])), true);
}

#[test]
fn only_what_changed_is_read_again() {
    let (laptop, _) = listed(2);
    say(
        &laptop,
        1,
        &[
            said("a", true, 1, "Dara", ""),
            said("b", true, 1, "Thy", ""),
        ],
    );
    say(&laptop, 2, &[said("a", false, 2, "", "2027-01-01")]);
    let first = stamp(&laptop);
    say(
        &laptop,
        1,
        &[
            said("a", true, 1, "Dara", ""),
            said("b", true, 1, "Thy", ""),
        ],
    );
    assert_eq!(stamp(&laptop), first, "the same again is no change");
    assert_eq!(told(&laptop, Some(first)), [""; 0]);
    say(&laptop, 2, &[]);
    let second = stamp(&laptop);
    assert!(second > first);
    assert_eq!(told(&laptop, Some(first)), ["+a Dara", "changed a"]);
    say(&laptop, 1, &[said("b", true, 3, "Thea", "")]);
    assert_eq!(
        told(&laptop, Some(second)),
        ["+b Thea", "changed a", "changed b"]
    );
    assert_eq!(told(&laptop, None), ["+b Thea"]);
    say(&laptop, 2, &[]);
    assert_eq!(
        told(&laptop, Some(stamp(&laptop))),
        [""; 0],
        "nothing is said twice"
    );
}

#[test]
fn a_finished_form_brings_its_entities_with_it() {
    let laptop = Laptop::new();
    let draft = unfinished(7, "{}");
    laptop.store.save_draft(&draft).unwrap();
    let mut done = finish(7, 1, "{}");
    done.entities = vec![said("x", true, 4, "Chan Thy", "2027-01-01")];
    let kept = laptop
        .store
        .finish_as(|_| Ok::<_, StoreError>(done.clone()))
        .unwrap();
    assert_eq!(kept, done);
    let laptop = laptop.reopen();
    assert_eq!(told(&laptop, None), ["+x Chan Thy 2027-01-01"]);
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn lists_go_with_the_rows_and_are_made_again_with_them() {
    let (laptop, saves) = listed(2);
    for n in [1, 2] {
        say(&laptop, n, &[said(&n.to_string(), true, 1, "Thy", "")]);
    }
    let remove = |id: RecordId| {
        laptop
            .store
            .write(|writer| writer.remove_row(&team(TEAM), id))
    };
    remove(record(1)).unwrap();
    assert_eq!(told(&laptop, None), ["+2 Thy"]);
    assert!(laptop.store.doctor().unwrap().is_clean() || saves.len() == 2);
    laptop
        .store
        .write(|writer| writer.clear_projection())
        .unwrap();
    assert_eq!((told(&laptop, None), stamp(&laptop)), (Vec::new(), 0));
}

#[test]
fn what_comes_from_no_listed_record_is_noticed() {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| writer.append(&saves(1), Came::Here))
        .unwrap();
    say(&laptop, 1, &[said("a", true, 1, "Thy", "")]);
    let findings = laptop.store.doctor().unwrap().findings;
    let bad: Vec<&str> = findings
        .iter()
        .filter(|one| !one.fine)
        .map(|one| one.text.as_str())
        .collect();
    assert!(bad.iter().any(|text| text.contains("1 entries")), "{bad:?}");
}

#[test]
fn files_come_with_a_version_of_a_form() {
    let laptop = Laptop::new();
    let put = |name: &str, bytes: &[u8]| {
        laptop
            .store
            .write(|writer| writer.install_form_file("f", "1", name, bytes, 5))
            .unwrap();
    };
    put("b.csv", b"one");
    put("a.csv", b"two");
    put("b.csv", b"three");
    laptop
        .store
        .read(|reader| {
            let files = reader.form_files("f", "1")?;
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            assert_eq!(names, ["a.csv", "b.csv"]);
            assert_eq!(files[1].hash, *blake3::hash(b"three").as_bytes());
            assert_eq!(
                reader.form_file("f", "1", "b.csv")?.as_deref(),
                Some(&b"three"[..])
            );
            assert_eq!(reader.form_file("f", "2", "b.csv")?, None);
            Ok(())
        })
        .unwrap();
}
