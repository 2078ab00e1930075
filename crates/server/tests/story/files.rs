//! Photos and scans over `/v1/files`: cut anywhere and gone on with, proven, kept once, and no way past.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering;

use data_encoding::BASE64;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use server::files::{FILE_BYTES_MAX, UPLOAD_LIFE_MS};

use crate::kit::{Laptop, Office, client, read};

const STREAM: &str = "application/offset+octet-stream";

/// A laptop at the door of files.
pub(crate) struct Bearer {
    http: Client,
    pub(crate) url: String,
    token: String,
}

impl Bearer {
    fn of(office: &Office, laptop: &Laptop) -> Self {
        Self::at(office.running.url(), laptop)
    }

    pub(crate) fn at(url: &str, laptop: &Laptop) -> Self {
        Self {
            http: client(),
            url: url.to_owned(),
            token: laptop.token.clone(),
        }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        head: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Response {
        let mut heads = HeaderMap::new();
        heads.insert("tus-resumable", HeaderValue::from_static("1.0.0"));
        for (name, value) in head {
            let name: HeaderName = name.parse().unwrap();
            heads.insert(name, HeaderValue::from_str(value).unwrap());
        }
        let request = self.http.request(method, format!("{}{path}", self.url));
        let request = request.bearer_auth(&self.token).headers(heads).body(body);
        request.send().await.unwrap()
    }

    async fn announce(&self, team: &str, bytes: &[u8]) -> Response {
        let metadata = metadata(team, bytes);
        let length = bytes.len().to_string();
        let head = [("upload-length", &*length), ("upload-metadata", &metadata)];
        self.send(Method::POST, "/v1/files", &head, vec![]).await
    }

    /// Begins an upload and returns its address.
    pub(crate) async fn begin(&self, team: &str, bytes: &[u8]) -> String {
        let answer = self.announce(team, bytes).await;
        assert_eq!(answer.status(), 201);
        head(&answer, "location")
    }

    pub(crate) async fn patch(&self, path: &str, offset: usize, bytes: &[u8]) -> Response {
        let offset = offset.to_string();
        let head = [("upload-offset", &*offset), ("content-type", STREAM)];
        self.send(Method::PATCH, path, &head, bytes.to_vec()).await
    }

    /// Returns how far an upload is.
    pub(crate) async fn stand(&self, path: &str) -> usize {
        let answer = self.send(Method::HEAD, path, &[], vec![]).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(head(&answer, "cache-control"), "no-store");
        head(&answer, "upload-offset").parse().unwrap()
    }

    pub(crate) async fn get(&self, team: &str, bytes: &[u8], head: &[(&str, &str)]) -> Response {
        let path = format!("/v1/files/{team}/{}", blake3::hash(bytes));
        self.send(Method::GET, &path, head, vec![]).await
    }
}

fn head(answer: &Response, name: &str) -> String {
    let value = answer.headers().get(name);
    let value = value.unwrap_or_else(|| panic!("no {name} in {answer:?}"));
    value.to_str().unwrap().to_owned()
}

fn metadata(team: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let (team, hash) = (
        BASE64.encode(team.as_bytes()),
        BASE64.encode(hash.as_bytes()),
    );
    format!("team {team},blake3 {hash},filename cGhvdG8uanBn")
}

/// Bytes that do not repeat.
pub(crate) fn photo(bytes: usize) -> Vec<u8> {
    let mut photo = vec![0; bytes];
    blake3::Hasher::new().finalize_xof().fill(&mut photo);
    photo
}

async fn office() -> (Office, Laptop, Bearer) {
    let office = Office::open();
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let bearer = Bearer::of(&office, &dara);
    (office, dara, bearer)
}

#[track_caller]
fn code(told: &(u16, Value)) -> (u16, &str) {
    (told.0, told.1["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn a_photo_goes_up_in_two_pieces_and_comes_down() {
    let (_office, _, dara) = office().await;
    let able = dara.send(Method::OPTIONS, "/v1/files", &[], vec![]).await;
    assert_eq!(able.status(), 204);
    for (name, value) in [
        ("tus-version", "1.0.0"),
        ("tus-resumable", "1.0.0"),
        ("tus-extension", "creation,checksum,termination,expiration"),
        ("tus-checksum-algorithm", "blake3,sha256,sha1"),
        ("tus-max-size", &FILE_BYTES_MAX.to_string()),
    ] {
        assert_eq!(head(&able, name), value);
    }
    let photo = photo(700_000);
    let (first, rest) = photo.split_at(600_001);
    let begun = dara.announce("A", &photo).await;
    assert_eq!(
        (begun.status().as_u16(), head(&begun, "upload-offset")),
        (201, "0".into())
    );
    assert!(head(&begun, "upload-expires").ends_with("GMT"));
    let path = head(&begun, "location");
    assert_eq!(dara.patch(&path, 0, first).await.status(), 204);
    assert_eq!(dara.stand(&path).await, 600_001);
    assert_eq!(
        dara.get("A", &photo, &[]).await.status(),
        404,
        "not before it is whole"
    );
    let done = dara.patch(&path, 600_001, rest).await;
    assert_eq!(
        (done.status().as_u16(), head(&done, "upload-offset")),
        (204, "700000".into())
    );
    assert_eq!(
        dara.stand(&path).await,
        700_000,
        "who did not hear it may ask"
    );
    let down = dara.get("A", &photo, &[]).await;
    assert_eq!(
        (down.status().as_u16(), head(&down, "content-length")),
        (200, "700000".into())
    );
    assert_eq!(down.bytes().await.unwrap(), photo);
    let some = dara.get("A", &photo, &[("range", "bytes=600001-")]).await;
    assert_eq!(some.status(), 206);
    assert_eq!(head(&some, "content-range"), "bytes 600001-699999/700000");
    assert_eq!(some.bytes().await.unwrap(), rest);
    let beyond = dara.get("A", &photo, &[("range", "bytes=700000-")]).await;
    assert_eq!(
        (beyond.status().as_u16(), head(&beyond, "content-range")),
        (416, "bytes */700000".into())
    );
    let again = dara.announce("A", &photo).await;
    assert_eq!(
        head(&again, "upload-offset"),
        "700000",
        "it need not be sent again"
    );
}

/// Sends the head of a message and so many of its bytes, and cuts the line.
fn cut(dara: &Bearer, path: &str, offset: usize, bytes: &[u8], after: usize) {
    let address = dara.url.trim_start_matches("http://");
    let mut line = TcpStream::connect(address).unwrap();
    let (length, token) = (bytes.len(), &dara.token);
    write!(
        line,
        "PATCH {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Tus-Resumable: 1.0.0\r\nContent-Type: {STREAM}\r\nUpload-Offset: {offset}\r\n\
         Content-Length: {length}\r\n\r\n"
    )
    .unwrap();
    line.write_all(&bytes[..after]).unwrap();
    line.shutdown(std::net::Shutdown::Write).unwrap();
    // The answer is of no interest; the end of the line is.
    let _answer = line.read_to_end(&mut Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_cut_at_any_byte_loses_none_that_came() {
    let (_office, _, dara) = office().await;
    let photo = photo(2_000_000);
    let path = dara.begin("A", &photo).await;
    let mut at = 0;
    for after in [0, 1, 2, 1000, 65_535, 65_537, 524_288, 524_289, 700_000] {
        let rest = photo[at..].to_vec();
        tokio::task::block_in_place(|| cut(&dara, &path, at, &rest, after));
        at += after;
        let mut stands = dara.stand(&path).await;
        for _ in 0..100 {
            if stands == at {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            stands = dara.stand(&path).await;
        }
        assert_eq!(stands, at, "to the byte");
    }
    assert_eq!(dara.patch(&path, at, &photo[at..]).await.status(), 204);
    let down = dara.get("A", &photo, &[]).await;
    assert_eq!(down.bytes().await.unwrap(), photo);
}

#[tokio::test]
async fn a_message_with_a_checksum_is_kept_when_it_holds() {
    let (_office, _, dara) = office().await;
    let photo = photo(1000);
    let path = dara.begin("A", &photo).await;
    let check = async |checksum: &str, status: u16, wanted: &str| {
        let head = [
            ("upload-offset", "0"),
            ("content-type", STREAM),
            ("upload-checksum", checksum),
        ];
        let told = read(dara.send(Method::PATCH, &path, &head, photo.clone()).await).await;
        assert_eq!(code(&told), (status, wanted), "{checksum}");
        assert_eq!(dara.stand(&path).await, 0, "nothing of it was kept");
    };
    check("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", 460, "checksum").await;
    check("blake3 AAAA", 460, "checksum").await;
    check("crc32 AAAA", 400, "upload").await;
    check("sha1", 400, "upload").await;
    check("sha1 *", 400, "upload").await;
    let good = format!("blake3 {}", BASE64.encode(blake3::hash(&photo).as_bytes()));
    let head = [
        ("upload-offset", "0"),
        ("content-type", STREAM),
        ("upload-checksum", &good),
    ];
    let answer = dara.send(Method::PATCH, &path, &head, photo.clone()).await;
    assert_eq!(answer.status(), 204);
    assert_eq!(dara.get("A", &photo, &[]).await.status(), 200);
}

#[tokio::test]
async fn another_file_than_was_announced_is_not_kept() {
    let (_office, _, dara) = office().await;
    let (good, bad) = (photo(1000), vec![0; 1000]);
    let path = dara.begin("A", &good).await;
    let told = read(dara.patch(&path, 0, &bad).await).await;
    assert_eq!(code(&told), (460, "other-bytes"));
    assert_eq!(dara.get("A", &good, &[]).await.status(), 404);
    assert_eq!(dara.get("A", &bad, &[]).await.status(), 404);
    let gone = dara.send(Method::HEAD, &path, &[], vec![]).await;
    assert_eq!(gone.status(), 404, "begin again");
}

#[tokio::test]
async fn what_is_not_announced_well_is_refused() {
    let (_office, _, dara) = office().await;
    let photo = photo(1000);
    let check = async |length: &str, metadata: &str, status: u16, wanted: &str| {
        let head = [("upload-length", length), ("upload-metadata", metadata)];
        let told = read(dara.send(Method::POST, "/v1/files", &head, vec![]).await).await;
        assert_eq!(code(&told), (status, wanted), "{head:?}");
    };
    let good = metadata("A", &photo);
    for length in ["", "-1", "+1", "1.5", "99999999999999999999"] {
        check(length, &good, 400, "upload").await;
    }
    for metadata in ["", "team QQ==", "team *,blake3 *", "team QQ==,blake3 QUJD"] {
        check("1000", metadata, 400, "upload").await;
    }
    let large = (FILE_BYTES_MAX + 1).to_string();
    check(&large, &good, 413, "too-large").await;
    for team in ["B", "X"] {
        check("1000", &metadata(team, &photo), 403, "team").await;
    }
    let other = [("tus-resumable", "0.2.0"), ("upload-length", "1000")];
    let answer = dara.send(Method::POST, "/v1/files", &other, vec![]).await;
    assert_eq!(head(&answer, "tus-version"), "1.0.0");
    assert_eq!(code(&read(answer).await), (412, "tus-version"));
}

#[tokio::test]
async fn what_does_not_follow_is_refused() {
    let (_office, _, dara) = office().await;
    let path = dara.begin("A", &photo(1000)).await;
    let check = async |head: &[(&str, &str)], body: usize, status: u16, wanted: &str| {
        let told = read(dara.send(Method::PATCH, &path, head, vec![0; body]).await).await;
        assert_eq!(code(&told), (status, wanted), "{head:?}");
        assert_eq!(dara.stand(&path).await, 0, "nothing was kept");
    };
    let (stream, at) = (("content-type", STREAM), ("upload-offset", "0"));
    check(&[stream], 5, 400, "upload").await;
    check(&[stream, ("upload-offset", "5")], 5, 409, "offset").await;
    check(&[at], 5, 415, "media-type").await;
    check(&[stream, at], 1001, 413, "beyond").await;
    check(&[stream, at, ("tus-resumable", "2")], 5, 412, "tus-version").await;
}

#[tokio::test]
async fn who_may_not_is_refused() {
    let (office, laptop, dara) = office().await;
    let photo = photo(1000);
    let path = dara.begin("A", &photo).await;
    let stranger = Bearer {
        token: "A".repeat(43),
        http: client(),
        url: dara.url.clone(),
    };
    let told = read(stranger.announce("A", &photo).await).await;
    assert_eq!(code(&told), (401, "token"));
    let sophea = Laptop::join(&office, 2, "field", &["A"]).await;
    let sophea = Bearer::of(&office, &sophea);
    for method in [Method::PATCH, Method::DELETE] {
        let head = [("content-type", STREAM), ("upload-offset", "0")];
        let told = read(sophea.send(method, &path, &head, vec![]).await).await;
        assert_eq!(code(&told), (404, "not-found"), "another laptop's upload");
    }
    office.running.centre().revoke(laptop.pen.device).unwrap();
    let told = read(dara.announce("A", &photo).await).await;
    assert_eq!(code(&told), (401, "revoked"));
}

#[tokio::test]
async fn no_name_leads_out_of_the_files() {
    let (office, _, dara) = office().await;
    let photo = photo(1000);
    let path = dara.begin("A", &photo).await;
    dara.patch(&path, 0, &photo).await;
    let hash = blake3::hash(&photo).to_hex();
    let secret = office.folder.path().join("centre.key");
    assert!(secret.is_file(), "what an intruder is after");
    for path in [
        "/v1/files/..%2f..%2fcentre.key".to_owned(),
        "/v1/files/%2e%2e%2fcentre.key".to_owned(),
        "/v1/files/..%2f/centre.key".to_owned(),
        "/v1/files/A/..%2f..%2f..%2fcentre.key".to_owned(),
        "/v1/files/A/%2e%2e%2f%2e%2e".to_owned(),
        "/v1/files/..%2fkept%2fA/x".to_owned(),
        format!("/v1/files/A/{}", hash.to_uppercase()),
        format!("/v1/files/A/{hash}%00"),
        format!("/v1/files/A/{hash}%2f..%2f{hash}"),
        format!("/v1/files/A%2f..%2fA/{hash}"),
        format!("/v1/files/./{hash}"),
        format!("/v1/files/B/{hash}"),
        format!("/v1/files//{hash}"),
        format!("/v1/files/{hash}/A"),
    ] {
        let told = dara.send(Method::GET, &path, &[], vec![]).await;
        assert!(
            matches!(told.status().as_u16(), 404 | 405),
            "{path}: {told:?}"
        );
    }
}

#[tokio::test]
async fn an_upload_ends_by_its_laptop_or_by_time() {
    let (office, _, dara) = office().await;
    let photo = photo(1000);
    let path = dara.begin("A", &photo).await;
    dara.patch(&path, 0, &photo[..400]).await;
    let ended = dara.send(Method::DELETE, &path, &[], vec![]).await;
    assert_eq!(ended.status(), 204);
    let ended = dara.send(Method::DELETE, &path, &[], vec![]).await;
    assert_eq!(ended.status(), 404);
    let path = dara.begin("A", &photo).await;
    office.now_ms.fetch_add(UPLOAD_LIFE_MS, Ordering::SeqCst);
    let expired = dara.patch(&path, 0, &photo).await;
    assert_eq!(expired.status(), 404);
}

#[tokio::test]
async fn a_line_that_lets_only_post_through_is_enough() {
    let (_office, _, dara) = office().await;
    let photo = photo(1000);
    let path = dara.begin("A", &photo).await;
    let head = |word| {
        [
            ("x-http-method-override", word),
            ("upload-offset", "0"),
            ("content-type", STREAM),
        ]
    };
    let other = dara.send(Method::POST, &path, &head("PUT"), vec![]).await;
    assert_eq!(other.status(), 405);
    let sent = dara
        .send(Method::POST, &path, &head("PATCH"), photo.clone())
        .await;
    assert_eq!(sent.status(), 204);
    let stands = dara.send(Method::POST, &path, &head("HEAD"), vec![]).await;
    assert_eq!(
        (
            stands.status().as_u16(),
            crate::files::head(&stands, "upload-offset")
        ),
        (200, "1000".into())
    );
}

/// Has the centre sign for files of team and bytes; gives the hashes that the receipt names.
pub(crate) async fn signed_for(bearer: &Bearer, files: &[(&str, &[u8])]) -> Vec<[u8; 32]> {
    let name = |(team, bytes): &(&str, &[u8])| sync::FileName {
        team: records::TeamId::new(*team).unwrap(),
        content: *blake3::hash(bytes).as_bytes(),
    };
    let ask = sync::FilesAsk {
        batch: [8; 16],
        files: files.iter().map(name).collect(),
    };
    let kind = [("content-type", "application/cbor")];
    let answer = bearer
        .send(Method::POST, "/v1/files/receipt", &kind, ask.to_bytes())
        .await;
    assert_eq!(answer.status(), 200);
    assert_eq!(head(&answer, "content-type"), "application/cbor");
    let signed = sync::SignedReceipt::from_bytes(&answer.bytes().await.unwrap()).unwrap();
    let receipt = sync::Receipt::from_bytes(&signed.bytes).unwrap();
    assert_eq!((receipt.batch, receipt.count), ([8; 16], 0));
    assert!(receipt.covers(&[]));
    receipt.files
}

#[tokio::test]
async fn the_centre_signs_for_what_it_holds_whole_and_for_nothing_else() {
    let (_office, _, dara) = office().await;
    let (whole, half, none) = (photo(9_000), photo(9_001), photo(9_002));
    let path = dara.begin("A", &whole).await;
    dara.patch(&path, 0, &whole).await;
    let path = dara.begin("A", &half).await;
    dara.patch(&path, 0, &half[..5_000]).await;
    let hash = |bytes: &[u8]| *blake3::hash(bytes).as_bytes();
    let named = signed_for(&dara, &[("A", &whole), ("A", &half), ("A", &none)]).await;
    assert_eq!(named, [hash(&whole)]);
    assert_eq!(
        signed_for(&dara, &[("B", &whole)]).await,
        [] as [[u8; 32]; 0]
    );
    assert_eq!(signed_for(&dara, &[]).await, [] as [[u8; 32]; 0]);
    let head = [("content-type", "application/cbor")];
    for bad in [b"no ask".to_vec(), vec![0x82, 2, 0x80], vec![]] {
        let told = read(
            dara.send(Method::POST, "/v1/files/receipt", &head, bad)
                .await,
        )
        .await;
        assert_eq!(code(&told), (400, "frame"));
    }
    let large = vec![0; 300 << 10];
    let told = read(
        dara.send(Method::POST, "/v1/files/receipt", &head, large)
            .await,
    )
    .await;
    assert_eq!(code(&told), (413, "too-large"));
}

#[tokio::test]
async fn the_centre_says_how_long_files_are_that_are_a_laptops_to_fetch_and_nothing_of_others() {
    let (_office, _, dara) = office().await;
    let (whole, half) = (photo(9_000), photo(9_001));
    let path = dara.begin("A", &whole).await;
    dara.patch(&path, 0, &whole).await;
    let path = dara.begin("A", &half).await;
    dara.patch(&path, 0, &half[..5_000]).await;
    let name = |team: &str, bytes: &[u8]| sync::FileName {
        team: records::TeamId::new(team).unwrap(),
        content: *blake3::hash(bytes).as_bytes(),
    };
    let kind = [("content-type", "application/cbor")];
    let ask = sync::SizesAsk {
        files: vec![name("A", &half), name("A", &whole), name("B", &whole)],
    };
    let answer = dara
        .send(Method::POST, "/v1/files/sizes", &kind, ask.to_bytes())
        .await;
    assert_eq!(answer.status(), 200);
    assert_eq!(head(&answer, "content-type"), "application/cbor");
    let said = sync::FileSizes::from_bytes(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(said.bytes, [None, Some(9_000), None]);
    for (bad, want) in [
        (b"no ask".to_vec(), (400, "frame")),
        (vec![0; 20 << 10], (413, "too-large")),
    ] {
        let told = read(dara.send(Method::POST, "/v1/files/sizes", &kind, bad).await).await;
        assert_eq!(code(&told), want);
    }
}
