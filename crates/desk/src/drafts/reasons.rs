//! Why warnings are right as they are: given on the form screen, kept with the draft, submitted with the record.

use std::collections::BTreeMap;

use programme::review::WarningReason;
use programme::rules::Fired;
use serde::{Deserialize, Serialize};

use crate::rules::{Given, stops};
use crate::view::{FormView, ProblemView};
use crate::{Desk, DeskError};

/// Reasons that a draft keeps; the oldest goes first.
const KEPT_MAX: usize = 400;

/// A reason, and the answers that it was given for: when they change, the warning asks again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Reason {
    rule: String,
    at: String,
    text: String,
    given_for: BTreeMap<String, String>,
}

impl Reason {
    fn is_at(&self, fired: &Fired) -> bool {
        self.rule == fired.mark && self.at == fired.at
    }

    fn is_for(&self, fired: &Fired) -> bool {
        self.is_at(fired) && self.given_for == fired.by
    }
}

/// The reasons of a draft, the last given last. One for other figures stays: they may come back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reasons(Vec<Reason>);

impl Reasons {
    /// Reads what a draft holds; nothing when that is no list of reasons.
    pub(super) fn read(text: &str) -> Option<Reasons> {
        if text.is_empty() {
            return Some(Reasons::default());
        }
        serde_json::from_str(text).map(Reasons).ok()
    }

    /// As a draft holds them; empty without any.
    pub(super) fn written(&self) -> String {
        match self.0.as_slice() {
            [] => String::new(),
            all => serde_json::to_string(all).unwrap_or_default(),
        }
    }

    /// The reason for a warning with its figures, and the last that was given for others.
    pub(crate) fn of(&self, fired: &Fired) -> Given {
        let text = |reason: &Reason| reason.text.clone();
        let mut others = self.0.iter().rev();
        Given {
            reason: self.0.iter().find(|r| r.is_for(fired)).map(text),
            before: others
                .find(|r| r.is_at(fired) && !r.is_for(fired))
                .map(text),
        }
    }

    /// Takes a reason for a warning; an empty one takes it away.
    pub(super) fn give(&mut self, fired: &Fired, text: &str) {
        self.0.retain(|reason| !reason.is_for(fired));
        if text.is_empty() {
            return;
        }
        if self.0.len() == KEPT_MAX {
            self.0.remove(0);
        }
        self.0.push(Reason {
            rule: fired.mark.clone(),
            at: fired.at.clone(),
            text: text.to_owned(),
            given_for: fired.by.clone(),
        });
    }
}

/// The reasons that go with a submission: those that warnings ask for.
pub(super) fn submitted(problems: &[ProblemView]) -> Vec<WarningReason> {
    let given = problems.iter().filter(|p| p.asks_reason && !stops(p));
    let reasons = given.filter_map(|problem| {
        Some(WarningReason {
            at: problem.path.clone(),
            rule: problem.rule.clone()?,
            text: problem.reason.clone()?,
        })
    });
    reasons.collect()
}

impl Desk {
    /// Says why a warning is right as it is; empty words take the reason away. When this returns, it survives a power
    /// cut. A warning that does not stand there any more needs no reason, and nothing changes.
    ///
    /// # Errors
    /// When there is no such draft, or the reason is too long or says nothing.
    pub fn draft_reason(
        &self,
        draft: &str,
        rule: &str,
        path: &str,
        text: &str,
    ) -> Result<FormView, DeskError> {
        let text = text.trim();
        if !text.is_empty() && !WarningReason::is_reason(text) {
            return Err(DeskError::NoReason);
        }
        self.with_live(draft, |open, live, _| {
            let fired = self.fired(open, &live.filling, &live.draft.team, live.draft.record)?;
            let fired = fired
                .iter()
                .find(|fired| fired.asks_reason && fired.mark == rule && fired.at == path);
            let was = live.step();
            if let Some(fired) = fired {
                live.reasons.give(fired, text);
            }
            if live.reasons != was.reasons {
                live.before_change(was);
                self.keep(open, live)?;
            }
            Ok(())
        })
    }

    /// Gives the same reason for every warning of a rule that asks for one and has none, by the rule's number.
    pub(crate) fn explain(
        &self,
        draft: &str,
        reasons: &[(String, String)],
    ) -> Result<(), DeskError> {
        for problem in self.draft_open(draft)?.problems {
            let Some(mark) = problem.rule.filter(|_| problem.asks_reason) else {
                continue;
            };
            let number = mark.split('.').next().unwrap_or(&mark);
            let said = reasons
                .iter()
                .find(|(rule, _)| *rule == mark || rule == number);
            if let Some((_, text)) = said.filter(|_| problem.reason.is_none()) {
                self.draft_reason(draft, &mark, &problem.path, text)?;
            }
        }
        Ok(())
    }
}
