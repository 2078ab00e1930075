//! The rows that reports count, one after the other.

use rusqlite::types::ValueRef;

use super::{READ, Span, bound, words};
use crate::Figure;
use crate::error::{During, StoreError};
use crate::store::Reader;

/// Whether rows of a table can be told by their project: by what they say themselves, or the session that they are about.
#[must_use]
pub fn says_project(table: &str) -> bool {
    table == "kap" || words::has_project(table)
}

/// Which rows are told one by one. Drafts, what was taken out of use and what was found to be another record never are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What counts, and what waits for review or was returned.
    Standing,
    /// Only what counts.
    Counting,
}

impl Reader<'_> {
    /// Counts the rows that [`Reader::each_figure`] goes through.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such table; otherwise when the file cannot be read.
    pub fn row_count_of(&self, table: &str, span: &Span, which: Which) -> Result<u64, StoreError> {
        let sql = self.rows_sql(table, span, which, "count(*) AS n")?;
        let found = self.with_span(&sql, span, |row| crate::revision::whole(row, "n"))?;
        Ok(found.into_iter().next().unwrap_or(0))
    }

    /// Goes through the rows of a table in a period, a place and a project, by day, with the names of its columns; ids
    /// are texts of hexadecimal digits, and what is not known is none. One row is in memory at a time.
    ///
    /// # Errors
    /// As [`Reader::row_count_of`], and what `see` returns, which ends it.
    pub fn each_figure<E: From<StoreError>>(
        &self,
        table: &str,
        span: &Span,
        which: Which,
        mut see: impl FnMut(&[String], &[Option<Figure>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = self.rows_as_they_lie(table, span, which)?;
        let mut statement = self.conn().prepare(&sql).during(READ)?;
        let names: Vec<String> = statement
            .column_names()
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let prepared = &mut statement;
        let mut rows = bound(&sql, span, &[], move |named| prepared.query(named)).during(READ)?;
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

    fn rows_as_they_lie(
        &self,
        table: &str,
        span: &Span,
        which: Which,
    ) -> Result<String, StoreError> {
        Ok(self.rows_sql(table, span, which, "f.*")? + " ORDER BY f.day, f.id, f.n")
    }

    fn rows_sql(
        &self,
        table: &str,
        span: &Span,
        which: Which,
        what: &str,
    ) -> Result<String, StoreError> {
        let (name, table) = (table, crate::figures::table_named(table)?);
        let narrows = !self.narrowing(&span.teams)?.is_empty();
        let (teams, narrowed) = (words::teams(narrows), words::narrowed(name, span, narrows));
        let counts = match which {
            Which::Standing => "",
            Which::Counting => " AND f.approved_ms IS NOT NULL",
        };
        Ok(format!(
            "SELECT {what} FROM {table} AS f WHERE f.ended_ms IS NULL AND f.review NOT IN ('rejected', 'withdrawn', 'draft')
             AND NOT EXISTS (SELECT 1 FROM behind AS b WHERE b.record = f.record)
             AND f.day BETWEEN :from AND :to{counts}{teams}{narrowed}"
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use super::*;
    use crate::reports::By;

    /// Rows that have to be put into order first would all be in memory, however many there are.
    #[test]
    fn rows_come_in_the_order_in_which_they_lie_however_they_are_narrowed() {
        let folder = tempfile::tempdir().unwrap();
        let key = vault::DatabaseKey::from_bytes(zeroize::Zeroizing::new([7; 32]));
        let store = crate::Store::create(folder.path(), &key).unwrap();
        let team = |code: &str| records::TeamId::new(code).unwrap();
        let whole = Span {
            from: "2026-01-01".to_owned(),
            to: "2026-12-31".to_owned(),
            teams: vec![team("BTB1"), team("BTB2")],
            project: None,
            within: None,
            by: By::Country,
        };
        let place = |code: &str| Span {
            within: Some(code.to_owned()),
            ..whole.clone()
        };
        let project = Span {
            project: Some("EU".to_owned()),
            ..whole.clone()
        };
        let spans = [whole.clone(), place("02"), place("02/0209/020904"), project];
        let plan = |table: &str, span: &Span, which: Which| {
            store
                .read(|reader| {
                    let sql = reader.rows_as_they_lie(table, span, which)?;
                    let sql = format!("EXPLAIN QUERY PLAN {sql}");
                    reader.with_span(&sql, span, |row| row.get::<_, String>(3))
                })
                .unwrap()
        };
        for table in crate::FIGURE_TABLES {
            for span in &spans {
                if span.project.is_some() && !says_project(table) {
                    continue;
                }
                for which in [Which::Standing, Which::Counting] {
                    let plan = plan(table, span, which).join("; ");
                    assert!(!plan.contains("ORDER BY"), "{table} {span:?}: {plan}");
                }
            }
        }
    }
}
