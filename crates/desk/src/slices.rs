//! Slices of lists that screens were given, so that the next slice begins where one ended: what the rows are
//! ordered by may be guarded, so a screen gets the number of a slice and not its ends.

use std::collections::VecDeque;

use store::{Ends, Sort, Start};

use crate::view::RecordQuery;

/// More than a screen holds at once.
const KEPT_MAX: usize = 64;

/// The slices that were given last.
#[derive(Default)]
pub(crate) struct Slices {
    given: u32,
    kept: VecDeque<(u32, Ends)>,
}

impl Slices {
    /// Keeps the ends of a slice that is given out, and numbers it.
    pub(crate) fn keep(&mut self, ends: Option<Ends>) -> u32 {
        self.given = self.given.wrapping_add(1);
        if let Some(ends) = ends {
            if self.kept.len() == KEPT_MAX {
                self.kept.pop_front();
            }
            self.kept.push_back((self.given, ends));
        }
        self.given
    }

    /// Forgets them, with whoever was given them; numbers are not used again.
    pub(crate) fn forget(&mut self) {
        self.kept.clear();
    }

    /// Behind a slice that is kept and in this order.
    pub(crate) fn behind(&self, number: u32, sort: Sort) -> Option<Start> {
        let mut kept = self.kept.iter();
        let (_, (_, last)) = kept.find(|(given, _)| *given == number)?;
        last.is_of(sort).then(|| Start::After(last.clone()))
    }

    /// Where a slice begins: beside one that is kept and in the same order, or else by its place.
    pub(crate) fn start(&self, query: &RecordQuery, sort: Sort) -> Start {
        let ends = |number: Option<u32>| {
            let mut kept = self.kept.iter();
            let (_, ends) = kept.find(|(given, _)| Some(*given) == number)?;
            ends.0.is_of(sort).then(|| ends.clone())
        };
        let after = ends(query.after).map(|(_, last)| Start::After(last));
        let before = || ends(query.before).map(|(first, _)| Start::Before(first));
        after.or_else(before).unwrap_or(Start::At(query.offset))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use super::*;
    use crate::open::lock;
    use crate::setup::alone::{WORDS, laptop};
    use crate::view::RecordPage;

    fn by(sort: &str, limit: u32) -> RecordQuery {
        RecordQuery {
            sort: sort.to_owned(),
            limit,
            ..RecordQuery::default()
        }
    }

    fn names(page: RecordPage) -> Vec<String> {
        page.rows.into_iter().map(|row| row.record).collect()
    }

    #[test]
    fn slices_go_on_from_each_other_in_every_order_of_the_screen() {
        let (_folder, desk) = laptop("field");
        for sort in ["changed", "date", "title", "team", "people", "state"] {
            let all = names(desk.records(&by(sort, 500)).unwrap());
            assert!(all.len() > 4, "{all:?}");
            let (mut found, mut after) = (Vec::new(), None);
            while found.len() < all.len() {
                let query = RecordQuery {
                    after,
                    ..by(sort, 2)
                };
                let page = desk.records(&query).unwrap();
                assert_eq!(page.total as usize, all.len());
                if let Some(before) = after.map(|_| page.slice) {
                    let back = RecordQuery {
                        before: Some(before),
                        ..by(sort, 2)
                    };
                    let back = names(desk.records(&back).unwrap());
                    assert!(found.ends_with(&back), "{sort}: {back:?} in {found:?}");
                }
                after = Some(page.slice);
                found.extend(names(page));
            }
            assert_eq!(found, all, "{sort}");
        }
    }

    #[test]
    fn a_slice_beside_none_that_is_known_begins_at_its_place() {
        let (_folder, desk) = laptop("field");
        let first = desk.records(&by("changed", 2)).unwrap().slice;
        let check = |sort: &str, after: Option<u32>, before: Option<u32>, place: usize| {
            let all = names(desk.records(&by(sort, 500)).unwrap());
            let query = RecordQuery {
                after,
                before,
                offset: 3,
                ..by(sort, 1)
            };
            let found = names(desk.records(&query).unwrap());
            let expected: Vec<String> = all.into_iter().skip(place).take(1).collect();
            assert_eq!(found, expected, "{sort} {after:?} {before:?}");
        };
        check("changed", Some(first), None, 2);
        check("changed", Some(first + 900), None, 3);
        check("changed", None, Some(first + 900), 3);
        // It was of another order.
        check("title", Some(first), None, 3);
        for _ in 0..KEPT_MAX {
            desk.records(&by("changed", 1)).unwrap();
        }
        check("changed", Some(first), None, 3);
    }

    #[test]
    fn slices_are_forgotten_with_who_was_given_them() {
        let (_folder, desk) = laptop("field");
        let before = desk.records(&by("changed", 2)).unwrap().slice;
        desk.lock().unwrap();
        assert!(lock(&desk.0.slices).kept.is_empty());
        desk.unlock("Dara", WORDS).unwrap();
        assert!(desk.records(&by("changed", 2)).unwrap().slice > before);
    }
}
