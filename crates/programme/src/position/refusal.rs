//! Why a text is no position, and which part of it.

use std::fmt;

use crate::rules::Language;

/// What stands in the way of reading a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nothing is written.
    Empty,
    /// More than a position needs.
    TooLong,
    /// A sign that positions do not have.
    Sign,
    /// A word or letter that means nothing here.
    Word,
    /// Fewer figures than a position has.
    TooFew,
    /// More figures than a position has.
    TooMany,
    /// A figure that cannot be read as one number.
    Number,
    /// Degrees, minutes and seconds stand in another order.
    Order,
    /// Decimals before the last figure of an angle.
    Decimals,
    /// Sixty minutes or more.
    Minutes,
    /// Sixty seconds or more.
    Seconds,
    /// Beyond a pole.
    Latitude,
    /// Beyond half of the way around.
    Longitude,
    /// Two latitudes, or two longitudes.
    SameAxis,
    /// A minus and a letter that say the same, or the opposite.
    MinusAndLetter,
    /// Metres to the east that no zone has.
    Easting,
    /// Metres to the north that no zone has.
    Northing,
    /// No zone from 1 to 60.
    Zone,
    /// Metres without the zone that they are in.
    NoZone,
    /// A letter that is no band, or not the band of these metres.
    Band,
    /// Letters that are no square of this zone.
    Square,
    /// An uneven count of figures in a grid reference, or none, or too many.
    Digits,
}

/// A text that is no position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What stands in the way.
    pub why: Why,
    /// The part that is not understood, as it was written; empty when something is absent.
    pub part: String,
    /// What the words compare it with.
    than: String,
}

impl Refusal {
    pub(super) fn of(why: Why) -> Refusal {
        Refusal::at(why, "")
    }

    pub(super) fn at(why: Why, part: impl fmt::Display) -> Refusal {
        Refusal {
            why,
            part: part.to_string(),
            than: String::new(),
        }
    }

    pub(super) fn with(mut self, than: impl fmt::Display) -> Refusal {
        self.than = than.to_string();
        self
    }

    /// Returns why, in plain words.
    pub fn words(&self, language: Language) -> String {
        let known = SENTENCES.iter().find(|(why, ..)| *why == self.why);
        let sentence = known.map_or("", |(_, english, khmer)| match language {
            Language::English => *english,
            Language::Khmer => *khmer,
        });
        sentence
            .replace("{part}", &self.part)
            .replace("{than}", &self.than)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words(Language::English))
    }
}

impl std::error::Error for Refusal {}

/// Every reason in English and in Khmer.
const SENTENCES: &[(Why, &str, &str)] = &[
    (Why::Empty, "No position is written.", "មិនទាន់សរសេរទីតាំងទេ។"),
    (
        Why::TooLong,
        "This is too long for one position: at most {than} signs.",
        "វែងពេកសម្រាប់ទីតាំងមួយ៖ យ៉ាងច្រើន {than} តួ។",
    ),
    (
        Why::Sign,
        "The sign “{part}” does not belong in a position.",
        "សញ្ញា “{part}” មិនប្រើក្នុងទីតាំងទេ។",
    ),
    (
        Why::Word,
        "“{part}” is not understood here.",
        "មិនយល់ “{part}” នៅត្រង់នេះទេ។",
    ),
    (
        Why::TooFew,
        "Something is missing after “{part}”: a position has two parts, such as 13.09572, 103.20219.",
        "ខ្វះអ្វីមួយក្រោយ “{part}”៖ ទីតាំងមានពីរផ្នែក ដូចជា 13.09572, 103.20219។",
    ),
    (
        Why::TooMany,
        "There are more figures than one position has, from “{part}” on.",
        "មានលេខច្រើនជាងទីតាំងមួយ ចាប់ពី “{part}”។",
    ),
    (
        Why::Number,
        "“{part}” cannot be read as a number.",
        "មិនអាចអាន “{part}” ជាលេខបានទេ។",
    ),
    (
        Why::Order,
        "“{part}” stands in the wrong place: degrees come first, then minutes, then seconds.",
        "“{part}” នៅខុសកន្លែង៖ ដឺក្រេមុន រួចនាទី រួចវិនាទី។",
    ),
    (
        Why::Decimals,
        "“{part}” has decimals, but something smaller follows it.",
        "“{part}” មានទសភាគ តែមានលេខតូចជាងនៅបន្ទាប់។",
    ),
    (
        Why::Minutes,
        "“{part}” cannot be minutes: they are less than 60.",
        "“{part}” មិនអាចជានាទីទេ៖ នាទីត្រូវតិចជាង 60។",
    ),
    (
        Why::Seconds,
        "“{part}” cannot be seconds: they are less than 60.",
        "“{part}” មិនអាចជាវិនាទីទេ៖ វិនាទីត្រូវតិចជាង 60។",
    ),
    (
        Why::Latitude,
        "“{part}” cannot be a latitude: it is at most 90.",
        "“{part}” មិនអាចជារយៈទទឹងទេ៖ យ៉ាងច្រើន 90។",
    ),
    (
        Why::Longitude,
        "“{part}” cannot be a longitude: it is at most 180.",
        "“{part}” មិនអាចជារយៈបណ្តោយទេ៖ យ៉ាងច្រើន 180។",
    ),
    (
        Why::SameAxis,
        "Both parts say “{part}”: one is north or south, the other east or west.",
        "ផ្នែកទាំងពីរសរសេរ “{part}”៖ មួយត្រូវជាជើង ឬត្បូង មួយទៀតកើត ឬលិច។",
    ),
    (
        Why::MinusAndLetter,
        "“{part}” has a minus and a letter: write only one of them.",
        "“{part}” មានទាំងសញ្ញាដក ទាំងអក្សរ៖ សូមសរសេរតែមួយ។",
    ),
    (
        Why::Easting,
        "“{part}” cannot be metres to the east: they are between 100,000 and 900,000.",
        "“{part}” មិនអាចជាម៉ែត្រទៅកើតទេ៖ ត្រូវនៅចន្លោះ 100,000 និង 900,000។",
    ),
    (
        Why::Northing,
        "“{part}” cannot be metres to the north: they are at most 10,000,000.",
        "“{part}” មិនអាចជាម៉ែត្រទៅជើងទេ៖ យ៉ាងច្រើន 10,000,000។",
    ),
    (
        Why::Zone,
        "“{part}” is no zone: zones go from 1 to 60.",
        "“{part}” មិនមែនជាតំបន់ទេ៖ តំបន់ចាប់ពី 1 ដល់ 60។",
    ),
    (
        Why::NoZone,
        "The zone is missing: write it before the metres, such as 48P.",
        "ខ្វះតំបន់៖ សូមសរសេរមុនម៉ែត្រ ដូចជា 48P។",
    ),
    (
        Why::Band,
        "“{part}” is not the letter of the band in which these metres lie.",
        "“{part}” មិនមែនជាអក្សរនៃតំបន់ដែលម៉ែត្រទាំងនេះស្ថិតនៅទេ។",
    ),
    (
        Why::Square,
        "“{part}” is no square of zone {than} in this band.",
        "“{part}” មិនមែនជាការ៉េនៃតំបន់ {than} ក្នុងអក្សរនេះទេ។",
    ),
    (
        Why::Digits,
        "After the letters, “{part}” should be two equal halves of at most five digits.",
        "ក្រោយអក្សរ “{part}” ត្រូវជាពីរផ្នែកស្មើគ្នា ម្ខាងយ៉ាងច្រើនប្រាំខ្ទង់។",
    ),
];
