//! Days that speak: activities on holidays (R-A5), and hazards that wait (R-G2).

use chrono::NaiveDate;

use super::table::{Finding, Ground, fired};
use super::{Holiday, Id, Thresholds, after};

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
        let from = after(self.reported, thresholds.hazard_days);
        from.filter(|_| !self.settled)
    }
}

/// Returns activities on days of the programme's holidays (R-A5), each with the holiday's name.
pub fn on_holidays(activities: &[(Id, NaiveDate)], holidays: &[Holiday]) -> Vec<Finding> {
    let on = activities.iter().filter_map(|(id, day)| {
        let of = |holiday: &&Holiday| (holiday.from..=holiday.to).contains(day);
        let holiday = holidays.iter().find(of)?;
        fired(Ground::Holiday, vec![*id], [holiday.name.clone()])
    });
    on.collect()
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
