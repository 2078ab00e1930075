//! Forms on the command line: installed, checked, played.

use std::io::{self, BufRead as _};
use std::path::Path;

use desk::view::{FormCard, InstalledForm};
use desk::{DeskError, Player, files_beside, form_check, form_xml, xpath_line};
use serde_json::Value;

use super::args::{Form, Play};
use super::{Done, Run, file_name, read, words};

impl Run<'_> {
    pub(super) fn form(&self, form: &Form) -> Done {
        match form {
            Form::Import { file } => {
                let files = files_beside(file)?;
                let (name, form) = (file_name(file), read(file)?);
                let installed = self.desk.form_import_with(&name, &form, &files)?;
                self.say.answer(&installed, words::form_installed);
            }
            Form::List => {
                let forms: Vec<FormCard> = self.desk.forms()?;
                self.say.answer(&forms, |forms| words::forms(forms));
            }
            Form::Versions => self.versions(&self.desk.form_shelf()?),
            Form::Use { form, version } => {
                self.versions(&self.desk.form_activate(form, version)?);
            }
            Form::Retire { form } => self.versions(&self.desk.form_retire(form)?),
            Form::Check { file } => self.check(file)?,
            Form::Xml { file } => self.say.line(form_xml(file)?.trim_end()),
            Form::Xpath { .. } => self.serve(|line| xpath_line(line).to_string())?,
            Form::Play(play) => self.play(play)?,
        }
        Ok(())
    }

    fn versions(&self, shelf: &[InstalledForm]) {
        self.say.answer(&shelf, |shelf| words::form_versions(shelf));
    }

    /// Prints what was noticed in a form; one that cannot be used is refused.
    fn check(&self, file: &Path) -> Done {
        let checked = form_check(file)?;
        self.say.answer(&checked, words::form_checked);
        if checked.usable {
            return Ok(());
        }
        Err(DeskError::BadForm {
            findings: checked.findings,
        })
    }

    fn play(&self, play: &Play) -> Done {
        let player = Player::new(play.now.as_deref(), play.seed)?;
        if play.serve {
            return self.serve(|line| player.line(line).to_string());
        }
        let result = player.file(play.file.as_deref(), play.script.as_deref())?;
        self.say.line(&result.to_string());
        match result.get("error").and_then(Value::as_str) {
            Some(why) => Err(DeskError::NotPlayed {
                why: why.to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// Answers each line of standard input with one line, until there are no more.
    fn serve(&self, answer: impl Fn(&str) -> String) -> Done {
        for line in io::stdin().lock().lines() {
            let line = line.map_err(|source| DeskError::File {
                what: "read a request",
                source,
            })?;
            if !line.trim().is_empty() {
                self.say.line(&answer(&line));
            }
        }
        Ok(())
    }
}
