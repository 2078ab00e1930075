//! The words by which somebody looks for a place, in the spelling in which names are kept.

use store::{fold_name, normalise};

use super::code::{Code, Fit};

/// The most words that count, and the most signs of each.
const WORDS_MAX: usize = 8;
const WORD_SIGNS_MAX: usize = 64;

/// What was typed.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Each word, as names are folded.
    each: Vec<String>,
    /// All of them as one name.
    joined: String,
}

impl Words {
    /// Takes what was typed apart. What stands beyond the eighth word does not count.
    pub(crate) fn of(typed: &str) -> Words {
        let each: Vec<String> = normalise(typed)
            .split(' ')
            .map(|word| fold_name(word).chars().take(WORD_SIGNS_MAX).collect())
            .filter(|word: &String| !word.is_empty())
            .take(WORDS_MAX)
            .collect();
        let joined = fold_name(&each.concat());
        Words { each, joined }
    }

    /// Returns each word.
    pub(crate) fn each(&self) -> &[String] {
        &self.each
    }

    /// Returns all words as one name.
    pub(crate) fn joined(&self) -> &str {
        &self.joined
    }

    /// Tells how all words together fit a code, which some write with spaces.
    pub(crate) fn fit(&self, code: &str) -> Option<Fit> {
        Code::of(&self.joined)?.fits(Code::of(code)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_joined() {
        let check = |typed: &str, each: &[&str], joined: &str| {
            let words = Words::of(typed);
            assert_eq!(words.each(), each, "{typed}");
            assert_eq!(words.joined(), joined, "{typed}");
        };
        check(
            "Kampong-Cham  THMEI",
            &["kampongcham", "thmei"],
            "kampongchamthmei",
        );
        check("ស៊ុង ២", &["ស៊ុង", "2"], "ស៊ុង2");
        check("KH 02 09", &["kh", "02", "09"], "kh0209");
        check("Tep Preah", &["tep", "preah"], "tepreah");
        check(" - \u{200b} ", &[], "");
        check(
            "a b c d e f g h i j",
            &["a", "b", "c", "d", "e", "f", "g", "h"],
            "abcdefgh",
        );
    }
}
