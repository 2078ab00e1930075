//! The names that the questions of each group have, so that none is there twice.

use std::collections::HashMap;

/// The names of all groups' children.
#[derive(Debug, Default)]
pub(crate) struct Siblings {
    /// The first child under a name.
    named: HashMap<(u32, String), u32>,
    /// The first child under a name in small letters.
    alike: HashMap<(u32, String), u32>,
    /// The number to try next for a name that is there again.
    next: HashMap<(u32, String), u32>,
}

impl Siblings {
    /// Notes the name of a group's child.
    pub(super) fn note(&mut self, group: u32, name: &str, at: u32) {
        self.named.entry((group, name.to_owned())).or_insert(at);
        self.alike
            .entry((group, name.to_ascii_lowercase()))
            .or_insert(at);
    }

    /// The child of a group that has this name.
    pub(super) fn same(&self, group: u32, name: &str) -> Option<u32> {
        self.named.get(&(group, name.to_owned())).copied()
    }

    /// The child of a group whose name differs in capital letters at most.
    pub(super) fn alike(&self, group: u32, name: &str) -> Option<u32> {
        self.alike.get(&(group, name.to_ascii_lowercase())).copied()
    }

    /// The name with the next number that no child of the group has.
    pub(super) fn free(&mut self, group: u32, name: &str) -> String {
        let mut number = self
            .next
            .get(&(group, name.to_owned()))
            .copied()
            .unwrap_or(2);
        let mut renamed = format!("{name}_{number}");
        while self.alike(group, &renamed).is_some() {
            number += 1;
            renamed = format!("{name}_{number}");
        }
        self.next.insert((group, name.to_owned()), number + 1);
        renamed
    }
}
