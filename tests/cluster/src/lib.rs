//! A PostgreSQL of one's own, for tests and measurements: made from the package of the system, on a free
//! port, in a folder that goes with it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot be set up should stop"
)]
#![allow(
    clippy::print_stderr,
    reason = "a test that is left out says so where tests speak"
)]

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use tempfile::TempDir;

mod standby;
mod tls;

/// Where Debian keeps the programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";
/// Who the programs run as when the test is the administrator, whom they refuse.
const USER: &str = "postgres";
const OLDEST: u32 = 15;
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the database as long as somebody holds the other end of its input, so that it outlives no test,
/// however that ends.
const WHILE_HELD: &str = r#""$@" & database=$!; read -r _; kill -QUIT $database; wait $database"#;

/// Says that a proof is left out, and notes it in the file that `SALA_LEFT_OUT` names: `cargo xtask test` tells of it in
/// its table.
///
/// # Panics
/// When the file cannot be written.
pub fn say_left_out(what: &str) {
    eprintln!("left out: {what}");
    if let Some(notes) = std::env::var_os("SALA_LEFT_OUT") {
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(notes)
            .unwrap();
        // In one go, since many tests run at once.
        file.write_all(format!("{what}\n").as_bytes()).unwrap();
    }
}

/// A running PostgreSQL. It stops, and its folder goes, when this is dropped.
pub struct Cluster {
    programs: PathBuf,
    user: Option<u32>,
    folder: TempDir,
    port: u16,
    running: Mutex<Option<Child>>,
    databases: AtomicU32,
}

static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

/// Returns the PostgreSQL that the tests of this program share while any of them runs.
///
/// `None` when this machine has none, which is said; with `CI` set that is a failure.
///
/// # Panics
/// When it does not start.
pub fn shared() -> Option<Arc<Cluster>> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(cluster) = shared.upgrade() {
        return Some(cluster);
    }
    let cluster = Arc::new(Cluster::start()?);
    *shared = Arc::downgrade(&cluster);
    Some(cluster)
}

impl Cluster {
    /// Starts one. `None` as for [`shared`].
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Option<Self> {
        let cluster = Self::place()?;
        cluster.make();
        cluster.go_on();
        Some(cluster)
    }

    /// Finds the programs and a place for one that is not made yet.
    pub(crate) fn place() -> Option<Self> {
        let Some(programs) = programs(Path::new(VERSIONS)) else {
            assert!(
                std::env::var_os("CI").is_none(),
                "PostgreSQL {OLDEST} or later is missing: run `cargo xtask setup`"
            );
            say_left_out(&format!("there is no PostgreSQL {OLDEST} or later"));
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let user = other_user(folder.path());
        Some(Self {
            programs,
            user,
            folder,
            port: free_port(),
            running: Mutex::default(),
            databases: AtomicU32::new(0),
        })
    }

    fn make(&self) {
        let mut make = self.program("initdb");
        make.arg("-D")
            .arg(self.data())
            .args(["-U", "sala", "--auth=trust"])
            .args(["--no-locale", "--encoding=UTF8", "--no-sync"]);
        succeed("initdb", &mut make);
    }

    /// Adds lines to its settings; they hold from the next start or [`Cluster::reload`] on.
    ///
    /// # Panics
    /// When they cannot be written.
    pub fn set(&self, lines: &str) {
        let settings = self.data().join("postgresql.conf");
        let mut file = fs::OpenOptions::new().append(true).open(settings).unwrap();
        writeln!(file, "{lines}").unwrap();
    }

    /// Has it read its settings again.
    ///
    /// # Panics
    /// When it does not run.
    pub fn reload(&self) {
        self.tell("postgres", "SELECT pg_reload_conf()");
    }

    /// Makes an empty database and returns its address.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn fresh(&self) -> String {
        let name = format!("db{}", self.databases.fetch_add(1, Ordering::SeqCst));
        self.tell("postgres", &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// Returns the address of a database.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://sala@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs a statement in a database and returns what it says.
    ///
    /// # Panics
    /// When it fails.
    pub fn tell(&self, name: &str, sql: &str) -> String {
        let mut tell = self.program("psql");
        tell.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql])
            .arg(self.url(name));
        succeed("psql", &mut tell)
    }

    /// Returns the process that all others of the database come from.
    ///
    /// # Panics
    /// When it does not run.
    pub fn process(&self) -> u32 {
        let noted = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        noted.lines().next().unwrap().trim().parse().unwrap()
    }

    /// Ends it as a power cut would: nothing is finished, nobody is told.
    ///
    /// # Panics
    /// When it did not run.
    pub fn kill(&self) {
        let process = self.process().to_string();
        succeed("kill", Command::new("kill").args(["-KILL", &process]));
        self.let_go();
    }

    /// Starts it again after [`Cluster::kill`].
    ///
    /// # Panics
    /// When it does not start.
    pub fn go_on(&self) {
        self.begin();
        let until = Instant::now() + PATIENCE;
        while !self.answers() {
            let said = fs::read_to_string(self.folder.path().join("said")).unwrap_or_default();
            assert!(Instant::now() < until, "PostgreSQL does not start: {said}");
            std::thread::sleep(Duration::from_millis(30));
            // The children of one that was killed notice by and by that they are alone; until then they hold the memory
            // that they shared, and another does not start.
            if said.contains("still in use") {
                self.let_go();
                self.begin();
            }
        }
    }

    fn begin(&self) {
        let said = fs::File::create(self.folder.path().join("said")).unwrap();
        let mut held = Command::new("sh");
        held.args(["-c", WHILE_HELD, "sh"])
            .arg(self.programs.join("postgres"))
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.port.to_string(), "-h", "127.0.0.1"])
            .args(["-c", "unix_socket_directories="])
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(said);
        self.become_user(&mut held);
        let child = held.spawn().unwrap();
        *self.running.lock().unwrap() = Some(child);
    }

    fn answers(&self) -> bool {
        let mut ask = self.program("pg_isready");
        ask.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        ask.status().is_ok_and(|status| status.success())
    }

    fn let_go(&self) {
        let running = self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(mut child) = running {
            drop(child.stdin.take());
            let _ended = child.wait();
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(self.folder.path());
        self.become_user(&mut command);
        command
    }

    fn become_user(&self, command: &mut Command) {
        if let Some(user) = self.user {
            command.uid(user);
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// Returns the folder with the programs of the newest version that is new enough.
fn programs(versions: &Path) -> Option<PathBuf> {
    let found = fs::read_dir(versions).ok()?.filter_map(Result::ok);
    let newest = found
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| *version >= OLDEST)
        .max()?;
    let folder = versions.join(newest.to_string()).join("bin");
    folder.join("initdb").is_file().then_some(folder)
}

/// Gives the folder to the user whom the programs accept, when we are the administrator.
fn other_user(folder: &Path) -> Option<u32> {
    if succeed("id", Command::new("id").arg("-u")) != "0" {
        return None;
    }
    let user = succeed("id", Command::new("id").args(["-u", USER]));
    succeed("chown", Command::new("chown").arg(USER).arg(folder));
    Some(user.parse().unwrap())
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn succeed(name: &str, command: &mut Command) -> String {
    let said = command
        .output()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let errors = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{name}: {errors}");
    String::from_utf8_lossy(&said.stdout).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_taken_and_old_ones_are_not() {
        let check = |versions: &[&str], wanted: Option<&str>| {
            let folder = tempfile::tempdir().unwrap();
            for version in versions {
                let bin = folder.path().join(version).join("bin");
                fs::create_dir_all(&bin).unwrap();
                fs::write(bin.join("initdb"), "").unwrap();
            }
            let wanted = wanted.map(|version| folder.path().join(version).join("bin"));
            assert_eq!(programs(folder.path()), wanted, "{versions:?}");
        };
        check(&[], None);
        check(&["13", "14"], None);
        check(&["15"], Some("15"));
        check(&["9", "15", "17"], Some("17"));
        check(&["17", "common"], Some("17"));
    }

    #[test]
    fn what_was_committed_outlives_a_power_cut() {
        let Some(cluster) = Cluster::start() else {
            return;
        };
        cluster.fresh();
        cluster.tell(
            "db0",
            "CREATE TABLE kept (a int); INSERT INTO kept VALUES (7)",
        );
        cluster.kill();
        cluster.go_on();
        assert_eq!(cluster.tell("db0", "SELECT a FROM kept"), "7");
    }
}
