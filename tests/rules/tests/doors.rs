//! Which room opens onto which, as the manifests say it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::{BTreeMap, BTreeSet};

use rules::tree;
use toml::Table;

/// The rooms, and the rooms that each may use. A new door is a decision on the design: change the
/// table of rooms in docs/ARCHITECTURE.md with it.
const DOORS: &[(&str, &[&str])] = &[
    ("forms", &[]),
    ("records", &[]),
    ("programme", &["forms"]),
    ("vault", &[]),
    ("sync", &["records"]),
    ("store", &["records", "vault"]),
    (
        "desk",
        &["forms", "programme", "records", "vault", "store", "sync"],
    ),
    ("client", &["sync"]),
    ("tus", &["records", "sync"]),
    ("hub", &["sync", "tus"]),
    (
        "server",
        &["forms", "programme", "records", "vault", "sync", "tus"],
    ),
    ("print", &[]),
    ("sala", &["desk", "client", "hub", "print"]),
];

/// What belongs to one edge, and the rooms that are that edge.
const EDGES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store", "server"]),
    ("refinery", &["store", "server"]),
    ("tokio-postgres", &["server"]),
    ("deadpool-postgres", &["server"]),
    ("object_store", &["server"]),
    ("reqwest", &["client"]),
    ("axum", &["server", "hub", "tus"]),
    ("mdns-sd", &["hub"]),
    ("rcgen", &["hub", "server"]),
    ("tauri", &["sala"]),
    ("tauri-specta", &["sala"]),
    ("tokio", &["client", "hub", "server", "sala", "tus"]),
    ("rust_xlsxwriter", &["desk"]),
    ("typst", &["print"]),
    ("typst-pdf", &["print"]),
    ("age", &["vault"]),
];

/// Rooms that neither read nor wait: what would let them is not among their dependencies.
const PURE: &[&str] = &["forms", "records", "programme", "vault", "sync", "print"];
const REACHES_OUT: &[&str] = &[
    "tokio",
    "futures",
    "getrandom",
    "rand",
    "tempfile",
    "reqwest",
    "rusqlite",
    "tracing",
];

/// Packages that look at the whole, or at nothing, and stand outside the rooms.
const OUTSIDE: &[&str] = &["cluster", "kit", "bench", "rules", "world", "xtask"];

fn manifests() -> BTreeMap<String, Table> {
    let mut found = BTreeMap::new();
    for file in tree::files().expect("the repository can be read") {
        if file.name() != "Cargo.toml" {
            continue;
        }
        let table: Table = file.text.parse().expect(&file.path);
        let name = table["package"]["name"]
            .as_str()
            .expect("a package has a name");
        found.insert(name.to_owned(), table);
    }
    found
}

/// The packages that a program of this package is built from.
fn dependencies(manifest: &Table) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables = targets
        .into_iter()
        .flat_map(Table::values)
        .filter_map(toml::Value::as_table);
    for table in tables.chain([manifest]) {
        for kind in ["dependencies", "build-dependencies"] {
            let names = table.get(kind).and_then(toml::Value::as_table);
            found.extend(names.into_iter().flat_map(Table::keys).cloned());
        }
    }
    found
}

#[test]
fn rooms_open_only_onto_listed_rooms() {
    let manifests = manifests();
    for (room, doors) in DOORS {
        let Some(manifest) = manifests.get(*room) else {
            continue;
        };
        for other in dependencies(manifest) {
            let is_ours = manifests.contains_key(&other);
            assert!(
                !is_ours || doors.contains(&other.as_str()),
                "{room} opens onto {other}, which the design does not allow"
            );
        }
    }
}

#[test]
fn every_package_is_a_room_or_stands_outside() {
    let rooms: Vec<&str> = DOORS.iter().map(|(room, _)| *room).collect();
    for name in manifests().keys() {
        assert!(
            rooms.contains(&name.as_str()) || OUTSIDE.contains(&name.as_str()),
            "{name} has no line in the table of doors"
        );
    }
}

#[test]
fn doors_lead_down_only() {
    let mut seen = BTreeSet::new();
    for (room, doors) in DOORS {
        for door in *doors {
            assert!(seen.contains(door), "{room} comes before {door}");
        }
        seen.insert(room);
    }
}

#[test]
fn an_edge_is_crossed_in_its_rooms_only() {
    let manifests = manifests();
    for (library, rooms) in EDGES {
        for (room, manifest) in &manifests {
            if OUTSIDE.contains(&room.as_str()) || rooms.contains(&room.as_str()) {
                continue;
            }
            assert!(
                !dependencies(manifest).contains(*library),
                "{room} depends on {library}, which belongs to {rooms:?}"
            );
        }
    }
}

#[test]
fn rooms_that_compute_have_nothing_to_reach_out_with() {
    let manifests = manifests();
    for room in PURE {
        let found = dependencies(&manifests[*room]);
        for library in REACHES_OUT {
            assert!(!found.contains(*library), "{room} depends on {library}");
        }
    }
}

#[test]
fn every_package_takes_versions_lints_and_licence_from_the_workspace() {
    for (name, manifest) in manifests() {
        let inherits = |table: &str, key: &str| {
            let value = manifest.get(table).and_then(|it| it.get(key));
            let value = value.map(|it| it.get("workspace").unwrap_or(it));
            value.and_then(toml::Value::as_bool) == Some(true)
        };
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            assert!(inherits("package", key), "{name}: {key}.workspace = true");
        }
        assert!(
            inherits("lints", "workspace"),
            "{name}: [lints] workspace = true"
        );
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let table = manifest.get(kind).and_then(toml::Value::as_table);
            for (library, how) in table.into_iter().flatten() {
                let from_workspace = how.get("workspace").and_then(toml::Value::as_bool);
                assert_eq!(
                    from_workspace,
                    Some(true),
                    "{name} takes {library} from elsewhere than [workspace.dependencies]"
                );
            }
        }
    }
}

/// The screens reach the Rust side through one file, so that tests can stand in for it.
#[test]
fn only_the_door_of_the_screens_knows_the_shell() {
    let doors = ["ui/src/host.ts", "ui/src/bindings.ts"];
    for file in tree::files().expect("the repository can be read") {
        let is_screen = file.path.starts_with("ui/src/") && !doors.contains(&file.path.as_str());
        assert!(
            !is_screen || !file.text.contains("@tauri-apps"),
            "{} imports @tauri-apps: ask ui/src/host.ts",
            file.path
        );
    }
}

/// A screen is reached by its address alone, so that one can be changed without reading another.
#[test]
fn a_screen_does_not_import_another_screen() {
    for file in tree::files().expect("the repository can be read") {
        let Some(screen) = screen_of(&file.path) else {
            continue;
        };
        for line in file.text.lines() {
            let Some(import) = line
                .split(" from \"")
                .nth(1)
                .and_then(|it| it.split('"').next())
            else {
                continue;
            };
            let other = resolved(&file.path, import);
            let other = other.as_deref().and_then(screen_of);
            assert!(
                other.is_none_or(|other| other == screen),
                "{} imports {import}",
                file.path
            );
        }
    }
}

/// `review` for `ui/src/screens/review/index.tsx` and for `ui/src/screens/review.tsx`.
fn screen_of(path: &str) -> Option<&str> {
    let below = path.strip_prefix("ui/src/screens/")?;
    below.split(['/', '.']).next()
}

/// Where a relative import leads, as a path from the repository's root.
fn resolved(from: &str, import: &str) -> Option<String> {
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    if !import.starts_with('.') {
        return None;
    }
    for step in import.split('/') {
        match step {
            "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[test]
fn an_import_is_followed_to_its_screen() {
    #[track_caller]
    fn check(from: &str, import: &str, screen: Option<&str>) {
        let path = resolved(&format!("ui/src/screens/{from}"), import);
        assert_eq!(path.as_deref().and_then(screen_of), screen);
    }
    check("home/index.tsx", "./own-work", Some("home"));
    check("home/index.tsx", "../review/queue-list", Some("review"));
    check("record.tsx", "./review", Some("review"));
    check("home/index.tsx", "../../parts/button", None);
    check("home/index.tsx", "react", None);
}
