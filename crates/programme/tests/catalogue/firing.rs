//! When each rule fires: one row is what was answered, and the rules that speak.

use forms::Filling;

use super::{fired, form, moment, rules_of, set};

/// Answers, and the rules that fire on them.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

fn check(name: &str, rows: &[Row<'_>]) {
    let form = form(name);
    let rules = rules_of(&form);
    for (answers, expected) in rows {
        let mut filling = Filling::start(form.clone(), &moment());
        set(&mut filling, answers);
        assert_eq!(fired(&rules, &filling), *expected, "{name} {answers:?}");
    }
}

#[test]
fn sessions() {
    let at = [
        ("sadd/women", "5"),
        ("sadd/men", "4"),
        ("sadd/girls", "3"),
        ("sadd/boys", "2"),
        ("sadd/total", "14"),
    ];
    let and = |more: &[(&'static str, &'static str)]| [&at[..], more].concat();
    check(
        "eore_session",
        &[
            (&and(&[]), &[]),
            (&and(&[("sadd/total", "15")]), &["S1 e"]),
            (
                &and(&[
                    ("sadd/mode", "sadd12"),
                    ("sadd/f_b1", "1"),
                    ("sadd/f_b2", "2"),
                ]),
                &["S2 e", "S2 e", "S2 e", "S10 w"],
            ),
            (&and(&[("sadd/dis_women", "6")]), &["S3 e", "S9 w"]),
            (&and(&[("sadd/dis_women", "5")]), &["S9 w"]),
            (&and(&[("sadd/first_time", "15")]), &["S4 e"]),
            (&and(&[("sadd/total", "0")]), &["S1 e", "S5 e"]),
            (
                &and(&[("sadd/women", "105"), ("sadd/total", "114")]),
                &["S6 w"],
            ),
            (
                &and(&[
                    ("sadd/women", "105"),
                    ("sadd/total", "114"),
                    ("place/displacement_site", "yes"),
                ]),
                &[],
            ),
            (
                &and(&[
                    ("session/session_kind", "school_lesson"),
                    ("session/primary_audience", "pupils"),
                ]),
                &["S7 w"],
            ),
            (
                &and(&[
                    ("sadd/girls", "79"),
                    ("sadd/boys", "62"),
                    ("sadd/total", "150"),
                    ("place/venue_type", "school"),
                ]),
                &["S6 w", "S7 w"],
            ),
            (
                &and(&[
                    ("sadd/women", "3"),
                    ("sadd/men", "3"),
                    ("sadd/boys", "3"),
                    ("sadd/total", "12"),
                ]),
                &["S8 w"],
            ),
            (
                &and(&[
                    ("sadd/men", "0"),
                    ("sadd/total", "10"),
                    ("place/venue_type", "pagoda"),
                ]),
                &["S8 w"],
            ),
            (
                &and(&[
                    ("sadd/men", "0"),
                    ("sadd/total", "10"),
                    ("place/venue_type", "household"),
                ]),
                &[],
            ),
        ],
    );
}

#[test]
fn times_places_and_words() {
    check(
        "eore_session",
        &[
            (
                &[
                    ("session/start_time", "08:00"),
                    ("session/end_time", "08:50"),
                ],
                &[],
            ),
            (
                &[
                    ("session/start_time", "08:00"),
                    ("session/end_time", "08:15"),
                ],
                &["T1 w"],
            ),
            (
                &[
                    ("session/start_time", "08:00"),
                    ("session/end_time", "11:30"),
                ],
                &["T1 w"],
            ),
            (
                &[
                    ("session/start_time", "05:00"),
                    ("session/end_time", "06:00"),
                ],
                &["T2 w"],
            ),
            (&[("place/activity_date", "2026-10-23")], &["R-A3 w"]),
            (&[("place/activity_date", "2026-10-24")], &[]),
            (
                &[("place/activity_date", "2025-10-24")],
                &["R-A3 w", "R-A3 e"],
            ),
            (
                &[
                    ("place/activity_date", "2025-10-24"),
                    ("finish/source_channel", "paper_backlog"),
                ],
                &[],
            ),
            (&[("place/activity_date", "2026-11-24")], &["R-A2 e"]),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "13.10001 103.20002 0 5"),
                ],
                &[],
            ),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "13.1 103.20002 0 70"),
                    ("place/coord_source", "phone"),
                ],
                &["R-C5 w", "L1 w"],
            ),
            // What was typed as on a map was measured by no device, and is judged by what was understood of it.
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "13.1 103.20002 0 5610"),
                    ("place/coord_input", "13.1, 103.20002"),
                    ("place/coord_source", "office_estimate"),
                ],
                &[],
            ),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "103.20002 13.10001 0 5"),
                ],
                &["R-C1 e"],
            ),
            (&[("finish/remarks", "Ask at 012 345 678")], &["R-G1 w"]),
            (&[("finish/remarks", "ទូរស័ព្ទ ០១២៣៤៥៦៧៨\nសូម")], &["R-G1 w"]),
            (&[("finish/remarks", "39 people, 3 posters, in 2026")], &[]),
        ],
    );
}

#[test]
fn accidents_and_hazards() {
    check(
        "accident",
        &[
            (
                &[
                    ("when/date_known", "yes"),
                    ("when/accident_date", "2026-11-01"),
                ],
                &[],
            ),
            (
                &[
                    ("when/date_known", "yes"),
                    ("when/accident_date", "2026-08-01"),
                ],
                &["T3 w"],
            ),
            (
                &[
                    ("when/date_known", "yes"),
                    ("when/accident_date", "2024-08-01"),
                ],
                &["T3 w", "R-A3 e"],
            ),
            (
                &[
                    ("toll/killed_n", "1"),
                    ("toll/injured_n", "1"),
                    ("toll/total_n", "1"),
                ],
                &["A1 e"],
            ),
        ],
    );
    check(
        "hazard_report",
        &[
            (&[("what/urgency", "routine"), ("what/near", "forest")], &[]),
            (
                &[("what/urgency", "routine"), ("what/near", "forest school")],
                &["H1 w"],
            ),
            (
                &[
                    ("what/urgency", "routine"),
                    ("what/tampered_or_moved", "yes"),
                ],
                &["H1 w"],
            ),
            (
                &[("what/urgency", "immediate"), ("what/near", "school")],
                &[],
            ),
        ],
    );
}

#[test]
fn people_consent_and_referrals() {
    let given = [
        ("consent/basis", "given"),
        ("consent/given_by", "self"),
        ("who/birth_precision", "year"),
    ];
    let and = |more: &[(&'static str, &'static str)]| [&given[..], more].concat();
    check(
        "person",
        &[
            (&and(&[("who/birth_year", "1992")]), &[]),
            (&and(&[("who/birth_year", "2012")]), &["R-E8 e"]),
            (&[("who/victim_type", "direct_killed")], &[]),
            (
                &[
                    ("consent/basis", "given"),
                    ("consent/given_by", "self"),
                    ("who/birth_precision", "estimated_age"),
                    ("who/age_at_accident", "16"),
                ],
                &["R-E8 e"],
            ),
            (
                &and(&[
                    ("who/birth_precision", "unknown"),
                    ("who/age_group", "child"),
                ]),
                &["R-E8 e"],
            ),
            (
                &and(&[
                    ("consent/given_by", "next_of_kin"),
                    ("status/vital_status", "alive"),
                ]),
                &["C2 e"],
            ),
        ],
    );
    check(
        "consent",
        &[
            (
                &[("who/subject", "child_12_17"), ("who/given_by", "self")],
                &["R-E8 e"],
            ),
            (
                &[
                    ("explaining/purpose_explained", "no"),
                    ("deciding/decision", "given"),
                ],
                &["C3 e"],
            ),
            (
                &[
                    ("deciding/scope", "photo_public"),
                    ("deciding/decision", "given"),
                ],
                &["C4 w"],
            ),
            (
                &[
                    ("deciding/scope", "photo_public"),
                    ("deciding/decision", "refused"),
                ],
                &[],
            ),
        ],
    );
    check(
        "referral",
        &[
            (
                &[
                    ("consenting/consent_decision", "refused"),
                    ("progress/status", "sent"),
                ],
                &["R-E7 e"],
            ),
            (
                &[
                    ("consenting/consent_decision", "refused"),
                    ("progress/status", "draft"),
                ],
                &[],
            ),
            (
                &[
                    ("request/to_org", "A"),
                    ("consenting/consent_decision", "given"),
                    ("consenting/consent_org", "B"),
                    ("consenting/shared_fields", "ref home"),
                ],
                &["R-E7 e", "C5 w"],
            ),
        ],
    );
    check(
        "follow_up",
        &[
            (
                &[("who/contact_result", "not_home"), ("who/attempts", "2")],
                &[],
            ),
            (
                &[("who/contact_result", "not_home"), ("who/attempts", "3")],
                &["F1 i"],
            ),
        ],
    );
}
