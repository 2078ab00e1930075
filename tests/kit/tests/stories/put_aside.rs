//! A draft that was put aside is not lost: the first screen offers it for thirty days.

use std::time::Duration;

use desk::Desk;
use desk::view::DraftCard;
use kit::Office;
use kit::answers::{SESSION, SUNG, set};

const DAY: Duration = Duration::from_hours(24);

fn ids(cards: &[DraftCard]) -> Vec<&str> {
    cards.iter().map(|card| card.id.as_str()).collect()
}

#[track_caller]
fn check(desk: &Desk, drafts: &[&str], aside: &[&str]) {
    let home = desk.home().unwrap();
    assert_eq!(
        (ids(&home.drafts), ids(&home.aside)),
        (drafts.to_vec(), aside.to_vec())
    );
}

#[test]
fn what_was_put_aside_is_offered_again_with_all_that_was_typed() {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Keo Pisey", "field", &["PLN1"]));
    laptop.sign_in("Sok Dara");
    let desk = &laptop.desk;
    let draft = desk.draft_new("eore_session", None).unwrap().draft;
    for (path, value) in set(&[SUNG, SESSION]) {
        desk.draft_set(&draft, &path, &value).unwrap();
    }
    check(desk, &[&draft], &[]);
    desk.draft_discard(&draft).unwrap();
    check(desk, &[], &[&draft]);
    laptop.sign_in("Keo Pisey");
    check(desk, &[], &[]);
    laptop.sign_in("Sok Dara");
    laptop.watch.pass(DAY * 29);
    check(desk, &[], &[&draft]);
    let back = desk.draft_restore(&draft).unwrap();
    assert_eq!(back.draft, draft);
    check(desk, &[&draft], &[]);
    let done = desk.draft_finish(&draft).unwrap();
    let made = done
        .record
        .unwrap_or_else(|| panic!("{:#?}", done.problems));
    // A correction that was dropped is offered too, until somebody corrects the record anew.
    let dropped = desk.record_edit(&made).unwrap().draft;
    desk.draft_discard(&dropped).unwrap();
    check(desk, &[], &[&dropped]);
    let anew = desk.record_edit(&made).unwrap().draft;
    check(desk, &[&anew], &[]);
    desk.draft_discard(&anew).unwrap();
    laptop.watch.pass(DAY * 31);
    check(desk, &[], &[]);
}

/// Answers typed into what the record was would be a second truth beside what it is.
#[test]
fn a_correction_is_not_offered_once_the_record_was_changed() {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.sign_in("Sok Dara");
    let desk = &laptop.desk;
    let draft = desk.draft_new("eore_session", None).unwrap().draft;
    for (path, value) in set(&[SUNG, SESSION]) {
        desk.draft_set(&draft, &path, &value).unwrap();
    }
    let made = desk.draft_finish(&draft).unwrap().record.unwrap();
    let dropped = desk.record_edit(&made).unwrap().draft;
    desk.draft_discard(&dropped).unwrap();
    check(desk, &[], &[&dropped]);
    let anew = desk.record_edit(&made).unwrap().draft;
    desk.draft_finish(&anew).unwrap().record.unwrap();
    check(desk, &[], &[]);
}
