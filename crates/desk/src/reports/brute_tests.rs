//! Every indicator, counted by the store over its columns and once more straight from the answers, over records made up
//! at random with every kind of history, some of which were found to be one.
//!
//! So many records as `SALA_RECORDS` says; 600 without it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

#[path = "brute_assistance.rs"]
mod assistance;
#[path = "brute_counts.rs"]
mod counts;
#[path = "brute_education.rs"]
mod education;
#[path = "brute_records.rs"]
mod made_up;

use std::collections::BTreeMap;

use records::{Revision, TeamId};
use store::reports::{Block, By, Counts, Span};
use store::{Behind, Stood, Store};
use vault::DatabaseKey;
use zeroize::Zeroizing;

use counts::{Out, PLAN, every_indicator};
use made_up::{Made, TEAMS, made, stood_behind};

const FROM: &str = "2026-03-01";
const TO: &str = "2026-08-31";

fn wanted() -> usize {
    let said = std::env::var("SALA_RECORDS").ok();
    said.map_or(600, |text| text.parse().unwrap())
}

/// A store that holds the made-up records as the desk would project them.
fn stored(all: &[Made], stood: &[Stood]) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let key = DatabaseKey::from_bytes(Zeroizing::new([7; 32]));
    let store = Store::create(dir.path(), &key).unwrap();
    store
        .write(|writer| {
            let revisions = all.iter().flat_map(|one| one.revisions.clone());
            let mut revisions: Vec<Revision> = revisions.collect();
            revisions.sort_by_key(|it| it.header.at);
            writer.append(&revisions, store::Came::Here)?;
            for one in all {
                writer.set_figures(&one.team, one.record, &one.figures())?;
            }
            let now = stood.iter().filter(|it| it.until_ms.is_none());
            let now = now.map(|it| Behind {
                record: it.record,
                head: it.head,
                since_ms: it.since_ms,
            });
            writer.set_stood(now, stood)?;
            let plan = PLAN.map(|village| village.map(str::to_owned));
            writer.set_village_plan("2026", &plan)
        })
        .unwrap();
    (dir, store)
}

/// What the store counted, under the same names, without nothings. Whatever it names has words.
fn told(counts: &Counts) -> Out {
    let mut out = Out::new();
    for measure in &counts.measures {
        assert!(
            programme::indicators::measure(measure).is_some(),
            "{measure} has no words"
        );
    }
    for split in counts.rows.iter().filter_map(|row| row.split.as_ref()) {
        assert!(
            programme::indicators::split(split).is_some(),
            "{split} has no words"
        );
    }
    for row in &counts.rows {
        let (split, kind) = (
            row.split.as_deref().unwrap_or(""),
            row.kind.as_deref().unwrap_or(""),
        );
        for (measure, value) in counts.measures.iter().zip(&row.values) {
            if let Some(value) = value.filter(|value| *value != 0.0) {
                out.insert(format!("{}|{split}|{kind}|{measure}", row.place), value);
            }
        }
    }
    out
}

#[track_caller]
fn assert_alike(name: &str, by: By, block: Block, store: &Out, brute: &Out) {
    let keys = store.keys().chain(brute.keys());
    for key in keys {
        let (one, other) = (store.get(key), brute.get(key));
        let alike = matches!((one, other), (Some(a), Some(b)) if (a - b).abs() < 1e-6);
        assert!(
            alike,
            "{name} {by:?} {block:?} {key}: the store says {one:?}, the answers {other:?}"
        );
    }
}

#[test]
fn the_columns_count_what_the_answers_say() {
    let all = made(wanted(), 20_261_126);
    let behind = stood_behind(&all);
    let (_dir, store) = stored(&all, &behind);
    let teams: Vec<TeamId> = TEAMS
        .iter()
        .map(|team| TeamId::new(*team).unwrap())
        .collect();
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for (by, project, one_team, within) in [
        (By::Country, None, false, None),
        (By::Province, None, false, None),
        (By::Team, None, true, None),
        (By::Month, Some("P1"), false, None),
        (By::Team, None, false, Some("01")),
        (By::Month, None, false, Some("02")),
    ] {
        let teams = if one_team {
            teams[..1].to_vec()
        } else {
            teams.clone()
        };
        let span = Span {
            from: FROM.to_owned(),
            to: TO.to_owned(),
            teams,
            project: project.map(str::to_owned),
            within: within.map(str::to_owned),
            by,
        };
        for block in [Block::Now, Block::Closed, Block::Provisional] {
            for (name, brute) in every_indicator(&all, &behind, &span, block) {
                let found = store
                    .read(|reader| reader.count_for(name, &span, block))
                    .unwrap();
                let found = told(&found);
                *counted.entry(name).or_default() += found.len();
                assert_alike(name, by, block, &found, &brute);
            }
        }
    }
    let idle: Vec<_> = counted.iter().filter(|(_, cells)| **cells == 0).collect();
    assert!(idle.is_empty(), "nothing was compared for {idle:?}");
    assert_eq!(
        counted.len(),
        26 + 1,
        "every indicator, and the monthly table"
    );
}
