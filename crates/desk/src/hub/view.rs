//! What the screen shows of this laptop as a hub.

use std::collections::BTreeSet;

use records::{DeviceId, RecordId, TeamId};
use store::Reader;
use vault::Roster;

use super::teams_of;
use crate::clock::iso;
use crate::open::{Open, lock};
use crate::records_view::small;
use crate::view::{FoundHub, HubGuestView, HubServing, HubView, KnownHubView};
use crate::{Desk, DeskError};

impl Desk {
    /// The hub's part of the sync screen.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn hub_view(&self) -> Result<HubView, DeskError> {
        self.with_open(|open| {
            let serving = self.hub_code(open).map(|code| HubServing {
                addresses: code.addresses.clone(),
                short_code: code.secret.to_string(),
                fingerprint: code
                    .fingerprint
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
                teams: teams_of(&lock(&open.roster), open.device)
                    .into_iter()
                    .map(|team| team.to_string())
                    .collect(),
                code: code.to_string(),
            });
            let roster = lock(&open.roster).clone();
            let at = |ms| iso(ms, self.offset());
            open.store.read_as(|reader| {
                let has_centre = reader.account()?.is_some_and(|it| it.centre.is_some());
                let (records, revisions) = held_for_others(open, reader)?;
                let guests = reader.hub_guests()?.into_iter();
                let known = reader.known_hubs()?.into_iter();
                Ok(HubView {
                    may_serve: has_centre && open.person.role.may_be_hub(),
                    serving,
                    guests: guests
                        .map(|guest| HubGuestView {
                            device: guest.device.to_string(),
                            people: people_of(&roster, guest.device),
                            seen_at: at(guest.seen_ms),
                            brought: small(guest.brought),
                        })
                        .collect(),
                    holds_records: small(records as u64),
                    holds_revisions: small(revisions),
                    known: known
                        .map(|hub| KnownHubView {
                            device: hub.device.to_string(),
                            people: people_of(&roster, hub.device),
                            address: hub.address,
                            met_at: at(hub.met_ms),
                        })
                        .collect(),
                })
            })
        })
    }
}

impl Desk {
    /// This laptop's name in records.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn device(&self) -> Result<DeviceId, DeskError> {
        self.with_open(|open| Ok(open.device))
    }

    /// A hub that calls itself out, as this laptop knows it.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn found_hub(&self, device: [u8; 16], address: String) -> Result<FoundHub, DeskError> {
        self.with_open(|open| {
            let device = DeviceId(device);
            let known = open.store.read(|reader| reader.known_hubs())?;
            Ok(FoundHub {
                device: device.to_string(),
                people: people_of(&lock(&open.roster), device),
                address,
                known: known.iter().any(|hub| hub.device == device),
                is_here: device == open.device,
            })
        })
    }
}

/// Who works on a laptop, by name.
pub(crate) fn people_of(roster: &Roster, device: DeviceId) -> Vec<String> {
    let people = roster.device(&device.0).map(|device| &device.people);
    people
        .into_iter()
        .flatten()
        .filter_map(|id| roster.person(id))
        .map(|person| person.name.clone())
        .collect()
}

/// Records and revisions of other laptops that wait here for the centre.
fn held_for_others(open: &Open, reader: &Reader<'_>) -> Result<(usize, u64), DeskError> {
    let mut records: BTreeSet<(TeamId, RecordId)> = BTreeSet::new();
    let mut revisions = 0;
    for held in reader.parts_to_carry()? {
        if held.part.device == open.device {
            continue;
        }
        for revision in reader.revisions_of_part(held.number)? {
            revisions += 1;
            records.insert((revision.header.team, revision.header.record));
        }
    }
    Ok((records.len(), revisions))
}
