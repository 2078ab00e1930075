//! One entity list in memory: what all records together say of its entries.

use std::collections::{BTreeMap, BTreeSet};

use forms::Table;
use store::{EntityChanges, EntityLine, Texts};

/// The columns that every list has: what a choice stores, and what it is called.
const NAME: &str = "name";
const LABEL: &str = "label";

/// What is known of one entry.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    is_made: bool,
    label: String,
    properties: Texts,
}

/// A list, and the state of the store that it was made of.
#[derive(Debug, Default)]
pub(super) struct EntityList {
    stamp: Option<u64>,
    entries: BTreeMap<String, Entry>,
    table: Option<Table>,
}

impl EntityList {
    /// The state of the store that it shows; none before it was made.
    pub(super) fn stamp(&self) -> Option<u64> {
        self.stamp
    }

    /// The list as forms read it, the newest entry first; none while nobody is in it.
    pub(super) fn table(&self) -> Option<Table> {
        self.table.clone()
    }

    /// Takes what changed, up to a state of the store. Of each entry that changed, all that is said comes with it.
    pub(super) fn take(&mut self, changes: EntityChanges, stamp: u64) {
        let is_new = self.stamp.is_none();
        self.stamp = Some(stamp);
        if !is_new && changes.names.is_empty() {
            return;
        }
        for name in &changes.names {
            self.entries.remove(name);
        }
        for line in changes.lines {
            let EntityLine {
                name,
                makes,
                label,
                properties,
                ..
            } = line;
            let entry = self.entries.entry(name).or_default();
            entry.is_made |= makes;
            if let Some(label) = label {
                entry.label = label;
            }
            entry.properties.extend(properties);
        }
        self.table = self.made();
    }

    fn made(&self) -> Option<Table> {
        let listed = || self.entries.iter().filter(|(_, entry)| entry.is_made);
        listed().next()?;
        let own = |column: &&str| ![NAME, LABEL].contains(column);
        let properties: BTreeSet<&str> = listed()
            .flat_map(|(_, entry)| entry.properties.keys().map(String::as_str))
            .filter(own)
            .collect();
        let columns: Vec<&str> = [NAME, LABEL].into_iter().chain(properties).collect();
        // Ids of records begin with the time.
        let rows = listed().rev().map(|(name, entry)| {
            let further = columns.iter().skip(2).map(|column| {
                let value = entry.properties.get(*column);
                value.map_or("", String::as_str)
            });
            [name.as_str(), entry.label.as_str()]
                .into_iter()
                .chain(further)
        });
        Some(Table::of(&columns, rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, makes: bool, label: Option<&str>, due: &str) -> EntityLine {
        EntityLine {
            list: "people".into(),
            name: name.into(),
            makes,
            at_ms: 0,
            label: label.map(str::to_owned),
            properties: [("due".to_owned(), due.to_owned())].into(),
            apart: None,
        }
    }

    fn told(list: &EntityList) -> Vec<String> {
        let listed = list.entries.iter().filter(|(_, entry)| entry.is_made);
        let lines = listed.map(|(name, entry)| {
            let due = entry.properties.get("due").map_or("", String::as_str);
            format!("{name} {} {due}", entry.label)
        });
        lines.collect()
    }

    #[test]
    fn the_later_word_holds_and_nobody_is_listed_whom_no_record_made() {
        let mut list = EntityList::default();
        assert_eq!(list.stamp(), None);
        let lines = vec![
            line("a", true, Some("Thy"), "1"),
            line("a", false, None, "2"),
            line("b", false, None, "9"),
        ];
        let names = Vec::new();
        list.take(EntityChanges { names, lines }, 7);
        assert_eq!(
            (told(&list), list.stamp()),
            (vec!["a Thy 2".to_owned()], Some(7))
        );
        assert!(list.table().is_some());
        let lines = vec![
            line("b", true, Some("Dara"), "3"),
            line("b", false, None, "9"),
        ];
        let names = vec!["a".to_owned(), "b".to_owned()];
        list.take(EntityChanges { names, lines }, 8);
        assert_eq!(told(&list), ["b Dara 9"]);
        let (names, lines) = (vec!["b".to_owned()], Vec::new());
        list.take(EntityChanges { names, lines }, 9);
        assert!(list.table().is_none());
    }
}
