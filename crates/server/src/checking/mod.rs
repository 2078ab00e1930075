//! What the centre finds in answers: each save is held against its form and the programme's rules, as the laptop did
//! before it let somebody finish. What is found is a mark; nothing is ever dropped for it.
//!
//! A mark names questions and rules and never quotes an answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use forms::{Answers, Filling, Form, Media, Moment, ProblemKind, read_form};
use programme::built_in;
use programme::rules::{FormRules, RuleTable, Severity};
use records::Revision;
use sync::Refused;

use crate::ledger::{FormFiles, Ledger, LedgerError, Looked};

/// The mark of answers that do not fit their form.
const ANSWERS: &str = "answers";
/// The mark of answers in which a rule finds an error.
const RULE: &str = "rule";
/// How many findings of one kind a mark names; of more it says how many.
const LINES_MAX: usize = 40;
/// The offsets from UTC in which answers are looked into, in minutes: the centre does not know where the laptop stood,
/// and what is wrong in one of them only is a matter of which day it was there.
const OFFSETS: [i32; 3] = [0, 14 * 60, -12 * 60];

type Key = (String, String);

/// Knows forms and rules, and holds answers against them.
#[derive(Default)]
pub(crate) struct Checker {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// The table of rules in use, as it was read; `None`: the built-in one.
    source: Option<Vec<u8>>,
    table: Option<Arc<RuleTable>>,
    forms: HashMap<Key, Arc<Prepared>>,
}

/// A form with what is needed to look into records of it.
struct Prepared {
    form: Arc<Form>,
    media: Media,
    /// It reads lists that are not here, such as those that laptops make of their records.
    lacks_lists: bool,
    rules: FormRules,
}

/// What was found in one save, line by line.
#[derive(Default, PartialEq, Eq)]
struct Lines {
    answers: BTreeSet<String>,
    rules: BTreeSet<String>,
}

impl Checker {
    /// Looks into saves and returns what there is to say against them. Those of forms that the centre does not know
    /// are passed over, and named.
    pub(crate) fn look(
        &self,
        ledger: &dyn Ledger,
        saves: &[Revision],
    ) -> Result<Looked, LedgerError> {
        let mut looked = Looked::default();
        if saves.is_empty() {
            return Ok(looked);
        }
        self.renew_rules(ledger)?;
        let mut prepared: BTreeMap<(&str, &str), Option<Arc<Prepared>>> = BTreeMap::new();
        for save in saves {
            let header = &save.header;
            let key = (header.form.as_str(), header.form_version.as_str());
            let form = match prepared.get(&key) {
                Some(form) => form.clone(),
                None => {
                    let form = self.prepared(ledger, key)?;
                    prepared.insert(key, form.clone());
                    form
                }
            };
            match (form, &save.body) {
                (Some(form), Some(body)) => looked.marks.extend(form.marks(save, body)),
                (None, Some(_)) => {
                    looked.unknown.insert(save.id);
                }
                (_, None) => {}
            }
        }
        Ok(looked)
    }

    /// Lets forms and rules go until there is something to look into again: a centre is small.
    pub(crate) fn rest(&self) {
        *self.lock() = Known::default();
    }

    /// Takes another table of rules into use, when there is one.
    fn renew_rules(&self, ledger: &dyn Ledger) -> Result<(), LedgerError> {
        let source = ledger.rules()?.map(|(_, source)| source);
        let mut known = self.lock();
        if known.table.is_none() || known.source != source {
            let bytes = source.as_deref().unwrap_or(built_in::RULES.as_bytes());
            // Rows that cannot be used are left out, as on a laptop; who puts the table in use is told of them.
            // What a programme sets the centre does not know: rules that read it are the laptops'.
            known.table = Some(Arc::new(RuleTable::read(bytes).0.unset()));
            known.source = source;
            known.forms.clear();
        }
        Ok(())
    }

    fn prepared(
        &self,
        ledger: &dyn Ledger,
        (id, version): (&str, &str),
    ) -> Result<Option<Arc<Prepared>>, LedgerError> {
        let key = (id.to_owned(), version.to_owned());
        if let Some(form) = self.lock().forms.get(&key) {
            return Ok(Some(Arc::clone(form)));
        }
        let Some((form, media)) = load(ledger, id, version)? else {
            return Ok(None);
        };
        let mut known = self.lock();
        let rules = known.table.as_ref().map(|table| table.of_form(&form).0);
        let form = Arc::new(Prepared {
            lacks_lists: !media.missing(&form).is_empty(),
            rules: rules.unwrap_or_default(),
            form,
            media,
        });
        known.forms.insert(key, Arc::clone(&form));
        Ok(Some(form))
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says whether saves of a form can be looked into.
pub(crate) fn is_known(ledger: &dyn Ledger, id: &str, version: &str) -> Result<bool, LedgerError> {
    Ok(load(ledger, id, version)?.is_some())
}

/// Reads a form that was added, or one that the program comes with, and the files beside it.
fn load(
    ledger: &dyn Ledger,
    id: &str,
    version: &str,
) -> Result<Option<(Arc<Form>, Media)>, LedgerError> {
    Ok(match ledger.form(id, version)? {
        Some(files) => added(&files),
        None => own_form(id, version).map(|form| (form, Media::new())),
    })
}

/// Returns a form that the program comes with.
pub(crate) fn own_form(id: &str, version: &str) -> Option<Arc<Form>> {
    let named = |name: &str| name.strip_suffix(".csv") == Some(id);
    let (name, source) = built_in::FORMS.into_iter().find(|(name, _)| named(name))?;
    let form = read_form(name, source.as_bytes()).0?;
    (form.id() == id && form.version() == version).then(|| Arc::new(form))
}

fn added(files: &FormFiles) -> Option<(Arc<Form>, Media)> {
    let form = read_form(&files.name, &files.source).0?;
    let mut media = Media::new();
    for (name, bytes) in &files.beside {
        // What is odd in it was told when it was added.
        let _odd = media.add(name, bytes);
    }
    Some((Arc::new(form), media))
}

impl Prepared {
    fn marks(&self, save: &Revision, body: &[u8]) -> Vec<Refused> {
        let mark = |code: &str, detail: String| Refused {
            id: save.id,
            code: code.to_owned(),
            detail,
        };
        let Ok(answers) = Answers::from_bytes(body) else {
            return vec![mark(ANSWERS, "unreadable".to_owned())];
        };
        let lines = self.lines(&answers, save.header.at);
        let named = [(ANSWERS, lines.answers), (RULE, lines.rules)];
        named
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(code, lines)| mark(code, detail(lines)))
            .collect()
    }

    /// What is wrong wherever the laptop stood.
    fn lines(&self, answers: &Answers, at: u64) -> Lines {
        let mut found: Option<Lines> = None;
        for offset_minutes in OFFSETS {
            let here = self.lines_at(answers, at, offset_minutes);
            let both = match found {
                None => here,
                Some(before) => Lines {
                    answers: &before.answers & &here.answers,
                    rules: &before.rules & &here.rules,
                },
            };
            if both == Lines::default() {
                return both;
            }
            found = Some(both);
        }
        found.unwrap_or_default()
    }

    fn lines_at(&self, answers: &Answers, at: u64, offset_minutes: i32) -> Lines {
        let moment = Moment {
            now_ms: i64::try_from(at).unwrap_or(i64::MAX),
            offset_minutes,
            seed: at,
            username: String::new(),
            device: String::new(),
        };
        let filling = Filling::resume_with(Arc::clone(&self.form), &self.media, answers, &moment);
        // Where a list is missing, what follows from it may not be what it was on the laptop.
        let is_same = !self.lacks_lists || filling.submission() == *answers;
        let mut lines = Lines::default();
        for problem in filling.problems("") {
            let kind = match problem.kind {
                ProblemKind::Missing | ProblemKind::Constraint if !is_same => continue,
                ProblemKind::Missing => "missing",
                ProblemKind::Constraint => "constraint",
                ProblemKind::TooLong => "long",
                ProblemKind::Type => "type",
            };
            lines.answers.insert(format!("{kind} {}", problem.path));
        }
        if is_same {
            let fired = self.rules.judge(&filling, "").into_iter();
            let errors = fired.filter(|fired| fired.severity == Severity::Error);
            lines
                .rules
                .extend(errors.map(|fired| format!("{} {}", fired.id, fired.at)));
        }
        lines
    }
}

/// Writes findings one a line.
fn detail(lines: BTreeSet<String>) -> String {
    let more = lines.len().saturating_sub(LINES_MAX);
    let mut named: Vec<String> = lines.into_iter().take(LINES_MAX).collect();
    if more > 0 {
        named.push(format!("more {more}"));
    }
    named.join("\n")
}

#[cfg(test)]
mod tests;
