//! Laptops and the centre, talking.

use std::collections::BTreeSet;

use records::{Kind, PersonId, Revision, RevisionId};
use sync::{Ask, Range, Reply};
use vault::SignedRoster;

use crate::kit::{Laptop, Office, Said, batch_id, exchange, key};

fn incoming(said: &Said) -> BTreeSet<RevisionId> {
    let parts = said
        .incoming
        .iter()
        .map(|part| sync::unpack(&part.wire).unwrap().1);
    parts.flatten().map(|revision| revision.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_laptop_brings_another_gets_and_a_receipt_stands_for_it() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let sophea = Laptop::join(&office, 2, "coordinator", &["A"]).await;
    let (wire, ids) = dara.saves(5);
    let said = dara.offer(1, vec![wire.clone()], true).await;
    assert_eq!((said.counts, said.codes()), ((5, 0), vec![]));
    assert_eq!(said.incoming, [], "its own parts do not come back");
    let receipt = said.receipt(&dara);
    assert!(receipt.covers(&ids));
    assert_eq!(
        (receipt.device, receipt.batch),
        (dara.pen.device, batch_id(1))
    );
    assert_eq!(receipt.positions, [("A".parse().unwrap(), 1, 1)]);
    let said = sophea.offer(2, vec![], true).await;
    assert_eq!(incoming(&said), ids.iter().copied().collect());
    assert_eq!(said.incoming[0].wire, wire, "relayed as it was sealed");
    assert_eq!(said.digests[&"A".parse().unwrap()], ids.iter().collect());
    assert_eq!(said.receipt, None, "nothing was brought");
    let counts = office.examine().counts;
    assert_eq!((counts.parts, counts.revisions, counts.receipts), (1, 5, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_again_is_harmless_and_gets_the_same_receipt() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let (wire, ids) = dara.saves(3);
    let first = dara.offer(1, vec![wire.clone()], true).await;
    let again = dara.offer(1, vec![wire.clone()], true).await;
    assert_eq!(again.counts, (0, 3));
    assert_eq!(again.receipt, first.receipt);
    assert_eq!(
        dara.offer(1, vec![], true).await.receipt,
        first.receipt,
        "asked for alone"
    );
    let other = dara.offer(2, vec![wire], true).await;
    assert!(
        other.receipt(&dara).covers(&ids),
        "another batch has a receipt of its own"
    );
    assert_eq!(
        dara.offer(1, vec![], true).await.receipt,
        first.receipt,
        "the old one is kept"
    );
    assert_eq!(office.examine().counts.parts, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_over_several_asks_gets_one_receipt() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut all = Vec::new();
    for round in 0..4 {
        let (wire, ids) = dara.saves(2);
        all.extend(ids);
        let said = dara.offer(1, vec![wire], round == 3).await;
        assert_eq!(said.receipt.is_some(), round == 3);
        if round == 3 {
            let receipt = said.receipt(&dara);
            assert!(receipt.covers(&all));
            assert_eq!(receipt.positions, [("A".parse().unwrap(), 1, 4)]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn teams_are_apart() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut sophea = Laptop::join(&office, 2, "va", &["B"]).await;
    let chenda = Laptop::join(&office, 3, "supervisor", &["*"]).await;
    let (in_a, a) = dara.saves(2);
    let (in_b, b) = sophea.saves(3);
    dara.offer(1, vec![in_a], true).await;
    sophea.offer(1, vec![in_b], true).await;
    assert_eq!(
        incoming(&dara.offer(1, vec![], true).await),
        BTreeSet::new()
    );
    let teams: Vec<String> = dara
        .offer(2, vec![], true)
        .await
        .digests
        .keys()
        .map(ToString::to_string)
        .collect();
    assert_eq!(teams, ["A"], "nothing is said of other teams");
    let both = a.iter().chain(&b).copied().collect();
    assert_eq!(incoming(&chenda.offer(2, vec![], true).await), both);
    let range = Range {
        low: RevisionId([0; 32]),
        high: None,
        digest: Default::default(),
    };
    let compare = Ask::Compare {
        team: "B".parse().unwrap(),
        ranges: vec![range],
    };
    assert_eq!(dara.ask(&compare).await, Reply::Compare { ranges: vec![] });
    let Reply::Compare { ranges } = sophea.ask(&compare).await else {
        panic!("not a comparison")
    };
    assert_eq!(ranges[0].ids.as_ref().unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sealed_by_an_admitted_laptop_for_its_teams_is_refused_whole() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut sophea = Laptop::join(&office, 2, "va", &["B"]).await;
    let (good, _) = dara.saves(2);
    let check = async |wire: Vec<u8>, codes: &[(&str, usize)]| {
        let said = dara.offer(1, vec![wire], true).await;
        let codes: Vec<(String, usize)> = codes
            .iter()
            .map(|(code, count)| ((*code).to_owned(), *count))
            .collect();
        assert_eq!(
            (said.counts, said.codes(), said.receipt),
            ((0, 0), codes, None)
        );
    };
    check(sophea.saves(3).0, &[("team", 3)]).await;
    let mut forger = dara.again();
    forger.key = key(9);
    let forged: Vec<Revision> = (0..2)
        .map(|number| dara.pen.clone().save(number, &[], "x"))
        .collect();
    check(forger.seal(&forged[..1]), &[("seal", 1)]).await;
    let mut stranger = dara.again();
    stranger.pen.device = records::DeviceId::of_public_key(&key(9).device_public());
    stranger.key = key(9);
    check(stranger.saves(2).0, &[("seal", 2)]).await;
    for place in [0, 40, good.len() - 3] {
        let mut damaged = good.clone();
        damaged[place] ^= 0xff;
        let said = dara.offer(1, vec![damaged], true).await;
        assert_eq!(
            (said.counts, said.receipt.is_none()),
            ((0, 0), true),
            "byte {place} changed"
        );
        assert!(!said.refused.is_empty());
    }
    check(vec![], &[("part", 1)]).await;
    check(b"SP1".to_vec(), &[("part", 1)]).await;
    let said = dara.offer(1, vec![b"rubbish".to_vec(), good], true).await;
    assert_eq!(said.counts, (2, 0), "what is good beside it is taken");
    assert_eq!(office.examine().counts.revisions, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_may_hand_on_what_another_sealed() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let sophea = Laptop::join(&office, 2, "coordinator", &["A"]).await;
    let (wire, ids) = dara.saves(2);
    let said = sophea.offer(1, vec![wire.clone()], true).await;
    assert_eq!((said.counts, said.codes()), ((2, 0), vec![]));
    assert!(said.receipt(&sophea).covers(&ids));
    assert_eq!(dara.offer(1, vec![wire], true).await.counts, (0, 2));
    office.running.centre().revoke(dara.pen.device).unwrap();
    let said = sophea.offer(2, vec![dara.saves(1).0], true).await;
    assert_eq!(
        said.codes(),
        [("seal".to_owned(), 1)],
        "not once the laptop was sent away"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_laptop_and_an_unknown_token_are_told_apart() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let ask = exchange(1, vec![dara.saves(1).0], true);
    let mut stranger = dara.again();
    stranger.token = "A".repeat(43);
    let (status, said) = stranger.refused(&ask).await;
    assert_eq!(status, 401);
    insta::assert_json_snapshot!(said, @r#"
    {
      "type": "urn:sala:problem:token",
      "title": "This laptop is not known here. Join the centre with an invitation.",
      "status": 401,
      "code": "token"
    }
    "#);
    stranger.token = "not a token".into();
    assert_eq!(stranger.refused(&ask).await.1["code"], "token");
    office.running.centre().revoke(dara.pen.device).unwrap();
    let (status, said) = dara.refused(&ask).await;
    assert_eq!(status, 401);
    insta::assert_json_snapshot!(said, @r#"
    {
      "type": "urn:sala:problem:revoked",
      "title": "This laptop was revoked. Ask the office.",
      "status": 401,
      "code": "revoked"
    }
    "#);
    assert_eq!(office.examine().counts.revisions, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_learns_of_administrative_acts_with_its_next_sync() {
    let office = Office::open();
    let dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let centre = office.running.centre();
    let roster = |said: &Said| {
        said.roster.clone().map(|(bytes, signature)| {
            SignedRoster { bytes, signature }
                .verify(&centre.public())
                .unwrap()
        })
    };
    let first = roster(&dara.offer(1, vec![], true).await).unwrap();
    let Ask::Exchange {
        batch,
        offer,
        last,
        cursors,
        room,
        ..
    } = exchange(1, vec![], true)
    else {
        panic!("not an exchange")
    };
    let ask = Ask::Exchange {
        batch,
        offer,
        last,
        cursors,
        room,
        roster: first.version,
        marks: Default::default(),
    };
    assert_eq!(Said::from(dara.ask(&ask).await).roster, None, "nothing new");
    centre.deactivate(PersonId(first.people[0].id)).unwrap();
    let said = Said::from(dara.ask(&ask).await);
    let second = roster(&said).unwrap();
    assert!(second.version > first.version && !second.people[0].active);
    assert!(
        said.digests.is_empty(),
        "with nobody active the laptop is in no team"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_right_in_content_is_kept_and_marked() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut chenda = Laptop::join(&office, 2, "supervisor", &["A"]).await;
    let check = async |laptop: &Laptop, revisions: &[Revision], codes: &[&str]| {
        let wire = laptop.seal(revisions);
        for time in ["first", "again"] {
            let said = laptop.offer(1, vec![wire.clone()], true).await;
            let found: Vec<String> = said.codes().into_iter().map(|(code, _)| code).collect();
            assert_eq!(found, codes, "{time}");
            let ids: Vec<RevisionId> = revisions.iter().map(|revision| revision.id).collect();
            assert!(said.refused.iter().all(|refused| refused.is_kept()));
            assert!(
                ids.iter()
                    .all(|id| said.receipt(laptop).count > 0 && id != &RevisionId([0; 32]))
            );
        }
    };
    let submit = r#"{"comments":[],"move":"submit","reason":null,"role":"field"}"#;
    let approve = r#"{"comments":[],"move":"approve","reason":null,"role":"supervisor"}"#;
    let save = dara.pen.save(1, &[], "{}");
    let submitted = dara.pen.review(1, &[&save], submit);
    check(&dara, &[save.clone(), submitted.clone()], &[]).await;
    let too_much = dara.pen.review(1, &[&submitted], approve);
    check(&dara, std::slice::from_ref(&too_much), &["role"]).await;
    let rubbish = dara.pen.review(2, &[], "approved!");
    check(&dara, std::slice::from_ref(&rubbish), &["decision"]).await;
    let approved = chenda.pen.review(1, &[&submitted, &too_much], approve);
    check(&chenda, std::slice::from_ref(&approved), &[]).await;
    let twice = chenda.pen.review(1, &[&approved], approve);
    check(&chenda, std::slice::from_ref(&twice), &["state"]).await;
    let own = chenda.pen.save(3, &[], "{}");
    let as_supervisor = submit.replace("field", "supervisor");
    let own_submitted = chenda.pen.review(3, &[&own], &as_supervisor);
    let own_approved = chenda.pen.review(3, &[&own_submitted], approve);
    check(
        &chenda,
        &[own, own_submitted, own_approved],
        &["own-record"],
    )
    .await;
    let early = chenda.pen.review(9, &[&save, &own_of(&mut dara)], approve);
    check(&chenda, std::slice::from_ref(&early), &[]).await;
    dara.pen.author = chenda.pen.author;
    let by_another = dara.pen.save(4, &[], "{}");
    check(&dara, std::slice::from_ref(&by_another), &["author"]).await;
    let erase = dara.pen.write(1, Kind::Erase, &[&approved], "{}");
    check(&dara, std::slice::from_ref(&erase), &["author"]).await;
    let said = chenda.offer(7, vec![], true).await;
    let bodies = said
        .incoming
        .iter()
        .flat_map(|part| sync::unpack(&part.wire).unwrap().1);
    assert!(
        bodies.into_iter().all(|revision| revision.body.is_some()),
        "that erase reached nothing"
    );
}

/// A save that never comes to the centre.
fn own_of(laptop: &mut Laptop) -> Revision {
    laptop.pen.clone().save(8, &[], "{}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_set_back_to_an_old_copy_loses_nothing_and_is_noticed() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let copy = dara.pen.clone();
    let (first, _) = dara.saves(3);
    dara.offer(1, vec![first], true).await;
    dara.pen = copy;
    let other: Vec<Revision> = (10..12)
        .map(|number| dara.pen.save(number, &[], "{}"))
        .collect();
    let said = dara.offer(2, vec![dara.seal(&other)], true).await;
    assert_eq!(
        (said.counts, said.codes()),
        ((2, 0), vec![("twice".to_owned(), 2)])
    );
    let found = office.examine();
    assert_eq!(found.counts.revisions, 5, "both are kept");
    assert!(found.findings.iter().any(|finding| finding.code == "twice"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_in_a_laptops_count_is_noticed() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let (lost, _) = dara.saves(2);
    let (second, _) = dara.saves(1);
    dara.offer(1, vec![second], true).await;
    let found = office.examine().findings;
    let device = dara.pen.device;
    assert_eq!(
        found[0].message,
        format!("team A: numbers 1 to 2 of device {device} never came")
    );
    dara.offer(1, vec![lost], true).await;
    assert_eq!(office.examine().findings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erase_leaves_no_body_in_the_file() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "va", &["A"]).await;
    // Unlike anything else, so that the compression leaves pieces of it.
    let secret: String = (0..100u32)
        .map(|n| blake3::hash(&n.to_le_bytes()).to_string())
        .collect();
    let first = dara.pen.save(1, &[], &secret);
    let other = dara.pen.save(2, &[], "{}");
    let erase = dara.pen.erase(1, &[&first]);
    let wire = dara.seal(&[first.clone(), other]);
    let piece = wire[wire.len() - 300..wire.len() - 200].to_vec();
    dara.offer(1, vec![wire], true).await;
    let holds = |needle: &[u8]| {
        let file = std::fs::read(office.folder.path().join("centre.db")).unwrap();
        let wal = std::fs::read(office.folder.path().join("centre.db-wal")).unwrap_or_default();
        [file, wal]
            .iter()
            .any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
    };
    assert!(holds(&piece), "or this test proves nothing");
    dara.offer(1, vec![dara.seal(&[erase])], true).await;
    assert!(!holds(&piece));
    let said = Laptop::join(&office, 2, "va", &["A"])
        .await
        .offer(1, vec![], true)
        .await;
    let kept = said
        .incoming
        .iter()
        .flat_map(|part| sync::unpack(&part.wire).unwrap().1);
    let bodies: Vec<bool> = kept.map(|revision| revision.body.is_some()).collect();
    assert_eq!(bodies, [false, true, true]);
    office.examine();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erase_reaches_through_one_that_reached_nothing() {
    let office = Office::open();
    let mut dara = Laptop::join(&office, 1, "field", &["A"]).await;
    let mut sophea = Laptop::join(&office, 2, "va", &["A"]).await;
    let save = dara.pen.save(1, &[], "{}");
    let refused = dara.pen.erase(1, &[&save]);
    let offer = vec![dara.seal(&[save, refused.clone()])];
    let said = dara.offer(1, offer, true).await;
    assert_eq!(said.codes(), [("role".to_owned(), 1)]);
    let kept = async |laptop: &Laptop, batch| {
        let said = laptop.offer(batch, vec![], true).await;
        let parts = said.incoming.iter();
        let kept = parts.flat_map(|part| sync::unpack(&part.wire).unwrap().1);
        kept.map(|revision| revision.body.is_some())
            .collect::<Vec<_>>()
    };
    assert_eq!(kept(&sophea, 1).await, [true, true]);
    let erase = sophea.pen.erase(1, &[&refused]);
    let said = sophea.offer(2, vec![sophea.seal(&[erase])], true).await;
    assert_eq!(said.codes(), []);
    let chenda = Laptop::join(&office, 3, "va", &["A"]).await;
    assert_eq!(kept(&chenda, 1).await, [false, true, true]);
    office.examine();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_laptops_at_once_each_get_what_is_theirs() {
    let office = Office::open();
    let mut work = tokio::task::JoinSet::new();
    for seed in 1..=12 {
        let mut laptop = Laptop::join(&office, seed, "field", &["A"]).await;
        work.spawn(async move {
            let mut all = Vec::new();
            for round in 0..5 {
                let (wire, ids) = laptop.saves(3);
                all.extend(ids);
                let said = laptop.offer(1, vec![wire], round == 4).await;
                assert_eq!(said.counts, (3, 0));
                if round == 4 {
                    assert!(said.receipt(&laptop).covers(&all));
                }
            }
            laptop
        });
    }
    let laptop = work.join_all().await.pop().unwrap();
    let counts = office.examine().counts;
    assert_eq!(
        (counts.parts, counts.revisions, counts.receipts),
        (60, 180, 12)
    );
    let said = laptop.offer(2, vec![], true).await;
    let seqs: Vec<u64> = said.incoming.iter().map(|part| part.seq).collect();
    assert_eq!(seqs, (1..=60).collect::<Vec<u64>>(), "no gap, in order");
}
