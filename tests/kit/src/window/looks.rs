//! What a window looks like: pictures of it, barriers on it, and what does not fit.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::{Value, json};

use super::{LOOK_AGAIN, PATIENCE, Window, root};

/// Where pictures go.
pub fn screens() -> PathBuf {
    root().join("target/screens")
}

impl Window {
    /// Puts a theme and a size of letters, in per cent, on the page, as the settings do.
    pub async fn wear(&self, theme: &str, text_size: u32) {
        let code = "const [theme, size, done] = arguments;
            document.documentElement.dataset.theme = theme;
            document.documentElement.style.setProperty('--text-size', String(size / 100));
            requestAnimationFrame(() => requestAnimationFrame(() => done(1)));";
        let looks = vec![theme.into(), text_size.into()];
        self.script_later(code, looks).await;
    }

    /// Words that are cut off, boxes that their words stick out of, and targets that are too small, on what is shown.
    pub async fn misfits(&self) -> Vec<String> {
        let told = root().join("ui/src/testing/fits.mjs");
        let told = fs::read_to_string(told).unwrap();
        let told = told.replace("export function misfits", "function misfits");
        let code = format!("{told}\nreturn misfits();");
        let found = self.script(&code, Vec::new()).await;
        let lines = found.as_array().unwrap().iter();
        lines.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Takes a picture into `target/screens/`, once everything is painted.
    pub async fn picture(&self, name: &str) {
        let painted = "const done = arguments[0];
            document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(1))));";
        self.client
            .execute_async(painted, Vec::new())
            .await
            .unwrap();
        let png = self.client.screenshot().await.unwrap();
        let folder = screens();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }

    /// Waits until what was asked for is there: nothing loads any more, the screen has its heading, and no colour or place
    /// is still on its way to another.
    pub async fn settle(&self) {
        self.rests(
            "document.querySelector('h1') !== null
            && document.querySelector(\"[data-testid='loading']\") === null",
        )
        .await;
    }

    /// Waits until this is true and no colour or place is still on its way to another.
    async fn rests(&self, also: &str) {
        let begun = Instant::now();
        let code = format!(
            "return {also}
            && document.getAnimations().every((one) => one.playState !== 'running'
              || one.effect?.getTiming().iterations === Infinity);"
        );
        while self.script(&code, Vec::new()).await != json!(true) {
            assert!(
                begun.elapsed() < PATIENCE,
                "the screen never settles\n{}",
                self.page_text().await
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Fails when axe-core finds a barrier on what is shown, once every colour is what it is to be.
    pub async fn is_accessible(&self, place: &str) {
        self.rests("true").await;
        let here = self.script("return window.axe !== undefined;", Vec::new());
        if here.await != json!(true) {
            let axe = root().join("ui/node_modules/axe-core/axe.min.js");
            let axe = fs::read_to_string(axe).unwrap();
            self.script(&format!("{axe}; return true;"), Vec::new())
                .await;
        }
        let check = "const done = arguments[0];
            window.axe.run(document, {resultTypes: ['violations']}).then(
              (r) => done(r.violations.map((v) => v.id + ': ' + v.nodes.map(
                (n) => n.target.join(' ') + ' ' + n.any.map((one) => one.message).join(' ')).join(' | '))),
              (e) => done(['axe failed: ' + e]));";
        let found = self.client.execute_async(check, Vec::new()).await.unwrap();
        assert_eq!(found, json!([]), "barriers on {place}");
    }
}
