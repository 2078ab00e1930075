//! Four times as much takes about four times as long: what costs the square of its size shows here. Times are taken
//! side by side and compared with each other only.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use forms::{
    Answers, Filling, Form, Media, Moment, compare_versions, compile, fits, merge, read, read_xform,
};

/// Four times the size costs 4 times as much when time is linear, and 16 times when it is the square.
const RATIO_MAX: f64 = 10.0;
/// A machine that does other things is asked again, each time a little later: what is quadratic misses every time.
const TRIES: u32 = 12;
const PAUSE: Duration = Duration::from_millis(250);

fn best(work: &dyn Fn()) -> Duration {
    let once = || {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}

/// Holds the time for four times the size against that for the size.
#[track_caller]
fn check<T>(what: &str, size: usize, make: impl Fn(usize) -> T, work: impl Fn(&T)) {
    let (small, large) = (make(size), make(size * 4));
    let mut ratios = Vec::new();
    for tries in 0..TRIES {
        thread::sleep(PAUSE * tries);
        let ratio = best(&|| work(&large)).as_secs_f64() / best(&|| work(&small)).as_secs_f64();
        if ratio < RATIO_MAX {
            return;
        }
        ratios.push(ratio);
    }
    panic!("{what}: four times as much took {ratios:.1?} times as long");
}

fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

fn source(survey: &str, choices: &str) -> Vec<u8> {
    format!("survey\n,type,name,label,relevant,calculation,choice_filter\n{survey}choices\n,list_name,name,label,part\n{choices}").into_bytes()
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn opened(bytes: &impl AsRef<[u8]>) {
    black_box(compile(&read("f.csv", bytes.as_ref()).unwrap()));
}

fn form(bytes: &[u8]) -> Arc<Form> {
    Arc::new(compile(&read("f.csv", bytes).unwrap()).0.unwrap())
}

#[test]
fn workbooks_are_read_in_the_time_of_their_size() {
    let survey = |line: fn(usize) -> String| move |count: usize| source(&lines(count, line), "");
    check(
        "questions",
        1_000,
        survey(|at| format!(",text,q{at},Q\n")),
        opened,
    );
    check(
        "one name",
        1_000,
        survey(|_| ",text,q,Q\n".to_owned()),
        opened,
    );
    check(
        "references",
        1_000,
        survey(|at| format!(",text,q{at},\"${{q{}}}\",${{q{}}} = 1\n", at / 2, at / 3)),
        opened,
    );
    check(
        "a chain",
        1_000,
        survey(|at| {
            format!(",calculate,q{at},,,${{q{}}} + 1\n", at.saturating_sub(1))
                .replace("${q0} + 1", if at == 0 { "1" } else { "${q0} + 1" })
        }),
        opened,
    );
    check(
        "groups",
        500,
        survey(|at| format!(",begin group,g{at},G\n,text,a,A\n,end group\n")),
        opened,
    );
    check(
        "repeats",
        500,
        survey(|at| {
            format!(
                ",begin repeat,r{at},R\n,text,a{at},A\n,calculate,c{at},,,${{a{at}}}\n,end repeat\n"
            )
        }),
        opened,
    );
    check(
        "bad rows",
        1_000,
        survey(|at| format!(",magic,{at} ?,Q,(\n")),
        opened,
    );
    let choices = |count: usize| {
        source(
            ",select_one l,s,S,,,part = 'p1'\n",
            &lines(count, |at| format!(",l,c{at},C,p{}\n", at % 9)),
        )
    };
    check("choices", 2_000, choices, opened);
    let doubled = |count: usize| {
        source(
            ",select_one l,s,S\n",
            &lines(count, |_| ",l,c,C,p\n".to_owned()),
        )
    };
    check("one choice", 2_000, doubled, opened);
    let lists = |count: usize| {
        source(
            &lines(count, |at| format!(",select_one l{at},s{at},S\n")),
            &lines(count, |at| format!(",l{at},c,C,p\n")),
        )
    };
    check("lists", 400, lists, opened);
}

/// An XForm of so many questions, each with a bind, a control, texts and a choice.
fn xform(count: usize) -> Vec<u8> {
    let text = format!(
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\"><h:head><h:title>T</h:title><model><itext><translation lang=\"en\">\n{}</translation></itext><instance><data id=\"t\">\n{}</data></instance><instance id=\"l\"><root>\n{}</root></instance>\n{}</model></h:head><h:body>\n{}</h:body></h:html>",
        lines(count, |at| format!(
            "<text id=\"q{at}\"><value>Q {at}</value></text>\n"
        )),
        lines(count, |at| format!("<q{at}/>\n")),
        lines(count, |at| format!(
            "<item><name>c{at}</name><label>C</label><own{at}>1</own{at}></item>\n"
        )),
        lines(count, |at| {
            format!("<bind id=\"b{at}\" nodeset=\"/data/q{at}\" type=\"string\" relevant=\"/data/q0 != 'x'\"/>\n").replace("relevant=\"/data/q0 != 'x'\"", if at == 0 { "" } else { "relevant=\"/data/q0 != 'x'\"" })
        }),
        lines(count, |at| format!(
            "<input bind=\"b{at}\"><label ref=\"jr:itext('q{at}')\"/></input>\n"
        )),
    );
    text.into_bytes()
}

#[test]
fn xforms_are_read_in_the_time_of_their_size() {
    let read = |bytes: &Vec<u8>| {
        black_box(read_xform(bytes));
    };
    assert!(
        read_xform(&xform(3)).0.is_some(),
        "{:?}",
        read_xform(&xform(3)).1
    );
    check("xform", 800, xform, read);
    let again = |count: usize| {
        let text = String::from_utf8(xform(2)).unwrap();
        text.replace("<q1/>", &"<q1/>".repeat(count)).into_bytes()
    };
    check("one element again and again", 2_000, again, read);
}

#[test]
fn files_beside_a_form_are_read_in_the_time_of_their_size() {
    let add = |name: &'static str| {
        move |bytes: &Vec<u8>| {
            black_box(Media::new().add(name, bytes));
        }
    };
    let csv = |count: usize| {
        format!(
            "name,label\n{}",
            lines(count, |at| format!("n{at},L {at}\n"))
        )
        .into_bytes()
    };
    check("csv", 20_000, csv, add("a.csv"));
    let wide = |count: usize| lines(count, |at| format!("c{at},")).into_bytes();
    check("one long row", 20_000, wide, add("a.csv"));
    let xml = |count: usize| {
        format!("<r>{}</r>", lines(count, |at| format!("<i{at}>x</i{at}>"))).into_bytes()
    };
    check("xml", 10_000, xml, add("a.xml"));
    let point = |at| {
        format!(
            "{{\"geometry\":{{\"type\":\"Point\",\"coordinates\":[1,2]}},\"properties\":{{\"p{at}\":1}}}}"
        )
    };
    let places = |count: usize| {
        let all: Vec<String> = (0..count).map(point).collect();
        format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
            all.join(",")
        )
        .into_bytes()
    };
    check("geojson", 5_000, places, add("a.geojson"));
}

/// Answers with so many instances, whose ids begin with a letter.
fn instances(letter: char, count: usize) -> Answers {
    let all: Vec<String> = (0..count)
        .map(|at| format!("{{\"__id\":\"{letter}{at}\",\"t\":\"x\"}}"))
        .collect();
    Answers::from_bytes(format!("{{\"r\":[{}]}}", all.join(",")).as_bytes()).unwrap()
}

#[test]
fn answers_are_read_joined_and_opened_in_the_time_of_their_size() {
    let same = |count: usize| {
        let all = vec!["{\"__id\":\"k\",\"t\":\"x\"}"; count];
        format!("{{\"r\":[{}]}}", all.join(",")).into_bytes()
    };
    check("one id", 5_000, same, |bytes| {
        black_box(Answers::from_bytes(bytes).unwrap());
    });
    let sides = |count: usize| (instances('a', count), instances('b', count));
    check("merge", 2_000, sides, |(a, b)| {
        black_box(merge(&Answers::default(), a, b));
    });
    let form = form(&source(",begin repeat,r,R\n,text,t,T\n,end repeat\n", ""));
    let make = |count: usize| instances('a', count);
    check("fits", 2_000, make, |answers| {
        black_box(fits(&form, answers));
    });
    check("opening", 1_000, make, |answers| {
        black_box(Filling::resume(form.clone(), answers, &moment()));
    });
}

#[test]
fn versions_are_compared_in_the_time_of_their_size() {
    let pair = |count: usize| {
        let version = |name: &str| {
            form(&source(
                &lines(count, |at| {
                    format!(",text,{name}{at},Q {at}\n,integer,n{at},N\n")
                }),
                "",
            ))
        };
        (version("q"), version("p"))
    };
    check("versions", 500, pair, |(old, new)| {
        black_box(compare_versions(old, new));
    });
}
