//! What the measures of indicators are called, by what they are told apart, and in which unit they are.

/// A sentence or a word in English and Khmer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Khmer.
    pub km: &'static str,
}

impl Words {
    pub(super) const fn of(en: &'static str, km: &'static str) -> Self {
        Self { en, km }
    }

    /// The words in a language; every language but Khmer is served in English.
    pub fn in_language(&self, language: &str) -> &'static str {
        match language {
            "km" => self.km,
            _ => self.en,
        }
    }
}

/// What a measure is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// People, each counted where they were counted.
    People,
    /// Things or events.
    Count,
    /// A part of one, told in per cent.
    Share,
    /// Days.
    Days,
    /// A mean, with a fraction.
    Mean,
    /// Money.
    Money,
}

impl Unit {
    /// Whether what is in it may be added up.
    pub fn adds_up(self) -> bool {
        matches!(self, Self::People | Self::Count | Self::Money)
    }
}

/// A measure of a query.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// As the query names it.
    pub code: &'static str,
    /// What it is called.
    pub words: Words,
    /// Its unit.
    pub unit: Unit,
}

/// What some things are called.
#[derive(Debug, Clone, Copy)]
pub enum Kinds {
    /// These codes and words.
    Told(&'static [(&'static str, Words)]),
    /// The choices of a question of a form.
    Choices {
        /// The form's id.
        form: &'static str,
        /// The question's name.
        question: &'static str,
    },
    /// Titles of forms.
    Forms,
}

/// By what a query tells rows apart.
#[derive(Debug, Clone, Copy)]
pub struct Split {
    /// As the query names it.
    pub code: &'static str,
    /// What it is called.
    pub words: Words,
    /// What its kinds are called.
    pub kinds: Kinds,
}

/// What is not known is a kind of its own and is never left out.
pub const UNKNOWN: (&str, Words) = ("unknown", Words::of("Not known", "មិនដឹង"));

const fn measure_of(code: &'static str, unit: Unit, en: &'static str, km: &'static str) -> Measure {
    let words = Words::of(en, km);
    Measure { code, words, unit }
}

/// Every measure of every query.
pub const MEASURES: &[Measure] = &[
    measure_of("sessions", Unit::Count, "Sessions", "វគ្គ"),
    measure_of("women", Unit::People, "Women", "ស្ត្រី"),
    measure_of("men", Unit::People, "Men", "បុរស"),
    measure_of("girls", Unit::People, "Girls", "ក្មេងស្រី"),
    measure_of("boys", Unit::People, "Boys", "ក្មេងប្រុស"),
    measure_of("unknown", Unit::People, "Not known", "មិនដឹង"),
    measure_of("total", Unit::People, "Total", "សរុប"),
    measure_of("female", Unit::People, "Female", "ស្រី"),
    measure_of("male", Unit::People, "Male", "ប្រុស"),
    measure_of("first_time", Unit::People, "First time", "លើកដំបូង"),
    measure_of(
        "with_disability",
        Unit::People,
        "With disability",
        "មានពិការភាព",
    ),
    measure_of("displaced", Unit::People, "Displaced", "ជនភៀសសឹក"),
    measure_of("villages", Unit::Count, "Villages", "ភូមិ"),
    measure_of("schools", Unit::Count, "Schools", "សាលារៀន"),
    measure_of("sites", Unit::Count, "Displacement sites", "ជំរំជនភៀសសឹក"),
    measure_of("reached", Unit::Count, "Reached", "បានទៅដល់"),
    measure_of("planned", Unit::Count, "Planned", "ក្នុងផែនការ"),
    measure_of("share", Unit::Share, "Share", "ភាគរយ"),
    measure_of(
        "reach",
        Unit::People,
        "People reached",
        "មនុស្សដែលបានទទួលព័ត៌មាន",
    ),
    measure_of("quantity", Unit::Count, "Quantity", "ចំនួន"),
    measure_of(
        "pairs",
        Unit::People,
        "Answered before and after",
        "បានឆ្លើយទាំងមុននិងក្រោយ",
    ),
    measure_of(
        "gain",
        Unit::Mean,
        "Gain, points of 100",
        "ចំណេះដឹងកើន (លើ ១០០ ពិន្ទុ)",
    ),
    measure_of("answered", Unit::People, "Answered after", "បានឆ្លើយក្រោយវគ្គ"),
    measure_of("passed", Unit::People, "75 or more", "បាន ៧៥ ពិន្ទុឡើង"),
    measure_of("received", Unit::Count, "Received", "បានទទួល"),
    measure_of("handed_over", Unit::Count, "Handed over", "បានប្រគល់"),
    measure_of("resolved", Unit::Count, "Resolved", "បានដោះស្រាយ"),
    measure_of("days", Unit::Days, "Days", "ថ្ងៃ"),
    measure_of("with_woman", Unit::Count, "With a woman", "មានស្ត្រីសម្របសម្រួល"),
    measure_of("without_woman", Unit::Count, "Without", "គ្មានស្ត្រីសម្របសម្រួល"),
    measure_of("accidents", Unit::Count, "Accidents", "គ្រោះថ្នាក់"),
    measure_of("killed", Unit::People, "Killed", "ស្លាប់"),
    measure_of("injured", Unit::People, "Injured", "រងរបួស"),
    measure_of(
        "per_accident",
        Unit::Mean,
        "Casualties per accident",
        "ជនរងគ្រោះក្នុងមួយគ្រោះថ្នាក់",
    ),
    measure_of("assessed", Unit::People, "Assessed", "បានវាយតម្លៃ"),
    measure_of("services", Unit::Count, "Services", "សេវា"),
    measure_of("own", Unit::Count, "By the own team", "ដោយក្រុមខ្លួន"),
    measure_of("delivered", Unit::Count, "Delivered", "បានផ្តល់"),
    measure_of("repaired", Unit::Count, "Repaired", "បានជួសជុល"),
    measure_of("persons", Unit::People, "Persons", "បុគ្គល"),
    measure_of("value", Unit::Money, "Value", "តម្លៃ"),
    measure_of("made", Unit::Count, "Made", "បានធ្វើ"),
    measure_of("sent", Unit::Count, "Sent", "បានផ្ញើ"),
    measure_of("accepted", Unit::Count, "Accepted", "បានទទួលយក"),
    measure_of("completed", Unit::Count, "Completed", "បានបញ្ចប់"),
    measure_of("failed", Unit::Count, "Not completed", "មិនបានបញ្ចប់"),
    measure_of("due", Unit::Count, "Due", "ដល់កាលកំណត់"),
    measure_of("on_time", Unit::Count, "On time", "ទាន់ពេល"),
    measure_of("answers", Unit::Count, "Answers", "ចម្លើយ"),
    measure_of("mean", Unit::Mean, "Mean", "មធ្យម"),
    measure_of("needs", Unit::Count, "Needs", "តម្រូវការ"),
    measure_of("oldest", Unit::Days, "Oldest, days", "យូរបំផុត (ថ្ងៃ)"),
    measure_of("hazards", Unit::Count, "Hazard reports", "របាយការណ៍គ្រោះថ្នាក់"),
    measure_of("survivors", Unit::People, "Survivors", "អ្នករស់រានមានជីវិត"),
    measure_of("records", Unit::Count, "Records", "កំណត់ត្រា"),
    measure_of(
        "days_to_submit",
        Unit::Days,
        "Days to submit",
        "ថ្ងៃរហូតដល់ដាក់ស្នើ",
    ),
    measure_of(
        "days_to_approve",
        Unit::Days,
        "Days to approve",
        "ថ្ងៃរហូតដល់អនុម័ត",
    ),
    measure_of("returned", Unit::Share, "Returned", "បានត្រឡប់ឱ្យកែ"),
    measure_of("with_position", Unit::Share, "With a position", "មានទីតាំង"),
    measure_of(
        "reasons",
        Unit::Count,
        "Warnings explained",
        "ការព្រមានដែលមានហេតុផល",
    ),
    measure_of(
        "overridden",
        Unit::Share,
        "Of all warnings",
        "ក្នុងចំណោមការព្រមានទាំងអស់",
    ),
    measure_of(
        "with_findings",
        Unit::Count,
        "Odd beside others",
        "ខុសប្រក្រតីពេលអានរួម",
    ),
    measure_of(
        "twice",
        Unit::Count,
        "Probably recorded twice",
        "ប្រហែលកត់ត្រាពីរដង",
    ),
    measure_of(
        "not_listed",
        Unit::Share,
        "Place not listed",
        "ទីកន្លែងគ្មានក្នុងបញ្ជី",
    ),
    measure_of("referrals", Unit::Count, "Referrals", "ការបញ្ជូន"),
    measure_of("high", Unit::Count, "High priority", "អាទិភាពខ្ពស់"),
    measure_of("late", Unit::Count, "Late", "យឺត"),
    measure_of(
        "month_before",
        Unit::People,
        "Same month, year before",
        "ខែដដែល ឆ្នាំមុន",
    ),
    measure_of("year", Unit::People, "Year to date", "ពីដើមឆ្នាំ"),
    measure_of("ever", Unit::People, "Since 1979", "តាំងពី ១៩៧៩"),
];

const fn split_of(code: &'static str, kinds: Kinds, en: &'static str, km: &'static str) -> Split {
    let words = Words::of(en, km);
    Split { code, words, kinds }
}

const fn choices(form: &'static str, question: &'static str) -> Kinds {
    Kinds::Choices { form, question }
}

/// Everything that queries tell rows apart by.
pub const SPLITS: &[Split] = &[
    split_of(
        "dis_method",
        choices("eore_session", "dis_method"),
        "How disability was told",
        "វិធីដឹងពីពិការភាព",
    ),
    split_of("setting", SETTING, "Setting", "កន្លែង"),
    split_of(
        "session_kind",
        choices("eore_session", "session_kind"),
        "Kind",
        "ប្រភេទ",
    ),
    split_of(
        "channel",
        choices("eore_media", "channel"),
        "Channel",
        "បណ្តាញ",
    ),
    split_of(
        "reach_basis",
        choices("eore_media", "reach_basis"),
        "What the number rests on",
        "ប្រភពនៃចំនួន",
    ),
    split_of(
        "material",
        choices("eore_session", "material"),
        "Material",
        "សម្ភារ",
    ),
    split_of("outcome", choices("person", "outcome"), "Outcome", "លទ្ធផល"),
    split_of("device", DEVICE, "Device", "គ្រឿងផ្ទុះ"),
    split_of(
        "person_status",
        choices("person", "person_status_at_accident"),
        "Status",
        "ឋានៈ",
    ),
    split_of(
        "activity",
        choices("person", "activity_at_accident"),
        "Activity",
        "សកម្មភាព",
    ),
    split_of(
        "eore_before",
        choices("person", "eore_before"),
        "Risk education before",
        "ធ្លាប់ទទួលការអប់រំពីមុន",
    ),
    split_of(
        "marked_before",
        choices("accident", "marked_before"),
        "Place was marked",
        "មានសញ្ញាព្រមានពីមុន",
    ),
    split_of(
        "vital_status",
        choices("person", "vital_status"),
        "Alive",
        "នៅរស់",
    ),
    split_of("domain", DOMAIN, "Domain", "ផ្នែក"),
    split_of(
        "pillar",
        choices("service_session", "pillar"),
        "Pillar",
        "សសរស្តម្ភ",
    ),
    split_of("victim", VICTIM, "Victim", "ជនរងគ្រោះ"),
    split_of(
        "service",
        choices("service_session", "service"),
        "Service",
        "សេវា",
    ),
    split_of(
        "item",
        choices("service_session", "item"),
        "Product",
        "ឧបករណ៍",
    ),
    split_of(
        "currency",
        choices("service_session", "currency"),
        "Currency",
        "រូបិយប័ណ្ណ",
    ),
    split_of(
        "fail_reason",
        choices("referral", "fail_reason"),
        "Why not completed",
        "មូលហេតុមិនបានបញ្ចប់",
    ),
    split_of(
        "satisfaction",
        choices("service_session", "satisfaction"),
        "Satisfaction",
        "ការពេញចិត្ត",
    ),
    split_of("quality", CHANGE, "Quality of life", "គុណភាពជីវិត"),
    split_of(
        "wellbeing_change",
        choices("follow_up", "wellbeing_change"),
        "Well-being",
        "សុខុមាលភាព",
    ),
    split_of("age", AGE, "Age of the need", "រយៈពេលនៃតម្រូវការ"),
    split_of("bands_50", BANDS, "Age bands to 50+", "ក្រុមអាយុដល់ ៥០+"),
    split_of("bands_60", BANDS, "Age bands to 60+", "ក្រុមអាយុដល់ ៦០+"),
    split_of(
        "audience",
        choices("eore_session", "primary_audience"),
        "Population group (primary audience)",
        "ក្រុមប្រជាជន (អ្នកចូលរួមសំខាន់)",
    ),
    split_of("form", Kinds::Forms, "Form", "ទម្រង់"),
    split_of("status", choices("referral", "status"), "Status", "ស្ថានភាព"),
];

const SETTING: Kinds = Kinds::Told(&[
    (
        "education",
        Words::of("Education institutions", "គ្រឹះស្ថានអប់រំ"),
    ),
    ("elsewhere", Words::of("Elsewhere", "កន្លែងផ្សេង")),
]);
const DEVICE: Kinds = Kinds::Told(&[
    ("mine", Words::of("Mine", "គ្រាប់មីន")),
    (
        "erw",
        Words::of("Explosive remnants of war", "សំណល់ជាតិផ្ទុះពីសង្គ្រាម"),
    ),
    ("other", Words::of("Other", "ផ្សេងៗ")),
]);
const DOMAIN: Kinds = Kinds::Told(&[
    ("see", Words::of("Seeing", "ការមើល")),
    ("hear", Words::of("Hearing", "ការស្តាប់")),
    ("walk", Words::of("Walking", "ការដើរ")),
    ("remember", Words::of("Remembering", "ការចងចាំ")),
    ("selfcare", Words::of("Self-care", "ការថែទាំខ្លួន")),
    ("communicate", Words::of("Communicating", "ការទំនាក់ទំនង")),
]);
const VICTIM: Kinds = Kinds::Told(&[
    ("direct", Words::of("Direct", "ផ្ទាល់")),
    ("indirect", Words::of("Indirect", "ប្រយោល")),
    ("other", Words::of("Other cause", "មូលហេតុផ្សេង")),
]);
const CHANGE: Kinds = Kinds::Told(&[
    ("better", Words::of("Better", "ប្រសើរជាង")),
    ("same", Words::of("Same", "ដដែល")),
    ("worse", Words::of("Worse", "អាក្រក់ជាង")),
]);
const AGE: Kinds = Kinds::Told(&[
    ("30", Words::of("Up to 30 days", "រហូតដល់ ៣០ ថ្ងៃ")),
    ("90", Words::of("31 to 90 days", "៣១ ដល់ ៩០ ថ្ងៃ")),
    ("older", Words::of("More than 90 days", "លើស ៩០ ថ្ងៃ")),
]);
/// Bands are told by their years.
const BANDS: Kinds = Kinds::Told(&[]);

/// The measure of a name.
pub fn measure(code: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|measure| measure.code == code)
}

/// The split of a name.
pub fn split(code: &str) -> Option<&'static Split> {
    SPLITS.iter().find(|split| split.code == code)
}
