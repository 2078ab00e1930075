//! Letting a laptop in.

use records::{DeviceId, PersonId};

use super::accounts;
use super::book::{Book, Found, Invited};
use super::{Admitted, Arrival, Caller, LedgerError, Person};

pub(super) fn admit(book: &dyn Book, arrival: &Arrival, now: u64) -> Found<Admitted> {
    let device = DeviceId::of_public_key(&arrival.public);
    let invited = book
        .invitation(&arrival.secret_hash)?
        .ok_or(LedgerError::NoInvitation)?;
    // The same laptop again: the answer was lost on the way.
    let again = invited.used_by == Some(device);
    if invited.used_by.is_some() && !again {
        return Err(LedgerError::InvitationUsed);
    }
    if invited.withdrawn {
        return Err(LedgerError::InvitationWithdrawn);
    }
    if invited.expires_ms <= now {
        return Err(LedgerError::InvitationExpired);
    }
    refuse_revoked(book, device)?;
    let person = match invited.person {
        Some(person) => accounts::active_person(book, person)?.id,
        None => add_person(book, invited, arrival.new_person, now)?,
    };
    let known = book.rename_device(device, &arrival.name)?;
    if known {
        book.renew_token(device, &arrival.token_hash)?;
    } else {
        book.add_device(device, arrival, now)?;
    }
    let paired = book.pair(device, person)?;
    book.use_up(&arrival.secret_hash, device, person)?;
    if !known || paired {
        accounts::act(book, now)?;
    }
    Ok(Admitted { device, person })
}

/// Takes another token from a laptop; false when that is the one it has.
pub(super) fn renew(book: &dyn Book, caller: &Caller, wanted: &[u8; 32]) -> Found<bool> {
    if caller.revoked {
        return Err(LedgerError::Revoked);
    }
    match book.holder(wanted)? {
        Some(holder) if holder.device == caller.device => Ok(false),
        Some(_another) => Err(LedgerError::TokenTaken),
        None => book.renew_token(caller.device, wanted),
    }
}

fn refuse_revoked(book: &dyn Book, device: DeviceId) -> Found<()> {
    match book.device_key(device)? {
        Some((_, true)) => Err(LedgerError::Revoked),
        Some((_, false)) | None => Ok(()),
    }
}

fn add_person(book: &dyn Book, invited: Invited, id: PersonId, now: u64) -> Found<PersonId> {
    let person = Person {
        id,
        name: invited.name,
        role: invited.role,
        scope: invited.scope,
        active: true,
    };
    book.add_person(&person, now)?;
    Ok(id)
}
