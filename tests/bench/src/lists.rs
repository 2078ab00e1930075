//! Choosing one of sixty thousand people: opening a draft, and the next key.

use std::time::{Duration, Instant};

use desk::Desk;
use desk::import::ImportOptions;
use desk::view::FormView;
use kit::{PASSPHRASE, PEOPLE_MAP, people};

use crate::field::{desk, laptop};
use crate::table::{Bar, Table, part};

const FORM: &str = "service_session";
const PICK: &str = "who/person_pick";

/// Records a caseload, and measures what a person waits for who fills a form about one of them.
pub(crate) fn lists(quick: bool) -> Table {
    let count = if quick { 3_000 } else { 60_000 };
    let (folder, laptop) = laptop();
    let options = ImportOptions::default();
    let begun = Instant::now();
    laptop
        .import(people(count).as_bytes(), Some(PEOPLE_MAP), &options)
        .unwrap();
    let mut table = Table::default();
    table.add("people", f64::from(count), "");
    table.add("import", begun.elapsed().as_secs_f64(), "s");
    drop(laptop);
    let desk = desk(&folder);
    desk.unlock("Dara", PASSPHRASE).unwrap();
    let (took, view) = opened(&desk);
    assert_eq!(pick(&view).choice_count, count);
    table.add("the first draft after unlocking", ms(took), "ms");
    let mut times: Vec<Duration> = (0..30).map(|_| opened(&desk).0).collect();
    hold(&mut table, "a draft, p95", &mut times, 50.0);
    table.add(
        "a draft after somebody was added",
        ms(after_another(&desk)),
        "ms",
    );
    keys(&desk, &view, &mut table);
    table
}

/// Adds one person to all the others, and opens a draft.
fn after_another(desk: &Desk) -> Duration {
    let one = "place\nVillage of somebody new\n";
    let options = ImportOptions::default();
    desk.import(one.as_bytes(), Some(PEOPLE_MAP), &options)
        .unwrap();
    opened(desk).0
}

fn keys(desk: &Desk, view: &FormView, table: &mut Table) {
    let mut times: Vec<Duration> = Vec::new();
    for key in 0..100 {
        let begun = Instant::now();
        desk.draft_set(&view.draft, "finish/remarks", &"x".repeat(key))
            .unwrap();
        times.push(begun.elapsed());
    }
    hold(table, "a key beside the list, p95", &mut times, 10.0);
    let found = desk.draft_choices(&view.draft, PICK, "").unwrap().choices;
    let mut times: Vec<Duration> = Vec::new();
    for choice in &found {
        let begun = Instant::now();
        desk.draft_set(&view.draft, PICK, &choice.value).unwrap();
        times.push(begun.elapsed());
    }
    hold(table, "a choice from the list, p95", &mut times, 10.0);
    let mut times: Vec<Duration> = Vec::new();
    for word in ["kh-p", "kh-p-7", "a", "3f", "nobody"].repeat(6) {
        let begun = Instant::now();
        desk.draft_choices(&view.draft, PICK, word).unwrap();
        times.push(begun.elapsed());
    }
    table.add("a search in the list, p95", part(&mut times, 0.95), "ms");
}

fn opened(desk: &Desk) -> (Duration, FormView) {
    let begun = Instant::now();
    let view = desk.draft_new(FORM, None).unwrap();
    (begun.elapsed(), view)
}

fn pick(view: &FormView) -> &desk::view::NodeView {
    let mut nodes = view.sections.iter().flat_map(|section| &section.nodes);
    nodes.find(|node| node.path == PICK).unwrap()
}

fn hold(table: &mut Table, what: &str, times: &mut [Duration], most: f64) {
    table.hold(what, part(times, 0.95), "ms", Bar::AtMost, most);
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
