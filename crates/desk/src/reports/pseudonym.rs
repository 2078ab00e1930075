//! Names that are given to records, and so to persons, in files for people outside the team: for each recipient others, so
//! that two recipients cannot put their files together, and the same in every kind of file, so that one of them can follow
//! a person. They are those of the programme where the centre told this laptop its secret, else this laptop's own.

use records::RecordId;
use vault::{NamesSecret, PseudonymKey};

use crate::open::{Open, lock};

/// Gives records their names in files for one recipient.
pub(super) struct Pseudonyms(PseudonymKey);

impl Pseudonyms {
    /// The names for a recipient.
    pub(super) fn of(open: &Open, recipient: &str) -> Pseudonyms {
        Pseudonyms(match secret(open) {
            Some(secret) => PseudonymKey::of_programme(&secret, recipient),
            None => PseudonymKey::of_laptop(open.store.key(), recipient),
        })
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

/// Whose the names in a file are, as it is written down when the file is given out.
pub(super) fn whose(open: &Open) -> String {
    match secret(open) {
        Some(secret) => format!("names of the programme {}", secret.version()),
        None => "names of this laptop alone".to_owned(),
    }
}

fn secret(open: &Open) -> Option<NamesSecret> {
    NamesSecret::of_roster(&lock(&open.roster), &open.device_key)
}
