//! `GET /v1/files/{team}/{hash}`: a whole file, or the rest of it.

use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use records::TeamId;
use sync::FileName;

use crate::headers::{hash, text, value};
use crate::{Fault, Shelf};

pub(super) async fn fetch<S: Shelf>(
    State(shelf): State<Arc<S>>,
    Path((team, named)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, S::Refusal> {
    let guest = shelf.guest(&headers).await?;
    let team = TeamId::new(team).map_err(|_code| Fault::not_found())?;
    let content = hash(&named).ok_or_else(Fault::not_found)?;
    let file = FileName { team, content };
    let length = shelf.length(&guest, &file).await?;
    let length = length.ok_or_else(Fault::not_found)?;
    let asked = text(&headers, &RANGE).and_then(|asked| range(asked, length));
    let (status, bytes) = match asked {
        None => (StatusCode::OK, 0..length),
        Some(Ok(bytes)) => (StatusCode::PARTIAL_CONTENT, bytes),
        Some(Err(Outside)) => return Err(Fault::range(length).into()),
    };
    let body = if method == Method::HEAD || bytes.is_empty() {
        Body::empty()
    } else {
        let read = shelf.read(&guest, &file, bytes.clone()).await?;
        read.ok_or_else(Fault::not_found)?
    };
    let mut response = (status, body).into_response();
    let heads = response.headers_mut();
    heads.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    heads.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    heads.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    heads.insert(CONTENT_LENGTH, value(bytes.end - bytes.start));
    let tag = HeaderValue::try_from(format!("\"{named}\""));
    heads.insert(ETAG, tag.map_err(|_never| Fault::internal())?);
    if status == StatusCode::PARTIAL_CONTENT {
        let says = format!("bytes {}-{}/{length}", bytes.start, bytes.end - 1);
        let says = HeaderValue::try_from(says).map_err(|_never| Fault::internal())?;
        heads.insert(CONTENT_RANGE, says);
    }
    Ok(response)
}

/// A range that holds no byte of the file.
#[derive(Debug, PartialEq, Eq)]
struct Outside;

/// Reads one range of bytes. `None` for what is none or several: then the whole is sent, as RFC 9110 says.
fn range(asked: &str, length: u64) -> Option<Result<Range<u64>, Outside>> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (first.trim(), last.trim()) {
        ("", "") => return None,
        ("", last) => length.saturating_sub(last.parse().ok()?)..length,
        (first, "") => first.parse().ok()?..length,
        (first, last) => {
            let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
            if last < first {
                return None;
            }
            first..last.saturating_add(1).min(length)
        }
    };
    Some(if range.start < range.end {
        Ok(range)
    } else {
        Err(Outside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_standard_says() {
        let check = |asked: &str, wanted: Option<Result<Range<u64>, Outside>>| {
            assert_eq!(range(asked, 10), wanted, "{asked}");
        };
        check("bytes=0-3", Some(Ok(0..4)));
        check("bytes=4-", Some(Ok(4..10)));
        check("bytes=-3", Some(Ok(7..10)));
        check("bytes=0-99", Some(Ok(0..10)));
        check("bytes=-99", Some(Ok(0..10)));
        check("bytes=9-9", Some(Ok(9..10)));
        check("bytes=10-", Some(Err(Outside)));
        check("bytes=-0", Some(Err(Outside)));
        check("bytes=99-100", Some(Err(Outside)));
        for none in [
            "",
            "bytes=",
            "bytes=-",
            "bytes=3-1",
            "bytes=1-2,4-5",
            "lines=1-2",
            "bytes=a-b",
        ] {
            check(none, None);
        }
    }
}
