//! Computing what follows from a change, and only that, in the order that the plan gives.

use std::collections::HashSet;

use super::instance::{INSTANCES_MAX, Instance, NODES_MAX};
use crate::Kind;
use crate::model::{Aspect, Form};
use crate::xpath::Tree;

/// How often choices that disappear may set off others before it is called a circle.
const ROUNDS_MAX: usize = 100;

impl Instance {
    /// Computes everything, for a form that was just opened.
    pub(super) fn compute_all(&mut self, form: &Form) {
        self.tree.rank();
        self.dirty
            .extend(0..crate::compile::index(form.plan.cells.len()));
        let filtered = form
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.filter.is_some());
        self.dirty_filters
            .extend(filtered.map(|(at, _)| crate::compile::index(at)));
        self.settle(form);
    }

    /// Computes what waits, until nothing does.
    pub(super) fn settle(&mut self, form: &Form) {
        let mut steps = ROUNDS_MAX * (form.plan.cells.len() + ROUNDS_MAX);
        for _ in 0..ROUNDS_MAX {
            self.fire(form);
            while let Some(place) = self.dirty.pop_first().filter(|_| steps > 0) {
                steps -= 1;
                if let Some(cell) = form.plan.cells.get(place as usize) {
                    match cell.aspect {
                        Aspect::Relevance => self.relevance(form, cell.item),
                        Aspect::Count => self.count(form, cell.item),
                        Aspect::Value => self.calculate(form, cell.item),
                    }
                }
                self.fire(form);
            }
            while let Some(item) = self.dirty_filters.pop_first() {
                self.clear_gone(form, item);
            }
            if self.dirty.is_empty() && self.fired.is_empty() {
                return;
            }
        }
        self.dirty.clear();
        self.dirty_filters.clear();
        self.fired.clear();
    }

    /// Notes that the answer at a node changed, so that whoever reads it is computed.
    pub(super) fn changed(&mut self, form: &Form, node: u32) {
        let item = self.item_of(node);
        self.mark(form, item);
        if self.ready {
            let targets = form
                .plan
                .triggers
                .get(item as usize)
                .map_or(&[][..], Vec::as_slice);
            self.fired
                .extend(targets.iter().map(|target| (*target, node)));
        }
    }

    pub(super) fn mark(&mut self, form: &Form, item: u32) {
        let at = item as usize;
        self.dirty
            .extend(form.plan.readers.get(at).into_iter().flatten());
        self.dirty_filters
            .extend(form.plan.filter_readers.get(at).into_iter().flatten());
    }

    /// Marks the readers of a question and of everything in it.
    pub(super) fn mark_all(&mut self, form: &Form, item: u32) {
        let mut stack = vec![item];
        while let Some(item) = stack.pop() {
            self.mark(form, item);
            stack.extend(&form.item(item).children);
        }
    }

    fn relevance(&mut self, form: &Form, item: u32) {
        let Some(expr) = &form.item(item).relevant else {
            return;
        };
        let inside = self.looks_inside(form, item);
        for node in self.nodes_of(item).to_vec() {
            let lifted = if inside { self.lift(node) } else { Vec::new() };
            let off = !self.holds(form, node, expr, true);
            for node in lifted {
                self.tree.set_hidden(node, true);
            }
            if let Some(state) = self.states.get_mut(node as usize) {
                state.off = off;
            }
            self.spread(form, node);
        }
    }

    /// Whether the condition of a group reads answers inside the group itself.
    fn looks_inside(&self, form: &Form, item: u32) -> bool {
        let mut stack = form.item(item).children.clone();
        while let Some(below) = stack.pop() {
            let readers = form.plan.readers.get(below as usize);
            let mut cells = readers
                .into_iter()
                .flatten()
                .filter_map(|place| form.plan.cells.get(*place as usize));
            if cells.any(|cell| cell.item == item && cell.aspect == Aspect::Relevance) {
                return true;
            }
            stack.extend(&form.item(below).children);
        }
        false
    }

    /// Shows what a group's own condition hides, so that the condition reads the answers inside and not its
    /// own outcome, which would turn it round for ever. Gives the nodes to hide again.
    fn lift(&mut self, node: u32) -> Vec<u32> {
        let above = self.tree.parent(node);
        if above.is_some_and(|parent| self.tree.hidden(parent)) {
            return Vec::new();
        }
        let mut lifted = Vec::new();
        let mut stack = vec![node];
        while let Some(at) = stack.pop() {
            let off = at != node && self.state(at).is_some_and(|state| state.off);
            if !off && self.tree.hidden(at) {
                self.tree.set_hidden(at, false);
                lifted.push(at);
                stack.extend(self.tree.children(at));
            }
        }
        lifted
    }

    /// Brings the relevance of a node and of everything in it up to date.
    pub(super) fn spread(&mut self, form: &Form, node: u32) {
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            let above = self
                .tree
                .parent(node)
                .is_some_and(|parent| self.tree.hidden(parent));
            let off = self.state(node).is_some_and(|state| state.off);
            let hidden = above || off;
            if self.tree.hidden(node) != hidden {
                self.tree.set_hidden(node, hidden);
                self.mark(form, self.item_of(node));
                stack.extend(self.tree.children(node));
            }
        }
    }

    fn calculate(&mut self, form: &Form, item: u32) {
        let Some(expr) = &form.item(item).calculation else {
            return;
        };
        for node in self.nodes_of(item).to_vec() {
            let value = self.evaluated(form, node, expr);
            if self.tree.value(node) != value {
                self.tree.set_value(node, value);
                self.changed(form, node);
            }
        }
    }

    /// Gives a counted repeat as many instances as it asks for; surplus ones stay: a count
    /// that was typed wrongly for a moment must not cost answers.
    fn count(&mut self, form: &Form, item: u32) {
        let Some(expr) = &form.item(item).count else {
            return;
        };
        let Some(above) = form.item(item).parent else {
            return;
        };
        let mut grown = false;
        for parent in self.nodes_of(above).to_vec() {
            let wanted = crate::xpath::numbers::parse(&self.evaluated(form, parent, expr));
            let wanted = if wanted.is_nan() {
                0.0
            } else {
                wanted.max(0.0)
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to a small range"
            )]
            let wanted = wanted.min(INSTANCES_MAX as f64) as usize;
            let mut taken: HashSet<String> = self
                .instances(parent, item)
                .filter_map(|node| self.id_of(node).map(str::to_owned))
                .collect();
            while taken.len() < wanted && self.states.len() < NODES_MAX {
                let id = self.drawn_id();
                if !taken.insert(id.clone()) {
                    continue;
                }
                let made = self.grow_instance(form, parent, item, Some(&id));
                self.begin(form, made);
                self.spread(form, made);
                grown = true;
            }
        }
        if grown {
            self.tree.rank();
            self.refresh(form, item);
        }
    }

    /// Computes a repeat's inside and its readers after instances came or went.
    pub(super) fn refresh(&mut self, form: &Form, repeat: u32) {
        self.mark_all(form, repeat);
        let inside = |mut item: u32| loop {
            if item == repeat {
                return true;
            }
            match form.item(item).parent {
                Some(parent) => item = parent,
                None => return false,
            }
        };
        for (place, cell) in form.plan.cells.iter().enumerate() {
            let own_count = cell.item == repeat && cell.aspect == Aspect::Count;
            if inside(cell.item) && !own_count {
                self.dirty.insert(crate::compile::index(place));
            }
        }
        for (at, item) in form.items.iter().enumerate() {
            let at = crate::compile::index(at);
            if item.filter.is_some() && inside(at) {
                self.dirty_filters.insert(at);
            }
        }
    }

    /// Runs the calculations that a change set off, in the instances that share a repeat with it.
    fn fire(&mut self, form: &Form) {
        let mut budget = 10_000;
        while let Some((item, source)) = self.fired.pop() {
            budget -= 1;
            if budget == 0 {
                self.fired.clear();
                return;
            }
            let Some(expr) = &form.item(item).calculation else {
                continue;
            };
            for node in self.nodes_of(item).to_vec() {
                if !self.same_scope(form, node, source) {
                    continue;
                }
                let value = self.evaluated(form, node, expr);
                if self.tree.value(node) != value {
                    self.tree.set_value(node, value);
                    self.changed(form, node);
                }
            }
        }
    }

    /// Whether two nodes lie in the same instance of every repeat that holds both questions.
    fn same_scope(&self, form: &Form, a: u32, b: u32) -> bool {
        let instances = |mut node: u32| {
            let mut out = Vec::new();
            loop {
                if form.item(self.item_of(node)).kind == Kind::Repeat {
                    out.push((self.item_of(node), node));
                }
                match self.tree.parent(node) {
                    Some(parent) if parent != Tree::ROOT => node = parent,
                    _ => return out,
                }
            }
        };
        let of_b = instances(b);
        instances(a)
            .iter()
            .all(|(item, node)| of_b.iter().all(|(other, its)| other != item || its == node))
    }
}
