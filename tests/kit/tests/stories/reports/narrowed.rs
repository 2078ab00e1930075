//! Files in the person's language, rows of one place and project, and targets beside what was achieved.

use desk::FileFormat;
use desk::view::{Code, Fault, RecordQuery, ReportAsk, ReportRow, ReportTable, ReportView};
use kit::Laptop;
use kit::answers::{ACCIDENT, Answers, KILLED};

use super::{file, month_end, november, on_paper, report, total};

#[test]
fn files_speak_the_language_of_the_person() {
    let story = month_end();
    let check = |language: &str, ask: &ReportAsk, has: &[&str], lacks: &[&str]| {
        story.laptop.desk.speak(language).unwrap();
        let text = String::from_utf8(file(&story.laptop, ask, FileFormat::Csv, None)).unwrap();
        assert!(
            text.starts_with('\u{feff}'),
            "a spreadsheet knows that it is UTF-8"
        );
        for words in has {
            assert!(text.contains(words), "{language}: {words} in {text}");
        }
        for words in lacks {
            assert!(!text.contains(words), "{language}: {words} in {text}");
        }
    };
    let sadd = november("sadd", "district");
    let khmer = [
        "របាយការណ៍,",
        "ខេត្ត,ស្រុក,វគ្គ",
        "សរុប,",
        "បាត់ដំបង",
        "កំណត់ត្រាបណ្ដោះអាសន្ន,1 ក្នុងចំណោមកំណត់ត្រា 4",
    ];
    check("km", &sadd, &khmer, &["Total", "Province", "Provisional"]);
    check(
        "en",
        &sadd,
        &[
            "Report,",
            "Province,District,Sessions",
            "Total,",
            "Battambang",
        ],
        &["សរុប"],
    );
    check(
        "en",
        &november("sadd", "team"),
        &["\nTeam,Sessions"],
        &["Province,"],
    );
    check(
        "en",
        &november("sadd", "country"),
        &["\n,Sessions"],
        &["Province,"],
    );
    let rows = ReportAsk {
        labels: true,
        ..november("rows:session", "country")
    };
    check(
        "km",
        &rows,
        &["ថ្ងៃ,ក្រុម,", ",ខេត្ត,ស្រុក,", "បាត់ដំបង"],
        &["adm1", "held"],
    );
    check("en", &rows, &["Day,Team,", "Battambang", "Held"], &["adm1"]);
    let codes = november("rows:session", "country");
    check("km", &codes, &["day,team,", "adm1", "held"], &["បាត់ដំបង"]);
}

/// Has the session that waits say its project, and gives its record.
fn of_project(laptop: &Laptop, project: &str) -> String {
    let ask = RecordQuery {
        limit: 9,
        ..RecordQuery::default()
    };
    let rows = laptop.desk.records(&ask).unwrap().rows;
    let waiting = rows.into_iter().find(|row| row.review == "submitted");
    let record = waiting.unwrap().record;
    laptop.sign_in("Dara");
    laptop.correct(&record, "finish/project_code", project);
    laptop.sign_in("Bopha");
    record
}

#[test]
fn rows_are_narrowed_to_a_place_and_a_project() {
    let story = month_end();
    let desk = &story.laptop.desk;
    of_project(&story.laptop, "EU-2026");
    let check = |place: Option<&str>, project: Option<&str>, rows: usize| {
        let ask = ReportAsk {
            place: place.map(str::to_owned),
            project: project.map(str::to_owned),
            ..november("rows:session", "country")
        };
        let text = String::from_utf8(file(&story.laptop, &ask, FileFormat::Csv, None)).unwrap();
        // A heading stands above rows and their total below, where there are any.
        let lines = text.lines().count().saturating_sub(2);
        assert_eq!(lines, rows, "{place:?} {project:?}: {text}");
    };
    check(None, None, 4);
    check(Some("02"), None, 4);
    check(Some("0"), None, 0);
    check(Some("03"), None, 0);
    check(None, Some("EU-2026"), 1);
    check(Some("02"), Some("EU-2026"), 1);
    check(Some("02"), Some("other"), 0);
    let ask = ReportAsk {
        project: Some("EU-2026".to_owned()),
        ..november("rows:follow_up", "country")
    };
    let mut out = Vec::new();
    let refused = desk.report_file(&ask, FileFormat::Csv, None, &on_paper, &mut out);
    assert_eq!(Fault::from(refused.unwrap_err()).code, Code::Misused);
}

#[test]
fn the_monthly_table_has_a_sum_for_each_project_below_its_places() {
    let story = month_end();
    let by = |level: &str| report(&story.laptop, &november("sadd", level)).tables;
    assert_eq!(by("district").len(), 1, "no record says its project");
    let record = of_project(&story.laptop, "EU-26");
    story.laptop.decide(&record, "approve", None).unwrap();
    for level in ["country", "province", "district", "village"] {
        let tables = by(level);
        let [places, projects] = tables.as_slice() else {
            panic!("{level}: {tables:?}");
        };
        assert_eq!(projects.split_title.as_deref(), Some("Project"), "{level}");
        for column in ["sessions", "women", "total"] {
            assert_eq!(total(projects, column), total(places, column), "{level}");
        }
        let named = |rows: &[ReportRow]| -> Vec<String> {
            rows.iter().flat_map(|row| row.codes.clone()).collect()
        };
        assert_eq!(named(&projects.rows), [""], "as the month was closed");
        assert_eq!(named(&projects.adjustments), ["", "EU-26"]);
    }
    for level in ["project", "team", "month"] {
        assert_eq!(by(level).len(), 1, "{level}");
    }
    let one = ReportAsk {
        project: Some("EU-26".to_owned()),
        ..november("sadd", "district")
    };
    assert_eq!(report(&story.laptop, &one).tables.len(), 1);
    let text = String::from_utf8(file(
        &story.laptop,
        &november("sadd", "district"),
        FileFormat::Csv,
        None,
    ));
    assert!(text.unwrap().contains("\nProject,Sessions"));
}

#[test]
fn targets_stand_beside_what_was_achieved() {
    let story = month_end();
    let desk = &story.laptop.desk;
    let record = of_project(&story.laptop, "EU-26");
    story.laptop.decide(&record, "approve", None).unwrap();
    let table = "project,indicator,from,to,target,measure\n\
        EU-26,E2,2026-01-01,2026-12-31,24,\n\
        EU-26,E2,2026-11-01,2026-11-30,9,women\n\
        EU-26,E1,2027-01-01,2027-12-31,5,\n\
        JP-1,E1,2026-01-01,2026-12-31,10,\n";
    assert_eq!(desk.targets_import(table.as_bytes()).unwrap(), 4);
    assert_eq!(desk.targets().unwrap().len(), 4);
    let told = |ask: &ReportAsk| -> Vec<(String, String, Vec<Option<f64>>)> {
        let view = report(&story.laptop, ask);
        let table = view.tables.iter().find(|it| it.indicator == "TARGETS");
        let rows = table.into_iter().flat_map(|table| &table.rows);
        rows.map(|row| {
            let cells = row.cells.iter().map(|cell| cell.value).collect();
            (row.codes[0].clone(), row.kind.clone().unwrap(), cells)
        })
        .collect()
    };
    let donor = |project: Option<&str>| ReportAsk {
        project: project.map(str::to_owned),
        ..november("donor", "province")
    };
    let row = |project: &str, kind: &str, cells: [f64; 3]| {
        (
            project.to_owned(),
            kind.to_owned(),
            cells.map(Some).to_vec(),
        )
    };
    let european = [
        row("EU-26", "E2.total", [24.0, 12.0, 0.5]),
        row("EU-26", "E2.women", [9.0, 9.0, 1.0]),
    ];
    assert_eq!(told(&donor(Some("EU-26"))), european);
    let all = [
        &european[..],
        &[row("JP-1", "E1.sessions", [10.0, 0.0, 0.0])],
    ]
    .concat();
    assert_eq!(told(&donor(None)), all);
    assert_eq!(told(&donor(Some("other"))), []);
    let narrowed = ReportAsk {
        place: Some("02".to_owned()),
        ..donor(Some("EU-26"))
    };
    assert_eq!(told(&narrowed), [], "a target is of the whole project");
    let before = ReportAsk {
        from: "2026-10-01".to_owned(),
        to: "2026-10-31".to_owned(),
        ..donor(Some("EU-26"))
    };
    assert_eq!(told(&before), [row("EU-26", "E2.total", [24.0, 0.0, 0.0])]);
    // A new table takes the place of what its projects had, and of nothing else.
    desk.targets_import(b"project,indicator,from,to,target\nEU-26,E1,2026-01-01,2026-12-31,2\n")
        .unwrap();
    let now = [
        row("EU-26", "E1.sessions", [2.0, 1.0, 0.5]),
        row("JP-1", "E1.sessions", [10.0, 0.0, 0.0]),
    ];
    assert_eq!(told(&donor(None)), now);
    let bytes = file(&story.laptop, &donor(Some("EU-26")), FileFormat::Csv, None);
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.contains("Project,Indicator and period,Target,Achieved,Share of the target"),
        "{text}"
    );
    story.laptop.sign_in("Dara");
    let refused = desk.targets_import(table.as_bytes()).unwrap_err();
    assert_eq!(Fault::from(refused).code, Code::NotAllowed);
}

/// October has no closed month, until a test closes it.
pub(super) fn october(name: &str, by: &str) -> ReportAsk {
    ReportAsk {
        from: "2026-10-01".to_owned(),
        to: "2026-10-31".to_owned(),
        ..november(name, by)
    }
}

/// An officer of victim assistance tells of one woman who was killed, and the supervisor approves it: the accident, and she.
pub(super) fn casualty(laptop: &Laptop, date: &str) -> [String; 2] {
    laptop.sign_in("Vanna");
    let killed: &Answers<'_> = &[
        ("when/accident_date", date),
        ("toll/killed_n", "1"),
        ("toll/injured_n", "0"),
        ("source/report_date", date),
    ];
    let accident = laptop.make("accident", &[ACCIDENT, killed]);
    let of_her: &Answers<'_> = &[
        ("who/accident_pick", &accident),
        ("accident/accident_date", date),
    ];
    let person = laptop.make("person", &[KILLED, of_her]);
    laptop.sign_in("Bopha");
    for record in [&accident, &person] {
        laptop.decide(record, "approve", None).unwrap();
    }
    [accident, person]
}

#[test]
fn the_bulletin_of_a_place_and_of_a_closed_month_says_what_its_indicator_says() {
    let story = month_end();
    let laptop = &story.laptop;
    let [first, _] = casualty(laptop, "2026-10-03");
    let bulletin = |place: Option<&str>| {
        let ask = ReportAsk {
            place: place.map(str::to_owned),
            ..october("casualties", "province")
        };
        let view = report(laptop, &ask);
        let [bulletin, below, ..] = view.tables.as_slice() else {
            panic!("{view:?}");
        };
        assert_eq!([&bulletin.by, &below.by], ["kind", "province"]);
        assert_eq!(total(bulletin, "total"), total(below, "total"), "{place:?}");
        let later = |at: &ReportTable| {
            at.adjustments
                .iter()
                .filter(|row| row.kind.is_none())
                .count()
        };
        (total(bulletin, "total"), later(bulletin))
    };
    let check = |all: f64, later: usize| {
        for place in [None, Some("02")] {
            assert_eq!(bulletin(place), (Some(all), later), "{place:?}");
        }
    };
    check(1.0, 0);
    laptop.decide(&first, "lock", None).unwrap();
    casualty(laptop, "2026-10-04");
    check(1.0, 1);
    let ask = ReportAsk {
        place: Some("03".to_owned()),
        ..october("casualties", "province")
    };
    assert!(
        report(laptop, &ask)
            .tables
            .iter()
            .all(|it| it.rows.is_empty())
    );
}

#[test]
fn few_people_are_told_as_few_whatever_tells_them_apart() {
    let story = month_end();
    let laptop = &story.laptop;
    casualty(laptop, "2026-10-03");
    let all = report(laptop, &october("V1", "commune"));
    let row = all.tables[0].rows.iter().find(|row| !row.is_subtotal);
    let codes = row.unwrap().codes.clone();
    let told = |ask: &ReportAsk| -> Vec<Option<String>> {
        let bytes = file(laptop, ask, FileFormat::Json, Some("UNDP"));
        let view: ReportView = serde_json::from_slice(&bytes).unwrap();
        let rows = view.tables.iter().flat_map(|table| &table.rows);
        rows.flat_map(|row| row.cells.iter().map(|cell| cell.text.clone()))
            .collect()
    };
    let few = |name: &str, by: &str, place: Option<String>| {
        let ask = ReportAsk {
            place,
            ..october(name, by)
        };
        told(&ask).contains(&Some("<5".to_owned()))
    };
    for name in ["V1", "casualties"] {
        assert!(
            !few(name, "province", None),
            "{name}: a province is no small place"
        );
        assert!(few(name, "district", None), "{name}");
        for by in ["team", "month", "project", "country"] {
            assert!(
                few(name, by, Some(codes[..2].join("/"))),
                "{name} by {by} in a district"
            );
            assert!(
                !few(name, by, Some(codes[..1].join("/"))),
                "{name} by {by} in a province"
            );
        }
    }
    // Those who came are people too; how many sessions there were is not.
    let in_a_district = ReportAsk {
        place: Some(codes[..2].join("/")),
        ..november("sadd", "team")
    };
    assert!(told(&in_a_district).contains(&Some("<5".to_owned())));
    let sessions = |recipient| {
        let bytes = file(
            laptop,
            &november("sadd", "commune"),
            FileFormat::Json,
            recipient,
        );
        let view: ReportView = serde_json::from_slice(&bytes).unwrap();
        total(&view.tables[0], "sessions")
    };
    assert_eq!(sessions(Some("UNDP")), sessions(None));
}

#[test]
fn no_single_village_leaves_the_team() {
    let story = month_end();
    let desk = &story.laptop.desk;
    let check = |name: &str, format: FileFormat, place: &str, refused: bool| {
        let ask = ReportAsk {
            place: Some(place.to_owned()),
            ..november(name, "month")
        };
        let mut out = Vec::new();
        let asked = desk.report_file(&ask, format, Some("UNDP"), &on_paper, &mut out);
        assert_eq!(asked.is_err(), refused, "{name} {place}: {asked:?}");
        assert_eq!(out.is_empty(), refused, "{name} {place}");
        if let Err(error) = asked {
            assert_eq!(Fault::from(error).code, Code::NotAllowed);
        }
    };
    for (name, format) in [
        ("sadd", FileFormat::Csv),
        ("E1", FileFormat::GeoJson),
        ("rows:session", FileFormat::Csv),
    ] {
        check(name, format, "02/0204/020401", false);
        check(name, format, "02/0204/020401/02040101", true);
    }
}
