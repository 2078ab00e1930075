//! What is done by itself while the window is open: judging what rules on several records have to look at, after a change,
//! after a sync, on a new day; then putting the store in order. A piece at a time, so that nobody who types waits for it.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use desk::Desk;
use desk::view::Changed;
use tauri::AppHandle;
use tauri_specta::Event as _;

use crate::window::StoreChanged;

/// How often it is asked whether a day or another program brought something.
const LOOK: Duration = Duration::from_secs(20);
/// The rest after each piece, in which others write.
const REST: Duration = Duration::from_millis(20);

/// Starts to judge by itself, until the program ends.
pub(crate) fn start(app: &AppHandle, desk: Desk) {
    let (tell, told) = mpsc::channel();
    StoreChanged::listen(app, move |_| {
        // Nobody hears it when the thread could not be started.
        let _unheard = tell.send(());
    });
    let app = app.clone();
    // Without the thread, what waits is judged when somebody asks for it on the command line.
    let _by_hand = thread::Builder::new()
        .name("judge by itself".to_owned())
        .spawn(move || watch(&app, &desk, &told));
}

fn watch(app: &AppHandle, desk: &Desk, told: &Receiver<()>) {
    loop {
        if told.recv_timeout(LOOK) == Err(RecvTimeoutError::Disconnected) {
            return;
        }
        // Several changes are one reason to look.
        while told.try_recv().is_ok() {}
        if judge(desk) {
            let changed = Changed {
                drafts: false,
                records: true,
                delivery: false,
            };
            // A window that is closing need not hear it.
            let _closed = StoreChanged(changed).emit(app);
        }
    }
}

/// Judges all that waits, and holds records against each other that look like one; tells whether something else was found
/// than before. Then tidies. Where nobody is signed in or the disk is full, it waits on.
fn judge(desk: &Desk) -> bool {
    let mut news = false;
    for some in [Desk::pair_some, Desk::judge_some, Desk::tidy_some] {
        while let Ok(piece) = some(desk) {
            news |= piece.news;
            if !piece.more {
                break;
            }
            thread::sleep(REST);
        }
    }
    news
}
