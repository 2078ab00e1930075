//! The system's own question where a file goes, which stands outside the page: found on the screen and answered with
//! keys, whatever else has the focus.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, EventMask, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, KeyButMask,
    KeyPressEvent, MapState,
};
use x11rb::rust_connection::RustConnection;

use super::{LOOK_AGAIN, PATIENCE, Window};

/// So long a question takes at most to do what was typed: typed once more while it still looks at the first, half of it would
/// be taken.
const HEARS: Duration = Duration::from_secs(5);
const ENTER: u32 = 0xff0d;
const DIALOG: &str = "_NET_WM_WINDOW_TYPE_DIALOG";

impl Window {
    /// Answers the system's question where a file goes: its path is typed over what stands there and confirmed.
    pub async fn save_as(&self, path: &Path) {
        let screen = Screen::open();
        let begun = Instant::now();
        let mut typed: Option<(u32, Instant)> = None;
        loop {
            let asks = screen.question_of(&self.data);
            match (asks, typed) {
                (None, Some(_)) => return,
                // It was there before it could hear keys.
                (Some(window), Some((same, at))) if window == same && at.elapsed() < HEARS => {}
                (Some(window), _) => {
                    screen.answer(window, &path.display().to_string());
                    typed = Some((window, Instant::now()));
                }
                (None, None) => {}
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "where {} goes is {}",
                path.display(),
                if typed.is_some() {
                    "asked again and again"
                } else {
                    "never asked"
                }
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
}

/// The screen that the windows of a test are on.
struct Screen {
    x: RustConnection,
    root: u32,
}

impl Screen {
    fn open() -> Screen {
        let (x, at) = x11rb::connect(None).unwrap();
        let root = x.setup().roots[at].root;
        Screen { x, root }
    }

    /// The question that the program on a data folder asks now.
    fn question_of(&self, data: &Path) -> Option<u32> {
        let windows = self.x.query_tree(self.root).unwrap().reply().unwrap();
        let mut windows = windows.children.into_iter();
        windows.find(|window| {
            self.is_question(*window)
                && self
                    .number(*window, "_NET_WM_PID")
                    .is_some_and(|process| runs_on(process, data))
        })
    }

    // A window may be gone between two looks at it.
    fn is_question(&self, window: u32) -> bool {
        let seen = self.x.get_window_attributes(window).unwrap().reply();
        seen.is_ok_and(|seen| seen.map_state == MapState::VIEWABLE)
            && self.number(window, "_NET_WM_WINDOW_TYPE") == Some(self.atom(DIALOG))
    }

    fn atom(&self, name: &str) -> u32 {
        let atom = self.x.intern_atom(false, name.as_bytes()).unwrap();
        atom.reply().unwrap().atom
    }

    fn number(&self, window: u32, name: &str) -> Option<u32> {
        let asked = self
            .x
            .get_property(false, window, self.atom(name), AtomEnum::ANY, 0, 1);
        asked.unwrap().reply().ok()?.value32()?.next()
    }

    /// Types a text in place of the one that stands there, and confirms it.
    fn answer(&self, window: u32, text: &str) {
        self.strike(window, u32::from('a'), KeyButMask::CONTROL);
        for sign in text.chars() {
            self.strike(window, u32::from(sign), KeyButMask::default());
        }
        self.strike(window, ENTER, KeyButMask::default());
        self.x.flush().unwrap();
    }

    fn strike(&self, window: u32, sign: u32, held: KeyButMask) {
        let (key, shifted) = self.key_of(sign);
        let state = if shifted {
            held | KeyButMask::SHIFT
        } else {
            held
        };
        for response_type in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
            let event = KeyPressEvent {
                response_type,
                detail: key,
                sequence: 0,
                time: x11rb::CURRENT_TIME,
                root: self.root,
                event: window,
                child: x11rb::NONE,
                root_x: 0,
                root_y: 0,
                event_x: 0,
                event_y: 0,
                state,
                same_screen: true,
            };
            // To whoever made the window: programs do not ask the screen for such events.
            self.x
                .send_event(false, window, EventMask::NO_EVENT, event)
                .unwrap();
        }
    }

    /// The key with a sign, and whether Shift is held for it.
    fn key_of(&self, sign: u32) -> (u8, bool) {
        let (first, last) = (self.x.setup().min_keycode, self.x.setup().max_keycode);
        let keys = self.x.get_keyboard_mapping(first, last - first + 1);
        let keys = keys.unwrap().reply().unwrap();
        let signs = usize::from(keys.keysyms_per_keycode);
        let mut keys = (first..=last).zip(keys.keysyms.chunks(signs));
        let found = keys.find_map(|(key, signs)| {
            let level = signs.iter().take(2).position(|one| *one == sign)?;
            Some((key, level == 1))
        });
        found.unwrap_or_else(|| panic!("no key has the sign {sign:x}"))
    }
}

fn runs_on(process: u32, data: &Path) -> bool {
    let words = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let mut words = words.split(|byte| *byte == 0);
    words.any(|word| word == data.as_os_str().as_encoded_bytes())
}
