//! Workbooks as a spreadsheet opens them: the heading stays in sight, and dates, numbers and words are what they are.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use desk::FileFormat;
use desk::view::ListColumn;
use kit::Laptop;

use super::{MonthEnd, file, month_end, november};

/// The XML of a sheet, counted from 1.
fn sheet_xml(book: &[u8], number: usize) -> String {
    let mut parts = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let name = format!("xl/worksheets/sheet{number}.xml");
    let mut part = parts.by_name(&name).unwrap();
    let mut xml = String::new();
    part.read_to_string(&mut xml).unwrap();
    xml
}

/// The element of the line that stays in sight; none where all of a sheet moves.
fn pane(xml: &str) -> Option<&str> {
    let (_, rest) = xml.split_once("<pane ")?;
    rest.split_once('>').map(|(pane, _)| pane)
}

fn of_the_first_sheet(book: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

/// What stands under a heading in the first row.
fn first(rows: &[Vec<Data>], heading: &str) -> Data {
    let at = rows[0].iter().position(|it| *it == heading);
    rows[1][at.unwrap_or_else(|| panic!("no {heading} in {:?}", rows[0]))].clone()
}

fn list(laptop: &Laptop) -> Vec<u8> {
    let rows = laptop.desk.records(&desk::view::RecordQuery::default());
    let records: Vec<String> = rows.unwrap().rows.into_iter().map(|it| it.record).collect();
    let columns = ["date", "what", "women"].map(|key| ListColumn {
        key: key.to_owned(),
        heading: key.to_owned(),
    });
    let desk = &laptop.desk;
    desk.list_table(&records, &columns, FileFormat::Xlsx)
        .unwrap()
}

#[test]
fn the_heading_of_every_table_of_a_workbook_stays_in_sight_and_nothing_is_a_formula() {
    let MonthEnd { _office, laptop } = month_end();
    let report = file(
        &laptop,
        &november("donor", "district"),
        FileFormat::Xlsx,
        None,
    );
    let tables = Xlsx::new(Cursor::new(report.as_slice()))
        .map(|book: Xlsx<_>| book.sheet_names().len())
        .unwrap();
    assert!(tables > 3, "the sheet about it, and one of each table");
    let rows = file(
        &laptop,
        &november("rows:session", "country"),
        FileFormat::Xlsx,
        None,
    );
    let mut records = Vec::new();
    let exported = laptop.desk.export_book("eore_session", &mut records);
    assert_eq!(exported.unwrap().records, 4);
    let listed = list(&laptop);
    let check = |book: &[u8], sheet: usize| {
        let xml = sheet_xml(book, sheet);
        let pane = pane(&xml).unwrap_or_else(|| panic!("sheet {sheet} moves"));
        for said in ["ySplit=\"1\"", "topLeftCell=\"A2\"", "state=\"frozen\""] {
            assert!(pane.contains(said), "sheet {sheet}: {pane}");
        }
        assert!(!xml.contains("<f>"), "sheet {sheet} has a formula");
    };
    for sheet in 2..=tables {
        check(&report, sheet);
    }
    for book in [rows, records, listed] {
        check(&book, 1);
    }
}

#[test]
fn a_day_is_a_date_in_every_workbook() {
    let MonthEnd { _office, laptop } = month_end();
    let rows = file(
        &laptop,
        &november("rows:session", "country"),
        FileFormat::Xlsx,
        None,
    );
    let mut records = Vec::new();
    laptop
        .desk
        .export_book("eore_session", &mut records)
        .unwrap();
    let check = |book: &[u8], heading: &str| {
        let cell = first(&of_the_first_sheet(book), heading);
        let Data::DateTime(moment) = cell else {
            panic!("{heading}: {cell:?} is no date");
        };
        let day = moment.as_datetime().unwrap().date().to_string();
        assert_eq!(day, "2026-11-23", "{heading}");
    };
    check(&rows, "day");
    check(&records, "place/activity_date");
    check(&list(&laptop), "date");
    // A day of somebody's life leaves the team as its month, which is no date.
    let women = first(&of_the_first_sheet(&rows), "women");
    assert!(matches!(women, Data::Float(_)), "{women:?}");
    let csv = file(
        &laptop,
        &november("rows:session", "country"),
        FileFormat::Csv,
        None,
    );
    assert!(String::from_utf8(csv).unwrap().contains("\n2026-11-23,"));
}

#[test]
fn a_workbook_of_records_comes_back_with_the_days_that_it_had() {
    let MonthEnd { _office, laptop } = month_end();
    let mut book = Vec::new();
    laptop.desk.export_book("eore_session", &mut book).unwrap();
    let other = Laptop::alone("Chan Thy", "supervisor");
    let report = other
        .desk
        .import(&book, None, &desk::import::ImportOptions::default())
        .unwrap();
    assert_eq!(report.made.get("eore_session"), Some(&4), "{report:?}");
    let days = |laptop: &Laptop| {
        let mut table = Vec::new();
        laptop
            .desk
            .export_table("eore_session", &mut table)
            .unwrap();
        String::from_utf8(table)
            .unwrap()
            .matches(",2026-11-23,")
            .count()
    };
    assert_eq!(days(&other), days(&laptop));
}

#[test]
fn columns_are_named_as_another_system_names_them() {
    let MonthEnd { _office, laptop } = month_end();
    let names = desk::column_names(
        "column,name\nday,session_date\nwomen,adult_female\nadm4,village\n".as_bytes(),
    );
    let ask = desk::view::ReportAsk {
        names: names.unwrap(),
        ..november("rows:session", "country")
    };
    let check = |recipient: Option<&str>, has: &[&str], has_not: &[&str]| {
        let bytes = file(&laptop, &ask, FileFormat::Csv, recipient);
        let text = String::from_utf8(bytes).unwrap();
        let heading = text.trim_start_matches('\u{feff}').lines().next().unwrap();
        let cells: Vec<&str> = heading.split(',').collect();
        for name in has {
            assert!(cells.contains(name), "{name} in {cells:?}");
        }
        for name in has_not {
            assert!(!cells.contains(name), "{name} in {cells:?}");
        }
    };
    let named = ["session_date", "adult_female", "men"];
    check(
        None,
        &[&named[..], &["village"]].concat(),
        &["day", "women", "adm4"],
    );
    // Another name brings nothing out that stays in the team.
    check(Some("UNDP"), &named, &["village", "adm4"]);
}

#[test]
fn the_donor_sheet_tells_population_groups_by_whom_sessions_were_for() {
    let MonthEnd { _office, laptop } = month_end();
    let view = super::report(&laptop, &november("donor", "country"));
    let of = |split: &str| {
        let found = view
            .tables
            .iter()
            .find(|it| it.split.as_deref() == Some(split));
        found.unwrap_or_else(|| panic!("no {split}"))
    };
    let sadd = super::total(&view.tables[0], "total");
    for split in ["audience", "bands_60", "bands_50"] {
        let table = of(split);
        assert_eq!(super::total(table, "total"), sadd, "{split}");
        assert!(table.rows.iter().all(|row| row.kind_name.is_some()));
    }
}
