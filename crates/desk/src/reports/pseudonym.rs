//! Names that are given to persons in files for people outside the team: for each recipient others, so that two
//! recipients cannot put their files together, and always the same, so that one of them can follow a person.

use vault::PseudonymKey;

use crate::open::Open;

/// Gives persons their names in files for one recipient.
pub(super) struct Pseudonyms(PseudonymKey);

impl Pseudonyms {
    /// The names for a recipient, by the key of this programme's laptop.
    pub(super) fn of(open: &Open, recipient: &str) -> Pseudonyms {
        Pseudonyms(PseudonymKey::of(open.store.key(), recipient))
    }

    /// The name of a person.
    pub(super) fn of_person(&self, reference: &str) -> String {
        self.0.pseudonym(reference)
    }
}
