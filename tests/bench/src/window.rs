//! What is measured in the real window: how many keys a session takes.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use desk::Desk;
use desk::view::Preferences;
use kit::PASSPHRASE;
use kit::window::{ENTER, Window, left_out};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::field;
use crate::table::{Bar, Table};

/// How long a person who types with two fingers takes for a key.
const KEY: Duration = Duration::from_millis(200);
/// A district with one village of a commune, made up around real names.
const PLACES: &str = "pcode,parent,level,name_km,name_latin,unit_km,unit_en
KH02,KH,1,បាត់ដំបង,Battambang,ខេត្ត,Province
KH0209,KH02,2,សំឡូត,Samlout,ស្រុក,District
KH020904,KH0209,3,ស៊ុង,Sung,ឃុំ,Commune
KH02090401,KH020904,4,ស៊ុង១,Sung Muoy,ភូមិ,Village
";
/// What the last session of the team answered and the next one repeats.
const LAST: [(&str, &str); 24] = [
    ("place/activity_date", "2026-11-16"),
    ("place/adm1", "02"),
    ("place/commune_name", "Sung"),
    ("place/village_name", "Sung Muoy"),
    ("place/venue_type", "pagoda"),
    (
        "session/technique",
        "interactive_group demonstration_replicas",
    ),
    ("session/start_time", "08:10:00"),
    ("session/end_time", "09:05:00"),
    ("session/primary_audience", "farmers"),
    ("sadd/women", "16"),
    ("sadd/men", "9"),
    ("sadd/girls", "7"),
    ("sadd/boys", "6"),
    ("sadd/total", "38"),
    ("sadd/dis_women", "0"),
    ("sadd/dis_men", "0"),
    ("sadd/dis_girls", "0"),
    ("sadd/dis_boys", "0"),
    ("sadd/first_time", "21"),
    ("content/hazards_addressed", "ap_mine av_mine cluster"),
    ("content/messages", "recognise_eo dont_touch report_mark"),
    ("finish/facilitators", "BTB-014"),
    ("finish/woman_facilitator", "yes"),
    ("finish/report_date", "2026-11-16"),
];
const NEXT: &[&str] = &["Alt+n"];

/// The session of the data dictionary's worked example, typed key by key: after *Repeat last entry*, and from nothing.
pub(crate) fn typing(_quick: bool) -> Table {
    let mut table = Table::default();
    let (folder, desk) = laptop();
    let last = LAST.map(|(path, value)| (path.to_owned(), value.to_owned()));
    let made = desk.record_new("eore_session", None, &last, false).unwrap();
    assert!(made.record.is_some());
    drop(desk);
    in_the_window(async {
        let window = open(folder.path()).await;
        for (name, repeats, most) in [
            ("after Repeat last entry", true, 120.0),
            ("from nothing", false, 900.0),
        ] {
            let mut hands = Hands::at(&window).await;
            if repeats {
                hands.strike(&["Alt+r"]).await;
                hands = Hands::of(&window);
            }
            session(&mut hands, repeats).await;
            let (keys, took) = hands.done();
            table.hold(
                &format!("keys, {name}"),
                f64::from(keys),
                "keys",
                Bar::AtMost,
                most,
            );
            table.hold(
                &format!("time at 200 ms a key, {name}"),
                took.as_secs_f64(),
                "s",
                Bar::AtMost,
                180.0,
            );
        }
        window.close().await;
    });
    check(&folder);
    table
}

/// Both sessions are records, and hold what was typed.
fn check(folder: &TempDir) {
    let desk = field::desk(folder);
    desk.unlock("Dara", PASSPHRASE).unwrap();
    let mut out = Vec::new();
    desk.export(Some("eore_session"), &mut out).unwrap();
    let lines = String::from_utf8(out).unwrap();
    let typed: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &Value| line.pointer("/answers/sadd/total") == Some(&json!("39")))
        .collect();
    assert_eq!(typed.len(), 2, "{lines}");
    for line in typed {
        for (pointer, want) in [
            ("/answers/place/adm4_code", "KH02090401"),
            ("/answers/place/venue_type", "pagoda"),
            ("/answers/session/start_time", "08:10:00"),
            ("/answers/session/primary_audience", "farmers"),
            ("/answers/sadd/women", "16"),
            ("/answers/sadd/dis_men", "2"),
            ("/answers/sadd/first_time", "21"),
            (
                "/answers/content/hazards_addressed",
                "ap_mine av_mine cluster",
            ),
            ("/answers/finish/facilitators", "BTB-014"),
        ] {
            let found = line.pointer(pointer).and_then(Value::as_str);
            assert_eq!(found, Some(want), "{pointer} in {line}");
        }
    }
}

async fn session(hands: &mut Hands<'_>, repeats: bool) {
    hands.at_question("place/activity_date").await;
    // Another day than the one before: the same would be asked about as recorded twice.
    hands.write(if repeats { "17/11" } else { "18/11" }).await;
    hands.strike(&["Enter", "Enter"]).await;
    hands.at_question("place/place_pick").await;
    hands.write("sung mu").await;
    hands.strike(&["Enter"]).await;
    hands.strike(NEXT).await;
    hands.at_question("place/venue_type").await;
    hands.write("pag").await;
    hands.strike(&["Enter"]).await;
    hands.strike(NEXT).await;
    if !repeats {
        hands.at_question("session/technique").await;
        hands.write("1s ").await;
        hands.strike(&["Enter"]).await;
    }
    hands.at_question("session/start_time").await;
    hands.write("810").await;
    hands.strike(&["Enter"]).await;
    hands.write("905").await;
    hands.strike(NEXT).await;
    if !repeats {
        hands.at_question("session/primary_audience").await;
        hands.write("farm").await;
        hands.strike(&["Enter"]).await;
        hands.strike(NEXT).await;
    }
    people(hands).await;
    if !repeats {
        hands.strike(NEXT).await;
        hands.at_question("content/hazards_addressed").await;
        hands.write("124").await;
        hands.strike(NEXT).await;
        hands.at_question("content/messages").await;
        hands.write("135").await;
        hands.strike(NEXT).await;
        hands.at_question("finish/facilitators").await;
        hands.write("BTB-014").await;
    }
    hands.strike(&["Control+Enter"]).await;
    hands.window.see("home").await;
}

async fn people(hands: &mut Hands<'_>) {
    hands.at_question("sadd/women").await;
    for figure in ["16", "9", "7", "7", "39", "1", "2", "0"] {
        hands.write(figure).await;
        hands.strike(&["Enter"]).await;
    }
    hands.write("0").await;
    hands.strike(NEXT).await;
    hands.at_question("sadd/dis_method").await;
    hands.write("4").await;
    hands.strike(NEXT).await;
    hands.at_question("sadd/first_time").await;
    hands.write("21").await;
}

/// Hands on the keyboard, that take their time.
struct Hands<'w> {
    window: &'w Window,
    before: u32,
    began: Instant,
}

impl<'w> Hands<'w> {
    /// At a new session.
    async fn at(window: &'w Window) -> Hands<'w> {
        window.click("new-eore_session").await;
        window.see("form").await;
        tokio::time::sleep(KEY).await;
        Hands::of(window)
    }

    fn of(window: &'w Window) -> Hands<'w> {
        Hands {
            window,
            before: window.pressed(),
            began: Instant::now(),
        }
    }

    async fn strike(&mut self, keys: &[&str]) {
        for key in keys {
            let begun = Instant::now();
            self.window.strike(&[key]).await;
            tokio::time::sleep(KEY.saturating_sub(begun.elapsed())).await;
        }
    }

    async fn write(&mut self, words: &str) {
        for letter in words.chars() {
            self.strike(&[letter.encode_utf8(&mut [0; 4])]).await;
        }
    }

    async fn at_question(&self, path: &str) {
        let focus = self.window.focus().await;
        if !focus.starts_with(&format!("q-{path}")) {
            self.window.picture("typing-lost").await;
            panic!("the focus is on {focus}, not in {path}");
        }
    }

    /// The keys that were pressed, a chord as many as it has, and how long it took.
    fn done(&self) -> (u32, Duration) {
        (self.window.pressed() - self.before, self.began.elapsed())
    }
}

pub(crate) fn laptop() -> (TempDir, Desk) {
    let (folder, desk) = field::laptop();
    desk.places_import("bench.csv", PLACES.as_bytes()).unwrap();
    desk.set_preferences(&look()).unwrap();
    (folder, desk)
}

/// How the window looks to whoever is measured.
pub(crate) fn look() -> Preferences {
    Preferences {
        language: "en".into(),
        theme: "light".into(),
        text_size: 100,
        lock_minutes: 60,
        chosen: true,
    }
}

pub(crate) fn in_the_window(work: impl Future<Output = ()>) {
    assert!(!left_out(), "the window is what is measured");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(work);
}

/// The program's window, once the first person of the laptop is at Home.
pub(crate) async fn open(folder: &Path) -> Window {
    sign_in(folder, "person-*").await
}

/// The same for one of several people.
pub(crate) async fn sign_in(folder: &Path, person: &str) -> Window {
    let window = Window::open(&program(), folder).await;
    window.see("unlock-screen").await;
    window.click(person).await;
    window.fill("unlock-passphrase", PASSPHRASE).await;
    window.press(ENTER).await;
    window.see("home").await;
    window
}

/// The program as it was built beside this one.
fn program() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.with_file_name("sala")
}
