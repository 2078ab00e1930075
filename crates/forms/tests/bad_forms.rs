//! Forms and the files beside them that no careful tool wrote: each gives a finding that names its place, and none takes
//! much time or room.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

mod told;

use forms::{Filling, Media, read_xform};
use told::{check, csv, form, moment, told};

#[test]
fn names_types_and_references_that_lead_nowhere_are_said() {
    let check = |rows: &str, form, want: &str| {
        check(
            &csv(
                &format!("type,name,label,relevant,calculation,constraint\n{rows}"),
                "",
            ),
            form,
            want,
        )
    };
    check(
        "text,q,Q\ntext,q,Q",
        true,
        "row 4, name: row 3 has the same name",
    );
    check(
        "text,A,Q\ntext,a,Q\ntext,a,Q",
        true,
        "row 5, name: row 4 has the same name in the same group: this one is stored as a_2",
    );
    check("text,a b,Q", false, "cannot be a name");
    check("text,__id,Q", false, "cannot be a name");
    check("magic,q,Q", true, "\"magic\" is not a known type");
    check("select_one nowhere,q,Q", true, "no list named nowhere");
    check("text,q,Q,magic(1)", true, "magic() is not known");
    check("text,q,Q,if(1)", false, "is given 1 values");
    check("text,q,Q,${nobody} = 1", true, "${nobody} is no question");
    check("text,q,Q,1 +", false, "the expression cannot be read");
    check(
        "calculate,a,,,${b}\ncalculate,b,,,${a}",
        false,
        "in a circle",
    );
    check("text,a,A,${b}=1\ntext,b,B,${a}=1", false, "in a circle");
    check("calculate,a,,,${a}", false, "waits for itself");
    check("begin group,g,G", false, "is not closed");
    check("text,q,Q\nend group", false, "closes nothing");
    check(
        "begin group,g,G\ntext,q,Q\nend repeat",
        false,
        "row 5, type",
    );
    let deep = "begin group,g,G\n".repeat(80);
    check(
        &format!("{deep}text,q,Q\n{}", "end group\n".repeat(80)),
        false,
        "nested deeper than 64",
    );
}

#[test]
fn numbers_and_dates_that_are_none_are_reported() {
    let form = form(
        "type,name,label,default,calculation\ndate,d,D,2026-02-30,\ninteger,n,N,1e999,\ndecimal,x,X,,\ncalculate,c,,,9e9 * 1\ncalculate,big,,,1000000000000000000000000000000000000000000 * 10\ncalculate,over,,,\"pow(10, 400)\"\ncalculate,day,,,\"format-date('2026-02-30', '%Y')\"\ncalculate,later,,,date('2026-02-30') + 1",
    );
    let mut filling = Filling::start(form, &moment());
    filling.set("x", &"9".repeat(400), &moment()).unwrap();
    let wrong: Vec<String> = filling
        .problems("en")
        .into_iter()
        .map(|p| format!("{} {:?}", p.path, p.kind))
        .collect();
    assert_eq!(wrong, ["d Type", "n Type", "x Type"]);
    let answers = filling.answers();
    assert_eq!(
        answers.get("d"),
        Some("2026-02-30"),
        "what was there is kept"
    );
    assert_eq!(answers.get("day"), None);
    assert_eq!(answers.get("later"), None);
}

#[test]
fn answers_made_of_answers_over_and_over_do_not_fill_the_memory() {
    let mut survey = String::from("type,name,label,calculation,repeat_count\ntext,q0,Q,,\n");
    for at in 1..60 {
        let before = at - 1;
        survey += &format!("calculate,q{at},,\"concat(${{q{before}}}, ${{q{before}}})\",\n");
    }
    let mut filling = Filling::start(form(&survey), &moment());
    filling.set("q0", "ភូមិ", &moment()).unwrap();
    let bytes = filling.answers().to_bytes().len();
    assert!(bytes < 60 * 66_000, "{bytes}");
    // Repeats within repeats, each as often as it may be there.
    let survey = "type,name,label,calculation,repeat_count\nbegin repeat,a,A,,9999\nbegin repeat,b,B,,9999\nbegin repeat,c,C,,9999\ntext,t,T,,\nend repeat\nend repeat\nend repeat";
    let filling = Filling::start(form(survey), &moment());
    assert!(filling.answers().to_bytes().len() < 100_000_000);
}

#[test]
fn many_findings_are_told_in_part() {
    let rows = "magic,q,Q\n".repeat(15_000);
    let words = told("f.csv", &csv(&format!("type,name,label\n{rows}"), ""));
    assert!(
        words.contains("warnings were found, the first 5000 are told"),
        "{}",
        words.len()
    );
    assert!(words.lines().count() < 5_100);
    // Unknown names, each compared with all known ones, and a name that could be any of thousands.
    let mut survey = String::from("type,name,label\n");
    for at in 0..4_000 {
        survey += &format!("text,question_{at},\"${{questoin_{at}}} ${{nobody_{at}}}\"\n");
    }
    check(&csv(&survey, ""), true, "is it ${question_");
    let mut survey = String::from("type,name,label\n");
    for at in 0..3_000 {
        survey +=
            &format!("begin group,g{at},G\ntext,same,S\nend group\ntext,t{at},\"${{same}}\"\n");
    }
    let words = told("f.csv", &csv(&survey, ""));
    assert!(words.contains("and 2990 more"), "{}", words.len());
    assert!(words.len() < 3_000_000, "{}", words.len());
}

#[test]
fn expressions_that_read_everything_are_refused_together() {
    let mut survey = String::from("type,name,label,relevant\n");
    for at in 0..4_000 {
        survey += &format!("text,q{at},Q,count(//*) > 1\n");
    }
    check(
        &csv(&survey, ""),
        false,
        "read more than 1000000 questions together",
    );
    let all = "count(//*/following-sibling::*/preceding-sibling::*/following::*) > 0";
    let mut survey = format!("type,name,label,relevant\ntext,first,F,\ntext,x,X,{all}\n");
    for at in 0..10_000 {
        survey += &format!("text,q{at},Q,\n");
    }
    assert!(told("f.csv", &csv(&survey, "")).contains("form"));
}

#[test]
fn broken_xforms_are_refused_by_line() {
    let model = |inside: &str| {
        format!(
            "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>T</h:title><model><instance><data id=\"t\"><q/>{inside}</data></instance><bind nodeset=\"/data/q\" type=\"string\"/></model></h:head><h:body><input ref=\"/data/q\"/></h:body></h:html>"
        )
    };
    let told = |text: &str| {
        let (form, findings) = read_xform(text.as_bytes());
        let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
        format!(
            "{}\n{}",
            if form.is_some() { "a form" } else { "no form" },
            words.join("\n")
        )
    };
    let check = |text: &str, want: &str| {
        let words = told(text);
        let head: String = words.chars().take(400).collect();
        assert!(
            words.starts_with("no form") && words.contains(want),
            "\"{want}\": {head}"
        );
    };
    assert!(
        told(&model("")).starts_with("a form"),
        "{}",
        told(&model(""))
    );
    check("", "");
    check("<a>", "no well-formed XML");
    check("\u{0}", "no well-formed XML");
    check("<html/>", "no <model>");
    check("<model><instance/></model>", "no main instance");
    check(&model("<b></c>"), "no well-formed XML");
    check(
        &format!(
            "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>{}",
            model("&b;")
        ),
        "no well-formed XML",
    );
    check(
        &format!(
            "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>{}",
            model("&a;")
        ),
        "no well-formed XML",
    );
    check(&model("&a;"), "no well-formed XML");
    check(
        &model(&format!("{}{}", "<g>".repeat(500), "</g>".repeat(500))),
        "deeper than 120",
    );
    // What hides the depth from those who count brackets.
    check(&model(&"<g><?x </g?>".repeat(200)), "deeper than 120");
    check(
        &model(&"<g><![CDATA[</g>]]>".repeat(200)),
        "deeper than 120",
    );
    check(
        &model(&"<g a='>'><!-- </g> -->".repeat(200)),
        "deeper than 120",
    );
    let many: String = (0..200_000).map(|at| format!(" a{at}=''")).collect();
    check(
        &model(&format!("\n<g{many}/>")),
        "line 2: an element has more than 256 attributes",
    );
    let spaces: String = (0..5_000)
        .map(|at| format!("<g xmlns:n{at}='u:{at}'/>"))
        .collect();
    check(&model(&spaces), "more than 4096 namespaces");
    check(&model(&"<r/>".repeat(30_000)), "more than 20000 elements");
    let long = format!("<g a='{}'/>", "x".repeat(5 * 1024 * 1024));
    assert!(told(&model(&long)).starts_with("a form"));
    let mut bytes = model("").into_bytes();
    bytes.push(0xff);
    assert!(read_xform(&bytes).1[0].message.contains("UTF-8"));
    let wide: Vec<u8> = model("")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(read_xform(&wide).0.is_none());
}

#[test]
fn broken_media_are_said_with_their_file() {
    let check = |file: &str, bytes: &[u8], want: &str| {
        let findings = Media::new().add(file, bytes);
        let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(
            words
                .iter()
                .any(|line| line.contains(want) && line.starts_with(file)),
            "{file}: \"{want}\" in {words:?}"
        );
    };
    check("a.xml", b"<r>&e;</r>", "line 1: an entity");
    check("a.xml", b"<!DOCTYPE r><r/>", "document type");
    let many: String = (0..100_000).map(|at| format!(" a{at}=''")).collect();
    check(
        "a.xml",
        format!("<r{many}/>").as_bytes(),
        "r has more than 1000 attributes",
    );
    check(
        "a.xml",
        "<a>".repeat(1_000_000).as_bytes(),
        "deeper than 128",
    );
    check("a.xml", b"<r>\n<i\n", "not well-formed");
    check("a.geojson", b"{", "not GeoJSON");
    check("a.geojson", "[".repeat(1_000_000).as_bytes(), "not GeoJSON");
    check(
        "a.geojson",
        br#"{"type":"FeatureCollection"}"#,
        "FeatureCollection is needed",
    );
    check(
        "a.geojson",
        br#"{"type":"FeatureCollection","features":[7]}"#,
        "feature 1 has no point",
    );
    check("a.geojson", br#"{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":["a"]}}]}"#, "feature 1");
    check(
        "a.geojson",
        br#"{"type":"FeatureCollection","features":[{"a":"\ud800"}]}"#,
        "not GeoJSON",
    );
    check(
        "a.geojson",
        br#"{"type":"FeatureCollection","features":[{"a":1e999}]}"#,
        "not GeoJSON",
    );
    check("a.csv", b"a,b\n1,2,3\n", "row 2 has more cells");
    check("a.csv", b"a,a\n1,2\n", "two columns");
    check("a.csv", b"a\n\xff\xfe\n", "not UTF-8");
    // Nothing is said of these, and nothing breaks.
    for bytes in [
        &b"\"a\n1,2\n3"[..],
        b"\"",
        b",,,\n,,,\n",
        b"\r\r\r",
        b"a\0b\n\0",
        b"\xff\xfe\x00",
        b"\xfe\xff\xd8\x00",
    ] {
        let _ = Media::new().add("a.csv", bytes);
    }
}
