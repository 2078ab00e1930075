//! The indicators and the reports that are put together from them.

use super::words::Words;

/// An indicator of the domain dictionary §6.1 or §6.2, or a table of §6.3.
#[derive(Debug, Clone, Copy)]
pub struct Indicator {
    /// As people call it, such as `E1`.
    pub id: &'static str,
    /// The query of the store.
    pub query: &'static str,
    /// The table whose records it counts first, for the share that is provisional.
    pub table: &'static str,
    /// What it is called.
    pub name: Words,
    /// The paragraph of the domain dictionary.
    pub source: &'static str,
    /// Whether rows of different places add up: nothing is counted once in several of them.
    pub adds_up: bool,
    /// Whether its records say their project, so that it can be narrowed to one.
    pub has_project: bool,
    /// Whether it tells of single persons, so that small numbers are kept from the public.
    pub of_persons: bool,
}

/// A report: some indicators, one under the other.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// As the command line calls it.
    pub name: &'static str,
    /// What it is called.
    pub title: Words,
    /// The ids of its indicators.
    pub parts: &'static [&'static str],
}

/// Whether places add up, records say their project, and single persons are told of.
const YES: bool = true;
const NO: bool = false;

const fn of(
    id: &'static str,
    query: &'static str,
    table: &'static str,
    (adds_up, has_project, of_persons): (bool, bool, bool),
    (en, km): (&'static str, &'static str),
    source: &'static str,
) -> Indicator {
    let name = Words::of(en, km);
    Indicator {
        id,
        query,
        table,
        name,
        source,
        adds_up,
        has_project,
        of_persons,
    }
}

/// Every indicator.
pub const INDICATORS: &[Indicator] = &[
    of(
        "E1",
        "e01",
        "session",
        (YES, YES, NO),
        ("Sessions held", "វគ្គដែលបានធ្វើ"),
        "6.1",
    ),
    of(
        "E2",
        "e02",
        "session",
        (YES, YES, NO),
        ("People taught", "អ្នកចូលរួមវគ្គ"),
        "6.1",
    ),
    of(
        "E3",
        "e03",
        "session",
        (YES, YES, NO),
        ("People taught for the first time", "អ្នកចូលរួមលើកដំបូង"),
        "6.1",
    ),
    of(
        "E4",
        "e04",
        "session",
        (YES, YES, NO),
        (
            "Persons with disabilities among those taught",
            "ជនមានពិការភាពក្នុងចំណោមអ្នកចូលរួម",
        ),
        "6.1",
    ),
    of(
        "E5",
        "e05",
        "session",
        (YES, YES, NO),
        ("Displaced people among those taught", "ជនភៀសសឹកក្នុងចំណោមអ្នកចូលរួម"),
        "6.1",
    ),
    of(
        "E6",
        "e06",
        "session",
        (NO, YES, NO),
        (
            "Villages, schools and displacement sites reached",
            "ភូមិ សាលារៀន និងជំរំដែលបានទៅដល់",
        ),
        "6.1",
    ),
    of(
        "E7",
        "e07",
        "session",
        (YES, NO, NO),
        (
            "High-risk villages reached, of those planned",
            "ភូមិហានិភ័យខ្ពស់ដែលបានទៅដល់ ធៀបនឹងផែនការ",
        ),
        "6.1",
    ),
    of(
        "E8",
        "e08",
        "session",
        (YES, YES, NO),
        (
            "In education institutions and elsewhere",
            "ក្នុងគ្រឹះស្ថានអប់រំ និងកន្លែងផ្សេង",
        ),
        "6.1",
    ),
    of(
        "E9",
        "e09",
        "session",
        (YES, YES, NO),
        ("People trained", "អ្នកដែលបានបណ្តុះបណ្តាល"),
        "6.1",
    ),
    of(
        "E10",
        "e10",
        "media",
        (YES, YES, NO),
        ("Media reach", "អ្នកទទួលព័ត៌មានតាមប្រព័ន្ធផ្សព្វផ្សាយ"),
        "6.1",
    ),
    of(
        "E11",
        "e11",
        "material",
        (YES, YES, NO),
        ("Materials distributed", "សម្ភារដែលបានចែក"),
        "6.1",
    ),
    of(
        "E12",
        "e12",
        "kap",
        (NO, NO, NO),
        ("Knowledge gain", "ចំណេះដឹងដែលកើនឡើង"),
        "6.1",
    ),
    of(
        "E13",
        "e13",
        "hazard",
        (NO, YES, NO),
        ("Hazard reports", "របាយការណ៍គ្រោះថ្នាក់"),
        "6.1",
    ),
    of(
        "E14",
        "e14",
        "session",
        (YES, YES, NO),
        (
            "Sessions with a woman among the facilitators",
            "វគ្គដែលមានអ្នកសម្របសម្រួលជាស្ត្រី",
        ),
        "6.1",
    ),
    of(
        "V1",
        "v01",
        "person",
        (YES, NO, YES),
        ("New casualties", "ជនរងគ្រោះថ្មី"),
        "6.2",
    ),
    of(
        "V2",
        "v02",
        "accident",
        (YES, YES, YES),
        ("Accidents", "គ្រោះថ្នាក់"),
        "6.2",
    ),
    of(
        "V3",
        "v03",
        "person",
        (YES, NO, YES),
        ("Survivors registered", "អ្នករស់រានមានជីវិតដែលបានចុះឈ្មោះ"),
        "6.2",
    ),
    of(
        "V4",
        "v04",
        "assessment",
        (NO, YES, YES),
        ("Persons assessed", "បុគ្គលដែលបានវាយតម្លៃ"),
        "6.2",
    ),
    of(
        "V5",
        "v05",
        "service",
        (NO, YES, YES),
        ("Persons who received a service", "បុគ្គលដែលបានទទួលសេវា"),
        "6.2",
    ),
    of(
        "V6",
        "v06",
        "service",
        (YES, YES, YES),
        ("Services", "សេវា"),
        "6.2",
    ),
    of(
        "V7",
        "v07",
        "service",
        (YES, YES, YES),
        ("Assistive devices", "ឧបករណ៍ជំនួយ"),
        "6.2",
    ),
    of(
        "V8",
        "v08",
        "service",
        (NO, YES, YES),
        ("Cash and livelihood", "សាច់ប្រាក់ និងជីវភាព"),
        "6.2",
    ),
    of(
        "V9",
        "v09",
        "referral",
        (NO, YES, YES),
        ("Referrals", "ការបញ្ជូន"),
        "6.2",
    ),
    of(
        "V10",
        "v10",
        "follow_up",
        (YES, NO, YES),
        ("Follow-ups on time", "ការតាមដានទាន់ពេល"),
        "6.2",
    ),
    of(
        "V11",
        "v11",
        "service",
        (NO, YES, YES),
        ("Satisfaction and quality of life", "ការពេញចិត្ត និងគុណភាពជីវិត"),
        "6.2",
    ),
    of(
        "V12",
        "v12",
        "need",
        (NO, YES, YES),
        (
            "Unmet needs of high priority",
            "តម្រូវការអាទិភាពខ្ពស់ដែលមិនទាន់បានបំពេញ",
        ),
        "6.2",
    ),
    of(
        "SADD",
        "sadd",
        "session",
        (YES, YES, NO),
        (
            "People by sex, age and disability",
            "មនុស្សតាមភេទ អាយុ និងពិការភាព",
        ),
        "6.3 no. 1",
    ),
    of(
        "BANDS",
        "donor",
        "session",
        (YES, YES, NO),
        ("Age bands of donors", "ក្រុមអាយុរបស់ម្ចាស់ជំនួយ"),
        "6.3 no. 3",
    ),
    of(
        "VILLAGE",
        "village",
        "session",
        (YES, NO, YES),
        ("History of the village", "ប្រវត្តិភូមិ"),
        "6.3 no. 4",
    ),
    of(
        "TRACKER",
        "referrals",
        "referral",
        (YES, YES, YES),
        ("Where referrals stand", "ស្ថានភាពការបញ្ជូន"),
        "6.3 no. 6",
    ),
    of(
        "QUALITY",
        "quality",
        "life",
        (NO, NO, NO),
        ("Data quality", "គុណភាពទិន្នន័យ"),
        "6.3 no. 7",
    ),
];

const fn report_of(
    name: &'static str,
    parts: &'static [&'static str],
    en: &'static str,
    km: &'static str,
) -> Report {
    let title = Words::of(en, km);
    Report { name, title, parts }
}

/// The reports of §6.3; a single indicator is a report too, under its id.
pub const REPORTS: &[Report] = &[
    report_of(
        "sadd",
        &["SADD"],
        "Monthly table by sex, age and disability",
        "តារាងប្រចាំខែតាមភេទ អាយុ និងពិការភាព",
    ),
    report_of(
        "casualties",
        &["V1", "V2"],
        "Casualty bulletin",
        "ព្រឹត្តិបត្រជនរងគ្រោះ",
    ),
    report_of(
        "donor",
        &["SADD", "BANDS", "E4", "E9", "E10"],
        "Donor sheet",
        "សន្លឹកសម្រាប់ម្ចាស់ជំនួយ",
    ),
    report_of("village", &["VILLAGE"], "Village history card", "កាតប្រវត្តិភូមិ"),
    report_of(
        "referrals",
        &["TRACKER", "V9"],
        "Referral tracker",
        "ការតាមដានការបញ្ជូន",
    ),
    report_of("quality", &["QUALITY"], "Data quality", "គុណភាពទិន្នន័យ"),
    report_of(
        "education",
        &[
            "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E10", "E11", "E12", "E13", "E14",
        ],
        "All indicators of risk education",
        "សូចនាករទាំងអស់នៃការអប់រំអំពីគ្រោះថ្នាក់",
    ),
    report_of(
        "assistance",
        &[
            "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12",
        ],
        "All indicators of victim assistance",
        "សូចនាករទាំងអស់នៃជំនួយជនរងគ្រោះ",
    ),
];

/// The indicator of an id, whatever its letters are like.
pub fn indicator(id: &str) -> Option<&'static Indicator> {
    INDICATORS
        .iter()
        .find(|one| one.id.eq_ignore_ascii_case(id))
}

/// The report of a name.
pub fn report(name: &str) -> Option<&'static Report> {
    REPORTS
        .iter()
        .find(|one| one.name.eq_ignore_ascii_case(name))
}
