//! Questions and answers in JSON.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use serde_json::{Value as Json, json};

use super::xpath_answer;

const XML: &str = "<r xmlns:p='urn:p' at='1'>one<!--two--><?three four?><a p:b='c'>5</a><a>x<![CDATA[<y>]]></a></r>";

fn ask(xml: &str, ctx: &str, expr: &str) -> Json {
    xpath_answer(
        &json!({"xml": xml, "ctx": ctx, "expr": expr, "now": "2026-01-15T12:00:00Z", "tz": "+07:00"}),
    )
}

#[test]
fn every_value_is_given_in_four_ways() {
    let check = |expr: &str, want: Json| assert_eq!(ask(XML, "/", expr), want, "{expr}");
    check(
        "/r/a",
        json!({"string": "5", "number": 5, "boolean": true, "nodes": ["/*[1]/*[1]", "/*[1]/*[2]"]}),
    );
    check(
        "/r/b",
        json!({"string": "", "number": "NaN", "boolean": false, "nodes": []}),
    );
    check(
        "-1 div 0",
        json!({"string": "-Infinity", "number": "-Infinity", "boolean": true, "nodes": null}),
    );
    check(
        "'0.5'",
        json!({"string": "0.5", "number": 0.5, "boolean": true, "nodes": null}),
    );
}

#[test]
fn every_kind_of_node_has_a_place() {
    let check = |ctx: &str, expr: &str, want: &[&str]| {
        assert_eq!(ask(XML, ctx, expr)["nodes"], json!(want), "{ctx} {expr}");
    };
    check("/", "/", &["/"]);
    check(
        "/*[1]",
        "node()",
        &[
            "/*[1]/text()[1]",
            "/*[1]/comment()[1]",
            "/*[1]/processing-instruction()[1]",
            "/*[1]/*[1]",
            "/*[1]/*[2]",
        ],
    );
    check(
        "/*[1]/*[2]",
        "text()",
        &["/*[1]/*[2]/text()[1]", "/*[1]/*[2]/text()[2]"],
    );
    check("/*[1]/@at", "..", &["/*[1]"]);
    check("/", "/r/a/@p:b", &["/*[1]/*[1]/@p:b"]);
    check("/", "/r/@*", &["/*[1]/@at"]);
    check("/*[1]/*[1]", "namespace::*", &["/*[1]/@xmlns:p"]);
    check("/*[1]/comment()[1]", ".", &["/*[1]/comment()[1]"]);
    check(
        "/*[1]/*[2]",
        "preceding::node()",
        &[
            "/*[1]/text()[1]",
            "/*[1]/comment()[1]",
            "/*[1]/processing-instruction()[1]",
            "/*[1]/*[1]",
            "/*[1]/*[1]/text()[1]",
        ],
    );
    assert_eq!(ask(XML, "/", "string(/r)")["string"], "one5x<y>");
    let nested = "<r><a><a><b/></a><b/></a><b/></r>";
    let in_order = json!(["/*[1]/*[1]/*[1]/*[1]", "/*[1]/*[1]/*[2]", "/*[1]/*[2]"]);
    for expr in [
        "//b",
        "//*/./b",
        "//a/../b | //b",
        "//b/self::b",
        "//b/ancestor::*/b",
    ] {
        assert_eq!(ask(nested, "/", expr)["nodes"], in_order, "{expr}");
    }
}

#[test]
fn namespaces_tell_names_apart() {
    let xml = "<h xmlns='http://www.w3.org/1999/xhtml' xmlns:p='urn:p'><p:a/><b xmlns=''/><c xmlns='urn:p'/></h>";
    let check = |expr: &str, want: &str| assert_eq!(ask(xml, "/", expr)["string"], want, "{expr}");
    check("count(/h)", "0");
    check("count(/xhtml:h)", "1");
    check("count(/xhtml:h/b)", "1");
    check("count(/xhtml:h/p:*)", "2");
    check("count(/xhtml:h/p:a)", "1");
    check("count(/xhtml:h/q:a)", "0");
    check("name(/*)", "h");
    check("name(/*/*[1])", "p:a");
    check("namespace-uri(/*/*[1])", "urn:p");
    check("namespace-uri(/*/*[2])", "");
    check("namespace-uri(/*/*[3])", "urn:p");
    check("local-name(/*/namespace::*[2])", "p");
    check("count(/*/*[2]/namespace::*)", "1");
}

#[test]
fn a_whole_form_is_read_as_forms_are() {
    let xml = "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'>\
        <h:head><model><itext><translation lang='en'><text id='t'><value form='image'>x</value>\
        <value>Mine</value></text></translation><translation lang='km' default=''><text id='t'>\
        <value>មីន</value></text></translation></itext>\
        <instance><data><q>2</q></data></instance>\
        <instance id='l'><root><item><name>a</name></item><item><name>b</name></item></root></instance>\
        </model></h:head></h:html>";
    let check = |lang: Json, expr: &str, want: &str| {
        let ctx = "/*[1]/*[1]/*[1]/*[2]/*[1]/*[1]";
        let answer = xpath_answer(&json!({"xml": xml, "ctx": ctx, "expr": expr, "lang": lang}));
        assert_eq!(answer["string"], want, "{expr}: {answer}");
    };
    check(Json::Null, "/data/q", "2");
    check(
        Json::Null,
        "instance('l')/root/item[number(/data/q)]/name",
        "b",
    );
    check(Json::Null, "count(instance('none'))", "0");
    check(json!("en"), "jr:itext('t')", "Mine");
    check(json!("km"), "jr:itext('t')", "មីន");
    check(json!("th"), "jr:itext('t')", "មីន");
    check(Json::Null, "jr:itext('none')", "");
}

#[test]
fn time_and_zone_are_those_of_the_request() {
    let check = |now: &str, tz: &str, want: &str| {
        let answer = xpath_answer(&json!({"xml": "<r/>", "expr": "now()", "now": now, "tz": tz}));
        assert_eq!(answer["string"], want);
    };
    check(
        "2026-01-15T12:00:00Z",
        "UTC",
        "2026-01-15T12:00:00.000+00:00",
    );
    check(
        "2026-01-15T12:00:00Z",
        "America/Phoenix",
        "2026-01-15T05:00:00.000-07:00",
    );
    check(
        "2026-01-15T12:00:00Z",
        "Asia/Phnom_Penh",
        "2026-01-15T19:00:00.000+07:00",
    );
    check(
        "2026-01-15T12:00:00Z",
        "Europe/Zurich",
        "2026-01-15T13:00:00.000+01:00",
    );
    check(
        "2026-07-15T12:00:00Z",
        "Europe/Zurich",
        "2026-07-15T14:00:00.000+02:00",
    );
    check(
        "2026-01-15T12:00:00Z",
        "-03:30",
        "2026-01-15T08:30:00.000-03:30",
    );
}

#[test]
fn what_cannot_be_answered_says_why() {
    let check = |request: Json, want: &str| {
        let answer = xpath_answer(&request);
        let error = answer["error"].as_str().unwrap_or("");
        assert!(error.contains(want), "{request}: {answer}");
    };
    check(json!(null), "\"xml\" is missing");
    check(json!({"xml": 1}), "\"xml\" is not a text");
    check(json!({"xml": "<r/>"}), "\"expr\" is missing");
    check(json!({"xml": "", "expr": "1"}), "no element");
    check(json!({"xml": "<r>\n<a></r>", "expr": "1"}), "line 2");
    check(json!({"xml": "<r/><r/>", "expr": "1"}), "second element");
    check(json!({"xml": "<r>&x;</r>", "expr": "1"}), "entity");
    check(
        json!({"xml": "<!DOCTYPE r [<!ENTITY x 'y'>]><r>&x;</r>", "expr": "1"}),
        "entity",
    );
    check(json!({"xml": "<a>".repeat(200), "expr": "1"}), "deeper");
    check(json!({"xml": "<r/>", "expr": "1 +"}), "expr: ");
    check(json!({"xml": "<r/>", "expr": "foo()"}), "no function foo()");
    check(
        json!({"xml": "<r/>", "expr": "substr('a')"}),
        "is given 1 values",
    );
    check(
        json!({"xml": "<r/>", "expr": "1", "ctx": "/*[2]"}),
        "no node",
    );
    check(
        json!({"xml": "<r/>", "expr": "1", "ctx": "/*[x]"}),
        "no node",
    );
    check(json!({"xml": "<r/>", "expr": "1", "now": "noon"}), "now: ");
    check(
        json!({"xml": "<r/>", "expr": "1", "tz": "Mars/Base"}),
        "tz: ",
    );
}

#[test]
fn several_answers_in_place_of_one_are_the_first_and_the_author_hears_of_it() {
    for (expr, want) in [
        ("string(/r/a)", "5"),
        ("/r/a + 1", "6"),
        ("substr(/r/a, 0)", "5"),
        ("if(contains(/r/a, '5'), 'y', 'n')", "y"),
    ] {
        let answer = ask(XML, "/", expr);
        assert_eq!(answer["string"], want, "{expr}");
        let warned = answer["warnings"][0].as_str().unwrap();
        assert!(warned.contains("several answers"), "{expr}: {answer}");
    }
    for expr in [
        "/r/a",
        "count(/r/a)",
        "/r/a = 5",
        "/r/a[1] + 1",
        "join(' ', /r/a)",
    ] {
        assert_eq!(ask(XML, "/", expr).get("warnings"), None, "{expr}");
    }
}

#[test]
fn what_is_not_evaluated_does_not_fail() {
    for expr in [
        "false() and substr()",
        "true() or foo()",
        "if(true(), 1, substr())",
    ] {
        assert_eq!(ask("<r/>", "/", expr).get("error"), None, "{expr}");
    }
}

#[test]
fn a_malformed_date_is_empty_and_the_author_hears_of_it() {
    for expr in [
        "date('2026-02-30')",
        "date-time('x')",
        "format-date('soon', '%Y')",
    ] {
        let answer = ask("<r/>", "/", expr);
        assert_eq!(answer["string"], "", "{expr}");
        assert!(
            answer["warnings"][0].as_str().unwrap().contains("no date"),
            "{answer}"
        );
    }
    for expr in [
        "date('')",
        "date(/nowhere)",
        "format-date('', '%Y')",
        "date('2026-02-28')",
    ] {
        assert_eq!(ask("<r/>", "/", expr).get("warnings"), None, "{expr}");
    }
}

#[test]
fn a_place_may_be_any_path() {
    for (ctx, place) in [("/r/a", "/*[1]/*[1]"), ("//a[2]", "/*[1]/*[2]")] {
        assert_eq!(ask(XML, ctx, ".")["nodes"], json!([place]), "{ctx}");
    }
    for ctx in ["/r/none", "1 + 1", "/r/a["] {
        let error = ask(XML, ctx, ".")["error"].as_str().unwrap().to_owned();
        assert!(error.starts_with("ctx: "), "{error}");
    }
}
