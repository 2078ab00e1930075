//! The real window, driven like a person would: keys, clicks, and eyes.

mod chooser;
mod looks;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

pub use looks::screens;

const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(40);
/// More stops than any screen has.
const TABS_MAX: usize = 120;

/// Tab.
pub const TAB: &str = "\u{e004}";
/// Enter.
pub const ENTER: &str = "\u{e007}";

/// An open window of Sala on a data folder.
pub struct Window {
    client: Client,
    driver: Child,
    data: PathBuf,
    pressed: AtomicU32,
}

/// Says why the window cannot be tested here; in CI that is a failure.
pub fn left_out() -> bool {
    let missing = if std::env::var_os("DISPLAY").is_none() {
        "there is no display"
    } else if Command::new("WebKitWebDriver")
        .arg("--version")
        .output()
        .is_err()
    {
        "WebKitWebDriver is not installed"
    } else {
        return false;
    };
    assert!(
        std::env::var_os("CI").is_none(),
        "in CI the window must be tested, but {missing}"
    );
    crate::say_left_out(&format!("{missing}; `cargo xtask test` sets both up"));
    true
}

impl Window {
    /// Opens the window of a program on a data folder.
    pub async fn open(binary: &Path, data: &Path) -> Window {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let options = json!({"binary": binary, "args": ["--data", data]});
        let capabilities = Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
        let address = format!("http://127.0.0.1:{port}");
        let begun = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder
                .capabilities(capabilities.clone())
                .connect(&address)
                .await
            {
                Ok(client) => break client,
                Err(error) if begun.elapsed() > PATIENCE => {
                    panic!("the window does not open: {error}")
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(150)).await,
            }
        };
        let window = Window {
            client,
            driver,
            data: data.to_owned(),
            pressed: AtomicU32::new(0),
        };
        window.size(1366, 768).await;
        window
    }

    /// Closes the window as a person does.
    pub async fn close(mut self) {
        let _gone = self.client.clone().close().await;
        // Ended sooner, the driver leaves the program behind.
        tokio::time::sleep(Duration::from_millis(700)).await;
        let _ended = self.driver.kill();
        let _status = self.driver.wait();
        self.let_go().await;
    }

    /// Waits until the program has let go of its folder.
    async fn let_go(&self) {
        let begun = Instant::now();
        while fs::File::open(self.data.join("lock")).is_ok_and(|lock| lock.try_lock().is_err()) {
            assert!(
                begun.elapsed() < PATIENCE,
                "the program does not end with its window"
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Makes the window so many pixels wide and high.
    pub async fn size(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.unwrap();
    }

    async fn find(&self, testid: &str) -> Result<Element, CmdError> {
        // A name that ends in `*` stands for the first whose name begins so.
        let css = match testid.strip_suffix('*') {
            Some(start) => format!("[data-testid^='{start}']"),
            None => format!("[data-testid='{testid}']"),
        };
        self.client.find(Locator::Css(&css)).await
    }

    /// Waits until something is there.
    pub async fn see(&self, testid: &str) -> Element {
        let begun = Instant::now();
        loop {
            match self.find(testid).await {
                Ok(element) => return element,
                Err(error) if begun.elapsed() > PATIENCE => {
                    self.picture(&format!("missing-{}", testid.replace(['/', ' '], "-")))
                        .await;
                    panic!(
                        "“{testid}” does not appear: {error}\n{}",
                        self.page_text().await
                    );
                }
                Err(_) => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
    }

    /// All words on the page.
    pub async fn page_text(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await.unwrap();
        body.text().await.unwrap_or_default()
    }

    /// Waits until the line on top says something.
    pub async fn pill_says(&self, words: &str) {
        let begun = Instant::now();
        loop {
            let text = self.see("pill").await.text().await.unwrap_or_default();
            if text.contains(words) {
                return;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "the line on top says “{text}” and never “{words}”"
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until the page says something.
    pub async fn read_until(&self, words: &str) {
        let begun = Instant::now();
        loop {
            let text = self.page_text().await;
            if text.contains(words) {
                return;
            }
            if begun.elapsed() > PATIENCE {
                self.picture("unsaid").await;
                panic!("the page never says “{words}”:\n{text}");
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Clicks something once it can be clicked.
    pub async fn click(&self, testid: &str) {
        let begun = Instant::now();
        loop {
            let element = self.see(testid).await;
            self.come_to(&element).await;
            let enabled = element.attr("disabled").await.ok().flatten().is_none();
            let clicked = if enabled {
                element.click().await
            } else {
                Ok(())
            };
            match clicked {
                Ok(()) if enabled => return,
                Ok(()) => {}
                Err(error) if begun.elapsed() > PATIENCE => {
                    panic!("“{testid}” cannot be clicked: {error}")
                }
                Err(_) => {}
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "“{testid}” stays disabled\n{}",
                self.page_text().await
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Types into a box, in place of what is in it.
    pub async fn fill(&self, testid: &str, text: &str) {
        let begun = Instant::now();
        loop {
            let element = self.see(testid).await;
            self.come_to(&element).await;
            // Ctrl+A, then the new text over it.
            let all = element.send_keys("\u{e009}a\u{e000}").await;
            match all.and(element.send_keys(text).await) {
                Ok(()) => return,
                // It was painted anew meanwhile.
                Err(error) if begun.elapsed() > PATIENCE => {
                    panic!("“{testid}” cannot be filled: {error}")
                }
                Err(_) => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
    }

    /// Chooses a file in a place where one can be chosen.
    pub async fn choose_file(&self, testid: &str, file: &Path) {
        self.see(testid).await;
        let css = format!("[data-testid='{testid}'] input[type=file]");
        let input = self.client.find(Locator::Css(&css)).await.unwrap();
        input.send_keys(&file.display().to_string()).await.unwrap();
    }

    /// Brings something to the middle of the window and the focus to it, as Tab would.
    async fn come_to(&self, element: &Element) {
        let code = "arguments[0].scrollIntoView({block: 'center'}); arguments[0].focus();";
        // It may have been painted anew meanwhile; then it is looked for again.
        let _gone = self
            .client
            .execute(code, vec![serde_json::to_value(element).unwrap()])
            .await;
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// Presses keys one by one, as fingers do, wherever the focus is by then; each is counted. A key that is
    /// held while another is pressed stands before it with a `+`: `Control+Enter`.
    pub async fn strike(&self, keys: &[&str]) {
        for chord in keys {
            let names: Vec<&str> = chord.split('+').filter(|name| !name.is_empty()).collect();
            let signs: Vec<char> = if names.is_empty() {
                vec!['+']
            } else {
                names.iter().map(|name| sign(name)).collect()
            };
            let mut actions = KeyActions::new("keyboard".to_owned());
            for value in &signs {
                actions = actions.then(KeyAction::Down { value: *value });
            }
            for value in signs.iter().rev() {
                actions = actions.then(KeyAction::Up { value: *value });
            }
            self.client.perform_actions(actions).await.unwrap();
            let keys = u32::try_from(signs.len()).unwrap();
            self.pressed.fetch_add(keys, Ordering::Relaxed);
        }
    }

    /// Types words, each sign one key.
    pub async fn type_out(&self, words: &str) {
        for letter in words.chars() {
            self.strike(&[letter.encode_utf8(&mut [0; 4])]).await;
        }
    }

    /// How many keys were pressed by [`Window::strike`] and [`Window::type_out`] so far.
    pub fn pressed(&self) -> u32 {
        self.pressed.load(Ordering::Relaxed)
    }

    /// The `data-testid` of what has the focus.
    pub async fn focus(&self) -> String {
        let code = "return document.activeElement?.closest('[data-testid]')?.dataset.testid ?? '';";
        self.script(code, Vec::new())
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Presses Tab until something has the focus; a name that ends in `*` stands for all that begin so.
    pub async fn tab_to(&self, testid: &str) {
        for _ in 0..TABS_MAX {
            let focus = self.focus().await;
            let there = match testid.strip_suffix('*') {
                Some(start) => focus.starts_with(start),
                None => focus == testid,
            };
            if there {
                return;
            }
            self.strike(&["Tab"]).await;
        }
        self.picture("unreached").await;
        panic!(
            "“{testid}” is not reached by Tab; the focus is on “{}”",
            self.focus().await
        );
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn script(&self, code: &str, args: Vec<Value>) -> Value {
        self.client.execute(code, args).await.unwrap()
    }

    /// Runs a script in the page that gives its answer to its last argument, a function.
    pub async fn script_later(&self, code: &str, args: Vec<Value>) -> Value {
        self.client.execute_async(code, args).await.unwrap()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ended = self.driver.kill();
        let _status = self.driver.wait();
    }
}

/// A key by its name, as WebDriver numbers those without a sign of their own.
fn sign(name: &str) -> char {
    match name {
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Control" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "Backspace" => '\u{e003}',
        "Delete" => '\u{e017}',
        "F1" => '\u{e031}',
        "Home" => '\u{e011}',
        "End" => '\u{e010}',
        "Left" => '\u{e012}',
        "Up" => '\u{e013}',
        "Right" => '\u{e014}',
        "Down" => '\u{e015}',
        letter => letter.chars().next().expect("a key has a name"),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
