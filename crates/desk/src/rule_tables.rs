//! The table of rules: looked at, checked, and put in place of the built-in one without a new build.

use std::sync::Arc;

use forms::{Finding, Form};
use programme::rules::RuleTable;
use store::Reader;

use crate::clock::iso;
use crate::open::{Open, lock};
use crate::rules::RulesInUse;
use crate::view::{RuleRow, RulesView};
use crate::{Desk, DeskError};

impl Desk {
    /// The rules in use, with where they come from and what of them does not fit the forms in use.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn rules(&self) -> Result<RulesView, DeskError> {
        self.with_open(|open| {
            let forms = open.store.read_as(|reader| newest_forms(open, reader))?;
            Ok(self.rules_view(open, &open.rules(), &forms))
        })
    }

    /// The table of rules in use as a file, to be changed and imported again.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn rules_source(&self) -> Result<Vec<u8>, DeskError> {
        self.with_open(|open| Ok(open.rules().source().to_vec()))
    }

    /// Says what is wrong in a table of rules, against the forms in use; nothing when it can be imported.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn rules_check(&self, bytes: &[u8]) -> Result<Vec<Finding>, DeskError> {
        self.with_open(|open| {
            let forms = open.store.read_as(|reader| newest_forms(open, reader))?;
            Ok(findings(&RuleTable::read(bytes), &forms))
        })
    }

    /// Puts a table of rules in place of the one in use, for every draft and record from now on.
    ///
    /// # Errors
    /// [`DeskError::BadRules`] with everything that is wrong in it, by line and column, and when the role may not;
    /// nothing is changed then.
    pub fn rules_import(&self, name: &str, bytes: &[u8]) -> Result<RulesView, DeskError> {
        self.with_open(|open| {
            if !open.person.role.may_set_rules() {
                return Err(DeskError::NotAllowed {
                    what: "change the rules",
                });
            }
            let (rules, forms) = open.store.write_as(|writer| {
                let forms = newest_forms(open, writer)?;
                let findings = findings(&RuleTable::read(bytes), &forms);
                if !findings.is_empty() {
                    return Err(DeskError::BadRules { findings });
                }
                writer.install_rules(name, bytes, open.person.id, self.now())?;
                Ok((RulesInUse::read(writer)?, forms))
            })?;
            let rules = Arc::new(rules);
            *lock(&open.rules) = Arc::clone(&rules);
            Ok(self.rules_view(open, &rules, &forms))
        })
    }

    fn rules_view(&self, open: &Open, rules: &RulesInUse, forms: &[Arc<Form>]) -> RulesView {
        let source = rules.source();
        let read = RuleTable::read(source);
        let rows = read.0.rules().iter().map(|rule| RuleRow {
            row: rule.row,
            rule: rule.id.clone(),
            form: rule.form.clone(),
            severity: rule.severity.as_str().to_owned(),
            place: rule.place.clone(),
            asks_reason: rule.asks_reason,
        });
        let held = rules.held.as_ref();
        RulesView {
            name: held.map(|held| held.source_name.clone()),
            fingerprint: blake3::hash(source).to_hex().chars().take(16).collect(),
            since: held.map(|held| iso(held.installed_ms, self.offset())),
            by: held.map(|held| open.name_of(held.installed_by)),
            rules: rows.collect(),
            findings: findings(&read, forms)
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }
}

fn findings(read: &(RuleTable, Vec<Finding>), forms: &[Arc<Form>]) -> Vec<Finding> {
    let (table, bad_rows) = read;
    let mut all = bad_rows.clone();
    all.extend(table.check(forms.iter().map(|form| &**form)));
    all.sort_by_key(|finding| finding.row);
    all
}

/// The form versions in use that can be read.
pub(crate) fn newest_forms(open: &Open, reader: &Reader<'_>) -> Result<Vec<Arc<Form>>, DeskError> {
    let mut forms = Vec::new();
    for form in reader.forms()?.into_iter().filter(|form| form.active) {
        match open.book.get(reader, &form.id, &form.version) {
            Ok(form) => forms.push(form),
            Err(DeskError::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(forms)
}
