//! Whose answer it is, and what a failure means.

use std::error::Error;
use std::io;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use serde::Deserialize;
use sync::{Line, LineKind};

use crate::{Answer, line};

const PROBLEM_BYTES_MAX: usize = 64 * 1024;
const RETRY_S: u32 = 30;

/// What the centre says when it does not do as asked (RFC 9457).
#[derive(Deserialize)]
struct Problem {
    code: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    detail: String,
}

/// Gives the answer on if it is the centre's and a success.
pub(crate) async fn ours(answer: Answer, wanted: &str) -> Result<Answer, Line> {
    let kind = content_type(answer.response.headers());
    if answer.response.status() == StatusCode::OK && kind == wanted {
        return Ok(answer);
    }
    Err(failed(answer).await)
}

/// What an answer means that is not what was hoped for.
pub(crate) async fn failed(answer: Answer) -> Line {
    let status = answer.response.status();
    let heads = answer.response.headers();
    let retry = retry_after(heads);
    if content_type(heads) == "application/problem+json" {
        let body = match answer.whole(PROBLEM_BYTES_MAX).await {
            Ok(body) => body,
            Err(broken) => return broken,
        };
        if let Ok(problem) = serde_json::from_slice::<Problem>(&body) {
            return refusal(status, retry, &problem);
        }
    }
    stranger(status, retry)
}

fn refusal(status: StatusCode, retry: Option<u32>, problem: &Problem) -> Line {
    let detail = [problem.title.as_str(), problem.detail.as_str()]
        .join(" ")
        .trim()
        .to_owned();
    let kind = match (status.as_u16(), problem.code.as_str()) {
        (_, "revoked") => LineKind::Revoked,
        (401, _) => LineKind::Unauthorised,
        (413, _) => LineKind::TooLarge,
        (408, _) => LineKind::Stalled,
        // A machine on the way may say that its own disk is full: then it does not say it in these words.
        (507, "full") => LineKind::Full,
        (429 | 503, _) => LineKind::Busy {
            retry_s: retry.unwrap_or(RETRY_S),
        },
        (status, _) => LineKind::Server { status },
    };
    line(kind, detail)
}

/// Something between us and the centre answered, or the centre is not what it was.
///
/// The status words that machines on the way use are believed as far as they only ask for patience
/// or smaller messages; nothing a stranger says bars this laptop or counts as success.
fn stranger(status: StatusCode, retry: Option<u32>) -> Line {
    let kind = match status.as_u16() {
        413 => LineKind::TooLarge,
        429 | 503 => LineKind::TurnedAway {
            retry_s: retry.unwrap_or(RETRY_S),
        },
        502 | 504 => LineKind::Unreachable,
        status @ 500..=599 => LineKind::Server { status },
        _ => LineKind::NotOurs,
    };
    line(kind, format!("status {}", status.as_u16()))
}

fn content_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

fn retry_after(headers: &HeaderMap) -> Option<u32> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

/// What a request that got no answer met.
pub(crate) fn broken(error: &reqwest::Error) -> Line {
    let kind = if error.is_timeout() && !error.is_connect() {
        LineKind::Stalled
    } else if error.is_decode() || speaks_otherwise(error) {
        LineKind::NotOurs
    } else {
        LineKind::Unreachable
    };
    line(kind, cause(error))
}

/// The innermost cause, which names no address of a person.
fn cause(error: &reqwest::Error) -> String {
    let mut last: &dyn Error = error;
    while let Some(next) = last.source() {
        last = next;
    }
    last.to_string()
}

fn speaks_otherwise(error: &reqwest::Error) -> bool {
    let mut next: Option<&dyn Error> = error.source();
    while let Some(cause) = next {
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            return io.kind() == io::ErrorKind::InvalidData;
        }
        if cause.to_string().contains("invalid HTTP") {
            return true;
        }
        next = cause.source();
    }
    false
}
