//! Whoever looks after a laptop: its forms and their versions, its lists of places, its people, its looks.

use desk::Desk;
use desk::view::{Code, FormLook, InstalledForm};
use kit::{Laptop, Office, PASSPHRASE};

fn water(version: u8, rows: &str) -> Vec<u8> {
    format!(
        "survey,,,,,,\n,type,name,label::English (en),label::Khmer (km),relevant,required\n{rows}settings,,,,,,\n,form_title,form_id,version,,,\n,Water,water,{version},,,\n"
    )
    .into_bytes()
}

const WELL: &str = ",text,well,Well,អណ្តូង,,yes\n";
const DEPTH: &str = ",integer,depth,Depth,,${well} != '',\n";

fn look(laptop: &Laptop, bytes: &[u8]) -> FormLook {
    laptop.desk.form_look("water.csv", bytes).unwrap()
}

fn installed(laptop: &Laptop, id: &str) -> InstalledForm {
    let shelf = laptop.desk.form_shelf().unwrap();
    shelf.into_iter().find(|form| form.id == id).unwrap()
}

fn in_use(form: &InstalledForm) -> Option<&str> {
    let active: Vec<&str> = form
        .versions
        .iter()
        .filter(|version| version.active)
        .map(|version| version.version.as_str())
        .collect();
    assert!(active.len() < 2, "one version is in use at most");
    active.first().copied()
}

#[test]
fn a_form_is_looked_at_before_it_is_installed() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    let found = look(&laptop, &water(1, WELL));
    assert!(found.usable);
    assert_eq!((found.id.as_str(), found.news.as_str()), ("water", "form"));
    assert_eq!((found.questions, found.languages.len()), (1, 2));
    let shelf = laptop.desk.form_shelf().unwrap();
    assert!(
        shelf.iter().all(|form| form.id != "water"),
        "looking installs nothing"
    );
    let taken = laptop.desk.form_take().unwrap();
    assert!(taken.new);
    assert_eq!(in_use(&installed(&laptop, "water")), Some("1"));
    assert_eq!(
        laptop.desk.form_take().unwrap_err().code(),
        Code::NotFound,
        "a form that was looked at is installed once"
    );
}

#[test]
fn what_a_file_would_bring_is_told() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    look(&laptop, &water(1, WELL));
    laptop.desk.form_take().unwrap();
    let check = |bytes: &[u8], news: &str, usable: bool, changes: usize| {
        let found = look(&laptop, bytes);
        assert_eq!(
            (found.news.as_str(), found.usable, found.changes.len()),
            (news, usable, changes),
            "{:?}",
            found.changes
        );
    };
    check(&water(1, WELL), "installed", true, 0);
    check(&water(1, DEPTH), "differs", false, 3);
    // The new question, and what becomes of the records.
    check(&water(2, &format!("{WELL}{DEPTH}")), "version", true, 2);
}

#[test]
fn what_is_wrong_in_a_file_is_told_by_sheet_row_and_column() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    let found = look(&laptop, &water(1, ",text,kind,Kind,,1 +,\n"));
    assert!(!found.usable);
    let first = &found.findings[0];
    assert_eq!(
        (first.severity.as_str(), first.sheet.as_str(), first.row),
        ("error", "survey", Some(3))
    );
    assert!(first.column.is_some(), "{first:?}");
    assert!(laptop.desk.form_take().is_err(), "it is not kept at hand");
    let none = laptop.desk.form_look("holiday.jpg", &[0xff, 0xd8, 0xff]);
    assert!(!none.unwrap().usable, "a file that is no form is no fault");
}

#[test]
fn a_version_is_chosen_and_a_form_retired_and_nothing_is_lost() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    for version in [1, 2] {
        look(&laptop, &water(version, WELL));
        laptop.desk.form_take().unwrap();
    }
    let set = [("well".to_owned(), "Deep".to_owned())];
    let record = laptop.desk.record_new("water", None, &set, false).unwrap();
    let record = record.record.unwrap();
    let draft = laptop.desk.draft_new("water", None).unwrap().draft;

    let shelf = laptop.desk.form_activate("water", "1").unwrap();
    let water = shelf.iter().find(|form| form.id == "water").unwrap();
    assert_eq!(in_use(water), Some("1"));
    assert_eq!((water.records, water.versions.len()), (1, 2));
    let kept = laptop.desk.draft_open(&draft).unwrap();
    assert_eq!(kept.version, "2", "a draft keeps its version");
    assert_eq!(laptop.desk.draft_new("water", None).unwrap().version, "1");

    laptop.desk.form_retire("water").unwrap();
    assert_eq!(in_use(&installed(&laptop, "water")), None);
    assert!(laptop.desk.draft_new("water", None).is_err());
    assert_eq!(laptop.reads(&record, "well"), "Deep");
    assert!(laptop.desk.draft_open(&draft).is_ok());
    laptop.desk.form_activate("water", "2").unwrap();
    assert_eq!(laptop.desk.draft_new("water", None).unwrap().version, "2");
    let absent = laptop.desk.form_activate("water", "9").unwrap_err();
    assert_eq!(absent.code(), Code::NotFound);
    assert_eq!(in_use(&installed(&laptop, "water")), Some("2"));
}

#[test]
fn a_draft_keeps_its_version_when_a_newer_one_arrives_and_says_so() {
    let mut laptop = Laptop::alone("Bopha", "supervisor");
    let install = |laptop: &Laptop, version, rows: &str| {
        let bytes = water(version, rows);
        laptop.desk.form_import("water.csv", &bytes).unwrap();
    };
    install(&laptop, 1, WELL);
    let draft = laptop.desk.draft_new("water", None).unwrap().draft;
    let view = laptop.desk.draft_set(&draft, "well", "Deep").unwrap();
    assert_eq!((view.version.as_str(), view.newer_version), ("1", false));

    install(&laptop, 2, &format!("{WELL}{DEPTH}"));
    let told = |laptop: &Laptop| {
        let view = laptop.desk.draft_open(&draft).unwrap();
        let asked: usize = view
            .sections
            .iter()
            .map(|section| section.nodes.len())
            .sum();
        (view.version, view.newer_version, asked)
    };
    assert_eq!(told(&laptop), ("1".to_owned(), true, 1));
    laptop.restart();
    laptop.sign_in("Bopha");
    assert_eq!(told(&laptop), ("1".to_owned(), true, 1));
    let new = laptop.desk.draft_new("water", None).unwrap();
    assert_eq!((new.version.as_str(), new.newer_version), ("2", false));

    let record = laptop.desk.draft_finish(&draft).unwrap().record.unwrap();
    assert_eq!(laptop.desk.record(&record).unwrap().version, "1");
    let corrected = laptop.desk.record_edit(&record).unwrap();
    assert_eq!(
        (corrected.version.as_str(), corrected.newer_version),
        ("1", true)
    );
}

#[test]
fn pictures_of_a_form_come_with_it_and_stand_beside_their_questions_and_choices() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    let desk = &laptop.desk;
    let form = "survey,,,,\n,type,name,label,media::image\n\
                ,text,seen,What was seen?,how.png\n\
                ,select_one device,device,Which of these?,\n\
                ,text,other,Other,lost.png\n\
                choices,,,,\n,list_name,name,label,media::image\n\
                ,device,mine,Mine,mine.jpg\n,device,shell,Shell,broken.jpg\n\
                settings,,,,\n,form_title,form_id,version\n,Devices,devices,1\n";
    let picture = |format| {
        let mut out = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(3_000, 20)
            .write_to(&mut out, format)
            .unwrap();
        out.into_inner()
    };
    let files = [
        ("How.PNG".to_owned(), picture(image::ImageFormat::Png)),
        ("mine.jpg".to_owned(), picture(image::ImageFormat::Jpeg)),
        ("broken.jpg".to_owned(), b"no picture".to_vec()),
        ("holiday.png".to_owned(), picture(image::ImageFormat::Png)),
    ];
    let told = desk.form_look_with("devices.csv", form.as_bytes(), files.to_vec());
    assert!(told.unwrap().usable);
    let installed = desk.form_take().unwrap();
    assert_eq!(installed.files, ["how.png", "mine.jpg"]);
    assert_eq!(installed.missing, ["broken.jpg", "lost.png"]);
    let said = installed.findings.join("\n");
    assert!(
        said.contains("broken.jpg") && said.contains("is not taken"),
        "{said}"
    );

    let view = desk.draft_new("devices", None).unwrap();
    let nodes = &view.sections[0].nodes;
    let images: Vec<&str> = nodes.iter().map(|node| node.image.as_str()).collect();
    assert_eq!(images, ["how.png", "", "lost.png"]);
    let images: Vec<&str> = nodes[1]
        .choices
        .iter()
        .map(|it| it.image.as_str())
        .collect();
    assert_eq!(images, ["mine.jpg", "broken.jpg"]);
    for (name, media) in [("how.png", "image/png"), ("mine.jpg", "image/jpeg")] {
        let shown = desk.form_picture("devices", "1", name).unwrap();
        let size = image::load_from_memory(&shown.bytes).unwrap().width();
        assert_eq!((shown.media, size), (media, 1_024), "{name}");
    }
    for (version, name) in [("1", "lost.png"), ("1", "holiday.png"), ("2", "how.png")] {
        let missing = desk.form_picture("devices", version, name).unwrap_err();
        assert_eq!(missing.code(), Code::NotFound, "{name}");
    }
}

#[test]
fn a_form_is_read_through_in_each_of_its_languages() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    look(&laptop, &water(1, &format!("{WELL}{DEPTH}")));
    laptop.desk.form_take().unwrap();
    let check = |language: &str, spoken: &str, labels: [&str; 2], untranslated: u32| {
        let preview = laptop.desk.form_preview("water", "1", language).unwrap();
        let found: Vec<&str> = preview
            .lines
            .iter()
            .map(|line| line.label.as_str())
            .collect();
        assert_eq!(found, labels, "{language}");
        assert_eq!(
            (preview.language.as_str(), preview.untranslated),
            (spoken, untranslated)
        );
        preview
    };
    let english = check("en", "en", ["Well", "Depth"], 0);
    let khmer = check("km", "km", ["អណ្តូង", "Depth"], 1);
    check("th", "en", ["Well", "Depth"], 0);
    let facts = |line: usize| {
        let line = &english.lines[line];
        (line.required, line.conditional, line.kind.as_str())
    };
    assert_eq!(facts(0), (true, false, "text"));
    assert_eq!(facts(1), (false, true, "integer"));
    assert!(khmer.lines[1].untranslated);
}

#[test]
fn every_built_in_form_is_read_through_in_english_and_khmer() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    let shelf = laptop.desk.form_shelf().unwrap();
    assert_eq!(shelf.len(), 11);
    for form in shelf {
        let version = in_use(&form).unwrap();
        for language in ["en", "km"] {
            let preview = laptop.desk.form_preview(&form.id, version, language);
            let preview = preview.unwrap();
            assert_eq!(preview.language, language, "{}", form.id);
            assert_eq!(preview.untranslated, 0, "{} in {language}", form.id);
            assert!(preview.lines.len() > 5, "{}", form.id);
        }
    }
}

#[test]
fn only_who_looks_after_forms_and_places_may_change_them() {
    #[track_caller]
    fn check(role: &str, may: bool) {
        let laptop = Laptop::alone("Dara", role);
        let desk = &laptop.desk;
        let list = "pcode,parent,level,name_latin\nKH02,KH,1,Battambang\n".as_bytes();
        let refusals = [
            desk.form_shelf().err(),
            desk.form_look("water.csv", &water(1, WELL)).err(),
            desk.form_take().err(),
            desk.form_preview("water", "1", "en").err(),
            desk.form_retire("water").err(),
            desk.form_activate("water", "1").err(),
            desk.places_import("kh.csv", list).err(),
            desk.form_import("water.csv", &water(1, WELL)).err(),
            desk.set_picture_side(1_024).err(),
        ];
        for refusal in refusals {
            let code = refusal.map(|refusal| refusal.code());
            assert_eq!(code, (!may).then_some(Code::NotAllowed), "{role}");
        }
        let session = desk.app_state().session.unwrap();
        assert_eq!(session.may_look_after, may, "{role}");
    }
    for role in ["field", "va", "coordinator"] {
        check(role, false);
    }
    for role in ["supervisor", "admin"] {
        check(role, true);
    }
}

#[test]
fn a_looked_at_form_is_forgotten_when_the_laptop_locks() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    look(&laptop, &water(1, WELL));
    laptop.sign_in("Bopha");
    assert_eq!(laptop.desk.form_take().unwrap_err().code(), Code::NotFound);
}

#[test]
fn the_lists_of_places_are_told_by_version() {
    let laptop = Laptop::alone("Bopha", "supervisor");
    let before = laptop.desk.places_lists().unwrap();
    assert_eq!(before.len(), 1, "the built-in list");
    let list = "pcode,parent,level,name_latin\nKH02,KH,1,Battambang\n";
    laptop
        .desk
        .places_import("kh-2027.csv", list.as_bytes())
        .unwrap();
    let after = laptop.desk.places_lists().unwrap();
    let told: Vec<(u32, &str, u32, bool)> = after
        .iter()
        .map(|one| {
            (
                one.version,
                one.source_name.as_str(),
                one.places,
                one.newest,
            )
        })
        .collect();
    assert_eq!(told[0], (2, "kh-2027.csv", 1, true));
    assert_eq!((told[1].0, told[1].3), (1, false));
}

#[test]
fn the_people_of_a_laptop_are_told_with_role_and_teams() {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Sophea", "coordinator", &[]));
    let people = laptop.desk.people_here().unwrap();
    let told: Vec<(&str, &str, usize, bool, bool)> = people
        .iter()
        .map(|one| {
            let teams = one.teams.len();
            (
                one.name.as_str(),
                one.role.as_str(),
                teams,
                one.all_teams,
                one.me,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Dara", "field", 1, false, true),
            ("Sophea", "coordinator", 0, true, false)
        ]
    );
    assert!(people.iter().all(|one| one.active));
    laptop.desk.lock().unwrap();
    assert_eq!(
        laptop.desk.people_here().unwrap_err().code(),
        Code::Locked,
        "roles are shown to people of the laptop only"
    );
}

#[test]
fn looks_that_an_older_program_kept_are_kept() {
    let mut laptop = Laptop::alone("Dara", "field");
    let kept = r#"{ "language": "lo", "theme": "dark", "text_size": 150, "chosen": true }"#;
    std::fs::write(laptop.path().join("window.json"), kept).unwrap();
    laptop.restart();
    let looks = laptop.desk.app_state().preferences;
    assert_eq!(
        (
            looks.language.as_str(),
            looks.theme.as_str(),
            looks.text_size
        ),
        ("lo", "dark", 150)
    );
    assert_eq!(looks.lock_minutes, 10, "nobody chose it yet");
    let check = |minutes: u32, kept: u32| {
        let mut asked = looks.clone();
        asked.lock_minutes = minutes;
        let state = laptop.desk.set_preferences(&asked).unwrap();
        assert_eq!(state.preferences.lock_minutes, kept);
    };
    check(5, 5);
    check(0, 1);
    check(100_000, 60);
    laptop.desk.unlock("Dara", PASSPHRASE).unwrap();
    assert!(!Desk::about().version.is_empty());
}
