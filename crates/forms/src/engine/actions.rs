//! What a form does by itself when a record is opened, an instance is added, or an answer changes.

use super::cast::cast;
use super::instance::Instance;
use super::lexical;
use crate::Kind;
use crate::model::{Action, Deed, Form};

impl Instance {
    /// Runs the actions of an opening, one after the other; `first` for a record that begins.
    pub(super) fn open(&mut self, form: &Form, first: bool) {
        for action in &form.actions {
            if !(action.events.load || first && action.events.first_load) {
                continue;
            }
            for node in self.nodes_of(action.target).to_vec() {
                self.act(form, action, node);
            }
            self.settle(form);
        }
    }

    /// Runs the actions of an instance that was just added, those of repeats inside it too.
    pub(super) fn arrive(&mut self, form: &Form, made: u32) {
        let repeat = self.item_of(made);
        for action in &form.actions {
            let own = |source| within(form, source, repeat);
            if !action.events.new_repeat || !action.source.is_some_and(own) {
                continue;
            }
            for node in self.reach(form, made, action.target) {
                self.act(form, action, node);
            }
            self.drain(form);
        }
    }

    /// Runs one action at one node; what is not relevant now is left alone.
    pub(super) fn act(&mut self, form: &Form, action: &Action, node: u32) {
        if !self.relevant(node) {
            return;
        }
        let item = form.item(action.target);
        let value = match &action.deed {
            Deed::Set(expr) => self.worked_out(form, node, expr),
            Deed::Put(text) => {
                let text = lexical::stored(item.kind, text);
                cast(item.value_type, text, self.facts.offset_minutes)
            }
            Deed::Geopoint => self.position(),
            Deed::Record { .. } => return,
        };
        self.put(form, node, value);
    }

    /// Where the laptop is, when it knows.
    fn position(&self) -> String {
        let position = lexical::stored(Kind::Geopoint, &self.facts.known.position);
        match lexical::misfit(Kind::Geopoint, &position) {
            None => position,
            Some(_) => String::new(),
        }
    }

    /// Puts a value; whoever reads it is computed when it is another one.
    pub(super) fn put(&mut self, form: &Form, node: u32, value: String) {
        if self.tree.value(node) != value {
            self.tree.set_value(node, value);
            self.changed(form, node);
        }
    }
}

/// Whether a question is a repeat or lies in it.
pub(super) fn within(form: &Form, item: u32, repeat: u32) -> bool {
    let mut at = Some(item);
    while let Some(item) = at {
        if item == repeat {
            return true;
        }
        at = form.item(item).parent;
    }
    false
}
