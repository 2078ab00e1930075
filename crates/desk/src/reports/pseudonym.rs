//! Names that are given to records, and so to persons, in files for people outside the team: for each recipient others, so
//! that two recipients cannot put their files together, and the same in every kind of file that this laptop makes, so that
//! one of them can follow a person.

use records::RecordId;
use vault::PseudonymKey;

use crate::open::Open;

/// Gives records their names in files for one recipient.
pub(super) struct Pseudonyms(PseudonymKey);

impl Pseudonyms {
    /// The names for a recipient, by the key of this programme's laptop.
    pub(super) fn of(open: &Open, recipient: &str) -> Pseudonyms {
        Pseudonyms(PseudonymKey::of(open.store.key(), recipient))
    }

    /// The name of a record, by its id in hexadecimal digits.
    pub(super) fn of_digits(&self, digits: &str) -> String {
        self.0.pseudonym(digits)
    }

    /// The name of a record.
    pub(super) fn of_record(&self, record: RecordId) -> String {
        let digits = record.0.iter().map(|byte| format!("{byte:02x}"));
        self.of_digits(&digits.collect::<String>())
    }
}
