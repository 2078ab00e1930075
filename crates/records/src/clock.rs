//! The hybrid logical clock: wall time that never runs backwards past what was seen.

/// The latest time a revision may carry, in milliseconds: 2^53 - 1, the largest whole number that every
/// reader of JSON keeps exactly.
pub const AT_MAX: u64 = (1 << 53) - 1;

/// Gives each revision of a device a time later than all it has seen.
///
/// A laptop whose battery died wakes up in 1970; its revisions must still come after their parents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    last: u64,
}

impl Clock {
    /// Starts after `last`, the largest time this device has stamped so far (0 for a new one).
    #[must_use]
    pub const fn after(last: u64) -> Self {
        Self { last }
    }

    /// Returns the time of the next revision: the latest of now, its own last stamp and its parents, never
    /// above [`AT_MAX`].
    pub fn stamp(&mut self, now_ms: u64, parents_at_max: u64) -> u64 {
        let next = now_ms
            .max(self.last.saturating_add(1))
            .max(parents_at_max.saturating_add(1));
        self.last = next.min(AT_MAX);
        self.last
    }

    /// Returns the last stamp given, 0 before the first.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(last: u64, now: u64, parents: u64, stamp: u64) {
        assert_eq!(Clock::after(last).stamp(now, parents), stamp);
    }

    #[test]
    fn the_latest_of_three_wins() {
        check(0, 1_000, 0, 1_000);
        check(5_000, 1_000, 0, 5_001);
        check(5_000, 1_000, 9_000, 9_001);
        check(1_000, 1_000, 999, 1_001);
    }

    #[test]
    fn the_end_of_time_is_held() {
        check(AT_MAX, 0, 0, AT_MAX);
        check(0, u64::MAX, u64::MAX, AT_MAX);
        check(u64::MAX, 0, 0, AT_MAX);
    }

    #[test]
    fn stamps_grow_while_the_wall_clock_stands_still() {
        let mut clock = Clock::default();
        let stamps: Vec<u64> = (0..4).map(|_| clock.stamp(7, 0)).collect();
        assert_eq!(stamps, [7, 8, 9, 10]);
        assert_eq!(clock.last(), 10);
    }
}
