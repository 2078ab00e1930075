//! Everything that goes into the programs is under a licence that we may pass on.
//!
//! `cargo deny` checks more where it is installed; this check needs cargo alone, and also looks at
//! the packages of the screens.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::fs;
use std::process::Command;

use rules::{licence, tree};
use serde_json::Value;

/// Packages that state their licence only in a later version, which wants a newer Node than ours: path, version and the
/// licence of the later one. The map library's checker of styles reads it; nothing of it is in what is built.
const STATED_LATER: &[(&str, &str, &str)] = &[(
    "node_modules/@mapbox/jsonlint-lines-primitives",
    "2.0.2",
    "MIT",
)];

fn allowed() -> Vec<String> {
    let text = fs::read_to_string(tree::root().join("deny.toml")).expect("deny.toml");
    let table: toml::Table = text.parse().expect("deny.toml is TOML");
    let list = table["licenses"]["allow"]
        .as_array()
        .expect("a list of licences");
    list.iter()
        .map(|it| it.as_str().unwrap().to_owned())
        .collect()
}

#[track_caller]
fn check(package: &str, expression: Option<&str>, allowed: &[String]) {
    let expression = expression.unwrap_or_else(|| panic!("{package} states no licence"));
    let is_allowed = |name: &str| allowed.iter().any(|it| it == name);
    assert_eq!(
        licence::permits(expression, &is_allowed),
        Ok(true),
        "{package} is under {expression:?}, which deny.toml does not allow"
    );
}

#[test]
fn every_crate_is_under_a_licence_that_we_may_pass_on() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(tree::root())
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata failed: {errors}");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let allowed = allowed();
    let mut checked = 0;
    for package in packages.iter().filter(|it| !it["source"].is_null()) {
        let name = format!("{} {}", package["name"], package["version"]);
        check(&name, package["license"].as_str(), &allowed);
        checked += 1;
    }
    assert!(checked > 100, "only {checked} packages were listed");
}

#[test]
fn every_package_of_the_screens_is_under_a_licence_that_we_may_pass_on() {
    let text = fs::read_to_string(tree::root().join("ui/package-lock.json")).expect("the lock");
    let lock: Value = serde_json::from_str(&text).expect("the lock is JSON");
    let crates = allowed();
    let mut fonts = crates.clone();
    fonts.push("OFL-1.1".to_owned());
    let packages = lock["packages"].as_object().expect("a table of packages");
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        let is_font = path.starts_with("node_modules/@fontsource/");
        let allowed = if is_font { &fonts } else { &crates };
        let later = STATED_LATER.iter().find(|(known, version, _)| {
            known == path && package["version"].as_str() == Some(version)
        });
        let stated = package["license"].as_str();
        check(path, stated.or(later.map(|it| it.2)), allowed);
    }
}

#[test]
fn both_licences_of_sala_are_here() {
    for (file, says) in [
        ("LICENSE-APACHE", "Apache License"),
        (
            "LICENSE-MIT",
            "Permission is hereby granted, free of charge",
        ),
    ] {
        let text = fs::read_to_string(tree::root().join(file)).expect(file);
        assert!(text.contains(says), "{file} is not the licence");
    }
}
