//! Targets of projects beside what was achieved (domain dictionary §6.3 no. 3): a table that is put in place from a file, as
//! the annual plan is.

use std::collections::BTreeSet;

use programme::indicators::{self, INDICATORS, Indicator, Words, measure};
use store::reports::{Block, By, Counts, Span, Target};

use super::file::misused;
use super::span::Period;
use super::table::{Making, cell};
use crate::view::{ReportColumn, ReportRow, ReportTable, TargetRow};
use crate::{Desk, DeskError};

/// Targets that one file and one laptop have.
const TARGETS_MAX: usize = 5_000;
/// Signs in the code of a project.
const PROJECT_CHARS_MAX: usize = 100;
/// The columns of the file; the last two may be left out.
const COLUMNS: [&str; 6] = ["project", "indicator", "from", "to", "target", "measure"];
/// The measure that is meant where none is named, where an indicator has it.
const USUAL: &str = "total";

/// What the table is called, and its columns.
const TITLE: Words = Words {
    en: "Targets of projects",
    km: "គោលដៅរបស់គម្រោង",
};
const ACHIEVED: [(&str, &str, Words); 3] = [
    (
        "target",
        "count",
        Words {
            en: "Target",
            km: "គោលដៅ",
        },
    ),
    (
        "achieved",
        "count",
        Words {
            en: "Achieved",
            km: "សម្រេចបាន",
        },
    ),
    (
        "achieved_share",
        "share",
        Words {
            en: "Share of the target",
            km: "ភាគរយនៃគោលដៅ",
        },
    ),
];

impl Desk {
    /// Puts targets of projects in place of all that these projects had before: a table in CSV with the columns `project`,
    /// `indicator`, `from`, `to` and `target`, and `measure` where another one than the indicator's total is meant. Gives
    /// how many there are.
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`] for roles that do not look after a laptop; [`DeskError::Misused`] when a line cannot be
    /// used, with its number; nothing was changed then.
    pub fn targets_import(&self, table: &[u8]) -> Result<u32, DeskError> {
        self.with_open(|open| open.may_look_after())?;
        let targets = read(table)?;
        self.with_open(|open| {
            open.store.write(|writer| writer.set_targets(&targets))?;
            Ok(crate::records_view::small(targets.len() as u64))
        })
    }

    /// The targets that are set on this laptop.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn targets(&self) -> Result<Vec<TargetRow>, DeskError> {
        let language = self.language();
        self.with_open(|open| {
            let targets = open.store.read(|reader| reader.targets())?;
            let row = |target: Target| TargetRow {
                title: called(&target, &language),
                project: target.project,
                indicator: target.indicator,
                from: target.first,
                to: target.last,
                target: target.value,
            };
            Ok(targets.into_iter().map(row).collect())
        })
    }
}

/// Reads the file, line by line.
fn read(table: &[u8]) -> Result<Vec<Target>, DeskError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table);
    let heading = reader
        .headers()
        .map_err(|_| misused("line 1: it is no line of a table"))?;
    let names: Vec<String> = heading
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase())
        .collect();
    let column = |wanted: &str| names.iter().position(|name| name == wanted);
    let mut places = [None; COLUMNS.len()];
    for (place, wanted) in places.iter_mut().zip(COLUMNS) {
        *place = column(wanted);
        if place.is_none() && wanted != "measure" {
            return Err(misused(&format!(
                "line 1: the column {wanted:?} is missing; there are to be project, indicator, from, to and target"
            )));
        }
    }
    let mut targets = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, row) in reader.records().enumerate() {
        let wrong = |why: &str| misused(&format!("line {}: {why}", at + 2));
        let row = row.map_err(|_| wrong("it is no line of a table"))?;
        let cells = places.map(|place| place.and_then(|at| row.get(at)).unwrap_or_default().trim());
        if cells.iter().all(|text| text.is_empty()) {
            continue;
        }
        let target = target(cells).map_err(|why| wrong(&why))?;
        let key = format!(
            "{}\n{}\n{}\n{}\n{}",
            target.project, target.indicator, target.measure, target.first, target.last
        );
        if !seen.insert(key) {
            return Err(wrong("the same project, indicator and time stood before"));
        }
        targets.push(target);
        if targets.len() > TARGETS_MAX {
            return Err(wrong("a file has at most 5,000 targets"));
        }
    }
    Ok(targets)
}

fn target(cells: [&str; COLUMNS.len()]) -> Result<Target, String> {
    let [project, indicator, from, to, value, measured] = cells;
    if project.is_empty() || project.chars().nth(PROJECT_CHARS_MAX).is_some() {
        return Err("the code of a project has 1 to 100 signs".to_owned());
    }
    let known = asked_of(indicator).ok_or_else(|| {
        let known = INDICATORS.iter().filter(|one| may_be_asked(one));
        let known: Vec<&str> = known.map(|one| one.id).collect();
        format!(
            "{indicator:?} is no indicator whose records say their project: use one of {}",
            known.join(", ")
        )
    })?;
    let period = Period::read(from, to).map_err(|error| match error {
        DeskError::Misused { why } => why,
        other => other.to_string(),
    })?;
    let number = value.replace([',', ' '], "").parse::<f64>().ok();
    let value = number
        .filter(|it| it.is_finite() && *it > 0.0)
        .ok_or_else(|| format!("{value:?} is no number above nought"))?;
    let measure = match measured {
        "" => usual(known),
        name => measure(name)
            .map(|it| it.code)
            .ok_or_else(|| format!("there is no measure {name:?}"))?,
    };
    Ok(Target {
        project: project.to_owned(),
        indicator: known.id.to_owned(),
        measure: measure.to_owned(),
        first: period.from.to_string(),
        last: period.to.to_string(),
        value,
    })
}

/// The indicator of an id that may be asked of a project.
fn asked_of(id: &str) -> Option<&'static Indicator> {
    indicators::indicator(id).filter(|one| may_be_asked(one))
}

/// Whether donors may ask for an indicator: one of §6.1 or §6.2 whose records say their project.
fn may_be_asked(one: &Indicator) -> bool {
    one.has_project && (one.source.starts_with("6.1") || one.source.starts_with("6.2"))
}

/// What is meant by an indicator where no measure is named.
fn usual(one: &Indicator) -> &'static str {
    match one.id {
        "E1" | "E8" => "sessions",
        "E6" => "villages",
        "E7" => "reached",
        "E10" => "reach",
        "E11" => "quantity",
        "E13" => "received",
        "E14" => "share",
        "V2" => "accidents",
        "V4" => "assessed",
        "V6" => "services",
        "V7" => "delivered",
        "V8" => "persons",
        "V9" => "completed",
        "V12" => "needs",
        _ => USUAL,
    }
}

/// An indicator with its measure and time, in words.
fn called(target: &Target, language: &str) -> String {
    let one = indicators::indicator(&target.indicator);
    let name = one.map_or("", |one| one.name.in_language(language));
    let own = one.is_some_and(|one| usual(one) == target.measure);
    let measure = measure(&target.measure).filter(|_| !own);
    let measure = measure.map_or_else(String::new, |it| {
        format!(" · {}", it.words.in_language(language))
    });
    format!(
        "{} {name}{measure}, {} – {}",
        target.indicator, target.first, target.last
    )
}

impl Making<'_> {
    /// The targets of the projects that the report is of whose time falls into its period, with what was achieved from the
    /// first day of the target to the last of the period; nothing where there are none, or where one place is looked at.
    pub(super) fn targets(&self, period: Period) -> Result<Option<ReportTable>, DeskError> {
        let (from, to) = (period.from.to_string(), period.to.to_string());
        let is_asked = |target: &Target| {
            let project = self.span.project.as_ref();
            project.is_none_or(|project| *project == target.project)
                && target.first <= to
                && target.last >= from
        };
        let mut targets = self.reader.targets()?;
        targets.retain(|target| self.span.within.is_none() && is_asked(target));
        let may_count_persons = self.open.person.role.may_count_persons();
        let mut rows = Vec::new();
        for target in targets {
            let Some(one) = asked_of(&target.indicator) else {
                continue;
            };
            if one.of_persons && !may_count_persons {
                continue;
            }
            let achieved = match self.ask.public && one.of_persons && !is_by_months(&target) {
                // What is counted in persons up to a day would date what happened to them by it.
                true => None,
                false => self.achieved(one, &target, &to)?,
            };
            rows.push(ReportRow {
                codes: vec![target.project.clone()],
                names: vec![target.project.clone()],
                kind: Some(format!("{}.{}", target.indicator, target.measure)),
                kind_name: Some(called(&target, self.language())),
                is_subtotal: false,
                cells: vec![
                    cell(Some(target.value)),
                    cell(achieved),
                    cell(achieved.map(|it| it / target.value)),
                ],
            });
        }
        if rows.is_empty() {
            return Ok(None);
        }
        let columns = ACHIEVED.map(|(code, unit, words)| ReportColumn {
            code: code.to_owned(),
            title: self.say(&words),
            unit: unit.to_owned(),
        });
        Ok(Some(ReportTable {
            by: "project".to_owned(),
            indicator: super::TARGETS.to_owned(),
            title: self.say(&TITLE),
            source: "6.3 no. 3".to_owned(),
            columns: columns.to_vec(),
            rows,
            ..ReportTable::default()
        }))
    }

    /// What a project came to from the first day of its target to the last of the period, or to that of the target; with what
    /// was approved after its months were closed.
    fn achieved(
        &self,
        one: &Indicator,
        target: &Target,
        to: &str,
    ) -> Result<Option<f64>, DeskError> {
        let span = Span {
            from: target.first.clone(),
            to: target.last.as_str().min(to).to_owned(),
            project: Some(target.project.clone()),
            within: None,
            by: By::Country,
            ..self.span.clone()
        };
        let counts = self.reader.count_for(one.query, &span, Block::Now)?;
        Ok(figure(&counts, &target.measure))
    }
}

/// Whether a target is for whole months.
fn is_by_months(target: &Target) -> bool {
    Period::read(&target.first, &target.last).is_ok_and(Period::is_whole_months)
}

/// One figure of what was counted: the one of all, or else the sum of the first thing by which it is told apart.
fn figure(counts: &Counts, measure: &str) -> Option<f64> {
    let Some(at) = counts.measures.iter().position(|name| name == measure) else {
        // Nothing was counted at all.
        return counts.rows.is_empty().then_some(0.0);
    };
    let split = counts.rows.first().and_then(|row| row.split.as_ref());
    let whole = counts.rows.iter().filter(|row| row.split.as_ref() == split);
    let values: Vec<f64> = whole
        .filter_map(|row| row.values.get(at).copied().flatten())
        .collect();
    (!values.is_empty()).then(|| values.iter().sum())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    const HEAD: &str = "project,indicator,from,to,target\n";

    #[test]
    fn a_file_of_targets_is_read_line_by_line() {
        let check = |lines: &str, want: Result<&str, &str>| {
            let read = read(lines.as_bytes());
            match (read, want) {
                (Ok(targets), Ok(want)) => {
                    let told = targets.iter().map(|it| {
                        format!(
                            "{} {}.{} {} {} {}",
                            it.project, it.indicator, it.measure, it.first, it.last, it.value
                        )
                    });
                    assert_eq!(told.collect::<Vec<_>>().join("; "), want);
                }
                (Err(error), Err(part)) => {
                    let told = error.to_string();
                    assert!(told.contains(part), "{told}");
                }
                (other, _) => panic!("{lines}: {other:?}"),
            }
        };
        let with = |line: &str| format!("{HEAD}{line}\n");
        check(
            &with("EU-26,e2,2026-01-01,2026-12-31,\"12,000\""),
            Ok("EU-26 E2.total 2026-01-01 2026-12-31 12000"),
        );
        check(
            "\u{feff}Target,Measure,To,From,Indicator,Project\n5,women,2026-03-31,2026-01-01,E9,P\n\n,,,,,\n",
            Ok("P E9.women 2026-01-01 2026-03-31 5"),
        );
        check(
            &with("P,E1,2026-01-01,2026-12-31,40"),
            Ok("P E1.sessions 2026-01-01 2026-12-31 40"),
        );
        check(HEAD, Ok(""));
        check(
            "project,indicator,from,to\n",
            Err("line 1: the column \"target\" is missing"),
        );
        check(
            &with(",E1,2026-01-01,2026-12-31,4"),
            Err("line 2: the code of a project"),
        );
        check(
            &with("P,E99,2026-01-01,2026-12-31,4"),
            Err("line 2: \"E99\" is no indicator"),
        );
        check(
            &with("P,V10,2026-01-01,2026-12-31,4"),
            Err("say their project"),
        );
        check(
            &with("P,E1,2026-12-31,2026-01-01,4"),
            Err("before it begins"),
        );
        check(&with("P,E1,soon,2026-01-01,4"), Err("is no day"));
        check(&with("P,E1,2026-01-01,2026-12-31,0"), Err("above nought"));
        check(&with("P,E1,2026-01-01,2026-12-31,NaN"), Err("above nought"));
        let twice = "P,E1,2026-01-01,2026-12-31,4\nP,E1,2026-01-01,2026-12-31,5";
        check(&with(twice), Err("line 3: the same project"));
    }
}
