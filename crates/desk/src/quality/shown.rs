//! What rules on several records found, as a person is shown it: in words, with the records that it speaks of.

use forms::Class;
use programme::duplicates::{Bounds, Pair, Ties};
use programme::masking::Showing;
use programme::quality::{Finding, Ground, Rule};
use programme::rules::{Language, Severity};
use records::{RecordId, TeamId};
use store::{Double, HeldFinding, Reader, RecordRow};

use super::thresholds::across_teams;
use crate::doubles::{PEOPLE, gravity, held_words};
use crate::drafts::record_id;
use crate::open::Open;
use crate::places::{index_of, label_of};
use crate::records_view::small;
use crate::rules::spoken;
use crate::state::RecordState;
use crate::veil::{MASK, class_numbered};
use crate::view::{CommentView, OpenFinding, QualityFinding};
use crate::{Desk, DeskError};

/// Records that one finding names, and findings that are told at once.
const NAMED_MAX: u32 = 20;
const FINDINGS_MAX: u32 = 1_000;
/// Under which number and ground a pair that looks like one is told.
const PERSON_TWICE: &str = "R-E6";
const SESSION_TWICE: &str = "R-D1";
const TWICE: &str = "twice";

impl Desk {
    /// What rules on several records found about one, the gravest first, with records that look like it.
    ///
    /// # Errors
    /// When the role does not review, or the record is not there or not seen by this person.
    pub fn findings(&self, record: &str) -> Result<Vec<QualityFinding>, DeskError> {
        let id = record_id(record)?;
        self.with_open(|open| {
            may_see(open)?;
            open.store.read_as(|reader| {
                let team = open.team_of(reader, id)?;
                let told = self.told_about(open, reader, &team, id)?;
                Ok(told.into_iter().map(|(_, finding)| finding).collect())
            })
        })
    }

    /// What was found about a record, each with how much it weighs: a month's pattern weighs on none of its records.
    fn told_about(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        team: &TeamId,
        id: RecordId,
    ) -> Result<Vec<(u8, QualityFinding)>, DeskError> {
        let mut told = Vec::new();
        for held in reader.findings_of(team, id)? {
            let weight = held.severity;
            let odd = self.told_odd(open, reader, held, Some(id))?;
            told.extend(odd.map(|odd| (weight, odd)));
        }
        let doubles = reader.doubles_of(team, id)?;
        if doubles.is_empty() {
            return Ok(told);
        }
        let ties = Ties::said(held_words(reader)?);
        let bounds = Bounds::of(&across_teams(reader)?);
        for double in doubles {
            let twice = self.told_twice(open, reader, &double, &ties, id)?;
            let weight = gravity(double.kind, double.score, bounds);
            told.extend(twice.map(|twice| (weight, twice)));
        }
        Ok(told)
    }

    /// Puts a rule's words to comments on what it found: with the figures, as this person may see them, while it is so;
    /// without them where it is not, as for a record that was returned, which no rule reads.
    pub(crate) fn name_rules<'c>(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
        comments: impl Iterator<Item = &'c mut CommentView>,
    ) -> Result<(), DeskError> {
        let mut named = comments
            .filter(|comment| comment.label.is_empty())
            .filter_map(|comment| Some((comment.rule.clone()?, &mut comment.label)))
            .peekable();
        if named.peek().is_none() {
            return Ok(());
        }
        let told = self.told_about(open, reader, &state.fold.team, state.fold.record)?;
        for (rule, label) in named {
            let here = told.iter().find(|(_, finding)| finding.rule == rule);
            *label = match here {
                Some((_, finding)) => finding.text.clone(),
                None => words_without_figures(&rule, spoken(&self.language())),
            };
        }
        Ok(())
    }

    /// What was found about a record together with others and has to be thought of by whoever accepts it, the gravest
    /// first, with the reasons that were given; nothing for those who do not review.
    pub(crate) fn open_findings(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
    ) -> Result<Vec<OpenFinding>, DeskError> {
        if may_see(open).is_err() {
            return Ok(Vec::new());
        }
        let said = state.reasons();
        let told = self.told_about(open, reader, &state.fold.team, state.fold.record)?;
        let mut found: Vec<OpenFinding> = Vec::new();
        for (weight, finding) in told.into_iter().filter(|(weight, _)| *weight > 0) {
            let is_error = weight > 1;
            let mut here = said
                .iter()
                .filter(|(_, reason)| reason.rule == finding.rule && reason.at.is_empty());
            found.push(OpenFinding {
                severity: match is_error {
                    true => Severity::Error.as_str().to_owned(),
                    false => Severity::Warning.as_str().to_owned(),
                },
                text: finding.text,
                reason: here
                    .next()
                    .filter(|_| !is_error)
                    .map(|(_, reason)| reason.text.clone()),
                rule: finding.rule,
            });
        }
        Ok(found)
    }

    /// What rules on several records found about those of this person's teams, the gravest first, after everything that
    /// waits was judged.
    ///
    /// # Errors
    /// When the role does not review or the store cannot be written.
    pub fn all_findings(&self) -> Result<Vec<QualityFinding>, DeskError> {
        self.with_open(may_see)?;
        self.judge_waiting()?;
        self.with_open(|open| {
            open.store.read_as(|reader| {
                let mut told = Vec::new();
                for held in reader.findings(&open.person.teams, FINDINGS_MAX)? {
                    told.extend(self.told_odd(open, reader, held, None)?);
                }
                Ok(told)
            })
        })
    }

    /// A finding in words; nothing when a newer program found it.
    pub(super) fn told_odd(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        held: HeldFinding,
        about: Option<RecordId>,
    ) -> Result<Option<QualityFinding>, DeskError> {
        let Some(rule) = Rule::coded(&held.ground) else {
            return Ok(None);
        };
        let (all, named) = reader.records_of_finding(held.number, NAMED_MAX)?;
        let records = self.seen_rows(open, reader, &named, about)?;
        let mut figures = held.figures;
        let mut moves_to = None;
        let is_masked = if rule.ground.is_of_place() {
            moves_to = told_place(open, reader, rule, &mut figures)?;
            !may_read(open, reader, &named, |row| {
                class_numbered(row.classes.place)
            })?
        } else {
            quotes_a_person(rule) && !may_read(open, reader, &named, |_| Class::P3)?
        };
        if is_masked {
            figures
                .iter_mut()
                .for_each(|figure| MASK.clone_into(figure));
        }
        let finding = Finding {
            rule,
            records: Vec::new(),
            figures,
        };
        Ok(Some(QualityFinding {
            rule: rule.id.to_owned(),
            ground: held.ground,
            severity: rule.severity.as_str().to_owned(),
            text: finding.words(spoken(&self.language())),
            more: small(all.saturating_sub(named.len() as u64)),
            records,
            moves_to: moves_to.filter(|_| !is_masked),
        }))
    }

    fn told_twice(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        double: &Double,
        ties: &Ties,
        about: RecordId,
    ) -> Result<Option<QualityFinding>, DeskError> {
        let is_open = Pair::of(double.one.1.0, double.other.1.0).is_some_and(|it| ties.is_open(it));
        let both = [double.one.clone(), double.other.clone()];
        let records = self.seen_rows(open, reader, &both, Some(about))?;
        if !is_open || records.is_empty() {
            return Ok(None);
        }
        let bounds = Bounds::of(&across_teams(reader)?);
        let (severity, score) = (severity_of(double, bounds), double.score.to_string());
        let language = spoken(&self.language());
        let (rule, text) = match double.kind {
            PEOPLE => (PERSON_TWICE, twice_words(PERSON_TWICE, &score, language)),
            _ if severity == Severity::Error => same_content(language),
            _ => (SESSION_TWICE, twice_words(SESSION_TWICE, &score, language)),
        };
        Ok(Some(QualityFinding {
            rule: rule.to_owned(),
            ground: TWICE.to_owned(),
            severity: severity.as_str().to_owned(),
            text,
            records,
            more: 0,
            moves_to: None,
        }))
    }

    /// The lines of records that this person may see, but for the one that is looked at.
    fn seen_rows(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        named: &[(TeamId, RecordId)],
        but: Option<RecordId>,
    ) -> Result<Vec<crate::view::RecordRow>, DeskError> {
        let mut rows = Vec::new();
        for (team, record) in named {
            if Some(*record) == but || !open.person.teams.contains(team) {
                continue;
            }
            if let Some(row) = reader.row(team, *record)? {
                rows.push(self.row_view(open, reader, row)?);
            }
        }
        Ok(rows)
    }
}

/// Whether a finding stops everybody from accepting the record.
pub(crate) fn is_stopped(finding: &OpenFinding) -> bool {
    finding.severity == Severity::Error.as_str()
}

/// What a rule says where its figures are not known; its number where a newer program knows the rule.
fn words_without_figures(rule: &str, language: Language) -> String {
    match rule {
        PERSON_TWICE | SESSION_TWICE => twice_words(rule, "…", language),
        _ => Rule::without_figures(rule, language).unwrap_or_else(|| rule.to_owned()),
    }
}

fn twice_words(rule: &str, score: &str, language: Language) -> String {
    match (rule == PERSON_TWICE, language) {
        (true, Language::English) => {
            format!("Perhaps this person was recorded twice: {score} of 100 points.")
        }
        (true, Language::Khmer) => {
            format!("បុគ្គលនេះប្រហែលជាបានកត់ត្រាពីរដង៖ {score} ពិន្ទុក្នុង 100។")
        }
        (false, Language::English) => {
            format!("Perhaps this session was recorded twice: {score} of 100 points.")
        }
        (false, Language::Khmer) => {
            format!("វគ្គនេះប្រហែលជាបានកត់ត្រាពីរដង៖ {score} ពិន្ទុក្នុង 100។")
        }
    }
}

/// The rule of which every answer of two records is the same, and what it says of them.
fn same_content(language: Language) -> (&'static str, String) {
    let Some(rule) = Rule::coded(Ground::SameContent.code()) else {
        return (SESSION_TWICE, String::new());
    };
    let finding = Finding {
        rule,
        records: Vec::new(),
        figures: vec!["2".to_owned()],
    };
    (rule.id, finding.words(language))
}

fn severity_of(double: &Double, bounds: Bounds) -> Severity {
    match gravity(double.kind, double.score, bounds) {
        0 => Severity::Info,
        1 => Severity::Warning,
        _ => Severity::Error,
    }
}

/// Whether the figures of a rule are answers about a person's body or means; days and counts are not.
fn quotes_a_person(rule: &Rule) -> bool {
    matches!(rule.ground, Ground::NoDifficulty | Ground::TooMuchCash)
}

/// Puts the name of the place that is listed now in place of its code, and returns that code.
fn told_place(
    open: &Open,
    reader: &Reader<'_>,
    rule: &Rule,
    figures: &mut [String],
) -> Result<Option<String>, DeskError> {
    let Some(now) = figures.get_mut(2).filter(|now| !now.is_empty()) else {
        return Ok(None);
    };
    let code = now.clone();
    let index = index_of(open, reader)?;
    let place = match index.coded(&code) {
        Some(entry) => reader.place_numbered(entry.id())?,
        None => None,
    };
    if let Some(place) = place {
        let name = label_of(&place);
        *now = match rule.ground {
            Ground::Renamed => name,
            _ => format!("{name}, {code}"),
        };
    }
    Ok(Some(code))
}

/// Whether this person is shown answers as guarded as these of the records without asking for them.
fn may_read(
    open: &Open,
    reader: &Reader<'_>,
    named: &[(TeamId, RecordId)],
    guarded: impl Fn(&RecordRow) -> Class,
) -> Result<bool, DeskError> {
    for (team, record) in named {
        let row = reader.row(team, *record)?;
        let showing = row.map(|row| open.person.showing(guarded(&row), team, row.author));
        if showing != Some(Showing::Open) {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn may_see(open: &Open) -> Result<(), DeskError> {
    if open.person.role.may_check() {
        return Ok(());
    }
    Err(DeskError::NotAllowed {
        what: "see what was found about several records",
    })
}
