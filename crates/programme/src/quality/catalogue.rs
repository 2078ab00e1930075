//! The rules on several records with their words, as data.

use crate::rules::Severity;

use super::table::{Ground, Rule};

/// The rules on several records, in the catalogue's order.
pub const RULES: &[Rule] = &[
    rule(
        "R-A4",
        Ground::OutsideProject,
        "The project {0} runs from {1} to {2}: this day is outside of it.",
        "គម្រោង {0} ចាប់ពីថ្ងៃ {1} ដល់ {2}៖ ថ្ងៃនេះនៅក្រៅរយៈពេលនោះ។",
    ),
    rule(
        "R-A4",
        Ground::OutsideTeam,
        "The team {0} works from {1} to {2}: this day is outside of it.",
        "ក្រុម {0} ធ្វើការចាប់ពីថ្ងៃ {1} ដល់ {2}៖ ថ្ងៃនេះនៅក្រៅរយៈពេលនោះ។",
    ),
    Rule {
        severity: Severity::Info,
        ..rule(
            "R-A5",
            Ground::Holiday,
            "This day is a holiday: {0}.",
            "ថ្ងៃនេះជាថ្ងៃឈប់សម្រាក៖ {0}។",
        )
    },
    rule(
        "S9",
        Ground::ManyDisabled,
        "Of {1} people whom this team counted in this month, {0} have a disability: more than can be expected.",
        "ក្នុងចំណោមមនុស្ស {1} នាក់ដែលក្រុមនេះបានរាប់ក្នុងខែនេះ មាន {0} នាក់មានពិការភាព៖ ច្រើនជាងការរំពឹងទុក។",
    ),
    rule(
        "S9",
        Ground::NoneDisabled,
        "Of {0} people whom this team counted in this month, none has a disability: were they asked?",
        "ក្នុងចំណោមមនុស្ស {0} នាក់ដែលក្រុមនេះបានរាប់ក្នុងខែនេះ គ្មាននរណាមានពិការភាពទេ៖ តើបានសួរទេ?",
    ),
    rule(
        "R-C6",
        Ground::Shifted,
        "These positions are off their villages by {0}: perhaps they come from an old map (Indian 1960).",
        "ទីតាំងទាំងនេះឃ្លាតពីភូមិ {0}៖ ប្រហែលជាមកពីផែនទីចាស់ (Indian 1960)។",
    ),
    rule(
        "R-C7",
        Ground::Stacked,
        "The same position stands for sessions in {0} villages.",
        "ទីតាំងតែមួយត្រូវបានប្រើសម្រាប់វគ្គក្នុងភូមិ {0} ផ្សេងគ្នា។",
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
        "Two sessions in this village on the same day began {0} minutes apart: perhaps one was recorded twice.",
        "វគ្គពីរក្នុងភូមិនេះនៅថ្ងៃតែមួយចាប់ផ្តើមឃ្លាតពីគ្នា {0} នាទី៖ ប្រហែលជាបានកត់ត្រាពីរដង។",
    ),
    rule(
        "R-D1",
        Ground::SamePeople,
        "Two sessions in this village on the same day have the same women, men, girls and boys, {0} together: perhaps one was recorded twice.",
        "វគ្គពីរក្នុងភូមិនេះនៅថ្ងៃតែមួយមានស្ត្រី បុរស ក្មេងស្រី និងក្មេងប្រុសដូចគ្នា សរុប {0} នាក់៖ ប្រហែលជាបានកត់ត្រាពីរដង។",
    ),
    Rule {
        severity: Severity::Error,
        ..rule(
            "R-D2",
            Ground::TwoPlaces,
            "The team was in two places at once for {0} minutes.",
            "ក្រុមនៅកន្លែងពីរក្នុងពេលតែមួយ {0} នាទី។",
        )
    },
    rule(
        "R-D3",
        Ground::ManyADay,
        "The team held {0} sessions on this day.",
        "ក្រុមបានធ្វើវគ្គ {0} នៅថ្ងៃនេះ។",
    ),
    rule(
        "R-D3",
        Ground::TooFast,
        "From one session to the next the team would have driven {0} km/h.",
        "ពីវគ្គមួយទៅវគ្គបន្ទាប់ ក្រុមត្រូវបើកបរ {0} គ.ម./ម៉ោង។",
    ),
    rule(
        "R-D4",
        Ground::FirstTimes,
        "The same class was counted as reached for the first time in {0} sessions within {1} days.",
        "ថ្នាក់តែមួយត្រូវបានរាប់ថាបានទទួលជាលើកដំបូងក្នុងវគ្គ {0} ក្នុងរយៈពេល {1} ថ្ងៃ។",
    ),
    Rule {
        severity: Severity::Error,
        ..rule(
            "R-D5",
            Ground::SameContent,
            "The same record was imported {0} times.",
            "កំណត់ត្រាតែមួយត្រូវបាននាំចូល {0} ដង។",
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
        "R-E5",
        Ground::Unfitting,
        "The artificial limb does not fit what the person's record says is lost: the side, the limb or the level.",
        "អវយវៈសិប្បនិម្មិតមិនត្រូវនឹងអ្វីដែលកំណត់ត្រាបុគ្គលប្រាប់ថាបាត់បង់៖ ខាង អវយវៈ ឬកម្រិត។",
    ),
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
            "The next visit has been due since {0}.",
            "ការចុះសួរបន្ទាប់ហួសកំណត់តាំងពីថ្ងៃ {0}។",
        )
    },
    rule(
        "R-E11",
        Ground::NotMet,
        "An active case, and nobody has met this person since {0}.",
        "ករណីនៅសកម្ម តែគ្មាននរណាជួបបុគ្គលនេះតាំងពីថ្ងៃ {0}។",
    ),
    rule(
        "R-F1",
        Ground::Hasty,
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
        "R-F3",
        Ground::ClockAhead,
        "When this was sent, the laptop's clock was {0} hours ahead of the centre's: days and times may be wrong.",
        "ពេលផ្ញើកំណត់ត្រានេះ នាឡិកាកុំព្យូទ័រដើរលឿនជាងនាឡិកាមជ្ឈមណ្ឌល {0} ម៉ោង៖ ថ្ងៃ និងម៉ោងអាចខុស។",
    ),
    rule(
        "R-F3",
        Ground::ClockBehind,
        "When this was sent, the laptop's clock was {0} hours behind the centre's: days and times may be wrong.",
        "ពេលផ្ញើកំណត់ត្រានេះ នាឡិកាកុំព្យូទ័រដើរយឺតជាងនាឡិកាមជ្ឈមណ្ឌល {0} ម៉ោង៖ ថ្ងៃ និងម៉ោងអាចខុស។",
    ),
    rule(
        "R-G2",
        Ground::NotHandedOver,
        "Reported on {0}, and not handed over yet.",
        "បានរាយការណ៍នៅថ្ងៃ {0} តែមិនទាន់បានប្រគល់បន្ត។",
    ),
    Rule {
        severity: Severity::Info,
        ..rule(
            "R-H2",
            Ground::Replaced,
            "{0} ({1}) is no longer in the list of places; {2} took its place.",
            "{0} ({1}) លែងមានក្នុងបញ្ជីទីកន្លែងទៀតហើយ ហើយត្រូវបានជំនួសដោយ {2}។",
        )
    },
    Rule {
        severity: Severity::Info,
        ..rule(
            "R-H2",
            Ground::Retired,
            "{0} ({1}) is no longer in the list of places, and the list does not say what took its place.",
            "{0} ({1}) លែងមានក្នុងបញ្ជីទីកន្លែងទៀតហើយ ហើយបញ្ជីមិនប្រាប់ថាអ្វីជំនួសវាទេ។",
        )
    },
    Rule {
        severity: Severity::Info,
        ..rule(
            "R-H2",
            Ground::Renamed,
            "The code {1} was recorded as {0}; the list of places now says {2}.",
            "លេខកូដ {1} ត្រូវបានកត់ត្រាថា {0} តែបញ្ជីទីកន្លែងឥឡូវប្រាប់ថា {2}។",
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
