//! How a record begins, as its form writes it, and goes on from what was sent.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use crate::survey_tests::{at, moment, set, with_ids, xform};
use crate::{Filling, Form, Known, Media, SubmissionError, SubmissionFacts};

fn begin(form: &Arc<Form>) -> Filling {
    Filling::start(form.clone(), &moment())
}

fn restored(form: &Arc<Form>, xml: &str) -> Filling {
    let restored = Filling::restore(
        form.clone(),
        &Media::new(),
        &Known::default(),
        (xml, "uuid:1"),
        &moment(),
    );
    restored.unwrap().0
}

fn body(count: &str) -> String {
    format!(
        r#"<input ref="/data/n"/><group ref="/data/r"><repeat nodeset="/data/r" {count}><input ref="/data/r/a"/></repeat></group>"#
    )
}

/// The answers `a` of the instances of `r`, in their order.
fn all(filling: &Filling) -> Vec<String> {
    let count = filling.answers().instances("r").len();
    (1..=count)
        .map(|place| at(filling, &format!("r[{place}]/a")))
        .collect()
}

#[test]
fn a_record_begins_with_the_instances_that_the_form_writes() {
    let check = |instance: &str, count: &str, begun: &[&str], after: Option<&[&str]>| {
        let mut filling = begin(&xform(&format!("<n/>{instance}"), "", &body(count)));
        assert_eq!(all(&filling), begun, "{instance}");
        let added = filling
            .add_repeat("r", &moment())
            .ok()
            .map(|_| all(&filling));
        assert_eq!(
            added.as_deref(),
            after
                .map(|all| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
                .as_deref(),
            "{instance}"
        );
    };
    check(
        "<r><a>1</a></r><r><a>2</a></r>",
        "",
        &["1", "2"],
        Some(&["1", "2", "1"]),
    );
    check(r#"<r jr:template=""><a>t</a></r>"#, "", &[], Some(&["t"]));
    check(
        r#"<r jr:template=""><a>t</a></r><r><a>1</a></r>"#,
        "",
        &["1"],
        Some(&["1", "t"]),
    );
    check(
        r#"<r><a>1</a></r><r jr:template=""><a>t</a></r>"#,
        "",
        &["1"],
        Some(&["1", "t"]),
    );
    check(
        r#"<r jr:template=""><a>t</a></r><r><a>t</a></r>"#,
        "",
        &["t"],
        Some(&["t", "t"]),
    );
    check(
        "<r><a>1</a></r><r><a>2</a></r>",
        r#"jr:noAddRemove="true()""#,
        &["1", "2"],
        None,
    );
}

#[test]
fn counted_instances_are_as_the_form_writes_them_as_far_as_it_does() {
    let instance = r#"<n>1</n><r jr:template=""><a>t</a></r><r><a>1</a></r><r><a>2</a></r>"#;
    let check = |reference: &str| {
        let mut filling = begin(&xform(
            instance,
            "",
            &body(&format!(r#"jr:count="{reference}""#)),
        ));
        assert_eq!(all(&filling), ["1"]);
        set(&mut filling, "n", "4");
        assert_eq!(all(&filling), ["1", "2", "t", "t"], "{reference}");
    };
    check("/data/n");
    check("../n");
    check("current()/../n");
}

#[test]
fn nobody_takes_out_an_instance_where_the_form_says_how_many_there_are() {
    let form = xform(
        "<n/><r><a/></r><r><a/></r>",
        "",
        &body(r#"jr:noAddRemove="true()""#),
    );
    let mut filling = begin(&form);
    let first = with_ids(&filling, "r[1]");
    assert!(filling.remove_repeat(&first, &moment()).is_err());
    assert!(filling.nodes("")[1].read_only);
}

#[test]
fn what_stands_in_a_form_is_stored_as_its_question_stores_it() {
    let check = |type_name: &str, written: &str, want: &str| {
        let bind = format!(r#"<bind nodeset="/data/a" type="{type_name}"/>"#);
        let filling = begin(&xform(
            &format!("<a>{written}</a>"),
            &bind,
            r#"<input ref="/data/a"/>"#,
        ));
        assert_eq!(at(&filling, "a"), want, "{type_name} {written}");
    };
    check("int", "2.5", "2");
    check("int", " 3 ", "3");
    check("int", "three", "three");
    check("decimal", "2.5", "2.5");
    check("date", "2026-11-23T09:30:00.000+07:00", "2026-11-23");
    check("string", "2.5", "2.5");
}

#[test]
fn repeats_begin_inside_repeats_as_written() {
    let instance = "<o><i><v>1</v></i><i><v>2</v></i><sum/></o><o><i><v>3</v></i><sum/></o>";
    let model = r#"<bind nodeset="/data/o/sum" calculate="sum(../i/v)"/>"#;
    let body = r#"<group ref="/data/o"><repeat nodeset="/data/o"><group ref="/data/o/i"><repeat nodeset="/data/o/i"><input ref="/data/o/i/v"/></repeat></group></repeat></group>"#;
    let filling = begin(&xform(instance, model, body));
    assert_eq!(
        [at(&filling, "o[1]/sum"), at(&filling, "o[2]/sum")],
        ["3", "3"]
    );
    assert_eq!(at(&filling, "o[1]/i[2]/v"), "2");
}

const KEPT: &str = r#"<on>1</on><g><a>default</a><b/></g>"#;
const KEPT_BINDS: &str = r#"<bind nodeset="/data/g" relevant="/data/on = 1"/><bind nodeset="/data/g/b" calculate="concat('of ', ../a)"/>"#;
const KEPT_BODY: &str =
    r#"<input ref="/data/on"/><group ref="/data/g"><input ref="/data/g/a"/></group>"#;

#[test]
fn what_a_submission_leaves_out_is_as_the_form_begins_with_it() {
    let form = xform(KEPT, KEPT_BINDS, KEPT_BODY);
    let check = |sent: &str, on: &str, want: &str| {
        let mut filling = restored(&form, &format!("<data id='t'>{sent}</data>"));
        set(&mut filling, "on", on);
        assert_eq!(at(&filling, "g/a"), want, "{sent}");
    };
    check("<on>0</on>", "1", "default");
    check("<on>1</on><g><a/></g>", "1", "");
    check("<on>1</on><g><a>x</a></g>", "1", "x");
    check("<on>1</on><g><b/></g>", "1", "default");
    let unread = |xml: &str| {
        Filling::restore(
            form.clone(),
            &Media::new(),
            &Known::default(),
            (xml, ""),
            &moment(),
        )
    };
    assert!(matches!(
        unread("<data id='other'/>"),
        Err(SubmissionError::OtherForm { .. })
    ));
    assert!(matches!(unread("<data"), Err(SubmissionError::Xml { .. })));
}

#[test]
fn a_restored_record_has_its_instances_again() {
    let fixed = xform(
        "<n/><r><a>1</a></r><r><a>2</a></r>",
        "",
        &body(r#"jr:noAddRemove="true()""#),
    );
    let check = |form: &Arc<Form>, sent: &str, want: &[&str]| {
        let filling = restored(form, &format!("<data id='t'>{sent}</data>"));
        assert_eq!(all(&filling), want, "{sent}");
    };
    check(&fixed, "<n/>", &["1", "2"]);
    check(&fixed, "<r><a>x</a></r>", &["x", "2"]);
    check(
        &fixed,
        "<r><a/></r><r><a>y</a></r><r><a>z</a></r>",
        &["", "y", "z"],
    );
    let free = xform(
        r#"<n/><r jr:template=""><a>t</a></r><r><a>1</a></r>"#,
        "",
        &body(""),
    );
    check(&free, "<n/>", &[]);
    check(&free, "<r><a>x</a></r><r/>", &["x", "t"]);
    let counted = xform(
        r#"<n/><r jr:template=""><a>t</a></r>"#,
        "",
        &body(r#"jr:count="/data/n""#),
    );
    check(&counted, "<n>2</n><r><a>x</a></r>", &["x", "t"]);
}

#[test]
fn a_record_that_is_sent_and_restored_is_the_same() {
    let form = xform(KEPT, KEPT_BINDS, KEPT_BODY);
    let mut filling = begin(&form);
    for answer in ["x", "", "y"] {
        set(&mut filling, "g/a", answer);
        let sent = filling.submission_xml(&SubmissionFacts::default()).xml;
        let again = restored(&form, &sent);
        assert_eq!(again.submission_xml(&SubmissionFacts::default()).xml, sent);
    }
}

#[test]
fn what_the_record_says_itself_is_not_stored_among_its_answers() {
    let meta = "<a/><meta><instanceID/><instanceName/><audit>log.csv</audit></meta><copy/>";
    let binds = r#"<bind nodeset="/data/meta/instanceID" jr:preload="uid"/><bind nodeset="/data/meta/instanceName" calculate="concat('of ', /data/a)"/>"#;
    let check = |more: &str, want: &[&str]| {
        let form = xform(meta, &format!("{binds}{more}"), r#"<input ref="/data/a"/>"#);
        let mut filling = begin(&form);
        set(&mut filling, "a", "x");
        let stored: Vec<String> = filling
            .answers()
            .flat()
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        assert_eq!(stored, want);
        let again = Filling::resume(form, &filling.answers(), &moment());
        let named = again.submission_xml(&SubmissionFacts::default()).xml;
        assert!(
            named.contains("<instanceName>of x</instanceName>"),
            "{named}"
        );
        assert_eq!(at(&again, "copy"), at(&filling, "copy"));
    };
    check("", &["a", "meta/audit"]);
    let copy = r#"<bind nodeset="/data/copy" calculate="/data/meta/instanceID"/>"#;
    check(copy, &["a", "copy", "meta/audit", "meta/instanceID"]);
}
