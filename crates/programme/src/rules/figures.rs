//! Figures in the words of a rule: `made: ${girls} + ${boys}` names one, `{made}` in a message shows it.

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
}

impl Message {
    /// Reads a message; every name in braces is one of these figures.
    pub(super) fn read(text: &str, figures: &[(String, String)]) -> Result<Message, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err("a brace is opened and not closed".to_owned());
            };
            let name = name.trim();
            let Some(at) = figures.iter().position(|(known, _)| known == name) else {
                return Err(format!(
                    "{{{name}}} is no figure of this rule: name it in the column figures"
                ));
            };
            pieces.push(Piece::Words(before.to_owned()));
            pieces.push(Piece::Figure(at));
            rest = after;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        Ok(Message(pieces))
    }

    /// The message with these figures in it.
    pub(super) fn with(&self, figures: &[String]) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            Piece::Figure(at) => figures.get(*at).map_or("", String::as_str),
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
