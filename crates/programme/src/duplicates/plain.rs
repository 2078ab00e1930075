//! A name as bare words: what cannot be seen, marks of Latin letters and everything that is no letter are gone.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The signs of a name that are read; what comes after is passed over.
pub(super) const NAME_CHARS_MAX: usize = 200;

/// The words of a name, by script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// In Latin letters, lower case.
    pub(super) latin: Vec<String>,
    /// In any other script, as it stands.
    pub(super) local: Vec<String>,
}

/// Returns the words of a name, in their order.
pub(super) fn words(name: &str) -> Words {
    let read: String = name.chars().take(NAME_CHARS_MAX).collect();
    let mut found = Words::default();
    let mut word = String::new();
    let mut latin = false;
    for sign in read.nfd().flat_map(char::to_lowercase).nfd() {
        if is_unseen(sign) || is_latin_mark(sign) || is_quote(sign) {
            continue;
        }
        let sign = if sign == 'đ' { 'd' } else { sign };
        let is_latin = sign.is_ascii_alphabetic();
        let is_local = !sign.is_ascii() && (sign.is_alphabetic() || is_combining_mark(sign));
        if !(is_latin || is_local) || is_latin != latin {
            found.take(&mut word, latin);
        }
        if is_latin || is_local {
            latin = is_latin;
            word.push(sign);
        }
    }
    found.take(&mut word, latin);
    found
}

impl Words {
    fn take(&mut self, word: &mut String, latin: bool) {
        if word.is_empty() {
            return;
        }
        let word: String = std::mem::take(word).nfc().collect();
        if latin {
            self.latin.push(word);
        } else {
            self.local.push(word);
        }
    }
}

/// Signs that join, separate or turn text around, and the two vowels of Khmer that are not drawn.
const fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{feff}'
    ) || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

const fn is_latin_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

/// Quotes that stand inside a name, as in Ph'av.
const fn is_quote(sign: char) -> bool {
    matches!(sign, '\'' | '`' | '\u{2bc}' | '\u{2018}' | '\u{2019}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, latin: &[&str], local: &[&str]) {
        let found = words(name);
        assert_eq!(found.latin, latin, "{name}");
        assert_eq!(found.local, local, "{name}");
    }

    #[test]
    fn a_name_falls_into_words() {
        check("  SOK\tDara ", &["sok", "dara"], &[]);
        check("Ph'av Ph\u{2019}av", &["phav", "phav"], &[]);
        check("Sok-Heng, Mr.", &["sok", "heng", "mr"], &[]);
        check("Nguyễn Văn Đức", &["nguyen", "van", "duc"], &[]);
        check("សុខ\u{200b} ដារ៉ា", &[], &["សុខ", "ដារ៉ា"]);
        check("សុខ\u{200b}ដារ៉ា", &[], &["សុខដារ៉ា"]);
        check("ក\u{17b4}ខ\u{feff}។", &[], &["កខ"]);
        check("សុខ (Sok) ១", &["sok"], &["សុខ"]);
        check("S\u{200b}ok", &["sok"], &[]);
        check("", &[], &[]);
        check("12 - ។", &[], &[]);
    }

    #[test]
    fn a_name_has_a_longest_length() {
        let long = "ab".repeat(NAME_CHARS_MAX);
        let found = words(&long);
        assert_eq!(found.latin.concat().len(), NAME_CHARS_MAX);
    }
}
