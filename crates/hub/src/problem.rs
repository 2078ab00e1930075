//! What a hub says when it does not do as asked: the centre's shape, RFC 9457.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

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
        }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here.")
    }

    pub(crate) fn method() -> Self {
        let words = "This is asked with POST.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", words)
    }

    pub(crate) fn too_large() -> Self {
        let words = "The message is too large.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", words)
    }

    pub(crate) fn stalled() -> Self {
        let words = "The message stopped half way.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "stalled", words)
    }

    pub(crate) fn cut() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "frame", "The message was cut.")
    }

    pub(crate) fn busy() -> Self {
        let words = "The hub is busy. Come back soon.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", words)
    }

    pub(crate) fn pass() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "token", "Come in first.")
    }

    pub(crate) fn media_type() -> Self {
        let words = "The message must be application/cbor.";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", words)
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
