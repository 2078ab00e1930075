//! What every ledger promises about accounts and answers, as one function to run on each of them.
//!
//! What it promises about the log is in `sync::contract`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken promise should stop the test at once"
)]

use records::{DeviceId, PersonId, TeamId};

mod exchange;
mod papers;
mod several;

pub use several::several_ledgers_contract;

use super::{
    Admitted, Arrival, Census, Guest, Ledger, LedgerError, Pass, Person, Programme, Scope, Team,
};

const NOW: u64 = 1_795_000_000_000;
const LATER: u64 = NOW + 60_000;

/// Runs every promise on a fresh ledger each.
///
/// # Panics
/// When a promise is broken.
pub fn ledger_contract<L: Ledger>(mut fresh: impl FnMut() -> L) {
    nothing_works_before_it_is_set_up(&fresh());
    a_programme_is_set_up_once(&fresh());
    teams_have_one_code_each(&fresh());
    an_invitation_lets_one_laptop_in(&fresh());
    a_lost_answer_can_be_asked_for_again(&fresh());
    a_laptop_gets_another_token(&fresh());
    an_invitation_expires(&fresh());
    invitations_name_what_is_there(&fresh());
    a_second_person_joins_the_same_laptop(&fresh());
    a_person_gets_a_second_laptop(&fresh());
    a_revoked_laptop_stays_out(&fresh());
    a_deactivated_person_has_no_rights(&fresh());
    every_act_makes_a_new_roster(&fresh());
    exchange::only_who_is_admitted_gets_an_answer(&fresh());
    exchange::what_is_carried_is_answered_as_what_is_sent(&fresh());
    exchange::what_is_taken_is_signed_for_and_given_to_others(&fresh());
    exchange::what_may_not_be_written_is_refused(&fresh());
    exchange::what_is_not_right_is_kept_and_marked(&fresh());
    exchange::a_clock_that_is_off_is_marked_on_what_it_brought(&fresh());
    papers::a_form_version_never_changes(&fresh());
    papers::rules_are_put_in_use_and_taken_out(&fresh());
    papers::what_is_found_later_is_kept_once_and_told(&fresh());
    papers::what_is_passed_over_is_counted_and_looked_into_again(&fresh());
    papers::a_file_that_was_signed_for_is_remembered(&fresh());
    papers::an_invitation_can_be_taken_back(&fresh());
    papers::a_person_gets_another_role_and_other_teams(&fresh());
    papers::every_act_is_listed_with_who_did_it(&fresh());
}

fn programme() -> Programme {
    Programme {
        name: "Risk education".into(),
        country: "KH".into(),
        url: "https://centre.example.org".into(),
        centre_public: [1; 32],
    }
}

fn team(code: &str) -> TeamId {
    code.parse().unwrap()
}

/// Sets up a programme with teams A, B and C.
fn set_up(ledger: &impl Ledger) {
    ledger.set_up(&programme(), NOW).unwrap();
    for code in ["C", "A", "B"] {
        ledger
            .add_team(
                &Team {
                    id: team(code),
                    name: format!("Team {code}"),
                },
                NOW,
            )
            .unwrap();
    }
}

fn teams(codes: &[&str]) -> Scope {
    Scope::Teams(codes.iter().map(|code| team(code)).collect())
}

fn newcomer(name: &str, scope: Scope) -> Guest {
    Guest::New {
        name: name.into(),
        role: "field".into(),
        scope,
    }
}

fn pass(secret: u8, guest: Guest) -> Pass {
    Pass {
        secret_hash: [secret; 32],
        guest,
        expires_ms: LATER,
    }
}

/// A laptop `public` with the invitation `secret`; gets a token, and its person an id, of its own.
fn arrival(secret: u8, public: u8, token: u8) -> Arrival {
    Arrival {
        secret_hash: [secret; 32],
        public: [public; 32],
        name: format!("laptop {public}"),
        token_hash: [token; 32],
        new_person: PersonId([token; 16]),
    }
}

fn device(public: u8) -> DeviceId {
    DeviceId::of_public_key(&[public; 32])
}

/// Invites somebody with this name into team A and lets them in.
fn let_in(ledger: &impl Ledger, name: &str, secret: u8, public: u8, token: u8) -> Admitted {
    let_in_key(ledger, name, secret, [public; 32], token)
}

fn let_in_key(
    ledger: &impl Ledger,
    name: &str,
    secret: u8,
    public: [u8; 32],
    token: u8,
) -> Admitted {
    ledger
        .add_pass(&pass(secret, newcomer(name, teams(&["A"]))), NOW)
        .unwrap();
    ledger
        .admit(
            &Arrival {
                public,
                ..arrival(secret, 0, token)
            },
            NOW,
        )
        .unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, LedgerError>, words: &str) {
    assert_eq!(result.unwrap_err().to_string(), words);
}

fn nothing_works_before_it_is_set_up(ledger: &impl Ledger) {
    let words = "no programme is set up here: run `sala-server --data DIR init` first";
    refused(ledger.census(), words);
    refused(ledger.version(), words);
    refused(ledger.set_url("http://a", NOW), words);
    refused(ledger.renew_names(NOW), words);
    refused(
        ledger.add_team(
            &Team {
                id: team("A"),
                name: "A".into(),
            },
            NOW,
        ),
        words,
    );
    ledger.set_up(&programme(), NOW).unwrap();
    assert_eq!(
        ledger.census().unwrap().teams,
        [],
        "what was refused left nothing behind"
    );
}

fn a_programme_is_set_up_once(ledger: &impl Ledger) {
    ledger.set_up(&programme(), NOW).unwrap();
    let other = Programme {
        name: "Another".into(),
        ..programme()
    };
    refused(
        ledger.set_up(&other, LATER),
        "a programme is set up here already",
    );
    let census = ledger.census().unwrap();
    assert_eq!(census.programme, programme());
    assert_eq!((census.version, census.issued_ms), (1, NOW));
}

fn teams_have_one_code_each(ledger: &impl Ledger) {
    set_up(ledger);
    let again = Team {
        id: team("A"),
        name: "Another".into(),
    };
    refused(ledger.add_team(&again, NOW), "there is a team A already");
    let found = ledger.census().unwrap().teams;
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|team| (team.id.as_str(), team.name.as_str()))
        .collect();
    assert_eq!(
        found,
        [("A", "Team A"), ("B", "Team B"), ("C", "Team C")],
        "sorted by code"
    );
}

fn an_invitation_lets_one_laptop_in(ledger: &impl Ledger) {
    set_up(ledger);
    ledger
        .add_pass(&pass(1, newcomer("Dara", teams(&["A", "B"]))), NOW)
        .unwrap();
    assert_eq!(ledger.caller(&[7; 32]).unwrap(), None, "not in yet");
    let admitted = ledger.admit(&arrival(1, 5, 7), NOW).unwrap();
    assert_eq!(
        admitted,
        Admitted {
            device: device(5),
            person: PersonId([7; 16])
        }
    );
    let caller = ledger.caller(&[7; 32]).unwrap().unwrap();
    let dara = Person {
        id: PersonId([7; 16]),
        name: "Dara".into(),
        role: "field".into(),
        scope: teams(&["A", "B"]),
        active: true,
    };
    assert_eq!(
        (caller.device, caller.public, caller.revoked),
        (device(5), [5; 32], false)
    );
    assert_eq!(caller.people, [dara]);
    assert_eq!(ledger.caller(&[8; 32]).unwrap(), None, "another token");
    refused(
        ledger.admit(&arrival(1, 6, 8), NOW),
        "this invitation was used already",
    );
    refused(
        ledger.admit(&arrival(2, 6, 8), NOW),
        "the centre does not know this invitation",
    );
    let census = ledger.census().unwrap();
    assert_eq!(
        census.devices.len(),
        1,
        "who was refused left nothing behind"
    );
    assert_eq!(census.devices[0].people, [PersonId([7; 16])]);
    assert_eq!(census.devices[0].last_sync_ms, None);
}

fn a_lost_answer_can_be_asked_for_again(ledger: &impl Ledger) {
    set_up(ledger);
    let first = let_in(ledger, "Dara", 1, 5, 7);
    let version = ledger.version().unwrap();
    let again = ledger.admit(&arrival(1, 5, 8), NOW).unwrap();
    assert_eq!(again, first, "the same laptop and person");
    assert_eq!(
        ledger.caller(&[7; 32]).unwrap(),
        None,
        "the first token is gone"
    );
    assert_eq!(ledger.caller(&[8; 32]).unwrap().unwrap().device, device(5));
    assert_eq!(ledger.census().unwrap().people.len(), 1);
    assert_eq!(
        ledger.version().unwrap(),
        version,
        "nothing changed for others"
    );
    refused(
        ledger.admit(&arrival(1, 5, 9), LATER),
        "this invitation has expired",
    );
}

fn a_laptop_gets_another_token(ledger: &impl Ledger) {
    set_up(ledger);
    let dara = let_in(ledger, "Dara", 1, 5, 7);
    let_in(ledger, "Sophea", 2, 6, 8);
    let version = ledger.version().unwrap();
    // Whoever missed the answer asks again, by the new one.
    for held in [7, 9] {
        ledger.renew_token(&[held; 32], &[9; 32], NOW).unwrap();
        assert_eq!(
            ledger.caller(&[7; 32]).unwrap(),
            None,
            "the old one is gone"
        );
        let caller = ledger.caller(&[9; 32]).unwrap().unwrap();
        assert_eq!(caller.device, dara.device);
    }
    let acts = ledger.acts(0, 100).unwrap();
    let tokens = acts.iter().filter(|(_, act)| act.what == "token");
    assert_eq!(tokens.count(), 1, "one renewal is one act");
    assert_eq!(
        ledger.version().unwrap(),
        version,
        "nobody else hears of it"
    );
    refused(
        ledger.renew_token(&[7; 32], &[10; 32], NOW),
        "no laptop has this token",
    );
    refused(
        ledger.renew_token(&[9; 32], &[8; 32], NOW),
        "another laptop has this token",
    );
    ledger.revoke(dara.device, NOW).unwrap();
    refused(
        ledger.renew_token(&[9; 32], &[10; 32], NOW),
        "this laptop was revoked",
    );
}

fn an_invitation_expires(ledger: &impl Ledger) {
    set_up(ledger);
    ledger
        .add_pass(&pass(1, newcomer("Dara", teams(&["A"]))), NOW)
        .unwrap();
    refused(
        ledger.admit(&arrival(1, 5, 7), LATER),
        "this invitation has expired",
    );
    ledger.admit(&arrival(1, 5, 7), LATER - 1).unwrap();
}

fn invitations_name_what_is_there(ledger: &impl Ledger) {
    set_up(ledger);
    let stranger = PersonId([9; 16]);
    refused(
        ledger.add_pass(&pass(1, newcomer("Dara", teams(&["A", "X"]))), NOW),
        "there is no team X",
    );
    refused(
        ledger.add_pass(&pass(1, Guest::Known(stranger)), NOW),
        &format!("there is no person {stranger}"),
    );
    refused(
        ledger.admit(&arrival(1, 5, 7), NOW),
        "the centre does not know this invitation",
    );
}

fn a_second_person_joins_the_same_laptop(ledger: &impl Ledger) {
    set_up(ledger);
    let dara = let_in(ledger, "Dara", 1, 5, 7);
    ledger
        .add_pass(&pass(2, newcomer("Sophea", teams(&["B"]))), NOW)
        .unwrap();
    let sophea = ledger.admit(&arrival(2, 5, 8), NOW).unwrap();
    assert_eq!(sophea.device, dara.device);
    assert_eq!(
        ledger.caller(&[7; 32]).unwrap(),
        None,
        "one laptop has one token: the last"
    );
    let caller = ledger.caller(&[8; 32]).unwrap().unwrap();
    assert_eq!(caller.scope(), teams(&["A", "B"]), "both people's teams");
    let mut people = vec![dara.person, sophea.person];
    people.sort_unstable();
    assert_eq!(ledger.census().unwrap().devices[0].people, people);
    ledger
        .add_pass(&pass(3, newcomer("Chenda", Scope::All)), NOW)
        .unwrap();
    ledger.admit(&arrival(3, 5, 9), NOW).unwrap();
    assert_eq!(
        ledger.caller(&[9; 32]).unwrap().unwrap().scope(),
        Scope::All
    );
}

fn a_person_gets_a_second_laptop(ledger: &impl Ledger) {
    set_up(ledger);
    let dara = let_in(ledger, "Dara", 1, 5, 7);
    ledger
        .add_pass(&pass(2, Guest::Known(dara.person)), NOW)
        .unwrap();
    let again = ledger.admit(&arrival(2, 6, 8), NOW).unwrap();
    assert_eq!((again.person, again.device), (dara.person, device(6)));
    let census = ledger.census().unwrap();
    assert_eq!((census.people.len(), census.devices.len()), (1, 2));
}

fn a_revoked_laptop_stays_out(ledger: &impl Ledger) {
    set_up(ledger);
    let_in(ledger, "Dara", 1, 5, 7);
    ledger.revoke(device(5), NOW).unwrap();
    assert!(ledger.caller(&[7; 32]).unwrap().unwrap().revoked);
    ledger
        .add_pass(&pass(2, newcomer("Sophea", teams(&["B"]))), NOW)
        .unwrap();
    refused(
        ledger.admit(&arrival(2, 5, 8), NOW),
        "this laptop was revoked",
    );
    ledger.admit(&arrival(2, 6, 8), NOW).unwrap();
    let other = device(9);
    refused(
        ledger.revoke(other, NOW),
        &format!("there is no device {other}"),
    );
}

fn a_deactivated_person_has_no_rights(ledger: &impl Ledger) {
    set_up(ledger);
    let dara = let_in(ledger, "Dara", 1, 5, 7).person;
    ledger.add_pass(&pass(2, Guest::Known(dara)), NOW).unwrap();
    ledger.deactivate(dara, NOW).unwrap();
    let caller = ledger.caller(&[7; 32]).unwrap().unwrap();
    assert_eq!(caller.people, []);
    assert_eq!(caller.scope(), teams(&[]));
    refused(
        ledger.admit(&arrival(2, 6, 8), NOW),
        "this person was deactivated",
    );
    refused(
        ledger.add_pass(&pass(3, Guest::Known(dara)), NOW),
        "this person was deactivated",
    );
    assert!(
        !ledger.census().unwrap().people[0].active,
        "still listed: their records stay"
    );
    let other = PersonId([9; 16]);
    refused(
        ledger.deactivate(other, NOW),
        &format!("there is no person {other}"),
    );
}

fn every_act_makes_a_new_roster(ledger: &impl Ledger) {
    ledger.set_up(&programme(), NOW).unwrap();
    let mut last = Seen {
        version: 0,
        issued_ms: 0,
    };
    last = last.grown(&ledger.census().unwrap());
    ledger
        .add_team(
            &Team {
                id: team("A"),
                name: "A".into(),
            },
            NOW + 10,
        )
        .unwrap();
    last = last.grown(&ledger.census().unwrap());
    ledger.set_url("http://other", NOW + 5).unwrap();
    last = last.grown(&ledger.census().unwrap());
    assert_eq!(
        last.issued_ms,
        NOW + 10,
        "a clock that was set back does not reach the roster"
    );
    assert_eq!(ledger.census().unwrap().names, 1);
    assert_eq!(ledger.renew_names(NOW + 10).unwrap(), 2);
    last = last.grown(&ledger.census().unwrap());
    assert_eq!(ledger.census().unwrap().names, 2);
    let dara = let_in(ledger, "Dara", 1, 5, 7);
    last = last.grown(&ledger.census().unwrap());
    ledger.deactivate(dara.person, NOW + 20).unwrap();
    last = last.grown(&ledger.census().unwrap());
    ledger.revoke(dara.device, NOW + 20).unwrap();
    last.grown(&ledger.census().unwrap());
}

struct Seen {
    version: u64,
    issued_ms: u64,
}

impl Seen {
    #[track_caller]
    fn grown(&self, census: &Census) -> Self {
        assert_eq!(census.version, self.version + 1);
        assert!(census.issued_ms >= self.issued_ms);
        Self {
            version: census.version,
            issued_ms: census.issued_ms,
        }
    }
}
