//! Consent, needs, services, referrals and follow-up.

use std::sync::Arc;

use super::{Answers, check};
use crate::{filled, form};

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
            (&[("request/need_id", "2026-11-12 prosthesis")], &[]),
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
            // What it answers may be said, and nobody needs an assessment to be helped.
            (&[("service/need_id", "2026-11-12 prosthesis")], &[]),
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
