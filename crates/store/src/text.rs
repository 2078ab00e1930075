//! The one spelling in which texts are indexed and looked up.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Returns `text` as it is indexed and looked up: lower case, Latin letters without their marks,
/// digits of the region as 0 to 9, without zero-width signs, composed (NFC), one space between words.
///
/// Khmer keyboards and web pages put zero-width spaces between words, and people who type do not:
/// with them, half of the names would not be found.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut latin = false;
    for sign in text
        .nfd()
        .filter(|sign| !is_zero_width(*sign))
        .flat_map(char::to_lowercase)
        .nfd()
    {
        if is_combining_mark(sign) && latin && is_latin_mark(sign) {
            continue;
        }
        latin = sign.is_ascii_alphabetic() || is_latin_letter(sign);
        match fold(sign) {
            Some(' ') if plain.is_empty() || plain.ends_with(' ') => {}
            Some(sign) => plain.push(sign),
            None => {}
        }
    }
    plain.truncate(plain.trim_end().len());
    plain.nfc().collect()
}

/// Returns the name of a place as it is looked up: as [`normalise`] has it, without spaces, hyphens and quotes, a
/// doubled Latin letter once, and the Khmer letters that look the same below another as one.
///
/// A Khmer name is spelled in Latin letters with and without spaces, hyphens and doubled letters (Siem Reap,
/// Siemreap; Rattanakiri, Ratanak Kiri); below another letter DA and TA are drawn alike and typed either way.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let plain = normalise(name);
    let close: String = plain.chars().filter(|sign| !is_between(*sign)).collect();
    let mut folded = String::with_capacity(close.len());
    let mut last = None;
    // Once more: a mark that stood after a space now stands on a letter.
    for sign in normalise(&close).chars() {
        if last == Some(sign) && sign.is_ascii_alphabetic() {
            continue;
        }
        let sign = match (last, sign) {
            (Some('\u{17d2}'), '\u{178a}') => '\u{178f}',
            _ => sign,
        };
        folded.push(sign);
        last = Some(sign);
    }
    folded
}

/// Signs that stand between the parts of a name.
const fn is_between(sign: char) -> bool {
    matches!(
        sign,
        ' ' | '\u{ab}' | '\u{b7}' | '\u{bb}' | '\u{2bc}' | '\u{17d4}' | '\u{17d5}'
    ) || sign.is_ascii_punctuation()
        || matches!(sign, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}')
}

/// Signs that are not seen: they join, separate or turn the text around.
const fn is_zero_width(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{feff}'
    ) || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

const fn is_latin_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

const fn is_latin_letter(sign: char) -> bool {
    matches!(sign, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{300}'..='\u{36f}')
}

fn fold(sign: char) -> Option<char> {
    let digit = |zero: char| char::from_digit(u32::from(sign) - u32::from(zero), 10);
    match sign {
        '\u{17e0}'..='\u{17e9}' => digit('\u{17e0}'), // Khmer
        '\u{0e50}'..='\u{0e59}' => digit('\u{0e50}'), // Thai
        '\u{0ed0}'..='\u{0ed9}' => digit('\u{0ed0}'), // Lao
        '\u{1040}'..='\u{1049}' => digit('\u{1040}'), // Burmese
        'đ' => Some('d'),
        sign if sign.is_whitespace() || sign.is_control() => Some(' '),
        sign => Some(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, plain: &str) {
        assert_eq!(normalise(text), plain);
    }

    #[test]
    fn one_spelling_for_what_looks_the_same() {
        check("  Sok\t DARA\n", "sok dara");
        check("សុខ\u{200b}ចាន់", "សុខចាន់");
        check("ក\u{17b4}ខ\u{feff}", "កខ");
        check("១២៣ ๔๕ ໖໗ ၈၉", "123 45 67 89");
        check("Đà Nẵng Huế", "da nang hue");
        check("Cafe\u{301} CAFÉ", "cafe cafe");
        check("İstanbul", "istanbul");
        check("a\u{0}b", "a b");
        check("\u{200b} \u{ad}", "");
    }

    #[test]
    fn marks_that_belong_to_a_letter_of_the_region_stay() {
        check("ភូមិថ្មី", "ភូមិថ្មី");
        check("บ้านน้ำ", "บ้านน้ำ");
        check("ບ້ານ", "ບ້ານ");
        check("မြန်မာ", "မြန်မာ");
    }

    #[test]
    fn a_place_is_found_however_its_name_is_spelled() {
        let check = |names: &[&str], folded: &str| {
            for name in names {
                assert_eq!(fold_name(name), folded, "{name}");
            }
        };
        check(
            &[
                "Siem Reap",
                "siemreap",
                "SIEM-REAP",
                "Siem  Reap ",
                "Siem\u{2019}Reap",
            ],
            "siemreap",
        );
        check(&["Kratié", "Kratie\u{301}", "kratie", "Kratiee"], "kratie");
        check(
            &["Ratanakiri", "Rattanakiri", "Ratanak Kiri", "Ratanak-kiri"],
            "ratanakiri",
        );
        check(&["ស៊ុង២", "ស៊ុង ២", "ស៊ុង 2", "ស៊ុង\u{200b}២"], "ស៊ុង2");
        check(&["ទី៦\u{200b} \u{200b}«ក»", "ទី៦ក", "ទី 6 (ក)"], "ទី6ក");
        check(
            &["ក\u{17d2}\u{178a}", "ក\u{17d2}\u{178f}"],
            "ក\u{17d2}\u{178f}",
        );
        check(&["Phum 11", "Phum1 1"], "phum11");
        check(&["", " - ", "\u{200b}"], "");
    }

    #[test]
    fn letters_that_only_follow_each_other_stay_apart() {
        for (one, other) in [
            ("ដង", "តង"),
            ("Phum 1", "Phum 11"),
            ("កក", "ក"),
            ("Sung", "Sang"),
        ] {
            assert_ne!(fold_name(one), fold_name(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(name in "\\PC{0,40}|[\\u{1780}-\\u{17ff}\\u{200b}-\\u{200f} a-zÀ-ỹ-]{0,40}") {
            let once = fold_name(&name);
            prop_assert_eq!(fold_name(&once), once);
        }

        #[test]
        fn what_stands_between_the_parts_makes_no_difference(parts in proptest::collection::vec("[A-Za-zក-អ០-៩]{1,6}", 1..4)) {
            let whole = fold_name(&parts.concat());
            for between in [" ", "-", "' ", " \u{200b}"] {
                prop_assert_eq!(fold_name(&parts.join(between)), whole.clone());
            }
        }

        #[test]
        fn normalising_again_changes_nothing(text in "\\PC{0,40}|[\\u{1780}-\\u{17ff}\\u{200b}-\\u{200f} a-zÀ-ỹ]{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn what_cannot_be_seen_makes_no_difference(text in "\\PC{0,20}", at in any::<prop::sample::Index>()) {
            let mut signs: Vec<char> = text.chars().collect();
            let place = at.index(signs.len() + 1);
            for hidden in ['\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}'] {
                signs.insert(place, hidden);
            }
            let with: String = signs.into_iter().collect();
            prop_assert_eq!(normalise(&with), normalise(&text));
        }

        #[test]
        fn there_is_one_space_between_words_and_none_around(text in "[a-z \\t\\n\\u{a0}\\u{3000}]{0,30}") {
            let plain = normalise(&text);
            prop_assert!(!plain.starts_with(' ') && !plain.ends_with(' ') && !plain.contains("  "));
        }
    }
}
