//! The rows that reports count, one after the other.

use rusqlite::types::ValueRef;

use super::{READ, Span, words};
use crate::Figure;
use crate::error::{During, StoreError};
use crate::store::Reader;

/// Whether rows of a table can be told by their project: by what they say themselves, or the session that they are about.
#[must_use]
pub fn says_project(table: &str) -> bool {
    table == "kap" || words::has_project(table)
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

    /// Goes through the rows of a table in a period, a place and a project, by day, with the names of its columns; ids
    /// are texts of hexadecimal digits, and what is not known is none. One row is in memory at a time. Records that were
    /// taken out of use are left out.
    ///
    /// # Errors
    /// As [`Reader::row_count_of`], and what `see` returns, which ends it.
    pub fn each_figure<E: From<StoreError>>(
        &self,
        table: &str,
        span: &Span,
        mut see: impl FnMut(&[String], &[Option<Figure>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = self.rows_sql(table, span, "f.*")? + " ORDER BY f.day, f.id, f.n";
        let mut statement = self.conn().prepare(&sql).during(READ)?;
        let names: Vec<String> = statement
            .column_names()
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let teams = super::teams_json(span);
        let all: [(&str, &dyn rusqlite::ToSql); 5] = [
            (":from", &span.from),
            (":to", &span.to),
            (":teams", &teams),
            (":project", &span.project),
            (":within", &span.within),
        ];
        let named: Vec<_> = all
            .into_iter()
            .filter(|(name, _)| sql.contains(name))
            .collect();
        let mut rows = statement.query(named.as_slice()).during(READ)?;
        let mut cells = vec![None; names.len()];
        while let Some(row) = rows.next().during(READ)? {
            for (at, cell) in cells.iter_mut().enumerate() {
                *cell = match row.get_ref(at).during(READ)? {
                    ValueRef::Null => None,
                    ValueRef::Integer(number) => Some(Figure::Whole(number)),
                    ValueRef::Real(number) => Some(Figure::Part(number)),
                    ValueRef::Text(text) => {
                        Some(Figure::Text(String::from_utf8_lossy(text).into_owned()))
                    }
                    ValueRef::Blob(bytes) => {
                        let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
                        Some(Figure::Text(digits.collect()))
                    }
                };
            }
            see(&names, &cells)?;
        }
        Ok(())
    }

    fn rows_sql(&self, table: &str, span: &Span, what: &str) -> Result<String, StoreError> {
        let (name, table) = (table, crate::figures::table_named(table)?);
        let narrows = !self.narrowing(&span.teams)?.is_empty();
        let (teams, narrowed) = (words::teams(narrows), words::narrowed(name, span, narrows));
        Ok(format!(
            "SELECT {what} FROM {table} AS f WHERE f.ended_ms IS NULL AND f.review NOT IN ('rejected', 'withdrawn')
             AND f.day BETWEEN :from AND :to{teams}{narrowed}"
        ))
    }
}
