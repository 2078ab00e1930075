//! The stock clients of the tus protocol upload to a centre as any program may.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::kit::{Laptop, Office, client};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn folder() -> PathBuf {
    root().join("tests/tus")
}

/// Says whether what a client needs is there; `cargo xtask setup` brings it.
fn is_there(needed: &Path, what: &str) -> bool {
    if needed.exists() {
        return true;
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "{what} is missing: run `cargo xtask setup`"
    );
    println!("left out: {what} is not on this machine (cargo xtask setup)");
    false
}

/// Lets a client upload a file in two goes, and looks whether it is there, whole.
async fn check(program: &Path, script: &str) {
    let office = Office::open();
    let laptop = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut photo = vec![0; 1_500_001];
    blake3::Hasher::new().finalize_xof().fill(&mut photo);
    let path = office.folder.path().join("photo.jpg");
    std::fs::write(&path, &photo).unwrap();
    let hash = blake3::hash(&photo).to_hex();
    let mut upload = Command::new(program);
    upload
        .current_dir(folder())
        .arg(script)
        .arg(office.url("/v1/files"))
        .args([&*laptop.token, "A", hash.as_str()])
        .arg(&path);
    let run = tokio::task::spawn_blocking(move || upload.output());
    let said = run.await.unwrap().unwrap();
    let errors = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{script}: {errors}");
    let named = String::from_utf8_lossy(&said.stdout);
    assert!(named.starts_with("/v1/files/"), "{script}: {named}");
    let get = client().get(office.url(&format!("/v1/files/A/{hash}")));
    let down = get.bearer_auth(&laptop.token).send().await.unwrap();
    assert_eq!(down.status(), 200);
    assert_eq!(down.bytes().await.unwrap(), photo);
}

#[tokio::test]
async fn the_client_for_javascript_uploads() {
    let needed = folder().join("node_modules/tus-js-client");
    if is_there(&needed, "tus-js-client") {
        check(Path::new("node"), "upload.mjs").await;
    }
}

#[tokio::test]
async fn the_client_for_python_uploads() {
    let python = root().join("target/tus/bin/python");
    if is_there(&python, "tuspy") {
        check(&python, "upload.py").await;
    }
}
