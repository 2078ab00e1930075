//! The tables of who may come, in SQLite.

use std::collections::BTreeMap;

use records::{DeviceId, PersonId, TeamId};
use rusqlite::{Row, named_params};

use super::{Doing, Tables, rows};
use crate::ledger::book::{Found, Holder, Invited, People, Whom};
use crate::ledger::{Arrival, Device, Pass, Person, Programme, Scope, Team};

impl People for Tables<'_> {
    fn set_up(&self, programme: &Programme, now_ms: u64) -> Found<bool> {
        let sql = "INSERT INTO programme (one, name, country, url, centre_public, roster, roster_ms, created_ms)
                   VALUES (1, :name, :country, :url, :public, 1, :now, :now) ON CONFLICT DO NOTHING";
        let values = named_params! {
            ":name": programme.name, ":country": programme.country, ":url": programme.url,
            ":public": programme.centre_public, ":now": rows::int(now_ms),
        };
        self.change("set the programme up", sql, values)
    }

    fn renew_roster(&self, now_ms: u64) -> Found<bool> {
        let sql = "UPDATE programme SET roster = roster + 1, roster_ms = max(roster_ms, :now)";
        let values = named_params! { ":now": rows::int(now_ms) };
        self.change("renew the roster", sql, values)
    }

    fn set_url(&self, url: &str) -> Found<()> {
        let values = named_params! { ":url": url };
        self.change(
            "change the address",
            "UPDATE programme SET url = :url",
            values,
        )?;
        Ok(())
    }

    fn renew_names(&self) -> Found<()> {
        let sql = "UPDATE programme SET names = names + 1";
        self.change("renew the names for others", sql, [])?;
        Ok(())
    }

    fn names(&self) -> Found<Option<u32>> {
        self.one("SELECT names FROM programme", [], |row| {
            row.get("names")
                .doing("read by which secret names are made")
        })
    }

    fn roster_version(&self) -> Found<Option<u64>> {
        self.one("SELECT roster FROM programme", [], |row| {
            rows::uint(row, "roster")
        })
    }

    fn programme(&self) -> Found<Option<(Programme, u64, u64)>> {
        let sql = "SELECT name, country, url, centre_public, roster, roster_ms FROM programme";
        let doing = "read the programme";
        self.one(sql, [], |row| {
            let programme = Programme {
                name: row.get("name").doing(doing)?,
                country: row.get("country").doing(doing)?,
                url: row.get("url").doing(doing)?,
                centre_public: row.get("centre_public").doing(doing)?,
            };
            let version = rows::uint(row, "roster")?;
            Ok((programme, version, rows::uint(row, "roster_ms")?))
        })
    }

    fn teams(&self) -> Found<Vec<Team>> {
        self.all("SELECT id, name FROM team ORDER BY id", [], |row| {
            Ok(Team {
                id: rows::team(row, "id")?,
                name: row.get("name").doing("read a team")?,
            })
        })
    }

    fn people(&self, whom: Whom) -> Found<Vec<Person>> {
        let select = "SELECT id, name, role, all_teams, active FROM person";
        let found = match whom {
            Whom::All => self.all(&format!("{select} ORDER BY id"), [], person),
            Whom::One(id) => {
                let sql = format!("{select} WHERE id = :id");
                self.all(&sql, named_params! { ":id": id.0 }, person)
            }
            Whom::On(device) => {
                let sql = format!(
                    "{select} JOIN device_person ON person = id
                     WHERE device = :device AND active = 1 ORDER BY id"
                );
                self.all(&sql, named_params! { ":device": device.0 }, person)
            }
        };
        let mut people = found?;
        for person in &mut people {
            if let Scope::Teams(teams) = &mut person.scope {
                let sql = "SELECT team FROM person_team WHERE person = :person ORDER BY team";
                let values = named_params! { ":person": person.id.0 };
                *teams = self.all(sql, values, |row| rows::team(row, "team"))?;
            }
        }
        Ok(people)
    }

    fn devices(&self) -> Found<Vec<Device>> {
        let mut users: BTreeMap<DeviceId, Vec<PersonId>> = BTreeMap::new();
        let sql = "SELECT device, person FROM device_person ORDER BY device, person";
        let pairs = self.all(sql, [], |row| {
            Ok((rows::device(row, "device")?, rows::person(row, "person")?))
        })?;
        for (device, person) in pairs {
            users.entry(device).or_default().push(person);
        }
        self.all(include_str!("devices.sql"), [], |row| {
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

    fn add_team(&self, team: &Team) -> Found<bool> {
        let sql = "INSERT INTO team (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING";
        let values = named_params! { ":id": team.id.as_str(), ":name": team.name };
        self.change("add a team", sql, values)
    }

    fn has_team(&self, team: &TeamId) -> Found<bool> {
        let values = named_params! { ":id": team.as_str() };
        self.any("SELECT 1 FROM team WHERE id = :id", values)
    }

    fn add_invitation(&self, pass: &Pass, guest: &Invited, now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO invitation (secret_hash, person, person_name, role, all_teams, teams, expires_ms, created_ms)
                   VALUES (:hash, :person, :name, :role, :all, :teams, :expires, :now)";
        let values = named_params! {
            ":hash": pass.secret_hash, ":person": guest.person.map(|person| person.0),
            ":name": guest.name, ":role": guest.role, ":all": guest.scope == Scope::All,
            ":teams": guest.scope.text(), ":expires": rows::int(guest.expires_ms),
            ":now": rows::int(now_ms),
        };
        self.change("keep an invitation", sql, values)?;
        Ok(())
    }

    fn invitation(&self, secret_hash: &[u8; 32]) -> Found<Option<Invited>> {
        let sql =
            "SELECT person, person_name, role, all_teams, teams, expires_ms, used_by, withdrawn
                   FROM invitation WHERE secret_hash = :hash";
        self.one(sql, named_params! { ":hash": secret_hash }, invited)
    }

    fn invitations(&self) -> Found<Vec<([u8; 32], Invited)>> {
        let sql = "SELECT secret_hash, person, person_name, role, all_teams, teams, expires_ms, used_by, withdrawn
                   FROM invitation ORDER BY created_ms DESC, secret_hash";
        self.all(sql, [], |row| {
            let hash = row.get("secret_hash").doing("read an invitation")?;
            Ok((hash, invited(row)?))
        })
    }

    fn withdraw(&self, secret_hash: &[u8; 32]) -> Found<bool> {
        let sql = "UPDATE invitation SET withdrawn = 1 WHERE secret_hash = :hash";
        let values = named_params! { ":hash": secret_hash };
        self.change("take an invitation back", sql, values)
    }

    fn change_person(&self, person: PersonId, role: &str, scope: &Scope) -> Found<bool> {
        let doing = "change a person";
        let sql = "UPDATE person SET role = :role, all_teams = :all WHERE id = :id";
        let all = *scope == Scope::All;
        let values = named_params! { ":id": person.0, ":role": role, ":all": all };
        if !self.change(doing, sql, values)? {
            return Ok(false);
        }
        let sql = "DELETE FROM person_team WHERE person = :id";
        self.change(doing, sql, named_params! { ":id": person.0 })?;
        self.put_into_teams(person, scope)?;
        Ok(true)
    }

    fn holder(&self, token_hash: &[u8; 32]) -> Found<Option<Holder>> {
        let sql = "SELECT id, public, revoked, token_hash FROM device WHERE token_hash = :hash";
        self.one(sql, named_params! { ":hash": token_hash }, |row| {
            Ok(Holder {
                device: rows::device(row, "id")?,
                public: row.get("public").doing("read a device")?,
                revoked: row.get("revoked").doing("read a device")?,
                token_hash: row.get("token_hash").doing("read a device")?,
            })
        })
    }

    fn device_key(&self, device: DeviceId) -> Found<Option<([u8; 32], bool)>> {
        let sql = "SELECT public, revoked FROM device WHERE id = :id";
        self.one(sql, named_params! { ":id": device.0 }, |row| {
            let public = row.get("public").doing("read a device")?;
            Ok((public, row.get("revoked").doing("read a device")?))
        })
    }

    fn deactivate(&self, person: PersonId) -> Found<bool> {
        let sql = "UPDATE person SET active = 0 WHERE id = :id";
        let values = named_params! { ":id": person.0 };
        self.change("deactivate a person", sql, values)
    }

    fn revoke(&self, device: DeviceId) -> Found<bool> {
        let sql = "UPDATE device SET revoked = 1 WHERE id = :id";
        self.change("revoke a device", sql, named_params! { ":id": device.0 })
    }

    fn add_person(&self, person: &Person, now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO person (id, name, role, all_teams, active, created_ms)
                   VALUES (:id, :name, :role, :all, :active, :now)";
        let values = named_params! {
            ":id": person.id.0, ":name": person.name, ":role": person.role,
            ":all": person.scope == Scope::All, ":active": person.active, ":now": rows::int(now_ms),
        };
        self.change("add a person", sql, values)?;
        self.put_into_teams(person.id, &person.scope)
    }

    fn rename_device(&self, device: DeviceId, name: &str) -> Found<bool> {
        let sql = "UPDATE device SET name = :name WHERE id = :id";
        let values = named_params! { ":id": device.0, ":name": name };
        self.change("rename a device", sql, values)
    }

    fn renew_token(&self, device: DeviceId, token_hash: &[u8; 32]) -> Found<bool> {
        let sql = "UPDATE device SET token_hash = :token WHERE id = :id";
        let values = named_params! { ":id": device.0, ":token": token_hash };
        self.change("renew a token", sql, values)
    }

    fn add_device(&self, device: DeviceId, arrival: &Arrival, now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO device (id, public, name, token_hash, revoked, joined_ms)
                   VALUES (:id, :public, :name, :token, 0, :now)";
        let values = named_params! {
            ":id": device.0, ":public": arrival.public, ":name": arrival.name,
            ":token": arrival.token_hash, ":now": rows::int(now_ms),
        };
        self.change("add a device", sql, values)?;
        Ok(())
    }

    fn pair(&self, device: DeviceId, person: PersonId) -> Found<bool> {
        let sql = "INSERT INTO device_person (device, person) VALUES (:device, :person) ON CONFLICT DO NOTHING";
        let values = named_params! { ":device": device.0, ":person": person.0 };
        self.change("pair a person and a device", sql, values)
    }

    fn use_up(&self, secret_hash: &[u8; 32], device: DeviceId, person: PersonId) -> Found<()> {
        let sql =
            "UPDATE invitation SET used_by = :device, person = :person WHERE secret_hash = :hash";
        let values =
            named_params! { ":device": device.0, ":person": person.0, ":hash": secret_hash };
        self.change("use an invitation up", sql, values)?;
        Ok(())
    }
}

impl Tables<'_> {
    fn put_into_teams(&self, person: PersonId, scope: &Scope) -> Found<()> {
        let Scope::Teams(teams) = scope else {
            return Ok(());
        };
        let sql =
            "INSERT INTO person_team (person, team) VALUES (:person, :team) ON CONFLICT DO NOTHING";
        for team in teams {
            let values = named_params! { ":person": person.0, ":team": team.as_str() };
            self.change("put a person into a team", sql, values)?;
        }
        Ok(())
    }
}

fn invited(row: &Row<'_>) -> Found<Invited> {
    let doing = "read an invitation";
    let person: Option<[u8; 16]> = row.get("person").doing(doing)?;
    let used_by: Option<[u8; 16]> = row.get("used_by").doing(doing)?;
    let teams: String = row.get("teams").doing(doing)?;
    Ok(Invited {
        person: person.map(PersonId),
        name: row.get("person_name").doing(doing)?,
        role: row.get("role").doing(doing)?,
        scope: Scope::from_text(row.get("all_teams").doing(doing)?, &teams)?,
        expires_ms: rows::uint(row, "expires_ms")?,
        used_by: used_by.map(DeviceId),
        withdrawn: row.get("withdrawn").doing(doing)?,
    })
}

/// Reads a person; their teams stand elsewhere.
fn person(row: &Row<'_>) -> Found<Person> {
    let doing = "read a person";
    let all_teams: bool = row.get("all_teams").doing(doing)?;
    Ok(Person {
        id: rows::person(row, "id")?,
        name: row.get("name").doing(doing)?,
        role: row.get("role").doing(doing)?,
        scope: if all_teams {
            Scope::All
        } else {
            Scope::Teams(Vec::new())
        },
        active: row.get("active").doing(doing)?,
    })
}
