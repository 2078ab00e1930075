//! Sessions, hazards, media, and questions before and after.

use std::sync::Arc;

use super::{Answers, check};
use crate::{filled, form};

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
                    ("place/place_not_listed", "yes"),
                    ("place/village_name", "New camp"),
                ],
                &[],
            ),
            // A hamlet is on no list, its province and commune are known all the same.
            (
                &[
                    ("place/place_not_listed", "yes"),
                    ("place/village_name", "New camp"),
                    ("place/adm1", ""),
                    ("place/commune_name", ""),
                ],
                &["place/adm1", "place/commune_name"],
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
            (
                &[("place/displacement_site", "yes")],
                &["place/displacement_site_name"],
            ),
            (&[("finish/photo", "a.jpg")], &[]),
        ],
    );
}

#[test]
fn a_session_has_at_most_three_photos_one_after_the_other() {
    let long = "a".repeat(201);
    check(
        "eore_session",
        SESSION,
        &[
            (&[("finish/photo", "a.jpg")], &[]),
            (
                &[("finish/photo", "a.jpg"), ("finish/photo_caption", &long)],
                &["finish/photo_caption"],
            ),
        ],
    );
    let form = Arc::new(form("eore_session"));
    let kept = |photos: Answers<'_>| {
        let said = filled(&form, SESSION.iter().chain(photos)).submission();
        let photos = ["photo", "photo_2", "photo_3"].map(|name| format!("finish/{name}"));
        let answered = |path: &String| said.get(path).is_some_and(|it| !it.is_empty());
        photos.iter().filter(|path| answered(path)).count()
    };
    let [one, two, three] = [
        ("finish/photo", "a.jpg"),
        ("finish/photo_2", "b.jpg"),
        ("finish/photo_3", "c.jpg"),
    ];
    assert_eq!(kept(&[one, two, three]), 3);
    assert_eq!(kept(&[one, three]), 1, "the third waits for the second");
    assert_eq!(kept(&[two, three]), 0, "the second waits for the first");
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
