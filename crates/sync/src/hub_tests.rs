#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use super::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const HUB_ID: DeviceId = DeviceId([1; 16]);
const LAPTOP: DeviceId = DeviceId([2; 16]);

fn receipt(ids: &[RevisionId]) -> SignedReceipt {
    let team = records::TeamId::new("north").unwrap();
    let held = ids.iter().map(|id| (team.clone(), 1, *id));
    let receipt = Receipt::over([3; 16], HUB_ID, held, Vec::new(), 7_000).unwrap();
    SignedReceipt {
        bytes: receipt.to_bytes(),
        signature: [9; 64],
    }
}

#[test]
fn every_message_comes_back() {
    let hello = Hello {
        nonce: [4; 32],
        roster: 3,
    };
    assert_eq!(Hello::from_bytes(&hello.to_bytes()).unwrap(), hello);
    for roster in [None, Some((vec![1, 2], [5; 64]))] {
        let welcome = Welcome {
            device: HUB_ID,
            challenge: [6; 32],
            signature: [7; 64],
            version: 4,
            roster: roster.clone(),
        };
        assert_eq!(Welcome::from_bytes(&welcome.to_bytes()).unwrap(), welcome);
        for code in [None, Some([8; 32])] {
            let enter = Enter {
                device: LAPTOP,
                challenge: [6; 32],
                signature: [7; 64],
                code,
                roster: roster.clone(),
            };
            assert_eq!(Enter::from_bytes(&enter.to_bytes()).unwrap(), enter);
        }
    }
    let entered = Entered { pass: [1; 32] };
    assert_eq!(Entered::from_bytes(&entered.to_bytes()).unwrap(), entered);
    let ids = vec![RevisionId([1; 32]), RevisionId([2; 32])];
    let vouch = Vouch { ids: ids.clone() };
    assert_eq!(Vouch::from_bytes(&vouch.to_bytes()).unwrap(), vouch);
    let vouched = Vouched {
        vouchers: vec![Voucher {
            receipt: receipt(&ids),
            ids,
        }],
    };
    assert_eq!(Vouched::from_bytes(&vouched.to_bytes()).unwrap(), vouched);
}

#[test]
fn the_bytes_never_change() {
    let hello = Hello {
        nonce: [4; 32],
        roster: 3,
    };
    insta::assert_snapshot!(hex(&hello.to_bytes()), @"8201825820040404040404040404040404040404040404040404040404040404040404040403");
    let enter = Enter {
        device: LAPTOP,
        challenge: [6; 32],
        signature: [7; 64],
        code: Some([8; 32]),
        roster: None,
    };
    insta::assert_snapshot!(hex(&enter.to_bytes()), @"82018450020202020202020202020202020202025820060606060606060606060606060606060606060606060606060606060606060658400707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070707070758200808080808080808080808080808080808080808080808080808080808080808");
    insta::assert_snapshot!(hex(&hub_statement(&[1; 32], HUB_ID, &[2; 32], &[3; 32])), @"73616c6120323032362d3131206875620a845820010101010101010101010101010101010101010101010101010101010101010150010101010101010101010101010101015820020202020202020202020202020202020202020202020202020202020202020258200303030303030303030303030303030303030303030303030303030303030303");
    insta::assert_snapshot!(hex(&guest_statement(&[1; 32], HUB_ID, LAPTOP, &[3; 32])), @"73616c6120323032362d3131206875622067756573740a84582001010101010101010101010101010101010101010101010101010101010101015001010101010101010101010101010101500202020202020202020202020202020258200303030303030303030303030303030303030303030303030303030303030303");
    insta::assert_snapshot!(hex(&code_proof(b"12345", &[1; 32], LAPTOP, &[3; 32])), @"8fce192d011cd6bf8d85e5bcf8e86f7ad921f4c74f09339dbad0f6734da86b9b");
}

#[test]
fn what_is_signed_for_one_purpose_is_good_for_no_other() {
    let bytes = receipt(&[RevisionId([1; 32])]).bytes;
    assert_ne!(slip_statement(&bytes), Receipt::statement(&bytes));
    let all = [
        hub_statement(&[1; 32], HUB_ID, &[2; 32], &[3; 32]),
        hub_statement(&[1; 32], HUB_ID, &[3; 32], &[2; 32]),
        hub_statement(&[2; 32], HUB_ID, &[2; 32], &[3; 32]),
        guest_statement(&[1; 32], HUB_ID, LAPTOP, &[3; 32]),
        guest_statement(&[1; 32], LAPTOP, HUB_ID, &[3; 32]),
    ];
    for (place, one) in all.iter().enumerate() {
        assert!(all.iter().skip(place + 1).all(|other| other != one));
    }
}

#[test]
fn a_code_is_proved_for_one_line_one_laptop_and_one_challenge() {
    let proof = code_proof(b"12345", &[1; 32], LAPTOP, &[3; 32]);
    assert_ne!(proof, code_proof(b"12346", &[1; 32], LAPTOP, &[3; 32]));
    assert_ne!(proof, code_proof(b"12345", &[2; 32], LAPTOP, &[3; 32]));
    assert_ne!(proof, code_proof(b"12345", &[1; 32], HUB_ID, &[3; 32]));
    assert_ne!(proof, code_proof(b"12345", &[1; 32], LAPTOP, &[4; 32]));
}

#[test]
fn a_voucher_names_all_of_its_receipt_or_proves_nothing() {
    let ids: Vec<RevisionId> = (1..4).map(|byte| RevisionId([byte; 32])).collect();
    let whole = Voucher {
        receipt: receipt(&ids),
        ids: ids.clone(),
    };
    assert_eq!(whole.receipt().unwrap().map(|it| it.count), Some(3));
    let mut less = whole.clone();
    less.ids.pop();
    assert_eq!(less.receipt(), Ok(None));
    let mut more = whole.clone();
    more.ids.push(RevisionId([9; 32]));
    assert_eq!(more.receipt(), Ok(None));
    let mut rubbish = whole;
    rubbish.receipt.bytes.clear();
    assert!(rubbish.receipt().is_err());
}

#[test]
fn what_is_too_long_or_cut_is_refused() {
    let many = Vouch {
        ids: vec![RevisionId([0; 32]); VOUCH_ASKED_MAX + 1],
    };
    assert!(Vouch::from_bytes(&many.to_bytes()).is_err());
    let hello = Hello {
        nonce: [4; 32],
        roster: 3,
    };
    let bytes = hello.to_bytes();
    for cut in 0..bytes.len() {
        assert!(Hello::from_bytes(bytes.get(..cut).unwrap()).is_err());
    }
}
