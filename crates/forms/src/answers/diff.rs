//! What changed between two sets of answers.

use std::collections::BTreeMap;

use super::Answers;

/// One answer that differs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Where, such as `materials[3f]/quantity`.
    pub path: String,
    /// What stood there before.
    pub old: Option<String>,
    /// What stands there now.
    pub new: Option<String>,
}

/// The answers that differ, in the order of their paths.
pub fn diff(old: &Answers, new: &Answers) -> Vec<Change> {
    let mut both: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
    for (path, text) in old.flat() {
        both.entry(path).or_default().0 = Some(text);
    }
    for (path, text) in new.flat() {
        both.entry(path).or_default().1 = Some(text);
    }
    both.into_iter()
        .filter(|(_, (old, new))| old != new)
        .map(|(path, (old, new))| Change { path, old, new })
        .collect()
}
