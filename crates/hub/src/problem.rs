//! What a hub says when it does not do as asked: the centre's shape, RFC 9457.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tus::{Fault, Head};

use crate::Refusal;

const RETRY_S: u32 = 10;

#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, words: &str) -> Self {
        Self {
            code,
            status: status.as_u16(),
            words: words.to_owned(),
            stands_at: None,
        }
    }

    pub(crate) fn busy() -> Self {
        let words = "The hub is busy. Come back soon.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", words)
    }

    pub(crate) fn pass() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "token", "Come in first.")
    }

    pub(crate) fn internal() -> Self {
        let words = "The hub failed. Nothing of this message counts.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", words)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = Body {
            r#type: format!("urn:sala:problem:{}", self.code),
            title: &self.words,
            status: status.as_u16(),
            code: self.code,
        };
        let mut response = (status, Json(body)).into_response();
        let head = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json");
        head.insert(CONTENT_TYPE, kind);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            head.insert(RETRY_AFTER, RETRY_S.into());
        }
        response
    }
}

/// What is said at a door: the house's refusal, or one of the line itself, with what the laptop needs to go on.
pub(crate) struct No {
    refusal: Refusal,
    head: Option<Head>,
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        let head = refusal.stands_at.map(Head::Offset);
        Self { refusal, head }
    }
}

impl From<Fault> for No {
    fn from(fault: Fault) -> Self {
        let words = match &fault.detail {
            Some(detail) => format!("{} ({detail})", fault.title),
            None => fault.title.to_owned(),
        };
        Self {
            refusal: Refusal::new(fault.status, fault.code, &words),
            head: fault.head,
        }
    }
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        let mut response = self.refusal.into_response();
        if let Some((name, value)) = self.head.and_then(Head::line) {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
