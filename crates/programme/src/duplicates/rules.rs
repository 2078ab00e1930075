//! The rules that look at several sessions at once, as data: R-C6, R-C7, R-D1 to R-D5 of the catalogue.

use crate::rules::{Language, Severity};

use super::Id;

/// A rule on several sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The catalogue's number; several rows share it when it has several grounds.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// On which ground it fires.
    pub ground: Ground,
    /// The words in English, with `{figure}`.
    pub en: &'static str,
    /// The words in Khmer, with the same place.
    pub km: &'static str,
}

/// Why a rule on several sessions fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// Same organisation, date and village, and the same team.
    SameTeam,
    /// Same organisation, date and village, and nearly the same start.
    SameHour,
    /// Same organisation, date and village, and the same people.
    SamePeople,
    /// One team in two places at once.
    TwoPlaces,
    /// More sessions in a day than a team can hold.
    ManyADay,
    /// Further in the time between than a team can drive.
    TooFast,
    /// A class that is counted as reached for the first time again and again.
    FirstTimes,
    /// The same content under two ids.
    SameContent,
    /// A batch is off its villages by what an old map is.
    Shifted,
    /// One position for several villages.
    Stacked,
}

impl Ground {
    /// Returns the code under which a screen knows the words.
    pub fn code(self) -> &'static str {
        match self {
            Self::SameTeam => "same-team",
            Self::SameHour => "same-hour",
            Self::SamePeople => "same-people",
            Self::TwoPlaces => "two-places",
            Self::ManyADay => "many-a-day",
            Self::TooFast => "too-fast",
            Self::FirstTimes => "first-times",
            Self::SameContent => "same-content",
            Self::Shifted => "shifted",
            Self::Stacked => "stacked",
        }
    }
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The rule.
    pub rule: &'static Rule,
    /// The sessions that it speaks of, by time, then by id.
    pub records: Vec<Id>,
    /// What its words name; empty where they name nothing.
    pub figure: String,
}

/// What a rule found in many sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// What fired, in the order of the sessions.
    pub fired: Vec<Fired>,
    /// Sessions that were not looked at, because too many stand in one place.
    pub left_out: usize,
}

/// The rules on several sessions, in the catalogue's order.
pub const SESSIONS: &[Rule] = &[
    rule(
        "R-C6",
        Ground::Shifted,
        "These positions are off their villages by {figure}: perhaps they come from an old map (Indian 1960).",
        "ទីតាំងទាំងនេះឃ្លាតពីភូមិ {figure}៖ ប្រហែលជាមកពីផែនទីចាស់ (Indian 1960)។",
    ),
    rule(
        "R-C7",
        Ground::Stacked,
        "The same position stands for sessions in {figure} villages.",
        "ទីតាំងតែមួយត្រូវបានប្រើសម្រាប់វគ្គក្នុងភូមិ {figure} ផ្សេងគ្នា។",
    ),
    rule(
        "R-D1",
        Ground::SameTeam,
        "Two sessions of the same team in this village on the same day: perhaps one was recorded twice.",
        "វគ្គពីររបស់ក្រុមតែមួយក្នុងភូមិនេះនៅថ្ងៃតែមួយ៖ ប្រហែលជាបានកត់ត្រាពីរដង។",
    ),
    rule(
        "R-D1",
        Ground::SameHour,
        "Two sessions in this village on the same day began {figure} minutes apart: perhaps one was recorded twice.",
        "វគ្គពីរក្នុងភូមិនេះនៅថ្ងៃតែមួយចាប់ផ្តើមឃ្លាតពីគ្នា {figure} នាទី៖ ប្រហែលជាបានកត់ត្រាពីរដង។",
    ),
    rule(
        "R-D1",
        Ground::SamePeople,
        "Two sessions in this village on the same day have the same women, men, girls and boys, {figure} together: perhaps one was recorded twice.",
        "វគ្គពីរក្នុងភូមិនេះនៅថ្ងៃតែមួយមានស្ត្រី បុរស ក្មេងស្រី និងក្មេងប្រុសដូចគ្នា សរុប {figure} នាក់៖ ប្រហែលជាបានកត់ត្រាពីរដង។",
    ),
    Rule {
        severity: Severity::Error,
        ..rule(
            "R-D2",
            Ground::TwoPlaces,
            "The team was in two places at once for {figure} minutes.",
            "ក្រុមនៅកន្លែងពីរក្នុងពេលតែមួយ {figure} នាទី។",
        )
    },
    rule(
        "R-D3",
        Ground::ManyADay,
        "The team held {figure} sessions on this day.",
        "ក្រុមបានធ្វើវគ្គ {figure} នៅថ្ងៃនេះ។",
    ),
    rule(
        "R-D3",
        Ground::TooFast,
        "From one session to the next the team would have driven {figure} km/h.",
        "ពីវគ្គមួយទៅវគ្គបន្ទាប់ ក្រុមត្រូវបើកបរ {figure} គ.ម./ម៉ោង។",
    ),
    rule(
        "R-D4",
        Ground::FirstTimes,
        "The same class was counted as reached for the first time in {figure} sessions within 30 days.",
        "ថ្នាក់តែមួយត្រូវបានរាប់ថាបានទទួលជាលើកដំបូងក្នុងវគ្គ {figure} ក្នុងរយៈពេល ៣០ ថ្ងៃ។",
    ),
    Rule {
        severity: Severity::Error,
        ..rule(
            "R-D5",
            Ground::SameContent,
            "The same record was imported {figure} times.",
            "កំណត់ត្រាតែមួយត្រូវបាននាំចូល {figure} ដង។",
        )
    },
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

impl Fired {
    /// Returns the words, with their figure.
    pub fn words(&self, language: Language) -> String {
        let words = match language {
            Language::English => self.rule.en,
            Language::Khmer => self.rule.km,
        };
        words.replace("{figure}", &self.figure)
    }
}

impl Findings {
    /// Says that a rule fired on this ground.
    pub(super) fn say(&mut self, ground: Ground, records: Vec<Id>, figure: impl ToString) {
        let rule = SESSIONS.iter().find(|rule| rule.ground == ground);
        self.fired.extend(rule.map(|rule| Fired {
            rule,
            records,
            figure: figure.to_string(),
        }));
    }
}
