//! From tokens to an expression: XPath 1.0's grammar, by precedence.

use super::ast::{Axis, Call, Expr, NodeTest, Op, Path, Start, Step};
use super::lexer::{self, Token};
use super::spelling::spell;
use super::{ExprError, functions};

/// How deep calls, parentheses and predicates may nest.
const NESTING_MAX: usize = 150;

/// Longest expression, in bytes.
const BYTES_MAX: usize = 1 << 20;

/// Reads an expression; a call with a wrong number of values is refused.
pub(crate) fn parse(text: &str) -> Result<Expr, ExprError> {
    read(text, true)
}

/// Reads an expression; a call with a wrong number of values fails where it is evaluated, and only there.
pub(super) fn parse_leniently(text: &str) -> Result<Expr, ExprError> {
    read(text, false)
}

fn read(text: &str, strict: bool) -> Result<Expr, ExprError> {
    if text.len() > BYTES_MAX {
        return Err(ExprError::new(format!(
            "the expression is longer than {} KB",
            BYTES_MAX >> 10
        )));
    }
    let tokens = lexer::tokens(text)?;
    if tokens.is_empty() {
        return Err(ExprError::new("the expression is empty".to_owned()));
    }
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        strict,
    };
    let expr = parser.expr(0)?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(ExprError::new(format!(
            "{} is not expected here",
            spell(token)
        ))),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    strict: bool,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn peek_second(&self) -> Option<&Token> {
        self.tokens.get(self.at + 1)
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, token: &Token) -> Result<(), ExprError> {
        if self.take(token) {
            return Ok(());
        }
        let found = self.peek().map_or_else(|| "the end".to_owned(), spell);
        Err(ExprError::new(format!(
            "{} is missing before {found}",
            spell(token)
        )))
    }

    fn deeper(&mut self) -> Result<(), ExprError> {
        self.depth += 1;
        if self.depth > NESTING_MAX {
            return Err(ExprError::new(format!(
                "it is nested deeper than {NESTING_MAX} levels: calculate parts of it in questions of their own"
            )));
        }
        Ok(())
    }

    /// Reads operators that bind at least as strongly as `least`.
    fn expr(&mut self, least: u8) -> Result<Expr, ExprError> {
        self.deeper()?;
        let mut left = self.unary()?;
        while let Some(Token::Op(op)) = self.peek() {
            let level = op.strength();
            if level < least {
                break;
            }
            let mut rest = Vec::new();
            while let Some(Token::Op(op)) = self.peek() {
                let op = *op;
                if op.strength() != level {
                    break;
                }
                self.at += 1;
                rest.push((op, self.expr(level + 1)?));
            }
            left = Expr::Chain(Box::new(left), rest);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, ExprError> {
        let mut minus = 0_usize;
        while self.take(&Token::Op(Op::Subtract)) {
            minus += 1;
        }
        if minus == 0 {
            return self.path();
        }
        let inner = self.expr(Op::NEGATION)?;
        let inner = Expr::Negate(Box::new(inner));
        Ok(if minus % 2 == 1 {
            inner
        } else {
            Expr::Negate(Box::new(inner))
        })
    }

    fn path(&mut self) -> Result<Expr, ExprError> {
        match self.peek() {
            Some(Token::Slash) => {
                self.at += 1;
                let steps = if self.starts_step() {
                    self.steps()?
                } else {
                    Vec::new()
                };
                Ok(Expr::Path(Path {
                    start: Start::Root,
                    steps,
                }))
            }
            Some(Token::DoubleSlash) => {
                self.at += 1;
                let mut steps = vec![anywhere()];
                steps.extend(self.steps()?);
                Ok(Expr::Path(Path {
                    start: Start::Root,
                    steps,
                }))
            }
            _ if self.starts_primary() => self.filtered(),
            _ if self.starts_step() => {
                let steps = self.steps()?;
                Ok(Expr::Path(Path {
                    start: Start::Context,
                    steps,
                }))
            }
            Some(token) => Err(ExprError::new(format!(
                "{} is not expected here",
                spell(token)
            ))),
            None => Err(ExprError::new(
                "it ends where a value should follow".to_owned(),
            )),
        }
    }

    fn starts_step(&self) -> bool {
        matches!(
            self.peek(),
            Some(
                Token::Name(..)
                    | Token::AnyOf(_)
                    | Token::Axis(_)
                    | Token::Star
                    | Token::Dot
                    | Token::DoubleDot
                    | Token::At
            )
        )
    }

    fn starts_primary(&self) -> bool {
        match self.peek() {
            Some(
                Token::Number(_)
                | Token::Text(_)
                | Token::Open
                | Token::Reference(_)
                | Token::Dollar,
            ) => true,
            Some(Token::Name(prefix, name)) => {
                let node_type = prefix.is_none()
                    && matches!(
                        name.as_str(),
                        "node" | "text" | "comment" | "processing-instruction"
                    );
                self.peek_second() == Some(&Token::Open) && !node_type
            }
            _ => false,
        }
    }

    fn filtered(&mut self) -> Result<Expr, ExprError> {
        let base = self.primary()?;
        let predicates = self.predicates()?;
        let base = if predicates.is_empty() {
            base
        } else {
            Expr::Filter(Box::new(base), predicates)
        };
        let anywhere_below = match self.peek() {
            Some(Token::Slash) => false,
            Some(Token::DoubleSlash) => true,
            _ => return Ok(base),
        };
        self.at += 1;
        let mut steps = if anywhere_below {
            vec![anywhere()]
        } else {
            Vec::new()
        };
        steps.extend(self.steps()?);
        let start = match base {
            Expr::Call(call) if call.name == "current" && call.args.is_empty() => Start::Current,
            base => Start::Expr(Box::new(base)),
        };
        Ok(Expr::Path(Path { start, steps }))
    }

    fn primary(&mut self) -> Result<Expr, ExprError> {
        let Some(token) = self.peek().cloned() else {
            return Err(ExprError::new(
                "it ends where a value should follow".to_owned(),
            ));
        };
        self.at += 1;
        match token {
            Token::Number(number) => Ok(Expr::Number(number)),
            Token::Text(text) => Ok(Expr::Text(text.into())),
            Token::Reference(name) => Ok(Expr::Reference(name)),
            Token::Open => {
                let inner = self.expr(0)?;
                self.expect(&Token::Close)?;
                Ok(inner)
            }
            Token::Name(prefix, local) => {
                let name = prefix.map_or(local.clone(), |prefix| format!("{prefix}:{local}"));
                self.call(name)
            }
            Token::Dollar => Err(ExprError::new(
                "variables ($name) are not known: write ${name}".to_owned(),
            )),
            token => Err(ExprError::new(format!(
                "{} is not expected here",
                spell(&token)
            ))),
        }
    }

    fn call(&mut self, name: String) -> Result<Expr, ExprError> {
        self.expect(&Token::Open)?;
        let mut args = Vec::new();
        if !self.take(&Token::Close) {
            loop {
                args.push(self.expr(0)?);
                if !self.take(&Token::Comma) {
                    break;
                }
            }
            self.expect(&Token::Close)?;
        }
        let function = functions::find(&name);
        if self.strict
            && let Some(function) = function
        {
            function.check(args.len())?;
        }
        Ok(Expr::Call(Call {
            name,
            function,
            args,
        }))
    }

    fn steps(&mut self) -> Result<Vec<Step>, ExprError> {
        let mut steps = vec![self.step()?];
        loop {
            if self.take(&Token::Slash) {
                steps.push(self.step()?);
            } else if self.take(&Token::DoubleSlash) {
                steps.push(anywhere());
                steps.push(self.step()?);
            } else {
                return Ok(steps);
            }
        }
    }

    fn step(&mut self) -> Result<Step, ExprError> {
        if self.take(&Token::Dot) {
            return Ok(Step {
                predicates: self.predicates()?,
                ..Step::new(Axis::Own, NodeTest::Node)
            });
        }
        if self.take(&Token::DoubleDot) {
            return Ok(Step {
                predicates: self.predicates()?,
                ..Step::parent()
            });
        }
        let axis = match self.peek().cloned() {
            Some(Token::At) => {
                self.at += 1;
                Axis::Attribute
            }
            Some(Token::Axis(name)) => {
                self.at += 1;
                Axis::named(&name)
                    .ok_or_else(|| ExprError::new(format!("there is no axis \"{name}\"")))?
            }
            _ => Axis::Child,
        };
        let test = self.node_test()?;
        Ok(Step {
            axis,
            test,
            predicates: self.predicates()?,
        })
    }

    fn node_test(&mut self) -> Result<NodeTest, ExprError> {
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Star) => Ok(NodeTest::Any),
            Some(Token::AnyOf(prefix)) => Ok(NodeTest::AnyOf(prefix.into())),
            Some(Token::Name(None, name)) if self.peek() == Some(&Token::Open) => {
                self.node_type(&name)
            }
            Some(Token::Name(prefix, name)) => {
                Ok(NodeTest::Name(prefix.map(Into::into), name.into()))
            }
            Some(token) => Err(ExprError::new(format!(
                "a name should stand where {} is",
                spell(&token)
            ))),
            None => Err(ExprError::new("it ends in the middle of a path".to_owned())),
        }
    }

    fn node_type(&mut self, name: &str) -> Result<NodeTest, ExprError> {
        self.expect(&Token::Open)?;
        let test = match name {
            "node" => NodeTest::Node,
            "text" => NodeTest::Text,
            "comment" => NodeTest::Comment,
            "processing-instruction" => {
                let target = match self.peek().cloned() {
                    Some(Token::Text(target)) => {
                        self.at += 1;
                        Some(target.into())
                    }
                    _ => None,
                };
                NodeTest::Instruction(target)
            }
            _ => {
                return Err(ExprError::new(format!(
                    "{name}() cannot stand inside a path"
                )));
            }
        };
        self.expect(&Token::Close)?;
        Ok(test)
    }

    fn predicates(&mut self) -> Result<Vec<Expr>, ExprError> {
        let mut predicates = Vec::new();
        while self.take(&Token::OpenBracket) {
            predicates.push(self.expr(0)?);
            self.expect(&Token::CloseBracket)?;
        }
        Ok(predicates)
    }
}

/// The step that `//` stands for.
fn anywhere() -> Step {
    Step::new(Axis::DescendantOrSelf, NodeTest::Node)
}
