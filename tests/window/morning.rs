//! A supervisor's morning in the window: thirty records decided with the keyboard, in both languages.

use std::time::Duration;

use desk::view::{MonthRow, QueueAsk, RecordQuery};
use kit::window::{TAB, Window, left_out};
use kit::{Laptop, Office};

use crate::day::{hand_over, person, sign_in};
use crate::hands::{counts, focused, gone, look, step_to};
use crate::open;
use crate::pictures::preferences;

/// Villages whose names nobody takes for each other's.
const VILLAGES: [&str; 28] = [
    "Andaeuk Haeb",
    "Boeng Trach",
    "Chisang",
    "Doun Keo",
    "Erawan",
    "Frangipani",
    "Ganlong",
    "Houy Sen",
    "Ingtri",
    "Jarai",
    "Kamrieng",
    "Lvea",
    "Moung",
    "Nimitt",
    "Ou Tapoung",
    "Phlov Meas",
    "Quoc Thmei",
    "Reang Kesei",
    "Sdau",
    "Traeng",
    "Ukthum",
    "Veal Bek",
    "Wat Kor",
    "Xieng Khong",
    "Yutth",
    "Zanzom",
    "Bavel",
    "Tasda",
];
const PAIRS: usize = 2;
const RETURNED: u64 = 6;

struct Morning {
    laptop: Laptop,
    /// What the question about women is called in the language of the morning.
    women: String,
    _office: Office,
}

/// A laptop on which thirty records wait: two of them look like another, and on one two reviewers decided apart.
fn made(language: &str) -> Morning {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Chan Sophea", "supervisor", &[]));
    laptop
        .desk
        .set_preferences(&preferences(language, "light", true))
        .unwrap();
    let mut records = Vec::new();
    for (at, village) in VILLAGES.iter().enumerate() {
        let day = format!("2026-11-{:02}", 9 + at / 2);
        let hours = [["08:10", "09:05"], ["14:00", "15:00"]][at % 2];
        let women = 4 + u32::try_from(at).unwrap();
        records.push(laptop.session_on(&day, hours, village, women));
        if at < PAIRS {
            records.push(laptop.session_on(&day, hours, village, women));
        }
    }
    let pisey = office.laptop("Keo Pisey", "coordinator", &["BTB2"]);
    for one in [&laptop, &pisey] {
        one.sync().unwrap();
    }
    let apart = records.last().unwrap();
    pisey
        .decide(apart, "return", Some(("sadd/women", "Nine or ten?")))
        .unwrap();
    laptop.sign_in("Chan Sophea");
    laptop.decide(apart, "approve", None).unwrap();
    for one in [&pisey, &laptop] {
        one.sync().unwrap();
    }
    let view = laptop.desk.record(apart).unwrap();
    let mut answers = view.sections.iter().flat_map(|section| &section.answers);
    let women = answers
        .find(|it| it.path == "sadd/women")
        .unwrap()
        .label
        .clone();
    Morning {
        laptop,
        women,
        _office: office,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_decides_thirty_records_with_the_keyboard() {
    if left_out() {
        return;
    }
    for language in ["en", "km"] {
        let mut morning = tokio::task::spawn_blocking(move || made(language))
            .await
            .unwrap();
        let sophea = person(&morning.laptop, "Chan Sophea");
        let data = hand_over(&mut morning.laptop);
        let window = open(&data).await;
        sign_in(&window, &sophea).await;
        go(&window, "nav-review").await;
        window.see("review-record").await;
        counts(&window, "queue-", 30).await;
        merge_doubles(&window, language).await;
        decide_apart(&window, language).await;
        for done in 0..RETURNED {
            send_back(&window, &morning.women, language, done).await;
        }
        reject_one(&window, language).await;
        slip(&window, language).await;
        verify_the_rest(&window, language).await;
        window.close().await;
        tokio::task::spawn_blocking(move || came_of_it(&morning.laptop))
            .await
            .unwrap();
    }
}

/// Goes to another screen by the keys alone.
async fn go(window: &Window, testid: &str) {
    window.see(testid).await;
    window.settle().await;
    step_to(window, "Tab", testid).await;
    window.strike(&["Enter"]).await;
}

/// Two decided differently, which stands first now, and she decides.
async fn decide_apart(window: &Window, language: &str) {
    window.see("contested").await;
    look(window, &format!("morning-2-contested-{language}")).await;
    window.strike(&["a"]).await;
    counts(window, "queue-", 27).await;
    // The keys are the next record's once it is shown.
    gone(window, "contested").await;
}

/// What came in twice stands before everything else: nothing else can be decided of it.
async fn merge_doubles(window: &Window, language: &str) {
    go(window, "part-doubles").await;
    for at in 0..PAIRS {
        window.see("double-merge").await;
        if at == 0 {
            look(window, &format!("morning-1-doubles-{language}")).await;
        }
        window.settle().await;
        window.strike(&["m"]).await;
        window.see("dialog-merge").await;
        step_to(window, "Tab", "double-merge-do").await;
        window.strike(&["Enter"]).await;
        window.see("double-untie").await;
        // A dialog that is closing still hears the keys.
        gone(window, "dialog-merge").await;
        window.settle().await;
        if at + 1 < PAIRS {
            go_on(window).await;
        }
    }
    go(window, "part-records").await;
    counts(window, "queue-", 28).await;
}

/// Goes on to the pair that waits; once more, where a screen that was just painted did not hear the key yet.
async fn go_on(window: &Window) {
    let code = "return document.querySelector(\"[data-testid='double-merge']\") !== null;";
    for _ in 0..3 {
        window.strike(&["n"]).await;
        for _ in 0..50 {
            if window.script(code, Vec::new()).await == true {
                return;
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
    window.see("double-merge").await;
}

async fn send_back(window: &Window, women: &str, language: &str, done: u64) {
    window.see("move-return").await;
    window.settle().await;
    window.strike(&["r"]).await;
    window.see("dialog-return").await;
    step_to(window, "Tab", "return-at").await;
    window.type_out(women).await;
    window.strike(&["Enter"]).await;
    step_to(window, "Tab", "return-text").await;
    window.type_out("Nine or ten?").await;
    if done == 0 {
        look(window, &format!("morning-3-return-{language}")).await;
    }
    window.strike(&["Control+Enter"]).await;
    counts(window, "queue-", 26 - done).await;
    // A dialog that is closing still hears the keys.
    gone(window, "dialog-return").await;
}

async fn reject_one(window: &Window, language: &str) {
    window.see("move-reject").await;
    window.settle().await;
    step_to(window, "Tab", "move-reject").await;
    window.strike(&["Enter"]).await;
    focused(window, "reason").await;
    window.type_out("A trial of the form.").await;
    look(window, &format!("morning-4-reject-{language}")).await;
    window.strike(&["Control+Enter"]).await;
    counts(window, "queue-", 20).await;
    gone(window, "dialog-reject").await;
}

/// A key too soon, taken back by another.
async fn slip(window: &Window, language: &str) {
    window.see("move-approve").await;
    window.settle().await;
    window.strike(&["a"]).await;
    counts(window, "queue-", 19).await;
    window.see("take-back").await;
    look(window, &format!("morning-5-slip-{language}")).await;
    window.strike(&["u"]).await;
    counts(window, "queue-", 20).await;
}

async fn verify_the_rest(window: &Window, language: &str) {
    step_to(window, "Tab", "bulk-verify").await;
    window.strike(&["Enter"]).await;
    step_to(window, "Tab", "bulk-verify-do").await;
    window.strike(&["Enter"]).await;
    gone(window, "bulk-verify").await;
    window.press(TAB).await;
    look(window, &format!("morning-6-verified-{language}")).await;
}

/// What the window showed is what the laptop holds.
fn came_of_it(laptop: &Laptop) {
    laptop.sign_in("Chan Sophea");
    let count = |state: &str| {
        let query = RecordQuery {
            review: Some(state.to_owned()),
            limit: 1,
            ..RecordQuery::default()
        };
        laptop.desk.records(&query).unwrap().total
    };
    let states = ["verified", "returned", "rejected", "approved", "submitted"].map(count);
    assert_eq!(
        states,
        [20, 6, 1, 1, 2],
        "the two that stand behind another wait for nobody"
    );
    let queue = laptop.desk.review_queue(&QueueAsk::default()).unwrap();
    assert_eq!(queue.waiting, 20, "a supervisor approves what was verified");
    let months = laptop.desk.months().unwrap();
    let told: Vec<(&str, u32)> = months
        .iter()
        .map(|row: &MonthRow| (row.month.as_str(), row.approved))
        .collect();
    assert_eq!(told, [("2026-11", 1)]);
}
