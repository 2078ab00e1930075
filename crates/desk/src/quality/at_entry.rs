//! What rules that read more than the record find while it is filled: an activity outside the days of its project or team (R-A4),
//! and an artificial limb for what the person did not lose (R-E5). They are those that reviewers are told of later.

use std::collections::BTreeMap;

use forms::{Filling, Form};
use programme::quality::{Case, Finding, Limb, fittings, outside_projects, outside_teams};
use programme::rules::{Fired, Severity};
use records::{RecordId, RevisionId, TeamId};
use store::Reader;

use super::facts::{fitted, lost_limbs};
use super::thresholds::thresholds_of;
use crate::DeskError;
use crate::doubles::Named;
use crate::open::{Open, lock};
use crate::rules::spoken;

const PROJECT: &str = "project_code";
const PERSON: &str = "person_id";
const ITEM: &str = "item";
/// When it happened, as forms ask for it.
const DAYS: [&str; 3] = ["activity_date", "accident_date", "end_date"];
/// A person is registered long after the accident, whose day is none on which a team or a project works.
const WITHOUT_DAY: &str = "person";
/// What a limb that was fitted is told by.
const LIMB: [&str; 4] = [PERSON, ITEM, "side", "level"];
/// The rules that are judged here.
const RULES: [&str; 2] = ["R-A4", "R-E5"];

/// Whether a rule reads what is kept beside the record: another laptop may have something else there.
pub(crate) fn reads_others(rule: &str) -> bool {
    RULES.contains(&rule)
}

/// Says which of these rules fire in the answers of a team as they are now.
pub(crate) fn at_entry(
    open: &Open,
    reader: &Reader<'_>,
    filling: &Filling,
    team: &TeamId,
    language: &str,
) -> Result<Vec<Fired>, DeskError> {
    let form = filling.form();
    let answers = filling.answers();
    let named = Named::of(form, &answers);
    let told = |finding: Finding, at: &str, names: &[&str]| Fired {
        id: finding.rule.id.to_owned(),
        mark: finding.rule.id.to_owned(),
        severity: finding.rule.severity,
        at: path_of(form, at),
        text: finding.words(spoken(language)),
        asks_reason: finding.rule.severity == Severity::Warning,
        by: read_by(&named, names),
    };
    let mut fired = Vec::new();
    let mut days = DAYS.iter().filter(|_| form.id() != WITHOUT_DAY);
    let asked = days.find_map(|name| Some((*name, named.date(name)?)));
    if let Some((name, day)) = asked {
        let thresholds = thresholds_of(reader, open.home_team()?)?;
        if let Some(code) = named.text(PROJECT) {
            let found = outside_projects(&[([0; 16], day, &code)], &thresholds.projects);
            let names: Vec<&str> = DAYS.into_iter().chain([PROJECT]).collect();
            fired.extend(found.into_iter().map(|it| told(it, PROJECT, &names)));
        }
        let found = outside_teams(&[([0; 16], day, team.as_str())], &thresholds.teams);
        fired.extend(found.into_iter().map(|it| told(it, name, &DAYS)));
    }
    let case = case_of(open, reader, &named)?;
    let found = fittings(case.as_slice());
    fired.extend(found.into_iter().map(|it| told(it, ITEM, &LIMB)));
    Ok(fired)
}

/// What a person lost, as their record said it when it was last read: whoever fills a form about them asks with each answer.
pub(crate) struct Losses {
    person: RecordId,
    /// The save that was shown, and when the record changed last.
    as_of: (RevisionId, u64),
    lost: Vec<Limb>,
}

/// The losses of the person who was fitted, beside what was fitted; nothing where their record is not one that this person
/// may see.
fn case_of(open: &Open, reader: &Reader<'_>, named: &Named<'_>) -> Result<Option<Case>, DeskError> {
    let limbs = fitted(named);
    let person = named.text(PERSON);
    let person = person.and_then(|person| person.parse::<RecordId>().ok());
    let Some(person) = person.filter(|_| !limbs.is_empty()) else {
        return Ok(None);
    };
    let lost = match losses(open, reader, person) {
        Err(DeskError::NotFound { .. }) => return Ok(None),
        other => other?,
    };
    Ok(lost.map(|lost| Case {
        id: person.0,
        lost,
        fitted: limbs.into_iter().map(|limb| ([0; 16], limb)).collect(),
        ..Case::default()
    }))
}

/// What a person lost, read anew only after their record changed.
fn losses(
    open: &Open,
    reader: &Reader<'_>,
    person: RecordId,
) -> Result<Option<Vec<Limb>>, DeskError> {
    let team = open.team_of(reader, person)?;
    let as_of = reader
        .row(&team, person)?
        .map(|row| (row.winner, row.changed_ms));
    if let Some(known) = lock(&open.losses).as_ref()
        && known.person == person
        && Some(known.as_of) == as_of
    {
        return Ok(Some(known.lost.clone()));
    }
    let revisions = open.revisions(reader, person)?;
    let Some(state) = open.fold(reader, &revisions) else {
        return Ok(None);
    };
    let fold = &state.fold;
    let Some(form) = open.form_here(reader, &fold.form, &fold.form_version)? else {
        return Ok(None);
    };
    let lost = lost_limbs(&Named::of(&form, &state.answers));
    *lock(&open.losses) = as_of.map(|as_of| Losses {
        person,
        as_of,
        lost: lost.clone(),
    });
    Ok(Some(lost))
}

fn path_of(form: &Form, name: &str) -> String {
    let is_it = |path: &str| path.rsplit('/').next() == Some(name);
    let found = form.questions().find(|question| is_it(&question.path));
    found.map_or_else(String::new, |question| question.path.clone())
}

/// The answers that a rule read: a reason stands for these.
fn read_by(named: &Named<'_>, names: &[&str]) -> BTreeMap<String, String> {
    let told = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), named.text(name)?)));
    told.collect()
}
