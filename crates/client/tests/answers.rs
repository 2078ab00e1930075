//! Whatever answers in the centre's place is told from the centre, and nothing but its own answer is success.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::HttpPeer;
use records::contract::Pen;
use sync::memory::{MemoryLedger, MemoryLocal, MemoryPeer};
use sync::{Ask, Caller, Go, LineKind, Pace, Peer as _, SyncError, run, unpack};
use tokio::runtime::Runtime;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

const STALL: Duration = Duration::from_millis(700);

fn ask() -> Ask {
    Ask::Exchange {
        batch: [1; 16],
        offer: Vec::new(),
        last: true,
        cursors: BTreeMap::new(),
        room: 1024,
        roster: 0,
        marks: BTreeMap::new(),
    }
}

fn kind_of(answer: ResponseTemplate) -> LineKind {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&server).await;
        server
    });
    let mut peer = HttpPeer::new(&server.uri(), "token".to_owned(), STALL).unwrap();
    let line = peer.exchange(&ask()).unwrap_err();
    drop(runtime);
    line.kind
}

fn problem(status: u16, code: &str) -> ResponseTemplate {
    let body = format!(r#"{{"type":"about:blank","title":"t","status":{status},"code":"{code}"}}"#);
    ResponseTemplate::new(status).set_body_raw(body, "application/problem+json")
}

#[test]
fn the_centres_refusals_are_told_apart() {
    for (status, code, want) in [
        (401, "token", LineKind::Unauthorised),
        (401, "revoked", LineKind::Revoked),
        (413, "too-large", LineKind::TooLarge),
        (429, "busy", LineKind::Busy { retry_s: 30 }),
        (500, "internal", LineKind::Server { status: 500 }),
        (408, "stalled", LineKind::Stalled),
        (507, "full", LineKind::Full),
        (507, "internal", LineKind::Server { status: 507 }),
        (500, "full", LineKind::Server { status: 500 }),
    ] {
        assert_eq!(kind_of(problem(status, code)), want, "{status} {code}");
    }
    let patient = problem(503, "busy").insert_header("retry-after", "7");
    assert_eq!(kind_of(patient), LineKind::Busy { retry_s: 7 });
}

#[test]
fn a_stranger_is_never_success_and_bars_nobody() {
    let html = |status| {
        ResponseTemplate::new(status).set_body_raw("<html>Welcome! Log in</html>", "text/html")
    };
    for (answer, want) in [
        (html(200), LineKind::NotOurs),
        (html(401), LineKind::NotOurs),
        (html(403), LineKind::NotOurs),
        (html(404), LineKind::NotOurs),
        (
            html(302).insert_header("location", "http://127.0.0.1:9/login"),
            LineKind::NotOurs,
        ),
        (html(502), LineKind::Unreachable),
        (html(413), LineKind::TooLarge),
        (html(429), LineKind::TurnedAway { retry_s: 30 }),
        (
            html(503).insert_header("retry-after", "7"),
            LineKind::TurnedAway { retry_s: 7 },
        ),
        (html(507), LineKind::Server { status: 507 }),
        (
            ResponseTemplate::new(200).set_body_raw("rubbish", "application/cbor"),
            LineKind::NotOurs,
        ),
        (ResponseTemplate::new(204), LineKind::NotOurs),
        (
            ResponseTemplate::new(401).set_body_raw("no json", "application/problem+json"),
            LineKind::NotOurs,
        ),
    ] {
        assert_eq!(kind_of(answer), want);
    }
}

/// A centre behind a proxy that takes bodies up to a size.
struct BehindProxy {
    centre: Mutex<MemoryLedger>,
    caller: Caller,
    body_max: usize,
    /// How many revisions were in each message that it did not take.
    refused: Arc<Mutex<Vec<usize>>>,
}

impl Respond for BehindProxy {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let ask = Ask::from_bytes(&request.body).unwrap();
        if request.body.len() > self.body_max {
            let Ask::Exchange { offer, .. } = &ask else {
                panic!("a comparison is small");
            };
            let counts = offer.iter().map(|wire| unpack(wire).unwrap().1.len());
            self.refused.lock().unwrap().push(counts.sum());
            return ResponseTemplate::new(413).set_body_raw("<html>Too large</html>", "text/html");
        }
        let mut peer = MemoryPeer {
            ledger: &mut self.centre.lock().unwrap(),
            caller: self.caller.clone(),
            now_ms: 7,
        };
        let reply = peer.exchange(&ask).unwrap().to_bytes();
        ResponseTemplate::new(200).set_body_raw(reply, "application/cbor")
    }
}

/// Sends forty revisions through a proxy: how it ended, and how many were in each message that did not get through.
fn through(body_max: usize) -> (Result<u32, LineKind>, Vec<usize>) {
    let mut pen = Pen::new(1, "north");
    let mut local = MemoryLocal::new(pen.device);
    for number in 0..40 {
        local.write(pen.save(number, &[], &format!(r#"{{"women":{number}}}"#)));
    }
    let refused = Arc::default();
    let behind = BehindProxy {
        centre: Mutex::default(),
        caller: Caller {
            device: pen.device,
            teams: [pen.team].into(),
        },
        body_max,
        refused: Arc::clone(&refused),
    };
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(behind).mount(&server).await;
        server
    });
    let mut peer = HttpPeer::new(&server.uri(), "token".to_owned(), STALL).unwrap();
    let mut pace = Pace::new(|| 0);
    let done = run(&mut local, &mut peer, &mut pace, &mut |_| Go::On);
    drop(runtime);
    let refused = refused.lock().unwrap().clone();
    match done {
        Ok(outcome) => (Ok(outcome.confirmed), refused),
        Err(SyncError::Line(line)) => (Err(line.kind), refused),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn behind_a_proxy_that_takes_little_everything_gets_through_as_long_as_one_revision_does() {
    let (done, refused) = through(600);
    assert_eq!(done, Ok(40), "{refused:?}");
    assert!(!refused.is_empty() && refused.len() < 12, "{refused:?}");
    let (done, refused) = through(100);
    assert_eq!(done, Err(LineKind::TooLarge));
    assert_eq!(refused.first(), Some(&40));
    assert_eq!(refused.last(), Some(&1), "one alone was tried: {refused:?}");
}

#[test]
fn a_silent_line_stalls_and_a_slow_one_does_not() {
    let slow = ResponseTemplate::new(200)
        .set_body_raw("late", "application/cbor")
        .set_delay(STALL * 3);
    assert_eq!(kind_of(slow), LineKind::Stalled);
}

#[test]
fn nobody_at_the_address_is_unreachable() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut peer = HttpPeer::new(
        &format!("http://127.0.0.1:{port}"),
        "token".to_owned(),
        STALL,
    )
    .unwrap();
    assert_eq!(
        peer.exchange(&ask()).unwrap_err().kind,
        LineKind::Unreachable
    );
}

#[test]
fn something_that_does_not_speak_http_is_not_ours() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let other = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = [0; 16];
        std::io::Read::read_exact(&mut stream, &mut head).unwrap();
        stream.write_all(b"220 mail.example ready\r\n\r\n").unwrap();
    });
    let mut peer = HttpPeer::new(
        &format!("http://127.0.0.1:{port}"),
        "token".to_owned(),
        STALL,
    )
    .unwrap();
    assert_eq!(peer.exchange(&ask()).unwrap_err().kind, LineKind::NotOurs);
    other.join().unwrap();
}
