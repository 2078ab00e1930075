//! A disk that is full, at a laptop, a hub or the centre: a clear error, nothing lost, and on it goes once there is room.
//!
//! Each story is played by this program once more, in a name space of its own with a small disk, where the system lets it.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::view::Code;
use desk::{DeskError, Given};
use kit::answers::{SESSION, SUNG, set};
use kit::{Laptop, Office, Table, TextOnly};
use sync::LineKind;

/// Says to the program that it plays the story, and where the small disk is.
const DISK: &str = "SALA_SMALL_DISK";
const DISK_BYTES: &str = "64m";
/// How much room comes free at a time.
const STEP_BYTES: u64 = 8 << 10;
/// The same where each try writes some of it away.
const LARGE_STEP_BYTES: u64 = 64 << 10;
/// A story that is not over by then has come to a stop.
const STEPS_MAX: usize = 200;

/// Plays a story on a small disk.
#[track_caller]
fn on_a_small_disk(name: &str, story: impl FnOnce(&Path)) {
    if let Some(disk) = std::env::var_os(DISK) {
        return story(Path::new(&disk));
    }
    let folder = tempfile::tempdir().unwrap();
    let mount = format!("mount -t tmpfs -o size={DISK_BYTES} tmpfs \"$0\" || exit 77; exec \"$@\"");
    let played = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &mount])
        .arg(folder.path())
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("full_disk::{name}"), "--nocapture"])
        .env(DISK, folder.path())
        .output();
    let cannot = match &played {
        Ok(output) => output.status.code() == Some(77) || says_no(&output.stderr),
        Err(_) => true,
    };
    if cannot {
        assert!(
            std::env::var_os("CI").is_none(),
            "in CI a small disk must be had: unshare and mount"
        );
        kit::say_left_out("no small disk can be had here");
        return;
    }
    let output = played.unwrap();
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("1 passed"), "it was not played: {told}");
}

/// The system lets nobody have a name space.
fn says_no(told: &[u8]) -> bool {
    String::from_utf8_lossy(told).starts_with("unshare:")
}

/// What else lies on a disk, until there is no room.
struct Ballast {
    path: PathBuf,
    bytes: u64,
}

impl Ballast {
    fn fills(disk: &Path) -> Ballast {
        let path = disk.join("ballast");
        let mut file = File::create(&path).unwrap();
        let (block, mut bytes) = (vec![7; 4 << 10], 0);
        loop {
            match file.write(&block) {
                Ok(written) => bytes += written as u64,
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => panic!("{error}"),
            }
        }
        Ballast { path, bytes }
    }

    /// Room comes free.
    fn gives_way(&mut self, bytes: u64) {
        self.bytes = self.bytes.checked_sub(bytes).unwrap();
        let file = OpenOptions::new().write(true).open(&self.path).unwrap();
        file.set_len(self.bytes).unwrap();
    }

    /// Tries with ever more room until it goes through; gives how often it did not, each time with `checked`.
    fn until_there_is_room<T, E>(
        &mut self,
        step: u64,
        mut tries: impl FnMut() -> Result<T, E>,
        mut checked: impl FnMut(E),
    ) -> usize {
        for failures in 0..STEPS_MAX {
            match tries() {
                Ok(_) => return failures,
                Err(error) => checked(error),
            }
            self.gives_way(step);
        }
        panic!("it does not go on, after {STEPS_MAX} steps of {step} bytes");
    }
}

fn counts(laptop: &Laptop) -> (u32, u32, u32) {
    let counts = laptop.desk.sync_view().unwrap().counts;
    (counts.laptop, counts.handed, counts.confirmed)
}

/// A session that is filled and not finished; gives its draft.
fn filled(laptop: &Laptop) -> Result<String, DeskError> {
    let given = Given {
        set: &set(&[SUNG, SESSION]),
        as_draft: true,
        ..Given::default()
    };
    let made = laptop.desk.record_make("eore_session", &given)?;
    Ok(made.draft.unwrap())
}

#[test]
fn a_laptop_whose_disk_is_full_shows_its_lists_and_what_was_just_finished() {
    on_a_small_disk(
        "a_laptop_whose_disk_is_full_shows_its_lists_and_what_was_just_finished",
        |disk| {
            let office = Office::open();
            let mut dara = office.laptop_in(disk, "Sok Dara", "field", &["BTB2"]);
            (0..20).for_each(|women| drop(dara.session("Phum Thmei", women)));
            let draft = filled(&dara).unwrap();
            assert_eq!(dara.count(), 20);
            let mut ballast = Ballast::fills(disk);
            // What the log still has room for.
            let full = (0..STEPS_MAX).find_map(|_| filled(&dara).err()).unwrap();
            assert_eq!(full.code(), Code::DiskFull, "{full:?}");
            let others = dara.desk.home().unwrap().drafts.len() - 1;
            ballast.until_there_is_room(
                STEP_BYTES,
                || dara.desk.draft_finish(&draft),
                |error| {
                    assert_eq!(error.code(), Code::DiskFull, "{error:?}");
                    assert_eq!(dara.count(), 20);
                },
            );
            // There was room for the one page of it, and is none to put it in its place.
            assert_eq!(filled(&dara).unwrap_err().code(), Code::DiskFull);
            let shows_it = |dara: &Laptop| {
                assert_eq!((dara.count(), counts(dara)), (21, (21, 0, 0)));
                assert_eq!(dara.desk.search("Muoy").unwrap().len(), 1);
                assert_eq!(dara.desk.home().unwrap().drafts.len(), others);
            };
            shows_it(&dara);
            let error = dara.sync().unwrap_err();
            assert_eq!(error.code(), Code::DiskFull, "{error:?}");
            shows_it(&dara);
            drop(std::fs::remove_file(disk.join("ballast")));
            dara.restart();
            dara.sign_in("Sok Dara");
            shows_it(&dara);
            assert!(dara.sync().unwrap().compared_equal);
            assert_eq!(counts(&dara), (0, 0, 21));
            assert!(dara.desk.doctor().unwrap().clean);
        },
    );
}

#[test]
fn a_laptop_whose_disk_is_full_while_it_syncs_loses_nothing() {
    on_a_small_disk(
        "a_laptop_whose_disk_is_full_while_it_syncs_loses_nothing",
        |disk| {
            let office = Office::open();
            let sophea = office.laptop("Chan Sophea", "field", &["BTB2"]);
            let dara = office.laptop_in(disk, "Sok Dara", "field", &["BTB2"]);
            (0..40).for_each(|women| drop(sophea.session("Phum Chas", women)));
            sophea.sync().unwrap();
            (0..20).for_each(|women| drop(dara.session("Phum Thmei", women)));
            let failures = Ballast::fills(disk).until_there_is_room(
                LARGE_STEP_BYTES,
                || dara.sync(),
                |error| {
                    assert_eq!(error.code(), Code::DiskFull, "{error:?}");
                    // Whatever was there before is there, and can be read.
                    assert!(dara.count() >= 20);
                },
            );
            assert!(failures > 2, "it was full {failures} times only");
            drop(std::fs::remove_file(disk.join("ballast")));
            assert!(dara.sync().unwrap().compared_equal);
            sophea.sync().unwrap();
            assert_eq!((dara.count(), counts(&dara)), (60, (0, 0, 60)));
            assert_eq!(dara.export(), sophea.export());
            assert!(dara.desk.doctor().unwrap().clean);
        },
    );
}

#[test]
fn a_hub_whose_disk_is_full_signs_for_what_it_keeps_and_goes_on() {
    on_a_small_disk(
        "a_hub_whose_disk_is_full_signs_for_what_it_keeps_and_goes_on",
        |disk| {
            let office = Office::open();
            let vanna = office.laptop_in(disk, "Vanna", "coordinator", &["BTB2"]);
            let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
            vanna.sync().unwrap();
            dara.sync().unwrap();
            let table = Table::of(&vanna).unwrap();
            dara.visit("", &table.shows().code).unwrap();
            (0..40).for_each(|women| drop(dara.session("Phum Thmei", women)));
            let failures = Ballast::fills(disk).until_there_is_room(
                2 * STEP_BYTES,
                || dara.visit(&table.address(), ""),
                |error| {
                    let DeskError::HubLine(line) = &error else {
                        panic!("{error:?}");
                    };
                    assert_eq!(line.kind, LineKind::Full, "{line:?}");
                    assert!(line.detail.contains("the disk is full"), "{line:?}");
                    assert_eq!(error.code(), Code::HubFull);
                    let (_, handed, confirmed) = counts(&dara);
                    assert!(handed <= vanna.count() && confirmed == 0);
                },
            );
            assert!(failures > 2, "it was full {failures} times only");
            drop(std::fs::remove_file(disk.join("ballast")));
            assert_eq!((vanna.count(), counts(&dara)), (40, (0, 40, 0)));
            assert!(vanna.desk.doctor().unwrap().clean);
            assert!(vanna.sync().unwrap().compared_equal);
            let visit = dara.visit(&table.address(), "").unwrap();
            assert_eq!((visit.handed, visit.confirmed), (0, 80));
            assert_eq!(counts(&dara), (0, 0, 40));
        },
    );
}

#[test]
fn a_centre_whose_disk_is_full_confirms_nothing_and_goes_on() {
    on_a_small_disk(
        "a_centre_whose_disk_is_full_confirms_nothing_and_goes_on",
        |disk| {
            let office = Office::open_in(disk);
            let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
            dara.sync().unwrap();
            (0..60).for_each(|women| drop(dara.session("Phum Thmei", women)));
            let failures = Ballast::fills(disk).until_there_is_room(
                STEP_BYTES,
                || dara.sync(),
                |error| {
                    assert_eq!(error.code(), Code::CentreFull, "{error:?}");
                    assert_eq!(counts(&dara).2, 0, "nothing is confirmed");
                },
            );
            assert!(failures > 3, "it was full {failures} times only");
            assert!(dara.sync().unwrap().compared_equal);
            assert_eq!(counts(&dara), (0, 0, 60));
            let there = office.centre().examine().unwrap();
            assert!(!there.findings.iter().any(|found| found.broken));
            assert_eq!(there.counts.revisions, 120);
        },
    );
}

#[test]
fn a_centre_without_room_for_a_photo_keeps_none_of_it_until_there_is() {
    on_a_small_disk(
        "a_centre_without_room_for_a_photo_keeps_none_of_it_until_there_is",
        |disk| {
            let office = Office::open_in(disk);
            let dara = office.laptop_with_sheets("Sok Dara", "supervisor");
            let record = dara.sheet(1);
            dara.desk.set_holds_files(true).unwrap();
            dara.sync().unwrap();
            dara.desk.set_holds_files(false).unwrap();
            let failures = Ballast::fills(disk).until_there_is_room(
                2 * STEP_BYTES,
                || dara.sync(),
                |error| {
                    assert_eq!(error.code(), Code::CentreFull, "{error:?}");
                    assert!(dara.sheet_file(&record).waits);
                },
            );
            assert!(failures > 3, "it was full {failures} times only");
            assert!(!dara.sheet_file(&record).waits);
            let there = office.centre().examine().unwrap();
            assert!(!there.findings.iter().any(|found| found.broken));
        },
    );
}

#[test]
fn a_hub_without_room_for_a_photo_says_so_and_takes_it_once_there_is() {
    on_a_small_disk(
        "a_hub_without_room_for_a_photo_says_so_and_takes_it_once_there_is",
        |disk| {
            let office = Office::open();
            let vanna = office.laptop_in(disk, "Vanna", "supervisor", &["BTB2"]);
            vanna.gets_sheets();
            let dara = office.laptop_with_sheets("Sok Dara", "supervisor");
            vanna.sync().unwrap();
            dara.sync().unwrap();
            let table = Table::of(&vanna).unwrap();
            let record = dara.sheet(1);
            dara.visit_over("", &table.shows().code, TextOnly).unwrap();
            let failures = Ballast::fills(disk).until_there_is_room(
                2 * STEP_BYTES,
                || dara.visit(&table.address(), ""),
                |error| {
                    assert_eq!(error.code(), Code::HubFull, "{error:?}");
                    assert!(!vanna.sheet_file(&record).here);
                },
            );
            assert!(failures > 3, "it was full {failures} times only");
            drop(std::fs::remove_file(disk.join("ballast")));
            assert_eq!(vanna.sheet_bytes(&record), dara.sheet_bytes(&record));
            assert!(vanna.desk.doctor().unwrap().clean);
        },
    );
}
