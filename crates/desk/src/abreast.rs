//! Work on many things that need nothing of each other, on all cores of the laptop.

use std::panic::resume_unwind;
use std::thread;

/// Fewer than this for each core are done sooner than a thread is begun.
const WORTH_A_THREAD: usize = 8;

/// What `work` makes of each, in order.
pub(crate) fn abreast<T: Sync, R: Send>(of: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = of.len().div_ceil(cores).max(WORTH_A_THREAD);
    if of.len() <= share {
        return of.iter().map(work).collect();
    }
    let some = |part: &[T]| part.iter().map(&work).collect::<Vec<R>>();
    thread::scope(|scope| {
        let hands: Vec<_> = of
            .chunks(share)
            .map(|part| scope.spawn(|| some(part)))
            .collect();
        let done = hands
            .into_iter()
            .flat_map(|hand| hand.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_done_once_and_in_order() {
        for count in [0, 1, 7, 8, 9, 1_000] {
            let numbers: Vec<u32> = (0..count).collect();
            let doubled: Vec<u32> = numbers.iter().map(|number| number * 2).collect();
            assert_eq!(abreast(&numbers, |number| number * 2), doubled);
        }
    }
}
