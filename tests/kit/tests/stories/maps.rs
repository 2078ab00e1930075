//! Points of a report on a map and as files, and the maps that stand behind them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::view::{Code, Fault, ListColumn, ListOnPaper, RecordQuery, ReportAsk, ReportPoints};
use desk::{DeskError, FileFormat};
use kit::answers::{ACCIDENT, Answers, KILLED, PINNED, SESSION, SUNG};
use kit::{Laptop, Office};
use serde_json::Value;

/// Where the first session was.
const HERE: &Answers<'_> = &[("place/position", "12.783412 102.861234 0 5")];

/// Two sessions with a position, one of them in another province, one without; and an accident.
fn laptop() -> Laptop {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let session =
        |more: &Answers<'_>| laptop.make("eore_session", &[SUNG, SESSION, PINNED, HERE, more]);
    session(&[]);
    let elsewhere = [
        ("place/adm1", "01"),
        ("place/village_name", "Ou Chrov"),
        ("place/position", "13.651234 102.561234 0 5"),
    ];
    session(&elsewhere);
    laptop.make(
        "eore_session",
        &[SUNG, SESSION, &[("place/geo_safe", "no")]],
    );
    laptop.make("accident", &[ACCIDENT]);
    laptop
}

/// Two accidents of an office: one is approved, one waits.
fn office() -> (Office, Laptop) {
    let office = Office::open();
    let laptop = office.laptop("Chea Vanna", "va", &["BTB2"]);
    laptop.add(&office.invite("Chan Sophea", "supervisor", &[]));
    laptop.sign_in("Chea Vanna");
    // Nobody approves an accident whose casualties are not linked to it.
    let one_killed = [("toll/killed_n", "1"), ("toll/injured_n", "0")];
    let accident = laptop.make("accident", &[ACCIDENT, &one_killed]);
    let of_her: &Answers<'_> = &[
        ("who/accident_pick", &accident),
        ("accident/accident_date", "2026-11-20"),
    ];
    laptop.make("person", &[KILLED, of_her]);
    let waiting = [("place/position", "12.801234 102.861234 0 5")];
    laptop.make("accident", &[ACCIDENT, &waiting]);
    laptop.sign_in("Chan Sophea");
    laptop.decide(&accident, "approve", None).unwrap();
    (office, laptop)
}

fn november(name: &str) -> ReportAsk {
    ReportAsk {
        name: name.to_owned(),
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        // What was just submitted is looked at in most of these stories.
        waiting: true,
        ..ReportAsk::default()
    }
}

fn points(laptop: &Laptop, ask: &ReportAsk) -> ReportPoints {
    laptop.desk.report_points(ask).unwrap()
}

fn file(laptop: &Laptop, ask: &ReportAsk, format: FileFormat, recipient: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    let written = laptop
        .desk
        .report_file(ask, format, recipient, &|_| Ok(Vec::new()), &mut out);
    assert!(written.unwrap().rows > 0);
    out
}

#[test]
fn a_report_has_the_points_of_what_it_counts_and_says_how_many_have_none() {
    let laptop = laptop();
    let all = points(&laptop, &november("sadd"));
    assert_eq!((all.points.len(), all.in_all, all.records), (2, 2, 3));
    let point = all.points.iter().find(|it| it.lat < 13.0).unwrap();
    assert_eq!((point.lat, point.lon), (12.783412, 102.861234));
    assert_eq!(point.date.as_deref(), Some("2026-11-23"));
    assert_eq!(point.place, "Battambang", "the nearest that has a code");
    assert_eq!(
        (point.form.as_str(), point.people),
        ("eore_session", Some(13))
    );
    let [form] = all.forms.as_slice() else {
        panic!("{:?}", all.forms);
    };
    assert_eq!(form.points, 2);
    laptop.desk.record(&point.record).unwrap();

    let check = |ask: ReportAsk, expected: usize| {
        assert_eq!(points(&laptop, &ask).points.len(), expected, "{ask:?}");
    };
    let place = |code: &str| ReportAsk {
        place: Some(code.to_owned()),
        ..november("sadd")
    };
    check(place("02"), 1);
    check(place("01"), 1);
    check(place("0"), 0);
    check(place("02/0209"), 0);
    check(
        ReportAsk {
            project: Some("P1".to_owned()),
            ..november("sadd")
        },
        0,
    );
    check(
        ReportAsk {
            to: "2026-11-22".to_owned(),
            ..november("sadd")
        },
        0,
    );
    check(november("caseload"), 0);
    check(november("V5"), 0);
}

#[test]
fn points_are_for_whom_the_report_is() {
    let laptop = laptop();
    let field = Laptop::alone("Vy", "field");
    field.make("accident", &[ACCIDENT]);
    for name in ["V2", "casualties", "caseload"] {
        let refused = field.desk.report_points(&november(name)).unwrap_err();
        assert_eq!(Fault::from(refused).code, Code::NotAllowed, "{name}");
    }
    let refused = laptop.desk.report_points(&november("E99")).unwrap_err();
    assert_eq!(Fault::from(refused).code, Code::Misused);
}

/// A form of its own, whose positions are guarded.
const WELLS: &str = "survey,,,,,\n,type,name,label,sala_class,sala_index\n,text,what,What,P0,title\n,decimal,north,North,P2,lat\n,decimal,east,East,P2,lon\nsettings,,,,,\n,form_title,form_id,version,,\n,Wells,wells,1,,\n";

fn listed(laptop: &Laptop, query: &RecordQuery) -> (usize, u32, u32) {
    let found = laptop.desk.record_points(query).unwrap();
    let of_forms: u32 = found.forms.iter().map(|form| form.points).sum();
    assert_eq!(of_forms as usize, found.points.len(), "each is of a form");
    (found.points.len(), found.in_all, found.records)
}

#[test]
fn the_map_beside_a_list_has_the_records_of_the_list() {
    let laptop = laptop();
    let check = |query: RecordQuery, expected: (usize, u32, u32)| {
        assert_eq!(listed(&laptop, &query), expected, "{query:?}");
        let rows = laptop.desk.records(&query).unwrap();
        assert_eq!(rows.total, expected.2, "as many as the list has");
    };
    let all = RecordQuery::default;
    check(all(), (3, 3, 4));
    let form = |id: &str| RecordQuery {
        form: Some(id.to_owned()),
        ..all()
    };
    check(form("eore_session"), (2, 2, 3));
    check(form("accident"), (1, 1, 1));
    check(form("hazard_report"), (0, 0, 0));
    let place = |code: &str| RecordQuery {
        adm1: Some(code.to_owned()),
        ..all()
    };
    check(place("01"), (1, 1, 1));
    let (limit, offset) = (1, 2);
    let slice = RecordQuery {
        limit,
        offset,
        ..all()
    };
    assert_eq!(listed(&laptop, &slice), (3, 3, 4), "not a slice of it");
    let words = |text: &str| RecordQuery {
        text: text.to_owned(),
        ..all()
    };
    check(words("Chrov"), (1, 1, 1));
    check(words("nowhere"), (0, 0, 0));
    let elsewhere = RecordQuery {
        team: Some("PLN9".to_owned()),
        ..all()
    };
    check(elsewhere, (0, 0, 0));
    let found = laptop.desk.record_points(&place("01")).unwrap();
    let [point] = found.points.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((point.lat, point.lon), (13.651_234, 102.561_234));
    assert_eq!(point.place, "Banteay Meanchey", "the nearest with a code");
    let row = laptop.desk.record(&point.record).unwrap().row;
    assert_eq!((&point.date, point.people), (&row.date, row.people));
}

#[test]
fn a_guarded_position_is_on_nobody_elses_map() {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    for (name, role, teams) in [
        ("Chea Rith", "field", &["BTB2"][..]),
        ("Keo Pisey", "coordinator", &["BTB2"]),
        ("Chan Sophea", "supervisor", &[]),
        ("Chea Vanna", "va", &["BTB2"]),
        ("Long Theary", "field", &["PLN1"]),
    ] {
        laptop.add(&office.invite(name, role, teams));
    }
    laptop.sign_in("Chan Sophea");
    let form = WELLS.as_bytes();
    laptop.desk.form_import("wells.csv", form).unwrap();
    laptop.sign_in("Sok Dara");
    let well: &Answers<'_> = &[("what", "Pump"), ("north", "12.7"), ("east", "102.8")];
    laptop.make("wells", &[well]);
    laptop.make("eore_session", &[SUNG, SESSION, PINNED, HERE]);
    for (name, on_map, records) in [
        ("Sok Dara", 2, 2),
        ("Chea Vanna", 2, 2),
        ("Chea Rith", 1, 2),
        ("Keo Pisey", 1, 2),
        ("Chan Sophea", 1, 2),
        ("Long Theary", 0, 0),
    ] {
        laptop.sign_in(name);
        let found = laptop.desk.record_points(&RecordQuery::default()).unwrap();
        let told = (found.points.len(), found.in_all, found.records);
        assert_eq!(
            told,
            (on_map, u32::try_from(on_map).unwrap(), records),
            "{name}"
        );
        let of_another_team = RecordQuery {
            team: Some("BTB2".to_owned()),
            ..RecordQuery::default()
        };
        let rows = laptop.desk.records(&of_another_team).unwrap();
        assert_eq!(rows.total, records, "{name}, asked for one team");
    }
}

/// What each feature of a GeoJSON file says under a name.
fn said(bytes: &[u8], name: &str) -> Vec<Value> {
    let whole: Value = serde_json::from_slice(bytes).unwrap();
    let features = whole["features"].as_array().unwrap();
    features
        .iter()
        .map(|one| one["properties"][name].clone())
        .collect()
}

#[test]
fn points_that_leave_the_team_are_approved_and_coarse_and_accidents_are_told_by_their_month() {
    let (_office, laptop) = office();
    let ask = november("V2");
    let own = file(&laptop, &ask, FileFormat::GeoJson, None);
    let given = file(&laptop, &ask, FileFormat::GeoJson, Some("UNDP"));
    assert_eq!(said(&own, "date"), ["2026-11-20"; 2]);
    assert_eq!(said(&given, "date"), ["2026-11"]);
    assert_eq!(said(&given, "review"), ["approved"]);
    assert!(said(&given, "ref")[0].as_str().unwrap().starts_with("P1-"));
    let given: Value = serde_json::from_slice(&given).unwrap();
    let place = &given["features"][0]["geometry"]["coordinates"];
    assert_eq!(*place, serde_json::json!([102.87, 12.79]));
}

#[test]
fn what_counts_is_shown_and_what_waits_only_where_it_is_asked_for() {
    let (_office, laptop) = office();
    let all = november("V2");
    let counting = ReportAsk {
        waiting: false,
        ..all.clone()
    };
    let states = |ask: &ReportAsk| -> Vec<String> {
        let mut states: Vec<String> = points(&laptop, ask)
            .points
            .into_iter()
            .map(|point| point.review)
            .collect();
        states.sort();
        states
    };
    assert_eq!(states(&counting), ["approved"]);
    assert_eq!(states(&all), ["approved", "submitted"]);
    for (ask, in_all) in [(&counting, 1), (&all, 2)] {
        let found = points(&laptop, ask);
        assert_eq!(
            (found.in_all, found.records, found.waiting),
            (in_all, in_all, 1)
        );
    }
    let own = |ask: &ReportAsk, recipient: Option<&str>| {
        let bytes = file(&laptop, ask, FileFormat::GeoJson, recipient);
        let mut said: Vec<(String, bool)> = said(&bytes, "review")
            .iter()
            .zip(said(&bytes, "counts"))
            .map(|(review, counts)| {
                (
                    review.as_str().unwrap().to_owned(),
                    counts.as_bool().unwrap(),
                )
            })
            .collect();
        said.sort();
        said
    };
    let approved = ("approved".to_owned(), true);
    assert_eq!(own(&counting, None), std::slice::from_ref(&approved));
    let waits = ("submitted".to_owned(), false);
    assert_eq!(own(&all, None), [approved.clone(), waits]);
    assert_eq!(own(&all, Some("UNDP")), [approved]);
    let log = laptop.desk.given_out().unwrap();
    let told: Vec<bool> = log
        .iter()
        .map(|it| it.filter.ends_with("with what waits"))
        .collect();
    assert_eq!(told, [false, true, false], "the last first");
}

#[test]
fn points_in_a_file_are_narrowed_to_a_place() {
    let laptop = laptop();
    let narrowed = ReportAsk {
        place: Some("01".to_owned()),
        ..november("sadd")
    };
    let bytes = file(&laptop, &narrowed, FileFormat::GeoJson, None);
    assert_eq!(said(&bytes, "form"), ["eore_session"]);
}

/// Whether GDAL is missing, which a machine of its own may lack and CI may not.
fn gdal_is_missing() -> bool {
    let missing = Command::new("ogrinfo").arg("--version").output().is_err();
    assert!(
        !missing || std::env::var_os("CI").is_none(),
        "in CI GeoPackages must be opened with ogrinfo, which is not installed"
    );
    if missing {
        kit::say_left_out("ogrinfo is not installed; `cargo xtask test` sets it up");
    }
    missing
}

/// What GDAL says of a file; it must open it without complaint.
fn ogrinfo(path: &Path) -> String {
    let output = Command::new("ogrinfo")
        .args(["-ro", "-al"])
        .arg(path)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}{complaint}");
    assert_eq!(complaint, "", "{told}");
    told
}

#[test]
fn gdal_opens_a_geopackage() {
    if gdal_is_missing() {
        return;
    }
    let laptop = laptop();
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, ask: &ReportAsk, recipient: Option<&str>| {
        let path: PathBuf = folder.path().join(name);
        fs::write(&path, file(&laptop, ask, FileFormat::GeoPackage, recipient)).unwrap();
        ogrinfo(&path)
    };
    let own = written("own.gpkg", &november("sadd"), None);
    for line in [
        "Layer name: points",
        "Geometry: Point",
        "Feature Count: 2",
        "Extent: (102.561234, 12.783412) - (102.861234, 13.651234)",
        "ID[\"EPSG\",4326]",
        "total: Integer64",
        "counts: Integer(Boolean)",
        "date: Date",
        "ref: String",
        "total (Integer64) = 13",
        "date (Date) = 2026/11/23",
        "form (String) = eore_session",
        "POINT (102.861234 12.783412)",
    ] {
        assert!(own.contains(line), "{line} is not in {own}");
    }
    let log = |laptop: &Laptop| -> Vec<_> {
        let log = laptop.desk.given_out().unwrap().into_iter();
        log.map(|it| (it.format, it.rows, it.recipient)).collect()
    };
    let packed = |rows, recipient: Option<&str>| {
        vec![("gpkg".to_owned(), rows, recipient.map(str::to_owned))]
    };
    assert_eq!(log(&laptop), packed(2, None));
    let (_office, laptop) = office();
    let path = folder.path().join("given.gpkg");
    let ask = november("V2");
    let bytes = file(&laptop, &ask, FileFormat::GeoPackage, Some("UNDP"));
    fs::write(&path, bytes).unwrap();
    let given = ogrinfo(&path);
    assert_eq!(log(&laptop), packed(1, Some("UNDP")));
    for line in [
        "ref (String) = P1-",
        "date (Date) = (null)",
        "month (String) = 2026-11",
        "POINT (102.87 12.79)",
        "were made for UNDP alone",
    ] {
        assert!(given.contains(line), "{line} is not in {given}");
    }
}

#[test]
fn chosen_records_are_given_out_as_points_and_as_paper_and_what_has_no_point_is_counted() {
    let laptop = laptop();
    let desk = &laptop.desk;
    let sessions = desk.list_of_form("eore_session").unwrap();
    assert_eq!(sessions.len(), 3);
    let heading = |key: &str| ListColumn {
        key: key.to_owned(),
        heading: key.to_owned(),
    };
    let columns = ["date", "people"].map(heading);
    let paper = |list: &ListOnPaper| Ok::<_, DeskError>(format!("{list:?}").into_bytes());
    let given = |records: &[String], format: FileFormat| {
        desk.list_file(records, &columns, format, &paper).unwrap()
    };
    let points = given(&sessions, FileFormat::GeoJson);
    assert_eq!(said(&points.bytes, "form"), ["eore_session"; 2]);
    assert_eq!(points.without_point, 1, "it is not safe to say where");
    let none = given(&[], FileFormat::GeoJson);
    assert_eq!(
        (said(&none.bytes, "form").len(), none.without_point),
        (0, 0)
    );
    // The newest comes first: the one without a point.
    let packed = given(&sessions[..2], FileFormat::GeoPackage);
    assert!(packed.bytes.starts_with(b"SQLite format 3"));
    if !gdal_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("records.gpkg");
        fs::write(&path, given(&sessions, FileFormat::GeoPackage).bytes).unwrap();
        let told = ogrinfo(&path);
        for line in [
            "Feature Count: 2",
            "total (Integer64) = 13",
            "POINT (102.861234 12.783412)",
        ] {
            assert!(told.contains(line), "{line} is not in {told}");
        }
    }
    let list = String::from_utf8(given(&sessions, FileFormat::Pdf).bytes).unwrap();
    for part in ["2026-11-23", "Some(13.0)", "Total", "watermark: None"] {
        assert!(list.contains(part), "{part} is not in {list}");
    }
    let table = given(&sessions, FileFormat::Csv);
    assert_eq!(table.bytes.iter().filter(|byte| **byte == b'\n').count(), 5);
    let refused = desk.list_file(&sessions, &columns, FileFormat::Json, &paper);
    assert_eq!(refused.unwrap_err().code(), Code::Misused);
    let log = desk.given_out().unwrap().into_iter().rev();
    let log: Vec<_> = log.map(|it| (it.what, it.format, it.rows)).collect();
    let line = |format: &str, rows| ("list".to_owned(), format.to_owned(), rows);
    assert_eq!(
        log[..3],
        [line("geojson", 2), line("geojson", 0), line("gpkg", 1)]
    );
    assert_eq!(log.iter().rev().nth(1), Some(&line("pdf", 3)));
    let unknown = desk.list_file(
        &["00000000-0000-0000-0000-000000000000".to_owned()],
        &columns,
        FileFormat::GeoJson,
        &paper,
    );
    assert_eq!(unknown.unwrap_err().code(), Code::NotFound);
}

/// A small archive of pictures of the middle of a country, levels 0 to 6.
fn archive() -> Vec<u8> {
    let mut bytes = vec![0; 127];
    bytes[..8].copy_from_slice(b"PMTiles\x03");
    let sections = [127_u64, 5, 132, 2, 134, 0, 134, 66, 1, 1, 1];
    for (at, number) in sections.iter().enumerate() {
        bytes[8 + at * 8..16 + at * 8].copy_from_slice(&number.to_le_bytes());
    }
    bytes[96..102].copy_from_slice(&[1, 1, 1, 2, 0, 6]);
    let bounds = [1_023_500_000_i32, 104_000_000, 1_076_000_000, 147_000_000];
    for (at, degrees) in bounds.iter().enumerate() {
        bytes[102 + at * 4..106 + at * 4].copy_from_slice(&degrees.to_le_bytes());
    }
    bytes.extend([1, 0, 1, 66, 1]);
    bytes.extend(b"{}");
    bytes.extend(0..66);
    bytes
}

#[test]
fn an_office_brings_a_map_reads_pieces_of_it_and_removes_it() {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let desk = &laptop.desk;
    assert_eq!(desk.maps().unwrap(), []);
    let outside = tempfile::tempdir().unwrap();
    let path = outside.path().join("Battambang 2026.pmtiles");
    let bytes = archive();
    fs::write(&path, &bytes).unwrap();
    let kept = desk.map_import(&path).unwrap();
    assert_eq!(kept.name, "Battambang 2026.pmtiles");
    assert_eq!(
        (
            kept.title.as_str(),
            kept.is_vector,
            kept.max_zoom,
            kept.kilobytes
        ),
        ("Battambang 2026", false, 6, 1)
    );
    assert_eq!((kept.west, kept.north), (102.35, 14.7));
    assert_eq!(desk.maps().unwrap(), std::slice::from_ref(&kept));

    let piece = |offset, length| desk.map_bytes(&kept.name, offset, length).unwrap();
    assert_eq!(piece(0, 127), bytes[..127]);
    assert_eq!(piece(134, 10_000), bytes[134..], "less at its end");
    assert_eq!(piece(1 << 40, 4), [0_u8; 0]);
    let too_large = desk.map_bytes(&kept.name, 0, u32::MAX).unwrap_err();
    assert_eq!(Fault::from(too_large).code, Code::Misused);

    // One of the same name is replaced; what breaks later is told and can be removed.
    fs::write(&path, [bytes.clone(), vec![7; 2_000]].concat()).unwrap();
    assert_eq!(desk.map_import(&path).unwrap().kilobytes, 3);
    assert_eq!(desk.maps().unwrap().len(), 1);
    fs::write(laptop.path().join("maps").join(&kept.name), &bytes[..150]).unwrap();
    let [broken] = &desk.maps().unwrap()[..] else {
        panic!("one map is listed");
    };
    assert!(broken.unusable.as_ref().unwrap().contains("not whole"));
    desk.map_remove(&kept.name).unwrap();
    assert_eq!(desk.maps().unwrap(), []);
    for name in [kept.name.as_str(), "../sala.db", "", "lock"] {
        let gone = desk.map_bytes(name, 0, 10).unwrap_err();
        assert_eq!(Fault::from(gone).code, Code::NotFound, "{name}");
        assert!(desk.map_remove(name).is_err());
    }
    assert!(laptop.path().join("sala.db").exists());
}

#[test]
fn what_is_no_map_changes_nothing_and_not_everybody_brings_one() {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let outside = tempfile::tempdir().unwrap();
    let path = outside.path().join("map.pmtiles");
    for bytes in [&b"PK\x03\x04"[..], &archive()[..199], b""] {
        fs::write(&path, bytes).unwrap();
        let refused = Fault::from(laptop.desk.map_import(&path).unwrap_err());
        assert_eq!(refused.code, Code::BadInput);
        assert!(refused.message.contains("this map cannot be used"));
    }
    assert_eq!(laptop.desk.maps().unwrap(), []);
    assert!(!laptop.path().join("maps").exists());

    let field = Laptop::alone("Vy", "field");
    fs::write(&path, archive()).unwrap();
    let refused = field.desk.map_import(&path).unwrap_err();
    assert_eq!(Fault::from(refused).code, Code::NotAllowed);
    field.desk.lock().unwrap();
    assert_eq!(
        Fault::from(field.desk.maps().unwrap_err()).code,
        Code::Locked
    );
}
