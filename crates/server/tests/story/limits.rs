//! What the doors do with too much, too slow, and nonsense.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use server::{Tls, TlsFiles};
use sync::{Ask, FRAME_BYTES_MAX};

use crate::kit::{Laptop, Office, client, exchange, read};

#[tokio::test(flavor = "multi_thread")]
async fn health_tells_the_version_and_the_time() {
    let office = Office::open();
    let (status, said) = read(client().get(office.url("/health")).send().await.unwrap()).await;
    assert_eq!(status, 200);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        said,
        json!({ "status": "ok", "version": version, "time": crate::kit::START_MS })
    );
}

#[tokio::test]
async fn a_laptop_that_asks_too_often_is_told_to_wait_and_no_other_is() {
    let office = Office::open_with(|config| {
        config.limits.asks_burst = 3;
        config.limits.asks_per_s = 1;
    });
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let sophea = Laptop::join(&office, 2, "field", &["A"]).await;
    let ask = exchange(1, vec![], false).to_bytes();
    let mut told = dara.send(ask.clone()).await;
    for _ in 0..100 {
        if told.status() != 200 {
            break;
        }
        told = dara.send(ask.clone()).await;
    }
    assert_eq!(told.headers()["retry-after"], "1");
    let (status, problem) = read(told).await;
    assert_eq!((status, &problem["code"]), (429, &json!("too-often")));
    assert_eq!(sophea.send(ask.clone()).await.status(), 200);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(dara.send(ask).await.status(), 200, "it may come back");
}

#[tokio::test]
async fn a_centre_that_cannot_write_its_files_is_not_ready() {
    let office = Office::open();
    let ask = async || read(client().get(office.url("/ready")).send().await.unwrap()).await;
    assert_eq!(ask().await, (200, json!({ "status": "ready" })));
    let files = office.folder.path().join("files");
    std::fs::remove_dir_all(&files).unwrap();
    std::fs::write(&files, "in the way").unwrap();
    let (status, problem) = ask().await;
    assert_eq!((status, &problem["code"]), (500, &json!("internal")));
}

#[tokio::test]
async fn figures_are_shown_when_asked_for_and_name_nobody() {
    let silent = Office::open();
    let (status, _) = read(client().get(silent.url("/metrics")).send().await.unwrap()).await;
    assert_eq!(status, 404);
    let office = Office::open_with(|config| config.metrics = true);
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    // Of a form that the program does not come with.
    let (wire, _) = dara.saves(3);
    dara.offer(1, vec![wire], true).await;
    let centre = office.running.centre().clone();
    let looked = tokio::task::spawn_blocking(move || while centre.check_some().unwrap() {});
    looked.await.unwrap();
    client()
        .get(office.url("/v1/files/A/Dara"))
        .send()
        .await
        .unwrap();
    client().get(office.url("/Dara")).send().await.unwrap();
    let shown = client().get(office.url("/metrics")).send().await.unwrap();
    let shown = shown.text().await.unwrap();
    for (route, method, status) in [
        ("/v1/join", "POST", 200),
        ("/v1/sync", "POST", 200),
        ("/v1/files/{team}/{hash}", "GET", 401),
        ("-", "GET", 404),
    ] {
        let row = format!(
            "sala_answer_seconds_count{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} 1\n"
        );
        assert!(shown.contains(&row), "{row} in {shown}");
    }
    assert!(shown.contains("\nsala_saves_passed_over 3\n"), "{shown}");
    assert!(!shown.contains("Dara"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_a_problem_in_the_same_shape() {
    let office = Office::open();
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let http = client();
    let mut problems = Vec::new();
    let requests = [
        http.get(office.url("/nowhere")),
        http.get(office.url("/v1/sync")),
        http.post(office.url("/v1/sync")).body("rubbish"),
        http.post(office.url("/v1/sync"))
            .bearer_auth(&dara.token)
            .body("rubbish"),
        http.post(office.url("/v1/join")).body("{}"),
    ];
    for request in requests {
        let response = request.send().await.unwrap();
        let headers = response.headers().clone();
        assert_eq!(headers["content-type"], "application/problem+json");
        assert_eq!(headers["x-request-id"].len(), 16);
        assert_eq!(headers["cache-control"], "no-store");
        problems.push(read(response).await.1);
    }
    problems.push(read(dara.send(b"rubbish".to_vec()).await).await.1);
    problems.push(read(dara.send(vec![]).await).await.1);
    insta::assert_json_snapshot!(problems, @r#"
    [
      {
        "type": "urn:sala:problem:not-found",
        "title": "There is nothing at this address.",
        "status": 404,
        "code": "not-found"
      },
      {
        "type": "urn:sala:problem:method",
        "title": "This address is not used in this way.",
        "status": 405,
        "code": "method"
      },
      {
        "type": "urn:sala:problem:token",
        "title": "This laptop is not known here. Join the centre with an invitation.",
        "status": 401,
        "code": "token"
      },
      {
        "type": "urn:sala:problem:media-type",
        "title": "The message is of another type.",
        "status": 415,
        "code": "media-type",
        "detail": "send application/cbor"
      },
      {
        "type": "urn:sala:problem:media-type",
        "title": "The message is of another type.",
        "status": 415,
        "code": "media-type",
        "detail": "send application/json"
      },
      {
        "type": "urn:sala:problem:frame",
        "title": "The message cannot be read.",
        "status": 400,
        "code": "frame",
        "detail": "a message cannot be read: unexpected type string at position 0: expected array"
      },
      {
        "type": "urn:sala:problem:frame",
        "title": "The message cannot be read.",
        "status": 400,
        "code": "frame",
        "detail": "a message cannot be read: end of input bytes"
      }
    ]
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_refused_announced_or_not() {
    let office = Office::open();
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let too_large = FRAME_BYTES_MAX + 64 * 1024 + 1;
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/cbor\r\n",
        dara.token
    );
    let announced = format!("{head}content-length: {too_large}\r\n\r\n");
    assert_eq!(status_of(&mut talk(&office, announced.as_bytes())), 413);
    let mut line = talk(
        &office,
        format!("{head}transfer-encoding: chunked\r\n\r\n").as_bytes(),
    );
    let chunk = [b"100000\r\n".as_slice(), &vec![0; 1 << 20], b"\r\n"].concat();
    // The answer may come, and the line be cut, before all of it is sent.
    for _ in 0..17 {
        if line.write_all(&chunk).is_err() {
            break;
        }
    }
    assert_eq!(status_of(&mut line), 413);
    let (status, said) = read(dara.send(vec![0; FRAME_BYTES_MAX + 1]).await).await;
    assert_eq!(
        (status, &said["code"]),
        (413, &json!("too-large")),
        "within a body, beyond a frame"
    );
    dara.offer(1, vec![], true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_does_not_go_off() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let (good, _) = dara.saves(1);
    let part = sync::peek(&good).unwrap();
    let header = good
        .windows(64)
        .position(|window| window == part.seal)
        .unwrap()
        + 64;
    for claimed in [60 << 20, 1 << 40] {
        let mut bomb = good[..header].to_vec();
        let mut length: u64 = claimed;
        while length >= 0x80 {
            bomb.push(length as u8 | 0x80);
            length >>= 7;
        }
        bomb.push(length as u8);
        bomb.extend(zstd::bulk::compress(&vec![0; 60 << 20], 3).unwrap());
        let said = dara.offer(1, vec![bomb; 100], true).await;
        assert_eq!(
            (said.counts, said.codes()),
            ((0, 0), vec![("part".to_owned(), 100)])
        );
    }
    assert_eq!(dara.offer(1, vec![good], true).await.counts, (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_from_the_future_is_refused_and_extra_fields_are_not() {
    let office = Office::open();
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut bytes = exchange(1, vec![], true).to_bytes();
    assert_eq!(bytes[..2], [0x82, 0x01], "an array of version and ask");
    bytes[1] = 0x02;
    let (status, said) = read(dara.send(bytes).await).await;
    assert_eq!(status, 400);
    assert_eq!(
        said["detail"],
        "a message has version 2; this program knows version 1"
    );
}

/// Opens a plain line and says the start of something.
fn talk(office: &Office, bytes: &[u8]) -> TcpStream {
    let mut line = TcpStream::connect(office.running.address()).unwrap();
    line.set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    line.write_all(bytes).unwrap();
    line
}

/// Reads the status of an answer; 0 when the line was closed without one.
fn status_of(line: &mut TcpStream) -> u16 {
    let mut answer = Vec::new();
    let mut bytes = [0; 1024];
    while !answer.windows(4).any(|window| window == b"\r\n\r\n") {
        match line.read(&mut bytes) {
            Ok(0) | Err(_) => break,
            Ok(count) => answer.extend_from_slice(&bytes[..count]),
        }
    }
    let text = String::from_utf8_lossy(&answer);
    text.split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_on_the_line_hurts_nobody() {
    let office = Office::open();
    let long = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "y".repeat(64 * 1024)
    );
    let many = format!(
        "GET / HTTP/1.1\r\nhost: x\r\n{}\r\n",
        "x: y\r\n".repeat(100)
    );
    let check = |bytes: &[u8], statuses: &[u16]| {
        let status = status_of(&mut talk(&office, bytes));
        assert!(
            statuses.contains(&status),
            "{status} to {:?}",
            String::from_utf8_lossy(bytes)
        );
    };
    check(
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n",
        &[0, 400],
    );
    check(b"GET / HTTP/9.9\r\n\r\n", &[0, 400]);
    check(b"GET /\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n", &[400, 404]);
    check(
        b"POST /v1/sync HTTP/1.1\r\nhost: x\r\ncontent-length: -4\r\n\r\n",
        &[400],
    );
    check(b"POST /v1/join HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\ncontent-type: application/json\r\n\r\n", &[413]);
    check(long.as_bytes(), &[0, 431]);
    check(many.as_bytes(), &[0, 431]);
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    dara.offer(1, vec![], true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_stands_still_is_given_up() {
    let office = Office::open_with(|config| {
        config.limits.stall = Duration::from_millis(1500);
        config.limits.head = Duration::from_millis(1500);
    });
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let started = Instant::now();
    let half = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/cbor\r\ncontent-length: 1000\r\n\r\nhalf",
        dara.token
    );
    assert_eq!(status_of(&mut talk(&office, half.as_bytes())), 408);
    let head = status_of(&mut talk(&office, b"POST /v1/sync HTTP/1.1\r\nhost"));
    assert!([0, 408].contains(&head), "{head}");
    assert!(started.elapsed() < Duration::from_secs(15));
    let ask = exchange(1, vec![], true).to_bytes();
    let slow = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/cbor\r\ncontent-length: {}\r\n\r\n",
        dara.token,
        ask.len()
    );
    let mut line = talk(&office, slow.as_bytes());
    for piece in ask.chunks(ask.len().div_ceil(5)) {
        std::thread::sleep(Duration::from_millis(400));
        line.write_all(piece).unwrap();
    }
    assert_eq!(status_of(&mut line), 200, "slow is not still");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_fits_in_memory_is_asked_to_come_back() {
    let office = Office::open_with(|config| {
        config.limits.bodies_kib_max = 64;
        config.limits.queue = Duration::from_millis(100);
    });
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let half = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/cbor\r\ncontent-length: 65536\r\n\r\nhalf",
        dara.token
    );
    let line = talk(&office, half.as_bytes());
    let ask = exchange(1, vec![], true).to_bytes();
    let busy = async || {
        let response = dara.send(ask.clone()).await;
        (
            response.status().as_u16(),
            response.headers().get("retry-after").cloned(),
        )
    };
    let until = Instant::now() + Duration::from_secs(20);
    let mut said = busy().await;
    while said.0 == 200 && Instant::now() < until {
        said = busy().await;
    }
    assert_eq!((said.0, said.1.unwrap()), (503, "5".parse().unwrap()));
    drop(line);
    let mut said = busy().await.0;
    while said == 503 && Instant::now() < until {
        said = busy().await.0;
    }
    assert_eq!(said, 200, "and then there is room");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shutdown_finishes_what_was_begun() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let (wire, ids) = dara.saves(3);
    let ask = exchange(1, vec![wire], true).to_bytes();
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/cbor\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        dara.token,
        ask.len()
    );
    let mut line = talk(&office, head.as_bytes());
    let idle = TcpStream::connect(office.running.address()).unwrap();
    assert_eq!(status_of(&mut line), 100, "it waits for the body now");
    line.write_all(&ask[..10]).unwrap();
    let (address, folder) = (office.running.address(), office.folder);
    let stopping = std::thread::spawn(move || office.running.stop());
    let until = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(address).is_ok() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(
        !stopping.is_finished(),
        "it waits for the one that was begun"
    );
    line.write_all(&ask[10..]).unwrap();
    assert_eq!(status_of(&mut line), 200);
    stopping.join().unwrap();
    drop(idle);
    let centre = server::Centre::open(folder.path()).unwrap();
    assert_eq!(centre.examine().unwrap().counts.revisions, ids.len() as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn https_is_spoken_when_asked_for() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/story/fixtures");
    let office = Office::open_with(|config| {
        config.tls = Some(Tls::Files(TlsFiles {
            cert: format!("{folder}/test-only.cert.pem").into(),
            key: format!("{folder}/test-only.key.pem").into(),
        }));
    });
    assert!(office.running.url().starts_with("https://127.0.0.1:"));
    let _provider = client();
    let pem = std::fs::read(format!("{folder}/test-only.cert.pem")).unwrap();
    let root = reqwest::Certificate::from_pem(&pem).unwrap();
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([root])
        .build()
        .unwrap();
    let (status, said): (u16, Value) =
        read(http.get(office.url("/health")).send().await.unwrap()).await;
    assert_eq!((status, &said["status"]), (200, &json!("ok")));
    assert_eq!(
        status_of(&mut talk(&office, b"GET /health HTTP/1.1\r\n\r\n")),
        0,
        "plain is not answered"
    );
}

#[test]
fn an_ask_within_its_limits_always_fits_the_door() {
    let offer = vec![vec![0; 4 << 20]; 3];
    let ask: Ask = exchange(1, offer, true);
    assert!(ask.to_bytes().len() <= FRAME_BYTES_MAX);
}
