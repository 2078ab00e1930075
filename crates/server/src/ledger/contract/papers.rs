//! What every ledger promises about forms, about what is found later, and about the list of acts.

use std::collections::BTreeMap;

use serde_json::json;
use sync::{Ask, FileName, Marked, Refused, Reply};

use super::exchange::{Laptop, centre};
use super::{LATER, NOW, arrival, let_in, newcomer, pass, refused, set_up, team, teams};
use crate::ledger::{Clocks, FormFiles, Ledger, Looked, NewForm, PassedOver, Scope};

fn survey(source: &str) -> NewForm {
    NewForm {
        id: "survey".into(),
        version: "1".into(),
        files: FormFiles {
            name: "survey.csv".into(),
            source: source.as_bytes().to_vec(),
            beside: vec![("villages.csv".into(), b"name,label".to_vec())],
        },
    }
}

pub(super) fn a_file_that_was_signed_for_is_remembered(ledger: &impl Ledger) {
    set_up(ledger);
    let file = |code: &str, byte: u8| FileName {
        team: team(code),
        content: [byte; 32],
    };
    assert_eq!(ledger.promised_files(None, 9).unwrap(), []);
    ledger.promise_files(&[], NOW).unwrap();
    let promised = [
        (file("B", 1), 7),
        (file("A", 2), 0),
        (file("A", 1), 1 << 40),
    ];
    ledger.promise_files(&promised, NOW).unwrap();
    // Signed for again, it is as long as it was.
    ledger.promise_files(&[(file("A", 2), 9)], LATER).unwrap();
    let [b1, a2, a1] = promised;
    let all = [a1, a2, b1];
    assert_eq!(ledger.promised_files(None, 9).unwrap(), all);
    assert_eq!(ledger.promised_files(None, 2).unwrap(), all[..2]);
    assert_eq!(ledger.promised_files(Some(&all[1].0), 9).unwrap(), all[2..]);
    assert_eq!(ledger.promised_files(Some(&all[2].0), 9).unwrap(), []);
}

pub(super) fn a_form_version_never_changes(ledger: &impl Ledger) {
    set_up(ledger);
    let form = survey("first");
    assert_eq!(ledger.form("survey", "1").unwrap(), None);
    assert!(ledger.add_form(&form, NOW).unwrap());
    assert!(!ledger.add_form(&form, LATER).unwrap(), "it is there");
    refused(
        ledger.add_form(&survey("second"), NOW),
        "there is another form survey 1: a version never changes",
    );
    assert_eq!(ledger.form("survey", "1").unwrap(), Some(form.files));
    assert_eq!(ledger.form("survey", "2").unwrap(), None);
    let listed = ledger.forms().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].added_ms, Some(NOW));
}

pub(super) fn rules_are_put_in_use_and_taken_out(ledger: &impl Ledger) {
    set_up(ledger);
    assert_eq!(ledger.rules().unwrap(), None);
    for table in [b"one", b"two"] {
        ledger.use_rules(Some(("r.csv", table)), NOW).unwrap();
        let held = ledger.rules().unwrap();
        assert_eq!(held, Some(("r.csv".to_owned(), table.to_vec())));
    }
    ledger.use_rules(None, NOW).unwrap();
    assert_eq!(ledger.rules().unwrap(), None);
}

fn mark(id: records::RevisionId, detail: &str) -> Refused {
    Refused {
        id,
        code: "answers".into(),
        detail: detail.into(),
    }
}

/// Asks with what was heard of marks, and returns what is told.
fn told(ledger: &impl Ledger, laptop: &Laptop, heard: u64) -> Option<Marked> {
    let ask = Ask::Exchange {
        batch: [9; 16],
        offer: Vec::new(),
        last: false,
        cursors: BTreeMap::new(),
        room: 0,
        roster: 1_000,
        marks: BTreeMap::from([(team("A"), heard)]),
    };
    let reply = ledger.answer(&laptop.token_hash, &ask, &centre(), Clocks::of(NOW));
    match reply.unwrap() {
        Reply::Exchange { marked, .. } => marked,
        Reply::Compare { .. } => panic!("not the reply to an exchange"),
    }
}

pub(super) fn what_is_found_later_is_kept_once_and_told(ledger: &impl Ledger) {
    set_up(ledger);
    let (mut dara, sophea) = (Laptop::join(ledger, 1), Laptop::join(ledger, 2));
    assert_eq!(ledger.unchecked(1 << 20).unwrap(), None);
    let saves = [dara.pen.save(1, &[], "{}"), dara.pen.save(2, &[], "{}")];
    let review = dara.pen.review(1, &[&saves[0]], "{}");
    let first = dara.seal(&saves);
    let second = dara.seal(&[review]);
    dara.offer(ledger, vec![first, second]).unwrap();
    let part = ledger.unchecked(1).unwrap().unwrap();
    assert_eq!(
        (part.after, part.upto),
        (0, 1),
        "one part when there is room for one"
    );
    let work = ledger.unchecked(1 << 20).unwrap().unwrap();
    assert_eq!((work.after, work.upto), (0, 2));
    assert_eq!(work.saves, saves, "reviews are judged when they are taken");
    let ids = saves.each_ref().map(|save| save.id);
    let marks = [mark(ids[1], "missing age"), mark(ids[0], "type age")];
    let looked = Looked {
        marks: marks.to_vec(),
        ..Looked::default()
    };
    assert!(ledger.mark_checked(&work, &looked, NOW).unwrap());
    assert!(
        !ledger.mark_checked(&work, &looked, NOW).unwrap(),
        "it was done"
    );
    assert_eq!(ledger.unchecked(1 << 20).unwrap(), None);
    for laptop in [&dara, &sophea] {
        let marked = told(ledger, laptop, 0).unwrap();
        let after = marked.positions[&team("A")];
        // The review is no decision, which was found when it came.
        let about: Vec<&Refused> = marked
            .marks
            .iter()
            .filter(|mark| mark.code == "answers")
            .collect();
        assert_eq!(
            about,
            [&marks[0], &marks[1]],
            "in the order in which they were found"
        );
        assert_eq!(told(ledger, laptop, after), None, "once");
        let last = told(ledger, laptop, after - 1).unwrap();
        assert_eq!(last.marks, [marks[1].clone()]);
        assert_eq!(
            told(ledger, laptop, after + 1),
            Some(marked),
            "a ledger that lost some says all"
        );
    }
    // Who offers it again is told again; who adds a form has all looked into once more.
    ledger.add_form(&survey("first"), NOW).unwrap();
    let again = ledger.unchecked(1 << 20).unwrap().unwrap();
    assert_eq!((again.after, again.saves.len()), (0, 2));
    assert!(ledger.mark_checked(&again, &looked, LATER).unwrap());
    let found = ledger.examine(&centre().device_public()).unwrap();
    assert_eq!(found.findings, []);
    assert_eq!(
        told(ledger, &sophea, 0).unwrap().marks.len(),
        3,
        "none is kept twice"
    );
}

pub(super) fn what_is_passed_over_is_counted_and_looked_into_again(ledger: &impl Ledger) {
    set_up(ledger);
    let mut dara = Laptop::join(ledger, 1);
    let saves: Vec<_> = (1..=3).map(|of| dara.pen.save(of, &[], "{}")).collect();
    let parts = saves.chunks(1).map(|part| dara.seal(part)).collect();
    dara.offer(ledger, parts).unwrap();
    let over = |saves: u64| PassedOver {
        team: team("A"),
        form: saves_of().0,
        version: saves_of().1,
        saves,
    };
    let knows = |known: &[usize]| Looked {
        unknown: (0..saves.len())
            .filter(|at| !known.contains(at))
            .map(|at| saves[at].id)
            .collect(),
        ..Looked::default()
    };
    let listed = || ledger.passed_over(9).unwrap();
    assert_eq!(listed(), []);
    ledger.look_again(&team("A")).unwrap();
    // The first is of a form that is known; then come two that are not.
    for (looked, so_far) in [(knows(&[0, 1, 2]), 0), (knows(&[0]), 1), (knows(&[0]), 2)] {
        let work = ledger.unchecked(1).unwrap().unwrap();
        assert_eq!(work.saves.len(), 1);
        assert!(ledger.mark_checked(&work, &looked, NOW).unwrap());
        assert!(!ledger.mark_checked(&work, &looked, NOW).unwrap());
        let expected: Vec<PassedOver> = (so_far > 0).then(|| over(so_far)).into_iter().collect();
        assert_eq!(listed(), expected, "each is counted once");
    }
    assert_eq!(ledger.unchecked(1).unwrap(), None);
    assert_eq!(ledger.passed_over(0).unwrap(), []);
    ledger.look_again(&team("B")).unwrap();
    assert_eq!(
        ledger.unchecked(1).unwrap(),
        None,
        "nothing there to take up"
    );
    ledger.look_again(&team("A")).unwrap();
    assert_eq!(listed(), []);
    let work = ledger.unchecked(1 << 20).unwrap().unwrap();
    assert_eq!(
        (work.after, work.upto),
        (1, 3),
        "what was looked into stays so"
    );
    assert!(ledger.mark_checked(&work, &knows(&[1]), NOW).unwrap());
    assert_eq!(listed(), [over(1)]);
    ledger.add_form(&survey("first"), NOW).unwrap();
    assert_eq!(listed(), [], "all is looked into again");
    assert_eq!(ledger.unchecked(1 << 20).unwrap().unwrap().after, 0);
}

/// The form and the version of what a pen saves.
fn saves_of() -> (String, String) {
    let header = records::contract::Pen::new(1, "A")
        .save(1, &[], "{}")
        .header;
    (header.form, header.form_version)
}

pub(super) fn an_invitation_can_be_taken_back(ledger: &impl Ledger) {
    set_up(ledger);
    for secret in [1, 2] {
        let pass = pass(secret, newcomer("Dara", teams(&["A"])));
        ledger.add_pass(&pass, NOW).unwrap();
    }
    ledger.withdraw(&[1; 32], NOW).unwrap();
    refused(
        ledger.admit(&arrival(1, 5, 7), NOW),
        "this invitation was taken back",
    );
    ledger.admit(&arrival(2, 5, 7), NOW).unwrap();
    refused(
        ledger.withdraw(&[2; 32], NOW),
        "this invitation was used already",
    );
    refused(
        ledger.withdraw(&[3; 32], NOW),
        "the centre does not know this invitation",
    );
    let states: Vec<_> = ledger.passes().unwrap();
    let states: Vec<_> = states
        .iter()
        .map(|pass| (pass.secret_hash[0], pass.used, pass.withdrawn))
        .collect();
    assert_eq!(states, [(1, false, true), (2, true, false)]);
}

pub(super) fn a_person_gets_another_role_and_other_teams(ledger: &impl Ledger) {
    set_up(ledger);
    let dara = let_in(ledger, "Dara", 1, 5, 7).person;
    let version = ledger.version().unwrap();
    let person = || ledger.caller(&[7; 32]).unwrap().unwrap().people.remove(0);
    for scope in [teams(&["B", "C"]), Scope::All, teams(&["A"])] {
        ledger
            .change_person(dara, "supervisor", &scope, NOW)
            .unwrap();
        assert_eq!(
            (person().role.as_str(), person().scope),
            ("supervisor", scope)
        );
    }
    assert_eq!(ledger.version().unwrap(), version + 3, "laptops hear of it");
    refused(
        ledger.change_person(dara, "field", &teams(&["X"]), NOW),
        "there is no team X",
    );
    ledger.deactivate(dara, NOW).unwrap();
    refused(
        ledger.change_person(dara, "field", &Scope::All, NOW),
        "this person was deactivated",
    );
}

pub(super) fn every_act_is_listed_with_who_did_it(ledger: &impl Ledger) {
    set_up(ledger);
    ledger.act_as("chan");
    let dara = let_in(ledger, "Dara", 1, 5, 7);
    ledger
        .change_person(dara.person, "va", &Scope::All, NOW)
        .unwrap();
    ledger.set_url("https://other.example.org", NOW).unwrap();
    ledger.renew_names(NOW).unwrap();
    ledger.add_form(&survey("first"), NOW).unwrap();
    ledger.add_form(&survey("first"), NOW).unwrap();
    ledger.use_rules(None, NOW).unwrap();
    ledger.deactivate(dara.person, NOW).unwrap();
    ledger.revoke(dara.device, NOW).unwrap();
    ledger.note("backup", json!({ "bytes": 7 }), NOW).unwrap();
    let failed = ledger.set_up(&super::programme(), NOW);
    refused(failed, "a programme is set up here already");
    let acts = ledger.acts(0, 100).unwrap();
    let laptop = dara.device.to_string();
    let done: Vec<_> = acts
        .iter()
        .map(|(_, act)| (act.by.as_str(), act.what.as_str()))
        .collect();
    let expected = [
        ("centre", "init"),
        ("centre", "team-add"),
        ("centre", "team-add"),
        ("centre", "team-add"),
        ("chan", "invite"),
        (laptop.as_str(), "join"),
        ("chan", "person-change"),
        ("chan", "url"),
        ("chan", "names-renew"),
        ("chan", "form-add"),
        ("chan", "rules-use"),
        ("chan", "person-deactivate"),
        ("chan", "device-revoke"),
        ("chan", "backup"),
    ];
    assert_eq!(
        done, expected,
        "what was refused or changed nothing is no act"
    );
    let change = &acts[6].1.about;
    assert_eq!(change["person"], json!(dara.person));
    assert_eq!(
        (&change["role_before"], &change["role"]),
        (&json!("field"), &json!("va"))
    );
    let told: String = acts.iter().map(|(_, act)| act.about.to_string()).collect();
    assert!(!told.contains("Dara"), "no names: {told}");
    assert_eq!(acts[8].1.about, json!({ "names": 2 }));
    let after = acts[9].0;
    assert_eq!(ledger.acts(after, 1).unwrap(), acts[10..11]);
}
