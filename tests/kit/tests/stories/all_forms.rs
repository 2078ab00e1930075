//! Made-up complete records of every built-in form: filled on one laptop, submitted, given out as lines and as a table,
//! and taken in on another laptop, where they say the same.
//!
//! So many per form as `SALA_RECORDS` says; 20 without it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

use desk::Desk;
use desk::import::ImportOptions;
use forms::{Form, Kind, read_form, sample};
use kit::Laptop;
use serde_json::Value;

/// Records that are drawn for each that is wanted: not every drawn one is complete.
const DRAWN_PER_RECORD: u64 = 8;

/// The built-in forms, as they lie in `forms/`.
fn built_in() -> Vec<Arc<Form>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../forms");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|file| file.extension().is_some_and(|it| it == "csv"))
        .filter(|file| std::fs::read(file).unwrap().starts_with(b"survey"))
        .collect();
    files.sort();
    assert_eq!(files.len(), 11, "{files:?}");
    let form = |file: &std::path::PathBuf| {
        let name = file.file_name().unwrap().to_str().unwrap();
        Arc::new(read_form(name, &std::fs::read(file).unwrap()).0.unwrap())
    };
    files.iter().map(form).collect()
}

fn wanted() -> usize {
    let said = std::env::var("SALA_RECORDS").ok();
    said.map_or(20, |text| text.parse().unwrap())
}

/// Fills a form as a person would who has these answers before them, and gives the record; none when something stands in
/// the way.
fn fill(laptop: &Laptop, form: &Form, answers: &forms::Answers) -> Option<String> {
    let desk = &laptop.desk;
    let made = desk
        .record_new(form.id(), Some(&answers.to_bytes()), &[], true)
        .unwrap();
    let draft = made.draft.unwrap();
    let view = desk.draft_open(&draft).unwrap();
    for problem in view.problems.iter().filter(|problem| problem.asks_reason) {
        let rule = problem.rule.as_deref().unwrap();
        desk.draft_reason(&draft, rule, &problem.path, "It is right as it is")
            .unwrap();
    }
    let finished = desk.draft_finish(&draft).unwrap();
    if finished.record.is_none() {
        desk.draft_discard(&draft).unwrap();
    }
    finished.record
}

/// The answers by record, as an export gives them.
fn lines(export: &str) -> BTreeMap<String, Value> {
    let read = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        (
            line["record"].as_str().unwrap().to_owned(),
            line["answers"].clone(),
        )
    };
    export.lines().map(read).collect()
}

/// The same as a table can say it: without the ids of the rows of repeats, and without what holds no answer.
fn without_ids(mut answers: Value) -> Value {
    let says = |value: &Value| match value {
        Value::Object(all) => !all.is_empty(),
        Value::Array(all) => !all.is_empty(),
        _ => true,
    };
    match &mut answers {
        Value::Object(all) => {
            all.remove("__id");
            all.values_mut()
                .for_each(|value| *value = without_ids(value.take()));
            all.retain(|_, value| says(value));
        }
        Value::Array(all) => {
            all.iter_mut()
                .for_each(|value| *value = without_ids(value.take()));
            all.retain(says);
        }
        _ => {}
    }
    answers
}

/// What a person answered is in the record as they answered it, with the version of the program that saved it.
fn assert_kept(form: &Form, answers: &forms::Answers, record: &Value) {
    let stored = forms::Answers::from_bytes(record.to_string().as_bytes()).unwrap();
    let version = Desk::about().version;
    assert_eq!(
        stored.get("app_version"),
        Some(version.as_str()),
        "{}",
        form.id()
    );
    let asked = form
        .questions()
        .filter(|q| q.kind.is_asked() && !q.in_repeat && q.kind != Kind::File);
    for question in asked.filter(|question| !form.works_out(&question.path)) {
        assert_eq!(
            stored.get(&question.path),
            answers.get(&question.path),
            "{} {}",
            form.id(),
            question.path
        );
    }
}

/// Both have the same records, which say the same.
fn assert_same(ours: &BTreeMap<String, Value>, theirs: &BTreeMap<String, Value>) {
    assert!(ours.keys().eq(theirs.keys()), "the records are others");
    for (record, answers) in ours {
        let read =
            |value: &Value| forms::Answers::from_bytes(value.to_string().as_bytes()).unwrap();
        let changes = forms::diff(&read(answers), &read(&theirs[record]));
        assert!(
            changes.is_empty() && answers == &theirs[record],
            "{record}: {changes:?}"
        );
    }
}

fn import(laptop: &Laptop, table: &[u8]) -> u32 {
    let report = laptop
        .desk
        .import(table, None, &ImportOptions::default())
        .unwrap();
    let rejected: Vec<String> = report
        .rejected
        .iter()
        .map(|row| format!("{} {} {}: {}", row.form, row.row, row.column, row.why))
        .collect();
    assert!(rejected.is_empty(), "{rejected:#?}");
    report.made.values().sum()
}

/// Records of one form, made on one laptop and taken in on two others: as lines, and as a table.
fn come_through(form: &Form, wanted: usize) {
    let laptop = Laptop::alone("Dara", "supervisor");
    let (by_lines, by_table) = (
        Laptop::alone("Pisey", "supervisor"),
        Laptop::alone("Thy", "supervisor"),
    );
    let mut filled: BTreeMap<String, forms::Answers> = BTreeMap::new();
    let drawn = u64::try_from(wanted).unwrap() * DRAWN_PER_RECORD;
    for seed in 0..drawn {
        if filled.len() == wanted {
            break;
        }
        let answers = sample::fill(form, seed);
        if let Some(record) = fill(&laptop, form, &answers) {
            filled.insert(record, answers);
        }
    }
    let id = form.id();
    assert_eq!(filled.len(), wanted, "{id}: too few complete records");
    let export = laptop.export();
    let exported = lines(&export);
    for (record, answers) in &filled {
        assert_kept(form, answers, &exported[record]);
    }
    let mut table = Vec::new();
    let rows = laptop.desk.export_table(id, &mut table).unwrap().records;
    assert_eq!(usize::try_from(rows).unwrap(), wanted);
    assert_eq!(usize::try_from(import(&by_table, &table)).unwrap(), wanted);
    let taken = import(&by_lines, export.as_bytes());
    assert_eq!(usize::try_from(taken).unwrap(), wanted);
    assert_same(&lines(&by_lines.export()), &exported);
    let again = import(&by_lines, export.as_bytes());
    assert_eq!(again, 0, "the same again adds nothing");
    let bare = |export: &str| -> BTreeMap<String, Value> {
        let all = lines(export).into_iter();
        all.map(|(record, answers)| (record, without_ids(answers)))
            .collect()
    };
    assert_same(&bare(&by_table.export()), &bare(&export));
    println!("{wanted} records of {id}");
}

#[test]
fn complete_records_of_every_form_come_through_lines_and_tables() {
    let forms = Mutex::new(built_in());
    // Half of the time goes into waiting for the disk.
    let hands = 2 * thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(|| {
                loop {
                    let Some(form) = forms.lock().unwrap().pop() else {
                        break;
                    };
                    come_through(&form, wanted());
                }
            });
        }
    });
}
