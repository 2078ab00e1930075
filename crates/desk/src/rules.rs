//! The programme's rules, with the figures that fired them, beside what the form itself finds.

use forms::{Answers, Form};
use programme::rules::{Language, SADD, Severity, broken};

use crate::fill::form_label;
use crate::view::ProblemView;

/// The name of a severity on screens.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// The language in which rules speak to a person of this language.
pub(crate) fn spoken(language: &str) -> Language {
    if language == "km" {
        Language::Khmer
    } else {
        Language::English
    }
}

/// Adds the rules that the answers break. Where the form has a constraint on the same question, the
/// rule's words replace it, for they name the figures.
pub(crate) fn add(form: &Form, answers: &Answers, language: &str, problems: &mut Vec<ProblemView>) {
    let words_in = spoken(language);
    for fired in broken(SADD, |path| answers.get(path).map(str::to_owned)) {
        problems.retain(|p| !(p.path == fired.rule.at && p.kind == "constraint"));
        problems.push(ProblemView {
            path: fired.rule.at.to_owned(),
            label: form_label(form, fired.rule.at, language),
            kind: "rule".to_owned(),
            severity: severity(fired.rule.severity).to_owned(),
            text: fired.words(words_in),
        });
    }
    if problems.is_empty() {
        return;
    }
    let order = |path: &str| {
        form.questions()
            .position(|q| q.path == forms::question_path(path))
    };
    problems.sort_by_cached_key(|problem| order(&problem.path));
}
