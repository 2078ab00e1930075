//! Every screen in both languages and themes, as pictures to look at, and without a barrier.

use desk::view::Preferences;
use kit::window::{Window, left_out};
use kit::{Laptop, PASSPHRASE};

use crate::day::{hand_over, person, sign_in};
use crate::open;

/// F1.
const KEY_MAP: &str = "\u{e031}";
const LOOKS: [(&str, &str); 6] = [
    ("en", "light"),
    ("en", "dark"),
    ("en", "contrast"),
    ("km", "light"),
    ("km", "dark"),
    ("km", "contrast"),
];

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
    for (language, theme) in LOOKS {
        let mut laptop = Laptop::fresh();
        laptop
            .desk
            .set_preferences(&preferences(language, theme, false))
            .unwrap();
        let window = open(&hand_over(&mut laptop)).await;
        set_up(&window, language, &format!("{language}-{theme}")).await;
        window.close().await;
    }
}

async fn set_up(window: &Window, language: &str, look: &str) {
    window.see("first-run").await;
    shown(window, "first-run-language", look).await;
    window.click(&format!("language-{language}")).await;
    window.click("way-try").await;
    window.fill("your-name", "Maly").await;
    window.fill("passphrase-new", PASSPHRASE).await;
    window.fill("passphrase-again", PASSPHRASE).await;
    shown(window, "first-run-try", look).await;
    window.click("try-here").await;
    window.see("recovery-code").await;
    shown(window, "first-run-recovery", look).await;
    window.click("recovery-kept").await;
    window.click("recovery-done").await;
    window.see("home").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_shown_in_both_languages_and_themes() {
    if left_out() {
        return;
    }
    for (language, theme) in LOOKS {
        let mut laptop = tokio::task::spawn_blocking(move || {
            let laptop = Laptop::fresh();
            laptop.desk.try_here("Maly", PASSPHRASE, language).unwrap();
            laptop
                .desk
                .set_preferences(&preferences(language, theme, true))
                .unwrap();
            laptop
        })
        .await
        .unwrap();
        let maly = person(&laptop, "Maly");
        let data = hand_over(&mut laptop);
        let window = open(&data).await;
        tour(&window, &maly, &format!("{language}-{theme}")).await;
        window.close().await;
    }
}

/// Walks through the screens, at both sizes that laptops have.
async fn tour(window: &Window, person: &str, look: &str) {
    window.see("unlock-screen").await;
    shown(window, "unlock", look).await;
    sign_in(window, person).await;
    shown(window, "home", look).await;
    window.click("nav-records").await;
    window.see("records-grid").await;
    shown(window, "records", look).await;
    window.click("record-open").await;
    window.see("record").await;
    shown(window, "record", look).await;
    window.click("nav-review").await;
    window.see("review-record").await;
    shown(window, "review", look).await;
    window.click("nav-sync").await;
    window.see("sync").await;
    shown(window, "sync", look).await;
    window.click("nav-forms").await;
    window.click("shelf-eore_session").await;
    window.see("form-versions").await;
    shown(window, "forms", look).await;
    window.click("nav-settings").await;
    window.see("places-lists").await;
    shown(window, "settings", look).await;
    window.click("nav-home").await;
    window.click("new-eore_session").await;
    window.see("form").await;
    shown(window, "form", look).await;
    window.press(KEY_MAP).await;
    window.see("key-map").await;
    window.picture(&format!("keys-{look}-1366x768")).await;
}

async fn shown(window: &Window, screen: &str, look: &str) {
    window.settle().await;
    window.is_accessible(&format!("{screen}, {look}")).await;
    window.picture(&format!("{screen}-{look}-1366x768")).await;
    window.size(1024, 640).await;
    window.picture(&format!("{screen}-{look}-1024x640")).await;
    window.size(1366, 768).await;
}
