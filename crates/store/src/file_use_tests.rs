//! Who names a file, how far it got, and files on their way.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]

use std::fs;

use proptest::prelude::*;
use records::{DeviceId, Kind, Revision};
use vault::PIECE_BYTES;

use crate::sample::{Laptop, TEAM, revision, save, team};
use crate::{
    AbsentFile, Came, ContentId, Delivery, FILE_BYTES_MAX, FILES, FileFacts, FileSums, GuestFile,
    HeldFile, Media, Reader, StoreError, WaitingFile,
};

const FACTS: FileFacts = FileFacts {
    media: Media::Jpeg,
    size: None,
    made_ms: 7,
};

fn photo(bytes: usize) -> Vec<u8> {
    let mut photo = vec![0; bytes];
    blake3::Hasher::new().finalize_xof().fill(&mut photo);
    photo
}

fn naming(number: u32, content: ContentId) -> Revision {
    let body = format!("{{\"photo\":\"{content}.jpg\"}}");
    save(number, u64::from(number), &[], &body)
}

fn kept(laptop: &Laptop, bytes: &[u8]) -> HeldFile {
    laptop.store.keep_file(bytes, &FACTS).unwrap()
}

fn waiting(laptop: &Laptop) -> Vec<WaitingFile> {
    laptop.store.read(|reader| reader.waiting_files()).unwrap()
}

fn absent(laptop: &Laptop) -> Vec<AbsentFile> {
    laptop.store.read(|reader| reader.absent_files()).unwrap()
}

#[test]
fn a_file_that_was_handed_over_still_waits_for_the_centre() {
    let laptop = Laptop::new();
    let held = kept(&laptop, b"photo");
    laptop.append(&[naming(1, held.content)]);
    let how_far = || {
        let store = &laptop.store;
        store
            .read(|reader| reader.file_delivery(held.content))
            .unwrap()
    };
    let hand_over = || {
        let write =
            |writer: &mut crate::Writer<'_>| writer.hand_over_file(held.content, &team(TEAM));
        laptop.store.write(write).unwrap();
    };
    assert_eq!(how_far(), Some(Delivery::Laptop));
    hand_over();
    assert_eq!(
        (how_far(), waiting(&laptop).len()),
        (Some(Delivery::Handed), 1)
    );
    let confirm = |writer: &mut crate::Writer<'_>| writer.confirm_file(held.content, &team(TEAM));
    assert!(laptop.store.write(confirm).unwrap());
    hand_over();
    assert_eq!(
        (how_far(), waiting(&laptop).len()),
        (Some(Delivery::Confirmed), 0)
    );
    let named = laptop.store.read(|reader| reader.named_files()).unwrap();
    assert_eq!(named.len(), 1, "what is confirmed can be carried again");
}

#[test]
fn a_file_waits_from_when_a_record_names_it_until_the_centre_has_it() {
    let laptop = Laptop::new();
    let held = kept(&laptop, b"photo");
    assert_eq!(waiting(&laptop), [], "a draft alone names it");
    laptop.append(&[naming(1, held.content)]);
    let want = WaitingFile {
        content: held.content,
        team: team(TEAM),
        bytes: 5,
        upload: None,
    };
    assert_eq!(waiting(&laptop), std::slice::from_ref(&want));
    let write_upload = |upload: Option<&str>| {
        let write =
            |writer: &mut crate::Writer<'_>| writer.set_upload(held.content, &team(TEAM), upload);
        laptop.store.write(write).unwrap();
    };
    write_upload(Some("/v1/files/1"));
    assert_eq!(waiting(&laptop)[0].upload.as_deref(), Some("/v1/files/1"));
    write_upload(None);
    assert_eq!(waiting(&laptop), [want]);
    let sums = |laptop: &Laptop| {
        let read = laptop.store.read(|reader| reader.waiting_file_sums());
        read.unwrap()
    };
    let one = FileSums { files: 1, bytes: 5 };
    assert_eq!(sums(&laptop), one);
    let delivery = |laptop: &Laptop| {
        let read = laptop
            .store
            .read(|reader| reader.file_delivery(held.content));
        read.unwrap()
    };
    assert_eq!(delivery(&laptop), Some(Delivery::Laptop));
    let confirm = || {
        let write = |writer: &mut crate::Writer<'_>| writer.confirm_file(held.content, &team(TEAM));
        laptop.store.write(write).unwrap()
    };
    assert!(confirm() && !confirm(), "once is news");
    assert_eq!(waiting(&laptop), []);
    assert_eq!(delivery(&laptop), Some(Delivery::Confirmed));
    assert_eq!(sums(&laptop), FileSums::default());
    laptop.append(&[naming(2, held.content)]);
    assert_eq!(
        waiting(&laptop),
        [],
        "another record of the team needs no second journey"
    );
}

#[test]
fn a_colleagues_file_is_absent_until_it_comes() {
    let laptop = Laptop::new();
    let content = ContentId::of(b"theirs");
    let came = [naming(1, content)];
    let append = |writer: &mut crate::Writer<'_>| writer.append(&came, Came::Centre);
    laptop.store.write(append).unwrap();
    let want = AbsentFile {
        content,
        team: team(TEAM),
        media: Some(Media::Jpeg),
    };
    assert_eq!(absent(&laptop), [want]);
    let held = kept(&laptop, b"theirs");
    assert!(held.named, "it is named before it is here");
    assert_eq!(absent(&laptop), []);
}

#[test]
fn after_an_erasure_what_it_named_does_not_go_out_and_all_else_does() {
    let laptop = Laptop::new();
    let (gone, shared, stays) = (
        kept(&laptop, b"gone"),
        kept(&laptop, b"shared"),
        kept(&laptop, b"stays"),
    );
    let (elsewhere, wanted) = (ContentId::of(b"elsewhere"), ContentId::of(b"wanted"));
    let body = format!(
        "{}.jpg {}.jpg {elsewhere}.jpg",
        gone.content, shared.content
    );
    let erased = save(1, 1, &[], &body);
    let others = format!("{}.jpg {wanted}.jpg", stays.content);
    laptop.append(&[
        erased.clone(),
        save(2, 2, &[], &others),
        naming(3, shared.content),
    ]);
    assert_eq!((waiting(&laptop).len(), absent(&laptop).len()), (3, 2));
    laptop.append(&[revision(Kind::Erase, 1, 4, &[erased.id], "{}")]);
    let going = |laptop: &Laptop| -> Vec<ContentId> {
        waiting(laptop).iter().map(|file| file.content).collect()
    };
    let lacking = |laptop: &Laptop| -> Vec<ContentId> {
        absent(laptop).iter().map(|file| file.content).collect()
    };
    assert_eq!(
        going(&laptop),
        [stays.content],
        "at once, without a sign-in"
    );
    assert_eq!(lacking(&laptop), [wanted]);
    laptop.store.clear_files().unwrap();
    assert_eq!(going(&laptop), [shared.content, stays.content]);
    assert_eq!(lacking(&laptop), [wanted]);
}

#[test]
fn a_damaged_file_that_a_record_names_is_wanted_again() {
    let laptop = Laptop::new();
    let bytes = photo(900);
    let held = kept(&laptop, &bytes);
    laptop.append(&[naming(1, held.content)]);
    let folder = laptop.dir.path().join(FILES);
    let path = fs::read_dir(folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    fs::write(path, b"rubbish").unwrap();
    let damaged = laptop.store.set_damaged_files_aside().unwrap();
    assert_eq!(damaged, [held.content]);
    assert_eq!(absent(&laptop).len(), 1);
    assert!(
        waiting(&laptop).is_empty(),
        "what is not here cannot be sent"
    );
    came(&laptop, &bytes, &[]).unwrap();
    assert_eq!(absent(&laptop), []);
}

fn came(laptop: &Laptop, bytes: &[u8], steps: &[usize]) -> Option<HeldFile> {
    let content = ContentId::of(bytes);
    let mut arriving = laptop.store.arriving(content).unwrap();
    for step in steps {
        let from = usize::try_from(arriving.bytes()).unwrap();
        let upto = (from + step).min(bytes.len());
        laptop
            .store
            .take_arriving(&mut arriving, &bytes[from..upto])
            .unwrap();
    }
    let from = usize::try_from(arriving.bytes()).unwrap();
    laptop
        .store
        .take_arriving(&mut arriving, &bytes[from..])
        .unwrap();
    laptop.store.finish_arriving(arriving, &FACTS).unwrap()
}

fn parts_on_disk(laptop: &Laptop) -> Vec<std::path::PathBuf> {
    let Ok(entries) = fs::read_dir(laptop.dir.path().join(FILES)) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some()).collect()
}

#[test]
fn a_file_that_came_is_kept_and_its_pieces_go() {
    for size in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES * 2 + 9] {
        let laptop = Laptop::new();
        let bytes = photo(size);
        let held = came(&laptop, &bytes, &[1, PIECE_BYTES, 7]).unwrap();
        assert_eq!(laptop.store.file_content(held.content).unwrap(), bytes);
        assert_eq!(parts_on_disk(&laptop), Vec::<std::path::PathBuf>::new());
    }
}

#[test]
fn what_was_not_promised_is_not_kept() {
    let laptop = Laptop::new();
    let promised = ContentId::of(b"promised");
    let mut arriving = laptop.store.arriving(promised).unwrap();
    let other = photo(PIECE_BYTES * 2);
    laptop.store.take_arriving(&mut arriving, &other).unwrap();
    assert_eq!(parts_on_disk(&laptop).len(), 1);
    assert_eq!(
        laptop.store.finish_arriving(arriving, &FACTS).unwrap(),
        None
    );
    assert!(parts_on_disk(&laptop).is_empty());
    assert_eq!(laptop.store.arriving(promised).unwrap().bytes(), 0);
}

#[test]
fn more_than_a_file_may_have_is_refused() {
    let laptop = Laptop::new();
    let mut arriving = laptop.store.arriving(ContentId::of(b"large")).unwrap();
    let piece = vec![0; 1 << 20];
    let mut taken = 0;
    let refused = loop {
        match laptop.store.take_arriving(&mut arriving, &piece) {
            Ok(()) => taken += piece.len() as u64,
            Err(refused) => break refused,
        }
    };
    assert!(matches!(refused, StoreError::FileTooLarge));
    assert!(taken <= FILE_BYTES_MAX && taken + (1 << 20) > FILE_BYTES_MAX);
}

#[test]
fn pieces_that_nobody_waits_for_go_with_the_next_sign_in() {
    let laptop = Laptop::new();
    let wanted = photo(PIECE_BYTES);
    let stale = photo(PIECE_BYTES + 1);
    laptop.append(&[naming(1, ContentId::of(&wanted))]);
    for bytes in [&wanted, &stale] {
        let mut arriving = laptop.store.arriving(ContentId::of(bytes)).unwrap();
        laptop.store.take_arriving(&mut arriving, bytes).unwrap();
    }
    laptop.store.clear_files().unwrap();
    let here = |bytes: &[u8]| laptop.store.arriving(ContentId::of(bytes)).unwrap().bytes();
    assert_eq!((here(&wanted), here(&stale)), (PIECE_BYTES as u64, 0));
}

#[test]
fn what_a_guest_brings_stands_to_the_byte_and_apart_from_what_others_bring() {
    let mut laptop = Laptop::new();
    let bytes = photo(PIECE_BYTES * 2 + 9);
    let content = ContentId::of(&bytes);
    let mut at = 0;
    for step in [1, 2, PIECE_BYTES - 3, PIECE_BYTES + 5, 1, 3] {
        let mut arriving = laptop.store.arriving_from_guest(content, [1; 16]).unwrap();
        assert_eq!(arriving.bytes(), at as u64);
        laptop
            .store
            .take_arriving(&mut arriving, &bytes[at..at + step])
            .unwrap();
        at += step;
        laptop = laptop.reopen();
    }
    let others = laptop.store.arriving_from_guest(content, [2; 16]).unwrap();
    assert_eq!(
        others.bytes() + laptop.store.arriving(content).unwrap().bytes(),
        0
    );
    let mut arriving = laptop.store.arriving_from_guest(content, [1; 16]).unwrap();
    laptop
        .store
        .take_arriving(&mut arriving, &bytes[at..])
        .unwrap();
    let held = laptop.store.finish_arriving(arriving, &FACTS).unwrap();
    assert_eq!(held.unwrap().content, content);
    assert!(parts_on_disk(&laptop).is_empty());
}

#[test]
fn what_guests_bring_goes_when_it_is_given_up_and_not_before() {
    let laptop = Laptop::new();
    let bring = |id: u8, until_ms: u64| {
        let content = ContentId([id; 32]);
        let file = GuestFile {
            id: [id; 16],
            device: DeviceId([9; 16]),
            team: team(TEAM),
            content,
            bytes: 9,
            until_ms,
        };
        let store = &laptop.store;
        store.write(|writer| writer.add_guest_file(&file)).unwrap();
        let mut arriving = store.arriving_from_guest(content, file.id).unwrap();
        store.take_arriving(&mut arriving, b"some").unwrap();
        file
    };
    let (soon, late) = (bring(1, 100), bring(2, 200));
    let noted = || {
        let noted = |id| {
            laptop
                .store
                .read(|reader| reader.guest_file([id; 16]))
                .unwrap()
        };
        [1, 2].into_iter().filter_map(noted).collect::<Vec<_>>()
    };
    laptop.store.clear_files().unwrap();
    assert_eq!(
        (noted(), parts_on_disk(&laptop).len()),
        (vec![soon, late.clone()], 2)
    );
    laptop.store.expire_guest_files(100).unwrap();
    assert_eq!(
        (noted(), parts_on_disk(&laptop).len()),
        (vec![late.clone()], 1)
    );
    let found = laptop
        .store
        .read(|reader| reader.guest_file([2; 16]))
        .unwrap();
    assert_eq!(found, Some(late.clone()));
    let by_its_file = laptop
        .store
        .read(|reader| reader.guest_file_of(late.device, &late.team, late.content))
        .unwrap();
    assert_eq!(by_its_file, Some(late));
    // A power cut between line and pieces leaves pieces that nobody knows of.
    let mut stray = laptop
        .store
        .arriving_from_guest(ContentId([3; 32]), [3; 16])
        .unwrap();
    laptop.store.take_arriving(&mut stray, b"stray").unwrap();
    laptop.store.drop_guest_file([2; 16]).unwrap();
    assert_eq!((noted(), parts_on_disk(&laptop).len()), (vec![], 1));
    laptop.store.clear_files().unwrap();
    assert!(parts_on_disk(&laptop).is_empty());
}

#[test]
fn what_a_guest_brought_is_no_longer_on_its_way() {
    let laptop = Laptop::new();
    let device = DeviceId([9; 16]);
    let on_their_way = || {
        let count = |reader: &Reader<'_>| reader.guest_files_on_their_way(device);
        laptop.store.read(count).unwrap()
    };
    let (here, away) = (photo(9), photo(10));
    for (id, of, bytes) in [
        (1, device, &here),
        (2, device, &away),
        (3, DeviceId([8; 16]), &away),
    ] {
        let file = GuestFile {
            id: [id; 16],
            device: of,
            team: team(TEAM),
            content: ContentId::of(bytes),
            bytes: bytes.len() as u64,
            until_ms: 100,
        };
        let store = &laptop.store;
        store.write(|writer| writer.add_guest_file(&file)).unwrap();
    }
    assert_eq!(on_their_way(), 2);
    laptop.store.keep_file(&here, &FACTS).unwrap();
    assert_eq!(on_their_way(), 1);
}

#[test]
fn some_bytes_of_a_file_are_read_without_the_rest() {
    let laptop = Laptop::new();
    let bytes = photo(PIECE_BYTES * 2 + 9);
    let held = laptop.store.keep_file(&bytes, &FACTS).unwrap();
    let read = |from: usize, upto: usize| {
        laptop
            .store
            .file_bytes(held.content, from as u64..upto as u64)
    };
    let ends = [
        0,
        1,
        PIECE_BYTES - 1,
        PIECE_BYTES,
        PIECE_BYTES + 1,
        PIECE_BYTES * 2,
        bytes.len(),
    ];
    for from in ends {
        for upto in ends.into_iter().filter(|upto| *upto >= from) {
            assert_eq!(
                read(from, upto).unwrap(),
                bytes[from..upto],
                "{from}..{upto}"
            );
        }
    }
    // What is not there is not made up, and what was changed is not believed.
    assert!(read(0, bytes.len() + 1).is_err());
    let path = laptop.store.sealed_files().unwrap()[0].1.clone();
    let mut sealed = fs::read(&path).unwrap();
    let last = sealed.len() - 1;
    sealed[last] ^= 1;
    fs::write(&path, &sealed).unwrap();
    assert_eq!(read(0, 5).unwrap(), bytes[..5]);
    assert!(matches!(
        read(PIECE_BYTES * 2, bytes.len()),
        Err(StoreError::FileDamaged { .. })
    ));
    fs::remove_file(path).unwrap();
    assert!(matches!(read(0, 5), Err(StoreError::FileMissing { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Cut wherever, damaged wherever: what opens is the beginning of the file, and the rest makes it whole.
    #[test]
    fn what_came_before_a_cut_is_gone_on_with(
        size in 1..4 * PIECE_BYTES,
        steps in prop::collection::vec(1..2 * PIECE_BYTES, 1..5),
        cut in any::<prop::sample::Index>(),
        flip in any::<bool>(),
    ) {
        let laptop = Laptop::new();
        let bytes = photo(size);
        let content = ContentId::of(&bytes);
        let mut arriving = laptop.store.arriving(content).unwrap();
        for step in &steps {
            let from = usize::try_from(arriving.bytes()).unwrap();
            let upto = (from + step).min(bytes.len());
            laptop.store.take_arriving(&mut arriving, &bytes[from..upto]).unwrap();
        }
        let taken = usize::try_from(arriving.bytes()).unwrap();
        if let Some(path) = parts_on_disk(&laptop).first() {
            let mut sealed = fs::read(path).unwrap();
            let at = cut.index(sealed.len());
            match flip {
                true => sealed[at] ^= 1,
                false => sealed.truncate(at),
            }
            fs::write(path, sealed).unwrap();
        }
        let laptop = laptop.reopen();
        let before = usize::try_from(laptop.store.arriving(content).unwrap().bytes()).unwrap();
        prop_assert!(before == taken || (before < taken && before % PIECE_BYTES == 0));
        let held = came(&laptop, &bytes, &[3, PIECE_BYTES]).unwrap();
        prop_assert_eq!(laptop.store.file_content(held.content).unwrap(), bytes);
    }
}
