//! Embeds the window's configuration and capabilities, and the words that paper is set with.
#![allow(
    clippy::print_stdout,
    reason = "this is how a build script speaks to cargo"
)]

mod catalogues;

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), String> {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    words().map_err(|error| format!("the words of the screens: {error}"))?;
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*");
    tauri_build::try_build(attributes).map_err(|error| format!("{error:#}"))
}

/// Writes the table of languages for `paper/words.rs`, anew when one is added, changed or taken away.
fn words() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/locales");
    println!("cargo:rerun-if-changed=ui/src/locales");
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(
        Path::new(&out).join("catalogues.rs"),
        catalogues::table(&folder)?,
    )
}
