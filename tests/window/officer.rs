//! The victim-assistance officer's day, in Khmer: an accident, the person in it, what that person agreed to, needs, a
//! service, a referral and a follow-up; and all of it found again on the person's page.

use std::collections::HashMap;

use kit::window::{Window, left_out};
use kit::{Laptop, Office};
use serde_json::Value;

use crate::day::{hand_over, person, sign_in};
use crate::hands::{answer, counts, done, look, start};
use crate::open;
use crate::pictures::preferences;

/// Questions by their paths, and what is answered: the code of a choice, words that find one, or text.
type Answers = [(&'static str, &'static str)];

/// Synthetic people and places.
const ACCIDENT: &Answers = &[
    ("when/date_known", "yes"),
    ("when/accident_date", "-6"),
    ("place/place_not_listed", "yes"),
    ("place/adm1", "បាត់ដំបង"),
    ("place/commune_name", "ស៊ុង"),
    ("place/place_name_free", "ភូមិសាកល្បង"),
    ("place/geo_safe", "no"),
    ("place/location_accuracy", "somewhere_in_village"),
    ("what/accident_class", "mine"),
    ("what/demining_accident", "no"),
    ("what/hazard_l1", "ap_mine"),
    ("what/device_certainty", "suspected"),
    ("what/cause", "stepped_on"),
    ("what/land_use", "forest"),
    ("what/marked_before", "no"),
    ("what/marked_after", "unknown"),
    ("toll/killed_n", "0"),
    ("toll/injured_n", "1"),
    ("toll/total_n", "1"),
    ("source/source_type", "local_authority"),
];

const PERSON: &Answers = &[
    ("consent/basis", "given"),
    ("consent/given_by", "self"),
    ("consent/method", "thumbprint"),
    ("consent/consent_date", "-4"),
    ("consent/witness", "BTB-014"),
    ("who/victim_type", "direct_injured"),
    ("who/accident_known", "known"),
    ("who/accident_pick", "ភូមិសាកល្បង"),
    ("who/name_local", "សុខ សាកល្បង"),
    ("who/sex", "male"),
    ("who/birth_precision", "estimated_age"),
    ("who/age_at_accident", "៣៤"),
    ("home/place_not_listed", "yes"),
    ("home/adm1", "បាត់ដំបង"),
    ("home/commune_name", "ស៊ុង"),
    ("home/place_name_free", "ភូមិសាកល្បង"),
    ("accident/person_status_at_accident", "civilian"),
    ("accident/activity_at_accident", "forest_products"),
    ("accident/tampered", "no"),
    ("accident/eore_before", "no"),
    ("accident/outcome", "injured_amputation"),
    ("health/injuries[1]/region", "leg_l"),
    ("health/injuries[1]/nature", "amputation"),
    ("health/permanent_impairment", "yes"),
    ("health/permanent_losses_left", "leg_below_knee"),
    ("status/vital_status", "alive"),
    ("status/displacement_status", "resident"),
];

const CONSENT: &Answers = &[
    ("who/person_pick", "សុខ"),
    ("who/subject", "adult_able"),
    ("who/given_by", "self"),
    ("explaining/confidentiality_explained", "yes"),
    ("explaining/purpose_explained", "yes"),
    ("explaining/explained_in_language", "km"),
    ("explaining/read_by", "BTB-014"),
    ("deciding/scope", "share_referral"),
    ("deciding/share_org", "PRC Battambang"),
    ("deciding/decision", "given"),
    ("deciding/method", "thumbprint"),
    ("deciding/witness", "BTB-021"),
];

const NEEDS: &Answers = &[
    ("who/person_pick", "សុខ"),
    ("who/place", "home"),
    ("who/assessor", "BTB-014"),
    ("who/respondent", "self"),
    ("who/age_class", "adult"),
    ("functioning/wgss_see", "1"),
    ("functioning/wgss_hear", "1"),
    ("functioning/wgss_walk", "4"),
    ("functioning/wgss_remember", "1"),
    ("functioning/wgss_selfcare", "2"),
    ("functioning/wgss_communicate", "1"),
    ("health/limb_loss", "yes"),
    ("health/has_device", "no"),
    ("needing/needs[1]/pillar", "rehabilitation"),
    ("needing/needs[1]/need", "prosthesis"),
    ("needing/needs[1]/priority", "high"),
    ("needing/needs[1]/wants_help", "yes"),
    ("finish/next_visit_due", "+30"),
];

const SERVICE: &Answers = &[
    ("who/person_pick", "សុខ"),
    ("service/activity_date", "t"),
    ("service/pillar", "medical"),
    ("service/service", "wound_care"),
    ("service/provider", "BTB-VA"),
];

const REFERRAL: &Answers = &[
    ("who/person_pick", "សុខ"),
    ("request/pillar", "rehabilitation"),
    ("request/service_requested", "prosthesis"),
    ("request/priority", "high"),
    ("request/to_org", "PRC Battambang"),
    ("consenting/consent_decision", "given"),
    ("consenting/consent_org", "PRC Battambang"),
    ("consenting/consent_method", "thumbprint"),
    ("consenting/consent_date", "t"),
    ("consenting/consent_pick", "PRC"),
    ("request/to_site", "Battambang"),
    ("request/to_focal", "Reception"),
    ("progress/status", "បានបញ្ជូន"),
    ("progress/sent_on", "t"),
];

/// Begun from the person's page, so that the person is in it.
const FOLLOW_UP: &Answers = &[
    ("who/mode", "phone"),
    ("who/contact_result", "met"),
    ("state/wellbeing_change", "same"),
    ("state/device_check", "no_device"),
    ("finish/next_due", "+90"),
    ("finish/case_worker", "BTB-014"),
];

/// What is written in the course of the case, each from Home.
const CASE: [(&str, &Answers); 6] = [
    ("accident", ACCIDENT),
    ("person", PERSON),
    ("consent", CONSENT),
    ("needs_assessment", NEEDS),
    ("service_session", SERVICE),
    ("referral", REFERRAL),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_survivor_is_registered_and_followed() {
    if left_out() {
        return;
    }
    let set_up = || {
        let office = Office::open();
        let laptop = office.laptop("Chea Vanna", "va", &["BTB2"]);
        laptop
            .desk
            .set_preferences(&preferences("km", "light", true))
            .unwrap();
        (office, laptop)
    };
    let (office, mut laptop) = tokio::task::spawn_blocking(set_up).await.unwrap();
    let vanna = person(&laptop, "Chea Vanna");
    let window = open(&hand_over(&mut laptop)).await;
    sign_in(&window, &vanna).await;
    for (number, (form, answers)) in (1..).zip(CASE) {
        start(&window, form).await;
        write(&window, form, answers, &format!("officer-{number}-{form}")).await;
    }
    look(&window, "officer-7-home").await;
    find(&window).await;
    // What there is about the person so far: the accident, a consent, needs, a service and a referral.
    counts(&window, "entry-", 5).await;
    look(&window, "officer-8-timeline").await;
    window.click("timeline-new").await;
    window.click("timeline-new-follow_up").await;
    window.see("form").await;
    write(&window, "follow_up", FOLLOW_UP, "officer-9-follow_up").await;
    find(&window).await;
    counts(&window, "entry-", 6).await;
    look(&window, "officer-10-timeline").await;
    window.close().await;
    let check = move || {
        check(&laptop);
        drop(office);
    };
    tokio::task::spawn_blocking(check).await.unwrap();
}

/// Fills a form, looks at it and finishes it.
async fn write(window: &Window, form: &str, answers: &Answers, picture: &str) {
    window.settle().await;
    window.picture(&format!("{picture}-begun")).await;
    for (path, value) in answers {
        answer(window, path, value).await;
    }
    look(window, picture).await;
    window.click("finish").await;
    done(window, form).await;
}

/// Finds the person by name, from anywhere, and goes to the page of what happened.
async fn find(window: &Window) {
    window.click("search-open").await;
    window.fill("search", "សុខ សាកល្បង").await;
    counts(window, "hit-", 1).await;
    window.click("hit-*").await;
    window.see("record").await;
    look(window, "officer-person").await;
    window.click("life-open").await;
    window.see("timeline").await;
    window.see("entry-*").await;
}

/// One record of each form, each about what the officer chose it to be about.
fn check(laptop: &Laptop) {
    laptop.sign_in("Chea Vanna");
    let lines: Vec<Value> = laptop
        .export()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let read = |line: &Value, at: &str| {
        line.pointer(at)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let made: HashMap<String, Value> = lines
        .into_iter()
        .map(|line| (read(&line, "/form"), line))
        .collect();
    assert_eq!((made.len(), laptop.count()), (7, 7), "one of each form");
    let id = |form: &str| read(&made[form], "/record");
    let (accident, survivor, consent) = (id("accident"), id("person"), id("consent"));
    for (form, path, want) in [
        ("accident", "toll/total_n", "1"),
        ("person", "who/accident_id", accident.as_str()),
        ("person", "who/name_local", "សុខ សាកល្បង"),
        ("person", "who/age_at_accident", "34"),
        ("person", "health/permanent_losses_left", "leg_below_knee"),
        ("consent", "who/person_id", &survivor),
        ("consent", "deciding/scope", "share_referral"),
        ("consent", "deciding/share_org", "PRC Battambang"),
        ("consent", "deciding/decision", "given"),
        ("needs_assessment", "who/person_id", &survivor),
        ("needs_assessment", "functioning/wgss_walk", "4"),
        ("service_session", "who/person_id", &survivor),
        ("service_session", "service/service", "wound_care"),
        ("referral", "who/person_id", &survivor),
        ("referral", "request/to_org", "PRC Battambang"),
        ("referral", "consenting/consent_org", "PRC Battambang"),
        ("referral", "consenting/consent_id", &consent),
        ("referral", "progress/status", "sent"),
        ("follow_up", "who/person_id", &survivor),
        ("follow_up", "state/wellbeing_change", "same"),
    ] {
        let found = read(&made[form], &format!("/answers/{path}"));
        assert_eq!(found, want, "{path} in {form}");
    }
    for (form, words) in [("person", "leg_l"), ("needs_assessment", "prosthesis")] {
        assert!(made[form].to_string().contains(words), "{words} in {form}");
    }
    for (form, line) in &made {
        assert_eq!(read(line, "/review"), "submitted", "{form}");
    }
    let life = laptop.desk.timeline(&survivor).unwrap();
    assert_eq!(
        life.subject.reference,
        read(&made["person"], "/answers/who/person_ref"),
        "the code on the person's card"
    );
    let mut about: Vec<(&str, bool)> = life
        .entries
        .iter()
        .map(|entry| (entry.row.form.as_str(), entry.about))
        .collect();
    about.sort_unstable();
    assert_eq!(
        about,
        [
            ("accident", true),
            ("consent", false),
            ("follow_up", false),
            ("needs_assessment", false),
            ("referral", false),
            ("service_session", false),
        ]
    );
    assert_eq!(laptop.desk.home().unwrap().drafts.len(), 0);
}
