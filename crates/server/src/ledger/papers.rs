//! What the centre checks by, how far it has checked, and the list of what was done at it.

use records::{Kind, PersonId, Revision, TeamId};
use serde_json::{Value, json};
use sync::Refused;

use super::book::{Book, Found, Invited};
use super::{LedgerError, Person, Scope, accounts, history};

/// The file of a form and the files that it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFiles {
    /// What the form's file was called.
    pub name: String,
    /// Its bytes.
    pub source: Vec<u8>,
    /// The files beside it by name, sorted.
    pub beside: Vec<(String, Vec<u8>)>,
}

/// A version of a form that is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewForm {
    /// The id of the form.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its files.
    pub files: FormFiles,
}

/// A version of a form in a list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FormCard {
    /// The id of the form.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What its file was called.
    pub name: String,
    /// When it was added, in milliseconds since 1970; `None`: the program comes with it.
    pub added_ms: Option<u64>,
}

/// An invitation in a list: all but its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassCard {
    /// The hash of the secret: what the centre knows it by.
    pub secret_hash: [u8; 32],
    /// Set: for somebody who is here already, or whom it let in.
    pub person: Option<PersonId>,
    /// Whom it invites.
    pub name: String,
    /// As what.
    pub role: String,
    /// Into which teams.
    pub scope: Scope,
    /// When it stops working, in milliseconds since 1970.
    pub expires_ms: u64,
    /// A laptop came with it.
    pub used: bool,
    /// It was taken back.
    pub withdrawn: bool,
}

/// Revisions of parts that follow each other and that nobody looked into yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked {
    /// Whose.
    pub team: TeamId,
    /// The position before the first part.
    pub after: u64,
    /// The position of the last part.
    pub upto: u64,
    /// The saves in them whose answers are here.
    pub saves: Vec<Revision>,
}

/// Something that was done at the centre.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Act {
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// Who gave the command, or the laptop that joined.
    pub by: String,
    /// A word, such as `team-add`.
    pub what: String,
    /// Ids and codes; no names of people.
    pub about: Value,
}

impl Act {
    /// Reads what stands in a row.
    pub(super) fn about_of(text: &str) -> Found<Value> {
        serde_json::from_str(text).map_err(|_bad| LedgerError::Damaged { what: "act" })
    }
}

pub(super) fn passes(book: &dyn Book) -> Found<Vec<PassCard>> {
    let cards = book.invitations()?.into_iter().map(|(hash, pass)| {
        let Invited {
            person,
            name,
            role,
            scope,
            expires_ms,
            used_by,
            withdrawn,
        } = pass;
        PassCard {
            secret_hash: hash,
            person,
            name,
            role,
            scope,
            expires_ms,
            used: used_by.is_some(),
            withdrawn,
        }
    });
    Ok(cards.collect())
}

pub(super) fn withdraw(book: &dyn Book, secret_hash: &[u8; 32]) -> Found<()> {
    let invited = book
        .invitation(secret_hash)?
        .ok_or(LedgerError::NoInvitation)?;
    if invited.used_by.is_some() {
        return Err(LedgerError::InvitationUsed);
    }
    book.withdraw(secret_hash).map(|_changed| ())
}

pub(super) fn change_person(
    book: &dyn Book,
    id: PersonId,
    role: &str,
    scope: &Scope,
) -> Found<Person> {
    let before = accounts::active_person(book, id)?;
    accounts::require_teams(book, scope)?;
    book.change_person(id, role, scope)?;
    Ok(before)
}

pub(super) fn add_form(book: &dyn Book, form: &NewForm, now_ms: u64) -> Found<bool> {
    match book.form(&form.id, &form.version)? {
        Some(held) if held.source == form.files.source && held.beside == form.files.beside => {
            Ok(false)
        }
        Some(_) => Err(LedgerError::FormTaken {
            id: form.id.clone(),
            version: form.version.clone(),
        }),
        None => {
            book.add_form(form, now_ms)?;
            book.check_all_again()?;
            Ok(true)
        }
    }
}

pub(super) fn unchecked(book: &dyn Book, bytes: usize) -> Found<Option<Unchecked>> {
    let Some((team, after)) = book.behind()? else {
        return Ok(None);
    };
    let (mut upto, mut saves) = (after, Vec::new());
    for kept in book.after(&team, after, bytes)? {
        upto = kept.seq;
        // A part that cannot be read any more holds no other up; the doctor tells of it.
        let revisions = history::unpack(&kept.wire).unwrap_or_default();
        saves.extend(
            revisions
                .into_iter()
                .filter(|revision| revision.header.kind == Kind::Save && revision.body.is_some()),
        );
    }
    Ok(Some(Unchecked {
        team,
        after,
        upto,
        saves,
    }))
}

pub(super) fn mark_checked(
    book: &dyn Book,
    looked_into: &Unchecked,
    marks: &[Refused],
    now_ms: u64,
) -> Found<bool> {
    let team = &looked_into.team;
    // Numbers of marks are given while the team is held, so that a reader of them misses none.
    book.place_held(team)?;
    if book.checked(team)? != looked_into.after {
        return Ok(false);
    }
    book.mark(team, marks, now_ms)?;
    book.set_checked(team, looked_into.upto)?;
    Ok(true)
}

/// Says what the act was about when somebody was given another role or other teams.
pub(super) fn about_change(before: &Person, role: &str, scope: &Scope) -> Value {
    json!({
        "person": before.id,
        "role": role, "teams": scope.codes(),
        "role_before": before.role, "teams_before": before.scope.codes(),
    })
}
