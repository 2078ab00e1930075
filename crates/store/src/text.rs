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
