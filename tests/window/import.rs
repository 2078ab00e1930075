//! A table of another program comes in through the window: looked at first, then imported, synced, and the same
//! bytes on a second laptop.

use std::path::{Path, PathBuf};

use kit::Office;
use kit::window::left_out;

use crate::day::{hand_over, person, sign_in};
use crate::open;

/// Another program's sessions; none when they are not on this machine, which in CI is a failure.
fn sessions() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared =
        std::env::var_os("SALA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let file = shared.join("samples/eore_1000.jsonl");
    if file.exists() {
        return Some(file);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "in CI the shared samples must be there: set SALA_SHARED"
    );
    kit::say_left_out("the shared samples are not on this machine (SALA_SHARED)");
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_comes_in_through_the_window() {
    if left_out() {
        return;
    }
    let Some(table) = sessions() else {
        return;
    };
    let (office, mut laptop) = tokio::task::spawn_blocking(|| {
        let office = Office::open();
        let laptop = office.laptop("Keo Pisey", "coordinator", &["BTB2"]);
        (office, laptop)
    })
    .await
    .unwrap();
    let pisey = person(&laptop, "Keo Pisey");
    let window = open(&hand_over(&mut laptop)).await;
    sign_in(&window, &pisey).await;
    window.click("nav-records").await;
    window.click("import-open").await;
    window.choose_file("import-table", &table).await;
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/maps/eore.toml");
    window.choose_file("import-mapping", &map).await;
    window.read_until("1,000 records would be made").await;
    window.is_accessible("import, looked at").await;
    window.picture("import-1-looked-at").await;
    window.click("import-go").await;
    window.read_until("1,000 records were made").await;
    window.pill_says("1,000 on this laptop").await;
    window.picture("import-2-done").await;
    window.click("import-close").await;
    window.read_until("1,000 records").await;
    window.picture("import-3-records").await;
    window.click("nav-sync").await;
    window.click("sync-now").await;
    window
        .read_until("The centre has confirmed everything")
        .await;
    window.pill_says("All confirmed").await;
    window.close().await;

    tokio::task::spawn_blocking(move || {
        let other = office.laptop("Chan Sophea", "field", &["BTB2"]);
        other.sync().unwrap();
        laptop.sign_in("Keo Pisey");
        assert_eq!((laptop.count(), other.count()), (1_000, 1_000));
        assert_eq!(laptop.export(), other.export(), "the same bytes");
        assert_eq!(laptop.desk.pill().unwrap().state, "confirmed");
    })
    .await
    .unwrap();
}
