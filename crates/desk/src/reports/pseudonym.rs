//! Names that are given to records, and so to persons, in files for people outside the team: for each recipient others, so
//! that two recipients cannot put their files together, and the same in every kind of file, so that one of them can follow
//! a person. They are those of the programme where the centre told this laptop its secret, else this laptop's own.

use programme::indicators::Words;
use records::RecordId;
use vault::{NamesSecret, PseudonymKey};

use crate::open::{Open, lock};

const OF_PROGRAMME: Words = Words {
    en: "Names that begin with P{number}- were made for {recipient} alone. Every laptop of the programme gives the same ones.",
    km: "ឈ្មោះដែលចាប់ផ្តើមដោយ P{number}- ត្រូវបានបង្កើតសម្រាប់តែ {recipient} ប៉ុណ្ណោះ។ កុំព្យូទ័រទាំងអស់របស់កម្មវិធីផ្តល់ឈ្មោះដូចគ្នា។",
};
const OF_LAPTOP: Words = Words {
    en: "Names that begin with P- were made for {recipient} alone, by one laptop. Another laptop gives others.",
    km: "ឈ្មោះដែលចាប់ផ្តើមដោយ P- ត្រូវបានបង្កើតសម្រាប់តែ {recipient} ប៉ុណ្ណោះ ដោយកុំព្យូទ័រមួយ។ កុំព្យូទ័រផ្សេងផ្តល់ឈ្មោះផ្សេង។",
};

/// Gives records their names in files for one recipient.
pub(super) struct Pseudonyms {
    key: PseudonymKey,
    recipient: String,
    /// The number of the programme's secret; none where the names are this laptop's own.
    number: Option<u32>,
}

impl Pseudonyms {
    /// The names for a recipient.
    pub(super) fn of(open: &Open, recipient: &str) -> Pseudonyms {
        let secret = secret(open);
        Pseudonyms {
            key: match &secret {
                Some(secret) => PseudonymKey::of_programme(secret, recipient),
                None => PseudonymKey::of_laptop(open.store.key(), recipient),
            },
            recipient: recipient.to_owned(),
            number: secret.as_ref().map(NamesSecret::version),
        }
    }

    /// For whom the names are and whose they are, as a file says it that has them.
    pub(super) fn told(&self, language: &str) -> String {
        let words = match self.number {
            Some(_) => OF_PROGRAMME,
            None => OF_LAPTOP,
        };
        let number = self.number.map_or_else(String::new, |it| it.to_string());
        let told = words.in_language(language).replace("{number}", &number);
        told.replace("{recipient}", &self.recipient)
    }

    /// The name of a record, by its id in hexadecimal digits.
    pub(super) fn of_digits(&self, digits: &str) -> String {
        self.key.pseudonym(digits)
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
