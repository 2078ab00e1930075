//! How soon it is seen in the real window: what follows from an answer, and the next record of a review.

use std::time::{Duration, Instant};

use desk::Desk;
use desk::view::QueueAsk;
use kit::window::Window;
use kit::{Laptop, Office};
use serde_json::{Value, json};

use crate::table::{Bar, Table, part};
use crate::window::{in_the_window, laptop, look, open, sign_in};

/// Where the time goes between an answer and what follows from it on the screen, each counted from the answer.
const STEPS: [&str; 5] = [
    "the program is asked",
    "the program has answered",
    "the page is changed",
    LAID_OUT,
    "the frame with it is done",
];

const LAID_OUT: &str = "the page is laid out";
const FRAME_MS: f64 = 16.0;

/// Choosing an answer that shows or hides other questions, in the largest form of the programme.
pub(crate) fn paint(quick: bool) -> Table {
    let turns = if quick { 20 } else { 200 };
    let mut table = Table::default();
    let (folder, desk) = laptop();
    let mut alone = answers(&desk, turns);
    table.add(
        "the program alone answers, p50",
        part(&mut alone, 0.5),
        "ms",
    );
    table.add(
        "the program alone answers, p95",
        part(&mut alone, 0.95),
        "ms",
    );
    drop(desk);
    in_the_window(async {
        let window = open(folder.path()).await;
        window.click("new-person").await;
        window.see("form").await;
        window.click("q-consent/basis-given").await;
        window.see("q-who/victim_type").await;
        let mut steps = STEPS.map(|_| Vec::new());
        for turn in 0..turns {
            let (answer, there) = turn_about(turn);
            let args = vec![json!(format!("q-who/victim_type-{answer}")), json!(there)];
            let took = window.script_later(CONSEQUENCE, args).await;
            for (at, times) in steps.iter_mut().enumerate() {
                let ms = took.get(at).and_then(Value::as_f64).expect("five times");
                times.push(Duration::from_secs_f64(ms / 1e3));
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
        let mut seen = choices_seen(&window, turns).await;
        let floor = "a frame in which only what was chosen differs is done";
        table.add(&format!("{floor}, p50"), part(&mut seen, 0.5), "ms");
        table.add(&format!("{floor}, p95"), part(&mut seen, 0.95), "ms");
        for (step, times) in STEPS.iter().zip(&mut steps) {
            table.add(&format!("{step}, p50"), part(times, 0.5), "ms");
            let p95 = part(times, 0.95);
            match *step == LAID_OUT {
                true => table.hold(&format!("{step}, p95"), p95, "ms", Bar::AtMost, FRAME_MS),
                false => table.add(&format!("{step}, p95"), p95, "ms"),
            }
        }
        window.close().await;
    });
    next_record(quick, &mut table);
    table
}

/// How long it takes until a choice from which nothing follows is seen.
async fn choices_seen(window: &Window, turns: usize) -> Vec<Duration> {
    let mut times = Vec::new();
    for sex in ["female", "male"].into_iter().cycle().take(turns) {
        let chip = json!(format!("q-who/sex-{sex}"));
        let ms = window.script_later(FRAME, vec![chip]).await;
        times.push(Duration::from_secs_f64(ms.as_f64().expect("a time") / 1e3));
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    times
}

/// An answer with which the accident is asked for, and one with which it is not, in turn.
fn turn_about(turn: usize) -> (&'static str, bool) {
    match turn % 2 {
        0 => ("direct_injured", true),
        _ => ("indirect_family", false),
    }
}

/// How long the program itself takes for the same answers, which are durable then.
fn answers(desk: &Desk, turns: usize) -> Vec<Duration> {
    let draft = desk.draft_new("person", None).unwrap().draft;
    let mut step = desk
        .draft_set(&draft, "consent/basis", "given")
        .unwrap()
        .step;
    let mut times = Vec::new();
    for turn in 0..turns {
        let (answer, _) = turn_about(turn);
        let begun = Instant::now();
        let change = desk
            .draft_answer(&draft, "who/victim_type", answer, step)
            .unwrap();
        times.push(begun.elapsed());
        assert!(change.sections.is_some(), "only what differs is told");
        step = change.view.step;
    }
    desk.draft_discard(&draft).unwrap();
    times
}

/// Chooses, and waits until the accident's question is there or gone and the frame with it is done.
const CONSEQUENCE: &str = r#"
    const [chip, there, done] = arguments;
    const follows = () => document.querySelector("[data-path='who/accident_known']") !== null;
    const fetched = window.fetch;
    const steps = [];
    const began = performance.now();
    const step = () => steps.push(performance.now() - began);
    window.fetch = async (...call) => {
      const isAnswer = String(call[0]?.url ?? call[0]).includes('draft_set');
      if (isAnswer) step();
      const answer = await fetched.apply(window, call);
      if (isAnswer) step();
      return answer;
    };
    const watch = new MutationObserver(() => {
      if (follows() !== there) return;
      watch.disconnect();
      window.fetch = fetched;
      step();
      document.body.getBoundingClientRect();
      step();
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => { step(); done(steps); };
        after.port2.postMessage(0);
      });
    });
    watch.observe(document.body, { childList: true, subtree: true });
    const radio = document.querySelector(`[data-testid='${chip}']`);
    (radio.querySelector('input') ?? radio).click();
"#;

/// Chooses, and waits until the next frame is done: what the window takes for any answer at all.
const FRAME: &str = r#"
    const [chip, done] = arguments;
    const radio = document.querySelector(`[data-testid='${chip}']`);
    const began = performance.now();
    (radio.querySelector('input') ?? radio).click();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => done(performance.now() - began);
      after.port2.postMessage(0);
    });
"#;

/// Where the time goes between the key for the next record of a review and that record, each counted from the key.
const NEXT_STEPS: [&str; 4] = [
    "the next record is on the page",
    "the frame with it is done",
    "its findings are on the page",
    "the frame with its findings is done",
];
const NEXT_MS: f64 = 100.0;
/// How long somebody looks at a record before they go on.
const READS: Duration = Duration::from_secs(1);
const DARA: &str = "Sok Dara";
const SOPHEA: &str = "Chan Sophea";
/// The sessions of a day, two in two villages at the same hours.
const DAY: [([&str; 2], [&str; 2]); 5] = [
    (["07:30", "08:20"], ["Andaeuk Haeb", "Boeng Trach"]),
    (["09:00", "09:50"], ["Chisang", "Doun Keo"]),
    (["10:30", "11:20"], ["Frangipani", "Houy Sen"]),
    (["14:00", "14:50"], ["Kamrieng", "Moung"]),
    (["15:30", "16:20"], ["Reang Kesei", "Wat Kor"]),
];

/// Going on to the next record by its key, in a queue of some hundred that wait and of each of which something was found.
fn next_record(quick: bool, table: &mut Table) {
    let turns = if quick { 20 } else { 100 };
    let (_office, mut laptop) = review();
    let sophea = laptop.desk.app_state().people;
    let sophea = sophea.into_iter().find(|it| it.name == SOPHEA).unwrap().id;
    let folder = laptop.path();
    laptop.restart();
    in_the_window(async {
        let window = sign_in(&folder, &format!("person-{sophea}")).await;
        window.click("nav-review").await;
        window.see("review-record").await;
        window.see("findings").await;
        window.settle().await;
        let mut steps = NEXT_STEPS.map(|_| Vec::new());
        for _ in 0..turns {
            let took = window.script_later(NEXT, Vec::new()).await;
            for (at, times) in steps.iter_mut().enumerate() {
                let ms = took.get(at).and_then(Value::as_f64).expect("four times");
                times.push(Duration::from_secs_f64(ms / 1e3));
            }
            tokio::time::sleep(READS).await;
        }
        for (step, times) in NEXT_STEPS.iter().zip(&mut steps) {
            let name = format!("next record in review: {step}");
            table.add(&format!("{name}, p50"), part(times, 0.5), "ms");
            let (p95, named) = (part(times, 0.95), format!("{name}, p95"));
            match step.starts_with("the frame") {
                true => table.hold(&named, p95, "ms", Bar::AtMost, NEXT_MS),
                false => table.add(&named, p95, "ms"),
            }
        }
        window.close().await;
    });
}

/// A supervisor's laptop on which two hundred sessions of a team wait for her.
fn review() -> (Office, Laptop) {
    let office = Office::open();
    let laptop = office.laptop(DARA, "field", &["BTB2"]);
    laptop.add(&office.invite(SOPHEA, "supervisor", &[]));
    laptop.desk.set_preferences(&look()).unwrap();
    for day in 4..24 {
        let day = format!("2026-11-{day:02}");
        for (hours, villages) in DAY {
            for village in villages {
                laptop.session_on(&day, hours, village, 9);
            }
        }
    }
    laptop.sync().unwrap();
    laptop.sign_in(SOPHEA);
    laptop.desk.judge_waiting().unwrap();
    let queue = laptop.desk.review_queue(&QueueAsk::default()).unwrap();
    assert_eq!(queue.rows.len(), 200);
    assert!(queue.rows.iter().all(|row| row.severity > 0 && !row.own));
    (office, laptop)
}

/// Presses the key, and waits until the frame is done in which the next record stands, and the one with what was found.
const NEXT: &str = r#"
    const [done] = arguments;
    const at = (id) => document.querySelector(`[data-testid='${id}']`);
    const chosen = () => document.querySelector("[data-testid^='queue-'][aria-current='true']")?.dataset.testid;
    const before = chosen();
    const took = [null, null, null, null];
    const began = performance.now();
    const note = (step) => { took[step] = performance.now() - began; };
    const frame = (then) => requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = then;
      after.port2.postMessage(0);
    });
    const watch = new MutationObserver(() => {
      if (chosen() === before || at('review-record') === null) return;
      if (took[0] === null) {
        note(0);
        frame(() => note(1));
      }
      if (at('findings') === null) return;
      watch.disconnect();
      note(2);
      frame(() => {
        note(3);
        // Both may stand in one frame, of whose ends either is told first.
        took[1] ??= took[3];
        done(took);
      });
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-current'] });
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', code: 'KeyN', bubbles: true, cancelable: true }));
"#;
