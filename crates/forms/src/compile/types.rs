//! The `type` column.

use crate::model::{Kind, Preload};

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowType {
    Begin(Kind),
    End(Kind),
    Ask(Asked),
    /// Asks phones to keep a log of how the form is filled.
    Audit,
    /// Declares something that is not a question.
    Aside,
    Unknown,
}

/// Where the choices of a question come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Source {
    /// The choices sheet.
    #[default]
    Sheet,
    /// The sheet of choices that travel beside the form.
    Apart,
    /// A file.
    File,
    /// The answers of a question in a repeat.
    Answers,
}

/// A question's type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub kind: Kind,
    pub list: Option<String>,
    pub source: Source,
    pub or_other: bool,
    pub preload: Option<Preload>,
    /// What this program does not do, though the form asks for it.
    pub lacking: Option<&'static str>,
}

impl Asked {
    pub(super) fn of(kind: Kind) -> Asked {
        Asked {
            kind,
            list: None,
            source: Source::Sheet,
            or_other: false,
            preload: None,
            lacking: None,
        }
    }
}

fn asked(kind: Kind) -> RowType {
    RowType::Ask(Asked::of(kind))
}

fn partly(kind: Kind, lacking: &'static str) -> RowType {
    RowType::Ask(Asked {
        lacking: Some(lacking),
        ..Asked::of(kind)
    })
}

fn preloaded(preload: Preload) -> RowType {
    RowType::Ask(Asked {
        preload: Some(preload),
        ..Asked::of(Kind::Meta)
    })
}

const RECORDING: &str =
    "sound and video are not taken here: the question is shown and cannot be answered";
const DOCUMENT: &str = "of files, pictures and PDF documents are taken";
const ORDER: &str = "the order is that in which the choices are ticked: say so in the hint";
const SLIDER: &str = "ranges are typed as numbers, without a slider";
const MAP: &str =
    "buildings are not chosen on a map here: the question is shown and cannot be answered";
const PHONE: &str = "only phones know this: it stays empty";
const SENSOR: &str = "only phones record this by themselves: it stays empty here";

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
        "csv-external" | "xml-external" => RowType::Aside,
        "audit" => RowType::Audit,
        other => question(other)
            .or_else(|| fact(other))
            .unwrap_or(RowType::Unknown),
    }
}

/// Types that a person answers or reads.
fn question(words: &str) -> Option<RowType> {
    Some(match words {
        "text" | "string" | "q string" | "add text prompt" => asked(Kind::Text),
        "integer" | "int" | "q int" | "add integer prompt" => asked(Kind::Integer),
        "decimal" | "q decimal" | "add decimal prompt" => asked(Kind::Decimal),
        "range" => partly(Kind::Range, SLIDER),
        "date" | "q date" | "add date prompt" => asked(Kind::Date),
        "time" => asked(Kind::Time),
        "datetime"
        | "date time"
        | "q datetime"
        | "q date time"
        | "add datetime prompt"
        | "add date time prompt" => asked(Kind::DateTime),
        "note" | "q note" | "add note prompt" => asked(Kind::Note),
        "calculate" | "q calculate" | "add calculate prompt" => asked(Kind::Calculate),
        "hidden" => asked(Kind::Hidden),
        "acknowledge" | "trigger" | "q acknowledge" | "add acknowledge prompt" => {
            asked(Kind::Acknowledge)
        }
        "geopoint" | "gps" | "location" | "q geopoint" | "q location" | "add location prompt" => {
            asked(Kind::Geopoint)
        }
        "geotrace" | "geoshape" | "q geotrace" | "q geoshape" => asked(Kind::Geoline),
        "barcode" | "q barcode" | "add barcode prompt" => asked(Kind::Barcode),
        "osm" => partly(Kind::File, MAP),
        _ if words.starts_with("osm ") => partly(Kind::File, MAP),
        _ => match media_type(words)? {
            "image/*" => asked(Kind::File),
            "application/*" => partly(Kind::File, DOCUMENT),
            _ => partly(Kind::File, RECORDING),
        },
    })
}

/// The kind of file that a type takes.
pub(super) fn media_type(words: &str) -> Option<&'static str> {
    Some(match words {
        "image" | "photo" | "q image" | "q picture" | "add image prompt" | "add photo prompt" => {
            "image/*"
        }
        "audio" | "q audio" | "add audio prompt" => "audio/*",
        "video" | "q video" | "add video prompt" => "video/*",
        "file" | "add file prompt" => "application/*",
        _ if words == "osm" || words.starts_with("osm ") => "osm/*",
        _ => return None,
    })
}

/// Types that the device fills in.
fn fact(words: &str) -> Option<RowType> {
    Some(match words {
        "start" | "starttime" | "start time" | "get start time" => preloaded(Preload::Start),
        "end" | "endtime" | "end time" | "get end time" => preloaded(Preload::End),
        "today" | "get today" => preloaded(Preload::Today),
        "username" => preloaded(Preload::Username),
        "deviceid" | "imei" | "device id" | "get device id" => preloaded(Preload::Device),
        "email" => lacking_fact(Preload::Email, PHONE),
        "phonenumber" | "get phone number" => lacking_fact(Preload::Phone, PHONE),
        "start-geopoint" | "background-geopoint" | "background-audio" => {
            lacking_fact(Preload::Unknown, SENSOR)
        }
        _ => {
            phone_fact(words)?;
            lacking_fact(Preload::Unknown, PHONE)
        }
    })
}

/// What phones call a fact that only they know.
pub(super) fn phone_fact(words: &str) -> Option<&'static str> {
    Some(match words {
        "simserial" | "sim id" | "get sim id" => "simserial",
        "subscriberid" | "subscriber id" | "get subscriber id" => "subscriberid",
        "uri:deviceid" => "uri:deviceid",
        "uri:email" => "uri:email",
        "uri:phonenumber" => "uri:phonenumber",
        "uri:simserial" => "uri:simserial",
        "uri:subscriberid" => "uri:subscriberid",
        "uri:username" => "uri:username",
        _ => return None,
    })
}

fn lacking_fact(preload: Preload, lacking: &'static str) -> RowType {
    RowType::Ask(Asked {
        preload: Some(preload),
        lacking: Some(lacking),
        ..Asked::of(Kind::Meta)
    })
}

const SELECTS: &[(&str, Kind)] = &[
    ("add select one prompt using", Kind::SelectOne),
    ("add select multiple prompt using", Kind::SelectMultiple),
    ("select all that apply from", Kind::SelectMultiple),
    ("select all that apply", Kind::SelectMultiple),
    ("select multiple from file", Kind::SelectMultiple),
    ("select multiple from", Kind::SelectMultiple),
    ("select multiple using", Kind::SelectMultiple),
    ("select multiple", Kind::SelectMultiple),
    ("select one from file", Kind::SelectOne),
    ("select one from", Kind::SelectOne),
    ("select one using", Kind::SelectOne),
    ("select one external", Kind::SelectOne),
    ("select one", Kind::SelectOne),
    ("select_multiple_from_file", Kind::SelectMultiple),
    ("select_multiple_external", Kind::SelectMultiple),
    ("select_multiple", Kind::SelectMultiple),
    ("select_one_from_file", Kind::SelectOne),
    ("select_one_external", Kind::SelectOne),
    ("select_one", Kind::SelectOne),
    ("select1", Kind::SelectOne),
    ("rank", Kind::Rank),
];

fn select(words: &[&str], lower: &[String]) -> Option<RowType> {
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
        Some("or_other" | "specify_other") => rest.pop().is_some(),
        Some("other") if rest.len() >= 3 => {
            let specified = lower
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|word| word == "specify");
            rest.truncate(rest.len().saturating_sub(if specified { 3 } else { 2 }));
            true
        }
        _ => false,
    };
    let list = rest.join(" ");
    let files = ["file", "external"].map(|end| phrase.ends_with(end));
    let source = match files {
        [true, _] => Source::File,
        [_, true] => Source::Apart,
        _ if list.starts_with("${") => Source::Answers,
        _ => Source::Sheet,
    };
    Some(RowType::Ask(Asked {
        list: Some(list).filter(|list| !list.is_empty()),
        source,
        or_other: or_other && source == Source::Sheet,
        lacking: (*kind == Kind::Rank).then_some(ORDER),
        ..Asked::of(*kind)
    }))
}

/// Whether rows of a type hold a value that the form works out.
pub(super) fn is_calculation(cell: &str) -> bool {
    matches!(parse(cell), RowType::Ask(asked) if asked.kind == Kind::Calculate)
}
