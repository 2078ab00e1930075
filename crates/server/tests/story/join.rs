//! Laptops at the door.

use std::sync::atomic::Ordering;

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use vault::SignedRoster;

use crate::kit::{Office, client, key, knock, read};

async fn post(office: &Office, body: &Value) -> (u16, Value) {
    read(
        client()
            .post(office.url("/v1/join"))
            .json(body)
            .send()
            .await
            .unwrap(),
    )
    .await
}

fn roster(office: &Office, answer: &Value) -> vault::Roster {
    let bytes = |field: &str| {
        BASE64
            .decode(answer["roster"][field].as_str().unwrap().as_bytes())
            .unwrap()
    };
    let signed = SignedRoster {
        bytes: bytes("bytes"),
        signature: bytes("signature").try_into().unwrap(),
    };
    signed.verify(&office.running.centre().public()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_laptop_gets_a_token_and_the_roster() {
    let office = Office::open();
    let invitation = office.invite("Dara", "field", &["A"]);
    let (status, answer) = post(&office, &knock(&invitation, &key(1))).await;
    assert_eq!(status, 200, "{answer}");
    let token = BASE64URL_NOPAD
        .decode(answer["token"].as_str().unwrap().as_bytes())
        .unwrap();
    assert_eq!(token.len(), 32);
    assert_eq!(
        (&answer["programme"], &answer["country"]),
        (&json!("Risk education"), &json!("KH"))
    );
    let roster = roster(&office, &answer);
    assert_eq!(roster.devices[0].public, key(1).device_public());
    let id = records::DeviceId(roster.devices[0].id).to_string();
    assert_eq!(answer["device"], id);
    let dara = &roster.people[0];
    assert_eq!(answer["person"], records::PersonId(dara.id).to_string());
    assert_eq!(
        (
            dara.name.as_str(),
            dara.role.as_str(),
            dara.teams.as_slice()
        ),
        ("Dara", "field", &["A".to_owned()][..])
    );
    assert_eq!(roster.teams.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_nowhere_in_the_folder() {
    let office = Office::open();
    let invitation = office.invite("Dara", "field", &["A"]);
    let (_, answer) = post(&office, &knock(&invitation, &key(1))).await;
    let token = answer["token"].as_str().unwrap();
    let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).unwrap();
    for file in std::fs::read_dir(office.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let Ok(stored) = std::fs::read(&path) else {
            continue;
        };
        for secret in [token.as_bytes(), &bytes, &invitation.secret] {
            assert!(
                !stored.windows(secret.len()).any(|window| window == secret),
                "{path:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_invited_stays_out() {
    let office = Office::open();
    let invitation = office.invite("Dara", "field", &["A"]);
    let good = knock(&invitation, &key(1));
    let mut refusals = Vec::new();
    let mut check = async |what: &str, body: &Value| {
        let (status, answer) = post(&office, body).await;
        refusals.push(format!(
            "{what}: {status} {}",
            answer["code"].as_str().unwrap()
        ));
    };
    let mut other = invitation.clone();
    other.secret = [9; 16];
    check("unknown", &knock(&other, &key(1))).await;
    let mut stolen = good.clone();
    stolen["device_public"] = knock(&invitation, &key(2))["device_public"].clone();
    check("another's proof", &stolen).await;
    for field in ["secret", "device_public", "proof", "device_name"] {
        let mut broken = good.clone();
        broken[field] = json!("xyz\u{7}");
        check(field, &broken).await;
        broken.as_object_mut().unwrap().remove(field);
        check(&format!("no {field}"), &broken).await;
    }
    check("no object", &json!([1])).await;
    insta::assert_snapshot!(refusals.join("\n"), @r"
    unknown: 404 invitation-unknown
    another's proof: 400 proof
    secret: 400 request
    no secret: 400 request
    device_public: 400 request
    no device_public: 400 request
    proof: 400 request
    no proof: 400 request
    device_name: 400 request
    no device_name: 400 request
    no object: 400 request
    ");
    assert_eq!(
        post(&office, &good).await.0,
        200,
        "none of this used the invitation up"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_works_once_and_in_time() {
    let office = Office::open();
    let (first, second) = (
        office.invite("Dara", "field", &["A"]),
        office.invite("Sophea", "va", &["B"]),
    );
    assert_eq!(post(&office, &knock(&first, &key(1))).await.0, 200);
    let (_, used) = post(&office, &knock(&first, &key(2))).await;
    insta::assert_json_snapshot!(used, @r#"
    {
      "type": "urn:sala:problem:invitation-used",
      "title": "This invitation was used already. Ask for a new one.",
      "status": 410,
      "code": "invitation-used"
    }
    "#);
    assert_eq!(
        post(&office, &knock(&first, &key(1))).await.0,
        200,
        "the same laptop may ask again"
    );
    office.now_ms.store(second.expires_ms, Ordering::SeqCst);
    let (_, expired) = post(&office, &knock(&second, &key(2))).await;
    insta::assert_json_snapshot!(expired, @r#"
    {
      "type": "urn:sala:problem:invitation-expired",
      "title": "This invitation has expired. Ask for a new one.",
      "status": 410,
      "code": "invitation-expired"
    }
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_person_on_the_same_laptop_rotates_its_token() {
    let office = Office::open();
    let (_, first) = post(
        &office,
        &knock(&office.invite("Dara", "field", &["A"]), &key(1)),
    )
    .await;
    let (_, second) = post(
        &office,
        &knock(&office.invite("Sophea", "va", &["B"]), &key(1)),
    )
    .await;
    assert_eq!(first["device"], second["device"]);
    assert_ne!(first["person"], second["person"]);
    assert_ne!(first["token"], second["token"]);
    assert_eq!(roster(&office, &second).devices[0].people.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_laptop_is_told_so_at_the_door() {
    let office = Office::open();
    post(
        &office,
        &knock(&office.invite("Dara", "field", &["A"]), &key(1)),
    )
    .await;
    let device = records::DeviceId::of_public_key(&key(1).device_public());
    office.running.centre().revoke(device).unwrap();
    let again = knock(&office.invite("Dara", "field", &["A"]), &key(1));
    let (status, answer) = post(&office, &again).await;
    assert_eq!((status, &answer["code"]), (403, &json!("revoked")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_token_gets_no_other_one() {
    let office = Office::open();
    let invitation = office.invite("Dara", "field", &["A"]);
    let (_, joined) = post(&office, &knock(&invitation, &key(1))).await;
    let token = joined["token"].as_str().unwrap();
    let wanted = vault::token_hash(&[5; 32]);
    let ask = |key: &vault::DeviceKey| {
        let proof = key.sign(&[b"sala token".as_slice(), &wanted].concat());
        json!({ "token_hash": HEXLOWER.encode(&wanted), "proof": HEXLOWER.encode(&proof) })
    };
    let renew = async |token: &str, body: &Value| {
        let asked = client().post(office.url("/v1/token")).json(body);
        read(asked.bearer_auth(token).send().await.unwrap()).await
    };
    let refused = async |token: &str, body: &Value| {
        let (status, answer) = renew(token, body).await;
        (status, answer["code"].as_str().unwrap().to_owned())
    };
    let unsigned = json!({ "token_hash": HEXLOWER.encode(&wanted) });
    for (what, token, body, said) in [
        ("another's key", token, ask(&key(2)), (400, "proof")),
        ("no proof", token, unsigned, (400, "request")),
        ("no token", "", ask(&key(1)), (401, "token")),
        ("no JSON object", token, json!([1]), (400, "request")),
    ] {
        assert_eq!(
            refused(token, &body).await,
            (said.0, said.1.to_owned()),
            "{what}"
        );
    }
    assert_eq!(
        HEXLOWER.encode(
            &key(7).sign(&[b"sala token".as_slice(), &vault::token_hash(b"token")].concat())
        ),
        "3dd7f3add7bcb30fccf45d0c330ca3c8ad2e6c89d5598c71eef19ebf0acf49d98958939e50e003146afb4a66c2591c24a750473ac60adc81f3704ec7885f8e00",
        "docs/protocol.md"
    );
    let (status, answer) = renew(token, &ask(&key(1))).await;
    assert_eq!((status, answer), (200, json!({ "renewed": true })));
    let gone = refused(token, &ask(&key(1))).await;
    assert_eq!(gone, (401, "token".to_owned()), "the one before is gone");
}
