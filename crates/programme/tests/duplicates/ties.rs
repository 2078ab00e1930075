//! What people decide about pairs, and how it is taken back.

use std::collections::BTreeSet;

use programme::Role;
use programme::duplicates::{
    Answer, Child, Consent, Id, Merge, Pair, Standing, Tie, Ties, Word, stays, strictest, words,
};
use proptest::prelude::*;

use crate::id;

fn same(kept: u8, gone: u8) -> Tie {
    Tie::Same {
        kept: id(kept),
        gone: id(gone),
    }
}

fn pair(one: u8, other: u8) -> Pair {
    Pair::of(id(one), id(other)).unwrap()
}

fn apart(one: u8, other: u8) -> Tie {
    Tie::Apart(pair(one, other))
}

fn undone(one: u8, other: u8) -> Tie {
    Tie::Undone(pair(one, other))
}

/// Who stands for the records 1 to 4.
#[track_caller]
fn check(decisions: &[Tie], heads: [u8; 4]) {
    let ties = Ties::of(decisions.iter().copied());
    let found = [1, 2, 3, 4].map(|it| ties.stands_for(id(it))[15]);
    assert_eq!(found, heads);
}

#[test]
fn a_merge_holds_until_it_is_undone() {
    check(&[], [1, 2, 3, 4]);
    check(&[same(1, 2)], [1, 1, 3, 4]);
    check(&[same(2, 1)], [2, 2, 3, 4]);
    check(&[same(1, 2), undone(2, 1)], [1, 2, 3, 4]);
    check(&[same(1, 2), apart(1, 2)], [1, 2, 3, 4]);
    check(&[apart(1, 2), same(1, 2)], [1, 1, 3, 4]);
    check(&[same(1, 1)], [1, 2, 3, 4]);
    assert_eq!(Pair::of(id(1), id(1)), None);
}

#[test]
fn merges_in_a_row_have_one_head() {
    check(&[same(2, 1), same(3, 2)], [3, 3, 3, 4]);
    check(&[same(2, 1), same(3, 2), undone(2, 3)], [2, 2, 3, 4]);
    check(&[same(2, 1), same(3, 2), undone(2, 1)], [1, 3, 3, 4]);
    // Two people, not knowing of each other, put one record behind two; or each behind the other.
    check(&[same(4, 2), same(3, 2)], [1, 3, 3, 3]);
    check(&[same(1, 2), same(2, 3), same(3, 1)], [1, 1, 1, 4]);
    check(&[same(1, 2), same(3, 4)], [1, 1, 3, 3]);
}

#[test]
fn what_was_decided_is_not_asked_again() {
    let open = |decisions: &[Tie], one, other| {
        Ties::of(decisions.iter().copied()).is_open(pair(one, other))
    };
    assert!(open(&[], 1, 2));
    assert!(!open(&[apart(1, 2)], 2, 1));
    assert!(!open(&[same(1, 2)], 1, 2));
    assert!(open(&[apart(1, 2), undone(1, 2)], 1, 2));
    assert!(open(&[apart(1, 2)], 1, 3));
    // Who is merged with one is apart from whom that one is apart from.
    assert!(!open(&[apart(1, 2), same(2, 3)], 1, 3));
    assert!(open(&[apart(1, 2), same(2, 3), undone(2, 3)], 1, 3));
    assert!(!open(&[same(1, 2), same(2, 3)], 1, 3));
}

#[test]
fn what_contradicts_itself_is_shown_and_not_settled() {
    let ties = Ties::of([same(1, 2), apart(1, 3), same(2, 3)]);
    assert_eq!(ties.contradictions(), [pair(1, 3)]);
    let ties = ties.with(undone(2, 3));
    assert_eq!(ties.contradictions(), []);
}

fn child(record: u8, names: u8) -> Child {
    Child {
        record: id(record),
        question: "who/person_id".into(),
        names: id(names),
    }
}

fn consent(subject: u8, scope: &str, date: &str, answer: Answer, expires: Option<&str>) -> Consent {
    Consent {
        subject: id(subject),
        scope: scope.into(),
        date: date.parse().unwrap(),
        answer,
        expires: expires.map(|it| it.parse().unwrap()),
    }
}

#[test]
fn a_merge_shows_what_it_would_do_and_its_undoing_leaves_nothing() {
    let children = [child(11, 1), child(12, 2), child(13, 2), child(14, 3)];
    let given = |subject| consent(subject, "photo_public", "2026-01-01", Answer::Given, None);
    let consents = [
        given(1),
        consent(2, "photo_public", "2024-01-01", Answer::Refused, None),
        given(3),
    ];
    let today = "2026-06-01".parse().unwrap();
    let look = |ties: &Ties| Merge::of(id(2), ties, &children, &consents, today);
    let before = Ties::of([apart(3, 4)]);
    let merge = look(&before.with(same(1, 2)));
    assert_eq!(
        (merge.stays, &merge.records[..]),
        (id(1), &[id(1), id(2)][..])
    );
    let moved: Vec<(u8, u8, u8)> = merge
        .repointed
        .iter()
        .map(|it| (it.record[15], it.from[15], it.to[15]))
        .collect();
    assert_eq!(moved, [(12, 2, 1), (13, 2, 1)]);
    assert_eq!(merge.consent["photo_public"].answer, Answer::Refused);
    assert_eq!(merge.against, []);
    let undone = before.with(same(1, 2)).with(undone(1, 2));
    assert_eq!(undone, before);
    assert_eq!(look(&undone).repointed, []);
    let against = look(&Ties::of([apart(1, 2), same(1, 3)]).with(same(3, 2)));
    assert_eq!(against.against, [pair(1, 2)]);
}

/// What holds over the records 1 and 2 in June 2026.
#[track_caller]
fn holds(consents: &[Consent], answer: Answer, expires: Option<&str>) {
    let found = strictest(consents, &[id(1), id(2)], "2026-06-01".parse().unwrap());
    let expires = expires.map(|it| it.parse().unwrap());
    assert_eq!(
        found.get("store"),
        Some(&Standing { answer, expires }),
        "{consents:?}"
    );
}

#[test]
fn the_stricter_consent_holds() {
    use Answer::{Given, NotAsked, Refused, Withdrawn};
    let said = |subject, date, answer| consent(subject, "store", date, answer, None);
    let valid = |subject, date, until| consent(subject, "store", date, Given, Some(until));
    holds(
        &[said(1, "2025-01-01", Given), said(2, "2025-01-01", Given)],
        Given,
        None,
    );
    holds(&[said(1, "2025-01-01", Given)], NotAsked, None);
    holds(
        &[said(1, "2025-01-01", Given), said(2, "2020-01-01", Refused)],
        Refused,
        None,
    );
    holds(
        &[
            said(1, "2025-01-01", Withdrawn),
            said(2, "2026-01-01", Given),
        ],
        Withdrawn,
        None,
    );
    // In one record the last word holds, and of one day the stricter.
    holds(
        &[
            said(1, "2020-01-01", Refused),
            said(1, "2025-01-01", Given),
            said(2, "2025-01-01", Given),
        ],
        Given,
        None,
    );
    holds(
        &[
            said(1, "2025-01-01", Refused),
            said(1, "2025-01-01", Given),
            said(2, "2025-01-01", Given),
        ],
        Refused,
        None,
    );
    holds(
        &[
            valid(1, "2025-01-01", "2027-01-01"),
            valid(2, "2025-01-01", "2026-12-01"),
        ],
        Given,
        Some("2026-12-01"),
    );
    holds(
        &[
            valid(1, "2025-01-01", "2026-06-01"),
            said(2, "2025-01-01", Given),
        ],
        Given,
        Some("2026-06-01"),
    );
    holds(
        &[
            valid(1, "2025-01-01", "2026-05-31"),
            said(2, "2025-01-01", Given),
        ],
        NotAsked,
        Some("2026-05-31"),
    );
    let other = [said(3, "2025-01-01", Given)];
    assert!(strictest(&other, &[id(1)], "2026-06-01".parse().unwrap()).is_empty());
}

#[test]
fn the_record_with_more_to_it_is_proposed_to_stay() {
    let check = |one, other, expected: u8| {
        assert_eq!(stays(one, other), id(expected));
        assert_eq!(stays(other, one), id(expected));
    };
    check((id(1), 2, 50), (id(2), 3, 90), 2);
    check((id(1), 2, 90), (id(2), 2, 50), 2);
    check((id(2), 2, 50), (id(1), 2, 50), 1);
}

fn a_tie() -> impl Strategy<Value = Tie> {
    (1..7_u8, 1..7_u8, 0..3_u8).prop_map(|(one, other, kind)| {
        match (Pair::of(id(one), id(other)), kind) {
            (Some(pair), 1) => Tie::Apart(pair),
            (Some(pair), 2) => Tie::Undone(pair),
            _ => Tie::Same {
                kept: id(one),
                gone: id(other),
            },
        }
    })
}

proptest! {
    #[test]
    fn whoever_is_merged_has_one_head_which_is_one_of_them(decisions in proptest::collection::vec(a_tie(), 0..12)) {
        let ties = Ties::of(decisions.iter().copied());
        for one in (1..7).map(id) {
            let all = ties.merged_with(one);
            let head = ties.stands_for(one);
            prop_assert!(all.contains(&one) && all.contains(&head));
            for other in &all {
                prop_assert_eq!(ties.stands_for(*other), head);
                prop_assert_eq!(&ties.merged_with(*other), &all);
            }
        }
    }

    #[test]
    fn undoing_everything_leaves_nothing(decisions in proptest::collection::vec(a_tie(), 0..12)) {
        let pairs = decisions.iter().filter_map(|tie| match tie {
            Tie::Same { kept, gone } => Pair::of(*kept, *gone),
            Tie::Apart(pair) | Tie::Undone(pair) => Some(*pair),
        });
        let all = decisions.iter().copied().chain(pairs.map(Tie::Undone));
        prop_assert_eq!(Ties::of(all), Ties::default());
    }

    #[test]
    fn one_more_decision_is_as_if_it_stood_last(decisions in proptest::collection::vec(a_tie(), 0..12), last in a_tie()) {
        let whole = Ties::of(decisions.iter().copied().chain([last]));
        prop_assert_eq!(Ties::of(decisions).with(last), whole);
    }

    #[test]
    fn consent_is_never_looser_than_in_any_record(answers in proptest::collection::vec((1..4_u8, 0..4_u8), 1..8)) {
        let all = [Answer::Given, Answer::NotAsked, Answer::Refused, Answer::Withdrawn];
        let consents: Vec<Consent> = answers
            .iter()
            .map(|(subject, answer)| consent(*subject, "store", "2025-01-01", all[usize::from(*answer)], None))
            .collect();
        let today = "2026-06-01".parse().unwrap();
        let of = |records: &[Id]| strictest(&consents, records, today).get("store").map(|it| it.answer);
        let together = of(&[id(1), id(2), id(3)]);
        for one in 1..4 {
            prop_assert!(of(&[id(one)]) <= together);
        }
    }
}

/// What holds about records 1 and 2 after decisions, each with the places of those that it knew.
#[track_caller]
fn check_word(decisions: &[(Tie, &[usize])], holds: Option<Word>) {
    let all: Vec<(Tie, BTreeSet<usize>)> = decisions
        .iter()
        .map(|(tie, knows)| (*tie, knows.iter().copied().collect()))
        .collect();
    assert_eq!(words(&all).get(&pair(1, 2)).copied(), holds);
}

#[test]
fn who_decides_knowing_of_another_decision_replaces_it_and_who_does_not_contests_it() {
    let kept = |it: u8| Some(Word::Same(id(it)));
    check_word(&[], None);
    check_word(&[(same(1, 2), &[])], kept(1));
    check_word(&[(same(1, 2), &[]), (apart(1, 2), &[0])], Some(Word::Apart));
    check_word(&[(same(1, 2), &[]), (undone(1, 2), &[0])], None);
    // Two who did not know of each other: alike, they agree; otherwise somebody has to look.
    check_word(&[(same(1, 2), &[]), (same(1, 2), &[])], kept(1));
    check_word(
        &[(same(1, 2), &[]), (same(2, 1), &[])],
        Some(Word::Contested),
    );
    let both = [(same(1, 2), &[][..]), (apart(1, 2), &[][..])];
    check_word(&both, Some(Word::Contested));
    let settled = [both[0], both[1], (apart(1, 2), &[0, 1])];
    check_word(&settled, Some(Word::Apart));
    let half = [both[0], both[1], (apart(1, 2), &[1])];
    check_word(&half, Some(Word::Contested));
    // Decisions about other pairs are none about this one.
    check_word(&[(same(1, 3), &[]), (apart(1, 4), &[0])], None);
}

#[test]
fn a_contested_pair_stands_apart_and_is_still_to_be_decided() {
    let ties = Ties::said([
        (pair(1, 2), Word::Contested),
        (pair(3, 4), Word::Same(id(4))),
    ]);
    assert_eq!(ties.stands_for(id(2)), id(2));
    assert!(ties.is_open(pair(1, 2)) && !ties.is_open(pair(3, 4)));
    assert_eq!(ties.behind().collect::<Vec<_>>(), [(id(3), id(4))]);
}

#[test]
fn a_decision_stands_on_the_smaller_id_and_says_what_was_meant() {
    for tie in [same(1, 2), same(2, 1), apart(2, 1), undone(1, 2)] {
        let (on, decision) = tie.decision(Role::Supervisor).unwrap();
        assert_eq!((on, decision.with), (id(1), Some(id(2))));
        assert_eq!(Tie::decided(on, &decision), Some(tie));
        assert_eq!(
            Tie::decided(id(2), &decision),
            None,
            "on the other record it says nothing"
        );
        assert_eq!(Tie::decided(id(3), &decision), None);
    }
    assert_eq!(same(1, 1).decision(Role::Supervisor), None);
}

fn any_tie() -> impl Strategy<Value = Tie> {
    (1_u8..4, 4_u8..7, 0_u8..4).prop_map(|(one, other, word)| match word {
        0 => same(one, other),
        1 => same(other, one),
        2 => apart(one, other),
        _ => undone(one, other),
    })
}

proptest! {
    /// Whatever order decisions come in, as long as each comes after those it knows, the same holds.
    #[test]
    fn any_order_of_decisions_gives_the_same(
        decisions in proptest::collection::vec((any_tie(), any::<u16>()), 0..12), turn in any::<u64>(),
    ) {
        let all: Vec<(Tie, BTreeSet<usize>)> = decisions
            .iter()
            .enumerate()
            .map(|(at, (tie, mask))| (*tie, (0..at).filter(|it| mask >> it & 1 == 1).collect()))
            .collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(turn | 1));
        let place = |of: usize| order.iter().position(|it| *it == of).unwrap();
        let turned: Vec<(Tie, BTreeSet<usize>)> = order
            .iter()
            .map(|at| (all[*at].0, all[*at].1.iter().map(|it| place(*it)).collect()))
            .collect();
        prop_assert_eq!(words(&all), words(&turned));
        let ties = Ties::said(words(&all));
        for (gone, head) in ties.behind() {
            prop_assert_eq!(ties.stands_for(head), head, "who stands for others stands behind nobody");
            prop_assert!(ties.merged_with(head).contains(&gone));
        }
    }
}
