//! A supervisor's month end: counts, a closed month and what came after it, files for the team and for others, and who
//! may see what of it.

mod closed;
mod narrowed;
mod workbooks;

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use desk::view::{Code, Fault, ReportAsk, ReportTable, ReportView};
use desk::{DeskError, FileFormat};
use kit::{Laptop, Office};
use serde_json::Value;

/// The day of the sessions is the office's morning: 2026-11-23.
fn november(name: &str, by: &str) -> ReportAsk {
    ReportAsk {
        name: name.to_owned(),
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        by: by.to_owned(),
        ..ReportAsk::default()
    }
}

struct MonthEnd {
    _office: Office,
    laptop: Laptop,
}

/// Four sessions with 12, 20, 7 and 9 women: two are approved and locked, one is approved later, one waits.
fn month_end() -> MonthEnd {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Bopha", "supervisor", &[]));
    laptop.add(&office.invite("Vanna", "va", &["BTB2"]));
    laptop.sign_in("Dara");
    let records: Vec<String> = [
        (["08:10", "09:05"], "Sdau", 12),
        (["10:00", "10:50"], "Sung", 20),
        (["13:00", "13:50"], "Kantueu", 7),
        (["15:00", "15:50"], "Ou Da", 9),
    ]
    .iter()
    .map(|(hours, village, women)| laptop.session_on("2026-11-23", *hours, village, *women))
    .collect();
    laptop.sign_in("Bopha");
    for decision in ["approve", "lock"] {
        for record in &records[..2] {
            laptop.decide(record, decision, None).unwrap();
        }
    }
    laptop.decide(&records[2], "approve", None).unwrap();
    MonthEnd {
        _office: office,
        laptop,
    }
}

fn report(laptop: &Laptop, ask: &ReportAsk) -> ReportView {
    laptop.desk.report(ask).unwrap()
}

/// The figure of a column in a total.
fn total(table: &ReportTable, column: &str) -> Option<f64> {
    let at = table
        .columns
        .iter()
        .position(|it| it.code == column)
        .unwrap();
    table.total.as_ref()?[at].value
}

/// What the program sets on paper, in few words.
fn on_paper(view: &ReportView) -> Result<Vec<u8>, DeskError> {
    Ok(format!("%PDF {} {:?}", view.title, view.watermark).into_bytes())
}

fn file(laptop: &Laptop, ask: &ReportAsk, format: FileFormat, recipient: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    laptop
        .desk
        .report_file(ask, format, recipient, &on_paper, &mut out)
        .unwrap();
    out
}

#[test]
fn a_closed_month_stays_as_it_was_and_what_came_later_is_told_apart() {
    let story = month_end();
    let view = report(&story.laptop, &november("sadd", "district"));
    let [table] = view.tables.as_slice() else {
        panic!("{view:?}");
    };
    assert_eq!(view.closed, ["2026-11"]);
    assert_eq!(total(table, "women"), Some(32.0), "as it was closed");
    assert_eq!(total(table, "sessions"), Some(2.0));
    let at = table
        .columns
        .iter()
        .position(|it| it.code == "women")
        .unwrap();
    let later: Vec<_> = table
        .adjustments
        .iter()
        .map(|row| row.cells[at].value)
        .collect();
    assert_eq!(later, [Some(7.0)], "approved after it was closed");
    assert_eq!((table.approved, table.waiting), (3, 1));
    assert_eq!(table.provisional.as_ref().unwrap()[at].value, Some(9.0));
    assert!(table.before.is_none(), "nothing was there in October");
    assert!(table.rows.iter().any(|row| row.is_subtotal));
}

#[test]
fn the_bulletin_and_the_indicators_below_it_have_names_of_their_own() {
    let story = month_end();
    let view = report(&story.laptop, &november("casualties", "province"));
    assert_eq!(view.tables[0].title, view.title);
    assert!(
        view.tables[1..]
            .iter()
            .all(|table| table.title != view.title)
    );
}

#[test]
fn a_report_of_one_place_has_what_is_in_it_whatever_tells_it_apart() {
    let story = month_end();
    let all = report(&story.laptop, &november("E2", "district"));
    let districts = all.tables[0].rows.iter().filter(|row| !row.is_subtotal);
    let district = districts.map(|row| row.codes.join("/")).next().unwrap();
    let province = district.split('/').next().unwrap().to_owned();
    for place in [province, district] {
        for by in ["country", "province", "district", "village"] {
            let ask = ReportAsk {
                place: Some(place.clone()),
                ..november("E2", by)
            };
            let view = report(&story.laptop, &ask);
            assert!(!view.tables[0].rows.is_empty(), "{place} by {by}");
            assert_eq!(
                total(&view.tables[0], "women"),
                Some(32.0),
                "{place} by {by}"
            );
        }
        for (by, own) in [("team", "BTB2"), ("month", "2026-11"), ("project", "")] {
            let ask = ReportAsk {
                place: Some(place.clone()),
                ..november("E2", by)
            };
            let view = report(&story.laptop, &ask);
            let codes: Vec<_> = view.tables[0].rows.iter().map(|row| &row.codes).collect();
            assert_eq!(codes, [&[own.to_owned()]], "{place} by {by}");
            assert_eq!(
                total(&view.tables[0], "women"),
                Some(32.0),
                "{place} by {by}"
            );
            let elsewhere = ReportAsk {
                place: Some("99".to_owned()),
                ..november("E2", by)
            };
            let none = report(&story.laptop, &elsewhere);
            assert!(none.tables.iter().all(|it| it.rows.is_empty()), "by {by}");
        }
    }
}

#[test]
fn one_indicator_is_a_report_and_an_unknown_one_is_told() {
    let story = month_end();
    let desk = &story.laptop.desk;
    let view = report(&story.laptop, &november("e1", "country"));
    assert_eq!(total(&view.tables[0], "sessions"), Some(2.0));
    #[track_caller]
    fn refused(laptop: &Laptop, ask: &ReportAsk, part: &str) {
        let fault = Fault::from(laptop.desk.report(ask).unwrap_err());
        assert_eq!(fault.code, Code::Misused);
        assert!(fault.message.contains(part), "{}", fault.message);
    }
    refused(&story.laptop, &november("E15", "country"), "E15");
    refused(&story.laptop, &november("E1", "street"), "street");
    let backwards = ReportAsk {
        from: "2026-12-01".to_owned(),
        ..november("E1", "country")
    };
    refused(&story.laptop, &backwards, "before it begins");
    let names: Vec<String> = desk
        .report_choices()
        .unwrap()
        .into_iter()
        .map(|it| it.name)
        .collect();
    for name in [
        "sadd",
        "casualties",
        "donor",
        "village",
        "caseload",
        "referrals",
        "quality",
        "E14",
        "V12",
    ] {
        assert!(
            names.iter().any(|it| it == name),
            "{name} is no choice of {names:?}"
        );
        report(&story.laptop, &november(name, "province"));
    }
}

#[test]
fn the_screens_words_are_in_the_language() {
    let story = month_end();
    story.laptop.desk.speak("km").unwrap();
    let view = report(&story.laptop, &november("sadd", "district"));
    assert_eq!(view.tables[0].columns[1].title, "ស្ត្រី");
    assert!(story.laptop.desk.speak("../km").is_err());
}

#[test]
fn a_field_officer_counts_no_persons() {
    let story = month_end();
    story.laptop.sign_in("Dara");
    for name in ["casualties", "V5", "caseload", "rows:person"] {
        let mut out = Vec::new();
        let asked = story.laptop.desk.report_file(
            &november(name, "country"),
            FileFormat::Csv,
            None,
            &on_paper,
            &mut out,
        );
        assert_eq!(
            Fault::from(asked.unwrap_err()).code,
            Code::NotAllowed,
            "{name}"
        );
        assert!(out.is_empty());
    }
    report(&story.laptop, &november("sadd", "village"));
}

#[test]
fn a_table_is_read_back_as_it_was_written() {
    let story = month_end();
    story.laptop.desk.speak("km").unwrap();
    let ask = november("sadd", "district");
    let bytes = file(&story.laptop, &ask, FileFormat::Xlsx, None);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let sheet = book.worksheet_range(&names[1]).unwrap();
    let heading: Vec<String> = sheet
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let women = heading.iter().position(|it| it == "ស្ត្រី").unwrap();
    let sum = sheet
        .rows()
        .find(|row| row[0] == Data::String("សរុប".to_owned()))
        .unwrap();
    assert_eq!(sum[women], Data::Float(32.0), "a number is a number");
    let about = book.worksheet_range(&names[0]).unwrap();
    assert!(
        about
            .rows()
            .any(|row| row[0] == Data::String("គិតត្រឹម".to_owned()))
    );

    let bytes = file(&story.laptop, &ask, FileFormat::Csv, None);
    assert!(
        bytes.starts_with(b"\xef\xbb\xbf"),
        "a spreadsheet knows that it is UTF-8"
    );
    let text = String::from_utf8(bytes).unwrap();
    let sum = text.lines().find(|line| line.starts_with("សរុប,")).unwrap();
    assert!(sum.contains(",32,"), "{sum}");
    assert!(
        text.contains("កំណត់ត្រាបណ្ដោះអាសន្ន,1 ក្នុងចំណោមកំណត់ត្រា 4 (25.0 %)"),
        "{text}"
    );

    let view: Value =
        serde_json::from_slice(&file(&story.laptop, &ask, FileFormat::Json, None)).unwrap();
    assert_eq!(view["tables"][0]["indicator"], "SADD");
}

#[test]
fn rows_are_written_as_they_are_read_and_others_get_less_of_them() {
    let story = month_end();
    story.laptop.desk.speak("km").unwrap();
    let ask = november("rows:session", "country");
    let own = String::from_utf8(file(&story.laptop, &ask, FileFormat::Csv, None)).unwrap();
    assert_eq!(
        own.lines().count(),
        6,
        "a heading, four sessions and their total: {own}"
    );
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let lines: Vec<Vec<String>> = own
        .trim_start_matches('\u{feff}')
        .lines()
        .map(cells)
        .collect();
    let women = lines[0].iter().position(|it| it == "women").unwrap();
    let counted = lines[1..5]
        .iter()
        .map(|row| row[women].parse::<u32>().unwrap());
    let last = &lines[5];
    assert_eq!(last[0], "សរុប", "in the language: {last:?}");
    assert_eq!(last[women], counted.sum::<u32>().to_string());
    assert_eq!(last.len(), lines[0].len());
    assert!(own.contains("Kantueu") && own.contains("submitted"));
    let other = |name: &str| {
        String::from_utf8(file(&story.laptop, &ask, FileFormat::Csv, Some(name))).unwrap()
    };
    let undp = other("UNDP");
    assert!(
        !undp.contains("Kantueu") && !undp.contains("adm4"),
        "{undp}"
    );
    assert!(
        !undp.contains("submitted"),
        "what waits is not given: {undp}"
    );
    assert_eq!(
        undp.lines().count(),
        6,
        "a heading, three sessions, their total and for whom: {undp}"
    );
    let total = undp.lines().nth(4).unwrap();
    assert!(total.contains(",39,"), "12, 20 and 7 women: {undp}");
    let given = story.laptop.desk.given_out().unwrap();
    assert_eq!([given[0].rows, given[1].rows], [3, 4]);
    // The last line says for whom, as it was typed.
    let without_foot = |text: &str| text.trim_end().rsplit_once('\n').unwrap().0.to_owned();
    assert_eq!(
        without_foot(&undp),
        without_foot(&other("undp ")),
        "the same recipient, the same names"
    );
    let named = |text: &str| {
        text.split([',', '\n'])
            .find(|cell| cell.starts_with("P1-"))
            .map(str::to_owned)
    };
    assert_ne!(named(&undp).unwrap(), named(&other("ICRC")).unwrap());
}

#[test]
fn rows_are_a_workbook_too_with_numbers_as_numbers_and_codes_as_text() {
    let story = month_end();
    let ask = november("rows:session", "country");
    let bytes = file(&story.laptop, &ask, FileFormat::Xlsx, None);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("session").unwrap();
    let mut rows = sheet.rows();
    let heading: Vec<String> = rows
        .next()
        .unwrap()
        .iter()
        .map(|it| it.to_string())
        .collect();
    let at = |name: &str| heading.iter().position(|it| it == name).unwrap();
    let mut rows: Vec<&[Data]> = rows.collect();
    let last = rows.pop().unwrap();
    assert!(
        matches!(last[at("women")], Data::Float(_)) && last[at("adm1")] == Data::Empty,
        "what they add up to: {last:?}"
    );
    let mut told = 0;
    for row in rows {
        told += 1;
        assert!(
            matches!(row[at("women")], Data::Float(_)),
            "{:?}",
            row[at("women")]
        );
        assert!(
            matches!(row[at("adm1")], Data::String(_)),
            "a code keeps its nought"
        );
    }
    assert_eq!(told, 4);
    let others = file(&story.laptop, &ask, FileFormat::Xlsx, Some("UNDP"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(others)).unwrap();
    let sheet = book.worksheet_range("session").unwrap();
    let adm4 = Data::String("adm4".to_owned());
    assert!(sheet.rows().flatten().all(|cell| *cell != adm4));
}

#[test]
fn what_is_given_out_is_written_down_with_whom_it_was_for() {
    let story = month_end();
    let desk = &story.laptop.desk;
    file(
        &story.laptop,
        &november("sadd", "village"),
        FileFormat::Csv,
        Some("UNDP"),
    );
    file(
        &story.laptop,
        &november("E1", "country"),
        FileFormat::GeoJson,
        None,
    );
    let given = desk.given_out().unwrap();
    let told: Vec<_> = given
        .iter()
        .map(|it| {
            (
                it.what.as_str(),
                it.format.as_str(),
                it.recipient.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("E1", "geojson", None), ("sadd", "csv", Some("UNDP"))]
    );
    assert_eq!(given[1].person, "Bopha");
    assert!(
        given[1]
            .filter
            .contains("2026-11-01 to 2026-11-30, by commune"),
        "{}",
        given[1].filter
    );
    let mut out = Vec::new();
    let asked = desk.report_file(
        &november("caseload", "country"),
        FileFormat::Csv,
        Some("UNDP"),
        &on_paper,
        &mut out,
    );
    assert_eq!(Fault::from(asked.unwrap_err()).code, Code::NotAllowed);
    assert!(out.is_empty());
    assert_eq!(
        desk.given_out().unwrap().len(),
        2,
        "what was refused was not given"
    );
    story.laptop.sign_in("Dara");
    assert_eq!(
        Fault::from(desk.given_out().unwrap_err()).code,
        Code::NotAllowed
    );
}

#[test]
fn a_report_on_paper_is_held_to_what_other_files_are() {
    let story = month_end();
    let desk = &story.laptop.desk;
    let caseload = november("caseload", "country");
    let own = String::from_utf8(file(&story.laptop, &caseload, FileFormat::Pdf, None)).unwrap();
    assert!(own.starts_with("%PDF Caseload list Some(\"Bopha"), "{own}");
    let refused = |ask: &ReportAsk, recipient, paper: desk::OnPaper<'_>| {
        let mut out = Vec::new();
        let asked = desk.report_file(ask, FileFormat::Pdf, recipient, paper, &mut out);
        assert!(out.is_empty());
        Fault::from(asked.unwrap_err()).code
    };
    assert_eq!(
        refused(&caseload, Some("UNDP"), &on_paper),
        Code::NotAllowed
    );
    let out_of_paper = |_: &ReportView| -> Result<Vec<u8>, DeskError> {
        Err(DeskError::Misused {
            why: "too long".to_owned(),
        })
    };
    assert_eq!(refused(&caseload, None, &out_of_paper), Code::Misused);
    assert_eq!(
        refused(&november("rows:session", "country"), None, &on_paper),
        Code::Misused
    );
    let for_others = |view: &ReportView| {
        assert_eq!((view.ask.by.as_str(), view.ask.public), ("commune", true));
        on_paper(view)
    };
    let mut out = Vec::new();
    let village = november("sadd", "village");
    desk.report_file(
        &village,
        FileFormat::Pdf,
        Some("UNDP"),
        &for_others,
        &mut out,
    )
    .unwrap();
    let given = desk.given_out().unwrap();
    let told: Vec<_> = given
        .iter()
        .map(|it| (it.what.as_str(), it.format.as_str(), it.rows))
        .collect();
    assert_eq!(
        told[..],
        [("sadd", "pdf", told[0].2), ("caseload", "pdf", told[1].2)]
    );
    assert!(told[0].2 > 0);
}

#[test]
fn the_caseload_says_who_had_it_made_and_no_name_of_a_person() {
    let story = month_end();
    story.laptop.sign_in("Vanna");
    let set: Vec<(String, String)> = [
        ("consent/basis", "legal_duty_casualty_register"),
        ("who/victim_type", "indirect_family"),
        ("who/name_latin", "Sok Chenda"),
        ("who/sex", "female"),
        ("who/birth_precision", "unknown"),
        ("home/place_not_listed", "yes"),
        ("home/place_name_free", "Prey Veng Lane"),
        ("status/vital_status", "alive"),
        ("status/displacement_status", "unknown"),
        ("status/case_status", "registered"),
    ]
    .map(|(path, value)| (path.to_owned(), value.to_owned()))
    .into();
    story
        .laptop
        .desk
        .record_new("person", None, &set, false)
        .unwrap()
        .record
        .unwrap();
    let ask = november("caseload", "country");
    let view = report(&story.laptop, &ask);
    let mark = view.watermark.clone().unwrap();
    assert!(mark.starts_with("Vanna · 23/11/2026 "), "{mark}");
    let [row] = view.tables[0].rows.as_slice() else {
        panic!("{view:?}");
    };
    assert!(
        row.kind_name.as_ref().unwrap().starts_with("KH-P-"),
        "{row:?}"
    );
    let text = String::from_utf8(file(&story.laptop, &ask, FileFormat::Csv, None)).unwrap();
    assert!(text.contains("Confidential,Vanna"), "{text}");
    for secret in ["Sok Chenda", "Prey Veng Lane"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn a_plan_of_villages_is_what_coverage_is_told_of() {
    const PLACES: &str = "pcode,parent,level,name_km,name_latin,unit_en
KH02,KH,1,បាត់ដំបង,Battambang,Province
KH0209,KH02,2,សំឡូត,Samlout,District
KH020904,KH0209,3,ស៊ុង,Sung,Commune
KH02090401,KH020904,4,ស៊ុង១,Sung Muoy,Village
KH02090402,KH020904,4,ស៊ុង២,Sung Pir,Village
";
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let desk = &laptop.desk;
    desk.places_import("kh.csv", PLACES.as_bytes()).unwrap();
    let planned = |text: &str| desk.plan_import(2026, text.as_bytes());
    assert_eq!(
        planned("pcode,name\nKH02090401,Sung Muoy\nKH02090402,Sung Pir\nKH02090401,again\n")
            .unwrap(),
        2
    );
    let view = report(&laptop, &november("E7", "province"));
    assert_eq!(total(&view.tables[0], "planned"), Some(2.0));
    assert_eq!(total(&view.tables[0], "share"), Some(0.0));
    #[track_caller]
    fn refused(laptop: &Laptop, text: &str, part: &str) {
        let fault = Fault::from(laptop.desk.plan_import(2026, text.as_bytes()).unwrap_err());
        assert!(fault.message.contains(part), "{}", fault.message);
    }
    refused(&laptop, "KH02090401\nKH99\n", "line 2");
    refused(&laptop, "KH0209\n", "no village");
    let kept = report(&laptop, &november("E7", "country"));
    assert_eq!(
        total(&kept.tables[0], "planned"),
        Some(2.0),
        "what was refused changed nothing"
    );
}
