#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use proptest::prelude::*;
use records::contract::Pen;
use records::{DeviceId, Kind, Part};

use super::block::{Out, kind};
use super::*;
use crate::files::FileName;
use crate::frame::{Ask, Found, Incoming, Placed, Refused, Reply, SignedBytes, unreadable_id};
use crate::hub::Voucher;
use crate::kit::team;
use crate::receipt::SignedReceipt;
use crate::wire::{is_of_other_kind, pack};

/// A toy signature, which the tests can check without a key.
fn sign(statement: &[u8]) -> [u8; 64] {
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(blake3::hash(statement).as_bytes());
    signature
}

fn head() -> Head {
    Head {
        set: [1; 16],
        piece: 2,
        batch: [2; 16],
        writer: [3; 32],
        addressee: Addressee::Laptop(DeviceId([4; 16])),
        made_ms: 1_700_000_000_000,
    }
}

fn wire(code: &str) -> Vec<u8> {
    let mut pen = Pen::new(1, code);
    let revisions = vec![
        pen.write(1, Kind::Save, &[], "{\"people\":\"46\"}"),
        pen.write(2, Kind::Save, &[], "{\"people\":\"47\"}"),
    ];
    let part = Part::unsealed(&revisions).unwrap().sealed([7; 64]);
    pack(&part, &revisions).unwrap()
}

fn ask(parts: Vec<Vec<u8>>) -> Ask {
    Ask::Exchange {
        batch: [2; 16],
        offer: parts,
        last: true,
        cursors: BTreeMap::from([(team("north"), 300)]),
        room: 0,
        roster: 3,
        marks: BTreeMap::new(),
    }
}

fn answer() -> Answer {
    Answer {
        batch: [2; 16],
        from: BTreeMap::from([(team("north"), 300)]),
        heard: BTreeMap::new(),
        reply: Reply::Exchange {
            taken: 2,
            known: 1,
            refused: vec![Refused {
                id: records::RevisionId([5; 32]),
                code: "seal".into(),
                detail: "the laptop is not known".into(),
            }],
            incoming: vec![Incoming {
                team: team("south"),
                seq: 301,
                wire: wire("south"),
            }],
            cursors: BTreeMap::from([(team("north"), 301)]),
            more: false,
            digests: BTreeMap::new(),
            receipt: Some(receipt()),
            roster: None,
            time: 1_700_000_000_000,
            marked: None,
        },
    }
}

fn receipt() -> SignedReceipt {
    SignedReceipt {
        bytes: vec![6],
        signature: [7; 64],
    }
}

fn name(code: &str, bytes: &[u8]) -> FileName {
    FileName {
        team: team(code),
        content: *blake3::hash(bytes).as_bytes(),
    }
}

fn compared(seq: u64) -> Compared {
    let id = records::RevisionId([seq as u8; 32]);
    Compared {
        batch: [2; 16],
        team: team("north"),
        ranges: vec![Found {
            low: records::RevisionId([0; 32]),
            high: (seq == 1).then_some(records::RevisionId([9; 32])),
            digest: [&id].into_iter().collect(),
            seq_min: seq,
            ids: (seq < 2).then(|| vec![Placed { id, seq }]),
        }],
    }
}

/// One of each that the first version had.
fn items() -> Vec<Item> {
    vec![
        Item::Roster((vec![8], [9; 64])),
        Item::Wanted(vec![name("north", b"far")]),
        Item::Ask(ask(vec![wire("north")])),
        Item::Answer(answer()),
        Item::File(name("north", b"a photo"), b"a photo".to_vec()),
        Item::Signed(FilesSigned {
            batch: [2; 16],
            files: vec![name("north", b"a photo")],
            receipt: receipt(),
        }),
    ]
}

fn put<W: Write>(out: &mut BundleWriter<W>, item: &Item) -> io::Result<()> {
    match item {
        Item::Ask(ask) => out.ask(ask),
        Item::Answer(answer) => out.answer(answer),
        Item::Roster(roster) => out.roster(roster.clone()),
        Item::File(name, bytes) => out.file(name, bytes),
        Item::Wanted(files) => out.wanted(files),
        Item::Signed(signed) => out.signed(signed),
        Item::Compared(said) => out.compared(said),
        Item::Voucher(voucher) => out.voucher(voucher),
    }
}

fn written(items: &[Item]) -> Vec<u8> {
    let mut out = BundleWriter::begin(Vec::new(), &head()).unwrap();
    items.iter().for_each(|item| put(&mut out, item).unwrap());
    out.finish(true, &sign).unwrap().0
}

fn read(bytes: impl Read) -> Result<(Vec<Item>, Closed), BundleError> {
    let mut reader = BundleReader::open(bytes)?;
    let mut items = Vec::new();
    while let Some(item) = reader.next()? {
        items.push(item);
    }
    Ok((items, reader.closed().cloned().unwrap()))
}

/// What stands in the way, in a word.
#[track_caller]
fn refusal(bytes: &[u8]) -> String {
    match read(bytes).unwrap_err() {
        BundleError::NotABundle => "no bundle".into(),
        BundleError::Cut { what, .. } => format!("cut in its {what}"),
        BundleError::Damaged { what, .. } => format!("damaged in its {what}"),
        BundleError::TooLarge { what } => format!("too large: {what}"),
        BundleError::Io(error) => format!("io: {error}"),
    }
}

#[test]
fn what_was_written_is_read() {
    let (read, closed) = read(written(&items()).as_slice()).unwrap();
    assert_eq!(read, items());
    assert_eq!(closed.signature, sign(&closed.statement));
    let manifest = closed.manifest;
    assert_eq!((manifest.parts, manifest.revisions), (2, 4));
    assert_eq!((manifest.files, manifest.file_bytes), (1, 7));
    assert_eq!(manifest.teams, [team("north"), team("south")]);
    assert!(manifest.more);
}

fn kept(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Every later program reads what the first one wrote.
#[test]
fn a_kept_bundle_is_read() {
    let kept = kept(include_str!("../tests/kept/bundle.hex"));
    let (read, closed) = read(kept.as_slice()).unwrap();
    assert_eq!(read, items());
    assert_eq!(closed.signature, sign(&closed.statement));
    assert_eq!(BundleReader::open(kept.as_slice()).unwrap().head(), &head());
}

#[test]
fn the_format_is_pinned() {
    let digits: String = written(&[])
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    insta::assert_snapshot!(digits, @"53414c412042554e444c4520310a012c0000006500000028b52ffd20651d0100c8820186500102500258200382018150041b0000018bcfe568000410009d6e46373a2d00650000007400000028b52ffd2074e50200540582018182582c820188000000000080f5582013935282ca39776371095c62260b98937dea12244fe6b4ca9619f96e1aaa186c5840c0bb4d524eeafd78bf99da0bdae26b654cf970f7b999165b94f39231cf7588820001005503a2");
}

/// Every place of a cut is found, and nothing is taken for whole.
#[test]
fn a_cut_bundle_is_known_as_one() {
    let whole = written(&items());
    for at in 0..whole.len() {
        let word = refusal(&whole[..at]);
        assert!(word.starts_with("cut in its "), "cut at {at}: {word}");
    }
}

/// What a changed byte leads to is never anything else than what was written.
#[test]
fn no_changed_byte_goes_through() {
    let whole = written(&items());
    let (_, closed) = read(whole.as_slice()).unwrap();
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        if let Ok((read, found)) = read(changed.as_slice()) {
            // In the last block alone a byte may be of no account, or belong to the signature.
            let is_signed = found.signature == sign(&found.statement);
            assert!(
                !is_signed || (read == items() && found == closed),
                "byte {at}"
            );
        }
    }
}

/// Blocks that nobody writes, after a right head.
fn after_head(write: impl Fn(&mut Out<Vec<u8>>)) -> Vec<u8> {
    let mut out = Out::new(Vec::new());
    out.put(MAGIC).unwrap();
    out.block(kind::HEAD, &head().to_bytes()).unwrap();
    write(&mut out);
    out.into_inner()
}

#[test]
fn what_is_not_ours_is_refused() {
    let whole = written(&items());
    let check = |bytes: &[u8], word: &str| assert_eq!(refusal(bytes), word);
    check(b"SALA BUNDLE 2\n........", "no bundle");
    check(b"SALA-BACKUP-2\n........", "no bundle");
    check(&[whole.as_slice(), b"x"].concat(), "damaged in its end");
    let no_head = after_head(|out| out.block(kind::HEAD, &head().to_bytes()).unwrap());
    check(&no_head, "damaged in its order");
    let stray = after_head(|out| out.block(kind::BYTES, b"a photo").unwrap());
    check(&stray, "damaged in its order");
    let rubbish = after_head(|out| out.block(kind::ASK, b"rubbish").unwrap());
    check(&rubbish, "damaged in its ask");
    let torn = after_head(|out| {
        let ask = ask(vec![b"SP1".to_vec()]);
        out.block(kind::ASK, &ask.to_bytes()).unwrap();
    });
    check(&torn, "damaged in its part");
}

/// A bundle of a later program: a part of a kind that nobody knows yet, with two revisions of west in it.
fn of_a_later_program(counted: impl FnOnce(&mut Manifest)) -> Vec<u8> {
    let ask = ask(vec![wire("north"), b"SP2 of a later program".to_vec()]);
    let begun = after_head(|out| out.block(kind::ASK, &ask.to_bytes()).unwrap());
    let mut out = Out::new(Vec::new());
    out.put(&begun).unwrap();
    let mut manifest = Manifest {
        parts: 2,
        revisions: 4,
        teams: vec![team("north"), team("west")],
        content: out.hash(),
        ..Manifest::default()
    };
    counted(&mut manifest);
    let manifest = manifest.to_bytes();
    let said = item::Said {
        roster: Some((manifest.clone(), sign(&Manifest::statement(&manifest)))),
    };
    out.block(kind::MANIFEST, &crate::frame::write(&said))
        .unwrap();
    out.into_inner()
}

#[test]
fn a_part_of_a_later_kind_is_named_and_the_rest_is_read() {
    let bytes = of_a_later_program(|_| {});
    let mut reader = BundleReader::open(bytes.as_slice()).unwrap();
    let Some(Item::Ask(Ask::Exchange { offer, .. })) = reader.next().unwrap() else {
        panic!("no ask");
    };
    assert_eq!(offer[0], wire("north"));
    assert!(is_of_other_kind(&offer[1]) && !is_of_other_kind(&offer[0]));
    assert_eq!(reader.next().unwrap(), None);
    assert_eq!(reader.of_other_kind(), [unreadable_id(&offer[1])]);
    let closed = reader.closed().unwrap();
    assert_eq!(closed.manifest.revisions, 4);
    assert_eq!(closed.signature, sign(&closed.statement));
}

/// What stands beside such a part is counted as strictly as ever.
#[test]
fn a_part_of_a_later_kind_hides_nothing_that_is_missing() {
    let check = |counted: fn(&mut Manifest)| {
        assert_eq!(
            refusal(&of_a_later_program(counted)),
            "damaged in its content"
        );
    };
    check(|manifest| manifest.parts = 1);
    check(|manifest| manifest.parts = 3);
    check(|manifest| manifest.revisions = 1);
    check(|manifest| manifest.teams = vec![team("west")]);
    check(|manifest| manifest.teams.reverse());
    check(|manifest| manifest.files = 1);
    check(|manifest| manifest.content = [0; 32]);
}

#[test]
fn what_this_program_cannot_read_is_carried_on_as_it_is() {
    let mut told = answer();
    if let Reply::Exchange { incoming, .. } = &mut told.reply {
        incoming[0].wire = b"SP2".to_vec();
    }
    let asked = ask(vec![b"SP2".to_vec(), wire("north")]);
    let items = [Item::Ask(asked), Item::Answer(told)];
    let (read, closed) = read(written(&items).as_slice()).unwrap();
    assert_eq!(read, items);
    assert_eq!((closed.manifest.parts, closed.manifest.revisions), (3, 2));
    let mut out = BundleWriter::begin(Vec::new(), &head()).unwrap();
    assert!(out.ask(&ask(vec![b"SP1".to_vec()])).is_err(), "torn");
}

#[test]
fn a_newer_programs_additions_are_passed_over() {
    let mut out = BundleWriter::begin(Vec::new(), &head()).unwrap();
    out.roster((vec![8], [9; 64])).unwrap();
    let bytes = out.finish(false, &sign).unwrap().0;
    let added = after_head(|out| out.block(200, b"from the future").unwrap());
    let head_bytes = after_head(|_| {}).len();
    // The hash covers it, so it is written anew around the addition.
    let mut out = Out::new(Vec::new());
    out.put(&added).unwrap();
    let roster = crate::frame::write(&item::Said {
        roster: Some((vec![8], [9; 64])),
    });
    out.block(kind::ROSTER, &roster).unwrap();
    let manifest = Manifest {
        content: out.hash(),
        ..Manifest::default()
    };
    let said = item::Said {
        roster: Some((manifest.to_bytes(), [0; 64])),
    };
    out.block(kind::MANIFEST, &crate::frame::write(&said))
        .unwrap();
    let (read, _) = read(out.into_inner().as_slice()).unwrap();
    assert_eq!(read, [Item::Roster((vec![8], [9; 64]))]);
    assert!(bytes.len() > head_bytes);
}

#[test]
fn a_bundle_that_holds_less_than_it_says_is_damaged() {
    let mut out = Out::new(Vec::new());
    out.put(&after_head(|_| {})).unwrap();
    let manifest = Manifest {
        parts: 1,
        content: out.hash(),
        ..Manifest::default()
    };
    let said = item::Said {
        roster: Some((manifest.to_bytes(), [0; 64])),
    };
    out.block(kind::MANIFEST, &crate::frame::write(&said))
        .unwrap();
    assert_eq!(refusal(&out.into_inner()), "damaged in its content");
}

#[test]
fn a_file_is_what_its_name_says_or_is_refused() {
    let announced = |length: u64, bytes: &[&[u8]]| {
        after_head(|out| {
            let announced = item::Announced {
                name: name("north", b"a photo"),
                length,
            };
            out.block(kind::FILE, &crate::frame::write(&announced))
                .unwrap();
            for some in bytes {
                out.block(kind::BYTES, some).unwrap();
            }
        })
    };
    let check = |length, bytes: &[&[u8]], word: &str| {
        assert_eq!(refusal(&announced(length, bytes)), word);
    };
    check(7, &[b"a phot0"], "damaged in its file");
    check(7, &[b"a photo and more"], "damaged in its file");
    check(7, &[b"a ph"], "cut in its file");
    check(7, &[b""], "damaged in its file");
    check(40_000_001, &[], "too large: file");
    check(u64::MAX, &[], "too large: file");
}

/// A name that would lead out of its folder is no name.
#[test]
fn tricks_with_names_are_refused() {
    for code in ["../../etc", "/etc", "a/b", "..", "", "a\\b", "C:", "nul\0"] {
        let bytes = after_head(|out| {
            let mut plain = minicbor::Encoder::new(Vec::new());
            let named = plain.array(2).and_then(|out| out.u8(1)).unwrap();
            let named = named.array(2).and_then(|out| out.array(2)).unwrap();
            let named = named.str(code).and_then(|out| out.bytes(&[7; 32])).unwrap();
            named.u8(0).unwrap();
            out.block(kind::FILE, &plain.into_writer()).unwrap();
        });
        assert_eq!(refusal(&bytes), "damaged in its file", "{code:?}");
    }
}

#[test]
fn a_short_file_does_not_spread_out_without_end() {
    let block = |packed: &[u8], plain: u32| {
        let mut bytes = after_head(|_| {});
        bytes.push(kind::ASK);
        bytes.extend((packed.len() as u32).to_le_bytes());
        bytes.extend(plain.to_le_bytes());
        bytes.extend(packed);
        bytes
    };
    let zeros = zstd::bulk::compress(&vec![0; 15 << 20], 19).unwrap();
    assert!(zeros.len() < 4_000, "a bomb: {} bytes", zeros.len());
    assert_eq!(refusal(&block(&zeros, 15 << 20)), "too large: block");
    assert_eq!(refusal(&block(&zeros, 100)), "damaged in its content");
    assert_eq!(refusal(&block(b"", u32::MAX)), "too large: block");
    let mut claims = after_head(|_| {});
    claims.push(kind::ASK);
    claims.extend(u32::MAX.to_le_bytes());
    claims.extend(u32::MAX.to_le_bytes());
    assert_eq!(refusal(&claims), "too large: block");
}

/// A place that takes so many bytes and then no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_stick_is_told_of_wherever_it_is_full() {
    let bytes = written(&items()).len();
    for room in 0..bytes {
        let full = || -> io::Result<()> {
            let mut out = BundleWriter::begin(Full(room), &head())?;
            items().iter().try_for_each(|item| put(&mut out, item))?;
            out.finish(true, &sign).map(|_| ())
        };
        let error = full().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull, "room for {room}");
    }
}

#[test]
fn an_error_of_the_stick_is_no_damage() {
    struct Pulled;
    impl Read for Pulled {
        fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::NotConnected.into())
        }
    }
    let whole = written(&items());
    let error = read(whole[..40].chain(Pulled)).unwrap_err();
    assert!(matches!(error, BundleError::Io(_)), "{error:?}");
}

fn any_item() -> impl Strategy<Value = Item> {
    let roster = (any::<Vec<u8>>(), any::<u8>())
        .prop_map(|(bytes, seal)| Item::Roster((bytes, [seal; 64]) as SignedBytes));
    let file = proptest::collection::vec(any::<u8>(), 0..5_000)
        .prop_map(|bytes| Item::File(name("north", &bytes), bytes));
    let wanted = proptest::collection::vec(any::<Vec<u8>>(), 1..5)
        .prop_map(|files| Item::Wanted(files.iter().map(|of| name("south", of)).collect()));
    let asks = (0..3usize).prop_map(|parts| Item::Ask(ask(vec![wire("north"); parts])));
    let compared = (0..3u64).prop_map(|seq| Item::Compared(compared(seq)));
    let voucher = (0..3u8).prop_map(|count| {
        let ids = (0..count).map(|seed| records::RevisionId([seed; 32]));
        Item::Voucher(Voucher {
            receipt: receipt(),
            ids: ids.collect(),
        })
    });
    prop_oneof![
        roster,
        file,
        wanted,
        asks,
        compared,
        voucher,
        Just(Item::Answer(answer()))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever is written is read, byte by byte or in large bites, and a change anywhere is noticed.
    #[test]
    fn bundles_come_back(items in proptest::collection::vec(any_item(), 0..8), at in any::<prop::sample::Index>(), flip in 1..=u8::MAX) {
        let bytes = written(&items);
        let (found, closed) = read(Bites(&bytes)).unwrap();
        prop_assert_eq!(&found, &items);
        let mut changed = bytes.clone();
        let at = at.index(changed.len());
        changed[at] ^= flip;
        if let Ok((read, now)) = read(changed.as_slice()) {
            let is_signed = now.signature == sign(&now.statement);
            prop_assert!(!is_signed || (read == items && now == closed));
        }
        prop_assert!(read(&bytes[..at]).is_err());
    }
}

/// Gives a few bytes at a time.
struct Bites<'a>(&'a [u8]);

impl Read for Bites<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(3);
        self.0.read(&mut into[..most])
    }
}
