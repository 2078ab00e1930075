//! What is odd about where a position lies, and about a place that is said not to be listed, as data: R-C1 to R-C5 and R-H1
//! of the programme's catalogue.
//!
//! A rule is judged only where what it compares with is known.

use crate::duplicates::name_likeness;
use crate::quality::figures::{
    COMMUNE_METRES, LISTED_PERCENT, OFFICE_METRES, POSITION_DECIMALS, PROVINCE_METRES,
    PROVINCE_METRES_MOST, VILLAGE_METRES, VILLAGE_METRES_FAR, VILLAGE_METRES_MOST,
};
use crate::quality::{Figure, Thresholds};
use crate::rules::{Language, Severity};

use super::{Area, Country, Point, Reading};

/// A last figure that stands for more metres than this says less than one decimal of a degree does; with each further
/// decimal it is a tenth.
const ONE_DECIMAL_M: f64 = 50_000.0;

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Outside the country's box.
    Country,
    /// More than so many metres from the province's box, and at most so many, where there is such a limit.
    Province(Figure, Option<Figure>),
    /// More than so many metres from the extent of the commune.
    Commune(Figure),
    /// More than so many metres from the village's point, and at most so many, where there is such a limit.
    Village(Figure, Option<Figure>),
    /// The nearest known village belongs to another commune.
    OtherCommune,
    /// The other way round it would lie inside the country.
    Swapped,
    /// The longitude or the northing came first.
    Turned,
    /// Both parts are nought.
    Zero,
    /// Written with fewer figures than so many decimals of a degree, usually four.
    Coarse,
    /// Metres without their zone.
    NoZone,
    /// Where the office is.
    Office,
    /// A place that was typed because it is not listed, and is listed after all.
    Listed,
}

/// A rule on positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The catalogue's number; several rows share it when it has several steps.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it looks at.
    pub check: Check,
    /// The words in English, with `{figure}`.
    pub en: &'static str,
    /// The words in Khmer, with the same place.
    pub km: &'static str,
}

/// What is known of where the position should be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// The country of the work.
    pub country: Option<&'a Country>,
    /// The box of the declared province.
    pub province: Option<Area>,
    /// The true extent of the declared commune; never a square around a point.
    pub commune: Option<Area>,
    /// The point of the declared village.
    pub village: Option<Point>,
    /// The commune of the nearest known village, when it is not the declared one.
    pub other_commune: Option<&'a str>,
    /// Where the office is; of several, the nearest.
    pub office: Option<Point>,
    /// What the programme set; the catalogue's figures without.
    pub set: Option<&'a Thresholds>,
}

/// A rule that a position breaks, with the figure that broke it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The rule.
    pub rule: &'static Rule,
    /// What its words name: a distance, a place, a zone; empty where they name none.
    pub figure: String,
}

/// The rules on positions, in the catalogue's order.
///
/// "Near the border" of a province (R-C2) is taken as up to 5 km outside its box, the first step of R-C3, unless a programme
/// set it otherwise.
pub const POSITIONS: &[Rule] = &[
    rule(
        "R-C1",
        Severity::Error,
        Check::Country,
        "This position is {figure} outside the country.",
        "ទីតាំងនេះនៅក្រៅប្រទេស {figure}។",
    ),
    rule(
        "R-C2",
        Severity::Warning,
        Check::Province(PROVINCE_METRES, Some(PROVINCE_METRES_MOST)),
        "This position is {figure} outside the province that was chosen.",
        "ទីតាំងនេះនៅក្រៅខេត្តដែលបានជ្រើស {figure}។",
    ),
    rule(
        "R-C2",
        Severity::Error,
        Check::Province(PROVINCE_METRES_MOST, None),
        "This position is {figure} outside the province that was chosen. Correct one of them.",
        "ទីតាំងនេះនៅក្រៅខេត្តដែលបានជ្រើស {figure}។ សូមកែមួយណាមួយ។",
    ),
    rule(
        "R-C2b",
        Severity::Warning,
        Check::Commune(COMMUNE_METRES),
        "This position is {figure} outside the commune that was chosen.",
        "ទីតាំងនេះនៅក្រៅឃុំដែលបានជ្រើស {figure}។",
    ),
    rule(
        "R-C3",
        Severity::Warning,
        Check::Village(VILLAGE_METRES, Some(VILLAGE_METRES_FAR)),
        "This position is {figure} from the village that was chosen.",
        "ទីតាំងនេះនៅឆ្ងាយពីភូមិដែលបានជ្រើស {figure}។",
    ),
    rule(
        "R-C3",
        Severity::Warning,
        Check::Village(VILLAGE_METRES_FAR, Some(VILLAGE_METRES_MOST)),
        "This position is {figure} from the village that was chosen: very far. Look at both again.",
        "ទីតាំងនេះនៅឆ្ងាយពីភូមិដែលបានជ្រើស {figure}៖ ឆ្ងាយណាស់។ សូមពិនិត្យទាំងពីរម្តងទៀត។",
    ),
    rule(
        "R-C3",
        Severity::Error,
        Check::Village(VILLAGE_METRES_MOST, None),
        "This position is {figure} from the village that was chosen. Correct one of them.",
        "ទីតាំងនេះនៅឆ្ងាយពីភូមិដែលបានជ្រើស {figure}។ សូមកែមួយណាមួយ។",
    ),
    rule(
        "R-C4",
        Severity::Info,
        Check::OtherCommune,
        "The nearest known village belongs to {figure}.",
        "ភូមិដែលស្គាល់នៅជិតបំផុតស្ថិតក្នុង {figure}។",
    ),
    rule(
        "R-C5",
        Severity::Warning,
        Check::Swapped,
        "The other way round, {figure}, it would be inside the country: perhaps the two parts are swapped.",
        "បើដាក់បញ្ច្រាស {figure} ទីតាំងនឹងនៅក្នុងប្រទេស៖ ប្រហែលជាផ្នែកទាំងពីរត្រូវបានប្តូរ។",
    ),
    rule(
        "R-C5",
        Severity::Warning,
        Check::Turned,
        "The second part was read as the one to the north: the first cannot be.",
        "បានអានផ្នែកទីពីរជាផ្នែកទៅជើង៖ ផ្នែកទីមួយមិនអាចទេ។",
    ),
    rule(
        "R-C5",
        Severity::Warning,
        Check::Zero,
        "Both parts are zero: perhaps the receiver had no position yet.",
        "ផ្នែកទាំងពីរសូន្យ៖ ប្រហែលជាឧបករណ៍មិនទាន់មានទីតាំងទេ។",
    ),
    rule(
        "R-C5",
        Severity::Warning,
        Check::Coarse,
        "This is written only to about {figure}. Write more figures if you have them.",
        "សរសេរត្រឹមប្រហែល {figure} ប៉ុណ្ណោះ។ សូមសរសេរលេខបន្ថែម បើមាន។",
    ),
    rule(
        "R-C5",
        Severity::Warning,
        Check::NoZone,
        "The zone is not written in full; it was read as {figure}.",
        "តំបន់មិនបានសរសេរពេញលេញទេ បានអានជា {figure}។",
    ),
    rule(
        "R-C5",
        Severity::Warning,
        Check::Office,
        "This is where the office is.",
        "នេះជាទីតាំងការិយាល័យ។",
    ),
    rule(
        "R-H1",
        Severity::Warning,
        Check::Listed,
        "The list of places has {figure} in this commune: is it the same place?",
        "បញ្ជីទីកន្លែងមាន {figure} ក្នុងឃុំនេះ៖ តើជាទីកន្លែងតែមួយឬ?",
    ),
];

const fn rule(
    id: &'static str,
    severity: Severity,
    check: Check,
    en: &'static str,
    km: &'static str,
) -> Rule {
    Rule {
        id,
        severity,
        check,
        en,
        km,
    }
}

/// Returns the rules that a reading breaks, in the catalogue's order.
pub fn broken(reading: &Reading, facts: &Facts<'_>) -> Vec<Fired> {
    let usual = Thresholds::default();
    let set = facts.set.unwrap_or(&usual);
    POSITIONS
        .iter()
        .filter_map(|rule| {
            let figure = rule.check.judge(reading, facts, set)?;
            Some(Fired { rule, figure })
        })
        .collect()
}

/// Returns the rules that a position breaks by where it is: beside the place that was declared, R-C2 to R-C4, and at an
/// office, R-C5, in the catalogue's order.
pub fn misplaced(position: Point, facts: &Facts<'_>) -> Vec<Fired> {
    let usual = Thresholds::default();
    let set = facts.set.unwrap_or(&usual);
    let broken = POSITIONS.iter().filter_map(|rule| {
        let figure = rule.check.judge_place(position, facts, set)?;
        Some(Fired { rule, figure })
    });
    broken.collect()
}

/// Says that a place which was typed is listed after all, under this name (R-H1).
pub fn listed_after_all(name: &str) -> Option<Fired> {
    let rule = POSITIONS.iter().find(|rule| rule.check == Check::Listed)?;
    Some(Fired {
        rule,
        figure: name.to_owned(),
    })
}

/// Returns which of the listed names is as good as one that was typed (R-H1): alike enough, usually nine parts of ten, in a
/// script that both have, the likest first found.
pub fn listed_like<'n>(
    typed: &str,
    listed: impl Iterator<Item = &'n str>,
    set: &Thresholds,
) -> Option<&'n str> {
    let least = set.at(LISTED_PERCENT);
    let mut best: Option<(u8, &str)> = None;
    for name in listed {
        let alike = name_likeness(typed, name);
        if u32::from(alike) >= least && best.is_none_or(|(before, _)| before < alike) {
            best = Some((alike, name));
        }
    }
    best.map(|(_, name)| name)
}

impl Check {
    /// What to name when a position is not where it was declared to be.
    fn judge_place(self, point: Point, facts: &Facts<'_>, set: &Thresholds) -> Option<String> {
        let between = |metres: f64, over: Figure, upto: Option<Figure>| {
            between(metres, set.at(over), upto.map(|it| set.at(it)))
        };
        match self {
            Self::Province(over, upto) => between(facts.province?.metres_from(point), over, upto),
            Self::Commune(over) => between(facts.commune?.metres_from(point), over, None),
            Self::Village(over, upto) => between(facts.village?.metres_to(point), over, upto),
            Self::OtherCommune => facts.other_commune.map(str::to_owned),
            Self::Office => {
                let within = f64::from(set.at(OFFICE_METRES));
                let is_there = |office: Point| office.metres_to(point) <= within;
                facts
                    .office
                    .filter(|office| is_there(*office))
                    .map(|_| String::new())
            }
            Self::Country
            | Self::Swapped
            | Self::Turned
            | Self::Zero
            | Self::Coarse
            | Self::NoZone
            | Self::Listed => None,
        }
    }

    /// What to name when it is broken; nothing when it holds or what it needs is not known.
    fn judge(self, reading: &Reading, facts: &Facts<'_>, set: &Thresholds) -> Option<String> {
        let point = reading.point;
        let said = |holds: bool| holds.then(String::new);
        match self {
            Self::Country => between(facts.country?.area.metres_from(point), 0, None),
            Self::Province(..)
            | Self::Commune(_)
            | Self::Village(..)
            | Self::OtherCommune
            | Self::Office => self.judge_place(point, facts, set),
            Self::Swapped => {
                let area = facts.country?.area;
                let other = reading.other_way?;
                let swapped = !area.holds(point) && area.holds(other);
                swapped.then(|| other.shown().decimal_degrees)
            }
            Self::Turned => said(reading.turned),
            // A minus nought is nought as well.
            Self::Zero => said(point.lat.abs() < 1e-9 && point.lon.abs() < 1e-9),
            Self::Coarse => (reading.unit_m > coarse(set)).then(|| distance(reading.unit_m)),
            Self::NoZone => reading.assumed_zone.clone(),
            Self::Listed => None,
        }
    }
}

/// The distance, where it is more than so many metres and at most so many.
fn between(metres: f64, over: u32, upto: Option<u32>) -> Option<String> {
    let odd = metres > f64::from(over) && upto.is_none_or(|upto| metres <= f64::from(upto));
    odd.then(|| distance(metres))
}

/// The metres for which the last figure of a position stands at most.
fn coarse(set: &Thresholds) -> f64 {
    let further = i32::try_from(set.at(POSITION_DECIMALS)).unwrap_or(1) - 1;
    ONE_DECIMAL_M / 10_f64.powi(further)
}

/// Metres, or kilometres with one decimal from one thousand on.
fn distance(metres: f64) -> String {
    if metres < 1_000.0 {
        format!("{:.0} m", metres.ceil())
    } else {
        format!("{:.1} km", metres / 1_000.0)
    }
}

impl Fired {
    /// Returns the words, with their figure.
    pub fn words(&self, language: Language) -> String {
        let words = match language {
            Language::English => self.rule.en,
            Language::Khmer => self.rule.km,
        };
        words.replace("{figure}", &self.figure)
    }
}
