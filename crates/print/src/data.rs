//! A report as the data that `page.typ` reads.

use serde::Serialize;

use crate::fit::{self, Need};
use crate::fonts::FAMILIES;
use crate::number;
use crate::report::{Cell, Chart, Grouping, Part, Report, RowKind, Table};
use crate::signs;
use crate::{CELLS_MAX, COLUMNS_MAX, PrintError, ROWS_MAX, WORDS_BYTES_MAX};

/// A file that is to be read aloud has a title.
const UNTITLED: &str = "–";
/// The words that stand for the numbers of pages.
const PAGE: &str = "{page}";
const PAGES: &str = "{pages}";

/// A report, ready to be set.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Data {
    language: String,
    /// Lines of Khmer and Burmese are further apart.
    is_tall: bool,
    fonts: [&'static str; 5],
    pub(crate) title: String,
    period: String,
    about: Vec<(String, String)>,
    notes: Vec<String>,
    mark: Option<String>,
    watermark: Option<String>,
    foot: String,
    /// Words, and `{page}` and `{pages}` between them.
    page: Vec<String>,
    is_on_its_side: bool,
    parts: Vec<PartData>,
}

#[derive(Debug, Serialize)]
struct PartData {
    title: String,
    source: String,
    chart: Option<ChartData>,
    bands: Vec<BandData>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ChartData {
    words: String,
    series: Vec<String>,
    bars: Vec<BarData>,
    below: String,
}

#[derive(Debug, Serialize)]
struct BarData {
    name: String,
    /// Parts of the length of the longest bar.
    lengths: Vec<f64>,
    size: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct BandData {
    size: f32,
    named: usize,
    columns: Vec<ColumnData>,
    rows: Vec<RowData>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct ColumnData {
    title: String,
    width: f32,
    is_figure: bool,
}

#[derive(Debug, Serialize)]
struct RowData {
    kind: &'static str,
    cells: Vec<String>,
}

/// What is being made ready, and what was found on the way.
struct Making {
    grouping: Grouping,
    bytes: usize,
    is_missing: bool,
}

impl Making {
    fn words(&mut self, words: &str) -> String {
        self.bytes += words.len();
        // What is over is refused when all is counted; until then it is not worked on.
        if self.bytes > WORDS_BYTES_MAX {
            return String::new();
        }
        let ready = signs::ready(words);
        self.is_missing |= ready.is_missing;
        ready.words
    }

    /// The words of a heading, which is none when nothing of it can be seen.
    fn heading(&mut self, words: &str) -> String {
        let ready = self.words(words);
        let is_blank = |sign: char| sign.is_whitespace() || sign == signs::MAY_BREAK;
        ready.trim_matches(is_blank).to_owned()
    }

    fn all(&mut self, lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| self.words(line)).collect()
    }

    fn cell(&mut self, cell: &Cell, is_figure: bool) -> String {
        self.words(&number::told(cell, is_figure, self.grouping))
    }
}

/// A report made ready.
///
/// # Errors
/// When it is too long, or a line does not fit its table.
pub(crate) fn of(report: &Report) -> Result<Data, PrintError> {
    measure(report)?;
    let mut making = Making {
        grouping: report.grouping,
        bytes: 0,
        is_missing: false,
    };
    let tables = report.parts.iter().map(|part| {
        let words = cells(&mut making, &part.table);
        let needs = fit::needs(&part.table, &words);
        (words, needs)
    });
    let tables: Vec<(Vec<Vec<String>>, Vec<Need>)> = tables.collect();
    let is_on_its_side = tables.iter().any(|(_, needs)| fit::is_wide(needs));
    let mut parts = Vec::new();
    for (part, (words, needs)) in report.parts.iter().zip(tables) {
        parts.push(PartData {
            title: making.heading(&part.title),
            source: making.words(&part.source),
            chart: part.chart.as_ref().and_then(|it| chart(&mut making, it)),
            bands: bands(&mut making, part, &words, &needs, is_on_its_side),
            notes: making.all(&part.notes),
        });
    }
    let about = report.about.iter();
    let mut data = Data {
        is_tall: is_tall(report),
        language: language(&report.language),
        fonts: FAMILIES,
        title: match making.heading(&report.title) {
            title if title.is_empty() => UNTITLED.to_owned(),
            title => title,
        },
        period: making.words(&report.period),
        about: about
            .map(|(name, words)| (making.words(name), making.words(words)))
            .collect(),
        notes: making.all(&report.notes),
        mark: report.mark.as_deref().map(|mark| making.words(mark)),
        watermark: report.watermark.as_deref().map(|mark| making.words(mark)),
        foot: making.words(&report.foot),
        page: pieces(&making.words(&report.phrases.page)),
        is_on_its_side,
        parts,
    };
    if making.is_missing && !report.phrases.missing.is_empty() {
        let note = making.words(&report.phrases.missing);
        data.notes.push(note);
    }
    within("bytes of words", making.bytes, WORDS_BYTES_MAX)?;
    Ok(data)
}

fn within(what: &'static str, found: usize, most: usize) -> Result<(), PrintError> {
    match found > most {
        true => Err(PrintError::TooLong { what, found, most }),
        false => Ok(()),
    }
}

/// Whether every line fits its table, and all of them fit on paper.
fn measure(report: &Report) -> Result<(), PrintError> {
    let mut lines = 0;
    let mut cells = 0;
    for (at, part) in report.parts.iter().enumerate() {
        let columns = part.table.columns.len();
        within("columns", columns, COLUMNS_MAX)?;
        for (line, row) in part.table.rows.iter().enumerate() {
            let wanted = if row.kind == RowKind::Heading {
                1
            } else {
                columns
            };
            if row.cells.len() != wanted {
                return Err(PrintError::Uneven {
                    table: at + 1,
                    line: line + 1,
                    found: row.cells.len(),
                    columns,
                });
            }
            cells += row.cells.len();
        }
        lines += part.table.rows.len();
    }
    within("lines", lines, ROWS_MAX)?;
    within("cells", cells, CELLS_MAX)
}

/// Whether its language stacks signs above and below the line, which takes more air between lines.
fn is_tall(report: &Report) -> bool {
    let is_stacked = |sign| matches!(sign, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    let own = [&report.title, &report.phrases.page];
    own.into_iter().any(|words| words.chars().any(is_stacked))
}

/// A code of two or three letters, as the file's language must be; of any other text, English.
fn language(code: &str) -> String {
    let first = code.split('-').next().unwrap_or_default();
    let is_code = matches!(first.len(), 2 | 3) && first.bytes().all(|it| it.is_ascii_lowercase());
    String::from(if is_code { first } else { "en" })
}

/// The words of all lines of a table.
fn cells(making: &mut Making, table: &Table) -> Vec<Vec<String>> {
    let mut all = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let columns = table.columns.iter();
        let mut is_figure = columns.map(|column| column.is_figure && row.kind != RowKind::Heading);
        let mut line = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            line.push(making.cell(cell, is_figure.next().unwrap_or(false)));
        }
        all.push(line);
    }
    all
}

fn bands(
    making: &mut Making,
    part: &Part,
    words: &[Vec<String>],
    needs: &[Need],
    is_on_its_side: bool,
) -> Vec<BandData> {
    let table = &part.table;
    if table.columns.is_empty() {
        return Vec::new();
    }
    let titles: Vec<String> = table
        .columns
        .iter()
        .map(|column| making.words(&column.title))
        .collect();
    let made = |band: fit::Band| {
        let columns = band.columns.iter().filter_map(|(at, width)| {
            Some(ColumnData {
                title: titles.get(*at)?.clone(),
                width: *width,
                is_figure: table.columns.get(*at)?.is_figure,
            })
        });
        let rows = table.rows.iter().zip(words).map(|(row, words)| {
            let chosen = band.columns.iter().filter_map(|(at, _)| words.get(*at));
            RowData {
                kind: kind(row.kind),
                cells: match row.kind {
                    RowKind::Heading => words.clone(),
                    _ => chosen.cloned().collect(),
                },
            }
        });
        BandData {
            size: band.size,
            named: table.named,
            columns: columns.collect(),
            rows: rows.collect(),
        }
    };
    fit::bands(needs, table.named, is_on_its_side)
        .into_iter()
        .map(made)
        .collect()
}

fn kind(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Plain => "plain",
        RowKind::Group => "group",
        RowKind::Total => "total",
        RowKind::Beside => "beside",
        RowKind::Heading => "heading",
        RowKind::Later => "later",
    }
}

/// The chart, unless nothing is left of the words by which it is heard: a file that is to be read aloud must not have it.
fn chart(making: &mut Making, chart: &Chart) -> Option<ChartData> {
    let words = making.heading(&chart.words);
    if words.is_empty() {
        return None;
    }
    let length = |value: &f64| {
        if value.is_finite() {
            value.max(0.0)
        } else {
            0.0
        }
    };
    let longest = chart
        .bars
        .iter()
        .map(|bar| bar.values.iter().map(length).sum::<f64>())
        .fold(0.0, f64::max);
    let part = |value: &f64| match longest > 0.0 && longest.is_finite() {
        true => length(value) / longest,
        false => 0.0,
    };
    let mut bars = Vec::new();
    for bar in &chart.bars {
        bars.push(BarData {
            name: making.words(&bar.name),
            lengths: bar.values.iter().map(part).collect(),
            size: making.cell(&bar.size, true),
        });
    }
    Some(ChartData {
        words,
        series: making.all(&chart.series),
        bars,
        below: making.words(&chart.below),
    })
}

/// The words of a page's number, apart from the numbers.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = words;
    while let Some((before, name, after)) = [PAGES, PAGE]
        .into_iter()
        .filter_map(|name| {
            rest.split_once(name)
                .map(|(before, after)| (before, name, after))
        })
        .min_by_key(|(before, ..)| before.len())
    {
        pieces.extend([before.to_owned(), name.to_owned()]);
        rest = after;
    }
    pieces.push(rest.to_owned());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Phrases;

    #[test]
    fn the_words_of_a_page_are_taken_apart_in_any_order() {
        #[track_caller]
        fn check(words: &str, told: &[&str]) {
            assert_eq!(pieces(words), told);
        }
        check(
            "Page {page} of {pages}",
            &["Page ", "{page}", " of ", "{pages}"],
        );
        check("{pages} pages: {page}", &["{pages}", " pages: ", "{page}"]);
        check("{page}", &["{page}"]);
        check("", &[]);
    }

    #[test]
    fn words_of_a_tall_script_have_air_in_whatever_language() {
        #[track_caller]
        fn check(language: &str, title: &str, page: &str, tall: bool) {
            let report = Report {
                language: language.to_owned(),
                title: title.to_owned(),
                phrases: Phrases {
                    page: page.to_owned(),
                    ..Phrases::default()
                },
                ..Report::default()
            };
            assert_eq!(is_tall(&report), tall, "{language}");
        }
        check("en", "Monthly table", "Page {page} of {pages}", false);
        check("vi", "Bảng hằng tháng", "Trang {page}", false);
        check("km", "តារាងប្រចាំខែ", "ទំព័រ {page}", true);
        check("lo", "Monthly table", "ໜ້າ {page}", true);
        check("kxm", "ตารางรายเดือน", "{page}", true);
        check("shn", "Monthly table", "ၼႃႈ {page}", true);
    }

    #[test]
    fn the_language_of_a_file_is_a_code() {
        #[track_caller]
        fn check(code: &str, told: &str) {
            assert_eq!(language(code), told);
        }
        check("km", "km");
        check("en-XA", "en");
        check("English", "en");
        check("", "en");
    }
}
