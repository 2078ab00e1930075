//! Working in the window as people do: answering questions by what they are called, whatever control they have; looking
//! at a screen; going on by keys.

use std::time::{Duration, Instant};

use kit::PASSPHRASE;
use kit::window::{ENTER, TAB, Window};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_millis(40);
/// More steps than any list or row of controls takes.
const STEPS_MAX: usize = 140;

/// Waits until a script of the page gives something other than false and null; else shows the page and says what
/// never came.
pub(crate) async fn until(window: &Window, code: &str, args: Vec<Value>, never: &str) -> Value {
    let begun = Instant::now();
    loop {
        let said = window.script(code, args.clone()).await;
        if !said.is_null() && said != json!(false) {
            return said;
        }
        if begun.elapsed() > PATIENCE {
            window.picture("stopped").await;
            let focus = window.focus().await;
            let page = window.page_text().await;
            panic!("{never}; the focus is on “{focus}”\n{page}");
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// A screen is whole, has no barrier, and its picture is taken.
pub(crate) async fn look(window: &Window, name: &str) {
    window.settle().await;
    window.is_accessible(name).await;
    window.picture(name).await;
}

/// Waits until a box holds something.
pub(crate) async fn holds(window: &Window, testid: &str, words: &str) {
    let code = "return document.querySelector(`[data-testid='${CSS.escape(arguments[0])}']`)?.value === arguments[1];";
    let never = format!("“{testid}” never holds “{words}”");
    until(window, code, vec![testid.into(), words.into()], &never).await;
}

/// Waits until a list that is searched by typing offers this choice as the one that Enter takes.
pub(crate) async fn offered(window: &Window, testid: &str) {
    let code = "return document.querySelector(`[data-testid='${CSS.escape(arguments[0])}'][data-active='true']`) !== null;";
    let never = format!("“{testid}” is never offered first");
    until(window, code, vec![testid.into()], &never).await;
}

/// Waits until so many things are there whose name begins like this.
pub(crate) async fn counts(window: &Window, start: &str, count: u64) {
    let code = "return document.querySelectorAll(`[data-testid^='${arguments[0]}']`).length === arguments[1];";
    let never = format!("there are never {count} of “{start}*”");
    until(window, code, vec![start.into(), count.into()], &never).await;
}

/// Waits until the focus is in a question.
pub(crate) async fn at(window: &Window, path: &str) {
    let code = "return document.activeElement?.closest('[data-testid]')?.dataset.testid?.startsWith(arguments[0]) === true;";
    let never = format!("the keys do not lead to {path}");
    until(window, code, vec![format!("q-{path}").into()], &never).await;
}

/// Waits until the focus is on something.
pub(crate) async fn focused(window: &Window, testid: &str) {
    let code =
        "return document.activeElement?.closest('[data-testid]')?.dataset.testid === arguments[0];";
    let never = format!("the focus does not come to “{testid}”");
    until(window, code, vec![testid.into()], &never).await;
}

/// Presses a key until something has the focus; a name that ends in `*` stands for all that begin so.
pub(crate) async fn step_to(window: &Window, key: &str, testid: &str) {
    let mut passed = Vec::new();
    for _ in 0..STEPS_MAX {
        let focus = window.focus().await;
        let there = match testid.strip_suffix('*') {
            Some(start) => focus.starts_with(start),
            None => focus == testid,
        };
        if there {
            return;
        }
        passed.push(focus);
        window.strike(&[key]).await;
    }
    window.picture("unreached").await;
    passed.dedup();
    panic!("{key} never leads to “{testid}”; it led over {passed:?}");
}

/// Answers the question at a path: a tick, a choice found by typing, or text.
pub(crate) async fn answer(window: &Window, path: &str, value: &str) {
    let question = match path.contains('[') {
        true => in_row(window, path).await,
        false => format!("q-{path}"),
    };
    let chip = format!("{question}-{value}");
    let code = "const at = (id) => document.querySelector(`[data-testid='${CSS.escape(id)}']`);
        const box = at(arguments[0]);
        return box ? 'chip' : (at(arguments[1])?.getAttribute('role') ?? 'text');";
    window.see(&question).await;
    let names = vec![json!(chip), json!(question)];
    match window.script(code, names).await.as_str() {
        Some("chip") => tick(window, &chip).await,
        Some("combobox") => find(window, &question, value).await,
        _ => {
            window.fill(&question, value).await;
            window.press(TAB).await;
        }
    }
}

/// The name of a question in a row: `needs[2]/need` is that of the second row that asks it.
pub(crate) async fn in_row(window: &Window, path: &str) -> String {
    let (start, rest) = path.split_once('[').unwrap();
    let (number, end) = rest.split_once(']').unwrap();
    let at: u64 = number.parse().unwrap();
    let code = "const [start, end, at] = arguments;
        const all = [...document.querySelectorAll(`[data-testid^='${start}']`)].map((one) => one.dataset.testid);
        const rows = all.filter((id) => id.endsWith(end) && !id.slice(start.length, -end.length).includes('/'));
        return rows[at - 1] ?? null;";
    let names = vec![
        json!(format!("q-{start}[")),
        json!(format!("]{end}")),
        json!(at),
    ];
    let name = until(window, code, names, &format!("{path} is not asked")).await;
    name.as_str().unwrap().to_owned()
}

/// Chooses by a code or by words, once what was typed is what is offered.
async fn find(window: &Window, question: &str, words: &str) {
    window.fill(question, words).await;
    let code = "const [id, words] = arguments;
        const first = document.querySelector(`[data-testid^='${CSS.escape(id)}-'][data-active='true']`);
        return first !== null && (first.dataset.testid === `${id}-${words}` || first.textContent.includes(words));";
    let never = format!("{question} offers nothing for “{words}”");
    until(window, code, vec![question.into(), words.into()], &never).await;
    window.press(ENTER).await;
}

/// Waits until what was answered before is kept and painted, so that nothing moves under the hand.
async fn stands_still(window: &Window, testid: &str) {
    let code = "const box = document.querySelector(`[data-testid='${CSS.escape(arguments[0])}']`);
        const kept = document.querySelector(\"[data-testid='saved']\")?.dataset.state === 'saved';
        if (!box || !kept) return false;
        box.scrollIntoView({block: 'center'});
        const at = String(box.getBoundingClientRect().top);
        const still = box.dataset.stoodAt === at;
        box.dataset.stoodAt = at;
        return still;";
    let never = format!("“{testid}” never stands still");
    until(window, code, vec![testid.into()], &never).await;
}

/// Ticks a choice; once more, where the page moved away under the hand.
pub(crate) async fn tick(window: &Window, chip: &str) {
    let code = "return document.querySelector(`[data-testid='${CSS.escape(arguments[0])}'] input`)?.checked === true;";
    for _ in 0..3 {
        stands_still(window, chip).await;
        window.click(chip).await;
        for _ in 0..20 {
            if window.script(code, vec![chip.into()]).await == true {
                return;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
    window.picture("unticked").await;
    panic!("“{chip}” stays without a tick");
}

/// Chooses in a box that is searched by typing.
pub(crate) async fn choose(window: &Window, testid: &str, words: &str) {
    window.fill(testid, words).await;
    window.press(ENTER).await;
    window.press(TAB).await;
}

/// Chooses by the keyboard who they are, and types the passphrase.
pub(crate) async fn unlock(window: &Window, person: &str) {
    window.see("unlock-screen").await;
    step_to(window, "Shift+Tab", "person-*").await;
    step_to(window, "Down", &format!("person-{person}")).await;
    window.tab_to("unlock-passphrase").await;
    window.type_out(PASSPHRASE).await;
    window.strike(&["Enter"]).await;
    window.see("home").await;
}

/// Leaves the laptop to the next one by the keyboard.
pub(crate) async fn lock(window: &Window) {
    step_to(window, "Shift+Tab", "person-menu").await;
    window.strike(&["Enter"]).await;
    window.see("lock").await;
    step_to(window, "Tab", "lock").await;
    window.strike(&["Enter"]).await;
    window.see("unlock-screen").await;
}

/// Goes to a screen by its name.
pub(crate) async fn go(window: &Window, words: &str, hit: &str) {
    window.strike(&["Control+k"]).await;
    window.see("search").await;
    window.type_out(words).await;
    offered(window, &format!("hit-{hit}")).await;
    window.strike(&["Enter"]).await;
}

/// Waits until something is no longer there.
pub(crate) async fn gone(window: &Window, testid: &str) {
    let code =
        "return document.querySelector(`[data-testid='${CSS.escape(arguments[0])}']`) === null;";
    let never = format!("“{testid}” never goes");
    until(window, code, vec![testid.into()], &never).await;
}

/// Starts a form from Home, where the ones used less stand behind a menu.
pub(crate) async fn start(window: &Window, form: &str) {
    window.click("nav-home").await;
    window.see("home").await;
    window.settle().await;
    let code = "return document.querySelector(`[data-testid='new-${arguments[0]}']`) !== null;";
    if window.script(code, vec![form.into()]).await != true {
        window.click("new-more").await;
    }
    window.click(&format!("new-{form}")).await;
    window.see("form").await;
}

/// The form is done: it closes, or the page says what stands in the way.
pub(crate) async fn done(window: &Window, form: &str) {
    let code = "return document.querySelector(\"[data-testid='form']\") === null;";
    until(window, code, Vec::new(), &format!("{form} does not finish")).await;
    window.see("home").await;
}
