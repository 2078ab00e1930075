//! What a form does by itself: when a record begins or is opened, an instance is added, an answer changes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use crate::survey_tests::{at, moment, set, set_at, start, with_ids, xform};
use crate::{Filling, Form, Known, Media};

fn begin(form: &Arc<Form>) -> Filling {
    Filling::start(form.clone(), &moment())
}

fn add(filling: &mut Filling, path: &str) {
    let path = with_ids(filling, path);
    filling.add_repeat(&path, &moment()).unwrap();
}

const BOTH: &str = r#"<input ref="/data/a"/><input ref="/data/b"/>"#;

#[test]
fn an_action_runs_at_its_moments() {
    let check = |event: &str, begun: &str, resumed: &str| {
        let model = format!(r#"<setvalue event="{event}" ref="/data/a" value="4*4"/>"#);
        let form = xform("<a/><b/>", &model, BOTH);
        let mut filling = begin(&form);
        assert_eq!(at(&filling, "a"), begun, "{event}: begun");
        set(&mut filling, "a", "5");
        let filling = Filling::resume(form, &filling.answers(), &moment());
        assert_eq!(at(&filling, "a"), resumed, "{event}: resumed");
    };
    check("odk-instance-first-load", "16", "5");
    check("xforms-ready", "16", "5");
    check("odk-instance-load", "16", "16");
    check("odk-new-repeat", "", "5");
    check("xforms-value-changed", "", "5");
    check("some-other-moment", "", "5");
}

#[test]
fn an_action_puts_words_or_what_an_expression_gives_as_its_question_stores_it() {
    let check = |type_name: &str, action: &str, want: &str| {
        let model = format!(
            r#"<bind nodeset="/data/a" type="{type_name}"/><setvalue event="odk-instance-first-load" ref="/data/a" {action}"#
        );
        let filling = begin(&xform("<a/><b>7</b>", &model, BOTH));
        assert_eq!(at(&filling, "a"), want, "{type_name} {action}");
    };
    check("string", ">cheese</setvalue>", "cheese");
    check("string", "/>", "");
    check("string", r#"value="../b * 2"/>"#, "14");
    check("string", r#"value="/data/b = 7"/>"#, "1");
    check("int", r#"value="7 div 2"/>"#, "3");
    check("decimal", r#"value="7 div 2"/>"#, "3.5");
    check("int", r#"value="'seven'"/>"#, "");
    check("date", r#"value="now()"/>"#, "2026-11-23");
}

#[test]
fn a_change_sets_off_actions_in_the_order_of_the_document() {
    let body = r#"<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, '!')"/><setvalue event="xforms-value-changed" ref="/data/c" value="concat(/data/b, '?')"/><setvalue event="xforms-value-changed" ref="/data/d">seen</setvalue></input><input ref="/data/b"/>"#;
    let mut filling = begin(&xform("<a>x</a><b/><c/><d/>", "", body));
    assert_eq!(at(&filling, "b"), "", "opening is no change");
    set(&mut filling, "a", "x");
    assert_eq!(at(&filling, "b"), "", "the same answer again is no change");
    set(&mut filling, "a", "y");
    assert_eq!(
        [at(&filling, "b"), at(&filling, "c"), at(&filling, "d")],
        ["y!", "y!?", "seen"]
    );
    set(&mut filling, "b", "mine");
    assert_eq!(
        at(&filling, "c"),
        "y!?",
        "only its own source sets an action off"
    );
    set(&mut filling, "a", "");
    assert_eq!(
        [at(&filling, "b"), at(&filling, "c")],
        ["!", "!?"],
        "an answer taken away is a change"
    );
}

#[test]
fn an_action_of_a_calculation_runs_when_its_value_changes() {
    let body = r#"<input ref="/data/a"/><input ref="/data/sum"><setvalue event="xforms-value-changed" ref="/data/log" value="concat(/data/log, /data/sum, ';')"/></input>"#;
    let model = r#"<bind nodeset="/data/sum" calculate="number(/data/a) > 10"/>"#;
    let mut filling = begin(&xform("<a/><sum/><log/>", model, body));
    for answer in ["1", "2", "11", "12", "3"] {
        set(&mut filling, "a", answer);
    }
    assert_eq!(at(&filling, "log"), "1;0;");
}

#[test]
fn actions_that_set_each_other_off_come_to_an_end() {
    let body = r#"<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/b, 'x')"/></input><input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/a" value="string-length(/data/b)"/></input>"#;
    let mut filling = begin(&xform("<a/><b/>", "", body));
    set(&mut filling, "a", "go");
    assert_ne!(at(&filling, "b"), "");
    set(&mut filling, "a", "again");
}

#[test]
fn what_is_not_relevant_is_left_alone_by_actions() {
    let model = r#"<bind nodeset="/data/a" relevant="/data/b = 3"/><setvalue event="odk-instance-first-load" ref="/data/a" value="/data/b * 4"/>"#;
    let mut filling = begin(&xform("<a/><b>5</b>", model, BOTH));
    assert_eq!(at(&filling, "a"), "");
    set(&mut filling, "b", "3");
    assert_eq!(at(&filling, "a"), "", "and nothing is made up for later");
}

#[test]
fn an_action_of_a_form_goes_over_a_calculation_until_that_is_computed_again() {
    let model = r#"<bind nodeset="/data/a" calculate="concat('of ', /data/b)"/><setvalue event="odk-instance-load" ref="/data/a">put</setvalue>"#;
    let mut filling = begin(&xform("<a/><b/>", model, BOTH));
    assert_eq!(at(&filling, "a"), "put");
    set(&mut filling, "b", "1");
    assert_eq!(at(&filling, "a"), "of 1");
}

const REPEAT: &str = r#"<input ref="/data/n"><setvalue event="xforms-value-changed" ref="/data/r/from_top" value="/data/n"/></input><group ref="/data/r"><repeat nodeset="/data/r"><setvalue event="odk-new-repeat" ref="/data/r/born" value="concat('no ', position(..))"/><setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/r/both">here</setvalue><input ref="/data/r/a"><setvalue event="xforms-value-changed" ref="/data/r/b" value="../a * 10"/></input><input ref="/data/r/b"/></repeat></group>"#;
const INSTANCE: &str = r#"<n/><r jr:template=""><a/><b/><born/><both/><from_top/></r><r><a/><b/><born/><both/><from_top/></r>"#;

#[test]
fn actions_in_a_repeat_stay_in_their_instance() {
    let mut filling = begin(&xform(INSTANCE, "", REPEAT));
    assert_eq!(
        [at(&filling, "r[1]/born"), at(&filling, "r[1]/both")],
        ["", "here"]
    );
    add(&mut filling, "r");
    add(&mut filling, "r");
    assert_eq!(
        at(&filling, "r[1]/born"),
        "",
        "the first one was there before"
    );
    assert_eq!(at(&filling, "r[2]/born"), "no 2");
    assert_eq!(at(&filling, "r[3]/born"), "no 3");
    assert_eq!(at(&filling, "r[3]/both"), "here");
    set_at(&mut filling, "r[2]/a", "4");
    assert_eq!(
        ["1", "2", "3"].map(|p| at(&filling, &format!("r[{p}]/b"))),
        ["", "40", ""]
    );
    set(&mut filling, "n", "9");
    assert_eq!(
        ["1", "2", "3"].map(|p| at(&filling, &format!("r[{p}]/from_top"))),
        ["9", "9", "9"],
        "an answer outside reaches every instance"
    );
}

#[test]
fn a_counted_repeat_runs_the_actions_of_each_new_instance() {
    let body = REPEAT.replace(
        r#"nodeset="/data/r""#,
        r#"nodeset="/data/r" jr:count="/data/n""#,
    );
    let mut filling = begin(&xform(INSTANCE, "", &body));
    for (count, there) in [("2", 2), ("4", 4), ("1", 4), ("5", 5)] {
        set(&mut filling, "n", count);
        assert_eq!(filling.answers().instances("r").len(), there);
    }
    assert_eq!(at(&filling, "r[5]/born"), "no 5");
    assert_eq!(at(&filling, "r[2]/both"), "here");
}

#[test]
fn repeats_inside_a_new_instance_run_their_actions_too() {
    let rows = "type,name,label,default
begin repeat,house,H,
text,head,H,
begin repeat,child,C,
text,mark,M,\"concat('c', position(..))\"
end repeat,,,
end repeat,,,";
    let mut filling = start(rows, "");
    assert_eq!(at(&filling, "house[1]/child[1]/mark"), "c1");
    add(&mut filling, "house");
    assert_eq!(at(&filling, "house[2]/child[1]/mark"), "c1");
    add(&mut filling, "house[2]/child");
    assert_eq!(at(&filling, "house[2]/child[2]/mark"), "c2");
}

#[test]
fn the_position_is_put_where_the_laptop_knows_it() {
    let check = |position: &str, name: &str, want: &str| {
        let model = format!(r#"<{name} event="odk-instance-first-load" ref="/data/a"/>"#);
        let form = xform("<a/><b/>", &model, BOTH);
        let known = Known {
            position: position.to_owned(),
            ..Known::default()
        };
        let filling = Filling::start_knowing(form, &Media::new(), &known, &moment());
        assert_eq!(at(&filling, "a"), want, "{name} {position}");
    };
    check("13.1 103.2 0 5", "odk:setgeopoint", "13.1 103.2 0 5");
    check("", "odk:setgeopoint", "");
    check("in the field", "odk:setgeopoint", "");
    check("13.1 103.2 0 5", "setgeopoint", "");
    check("13.1 103.2 0 5", "odk:recordaudio", "");
}

#[test]
fn a_question_that_only_shows_keeps_what_an_action_puts() {
    let model = r#"<bind nodeset="/data/a" readonly="true()"/><setvalue event="odk-instance-first-load" ref="/data/a">kept</setvalue>"#;
    let filling = begin(&xform("<a/><b/>", model, BOTH));
    assert_eq!(at(&filling, "a"), "kept");
}

#[test]
fn attributes_are_set_calculated_and_kept() {
    let instance = r#"<a x="" y="as written" z="">1</a><g w=""><b/></g>"#;
    let model = r#"<bind nodeset="/data/a/@z" calculate="concat('is ', /data/g/b)"/><bind nodeset="/data/c" calculate="concat(/data/a/@y, '/', /data/a/@x)"/><setvalue event="odk-instance-first-load" ref="/data/a/@x" value="6 + 1"/><setvalue event="odk-instance-first-load" ref="/data/g/@w">in</setvalue>"#;
    let body = r#"<input ref="/data/a"/><input ref="/data/g/b"/>"#;
    let form = xform(&format!("{instance}<c/>"), model, body);
    let mut filling = begin(&form);
    set(&mut filling, "g/b", "2");
    assert_eq!(at(&filling, "c"), "as written/7");
    let xml = filling
        .submission_xml(&crate::SubmissionFacts::default())
        .xml;
    let want = r#"<a x="7" y="as written" z="is 2">1</a><g w="in"><b>2</b></g><c>as written/7</c>"#;
    assert!(xml.contains(want), "{xml}");
    let answers = filling.answers();
    assert_eq!(
        [answers.get("a@x"), answers.get("g/@w")],
        [Some("7"), Some("in")]
    );
    let resumed = Filling::resume(form, &answers, &moment());
    assert_eq!(
        resumed
            .submission_xml(&crate::SubmissionFacts::default())
            .xml,
        xml
    );
    assert_eq!(resumed.answers(), answers);
    assert!(resumed.leftover().is_empty());
}

#[test]
fn facts_about_person_and_laptop_are_filled_in() {
    let model = r#"<bind nodeset="/data/a" jr:preload="property" jr:preloadParams="email"/><bind nodeset="/data/b" calculate="property('phonenumber')"/>"#;
    let form = xform("<a/><b/>", model, "");
    let known = Known {
        email: "sok@example.org".to_owned(),
        phone: "+855 12".to_owned(),
        ..Known::default()
    };
    let filling = Filling::start_knowing(form, &Media::new(), &known, &moment());
    assert_eq!(
        [at(&filling, "a"), at(&filling, "b")],
        ["sok@example.org", "+855 12"]
    );
}
