//! What Sala comes with: the programme's forms, and the rules on their answers, as they lie in `forms/`.

/// The forms, as XLSForm sources, each under the name of its file. Whoever lists forms lists these first, in this order.
pub const FORMS: [(&str, &str); 11] = [
    (
        "eore_session.csv",
        include_str!("../../../forms/eore_session.csv"),
    ),
    ("person.csv", include_str!("../../../forms/person.csv")),
    ("accident.csv", include_str!("../../../forms/accident.csv")),
    (
        "service_session.csv",
        include_str!("../../../forms/service_session.csv"),
    ),
    (
        "needs_assessment.csv",
        include_str!("../../../forms/needs_assessment.csv"),
    ),
    ("referral.csv", include_str!("../../../forms/referral.csv")),
    (
        "follow_up.csv",
        include_str!("../../../forms/follow_up.csv"),
    ),
    ("consent.csv", include_str!("../../../forms/consent.csv")),
    (
        "hazard_report.csv",
        include_str!("../../../forms/hazard_report.csv"),
    ),
    (
        "eore_media.csv",
        include_str!("../../../forms/eore_media.csv"),
    ),
    (
        "kap_response.csv",
        include_str!("../../../forms/kap_response.csv"),
    ),
];

/// The table of rules, as [`crate::rules::RuleTable::read`] takes it.
pub const RULES: &str = include_str!("../../../forms/rules.csv");
