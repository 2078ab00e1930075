//! Paths: from nodes to nodes, step by step.

use super::ast::{Expr, Path, Start, Step};
use super::eval::{Env, Scope};
use super::index::Found;
use super::tree::Node;
use super::value::Value;
use super::{ExprError, axes};

/// From how many found nodes on duplicates are dropped before a step has ended.
const FOUND_MAX: usize = 1 << 20;

impl Env<'_> {
    pub(crate) fn path(&self, scope: &Scope, path: &Path) -> Result<Vec<Node>, ExprError> {
        self.walked(scope, path, false)
    }

    /// The nodes of a path; `all` takes those too that are not relevant.
    pub(super) fn walked(
        &self,
        scope: &Scope,
        path: &Path,
        all: bool,
    ) -> Result<Vec<Node>, ExprError> {
        let (mut nodes, mut flat) = match &path.start {
            // Also inside a predicate on a list: `/` is the form, never the list.
            Start::Root => (
                vec![Node {
                    doc: 0,
                    id: self.world.root(),
                }],
                true,
            ),
            Start::Context => (vec![scope.node], true),
            Start::Current => (vec![scope.current], true),
            Start::Expr(expr) => (self.nodes_of(scope, expr)?, false),
        };
        for step in &path.steps {
            (nodes, flat) = self.step(scope, nodes, flat, step, all)?;
        }
        Ok(nodes)
    }

    /// Takes one step from every node; `flat` says that none of them lies inside another.
    fn step(
        &self,
        scope: &Scope,
        from: Vec<Node>,
        flat: bool,
        step: &Step,
        all: bool,
    ) -> Result<(Vec<Node>, bool), ExprError> {
        use super::ast::Axis as A;
        let several = from.len() > 1;
        let mut out = Vec::new();
        let mut full = FOUND_MAX;
        for node in from {
            let found = match self.looked_up(scope, node, step) {
                Some(found) => self.narrow_found(scope, found, step)?,
                None => self.narrow_all(scope, node, step, all)?,
            };
            match out.is_empty() {
                true => out = found,
                false => out.extend(found),
            }
            if out.len() > full {
                self.sort(&mut out);
                full = full.max(out.len() * 2);
            }
        }
        let stays_flat = flat && matches!(step.axis, A::Child | A::Attribute | A::Own);
        if several && !stays_flat {
            self.sort(&mut out);
        }
        let single = out.len() <= 1;
        Ok((out, stays_flat || single))
    }

    /// The nodes of a step from one node, in document order.
    fn narrow_all(
        &self,
        scope: &Scope,
        node: Node,
        step: &Step,
        all: bool,
    ) -> Result<Vec<Node>, ExprError> {
        let tree = self.tree(node.doc);
        let mut found = Vec::new();
        let seen = axes::walk(tree, node, step, all, &mut found);
        self.spend(seen)?;
        for predicate in &step.predicates {
            found = self.narrow(scope, found, predicate)?;
        }
        if step.axis.is_reverse() {
            found.reverse();
        }
        Ok(found)
    }

    /// Keeps those of the rows that an index found for which the predicates hold.
    fn narrow_found(
        &self,
        scope: &Scope,
        found: Found,
        step: &Step,
    ) -> Result<Vec<Node>, ExprError> {
        let Some((first, more)) = step.predicates.split_first() else {
            return Ok(Vec::new());
        };
        let mut kept = Vec::new();
        for row in found.rows {
            let inner = Scope {
                node: row.node,
                position: row.position,
                size: row.size,
                current: scope.current,
            };
            if found.holds || self.boolean_of(&inner, first)? {
                kept.push(row.node);
            }
        }
        for predicate in more {
            kept = self.narrow(scope, kept, predicate)?;
        }
        Ok(kept)
    }

    /// Keeps the nodes for which the predicate holds, or the one at the position it gives.
    pub(super) fn narrow(
        &self,
        scope: &Scope,
        mut nodes: Vec<Node>,
        predicate: &Expr,
    ) -> Result<Vec<Node>, ExprError> {
        let size = nodes.len();
        let mut kept = 0;
        for index in 0..size {
            let Some(node) = nodes.get(index).copied() else {
                break;
            };
            let inner = Scope {
                node,
                position: index + 1,
                size,
                current: scope.current,
            };
            let keep = match self.eval(&inner, predicate)? {
                Value::Number(number) => Value::from(index + 1) == Value::Number(number),
                value => self.boolean(&value),
            };
            if keep && let Some(place) = nodes.get_mut(kept) {
                *place = node;
                kept += 1;
            }
        }
        nodes.truncate(kept);
        Ok(nodes)
    }

    /// Puts nodes in document order and drops duplicates.
    pub(crate) fn sort(&self, nodes: &mut Vec<Node>) {
        let place = |node: &Node| (node.doc, self.tree(node.doc).order(node.id));
        if !nodes.is_sorted_by_key(place) {
            nodes.sort_by_key(place);
        }
        nodes.dedup();
    }
}
