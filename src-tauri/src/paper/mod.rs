//! Reports on paper: what a screen shows of a report, as the room `print` takes it. The words are those of the screens,
//! out of the same catalogues.

mod chart;
mod list;
mod table;
mod words;

use std::io::{self, Write};
use std::path::Path;

use desk::view::{ReportAsk, ReportTable, ReportView};
use desk::{Desk, DeskError, FileFormat, FileWritten, write_out};
use print::{Made, Part, Phrases, PrintError, Report};

pub(crate) use list::{list_file, usual_columns, write_list};
use words::{Words, say};

/// Writes a report as a file of any format, as [`Desk::report_file`] does.
///
/// # Errors
/// As [`Desk::report_file`]; when a report is too long for paper.
pub(crate) fn report_file(
    desk: &Desk,
    ask: &ReportAsk,
    format: FileFormat,
    recipient: Option<&str>,
    out: &mut dyn Write,
) -> Result<FileWritten, DeskError> {
    let language = desk.language();
    let on_paper = |view: &ReportView| {
        let mut paper = report(view, &language);
        let whom = recipient.map(str::trim).filter(|it| !it.is_empty());
        paper
            .about
            .extend(whom.map(|whom| for_whom(whom, &language)));
        print::pdf(&paper).map_err(refused)
    };
    desk.report_file(ask, format, recipient, &on_paper, out)
}

/// As [`report_file`], into a file, whole or not at all.
pub(crate) fn write_report(
    desk: &Desk,
    ask: &ReportAsk,
    format: FileFormat,
    recipient: Option<&str>,
    path: &Path,
) -> Result<FileWritten, DeskError> {
    write_out(path, "write the report", |out| {
        report_file(desk, ask, format, recipient, out)
    })
}

fn refused(error: PrintError) -> DeskError {
    match error {
        PrintError::TooLong { .. } => DeskError::Misused {
            why: error.to_string(),
        },
        error => DeskError::File {
            what: "set the report on paper",
            source: io::Error::other(error),
        },
    }
}

/// The report as it is printed.
fn report(view: &ReportView, language: &str) -> Report {
    let words = Words::of(language);
    let counted = view.tables.iter().filter(|table| has_figures(table));
    let parts: Vec<Part> = counted.map(|table| part(table, &words)).collect();
    let ask = &view.ask;
    let period = say!(words, "period-between", "from" => day(&ask.from), "to" => day(&ask.to));
    let cut_off = moment(&view.cut_off);
    let teams = view.teams.join(", ");
    let mut about = vec![
        (say!(words, "paper-period"), period.clone()),
        (say!(words, "paper-teams"), teams.clone()),
    ];
    if let Some(place) = told(&ask.place) {
        about.push((say!(words, "paper-place"), place_name(view, place)));
    }
    if let Some(project) = told(&ask.project) {
        about.push((say!(words, "report-by-project"), project.to_owned()));
    }
    about.push((say!(words, "paper-cut-off"), cut_off.clone()));
    let mut notes = Vec::new();
    if !view.closed.is_empty() {
        notes.push(say!(words, "report-closed", "count" => view.closed.len()));
    }
    if parts.is_empty() {
        notes.push(say!(words, "report-empty"));
        notes.extend(view.tables.first().and_then(|table| waiting(table, &words)));
    }
    Report {
        language: words.language().to_owned(),
        title: view.title.clone(),
        period,
        about,
        notes,
        mark: view
            .watermark
            .as_ref()
            .map(|who| say!(words, "report-confidential", "who" => who.clone())),
        watermark: view.watermark.clone(),
        foot: foot_of(&teams, &cut_off),
        parts,
        made: made(&view.cut_off),
        grouping: words.grouping(),
        phrases: phrases(&words),
    }
}

fn foot_of(teams: &str, cut_off: &str) -> String {
    format!("{teams} · {cut_off}")
}

fn phrases(words: &Words) -> Phrases {
    Phrases {
        page: say!(words, "paper-page", "page" => "{page}", "pages" => "{pages}"),
        missing: say!(words, "paper-missing"),
    }
}

/// Whom outside the team a report is for, as it stands beside what it is about.
fn for_whom(whom: &str, language: &str) -> (String, String) {
    let words = Words::of(language);
    (say!(words, "report-recipient"), whom.to_owned())
}

fn told(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

fn has_figures(table: &ReportTable) -> bool {
    !table.rows.is_empty() || !table.adjustments.is_empty()
}

/// The name of the place that was asked for, as a row of the report has it; its code where none does.
fn place_name(view: &ReportView, place: &str) -> String {
    let codes: Vec<&str> = place.split('/').collect();
    let rows = view.tables.iter().flat_map(|table| &table.rows);
    let named = rows.into_iter().find_map(|row| {
        let is_within = row.codes.len() >= codes.len() && row.names.len() >= codes.len();
        let same = row
            .codes
            .iter()
            .zip(&codes)
            .all(|(code, asked)| code == asked);
        (is_within && same).then(|| row.names.iter().take(codes.len()).cloned())
    });
    match named {
        Some(names) => names.collect::<Vec<_>>().join(" / "),
        None => place.to_owned(),
    }
}

fn part(table: &ReportTable, words: &Words) -> Part {
    let title = match &table.split_title {
        Some(split) => say!(
            words, "report-heading-split", "title" => table.title.clone(), "split" => split.clone()
        ),
        None => table.title.clone(),
    };
    let mut notes: Vec<String> = waiting(table, words).into_iter().collect();
    if table.is_whole {
        notes.push(say!(words, "report-whole"));
    }
    Part {
        title,
        source: say!(
            words, "report-source", "id" => table.indicator.clone(), "source" => table.source.clone()
        ),
        chart: chart::of(table, words),
        table: table::of(table, words),
        notes,
    }
}

/// How much of what is counted is not yet approved.
fn waiting(table: &ReportTable, words: &Words) -> Option<String> {
    let all = u64::from(table.approved) + u64::from(table.waiting);
    let share = match all {
        0 => return None,
        all => (1000.0 * f64::from(table.waiting) / all as f64).round() / 10.0,
    };
    Some(say!(
        words, "report-provisional",
        "waiting" => table.waiting, "all" => all, "share" => share
    ))
}

/// `30/11/2026` of `2026-11-30`, as days are written on the screens.
fn day(iso: &str) -> String {
    let mut parts = iso.get(..10).unwrap_or(iso).splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

fn moment(iso: &str) -> String {
    match iso.get(11..16) {
        Some(time) => format!("{} {time}", day(iso)),
        None => day(iso),
    }
}

/// The moment of `2026-11-30T08:15:00+07:00`; what it does not say is nought.
fn made(iso: &str) -> Made {
    let number = |from: usize, to: usize| iso.get(from..to).and_then(|it| it.parse().ok());
    let ahead = iso
        .get(19..)
        .unwrap_or_default()
        .trim_start_matches(|it: char| it == '.' || it.is_ascii_digit());
    let mut zone = ahead
        .get(1..)
        .unwrap_or_default()
        .splitn(2, ':')
        .map(|it| it.parse::<i16>().unwrap_or(0));
    let minutes = zone.next().unwrap_or(0) * 60 + zone.next().unwrap_or(0);
    let small = |from, to, least: u8| {
        number(from, to)
            .unwrap_or(u16::from(least))
            .try_into()
            .unwrap_or(least)
    };
    Made {
        year: number(0, 4).unwrap_or(2000),
        month: small(5, 7, 1),
        day: small(8, 10, 1),
        hour: small(11, 13, 0),
        minute: small(14, 16, 0),
        second: small(17, 19, 0),
        ahead_minutes: if ahead.starts_with('-') {
            -minutes
        } else {
            minutes
        },
    }
}

#[cfg(test)]
#[path = "paper_tests.rs"]
mod tests;
