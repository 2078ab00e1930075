//! Looking after a centre: backups, receipts, and a doctor who finds what is wrong.

use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};
use server::ledger::{Ledger as _, SqliteLedger};
use sync::FileName;

use crate::commands::{ask, run};
use crate::kit::{Laptop, Office};

/// A centre with two laptops, five revisions and a receipt, after it was stopped.
async fn stopped() -> (tempfile::TempDir, sync::SignedReceipt) {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let sophea = Laptop::join(&office, 2, "va", &["B"]).await;
    dara.offer(1, vec![dara.again().saves(1).0], false).await;
    let wires = vec![dara.saves(2).0, dara.saves(1).0];
    let receipt = dara.offer(1, wires, true).await.receipt.unwrap();
    sophea.offer(2, vec![sophea.again().saves(2).0], true).await;
    office.running.stop();
    (office.folder, receipt)
}

fn doctor(data: &Path) -> (Option<i32>, Value) {
    let output = run(data, &["doctor", "--json"]);
    (
        output.status.code(),
        serde_json::from_slice(&output.stdout).unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_a_whole_centre_and_is_made_while_it_runs() {
    let office = Office::open();
    let data = office.folder.path();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let (first, _) = dara.saves(3);
    dara.offer(1, vec![first.clone()], true).await;
    let file = data.join("monday.backup");
    let path = file.to_str().unwrap();
    let said = ask(data, &["backup", path]);
    assert_eq!(said["bytes"], std::fs::metadata(&file).unwrap().len());
    dara.offer(2, vec![dara.again().saves(1).0], true).await;
    let again = run(data, &["backup", path]);
    assert_eq!(again.status.code(), Some(1), "it does not write over one");

    let elsewhere = tempfile::tempdir().unwrap();
    let restored = elsewhere.path().join("centre");
    ask(&restored, &["restore", path]);
    let (code, found) = doctor(&restored);
    assert_eq!((code, &found["counts"]["revisions"]), (Some(0), &json!(3)));
    let key = |folder: &Path| std::fs::read(folder.join("centre.key")).unwrap();
    assert_eq!(key(&restored), key(data), "the same centre");
    let again = run(&restored, &["restore", path]);
    assert_eq!(
        again.status.code(),
        Some(1),
        "it does not write over a centre"
    );
    let secret = key(data);
    let digits = &secret[b"sala-centre-key:".len()..secret.len() - 1];
    let bytes = data_encoding::HEXLOWER.decode(digits).unwrap();
    let database = std::fs::read(restored.join("centre.db")).unwrap();
    assert!(
        !database.windows(32).any(|window| window == bytes),
        "the key is in its file alone"
    );

    let running = server::Running::start(server::Config::local(&restored)).unwrap();
    running.url().clone_into(&mut dara.url);
    assert_eq!(
        dara.offer(3, vec![first], true).await.counts,
        (0, 3),
        "the laptop goes on with it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_are_in_no_backup_and_whoever_makes_or_restores_one_is_told() {
    let (folder, _) = stopped().await;
    let (data, elsewhere) = (folder.path(), tempfile::tempdir().unwrap());
    let photo = b"a photo";
    let hash = blake3::hash(photo);
    let file = FileName {
        team: "A".parse().unwrap(),
        content: *hash.as_bytes(),
    };
    let ledger = SqliteLedger::open(&data.join("centre.db")).unwrap();
    ledger.promise_files(&[(file, 7)], 1).unwrap();
    drop(ledger);
    let put = |data: &Path| {
        let hash = hash.to_hex();
        let kept = data.join("files/kept/A").join(hash.get(..2).unwrap());
        std::fs::create_dir_all(&kept).unwrap();
        std::fs::write(kept.join(hash.as_str()), photo).unwrap();
    };
    put(data);
    let (backup, another) = (data.join("monday.backup"), data.join("tuesday.backup"));
    let path = backup.to_str().unwrap();
    let said = ask(data, &["backup", path]);
    assert_eq!(
        (&said["files_beside"], &said["files_beside_bytes"]),
        (&json!(1), &json!(7))
    );
    let said = run(data, &["backup", another.to_str().unwrap()]).stdout;
    let said = String::from_utf8(said).unwrap();
    let told = "Photos and scans are not in it: 1 were signed for (7 bytes).";
    assert!(said.contains(told), "{said}");
    let restored = elsewhere.path().join("centre");
    let said = ask(&restored, &["restore", path]);
    assert_eq!(said["files_missing"], 1);
    let (code, found) = doctor(&restored);
    assert_eq!(
        (code, &found["findings"][0]["code"]),
        (Some(1), &json!("file"))
    );
    put(&restored);
    assert_eq!(doctor(&restored).0, Some(0), "the copy of them was brought");
    let (other, files) = (elsewhere.path().join("other"), data.join("files"));
    let at = ["restore", path, "--files-at", files.to_str().unwrap()];
    assert_eq!(ask(&other, &at)["files_missing"], 0);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_holds_the_key_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _) = stopped().await;
    let file = folder.path().join("monday.backup");
    ask(folder.path(), &["backup", file.to_str().unwrap()]);
    for name in ["monday.backup", "centre.key", "centre.db"] {
        let mode = std::fs::metadata(folder.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let key = folder.path().join("centre.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let (code, found) = doctor(folder.path());
    assert_eq!(
        (code, &found["findings"][0]["code"]),
        (Some(1), &json!("key"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_sets_nothing_up() {
    let (folder, _) = stopped().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let restored = elsewhere.path().join("centre");
    let file = folder.path().join("monday.backup");
    ask(folder.path(), &["backup", file.to_str().unwrap()]);
    let good = std::fs::read(&file).unwrap();
    let cut = good[..good.len() / 2].to_vec();
    let plain = std::fs::read(folder.path().join("centre.db")).unwrap();
    for (what, bytes) in [
        ("a letter", b"Dear Dara".to_vec()),
        ("cut", cut),
        ("no key in it", plain),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let output = run(&restored, &["restore", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{what}");
        assert!(!restored.join("centre.db").exists() && !restored.join("centre.key").exists());
    }
    std::fs::write(&file, good).unwrap();
    ask(&restored, &["restore", file.to_str().unwrap()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_can_be_checked_years_later() {
    let (folder, receipt) = stopped().await;
    let (data, file) = (folder.path(), folder.path().join("receipt"));
    let path = file.to_str().unwrap();
    let bytes = minicbor::to_vec(&receipt).unwrap();
    let text = data_encoding::BASE64.encode(&bytes) + "\n";
    for form in [&bytes[..], text.as_bytes()] {
        std::fs::write(&file, form).unwrap();
        let said = ask(data, &["receipt", "verify", path]);
        assert_eq!((&said["good"], &said["count"]), (&json!(true), &json!(3)));
        assert_eq!(
            said["positions"],
            json!([{ "team": "A", "first": 1, "last": 3 }])
        );
    }
    let mut forged = receipt.clone();
    *forged.bytes.last_mut().unwrap() ^= 1;
    for (bytes, message) in [
        (
            minicbor::to_vec(&forged).unwrap(),
            "this receipt is not signed by this centre",
        ),
        (b"Received with thanks".to_vec(), "this is not a receipt"),
        (vec![], "this is not a receipt"),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let output = run(data, &["receipt", "verify", path, "--json"]);
        assert_eq!(output.status.code(), Some(1));
        let said: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(said, json!({ "code": "receipt", "message": message }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_what_was_done_to_the_file() {
    let (folder, _) = stopped().await;
    let data = folder.path();
    assert_eq!(doctor(data).0, Some(0));
    let whole = std::fs::read(data.join("centre.db")).unwrap();
    let check = |code: &str, harm: &str| {
        std::fs::write(data.join("centre.db"), &whole).unwrap();
        let connection = Connection::open(data.join("centre.db")).unwrap();
        assert!(connection.execute(harm, []).unwrap() > 0, "{harm}");
        drop(connection);
        let (exit, said) = doctor(data);
        assert_eq!(
            (exit, &said["status"]),
            (Some(1), &json!("broken")),
            "{harm}"
        );
        let findings = said["findings"].as_array().unwrap();
        let mut broken = findings.iter().filter(|finding| finding["broken"] == true);
        assert!(
            broken.any(|finding| finding["code"] == code),
            "{harm}: {findings:?}"
        );
    };
    let last_id = "(SELECT max(id) FROM revision WHERE team = 'A')";
    let other = "(SELECT wire FROM part WHERE team = 'B' AND seq = 1)";
    check(
        "part",
        "UPDATE part SET wire = CAST(substr(wire, 1, length(wire) - 1) || x'00' AS BLOB)",
    );
    check(
        "part",
        &format!("UPDATE part SET wire = {other} WHERE team = 'A' AND seq = 1"),
    );
    check(
        "gap",
        "UPDATE part SET seq = 9 WHERE team = 'A' AND seq = 2",
    );
    check("gap", "DELETE FROM part WHERE team = 'A' AND seq = 3");
    check("index", "DELETE FROM part WHERE team = 'A' AND seq = 3");
    check(
        "part",
        &format!("DELETE FROM revision WHERE id = {last_id}"),
    );
    check(
        "digest",
        &format!("DELETE FROM revision WHERE id = {last_id}"),
    );
    check(
        "part",
        &format!("UPDATE revision SET n = 77 WHERE id = {last_id}"),
    );
    check("digest", "UPDATE team SET count = 7 WHERE id = 'B'");
    check("gap", "UPDATE team SET seq = 7 WHERE id = 'B'");
    check("part", "UPDATE device SET public = CAST(id || id AS BLOB)");
    check("receipt", "UPDATE receipt SET signature = zeroblob(64)");
}
