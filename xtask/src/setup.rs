//! Brings what a fresh machine lacks: system packages, the screens' packages, the built screens.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::children::{ask, hear, run};
use crate::trouble::Trouble;
use crate::{root, say};

/// To build the app, and to show Khmer in it.
const TO_BUILD_AND_RUN: &[&str] = &[
    "build-essential",
    "pkg-config",
    "file",
    "perl",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libayatana-appindicator3-dev",
    "libssl-dev",
    "fonts-noto-core",
    "fonts-khmeros",
];

/// To drive the app's real window on a machine without a screen.
const TO_TEST_THE_WINDOW: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "libgl1-mesa-dri",
    "libegl1",
    "imagemagick",
];

/// To run the centre's ledger on a PostgreSQL of the tests' own.
/// The second is for a client in Python that uploads to the centre.
const TO_TEST_THE_CENTRE: &[&str] = &["postgresql", "python3-venv"];

/// To open what is written for map programs.
const TO_TEST_MAPS: &[&str] = &["gdal-bin"];

/// To read back what was set on paper.
const TO_READ_PAPER: &[&str] = &["poppler-utils"];

/// The stock client for uploads, in Python.
const TUS: &[&str] = &["tuspy==1.1.0"];

/// What makes up requests to the centre from its own description.
const REQUESTS: &[&str] = &["schemathesis==4.32.5"];

/// A store that speaks S3, for photos.
const STORE: &[&str] = &["moto[server,s3]==5.2.5"];

/// The converter of workbooks that forms are compared with, and what it needs: exact versions, so that it answers the
/// same on every machine.
const CONVERTER: &[&str] = &[
    "pyxform==4.5.0",
    "defusedxml==0.7.1",
    "et_xmlfile==2.0.0",
    "lark==1.3.1",
    "openpyxl==3.1.5",
    "xlrd==2.0.1",
];

/// The oldest Node that the screens' packages accept.
const NODE_MIN: (u32, u32) = (20, 19);

/// What a command is going to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// Start the app.
    Running,
    /// Run every check.
    Testing,
}

/// Brings what is missing; does nothing, in well under a second, when nothing is.
pub(crate) fn setup(purpose: For) -> Result<(), Trouble> {
    system_packages(purpose)?;
    node()?;
    packages("screen-packages", "the screens", &root().join("ui"), &[])?;
    if purpose == For::Testing {
        // Nothing that is only compared with runs anything when it is installed.
        let words = ["--ignore-scripts"];
        packages(
            "oracle-packages",
            "another form engine",
            &root().join("tests/oracle"),
            &words,
        )?;
        install_converter()?;
        let tus = root().join("tests/tus");
        packages(
            "tus-packages",
            "the stock clients for uploads",
            &tus,
            &words,
        )?;
        python_packages(
            "tus-python",
            "the stock client in Python",
            &root().join("target/tus"),
            TUS,
            &[],
        )?;
        python_packages(
            "requests",
            "what makes up requests to the centre",
            &tool("schemathesis"),
            REQUESTS,
            &[],
        )?;
        python_packages("store", "a store that speaks S3", &tool("moto"), STORE, &[])?;
    }
    screens()
}

fn system_packages(purpose: For) -> Result<(), Trouble> {
    let mut wanted = TO_BUILD_AND_RUN.to_vec();
    if purpose == For::Testing {
        wanted.extend(TO_TEST_THE_WINDOW);
        wanted.extend(TO_TEST_THE_CENTRE);
        wanted.extend(TO_TEST_MAPS);
        wanted.extend(TO_READ_PAPER);
    }
    let mut query = Command::new("dpkg-query");
    query
        .args(["-W", "-f=${Package} ${db:Status-Status}\n"])
        .args(&wanted);
    let Ok(said) = hear("dpkg-query", &mut query) else {
        say!("This is not Debian or Ubuntu: see to these packages or their like yourself:");
        say!("  {}", wanted.join(" "));
        return Ok(());
    };
    let missing = missing(&wanted, &said.out);
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)
}

/// Returns the packages that `dpkg-query` does not list as installed.
fn missing<'a>(wanted: &[&'a str], listed: &str) -> Vec<&'a str> {
    let is_there = |package: &str| {
        listed
            .lines()
            .any(|line| line.split_once(' ') == Some((package, "installed")))
    };
    wanted
        .iter()
        .copied()
        .filter(|package| !is_there(package))
        .collect()
}

fn install(packages: &[&str]) -> Result<(), Trouble> {
    let names = packages.join(" ");
    let remedy = format!(
        "As an administrator:\n  apt-get update && apt-get install -y --no-install-recommends {names}"
    );
    let Some(before) = administrator() else {
        return Err(Trouble::Missing {
            what: format!("System packages are missing: {names}"),
            remedy,
        });
    };
    say!("Installing system packages: {names}");
    let apt = |words: &[&str]| {
        let mut command = match before {
            [] => Command::new("apt-get"),
            [first, rest @ ..] => {
                let mut command = Command::new(first);
                command.args(rest).arg("apt-get");
                command
            }
        };
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        run("apt-get", &mut command)
    };
    apt(&["update"])?;
    let words = ["install", "-y", "--no-install-recommends"];
    apt(&[&words[..], packages].concat())
}

/// The words that make a command an administrator's here; none when we may not be one.
fn administrator() -> Option<&'static [&'static str]> {
    let is_root = ask("id", Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some(&[]);
    }
    let sudo = hear("sudo", Command::new("sudo").args(["-n", "true"]));
    sudo.is_ok_and(|said| said.status.success())
        .then_some(&["sudo", "-n"])
}

fn node() -> Result<(), Trouble> {
    let (major, minor) = NODE_MIN;
    let found = ask("node", Command::new("node").arg("--version")).unwrap_or_default();
    if node_version(&found).is_some_and(|version| version >= NODE_MIN) {
        return Ok(());
    }
    let what = match found.trim() {
        "" => "Node is missing.".to_owned(),
        found => format!("Node {found} is too old."),
    };
    let remedy = format!("Install Node {major}.{minor} or newer, with npm: https://nodejs.org");
    Err(Trouble::Missing { what, remedy })
}

/// Reads `v20.20.2` as 20 and 20.
fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// `npm ci` when the packages are not those of the lock file.
fn packages(name: &str, of: &str, folder: &Path, words: &[&str]) -> Result<(), Trouble> {
    let lock = read(&folder.join("package-lock.json"))?;
    let stamp = stamp(name);
    let is_current = fs::read(&stamp).is_ok_and(|stamped| stamped == lock);
    if is_current && folder.join("node_modules").is_dir() {
        return Ok(());
    }
    say!("Fetching the packages of {of}");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).args(words);
    run("npm ci", npm.current_dir(folder))?;
    write(&stamp, &lock)
}

/// The converter of workbooks, where it is installed.
pub(crate) fn converter() -> Option<PathBuf> {
    let program = tool("pyxform").join("bin/xls2xform");
    program.is_file().then_some(program)
}

/// Where a tool in Python is installed.
fn tool(name: &str) -> PathBuf {
    root().join("target/tools").join(name)
}

fn install_converter() -> Result<(), Trouble> {
    let words = ["--no-deps", "--only-binary=:all:"];
    python_packages(
        "converter",
        "the converter of workbooks",
        &tool("pyxform"),
        CONVERTER,
        &words,
    )
}

/// Installs packages into a place of their own where there is a Python; without one, what they are compared with is
/// left out. In CI they have to be there.
fn python_packages(
    name: &str,
    of: &str,
    place: &Path,
    packages: &[&str],
    words: &[&str],
) -> Result<(), Trouble> {
    let stamp = stamp(name);
    let wanted = packages.join("\n");
    let is_current = fs::read(&stamp).is_ok_and(|stamped| stamped == wanted.as_bytes());
    if is_current && place.join("bin").is_dir() {
        return Ok(());
    }
    say!("Fetching {of}");
    let mut python = Command::new("python3");
    python.args(["-m", "venv", "--clear"]).arg(place);
    let made = run("python3 -m venv", &mut python).and_then(|()| {
        let mut pip = Command::new(place.join("bin/pip"));
        pip.args(["install", "--quiet"]).args(words);
        run("pip install", pip.args(packages))
    });
    match made {
        Ok(()) => write(&stamp, wanted.as_bytes()),
        Err(trouble) if std::env::var_os("CI").is_some() => Err(trouble),
        Err(trouble) => {
            say!("What needs {of} is left out: {trouble}");
            Ok(())
        }
    }
}

/// Builds the screens when a source of theirs is newer than the last build.
fn screens() -> Result<(), Trouble> {
    let ui = root().join("ui");
    let stamp = stamp("screens");
    let built = fs::metadata(&stamp).and_then(|it| it.modified()).ok();
    let is_there = ui.join("dist/index.html").is_file();
    if is_there && built.is_some_and(|built| newest(&ui).is_ok_and(|newest| newest < built)) {
        return Ok(());
    }
    say!("Building the screens");
    // Stamped first: what is changed during the build is built the next time.
    write(&stamp, b"")?;
    let mut npm = Command::new("npm");
    let result = run("npm run build", npm.args(["run", "build"]).current_dir(&ui));
    if result.is_err() {
        // Without the stamp the next command builds again.
        let _ = fs::remove_file(&stamp);
    }
    result
}

/// When a source below this folder last changed; folders count, since they change when a file goes.
fn newest(folder: &Path) -> Result<SystemTime, Trouble> {
    const BUILT: &[&str] = &["node_modules", "dist"];
    let doing = || format!("reading {}", folder.display());
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(folder).map_err(Trouble::files(doing()))? {
        let entry = entry.map_err(Trouble::files(doing()))?;
        let about = entry.metadata().map_err(Trouble::files(doing()))?;
        if BUILT.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        newest = newest.max(about.modified().map_err(Trouble::files(doing()))?);
        if about.is_dir() {
            newest = newest.max(self::newest(&entry.path())?);
        }
    }
    Ok(newest)
}

fn stamp(name: &str) -> PathBuf {
    root().join("target/stamps").join(name)
}

fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    fs::read(path).map_err(Trouble::files(format!("reading {}", path.display())))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let doing = || format!("writing {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Trouble::files(doing()))?;
    }
    fs::write(path, bytes).map_err(Trouble::files(doing()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_installed_counts_as_there() {
        let listed = "file installed\nperl config-files\nxvfb-extra installed\n";
        assert_eq!(missing(&["file", "perl", "xvfb"], listed), ["perl", "xvfb"]);
        assert_eq!(missing(&["file"], ""), ["file"]);
        assert_eq!(missing(&[], listed), [""; 0]);
    }

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(node_version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(node_version("v22.1.0"), Some((22, 1)));
        assert_eq!(node_version("20"), None);
        assert_eq!(node_version(""), None);
        assert!(node_version("v18.20.4").is_some_and(|version| version < NODE_MIN));
    }
}
