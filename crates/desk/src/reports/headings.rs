//! What stands in a file beside the figures, in the language of the person: what tells rows apart, the sums below them, and
//! what the report is about.

use programme::indicators::Words;

use crate::view::{ReportTable, ReportView};

const fn words(en: &'static str, km: &'static str) -> Words {
    Words { en, km }
}

const REPORT: Words = words("Report", "របាយការណ៍");
const PERIOD: Words = words("Period", "រយៈពេល");
const TEAMS: Words = words("Teams", "ក្រុម");
const CUT_OFF: Words = words("Cut-off", "គិតត្រឹម");
pub(super) const PROJECT: Words = words("Project", "គម្រោង");
const PLACE: Words = words("Place", "ទីកន្លែង");
const CLOSED: Words = words("Closed months", "ខែដែលបានបិទ");
const GIVEN_TO: Words = words("Given to", "ប្រគល់ជូន");
const CONFIDENTIAL: Words = words("Confidential", "សម្ងាត់");
const ABOUT: Words = words("About", "អំពីរបាយការណ៍");
const TOTAL: Words = words("Total", "សរុប");
const BEFORE: Words = words("Before", "រយៈពេលមុន");
const YEAR_BEFORE: Words = words("Year before", "ឆ្នាំមុន");
const PROVISIONAL: Words = words("Provisional", "បណ្ដោះអាសន្ន");
const ADJUSTMENT: Words = words("Adjustment", "ការកែតម្រូវ");
const RECORDS: Words = words("Provisional records", "កំណត់ត្រាបណ្ដោះអាសន្ន");
const OF_ALL: Words = words(
    "{waiting} of {all} records ({share} %)",
    "{waiting} ក្នុងចំណោមកំណត់ត្រា {all} ({share} %)",
);
const INDICATOR: Words = words("Indicator and period", "សូចនាករ និងរយៈពេល");
const CODE: Words = words("Code", "លេខកូដ");
/// What places are called, from the province down.
pub(super) const LEVELS: [Words; 4] = [
    words("Province", "ខេត្ត"),
    words("District", "ស្រុក"),
    words("Commune", "ឃុំ"),
    words("Village", "ភូមិ"),
];
/// What rows are told apart by besides.
const APART: [(&str, Words); 3] = [
    ("project", PROJECT),
    ("team", words("Team", "ក្រុម")),
    ("month", words("Month", "ខែ")),
];

/// What stands before what columns add up to.
pub(crate) fn total(language: &str) -> &'static str {
    TOTAL.in_language(language)
}

/// The words of files in a language.
#[derive(Clone, Copy)]
pub(super) struct Headings<'a> {
    language: &'a str,
}

impl<'a> Headings<'a> {
    pub(super) fn of(language: &'a str) -> Self {
        Self { language }
    }

    fn say(self, words: &Words) -> &'static str {
        words.in_language(self.language)
    }

    /// The first sheet of a workbook.
    pub(super) fn first_sheet(self) -> &'static str {
        self.say(&ABOUT)
    }

    /// What a line that came after its month was closed begins with.
    pub(super) fn adjustment(self) -> &'static str {
        self.say(&ADJUSTMENT)
    }

    /// What the columns say that tell a table's rows apart, as many as there are.
    pub(super) fn apart(self, table: &ReportTable, columns: usize) -> Vec<String> {
        let mut rows = table.rows.iter().chain(&table.adjustments);
        let other = APART.iter().find(|(known, _)| *known == table.by);
        let told: Vec<&str> = match other {
            _ if table.by == "kind" || rows.all(|row| row.codes.is_empty()) => Vec::new(),
            Some((_, words)) => vec![self.say(words)],
            None => LEVELS.iter().map(|words| self.say(words)).collect(),
        };
        let mut told: Vec<String> = told.into_iter().take(columns).map(str::to_owned).collect();
        told.resize(columns, String::new());
        told
    }

    /// What the column of kinds says.
    pub(super) fn kinds(self, table: &ReportTable) -> String {
        match &table.split_title {
            Some(title) => title.clone(),
            None if table.indicator == super::CASELOAD => self.say(&CODE).to_owned(),
            None if table.indicator == super::TARGETS => self.say(&INDICATOR).to_owned(),
            None => String::new(),
        }
    }

    /// What stands below the rows, in its order: the total, the times before, and what waits.
    pub(super) fn sums(self) -> [&'static str; 4] {
        [TOTAL, BEFORE, YEAR_BEFORE, PROVISIONAL].map(|words| self.say(&words))
    }

    /// What stands above every report: title, period, filters and cut-off, and whom outside the team it is for.
    pub(super) fn about(self, view: &ReportView, recipient: Option<&str>) -> Vec<(String, String)> {
        let ask = &view.ask;
        let pair = |name: &Words, value: &str| (self.say(name).to_owned(), value.to_owned());
        let mut lines = vec![
            pair(&REPORT, &view.title),
            pair(&PERIOD, &format!("{} – {}", ask.from, ask.to)),
            pair(&TEAMS, &view.teams.join(", ")),
            pair(&CUT_OFF, &view.cut_off),
        ];
        if let Some(project) = &ask.project {
            lines.push(pair(&PROJECT, project));
        }
        if let Some(place) = &ask.place {
            lines.push(pair(&PLACE, place));
        }
        if !view.closed.is_empty() {
            lines.push(pair(&CLOSED, &view.closed.join(", ")));
        }
        if let Some(recipient) = recipient {
            lines.push(pair(&GIVEN_TO, recipient));
        }
        if let Some(mark) = &view.watermark {
            lines.push(pair(&CONFIDENTIAL, mark));
        }
        lines
    }

    /// How many records of a table are provisional, in words, and what that line is called.
    pub(super) fn provisional(self, table: &ReportTable) -> (&'static str, String) {
        let all = u64::from(table.approved) + u64::from(table.waiting);
        let share = match all {
            0 => 0.0,
            all => 100.0 * f64::from(table.waiting) / all as f64,
        };
        let told = self.say(&OF_ALL);
        let told = told
            .replace("{waiting}", &table.waiting.to_string())
            .replace("{all}", &all.to_string())
            .replace("{share}", &format!("{share:.1}"));
        (self.say(&RECORDS), told)
    }
}
