//! When to try the centre again without being asked.
//!
//! A laptop that comes back from a week in the field should send at the first signal. A hundred laptops whose centre
//! comes back after an outage should not all knock in the same second, and a laptop in a valley should not wear
//! its battery down by knocking at nothing. So the pause grows with each failure up to half an hour, every
//! pause is stretched by chance, and a change of the network is worth one early try.

use std::time::Duration;

use sync::LineKind;

/// After something was made here, so that what belongs together goes together.
const SOON: Duration = Duration::from_secs(20);
/// When nothing waits: how long until colleagues' work is asked for.
const IDLE: Duration = Duration::from_secs(15 * 60);
/// After the first failure; it doubles with each further one.
const FIRST: Duration = Duration::from_secs(30);
/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// Between a try and the next that a change of the network may cause.
const GAP: Duration = Duration::from_secs(30);
/// The network has just changed: addresses and routes need a moment.
const SETTLE: Duration = Duration::from_secs(3);

/// When the next try is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// After this pause.
    In(Duration),
    /// Not before a person asks for it: the centre does not know this laptop.
    WhenAsked,
}

/// How tries went, and so how long to wait for the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patience {
    failures: u32,
    shut_out: bool,
}

impl Patience {
    /// After a sync that reached its end, or at the start. `chance` is any number, for the stretch.
    pub fn after_success(&mut self, chance: u32) -> Next {
        *self = Patience::default();
        Next::In(stretched(IDLE, chance))
    }

    /// After a sync that failed on the line.
    pub fn after_failure(&mut self, kind: LineKind, chance: u32) -> Next {
        if matches!(kind, LineKind::Unauthorised | LineKind::Revoked) {
            self.shut_out = true;
            return Next::WhenAsked;
        }
        let doubled = FIRST.saturating_mul(1_u32.checked_shl(self.failures).unwrap_or(u32::MAX));
        self.failures = self.failures.saturating_add(1);
        let asked = match kind {
            LineKind::Busy { retry_s } | LineKind::TurnedAway { retry_s } => {
                Duration::from_secs(u64::from(retry_s))
            }
            _ => Duration::ZERO,
        };
        // What the centre asks for is kept to, also beyond our own longest pause.
        Next::In(stretched(doubled.min(LONGEST).max(asked), chance))
    }

    /// Something was made or decided here; `left` is what remains of the pause that runs.
    pub fn after_change(&self, left: Duration) -> Next {
        match (self.shut_out, self.failures) {
            (true, _) => Next::WhenAsked,
            (false, 0) => Next::In(left.min(SOON)),
            // The line is known to be down: more work does not mend it.
            (false, _) => Next::In(left),
        }
    }

    /// The laptop's addresses changed. `since` is how long ago the last try began, `left` what remains of
    /// the pause that runs.
    pub fn after_network_change(&self, since: Duration, left: Duration) -> Next {
        if self.shut_out {
            return Next::WhenAsked;
        }
        Next::In(left.min(GAP.saturating_sub(since).max(SETTLE)))
    }
}

/// The pause and up to half of it more, by chance.
fn stretched(pause: Duration, chance: u32) -> Duration {
    pause + pause.mul_f64(f64::from(chance) / f64::from(u32::MAX) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 3600);

    fn pause(next: Next) -> Duration {
        match next {
            Next::In(pause) => pause,
            Next::WhenAsked => Duration::MAX,
        }
    }

    #[test]
    fn a_pause_grows_with_each_failure_up_to_half_an_hour() {
        let mut patience = Patience::default();
        let minutes = |next| pause(next).as_secs_f64() / 60.0;
        let grown: Vec<f64> = (0..9)
            .map(|_| minutes(patience.after_failure(LineKind::Unreachable, 0)))
            .collect();
        assert_eq!(grown, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]);
        assert_eq!(minutes(patience.after_success(0)), 15.0);
        assert_eq!(minutes(patience.after_failure(LineKind::Stalled, 0)), 0.5);
    }

    #[test]
    fn each_kind_of_failure_has_its_pause() {
        let check = |kind: LineKind, want: u64| {
            let next = Patience::default().after_failure(kind, 0);
            assert_eq!(pause(next).as_secs(), want, "{kind:?}");
        };
        check(LineKind::Unreachable, 30);
        check(LineKind::Stalled, 30);
        check(LineKind::NotOurs, 30);
        check(LineKind::TooLarge, 30);
        check(LineKind::Full, 30);
        check(LineKind::Server { status: 500 }, 30);
        check(LineKind::Busy { retry_s: 5 }, 30);
        check(LineKind::Busy { retry_s: 90 }, 90);
        check(LineKind::Busy { retry_s: 7_200 }, 7_200);
        check(LineKind::TurnedAway { retry_s: 90 }, 90);
        check(LineKind::Revoked, Duration::MAX.as_secs());
        check(LineKind::Unauthorised, Duration::MAX.as_secs());
    }

    #[test]
    fn who_is_shut_out_stays_so_until_a_sync_succeeds() {
        let mut patience = Patience::default();
        patience.after_failure(LineKind::Revoked, 0);
        assert_eq!(patience.after_change(DAY), Next::WhenAsked);
        assert_eq!(patience.after_network_change(DAY, DAY), Next::WhenAsked);
        patience.after_success(0);
        assert_eq!(patience.after_change(DAY), Next::In(SOON));
    }

    #[test]
    fn new_work_goes_soon_where_the_line_is_not_known_to_be_down() {
        let mut patience = Patience::default();
        assert_eq!(patience.after_change(DAY), Next::In(SOON));
        assert_eq!(
            patience.after_change(Duration::from_secs(4)),
            Next::In(Duration::from_secs(4)),
            "a second record does not put the first one off"
        );
        patience.after_failure(LineKind::Unreachable, 0);
        assert_eq!(patience.after_change(DAY), Next::In(DAY));
    }

    #[test]
    fn a_new_network_is_tried_once_it_has_settled_and_not_over_and_over() {
        let mut patience = Patience::default();
        patience.after_failure(LineKind::Unreachable, 0);
        let check = |since: u64, left: u64, want: u64| {
            let (since, left) = (Duration::from_secs(since), Duration::from_secs(left));
            let next = patience.after_network_change(since, left);
            assert_eq!(
                next,
                Next::In(Duration::from_secs(want)),
                "{since:?} {left:?}"
            );
        };
        check(600, 900, 3);
        check(10, 900, 20);
        check(29, 900, 3);
        check(600, 1, 1);
    }

    #[test]
    fn a_day_without_a_line_is_some_fifty_knocks() {
        for chance in [0, u32::MAX / 2, u32::MAX] {
            let mut patience = Patience::default();
            let (mut passed, mut knocks) = (Duration::ZERO, 0);
            while passed < DAY {
                passed += pause(patience.after_failure(LineKind::Unreachable, chance));
                knocks += 1;
            }
            assert!((33..=54).contains(&knocks), "{knocks}");
        }
    }

    #[test]
    fn a_thousand_laptops_do_not_knock_together() {
        // They failed together for an hour, each stretched by its own chance; how many knock in the
        // busiest second after that?
        let mut seconds = vec![0_u32; 10_800];
        let mut chance = 1_u32;
        for _ in 0..1_000 {
            let (mut patience, mut passed) = (Patience::default(), Duration::ZERO);
            loop {
                chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                passed += pause(patience.after_failure(LineKind::Unreachable, chance));
                if passed > Duration::from_secs(3_600) {
                    break;
                }
            }
            let second = usize::try_from(passed.as_secs()).unwrap_or(usize::MAX);
            if let Some(count) = seconds.get_mut(second) {
                *count += 1;
            }
        }
        let busiest = seconds.iter().max().copied().unwrap_or_default();
        assert!(busiest <= 10, "{busiest} in one second");
    }
}
