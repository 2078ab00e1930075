//! From an expression back to its text: what is read from it is the same expression again.

use super::ast::{Axis, Expr, NodeTest, Op, Path, Start, Step};
use super::numbers;

/// Writes an expression that stands on its own: a calculation, a condition, a nodeset.
///
/// There the node whose expression runs is the context node, so `current()/../x` is written `../x`.
pub(crate) fn print(expr: &Expr) -> String {
    written(expr, false)
}

/// Writes an expression that stands between the brackets of a predicate.
pub(crate) fn print_predicate(expr: &Expr) -> String {
    written(expr, true)
}

/// Writes a text as a literal, or as a call of `concat` when it holds both kinds of quotes.
pub(crate) fn quoted(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
    format!("concat({})", parts.join(", \"'\", "))
}

fn written(expr: &Expr, inside: bool) -> String {
    let mut printer = Printer {
        out: String::new(),
        inside,
    };
    printer.expr(expr);
    printer.out
}

struct Printer {
    out: String,
    /// Whether this stands inside a predicate.
    inside: bool,
}

/// How tightly an expression holds together, as the parser reads it.
fn strength(expr: &Expr) -> u8 {
    match expr {
        Expr::Chain(first, rest) => rest
            .first()
            .map_or_else(|| strength(first), |(op, _)| op.strength()),
        Expr::Negate(_) => Op::NEGATION,
        Expr::Number(number) if number.is_sign_negative() => Op::NEGATION,
        // A step would follow a lone slash.
        Expr::Path(path) if path.steps.is_empty() && matches!(path.start, Start::Root) => 0,
        _ => u8::MAX,
    }
}

impl Printer {
    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Number(number) => self.number(*number),
            Expr::Text(text) => self.out.push_str(&quoted(text)),
            Expr::Chain(first, rest) => self.chain(first, rest),
            Expr::Negate(inner) => {
                self.out.push('-');
                self.operand(inner, Op::NEGATION);
            }
            Expr::Path(path) => self.path(path),
            Expr::Filter(base, predicates) => {
                self.primary(base, false);
                self.predicates(predicates);
            }
            Expr::Call(call) => {
                self.out.push_str(&call.name);
                self.out.push('(');
                for (at, arg) in call.args.iter().enumerate() {
                    if at > 0 {
                        self.out.push_str(", ");
                    }
                    self.expr(arg);
                }
                self.out.push(')');
            }
            Expr::Reference(name) => {
                self.out.push_str("${");
                self.out.push_str(name);
                self.out.push('}');
            }
        }
    }

    fn number(&mut self, number: f64) {
        if number.is_nan() {
            self.out.push_str("number('')");
        } else if number.is_infinite() {
            // Digits beyond what a number holds are read as infinity.
            self.out.push_str(if number < 0.0 { "-1" } else { "1" });
            self.out.extend(std::iter::repeat_n('0', 400));
        } else {
            self.out.push_str(&numbers::write(number));
        }
    }

    fn chain(&mut self, first: &Expr, rest: &[(Op, Expr)]) {
        let Some((op, _)) = rest.first() else {
            return self.expr(first);
        };
        let level = op.strength();
        self.operand(first, level);
        for (op, right) in rest {
            self.out.push(' ');
            self.out.push_str(op.as_str());
            self.out.push(' ');
            self.operand(right, level);
        }
    }

    /// Writes what stands beside an operator: in parentheses unless it binds tighter.
    fn operand(&mut self, expr: &Expr, level: u8) {
        if strength(expr) > level {
            self.expr(expr);
        } else {
            self.enclosed(expr);
        }
    }

    fn enclosed(&mut self, expr: &Expr) {
        self.out.push('(');
        self.expr(expr);
        self.out.push(')');
    }

    /// Writes what predicates or steps follow.
    fn primary(&mut self, expr: &Expr, before_steps: bool) {
        match expr {
            Expr::Call(_) | Expr::Reference(_) => self.expr(expr),
            Expr::Text(text) if !(text.contains('\'') && text.contains('"')) => self.expr(expr),
            Expr::Filter(..) if before_steps => self.expr(expr),
            _ => self.enclosed(expr),
        }
    }

    fn path(&mut self, path: &Path) {
        let mut separator = "";
        match &path.start {
            Start::Root if path.steps.is_empty() => return self.out.push('/'),
            Start::Root => separator = "/",
            Start::Context if path.steps.is_empty() => return self.out.push('.'),
            Start::Context => {}
            Start::Current if !self.inside && path.steps.first().is_some_and(is_parent) => {}
            Start::Current => {
                self.out.push_str("current()");
                separator = "/";
            }
            Start::Expr(base) => {
                self.primary(base, true);
                separator = "/";
            }
        }
        for (at, step) in path.steps.iter().enumerate() {
            if separator == "/" && is_anywhere(step) && at + 1 < path.steps.len() {
                separator = "//";
                continue;
            }
            self.out.push_str(separator);
            self.step(step);
            separator = "/";
        }
    }

    fn step(&mut self, step: &Step) {
        match (step.axis, &step.test) {
            (Axis::Own, NodeTest::Node) => self.out.push('.'),
            (Axis::Parent, NodeTest::Node) => self.out.push_str(".."),
            (axis, test) => {
                match axis {
                    Axis::Child => {}
                    Axis::Attribute => self.out.push('@'),
                    axis => {
                        self.out.push_str(axis.as_str());
                        self.out.push_str("::");
                    }
                }
                self.test(test);
            }
        }
        self.predicates(&step.predicates);
    }

    fn test(&mut self, test: &NodeTest) {
        match test {
            NodeTest::Name(prefix, name) => {
                if let Some(prefix) = prefix {
                    self.out.push_str(prefix);
                    self.out.push(':');
                }
                self.out.push_str(name);
            }
            NodeTest::Any => self.out.push('*'),
            NodeTest::AnyOf(prefix) => {
                self.out.push_str(prefix);
                self.out.push_str(":*");
            }
            NodeTest::Node => self.out.push_str("node()"),
            NodeTest::Text => self.out.push_str("text()"),
            NodeTest::Comment => self.out.push_str("comment()"),
            NodeTest::Instruction(target) => {
                self.out.push_str("processing-instruction(");
                if let Some(target) = target {
                    self.out.push_str(&quoted(target));
                }
                self.out.push(')');
            }
        }
    }

    fn predicates(&mut self, predicates: &[Expr]) {
        let outside = std::mem::replace(&mut self.inside, true);
        for predicate in predicates {
            self.out.push('[');
            self.expr(predicate);
            self.out.push(']');
        }
        self.inside = outside;
    }
}

fn is_parent(step: &Step) -> bool {
    step.axis == Axis::Parent
}

/// The step that `//` stands for.
fn is_anywhere(step: &Step) -> bool {
    step.axis == Axis::DescendantOrSelf && step.test == NodeTest::Node && step.predicates.is_empty()
}
