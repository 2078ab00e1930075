//! Expressions spelled in one way, so that two converters can be compared: paths from the top, the form's own element
//! under one name.

use super::meaning::{Meaning, squeezed};
use crate::xpath;
use crate::xpath::ast::{Axis, Expr, NodeTest, Path, Start, Step};

impl Meaning<'_> {
    pub(super) fn renamed(&self, text: &str) -> String {
        let text = squeezed(text);
        match text.strip_prefix(&format!("/{}", self.root)) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("/data{rest}"),
            _ => text,
        }
    }

    pub(super) fn path(&self, text: &str) -> String {
        self.renamed(text)
    }

    /// A value that is passed on: when it holds a path it is compared as an expression.
    pub(super) fn loose(&self, text: &str, path: &str) -> String {
        if text.contains('/') {
            self.canonical(text, Some(path))
        } else {
            squeezed(text)
        }
    }

    /// An expression spelled in one way, with paths from the top.
    pub(super) fn canonical(&self, text: &str, path: Option<&str>) -> String {
        let Ok(mut expr) = xpath::parse(text) else {
            return format!("? {}", squeezed(text));
        };
        self.spell(&mut expr, path, false);
        xpath::print(&expr)
    }

    fn spell(&self, expr: &mut Expr, context: Option<&str>, inside: bool) {
        match expr {
            Expr::Number(_) | Expr::Reference(_) => {}
            Expr::Text(text) => *text = self.renamed(text).into(),
            Expr::Chain(first, rest) => {
                self.spell(first, context, inside);
                for (_, expr) in rest {
                    self.spell(expr, context, inside);
                }
            }
            Expr::Negate(inner) => self.spell(inner, context, inside),
            Expr::Path(path) => self.spell_path(path, context, inside),
            Expr::Filter(base, predicates) => {
                self.spell(base, context, inside);
                for predicate in predicates {
                    self.spell(predicate, context, true);
                }
            }
            Expr::Call(call) => {
                for arg in &mut call.args {
                    self.spell(arg, context, inside);
                }
                let named = call.name == "jr:choice-name";
                if let (true, Some(Expr::Text(text))) = (named, call.args.get_mut(1)) {
                    let spelled = self.canonical(text, context);
                    *text = spelled.into();
                }
            }
        }
    }

    fn spell_path(&self, path: &mut Path, context: Option<&str>, inside: bool) {
        for step in &mut path.steps {
            for predicate in &mut step.predicates {
                self.spell(predicate, context, true);
            }
        }
        let rooted = match &mut path.start {
            Start::Expr(base) => {
                self.spell(base, context, inside);
                true
            }
            Start::Root => true,
            Start::Context | Start::Current => false,
        };
        if rooted {
            if let Some(first) = path.steps.first_mut()
                && matches!(&first.test, NodeTest::Name(None, name) if **name == *self.root)
            {
                first.test = NodeTest::Name(None, "data".into());
            }
            return;
        }
        let own = |step: &Step| step.axis == Axis::Own && step.predicates.is_empty();
        while path.steps.len() > 1 && path.steps.first().is_some_and(own) {
            path.steps.remove(0);
        }
        let alone = path.steps.len() == 1 && path.steps.first().is_some_and(own);
        let relative = inside && matches!(path.start, Start::Context);
        let Some(context) = context.filter(|_| !relative && !alone) else {
            return;
        };
        let mut way: Vec<&str> = context.split('/').skip(1).collect();
        let up = |step: &Step| step.axis == Axis::Parent && step.predicates.is_empty();
        while path.steps.first().is_some_and(up) && !way.is_empty() {
            path.steps.remove(0);
            way.pop();
        }
        let mut steps: Vec<Step> = way.into_iter().map(Step::child).collect();
        steps.append(&mut path.steps);
        *path = Path {
            start: Start::Root,
            steps,
        };
    }
}
