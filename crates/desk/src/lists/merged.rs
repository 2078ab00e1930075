//! Entries of lists whose records stand behind others: what is said of them is said of the one that stands.

use std::collections::{BTreeMap, BTreeSet};

use records::RecordId;
use store::{EntityChanges, Reader};

use crate::DeskError;

/// Who stands for whom, by the names of entries.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    heads: BTreeMap<String, String>,
    all: BTreeSet<String>,
}

impl Merged {
    pub(super) fn of(reader: &Reader<'_>) -> Result<Self, DeskError> {
        Ok(Self::between(reader.all_behind()?))
    }

    fn between(behind: Vec<(RecordId, RecordId)>) -> Self {
        let names = behind
            .into_iter()
            .map(|(record, head)| (record.to_string(), head.to_string()));
        let heads: BTreeMap<String, String> = names.collect();
        let all = heads.iter().flat_map(|(record, head)| [record, head]);
        Self {
            all: all.cloned().collect(),
            heads,
        }
    }

    /// Whether an entry was merged with another.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.contains(name)
    }

    /// The entry that stands for one: itself, unless it was merged.
    pub(super) fn stands_for(&self, name: &str) -> String {
        let head = self.heads.get(name);
        head.map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// What is said of entries, told of those that stand for them, the later word of an entry after the earlier. What an
    /// entry is called, the one that stands says itself; links to an entry lead to the one that stands.
    pub(super) fn resolved(&self, changes: EntityChanges) -> EntityChanges {
        let EntityChanges { names, mut lines } = changes;
        if self.heads.is_empty() {
            return EntityChanges { names, lines };
        }
        for line in &mut lines {
            if let Some(head) = self.heads.get(&line.name) {
                line.name.clone_from(head);
                line.label = None;
                line.makes = false;
            }
            for value in line.properties.values_mut() {
                if let Some(head) = self.heads.get(value) {
                    value.clone_from(head);
                }
            }
        }
        lines.sort_by(|one, other| (&one.name, one.at_ms).cmp(&(&other.name, other.at_ms)));
        EntityChanges { names, lines }
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]
mod tests {
    use store::EntityLine;

    use super::*;

    fn line(name: u8, at_ms: u64, label: &str, person: Option<u8>) -> EntityLine {
        let id = |number: u8| RecordId([number; 16]).to_string();
        EntityLine {
            list: "people".into(),
            name: id(name),
            makes: true,
            at_ms,
            label: Some(label.to_owned()),
            properties: person
                .map(|of| ("person".to_owned(), id(of)))
                .into_iter()
                .collect(),
        }
    }

    #[test]
    fn what_is_said_of_a_merged_entry_is_said_of_the_one_that_stands() {
        let merged = Merged::between(vec![(RecordId([2; 16]), RecordId([1; 16]))]);
        let lines = vec![
            line(1, 5, "one", None),
            line(2, 3, "two", None),
            line(3, 4, "three", Some(2)),
        ];
        let told = merged.resolved(EntityChanges {
            names: Vec::new(),
            lines,
        });
        let told: Vec<(String, u64, Option<&str>)> = told
            .lines
            .iter()
            .map(|it| (it.name.clone(), it.at_ms, it.label.as_deref()))
            .collect();
        let id = |number: u8| RecordId([number; 16]).to_string();
        assert_eq!(told[0], (id(1), 3, None), "the earlier word comes first");
        assert_eq!(told[1], (id(1), 5, Some("one")));
        assert_eq!(told[2], (id(3), 4, Some("three")));
        assert!(merged.has(&id(1)) && merged.has(&id(2)) && !merged.has(&id(3)));
        assert_eq!(
            (merged.stands_for(&id(2)), merged.stands_for(&id(3))),
            (id(1), id(3))
        );
    }

    #[test]
    fn a_link_to_a_merged_entry_leads_to_the_one_that_stands() {
        let merged = Merged::between(vec![(RecordId([2; 16]), RecordId([1; 16]))]);
        let lines = vec![line(3, 4, "three", Some(2)), line(4, 4, "four", Some(5))];
        let told = merged.resolved(EntityChanges {
            names: Vec::new(),
            lines,
        });
        let person = |at: usize| told.lines[at].properties["person"].clone();
        assert_eq!(person(0), RecordId([1; 16]).to_string());
        assert_eq!(person(1), RecordId([5; 16]).to_string());
    }
}
