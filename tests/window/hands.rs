//! Answering questions in the window by what they are called, whatever control they have.

use kit::window::{ENTER, TAB, Window};

/// Answers the question at a path: a tick, a choice found by typing, or text.
pub(crate) async fn answer(window: &Window, path: &str, value: &str) {
    let chip = format!("q-{path}-{value}");
    let code = "const at = (id) => document.querySelector(`[data-testid='${CSS.escape(id)}']`);
        const box = at(arguments[0]);
        return box ? 'chip' : (at(arguments[1])?.getAttribute('role') ?? 'text');";
    window.see(&format!("q-{path}")).await;
    let names = vec![chip.clone().into(), format!("q-{path}").into()];
    match window.script(code, names).await.as_str() {
        Some("chip") => tick(window, &chip).await,
        Some("combobox") => choose(window, &format!("q-{path}"), value).await,
        _ => {
            window.fill(&format!("q-{path}"), value).await;
            window.press(TAB).await;
        }
    }
}

/// Ticks a choice; once more, where the page moved away under the hand.
async fn tick(window: &Window, chip: &str) {
    let code = "return document.querySelector(`[data-testid='${CSS.escape(arguments[0])}'] input`)?.checked === true;";
    for _ in 0..3 {
        window.click(chip).await;
        for _ in 0..20 {
            if window.script(code, vec![chip.into()]).await == true {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    window.picture("unticked").await;
    panic!("“{chip}” stays without a tick");
}

/// Answers questions one after the other.
pub(crate) async fn answer_all(window: &Window, answers: &[(&str, &str)]) {
    for (path, value) in answers {
        answer(window, path, value).await;
    }
}

/// Chooses in a box that is searched by typing.
pub(crate) async fn choose(window: &Window, testid: &str, words: &str) {
    window.fill(testid, words).await;
    window.press(ENTER).await;
    window.press(TAB).await;
}

/// Starts a form from Home, where the ones used less stand behind a menu.
pub(crate) async fn start(window: &Window, form: &str) {
    window.click("nav-home").await;
    window.see("home").await;
    let there = window
        .script(
            "return document.querySelector(`[data-testid='new-${arguments[0]}']`) !== null;",
            vec![form.into()],
        )
        .await;
    if there != true {
        window.click("new-more").await;
    }
    window.click(&format!("new-{form}")).await;
    window.see("form").await;
}

/// Finishes the form, and shows what stands in the way when it does not finish.
pub(crate) async fn finish(window: &Window, form: &str) {
    window.click("finish").await;
    let begun = std::time::Instant::now();
    while window
        .script(
            "return document.querySelector(\"[data-testid='form']\") !== null;",
            Vec::new(),
        )
        .await
        == true
    {
        if begun.elapsed().as_secs() > 10 {
            window.picture(&format!("stopped-{form}")).await;
            panic!("{form} does not finish:\n{}", window.page_text().await);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
