//! Commands about the programme, its teams, people and laptops.

use std::fmt::Write as _;
use std::path::Path;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::args;
use super::fault::Fault;
use super::{Said, open};
use crate::centre::{Centre, Home, Invite, system_clock};
use crate::ledger::{Census, Device, Guest, Person, Scope, Team};

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

pub(super) fn invite(home: &Home, invite: &args::Invite) -> Result<Said, Fault> {
    let centre = open(home)?;
    let guest = guest(invite)?;
    let invitation = centre.invite(&Invite {
        guest,
        days: invite.days,
        url: invite.url.clone(),
    })?;
    let line = invitation.to_string();
    let text = match &invite.out {
        None => line.clone(),
        Some(path) => {
            write_private(path, &line).map_err(|error| Fault::file("write", path, &error))?;
            format!(
                "The invitation is in {}. It works once; hand it over safely.",
                path.display()
            )
        }
    };
    let json = json!({
        "invitation": line,
        "url": invitation.url,
        "person": invitation.person,
        "role": invitation.role,
        "teams": invitation.teams,
        "expires_ms": invitation.expires_ms,
    });
    Ok(Said::new(text, json))
}

fn guest(invite: &args::Invite) -> Result<Guest, Fault> {
    if let Some(id) = invite.person_id {
        return Ok(Guest::Known(id));
    }
    let (Some(name), Some(role)) = (&invite.person, invite.role) else {
        return Err(Fault::misused(
            "say who is invited: --person NAME --role ROLE, or --person-id ID",
        ));
    };
    let scope = match (invite.all_teams, invite.team.as_slice()) {
        (true, _) => Scope::All,
        (false, []) => {
            return Err(Fault::misused(
                "say which teams: --team CODE[,CODE] or --all-teams",
            ));
        }
        (false, teams) => {
            let mut teams = teams.to_vec();
            teams.sort_unstable();
            teams.dedup();
            Scope::Teams(teams)
        }
    };
    Ok(Guest::New {
        name: name.trim().to_owned(),
        role: role.code().to_owned(),
        scope,
    })
}

fn write_private(path: &Path, line: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(path)?;
    writeln!(out, "{line}")?;
    out.sync_all()
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

fn listed(lines: String, none: &str, json: Value) -> Said {
    Said::new(
        if lines.is_empty() {
            none.to_owned()
        } else {
            lines
        },
        json,
    )
}
