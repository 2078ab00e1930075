//! What was agreed to decides what may be written down and passed on: consents that are given, run out, are taken back,
//! refused, or known elsewhere.

use desk::view::{FormView, NodeView};
use kit::Laptop;
use kit::answers::{Answers, CONSENT, PERSON, REFERRAL, set};

/// The questions that stop a record, when it is made of these answers.
fn stopped(laptop: &Laptop, form: &str, answers: &[&Answers<'_>]) -> Vec<String> {
    match laptop.desk.record_new(form, None, &set(answers), false) {
        Ok(_) => Vec::new(),
        Err(desk::DeskError::NotValid { problems }) => {
            problems.into_iter().map(|problem| problem.path).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

fn person(laptop: &Laptop, name: &str) -> String {
    laptop.make("person", &[PERSON, &[("who/name_latin", name)]])
}

fn node<'v>(view: &'v FormView, path: &str) -> Option<&'v NodeView> {
    let mut stack: Vec<&NodeView> = view.sections.iter().flat_map(|one| &one.nodes).collect();
    while let Some(node) = stack.pop() {
        if node.path == path {
            return Some(node);
        }
        stack.extend(&node.children);
    }
    None
}

#[test]
fn a_referral_goes_where_a_consent_in_force_says() {
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    let [thy, other] = ["Chan Thy", "Keo Pisey"].map(|name| person(&laptop, name));
    let of = |person: &str| [("who/person_pick", person.to_owned())];
    let given = |person: &str, answers: &Answers<'_>| {
        let who = of(person);
        let who = who.each_ref().map(|(path, value)| (*path, value.as_str()));
        laptop.make("consent", &[CONSENT, &who, answers])
    };
    let refer = |person: &str, consent: &str, answers: &Answers<'_>| {
        let who = [
            ("who/person_pick", person),
            ("consenting/consent_id", consent),
        ];
        stopped(&laptop, "referral", &[REFERRAL, &who, answers])
    };
    let stops = ["consenting/consent_id"];
    let consent = given(&thy, &[]);
    assert_eq!(refer(&thy, &consent, &[]), [""; 0]);
    assert_eq!(
        refer(&other, &consent, &[]),
        stops,
        "it is another person's"
    );
    let elsewhere = [
        ("request/to_org", "ICRC"),
        ("consenting/consent_org", "ICRC"),
    ];
    assert_eq!(
        refer(&thy, &consent, &elsewhere),
        stops,
        "it names another organisation"
    );
    assert_eq!(
        refer(&thy, "sheet 12, team folder", &[]),
        [""; 0],
        "a paper is a consent too"
    );

    let offered = |person: &str, org: &str| {
        let view = laptop.desk.draft_new("referral", Some(person)).unwrap();
        let set = [
            ("consenting/consent_decision", "given"),
            ("request/to_org", org),
        ];
        let views =
            set.map(|(path, value)| laptop.desk.draft_set(&view.draft, path, value).unwrap());
        node(&views[1], "consenting/consent_pick")
            .unwrap()
            .choices
            .len()
    };
    assert_eq!(offered(&thy, " PRC  Battambang"), 1);
    assert_eq!(
        (offered(&thy, "ICRC"), offered(&other, "PRC Battambang")),
        (0, 0)
    );

    let photos = [
        ("deciding/decision", "withdrawn"),
        ("deciding/scope", "photo_public"),
    ];
    given(&thy, &photos);
    assert_eq!(refer(&thy, &consent, &[]), [""; 0], "that was about photos");
    given(
        &thy,
        &[
            ("deciding/decision", "withdrawn"),
            ("deciding/activity_date", "2026-11-22"),
        ],
    );
    assert_eq!(refer(&thy, &consent, &[]), stops, "it was taken back");
    assert_eq!(
        refer(&thy, "sheet 12, team folder", &[]),
        stops,
        "whatever paper there is"
    );
    let later = given(&thy, &[("deciding/activity_date", "2026-11-23")]);
    let date = [
        ("consenting/consent_date", "2026-11-23"),
        ("progress/sent_on", "2026-11-23"),
    ];
    assert_eq!(refer(&thy, &later, &date), [""; 0], "given again");
}

#[test]
fn a_consent_that_ran_out_carries_nothing_any_more() {
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    let thy = person(&laptop, "Chan Thy");
    let who = [("who/person_pick", &*thy)];
    let until = |day: &str| {
        let valid = [("deciding/expires_on", day)];
        laptop.make("consent", &[CONSENT, &who, &valid])
    };
    let [past, today] = ["2026-11-22", "2026-11-23"].map(until);
    let refer = |consent: &str, answers: &Answers<'_>| {
        let consent = [("consenting/consent_id", consent)];
        stopped(&laptop, "referral", &[REFERRAL, &who, &consent, answers])
    };
    let sent_today = [("progress/sent_on", "2026-11-23")];
    assert_eq!(refer(&past, &sent_today), ["consenting/consent_id"]);
    assert_eq!(refer(&today, &sent_today), [""; 0]);
    // What was sent while it was valid stays right.
    assert_eq!(refer(&past, &[("progress/sent_on", "2026-11-21")]), [""; 0]);
    let view = laptop.desk.draft_new("referral", Some(&thy)).unwrap();
    for (path, value) in [
        ("consenting/consent_decision", "given"),
        ("request/to_org", "PRC Battambang"),
    ] {
        laptop.desk.draft_set(&view.draft, path, value).unwrap();
    }
    let view = laptop.desk.draft_open(&view.draft).unwrap();
    let pick = node(&view, "consenting/consent_pick").unwrap();
    let offered: Vec<&str> = pick.choices.iter().map(|it| &*it.value).collect();
    assert_eq!(offered, [&*today]);
}

#[test]
fn who_took_the_consent_back_is_served_only_with_a_reason() {
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    let [thy, other] = ["Chan Thy", "Keo Pisey"].map(|name| person(&laptop, name));
    let service = |person: &str| {
        let view = laptop
            .desk
            .draft_new("service_session", Some(person))
            .unwrap();
        let answers = [
            ("service/activity_date", "2026-11-23"),
            ("service/pillar", "rehabilitation"),
            ("service/service", "physiotherapy"),
            ("service/provider", "PRC Battambang"),
        ];
        for (path, answer) in answers {
            laptop.desk.draft_set(&view.draft, path, answer).unwrap();
        }
        view.draft
    };
    let rules = |draft: &str| -> Vec<String> {
        let problems = laptop.desk.draft_open(draft).unwrap().problems;
        problems.into_iter().filter_map(|it| it.rule).collect()
    };
    let decide = |decision: &str, scope: &str, day: &str| {
        let answers = [
            ("who/person_pick", &*thy),
            ("deciding/decision", decision),
            ("deciding/scope", scope),
            ("deciding/activity_date", day),
        ];
        laptop.make("consent", &[CONSENT, &answers]);
    };
    assert_eq!(rules(&service(&thy)), [""; 0]);
    decide("withdrawn", "photo_public", "2026-11-20");
    assert_eq!(rules(&service(&thy)), [""; 0], "that was about photos");
    decide("withdrawn", "store_record", "2026-11-21");
    let draft = service(&thy);
    assert_eq!(rules(&draft), ["C6"]);
    assert_eq!(rules(&service(&other)), [""; 0], "of somebody else");
    let stopped = laptop.desk.draft_finish(&draft).unwrap();
    assert!(stopped.record.is_none());
    let problem = stopped.problems.into_iter().find(|it| it.rule.is_some());
    let at = problem.unwrap().path;
    let why = "The family asked for help all the same.";
    laptop.desk.draft_reason(&draft, "C6", &at, why).unwrap();
    let record = laptop.desk.draft_finish(&draft).unwrap().record.unwrap();
    let told = serde_json::to_string(&laptop.desk.record(&record).unwrap()).unwrap();
    assert!(told.contains(why), "the reason is kept");
    decide("given", "store_record", "2026-11-22");
    assert_eq!(rules(&service(&thy)), [""; 0], "given again");
    decide("refused", "store_record", "2026-11-22");
    assert_eq!(
        rules(&service(&thy)),
        ["C6"],
        "of one day the stricter holds"
    );
}

#[test]
fn a_refusal_is_complete_and_stops_what_comes_after() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let thy = person(&laptop, "Chan Thy");
    let who = [("who/person_pick", &*thy)];
    let refused = [
        ("deciding/decision", "refused"),
        ("deciding/witness", ""),
        ("deciding/activity_date", "2026-11-22"),
    ];
    let refusal = laptop.make("consent", &[CONSENT, &who, &refused]);
    assert_eq!(laptop.reads(&refusal, "who/person_id"), thy);
    let consent = [("consenting/consent_id", "sheet 12")];
    let stops = ["consenting/consent_id"];
    assert_eq!(
        stopped(&laptop, "referral", &[REFERRAL, &who, &consent]),
        stops
    );
    let says_no = [
        ("consenting/consent_decision", "refused"),
        ("progress/status", "cancelled_by_person"),
        ("progress/closed_on", "2026-11-22"),
    ];
    assert_eq!(
        stopped(&laptop, "referral", &[REFERRAL, &who, &says_no]),
        [""; 0]
    );
    let child = [("who/subject", "child_12_17")];
    let alone = stopped(&laptop, "consent", &[CONSENT, &who, &child]);
    assert_eq!(alone, ["who/given_by", "deciding/child_assent"]);
    let minor = [("who/birth_year", "2012"), ("who/name_latin", "A child")];
    assert_eq!(
        stopped(&laptop, "person", &[PERSON, &minor]),
        ["consent/given_by"]
    );
}

/// Needs of somebody who walks with difficulty and asks for nothing.
const NEEDS: &Answers<'_> = &[
    ("who/activity_date", "2026-11-23"),
    ("who/place", "home"),
    ("who/assessor", "BTB-014"),
    ("who/respondent", "self"),
    ("who/age_class", "adult"),
    ("functioning/wgss_see", "1"),
    ("functioning/wgss_hear", "1"),
    ("functioning/wgss_walk", "2"),
    ("functioning/wgss_remember", "1"),
    ("functioning/wgss_selfcare", "1"),
    ("functioning/wgss_communicate", "1"),
    ("health/limb_loss", "no"),
    ("finish/next_visit_due", "2027-05-23"),
];

#[test]
fn nobodys_needs_are_kept_against_their_will_without_another_basis() {
    let laptop = Laptop::alone("Chea Vanna", "va");
    let [thy, other] = ["Chan Thy", "Keo Pisey"].map(|name| person(&laptop, name));
    let assess = |person: &str, answers: &Answers<'_>| {
        let who = [("who/person_pick", person)];
        stopped(&laptop, "needs_assessment", &[NEEDS, &who, answers])
    };
    let decide = |decision: &str, scope: &str, day: &str| {
        let answers = [
            ("who/person_pick", &*thy),
            ("deciding/decision", decision),
            ("deciding/scope", scope),
            ("deciding/activity_date", day),
        ];
        laptop.make("consent", &[CONSENT, &answers]);
    };
    assert_eq!(
        assess(&thy, &[]),
        [""; 0],
        "the person's record has a basis"
    );
    decide("withdrawn", "photo_public", "2026-11-20");
    assert_eq!(assess(&thy, &[]), [""; 0], "that was about photos");
    for (decision, day) in [("withdrawn", "2026-11-21"), ("refused", "2026-11-22")] {
        decide(decision, "store_record", day);
        let stops = assess(&thy, &[]);
        assert!(!stops.is_empty(), "{decision}");
        for path in stops {
            assert_eq!(path, "who/basis_without_consent", "{decision}");
        }
        assert_eq!(assess(&other, &[]), [""; 0], "of somebody else");
        for basis in ["vital_interest_emergency", "legal_duty_casualty_register"] {
            let answers = [("who/basis_without_consent", basis)];
            assert_eq!(assess(&thy, &answers), [""; 0], "{decision}, {basis}");
        }
    }
    decide("given", "store_record", "2026-11-23");
    assert_eq!(assess(&thy, &[]), [""; 0], "given again");
}

#[test]
fn a_consent_that_is_known_by_its_code_alone_is_looked_for_on_this_laptop() {
    const ELSEWHERE: &str = "01939a5e-7c00-7a00-8000-3f2a51c0d1e2";
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    let [thy, other] = ["Chan Thy", "Keo Pisey"].map(|name| person(&laptop, name));
    let refer = |consent: &str| {
        let who = [
            ("who/person_pick", &*thy),
            ("consenting/consent_id", consent),
        ];
        stopped(&laptop, "referral", &[REFERRAL, &who])
    };
    assert_eq!(refer(ELSEWHERE), [""; 0], "no consent is here at all");
    let of_other = [("who/person_pick", &*other)];
    laptop.make("consent", &[CONSENT, &of_other]);
    let asks = ["consenting/consent_id"];
    assert_eq!(refer(ELSEWHERE), asks, "no consent here has this code");
    assert_eq!(refer("KH-C-20261120-BTB2-7F3K-9QX2"), asks);
    for paper in ["sheet 12, team folder", "KH-C, paper", "7"] {
        assert_eq!(refer(paper), [""; 0], "{paper} is a paper");
    }
    let of_thy = [("who/person_pick", &*thy)];
    let consent = laptop.make("consent", &[CONSENT, &of_thy]);
    assert_eq!(refer(&consent), [""; 0]);

    let view = laptop.desk.draft_new("referral", Some(&thy)).unwrap();
    for (path, value) in REFERRAL
        .iter()
        .chain(&[("consenting/consent_id", ELSEWHERE)])
    {
        laptop.desk.draft_set(&view.draft, path, value).unwrap();
    }
    let stopped = laptop.desk.draft_finish(&view.draft).unwrap();
    let problem = stopped.problems.into_iter().find(|it| it.rule.is_some());
    assert_eq!(problem.unwrap().rule.as_deref(), Some("C7"));
    let why = "On the laptop of Pailin 1.";
    laptop
        .desk
        .draft_reason(&view.draft, "C7", asks[0], why)
        .unwrap();
    let record = laptop
        .desk
        .draft_finish(&view.draft)
        .unwrap()
        .record
        .unwrap();
    let told = serde_json::to_string(&laptop.desk.record(&record).unwrap()).unwrap();
    assert!(told.contains(why), "the reason is kept");
}
