//! Answers as a person reads them: labels instead of codes, dates as DD/MM/YYYY.

use std::collections::BTreeMap;

use forms::{Answers, Form, Index, Kind, Question, question_path};

use programme::masking::Showing;

use crate::drafts::sets_aside;
use crate::fill::form_label;
use crate::view::{AnswerSection, AnswerView, DiffRow};

/// One answer in words.
pub(crate) fn value(question: &Question, form: &Form, raw: &str, language: &str) -> String {
    match question.kind {
        Kind::SelectOne => choice(question, form, raw, language),
        Kind::SelectMultiple => {
            let labels: Vec<String> = raw
                .split_whitespace()
                .map(|code| choice(question, form, code, language))
                .collect();
            labels.join(BETWEEN)
        }
        Kind::Date => day(raw),
        _ => raw.to_owned(),
    }
}

fn choice(question: &Question, form: &Form, code: &str, language: &str) -> String {
    form.choice_label(question, code, language)
        .map_or_else(|| code.to_owned(), str::to_owned)
}

/// What stands between the answers of one line of a list.
pub(crate) const BETWEEN: &str = " · ";

/// The title or second line of a record in a language: lists keep the labels of choices in the form's first one.
pub(crate) fn of_line(form: &Form, index: Index, kept: &str, language: &str) -> String {
    let first = form.default_language();
    let lists = form
        .questions()
        .filter(|question| question.index == Some(index))
        .filter_map(|question| question.list.as_deref());
    let choices: Vec<_> = lists.flat_map(|list| form.choices(list)).collect();
    if choices.is_empty() {
        return kept.to_owned();
    }
    let said = kept.split(BETWEEN).map(|words| {
        let choice = choices.iter().find(|choice| choice.label(first) == words);
        choice.map_or(words, |choice| choice.label(language))
    });
    said.collect::<Vec<_>>().join(BETWEEN)
}

/// A stored date as screens show it.
pub(crate) fn day(raw: &str) -> String {
    chrono::NaiveDate::parse_from_str(raw, "%Y-%m-%d")
        .map_or_else(|_| raw.to_owned(), |day| day.format("%d/%m/%Y").to_string())
}

/// The answers of a record under the headings of its form; those of questions that the form does
/// not have come last, so that nothing that was entered is hidden.
pub(crate) fn sections(form: &Form, answers: &Answers, language: &str) -> Vec<AnswerSection> {
    let order: BTreeMap<&str, usize> = form
        .questions()
        .enumerate()
        .map(|(index, q)| (q.path.as_str(), index))
        .collect();
    let mut flat = answers.flat();
    flat.retain(|(path, _)| !sets_aside(form, path));
    flat.sort_by_key(|(path, _)| {
        order
            .get(question_path(path).as_str())
            .copied()
            .unwrap_or(usize::MAX)
    });
    let mut sections: Vec<AnswerSection> = Vec::new();
    for (path, raw) in flat {
        let question = form.question(&question_path(&path));
        let top = path.split('/').next().unwrap_or(&path);
        let heading = if path.contains('/') {
            form_label(form, top, language)
        } else {
            String::new()
        };
        let answer = AnswerView {
            label: form_label(form, &path, language),
            value: question.map_or_else(|| raw.clone(), |q| value(q, form, &raw, language)),
            class: question.map_or("P2", |q| q.class.as_str()).to_owned(),
            file: None,
            showing: Showing::Open.as_str().to_owned(),
            path,
        };
        match sections.last_mut() {
            Some(last) if last.label == heading => last.answers.push(answer),
            _ => sections.push(AnswerSection {
                label: heading,
                answers: vec![answer],
            }),
        }
    }
    sections
}

/// What changed between two sets of answers, in words.
pub(crate) fn diff(form: &Form, old: &Answers, new: &Answers, language: &str) -> Vec<DiffRow> {
    let in_words = |path: &str, raw: Option<String>| {
        raw.map(|raw| match form.question(&question_path(path)) {
            // Of a file's name the first signs: enough to see that it is another.
            Some(question) if question.kind == Kind::File => raw.chars().take(8).collect(),
            Some(question) => value(question, form, &raw, language),
            None => raw,
        })
    };
    forms::diff(old, new)
        .into_iter()
        .filter(|change| !sets_aside(form, &change.path))
        .map(|change| DiffRow {
            label: form_label(form, &change.path, language),
            old: in_words(&change.path, change.old),
            new: in_words(&change.path, change.new),
            path: change.path,
        })
        .collect()
}
