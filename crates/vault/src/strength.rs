//! How hard a passphrase is to guess, roughly and offline.

use unicode_normalization::UnicodeNormalization;

/// The fewest characters of an accepted passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 10;
/// The score from which a passphrase is accepted.
const SCORE_MIN: u8 = 2;

/// Words and runs that are tried first by everybody who guesses; each counts as one guess in 2^8.
const COMMON: &[&str] = &[
    "password",
    "passwort",
    "passphrase",
    "letmein",
    "welcome",
    "qwerty",
    "qwertz",
    "azerty",
    "asdfgh",
    "zxcvbn",
    "admin",
    "secret",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "sunshine",
    "princess",
    "computer",
    "laptop",
    "cambodia",
    "kampuchea",
    "phnompenh",
    "battambang",
    "siemreap",
    "khmer",
    "laos",
    "vientiane",
    "thailand",
    "bangkok",
    "myanmar",
    "yangon",
    "vietnam",
    "hanoi",
    "ukraine",
    "colombia",
    "angkor",
    "mine",
    "demining",
    "sala",
    "team",
    "field",
    "office",
    "user",
    "login",
    "hello",
    "love",
    "2020",
    "2021",
    "2022",
    "2023",
    "2024",
    "2025",
    "2026",
    "2027",
    "123456",
    "abc123",
    "112233",
];

/// How strong a passphrase is and what would help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (out of reach).
    pub score: u8,
    /// What to tell the person: `too_short`, `common`, `repeats`, `add_words` or `good`.
    pub hint_code: &'static str,
    /// True when it may be used.
    pub accepted: bool,
}

/// Judges a passphrase by length, kinds of characters, common words and repetition.
///
/// It never calls a bad one good because it has a digit; it may call a good one weak. Accepted from
/// [`PASSPHRASE_CHARS_MIN`] characters and score 2.
#[must_use]
pub fn strength(pass: &str) -> Strength {
    let chars: Vec<char> = pass.nfc().collect();
    let (plain, had_common) = without_common(&chars);
    let raw_bits = bits(&chars, &chars);
    let counted = bits(&plain, &chars) + had_common * 8;
    let score = match counted.min(raw_bits) {
        0..28 => 0,
        28..40 => 1,
        40..56 => 2,
        56..76 => 3,
        _ => 4,
    };
    let is_short = chars.len() < PASSPHRASE_CHARS_MIN;
    let hint_code = if is_short {
        "too_short"
    } else if score >= 3 {
        "good"
    } else if had_common > 0 {
        "common"
    } else if raw_bits < chars.len() * 3 {
        "repeats"
    } else {
        "add_words"
    };
    Strength {
        score,
        hint_code,
        accepted: !is_short && score >= SCORE_MIN,
    }
}

/// Sums the bits of each character: of its pool when it is fresh, one when it repeats or continues a run.
fn bits(counted: &[char], all: &[char]) -> usize {
    let per_char_tenths = pool_bits_tenths(all);
    let mut tenths = 0;
    for (place, sign) in counted.iter().enumerate() {
        let (earlier, _) = counted.split_at(place);
        let run = earlier
            .last()
            .is_some_and(|last| (*last as u32).abs_diff(*sign as u32) <= 1);
        let (far, near) = earlier.split_at(earlier.len().saturating_sub(3));
        let pair = earlier.last().is_some_and(|last| {
            far.windows(2)
                .chain(near.windows(2))
                .any(|seen| seen == [*last, *sign])
        });
        tenths += if run || pair || near.contains(sign) {
            10
        } else {
            per_char_tenths
        };
    }
    tenths / 10
}

/// A kind of character and how many of it people draw from.
type Kind = (fn(&char) -> bool, usize);

/// Returns ten times the bits of one character drawn from the kinds that appear.
fn pool_bits_tenths(chars: &[char]) -> usize {
    let kinds: [Kind; 5] = [
        (|sign| sign.is_ascii_lowercase(), 26),
        (|sign| sign.is_ascii_uppercase(), 26),
        (|sign| sign.is_ascii_digit(), 10),
        (|sign| sign.is_ascii() && !sign.is_ascii_alphanumeric(), 12),
        (|sign| !sign.is_ascii(), 60),
    ];
    let present = kinds.iter().filter(|(is, _)| chars.iter().any(is));
    match present.map(|(_, size)| size).sum::<usize>() {
        0..=10 => 33,
        11..=26 => 45,
        27..=40 => 51,
        41..=64 => 58,
        _ => 62,
    }
}

/// Takes common words out (upper case and the usual digits for letters are seen through) and counts them.
fn without_common(chars: &[char]) -> (Vec<char>, usize) {
    let folded: Vec<char> = chars.iter().map(fold).collect();
    let lower: Vec<char> = chars.iter().map(char::to_ascii_lowercase).collect();
    let mut rest = Vec::new();
    let (mut found, mut place) = (0, 0);
    while let Some(sign) = chars.get(place) {
        let ahead = |text: &[char], word: &str| {
            text.get(place..).is_some_and(|tail| {
                tail.len() >= word.len()
                    && tail.iter().copied().zip(word.chars()).all(|(a, b)| a == b)
            })
        };
        let hit = COMMON
            .iter()
            .filter(|word| ahead(&lower, word) || ahead(&folded, word));
        match hit.map(|word| word.len()).max() {
            Some(length) => {
                found += 1;
                place += length;
            }
            None => {
                rest.push(*sign);
                place += 1;
            }
        }
    }
    (rest, found)
}

fn fold(sign: &char) -> char {
    match sign.to_ascii_lowercase() {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(pass: &str, score: u8, hint: &str, accepted: bool) {
        let expected = Strength {
            score,
            hint_code: hint_static(hint),
            accepted,
        };
        assert_eq!(strength(pass), expected, "{pass}");
    }

    fn hint_static(hint: &str) -> &'static str {
        let known = ["too_short", "common", "repeats", "add_words", "good"];
        known
            .into_iter()
            .find(|known| *known == hint)
            .unwrap_or("no such hint")
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        check("", 0, "too_short", false);
        check("password", 0, "too_short", false);
        check("Password123!", 0, "common", false);
        check("P@ssw0rd2026", 0, "common", false);
        check("cambodia2026", 0, "common", false);
        check("1234567890", 0, "common", false);
        check("9876543210", 0, "repeats", false);
        check("aaaaaaaaaaaaaaaa", 0, "repeats", false);
        check("abcdefghijkl", 0, "repeats", false);
        check("abababababab", 0, "repeats", false);
    }

    #[test]
    fn short_is_short_whatever_it_holds() {
        check("x9$Kq2!vB", 2, "too_short", false);
    }

    #[test]
    fn a_few_words_are_good() {
        check("three brown cows", 3, "good", true);
        check("mango river candle teacher", 4, "good", true);
        check("ទឹកស្អាតនៅក្នុងភូមិ", 4, "good", true);
        check("kvohtwezrm", 2, "add_words", true);
    }

    proptest! {
        #[test]
        fn any_text_has_a_score(pass in "\\PC{0,60}") {
            let told = strength(&pass);
            prop_assert!(told.score <= 4);
            prop_assert!(!told.accepted || told.score >= 2);
        }

        #[test]
        fn two_spellings_are_judged_alike(pass in "[eéèaà ]{0,30}") {
            let apart: String = pass.nfd().collect();
            prop_assert_eq!(strength(&apart), strength(&pass));
        }
    }
}
