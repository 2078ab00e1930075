//! The entities that a record makes or changes: entries of lists that other records choose from.

use std::collections::BTreeMap;

use super::Filling;
use super::instance::Instance;
use crate::model::{Entity as Declared, Form};

/// What a record says of one entry of an entity list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// The list, such as `people`.
    pub list: String,
    /// The id that the form gives it; empty when it gives none.
    pub id: String,
    /// The form works the id out of answers, as it does to change an entry that is there.
    pub names_itself: bool,
    /// The instance of the repeat that it belongs to, such as `children[3f]`; none when it is the whole record.
    pub within: Option<String>,
    /// It makes the entry.
    pub creates: bool,
    /// It changes the entry that is there.
    pub updates: bool,
    /// What the entry is called; none where the form gives it no name.
    pub label: Option<String>,
    /// The answers that are kept with the entry, by property.
    pub properties: BTreeMap<String, String>,
}

impl Filling {
    /// Returns the entities that the answers make or change now, in the order of the form.
    pub fn entities(&self) -> Vec<Entity> {
        self.instance.entities(&self.form)
    }
}

impl Instance {
    fn entities(&self, form: &Form) -> Vec<Entity> {
        let mut out = Vec::new();
        for declared in &form.head.entities {
            let place = place_of(form, declared);
            for node in self.nodes_of(declared.item) {
                out.extend(self.entity(form, declared, place, *node));
            }
        }
        out
    }

    /// What one entity node says; nothing when it neither makes nor changes an entry now.
    fn entity(&self, form: &Form, declared: &Declared, place: u32, node: u32) -> Option<Entity> {
        if !self.relevant(node) {
            return None;
        }
        let mut own: BTreeMap<&str, (&str, bool)> = BTreeMap::new();
        for attribute in self.tree.attributes(node) {
            let item = form.item(self.item_of(*attribute));
            let told = (self.tree.value(*attribute), item.calculation.is_some());
            own.insert(&item.name, told);
        }
        let holds = |name: &str| matches!(own.get(name), Some(("1" | "true", _)));
        let (creates, updates) = (holds("create"), holds("update"));
        if !creates && !updates {
            return None;
        }
        let mut below = self.tree.children(node).iter();
        let label = below.find(|child| &*form.item(self.item_of(**child)).name == "label");
        let holder = self.above(node, place)?;
        let (id, names_itself) = own.get("id").copied().unwrap_or_default();
        Some(Entity {
            list: declared.list.clone(),
            id: id.to_owned(),
            names_itself,
            within: form
                .item(place)
                .repeat
                .is_some()
                .then(|| self.path(form, holder)),
            creates,
            updates,
            label: label.map(|label| self.tree.value(*label).to_owned()),
            properties: self.saved_in(form, holder),
        })
    }

    /// The answers that are saved to the entity of a group, repeat instance or record, without those in a part of it
    /// that has an entity of its own.
    fn saved_in(&self, form: &Form, holder: u32) -> BTreeMap<String, String> {
        let own: Vec<u32> = form
            .head
            .entities
            .iter()
            .map(|declared| place_of(form, declared))
            .collect();
        let mut out = BTreeMap::new();
        let mut stack = vec![holder];
        while let Some(node) = stack.pop() {
            for child in self.tree.children(node) {
                let at = self.item_of(*child);
                if !self.relevant(*child) || own.contains(&at) {
                    continue;
                }
                if let Some(property) = &form.item(at).save_to {
                    out.insert(property.clone(), self.tree.value(*child).to_owned());
                }
                stack.push(*child);
            }
        }
        out
    }
}

/// The group, repeat or form that an entity belongs to: what holds its meta block.
fn place_of(form: &Form, declared: &Declared) -> u32 {
    let meta = form.item(declared.item).parent;
    meta.and_then(|meta| form.item(meta).parent).unwrap_or(0)
}
