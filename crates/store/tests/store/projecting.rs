//! A record that is listed in one go leaves the same rows as one whose pieces are kept one after the other, whatever was
//! there before.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use records::Revision;
use rusqlite::types::ValueRef;
use store::{
    Came, EntityLine, FIGURE_TABLES, Figure, Figures, FoundBy, Likeness, Listing, RecordRow, Store,
    StoreError, Study, TieLine, TieThen, TieWord, Ties, Writer,
};

use crate::care::outside;
use crate::lists::any_row;
use crate::reports::line;
use crate::sample::{Laptop, TEAM, record, row, save, saves, team};

const RECORDS: u32 = 5;

/// What a record says.
#[derive(Debug, Clone)]
struct Said {
    row: RecordRow,
    text: FoundBy,
    entities: Vec<EntityLine>,
    figures: Figures,
    likeness: Option<Likeness>,
    study: Option<Study>,
    ties: Vec<TieLine>,
    said: Vec<TieThen>,
}

impl Said {
    fn ties(&self) -> Ties<'_> {
        Ties {
            lines: &self.ties,
            said: &self.said,
        }
    }

    fn in_one_go(&self, writer: &mut Writer<'_>) -> Result<bool, StoreError> {
        writer.list(&Listing {
            row: &self.row,
            text: &self.text,
            entities: &self.entities,
            figures: &self.figures,
            likeness: self.likeness.as_ref(),
            study: self.study.as_ref(),
            ties: self.ties(),
        })
    }

    fn piece_by_piece(&self, writer: &mut Writer<'_>) -> Result<bool, StoreError> {
        let (team, record) = (&self.row.team, self.row.record);
        writer.upsert_row(&self.row, &self.text)?;
        writer.set_entities(team, record, &self.entities)?;
        writer.set_figures(team, record, &self.figures)?;
        writer.set_likeness(team, record, self.likeness.as_ref())?;
        writer.set_study(team, record, self.study.as_ref())?;
        writer.set_ties(team, record, self.ties())
    }
}

/// Something that happens to the lists.
#[derive(Debug, Clone)]
enum Step {
    List(Box<Said>),
    Remove(u32),
    Later(u32),
    Clear,
}

fn any_figures() -> impl Strategy<Value = Figures> {
    let cells = prop::collection::btree_map(select(&["women", "men", "girls"][..]), 0..9i64, 0..3);
    let session = ("2026-1[01]-0[1-3]", cells).prop_map(|(day, cells)| {
        let cells: Vec<(&str, Figure)> = cells
            .into_iter()
            .map(|(name, count)| (name, Figure::Whole(count)))
            .collect();
        line("session", &day, &cells)
    });
    let life = (0..3i64).prop_map(|n| line("life", "", &[("returns", Figure::Whole(n))]));
    let lines = prop::collection::vec(prop_oneof![session, life], 0..3);
    let closed = prop::collection::vec(("2026-1[01]", 1..9u64), 0..2);
    (lines, closed, any::<bool>()).prop_map(|(lines, closed, stays_closed)| Figures {
        lines,
        closed,
        stays_closed,
    })
}

fn any_said(number: u32) -> impl Strategy<Value = Said> {
    let entity = ("(people|sessions)", "[ab]", any::<bool>(), 1..4u64);
    let entity = entity.prop_map(|(list, name, makes, at_ms)| EntityLine {
        list,
        name,
        makes,
        at_ms,
        label: makes.then(|| format!("label {at_ms}")),
        properties: BTreeMap::new(),
        apart: None,
    });
    let entities = prop::collection::vec(entity, 0..2);
    let likeness = ("[xyz]", prop::collection::btree_set(0..4u64, 0..3));
    let likeness = likeness.prop_map(|(facts, keys)| Likeness {
        kind: 1,
        facts,
        keys: keys.into_iter().collect(),
    });
    let study = ("[xyz]", prop::collection::btree_set("[gh]", 0..2));
    let study = study.prop_map(|(facts, groups)| Study { facts, groups });
    let tie = (1..3u64).prop_map(move |at_ms| TieLine {
        record: record(number),
        other: record(RECORDS + 1),
        word: TieWord::Apart,
        at_ms,
    });
    let text = ("[a-c ]{0,6}", "[a-c ]{0,4}");
    let text = text.prop_map(|(open, guarded)| FoundBy { open, guarded });
    (
        any_row(number),
        text,
        entities,
        any_figures(),
        prop::option::of(likeness),
        prop::option::of(study),
        prop::collection::vec(tie, 0..2),
    )
        .prop_map(
            |(row, text, entities, figures, likeness, study, ties)| Said {
                row,
                text,
                entities,
                figures,
                likeness,
                study,
                said: ties.iter().map(then).collect(),
                ties,
            },
        )
}

fn then(line: &TieLine) -> TieThen {
    TieThen {
        record: line.record,
        other: line.other,
        word: (line.at_ms > 1).then_some(line.word),
        at_ms: line.at_ms,
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    let number = || 1..=RECORDS;
    prop_oneof![
        8 => number().prop_flat_map(any_said).prop_map(|said| Step::List(Box::new(said))),
        3 => number().prop_map(Step::Remove),
        1 => number().prop_map(Step::Later),
        1 => Just(Step::Clear),
    ]
}

/// The rows of every table of the projection, but for the order in which entities changed.
fn rows(laptop: Laptop) -> BTreeMap<String, Vec<String>> {
    let Laptop { dir, store } = laptop;
    drop(store);
    let conn = outside(dir.path());
    let figures = FIGURE_TABLES.map(|table| format!("{table}_figure"));
    let others = [
        "record",
        "record_tally",
        "record_text",
        "pending_text",
        "entity",
        "figure",
        "closing",
        "closed_by",
        "uncounted",
        "likeness",
        "likeness_key",
        "double",
        "tie",
        "tie_said",
        "study",
        "study_group",
        "study_due",
    ];
    let tables = others.map(str::to_owned).into_iter().chain(figures);
    tables
        .map(|table| {
            let sql = match table.as_str() {
                "entity" => {
                    "SELECT team, record, list, name, makes, at, label, properties FROM entity"
                        .to_owned()
                }
                other => format!("SELECT * FROM {other}"),
            };
            let mut statement = conn.prepare(&sql).unwrap();
            let columns = statement.column_count();
            let told = statement.query_map([], |row| {
                let cells = (0..columns).map(|at| row.get_ref(at).map(cell));
                Ok(cells.collect::<Result<Vec<_>, _>>()?.join("|"))
            });
            let mut told: Vec<String> = told.unwrap().collect::<Result<_, _>>().unwrap();
            told.sort_unstable();
            (table, told)
        })
        .collect()
}

fn cell(value: ValueRef<'_>) -> String {
    format!("{value:?}")
}

fn begun() -> Laptop {
    let laptop = Laptop::new();
    laptop.append(&saves(RECORDS));
    laptop
}

/// Takes steps, each in a transaction of its own; gives what each said of ties.
fn take(
    store: &Store,
    steps: &[Step],
    list: impl Fn(&Said, &mut Writer<'_>) -> Result<bool, StoreError>,
) -> Vec<bool> {
    let mut told = Vec::new();
    for step in steps {
        let done = store.write(|writer| match step {
            Step::List(said) => list(said, writer),
            Step::Remove(number) => writer
                .remove_row(&team(TEAM), record(*number))
                .map(|()| false),
            // One more revision of the record: its place in the log stays that of its first.
            Step::Later(number) => {
                let later: Revision = save(*number, 100 + u64::from(*number), &[], "{}");
                writer.append(&[later], Came::Here).map(|_| false)
            }
            Step::Clear => writer.clear_projection().map(|()| false),
        });
        told.push(done.unwrap());
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn in_one_go_or_piece_by_piece_the_same_rows_stand(steps in prop::collection::vec(any_step(), 1..14)) {
        let (one, other) = (begun(), begun());
        let told = take(&one.store, &steps, Said::in_one_go);
        prop_assert_eq!(told, take(&other.store, &steps, Said::piece_by_piece));
        prop_assert_eq!(rows(one), rows(other));
    }
}

#[test]
fn a_record_that_the_log_does_not_know_is_not_listed() {
    let laptop = Laptop::new();
    let said = Said {
        row: row(&save(1, 1, &[], "{}"), "t"),
        text: FoundBy::default(),
        entities: Vec::new(),
        figures: Figures::default(),
        likeness: None,
        study: None,
        ties: Vec::new(),
        said: Vec::new(),
    };
    let refused = laptop.store.write(|writer| said.in_one_go(writer));
    assert!(matches!(
        refused,
        Err(StoreError::Missing { what: "record" })
    ));
}

#[test]
fn a_figure_without_a_column_is_refused_and_every_other_is_kept() {
    let laptop = begun();
    let put = |cells: &[(&str, Figure)]| {
        let figures = Figures {
            lines: vec![line("session", "2026-11-03", cells)],
            ..Figures::default()
        };
        laptop
            .store
            .write(|writer| writer.set_figures(&team(TEAM), record(1), &figures))
    };
    put(&[
        ("women", Figure::Whole(3)),
        ("venue", Figure::Text("pagoda".to_owned())),
    ])
    .unwrap();
    for name in ["womn", "women) VALUES (1); --", "team"] {
        let refused = put(&[(name, Figure::Whole(3))]);
        assert!(
            matches!(refused, Err(StoreError::Missing { what: "column" })),
            "{name}: {refused:?}"
        );
    }
    let kept = rows(laptop);
    assert_eq!(
        kept["session_figure"].len(),
        1,
        "what was refused changed nothing"
    );
    assert!(kept["session_figure"][0].contains("Integer(3)"));
}
