//! Warning at entry that a person (R-E6) or a session (R-D1, R-D5) is recorded already. The words name codes of records
//! alone, which everybody may see, and only of records of the person's own teams.

use std::collections::BTreeMap;

use forms::{Filling, Index};
use programme::duplicates::Bounds;
use programme::rules::{Fired, Language, Severity};
use records::RecordId;
use store::Reader;

use super::facts::{Facts, PEOPLE, SESSIONS};
use super::pairing::{alike, gravity};
use crate::DeskError;
use crate::open::Open;
use crate::quality::{across_teams, reads_others};
use crate::rules::spoken;
use crate::view::ProblemView;

const PERSON_RULE: &str = "R-E6";
const SESSION_RULE: &str = "R-D1";
/// Records that a warning names.
const NAMED_MAX: usize = 3;

/// Whether a problem comes of other records: it is none of the record by itself, and not the same on every laptop.
pub(crate) fn is_of_others(problem: &ProblemView) -> bool {
    let rule = problem.rule.as_deref();
    rule.is_some_and(|rule| [PERSON_RULE, SESSION_RULE].contains(&rule) || reads_others(rule))
}

/// Says that what is being filled anew is probably recorded already. A correction of a record is not asked: its pairs
/// are in the queue.
pub(crate) fn recorded_already(
    open: &Open,
    reader: &Reader<'_>,
    filling: &Filling,
    record: Option<RecordId>,
    language: &str,
) -> Result<Option<Fired>, DeskError> {
    let form = filling.form();
    if record.is_some() || form.entity_lists().next().is_none() {
        return Ok(None);
    }
    let entities = filling.entities();
    let makes = entities.iter().filter(|it| it.creates);
    let makes = makes.map(|it| it.list.as_str());
    let answers = filling.answers();
    let team = open.home_team()?.as_str();
    let Some(facts) = Facts::of(form, &answers, makes, team, &open.country()) else {
        return Ok(None);
    };
    let mut codes = Vec::new();
    let set = across_teams(reader)?;
    let kind = match facts {
        Facts::Person(_) => PEOPLE,
        Facts::Session(_) => SESSIONS,
    };
    for found in alike(reader, &facts, None, &set)? {
        let other = &found.other;
        let is_seen = open.person.teams.contains(&other.team);
        if gravity(kind, found.score, Bounds::of(&set)) == 0 || !is_seen {
            continue;
        }
        let row = reader.row(&other.team, other.record)?;
        codes.extend(row.map(|row| row.reference));
        if codes.len() == NAMED_MAX {
            break;
        }
    }
    Ok((!codes.is_empty()).then(|| said(filling, &facts, &codes.join(", "), language)))
}

fn said(filling: &Filling, facts: &Facts, codes: &str, language: &str) -> Fired {
    let (rule, words) = match (facts, spoken(language)) {
        (Facts::Person(_), Language::English) => (
            PERSON_RULE,
            "This person is probably recorded already: {codes}. If it is another person, say why.",
        ),
        (Facts::Person(_), Language::Khmer) => (
            PERSON_RULE,
            "បុគ្គលនេះប្រហែលជាបានកត់ត្រារួចហើយ៖ {codes}។ បើជាបុគ្គលផ្សេង សូមបញ្ជាក់មូលហេតុ។",
        ),
        (Facts::Session(_), Language::English) => (
            SESSION_RULE,
            "This session is probably recorded already: {codes}. If it is another session, say why.",
        ),
        (Facts::Session(_), Language::Khmer) => (
            SESSION_RULE,
            "វគ្គនេះប្រហែលជាបានកត់ត្រារួចហើយ៖ {codes}។ បើជាវគ្គផ្សេង សូមបញ្ជាក់មូលហេតុ។",
        ),
    };
    Fired {
        id: rule.to_owned(),
        mark: rule.to_owned(),
        severity: Severity::Warning,
        at: place(filling, facts),
        text: words.replace("{codes}", codes),
        asks_reason: true,
        // A reason is given for these records: another that looks like it asks again.
        by: BTreeMap::from([("records".to_owned(), codes.to_owned())]),
    }
}

/// The question beside which the warning stands: the name of the person, the day of the session; else the first.
fn place(filling: &Filling, facts: &Facts) -> String {
    let answers = filling.answers();
    let is_place = |path: &str, index: Option<Index>| {
        let name = path.rsplit('/').next().unwrap_or(path);
        match facts {
            Facts::Person(_) => {
                ["name_latin", "name_local"].contains(&name) && answers.get(path).is_some()
            }
            Facts::Session(_) => index == Some(Index::Date),
        }
    };
    let form = filling.form();
    let found = form.questions().find(|it| is_place(&it.path, it.index));
    let place = found.or_else(|| form.questions().next());
    place.map_or_else(String::new, |it| it.path.clone())
}
