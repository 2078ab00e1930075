//! Days that speak: activities on holidays (R-A5), and hazards that wait (R-G2).

use chrono::NaiveDate;

use super::table::{Finding, Ground, fired};
use super::{Id, Thresholds};

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

/// Returns activities on days of the programme's holidays (R-A5), each with the holiday's name. Which days these are,
/// the programme says: most of Cambodia's follow the moon.
pub fn on_holidays(
    activities: &[(Id, NaiveDate)],
    holidays: &[(NaiveDate, String)],
) -> Vec<Finding> {
    let on = activities.iter().filter_map(|(id, day)| {
        let (_, name) = holidays.iter().find(|(holiday, _)| holiday == day)?;
        fired(Ground::Holiday, vec![*id], [name.clone()])
    });
    on.collect()
}

/// Returns hazards that were reported long ago and not handed over (R-G2).
pub fn open_hazards(hazards: &[Hazard], today: NaiveDate, thresholds: &Thresholds) -> Vec<Finding> {
    let waiting = hazards.iter().filter(|hazard| !hazard.settled);
    let late = waiting.filter_map(|hazard| {
        let days = (today - hazard.reported).num_days();
        let late = days > i64::from(thresholds.hazard_days);
        late.then(|| fired(Ground::NotHandedOver, vec![hazard.id], [days.to_string()]))?
    });
    late.collect()
}
