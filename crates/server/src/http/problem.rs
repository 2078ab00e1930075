//! What the centre says when it does not do as asked: RFC 9457, one shape for every error.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tus::{Fault, Head};

use crate::ledger::LedgerError;

/// A refusal: a status for machines on the way, a code for the laptop, words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Option<String>,
    retry_after_s: Option<u32>,
    /// What the laptop needs to go on, said in the head too.
    head: Option<Head>,
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
}

impl Problem {
    const fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self {
            status,
            code,
            title,
            detail: None,
            retry_after_s: None,
            head: None,
        }
    }

    fn with(self, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..self
        }
    }

    /// What a door of files refuses, in the centre's shape.
    pub(crate) fn of(fault: Fault) -> Self {
        Self {
            status: fault.status,
            code: fault.code,
            title: fault.title,
            detail: fault.detail,
            retry_after_s: None,
            head: fault.head,
        }
    }

    /// No token, or one that nobody has.
    pub(crate) const fn token() -> Self {
        let title = "This laptop is not known here. Join the centre with an invitation.";
        Self::new(StatusCode::UNAUTHORIZED, "token", title)
    }

    /// A laptop that was sent away.
    pub(crate) const fn revoked() -> Self {
        let title = "This laptop was revoked. Ask the office.";
        Self::new(StatusCode::UNAUTHORIZED, "revoked", title)
    }

    /// A laptop that was sent away and knocks with an invitation.
    pub(crate) const fn revoked_at_the_door() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "revoked",
            "This laptop was revoked. Ask the office.",
        )
    }

    /// The bytes are no ask.
    pub(crate) fn frame(detail: impl Into<String>) -> Self {
        let title = "The message cannot be read.";
        Self::new(StatusCode::BAD_REQUEST, "frame", title).with(detail)
    }

    /// The JSON is not what this door takes.
    pub(crate) fn form(detail: impl Into<String>) -> Self {
        let title = "The request cannot be read.";
        Self::new(StatusCode::BAD_REQUEST, "request", title).with(detail)
    }

    /// The laptop does not hold the key that it shows.
    pub(crate) const fn proof() -> Self {
        let title = "The proof is not signed by the key of this laptop.";
        Self::new(StatusCode::BAD_REQUEST, "proof", title)
    }

    /// Too many at once.
    pub(crate) fn busy() -> Self {
        let title = "The centre is busy. Try again in a moment.";
        Self {
            retry_after_s: Some(5),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", title)
        }
    }

    /// One laptop that asks again and again.
    pub(crate) const fn too_often(wait_s: u32) -> Self {
        let title = "This laptop asks too often. Try again in a moment.";
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-often", title);
        problem.retry_after_s = Some(wait_s);
        problem
    }

    /// The database does not answer. Nothing was acknowledged.
    pub(crate) fn away() -> Self {
        let title =
            "The centre cannot reach its database. Nothing was confirmed; try again in a moment.";
        Self {
            retry_after_s: Some(15),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "away", title)
        }
    }

    /// The disk is full. Nothing of the message was acknowledged.
    pub(crate) const fn full() -> Self {
        let title = "The centre has no room left on its disk. Nothing was confirmed; keep what you have and try again later.";
        Self::new(StatusCode::INSUFFICIENT_STORAGE, "full", title)
    }

    /// Our fault. What happened is in the log, under the id of the request.
    pub(crate) const fn internal() -> Self {
        let title = "The centre could not do this. Nothing was confirmed; try again later.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", title)
    }
}

/// Says what a refusal of the ledger means at the door.
impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::NoInvitation => {
                let title = "The centre does not know this invitation. Ask for a new one.";
                Self::new(StatusCode::NOT_FOUND, "invitation-unknown", title)
            }
            LedgerError::InvitationUsed => {
                let title = "This invitation was used already. Ask for a new one.";
                Self::new(StatusCode::GONE, "invitation-used", title)
            }
            LedgerError::InvitationExpired => {
                let title = "This invitation has expired. Ask for a new one.";
                Self::new(StatusCode::GONE, "invitation-expired", title)
            }
            LedgerError::InvitationWithdrawn => {
                let title = "This invitation was taken back. Ask for a new one.";
                Self::new(StatusCode::GONE, "invitation-withdrawn", title)
            }
            LedgerError::Deactivated => {
                let title = "This person may no longer join. Ask the office.";
                Self::new(StatusCode::FORBIDDEN, "deactivated", title)
            }
            LedgerError::Revoked => Self::revoked_at_the_door(),
            LedgerError::NoToken => Self::token(),
            LedgerError::TokenTaken => {
                let title = "Another laptop has this token. Draw another.";
                Self::new(StatusCode::CONFLICT, "token-taken", title)
            }
            LedgerError::Away { .. } => {
                tracing::error!(error = %crate::chain(&error), "the database does not answer");
                Self::away()
            }
            LedgerError::Full { .. } => {
                tracing::error!(error = %crate::chain(&error), "the disk of the database is full");
                Self::full()
            }
            LedgerError::Storage { .. }
            | LedgerError::Address { .. }
            | LedgerError::Newer { .. }
            | LedgerError::Damaged { .. }
            | LedgerError::NotSetUp
            | LedgerError::AlreadySetUp
            | LedgerError::TeamTaken { .. }
            | LedgerError::FormTaken { .. }
            | LedgerError::NoTeam { .. }
            | LedgerError::NoPerson { .. }
            | LedgerError::NoDevice { .. } => {
                tracing::error!(error = %crate::chain(&error), "the ledger failed");
                Self::internal()
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            r#type: format!("urn:sala:problem:{}", self.code),
            title: self.title,
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail.as_deref(),
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.retry_after_s {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some((name, value)) = self.head.and_then(Head::line) {
            headers.insert(name, value);
        }
        response
    }
}
