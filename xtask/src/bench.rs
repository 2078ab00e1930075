//! `cargo xtask bench`: measurements, as tables on the screen and kept as JSON.

use std::fs;
use std::path::Path;

use crate::children::{go_on, run};
use crate::trouble::Trouble;
use crate::{cargo, root, say};

/// Measures `names`, or everything that can be measured.
pub(crate) fn bench(names: &[&str], quick: bool) -> Result<(), Trouble> {
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder).map_err(Trouble::files(format!("making {}", folder.display())))?;
    let known;
    let names = match names {
        [] => {
            known = list()?;
            known.lines().collect()
        }
        names => names.to_vec(),
    };
    for name in names {
        go_on()?;
        let json = folder.join(format!("{name}.json"));
        measure(name, quick, &json)?;
    }
    Ok(())
}

fn measure(name: &str, quick: bool, json: &Path) -> Result<(), Trouble> {
    say!("\n== {name}");
    let mut cargo = cargo();
    cargo.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "bench",
        "--",
        name,
        "--json",
    ]);
    cargo.arg(json);
    if quick {
        cargo.arg("--quick");
    }
    run("bench", &mut cargo)?;
    let text =
        fs::read_to_string(json).map_err(Trouble::files(format!("reading {}", json.display())))?;
    match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(_) => {
            say!("Kept in target/bench/{name}.json");
            Ok(())
        }
        Err(error) => Err(Trouble::Wrong(format!("{name} wrote no JSON: {error}"))),
    }
}

fn list() -> Result<String, Trouble> {
    let mut cargo = cargo();
    let words = [
        "run",
        "--quiet",
        "--release",
        "--package",
        "bench",
        "--",
        "--list",
    ];
    crate::children::ask("bench", cargo.args(words))
}
