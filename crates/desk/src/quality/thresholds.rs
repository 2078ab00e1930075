//! The figures from which rules speak: set by whoever may, signed and synced as a record of each team
//! that no list shows, with its history.

use std::collections::HashMap;

use programme::Role;
use programme::duplicates::Bounds;
use programme::quality::{Figure, ReadBy, Thresholds};
use records::{Kind, RecordId, Revision, TeamId};
use store::{Reader, Writer};

use crate::clock::{iso, local};
use crate::doubles::{PEOPLE, SESSIONS};
use crate::open::{Open, Statement, fold_by, lock};
use crate::records_view::small;
use crate::reports::team_names;
use crate::state::{RecordState, answers_of};
use crate::view::{ThresholdChange, ThresholdRow, ThresholdSet, ThresholdsView};
use crate::{Desk, DeskError};

/// What such a record says it is of. No form has this name.
const FORM: &str = "sala_thresholds";
const VERSION: &str = "1";
/// The name under which the store keeps it.
const SETTING: &str = "thresholds";
/// Changes that are told.
const HISTORY_MAX: usize = 50;

/// The record in which a team's thresholds are set.
fn record_of(team: &TeamId) -> RecordId {
    let key = blake3::derive_key(
        "sala 2026-11 thresholds of a team",
        team.as_str().as_bytes(),
    );
    let mut id = [0; 16];
    id.iter_mut().zip(key).for_each(|(to, from)| *to = from);
    RecordId(id)
}

/// The records of the log that people did not fill, but that say what teams' programmes have set; each is worked out once.
#[derive(Default)]
pub(crate) struct Settings(HashMap<TeamId, RecordId>);

impl Settings {
    /// Whether a record is one.
    pub(crate) fn has(&mut self, team: &TeamId, record: RecordId) -> bool {
        let own = match self.0.get(team) {
            Some(own) => *own,
            None => *self
                .0
                .entry(team.clone())
                .or_insert_with(|| record_of(team)),
        };
        own == record
    }
}

/// Keeps what the revisions of such a record say, and has looked at again what reads it. Only those count whose maker may set
/// rules.
pub(crate) fn keep_setting(
    open: &Open,
    writer: &mut Writer<'_>,
    team: &TeamId,
    revisions: Vec<Revision>,
) -> Result<(), DeskError> {
    let state = believed(open, revisions);
    let texts = state.map_or_else(Vec::new, |state| state.answers.flat());
    let texts: std::collections::BTreeMap<_, _> = texts.into_iter().collect();
    let value = serde_json::json!(texts).to_string();
    let (here, across) = (thresholds_of(writer, team)?, across_teams(writer)?);
    if !writer.set_team_setting(team, record_of(team), SETTING, &value)? {
        return Ok(());
    }
    writer.judge_anew()?;
    if thresholds_of(writer, team)?
        .read_by(&here)
        .contains(&ReadBy::Answers)
    {
        writer.check_anew()?;
    }
    let now = across_teams(writer)?;
    let bounds = Bounds::of(&now);
    for by in now.read_by(&across) {
        match by {
            ReadBy::People => {
                writer.set_probable(u8::try_from(bounds.probable).unwrap_or(u8::MAX))?;
                writer.compare_anew(PEOPLE, false)?;
            }
            ReadBy::Sessions => writer.compare_anew(SESSIONS, true)?,
            ReadBy::Answers | ReadBy::Groups => {}
        }
    }
    Ok(())
}

/// The figures of a team: the catalogue's, but for what was set.
pub(crate) fn thresholds_of(reader: &Reader<'_>, team: &TeamId) -> Result<Thresholds, DeskError> {
    let set = reader.team_setting(team, SETTING)?;
    Ok(set.map_or_else(Thresholds::default, |set| read(&set)))
}

/// The figures by which records of all teams are held against each other: those of the first team that set any.
pub(crate) fn across_teams(reader: &Reader<'_>) -> Result<Thresholds, DeskError> {
    let set = reader.first_team_setting(SETTING)?;
    Ok(set.map_or_else(Thresholds::default, |set| read(&set)))
}

/// The figures of this person's programme; of several teams, what the first one has.
pub(crate) fn own_thresholds(open: &Open, reader: &Reader<'_>) -> Result<Thresholds, DeskError> {
    match open.person.teams.first() {
        Some(team) => thresholds_of(reader, team),
        None => Ok(Thresholds::default()),
    }
}

fn read(set: &str) -> Thresholds {
    let texts: std::collections::BTreeMap<String, String> =
        serde_json::from_str(set).unwrap_or_default();
    let texts = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    Thresholds::read(texts)
}

fn believed(open: &Open, mut revisions: Vec<Revision>) -> Option<RecordState> {
    let roster = lock(&open.roster).clone();
    revisions.retain(|revision| {
        let author = roster.person(&revision.header.author.0);
        let role = author.and_then(|author| author.role.parse::<Role>().ok());
        revision.header.kind == Kind::Save && role.is_some_and(Role::may_set_rules)
    });
    fold_by(&roster, &revisions)
}

impl Desk {
    /// The figures from which rules speak for this person's teams, and who changed them.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn thresholds(&self) -> Result<ThresholdsView, DeskError> {
        self.with_open(|open| {
            open.store
                .read_as(|reader| self.thresholds_view(open, reader))
        })
    }

    /// Sets figures for all teams of this person, each by its name; an empty text takes back what was set. What was found
    /// follows in the background ([`Desk::judge_some`]).
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`] when the role may not; [`DeskError::Misused`] when a name or a text is nothing that can
    /// be set, with the line. Nothing is changed then.
    pub fn set_thresholds(&self, set: &[ThresholdSet]) -> Result<ThresholdsView, DeskError> {
        let mut tried = Thresholds::default();
        for one in set.iter().filter(|one| !one.text.trim().is_empty()) {
            tried.set(&one.name, &one.text).map_err(misused)?;
        }
        let known = tried.texts();
        let is_known = |name: &str| known.iter().any(|(own, _)| *own == name);
        if let Some(one) = set.iter().find(|one| !is_known(&one.name)) {
            let why = format!("there is no threshold {:?}", one.name);
            return Err(DeskError::Misused { why });
        }
        self.with_open(|open| {
            if !open.person.role.may_set_rules() {
                return Err(DeskError::NotAllowed {
                    what: "change the thresholds of rules",
                });
            }
            open.store.write_as(|writer| {
                for team in &open.person.teams {
                    self.set_for_team(open, writer, team, set)?;
                }
                self.thresholds_view(open, writer)
            })
        })
    }

    fn set_for_team(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        team: &TeamId,
        set: &[ThresholdSet],
    ) -> Result<(), DeskError> {
        let record = record_of(team);
        let state = believed(open, writer.revisions_of(team, record)?);
        let before = state.as_ref().map(|it| it.answers.clone());
        let mut answers = before.clone().unwrap_or_default();
        for one in set {
            answers.put(&one.name, one.text.trim());
        }
        let is_settled = state.as_ref().is_none_or(|it| it.fold.heads.len() < 2);
        if is_settled && answers == before.unwrap_or_default() {
            return Ok(());
        }
        let statement = Statement {
            record,
            team,
            kind: Kind::Save,
            parents: state
                .as_ref()
                .map_or_else(Vec::new, |it| it.fold.next_parents()),
            after: state.as_ref().map_or(0, |it| it.changed_at),
            form: FORM,
            form_version: VERSION,
            body: answers.to_bytes(),
        };
        open.state(writer, statement, self.now())?;
        let revisions = writer.revisions_of(team, record)?;
        keep_setting(open, writer, team, revisions)
    }

    fn thresholds_view(
        &self,
        open: &Open,
        reader: &Reader<'_>,
    ) -> Result<ThresholdsView, DeskError> {
        let home = open.home_team()?;
        let here = thresholds_of(reader, home)?;
        let mut differs = false;
        for team in &open.person.teams {
            differs |= thresholds_of(reader, team)? != here;
        }
        let usual = Thresholds::default().texts();
        let rows = here.texts().into_iter().zip(usual);
        let rows = rows.map(|((name, value), (_, usual))| {
            let figure = Figure::named(name);
            ThresholdRow {
                name: name.to_owned(),
                rule: figure.map_or("", |it| it.rule).to_owned(),
                value,
                usual,
                least: figure.map(|it| it.least),
                most: figure.map(|it| it.most),
            }
        });
        let today = local(self.now(), self.offset()).date_naive();
        let (due, looking) = reader.groups_due(&today.to_string())?;
        let looking = looking || reader.checks_wait()? || !reader.due_likenesses(1)?.is_empty();
        Ok(ThresholdsView {
            rows: rows.collect(),
            teams: team_names(open),
            differs,
            may_change: open.person.role.may_set_rules(),
            history: self.threshold_history(open, reader, home)?,
            waiting: small(due),
            looking,
        })
    }

    /// Who changed what, the last first.
    fn threshold_history(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        team: &TeamId,
    ) -> Result<Vec<ThresholdChange>, DeskError> {
        let revisions = reader.revisions_of(team, record_of(team))?;
        let Some(state) = believed(open, revisions.clone()) else {
            return Ok(Vec::new());
        };
        let usual = Thresholds::default().texts();
        let mut before = forms::Answers::default();
        let mut history = Vec::new();
        for id in &state.fold.order {
            let Some(saved) = revisions.iter().find(|it| it.id == *id) else {
                continue;
            };
            let Some(now) = answers_of(saved).ok().flatten() else {
                continue;
            };
            for (name, usual) in &usual {
                let said = |answers: &forms::Answers| {
                    answers.get(name).unwrap_or(usual.as_str()).to_owned()
                };
                let (from, to) = (said(&before), said(&now));
                if from != to {
                    history.push(ThresholdChange {
                        name: (*name).to_owned(),
                        from,
                        to,
                        who: open.name_of(saved.header.author),
                        at: iso(saved.header.at, self.offset()),
                    });
                }
            }
            before = now;
        }
        history.reverse();
        history.truncate(HISTORY_MAX);
        Ok(history)
    }
}

fn misused(bad: programme::quality::BadThreshold) -> DeskError {
    DeskError::Misused {
        why: bad.to_string(),
    }
}
