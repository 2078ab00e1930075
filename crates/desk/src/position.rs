//! A position in one box: typed in any format, understood, and doubted by the programme's rules.

use programme::position::rules::{Facts, broken};
use programme::position::{Choice, Country, Datum, Format, Reading, read};
use programme::quality::Thresholds;

use crate::drafts::{BY_MAP, BY_RECEIVER, SOURCE, answer};
use crate::misplaced::nearest;
use crate::open::lock;
use crate::rules::spoken;
use crate::view::{
    FormView, PositionAsk, PositionDatum, PositionFormat, PositionReading, PositionView,
    PositionWarning,
};
use crate::{Desk, DeskError, quality};

impl Desk {
    /// What is understood of a position, in the country of the programme and beside its offices when somebody is signed
    /// in.
    pub fn read_position(&self, ask: &PositionAsk) -> PositionView {
        let set = self.with_open(|open| {
            open.store
                .read_as(|reader| quality::own_thresholds(open, reader))
        });
        // Whoever is not signed in has no office.
        understood(ask, self.country(), &set.unwrap_or_default())
    }

    /// The country of the programme, when somebody is signed in and its box is known.
    pub(crate) fn country(&self) -> Option<&'static Country> {
        let code = self.with_open(|open| Ok(lock(&open.roster).country.clone()));
        Country::of(&code.ok()?)
    }
}

impl Desk {
    /// Answers a question for a position with what a receiver measured, and says so where the form asks
    /// beside it where the position comes from.
    ///
    /// # Errors
    /// When there is no such draft or question.
    pub fn draft_set_measured(
        &self,
        draft: &str,
        path: &str,
        stored: &str,
    ) -> Result<FormView, DeskError> {
        self.set_from(BY_RECEIVER, draft, path, stored)
    }

    /// The same with a place that was pointed at on the map.
    ///
    /// # Errors
    /// As [`Desk::draft_set_measured`].
    pub fn draft_set_on_map(
        &self,
        draft: &str,
        path: &str,
        stored: &str,
    ) -> Result<FormView, DeskError> {
        self.set_from(BY_MAP, draft, path, stored)
    }

    fn set_from(
        &self,
        word: &str,
        draft: &str,
        path: &str,
        stored: &str,
    ) -> Result<FormView, DeskError> {
        let beside = match path.rsplit_once('/') {
            Some((group, _)) => format!("{group}/{SOURCE}"),
            None => SOURCE.to_owned(),
        };
        let country = self.country();
        self.change(draft, |filling, moment| {
            answer(filling, path, stored, country, moment)?;
            let form = filling.form();
            let asks = form.question(&forms::question_path(&beside));
            let offers = asks
                .and_then(|it| it.list.as_deref())
                .is_some_and(|list| form.choices(list).iter().any(|choice| choice.name == word));
            if offers {
                filling.set(&beside, word, moment)?;
            }
            Ok(())
        })
    }
}

/// The datum that a screen names.
pub(crate) fn datum_of(datum: PositionDatum) -> Datum {
    match datum {
        PositionDatum::Wgs84 => Datum::Wgs84,
        PositionDatum::Indian1960 => Datum::Indian1960,
    }
}

/// What is understood of a position in a country (ISO 3166-1 alpha-2); without one, or with one whose
/// place is not known, no rule compares with it and no zone is filled in.
pub fn read_position(ask: &PositionAsk, country: Option<&str>) -> PositionView {
    understood(ask, country.and_then(Country::of), &Thresholds::default())
}

fn understood(
    ask: &PositionAsk,
    country: Option<&'static Country>,
    set: &Thresholds,
) -> PositionView {
    let choice = Choice {
        datum: datum_of(ask.datum),
        zone: ask.zone,
        country,
    };
    let facts = |reading: &Reading| Facts {
        country,
        office: nearest(&set.offices, reading.point),
        set: Some(set),
        ..Facts::default()
    };
    match read(&ask.text, &choice) {
        Ok(readings) => PositionView {
            readings: readings
                .iter()
                .map(|reading| view(reading, &facts(reading), ask))
                .collect(),
            problem: None,
        },
        Err(refusal) => PositionView {
            readings: Vec::new(),
            problem: Some(refusal.words(spoken(&ask.language))),
        },
    }
}

fn view(reading: &Reading, facts: &Facts<'_>, ask: &PositionAsk) -> PositionReading {
    let shown = reading.point.shown();
    PositionReading {
        stored: reading.point.stored(reading.accuracy_m),
        format: match reading.format {
            Format::DecimalDegrees => PositionFormat::DecimalDegrees,
            Format::DegreesMinutes => PositionFormat::DegreesMinutes,
            Format::DegreesMinutesSeconds => PositionFormat::DegreesMinutesSeconds,
            Format::Utm => PositionFormat::Utm,
            Format::Mgrs => PositionFormat::Mgrs,
        },
        datum: ask.datum,
        understood: reading.understood.clone(),
        accuracy_m: reading.accuracy_m,
        decimal_degrees: shown.decimal_degrees,
        degrees_minutes_seconds: shown.degrees_minutes_seconds,
        utm: shown.utm,
        mgrs: shown.mgrs,
        warnings: broken(reading, facts)
            .iter()
            .map(|fired| PositionWarning {
                rule: fired.rule.id.to_owned(),
                severity: fired.rule.severity.as_str().to_owned(),
                text: fired.words(spoken(&ask.language)),
            })
            .collect(),
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]
mod tests {
    use super::*;

    fn ask(text: &str, datum: PositionDatum, language: &str) -> PositionAsk {
        PositionAsk {
            text: text.to_owned(),
            datum,
            zone: None,
            language: language.to_owned(),
        }
    }

    #[track_caller]
    fn check(text: &str, datum: PositionDatum, stored: &[&str], rules: &[&str]) {
        let view = read_position(&ask(text, datum, "en"), Some("KH"));
        let all: Vec<&str> = view.readings.iter().map(|it| it.stored.as_str()).collect();
        assert_eq!(all, stored, "{text}: {view:?}");
        let fired: Vec<String> = view
            .readings
            .iter()
            .flat_map(|it| &it.warnings)
            .map(|it| format!("{} {}", it.rule, it.severity))
            .collect();
        assert_eq!(fired, rules, "{text}");
        assert_eq!(view.problem.is_some(), stored.is_empty(), "{text}");
    }

    #[test]
    fn what_is_typed_becomes_the_answer_that_forms_store() {
        use PositionDatum::{Indian1960, Wgs84};
        check(
            "13.09572, 103.20219",
            Wgs84,
            &["13.095720 103.202190 0 1"],
            &[],
        );
        check(
            "13.1, 103.2",
            Indian1960,
            &["13.101857 103.196367 0 5610"],
            &["R-C5 warning"],
        );
        check(
            "13.10000, 103.20000",
            Indian1960,
            &["13.101857 103.196367 0 45"],
            &[],
        );
        check("13.09572, 203.20219", Wgs84, &[], &[]);
        check(
            "23.09572, 103.20219",
            Wgs84,
            &["23.095720 103.202190 0 1"],
            &["R-C1 error"],
        );
    }

    #[test]
    fn words_come_in_the_language_that_was_asked() {
        for (language, khmer) in [("en", false), ("km", true), ("th", false)] {
            let view = read_position(&ask("13.1", PositionDatum::Wgs84, language), None);
            let words = view.problem.unwrap_or_default();
            assert_eq!(words.contains('\u{17d4}'), khmer, "{words}");
        }
    }
}
