//! Opening: each thing that can be wrong has its name, and nothing is changed.

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use rusqlite::Connection;
use store::{Came, FILE, OpenError, Query, Sight, Store, StoreError};

use crate::sample::{Laptop, TEAM, key, row, save, saves, team};

fn open(dir: &Path) -> Result<Store, OpenError> {
    Store::open(dir, &key(7))
}

/// Opens the file as another program with the key would.
fn outside(dir: &Path) -> Connection {
    let conn = Connection::open(dir.join(FILE)).unwrap();
    let hex = "07".repeat(32);
    conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\";"))
        .unwrap();
    conn
}

#[test]
fn a_folder_without_a_database_is_told_as_such() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(open(dir.path()), Err(OpenError::NotThere)));
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        0,
        "and nothing was made"
    );
}

/// Which is so where each test has a process of its own: these are then the first connections in it.
#[test]
fn several_databases_are_the_first_of_a_program_at_once() {
    const ALL: usize = 8;
    let dirs: Vec<_> = (0..ALL).map(|_| tempfile::tempdir().unwrap()).collect();
    let start = Barrier::new(ALL);
    thread::scope(|threads| {
        for dir in &dirs {
            threads.spawn(|| {
                start.wait();
                Store::create(dir.path(), &key(7)).unwrap();
            });
        }
    });
    for dir in &dirs {
        open(dir.path()).unwrap();
    }
}

#[test]
fn a_database_is_not_made_over_another() {
    let laptop = Laptop::new();
    laptop.append(&saves(2));
    let result = Store::create(laptop.dir.path(), &key(7));
    assert!(matches!(result, Err(OpenError::Exists)));
    drop(result);
    // Nor where the log of a lost one still is.
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(format!("{FILE}-wal")), "rest").unwrap();
    assert!(matches!(
        Store::create(dir.path(), &key(7)),
        Err(OpenError::Exists)
    ));
}

#[test]
fn a_creation_that_was_cut_off_is_begun_again() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("sala.db.new"), "half").unwrap();
    fs::write(dir.path().join("sala.db.new-wal"), "half").unwrap();
    let store = Store::create(dir.path(), &key(7)).unwrap();
    store
        .write(|writer| writer.append(&saves(1), Came::Here))
        .unwrap();
}

#[test]
fn what_is_closed_in_order_is_one_file() {
    let laptop = Laptop::new();
    laptop.append(&saves(5));
    // Readers were opened too, and stay open until the end.
    assert_eq!(
        laptop.store.read(|reader| reader.teams()).unwrap(),
        [team(TEAM)]
    );
    let Laptop { dir, store } = laptop;
    let clone = store.clone();
    drop(store);
    clone
        .write(|writer| writer.append(&saves(6), Came::Here))
        .unwrap();
    drop(clone);
    let names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, [FILE]);
}

#[test]
fn another_key_is_told_apart_from_damage() {
    let Laptop { dir, store } = Laptop::new();
    drop(store);
    let before = fs::read(dir.path().join(FILE)).unwrap();
    assert!(matches!(
        Store::open(dir.path(), &key(8)),
        Err(OpenError::WrongKey)
    ));
    assert_eq!(fs::read(dir.path().join(FILE)).unwrap(), before);
    let mut broken = before.clone();
    broken[1_000] ^= 1;
    fs::write(dir.path().join(FILE), &broken).unwrap();
    assert!(matches!(open(dir.path()), Err(OpenError::Damaged { .. })));
    assert!(matches!(
        Store::open(dir.path(), &key(8)),
        Err(OpenError::WrongKey)
    ));
    assert_eq!(
        fs::read(dir.path().join(FILE)).unwrap(),
        broken,
        "left as it is"
    );
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let Laptop { dir, store } = Laptop::new();
    drop(store);
    let conn = outside(dir.path());
    conn.execute(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
         VALUES (9000, 'later', '2031-01-01T00:00:00Z', '1')",
        [],
    )
    .unwrap();
    drop(conn);
    let before = fs::read(dir.path().join(FILE)).unwrap();
    let result = open(dir.path());
    assert!(
        matches!(
            result,
            Err(OpenError::Newer {
                found: 9000,
                known: 1..
            })
        ),
        "{:?}",
        result.err()
    );
    assert_eq!(fs::read(dir.path().join(FILE)).unwrap(), before);
}

#[test]
fn a_database_with_another_past_is_refused() {
    let Laptop { dir, store } = Laptop::new();
    drop(store);
    let conn = outside(dir.path());
    conn.execute(
        "UPDATE refinery_schema_history SET checksum = '1' WHERE version = 1",
        [],
    )
    .unwrap();
    drop(conn);
    assert!(matches!(
        open(dir.path()),
        Err(OpenError::Divergent { version: 1 })
    ));
}

#[test]
fn what_is_found_at_opening_is_told_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let told = open(dir.path()).err().unwrap().to_string();
    assert_eq!(told, "there is no database in this folder");
    let newer = OpenError::Newer { found: 9, known: 1 };
    assert_eq!(
        newer.to_string(),
        "the database is from a newer version of Sala (9; this one knows 1)"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told_as_such() {
    use std::os::unix::fs::PermissionsExt as _;
    let Laptop { dir, store } = Laptop::new();
    store
        .write(|writer| writer.append(&saves(3), Came::Here))
        .unwrap();
    drop(store);
    let lock =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    lock(&dir.path().join(FILE), 0o400);
    lock(dir.path(), 0o500);
    // Whoever may do anything is not kept out by permissions.
    if fs::write(dir.path().join("probe"), "").is_ok() {
        lock(dir.path(), 0o700);
        return;
    }
    let result = open(dir.path()).map(drop);
    lock(dir.path(), 0o700);
    lock(&dir.path().join(FILE), 0o600);
    let told = matches!(
        result,
        Err(OpenError::Store {
            source: StoreError::ReadOnly { .. }
        }) | Ok(())
    );
    assert!(told, "{result:?}");
    assert_eq!(
        open(dir.path())
            .unwrap()
            .read(|reader| reader.teams())
            .unwrap(),
        [team(TEAM)]
    );
}

#[test]
fn nothing_that_was_entered_can_be_read_in_the_files() {
    let marker = "Chan-Thy-no-one-may-read-this";
    let Laptop { dir, store } = Laptop::new();
    let save = save(1, 1, &[], &format!("{{\"name\":\"{marker}\"}}"));
    store
        .write(|writer| {
            writer.append(std::slice::from_ref(&save), Came::Here)?;
            writer.upsert_row(&row(&save, marker), marker)?;
            writer.set_setting(marker, Some(marker))
        })
        .unwrap();
    let readable = |dir: &Path| -> Vec<String> {
        let holds = |path: &Path| {
            let bytes = fs::read(path).unwrap();
            let plain = [
                marker.to_owned(),
                marker.to_lowercase(),
                "CREATE TABLE".into(),
            ];
            plain.iter().any(|text| {
                bytes
                    .windows(text.len())
                    .any(|part| part == text.as_bytes())
            })
        };
        let mut names = Vec::new();
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && holds(&path) {
                names.push(path.display().to_string());
            }
        }
        names
    };
    assert!(
        dir.path().join(format!("{FILE}-wal")).exists()
            && dir.path().join(format!("{FILE}-shm")).exists()
    );
    assert_eq!(readable(dir.path()), [""; 0]);
    let backup = dir.path().join("backup.sala-backup");
    store.backup(&backup).unwrap();
    store.tidy(100).unwrap();
    drop(store);
    assert_eq!(readable(dir.path()), [""; 0]);
}

#[test]
fn an_erased_body_leaves_no_word_in_tables_or_index() {
    // Read with the key, so that what is looked for is not hidden by the cipher.
    let marker = "Chan Thy of Bavel";
    let Laptop { dir, store } = Laptop::new();
    let body = format!("{{\"name\":\"{}\"}}", marker.repeat(600));
    let first = save(1, 1, &[], &body);
    let erase = crate::sample::revision(records::Kind::Erase, 1, 2, &[first.id], "{}");
    store
        .write(|writer| {
            writer.append(std::slice::from_ref(&first), Came::Here)?;
            writer.upsert_row(&row(&first, marker), marker)
        })
        .unwrap();
    crate::sample::index_all(&store);
    store
        .write(|writer| {
            writer.append(std::slice::from_ref(&erase), Came::Here)?;
            writer.upsert_row(&row(&first, "erased"), "erased")
        })
        .unwrap();
    store.tidy(100).unwrap();
    drop(store);
    let plain = dir.path().join("plain.db");
    let conn = outside(dir.path());
    conn.execute_batch(&format!(
        "ATTACH DATABASE '{}' AS plain KEY ''; SELECT sqlcipher_export('plain');",
        plain.display()
    ))
    .unwrap();
    drop(conn);
    let bytes = fs::read(&plain).unwrap();
    for text in [marker, "chan thy", "Bavel"] {
        assert!(
            !bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes()),
            "{text}"
        );
    }
}

#[test]
fn two_stores_on_one_folder_wait_for_each_other_and_lose_nothing() {
    let laptop = Laptop::new();
    let second = open(laptop.dir.path()).unwrap();
    let stores = [laptop.store.clone(), second];
    thread::scope(|scope| {
        for (number, store) in stores.iter().enumerate() {
            scope.spawn(move || {
                for n in 0..40u32 {
                    let id = n * 2 + number as u32 + 1;
                    let mut save = save(id, u64::from(id), &[], "{}");
                    save.header.device = crate::sample::device(number as u8);
                    save.id = save.header.id();
                    store
                        .write(|writer| {
                            writer.append(std::slice::from_ref(&save), Came::Here)?;
                            writer.upsert_row(&row(&save, "t"), "visit")
                        })
                        .unwrap();
                }
            });
        }
    });
    for store in &stores {
        assert_eq!(
            store
                .read(|reader| reader.digest(&team(TEAM)))
                .unwrap()
                .count,
            80
        );
        assert_eq!(
            store
                .read(|reader| reader.search("visit", &[], &Sight::default(), 500))
                .unwrap()
                .rows
                .len(),
            80
        );
    }
    drop(stores);
    let wrong: Vec<_> = laptop.reopen().store.doctor().unwrap().findings;
    let wrong: Vec<_> = wrong
        .iter()
        .filter(|one| !one.fine && !one.text.contains("later"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn readers_see_one_moment_while_a_writer_goes_on() {
    let laptop = Laptop::new();
    let store = &laptop.store;
    let saves = saves(20);
    let everything = Query {
        limit: 50,
        ..Query::default()
    };
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for save in &saves {
                store
                    .write(|writer| {
                        writer.append(std::slice::from_ref(save), Came::Here)?;
                        writer.upsert_row(&row(save, "t"), "t")
                    })
                    .unwrap();
            }
        });
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..40 {
                    store
                        .read(|reader| {
                            let rows = reader.page(&everything)?.total;
                            let held = reader.digest(&team(TEAM))?.count;
                            assert_eq!(rows, held, "both of one moment");
                            Ok(())
                        })
                        .unwrap();
                }
            });
        }
        writer.join().unwrap();
    });
}

#[test]
fn work_that_fails_for_its_own_reason_changes_nothing() {
    #[derive(Debug)]
    enum Mine {
        Store,
        Refused,
    }
    impl From<StoreError> for Mine {
        fn from(_: StoreError) -> Self {
            Self::Store
        }
    }
    let laptop = Laptop::new();
    let result = laptop.store.write_as(|writer| {
        writer.append(&saves(3), Came::Here)?;
        Err::<(), _>(Mine::Refused)
    });
    assert!(matches!(result, Err(Mine::Refused)));
    let held = laptop
        .store
        .read(|reader| reader.digest(&team(TEAM)))
        .unwrap();
    assert_eq!(held.count, 0);
    assert!(!matches!(result, Err(Mine::Store)));
}

#[test]
fn a_panic_in_the_middle_changes_nothing_and_the_store_goes_on() {
    let laptop = Laptop::new();
    let store = laptop.store.clone();
    let result = thread::spawn(move || {
        store.write(|writer| {
            writer.append(&saves(3), Came::Here)?;
            assert!(writer.teams()?.is_empty(), "a bug");
            Ok(())
        })
    })
    .join();
    assert!(result.is_err());
    assert_eq!(laptop.store.read(|reader| reader.teams()).unwrap(), []);
    laptop.append(&saves(2));
    assert_eq!(
        laptop
            .store
            .read(|reader| reader.digest(&team(TEAM)))
            .unwrap()
            .count,
        2
    );
}
