//! What the centre checks by, looking into what came, and the list of what was done here.

use std::collections::BTreeSet;

use forms::{Finding, Media, Severity, read_form};
use programme::built_in;
use programme::rules::RuleTable;
use records::PersonId;

use super::{Centre, CentreError};
use crate::checking;
use crate::ledger::{Act, FormCard, FormFiles, LedgerError, NewForm, PassCard, PassedOver, Scope};

/// How many bytes of parts are looked into at once: few, since answers take many times the room.
const CHECK_BYTES: usize = 16 << 10;

/// How many forms that are not known here are told of.
const PASSED_OVER_MAX: u32 = 1_000;

/// Why a form or a table of rules was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FormFault {
    /// It cannot be used.
    #[error("{}", words(findings))]
    Unusable {
        /// Why, each by sheet, row and column.
        findings: Vec<Finding>,
    },
    /// The centre did not take it.
    #[error(transparent)]
    Centre(#[from] CentreError),
}

impl From<LedgerError> for FormFault {
    fn from(error: LedgerError) -> Self {
        Self::Centre(error.into())
    }
}

fn words(findings: &[Finding]) -> String {
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    words.join("; ")
}

impl Centre {
    /// Adds a version of a form with the files that it reads; every record is looked into again. Returns its card, and
    /// what is odd in it.
    ///
    /// # Errors
    /// When it is no usable form, or another one has its id and version.
    pub fn add_form(&self, files: FormFiles) -> Result<(FormCard, Vec<Finding>), FormFault> {
        let (form, mut findings) = read_form(&files.name, &files.source);
        let Some(form) = form else {
            findings.retain(|finding| finding.severity == Severity::Error);
            return Err(FormFault::Unusable { findings });
        };
        let (id, version) = (form.id().to_owned(), form.version().to_owned());
        let own = checking::own_form(&id, &version);
        let is_ours = || {
            built_in::FORMS
                .iter()
                .any(|(_, own)| own.as_bytes() == files.source)
        };
        if own.is_some() && !is_ours() {
            return Err(LedgerError::FormTaken { id, version }.into());
        }
        let mut media = Media::new();
        for (name, bytes) in &files.beside {
            findings.extend(media.add(name, bytes));
        }
        findings.extend(media.missing(&form));
        let now = self.now_ms();
        let card = FormCard {
            id: id.clone(),
            version: version.clone(),
            name: files.name.clone(),
            added_ms: Some(now),
        };
        self.inner
            .ledger
            .add_form(&NewForm { id, version, files }, now)?;
        self.inner.news.notify_one();
        Ok((card, findings))
    }

    /// Lists the forms that the centre knows: those that the program comes with, then those that were added.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forms(&self) -> Result<Vec<FormCard>, CentreError> {
        let own = built_in::FORMS.into_iter().filter_map(|(name, source)| {
            let form = read_form(name, source.as_bytes()).0?;
            Some(FormCard {
                id: form.id().to_owned(),
                version: form.version().to_owned(),
                name: name.to_owned(),
                added_ms: None,
            })
        });
        let mut forms: Vec<FormCard> = own.collect();
        forms.extend(self.inner.ledger.forms()?);
        Ok(forms)
    }

    /// Puts a table of rules in use, for what comes from now on; `None`: the one that the program comes with. Returns
    /// how many rules there are, and which rows cannot be used.
    ///
    /// # Errors
    /// When no rule of it can be used.
    pub fn use_rules(
        &self,
        table: Option<(&str, &[u8])>,
    ) -> Result<(usize, Vec<Finding>), FormFault> {
        let bytes = table.map_or(built_in::RULES.as_bytes(), |(_, bytes)| bytes);
        let (read, findings) = RuleTable::read(bytes);
        let count = read.rules().len();
        if count == 0 && !findings.is_empty() {
            return Err(FormFault::Unusable { findings });
        }
        self.inner.ledger.use_rules(table, self.now_ms())?;
        Ok((count, findings))
    }

    /// Looks into some saves that nobody looked into yet and keeps what was found; false when there are none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn check_some(&self) -> Result<bool, CentreError> {
        let ledger = self.inner.ledger.as_ref();
        let Some(unchecked) = ledger.unchecked(CHECK_BYTES)? else {
            let again = self.take_up()?;
            self.inner.checker.rest();
            return Ok(again);
        };
        let looked = self.inner.checker.look(ledger, &unchecked.saves)?;
        let kept = ledger.mark_checked(&unchecked, &looked, self.now_ms())?;
        let (team, marks, saves) = (&unchecked.team, looked.marks.len(), looked.unknown.len());
        if kept && marks > 0 {
            tracing::info!(%team, marks, "something was found in records");
        }
        if kept && saves > 0 {
            tracing::warn!(%team, saves, "saves of forms that are not known here were passed over");
        }
        Ok(true)
    }

    /// Has teams looked into again whose saves were passed over and whose form is known by now, as after an update of the
    /// program. Says whether there are any.
    fn take_up(&self) -> Result<bool, CentreError> {
        let ledger = self.inner.ledger.as_ref();
        let mut teams = BTreeSet::new();
        for over in self.passed_over()? {
            let again = teams.contains(&over.team);
            if !again && checking::is_known(ledger, &over.form, &over.version)? {
                teams.insert(over.team);
            }
        }
        for team in &teams {
            ledger.look_again(team)?;
            tracing::info!(%team, "saves that were passed over are looked into again");
        }
        Ok(!teams.is_empty())
    }

    /// Returns the saves that nobody could look into, since their form is not known here.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passed_over(&self) -> Result<Vec<PassedOver>, CentreError> {
        Ok(self.inner.ledger.passed_over(PASSED_OVER_MAX)?)
    }

    /// Waits until parts came, or somebody changed what is checked by.
    pub(crate) async fn news(&self) {
        self.inner.news.notified().await;
    }

    /// Gives a person another role and other teams.
    ///
    /// # Errors
    /// When there is no such person or team, or the person was deactivated.
    pub fn change_person(
        &self,
        person: PersonId,
        role: &str,
        scope: &Scope,
    ) -> Result<(), CentreError> {
        let now = self.now_ms();
        Ok(self.inner.ledger.change_person(person, role, scope, now)?)
    }

    /// Lists the invitations, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passes(&self) -> Result<Vec<PassCard>, CentreError> {
        Ok(self.inner.ledger.passes()?)
    }

    /// Takes an invitation back that nobody has used.
    ///
    /// # Errors
    /// When there is none, or it was used.
    pub fn withdraw(&self, secret_hash: &[u8; 32]) -> Result<(), CentreError> {
        Ok(self.inner.ledger.withdraw(secret_hash, self.now_ms())?)
    }

    /// Returns what was done at the centre after act number `after`, in order, at most `most` acts.
    ///
    /// # Errors
    /// When the database fails.
    pub fn acts(&self, after: u64, most: u32) -> Result<Vec<(u64, Act)>, CentreError> {
        Ok(self.inner.ledger.acts(after, most)?)
    }
}
