//! Why a door does not do as asked, in whatever shape the room behind it says so.

use axum::http::header::CONTENT_RANGE;
use axum::http::{HeaderName, HeaderValue, StatusCode};

use crate::VERSION;
use crate::headers::{TUS_VERSION, UPLOAD_OFFSET};

/// A refusal: a status for machines on the way, a code for the laptop, words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The status on the line.
    pub status: StatusCode,
    /// What a program may branch on.
    pub code: &'static str,
    /// A sentence without personal data.
    pub title: &'static str,
    /// What was met, without personal data.
    pub detail: Option<String>,
    /// What the laptop needs to go on, said in the head of the answer.
    pub head: Option<Head>,
}

/// A line in the head of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// The version of tus that is spoken here.
    Version,
    /// Where an upload stands.
    Offset(u64),
    /// How long a file is.
    Length(u64),
}

impl Head {
    /// Returns its name and its value.
    #[must_use]
    pub fn line(self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Version => Some((TUS_VERSION, HeaderValue::from_static(VERSION))),
            Self::Offset(at) => Some((UPLOAD_OFFSET, at.into())),
            Self::Length(length) => {
                let value = HeaderValue::try_from(format!("bytes */{length}"));
                Some((CONTENT_RANGE, value.ok()?))
            }
        }
    }
}

impl Fault {
    const fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self {
            status,
            code,
            title,
            detail: None,
            head: None,
        }
    }

    fn with(self, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..self
        }
    }

    fn and_head(self, head: Head) -> Self {
        Self {
            head: Some(head),
            ..self
        }
    }

    /// The message was cut, or is not what the door takes.
    #[must_use]
    pub fn frame(detail: impl Into<String>) -> Self {
        let title = "The message cannot be read.";
        Self::new(StatusCode::BAD_REQUEST, "frame", title).with(detail)
    }

    /// More bytes than are taken.
    #[must_use]
    pub fn too_large(limit_bytes: u64) -> Self {
        let title = "The message is too large.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", title)
            .with(format!("at most {limit_bytes} bytes are taken"))
    }

    /// The bytes stopped coming.
    #[must_use]
    pub const fn stalled() -> Self {
        let title = "The message stopped half way.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "stalled", title)
    }

    /// Another content type than the door takes.
    #[must_use]
    pub fn media_type(wanted: &'static str) -> Self {
        let title = "The message is of another type.";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", title)
            .with(format!("send {wanted}"))
    }

    /// What an upload says about itself cannot be read.
    #[must_use]
    pub fn form(detail: impl Into<String>) -> Self {
        let title = "The upload cannot be read.";
        Self::new(StatusCode::BAD_REQUEST, "upload", title).with(detail)
    }

    /// Another version of tus.
    #[must_use]
    pub fn version() -> Self {
        let title = "The upload speaks another version of tus.";
        Self::new(StatusCode::PRECONDITION_FAILED, "tus-version", title).and_head(Head::Version)
    }

    /// The laptop goes on at another byte than is waited for.
    #[must_use]
    pub fn offset(at: u64) -> Self {
        let title = "The upload stands at another byte.";
        Self::new(StatusCode::CONFLICT, "offset", title)
            .with(format!("it stands at {at}"))
            .and_head(Head::Offset(at))
    }

    /// More bytes than were announced.
    #[must_use]
    pub fn beyond(length: u64) -> Self {
        let title = "The message goes beyond the file.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "beyond", title)
            .with(format!("{length} bytes were announced"))
    }

    /// A message was changed on the way. Nothing of it was kept.
    #[must_use]
    pub fn checksum() -> Self {
        let title = "The message is not what its checksum says.";
        Self::new(mismatch(), "checksum", title)
    }

    /// The file is not the one that was announced. The upload is gone.
    #[must_use]
    pub fn other_bytes() -> Self {
        let title = "The file is not the one that was announced. Begin again.";
        Self::new(mismatch(), "other-bytes", title)
    }

    /// A file for a team that this laptop may not write in.
    #[must_use]
    pub const fn other_team() -> Self {
        let title = "This laptop may not write to the team.";
        Self::new(StatusCode::FORBIDDEN, "team", title)
    }

    /// Uploads that were begun and never ended.
    #[must_use]
    pub const fn too_many() -> Self {
        let title = "Too many uploads of this laptop are not finished.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "uploads", title)
    }

    /// No byte of the file is in the range.
    #[must_use]
    pub fn range(length: u64) -> Self {
        let title = "The range is outside the file.";
        Self::new(StatusCode::RANGE_NOT_SATISFIABLE, "range", title).and_head(Head::Length(length))
    }

    /// No such file, upload or door.
    #[must_use]
    pub const fn not_found() -> Self {
        let title = "There is nothing at this address.";
        Self::new(StatusCode::NOT_FOUND, "not-found", title)
    }

    /// The door is not used this way.
    #[must_use]
    pub const fn method() -> Self {
        let title = "This address is not used in this way.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", title)
    }

    /// Something broke off. What happened is for the room behind the door to tell.
    #[must_use]
    pub const fn internal() -> Self {
        let title = "This could not be done. Nothing was confirmed; try again later.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", title)
    }
}

/// The status that tus has for bytes that are not what they should be.
fn mismatch() -> StatusCode {
    StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST)
}
