//! Which answers reports read: for each table of figures the form that fills it, and the names of the questions.
//!
//! Places, the day and the record that another is about are told by the form itself, in its column `sala_index`.

/// How an answer is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// A code, a date or a name, as it stands.
    Code,
    /// A whole number from 0 to a milliard; anything else is not known.
    Whole,
    /// A number with a fraction.
    Part,
    /// A code, when the answer has no more than one.
    Single,
}

/// A column of a table, and the questions whose answer it holds: the first that is answered.
pub type Column = (&'static str, Cell, &'static [&'static str]);

/// A table of figures, and where its rows come from.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The form's id.
    pub form: &'static str,
    /// The table of the store.
    pub table: &'static str,
    /// The repeat whose instances are rows; none where the record is one.
    pub repeat: Option<&'static str>,
    /// The questions that date the row, the first that is answered; the form's own date when none is named.
    pub day: &'static [&'static str],
    /// The columns.
    pub columns: &'static [Column],
}

use Cell::{Code, Part, Single, Whole};

const PROJECT: Column = ("project", Code, &["project_code"]);

/// All tables of figures, by the forms of the domain dictionary §3.
pub const SOURCES: &[Source] = &[
    Source {
        form: "eore_session",
        table: "session",
        repeat: None,
        day: &[],
        columns: &[
            PROJECT,
            ("outcome", Code, &["session_outcome"]),
            ("kind", Code, &["session_kind"]),
            ("venue", Code, &["venue_type"]),
            ("sessions", Whole, &["sessions_count"]),
            ("mode", Code, &["mode"]),
            ("women", Whole, &["women"]),
            ("men", Whole, &["men"]),
            ("girls", Whole, &["girls"]),
            ("boys", Whole, &["boys"]),
            ("unspecified_child", Whole, &["unspecified_child"]),
            ("unspecified_adult", Whole, &["unspecified_adult"]),
            ("total", Whole, &["total"]),
            ("f_b1", Whole, &["f_b1"]),
            ("f_b2", Whole, &["f_b2"]),
            ("f_b3", Whole, &["f_b3"]),
            ("f_b4", Whole, &["f_b4"]),
            ("f_b5", Whole, &["f_b5"]),
            ("f_b6", Whole, &["f_b6"]),
            ("m_b1", Whole, &["m_b1"]),
            ("m_b2", Whole, &["m_b2"]),
            ("m_b3", Whole, &["m_b3"]),
            ("m_b4", Whole, &["m_b4"]),
            ("m_b5", Whole, &["m_b5"]),
            ("m_b6", Whole, &["m_b6"]),
            ("dis_women", Whole, &["dis_women"]),
            ("dis_men", Whole, &["dis_men"]),
            ("dis_girls", Whole, &["dis_girls"]),
            ("dis_boys", Whole, &["dis_boys"]),
            ("dis_method", Code, &["dis_method"]),
            ("displaced", Whole, &["displaced"]),
            ("first_time", Whole, &["first_time"]),
            ("place_name", Code, &["village_name"]),
            ("displacement_site", Code, &["displacement_site"]),
            ("site_name", Code, &["displacement_site_name"]),
            ("woman_facilitator", Code, &["woman_facilitator"]),
            ("audience", Code, &["primary_audience"]),
        ],
    },
    Source {
        form: "eore_session",
        table: "material",
        repeat: Some("materials"),
        day: &[],
        columns: &[
            PROJECT,
            ("material", Code, &["material"]),
            ("quantity", Whole, &["quantity"]),
        ],
    },
    Source {
        form: "eore_media",
        table: "media",
        repeat: None,
        day: &[],
        columns: &[
            PROJECT,
            ("adm1", Single, &["coverage_adm1"]),
            ("channel", Code, &["channel"]),
            ("reach", Whole, &["reach_total"]),
            ("unit", Code, &["reach_unit"]),
            ("basis", Code, &["reach_basis"]),
        ],
    },
    Source {
        form: "eore_media",
        table: "material",
        repeat: Some("materials"),
        day: &[],
        columns: &[
            PROJECT,
            ("material", Code, &["material"]),
            ("quantity", Whole, &["quantity"]),
        ],
    },
    Source {
        form: "kap_response",
        table: "kap",
        repeat: None,
        day: &[],
        columns: &[
            ("phase", Code, &["phase"]),
            ("respondent", Whole, &["respondent_no"]),
            ("score", Part, &["score"]),
            ("question_set", Code, &["question_set_version"]),
        ],
    },
    Source {
        form: "hazard_report",
        table: "hazard",
        repeat: None,
        day: &[],
        columns: &[
            PROJECT,
            ("hazard", Code, &["hazard_l1"]),
            ("urgency", Code, &["urgency"]),
            ("handed_over", Code, &["handed_over"]),
            ("handed_at", Code, &["handed_at"]),
            ("outcome", Code, &["outcome"]),
        ],
    },
    Source {
        form: "accident",
        table: "accident",
        repeat: None,
        day: &[],
        columns: &[
            PROJECT,
            ("hazard", Code, &["hazard_l1"]),
            ("marked_before", Code, &["marked_before"]),
            ("killed", Whole, &["killed_n"]),
            ("injured", Whole, &["injured_n"]),
            ("unknown", Whole, &["unknown_n"]),
            ("total", Whole, &["total_n"]),
        ],
    },
    Source {
        form: "person",
        table: "person",
        repeat: None,
        day: &["accident_date"],
        columns: &[
            ("victim_type", Code, &["victim_type"]),
            ("sex", Code, &["sex"]),
            ("age_group", Code, &["age_group"]),
            ("outcome", Code, &["outcome"]),
            ("person_status", Code, &["person_status_at_accident"]),
            ("activity", Code, &["activity_at_accident"]),
            ("eore_before", Code, &["eore_before"]),
            ("vital_status", Code, &["vital_status"]),
            ("case_status", Code, &["case_status"]),
            ("registered", Code, &["report_date", "status_date"]),
        ],
    },
    Source {
        form: "needs_assessment",
        table: "assessment",
        repeat: None,
        day: &[],
        columns: &[
            PROJECT,
            ("see", Code, &["wgss_see"]),
            ("hear", Code, &["wgss_hear"]),
            ("walk", Code, &["wgss_walk"]),
            ("remember", Code, &["wgss_remember"]),
            ("selfcare", Code, &["wgss_selfcare"]),
            ("communicate", Code, &["wgss_communicate"]),
            ("disability", Code, &["wgss_disability"]),
            ("quality", Code, &["quality_of_life"]),
            ("due", Code, &["next_visit_due"]),
        ],
    },
    Source {
        form: "needs_assessment",
        table: "need",
        repeat: Some("needs"),
        day: &[],
        columns: NEED,
    },
    Source {
        form: "follow_up",
        table: "need",
        repeat: Some("new_needs"),
        day: &[],
        columns: NEED,
    },
    Source {
        form: "service_session",
        table: "service",
        repeat: None,
        day: &[],
        columns: &[
            PROJECT,
            ("pillar", Code, &["pillar"]),
            ("service", Code, &["service"]),
            ("delivered_by", Code, &["delivered_by"]),
            ("item", Code, &["item"]),
            ("quantity", Whole, &["quantity"]),
            ("new_or_repair", Code, &["new_or_repair"]),
            ("cash", Part, &["cash_value"]),
            ("currency", Code, &["currency"]),
            ("satisfaction", Code, &["satisfaction"]),
        ],
    },
    Source {
        form: "referral",
        table: "referral",
        repeat: None,
        day: &["sent_on", "activity_date"],
        columns: &[
            PROJECT,
            ("pillar", Code, &["pillar"]),
            ("service", Code, &["service_requested"]),
            ("priority", Code, &["priority"]),
            ("direction", Code, &["direction"]),
            ("status", Code, &["status"]),
            ("sent_on", Code, &["sent_on"]),
            ("acknowledged_on", Code, &["acknowledged_on"]),
            ("accepted_on", Code, &["accepted_on"]),
            ("service_date", Code, &["service_date"]),
            ("closed_on", Code, &["closed_on"]),
            ("fail_reason", Code, &["fail_reason"]),
        ],
    },
    Source {
        form: "follow_up",
        table: "follow_up",
        repeat: None,
        day: &[],
        columns: &[
            ("contact_result", Code, &["contact_result"]),
            ("wellbeing_change", Code, &["wellbeing_change"]),
            ("due", Code, &["next_due"]),
        ],
    },
];

const NEED: &[Column] = &[
    PROJECT,
    ("pillar", Code, &["pillar"]),
    ("need", Code, &["need"]),
    ("priority", Code, &["priority"]),
    ("wants_help", Code, &["wants_help"]),
];
