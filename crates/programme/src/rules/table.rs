//! The table of rules: one rule in a row, read row by row; a bad row is named and the others are kept.

use std::collections::{BTreeMap, BTreeSet};

use forms::{Finding, Form};

use super::figures::{self, Message, with_set};
use super::{FormRules, Severity};
use crate::quality::Thresholds;

/// Bytes of a table.
pub const TABLE_BYTES_MAX: usize = 4 << 20;
/// Rules in a table.
pub const ROWS_MAX: usize = 2_000;
/// Signs of a rule's number.
const ID_MAX: usize = 32;
/// What findings call the table.
const SHEET: &str = "rules";

/// A rule of a table, not yet put to a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The catalogue's number, such as `S1`; several rules may share it.
    pub id: String,
    /// Tells rules of one number at one question apart: the number, and for the second of them `S1.2`.
    pub mark: String,
    /// The form.
    pub form: String,
    /// How grave it is when it fires.
    pub severity: Severity,
    /// When it fires, over the answers and what a programme sets, such as `{late_days}`.
    pub expression: String,
    /// The path of the question beside which it stands.
    pub place: String,
    /// Whether a warning asks for a reason.
    pub asks_reason: bool,
    /// Its line in the table.
    pub row: u32,
    /// The figures that its messages show: names and expressions.
    pub(super) figures: Vec<(String, String)>,
    /// Its words by language code, in the order of the columns.
    pub(super) messages: Vec<(String, Message)>,
}

/// A programme's rules, as a table gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleTable {
    rules: Vec<Rule>,
}

/// The columns by their headings.
struct Columns {
    at: BTreeMap<String, usize>,
    /// Language codes of the columns with words, and their places.
    messages: Vec<(String, usize)>,
}

impl RuleTable {
    /// Reads a table in CSV with the columns `rule`, `form`, `severity`, `expression`, `place`, `message::Language
    /// (code)` for each language, and as far as they are there `reason_required` and `figures`. A row that cannot be
    /// used is left out and told by line and column.
    pub fn read(bytes: &[u8]) -> (RuleTable, Vec<Finding>) {
        let mut table = RuleTable::default();
        if bytes.len() > TABLE_BYTES_MAX {
            let words =
                format!("the table is larger than {TABLE_BYTES_MAX} bytes: nothing of it was read");
            return (table, vec![finding(None, None, words)]);
        }
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let columns = match reader.headers().map_err(|why| why.to_string()) {
            Ok(heading) => Columns::of(heading),
            Err(why) => Err(format!("the table is no CSV in UTF-8: {why}")),
        };
        let columns = match columns {
            Ok(columns) => columns,
            Err(why) => return (table, vec![finding(Some(1), None, why)]),
        };
        let mut findings = Vec::new();
        let mut same: BTreeMap<(String, String, String), u32> = BTreeMap::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(why) => {
                    let line = why.position().map(csv::Position::line);
                    findings.push(finding(
                        line,
                        None,
                        format!("the row cannot be read: {why}"),
                    ));
                    continue;
                }
            };
            let line = record.position().map(csv::Position::line);
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if table.rules.len() == ROWS_MAX {
                let words = format!("a table holds at most {ROWS_MAX} rules: the rest is left out");
                findings.push(finding(line, None, words));
                break;
            }
            match columns.rule(&record, line) {
                Ok(mut rule) => {
                    let key = (rule.form.clone(), rule.place.clone(), rule.id.clone());
                    let turn = same.entry(key).or_default();
                    *turn += 1;
                    if *turn > 1 {
                        rule.mark = format!("{}.{turn}", rule.id);
                    }
                    table.rules.push(rule);
                }
                Err((column, why)) => findings.push(finding(line, Some(column), why)),
            }
        }
        (table, findings)
    }

    /// The rules in the order of the table.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Puts the rules of a form to its questions, with the figures of the catalogue. A rule that does not fit this version
    /// of the form is left out and told.
    pub fn of_form(&self, form: &Form) -> (FormRules, Vec<Finding>) {
        self.of_form_with(form, &Thresholds::default())
    }

    /// Like [`RuleTable::of_form`], with what a programme set.
    pub fn of_form_with(&self, form: &Form, set: &Thresholds) -> (FormRules, Vec<Finding>) {
        let own = self.rules.iter().filter(|rule| rule.form == form.id());
        FormRules::put(own, form, set)
    }

    /// Returns the rules that no programme can set otherwise: for whoever does not know what was set.
    #[must_use]
    pub fn unset(self) -> RuleTable {
        let usual = Thresholds::default();
        let mut rules = self.rules;
        rules.retain(|rule| !rule.reads_set(&usual));
        RuleTable { rules }
    }

    /// Finds what in the table does not fit the forms of a programme: forms that are not there, questions, expressions.
    pub fn check<'f>(&self, forms: impl IntoIterator<Item = &'f Form>) -> Vec<Finding> {
        let mut known = BTreeSet::new();
        let mut findings = Vec::new();
        for form in forms {
            known.insert(form.id());
            findings.extend(self.of_form(form).1);
        }
        for rule in self
            .rules
            .iter()
            .filter(|rule| !known.contains(rule.form.as_str()))
        {
            let words = format!("there is no form {}", rule.form);
            findings.push(rule.finding("form", words));
        }
        findings.sort_by_key(|finding| finding.row);
        findings
    }
}

impl Rule {
    /// Whether what a programme sets decides when it fires or what it says.
    fn reads_set(&self, set: &Thresholds) -> bool {
        let figures = self.figures.iter().map(|(_, source)| source);
        let mut sources = figures.chain([&self.expression]);
        sources.any(|source| with_set(source, set).as_ref() != Ok(source))
            || self.messages.iter().any(|(_, message)| message.shows_set())
    }

    /// The rule with what a programme set in its expressions and words.
    pub(super) fn with_set(&self, set: &Thresholds) -> Result<Rule, Finding> {
        let put = |column: &'static str, source: &str| {
            with_set(source, set).map_err(|why| self.finding(column, why))
        };
        let figures = self.figures.iter().map(|(name, source)| {
            let source = put("figures", source)?;
            Ok((name.clone(), source))
        });
        let figures = figures.collect::<Result<_, Finding>>()?;
        let messages = self.messages.iter();
        let messages = messages.map(|(code, message)| (code.clone(), message.with_set(set)));
        Ok(Rule {
            expression: put("expression", &self.expression)?,
            figures,
            messages: messages.collect(),
            ..self.clone()
        })
    }

    pub(super) fn finding(&self, column: &str, words: String) -> Finding {
        let words = format!("{}: {words}", self.id);
        finding(Some(u64::from(self.row)), Some(column), words)
    }
}

impl Columns {
    fn of(heading: &csv::StringRecord) -> Result<Columns, String> {
        let mut columns = Columns {
            at: BTreeMap::new(),
            messages: Vec::new(),
        };
        for (at, name) in heading.iter().enumerate() {
            let name = name.trim().trim_start_matches('\u{feff}');
            match name.strip_prefix("message") {
                Some("") => columns.messages.push((String::new(), at)),
                Some(language) if language.starts_with("::") => {
                    columns.messages.push((code(language), at));
                }
                _ => drop(columns.at.insert(name.to_owned(), at)),
            }
        }
        for needed in ["rule", "form", "severity", "expression", "place"] {
            if !columns.at.contains_key(needed) {
                return Err(format!(
                    "there is no column {needed}: nothing of the table was read"
                ));
            }
        }
        if columns.messages.is_empty() {
            return Err(
                "there is no column message::Language (code): nothing of the table was read"
                    .to_owned(),
            );
        }
        Ok(columns)
    }

    fn rule(
        &self,
        record: &csv::StringRecord,
        line: Option<u64>,
    ) -> Result<Rule, (&'static str, String)> {
        let cell = |column: &'static str| {
            let at = self.at.get(column).and_then(|at| record.get(*at));
            at.unwrap_or_default().trim()
        };
        let needed = |column: &'static str| match cell(column) {
            "" => Err((column, "the cell is empty".to_owned())),
            text => Ok(text.to_owned()),
        };
        let id = needed("rule")?;
        let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if id.len() > ID_MAX || !id.chars().all(sign) {
            let words = format!("a rule's number has letters, digits, - and _, at most {ID_MAX}");
            return Err(("rule", words));
        }
        let form = needed("form")?;
        let word = needed("severity")?;
        let severity = Severity::of(&word).ok_or_else(|| {
            (
                "severity",
                format!("\"{word}\" is not error, warning or info"),
            )
        })?;
        let expression = needed("expression")?;
        let place = needed("place")?;
        let asks_reason = match (cell("reason_required"), severity) {
            ("" | "no", _) => false,
            ("yes", Severity::Warning) => true,
            ("yes", _) => {
                return Err((
                    "reason_required",
                    "only a warning asks for a reason: an error stops, an info says something"
                        .to_owned(),
                ));
            }
            (other, _) => return Err(("reason_required", format!("\"{other}\" is not yes or no"))),
        };
        let figures = figures::read(cell("figures")).map_err(|why| ("figures", why))?;
        check_set(&expression, &figures)?;
        let mut messages = Vec::new();
        for (code, at) in &self.messages {
            let text = record.get(*at).unwrap_or_default().trim();
            if !text.is_empty() {
                let message = Message::read(text, &figures).map_err(|why| ("message", why))?;
                messages.push((code.clone(), message));
            }
        }
        if messages.is_empty() {
            return Err((
                "message",
                "the rule has no words in any language".to_owned(),
            ));
        }
        Ok(Rule {
            mark: id.clone(),
            id,
            form,
            severity,
            expression,
            place,
            asks_reason,
            row: line.and_then(|line| u32::try_from(line).ok()).unwrap_or(0),
            figures,
            messages,
        })
    }
}

/// Says what in the expressions of a rule stands in braces and is no figure that a programme sets.
fn check_set(expression: &str, figures: &[(String, String)]) -> Result<(), (&'static str, String)> {
    let usual = Thresholds::default();
    with_set(expression, &usual).map_err(|why| ("expression", why))?;
    for (_, source) in figures {
        with_set(source, &usual).map_err(|why| ("figures", why))?;
    }
    Ok(())
}

/// The code in `::Khmer (km)`; the whole name when there is none.
fn code(language: &str) -> String {
    let name = language.trim_start_matches(':').trim();
    let code = name
        .rsplit_once('(')
        .map(|(_, rest)| rest.trim_end_matches(')'));
    code.unwrap_or(name).trim().to_owned()
}

fn finding(line: Option<u64>, column: Option<&str>, message: String) -> Finding {
    Finding {
        severity: forms::Severity::Error,
        sheet: SHEET.to_owned(),
        row: line.and_then(|line| u32::try_from(line).ok()),
        column: column.map(str::to_owned),
        message,
    }
}
