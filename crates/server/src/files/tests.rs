#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use bytes::Bytes;
use records::{DeviceId, TeamId};
use sync::{Announced, Upload, UploadId};

use super::*;

const NOW: u64 = 1_795_000_000_000;
const DARA: DeviceId = DeviceId([1; 16]);
const SOPHEA: DeviceId = DeviceId([2; 16]);

fn team(code: &str) -> TeamId {
    code.parse().unwrap()
}

fn named(code: &str, hash: blake3::Hash) -> FileName {
    FileName {
        team: team(code),
        content: *hash.as_bytes(),
    }
}

fn announced(code: &str, bytes: &[u8]) -> Announced {
    Announced {
        file: named(code, blake3::hash(bytes)),
        length: bytes.len() as u64,
    }
}

fn id(number: u8) -> UploadId {
    UploadId([number; 16])
}

/// Bytes that do not repeat.
fn photo(bytes: usize) -> Vec<u8> {
    let mut photo = vec![0; bytes];
    blake3::Hasher::new().finalize_xof().fill(&mut photo);
    photo
}

/// Sends what is missing, in pieces of at most so many bytes, and returns how it ends.
async fn send(
    files: &Files,
    (device, id): (DeviceId, UploadId),
    bytes: &[u8],
    piece: usize,
) -> Result<Upload, FilesError> {
    let mut upload = files.upload(device, id, NOW).await?;
    let rest = bytes.iter().copied().skip(upload.offset as usize);
    for piece in rest.collect::<Vec<u8>>().chunks(piece) {
        let bytes = Bytes::copy_from_slice(piece);
        files.append(device, id, upload.offset, bytes).await?;
        upload.offset += piece.len() as u64;
    }
    files.settle(device, id, upload).await
}

async fn read(files: &Files, code: &str, photo: &[u8]) -> Option<Vec<u8>> {
    let file = named(code, blake3::hash(photo));
    let got = files.get(&file, GetOptions::default()).await;
    match got.unwrap() {
        Some(got) => Some(got.bytes().await.unwrap().to_vec()),
        None => None,
    }
}

/// Runs every promise on files in memory and in a folder.
async fn on_both(promise: impl AsyncFn(&Files)) {
    promise(&Files::in_memory()).await;
    let folder = tempfile::tempdir().unwrap();
    promise(&Files::open(None, folder.path()).unwrap()).await;
}

#[tokio::test]
async fn what_was_sent_in_pieces_is_kept_whole_under_its_hash() {
    on_both(async |files| {
        for (number, bytes, piece) in [
            (1, 0, 1),
            (2, 1, 1),
            (3, 1000, 7),
            (4, PIECE_BYTES_MAX, PIECE_BYTES_MAX),
            (5, (5 << 20) + 3, PIECE_BYTES_MAX),
            (6, (11 << 20) + 1, PIECE_BYTES_MAX),
        ] {
            let (photo, id) = (photo(bytes), id(number));
            let announced = announced("A", &photo);
            let begun = files.announce(DARA, id, announced, NOW).await.unwrap();
            assert_eq!((begun.offset, begun.done), (0, bytes == 0));
            let sent = send(files, (DARA, id), &photo, piece).await.unwrap();
            assert_eq!((sent.offset, sent.done), (bytes as u64, true), "{bytes}");
            assert_eq!(read(files, "A", &photo).await, Some(photo.clone()));
            assert_eq!(read(files, "B", &photo).await, None, "it is of its team");
            let again = files.upload(DARA, id, NOW).await.unwrap();
            assert_eq!(again, sent, "a laptop that did not hear it may ask");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_here_need_not_be_sent_again() {
    on_both(async |files| {
        let photo = photo(3000);
        files
            .announce(DARA, id(1), announced("A", &photo), NOW)
            .await
            .unwrap();
        send(files, (DARA, id(1)), &photo, 1000).await.unwrap();
        let check = async |number, code, done| {
            let begun = files.announce(SOPHEA, id(number), announced(code, &photo), NOW);
            let begun = begun.await.unwrap();
            let offset = if done { 3000 } else { 0 };
            assert_eq!((begun.offset, begun.done), (offset, done), "in {code}");
        };
        check(2, "A", true).await;
        check(3, "B", false).await;
    })
    .await;
}

#[tokio::test]
async fn what_ended_well_and_is_gone_from_the_store_is_asked_for_again() {
    on_both(async |files| {
        let photo = photo(3000);
        let announced = announced("A", &photo);
        let begun = files.announce(DARA, id(1), announced.clone(), NOW).await;
        assert!(!begun.unwrap().done);
        assert!(send(files, (DARA, id(1)), &photo, 1000).await.unwrap().done);
        let path = kept(&announced.file);
        files.store.delete(&path).await.unwrap();
        let told = files.upload(DARA, id(1), NOW).await;
        assert!(matches!(told, Err(FilesError::NoUpload)), "{told:?}");
        let again = files.announce(DARA, id(2), announced, NOW).await.unwrap();
        assert_eq!((again.offset, again.done), (0, false));
        assert!(send(files, (DARA, id(2)), &photo, 1000).await.unwrap().done);
    })
    .await;
}

#[tokio::test]
async fn what_ended_well_is_forgotten_when_it_is_given_up_and_its_file_stays() {
    on_both(async |files| {
        let photo = photo(3000);
        let announced = announced("A", &photo);
        for id in [id(1), id(2)] {
            let begun = files.announce(DARA, id, announced.clone(), NOW).await;
            begun.unwrap();
            assert!(send(files, (DARA, id), &photo, 1000).await.unwrap().done);
        }
        files.give_up(SOPHEA, id(1)).await.unwrap();
        assert!(files.upload(DARA, id(1), NOW).await.unwrap().done);
        files.give_up(DARA, id(1)).await.unwrap();
        let told = files.upload(DARA, id(1), NOW).await;
        assert!(matches!(told, Err(FilesError::NoUpload)), "{told:?}");
        let other = files.upload(DARA, id(2), NOW).await.unwrap();
        assert!(other.done, "another upload of the same file is another");
        assert_eq!(read(files, "A", &photo).await, Some(photo));
    })
    .await;
}

#[test]
fn a_disk_without_room_is_told_from_other_faults() {
    let check = |kind: io::ErrorKind, is_full: bool| {
        let met = object_store::Error::Generic {
            store: "folder",
            source: io::Error::from(kind).into(),
        };
        let told = doing("keep a piece of a file")(met);
        assert_eq!(matches!(told, FilesError::Full { .. }), is_full, "{kind:?}");
    };
    check(io::ErrorKind::StorageFull, true);
    check(io::ErrorKind::QuotaExceeded, true);
    check(io::ErrorKind::PermissionDenied, false);
    check(io::ErrorKind::Other, false);
}

#[tokio::test]
async fn other_bytes_than_were_announced_are_never_kept() {
    on_both(async |files| {
        let (good, mut bad) = (photo(3000), photo(3000));
        bad.swap(0, 1);
        let announced = announced("A", &good);
        files
            .announce(DARA, id(1), announced.clone(), NOW)
            .await
            .unwrap();
        let ended = send(files, (DARA, id(1)), &bad, 1000).await;
        assert!(matches!(ended, Err(FilesError::OtherBytes)), "{ended:?}");
        assert_eq!(read(files, "A", &good).await, None);
        let gone = files.upload(DARA, id(1), NOW).await;
        assert!(matches!(gone, Err(FilesError::NoUpload)), "{gone:?}");
        files.announce(DARA, id(1), announced, NOW).await.unwrap();
        assert!(send(files, (DARA, id(1)), &good, 1000).await.unwrap().done);
    })
    .await;
}

#[tokio::test]
async fn of_two_lines_that_bring_the_same_bytes_one_counts() {
    on_both(async |files| {
        let photo = photo(3000);
        files
            .announce(DARA, id(1), announced("A", &photo), NOW)
            .await
            .unwrap();
        let bytes = |end: usize| Bytes::from(photo.iter().copied().take(end).collect::<Vec<u8>>());
        files.append(DARA, id(1), 0, bytes(1000)).await.unwrap();
        let late = files.append(DARA, id(1), 0, bytes(700)).await;
        assert!(
            matches!(late, Err(FilesError::Offset { at: 1000 })),
            "{late:?}"
        );
        // A piece behind a gap is no part of the file yet.
        files.append(DARA, id(1), 2000, bytes(1)).await.unwrap();
        assert_eq!(files.upload(DARA, id(1), NOW).await.unwrap().offset, 1000);
    })
    .await;
}

#[tokio::test]
async fn an_upload_is_its_laptops_alone() {
    on_both(async |files| {
        let photo = photo(10);
        files
            .announce(DARA, id(1), announced("A", &photo), NOW)
            .await
            .unwrap();
        let theirs = files.upload(SOPHEA, id(1), NOW).await;
        assert!(matches!(theirs, Err(FilesError::NoUpload)), "{theirs:?}");
        files.give_up(SOPHEA, id(1)).await.unwrap();
        assert!(send(files, (DARA, id(1)), &photo, 10).await.unwrap().done);
    })
    .await;
}

#[tokio::test]
async fn a_centre_that_broke_off_before_the_proof_goes_on_with_it() {
    on_both(async |files| {
        let photo = photo(1500);
        let announced = announced("A", &photo);
        files.announce(DARA, id(1), announced, NOW).await.unwrap();
        files
            .append(DARA, id(1), 0, Bytes::from(photo.clone()))
            .await
            .unwrap();
        let found = files.upload(DARA, id(1), NOW).await.unwrap();
        assert_eq!((found.offset, found.done), (1500, false));
        assert!(files.settle(DARA, id(1), found).await.unwrap().done);
        assert_eq!(read(files, "A", &photo).await, Some(photo.clone()));
    })
    .await;
}

#[tokio::test]
async fn what_does_not_end_is_given_up_and_what_ended_stays() {
    on_both(async |files| {
        let (whole, half) = (photo(100), photo(200));
        files
            .announce(DARA, id(1), announced("A", &whole), NOW)
            .await
            .unwrap();
        send(files, (DARA, id(1)), &whole, 60).await.unwrap();
        files
            .announce(DARA, id(2), announced("A", &half), NOW)
            .await
            .unwrap();
        let piece = Bytes::from_static(b"half");
        files.append(DARA, id(2), 0, piece).await.unwrap();
        let end = NOW + UPLOAD_LIFE_MS;
        assert_eq!(files.sweep(end - 1).await.unwrap(), 0);
        assert_eq!(files.upload(DARA, id(2), end - 1).await.unwrap().offset, 4);
        for number in [1, 2] {
            let expired = files.upload(DARA, id(number), end).await;
            assert!(matches!(expired, Err(FilesError::NoUpload)), "{expired:?}");
        }
        assert_eq!(files.sweep(end).await.unwrap(), 2);
        assert_eq!(
            files.sweep(end).await.unwrap(),
            0,
            "nothing is left of them"
        );
        assert_eq!(
            read(files, "A", &whole).await,
            Some(whole.clone()),
            "the file stays"
        );
    })
    .await;
}

/// Does what a laptop does: asks how far it is, sends the rest, and begins anew when nobody knows of it.
async fn insist(files: &Files, photo: &[u8]) -> u32 {
    let mut failures = 0;
    let mut name = 1;
    loop {
        let sent = match files.upload(DARA, id(name), NOW).await {
            Err(FilesError::NoUpload) => {
                name += 1;
                let begun = files.announce(DARA, id(name), announced("A", photo), NOW);
                begun.await.map(|_begun| false)
            }
            Err(error) => Err(error),
            Ok(_) => send(files, (DARA, id(name)), photo, 1000)
                .await
                .map(|upload| upload.done),
        };
        match sent {
            Ok(true) => return failures,
            Ok(false) => {}
            Err(error) => {
                assert!(matches!(error, FilesError::Store { .. }), "{error}");
                failures += 1;
            }
        }
    }
}

#[tokio::test]
async fn a_store_that_fails_at_any_call_loses_nothing_and_keeps_nothing_twice() {
    for unheard in [false, true] {
        let mut calls = 0;
        for at in 0.. {
            let store = Arc::new(failing::Failing::new(at, unheard));
            let files = Files {
                store: Arc::clone(&store) as Arc<dyn ObjectStore>,
            };
            let photo = photo(2500);
            let failures = insist(&files, &photo).await;
            assert_eq!(failures > 0, store.has_failed(), "call {at}");
            if !store.has_failed() {
                break;
            }
            assert_eq!(failures, 1, "call {at}: it goes on where it was");
            assert_eq!(
                read(&files, "A", &photo).await,
                Some(photo.clone()),
                "call {at}"
            );
            // What is left of it is removed when its time has come: the store's own clock is later.
            let much_later = u64::MAX;
            files.sweep(much_later).await.unwrap();
            assert_eq!(files.sweep(much_later).await.unwrap(), 0, "call {at}");
            calls = at;
        }
        assert!(calls > 15, "only {calls} calls: too few to prove anything");
    }
}

#[tokio::test]
async fn there_are_limits() {
    let files = Files::in_memory();
    let large = Announced {
        length: FILE_BYTES_MAX + 1,
        ..announced("A", b"")
    };
    let refused = files.announce(DARA, id(1), large, NOW).await;
    assert!(
        matches!(
            refused,
            Err(FilesError::TooLarge {
                most: FILE_BYTES_MAX
            })
        ),
        "{refused:?}"
    );
    for number in 0..UPLOADS_MAX as u128 {
        let id = UploadId(number.to_be_bytes());
        let begun = files.announce(DARA, id, announced("A", b"photo"), NOW);
        begun.await.unwrap();
    }
    let one_more = files.announce(DARA, id(255), announced("A", b"photo"), NOW);
    let refused = one_more.await;
    assert!(matches!(refused, Err(FilesError::TooMany)), "{refused:?}");
    files
        .announce(SOPHEA, id(1), announced("A", b"photo"), NOW)
        .await
        .unwrap();
    files.give_up(DARA, UploadId([0; 16])).await.unwrap();
    files
        .announce(DARA, id(255), announced("A", b"photo"), NOW)
        .await
        .unwrap();
}

#[test]
fn a_place_is_a_folder_or_a_bucket() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let check = |place: &str, good: bool| {
        let opened = Files::open(Some(place), folder.path());
        assert_eq!(opened.is_ok(), good, "{place}");
    };
    check(path, true);
    check(&format!("file://{path}"), true);
    check("ftp://example.org/x", false);
    check("memory:///", false);
    check("s3://", false);
}
