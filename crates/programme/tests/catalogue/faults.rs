//! Seeded faults: for every rule one fault, put into a record on which nothing fires; exactly that rule fires.

use std::sync::Arc;

use forms::{Answers, Filling, Form, Media, sample};
use programme::rules::{FormRules, Rule, Severity};

use super::{fired, form, moment, names, resumed, rules_of, set, table};

type Fault = Vec<(&'static str, &'static str)>;

/// Somebody who took back that a record is kept, as the list of consents has it.
const WITHDREW: &str = "KH-P-WITHDREW";

fn lists() -> Media {
    let mut lists = Media::new();
    let consents = format!(
        "name,label,person,scope,decision,date\n1,one,{WITHDREW},store_record,withdrawn,2026-11-01\n"
    );
    let findings = lists.add("consents.csv", consents.as_bytes());
    assert!(findings.is_empty(), "{findings:?}");
    lists
}

/// Records that are drawn until one is found on which nothing fires.
const DRAWN_MAX: u64 = 400;

/// A complete record of a form on which no rule fires.
fn clean(form: &Arc<Form>, rules: &FormRules) -> Answers {
    let drawn = (0..DRAWN_MAX).map(|seed| sample::fill(form, seed));
    let mut clean = drawn.filter(|answers| {
        let filling = resumed(form, answers);
        filling.problems("en").is_empty() && fired(rules, &filling).is_empty()
    });
    let found = clean.next();
    found.unwrap_or_else(|| panic!("{}: every record of {DRAWN_MAX} fires", form.id()))
}

/// An ordinary session, in which all figures agree.
const SESSION: [(&str, &str); 27] = [
    ("place/activity_date", "2026-11-20"),
    ("place/displacement_site", "no"),
    ("place/venue_type", "pagoda"),
    ("place/geo_safe", "no"),
    ("session/delivery_method", "interpersonal"),
    ("session/session_kind", "group_session"),
    ("session/session_outcome", "held"),
    ("session/primary_audience", "farmers"),
    ("session/other_audiences", ""),
    ("session/start_time", "08:00"),
    ("session/end_time", "08:50"),
    ("finish/source_channel", "app"),
    ("finish/report_date", "2026-11-23"),
    ("finish/remarks", ""),
    ("sadd/mode", "sadd4"),
    ("sadd/women", "5"),
    ("sadd/men", "4"),
    ("sadd/girls", "3"),
    ("sadd/boys", "2"),
    ("sadd/unspecified_child", "0"),
    ("sadd/unspecified_adult", "0"),
    ("sadd/total", "14"),
    ("sadd/dis_women", "0"),
    ("sadd/dis_men", "0"),
    ("sadd/dis_girls", "0"),
    ("sadd/dis_boys", "0"),
    ("sadd/first_time", "5"),
];

/// The same in fine age groups.
const BANDS: [(&str, &str); 13] = [
    ("sadd/mode", "sadd12"),
    ("sadd/f_b1", "0"),
    ("sadd/f_b2", "1"),
    ("sadd/f_b3", "2"),
    ("sadd/f_b4", "5"),
    ("sadd/f_b5", "0"),
    ("sadd/f_b6", "0"),
    ("sadd/m_b1", "0"),
    ("sadd/m_b2", "1"),
    ("sadd/m_b3", "1"),
    ("sadd/m_b4", "4"),
    ("sadd/m_b5", "0"),
    ("sadd/m_b6", "0"),
];

/// What a referral that ran its course says.
const REFERRAL: [(&str, &str); 11] = [
    ("request/to_org", "A"),
    ("consenting/consent_decision", "given"),
    ("consenting/consent_org", "A"),
    ("consenting/shared_fields", "ref need"),
    ("progress/status", "completed"),
    ("progress/activity_date", "2026-11-02"),
    ("progress/sent_on", "2026-11-03"),
    ("progress/acknowledged_on", "2026-11-04"),
    ("progress/accepted_on", "2026-11-05"),
    ("progress/service_date", "2026-11-06"),
    ("progress/closed_on", "2026-11-07"),
];

/// A person hurt in an accident, who agreed.
const PERSON: [(&str, &str); 9] = [
    ("consent/basis", "given"),
    ("consent/given_by", "self"),
    ("who/victim_type", "direct_injured"),
    ("who/birth_precision", "year"),
    ("who/birth_year", "1990"),
    ("who/age_at_accident", ""),
    ("accident/accident_date", ""),
    ("accident/outcome", "injured"),
    ("health/permanent_impairment", "no"),
];

/// Where a form asks when it happened, and what else makes that date count.
fn happened(form: &str) -> Fault {
    let date = |path| vec![(path, "")];
    match form {
        "eore_session" => date("place/activity_date"),
        "eore_media" => date("what/end_date"),
        "hazard_report" => date("when/activity_date"),
        "accident" => vec![("when/accident_date", ""), ("when/date_known", "month")],
        "consent" => date("deciding/activity_date"),
        "service_session" => date("service/activity_date"),
        "referral" => vec![("progress/activity_date", ""), ("progress/status", "draft")],
        _ => date("who/activity_date"),
    }
}

/// The fault of a rule that many forms have.
fn in_many_forms(rule: &Rule) -> Option<Fault> {
    let reported: &'static str = match rule.form.as_str() {
        "accident" => "source/report_date",
        _ => "finish/report_date",
    };
    let channel: &'static str = match rule.form.as_str() {
        "accident" => "source/source_channel",
        _ => "finish/source_channel",
    };
    let mut fault = happened(&rule.form);
    let on = |fault: &mut Fault, day| fault[0].1 = day;
    match (rule.id.as_str(), rule.mark.as_str(), rule.severity) {
        ("R-A2", ..) => on(&mut fault, "2027-01-01"),
        ("R-A3", _, Severity::Warning) => {
            on(&mut fault, "2026-06-01");
            fault.extend([(reported, "2026-07-16"), (channel, "app")]);
        }
        ("R-A3", ..) => {
            on(&mut fault, "2025-06-01");
            fault.extend([(reported, "2026-07-16"), (channel, "app")]);
        }
        ("T3", ..) => {
            on(&mut fault, "2026-04-01");
            fault.extend([
                (reported, "2026-07-16"),
                (channel, "app"),
                ("when/date_known", "yes"),
            ]);
        }
        ("R-C1", ..) => fault = at("103.20002 13.10001 0 5"),
        ("R-C5", ..) => fault = at("13.1 103.20002 0 5"),
        ("L1", ..) => {
            fault = at("13.10001 103.20002 0 70");
            fault.push(("place/coord_source", "gps_device"));
        }
        ("R-G1", ..) => {
            let words: &'static str = match rule.form.as_str() {
                "accident" => "source/narrative",
                _ => "finish/remarks",
            };
            fault = vec![(words, "Ask at 012 345 678")];
        }
        _ => return None,
    }
    Some(fault)
}

fn at(position: &'static str) -> Fault {
    vec![
        ("place/country", "KH"),
        ("place/geo_safe", "yes"),
        ("place/coord_input", ""),
        ("place/position", position),
    ]
}

/// The fault of a rule on people counted, after [`SESSION`].
fn counted(rule: &Rule) -> Option<Fault> {
    let groups = |all: [&'static str; 5]| {
        let names = [
            "sadd/women",
            "sadd/men",
            "sadd/girls",
            "sadd/boys",
            "sadd/total",
        ];
        names.into_iter().zip(all).collect::<Fault>()
    };
    let and = |mut all: Fault, more: &[(&'static str, &'static str)]| {
        all.extend(more);
        all
    };
    let bands = |more: &[(&'static str, &'static str)]| and(BANDS.to_vec(), more);
    let key = (rule.mark.as_str(), rule.place.as_str(), rule.severity);
    Some(match key {
        ("S1", ..) => vec![("sadd/total", "15")],
        ("S2", "sadd/f_b3", _) => bands(&[("sadd/f_b3", "3")]),
        ("S2", "sadd/f_b6", _) => bands(&[("sadd/f_b6", "1")]),
        ("S2", "sadd/m_b3", _) => bands(&[("sadd/m_b3", "0")]),
        ("S2", "sadd/m_b6", _) => bands(&[("sadd/m_b6", "2")]),
        ("S3", "sadd/dis_women", _) => and(
            groups(["1", "20", "3", "2", "26"]),
            &[("sadd/dis_women", "2")],
        ),
        ("S3", "sadd/dis_men", _) => and(
            groups(["20", "1", "3", "2", "26"]),
            &[("sadd/dis_men", "2")],
        ),
        ("S3", "sadd/dis_girls", _) => and(
            groups(["20", "4", "1", "2", "27"]),
            &[("sadd/dis_girls", "2")],
        ),
        ("S3", "sadd/dis_boys", _) => and(
            groups(["20", "4", "2", "1", "27"]),
            &[("sadd/dis_boys", "2")],
        ),
        ("S4", "sadd/first_time", _) => vec![("sadd/first_time", "15")],
        ("S4", "sadd/displaced", _) => {
            vec![("place/displacement_site", "yes"), ("sadd/displaced", "15")]
        }
        ("S4", "sadd/indigenous", _) => vec![
            ("session/primary_audience", "indigenous"),
            ("sadd/indigenous", "15"),
        ],
        ("S5", ..) => and(groups(["0"; 5]), &[("sadd/first_time", "0")]),
        ("S6", _, Severity::Error) => groups(["1000", "1001", "0", "0", "2001"]),
        ("S6.2", ..) => groups(["50", "60", "5", "6", "121"]),
        ("S7", ..) => vec![
            ("session/session_kind", "school_lesson"),
            ("session/primary_audience", "pupils"),
        ],
        ("S7.2", ..) => and(
            groups(["30", "25", "25", "20", "100"]),
            &[("place/venue_type", "school")],
        ),
        ("S8", ..) => groups(["3", "3", "3", "3", "12"]),
        ("S8.2", ..) => groups(["5", "0", "3", "2", "10"]),
        ("S9", ..) => vec![("sadd/dis_women", "5")],
        ("S10", ..) => bands(&[("sadd/f_b1", "1"), ("sadd/f_b3", "1")]),
        ("T1", ..) => vec![("session/end_time", "08:15")],
        ("T2", ..) => vec![
            ("session/start_time", "05:00"),
            ("session/end_time", "06:00"),
        ],
        ("N1", ..) => vec![
            ("finish/source_channel", "paper_backlog"),
            ("session/sessions_count", "3"),
        ],
        _ => return None,
    })
}

/// The fault of a rule on people, their consent and what is done for them, with what the record says beside it.
fn personal(rule: &Rule) -> Option<Fault> {
    let after = |common: &[(&'static str, &'static str)], more: &[(&'static str, &'static str)]| {
        [common, more].concat()
    };
    let agreed: Fault = vec![
        ("explaining/confidentiality_explained", "yes"),
        ("explaining/purpose_explained", "yes"),
        ("deciding/decision", "given"),
    ];
    let key = (rule.form.as_str(), rule.mark.as_str(), rule.place.as_str());
    Some(match key {
        ("accident", "A1", _) => vec![
            ("toll/killed_n", "1"),
            ("toll/injured_n", "1"),
            ("toll/unknown_n", "0"),
            ("toll/total_n", "1"),
        ],
        ("hazard_report", "H1", _) => vec![("what/urgency", "routine"), ("what/near", "school")],
        ("person", "R-E3", "who/age_at_accident") => after(
            &PERSON,
            &[
                ("who/birth_precision", "estimated_age"),
                ("who/age_at_accident", "111"),
            ],
        ),
        ("person", "R-E3", _) => after(
            &PERSON,
            &[
                ("who/birth_precision", "date"),
                ("who/birth_date", "1990-01-01"),
                ("accident/accident_date", "1980-01-01"),
            ],
        ),
        ("person", "R-E3.2", _) => after(
            &PERSON,
            &[
                ("accident/accident_date", "2020-05-05"),
                ("who/age_at_accident", "40"),
            ],
        ),
        ("person", "R-E4", _) => after(
            &PERSON,
            &[
                ("health/permanent_impairment", "yes"),
                ("health/permanent_losses_left", ""),
                ("health/permanent_losses_right", ""),
            ],
        ),
        ("person", "C2", _) => after(
            &PERSON,
            &[
                ("consent/given_by", "next_of_kin"),
                ("status/vital_status", "alive"),
            ],
        ),
        (_, "C6", _) => vec![("who/person_id", WITHDREW)],
        ("person", "R-E8", _) => after(&PERSON, &[("who/birth_year", "2012")]),
        ("person", "C1", _) => after(&PERSON, &[("consent/basis", "")]),
        ("consent", "C3", _) => after(&agreed, &[("explaining/confidentiality_explained", "no")]),
        ("consent", "C4", _) => after(&agreed, &[("deciding/scope", "photo_public")]),
        ("consent", "R-E8", _) => vec![
            ("deciding/decision", "refused"),
            ("who/subject", "child_12_17"),
            ("who/given_by", "self"),
        ],
        ("referral", "R-E7", "progress/status") => after(
            &REFERRAL,
            &[
                ("consenting/consent_decision", "refused"),
                ("progress/status", "sent"),
            ],
        ),
        ("referral", "R-E7", "consenting/consent_org") => {
            after(&REFERRAL, &[("consenting/consent_org", "B")])
        }
        ("referral", "R-E7", "progress/sent_on") => {
            after(&REFERRAL, &[("progress/sent_on", "2026-11-01")])
        }
        ("referral", "R-E7", "progress/acknowledged_on") => {
            after(&REFERRAL, &[("progress/acknowledged_on", "2026-11-02")])
        }
        ("referral", "R-E7", "progress/accepted_on") => {
            after(&REFERRAL, &[("progress/accepted_on", "2026-11-02")])
        }
        ("referral", "R-E7", "progress/service_date") => {
            after(&REFERRAL, &[("progress/service_date", "2026-11-04")])
        }
        ("referral", "R-E7", "progress/closed_on") => {
            after(&REFERRAL, &[("progress/closed_on", "2026-11-05")])
        }
        ("referral", "C7", _) => after(
            &REFERRAL,
            &[("consenting/consent_id", "KH-C-20261101-BTB2-7F3K-9QX2")],
        ),
        ("referral", "C5", _) => after(&REFERRAL, &[("consenting/shared_fields", "ref full_name")]),
        ("follow_up", "F1", _) => {
            vec![("who/contact_result", "not_home"), ("who/attempts", "3")]
        }
        _ => return None,
    })
}

fn fault(rule: &Rule) -> Fault {
    let mut fault = match rule.form.as_str() {
        "eore_session" => SESSION.to_vec(),
        _ => Vec::new(),
    };
    let own = counted(rule)
        .or_else(|| personal(rule))
        .or_else(|| in_many_forms(rule));
    fault.extend(own.unwrap_or_else(|| {
        panic!(
            "{} {} {}: no fault is known",
            rule.form, rule.mark, rule.place
        )
    }));
    fault
}

#[test]
fn a_seeded_fault_fires_its_rule_and_nothing_else() {
    for name in names() {
        let form = form(&name);
        let rules = rules_of(&form);
        let clean = clean(&form, &rules);
        for rule in table().rules().iter().filter(|rule| rule.form == name) {
            let mut filling = Filling::resume_with(form.clone(), &lists(), &clean, &moment());
            set(&mut filling, &fault(rule));
            let told = rules.judge(&filling, "en");
            let here = told.iter().any(|it| {
                it.mark == rule.mark && it.at == rule.place && it.severity == rule.severity
            });
            assert!(
                here,
                "{name} {} at {} does not fire: {told:#?}",
                rule.mark, rule.place
            );
            let others: Vec<_> = told.iter().filter(|it| it.id != rule.id).collect();
            assert!(
                others.is_empty(),
                "{name} {} at {}: {others:#?}",
                rule.mark,
                rule.place
            );
        }
    }
}
