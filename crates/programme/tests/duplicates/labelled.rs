//! How well *probable* is hit, over made-up pairs of which it is known what they are.

use std::collections::BTreeMap;

use programme::duplicates::{Bounds, Verdict};

use crate::people::{Kind, labelled};

/// The seeds with which the score was made.
const OWN: [u64; 3] = [1, 2, 3];
/// Seeds that were looked at only when it was done.
const HELD_OUT: [u64; 3] = [90_210, 90_211, 90_212];

struct Counts {
    kinds: BTreeMap<(Kind, Verdict), usize>,
}

impl Counts {
    fn of(seeds: [u64; 3]) -> Self {
        let mut kinds = BTreeMap::new();
        for (kind, one, other) in seeds.into_iter().flat_map(labelled) {
            let found = one.profile().compare(&other.profile(), Bounds::default());
            *kinds
                .entry((kind, found.verdict(Bounds::default())))
                .or_default() += 1;
        }
        Self { kinds }
    }

    fn get(&self, kind: Kind, verdict: Verdict) -> usize {
        self.kinds.get(&(kind, verdict)).copied().unwrap_or(0)
    }

    fn all(&self, test: impl Fn(Kind, Verdict) -> bool) -> f64 {
        let kinds = self
            .kinds
            .iter()
            .filter(|((kind, verdict), _)| test(*kind, *verdict));
        kinds.map(|(_, count)| *count).sum::<usize>() as f64
    }
}

#[track_caller]
fn check(seeds: [u64; 3]) {
    let counts = Counts::of(seeds);
    let hit = counts.all(|kind, verdict| kind == Kind::Same && verdict == Verdict::Probable);
    let same = counts.all(|kind, _| kind == Kind::Same);
    let probable = counts.all(|_, verdict| verdict == Verdict::Probable);
    let asked = counts.all(|kind, verdict| kind == Kind::Same && verdict != Verdict::Unlike);
    let (recall, precision, shown) = (hit / same, hit / probable, asked / same);
    println!(
        "seeds {seeds:?}: recall {recall:.4}, precision {precision:.4}, shown at all {shown:.4}"
    );
    println!("  {:?}", counts.kinds);
    assert!(recall >= 0.95, "seeds {seeds:?}: recall {recall}");
    assert!(precision >= 0.9, "seeds {seeds:?}: precision {precision}");
    assert!(shown >= 0.985, "seeds {seeds:?}: shown {shown}");
    for kind in [Kind::Twins, Kind::FatherAndSon, Kind::Siblings] {
        assert_eq!(
            counts.get(kind, Verdict::Probable),
            0,
            "seeds {seeds:?}: {kind:?}"
        );
    }
}

#[test]
fn duplicates_are_found_and_families_are_not() {
    check(OWN);
}

#[test]
fn so_are_those_of_seeds_that_the_score_was_not_made_with() {
    check(HELD_OUT);
}

#[test]
fn the_pairs_are_many_and_the_same_each_time() {
    let (one, two) = (labelled(1), labelled(1));
    assert!(one.len() >= 500);
    let text =
        |pairs: &[(Kind, crate::people::Written, crate::people::Written)]| format!("{pairs:?}");
    assert_eq!(text(&one), text(&two));
    assert_ne!(text(&one), text(&labelled(2)));
    let spelled_apart = one
        .iter()
        .filter(|(kind, one, other)| *kind == Kind::Same && one.latin != other.latin);
    assert!(
        spelled_apart.count() > 200,
        "most clerks write a name in their own way"
    );
}
