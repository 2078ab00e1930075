//! Commands about the programme, its teams, people and laptops.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use records::{PersonId, TeamId};
use serde_json::{Value, json};

use super::args;
use super::fault::Fault;
use super::{Said, open};
use crate::centre::{Centre, Home, system_clock};
use crate::ledger::{Census, Device, LedgerError, Person, Scope, Team};

pub(super) fn init(home: &Home, init: &args::Init) -> Result<Said, Fault> {
    let centre = Centre::create_in(
        home,
        &init.programme,
        &init.country,
        &init.url,
        system_clock(),
    )?;
    let programme = centre.census()?.programme;
    let text = format!(
        "The centre of {} is set up in {}.",
        programme.name,
        home.folder.display()
    );
    let json = json!({
        "folder": home.folder.display().to_string(),
        "programme": programme.name,
        "country": programme.country,
        "url": programme.url,
        "centre_public": HEXLOWER.encode(&programme.centre_public),
    });
    Ok(Said::new(text, json))
}

pub(super) fn url(home: &Home, url: &args::Url) -> Result<Said, Fault> {
    let centre = open(home)?;
    centre.set_url(&url.url)?;
    let url = centre.census()?.programme.url;
    Ok(Said::new(
        format!("Laptops find the centre at {url} now."),
        json!({ "url": url }),
    ))
}

pub(super) fn team(home: &Home, team: args::Team) -> Result<Said, Fault> {
    let centre = open(home)?;
    match team {
        args::Team::Add { code, name } => {
            let team = Team { id: code, name };
            centre.add_team(&team)?;
            Ok(Said::new(
                format!("Added team {}: {}.", team.id, team.name),
                team_json(&team),
            ))
        }
        args::Team::List => {
            let teams = centre.census()?.teams;
            let lines = teams
                .iter()
                .map(|team| format!("{}\t{}\n", team.id, team.name))
                .collect();
            let json: Vec<Value> = teams.iter().map(team_json).collect();
            Ok(listed(lines, "No teams yet.", json!({ "teams": json })))
        }
    }
}

fn team_json(team: &Team) -> Value {
    json!({ "code": team.id, "name": team.name })
}

pub(super) fn person(home: &Home, person: args::Person) -> Result<Said, Fault> {
    let centre = open(home)?;
    match person {
        args::Person::List => {
            let census = centre.census()?;
            let lines = census.people.iter().map(person_line).collect();
            let json: Vec<Value> = census.people.iter().map(person_json).collect();
            Ok(listed(
                lines,
                "Nobody has joined yet.",
                json!({ "people": json }),
            ))
        }
        args::Person::Change {
            id,
            role,
            team,
            all_teams,
        } => change(&centre, id, role, scope_of(all_teams, &team)),
        args::Person::Deactivate { id } => {
            centre.deactivate(id)?;
            let json = json!({ "person": id, "active": false });
            Ok(Said::new(
                format!("{id} may no longer do anything. Their records stay."),
                json,
            ))
        }
    }
}

/// Returns the teams that a command names; `None` when it names none.
pub(super) fn scope_of(all_teams: bool, teams: &[TeamId]) -> Option<Scope> {
    if all_teams {
        return Some(Scope::All);
    }
    let mut teams = teams.to_vec();
    teams.sort_unstable();
    teams.dedup();
    (!teams.is_empty()).then_some(Scope::Teams(teams))
}

fn change(
    centre: &Centre,
    id: PersonId,
    role: Option<args::Role>,
    scope: Option<Scope>,
) -> Result<Said, Fault> {
    if role.is_none() && scope.is_none() {
        return Err(Fault::misused(
            "say what changes: --role ROLE, --team CODE[,CODE] or --all-teams",
        ));
    }
    let people = centre.census()?.people;
    let found = people.into_iter().find(|person| person.id == id);
    let person = found.ok_or(LedgerError::NoPerson { person: id })?;
    let role = role.map_or(person.role, |role| role.code().to_owned());
    let scope = scope.unwrap_or(person.scope);
    centre.change_person(id, &role, &scope)?;
    let teams = scope.codes();
    let text = format!("{id} is {role} in {} now.", teams.join(","));
    Ok(Said::new(
        text,
        json!({ "person": id, "role": role, "teams": teams }),
    ))
}

fn person_line(person: &Person) -> String {
    let Person {
        id,
        name,
        role,
        scope,
        active,
    } = person;
    let state = if *active { "active" } else { "deactivated" };
    format!(
        "{id}\t{role}\t{}\t{state}\t{name}\n",
        scope.codes().join(",")
    )
}

fn person_json(person: &Person) -> Value {
    let Person {
        id,
        name,
        role,
        scope,
        active,
    } = person;
    json!({ "id": id, "name": name, "role": role, "teams": scope.codes(), "active": active })
}

pub(super) fn device(home: &Home, device: args::Device) -> Result<Said, Fault> {
    let centre = open(home)?;
    match device {
        args::Device::List => {
            let census = centre.census()?;
            let lines = census
                .devices
                .iter()
                .map(|device| device_line(device, &census))
                .collect();
            let json: Vec<Value> = census.devices.iter().map(device_json).collect();
            Ok(listed(
                lines,
                "No laptop has joined yet.",
                json!({ "devices": json }),
            ))
        }
        args::Device::Revoke { id } => {
            centre.revoke(id)?;
            let json = json!({ "device": id, "revoked": true });
            Ok(Said::new(
                format!("{id} is revoked: the centre talks to it no more."),
                json,
            ))
        }
    }
}

pub(super) fn renew_names(home: &Home) -> Result<Said, Fault> {
    let number = open(home)?.renew_names()?;
    let text = format!(
        "Persons are named P{number}-… in files for people outside the team, on each laptop from its next sync on. No name \
         that was given before matches a new one."
    );
    Ok(Said::new(text, json!({ "names": number })))
}

fn device_line(device: &Device, census: &Census) -> String {
    let state = if device.revoked { "revoked" } else { "joined" };
    let last = device.last_sync_ms.map_or("never synced".to_owned(), when);
    let mut line = format!("{}\t{state}\t{last}\t{}\t", device.id, device.name);
    let users = census
        .people
        .iter()
        .filter(|person| device.people.contains(&person.id));
    let names: Vec<&str> = users.map(|person| person.name.as_str()).collect();
    // Writing into a String does not fail.
    let _written = writeln!(line, "{}", names.join(", "));
    line
}

fn device_json(device: &Device) -> Value {
    let Device {
        id,
        name,
        people,
        revoked,
        joined_ms,
        last_sync_ms,
        ..
    } = device;
    json!({
        "id": id, "name": name, "people": people, "revoked": revoked,
        "joined_ms": joined_ms, "last_sync_ms": last_sync_ms,
    })
}

/// Writes a time in UTC.
pub(super) fn when(ms: u64) -> String {
    let time = i64::try_from(ms)
        .ok()
        .and_then(chrono::DateTime::from_timestamp_millis);
    time.map_or_else(
        || ms.to_string(),
        |time| time.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
    )
}

/// A list for people and programs.
pub(super) fn listed(lines: String, none: &str, json: Value) -> Said {
    Said::new(
        if lines.is_empty() {
            none.to_owned()
        } else {
            lines
        },
        json,
    )
}
