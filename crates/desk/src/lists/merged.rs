//! Entries of lists whose records stand behind others: what is said of them is said of the one that stands, and of what a
//! person agreed to, the stricter word.

use std::collections::{BTreeMap, BTreeSet};

use store::{Behind, EntityChanges, EntityLine, Reader};

use crate::DeskError;
use crate::open::Open;

/// What a line about consent says: whom it is about, the uses, the organisation and the decision.
const PERSON: &str = "person";
const SCOPE: &str = "scope";
const ORG: &str = "to_org";
const DECISION: &str = "decision";
const DATE: &str = "date";
const GIVEN: &str = "given";

/// Who stands for whom, by the names of entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Merged {
    heads: BTreeMap<String, String>,
    /// Everybody who was merged, with the clock of the last decision that joined them.
    since: BTreeMap<String, u64>,
}

/// One use by one organisation of what one person told, by the entry that stands for the person.
type Use = (String, String, String);

impl Merged {
    /// Who stands for whom, as far as this person may see the one that stands.
    pub(super) fn of(open: &Open, reader: &Reader<'_>) -> Result<Self, DeskError> {
        let mut seen = Vec::new();
        for pair in reader.all_behind()? {
            let held = reader.teams_of(pair.head)?;
            if held.iter().any(|team| open.person.teams.contains(team)) {
                seen.push(pair);
            }
        }
        Ok(Self::between(&seen))
    }

    fn between(behind: &[Behind]) -> Self {
        let mut merged = Self::default();
        for pair in behind {
            let (record, head) = (pair.record.to_string(), pair.head.to_string());
            for name in [&record, &head] {
                merged.since.insert(name.clone(), pair.since_ms);
            }
            merged.heads.insert(record, head);
        }
        merged
    }

    /// Whether anything of what changed is about an entry that was merged with another.
    pub(super) fn touches(&self, changes: &EntityChanges) -> bool {
        let has = |name: &String| self.since.contains_key(name);
        changes.names.iter().any(has)
            || changes
                .lines
                .iter()
                .any(|line| line.properties.values().any(has))
    }

    /// The entry that stands for one: itself, unless it was merged.
    pub(super) fn stands_for(&self, name: &str) -> String {
        let head = self.heads.get(name);
        head.map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// What is said of entries, told of those that stand for them, the later word of an entry after the earlier. What an
    /// entry is called, the one that stands says itself; links to an entry lead to the one that stands. All that is said
    /// of what was merged has to be among it.
    pub(super) fn resolved(&self, changes: EntityChanges) -> EntityChanges {
        let EntityChanges { names, mut lines } = changes;
        if self.heads.is_empty() {
            return EntityChanges { names, lines };
        }
        self.take_the_stricter(&mut lines);
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

    /// Lets no agreement of one record be offered for a use that another record of the same person refuses. Whoever was
    /// asked after the records were joined was asked for all of them.
    fn take_the_stricter(&self, lines: &mut [EntityLine]) {
        let refused = self.refused(lines);
        for line in lines {
            let is_given = line.properties.get(DECISION).map(String::as_str) == Some(GIVEN);
            if !is_given {
                continue;
            }
            let word = uses(self, line).find_map(|(_, of)| refused.get(&of).cloned());
            if let Some(word) = word {
                line.properties.insert(DECISION.to_owned(), word);
            }
        }
    }

    /// Uses that some record of a merged person refuses, with its word.
    fn refused(&self, lines: &[EntityLine]) -> BTreeMap<Use, String> {
        // By use and record of the person: the last word, of one day the stricter.
        let mut last: BTreeMap<(Use, String), (String, bool, String)> = BTreeMap::new();
        let mut since: BTreeMap<Use, (String, bool, String)> = BTreeMap::new();
        for line in lines {
            let Some(word) = line.properties.get(DECISION) else {
                continue;
            };
            let day = line.properties.get(DATE).cloned().unwrap_or_default();
            let said = (day, word != GIVEN, word.clone());
            for (person, of) in uses(self, line) {
                let joined = self.since.get(&person).copied().unwrap_or_default();
                let held = match line.at_ms > joined {
                    true => since.entry(of).or_default(),
                    false => last.entry((of, person)).or_default(),
                };
                if *held < said {
                    *held = said.clone();
                }
            }
        }
        let before = last.into_iter().map(|((of, _), said)| (of, said));
        let mut refused: BTreeMap<Use, String> = BTreeMap::new();
        for (of, (_, is_refused, word)) in before {
            if is_refused {
                refused.insert(of, word);
            }
        }
        for (of, (_, is_refused, word)) in since {
            match is_refused {
                true => refused.insert(of, word),
                false => refused.remove(&of),
            };
        }
        refused
    }
}

/// The uses that a line about consent of a merged person speaks of, with the person's own entry.
fn uses<'a>(merged: &'a Merged, line: &'a EntityLine) -> impl Iterator<Item = (String, Use)> + 'a {
    let of = |name: &str| line.properties.get(name);
    let person = of(PERSON).filter(|person| merged.since.contains_key(*person));
    let org = of(ORG).map(|org| org.trim().to_owned()).unwrap_or_default();
    let scopes: BTreeSet<&str> = of(SCOPE)
        .map(|scope| scope.split_whitespace().collect())
        .unwrap_or_default();
    person.into_iter().flat_map(move |person| {
        let org = org.clone();
        let each = scopes.clone().into_iter();
        each.map(move |scope| {
            let of = (merged.stands_for(person), scope.to_owned(), org.clone());
            (person.clone(), of)
        })
    })
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]
mod tests {
    use records::RecordId;

    use super::*;

    fn id(number: u8) -> String {
        RecordId([number; 16]).to_string()
    }

    fn merged() -> Merged {
        Merged::between(&[Behind {
            record: RecordId([2; 16]),
            head: RecordId([1; 16]),
            since_ms: 100,
        }])
    }

    fn line(name: u8, at_ms: u64, label: &str, properties: &[(&str, &str)]) -> EntityLine {
        EntityLine {
            list: "people".into(),
            name: id(name),
            makes: true,
            at_ms,
            label: Some(label.to_owned()),
            properties: properties
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            apart: None,
        }
    }

    fn resolved(lines: Vec<EntityLine>) -> Vec<EntityLine> {
        let names = Vec::new();
        merged().resolved(EntityChanges { names, lines }).lines
    }

    #[test]
    fn what_is_said_of_a_merged_entry_is_said_of_the_one_that_stands() {
        let told = resolved(vec![
            line(1, 5, "one", &[]),
            line(2, 3, "two", &[]),
            line(3, 4, "three", &[("person", &id(2)), ("friend", &id(5))]),
        ]);
        let lines: Vec<(String, u64, Option<&str>)> = told
            .iter()
            .map(|it| (it.name.clone(), it.at_ms, it.label.as_deref()))
            .collect();
        assert_eq!(lines[0], (id(1), 3, None), "the earlier word comes first");
        assert_eq!(lines[1], (id(1), 5, Some("one")));
        assert_eq!(lines[2], (id(3), 4, Some("three")));
        let link = |name: &str| told[2].properties[name].clone();
        assert_eq!((link("person"), link("friend")), (id(1), id(5)));
        let all = merged();
        assert_eq!(
            (all.stands_for(&id(2)), all.stands_for(&id(3))),
            (id(1), id(3))
        );
    }

    /// What the list offers of decisions, each as `person decision day clock`.
    #[track_caller]
    fn check(said: &[(u8, &str, &str, u64)], offered: &[&str]) {
        let lines = (10..).zip(said).map(|(name, (person, decision, day, at))| {
            let properties = [
                (PERSON, id(*person)),
                (SCOPE, "share_referral".to_owned()),
                (ORG, "PRC".to_owned()),
                (DECISION, (*decision).to_owned()),
                (DATE, format!("2026-11-{day}")),
            ];
            let mut line = line(name, *at, "", &[]);
            line.properties = properties
                .map(|(name, value)| (name.to_owned(), value))
                .into();
            line
        });
        let told = resolved(lines.collect());
        let words: Vec<&str> = told
            .iter()
            .map(|it| it.properties[DECISION].as_str())
            .collect();
        assert_eq!(words, offered, "{said:?}");
    }

    #[test]
    fn an_agreement_of_one_record_is_not_offered_where_the_other_refuses() {
        check(&[(1, "given", "05", 5)], &["given"]);
        check(
            &[(1, "given", "05", 5), (2, "given", "01", 5)],
            &["given", "given"],
        );
        check(
            &[(1, "given", "05", 5), (2, "refused", "01", 1)],
            &["refused", "refused"],
        );
        check(
            &[(2, "given", "05", 5), (1, "withdrawn", "01", 1)],
            &["withdrawn", "withdrawn"],
        );
        // One record's own last word holds for it; of one day the stricter.
        let changed = [
            (1, "given", "05", 5),
            (2, "refused", "01", 1),
            (2, "given", "02", 2),
        ];
        check(&changed, &["given", "refused", "given"]);
        check(
            &[(1, "given", "05", 5), (1, "refused", "05", 6)],
            &["refused", "refused"],
        );
        // Who was asked after the records were joined was asked for both.
        let asked = [
            (1, "given", "05", 5),
            (2, "refused", "01", 1),
            (1, "given", "09", 101),
        ];
        check(&asked, &["given", "refused", "given"]);
        let again = [(1, "given", "05", 5), (1, "refused", "09", 101)];
        check(&again, &["refused", "refused"]);
        // Another person's word is their own.
        check(
            &[(1, "given", "05", 5), (3, "refused", "05", 5)],
            &["given", "refused"],
        );
    }
}
