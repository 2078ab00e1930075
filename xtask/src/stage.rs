//! A centre and laptops to show Sala with, driven through the two programs' own command lines.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use serde_json::Value;

use crate::cargo;
use crate::children::{Child, ask, failed, go_on, hear, hear_answer};
use crate::trouble::Trouble;

/// How long a centre may take to listen.
const LISTENS_WITHIN: Duration = Duration::from_secs(30);

/// Somebody in the demonstration. The names are made up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) role: &'static str,
    pub(crate) passphrase: &'static str,
}

pub(crate) const FACILITATOR: Person = Person {
    name: "Sok Dara",
    role: "field",
    passphrase: "rice field lotus bridge",
};
pub(crate) const COORDINATOR: Person = Person {
    name: "Chan Sophea",
    role: "coordinator",
    passphrase: "mountain river green kettle",
};
pub(crate) const SUPERVISOR: Person = Person {
    name: "Vann Rithy",
    role: "supervisor",
    passphrase: "seven drums slow evening",
};

pub(crate) const PROGRAMME: &str = "Demonstration (made-up data)";
pub(crate) const TEAM: (&str, &str) = ("BTB-RE-01", "Battambang risk education");

/// The built programs.
pub(crate) struct Programs {
    sala: PathBuf,
    centre: PathBuf,
}

impl Programs {
    /// Builds both and finds out where cargo put them.
    pub(crate) fn build() -> Result<Self, Trouble> {
        let mut cargo = cargo();
        // The whole workspace, as the checks build it: a part of it would have other features.
        cargo.args(["build", "--workspace", "--bins"]);
        cargo
            .arg("--message-format=json-render-diagnostics")
            .stderr(Stdio::inherit());
        let said = hear_answer("cargo build", &mut cargo)?;
        if !said.status.success() {
            return Err(failed("cargo build", said.status, &said.errors));
        }
        Ok(Self {
            sala: built(&said.out, "sala")?,
            centre: built(&said.out, "sala-server")?,
        })
    }

    /// The app on a laptop's folder.
    pub(crate) fn app(&self, laptop: &Path) -> Command {
        let mut command = Command::new(&self.sala);
        command.arg("--data").arg(laptop);
        command
    }
}

/// Where cargo's messages say that a program is.
fn built(messages: &str, name: &str) -> Result<PathBuf, Trouble> {
    let found = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| text(message, "/target/name") == name)
        .find_map(|message| message.pointer("/executable")?.as_str().map(PathBuf::from));
    found.ok_or_else(|| Trouble::Wrong(format!("cargo built no program named {name}")))
}

/// A centre's folder, and the program that serves it.
pub(crate) struct Centre<'s> {
    programs: &'s Programs,
    folder: PathBuf,
}

/// A centre that answers; it is stopped when this is dropped.
pub(crate) struct Serving {
    pub(crate) url: String,
    child: Child,
}

impl<'s> Centre<'s> {
    pub(crate) fn at(programs: &'s Programs, folder: PathBuf) -> Self {
        Self { programs, folder }
    }

    /// Runs a command of the centre and gives its answer.
    pub(crate) fn tell(&self, words: &[&str]) -> Result<Value, Trouble> {
        let mut command = Command::new(&self.programs.centre);
        command
            .arg("--data")
            .arg(&self.folder)
            .arg("--json")
            .args(words);
        let name = format!("sala-server {}", words.first().unwrap_or(&""));
        json(&name, &ask(&name, &mut command)?)
    }

    /// Serves at the address, where port 0 is any free one, and waits until it listens.
    pub(crate) fn serve(&self, listen: &str) -> Result<Serving, Trouble> {
        let mut command = Command::new(&self.programs.centre);
        command.arg("--data").arg(&self.folder);
        command.args(["serve", "--listen", listen]);
        let log = self.folder.with_extension("log");
        let (child, lines) = Child::start_logged("the centre", &mut command, &log)?;
        let mut left = LISTENS_WITHIN;
        let pause = Duration::from_millis(100);
        loop {
            go_on()?;
            match lines.recv_timeout(pause) {
                Ok(line) => {
                    if let Some(url) = line.strip_prefix("listening on ") {
                        let url = url.trim().to_owned();
                        return Ok(Serving { url, child });
                    }
                }
                Err(RecvTimeoutError::Timeout) if !left.is_zero() => {
                    left = left.saturating_sub(pause);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let said = fs::read_to_string(&log).unwrap_or_default();
                    return Err(Trouble::Wrong(format!(
                        "The centre does not listen.\n{said}"
                    )));
                }
            }
        }
    }

    /// Makes a one-time invitation.
    pub(crate) fn invite(&self, person: Person, url: &str) -> Result<String, Trouble> {
        let Person { name, role, .. } = person;
        let (team, _) = TEAM;
        let words = [
            "invite", "--person", name, "--role", role, "--team", team, "--url", url,
        ];
        let answer = self.tell(&words)?;
        Ok(text(&answer, "/invitation").to_owned())
    }
}

impl Serving {
    /// The address as `--listen` takes it.
    pub(crate) fn address(&self) -> &str {
        self.url
            .split_once("://")
            .map_or(self.url.as_str(), |(_, rest)| rest)
    }

    /// Whether it still runs.
    pub(crate) fn runs(&mut self) -> Result<bool, Trouble> {
        Ok(self.child.ended()?.is_none())
    }

    /// Ends it in good order.
    pub(crate) fn stop(mut self) {
        self.child.stop();
    }
}

/// A laptop's folder.
pub(crate) struct Laptop<'s> {
    programs: &'s Programs,
    pub(crate) folder: PathBuf,
}

/// Why the program did not do what it was asked, in its own words.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) code: String,
    /// Without a full stop, so that it can stand in a sentence.
    pub(crate) message: String,
    /// What it answered all the same.
    answer: String,
}

impl<'s> Laptop<'s> {
    pub(crate) fn at(programs: &'s Programs, folder: PathBuf) -> Self {
        Self { programs, folder }
    }

    /// Joins the programme as the first person of this laptop, or adds a person to `beside`.
    pub(crate) fn join(
        &self,
        person: Person,
        beside: Option<Person>,
        invitation: &str,
    ) -> Result<(), Trouble> {
        let theirs = self.passphrase_file(person)?;
        let theirs = theirs.to_string_lossy();
        match beside {
            None => self.tell(person, &["join", invitation])?,
            Some(beside) => self.tell(
                beside,
                &["join", invitation, "--new-passphrase-file", &theirs],
            )?,
        };
        Ok(())
    }

    /// Runs a command as the person and gives its answer.
    pub(crate) fn tell(&self, person: Person, words: &[&str]) -> Result<Value, Trouble> {
        match self.try_to(person, words)? {
            Ok(answer) => Ok(answer),
            Err(Refused {
                code,
                message,
                answer,
            }) => Err(Trouble::Wrong(format!(
                "sala {} was refused ({code}): {message}\n{answer}",
                shown(words)
            ))),
        }
    }

    /// Runs a command as the person; a refusal is an answer too.
    pub(crate) fn try_to(
        &self,
        person: Person,
        words: &[&str],
    ) -> Result<Result<Value, Refused>, Trouble> {
        let name = format!("sala {}", shown(words));
        let file = self.passphrase_file(person)?;
        let mut command = self.programs.app(&self.folder);
        command
            .arg("--passphrase-file")
            .arg(file)
            .arg("--json")
            .args(words);
        // The first person of a laptop is not known by name before they joined.
        if self.folder.join("people.json").exists() {
            command.args(["--as", person.name]);
        }
        let said = hear(&name, &mut command)?;
        if said.status.success() {
            return json(&name, &said.out).map(Ok);
        }
        let told = said.errors.trim().lines().last().unwrap_or_default();
        match serde_json::from_str::<Value>(told) {
            Ok(fault) => Ok(Err(Refused {
                code: text(&fault, "/code").to_owned(),
                message: text(&fault, "/message").trim_end_matches('.').to_owned(),
                answer: said.out,
            })),
            Err(_) => Err(failed(&name, said.status, &said.errors)),
        }
    }

    /// Makes a record and submits it; gives its id.
    pub(crate) fn record(
        &self,
        person: Person,
        form: &str,
        answers: &[String],
    ) -> Result<String, Trouble> {
        let mut words = vec!["record", "new", "--form", form];
        for answer in answers {
            words.extend(["--set", answer]);
        }
        let made = self.tell(person, &words)?;
        match text(&made, "/record") {
            "" => Err(Trouble::Wrong("a record was not submitted".to_owned())),
            record => Ok(record.to_owned()),
        }
    }

    /// The ids of the records here.
    pub(crate) fn records(&self, person: Person) -> Result<Vec<String>, Trouble> {
        let page = self.tell(person, &["record", "list", "--limit", "500"])?;
        let rows = list(&page, "/rows").iter();
        Ok(rows.map(|row| text(row, "/record").to_owned()).collect())
    }

    fn passphrase_file(&self, person: Person) -> Result<PathBuf, Trouble> {
        let file = self
            .folder
            .with_extension(format!("{}.passphrase", person.role));
        write(&file, &format!("{}\n", person.passphrase))?;
        Ok(file)
    }
}

/// The words of a command as a message shows them: not the invitation, which is a secret.
fn shown(words: &[&str]) -> String {
    let few: Vec<&str> = words.iter().take(2).copied().collect();
    match few.as_slice() {
        ["join", ..] => "join".to_owned(),
        few => few.join(" "),
    }
}

fn json(name: &str, answer: &str) -> Result<Value, Trouble> {
    serde_json::from_str(answer)
        .map_err(|error| Trouble::Wrong(format!("{name} answered no JSON: {error}\n{answer}")))
}

/// The text at a place in an answer; empty where there is none.
pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The figure at a place in an answer; nought where there is none.
pub(crate) fn figure(value: &Value, pointer: &str) -> u64 {
    value
        .pointer(pointer)
        .and_then(Value::as_u64)
        .unwrap_or_default()
}

/// The list at a place in an answer; empty where there is none.
pub(crate) fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

pub(crate) fn write(path: &Path, words: &str) -> Result<(), Trouble> {
    fs::write(path, words).map_err(Trouble::files(format!("writing {}", path.display())))
}

/// Empties a folder of the demonstration, or makes it.
pub(crate) fn make_empty(folder: &Path) -> Result<(), Trouble> {
    let doing = || format!("emptying {}", folder.display());
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Trouble::files(doing())(error));
        }
        Ok(()) | Err(_) => {}
    }
    fs::create_dir_all(folder).map_err(Trouble::files(doing()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn cargo_says_where_a_program_is() {
        let messages = r#"
            {"reason":"compiler-artifact","target":{"name":"sala","kind":["lib"]},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"sala","kind":["bin"]},"executable":"/x/sala"}
            {"reason":"build-finished","success":true}"#;
        assert_eq!(built(messages, "sala").unwrap(), Path::new("/x/sala"));
        assert!(built(messages, "sala-server").is_err());
    }

    #[test]
    fn an_invitation_is_not_shown() {
        assert_eq!(shown(&["join", "sala-invite:abc"]), "join");
        assert_eq!(shown(&["record", "show", "0190"]), "record show");
        assert_eq!(shown(&["sync"]), "sync");
    }

    #[test]
    fn what_an_answer_lacks_reads_as_nothing() {
        let answer: Value = serde_json::json!({ "a": { "b": [ "c", 3 ] } });
        assert_eq!(text(&answer, "/a/b/0"), "c");
        assert_eq!(text(&answer, "/a/b/1"), "");
        assert_eq!(figure(&answer, "/a/b/1"), 3);
        assert_eq!(figure(&answer, "/x"), 0);
        assert_eq!(list(&answer, "/a/b").len(), 2);
        assert!(list(&answer, "/a").is_empty());
    }
}
