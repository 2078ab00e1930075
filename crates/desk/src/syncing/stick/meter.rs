//! How far the writing or the reading of a stick is.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};

use crate::records_view::small;

/// What is told is counted in these: it fits a number of the screens however large a stick is.
const UNIT_BYTES: u64 = 1 << 10;
/// It is told so often at most, from nothing to all.
const STEPS: u64 = 200;

/// Counts bytes of work and tells of them.
pub(super) struct Meter<'t> {
    all: u64,
    done: Cell<u64>,
    told: RefCell<&'t mut dyn FnMut(u32, u32)>,
}

impl<'t> Meter<'t> {
    /// Begins at nothing of so many bytes.
    pub(super) fn new(all: u64, told: &'t mut dyn FnMut(u32, u32)) -> Self {
        let meter = Self {
            all,
            done: Cell::new(0),
            told: RefCell::new(told),
        };
        meter.tell();
        meter
    }

    /// Notes that so many bytes more are done. What was not foreseen does not go beyond all.
    pub(super) fn add(&self, bytes: u64) {
        let before = self.done.get();
        let now = before.saturating_add(bytes).min(self.all);
        self.done.set(now);
        if self.step(before) != self.step(now) {
            self.tell();
        }
    }

    fn step(&self, done: u64) -> u64 {
        let share = u128::from(done) * u128::from(STEPS) / u128::from(self.all.max(1));
        u64::try_from(share).unwrap_or(STEPS)
    }

    fn tell(&self) {
        let units = |bytes: u64| small(bytes.div_ceil(UNIT_BYTES));
        if let Ok(mut told) = self.told.try_borrow_mut() {
            told(units(self.done.get()), units(self.all));
        }
    }
}

/// Counts what is read.
pub(super) struct Counted<'m, 't, R> {
    inner: R,
    meter: &'m Meter<'t>,
}

impl<'m, 't, R> Counted<'m, 't, R> {
    pub(super) const fn new(inner: R, meter: &'m Meter<'t>) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Counted<'_, '_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.meter.add(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn it_begins_at_nothing_goes_up_and_ends_at_all() {
        for all in [0, 1, 1_000, 1 << 20, 5 << 30] {
            let mut heard = Vec::new();
            let mut told = |done, all| heard.push((done, all));
            let meter = Meter::new(all, &mut told);
            for _ in 0..1_000 {
                meter.add(all / 999);
            }
            meter.add(u64::MAX);
            let (first, last) = (heard.first().unwrap(), heard.last().unwrap());
            assert_eq!(first.0, 0, "{all}");
            assert_eq!(last.0, last.1, "{all}");
            assert!(heard.is_sorted(), "{all}");
            assert!(heard.len() as u64 <= STEPS + 2, "{all}: {}", heard.len());
        }
    }

    #[test]
    fn what_is_read_is_counted() {
        let mut heard = Vec::new();
        let mut told = |done, all| heard.push((done, all));
        let meter = Meter::new(4_096, &mut told);
        let mut bytes = Vec::new();
        let mut counted = Counted::new(&[7; 2_048][..], &meter);
        counted.read_to_end(&mut bytes).unwrap();
        assert_eq!((bytes.len(), heard.last()), (2_048, Some(&(2, 4))));
    }
}
