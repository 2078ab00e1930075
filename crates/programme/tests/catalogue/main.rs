//! The rules that Sala comes with, `forms/rules.csv`, on the programme's forms: all of them can be read, each fires on
//! its fault, and nothing fires on a record without one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and a measurement says what it found"
)]

mod chance;
mod edges;
mod faults;
mod figures;
mod firing;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use forms::{Answers, Filling, Form, Moment, read_form, sample};
use programme::rules::{FormRules, RuleTable, Severity};

fn file(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../forms/{name}"));
    std::fs::read(path).expect("the source is in forms/")
}

fn table() -> RuleTable {
    let (table, findings) = RuleTable::read(&file("rules.csv"));
    assert!(findings.is_empty(), "{findings:#?}");
    table
}

/// The names of the forms that have rules.
fn names() -> BTreeSet<String> {
    table()
        .rules()
        .iter()
        .map(|rule| rule.form.clone())
        .collect()
}

fn form(name: &str) -> Arc<Form> {
    let file_name = format!("{name}.csv");
    let (form, findings) = read_form(&file_name, &file(&file_name));
    Arc::new(form.unwrap_or_else(|| panic!("{name}: {findings:#?}")))
}

fn rules_of(form: &Form) -> FormRules {
    let (rules, findings) = table().of_form(form);
    assert!(findings.is_empty(), "{findings:#?}");
    rules
}

/// 23 November 2026, nine in the morning in Cambodia.
fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

/// The rules that fire, with the first letter of their severity.
fn fired(rules: &FormRules, filling: &Filling) -> Vec<String> {
    let fired = rules.judge(filling, "en");
    let told = fired.iter().map(|it| {
        let initial: String = it.severity.as_str().chars().take(1).collect();
        format!("{} {initial}", it.id)
    });
    told.collect()
}

fn set(filling: &mut Filling, answers: &[(&str, &str)]) {
    for (path, value) in answers {
        let set = filling.set(path, value, &moment());
        assert!(set.is_ok(), "{} {path}: {set:?}", filling.form().id());
    }
}

fn resumed(form: &Arc<Form>, answers: &Answers) -> Filling {
    Filling::resume(form.clone(), answers, &moment())
}

#[test]
fn every_rule_can_be_read_and_stands_beside_a_question_of_its_form() {
    let forms: Vec<Arc<Form>> = names().iter().map(|name| form(name)).collect();
    let table = table();
    let findings = table.check(forms.iter().map(|form| &**form));
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(table.rules().len() >= 90, "{}", table.rules().len());
    for rule in table.rules() {
        let warns = rule.severity == Severity::Warning;
        assert_eq!(rule.asks_reason, warns, "{} asks for a reason", rule.id);
    }
}

/// Every rule that fires speaks the person's language, and shows its figures.
#[test]
fn the_words_are_in_both_languages_with_their_figures() {
    let form = form("eore_session");
    let rules = rules_of(&form);
    let mut filling = Filling::start(form.clone(), &moment());
    let figures = [
        ("women", "12"),
        ("men", "9"),
        ("girls", "14"),
        ("boys", "11"),
        ("total", "48"),
    ];
    for (name, value) in figures {
        set(&mut filling, &[(&format!("sadd/{name}"), value)]);
    }
    let said = |language| rules.judge(&filling, language)[0].text.clone();
    assert_eq!(said("en"), "The groups make 46 and you counted 48.");
    assert_eq!(said("km"), "ក្រុមទាំងអស់បូកបាន 46 នាក់ តែអ្នករាប់បាន 48 នាក់។");
    assert_eq!(
        said("lo"),
        said("en"),
        "a language that the table does not speak"
    );

    let text = String::from_utf8(file("rules.csv")).unwrap();
    let khmer = |c: char| ('\u{1780}'..='\u{17FF}').contains(&c);
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let row = row.unwrap();
        let (en, km) = (&row[4], &row[5]);
        assert!(km.contains(khmer) && !en.contains(khmer), "{row:?}");
        let shown = |words: &str| {
            let names = words.split('{').skip(1);
            names
                .map(|rest| rest.split('}').next().unwrap().to_owned())
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(shown(en), shown(km), "{row:?}");
    }
}

/// An empty form breaks no rule but the one on consent: what is not answered is not judged.
#[test]
fn what_is_not_answered_is_not_judged() {
    for name in names() {
        let form = form(&name);
        let expected: &[&str] = if name == "person" { &["C1 e"] } else { &[] };
        let empty = Filling::start(form.clone(), &moment());
        assert_eq!(fired(&rules_of(&form), &empty), expected, "{name}");
    }
}

/// What the rules of a form cost at each key: printed, and held only against what nobody could overlook.
#[test]
fn the_rules_of_a_form_are_judged_in_no_time() {
    for name in names() {
        let form = form(&name);
        let begun = Instant::now();
        let rules = rules_of(&form);
        let put = begun.elapsed();
        let filling = resumed(&form, &sample::fill(&form, 3));
        let begun = Instant::now();
        for _ in 0..100 {
            assert!(rules.judge(&filling, "km").len() < 100);
        }
        let judged = begun.elapsed() / 100;
        println!(
            "{name}: {} rules put in {put:?}, judged in {judged:?}",
            rules.len()
        );
        assert!(judged.as_millis() < 200, "{name}: {judged:?}");
    }
}
