//! The program is killed in the middle of its work: what it said was kept is kept.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use store::{Came, Store, StoreError};

use crate::sample::{Laptop, TEAM, finish, key, row, save, team, unfinished};

const CHILD: &str = "STORE_TEST_CHILD_DIR";

/// Not a test of its own: what the killed program does. It tells each save once that is durable.
#[test]
fn child_that_saves_until_it_is_killed() {
    let Ok(dir) = env::var(CHILD) else { return };
    let store = Store::open(dir.as_ref(), &key(7)).unwrap();
    let next = store
        .read(|reader| reader.next_n(&team(TEAM), crate::sample::device(1)))
        .unwrap();
    let mut n = next;
    loop {
        let number = u32::try_from(n).unwrap();
        if n.is_multiple_of(3) {
            store
                .save_draft(&unfinished(number, &"y".repeat(2_000)))
                .unwrap();
            store
                .finish_as(|_| Ok::<_, StoreError>(finish(number, n, &"y".repeat(2_000))))
                .unwrap();
            n += 1;
        } else {
            let save = save(number, n, &[], &"z".repeat(2_000));
            store
                .write(|writer| {
                    writer.append(std::slice::from_ref(&save), Came::Here)?;
                    writer.upsert_row(&row(&save, "t"), "killed in the middle of it")
                })
                .unwrap();
        }
        #[expect(clippy::print_stdout, reason = "this is how the parent hears of it")]
        {
            println!("\nsaved {n}");
        }
        if n.is_multiple_of(7) {
            store.tidy(1).unwrap();
        }
        n += 1;
    }
}

#[test]
fn what_was_durable_survives_being_killed() {
    let Laptop { dir, store } = Laptop::new();
    drop(store);
    let mut told = 0;
    for round in 1..=4 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "cut_off::child_that_saves_until_it_is_killed",
                "--nocapture",
            ])
            .env(CHILD, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            if let Some(n) = line.unwrap().strip_prefix("saved ") {
                told = n.parse().unwrap();
                if told >= round * 23 {
                    break;
                }
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(dir.path(), &key(7)).unwrap();
        let held = store
            .read(|reader| reader.digest(&team(TEAM)))
            .unwrap()
            .count;
        assert!(held >= told, "{told} were told, {held} are there");
        let diagnosis = store.doctor().unwrap();
        assert!(diagnosis.is_clean(), "{diagnosis:?}");
    }
    assert!(told >= 92);
}
