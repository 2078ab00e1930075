//! What the ledger knows of people, in the words that laptops are told.

use vault::{Device, Person, Roster, Team};

use super::Census;

/// Writes the roster. The same census gives the same bytes in every process.
pub(crate) fn from_census(census: &Census) -> Roster {
    let teams = census.teams.iter();
    let people = census.people.iter();
    let devices = census.devices.iter();
    Roster {
        version: census.version,
        programme: census.programme.name.clone(),
        country: census.programme.country.clone(),
        centre_public: census.programme.centre_public,
        teams: teams
            .map(|team| Team {
                id: team.id.to_string(),
                name: team.name.clone(),
            })
            .collect(),
        people: people
            .map(|person| Person {
                id: person.id.0,
                name: person.name.clone(),
                role: person.role.clone(),
                teams: person.scope.codes(),
                active: person.active,
            })
            .collect(),
        devices: devices
            .map(|device| Device {
                id: device.id.0,
                public: device.public,
                people: device.people.iter().map(|person| person.0).collect(),
                revoked: device.revoked,
            })
            .collect(),
        issued_ms: census.issued_ms,
    }
}
