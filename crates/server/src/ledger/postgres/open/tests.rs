//! An older database under programs that go on: what they write while another process brings the tables up to date.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::Scope;

use records::Part;
use records::contract::Pen;
use sync::{Ask, Reply};
use vault::DeviceKey;
use zeroize::Zeroizing;

use super::*;
use crate::ledger::calls::add_laptop;
use crate::ledger::{Clocks, Ledger as _, Programme, Team};

const WRITERS: u8 = 3;
/// What is done before and after the tables change.
const WHILE: Duration = Duration::from_millis(400);

/// A line to a database whose tables stay as a program of this version left them.
fn as_of(url: &str, version: i32) -> PostgresLedger {
    let ledger = PostgresLedger::line(url).unwrap();
    let found = climb(&ledger, Target::Version(version), TRIED).unwrap();
    assert_eq!(found, i64::from(version));
    ledger
}

fn version_of(url: &str) -> i64 {
    let ledger = PostgresLedger::line(url).unwrap();
    version(&Lent::plain(&ledger).unwrap()).unwrap()
}

fn key(seed: u8) -> DeviceKey {
    DeviceKey::from_bytes(&Zeroizing::new([seed; 32]))
}

/// What writers have done so far, each for itself, and whether they may stop.
#[derive(Default)]
struct Done {
    counts: [AtomicU64; WRITERS as usize],
    is_over: AtomicBool,
}

impl Done {
    fn counts(&self) -> Vec<u64> {
        let counts = self.counts.iter();
        counts.map(|count| count.load(Ordering::SeqCst)).collect()
    }

    /// Waits until each writer has done more than it had, and somewhat longer.
    fn all_go_on(&self) {
        let (before, begun) = (self.counts(), Instant::now());
        let is_more = || {
            self.counts()
                .iter()
                .zip(&before)
                .all(|(now, before)| now > before)
        };
        while !is_more() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "a writer is held up"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        std::thread::sleep(WHILE);
    }
}

/// Lets writers stop, whatever becomes of the test.
struct Ends<'d>(&'d Done);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::SeqCst);
    }
}

/// What a writer does: which one it is, and how much it did before.
type Work = fn(&PostgresLedger, u8, u64) -> Found<()>;

/// Starts writers, each on a line of its own. One that is told to come again does the same again.
fn write<'s>(scope: &'s Scope<'s, '_>, url: &'s str, done: &'s Done, work: Work) {
    for writer in 0..WRITERS {
        scope.spawn(move || {
            let ledger = PostgresLedger::line(url).unwrap();
            let count = &done.counts[usize::from(writer)];
            while !done.is_over.load(Ordering::SeqCst) {
                let number = count.load(Ordering::SeqCst);
                match work(&ledger, writer + 1, number) {
                    Ok(()) => {
                        count.store(number + 1, Ordering::SeqCst);
                    }
                    Err(LedgerError::Away { .. }) => {}
                    Err(error) => panic!("writer {writer}: {}", crate::chain(&error)),
                }
            }
        });
    }
}

/// Has two processes come with the newest program while others write, and looks whether both find their way.
fn while_others_write(url: &str, work: Work) -> u64 {
    let done = Done::default();
    std::thread::scope(|scope| {
        let _ends = Ends(&done);
        write(scope, url, &done, work);
        done.all_go_on();
        let opening: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| PostgresLedger::open(url).map(drop)))
            .collect();
        for opened in opening {
            opened.join().unwrap().unwrap();
        }
        assert_eq!(version_of(url), known());
        done.all_go_on();
    });
    done.counts().iter().sum()
}

/// What a laptop asks, sealed by its own key, when it has made `n` revisions before.
fn ask(seed: u8, n: u64) -> Ask {
    let mut pen = Pen::new(seed, "north");
    pen.next = n + 1;
    let mut batch = [seed; 16];
    batch[..8].copy_from_slice(&n.to_be_bytes());
    let save = pen.save(1, &[], "{}");
    let part = Part::unsealed(std::slice::from_ref(&save)).unwrap();
    let seal = key(seed).sign(&part.statement());
    Ask::Exchange {
        batch,
        offer: vec![sync::pack(&part.sealed(seal), &[save]).unwrap()],
        last: true,
        cursors: BTreeMap::new(),
        room: 0,
        roster: 1_000,
        marks: BTreeMap::new(),
    }
}

/// A programme with team north and a laptop for each writer, as `ledger` finds the tables.
fn set_up(ledger: &PostgresLedger) {
    let programme = Programme {
        name: "P".into(),
        country: "KH".into(),
        url: String::new(),
        centre_public: key(9).device_public(),
    };
    ledger.set_up(&programme, 0).unwrap();
    let team = Team {
        id: "north".parse().unwrap(),
        name: "N".into(),
    };
    ledger.add_team(&team, 0).unwrap();
    for seed in 1..=WRITERS {
        add_laptop(ledger, seed, key(seed).device_public());
    }
}

/// The questions of an exchange are the same since version 2, so that today's program stands for an older one.
#[test]
fn laptops_are_answered_while_two_processes_bring_the_tables_up_to_date() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    for older in 2..known() {
        let url = cluster.fresh();
        set_up(&as_of(&url, i32::try_from(older).unwrap()));
        let signed = while_others_write(&url, |ledger, seed, n| {
            let asked = ask(seed, n);
            let reply = ledger.answer(&[seed; 32], &asked, &key(9), Clocks::of(5))?;
            match reply {
                Reply::Exchange { taken, known, .. } => assert_eq!(taken + known, 1),
                Reply::Compare { .. } => panic!("not the reply to an exchange"),
            }
            Ok(())
        });
        let ledger = PostgresLedger::open(&url).unwrap();
        let found = ledger.examine(&key(9).device_public()).unwrap();
        assert_eq!(found.findings, [], "from version {older}");
        assert_eq!(
            found.counts.revisions, signed,
            "nothing that was signed for is lost"
        );
    }
}

/// Writes what a program of the first version wrote of a save that it marked: in this order, which is not the order in
/// which the steps take these tables.
fn as_at_first(ledger: &PostgresLedger, seed: u8, n: u64) -> Found<()> {
    let id = format!("decode(lpad(to_hex({seed}), 2, '0') || lpad(to_hex({n}), 62, '0'), 'hex')");
    let record = "decode(repeat('07', 16), 'hex')";
    let lent = Lent::begin(ledger, "BEGIN")?;
    let sql = format!(
        "UPDATE team SET seq = seq + 1 WHERE id = 'north';
         INSERT INTO revision (team, id, record, kind, seq, n) VALUES ('north', {id}, {record}, 1, 1, {n});
         SELECT pg_sleep(0.002);
         INSERT INTO mark (team, id, code, detail, at_ms) VALUES ('north', {id}, 'state', '', {n})"
    );
    match lent.batch("write as at first", &sql) {
        Ok(()) => lent.commit(),
        Err(error) => {
            let _undone = lent.undo();
            Err(error)
        }
    }
}

#[test]
fn a_program_of_the_first_version_goes_on_beside_the_newest() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let url = cluster.fresh();
    let older = as_of(&url, 1);
    let lent = Lent::plain(&older).unwrap();
    lent.batch(
        "add a team",
        "INSERT INTO team (id, name) VALUES ('north', 'N')",
    )
    .unwrap();
    lent.give_back();
    let written = while_others_write(&url, as_at_first);
    let name = url.rsplit('/').next().unwrap();
    for (sql, expected) in [
        ("SELECT seq FROM team", written),
        ("SELECT count(*) FROM revision", written),
        ("SELECT count(*) FROM mark", written),
        // Those that were there got a number each, and no two the same.
        (
            "SELECT count(*) - count(DISTINCT number) FROM mark WHERE number > 0",
            0,
        ),
    ] {
        assert_eq!(cluster.tell(name, sql), expected.to_string(), "{sql}");
    }
}

#[test]
fn who_brings_the_tables_up_to_date_does_not_stand_in_the_way_while_waiting() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let url = cluster.fresh();
    let older = as_of(&url, 1);
    let lent = Lent::plain(&older).unwrap();
    lent.batch(
        "add a team",
        "INSERT INTO team (id, name) VALUES ('north', 'N')",
    )
    .unwrap();
    lent.give_back();
    // A backup reads, which takes its time.
    let reads = Lent::begin(&older, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").unwrap();
    reads.any("read", "SELECT 1 FROM mark", &[]).unwrap();
    let waited = PostgresLedger::line(&url).unwrap();
    let error = climb(&waited, Target::Latest, Duration::from_millis(900)).unwrap_err();
    assert!(matches!(error, LedgerError::Away { .. }), "{error:?}");
    assert_eq!(version_of(&url), 1, "none of the steps was taken");
    let done = Done::default();
    std::thread::scope(|scope| {
        let _ends = Ends(&done);
        write(scope, &url, &done, as_at_first);
        let opening = scope.spawn(|| PostgresLedger::open(&url).map(drop));
        for _ in 0..3 {
            done.all_go_on();
        }
        assert!(!opening.is_finished(), "the backup is not disturbed");
        reads.undo().unwrap();
        opening.join().unwrap().unwrap();
        done.all_go_on();
    });
    assert_eq!(version_of(&url), known());
}
