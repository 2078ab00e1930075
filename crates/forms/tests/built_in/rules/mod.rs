//! The rules as data, `forms/rules.csv`: each can be read, stands beside a question that is asked, and fires when it
//! should.

mod firing;

use std::sync::Arc;

use forms::{Form, sample};

use crate::{NAMES, file, filled, form_from, moment};

struct Rule {
    id: String,
    form: String,
    severity: String,
    expression: String,
    words: [String; 2],
    place: String,
    reason: String,
}

fn rules() -> Vec<Rule> {
    let text = file("rules");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        headings,
        [
            "rule",
            "form",
            "severity",
            "expression",
            "message::English (en)",
            "message::Khmer (km)",
            "place",
            "reason_required",
        ]
    );
    let row = |row: csv::StringRecord| {
        let cell = |at: usize| row.get(at).unwrap().to_owned();
        Rule {
            id: cell(0),
            form: cell(1),
            severity: cell(2),
            expression: cell(3),
            words: [cell(4), cell(5)],
            place: cell(6),
            reason: cell(7),
        }
    };
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

fn rules_of(name: &str) -> Vec<Rule> {
    let mut all = rules();
    all.retain(|rule| rule.form == name);
    all
}

/// The form with one more calculation for each rule: it says `fires` when the rule does.
fn with_rules(name: &str, rules: &[Rule]) -> Arc<Form> {
    let source = file(name);
    let heading = source.lines().nth(1).unwrap();
    let columns: Vec<&str> = heading.split(',').collect();
    let mut rows = csv::WriterBuilder::new().from_writer(Vec::new());
    for (at, rule) in rules.iter().enumerate() {
        let cell = |column: &&str| match *column {
            "type" => "calculate".to_owned(),
            "name" => format!("rule_{at}"),
            "calculation" => format!("if({}, 'fires', '')", rule.expression),
            _ => String::new(),
        };
        rows.write_record(columns.iter().map(cell)).unwrap();
    }
    let rows = String::from_utf8(rows.into_inner().unwrap()).unwrap();
    let (survey, rest) = source.split_once("\nchoices,").unwrap();
    Arc::new(form_from(name, &format!("{survey}\n{rows}choices,{rest}")))
}

/// The ids of the rules that fire, with the first letter of their severity.
fn fired(form: &Arc<Form>, rules: &[Rule], answers: &[(&str, &str)]) -> Vec<String> {
    let said = filled(form, answers).submission();
    let fires = |at: &usize| said.get(&format!("rule_{at}")) == Some("fires");
    let told = |rule: &Rule| format!("{} {}", rule.id, rule.severity.get(..1).unwrap_or_default());
    (0..rules.len())
        .filter(fires)
        .map(|at| told(&rules[at]))
        .collect()
}

#[test]
fn every_rule_can_be_read_and_stands_beside_a_question() {
    assert!(!rules().is_empty());
    for rule in rules() {
        assert!(
            NAMES.contains(&rule.form.as_str()),
            "{}: {}",
            rule.id,
            rule.form
        );
    }
    for name in NAMES {
        let rules = rules_of(name);
        assert!(!rules.is_empty(), "{name} has rules");
        let form = with_rules(name, &rules);
        for rule in &rules {
            let question = form.question(&rule.place);
            assert!(
                question.is_some_and(|q| q.kind.is_asked()),
                "{} {name} {}",
                rule.id,
                rule.place
            );
            assert!(
                ["error", "warning", "info"].contains(&rule.severity.as_str()),
                "{}",
                rule.id
            );
            let asks = rule.reason == "yes";
            assert_eq!(
                asks,
                rule.severity == "warning",
                "{} asks for a reason",
                rule.id
            );
            assert!(
                rule.words.iter().all(|words| !words.is_empty()),
                "{}",
                rule.id
            );
            assert_ne!(rule.words[0], rule.words[1], "{} is translated", rule.id);
        }
    }
}

/// An empty form breaks no rule but the one on consent: what is not answered is not judged.
#[test]
fn what_is_not_answered_is_not_judged() {
    for name in NAMES {
        let rules = rules_of(name);
        let form = with_rules(name, &rules);
        let expected: &[&str] = if name == "person" { &["C1 e"] } else { &[] };
        assert_eq!(fired(&form, &rules, &[]), expected, "{name}");
    }
}

/// A record that its form lets through breaks no rule that is an error: both say the same.
#[test]
fn the_forms_and_the_errors_agree() {
    for name in NAMES {
        let rules = rules_of(name);
        let form = with_rules(name, &rules);
        for seed in 0..20 {
            let answers = sample::fill(&form, seed);
            let said = forms::Filling::resume(form.clone(), &answers, &moment()).submission();
            for (at, rule) in rules
                .iter()
                .enumerate()
                .filter(|(_, rule)| rule.severity == "error")
            {
                let fires = said.get(&format!("rule_{at}")) == Some("fires");
                assert!(
                    !fires,
                    "{name} seed {seed}: {} {}\n{answers:#?}",
                    rule.id, rule.expression
                );
            }
        }
    }
}
