//! Expressions and texts of cells: read once, with every name put to its question.

use super::Builder;
use super::resolve::Lost;
use crate::model::{Piece, Text};
use crate::workbook::Row;
use crate::xpath;
use crate::xpath::ast::Expr;

/// The cell that an expression or a text stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    pub sheet: &'p str,
    pub row: u32,
    pub column: &'p str,
}

impl<'p> Place<'p> {
    /// A cell of the survey.
    pub(super) fn of(row: &Row, column: &'p str) -> Place<'p> {
        Place {
            sheet: "survey",
            row: row.number,
            column,
        }
    }
}

/// How many unknown names are compared with all known ones, to guess what was meant.
const GUESSES_MAX: usize = 200;
/// How many rows are told of a name that stands in many.
const ROWS_TOLD: usize = 10;

impl Builder {
    pub(super) fn warn_at(&mut self, place: &Place<'_>, words: String) {
        self.warn(place.sheet, Some(place.row), Some(place.column), words);
    }

    fn error_at(&mut self, place: &Place<'_>, words: String) {
        self.error(place.sheet, Some(place.row), Some(place.column), words);
    }

    /// A text with `${name}` or `instance('list')/…` in it, where answers and what lists say are shown.
    pub(super) fn text(&mut self, source: String, at: u32, place: &Place<'_>) -> Text {
        let mut pieces = Vec::new();
        let mut rest = source.as_str();
        let mut lost = Vec::new();
        while let Some((before, mut expr, after)) = next_shown(rest) {
            pieces.push(Piece::Words(before.to_owned()));
            match self.resolve(&mut expr, at, false) {
                Ok(()) => pieces.push(Piece::Output(expr)),
                Err(why) => lost.push(why),
            }
            rest = after;
        }
        if !pieces.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        for why in lost {
            self.lost(why, place);
        }
        Text { source, pieces }
    }

    /// A text with the ways to its questions where `${name}` stands, for attributes that are passed on.
    pub(super) fn with_paths(&mut self, source: &str, at: u32, place: &Place<'_>) -> String {
        let text = self.text(source.to_owned(), at, place);
        if text.pieces.is_empty() {
            return text.source;
        }
        let pieces = text.pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Output(expr) => format!(" {} ", xpath::print(expr)),
        });
        pieces.collect()
    }

    /// Says why a name leads nowhere.
    pub(super) fn lost(&mut self, why: Lost, place: &Place<'_>) {
        match why {
            Lost::Unknown(name) => {
                self.guesses += 1;
                let names = self.names.keys();
                let names = names.filter(|_| self.guesses <= GUESSES_MAX);
                let close = names
                    .filter(|known| super::distance(known, &name) <= 2)
                    .min();
                let hint =
                    close.map_or_else(String::new, |close| format!(" (is it ${{{close}}}?)"));
                let words = format!(
                    "${{{name}}} is no question of this form{hint}: correct the name; until then what refers to it is left out"
                );
                self.warn_at(place, words);
            }
            Lost::Ambiguous(name, all) => {
                let rows: Vec<String> = all
                    .iter()
                    .filter_map(|at| self.questions.get(*at as usize))
                    .map(|q| q.row.to_string())
                    .take(ROWS_TOLD)
                    .collect();
                let more = match all.len().saturating_sub(ROWS_TOLD) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                let words = format!(
                    "${{{name}}} could be any of the questions in rows {}{more}: give them different names",
                    rows.join(", ")
                );
                self.error_at(place, words);
            }
        }
    }

    /// Reads an expression; nothing when it cannot be executed, and then a finding says why.
    pub(super) fn expr(&mut self, text: &str, at: u32, place: &Place<'_>) -> Option<Expr> {
        let mut expr = self.parsed(text, place)?;
        match self.resolve(&mut expr, at, false) {
            Ok(()) => Some(expr),
            Err(why) => {
                self.lost(why, place);
                None
            }
        }
    }

    /// Reads an expression whose names are not put to questions yet.
    pub(super) fn parsed(&mut self, text: &str, place: &Place<'_>) -> Option<Expr> {
        let expr = match xpath::parse(&straight(text)) {
            Ok(expr) => expr,
            Err(why) if place.column == "calculation" || place.sheet != "survey" => {
                let words =
                    format!("the expression cannot be read and the value stays empty: {why}");
                self.warn_at(place, words);
                return None;
            }
            Err(why) => {
                self.error_at(place, format!("the expression cannot be read: {why}"));
                return None;
            }
        };
        let mut unknown: Vec<String> = Vec::new();
        let mut patterns: Vec<String> = Vec::new();
        expr.visit(&mut |inner| {
            if let Expr::Call(call) = inner {
                if call.function.is_none() && !unknown.contains(&call.name) {
                    unknown.push(call.name.clone());
                }
                if let ("regex", Some(Expr::Text(pattern))) = (call.name.as_str(), call.args.get(1))
                {
                    patterns.extend(xpath::functions::pattern_problem(pattern));
                }
            }
        });
        for problem in patterns {
            self.warn_at(place, format!("{problem}: the check is left out"));
        }
        if !unknown.is_empty() {
            let names = unknown.join("(), ");
            let words = format!("{names}() is not known: the expression is left out");
            self.warn_at(place, words);
            return None;
        }
        Some(expr)
    }
}

/// Longest look-up that is told from the words around it.
const LOOKUP_BYTES_MAX: usize = 4_096;

/// The words before the next thing that a text shows, what it is, and what comes after it.
fn next_shown(text: &str) -> Option<(&str, Expr, &str)> {
    let places = text.match_indices(['$', 'i']);
    for (start, _) in places {
        let (before, rest) = text.split_at_checked(start)?;
        if let Some(inner) = rest.strip_prefix("${") {
            let (name, after) = inner.split_once('}')?;
            let name = name.trim().to_owned();
            return Some((before, Expr::Reference(name), after));
        }
        let Some(length) = length_of_lookup(rest) else {
            continue;
        };
        let (words, after) = rest.split_at_checked(length)?;
        if let Ok(expr) = xpath::parse(&straight(words)) {
            return Some((before, expr, after));
        }
    }
    None
}

/// How long the look-up is with which a text begins: `instance('list')/root/item[name = 'x']/label`.
fn length_of_lookup(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("instance(")?;
    let quote = inner.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let name = inner.get(1..)?.split([quote, '[', ']', '/']).next()?;
    let close = name.len() + 1 + quote.len_utf8();
    inner.get(name.len() + 1..)?.strip_prefix(quote)?;
    let after = "instance(".len() + close;
    let path = text.get(after..)?.strip_prefix(")/")?;
    let mut length = after + 2;
    let mut depth = 0_u32;
    let mut literal = None;
    for c in path.chars() {
        if length > LOOKUP_BYTES_MAX {
            return None;
        }
        match (literal, c) {
            (Some(quote), c) => literal = (c != quote).then_some(quote),
            (None, '\'' | '"') if depth > 0 => literal = Some(c),
            (None, '[') => depth += 1,
            (None, ']') if depth > 0 => depth -= 1,
            (None, c) if depth > 0 || c.is_alphanumeric() => {}
            (None, '/' | '_' | '-' | '.' | ':' | '@' | '*') => {}
            (None, _) => break,
        }
        length += c.len_utf8();
    }
    let ends = text.get(..length)?.trim_end_matches(['.', ':', '-']);
    (depth == 0 && literal.is_none()).then_some(ends.len())
}

/// Quotes that word processors bend, made straight.
pub(crate) fn straight(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201a}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
            '\u{2212}' => '-',
            c => c,
        })
        .collect()
}
