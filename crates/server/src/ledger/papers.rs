//! What the centre checks by, how far it has checked, and the list of what was done at it.

use std::collections::{BTreeMap, BTreeSet};

use records::{Kind, PersonId, Revision, RevisionId, TeamId};
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

/// What looking into saves came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// What was found.
    pub marks: Vec<Refused>,
    /// The saves that were passed over, since their form is not known here.
    pub unknown: BTreeSet<RevisionId>,
}

/// Saves of a team that nobody could look into, since their form was not known here.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PassedOver {
    /// Whose.
    pub team: TeamId,
    /// The id of the form.
    pub form: String,
    /// Its version.
    pub version: String,
    /// How many saves.
    pub saves: u64,
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
    looked: &Looked,
    now_ms: u64,
) -> Found<bool> {
    let team = &looked_into.team;
    // Numbers of marks are given while the team is held, so that a reader of them misses none.
    book.place_held(team)?;
    if book.checked(team)? != looked_into.after {
        return Ok(false);
    }
    book.mark(team, &looked.marks, now_ms)?;
    for over in passed_over(book, looked_into, &looked.unknown)? {
        book.pass_over(&over, looked_into.after)?;
    }
    book.set_checked(team, looked_into.upto)?;
    Ok(true)
}

/// Counts saves that are passed over by their form. One that an earlier part brought too was counted with that.
fn passed_over(
    book: &dyn Book,
    looked_into: &Unchecked,
    unknown: &BTreeSet<RevisionId>,
) -> Found<Vec<PassedOver>> {
    if unknown.is_empty() {
        return Ok(Vec::new());
    }
    let (team, after) = (&looked_into.team, looked_into.after);
    let ids: Vec<RevisionId> = unknown.iter().copied().collect();
    let index = book.indexed(team, &ids)?;
    let mut uncounted: BTreeSet<RevisionId> = index
        .into_iter()
        .filter(|(_, at)| at.seq > after)
        .map(|(id, _)| id)
        .collect();
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for save in looked_into
        .saves
        .iter()
        .filter(|save| unknown.contains(&save.id))
    {
        let form = (&*save.header.form, &*save.header.form_version);
        *counts.entry(form).or_default() += u64::from(uncounted.remove(&save.id));
    }
    let counts = counts.into_iter();
    let over = counts.map(|((form, version), saves)| PassedOver {
        team: team.clone(),
        form: form.to_owned(),
        version: version.to_owned(),
        saves,
    });
    Ok(over.collect())
}

/// Sets a team back to before the first save that was passed over.
pub(super) fn look_again(book: &dyn Book, team: &TeamId) -> Found<()> {
    book.place_held(team)?;
    let Some(seq) = book.first_passed_over(team)? else {
        return Ok(());
    };
    book.set_checked(team, seq.min(book.checked(team)?))?;
    book.forget_passed_over(team)
}

/// Says what the act was about when somebody was given another role or other teams.
pub(super) fn about_change(before: &Person, role: &str, scope: &Scope) -> Value {
    json!({
        "person": before.id,
        "role": role, "teams": scope.codes(),
        "role_before": before.role, "teams_before": before.scope.codes(),
    })
}
