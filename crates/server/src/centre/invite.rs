//! Making invitations.

use records::PersonId;

use super::{CentreError, check_url, random};
use crate::ledger::{Census, Guest, Ledger, Pass, Scope};
use vault::Invitation;

/// Whom to invite and for how long.
#[derive(Debug, Clone)]
pub struct Invite {
    /// Somebody new, or somebody who gets another laptop.
    pub guest: Guest,
    /// How many days it works.
    pub days: u32,
    /// Where the laptop finds the centre; `None`: where the programme says.
    pub url: Option<String>,
}

/// The longest time an invitation works. A paper that opens a door should not lie about for a season.
const DAYS_MAX: u32 = 90;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

pub(super) fn invite(
    ledger: &dyn Ledger,
    invite: &Invite,
    centre_public: [u8; 32],
    now_ms: u64,
) -> Result<Invitation, CentreError> {
    if !(1..=DAYS_MAX).contains(&invite.days) {
        return Err(CentreError::Bad {
            what: "the number of days",
            expected: "from 1 to 90",
        });
    }
    let census = ledger.census()?;
    let url = match &invite.url {
        Some(url) => check_url(url)?,
        None => census.programme.url.clone(),
    };
    if url.is_empty() {
        return Err(CentreError::NoUrl);
    }
    let (person, role, scope) = guest(&invite.guest, &census)?;
    let invitation = Invitation {
        url,
        centre_public,
        secret: random()?,
        programme: census.programme.name,
        person,
        role,
        teams: scope.codes(),
        expires_ms: now_ms + u64::from(invite.days) * DAY_MS,
    };
    invitation.check()?;
    let pass = Pass {
        secret_hash: vault::token_hash(&invitation.secret),
        guest: invite.guest.clone(),
        expires_ms: invitation.expires_ms,
    };
    ledger.add_pass(&pass, now_ms)?;
    Ok(invitation)
}

/// Returns the name, role and teams that the invitation shows.
fn guest(guest: &Guest, census: &Census) -> Result<(String, String, Scope), CentreError> {
    match guest {
        Guest::New { name, role, scope } => Ok((name.clone(), role.clone(), scope.clone())),
        Guest::Known(id) => known(*id, census),
    }
}

fn known(id: PersonId, census: &Census) -> Result<(String, String, Scope), CentreError> {
    let found = census.people.iter().find(|person| person.id == id);
    let person = found.ok_or(crate::ledger::LedgerError::NoPerson { person: id })?;
    Ok((
        person.name.clone(),
        person.role.clone(),
        person.scope.clone(),
    ))
}
