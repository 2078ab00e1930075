//! Brings the lines of many records up to date, or checks their answers again: read and written one after the other,
//! worked out on the other cores meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::{Filling, Form};
use programme::quality::Thresholds;
use records::{RecordId, Revision, TeamId};
use store::{Checked, Reader, Writer};
use vault::Roster;

use crate::abreast::in_step;
use crate::misplaced::{self, Gazetteer};
use crate::open::{Open, fold_by, lock};
use crate::project::{Line, Lists, line_of, weigh};
use crate::rules::unexplained;
use crate::state::RecordState;
use crate::{Desk, DeskError, doubles, quality};

/// Records of which one core works out the lines in one go.
const LINES_AT_ONCE: usize = 64;

/// What the lines of some records are made from.
struct Sources {
    /// Those of each record.
    revisions: Vec<Vec<Revision>>,
    forms: Forms,
    /// What each team's programme set.
    sets: BTreeMap<TeamId, Arc<Thresholds>>,
}

/// Forms by id and version with the lists of places that they need; nothing of one that is not on this laptop.
type Forms = BTreeMap<(String, String), Option<(Arc<Form>, Lists)>>;

impl Desk {
    /// Brings the lines of many records up to date.
    pub(crate) fn project_all(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        records: &[(TeamId, RecordId)],
    ) -> Result<(), DeskError> {
        let roster = lock(&open.roster).clone();
        let mut tied = false;
        in_step(
            writer,
            records.chunks(LINES_AT_ONCE),
            |writer, some| read(open, writer, some),
            |some| self.worked_out(open, &roster, &some),
            |writer, lines| {
                for line in lines? {
                    tied |= line.write(writer)?;
                }
                Ok::<_, DeskError>(())
            },
        )?;
        if tied {
            doubles::stand_behind(writer)?;
        }
        if records.len() <= doubles::AT_ONCE {
            doubles::pair_due(writer, doubles::AT_ONCE)?;
            quality::judge_due(self, writer, doubles::AT_ONCE)?;
        }
        Ok(())
    }

    /// Checks the answers of many records again, after what they are held against became another: of their lines
    /// nothing else follows from that.
    pub(crate) fn check_all(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        records: &[(TeamId, RecordId)],
    ) -> Result<(), DeskError> {
        let roster = lock(&open.roster).clone();
        in_step(
            writer,
            records.chunks(LINES_AT_ONCE),
            |writer, some| read(open, writer, some),
            |some| {
                self.each_checked(open, &roster, &some, |state, _, (problems, severity)| {
                    Checked {
                        team: state.fold.team,
                        record: state.fold.record,
                        problems,
                        severity,
                    }
                })
            },
            |writer, checked| {
                for one in checked? {
                    writer.set_checked(&one)?;
                }
                Ok(())
            },
        )
    }

    fn worked_out(
        &self,
        open: &Open,
        roster: &Roster,
        sources: &Sources,
    ) -> Result<Vec<Line>, DeskError> {
        self.each_checked(open, roster, sources, |state, known, problems| {
            let form = known.map(|(form, _)| form);
            let lists = known.and_then(|(_, lists)| lists.as_deref());
            line_of(open, &state, form, lists, problems)
        })
    }

    /// What is made of each record, its form with the lists of places, and its problems as [`weigh`] counts.
    fn each_checked<T>(
        &self,
        open: &Open,
        roster: &Roster,
        sources: &Sources,
        make: impl Fn(RecordState, Option<&(Arc<Form>, Lists)>, (u32, u32)) -> T,
    ) -> Result<Vec<T>, DeskError> {
        let folded = sources.revisions.iter();
        let folded = folded.filter_map(|revisions| fold_by(roster, revisions));
        folded
            .map(|state| {
                let name = (state.fold.form.clone(), state.fold.form_version.clone());
                let known = sources.forms.get(&name).and_then(Option::as_ref);
                let state = open.worked_out(state, known.map(|(form, _)| form));
                let problems = match known {
                    Some((form, lists)) => {
                        let set = sources.sets.get(&state.fold.team).cloned();
                        let set = set.unwrap_or_default();
                        let gazetteer = Gazetteer::without_names(lists.clone(), set);
                        let form = Arc::clone(form);
                        let filling = Filling::resume(form, &state.answers, &self.moment(open));
                        weigh(&self.problems(open, &gazetteer, &filling, &unexplained)?)
                    }
                    None => (0, 0),
                };
                Ok(make(state, known, problems))
            })
            .collect()
    }

    /// Writes the lines of records of one form that were just made, from the revisions that made each and its problems
    /// as [`weigh`] counts.
    pub(crate) fn project_new(
        open: &Open,
        writer: &mut Writer<'_>,
        form: &Arc<Form>,
        new: &[(Vec<Revision>, (u32, u32))],
    ) -> Result<(), DeskError> {
        let roster = lock(&open.roster).clone();
        let places = misplaced::lists_for(open, writer, form)?;
        let line = |(revisions, problems): &(Vec<Revision>, (u32, u32))| {
            let state = fold_by(&roster, revisions)?;
            let places = places.as_deref();
            Some(line_of(open, &state, Some(form), places, *problems))
        };
        in_step(
            writer,
            new.chunks(LINES_AT_ONCE),
            |_, some| Ok::<_, DeskError>(some),
            |some| some.iter().filter_map(&line).collect::<Vec<_>>(),
            |writer, lines| {
                for line in lines {
                    line.write(writer)?;
                }
                Ok(())
            },
        )
    }
}

/// Reads what lines are made from. A record that says what a team's programme has set has none: what it says is kept.
fn read(
    open: &Open,
    writer: &mut Writer<'_>,
    records: &[(TeamId, RecordId)],
) -> Result<Sources, DeskError> {
    let mut revisions = Vec::with_capacity(records.len());
    let mut forms = Forms::new();
    let mut settings = quality::Settings::default();
    for (team, record) in records {
        let held = writer.revisions_of(team, *record)?;
        if settings.has(team, *record) {
            quality::keep_setting(open, writer, team, held)?;
            continue;
        }
        read_forms(open, writer, &held, &mut forms)?;
        revisions.push(held);
    }
    let mut sets = BTreeMap::new();
    for (team, _) in records {
        if !sets.contains_key(team) {
            let set = quality::thresholds_of(writer, team)?;
            sets.insert(team.clone(), Arc::new(set));
        }
    }
    Ok(Sources {
        revisions,
        forms,
        sets,
    })
}

/// Reads the forms that a record may be of.
fn read_forms(
    open: &Open,
    reader: &Reader<'_>,
    revisions: &[Revision],
    forms: &mut Forms,
) -> Result<(), DeskError> {
    for Revision { header, .. } in revisions {
        let name = (header.form.clone(), header.form_version.clone());
        if forms.contains_key(&name) {
            continue;
        }
        let found = match open.form_here(reader, &name.0, &name.1)? {
            Some(form) => {
                let lists = misplaced::lists_for(open, reader, &form)?;
                Some((form, lists))
            }
            None => None,
        };
        forms.insert(name, found);
    }
    Ok(())
}
