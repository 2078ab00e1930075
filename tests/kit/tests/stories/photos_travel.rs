//! Photos on their way from one laptop over the centre to another: after the records, resumed, signed for.

use std::time::Duration;

use client::HttpPeer;
use desk::view::Code;
use kit::{Cut, Laptop, Office};
use server::centre::Shelf;
use server::files::Files;
use sync::{
    Ask, Bytes, FileName, FileRoad, FileSizes, FilesAsk, Line, LineKind, Peer, Piece, Reply, Road,
    SignedReceipt, SizesAsk, Standing,
};

const STALL: Duration = Duration::from_secs(20);

#[test]
fn a_photo_follows_its_record_and_reaches_a_colleague_who_wants_it() {
    let office = Office::open();
    let dara = office.laptop_with_sheets("Sok Dara", "supervisor");
    let record = dara.sheet(1);
    let before = dara.desk.sync_view().unwrap();
    assert_eq!((before.files_waiting, before.files_absent), (1, 0));
    assert!(before.files_waiting_bytes > 10_000);
    assert!(dara.sheet_file(&record).waits);

    let after = dara.sync().unwrap();
    assert_eq!(
        (after.files_waiting, after.pill.state.as_str()),
        (0, "confirmed")
    );
    assert!(!dara.sheet_file(&record).waits);
    let batch = after
        .batches
        .iter()
        .find(|batch| batch.files_sent > 0)
        .unwrap();
    let receipt = batch.receipt.as_ref().unwrap();
    assert_eq!(
        (batch.files_sent, receipt.files, receipt.verified),
        (1, 1, true)
    );
    assert!(batch.bytes_up > before.files_waiting_bytes);
    assert!(dara.desk.receipt_check(&batch.id).unwrap().verified);

    let sophea = office.laptop_with_sheets("Chan Sophea", "supervisor");
    let came = sophea.sync().unwrap();
    assert_eq!((came.files_absent, came.fetches_files), (1, false));
    assert_eq!(
        (came.files_absent_bytes, came.files_absent_unknown),
        (before.files_waiting_bytes, 0),
        "what fetching takes is told before"
    );
    assert!(
        !sophea.sheet_file(&record).here,
        "photos are fetched when somebody says so"
    );
    assert!(sophea.desk.set_fetches_files(true).unwrap().fetches_files);
    let fetched = sophea.sync().unwrap();
    assert_eq!(
        (fetched.files_absent, fetched.batches[0].files_received),
        (0, 1)
    );
    assert_eq!(
        (fetched.files_absent_bytes, fetched.files_absent_unknown),
        (0, 0)
    );
    assert!(sophea.sheet_file(&record).here && !sophea.sheet_file(&record).waits);
    assert_eq!(sophea.sheet_bytes(&record), dara.sheet_bytes(&record));
    let idle = sophea.sync().unwrap();
    assert_eq!(
        idle.batches.len(),
        fetched.batches.len(),
        "nothing to do leaves no line"
    );
}

#[test]
fn a_photo_that_is_not_at_the_centre_yet_is_said_to_wait_and_comes_later() {
    let office = Office::open();
    let (dara, sophea) = (
        office.laptop_with_sheets("Sok Dara", "supervisor"),
        office.laptop_with_sheets("Chan Sophea", "supervisor"),
    );
    sophea.desk.set_fetches_files(true).unwrap();
    let record = dara.sheet(2);
    // The line breaks when the record is through and the photo is not.
    assert_eq!(
        cut_after(&dara, &office, 2, false).unwrap_err().code(),
        Code::Offline
    );
    let view = dara.desk.sync_view().unwrap();
    assert_eq!((view.counts.laptop, view.files_waiting), (0, 1));
    assert_eq!(view.pill.state, "offline");
    let view = sophea.sync().unwrap();
    assert_eq!(view.files_absent, 1, "no reason to fail");
    assert_eq!((view.files_absent_bytes, view.files_absent_unknown), (0, 1));
    dara.sync().unwrap();
    assert_eq!(sophea.sync().unwrap().files_absent, 0);
    assert_eq!(sophea.sheet_bytes(&record), dara.sheet_bytes(&record));
}

fn cut_after(
    laptop: &Laptop,
    office: &Office,
    left: u32,
    heard: bool,
) -> Result<desk::view::SyncView, desk::DeskError> {
    let token = laptop.desk.centre().unwrap().token.to_string();
    let road = HttpPeer::new(office.url(), token, STALL).unwrap();
    let mut road = Cut { road, left, heard };
    laptop.desk.sync_over(&mut road, &mut |_, _| {})
}

#[test]
fn wherever_the_line_breaks_every_photo_arrives_once_and_none_is_confirmed_before() {
    for heard in [false, true] {
        let office = Office::open();
        let (dara, sophea) = (
            office.laptop_with_sheets("Sok Dara", "supervisor"),
            office.laptop_with_sheets("Chan Sophea", "supervisor"),
        );
        let records = [dara.sheet(3), dara.sheet(4)];
        let mut cuts = 0;
        while cut_after(&dara, &office, cuts, heard).is_err() {
            cuts += 1;
            assert!(cuts < 60, "it never ends");
            let view = dara.desk.sync_view().unwrap();
            let waits = records
                .iter()
                .filter(|id| dara.sheet_file(id).waits)
                .count();
            assert_eq!(view.files_waiting as usize, waits);
        }
        assert!(cuts >= 3, "the road was cut {cuts} times");
        assert_eq!(dara.desk.sync_view().unwrap().files_waiting, 0);
        sophea.desk.set_fetches_files(true).unwrap();
        let mut cuts = 0;
        while cut_after(&sophea, &office, cuts, heard).is_err() {
            cuts += 1;
        }
        for id in &records {
            assert_eq!(sophea.sheet_bytes(id), dara.sheet_bytes(id));
        }
        assert!(dara.desk.doctor().unwrap().clean && sophea.desk.doctor().unwrap().clean);
    }
}

/// Takes the kept files away from a centre; gives how many there were.
fn lose_kept(folder: &std::path::Path) -> usize {
    let mut lost = 0;
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            lost += lose_kept(&entry.path());
        } else if entry
            .path()
            .components()
            .any(|step| step.as_os_str() == "kept")
        {
            std::fs::remove_file(entry.path()).unwrap();
            lost += 1;
        }
    }
    lost
}

/// What the centre's doctor says of files that it signed for.
fn missing_at(office: &Office) -> Vec<String> {
    let centre = office.centre();
    let shelf = Shelf {
        files: &Files::open(None, &centre.files_folder()).unwrap(),
        runtime: &server::runtime().unwrap(),
    };
    let mut found = centre.examine().unwrap();
    centre.examine_files(&shelf, &mut found).unwrap();
    assert!(
        found
            .findings
            .iter()
            .all(|finding| finding.code == "file" && finding.broken)
    );
    found
        .findings
        .into_iter()
        .map(|finding| finding.message)
        .collect()
}

#[test]
fn a_photo_that_the_centre_has_lost_goes_there_again() {
    let office = Office::open();
    let (dara, sophea) = (
        office.laptop_with_sheets("Sok Dara", "supervisor"),
        office.laptop_with_sheets("Chan Sophea", "supervisor"),
    );
    let record = dara.sheet(6);
    dara.sync().unwrap();
    assert!(!dara.sheet_file(&record).waits);
    assert_eq!(missing_at(&office), [""; 0]);
    assert_eq!(lose_kept(office.folder()), 1);
    let [missing] = <[String; 1]>::try_from(missing_at(&office)).unwrap();
    assert!(
        missing.ends_with("was signed for and is not here"),
        "{missing}"
    );
    sophea.desk.set_fetches_files(true).unwrap();
    assert_eq!(sophea.sync().unwrap().files_absent, 1);

    let view = dara.sync().unwrap();
    let again = &view.batches[0];
    assert_eq!((again.files_sent, view.files_waiting), (1, 0));
    assert!(again.receipt.as_ref().unwrap().verified);
    assert!(!dara.sheet_file(&record).waits);
    assert_eq!(missing_at(&office), [""; 0]);
    sophea.sync().unwrap();
    assert_eq!(sophea.sheet_bytes(&record), dara.sheet_bytes(&record));

    // Once a day is enough: with nothing new, nothing is asked.
    let idle = || {
        let token = dara.desk.centre().unwrap().token.to_string();
        let mut road = HttpPeer::new(office.url(), token, STALL).unwrap();
        dara.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
        Road::moved(&road).up
    };
    let quiet = idle();
    dara.watch.pass(Duration::from_secs(25 * 3_600));
    assert!(idle() > quiet, "and on the next day it is asked");
    assert_eq!(idle(), quiet);
    assert_eq!(lose_kept(office.folder()), 1);
    assert_eq!(
        dara.sync().unwrap().files_waiting,
        0,
        "not yet looked at again"
    );
    dara.watch.pass(Duration::from_secs(25 * 3_600));
    let view = dara.sync().unwrap();
    assert_eq!((view.batches[0].files_sent, view.files_waiting), (1, 0));
}

#[test]
fn texts_go_first_where_somebody_holds_photos_back() {
    let office = Office::open();
    let (dara, sophea) = (
        office.laptop_with_sheets("Sok Dara", "supervisor"),
        office.laptop_with_sheets("Chan Sophea", "supervisor"),
    );
    assert!(dara.desk.set_holds_files(true).unwrap().holds_files);
    let record = dara.sheet(7);
    let view = dara.sync().unwrap();
    assert_eq!((view.counts.confirmed, view.files_waiting), (1, 1));
    assert_eq!(view.pill.state, "files");
    // What is held back does not come down either.
    sophea.desk.set_fetches_files(true).unwrap();
    sophea.desk.set_holds_files(true).unwrap();
    let token = dara.desk.centre().unwrap().token.to_string();
    let mut road = HttpPeer::new(office.url(), token, STALL).unwrap();
    let view = dara
        .desk
        .sync_files_over(&mut road, &mut |_, _| {})
        .unwrap();
    assert_eq!((view.files_waiting, view.batches[0].files_sent), (0, 1));
    assert!(view.holds_files, "it holds for the next time");
    let view = sophea.sync().unwrap();
    assert_eq!((view.files_absent, view.files_absent_unknown), (1, 0));
    assert!(
        view.files_absent_bytes > 10_000,
        "told before it is fetched"
    );
    sophea.desk.set_holds_files(false).unwrap();
    assert_eq!(sophea.sync().unwrap().files_absent, 0);
    assert_eq!(sophea.sheet_bytes(&record), dara.sheet_bytes(&record));
}

/// A road behind which nobody tells how long files are.
struct Wordless {
    road: HttpPeer,
    says: Option<LineKind>,
    asked: u32,
}

impl Peer for Wordless {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        self.road.exchange(ask)
    }
}

impl Road for Wordless {
    fn name(&self) -> &'static str {
        self.road.name()
    }

    fn moved(&self) -> Bytes {
        self.road.moved()
    }

    fn files(&mut self) -> Option<&mut dyn FileRoad> {
        Some(self)
    }
}

fn no_file<T>() -> Result<T, Line> {
    Err(Line::new(LineKind::Unreachable, "no file travels here"))
}

impl FileRoad for Wordless {
    fn announce(&mut self, _file: &FileName, _length: u64) -> Result<Standing, Line> {
        no_file()
    }

    fn standing(&mut self, _address: &str) -> Result<Option<u64>, Line> {
        no_file()
    }

    fn append(&mut self, _address: &str, _offset: u64, _piece: &[u8]) -> Result<u64, Line> {
        no_file()
    }

    fn fetch(&mut self, _: &FileName, _from: u64, _most: usize) -> Result<Option<Piece>, Line> {
        no_file()
    }

    fn sizes(&mut self, _ask: &SizesAsk) -> Result<Option<FileSizes>, Line> {
        self.asked += 1;
        match self.says {
            Some(kind) => Err(Line::new(kind, "scripted")),
            None => Ok(None),
        }
    }

    fn sign(&mut self, _ask: &FilesAsk) -> Result<SignedReceipt, Line> {
        no_file()
    }
}

#[test]
fn a_centre_that_cannot_tell_how_long_files_are_is_asked_once_a_day() {
    let check = |says: Option<LineKind>, soon: u32| {
        let office = Office::open();
        let dara = office.laptop_with_sheets("Sok Dara", "supervisor");
        dara.sheet(1);
        dara.sync().unwrap();
        let sophea = office.laptop_with_sheets("Chan Sophea", "supervisor");
        let asks = || {
            let door = sophea.desk.centre().unwrap();
            let road = HttpPeer::new(&door.url, door.token.to_string(), STALL).unwrap();
            let (says, asked) = (says, 0);
            let mut road = Wordless { road, says, asked };
            let view = sophea.desk.sync_over(&mut road, &mut |_, _| {}).unwrap();
            assert_eq!((view.files_absent, view.files_absent_unknown), (1, 1));
            road.asked
        };
        assert_eq!(asks(), 1, "{says:?}");
        assert_eq!(asks(), soon, "{says:?}");
        sophea.watch.pass(Duration::from_secs(25 * 3_600));
        assert_eq!(asks(), 1, "{says:?}");
        assert_eq!(sophea.sync().unwrap().files_absent_unknown, 1 - soon);
        sophea.watch.pass(Duration::from_secs(25 * 3_600));
        assert_eq!(sophea.sync().unwrap().files_absent_unknown, 0);
    };
    check(None, 0);
    check(Some(LineKind::TooLarge), 0);
    check(Some(LineKind::Server { status: 502 }), 0);
    check(Some(LineKind::Stalled), 1);
}
