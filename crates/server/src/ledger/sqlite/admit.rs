//! Letting a laptop in.

use records::{DeviceId, PersonId};
use rusqlite::{Transaction, named_params};

use super::{Doing, LedgerError, accounts, rows};
use crate::ledger::{Admitted, Arrival, Scope};

/// An invitation as it stands in its row.
struct Kept {
    person: Option<PersonId>,
    name: String,
    role: String,
    scope: Scope,
    expires_ms: u64,
    used_by: Option<DeviceId>,
}

pub(super) fn admit(
    tx: &Transaction<'_>,
    arrival: &Arrival,
    now: u64,
) -> Result<Admitted, LedgerError> {
    let device = DeviceId::of_public_key(&arrival.public);
    let kept = kept(tx, &arrival.secret_hash)?.ok_or(LedgerError::NoInvitation)?;
    // The same laptop again: the answer was lost on the way.
    let again = kept.used_by == Some(device);
    if kept.used_by.is_some() && !again {
        return Err(LedgerError::InvitationUsed);
    }
    if kept.expires_ms <= now {
        return Err(LedgerError::InvitationExpired);
    }
    refuse_revoked(tx, device)?;
    let person = match kept.person {
        Some(person) => accounts::active_person(tx, person)?.id,
        None => add_person(tx, &kept, arrival.new_person, now)?,
    };
    let known = keep_device(tx, device, arrival, now)?;
    let paired = pair(tx, device, person)?;
    use_up(tx, &arrival.secret_hash, device, person)?;
    if !known || paired {
        accounts::act(tx, now)?;
    }
    Ok(Admitted { device, person })
}

fn kept(tx: &Transaction<'_>, secret_hash: &[u8; 32]) -> Result<Option<Kept>, LedgerError> {
    let sql = "SELECT person, person_name, role, all_teams, teams, expires_ms, used_by
               FROM invitation WHERE secret_hash = :hash";
    let doing = "read an invitation";
    accounts::one(tx, sql, named_params! { ":hash": secret_hash }, |row| {
        let person: Option<[u8; 16]> = row.get("person").doing(doing)?;
        let used_by: Option<[u8; 16]> = row.get("used_by").doing(doing)?;
        let teams: String = row.get("teams").doing(doing)?;
        Ok(Kept {
            person: person.map(PersonId),
            name: row.get("person_name").doing(doing)?,
            role: row.get("role").doing(doing)?,
            scope: rows::scope(row.get("all_teams").doing(doing)?, &teams)?,
            expires_ms: rows::uint(row, "expires_ms")?,
            used_by: used_by.map(DeviceId),
        })
    })
}

fn refuse_revoked(tx: &Transaction<'_>, device: DeviceId) -> Result<(), LedgerError> {
    let sql = "SELECT id FROM device WHERE id = :id AND revoked = 1";
    match accounts::one(tx, sql, named_params! { ":id": device.0 }, |_| Ok(()))? {
        Some(()) => Err(LedgerError::Revoked),
        None => Ok(()),
    }
}

fn add_person(
    tx: &Transaction<'_>,
    kept: &Kept,
    id: PersonId,
    now: u64,
) -> Result<PersonId, LedgerError> {
    let all = kept.scope == Scope::All;
    let sql = "INSERT INTO person (id, name, role, all_teams, active, created_ms)
               VALUES (:id, :name, :role, :all, 1, :now)";
    let values = named_params! {
        ":id": id.0, ":name": kept.name, ":role": kept.role, ":all": all, ":now": rows::int(now),
    };
    tx.execute(sql, values).doing("add a person")?;
    if let Scope::Teams(teams) = &kept.scope {
        for team in teams {
            let sql = "INSERT INTO person_team (person, team) VALUES (:person, :team) ON CONFLICT DO NOTHING";
            tx.execute(
                sql,
                named_params! { ":person": id.0, ":team": team.as_str() },
            )
            .doing("put a person into a team")?;
        }
    }
    Ok(id)
}

/// Adds the laptop, or gives the one that is known its new token. Returns whether it was known.
fn keep_device(
    tx: &Transaction<'_>,
    id: DeviceId,
    arrival: &Arrival,
    now: u64,
) -> Result<bool, LedgerError> {
    let sql = "UPDATE device SET token_hash = :token, name = :name WHERE id = :id";
    let values = named_params! { ":id": id.0, ":token": arrival.token_hash, ":name": arrival.name };
    if tx.execute(sql, values).doing("renew a token")? > 0 {
        return Ok(true);
    }
    let sql = "INSERT INTO device (id, public, name, token_hash, revoked, joined_ms)
               VALUES (:id, :public, :name, :token, 0, :now)";
    let values = named_params! {
        ":id": id.0, ":public": arrival.public, ":name": arrival.name,
        ":token": arrival.token_hash, ":now": rows::int(now),
    };
    tx.execute(sql, values).doing("add a device")?;
    Ok(false)
}

/// Says that a person uses a laptop. Returns whether that is new.
fn pair(tx: &Transaction<'_>, device: DeviceId, person: PersonId) -> Result<bool, LedgerError> {
    let sql = "INSERT INTO device_person (device, person) VALUES (:device, :person) ON CONFLICT DO NOTHING";
    let values = named_params! { ":device": device.0, ":person": person.0 };
    Ok(tx
        .execute(sql, values)
        .doing("pair a person and a device")?
        > 0)
}

fn use_up(
    tx: &Transaction<'_>,
    secret_hash: &[u8; 32],
    device: DeviceId,
    person: PersonId,
) -> Result<(), LedgerError> {
    let sql = "UPDATE invitation SET used_by = :device, person = :person WHERE secret_hash = :hash";
    let values = named_params! { ":device": device.0, ":person": person.0, ":hash": secret_hash };
    tx.execute(sql, values).doing("use an invitation up")?;
    Ok(())
}
