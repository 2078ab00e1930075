//! Commands about what the centre checks by, and about what was done at it.

use std::fmt::Write as _;
use std::path::Path;

use forms::Finding;
use serde_json::{Value, json};

use super::accounts::{listed, when};
use super::args;
use super::fault::Fault;
use super::{Said, open};
use crate::centre::{FormFault, Home};
use crate::chain;
use crate::ledger::{Act, FormCard, FormFiles, PassedOver};

pub(super) fn form(home: &Home, form: args::Form) -> Result<Said, Fault> {
    match form {
        args::Form::Add { file, beside } => {
            let beside: Result<Vec<_>, Fault> = beside.iter().map(|path| read(path)).collect();
            let mut beside = beside?;
            beside.sort();
            let (name, source) = read(&file)?;
            let files = FormFiles {
                name,
                source,
                beside,
            };
            let (card, odd) = open(home)?.add_form(files)?;
            let (id, version) = (&card.id, &card.version);
            let text = format!("The centre knows the form {id} {version} now.");
            let json = json!({ "form": id, "version": version, "findings": words(&odd) });
            Ok(Said::new(with(text, &odd), json))
        }
        args::Form::List => {
            let centre = open(home)?;
            let (forms, over) = (centre.forms()?, centre.passed_over()?);
            let lines = forms
                .iter()
                .map(form_line)
                .chain(over.iter().map(over_line));
            let json = json!({ "forms": forms, "passed_over": over });
            Ok(listed(lines.collect(), "No forms.", json))
        }
    }
}

fn form_line(form: &FormCard) -> String {
    let since = form.added_ms.map_or("built in".to_owned(), when);
    format!("{}\t{}\t{since}\t{}\n", form.id, form.version, form.name)
}

fn over_line(over: &PassedOver) -> String {
    let PassedOver { form, version, .. } = over;
    format!("{form}\t{version}\tnot known\t{}\n", not_looked_into(over))
}

/// How many saves of a form that is not known are passed over, in words.
pub(super) fn not_looked_into(over: &PassedOver) -> String {
    let PassedOver { team, saves, .. } = over;
    format!("{saves} saves of team {team} are not looked into")
}

pub(super) fn rules(home: &Home, rules: args::Rules) -> Result<Said, Fault> {
    let centre = open(home)?;
    let (count, odd) = match &rules {
        args::Rules::Reset => centre.use_rules(None)?,
        args::Rules::Use { file } => {
            let (name, source) = read(file)?;
            centre.use_rules(Some((&name, &source)))?
        }
    };
    let text = format!("{count} rules are in use.");
    let json = json!({ "rules": count, "findings": words(&odd) });
    Ok(Said::new(with(text, &odd), json))
}

pub(super) fn audit(home: &Home, audit: &args::Audit) -> Result<Said, Fault> {
    let args::Audit::List { after, limit } = audit;
    let acts = open(home)?.acts(*after, *limit)?;
    let lines = acts.iter().map(act_line).collect();
    let acts: Vec<Value> = acts.iter().map(act_json).collect();
    Ok(listed(
        lines,
        "Nothing was done yet.",
        json!({ "acts": acts }),
    ))
}

fn act_line((number, act): &(u64, Act)) -> String {
    let (at, about) = (when(act.at_ms), &act.about);
    format!("{number}\t{at}\t{}\t{}\t{about}\n", act.by, act.what)
}

fn act_json((number, act): &(u64, Act)) -> Value {
    json!({
        "number": number, "at_ms": act.at_ms, "by": act.by, "what": act.what, "about": act.about,
    })
}

/// Returns the name and the bytes of a file.
fn read(path: &Path) -> Result<(String, Vec<u8>), Fault> {
    let bytes = std::fs::read(path).map_err(|error| Fault::file("read", path, &error))?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok((name.to_string_lossy().into_owned(), bytes))
}

fn words(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

fn with(mut text: String, findings: &[Finding]) -> String {
    for finding in findings {
        // Writing into a String does not fail.
        let _written = write!(text, "\n{finding}");
    }
    text
}

impl From<FormFault> for Fault {
    fn from(error: FormFault) -> Self {
        match error {
            FormFault::Unusable { .. } => Self::refused("form", chain(&error)),
            FormFault::Centre(error) => error.into(),
        }
    }
}
