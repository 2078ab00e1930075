//! The points of a report on a map in the real window, which on a machine without a graphics card draws in software or
//! says that it cannot.

use kit::answers::{PINNED, SESSION, SUNG};
use kit::window::{Window, left_out};
use kit::{Laptop, days_ago};
use serde_json::{Value, json};

use crate::day::{hand_over, person, sign_in};
use crate::open;
use crate::pictures::preferences;

/// A laptop with sessions that say where they were.
fn laptop() -> Laptop {
    let laptop = Laptop::alone("Maly", "supervisor");
    laptop.watch.set_days_ago(0);
    let look = preferences("en", "light", true);
    laptop.desk.set_preferences(&look).unwrap();
    // The month that the screen begins with is that of today.
    let today = days_ago(0);
    for place in [
        "12.783412 102.861234 0 5",
        "12.942123 102.774321 0 5",
        "12.784567 102.862345 0 5",
    ] {
        let of_this_one = [
            ("place/activity_date", today.as_str()),
            ("place/village_name", "ស៊ុង១"),
            ("place/position", place),
        ];
        laptop.make("eore_session", &[SUNG, SESSION, PINNED, &of_this_one]);
    }
    laptop
}

/// Waits until the map was drawn, or it was said that none can be.
pub(crate) async fn drawn_or_told(window: &Window) {
    let look = "return document.querySelector(
        '[data-testid=map-canvas][data-drawn], [data-testid=map-none]') !== null";
    for _ in 0..240 {
        if window.script(look, Vec::new()).await == json!(true) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    panic!("no map and no word\n{}", window.page_text().await);
}

/// Notes what the content policy of the window refuses from now on.
const NOTE_REFUSALS: &str = "window.refused = [];
    document.addEventListener('securitypolicyviolation', (e) => window.refused.push(e.violatedDirective + ' ' + e.blockedURI));
    return true;";

#[tokio::test(flavor = "multi_thread")]
async fn points_are_shown_on_a_map_or_a_word_stands_in_its_place() {
    if left_out() {
        return;
    }
    let mut laptop = tokio::task::spawn_blocking(laptop).await.unwrap();
    let maly = person(&laptop, "Maly");
    let window = open(&hand_over(&mut laptop)).await;
    sign_in(&window, &maly).await;
    window.click("nav-reports").await;
    window.see("report-view-map").await;
    window.script(NOTE_REFUSALS, Vec::new()).await;
    window.click("report-view-map").await;
    // None of them is approved yet.
    window.click("report-map-waiting").await;
    window.see("points").await;
    drawn_or_told(&window).await;
    let refused = window.script("return window.refused", Vec::new()).await;
    assert_eq!(refused, json!([]), "the policy stays as it is");
    let rows = "return document.querySelectorAll('[data-testid=points] tbody tr').length";
    assert_eq!(window.script(rows, Vec::new()).await, Value::from(3));
    window.close().await;
}
