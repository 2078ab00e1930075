//! A file that the system lets grow no further, as where a quota is used up: SQLite does not call that a full disk, and this room does.
#![cfg(unix)]

use std::env;
use std::process::Command;
use std::slice;

use store::{Came, StoreError};

use crate::sample::{Laptop, save};

const LIMITED: &str = "STORE_TEST_FILE_LIMIT";
/// In blocks of 512 bytes.
const BLOCKS: u32 = 32_768;

#[test]
fn a_file_that_may_not_grow_is_told_as_a_full_disk_and_keeps_what_it_has() {
    if env::var_os(LIMITED).is_some() {
        return fill();
    }
    let limited = format!("trap '' XFSZ; ulimit -f {BLOCKS}; exec \"$0\" \"$@\"");
    let played = Command::new("sh")
        .args(["-c", &limited])
        .arg(env::current_exe().unwrap())
        .args([
            "--exact",
            "file_limit::a_file_that_may_not_grow_is_told_as_a_full_disk_and_keeps_what_it_has",
            "--nocapture",
        ])
        .env(LIMITED, "1")
        .output()
        .unwrap();
    let told = [played.stdout, played.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    assert!(played.status.success(), "{told}");
    assert!(told.contains("1 passed"), "it was not played: {told}");
}

fn fill() {
    let laptop = Laptop::new();
    let mut kept = Vec::new();
    let error = (1..100).find_map(|number| {
        let save = save(number, u64::from(number), &[], &"y".repeat(500_000));
        let written = laptop
            .store
            .write(|writer| writer.append(slice::from_ref(&save), Came::Here));
        match written {
            Ok(_) => {
                kept.push(save.id);
                None
            }
            Err(error) => Some(error),
        }
    });
    let error = error.unwrap();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
    assert!(!kept.is_empty());
    let held = laptop
        .reopen()
        .store
        .read(|reader| reader.count_held(&kept));
    assert_eq!(held.unwrap(), kept.len() as u64);
}
