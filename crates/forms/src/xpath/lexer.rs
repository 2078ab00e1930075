//! From characters to tokens. XPath's words mean different things by what stands before them, and names
//! may hold `-` and `.`.

use super::ExprError;
use super::ast::Op;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Number(f64),
    Text(String),
    /// `prefix:local` or `local`.
    Name(Option<String>, String),
    /// `prefix:*`
    AnyOf(String),
    /// `name::`
    Axis(String),
    /// `${name}`
    Reference(String),
    Op(Op),
    Star,
    Slash,
    DoubleSlash,
    Dot,
    DoubleDot,
    At,
    Comma,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Dollar,
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
}

/// Reads the tokens of an expression.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, ExprError> {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
    };
    while lexer.next()? {}
    Ok(lexer.tokens)
}

fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}') || is_mark(c)
}

/// Combining marks of the scripts of the region, which belong to names but are not alphanumeric.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36f | 0x17b4..=0x17d3 | 0xe31..=0xe4e | 0xeb1..=0xecd | 0x102b..=0x103e)
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn error(&self, what: &str) -> ExprError {
        let rest: String = self.rest().chars().take(20).collect();
        if rest.is_empty() {
            ExprError::new(format!("{what} at the end of the expression"))
        } else {
            ExprError::new(format!("{what} at \"{rest}\""))
        }
    }

    fn push(&mut self, token: Token, bytes: usize) -> bool {
        self.tokens.push(token);
        self.at += bytes;
        true
    }

    /// Whether the last token ends an operand, so that a word or `*` now is an operator.
    fn after_operand(&self) -> bool {
        matches!(
            self.tokens.last(),
            Some(
                Token::Number(_)
                    | Token::Text(_)
                    | Token::Name(..)
                    | Token::AnyOf(_)
                    | Token::Reference(_)
                    | Token::Star
                    | Token::Dot
                    | Token::DoubleDot
                    | Token::Close
                    | Token::CloseBracket
            )
        )
    }

    fn next(&mut self) -> Result<bool, ExprError> {
        let text = self.text;
        let rest = text.get(self.at..).unwrap_or("");
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
        self.at = text.len() - trimmed.len();
        let mut chars = trimmed.chars();
        let Some(first) = chars.next() else {
            return Ok(false);
        };
        let second = chars.next();
        Ok(match (first, second) {
            ('!', Some('=')) => self.push(Token::Op(Op::NotEqual), 2),
            ('<', Some('=')) => self.push(Token::Op(Op::LessEqual), 2),
            ('>', Some('=')) => self.push(Token::Op(Op::GreaterEqual), 2),
            ('/', Some('/')) => self.push(Token::DoubleSlash, 2),
            ('.', Some('.')) => self.push(Token::DoubleDot, 2),
            ('.', Some(c)) if c.is_ascii_digit() => self.number()?,
            ('=', _) => self.push(Token::Op(Op::Equal), 1),
            ('<', _) => self.push(Token::Op(Op::Less), 1),
            ('>', _) => self.push(Token::Op(Op::Greater), 1),
            ('+', _) => self.push(Token::Op(Op::Add), 1),
            ('-', _) => self.push(Token::Op(Op::Subtract), 1),
            ('|', _) => self.push(Token::Op(Op::Union), 1),
            ('*', _) if self.after_operand() => self.push(Token::Op(Op::Multiply), 1),
            ('*', _) => self.push(Token::Star, 1),
            ('/', _) => self.push(Token::Slash, 1),
            ('.', _) => self.push(Token::Dot, 1),
            ('@', _) => self.push(Token::At, 1),
            (',', _) => self.push(Token::Comma, 1),
            ('(', _) => self.push(Token::Open, 1),
            (')', _) => self.push(Token::Close, 1),
            ('[', _) => self.push(Token::OpenBracket, 1),
            (']', _) => self.push(Token::CloseBracket, 1),
            ('$', Some('{')) => self.reference()?,
            ('$', _) => self.push(Token::Dollar, 1),
            ('"' | '\'', _) => self.literal(first)?,
            (c, _) if c.is_ascii_digit() => self.number()?,
            (c, _) if starts_name(c) => self.word(),
            _ => return Err(self.error("an unexpected sign")),
        })
    }

    fn reference(&mut self) -> Result<bool, ExprError> {
        let rest = self.rest();
        let Some(end) = rest.find('}') else {
            return Err(self.error("\"${\" without its \"}\""));
        };
        let name = rest.get(2..end).unwrap_or("").trim().to_owned();
        if name.is_empty() {
            return Err(self.error("\"${}\" without a name"));
        }
        Ok(self.push(Token::Reference(name), end + 1))
    }

    fn literal(&mut self, quote: char) -> Result<bool, ExprError> {
        let inner = self.rest().get(1..).unwrap_or("");
        let Some(end) = inner.find(quote) else {
            return Err(self.error("a text that does not end: its closing quote is missing"));
        };
        let text = inner.get(..end).unwrap_or("").to_owned();
        Ok(self.push(Token::Text(text), end + 2))
    }

    fn number(&mut self) -> Result<bool, ExprError> {
        let rest = self.rest();
        let mut seen_dot = false;
        let end = rest
            .find(|c: char| {
                let point = c == '.' && !seen_dot;
                seen_dot |= point;
                !(c.is_ascii_digit() || point)
            })
            .unwrap_or(rest.len());
        let digits = rest.get(..end).unwrap_or("");
        let Ok(number) = digits.parse::<f64>() else {
            return Err(self.error("not a number"));
        };
        if rest
            .get(end..)
            .and_then(|r| r.chars().next())
            .is_some_and(starts_name)
        {
            let word: String = rest
                .get(end..)
                .unwrap_or("")
                .chars()
                .take_while(|c| c.is_alphabetic())
                .collect();
            if !matches!(word.as_str(), "and" | "or" | "div" | "mod") {
                return Err(self.error("a name cannot begin with a digit,"));
            }
        }
        Ok(self.push(Token::Number(number), end))
    }

    fn word(&mut self) -> bool {
        let (name, bytes) = self.name_at(self.at);
        if self.after_operand()
            && let Some((op, bytes)) = operator(&name)
        {
            return self.push(Token::Op(op), bytes);
        }
        let after = self.at + bytes;
        let rest = self.text.get(after..).unwrap_or("");
        let spaced = rest.trim_start();
        if let Some(beyond) = spaced.strip_prefix("::") {
            let used = rest.len() - beyond.len();
            return self.push(Token::Axis(name), bytes + used);
        }
        if let Some(beyond) = rest.strip_prefix(':') {
            if beyond.starts_with('*') {
                return self.push(Token::AnyOf(name), bytes + 2);
            }
            if beyond.chars().next().is_some_and(starts_name) {
                let (local, more) = self.name_at(after + 1);
                return self.push(Token::Name(Some(name), local), bytes + 1 + more);
            }
        }
        self.push(Token::Name(None, name), bytes)
    }

    fn name_at(&self, at: usize) -> (String, usize) {
        let rest = self.text.get(at..).unwrap_or("");
        let name: String = rest.chars().take_while(|c| continues_name(*c)).collect();
        let bytes = name.len();
        (name, bytes)
    }
}

/// The operator that a word after an operand is; a number may follow it without a space.
fn operator(word: &str) -> Option<(Op, usize)> {
    [Op::And, Op::Or, Op::Divide, Op::Modulo]
        .into_iter()
        .map(|op| (op, op.as_str().len()))
        .find(|(op, _)| {
            let rest = word.strip_prefix(op.as_str());
            rest.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
        })
}
