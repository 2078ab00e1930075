//! Names in place of those of persons, for files that leave the team.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

use crate::key::DatabaseKey;

/// Signs of a pseudonym after its `P-`: 80 bits, so that a million persons do not meet.
const SIGNS: usize = 16;

/// Makes the pseudonyms for one recipient. Wiped when dropped.
pub struct PseudonymKey(Zeroizing<[u8; 32]>);

impl PseudonymKey {
    /// Derives the key for a recipient from that of the database; the recipient's name is folded, so that spaces and
    /// capitals make no other recipient.
    #[must_use]
    pub fn of(key: &DatabaseKey, recipient: &str) -> Self {
        let words: Vec<String> = recipient
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let under = key.derive("pseudonyms for recipients");
        let own = blake3::keyed_hash(&under, words.join(" ").as_bytes());
        Self(Zeroizing::new(*own.as_bytes()))
    }

    /// Returns the pseudonym of a person's code, such as `P-4F7Q2MZAB6KD3NXE`; the same code gives the same one.
    #[must_use]
    pub fn pseudonym(&self, code: &str) -> String {
        let hash = blake3::keyed_hash(&self.0, code.as_bytes());
        let signs: String = BASE32_NOPAD
            .encode(hash.as_bytes())
            .chars()
            .take(SIGNS)
            .collect();
        format!("P-{signs}")
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PseudonymKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn key(byte: u8) -> DatabaseKey {
        DatabaseKey::from_bytes(Zeroizing::new([byte; 32]))
    }

    #[test]
    fn a_person_has_another_name_for_each_recipient_and_each_laptop() {
        let name = |byte, recipient, code| PseudonymKey::of(&key(byte), recipient).pseudonym(code);
        let one = name(1, "UNDP", "KH-P-7F3K-9QX2");
        assert_eq!(one, name(1, " undp ", "KH-P-7F3K-9QX2"), "always the same");
        let others = [
            name(1, "ICRC", "KH-P-7F3K-9QX2"),
            name(2, "UNDP", "KH-P-7F3K-9QX2"),
            name(1, "UNDP", "KH-P-7F3K-9QX3"),
        ];
        let all: BTreeSet<&String> = others.iter().chain([&one]).collect();
        assert_eq!(all.len(), 4);
        assert!(
            all.iter()
                .all(|name| name.len() == 18 && name.starts_with("P-"))
        );
    }

    #[test]
    fn the_names_of_many_persons_do_not_meet() {
        let key = PseudonymKey::of(&key(1), "UNDP");
        let names: BTreeSet<String> = (0..20_000).map(|n| key.pseudonym(&n.to_string())).collect();
        assert_eq!(names.len(), 20_000);
    }
}
