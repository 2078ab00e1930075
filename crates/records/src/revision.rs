//! One statement in the history of a record.

use crate::header::{BODY_BYTES_MAX, Header, HeaderError, Kind, body_hash};
use crate::id::{DeviceId, PersonId, RecordId, RevisionId, TeamId};

/// A header with its name and, unless it was erased, its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The hash of the header.
    pub id: RevisionId,
    /// What it says about itself.
    pub header: Header,
    /// The bytes, opaque here; `None` when they were erased.
    pub body: Option<Vec<u8>>,
}

/// A header before its body is known. See [`Header`] for the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are those of Header and documented there"
)]
pub struct Draft {
    pub record: RecordId,
    pub team: TeamId,
    pub kind: Kind,
    pub parents: Vec<RevisionId>,
    pub form: String,
    pub form_version: String,
    pub author: PersonId,
    pub device: DeviceId,
    pub n: u64,
    pub at: u64,
}

/// Why a revision is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    /// The header breaks a limit.
    #[error("a revision has a header that cannot stand")]
    Header {
        /// Which limit.
        #[from]
        source: HeaderError,
    },
    /// The id is not the hash of the header.
    #[error("the revision {id} does not carry the name of its content")]
    Id {
        /// The id it came with.
        id: RevisionId,
    },
    /// The body is not the one that the header names.
    #[error("the body of revision {id} was changed or cut")]
    Body {
        /// The revision.
        id: RevisionId,
    },
    /// The body is larger than any body may be.
    #[error("a body has {bytes} bytes; at most {BODY_BYTES_MAX} are taken")]
    BodyTooLarge {
        /// Its size.
        bytes: usize,
    },
}

impl Revision {
    /// Completes a draft with its body. Parents may come in any order.
    ///
    /// # Errors
    /// When the draft breaks a limit of [`Header::check`] or the body is too large.
    pub fn new(draft: Draft, body: Vec<u8>) -> Result<Self, RevisionError> {
        let too_large = RevisionError::BodyTooLarge { bytes: body.len() };
        let body_len = u32::try_from(body.len()).map_err(|_| too_large.clone())?;
        if body.len() > BODY_BYTES_MAX {
            return Err(too_large);
        }
        let Draft {
            record,
            team,
            kind,
            mut parents,
            form,
            form_version,
            author,
            device,
            n,
            at,
        } = draft;
        parents.sort_unstable();
        parents.dedup();
        let body_hash = body_hash(&body);
        let header = Header {
            record,
            team,
            kind,
            parents,
            form,
            form_version,
            author,
            device,
            n,
            at,
            body_len,
            body_hash,
        };
        header.check()?;
        Ok(Self {
            id: header.id(),
            header,
            body: Some(body),
        })
    }

    /// Checks that the id is the hash of the header and the body, if held, is the one it names.
    ///
    /// # Errors
    /// When a limit is broken or a hash differs: the revision was damaged or forged.
    pub fn verify(&self) -> Result<(), RevisionError> {
        self.header.check()?;
        if self.header.id() != self.id {
            return Err(RevisionError::Id { id: self.id });
        }
        match &self.body {
            None => Ok(()),
            Some(body) if fits(&self.header, body) => Ok(()),
            Some(_) => Err(RevisionError::Body { id: self.id }),
        }
    }
}

fn fits(header: &Header, body: &[u8]) -> bool {
    body.len() == header.body_len as usize && body_hash(body) == header.body_hash
}

#[cfg(test)]
#[path = "revision_tests.rs"]
mod tests;
