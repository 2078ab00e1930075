//! Words as the fonts can set them: signs that no font has are told apart, and what is too long for a column may break.

use crate::fonts::WIDTHS;

/// What stands for a sign that no font has.
const MISSING: char = '\u{fffd}';
/// A place where a line may end, which is not seen.
pub(crate) const MAY_BREAK: char = '\u{200b}';
/// So many signs in a row without a blank are a word; longer ones may break anywhere.
const WORD_SIGNS: usize = 24;
const PIECE_SIGNS: usize = 12;

/// Words made ready, and whether a sign of them was missing.
pub(crate) struct Ready {
    pub(crate) words: String,
    pub(crate) is_missing: bool,
}

/// Makes words ready. Blanks of every kind become blanks, ends of lines stay.
pub(crate) fn ready(words: &str) -> Ready {
    let mut told = String::with_capacity(words.len());
    let mut is_missing = false;
    let mut run = 0;
    for sign in words.chars() {
        let sign = match sign {
            '\n' | '\u{2028}' | '\u{2029}' => '\n',
            '\r' => continue,
            _ if is_unseen(sign) => continue,
            _ if sign.is_control() || sign == '\t' => ' ',
            _ if is_private(sign) || WIDTHS.of(sign).is_none() => {
                is_missing = true;
                MISSING
            }
            _ => sign,
        };
        let is_breaking = sign.is_whitespace() || sign == MAY_BREAK || breaks_by_words(sign);
        run = if is_breaking { 0 } else { run + 1 };
        if run > WORD_SIGNS && run % PIECE_SIGNS == 1 {
            told.push(MAY_BREAK);
        }
        told.push(sign);
    }
    Ready {
        words: told,
        is_missing,
    }
}

/// Signs that are never seen and that these scripts do not need: marks of direction and of a file's beginning, and
/// choices among the shapes of a sign. What joins and parts letters stays.
fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{00ad}'
            | '\u{061c}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// What these signs mean no standard says, so that a reader of the file could not tell them.
fn is_private(sign: char) -> bool {
    matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Scripts without blanks, whose lines are broken by their words.
fn breaks_by_words(sign: char) -> bool {
    matches!(sign, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_made_ready() {
        #[track_caller]
        fn check(words: &str, told: &str, is_missing: bool) {
            let ready = ready(words);
            assert_eq!((ready.words.as_str(), ready.is_missing), (told, is_missing));
        }
        check("a #b $c [d] *e*", "a #b $c [d] *e*", false);
        check("a\tb\u{0}c\r\nd\u{2028}e", "a b c\nd\ne", false);
        check("\u{feff}a\u{202e}b\u{fe0f}", "ab", false);
        check("中 and 🙂", "� and �", true);
        check("\u{e000}\u{10fffd}", "��", true);
        check("ស្រី\u{200b}ប្រុស", "ស្រី\u{200b}ប្រុស", false);
        let thai = "ก".repeat(60);
        check(&thai, &thai, false);
        let (short, long) = ("x".repeat(24), "x".repeat(37));
        check(&short, &short, false);
        let broken = [24, 12, 1].map(|signs| "x".repeat(signs)).join("\u{200b}");
        check(&long, &broken, false);
    }
}
