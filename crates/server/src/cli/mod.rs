//! The commands of `sala-server`.
//!
//! Exit 0: done. 1: refused, nothing was changed. 2: the command line was not understood. What was found
//! goes to stdout, what went wrong to stderr in one sentence, both as JSON with `--json`.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use serde_json::{Value, json};

use crate::centre::{Centre, CentreError, Home, system_clock};
use args::{Args, Command};
use fault::Fault;

mod accounts;
mod args;
mod bundle;
mod care;
mod fault;
mod guests;
mod papers;
mod qr;
mod serve;

/// What a command found or did.
struct Said {
    /// For people.
    text: String,
    /// For programs.
    json: Value,
    /// True: it was done and what it found is not good.
    bad: bool,
}

impl Said {
    fn new(text: impl Into<String>, json: Value) -> Self {
        Self {
            text: text.into(),
            json,
            bad: false,
        }
    }
}

/// Runs one command of a user of the system and returns how the process ends.
#[must_use]
pub fn main(words: impl IntoIterator<Item = OsString>, user: String) -> ExitCode {
    let words: Vec<OsString> = words.into_iter().collect();
    let wants_json = words.iter().any(|word| word == "--json");
    let args = match Args::try_parse_from(words) {
        Ok(args) => args,
        Err(error) => return misused(&error, wants_json),
    };
    match run(args, user) {
        Ok(said) => {
            let code = u8::from(said.bad);
            let text = if wants_json {
                said.json.to_string()
            } else {
                said.text
            };
            match say(&mut std::io::stdout(), &text) {
                Ok(()) => ExitCode::from(code),
                Err(_nobody_reads) => ExitCode::from(1),
            }
        }
        Err(fault) => complain(&fault, wants_json),
    }
}

/// Does what a user of the system says.
fn run(args: Args, user: String) -> Result<Said, Fault> {
    // Clap cannot ask for an option that may stand on either side of the command.
    let folder = args
        .data
        .ok_or_else(|| Fault::misused("say which folder: --data DIR"))?;
    let home = Home {
        folder,
        database: args.database_url,
        by: user,
    };
    match args.command {
        Command::Init(init) => accounts::init(&home, &init),
        Command::Serve(serve) => serve::serve(home, serve, args.json),
        Command::Url(url) => accounts::url(&home, &url),
        Command::Team(team) => accounts::team(&home, team),
        Command::Invite(invite) => guests::invite(&home, &invite),
        Command::Invitation(invitation) => guests::invitation(&home, invitation),
        Command::Person(person) => accounts::person(&home, person),
        Command::Device(device) => accounts::device(&home, device),
        Command::Names(args::Names::Renew) => accounts::renew_names(&home),
        Command::Form(form) => papers::form(&home, form),
        Command::Rules(rules) => papers::rules(&home, rules),
        Command::Audit(audit) => papers::audit(&home, &audit),
        Command::Receipt(receipt) => care::receipt(&home, &receipt),
        Command::Bundle(bundle) => bundle::bundle(&home, bundle),
        Command::Backup(backup) => care::backup(&home, &backup),
        Command::Restore(restore) => care::restore(&home, &restore),
        Command::Doctor(doctor) => care::doctor(&home, &doctor),
    }
}

/// Opens the centre that a command is about.
fn open(home: &Home) -> Result<Centre, CentreError> {
    Centre::open_in(home, system_clock())
}

fn say(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", text.trim_end())?;
    out.flush()
}

fn misused(error: &clap::Error, wants_json: bool) -> ExitCode {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    if is_help || !wants_json {
        // With nobody to read it there is nobody to tell.
        let _nobody_reads = error.print();
        return ExitCode::from(if is_help { 0 } else { 2 });
    }
    let text = error.to_string();
    let lines = text.lines().take_while(|line| !line.starts_with("Usage:"));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    complain(
        &Fault::misused(words.join(" ").trim_start_matches("error: ")),
        true,
    )
}

fn complain(fault: &Fault, wants_json: bool) -> ExitCode {
    let text = if wants_json {
        json!({ "code": fault.code, "message": fault.message }).to_string()
    } else {
        fault.message.clone()
    };
    let _nobody_reads = say(&mut std::io::stderr(), &text);
    ExitCode::from(fault.exit)
}

#[cfg(test)]
mod tests;
