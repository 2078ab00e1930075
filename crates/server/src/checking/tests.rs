#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use forms::sample;
use records::Draft;
use records::contract::Pen;

use super::*;
use crate::ledger::{NewForm, SqliteLedger};

const NOW_MS: u64 = 1_795_399_200_000;

/// A form of a programme's own: a name is needed, an age is from 0 to 120, a village stands in a file.
const SURVEY: &str = "survey,,,,,\n,type,name,label,required,constraint\n,text,name,Name,yes,\n\
    ,integer,age,Age,,. >= 0 and . <= 120\n,date,day,Day,,. <= today()\n\
    ,select_one_from_file villages.csv,village,Village,,\nsettings,,\n,form_id,version\n,survey,1\n";
const VILLAGES: &str = "name,label\nv1,One\nv2,Two\n";

fn ledger() -> (SqliteLedger, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = SqliteLedger::open(&folder.path().join("centre.db")).unwrap();
    (ledger, folder)
}

fn survey(beside: &[(&str, &str)]) -> NewForm {
    let beside = beside.iter();
    NewForm {
        id: "survey".into(),
        version: "1".into(),
        files: FormFiles {
            name: "survey.csv".into(),
            source: SURVEY.into(),
            beside: beside
                .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
                .collect(),
        },
    }
}

/// A save of a form with these answers.
fn save(form: &str, version: &str, at: u64, body: &[u8]) -> Revision {
    let pen = Pen::new(1, "north");
    let draft = Draft {
        record: Pen::record(1),
        team: pen.team,
        kind: records::Kind::Save,
        parents: Vec::new(),
        form: form.to_owned(),
        form_version: version.to_owned(),
        author: pen.author,
        device: pen.device,
        n: 1,
        at,
    };
    Revision::new(draft, body.to_vec()).unwrap()
}

/// Returns the marks of one save, code and detail.
fn marks(checker: &Checker, ledger: &SqliteLedger, save: &Revision) -> Vec<(String, String)> {
    let looked = checker.look(ledger, std::slice::from_ref(save)).unwrap();
    assert!(looked.marks.iter().all(|mark| mark.id == save.id));
    looked
        .marks
        .into_iter()
        .map(|mark| (mark.code, mark.detail))
        .collect()
}

#[test]
fn what_is_wrong_with_answers_is_named_by_question_and_quotes_none() {
    let (ledger, _folder) = ledger();
    ledger
        .add_form(&survey(&[("villages.csv", VILLAGES)]), NOW_MS)
        .unwrap();
    let checker = Checker::default();
    let check = |body: &str, wanted: &[(&str, &str)]| {
        let save = save("survey", "1", NOW_MS, body.as_bytes());
        let wanted: Vec<_> = wanted
            .iter()
            .map(|(code, detail)| ((*code).to_owned(), (*detail).to_owned()))
            .collect();
        assert_eq!(marks(&checker, &ledger, &save), wanted, "{body}");
    };
    check(r#"{"name":"Dara"}"#, &[]);
    check(r#"{"name":"Dara","age":"30","village":"v2"}"#, &[]);
    check(r#"{"age":"30"}"#, &[(ANSWERS, "missing name")]);
    check(
        r#"{"name":"Dara","age":"130"}"#,
        &[(ANSWERS, "constraint age")],
    );
    check(r#"{"name":"Dara","age":"many"}"#, &[(ANSWERS, "type age")]);
    check(
        r#"{"age":"-1"}"#,
        &[(ANSWERS, "constraint age\nmissing name")],
    );
    check("no answers", &[(ANSWERS, "unreadable")]);
    check("[]", &[(ANSWERS, "unreadable")]);
}

#[test]
fn which_day_it_was_where_the_laptop_stood_is_left_to_the_laptop() {
    let (ledger, _folder) = ledger();
    ledger.add_form(&survey(&[]), NOW_MS).unwrap();
    let checker = Checker::default();
    // 23 November 2026, 02:00 in Greenwich.
    let check = |day: &str, wanted: usize| {
        let body = format!(r#"{{"day":"{day}","name":"Dara"}}"#);
        let save = save("survey", "1", NOW_MS, body.as_bytes());
        assert_eq!(marks(&checker, &ledger, &save).len(), wanted, "{day}");
    };
    check("2026-11-22", 0);
    check("2026-11-23", 0);
    check("2026-11-24", 1);
}

#[test]
fn a_list_that_is_not_here_is_no_fault_of_the_answers() {
    let (ledger, _folder) = ledger();
    ledger.add_form(&survey(&[]), NOW_MS).unwrap();
    let checker = Checker::default();
    let body = br#"{"age":"many","name":"Dara","village":"v9"}"#;
    let found = marks(&checker, &ledger, &save("survey", "1", NOW_MS, body));
    assert_eq!(found, [(ANSWERS.to_owned(), "type age".to_owned())]);
}

#[test]
fn a_form_that_the_centre_does_not_know_is_passed_over_and_named_until_it_does() {
    let (ledger, _folder) = ledger();
    let checker = Checker::default();
    let check = |save: &Revision, is_known: bool, found: usize| {
        let looked = checker.look(&ledger, std::slice::from_ref(save)).unwrap();
        assert_eq!(looked.marks.len(), found);
        assert_eq!(looked.unknown.contains(&save.id), !is_known);
        let (id, version) = (&save.header.form, &save.header.form_version);
        assert_eq!(super::is_known(&ledger, id, version).unwrap(), is_known);
    };
    let save = save("survey", "1", NOW_MS, b"{}");
    check(&save, false, 0);
    ledger.add_form(&survey(&[]), NOW_MS).unwrap();
    check(&save, true, 1);
    check(&self::save("survey", "2", NOW_MS, b"{}"), false, 0);
    let erased = Revision {
        body: None,
        ..self::save("survey", "2", NOW_MS, b"{}")
    };
    let looked = checker.look(&ledger, &[erased]).unwrap();
    assert_eq!(looked, Looked::default(), "there is nothing to look into");
}

#[test]
fn a_rule_that_stops_is_a_mark_and_a_table_put_in_use_holds_from_then_on() {
    let (ledger, _folder) = ledger();
    ledger.add_form(&survey(&[]), NOW_MS).unwrap();
    let checker = Checker::default();
    let save = save("survey", "1", NOW_MS, br#"{"age":"7","name":"Dara"}"#);
    assert_eq!(marks(&checker, &ledger, &save), []);
    let header = built_in::RULES.lines().next().unwrap();
    let columns: Vec<&str> = header.split(',').collect();
    let row = |severity: &str| {
        let value = |column: &&str| match *column {
            "rule" => "X1".to_owned(),
            "form" => "survey".to_owned(),
            "severity" => severity.to_owned(),
            "expression" => "${age} < 18".to_owned(),
            "place" => "age".to_owned(),
            column if column.starts_with("message") => "A child.".to_owned(),
            _ => String::new(),
        };
        let cells: Vec<String> = columns.iter().map(value).collect();
        format!("{header}\n{}\n", cells.join(","))
    };
    let put = |table: Option<&str>| {
        let table = table.map(|table| ("rules.csv", table.as_bytes()));
        ledger.use_rules(table, NOW_MS).unwrap();
    };
    put(Some(&row("error")));
    let found = marks(&checker, &ledger, &save);
    assert_eq!(found, [(RULE.to_owned(), "X1 age".to_owned())]);
    put(Some(&row("warning")));
    assert_eq!(marks(&checker, &ledger, &save), [], "a person weighs those");
    put(Some(&row("error")));
    put(None);
    assert_eq!(marks(&checker, &ledger, &save), []);
}

/// Nothing is held against what a laptop let pass, whichever of the built-in forms it is.
#[test]
fn complete_records_of_every_built_in_form_carry_no_mark_of_the_form() {
    let (ledger, _folder) = ledger();
    let checker = Checker::default();
    for (name, source) in built_in::FORMS {
        let form = Arc::new(read_form(name, source.as_bytes()).0.unwrap());
        let (mut complete, mut marked) = (0, 0);
        for seed in 0..40 {
            let answers = sample::fill(&form, seed);
            let moment = Moment {
                now_ms: NOW_MS as i64,
                offset_minutes: 420,
                seed,
                username: "sample".into(),
                device: "sample".into(),
            };
            let mut filling = Filling::resume(Arc::clone(&form), &answers, &moment);
            filling.finish(&moment);
            if !filling.problems("").is_empty() {
                continue;
            }
            complete += 1;
            let body = filling.submission().to_bytes();
            let found = marks(
                &checker,
                &ledger,
                &save(form.id(), form.version(), NOW_MS, &body),
            );
            assert!(
                found.iter().all(|(code, _)| code == RULE),
                "{name} {seed}: {found:?}"
            );
            marked += found.len();
        }
        assert!(
            complete >= 5,
            "{name}: {complete} complete, {marked} with an error of a rule"
        );
    }
}

#[test]
fn a_mark_has_a_length() {
    let lines = (0..50)
        .map(|number| format!("missing q{number:02}"))
        .collect();
    let told = detail(lines);
    assert_eq!(told.lines().count(), LINES_MAX + 1);
    assert!(told.ends_with("missing q39\nmore 10"), "{told}");
}
