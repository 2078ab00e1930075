//! Programs that are started from here: watched while they run, and none left behind.
//!
//! Each is the head of a process group of its own, so that whatever it starts in turn ends with it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{self, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::trouble::Trouble;

static STOP: AtomicBool = AtomicBool::new(false);

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(40);
/// How long a program may take to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(10);

/// Makes Ctrl+C, and a request to end, stop what runs in good order.
pub(crate) fn listen_for_stop() -> Result<(), Trouble> {
    ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst))
        .map_err(|error| Trouble::Wrong(format!("Ctrl+C cannot be listened for: {error}")))
}

/// Fails when somebody asked to stop.
pub(crate) fn go_on() -> Result<(), Trouble> {
    match STOP.load(Ordering::SeqCst) {
        true => Err(Trouble::Stopped),
        false => Ok(()),
    }
}

/// A program that runs; it is stopped when this is dropped.
pub(crate) struct Child {
    name: String,
    process: process::Child,
    ended: Option<ExitStatus>,
}

impl Child {
    /// Starts a program under the name that messages call it by.
    pub(crate) fn start(name: &str, command: &mut Command) -> Result<Self, Trouble> {
        go_on()?;
        command.stdin(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let process = command.spawn().map_err(|source| Trouble::CannotStart {
            program: name.to_owned(),
            source,
        })?;
        Ok(Self {
            name: name.to_owned(),
            process,
            ended: None,
        })
    }

    /// Starts a program whose output goes to a file, and gives the lines of its standard output
    /// while it runs.
    pub(crate) fn start_logged(
        name: &str,
        command: &mut Command,
        log: &Path,
    ) -> Result<(Self, Receiver<String>), Trouble> {
        let file =
            File::create(log).map_err(Trouble::files(format!("writing {}", log.display())))?;
        let file = Arc::new(Mutex::new(file));
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = Self::start(name, command)?;
        let (send, lines) = mpsc::channel();
        if let Some(out) = child.process.stdout.take() {
            let file = Arc::clone(&file);
            thread::spawn(move || {
                for line in BufReader::new(out).lines().map_while(Result::ok) {
                    note(&file, &line);
                    // Whoever waited for a line may have heard enough.
                    let _ = send.send(line);
                }
            });
        }
        if let Some(errors) = child.process.stderr.take() {
            thread::spawn(move || {
                for line in BufReader::new(errors).lines().map_while(Result::ok) {
                    note(&file, &line);
                }
            });
        }
        Ok((child, lines))
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>, Trouble> {
        if self.ended.is_none() {
            let looked = self.process.try_wait();
            self.ended = looked.map_err(Trouble::files(format!("watching {}", self.name)))?;
        }
        Ok(self.ended)
    }

    /// Waits until it ends, or until somebody asks to stop.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus, Trouble> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            go_on()?;
            thread::sleep(LOOK);
        }
    }

    /// Asks it to end, waits, and ends it by force when it does not; also whatever it started.
    pub(crate) fn stop(&mut self) {
        let still_runs = matches!(self.ended(), Ok(None));
        if !still_runs && !signal_group(self.process.id(), "0") {
            return;
        }
        signal_group(self.process.id(), "TERM");
        let deadline = Instant::now() + GRACE;
        while Instant::now() < deadline {
            let gone = !matches!(self.ended(), Ok(None));
            if gone && !signal_group(self.process.id(), "0") {
                return;
            }
            thread::sleep(LOOK);
        }
        signal_group(self.process.id(), "KILL");
        // Both fail only when it has ended by now.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A log that cannot be written must not end what is logged.
fn note(file: &Mutex<File>, line: &str) {
    if let Ok(mut file) = file.lock() {
        let _ = writeln!(file, "{line}");
    }
}

/// Sends a signal to a program and all that it started; false when there is nobody left.
#[cfg(unix)]
fn signal_group(id: u32, signal: &str) -> bool {
    let kill = Command::new("sh")
        .args(["-c", &format!("kill -s {signal} -- -{id}")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    kill.is_ok_and(|status| status.success())
}

#[cfg(not(unix))]
fn signal_group(_: u32, _: &str) -> bool {
    false
}

/// Runs a program to its end with its output on the screen.
pub(crate) fn run(name: &str, command: &mut Command) -> Result<(), Trouble> {
    let status = Child::start(name, command)?.wait()?;
    match status.success() {
        true => Ok(()),
        false => Err(failed(name, status, "")),
    }
}

/// What a program wrote.
pub(crate) struct Said {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) errors: String,
}

/// Runs a program to its end and keeps what it wrote, however it ended.
pub(crate) fn hear(name: &str, command: &mut Command) -> Result<Said, Trouble> {
    command.stderr(Stdio::piped());
    hear_answer(name, command)
}

/// The same, where the program's errors go wherever the command says.
pub(crate) fn hear_answer(name: &str, command: &mut Command) -> Result<Said, Trouble> {
    command.stdout(Stdio::piped());
    let mut child = Child::start(name, command)?;
    let out = child.process.stdout.take().map(read_aside);
    let errors = child.process.stderr.take().map(read_aside);
    let status = child.wait()?;
    Ok(Said {
        status,
        out: text(out),
        errors: text(errors),
    })
}

/// Runs a program to its end and gives what it wrote, when it ended well.
pub(crate) fn ask(name: &str, command: &mut Command) -> Result<String, Trouble> {
    let said = hear(name, command)?;
    match said.status.success() {
        true => Ok(said.out),
        false => Err(failed(name, said.status, &said.errors)),
    }
}

pub(crate) fn failed(name: &str, status: ExitStatus, said: &str) -> Trouble {
    Trouble::Failed {
        program: name.to_owned(),
        how: status.to_string(),
        said: said.to_owned(),
    }
}

fn read_aside(mut from: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is still worth showing.
        let _ = from.read_to_end(&mut bytes);
        bytes
    })
}

fn text(reader: Option<JoinHandle<Vec<u8>>>) -> String {
    let bytes = reader.and_then(|reader| reader.join().ok());
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn what_a_program_says_is_kept_apart_from_its_errors() {
        let said = hear("a script", &mut sh("echo out; echo err >&2; exit 3")).unwrap();
        assert_eq!(
            (said.out.as_str(), said.errors.as_str()),
            ("out\n", "err\n")
        );
        assert_eq!(said.status.code(), Some(3));
    }

    #[test]
    fn a_failure_is_told_with_the_programs_own_words() {
        let trouble = ask("a script", &mut sh("echo no such team >&2; exit 1")).unwrap_err();
        let told = trouble.to_string();
        assert!(told.starts_with("a script failed: "), "{told}");
        assert!(told.ends_with("no such team"), "{told}");
        assert!(run("a script", &mut sh("exit 0")).is_ok());
    }

    #[test]
    fn a_program_that_is_not_there_is_told_by_name() {
        let trouble = ask("the centre", &mut Command::new("/nowhere/sala-server")).unwrap_err();
        assert!(
            trouble
                .to_string()
                .starts_with("the centre could not be started: ")
        );
    }

    #[test]
    fn a_stopped_program_leaves_nothing_that_it_started() {
        let script = "sleep 300 & sleep 300 & echo ready; wait";
        let log = std::env::temp_dir().join(format!("xtask-children-{}.log", process::id()));
        let (mut child, lines) = Child::start_logged("a family", &mut sh(script), &log).unwrap();
        assert_eq!(lines.recv().unwrap(), "ready");
        let group = child.process.id();
        assert!(signal_group(group, "0"), "it runs");
        child.stop();
        assert!(!signal_group(group, "0"), "nothing of it runs");
        assert_eq!(std::fs::read_to_string(&log).unwrap(), "ready\n");
        std::fs::remove_file(log).unwrap();
    }
}
