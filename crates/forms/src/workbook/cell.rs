//! What a cell says, without what word processors put into it.

use super::CELL_BYTES_MAX;

/// Trims, joins runs of spaces, makes fixed spaces plain. Line breaks stay: texts have paragraphs.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .chars()
    {
        let blank = matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2007}' | '\u{202f}');
        if blank {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) && c != '\n' && c != '\r' {
            out.push(' ');
        }
        if c != '\r' {
            out.push(c);
        }
    }
    out
}

/// The text without signs that no screen shows and no XML can hold, such as NUL; nothing when it has none.
pub(super) fn without_controls(text: &str) -> Option<String> {
    let odd = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t' | '\r' | '\u{85}'))
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.contains(odd).then(|| text.replace(odd, ""))
}

/// Cuts a text that no form needs; tells whether it did.
pub(super) fn bounded(mut text: String) -> (String, bool) {
    if text.len() <= CELL_BYTES_MAX {
        return (text, false);
    }
    let mut end = CELL_BYTES_MAX;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    (text, true)
}
