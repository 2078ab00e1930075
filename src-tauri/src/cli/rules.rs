//! Tables of rules on the command line.

use std::fmt::Write as _;

use desk::DeskError;
use desk::view::RulesView;

use super::args::Rules;
use super::{Done, Run, file_name, read};

impl Run<'_> {
    pub(super) fn rules(&self, rules: &Rules) -> Done {
        match rules {
            Rules::Import { file } => {
                let view = self.desk.rules_import(&file_name(file), &read(file)?);
                let view = self.refused(view)?;
                self.say.answer(&view, whence);
            }
            Rules::List => self.say.answer(&self.desk.rules()?, listed),
            Rules::Check { file } => {
                let findings = self.desk.rules_check(&read(file)?)?;
                if !findings.is_empty() {
                    return self.refused(Err(DeskError::BadRules { findings }));
                }
                self.say
                    .answer(&true, |_| "The table can be used.".to_owned());
            }
            Rules::Print => {
                let source = self.desk.rules_source()?;
                self.say.line(String::from_utf8_lossy(&source).trim_end());
            }
        }
        Ok(())
    }

    /// Prints everything that is wrong in a table, before the first of it is told as the reason.
    fn refused<T>(&self, done: Result<T, DeskError>) -> Result<T, DeskError> {
        if let Err(DeskError::BadRules { findings }) = &done {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            self.say.answer(&lines, |lines| lines.join("\n"));
        }
        done
    }
}

fn whence(view: &RulesView) -> String {
    let count = view.rules.len();
    match (&view.name, &view.since, &view.by) {
        (Some(name), Some(since), Some(by)) => format!(
            "{count} rules of {name} ({}) are in use since {since}, put in place by {by}.",
            view.fingerprint
        ),
        _ => format!(
            "The {count} rules that Sala comes with ({}) are in use.",
            view.fingerprint
        ),
    }
}

fn listed(view: &RulesView) -> String {
    let mut text = String::new();
    for rule in &view.rules {
        let reason = if rule.asks_reason {
            "  asks for a reason"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{}  {}  {}  {}{reason}",
            rule.rule, rule.form, rule.severity, rule.place
        );
    }
    text.push_str(&whence(view));
    for finding in &view.findings {
        let _ = write!(text, "\nLeft out: {finding}");
    }
    text
}
