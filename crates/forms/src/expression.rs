//! Expressions from outside a form, asked over its answers as if they stood in it: a programme's rules.

use std::collections::{BTreeMap, HashMap};

use crate::compile::{Lost, Ways, distance, index, straight};
use crate::engine::Filling;
use crate::model::Form;
use crate::xpath;
use crate::xpath::ast::Expr;

/// With more names than this it is not guessed which one was meant.
const GUESSED_OF: usize = 500;

/// Why an expression cannot be asked over a form's answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// It is no expression.
    #[error("the expression cannot be read: {why}")]
    Unreadable {
        /// What the reader says.
        why: String,
    },
    /// It names a question that the form does not have.
    #[error("${{{name}}} is no question of the form {form}{}", hint(.close))]
    Unknown {
        /// The name.
        name: String,
        /// The form's id.
        form: String,
        /// A name of the form that is written nearly the same.
        close: Option<String>,
    },
    /// Several questions have the name, and where the expression stands does not tell which is meant.
    #[error("${{{name}}} could be any of {count} questions of the form {form}")]
    Ambiguous {
        /// The name.
        name: String,
        /// The form's id.
        form: String,
        /// How many have it.
        count: usize,
    },
    /// It calls what is no function.
    #[error("{names}() is not known")]
    NoFunction {
        /// The names of the functions.
        names: String,
    },
    /// It looks things up in a list that the form does not have.
    #[error("the form {form} has no list named {name}")]
    NoList {
        /// The list.
        name: String,
        /// The form's id.
        form: String,
    },
    /// A pattern in it is none.
    #[error("{why}")]
    Pattern {
        /// What is wrong with it.
        why: String,
    },
}

fn hint(close: &Option<String>) -> String {
    let words = |close: &String| format!(" (is it ${{{close}}}?)");
    close.as_ref().map_or_else(String::new, words)
}

/// An expression whose names were put to the questions of one form version, as it is read at one question of it.
#[derive(Debug, Clone)]
pub struct Expression {
    expr: Expr,
    /// The answers that it names.
    reads: Vec<(String, Expr)>,
}

impl Expression {
    /// The names of the answers that it reads, in the order in which they stand.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.reads.iter().map(|(name, _)| name.as_str())
    }
}

/// Reads expressions as they would stand in a form.
#[derive(Debug)]
pub struct Expressions<'f> {
    form: &'f Form,
    names: HashMap<String, Vec<u32>>,
}

/// A place of a record where a question stands: one, or one in each instance of a repeat.
#[derive(Debug, Clone, Copy)]
pub struct Spot(u32);

impl<'f> Expressions<'f> {
    /// Reads expressions of this form.
    pub fn of(form: &'f Form) -> Expressions<'f> {
        let mut names: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, item) in form.items.iter().enumerate().skip(1) {
            if !item.attribute && !item.aside {
                let all = names.entry(item.name.to_string()).or_default();
                all.push(index(at));
            }
        }
        Expressions { form, names }
    }

    /// Reads an expression as it would stand at the question with this path; `${name}` is the answer to a question,
    /// inside a repeat that of the same instance.
    ///
    /// # Errors
    /// When it is no expression, or names what the form does not have. A path of no question is taken for the form's
    /// own element.
    pub fn read(&self, source: &str, question: &str) -> Result<Expression, ExpressionError> {
        let unreadable = |why: xpath::ExprError| ExpressionError::Unreadable {
            why: why.to_string(),
        };
        let mut expr = xpath::parse(&straight(source)).map_err(unreadable)?;
        self.check(&expr)?;
        let from = self.form.by_path.get(question).copied().unwrap_or(0);
        let ways = Ways {
            items: &self.form.items,
            names: &self.names,
        };
        let mut reads: Vec<(String, Expr)> = Vec::new();
        let mut named = Vec::new();
        expr.visit(&mut |inner| {
            if let Expr::Reference(name) = inner {
                named.push(name.clone());
            }
        });
        for name in named {
            if !reads.iter().any(|(known, _)| *known == name) {
                let path = ways
                    .path_to(&name, from, false)
                    .map_err(|why| self.lost(why))?;
                reads.push((name, path));
            }
        }
        ways.resolve(&mut expr, from, false)
            .map_err(|why| self.lost(why))?;
        Ok(Expression { expr, reads })
    }

    fn check(&self, expr: &Expr) -> Result<(), ExpressionError> {
        let mut unknown: Vec<String> = Vec::new();
        let mut wrong = None;
        expr.visit(&mut |inner| {
            let Expr::Call(call) = inner else { return };
            if call.function.is_none() && !unknown.contains(&call.name) {
                unknown.push(call.name.clone());
            }
            match (call.name.as_str(), call.args.as_slice()) {
                ("regex", [_, Expr::Text(pattern)]) => {
                    let problem = xpath::functions::pattern_problem(pattern);
                    wrong = wrong
                        .take()
                        .or(problem.map(|why| ExpressionError::Pattern { why }));
                }
                ("instance", [Expr::Text(name)])
                    if !self.form.document_by_name.contains_key(&**name) =>
                {
                    wrong = wrong.take().or(Some(ExpressionError::NoList {
                        name: name.to_string(),
                        form: self.form.id.clone(),
                    }));
                }
                _ => {}
            }
        });
        if unknown.is_empty() {
            return wrong.map_or(Ok(()), Err);
        }
        Err(ExpressionError::NoFunction {
            names: unknown.join("(), "),
        })
    }

    fn lost(&self, why: Lost) -> ExpressionError {
        let form = self.form.id.clone();
        match why {
            Lost::Unknown(name) => {
                let known = self
                    .names
                    .keys()
                    .take_while(|_| self.names.len() <= GUESSED_OF);
                let close = known.filter(|known| distance(known, &name) <= 2);
                ExpressionError::Unknown {
                    close: close.min().cloned(),
                    name,
                    form,
                }
            }
            Lost::Ambiguous(name, all) => ExpressionError::Ambiguous {
                name,
                form,
                count: all.len(),
            },
        }
    }
}

impl Filling {
    /// Where the question with this path of the form stands now and applies, in the order of the record.
    pub fn spots(&self, question: &str) -> Vec<Spot> {
        let Some(item) = self.form().by_path.get(question) else {
            return Vec::new();
        };
        let nodes = self.instance().nodes_of(*item).iter().copied();
        let mut spots: Vec<Spot> = nodes
            .filter(|node| self.instance().relevant(*node))
            .map(Spot)
            .collect();
        if spots.len() > 1 {
            spots.sort_by_key(|spot| self.instance().tree.order(spot.0));
        }
        spots
    }

    /// The path of a spot, such as `materials[3f]/quantity`.
    pub fn path_of(&self, spot: Spot) -> String {
        self.instance().path(self.form(), spot.0)
    }

    /// Whether an expression holds at a spot, by the moment that the record was last changed at. What cannot be
    /// evaluated does not hold.
    pub fn holds_at(&self, spot: Spot, expression: &Expression) -> bool {
        self.instance()
            .holds(self.form(), spot.0, &expression.expr, false)
    }

    /// The text that an expression gives at a spot, in a language; empty when it cannot be evaluated.
    pub fn text_at(&self, spot: Spot, expression: &Expression, language: &str) -> String {
        self.instance()
            .evaluated_as(self.form(), spot.0, &expression.expr, language)
    }

    /// The answers that an expression reads at a spot, by their names in it; several instances' in one text.
    pub fn read_at(&self, spot: Spot, expression: &Expression) -> BTreeMap<String, String> {
        let read = |(name, path): &(String, Expr)| {
            let texts = self.instance().texts_of(self.form(), spot.0, path);
            (name.clone(), texts.join("\n"))
        };
        expression.reads.iter().map(read).collect()
    }
}
