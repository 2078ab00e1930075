//! Syncing without being asked, while the window is open: when something was made here, when the network comes
//! back, and now and then. When each try is due is `client::Patience`; a person may turn it off.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use client::{Next, Patience};
use desk::{Desk, DeskError, Randomness};
use tauri::AppHandle;
use tauri_specta::Event as _;

use crate::roads;
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
        .spawn(move || watch(&app, &desk, &told));
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

fn watch(app: &AppHandle, desk: &Desk, told: &Receiver<()>) {
    let mut patience = Patience::default();
    let mut networks = client::addresses();
    let mut waiting = 0;
    let mut pause = Pause {
        began: Instant::now(),
        next: Next::In(LOOK),
        tried: None,
    };
    loop {
        match told.recv_timeout(LOOK.min(pause.left())) {
            Ok(()) => {
                let now = desk.waiting().unwrap_or_default();
                if now > waiting {
                    let left = pause.left();
                    pause.wait(patience.after_change(left));
                } else if now < waiting {
                    // Somebody synced by hand, so the line is there.
                    pause.wait(patience.after_success(chance()));
                }
                waiting = now;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let seen = client::addresses();
        if seen != networks {
            networks = seen;
            let (since, left) = (pause.since_try(), pause.left());
            pause.wait(patience.after_network_change(since, left));
        }
        if pause.is_over() {
            pause.tried = Some(Instant::now());
            let next = attempt(app, desk, &mut patience);
            pause.wait(next);
            waiting = desk.waiting().unwrap_or_default();
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
    match roads::sync_and_tell(app, desk) {
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
