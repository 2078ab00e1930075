//! The programme's own forms: they compile without a finding, speak both languages, and made-up records fit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::path::PathBuf;
use std::sync::Arc;

use forms::{Filling, Form, Kind, Moment, check, compile, read, sample};

const NAMES: [&str; 4] = ["eore_session", "accident", "person", "service_session"];

fn source(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../forms/{name}.csv"));
    std::fs::read(&path).expect("the form's source is in forms/")
}

fn form(name: &str) -> Form {
    let book = read(&format!("{name}.csv"), &source(name)).expect("a workbook");
    let (form, findings) = compile(&book);
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{name}:\n  {}", words.join("\n  "));
    form.expect("a form")
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

#[test]
fn they_compile_without_a_finding_under_their_own_ids() {
    for name in NAMES {
        let form = form(name);
        assert_eq!(form.id(), name);
        assert!(!form.version().is_empty(), "{name} has a version");
    }
}

#[test]
fn every_text_stands_in_english_and_khmer() {
    for name in NAMES {
        let form = form(name);
        let codes: Vec<&str> = form.languages().iter().map(|l| l.code.as_str()).collect();
        assert_eq!(codes, ["en", "km"], "{name}");
        assert_eq!(form.default_language(), "en", "{name}");
        assert_ne!(
            form.title("en"),
            form.title("km"),
            "{name}: the title is translated"
        );
        for question in form
            .questions()
            .filter(|q| q.kind.is_asked() || q.kind == Kind::Note)
        {
            let (en, km) = (question.label("en"), question.label("km"));
            assert!(
                !en.is_empty() && en != km,
                "{name} {}: \"{en}\" / \"{km}\"",
                question.path
            );
            assert!(
                question.hint("en").is_empty() == question.hint("km").is_empty(),
                "{name} {}",
                question.path
            );
        }
    }
}

#[test]
fn made_up_records_fit_and_come_back_the_same() {
    for name in NAMES {
        let form = form(name);
        for seed in 0..40 {
            let answers = sample::fill(&form, seed);
            let problems = check(&form, &answers, &moment(), "en");
            assert!(
                problems.is_empty(),
                "{name} seed {seed}: {problems:#?}\n{answers:#?}"
            );
            assert_eq!(
                answers,
                sample::fill(&form, seed),
                "{name}: the same seed, the same record"
            );
            let bytes = answers.to_bytes();
            assert_eq!(forms::Answers::from_bytes(&bytes).unwrap(), answers);
        }
    }
}

#[test]
fn a_record_that_was_stored_can_be_opened_and_stored_again_unchanged() {
    for name in NAMES {
        let form = Arc::new(form(name));
        for seed in 0..10 {
            let answers = sample::fill(&form, seed);
            let filling = Filling::resume(form.clone(), &answers, &moment());
            assert_eq!(filling.submission(), answers, "{name} seed {seed}");
            assert!(filling.leftover().is_empty());
        }
    }
}
