//! The road of files: whatever answers in the centre's place counts as nothing that was sent or fetched.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::time::Duration;

use client::HttpPeer;
use records::TeamId;
use sync::{
    FileName, FileRoad, FileSizes, FilesAsk, Line, LineKind, Piece, Road, SizesAsk, Standing,
};
use tokio::runtime::Runtime;
use wiremock::matchers::{any, header, header_exists, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const STALL: Duration = Duration::from_millis(700);
const UPLOAD: &str = "/v1/files/00ff";

fn file() -> FileName {
    FileName {
        team: TeamId::new("BTB2").unwrap(),
        content: [7; 32],
    }
}

/// What one act on the road comes to when everything is answered so.
fn over<T>(
    answer: ResponseTemplate,
    act: impl FnOnce(&mut dyn FileRoad) -> Result<T, Line>,
) -> Result<T, Line> {
    with(Mock::given(any()).respond_with(answer), act)
}

fn with<T>(mock: Mock, act: impl FnOnce(&mut dyn FileRoad) -> Result<T, Line>) -> Result<T, Line> {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        mock.mount(&server).await;
        server
    });
    let mut peer = HttpPeer::new(&server.uri(), "token".to_owned(), STALL).unwrap();
    let done = act(peer.files().unwrap());
    drop(runtime);
    done
}

fn tus(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("tus-resumable", "1.0.0")
}

#[test]
fn a_full_disk_is_told_where_an_answer_has_no_body_too() {
    let check = |answer: ResponseTemplate, kind: LineKind| {
        let told = over(answer, |road| road.standing(UPLOAD)).unwrap_err();
        assert_eq!(told.kind, kind);
    };
    check(tus(507), LineKind::Full);
    check(tus(500), LineKind::Server { status: 500 });
    let stranger = ResponseTemplate::new(507);
    check(stranger, LineKind::Server { status: 507 });
}

#[test]
fn an_upload_is_announced_as_the_protocol_says() {
    let mock = Mock::given(method("POST"))
        .and(path("/v1/files"))
        .and(header("authorization", "Bearer token"))
        .and(header("tus-resumable", "1.0.0"))
        .and(header("upload-length", "12"))
        .and(header_exists("upload-metadata"))
        .respond_with(
            tus(201)
                .insert_header("location", UPLOAD)
                .insert_header("upload-offset", "5"),
        );
    let standing = with(mock, |peer| peer.announce(&file(), 12)).unwrap();
    let want = Standing {
        address: UPLOAD.to_owned(),
        offset: 5,
    };
    assert_eq!(standing, want);
}

#[test]
fn where_an_upload_stands_is_believed_of_the_centre_alone() {
    let at = |answer| over(answer, |peer| peer.standing(UPLOAD)).map_err(|line| line.kind);
    assert_eq!(
        at(tus(200).insert_header("upload-offset", "9")),
        Ok(Some(9))
    );
    assert_eq!(at(tus(404)), Ok(None));
    assert_eq!(at(tus(410)), Ok(None));
    assert_eq!(at(tus(200)), Err(LineKind::NotOurs), "no offset");
    let plain = ResponseTemplate::new(200).insert_header("upload-offset", "9");
    assert_eq!(at(plain), Err(LineKind::NotOurs), "no word of tus");
    assert_eq!(at(ResponseTemplate::new(404)), Err(LineKind::NotOurs));
    let elsewhere = over(tus(200), |peer| peer.standing("/v1/sync"));
    assert_eq!(elsewhere, Ok(None), "only uploads are asked for");
}

#[test]
fn bytes_count_as_sent_when_the_centre_says_so() {
    let sent = |answer| over(answer, |peer| peer.append(UPLOAD, 3, b"bytes")).map_err(|it| it.kind);
    assert_eq!(sent(tus(204).insert_header("upload-offset", "8")), Ok(8));
    assert_eq!(sent(tus(409).insert_header("upload-offset", "8")), Ok(8));
    let page = ResponseTemplate::new(200).set_body_raw("<html>Log in</html>", "text/html");
    assert_eq!(sent(page), Err(LineKind::NotOurs));
    assert_eq!(sent(ResponseTemplate::new(204)), Err(LineKind::NotOurs));
    assert_eq!(sent(ResponseTemplate::new(413)), Err(LineKind::TooLarge));
    assert_eq!(sent(ResponseTemplate::new(502)), Err(LineKind::Unreachable));
    let slow = tus(204).set_delay(Duration::from_secs(5));
    assert_eq!(sent(slow), Err(LineKind::Stalled));
}

#[test]
fn a_piece_is_taken_with_the_length_of_the_whole() {
    let got = |answer| over(answer, |peer| peer.fetch(&file(), 3, 4)).map_err(|line| line.kind);
    let piece = |bytes: &[u8], length| {
        let bytes = bytes.to_vec();
        Ok(Some(Piece { bytes, length }))
    };
    let some = tus(206)
        .insert_header("content-range", "bytes 3-6/9")
        .set_body_bytes(*b"some");
    assert_eq!(got(some), piece(b"some", 9));
    let end = tus(416).insert_header("content-range", "bytes */3");
    assert_eq!(got(end), piece(b"", 3));
    assert_eq!(got(tus(404)), Ok(None));
    let whole = tus(200).set_body_bytes(*b"everything at once");
    assert_eq!(got(whole), Err(LineKind::NotOurs));
    let more = tus(206)
        .insert_header("content-range", "bytes 3-6/9")
        .set_body_bytes(*b"much more");
    assert_eq!(got(more), Err(LineKind::NotOurs));
    assert_eq!(
        got(tus(206).set_body_bytes(*b"some")),
        Err(LineKind::NotOurs)
    );
}

#[test]
fn nobody_but_the_centre_signs() {
    let ask = FilesAsk {
        batch: [1; 16],
        files: vec![file()],
    };
    let signed = |answer| over(answer, |peer| peer.sign(&ask)).map_err(|line| line.kind);
    for answer in [
        tus(200).set_body_bytes(*b"rubbish"),
        ResponseTemplate::new(200).set_body_bytes(*b"rubbish"),
        tus(204),
    ] {
        assert_eq!(signed(answer), Err(LineKind::NotOurs));
    }
}

#[test]
fn sizes_are_believed_of_a_place_that_knows_the_question_and_of_no_other() {
    let said = |bytes: Vec<Option<u64>>| FileSizes { bytes }.to_bytes();
    let check = |answer: ResponseTemplate, want: Result<Option<u64>, LineKind>| {
        let ask = SizesAsk {
            files: vec![file()],
        };
        let got = over(answer, |road| road.sizes(&ask));
        let got = got.map(|said| said.and_then(|said| said.bytes.first().copied().flatten()));
        assert_eq!(got.map_err(|line| line.kind), want);
    };
    let cbor = |bytes| tus(200).set_body_raw(bytes, "application/cbor");
    check(cbor(said(vec![Some(7)])), Ok(Some(7)));
    check(cbor(said(vec![None])), Ok(None));
    // A centre of before: it takes the question for an upload.
    check(tus(405), Ok(None));
    check(tus(404), Ok(None));
    check(cbor(said(vec![])), Err(LineKind::NotOurs));
    check(cbor(b"rubbish".to_vec()), Err(LineKind::NotOurs));
    let page = ResponseTemplate::new(200).set_body_raw("<html>Log in</html>", "text/html");
    check(page, Err(LineKind::NotOurs));
}
