//! Who may come: the programme, its teams, people and laptops.

use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, PersonId, TeamId};
use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use super::{Doing, LedgerError, rows};
use crate::ledger::{Caller, Census, Device, Guest, Pass, Person, Programme, Scope, Team};

pub(super) fn set_up(
    tx: &Transaction<'_>,
    programme: &Programme,
    now: u64,
) -> Result<(), LedgerError> {
    let sql = "INSERT INTO programme (one, name, country, url, centre_public, roster, roster_ms, created_ms)
               VALUES (1, :name, :country, :url, :public, 1, :now, :now) ON CONFLICT DO NOTHING";
    let values = named_params! {
        ":name": programme.name, ":country": programme.country, ":url": programme.url,
        ":public": programme.centre_public, ":now": rows::int(now),
    };
    match tx.execute(sql, values).doing("set the programme up")? {
        0 => Err(LedgerError::AlreadySetUp),
        _ => Ok(()),
    }
}

/// Marks an administrative act: laptops that hold an earlier roster will fetch this one.
pub(super) fn act(tx: &Transaction<'_>, now: u64) -> Result<(), LedgerError> {
    let sql = "UPDATE programme SET roster = roster + 1, roster_ms = max(roster_ms, :now)";
    match tx
        .execute(sql, named_params! { ":now": rows::int(now) })
        .doing("renew the roster")?
    {
        0 => Err(LedgerError::NotSetUp),
        _ => Ok(()),
    }
}

pub(super) fn set_url(tx: &Transaction<'_>, url: &str) -> Result<(), LedgerError> {
    tx.execute(
        "UPDATE programme SET url = :url",
        named_params! { ":url": url },
    )
    .doing("change the address")?;
    Ok(())
}

pub(super) fn version(tx: &Transaction<'_>) -> Result<u64, LedgerError> {
    one(tx, "SELECT roster FROM programme", [], |row| {
        rows::uint(row, "roster")
    })?
    .ok_or(LedgerError::NotSetUp)
}

pub(super) fn census(tx: &Transaction<'_>) -> Result<Census, LedgerError> {
    let sql = "SELECT name, country, url, centre_public, roster, roster_ms FROM programme";
    let found = one(tx, sql, [], |row| {
        let programme = Programme {
            name: row.get("name").doing("read the programme")?,
            country: row.get("country").doing("read the programme")?,
            url: row.get("url").doing("read the programme")?,
            centre_public: row.get("centre_public").doing("read the programme")?,
        };
        Ok((
            programme,
            rows::uint(row, "roster")?,
            rows::uint(row, "roster_ms")?,
        ))
    })?;
    let (programme, version, issued_ms) = found.ok_or(LedgerError::NotSetUp)?;
    let people = people(tx, "", [])?;
    Ok(Census {
        version,
        issued_ms,
        programme,
        teams: teams(tx)?,
        people,
        devices: devices(tx)?,
    })
}

fn teams(tx: &Transaction<'_>) -> Result<Vec<Team>, LedgerError> {
    all(tx, "SELECT id, name FROM team ORDER BY id", [], |row| {
        Ok(Team {
            id: rows::team(row, "id")?,
            name: row.get("name").doing("read a team")?,
        })
    })
}

/// Reads the people that the clause chooses, with their teams.
fn people(
    tx: &Transaction<'_>,
    clause: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Person>, LedgerError> {
    let sql = format!("SELECT id, name, role, all_teams, active FROM person {clause} ORDER BY id");
    let mut people = all(tx, &sql, values, |row| {
        let all_teams: bool = row.get("all_teams").doing("read a person")?;
        Ok(Person {
            id: rows::person(row, "id")?,
            name: row.get("name").doing("read a person")?,
            role: row.get("role").doing("read a person")?,
            scope: if all_teams {
                Scope::All
            } else {
                Scope::Teams(Vec::new())
            },
            active: row.get("active").doing("read a person")?,
        })
    })?;
    for person in &mut people {
        if let Scope::Teams(teams) = &mut person.scope {
            let sql = "SELECT team FROM person_team WHERE person = :person ORDER BY team";
            let values = named_params! { ":person": person.id.0 };
            *teams = all(tx, sql, values, |row| rows::team(row, "team"))?;
        }
    }
    Ok(people)
}

fn devices(tx: &Transaction<'_>) -> Result<Vec<Device>, LedgerError> {
    let mut users: BTreeMap<DeviceId, Vec<PersonId>> = BTreeMap::new();
    let pairs = all(
        tx,
        "SELECT device, person FROM device_person ORDER BY device, person",
        [],
        |row| Ok((rows::device(row, "device")?, rows::person(row, "person")?)),
    )?;
    for (device, person) in pairs {
        users.entry(device).or_default().push(person);
    }
    all(tx, include_str!("devices.sql"), [], |row| {
        let id = rows::device(row, "id")?;
        let last: Option<i64> = row.get("last_sync_ms").doing("read a device")?;
        Ok(Device {
            id,
            public: row.get("public").doing("read a device")?,
            name: row.get("name").doing("read a device")?,
            people: users.remove(&id).unwrap_or_default(),
            revoked: row.get("revoked").doing("read a device")?,
            joined_ms: rows::uint(row, "joined_ms")?,
            last_sync_ms: last.and_then(|ms| u64::try_from(ms).ok()),
        })
    })
}

pub(super) fn add_team(tx: &Transaction<'_>, team: &Team) -> Result<(), LedgerError> {
    let sql = "INSERT INTO team (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING";
    let values = named_params! { ":id": team.id.as_str(), ":name": team.name };
    match tx.execute(sql, values).doing("add a team")? {
        0 => Err(LedgerError::TeamTaken {
            team: team.id.clone(),
        }),
        _ => Ok(()),
    }
}

pub(super) fn add_pass(tx: &Transaction<'_>, pass: &Pass, now: u64) -> Result<(), LedgerError> {
    let (person, name, role, scope) = match &pass.guest {
        Guest::New { name, role, scope } => (None, name.clone(), role.clone(), scope.clone()),
        Guest::Known(id) => {
            let person = active_person(tx, *id)?;
            (Some(id.0), person.name, person.role, person.scope)
        }
    };
    if let Scope::Teams(teams) = &scope {
        teams.iter().try_for_each(|team| require_team(tx, team))?;
    }
    let sql = "INSERT INTO invitation (secret_hash, person, person_name, role, all_teams, teams, expires_ms, created_ms)
               VALUES (:hash, :person, :name, :role, :all, :teams, :expires, :now)";
    let values = named_params! {
        ":hash": pass.secret_hash, ":person": person, ":name": name, ":role": role,
        ":all": scope == Scope::All, ":teams": rows::codes(&scope),
        ":expires": rows::int(pass.expires_ms), ":now": rows::int(now),
    };
    tx.execute(sql, values).doing("keep an invitation")?;
    Ok(())
}

pub(super) fn require_team(tx: &Transaction<'_>, team: &TeamId) -> Result<(), LedgerError> {
    let sql = "SELECT id FROM team WHERE id = :id";
    let found = one(tx, sql, named_params! { ":id": team.as_str() }, |_| Ok(()))?;
    found.ok_or_else(|| LedgerError::NoTeam { team: team.clone() })
}

pub(super) fn active_person(tx: &Transaction<'_>, id: PersonId) -> Result<Person, LedgerError> {
    let found = people(tx, "WHERE id = :id", named_params! { ":id": id.0 })?.pop();
    match found {
        None => Err(LedgerError::NoPerson { person: id }),
        Some(person) if !person.active => Err(LedgerError::Deactivated),
        Some(person) => Ok(person),
    }
}

pub(super) fn caller(
    tx: &Transaction<'_>,
    token_hash: &[u8; 32],
) -> Result<Option<Caller>, LedgerError> {
    let sql = "SELECT id, public, revoked, token_hash FROM device WHERE token_hash = :hash";
    let found = one(tx, sql, named_params! { ":hash": token_hash }, |row| {
        let kept: [u8; 32] = row.get("token_hash").doing("read a device")?;
        let caller = Caller {
            device: rows::device(row, "id")?,
            public: row.get("public").doing("read a device")?,
            revoked: row.get("revoked").doing("read a device")?,
            people: Vec::new(),
        };
        Ok(vault::same(&kept, token_hash).then_some(caller))
    })?;
    let Some(mut caller) = found.flatten() else {
        return Ok(None);
    };
    caller.people = people_of(tx, caller.device)?;
    Ok(Some(caller))
}

/// Returns the people who use a laptop and are active.
pub(super) fn people_of(
    tx: &Transaction<'_>,
    device: DeviceId,
) -> Result<Vec<Person>, LedgerError> {
    let clause = "JOIN device_person ON person = id WHERE device = :device AND active = 1";
    people(tx, clause, named_params! { ":device": device.0 })
}

/// Returns the key of a laptop that may still sign.
pub(super) fn signing_key(
    tx: &Transaction<'_>,
    device: DeviceId,
) -> Result<Option<[u8; 32]>, LedgerError> {
    let sql = "SELECT public FROM device WHERE id = :id AND revoked = 0";
    one(tx, sql, named_params! { ":id": device.0 }, |row| {
        row.get("public").doing("read a device")
    })
}

/// Returns the codes of the teams within a scope.
pub(super) fn teams_within(
    tx: &Transaction<'_>,
    scope: &Scope,
) -> Result<BTreeSet<TeamId>, LedgerError> {
    let all = teams(tx)?.into_iter().map(|team| team.id);
    Ok(all.filter(|team| scope.has(team)).collect())
}

pub(super) fn deactivate(tx: &Transaction<'_>, person: PersonId) -> Result<(), LedgerError> {
    let sql = "UPDATE person SET active = 0 WHERE id = :id";
    match tx
        .execute(sql, named_params! { ":id": person.0 })
        .doing("deactivate a person")?
    {
        0 => Err(LedgerError::NoPerson { person }),
        _ => Ok(()),
    }
}

pub(super) fn revoke(tx: &Transaction<'_>, device: DeviceId) -> Result<(), LedgerError> {
    let sql = "UPDATE device SET revoked = 1 WHERE id = :id";
    match tx
        .execute(sql, named_params! { ":id": device.0 })
        .doing("revoke a device")?
    {
        0 => Err(LedgerError::NoDevice { device }),
        _ => Ok(()),
    }
}

/// Asks for all rows.
pub(super) fn all<T>(
    tx: &Transaction<'_>,
    sql: &str,
    values: impl rusqlite::Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T, LedgerError>,
) -> Result<Vec<T>, LedgerError> {
    let mut statement = tx
        .prepare_cached(sql)
        .doing("prepare a question to the ledger")?;
    let mut found = statement.query(values).doing("ask the ledger")?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().doing("ask the ledger")? {
        rows.push(read(row)?);
    }
    Ok(rows)
}

/// Asks for at most one row.
pub(super) fn one<T>(
    tx: &Transaction<'_>,
    sql: &str,
    values: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> Result<T, LedgerError>,
) -> Result<Option<T>, LedgerError> {
    let mut statement = tx
        .prepare_cached(sql)
        .doing("prepare a question to the ledger")?;
    let found = statement.query_row(values, |row| Ok(read(row))).optional();
    found.doing("ask the ledger")?.transpose()
}
