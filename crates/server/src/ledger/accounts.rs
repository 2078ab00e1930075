//! Who may come: the programme, its teams, people and laptops.

use std::collections::BTreeSet;

use records::{DeviceId, PersonId, TeamId};

use super::book::{Book, Found, Invited, Whom};
use super::{Caller, Census, Guest, LedgerError, Pass, Person, Programme, Scope, Team};

pub(super) fn set_up(book: &dyn Book, programme: &Programme, now: u64) -> Found<()> {
    match book.set_up(programme, now)? {
        true => Ok(()),
        false => Err(LedgerError::AlreadySetUp),
    }
}

/// Marks an administrative act: laptops that hold an earlier roster will fetch this one.
pub(super) fn act(book: &dyn Book, now: u64) -> Found<()> {
    match book.renew_roster(now)? {
        true => Ok(()),
        false => Err(LedgerError::NotSetUp),
    }
}

pub(super) fn version(book: &dyn Book) -> Found<u64> {
    book.roster_version()?.ok_or(LedgerError::NotSetUp)
}

pub(super) fn census(book: &dyn Book) -> Found<Census> {
    let (programme, version, issued_ms) = book.programme()?.ok_or(LedgerError::NotSetUp)?;
    Ok(Census {
        version,
        issued_ms,
        programme,
        teams: book.teams()?,
        people: book.people(Whom::All)?,
        devices: book.devices()?,
        names: names(book)?,
    })
}

/// Returns the number of the secret by which persons are named for others.
pub(super) fn names(book: &dyn Book) -> Found<u32> {
    book.names()?.ok_or(LedgerError::NotSetUp)
}

pub(super) fn add_team(book: &dyn Book, team: &Team) -> Found<()> {
    match book.add_team(team)? {
        true => Ok(()),
        false => Err(LedgerError::TeamTaken {
            team: team.id.clone(),
        }),
    }
}

/// Keeps an invitation and returns whom it lets in.
pub(super) fn add_pass(book: &dyn Book, pass: &Pass, now: u64) -> Found<Invited> {
    let (person, name, role, scope) = match &pass.guest {
        Guest::New { name, role, scope } => (None, name.clone(), role.clone(), scope.clone()),
        Guest::Known(id) => {
            let person = active_person(book, *id)?;
            (Some(*id), person.name, person.role, person.scope)
        }
    };
    require_teams(book, &scope)?;
    let guest = Invited {
        person,
        name,
        role,
        scope,
        expires_ms: pass.expires_ms,
        used_by: None,
        withdrawn: false,
    };
    book.add_invitation(pass, &guest, now)?;
    Ok(guest)
}

/// Refuses a scope with a team that there is not.
pub(super) fn require_teams(book: &dyn Book, scope: &Scope) -> Found<()> {
    match scope {
        Scope::All => Ok(()),
        Scope::Teams(teams) => teams.iter().try_for_each(|team| require_team(book, team)),
    }
}

fn require_team(book: &dyn Book, team: &TeamId) -> Found<()> {
    match book.has_team(team)? {
        true => Ok(()),
        false => Err(LedgerError::NoTeam { team: team.clone() }),
    }
}

pub(super) fn active_person(book: &dyn Book, id: PersonId) -> Found<Person> {
    match book.people(Whom::One(id))?.pop() {
        None => Err(LedgerError::NoPerson { person: id }),
        Some(person) if !person.active => Err(LedgerError::Deactivated),
        Some(person) => Ok(person),
    }
}

pub(super) fn caller(book: &dyn Book, token_hash: &[u8; 32]) -> Found<Option<Caller>> {
    let found = book.holder(token_hash)?;
    let Some(holder) = found.filter(|holder| vault::same(&holder.token_hash, token_hash)) else {
        return Ok(None);
    };
    Ok(Some(Caller {
        device: holder.device,
        public: holder.public,
        revoked: holder.revoked,
        people: book.people(Whom::On(holder.device))?,
    }))
}

pub(super) fn laptop(book: &dyn Book, device: DeviceId) -> Found<Option<Caller>> {
    let Some((public, revoked)) = book.device_key(device)? else {
        return Ok(None);
    };
    Ok(Some(Caller {
        device,
        public,
        revoked,
        people: book.people(Whom::On(device))?,
    }))
}

/// Returns the codes of the teams within a scope.
pub(super) fn teams_within(book: &dyn Book, scope: &Scope) -> Found<BTreeSet<TeamId>> {
    let all = book.teams()?.into_iter().map(|team| team.id);
    Ok(all.filter(|team| scope.has(team)).collect())
}

pub(super) fn deactivate(book: &dyn Book, person: PersonId) -> Found<()> {
    match book.deactivate(person)? {
        true => Ok(()),
        false => Err(LedgerError::NoPerson { person }),
    }
}

pub(super) fn revoke(book: &dyn Book, device: DeviceId) -> Found<()> {
    match book.revoke(device)? {
        true => Ok(()),
        false => Err(LedgerError::NoDevice { device }),
    }
}
