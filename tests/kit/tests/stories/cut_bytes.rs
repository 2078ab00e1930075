//! The real client and the real centre, and a line that is cut after so many bytes, wherever that is.

use kit::{Carried, Forwarder, Laptop, Link, Office};

/// Bytes from one cut to the next; with `SALA_EVERY_BYTE` set, each is cut at.
const STRIDE: u64 = 41;
/// So often a colleague looks whether everything came once.
const LOOKS: u64 = 16;

/// Syncs over a line that is cut at a byte; whether it got through, and what went over.
fn sync_cut_at(laptop: &Laptop, office: &Office, cut_at_byte: Option<u64>) -> (bool, Carried) {
    let link = Link {
        cut_at_byte,
        ..Link::default()
    };
    let line = Forwarder::open(office.url(), link);
    let ended = laptop.sync_at(&line.url());
    (ended.is_ok(), line.carried())
}

#[test]
fn a_sync_cut_at_any_byte_loses_nothing_and_doubles_nothing() {
    let stride = match std::env::var_os("SALA_EVERY_BYTE") {
        Some(_) => 1,
        None => STRIDE,
    };
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let sophea = office.laptop("Sophea", "field", &["BTB2"]);
    dara.sync().unwrap();
    let (mut made, mut cuts, mut heads) = (0, 0, 0);
    for byte in (0..).step_by(usize::try_from(stride).unwrap()) {
        // Something goes up, and now and then something comes down.
        let record = dara.session("Phlov Meas", 9);
        made += 1;
        let is_looked_at = cuts % LOOKS == 0;
        if is_looked_at {
            sophea.session("Sdau", 5);
            made += 1;
            sophea.sync().unwrap();
        }
        let (is_through, carried) = sync_cut_at(&dara, &office, Some(byte));
        let delivery = dara.desk.record(&record).unwrap().row.delivery;
        assert_eq!(
            delivery == "confirmed",
            is_through,
            "cut at {byte}: {delivery}"
        );
        heads = heads.max(carried.up + carried.down);
        let view = dara.sync().unwrap();
        assert!(
            view.counts.laptop == 0 && view.compared_equal,
            "cut at {byte}: everything is confirmed by the next sync"
        );
        assert_eq!(dara.desk.waiting().unwrap(), 0, "cut at {byte}");
        if is_looked_at {
            sophea.sync().unwrap();
            assert_eq!(
                (dara.count(), sophea.count()),
                (made, made),
                "cut at {byte}"
            );
            assert_eq!(dara.export(), sophea.export(), "cut at {byte}");
        }
        cuts += 1;
        if is_through {
            break;
        }
    }
    sophea.sync().unwrap();
    assert_eq!(dara.export(), sophea.export());
    assert!(heads > 1_000, "a session is more than {heads} bytes");
    assert!(dara.desk.doctor().unwrap().clean);
    println!("cut {cuts} times in a session of {heads} bytes");
}

#[test]
fn a_line_that_is_not_cut_carries_everything_and_counts_it() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    dara.session("Phlov Meas", 9);
    let (is_through, carried) = sync_cut_at(&dara, &office, None);
    assert!(is_through && carried.cuts == 0);
    assert!(carried.up > 500 && carried.down > 300, "{carried:?}");
}
