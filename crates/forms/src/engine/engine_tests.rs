//! Answers, kinds, problems, defaults, screens.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::survey_tests::{form, moment, set, start, submitted, wrong};
use crate::{Answers, Filling, Kind, SetError};

#[test]
fn khmer_digits_are_stored_as_ascii_in_figures_and_stay_in_texts() {
    let rows = "type,name,label\ninteger,n,N\ndecimal,d,D\ndate,day,Day\ntime,at,At\ntext,t,T\ngeopoint,p,P";
    let mut filling = start(rows, "");
    for (path, typed, stored) in [
        ("n", " ១២ ", "12"),
        ("d", "-៣.៥", "-3.5"),
        ("day", "២០២៦-១១-០២", "2026-11-02"),
        ("at", "០៨:៣០", "08:30"),
        ("t", "ភូមិ ១២", "ភូមិ ១២"),
        ("p", "១៣.១  ១០៣.២", "13.1 103.2"),
    ] {
        set(&mut filling, path, typed);
        assert_eq!(filling.answers().get(path), Some(stored), "{path}");
    }
    assert_eq!(wrong(&filling), Vec::<String>::new());
}

#[test]
fn an_answer_that_does_not_fit_is_kept_and_reported() {
    let rows = "type,name,label\ninteger,n,N\ndecimal,d,D\ndate,day,D\ntime,at,A\ndateTime,m,M\ngeopoint,p,P\nselect_one l,one,O\nselect_multiple l,many,M\nacknowledge,ok,O";
    let choices = "list_name,name,label\nl,a,A\nl,b,B";
    let check = |path: &str, value: &str, fits: bool| {
        let mut filling = start(rows, choices);
        set(&mut filling, path, value);
        let want = if fits {
            vec![]
        } else {
            vec![format!("{path} Type")]
        };
        assert_eq!(wrong(&filling), want, "{path} = {value}");
        assert_eq!(
            filling.answers().get(path),
            Some(value),
            "{path} = {value} is kept"
        );
    };
    for (path, good, bad) in [
        (
            "n",
            &["0", "-5", "123456789012345678"][..],
            &["1.5", "x", "1234567890123456789", "+1", "--1"][..],
        ),
        (
            "d",
            &["0.5", "-2", ".5", "7."],
            &["1,5", "1e3", ".", "-", "1.2.3"],
        ),
        (
            "day",
            &["2024-02-29"],
            &[
                "2023-02-29",
                "29/02/2024",
                "2567-01-01",
                "2024-2-9",
                "20240229",
            ],
        ),
        (
            "at",
            &["08:30", "08:30:15", "23:59:59.999+07:00"],
            &["24:00", "8", "08:61", "08:30pm"],
        ),
        (
            "m",
            &["2024-02-29T08:30:00.000+07:00"],
            &["2024-02-29", "2023-02-29T08:00", "T08:00"],
        ),
        (
            "p",
            &["13.1 103.2", "13.1 103.2 0 5"],
            &["13.1", "91 0", "0 181", "1 2 3 4 5", "a b"],
        ),
        ("one", &["a"], &["c", "A", "a b"]),
        ("many", &["a", "a b"], &["a c"]),
        ("ok", &["OK"], &["yes"]),
    ] {
        good.iter().for_each(|value| check(path, value, true));
        bad.iter().for_each(|value| check(path, value, false));
    }
}

#[test]
fn required_and_constraints_speak_the_reader_s_language() {
    let rows = "type,name,label::English (en),label::Khmer (km),required,required_message::English (en),required_message::Khmer (km),constraint,constraint_message::English (en)
integer,n,How many,ប៉ុន្មាន,yes,Count them.,សូមរាប់។,. < 5,Fewer than ${limit}.
integer,limit,Limit,កំណត់,,,,,
text,t,Text,អត្ថបទ,yes,,,,";
    let mut filling = start(rows, "");
    set(&mut filling, "limit", "5");
    let texts = |filling: &Filling, language: &str| {
        filling
            .problems(language)
            .into_iter()
            .map(|p| p.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        texts(&filling, "en"),
        ["Count them.", "This answer is needed."]
    );
    assert_eq!(texts(&filling, "km"), ["សូមរាប់។", "ត្រូវការចម្លើយនេះ។"]);
    set(&mut filling, "n", "7");
    set(&mut filling, "t", "x");
    assert_eq!(
        texts(&filling, "km"),
        ["Fewer than 5."],
        "the default language where nothing is translated"
    );
}

#[test]
fn nobody_answers_what_the_form_fills_in() {
    let rows = "type,name,label,read_only,calculation,relevant
calculate,c,,,1 + 1,
note,n,Note,,,
begin group,g,G,yes,,
text,locked,L,,,
end group,,,,,
text,sometimes,S,${c} = 2,,
start,begun,,,,";
    let mut filling = start(rows, "");
    for path in ["c", "n", "g/locked", "sometimes", "begun"] {
        let error = filling.set(path, "x", &moment()).unwrap_err();
        assert!(
            matches!(error, SetError::ReadOnly { .. }),
            "{path}: {error}"
        );
    }
    for path in ["nowhere", "g", "g/nowhere", "", "c[1]", "g[1]/locked"] {
        let error = filling.set(path, "x", &moment()).unwrap_err();
        assert!(matches!(error, SetError::Unknown { .. }), "{path}: {error}");
    }
}

#[test]
fn a_new_record_has_its_defaults_and_the_laptop_s_facts() {
    let rows = "type,name,label,default,calculation
start,begun,,,
today,day,,,
username,who,,,
deviceid,where,,,
text,plain,P,a b,
integer,number,N,2 + 3,
date,date,D,2026-01-02,
text,computed,C,\"concat('x', 1)\",
text,from_plain,F,${plain},
hidden,kept,,secret,";
    let filling = start(rows, "");
    let want = [
        "begun=2026-11-23T09:30:00.000+07:00",
        "computed=x1",
        "date=2026-01-02",
        "day=2026-11-23",
        "from_plain=a b",
        "kept=secret",
        "number=5",
        "plain=a b",
        "where=laptop",
        "who=sok",
    ];
    assert_eq!(submitted(&filling), want);
    let resumed = Filling::resume(filling.form().clone(), &Answers::default(), &moment());
    assert_eq!(
        submitted(&resumed),
        Vec::<String>::new(),
        "an old record gets no defaults"
    );
}

#[test]
fn answers_that_the_form_does_not_know_come_back() {
    let form = form(
        "type,name,label\ntext,t,T\nbegin group,g,G\ntext,u,U\nend group,,\nbegin repeat,r,R\ntext,v,V\nend repeat,,",
        "",
    );
    let json = r#"{"g":{"old":"1","u":"2"},"gone":{"x":"3"},"r":[{"__id":"k","old":"4","v":"5"}],"t":{"was":"a group"}}"#;
    let answers = Answers::from_bytes(json.as_bytes()).unwrap();
    let filling = Filling::resume(form, &answers, &moment());
    assert_eq!(
        String::from_utf8(filling.answers().to_bytes()).unwrap(),
        json
    );
    assert_eq!(
        submitted(&filling),
        ["g/u=2", "r[k]/v=5"],
        "what the form does not ask is not submitted"
    );
    assert_eq!(filling.leftover().get("g/old"), Some("1"));
}

#[test]
fn the_screen_shows_texts_choices_and_what_applies() {
    let rows = "type,name,label::English (en),label::Khmer (km),hint::English (en),appearance,relevant,required
begin group,g,Group,ក្រុម,,field-list,,
select_one l,pick,Pick one,ជ្រើស,Hint,minimal,,yes
note,echo,You chose ${pick}.,អ្នកជ្រើស ${pick}។,,,,
text,more,More,បន្ថែម,,,${pick} = 'b',
end group,,,,,,,";
    let choices =
        "list_name,name,label::English (en),label::Khmer (km)\nl,a,Apple,ផ្លែប៉ោម\nl,b,Bread,";
    let mut filling = start(rows, choices);
    set(&mut filling, "g/pick", "b");
    let nodes = filling.nodes("km");
    let group = &nodes[0];
    assert_eq!(
        (group.path.as_str(), group.kind, group.label.as_str()),
        ("g", Kind::Group, "ក្រុម")
    );
    let [pick, echo, more] = group.children.as_slice() else {
        unreachable!()
    };
    assert_eq!(
        (pick.path.as_str(), pick.value.as_str(), pick.required),
        ("g/pick", "b", true)
    );
    assert_eq!(
        pick.hint, "Hint",
        "untranslated hints show the default language"
    );
    let labels: Vec<&str> = pick.choices.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["ផ្លែប៉ោម", "Bread"]);
    assert_eq!(echo.label, "អ្នកជ្រើស b។");
    assert!(more.relevant && echo.read_only);
    set(&mut filling, "g/pick", "a");
    assert!(!filling.nodes("en")[0].children[2].relevant);
}

#[test]
fn an_answer_longer_than_a_record_holds_is_reported() {
    let mut filling = start("type,name,label\ntext,t,T", "");
    set(&mut filling, "t", &"ក".repeat(30_000));
    assert_eq!(wrong(&filling), ["t TooLong"]);
}

#[test]
fn a_day_is_no_finer_than_the_question_asks_for_it() {
    let rows =
        "type,name,label,appearance\ndate,y,Y,year\ndate,m,M,w1 month-year\ndate,d,D,no-calendar";
    let mut filling = start(rows, "");
    for (path, typed, stored) in [
        ("y", "2024-05-17", "2024-01-01"),
        ("y", "២០២៤", "2024-01-01"),
        ("m", "2024-05-17", "2024-05-01"),
        ("m", "2024-05", "2024-05-01"),
        ("m", "2024", "2024"),
        ("d", "2024-05-17", "2024-05-17"),
        ("y", "soon", "soon"),
    ] {
        set(&mut filling, path, typed);
        assert_eq!(filling.answers().get(path), Some(stored), "{path} {typed}");
    }
}

#[test]
fn the_end_of_the_work_is_put_in_when_the_record_is_written() {
    let rows = "type,name,label\nstart,begun,\nend,ended,\ntext,a,A";
    let mut filling = start(rows, "");
    set(&mut filling, "a", "x");
    assert_eq!(filling.answers().get("ended"), None, "it is not over yet");
    let mut later = moment();
    later.now_ms += 600_000;
    filling.finish(&later);
    let record = filling.submission();
    let ended = record.get("ended").unwrap();
    assert_eq!(record.get("begun"), Some("2026-11-23T09:30:00.000+07:00"));
    assert_eq!(ended, "2026-11-23T09:40:00.000+07:00");
    // Read again, as from an import or another laptop, it stays as it was written.
    let again = Filling::resume(filling.form().clone(), &record, &moment());
    assert_eq!(again.submission().get("ended"), Some(ended));
}
