//! What every database becomes a ledger by.

use std::cell::Cell;
use std::path::Path;

use records::{DeviceId, Part, PersonId};
use sync::{Ask, Reply};
use vault::DeviceKey;

use super::book::{Book, Database, Found, Session};
use super::log::{self, Log};
use super::{
    Admitted, Arrival, Caller, Census, Examination, Ledger, LedgerError, Pass, Programme, Team,
    accounts, admit, examine,
};

impl<D: Database> Ledger for D {
    fn set_up(&self, programme: &Programme, now_ms: u64) -> Found<()> {
        self.write(|book| accounts::set_up(book, programme, now_ms))
    }

    fn census(&self) -> Found<Census> {
        self.read(accounts::census)
    }

    fn version(&self) -> Found<u64> {
        self.read(accounts::version)
    }

    fn set_url(&self, url: &str, now_ms: u64) -> Found<()> {
        self.write(|book| {
            book.set_url(url)?;
            accounts::act(book, now_ms)
        })
    }

    fn add_team(&self, team: &Team, now_ms: u64) -> Found<()> {
        self.write(|book| {
            accounts::add_team(book, team)?;
            accounts::act(book, now_ms)
        })
    }

    fn add_pass(&self, pass: &Pass, now_ms: u64) -> Found<()> {
        self.write(|book| accounts::add_pass(book, pass, now_ms))
    }

    fn admit(&self, arrival: &Arrival, now_ms: u64) -> Found<Admitted> {
        self.write(|book| admit::admit(book, arrival, now_ms))
    }

    fn caller(&self, token_hash: &[u8; 32]) -> Found<Option<Caller>> {
        self.read(|book| accounts::caller(book, token_hash))
    }

    fn deactivate(&self, person: PersonId, now_ms: u64) -> Found<()> {
        self.write(|book| {
            accounts::deactivate(book, person)?;
            accounts::act(book, now_ms)
        })
    }

    fn revoke(&self, device: DeviceId, now_ms: u64) -> Found<()> {
        self.write(|book| {
            accounts::revoke(book, device)?;
            accounts::act(book, now_ms)
        })
    }

    fn backup(&self, to: &Path, key: &[u8; 32], now_ms: u64) -> Found<()> {
        self.copy(to, key, now_ms)
    }

    fn answer(
        &self,
        token_hash: &[u8; 32],
        ask: &Ask,
        key: &DeviceKey,
        now_ms: u64,
    ) -> Found<Reply> {
        answer(self, Asker::Token(token_hash), ask, key, now_ms)
    }

    fn answer_carried(
        &self,
        device: DeviceId,
        ask: &Ask,
        key: &DeviceKey,
        now_ms: u64,
    ) -> Found<Reply> {
        answer(self, Asker::Known(device), ask, key, now_ms)
    }

    fn laptop(&self, device: DeviceId) -> Found<Option<Caller>> {
        self.read(|book| accounts::laptop(book, device))
    }

    fn examine(&self, centre_public: &[u8; 32]) -> Found<Examination> {
        self.read(|book| examine::examine(book, centre_public))
    }
}

/// Who asks.
#[derive(Clone, Copy)]
enum Asker<'a> {
    /// Whoever has the token of this hash.
    Token(&'a [u8; 32]),
    /// A laptop that was proven otherwise.
    Known(DeviceId),
}

impl Asker<'_> {
    fn device(self, book: &dyn Book) -> Found<Option<DeviceId>> {
        match self {
            Self::Token(hash) => Ok(book.holder(hash)?.map(|holder| holder.device)),
            Self::Known(device) => Ok(Some(device)),
        }
    }

    fn caller(self, book: &dyn Book) -> Found<Caller> {
        match self {
            Self::Token(hash) => accounts::caller(book, hash)?.ok_or(LedgerError::NoToken),
            Self::Known(device) => {
                accounts::laptop(book, device)?.ok_or(LedgerError::NoDevice { device })
            }
        }
    }
}

fn answer(
    database: &impl Database,
    asker: Asker<'_>,
    ask: &Ask,
    key: &DeviceKey,
    now_ms: u64,
) -> Found<Reply> {
    let writes = changes_something(database, asker, ask)?;
    let (reply, erased) = database.session(writes, |session| {
        let found = session.look(|book| {
            let caller = asker.caller(book)?;
            let teams = accounts::teams_within(book, &caller.scope())?;
            Ok((caller, teams))
        });
        let (caller, teams) = found?;
        if caller.revoked {
            return Err(LedgerError::Revoked);
        }
        let asks = sync::Caller {
            device: caller.device,
            teams,
        };
        let verify = |part: &Part| log::verify(session, &caller, part);
        let mut log = Log {
            session,
            key,
            now_ms,
            erased: Cell::new(false),
        };
        let reply = sync::answer(&mut log, &asks, &verify, now_ms, ask)?;
        Ok((reply, log.erased.get()))
    })?;
    if erased {
        database.bodies_went();
    }
    Ok(reply)
}

/// Says whether an ask needs a writer. Most asks of a quiet day only look for news.
fn changes_something(database: &impl Database, asker: Asker<'_>, ask: &Ask) -> Found<bool> {
    match ask {
        Ask::Compare { .. } => Ok(false),
        Ask::Exchange { offer, .. } if !offer.is_empty() => Ok(true),
        Ask::Exchange { last: false, .. } => Ok(false),
        Ask::Exchange { batch, .. } => database.read(|book| match asker.device(book)? {
            Some(device) => book.has_notes(device, batch),
            None => Ok(false),
        }),
    }
}
