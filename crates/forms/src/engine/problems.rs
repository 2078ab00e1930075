//! What stands in the way of a record.

use super::instance::Instance;
use super::lexical::{self, ANSWER_BYTES_MAX, Misfit};
use crate::Kind;
use crate::model::{Condition, Form};
use crate::xpath::Tree;

/// What kind of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A required answer is missing.
    Missing,
    /// The form's own check fails.
    Constraint,
    /// The answer is not what the question asks for: no number, no date, no choice of the list.
    Type,
    /// The answer is longer than a record can hold.
    TooLong,
}

/// Something wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Where, such as `materials[3f]/quantity`.
    pub path: String,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// What is wrong, in words for the person who fills the form.
    pub text: String,
}

impl Instance {
    /// The problems of the relevant answers, in the order of the form.
    pub(crate) fn problems(&self, form: &Form, language: &str) -> Vec<Problem> {
        let mut out = Vec::new();
        let Some(root) = self.first(0) else {
            return out;
        };
        // Each entry also says whether a group above is read-only: nobody can answer there.
        let mut stack = vec![(root, false)];
        while let Some((node, closed)) = stack.pop() {
            if node != Tree::ROOT && !self.relevant(node) {
                continue;
            }
            let item = form.item(self.item_of(node));
            let children = self.tree.children(node);
            if item.kind.holds_questions() {
                let closed = closed || self.condition(form, node, &item.read_only);
                stack.extend(children.iter().rev().map(|child| (*child, closed)));
                continue;
            }
            // Nobody can record sound or video here, and a form that asks for it has to be finished all the same.
            let is_taken = item.kind != Kind::File || item.control.takes_what_can_be_attached();
            let counts = |kind| kind != ProblemKind::Missing || is_taken;
            let found = self.problem(form, node, closed, language);
            if let Some((kind, text)) = found.filter(|(kind, _)| counts(*kind)) {
                out.push(Problem {
                    path: self.path(form, node),
                    kind,
                    text,
                });
            }
        }
        out
    }

    /// What stands in the way at one question, in words; `closed` when a group above is read-only.
    pub(crate) fn problem(
        &self,
        form: &Form,
        node: u32,
        closed: bool,
        language: &str,
    ) -> Option<(ProblemKind, String)> {
        let at = self.item_of(node);
        let item = form.item(at);
        let value = self.tree.value(node);
        if value.is_empty() {
            if matches!(item.required, Condition::Never) || !item.kind.is_asked() {
                return None;
            }
            if closed
                || self.condition(form, node, &item.read_only)
                || !self.condition(form, node, &item.required)
            {
                return None;
            }
            let message = form.asked(at).map_or_else(String::new, |q| {
                self.rendered(form, node, &q.required_message, language)
            });
            let text = if message.is_empty() {
                words(language).missing.to_owned()
            } else {
                message
            };
            return Some((ProblemKind::Missing, text));
        }
        if value.len() > ANSWER_BYTES_MAX {
            return Some((ProblemKind::TooLong, words(language).too_long.to_owned()));
        }
        if let Some(misfit) = lexical::misfit(item.kind, value) {
            return Some((ProblemKind::Type, words(language).misfit(misfit).to_owned()));
        }
        if let Some(unknown) = self.unknown_choice(form, node, value) {
            return Some((
                ProblemKind::Type,
                words(language).choice.replace("{}", unknown),
            ));
        }
        let constraint = item.constraint.as_ref()?;
        if self.holds(form, node, constraint, true) {
            return None;
        }
        let message = form.asked(at).map_or_else(String::new, |q| {
            self.rendered(form, node, &q.constraint_message, language)
        });
        let text = if message.is_empty() {
            words(language).constraint.to_owned()
        } else {
            message
        };
        Some((ProblemKind::Constraint, text))
    }
}

/// What is wrong with the length, type or list of a value that is not empty; conditions of the form do not count.
pub(crate) fn value_problem(form: &Form, at: u32, value: &str) -> Option<ProblemKind> {
    if value.len() > ANSWER_BYTES_MAX {
        return Some(ProblemKind::TooLong);
    }
    let wrong = lexical::misfit(form.item(at).kind, value).is_some()
        || super::offer::is_not_listed(form, at, value);
    wrong.then_some(ProblemKind::Type)
}

/// The words for problems that the form has none for.
struct Words {
    missing: &'static str,
    constraint: &'static str,
    too_long: &'static str,
    choice: &'static str,
    integer: &'static str,
    decimal: &'static str,
    date: &'static str,
    buddhist: &'static str,
    time: &'static str,
    date_time: &'static str,
    point: &'static str,
    acknowledge: &'static str,
}

const EN: Words = Words {
    missing: "This answer is needed.",
    constraint: "This answer does not fit. Please check it.",
    too_long: "This answer is too long. Please shorten it.",
    choice: "\"{}\" is not one of the choices.",
    integer: "Enter a whole number.",
    decimal: "Enter a number, such as 12.5.",
    date: "Enter a real date: day, month, year.",
    buddhist: "This looks like a Buddhist year. Enter the year of the international calendar.",
    time: "Enter a time, such as 08:30.",
    date_time: "Enter a date and a time.",
    point: "Enter a position: latitude and longitude in degrees.",
    acknowledge: "Tick the box to agree, or leave it empty.",
};

const KM: Words = Words {
    missing: "ត្រូវការចម្លើយនេះ។",
    constraint: "ចម្លើយនេះមិនត្រឹមត្រូវ។ សូមពិនិត្យម្តងទៀត។",
    too_long: "ចម្លើយនេះវែងពេក។ សូមសង្ខេប។",
    choice: "\"{}\" មិនមានក្នុងជម្រើសទេ។",
    integer: "សូមបញ្ចូលចំនួនគត់។",
    decimal: "សូមបញ្ចូលលេខ ឧទាហរណ៍ 12.5។",
    date: "សូមបញ្ចូលកាលបរិច្ឆេទត្រឹមត្រូវ៖ ថ្ងៃ ខែ ឆ្នាំ។",
    buddhist: "នេះហាក់ដូចជាឆ្នាំពុទ្ធសករាជ។ សូមបញ្ចូលឆ្នាំគ្រិស្តសករាជ។",
    time: "សូមបញ្ចូលម៉ោង ឧទាហរណ៍ 08:30។",
    date_time: "សូមបញ្ចូលកាលបរិច្ឆេទ និងម៉ោង។",
    point: "សូមបញ្ចូលទីតាំង៖ រយៈទទឹង និងរយៈបណ្តោយ គិតជាដឺក្រេ។",
    acknowledge: "សូមគូសប្រអប់ដើម្បីយល់ព្រម ឬទុកទទេ។",
};

fn words(language: &str) -> &'static Words {
    if language == "km" { &KM } else { &EN }
}

impl Words {
    fn misfit(&self, misfit: Misfit) -> &'static str {
        match misfit {
            Misfit::Integer => self.integer,
            Misfit::Decimal => self.decimal,
            Misfit::Date => self.date,
            Misfit::BuddhistYear => self.buddhist,
            Misfit::Time => self.time,
            Misfit::DateTime => self.date_time,
            Misfit::Point => self.point,
            Misfit::Acknowledge => self.acknowledge,
        }
    }
}
