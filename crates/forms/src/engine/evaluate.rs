//! Asking expressions at a node of the record.

use super::cast::cast;
use super::instance::Instance;
use super::lexical::ANSWER_BYTES_MAX;
use super::world::Here;
use crate::Kind;
use crate::model::{Condition, Form, Piece, Texts};
use crate::xpath::ast::{Expr, Start};
use crate::xpath::{Env, Node as At, Scope, Tree, Value};

impl Instance {
    /// The world as the expressions of a node see it.
    pub(super) fn here<'a>(&'a self, form: &'a Form, node: u32) -> Here<'a> {
        Here::new(self, form, node, &self.facts.language)
    }

    pub(super) fn env<'a>(&'a self, world: &'a Here<'a>) -> Env<'a> {
        Env::new(&self.tree, &self.documents, world)
    }

    fn value(&self, world: &Here<'_>, node: u32, expr: &Expr) -> Option<Value> {
        let scope = Scope::at(At { doc: 0, id: node });
        self.env(world).eval(&scope, expr).ok()
    }

    /// The text that an expression gives at a node; nothing when it cannot be evaluated.
    pub(crate) fn evaluated(&self, form: &Form, node: u32, expr: &Expr) -> String {
        self.evaluated_in(&self.here(form, node), expr)
    }

    /// The same in a language.
    pub(crate) fn evaluated_as(
        &self,
        form: &Form,
        node: u32,
        expr: &Expr,
        language: &str,
    ) -> String {
        self.evaluated_in(&Here::new(self, form, node, language), expr)
    }

    /// The texts of all nodes that a path leads to from a node.
    pub(crate) fn texts_of(&self, form: &Form, node: u32, path: &Expr) -> Vec<String> {
        let world = self.here(form, node);
        match self.value(&world, node, path) {
            Some(Value::Nodes(nodes)) => {
                // What stands in a list or in another record is no answer of this one.
                let own = nodes.iter().filter(|at| at.doc == 0);
                own.map(|at| self.tree.text(at.id)).collect()
            }
            Some(value) => vec![self.env(&world).plain_text(value)],
            None => Vec::new(),
        }
    }

    pub(super) fn evaluated_in(&self, world: &Here<'_>, expr: &Expr) -> String {
        match self.value(world, world.node, expr) {
            Some(Value::Bool(truth)) => if truth { "1" } else { "0" }.to_owned(),
            Some(Value::Number(number)) if number.is_nan() => String::new(),
            Some(value) => {
                let mut text = self.env(world).plain_text(value);
                // What is longer than an answer can be is reported as such; one answer made of others, over and
                // over, must not fill the memory.
                text.truncate(text.floor_char_boundary(ANSWER_BYTES_MAX + 4));
                text
            }
            None => String::new(),
        }
    }

    /// What a question stores of the value that an expression gives.
    pub(super) fn worked_out(&self, form: &Form, node: u32, expr: &Expr) -> String {
        let text = self.evaluated(form, node, expr);
        let item = form.item(self.item_of(node));
        cast(item.value_type, text, self.facts.offset_minutes)
    }

    /// Whether an expression holds at a node; `otherwise` when it cannot be evaluated.
    pub(crate) fn holds(&self, form: &Form, node: u32, expr: &Expr, otherwise: bool) -> bool {
        let world = self.here(form, node);
        let mut scope = Scope::at(At { doc: 0, id: node });
        if form.item(self.item_of(node)).kind == Kind::Repeat && asks_position(expr) {
            let parent = self.tree.parent(node).unwrap_or(Tree::ROOT);
            let before = self.instances(parent, self.item_of(node));
            scope.position = before.take_while(|one| *one != node).count() + 1;
        }
        let env = self.env(&world);
        env.boolean_of(&scope, expr).unwrap_or(otherwise)
    }

    pub(crate) fn condition(&self, form: &Form, node: u32, condition: &Condition) -> bool {
        match condition {
            Condition::Never => false,
            Condition::Always => true,
            Condition::When(expr) => self.holds(form, node, expr, false),
        }
    }

    /// Whether a person may not change the node: its own condition or that of a group above.
    pub(crate) fn read_only(&self, form: &Form, node: u32) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if node != Tree::ROOT
                && self.condition(form, node, &form.item(self.item_of(node)).read_only)
            {
                return true;
            }
            at = self.tree.parent(node);
        }
        false
    }

    /// Whether the node and everything above it is relevant.
    pub(crate) fn relevant(&self, node: u32) -> bool {
        !self.tree.hidden(node)
    }

    /// A repeat applies when one of its instances does; without instances, when its condition holds where they
    /// would be.
    pub(crate) fn repeat_applies(&self, form: &Form, parent: u32, repeat: u32) -> bool {
        let mut instances = self.instances(parent, repeat).peekable();
        if instances.peek().is_some() {
            return instances.any(|instance| self.relevant(instance));
        }
        let own = form.item(repeat).relevant.as_ref();
        let place = self.place_of(parent, repeat);
        self.relevant(parent) && own.is_none_or(|expr| self.holds(form, place, expr, true))
    }

    /// A text with the answers that it names.
    pub(crate) fn rendered(&self, form: &Form, node: u32, texts: &Texts, language: &str) -> String {
        self.rendered_in(&Here::new(self, form, node, language), texts)
    }

    pub(super) fn rendered_in(&self, world: &Here<'_>, texts: &Texts) -> String {
        let Some(text) = texts.get(world.language) else {
            return String::new();
        };
        if text.pieces.is_empty() {
            return text.source.clone();
        }
        let pieces = text.pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Output(expr) => self.evaluated_in(world, expr),
        });
        pieces.collect()
    }
}

/// Whether an expression asks for the place of the node that it belongs to.
fn asks_position(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) if call.name == "position" && call.args.is_empty() => true,
        Expr::Call(call) => call.args.iter().any(asks_position),
        Expr::Chain(first, rest) => {
            asks_position(first) || rest.iter().any(|(_, expr)| asks_position(expr))
        }
        Expr::Negate(inner) | Expr::Filter(inner, _) => asks_position(inner),
        Expr::Path(path) => match &path.start {
            Start::Expr(start) => asks_position(start),
            Start::Root | Start::Context | Start::Current => false,
        },
        Expr::Number(_) | Expr::Text(_) | Expr::Reference(_) => false,
    }
}
