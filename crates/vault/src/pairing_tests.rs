#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use super::*;

fn code() -> HubCode {
    HubCode {
        addresses: vec!["192.168.1.7:47110".into(), "[fe80::1]:47110".into()],
        fingerprint: [7; 32],
        device: [8; 16],
        secret: HubSecret([1, 2, 3, 4, 5]),
    }
}

#[test]
fn a_whole_code_comes_back_and_never_changes() {
    let text = code().to_string();
    assert_eq!(text.parse(), Ok(code()));
    assert_eq!(
        format!(" {} \n", text.replace("sala-hub:", "sala-hub:\n ")).parse(),
        Ok(code()),
        "broken lines do not matter"
    );
    insta::assert_snapshot!(text, @"sala-hub:hQGCcTE5Mi4xNjguMS43OjQ3MTEwb1tmZTgwOjoxXTo0NzExMFggBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwdQCAgICAgICAgICAgICAgICEUBAgMEBQ");
    assert!(text.len() < TEXT_BYTES_MAX);
}

#[test]
fn a_whole_code_that_was_changed_or_cut_is_refused() {
    let text = code().to_string();
    for cut in 0..text.len() {
        assert!(text.get(..cut).unwrap().parse::<HubCode>().is_err());
    }
    assert_eq!(
        "sala-invite:AAAA".parse::<HubCode>(),
        Err(HubCodeError::NotOne)
    );
    assert_eq!(
        format!("{text}AAAA").parse::<HubCode>(),
        Err(HubCodeError::Damaged)
    );
    let check = |change: fn(&mut HubCode)| {
        let mut other = code();
        change(&mut other);
        assert_eq!(
            other.to_string().parse::<HubCode>(),
            Err(HubCodeError::Damaged)
        );
    };
    check(|code| code.addresses.clear());
    check(|code| code.addresses = vec!["a:1".into(); ADDRESSES_MAX + 1]);
    check(|code| code.addresses = vec![format!("{}:1", "a".repeat(ADDRESS_BYTES_MAX))]);
    check(|code| code.addresses = vec!["host/path:1".into()]);
    check(|code| code.addresses = vec!["no-port".into()]);
}

#[test]
fn the_secret_is_read_as_people_type_it() {
    let secret = HubSecret([0xff, 0, 0x12, 0x34, 0x56]);
    insta::assert_snapshot!(secret, @"ZW01-4D2P");
    let check = |text: &str, wanted| assert_eq!(text.parse(), wanted, "{text:?}");
    let text = secret.to_string();
    check(&text, Ok(secret));
    check(&text.to_lowercase(), Ok(secret));
    check(&text.replace('-', " "), Ok(secret));
    check(&text.replace('0', "O"), Ok(secret));
    check(&text.replace('1', "l"), Ok(secret));
    for byte in 0..=255 {
        let one = HubSecret([byte, 255 - byte, byte, 3, byte]);
        check(&one.to_string(), Ok(one));
    }
    check("", Err(HubCodeError::NotOne));
    check("7KQ2-M0X", Err(HubCodeError::NotOne));
    check("7KQ2-M0XTT", Err(HubCodeError::NotOne));
    check("7KQ2-M0XU", Err(HubCodeError::NotOne));
    check("៧KQ2-M0XT", Err(HubCodeError::NotOne));
}

#[test]
fn a_secret_is_not_told_by_accident() {
    let told = format!("{:?} {:?}", code(), code().secret);
    assert!(!told.contains("0410") && told.contains("hidden"), "{told}");
}
