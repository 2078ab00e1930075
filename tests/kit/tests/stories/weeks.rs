//! The weeks of "Nothing lost": what was captured, handed over, confirmed and approved of the work of each.

use kit::{Laptop, Stick, for_the_centre, three};

/// The Mondays of the week of the stories and of the one before.
const THIS_WEEK: &str = "2026-11-23";
const WEEK_BEFORE: &str = "2026-11-16";

/// Of a week: on the laptop only, handed over, confirmed, approved.
fn week(laptop: &Laptop, monday: &str) -> [u32; 4] {
    let view = laptop.desk.sync_view().unwrap();
    let week = view.weeks.iter().find(|week| week.monday == monday);
    let week = week.unwrap();
    let counts = &week.counts;
    [
        counts.laptop,
        counts.handed,
        counts.confirmed,
        week.approved,
    ]
}

#[test]
fn a_week_counts_what_was_captured_handed_over_confirmed_and_approved_of_its_days() {
    let (office, dara, sophea, _pisey) = three();
    let record = dara.session("Phlov Meas", 9);
    dara.session_on("2026-11-23", ["11:00", "11:50"], "Ou Da", 9);
    // It goes by the day of the activity, and not by the day on which it is typed in.
    dara.session_on("2026-11-18", ["08:10", "09:05"], "Sdau", 9);
    let weeks = || [week(&dara, THIS_WEEK), week(&dara, WEEK_BEFORE)];
    assert_eq!(weeks(), [[2, 0, 0, 0], [1, 0, 0, 0]]);

    let (out, back) = (Stick::new(), Stick::new());
    dara.writes(&out, &for_the_centre()).unwrap();
    assert_eq!(weeks(), [[0, 2, 0, 0], [0, 1, 0, 0]]);

    office.reads(&out.asks(), None, &back);
    assert_eq!(weeks(), [[0, 2, 0, 0], [0, 1, 0, 0]], "no receipt is back");
    dara.takes(&back.answers(), None);
    assert_eq!(weeks(), [[0, 0, 2, 0], [0, 0, 1, 0]]);

    sophea.sync().unwrap();
    sophea.decide(&record, "approve", None).unwrap();
    assert_eq!(weeks(), [[0, 0, 2, 0], [0, 0, 1, 0]], "nobody told it yet");
    sophea.sync().unwrap();
    dara.sync().unwrap();
    assert_eq!(weeks(), [[0, 0, 2, 1], [0, 0, 1, 0]]);
}
