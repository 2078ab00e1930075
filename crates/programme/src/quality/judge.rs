//! One group of records, held against all the rules that read it.

use chrono::NaiveDate;

use super::facts::point;
use super::{
    About, Accident, Assessment, Case, Entry, Facts, Finding, Grant, Group, Hazard, Id,
    SessionFacts, Thresholds, after_death, assessments, contacts, disabled, fittings, grants,
    hasty, moved, on_holidays, open_hazards, outside_projects, outside_teams, rounded, told_from,
    unlinked,
};
use crate::duplicates::{Session, first_times, overlaps, pace, shifted, stacked};

/// A record of a group.
#[derive(Debug, Clone)]
pub struct Member {
    /// The record.
    pub id: Id,
    /// Its team.
    pub team: String,
    /// Who made it.
    pub author: Id,
    /// What is read of it.
    pub facts: Facts,
}

/// What was found in a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// The rules that fire today.
    pub findings: Vec<Finding>,
    /// The next day on which another would fire, if nothing is recorded until then.
    pub wakes: Option<NaiveDate>,
}

/// Holds a group of records against the rules that read it. The order of the members makes no difference.
pub fn judge(
    group: Group,
    members: &[Member],
    today: NaiveDate,
    thresholds: &Thresholds,
) -> Judged {
    let findings = match group {
        Group::Month => month(members, thresholds),
        Group::Entries => hasty(&entries(members), thresholds),
        Group::Spot(..) => spot(group, members, thresholds),
        Group::School => {
            let in_schools = sessions(members, |it| it.school);
            first_times(&in_schools, thresholds).fired
        }
        Group::Person(id) => return person(id, members, today, thresholds),
        Group::Place => moved(members),
        Group::Accident(id) => accident(id, members),
        Group::Hazard(id) => return hazard(id, members, today, thresholds),
    };
    Judged {
        findings,
        wakes: None,
    }
}

fn month(members: &[Member], thresholds: &Thresholds) -> Vec<Finding> {
    let held = sessions(members, |_| true);
    let days: Vec<(Id, NaiveDate)> = held.iter().map(|it| (it.id, it.date)).collect();
    let entries = entries(members);
    let mut found = outside_projects(&of_projects(members), &thresholds.projects);
    let of_teams: Vec<(Id, NaiveDate, &str)> =
        held.iter().map(|it| (it.id, it.date, it.team)).collect();
    found.extend(outside_teams(&of_teams, &thresholds.teams));
    found.extend(on_holidays(&days, &thresholds.holidays));
    found.extend(disabled(&entries, thresholds));
    found.extend(shifted(&held, thresholds).fired);
    found.extend(overlaps(&held).fired);
    found.extend(pace(&held, thresholds).fired);
    found.extend(rounded(&entries, thresholds));
    found
}

/// Sessions that say their project, by day and project.
fn of_projects(members: &[Member]) -> Vec<(Id, NaiveDate, &str)> {
    let told = members.iter().filter_map(|member| {
        let About::Session(session) = &member.facts.about else {
            return None;
        };
        Some((member.id, member.facts.day?, session.project.as_deref()?))
    });
    told.collect()
}

/// Positions that stand for several villages. What stands in several cells is told with one of them.
fn spot(group: Group, members: &[Member], thresholds: &Thresholds) -> Vec<Finding> {
    let mut found = stacked(&sessions(members, |_| true), thresholds).fired;
    found.retain(|finding| {
        let first = finding.records.first();
        let first = members.iter().find(|it| Some(&it.id) == first);
        matches!(first.map(|it| &it.facts.about), Some(About::Session(session)) if group.is_home_of(session))
    });
    found
}

fn sessions(members: &[Member], which: impl Fn(&SessionFacts) -> bool) -> Vec<Session<'_>> {
    let held = members.iter().filter_map(|member| {
        let About::Session(facts) = &member.facts.about else {
            return None;
        };
        which(facts).then_some(())?;
        Some(Session {
            id: member.id,
            team: &member.team,
            date: member.facts.day?,
            village: facts.village.as_deref(),
            start: facts.start,
            end: facts.end,
            people: facts.people,
            point: facts.point.map(point),
            village_point: facts.village_point.map(point),
            sessions: facts.sessions,
            class: facts.village.as_deref().filter(|_| facts.school),
            first_time: facts.first_time,
            ..Session::default()
        })
    });
    held.collect()
}

fn entries(members: &[Member]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = members
        .iter()
        .map(|member| {
            let session = match &member.facts.about {
                About::Session(session) => Some(session),
                _ => None,
            };
            Entry {
                id: member.id,
                team: &member.team,
                author: member.author,
                begun: member.facts.begun,
                finished: member.facts.finished,
                people: session.and_then(|it| it.people),
                total: session.and_then(|it| it.total),
                disabled: session.and_then(|it| it.disabled),
            }
        })
        .collect();
    entries.sort_by_key(|entry| (entry.finished, entry.id));
    entries
}

fn person(id: Id, members: &[Member], today: NaiveDate, thresholds: &Thresholds) -> Judged {
    let Some(case) = case_of(id, members) else {
        return Judged::default();
    };
    let days = told_from(&case, thresholds).into_iter().flatten();
    let wakes = days.map(|(from, _)| from).filter(|from| *from > today);
    let wakes = wakes.min();
    let cases = [case];
    let mut findings = after_death(&cases);
    findings.extend(fittings(&cases));
    findings.extend(assessments(&cases));
    findings.extend(grants(&cases, thresholds));
    findings.extend(contacts(&cases, today, thresholds));
    Judged { findings, wakes }
}

/// The case of a person; nothing when the person's own record is not there.
fn case_of(id: Id, members: &[Member]) -> Option<Case> {
    let own = members.iter().find(|it| it.id == id)?;
    let About::Person(person) = &own.facts.about else {
        return None;
    };
    let mut case = Case {
        id,
        killed_on: own.facts.day.filter(|_| person.killed),
        active: person.active,
        registered: person.registered,
        limbs_lost: person.limbs_lost,
        lost: person.lost.clone(),
        ..Case::default()
    };
    let mut others: Vec<&Member> = members.iter().filter(|it| it.id != id).collect();
    others.sort_by_key(|it| (it.facts.day, it.id));
    for other in others {
        let Some(day) = other.facts.day else { continue };
        let (met, due) = match &other.facts.about {
            About::Assessment {
                domains,
                needs,
                due,
            } => {
                case.assessments.push(Assessment {
                    id: other.id,
                    domains: *domains,
                    needs: *needs,
                });
                (true, *due)
            }
            About::Service { cash, fitted } => {
                let fitted = fitted.iter().map(|limb| (other.id, limb.clone()));
                case.fitted.extend(fitted);
                case.grants
                    .extend(cash.iter().map(|(amount, currency)| Grant {
                        id: other.id,
                        on: day,
                        amount: *amount,
                        currency: currency.clone(),
                    }));
                (true, None)
            }
            About::FollowUp { met, due } => (*met, *due),
            _ => continue,
        };
        if met {
            case.contacts.push((day, other.id));
        }
        case.due = due.or(case.due);
    }
    Some(case)
}

fn accident(id: Id, members: &[Member]) -> Vec<Finding> {
    let own = members.iter().find(|it| it.id == id);
    let Some(About::Accident { killed, injured }) = own.map(|it| &it.facts.about) else {
        return Vec::new();
    };
    let hurt = members.iter().filter(|member| {
        let is_hurt = matches!(&member.facts.about, About::Person(person) if person.hurt);
        member.id != id && is_hurt
    });
    unlinked(&[Accident {
        id,
        killed: *killed,
        injured: *injured,
        linked: u32::try_from(hurt.count()).unwrap_or(u32::MAX),
    }])
}

fn hazard(id: Id, members: &[Member], today: NaiveDate, thresholds: &Thresholds) -> Judged {
    let own = members.iter().find(|it| it.id == id);
    let told = own.and_then(|member| {
        let About::Hazard { settled } = member.facts.about else {
            return None;
        };
        Some(Hazard {
            id,
            reported: member.facts.day?,
            settled,
        })
    });
    let Some(hazard) = told else {
        return Judged::default();
    };
    let wakes = hazard.told_from(thresholds).filter(|from| *from > today);
    Judged {
        findings: open_hazards(&[hazard], today, thresholds),
        wakes,
    }
}
