//! What the ledger knows of people, in the words that laptops are told.

use std::collections::BTreeSet;

use programme::Role;
use records::PersonId;
use vault::{Device, DeviceKey, NamesSecret, Person, Roster, SealedNames, SignedRoster, Team};

use super::Census;

/// Writes the roster and signs it with the centre's key. The same census gives the same bytes in every process.
pub(crate) fn signed(census: &Census, centre: &DeviceKey) -> SignedRoster {
    let mut roster = from_census(census);
    roster.names = names(census, centre);
    roster.sign(centre)
}

/// The secret behind the names of persons in files for others, for each laptop of somebody who may have persons counted.
fn names(census: &Census, centre: &DeviceKey) -> Vec<SealedNames> {
    let may = |person: &&super::Person| {
        let role = person.role.parse::<Role>();
        person.active && role.is_ok_and(Role::may_count_persons)
    };
    let people: BTreeSet<PersonId> = census.people.iter().filter(may).map(|it| it.id).collect();
    let secret = NamesSecret::of_centre(centre, census.names);
    let devices = census.devices.iter().filter(|device| !device.revoked);
    devices
        .filter(|device| device.people.iter().any(|person| people.contains(person)))
        .filter_map(|device| secret.seal(centre, &device.public))
        .collect()
}

fn from_census(census: &Census) -> Roster {
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
        names: Vec::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
mod tests {
    use records::{DeviceId, TeamId};

    use super::super::{Person, Programme, Scope};
    use super::*;

    fn key(byte: u8) -> DeviceKey {
        DeviceKey::generate(&mut |bytes: &mut [u8]| bytes.fill(byte))
    }

    fn centre() -> DeviceKey {
        key(90)
    }

    fn person(number: u8, role: &str) -> Person {
        Person {
            id: PersonId([number; 16]),
            name: format!("Person {number}"),
            role: role.to_owned(),
            scope: Scope::Teams(vec![TeamId::new("north").unwrap()]),
            active: true,
        }
    }

    /// The laptop that has this key, with these people.
    fn laptop(byte: u8, people: &[u8]) -> super::super::Device {
        let public = key(byte).device_public();
        super::super::Device {
            id: DeviceId::of_public_key(&public),
            public,
            name: format!("Laptop {byte}"),
            people: people.iter().map(|it| PersonId([*it; 16])).collect(),
            revoked: false,
            joined_ms: 0,
            last_sync_ms: None,
        }
    }

    fn census() -> Census {
        Census {
            version: 1,
            issued_ms: 1,
            programme: Programme {
                name: "P".to_owned(),
                country: "KH".to_owned(),
                url: String::new(),
                centre_public: centre().device_public(),
            },
            teams: Vec::new(),
            people: vec![
                person(1, "field"),
                person(2, "coordinator"),
                person(3, "supervisor"),
                person(4, "va"),
                person(5, "admin"),
            ],
            devices: vec![
                laptop(11, &[1]),
                laptop(12, &[1, 2]),
                laptop(13, &[3]),
                laptop(14, &[4]),
                laptop(15, &[5]),
                laptop(16, &[]),
            ],
            names: 1,
        }
    }

    /// The keys of the laptops that find the secret in the roster of this census.
    fn told(census: &Census) -> Vec<u8> {
        let signed = signed(census, &centre());
        let roster = signed.verify(&centre().device_public()).unwrap();
        (11..=16)
            .filter(|byte| NamesSecret::of_roster(&roster, &key(*byte)).is_some())
            .collect()
    }

    #[test]
    fn laptops_of_those_who_may_count_persons_are_told_how_to_name_them() {
        #[track_caller]
        fn check(change: impl FnOnce(&mut Census), expected: &[u8]) {
            let mut census = census();
            change(&mut census);
            assert_eq!(told(&census), expected);
        }
        check(|_| (), &[12, 13, 14]);
        let of = |id: u8| move |it: &&mut Person| it.id == PersonId([id; 16]);
        check(
            |census| census.people.iter_mut().find(of(2)).unwrap().active = false,
            &[13, 14],
        );
        check(
            |census| census.people.iter_mut().find(of(4)).unwrap().role = "field".to_owned(),
            &[12, 13],
        );
        check(
            |census| {
                let lost = DeviceId::of_public_key(&key(13).device_public());
                let mut devices = census.devices.iter_mut();
                devices.find(|it| it.id == lost).unwrap().revoked = true;
            },
            &[12, 14],
        );
    }

    #[test]
    fn laptops_are_told_the_secret_that_is_in_use_and_no_earlier_one() {
        for number in [1, 2, 7] {
            let census = Census {
                names: number,
                ..census()
            };
            let roster = signed(&census, &centre());
            let roster = roster.verify(&centre().device_public()).unwrap();
            assert_eq!(roster.names.len(), 3, "one for each laptop");
            let secret = NamesSecret::of_roster(&roster, &key(12)).unwrap();
            assert_eq!(secret.version(), number);
        }
    }

    #[test]
    fn the_same_census_gives_the_same_bytes() {
        assert_eq!(
            signed(&census(), &centre()),
            signed(&census(), &centre()),
            "in every process of a centre"
        );
    }
}
