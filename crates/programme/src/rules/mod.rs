//! Figures that must agree, as data: what a rule compares, how grave it is, and its words.
//!
//! A rule compares two sums of answers, so that one statement serves to judge it, to show the
//! figures that broke it, and to write it as an XLSForm constraint. A figure that has not been
//! given, or is not a whole number, leaves its rule unjudged: the form itself asks for it.

mod sadd;

pub use sadd::SADD;

use std::fmt;

use serde::Serialize;

/// How grave it is when a rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look; nobody has to answer it.
    Info,
    /// Must be acknowledged with a reason.
    Warning,
    /// Stops the record from being submitted.
    Error,
}

/// A whole number that a rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// The answer at this path; without it the rule is not judged.
    Answer(&'static str),
    /// The answer at this path, or nought when it was not asked or not given.
    OrZero(&'static str),
    /// A fixed figure.
    Number(i64),
}

/// How the left sum has to stand to the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The same.
    Equals,
    /// Not more.
    AtMost,
    /// Not less.
    AtLeast,
}

/// When a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// To every record.
    Always,
    /// When the answer at the path is this choice.
    Is(&'static str, &'static str),
    /// Unless the answer at the path is this choice.
    IsNot(&'static str, &'static str),
}

/// A rule of the programme, as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The catalogue's number, such as `S1`; several rules share it when it speaks of several figures.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// The question beside which the problem is shown.
    pub at: &'static str,
    /// When the rule applies.
    pub when: Condition,
    /// The terms of the left sum.
    pub left: &'static [Term],
    /// How the two sums have to stand to each other.
    pub relation: Relation,
    /// The terms of the right sum.
    pub right: &'static [Term],
    /// The problem in English, with `{left}` and `{right}` for the two sums.
    pub en: &'static str,
    /// The problem in Khmer, with the same places.
    pub km: &'static str,
}

/// A rule that is broken, with the figures that broke it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fired {
    /// The rule.
    pub rule: &'static Rule,
    /// What the left sum makes.
    pub left: i64,
    /// What the right sum makes.
    pub right: i64,
}

/// A language that the rules speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Khmer.
    Khmer,
}

/// Returns the rules that the answers break, in the catalogue's order.
///
/// `answer` gives the text of the answer at a path such as `sadd/women`, in its XForms form.
pub fn broken(rules: &'static [Rule], answer: impl Fn(&str) -> Option<String>) -> Vec<Fired> {
    rules
        .iter()
        .filter_map(|rule| rule.judge(&answer))
        .collect()
}

impl Rule {
    fn judge(&'static self, answer: &impl Fn(&str) -> Option<String>) -> Option<Fired> {
        if !self.when.holds(answer) {
            return None;
        }
        let left = sum(self.left, answer)?;
        let right = sum(self.right, answer)?;
        let agree = match self.relation {
            Relation::Equals => left == right,
            Relation::AtMost => left <= right,
            Relation::AtLeast => left >= right,
        };
        (!agree).then_some(Fired {
            rule: self,
            left,
            right,
        })
    }

    /// Returns the rule as a constraint of the form language, over the names of questions.
    pub fn expression(&self) -> String {
        let sums = format!("{} {} {}", Sum(self.left), self.relation, Sum(self.right));
        match self.when {
            Condition::Always => sums,
            Condition::Is(path, choice) => format!("{} != '{choice}' or {sums}", Name(path)),
            Condition::IsNot(path, choice) => format!("{} = '{choice}' or {sums}", Name(path)),
        }
    }
}

impl Condition {
    fn holds(self, answer: &impl Fn(&str) -> Option<String>) -> bool {
        let is = |path, choice| answer(path).is_some_and(|text| text.trim() == choice);
        match self {
            Self::Always => true,
            Self::Is(path, choice) => is(path, choice),
            Self::IsNot(path, choice) => !is(path, choice),
        }
    }
}

fn sum(terms: &[Term], answer: &impl Fn(&str) -> Option<String>) -> Option<i64> {
    terms.iter().try_fold(0_i64, |sum, term| {
        let figure = match term {
            Term::Answer(path) => whole(&answer(path)?)?,
            Term::OrZero(path) => match answer(path) {
                Some(text) if !text.trim().is_empty() => whole(&text)?,
                Some(_) | None => 0,
            },
            Term::Number(figure) => *figure,
        };
        sum.checked_add(figure)
    })
}

fn whole(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

impl Fired {
    /// Returns the problem in plain words, with its figures.
    pub fn words(&self, language: Language) -> String {
        let words = match language {
            Language::English => self.rule.en,
            Language::Khmer => self.rule.km,
        };
        words
            .replace("{left}", &self.left.to_string())
            .replace("{right}", &self.right.to_string())
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Equals => "=",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
        })
    }
}

struct Sum(&'static [Term]);

impl fmt::Display for Sum {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.0.iter().enumerate() {
            if index > 0 {
                out.write_str(" + ")?;
            }
            match term {
                Term::Answer(path) => write!(out, "{}", Name(path))?,
                Term::OrZero(path) => write!(out, "coalesce({}, 0)", Name(path))?,
                Term::Number(figure) => write!(out, "{figure}")?,
            }
        }
        Ok(())
    }
}

/// A question's name, the last step of its path, as the form language refers to it.
struct Name(&'static str);

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.rsplit('/').next().unwrap_or(self.0);
        write!(out, "${{{name}}}")
    }
}
