//! Photos and scans as people attach, change, finish, lose and carry them.

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use desk::view::{Code, FormView, NodeView};
use desk::{Desk, DeskError, Proof};
use image::{DynamicImage, ImageFormat};
use kit::{Laptop, Office, PASSPHRASE};

const FORM: &str = "survey
,type,name,label,required,relevant,parameters,sala_class
,text,village,Village,,,,P1
,image,photo,Photo of the sheet,yes,,max-pixels=300,P3
,text,photo_caption,What is on it,,${photo} != '',,P1
,file,scan,Scan,,,,P1
,video,film,Film,,,,P1
settings
,form_id,form_title,version
,sheets,Sheets,1
";

fn photo(shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(600, 400, |x, y| {
        image::Rgb([shade, (x % 250) as u8, (y % 250) as u8])
    });
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut out, ImageFormat::Jpeg)
        .unwrap();
    out.into_inner()
}

fn laptop() -> Laptop {
    let laptop = Laptop::alone("Sok Dara", "supervisor");
    laptop
        .desk
        .form_import("sheets.csv", FORM.as_bytes())
        .unwrap();
    laptop
}

fn node<'v>(view: &'v FormView, path: &str) -> &'v NodeView {
    let mut nodes = view.sections.iter().flat_map(|section| &section.nodes);
    nodes.find(|node| node.path == path).unwrap()
}

fn draft(laptop: &Laptop) -> String {
    laptop.desk.draft_new("sheets", None).unwrap().draft
}

fn on_disk(laptop: &Laptop) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(laptop.path().join("files")) else {
        return Vec::new();
    };
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn finished(desk: &Desk, draft: &str) -> String {
    let done = desk.draft_finish(draft).unwrap();
    done.record.unwrap_or_else(|| panic!("{:?}", done.problems))
}

#[test]
fn a_photo_is_attached_shown_finished_and_given_out() {
    let laptop = laptop();
    let desk = &laptop.desk;
    let id = draft(&laptop);
    let stopped = desk.draft_finish(&id).unwrap();
    assert_eq!(stopped.record, None);
    assert_eq!(stopped.problems[0].path, "photo", "it is required");
    assert!(!stopped.problems.iter().any(|it| it.path == "film"));

    let view = desk.draft_attach(&id, "photo", photo(9)).unwrap();
    let answer = node(&view, "photo");
    let name = answer.value.clone();
    assert!(name.len() == 68 && name.ends_with(".jpg"), "{name}");
    let file = answer.file.clone().unwrap();
    assert_eq!(
        (file.width, file.height, file.here),
        (Some(300), Some(200), true)
    );
    assert_eq!(
        node(&view, "photo_caption").kind,
        "text",
        "a caption is asked for beside it"
    );
    let shown = desk.draft_file(&id, "photo", Some(60)).unwrap();
    let size = image::load_from_memory(&shown.bytes).unwrap();
    assert_eq!(
        (shown.media, size.width(), size.height()),
        ("image/jpeg", 60, 40)
    );
    desk.draft_attach(&id, "scan", b"%PDF-1.7 plan".to_vec())
        .unwrap();
    assert_eq!(
        desk.draft_file(&id, "scan", Some(60)).unwrap().bytes,
        b"%PDF-1.7 plan"
    );

    let record = finished(desk, &id);
    assert_eq!(laptop.reads(&record, "photo"), name);
    let kept = desk.record_file(&record, "photo", None).unwrap();
    let folder = laptop.path().join("given");
    let mut lines = Vec::new();
    let done = desk
        .export_with_files(None, &mut lines, Some(&folder))
        .unwrap();
    assert_eq!((done.records, done.files_missing), (1, 0));
    assert_eq!(fs::read(folder.join(&name)).unwrap(), kept.bytes);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    assert!(desk.doctor().unwrap().clean);
}

#[test]
fn what_is_not_taken_is_refused_and_changes_nothing() {
    let laptop = laptop();
    let id = draft(&laptop);
    let kept = laptop.desk.draft_attach(&id, "photo", photo(1)).unwrap();
    let check = |path: &str, content: Vec<u8>, code: Code| {
        let refused = laptop.desk.draft_attach(&id, path, content).unwrap_err();
        assert_eq!(refused.code(), code, "{path}");
        let now = laptop.desk.draft_open(&id).unwrap();
        assert_eq!(node(&now, "photo").value, node(&kept, "photo").value);
    };
    check("photo", b"MZ a program".to_vec(), Code::FileKind);
    check("photo", photo(1)[..900].to_vec(), Code::FileDamaged);
    check("photo", vec![0; 40_000_001], Code::FileTooLarge);
    check("film", photo(1), Code::FileKind);
    check("village", photo(1), Code::NotFound);
    check("nowhere", photo(1), Code::NotFound);
    let missing = laptop.path().join("no such file");
    let refused = laptop.desk.draft_attach_file(&id, "photo", &missing);
    assert_eq!(refused.unwrap_err().code(), Code::NotFound);
}

#[test]
fn a_file_goes_only_when_no_draft_and_no_record_names_it() {
    let laptop = laptop();
    let desk = &laptop.desk;
    let (one, other) = (draft(&laptop), draft(&laptop));
    desk.draft_attach(&one, "photo", photo(1)).unwrap();
    let first = desk.draft_attach(&other, "photo", photo(1)).unwrap();
    assert_eq!(on_disk(&laptop).len(), 1, "the same content is one file");
    let second = desk.draft_attach(&one, "photo", photo(2)).unwrap();
    let taken = desk.draft_set(&one, "photo", "").unwrap();
    assert_eq!(node(&taken, "photo").file, None);
    let back = desk.draft_undo(&one).unwrap();
    assert_eq!(node(&back, "photo").value, node(&second, "photo").value);
    let further = desk.draft_undo(&one).unwrap();
    assert_eq!(node(&further, "photo").value, node(&first, "photo").value);
    desk.draft_file(&one, "photo", None).unwrap();
    let again = desk.draft_redo(&one).unwrap();
    desk.draft_file(&one, "photo", None).unwrap();
    assert_eq!(node(&again, "photo").value, node(&second, "photo").value);
    let record = finished(desk, &one);
    desk.draft_attach(&other, "photo", photo(3)).unwrap();
    assert_eq!(on_disk(&laptop).len(), 3);
    laptop.sign_in("Sok Dara");
    assert_eq!(
        on_disk(&laptop).len(),
        2,
        "the first is named by nobody any more"
    );
    desk.record_file(&record, "photo", None).unwrap();
    desk.draft_discard(&other).unwrap();
    laptop.sign_in("Sok Dara");
    let restored = desk.draft_restore(&other).unwrap();
    assert!(node(&restored, "photo").file.clone().unwrap().here);
    desk.draft_file(&other, "photo", None).unwrap();
    // The record is corrected: its history still names the old photo.
    let correction = desk.record_edit(&record).unwrap().draft;
    desk.draft_attach(&correction, "photo", photo(4)).unwrap();
    finished(desk, &correction);
    laptop.sign_in("Sok Dara");
    assert_eq!(on_disk(&laptop).len(), 3);
    assert!(desk.doctor().unwrap().clean);
}

#[test]
fn a_backup_carries_the_files() {
    let laptop = laptop();
    let id = draft(&laptop);
    laptop.desk.draft_attach(&id, "photo", photo(5)).unwrap();
    let record = finished(&laptop.desk, &id);
    let want = laptop
        .desk
        .record_file(&record, "photo", None)
        .unwrap()
        .bytes;
    let backup = laptop.path().join("weekly.sala-backup");
    laptop.desk.backup(&backup).unwrap();
    let other = Laptop::fresh();
    let proof = Proof::Passphrase {
        passphrase: PASSPHRASE,
        person: None,
    };
    other.desk.restore(&backup, &proof).unwrap();
    let found = other.desk.record_file(&record, "photo", None).unwrap();
    assert_eq!(found.bytes, want);
    assert!(other.desk.doctor().unwrap().clean);
    let wrong = Laptop::fresh();
    let no_proof = Proof::Passphrase {
        passphrase: "some other passphrase",
        person: None,
    };
    wrong.desk.restore(&backup, &no_proof).unwrap_err();
    let left: Vec<_> = fs::read_dir(wrong.path()).unwrap().flatten().collect();
    assert!(left.iter().all(|it| it.file_name() == "lock"), "{left:?}");
}

#[test]
fn a_damaged_file_is_named_set_aside_and_kept_and_the_record_opens_all_the_same() {
    let laptop = laptop();
    let desk = &laptop.desk;
    let id = draft(&laptop);
    desk.draft_attach(&id, "photo", photo(6)).unwrap();
    let record = finished(desk, &id);
    let name = laptop.reads(&record, "photo");
    let file = on_disk(&laptop).remove(0);
    let mut bytes = fs::read(&file).unwrap();
    bytes[2_000] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let refused = desk.record_file(&record, "photo", None).unwrap_err();
    assert_eq!(refused.code(), Code::FileDamaged);
    let found = desk.doctor().unwrap();
    let content = &name[..64];
    assert!(
        found
            .findings
            .iter()
            .any(|it| !it.fine && it.text.contains(content))
    );
    desk.salvage("Sok Dara", PASSPHRASE).unwrap();
    let aside = laptop.path().join("set-aside/files");
    let kept: Vec<_> = fs::read_dir(aside).unwrap().flatten().collect();
    assert_eq!(fs::read(kept[0].path()).unwrap(), bytes);
    assert_eq!(laptop.reads(&record, "photo"), name);
    let missing = desk.record_file(&record, "photo", None).unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    let mut lines = Vec::new();
    let folder = laptop.path().join("given");
    let done = desk
        .export_with_files(None, &mut lines, Some(&folder))
        .unwrap();
    assert_eq!(done.files_missing, 1);
    // Whoever still has the photo attaches it again.
    let again = draft(&laptop);
    desk.draft_attach(&again, "photo", photo(6)).unwrap();
    desk.record_file(&record, "photo", None).unwrap();
}

#[test]
fn a_guarded_photo_is_shown_to_whom_its_answer_is_and_never_unnoticed() {
    let office = Office::open();
    let laptop = office.laptop("Chea Vanna", "va", &["BTB2"]);
    laptop.add(&office.invite("Sok Dara", "field", &["BTB2"]));
    laptop.add(&office.invite("Chan Sophea", "supervisor", &["BTB2"]));
    laptop.add(&office.invite("Nhem Rotha", "va", &[]));
    let desk = &laptop.desk;
    laptop.sign_in("Chan Sophea");
    desk.form_import("sheets.csv", FORM.as_bytes()).unwrap();
    laptop.sign_in("Chea Vanna");
    let id = draft(&laptop);
    desk.draft_attach(&id, "photo", photo(9)).unwrap();
    let record = finished(desk, &id);
    let seen = |name: &str| {
        laptop.sign_in(name);
        let code = |refused: DeskError| refused.code();
        desk.record_file(&record, "photo", None)
            .map(|file| file.media)
            .map_err(code)
    };
    let reveals = || {
        laptop.sign_in("Chan Sophea");
        let rows = desk.reveals(Some(&record)).unwrap();
        rows.into_iter()
            .map(|row| format!("{} {} {}", row.who, row.deed, row.path))
            .collect::<Vec<_>>()
    };
    assert_eq!(seen("Chea Vanna"), Ok("image/jpeg"));
    assert_eq!(reveals(), [""; 0], "what is open needs no line");
    assert_eq!(seen("Chan Sophea"), Err(Code::NotAllowed));
    assert_eq!(seen("Sok Dara"), Err(Code::NotAllowed));
    assert_eq!(reveals(), [""; 0], "nothing was shown");
    assert_eq!(seen("Nhem Rotha"), Ok("image/jpeg"), "of every team");
    assert_eq!(reveals(), ["Nhem Rotha shown photo"]);
}

#[test]
fn how_large_pictures_are_kept_is_a_choice() {
    let laptop = laptop();
    let desk = &laptop.desk;
    assert_eq!(desk.picture_side().unwrap(), 2_048);
    assert_eq!(desk.set_picture_side(100).unwrap(), 640);
    assert_eq!(desk.picture_side().unwrap(), 640);
    let id = draft(&laptop);
    let large = DynamicImage::new_rgb8(1_280, 100);
    let mut out = Cursor::new(Vec::new());
    large.write_to(&mut out, ImageFormat::Png).unwrap();
    let view = desk.draft_attach(&id, "scan", out.into_inner()).unwrap();
    let file = node(&view, "scan").file.clone().unwrap();
    assert_eq!((file.width, file.media.as_str()), (Some(640), "image/png"));
}

#[test]
fn a_receiver_and_the_map_answer_the_position_and_where_it_comes_from() {
    let laptop = laptop();
    let view = laptop.desk.draft_new("eore_session", None).unwrap();
    let stored = "13.095720 103.202190 23.4 5";
    let geopoint = |view: &FormView| {
        let mut rest: Vec<NodeView> = view
            .sections
            .iter()
            .flat_map(|it| it.nodes.clone())
            .collect();
        while let Some(node) = rest.pop() {
            if node.kind == "geopoint" {
                return node.path;
            }
            rest.extend(node.children);
        }
        String::new()
    };
    let desk = &laptop.desk;
    let view = desk
        .draft_set(&view.draft, "place/geo_safe", "yes")
        .unwrap();
    let path = geopoint(&view);
    let source = path.replace("position", "coord_source");
    for word in ["gps_device", "map_click"] {
        let set = match word {
            "map_click" => Desk::draft_set_on_map,
            _ => Desk::draft_set_measured,
        };
        let view = set(desk, &view.draft, &path, stored).unwrap();
        assert_eq!(node(&view, &path).value, stored);
        assert_eq!(node(&view, &source).value, word);
        let view = desk.draft_undo(&view.draft).unwrap();
        assert_eq!(node(&view, &path).value, "", "both in one step");
    }
}
