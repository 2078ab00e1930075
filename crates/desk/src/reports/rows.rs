//! What reports count, record by record, as a flat table that is written as it is read.

use std::io::Write;

use store::reports::{By, Span};

use super::file::{FileFormat, FileWritten, failed, misused, names_for};
use super::labels::Labels;
use super::span::Period;
use super::span_of;
use crate::listing::{BYTE_ORDER_MARK, safe};
use crate::open::Open;
use crate::view::ReportAsk;
use crate::{Desk, DeskError};

/// How the names of flat tables begin.
pub(super) const ROWS: &str = "rows:";
/// Tables that tell of single persons.
const OF_PERSONS: [&str; 8] = [
    "accident",
    "life",
    "person",
    "assessment",
    "need",
    "service",
    "referral",
    "follow_up",
];
/// Columns that no file has: they say nothing outside this laptop.
const INNER: [&str; 4] = ["id", "n", "approved_ms", "ended_ms"];
/// Columns that do not leave the team: what tells a village, or a place by its name.
const KEPT: [&str; 3] = ["adm4", "place_name", "site_name"];

/// Writes the rows of a table in a period, the approved ones and those that wait, told apart by `review`.
pub(super) fn write_rows(
    desk: &Desk,
    open: &Open,
    table: &str,
    ask: &ReportAsk,
    recipient: Option<&str>,
    out: &mut dyn Write,
) -> Result<FileWritten, DeskError> {
    let of_persons = OF_PERSONS.contains(&table);
    let span = span_of_rows(open, table, ask)?;
    let names = names_for(open, recipient);
    let rows = open
        .store
        .read(|reader| reader.row_count_of(table, &span))?;
    desk.note_given(open, ask, FileFormat::Csv, rows, recipient)?;
    out.write_all(BYTE_ORDER_MARK).map_err(failed)?;
    let mut writer = csv::Writer::from_writer(out);
    let mut told = 0;
    open.store.read_as(|reader| {
        let mut labels = ask.labels.then(|| Labels::of(desk, open, reader, table));
        reader.each_figure(table, &span, |columns, cells| {
            let stays =
                |name: &str| INNER.contains(&name) || (names.is_some() && KEPT.contains(&name));
            let goes_out = |name: &str| !stays(name);
            if told == 0 {
                let kept = columns.iter().filter(|name| goes_out(name));
                let heading = kept.map(|name| match &labels {
                    Some(labels) => safe(labels.heading(name)),
                    None => name.clone(),
                });
                writer
                    .write_record(heading)
                    .map_err(|error| failed(error.into()))?;
            }
            told += 1;
            let pairs = columns.iter().zip(cells).filter(|(name, _)| goes_out(name));
            let row = pairs.map(|(name, cell)| {
                let is_id = matches!(name.as_str(), "record" | "link");
                Ok(match (&names, &mut labels) {
                    (Some(names), _) if is_id && !cell.is_empty() => names.of_person(cell),
                    // A day of somebody's life is told by its month.
                    (Some(_), _) if of_persons && is_day(cell) => cell.chars().take(7).collect(),
                    (_, Some(labels)) => safe(labels.cell(name, cell)?),
                    _ => safe(cell.clone()),
                })
            });
            let row: Vec<String> = row.collect::<Result<_, DeskError>>()?;
            writer
                .write_record(row)
                .map_err(|error| failed(error.into()))
        })
    })?;
    writer.flush().map_err(failed)?;
    Ok(FileWritten { rows: told })
}

/// What rows are narrowed to, where this person may have them.
fn span_of_rows(open: &Open, table: &str, ask: &ReportAsk) -> Result<Span, DeskError> {
    if !store::FIGURE_TABLES.contains(&table) {
        return Err(misused(&format!(
            "there are no rows {table:?}: use one of {}",
            store::FIGURE_TABLES.join(", ")
        )));
    }
    if OF_PERSONS.contains(&table) && !open.person.role.may_count_persons() {
        return Err(DeskError::NotAllowed {
            what: "give rows of persons out",
        });
    }
    let span = span_of(open, Period::read(&ask.from, &ask.to)?, By::Country, ask);
    if span.project.is_some() && !store::reports::says_project(table) {
        return Err(misused(&format!(
            "rows of {table} say no project: ask for them without one"
        )));
    }
    Ok(span)
}

fn is_day(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}
