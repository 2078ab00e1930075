//! The indicators once more, as the domain dictionary §6 says them, from the answers alone.

use std::collections::{BTreeMap, BTreeSet};

use records::RecordId;
use store::Stood;
use store::reports::{Block, By, Span};

use super::made_up::{Facts, Made, Then};

/// Measures by `place|split|kind|measure`; nothings are left out.
pub(super) type Out = BTreeMap<String, f64>;

/// Villages that are planned: province, district, commune, village.
pub(super) const PLAN: [[&str; 4]; 3] = [
    ["01", "01", "01", "01"],
    ["02", "01", "01", "02"],
    ["02", "02", "02", "99"],
];

/// One row that counts.
#[derive(Clone)]
pub(super) struct Row<'a> {
    pub(super) made: &'a Made,
    pub(super) facts: &'a Facts,
    pub(super) day: String,
    /// When the month was closed as which it counts.
    pub(super) closed: Option<u64>,
}

/// As of the closing of which month records count.
#[derive(Clone, Copy)]
enum AsOf {
    /// That of their own day.
    Own,
    /// The one in which the period ends.
    End,
}

impl Then {
    /// Whether it was approved at a moment.
    fn was(&self, at: u64) -> bool {
        self.from <= at && self.until.is_none_or(|until| until > at)
    }
}

impl Row<'_> {
    pub(super) fn get(&self, name: &str) -> &str {
        self.facts.said.get(name).map_or("", String::as_str)
    }

    pub(super) fn or_unknown(&self, name: &str) -> String {
        match self.get(name) {
            "" => "unknown".to_owned(),
            said => said.to_owned(),
        }
    }

    pub(super) fn number(&self, name: &str) -> f64 {
        self.get(name).parse().unwrap_or(0.0)
    }

    pub(super) fn sum(&self, names: &[&str]) -> f64 {
        names.iter().map(|name| self.number(name)).sum()
    }
}

/// What is counted, and how.
pub(super) struct Counting<'a> {
    pub(super) all: &'a [Made],
    pub(super) span: &'a Span,
    pub(super) block: Block,
    closed: BTreeMap<(String, String), u64>,
    by_id: BTreeMap<RecordId, &'a Made>,
    stood_behind: &'a [Stood],
}

fn day_of(made: &Made, facts: &Facts) -> String {
    let said = |name: &str| facts.said.get(name).cloned();
    match made.form.id() {
        "person" => said("accident_date").unwrap_or_default(),
        "referral" => said("sent_on")
            .or_else(|| said("activity_date"))
            .unwrap_or_default(),
        _ => facts.date.clone().unwrap_or_default(),
    }
}

impl<'a> Counting<'a> {
    fn of(
        all: &'a [Made],
        stood_behind: &'a [Stood],
        span: &'a Span,
        block: Block,
    ) -> Counting<'a> {
        let mut closed: BTreeMap<(String, String), u64> = BTreeMap::new();
        for made in all {
            for then in &made.approvals {
                // Records are locked by the date of their form, whatever other days they are counted by.
                let month = then.facts.date.as_deref().and_then(|date| date.get(..7));
                let (Some(at), Some(month)) = (then.locked, month.map(str::to_owned)) else {
                    continue;
                };
                let first = closed.entry((made.team.to_string(), month)).or_insert(at);
                *first = at.min(*first);
            }
        }
        let by_id = all.iter().map(|made| (made.record, made)).collect();
        Counting {
            all,
            span,
            block,
            closed,
            by_id,
            stood_behind,
        }
    }

    /// The record that stood for another when a month was closed, or that stands for it now.
    fn head(&self, record: RecordId, at: Option<u64>) -> Option<RecordId> {
        let stood = |it: &&Stood| match at {
            None => it.until_ms.is_none(),
            Some(at) => it.since_ms <= at && it.until_ms.is_none_or(|until| until > at),
        };
        let mut of = self.stood_behind.iter().filter(|it| it.record == record);
        of.find(stood).map(|it| it.head)
    }

    /// The same; itself where it stood for itself.
    pub(super) fn kept(&self, record: RecordId, at: Option<u64>) -> RecordId {
        self.head(record, at).unwrap_or(record)
    }

    /// Whom a row is linked to, as of the closing of its month.
    pub(super) fn link(&self, row: &Row<'_>) -> Option<RecordId> {
        row.facts.link.map(|link| self.kept(link, row.closed))
    }

    /// The same as of the closing of the month of a day.
    pub(super) fn link_by(&self, row: &Row<'_>, day: &str) -> Option<RecordId> {
        let at = self.closing(row.made.team.as_str(), day);
        row.facts.link.map(|link| self.kept(link, at))
    }

    /// When the month of a team and a day was closed, where that is asked.
    pub(super) fn closing(&self, team: &str, day: &str) -> Option<u64> {
        let month: String = day.chars().take(7).collect();
        let at = self.closed.get(&(team.to_owned(), month)).copied();
        at.filter(|_| self.block == Block::Closed)
    }

    /// What counts of a record, and as of when.
    fn counts(&self, made: &'a Made, as_of: AsOf) -> Vec<(&'a Facts, Option<u64>)> {
        let open = made.approvals.iter().find(|then| then.until.is_none());
        let is_behind = |at| self.head(made.record, at).is_some();
        match self.block {
            Block::Now | Block::Provisional if is_behind(None) => Vec::new(),
            Block::Now => open.map(|_| (&made.now, None)).into_iter().collect(),
            Block::Provisional => {
                let waits = matches!(made.state, "submitted" | "verified") && open.is_none();
                waits.then_some((&made.now, None)).into_iter().collect()
            }
            Block::Closed => {
                let counts = made.approvals.iter().filter_map(|then| {
                    let day = match as_of {
                        AsOf::Own => day_of(made, &then.facts),
                        AsOf::End => self.span.to.clone(),
                    };
                    let at = self.closing(made.team.as_str(), &day);
                    let counts = match at {
                        None => then.until.is_none(),
                        Some(at) => then.was(at),
                    };
                    let counts = counts && !is_behind(at);
                    counts.then_some((&then.facts, at))
                });
                counts.collect()
            }
        }
    }

    /// What was approved of a record, of whichever team, when the month of a team and a day was closed; where it was
    /// not, what is approved now.
    pub(super) fn stood(&self, made: &'a Made, team: &str, day: &str) -> Option<&'a Facts> {
        let at = self.closing(team, day);
        let stands = |then: &&Then| match at {
            None => then.until.is_none(),
            Some(at) => then.was(at),
        };
        made.approvals.iter().find(stands).map(|then| &then.facts)
    }

    /// The rows of a form that count, of any day.
    pub(super) fn ever(&self, form: &str) -> Vec<Row<'a>> {
        self.all_of(form, AsOf::Own)
    }

    /// The same for what adds up from the beginning: it stands as it did when the last month of the period was closed.
    pub(super) fn up_to(&self, form: &str) -> Vec<Row<'a>> {
        self.all_of(form, AsOf::End)
    }

    fn all_of(&self, form: &str, as_of: AsOf) -> Vec<Row<'a>> {
        let mine = |made: &&Made| made.form.id() == form && self.span.teams.contains(&made.team);
        let mut found = Vec::new();
        for made in self.all.iter().filter(mine) {
            for (facts, closed) in self.counts(made, as_of) {
                let has_project = !matches!(form, "kap_response" | "person" | "follow_up");
                let project = facts.said.get("project_code");
                let fits = self.span.project.is_none()
                    || !has_project
                    || project == self.span.project.as_ref();
                if fits {
                    found.push(Row {
                        made,
                        facts,
                        day: day_of(made, facts),
                        closed,
                    });
                }
            }
        }
        found
    }

    /// The persons who say no day of their own: those of a closed month as they and their accident stood then, the others as
    /// they stand now.
    pub(super) fn undated(&self) -> Vec<Row<'a>> {
        let undated = |row: &Row<'_>| row.day.is_empty();
        if self.block != Block::Closed {
            return self.ever("person").into_iter().filter(undated).collect();
        }
        let mine =
            |made: &&Made| made.form.id() == "person" && self.span.teams.contains(&made.team);
        let mut found = Vec::new();
        for made in self.all.iter().filter(mine) {
            let closings = self.closed.iter();
            let closings = closings.filter(|((team, _), _)| *team == *made.team.as_str());
            for ((_, month), at) in closings {
                found.extend(self.undated_at(made, Some(*at), |day| day.starts_with(month)));
            }
            let is_open = |day: &str| self.closing(made.team.as_str(), day).is_none();
            found.extend(self.undated_at(made, None, is_open));
        }
        found
    }

    /// A person without a day as of a closing, where the day of the accident is as asked.
    fn undated_at(
        &self,
        made: &'a Made,
        closed: Option<u64>,
        fits: impl Fn(&str) -> bool,
    ) -> Option<Row<'a>> {
        let mut versions = made.approvals.iter();
        let then = versions.find(|then| match closed {
            None => then.until.is_none(),
            Some(at) => then.was(at),
        })?;
        let row = Row {
            made,
            facts: &then.facts,
            day: day_of(made, &then.facts),
            closed,
        };
        let about = self.about(&row, "accident");
        let stood =
            |it: &Row<'_>| closed.is_none_or(|at| it.made.approvals.iter().any(|it| it.was(at)));
        // No closed month rests on an accident that nobody had approved.
        if about.as_ref().is_some_and(|it| !stood(it)) {
            return None;
        }
        let day = about.map_or(String::new(), |it| it.day);
        let counts = row.day.is_empty() && fits(&day) && self.head(made.record, closed).is_none();
        counts.then_some(row)
    }

    /// The rows of a form in the period.
    pub(super) fn rows(&self, form: &str) -> Vec<Row<'a>> {
        self.ever(form)
            .into_iter()
            .filter(|row| self.is_in(&row.day))
            .collect()
    }

    pub(super) fn is_in(&self, day: &str) -> bool {
        self.span.from.as_str() <= day && day <= self.span.to.as_str()
    }

    /// The record that a row is about.
    pub(super) fn about(&self, row: &Row<'_>, form: &str) -> Option<Row<'a>> {
        self.record_at(self.link(row)?, form, row.closed)
    }

    /// A record as it was approved when a month was closed; where it was not, what stands of it now.
    pub(super) fn record_at(
        &self,
        record: RecordId,
        form: &str,
        closed: Option<u64>,
    ) -> Option<Row<'a>> {
        let made = *self.by_id.get(&record)?;
        let then = closed.and_then(|at| made.approvals.iter().find(|then| then.was(at)));
        let stands = !matches!(made.state, "rejected" | "withdrawn");
        let facts = match then {
            Some(then) => &then.facts,
            None => stands.then_some(&made.now)?,
        };
        let mine = made.form.id() == form && self.span.teams.contains(&made.team);
        mine.then(|| Row {
            made,
            facts,
            day: day_of(made, facts),
            closed: None,
        })
    }

    pub(super) fn place(&self, row: &Row<'_>, home: Option<&Row<'_>>) -> String {
        self.place_of(row.made.team.as_str(), &row.day, home)
    }

    pub(super) fn place_of(&self, team: &str, day: &str, home: Option<&Row<'_>>) -> String {
        let province = home.and_then(|home| home.facts.adm[0].clone());
        let province = province.unwrap_or_default();
        match self.span.by {
            By::Province => province,
            By::Team => self.within(&province, team),
            By::Month => self.within(&province, &day.chars().take(7).collect::<String>()),
            _ => String::new(),
        }
    }

    /// A team or month, behind its province where only one is looked at.
    pub(super) fn within(&self, province: &str, own: &str) -> String {
        match &self.span.within {
            Some(_) => format!("{province} in {own}"),
            None => own.to_owned(),
        }
    }
}

/// Adds to a measure.
pub(super) fn add(out: &mut Out, at: (&str, &str, &str), measure: &str, value: f64) {
    if value != 0.0 {
        let (place, split, kind) = at;
        *out.entry(format!("{place}|{split}|{kind}|{measure}"))
            .or_default() += value;
    }
}

/// Counts one person by sex and age.
pub(super) fn person(out: &mut Out, at: (&str, &str, &str), row: Option<&Row<'_>>) {
    let sex = row.map_or("", |row| row.get("sex"));
    let age = row.map_or("", |row| row.get("age_group"));
    let group = match (sex, age) {
        ("female", "adult") => "women",
        ("male", "adult") => "men",
        ("female", "child") => "girls",
        ("male", "child") => "boys",
        _ => "unknown",
    };
    add(out, at, group, 1.0);
    add(out, at, "total", 1.0);
}

pub(super) fn median(mut days: Vec<f64>) -> Option<f64> {
    days.sort_by(f64::total_cmp);
    let middle = days.len() / 2;
    match days.len() {
        0 => None,
        n if n % 2 == 1 => Some(days[middle]),
        _ => Some((days[middle - 1] + days[middle]) / 2.0),
    }
}

pub(super) fn days_between(from: &str, to: &str) -> Option<f64> {
    let day = |text: &str| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    Some(day(to)?.signed_duration_since(day(from)?).num_days() as f64)
}

/// Puts a share down, where it is of something.
pub(super) fn share(out: &mut Out, at: (&str, &str, &str), part: f64, whole: f64) {
    if whole > 0.0 {
        add(out, at, "share", part / whole);
    }
}

pub(super) fn distinct<T: Ord>(sets: BTreeMap<String, BTreeSet<T>>, out: &mut Out, measure: &str) {
    for (place, set) in sets {
        add(out, (&place, "", ""), measure, set.len() as f64);
    }
}

/// Every indicator under the name of its query.
pub(super) fn every_indicator(
    all: &[Made],
    stood_behind: &[Stood],
    span: &Span,
    block: Block,
) -> Vec<(&'static str, Out)> {
    let counting = Counting::of(all, stood_behind, span, block);
    let mut found = super::education::education(&counting);
    found.extend(super::assistance::assistance(&counting));
    let Some(within) = &span.within else {
        return found;
    };
    let here = format!("{within} in ");
    let narrowed = found.into_iter().map(|(name, out)| {
        let kept = out.into_iter().filter_map(|(key, value)| {
            let own = key.strip_prefix(&here)?;
            Some((own.to_owned(), value))
        });
        (name, kept.collect())
    });
    narrowed.collect()
}
