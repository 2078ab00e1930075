//! The programme's rules in use, and what they find beside what the form itself finds.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use forms::{Filling, Form};
use programme::built_in;
use programme::quality::Thresholds;
use programme::review::{PATH_CHARS_MAX, REASONS_MAX};
use programme::rules::{Fired, FormRules, Language, RuleTable, Severity};
use store::{HeldRules, Reader};

use crate::fill::{self, form_label};
use crate::misplaced::{self, Gazetteer};
use crate::open::{Open, lock};
use crate::view::ProblemView;
use crate::{Desk, DeskError, written};

/// The rules in use on this laptop; each form version's are put to its questions once.
#[derive(Debug, Default)]
pub(crate) struct RulesInUse {
    table: RuleTable,
    /// Where the table comes from; none for the built-in one.
    pub(crate) held: Option<HeldRules>,
    by_form: Mutex<HashMap<Version, Arc<FormRules>>>,
}

/// A form version, by id and version, with the figures that its programme has otherwise than usual.
type Version = (String, String, BTreeMap<&'static str, u32>);

/// Versions of forms whose rules are kept ready.
const READY_MAX: usize = 200;

impl RulesInUse {
    /// Reads the table in use. Rows of it that cannot be used are left out; [`Desk::rules`] names them.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<RulesInUse, DeskError> {
        let mut rules = RulesInUse {
            held: reader.rules_in_use()?,
            ..RulesInUse::default()
        };
        rules.table = RuleTable::read(rules.source()).0;
        Ok(rules)
    }

    /// The table as a file.
    pub(crate) fn source(&self) -> &[u8] {
        let held = self.held.as_ref();
        held.map_or(built_in::RULES.as_bytes(), |held| &held.source)
    }

    /// The rules of a form version, with what a programme set.
    pub(crate) fn of(&self, form: &Form, set: &Thresholds) -> Arc<FormRules> {
        let unusual = set.unusual().clone();
        let key = (form.id().to_owned(), form.version().to_owned(), unusual);
        let mut all = lock(&self.by_form);
        if all.len() >= READY_MAX && !all.contains_key(&key) {
            all.clear();
        }
        let rules = all
            .entry(key)
            .or_insert_with(|| Arc::new(self.table.of_form_with(form, set).0));
        Arc::clone(rules)
    }
}

/// The reason that was given for a warning: for these figures, and for others before.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) reason: Option<String>,
    pub(crate) before: Option<String>,
}

/// Tells the reason that was given for a warning.
pub(crate) type Reasoned<'a> = &'a dyn Fn(&Fired) -> Given;

/// Nobody gave reasons.
pub(crate) fn unexplained(_: &Fired) -> Given {
    Given::default()
}

/// Whether a problem stands in the way of finishing: an error, or a warning without the reason that it asks for.
pub(crate) fn stops(problem: &ProblemView) -> bool {
    problem.severity == Severity::Error.as_str() || problem.asks_reason && problem.reason.is_none()
}

/// The language in which rules on positions speak to a person of this language.
pub(crate) fn spoken(language: &str) -> Language {
    if language == "km" {
        Language::Khmer
    } else {
        Language::English
    }
}

impl Open {
    /// The rules in use.
    pub(crate) fn rules(&self) -> Arc<RulesInUse> {
        Arc::clone(&lock(&self.rules))
    }

    /// What fires in the answers: rules of the table, then those on how positions were written and the places that they
    /// are in.
    pub(crate) fn fired(
        &self,
        gazetteer: &Gazetteer<'_>,
        filling: &Filling,
        language: &str,
    ) -> Result<Vec<Fired>, DeskError> {
        let set = &gazetteer.set;
        let rules = self.rules().of(filling.form(), set);
        let mut fired = rules.judge(filling, language);
        fired.extend(written::fired(self, set, filling, language));
        fired.extend(misplaced::fired(self, gazetteer, filling, language)?);
        Ok(fired)
    }
}

impl Desk {
    /// What the form and the programme's rules find in the answers, in the order of the form. Where a rule that stops
    /// stands at a question whose own check fails, the rule's words replace the check's: they name the figures.
    ///
    /// # Errors
    /// When the lists of places cannot be read.
    pub(crate) fn problems(
        &self,
        open: &Open,
        gazetteer: &Gazetteer<'_>,
        filling: &Filling,
        reasons: Reasoned<'_>,
    ) -> Result<Vec<ProblemView>, DeskError> {
        self.problems_with(open, gazetteer, filling, reasons, None)
    }

    /// Like [`Desk::problems`], with what fired besides.
    pub(crate) fn problems_with(
        &self,
        open: &Open,
        gazetteer: &Gazetteer<'_>,
        filling: &Filling,
        reasons: Reasoned<'_>,
        more: impl IntoIterator<Item = Fired>,
    ) -> Result<Vec<ProblemView>, DeskError> {
        let language = self.language();
        let form = filling.form();
        let mut problems = fill::problems(filling, &language);
        let mut asked = 0;
        let found = open.fired(gazetteer, filling, &language)?;
        for fired in found.into_iter().chain(more) {
            if fired.severity == Severity::Error {
                problems.retain(|p| !(p.path == fired.at && p.kind == "constraint"));
            }
            // What could not be kept with the record is not asked for: nobody could ever finish it.
            let fits = asked < REASONS_MAX && fired.at.chars().nth(PATH_CHARS_MAX).is_none();
            let asks_reason = fired.asks_reason && fits;
            asked += usize::from(asks_reason);
            let given = reasons(&fired);
            problems.push(ProblemView {
                label: form_label(form, &fired.at, &language),
                path: fired.at,
                kind: "rule".to_owned(),
                severity: fired.severity.as_str().to_owned(),
                text: fired.text,
                rule: Some(fired.mark),
                asks_reason,
                reason: given.reason,
                reason_before: given.before,
            });
        }
        if !problems.is_empty() {
            let order: HashMap<&str, usize> = form
                .questions()
                .enumerate()
                .map(|(at, question)| (question.path.as_str(), at))
                .collect();
            problems
                .sort_by_cached_key(|p| order.get(forms::question_path(&p.path).as_str()).copied());
        }
        Ok(problems)
    }
}
