//! The `sala` command line: the use cases of `desk`, headless.

mod args;
mod bundle;
mod doubles;
mod forms;
mod hub;
mod maps;
mod places;
mod position;
mod quality;
mod records;
mod report;
mod review;
mod rules;
mod say;
mod words;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use desk::view::{Code, DoctorView, Fault, Opened};
use desk::{Desk, DeskError, LocalProgramme, Proof, code_of_file};

use args::{Cli, Command, Init, Join, RoleWord};
use say::Say;

use crate::roads;

type Done = Result<(), DeskError>;

/// What the words of the command line ask for.
pub enum Asked {
    /// The window on a laptop's data folder.
    Window(PathBuf),
    /// A use case that ran; the program ends with this status.
    Ran(ExitCode),
}

/// Reads the command line and does what it says, unless it asks for the window.
pub fn run() -> Asked {
    let cli = Cli::parse();
    let say = Say { json: cli.json };
    let dir = cli.data.clone().unwrap_or_else(default_dir);
    let Some(command) = &cli.command else {
        return Asked::Window(dir);
    };
    let done = Desk::at(&dir).and_then(|desk| {
        Run {
            desk,
            cli: &cli,
            say,
        }
        .command(command)
    });
    Asked::Ran(match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say.fault(&error.into()),
    })
}

/// Says why the window could not be shown, if it could not.
pub fn window(shown: tauri::Result<()>) -> ExitCode {
    match shown {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refused(&Fault {
            code: Code::Other,
            message: format!("the window cannot be shown: {error}"),
            wait_seconds: None,
        }),
    }
}

/// Says on standard error why nothing was done.
pub fn refused(fault: &Fault) -> ExitCode {
    Say { json: false }.fault(fault)
}

fn default_dir() -> PathBuf {
    dirs::data_dir()
        .unwrap_or_else(|| PathBuf::from("."))
        .join("sala")
}

struct Run<'c> {
    desk: Desk,
    cli: &'c Cli,
    say: Say,
}

impl Run<'_> {
    fn command(&self, command: &Command) -> Done {
        match command {
            Command::Init(init) => self.init(init),
            Command::Join(join) => self.join(join),
            Command::Restore {
                file,
                recovery_file,
            } => self.restore(file, recovery_file.as_deref()),
            Command::Doctor { salvage: true, .. } => self.salvage(),
            Command::Form(form) if form.needs_a_laptop() => self.unlocked(|| self.form(form)),
            Command::Form(form) => self.form(form),
            Command::Record(record) => self.unlocked(|| self.record(record)),
            Command::Review(review) => self.unlocked(|| self.review(review)),
            Command::Reveal(reveal) => self.unlocked(|| self.reveal(reveal)),
            Command::Places(places) => self.unlocked(|| self.places(places)),
            Command::Targets { word } => self.unlocked(|| self.targets(word.as_ref())),
            Command::Quality { word } => self.unlocked(|| self.quality(word.as_ref())),
            Command::Rules(rules) => self.unlocked(|| self.rules(rules)),
            Command::Maps(maps) => self.unlocked(|| self.maps(maps)),
            Command::Report(report) => self.unlocked(|| self.report(report)),
            Command::Sync(sync) => self.unlocked(|| self.sync(sync)),
            Command::Bundle(bundle) => self.unlocked(|| self.bundle(bundle)),
            Command::Hub(word) => self.unlocked(|| self.hub(word)),
            Command::Position(position) => self.position(position),
            Command::Pictures { side } => self.unlocked(|| self.pictures(*side)),
            Command::Backup { file } => self.unlocked(|| self.backup(file)),
            Command::Doctor { rebuild, .. } => self.unlocked(|| self.doctor(*rebuild)),
        }
    }

    /// Signs the person in and runs the case.
    fn unlocked(&self, case: impl FnOnce() -> Done) -> Done {
        let passphrase = self.passphrase()?;
        self.desk.unlock(&self.person()?, &passphrase)?;
        case()
    }

    fn person(&self) -> Result<String, DeskError> {
        if let Some(person) = &self.cli.person {
            return Ok(person.clone());
        }
        let state = self.desk.app_state();
        if let Some(fault) = state.trouble {
            return Err(DeskError::Trouble(fault));
        }
        match state.people.as_slice() {
            [] => Err(DeskError::NoLaptop),
            [one] => Ok(one.id.clone()),
            _ => Err(misused(
                "several people share this laptop: say who with --as NAME",
            )),
        }
    }

    fn passphrase(&self) -> Result<String, DeskError> {
        match &self.cli.passphrase_file {
            Some(file) => first_line(file),
            None => Err(misused("give the passphrase with --passphrase-file FILE")),
        }
    }

    fn init(&self, init: &Init) -> Done {
        let local = LocalProgramme {
            programme: init.programme.clone(),
            country: init.country.clone(),
            team: init.team.clone(),
            name: init.name.clone(),
            role: role(init.role).to_owned(),
            with_samples: false,
        };
        let opened = self.desk.init(&local, &self.passphrase()?)?;
        self.opened(&opened, init.recovery_file.as_deref())
    }

    fn join(&self, join: &Join) -> Done {
        let invitation = invitation(&join.invitation)?;
        let passphrase = self.passphrase()?;
        if self.desk.app_state().people.is_empty() {
            let opened = self
                .desk
                .join(&invitation, &passphrase, &mut roads::knock)?;
            return self.opened(&opened, join.recovery_file.as_deref());
        }
        let Some(file) = &join.new_passphrase_file else {
            return Err(misused(
                "people use this laptop already: give the new person's passphrase with --new-passphrase-file FILE",
            ));
        };
        let theirs = first_line(file)?;
        self.desk.unlock(&self.person()?, &passphrase)?;
        let state = self
            .desk
            .add_person(&invitation, &theirs, &mut roads::knock)?;
        self.say.answer(&state, words::state);
        Ok(())
    }

    fn opened(&self, opened: &Opened, recovery_file: Option<&Path>) -> Done {
        let mut told = opened.clone();
        if let (Some(file), Some(code)) = (recovery_file, told.recovery_code.take()) {
            write_new(file, code.as_bytes())?;
        }
        self.say.answer(&told, words::opened);
        Ok(())
    }

    fn restore(&self, file: &Path, recovery_file: Option<&Path>) -> Done {
        let opened = match recovery_file {
            Some(sheet) => self
                .desk
                .restore(file, &Proof::Recovery(&first_line(sheet)?))?,
            None => {
                let passphrase = self.passphrase()?;
                let person = self.cli.person.as_deref();
                self.desk.restore(
                    file,
                    &Proof::Passphrase {
                        passphrase: &passphrase,
                        person,
                    },
                )?
            }
        };
        self.opened(&opened, None)
    }

    fn sync(&self, how: &args::Sync) -> Done {
        if let Some(on) = how.files {
            self.desk.set_fetches_files(on)?;
        }
        if let Some(on) = how.hold_files {
            self.desk.set_holds_files(on)?;
        }
        let load = match how.files_now {
            true => roads::Load::Files,
            false => roads::Load::AsSet,
        };
        self.desk.offer_large_again()?;
        let view = roads::sync(&self.desk, load, how.stall, &mut |_, _| {})?;
        self.say.answer(&view, words::synced);
        // What fails here is tried again the next time, and takes nothing from what was synced.
        let _next_time = self.desk.tidy_some();
        Ok(())
    }

    fn pictures(&self, side: Option<u32>) -> Done {
        let holds = match side {
            Some(side) => self.desk.set_picture_side(side)?,
            None => self.desk.picture_side()?,
        };
        self.say.answer(&holds, |side| {
            format!("The longer side of a kept picture has at most {side} dots.")
        });
        Ok(())
    }

    fn backup(&self, file: &Path) -> Done {
        self.desk.backup(file)?;
        self.say.answer(&file.display().to_string(), |file| {
            format!("The backup is written to {file}.")
        });
        Ok(())
    }

    fn doctor(&self, rebuild: bool) -> Done {
        if rebuild {
            let records = self.desk.rebuild()?;
            if !self.say.json {
                self.say.line(&format!(
                    "The lists and the search of {records} records were made anew."
                ));
            }
        }
        self.diagnosis(&self.desk.doctor()?)
    }

    fn salvage(&self) -> Done {
        self.diagnosis(&self.desk.salvage(&self.person()?, &self.passphrase()?)?)
    }

    fn diagnosis(&self, view: &DoctorView) -> Done {
        self.say.answer(view, words::doctor);
        if view.clean {
            Ok(())
        } else {
            Err(DeskError::Unwell)
        }
    }
}

fn role(word: RoleWord) -> &'static str {
    match word {
        RoleWord::Field => "field",
        RoleWord::Coordinator => "coordinator",
        RoleWord::Supervisor => "supervisor",
        RoleWord::Va => "va",
        RoleWord::Admin => "admin",
    }
}

fn misused(why: &str) -> DeskError {
    DeskError::Misused {
        why: why.to_owned(),
    }
}

/// An invitation is given as itself or as the file that holds it.
fn invitation(given: &str) -> Result<String, DeskError> {
    if given.starts_with("sala-invite:") {
        Ok(given.to_owned())
    } else {
        code_of_file(Path::new(given))
    }
}

fn first_line(file: &Path) -> Result<String, DeskError> {
    let text = String::from_utf8(read(file)?)
        .map_err(|_| misused("a file with a passphrase must be text in UTF-8"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn file_name(file: &Path) -> String {
    let name = file.file_name();
    name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn read(file: &Path) -> Result<Vec<u8>, DeskError> {
    fs::read(file).map_err(|source| DeskError::File {
        what: "read the file that was named",
        source,
    })
}

/// Writes a file that must not be there yet, readable by its owner alone.
fn write_new(file: &Path, bytes: &[u8]) -> Done {
    let failed = |source| DeskError::unwritten("write the file that was named", source);
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut out = options.open(file).map_err(failed)?;
    io::Write::write_all(&mut out, bytes)
        .and_then(|()| out.sync_all())
        .map_err(failed)
}
