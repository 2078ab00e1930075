//! What every [`Log`] promises, as one function that each implementation's tests call, and the
//! [`Pen`] that writes revisions for such tests.

#![expect(
    clippy::expect_used,
    reason = "a broken promise should stop the test at once"
)]

use crate::digest::Digest;
use crate::header::Kind;
use crate::id::{DeviceId, PersonId, RecordId, RevisionId, TeamId};
use crate::log::Log;
use crate::revision::{Draft, Revision};

/// Writes revisions as one laptop of a team would, counting them. Everything follows from `seed`.
#[derive(Debug, Clone)]
pub struct Pen {
    /// The laptop.
    pub device: DeviceId,
    /// The person.
    pub author: PersonId,
    /// The team.
    pub team: TeamId,
    /// The count of the next revision.
    pub next: u64,
    /// The clock of the next revision; each one moves it by a second.
    pub at: u64,
}

impl Pen {
    /// Returns the pen of laptop and person `seed` in `team`.
    ///
    /// # Panics
    /// When `team` is no team id.
    #[must_use]
    pub fn new(seed: u8, team: &str) -> Self {
        Self {
            device: DeviceId([seed; 16]),
            author: PersonId([seed; 16]),
            team: TeamId::new(team).expect("a team id"),
            next: 1,
            at: 1_700_000_000_000,
        }
    }

    /// Returns the record named by `number`.
    #[must_use]
    pub fn record(number: u8) -> RecordId {
        RecordId::v7(1_700_000_000_000, [number; 10])
    }

    /// Writes a save of record `number` after `parents`.
    pub fn save(&mut self, number: u8, parents: &[&Revision], body: &str) -> Revision {
        self.write(number, Kind::Save, parents, body)
    }

    /// Writes a review of record `number`.
    pub fn review(&mut self, number: u8, parents: &[&Revision], body: &str) -> Revision {
        self.write(number, Kind::Review, parents, body)
    }

    /// Writes an erase of record `number`.
    pub fn erase(&mut self, number: u8, parents: &[&Revision]) -> Revision {
        self.write(number, Kind::Erase, parents, "{\"request\":\"person\"}")
    }

    /// Writes a revision of any kind.
    ///
    /// # Panics
    /// When there are more parents or a longer body than a revision takes.
    pub fn write(&mut self, number: u8, kind: Kind, on: &[&Revision], body: &str) -> Revision {
        let draft = Draft {
            record: Self::record(number),
            team: self.team.clone(),
            kind,
            parents: on.iter().map(|parent| parent.id).collect(),
            form: "session".into(),
            form_version: "2026.2".into(),
            author: self.author,
            device: self.device,
            n: self.next,
            at: self.at,
        };
        self.next += 1;
        self.at += 1000;
        Revision::new(draft, body.into()).expect("a revision within its limits")
    }
}

/// Runs every promise on a fresh log each.
///
/// # Panics
/// When the log breaks one.
pub fn log_contract<L: Log>(mut fresh: impl FnMut() -> L) {
    what_is_appended_is_held(&mut fresh());
    appending_twice_changes_nothing(&mut fresh());
    order_does_not_matter(&mut fresh(), &mut fresh());
    a_child_may_come_before_its_parent(&mut fresh());
    two_edits_are_both_kept(&mut fresh());
    the_same_count_twice_is_kept_twice(&mut fresh());
    a_damaged_revision_stops_the_whole_append(&mut fresh());
    teams_are_apart(&mut fresh());
    an_erase_takes_the_bodies_before_it(&mut fresh());
    a_body_that_comes_after_its_erase_is_not_kept(&mut fresh());
    a_body_that_was_missing_is_filled_in(&mut fresh());
}

fn what_is_appended_is_held<L: Log>(log: &mut L) {
    let mut pen = Pen::new(1, "north");
    let first = pen.save(1, &[], "{\"a\":1}");
    let second = pen.review(1, &[&first], "{}");
    let appended = log
        .append(&[first.clone(), second.clone()])
        .expect("append");
    assert_eq!(appended.added, [first.id, second.id]);
    assert_eq!(appended.known, []);
    assert_eq!(log.get(first.id).expect("get"), Some(first.clone()));
    assert_eq!(
        log.get(RevisionId([9; 32])).expect("get"),
        None,
        "an unknown id"
    );
    let mut both = vec![first.clone(), second.clone()];
    both.sort_by_key(|revision| revision.id);
    assert_eq!(
        log.of_record(&pen.team, Pen::record(1)).expect("of_record"),
        both
    );
    assert_eq!(
        log.of_record(&pen.team, Pen::record(2)).expect("of_record"),
        []
    );
    assert_eq!(
        digest_of(log, &pen.team),
        [first.id, second.id].iter().collect()
    );
}

fn appending_twice_changes_nothing<L: Log>(log: &mut L) {
    let mut pen = Pen::new(1, "north");
    let (first, second) = (pen.save(1, &[], "one"), pen.save(2, &[], "two"));
    log.append(std::slice::from_ref(&first)).expect("append");
    let again = [first.clone(), second.clone(), second.clone()];
    let appended = log.append(&again).expect("append again");
    assert_eq!(appended.added, [second.id]);
    assert_eq!(appended.known, [first.id, second.id]);
    assert_eq!(
        digest_of(log, &pen.team),
        [first.id, second.id].iter().collect()
    );
    assert!(log.append(&[]).expect("append nothing").added.is_empty());
}

fn order_does_not_matter<L: Log>(forwards: &mut L, backwards: &mut L) {
    let mut pen = Pen::new(1, "north");
    let first = pen.save(1, &[], "one");
    let second = pen.save(1, &[&first], "two");
    let third = pen.erase(1, &[&first]);
    let all = [first, second, third];
    forwards.append(&all).expect("append");
    for revision in all.iter().rev() {
        backwards
            .append(std::slice::from_ref(revision))
            .expect("append");
    }
    let record = Pen::record(1);
    let (left, right) = (
        forwards.of_record(&pen.team, record),
        backwards.of_record(&pen.team, record),
    );
    assert_eq!(left.expect("of_record"), right.expect("of_record"));
    assert_eq!(
        digest_of(forwards, &pen.team),
        digest_of(backwards, &pen.team)
    );
}

fn a_child_may_come_before_its_parent<L: Log>(log: &mut L) {
    let mut pen = Pen::new(1, "north");
    let parent = pen.save(1, &[], "parent");
    let child = pen.save(1, &[&parent], "child");
    log.append(std::slice::from_ref(&child))
        .expect("a child alone");
    assert_eq!(log.get(child.id).expect("get"), Some(child.clone()));
    log.append(std::slice::from_ref(&parent))
        .expect("its parent");
    assert_eq!(
        log.of_record(&pen.team, Pen::record(1))
            .expect("of_record")
            .len(),
        2
    );
}

fn two_edits_are_both_kept<L: Log>(log: &mut L) {
    let (mut dara, mut sophea) = (Pen::new(1, "north"), Pen::new(2, "north"));
    let start = dara.save(1, &[], "start");
    let (one, two) = (
        dara.save(1, &[&start], "one"),
        sophea.save(1, &[&start], "two"),
    );
    log.append(&[start, one.clone()]).expect("append");
    log.append(std::slice::from_ref(&two)).expect("append");
    let held = log
        .of_record(&dara.team, Pen::record(1))
        .expect("of_record");
    assert!(held.contains(&one) && held.contains(&two));
}

fn the_same_count_twice_is_kept_twice<L: Log>(log: &mut L) {
    let mut pen = Pen::new(1, "north");
    let mut restored = pen.clone();
    let (one, two) = (
        pen.save(1, &[], "before the restore"),
        restored.save(1, &[], "after it"),
    );
    assert_eq!(one.header.n, two.header.n);
    let appended = log.append(&[one.clone(), two.clone()]).expect("append");
    assert_eq!(appended.added, [one.id, two.id]);
    assert_eq!(digest_of(log, &pen.team).count, 2);
}

fn a_damaged_revision_stops_the_whole_append<L: Log>(log: &mut L) {
    let mut pen = Pen::new(1, "north");
    let good = pen.save(1, &[], "good");
    let mut changed_body = pen.save(2, &[], "said");
    changed_body.body = Some("sand".into());
    let mut changed_header = pen.save(3, &[], "said");
    changed_header.header.at += 1;
    let mut changed_name = pen.save(4, &[], "said");
    changed_name.id = good.id;
    for bad in [changed_body, changed_header, changed_name] {
        assert!(
            log.append(&[good.clone(), bad]).is_err(),
            "a damaged revision was taken"
        );
        assert_eq!(
            log.get(good.id).expect("get"),
            None,
            "half of a refused append was kept"
        );
    }
    assert_eq!(digest_of(log, &pen.team), Digest::default());
}

fn teams_are_apart<L: Log>(log: &mut L) {
    let (mut north, mut south) = (Pen::new(1, "north"), Pen::new(1, "south"));
    let (ours, theirs) = (north.save(1, &[], "ours"), south.save(1, &[], "theirs"));
    log.append(&[ours.clone(), theirs.clone()]).expect("append");
    let record = Pen::record(1);
    assert_eq!(
        log.of_record(&north.team, record).expect("of_record"),
        std::slice::from_ref(&ours)
    );
    assert_eq!(
        log.of_record(&south.team, record).expect("of_record"),
        [theirs]
    );
    assert_eq!(digest_of(log, &north.team), [ours.id].iter().collect());
}

fn an_erase_takes_the_bodies_before_it<L: Log>(log: &mut L) {
    let mut pen = Pen::new(1, "north");
    let first = pen.save(1, &[], "name");
    let second = pen.save(1, &[&first], "name and age");
    let review = pen.review(1, &[&second], "{}");
    let apart = pen.save(1, &[&first], "edited elsewhere");
    let erase = pen.erase(1, &[&review]);
    let other = pen.save(2, &[], "another record");
    log.append(&[
        first.clone(),
        second.clone(),
        review.clone(),
        apart.clone(),
        other.clone(),
    ])
    .expect("append");
    let before = digest_of(log, &pen.team);
    log.append(std::slice::from_ref(&erase)).expect("erase");
    for gone in [first.id, second.id, review.id] {
        let held = log
            .get(gone)
            .expect("get")
            .expect("the revision itself stays");
        assert_eq!(held.body, None, "its body is erased");
        held.verify()
            .expect("an erased revision still proves itself");
    }
    for kept in [apart, erase.clone(), other] {
        assert_eq!(log.get(kept.id).expect("get"), Some(kept));
    }
    let mut expected = before;
    expected.add(&erase.id);
    assert_eq!(
        digest_of(log, &pen.team),
        expected,
        "erasing takes no revision away"
    );
}

fn a_body_that_comes_after_its_erase_is_not_kept<L: Log>(log: &mut L) {
    let mut pen = Pen::new(1, "north");
    let save = pen.save(1, &[], "name");
    let review = pen.review(1, &[&save], "{}");
    let erase = pen.erase(1, &[&review]);
    log.append(&[erase]).expect("the erase first");
    log.append(std::slice::from_ref(&save))
        .expect("then what it erases, not yet connected");
    log.append(std::slice::from_ref(&review))
        .expect("then what connects them");
    log.append(std::slice::from_ref(&save))
        .expect("and once more with its body");
    let body = |id| log.get(id).expect("get").expect("held").body;
    assert_eq!(body(save.id), None);
    assert_eq!(body(review.id), None);
}

fn a_body_that_was_missing_is_filled_in<L: Log>(log: &mut L) {
    let mut pen = Pen::new(1, "north");
    let whole = pen.save(1, &[], "name");
    let bare = Revision {
        body: None,
        ..whole.clone()
    };
    log.append(std::slice::from_ref(&bare))
        .expect("without a body");
    assert_eq!(log.get(whole.id).expect("get"), Some(bare.clone()));
    let appended = log.append(std::slice::from_ref(&whole)).expect("with it");
    assert_eq!(appended.known, [whole.id]);
    log.append(&[bare]).expect("and without again");
    assert_eq!(log.get(whole.id).expect("get"), Some(whole));
}

fn digest_of<L: Log>(log: &L, team: &TeamId) -> Digest {
    log.digest(team).expect("digest")
}
