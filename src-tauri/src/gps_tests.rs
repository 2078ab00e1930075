//! A receiver at the other end of a pseudo-terminal.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::io::Write as _;
use std::sync::atomic::AtomicU32;
use std::thread;

use serialport::{SerialPort as _, TTYPort};

use super::*;

/// A sentence with its check sum and its end.
fn sentence(body: &str) -> String {
    let sum = body.bytes().fold(0u8, |sum, byte| sum ^ byte);
    format!("${body}*{sum:02X}\r\n")
}

/// The two ends of a cable; the second is opened by its name, as a port is.
fn cable() -> (TTYPort, TTYPort, String) {
    let (receiver, mut port) = TTYPort::pair().unwrap();
    port.set_exclusive(false).unwrap();
    let name = port.name().unwrap();
    (receiver, port, name)
}

/// Says something again and again while it is listened to; gives what was heard and what came of it.
fn listen(said: &str, patience: Duration) -> (Result<Fix, DeskError>, Vec<GpsHeard>) {
    let (mut receiver, _port, name) = cable();
    let said = said.to_owned();
    let ended = std::sync::Arc::new(AtomicBool::new(false));
    let end = ended.clone();
    let talk = thread::spawn(move || {
        while !end.load(Ordering::Relaxed) {
            // A full cable is none of the receiver's business.
            let _full = receiver.write_all(said.as_bytes());
            thread::sleep(Duration::from_millis(40));
        }
    });
    let mut heard = Vec::new();
    let found = measure(&name, patience, &|| false, &mut |it| heard.push(it));
    ended.store(true, Ordering::Relaxed);
    talk.join().unwrap();
    (found, heard)
}

const SEARCHING: &str = "GPGGA,031523.00,,,,,0,00,99.99,,,,,,";
const GOOD: &str = "GNGGA,031524.00,1305.74320,N,10312.13140,E,1,09,0.9,23.4,M,-11.2,M,,";

#[test]
fn it_waits_until_the_receiver_has_measured() {
    let said = [
        "\u{1}noise\r\n",
        &sentence("GPGSV,1,1,11,03,03,111,00"),
        &sentence(SEARCHING),
        &sentence(GOOD),
    ]
    .concat();
    let (found, heard) = listen(&said, Duration::from_secs(20));
    assert_eq!(found.unwrap().stored(), "13.095720 103.202190 23.4 5");
    assert!(!heard.is_empty());
}

#[test]
fn a_poor_position_is_taken_when_no_better_comes() {
    let poor = GOOD.replace(",0.9,", ",6.0,");
    let begun = Instant::now();
    let (found, heard) = listen(&sentence(&poor), Duration::from_secs(2));
    assert_eq!(found.unwrap().accuracy_m, 30);
    assert!(
        begun.elapsed() >= Duration::from_secs(2),
        "it waited for a better one"
    );
    assert_eq!(heard.last().unwrap().accuracy_m, Some(30));
}

#[test]
fn without_a_position_it_says_what_was_heard() {
    let check = |said: &str, words: &str| {
        let (found, _) = listen(said, Duration::from_millis(700));
        let why = found.unwrap_err().to_string();
        assert!(why.contains(words), "{why}");
    };
    check("", "nothing was heard");
    check("\u{2}\u{3}binary\n", "not understood");
    let searching = [sentence("GPGSV,1,1,07,03,03,111,00"), sentence(SEARCHING)].concat();
    check(&searching, "sees 7 satellites");
}

#[test]
fn whoever_gives_up_is_heard_at_once() {
    let (_receiver, _port, name) = cable();
    let asked = AtomicU32::new(0);
    let stop = || asked.fetch_add(1, Ordering::Relaxed) >= 1;
    let begun = Instant::now();
    let found = measure(&name, Duration::from_secs(60), &stop, &mut |_| {});
    assert!(matches!(found, Err(DeskError::Cancelled)), "{found:?}");
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_port_that_is_not_there_or_goes_away_is_told() {
    let no_port = measure(
        "/dev/no-receiver",
        Duration::from_secs(1),
        &|| false,
        &mut |_| {},
    );
    assert!(no_port.unwrap_err().to_string().contains("open the port"));
    let (receiver, port, name) = cable();
    drop(port);
    let pulled = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        drop(receiver);
    });
    let found = measure(&name, Duration::from_secs(5), &|| false, &mut |_| {});
    pulled.join().unwrap();
    assert!(found.is_err(), "{found:?}");
}
