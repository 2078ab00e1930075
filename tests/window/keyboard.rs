//! The field officer's day in Khmer, by the keyboard alone: no click, no touch.

use kit::window::{Window, left_out};
use kit::{Laptop, Office};
use serde_json::{Value, json};

use crate::day::{hand_over, person};
use crate::hands::{at, counts, done, focused, go, holds, lock, look, offered, step_to, unlock};
use crate::open;
use crate::pictures::preferences;

/// What fingers do at a question.
enum Hand {
    Write(&'static str),
    /// Words typed into a box that searches, and the choice that they find.
    Find(&'static str, &'static str),
    Strike(&'static [&'static str]),
}
use Hand::{Find, Strike, Write};

/// A question, what is done there, and the keys that lead on.
type Step = (&'static str, Hand, &'static [&'static str]);

const ON: &[&str] = &["Enter"];
const NEEDED: &[&str] = &["Alt+n"];
const STAY: &[&str] = &[];

const DAY_AND_PLACE: [Step; 3] = [
    ("place/activity_date", Write("t"), ON),
    ("place/country", Strike(&[]), ON),
    ("place/place_pick", Find("សំឡូត", "KH0209"), STAY),
];

const SESSION: [Step; 7] = [
    ("place/commune_name", Write("ស៊ុង"), ON),
    ("place/village_name", Write("ស៊ុង១"), NEEDED),
    ("place/venue_type", Find("វត្ត", "pagoda"), NEEDED),
    ("session/technique", Strike(&["1", "Down", "Space"]), ON),
    ("session/start_time", Write("៨១០"), ON),
    ("session/end_time", Write("៩០៥"), NEEDED),
    ("session/primary_audience", Find("កសិករ", "farmers"), NEEDED),
];

/// The total is counted wrong, and noticed only at the end.
const PEOPLE: [Step; 11] = [
    ("sadd/women", Write("៤"), ON),
    ("sadd/men", Write("3"), ON),
    ("sadd/girls", Write("2"), ON),
    ("sadd/boys", Write("1"), ON),
    ("sadd/total", Write("11"), ON),
    ("sadd/dis_women", Write("1"), ON),
    ("sadd/dis_men", Write("0"), ON),
    ("sadd/dis_girls", Write("0"), ON),
    ("sadd/dis_boys", Write("0"), NEEDED),
    ("sadd/dis_method", Strike(&["?"]), STAY),
    ("sadd/dis_method", Strike(&["4"]), NEEDED),
];

/// The messages are left out, and asked for at the end.
const CONTENT: [Step; 4] = [
    ("sadd/first_time", Write("6"), NEEDED),
    ("content/hazards_addressed", Strike(&["1", "3"]), NEEDED),
    ("content/messages", Strike(&[]), NEEDED),
    ("finish/facilitators", Write("BTB-014"), STAY),
];

const NEXT_SESSION: [Step; 11] = [
    ("place/commune_name", Write("ស៊ុង"), ON),
    ("place/village_name", Write("ស៊ុង២"), NEEDED),
    ("place/venue_type", Find("សាលា", "school"), NEEDED),
    ("session/start_time", Write("10"), ON),
    ("session/end_time", Write("1055"), NEEDED),
    ("sadd/women", Write("9"), ON),
    ("sadd/men", Write("8"), ON),
    ("sadd/girls", Write("15"), ON),
    ("sadd/boys", Write("14"), ON),
    ("sadd/total", Write("46"), NEEDED),
    ("sadd/first_time", Write("20"), STAY),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_day_needs_no_mouse() {
    if left_out() {
        return;
    }
    let (office, mut laptop, returned) = tokio::task::spawn_blocking(set_up).await.unwrap();
    let dara = person(&laptop, "Sok Dara");
    let window = open(&hand_over(&mut laptop)).await;
    window.see("unlock-screen").await;
    look(&window, "keyboard-1-unlock").await;
    unlock(&window, &dara).await;
    correct(&window, &returned).await;
    begin(&window).await;
    leave_and_come_back(&window).await;
    finish_what_stands_in_the_way(&window).await;
    log_one_more(&window).await;
    look_up(&window).await;
    sync(&window).await;
    lock(&window).await;
    window.close().await;
    let check = move || check(&office, &laptop, &returned);
    tokio::task::spawn_blocking(check).await.unwrap();
}

/// One session was approved, one came back with a comment; the laptop speaks Khmer.
fn set_up() -> (Office, Laptop, String) {
    let office = Office::open();
    let laptop = office.laptop("Chan Sophea", "supervisor", &[]);
    laptop.add(&office.invite("Sok Dara", "field", &["BTB2"]));
    laptop.add(&office.invite("Keo Vanna", "field", &["BTB2"]));
    laptop.sign_in("Sok Dara");
    let approved = laptop.session_on("2026-11-23", ["14:00", "15:00"], "Ou Da", 12);
    let returned = laptop.session("Phlov Meas", 9);
    laptop.sign_in("Chan Sophea");
    laptop.decide(&approved, "approve", None).unwrap();
    let words = "Nine women, or ten?";
    laptop
        .decide(&returned, "return", Some(("sadd/women", words)))
        .unwrap();
    laptop
        .desk
        .set_preferences(&preferences("km", "light", true))
        .unwrap();
    (office, laptop, returned)
}

/// Walks through questions, and fails where the keys lead elsewhere.
async fn walk(window: &Window, steps: &[Step]) {
    for (path, hand, on) in steps {
        at(window, path).await;
        match hand {
            Write(words) => window.type_out(words).await,
            Find(words, choice) => {
                window.type_out(words).await;
                offered(window, &format!("q-{path}-{choice}")).await;
                window.strike(&["Enter"]).await;
            }
            // What explains the keys is closed again before the answer.
            Strike(["?"]) => help(window, "?", "keyboard-3-keys").await,
            Strike(keys) => window.strike(keys).await,
        }
        window.strike(on).await;
    }
}

async fn help(window: &Window, key: &str, name: &str) {
    let before = window.focus().await;
    window.strike(&[key]).await;
    window.see("key-map").await;
    look(window, name).await;
    window.strike(&["Escape"]).await;
    focused(window, &before).await;
}

/// Corrects what the reviewer asked about.
async fn correct(window: &Window, record: &str) {
    window.read_until("Nine women, or ten?").await;
    look(window, "keyboard-2-returned").await;
    window.tab_to(&format!("fix-{record}")).await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    at(window, "sadd/women").await;
    window.strike(&["Control+a"]).await;
    window.type_out("10").await;
    window.tab_to("q-sadd/total").await;
    window.strike(&["Control+a"]).await;
    window.type_out("13").await;
    window.strike(&["Control+Enter"]).await;
    done(window, "the correction").await;
}

/// Begins a session and comes as far as the people in it.
async fn begin(window: &Window) {
    window.tab_to("new-eore_session").await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    place(window).await;
    walk(window, &SESSION).await;
    walk(window, &PEOPLE).await;
    look(window, "keyboard-4-session").await;
}

async fn place(window: &Window) {
    walk(window, &DAY_AND_PLACE).await;
    // The list says which district and province that is, so they are not asked.
    counts(window, "q-place/adm1", 0).await;
    window.strike(NEEDED).await;
}

/// Goes home in the middle of it, and finds it there as it was.
async fn leave_and_come_back(window: &Window) {
    at(window, "sadd/first_time").await;
    go(window, "ទំព័រដើម", "home").await;
    window.see("home").await;
    look(window, "keyboard-5-draft").await;
    window.tab_to("draft-*").await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    holds(window, "q-sadd/women", "4").await;
    holds(window, "q-place/village_name", "ស៊ុង១").await;
    step_to(window, "Alt+n", "q-sadd/first_time").await;
}

/// Finishes, is told of two things, goes to each and mends it.
async fn finish_what_stands_in_the_way(window: &Window) {
    walk(window, &CONTENT).await;
    window.strike(&["Control+Enter"]).await;
    window.see("jump-content/messages").await;
    counts(window, "jump-", 2).await;
    look(window, "keyboard-6-in-the-way").await;
    window.tab_to("jump-sadd/total").await;
    window.strike(&["Enter"]).await;
    at(window, "sadd/total").await;
    window.strike(&["Control+a"]).await;
    window.type_out("10").await;
    window.strike(NEEDED).await;
    at(window, "content/messages").await;
    window.strike(&["1", "3", "5", "Control+Enter"]).await;
    done(window, "the session").await;
    window.read_until("ស៊ុង១").await;
    look(window, "keyboard-7-home").await;
}

/// One more session, most of it as the last one.
async fn log_one_more(window: &Window) {
    window.tab_to("new-eore_session").await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    at(window, "place/activity_date").await;
    help(window, "F1", "keyboard-8-keys").await;
    window.strike(&["Alt+r"]).await;
    holds(window, "q-finish/facilitators", "BTB-014").await;
    place(window).await;
    step_to(window, "Shift+Tab", "q-place/commune_name").await;
    walk(window, &NEXT_SESSION).await;
    look(window, "keyboard-9-repeated").await;
    window.strike(&["Control+Enter"]).await;
    done(window, "the next session").await;
}

/// Finds records by a word, by their state, and from anywhere; opens one of them.
async fn look_up(window: &Window) {
    go(window, "កំណត់ត្រា", "records").await;
    window.see("records-grid").await;
    counts(window, "row-", 4).await;
    let below = "const at = (s) => document.querySelector(s).getBoundingClientRect();
        return at(\"[data-testid^='row-']\").top - at('.grid-head').bottom;";
    let gap = window.script(below, Vec::new()).await.as_f64().unwrap();
    assert!(
        gap.abs() < 2.0,
        "the first row stands {gap} px below the head"
    );
    look(window, "keyboard-10-records").await;
    window.tab_to("records-find").await;
    window.type_out("ស៊ុង១").await;
    counts(window, "row-", 1).await;
    window.strike(&["Control+a", "Delete"]).await;
    counts(window, "row-", 4).await;
    window.tab_to("filter-review").await;
    window.strike(&["Enter"]).await;
    step_to(window, "Down", "filter-review-approved").await;
    window.strike(&["Enter"]).await;
    counts(window, "row-", 1).await;
    look(window, "keyboard-11-filtered").await;
    window.tab_to("records-grid").await;
    window.strike(&["Enter"]).await;
    window.see("record").await;
    window.read_until("Ou Da").await;
    look(window, "keyboard-12-record").await;
    window.strike(&["Control+k"]).await;
    window.see("search").await;
    window.type_out("ស៊ុង២").await;
    window.read_until("ស៊ុង២").await;
    counts(window, "hit-", 1).await;
    look(window, "keyboard-13-found").await;
    window.strike(&["Enter"]).await;
    window.see("record").await;
}

async fn sync(window: &Window) {
    go(window, "បញ្ជូន", "sync").await;
    window.see("sync").await;
    look(window, "keyboard-14-sync").await;
    let fading = "const button = document.querySelector(\"[data-testid='sync-now']\");
        button.setAttribute('data-disabled', 'true');
        const busy = getComputedStyle(button).backgroundColor;
        button.removeAttribute('data-disabled');
        return [busy, getComputedStyle(button).backgroundColor, button.getAnimations().length];";
    let faded = window.script(fading, Vec::new()).await;
    assert_ne!(faded.get(0), faded.get(1), "a busy button looks busy");
    let never = "white words on the ground of a busy button";
    assert_eq!(faded.get(2), Some(&json!(0)), "{never}: {faded}");
    window.tab_to("sync-now").await;
    window.strike(&["Enter"]).await;
    window.see("batch-receipt-*").await;
    window.read_until("មជ្ឈមណ្ឌលបានបញ្ជាក់ទាំងអស់ហើយ").await;
    look(window, "keyboard-15-synced").await;
}

/// What was typed is what this laptop, the centre and a colleague's laptop hold.
fn check(office: &Office, laptop: &Laptop, returned: &str) {
    laptop.sign_in("Sok Dara");
    let home = laptop.desk.home().unwrap();
    assert!(home.returned.is_empty(), "what came back was answered");
    assert!(home.drafts.is_empty(), "nothing is left half done");
    assert_eq!(laptop.desk.pill().unwrap().state, "confirmed");
    assert_eq!(laptop.reads(returned, "sadd/women"), "10");
    let colleague = office.laptop("Keo Pisey", "coordinator", &["BTB2"]);
    colleague.sync().unwrap();
    assert_eq!(colleague.export(), laptop.export(), "the same bytes");
    let records: Vec<Value> = laptop
        .export()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), 4);
    for (village, want) in [
        (
            "ស៊ុង១",
            [
                ("place/adm2_code", "KH0209"),
                ("place/venue_type", "pagoda"),
                ("session/start_time", "08:10:00"),
                ("session/end_time", "09:05:00"),
                ("session/primary_audience", "farmers"),
                ("sadd/women", "4"),
                ("sadd/total", "10"),
                ("sadd/dis_method", "facilitator_observation"),
                ("content/messages", "recognise_eo dont_touch report_mark"),
                ("finish/facilitators", "BTB-014"),
            ],
        ),
        (
            "ស៊ុង២",
            [
                ("place/adm2_code", "KH0209"),
                ("place/venue_type", "school"),
                ("session/start_time", "10:00:00"),
                ("session/end_time", "10:55:00"),
                ("session/primary_audience", "farmers"),
                ("sadd/women", "9"),
                ("sadd/total", "46"),
                ("content/hazards_addressed", "ap_mine improvised_mine"),
                ("content/messages", "recognise_eo dont_touch report_mark"),
                ("finish/facilitators", "BTB-014"),
            ],
        ),
    ] {
        let here = |record: &&Value| {
            record.pointer("/answers/place/village_name") == Some(&json!(village))
        };
        let record = records.iter().find(here).unwrap();
        assert_eq!(record.get("review"), Some(&json!("submitted")));
        for (path, value) in want {
            let found = record.pointer(&format!("/answers/{path}"));
            assert_eq!(found, Some(&json!(value)), "{path} in {village}");
        }
    }
}
