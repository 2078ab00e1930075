//! Syncing without being asked, while the window is open: when something was made here, when the network comes
//! back, and now and then. When each try is due is `client::Patience`; a person may turn it off.

use std::net::IpAddr;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use client::{Next, Patience};
use desk::{Desk, DeskError, Randomness};
use tauri::AppHandle;
use tauri_specta::Event as _;

use crate::roads::{self, Load};
use crate::window::StoreChanged;

/// How often the laptop's addresses are looked at, which sends nothing.
const LOOK: Duration = Duration::from_secs(5);

/// Starts to sync by itself, until the program ends.
pub(crate) fn start(app: &AppHandle, desk: Desk) {
    let (tell, told) = mpsc::channel();
    listen(app, tell);
    let app = app.clone();
    // Without the thread, a person still syncs by hand.
    let _by_hand = thread::Builder::new()
        .name("sync by itself".to_owned())
        .spawn(move || watch(&mut Window { app, desk }, &told, LOOK));
}

/// Hears of every change of the store.
fn listen(app: &AppHandle, tell: Sender<()>) {
    StoreChanged::listen(app, move |_| {
        // Nobody hears it when the thread could not be started.
        let _unheard = tell.send(());
    });
}

/// The pause that runs.
struct Pause {
    began: Instant,
    next: Next,
    /// When the last try began.
    tried: Option<Instant>,
}

impl Pause {
    fn left(&self) -> Duration {
        match self.next {
            Next::In(pause) => pause.saturating_sub(self.began.elapsed()),
            Next::WhenAsked => Duration::MAX,
        }
    }

    fn since_try(&self) -> Duration {
        self.tried.map_or(Duration::MAX, |at| at.elapsed())
    }

    fn is_over(&self) -> bool {
        self.left().is_zero()
    }

    fn wait(&mut self, next: Next) {
        self.began = Instant::now();
        self.next = next;
    }
}

/// What is looked at when something changed in the store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    /// Revisions that the centre has not confirmed.
    waiting: u32,
    /// When the centre last answered.
    answered: Option<u64>,
}

impl Seen {
    fn of(desk: &Desk) -> Seen {
        Seen {
            waiting: desk.waiting().unwrap_or_default(),
            answered: desk.last_answered_ms().ok().flatten(),
        }
    }
}

/// What a change of the store says of the next try; nothing when it says nothing.
fn heard(
    patience: &mut Patience,
    before: Seen,
    now: Seen,
    left: Duration,
    chance: u32,
) -> Option<Next> {
    // Somebody synced by hand, so the line is there and the centre lets this laptop in, whether anything waited or not.
    let answered = now.answered.is_some() && now.answered != before.answered;
    if answered || now.waiting < before.waiting {
        let next = patience.after_success(chance);
        return Some(match now.waiting > 0 {
            true => patience.after_change(left),
            false => next,
        });
    }
    (now.waiting > before.waiting).then(|| patience.after_change(left))
}

/// What is around the watch.
trait Around {
    /// What the store says.
    fn seen(&self) -> Seen;
    /// The addresses of this laptop.
    fn addresses(&self) -> Vec<IpAddr>;
    /// Another network may take what this one did not.
    fn on_another_network(&mut self);
    /// Tries once, and says when the next try is due.
    fn attempt(&mut self, patience: &mut Patience) -> Next;
}

/// A desk and its window.
struct Window {
    app: AppHandle,
    desk: Desk,
}

impl Around for Window {
    fn seen(&self) -> Seen {
        Seen::of(&self.desk)
    }

    fn addresses(&self) -> Vec<IpAddr> {
        client::addresses()
    }

    fn on_another_network(&mut self) {
        // While nobody is signed in, nothing is sent anyway.
        let _next_time = self.desk.offer_large_again();
    }

    fn attempt(&mut self, patience: &mut Patience) -> Next {
        attempt(&self.app, &self.desk, patience)
    }
}

/// Tries whenever a try is due; `look` is how often the network is looked at. Until nobody tells of changes any more.
fn watch(around: &mut dyn Around, told: &Receiver<()>, look: Duration) {
    let mut patience = Patience::default();
    let mut networks = around.addresses();
    let mut seen = Seen::default();
    let mut pause = Pause {
        began: Instant::now(),
        next: Next::In(look),
        tried: None,
    };
    loop {
        match told.recv_timeout(look.min(pause.left())) {
            Ok(()) => {
                let now = around.seen();
                if let Some(next) = heard(&mut patience, seen, now, pause.left(), chance()) {
                    pause.wait(next);
                }
                seen = now;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let here = around.addresses();
        if here != networks {
            networks = here;
            around.on_another_network();
            let (since, left) = (pause.since_try(), pause.left());
            pause.wait(patience.after_network_change(since, left));
        }
        if pause.is_over() {
            pause.tried = Some(Instant::now());
            let next = around.attempt(&mut patience);
            pause.wait(next);
            seen = around.seen();
        }
    }
}

/// Tries once, when somebody is signed in, there is a centre, and nobody turned it off.
fn attempt(app: &AppHandle, desk: &Desk, patience: &mut Patience) -> Next {
    match desk.syncs_by_itself() {
        Ok(true) => {}
        // As soon as somebody signs in.
        Err(DeskError::Locked) => return Next::In(LOOK),
        Ok(false) | Err(_) => return patience.after_success(chance()),
    }
    match roads::sync_and_tell(app, desk, Load::AsSet) {
        Err(DeskError::Line(line)) => patience.after_failure(line.kind, chance()),
        // What the store says is for a person to read on the screen, and no reason to knock sooner.
        Ok(_) | Err(_) => patience.after_success(chance()),
    }
}

/// Any number; always the same one where the system gives no chance, which only makes laptops knock together.
fn chance() -> u32 {
    let drawn = Randomness::system().map(|chance| chance.bytes::<4>());
    drawn.map_or(u32::MAX / 2, u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use client::LineKind;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);

    const fn seen(waiting: u32, answered: Option<u64>) -> Seen {
        Seen { waiting, answered }
    }

    fn is_a_pause(next: Option<Next>) -> bool {
        matches!(next, Some(Next::In(_)))
    }

    #[test]
    fn a_good_sync_by_hand_ends_that_this_laptop_was_shut_out() {
        let check = |before: Seen, now: Seen, goes_on: bool| {
            let mut patience = Patience::default();
            patience.after_failure(LineKind::Unauthorised, 0);
            let next = heard(&mut patience, before, now, Duration::MAX, 0);
            assert_eq!(is_a_pause(next), goes_on, "{before:?} {now:?}");
        };
        check(seen(0, None), seen(0, Some(5)), true);
        check(seen(0, Some(4)), seen(0, Some(5)), true);
        check(seen(3, Some(4)), seen(3, Some(5)), true);
        check(seen(3, Some(4)), seen(0, Some(4)), true);
        // Work made here does not open the door, and nor does signing out.
        check(seen(0, Some(4)), seen(2, Some(4)), false);
        check(seen(0, Some(4)), seen(0, Some(4)), false);
        check(seen(0, Some(4)), seen(0, None), false);
    }

    #[test]
    fn new_work_goes_soon_and_nothing_new_changes_nothing() {
        let mut patience = Patience::default();
        let mut next = |before, now| heard(&mut patience, before, now, HOUR, 0);
        let at = Some(4);
        assert_eq!(next(seen(0, at), seen(0, at)), None);
        assert_eq!(
            next(seen(0, at), seen(2, at)),
            Some(Next::In(Duration::from_secs(20)))
        );
        assert_eq!(
            next(seen(2, at), seen(0, Some(9))),
            Some(Next::In(Duration::from_secs(15 * 60)))
        );
    }

    /// What the watch meets, step by step: each try takes the next of the pauses, and after the last the window closes.
    struct Scripted {
        tell: Option<Sender<()>>,
        pauses: Vec<Next>,
        networks: RefCell<Vec<u8>>,
        tries: u32,
        other_networks: u32,
    }

    impl Around for Scripted {
        fn seen(&self) -> Seen {
            seen(self.tries, None)
        }

        fn addresses(&self) -> Vec<IpAddr> {
            let mut networks = self.networks.borrow_mut();
            let last = networks.first().copied().unwrap_or_default();
            let here = match networks.len() {
                0 | 1 => last,
                _ => networks.remove(0),
            };
            vec![IpAddr::from([10, 0, 0, here])]
        }

        fn on_another_network(&mut self) {
            self.other_networks += 1;
        }

        fn attempt(&mut self, _: &mut Patience) -> Next {
            self.tries += 1;
            if self.pauses.is_empty() {
                drop(self.tell.take());
                return Next::In(HOUR);
            }
            self.pauses.remove(0)
        }
    }

    #[test]
    fn it_tries_when_a_try_is_due_and_on_another_network_and_ends_with_the_window() {
        let now = Next::In(Duration::ZERO);
        let check = |pauses: Vec<Next>, networks: &[u8], tries: u32, others: u32| {
            let (tell, told) = mpsc::channel();
            let mut around = Scripted {
                tell: Some(tell),
                pauses,
                networks: RefCell::new(networks.to_vec()),
                tries: 0,
                other_networks: 0,
            };
            watch(&mut around, &told, Duration::from_millis(5));
            assert_eq!((around.tries, around.other_networks), (tries, others));
        };
        check(vec![], &[1], 1, 0);
        check(vec![now, now], &[1], 3, 0);
        check(vec![], &[1, 2], 1, 1);
        check(vec![now], &[1, 1, 2], 2, 1);
        check(vec![now, now], &[1, 2, 1], 3, 2);
    }
}
