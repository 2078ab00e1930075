//! A whole talk, byte for byte, with real keys, as docs/protocol.md quotes it: a part under its seal, the ask that brings it,
//! and the reply with the receipt.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use records::{DeviceId, Draft, Kind, Part, PersonId, RecordId, Revision, TeamId};
use sync::memory::MemoryLedger;
use sync::{Ask, Caller, Receipt, Reply, SignedReceipt, Verdict, answer, pack, unpack};
use vault::{DeviceKey, verify};
use zeroize::Zeroizing;

const MADE_MS: u64 = 1_700_000_000_000;
const SAVE: &str = "cd3513f23b70345ad4da95861cb85aa36afe1a71be206293d2f133f13b01c80f";
const SUBMISSION: &str = "c47c02b23976a4fe89368a2e100be50ce19b6b62c208537af84d59e88ab8c3b9";
const PART: &str = "535031009233e3ce6cd5362f6a39784195e8981704425442320102fe8fec172a7a3e0f7abb1355b3021df466f6e4645c1c159ac1875267691be99285f89354f937c84bd250e6bb1c5c01cc231e4c48de3e25d4936f7f198437b8f12fc86ead51713480e1a635b3d62ab8874a3bd5df7b2050bb44d9d1a9cd6a3b0f970128b52ffd20970d0400e2071d25a0291d585555350e546d09e2b6df0891adc87df9f265379aa60abe12b7ff4cbf9e894fa40cd199dbb6701c9f9c7be03ae466363edd69af79faebdbe0f78438acb703f73d561c8aa21bbe0ef7b1e3d03a634c1f5288321e4935557369289589249299b92840d5a0a0082a00b9756f2736f20a3403004750210686b10362";
const ASK: &str = "8201820086500101010101010101010101010101010181590107535031009233e3ce6cd5362f6a39784195e8981704425442320102fe8fec172a7a3e0f7abb1355b3021df466f6e4645c1c159ac1875267691be99285f89354f937c84bd250e6bb1c5c01cc231e4c48de3e25d4936f7f198437b8f12fc86ead51713480e1a635b3d62ab8874a3bd5df7b2050bb44d9d1a9cd6a3b0f970128b52ffd20970d0400e2071d25a0291d585555350e546d09e2b6df0891adc87df9f265379aa60abe12b7ff4cbf9e894fa40cd199dbb6701c9f9c7be03ae466363edd69af79faebdbe0f78438acb703f73d561c8aa21bbe0ef7b1e3d03a634c1f5288321e4935557369289589249299b92840d5a0a0082a00b9756f2736f20a3403004750210686b10362f5a01a0001000003";
const REPLY: &str = "820182008a02008080a1644254423201f4a164425442328202582091b215a475e6d8585e1120b52cc33fb04b9a86d38029b50dcb3f8dd9c6b98bc982585a88015001010101010101010101010101010101509233e3ce6cd5362f6a39784195e898175820c53b501b9153ac79138d8fa9ba466e2ee4f597ac841ca4f96aea5f7bb17e011d02818364425442320101801b0000018bcfe57b88584026e3b8a413026af985ce80a4798342baf5506b4972ed75eed622a857c3b97d9c5c000fec051c8c08e1ddebaa6a1b275acf3deaf515b7ea16b20d1be9679f4c0af61b0000018bcfe57b88";

fn key(secret: u8) -> DeviceKey {
    DeviceKey::from_bytes(&Zeroizing::new([secret; 32]))
}

/// The first record of a laptop: a save, and its submission.
fn revisions(device: DeviceId) -> [Revision; 2] {
    let write = |n, kind, parents, body: &str| {
        let draft = Draft {
            record: RecordId::v7(MADE_MS, [1; 10]),
            team: TeamId::new("BTB2").unwrap(),
            kind,
            parents,
            form: "eore_session".into(),
            form_version: "2026.2".into(),
            author: PersonId([3; 16]),
            device,
            n,
            at: MADE_MS + n,
        };
        Revision::new(draft, body.into()).unwrap()
    };
    let save = write(1, Kind::Save, Vec::new(), r#"{"sadd":{"women":"9"}}"#);
    let submits = r#"{"comments":[],"move":"submit","reason":null,"role":"field"}"#;
    let submission = write(2, Kind::Review, vec![save.id], submits);
    [save, submission]
}

fn part(laptop: &DeviceKey) -> Vec<u8> {
    let revisions = revisions(DeviceId(laptop.device_id()));
    let part = Part::unsealed(&revisions).unwrap();
    let seal = laptop.sign(&part.statement());
    pack(&part.sealed(seal), &revisions).unwrap()
}

fn ask(part: Vec<u8>) -> Ask {
    Ask::Exchange {
        batch: [1; 16],
        offer: vec![part],
        last: true,
        cursors: BTreeMap::new(),
        room: 65_536,
        roster: 3,
        marks: BTreeMap::new(),
    }
}

/// What a centre that holds nothing yet replies, its receipt signed by `centre`.
fn reply(ask: &Ask, laptop: &DeviceKey, centre: &DeviceKey) -> Reply {
    let device = DeviceId(laptop.device_id());
    let caller = Caller {
        device,
        teams: [TeamId::new("BTB2").unwrap()].into(),
    };
    let seal_holds =
        |part: &Part| match verify(&laptop.device_public(), &part.statement(), &part.seal)
            && part.device == device
        {
            true => Verdict::Good,
            false => Verdict::Bad {
                detail: "the seal is not this laptop's".to_owned(),
            },
        };
    let mut ledger = MemoryLedger::default();
    let Ok(mut reply) = answer(&mut ledger, &caller, &seal_holds, MADE_MS + 5_000, ask);
    if let Reply::Exchange {
        receipt: Some(SignedReceipt { bytes, signature }),
        ..
    } = &mut reply
    {
        *signature = centre.sign(&Receipt::statement(bytes));
    }
    reply
}

#[test]
fn a_whole_talk_is_as_the_document_quotes_it() {
    let (laptop, centre) = (key(7), key(9));
    let part = part(&laptop);
    let ask = ask(part.clone());
    let reply = reply(&ask, &laptop, &centre);
    let [save, submission] = revisions(DeviceId(laptop.device_id()));
    assert_eq!(
        [
            save.id.to_string(),
            submission.id.to_string(),
            HEXLOWER.encode(&part),
            HEXLOWER.encode(&ask.to_bytes()),
            HEXLOWER.encode(&reply.to_bytes()),
        ],
        [SAVE, SUBMISSION, PART, ASK, REPLY]
    );
}

/// Whatever another program compresses otherwise: what is quoted is read, proves itself, and is believed.
#[test]
fn the_quoted_talk_proves_itself() {
    let (laptop, centre) = (key(7), key(9));
    let bytes = |quoted: &str| HEXLOWER.decode(quoted.as_bytes()).unwrap();
    let Ask::Exchange { batch, offer, .. } = Ask::from_bytes(&bytes(ASK)).unwrap() else {
        panic!("an exchange");
    };
    assert_eq!(offer, [bytes(PART)]);
    let (part, revisions) = unpack(&bytes(PART)).unwrap();
    assert!(verify(
        &laptop.device_public(),
        &part.statement(),
        &part.seal
    ));
    let ids: Vec<String> = revisions.iter().map(|one| one.id.to_string()).collect();
    assert_eq!(ids, [SAVE, SUBMISSION]);
    let Reply::Exchange {
        taken,
        refused,
        receipt,
        ..
    } = Reply::from_bytes(&bytes(REPLY)).unwrap()
    else {
        panic!("a reply to an exchange");
    };
    assert_eq!((taken, refused.len()), (2, 0));
    let signed = receipt.unwrap();
    let said = Receipt::statement(&signed.bytes);
    assert!(verify(&centre.device_public(), &said, &signed.signature));
    let receipt = Receipt::from_bytes(&signed.bytes).unwrap();
    let held: Vec<_> = revisions.iter().map(|one| one.id).collect();
    assert!(receipt.covers(&held) && receipt.batch == batch);
    assert_eq!(receipt.device, DeviceId(laptop.device_id()));
}
