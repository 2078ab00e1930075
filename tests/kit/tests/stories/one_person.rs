//! One person with two laptops, on both of which they work on the same record without a line.

use kit::{MORNING, Office};

/// As far as a clock can be off and the day of a session is neither in its future nor long ago.
const BEHIND_MS: u64 = 8 * 3_600_000;
const AHEAD_MS: u64 = 3 * 86_400_000;

/// The same story with each laptop first at the centre, and with either clock ahead of the other.
#[test]
fn one_person_on_two_laptops_loses_nothing_whoever_comes_first_and_whatever_the_clocks_say() {
    for (first_is_old, clock) in [
        (true, MORNING),
        (false, MORNING),
        (true, MORNING - BEHIND_MS),
        (false, MORNING - BEHIND_MS),
        (true, MORNING + AHEAD_MS),
        (false, MORNING + AHEAD_MS),
    ] {
        let story = format!("old laptop first: {first_is_old}, the new one's clock at {clock}");
        let office = Office::open();
        let old = office.laptop("Sok Dara", "field", &["BTB2"]);
        let record = old.session("Sdau", 4);
        old.sync().unwrap();
        let new = office.another_laptop("Sok Dara");
        new.sync().unwrap();
        assert_eq!(new.count(), 1, "{story}");
        new.watch.set(clock);

        old.correct(&record, "finish/remarks", "Rain at noon.");
        new.correct(&record, "place/village_name", "Sdau Leu");
        old.correct(&record, "session/end_time", "09:15");
        new.correct(&record, "session/end_time", "09:25");
        let made = [old.session("Traeng", 5), new.session("Traeng Kandal", 6)];

        let order = match first_is_old {
            true => [&old, &new, &old, &new],
            false => [&new, &old, &new, &old],
        };
        for laptop in order {
            laptop.sync().unwrap();
        }
        assert_eq!(old.export(), new.export(), "{story}");
        for laptop in [&old, &new] {
            assert_eq!(laptop.count(), 3, "{story}");
            assert_eq!(laptop.reads(&record, "finish/remarks"), "Rain at noon.");
            assert_eq!(laptop.reads(&record, "place/village_name"), "Sdau Leu");
            let view = laptop.desk.record(&record).unwrap();
            assert!(view.row.conflict, "{story}: both said when it ended");
            let both = &view.conflicts.first().unwrap();
            assert_eq!(both.path, "session/end_time", "{story}");
            for other in &made {
                let delivery = laptop.desk.record(other).unwrap().row.delivery;
                assert_eq!(delivery, "confirmed", "{story}");
            }
            let view = laptop.desk.sync_view().unwrap();
            assert!(view.compared_equal, "{story}");
            let refused = view.refused.iter().map(|one| one.code.as_str());
            assert_eq!(refused.collect::<Vec<_>>(), [""; 0], "{story}");
            assert_eq!((view.counts.laptop, view.counts.handed), (0, 0), "{story}");
            assert!(laptop.desk.doctor().unwrap().clean, "{story}");
        }
        // One of them settles it, and the other hears.
        new.correct(&record, "session/end_time", "09:25");
        new.sync().unwrap();
        old.sync().unwrap();
        assert!(!old.desk.record(&record).unwrap().row.conflict, "{story}");
        assert_eq!(old.export(), new.export(), "{story}");
    }
}
