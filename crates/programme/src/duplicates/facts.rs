//! What was compared in two records of people, in words.

use super::names::{Order, Script};
use crate::rules::Language;

/// The lowest level at which two homes are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The district.
    District,
    /// The commune.
    Commune,
    /// The village.
    Village,
}

/// What was compared, with its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// The names.
    Name {
        /// How alike, 0 to 100.
        percent: u8,
        /// In which script they are most alike.
        script: Script,
        /// How their parts lie to each other.
        order: Order,
    },
    /// The sex.
    Sex {
        /// Both are of the same.
        same: bool,
    },
    /// The year of birth.
    BirthYear {
        /// Years between them.
        years: u32,
    },
    /// Where they live.
    Home {
        /// What both live in.
        level: Level,
    },
    /// The day of the accident.
    Accident {
        /// Days between them.
        days: u32,
    },
    /// The same telephone number.
    Phone,
    /// The same class of device and the same outcome.
    Injury,
    /// Holds back: a part of the name is another one.
    OtherName,
    /// Holds back: no script is common to both names, or one has none.
    NamesNotCompared,
    /// Holds back: the births are a generation apart.
    Generation {
        /// Years between them.
        years: u32,
    },
    /// Holds back: the accidents are more than a year apart.
    OtherAccident {
        /// Days between them.
        days: u32,
    },
}

impl Fact {
    /// Whether it holds a pair back from *probable*.
    pub fn holds_back(self) -> bool {
        matches!(
            self,
            Self::OtherName
                | Self::NamesNotCompared
                | Self::Generation { .. }
                | Self::OtherAccident { .. }
        )
    }

    /// Returns what was found, in plain words with its figure.
    pub fn words(self, language: Language) -> String {
        let (english, khmer) = self.both();
        let words = match language {
            Language::English => english,
            Language::Khmer => khmer,
        };
        words.replace("{figure}", &self.figure().to_string())
    }

    /// Returns the code under which a screen knows the words.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name { order, script, .. } => match (script, order) {
                (Script::Latin, Order::Same) => "name-latin",
                (Script::Latin, Order::Swapped) => "name-latin-swapped",
                (Script::Latin, Order::GivenAlone) => "name-latin-alone",
                (Script::Local, Order::Same) => "name-local",
                (Script::Local, Order::Swapped) => "name-local-swapped",
                (Script::Local, Order::GivenAlone) => "name-local-alone",
            },
            Self::Sex { same: true } => "sex-same",
            Self::Sex { same: false } => "sex-other",
            Self::BirthYear { years: 0 } => "birth-same",
            Self::BirthYear { .. } => "birth",
            Self::Home { level } => match level {
                Level::Village => "home-village",
                Level::Commune => "home-commune",
                Level::District => "home-district",
            },
            Self::Accident { days: 0 } => "accident-same",
            Self::Accident { .. } => "accident",
            Self::Phone => "phone",
            Self::Injury => "injury",
            Self::OtherName => "other-name",
            Self::NamesNotCompared => "names-not-compared",
            Self::Generation { .. } => "generation",
            Self::OtherAccident { .. } => "other-accident",
        }
    }

    /// Returns the figure that the words name; nought where they name none.
    pub fn figure(self) -> u32 {
        match self {
            Self::Name { percent, .. } => u32::from(percent),
            Self::BirthYear { years } | Self::Generation { years } => years,
            Self::Accident { days } | Self::OtherAccident { days } => days,
            _ => 0,
        }
    }

    fn both(self) -> (&'static str, &'static str) {
        match self {
            Self::Name { order, script, .. } => name(order, script),
            Self::Sex { same: true } => ("The same sex.", "ភេទដូចគ្នា។"),
            Self::Sex { same: false } => ("Not the same sex.", "ភេទមិនដូចគ្នា។"),
            Self::BirthYear { years: 0 } => ("The same year of birth.", "ឆ្នាំកំណើតដូចគ្នា។"),
            Self::BirthYear { .. } => (
                "Years between the births: {figure}.",
                "ឆ្នាំកំណើតខុសគ្នា {figure} ឆ្នាំ។",
            ),
            Self::Home { level } => home(level),
            Self::Accident { days: 0 } => ("An accident on the same day.", "គ្រោះថ្នាក់នៅថ្ងៃតែមួយ។"),
            Self::Accident { .. } => (
                "Days between the accidents: {figure}.",
                "គ្រោះថ្នាក់ឃ្លាតពីគ្នា {figure} ថ្ងៃ។",
            ),
            Self::Phone => ("The same telephone number.", "លេខទូរស័ព្ទដូចគ្នា។"),
            Self::Injury => (
                "The same kind of device and the same outcome.",
                "ប្រភេទយុទ្ធភណ្ឌ និងលទ្ធផលដូចគ្នា។",
            ),
            Self::OtherName => (
                "A part of the name is another one: perhaps brothers, sisters, twins, or parent and child.",
                "ផ្នែកមួយនៃឈ្មោះខុសគ្នា៖ ប្រហែលជាបងប្អូន កូនភ្លោះ ឬឪពុកម្តាយនិងកូន។",
            ),
            Self::NamesNotCompared => (
                "The names are not written in the same script, or one is missing.",
                "ឈ្មោះមិនបានសរសេរជាអក្សរដូចគ្នា ឬខ្វះឈ្មោះមួយ។",
            ),
            Self::Generation { .. } => (
                "The births are {figure} years apart: perhaps parent and child.",
                "ឆ្នាំកំណើតខុសគ្នា {figure} ឆ្នាំ៖ ប្រហែលជាឪពុកម្តាយនិងកូន។",
            ),
            Self::OtherAccident { .. } => (
                "The accidents are {figure} days apart: perhaps two people.",
                "គ្រោះថ្នាក់ឃ្លាតពីគ្នា {figure} ថ្ងៃ៖ ប្រហែលជាមនុស្សពីរនាក់។",
            ),
        }
    }
}

fn name(order: Order, script: Script) -> (&'static str, &'static str) {
    match (order, script) {
        (Order::Same, Script::Latin) => (
            "The names in Latin letters are {figure} % alike.",
            "ឈ្មោះជាអក្សរឡាតាំងដូចគ្នា {figure} ភាគរយ។",
        ),
        (Order::Same, Script::Local) => (
            "The names in their own script are {figure} % alike.",
            "ឈ្មោះជាអក្សរខ្មែរដូចគ្នា {figure} ភាគរយ។",
        ),
        (Order::Swapped, Script::Latin) => (
            "The names in Latin letters are {figure} % alike, with family and given name swapped.",
            "ឈ្មោះជាអក្សរឡាតាំងដូចគ្នា {figure} ភាគរយ ដោយនាមត្រកូល និងនាមខ្លួនដាក់បញ្ច្រាស។",
        ),
        (Order::Swapped, Script::Local) => (
            "The names in their own script are {figure} % alike, with family and given name swapped.",
            "ឈ្មោះជាអក្សរខ្មែរដូចគ្នា {figure} ភាគរយ ដោយនាមត្រកូល និងនាមខ្លួនដាក់បញ្ច្រាស។",
        ),
        (Order::GivenAlone, Script::Latin) => (
            "One has a given name alone; in Latin letters it is {figure} % alike.",
            "មួយមានតែនាមខ្លួន ហើយជាអក្សរឡាតាំងដូចគ្នា {figure} ភាគរយ។",
        ),
        (Order::GivenAlone, Script::Local) => (
            "One has a given name alone; in its own script it is {figure} % alike.",
            "មួយមានតែនាមខ្លួន ហើយជាអក្សរខ្មែរដូចគ្នា {figure} ភាគរយ។",
        ),
    }
}

fn home(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Village => ("The same village.", "ភូមិតែមួយ។"),
        Level::Commune => ("The same commune.", "ឃុំ/សង្កាត់តែមួយ។"),
        Level::District => ("The same district.", "ស្រុក/ក្រុង/ខណ្ឌតែមួយ។"),
    }
}
