//! The field officer's day in Khmer, by the keyboard alone: no click, no touch.

use kit::window::{Window, left_out};
use kit::{Laptop, Office, PASSPHRASE};

use crate::day::{hand_over, person};
use crate::open;
use crate::pictures::preferences;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_needs_no_mouse() {
    if left_out() {
        return;
    }
    let (office, mut laptop, record) = tokio::task::spawn_blocking(set_up).await.unwrap();
    let dara = person(&laptop, "Sok Dara");
    let window = open(&hand_over(&mut laptop)).await;
    unlock(&window, &dara).await;
    window.read_until("Nine women, or ten?").await;
    window.picture("keyboard-1-returned").await;
    correct(&window, &record).await;
    log(&window).await;
    put_aside(&window).await;
    look_up(&window).await;
    lock(&window).await;
    window.close().await;

    tokio::task::spawn_blocking(move || {
        laptop.sign_in("Sok Dara");
        assert_eq!(laptop.count(), 2);
        assert_eq!(laptop.reads(&record, "sadd/women"), "10");
        let home = laptop.desk.home().unwrap();
        assert!(home.returned.is_empty(), "what came back was answered");
        drop(office);
    })
    .await
    .unwrap();
}

/// One session that came back with a comment; the laptop speaks Khmer.
fn set_up() -> (Office, Laptop, String) {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Chan Sophea", "supervisor", &[]));
    laptop.sign_in("Sok Dara");
    let record = laptop.session("Phlov Meas", 9);
    laptop.sign_in("Chan Sophea");
    laptop
        .decide(
            &record,
            "return",
            Some(("sadd/women", "Nine women, or ten?")),
        )
        .unwrap();
    laptop
        .desk
        .set_preferences(&preferences("km", "light", true))
        .unwrap();
    (office, laptop, record)
}

async fn unlock(window: &Window, person: &str) {
    window.see("unlock-screen").await;
    window.tab_to("person-*").await;
    while window.focus().await != format!("person-{person}") {
        window.strike(&["Down"]).await;
    }
    window.strike(&["Space"]).await;
    window.tab_to("unlock-passphrase").await;
    window.type_out(PASSPHRASE).await;
    window.strike(&["Enter"]).await;
    window.see("home").await;
}

/// Corrects what the reviewer asked about.
async fn correct(window: &Window, record: &str) {
    window.tab_to(&format!("fix-{record}")).await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    window.tab_to("q-sadd/women").await;
    window.strike(&["Control+a"]).await;
    window.type_out("10").await;
    window.tab_to("q-sadd/total").await;
    window.strike(&["Control+a"]).await;
    window.type_out("13").await;
    window.strike(&["Control+Enter"]).await;
    window.see("home").await;
}

/// Logs a new session, most of it as the last one.
async fn log(window: &Window) {
    window.tab_to("new-eore_session").await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    window.strike(&["Alt+r"]).await;
    window.tab_to("q-place/activity_date").await;
    window.type_out("t").await;
    window.tab_to("q-place/place_pick").await;
    window.type_out("samlo").await;
    window.see("q-place/place_pick-*").await;
    window.strike(&["Enter"]).await;
    window.tab_to("q-place/commune_name").await;
    window.type_out("ស៊ុង").await;
    window.tab_to("q-place/village_name").await;
    window.type_out("ស៊ុង១").await;
    window.tab_to("q-place/venue_type").await;
    window.type_out("household").await;
    window.strike(&["Enter"]).await;
    window.tab_to("q-session/start_time").await;
    window.type_out("៨១០").await;
    window.tab_to("q-session/end_time").await;
    window.type_out("905").await;
    for (cell, figure) in [
        ("women", "៤"),
        ("men", "3"),
        ("girls", "2"),
        ("boys", "1"),
        ("total", "10"),
        ("first_time", "6"),
    ] {
        window.tab_to(&format!("q-sadd/{cell}")).await;
        window.type_out(figure).await;
    }
    window.strike(&["Tab"]).await;
    window.is_accessible("a session, in Khmer").await;
    window.picture("keyboard-2-session").await;
    window.strike(&["Control+Enter"]).await;
    window.see("home").await;
    window.picture("keyboard-3-home").await;
}

/// Begins one more, puts it aside and brings it back; then it is discarded for good.
async fn put_aside(window: &Window) {
    window.tab_to("new-eore_session").await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    window.tab_to("q-place/village_name").await;
    window.type_out("Ou Da").await;
    window.strike(&["F1"]).await;
    window.see("key-map").await;
    window.strike(&["Escape"]).await;
    window.tab_to("discard").await;
    window.strike(&["Enter"]).await;
    window.see("home").await;
}

/// Finds the record by a word in Khmer and opens it.
async fn look_up(window: &Window) {
    window.strike(&["Control+k"]).await;
    window.see("search").await;
    window.type_out("ស៊ុង១").await;
    window.see("hit-*").await;
    window.strike(&["Enter"]).await;
    window.see("record").await;
    window.picture("keyboard-4-found").await;
}

async fn lock(window: &Window) {
    window.tab_to("person-menu").await;
    window.strike(&["Enter"]).await;
    window.see("lock").await;
    while window.focus().await != "lock" {
        window.strike(&["Down"]).await;
    }
    window.strike(&["Enter"]).await;
    window.see("unlock-screen").await;
}
