//! Holding groups of records against the rules that read them: some as records come, the others piece by piece.

use std::collections::{BTreeMap, HashMap};

use programme::quality::{Facts, Group, Id, MEMBERS_MAX, Member, Thresholds, judge};
use programme::rules::Severity;
use records::{RecordId, TeamId};
use store::{NewFinding, Studied, Writer};

use super::thresholds::thresholds_of;
use crate::clock::local;
use crate::doubles::pair_record;
use crate::open::Open;
use crate::{Desk, DeskError};

/// Groups that are judged in one go, and the records in them from which on it is enough: nobody waits long for the store.
const GROUPS_AT_ONCE: u32 = 100;
const MEMBERS_AT_ONCE: usize = 2_000;
/// Records that are read in one go, where they were not read yet.
const READ_AT_ONCE: u32 = 100;
/// Records whose answers are checked again in one go.
const CHECKED_AT_ONCE: u32 = 512;
/// Groups of a look through all of them that are made due in one go.
const LOOK_AT_ONCE: u32 = 1_000;
/// Records that one finding names; of more it names these.
const NAMED_MAX: usize = 500;

/// What came of one piece of what is done while nobody waits: judging, holding records against each other, tidying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// There is more to do.
    pub more: bool,
    /// Something was found that was not known, or is no longer so.
    pub news: bool,
}

/// What is read from the store again and again while groups are judged.
struct Judging<'a, 'w> {
    writer: &'a mut Writer<'w>,
    today: chrono::NaiveDate,
    thresholds: HashMap<TeamId, Thresholds>,
}

impl Judging<'_, '_> {
    /// Judges groups that are due; tells how many there were and whether something else was found than before.
    fn some(&mut self, most: u32) -> Result<(usize, bool), DeskError> {
        let (mut read, mut news) = (0, false);
        let due = self.writer.due_groups(&self.today.to_string(), most)?;
        for name in &due {
            let (members, is_new) = self.group(name)?;
            read += members;
            news |= is_new;
            if read >= MEMBERS_AT_ONCE {
                break;
            }
        }
        Ok((due.len(), news))
    }

    fn group(&mut self, name: &str) -> Result<(usize, bool), DeskError> {
        let Some(group) = Group::read(name) else {
            return Ok((0, self.writer.set_findings(name, &[], None)?));
        };
        let head = match group {
            Group::Person(id) => self.writer.head_of(RecordId(id))?,
            _ => None,
        };
        match head {
            None => self.judged(name, group),
            // What was recorded of somebody who stands behind another is read with that one.
            Some(head) => {
                let was_known = self.writer.set_findings(name, &[], None)?;
                let (read, is_new) = self.judged(&Group::person(head.0), Group::Person(head.0))?;
                Ok((read, was_known || is_new))
            }
        }
    }

    fn judged(&mut self, name: &str, group: Group) -> Result<(usize, bool), DeskError> {
        let held = self.members(name, group)?;
        let numbers: BTreeMap<Id, i64> = held.iter().map(|it| (it.record.0, it.number)).collect();
        let read = held.len();
        let members: Vec<Member> = held.into_iter().filter_map(member).collect();
        let thresholds = self.thresholds(group, &members)?;
        let judged = judge(group, &members, self.today, &thresholds);
        let found: Vec<NewFinding> = judged
            .findings
            .into_iter()
            .map(|finding| NewFinding {
                ground: finding.rule.ground.code().to_owned(),
                severity: match finding.rule.ground.is_of_all() {
                    // A month's pattern makes none of its records graver than another.
                    true => weight(Severity::Info),
                    false => weight(finding.rule.severity),
                },
                figures: finding.figures,
                records: finding
                    .records
                    .iter()
                    .filter_map(|id| numbers.get(id).copied())
                    .take(NAMED_MAX)
                    .collect(),
            })
            .filter(|finding| !finding.records.is_empty())
            .collect();
        let next = judged.wakes.map(|day| day.to_string());
        let is_new = self.writer.set_findings(name, &found, next.as_deref())?;
        Ok((read, is_new))
    }

    /// The records of a group; with a person, what was recorded of those who stand behind them.
    fn members(&self, name: &str, group: Group) -> Result<Vec<Studied>, DeskError> {
        let mut held = self.writer.group(name, MEMBERS_MAX)?;
        if let Group::Person(id) = group {
            for behind in self.writer.behind(RecordId(id))? {
                held.extend(self.writer.group(&Group::person(behind.0), MEMBERS_MAX)?);
            }
        }
        Ok(held)
    }

    /// The figures of the team whose group it is.
    fn thresholds(&mut self, group: Group, members: &[Member]) -> Result<Thresholds, DeskError> {
        let own = match group {
            Group::Person(id) | Group::Accident(id) | Group::Hazard(id) => {
                members.iter().find(|it| it.id == id)
            }
            _ => members.last(),
        };
        let team = own.or(members.first()).map(|it| it.team.as_str());
        let Some(team) = team.and_then(|team| TeamId::new(team).ok()) else {
            return Ok(Thresholds::default());
        };
        if let Some(known) = self.thresholds.get(&team) {
            return Ok(known.clone());
        }
        let read = thresholds_of(self.writer, &team)?;
        self.thresholds.insert(team, read.clone());
        Ok(read)
    }
}

/// Holds a record against the others and judges the groups in which it is read, as far as they wait for it: whoever accepts
/// a record decides on what is found about it now, and not before somebody had the time to look.
pub(crate) fn judge_record(
    desk: &Desk,
    writer: &mut Writer<'_>,
    team: &TeamId,
    record: RecordId,
) -> Result<(), DeskError> {
    pair_record(writer, team, record)?;
    let mut names = writer.groups_of(team, record)?;
    let people: Vec<RecordId> = names.iter().filter_map(|name| person(name)).collect();
    for person in people {
        let head = writer.head_of(person)?.unwrap_or(person);
        let family = writer.behind(head)?.into_iter().chain([head]);
        names.extend(family.map(|one| Group::person(one.0)));
    }
    let mut judging = desk.judging(writer);
    let due = judging
        .writer
        .due_among(&names, &judging.today.to_string())?;
    due.iter()
        .try_for_each(|name| judging.group(name).map(|_| ()))
}

/// The person whose group it is.
fn person(group: &str) -> Option<RecordId> {
    match Group::read(group)? {
        Group::Person(id) => Some(RecordId(id)),
        _ => None,
    }
}

/// A record as the rules read it; nothing when its facts are of a program that knows more.
fn member(held: Studied) -> Option<Member> {
    let facts: Facts = serde_json::from_str(&held.facts).ok()?;
    Some(Member {
        id: held.record.0,
        team: held.team.as_str().to_owned(),
        author: held.author.0,
        facts,
    })
}

/// How a severity is kept.
fn weight(severity: Severity) -> u8 {
    match severity {
        Severity::Info => 0,
        Severity::Warning => 1,
        Severity::Error => 2,
    }
}

/// Judges groups that are due, at most so many.
pub(crate) fn judge_due(
    desk: &Desk,
    writer: &mut Writer<'_>,
    most: usize,
) -> Result<(), DeskError> {
    let most = u32::try_from(most).unwrap_or(u32::MAX);
    desk.judging(writer).some(most).map(|_| ())
}

impl Desk {
    fn judging<'a, 'w>(&self, writer: &'a mut Writer<'w>) -> Judging<'a, 'w> {
        Judging {
            writer,
            today: local(self.now(), self.offset()).date_naive(),
            thresholds: HashMap::new(),
        }
    }

    /// Does one piece of what waits: reads records that rules on several did not read yet, judges groups that are due, or
    /// goes on with a look through all of them. Whoever has time asks until there is no more; what was done stays done
    /// when the program ends.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written; what waits goes on waiting then.
    pub fn judge_some(&self) -> Result<Piece, DeskError> {
        self.with_open(|open| {
            if !open.store.read_as(|reader| self.waits(reader))? {
                return Ok(Piece {
                    more: false,
                    news: false,
                });
            }
            open.store.write_as(|writer| self.piece(open, writer))
        })
    }

    /// Judges everything that waits.
    ///
    /// # Errors
    /// As [`Desk::judge_some`].
    pub fn judge_waiting(&self) -> Result<(), DeskError> {
        while self.judge_some()?.more {}
        Ok(())
    }

    /// Has every group judged anew, whatever was found; [`Desk::judge_some`] does it.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written.
    pub fn judge_anew(&self) -> Result<(), DeskError> {
        self.with_open(|open| Ok(open.store.write(|writer| writer.judge_anew())?))
    }

    fn waits(&self, reader: &store::Reader<'_>) -> Result<bool, DeskError> {
        let today = local(self.now(), self.offset()).date_naive();
        let (due, looking) = reader.groups_due(&today.to_string())?;
        Ok(due > 0 || looking || reader.checks_wait()? || !reader.uncounted(1)?.is_empty())
    }

    fn piece(&self, open: &Open, writer: &mut Writer<'_>) -> Result<Piece, DeskError> {
        let unread = writer.uncounted(READ_AT_ONCE)?;
        self.count_records(open, writer, &unread)?;
        if !unread.is_empty() {
            return Ok(Piece {
                more: true,
                news: false,
            });
        }
        let unchecked = writer.next_to_check(CHECKED_AT_ONCE)?;
        if !unchecked.is_empty() {
            self.check_all(open, writer, &unchecked)?;
            return Ok(Piece {
                more: true,
                news: true,
            });
        }
        let (judged, news) = self.judging(writer).some(GROUPS_AT_ONCE)?;
        let more = judged > 0 || writer.look_on(LOOK_AT_ONCE)?;
        Ok(Piece { more, news })
    }
}
