//! Sticks that are read after something has changed: who is in which team, and what the centre has by then.

use std::time::Duration;

use client::HttpPeer;
use kit::{Office, Stick, for_the_centre};
use sync::{Ask, Bytes, Line, Peer, Reply, Road};

/// A line over which nothing is mended: what is asked for is read, and both sides are the same then.
struct Reading(HttpPeer);

impl Peer for Reading {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        assert!(matches!(ask, Ask::Exchange { .. }), "it was passed over");
        self.0.exchange(ask)
    }
}

impl Road for Reading {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn moved(&self) -> Bytes {
        self.0.moved()
    }
}

#[test]
fn what_a_stick_brings_of_a_team_that_somebody_left_is_not_taken() {
    let office = Office::open();
    let sophea = office.laptop("Chan Sophea", "field", &["PLN1"]);
    sophea.session("Phum Krau", 4);
    sophea.sync().unwrap();
    let dara = office.laptop("Sok Dara", "supervisor", &["PLN1"]);
    let (out, back) = (Stick::new(), Stick::new());
    dara.writes(&out, &for_the_centre()).unwrap();
    office.reads(&out.asks(), None, &back);

    // The answer is still on its way when its reader goes to another team.
    office.changes("Sok Dara", "supervisor", "BTB2");
    dara.sync().unwrap();
    let taken = dara.takes(&back.answers(), None);
    assert_eq!((taken.added, taken.set_aside, dara.count()), (0, 0, 0));

    // Nor was it passed over for good: back in the team, everything is read.
    office.changes("Sok Dara", "supervisor", "PLN1");
    let door = dara.desk.centre().unwrap();
    let line = HttpPeer::new(&door.url, door.token.to_string(), Duration::from_secs(20));
    let mut line = Reading(line.unwrap());
    let view = dara.desk.sync_over(&mut line, &mut |_, _| {}).unwrap();
    assert!(view.compared_equal);
    assert_eq!(dara.count(), 1);
}

#[test]
fn what_the_centre_has_signed_for_is_not_refused_by_a_stick_that_comes_late() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
    dara.session("Phum Thmei", 7);
    let (out, back) = (Stick::new(), Stick::new());
    dara.writes(&out, &for_the_centre()).unwrap();
    // A line was faster, and Dara goes to another team before the stick arrives.
    dara.sync().unwrap();
    office.changes("Sok Dara", "field", "PLN1");
    let brought = office.reads(&out.asks(), None, &back);
    assert_eq!((brought.taken, brought.refused), (0, 2));

    dara.takes(&back.answers(), None);
    let view = dara.desk.sync_view().unwrap();
    let codes: Vec<&str> = view.refused.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, [""; 0], "the centre has it, and said so");
    assert_eq!((view.counts.confirmed, view.pill.needs_person), (1, 0));
}

#[test]
fn the_receipt_of_a_stick_is_believed_whatever_was_refused_on_an_earlier_one() {
    let office = Office::open();
    let dara = office.laptop("Sok Dara", "field", &["BTB2"]);
    dara.session("Phum Thmei", 7);
    let (early, late) = (Stick::new(), Stick::new());
    let (no, yes) = (Stick::new(), Stick::new());
    dara.writes(&early, &for_the_centre()).unwrap();
    office.changes("Sok Dara", "field", "PLN1");
    let brought = office.reads(&early.asks(), None, &no);
    assert_eq!((brought.taken, brought.refused), (0, 2));

    // With the refusal comes word of the new team. What is made there goes along with what was refused, and when it
    // arrives it is the other way round.
    dara.takes(&no.answers(), None);
    dara.sign_in("Sok Dara");
    dara.session("Phum Krau", 4);
    dara.writes(&late, &for_the_centre()).unwrap();
    office.changes("Sok Dara", "field", "BTB2");
    let brought = office.reads(&late.asks(), None, &yes);
    assert_eq!((brought.taken, brought.refused), (2, 2));
    assert_eq!(dara.takes(&yes.answers(), None).confirmed, 2);
    let counts = dara.desk.sync_view().unwrap().counts;
    assert_eq!((counts.handed, counts.confirmed), (1, 1));
}
