//! How a question is stored and how it is asked.

use super::{Itemset, Kind, Texts};

/// What kind of value a question stores: the `type` of its bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ValueType {
    #[default]
    Text,
    Integer,
    Decimal,
    Boolean,
    Date,
    Time,
    DateTime,
    Geopoint,
    Geotrace,
    Geoshape,
    Binary,
    Barcode,
    Rank,
    Intent,
}

impl ValueType {
    const NAMES: [(&'static str, ValueType); 14] = [
        ("string", ValueType::Text),
        ("int", ValueType::Integer),
        ("decimal", ValueType::Decimal),
        ("boolean", ValueType::Boolean),
        ("date", ValueType::Date),
        ("time", ValueType::Time),
        ("dateTime", ValueType::DateTime),
        ("geopoint", ValueType::Geopoint),
        ("geotrace", ValueType::Geotrace),
        ("geoshape", ValueType::Geoshape),
        ("binary", ValueType::Binary),
        ("barcode", ValueType::Barcode),
        ("odk:rank", ValueType::Rank),
        ("intent", ValueType::Intent),
    ];

    /// The type that a bind names; a prefix such as `xsd:` does not count.
    pub(crate) fn named(name: &str) -> Option<ValueType> {
        let local = name.rsplit(':').next().unwrap_or(name);
        let found = |wanted: &str| {
            let known = ValueType::NAMES.iter();
            let mut known = known.filter(|(known, _)| known.rsplit(':').next() == Some(wanted));
            known.next().map(|(_, value_type)| *value_type)
        };
        match local {
            "integer" => Some(ValueType::Integer),
            "select" | "select1" => Some(ValueType::Text),
            local => found(local),
        }
    }

    /// As a bind writes it.
    pub(crate) fn as_str(self) -> &'static str {
        ValueType::NAMES
            .iter()
            .find(|(_, known)| *known == self)
            .map_or("string", |(name, _)| name)
    }

    /// What questions of a kind store when nothing else is said.
    pub(crate) fn of(kind: Kind) -> ValueType {
        match kind {
            Kind::Integer => ValueType::Integer,
            Kind::Decimal | Kind::Range => ValueType::Decimal,
            Kind::Date => ValueType::Date,
            Kind::Time => ValueType::Time,
            Kind::DateTime => ValueType::DateTime,
            Kind::Geopoint => ValueType::Geopoint,
            Kind::Geoline => ValueType::Geotrace,
            Kind::File => ValueType::Binary,
            Kind::Barcode => ValueType::Barcode,
            Kind::Rank => ValueType::Rank,
            _ => ValueType::Text,
        }
    }
}

/// The element that asks a question in an XForm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Asks {
    /// Nobody is asked.
    #[default]
    Nothing,
    Input,
    Secret,
    Select,
    SelectOne,
    Rank,
    Range,
    Trigger,
    Upload,
    Group,
    Repeat,
}

/// The control of a question with what belongs to it alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Control {
    pub asks: Asks,
    /// Of a range: start, end, step.
    pub range: Option<Range>,
    /// Of an upload: `image/*` and the like.
    pub media_type: Option<String>,
    /// Of a place on a map: what is asked of it.
    pub tags: Vec<Tag>,
    /// Nodes that are shown along a scale or on a map, and not chosen from.
    pub marks: Option<Itemset>,
}

/// Something that is asked of a place on a map.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub key: String,
    pub label: Texts,
}

/// The ends of a range, and how far two of its values lie apart; as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    pub start: String,
    pub end: String,
    pub step: String,
}

impl Control {
    /// What asks questions of a kind when nothing else is said.
    pub(crate) fn of(kind: Kind) -> Control {
        let asks = match kind {
            Kind::Calculate | Kind::Hidden | Kind::Meta | Kind::Instance => Asks::Nothing,
            Kind::SelectOne => Asks::SelectOne,
            Kind::SelectMultiple => Asks::Select,
            Kind::Acknowledge => Asks::Trigger,
            Kind::Group => Asks::Group,
            Kind::Repeat => Asks::Repeat,
            Kind::File => Asks::Upload,
            Kind::Range => Asks::Range,
            Kind::Rank => Asks::Rank,
            _ => Asks::Input,
        };
        Control {
            asks,
            ..Control::default()
        }
    }

    /// Whether an upload takes pictures or documents; sound, video and places on a map are for telephones.
    pub(crate) fn takes_what_can_be_attached(&self) -> bool {
        let family = self
            .media_type
            .as_deref()
            .unwrap_or("*/*")
            .split('/')
            .next();
        matches!(family, Some("image" | "application" | "*" | ""))
    }
}
