//! The programme's own forms: they compile, speak both languages, and refuse what the field may not enter.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

mod gates;
mod sheets;

use std::path::PathBuf;
use std::sync::Arc;

use forms::{Filling, Form, Media, Moment, compile, read};

const NAMES: [&str; 11] = [
    "eore_session",
    "accident",
    "person",
    "service_session",
    "needs_assessment",
    "referral",
    "follow_up",
    "consent",
    "hazard_report",
    "eore_media",
    "kap_response",
];

fn file(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../forms/{name}.csv"));
    std::fs::read_to_string(&path).expect("the source is in forms/")
}

fn form(name: &str) -> Form {
    form_from(name, &file(name))
}

fn form_from(name: &str, source: &str) -> Form {
    let book = read(&format!("{name}.csv"), source.as_bytes()).expect("a workbook");
    let (form, findings) = compile(&book);
    let odd: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(odd.is_empty(), "{name}: {odd:#?}");
    form.expect("a form")
}

/// 23 November 2026, nine in the morning in Cambodia.
fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

/// The lists that forms choose from, with one entry each.
fn lists() -> Media {
    let mut lists = Media::new();
    for list in ["people", "accidents", "sessions", "referrals", "consents"] {
        let findings = lists.add(&format!("{list}.csv"), b"name,label\nuuid-1,Example\n");
        assert!(findings.is_empty(), "{findings:?}");
    }
    lists
}

/// A form that was begun and answered.
fn filled<'a>(
    form: &Arc<Form>,
    answers: impl IntoIterator<Item = &'a (&'a str, &'a str)>,
) -> Filling {
    let mut filling = Filling::start_with(form.clone(), &lists(), &moment());
    for (path, value) in answers {
        let set = filling.set(path, value, &moment());
        assert!(set.is_ok(), "{} {path}: {set:?}", form.id());
    }
    filling
}
