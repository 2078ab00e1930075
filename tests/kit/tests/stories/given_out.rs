//! What leaves the laptop: a victim-assistance programme gives its records out, and nobody takes with them what they are
//! not shown.

use std::fs;
use std::io::{self, Write};

use calamine::{Data, Reader as _, Xlsx};
use desk::FileFormat;
use desk::import::ImportOptions;
use desk::view::{Code, ListColumn, ReportAsk, ReportView};
use kit::answers::{PINNED, SESSION, SUNG};
use kit::{Laptop, Office};

const NAME: &str = "Sok Chenda";
const NUMBERS: &str = "survey,,,,,\n,type,name,label,required,sala_class\n,text,what,What,,P0\n,text,phone,Phone,,P2\nsettings,,,,,\n,form_title,form_id,version,,\n,Numbers,numbers,1,,\n";
const PICTURES: &str = "survey,,,,\n,type,name,label,sala_class\n,image,wound,Wound,P3\nsettings,,,,\n,form_title,form_id,version,\n,Wounds,wounds,1,\n";

/// One survivor with a photo, and one session, of Dara, and a telephone number; everybody has this laptop.
struct Story {
    _office: Office,
    laptop: Laptop,
    person: String,
    session: String,
    number: String,
    wound: String,
}

fn story() -> Story {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    for (name, role, teams) in [
        ("Rith", "field", &["BTB2"][..]),
        ("Sophea", "coordinator", &["BTB2"]),
        ("Bopha", "supervisor", &[]),
        ("Vanna", "va", &["BTB2"]),
        ("Maly", "va", &[]),
        ("Admin", "admin", &[]),
    ] {
        laptop.add(&office.invite(name, role, teams));
    }
    let desk = &laptop.desk;
    laptop.sign_in("Bopha");
    for (name, form) in [("numbers.csv", NUMBERS), ("wounds.csv", PICTURES)] {
        desk.form_import(name, form.as_bytes()).unwrap();
    }
    laptop.sign_in("Dara");
    let person = laptop.make(
        "person",
        &[&[
            ("consent/basis", "legal_duty_casualty_register"),
            ("who/victim_type", "indirect_family"),
            ("who/name_latin", NAME),
            ("who/sex", "female"),
            ("who/birth_precision", "unknown"),
            ("home/place_not_listed", "yes"),
            ("home/place_name_free", "Prey Veng Lane"),
            ("status/vital_status", "alive"),
            ("status/displacement_status", "unknown"),
            ("status/case_status", "registered"),
        ]],
    );
    let session = laptop.session("Sdau", 12);
    let number = laptop.make("numbers", &[&[("what", "Chief"), ("phone", "+855 12 345")]]);
    let draft = desk.draft_new("wounds", None).unwrap().draft;
    desk.draft_attach(&draft, "wound", photo()).unwrap();
    let wound = desk.draft_finish(&draft).unwrap().record.unwrap();
    Story {
        _office: office,
        laptop,
        person,
        session,
        number,
        wound,
    }
}

fn photo() -> Vec<u8> {
    let mut bytes = io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(30, 20)
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

/// What was written down of an export: what, as what, how many; the last first.
fn given(laptop: &Laptop) -> Vec<(String, String, u32)> {
    laptop.sign_in("Bopha");
    let given = laptop.desk.given_out().unwrap();
    given
        .into_iter()
        .map(|it| (format!("{} {}", it.person, it.what), it.format, it.rows))
        .collect()
}

#[test]
fn nobody_takes_out_what_they_are_not_shown() {
    let story = story();
    let desk = &story.laptop.desk;
    let folder = story.laptop.path().join("given");
    let (all, some) = (
        [&story.person, &story.session, &story.number, &story.wound],
        [&story.session, &story.number],
    );
    let none = [""; 0];
    let check = |name: &str, goes_out: &[&String], seen: &[&str]| {
        story.laptop.sign_in(name);
        let mut lines = Vec::new();
        let done = desk
            .export_with_files(None, &mut lines, Some(&folder))
            .unwrap();
        let lines = String::from_utf8(lines).unwrap();
        let count = u32::try_from(goes_out.len()).unwrap();
        assert_eq!((done.records, done.held_back), (count, 4 - count), "{name}");
        for record in all {
            assert_eq!(
                lines.contains(record.as_str()),
                goes_out.contains(&record),
                "{name} {record}"
            );
        }
        let whole = goes_out.contains(&&story.person);
        assert_eq!(lines.contains(NAME), whole, "{name}");
        let photos = fs::read_dir(&folder).unwrap().count();
        assert_eq!(photos, usize::from(whole), "{name}");
        fs::remove_dir_all(&folder).unwrap();
        let mut table = Vec::new();
        let done = desk.export_table("person", &mut table).unwrap();
        let table = String::from_utf8(table).unwrap();
        assert_eq!(done.records, u32::from(whole), "{name}");
        assert_eq!(table.contains("Prey Veng"), whole, "{name}");
        assert_eq!(table.contains("place_name_free"), whole, "{name}");
        story.laptop.sign_in("Bopha");
        let told = desk.reveals(None).unwrap();
        let told = told.iter().filter(|it| it.who == name);
        let mut told: Vec<(&str, &str)> = told
            .map(|it| (it.deed.as_str(), it.record.as_str()))
            .collect();
        told.sort_unstable();
        let mut seen: Vec<(&str, &str)> = seen.iter().map(|it| ("exported", *it)).collect();
        seen.sort_unstable();
        assert_eq!(told, seen, "{name}");
    };
    check("Dara", &all, &none);
    check("Vanna", &all, &none);
    // The person is exported with all others, and once more as a table of persons.
    let masked = [
        &*story.person,
        &*story.person,
        &*story.session,
        &*story.number,
        &*story.wound,
    ];
    check("Maly", &all, &masked);
    for name in ["Rith", "Sophea", "Bopha"] {
        check(name, &some, &[&story.session, &story.number]);
    }
    check("Admin", &[], &none);
}

/// Something that takes nothing.
struct Full;

impl Write for Full {
    fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is full"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_export_is_written_down_before_its_first_byte() {
    let story = story();
    let desk = &story.laptop.desk;
    story.laptop.sign_in("Maly");
    let columns = [ListColumn {
        key: "reference".to_owned(),
        heading: "Reference".to_owned(),
    }];
    assert!(desk.export(None, &mut Full).is_err());
    assert!(desk.export_table("numbers", &mut Full).is_err());
    let chosen = std::slice::from_ref(&story.session);
    desk.list_table(chosen, &columns, FileFormat::Csv).unwrap();
    let book = desk.list_table(chosen, &columns, FileFormat::Xlsx);
    assert!(book.unwrap().starts_with(b"PK"));
    assert!(desk.export_book("numbers", &mut Full).is_err());
    let told = |what: &str, format: &str, rows| (format!("Maly {what}"), format.to_owned(), rows);
    assert_eq!(
        given(&story.laptop),
        [
            told("records:numbers", "xlsx", 1),
            told("list", "xlsx", 1),
            told("list", "csv", 1),
            told("records:numbers", "csv", 1),
            told("records", "jsonl", 4),
        ]
    );
    let first = desk.given_out().unwrap().pop().unwrap();
    assert!(first.filter.contains("BTB2"), "{}", first.filter);
    assert!(first.cut_off.starts_with("2026-11-23T"));
    assert_eq!(desk.reveals(Some(&story.person)).unwrap().len(), 1);
    story.laptop.sign_in("Sophea");
    let refused = desk.given_out().unwrap_err();
    assert_eq!(refused.code(), Code::NotAllowed);
}

#[test]
fn no_cell_of_a_table_is_a_formula_and_what_was_typed_comes_back() {
    let texts = [
        "=1+1",
        "'=1+1",
        "'t Hart",
        "''",
        "'",
        "+855 12 345",
        "-13.5",
        "@sum(a1)",
        "=HYPERLINK(\"http://x\",\"y\"), and more",
        "plain",
        "ភូមិ =1",
    ];
    let laptop = Laptop::alone("Dara", "supervisor");
    laptop
        .desk
        .form_import("numbers.csv", NUMBERS.as_bytes())
        .unwrap();
    for text in texts {
        laptop.make("numbers", &[&[("what", text), ("phone", text)]]);
    }
    let mut table = Vec::new();
    laptop.desk.export_table("numbers", &mut table).unwrap();
    let text = String::from_utf8(table.clone()).unwrap();
    let body = text.strip_prefix('\u{feff}').unwrap();
    for sign in ['=', '+', '-', '@'] {
        for before in ["\n", ",", "\n\"", ",\""] {
            assert!(!body.contains(&format!("{before}{sign}")), "{sign} {body}");
        }
    }
    let other = Laptop::alone("Chan Thy", "supervisor");
    other
        .desk
        .form_import("numbers.csv", NUMBERS.as_bytes())
        .unwrap();
    let report = other
        .desk
        .import(&table, None, &ImportOptions::default())
        .unwrap();
    assert_eq!(report.rejected.len(), 0, "{report:?}");
    assert_eq!(other.export(), laptop.export());
}

#[test]
fn a_workbook_of_records_has_numbers_as_numbers_and_text_as_text_and_holds_back_the_same() {
    let story = story();
    let desk = &story.laptop.desk;
    story.laptop.sign_in("Bopha");
    // A number of a village is no number, and a text that looks like a formula is none.
    story
        .laptop
        .make("numbers", &[&[("what", "=1+1"), ("phone", "012 ភូមិ")]]);
    let book = |form: &str| {
        let mut out = Vec::new();
        let done = desk.export_book(form, &mut out).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(out)).unwrap();
        let sheet = book.worksheet_range(form).unwrap();
        let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
        (done, rows)
    };
    let text = |text: &str| Data::String(text.to_owned());
    let (done, rows) = book("numbers");
    assert_eq!((done.records, rows.len()), (2, 3));
    assert_eq!(rows[0][0], text("sala:record"));
    assert_eq!(rows[0][5..], [text("what"), text("phone")]);
    let typed: Vec<&[Data]> = rows[1..].iter().map(|row| &row[5..]).collect();
    assert!(
        typed.contains(&&[text("=1+1"), text("012 ភូមិ")][..]),
        "{typed:?}"
    );
    let (_, rows) = book("eore_session");
    let of = |path: &str| {
        let at = rows[0].iter().position(|it| *it == text(path)).unwrap();
        rows[1][at].clone()
    };
    assert_eq!(of("sadd/women"), Data::Float(12.0));
    assert_eq!(date_of(&of("place/activity_date")), "2026-11-23");
    // What somebody is not shown is in no workbook either.
    let table = |format: FileFormat| {
        let mut out = Vec::new();
        let done = match format {
            FileFormat::Csv => desk.export_table("wounds", &mut out),
            _ => desk.export_book("wounds", &mut out),
        };
        let done = done.unwrap();
        (done.records, done.held_back)
    };
    story.laptop.sign_in("Rith");
    assert_eq!(table(FileFormat::Xlsx), (0, 1));
    assert_eq!(table(FileFormat::Xlsx), table(FileFormat::Csv));
}

/// The day of a cell that is a date and no text.
fn date_of(cell: &Data) -> String {
    let Data::DateTime(moment) = cell else {
        panic!("{cell:?} is no date");
    };
    moment.as_datetime().unwrap().date().to_string()
}

/// A file for somebody outside the team.
fn file_for(laptop: &Laptop, name: &str, format: FileFormat, recipient: &str) -> String {
    let ask = ReportAsk {
        name: name.to_owned(),
        by: "commune".to_owned(),
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        ..ReportAsk::default()
    };
    let mut out = Vec::new();
    let paper = |_: &ReportView| Ok(Vec::new());
    laptop
        .desk
        .report_file(&ask, format, Some(recipient), &paper, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// The names of records in a file: of the programme, or of one laptop.
fn names_in(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-'));
    let is_name = |word: &&str| {
        let [begin, name] = word.split('-').collect::<Vec<_>>()[..] else {
            return false;
        };
        matches!(begin, "P" | "P1" | "P2") && name.len() == 16
    };
    words.filter(is_name).map(str::to_owned).collect()
}

#[test]
fn a_record_has_one_name_in_every_file_for_a_recipient() {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Bopha", "supervisor", &[]));
    laptop.sign_in("Dara");
    let here = [("place/position", "12.783412 102.861234 0 5")];
    let record = laptop.make("eore_session", &[SUNG, SESSION, PINNED, &here]);
    laptop.sign_in("Bopha");
    laptop.decide(&record, "approve", None).unwrap();
    let rows = |who: &str| names_in(&file_for(&laptop, "rows:session", FileFormat::Csv, who));
    let points = |who: &str| names_in(&file_for(&laptop, "E1", FileFormat::GeoJson, who));
    let [one] = &rows("UNDP")[..] else {
        panic!("one record, one name")
    };
    assert_eq!(&points(" undp "), std::slice::from_ref(one));
    assert_ne!(&points("ICRC"), std::slice::from_ref(one));
    assert_eq!(points("ICRC"), rows("ICRC"));
    let all = [
        file_for(&laptop, "rows:session", FileFormat::Csv, "UNDP"),
        file_for(&laptop, "E1", FileFormat::GeoJson, "UNDP"),
    ];
    let digits = record.replace('-', "");
    assert!(
        all.iter()
            .all(|text| !text.contains(&record) && !text.contains(&digits))
    );
}

/// A session of Dara's that a supervisor approved on her own laptop: what waits is given to nobody outside.
fn approved_session(office: &Office, dara: &Laptop) {
    let record = dara.session_on("2026-11-23", ["08:10", "09:05"], "Sung", 12);
    dara.sync().unwrap();
    let bopha = office.laptop("Bopha", "supervisor", &["BTB2"]);
    bopha.sync().unwrap();
    bopha.decide(&record, "approve", None).unwrap();
    bopha.sync().unwrap();
    dara.sync().unwrap();
}

#[test]
fn laptops_of_two_teams_give_a_recipient_one_name_for_a_record() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    approved_session(&office, &dara);
    let sophea = office.laptop("Sophea", "coordinator", &["BTB2"]);
    let maly = office.laptop("Maly", "va", &["PLN1", "BTB2"]);
    for laptop in [&sophea, &maly] {
        laptop.sync().unwrap();
    }
    let names = |laptop: &Laptop, who: &str| {
        names_in(&file_for(laptop, "rows:session", FileFormat::Csv, who))
    };
    let [one] = &names(&sophea, "UNDP")[..] else {
        panic!("one record, one name")
    };
    assert!(one.starts_with("P1-"), "{one}");
    assert_eq!(&names(&maly, "undp"), std::slice::from_ref(one));
    assert_ne!(&names(&maly, "ICRC"), std::slice::from_ref(one));
    assert_eq!(names(&maly, "ICRC"), names(&sophea, "ICRC"));
}

#[test]
fn who_may_not_count_persons_is_not_told_how_the_programme_names_them() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    approved_session(&office, &dara);
    let sophea = office.laptop("Sophea", "coordinator", &["BTB2"]);
    sophea.sync().unwrap();
    let names = |laptop: &Laptop| {
        let text = file_for(laptop, "rows:session", FileFormat::Csv, "UNDP");
        names_in(&text).join(" ")
    };
    let (of_programme, own) = (names(&sophea), names(&dara));
    assert!(own.starts_with("P-"), "{own}");
    office.changes("Dara", "coordinator", "BTB2");
    dara.sync().unwrap();
    assert_eq!(names(&dara), of_programme);
    office.changes("Dara", "field", "BTB2");
    dara.sync().unwrap();
    assert_eq!(
        names(&dara),
        own,
        "what it was told is gone with the roster"
    );
}

#[test]
fn whose_names_are_in_a_file_is_written_down_and_nothing_else_of_them() {
    let office = Office::open();
    let joined = office.laptop("Bopha", "supervisor", &["BTB2"]);
    let alone = Laptop::alone("Bopha", "supervisor");
    #[track_caller]
    fn check(laptop: &Laptop, name: &str, format: FileFormat, expected: &str) {
        file_for(laptop, name, format, "UNDP");
        let given = laptop.desk.given_out().unwrap();
        let expected = format!("2026-11-01 to 2026-11-30, by commune{expected}");
        assert_eq!(given[0].filter, expected);
    }
    let (csv, points) = (FileFormat::Csv, FileFormat::GeoJson);
    check(&joined, "rows:session", csv, ", names of the programme 1");
    check(&joined, "E1", points, ", names of the programme 1");
    check(&joined, "E1", csv, "");
    check(&alone, "rows:session", csv, ", names of this laptop alone");
    check(&alone, "E1", points, ", names of this laptop alone");
}

#[test]
fn a_file_says_for_whom_its_names_are_in_the_language_of_whoever_gives_it() {
    let office = Office::open();
    let joined = office.laptop("Bopha", "supervisor", &["BTB2"]);
    let alone = Laptop::alone("Bopha", "supervisor");
    joined.add(&office.invite("Dara", "field", &["BTB2"]));
    joined.sign_in("Dara");
    let record = joined.session("Sdau", 12);
    joined.sign_in("Bopha");
    joined.decide(&record, "approve", None).unwrap();
    // Nobody approves what they made: of what waits there is no row, and no heading.
    alone.session("Sdau", 12);
    #[track_caller]
    fn check(laptop: &Laptop, lines: usize, language: &str, names: &str, given_to: &str) {
        laptop.desk.speak(language).unwrap();
        let rows = file_for(laptop, "rows:session", FileFormat::Csv, "UNDP");
        let foot = rows.lines().last().unwrap();
        assert!(foot.contains(names), "{foot}");
        if rows.lines().count() > 1 {
            let heading = rows.lines().next().unwrap().split(',').count();
            let more = foot.len() - foot.trim_end_matches(',').len();
            assert_eq!(more + 1, heading, "the foot is as wide as the heading");
        }
        assert_eq!(rows.lines().count(), lines, "{rows}");
        let points = file_for(laptop, "E1", FileFormat::GeoJson, "UNDP");
        let points: serde_json::Value = serde_json::from_str(&points).unwrap();
        assert!(points["names"].as_str().unwrap().contains(names));
        assert_eq!(points["recipient"], "UNDP");
        let table = file_for(laptop, "E1", FileFormat::Csv, "UNDP");
        assert!(table.contains(&format!("{given_to},UNDP\n")), "{table}");
        let table = file_for(laptop, "E1", FileFormat::Json, "UNDP");
        let table: serde_json::Value = serde_json::from_str(&table).unwrap();
        assert_eq!(table["recipient"], "UNDP");
    }
    check(
        &joined,
        4,
        "en",
        "P1- were made for UNDP alone. Every laptop of the programme",
        "Given to",
    );
    check(
        &joined,
        4,
        "km",
        "P1- ត្រូវបានបង្កើតសម្រាប់តែ UNDP ប៉ុណ្ណោះ។",
        "ប្រគល់ជូន",
    );
    check(
        &alone,
        1,
        "en",
        "P- were made for UNDP alone, by one laptop",
        "Given to",
    );
    check(
        &alone,
        1,
        "km",
        "P- ត្រូវបានបង្កើតសម្រាប់តែ UNDP ប៉ុណ្ណោះ ដោយកុំព្យូទ័រមួយ។",
        "ប្រគល់ជូន",
    );
}

#[test]
fn a_file_that_stays_in_the_team_says_nothing_of_names() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    laptop.session("Sdau", 12);
    let mut out = Vec::new();
    let ask = ReportAsk {
        name: "rows:session".to_owned(),
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        ..ReportAsk::default()
    };
    let paper = |_: &ReportView| Ok(Vec::new());
    let format = FileFormat::Csv;
    laptop
        .desk
        .report_file(&ask, format, None, &paper, &mut out)
        .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(
        text.lines().count(),
        3,
        "a heading, one session and the total: {text}"
    );
    assert!(!text.contains("P-") && !text.contains("alone"), "{text}");
}

#[test]
fn names_that_a_programme_took_anew_match_none_that_were_given_before() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    approved_session(&office, &dara);
    let sophea = office.laptop("Sophea", "coordinator", &["BTB2"]);
    let maly = office.laptop("Maly", "va", &["PLN1", "BTB2"]);
    for laptop in [&sophea, &maly] {
        laptop.sync().unwrap();
    }
    let name = |laptop: &Laptop| {
        let names = names_in(&file_for(laptop, "rows:session", FileFormat::Csv, "UNDP"));
        let [one] = &names[..] else {
            panic!("one record, one name: {names:?}")
        };
        one.clone()
    };
    let before = name(&sophea);
    assert_eq!(name(&maly), before);
    assert_eq!(office.centre().renew_names().unwrap(), 2);
    assert_eq!(name(&sophea), before, "it has not heard of it");
    sophea.sync().unwrap();
    let now = name(&sophea);
    assert!(
        before.starts_with("P1-") && now.starts_with("P2-"),
        "{before} {now}"
    );
    assert_ne!(before[3..], now[3..]);
    maly.sync().unwrap();
    assert_eq!(name(&maly), now, "all laptops say the same again");
    sophea.desk.speak("en").unwrap();
    let text = file_for(&sophea, "rows:session", FileFormat::Csv, "UNDP");
    assert!(text.contains("begin with P2- were made for UNDP alone"));
}
