//! Sticks that are full or gone before everything is on them: the rest goes onto the next one, and nothing twice.

use std::path::PathBuf;
use std::{fs, io};

use desk::view::{Code, StickOrder, StickWritten};
use desk::{DeskError, FolderPlace, Place, Written};
use kit::{Laptop, Office, Stick, for_the_centre};

const FORM: &str = "survey
,type,name,label,sala_class
,text,village,Village,P1
,file,scan,Signed sheet,P1
settings
,form_id,form_title,version
,sheets,Sheets,1
";
const SCAN_BYTES: usize = 380_000;
/// Two scans fit a piece, and one such piece this stick.
const ONE_PIECE: u64 = 1_000_000;

/// A laptop with five records, each with a scan: three pieces of a megabyte.
fn laptop(office: &Office) -> Laptop {
    let laptop = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    gets_form(&laptop);
    for seed in 0..5 {
        let desk = &laptop.desk;
        let id = desk.draft_new("sheets", None).unwrap().draft;
        desk.draft_set(&id, "village", "Phum Thmei").unwrap();
        let mut scan = vec![0; SCAN_BYTES];
        blake3::Hasher::new()
            .update(&[seed])
            .finalize_xof()
            .fill(&mut scan);
        scan[..5].copy_from_slice(b"%PDF-");
        desk.draft_attach(&id, "scan", scan).unwrap();
        let done = desk.draft_finish(&id).unwrap();
        assert!(done.record.is_some(), "{:?}", done.problems);
    }
    laptop
}

fn gets_form(laptop: &Laptop) {
    let form = laptop.desk.form_import("sheets.csv", FORM.as_bytes());
    form.unwrap();
}

fn in_pieces() -> StickOrder {
    StickOrder {
        piece_mb: Some(1),
        ..for_the_centre()
    }
}

/// A stick with room for so many bytes.
struct Narrow {
    place: FolderPlace,
    room: u64,
}

impl Narrow {
    fn new(stick: &Stick, room: u64) -> Narrow {
        Narrow {
            place: FolderPlace::new(stick.path()),
            room,
        }
    }
}

struct Filling<'p> {
    out: Box<dyn io::Write + 'p>,
    room: &'p mut u64,
}

impl io::Write for Filling<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > *self.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let written = self.out.write(bytes)?;
        *self.room -= written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Place for Narrow {
    fn begin<'p>(&'p mut self, name: &str) -> io::Result<Box<dyn io::Write + 'p>> {
        let (out, room) = (self.place.begin(name)?, &mut self.room);
        Ok(Box::new(Filling { out, room }))
    }

    fn finish(&mut self, name: &str, written: &Written) -> io::Result<()> {
        self.place.finish(name, written)
    }

    fn abandon(&mut self, name: &str) {
        self.place.abandon(name);
    }
}

/// Writes one piece onto a stick that is full then.
fn one_piece(laptop: &Laptop, stick: &Stick, order: &StickOrder) -> StickWritten {
    let place = &mut Narrow::new(stick, ONE_PIECE);
    let desk = &laptop.desk;
    let written = desk.stick_write(place, order, &mut |_, _| {}).unwrap();
    assert_eq!(written.pieces.len(), 1);
    written
}

fn goes_on(laptop: &Laptop, stick: &Stick) -> Result<StickWritten, DeskError> {
    let place = &mut FolderPlace::new(stick.path());
    laptop.desk.stick_write_on(place, &mut |_, _| {})
}

fn names(files: &[PathBuf]) -> Vec<String> {
    let names = files.iter().map(|file| file.file_name().unwrap());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

fn waiting(laptop: &Laptop) -> (u32, u32) {
    let view = laptop.desk.sync_view().unwrap();
    (view.pill.waiting, view.files_waiting)
}

#[test]
fn what_does_not_fit_on_one_stick_goes_onto_the_next_and_arrives_once() {
    let office = Office::open();
    let dara = laptop(&office);
    let (a, b, c) = (Stick::new(), Stick::new(), Stick::new());
    let first = one_piece(&dara, &a, &in_pieces());
    assert_eq!((first.records, first.files), (5, 2));
    let left = first.left.unwrap();
    assert_eq!(left.fault.code, Code::DiskFull);
    assert_eq!((left.records, left.files), (0, 3), "the records are on it");
    assert_eq!(left.bytes as usize, 3 * SCAN_BYTES);
    assert_eq!(dara.desk.sync_view().unwrap().counts.handed, 5);
    assert_eq!(fs::read_dir(a.path()).unwrap().count(), 1);

    // The next stick has no room at all, and says the same.
    let none = &mut Narrow::new(&b, 1_000);
    let still = dara.desk.stick_write_on(none, &mut |_, _| {}).unwrap();
    assert_eq!((still.pieces, still.files), (first.pieces.clone(), 2));
    assert_eq!(still.left.unwrap().files, 3);
    assert_eq!(fs::read_dir(b.path()).unwrap().count(), 0);

    // How far it is counts what is left, from nothing to all.
    let mut heard = Vec::new();
    let place = &mut FolderPlace::new(c.path());
    let mut told = |done, all| heard.push((done, all));
    let whole = dara.desk.stick_write_on(place, &mut told).unwrap();
    let (done, all) = *heard.last().unwrap();
    assert_eq!((heard[0].0, done), (0, all));
    assert!(whole.left.is_none());
    assert_eq!((whole.records, whole.revisions, whole.files), (5, 10, 5));
    assert_eq!(
        whole.pieces,
        [names(&a.asks()), names(&c.asks())].concat(),
        "piece 1 lies on the first, 2 and 3 on the other"
    );
    let over = goes_on(&dara, &b).unwrap_err();
    assert_eq!(over.code(), Code::NotFound);

    let (back, late) = (Stick::new(), Stick::new());
    let brought = office.reads(&a.asks(), None, &back);
    assert_eq!((brought.taken, brought.files), (10, 2));
    let brought = office.reads(&c.asks(), None, &late);
    assert_eq!((brought.taken, brought.known, brought.files), (0, 0, 3));
    assert_eq!(dara.takes(&back.answers(), None).confirmed, 10);
    dara.takes(&late.answers(), None);
    assert_eq!(waiting(&dara), (0, 0));
}

/// A stick that is pulled out after a piece.
struct PulledAfter {
    place: FolderPlace,
    pieces: u32,
}

impl Place for PulledAfter {
    fn begin<'p>(&'p mut self, name: &str) -> io::Result<Box<dyn io::Write + 'p>> {
        match self.pieces.checked_sub(1) {
            Some(pieces) => self.pieces = pieces,
            None => return Err(io::ErrorKind::NotFound.into()),
        }
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
fn a_colleague_gets_from_two_sticks_what_one_would_have_brought() {
    let office = Office::open();
    let dara = laptop(&office);
    let sophea = office.laptop("Chan Sophea", "supervisor", &["BTB2"]);
    gets_form(&sophea);
    dara.desk.set_holds_files(true).unwrap();
    sophea.sync().unwrap();
    let words = "four dry fish on a roof";
    let order = StickOrder {
        reader: "words".to_owned(),
        passphrase: Some(words.to_owned()),
        ..in_pieces()
    };
    let (a, b) = (Stick::new(), Stick::new());
    let place = &mut PulledAfter {
        place: FolderPlace::new(a.path()),
        pieces: 1,
    };
    let desk = &dara.desk;
    let written = desk.stick_write(place, &order, &mut |_, _| {}).unwrap();
    assert_eq!(written.left.unwrap().fault.code, Code::Unwritable);

    let look = sophea.looks(&a.asks(), Some(words));
    assert!(look.open || !look.missing.is_empty(), "more is to come");
    let whole = goes_on(&dara, &b).unwrap();
    assert_eq!((whole.pieces.len(), whole.files), (3, 5));
    let both = [a.asks(), b.asks()].concat();
    let look = sophea.looks(&both, Some(words));
    assert!(!look.open && look.missing.is_empty(), "{look:?}");

    let taken = sophea.takes(&a.asks(), Some(words));
    assert_eq!((taken.added, taken.files), (10, 2));
    let rest = sophea.takes(&b.asks(), Some(words));
    assert_eq!((rest.added, rest.files), (0, 3));
    assert_eq!(sophea.count(), 5);
    let again = sophea.takes(&both, Some(words));
    assert_eq!((again.added, again.files), (0, 0));
}

#[test]
fn what_the_centre_has_confirmed_meanwhile_is_not_written_any_more() {
    let office = Office::open();
    let dara = laptop(&office);
    let (a, b) = (Stick::new(), Stick::new());
    one_piece(&dara, &a, &in_pieces());
    dara.sync().unwrap();
    assert_eq!(waiting(&dara), (0, 0));
    let whole = goes_on(&dara, &b).unwrap();
    assert!(whole.left.is_none());
    assert_eq!((whole.pieces.len(), whole.files), (2, 2));
    // The last piece says that it is the last.
    let back = Stick::new();
    let both = [a.asks(), b.asks()].concat();
    let brought = office.reads(&both, None, &back);
    assert_eq!((brought.taken, brought.known), (0, 10));
}

#[test]
fn who_locks_the_laptop_begins_anew_and_loses_nothing() {
    let office = Office::open();
    let mut dara = laptop(&office);
    let a = Stick::new();
    one_piece(&dara, &a, &in_pieces());
    dara.restart();
    dara.sign_in("Sok Dara");
    let b = Stick::new();
    let over = goes_on(&dara, &b).unwrap_err();
    assert_eq!(over.code(), Code::NotFound);
    let written = dara.writes(&b, &in_pieces()).unwrap();
    assert_eq!((written.pieces.len(), written.files), (3, 5));
    let back = Stick::new();
    office.reads(&a.asks(), None, &back);
    let brought = office.reads(&b.asks(), None, &back);
    assert_eq!(brought.known, 10, "nothing is there twice");
    dara.takes(&back.answers(), None);
    assert_eq!(waiting(&dara), (0, 0));
}
