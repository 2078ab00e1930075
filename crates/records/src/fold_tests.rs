#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::contract::Pen;
use crate::revision::Revision;

fn fold_of<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> Fold {
    fold(
        revisions
            .into_iter()
            .map(|revision| (revision.id, &revision.header)),
    )
    .unwrap()
}

/// A story in one line: `name kind parents at;…`, kinds `s`ave, `r`eview, `e`rase. Parents `-` for none.
/// Every line is written by another person, whose number is the line's.
struct Story {
    names: Vec<&'static str>,
    revisions: Vec<Revision>,
}

impl Story {
    fn new(text: &'static str) -> Self {
        let mut story = Self {
            names: vec![],
            revisions: vec![],
        };
        for (line, seed) in text.split(';').zip(1..) {
            let [name, kind, parents, at] = line
                .split_whitespace()
                .collect::<Vec<_>>()
                .try_into()
                .unwrap();
            let kind = match kind {
                "s" => Kind::Save,
                "r" => Kind::Review,
                "e" => Kind::Erase,
                other => panic!("kind {other}"),
            };
            let parents: Vec<&Revision> = parents
                .split('+')
                .filter(|p| *p != "-")
                .map(|parent| story.get(parent))
                .collect();
            let mut pen = Pen::new(seed, "north");
            pen.at = at.parse().unwrap();
            let revision = pen.write(1, kind, &parents, name);
            story.names.push(name);
            story.revisions.push(revision);
        }
        story
    }

    fn get(&self, name: &str) -> &Revision {
        &self.revisions[self.names.iter().position(|n| *n == name).unwrap()]
    }

    fn name(&self, id: &RevisionId) -> &str {
        self.names[self
            .revisions
            .iter()
            .position(|revision| revision.id == *id)
            .unwrap()]
    }

    fn list(&self, ids: &[RevisionId]) -> String {
        ids.iter()
            .map(|id| self.name(id))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn set(&self, ids: &[RevisionId]) -> String {
        let mut names: Vec<&str> = ids.iter().map(|id| self.name(id)).collect();
        names.sort_unstable();
        names.join(" ")
    }

    /// heads | base | tips | order | missing | blind | forgotten, and `erased` when so.
    fn told(&self, without: &str) -> String {
        let held = self
            .revisions
            .iter()
            .filter(|r| !without.split(' ').any(|w| w == self.name(&r.id)));
        let fold = fold_of(held);
        let base = fold.base.iter().map(|id| self.name(id)).collect::<String>();
        let erased = if fold.erased { " | erased" } else { "" };
        format!(
            "{} | {base} | {} | {} | {} | {} | {}{erased}",
            self.list(&fold.heads),
            self.set(&fold.tips),
            self.list(&fold.order),
            self.set(&fold.missing),
            self.set(&fold.blind),
            self.set(&fold.forgotten),
        )
    }
}

#[track_caller]
fn check(story: &'static str, told: &str) {
    check_without(story, "", told);
}

#[track_caller]
fn check_without(story: &'static str, without: &str, told: &str) {
    assert_eq!(
        Story::new(story).told(without),
        told,
        "{story} without {without:?}"
    );
}

#[test]
fn one_line_of_work() {
    check("a s - 1", "a |  | a | a |  |  | ");
    check("a s - 1; b s a 2", "b |  | b | a b |  |  | ");
    check("a s - 1; b r a 2; c s b 3", "c |  | c | a b c |  |  | ");
    check("a s - 1; b r a 2", "a |  | b | a b |  |  | ");
}

#[test]
fn two_edits_make_two_heads_and_the_later_clock_wins_for_now() {
    check(
        "a s - 1; b s a 2; c s a 3",
        "c b | a | b c | a b c |  |  | ",
    );
    check(
        "a s - 1; b s a 9; c s a 3",
        "b c | a | b c | a c b |  |  | ",
    );
    check(
        "a s - 1; b s a 2; c s a 3; d s b+c 4",
        "d |  | d | a b c d |  |  | ",
    );
}

#[test]
fn the_nearest_save_before_all_heads_is_the_base() {
    check(
        "a s - 1; b s a 2; c s b 3; d s b 4",
        "d c | b | c d | a b c d |  |  | ",
    );
    check(
        "a s - 1; r r a 2; c s r 3; d s r 4",
        "d c | a | c d | a r c d |  |  | ",
    );
    check("a s - 1; b s - 2", "b a |  | a b | a b |  |  | ");
    check(
        "a s - 1; b s a 2; c s b 3; d s b 4; e s a 5",
        "e d c | a | c d e | a b c d e |  |  | ",
    );
    // Criss-cross: both b and c come before both heads; the last in order is taken.
    check(
        "a s - 1; b s a 2; c s a 3; d s b+c 4; e s b+c 5",
        "e d | c | d e | a b c d e |  |  | ",
    );
}

#[test]
fn reviews_are_no_heads_but_what_follows_stands_on_them() {
    check("a s - 1; r r a 2; q r a 3", "a |  | q r | a r q |  |  | ");
    check(
        "a s - 1; b s a 2; r r a 3; c s r 4",
        "c b | a | b c | a b r c |  | r | ",
    );
}

#[test]
fn a_review_is_blind_to_a_save_it_had_not_seen() {
    check("a s - 1; b s a 2; r r a 3", "b |  | b r | a b r |  | r | ");
    // The save comes after the review in order: the review was right when it was made.
    check("a s - 1; b s a 5; r r a 3", "b |  | b r | a r b |  |  | ");
    // A join later does not open the eyes of an earlier review.
    check(
        "a s - 1; b s a 2; r r a 3; c s b+r 4",
        "c |  | c | a b r c |  | r | ",
    );
    check(
        "a s - 1; b s a 2; c s a 3; r r b+c 4",
        "c b | a | r | a b c r |  |  | ",
    );
}

#[test]
fn who_did_not_know_of_whom_is_told() {
    #[track_caller]
    fn check_apart(text: &'static str, expected: &str) {
        let story = Story::new(text);
        let fold = fold_of(&story.revisions);
        let told = fold.order.iter().filter_map(|id| {
            let unknown = fold.apart.get(id)?;
            let places = fold.unseen(*id, &fold.order);
            let named: Vec<RevisionId> = places.iter().map(|at| fold.order[*at]).collect();
            assert_eq!(&named, unknown);
            Some(format!("{}: {}", story.name(id), story.list(unknown)))
        });
        assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{text}");
    }
    check_apart("a s - 1; b r a 2; c r b 3", "");
    check_apart("a s - 1; b r a 2; c r a 3; d r b+c 4", "c: b");
    check_apart("a s - 1; b r a 2; c r a 3; d r c 4", "c: b, d: b");
    // What is taken away is no statement about the answers.
    check_apart("a s - 1; b e a 2; c r a 3; d r b+c 4", "");
}

#[test]
fn parents_come_first_even_when_a_clock_is_years_off() {
    check("a s - 900; b s a 2; c s b 901", "c |  | c | a b c |  |  | ");
    check("a s - 900; b r a 2; c s b 1", "c |  | c | a b c |  |  | ");
    check(
        "a s - 900; b s a 1; c s a 2",
        "c b | a | b c | a b c |  |  | ",
    );
}

#[test]
fn a_missing_parent_is_named_and_heals() {
    let story = "a s - 1; b s a 2; c s b 3";
    check_without(story, "b", "c a |  | a c | a c | b |  | ");
    check_without(story, "a b", "c |  | c | c | b |  | ");
    check_without(story, "a", "c |  | c | b c | a |  | ");
    check_without(story, "c", "b |  | b | a b |  |  | ");
    check(story, "c |  | c | a b c |  |  | ");
    // The missing one has a clock years off.
    let story = "a s - 100; b r a 900000; c s b 900001; d s a 102";
    check_without(story, "b", "c d |  | c d | a d c | b |  | ");
    check(story, "c d | a | c d | a d b c |  | b | ");
}

#[test]
fn an_erase_takes_what_comes_before_it() {
    check(
        "a s - 1; b r a 2; e e b 3",
        "a |  | e | a b e |  |  | a b | erased",
    );
    check("a s - 1; b s a 2; e e a 3", "b |  | b e | a b e |  |  | a");
    check("a s - 1; e e a 3; b s e 4", "b |  | b | a e b |  |  | a");
    // The head that can still be read is shown, though its clock is earlier.
    check(
        "a s - 1; b s a 2; c s a 9; e e c 10",
        "b c | a | b e | a b c e |  |  | a c",
    );
    check(
        "a s - 1; e e a 2; f e e 3",
        "a |  | f | a e f |  |  | a | erased",
    );
    check_without("a s - 1; e e a 3", "a", " |  | e | e | a |  |  | erased");
}

#[test]
fn only_reviews_are_held() {
    let story = Story::new("a s - 1; r r a 2");
    let fold = fold_of([story.get("r")]);
    assert_eq!(
        (fold.heads.len(), fold.form.as_str(), fold.erased),
        (0, "session", false)
    );
    assert!(fold.authors.is_empty());
}

#[test]
fn an_erase_by_somebody_who_may_not_takes_nothing() {
    let story = Story::new("a s - 1; e e a 2");
    let all = [story.get("a"), story.get("e")];
    let trusting = |may: bool| {
        let headers = all.iter().map(|revision| (revision.id, &revision.header));
        fold_trusting(headers, &|_| may).unwrap()
    };
    let fold = trusting(false);
    assert!(!fold.erased && fold.forgotten.is_empty());
    assert_eq!(
        fold.order,
        [all[0].id, all[1].id],
        "it stays in the history"
    );
    assert_eq!(trusting(true), fold_of(all));
    assert!(trusting(true).erased);
}

#[test]
fn nothing_folds_to_nothing() {
    assert_eq!(fold([]), None);
}

#[test]
fn authors_are_those_who_saved() {
    let story = Story::new("a s - 1; r r a 2; b s r 3");
    let fold = fold_of(&story.revisions);
    let expected = BTreeSet::from([PersonId([1; 16]), PersonId([3; 16])]);
    assert_eq!(fold.authors, expected);
}

#[test]
fn the_form_is_the_winners() {
    let mut pen = Pen::new(1, "north");
    let old = pen.save(1, &[], "old");
    let mut new = pen.save(1, &[&old], "new");
    new.header.form_version = "2027.1".into();
    new.id = new.header.id();
    let review = pen.review(1, &[&new], "");
    assert_eq!(fold_of([&old, &new, &review]).form_version, "2027.1");
    assert_eq!(fold_of([&old]).form_version, "2026.2");
}

#[test]
fn a_foreign_team_or_record_cannot_reach_in() {
    let (mut ours, mut theirs) = (Pen::new(1, "a-team"), Pen::new(2, "b-team"));
    let save = ours.save(1, &[], "ours");
    let erase = theirs.erase(1, &[&save]);
    let other = ours.erase(2, &[&save]);
    let fold = fold_of([&erase, &save, &other]);
    assert_eq!(
        (fold.team, fold.order, fold.erased),
        (ours.team, vec![save.id], false)
    );
}

#[test]
fn sees_is_false_for_strangers() {
    let story = Story::new("a s - 1; b s a 2; r r a 3; q r b 4");
    let fold = fold_of(&story.revisions);
    assert!(!fold.sees(story.get("r").id));
    assert!(fold.sees(story.get("q").id));
    assert!(!fold.sees(RevisionId([0; 32])));
}

#[test]
fn many_tips_are_joined_in_a_few_saves() {
    let start = Pen::new(0, "north").save(1, &[], "start");
    let mut held = vec![start.clone()];
    held.extend((1..=40).map(|seed| Pen::new(seed, "north").save(1, &[&start], "edit")));
    let mut joiner = Pen::new(99, "north");
    let mut saves = 0;
    while fold_of(&held).tips.len() > 1 {
        let parents = fold_of(&held).next_parents();
        assert!(parents.len() <= PARENTS_MAX && parents.is_sorted());
        let on: Vec<&Revision> = held.iter().filter(|r| parents.contains(&r.id)).collect();
        joiner.at += 1000;
        held.push(joiner.save(1, &on, "joined"));
        saves += 1;
    }
    assert_eq!((saves, fold_of(&held).heads.len()), (3, 1));
}

#[derive(Debug, Clone)]
struct Step {
    kind: u8,
    parents: Vec<Index>,
    at: u64,
    person: u8,
}

fn history() -> impl Strategy<Value = Vec<Revision>> {
    let step = (
        0..8u8,
        prop::collection::vec(any::<Index>(), 0..4),
        0..40u64,
        0..4u8,
    )
        .prop_map(
            // One clock in ten is years off.
            |(kind, parents, at, person)| Step {
                kind,
                parents,
                at: if at > 35 { at * 31_536_000_000 } else { at },
                person,
            },
        );
    prop::collection::vec(step, 1..24).prop_map(|steps| {
        let mut pens: Vec<Pen> = (0..4).map(|seed| Pen::new(seed, "north")).collect();
        let mut held: Vec<Revision> = Vec::new();
        for step in steps {
            let on: Vec<Revision> = match held.len() {
                0 => vec![],
                len => step
                    .parents
                    .iter()
                    .map(|index| held[index.index(len)].clone())
                    .collect(),
            };
            let kind = match step.kind {
                0..=4 => Kind::Save,
                5..=6 => Kind::Review,
                _ => Kind::Erase,
            };
            let pen = &mut pens[usize::from(step.person)];
            pen.at = step.at;
            held.push(pen.write(1, kind, &on.iter().collect::<Vec<_>>(), "body"));
        }
        held
    })
}

/// Every ancestor of every held revision, the slow and plain way.
fn ancestry(held: &[Revision]) -> HashMap<RevisionId, HashSet<RevisionId>> {
    let mut before: HashMap<RevisionId, HashSet<RevisionId>> = HashMap::new();
    loop {
        let mut changed = false;
        for revision in held {
            let mut all: HashSet<RevisionId> = HashSet::new();
            for parent in &revision.header.parents {
                if held.iter().any(|other| other.id == *parent) {
                    all.insert(*parent);
                    all.extend(before.get(parent).into_iter().flatten());
                }
            }
            changed |= before.insert(revision.id, all.clone()) != Some(all);
        }
        if !changed {
            return before;
        }
    }
}

proptest! {
    #[test]
    fn order_and_repeats_do_not_matter(
        held in history(), picks in prop::collection::vec(any::<Index>(), 0..40), seed in any::<u64>(),
    ) {
        let mut shuffled: Vec<&Revision> = held.iter().collect();
        shuffled.extend(picks.iter().map(|pick| &held[pick.index(held.len())]));
        let len = shuffled.len();
        for place in 0..len {
            shuffled.swap(place, (seed as usize).wrapping_mul(place + 7) % len);
        }
        prop_assert_eq!(fold_of(shuffled), fold_of(&held));
    }

    #[test]
    fn a_log_fed_in_any_pieces_folds_the_same(
        held in history(), cuts in prop::collection::vec(any::<Index>(), 0..5), reversed in any::<bool>(),
    ) {
        use crate::log::{Log, MemoryLog};
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(held.len() + 1)).collect();
        cuts.extend([0, held.len()]);
        cuts.sort_unstable();
        let mut pieces: Vec<&[Revision]> = cuts.windows(2).map(|w| &held[w[0]..w[1]]).collect();
        if reversed { pieces.reverse(); }
        let (mut whole, mut pieced) = (MemoryLog::default(), MemoryLog::default());
        whole.append(&held).unwrap();
        for piece in pieces {
            pieced.append(piece).unwrap();
            if let Some(first) = piece.first() {
                // A fold halfway must not panic, nor lose what is there.
                let now = pieced.of_record(&first.header.team, first.header.record).unwrap();
                prop_assert_eq!(fold_of(&now).order.len(), now.len());
            }
        }
        let (team, record) = (&held[0].header.team, held[0].header.record);
        let (left, right) = (whole.of_record(team, record).unwrap(), pieced.of_record(team, record).unwrap());
        prop_assert_eq!(fold_of(&left), fold_of(&right));
        prop_assert_eq!(left, right, "the bodies too");
        prop_assert_eq!(whole.digest(team), pieced.digest(team));
    }

    #[test]
    fn the_fold_is_what_the_plain_words_say(held in history(), drop in prop::collection::vec(any::<Index>(), 0..4)) {
        let dropped: HashSet<RevisionId> = drop.iter().map(|i| held[i.index(held.len())].id).collect();
        let mut held: Vec<Revision> = held.into_iter().filter(|r| !dropped.contains(&r.id)).collect();
        held.sort_by_key(|revision| revision.id);
        held.dedup();
        prop_assume!(!held.is_empty());
        let fold = fold_of(&held);
        let before = ancestry(&held);
        let get = |id: &RevisionId| held.iter().find(|revision| revision.id == *id).unwrap();
        let is = |id: &RevisionId, kind| get(id).header.kind == kind;

        // Nothing is lost, nothing is twice, parents come first.
        prop_assert_eq!(fold.order.iter().collect::<HashSet<_>>(), held.iter().map(|r| &r.id).collect());
        prop_assert_eq!(fold.order.len(), held.len());
        for (place, id) in fold.order.iter().enumerate() {
            let earlier = &fold.order[..place];
            prop_assert!(before[id].iter().all(|parent| earlier.contains(parent)));
        }
        // Missing parents are exactly those named and not held.
        let named: BTreeSet<RevisionId> = held.iter().flat_map(|r| r.header.parents.clone()).collect();
        let missing: Vec<RevisionId> = named.into_iter().filter(|p| !held.iter().any(|r| r.id == *p)).collect();
        prop_assert_eq!(&fold.missing, &missing);
        // Heads: saves that come before no other save. Tips: revisions that come before nothing.
        let follows = |id: &RevisionId, of: &dyn Fn(&RevisionId) -> bool| {
            held.iter().any(|later| before[&later.id].contains(id) && of(&later.id))
        };
        let heads: BTreeSet<RevisionId> = held.iter().map(|r| r.id)
            .filter(|id| is(id, Kind::Save) && !follows(id, &|later| is(later, Kind::Save))).collect();
        prop_assert_eq!(fold.heads.iter().copied().collect::<BTreeSet<_>>(), heads);
        let tips: Vec<RevisionId> = held.iter().map(|r| r.id).filter(|id| !follows(id, &|_| true)).collect();
        prop_assert_eq!(&fold.tips, &tips);
        // Forgotten: before an erase. Erased: every head is.
        let forgotten: Vec<RevisionId> = held.iter().map(|r| r.id)
            .filter(|id| !is(id, Kind::Erase) && follows(id, &|later| is(later, Kind::Erase))).collect();
        prop_assert_eq!(&fold.forgotten, &forgotten);
        if let Some(winner) = fold.heads.first() {
            prop_assert_eq!(fold.erased, fold.heads.iter().all(|head| forgotten.contains(head)));
            let rank = |id: &RevisionId| (!forgotten.contains(id), get(id).header.at, *id);
            prop_assert_eq!(fold.heads.iter().map(rank).max(), Some(rank(winner)));
        }
        // The base is a save before all heads with no such save after it.
        let common = |id: &RevisionId| is(id, Kind::Save) && fold.heads.iter().all(|head| before[head].contains(id));
        match fold.base {
            Some(base) => {
                prop_assert!(fold.heads.len() > 1 && common(&base));
                prop_assert!(!follows(&base, &|later| common(later)));
            }
            None => prop_assert!(fold.heads.len() < 2 || !held.iter().any(|r| common(&r.id))),
        }
        // A review sees when all saves earlier in order come before it.
        for (place, id) in fold.order.iter().enumerate().filter(|(_, id)| is(id, Kind::Review)) {
            let saves = fold.order[..place].iter().filter(|earlier| is(earlier, Kind::Save));
            prop_assert_eq!(fold.sees(*id), saves.into_iter().all(|save| before[id].contains(save)));
        }
        // Apart: the saves and reviews earlier in order that do not come before it.
        for (place, id) in fold.order.iter().enumerate() {
            let unknown: Vec<RevisionId> = fold.order[..place].iter().copied()
                .filter(|earlier| !is(id, Kind::Erase) && !is(earlier, Kind::Erase))
                .filter(|earlier| !before[id].contains(earlier)).collect();
            prop_assert_eq!(fold.apart.get(id).cloned().unwrap_or_default(), unknown);
        }
    }

    #[test]
    fn joining_the_tips_leaves_one_head(held in history()) {
        let mut held = held;
        let mut pen = Pen::new(9, "north");
        for _ in 0..3 {
            let parents = fold_of(&held).next_parents();
            let on: Vec<Revision> = held.iter().filter(|r| parents.contains(&r.id)).cloned().collect();
            held.push(pen.save(1, &on.iter().collect::<Vec<_>>(), "joined"));
        }
        let fold = fold_of(&held);
        prop_assert_eq!(fold.tips.len(), 1);
        prop_assert_eq!(&fold.heads, &fold.tips);
        prop_assert!(!fold.erased);
    }
}
