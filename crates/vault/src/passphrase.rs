//! What a person types to unlock.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A passphrase in Unicode's composed form (NFC), so that two keyboards that write the same word
/// differently open the same slot. Wiped when dropped.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes what was typed. Nothing is trimmed: a space may be meant.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        // Composition at most triples the bytes; room for it from the start leaves no stray copy behind.
        let mut text = Zeroizing::new(String::with_capacity(typed.len() * 3 + 4));
        text.extend(typed.nfc());
        Self(text)
    }

    /// Returns the passphrase itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Passphrase(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_a_word_are_one() {
        assert_eq!(Passphrase::new("e\u{301}te\u{301}").as_str(), "été");
        assert_eq!(Passphrase::new("  ភ្នំ ").as_str(), "  ភ្នំ ");
    }

    #[test]
    fn room_is_enough_for_what_grows_most() {
        let typed = "\u{fb2c}".repeat(50);
        let passphrase = Passphrase::new(&typed);
        assert!(passphrase.as_str().len() > typed.len());
        assert!(
            passphrase.0.capacity() == typed.len() * 3 + 4,
            "it was never moved"
        );
    }

    #[test]
    fn it_is_never_shown() {
        assert_eq!(
            format!("{:?}", Passphrase::new("secret")),
            "Passphrase(hidden)"
        );
    }
}
