//! What compiles, what is warned about, what is refused, and where.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use crate::survey_tests::{compiled, form, source};
use crate::{Class, Index, Kind, Severity, compile, read};

/// Compiles; the findings must be exactly those, each as `severity row column: part of the message`.
#[track_caller]
fn check(survey: &str, choices: &str, want: &[(&str, &str)]) {
    let (form, findings) = compiled(survey, choices);
    let seen: Vec<String> = findings
        .iter()
        .map(|f| format!("{:?} {f}", f.severity))
        .collect();
    assert_eq!(seen.len(), want.len(), "{survey}\n{seen:#?}");
    for (place, words) in want {
        let found = seen
            .iter()
            .any(|line| line.starts_with(place) && line.contains(words));
        assert!(found, "{place} … {words}\n{seen:#?}");
    }
    let errors = findings.iter().any(|f| f.severity == Severity::Error);
    assert_eq!(
        form.is_some(),
        !errors,
        "a form exactly when nothing is an error"
    );
}

const LIST: &str = "list_name,name,label\nl,a,A\nl,b,B";

#[test]
fn what_makes_a_form_unusable_is_refused_with_its_place() {
    let rows: &[(&str, (&str, &str))] = &[
        (
            "type,name,label\ntext,,T",
            ("Warning survey row 3, name", "has no name"),
        ),
        (
            "type,name,label\ntext,a b,T",
            ("Error survey row 3, name", "cannot be a name"),
        ),
        (
            "type,name,label\ntext,1a,T",
            ("Error survey row 3, name", "cannot be a name"),
        ),
        (
            "type,name,label\nselect_one nowhere,q,T",
            ("Warning survey row 3, type", "no list named nowhere"),
        ),
        (
            "type,name,label\nselect_one,q,T\ntext,t,T",
            ("Warning survey row 3, type", "not a known type"),
        ),
        (
            "type,name,label,relevant\ntext,q,T,${nobody} = 1",
            ("Warning survey row 3, relevant", "${nobody} is no question"),
        ),
        (
            "type,name,label,relevant\ntext,village,V,\ntext,q,T,${vilage} = 1",
            ("Warning survey row 4, relevant", "is it ${village}?"),
        ),
        (
            "type,name,label,constraint\ninteger,q,T,. > ",
            ("Error survey row 3, constraint", "cannot be read"),
        ),
        (
            "type,name,label\ntext,q,You said ${x}",
            ("Warning survey row 3, label", "${x} is no question"),
        ),
        (
            "type,name,label\nbegin group,g,G\ntext,q,T",
            ("Error survey row 3, type", "not closed"),
        ),
        (
            "type,name,label\ntext,q,T\nend group,,",
            ("Error survey row 4, type", "closes nothing"),
        ),
        (
            "type,name,label\nbegin group,g,G\ntext,q,T\nend repeat,,",
            (
                "Error survey row 5, type",
                "closes a group that begins in row 3",
            ),
        ),
        (
            "type,name,label,sala_class\ntext,q,T,P7",
            ("Error survey row 3, sala_class", "P0, P1, P2 or P3"),
        ),
        (
            "type,name,label,sala_index\ntext,q,T,colour",
            ("Error survey row 3, sala_index", "adm1"),
        ),
        (
            "name,label\nq,T",
            ("Error survey, type", "no column named type"),
        ),
        ("type,name,label\n,,", ("Error survey", "asks nothing")),
        (
            "type,name,label,calculation\nbegin group,g,G,\ntext,q,T,\nend group,,,\nbegin group,h,H,\ntext,q,T,\nend group,,,\ncalculate,c,,${q}",
            ("Error survey row 9, calculation", "questions in rows 4, 7"),
        ),
    ];
    for (survey, want) in rows {
        let (_, findings) = compiled(survey, LIST);
        let seen: Vec<String> = findings
            .iter()
            .map(|f| format!("{:?} {f}", f.severity))
            .collect();
        let found = seen
            .iter()
            .any(|line| line.starts_with(want.0) && line.contains(want.1));
        assert!(found, "{survey}\n{want:?}\n{seen:#?}");
    }
}

#[test]
fn what_people_use_today_loads_with_a_warning() {
    check(
        "type,name,label\ntext,q,T\ntext,q,T",
        LIST,
        &[("Warning survey row 4, name", "stored as q_2")],
    );
    check(
        "type,name,label\ntext,q,T\ntext,Q,T",
        LIST,
        &[("Warning survey row 4, name", "capital letters")],
    );
    check(
        "type,name,label\ntext,q,T\n,x,Y",
        LIST,
        &[("Warning survey row 4, type", "no type")],
    );
    check(
        "type,name,label\ntext,q,",
        LIST,
        &[("Warning survey row 3, label", "no label")],
    );
    check(
        "type,name,label\naudio,q,T",
        LIST,
        &[(
            "Warning survey row 3, type",
            "sound and video are not taken",
        )],
    );
    check("type,name,label\nimage,q,T", LIST, &[]);
    check(
        "type,name,label,default\ntext,q,T,not - known",
        LIST,
        &[(
            "Warning survey row 3, default",
            "worked out as a calculation",
        )],
    );
    check(
        "type,name,label\nfancy,q,T",
        LIST,
        &[("Warning survey row 3, type", "not a known type")],
    );
    check("type,name,label\nselect_one_from_file x.csv,q,T", LIST, &[]);
    check(
        "type,name,label\nrank l,q,T",
        LIST,
        &[("Warning survey row 3, type", "order")],
    );
    check(
        "type,name,label\naudit,,\ntext,t,T",
        LIST,
        &[("Warning survey row 3, type", "only phones keep a log")],
    );
    check(
        "type,name,label,calculation\ntext,q,T,cht:strange(1)",
        LIST,
        &[(
            "Warning survey row 3, calculation",
            "cht:strange() is not known",
        )],
    );
    check(
        "type,name,label,constraint\ntext,q,T,\"regex(., '(?=x)')\"",
        LIST,
        &[("Warning survey row 3, constraint", "looks ahead")],
    );
    check(
        "type,name,label,choice_filter\nselect_one l,q,T,colour = 'x'",
        LIST,
        &[("Warning survey row 3, choice_filter", "no column colour")],
    );
    let twice = format!("{LIST}\nl,a,Again\nl,c d,Spaced\n,x,Y\nl,,Z");
    check(
        "type,name,label\nselect_one l,q,T",
        &twice,
        &[
            ("Warning choices row 8, name", "twice"),
            ("Warning choices row 9, name", "space"),
            ("Warning choices row 10, list_name", "no list"),
            ("Warning choices row 11, name", "no name"),
        ],
    );
}

#[test]
fn questions_carry_their_place_kind_class_and_index() {
    let survey = "type,name,label,sala_class,sala_index,appearance
begin_group,g,G,P1,,
date,day,Day,,date,
text,who,Who,P3,search,multiline sala-link
begin_repeat,r,R,,,
select_multiple l,q,Q,P0,,
end_repeat,,,,,
end_group,,,,,
integer,n,N,,,";
    let form = form(survey, LIST);
    let all: Vec<(&str, Kind, Class, Option<Index>, bool)> = form
        .questions()
        .map(|q| (q.path.as_str(), q.kind, q.class, q.index, q.in_repeat))
        .collect();
    assert_eq!(
        all,
        [
            ("g", Kind::Group, Class::P1, None, false),
            ("g/day", Kind::Date, Class::P1, Some(Index::Date), false),
            ("g/who", Kind::Text, Class::P3, Some(Index::Search), false),
            ("g/r", Kind::Repeat, Class::P1, None, false),
            ("g/r/q", Kind::SelectMultiple, Class::P0, None, true),
            ("n", Kind::Integer, Class::P2, None, false),
        ]
    );
    assert!(form.question("g/who").unwrap().appearance_has("sala-link"));
    assert!(form.question("g/nobody").is_none());
    assert_eq!(form.choices("l").len(), 2);
}

#[test]
fn types_are_known_by_their_other_names() {
    let rows = [
        ("int", Kind::Integer),
        ("string", Kind::Text),
        ("gps", Kind::Geopoint),
        ("datetime", Kind::DateTime),
        ("select one l", Kind::SelectOne),
        ("select one from l", Kind::SelectOne),
        ("select1 l", Kind::SelectOne),
        ("add select one prompt using l", Kind::SelectOne),
        ("select all that apply from l", Kind::SelectMultiple),
        ("Select_One l", Kind::SelectOne),
        ("trigger", Kind::Acknowledge),
        ("barcode", Kind::Barcode),
        ("geoshape", Kind::Geoline),
    ];
    for (word, kind) in rows {
        let form = form(&format!("type,name,label\n{word},q,Q"), LIST);
        assert_eq!(form.question("q").unwrap().kind, kind, "{word}");
    }
}

#[test]
fn languages_come_from_the_headings() {
    let check = |heading: &str, setting: &str, want: &[&str], default: &str| {
        let text = format!(
            "survey\n,type,name,{heading}\n,text,q,x,y\nsettings\n,form_id,version,default_language\n,f,1,{setting}\n"
        );
        let form = compile(&read("f.csv", text.as_bytes()).unwrap()).0.unwrap();
        let codes: Vec<&str> = form.languages().iter().map(|l| l.code.as_str()).collect();
        assert_eq!(
            (codes.as_slice(), form.default_language()),
            (want, default),
            "{heading} / {setting}"
        );
    };
    check(
        "label::English (en),label::Khmer (km)",
        "",
        &["en", "km"],
        "en",
    );
    check(
        "label::English (en),label::Khmer (km)",
        "Khmer (km)",
        &["en", "km"],
        "km",
    );
    check(
        "label::English (en),label::Khmer (km)",
        "km",
        &["en", "km"],
        "km",
    );
    check("label,hint", "", &["default"], "default");
    check(
        "label,label::Khmer (km)",
        "English (en)",
        &["km", "en"],
        "en",
    );
    check(
        "label:English,label:French",
        "",
        &["English", "French"],
        "English",
    );
}

#[test]
fn a_text_that_lacks_a_language_is_said_once_for_each() {
    check(
        "type,name,label::English (en),label::Khmer (km)\ntext,a,A,\ntext,b,B,ខ\ntext,c,C,\ntext,d,,ឃ",
        LIST,
        &[
            (
                "Warning survey row 3, label",
                "missing in the language km here and in 1 more rows",
            ),
            (
                "Warning survey row 6, label",
                "missing in the language en here:",
            ),
        ],
    );
}

#[test]
fn a_long_form_compiles_in_time_and_a_deep_one_is_refused() {
    let mut survey = "type,name,label,relevant,calculation\ninteger,n0,N,,".to_owned();
    for at in 1..3_000 {
        survey.push_str(&format!(
            "\ncalculate,n{at},,${{n{}}} > 0,${{n{}}} + 1",
            at - 1,
            at - 1
        ));
    }
    assert!(form(&survey, LIST).questions().count() == 3_000);
    let deep = format!(
        "type,name,label{}",
        (0..70)
            .map(|at| format!("\nbegin group,g{at},G"))
            .collect::<String>()
    );
    let (form, findings) = compiled(&deep, LIST);
    assert!(
        form.is_none()
            && findings
                .iter()
                .any(|f| f.message.contains("nested deeper than 64"))
    );
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("text".to_owned()),
        Just("begin group".to_owned()),
        Just("end group".to_owned()),
        Just("begin repeat".to_owned()),
        Just("end repeat".to_owned()),
        Just("select_one l".to_owned()),
        Just("select_multiple l or_other".to_owned()),
        Just("calculate".to_owned()),
        Just("${a}".to_owned()),
        Just("${a} + ${b}".to_owned()),
        Just("sum(${b}) div count(${a})".to_owned()),
        Just("yes".to_owned()),
        "[ab]",
        "\\PC{0,8}",
    ]
}

proptest! {
    #[test]
    fn no_survey_makes_the_compiler_panic(rows in proptest::collection::vec(proptest::collection::vec(cell(), 9), 0..12)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["", "type", "name", "label", "relevant", "calculation", "required", "repeat_count", "choice_filter", "default"]).unwrap();
        for row in &rows {
            writer.write_record(std::iter::once("").chain(row.iter().map(String::as_str))).unwrap();
        }
        let text = format!("survey\n{}choices\n,list_name,name,label\n,l,a,A\n", String::from_utf8(writer.into_inner().unwrap()).unwrap());
        if let Ok(book) = read("x.csv", text.as_bytes()) {
            let (form, findings) = compile(&book);
            prop_assert_eq!(form.is_some(), findings.iter().all(|f| f.severity == Severity::Warning));
            if let Some(form) = form {
                let _ = crate::sample::fill(&form, 1);
            }
        }
    }
}

#[test]
fn the_same_source_gives_the_same_findings() {
    let survey = "type,name,label,relevant\ntext,q,T,${a} = 1\ntext,q,,${b} = 2\nfancy,z,Z,";
    assert_eq!(compiled(survey, LIST).1, compiled(survey, LIST).1);
    assert!(source(survey, LIST).starts_with("survey\n"));
}

/// Reads a form written as tables; some finding begins with the place and has the words.
#[track_caller]
fn said(tables: &str, place: &str, words: &str) {
    let findings = match read("trial.md", tables.as_bytes()) {
        Ok(book) => compile(&book).1,
        Err(findings) => findings,
    };
    let seen: Vec<String> = findings
        .iter()
        .map(|f| format!("{:?} {f}", f.severity))
        .collect();
    let found = seen
        .iter()
        .any(|line| line.starts_with(place) && line.contains(words));
    assert!(found, "{tables}\n{place} … {words}\n{seen:#?}");
}

#[test]
fn parameters_that_mean_nothing_are_said() {
    let row = |kind: &str, parameters: &str, words: &str| {
        let table = format!(
            "| survey |\n| | type | name | label | parameters |\n| | {kind} | q | Q | {parameters} |\n"
        );
        said(&table, "Warning survey row 2, parameters", words);
    };
    row("range", "start=1 end", "key=value");
    row("range", "stop=3", "does not know stop");
    row("range", "step=0", "step cannot be 0");
    row(
        "range",
        "start=1 end=3 step=5",
        "larger than the whole range",
    );
    row("range", "placeholder=99", "between start and end");
    row("range", "tick_labelset=nowhere", "no list named nowhere");
    row("text", "rows=many", "whole number");
    row("image", "max-pixels=big", "whole number");
    row("image", "app=camera", "no name of an Android app");
    row("audio", "quality=best", "voice-only");
    row("geopoint", "capture-accuracy=near", "has to be a number");
    row("geotrace", "incremental=no", "incremental cannot be");
    row("geoshape", "reference-geometry=nowhere", "neither a list");
    row("audit", "location-priority=balanced", "only when all three");
    row(
        "select_one_from_file a.csv",
        "value=1st",
        "name of a column",
    );
}

#[test]
fn entities_that_cannot_be_executed_are_said() {
    let sheet = |columns: &str, cells: &str, place: &str, words: &str| {
        let table = format!(
            "| survey |\n| | type | name | label | save_to |\n| | text | q | Q | p |\n| entities |\n| | {columns} |\n| | {cells} |\n"
        );
        said(&table, place, words);
    };
    let entities = "Warning entities row 2";
    sheet(
        "list_name | label",
        "__x | ${q}",
        entities,
        "two underscores",
    );
    sheet("list_name | label", "a.b | ${q}", entities, "a point");
    sheet(
        "list_name | update_if",
        "trees | true()",
        entities,
        "entity_id is needed",
    );
    sheet(
        "dataset | create_if",
        "trees | true()",
        entities,
        "needs a label",
    );
    sheet(
        "list_name | label | why",
        "trees | T | no",
        "Warning entities row 1",
        "why",
    );
    let both = "| survey |\n| | type | name | label | save_to |\n| | begin group | g | G | a |\n| | text | q | Q | |\n| | end group | | | |\n";
    said(
        both,
        "Warning survey row 2, save_to",
        "no entity to save to",
    );
}

#[test]
fn what_a_row_says_beside_its_question_is_kept() {
    use crate::model::{Asks, ValueType};
    let form = form(
        "type,name,label,parameters,body::accuracyThreshold,guidance_hint,media::image\nrange,r,R,start=0 end=1 step=0.1,,,\nimage,i,I,max-pixels=640,,Hold still,how.png\ngeoshape,g,G,,2.5,,\nrank l,k,K,,,,",
        LIST,
    );
    let item = |name: &str| form.item(form.by_path[name]);
    assert_eq!(item("r").value_type, ValueType::Decimal);
    assert_eq!(item("r").control.asks, Asks::Range);
    assert_eq!(item("r").control.range.as_ref().unwrap().step, "0.1");
    assert_eq!(item("i").control.media_type.as_deref(), Some("image/*"));
    assert_eq!(
        item("i").extra.bind,
        [("orx:max-pixels".to_owned(), "640".to_owned())]
    );
    assert_eq!(item("g").value_type, ValueType::Geoshape);
    assert_eq!(
        item("g").extra.body,
        [("accuracyThreshold".to_owned(), "2.5".to_owned())]
    );
    assert_eq!(item("k").value_type, ValueType::Rank);
    let asked = form.question("i").unwrap();
    assert_eq!(asked.guidance.source("default"), "Hold still");
    assert_eq!(asked.media.image.source("default"), "how.png");
}
