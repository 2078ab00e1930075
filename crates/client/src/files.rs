//! Photos and scans over HTTP, to a centre and to a hub: the tus protocol 1.0 as far as a laptop needs it.
//!
//! An answer counts only when it says that it speaks tus and has the status that the protocol gives: a page of
//! some network's log-in says neither.

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION, RANGE};
use reqwest::{Method, RequestBuilder, StatusCode};
use sync::{
    FileName, FileRoad, FileSizes, FilesAsk, Line, LineKind, Piece, SignedReceipt, SizesAsk,
    Standing,
};

use crate::{Answer, CBOR, Door, answer, line};

const TUS_RESUMABLE: &str = "tus-resumable";
const TUS: &str = "1.0.0";
const UPLOAD_OFFSET: &str = "upload-offset";
const OFFSET_STREAM: &str = "application/offset+octet-stream";
/// What a door of files answers under; uploads are believed to be nowhere else.
const FILES: &str = "/v1/files";
const RECEIPT_BYTES_MAX: usize = 1 << 20;
const SIZES_BYTES_MAX: usize = 4 << 10;

impl Door {
    fn ask_files(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.line.url);
        let request = self.line.client.request(method, url);
        self.shown_with(request).header(TUS_RESUMABLE, TUS)
    }

    /// Sends a request and gives the answer on if a door of files gave it, with a status that was hoped for.
    fn answered(&self, request: RequestBuilder, hoped: &[StatusCode]) -> Result<Answer, Line> {
        self.line.runtime.block_on(async {
            let answer = self.line.sent(request).await?;
            let version = answer.response.headers().get(TUS_RESUMABLE);
            let speaks = version.is_some_and(|version| version == TUS);
            if speaks && hoped.contains(&answer.response.status()) {
                return Ok(answer);
            }
            let failed = answer::failed(answer).await;
            // An answer to HEAD has no body to say it in; a machine on the way does not speak tus.
            let is_full = speaks && failed.kind == LineKind::Server { status: 507 };
            Err(match is_full {
                true => line(LineKind::Full, failed.detail),
                false => failed,
            })
        })
    }

    /// Reads at most so many bytes of an answer.
    fn body(&self, answer: Answer, most: usize) -> Result<bytes::Bytes, Line> {
        self.line.runtime.block_on(answer.whole(most))
    }
}

impl FileRoad for Door {
    fn announce(&mut self, file: &FileName, length: u64) -> Result<Standing, Line> {
        let metadata = format!(
            "team {},blake3 {}",
            data_encoding::BASE64.encode(file.team.as_str().as_bytes()),
            data_encoding::BASE64.encode(hex(file).as_bytes()),
        );
        let request = self
            .ask_files(Method::POST, FILES)
            .header("upload-length", length)
            .header("upload-metadata", metadata);
        let response = self.answered(request, &[StatusCode::CREATED])?.response;
        let offset = offset(response.headers())?;
        let address = response
            .headers()
            .get(LOCATION)
            .and_then(|location| location.to_str().ok())
            .filter(|address| is_upload(address))
            .ok_or_else(|| line(LineKind::NotOurs, "an upload has no address"))?;
        Ok(Standing {
            address: address.to_owned(),
            offset,
        })
    }

    fn standing(&mut self, address: &str) -> Result<Option<u64>, Line> {
        if !is_upload(address) {
            return Ok(None);
        }
        let request = self.ask_files(Method::HEAD, address);
        let hoped = [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::GONE];
        let response = self.answered(request, &hoped)?.response;
        match response.status() {
            StatusCode::OK => offset(response.headers()).map(Some),
            _ => Ok(None),
        }
    }

    fn append(&mut self, address: &str, offset_here: u64, piece: &[u8]) -> Result<u64, Line> {
        self.moved.up += piece.len() as u64;
        let request = self
            .ask_files(Method::PATCH, address)
            .header(UPLOAD_OFFSET, offset_here)
            .header(CONTENT_TYPE, OFFSET_STREAM)
            .body(piece.to_vec());
        // 409: an earlier message arrived although its answer did not; where it stands is in the answer.
        let hoped = [StatusCode::NO_CONTENT, StatusCode::CONFLICT];
        offset(self.answered(request, &hoped)?.response.headers())
    }

    fn fetch(&mut self, file: &FileName, from: u64, most: usize) -> Result<Option<Piece>, Line> {
        let last = from.saturating_add(most as u64).saturating_sub(1);
        let path = format!("{FILES}/{}/{}", file.team, hex(file));
        let request = self
            .ask_files(Method::GET, &path)
            .header(RANGE, format!("bytes={from}-{last}"));
        let hoped = [
            StatusCode::PARTIAL_CONTENT,
            StatusCode::NOT_FOUND,
            StatusCode::RANGE_NOT_SATISFIABLE,
        ];
        let answer = self.answered(request, &hoped)?;
        if answer.response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let length = length(answer.response.headers())
            .ok_or_else(|| line(LineKind::NotOurs, "a piece of a file has no length"))?;
        if answer.response.status() == StatusCode::RANGE_NOT_SATISFIABLE {
            let bytes = Vec::new();
            return Ok(Some(Piece { bytes, length }));
        }
        let bytes = self.body(answer, most)?.to_vec();
        self.moved.down += bytes.len() as u64;
        Ok(Some(Piece { bytes, length }))
    }

    fn sizes(&mut self, ask: &SizesAsk) -> Result<Option<FileSizes>, Line> {
        let body = ask.to_bytes();
        self.moved.up += body.len() as u64;
        let request = self
            .ask_files(Method::POST, &format!("{FILES}/sizes"))
            .header(CONTENT_TYPE, CBOR)
            .header(ACCEPT, CBOR)
            .body(body);
        // A place of before this question takes it for an upload.
        let hoped = [
            StatusCode::OK,
            StatusCode::NOT_FOUND,
            StatusCode::METHOD_NOT_ALLOWED,
        ];
        let answer = self.answered(request, &hoped)?;
        if answer.response.status() != StatusCode::OK {
            return Ok(None);
        }
        let bytes = self.body(answer, SIZES_BYTES_MAX)?;
        self.moved.down += bytes.len() as u64;
        match FileSizes::from_bytes(&bytes) {
            Ok(said) if said.bytes.len() == ask.files.len() => Ok(Some(said)),
            Ok(_) => Err(line(LineKind::NotOurs, "sizes of other files than asked")),
            Err(error) => Err(line(LineKind::NotOurs, error.to_string())),
        }
    }

    fn sign(&mut self, ask: &FilesAsk) -> Result<SignedReceipt, Line> {
        let body = ask.to_bytes();
        self.moved.up += body.len() as u64;
        let request = self
            .ask_files(Method::POST, &format!("{FILES}/receipt"))
            .header(CONTENT_TYPE, CBOR)
            .header(ACCEPT, CBOR)
            .body(body);
        let answer = self.answered(request, &[StatusCode::OK])?;
        let bytes = self.body(answer, RECEIPT_BYTES_MAX)?;
        self.moved.down += bytes.len() as u64;
        let read = SignedReceipt::from_bytes(&bytes);
        read.map_err(|error| line(LineKind::NotOurs, error.to_string()))
    }
}

/// An address that a centre gives uploads: nothing that leads elsewhere.
fn is_upload(address: &str) -> bool {
    let name = address
        .strip_prefix(FILES)
        .and_then(|rest| rest.strip_prefix('/'));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|sign| sign.is_ascii_alphanumeric())
    })
}

fn hex(file: &FileName) -> String {
    data_encoding::HEXLOWER.encode(&file.content)
}

fn offset(heads: &HeaderMap) -> Result<u64, Line> {
    let said = heads
        .get(UPLOAD_OFFSET)
        .and_then(|value| value.to_str().ok());
    said.and_then(|text| text.parse().ok())
        .ok_or_else(|| line(LineKind::NotOurs, "an upload does not say where it stands"))
}

/// The length of a whole file, from `Content-Range: bytes 0-9/100` or `bytes */100`.
fn length(heads: &HeaderMap) -> Option<u64> {
    let range = heads.get(reqwest::header::CONTENT_RANGE)?.to_str().ok()?;
    let (_, length) = range.rsplit_once('/')?;
    length.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_is_looked_for_at_the_centre_alone() {
        let check = |address: &str, ours: bool| assert_eq!(is_upload(address), ours, "{address}");
        check("/v1/files/00ff", true);
        check("/v1/files/", false);
        check("/v1/files", false);
        check("/v1/files/../sync", false);
        check("/v1/files/a/b", false);
        check("//elsewhere/v1/files/00ff", false);
        check("http://elsewhere/v1/files/00ff", false);
        check("", false);
    }

    #[test]
    fn the_length_of_a_whole_is_read_from_its_range() {
        let check = |said: &'static str, length_told: Option<u64>| {
            let value = reqwest::header::HeaderValue::from_static(said);
            let heads = [(reqwest::header::CONTENT_RANGE, value)]
                .into_iter()
                .collect();
            assert_eq!(length(&heads), length_told, "{said}");
        };
        check("bytes 0-9/100", Some(100));
        check("bytes */0", Some(0));
        check("bytes 0-9/*", None);
        check("bytes", None);
        assert_eq!(length(&HeaderMap::new()), None);
    }
}
