//! How often one laptop may ask: a defect on one must not keep the others out.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use records::DeviceId;

use crate::config::Limits;

/// What each laptop has left. There are never more rows than laptops that joined.
pub(crate) struct Pace {
    burst: f64,
    per_s: f64,
    left: Mutex<BTreeMap<DeviceId, (f64, Instant)>>,
}

impl Pace {
    /// Lets each laptop ask `asks_burst` times at once and `asks_per_s` times a second after that.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            burst: f64::from(limits.asks_burst),
            per_s: f64::from(limits.asks_per_s),
            left: Mutex::default(),
        }
    }

    /// Takes one ask from what a laptop has left.
    ///
    /// # Errors
    /// When it has none: in how many seconds it has again.
    pub(crate) fn take(&self, device: DeviceId, now: Instant) -> Result<(), u32> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, at) = left.entry(device).or_insert((self.burst, now));
        let since = now.saturating_duration_since(*at).as_secs_f64();
        *left = (*left + since * self.per_s).min(self.burst);
        *at = now;
        if *left < 1.0 {
            let wait = (1.0 - *left) / self.per_s;
            return Err(wait.ceil().clamp(1.0, 3600.0) as u32);
        }
        *left -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_laptop_that_asks_too_often_waits_and_no_other_does() {
        let limits = Limits {
            asks_burst: 3,
            asks_per_s: 2,
            ..Limits::default()
        };
        let (pace, begun) = (Pace::new(&limits), Instant::now());
        let (dara, sophea) = (DeviceId([1; 16]), DeviceId([2; 16]));
        let check = |device, ms, wanted| {
            let taken = pace.take(device, begun + Duration::from_millis(ms));
            assert_eq!(taken, wanted, "after {ms} ms");
        };
        check(dara, 0, Ok(()));
        check(dara, 0, Ok(()));
        check(dara, 0, Ok(()));
        check(dara, 0, Err(1));
        check(sophea, 0, Ok(()));
        check(dara, 400, Err(1));
        check(dara, 500, Ok(()));
        check(dara, 500, Err(1));
        // What is saved up has an end.
        check(dara, 60_000, Ok(()));
        check(dara, 60_000, Ok(()));
        check(dara, 60_000, Ok(()));
        check(dara, 60_000, Err(1));
        // A clock that is set back gives nothing and takes nothing.
        check(sophea, 0, Ok(()));
    }
}
