//! Kinds of questions, protection classes, and what lists read.

/// What a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Free text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A day.
    Date,
    /// A time of the day.
    Time,
    /// A day with its time.
    DateTime,
    /// One choice of a list.
    SelectOne,
    /// Several choices of a list, stored with spaces between.
    SelectMultiple,
    /// All choices of a list put in an order, stored with spaces between.
    Rank,
    /// A number between two ends.
    Range,
    /// A text read from a barcode.
    Barcode,
    /// A text that is only shown.
    Note,
    /// A value that the form works out.
    Calculate,
    /// A value that is kept and not shown.
    Hidden,
    /// A statement to agree to; `OK` when agreed.
    Acknowledge,
    /// Questions that belong together.
    Group,
    /// A group that can be there several times.
    Repeat,
    /// One time of a repeat.
    Instance,
    /// A position: `lat lon alt accuracy`.
    Geopoint,
    /// A line or a shape: positions separated by `;`.
    Geoline,
    /// A photo, recording or other file.
    File,
    /// What the laptop fills in: start, end, day, person, device.
    Meta,
}

impl Kind {
    /// The kind as a word, as screens know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Integer => "integer",
            Kind::Decimal => "decimal",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::DateTime => "datetime",
            Kind::SelectOne => "select_one",
            Kind::SelectMultiple => "select_multiple",
            Kind::Rank => "rank",
            Kind::Range => "range",
            Kind::Barcode => "barcode",
            Kind::Note => "note",
            Kind::Calculate => "calculate",
            Kind::Hidden => "hidden",
            Kind::Acknowledge => "acknowledge",
            Kind::Group => "group",
            Kind::Repeat => "repeat",
            Kind::Instance => "instance",
            Kind::Geopoint => "geopoint",
            Kind::Geoline => "geoline",
            Kind::File => "file",
            Kind::Meta => "meta",
        }
    }

    /// Whether it holds other questions instead of an answer.
    pub fn holds_questions(self) -> bool {
        matches!(self, Kind::Group | Kind::Repeat | Kind::Instance)
    }

    /// Whether a person answers it.
    pub fn is_asked(self) -> bool {
        !self.holds_questions()
            && !matches!(
                self,
                Kind::Note | Kind::Calculate | Kind::Hidden | Kind::Meta
            )
    }
}

/// How far an answer may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Class {
    /// Public once it is counted together.
    P0,
    /// Internal, about no person.
    P1,
    /// Personal.
    P2,
    /// Sensitive and personal.
    P3,
}

impl Class {
    /// `P0` to `P3`.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::P0 => "P0",
            Class::P1 => "P1",
            Class::P2 => "P2",
            Class::P3 => "P3",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Class> {
        [Class::P0, Class::P1, Class::P2, Class::P3]
            .into_iter()
            .find(|class| class.as_str().eq_ignore_ascii_case(name))
    }
}

/// What lists, search and reports take from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Index {
    /// The day it happened.
    Date,
    /// Code or name of the first level of places.
    Adm1,
    /// The second level.
    Adm2,
    /// The third level.
    Adm3,
    /// The fourth level.
    Adm4,
    /// Part of the title.
    Title,
    /// Part of the line under the title.
    Subtitle,
    /// Women who took part.
    Women,
    /// Men who took part.
    Men,
    /// Girls who took part.
    Girls,
    /// Boys who took part.
    Boys,
    /// Everybody who took part.
    Total,
    /// Latitude in degrees.
    Lat,
    /// Longitude in degrees.
    Lon,
    /// The id of another record.
    Link,
    /// The record's human code.
    Ref,
    /// Words to be found by.
    Search,
}

impl Index {
    const ALL: [(&'static str, Index); 17] = [
        ("date", Index::Date),
        ("adm1", Index::Adm1),
        ("adm2", Index::Adm2),
        ("adm3", Index::Adm3),
        ("adm4", Index::Adm4),
        ("title", Index::Title),
        ("subtitle", Index::Subtitle),
        ("women", Index::Women),
        ("men", Index::Men),
        ("girls", Index::Girls),
        ("boys", Index::Boys),
        ("total", Index::Total),
        ("lat", Index::Lat),
        ("lon", Index::Lon),
        ("link", Index::Link),
        ("ref", Index::Ref),
        ("search", Index::Search),
    ];

    pub(crate) fn named(name: &str) -> Option<Index> {
        Index::ALL
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, index)| index)
    }

    /// The words that the column knows, for messages.
    pub(crate) fn words() -> String {
        Index::ALL.map(|(name, _)| name).join(", ")
    }
}
