//! The figures of a session agree, or the rule that they break says which do not.

use std::collections::BTreeMap;

use programme::rules::{Language, SADD, Severity, broken};
use proptest::prelude::*;

/// An ordinary village session in which everything agrees.
const SESSION: &str = "mode=sadd4 girls=14 boys=8 women=16 men=10 total=48 \
    dis_girls=0 dis_boys=1 dis_women=2 dis_men=0 first_time=40 session_outcome=held";

fn answers(text: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (name, value) in text.split_whitespace().filter_map(|it| it.split_once('=')) {
        let path = match name {
            "session_outcome" => format!("session/{name}"),
            name => format!("sadd/{name}"),
        };
        all.insert(path, value.to_owned());
    }
    all
}

fn fired(text: &str) -> Vec<String> {
    let answers = answers(text);
    broken(SADD, |path| answers.get(path).cloned())
        .iter()
        .map(|it| format!("{} {} {}|{}", it.rule.id, it.rule.at, it.left, it.right))
        .collect()
}

/// Changes the ordinary session by `change` and says which rules it then breaks.
#[track_caller]
fn check(change: &str, expected: &[&str]) {
    assert_eq!(fired(&format!("{SESSION} {change}")), expected, "{change}");
}

#[test]
fn an_ordinary_session_breaks_no_rule() {
    check("", &[]);
}

#[test]
fn s1_the_groups_make_the_head_count() {
    check("women=14", &["S1 sadd/total 46|48"]);
    check("total=50", &["S1 sadd/total 48|50"]);
    check("total=50 unspecified_adult=2", &[]);
    check("unspecified_child=1", &["S1 sadd/total 49|48"]);
    check("unspecified_child=", &[]);
}

#[test]
fn s2_the_age_groups_make_their_group_where_they_are_used() {
    let bands =
        "f_b1=0 f_b2=6 f_b3=8 f_b4=10 f_b5=4 f_b6=2 m_b1=0 m_b2=5 m_b3=3 m_b4=7 m_b5=2 m_b6=1";
    check(&format!("mode=sadd12 {bands}"), &[]);
    check(
        &format!("mode=sadd12 {bands} f_b3=9"),
        &["S2 sadd/girls 15|14"],
    );
    check(
        &format!("mode=sadd12 {bands} f_b6=0"),
        &["S2 sadd/women 14|16"],
    );
    check(
        &format!("mode=sadd12 {bands} m_b1=1"),
        &["S2 sadd/boys 9|8"],
    );
    check(
        &format!("mode=sadd12 {bands} m_b4=8"),
        &["S2 sadd/men 11|10"],
    );
    check(&format!("mode=sadd4 {bands} f_b3=9"), &[]);
}

#[test]
fn s3_a_part_with_a_disability_is_not_more_than_its_group() {
    check("dis_girls=14 dis_boys=8 dis_women=16 dis_men=10", &[]);
    check("dis_girls=15", &["S3 sadd/dis_girls 15|14"]);
    check("dis_boys=9", &["S3 sadd/dis_boys 9|8"]);
    check("dis_women=17", &["S3 sadd/dis_women 17|16"]);
    check("dis_men=11", &["S3 sadd/dis_men 11|10"]);
}

#[test]
fn s4_a_part_of_the_people_is_not_more_than_all() {
    check("first_time=48 displaced=48 indigenous=48", &[]);
    check("first_time=49", &["S4 sadd/first_time 49|48"]);
    check("displaced=49", &["S4 sadd/displaced 49|48"]);
    check("indigenous=49", &["S4 sadd/indigenous 49|48"]);
}

#[test]
fn s5_only_a_cancelled_session_reached_nobody() {
    let nobody = "girls=0 boys=0 women=0 men=0 total=0 dis_boys=0 dis_women=0 first_time=0";
    check(nobody, &["S5 sadd/total 0|1"]);
    check(
        &format!("{nobody} session_outcome=partly_held"),
        &["S5 sadd/total 0|1"],
    );
    check(
        &format!("{nobody} session_outcome="),
        &["S5 sadd/total 0|1"],
    );
    check(&format!("{nobody} session_outcome=cancelled"), &[]);
}

#[test]
fn a_figure_that_is_missing_or_no_number_is_the_forms_business() {
    for change in [
        "total=",
        "total=many",
        "total=4.5",
        "total=99999999999999999999",
    ] {
        check(change, &[]);
    }
    check("women=", &[]);
    check("dis_women= women=14", &["S1 sadd/total 46|48"]);
    assert_eq!(fired(""), [""; 0]);
}

#[test]
fn figures_too_large_to_add_leave_the_rule_unjudged() {
    let most = i64::MAX;
    check(&format!("girls={most} boys={most}"), &[]);
}

#[test]
fn a_broken_rule_says_its_figures_in_words() {
    let answers = answers(&format!("{SESSION} women=14"));
    let found = broken(SADD, |path| answers.get(path).cloned());
    let words: Vec<String> = found
        .iter()
        .flat_map(|it| [it.words(Language::English), it.words(Language::Khmer)])
        .collect();
    assert_eq!(
        words,
        [
            "The groups make 46 and you counted 48.",
            "ក្រុមទាំងអស់បូកបាន 46 នាក់ តែអ្នករាប់បាន 48 នាក់។"
        ]
    );
}

#[test]
fn every_rule_speaks_both_languages_with_both_figures() {
    for rule in SADD {
        for words in [rule.en, rule.km] {
            assert!(
                words.contains("{left}") && words.contains("{right}"),
                "{words}"
            );
            assert!(words.ends_with(['.', '។']), "{words}");
        }
        let khmer = |c: char| ('\u{1780}'..='\u{17FF}').contains(&c);
        assert!(
            rule.km.contains(khmer) && !rule.en.contains(khmer),
            "{}",
            rule.id
        );
        assert_eq!(rule.severity, Severity::Error, "{}", rule.id);
    }
    let ids: Vec<&str> = SADD.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
}

#[test]
fn a_rule_is_also_a_constraint_of_the_form_language() {
    #[track_caller]
    fn check(id: &str, at: &str, expression: &str) {
        let found: Vec<String> = SADD
            .iter()
            .filter(|rule| rule.id == id && rule.at == at)
            .map(programme::rules::Rule::expression)
            .collect();
        assert_eq!(found, [expression]);
    }
    check(
        "S1",
        "sadd/total",
        "${girls} + ${boys} + ${women} + ${men} + coalesce(${unspecified_child}, 0) \
         + coalesce(${unspecified_adult}, 0) = ${total}",
    );
    check(
        "S2",
        "sadd/men",
        "${mode} != 'sadd12' or ${m_b4} + ${m_b5} + ${m_b6} = ${men}",
    );
    check("S4", "sadd/first_time", "${first_time} <= ${total}");
    check(
        "S5",
        "sadd/total",
        "${session_outcome} = 'cancelled' or ${total} >= 1",
    );
}

proptest! {
    #[test]
    fn s1_fires_exactly_when_the_sum_differs(
        girls in 0_i64..60, boys in 0_i64..60, women in 0_i64..60, men in 0_i64..60, off in -2_i64..=2,
    ) {
        let total = girls + boys + women + men + off;
        let text = format!("girls={girls} boys={boys} women={women} men={men} total={total}");
        let s1 = fired(&text).iter().any(|it| it.starts_with("S1 "));
        prop_assert_eq!(s1, off != 0);
    }

    #[test]
    fn no_answer_makes_a_rule_panic(value in "\\PC{0,24}") {
        let _ = broken(SADD, |_| Some(value.clone()));
    }
}
