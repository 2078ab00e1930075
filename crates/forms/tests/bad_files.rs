//! Files that no careful tool wrote: each gives a finding that names its place, and none takes much time or room.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

mod packed;

use std::path::PathBuf;
use std::sync::Arc;

use forms::{Filling, Form, Media, Moment, compile, read, read_xform};
use packed::{pack, parts, row, rows, unpack, workbook};

fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

/// What is said of a file, one finding a line, after whether it makes a form.
fn told(name: &str, bytes: &[u8]) -> String {
    let (form, findings) = match read(name, bytes) {
        Err(findings) => (None, findings),
        Ok(book) => compile(&book),
    };
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let form = if form.is_some() { "a form" } else { "no form" };
    format!("{form}\n{}", words.join("\n"))
}

#[track_caller]
fn check(bytes: &[u8], form: bool, want: &str) {
    let words = told("trial.xlsx", bytes);
    let head: String = words.chars().take(600).collect();
    assert_eq!(words.starts_with("a form"), form, "{head}");
    assert!(words.contains(want), "\"{want}\" is not in: {head}");
}

/// A form in the layout of converters.
fn csv(survey: &str, choices: &str) -> Vec<u8> {
    let sheet = |name: &str, rows: &str| {
        let rows: Vec<String> = rows.lines().map(|row| format!(",{row}")).collect();
        format!("{name}\n{}\n", rows.join("\n"))
    };
    format!("{}{}", sheet("survey", survey), sheet("choices", choices)).into_bytes()
}

fn form(survey: &str) -> Arc<Form> {
    let (form, findings) = compile(&read("f.csv", &csv(survey, "list_name,name,label")).unwrap());
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Arc::new(form.unwrap_or_else(|| panic!("{words:#?}")))
}

fn shared(path: &str) -> Vec<(String, Vec<u8>)> {
    let shared = std::env::var("SALA_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(folder) = std::fs::read_dir(shared.join(path)) else {
        assert!(std::env::var("CI").is_err(), "{path} is missing");
        println!("left out: {path} is not here");
        return Vec::new();
    };
    let mut files: Vec<(String, Vec<u8>)> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end != "json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

const SURVEY: &[&[&str]] = &[&["type", "name", "label"], &["text", "q", "Q"]];

#[test]
fn a_workbook_of_our_own_making_is_read() {
    check(&workbook(&[("survey", rows(SURVEY))]), true, "");
    let parts = unpack(&workbook(&[("survey", rows(SURVEY))])).unwrap();
    assert_eq!(parts.len(), 5);
    check(&pack(&parts), true, "");
}

#[test]
fn sheets_that_are_missing_doubled_or_empty_are_said() {
    check(
        &workbook(&[("choices", rows(SURVEY))]),
        false,
        "no sheet named survey",
    );
    check(
        &workbook(&[("surveys", rows(SURVEY))]),
        false,
        "rename it if it should be \"survey\"",
    );
    check(&workbook(&[]), false, "");
    check(
        &workbook(&[("survey", String::new())]),
        false,
        "no column named type",
    );
    check(
        &workbook(&[("survey", rows(&SURVEY[..1]))]),
        false,
        "asks nothing",
    );
    let two = [("survey", rows(SURVEY)), ("Survey", rows(&[&["x"]]))];
    check(&workbook(&two), true, "");
}

#[test]
fn parts_of_a_workbook_that_are_missing_or_broken_are_said() {
    let whole = parts(&[("survey", rows(SURVEY))]);
    for gone in 1..whole.len() {
        let mut parts = whole.clone();
        parts.remove(gone);
        let words = told("f.xlsx", &pack(&parts));
        assert!(
            words.starts_with("no form\n") && words.len() > 20,
            "{gone}: {words}"
        );
    }
    let broken = |at: usize, from: &str, to: &str| {
        let mut parts = whole.clone();
        let text = String::from_utf8(parts[at].1.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        parts[at].1 = text.replacen(from, to, 1).into_bytes();
        told("f.xlsx", &pack(&parts))
    };
    // A sheet that ends in the middle, is no XML, or has a document type.
    assert!(broken(1, "</sheetData></worksheet>", "").contains("cannot be opened"));
    assert!(broken(1, "<row r=\"2\">", "<row r=\"2\"><<").starts_with("no form"));
    let typed = broken(
        1,
        "<worksheet",
        "<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet",
    );
    assert!(!typed.contains("hostname"), "{typed}");
    let entity = broken(1, ">Q<", ">&e;<");
    assert!(
        entity.starts_with("no form") || entity.contains("no label"),
        "{entity}"
    );
    // A place that is no place.
    for place in [
        "A0",
        "A99999999999",
        "ZZZZZZZZ1",
        "",
        "1",
        "A1:B2",
        "\u{1f600}",
    ] {
        let words = broken(1, "r=\"A2\"", &format!("r=\"{place}\""));
        assert!(!words.is_empty(), "{place}");
    }
    // A relationship that leads out of the archive.
    let outside = broken(3, "worksheets/sheet1.xml", "../../../../etc/passwd");
    assert!(outside.starts_with("no form"), "{outside}");
}

#[test]
fn an_archive_whose_contents_lie_elsewhere_than_they_seem_is_refused() {
    let good = workbook(&[("survey", rows(SURVEY))]);
    let end = good.len() - 22;
    let with = |at: usize, bytes: &[u8]| {
        let mut file = good.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    check(&good, true, "");
    check(
        &with(end + 16, &[0, 0, 0, 0]),
        false,
        "not packed as spreadsheets do it",
    );
    check(
        &with(end + 12, &[1, 0, 0, 0]),
        false,
        "not packed as spreadsheets do it",
    );
    check(
        &with(end + 10, &[1, 0]),
        false,
        "not packed as spreadsheets do it",
    );
    check(
        &with(end + 20, &[9, 0]),
        false,
        "not packed as spreadsheets do it",
    );
    // A second end record within the comment of the first.
    let mut two = with(end + 20, &[22, 0]);
    two.extend(b"PK\x05\x06");
    two.extend([0; 18]);
    check(&two, false, "not packed as spreadsheets do it");
    // The form for archives beyond 4 GiB.
    let mut large = good[..end].to_vec();
    large.extend(b"PK\x06\x07");
    large.extend([0; 16]);
    large.extend(&good[end..]);
    check(&large, false, "not packed as spreadsheets do it");
    // Bytes in front, as a program that unpacks itself has them.
    let mut front = b"PK\x03\x04 in front".to_vec();
    front.extend(&good);
    assert!(told("f.xlsx", &front).starts_with("no form"));
}

#[test]
fn sheets_of_a_hundred_thousand_rows_are_read_and_larger_ones_refused() {
    let sheet = |count: usize| {
        let mut text = row(1, &["list_name", "name", "label"]);
        for at in 0..count {
            text += &row(at + 2, &["l", "n", "L"]);
        }
        text
    };
    let book = |count| workbook(&[("survey", rows(SURVEY)), ("choices", sheet(count))]);
    check(&book(99_000), true, "warnings were found, the first");
    check(&book(100_100), false, "more than 100000 rows");
    let mut text = row(1, &["type", "name", "label"]);
    for at in 0..30_000 {
        text += &row(at + 2, &["text", &format!("q{at}"), "Q"]);
    }
    check(
        &workbook(&[("survey", text)]),
        false,
        "more than 20000 questions",
    );
}

#[test]
fn cells_far_to_the_right_take_no_room() {
    // 100,000 rows with one cell each, in the last column that is read: as a full table that were 2.4 GB.
    let mut text = row(1, &["type", "name", "label"]);
    for at in 2..100_000 {
        text += &format!(r#"<row r="{at}"><c r="ALL{at}"><v>1</v></c></row>"#);
    }
    check(
        &workbook(&[("survey", text)]),
        false,
        "more than 5000000 cells",
    );
    let beyond = format!(
        r#"<row r="2"><c r="XFD2"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>"#
    );
    check(
        &workbook(&[("survey", rows(&SURVEY[..1]) + &beyond)]),
        true,
        "survey row 1048576",
    );
    let commas = format!(
        "survey\n,type,name\n{}",
        format!(",text,q{}x\n", ",".repeat(990)).repeat(6_000)
    );
    check(commas.as_bytes(), false, "more than 5000000 cells");
    let bars = format!(
        "| survey |\n{}",
        format!("| | text {}| x |\n", "|".repeat(990)).repeat(6_000)
    );
    check(bars.as_bytes(), false, "more than 5000000 cells");
}

#[test]
fn a_cell_of_five_megabytes_is_cut_with_its_place() {
    let long = "x".repeat(5 * 1024 * 1024);
    let want = "survey row 2, label: the cell is longer than 64 KiB";
    check(
        &workbook(&[("survey", rows(&[SURVEY[0], &["text", "q", &long]]))]),
        true,
        want,
    );
    check(
        &csv(&format!("type,name,label\ntext,q,{long}"), ""),
        true,
        "survey row 3, label: the cell is longer",
    );
    // As a name, an expression, a type.
    check(
        &csv(&format!("type,name,label\ntext,{},Q", &long[..200_000]), ""),
        true,
        "64 KiB",
    );
    check(
        &csv(
            &format!("type,name,label,relevant\ntext,q,Q,{}", "(".repeat(200_000)),
            "",
        ),
        false,
        "relevant: the expression cannot be read",
    );
    check(
        &csv(&format!("type,name,label\n{long},q,Q"), ""),
        true,
        "not a known type",
    );
}

#[test]
fn signs_that_cannot_be_shown_are_taken_out_with_their_place() {
    let late = format!(
        "type,name,label\ntext,q,{}\ntext,r,A\u{0}B\u{1}",
        "x".repeat(5_000)
    );
    check(
        &csv(&late, ""),
        true,
        "survey row 4, label: the cell holds signs that cannot be shown",
    );
    check(
        &csv("type,name,label\ntext,a\u{7f}b,Q", ""),
        true,
        "survey row 3, name: the cell holds signs",
    );
    check(b"survey\n,type,name\n,text,\0q", false, "neither CSV text");
}

#[test]
fn other_encodings_are_named() {
    let text = String::from_utf8(csv("type,name,label\ntext,q,Étage", "")).unwrap();
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    check(&utf16, false, "UTF-16");
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    check(&latin, false, "line 3 is not UTF-8");
    let mut bytes = text.into_bytes();
    bytes.extend([0xed, 0xa0, 0x80]);
    check(&bytes, false, "is not UTF-8");
}

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

#[test]
fn real_workbooks_cut_anywhere_are_refused_or_read() {
    for (name, bytes) in shared("conformance/real") {
        for part in 0..64 {
            let cut = bytes.len() * part / 64;
            let words = told(&name, &bytes[..cut]);
            // An old workbook keeps its table of contents at the front: what is left of it may still be read.
            let refused = words.starts_with("no form");
            assert!(refused || name.ends_with(".xls"), "{name} cut at {part}/64");
            assert!(words.len() > 12, "{name} cut at {part}/64: nothing is said");
        }
    }
}

/// Chance from a seed (splitmix64).
fn draw(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*seed ^ (*seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn real_workbooks_with_flipped_bits_are_refused_or_read() {
    let mut seed = 7;
    for (name, bytes) in shared("conformance/real") {
        for _ in 0..4 {
            let mut bytes = bytes.clone();
            for _ in 0..=draw(&mut seed) % 4 {
                let at = usize::try_from(draw(&mut seed)).unwrap() % bytes.len();
                bytes[at] ^= 1 << (draw(&mut seed) % 8);
            }
            let _ = told(&name, &bytes);
        }
    }
}

#[test]
fn a_list_of_texts_that_claims_more_than_it_holds_is_refused() {
    let book = |count: &str| {
        let mut parts = parts(&[("survey", rows(SURVEY))]);
        let link = parts
            .iter_mut()
            .find(|(name, _)| name.ends_with("workbook.xml.rels"))
            .unwrap();
        let text = String::from_utf8(link.1.clone()).unwrap();
        let more = "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
        link.1 = text.replace("</Relationships>", more).into_bytes();
        let texts = format!(
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" {count}><si><t>a</t></si></sst>"
        );
        parts.push(("xl/sharedStrings.xml".to_owned(), texts.into_bytes()));
        pack(&parts)
    };
    check(&book("count=\"1\" uniqueCount=\"1\""), true, "");
    check(
        &book("uniqueCount=\"99999999999\""),
        false,
        "not packed as spreadsheets do it",
    );
    check(
        &book("uniqueCount = '99999999999999999999999'"),
        false,
        "not packed as spreadsheets do it",
    );
    let far = format!("{}uniqueCount=\"4294967296\"", " ".repeat(100_000));
    check(&book(&far), false, "not packed as spreadsheets do it");
}

/// The header of an old workbook with its table in sector 0 and its folder in sector 1.
fn old_workbook(table: &[u32], stream: &[u8]) -> Vec<u8> {
    let mut file = vec![0; 512];
    file[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    file[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    file[44] = 1;
    file[48] = 1;
    file[60..64].fill(0xff);
    file[68..72].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff]);
    file[72..512].fill(0xff);
    file[72..76].fill(0);
    file[76..80].fill(0);
    let mut entries: Vec<u8> = table.iter().flat_map(|next| next.to_le_bytes()).collect();
    entries.resize(512, 0xff);
    file.extend(entries);
    let mut folder = vec![0; 512];
    for (at, unit) in "Workbook".encode_utf16().enumerate() {
        folder[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
    }
    folder[116] = 2;
    folder[120..124].copy_from_slice(&u32::try_from(stream.len()).unwrap().to_le_bytes());
    file.extend(folder);
    file.extend(stream);
    file
}

/// The chain of a table: its own sector, the folder, and eight sectors of the stream.
fn table() -> Vec<u32> {
    const LAST: u32 = 0xffff_fffe;
    vec![0xffff_fffd, LAST, 3, 4, 5, 6, 7, 8, 9, LAST]
}

/// A stream of 4,096 bytes: one sheet, and the records in it.
fn stream(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut put = |kind: u16, data: &[u8]| {
        out.extend(kind.to_le_bytes());
        out.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
        out.extend(data);
    };
    let begin = [0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    put(0x809, &begin);
    // The sheet begins after this begin (20 bytes), this record (18) and the end (4).
    put(
        0x85,
        &[42, 0, 0, 0, 0, 0, 6, 0, b's', b'u', b'r', b'v', b'e', b'y'],
    );
    put(0x0a, &[]);
    put(0x809, &begin);
    for (kind, data) in records {
        put(*kind, data);
    }
    put(0x0a, &[]);
    out.resize(4_096, 0);
    out
}

#[test]
fn an_old_workbook_that_runs_in_circles_or_spans_too_much_is_refused() {
    let cell = |row: u16, column: u16| {
        let mut data = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        data.extend(1_f64.to_le_bytes());
        (0x203, data)
    };
    let size = |rows: u32, columns: u16| {
        let mut data = [0_u32.to_le_bytes(), rows.to_le_bytes()].concat();
        data.extend([0, 0]);
        data.extend(columns.to_le_bytes());
        data.extend([0, 0]);
        (0x200, data)
    };
    let book = |records: &[(u16, Vec<u8>)]| old_workbook(&table(), &stream(records));
    check(
        &book(&[size(1, 1), cell(0, 0)]),
        false,
        "no column named type",
    );
    check(
        &book(&[cell(0, 0), cell(65_535, 255)]),
        false,
        "span more than 5000000 cells",
    );
    check(
        &book(&[cell(0, 0), cell(3, 300)]),
        false,
        "cannot be opened",
    );
    check(
        &book(&[size(0xffff_ffff, 0xffff)]),
        false,
        "cannot be opened",
    );
    check(&book(&[size(65_537, 1)]), false, "cannot be opened");
    // Chains: of the folder into itself, of the stream into its middle, of the table's own sector.
    for (at, next) in [(1, 1), (9, 5), (9, 2), (4, 4), (0, 0)] {
        let mut table = table();
        table[at] = next;
        check(
            &old_workbook(&table, &stream(&[cell(0, 0)])),
            false,
            "cannot be opened",
        );
    }
    let mut beyond = table();
    beyond[9] = 77;
    check(&old_workbook(&beyond, &stream(&[cell(0, 0)])), false, "");
}
