//! What reports count: kept with the lines of records, changed in place, gone with them, and added up rightly.

use std::collections::BTreeMap;

use store::reports::{Block, By, QUERIES, Span, Which};
use store::{
    Behind, FIGURE_TABLES, Figure, FigureLine, Figures, FoundDouble, Likeness, NewFinding,
    RecordRow, StoreError, Study, TieLine, TieWord, Ties,
};

use crate::sample::{Laptop, TEAM, record, row, saves, team};

pub(crate) fn text(word: &str) -> Figure {
    Figure::Text(word.to_owned())
}

pub(crate) fn line(table: &str, day: &str, cells: &[(&str, Figure)]) -> FigureLine {
    FigureLine {
        table: table.to_owned(),
        day: day.to_owned(),
        review: "approved".to_owned(),
        approved_ms: Some(5),
        cells: cells
            .iter()
            .map(|(name, figure)| ((*name).to_owned(), figure.clone()))
            .collect(),
        ..FigureLine::default()
    }
}

pub(crate) fn session(day: &str, province: &str, women: i64) -> FigureLine {
    let cells = [
        ("outcome", text("held")),
        ("adm1", text(province)),
        ("women", Figure::Whole(women)),
    ];
    line("session", day, &cells)
}

pub(crate) fn put(laptop: &Laptop, number: u32, lines: Vec<FigureLine>, closed: &[(&str, u64)]) {
    let figures = Figures {
        lines,
        closed: closed
            .iter()
            .map(|(month, at)| ((*month).to_owned(), *at))
            .collect(),
        stays_closed: false,
    };
    laptop
        .store
        .write(|writer| writer.set_figures(&team(TEAM), record(number), &figures))
        .unwrap();
}

pub(crate) fn november(by: By) -> Span {
    Span {
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        teams: vec![team(TEAM)],
        project: None,
        within: None,
        by,
    }
}

/// The figures of a column by place, split and kind.
pub(crate) fn counted(
    laptop: &Laptop,
    query: &str,
    span: &Span,
    block: Block,
    column: &str,
) -> BTreeMap<String, f64> {
    let counts = laptop
        .store
        .read(|reader| reader.count_for(query, span, block))
        .unwrap();
    let at = counts.measures.iter().position(|name| name == column);
    let named = counts.rows.iter().map(|row| {
        let pieces = [
            Some(row.place.as_str()),
            row.split.as_deref(),
            row.kind.as_deref(),
        ];
        let name: Vec<&str> = pieces
            .into_iter()
            .flatten()
            .filter(|piece| !piece.is_empty())
            .collect();
        (name.join(" "), row.values[at.unwrap()].unwrap_or_default())
    });
    named.collect()
}

pub(crate) fn women(laptop: &Laptop, block: Block) -> Vec<(String, f64)> {
    counted(laptop, "e02", &november(By::Province), block, "women")
        .into_iter()
        .collect()
}

pub(crate) fn told(expected: &[(&str, f64)]) -> Vec<(String, f64)> {
    expected
        .iter()
        .map(|(name, value)| ((*name).to_owned(), *value))
        .collect()
}

#[test]
fn what_a_record_says_is_changed_in_place_and_goes_with_it() {
    let laptop = Laptop::new();
    let saved = saves(2);
    laptop.append(&saved);
    put(
        &laptop,
        1,
        vec![
            session("2026-11-03", "02", 12),
            session("2026-11-04", "02", 3),
        ],
        &[],
    );
    put(
        &laptop,
        2,
        vec![
            session("2026-11-30", "25", 5),
            session("2026-12-01", "25", 50),
        ],
        &[],
    );
    assert_eq!(
        women(&laptop, Block::Now),
        told(&[("02", 15.0), ("25", 5.0)])
    );
    put(&laptop, 1, vec![session("2026-11-05", "02", 1)], &[]);
    assert_eq!(
        women(&laptop, Block::Now),
        told(&[("02", 1.0), ("25", 5.0)])
    );
    let (team, one) = (team(TEAM), record(1));
    laptop
        .store
        .write(|writer| writer.upsert_row(&row(&saved[0], "visit"), "text"))
        .unwrap();
    laptop
        .store
        .write(|writer| writer.remove_row(&team, one))
        .unwrap();
    assert_eq!(women(&laptop, Block::Now), told(&[("25", 5.0)]));
    laptop
        .store
        .write(|writer| writer.clear_projection())
        .unwrap();
    assert_eq!(women(&laptop, Block::Now), []);
    let bad = Figures {
        lines: vec![line("revision", "2026-11-01", &[])],
        ..Figures::default()
    };
    let refused = laptop
        .store
        .write(|writer| writer.set_figures(&team, record(2), &bad));
    assert!(matches!(
        refused,
        Err(StoreError::Missing { what: "table" })
    ));
}

#[test]
fn a_closed_figure_does_not_move() {
    let laptop = Laptop::new();
    laptop.append(&saves(4));
    let approved = |from: u64, until: Option<u64>, women: i64| FigureLine {
        approved_ms: Some(from),
        ended_ms: until,
        ..session("2026-11-03", "02", women)
    };
    put(&laptop, 1, vec![approved(5, None, 10)], &[("2026-11", 20)]);
    // A lock that comes later closes nothing anew; one that was before does.
    put(&laptop, 2, vec![approved(6, None, 4)], &[("2026-11", 30)]);
    put(&laptop, 3, vec![approved(25, None, 7)], &[]);
    put(
        &laptop,
        4,
        vec![approved(8, Some(22), 100), approved(24, None, 90)],
        &[],
    );
    assert_eq!(women(&laptop, Block::Closed), told(&[("02", 114.0)]));
    assert_eq!(women(&laptop, Block::Now), told(&[("02", 111.0)]));
    put(&laptop, 2, vec![approved(6, None, 4)], &[("2026-11", 5)]);
    assert_eq!(women(&laptop, Block::Closed), told(&[("02", 10.0)]));
}

#[test]
fn a_lock_that_is_no_longer_believed_opens_its_month_again() {
    let laptop = Laptop::new();
    laptop.append(&saves(3));
    let approved = |from: u64, women: i64| {
        vec![FigureLine {
            approved_ms: Some(from),
            ..session("2026-11-03", "02", women)
        }]
    };
    let months = || {
        let span = november(By::Country);
        laptop
            .store
            .read(|reader| reader.closed_months(&span))
            .unwrap()
    };
    let closed = || women(&laptop, Block::Closed);
    put(&laptop, 1, approved(5, 10), &[("2026-11", 20)]);
    put(&laptop, 2, approved(6, 4), &[("2026-11", 30)]);
    put(&laptop, 3, approved(25, 7), &[]);
    assert_eq!(closed(), told(&[("02", 14.0)]));
    // Then the second lock closed it, which came after the third record.
    put(&laptop, 1, approved(5, 10), &[]);
    assert_eq!(closed(), told(&[("02", 21.0)]));
    assert_eq!(months(), ["2026-11"]);
    put(&laptop, 2, approved(6, 4), &[]);
    assert_eq!(months(), [""; 0]);
    assert_eq!(closed(), told(&[("02", 21.0)]));
    // What was erased leaves its month as it was.
    put(&laptop, 1, approved(5, 10), &[("2026-11", 20)]);
    let erased = Figures {
        stays_closed: true,
        ..Figures::default()
    };
    laptop
        .store
        .write(|writer| writer.set_figures(&team(TEAM), record(1), &erased))
        .unwrap();
    assert_eq!(months(), ["2026-11"]);
}

#[test]
fn every_query_answers_for_every_level_and_block() {
    let laptop = Laptop::new();
    laptop.append(&saves(1));
    put(
        &laptop,
        1,
        vec![session("2026-11-03", "02", 12)],
        &[("2026-11", 9)],
    );
    let levels = [
        By::Country,
        By::Province,
        By::District,
        By::Commune,
        By::Village,
        By::Project,
        By::Team,
        By::Month,
    ];
    for (name, _) in QUERIES {
        for by in levels {
            for block in [Block::Closed, Block::Now, Block::Provisional] {
                for teams in [vec![team(TEAM)], vec![team("elsewhere-9")]] {
                    let span = Span {
                        teams,
                        ..november(by)
                    };
                    let answer = laptop
                        .store
                        .read(|reader| reader.count_for(name, &span, block));
                    assert!(
                        answer.is_ok(),
                        "{name} {by:?} {block:?}: {:?}",
                        answer.err()
                    );
                }
            }
        }
    }
    let unknown = laptop
        .store
        .read(|reader| reader.count_for("e99", &november(By::Country), Block::Now));
    assert!(matches!(
        unknown,
        Err(StoreError::Missing { what: "report" })
    ));
}

#[test]
fn the_quality_of_data_tells_what_is_odd_what_was_recorded_twice_and_what_was_overridden() {
    let laptop = Laptop::new();
    let saves = saves(4);
    laptop.append(&saves);
    let problems = [2, 1, 0, 1];
    laptop
        .store
        .write(|writer| {
            for (save, problems) in saves.iter().zip(problems) {
                writer.upsert_row(
                    &RecordRow {
                        problems,
                        ..row(save, "t")
                    },
                    "",
                )?;
                let record = save.header.record;
                let like = Likeness {
                    kind: 0,
                    facts: String::new(),
                    keys: vec![7],
                };
                writer.set_likeness(&team(TEAM), record, Some(&like))?;
                let study = Study {
                    facts: String::new(),
                    groups: ["g".to_owned()].into(),
                };
                writer.set_study(&team(TEAM), record, Some(&study))?;
            }
            let numbers: Vec<i64> = writer.likenesses(0)?.iter().map(|it| it.number).collect();
            // The first two are probably one, the third and the fourth only perhaps.
            for (one, other, score) in [(0, 1, 80), (2, 3, 60)] {
                let found = FoundDouble {
                    other: numbers[other],
                    score,
                    weight: 0,
                    reasons: String::new(),
                };
                writer.set_doubles(numbers[one], &[found])?;
            }
            let found = NewFinding {
                ground: "rounded".to_owned(),
                severity: 1,
                figures: vec![],
                records: numbers[..3].to_vec(),
            };
            writer.set_findings("g", &[found], None)
        })
        .unwrap();
    let life = |reasons| line("life", "2026-11-03", &[("reasons", Figure::Whole(reasons))]);
    for (number, reasons) in [(1, 5), (2, 0), (3, 1), (4, 0)] {
        put(&laptop, number, vec![life(reasons)], &[]);
    }
    let check = |column: &str, want: f64| {
        let told = counted(
            &laptop,
            "quality",
            &november(By::Country),
            Block::Now,
            column,
        );
        assert_eq!(
            told.values().copied().collect::<Vec<_>>(),
            [want],
            "{column}"
        );
    };
    check("records", 4.0);
    check("with_findings", 3.0);
    check("twice", 2.0);
    // A programme may ask for fewer points, or for more.
    for (points, twice) in [(60, 4.0), (81, 0.0), (70, 2.0)] {
        laptop
            .store
            .write(|writer| writer.set_probable(points))
            .unwrap();
        check("twice", twice);
    }
    // Of four warnings two were explained; reasons for what no longer warns do not count.
    check("overridden", 0.5);
    let apart = TieLine {
        record: record(1),
        other: record(2),
        word: TieWord::Apart,
        at_ms: 5,
    };
    laptop
        .store
        .write(|writer| {
            writer.set_ties(
                &team(TEAM),
                record(1),
                Ties {
                    lines: &[apart],
                    said: &[],
                },
            )
        })
        .unwrap();
    check("twice", 0.0);
}

#[test]
fn every_table_is_gone_through_row_by_row() {
    let laptop = Laptop::new();
    laptop.append(&saves(1));
    put(
        &laptop,
        1,
        vec![
            session("2026-11-03", "02", 12),
            session("2026-11-02", "25", 1),
        ],
        &[],
    );
    let span = november(By::Country);
    for table in FIGURE_TABLES {
        let mut days = Vec::new();
        laptop
            .store
            .read(|reader| {
                reader.each_figure::<StoreError>(table, &span, Which::Standing, |names, cells| {
                    let at = names.iter().position(|name| name == "day").unwrap();
                    days.push(cells[at].clone());
                    Ok(())
                })
            })
            .unwrap();
        let expected = match table {
            "session" => vec![Some(text("2026-11-02")), Some(text("2026-11-03"))],
            _ => Vec::new(),
        };
        assert_eq!(days, expected);
        let count = laptop
            .store
            .read(|reader| reader.row_count_of(table, &span, Which::Standing))
            .unwrap();
        assert_eq!(count, expected.len() as u64);
    }
}

#[test]
fn drafts_and_doubles_are_no_rows_and_others_are_given_what_counts() {
    let laptop = Laptop::new();
    laptop.append(&saves(6));
    let states = ["approved", "draft", "returned", "submitted", "locked"];
    for (number, review) in (1..).zip(states) {
        let counts = matches!(review, "approved" | "locked");
        let line = FigureLine {
            review: review.to_owned(),
            approved_ms: counts.then_some(5),
            ..session("2026-11-03", "02", 1)
        };
        put(&laptop, number, vec![line], &[]);
    }
    // What it said while it was approved before is no row.
    let before = FigureLine {
        ended_ms: Some(8),
        ..session("2026-11-03", "02", 1)
    };
    let reopened = FigureLine {
        review: "submitted".to_owned(),
        approved_ms: None,
        ..session("2026-11-03", "02", 1)
    };
    put(&laptop, 6, vec![reopened, before], &[]);
    let span = november(By::Country);
    let told = |which: Which| {
        let mut reviews = Vec::new();
        let count = laptop
            .store
            .read(|reader| {
                reader.each_figure::<StoreError>("session", &span, which, |names, cells| {
                    let at = names.iter().position(|name| name == "review").unwrap();
                    if let Some(Figure::Text(review)) = &cells[at] {
                        reviews.push(review.clone());
                    }
                    Ok(())
                })?;
                reader.row_count_of("session", &span, which)
            })
            .unwrap();
        assert_eq!(count, reviews.len() as u64);
        reviews
    };
    let standing = ["approved", "returned", "submitted", "locked", "submitted"];
    assert_eq!(told(Which::Standing), standing);
    assert_eq!(told(Which::Counting), ["approved", "locked"]);
    let behind = Behind {
        record: record(5),
        head: record(1),
        since_ms: 9,
    };
    laptop
        .store
        .write(|writer| writer.set_behind([behind]))
        .unwrap();
    assert_eq!(
        told(Which::Standing),
        ["approved", "returned", "submitted", "submitted"]
    );
    assert_eq!(told(Which::Counting), ["approved"]);
}

/// Cambodia's casualties from 1979 to September 2021, as they were published: every way of taking them apart makes
/// 64,954.
#[test]
fn published_figures_add_up_every_way() {
    const ALL: usize = 64_954;
    const SEX_AND_AGE: [(&str, &str, &str, usize); 5] = [
        ("men", "male", "adult", 52_619),
        ("boys", "male", "child", 6_087),
        ("women", "female", "adult", 4_792),
        ("girls", "female", "child", 1_393),
        ("unknown", "", "", 63),
    ];
    const OUTCOME: [(&str, usize); 3] = [
        ("killed", 19_807),
        ("injured", 36_080),
        ("injured_amputation", 9_067),
    ];
    const DEVICE: [(&str, usize); 2] = [("mine", 51_145), ("erw", 13_809)];
    let laptop = Laptop::new();
    laptop.append(&saves(3));
    put(
        &laptop,
        2,
        vec![line(
            "accident",
            "1990-01-01",
            &[("hazard", text("ap_mine"))],
        )],
        &[],
    );
    put(
        &laptop,
        3,
        vec![line("accident", "1990-01-01", &[("hazard", text("uxo"))])],
        &[],
    );
    let spread = |counts: &[usize]| -> Vec<usize> {
        let kinds = counts.iter().enumerate();
        kinds
            .flat_map(|(kind, count)| std::iter::repeat_n(kind, *count))
            .collect()
    };
    let groups = spread(&SEX_AND_AGE.map(|(.., count)| count));
    let (outcomes, devices) = (
        spread(&OUTCOME.map(|it| it.1)),
        spread(&DEVICE.map(|it| it.1)),
    );
    assert_eq!([groups.len(), outcomes.len(), devices.len()], [ALL; 3]);
    let persons = (0..ALL).map(|n| {
        let (_, sex, age, _) = SEX_AND_AGE[groups[n]];
        // The three ways run through the persons apart from each other.
        let (outcome, device) = (OUTCOME[outcomes[(n * 7) % ALL]].0, devices[(n * 11) % ALL]);
        let mut cells = vec![
            ("victim_type", text("direct_injured")),
            ("outcome", text(outcome)),
        ];
        if !sex.is_empty() {
            cells.extend([("sex", text(sex)), ("age_group", text(age))]);
        }
        FigureLine {
            link: Some(record(if device == 0 { 2 } else { 3 }).0),
            ..line("person", "1990-01-01", &cells)
        }
    });
    put(&laptop, 1, persons.collect(), &[]);
    let span = Span {
        from: "1979-01-01".to_owned(),
        to: "2021-09-30".to_owned(),
        ..november(By::Country)
    };
    for (group, .., count) in SEX_AND_AGE {
        let found = counted(&laptop, "v01", &span, Block::Now, group);
        assert_eq!(found[""], count as f64, "{group}");
    }
    let totals = counted(&laptop, "v01", &span, Block::Now, "total");
    assert_eq!(totals[""], ALL as f64);
    for (split, kinds) in [("outcome", OUTCOME.to_vec()), ("device", DEVICE.to_vec())] {
        for (kind, count) in &kinds {
            assert_eq!(totals[&format!("{split} {kind}")], *count as f64);
        }
        assert_eq!(kinds.iter().map(|it| it.1).sum::<usize>(), ALL);
    }
}
