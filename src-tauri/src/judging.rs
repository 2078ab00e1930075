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
    let tell = move || {
        let changed = Changed {
            drafts: false,
            records: true,
            delivery: false,
        };
        // A window that is closing need not hear it.
        let _closed = StoreChanged(changed).emit(&app);
    };
    // Without the thread, what waits is judged when somebody asks for it on the command line.
    let _by_hand = thread::Builder::new()
        .name("judge by itself".to_owned())
        .spawn(move || watch(&told, LOOK, &mut || judge(&desk), &tell));
}

/// Judges after each change, and now and then; `tell` hears of what was found. Until nobody tells of changes any more.
fn watch(told: &Receiver<()>, look: Duration, judge: &mut dyn FnMut() -> bool, tell: &dyn Fn()) {
    while told.recv_timeout(look) != Err(RecvTimeoutError::Disconnected) {
        // Several changes are one reason to look.
        while told.try_recv().is_ok() {}
        if judge() {
            tell();
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use std::cell::Cell;

    use kit::Office;

    use super::*;

    #[test]
    fn several_changes_are_one_reason_to_look_and_what_is_found_is_told() {
        let check = |changes: u32, found: bool| {
            let (tell, told) = mpsc::channel();
            (0..changes).for_each(|_| tell.send(()).unwrap());
            let (mut looked, heard) = (0, Cell::new(0));
            let mut tell = Some(tell);
            let mut judge = || {
                looked += 1;
                // The window closes.
                drop(tell.take());
                found
            };
            let look = Duration::from_millis(10);
            watch(&told, look, &mut judge, &|| heard.set(heard.get() + 1));
            assert_eq!((looked, heard.get()), (1, u32::from(found)), "{changes}");
        };
        check(1, true);
        check(1, false);
        check(9, true);
        // Without a change, a new day or another program may have brought something.
        check(0, true);
    }

    #[test]
    fn after_a_change_the_store_is_put_in_order() {
        let office = Office::open();
        let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
        laptop.session("Sdau", 3);
        let file = laptop.path().join("sala.db");
        let before = std::fs::read(&file).unwrap();
        judge(&laptop.desk);
        // What was only in the log beside the file is in the file.
        assert_ne!(std::fs::read(&file).unwrap(), before);
    }
}
