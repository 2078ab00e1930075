//! A report as a workbook: one sheet about it and one for each table, with typed cells and a heading that stays in sight.
//! Rows are one sheet that is filled line by line.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::file::{Cell, Line, lines_of};
use super::headings::Headings;
use crate::DeskError;
use crate::view::{ReportTable, ReportView};

/// Signs of the name of a sheet.
const NAME_SIGNS: usize = 31;
/// The font of Khmer in workbooks, which every office program replaces if it is not there.
const FONT: &str = "Noto Sans Khmer";

/// How lines and cells look.
struct Looks {
    heading: Format,
    number: Format,
    share: Format,
    date: Format,
    text: Format,
    bold: Format,
    bold_number: Format,
    bold_share: Format,
}

/// How a number is written: so that it is read easily, or with every figure that it has.
const EASY: &str = "#,##0.##";
const WHOLE: &str = "General";

impl Looks {
    fn new(numbers: &str) -> Looks {
        let plain = || Format::new().set_font_name(FONT);
        let number = || plain().set_num_format(numbers);
        let share = || plain().set_num_format("0.0%");
        Looks {
            heading: plain()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            number: number(),
            share: share(),
            date: plain().set_num_format("dd/mm/yyyy"),
            text: plain(),
            bold: plain().set_bold(),
            bold_number: number().set_bold(),
            bold_share: share().set_bold(),
        }
    }
}

/// The bytes of the workbook.
pub(super) fn workbook(
    view: &ReportView,
    recipient: Option<&str>,
    headings: Headings<'_>,
) -> Result<Vec<u8>, DeskError> {
    let made = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let looks = Looks::new(EASY);
        let about = headings.about(view, recipient);
        first_sheet(book.add_worksheet(), view, &about, headings, &looks)?;
        for (at, table) in view.tables.iter().enumerate() {
            let sheet = book.add_worksheet();
            sheet.set_name(sheet_name(at, table))?;
            write_lines(sheet, lines_of(table, headings), &looks)?;
        }
        book.save_to_buffer()
    };
    made().map_err(broken)
}

fn first_sheet(
    sheet: &mut Worksheet,
    view: &ReportView,
    about: &[(String, String)],
    headings: Headings<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(headings.first_sheet())?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 60)?;
    let mut row = 0;
    for (name, value) in about {
        sheet.write_string_with_format(row, 0, name, &looks.bold)?;
        sheet.write_string_with_format(row, 1, value, &looks.text)?;
        row += 1;
    }
    for table in &view.tables {
        let name = format!("{} {}", table.indicator, table.title);
        sheet.write_string_with_format(row, 0, &name, &looks.text)?;
        let (_, told) = headings.provisional(table);
        sheet.write_string_with_format(row, 1, told, &looks.text)?;
        row += 1;
    }
    if let Some(mark) = &view.watermark {
        sheet.set_header(format!("&C&14{}", mark.replace('&', "&&")));
    }
    Ok(())
}

/// The number of the table keeps names apart.
fn sheet_name(at: usize, table: &ReportTable) -> String {
    let split = table.split.as_deref().unwrap_or_default();
    fitting(&format!("{} {} {split}", at + 1, table.indicator))
}

/// A name as a sheet may have it.
fn fitting(name: &str) -> String {
    let fits = |sign: &char| !['[', ']', ':', '*', '?', '/', '\\', '\''].contains(sign);
    name.trim().chars().filter(fits).take(NAME_SIGNS).collect()
}

fn write_lines(
    sheet: &mut Worksheet,
    lines: Vec<(Line, Vec<Cell>)>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    for (row, (line, cells)) in (0_u32..).zip(lines) {
        write_line(sheet, row, line, &cells, looks)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_column_width(0, 28)?;
    Ok(())
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    line: Line,
    cells: &[Cell],
    looks: &Looks,
) -> Result<(), XlsxError> {
    for (column, cell) in (0_u16..).zip(cells) {
        let (text, number, share) = match line {
            Line::Heading => (&looks.heading, &looks.number, &looks.share),
            Line::Subtotal | Line::Total => (&looks.bold, &looks.bold_number, &looks.bold_share),
            Line::Row | Line::Adjustment => (&looks.text, &looks.number, &looks.share),
        };
        match cell {
            Cell::Empty => {}
            Cell::Text(words) => {
                sheet.write_string_with_format(row, column, words, text)?;
            }
            Cell::Number(value) => {
                sheet.write_number_with_format(row, column, *value, number)?;
            }
            Cell::Share(value) => {
                sheet.write_number_with_format(row, column, *value, share)?;
            }
            Cell::Date(date) => match serial(*date) {
                Some(day) => {
                    sheet.write_datetime_with_format(row, column, &day, &looks.date)?;
                }
                None => {
                    sheet.write_string_with_format(row, column, date.to_string(), text)?;
                }
            },
        }
    }
    Ok(())
}

/// A date as workbooks have it; none before 1900.
fn serial(date: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year())
        .ok()
        .filter(|year| *year >= 1900)?;
    let (month, day) = (
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    );
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// A workbook of one sheet that is filled line by line.
pub(crate) struct RowBook {
    sheet: Worksheet,
    looks: Looks,
    row: u32,
}

impl RowBook {
    /// One whose sheet has a name and a heading that stays in sight.
    pub(super) fn new(name: &str) -> Result<Self, DeskError> {
        let mut sheet = Worksheet::new();
        let begun = sheet
            .set_name(fitting(name))
            .and_then(|it| it.set_freeze_panes(1, 0));
        begun.map_err(broken)?;
        Ok(Self {
            sheet,
            looks: Looks::new(WHOLE),
            row: 0,
        })
    }

    /// Adds a line below the others.
    pub(super) fn add(&mut self, line: Line, cells: &[Cell]) -> Result<(), DeskError> {
        write_line(&mut self.sheet, self.row, line, cells, &self.looks).map_err(broken)?;
        self.row += 1;
        Ok(())
    }

    /// The bytes of the workbook.
    pub(super) fn bytes(self) -> Result<Vec<u8>, DeskError> {
        let mut book = Workbook::new();
        book.push_worksheet(self.sheet);
        book.save_to_buffer().map_err(broken)
    }
}

fn broken(error: XlsxError) -> DeskError {
    DeskError::file("write the workbook", std::io::Error::other(error))
}
