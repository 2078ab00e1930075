//! Which month a lock closes, how other times are told beside an open month, and what persons outside the team are told of
//! parts of months.

use desk::FileFormat;
use desk::view::{Code, Fault, ReportAsk, ReportCell, ReportTable};
use kit::answers::{ACCIDENT, Answers, KILLED};

use super::narrowed::{casualty, october};
use super::{file, month_end, november, on_paper, report};

/// A woman was killed in September; that was last checked in October, by which day she is in its list.
#[test]
fn locking_a_month_closes_that_month_alone() {
    let story = month_end();
    let laptop = &story.laptop;
    laptop.sign_in("Vanna");
    let date = "2026-09-30";
    let when: &Answers<'_> = &[
        ("when/accident_date", date),
        ("toll/killed_n", "1"),
        ("toll/injured_n", "0"),
    ];
    let accident = laptop.make("accident", &[ACCIDENT, when]);
    let of_her: &Answers<'_> = &[
        ("who/accident_pick", &accident),
        ("accident/accident_date", date),
        ("status/status_date", "2026-10-01"),
    ];
    let person = laptop.make("person", &[KILLED, of_her]);
    laptop.sign_in("Bopha");
    for record in [&accident, &person] {
        laptop.decide(record, "approve", None).unwrap();
    }
    let done = laptop.desk.lock_month("BTB2", "2026-10").unwrap();
    assert_eq!((done.locked, done.left), (1, 0));
    let ask = ReportAsk {
        from: "2026-09-01".to_owned(),
        to: "2026-10-31".to_owned(),
        ..november("V1", "country")
    };
    assert_eq!(report(laptop, &ask).closed, ["2026-10"]);
}

#[test]
fn another_month_is_told_as_it_was_closed_whether_or_not_this_one_is() {
    let story = month_end();
    let laptop = &story.laptop;
    for month in ["2026-09", "2025-10"] {
        let [accident, _] = casualty(laptop, &format!("{month}-03"));
        laptop.decide(&accident, "lock", None).unwrap();
        casualty(laptop, &format!("{month}-04"));
    }
    casualty(laptop, "2026-10-03");
    let view = report(laptop, &october("casualties", "province"));
    assert_eq!(view.closed, [""; 0]);
    let [bulletin, below, ..] = view.tables.as_slice() else {
        panic!("{view:?}");
    };
    let told = |table: &ReportTable, cells: &Option<Vec<ReportCell>>, column: &str| {
        let mut columns = table.columns.iter();
        let at = columns.position(|it| it.code == column).unwrap();
        cells.as_ref().unwrap()[at].value
    };
    assert_eq!(told(bulletin, &bulletin.total, "total"), Some(1.0));
    assert_eq!(told(bulletin, &bulletin.total, "month_before"), Some(1.0));
    assert_eq!(told(below, &below.total, "total"), Some(1.0));
    assert_eq!(told(below, &below.before, "total"), Some(1.0), "September");
    assert_eq!(
        told(below, &below.year_before, "total"),
        Some(1.0),
        "October a year ago"
    );
    // Told by itself, September has what came later beside it.
    let september = ReportAsk {
        from: "2026-09-01".to_owned(),
        to: "2026-09-30".to_owned(),
        ..november("V1", "country")
    };
    let view = report(laptop, &september);
    let table = &view.tables[0];
    assert_eq!(told(table, &table.total, "total"), Some(1.0));
    assert_eq!(table.adjustments.len(), 1);
}

#[test]
fn what_tells_of_persons_leaves_the_team_by_whole_months_only() {
    let story = month_end();
    let laptop = &story.laptop;
    casualty(laptop, "2026-10-03");
    let ask = |name: &str, from: &str, to: &str| ReportAsk {
        from: from.to_owned(),
        to: to.to_owned(),
        ..november(name, "province")
    };
    let persons = [
        ("V1", FileFormat::Csv),
        ("V2", FileFormat::GeoJson),
        ("casualties", FileFormat::Json),
        ("village", FileFormat::Pdf),
        ("rows:person", FileFormat::Csv),
        ("rows:accident", FileFormat::Xlsx),
        // Its targets may be counted in persons.
        ("donor", FileFormat::Csv),
    ];
    let parts = [
        ("2026-10-03", "2026-10-03"),
        ("2026-10-01", "2026-10-30"),
        ("2026-09-02", "2026-10-31"),
    ];
    for (name, format) in persons {
        for (from, to) in parts {
            let ask = ask(name, from, to);
            file(laptop, &ask, format, None);
            let mut out = Vec::new();
            let desk = &laptop.desk;
            let asked = desk.report_file(&ask, format, Some("UNDP"), &on_paper, &mut out);
            let fault = Fault::from(asked.unwrap_err());
            assert_eq!(fault.code, Code::MonthParts, "{name} {from}");
            assert!(fault.message.contains("whole months"), "{}", fault.message);
            assert!(out.is_empty());
        }
        let months = ask(name, "2026-09-01", "2026-10-31");
        file(laptop, &months, format, Some("UNDP"));
    }
    for name in ["sadd", "E1", "rows:session"] {
        let day = ask(name, "2026-11-23", "2026-11-23");
        file(laptop, &day, FileFormat::Csv, Some("UNDP"));
    }
}

#[test]
fn what_is_found_to_be_one_or_two_after_a_month_was_closed_is_an_adjustment() {
    let story = month_end();
    let laptop = &story.laptop;
    laptop.sign_in("Dara");
    let made = [
        (["08:10", "09:05"], "Sdau", 12),
        (["10:00", "10:50"], "Sung", 20),
    ]
    .map(|(hours, village, women)| laptop.session_on("2026-10-30", hours, village, women));
    laptop.sign_in("Bopha");
    for record in &made {
        laptop.decide(record, "approve", None).unwrap();
    }
    let [kept, gone] = &made;
    let told = || {
        let view = report(laptop, &october("sadd", "country"));
        let table = &view.tables[0];
        let at = table.columns.iter().position(|it| it.code == "women");
        let cell = |cells: &[ReportCell]| cells[at.unwrap()].value.unwrap_or_default();
        let later = table.adjustments.iter().map(|row| cell(&row.cells));
        let total = table.total.as_deref().map_or(0.0, cell);
        (total, later.sum::<f64>())
    };
    assert_eq!(told(), (32.0, 0.0));
    laptop.desk.merge(kept, gone, None).unwrap();
    assert_eq!(told(), (12.0, 0.0));
    laptop.decide(kept, "lock", None).unwrap();
    laptop.desk.untie(kept, gone, None).unwrap();
    assert_eq!(told(), (12.0, 20.0), "taken back after it was closed");
    laptop.desk.merge(gone, kept, None).unwrap();
    assert_eq!(told(), (12.0, 8.0), "the other one is kept after all");
    laptop.desk.untie(kept, gone, None).unwrap();
    laptop.desk.merge(kept, gone, None).unwrap();
    assert_eq!(told(), (12.0, 0.0));
}
