//! What people in stories write down: answers by the paths of their questions. Each set makes its form complete, with what
//! its own words say is left out of it.

use desk::Given;

use crate::Laptop;

/// Answers as path and value.
pub type Answers<'a> = [(&'a str, &'a str)];

/// The day and the place of a session.
pub const SUNG: &Answers<'_> = &[
    ("place/activity_date", "2026-11-23"),
    ("place/adm1", "02"),
    ("place/district_name", "Samlout"),
    ("place/commune_name", "Sung"),
    ("place/village_name", "Sung Muoy"),
];

/// How the position of a session was found, which may be told; the position itself is left out.
pub const PINNED: &Answers<'_> = &[
    ("place/geo_safe", "yes"),
    ("place/coord_source", "map_click"),
];

/// A session for thirteen people, without its day and place.
pub const SESSION: &Answers<'_> = &[
    ("place/venue_type", "pagoda"),
    ("session/technique", "interactive_group"),
    ("session/start_time", "08:10"),
    ("session/end_time", "09:05"),
    ("session/primary_audience", "farmers"),
    ("sadd/women", "9"),
    ("sadd/men", "2"),
    ("sadd/girls", "1"),
    ("sadd/boys", "1"),
    ("sadd/total", "13"),
    ("sadd/first_time", "1"),
    ("content/hazards_addressed", "ap_mine cluster"),
    ("content/messages", "dont_touch report_mark"),
    ("finish/facilitators", "BTB-014"),
];

/// An accident with a vehicle in which one person was injured.
pub const ACCIDENT: &Answers<'_> = &[
    ("when/date_known", "yes"),
    ("when/accident_date", "2026-11-20"),
    ("place/adm1", "02"),
    ("place/commune_name", "Sung"),
    ("place/location_accuracy", "exact_spot"),
    ("place/geo_safe", "yes"),
    ("place/coord_source", "map_click"),
    ("place/position", "12.791234 102.871234 0 5"),
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

/// A woman whose family had an accident, without her name.
pub const PERSON: &Answers<'_> = &[
    ("consent/basis", "given"),
    ("consent/given_by", "self"),
    ("consent/method", "written"),
    ("consent/consent_date", "2026-11-20"),
    ("who/victim_type", "indirect_family"),
    ("who/sex", "female"),
    ("who/birth_precision", "year"),
    ("who/birth_year", "1992"),
    ("home/adm1", "02"),
    ("home/commune_name", "Sung"),
    ("status/vital_status", "alive"),
    ("status/displacement_status", "resident"),
];

/// A woman who was killed, as the register of casualties knows her, without the accident and its day.
pub const KILLED: &Answers<'_> = &[
    ("consent/basis", "legal_duty_casualty_register"),
    ("who/victim_type", "direct_killed"),
    ("who/accident_known", "known"),
    ("who/sex", "female"),
    ("who/birth_precision", "estimated_age"),
    ("who/age_at_accident", "34"),
    ("home/adm1", "02"),
    ("home/commune_name", "Sung"),
    ("accident/person_status_at_accident", "civilian"),
    ("accident/activity_at_accident", "farming"),
    ("accident/tampered", "no"),
    ("accident/eore_before", "no"),
    ("accident/outcome", "killed"),
    ("accident/place_of_death", "on_site"),
    ("status/vital_status", "deceased"),
    ("status/displacement_status", "resident"),
    ("status/case_status", "deceased"),
];

/// What a person agreed to, without whom.
pub const CONSENT: &Answers<'_> = &[
    ("who/subject", "adult_able"),
    ("who/given_by", "self"),
    ("explaining/confidentiality_explained", "yes"),
    ("explaining/purpose_explained", "yes"),
    ("explaining/explained_in_language", "km"),
    ("explaining/read_by", "BTB-014"),
    ("deciding/scope", "store_record share_referral"),
    ("deciding/share_org", "PRC Battambang"),
    ("deciding/decision", "given"),
    ("deciding/method", "verbal_witnessed"),
    ("deciding/witness", "village chief"),
    ("deciding/activity_date", "2026-11-20"),
];

/// A referral to the organisation of that consent, without whose and which consent it is.
pub const REFERRAL: &Answers<'_> = &[
    ("request/pillar", "rehabilitation"),
    ("request/service_requested", "prosthesis"),
    ("request/priority", "high"),
    ("request/to_org", "PRC Battambang"),
    ("consenting/consent_decision", "given"),
    ("request/to_site", "Battambang"),
    ("request/to_focal", "reception"),
    ("consenting/consent_org", "PRC Battambang"),
    ("consenting/consent_method", "verbal_witnessed"),
    ("consenting/consent_date", "2026-11-20"),
    ("progress/activity_date", "2026-11-20"),
    ("progress/status", "sent"),
    ("progress/sent_on", "2026-11-21"),
];

/// Sets of answers one after the other: a later answer to the same question takes the place of the earlier one.
pub fn set(parts: &[&Answers<'_>]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (path, value) in parts.iter().copied().flatten() {
        match all.iter_mut().find(|(known, _)| known == path) {
            Some((_, earlier)) => (*value).clone_into(earlier),
            None => all.push(((*path).to_owned(), (*value).to_owned())),
        }
    }
    all
}

impl Laptop {
    /// Makes and submits a record of a form; gives its record. Stories hold several sessions in one village on one day,
    /// and who is asked about that says why.
    pub fn make(&self, form: &str, parts: &[&Answers<'_>]) -> String {
        let given = Given {
            set: &set(parts),
            reasons: &[("R-D1".to_owned(), "Another group came.".to_owned())],
            ..Given::default()
        };
        self.desk.record_make(form, &given).unwrap().record.unwrap()
    }

    /// Makes and submits a risk-education session in a village; gives its record.
    pub fn session(&self, village: &str, women: u32) -> String {
        self.session_on("2026-11-23", ["08:10", "09:05"], village, women)
    }

    /// Makes and submits three sessions of one day, one after the other in different villages; gives their records.
    pub fn a_day(&self) -> [String; 3] {
        [
            (["08:00", "08:50"], "Phlov Meas"),
            (["11:00", "11:50"], "Ou Da"),
            (["15:00", "15:50"], "Sdau"),
        ]
        .map(|(hours, village)| self.session_on("2026-11-23", hours, village, 9))
    }

    /// Makes and submits a risk-education session on a day, from one hour to another; gives its record.
    pub fn session_on(&self, day: &str, hours: [&str; 2], village: &str, women: u32) -> String {
        let (total, women) = ((women + 3).to_string(), women.to_string());
        let of_this_one = [
            ("place/activity_date", day),
            ("place/district_name", "Rotonak Mondol"),
            ("place/commune_name", "Phlov Meas"),
            ("place/village_name", village),
            ("place/venue_type", "household"),
            ("session/start_time", hours[0]),
            ("session/end_time", hours[1]),
            ("sadd/women", &women),
            ("sadd/boys", "0"),
            ("sadd/total", &total),
        ];
        self.make("eore_session", &[SUNG, SESSION, &of_this_one])
    }
}
