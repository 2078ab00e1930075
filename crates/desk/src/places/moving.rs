//! Places that the newest list has otherwise than a record: retired, replaced or renamed (R-H2).

use forms::{Answers, Form};
use programme::quality::Moved;
use store::fold_name;

use super::index::{Entry, PlaceIndex};
use crate::drafts::Recorded;

/// How often one place may have taken the place of another.
const STEPS_MAX: usize = 20;

/// The place of a record, where the newest list no longer has it so.
pub(crate) fn moved_place(
    form: &Form,
    answers: &Answers,
    places: Option<&PlaceIndex>,
    country: &str,
) -> Option<Moved> {
    places?.moved(&Recorded::of(form, answers)?, country)
}

impl PlaceIndex {
    /// Tells what became of a place that was found in a version of a list. What it was called when it was recorded decides
    /// whether it is called so still: each laptop numbers the versions of its own lists.
    fn moved(&self, recorded: &Recorded, country: &str) -> Option<Moved> {
        let version = recorded.version.as_ref()?;
        let codes = [recorded.code.clone(), format!("{country}{}", recorded.code)];
        let of_list = |code: &str| -> Vec<&Entry> {
            let same = self.with_exactly(code);
            same.filter(|it| version.is_of(it.list())).collect()
        };
        let (code, rows) = codes
            .into_iter()
            .map(|code| {
                let rows = of_list(&code);
                (code, rows)
            })
            .find(|(_, rows)| !rows.is_empty())?;
        let told = |now: Option<&Entry>| Moved {
            name: recorded.names.first().unwrap_or(&code).clone(),
            code: code.clone(),
            now: now.map(|it| it.code().to_owned()),
        };
        if let Some(now) = rows.iter().find(|it| it.is_listed()) {
            let is_called = |name: &String| {
                let name = fold_name(name);
                now.names().any(|own| own == name)
            };
            let is_known = recorded.names.is_empty() || recorded.names.iter().any(is_called);
            return (!is_known).then(|| told(Some(now)));
        }
        let last = rows.iter().max_by_key(|it| it.since())?;
        Some(told(self.successor(last)))
    }

    /// The listed place that took the place of one that is gone, over others that are gone too.
    fn successor<'i>(&'i self, gone: &'i Entry) -> Option<&'i Entry> {
        let mut at = gone;
        for _ in 0..STEPS_MAX {
            let code = at.replaced_by()?;
            let rows = self
                .with_exactly(code)
                .filter(|it| it.list() == gone.list());
            at = rows.max_by_key(|it| (it.is_listed(), it.since()))?;
            if at.is_listed() {
                return Some(at);
            }
        }
        None
    }
}

#[cfg(test)]
#[path = "moving_tests.rs"]
mod tests;
