//! The case of one person, read whole: R-E2, R-E5, R-E9 to R-E11.

use chrono::NaiveDate;

use super::figures::{CONTACT_DAYS, GRANT_DAYS, OVERDUE_DAYS};
use super::table::{Finding, Ground, fired};
use super::{Id, Limb, Thresholds, after};

/// The answer of the Washington Group's questions for *no difficulty*, and for *cannot do at all*.
const NO_DIFFICULTY: u8 = 1;
const CANNOT: u8 = 4;
/// Limbs that are lost from which *no difficulty at all* is odd.
const LIMBS: u32 = 2;

/// What is read of a person's case; what is not known is left out.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// The person's record.
    pub id: Id,
    /// The day on which the person was killed.
    pub killed_on: Option<NaiveDate>,
    /// The case is active.
    pub active: bool,
    /// When the case was registered.
    pub registered: Option<NaiveDate>,
    /// How many limbs are lost, or parts of them.
    pub limbs_lost: u32,
    /// Every time that somebody met the person or served them: the day and the record.
    pub contacts: Vec<(NaiveDate, Id)>,
    /// When the next visit is due, of the newest record that says so.
    pub due: Option<NaiveDate>,
    /// Which limbs are lost, one for each level that is known.
    pub lost: Vec<Limb>,
    /// Limbs that were fitted or repaired, each with the record of the service.
    pub fitted: Vec<(Id, Limb)>,
    /// What was assessed.
    pub assessments: Vec<Assessment>,
    /// Cash that was given.
    pub grants: Vec<Grant>,
}

/// One assessment of needs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Assessment {
    /// The record.
    pub id: Id,
    /// The six answers of the short set, 1 to 4; none where it was not answered so.
    pub domains: [Option<u8>; 6],
    /// How many needs it records.
    pub needs: u32,
}

/// Cash that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// The record.
    pub id: Id,
    /// When.
    pub on: NaiveDate,
    /// How much.
    pub amount: f64,
    /// Of which currency.
    pub currency: String,
}

/// Returns people who were killed and were served or met later (R-E2). What was done for the family on the day itself is
/// no contradiction.
pub fn after_death(cases: &[Case]) -> Vec<Finding> {
    let odd = cases.iter().filter_map(|case| {
        let killed = case.killed_on?;
        let later = case.contacts.iter().filter(|(on, _)| *on > killed);
        let later: Vec<Id> = later.map(|(_, id)| *id).collect();
        let figures = [later.len().to_string()];
        let records = std::iter::once(case.id)
            .chain(later.iter().copied())
            .collect();
        (!later.is_empty()).then(|| fired(Ground::AfterDeath, records, figures))?
    });
    odd.collect()
}

/// Returns services with an artificial limb for an arm or a leg that the person's record does not say is lost, or of
/// another level (R-E5). Where it says nothing of losses, or of levels, nothing is held against it.
pub fn fittings(cases: &[Case]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for case in cases.iter().filter(|case| !case.lost.is_empty()) {
        for (id, limb) in &case.fitted {
            let is_same = |lost: &&Limb| lost.side == limb.side && lost.limb == limb.limb;
            let same: Vec<&Limb> = case.lost.iter().filter(is_same).collect();
            let mut levels = same
                .iter()
                .filter_map(|lost| lost.level.as_ref())
                .peekable();
            let fits = limb
                .level
                .as_ref()
                .is_none_or(|level| levels.peek().is_none() || levels.any(|lost| lost == level));
            let is_told = found.iter().any(|it| it.records.contains(id));
            if (same.is_empty() || !fits) && !is_told {
                found.extend(fired(Ground::Unfitting, vec![*id, case.id], []));
            }
        }
    }
    found
}

/// Returns assessments that cannot be what the person said: no difficulty at all with two limbs lost, or something that
/// cannot be done at all and nothing needed (R-E9).
pub fn assessments(cases: &[Case]) -> Vec<Finding> {
    let mut found = Vec::new();
    for case in cases {
        for one in &case.assessments {
            let none = one.domains.iter().all(|it| *it == Some(NO_DIFFICULTY));
            if none && case.limbs_lost >= LIMBS {
                let figures = [case.limbs_lost.to_string()];
                found.extend(fired(Ground::NoDifficulty, vec![one.id], figures));
            }
            if one.domains.contains(&Some(CANNOT)) && one.needs == 0 {
                found.extend(fired(Ground::NoNeed, vec![one.id], []));
            }
        }
    }
    found
}

/// Returns grants of more cash than the programme gives at once, and grants too soon after another (R-E10).
pub fn grants(cases: &[Case], thresholds: &Thresholds) -> Vec<Finding> {
    let mut found = Vec::new();
    for case in cases {
        let mut grants: Vec<&Grant> = case.grants.iter().collect();
        grants.sort_by_key(|grant| (grant.on, grant.id));
        for grant in &grants {
            let most = thresholds.cash_at_once.get(&grant.currency);
            if let Some(most) = most.filter(|most| grant.amount > **most) {
                let figures = [*most, grant.amount].map(|it| format!("{it} {}", grant.currency));
                let [most, amount] = figures;
                found.extend(fired(Ground::TooMuchCash, vec![grant.id], [amount, most]));
            }
        }
        for (before, grant) in grants.iter().zip(grants.iter().skip(1)) {
            let days = (grant.on - before.on).num_days();
            if days < i64::from(thresholds.at(GRANT_DAYS)) {
                let records = vec![before.id, grant.id];
                found.extend(fired(Ground::CashAgain, records, [days.to_string()]));
            }
        }
    }
    found
}

/// Returns the first day on which a visit is told as long due, and the first on which an active case is told as not met,
/// each with the day since when. Somebody whom nobody ever met waits since the case was registered.
pub fn told_from(case: &Case, thresholds: &Thresholds) -> [Option<(NaiveDate, NaiveDate)>; 2] {
    if !case.active || case.killed_on.is_some() {
        return [None, None];
    }
    let last = case.contacts.iter().map(|(on, _)| *on).max();
    let due = case.due.filter(|due| last.is_none_or(|last| last < *due));
    let told = |since: Option<NaiveDate>, days: u32| {
        let since = since?;
        Some((after(since, days)?, since))
    };
    [
        told(due, thresholds.at(OVERDUE_DAYS)),
        told(last.or(case.registered), thresholds.at(CONTACT_DAYS)),
    ]
}

/// Returns visits that are long due, and active cases that nobody met for long (R-E11).
pub fn contacts(cases: &[Case], today: NaiveDate, thresholds: &Thresholds) -> Vec<Finding> {
    let mut found = Vec::new();
    for case in cases {
        let grounds = [Ground::Overdue, Ground::NotMet];
        for (ground, told) in grounds.into_iter().zip(told_from(case, thresholds)) {
            if let Some((_, since)) = told.filter(|(from, _)| *from <= today) {
                found.extend(fired(ground, vec![case.id], [since.to_string()]));
            }
        }
    }
    found
}
