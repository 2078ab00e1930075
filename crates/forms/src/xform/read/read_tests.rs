#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use super::read_xform;
use crate::{Filling, Moment};

fn xform(instance: &str, model: &str, body: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model><instance><data id="t" version="7">{instance}</data></instance>{model}</model></h:head><h:body>{body}</h:body></h:html>"#
    )
}

fn moment() -> Moment {
    Moment {
        now_ms: 1_768_478_400_000,
        offset_minutes: 0,
        seed: 1,
        username: "sok".to_owned(),
        device: "d1".to_owned(),
    }
}

/// Opens a form, answers, and compares what another question then holds.
fn check(xml: &str, answers: &[(&str, &str)], path: &str, wanted: &str) {
    let (form, findings) = read_xform(xml.as_bytes());
    let form = form.unwrap_or_else(|| panic!("not read: {findings:?}"));
    let mut filling = Filling::start(Arc::new(form), &moment());
    for (path, value) in answers {
        filling.set(path, value, &moment()).unwrap();
    }
    let held = filling.answers();
    let mut at = &serde_json::Value::Object(held.0.clone());
    for step in path.split('/') {
        at = match step.parse::<usize>() {
            Ok(place) => at.get(place).unwrap_or(&serde_json::Value::Null),
            Err(_) => at.get(step).unwrap_or(&serde_json::Value::Null),
        };
    }
    assert_eq!(at.as_str().unwrap_or(""), wanted, "{path} in {held:?}");
}

#[test]
fn what_a_form_in_xml_says_holds() {
    let sum = xform(
        "<a/><b>2</b><c/>",
        r#"<bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="int"/><bind nodeset="/data/c" calculate="/data/a + /data/b"/>"#,
        r#"<input ref="/data/a"/><input ref="/data/b"/>"#,
    );
    check(&sum, &[("a", "5")], "c", "7");
    check(&sum, &[("a", "5"), ("b", "-1")], "c", "4");
    let start = xform(
        "<a/>",
        r#"<bind nodeset="/data/a" type="int"/><setvalue event="odk-instance-first-load" ref="/data/a" value="4*4"/>"#,
        r#"<input ref="/data/a"/>"#,
    );
    check(&start, &[], "a", "16");
    let changed = xform(
        "<a/><b/>",
        "",
        r#"<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, '!')"/></input><input ref="/data/b"/>"#,
    );
    check(&changed, &[("a", "x")], "b", "x!");
}

#[test]
fn a_path_from_the_top_stays_in_its_instance() {
    let xml = xform(
        r#"<r jr:template=""><a>1</a><b/></r><r><a>1</a><b/></r><n/>"#,
        r#"<bind nodeset="/data/r/b" calculate="/data/r/a * 10"/><bind nodeset="/data/n" calculate="count(/data/r)"/>"#,
        r#"<group ref="/data/r"><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat></group>"#,
    );
    let (form, findings) = read_xform(xml.as_bytes());
    let form = form.unwrap_or_else(|| panic!("{findings:?}"));
    let mut filling = Filling::start(Arc::new(form), &moment());
    let id = filling.add_repeat("r", &moment()).unwrap();
    filling.set(&format!("r[{id}]/a"), "4", &moment()).unwrap();
    let held = serde_json::Value::Object(filling.answers().0);
    assert_eq!(held["r"][0]["b"], "10");
    assert_eq!(held["r"][1]["b"], "40");
    assert_eq!(held["n"], "2");
}

#[test]
fn choices_come_from_items_and_lists() {
    let inline = r#"<select1 ref="/data/q"><label>Q</label><item><label>Yes</label><value>y</value></item><item><label>No</label><value>n</value></item></select1>"#;
    let list = r#"<instance id="l"><root><item><name>y</name><label>Yes</label><g>1</g></item><item><name>n</name><label>No</label><g>1</g></item><item><name>z</name><label>Z</label><g>2</g></item></root></instance>"#;
    let itemset = r#"<select1 ref="/data/q"><itemset nodeset="instance('l')/root/item[g = 1]"><value ref="name"/><label ref="label"/></itemset></select1>"#;
    for xml in [xform("<q/>", "", inline), xform("<q/>", list, itemset)] {
        let (form, findings) = read_xform(xml.as_bytes());
        let form = form.unwrap_or_else(|| panic!("{findings:?}"));
        let filling = Filling::start(Arc::new(form), &moment());
        let nodes = filling.nodes("default");
        let offered: Vec<_> = nodes[0]
            .choices
            .iter()
            .map(|c| (c.value.as_str(), c.label.as_str()))
            .collect();
        assert_eq!(offered, [("y", "Yes"), ("n", "No")]);
    }
}

#[test]
fn a_quote_in_the_id_of_a_text_counts_as_written() {
    let model = r#"<itext><translation lang="en"><text id="/data/q/Don't:label"><value>I don't</value></text></translation></itext>"#;
    let body = r#"<select1 ref="/data/q"><item><label ref="jr:itext('/data/q/Don't:label')"/><value>Don't</value></item></select1>"#;
    let xml = xform("<q/>", model, body);
    let (form, findings) = read_xform(xml.as_bytes());
    let form = form.unwrap_or_else(|| panic!("{findings:?}"));
    let filling = Filling::start(Arc::new(form), &moment());
    assert_eq!(filling.nodes("en")[0].choices[0].label, "I don't");
}

#[test]
fn texts_have_languages_and_answers_in_them() {
    let model = r#"<itext><translation lang="English (en)" default="true()"><text id="a:label"><value>Hi <output value="/data/n"/></value></text></translation><translation lang="French (fr)"><text id="a:label"><value>Salut <output value="/data/n"/></value></text></translation></itext>"#;
    let body =
        r#"<input ref="/data/n"/><input ref="/data/a"><label ref="jr:itext('a:label')"/></input>"#;
    let xml = xform("<n>Sok</n><a/>", model, body);
    let (form, findings) = read_xform(xml.as_bytes());
    let filling = Filling::start(
        Arc::new(form.unwrap_or_else(|| panic!("{findings:?}"))),
        &moment(),
    );
    assert_eq!(filling.nodes("en")[1].label, "Hi Sok");
    assert_eq!(filling.nodes("fr")[1].label, "Salut Sok");
}

#[test]
fn bad_xml_is_refused_with_words() {
    let deep = "<a>".repeat(100_000);
    let rows: [(&str, &str); 6] = [
        ("", "no well-formed XML"),
        ("<a>", "no well-formed XML"),
        ("<a/>", "no <model>"),
        ("<a><model/></a>", "no main instance"),
        (&deep, "deeper than"),
        (
            r#"<!DOCTYPE a [<!ENTITY x "y">]><a><model><instance><d/></instance></model></a>"#,
            "no well-formed XML",
        ),
    ];
    for (xml, wanted) in rows {
        let (form, findings) = read_xform(xml.as_bytes());
        assert!(form.is_none());
        assert!(
            findings.iter().any(|f| f.message.contains(wanted)),
            "{findings:?}"
        );
    }
}

#[test]
fn findings_name_the_line_of_their_element() {
    let xml = xform(
        "<a/>",
        "",
        "\n\n<input ref=\"/data/a\"/>\n<input\nref=\"/data/a\">\n<setvalue ref=\"/data/none\"/></input>",
    );
    let (_, findings) = read_xform(xml.as_bytes());
    let row = |words: &str| {
        let found = findings.iter().find(|f| f.message.contains(words));
        found.and_then(|finding| finding.row)
    };
    assert_eq!(row("/data/none"), Some(6), "{findings:?}");
}
