//! The stock clients of the tus protocol upload to a centre and to a hub as any program may.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use data_encoding::{BASE64, BASE64URL_NOPAD};
use kit::{Laptop, Office, Table, TextOnly};
use reqwest::blocking::Client;
use tempfile::TempDir;

/// To whom the certificate of a hub is made out, wherever it stands.
const HUB: &str = "hub.sala.local";

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
    kit::say_left_out(&format!(
        "{what} is not on this machine (cargo xtask setup)"
    ));
    false
}

/// A stock client: the program that runs it, and its script.
struct Stock {
    program: PathBuf,
    script: &'static str,
}

/// Where files are taken.
struct Place {
    url: String,
    /// What a laptop shows there.
    shown: String,
    /// The one certificate to believe, in a file.
    certificate: Option<PathBuf>,
}

impl Stock {
    fn upload(&self, to: &Place, photo: &[u8], folder: &TempDir) -> Output {
        let path = folder.path().join("photo.jpg");
        std::fs::write(&path, photo).unwrap();
        let mut upload = Command::new(&self.program);
        upload
            .current_dir(self::folder())
            .envs([("NO_PROXY", "*"), ("no_proxy", "*")])
            .arg(self.script)
            .arg(format!("{}/v1/files", to.url))
            .args([&*to.shown, "BTB2", blake3::hash(photo).to_hex().as_str()])
            .arg(path);
        if let Some(certificate) = &to.certificate {
            upload.arg(certificate).arg(HUB);
        }
        upload.output().unwrap()
    }

    /// Uploads a photo in two goes, and looks whether it is there, whole.
    fn check(&self, to: &Place, photo: &[u8], folder: &TempDir) {
        let said = self.upload(to, photo, folder);
        let errors = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{}: {errors}", self.script);
        let named = String::from_utf8_lossy(&said.stdout);
        assert!(named.starts_with("/v1/files/"), "{}: {named}", self.script);
        let client = Client::builder()
            .tls_danger_accept_invalid_certs(true)
            .no_proxy()
            .build();
        let at = format!("{}/v1/files/BTB2/{}", to.url, blake3::hash(photo));
        let down = client.unwrap().get(at).bearer_auth(&to.shown);
        let down = down.send().unwrap();
        assert_eq!(down.status(), 200, "{}", self.script);
        assert_eq!(down.bytes().unwrap(), photo, "{}", self.script);
    }
}

fn javascript() -> Option<Stock> {
    let needed = folder().join("node_modules/tus-js-client");
    is_there(&needed, "tus-js-client").then(|| Stock {
        program: "node".into(),
        script: "upload.mjs",
    })
}

fn python() -> Option<Stock> {
    let program = root().join("target/tus/bin/python");
    is_there(&program, "tuspy").then_some(Stock {
        program,
        script: "upload.py",
    })
}

fn to_a_centre(stock: Option<Stock>) {
    let Some(stock) = stock else {
        return;
    };
    let (office, folder) = (Office::open(), tempfile::tempdir().unwrap());
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let place = Place {
        url: office.url().to_owned(),
        shown: dara.desk.centre().unwrap().token.to_string(),
        certificate: None,
    };
    let mut photo = vec![0; 1_500_001];
    blake3::Hasher::new().finalize_xof().fill(&mut photo);
    stock.check(&place, &photo, &folder);
}

/// Writes the certificate of a hub as other programs read it.
fn certificate_of(hub: &Laptop, to: &TempDir) -> PathBuf {
    let held = hub.desk.hub_certificate().unwrap().unwrap();
    let digits = BASE64.encode(&held.certificate);
    let lines: Vec<&str> = digits
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    let lines = lines.join("\n");
    let path = to.path().join("hub.pem");
    let text = format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n");
    std::fs::write(&path, text).unwrap();
    path
}

/// A hub takes photos that a record there names, over TLS with a certificate that nobody signed.
fn to_a_hub(stock: Option<Stock>) {
    let Some(stock) = stock else {
        return;
    };
    let _another_test_did = rustls::crypto::ring::default_provider().install_default();
    let (office, folder) = (Office::open(), tempfile::tempdir().unwrap());
    let dara = office.laptop_with_sheets("Dara", "supervisor");
    let vanna = office.laptop_with_sheets("Vanna", "supervisor");
    dara.sync().unwrap();
    let photo = dara.sheet_bytes(&dara.sheet(1));
    vanna.sync().unwrap();
    let table = Table::of(&vanna).unwrap();
    dara.visit_over("", &table.shows().code, TextOnly).unwrap();
    let mut place = Place {
        url: format!("https://{}", table.address()),
        shown: BASE64URL_NOPAD.encode(&table.last_pass()),
        certificate: Some(certificate_of(&vanna, &folder)),
    };
    stock.check(&place, &photo, &folder);
    place.certificate = None;
    let said = stock.upload(&place, &photo, &folder);
    assert!(
        !said.status.success(),
        "{} believes a hub that nobody vouched for",
        stock.script
    );
}

#[test]
fn the_client_for_javascript_uploads_to_a_centre() {
    to_a_centre(javascript());
}

#[test]
fn the_client_for_python_uploads_to_a_centre() {
    to_a_centre(python());
}

#[test]
fn the_client_for_javascript_uploads_to_a_hub() {
    to_a_hub(javascript());
}

#[test]
fn the_client_for_python_uploads_to_a_hub() {
    to_a_hub(python());
}
