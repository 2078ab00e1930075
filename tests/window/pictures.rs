//! Every screen in both languages, every theme and at both sizes that laptops have: as pictures to look at, without a
//! barrier, and with letters at their largest without a word that is cut off.

use desk::view::Preferences;
use kit::answers::{ACCIDENT, Answers, CONSENT, PERSON, PINNED, REFERRAL, SESSION, SUNG};
use kit::window::{TAB, Window, left_out};
use kit::{Laptop, PASSPHRASE, days_ago};

use crate::day::{hand_over, person, sign_in};
use crate::hands::{gone, holds, start, tick};
use crate::map::{drawn_or_told, small_one_drawn};
use crate::open;

const THEMES: [&str; 3] = ["light", "dark", "contrast"];
const SIZES: [(u32, u32); 2] = [(1366, 768), (1024, 640)];
/// Per cent of the usual size of letters.
const LARGEST: u32 = 175;

pub(crate) fn preferences(language: &str, theme: &str, chosen: bool) -> Preferences {
    Preferences {
        language: language.into(),
        theme: theme.into(),
        text_size: 100,
        chosen,
        lock_minutes: 10,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_laptop_is_set_up_by_hand() {
    if left_out() {
        return;
    }
    for language in ["en", "km"] {
        let mut laptop = Laptop::fresh();
        laptop
            .desk
            .set_preferences(&preferences(language, "light", false))
            .unwrap();
        let window = open(&hand_over(&mut laptop)).await;
        set_up(&window, language).await;
        window.close().await;
    }
}

async fn set_up(window: &Window, language: &str) {
    let mut misfits = Vec::new();
    window.see("first-run").await;
    misfits.extend(shown(window, "first-run-language", language).await);
    window.click(&format!("language-{language}")).await;
    window.see("way-try").await;
    misfits.extend(shown(window, "first-run-ways", language).await);
    window.click("way-try").await;
    window.fill("your-name", "Maly").await;
    window.fill("passphrase-new", PASSPHRASE).await;
    window.fill("passphrase-again", PASSPHRASE).await;
    misfits.extend(shown(window, "first-run-try", language).await);
    window.click("try-here").await;
    window.see("recovery-code").await;
    misfits.extend(shown(window, "first-run-recovery", language).await);
    window.click("recovery-kept").await;
    window.click("recovery-done").await;
    window.see("home").await;
    assert!(misfits.is_empty(), "{}", misfits.join("\n"));
}

/// The screens in the order in which they are walked through; each is reached from the one before.
const TOUR: [&str; 25] = [
    "unlock",
    "home",
    "records",
    "records-map",
    "record",
    "search",
    "person",
    "timeline",
    "review",
    "doubles",
    "months",
    "sync",
    "conflict",
    "settling",
    "reports",
    "reports-map",
    "forms",
    "settings",
    "settings-places",
    "settings-given",
    "settings-about",
    "form",
    "aim",
    "finish",
    "keys",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_shown_in_both_languages_and_themes() {
    if left_out() {
        return;
    }
    let made = || {
        let laptop = Laptop::fresh();
        let survivor = live_through(&laptop);
        (laptop, survivor)
    };
    let (mut laptop, survivor) = tokio::task::spawn_blocking(made).await.unwrap();
    let maly = person(&laptop, "Maly");
    let window = open(&hand_over(&mut laptop)).await;
    let mut misfits = Vec::new();
    for language in ["km", "en"] {
        for screen in TOUR {
            go_to(&window, screen, &maly, &survivor).await;
            misfits.extend(shown(&window, screen, language).await);
        }
        if language == "km" {
            speak_english(&window).await;
        }
    }
    window.close().await;
    assert!(misfits.is_empty(), "{}", misfits.join("\n"));
}

/// A laptop on which Sala is tried out in Khmer, with sessions as a day brings them and a family that had an accident:
/// what they agreed to and where they were referred; an accident of which two corrections say different things; and a session
/// that was recorded twice. Gives the record of the person.
fn live_through(laptop: &Laptop) -> String {
    laptop.desk.try_here("Maly", PASSPHRASE, "km").unwrap();
    let look = preferences("km", "light", true);
    laptop.desk.set_preferences(&look).unwrap();
    let accident = laptop.make("accident", &[ACCIDENT]);
    differ(laptop, &accident);
    let named: &Answers<'_> = &[
        ("who/name_local", "សុខ សាកល្បង"),
        ("who/name_latin", "Sok Sakalbong"),
    ];
    let person = laptop.make("person", &[PERSON, named]);
    let who: &Answers<'_> = &[("who/person_pick", person.as_str())];
    let consent = laptop.make("consent", &[CONSENT, who]);
    let by: &Answers<'_> = &[("consenting/consent_id", consent.as_str())];
    laptop.make("referral", &[REFERRAL, who, by]);
    laptop.session("Ou Da", 9);
    laptop.session("Ou Da", 9);
    // The month that reports begin with is that of today.
    laptop.watch.set_days_ago(0);
    let today = days_ago(0);
    let here: &Answers<'_> = &[
        ("place/activity_date", today.as_str()),
        ("place/village_name", "ស៊ុង១"),
        ("place/position", "12.783412 102.861234 0 5"),
    ];
    laptop.make("eore_session", &[SUNG, SESSION, PINNED, here]);
    person
}

/// Corrects a record twice apart from each other: the second correction was begun before the first was finished.
fn differ(laptop: &Laptop, record: &str) {
    let land = "what/land_use";
    let desk = &laptop.desk;
    let late = desk.record_edit(record).unwrap().draft;
    desk.draft_discard(&late).unwrap();
    laptop.correct(record, land, "forest");
    desk.draft_restore(&late).unwrap();
    desk.draft_set(&late, land, "paddy").unwrap();
    let done = desk.draft_finish(&late).unwrap();
    assert!(done.record.is_some(), "{:?}", done.problems);
    let view = desk.record(record).unwrap();
    assert!(view.row.conflict, "both corrections stand");
}

/// Goes on to the next screen of the tour.
async fn go_to(window: &Window, screen: &str, maly: &str, survivor: &str) {
    let found = format!("hit-{survivor}");
    match screen {
        "unlock" => follow(window, &[], "unlock-screen").await,
        "home" => sign_in(window, maly).await,
        "records" => follow(window, &["nav-records"], "records-grid").await,
        "records-map" => {
            follow(window, &["records-as-map"], "points").await;
            drawn_or_told(window).await;
        }
        "record" => {
            follow(window, &["records-as-list", "record-open"], "record").await;
            small_one_drawn(window).await;
        }
        "search" => {
            follow(window, &["search-open"], "search").await;
            window.fill("search", "សុខ សាកល្បង").await;
            window.see(&found).await;
        }
        "person" => follow(window, &[found.as_str()], "life-open").await,
        "timeline" => follow(window, &["life-open"], "entry-*").await,
        "review" => follow(window, &["nav-review"], "review-record").await,
        "doubles" => follow(window, &["part-doubles"], "double").await,
        "months" => follow(window, &["part-months"], "months").await,
        "sync" => follow(window, &["nav-sync"], "sync").await,
        "conflict" => follow(window, &["conflict-*"], "conflicts").await,
        "settling" => follow(window, &["settle"], "apart-*").await,
        "reports" => follow(window, &["nav-reports"], "report-name").await,
        "reports-map" => {
            let ways = ["report-view-map", "report-map-waiting"];
            follow(window, &ways, "points").await;
            drawn_or_told(window).await;
        }
        "forms" => {
            let ways = ["nav-forms", "shelf-eore_session"];
            follow(window, &ways, "form-versions").await;
        }
        "settings" => follow(window, &["nav-settings"], "places-lists").await,
        "form" | "aim" | "finish" | "keys" => fill(window, screen).await,
        part => {
            let way = part.replace("settings-", "settings-to-");
            follow(window, &[way.as_str()], "settings").await;
        }
    }
}

/// Goes on to what is shown while a form is filled.
async fn fill(window: &Window, screen: &str) {
    match screen {
        "form" => start(window, "eore_session").await,
        "aim" => {
            tick(window, "q-place/geo_safe-yes").await;
            follow(window, &["aim-place/position"], "aim").await;
            drawn_or_told(window).await;
        }
        "finish" => {
            window.strike(&["Escape"]).await;
            gone(window, "aim").await;
            window.strike(&["Control+Enter"]).await;
            window.see("jump-*").await;
        }
        _ => {
            window.strike(&["F1"]).await;
            window.see("key-map").await;
        }
    }
}

/// Presses one thing after the other, until something is there.
async fn follow(window: &Window, press: &[&str], see: &str) {
    for testid in press {
        window.click(testid).await;
    }
    window.see(see).await;
}

/// Looks at a screen in every theme and with the largest letters, at both sizes; gives what does not fit then. For barriers
/// each theme is searched once, in one of the languages.
async fn shown(window: &Window, screen: &str, language: &str) -> Vec<String> {
    let mut misfits = Vec::new();
    for (at, (width, height)) in SIZES.into_iter().enumerate() {
        window.size(width, height).await;
        for theme in THEMES {
            window.wear(theme, 100).await;
            window.settle().await;
            let name = format!("{screen}-{language}-{theme}-{width}x{height}");
            if at == 0 && (language == "en") == (theme == "light") {
                window.is_accessible(&name).await;
            }
            window.picture(&name).await;
        }
        window.wear("light", LARGEST).await;
        window.settle().await;
        let name = format!("{screen}-{language}-{LARGEST}-{width}x{height}");
        window.picture(&name).await;
        let found = window.misfits().await.into_iter();
        misfits.extend(found.map(|it| format!("{name}: {it}")));
    }
    let (width, height) = SIZES[0];
    window.size(width, height).await;
    window.wear("light", 100).await;
    misfits
}

/// Chooses English in the middle of a form, which speaks it at once and holds what was typed; then leaves.
async fn speak_english(window: &Window) {
    window.strike(&["Escape"]).await;
    gone(window, "key-map").await;
    window.fill("q-place/commune_name", "ស៊ុង").await;
    window.press(TAB).await;
    window.click("person-menu").await;
    window.click("language-en").await;
    window.read_until("Place and date").await;
    holds(window, "q-place/commune_name", "ស៊ុង").await;
    window.click("lock").await;
}
