//! The rows that reports count, one after the other, and the points of records.

use records::TeamId;
use rusqlite::named_params;
use rusqlite::types::ValueRef;

use super::{READ, Span, words};
use crate::error::{During, StoreError};
use crate::store::Reader;

/// Where a record was made, or what it tells of happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The record's human code.
    pub reference: String,
    /// Its form.
    pub form: String,
    /// `YYYY-MM-DD`.
    pub day: Option<String>,
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

impl Reader<'_> {
    /// Counts the rows that [`Reader::each_figure`] goes through.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such table; otherwise when the file cannot be read.
    pub fn row_count_of(&self, table: &str, span: &Span) -> Result<u64, StoreError> {
        let sql = self.rows_sql(table, span, "count(*) AS n")?;
        let found = self.with_span(&sql, span, |row| crate::revision::whole(row, "n"))?;
        Ok(found.into_iter().next().unwrap_or(0))
    }

    /// Goes through the rows of a table in a period, by day, with the names of its columns; ids are in hexadecimal
    /// digits. One row is in memory at a time. Records that were taken out of use are left out.
    ///
    /// # Errors
    /// As [`Reader::row_count_of`], and what `see` returns, which ends it.
    pub fn each_figure<E: From<StoreError>>(
        &self,
        table: &str,
        span: &Span,
        mut see: impl FnMut(&[String], &[String]) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = self.rows_sql(table, span, "f.*")? + " ORDER BY f.day, f.id, f.n";
        let mut statement = self.conn().prepare(&sql).during(READ)?;
        let names: Vec<String> = statement
            .column_names()
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let teams = super::teams_json(span);
        let all: [(&str, &dyn rusqlite::ToSql); 4] = [
            (":from", &span.from),
            (":to", &span.to),
            (":teams", &teams),
            (":project", &span.project),
        ];
        let named: Vec<_> = all
            .into_iter()
            .filter(|(name, _)| sql.contains(name))
            .collect();
        let mut rows = statement.query(named.as_slice()).during(READ)?;
        let mut cells = vec![String::new(); names.len()];
        while let Some(row) = rows.next().during(READ)? {
            for (at, cell) in cells.iter_mut().enumerate() {
                *cell = match row.get_ref(at).during(READ)? {
                    ValueRef::Null => String::new(),
                    ValueRef::Integer(number) => number.to_string(),
                    ValueRef::Real(number) => number.to_string(),
                    ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    ValueRef::Blob(bytes) => {
                        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
                    }
                };
            }
            see(&names, &cells)?;
        }
        Ok(())
    }

    fn rows_sql(&self, table: &str, span: &Span, what: &str) -> Result<String, StoreError> {
        let table = crate::figures::table_named(table)?;
        let teams = words::teams(!self.narrowing(&span.teams)?.is_empty());
        Ok(format!(
            "SELECT {what} FROM {table} AS f WHERE f.ended_ms IS NULL AND f.review NOT IN ('rejected', 'withdrawn')
             AND f.day BETWEEN :from AND :to AND (:project IS NULL OR f.project = :project){teams}"
        ))
    }

    /// Returns the points of records of some forms in a period; those taken out of use are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn points(
        &self,
        forms: &[&str],
        teams: &[TeamId],
        from: &str,
        to: &str,
    ) -> Result<Vec<Point>, StoreError> {
        let teams: Vec<&str> = teams.iter().map(TeamId::as_str).collect();
        let sql = "SELECT ref, form, activity_date, adm3, adm4, review, total, lat, lon FROM record
                   WHERE activity_date BETWEEN :from AND :to AND lat IS NOT NULL AND lon IS NOT NULL
                     AND form IN (SELECT value FROM json_each(:forms)) AND team IN (SELECT value FROM json_each(:teams))
                     AND review NOT IN ('draft', 'rejected', 'withdrawn')
                   ORDER BY activity_date, ref";
        let asked = named_params! {
            ":from": from, ":to": to, ":forms": serde_json::json!(forms).to_string(),
            ":teams": serde_json::json!(teams).to_string(),
        };
        self.all(READ, sql, asked, |row| {
            Ok(Point {
                reference: row.get("ref")?,
                form: row.get("form")?,
                day: row.get("activity_date")?,
                adm3: row.get("adm3")?,
                adm4: row.get("adm4")?,
                review: row.get("review")?,
                total: row.get("total")?,
                lat: row.get("lat")?,
                lon: row.get("lon")?,
            })
        })
    }
}
