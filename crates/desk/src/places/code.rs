//! Codes as people type them: with the country's letters or without, and without a leading zero that a
//! spreadsheet dropped.

/// The fewest signs after the letters that begin a code.
const LONG_MIN: usize = 2;

/// A code in its two halves: the letters of the country, and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code<'t> {
    letters: &'t str,
    rest: &'t str,
}

/// How a word fits a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is the code.
    Whole,
    /// The code begins with it.
    Beginning,
}

impl<'t> Code<'t> {
    /// Takes a folded text apart; none when it has no digit after the letters.
    pub(crate) fn of(folded: &'t str) -> Option<Code<'t>> {
        let at = folded.find(|sign: char| !sign.is_ascii_lowercase())?;
        let (letters, rest) = folded.split_at_checked(at)?;
        let is_code = rest.starts_with(|sign: char| sign.is_ascii_digit())
            && rest.chars().all(|sign| sign.is_ascii_alphanumeric());
        is_code.then_some(Code { letters, rest })
    }

    /// Tells how this word, which may lack the letters or a zero, fits the code of a place.
    pub(crate) fn fits(self, code: Code<'_>) -> Option<Fit> {
        if !self.letters.is_empty() && self.letters != code.letters {
            return None;
        }
        if self.rest == code.rest || self.lacks_zero_of(code) {
            return Some(Fit::Whole);
        }
        let begins = self.is_long() && code.rest.starts_with(self.rest);
        begins.then_some(Fit::Beginning)
    }

    /// Tells whether it is long enough to begin a code, and to be one among other words.
    pub(crate) fn is_long(self) -> bool {
        self.rest.len() >= LONG_MIN
    }

    /// A number with an odd count of digits lost the zero of its province.
    fn lacks_zero_of(self, code: Code<'_>) -> bool {
        self.rest.len() % 2 == 1
            && self.rest.chars().all(|sign| sign.is_ascii_digit())
            && code.rest.strip_prefix('0') == Some(self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, code: &str, fit: Option<Fit>) {
        let code = Code::of(code).and_then(|code| Code::of(word)?.fits(code));
        assert_eq!(code, fit, "{word}");
    }

    #[test]
    fn a_code_is_known_with_and_without_letters_and_zero() {
        let whole = Some(Fit::Whole);
        check("kh01020101", "kh01020101", whole);
        check("01020101", "kh01020101", whole);
        check("1020101", "kh01020101", whole);
        check("kh1020101", "kh01020101", whole);
        check("1", "kh01", whole);
        check("mr017d006", "mr017d006", whole);
        check("017d006", "mr017d006", whole);
    }

    #[test]
    fn what_a_code_begins_with_finds_it() {
        check("0102", "kh01020101", Some(Fit::Beginning));
        check("kh01", "kh01020101", Some(Fit::Beginning));
        check("0", "kh01020101", None);
        check("102", "kh01020101", None);
    }

    #[test]
    fn what_is_another_code_does_not() {
        check("la01", "kh01", None);
        check("02", "kh01", None);
        check("11", "kh01", None);
        check("120101", "kh01020101", None);
        check("phum", "kh01", None);
        check("phum1", "kh01", None);
        check("", "kh01", None);
    }
}
