//! The types that the screens are written against are the ones that Rust has.
#![allow(clippy::expect_used, reason = "a failed test should stop at once")]

use sala::window;
use specta_typescript::Typescript;

#[test]
fn the_screens_types_are_current() {
    let committed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/bindings.ts");
    let fresh = tempfile::tempdir().expect("a temporary folder");
    let path = fresh.path().join("bindings.ts");
    window::surface()
        .export(Typescript::default(), &path)
        .expect("types can be written");
    let new = std::fs::read_to_string(&path).expect("what was just written");
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&committed, &new).expect("the folder of the screens can be written");
        return;
    }
    let old = std::fs::read_to_string(&committed).unwrap_or_default();
    assert!(
        old == new,
        "ui/src/bindings.ts is not what Rust says: run `cargo xtask types`"
    );
}
