#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::kit::team;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn exchange() -> Ask {
    Ask::Exchange {
        batch: [1; 16],
        offer: vec![b"SP1".to_vec(), vec![]],
        last: true,
        cursors: BTreeMap::from([(team("north"), 300), (team("south"), 0)]),
        room: 65_536,
        roster: 3,
        marks: BTreeMap::new(),
    }
}

fn comparison() -> Ask {
    let digest = Digest {
        count: 2,
        sum: [9; 32],
    };
    let high = Some(RevisionId([2; 32]));
    let ranges = vec![
        Range {
            low: RevisionId([1; 32]),
            high,
            digest,
        },
        Range {
            low: RevisionId([2; 32]),
            high: None,
            digest: Digest::default(),
        },
    ];
    Ask::Compare {
        team: team("north"),
        ranges,
    }
}

fn given() -> Reply {
    Reply::Exchange {
        taken: 2,
        known: 1,
        refused: vec![Refused {
            id: RevisionId([3; 32]),
            code: "seal".into(),
            detail: "the laptop is not known".into(),
        }],
        incoming: vec![Incoming {
            team: team("north"),
            seq: 301,
            wire: b"SP1".to_vec(),
        }],
        cursors: BTreeMap::from([(team("north"), 301)]),
        more: false,
        digests: BTreeMap::from([(
            team("north"),
            Digest {
                count: 4,
                sum: [5; 32],
            },
        )]),
        receipt: Some(SignedReceipt {
            bytes: vec![6; 3],
            signature: [7; 64],
        }),
        roster: Some((vec![8; 3], [9; 64])),
        time: 1_700_000_000_000,
        marked: None,
    }
}

fn nothing() -> Reply {
    Reply::Exchange {
        taken: 0,
        known: 0,
        refused: vec![],
        incoming: vec![],
        cursors: BTreeMap::new(),
        more: false,
        digests: BTreeMap::new(),
        receipt: None,
        roster: None,
        time: 0,
        marked: None,
    }
}

fn found() -> Reply {
    let (low, digest) = (
        RevisionId([1; 32]),
        Digest {
            count: 1,
            sum: [1; 32],
        },
    );
    let ids = Some(vec![Placed { id: low, seq: 7 }]);
    Reply::Compare {
        ranges: vec![
            Found {
                low,
                high: None,
                digest,
                seq_min: 7,
                ids,
            },
            Found {
                low,
                high: Some(RevisionId([2; 32])),
                digest,
                seq_min: 7,
                ids: None,
            },
        ],
    }
}

#[test]
fn asks_never_change() {
    insta::assert_snapshot!(hex(&exchange().to_bytes()), @"82018200865001010101010101010101010101010101824353503140f5a2656e6f72746819012c65736f757468001a0001000003");
    insta::assert_snapshot!(hex(&comparison().to_bytes()), @"8201820182656e6f727468828358200101010101010101010101010101010101010101010101010101010101010101582002020202020202020202020202020202020202020202020202020202020202028202582009090909090909090909090909090909090909090909090909090909090909098358200202020202020202020202020202020202020202020202020202020202020202f6820058200000000000000000000000000000000000000000000000000000000000000000");
    for ask in [exchange(), comparison()] {
        assert_eq!(Ask::from_bytes(&ask.to_bytes()), Ok(ask));
    }
}

#[test]
fn replies_never_change() {
    insta::assert_snapshot!(hex(&given().to_bytes()), @"820182008a0201818358200303030303030303030303030303030303030303030303030303030303030303647365616c77746865206c6170746f70206973206e6f74206b6e6f776e8183656e6f72746819012d43535031a1656e6f72746819012df4a1656e6f727468820458200505050505050505050505050505050505050505050505050505050505050505824306060658400707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070782430808085840090909090909090909090909090909090909090909090909090909090909090909090909090909090909090909090909090909090909090909090909090909091b0000018bcfe56800");
    insta::assert_snapshot!(hex(&nothing().to_bytes()), @"820182008a00008080a0f4a0f6f600");
    insta::assert_snapshot!(hex(&found().to_bytes()), @"8201820181828558200101010101010101010101010101010101010101010101010101010101010101f6820158200101010101010101010101010101010101010101010101010101010101010101078182582001010101010101010101010101010101010101010101010101010101010101010784582001010101010101010101010101010101010101010101010101010101010101015820020202020202020202020202020202020202020202020202020202020202020282015820010101010101010101010101010101010101010101010101010101010101010107");
    for reply in [given(), nothing(), found()] {
        assert_eq!(Reply::from_bytes(&reply.to_bytes()), Ok(reply));
    }
}

#[test]
fn the_id_of_an_unreadable_part_never_changes() {
    insta::assert_snapshot!(unreadable_id(b"SP2"), @"abcae3f6e36f5a18f553b5bfffd26019e32ac2fc457cab7387748313c621896d");
}

#[track_caller]
fn refused(bytes: &[u8], why: &str) {
    let error = Ask::from_bytes(bytes).unwrap_err().to_string();
    assert!(error.starts_with(why), "{error}");
}

#[test]
fn broken_frames_are_refused_by_name() {
    let bytes = exchange().to_bytes();
    assert_eq!(
        bytes[..5],
        [0x82, 0x01, 0x82, 0x00, 0x86],
        "version, kind, fields"
    );
    let change = |place: usize, to: u8| {
        let mut bytes = bytes.clone();
        bytes[place] = to;
        bytes
    };
    refused(b"", "a message cannot be read: end of input");
    refused(
        &change(1, 2),
        "a message has version 2; this program knows version 1",
    );
    refused(&[0x81, 0x01], "a message cannot be read: it holds nothing");
    refused(
        &change(3, 9),
        "a message cannot be read: unknown enum variant",
    );
    refused(
        &bytes[..bytes.len() - 1],
        "a message cannot be read: end of input",
    );
    refused(
        b"<html>Welcome to the hotel</html>",
        "a message cannot be read",
    );
    let too_large = "a message of 16777217 bytes is too large; at most 16777216 are read";
    refused(&vec![0; FRAME_BYTES_MAX + 1], too_large);
}

#[test]
fn fields_of_a_newer_program_are_passed_over() {
    let mut bytes = exchange().to_bytes();
    bytes[4] = 0x88;
    bytes.extend([0xa0, 0x82, 0x61, b'x', 0xf6]);
    assert_eq!(Ask::from_bytes(&bytes), Ok(exchange()));
}

#[test]
fn marks_stand_behind_what_older_programs_read() {
    let Ask::Exchange {
        batch,
        offer,
        last,
        cursors,
        room,
        roster,
        ..
    } = exchange()
    else {
        panic!("another ask")
    };
    let ask = Ask::Exchange {
        batch,
        offer,
        last,
        cursors,
        room,
        roster,
        marks: BTreeMap::from([(team("north"), 7)]),
    };
    let mut bytes = ask.to_bytes();
    insta::assert_snapshot!(hex(&bytes), @"82018200875001010101010101010101010101010101824353503140f5a2656e6f72746819012c65736f757468001a0001000003a1656e6f72746807");
    assert_eq!(Ask::from_bytes(&bytes), Ok(ask));
    // What an older program writes ends before.
    bytes[4] = 0x86;
    bytes.truncate(bytes.len() - 8);
    assert_eq!(Ask::from_bytes(&bytes), Ok(exchange()));
    let marked = Marked {
        positions: BTreeMap::from([(team("north"), 7)]),
        marks: vec![Refused {
            id: RevisionId([3; 32]),
            code: "answers".into(),
            detail: "missing age".into(),
        }],
    };
    let Reply::Exchange { taken: 0, .. } = nothing() else {
        panic!("another reply")
    };
    let mut told = nothing();
    if let Reply::Exchange { marked: field, .. } = &mut told {
        *field = Some(marked);
    }
    insta::assert_snapshot!(hex(&told.to_bytes()), @"820182008b00008080a0f4a0f6f60082a1656e6f7274680781835820030303030303030303030303030303030303030303030303030303030303030367616e73776572736b6d697373696e6720616765");
    assert_eq!(Reply::from_bytes(&told.to_bytes()), Ok(told));
}

#[test]
fn a_list_is_refused_before_it_fills_the_memory() {
    // An ask whose list of parts claims to be `head` long, of empty byte strings.
    let lists = |head: &[u8], length: usize| {
        let start = [
            &[0x82, 0x01, 0x82, 0x00, 0x86, 0x50],
            [1; 16].as_slice(),
            head,
        ]
        .concat();
        [start, vec![0x40; length]].concat()
    };
    let why =
        "a message cannot be read: decode error at position 22: a list is longer than any may be";
    refused(
        &lists(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 8),
        why,
    );
    refused(&lists(&[0x9a, 0x00, 0xff, 0x00, 0x00], 0x00ff_0000), why);
    refused(
        &lists(&[0x9f], 100),
        "a message cannot be read: decode error at position 22: a list has no length",
    );
    refused(&lists(&[0x82], 2), "a message cannot be read: end of input");
}

#[test]
fn what_the_centre_holds_is_told_by_the_code() {
    for (code, is_kept) in [
        ("seal", false),
        ("team", false),
        ("part", false),
        ("twice", true),
        ("own-record", true),
        ("anything else", true),
    ] {
        let line = Refused {
            id: RevisionId([0; 32]),
            code: code.into(),
            detail: String::new(),
        };
        assert_eq!(line.is_kept(), is_kept, "{code}");
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Ask::from_bytes(&bytes);
        let _ = Reply::from_bytes(&bytes);
        let headed = [&[0x82, 0x01], bytes.as_slice()].concat();
        let _ = Ask::from_bytes(&headed);
        let _ = Reply::from_bytes(&headed);
    }

    #[test]
    fn damaged_frames_never_panic(places in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4)) {
        for mut bytes in [exchange().to_bytes(), comparison().to_bytes(), given().to_bytes(), found().to_bytes()] {
            for (place, with) in &places {
                let place = place.index(bytes.len());
                bytes[place] = *with;
            }
            let _ = Ask::from_bytes(&bytes);
            let _ = Reply::from_bytes(&bytes);
        }
    }
}
