//! What is sent to do harm: heads that drip, asks that were changed, and old ones that are played again.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::kit::{Laptop, Office, exchange};

/// Chance that is the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

/// Changes a message in one of the ways that chance and malice have.
fn changed(message: &[u8], draw: &mut Draw) -> Vec<u8> {
    let mut bytes = message.to_vec();
    let at = draw.below(bytes.len());
    match draw.below(4) {
        0 => bytes[at] ^= 1 << draw.below(8),
        1 => bytes[at] = draw.below(256) as u8,
        2 => bytes.truncate(at),
        _ => {
            bytes.insert(at, draw.below(256) as u8);
        }
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_ask_is_never_a_failure_and_leaves_nothing_unproven() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let (wire, ids) = dara.saves(3);
    let message = exchange(1, vec![wire.clone()], true).to_bytes();
    let mut draw = Draw(0x5a1a);
    for run in 0..400 {
        let sent = dara.send(changed(&message, &mut draw)).await;
        let status = sent.status().as_u16();
        assert!([200, 400].contains(&status), "run {run}: {status}");
    }
    let found = office.examine();
    assert!(found.counts.revisions <= 3, "nothing but what was sealed");
    let said = dara.offer(2, vec![wire], true).await;
    assert_eq!(said.counts.0 + said.counts.1, 3);
    assert!(said.receipt(&dara).covers(&ids));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_once_brings_nobody_else_anything() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut sophea = Laptop::join(&office, 2, "field", &["B"]).await;
    let (wire, _) = dara.saves(2);
    let message = exchange(1, vec![wire.clone()], true).to_bytes();
    assert_eq!(dara.send(message.clone()).await.status(), 200);
    // Somebody who listened plays it again with a token of their own: of another team, nothing is told or taken.
    let said = sophea.offer(1, vec![wire], true).await;
    assert_eq!((said.counts, said.incoming.len()), ((0, 0), 0));
    assert_eq!(said.codes(), [("team".to_owned(), 2)]);
    assert!(said.receipt.is_none());
    // And as often as they like with the same: nothing is kept twice.
    for _ in 0..20 {
        assert_eq!(dara.send(message.clone()).await.status(), 200);
    }
    assert_eq!(office.examine().counts.parts, 1);
    office.running.centre().revoke(dara.pen.device).unwrap();
    assert_eq!(
        dara.send(message).await.status(),
        401,
        "nor after it was sent away"
    );
    let (own, _) = sophea.saves(1);
    assert_eq!(sophea.offer(2, vec![own], true).await.counts, (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_drips_is_given_up_whatever_it_says() {
    let office = Office::open_with(|config| {
        config.limits.head = Duration::from_millis(1_000);
    });
    let begun = Instant::now();
    let mut line = TcpStream::connect(office.running.address()).unwrap();
    let head = b"POST /v1/join HTTP/1.1\r\nhost: centre\r\nx-drip: ";
    line.write_all(head).unwrap();
    let mut drops = 0;
    while line.write_all(b"drop").is_ok() {
        std::thread::sleep(Duration::from_millis(50));
        drops += 1;
        assert!(drops < 400, "it is listened to for ever");
    }
    assert!(begun.elapsed() < Duration::from_secs(20));
    Laptop::join(&office, 1, "field", &["A"]).await;
}
