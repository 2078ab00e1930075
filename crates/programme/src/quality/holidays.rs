//! Days that speak: activities outside the time of their project or team (R-A4) or on holidays (R-A5), and hazards that wait (R-G2).

use chrono::NaiveDate;

use super::figures::HAZARD_DAYS;
use super::table::{Finding, Ground, fired};
use super::{Id, NamedDays, Thresholds, after};

/// A hazard that the community reported.
#[derive(Debug, Clone, Copy)]
pub struct Hazard {
    /// The record.
    pub id: Id,
    /// When it was reported.
    pub reported: NaiveDate,
    /// It was handed over to whoever clears, or closed.
    pub settled: bool,
}

impl Hazard {
    /// Returns the first day on which it is told; none when it is settled.
    pub fn told_from(&self, thresholds: &Thresholds) -> Option<NaiveDate> {
        let from = after(self.reported, thresholds.at(HAZARD_DAYS));
        from.filter(|_| !self.settled)
    }
}

/// Returns activities on days of the programme's holidays (R-A5), each with the holiday's name.
pub fn on_holidays(activities: &[(Id, NaiveDate)], holidays: &[NamedDays]) -> Vec<Finding> {
    let on = activities.iter().filter_map(|(id, day)| {
        let of = |holiday: &&NamedDays| (holiday.from..=holiday.to).contains(day);
        let holiday = holidays.iter().find(of)?;
        fired(Ground::Holiday, vec![*id], [holiday.name.clone()])
    });
    on.collect()
}

/// Returns activities on days on which their project does not run (R-A4), each with the project and its days. A code that
/// has several times runs in all of them; of one without any nobody knows.
pub fn outside_projects(
    activities: &[(Id, NaiveDate, &str)],
    projects: &[NamedDays],
) -> Vec<Finding> {
    outside(Ground::OutsideProject, activities, projects)
}

/// Returns activities on days on which their team does not work (R-A4), each with the team and its days. A team that has
/// several times works in all of them; one without any works at all times.
pub fn outside_teams(activities: &[(Id, NaiveDate, &str)], teams: &[NamedDays]) -> Vec<Finding> {
    outside(Ground::OutsideTeam, activities, teams)
}

fn outside(
    ground: Ground,
    activities: &[(Id, NaiveDate, &str)],
    all: &[NamedDays],
) -> Vec<Finding> {
    let outside = activities.iter().filter_map(|(id, day, code)| {
        let mut times = all.iter().filter(|it| it.name == *code).peekable();
        let first = *times.peek()?;
        let runs = times.any(|it| (it.from..=it.to).contains(day));
        let figures = [
            first.name.clone(),
            first.from.to_string(),
            first.to.to_string(),
        ];
        (!runs).then(|| fired(ground, vec![*id], figures))?
    });
    outside.collect()
}

/// Returns hazards that were reported long ago and not handed over (R-G2).
pub fn open_hazards(hazards: &[Hazard], today: NaiveDate, thresholds: &Thresholds) -> Vec<Finding> {
    let late = hazards.iter().filter(|hazard| {
        let from = hazard.told_from(thresholds);
        from.is_some_and(|from| from <= today)
    });
    late.filter_map(|hazard| {
        let figures = [hazard.reported.to_string()];
        fired(Ground::NotHandedOver, vec![hazard.id], figures)
    })
    .collect()
}
