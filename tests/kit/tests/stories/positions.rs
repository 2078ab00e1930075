//! A position as it was typed stays with the record, beside what was understood.

use desk::import::ImportOptions;
use desk::view::{FormView, PositionAsk, PositionDatum, ThresholdSet};
use desk::{Desk, read_position};
use kit::answers::{PINNED, SESSION, SUNG, set};
use kit::{Laptop, Office};
use serde_json::Value;

const PATH: &str = "place/position";

/// A session in Samlout, complete but for its position.
fn draft(laptop: &Laptop) -> FormView {
    let draft = laptop.desk.draft_new("eore_session", None).unwrap().draft;
    let samlout = [("place/place_pick", "KH0209")];
    for (path, value) in set(&[&samlout, SUNG, SESSION, PINNED]) {
        laptop.desk.draft_set(&draft, &path, &value).unwrap();
    }
    laptop.desk.draft_open(&draft).unwrap()
}

fn value(view: &FormView, path: &str) -> String {
    let mut stack: Vec<_> = view.sections.iter().flat_map(|one| &one.nodes).collect();
    while let Some(node) = stack.pop() {
        if node.path == path {
            return node.value.clone();
        }
        stack.extend(&node.children);
    }
    panic!("{path} is not asked")
}

/// What the questions beside the position hold: as typed, format, grid.
fn beside(view: &FormView) -> [String; 3] {
    let asked = !value(view, "place/coord_input").is_empty();
    ["coord_input", "coord_format", "coord_epsg"].map(|name| {
        if asked || name == "coord_input" {
            value(view, &format!("place/{name}"))
        } else {
            String::new()
        }
    })
}

fn ask(text: &str, datum: PositionDatum) -> PositionAsk {
    PositionAsk {
        text: text.to_owned(),
        datum,
        zone: None,
        language: "en".to_owned(),
    }
}

/// Types a position as the box does; the first way to read it is taken.
fn typed(laptop: &Laptop, draft: &str, text: &str, datum: PositionDatum) -> FormView {
    let ask = ask(text, datum);
    let read = laptop.desk.read_position(&ask);
    let stored = &read.readings[0].stored;
    laptop
        .desk
        .draft_position(draft, PATH, stored, &ask, 0)
        .unwrap();
    laptop.desk.draft_open(draft).unwrap()
}

fn finished(laptop: &Laptop, draft: &str) -> String {
    let done = laptop.desk.draft_finish(draft).unwrap();
    done.record
        .unwrap_or_else(|| panic!("{:#?}", done.problems))
}

#[test]
fn what_was_typed_its_format_and_its_grid_stand_beside_the_position() {
    use PositionDatum::{Indian1960, Wgs84};
    let laptop = Laptop::alone("Sok Dara", "field");
    let id = draft(&laptop).draft;
    let rows = [
        ("13.09572, 103.20219", Wgs84, "dd", "4326"),
        ("  ១៣.០៩៥៧២, ១០៣.២០២១៩ ", Wgs84, "dd", "4326"),
        ("13°06'00.0\"N 103°12'00.0\"E", Wgs84, "dms", "4326"),
        ("13° 06.5' N 103° 12.5' E", Indian1960, "dms", "4131"),
        ("48P 304855 1448889", Wgs84, "utm", "32648"),
        ("48N 304855 1448889", Indian1960, "utm", "3148"),
        ("48PUV0485448889", Wgs84, "mgrs", "32648"),
        ("49P 200000 1448889", Wgs84, "utm", "other"),
    ];
    for (text, datum, format, grid) in rows {
        let view = typed(&laptop, &id, text, datum);
        assert_eq!(beside(&view), [text.trim(), format, grid], "{text}");
        let before = laptop.desk.draft_undo(&id).unwrap();
        assert_eq!(value(&before, PATH), "", "{text}: all in one step");
        assert_eq!(beside(&before), [""; 3], "{text}: all in one step");
    }
}

#[test]
fn another_position_takes_away_what_was_said_of_the_one_before_and_nothing_else() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let desk = &laptop.desk;
    let id = draft(&laptop).draft;
    let utm = || typed(&laptop, &id, "48P 304855 1448889", PositionDatum::Wgs84);
    utm();
    desk.draft_set(&id, PATH, "near the pagoda").unwrap();
    let view = desk.draft_open(&id).unwrap();
    assert_eq!(
        beside(&view),
        [""; 3],
        "what is typed on is no position yet"
    );
    utm();
    let measured = desk.draft_set_measured(&id, PATH, "13.095720 103.202190 23.4 5");
    assert_eq!(beside(&measured.unwrap()), [""; 3]);
    utm();
    // A stored answer that this text does not say has no coordinates as typed.
    let (stored, other) = (
        "13.200000 103.200000 0 1",
        ask("13.1 103.2", PositionDatum::Wgs84),
    );
    desk.draft_position(&id, PATH, stored, &other, 0).unwrap();
    let view = desk.draft_open(&id).unwrap();
    assert_eq!(
        (value(&view, PATH).as_str(), beside(&view)),
        (stored, [""; 3].map(str::to_owned))
    );
    // What somebody copied from a paper is theirs.
    let paper = [
        ("place/coord_input", "sheet 5635, square 04 48"),
        ("place/coord_format", "mgrs"),
        ("place/coord_epsg", "3148"),
    ];
    for (path, value) in paper {
        desk.draft_set(&id, path, value).unwrap();
    }
    let view = utm();
    assert_eq!(value(&view, PATH), "13.099997 103.200000 0 1");
    assert_eq!(beside(&view), paper.map(|(_, value)| value));
}

#[test]
fn whoever_types_over_a_position_of_the_map_or_a_receiver_says_where_the_new_one_comes_from() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let desk = &laptop.desk;
    let id = draft(&laptop).draft;
    let source = || value(&desk.draft_open(&id).unwrap(), "place/coord_source");
    let (seen, text) = ("12.783412 102.861234 0 5", "13.10000, 103.20000");
    for word in ["map_click", "gps_device"] {
        let set = match word {
            "map_click" => Desk::draft_set_on_map,
            _ => Desk::draft_set_measured,
        };
        set(desk, &id, PATH, seen).unwrap();
        desk.draft_set(&id, PATH, seen).unwrap();
        assert_eq!(source(), word, "the same position");
        desk.draft_set(&id, PATH, "13.1").unwrap();
        assert_eq!(source(), "", "{word}: no position yet, and not this one");
        set(desk, &id, PATH, seen).unwrap();
        let view = typed(&laptop, &id, text, PositionDatum::Wgs84);
        assert_eq!(beside(&view), [text, "dd", "4326"]);
        assert_eq!(source(), "", "{word}");
        let before = desk.draft_undo(&id).unwrap();
        assert_eq!(value(&before, "place/coord_source"), word, "in one step");
        // The map and the receiver take over from each other.
        Desk::draft_set_on_map(desk, &id, PATH, "12.783412 102.861234 0 8").unwrap();
        assert_eq!(source(), "map_click");
    }
    typed(&laptop, &id, text, PositionDatum::Wgs84);
    let stopped = desk.draft_finish(&id).unwrap();
    assert_eq!(stopped.record, None);
    let asked: Vec<&str> = stopped.problems.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(asked, ["place/coord_source"]);
    // What a person says stays, whatever figure is put right.
    desk.draft_set(&id, "place/coord_source", "gps_device")
        .unwrap();
    typed(&laptop, &id, "13.10001, 103.20000", PositionDatum::Wgs84);
    assert_eq!(source(), "gps_device");
    finished(&laptop, &id);
}

#[test]
fn it_is_there_when_the_draft_is_reopened_in_the_record_and_after_an_export() {
    let mut laptop = Laptop::alone("Sok Dara", "supervisor");
    let id = draft(&laptop).draft;
    let text = "13.10000, 103.20000";
    typed(&laptop, &id, text, PositionDatum::Indian1960);
    laptop.restart();
    laptop.sign_in("Sok Dara");
    let desk = &laptop.desk;
    let view = desk.draft_open(&id).unwrap();
    assert_eq!(value(&view, PATH), "13.101857 103.196367 0 45");
    assert_eq!(beside(&view), [text, "dd", "4131"]);
    let record = finished(&laptop, &id);
    for (name, kept) in [
        ("coord_input", text),
        ("coord_format", "Degrees with decimals: 13.1000, 103.2000"),
        ("coord_epsg", "Indian 1960, degrees (old map or GPS set)"),
        ("lat", "13.101857"),
        ("lon", "103.196367"),
        ("gps_accuracy_m", "45"),
    ] {
        assert_eq!(
            laptop.reads(&record, &format!("place/{name}")),
            kept,
            "{name}"
        );
    }
    let place = |lines: &str| {
        let line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        line["answers"]["place"].clone()
    };
    let lines = laptop.export();
    let mut table = Vec::new();
    desk.export_table("eore_session", &mut table).unwrap();
    for content in [lines.as_bytes(), &table] {
        let other = Laptop::alone("Chan Thy", "supervisor");
        let report = other.desk.import(content, None, &ImportOptions::default());
        assert_eq!(report.unwrap().rejected.len(), 0);
        assert_eq!(place(&other.export()), place(&lines));
    }
}

/// A list that says where its places are, as far as anybody knows; places are invented.
const PLACES: &str =
    "pcode,parent,level,name_km,name_latin,latitude,longitude,south,north,west,east
KH02,KH,1,បាត់ដំបង,Battambang,,,12.4,13.5,102.2,103.6
KH0209,KH02,2,សំឡូត,Samlout,,,,,,
KH020904,KH0209,3,ស៊ុង,Sung,,,12.60,12.75,102.85,103.05
KH02090401,KH020904,4,ស៊ុង១,Sung Muoy,12.65,102.90,,,,
KH02090402,KH020904,4,ស៊ុង២,Sung Pir,12.74,103.04,,,,
KH020905,KH0209,3,អូរ,Ou,,,,,,
KH02090501,KH020905,4,អូរសំរិល,Ou Samril,12.80,102.80,,,,
KH020906,KH0209,3,តា,Ta,,,12.48,12.52,102.98,103.02
KH02090601,KH020906,4,តាសាញ,Ta Sanh,12.50,103.00,,,,
";

/// The rules that fire, with their gravity.
fn rules(view: &FormView) -> Vec<String> {
    let fired = view.problems.iter().filter_map(|problem| {
        let rule = problem.rule.as_deref()?;
        assert_eq!(problem.path, PATH, "{problem:?}");
        assert_eq!(problem.asks_reason, problem.severity == "warning");
        Some(format!("{rule} {}", problem.severity))
    });
    fired.collect()
}

fn placed(laptop: &Laptop, place: &str, text: &str) -> FormView {
    let id = draft(laptop).draft;
    let picked = laptop
        .desk
        .draft_place(&id, "place/place_pick", Some(place));
    picked.unwrap();
    typed(laptop, &id, text, PositionDatum::Wgs84)
}

#[test]
fn a_position_that_does_not_fit_its_place_fires_its_rule_and_no_other() {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let rows: [(&str, &str, &[&str]); 12] = [
        ("KH02090401", "12.66000, 102.91000", &[]),
        ("KH02", "13.51000, 103.20000", &[]),
        ("KH02", "13.52000, 103.20000", &["R-C2 warning"]),
        ("KH02", "13.60000, 103.20000", &["R-C2 error"]),
        ("KH020904", "12.75500, 103.03000", &[]),
        ("KH020904", "12.76500, 103.03000", &["R-C2b warning"]),
        // A square around a point is no shape of a commune.
        ("KH02090601", "12.53500, 103.00000", &[]),
        ("KH02090501", "12.80000, 102.76000", &[]),
        ("KH02090501", "12.80000, 102.72000", &["R-C3 warning"]),
        ("KH02090501", "12.80000, 102.60000", &["R-C3 warning"]),
        ("KH02090501", "12.80000, 102.50000", &["R-C3 error"]),
        ("KH020905", "12.66000, 102.91000", &["R-C4 info"]),
    ];
    // The list that a fresh laptop has does not say where places are.
    let silent = placed(&laptop, "KH02", "13.60000, 103.20000");
    assert_eq!(rules(&silent), [""; 0]);
    laptop
        .desk
        .places_import("kh.csv", PLACES.as_bytes())
        .unwrap();
    for (place, text, fires) in rows {
        assert_eq!(
            rules(&placed(&laptop, place, text)),
            fires,
            "{place} {text}"
        );
    }
}

#[test]
fn each_ground_to_doubt_a_position_itself_is_told_where_it_is_typed() {
    use PositionDatum::{Indian1960, Wgs84};
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let offices = "13.0957 103.2022 Battambang\n12.65, 102.9 Samlout";
    laptop
        .desk
        .set_thresholds(&[ThresholdSet {
            name: "offices".to_owned(),
            text: offices.to_owned(),
        }])
        .unwrap();
    let rows = [
        ("13.20000, 103.20000", Wgs84, ""),
        ("103.20000, 13.20000", Wgs84, "the one to the north"),
        ("0.00000, 0.00000", Wgs84, "Both parts are zero"),
        ("13.2, 103.2", Wgs84, "Write more figures"),
        ("304855 1448889", Indian1960, "zone"),
        ("13.09570, 103.20220", Wgs84, "where the office is"),
        ("12.65000, 102.90000", Wgs84, "where the office is"),
        ("12.65100, 102.90000", Wgs84, ""),
    ];
    for (text, datum, words) in rows {
        let view = laptop.desk.read_position(&ask(text, datum));
        let fired = view.readings[0].warnings.iter();
        let told: Vec<&str> = fired
            .filter(|it| it.rule == "R-C5")
            .map(|it| it.text.as_str())
            .collect();
        assert_eq!(told.is_empty(), words.is_empty(), "{text}: {told:?}");
        assert!(told.iter().all(|it| it.contains(words)), "{text}: {told:?}");
    }
    // South of Cambodia both ways can be a position, and one of them lies outside the country.
    let swapped = read_position(&ask("48N 300000 829000", Wgs84), Some("ID"));
    let told = &swapped.readings[0].warnings;
    assert!(
        told.iter()
            .any(|it| it.rule == "R-C5" && it.text.contains("swapped"))
    );
    laptop.desk.lock().unwrap();
    let view = laptop
        .desk
        .read_position(&ask("13.09570, 103.20220", Wgs84));
    assert_eq!(view.readings[0].warnings.len(), 0, "whose office?");
}

#[test]
fn a_record_that_lies_at_the_office_is_doubted_on_every_laptop_until_there_is_a_reason() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let bopha = office.laptop("Bopha", "supervisor", &[]);
    let set = ThresholdSet {
        name: "offices".to_owned(),
        text: "12.65 102.9 Samlout".to_owned(),
    };
    bopha.desk.set_thresholds(&[set]).unwrap();
    bopha.sync().unwrap();
    dara.sync().unwrap();
    let id = draft(&dara).draft;
    let view = typed(&dara, &id, "12.65000, 102.90000", PositionDatum::Wgs84);
    assert_eq!(rules(&view), ["R-C5 warning"]);
    let stopped = dara.desk.draft_finish(&id).unwrap();
    assert_eq!(stopped.record, None);
    assert_eq!(stopped.problems[0].text, "This is where the office is.");
    let why = "The session was held in the yard of the office.";
    dara.desk.draft_reason(&id, "R-C5", PATH, why).unwrap();
    let record = finished(&dara, &id);
    dara.sync().unwrap();
    bopha.sync().unwrap();
    for laptop in [&dara, &bopha] {
        let problems = laptop.desk.record(&record).unwrap().problems;
        let told: Vec<_> = problems
            .iter()
            .map(|it| (it.rule.as_deref(), it.reason.as_deref()))
            .collect();
        assert_eq!(told, [(Some("R-C5"), Some(why))]);
    }
}

#[test]
fn a_position_stands_alone_where_no_list_says_where_its_village_is() {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    let here = [("place/position", "12.783412 102.861234 0 5")];
    let record = laptop.make("eore_session", &[SUNG, SESSION, PINNED, &here]);
    let beside = laptop.desk.record(&record).unwrap().place_beside.unwrap();
    assert_eq!(
        (beside.path.as_str(), beside.lat, beside.lon),
        (PATH, 12.783412, 102.861234)
    );
    assert!(beside.village.is_none());
    let without = laptop.session("Ou Da", 4);
    assert!(laptop.desk.record(&without).unwrap().place_beside.is_none());
}

#[test]
fn a_doubt_about_the_place_waits_for_its_reason_and_an_error_stops() {
    let mut laptop = Laptop::alone("Sok Dara", "supervisor");
    let import = |laptop: &Laptop, list: &str| {
        let name = format!("kh-{}.csv", list.len());
        laptop.desk.places_import(&name, list.as_bytes()).unwrap()
    };
    import(&laptop, PLACES);
    let id = placed(&laptop, "KH02090501", "12.80000, 102.50000").draft;
    let stopped = laptop.desk.draft_finish(&id).unwrap();
    let words: Vec<&str> = stopped.problems.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(
        words,
        ["This position is 32.5 km from the village that was chosen. Correct one of them."]
    );
    typed(&laptop, &id, "12.80000, 102.72000", PositionDatum::Wgs84);
    assert_eq!(laptop.desk.draft_finish(&id).unwrap().record, None);
    let explain = |text| laptop.desk.draft_reason(&id, "R-C3", PATH, text).unwrap();
    explain("The school lies apart from the village.");
    // Another position is another question.
    let moved = typed(&laptop, &id, "12.80000, 102.71000", PositionDatum::Wgs84);
    let asked = &moved.problems[0];
    assert_eq!(asked.reason, None);
    assert!(asked.reason_before.is_some(), "{asked:?}");
    explain("The school lies far apart.");
    let record = finished(&laptop, &id);
    let doubts = |laptop: &Laptop| {
        let problems = laptop.desk.record(&record).unwrap().problems;
        let told = problems.into_iter().map(|it| {
            let reason = it.reason.unwrap_or_else(|| panic!("{}", it.text));
            (it.rule.unwrap(), reason)
        });
        told.collect::<Vec<_>>()
    };
    let kept = [("R-C3".to_owned(), "The school lies far apart.".to_owned())];
    assert_eq!(doubts(&laptop), kept);
    let beside = |laptop: &Laptop| {
        let beside = laptop.desk.record(&record).unwrap().place_beside.unwrap();
        let village = beside.village.unwrap();
        let spots = [(beside.lat, beside.lon), (village.lat, village.lon)];
        (village.place, village.metres, spots)
    };
    let (place, metres, spots) = beside(&laptop);
    assert_eq!(spots, [(12.8, 102.71), (12.8, 102.8)]);
    assert!(place.contains("Ou Samril"), "{place}");
    assert_eq!(metres / 100, 97, "{metres} m");

    // The code is given to another village: the record means the one that had it, a new one the other.
    let reused = PLACES.replace("Ou Samril,12.80,102.80", "Ou Thmei,12.45,103.50");
    import(&laptop, &reused);
    assert_eq!(doubts(&laptop), kept);
    let new = placed(&laptop, "KH02090501", "12.80000, 102.80000");
    // Of the same day it would be asked about as recorded twice.
    let desk = &laptop.desk;
    let new = desk.draft_set(&new.draft, "place/activity_date", "2026-11-22");
    assert_eq!(rules(&new.unwrap()), ["R-C3 error", "R-C4 info"]);
    laptop.restart();
    laptop.sign_in("Sok Dara");
    assert_eq!(doubts(&laptop), kept);
    assert_eq!(beside(&laptop).2, spots, "the village that it means");

    // A row of a table is held against the same places.
    let table = "place/activity_date,place/adm4_code,place/geo_safe,place/position\n\
                 2026-11-23,KH02090401,yes,12.8 102.5 0 5\n";
    let options = ImportOptions {
        form: Some("eore_session".to_owned()),
        dry_run: true,
    };
    let report = laptop
        .desk
        .import(table.as_bytes(), None, &options)
        .unwrap();
    assert!(
        report
            .rejected
            .iter()
            .any(|row| row.why.contains("from the village that was chosen")),
        "{:?}",
        report.rejected
    );
}
