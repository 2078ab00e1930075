//! The rules as data, `forms/rules.csv`: each can be read, stands beside a question that is asked, and fires when it
//! should.

use std::sync::Arc;

use forms::{Form, sample};

use super::{NAMES, file, filled, form_from, moment};

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
    let told = |rule: &Rule| format!("{} {}", rule.id, &rule.severity[..1]);
    (0..rules.len())
        .filter(fires)
        .map(|at| told(&rules[at]))
        .collect()
}

fn check(name: &str, rows: &[(&[(&str, &str)], &[&str])]) {
    let rules = rules_of(name);
    let form = with_rules(name, &rules);
    for (answers, expected) in rows {
        assert_eq!(
            fired(&form, &rules, answers),
            *expected,
            "{name} {answers:?}"
        );
    }
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

#[test]
fn sessions() {
    let at = [
        ("sadd/women", "5"),
        ("sadd/men", "4"),
        ("sadd/girls", "3"),
        ("sadd/boys", "2"),
        ("sadd/total", "14"),
    ];
    let and = |more: &[(&'static str, &'static str)]| [&at[..], more].concat();
    check(
        "eore_session",
        &[
            (&and(&[]), &[]),
            (&and(&[("sadd/total", "15")]), &["S1 e"]),
            (
                &and(&[
                    ("sadd/mode", "sadd12"),
                    ("sadd/f_b1", "1"),
                    ("sadd/f_b2", "2"),
                ]),
                &["S2 e", "S2 e", "S2 e", "S10 w"],
            ),
            (&and(&[("sadd/dis_women", "6")]), &["S3 e", "S9 w"]),
            (&and(&[("sadd/dis_women", "5")]), &["S9 w"]),
            (&and(&[("sadd/first_time", "15")]), &["S4 e"]),
            (&and(&[("sadd/total", "0")]), &["S1 e", "S5 e"]),
            (
                &and(&[("sadd/women", "105"), ("sadd/total", "114")]),
                &["S6 w"],
            ),
            (
                &and(&[
                    ("sadd/women", "105"),
                    ("sadd/total", "114"),
                    ("place/displacement_site", "yes"),
                ]),
                &[],
            ),
            (
                &and(&[
                    ("session/session_kind", "school_lesson"),
                    ("session/primary_audience", "pupils"),
                ]),
                &["S7 w"],
            ),
            (
                &and(&[
                    ("sadd/girls", "79"),
                    ("sadd/boys", "62"),
                    ("sadd/total", "150"),
                    ("place/venue_type", "school"),
                ]),
                &["S6 w", "S7 w"],
            ),
            (
                &and(&[
                    ("sadd/women", "3"),
                    ("sadd/men", "3"),
                    ("sadd/boys", "3"),
                    ("sadd/total", "12"),
                ]),
                &["S8 w"],
            ),
            (
                &and(&[
                    ("sadd/men", "0"),
                    ("sadd/total", "10"),
                    ("place/venue_type", "pagoda"),
                ]),
                &["S8 w"],
            ),
            (
                &and(&[
                    ("sadd/men", "0"),
                    ("sadd/total", "10"),
                    ("place/venue_type", "household"),
                ]),
                &[],
            ),
        ],
    );
}

#[test]
fn times_places_and_words() {
    check(
        "eore_session",
        &[
            (
                &[
                    ("session/start_time", "08:00"),
                    ("session/end_time", "08:50"),
                ],
                &[],
            ),
            (
                &[
                    ("session/start_time", "08:00"),
                    ("session/end_time", "08:15"),
                ],
                &["T1 w"],
            ),
            (
                &[
                    ("session/start_time", "08:00"),
                    ("session/end_time", "11:30"),
                ],
                &["T1 w"],
            ),
            (
                &[
                    ("session/start_time", "05:00"),
                    ("session/end_time", "06:00"),
                ],
                &["T2 w"],
            ),
            (&[("place/activity_date", "2026-10-23")], &["R-A3 w"]),
            (&[("place/activity_date", "2026-10-24")], &[]),
            (
                &[("place/activity_date", "2025-10-24")],
                &["R-A3 w", "R-A3 e"],
            ),
            (
                &[
                    ("place/activity_date", "2025-10-24"),
                    ("finish/source_channel", "paper_backlog"),
                ],
                &[],
            ),
            (&[("place/activity_date", "2026-11-24")], &["R-A2 e"]),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "13.10001 103.20002 0 5"),
                ],
                &[],
            ),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "13.1 103.20002 0 70"),
                ],
                &["R-C5 w", "L1 w"],
            ),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "103.20002 13.10001 0 5"),
                ],
                &["R-C1 e"],
            ),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/coord_input", "304855 1448889"),
                    ("place/coord_format", "utm"),
                ],
                &["R-C5 w"],
            ),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/coord_input", "48P 304855 1448889"),
                    ("place/coord_format", "utm"),
                ],
                &[],
            ),
            (&[("finish/remarks", "Ask at 012 345 678")], &["R-G1 w"]),
            (&[("finish/remarks", "ទូរស័ព្ទ ០១២៣៤៥៦៧៨\nសូម")], &["R-G1 w"]),
            (&[("finish/remarks", "39 people, 3 posters, in 2026")], &[]),
        ],
    );
}

#[test]
fn accidents_and_hazards() {
    check(
        "accident",
        &[
            (
                &[
                    ("when/date_known", "yes"),
                    ("when/accident_date", "2026-11-01"),
                ],
                &[],
            ),
            (
                &[
                    ("when/date_known", "yes"),
                    ("when/accident_date", "2026-08-01"),
                ],
                &["T3 w"],
            ),
            (
                &[
                    ("when/date_known", "yes"),
                    ("when/accident_date", "2024-08-01"),
                ],
                &["T3 w", "R-A3 e"],
            ),
            (
                &[
                    ("toll/killed_n", "1"),
                    ("toll/injured_n", "1"),
                    ("toll/total_n", "1"),
                ],
                &["A1 e"],
            ),
        ],
    );
    check(
        "hazard_report",
        &[
            (&[("what/urgency", "routine"), ("what/near", "forest")], &[]),
            (
                &[("what/urgency", "routine"), ("what/near", "forest school")],
                &["H1 w"],
            ),
            (
                &[
                    ("what/urgency", "routine"),
                    ("what/tampered_or_moved", "yes"),
                ],
                &["H1 w"],
            ),
            (
                &[("what/urgency", "immediate"), ("what/near", "school")],
                &[],
            ),
        ],
    );
}

#[test]
fn people_consent_and_referrals() {
    let given = [
        ("consent/basis", "given"),
        ("consent/given_by", "self"),
        ("who/birth_precision", "year"),
    ];
    let and = |more: &[(&'static str, &'static str)]| [&given[..], more].concat();
    check(
        "person",
        &[
            (&and(&[("who/birth_year", "1992")]), &[]),
            (&and(&[("who/birth_year", "2012")]), &["R-E8 e"]),
            (&[("who/victim_type", "direct_killed")], &[]),
        ],
    );
    check(
        "consent",
        &[
            (
                &[("who/subject", "child_12_17"), ("who/given_by", "self")],
                &["R-E8 e"],
            ),
            (
                &[
                    ("explaining/purpose_explained", "no"),
                    ("deciding/decision", "given"),
                ],
                &["C3 e"],
            ),
            (
                &[
                    ("deciding/scope", "photo_public"),
                    ("deciding/decision", "given"),
                ],
                &["C4 w"],
            ),
            (
                &[
                    ("deciding/scope", "photo_public"),
                    ("deciding/decision", "refused"),
                ],
                &[],
            ),
        ],
    );
    check(
        "referral",
        &[
            (
                &[
                    ("consenting/consent_decision", "refused"),
                    ("progress/status", "sent"),
                ],
                &["R-E7 e"],
            ),
            (
                &[
                    ("consenting/consent_decision", "refused"),
                    ("progress/status", "draft"),
                ],
                &[],
            ),
            (
                &[
                    ("request/to_org", "A"),
                    ("consenting/consent_decision", "given"),
                    ("consenting/consent_org", "B"),
                    ("consenting/shared_fields", "ref home"),
                ],
                &["R-E7 e", "C5 w"],
            ),
        ],
    );
    check(
        "follow_up",
        &[
            (
                &[("who/contact_result", "not_home"), ("who/attempts", "2")],
                &[],
            ),
            (
                &[("who/contact_result", "not_home"), ("who/attempts", "3")],
                &["F1 i"],
            ),
        ],
    );
}
