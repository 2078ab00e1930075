//! How many may be connected at once, and how long a hello may take.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use server::Tls;

use crate::kit::{Office, client};

const HEALTH: &[u8] = b"GET /health HTTP/1.1\r\nhost: centre\r\n\r\n";
/// Longer than any answer takes that comes at once.
const SOON: Duration = Duration::from_secs(20);

fn connect(office: &Office) -> TcpStream {
    let line = TcpStream::connect(office.running.address()).unwrap();
    line.set_read_timeout(Some(SOON)).unwrap();
    line
}

/// Reads one whole answer, so that the next one on the same line can be read after it, and returns its status.
fn answer(line: &mut TcpStream) -> u16 {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        line.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    line.read_exact(&mut body).unwrap();
    head.split(' ').nth(1).unwrap().parse().unwrap()
}

fn ask(line: &mut TcpStream) -> u16 {
    line.write_all(HEALTH).unwrap();
    answer(line)
}

/// Whether nothing comes on a line for a while, though it stays open.
fn is_silent(line: &mut TcpStream) -> bool {
    line.set_read_timeout(Some(Duration::from_millis(400)))
        .unwrap();
    let found = line.read(&mut [0]);
    line.set_read_timeout(Some(SOON)).unwrap();
    found.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
}

#[test]
fn beyond_the_connections_that_may_be_open_one_waits_and_the_others_go_on() {
    let office = Office::open_with(|config| config.limits.connections_max = 2);
    let mut first = connect(&office);
    let mut second = connect(&office);
    assert_eq!((ask(&mut first), ask(&mut second)), (200, 200));
    let mut third = connect(&office);
    third.write_all(HEALTH).unwrap();
    assert!(is_silent(&mut third), "it waits outside");
    for _ in 0..3 {
        assert_eq!((ask(&mut first), ask(&mut second)), (200, 200));
    }
    assert!(is_silent(&mut third), "it waits as long as both are open");
    drop(first);
    assert_eq!(answer(&mut third), 200, "the next place is its own");
    assert_eq!((ask(&mut second), ask(&mut third)), (200, 200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hello_that_does_not_come_is_dropped_in_time_and_keeps_nobody_out() {
    let patience = Duration::from_millis(1_500);
    let office = Office::open_with(|config| {
        config.tls = Some(Tls::Own);
        config.limits.handshake = patience;
        config.limits.connections_max = 2;
    });
    let _provider = client();
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_danger_accept_invalid_certs(true)
        .build()
        .unwrap();
    let address = office.running.address();
    let health = format!("https://{address}/health");
    let begun = Instant::now();
    let mut silent = connect(&office);
    let mut half = connect(&office);
    // The first bytes of a hello whose rest is announced and does not come.
    half.write_all(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
        .unwrap();
    let said = http.get(&health).send().await.unwrap();
    assert_eq!(said.status(), 200);
    assert!(begun.elapsed() >= patience, "both places were taken");
    for line in [&mut silent, &mut half] {
        let ended = line.read(&mut [0; 64]);
        let is_over = match ended {
            Ok(count) => count == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        };
        assert!(is_over, "it was hung up");
    }
    assert!(begun.elapsed() < SOON, "in time");
    // Nor do those that go away by themselves.
    for _ in 0..20 {
        drop(connect(&office));
    }
    assert_eq!(http.get(&health).send().await.unwrap().status(), 200);
}
