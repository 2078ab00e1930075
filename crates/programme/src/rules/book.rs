//! The rules of one form version, put to its questions, and what fires in a record.

use std::collections::BTreeMap;

use forms::{Expression, Expressions, Filling, Finding, Form, Spot};

use super::{Rule, Severity};
use crate::quality::Thresholds;

/// The rules of one form version, ready to judge records of it.
#[derive(Debug, Clone, Default)]
pub struct FormRules {
    rules: Vec<Put>,
}

/// A rule with its expressions put to the questions.
#[derive(Debug, Clone)]
struct Put {
    rule: Rule,
    fires: Expression,
    figures: Vec<Expression>,
}

/// A rule that fires in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The catalogue's number.
    pub id: String,
    /// Tells rules of one number at one question apart, see [`Rule::mark`].
    pub mark: String,
    /// How grave it is.
    pub severity: Severity,
    /// The question beside which it stands, with the ids of repeats: `materials[3f]/quantity`.
    pub at: String,
    /// What is wrong, in words, with the figures that fired it.
    pub text: String,
    /// Whether a reason is asked for.
    pub asks_reason: bool,
    /// The answers that it was fired by, by the names of their questions.
    pub by: BTreeMap<String, String>,
}

impl FormRules {
    pub(super) fn put<'r>(
        rules: impl Iterator<Item = &'r Rule>,
        form: &Form,
        set: &Thresholds,
    ) -> (FormRules, Vec<Finding>) {
        let reader = Expressions::of(form);
        let mut all = FormRules::default();
        let mut findings = Vec::new();
        for rule in rules {
            match Put::of(rule, form, &reader, set) {
                Ok(put) => all.rules.push(put),
                Err(finding) => findings.push(finding),
            }
        }
        (all, findings)
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether the form has no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Says which rules fire, in the order of the table; one that stands in a repeat is judged in each instance. A rule
    /// whose question does not apply now is not judged.
    ///
    /// The words are in `language`, a code such as `km`, else in the table's first language.
    pub fn judge(&self, filling: &Filling, language: &str) -> Vec<Fired> {
        let mut spots: BTreeMap<&str, Vec<Spot>> = BTreeMap::new();
        let mut fired = Vec::new();
        for put in &self.rules {
            let place = put.rule.place.as_str();
            let spots = spots.entry(place).or_insert_with(|| filling.spots(place));
            let here = spots
                .iter()
                .filter(|spot| filling.holds_at(**spot, &put.fires));
            fired.extend(here.map(|spot| put.fired(filling, *spot, language)));
        }
        fired
    }
}

impl Put {
    fn of(
        rule: &Rule,
        form: &Form,
        reader: &Expressions<'_>,
        set: &Thresholds,
    ) -> Result<Put, Finding> {
        let rule = rule.with_set(set)?;
        let question = form.question(&rule.place);
        if !question.is_some_and(|question| question.kind.is_asked()) {
            let words = format!(
                "{} is no question that the form {} asks",
                rule.place,
                form.id()
            );
            return Err(rule.finding("place", words));
        }
        let read = |column: &'static str, source: &str| {
            let read = reader.read(source, &rule.place);
            read.map_err(|why| rule.finding(column, why.to_string()))
        };
        let fires = read("expression", &rule.expression)?;
        let figures = rule
            .figures
            .iter()
            .map(|(_, source)| read("figures", source));
        Ok(Put {
            figures: figures.collect::<Result<_, Finding>>()?,
            fires,
            rule,
        })
    }

    fn fired(&self, filling: &Filling, spot: Spot, language: &str) -> Fired {
        let rule = &self.rule;
        let figures = self.figures.iter();
        let figures: Vec<String> = figures
            .map(|figure| filling.text_at(spot, figure, language))
            .collect();
        let messages = &rule.messages;
        let own = messages
            .iter()
            .find(|(code, _)| code.eq_ignore_ascii_case(language));
        let text = own
            .or(messages.first())
            .map(|(_, message)| message.with(&figures));
        let mut by = filling.read_at(spot, &self.fires);
        for figure in &self.figures {
            by.extend(filling.read_at(spot, figure));
        }
        Fired {
            id: rule.id.clone(),
            mark: rule.mark.clone(),
            severity: rule.severity,
            at: filling.path_of(spot),
            text: text.unwrap_or_default(),
            asks_reason: rule.asks_reason,
            by,
        }
    }
}
