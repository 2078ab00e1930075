//! The victim-assistance officer's day, in Khmer: an accident, the person in it, what that person agreed to, needs, a
//! service, a referral and a follow-up; and all of it found again on the person's page.

use kit::Office;
use kit::window::left_out;

use crate::day::{hand_over, person, sign_in};
use crate::hands::{answer_all, finish, start};
use crate::open;
use crate::pictures::preferences;

/// Synthetic people and places.
const ACCIDENT: &[(&str, &str)] = &[
    ("when/date_known", "yes"),
    ("when/accident_date", "-6"),
    ("place/place_not_listed", "yes"),
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

const PERSON: &[(&str, &str)] = &[
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
    ("home/place_name_free", "ភូមិសាកល្បង"),
    ("accident/person_status_at_accident", "civilian"),
    ("accident/activity_at_accident", "forest_products"),
    ("accident/tampered", "no"),
    ("accident/eore_before", "no"),
    ("accident/outcome", "injured_amputation"),
    ("health/permanent_impairment", "yes"),
    ("health/permanent_losses_left", "leg_below_knee"),
    ("status/vital_status", "alive"),
    ("status/displacement_status", "resident"),
];

const CONSENT: &[(&str, &str)] = &[
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

const NEEDS: &[(&str, &str)] = &[
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
    ("finish/next_visit_due", "+30"),
];

const SERVICE: &[(&str, &str)] = &[
    ("who/person_pick", "សុខ"),
    ("service/activity_date", "t"),
    ("service/pillar", "medical"),
    ("service/service", "wound_care"),
    ("service/provider", "BTB-VA"),
];

const REFERRAL: &[(&str, &str)] = &[
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
    ("progress/status", "sent"),
    ("progress/sent_on", "t"),
];

const FOLLOW_UP: &[(&str, &str)] = &[
    ("who/person_pick", "សុខ"),
    ("who/mode", "phone"),
    ("who/contact_result", "met"),
    ("state/wellbeing_change", "same"),
    ("state/device_check", "no_device"),
    ("finish/next_due", "+90"),
    ("finish/case_worker", "BTB-014"),
];

const DAY: [(&str, &[(&str, &str)]); 7] = [
    ("accident", ACCIDENT),
    ("person", PERSON),
    ("consent", CONSENT),
    ("needs_assessment", NEEDS),
    ("service_session", SERVICE),
    ("referral", REFERRAL),
    ("follow_up", FOLLOW_UP),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_survivor_is_registered_and_followed() {
    if left_out() {
        return;
    }
    let (office, mut laptop) = tokio::task::spawn_blocking(|| {
        let office = Office::open();
        let laptop = office.laptop("Chea Vanna", "va", &["BTB2"]);
        laptop
            .desk
            .set_preferences(&preferences("km", "light", true))
            .unwrap();
        (office, laptop)
    })
    .await
    .unwrap();
    let vanna = person(&laptop, "Chea Vanna");
    let window = open(&hand_over(&mut laptop)).await;
    sign_in(&window, &vanna).await;
    for (number, (form, answers)) in DAY.into_iter().enumerate() {
        start(&window, form).await;
        answer_all(&window, answers).await;
        window.is_accessible(form).await;
        window
            .picture(&format!("officer-{}-{form}", number + 1))
            .await;
        finish(&window, form).await;
    }
    window.close().await;
    drop(office);
}
