//! Answering laptops that joined.

use std::collections::BTreeMap;

use records::{DeviceId, TeamId};
use sync::{Ask, FileName, FilesAsk, FrameError, Receipt, SignedReceipt};

use super::Centre;
use crate::ledger::{Caller, Clocks, LedgerError};

/// Why an ask was not answered.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// Nobody has that token.
    #[error("no laptop has this token")]
    Token,
    /// The laptop was sent away.
    #[error("this laptop was revoked")]
    Revoked,
    /// The bytes are no ask.
    #[error("the message cannot be read")]
    Frame {
        /// What is wrong with them.
        #[source]
        source: FrameError,
    },
    /// The ledger failed. On SQLite nothing of the ask was kept; on PostgreSQL the parts before may have been, each whole: to ask
    /// again is harmless.
    #[error(transparent)]
    Ledger(LedgerError),
}

/// What a laptop signs to be known by another token: these bytes, then the hash of that.
pub const RENEW_DOMAIN: &[u8] = b"sala token";

/// Why a token was not renewed.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// The proof does not fit the key.
    #[error("the proof is not signed by the key of this laptop")]
    Proof,
    /// The ledger refused, or failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<LedgerError> for ExchangeError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::NoToken => Self::Token,
            LedgerError::Revoked => Self::Revoked,
            other => Self::Ledger(other),
        }
    }
}

impl Centre {
    /// Returns the laptop that has this token and may still ask.
    ///
    /// # Errors
    /// [`ExchangeError::Token`] or [`ExchangeError::Revoked`], or when the database fails.
    pub fn admits(&self, token: &[u8; 32]) -> Result<Caller, ExchangeError> {
        match self.inner.ledger.caller(&vault::token_hash(token))? {
            None => Err(ExchangeError::Token),
            Some(caller) if caller.revoked => Err(ExchangeError::Revoked),
            Some(caller) => Ok(caller),
        }
    }

    /// Has a laptop be known by the token of hash `wanted` from now on, when it shows by its key that it wants so.
    ///
    /// # Errors
    /// [`RenewError::Proof`], or as the ledger refuses.
    pub fn renew_token(
        &self,
        caller: &Caller,
        held: &[u8; 32],
        wanted: &[u8; 32],
        proof: &[u8; 64],
    ) -> Result<(), RenewError> {
        let statement = [RENEW_DOMAIN, wanted].concat();
        if !vault::verify(&caller.public, &statement, proof) {
            return Err(RenewError::Proof);
        }
        let held = vault::token_hash(held);
        let ledger = &self.inner.ledger;
        Ok(ledger.renew_token(&held, wanted, self.now_ms())?)
    }

    /// Says whether a laptop may read and write in a team that there is.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn is_within(&self, caller: &Caller, team: &TeamId) -> Result<bool, ExchangeError> {
        if !caller.scope().has(team) {
            return Ok(false);
        }
        let teams = self.inner.ledger.census()?.teams;
        Ok(teams.iter().any(|known| known.id == *team))
    }

    /// Signs that files are held, which the caller has looked up with their lengths; each is written down first, for
    /// [`Centre::examine_files`].
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn sign_files(
        &self,
        device: DeviceId,
        ask: &FilesAsk,
        held: &BTreeMap<FileName, u64>,
    ) -> Result<SignedReceipt, LedgerError> {
        let now_ms = self.now_ms();
        let named = ask.named(&held.keys().cloned().collect());
        let promised = held
            .iter()
            .filter(|(file, _)| named.contains(&file.content));
        let promised: Vec<(FileName, u64)> = promised
            .map(|(file, length)| (file.clone(), *length))
            .collect();
        self.inner.ledger.promise_files(&promised, now_ms)?;
        let receipt = Receipt::for_files(ask.batch, device, named, now_ms);
        let bytes = receipt.to_bytes();
        let signature = self.inner.key.sign(&Receipt::statement(&bytes));
        Ok(SignedReceipt { bytes, signature })
    }

    /// Answers the bytes of an ask with the bytes of a reply. What it took is on the disk when it returns. `laptop_ms` is the
    /// laptop's own clock, where it told.
    ///
    /// # Errors
    /// When the laptop may not ask, the bytes are no ask, or the database fails.
    pub fn exchange(
        &self,
        token: &[u8; 32],
        ask: &[u8],
        laptop_ms: Option<u64>,
    ) -> Result<Vec<u8>, ExchangeError> {
        let ask = Ask::from_bytes(ask).map_err(|source| ExchangeError::Frame { source })?;
        let (key, now_ms) = (&self.inner.key, self.now_ms());
        let clocks = Clocks { now_ms, laptop_ms };
        let reply = self
            .inner
            .ledger
            .answer(&vault::token_hash(token), &ask, key, clocks)?;
        if matches!(&ask, Ask::Exchange { offer, .. } if !offer.is_empty()) {
            self.inner.news.notify_one();
        }
        Ok(reply.to_bytes())
    }
}
