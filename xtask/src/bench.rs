//! `cargo xtask bench`: measurements, as tables on the screen and kept as JSON.

use std::fs;
use std::path::Path;

use std::process::Command;

use crate::check::SCREEN;
use crate::children::{go_on, run};
use crate::trouble::Trouble;
use crate::{cargo, root, say};

/// What is measured in the real window, which needs the program itself and a screen.
const IN_THE_WINDOW: &[&str] = &["typing", "paint"];

/// For what the centre's own program is measured.
const AT_THE_CENTRE: &[&str] = &["centre", "ingest"];

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
    if AT_THE_CENTRE.contains(&name) {
        built("server", "sala-server")?;
    }
    let mut command = match IN_THE_WINDOW.contains(&name) {
        true => on_a_screen()?,
        false => cargo(),
    };
    command.args("run --quiet --release --package bench --".split(' '));
    command.args([name, "--json"]).arg(json);
    if quick {
        command.arg("--quick");
    }
    run("bench", &mut command)?;
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

/// Builds a program as people get it.
fn built(package: &str, program: &str) -> Result<(), Trouble> {
    let mut build = cargo();
    build.args([
        "build",
        "--quiet",
        "--release",
        "--package",
        package,
        "--bin",
        program,
    ]);
    run("cargo build", &mut build)
}

/// Cargo on a screen of its own, with the window's program built.
fn on_a_screen() -> Result<Command, Trouble> {
    built("sala", "sala")?;
    let mut command = Command::new("xvfb-run");
    command
        .args(["-a", "-s", SCREEN])
        .arg(cargo().get_program())
        .current_dir(root())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    Ok(command)
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
