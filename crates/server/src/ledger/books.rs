//! What every database becomes a ledger by.

use std::cell::{Cell, RefCell};
use std::path::Path;

use data_encoding::HEXLOWER;
use records::{DeviceId, Part, PersonId, TeamId};
use serde_json::{Value, json};
use sync::{Ask, FileName, Reply, Verdict};
use vault::DeviceKey;

use super::book::{Actor, Book, Database, Found, Session};
use super::log::{self, Log};
use super::{
    Act, Admitted, Arrival, Caller, Census, Clocks, Examination, FormCard, FormFiles, Ledger,
    LedgerError, Looked, NewForm, Pass, PassCard, PassedOver, Programme, Scope, Team, Unchecked,
    accounts, admit, examine, papers,
};

/// Notes an administrative act in the transaction that does it.
fn note(
    book: &dyn Book,
    actor: &Actor,
    (at_ms, what, about): (u64, &'static str, Value),
) -> Found<()> {
    book.note_act(&Act {
        at_ms,
        by: actor.get(),
        what: what.to_owned(),
        about,
    })
}

impl<D: Database> Ledger for D {
    fn set_up(&self, programme: &Programme, now_ms: u64) -> Found<()> {
        self.write(|book| {
            accounts::set_up(book, programme, now_ms)?;
            let about = json!({ "country": programme.country, "url": programme.url });
            note(book, self.actor(), (now_ms, "init", about))
        })
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
            accounts::act(book, now_ms)?;
            note(book, self.actor(), (now_ms, "url", json!({ "url": url })))
        })
    }

    fn renew_names(&self, now_ms: u64) -> Found<u32> {
        self.write(|book| {
            book.renew_names()?;
            accounts::act(book, now_ms)?;
            let number = accounts::names(book)?;
            let about = json!({ "names": number });
            note(book, self.actor(), (now_ms, "names-renew", about))?;
            Ok(number)
        })
    }

    fn add_team(&self, team: &Team, now_ms: u64) -> Found<()> {
        self.write(|book| {
            accounts::add_team(book, team)?;
            accounts::act(book, now_ms)?;
            let about = json!({ "team": team.id });
            note(book, self.actor(), (now_ms, "team-add", about))
        })
    }

    fn add_pass(&self, pass: &Pass, now_ms: u64) -> Found<()> {
        self.write(|book| {
            let guest = accounts::add_pass(book, pass, now_ms)?;
            let about = json!({
                "invitation": HEXLOWER.encode(&pass.secret_hash), "person": guest.person,
                "role": guest.role, "teams": guest.scope.codes(), "expires_ms": guest.expires_ms,
            });
            note(book, self.actor(), (now_ms, "invite", about))
        })
    }

    fn passes(&self) -> Found<Vec<PassCard>> {
        self.read(papers::passes)
    }

    fn withdraw(&self, secret_hash: &[u8; 32], now_ms: u64) -> Found<()> {
        self.write(|book| {
            papers::withdraw(book, secret_hash)?;
            let about = json!({ "invitation": HEXLOWER.encode(secret_hash) });
            note(book, self.actor(), (now_ms, "invitation-withdraw", about))
        })
    }

    fn admit(&self, arrival: &Arrival, now_ms: u64) -> Found<Admitted> {
        self.write(|book| {
            let admitted = admit::admit(book, arrival, now_ms)?;
            book.note_act(&Act {
                at_ms: now_ms,
                by: admitted.device.to_string(),
                what: "join".to_owned(),
                about: json!({
                    "person": admitted.person,
                    "invitation": HEXLOWER.encode(&arrival.secret_hash),
                }),
            })?;
            Ok(admitted)
        })
    }

    fn caller(&self, token_hash: &[u8; 32]) -> Found<Option<Caller>> {
        self.read(|book| accounts::caller(book, token_hash))
    }

    fn renew_token(&self, held: &[u8; 32], wanted: &[u8; 32], now_ms: u64) -> Found<()> {
        self.write(|book| {
            let caller = accounts::caller(book, held)?.ok_or(LedgerError::NoToken)?;
            if !admit::renew(book, &caller, wanted)? {
                return Ok(());
            }
            book.note_act(&Act {
                at_ms: now_ms,
                by: caller.device.to_string(),
                what: "token".to_owned(),
                about: json!({}),
            })
        })
    }

    fn act_as(&self, who: &str) {
        self.actor().set(who);
    }

    fn note(&self, what: &'static str, about: Value, now_ms: u64) -> Found<()> {
        self.write(|book| note(book, self.actor(), (now_ms, what, about)))
    }

    fn change_person(&self, person: PersonId, role: &str, scope: &Scope, now_ms: u64) -> Found<()> {
        self.write(|book| {
            let before = papers::change_person(book, person, role, scope)?;
            accounts::act(book, now_ms)?;
            let about = papers::about_change(&before, role, scope);
            note(book, self.actor(), (now_ms, "person-change", about))
        })
    }

    fn deactivate(&self, person: PersonId, now_ms: u64) -> Found<()> {
        self.write(|book| {
            accounts::deactivate(book, person)?;
            accounts::act(book, now_ms)?;
            let about = json!({ "person": person });
            note(book, self.actor(), (now_ms, "person-deactivate", about))
        })
    }

    fn revoke(&self, device: DeviceId, now_ms: u64) -> Found<()> {
        self.write(|book| {
            accounts::revoke(book, device)?;
            accounts::act(book, now_ms)?;
            let about = json!({ "device": device });
            note(book, self.actor(), (now_ms, "device-revoke", about))
        })
    }

    fn add_form(&self, form: &NewForm, now_ms: u64) -> Found<bool> {
        self.write(|book| {
            let is_new = papers::add_form(book, form, now_ms)?;
            if is_new {
                let about = json!({ "form": form.id, "version": form.version });
                note(book, self.actor(), (now_ms, "form-add", about))?;
            }
            Ok(is_new)
        })
    }

    fn form(&self, id: &str, version: &str) -> Found<Option<FormFiles>> {
        self.read(|book| book.form(id, version))
    }

    fn forms(&self) -> Found<Vec<FormCard>> {
        self.read(|book| book.forms())
    }

    fn use_rules(&self, table: Option<(&str, &[u8])>, now_ms: u64) -> Found<()> {
        self.write(|book| {
            book.set_rules(table, now_ms)?;
            let hash = table.map(|(_, bytes)| blake3::hash(bytes).to_hex().to_string());
            note(
                book,
                self.actor(),
                (now_ms, "rules-use", json!({ "blake3": hash })),
            )
        })
    }

    fn rules(&self) -> Found<Option<(String, Vec<u8>)>> {
        self.read(|book| book.rules())
    }

    fn unchecked(&self, bytes: usize) -> Found<Option<Unchecked>> {
        self.read(|book| papers::unchecked(book, bytes))
    }

    fn mark_checked(&self, looked_into: &Unchecked, looked: &Looked, now_ms: u64) -> Found<bool> {
        self.write(|book| papers::mark_checked(book, looked_into, looked, now_ms))
    }

    fn passed_over(&self, most: u32) -> Found<Vec<PassedOver>> {
        self.read(|book| book.passed_over(most))
    }

    fn look_again(&self, team: &TeamId) -> Found<()> {
        self.write(|book| papers::look_again(book, team))
    }

    fn acts(&self, after: u64, most: u32) -> Found<Vec<(u64, Act)>> {
        self.read(|book| book.acts(after, most))
    }

    fn backup(&self, to: &Path, key: &[u8; 32], now_ms: u64) -> Found<()> {
        self.copy(to, key, now_ms)
    }

    fn answer(
        &self,
        token_hash: &[u8; 32],
        ask: &Ask,
        key: &DeviceKey,
        clocks: Clocks,
    ) -> Found<Reply> {
        answer(self, Asker::Token(token_hash), ask, key, clocks)
    }

    fn answer_carried(
        &self,
        device: DeviceId,
        ask: &Ask,
        key: &DeviceKey,
        now_ms: u64,
    ) -> Found<Reply> {
        answer(self, Asker::Known(device), ask, key, Clocks::of(now_ms))
    }

    fn laptop(&self, device: DeviceId) -> Found<Option<Caller>> {
        self.read(|book| accounts::laptop(book, device))
    }

    fn promise_files(&self, files: &[(FileName, u64)], now_ms: u64) -> Found<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.write(|book| {
            let mut files = files.iter();
            files.try_for_each(|(file, bytes)| book.promise_file(file, *bytes, now_ms))
        })
    }

    fn promised_files(&self, after: Option<&FileName>, most: u32) -> Found<Vec<(FileName, u64)>> {
        self.read(|book| book.promised_files(after, most))
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
    clocks: Clocks,
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
        let unsure = RefCell::new(None);
        let verify = |part: &Part| {
            log::verify(session, &caller, part).unwrap_or_else(|error| {
                let detail = "the centre could not check the seal".to_owned();
                *unsure.borrow_mut() = Some(error);
                Verdict::Bad { detail }
            })
        };
        let mut log = Log {
            session,
            key,
            clocks,
            erased: Cell::new(false),
        };
        let reply = sync::answer(&mut log, &asks, &verify, clocks.now_ms, ask)?;
        // A seal that could not be checked is no wrong seal: the laptop asks again.
        if let Some(error) = unsure.take() {
            return Err(error);
        }
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
