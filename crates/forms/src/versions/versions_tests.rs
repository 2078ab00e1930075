//! What changed between two versions, row by row.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use super::{Verdict, compare_versions, fits, verdict};
use crate::Answers;
use crate::survey_tests::form;

const HEAD: &str =
    "type,name,label,relevant,constraint,required,calculation,repeat_count,choice_filter";
const LISTS: &str =
    "list_name,name,label\nyn,yes,Yes\nyn,no,No\nkinds,ap,Mine\nkinds,uxo,UXO\nkinds,ied,IED";

/// A change as `kind path[.choice] old→new effect`.
fn said(old: (&str, &str), new: (&str, &str)) -> Vec<String> {
    let survey = |rows: &str| format!("{HEAD}\n{rows}");
    let (old, new) = (form(&survey(old.0), old.1), form(&survey(new.0), new.1));
    let word = |text: &Option<String>| text.clone().unwrap_or_default();
    let changes = compare_versions(&old, &new);
    let lines = changes.iter().map(|change| {
        let choice = change.choice.as_deref().map(|choice| format!(".{choice}"));
        let sides = match (&change.old, &change.new) {
            (None, None) => String::new(),
            (old, new) => format!(" {}→{}", word(old), word(new)),
        };
        let (kind, path) = (change.kind, &change.path);
        let choice = choice.unwrap_or_default();
        format!("{kind:?} {path}{choice}{sides} {:?}", change.effect)
    });
    lines.collect()
}

#[track_caller]
fn check(old: &str, new: &str, want: &[&str]) {
    assert_eq!(said((old, LISTS), (new, LISTS)), want, "{old}\n⇒\n{new}");
}

#[test]
fn an_equal_version_changed_nothing() {
    let rows = "begin group,g,G\ntext,a,A,${b}='yes',.!='x',yes\nend group\nselect_one yn,b,B";
    check(rows, rows, &[]);
}

#[test]
fn questions_are_added_and_removed() {
    check("text,a,A", "text,a,A\ninteger,n,N", &["Added n Whole"]);
    check(
        "text,a,A\ninteger,n,N",
        "text,a,A",
        &["Removed n WithLeftovers"],
    );
    check("text,a,A\nnote,n,N", "text,a,A", &["Removed n Whole"]);
    check(
        "text,a,A\nbegin group,g,G\ntext,x,X\nend group",
        "text,a,A",
        &["Removed g WithLeftovers", "Removed g/x WithLeftovers"],
    );
}

#[test]
fn a_renamed_question_stands_in_its_place_with_its_words_or_its_own_list() {
    check(
        "text,a,A\ninteger,n,How many?\ntext,z,Z",
        "text,a,A\ninteger,count,How many?\ntext,z,Z",
        &["Renamed count n→count WithLeftovers"],
    );
    check(
        "select_one kinds,k,Kind\ntext,z,Z",
        "select_one kinds,kind,What kind was it?\ntext,z,Z",
        &[
            "Renamed kind k→kind WithLeftovers",
            "Relabelled kind Kind→What kind was it? Whole",
        ],
    );
    check(
        "begin group,g,G\ninteger,n,N\nend group",
        "begin group,h,G\ninteger,n,N\nend group",
        &["Renamed h g→h WithLeftovers"],
    );
}

#[test]
fn what_only_looks_like_a_rename_is_removed_and_added() {
    let apart = |a: &str, b: &str| {
        vec![
            format!("Added {b} Whole"),
            format!("Removed {a} WithLeftovers"),
        ]
    };
    let check = |old: &str, new: &str, a: &str, b: &str| {
        assert_eq!(
            said((old, LISTS), (new, LISTS)),
            apart(a, b),
            "{old}\n⇒\n{new}"
        );
    };
    // Other words.
    check("text,a,A\ntext,z,Z", "text,b,B\ntext,z,Z", "a", "b");
    // Another type.
    check("text,a,A\ntext,z,Z", "integer,b,A\ntext,z,Z", "a", "b");
    // Another place.
    check("text,a,A\ntext,z,Z", "text,z,Z\ntext,b,A", "a", "b");
    // A list that others use says nothing of a question.
    check(
        "select_one yn,a,Radio?\nselect_one yn,z,Z",
        "select_one yn,b,Car?\nselect_one yn,z,Z",
        "a",
        "b",
    );
}

#[test]
fn a_moved_question_keeps_its_name_and_type() {
    check(
        "begin group,g,G\ntext,x,X\nend group\nbegin repeat,r,R\ntext,y,Y\nend repeat",
        "begin group,g,G\ntext,w,W\nend group\nbegin repeat,r,R\ntext,y,Y\ntext,x,X\nend repeat",
        &["Added g/w Whole", "Moved r/x g/x→r/x WithLeftovers"],
    );
    check(
        "text,a,A\nbegin group,g,G\ntext,x,X\nend group",
        "text,a,A\nbegin group,o,O\nbegin group,g,G\ntext,x,X\nend group\nend group",
        &["Added o Whole", "Moved o/g g→o/g WithLeftovers"],
    );
    // Two candidates: which of them it would be is not known.
    check(
        "text,x,X\ntext,a,A",
        "begin group,g,G\ntext,x,X\nend group\nbegin group,h,H\ntext,x,X\nend group\ntext,a,A",
        &[
            "Added g Whole",
            "Added g/x Whole",
            "Added h Whole",
            "Added h/x Whole",
            "Removed x WithLeftovers",
        ],
    );
}

#[test]
fn types_lists_and_words_change() {
    check(
        "integer,n,N",
        "decimal,n,N",
        &["TypeChanged n integer→decimal Whole"],
    );
    check(
        "integer,n,N",
        "text,n,N",
        &["TypeChanged n integer→text Whole"],
    );
    check(
        "text,n,N",
        "integer,n,N",
        &["TypeChanged n text→integer WithMisfits"],
    );
    check(
        "text,n,N",
        "note,n,N\ntext,o,O",
        &["TypeChanged n text→note WithLeftovers", "Added o Whole"],
    );
    check(
        "begin group,g,G\ntext,x,X\nend group",
        "begin repeat,g,G\ntext,x,X\nend repeat",
        &["TypeChanged g group→repeat WithLeftovers"],
    );
    check(
        "select_one yn,s,S",
        "select_multiple yn,s,S",
        &["TypeChanged s select_one→select_multiple Whole"],
    );
    check(
        "select_one yn,s,S",
        "select_one kinds,s,S",
        &["ListChanged s yn→kinds WithMisfits"],
    );
    check("text,a,Old", "text,a,New", &["Relabelled a Old→New Whole"]);
}

#[test]
fn conditions_change() {
    let check = |old: &str, new: &str, want: &str| {
        check(
            &format!("text,q,Q\n{old}"),
            &format!("text,q,Q\n{new}"),
            &[want],
        )
    };
    check(
        "text,a,A",
        "text,a,A,,,yes",
        "BecameRequired a →true() Whole",
    );
    check(
        "text,a,A,,,yes",
        "text,a,A",
        "BecameOptional a true()→ Whole",
    );
    check(
        "text,a,A,,,yes",
        "text,a,A,,,${q}='x'",
        "RequiredChanged a true()→/data/q = 'x' Whole",
    );
    check(
        "text,a,A",
        "text,a,A,${q}='x'",
        "RelevanceChanged a →/data/q = 'x' Whole",
    );
    check(
        "integer,a,A,,.>1",
        "integer,a,A,,.>2",
        "ConstraintChanged a . > 1→. > 2 Whole",
    );
    check(
        "calculate,a,,,,,1+1",
        "calculate,a,,,,,2",
        "CalculationChanged a 1 + 1→2 Whole",
    );
    check(
        "begin repeat,r,R\ntext,x,X\nend repeat",
        "begin repeat,r,R,,,,,${q}\ntext,x,X\nend repeat",
        "CountChanged r →/data/q Whole",
    );
    check(
        "select_one yn,s,S",
        "select_one yn,s,S,,,,,,name='yes'",
        "FilterChanged s →name = 'yes' Whole",
    );
}

#[test]
fn choices_are_added_removed_and_relabelled() {
    let rows = "select_one l,s,S";
    let check = |old: &str, new: &str, want: &[&str]| {
        let list = |rows: &str| format!("list_name,name,label\n{rows}");
        assert_eq!(
            said((rows, &list(old)), (rows, &list(new))),
            want,
            "{old} ⇒ {new}"
        );
    };
    check("l,a,A", "l,a,A\nl,b,B", &["ChoiceAdded l.b →B Whole"]);
    check(
        "l,a,A\nl,b,B",
        "l,a,A",
        &["ChoiceRemoved l.b B→ WithMisfits"],
    );
    check("l,a,A", "l,a,Aa", &["ChoiceRelabelled l.a A→Aa Whole"]);
    check("l,a,A\nl,b,B", "l,b,B\nl,a,A", &[]);
    let unused = |choices: &str| {
        said(
            ("text,a,A", choices),
            ("text,a,A", "list_name,name,label\nl,a,A"),
        )
    };
    assert_eq!(
        unused("list_name,name,label\nl,a,A\nl,b,B"),
        ["ChoiceRemoved l.b B→ Whole"]
    );
}

#[test]
fn a_list_under_another_name_is_the_same_list() {
    let old = "list_name,name,label\nhaz,a,A\nhaz,b,B";
    let new = "list_name,name,label\nhazards,a,A\nhazards,c,C";
    assert_eq!(
        said(("select_one haz,s,S", old), ("select_one hazards,s,S", new)),
        [
            "ChoiceAdded hazards.c →C Whole",
            "ChoiceRemoved hazards.b B→ WithMisfits"
        ]
    );
}

#[test]
fn every_change_has_its_sentence_in_both_languages() {
    let old = form(
        &format!("{HEAD}\ninteger,n,How {{many}}?\ntext,gone,Gone\nselect_one yn,s,S"),
        "list_name,name,label\nyn,yes,Yes\nyn,no,No",
    );
    let new = form(
        &format!("{HEAD}\ntext,n,How {{many}}?,,,yes\nselect_one yn,s,S"),
        "list_name,name,label\nyn,yes,Yes",
    );
    let changes = compare_versions(&old, &new);
    let words =
        |language: &str| -> Vec<String> { changes.iter().map(|c| c.words(language)).collect() };
    assert_eq!(
        words("en"),
        [
            "\"How {many}?\" (n) has another type: whole number before, text now.",
            "\"How {many}?\" (n) has to be answered now.",
            "\"Gone\" (gone) is gone.",
            "The list yn has lost a choice: \"No\" (no).",
        ]
    );
    for line in words("km") {
        assert!(
            line.chars().any(|c| ('\u{1780}'..='\u{17ff}').contains(&c)),
            "{line}"
        );
        assert!(
            !line.contains("{what}") && !line.contains("{old}"),
            "{line}"
        );
    }
    assert_eq!(verdict(&changes), Verdict::WithMisfits);
    assert!(
        Verdict::WithMisfits
            .words("en")
            .contains("shown to be checked")
    );
    let json = serde_json::to_value(&changes[0]).unwrap();
    assert_eq!(json["kind"], "type_changed");
    assert_eq!(json["effect"], "whole");
}

#[test]
fn answers_without_place_and_values_that_do_not_fit_are_named() {
    let form = form(
        "type,name,label\ninteger,n,N\nselect_multiple yn,m,M\nnote,o,O\nbegin repeat,r,R\ndate,d,D\nend repeat\nbegin group,g,G\ntext,t,T\nend group",
        LISTS,
    );
    let check = |json: &str, want: Verdict, leftovers: &[&str], misfits: &[&str]| {
        let fit = fits(&form, &Answers::from_bytes(json.as_bytes()).unwrap());
        let paths: Vec<&str> = fit
            .misfits
            .iter()
            .map(|misfit| misfit.path.as_str())
            .collect();
        assert_eq!((fit.verdict, paths), (want, misfits.to_vec()), "{json}");
        assert_eq!(fit.leftovers, leftovers, "{json}");
    };
    check(r#"{"n":"1","m":"yes no"}"#, Verdict::Whole, &[], &[]);
    check(r#"{}"#, Verdict::Whole, &[], &[]);
    check(
        r#"{"n":"1","x":"2","o":"3"}"#,
        Verdict::WithLeftovers,
        &["o", "x"],
        &[],
    );
    check(
        r#"{"n":"one","m":"yes maybe"}"#,
        Verdict::WithMisfits,
        &[],
        &["n", "m"],
    );
    check(
        r#"{"r":[{"__id":"k","d":"2026-02-30"},{"__id":"l","e":"1"}],"g":"text"}"#,
        Verdict::WithMisfits,
        &["g", "r[l]/e"],
        &["r[k]/d"],
    );
    check(
        r#"{"n":{"deep":"1"},"g":{"t":"a","u":"b"}}"#,
        Verdict::WithLeftovers,
        &["g/u", "n/deep"],
        &[],
    );
    let long = format!(r#"{{"g":{{"t":"{}"}}}}"#, "x".repeat(70_000));
    check(&long, Verdict::WithMisfits, &[], &["g/t"]);
}
