//! The points of the records that reports count, and of those that a list has.

use records::{PersonId, RecordId, TeamId};
use rusqlite::types::{Type, Value};
use rusqlite::{Row, named_params, params_from_iter};

use super::{READ, Span, bound, words};
use crate::error::StoreError;
use crate::guard::{Classes, Fact};
use crate::query::Query;
use crate::revision::{unreadable, whole};
use crate::store::Reader;

const LIST: &str = "find the points of a list";

/// Records of some forms in a period, a place and a project, those that stand behind another left out.
const OF_FORMS: &str = "FROM record AS f
  WHERE f.activity_date BETWEEN :from AND :to AND f.form IN (SELECT value FROM json_each(:forms))
    AND f.record NOT IN (SELECT record FROM behind)
    AND (:within IS NULL OR coalesce(f.adm1, '') || '/' || coalesce(f.adm2, '') || '/' || coalesce(f.adm3, '') || '/'
      || coalesce(f.adm4, '') || '/' LIKE :within || '/%')
    AND (:project IS NULL OR f.record IN (
      SELECT record FROM session_figure WHERE day BETWEEN :from AND :to AND project = :project UNION ALL
      SELECT record FROM hazard_figure WHERE day BETWEEN :from AND :to AND project = :project UNION ALL
      SELECT record FROM accident_figure WHERE day BETWEEN :from AND :to AND project = :project))";

/// What is read of a record for its point.
const POINT: &str =
    "f.record, f.ref, f.form, f.team, f.author, f.classes, f.activity_date, f.adm1, f.adm2, f.adm3,
  f.adm4, f.review, f.total, f.lat, f.lon";

/// The review states of what counts; with `waiting` of what waits for approval too. No other record is a point of a report.
fn in_states(waiting: bool) -> &'static str {
    match waiting {
        false => " AND f.review IN ('approved', 'locked')",
        true => " AND f.review IN ('approved', 'locked', 'submitted', 'verified')",
    }
}

/// Where a record was made, or what it tells of happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The record.
    pub record: RecordId,
    /// The record's human code.
    pub reference: String,
    /// Its form.
    pub form: String,
    /// Its team.
    pub team: TeamId,
    /// Who made it.
    pub author: PersonId,
    /// How guarded its facts are.
    pub classes: Classes,
    /// `YYYY-MM-DD`.
    pub day: Option<String>,
    /// Province.
    pub adm1: Option<String>,
    /// District.
    pub adm2: Option<String>,
    /// Commune.
    pub adm3: Option<String>,
    /// Village.
    pub adm4: Option<String>,
    /// Review state.
    pub review: String,
    /// People counted.
    pub total: Option<i64>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl Point {
    /// Whether the record counts; if not, it waits for approval.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.review.as_str(), "approved" | "locked")
    }
}

/// How many records there are, and how many of them have a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PointCounts {
    /// Records.
    pub records: u64,
    /// Those with a point.
    pub points: u64,
}

impl Reader<'_> {
    /// Returns the points of records of some forms in a period, place and project, the newest first, at most `most`: of what
    /// counts, and with `waiting` of what waits for approval too.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn points(
        &self,
        forms: &[&str],
        span: &Span,
        waiting: bool,
        most: u32,
    ) -> Result<Vec<Point>, StoreError> {
        let sql = format!(
            "SELECT {POINT} {OF_FORMS}{}{} AND f.lat IS NOT NULL AND f.lon IS NOT NULL
             ORDER BY f.activity_date DESC, f.ref LIMIT {most}",
            in_states(waiting),
            self.of_teams(span)?
        );
        self.with_forms(&sql, forms, span, point)
    }

    /// Counts what [`Reader::points`] goes through, and the records of the same kind that say no point.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn point_counts(
        &self,
        forms: &[&str],
        span: &Span,
        waiting: bool,
    ) -> Result<PointCounts, StoreError> {
        let sql = format!(
            "SELECT count(*) AS records, count(f.lat + f.lon) AS points {OF_FORMS}{}{}",
            in_states(waiting),
            self.of_teams(span)?
        );
        let found = self.with_forms(&sql, forms, span, |row| {
            Ok(PointCounts {
                records: whole(row, "records")?,
                points: whole(row, "points")?,
            })
        })?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// Returns the points of the records of a list, whatever slice of it is asked for: those that changed last come first,
    /// at most `most`. Records whose position may not be seen are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn listed_points(&self, query: &Query, most: u32) -> Result<Vec<Point>, StoreError> {
        let (narrow, values) = self.placed(query)?;
        let sql = format!(
            "SELECT {POINT} FROM record AS f {narrow} ORDER BY f.changed_ms DESC, f.id DESC LIMIT {most}"
        );
        self.all(LIST, &sql, params_from_iter(values), point)
    }

    /// Returns the point of a record; none where it says no position.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn point_of(&self, team: &TeamId, record: RecordId) -> Result<Option<Point>, StoreError> {
        let Some((number, _)) = self.place(team, record)? else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT {POINT} FROM record AS f
             WHERE f.id = :id AND f.lat IS NOT NULL AND f.lon IS NOT NULL"
        );
        self.one(LIST, &sql, named_params! { ":id": number }, point)
    }

    /// Counts the records of a list, and those that [`Reader::listed_points`] goes through.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn listed_point_counts(&self, query: &Query) -> Result<PointCounts, StoreError> {
        let (narrow, values) = self.placed(query)?;
        let sql = format!("SELECT count(*) AS points FROM record AS f {narrow}");
        let points = self.one(LIST, &sql, params_from_iter(values), |row| {
            whole(row, "points")
        })?;
        Ok(PointCounts {
            records: self.page_total(query)?,
            points: points.unwrap_or_default(),
        })
    }

    /// What leaves of a list the records that have a position which may be seen.
    fn placed(&self, query: &Query) -> Result<(String, Vec<Value>), StoreError> {
        let mut conditions = self.conditions(query)?;
        conditions.seen(query, Fact::Position);
        let has_position = "lat IS NOT NULL AND lon IS NOT NULL".to_owned();
        Ok(conditions.with_part(Some(&(has_position, Vec::new()))))
    }

    fn of_teams(&self, span: &Span) -> Result<&'static str, StoreError> {
        Ok(words::teams(!self.narrowing(&span.teams)?.is_empty()))
    }

    fn with_forms<T>(
        &self,
        sql: &str,
        forms: &[&str],
        span: &Span,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let forms = serde_json::json!(forms).to_string();
        bound(sql, span, &[(":forms", &forms)], |named| {
            self.all(READ, sql, named, read)
        })
    }
}

fn point(row: &Row<'_>) -> rusqlite::Result<Point> {
    let team = TeamId::new(row.get::<_, String>("team")?);
    Ok(Point {
        record: RecordId(row.get("record")?),
        reference: row.get("ref")?,
        form: row.get("form")?,
        team: team.map_err(|error| unreadable(row, "team", Type::Text, error))?,
        author: PersonId(row.get("author")?),
        classes: Classes::of_number(row.get("classes")?),
        day: row.get("activity_date")?,
        adm1: row.get("adm1")?,
        adm2: row.get("adm2")?,
        adm3: row.get("adm3")?,
        adm4: row.get("adm4")?,
        review: row.get("review")?,
        total: row.get("total")?,
        lat: row.get("lat")?,
        lon: row.get("lon")?,
    })
}
