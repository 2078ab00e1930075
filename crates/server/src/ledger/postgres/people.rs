//! The tables of who may come, in PostgreSQL.

use std::collections::BTreeMap;

use records::{DeviceId, PersonId, TeamId};
use tokio_postgres::Row;

use super::lent::Lent;
use super::rows::{array, array_or_none, int, team, uint, value};
use crate::ledger::LedgerError;
use crate::ledger::book::{Found, Holder, Invited, People, Whom};
use crate::ledger::{Arrival, Device, Pass, Person, Programme, Scope, Team};

impl People for Lent<'_> {
    fn set_up(&self, programme: &Programme, now_ms: u64) -> Found<bool> {
        let sql = "INSERT INTO programme (one, name, country, url, centre_public, roster, roster_ms, created_ms)
                   VALUES (1, $1, $2, $3, $4, 1, $5, $5) ON CONFLICT DO NOTHING";
        self.change(
            "set the programme up",
            sql,
            &[
                &programme.name,
                &programme.country,
                &programme.url,
                &programme.centre_public.as_slice(),
                &int(now_ms),
            ],
        )
    }

    fn renew_roster(&self, now_ms: u64) -> Found<bool> {
        let sql = "UPDATE programme SET roster = roster + 1, roster_ms = greatest(roster_ms, $1)";
        self.change("renew the roster", sql, &[&int(now_ms)])
    }

    fn set_url(&self, url: &str) -> Found<()> {
        let sql = "UPDATE programme SET url = $1";
        self.change("change the address", sql, &[&url])?;
        Ok(())
    }

    fn renew_names(&self) -> Found<()> {
        let sql = "UPDATE programme SET names = names + 1";
        self.change("renew the names for others", sql, &[])?;
        Ok(())
    }

    fn names(&self) -> Found<Option<u32>> {
        let doing = "read by which secret names are made";
        self.one(doing, "SELECT names FROM programme", &[], |row| {
            let number = uint(row, "names")?;
            u32::try_from(number).map_err(|_| LedgerError::Damaged { what: "names" })
        })
    }

    fn roster_version(&self) -> Found<Option<u64>> {
        let sql = "SELECT roster FROM programme";
        self.one("read the version of the roster", sql, &[], |row| {
            uint(row, "roster")
        })
    }

    fn programme(&self) -> Found<Option<(Programme, u64, u64)>> {
        let sql = "SELECT name, country, url, centre_public, roster, roster_ms FROM programme";
        self.one("read the programme", sql, &[], |row| {
            let programme = Programme {
                name: value(row, "name")?,
                country: value(row, "country")?,
                url: value(row, "url")?,
                centre_public: array(row, "centre_public")?,
            };
            Ok((programme, uint(row, "roster")?, uint(row, "roster_ms")?))
        })
    }

    fn teams(&self) -> Found<Vec<Team>> {
        let sql = "SELECT id, name FROM team ORDER BY id";
        self.all("read the teams", sql, &[], |row| {
            Ok(Team {
                id: team(row, "id")?,
                name: value(row, "name")?,
            })
        })
    }

    fn people(&self, whom: Whom) -> Found<Vec<Person>> {
        let select = "SELECT id, name, role, all_teams, active,
                             ARRAY (SELECT team FROM person_team WHERE person = id ORDER BY team) AS teams
                      FROM person";
        let doing = "read people";
        match whom {
            Whom::All => self.all(doing, &format!("{select} ORDER BY id"), &[], person),
            Whom::One(id) => {
                let sql = format!("{select} WHERE id = $1");
                self.all(doing, &sql, &[&id.0.as_slice()], person)
            }
            Whom::On(device) => {
                let sql = format!(
                    "{select} JOIN device_person ON person = id
                     WHERE device = $1 AND active ORDER BY id"
                );
                self.all(doing, &sql, &[&device.0.as_slice()], person)
            }
        }
    }

    fn devices(&self) -> Found<Vec<Device>> {
        let mut users: BTreeMap<DeviceId, Vec<PersonId>> = BTreeMap::new();
        let sql = "SELECT device, person FROM device_person ORDER BY device, person";
        let pairs = self.all("read who uses which device", sql, &[], |row| {
            Ok((
                DeviceId(array(row, "device")?),
                PersonId(array(row, "person")?),
            ))
        })?;
        for (device, person) in pairs {
            users.entry(device).or_default().push(person);
        }
        let sql = "SELECT id, public, name, revoked, joined_ms,
                          (SELECT max(at_ms) FROM receipt WHERE receipt.device = device.id) AS last_sync_ms
                   FROM device ORDER BY id";
        self.all("read the devices", sql, &[], |row| {
            let id = DeviceId(array(row, "id")?);
            let last: Option<i64> = value(row, "last_sync_ms")?;
            Ok(Device {
                id,
                public: array(row, "public")?,
                name: value(row, "name")?,
                people: users.remove(&id).unwrap_or_default(),
                revoked: value(row, "revoked")?,
                joined_ms: uint(row, "joined_ms")?,
                last_sync_ms: last.and_then(|ms| u64::try_from(ms).ok()),
            })
        })
    }

    fn add_team(&self, team: &Team) -> Found<bool> {
        let sql = "INSERT INTO team (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.change("add a team", sql, &[&team.id.as_str(), &team.name])
    }

    fn has_team(&self, team: &TeamId) -> Found<bool> {
        let sql = "SELECT 1 FROM team WHERE id = $1";
        self.any("look for a team", sql, &[&team.as_str()])
    }

    fn add_invitation(&self, pass: &Pass, guest: &Invited, now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO invitation (secret_hash, person, person_name, role, all_teams, teams, expires_ms, created_ms)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        self.change(
            "keep an invitation",
            sql,
            &[
                &pass.secret_hash.as_slice(),
                &guest.person.as_ref().map(|person| person.0.as_slice()),
                &guest.name,
                &guest.role,
                &(guest.scope == Scope::All),
                &guest.scope.text(),
                &int(guest.expires_ms),
                &int(now_ms),
            ],
        )?;
        Ok(())
    }

    fn invitation(&self, secret_hash: &[u8; 32]) -> Found<Option<Invited>> {
        let sql =
            "SELECT person, person_name, role, all_teams, teams, expires_ms, used_by, withdrawn
                   FROM invitation WHERE secret_hash = $1 FOR UPDATE";
        let values: [super::lent::Value<'_>; 1] = [&secret_hash.as_slice()];
        self.one("read an invitation", sql, &values, invited)
    }

    fn invitations(&self) -> Found<Vec<([u8; 32], Invited)>> {
        let sql = "SELECT secret_hash, person, person_name, role, all_teams, teams, expires_ms, used_by, withdrawn
                   FROM invitation ORDER BY created_ms DESC, secret_hash";
        self.all("read the invitations", sql, &[], |row| {
            Ok((array(row, "secret_hash")?, invited(row)?))
        })
    }

    fn withdraw(&self, secret_hash: &[u8; 32]) -> Found<bool> {
        let sql = "UPDATE invitation SET withdrawn = true WHERE secret_hash = $1";
        let values: [super::lent::Value<'_>; 1] = [&secret_hash.as_slice()];
        self.change("take an invitation back", sql, &values)
    }

    fn change_person(&self, person: PersonId, role: &str, scope: &Scope) -> Found<bool> {
        let doing = "change a person";
        let (id, all) = (person.0.as_slice(), *scope == Scope::All);
        let sql = "UPDATE person SET role = $2, all_teams = $3 WHERE id = $1";
        if !self.change(doing, sql, &[&id, &role, &all])? {
            return Ok(false);
        }
        self.change(doing, "DELETE FROM person_team WHERE person = $1", &[&id])?;
        self.put_into_teams(person, scope)?;
        Ok(true)
    }

    fn holder(&self, token_hash: &[u8; 32]) -> Found<Option<Holder>> {
        let sql = "SELECT id, public, revoked, token_hash FROM device WHERE token_hash = $1";
        self.one("read a device", sql, &[&token_hash.as_slice()], |row| {
            Ok(Holder {
                device: DeviceId(array(row, "id")?),
                public: array(row, "public")?,
                revoked: value(row, "revoked")?,
                token_hash: array(row, "token_hash")?,
            })
        })
    }

    fn device_key(&self, device: DeviceId) -> Found<Option<([u8; 32], bool)>> {
        let sql = "SELECT public, revoked FROM device WHERE id = $1";
        self.one("read a device", sql, &[&device.0.as_slice()], |row| {
            Ok((array(row, "public")?, value(row, "revoked")?))
        })
    }

    fn deactivate(&self, person: PersonId) -> Found<bool> {
        let sql = "UPDATE person SET active = false WHERE id = $1";
        self.change("deactivate a person", sql, &[&person.0.as_slice()])
    }

    fn revoke(&self, device: DeviceId) -> Found<bool> {
        let sql = "UPDATE device SET revoked = true WHERE id = $1";
        self.change("revoke a device", sql, &[&device.0.as_slice()])
    }

    fn add_person(&self, person: &Person, now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO person (id, name, role, all_teams, active, created_ms)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let id = person.id.0.as_slice();
        let all = person.scope == Scope::All;
        self.change(
            "add a person",
            sql,
            &[
                &id,
                &person.name,
                &person.role,
                &all,
                &person.active,
                &int(now_ms),
            ],
        )?;
        self.put_into_teams(person.id, &person.scope)
    }

    fn rename_device(&self, device: DeviceId, name: &str) -> Found<bool> {
        let sql = "UPDATE device SET name = $2 WHERE id = $1";
        self.change("rename a device", sql, &[&device.0.as_slice(), &name])
    }

    fn renew_token(&self, device: DeviceId, token_hash: &[u8; 32]) -> Found<bool> {
        let sql = "UPDATE device SET token_hash = $2 WHERE id = $1";
        let values = [&device.0.as_slice() as _, &token_hash.as_slice() as _];
        self.change("renew a token", sql, &values)
    }

    fn add_device(&self, device: DeviceId, arrival: &Arrival, now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO device (id, public, name, token_hash, revoked, joined_ms)
                   VALUES ($1, $2, $3, $4, false, $5)";
        self.change(
            "add a device",
            sql,
            &[
                &device.0.as_slice(),
                &arrival.public.as_slice(),
                &arrival.name,
                &arrival.token_hash.as_slice(),
                &int(now_ms),
            ],
        )?;
        Ok(())
    }

    fn pair(&self, device: DeviceId, person: PersonId) -> Found<bool> {
        let sql =
            "INSERT INTO device_person (device, person) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let (device, person) = (device.0.as_slice(), person.0.as_slice());
        self.change("pair a person and a device", sql, &[&device, &person])
    }

    fn use_up(&self, secret_hash: &[u8; 32], device: DeviceId, person: PersonId) -> Found<()> {
        let sql = "UPDATE invitation SET used_by = $2, person = $3 WHERE secret_hash = $1";
        let (device, person) = (device.0.as_slice(), person.0.as_slice());
        let values: [super::lent::Value<'_>; 3] = [&secret_hash.as_slice(), &device, &person];
        self.change("use an invitation up", sql, &values)?;
        Ok(())
    }
}

impl Lent<'_> {
    fn put_into_teams(&self, person: PersonId, scope: &Scope) -> Found<()> {
        let Scope::Teams(teams) = scope else {
            return Ok(());
        };
        let codes: Vec<&str> = teams.iter().map(TeamId::as_str).collect();
        let sql = "INSERT INTO person_team (person, team) SELECT $1, unnest($2::text[])
                   ON CONFLICT DO NOTHING";
        self.change(
            "put a person into teams",
            sql,
            &[&person.0.as_slice(), &codes],
        )?;
        Ok(())
    }
}

fn invited(row: &Row) -> Found<Invited> {
    let teams: String = value(row, "teams")?;
    Ok(Invited {
        person: array_or_none(row, "person")?.map(PersonId),
        name: value(row, "person_name")?,
        role: value(row, "role")?,
        scope: Scope::from_text(value(row, "all_teams")?, &teams)?,
        expires_ms: uint(row, "expires_ms")?,
        used_by: array_or_none(row, "used_by")?.map(DeviceId),
        withdrawn: value(row, "withdrawn")?,
    })
}

fn person(row: &Row) -> Found<Person> {
    let codes: Vec<String> = value(row, "teams")?;
    let teams: Result<Vec<TeamId>, _> = codes.into_iter().map(TeamId::new).collect();
    let all_teams: bool = value(row, "all_teams")?;
    Ok(Person {
        id: PersonId(array(row, "id")?),
        name: value(row, "name")?,
        role: value(row, "role")?,
        scope: if all_teams {
            Scope::All
        } else {
            Scope::Teams(teams.map_err(|_| LedgerError::Damaged { what: "teams" })?)
        },
        active: value(row, "active")?,
    })
}
