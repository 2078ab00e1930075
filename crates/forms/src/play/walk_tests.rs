//! Random walks: the same seed goes the same way, and what was done can be done again.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::play_tests::{played, xform};
use super::walk::Chance;

fn form() -> String {
    let model = "<bind nodeset=\"/data/n\" type=\"int\"/><bind nodeset=\"/data/off\" relevant=\"/data/n &gt; 5\"/>\
        <bind nodeset=\"/data/shut\" readonly=\"/data/n = 2\"/><bind nodeset=\"/data/day\" type=\"date\"/>";
    let choices = "<item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item>";
    let body = format!(
        "<input ref=\"/data/n\"/><input ref=\"/data/off\"/><input ref=\"/data/shut\"/><input ref=\"/data/day\"/>\
         <select1 ref=\"/data/one\">{choices}</select1><select ref=\"/data/many\">{choices}</select>\
         <trigger ref=\"/data/ok\"/><upload ref=\"/data/f\" mediatype=\"image/*\"/>\
         <group ref=\"/data/r\"><repeat nodeset=\"/data/r\"><input ref=\"/data/r/x\"/></repeat></group>"
    );
    xform(
        "<n/><off/><shut/><day/><one/><many/><ok/><f/><r><x/></r>",
        model,
        &body,
    )
}

#[test]
fn chance_is_the_one_that_other_engines_draw() {
    let mut chance = Chance::from(7);
    let drawn: Vec<u64> = (0..3)
        .map(|_| (chance.next() * 4_294_967_296.0) as u64)
        .collect();
    let mut state = 7_u64;
    let expected: Vec<u64> = (0..3)
        .map(|_| {
            state = (state * 1_664_525 + 1_013_904_223) % (1 << 32);
            state
        })
        .collect();
    assert_eq!(drawn, expected);
    assert_eq!(Chance::from(0).next(), Chance::from(1).next());
}

#[test]
fn a_walk_answers_what_can_be_answered_and_nothing_else() {
    let result = played(&form(), json!([{ "fuzz": 400, "seed": 3, "every": 100 }]));
    let performed = result["performed"].as_array().unwrap();
    assert!(performed.len() > 300, "{}", performed.len());
    assert!(
        performed.iter().all(|step| step.get("error").is_none()),
        "{performed:?}"
    );
    let names: Vec<&str> = performed
        .iter()
        .filter_map(|step| step["set"].as_str())
        .collect();
    for asked in [
        "/data/n",
        "/data/off",
        "/data/one",
        "/data/many",
        "/data/ok",
        "/data/r[1]/x",
    ] {
        assert!(names.contains(&asked), "{asked}");
    }
    assert!(!names.contains(&"/data/f"), "files are not made up");
    let count = |word: &str| {
        performed
            .iter()
            .filter(|step| step.get(word).is_some())
            .count()
    };
    assert!(count("add_repeat") > 0 && count("remove_repeat") > 0);
    let steps: Vec<&String> = result["snapshots"].as_object().unwrap().keys().collect();
    assert_eq!(steps, ["step100", "step200", "step300", "final"]);
}

#[test]
fn a_form_without_anything_to_answer_ends_the_walk() {
    let result = played(&xform("<a/>", "", ""), json!([{ "fuzz": 50 }]));
    assert_eq!(result["performed"], json!([]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_performed_leads_to_the_same_state(seed in any::<u32>()) {
        let walked = played(&form(), json!([{ "fuzz": 40, "seed": seed }]));
        let again = played(&form(), json!([{ "fuzz": 40, "seed": seed }]));
        prop_assert_eq!(&walked, &again);
        let replayed = played(&form(), walked["performed"].clone());
        let nodes = |result: &Value| result["snapshots"]["final"]["nodes"].clone();
        prop_assert_eq!(nodes(&walked), nodes(&replayed));
    }
}
