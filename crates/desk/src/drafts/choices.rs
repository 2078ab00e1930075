//! Choices of a long list, found by words.

use forms::Choice;
use store::normalise;

use super::draft_id;
use crate::open::lock;
use crate::records_view::small;
use crate::view::{ChoiceView, ChoicesFound};
use crate::{Desk, DeskError};

/// The most choices that one search shows.
const FOUND_MAX: usize = 60;

impl Desk {
    /// Finds choices that a question of a draft offers now, by words of their labels in any order or by their codes.
    /// Without words it gives the first of the list.
    ///
    /// # Errors
    /// When there is no such draft or question.
    pub fn draft_choices(
        &self,
        draft: &str,
        path: &str,
        words: &str,
    ) -> Result<ChoicesFound, DeskError> {
        let id = draft_id(draft)?;
        let language = self.language();
        let words = normalise(words);
        let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
        self.with_open(|open| {
            self.load(open, id)?;
            let all = lock(&open.live);
            let live = all.get(&id).ok_or(DeskError::NotFound { what: "draft" })?;
            let fits = |choice: &Choice| rank(choice, &words);
            let found = live.filling.find_choices(path, &language, FOUND_MAX, &fits);
            let found = found.map_err(DeskError::Answer)?;
            let choices = found.choices.into_iter().map(|choice| ChoiceView {
                value: choice.value,
                label: choice.label,
                image: choice.image,
            });
            Ok(ChoicesFound {
                choices: choices.collect(),
                total: small(found.total as u64),
            })
        })
    }
}

/// How well a choice fits: 0 when its label begins with the first word, 1 when every word is in it, or it has this code.
fn rank(choice: &Choice, words: &[&str]) -> Option<u32> {
    let Some(first) = words.first() else {
        return Some(0);
    };
    let label = normalise(&choice.label);
    if words.iter().all(|word| label.contains(word)) {
        return Some(u32::from(!label.starts_with(first)));
    }
    (words.len() == 1 && choice.value.eq_ignore_ascii_case(first)).then_some(1)
}
