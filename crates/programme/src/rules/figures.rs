//! Figures in the words of a rule: `made: ${girls} + ${boys}` names one, `{made}` in a message shows it. What a programme
//! sets, such as `{late_days}`, is read by expressions and shown by messages under its own name.

use crate::quality::{Figure, Thresholds};

/// Signs of a figure's name.
const NAME_MAX: usize = 40;

/// Reads a cell of figures: each is a name, a colon and an expression; a semicolon outside a text ends it.
pub(super) fn read(cell: &str) -> Result<Vec<(String, String)>, String> {
    let mut found: Vec<(String, String)> = Vec::new();
    for part in split(cell) {
        let Some((name, expression)) = part.split_once(':') else {
            return Err(format!(
                "\"{part}\" is no figure: write a name, a colon and an expression"
            ));
        };
        let (name, expression) = (name.trim(), expression.trim());
        if !is_name(name) {
            return Err(format!(
                "\"{name}\" cannot name a figure: use small letters, digits and _"
            ));
        }
        if expression.is_empty() {
            return Err(format!("the figure {name} has no expression"));
        }
        if found.iter().any(|(known, _)| known == name) {
            return Err(format!("there are two figures named {name}"));
        }
        found.push((name.to_owned(), expression.to_owned()));
    }
    Ok(found)
}

/// Puts what a programme set into an expression: `{late_days}` becomes `30`. `${days}` is a question and stays, and so do
/// braces that hold no name, as in a pattern.
pub(super) fn with_set(source: &str, set: &Thresholds) -> Result<String, String> {
    let mut put = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once('{') {
        put.push_str(before);
        let named = after.split_once('}').filter(|(name, _)| is_name(name));
        rest = match named.filter(|_| !before.ends_with('$')) {
            Some((name, after)) => {
                let figure = Figure::named(name)
                    .ok_or_else(|| format!("{{{name}}} is no figure that a programme sets"))?;
                put.push_str(&set.at(*figure).to_string());
                after
            }
            None => {
                put.push('{');
                after
            }
        };
    }
    put.push_str(rest);
    Ok(put)
}

fn is_name(name: &str) -> bool {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= NAME_MAX
        && name.chars().all(sign)
}

/// The parts between semicolons that stand outside of quotes.
fn split(cell: &str) -> Vec<&str> {
    let mut quote = None;
    let ends = |c: char| match (quote, c) {
        (None, ';') => true,
        (None, '\'' | '"') => {
            quote = Some(c);
            false
        }
        (Some(open), c) => {
            quote = (c != open).then_some(open);
            false
        }
        (None, _) => false,
    };
    let parts = cell.split(ends).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

/// A message with `{name}` where a figure is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    /// A figure by its place among the rule's.
    Figure(usize),
    /// What a programme sets.
    Set(&'static Figure),
}

impl Message {
    /// Reads a message; every name in braces is one of these figures, or one that a programme sets.
    pub(super) fn read(text: &str, figures: &[(String, String)]) -> Result<Message, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err("a brace is opened and not closed".to_owned());
            };
            let name = name.trim();
            let own = figures.iter().position(|(known, _)| known == name);
            let shown = own.map(Piece::Figure);
            let Some(shown) = shown.or_else(|| Figure::named(name).map(Piece::Set)) else {
                return Err(format!(
                    "{{{name}}} is no figure of this rule: name it in the column figures"
                ));
            };
            pieces.push(Piece::Words(before.to_owned()));
            pieces.push(shown);
            rest = after;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        Ok(Message(pieces))
    }

    /// Whether it shows what a programme sets.
    pub(super) fn shows_set(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Set(_)))
    }

    /// The message with what a programme set put into its words.
    pub(super) fn with_set(&self, set: &Thresholds) -> Message {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Set(figure) => Piece::Words(figure.shown(set.at(**figure))),
            other => other.clone(),
        });
        Message(pieces.collect())
    }

    /// The message with these figures in it.
    pub(super) fn with(&self, figures: &[String]) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            Piece::Figure(at) => figures.get(*at).map_or("", String::as_str),
            Piece::Set(_) => "",
        });
        pieces.collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use super::*;

    #[test]
    fn figures_are_named_expressions() {
        let check = |cell: &str, want: &str| {
            let told = match read(cell) {
                Ok(found) => found
                    .iter()
                    .map(|(name, text)| format!("{name}={text}"))
                    .collect::<Vec<_>>()
                    .join("|"),
                Err(why) => format!("! {why}"),
            };
            assert!(
                told.contains(want) && (want.is_empty() == told.is_empty()),
                "{cell}: {told}"
            );
        };
        check("", "");
        check(" ; ", "");
        check("made: ${a} + ${b}", "made=${a} + ${b}");
        check("a: 1; b: 2;", "a=1|b=2");
        check(
            "a: concat('x;y', \";:\"); b: 2",
            "a=concat('x;y', \";:\")|b=2",
        );
        check("made", "! \"made\" is no figure");
        check("Made: 1", "! \"Made\" cannot name a figure");
        check("9: 1", "cannot name");
        check("a:", "has no expression");
        check("a: 1; a: 2", "two figures named a");
    }

    #[test]
    fn what_a_programme_sets_is_put_into_expressions_and_words() {
        let mut set = Thresholds::default();
        set.set("late_days", "40").unwrap();
        set.set("day_begins", "65").unwrap();
        let check = |source: &str, want: &str| {
            let put = with_set(source, &set).unwrap_or_else(|why| why);
            assert_eq!(put, want);
        };
        check("${days} > {late_days}", "${days} > 40");
        check("${late_days} > {hazard_days}", "${late_days} > 14");
        check("regex(${a}, '^[0-9]{7,}$')", "regex(${a}, '^[0-9]{7,}$')");
        check("{", "{");
        check("{late_days", "{late_days");
        check(
            "{late_day}",
            "{late_day} is no figure that a programme sets",
        );
        let said = |text: &str| {
            let message = Message::read(text, &[("late_days".to_owned(), String::new())]);
            let message = message.unwrap();
            (
                message.shows_set(),
                message.with_set(&set).with(&["7".to_owned()]),
            )
        };
        assert_eq!(
            said("before {day_begins}"),
            (true, "before 01:05".to_owned())
        );
        assert_eq!(
            said("{late_days} days"),
            (false, "7 days".to_owned()),
            "its own comes first"
        );
    }

    #[test]
    fn a_message_shows_its_figures() {
        let figures = [
            ("made".to_owned(), String::new()),
            ("counted".to_owned(), String::new()),
        ];
        let check = |text: &str, want: &str| {
            let said = match Message::read(text, &figures) {
                Ok(message) => message.with(&["46".to_owned(), "48".to_owned()]),
                Err(why) => why,
            };
            assert_eq!(said, want);
        };
        check("Nothing to show.", "Nothing to show.");
        check("{made} and { counted }, {made}", "46 and 48, 46");
        check("{made", "a brace is opened and not closed");
        check(
            "{total}",
            "{total} is no figure of this rule: name it in the column figures",
        );
    }
}
