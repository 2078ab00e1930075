#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::kit::team;
use crate::pace::{PACE_BYTES_MIN, Pace};
use crate::peer::LineKind;
use crate::receipt::Receipt;
use crate::session::{Go, SyncError};

type Files = BTreeMap<FileName, Vec<u8>>;

/// A centre that keeps files in memory, behind a line that breaks at the n-th message: before it was heard, or
/// after it was acted on.
#[derive(Default)]
struct Centre {
    files: Files,
    uploads: BTreeMap<String, (FileName, u64, Vec<u8>)>,
    breaks_at: Option<u32>,
    heard: bool,
    messages: u32,
    bytes: u64,
    /// Files that it will not hear of.
    refuses: BTreeSet<FileName>,
    /// The line falls silent when so many bytes of a piece are through.
    stalls_after: Option<usize>,
    /// Something on the way takes no piece of more bytes.
    piece_max: Option<usize>,
    /// Pieces that were too large.
    too_large: u32,
    /// The centre takes no file of more bytes.
    file_max: Option<u64>,
}

impl Centre {
    fn over_the_line<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> Result<T, Line> {
        self.messages += 1;
        let broken = Line::new(LineKind::Unreachable, "cut");
        match self.breaks_at == Some(self.messages) {
            true if self.heard => {
                act(self);
                Err(broken)
            }
            true => Err(broken),
            false => Ok(act(self)),
        }
    }

    fn settle(&mut self, address: &str) {
        let Some((name, length, bytes)) = self.uploads.get(address) else {
            return;
        };
        if bytes.len() as u64 == *length && *blake3::hash(bytes).as_bytes() == name.content {
            self.files.insert(name.clone(), bytes.clone());
        }
    }
}

impl FileRoad for Centre {
    fn announce(&mut self, file: &FileName, length: u64) -> Result<Standing, Line> {
        if self.refuses.contains(file) {
            return Err(Line::new(LineKind::Server { status: 403 }, "team"));
        }
        if self.file_max.is_some_and(|most| length > most) {
            return Err(Line::new(LineKind::TooLarge, "status 413"));
        }
        self.over_the_line(|centre| {
            let address = format!("upload-{}", centre.uploads.len());
            let held = centre.files.get(file).cloned().unwrap_or_default();
            let offset = held.len() as u64;
            let upload = (file.clone(), length, held);
            centre.uploads.insert(address.clone(), upload);
            centre.settle(&address);
            Standing { address, offset }
        })
    }

    fn standing(&mut self, address: &str) -> Result<Option<u64>, Line> {
        self.over_the_line(|centre| {
            let upload = centre.uploads.get(address);
            upload.map(|(_, _, bytes)| bytes.len() as u64)
        })
    }

    fn append(&mut self, address: &str, offset: u64, piece: &[u8]) -> Result<u64, Line> {
        if self.piece_max.is_some_and(|most| piece.len() > most) {
            self.too_large += 1;
            return Err(Line::new(LineKind::TooLarge, "status 413"));
        }
        let through = self.stalls_after.unwrap_or(usize::MAX).min(piece.len());
        let (piece, is_whole) = (&piece[..through], through == piece.len());
        let at = self.over_the_line(|centre| {
            let (_, _, bytes) = centre.uploads.get_mut(address).unwrap();
            assert_eq!(
                bytes.len() as u64,
                offset,
                "a byte is sent where it belongs"
            );
            bytes.extend_from_slice(piece);
            centre.bytes += piece.len() as u64;
            let at = bytes.len() as u64;
            centre.settle(address);
            at
        })?;
        match is_whole {
            true => Ok(at),
            false => Err(Line::new(LineKind::Stalled, "silent")),
        }
    }

    fn fetch(&mut self, file: &FileName, from: u64, most: usize) -> Result<Option<Piece>, Line> {
        self.over_the_line(|centre| {
            let bytes = centre.files.get(file)?;
            let from = usize::try_from(from).unwrap().min(bytes.len());
            let upto = (from + most).min(bytes.len());
            centre.bytes += (upto - from) as u64;
            Some(Piece {
                bytes: bytes[from..upto].to_vec(),
                length: bytes.len() as u64,
            })
        })
    }

    fn sign(&mut self, ask: &FilesAsk) -> Result<SignedReceipt, Line> {
        self.over_the_line(|centre| {
            let held = ask
                .files
                .iter()
                .filter(|name| centre.files.contains_key(name));
            let files = held.map(|name| name.content).collect();
            let receipt = Receipt::for_files(ask.batch, records::DeviceId([1; 16]), files, 9);
            SignedReceipt {
                bytes: receipt.to_bytes(),
                signature: [0; 64],
            }
        })
    }
}

/// A laptop's files in memory.
#[derive(Default)]
struct Laptop {
    files: Files,
    addresses: BTreeMap<FileName, String>,
    confirmed: BTreeSet<FileName>,
    wanted: BTreeSet<FileName>,
    large: BTreeSet<FileName>,
    here: Files,
    tried: BTreeSet<FileName>,
}

impl FileLocal for Laptop {
    type Error = std::convert::Infallible;

    fn next_to_send(&mut self) -> Result<Option<Outgoing>, Self::Error> {
        let waits =
            |name: &&FileName| !self.confirmed.contains(*name) && !self.tried.contains(*name);
        let Some(name) = self.files.keys().find(waits).cloned() else {
            return Ok(None);
        };
        self.tried.insert(name.clone());
        Ok(Some(Outgoing {
            bytes: self.files[&name].clone(),
            address: self.addresses.get(&name).cloned(),
            name,
        }))
    }

    fn keep_address(&mut self, file: &FileName, address: Option<&str>) -> Result<(), Self::Error> {
        match address {
            Some(address) => self.addresses.insert(file.clone(), address.to_owned()),
            None => self.addresses.remove(file),
        };
        Ok(())
    }

    fn next_wanted(&mut self) -> Result<Option<(FileName, u64)>, Self::Error> {
        let Some(name) = self.wanted.iter().find(|name| !self.tried.contains(*name)) else {
            return Ok(None);
        };
        let name = name.clone();
        self.tried.insert(name.clone());
        let here = self.here.get(&name).map_or(0, Vec::len) as u64;
        Ok(Some((name, here)))
    }

    fn too_large(&mut self, file: &FileName) -> Result<(), Self::Error> {
        self.wanted.remove(file);
        self.large.insert(file.clone());
        Ok(())
    }

    fn arrived(&mut self, file: &FileName, piece: &Piece) -> Result<bool, Self::Error> {
        let here = self.here.entry(file.clone()).or_default();
        here.extend_from_slice(&piece.bytes);
        if (here.len() as u64) < piece.length {
            return Ok(true);
        }
        let whole = self.here.remove(file).unwrap();
        if *blake3::hash(&whole).as_bytes() != file.content {
            return Ok(false);
        }
        self.files.insert(file.clone(), whole);
        self.wanted.remove(file);
        self.confirmed.insert(file.clone());
        Ok(true)
    }

    fn signed(&mut self, ask: &FilesAsk, receipt: &SignedReceipt) -> Result<u32, Self::Error> {
        let receipt = Receipt::from_bytes(&receipt.bytes).unwrap();
        let named = ask
            .files
            .iter()
            .filter(|name| receipt.files.contains(&name.content));
        let before = self.confirmed.len();
        self.confirmed.extend(named.cloned());
        Ok(u32::try_from(self.confirmed.len() - before).unwrap())
    }
}

fn file(code: &str, bytes: &[u8]) -> (FileName, Vec<u8>) {
    let content = *blake3::hash(bytes).as_bytes();
    let team = team(code);
    (FileName { team, content }, bytes.to_vec())
}

/// Photos of some sizes, each with bytes of its own.
fn photos(sizes: &[usize]) -> Files {
    let photo = |(n, size): (usize, &usize)| file("north", &vec![u8::try_from(n).unwrap(); *size]);
    sizes.iter().enumerate().map(photo).collect()
}

fn sync(
    laptop: &mut Laptop,
    centre: &mut Centre,
) -> Result<FilesMoved, SyncError<std::convert::Infallible>> {
    sync_until(laptop, centre, &mut |_| Go::On)
}

fn sync_until(
    laptop: &mut Laptop,
    centre: &mut Centre,
    progress: &mut dyn FnMut(FilesMoved) -> Go,
) -> Result<FilesMoved, SyncError<std::convert::Infallible>> {
    laptop.tried.clear();
    let mut pace = Pace::resume(PACE_BYTES_MIN, || 0);
    run_files(laptop, centre, [3; 16], &mut pace, progress)
}

#[test]
fn what_is_sent_is_confirmed_and_what_is_wanted_comes() {
    let check = |to_send: &[usize], wanted: &[usize]| {
        let mut laptop = Laptop {
            files: photos(to_send),
            ..Laptop::default()
        };
        let theirs: Files = wanted
            .iter()
            .map(|size| file("south", &vec![77; *size]))
            .collect();
        laptop.wanted = theirs.keys().cloned().collect();
        let mut centre = Centre {
            files: theirs.clone(),
            ..Centre::default()
        };
        let moved = sync(&mut laptop, &mut centre).unwrap();
        assert_eq!(centre.files, laptop.files);
        assert_eq!(laptop.confirmed.len(), laptop.files.len());
        assert_eq!(moved.confirmed as usize, to_send.len());
        assert_eq!(moved.fetched as usize, wanted.len());
        assert_eq!(moved.bytes_sent as usize, to_send.iter().sum::<usize>());
        assert_eq!(moved.bytes_received as usize, wanted.iter().sum::<usize>());
        let before = centre.messages;
        assert_eq!(
            sync(&mut laptop, &mut centre).unwrap(),
            FilesMoved::default()
        );
        assert_eq!(centre.messages, before, "nothing to do costs nothing");
    };
    check(&[], &[]);
    check(&[0], &[0]);
    check(&[1], &[]);
    check(&[PACE_BYTES_MIN, PACE_BYTES_MIN + 1, 3], &[50_000]);
    check(&[100_000, 7], &[1, PACE_BYTES_MIN * 4, 9_999]);
}

#[test]
fn a_line_that_stalls_over_and_over_is_given_up_only_when_nothing_comes_through() {
    let check = |stalls_after: usize, passes: bool| {
        let mut laptop = Laptop {
            files: photos(&[30_000]),
            ..Laptop::default()
        };
        let mut centre = Centre {
            stalls_after: Some(stalls_after),
            ..Centre::default()
        };
        let mut pace = Pace::resume(1 << 20, || 0);
        let ended = run_files(&mut laptop, &mut centre, [3; 16], &mut pace, &mut |_| {
            Go::On
        });
        assert_eq!(ended.is_ok(), passes, "{stalls_after}: {ended:?}");
        assert_eq!(laptop.confirmed.len(), usize::from(passes));
        assert_eq!(
            centre.bytes,
            if passes { 30_000 } else { 0 },
            "no byte goes twice"
        );
    };
    check(0, false);
    check(1_000, true);
    check(PACE_BYTES_MIN, true);
    check(29_999, true);
}

#[test]
fn a_file_that_the_centre_has_already_is_not_sent_again() {
    let files = photos(&[40_000]);
    let mut laptop = Laptop {
        files: files.clone(),
        ..Laptop::default()
    };
    let mut centre = Centre {
        files,
        ..Centre::default()
    };
    let moved = sync(&mut laptop, &mut centre).unwrap();
    assert_eq!((moved.bytes_sent, moved.sent, moved.confirmed), (0, 1, 1));
}

#[test]
fn a_wanted_file_that_the_centre_has_not_yet_holds_nothing_up() {
    let (absent, bytes) = file("north", b"still on a colleague's laptop");
    let (present, other) = file("north", b"there");
    let mut laptop = Laptop {
        wanted: BTreeSet::from([absent.clone(), present.clone()]),
        ..Laptop::default()
    };
    let mut centre = Centre::default();
    centre.files.insert(present.clone(), other);
    assert_eq!(sync(&mut laptop, &mut centre).unwrap().fetched, 1);
    assert!(laptop.files.contains_key(&present));
    centre.files.insert(absent.clone(), bytes);
    assert_eq!(sync(&mut laptop, &mut centre).unwrap().fetched, 1);
    assert!(laptop.files.contains_key(&absent) && laptop.wanted.is_empty());
}

#[test]
fn a_file_that_is_too_large_for_a_laptop_holds_nothing_up() {
    let (large, bytes) = file("north", &vec![1; 40_000_001]);
    let (small, other) = file("north", b"small");
    let mut laptop = Laptop {
        wanted: BTreeSet::from([large.clone(), small.clone()]),
        ..Laptop::default()
    };
    let mut centre = Centre {
        files: Files::from([(large.clone(), bytes), (small.clone(), other)]),
        ..Centre::default()
    };
    assert_eq!(sync(&mut laptop, &mut centre).unwrap().fetched, 1);
    assert!(laptop.files.contains_key(&small) && laptop.large.contains(&large));
    let again = sync(&mut laptop, &mut centre).unwrap();
    assert_eq!(
        again.bytes_received, 0,
        "not a piece of it is asked for again"
    );
}

#[test]
fn what_is_said_against_one_file_holds_no_other_up() {
    let mut laptop = Laptop {
        files: photos(&[20_000, 30_000, 10]),
        ..Laptop::default()
    };
    let (wanted, bytes) = file("south", &[5; 9_000]);
    laptop.wanted.insert(wanted.clone());
    let barred = laptop.files.keys().next().unwrap().clone();
    laptop.addresses.insert(barred.clone(), "gone".to_owned());
    let mut centre = Centre {
        files: Files::from([(wanted.clone(), bytes)]),
        refuses: BTreeSet::from([barred.clone()]),
        ..Centre::default()
    };
    for _ in 0..2 {
        let told = sync(&mut laptop, &mut centre).unwrap_err();
        let status = LineKind::Server { status: 403 };
        assert!(matches!(told, SyncError::Line(line) if line.kind == status));
        assert_eq!(laptop.confirmed.len(), 3, "two sent, one fetched");
        assert!(!laptop.confirmed.contains(&barred) && laptop.files.contains_key(&wanted));
        assert!(!laptop.addresses.contains_key(&barred), "it begins anew");
    }
    centre.refuses.clear();
    assert_eq!(sync(&mut laptop, &mut centre).unwrap().confirmed, 1);
}

#[test]
fn a_file_that_is_not_what_its_name_promises_is_told_and_holds_no_other_up() {
    let (bad, _) = file("north", b"what was promised");
    let (good, bytes) = file("south", b"good");
    let check = |given: &[u8], here: &[u8]| {
        let mut laptop = Laptop {
            wanted: BTreeSet::from([bad.clone(), good.clone()]),
            here: Files::from([(bad.clone(), here.to_vec())]),
            ..Laptop::default()
        };
        let mut centre = Centre {
            files: Files::from([(bad.clone(), given.to_vec()), (good.clone(), bytes.clone())]),
            ..Centre::default()
        };
        let told = sync(&mut laptop, &mut centre).unwrap_err();
        let status = LineKind::Server { status: 460 };
        assert!(matches!(told, SyncError::Line(line) if line.kind == status));
        assert!(laptop.files.contains_key(&good) && laptop.wanted.contains(&bad));
        assert!(laptop.here.is_empty(), "what is wrong is not gone on with");
    };
    check(b"something else", b"");
    check(b"", b"");
    check(b"short", b"longer than what there is");
}

#[test]
fn whole_files_are_a_place_to_stop_too() {
    let mut laptop = Laptop {
        files: photos(&[10, 11, 12, 13]),
        ..Laptop::default()
    };
    let mut centre = Centre::default();
    let mut after_two = |moved: FilesMoved| match moved.sent >= 2 {
        true => Go::Stop,
        false => Go::On,
    };
    let moved = sync_until(&mut laptop, &mut centre, &mut after_two).unwrap();
    assert_eq!((moved.sent, moved.confirmed, moved.stopped), (2, 2, true));
    assert_eq!(sync(&mut laptop, &mut centre).unwrap().confirmed, 2);
}

#[test]
fn an_upload_that_the_centre_gave_up_begins_anew() {
    let mut laptop = Laptop {
        files: photos(&[9_000]),
        ..Laptop::default()
    };
    let name = laptop.files.keys().next().unwrap().clone();
    laptop.addresses.insert(name, "long-gone".to_owned());
    let mut centre = Centre::default();
    assert_eq!(sync(&mut laptop, &mut centre).unwrap().confirmed, 1);
}

#[test]
fn it_stops_when_told_and_goes_on_from_there() {
    let mut laptop = Laptop {
        files: photos(&[200_000, 5]),
        ..Laptop::default()
    };
    let mut centre = Centre::default();
    let mut stop = |moved: FilesMoved| match moved.bytes_sent > 20_000 {
        true => Go::Stop,
        false => Go::On,
    };
    let moved = sync_until(&mut laptop, &mut centre, &mut stop).unwrap();
    assert!(moved.stopped && moved.bytes_sent < 200_000);
    let rest = sync(&mut laptop, &mut centre).unwrap();
    assert_eq!(moved.bytes_sent + rest.bytes_sent, 200_005);
    assert_eq!(rest.confirmed, 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However often the line breaks, wherever, heard or not: all arrives in the end, each byte of a file travels
    /// once but for those of a piece that was cut, and nothing counts as confirmed that the centre has not.
    #[test]
    fn a_cut_anywhere_loses_nothing(
        to_send in prop::collection::vec(0_usize..9_000, 0..4),
        wanted in prop::collection::vec(1_usize..9_000, 0..3),
        cuts in prop::collection::vec((1_u32..12, any::<bool>()), 0..8),
    ) {
        let mut laptop = Laptop { files: photos(&to_send), ..Laptop::default() };
        let count = |size: &usize| file("south", &vec![99; *size]);
        let theirs: Files = wanted.iter().map(count).collect();
        laptop.wanted = theirs.keys().cloned().collect();
        let mut centre = Centre { files: theirs.clone(), ..Centre::default() };
        for (breaks_at, heard) in cuts {
            (centre.breaks_at, centre.heard, centre.messages) = (Some(breaks_at), heard, 0);
            let _broken = sync(&mut laptop, &mut centre);
            prop_assert!(laptop.confirmed.iter().all(|name| centre.files.contains_key(name)));
        }
        centre.breaks_at = None;
        sync(&mut laptop, &mut centre).unwrap();
        prop_assert_eq!(&centre.files, &laptop.files);
        prop_assert_eq!(laptop.confirmed.len(), laptop.files.len());
        prop_assert!(laptop.wanted.is_empty());
    }

    #[test]
    fn an_ask_for_a_receipt_comes_back_from_its_bytes(batch: [u8; 16], hashes: Vec<[u8; 32]>) {
        let files = hashes.into_iter().map(|content| FileName { team: team("north"), content });
        let ask = FilesAsk { batch, files: files.collect() };
        prop_assert_eq!(FilesAsk::from_bytes(&ask.to_bytes()), Ok(ask));
    }

    #[test]
    fn other_bytes_are_no_ask(bytes: Vec<u8>) {
        let _no_panic = FilesAsk::from_bytes(&bytes);
    }
}

#[test]
fn the_bytes_of_an_ask_never_change() {
    let (team, content) = (team("north"), [6; 32]);
    let ask = FilesAsk {
        batch: [1; 16],
        files: vec![FileName { team, content }],
    };
    let hex: String = ask
        .to_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    insta::assert_snapshot!(hex, @"82018250010101010101010101010101010101018182656e6f72746858200606060606060606060606060606060606060606060606060606060606060606");
}

/// A laptop with files of so many bytes, none of which the centre has.
fn with_files(lengths: &[usize]) -> Laptop {
    let mut laptop = Laptop::default();
    for (number, length) in lengths.iter().enumerate() {
        let bytes = vec![number as u8; *length];
        let content = *blake3::hash(&bytes).as_bytes();
        let name = FileName {
            team: team("north"),
            content,
        };
        laptop.files.insert(name, bytes);
    }
    laptop
}

fn sent(
    laptop: &mut Laptop,
    centre: &mut Centre,
    pace: usize,
) -> Result<FilesMoved, SyncError<std::convert::Infallible>> {
    let mut pace = Pace::resume(pace, || 0);
    run_files(laptop, centre, [7; 16], &mut pace, &mut |_| Go::On)
}

#[test]
fn photos_go_in_pieces_that_the_line_takes_and_larger_ones_are_not_tried_again() {
    let check = |piece_max: usize, pace: usize| {
        let mut laptop = with_files(&[400_000, 300_000]);
        let mut centre = Centre {
            piece_max: Some(piece_max),
            ..Centre::default()
        };
        let moved = sent(&mut laptop, &mut centre, pace).unwrap();
        assert_eq!((moved.sent, moved.confirmed), (2, 2), "{piece_max} {pace}");
        assert_eq!(moved.bytes_sent, 700_000);
        assert!(centre.too_large <= 9, "{} times", centre.too_large);
    };
    check(100_000, 1 << 20);
    check(100_000, 16 << 10);
    check(3_000, 1 << 20);
    check(2_048, 1 << 20);
    let mut laptop = with_files(&[400_000]);
    let mut centre = Centre {
        piece_max: Some(500),
        ..Centre::default()
    };
    let failed = sent(&mut laptop, &mut centre, 16 << 10).unwrap_err();
    let SyncError::Line(line) = failed else {
        panic!("{failed}");
    };
    assert_eq!(line.kind, LineKind::TooLarge);
    assert!(centre.too_large < 12, "{} times", centre.too_large);
}

#[test]
fn a_file_that_is_too_large_for_the_centre_holds_no_other_up() {
    let mut laptop = with_files(&[90_000, 400_000, 80_000, 70_000]);
    let mut centre = Centre {
        file_max: Some(100_000),
        ..Centre::default()
    };
    let failed = sent(&mut laptop, &mut centre, 16 << 10).unwrap_err();
    assert!(matches!(failed, SyncError::Line(line) if line.kind == LineKind::TooLarge));
    assert_eq!(laptop.confirmed.len(), 3);
}
