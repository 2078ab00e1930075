//! What the Settings screen asks: people of this laptop, lists of places, the program.

use std::collections::HashSet;

use vault::TEAMS_ALL;

use crate::clock::iso;
use crate::open::lock;
use crate::people::People;
use crate::view::{About, LaptopPerson, PlaceListVersion, TeamCard};
use crate::{Desk, DeskError};

impl Desk {
    /// Lists who may open this laptop, with role and teams as the centre has them.
    ///
    /// # Errors
    /// When nobody is signed in, or the list of people cannot be read.
    pub fn people_here(&self) -> Result<Vec<LaptopPerson>, DeskError> {
        let people = self.with_folder(People::read)?.ok_or(DeskError::NoLaptop)?;
        self.with_open(|open| {
            let roster = lock(&open.roster);
            let me = open.person.id.to_string();
            let named = people.people.iter().map(|holder| {
                let id: Option<records::PersonId> = holder.id.parse().ok();
                let known = roster
                    .people
                    .iter()
                    .find(|person| id.is_some_and(|id| id.0 == person.id));
                let teams = known.map_or(&[][..], |person| &person.teams);
                let cards = roster.teams.iter().filter(|team| teams.contains(&team.id));
                LaptopPerson {
                    me: holder.id == me,
                    id: holder.id.clone(),
                    name: known.map_or(&holder.name, |person| &person.name).clone(),
                    role: known.map_or_else(String::new, |person| person.role.clone()),
                    teams: cards
                        .map(|team| TeamCard {
                            id: team.id.clone(),
                            name: team.name.clone(),
                        })
                        .collect(),
                    all_teams: teams.iter().any(|team| team == TEAMS_ALL),
                    active: known.is_some_and(|person| person.active),
                }
            });
            Ok(named.collect())
        })
    }

    /// Lists every version of every list of places, by list, the newest first.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn places_lists(&self) -> Result<Vec<PlaceListVersion>, DeskError> {
        self.with_open(|open| {
            let versions = open.store.read(|reader| reader.place_versions())?;
            let mut seen = HashSet::new();
            let views = versions.into_iter().map(|version| PlaceListVersion {
                newest: seen.insert(version.list.clone()),
                list: version.list,
                version: version.number,
                source_name: version.source_name,
                places: version.places,
                imported_at: iso(version.installed_ms, self.offset()),
            });
            Ok(views.collect())
        })
    }

    /// Says which program this is.
    pub fn about() -> About {
        About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        }
    }
}
