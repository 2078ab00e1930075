//! Sticks with photos and scans, and records that are spread over several.

use std::path::PathBuf;
use std::{fs, io};

use desk::view::{Code, StickOrder};
use desk::{Desk, DeskError, FolderPlace, Place, Written};
use kit::{Laptop, Office, Stick, for_the_centre};

const FORM: &str = "survey
,type,name,label,sala_class
,text,village,Village,P1
,file,scan,Signed sheet,P1
settings
,form_id,form_title,version
,sheets,Sheets,1
";
const MEGABYTE: u64 = 1_000_000;

fn joined(office: &Office, name: &str) -> Laptop {
    let laptop = office.laptop(name, "supervisor", &["BTB2"]);
    laptop
        .desk
        .form_import("sheets.csv", FORM.as_bytes())
        .unwrap();
    laptop
}

/// Submits a record with a scan of so many bytes, which do not pack.
fn sheet(laptop: &Laptop, seed: u8, bytes: usize) -> String {
    let desk = &laptop.desk;
    let id = desk.draft_new("sheets", None).unwrap().draft;
    desk.draft_set(&id, "village", "Phum Thmei").unwrap();
    let mut scan = vec![0; bytes];
    blake3::Hasher::new()
        .update(&[seed])
        .finalize_xof()
        .fill(&mut scan);
    scan[..5].copy_from_slice(b"%PDF-");
    desk.draft_attach(&id, "scan", scan).unwrap();
    let done = desk.draft_finish(&id).unwrap();
    done.record.unwrap_or_else(|| panic!("{:?}", done.problems))
}

fn in_pieces_of(mb: u32) -> StickOrder {
    StickOrder {
        piece_mb: Some(mb),
        ..for_the_centre()
    }
}

fn waiting(laptop: &Laptop) -> (u32, u32) {
    let view = laptop.desk.sync_view().unwrap();
    (view.pill.waiting, view.files_waiting)
}

#[test]
fn scans_go_up_and_down_on_sticks_and_are_signed_for() {
    let office = Office::open();
    let dara = joined(&office, "Sok Dara");
    let sophea = joined(&office, "Chan Sophea");
    let record = sheet(&dara, 1, 90_000);
    let (out, back) = (Stick::new(), Stick::new());
    let written = dara.writes(&out, &for_the_centre()).unwrap();
    assert_eq!((written.records, written.files), (1, 1));
    let brought = office.reads(&out.asks(), None, &back);
    assert_eq!((brought.taken, brought.files), (2, 1));
    assert_eq!(waiting(&dara), (1, 1));
    let taken = dara.takes(&back.answers(), None);
    assert_eq!((taken.confirmed, taken.files_confirmed), (2, 1));
    assert_eq!(waiting(&dara), (0, 0));
    assert_eq!(dara.desk.pill().unwrap().state, "confirmed");

    // A colleague who wants photos asks for them on a stick: first she hears of the record, then of its scan.
    sophea.desk.set_fetches_files(true).unwrap();
    for expected in [(1, 0), (1, 1)] {
        let (out, back) = (Stick::new(), Stick::new());
        sophea.writes(&out, &for_the_centre()).unwrap();
        office.reads(&out.asks(), None, &back);
        let files = sophea.takes(&back.answers(), None).files;
        assert_eq!((sophea.count(), files), expected);
    }
    let bytes = |laptop: &Laptop| {
        laptop
            .desk
            .record_file(&record, "scan", None)
            .unwrap()
            .bytes
    };
    assert_eq!(bytes(&sophea), bytes(&dara));
    assert_eq!(waiting(&sophea), (0, 0));
}

#[test]
fn several_sticks_each_stand_for_themselves_and_a_missing_one_is_named() {
    let office = Office::open();
    let dara = joined(&office, "Sok Dara");
    (0..5).for_each(|seed| drop(sheet(&dara, seed, 380_000)));
    let out = Stick::new();
    let written = dara.writes(&out, &in_pieces_of(1)).unwrap();
    assert_eq!(written.pieces.len(), 3, "two scans fit one");
    assert_eq!((written.records, written.files), (5, 5));
    let files = out.asks();
    for file in &files {
        let bytes = fs::metadata(file).unwrap().len();
        assert!(bytes <= MEGABYTE, "{bytes}");
    }

    // The last one first, and the one between is lost.
    let back = Stick::new();
    let some = [files[2].clone(), files[0].clone()];
    let brought = office.reads(&some, None, &back);
    assert_eq!(brought.files, 3);
    let taken = dara.takes(&back.answers(), None);
    assert_eq!(taken.files_confirmed, 3);
    assert_eq!(waiting(&dara), (0, 2), "the records were on the first");

    let late = Stick::new();
    office.reads(&files[1..2], None, &late);
    assert_eq!(dara.takes(&late.answers(), None).files_confirmed, 2);
    assert_eq!(waiting(&dara), (0, 0));
}

#[test]
fn a_reader_is_told_which_pieces_are_not_there() {
    let office = Office::open();
    let dara = joined(&office, "Sok Dara");
    let sophea = joined(&office, "Chan Sophea");
    dara.sync().unwrap();
    sophea.sync().unwrap();
    (0..5).for_each(|seed| drop(sheet(&dara, seed, 380_000)));
    let words = "four dry fish on a roof";
    let out = Stick::new();
    let order = StickOrder {
        reader: "words".to_owned(),
        passphrase: Some(words.to_owned()),
        ..in_pieces_of(1)
    };
    dara.writes(&out, &order).unwrap();
    let files = out.asks();
    let check = |some: &[usize], missing: &[u32], open: bool| {
        let some: Vec<PathBuf> = some.iter().map(|at| files[*at].clone()).collect();
        let look = sophea.looks(&some, Some(words));
        assert_eq!((look.missing.as_slice(), look.open), (missing, open));
    };
    check(&[0, 1, 2], &[], false);
    check(&[2, 0], &[2], false);
    check(&[2], &[1, 2], false);
    check(&[1], &[1, 3], true);
    let taken = sophea.takes(&files, Some(words));
    assert_eq!((taken.added, taken.files), (10, 5));
}

#[test]
fn a_piece_that_cannot_hold_a_scan_is_refused_before_anything_is_handed_over() {
    let office = Office::open();
    let dara = joined(&office, "Sok Dara");
    sheet(&dara, 1, 1_200_000);
    let out = Stick::new();
    let wrote = dara.writes(&out, &in_pieces_of(1));
    let Err(error @ DeskError::Stick(_)) = wrote else {
        panic!("{wrote:?}");
    };
    assert_eq!(error.code(), Code::StickSmall);
    assert!(out.asks().is_empty());
    assert_eq!(dara.desk.sync_view().unwrap().counts.handed, 0);
    let written = dara.writes(&Stick::new(), &in_pieces_of(2)).unwrap();
    assert_eq!((written.pieces.len(), written.files), (1, 1));
}

/// A person who presses *Cancel* when a piece of some number is begun.
struct Impatient {
    place: FolderPlace,
    desk: Desk,
    pieces: u32,
}

impl Place for Impatient {
    fn begin<'p>(&'p mut self, name: &str) -> io::Result<Box<dyn io::Write + 'p>> {
        if self.pieces == 0 {
            self.desk.stop_sync();
        }
        self.pieces = self.pieces.saturating_sub(1);
        self.place.begin(name)
    }

    fn finish(&mut self, name: &str, written: &Written) -> io::Result<()> {
        self.place.finish(name, written)
    }

    fn abandon(&mut self, name: &str) {
        self.place.abandon(name);
    }
}

#[test]
fn writing_can_be_stopped_and_only_whole_pieces_are_handed_over() {
    let office = Office::open();
    let dara = joined(&office, "Sok Dara");
    (0..5).for_each(|seed| drop(sheet(&dara, seed, 380_000)));
    for (pieces, whole, files) in [(0, 0, 5), (1, 1, 5), (2, 2, 5)] {
        let out = Stick::new();
        let mut place = Impatient {
            place: FolderPlace::new(out.path()),
            desk: dara.desk.clone(),
            pieces,
        };
        let stopped = dara
            .desk
            .stick_write(&mut place, &in_pieces_of(1), &mut |_, _| {});
        match stopped {
            Ok(written) => {
                assert_eq!(written.pieces.len(), whole);
                assert_eq!(written.left.unwrap().fault.code, Code::Cancelled);
            }
            Err(error) => assert_eq!((error.code(), whole), (Code::Cancelled, 0)),
        }
        assert_eq!(out.asks().len(), whole);
        let left = fs::read_dir(out.path()).unwrap().count();
        assert_eq!(left, whole, "nothing half written stays");
        let handed = dara.desk.sync_view().unwrap().counts.handed;
        assert_eq!(handed, if whole == 0 { 0 } else { 5 });
        assert_eq!(waiting(&dara), (5, files));
    }
}

#[test]
fn everything_can_be_carried_to_a_centre_that_lost_it() {
    let office = Office::open();
    let dara = joined(&office, "Sok Dara");
    sheet(&dara, 1, 20_000);
    dara.sync().unwrap();
    assert_eq!(waiting(&dara), (0, 0));
    let nothing = dara.writes(&Stick::new(), &for_the_centre()).unwrap();
    assert_eq!((nothing.revisions, nothing.files), (0, 0));
    let whole = StickOrder {
        whole: true,
        ..for_the_centre()
    };
    let out = Stick::new();
    let written = dara.writes(&out, &whole).unwrap();
    assert_eq!((written.revisions, written.files), (2, 1));
    assert_eq!(waiting(&dara), (0, 0), "what is confirmed stays so");
    let back = Stick::new();
    let brought = office.reads(&out.asks(), None, &back);
    assert_eq!((brought.taken, brought.known, brought.files), (0, 2, 1));
    dara.takes(&back.answers(), None);
    assert_eq!(waiting(&dara), (0, 0));
}
