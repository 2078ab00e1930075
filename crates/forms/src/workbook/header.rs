//! Headings: one spelling for each column, and the language it is in.

use super::{ROWS_MAX, RawSheet, Row, Sheet, cell};
use crate::Finding;

/// A column by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// The heading as the engine knows it, such as `constraint_message` or `media::image`.
    pub key: String,
    /// `Khmer (km)` of `label::Khmer (km)`.
    pub language: Option<String>,
    /// As written.
    pub heading: String,
}

/// Columns whose cells may be translated.
const TRANSLATED: &[&str] = &[
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "form_title",
    "media::image",
    "media::audio",
    "media::video",
    "media::big-image",
];

/// Finds the header and names the columns of a sheet.
pub(super) fn sheet(
    raw: RawSheet,
    key: String,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Vec<Finding>> {
    let rows = u32::try_from(raw.rows.len()).unwrap_or(u32::MAX);
    if rows > ROWS_MAX {
        return Err(vec![Finding::error(
            &key,
            format!("the sheet has more than {ROWS_MAX} rows: split the form or take the list out"),
        )]);
    }
    let mut lines = raw
        .rows
        .into_iter()
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let header = lines.next().map(|(_, cells)| cells).unwrap_or_default();
    let doubled = header.iter().any(|heading| heading.contains("::"));
    let columns: Vec<Column> = header
        .iter()
        .map(|heading| column(&key, heading, doubled))
        .collect();
    clashes(&key, &columns, findings);
    let rows = lines
        .map(|(number, cells)| Row {
            number,
            cells: kept(&key, number, cells, &columns, findings),
        })
        .filter(|row| !row.cells.is_empty())
        .collect();
    Ok(Sheet {
        name: key,
        columns,
        rows,
    })
}

fn kept(
    sheet: &str,
    number: u32,
    cells: Vec<String>,
    columns: &[Column],
    findings: &mut Vec<Finding>,
) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (at, text) in cells.into_iter().enumerate() {
        let bare = cell::without_controls(&text);
        let text = cell::clean(bare.as_deref().unwrap_or(&text));
        let Some(column) = columns
            .get(at)
            .filter(|column| !column.key.is_empty() && !text.is_empty())
        else {
            continue;
        };
        if bare.is_some() {
            let words =
                "the cell holds signs that cannot be shown; they were taken out: type it anew";
            findings.push(
                Finding::warning(sheet, words)
                    .row(number)
                    .column(&column.heading),
            );
        }
        let (text, cut) = cell::bounded(text);
        if cut {
            let words = "the cell is longer than 64 KiB; what goes beyond was cut off: shorten it";
            findings.push(
                Finding::warning(sheet, words)
                    .row(number)
                    .column(&column.heading),
            );
        }
        out.push((at, text));
    }
    out
}

fn clashes(sheet: &str, columns: &[Column], findings: &mut Vec<Finding>) {
    for (at, column) in columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.key.is_empty())
    {
        let first = columns
            .iter()
            .take(at)
            .find(|c| c.key == column.key && c.language == column.language);
        if let Some(first) = first {
            let words = format!(
                "the column means the same as \"{}\"; the first of them that is filled counts: keep one",
                first.heading
            );
            findings.push(Finding::warning(sheet, words).column(&column.heading));
        }
    }
}

/// Trims, joins inner spaces, lower case, spaces as `_`.
pub(crate) fn clean_name(heading: &str) -> String {
    cell::clean(heading)
        .to_lowercase()
        .replace([' ', '\n'], "_")
}

fn column(sheet: &str, heading: &str, doubled: bool) -> Column {
    let heading = cell::clean(heading);
    let delimiter = if doubled { "::" } else { ":" };
    let legacy = !doubled && heading.contains(':') && !heading.to_lowercase().starts_with("jr:");
    let (first, rest) = if doubled || legacy {
        heading
            .split_once(delimiter)
            .map_or((heading.as_str(), None), |(first, rest)| {
                (first, Some(rest))
            })
    } else {
        (heading.as_str(), None)
    };
    let first = alias(sheet, &clean_name(first));
    let (key, language) = match rest {
        None => (first, None),
        Some(rest) => named(sheet, first, rest, delimiter),
    };
    Column {
        key,
        language,
        heading,
    }
}

/// What stands after the delimiter: a language, a kind of media, or an attribute.
fn named(sheet: &str, first: String, rest: &str, delimiter: &str) -> (String, Option<String>) {
    let rest = rest.trim();
    if TRANSLATED.contains(&first.as_str()) {
        return (first, Some(rest.to_owned()));
    }
    if first == "media" {
        let (medium, language) = rest
            .split_once(delimiter)
            .map_or((rest, None), |(m, l)| (m, Some(l.trim().to_owned())));
        return (format!("media::{}", clean_name(medium)), language);
    }
    if first == "bind" {
        let rest = clean_name(rest);
        let (name, language) = rest
            .split_once(delimiter)
            .map_or((rest.as_str(), None), |(n, l)| {
                (n, Some(l.trim().to_owned()))
            });
        let own = match name {
            "jr:constraintmsg" => Some("constraint_message"),
            "jr:requiredmsg" => Some("required_message"),
            "relevant" | "constraint" | "required" => Some(name),
            "calculate" => Some("calculation"),
            "readonly" => Some("read_only"),
            _ => None,
        };
        return own.map_or_else(
            || (format!("bind::{name}"), None),
            |own| (own.to_owned(), language),
        );
    }
    let first = if first == "control" {
        "body".to_owned()
    } else {
        first
    };
    (
        format!("{first}::{}", alias(sheet, &clean_name(rest))),
        None,
    )
}

fn alias(sheet: &str, key: &str) -> String {
    let known = match (sheet, key) {
        ("survey", "relevance") => "relevant",
        ("survey", "calculate") => "calculation",
        ("survey", "readonly") => "read_only",
        ("survey", "caption") | ("choices", "caption") => "label",
        ("survey", "constraining_message" | "constraintmsg") => "constraint_message",
        ("survey", "requiredmsg") => "required_message",
        ("survey", "count" | "jr:count") => "repeat_count",
        ("survey", "command") => "type",
        ("survey", "tag" | "value") | ("choices", "value") => "name",
        (_, "image" | "audio" | "video" | "big-image") => return format!("media::{key}"),
        ("choices" | "external_choices" | "osm", "list") => "list_name",
        ("external_choices" | "osm", "value") => "name",
        ("external_choices" | "osm", "caption") => "label",
        ("entities", "dataset") => "list_name",
        ("settings", "title" | "set_form_title") => "form_title",
        ("settings", "id_string" | "set_form_id") => "form_id",
        _ => key,
    };
    known.to_owned()
}
