//! The three-user day in the window: log, review on the same laptop, sync, confirmed by the centre.

use desk::Desk;
use kit::window::{ENTER, TAB, Window, left_out};
use kit::{Laptop, Office, PASSPHRASE};

use crate::hands::{choose, tick, until};
use crate::open;

pub(crate) async fn sign_in(window: &Window, person: &str) {
    window.see("unlock-screen").await;
    window.click(&format!("person-{person}")).await;
    window.fill("unlock-passphrase", PASSPHRASE).await;
    window.press(ENTER).await;
    window.see("home").await;
}

/// The ids of the people on a laptop, by name.
pub(crate) fn person(laptop: &Laptop, name: &str) -> String {
    let people = laptop.desk.app_state().people;
    people.into_iter().find(|p| p.name == name).unwrap().id
}

/// Lets go of a laptop's folder, for the window to open it.
pub(crate) fn hand_over(laptop: &mut Laptop) -> std::path::PathBuf {
    let path = laptop.path();
    laptop.restart();
    path
}

/// Approves the record that is shown, the last one that waits. A form that was filled in no time is warned of: whoever
/// approves it says why that is right.
async fn approve(window: &Window) {
    window.click("move-approve").await;
    let code = "return ['dialog-approve', 'empty']
        .find((id) => document.querySelector(`[data-testid='${id}']`) !== null) ?? null;";
    if until(window, code, Vec::new(), "nothing comes of it").await == "dialog-approve" {
        window.fill("reason", "It was copied from a sheet.").await;
        window.click("reason-do").await;
    }
    window.see("empty").await;
}

pub(crate) async fn fill_session(window: &Window, village: &str) {
    window.click("new-eore_session").await;
    window.see("form").await;
    window.fill("q-place/activity_date", "t").await;
    window.press(TAB).await;
    choose(window, "q-place/adm1", "Battambang").await;
    window.fill("q-place/commune_name", "Phlov Meas").await;
    window.fill("q-place/village_name", village).await;
    choose(window, "q-place/venue_type", "Pagoda").await;
    tick(window, "q-session/technique-interactive_group").await;
    window.fill("q-session/start_time", "08:10").await;
    window.press(TAB).await;
    window.fill("q-session/end_time", "09:05").await;
    window.press(TAB).await;
    choose(window, "q-session/primary_audience", "Farmers").await;
    for (cell, digits) in [
        ("women", "9"),
        ("men", "8"),
        ("girls", "15"),
        ("boys", "14"),
        ("total", "46"),
        ("first_time", "20"),
    ] {
        window.fill(&format!("q-sadd/{cell}"), digits).await;
    }
    window.press(TAB).await;
    tick(window, "q-content/hazards_addressed-ap_mine").await;
    tick(window, "q-content/messages-dont_touch").await;
    window.fill("q-finish/facilitators", "BTB-014").await;
    window.press(TAB).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_goes_from_the_keyboard_to_a_receipt() {
    if left_out() {
        return;
    }
    let (office, mut laptop) = tokio::task::spawn_blocking(|| {
        let office = Office::open();
        let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
        laptop.add(&office.invite("Chan Sophea", "supervisor", &[]));
        laptop.add(&office.invite("Keo Pisey", "coordinator", &["BTB2"]));
        (office, laptop)
    })
    .await
    .unwrap();
    let [dara, sophea, pisey] =
        ["Sok Dara", "Chan Sophea", "Keo Pisey"].map(|name| person(&laptop, name));
    let data = hand_over(&mut laptop);

    // The field officer logs a session, closes the window, opens it again and finishes.
    let window = open(&data).await;
    sign_in(&window, &dara).await;
    fill_session(&window, "Phlov Meas").await;
    window.read_until("Saved on this laptop").await;
    window.picture("day-1-form").await;
    window.close().await;
    let window = open(&data).await;
    sign_in(&window, &dara).await;
    window.read_until("Phlov Meas").await;
    window.picture("day-2-home-with-draft").await;
    window.click("draft-*").await;
    window.see("form").await;
    window.click("finish").await;
    window.see("home").await;
    window.pill_says("1 on this laptop").await;
    window.picture("day-3-home-submitted").await;
    window.click("person-menu").await;
    window.click("lock").await;

    // The supervisor returns it with a comment on a question.
    sign_in(&window, &sophea).await;
    window.click("nav-review").await;
    window.see("review-record").await;
    window.click("move-return").await;
    choose(&window, "return-at", "Women").await;
    window.fill("return-text", "Nine women, or ten?").await;
    window.picture("day-4-return").await;
    window.click("return-do").await;
    window.click("person-menu").await;
    window.click("lock").await;

    // The officer corrects what was asked.
    sign_in(&window, &dara).await;
    window.read_until("Nine women, or ten?").await;
    window.picture("day-5-returned").await;
    window.click("fix-*").await;
    window.see("form").await;
    window.fill("q-sadd/women", "10").await;
    window.fill("q-sadd/total", "47").await;
    window.press(TAB).await;
    window.click("finish").await;
    window.see("home").await;
    window.click("person-menu").await;
    window.click("lock").await;

    // The supervisor approves; the coordinator syncs.
    sign_in(&window, &sophea).await;
    window.click("nav-review").await;
    window.see("review-record").await;
    approve(&window).await;
    window.click("person-menu").await;
    window.click("lock").await;
    sign_in(&window, &pisey).await;
    window.click("nav-sync").await;
    window.click("sync-now").await;
    window
        .read_until("The centre has confirmed everything")
        .await;
    window.pill_says("All confirmed").await;
    window.picture("day-6-synced").await;
    window.click("nav-records").await;
    window.see("records-grid").await;
    window.read_until("approved").await;
    window.picture("day-7-records").await;

    // The record is confirmed with a receipt, and its history says who did what, with what changed.
    window.click("record-open").await;
    window.see("record").await;
    window.read_until("the signature is right").await;
    window.click("diff-*").await;
    window.see("diff").await;
    for words in [
        "Sok Dara wrote the record",
        "Chan Sophea returned it",
        "Sok Dara changed 2 answers",
        "Chan Sophea approved it",
    ] {
        window.read_until(words).await;
    }
    window.picture("day-8-record").await;
    window.click("person-menu").await;
    window.click("lock").await;

    // Nobody decides on what they wrote, and the window says so.
    sign_in(&window, &sophea).await;
    fill_session(&window, "Ou Tapoung").await;
    window.click("finish").await;
    window.see("home").await;
    window.pill_says("1 on this laptop").await;
    window.click("nav-records").await;
    window.see("records-grid").await;
    window.click("record-open").await;
    window.see("refusal").await;
    window.read_until("Somebody else decides on it").await;
    window.picture("day-9-own-record").await;
    window.close().await;

    // What the window said is what the store and the centre hold.
    let held = tokio::task::spawn_blocking(move || {
        laptop.sign_in("Chan Sophea");
        let record = approved_record(&laptop.desk);
        let view = laptop.desk.record(&record).unwrap();
        let own = laptop.decide(&record, "lock", None).is_ok();
        drop(office);
        (view, own)
    })
    .await
    .unwrap();
    assert_eq!(
        (held.0.row.review.as_str(), held.0.row.delivery.as_str()),
        ("approved", "confirmed")
    );
    assert!(held.0.receipts[0].verified);
    assert_eq!(held.0.row.people, Some(47));
    let decisions: Vec<&str> = held
        .0
        .history
        .iter()
        .filter_map(|h| h.decision.as_deref())
        .collect();
    assert_eq!(decisions, ["submit", "return", "submit", "approve"]);
    assert!(
        held.1,
        "the supervisor, who wrote nothing of it, may lock it"
    );
}

fn approved_record(desk: &Desk) -> String {
    let query = desk::view::RecordQuery {
        review: Some("approved".into()),
        limit: 1,
        ..Default::default()
    };
    desk.records(&query).unwrap().rows[0].record.clone()
}
