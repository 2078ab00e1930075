//! A disk that is full in the middle of a sync, at the centre: a clear error, nothing lost, and on
//! it goes once there is room.
//!
//! Each story is played by this program once more, in a name space of its own with a small disk, where the system lets it.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
#![allow(clippy::print_stdout, reason = "a test says what it left out")]

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::view::Code;
use kit::{Laptop, Office};

/// Says to the program that it plays the story, and where the small disk is.
const DISK: &str = "SALA_SMALL_DISK";
const DISK_BYTES: &str = "64m";
/// How much room comes free at a time.
const STEP_BYTES: u64 = 8 << 10;
/// A story that is not over by then has come to a stop.
const STEPS_MAX: usize = 2_000;

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
        .args(["--exact", name, "--nocapture"])
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
        println!("left out: no small disk can be had here");
        return;
    }
    let output = played.unwrap();
    let told = [output.stdout, output.stderr].concat();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&told)
    );
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

    /// A little room comes free.
    fn gives_way(&mut self) {
        self.bytes = self.bytes.checked_sub(STEP_BYTES).unwrap();
        let file = OpenOptions::new().write(true).open(&self.path).unwrap();
        file.set_len(self.bytes).unwrap();
    }
}

/// Tries with ever more room until it goes through; gives how often it did not, each time with `checked`.
fn until_there_is_room<T, E>(
    disk: &Path,
    mut tries: impl FnMut() -> Result<T, E>,
    mut checked: impl FnMut(E),
) -> usize {
    let mut ballast = Ballast::fills(disk);
    for failures in 0..STEPS_MAX {
        match tries() {
            Ok(_) => return failures,
            Err(error) => checked(error),
        }
        ballast.gives_way();
    }
    panic!("it does not go on, with {} KiB of room", STEPS_MAX * 8);
}

fn counts(laptop: &Laptop) -> (u32, u32, u32) {
    let counts = laptop.desk.sync_view().unwrap().counts;
    (counts.laptop, counts.handed, counts.confirmed)
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
            let failures = until_there_is_room(
                disk,
                || dara.sync(),
                |error| {
                    assert_eq!(error.code(), Code::CentreBusy, "{error:?}");
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
