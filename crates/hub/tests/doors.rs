//! What a hub does with everything that knocks, whoever it is.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hub::{
    Announced, Certificate, FileName, FilesAsk, House, Hub, Limits, Notice, Refusal, SignedReceipt,
    Upload, UploadId, find, fingerprint,
};
use reqwest::blocking::{Client, Response};

/// A house that says what it was asked, and counts.
#[derive(Default)]
struct Echo {
    asked: AtomicUsize,
}

impl Echo {
    fn say(&self, door: &str, ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if ask == b"no" {
            return Err(Refusal {
                code: "code",
                status: 403,
                words: "The code is wrong.".to_owned(),
                stands_at: None,
            });
        }
        assert_ne!(ask, b"break", "a house may break");
        Ok([door.as_bytes(), ask].concat())
    }
}

impl House for Echo {
    fn hello(&self, ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.say("hello ", ask)
    }

    fn enter(&self, ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.say("enter ", ask)
    }

    fn exchange(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        assert_eq!(pass, &[7; 32]);
        self.say("exchange ", ask)
    }

    fn vouch(&self, _: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.say("vouch ", ask)
    }

    fn announce(&self, _: &[u8; 32], announced: Announced) -> Result<(UploadId, Upload), Refusal> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Ok((UploadId([3; 16]), stands(announced, 0)))
    }

    fn upload(&self, _: &[u8; 32], id: UploadId) -> Result<Upload, Refusal> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if id != UploadId([3; 16]) {
            return Err(Refusal {
                code: "not-found",
                status: 404,
                words: "There is no such upload.".to_owned(),
                stands_at: None,
            });
        }
        Ok(stands(photo(), 4))
    }

    fn append(&self, _: &[u8; 32], _: UploadId, at: u64, _: &[u8]) -> Result<(), Refusal> {
        Err(Refusal {
            code: "offset",
            status: 409,
            words: "The upload stands elsewhere.".to_owned(),
            stands_at: Some(at + 2),
        })
    }

    fn give_up(&self, _: &[u8; 32], _: UploadId) -> Result<(), Refusal> {
        Ok(())
    }

    fn length(&self, _: &[u8; 32], _: &FileName) -> Result<Option<u64>, Refusal> {
        Ok(Some(9))
    }

    fn read(
        &self,
        _: &[u8; 32],
        _: &FileName,
        bytes: Range<u64>,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        let some = usize::try_from(bytes.start).unwrap()..usize::try_from(bytes.end).unwrap();
        Ok(Some(b"ten bytes"[some].to_vec()))
    }

    fn sign(&self, _: &[u8; 32], ask: &FilesAsk) -> Result<SignedReceipt, Refusal> {
        Ok(SignedReceipt {
            bytes: ask.batch.to_vec(),
            signature: [5; 64],
        })
    }
}

fn photo() -> Announced {
    Announced {
        file: files_ask().files.remove(0),
        length: 9,
    }
}

fn stands(announced: Announced, offset: u64) -> Upload {
    Upload {
        announced,
        offset,
        expires_ms: 1_795_000_000_000,
        done: false,
    }
}

/// 32 bytes of 7 in base64url.
const PASS: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";

struct Scene {
    hub: Hub,
    house: Arc<Echo>,
    client: Client,
}

fn scene(limits: Limits) -> Scene {
    let _another_test_did = rustls::crypto::ring::default_provider().install_default();
    let house = Arc::new(Echo::default());
    let certificate = Certificate::make().unwrap();
    let here = SocketAddr::from(([127, 0, 0, 1], 0));
    let hub = Hub::start(here, &certificate, limits, house.clone()).unwrap();
    let client = Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .no_proxy()
        .build()
        .unwrap();
    Scene { hub, house, client }
}

impl Scene {
    fn post(&self, door: &str, kind: &str, body: &[u8]) -> Response {
        let url = format!("https://{}{door}", self.hub.address());
        let ask = self.client.post(url).header("content-type", kind);
        ask.bearer_auth(PASS).body(body.to_vec()).send().unwrap()
    }

    /// It is told so, or the line is cut while it is still being sent.
    fn is_too_large(&self, door: &str, body: Vec<u8>) {
        let url = format!("https://{}{door}", self.hub.address());
        let ask = self.client.post(url).header("content-type", CBOR);
        if let Ok(found) = ask.bearer_auth(PASS).body(body).send() {
            assert_eq!(found.status().as_u16(), 413);
        }
    }

    fn check(&self, door: &str, kind: &str, body: &[u8], status: u16, says: &str) {
        let found = self.post(door, kind, body);
        assert_eq!(found.status().as_u16(), status, "{door}");
        let text = found.text().unwrap();
        assert!(text.contains(says), "{door}: {text}");
    }
}

const CBOR: &str = "application/cbor";

#[test]
fn four_doors_and_those_of_files_and_no_other() {
    let scene = scene(Limits::default());
    scene.check("/v1/hub/hello", CBOR, b"a", 200, "hello a");
    scene.check("/v1/hub/enter", CBOR, b"b", 200, "enter b");
    scene.check("/v1/sync", CBOR, b"c", 200, "exchange c");
    scene.check("/v1/hub/receipts", CBOR, b"d", 200, "vouch d");
    for door in ["/", "/health", "/metrics", "/v1/join", "/v1/sync/../x"] {
        scene.check(door, CBOR, b"", 404, "not-found");
    }
    scene.check("/v1/files/receipt", CBOR, b"no ask", 400, "frame");
    scene.check("/v1/sync", "text/plain", b"c", 415, "media-type");
    scene.check("/v1/hub/enter", CBOR, b"no", 403, "The code is wrong.");
    let url = format!("https://{}/v1/sync", scene.hub.address());
    let got = scene.client.get(url).send().unwrap();
    assert_eq!(got.status().as_u16(), 405);
}

/// An ask for a receipt over one file of team `A`.
fn files_ask() -> FilesAsk {
    let file = FileName {
        team: "A".parse().unwrap(),
        content: [9; 32],
    };
    FilesAsk {
        batch: [9; 16],
        files: vec![file],
    }
}

#[test]
fn what_a_house_says_of_files_reaches_the_line() {
    let scene = scene(Limits::default());
    let send = |method: &str, path: &str, heads: &[(&str, &str)], body: &[u8]| {
        let url = format!("https://{}{path}", scene.hub.address());
        let method = method.parse().unwrap();
        let ask = scene.client.request(method, url).bearer_auth(PASS);
        let ask = ask.header("tus-resumable", "1.0.0");
        let ask = heads
            .iter()
            .fold(ask, |ask, (name, value)| ask.header(*name, *value));
        ask.body(body.to_vec()).send().unwrap()
    };
    let head = |told: &Response, name: &str| {
        let value = told.headers().get(name).unwrap();
        value.to_str().unwrap().to_owned()
    };
    let upload = format!("/v1/files/{}", "03".repeat(16));
    let stands = send("HEAD", &upload, &[], b"");
    assert_eq!(head(&stands, "upload-offset"), "4");
    assert_eq!(head(&stands, "upload-length"), "9");
    let elsewhere = [
        ("upload-offset", "4"),
        ("content-type", "application/offset+octet-stream"),
    ];
    let told = send("PATCH", &upload, &elsewhere, b"ab");
    assert_eq!(told.status().as_u16(), 409);
    assert_eq!(head(&told, "upload-offset"), "6", "the house knows better");
    let other = format!("/v1/files/{}", "04".repeat(16));
    assert_eq!(send("HEAD", &other, &[], b"").status().as_u16(), 404);
    assert_eq!(send("DELETE", &upload, &[], b"").status().as_u16(), 204);
    let file = format!("/v1/files/A/{}", "09".repeat(32));
    let some = send("GET", &file, &[("range", "bytes=4-8")], b"");
    assert_eq!(head(&some, "content-range"), "bytes 4-8/9");
    assert_eq!(some.bytes().unwrap(), &b"bytes"[..]);
    let signed = send(
        "POST",
        "/v1/files/receipt",
        &[("content-type", CBOR)],
        &files_ask().to_bytes(),
    );
    assert_eq!(signed.status().as_u16(), 200);
    assert!(
        signed
            .bytes()
            .unwrap()
            .windows(16)
            .any(|some| some == [9; 16])
    );
}

#[test]
fn without_a_pass_nothing_of_an_ask_is_read() {
    let scene = scene(Limits::default());
    for door in ["/v1/sync", "/v1/hub/receipts"] {
        for pass in [None, Some("short"), Some("!!!")] {
            let url = format!("https://{}{door}", scene.hub.address());
            let mut ask = scene.client.post(url).header("content-type", CBOR);
            if let Some(pass) = pass {
                ask = ask.bearer_auth(pass);
            }
            let found = ask.body(vec![0; 100]).send().unwrap();
            assert_eq!(found.status().as_u16(), 401);
            assert!(found.text().unwrap().contains("token"));
        }
    }
    assert_eq!(scene.house.asked.load(Ordering::Relaxed), 0);
}

#[test]
fn what_is_too_large_is_refused_and_a_house_that_breaks_stands_again() {
    let scene = scene(Limits::default());
    let roster = vec![1; (4 << 20) + 70_000];
    scene.is_too_large("/v1/hub/enter", roster);
    scene.is_too_large("/v1/sync", vec![1; (16 << 20) + 70_000]);
    assert_eq!(scene.house.asked.load(Ordering::Relaxed), 0);
    scene.check("/v1/sync", CBOR, b"break", 500, "internal");
    scene.check("/v1/sync", CBOR, b"c", 200, "exchange c");
}

#[test]
fn who_says_nothing_is_cut_off_and_who_waits_is_told() {
    let patience = Duration::from_millis(300);
    let limits = Limits {
        stall: patience,
        head: patience,
        handshake: patience,
        queue: patience,
        drain: patience,
        connections_max: 8,
        asks_max: 1,
    };
    let scene = scene(limits);
    let begun = Instant::now();
    let mut silent: Vec<TcpStream> = (0..8)
        .map(|_| TcpStream::connect(scene.hub.address()).unwrap())
        .collect();
    // Rubbish where a handshake should be.
    silent[0].write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    for line in &mut silent {
        line.set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let mut rest = Vec::new();
        let _cut = line.read_to_end(&mut rest);
    }
    assert!(
        begun.elapsed() < Duration::from_secs(15),
        "seats come free again"
    );
    scene.check("/v1/sync", CBOR, b"c", 200, "exchange c");
}

#[test]
fn a_hub_that_was_stopped_answers_nobody() {
    let Scene { hub, client, .. } = scene(Limits::default());
    let url = format!("https://{}/v1/sync", hub.address());
    hub.stop();
    assert!(client.post(url).send().is_err());
}

#[test]
fn an_address_that_is_taken_is_told() {
    let scene = scene(Limits::default());
    let certificate = Certificate::make().unwrap();
    let house = Arc::new(Echo::default());
    let again = Hub::start(scene.hub.address(), &certificate, Limits::default(), house);
    assert!(matches!(again.err(), Some(hub::ServeError::Listen { .. })));
}

#[test]
fn a_certificate_is_new_each_time_and_known_by_its_fingerprint() {
    let (one, other) = (Certificate::make().unwrap(), Certificate::make().unwrap());
    assert_ne!(one.fingerprint(), other.fingerprint());
    assert_eq!(one.fingerprint(), fingerprint(&one.der));
}

#[test]
fn a_hub_on_this_machine_is_found() {
    let here = [IpAddr::V4(Ipv4Addr::LOCALHOST)];
    let notice = Notice::put_up([9; 16], &here, 47_999, true).unwrap();
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let found = find(Duration::from_millis(800), true).unwrap();
        let ours = found.iter().find(|hub| hub.device == [9; 16]);
        if let Some(hub) = ours {
            assert_eq!(hub.addresses, [SocketAddr::new(here[0], 47_999)]);
            break;
        }
        assert!(Instant::now() < end, "not found: {found:?}");
    }
    drop(notice);
}
