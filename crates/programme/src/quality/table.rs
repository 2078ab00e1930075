//! What a rule on several records is, and what it says when it fires.

use crate::rules::{Language, Severity};

use super::{Id, RULES};

/// A rule on several records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The catalogue's number; several rows share it when it has several grounds.
    pub id: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// On which ground it fires.
    pub ground: Ground,
    /// The words in English, with `{0}` and `{1}` for its figures.
    pub en: &'static str,
    /// The words in Khmer, with the same places.
    pub km: &'static str,
}

/// Why a rule on several records fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// An activity on a day on which its project does not run.
    OutsideProject,
    /// An activity on a day on which its team does not work.
    OutsideTeam,
    /// An activity on a day on which nobody works.
    Holiday,
    /// More people with a disability than can be expected.
    ManyDisabled,
    /// Nobody with a disability among many people.
    NoneDisabled,
    /// A batch is off its villages by what an old map is.
    Shifted,
    /// One position for several villages.
    Stacked,
    /// Same organisation, date and village, and the same team.
    SameTeam,
    /// Same organisation, date and village, and nearly the same start.
    SameHour,
    /// Same organisation, date and village, and the same people.
    SamePeople,
    /// One team in two places at once.
    TwoPlaces,
    /// More sessions in a day than a team can hold.
    ManyADay,
    /// Further in the time between than a team can drive.
    TooFast,
    /// A class that is counted as reached for the first time again and again.
    FirstTimes,
    /// The same content under two ids.
    SameContent,
    /// An accident whose people are not all linked, or more than it had.
    Unlinked,
    /// Somebody who was killed was served later.
    AfterDeath,
    /// An artificial limb for what is not lost, or of another level.
    Unfitting,
    /// No difficulty at all, with two limbs lost.
    NoDifficulty,
    /// Something cannot be done at all, and nothing is needed.
    NoNeed,
    /// More cash than the programme gives.
    TooMuchCash,
    /// Cash again within a year.
    CashAgain,
    /// A visit that is long due.
    Overdue,
    /// An active case that nobody met for a year.
    NotMet,
    /// Filled faster than it can be asked.
    Hasty,
    /// Filled one after another with nearly the same figures.
    Alike,
    /// Totals that end in 0 or 5 too often.
    Rounded,
    /// A laptop whose clock is ahead of the centre's.
    ClockAhead,
    /// A laptop whose clock is behind the centre's.
    ClockBehind,
    /// A hazard that was not handed over.
    NotHandedOver,
    /// A place that is no longer listed, and another that took its place.
    Replaced,
    /// A place that is no longer listed.
    Retired,
    /// A place whose code now stands for another name.
    Renamed,
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The records that it speaks of, by time, then by id.
    pub records: Vec<Id>,
    /// What its words name.
    pub figures: Vec<String>,
}

impl Ground {
    /// Whether it speaks of all that was recorded in a month together, and of none of the records for itself.
    pub fn is_of_all(self) -> bool {
        matches!(
            self,
            Self::ManyDisabled | Self::NoneDisabled | Self::Rounded
        )
    }

    /// Whether its figures are those of a [`Moved`](super::Moved) place: its name, its code, and the code that is listed now.
    pub fn is_of_place(self) -> bool {
        matches!(self, Self::Replaced | Self::Retired | Self::Renamed)
    }

    /// The code under which the ground is kept, and under which a screen knows its words.
    pub fn code(self) -> &'static str {
        match self {
            Self::OutsideProject => "outside-project",
            Self::OutsideTeam => "outside-team",
            Self::Holiday => "holiday",
            Self::ManyDisabled => "many-disabled",
            Self::NoneDisabled => "none-disabled",
            Self::Shifted => "shifted",
            Self::Stacked => "stacked",
            Self::SameTeam => "same-team",
            Self::SameHour => "same-hour",
            Self::SamePeople => "same-people",
            Self::TwoPlaces => "two-places",
            Self::ManyADay => "many-a-day",
            Self::TooFast => "too-fast",
            Self::FirstTimes => "first-times",
            Self::SameContent => "same-content",
            Self::Unlinked => "unlinked",
            Self::AfterDeath => "after-death",
            Self::Unfitting => "unfitting",
            Self::NoDifficulty => "no-difficulty",
            Self::NoNeed => "no-need",
            Self::TooMuchCash => "too-much-cash",
            Self::CashAgain => "cash-again",
            Self::Overdue => "overdue",
            Self::NotMet => "not-met",
            Self::Hasty => "hasty",
            Self::Alike => "alike",
            Self::Rounded => "rounded",
            Self::ClockAhead => "clock-ahead",
            Self::ClockBehind => "clock-behind",
            Self::NotHandedOver => "not-handed-over",
            Self::Replaced => "replaced",
            Self::Retired => "retired",
            Self::Renamed => "renamed",
        }
    }
}

impl Rule {
    /// Returns the rule whose ground has this code.
    pub fn coded(code: &str) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.ground.code() == code)
    }

    /// Returns what the rule with this number says where its figures are not known, on each of its grounds; nothing when
    /// there is no such rule.
    pub fn without_figures(id: &str, language: Language) -> Option<String> {
        let of_number = RULES.iter().filter(|rule| rule.id == id);
        let grounds: Vec<String> = of_number
            .map(|rule| {
                (0..rule.places(language)).fold(rule.said(language).to_owned(), |words, at| {
                    words.replace(&format!("{{{at}}}"), "…")
                })
            })
            .collect();
        (!grounds.is_empty()).then(|| grounds.join(" / "))
    }

    fn said(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Khmer => self.km,
        }
    }

    fn places(&self, language: Language) -> usize {
        self.said(language).matches('{').count()
    }
}

impl Finding {
    /// Returns the words, with their figures.
    pub fn words(&self, language: Language) -> String {
        let words = self.rule.said(language);
        let put = |words: String, (at, figure): (usize, &String)| {
            words.replace(&format!("{{{at}}}"), figure)
        };
        self.figures.iter().enumerate().fold(words.to_owned(), put)
    }
}

/// Says that a rule fired on this ground.
pub(crate) fn fired<const N: usize>(
    ground: Ground,
    records: Vec<Id>,
    figures: [String; N],
) -> Option<Finding> {
    let rule = RULES.iter().find(|rule| rule.ground == ground)?;
    Some(Finding {
        rule,
        records,
        figures: figures.to_vec(),
    })
}
