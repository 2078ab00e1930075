//! The rules on several records, as data.

use crate::rules::{Language, Severity};

use super::Id;

/// A rule on several records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The catalogue's number; several rows share it when it has several grounds.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// On which ground it fires.
    pub ground: Ground,
    /// The words in English, with `{0}` and `{1}` for its figures.
    pub en: &'static str,
    /// The words in Khmer, with the same places.
    pub km: &'static str,
}

/// Why a rule on several records fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// An activity on a day on which nobody works.
    Holiday,
    /// An accident whose people are not all linked, or more than it had.
    Unlinked,
    /// Somebody who was killed was served later.
    AfterDeath,
    /// No difficulty at all, with two limbs lost.
    NoDifficulty,
    /// Something cannot be done at all, and nothing is needed.
    NoNeed,
    /// More cash than the programme gives.
    TooMuchCash,
    /// Cash again within a year.
    CashAgain,
    /// A visit that is long due.
    Overdue,
    /// An active case that nobody met for a year.
    NotMet,
    /// Filled faster than it can be asked.
    TooFast,
    /// Filled one after another with nearly the same figures.
    Alike,
    /// Totals that end in 0 or 5 too often.
    Rounded,
    /// A hazard that was not handed over.
    NotHandedOver,
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The records that it speaks of, by time, then by id.
    pub records: Vec<Id>,
    /// What its words name.
    pub figures: Vec<String>,
}

/// The rules on several records, in the catalogue's order.
pub const RULES: &[Rule] = &[
    Rule {
        severity: Severity::Info,
        ..rule(
            "R-A5",
            Ground::Holiday,
            "This day is a holiday: {0}.",
            "ថ្ងៃនេះជាថ្ងៃឈប់សម្រាក៖ {0}។",
        )
    },
    Rule {
        severity: Severity::Error,
        ..rule(
            "R-E1",
            Ground::Unlinked,
            "The accident killed or injured {0} people, and {1} are linked to it.",
            "គ្រោះថ្នាក់នេះមានអ្នកស្លាប់ ឬរងរបួស {0} នាក់ តែមានបុគ្គល {1} នាក់ភ្ជាប់នឹងវា។",
        )
    },
    Rule {
        severity: Severity::Error,
        ..rule(
            "R-E2",
            Ground::AfterDeath,
            "This person was killed, and {0} later services or follow-ups are recorded.",
            "បុគ្គលនេះបានស្លាប់ តែមានសេវា ឬការតាមដាន {0} ត្រូវបានកត់ត្រាក្រោយមក។",
        )
    },
    rule(
        "R-E9",
        Ground::NoDifficulty,
        "No difficulty with anything, and {0} limbs are lost: were the questions asked?",
        "គ្មានការលំបាកអ្វីសោះ តែបាត់បង់អវយវៈ {0}៖ តើបានសួរសំណួរទេ?",
    ),
    rule(
        "R-E9",
        Ground::NoNeed,
        "Something cannot be done at all, and no need is recorded.",
        "មានសកម្មភាពធ្វើមិនបានទាល់តែសោះ តែគ្មានតម្រូវការណាត្រូវបានកត់ត្រា។",
    ),
    rule(
        "R-E10",
        Ground::TooMuchCash,
        "A grant of {0} is more than the programme gives at once: {1}.",
        "ជំនួយ {0} លើសពីចំនួនដែលកម្មវិធីផ្តល់ក្នុងមួយលើក៖ {1}។",
    ),
    rule(
        "R-E10",
        Ground::CashAgain,
        "A second grant, {0} days after the one before.",
        "ជំនួយលើកទីពីរ {0} ថ្ងៃក្រោយលើកមុន។",
    ),
    Rule {
        severity: Severity::Info,
        ..rule(
            "R-E11",
            Ground::Overdue,
            "The next visit was due {0} days ago.",
            "ការចុះសួរបន្ទាប់ហួសកំណត់ {0} ថ្ងៃហើយ។",
        )
    },
    rule(
        "R-E11",
        Ground::NotMet,
        "An active case, and nobody met this person for {0} days.",
        "ករណីនៅសកម្ម តែគ្មាននរណាជួបបុគ្គលនេះអស់ {0} ថ្ងៃ។",
    ),
    rule(
        "R-F1",
        Ground::TooFast,
        "Filled in {0} seconds: check for invented data.",
        "បំពេញក្នុង {0} វិនាទី៖ សូមពិនិត្យមើលក្រែងទិន្នន័យប្រឌិត។",
    ),
    rule(
        "R-F1",
        Ground::Alike,
        "{0} records with nearly the same figures, filled within {1} minutes: check for invented data.",
        "កំណត់ត្រា {0} មានតួលេខស្ទើរតែដូចគ្នា បំពេញក្នុងរយៈពេល {1} នាទី៖ សូមពិនិត្យមើលក្រែងទិន្នន័យប្រឌិត។",
    ),
    rule(
        "R-F2",
        Ground::Rounded,
        "Of {1} sessions of this team in this month, {0} have a total that ends in 0 or 5: were people counted?",
        "ក្នុងចំណោមវគ្គ {1} របស់ក្រុមនេះក្នុងខែនេះ មាន {0} ដែលចំនួនសរុបបញ្ចប់ដោយ 0 ឬ 5៖ តើបានរាប់មនុស្សទេ?",
    ),
    rule(
        "R-G2",
        Ground::NotHandedOver,
        "Reported {0} days ago, and not handed over yet.",
        "បានរាយការណ៍ {0} ថ្ងៃមកហើយ តែមិនទាន់បានប្រគល់បន្ត។",
    ),
];

const fn rule(id: &'static str, ground: Ground, en: &'static str, km: &'static str) -> Rule {
    Rule {
        id,
        severity: Severity::Warning,
        ground,
        en,
        km,
    }
}

impl Finding {
    /// Returns the words, with their figures.
    pub fn words(&self, language: Language) -> String {
        let words = match language {
            Language::English => self.rule.en,
            Language::Khmer => self.rule.km,
        };
        let put = |words: String, (at, figure): (usize, &String)| {
            words.replace(&format!("{{{at}}}"), figure)
        };
        self.figures.iter().enumerate().fold(words.to_owned(), put)
    }
}

/// Says that a rule fired on this ground.
pub(super) fn fired<const N: usize>(
    ground: Ground,
    records: Vec<Id>,
    figures: [String; N],
) -> Option<Finding> {
    let rule = RULES.iter().find(|rule| rule.ground == ground)?;
    Some(Finding {
        rule,
        records,
        figures: figures.to_vec(),
    })
}
