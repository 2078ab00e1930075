#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;
use proptest::sample::Index;
use records::contract::Pen;
use records::{Draft, Kind, PersonId, RecordId};

use super::*;
use crate::wire::sessions;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn packed(revisions: &[Revision]) -> Vec<u8> {
    let part = Part::unsealed(revisions).unwrap().sealed([7; 64]);
    pack(&part, revisions).unwrap()
}

/// Two records of one person: a save with its review, and a save after a revision from elsewhere.
fn sample() -> Vec<Revision> {
    let mut pen = Pen::new(1, "north");
    let elsewhere = Pen::new(2, "north").save(2, &[], "elsewhere");
    let save = pen.save(1, &[], "{\"people\":\"46\"}");
    let review = pen.review(1, &[&save], "{\"move\":\"submit\"}");
    let other = pen.save(2, &[&elsewhere], "{\"people\":\"47\"}");
    vec![save, review, other]
}

#[test]
fn a_packed_part_never_changes() {
    let wire = packed(&sample());
    insta::assert_snapshot!(hex(&wire), @"5350310001010101010101010101010101010101056e6f72746801031c0b17008da11ec6bf7fc4607e09adf531cda6ae33e682eb4a57c1b4618bb5fb07070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707a50128b52ffd20a5150400f406010773657373696f6e06323032362e320102010080a0abfef962d00fd00f000100009f1f00010101001e221e7101810172028202ca97f9ce96a4072997533b00455fe6eb5b8b660ac76a9f2e99cd6ffbf31208947b2270656f706c65223a223436227d376d6f767375626d6974227d0720c0e30110b3e05e78199971ae712e4b");
    let (part, revisions) = unpack(&wire).unwrap();
    assert_eq!(part, Part::unsealed(&sample()).unwrap().sealed([7; 64]));
    assert_eq!(revisions, sample());
    assert_eq!(peek(&wire), Ok(part));
}

/// What packs differently with another version of the compressor still reads the same.
#[test]
fn a_part_packed_by_the_first_version_is_read_for_ever() {
    let wire = unhex(FIRST_VERSION);
    assert_eq!(unpack(&wire).unwrap().1, sample());
}

const FIRST_VERSION: &str = "5350310001010101010101010101010101010101056e6f72746801031c0b17008da11ec6bf7fc4607e09adf531cda6ae33e682eb4a57c1b4618bb5fb07070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707a50128b52ffd20a5150400f406010773657373696f6e06323032362e320102010080a0abfef962d00fd00f000100009f1f00010101001e221e7101810172028202ca97f9ce96a4072997533b00455fe6eb5b8b660ac76a9f2e99cd6ffbf31208947b2270656f706c65223a223436227d376d6f767375626d6974227d0720c0e30110b3e05e78199971ae712e4b";

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn an_erased_body_stays_erased_and_the_part_stays_good() {
    let wire = packed(&sample());
    let forgotten = BTreeSet::from([sample()[0].id, RevisionId([0; 32])]);
    let shorter = erase(&wire, &forgotten).unwrap();
    let (part, revisions) = unpack(&shorter).unwrap();
    assert_eq!(
        part,
        peek(&wire).unwrap(),
        "the same seal over the same ids"
    );
    assert_eq!(revisions[0].body, None);
    assert_eq!(revisions[1..], sample()[1..]);
    assert!(
        matches!(erase(&shorter, &forgotten), Ok(Cow::Borrowed(_))),
        "nothing left to erase"
    );
}

#[track_caller]
fn refused(wire: &[u8], why: &str) {
    assert_eq!(unpack(wire).unwrap_err().to_string(), why);
}

#[test]
fn broken_parts_are_refused_by_name() {
    let wire = packed(&sample());
    let change = |place: usize, to: u8| {
        let mut wire = wire.clone();
        wire[place] = to;
        wire
    };
    let team = 3 + 1 + 16;
    let first = team + 1 + 5;
    refused(
        b"",
        "these bytes are not a sealed part that this program knows",
    );
    refused(
        &change(2, b'2'),
        "these bytes are not a sealed part that this program knows",
    );
    refused(
        &change(3, 1),
        "these bytes are not a sealed part that this program knows",
    );
    refused(&wire[..10], "a sealed part ends inside its header");
    refused(
        &change(team, 120)[..60],
        "a sealed part ends inside its team",
    );
    refused(
        &change(team + 1, b' '),
        "a sealed part is damaged in its team",
    );
    refused(
        &change(first, 0),
        "a sealed part is damaged in its number of revisions",
    );
    refused(
        &change(first, 2),
        "a sealed part does not hold what it was sealed for",
    );
    refused(
        &change(first + 1, 0),
        "a sealed part is damaged in its number of revisions",
    );
    refused(
        &change(first + 2, 0),
        "a sealed part does not hold what it was sealed for",
    );
    refused(
        &wire[..wire.len() - 1],
        "a sealed part is damaged in its compression",
    );
    refused(
        &[MAGIC.to_vec(), vec![0; PART_BYTES_MAX]].concat(),
        "a sealed part is too large: its length is at most 4194304",
    );
}

/// A part whose plain content is `plain`, with a good header.
fn with_content(plain: &[u8], claimed: usize) -> Vec<u8> {
    let mut wire = write_header(&Part::unsealed(&sample()).unwrap());
    bytes::put_varint(&mut wire, claimed as u64);
    wire.extend(zstd::bulk::compress(plain, 19).unwrap());
    wire
}

#[test]
fn a_small_message_cannot_fill_the_memory() {
    let bomb = vec![0; 60 << 20];
    let ratio = "a sealed part is too large: content for so few bytes is at most";
    for (plain, claimed, why) in [
        (bomb.as_slice(), bomb.len(), ratio),
        (
            &bomb,
            1 << 20,
            "a sealed part is damaged in its compression",
        ),
        (
            &bomb,
            PART_PLAIN_BYTES_MAX + 1,
            "a sealed part is too large: length of its content is at most",
        ),
        (
            &[],
            usize::MAX,
            "a sealed part is too large: length of its content is at most",
        ),
        (
            &[],
            1,
            "a sealed part is damaged in its length of its content",
        ),
    ] {
        let error = unpack(&with_content(plain, claimed))
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(why), "{error}");
    }
}

#[test]
fn content_with_something_left_over_is_refused() {
    let plain = columns::write(&sample());
    assert!(unpack(&with_content(&plain, plain.len())).is_ok());
    let longer = [plain, vec![0]].concat();
    refused(
        &with_content(&longer, longer.len()),
        "a sealed part is damaged in its end",
    );
}

#[test]
fn only_what_can_be_read_again_is_written() {
    let revisions = sample();
    let part = Part::unsealed(&revisions).unwrap();
    let source = PartError::Count { count: 2 };
    assert_eq!(
        pack(&part, &revisions[..2]),
        Err(PackError::Part { source })
    );
    // Sixty bodies of a million spaces: 60 MiB from a few kilobytes.
    let mut pen = Pen::new(1, "north");
    let body = " ".repeat(1 << 20);
    let spaces: Vec<Revision> = (0..60).map(|number| pen.save(number, &[], &body)).collect();
    let error = pack(&Part::unsealed(&spaces).unwrap(), &spaces).unwrap_err();
    assert!(matches!(error, PackError::TooLarge { .. }), "{error}");
    let count = fit(&spaces, 1 << 20).unwrap().count();
    assert!((1..60).contains(&count));
    unpack(&packed(&spaces[..count])).unwrap();
}

#[test]
fn fit_finds_how_many_go_into_a_part() {
    let revisions = sessions::of_a_season(200);
    for bytes_max in [1, 1000, 4 << 10, 16 << 10, 1 << 20] {
        let fitting = fit(&revisions, bytes_max).unwrap();
        let count = fitting.count();
        let (part, wire) = fitting.sealed([7; 64]);
        assert_eq!(
            part,
            Part::unsealed(&revisions[..count]).unwrap().sealed([7; 64])
        );
        assert_eq!(wire, pack(&part, &revisions[..count]).unwrap());
        let bytes = wire.len();
        assert!(
            bytes <= bytes_max || count == 1,
            "{count} revisions in {bytes} bytes"
        );
        let is_well_used = bytes * 2 > bytes_max || count == revisions.len() || count == 1;
        assert!(is_well_used, "{bytes} of {bytes_max} bytes");
    }
    assert_eq!(
        fit(&[], 1000),
        Err(PackError::Part {
            source: PartError::Count { count: 0 }
        })
    );
}

#[test]
fn a_part_of_the_most_revisions_is_read() {
    let mut pen = Pen::new(1, "north");
    let revisions: Vec<Revision> = (0..PART_REVISIONS_MAX)
        .map(|number| pen.save(number as u8, &[], "{}"))
        .collect();
    assert_eq!(unpack(&packed(&revisions)).unwrap().1, revisions);
}

#[derive(Debug, Clone)]
struct Step {
    kind: u8,
    record: [u8; 16],
    same_record: Option<Index>,
    inside: Vec<Index>,
    outside: Vec<[u8; 32]>,
    person: u8,
    at: u64,
    body: Vec<u8>,
    erased: bool,
}

fn step() -> impl Strategy<Value = Step> {
    (
        (0..3u8, any::<[u8; 16]>(), prop::option::of(any::<Index>())),
        prop::collection::vec(any::<Index>(), 0..5),
        prop::collection::vec(any::<[u8; 32]>(), 0..3),
        (0..3u8, 0..=records::AT_MAX),
        (
            prop::collection::vec(any::<u8>(), 0..60),
            prop::bool::weighted(0.2),
        ),
    )
        .prop_map(
            |((kind, record, same_record), inside, outside, (person, at), (body, erased))| Step {
                kind,
                record,
                same_record,
                inside,
                outside,
                person,
                at,
                body,
                erased,
            },
        )
}

fn part_of(first: u64, steps: &[Step]) -> Vec<Revision> {
    let mut made: Vec<Revision> = Vec::new();
    for (step, n) in steps.iter().zip(first..) {
        let earlier = |index: &Index| &made[index.index(made.len())];
        let inside = step
            .inside
            .iter()
            .filter(|_| !made.is_empty())
            .map(|index| earlier(index).id);
        let same = step.same_record.as_ref().filter(|_| !made.is_empty());
        let draft = Draft {
            record: same.map_or(RecordId(step.record), |index| earlier(index).header.record),
            team: TeamId::new("north").unwrap(),
            kind: [Kind::Save, Kind::Review, Kind::Erase][usize::from(step.kind)],
            parents: inside
                .chain(step.outside.iter().map(|id| RevisionId(*id)))
                .collect(),
            form: format!("form-{}", step.person % 2),
            form_version: "v".repeat(usize::from(step.person)),
            author: PersonId([step.person; 16]),
            device: DeviceId([9; 16]),
            n,
            at: step.at,
        };
        let mut revision = Revision::new(draft, step.body.clone()).unwrap();
        if step.erased {
            revision.body = None;
        }
        made.push(revision);
    }
    made
}

proptest! {
    #[test]
    fn what_is_packed_comes_back(
        first in 1..1u64 << 62, steps in prop::collection::vec(step(), 1..20), seal in any::<[u8; 32]>(),
    ) {
        let revisions = part_of(first, &steps);
        let seal = [seal, seal].concat().try_into().unwrap();
        let part = Part::unsealed(&revisions).unwrap().sealed(seal);
        let wire = pack(&part, &revisions).unwrap();
        prop_assert_eq!(unpack(&wire), Ok((part, revisions)));
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(unpack(&bytes).is_err());
        let mut headed = write_header(&Part::unsealed(&sample()).unwrap());
        headed.extend(bytes);
        prop_assert!(unpack(&headed).is_err());
    }

    #[test]
    fn random_content_never_panics(plain in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(unpack(&with_content(&plain, plain.len())).is_err());
    }

    #[test]
    fn changed_content_is_never_taken_for_something_else(
        place in any::<Index>(), with in any::<u8>(), cut in prop::option::of(any::<Index>()),
    ) {
        let mut plain = columns::write(&sample());
        let place = place.index(plain.len());
        plain[place] = with;
        if let Some(cut) = cut { plain.truncate(cut.index(plain.len())); }
        if let Ok((_, revisions)) = unpack(&with_content(&plain, plain.len())) {
            prop_assert_eq!(revisions, sample());
        }
    }

    #[test]
    fn changed_bytes_are_never_taken_for_something_else(place in any::<Index>(), with in any::<u8>()) {
        let mut wire = packed(&sample());
        let place = place.index(wire.len());
        wire[place] = with;
        if let Ok((part, revisions)) = unpack(&wire) {
            // Only what the seal covers may differ, and then the seal breaks.
            prop_assert_eq!(part.check(&revisions), Ok(()));
            let bodies = |revisions: &[Revision]| -> Vec<_> { revisions.iter().map(|r| r.body.clone()).collect() };
            prop_assert_eq!(bodies(&revisions), bodies(&sample()));
        }
    }
}

/// The aim of this format: what a season of risk education weighs on a slow line.
#[test]
fn a_season_of_sessions_is_small() {
    let revisions = sessions::of_a_season(240);
    let bodies: usize = revisions.iter().map(|r| r.header.body_len as usize).sum();
    let wire = packed(&revisions);
    let per_record = wire.len() / 240;
    println!(
        "{bodies} bytes of bodies in {} bytes: {per_record} bytes per record",
        wire.len()
    );
    assert!(per_record <= 230, "{per_record} bytes per record");
    let alone = packed(&revisions[..2]);
    println!("one record alone: {} bytes", alone.len());
}

/// Packing and reading must not be what a sync waits for. Bounds are checked in release only.
#[test]
fn packing_and_reading_are_fast() {
    let revisions = sessions::of_a_season(2000);
    let started = std::time::Instant::now();
    let wire = packed(&revisions);
    let packing = started.elapsed().as_secs_f64();
    let started = std::time::Instant::now();
    assert_eq!(unpack(&wire).unwrap().1.len(), 4000);
    let reading = started.elapsed().as_secs_f64();
    let started = std::time::Instant::now();
    for revision in &revisions[..1000] {
        packed(std::slice::from_ref(revision));
    }
    let alone = started.elapsed().as_secs_f64();
    let (pack_rate, read_rate, alone_rate) = (4000.0 / packing, 4000.0 / reading, 1000.0 / alone);
    println!("packed {pack_rate:.0}/s, read {read_rate:.0}/s, packed one by one {alone_rate:.0}/s");
    if !cfg!(debug_assertions) {
        assert!(pack_rate > 20_000.0 && read_rate > 100_000.0);
    }
}
