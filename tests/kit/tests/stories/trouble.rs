//! Bad days of a laptop: what the person is told, and that nothing is lost.

use std::fs;
use std::time::Duration;

use desk::import::ImportOptions;
use desk::view::{Code, Stage};
use desk::{Desk, Proof, Randomness};
use kit::{Laptop, Office, PASSPHRASE, PEOPLE_MAP, people};
use vault::Cost;

#[test]
fn wrong_passphrases_wait_longer_and_longer() {
    let mut laptop = Laptop::alone("Sok Dara", "field");
    laptop.restart();
    for _ in 0..4 {
        let error = laptop
            .desk
            .unlock("Sok Dara", "wrong wrong wrong")
            .unwrap_err();
        assert_eq!(error.code(), Code::WrongPassphrase);
    }
    let error = laptop.desk.unlock("Sok Dara", PASSPHRASE).unwrap_err();
    assert_eq!(error.code(), Code::WaitBeforeTrying);
    laptop.restart();
    let error = laptop.desk.unlock("Sok Dara", PASSPHRASE).unwrap_err();
    assert_eq!(
        error.code(),
        Code::WaitBeforeTrying,
        "ending the program does not shorten the wait"
    );
    laptop.watch.pass(Duration::from_secs(6));
    laptop.desk.unlock("Sok Dara", PASSPHRASE).unwrap();
}

#[test]
fn a_weak_passphrase_is_refused_before_anything_is_made() {
    let laptop = Laptop::fresh();
    let error = laptop.desk.try_here("Dara", "12345678", "en").unwrap_err();
    assert_eq!(error.code(), Code::WeakPassphrase);
    assert_eq!(laptop.desk.app_state().stage, Stage::FirstRun);
}

#[test]
fn a_second_program_on_the_folder_is_told_so() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let second = Desk::with(
        &laptop.path(),
        Box::new(laptop.watch.clone()),
        Randomness::seeded(1),
        Cost::light(),
    );
    assert_eq!(second.app_state().trouble.unwrap().code, Code::InUse);
    assert_eq!(
        second.unlock("Sok Dara", PASSPHRASE).unwrap_err().code(),
        Code::InUse
    );
    assert_eq!(laptop.count(), 0);
}

#[test]
fn a_trial_has_synthetic_records_to_review() {
    let laptop = Laptop::fresh();
    let opened = laptop.desk.try_here("Maly", PASSPHRASE, "en").unwrap();
    assert!(opened.recovery_code.is_some());
    assert!(opened.state.session.unwrap().is_trial);
    assert!(laptop.count() >= 8);
    assert!(
        laptop
            .export()
            .lines()
            .all(|line| line.contains("Synthetic record") && line.contains("\"app_version\":"))
    );
    let queue = laptop
        .desk
        .review_queue(&desk::view::QueueAsk::default())
        .unwrap();
    // A rule warns of one: whoever accepts it says why that is right.
    let warned = queue.rows.iter().find(|row| {
        let record = laptop.desk.record(&row.row.record).unwrap();
        !row.own && record.override_needed
    });
    let record = &warned.unwrap().row.record;
    let silent = laptop.decide(record, "approve", None).unwrap_err();
    assert_eq!(silent.code(), Code::CommentNeeded);
    let because = Some("The sheet was looked at.");
    let view = laptop.desk.review(record, "approve", &[], because).unwrap();
    assert_eq!(view.row.review, "approved");
    let said = view.reasons.iter();
    assert!(
        said.map(|it| it.text.as_str())
            .any(|text| Some(text) == because)
    );
    assert_eq!(laptop.sync().unwrap_err().code(), Code::NoCentre);
}

#[test]
fn a_truncated_or_scribbled_database_is_set_aside_and_salvaged() {
    for damage in ["cut", "scribble"] {
        let mut laptop = Laptop::alone("Sok Dara", "field");
        for number in 0..40 {
            laptop.session(&format!("Village {number}"), 9);
        }
        let before = laptop.export();
        laptop.restart();
        let file = laptop.path().join("sala.db");
        let mut bytes = fs::read(&file).unwrap();
        match damage {
            // The forms lie in front and are large, so the records are near the end.
            "cut" => bytes.truncate(bytes.len() * 19 / 20),
            _ => {
                let middle = bytes.len() / 2;
                bytes[middle..middle + 64].fill(0xA5);
            }
        }
        fs::write(&file, &bytes).unwrap();
        match laptop.desk.unlock("Sok Dara", PASSPHRASE) {
            Err(error) => {
                assert_eq!(
                    error.code(),
                    Code::Damaged,
                    "{damage}: {}",
                    desk::chain(&error)
                );
                assert_eq!(
                    fs::read(&file).unwrap(),
                    bytes,
                    "the damaged file is not touched"
                );
            }
            // What can be made again from the history does not stop the day; the doctor sees it.
            Ok(_) => assert!(
                !laptop.desk.doctor().is_ok_and(|found| found.clean),
                "{damage}"
            ),
        }
        laptop.desk.salvage("Sok Dara", PASSPHRASE).unwrap();
        let after = laptop.export();
        assert!(laptop.count() > 0, "{damage}: something was kept");
        for line in after.lines() {
            assert!(before.contains(line), "{damage}: nothing was made up");
        }
        let aside = fs::read_dir(laptop.path().join("set-aside"))
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path();
        assert!(
            aside.join("sala.db").exists(),
            "{damage}: the damaged file is kept"
        );
        let found = laptop.desk.doctor().unwrap();
        assert!(found.clean, "{:?}", found.findings);
    }
}

#[test]
fn a_forgotten_passphrase_is_replaced_with_the_recovery_sheet() {
    let laptop = Laptop::fresh();
    let code = laptop
        .desk
        .try_here("Maly", PASSPHRASE, "km")
        .unwrap()
        .recovery_code
        .unwrap();
    let before = laptop.export();
    laptop.desk.lock().unwrap();
    for _ in 0..4 {
        laptop.desk.unlock("Maly", "not this one").unwrap_err();
    }
    let fresh = "lotus river seven candles";
    let refused = |code: &str, new: &str| laptop.desk.recover("Maly", code, new).unwrap_err();
    assert_eq!(refused(&code, "short").code(), Code::WeakPassphrase);
    let mut mistyped = code.clone();
    let first = mistyped.remove(0);
    mistyped.insert(0, if first == 'A' { 'B' } else { 'A' });
    assert_eq!(refused(&mistyped, fresh).code(), Code::WrongRecoveryCode);
    let others = Laptop::fresh()
        .desk
        .try_here("Sok", PASSPHRASE, "km")
        .unwrap();
    let others = others.recovery_code.unwrap();
    assert_eq!(refused(&others, fresh).code(), Code::WrongRecoveryCode);
    let state = laptop.desk.recover("Maly", &code, fresh).unwrap();
    assert_eq!(state.stage, Stage::Open);
    assert_eq!(laptop.export(), before);
    laptop.desk.lock().unwrap();
    laptop.desk.unlock("Maly", PASSPHRASE).unwrap_err();
    laptop.desk.unlock("Maly", fresh).unwrap();
}

#[test]
fn a_backup_opens_elsewhere_with_passphrase_or_recovery_sheet() {
    let laptop = Laptop::fresh();
    let code = laptop
        .desk
        .try_here("Maly", PASSPHRASE, "km")
        .unwrap()
        .recovery_code
        .unwrap();
    let file = laptop.path().join("weekly.sala-backup");
    laptop.desk.backup(&file).unwrap();
    assert!(
        laptop.desk.backup(&file).is_err(),
        "a backup is never written over"
    );
    for proof in [
        Proof::Recovery(&code),
        Proof::Passphrase {
            passphrase: PASSPHRASE,
            person: None,
        },
    ] {
        let other = Laptop::fresh();
        other.desk.restore(&file, &proof).unwrap();
        assert_eq!(other.export(), laptop.export());
        let found = other.desk.doctor().unwrap();
        assert!(found.clean, "{:?}", found.findings);
    }
    let other = Laptop::fresh();
    let wrong = Proof::Passphrase {
        passphrase: "some other passphrase",
        person: None,
    };
    assert_eq!(
        other.desk.restore(&file, &wrong).unwrap_err().code(),
        Code::WrongPassphrase
    );
    assert_eq!(
        other.desk.app_state().stage,
        Stage::FirstRun,
        "nothing is left of a refused restore"
    );
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    assert!(
        other.desk.restore(&file, &Proof::Recovery(&code)).is_err(),
        "a changed backup is refused"
    );
}

#[test]
fn the_lists_can_be_made_again_from_the_history() {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    let record = laptop.session("ភូមិផ្លូវមាស", 9);
    laptop.sync().unwrap();
    let before = laptop.desk.record(&record).unwrap().row;
    assert_eq!(laptop.desk.rebuild().unwrap(), 1);
    let after = laptop.desk.record(&record).unwrap().row;
    assert_eq!(
        serde_json::to_string(&before).unwrap(),
        serde_json::to_string(&after).unwrap()
    );
    assert_eq!(laptop.desk.search("ផ្លូវ").unwrap().len(), 1);
}

#[test]
fn a_laptop_gone_back_to_an_old_copy_gets_its_work_back() {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.session("Phlov Meas", 9);
    let file = laptop.path().join("old.sala-backup");
    laptop.desk.backup(&file).unwrap();
    laptop.session("Traeng", 4);
    laptop.sync().unwrap();
    let whole = laptop.export();

    let restored = Laptop::fresh();
    restored
        .desk
        .restore(
            &file,
            &Proof::Passphrase {
                passphrase: PASSPHRASE,
                person: None,
            },
        )
        .unwrap();
    assert_eq!(restored.count(), 1);
    let new = restored.session("Sdau", 5);
    restored.sync().unwrap();
    assert_eq!(restored.count(), 3);
    for line in whole.lines() {
        assert!(
            restored.export().contains(line),
            "what the centre had came back"
        );
    }
    assert_eq!(
        restored.desk.record(&new).unwrap().row.delivery,
        "confirmed"
    );
}

#[test]
fn a_stopped_import_keeps_what_it_made_and_goes_on_later() {
    let laptop = Laptop::alone("Dara", "field");
    let table = people(900);
    let options = ImportOptions::default();
    let mut heard = Vec::new();
    let stopped = laptop
        .desk
        .import_told(
            table.as_bytes(),
            Some(PEOPLE_MAP),
            &options,
            &mut |done, all| {
                heard.push((done, all));
                if done == 600 {
                    laptop.desk.stop_import();
                }
            },
        )
        .unwrap();
    assert!(stopped.stopped);
    assert_eq!(heard.last(), Some(&(600, 900)));
    assert_eq!(
        (laptop.count(), stopped.made["person"]),
        (600, 600),
        "what it says is what is there"
    );
    let whole = laptop
        .desk
        .import(table.as_bytes(), Some(PEOPLE_MAP), &options)
        .unwrap();
    assert!(!whole.stopped);
    assert_eq!((whole.made["person"], whole.known["person"]), (300, 600));
    assert_eq!(laptop.count(), 900);
    assert!(laptop.desk.doctor().unwrap().clean);
}
