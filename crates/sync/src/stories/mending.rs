//! Old copies, damaged disks: both sides notice and mend.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::kit::*;
use crate::ledger::Ledger;
use crate::memory::{MemoryLedger, MemoryPeer};

#[test]
fn a_laptop_restored_from_an_old_copy_gets_its_own_back() {
    let mut centre = MemoryLedger::default();
    let mut dara = Laptop::new(1, &["north"]);
    dara.session(1);
    sync(&mut dara, &mut centre);
    let mut restored = dara.clone();
    dara.session(2);
    sync(&mut dara, &mut centre);
    let all = dara.local.held(&team("north"));
    // The restored laptop writes before it hears: its counts are used twice.
    restored.session(3);
    let outcome = sync(&mut restored, &mut centre);
    let codes: Vec<&str> = outcome
        .refused
        .iter()
        .map(|line| line.code.as_str())
        .collect();
    assert_eq!(codes, ["twice", "twice"]);
    sync(&mut restored, &mut centre);
    assert_settled(&restored, &centre);
    let held = restored.local.held(&team("north"));
    assert!(
        all.iter().all(|id| held.contains(id)),
        "what it had forgotten came back"
    );
    assert_eq!(held.len(), all.len() + 2);
}

#[test]
fn a_centre_restored_from_an_old_copy_gets_everything_back() {
    let (mut dara, mut sophea, mut centre) = two_sides(false);
    let old = centre.clone();
    sync(&mut dara, &mut centre);
    sync(&mut sophea, &mut centre);
    sophea.session(100);
    sync(&mut sophea, &mut centre);
    sync(&mut dara, &mut centre);
    let all = centre.state(&team("north")).unwrap().digest;
    for mut restored in [old, MemoryLedger::default()] {
        let mut dara = dara.clone();
        let outcome = sync(&mut dara, &mut restored);
        assert_eq!(outcome.differing, []);
        assert!(outcome.mended.contains(&team("north")));
        assert_eq!(
            restored.state(&team("north")).unwrap().digest,
            all,
            "Sophea's parts too"
        );
        assert_settled(&dara, &restored);
    }
}

#[test]
fn a_receipt_that_does_not_cover_confirms_nothing_and_everything_is_offered_again() {
    let (mut dara, _, mut centre) = two_sides(false);
    let old = centre.clone();
    let caller = dara.caller();
    let line = MemoryPeer {
        ledger: &mut centre,
        caller: caller.clone(),
        now_ms: 1,
    };
    let cut = CutLine {
        left: 4,
        is_heard: false,
        line,
    };
    in_small_steps(&mut dara.local, &mut { cut }).unwrap_err();
    // Meanwhile the centre loses its disk and goes back to an old copy: the batch is only half there.
    let mut centre = old;
    let mut line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    in_small_steps(&mut dara.local, &mut line).unwrap();
    sync(&mut dara, &mut centre);
    assert_settled(&dara, &centre);
}

#[test]
fn a_damaged_laptop_is_mended() {
    let (mut dara, mut sophea, mut centre) = two_sides(false);
    sync(&mut dara, &mut centre);
    sync(&mut sophea, &mut centre);
    let north = team("north");
    let held = sophea.local.held(&north);
    for place in [0, 7, held.len() - 1] {
        sophea.local.lose(&north, held[place]);
    }
    assert_eq!(sophea.local.held(&north).len(), held.len() - 3);
    let outcome = sync(&mut sophea, &mut centre);
    assert_eq!(
        (outcome.mended, outcome.differing),
        (vec![north.clone()], vec![])
    );
    assert_eq!(sophea.local.held(&north), held);
}
