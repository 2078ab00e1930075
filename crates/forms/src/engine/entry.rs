//! What a person does: answer, add, remove.

use super::Moment;
use super::instance::{INSTANCES_MAX, Instance};
use super::lexical;
use crate::Kind;
use crate::answers::steps;
use crate::model::{Form, Preload};
use crate::xpath::Tree;

/// Why an answer cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// The form has no such question, or the repeat no such instance.
    #[error("there is no question {path} in this form")]
    Unknown {
        /// The path that was given.
        path: String,
    },
    /// The form works this out itself, or does not let it be changed.
    #[error("{path} cannot be changed: the form fills it in")]
    ReadOnly {
        /// The path that was given.
        path: String,
    },
    /// The form itself says how many instances there are.
    #[error("how many {path} there are follows from another answer")]
    Counted {
        /// The path that was given.
        path: String,
    },
    /// More instances than a record can hold.
    #[error("{path} has {max} entries already, and no more fit into one record")]
    TooMany {
        /// The path that was given.
        path: String,
        /// The most that fit.
        max: usize,
    },
}

impl Instance {
    /// The node at a path; for a repeat without an id, the node that holds its instances and the repeat.
    fn find(&self, form: &Form, path: &str) -> Option<(u32, Option<u32>)> {
        let mut at = self.first(0)?;
        let steps = steps(path)?;
        let count = steps.len();
        for (place, step) in steps.into_iter().enumerate() {
            let children = &form.item(self.item_of(at)).children;
            let item = children
                .iter()
                .copied()
                .find(|child| *form.item(*child).name == *step.name)?;
            if form.item(item).kind != Kind::Repeat {
                if step.id.is_some() {
                    return None;
                }
                at = self.instances(at, item).next()?;
                continue;
            }
            match step.id {
                Some(id) => {
                    at = self
                        .instances(at, item)
                        .find(|node| self.state(*node).and_then(|s| s.id.as_deref()) == Some(id))?;
                }
                None if place + 1 == count => return Some((at, Some(item))),
                None => return None,
            }
        }
        Some((at, None))
    }

    /// The node of one question at a path.
    pub(crate) fn node_at(&self, form: &Form, path: &str) -> Option<u32> {
        self.find(form, path)
            .filter(|(_, repeat)| repeat.is_none())
            .map(|(node, _)| node)
    }

    pub(crate) fn set(
        &mut self,
        form: &Form,
        path: &str,
        value: &str,
        moment: &Moment,
    ) -> Result<(), SetError> {
        let unknown = || SetError::Unknown {
            path: path.to_owned(),
        };
        let (node, None) = self.find(form, path).ok_or_else(unknown)? else {
            return Err(unknown());
        };
        self.set_node(form, node, value, moment)
    }

    /// Answers the question at a node.
    pub(crate) fn set_node(
        &mut self,
        form: &Form,
        node: u32,
        value: &str,
        moment: &Moment,
    ) -> Result<(), SetError> {
        let item = form.item(self.item_of(node));
        if item.kind.holds_questions() {
            return Err(SetError::Unknown {
                path: self.path(form, node),
            });
        }
        let fixed = matches!(item.kind, Kind::Note | Kind::Calculate | Kind::Meta);
        if fixed || self.read_only(form, node) {
            return Err(SetError::ReadOnly {
                path: self.path(form, node),
            });
        }
        self.facts.advance(moment);
        let appearance = form.asked(self.item_of(node)).map_or("", |q| &q.appearance);
        let value = lexical::entered(item.kind, appearance, value);
        if item.filter.is_some() || item.itemset.is_some() {
            self.dirty_filters.insert(self.item_of(node));
        }
        self.put(form, node, value);
        self.settle(form);
        Ok(())
    }

    pub(super) fn add_repeat(
        &mut self,
        form: &Form,
        path: &str,
        moment: &Moment,
    ) -> Result<String, SetError> {
        let unknown = || SetError::Unknown {
            path: path.to_owned(),
        };
        let (parent, Some(repeat)) = self.find(form, path).ok_or_else(unknown)? else {
            return Err(unknown());
        };
        let made = self.add_instance(form, parent, repeat, None, moment)?;
        Ok(self.id_of(made).unwrap_or_default().to_owned())
    }

    /// Adds an instance of a repeat below a node, at a place among the others or after them.
    pub(crate) fn add_instance(
        &mut self,
        form: &Form,
        parent: u32,
        repeat: u32,
        place: Option<usize>,
        moment: &Moment,
    ) -> Result<u32, SetError> {
        let path = || self.path(form, self.place_of(parent, repeat));
        if form.item(repeat).count.is_some() || form.item(repeat).fixed_count {
            return Err(SetError::Counted { path: path() });
        }
        if self.read_only(form, parent) {
            return Err(SetError::ReadOnly { path: path() });
        }
        if self.instances(parent, repeat).count() >= INSTANCES_MAX {
            return Err(SetError::TooMany {
                path: path(),
                max: INSTANCES_MAX,
            });
        }
        self.facts.advance(moment);
        let next = place.and_then(|place| self.instances(parent, repeat).nth(place));
        let made = self.grow_instance(form, parent, repeat, None, None);
        if let Some(next) = next {
            self.tree.move_before(made, next);
        }
        self.begin(form, made, None);
        self.added(form, repeat, &[made]);
        self.settle(form);
        Ok(made)
    }

    pub(super) fn remove_repeat(
        &mut self,
        form: &Form,
        path: &str,
        moment: &Moment,
    ) -> Result<(), SetError> {
        let unknown = || SetError::Unknown {
            path: path.to_owned(),
        };
        let (node, None) = self.find(form, path).ok_or_else(unknown)? else {
            return Err(unknown());
        };
        if form.item(self.item_of(node)).kind != Kind::Repeat {
            return Err(unknown());
        }
        self.remove_instance(form, node, moment)
    }

    /// Removes one instance of a repeat with its answers.
    pub(crate) fn remove_instance(
        &mut self,
        form: &Form,
        node: u32,
        moment: &Moment,
    ) -> Result<(), SetError> {
        let repeat = self.item_of(node);
        let path = || self.path(form, node);
        let parent = self.tree.parent(node).unwrap_or(Tree::ROOT);
        if self.read_only(form, node) {
            return Err(SetError::ReadOnly { path: path() });
        }
        let counted = form.item(repeat).count.is_some();
        let surplus = || self.instances(parent, repeat).count() > self.wanted(form, parent, repeat);
        if form.item(repeat).fixed_count || counted && !surplus() {
            return Err(SetError::Counted { path: path() });
        }
        self.facts.advance(moment);
        self.drop_node(form, node);
        self.removed(form, repeat);
        self.settle(form);
        Ok(())
    }

    /// Puts in what is known only when the record is written: the end of the work.
    pub(crate) fn finish(&mut self, form: &Form, moment: &Moment) {
        self.facts.advance(moment);
        let value = self.facts.preload(Preload::End);
        for at in &form.plan.ends {
            for node in self.nodes_of(*at).to_vec() {
                self.put(form, node, value.clone());
            }
        }
        self.settle(form);
    }
}
