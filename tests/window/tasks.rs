//! What else a field officer does, in Khmer and by the keyboard alone: materials in a roster, the answers of somebody
//! who took part, a hazard that a villager saw, a spot on the radio.

use kit::window::{Window, left_out};
use kit::{Laptop, Office};
use serde_json::Value;

use crate::day::{hand_over, person};
use crate::hands::{at, counts, done, focused, go, gone, in_row, look, step_to, unlock, until};
use crate::open;
use crate::pictures::preferences;

#[tokio::test(flavor = "multi_thread")]
async fn every_other_task_of_the_field_needs_no_mouse_either() {
    if left_out() {
        return;
    }
    let (office, mut laptop, session) = tokio::task::spawn_blocking(set_up).await.unwrap();
    let dara = person(&laptop, "Sok Dara");
    let window = open(&hand_over(&mut laptop)).await;
    unlock(&window, &dara).await;
    hand_out(&window, &session).await;
    ask(&window).await;
    pass_on(&window).await;
    broadcast(&window).await;
    window.close().await;
    let check = move || {
        check(&laptop, &session);
        drop(office);
    };
    tokio::task::spawn_blocking(check).await.unwrap();
}

/// One session came back with a comment; the laptop speaks Khmer.
fn set_up() -> (Office, Laptop, String) {
    let office = Office::open();
    let laptop = office.laptop("Chan Sophea", "supervisor", &[]);
    laptop.add(&office.invite("Sok Dara", "field", &["BTB2"]));
    laptop.sign_in("Sok Dara");
    let session = laptop.session("Sdau", 9);
    laptop.sign_in("Chan Sophea");
    let words = "Which materials were handed out?";
    laptop
        .decide(&session, "return", Some(("sadd/women", words)))
        .unwrap();
    laptop
        .desk
        .set_preferences(&preferences("km", "light", true))
        .unwrap();
    (office, laptop, session)
}

/// Waits until a box that searches offers these words first, and takes them.
async fn take(window: &Window, question: &str, words: &str) {
    window.type_out(words).await;
    let code = "const [start, words] = arguments;
        const first = document.querySelector(`[data-testid^='${CSS.escape(start)}'][data-active='true']`);
        return first !== null && first.textContent.includes(words);";
    let never = format!("{question} offers nothing for “{words}”");
    let names = vec![format!("q-{question}").into(), words.into()];
    until(window, code, names, &never).await;
    window.strike(&["Enter"]).await;
}

/// Goes by the key that leads to what is still needed, until a question is reached.
async fn needed(window: &Window, path: &str) {
    step_to(window, "Alt+n", &format!("q-{path}*")).await;
}

/// Writes what was handed out into a roster: a row for each, one too many, and that one away again.
async fn hand_out(window: &Window, session: &str) {
    window.tab_to(&format!("fix-{session}")).await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    at(window, "sadd/women").await;
    // The section begins with the first row, which is empty.
    window.strike(&["Alt+5"]).await;
    for (row, words, count) in [(1, "ផ្ទាំងរូបភាព", "៣"), (2, "ខិត្តប័ណ្ណ", "30")]
    {
        let material = in_row(window, &format!("supplies/materials[{row}]/material")).await;
        let material = material.trim_start_matches("q-").to_owned();
        at(window, &material).await;
        take(window, &material, words).await;
        let row = material.strip_suffix("material").unwrap();
        at(window, &format!("{row}quantity")).await;
        window.type_out(count).await;
        window.strike(&["Enter"]).await;
    }
    let too_many = in_row(window, "supplies/materials[3]/material").await;
    focused(window, &too_many).await;
    look(window, "tasks-1-roster").await;
    window.strike(&["Alt+Delete"]).await;
    gone(window, &too_many).await;
    let last = in_row(window, "supplies/materials[2]/material").await;
    focused(window, &last).await;
    window.strike(&["Control+Enter"]).await;
    done(window, "the session").await;
}

/// Asks one woman who took part, after the session.
async fn ask(window: &Window) {
    go(window, "សំណួរមុន", "new-kap_response").await;
    window.see("form").await;
    at(window, "who/session_pick").await;
    take(window, "who/session_pick", "Sdau").await;
    // The list says which session that is, so it is not asked.
    gone(window, "q-who/session_id").await;
    needed(window, "who/phase").await;
    window.strike(&["2"]).await;
    needed(window, "who/respondent_no").await;
    window.type_out("៧").await;
    needed(window, "who/sex").await;
    window.strike(&["2"]).await;
    needed(window, "who/age_band").await;
    window.strike(&["4"]).await;
    for (question, key) in [
        ("k_mine", "1"),
        ("k_submunition", "1"),
        ("k_sign", "1"),
        ("k_seeing", "1"),
        ("k_inside", "1"),
        ("k_report", "2"),
        ("k_unsafe", "1"),
        ("k_accident", "1"),
    ] {
        needed(window, &format!("questions/{question}")).await;
        window.strike(&[key]).await;
    }
    // What she thinks of it may be left out.
    step_to(window, "Tab", "q-feedback/info_clear*").await;
    window.strike(&["1"]).await;
    look(window, "tasks-2-kap").await;
    window.strike(&["Control+Enter"]).await;
    done(window, "the answers").await;
}

/// Writes down what a villager saw, where it is safe to say where, and hands it over.
async fn pass_on(window: &Window) {
    go(window, "របាយការណ៍គ្រោះថ្នាក់", "new-hazard_report").await;
    window.see("form").await;
    step_to(window, "Tab", "q-place/place_pick").await;
    take(window, "place/place_pick", "សំឡូត").await;
    // The list says which district and province that is, so they are not asked.
    counts(window, "q-place/adm1", 0).await;
    needed(window, "place/commune_name").await;
    window.type_out("ស៊ុង").await;
    step_to(window, "Tab", "q-place/geo_safe*").await;
    window.strike(&["1"]).await;
    window.see("q-place/position").await;
    step_to(window, "Shift+Tab", "q-place/position").await;
    window.type_out("12.783412, 102.861234").await;
    window.strike(&["Tab"]).await;
    needed(window, "place/coord_source").await;
    window.strike(&["1"]).await;
    needed(window, "what/hazard_l1").await;
    take(window, "what/hazard_l1", "គ្រាប់បែកចង្កោម").await;
    needed(window, "what/urgency").await;
    window.strike(&["1"]).await;
    step_to(window, "Tab", "q-handover/handed_over*").await;
    window.strike(&["1"]).await;
    needed(window, "handover/handed_to_org").await;
    window.type_out("CMAC").await;
    needed(window, "handover/handed_at").await;
    window.type_out("t").await;
    window.strike(&["Tab"]).await;
    look(window, "tasks-3-hazard").await;
    window.strike(&["Control+Enter"]).await;
    done(window, "the hazard").await;
}

/// Notes a spot on the radio, which counts nobody who came.
async fn broadcast(window: &Window) {
    go(window, "ការផ្សព្វផ្សាយតាម", "new-eore_media").await;
    window.see("form").await;
    needed(window, "what/channel").await;
    take(window, "what/channel", "វិទ្យុ").await;
    for (question, typed) in [("start_date", "-7"), ("end_date", "t")] {
        needed(window, &format!("what/{question}")).await;
        window.type_out(typed).await;
        window.strike(&["Tab"]).await;
    }
    needed(window, "what/coverage_adm1").await;
    window.strike(&["2"]).await;
    needed(window, "content/hazards_addressed").await;
    window.strike(&["1"]).await;
    needed(window, "content/messages").await;
    window.strike(&["3"]).await;
    needed(window, "reach/reach_total").await;
    window.type_out("១២០០០").await;
    needed(window, "reach/reach_unit").await;
    window.strike(&["1"]).await;
    needed(window, "reach/reach_basis").await;
    window.strike(&["2"]).await;
    look(window, "tasks-4-media").await;
    window.strike(&["Control+Enter"]).await;
    done(window, "the spot").await;
}

/// What was typed is what the laptop holds.
fn check(laptop: &Laptop, session: &str) {
    laptop.sign_in("Sok Dara");
    let lines: Vec<Value> = laptop
        .export()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4);
    for (form, path, want) in [
        ("kap_response", "who/session_id", session),
        ("kap_response", "who/phase", "post"),
        ("kap_response", "who/respondent_no", "7"),
        ("kap_response", "who/sex", "female"),
        ("kap_response", "who/age_band", "b4"),
        ("kap_response", "questions/k_report", "without_number"),
        ("kap_response", "feedback/info_clear", "yes_completely"),
        ("hazard_report", "place/adm2_code", "KH0209"),
        ("hazard_report", "place/coord_source", "gps_device"),
        ("hazard_report", "what/hazard_l1", "cluster"),
        ("hazard_report", "what/urgency", "immediate"),
        ("hazard_report", "handover/handed_to_org", "CMAC"),
        ("hazard_report", "handover/outcome", "reported"),
        ("eore_media", "what/channel", "radio"),
        ("eore_media", "what/coverage_adm1", "02"),
        ("eore_media", "content/messages", "dont_touch"),
        ("eore_media", "reach/reach_total", "12000"),
        ("eore_media", "reach/reach_unit", "people"),
        ("eore_media", "reach/reach_basis", "broadcaster_figure"),
    ] {
        let of_form = |line: &&Value| line["form"] == form;
        let line = lines.iter().find(of_form).unwrap();
        assert_eq!(line["review"], "submitted", "{form}");
        let found = line.pointer(&format!("/answers/{path}"));
        assert_eq!(
            found.and_then(Value::as_str),
            Some(want),
            "{path} in {form}"
        );
    }
    let session = lines.iter().find(|line| line["form"] == "eore_session");
    let supplies = session.unwrap().pointer("/answers/supplies/materials");
    let rows = supplies.and_then(Value::as_array).unwrap().iter();
    let handed_out: Vec<[&str; 2]> = rows
        .map(|row| ["material", "quantity"].map(|it| row[it].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(handed_out, [["poster", "3"], ["leaflet", "30"]]);
    assert!(laptop.desk.home().unwrap().drafts.is_empty());
}
