//! Work on many things that need nothing of each other, on all cores of the laptop.

use std::collections::VecDeque;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

/// Fewer than this for each core are done sooner than a thread is begun.
const WORTH_A_THREAD: usize = 8;

/// What `work` makes of each, in order.
pub(crate) fn abreast<T: Sync, R: Send>(of: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = of.len().div_ceil(cores()).max(WORTH_A_THREAD);
    if of.len() <= share {
        return of.iter().map(work).collect();
    }
    let some = |part: &[T]| part.iter().map(&work).collect::<Vec<R>>();
    thread::scope(|scope| {
        let hands: Vec<_> = of
            .chunks(share)
            .map(|part| scope.spawn(|| some(part)))
            .collect();
        hands.into_iter().flat_map(done).collect()
    })
}

/// Reads each with `read`, works on it with `work` on another core, and hands what came of it to `keep`, in order.
///
/// Reading and keeping happen here, one after the other, over the same `place`; what was read is worked on while earlier
/// things are kept and later ones read. At most as many as there are cores are on their way. A single one is worked on here.
pub(crate) fn in_step<P: ?Sized, I, T: Send, R: Send, E>(
    place: &mut P,
    of: impl ExactSizeIterator<Item = I>,
    read: impl Fn(&mut P, I) -> Result<T, E>,
    work: impl Fn(T) -> R + Sync,
    mut keep: impl FnMut(&mut P, R) -> Result<(), E>,
) -> Result<(), E> {
    if of.len() <= 1 {
        for one in of {
            let read = read(place, one)?;
            keep(place, work(read))?;
        }
        return Ok(());
    }
    let work = &work;
    thread::scope(|scope| {
        let mut under_way = VecDeque::new();
        for one in of {
            let read = read(place, one)?;
            under_way.push_back(scope.spawn(move || work(read)));
            if under_way.len() > cores()
                && let Some(hand) = under_way.pop_front()
            {
                keep(place, done(hand))?;
            }
        }
        under_way
            .into_iter()
            .try_for_each(|hand| keep(place, done(hand)))
    })
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// What a hand made; its panic is ours.
fn done<R>(hand: ScopedJoinHandle<'_, R>) -> R {
    hand.join().unwrap_or_else(|panic| resume_unwind(panic))
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

    #[test]
    fn what_was_read_is_kept_once_and_in_order() {
        for count in [0, 1, 2, 3, 100] {
            let mut seen = (Vec::new(), Vec::new());
            let kept = in_step(
                &mut seen,
                0..count,
                |(read, _), number: usize| {
                    read.push(number);
                    Ok::<_, ()>(number)
                },
                |number| number * 2,
                |(_, kept), doubled| {
                    kept.push(doubled);
                    Ok(())
                },
            );
            assert_eq!(kept, Ok(()));
            let doubled: Vec<usize> = (0..count).map(|number| number * 2).collect();
            assert_eq!(seen, ((0..count).collect(), doubled), "{count}");
        }
    }

    #[test]
    fn no_more_is_read_ahead_than_there_are_cores() {
        let mut open = (0_usize, 0_usize);
        let all = in_step(
            &mut open,
            0..100_usize,
            |(now, most), _| {
                *now += 1;
                *most = (*most).max(*now);
                Ok::<_, ()>(())
            },
            |()| (),
            |(now, _), ()| {
                *now -= 1;
                Ok(())
            },
        );
        assert_eq!((all, open.0), (Ok(()), 0));
        assert!(open.1 <= cores() + 1, "{}", open.1);
    }

    #[test]
    fn the_first_that_fails_ends_it() {
        let fails_at = |reading: Option<usize>, keeping: Option<usize>| {
            let mut kept = Vec::new();
            let result = in_step(
                &mut kept,
                0..50_usize,
                |_, number| match reading == Some(number) {
                    true => Err(("read", number)),
                    false => Ok(number),
                },
                |number| number,
                |kept, number| {
                    if keeping == Some(number) {
                        return Err(("keep", number));
                    }
                    kept.push(number);
                    Ok(())
                },
            );
            (result, kept)
        };
        for at in [0, 1, 25, 49] {
            let (result, kept) = fails_at(None, Some(at));
            assert_eq!(result, Err(("keep", at)));
            assert_eq!(kept, (0..at).collect::<Vec<_>>());
            let (result, kept) = fails_at(Some(at), None);
            assert_eq!(result, Err(("read", at)));
            assert!(kept.len() <= at, "{kept:?}");
        }
    }
}
