//! Computing what follows from a change, and only that, in the order that the plan gives.

use std::collections::HashSet;

use super::actions::within;
use super::instance::{INSTANCES_MAX, Instance, NODES_MAX};
use crate::model::{Aspect, Form};

/// How often choices that disappear may set off others before it is called a circle.
const ROUNDS_MAX: usize = 100;
/// How many actions one change may set off.
const ACTIONS_MAX: usize = 10_000;

/// Where a cell waits to be computed.
#[derive(Debug, Clone)]
pub(super) enum Touch {
    Everywhere,
    /// In these instances of a repeat.
    In(Vec<u32>),
}

/// With more instances than this, all of them are looked at.
const INSTANCES_NAMED_MAX: usize = 32;

impl Instance {
    /// Computes everything, for a form that was just opened.
    pub(super) fn compute_all(&mut self, form: &Form) {
        self.tree.rank();
        let cells = 0..crate::compile::index(form.plan.cells.len());
        self.dirty = cells.map(|cell| (cell, Touch::Everywhere)).collect();
        for (at, item) in form.items.iter().enumerate() {
            if item.filter.is_some() || item.itemset.is_some() {
                self.dirty_filters.insert(crate::compile::index(at));
            }
        }
        self.settle(form);
    }

    /// Goes on in another language.
    pub(super) fn speak(&mut self, form: &Form, language: &str) {
        if self.facts.language == language {
            return;
        }
        language.clone_into(&mut self.facts.language);
        for cell in &form.plan.spoken {
            self.dirty.insert(*cell, Touch::Everywhere);
        }
        self.settle(form);
    }

    /// Computes what waits, until nothing does.
    pub(super) fn settle(&mut self, form: &Form) {
        for _ in 0..ROUNDS_MAX {
            self.drain(form);
            while let Some(item) = self.dirty_filters.pop_first() {
                self.clear_gone(form, item);
            }
            for made in std::mem::take(&mut self.born) {
                self.drain(form);
                self.arrive(form, made);
            }
            let computed = self.dirty.is_empty() && self.dirty_filters.is_empty();
            if computed && self.fired.is_empty() && self.born.is_empty() {
                return;
            }
        }
        self.dirty.clear();
        self.dirty_filters.clear();
        self.fired.clear();
        self.born.clear();
    }

    /// Computes the cells that wait and runs the actions that changes set off.
    pub(super) fn drain(&mut self, form: &Form) {
        let mut steps = ROUNDS_MAX * (form.plan.cells.len() + ROUNDS_MAX);
        let mut actions = ACTIONS_MAX;
        self.fire(form, &mut actions);
        while let Some((place, touch)) = self.dirty.pop_first().filter(|_| steps > 0) {
            steps -= 1;
            if let Some(cell) = form.plan.cells.get(place as usize) {
                let nodes = self.touched_nodes(form, cell.item, cell.aspect, touch);
                match cell.aspect {
                    Aspect::Relevance => self.relevance(form, cell.item, &nodes),
                    Aspect::Count => self.count(form, cell.item, &nodes),
                    Aspect::Value => self.calculate(form, cell.item, &nodes),
                }
            }
            self.fire(form, &mut actions);
        }
    }

    /// The nodes at which a cell is computed; for a count, those that hold the instances.
    fn touched_nodes(&self, form: &Form, item: u32, aspect: Aspect, touch: Touch) -> Vec<u32> {
        let item = match (aspect, form.item(item).parent) {
            (Aspect::Count, Some(above)) => above,
            _ => item,
        };
        match touch {
            Touch::Everywhere => self.nodes_of(item).to_vec(),
            Touch::In(instances) => {
                let nodes = instances
                    .iter()
                    .flat_map(|node| self.reach(form, *node, item));
                nodes.collect()
            }
        }
    }

    /// Notes that the answer at a node changed, so that whoever reads it is computed.
    pub(super) fn changed(&mut self, form: &Form, node: u32) {
        self.mark(form, node);
        if self.ready {
            let actions = form.plan.triggers.get(self.item_of(node) as usize);
            let actions = actions.into_iter().flatten();
            self.fired.extend(actions.map(|action| (*action, node)));
        }
    }

    /// Marks the readers of a node.
    fn mark(&mut self, form: &Form, node: u32) {
        let at = self.item_of(node) as usize;
        for reading in form.plan.readers.get(at).into_iter().flatten() {
            match reading.near.and_then(|repeat| self.above(node, repeat)) {
                Some(instance) => self.mark_in(reading.cell, &[instance]),
                None => {
                    self.dirty.insert(reading.cell, Touch::Everywhere);
                }
            }
        }
        let filters = form.plan.filter_readers.get(at);
        self.dirty_filters.extend(filters.into_iter().flatten());
    }

    /// Marks the readers of a repeat and of everything in it, but for those that look at nothing else than their own
    /// instance.
    fn mark_all(&mut self, form: &Form, repeat: u32) {
        let mut stack = vec![repeat];
        while let Some(item) = stack.pop() {
            for reading in form.plan.readers.get(item as usize).into_iter().flatten() {
                let inside = reading.near.is_some_and(|near| within(form, near, repeat));
                if !inside || item == repeat {
                    self.dirty.insert(reading.cell, Touch::Everywhere);
                }
            }
            let filters = form.plan.filter_readers.get(item as usize);
            self.dirty_filters.extend(filters.into_iter().flatten());
            stack.extend(&form.item(item).children);
        }
    }

    fn relevance(&mut self, form: &Form, item: u32, nodes: &[u32]) {
        let Some(expr) = &form.item(item).relevant else {
            return;
        };
        let inside = form.plan.inward.contains(&item);
        for node in nodes.iter().copied() {
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
                self.mark(form, node);
                let at = self.item_of(node);
                let item = form.item(at);
                if !hidden && (item.filter.is_some() || item.itemset.is_some()) {
                    self.dirty_filters.insert(at);
                }
                stack.extend(self.tree.children(node));
                stack.extend(self.tree.attributes(node));
            }
        }
    }

    fn calculate(&mut self, form: &Form, item: u32, nodes: &[u32]) {
        let Some(expr) = &form.item(item).calculation else {
            return;
        };
        for node in nodes {
            let value = self.worked_out(form, *node, expr);
            self.put(form, *node, value);
        }
    }

    /// Gives a counted repeat as many instances as it asks for; surplus ones stay: a count
    /// that was typed wrongly for a moment must not cost answers.
    fn count(&mut self, form: &Form, item: u32, holders: &[u32]) {
        let mut made = Vec::new();
        for parent in holders.iter().copied() {
            let wanted = self.wanted(form, parent, item);
            let there = self.instances(parent, item);
            let mut taken: HashSet<String> = there
                .filter_map(|node| self.id_of(node).map(str::to_owned))
                .collect();
            let elements = self.written(form, parent);
            let elements = elements.map(|at| super::growth::elements(form, at, item));
            while taken.len() < wanted && self.states.len() < NODES_MAX {
                let place = taken.len();
                let id = self.drawn_id();
                if !taken.insert(id.clone()) {
                    continue;
                }
                let written = elements.as_ref().and_then(|all| all.get(place).copied());
                let node = self.grow_instance(form, parent, item, Some(&id), written);
                self.begin(form, node, written);
                made.push(node);
            }
        }
        self.added(form, item, &made);
    }

    /// How many instances a counted repeat asks for at the node that holds them.
    pub(super) fn wanted(&self, form: &Form, parent: u32, repeat: u32) -> usize {
        let Some(expr) = &form.item(repeat).count else {
            return 0;
        };
        let wanted = crate::xpath::numbers::parse(&self.evaluated(form, parent, expr));
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let most = INSTANCES_MAX as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a small range; what is no number becomes 0"
        )]
        let wanted = wanted.max(0.0).min(most) as usize;
        wanted
    }

    /// Takes note of new instances of a repeat: what is inside them is computed, whoever reads the repeat is, and
    /// their own actions run afterwards.
    pub(super) fn added(&mut self, form: &Form, repeat: u32, made: &[u32]) {
        if made.is_empty() {
            return;
        }
        self.tree.rank();
        for node in made {
            self.spread(form, *node);
        }
        self.mark_all(form, repeat);
        for (place, cell) in form.plan.cells.iter().enumerate() {
            let own_count = cell.item == repeat && cell.aspect == Aspect::Count;
            if !own_count && within(form, cell.item, repeat) {
                self.mark_in(crate::compile::index(place), made);
            }
        }
        let mut inside = vec![repeat];
        while let Some(at) = inside.pop() {
            let item = form.item(at);
            if item.filter.is_some() || item.itemset.is_some() {
                self.dirty_filters.insert(at);
            }
            inside.extend(&item.children);
        }
        self.born.extend(made);
    }

    /// Notes that a cell waits in these instances.
    fn mark_in(&mut self, cell: u32, instances: &[u32]) {
        let touch = self.dirty.entry(cell).or_insert(Touch::In(Vec::new()));
        match touch {
            Touch::In(nodes) if nodes.len() + instances.len() <= INSTANCES_NAMED_MAX => {
                nodes.extend(instances);
            }
            touch => *touch = Touch::Everywhere,
        }
    }

    /// Takes note that instances of a repeat went: whoever reads the repeat is computed, and so is which of the
    /// others apply.
    pub(super) fn removed(&mut self, form: &Form, repeat: u32) {
        self.mark_all(form, repeat);
        for (place, cell) in form.plan.cells.iter().enumerate() {
            if cell.item == repeat && cell.aspect == Aspect::Relevance {
                let place = crate::compile::index(place);
                self.dirty.insert(place, Touch::Everywhere);
            }
        }
    }

    /// Runs the actions that changes set off.
    fn fire(&mut self, form: &Form, budget: &mut usize) {
        while let Some((place, source)) = self.fired.pop_front() {
            let Some(action) = form.actions.get(place as usize) else {
                continue;
            };
            for node in self.reach(form, source, action.target) {
                if *budget == 0 {
                    self.fired.clear();
                    return;
                }
                *budget -= 1;
                self.act(form, action, node);
            }
        }
    }
}
