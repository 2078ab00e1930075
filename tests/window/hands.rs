//! What hands do at a form.

use kit::window::{ENTER, TAB, Window};

/// Chooses in a box that is searched by typing.
pub(crate) async fn choose(window: &Window, testid: &str, words: &str) {
    window.fill(testid, words).await;
    window.press(ENTER).await;
    window.press(TAB).await;
}
