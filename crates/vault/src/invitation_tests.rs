#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use super::*;

fn sample() -> Invitation {
    Invitation {
        url: "https://centre.example.org".into(),
        centre_public: [7; 32],
        secret: [9; 16],
        programme: "Risk education".into(),
        person: "សុខា".into(),
        role: "field".into(),
        teams: vec!["BTB-1".into()],
        expires_ms: 1_795_000_000_000,
    }
}

#[test]
fn its_text_never_changes() {
    let text = sample().to_string();
    insta::assert_snapshot!(text, @"sala-invite:iQF4Gmh0dHBzOi8vY2VudHJlLmV4YW1wbGUub3JnWCAHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHB1AJCQkJCQkJCQkJCQkJCQkJblJpc2sgZWR1Y2F0aW9ubOGen-Geu-GegeGetmVmaWVsZIFlQlRCLTEbAAABoe5WXgA");
    assert_eq!(text.parse(), Ok(sample()));
}

#[test]
fn what_a_mail_program_does_to_it_is_undone() {
    let text = sample().to_string();
    let (head, tail) = text.split_at(60);
    assert_eq!(format!("\n  {head}\r\n {tail}  \n").parse(), Ok(sample()));
}

#[track_caller]
fn check_refused(text: &str, message: &str) {
    assert_eq!(text.parse::<Invitation>().unwrap_err().to_string(), message);
}

#[test]
fn other_texts_are_refused_by_name() {
    let damaged = "the invitation is damaged: copy all of it, or ask for a new one";
    let text = sample().to_string();
    check_refused(
        "",
        "this is not an invitation: it does not start with \"sala-invite:\"",
    );
    check_refused(
        "hello",
        "this is not an invitation: it does not start with \"sala-invite:\"",
    );
    check_refused("sala-invite:", damaged);
    check_refused("sala-invite:!!!!", damaged);
    check_refused(&text[..text.len() - 4], damaged);
    check_refused(&format!("{text}AAAA"), damaged);
    check_refused(&format!("{text}{}", "A".repeat(100_000)), damaged);
    let mut newer = sample().to_wire();
    newer.version = 2;
    let newer = BASE64URL_NOPAD.encode(&minicbor::to_vec(newer).unwrap());
    check_refused(
        &format!("{PREFIX}{newer}"),
        "the invitation is from a newer version of Sala (2); this one knows 1",
    );
}

#[track_caller]
fn check_bad(change: impl FnOnce(&mut Invitation), field: &str) {
    let mut invitation = sample();
    change(&mut invitation);
    let message = format!("the invitation has a bad {field}");
    assert_eq!(invitation.check().unwrap_err().to_string(), message);
    check_refused(&invitation.to_string(), &message);
}

#[test]
fn fields_that_no_centre_writes_are_refused() {
    check_bad(|it| it.url = "ftp://centre".into(), "address of the centre");
    check_bad(|it| it.url = "https://".into(), "address of the centre");
    check_bad(
        |it| it.url = "https://centre/".into(),
        "address of the centre",
    );
    check_bad(|it| it.url = "https://a b".into(), "address of the centre");
    check_bad(
        |it| it.url = format!("http://{}", "a".repeat(300)),
        "address of the centre",
    );
    check_bad(|it| it.programme = String::new(), "name of the programme");
    check_bad(|it| it.person = " Sokha".into(), "name of the person");
    check_bad(|it| it.person = "So\u{7}kha".into(), "name of the person");
    check_bad(|it| it.role = "owner".into(), "role");
    check_bad(|it| it.teams = vec![], "list of teams");
    check_bad(
        |it| it.teams = vec!["*".into(), "A".into()],
        "list of teams",
    );
    check_bad(|it| it.teams = vec!["A B".into()], "list of teams");
    check_bad(|it| it.teams = vec!["A".into(); 33], "list of teams");
}

#[test]
fn all_teams_is_a_list_of_one_star() {
    let mut invitation = sample();
    invitation.teams = vec![ALL_TEAMS.into()];
    assert_eq!(invitation.to_string().parse(), Ok(invitation));
}

#[test]
fn the_longest_invitation_fits_a_qr_code() {
    let longest = Invitation {
        url: format!("https://{}", "a".repeat(URL_BYTES_MAX - 8)),
        programme: "p".repeat(NAME_BYTES_MAX),
        person: "n".repeat(NAME_BYTES_MAX),
        teams: vec!["T".repeat(32); TEAMS_MAX],
        expires_ms: u64::MAX,
        ..sample()
    };
    assert_eq!(longest.check(), Ok(()));
    assert!(longest.to_string().len() <= TEXT_BYTES_MAX);
}

#[test]
fn the_secret_stays_out_of_logs() {
    assert_eq!(
        format!("{:?}", sample()),
        "Invitation { url: \"https://centre.example.org\", .. }"
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(sala-invite:)?\\PC{0,200}") {
        let _read = text.parse::<Invitation>();
    }

    #[test]
    fn a_changed_sign_is_another_invitation_or_none(at in 0usize..200, to in 0u8..64) {
        let text = sample().to_string();
        let at = PREFIX.len() + at % (text.len() - PREFIX.len());
        let sign = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[usize::from(to)];
        let mut changed = text.clone().into_bytes();
        changed[at] = sign;
        let changed = String::from_utf8(changed).unwrap();
        if let Ok(read) = changed.parse::<Invitation>() {
            prop_assert_eq!(read == sample(), changed == text);
        }
    }
}
