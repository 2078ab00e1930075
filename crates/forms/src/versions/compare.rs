//! What changed, in the order of the newer version; then what is gone, then lists.

use std::collections::{HashMap, HashSet};

use super::fit::takes_any_text;
use super::pairs::{Found, Pairs, pair, same_texts};
use super::{ChangeKind, FormChange, Verdict};
use crate::engine::is_stored;
use crate::model::{ChoiceList, Condition, Form, Question, Texts};
use crate::xpath::ast::Expr;
use crate::xpath::print;
use crate::{ChoiceOption, Kind};

/// Says what changed between two versions of a form: what was added, changed, renamed or moved in the order of the
/// newer version, then what is gone, then the choices of lists.
///
/// A question counts as renamed when it stands where it stood with the same type, and the same words or a list that
/// no other question uses; as moved when its name and type stand in another group and nowhere else. Everything else
/// is said as removed and added.
pub fn compare_versions(old: &Form, new: &Form) -> Vec<FormChange> {
    let pairs = pair(old, new);
    let lists = list_partners(old, new, &pairs);
    let mut comparison = Comparison {
        old,
        new,
        lists,
        changes: Vec::new(),
    };
    for (at, question) in new.questions.iter().enumerate().skip(1) {
        let at = crate::compile::index(at);
        match pairs.of_new.get(&at) {
            None => comparison.push(ChangeKind::Added, question, None, None, Verdict::Whole),
            Some((before, found)) => comparison.partners(*before, at, *found),
        }
    }
    for (at, question) in old.questions.iter().enumerate().skip(1) {
        if !pairs.of_old.contains(&crate::compile::index(at)) {
            let effect = without_place(question.kind);
            comparison.push(ChangeKind::Removed, question, None, None, effect);
        }
    }
    comparison.all_lists();
    comparison.changes
}

/// What happens to the answers of a question that is not where it was.
fn without_place(kind: Kind) -> Verdict {
    if kind == Kind::Note {
        Verdict::Whole
    } else {
        Verdict::WithLeftovers
    }
}

struct Comparison<'f> {
    old: &'f Form,
    new: &'f Form,
    /// Lists that have another name now, by the new name.
    lists: HashMap<&'f str, &'f str>,
    changes: Vec<FormChange>,
}

impl<'f> Comparison<'f> {
    fn push(
        &mut self,
        kind: ChangeKind,
        question: &Question,
        old: Option<String>,
        new: Option<String>,
        effect: Verdict,
    ) {
        self.changes.push(FormChange {
            kind,
            path: question.path.clone(),
            choice: None,
            old,
            new,
            effect,
            label: question.label.clone(),
        });
    }

    fn partners(&mut self, old: u32, new: u32, found: Found) {
        let (Some(a), Some(b)) = (self.old.asked(old), self.new.asked(new)) else {
            return;
        };
        let kind = match found {
            Found::Named => None,
            Found::Renamed => Some(ChangeKind::Renamed),
            Found::Moved => Some(ChangeKind::Moved),
        };
        if let Some(kind) = kind {
            let (from, to) = (Some(a.path.clone()), Some(b.path.clone()));
            self.push(kind, b, from, to, without_place(a.kind));
        }
        if a.kind != b.kind {
            let (from, to) = (a.kind.as_str().to_owned(), b.kind.as_str().to_owned());
            let effect = self.retyped(a, b);
            self.push(ChangeKind::TypeChanged, b, Some(from), Some(to), effect);
        }
        if a.list != b.list && !self.same_list_renamed(a, b) {
            let effect = self.relisted(a, b);
            let (from, to) = (a.list.clone(), b.list.clone());
            self.push(ChangeKind::ListChanged, b, from, to, effect);
        }
        if !same_texts(&a.label, &b.label) {
            let language = self.new.default_language();
            let (from, to) = (a.label(language).to_owned(), b.label(language).to_owned());
            self.push(
                ChangeKind::Relabelled,
                b,
                some(from),
                some(to),
                Verdict::Whole,
            );
        }
        self.required(old, new, b);
        self.expressions(old, new, b);
    }

    fn required(&mut self, old: u32, new: u32, question: &Question) {
        let (a, b) = (&self.old.item(old).required, &self.new.item(new).required);
        let (from, to) = (condition(a), condition(b));
        if from == to {
            return;
        }
        let kind = match (a, b) {
            (Condition::Never, _) => ChangeKind::BecameRequired,
            (_, Condition::Never) => ChangeKind::BecameOptional,
            _ => ChangeKind::RequiredChanged,
        };
        self.push(kind, question, from, to, Verdict::Whole);
    }

    fn expressions(&mut self, old: u32, new: u32, question: &Question) {
        let (a, b) = (self.old.item(old), self.new.item(new));
        let filter = |item: &crate::model::Item| item.filter.as_ref().map(|f| print(&f.expr));
        let text = |expr: &Option<Expr>| expr.as_ref().map(print);
        let all = [
            (
                ChangeKind::RelevanceChanged,
                text(&a.relevant),
                text(&b.relevant),
            ),
            (
                ChangeKind::ConstraintChanged,
                text(&a.constraint),
                text(&b.constraint),
            ),
            (
                ChangeKind::CalculationChanged,
                text(&a.calculation),
                text(&b.calculation),
            ),
            (ChangeKind::CountChanged, text(&a.count), text(&b.count)),
            (ChangeKind::FilterChanged, filter(a), filter(b)),
        ];
        for (kind, from, to) in all {
            if from != to {
                self.push(kind, question, from, to, Verdict::Whole);
            }
        }
    }

    /// Whether the list only has another name: the old name is gone and the new one is new.
    fn same_list_renamed(&self, a: &Question, b: &Question) -> bool {
        match (a.list.as_deref(), b.list.as_deref()) {
            (Some(old), Some(new)) => self.lists.get(new) == Some(&old),
            _ => false,
        }
    }

    /// What another type does to values that fitted the old one.
    fn retyped(&self, a: &Question, b: &Question) -> Verdict {
        let holds = [a.kind, b.kind].map(Kind::holds_questions);
        match (a.kind, b.kind) {
            (Kind::Note, _) => Verdict::Whole,
            _ if holds.contains(&true) || !is_stored(b.kind) => Verdict::WithLeftovers,
            (Kind::Integer, Kind::Decimal) | (Kind::Geopoint, Kind::Geoline) => Verdict::Whole,
            (Kind::SelectOne, Kind::SelectMultiple) => {
                let list = a.list.as_deref().and_then(|name| self.old.list(name));
                let spaced = |choice: &ChoiceOption| choice.name.contains(char::is_whitespace);
                match list.is_some_and(|list| list.choices.iter().any(spaced)) {
                    true => Verdict::WithMisfits,
                    false => Verdict::Whole,
                }
            }
            _ if takes_any_text(b.kind) => Verdict::Whole,
            _ => Verdict::WithMisfits,
        }
    }

    /// What another list does to values that were chosen from the old one.
    fn relisted(&self, a: &Question, b: &Question) -> Verdict {
        let Some(now) = b.list.as_deref().and_then(|name| self.new.list(name)) else {
            return Verdict::Whole;
        };
        let before = a.list.as_deref().and_then(|name| self.old.list(name));
        let kept = before.is_some_and(|list| {
            let mut choices = list.choices.iter();
            choices.all(|choice| now.by_name.contains_key(&choice.name))
        });
        if kept {
            Verdict::Whole
        } else {
            Verdict::WithMisfits
        }
    }

    fn all_lists(&mut self) {
        let (old, new) = (self.old, self.new);
        let used: HashSet<&str> = new.questions().filter_map(|q| q.list.as_deref()).collect();
        for list in &new.lists {
            let renamed = || old.list(self.lists.get(list.name.as_str())?);
            let before = old.list(&list.name).or_else(renamed);
            let effect = match used.contains(list.name.as_str()) {
                true => Verdict::WithMisfits,
                false => Verdict::Whole,
            };
            if let Some(before) = before {
                self.choices(before, list, effect);
            }
        }
    }

    fn choices(&mut self, before: &ChoiceList, after: &ChoiceList, removal: Verdict) {
        let language = self.new.default_language();
        let mut found: Vec<FormChange> = Vec::new();
        let mut note = |kind, choice: &str, label: &Texts, old, new, effect| {
            found.push(FormChange {
                kind,
                path: after.name.clone(),
                choice: Some(choice.to_owned()),
                old,
                new,
                effect,
                label: label.clone(),
            });
        };
        for choice in first_of_each(after) {
            let old = before.by_name.get(&choice.name);
            let old = old.and_then(|at| before.choices.get(*at));
            let shown = Some(choice.label(language).to_owned());
            match old {
                None => note(
                    ChangeKind::ChoiceAdded,
                    &choice.name,
                    &choice.label,
                    None,
                    shown,
                    Verdict::Whole,
                ),
                Some(old) if !same_texts(&old.label, &choice.label) => {
                    let was = Some(old.label(language).to_owned());
                    note(
                        ChangeKind::ChoiceRelabelled,
                        &choice.name,
                        &choice.label,
                        was,
                        shown,
                        Verdict::Whole,
                    );
                }
                Some(_) => {}
            }
        }
        for choice in first_of_each(before) {
            if !after.by_name.contains_key(&choice.name) {
                let was = Some(choice.label(language).to_owned());
                note(
                    ChangeKind::ChoiceRemoved,
                    &choice.name,
                    &choice.label,
                    was,
                    None,
                    removal,
                );
            }
        }
        self.changes.append(&mut found);
    }
}

/// The choices of a list, each name once.
fn first_of_each(list: &ChoiceList) -> impl Iterator<Item = &ChoiceOption> {
    let choices = list.choices.iter().enumerate();
    choices
        .filter(|(at, choice)| list.by_name.get(&choice.name) == Some(at))
        .map(|(_, choice)| choice)
}

/// Lists that have another name now, by the new name: some question takes its choices from the one that took them
/// from the other, and neither name stands in the other version.
fn list_partners<'f>(old: &'f Form, new: &'f Form, pairs: &Pairs) -> HashMap<&'f str, &'f str> {
    let mut out: HashMap<&str, &str> = HashMap::new();
    for (after, (before, _)) in &pairs.of_new {
        let (Some(a), Some(b)) = (old.asked(*before), new.asked(*after)) else {
            continue;
        };
        if let (Some(from), Some(to)) = (a.list.as_deref(), b.list.as_deref())
            && old.list(to).is_none()
            && new.list(from).is_none()
        {
            // The smallest of several names, whatever the order in which they are met.
            let held = out.entry(to).or_insert(from);
            *held = from.min(held);
        }
    }
    out
}

fn condition(condition: &Condition) -> Option<String> {
    match condition {
        Condition::Never => None,
        Condition::Always => Some("true()".to_owned()),
        Condition::When(expr) => Some(print(expr)),
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
