//! The points of a report on a map in the real window, which on a machine without a graphics card draws in software or
//! says that it cannot.

use kit::answers::{PINNED, SESSION, SUNG};
use kit::window::{Window, left_out};
use kit::{Laptop, days_ago};
use serde_json::{Value, json};

use crate::day::{hand_over, person, sign_in};
use crate::hands::{go, gone, holds, look, step_to, unlock, until};
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

/// Waits until the small map beside a record's position was drawn, where this machine can draw one.
pub(crate) async fn small_one_drawn(window: &Window) {
    window.see("place-map").await;
    let code = "const map = document.querySelector('[data-testid=place-map]');
        return map.querySelector('[data-drawn]') !== null || map.querySelector('.map-frame') === null;";
    until(window, code, Vec::new(), "the small map is never drawn").await;
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

/// Waits until the words below the cross name another place than `before`; gives its latitude and longitude.
async fn aimed_at(window: &Window, before: Option<[f64; 2]>) -> [f64; 2] {
    let code = "const words = document.querySelector('[data-testid=aim-at]')?.textContent ?? '';
        const point = /(-?\\d+\\.\\d{6}), (-?\\d+\\.\\d{6})/.exec(words)?.slice(1).map(Number) ?? null;
        return String(point) === String(arguments[0]) ? null : point;";
    let never = "no other place comes under the cross";
    let point = until(window, code, vec![json!(before)], never).await;
    [0, 1].map(|at| point[at].as_f64().unwrap())
}

/// With the largest letters in the smallest window, what takes the place is in view with the map.
async fn fits_at_its_largest(window: &Window) {
    window.size(1024, 640).await;
    window.wear("light", 175).await;
    window.settle().await;
    let code = "const at = (id) => document.querySelector(`[data-testid='${id}']`).getBoundingClientRect();
        const [dialog, take, map] = ['aim', 'aim-take', 'map-canvas'].map(at);
        return [take.bottom <= dialog.bottom && take.bottom <= innerHeight, map.height >= 150];";
    let fits = window.script(code, Vec::new()).await;
    assert_eq!(
        fits,
        json!([true, true]),
        "the press is in view, and the map"
    );
    window.wear("light", 100).await;
    window.size(1366, 768).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_is_picked_by_keys_alone_and_typed_over() {
    if left_out() {
        return;
    }
    let made = || {
        let laptop = Laptop::alone("Maly", "field");
        let look = preferences("en", "light", true);
        laptop.desk.set_preferences(&look).unwrap();
        laptop
    };
    let mut laptop = tokio::task::spawn_blocking(made).await.unwrap();
    let maly = person(&laptop, "Maly");
    let window = open(&hand_over(&mut laptop)).await;
    unlock(&window, &maly).await;
    go(&window, "Hazard report", "new-hazard_report").await;
    window.see("form").await;
    step_to(&window, "Tab", "q-place/geo_safe*").await;
    window.strike(&["1"]).await;
    window.see("aim-place/position").await;
    step_to(&window, "Shift+Tab", "aim-place/position").await;
    window.strike(&["Enter"]).await;
    window.see("aim").await;
    drawn_or_told(&window).await;
    let told = "return document.querySelector('[data-testid=map-none]') !== null";
    if window.script(told, Vec::new()).await == json!(true) {
        window.strike(&["Escape"]).await;
        gone(&window, "aim").await;
    } else {
        fits_at_its_largest(&window).await;
        pick(&window).await;
    }
    step_to(&window, "Shift+Tab", "q-place/position").await;
    window.strike(&["Control+a"]).await;
    window.type_out("12.783412, 102.861234").await;
    window.strike(&["Tab"]).await;
    source(&window, "").await;
    window.close().await;
}

/// Moves the map by keys and takes what is under the cross.
async fn pick(window: &Window) {
    let is_near =
        "return /\\d, /.test(document.querySelector('[data-testid=aim-at]')?.textContent)";
    for _ in 0..16 {
        window.strike(&["+"]).await;
        if window.script(is_near, Vec::new()).await == json!(true) {
            break;
        }
    }
    let begun = aimed_at(window, None).await;
    window.strike(&["Up", "Left"]).await;
    let up = until_moved(window, begun, |[lat, lon]| lat > begun[0] && lon < begun[1]).await;
    window.strike(&["Shift+Down"]).await;
    let down = aimed_at(window, Some(up)).await;
    let steps = (up[0] - begun[0]) / (up[0] - down[0]);
    assert!((11.0..13.0).contains(&steps), "{steps} small steps are one");
    look(window, "map-aimed-by-keys").await;
    window.strike(&["Enter"]).await;
    gone(window, "aim").await;
    let shown = format!("{:.6}, {:.6}", down[0], down[1]);
    holds(window, "q-place/position", &shown).await;
    source(window, "map_click").await;
}

/// Waits until the place under the cross is as it should be.
async fn until_moved(
    window: &Window,
    mut at: [f64; 2],
    is_there: impl Fn([f64; 2]) -> bool,
) -> [f64; 2] {
    while !is_there(at) {
        at = aimed_at(window, Some(at)).await;
    }
    at
}

/// Waits until this is said of where the position comes from, and nothing else.
async fn source(window: &Window, word: &str) {
    let code =
        "const all = [...document.querySelectorAll(\"[data-testid^='q-place/coord_source-']\")];
        const told = all.filter((one) => one.querySelector('input')?.checked);
        const names = told.map((one) => one.dataset.testid.replace('q-place/coord_source-', ''));
        return all.length > 0 && names.join(' ') === arguments[0];";
    let never = format!("the position never comes from “{word}”");
    until(window, code, vec![word.into()], &never).await;
}
