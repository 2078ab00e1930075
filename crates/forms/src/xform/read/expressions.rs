//! Expressions of an XForm: a path from the top stays in the instance of a repeat in which it stands.

use roxmltree::Node;

use super::{Reader, attribute};
use crate::xpath;
use crate::xpath::ast::{Axis, Expr, NodeTest, Path, Start, Step};

impl<'d> Reader<'d> {
    /// Reads an expression of the question `from`; nothing when it cannot be executed, and then a finding says why.
    pub(super) fn expr(
        &mut self,
        at: Node<'d, 'd>,
        column: &str,
        text: &str,
        from: u32,
    ) -> Option<Expr> {
        let mut expr = match xpath::parse(text) {
            Ok(expr) => expr,
            Err(why) => {
                let message = format!("the expression cannot be read: {why}");
                self.error(at, Some(column), message);
                return None;
            }
        };
        let mut unknown: Vec<String> = Vec::new();
        expr.visit(&mut |inner| {
            if let Expr::Call(call) = inner
                && call.function.is_none()
                && !unknown.contains(&call.name)
            {
                unknown.push(call.name.clone());
            }
        });
        if !unknown.is_empty() {
            let names = unknown.join("(), ");
            let message = format!("{column}: {names}() is not known: the expression is left out");
            self.warn(at, message);
            return None;
        }
        self.localize(&mut expr, from, false);
        Some(expr)
    }

    /// The question that a control, bind or action refers to, by the path from the top.
    pub(super) fn target(&self, at: Node<'d, 'd>) -> Option<String> {
        let named = attribute(at, "ref").or_else(|| attribute(at, "nodeset"));
        if let Some(path) = named {
            return Some(self.absolute(at, path));
        }
        self.bind_ids.get(at.attribute("bind")?).cloned()
    }

    /// A path from the top; what is relative stands below the control around it.
    pub(super) fn absolute(&self, at: Node<'d, 'd>, path: &str) -> String {
        let path = path.trim().trim_end_matches('/');
        let mut around = None;
        if !path.starts_with('/') {
            let mut above = at.ancestors().skip(1);
            around = above.find_map(|node| {
                let path = attribute(node, "nodeset").or_else(|| attribute(node, "ref"))?;
                path.starts_with('/').then_some(path)
            });
        }
        let mut steps: Vec<&str> = match (path.starts_with('/'), around) {
            (true, _) => Vec::new(),
            (false, Some(above)) => above.split('/').skip(1).collect(),
            (false, None) => self.root.split('/').skip(1).collect(),
        };
        for step in path
            .split('/')
            .filter(|step| !step.is_empty() && *step != ".")
        {
            if step == ".." {
                steps.pop();
            } else if !step.starts_with("current()") {
                steps.push(step);
            }
        }
        let local = |step: &str| {
            let name = step.rsplit(':').next().unwrap_or(step).trim();
            let attribute = step.trim_start().starts_with('@') && !name.starts_with('@');
            format!("{}{name}", if attribute { "@" } else { "" })
        };
        let steps: Vec<String> = steps.into_iter().map(local).collect();
        format!("/{}", steps.join("/"))
    }

    fn localize(&self, expr: &mut Expr, from: u32, absolute: bool) {
        match expr {
            Expr::Number(_) | Expr::Text(_) | Expr::Reference(_) => {}
            Expr::Chain(first, rest) => {
                self.localize(first, from, absolute);
                for (_, expr) in rest {
                    self.localize(expr, from, absolute);
                }
            }
            Expr::Negate(inner) => self.localize(inner, from, absolute),
            Expr::Path(path) => self.localize_path(path, from, absolute),
            Expr::Filter(base, predicates) => {
                self.localize(base, from, absolute);
                for predicate in predicates {
                    self.localize(predicate, from, false);
                }
            }
            Expr::Call(call) => {
                let indexed = call.name == "indexed-repeat";
                for (at, arg) in call.args.iter_mut().enumerate() {
                    self.localize(arg, from, indexed && matches!(at, 0 | 1 | 3 | 5));
                }
            }
        }
    }

    fn localize_path(&self, path: &mut Path, from: u32, absolute: bool) {
        if let Start::Expr(start) = &mut path.start {
            self.localize(start, from, absolute);
        }
        for predicate in path.steps.iter_mut().flat_map(|step| &mut step.predicates) {
            self.localize(predicate, from, false);
        }
        if absolute || !matches!(path.start, Start::Root) {
            return;
        }
        // The questions on the way down, as far as the path names them one by one.
        let mut way: Vec<u32> = Vec::new();
        let mut spelled = String::new();
        for step in &path.steps {
            let NodeTest::Name(_, name) = &step.test else {
                break;
            };
            spelled.push('/');
            spelled.push_str(name);
            match self.items.get(&spelled) {
                Some(item) if step.axis == Axis::Child => way.push(*item),
                _ => break,
            }
        }
        let Some(target) = way.last().copied() else {
            return;
        };
        let Some(shared) = self.builder.shared_repeat(from, target) else {
            return;
        };
        let Some(place) = way.iter().position(|item| *item == shared) else {
            return;
        };
        let chosen = |step: &Step| !step.predicates.is_empty();
        if path.steps.iter().take(place + 1).any(chosen) {
            return;
        }
        let mut steps = Vec::new();
        let mut at = from;
        while at != shared {
            steps.push(Step::parent());
            match self.builder.item(at).parent {
                Some(parent) => at = parent,
                None => return,
            }
        }
        steps.extend(path.steps.drain(..).skip(place + 1));
        *path = Path {
            start: Start::Current,
            steps,
        };
    }
}

/// The same expression for the node around: what began with `..` loses that step.
pub(super) fn from_parent(mut expr: Expr) -> Expr {
    if let Expr::Path(path) = &mut expr
        && matches!(path.start, Start::Context | Start::Current)
        && path
            .steps
            .first()
            .is_some_and(|step| step.axis == Axis::Parent)
    {
        path.steps.remove(0);
        if path.steps.is_empty() {
            path.steps.push(Step::new(Axis::Own, NodeTest::Node));
        }
    }
    expr
}
