//! The columns that compute: read once, with every name put to its question.

use super::resolve::Lost;
use super::rows::{is_no, is_yes};
use super::{Builder, index};
use crate::Kind;
use crate::model::{Condition, Default, Piece, Text, Texts};
use crate::workbook::{Row, Sheet};
use crate::xpath::ast::Expr;
use crate::xpath::{self, dates};

/// How many unknown names are compared with all known ones, to guess what was meant.
const GUESSES_MAX: usize = 200;
/// How many rows are told of a name that stands in many.
const ROWS_TOLD: usize = 10;

impl Builder {
    /// Reads the formulas and texts of all questions.
    pub(super) fn formulas(&mut self, sheet: &Sheet) {
        for at in 0..index(self.items.len()) {
            let place = self.drafts.get(at as usize).copied().flatten();
            let Some(row) = place.and_then(|place| sheet.rows.get(place)) else {
                continue;
            };
            self.texts(sheet, row, at);
            self.further_texts(sheet, row, at);
            self.conditions(sheet, row, at);
            self.values(sheet, row, at);
            self.filter(sheet, row, at);
        }
    }

    fn texts(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let [label, hint, constraint, required] =
            ["label", "hint", "constraint_message", "required_message"].map(|key| {
                let found = self.translations(sheet, row, key);
                Texts::new(
                    found
                        .into_iter()
                        .map(|(code, text)| (code, self.text(text, row, at, key)))
                        .collect(),
                )
            });
        let bare = label.is_empty() && self.item(at).kind.is_asked();
        if let Some(question) = self.question_mut(at) {
            question.label = label;
            question.hint = hint;
            question.constraint_message = constraint;
            question.required_message = required;
        }
        if bare {
            self.warn(
                "survey",
                Some(row.number),
                Some("label"),
                "the question has no label: its name is shown".to_owned(),
            );
        }
    }

    /// A text with `${name}` in it, where answers are shown.
    pub(super) fn text(&mut self, source: String, row: &Row, at: u32, column: &str) -> Text {
        let mut pieces = Vec::new();
        let mut rest = source.as_str();
        let mut lost = Vec::new();
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            let mut expr = Expr::Reference(name.trim().to_owned());
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
            self.lost(why, row, column);
        }
        Text { source, pieces }
    }

    fn lost(&mut self, why: Lost, row: &Row, column: &str) {
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
                self.warn(
                    "survey",
                    Some(row.number),
                    Some(column),
                    format!("${{{name}}} is no question of this form{hint}: correct the name; until then what refers to it is left out"),
                );
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
                self.error("survey", Some(row.number), Some(column), format!("${{{name}}} could be any of the questions in rows {}{more}: give them different names", rows.join(", ")));
            }
            Lost::LastSaved(name) => {
                self.warn(
                    "survey",
                    Some(row.number),
                    Some(column),
                    format!(
                        "${{last-saved#{name}}} is not executed yet: the expression is left out"
                    ),
                );
            }
        }
    }

    /// Reads an expression; nothing when it cannot be executed, and then a finding says why.
    pub(super) fn expr(&mut self, text: &str, row: &Row, at: u32, column: &str) -> Option<Expr> {
        let mut expr = match xpath::parse(&straight(text)) {
            Ok(expr) => expr,
            Err(why) if column == "calculation" => {
                let words =
                    format!("the expression cannot be read and the value stays empty: {why}");
                self.warn("survey", Some(row.number), Some(column), words);
                return None;
            }
            Err(why) => {
                let words = format!("the expression cannot be read: {why}");
                self.error("survey", Some(row.number), Some(column), words);
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
            self.warn(
                "survey",
                Some(row.number),
                Some(column),
                format!("{problem}: the check is left out"),
            );
        }
        if !unknown.is_empty() {
            self.warn(
                "survey",
                Some(row.number),
                Some(column),
                format!(
                    "{}() is not known: the expression is left out",
                    unknown.join("(), ")
                ),
            );
            return None;
        }
        match self.resolve(&mut expr, at, false) {
            Ok(()) => Some(expr),
            Err(why) => {
                self.lost(why, row, column);
                None
            }
        }
    }

    fn conditions(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        if let Some(cell) = sheet.get(row, "relevant").filter(|cell| !is_yes(cell)) {
            let expr = if is_no(cell) {
                xpath::parse("false()").ok()
            } else {
                self.expr(cell, row, at, "relevant")
            };
            if let Some(item) = self.item_mut(at) {
                item.relevant = expr;
            }
        }
        let required = self.condition(sheet, row, at, "required");
        let read_only = self.condition(sheet, row, at, "read_only");
        let constraint = match sheet.get(row, "constraint").filter(|cell| !is_yes(cell)) {
            Some(cell) => self.expr(cell, row, at, "constraint"),
            None => None,
        };
        if let Some(item) = self.item_mut(at) {
            item.required = required;
            item.read_only = read_only;
            item.constraint = constraint;
        }
    }

    fn condition(&mut self, sheet: &Sheet, row: &Row, at: u32, column: &str) -> Condition {
        match sheet.get(row, column) {
            None => Condition::Never,
            Some(cell) if is_yes(cell) => Condition::Always,
            Some(cell) if is_no(cell) => Condition::Never,
            Some(cell) => self
                .expr(cell, row, at, column)
                .map_or(Condition::Never, Condition::When),
        }
    }

    fn values(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let kind = self.item(at).kind;
        if let Some(cell) = sheet.get(row, "calculation") {
            if kind.holds_questions() {
                self.warn(
                    "survey",
                    Some(row.number),
                    Some("calculation"),
                    "a group holds no value: the calculation is left out".to_owned(),
                );
            } else {
                let cell = if is_yes(cell) { "true()" } else { cell };
                let expr = self.expr(cell, row, at, "calculation");
                if let Some(item) = self.item_mut(at) {
                    item.calculation = expr;
                }
            }
        } else if kind == Kind::Calculate && sheet.get(row, "default").is_none() {
            self.warn(
                "survey",
                Some(row.number),
                Some("calculation"),
                "the calculation is missing: the value stays empty".to_owned(),
            );
        }
        if let Some(cell) = sheet.get(row, "trigger") {
            self.trigger(cell, row, at);
        }
        if let Some(cell) = sheet.get(row, "repeat_count") {
            if kind == Kind::Repeat {
                let above = self.item(at).parent.unwrap_or(at);
                let expr = self.expr(cell, row, above, "repeat_count");
                if let Some(item) = self.item_mut(at) {
                    item.count = expr;
                }
            } else {
                self.warn(
                    "survey",
                    Some(row.number),
                    Some("repeat_count"),
                    "only a repeat can be counted: this is left out".to_owned(),
                );
            }
        }
        if let Some(cell) = sheet.get(row, "default") {
            let default = self.default(cell, row, at, kind);
            if let Some(item) = self.item_mut(at) {
                item.default = default;
            }
        }
    }

    fn trigger(&mut self, cell: &str, row: &Row, at: u32) {
        if self.item(at).calculation.is_none() {
            self.warn(
                "survey",
                Some(row.number),
                Some("trigger"),
                "a trigger without a calculation does nothing here".to_owned(),
            );
            return;
        }
        let names = cell
            .split("${")
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name.trim());
        let names: Vec<String> = names.map(str::to_owned).collect();
        for name in names {
            match self.target(&name, at) {
                Ok(source) => self.triggers.push((source, at)),
                Err(why) => self.lost(why, row, "trigger"),
            }
        }
        if let Some(item) = self.item_mut(at) {
            item.triggered = true;
        }
    }

    /// A default is a plain value unless it computes something.
    fn default(&mut self, cell: &str, row: &Row, at: u32, kind: Kind) -> Default {
        let plain = Default::Fixed(cell.to_owned());
        let text = straight(cell);
        if matches!(kind, Kind::Date | Kind::DateTime)
            && dates::parse(&text, dates::offset(0)).is_some()
        {
            return plain;
        }
        let Ok(parsed) = xpath::parse(&text) else {
            if text.contains("${") {
                return self
                    .expr(cell, row, at, "default")
                    .map_or(plain, Default::Computed);
            }
            return plain;
        };
        let mut computes = false;
        let number = matches!(kind, Kind::Integer | Kind::Decimal);
        parsed.visit(&mut |inner| {
            computes |= match inner {
                Expr::Reference(_) => true,
                Expr::Call(call) => call.function.is_some(),
                Expr::Chain(..) => number,
                _ => false,
            };
        });
        if computes {
            self.expr(cell, row, at, "default")
                .map_or(Default::Nothing, Default::Computed)
        } else {
            plain
        }
    }
}

/// Quotes that word processors bend, made straight.
fn straight(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201a}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
            '\u{2212}' => '-',
            c => c,
        })
        .collect()
}
