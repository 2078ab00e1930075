//! The doors of files keep the same promises at a centre and at a hub.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use data_encoding::{BASE64, BASE64URL_NOPAD};
use kit::{Laptop, Office, Table, TextOnly};
use reqwest::Method;
use reqwest::blocking::{Body, Client, Response};

const STREAM: &str = "application/offset+octet-stream";
/// A pass or token of nobody.
const NOBODY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";

/// A laptop at a door of files, with photos that the door may be given.
struct Door<'s> {
    at: &'static str,
    client: Client,
    url: String,
    shown: String,
    photos: Vec<Vec<u8>>,
    /// Breaks off whoever is behind the door, and has them stand there again; gives the address then, and what to show.
    falls: Box<dyn FnMut() -> (String, String) + 's>,
}

type Heads<'h> = &'h [(&'h str, &'h str)];

impl Door<'_> {
    fn send(
        &self,
        method: Method,
        path: &str,
        heads: Heads<'_>,
        body: impl Into<Body>,
    ) -> Response {
        let url = format!("{}{path}", self.url);
        let ask = self.client.request(method, url).bearer_auth(&self.shown);
        let ask = ask.header("tus-resumable", "1.0.0");
        let ask = heads
            .iter()
            .fold(ask, |ask, (name, value)| ask.header(*name, *value));
        ask.body(body).send().unwrap()
    }

    fn announce(&self, team: &str, photo: &[u8], length: usize) -> Response {
        let said = metadata(team, photo);
        let length = length.to_string();
        let heads = [("upload-length", &*length), ("upload-metadata", &said)];
        self.send(Method::POST, "/v1/files", &heads, "")
    }

    /// Begins an upload; gives its address.
    fn begin(&self, photo: &[u8]) -> String {
        let begun = self.announce("BTB2", photo, photo.len());
        assert_eq!(begun.status(), 201, "{}", self.at);
        head(&begun, "location")
    }

    fn patch(&self, path: &str, at: usize, bytes: impl Into<Body>) -> Response {
        let at = at.to_string();
        let heads = [("upload-offset", &*at), ("content-type", STREAM)];
        self.send(Method::PATCH, path, &heads, bytes)
    }

    fn stands(&self, path: &str) -> usize {
        let told = self.send(Method::HEAD, path, &[], "");
        assert_eq!(told.status(), 200, "{}", self.at);
        head(&told, "upload-offset").parse().unwrap()
    }

    fn get(&self, photo: &[u8], heads: Heads<'_>) -> Response {
        self.send(Method::GET, &address(photo), heads, "")
    }

    #[track_caller]
    fn refuses(&self, told: Response, status: u16, code: &str) {
        let found = told.status().as_u16();
        let text = told.text().unwrap();
        assert_eq!(found, status, "{}: {text}", self.at);
        assert!(text.contains(&format!("\"{code}\"")), "{}: {text}", self.at);
    }
}

fn address(photo: &[u8]) -> String {
    format!("/v1/files/BTB2/{}", blake3::hash(photo))
}

fn head(told: &Response, name: &str) -> String {
    let value = told.headers().get(name);
    value.unwrap().to_str().unwrap().to_owned()
}

fn metadata(team: &str, photo: &[u8]) -> String {
    let hash = blake3::hash(photo).to_hex();
    let (team, hash) = (
        BASE64.encode(team.as_bytes()),
        BASE64.encode(hash.as_bytes()),
    );
    format!("team {team},blake3 {hash},filename cGhvdG8uanBn")
}

/// Dara has records with photos; whoever is asked holds the records and none of the photos.
fn on_both(promise: impl Fn(&mut Door<'_>)) {
    let _another_test_did = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .no_proxy()
        .build()
        .unwrap();
    let mut office = Office::open();
    let dara = office.laptop_with_sheets("Dara", "supervisor");
    let mut vanna = office.laptop_with_sheets("Vanna", "supervisor");
    dara.sync().unwrap();
    let records: Vec<String> = (0..3).map(|seed| dara.sheet(seed)).collect();
    let photos: Vec<Vec<u8>> = records.iter().map(|id| dara.sheet_bytes(id)).collect();
    vanna.sync().unwrap();
    let mut table = Some(Table::of(&vanna).unwrap());
    let came_in = |table: &Table| {
        let code = table.shows().code;
        dara.visit_over("", &code, TextOnly).unwrap();
        let pass = BASE64URL_NOPAD.encode(&table.last_pass());
        (format!("https://{}", table.address()), pass)
    };
    let (url, shown) = came_in(table.as_ref().unwrap());
    promise(&mut Door {
        at: "hub",
        client: client.clone(),
        url,
        shown,
        photos: photos.clone(),
        falls: Box::new(|| {
            drop(table.take());
            vanna.restart();
            vanna.sign_in("Vanna");
            came_in(table.insert(Table::of(&vanna).unwrap()))
        }),
    });
    let token = dara.desk.centre().unwrap().token.to_string();
    promise(&mut Door {
        at: "centre",
        client,
        url: office.url().to_owned(),
        shown: token.clone(),
        photos,
        falls: Box::new(|| {
            office.stop();
            office.start();
            (office.url().to_owned(), token.clone())
        }),
    });
}

#[test]
fn a_photo_comes_in_pieces_of_any_size_and_stands_to_the_byte_after_a_fall() {
    on_both(|door| {
        let photo = door.photos[0].clone();
        let path = door.begin(&photo);
        let mut at = 0;
        for step in [0, 1, 2, 997, 65_533, 1] {
            let sent = door.patch(&path, at, photo[at..at + step].to_vec());
            assert_eq!(sent.status(), 204, "{}", door.at);
            at += step;
            assert_eq!(head(&sent, "upload-offset"), at.to_string());
            (door.url, door.shown) = (door.falls)();
            assert_eq!(door.stands(&path), at, "{}: to the byte", door.at);
        }
        assert_eq!(
            door.get(&photo, &[]).status(),
            404,
            "not before it is whole"
        );
        let sent = door.patch(&path, at, photo[at..].to_vec());
        assert_eq!(head(&sent, "upload-offset"), photo.len().to_string());
        let came = door.get(&photo, &[]);
        assert_eq!(came.bytes().unwrap(), photo, "{}", door.at);
        let some = door.get(&photo, &[("range", "bytes=65530-65545")]);
        assert_eq!(some.status(), 206, "{}", door.at);
        let said = format!("bytes 65530-65545/{}", photo.len());
        assert_eq!(head(&some, "content-range"), said);
        assert_eq!(some.bytes().unwrap(), photo[65_530..65_546]);
        let beyond = format!("bytes={}-", photo.len());
        let beyond = door.get(&photo, &[("range", &beyond)]);
        assert_eq!(
            head(&beyond, "content-range"),
            format!("bytes */{}", photo.len())
        );
        door.refuses(beyond, 416, "range");
        // Sent once, it need not be sent again.
        let again = door.announce("BTB2", &photo, photo.len());
        assert_eq!(head(&again, "upload-offset"), photo.len().to_string());
    });
}

#[test]
fn an_upload_that_ended_well_can_be_asked_after() {
    on_both(|door| {
        let photo = door.photos[0].clone();
        let path = door.begin(&photo);
        assert_eq!(door.patch(&path, 0, photo.clone()).status(), 204);
        for _ in 0..2 {
            let again = door.announce("BTB2", &photo, photo.len());
            assert_eq!(again.status(), 201, "{}", door.at);
            assert_eq!(head(&again, "upload-offset"), photo.len().to_string());
            for path in [&path, &head(&again, "location")] {
                assert_eq!(door.stands(path), photo.len(), "{}", door.at);
                let late = door.patch(path, 0, photo[..9].to_vec());
                assert_eq!(head(&late, "upload-offset"), photo.len().to_string());
                door.refuses(late, 409, "offset");
                let none = door.patch(path, photo.len(), Vec::new());
                assert_eq!(none.status(), 204, "{}", door.at);
            }
            (door.url, door.shown) = (door.falls)();
        }
        assert_eq!(door.get(&photo, &[]).bytes().unwrap(), photo);
        // Given up, it is forgotten, and the file stays.
        let delete = || door.send(Method::DELETE, &path, &[], "");
        assert_eq!(delete().status(), 204, "{}", door.at);
        door.refuses(delete(), 404, "not-found");
        let stands = door.send(Method::HEAD, &path, &[], "");
        assert_eq!(stands.status(), 404, "{}", door.at);
        door.refuses(door.patch(&path, photo.len(), vec![]), 404, "not-found");
        assert_eq!(door.get(&photo, &[]).bytes().unwrap(), photo);
        let again = door.announce("BTB2", &photo, photo.len());
        assert_eq!(head(&again, "upload-offset"), photo.len().to_string());
    });
}

/// So many bytes, and then a line that breaks.
struct Breaks(Vec<u8>, usize);

impl Read for Breaks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.0.len() - self.1;
        if left == 0 {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        let some = left.min(into.len());
        into[..some].copy_from_slice(&self.0[self.1..self.1 + some]);
        self.1 += some;
        Ok(some)
    }
}

#[test]
fn a_line_that_breaks_leaves_what_came_and_no_more() {
    on_both(|door| {
        let photo = door.photos[0].clone();
        let path = door.begin(&photo);
        let mut at = 0;
        for after in [1, 1_000, 40_000] {
            let rest = (photo.len() - at) as u64;
            let body = Body::sized(Breaks(photo[at..at + after].to_vec(), 0), rest);
            let url = format!("{}{path}", door.url);
            let ask = door.client.patch(url).bearer_auth(&door.shown);
            let ask = ask
                .header("tus-resumable", "1.0.0")
                .header("content-type", STREAM)
                .header("upload-offset", at.to_string());
            assert!(
                ask.body(body).send().is_err(),
                "{}: the line broke",
                door.at
            );
            let end = Instant::now() + Duration::from_secs(10);
            let mut stands = door.stands(&path);
            while stands < at + after && Instant::now() < end {
                std::thread::sleep(Duration::from_millis(20));
                let now = door.stands(&path);
                assert!(now >= stands, "what came stays");
                stands = now;
                if stands > at {
                    break;
                }
            }
            assert!((at..=at + after).contains(&stands), "{}: {stands}", door.at);
            at = stands;
        }
        assert_eq!(door.patch(&path, at, photo[at..].to_vec()).status(), 204);
        assert_eq!(door.get(&photo, &[]).bytes().unwrap(), photo);
    });
}

#[test]
fn what_was_changed_on_the_way_is_not_kept() {
    on_both(|door| {
        let photo = door.photos[0].clone();
        let path = door.begin(&photo);
        let sent = |checksum: &str, bytes: &[u8]| {
            let heads = [
                ("upload-offset", "0"),
                ("content-type", STREAM),
                ("upload-checksum", checksum),
            ];
            door.send(Method::PATCH, &path, &heads, bytes.to_vec())
        };
        let good = BASE64.encode(blake3::hash(&photo[..9_000]).as_bytes());
        door.refuses(
            sent(&format!("blake3 {good}"), &photo[1..9_001]),
            460,
            "checksum",
        );
        door.refuses(sent("sha1 AAAA", &photo[..9_000]), 460, "checksum");
        door.refuses(sent("crc32 AAAA", &photo[..9_000]), 400, "upload");
        assert_eq!(door.stands(&path), 0, "nothing of it was kept");
        assert_eq!(
            sent(&format!("blake3 {good}"), &photo[..9_000]).status(),
            204
        );
        assert_eq!(door.stands(&path), 9_000);
        // Another file in its place: known when it is whole, and gone.
        let other = vec![7; photo.len() - 9_000];
        door.refuses(door.patch(&path, 9_000, other), 460, "other-bytes");
        door.refuses(
            door.send(
                Method::PATCH,
                &path,
                &[("content-type", STREAM), ("upload-offset", "0")],
                "",
            ),
            404,
            "not-found",
        );
        assert_eq!(door.get(&photo, &[]).status(), 404);
        let path = door.begin(&photo);
        assert_eq!(door.stands(&path), 0, "begin again");
        assert_eq!(door.patch(&path, 0, photo.clone()).status(), 204);
    });
}

#[test]
fn what_does_not_follow_or_fit_is_refused() {
    on_both(|door| {
        let photo = door.photos[0].clone();
        let path = door.begin(&photo);
        let patch =
            |heads: Heads<'_>, bytes: usize| door.send(Method::PATCH, &path, heads, vec![0; bytes]);
        let (stream, at) = (("content-type", STREAM), ("upload-offset", "0"));
        let elsewhere = patch(&[stream, ("upload-offset", "5")], 5);
        assert_eq!(head(&elsewhere, "upload-offset"), "0", "{}", door.at);
        door.refuses(elsewhere, 409, "offset");
        door.refuses(patch(&[stream], 5), 400, "upload");
        door.refuses(patch(&[at], 5), 415, "media-type");
        assert_eq!(door.stands(&path), 0, "nothing was kept");
        let near = photo.len() - 10;
        assert_eq!(door.patch(&path, 0, photo[..near].to_vec()).status(), 204);
        door.refuses(door.patch(&path, near, vec![0; 11]), 413, "beyond");
        assert_eq!(door.stands(&path), near, "nothing beyond it was kept");
        for length in ["", "-1", "1.5", "99999999999999999999"] {
            let said = metadata("BTB2", &photo);
            let heads = [("upload-length", length), ("upload-metadata", &*said)];
            let told = door.send(Method::POST, "/v1/files", &heads, "");
            door.refuses(told, 400, "upload");
        }
        for said in ["", "team QQ==", "team *,blake3 *", "team QQ==,blake3 QUJD"] {
            let heads = [("upload-length", "9"), ("upload-metadata", said)];
            let told = door.send(Method::POST, "/v1/files", &heads, "");
            door.refuses(told, 400, "upload");
        }
        door.refuses(
            door.announce("BTB2", &photo, (256 << 20) + 1),
            413,
            "too-large",
        );
        door.refuses(door.announce("PLN1", &photo, photo.len()), 403, "team");
        let able = door.send(Method::OPTIONS, "/v1/files", &[], "");
        assert_eq!(
            head(&able, "tus-extension"),
            "creation,checksum,termination,expiration"
        );
        let ended = door.send(Method::DELETE, &path, &[], "");
        assert_eq!(ended.status(), 204);
        door.refuses(door.send(Method::DELETE, &path, &[], ""), 404, "not-found");
    });
}

#[test]
fn no_name_leads_anywhere_else_and_nobody_comes_in_without_being_known() {
    on_both(|door| {
        let photo = door.photos[0].clone();
        let path = door.begin(&photo);
        assert_eq!(door.patch(&path, 0, photo.clone()).status(), 204);
        let hash = blake3::hash(&photo).to_hex();
        for path in [
            "/v1/files/..%2f..%2fsala.db".to_owned(),
            "/v1/files/%2e%2e%2fcentre.key".to_owned(),
            "/v1/files/BTB2/..%2f..%2f..%2fsala.db".to_owned(),
            "/v1/files/BTB2/%2e%2e%2f%2e%2e".to_owned(),
            format!("/v1/files/BTB2/{}", hash.to_uppercase()),
            format!("/v1/files/BTB2/{hash}%00"),
            format!("/v1/files/BTB2/{hash}%2f..%2f{hash}"),
            format!("/v1/files/BTB2%2f..%2fBTB2/{hash}"),
            format!("/v1/files/PLN1/{hash}"),
            format!("/v1/files//{hash}"),
            format!("/v1/files/{hash}/BTB2"),
        ] {
            let told = door.send(Method::GET, &path, &[], "").status().as_u16();
            assert!(matches!(told, 404 | 405), "{}: {path}: {told}", door.at);
        }
        let shown = std::mem::replace(&mut door.shown, NOBODY.to_owned());
        for (method, path) in [
            (Method::GET, address(&photo)),
            (Method::HEAD, path.clone()),
            (Method::DELETE, path),
        ] {
            let heads = [("content-type", STREAM), ("upload-offset", "0")];
            let told = door.send(method, &path, &heads, "");
            assert_eq!(told.status(), 401, "{}", door.at);
        }
        door.refuses(door.announce("BTB2", &photo, photo.len()), 401, "token");
        door.shown = shown;
        assert_eq!(door.get(&photo, &[]).status(), 200);
    });
}

#[test]
fn a_line_that_lets_only_post_through_is_enough() {
    on_both(|door| {
        let photo = door.photos[0].clone();
        let path = door.begin(&photo);
        let post = |word: &str, bytes: Vec<u8>| {
            let heads = [
                ("x-http-method-override", word),
                ("upload-offset", "0"),
                ("content-type", STREAM),
            ];
            door.send(Method::POST, &path, &heads, bytes)
        };
        door.refuses(post("PUT", vec![]), 405, "method");
        let some = post("PATCH", photo[..100].to_vec());
        assert_eq!(some.status(), 204);
        assert_eq!(head(&post("HEAD", vec![]), "upload-offset"), "100");
        assert_eq!(post("DELETE", vec![]).status(), 204);
    });
}

#[test]
fn a_hub_takes_only_what_a_record_there_names() {
    on_both(|door| {
        let strange = vec![1; 5_000];
        let told = door.announce("BTB2", &strange, strange.len());
        match door.at {
            "hub" => door.refuses(told, 409, "unnamed"),
            _ => assert_eq!(told.status(), 201, "a centre may be told of it later"),
        }
    });
}

/// Another guest of the same team does not come in the way of an upload, nor see it.
#[test]
fn an_upload_is_its_laptops_alone() {
    let office = Office::open();
    let (dara, vanna) = (
        office.laptop_with_sheets("Dara", "supervisor"),
        office.laptop_with_sheets("Vanna", "supervisor"),
    );
    let sophea = office.laptop_with_sheets("Sophea", "supervisor");
    for laptop in [&dara, &vanna, &sophea] {
        laptop.sync().unwrap();
    }
    let record = dara.sheet(1);
    let photo = dara.sheet_bytes(&record);
    let table = Table::of(&vanna).unwrap();
    let door = |laptop: &Laptop| {
        let code = table.shows().code;
        laptop.visit_over("", &code, TextOnly).unwrap();
        Door {
            at: "hub",
            client: Client::builder()
                .tls_danger_accept_invalid_certs(true)
                .no_proxy()
                .build()
                .unwrap(),
            url: format!("https://{}", table.address()),
            shown: BASE64URL_NOPAD.encode(&table.last_pass()),
            photos: Vec::new(),
            falls: Box::new(|| unreachable!("nobody falls here")),
        }
    };
    let (dara, sophea) = (door(&dara), door(&sophea));
    let path = dara.begin(&photo);
    assert_eq!(dara.patch(&path, 0, photo[..100].to_vec()).status(), 204);
    let told = sophea.patch(&path, 100, photo[100..200].to_vec());
    sophea.refuses(told, 404, "not-found");
    let theirs = sophea.begin(&photo);
    assert_ne!(theirs, path);
    assert_eq!(sophea.stands(&theirs), 0);
    // Rubbish of one is no matter to the other.
    let rubbish = sophea.patch(&theirs, 0, vec![0; photo.len()]);
    sophea.refuses(rubbish, 460, "other-bytes");
    assert_eq!(dara.begin(&photo), path, "it goes on with the same one");
    let theirs = sophea.begin(&photo);
    assert_eq!(sophea.patch(&theirs, 0, photo[..9].to_vec()).status(), 204);
    assert_eq!(dara.patch(&path, 100, photo[100..].to_vec()).status(), 204);
    assert_eq!(sophea.stands(&theirs), photo.len(), "it is here whole");
    assert_eq!(sophea.begin(&photo), theirs);
    assert_eq!(sophea.get(&photo, &[]).bytes().unwrap(), photo);
}
