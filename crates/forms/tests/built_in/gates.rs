//! What the forms let through and what they stop: one row is one way of filling a form, and where it is wrong.

use std::sync::Arc;

use forms::Form;

use super::{filled, form};

type Answers<'a> = &'a [(&'a str, &'a str)];

const SESSION: Answers<'static> = &[
    ("place/activity_date", "2026-11-20"),
    ("place/adm1", "02"),
    ("place/commune_name", "Phlov Meas"),
    ("place/venue_type", "pagoda"),
    ("session/technique", "interactive_group"),
    ("session/start_time", "08:10"),
    ("session/end_time", "09:05"),
    ("session/primary_audience", "farmers"),
    ("sadd/women", "16"),
    ("sadd/men", "9"),
    ("sadd/girls", "7"),
    ("sadd/boys", "7"),
    ("sadd/total", "39"),
    ("sadd/first_time", "21"),
    ("content/hazards_addressed", "ap_mine cluster"),
    ("content/messages", "dont_touch report_mark"),
    ("finish/facilitators", "BTB-014"),
];

const ACCIDENT: Answers<'static> = &[
    ("when/date_known", "yes"),
    ("when/accident_date", "2026-11-20"),
    ("place/adm1", "02"),
    ("place/commune_name", "Sung"),
    ("place/location_accuracy", "within_500m"),
    ("place/geo_safe", "no"),
    ("what/accident_class", "mine"),
    ("what/demining_accident", "no"),
    ("what/hazard_l1", "av_mine"),
    ("what/device_certainty", "suspected"),
    ("what/cause", "vehicle_triggered"),
    ("what/land_use", "path"),
    ("what/marked_before", "no"),
    ("what/marked_after", "no"),
    ("toll/killed_n", "0"),
    ("toll/injured_n", "1"),
    ("toll/total_n", "1"),
    ("source/source_type", "police"),
];

/// An adult who agreed, hurt in an accident that is known.
const PERSON: Answers<'static> = &[
    ("consent/basis", "given"),
    ("consent/given_by", "self"),
    ("consent/method", "thumbprint"),
    ("consent/consent_date", "2026-11-20"),
    ("consent/witness", "BTB-014"),
    ("who/victim_type", "direct_injured"),
    ("who/accident_known", "known"),
    ("who/accident_id", "019b8b79-9752-7e03-8dc2-85b8c6824910"),
    ("who/name_latin", "Example Person"),
    ("who/sex", "female"),
    ("who/birth_precision", "year"),
    ("who/birth_year", "1992"),
    ("home/adm1", "02"),
    ("home/commune_name", "Sung"),
    ("accident/person_status_at_accident", "civilian"),
    ("accident/activity_at_accident", "ploughing_machine"),
    ("accident/tampered", "no"),
    ("accident/eore_before", "yes"),
    ("accident/outcome", "injured_amputation"),
    ("health/permanent_impairment", "yes"),
    ("health/permanent_losses_left", "leg_below_knee"),
    ("status/vital_status", "alive"),
    ("status/displacement_status", "resident"),
];

const CONSENT: Answers<'static> = &[
    ("who/person_id", "KH-P-0000-0000-0000"),
    ("who/subject", "adult_able"),
    ("who/given_by", "self"),
    ("explaining/confidentiality_explained", "yes"),
    ("explaining/purpose_explained", "yes"),
    ("explaining/explained_in_language", "km"),
    ("explaining/read_by", "BTB-014"),
    ("deciding/scope", "store_record"),
    ("deciding/decision", "given"),
    ("deciding/method", "thumbprint"),
    ("deciding/witness", "village chief"),
];

const NEEDS: Answers<'static> = &[
    ("who/person_id", "KH-P-0000-0000-0000"),
    ("who/place", "home"),
    ("who/assessor", "BTB-014"),
    ("who/respondent", "self"),
    ("who/age_class", "adult"),
    ("functioning/wgss_see", "1"),
    ("functioning/wgss_hear", "1"),
    ("functioning/wgss_walk", "4"),
    ("functioning/wgss_remember", "7"),
    ("functioning/wgss_selfcare", "9"),
    ("functioning/wgss_communicate", "1"),
    ("health/limb_loss", "no"),
    ("finish/next_visit_due", "2027-05-20"),
];

const SERVICE: Answers<'static> = &[
    ("who/person_id", "KH-P-0000-0000-0000"),
    ("service/activity_date", "2026-11-20"),
    ("service/pillar", "rehabilitation"),
    ("service/service", "prosthesis"),
    ("service/provider", "PRC Battambang"),
];

/// A referral with consent, sent and not answered yet.
const REFERRAL: Answers<'static> = &[
    ("who/person_id", "KH-P-0000-0000-0000"),
    ("request/pillar", "rehabilitation"),
    ("request/service_requested", "prosthesis"),
    ("request/priority", "high"),
    ("request/to_org", "PRC Battambang"),
    ("consenting/consent_decision", "given"),
    ("request/to_site", "Battambang"),
    ("request/to_focal", "reception"),
    ("consenting/consent_org", "PRC Battambang"),
    ("consenting/consent_method", "thumbprint"),
    ("consenting/consent_date", "2026-11-20"),
    ("consenting/consent_id", "sheet 12, team folder"),
    ("progress/activity_date", "2026-11-20"),
    ("progress/status", "sent"),
    ("progress/sent_on", "2026-11-21"),
];

const FOLLOW_UP: Answers<'static> = &[
    ("who/person_id", "KH-P-0000-0000-0000"),
    ("who/mode", "home_visit"),
    ("who/contact_result", "met"),
    ("state/wellbeing_change", "better"),
    ("state/device_check", "good"),
    ("finish/next_due", "2027-02-24"),
    ("finish/case_worker", "BTB-014"),
];

const HAZARD: Answers<'static> = &[
    ("place/adm1", "02"),
    ("place/commune_name", "Sung"),
    ("what/hazard_l1", "unknown"),
    ("what/urgency", "soon"),
];

const MEDIA: Answers<'static> = &[
    ("what/channel", "radio"),
    ("what/start_date", "2026-11-01"),
    ("what/end_date", "2026-11-20"),
    ("what/coverage_adm1", "02 24"),
    ("content/hazards_addressed", "cluster"),
    ("content/messages", "returning_home_conflict"),
    ("reach/reach_total", "12000"),
    ("reach/reach_unit", "people"),
    ("reach/reach_basis", "broadcaster_figure"),
];

const KAP: Answers<'static> = &[
    ("who/session_id", "019b8b79-9752-7e03-8dc2-85b8c6824910"),
    ("who/phase", "pre"),
    ("who/respondent_no", "1"),
    ("who/sex", "female"),
    ("who/age_band", "b4"),
    ("questions/k_mine", "mine"),
    ("questions/k_submunition", "unknown"),
    ("questions/k_sign", "danger"),
    ("questions/k_seeing", "stop_report"),
    ("questions/k_inside", "refused"),
    ("questions/k_report", "without_number"),
    ("questions/k_unsafe", "named"),
    ("questions/k_accident", "run_in"),
];

/// Fills a form with good answers, then with the changes; gives the questions that are wrong.
fn wrong(form: &Arc<Form>, good: Answers<'_>, changes: Answers<'_>) -> Vec<String> {
    let problems = filled(form, good.iter().chain(changes)).problems("en");
    problems.into_iter().map(|problem| problem.path).collect()
}

/// The questions at the right have to be wrong, and no others.
fn check(name: &str, good: Answers<'_>, rows: &[(Answers<'_>, &[&str])]) {
    let form = Arc::new(form(name));
    for (changes, expected) in rows {
        assert_eq!(wrong(&form, good, changes), *expected, "{name} {changes:?}");
    }
}

#[test]
fn a_session_agrees_with_itself() {
    check(
        "eore_session",
        SESSION,
        &[
            (&[], &[]),
            (&[("sadd/total", "38")], &["sadd/total"]),
            (
                &[("sadd/dis_men", "10")],
                &["sadd/dis_men", "sadd/dis_method"],
            ),
            (&[("sadd/first_time", "40")], &["sadd/first_time"]),
            (&[("session/end_time", "08:15")], &["session/end_time"]),
            (
                &[("place/activity_date", "2026-11-24")],
                &["place/activity_date", "finish/report_date"],
            ),
            (
                &[
                    ("session/other_audiences", "indigenous"),
                    ("sadd/indigenous", "40"),
                ],
                &["sadd/indigenous"],
            ),
            (&[("finish/qa_observed", "yes")], &["finish/qa_observer"]),
            (
                &[("finish/focal_point_consent", "yes")],
                &["finish/focal_point_name"],
            ),
            (&[("finish/focal_point_consent", "no")], &[]),
            (
                &[("session/session_kind", "tot_teachers")],
                &[
                    "session/trainee_profile",
                    "session/training_topics",
                    "session/training_hours",
                ],
            ),
        ],
    );
}

#[test]
fn a_cancelled_session_is_a_record_too() {
    check(
        "eore_session",
        &[
            ("place/activity_date", "2026-11-20"),
            ("place/adm1", "02"),
            ("place/commune_name", "Phlov Meas"),
            ("place/venue_type", "pagoda"),
            ("session/session_outcome", "cancelled"),
            ("session/primary_audience", "farmers"),
            ("sadd/women", "0"),
            ("sadd/men", "0"),
            ("sadd/girls", "0"),
            ("sadd/boys", "0"),
            ("sadd/total", "0"),
            ("sadd/first_time", "0"),
            ("finish/facilitators", "BTB-014"),
        ],
        &[
            (&[], &["session/outcome_reason"]),
            (&[("session/outcome_reason", "flood")], &[]),
            (
                &[("session/session_outcome", "held")],
                &[
                    "session/technique",
                    "session/start_time",
                    "session/end_time",
                    "sadd/total",
                    "content/hazards_addressed",
                    "content/messages",
                ],
            ),
        ],
    );
}

#[test]
fn the_age_groups_make_the_groups() {
    const BANDS: Answers<'static> = &[
        ("sadd/mode", "sadd12"),
        ("sadd/f_b1", "0"),
        ("sadd/f_b2", "4"),
        ("sadd/f_b3", "3"),
        ("sadd/f_b4", "11"),
        ("sadd/f_b5", "3"),
        ("sadd/f_b6", "2"),
        ("sadd/m_b1", "0"),
        ("sadd/m_b2", "5"),
        ("sadd/m_b3", "2"),
        ("sadd/m_b4", "6"),
        ("sadd/m_b5", "2"),
        ("sadd/m_b6", "1"),
    ];
    let all = [SESSION, BANDS].concat();
    check(
        "eore_session",
        &all,
        &[
            (&[], &[]),
            (&[("sadd/f_b3", "2")], &["sadd/f_b3"]),
            (&[("sadd/m_b6", "")], &["sadd/m_b6"]),
            (
                &[("sadd/m_b4", "20")],
                &["sadd/m_b4", "sadd/m_b5", "sadd/m_b6"],
            ),
            (&[("sadd/mode", "sadd4")], &[]),
        ],
    );
}

#[test]
fn a_crowd_is_believed_only_where_crowds_are() {
    const CROWD: Answers<'static> = &[("sadd/women", "2016"), ("sadd/total", "2039")];
    let all = [SESSION, CROWD].concat();
    check(
        "eore_session",
        &all,
        &[
            (&[], &["sadd/total"]),
            (&[("session/session_kind", "rapid_session")], &[]),
            (&[("place/venue_type", "displacement_site")], &[]),
        ],
    );
}

#[test]
fn old_paper_may_be_late_and_stand_for_several_sessions() {
    check(
        "eore_session",
        SESSION,
        &[
            (
                &[("place/activity_date", "2025-11-01")],
                &["finish/report_date"],
            ),
            (
                &[
                    ("place/activity_date", "2025-11-01"),
                    ("finish/source_channel", "paper_backlog"),
                ],
                &[],
            ),
            (
                &[
                    ("finish/source_channel", "excel_import"),
                    ("session/sessions_count", "4"),
                ],
                &[],
            ),
            (
                &[
                    ("finish/source_channel", "excel_import"),
                    ("session/sessions_count", "0"),
                ],
                &["session/sessions_count"],
            ),
        ],
    );
}

#[test]
fn a_position_is_kept_only_where_it_is_safe_and_lies_in_the_country() {
    const SAFE: Answers<'static> = &[
        ("place/geo_safe", "yes"),
        ("place/position", "13.1 103.2 0 5"),
    ];
    let session = [SESSION, SAFE].concat();
    check(
        "eore_session",
        &session,
        &[
            (&[], &["place/coord_source"]),
            (&[("place/coord_source", "gps_device")], &[]),
            (
                &[
                    ("place/coord_source", "phone"),
                    ("place/position", "48.8 2.3 0 5"),
                ],
                &["place/position"],
            ),
            (
                &[
                    ("place/coord_source", "phone"),
                    ("place/position", "15.1 106.2 0 5"),
                    ("place/country", "LA"),
                ],
                &[],
            ),
            (
                &[
                    ("place/coord_source", "phone"),
                    ("place/coord_input", "48P 304855 1448889"),
                ],
                &["place/coord_format", "place/coord_epsg"],
            ),
            (&[("place/geo_safe", "no")], &[]),
        ],
    );
    let form = Arc::new(form("eore_session"));
    let said = |safe| {
        let last = ("place/geo_safe", safe);
        let said = filled(&form, session.iter().chain([&last])).submission();
        said.get("place/position").unwrap_or_default().to_owned()
    };
    assert_eq!(
        (said("yes").as_str(), said("no").as_str()),
        ("13.1 103.2 0 5", "")
    );
}

#[test]
fn an_accident_agrees_with_itself() {
    check(
        "accident",
        ACCIDENT,
        &[
            (&[], &[]),
            (&[("toll/total_n", "2")], &["toll/total_n"]),
            (&[("toll/unknown_n", "1"), ("toll/total_n", "2")], &[]),
            (
                &[("what/marked_before", "yes")],
                &["what/marked_before_type"],
            ),
            (
                &[("place/place_not_listed", "yes")],
                &["place/place_name_free"],
            ),
            (
                &[
                    ("place/place_not_listed", "yes"),
                    ("place/place_name_free", "New camp"),
                ],
                &[],
            ),
            (&[("what/hazard_l1", "unknown")], &[]),
            (&[("when/date_known", "no")], &[]),
            (
                &[("when/accident_date", "2026-12-01")],
                &["when/accident_date", "source/report_date"],
            ),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "13.1 103.2 0 5"),
                ],
                &["place/coord_source"],
            ),
        ],
    );
}

#[test]
fn no_living_person_is_recorded_without_a_basis() {
    check(
        "person",
        PERSON,
        &[
            (&[], &[]),
            (&[("consent/basis", "")], &["consent/basis"]),
            (&[("consent/witness", "")], &["consent/witness"]),
            (
                &[("consent/method", "written"), ("consent/witness", "")],
                &[],
            ),
            (&[("consent/basis", "vital_interest_emergency")], &[]),
            (&[("who/birth_year", "2010")], &["consent/given_by"]),
            (
                &[("who/birth_year", "2010"), ("consent/given_by", "guardian")],
                &["consent/child_assent"],
            ),
            (
                &[
                    ("who/birth_year", "2010"),
                    ("consent/given_by", "guardian"),
                    ("consent/child_assent", "no"),
                ],
                &["consent/child_assent"],
            ),
            (
                &[
                    ("who/birth_year", "2010"),
                    ("consent/given_by", "guardian"),
                    ("consent/child_assent", "yes"),
                ],
                &[],
            ),
            (
                &[("who/birth_year", "2018"), ("consent/given_by", "guardian")],
                &[],
            ),
        ],
    );
}

#[test]
fn who_refuses_is_not_kept_by_name_home_or_health() {
    let form = Arc::new(form("person"));
    let refused = [PERSON, &[("consent/basis", "refused")]].concat();
    let filling = filled(&form, &refused);
    let problems = filling.problems("en");
    assert!(problems.is_empty(), "a refusal is complete: {problems:?}");
    let said = filling.submission();
    let kept: Vec<String> = said
        .flat()
        .into_iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(p, _)| p)
        .collect();
    for path in &kept {
        let personal = [
            "name",
            "home/",
            "health/",
            "accident/",
            "social/",
            "birth",
            "phone",
            "status/",
        ];
        assert!(!personal.iter().any(|p| path.contains(p)), "{path} is kept");
    }
}

#[test]
fn a_person_agrees_with_the_accident() {
    check(
        "person",
        PERSON,
        &[
            (&[("who/accident_id", "")], &["who/accident_id"]),
            (
                &[
                    ("who/accident_known", "old_unknown"),
                    ("who/accident_id", ""),
                ],
                &[],
            ),
            (
                &[("accident/accident_date", "1991-05-01")],
                &["accident/accident_date"],
            ),
            (
                &[
                    ("accident/accident_date", "2026-05-01"),
                    ("who/age_at_accident", "34"),
                ],
                &[],
            ),
            (
                &[
                    ("accident/accident_date", "2026-05-01"),
                    ("who/age_at_accident", "31"),
                ],
                &["who/age_at_accident"],
            ),
            (&[("who/age_at_accident", "111")], &["who/age_at_accident"]),
            (
                &[("health/permanent_losses_left", "")],
                &["health/permanent_losses_right"],
            ),
            (&[("health/permanent_impairment", "refused")], &[]),
            (
                &[
                    ("accident/outcome", "died_later"),
                    ("status/vital_status", "deceased"),
                ],
                &["accident/place_of_death"],
            ),
            (&[("status/case_status", "active")], &["status/case_worker"]),
            (
                &[
                    ("status/case_status", "active"),
                    ("status/case_worker", "BTB-014"),
                ],
                &[],
            ),
            (&[("who/phone", "12 34")], &["who/phone"]),
        ],
    );
}

#[test]
fn consent_is_given_by_who_may_give_it() {
    check(
        "consent",
        CONSENT,
        &[
            (&[], &[]),
            (&[("who/person_id", "")], &["who/person_id"]),
            (&[("who/subject", "child_under_12")], &["who/given_by"]),
            (
                &[
                    ("who/subject", "child_under_12"),
                    ("who/given_by", "guardian"),
                ],
                &[],
            ),
            (
                &[("who/subject", "child_12_17"), ("who/given_by", "guardian")],
                &["deciding/child_assent"],
            ),
            (
                &[
                    ("who/subject", "child_12_17"),
                    ("who/given_by", "guardian"),
                    ("deciding/child_assent", "no"),
                ],
                &["deciding/decision"],
            ),
            (
                &[("explaining/purpose_explained", "no")],
                &["deciding/decision"],
            ),
            (
                &[("deciding/scope", "store_record share_referral")],
                &["deciding/share_org"],
            ),
            (&[("deciding/witness", "")], &["deciding/witness"]),
            (
                &[("deciding/expires_on", "2030-01-01")],
                &["deciding/expires_on"],
            ),
            (&[("deciding/expires_on", "2029-11-20")], &[]),
        ],
    );
}

#[test]
fn refusing_and_taking_back_are_complete() {
    for decision in ["refused", "withdrawn"] {
        let changes = [("deciding/decision", decision), ("deciding/witness", "")];
        check("consent", CONSENT, &[(&changes, &[])]);
    }
}

#[test]
fn nothing_is_sent_without_consent_that_names_the_organisation() {
    let status = "progress/status";
    check(
        "referral",
        REFERRAL,
        &[
            (&[], &[]),
            (&[("consenting/consent_decision", "not_asked")], &[status]),
            (&[("consenting/consent_decision", "withdrawn")], &[status]),
            (
                &[
                    ("consenting/consent_decision", "refused"),
                    (status, "accepted"),
                ],
                &[status],
            ),
            (
                &[("consenting/consent_org", "Another one")],
                &["consenting/consent_org"],
            ),
            (&[("consenting/consent_org", " PRC  Battambang ")], &[]),
            (
                &[("request/to_org", "Another one")],
                &["consenting/consent_org"],
            ),
            (&[("consenting/consent_id", "")], &["consenting/consent_id"]),
            (
                &[("consenting/shared_fields", "")],
                &["consenting/shared_fields"],
            ),
            (
                &[
                    ("consenting/consent_decision", "not_asked"),
                    (status, "draft"),
                ],
                &[],
            ),
            (
                &[
                    ("consenting/consent_decision", "refused"),
                    (status, "cancelled_by_person"),
                ],
                &["progress/closed_on"],
            ),
            (
                &[
                    ("consenting/consent_decision", "refused"),
                    (status, "cancelled_by_person"),
                    ("progress/closed_on", "2026-11-21"),
                ],
                &[],
            ),
        ],
    );
}

#[test]
fn the_steps_of_a_referral_come_in_order() {
    check(
        "referral",
        REFERRAL,
        &[
            (&[("progress/sent_on", "2026-11-19")], &["progress/sent_on"]),
            (&[("progress/sent_on", "2026-11-24")], &["progress/sent_on"]),
            (
                &[("progress/status", "accepted")],
                &["progress/accepted_on"],
            ),
            (
                &[
                    ("progress/status", "accepted"),
                    ("progress/accepted_on", "2026-11-20"),
                ],
                &["progress/accepted_on"],
            ),
            (
                &[
                    ("progress/status", "completed"),
                    ("progress/accepted_on", "2026-11-21"),
                    ("progress/service_date", "2026-11-22"),
                ],
                &[],
            ),
            (
                &[
                    ("progress/status", "completed"),
                    ("progress/accepted_on", "2026-11-22"),
                    ("progress/service_date", "2026-11-21"),
                ],
                &["progress/service_date"],
            ),
            (
                &[
                    ("progress/status", "declined"),
                    ("progress/closed_on", "2026-11-22"),
                ],
                &["progress/fail_reason"],
            ),
            (&[("who/direction", "incoming")], &["request/from_org"]),
        ],
    );
}

#[test]
fn all_six_questions_on_functioning_are_asked_from_five_years_on() {
    check(
        "needs_assessment",
        NEEDS,
        &[
            (&[], &[]),
            (&[("functioning/wgss_hear", "")], &["functioning/wgss_hear"]),
            (
                &[("functioning/wgss_hear", ""), ("who/age_class", "under_5")],
                &["who/adult_present"],
            ),
            (
                &[
                    ("functioning/wgss_hear", ""),
                    ("who/age_class", "under_5"),
                    ("who/adult_present", "yes"),
                ],
                &[],
            ),
            (
                &[("who/age_class", "5_17"), ("who/adult_present", "no")],
                &["who/adult_present"],
            ),
            (&[("who/respondent", "proxy")], &["who/proxy_relation"]),
        ],
    );
}

#[test]
fn needs_and_devices_are_complete() {
    check(
        "needs_assessment",
        NEEDS,
        &[
            (&[("health/limb_loss", "yes")], &["health/has_device"]),
            (
                &[
                    ("health/limb_loss", "yes"),
                    ("health/has_device", "refused"),
                ],
                &[],
            ),
            (
                &[("health/has_device", "yes")],
                &[
                    "health/device_type",
                    "health/device_condition",
                    "health/device_used",
                ],
            ),
            (
                &[("living/social_protection", "none id_poor")],
                &["living/social_protection"],
            ),
            (&[("living/social_protection", "id_poor")], &[]),
            (&[("living/food_days", "8")], &["living/food_days"]),
            (
                &[("finish/next_visit_due", "2026-01-01")],
                &["finish/next_visit_due"],
            ),
        ],
    );
}

#[test]
fn a_service_says_what_was_given() {
    check(
        "service_session",
        SERVICE,
        &[
            (&[], &[]),
            (&[("who/person_id", "")], &["who/person_id"]),
            (
                &[("service/item", "prosthesis_leg")],
                &["service/new_or_repair", "service/side", "service/level"],
            ),
            (
                &[
                    ("service/item", "prosthesis_leg"),
                    ("service/new_or_repair", "new"),
                    ("service/side", "left"),
                    ("service/level", "transtibial"),
                ],
                &[],
            ),
            (
                &[("service/item", "cash")],
                &[
                    "service/currency",
                    "service/cash_value",
                    "service/receipt_kind",
                ],
            ),
            (
                &[
                    ("service/item", "cash"),
                    ("service/currency", "KHR"),
                    ("service/cash_value", "40000.5"),
                    ("service/receipt_kind", "thumbprint"),
                ],
                &["service/cash_value"],
            ),
            (&[("service/delivered_by", "referred_provider")], &[]),
        ],
    );
}

#[test]
fn a_follow_up_asks_only_whom_it_met() {
    check(
        "follow_up",
        FOLLOW_UP,
        &[
            (&[], &[]),
            (
                &[("state/wellbeing_change", "")],
                &["state/wellbeing_change"],
            ),
            (
                &[
                    ("who/contact_result", "not_home"),
                    ("state/wellbeing_change", ""),
                ],
                &[],
            ),
            (
                &[("who/contact_result", "refused"), ("finish/next_due", "")],
                &[],
            ),
            (
                &[("who/contact_result", "deceased"), ("finish/next_due", "")],
                &[],
            ),
            (&[("finish/next_due", "")], &["finish/next_due"]),
        ],
    );
}

#[test]
fn a_hazard_may_be_unknown_and_never_needs_a_position() {
    check(
        "hazard_report",
        HAZARD,
        &[
            (&[], &[]),
            (&[("what/urgency", "")], &["what/urgency"]),
            (
                &[("reporter/reporter_consent", "yes")],
                &["reporter/reporter_phone"],
            ),
            (&[("reporter/reporter_consent", "no")], &[]),
            (
                &[("handover/handed_over", "yes")],
                &["handover/handed_to_org", "handover/handed_at"],
            ),
            (
                &[
                    ("handover/handed_over", "yes"),
                    ("handover/handed_to_org", "CMAC"),
                    ("handover/handed_at", "2026-11-01"),
                ],
                &["handover/handed_at"],
            ),
            (
                &[("place/place_not_listed", "yes")],
                &["place/place_name_free"],
            ),
        ],
    );
}

#[test]
fn media_say_what_their_figure_counts() {
    check(
        "eore_media",
        MEDIA,
        &[
            (&[], &[]),
            (&[("reach/reach_unit", "")], &["reach/reach_unit"]),
            (&[("what/end_date", "2026-10-20")], &["what/end_date"]),
            (
                &[("what/channel", "material_handover")],
                &["what/handed_to"],
            ),
            (&[("reach/spend", "120.50")], &["reach/currency"]),
        ],
    );
}

#[test]
fn a_child_is_never_asked_alone() {
    check(
        "kap_response",
        KAP,
        &[
            (&[], &[]),
            (&[("who/age_band", "b2")], &["who/adult_present"]),
            (
                &[("who/age_band", "b2"), ("who/adult_present", "no")],
                &["who/adult_present"],
            ),
            (&[("who/age_band", "b3"), ("who/adult_present", "yes")], &[]),
            (&[("questions/k_sign", "")], &["questions/k_sign"]),
        ],
    );
}

/// The list fills the code in; what was typed stays when the list has nothing to say.
#[test]
fn a_link_is_chosen_or_typed() {
    let form = Arc::new(form("service_session"));
    let rows: [(Answers<'_>, &str); 5] = [
        (&[("who/person_id", "KH-P-1")], "KH-P-1"),
        (&[("who/person_pick", "uuid-1")], "uuid-1"),
        (
            &[("who/person_id", "KH-P-1"), ("who/person_pick", "uuid-1")],
            "uuid-1",
        ),
        (
            &[("who/person_pick", "uuid-1"), ("who/person_id", "KH-P-1")],
            "KH-P-1",
        ),
        (
            &[("who/person_pick", "uuid-1"), ("who/person_pick", "")],
            "uuid-1",
        ),
    ];
    for (answers, link) in rows {
        let said = filled(&form, answers).submission();
        assert_eq!(said.get("who/person_id"), Some(link), "{answers:?}");
    }
}
