//! The `type` column.

use crate::model::{Kind, Preload};

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowType {
    Begin(Kind),
    End(Kind),
    Ask(Asked),
    /// Declares something that is not a question.
    Aside,
    Unknown,
}

/// A question's type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub kind: Kind,
    pub list: Option<String>,
    pub or_other: bool,
    pub preload: Option<Preload>,
    /// What is not executed yet.
    pub lacking: Option<&'static str>,
}

fn asked(kind: Kind) -> RowType {
    RowType::Ask(Asked {
        kind,
        list: None,
        or_other: false,
        preload: None,
        lacking: None,
    })
}

fn partly(kind: Kind, lacking: &'static str) -> RowType {
    RowType::Ask(Asked {
        kind,
        list: None,
        or_other: false,
        preload: None,
        lacking: Some(lacking),
    })
}

fn preloaded(preload: Preload) -> RowType {
    RowType::Ask(Asked {
        kind: Kind::Meta,
        list: None,
        or_other: false,
        preload: Some(preload),
        lacking: None,
    })
}

const FILE: &str = "files are not taken yet: the question is shown and cannot be answered";
const LIST_FILE: &str = "lists from files are not read yet: the answer is typed as text";
const PHONE: &str = "only phones know this: it stays empty";
const NOTHING: &str = "this type is not executed yet: it stays empty";

/// Reads a type cell.
pub(super) fn parse(cell: &str) -> RowType {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let joined = lower.join(" ").replace('_', " ");
    if let Some(select) = select(&words, &lower) {
        return select;
    }
    if joined.starts_with("begin loop") {
        return RowType::Begin(Kind::Group);
    }
    match joined.as_str() {
        "end loop" => RowType::End(Kind::Group),
        "begin group" => RowType::Begin(Kind::Group),
        "begin repeat" | "begin lgroup" | "looped group" => RowType::Begin(Kind::Repeat),
        "end group" => RowType::End(Kind::Group),
        "end repeat" | "end lgroup" => RowType::End(Kind::Repeat),
        "text" | "string" => asked(Kind::Text),
        "integer" | "int" => asked(Kind::Integer),
        "decimal" => asked(Kind::Decimal),
        "range" => partly(
            Kind::Decimal,
            "ranges are typed as numbers, without a slider",
        ),
        "date" => asked(Kind::Date),
        "time" => asked(Kind::Time),
        "datetime" => asked(Kind::DateTime),
        "note" => asked(Kind::Note),
        "calculate" => asked(Kind::Calculate),
        "hidden" => asked(Kind::Hidden),
        "acknowledge" | "trigger" => asked(Kind::Acknowledge),
        "geopoint" | "gps" | "location" => asked(Kind::Geopoint),
        "geotrace" | "geoshape" => asked(Kind::Geoline),
        "barcode" => asked(Kind::Text),
        "image" | "photo" | "audio" | "video" | "file" => partly(Kind::File, FILE),
        "osm" => partly(Kind::Text, NOTHING),
        "start" | "starttime" => preloaded(Preload::Start),
        "end" | "endtime" => preloaded(Preload::End),
        "today" => preloaded(Preload::Today),
        "username" => preloaded(Preload::Username),
        "deviceid" | "imei" => preloaded(Preload::Device),
        "phonenumber" | "email" | "simserial" | "subscriberid" => lacking_meta(PHONE),
        "start-geopoint" | "background-geopoint" | "background-audio" | "audit" => {
            lacking_meta(NOTHING)
        }
        "csv-external" | "xml-external" => RowType::Aside,
        _ => RowType::Unknown,
    }
}

fn lacking_meta(lacking: &'static str) -> RowType {
    RowType::Ask(Asked {
        kind: Kind::Meta,
        list: None,
        or_other: false,
        preload: Some(Preload::Unknown),
        lacking: Some(lacking),
    })
}

const SELECTS: &[(&str, Kind)] = &[
    ("add select one prompt using", Kind::SelectOne),
    ("add select multiple prompt using", Kind::SelectMultiple),
    ("select all that apply from", Kind::SelectMultiple),
    ("select all that apply", Kind::SelectMultiple),
    ("select multiple from", Kind::SelectMultiple),
    ("select multiple", Kind::SelectMultiple),
    ("select one from", Kind::SelectOne),
    ("select one", Kind::SelectOne),
    ("select_multiple", Kind::SelectMultiple),
    ("select_one", Kind::SelectOne),
    ("select1", Kind::SelectOne),
    ("rank", Kind::SelectMultiple),
];

fn select(words: &[&str], lower: &[String]) -> Option<RowType> {
    let first = lower.first()?;
    if matches!(
        first.as_str(),
        "select_one_from_file"
            | "select_multiple_from_file"
            | "select_one_external"
            | "select_multiple_external"
    ) {
        return Some(partly(Kind::Text, LIST_FILE));
    }
    let (phrase, kind) = SELECTS.iter().find(|(phrase, _)| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        lower.len() > phrase.len()
            && lower
                .iter()
                .zip(&phrase)
                .all(|(word, wanted)| word == wanted)
    })?;
    let mut rest: Vec<&str> = words
        .iter()
        .skip(phrase.split(' ').count())
        .copied()
        .collect();
    let or_other = match lower.last().map(String::as_str) {
        Some("or_other") => rest.pop().is_some(),
        Some("other") if rest.len() >= 3 => {
            rest.truncate(rest.len() - 2);
            true
        }
        Some("specify_other") => rest.pop().is_some(),
        _ => false,
    };
    let list = rest.join(" ");
    let lacking = if list.starts_with("${") {
        Some("choices from a repeat are not offered yet: the answer is typed as text")
    } else {
        None
    };
    let kind = if lacking.is_some() { Kind::Text } else { *kind };
    let list = lacking
        .is_none()
        .then_some(list)
        .filter(|list| !list.is_empty());
    let lacking = if *phrase == "rank" {
        Some("an order is not asked for yet: it is answered as several choices")
    } else {
        lacking
    };
    Some(RowType::Ask(Asked {
        kind,
        list,
        or_other,
        preload: None,
        lacking,
    }))
}

/// Whether rows of a type hold a value that the form works out.
pub(super) fn is_calculation(cell: &str) -> bool {
    matches!(parse(cell), RowType::Ask(asked) if asked.kind == Kind::Calculate)
}
