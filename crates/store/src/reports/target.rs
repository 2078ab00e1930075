//! What donors ask of projects.

use rusqlite::named_params;

use crate::error::StoreError;
use crate::store::{Reader, Writer};

/// How much an indicator of a project is to come to in a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The project's code.
    pub project: String,
    /// The indicator, such as `E2`.
    pub indicator: String,
    /// Which of its measures, such as `total`.
    pub measure: String,
    /// First day, `YYYY-MM-DD`.
    pub first: String,
    /// Last day.
    pub last: String,
    /// How much.
    pub value: f64,
}

impl Reader<'_> {
    /// Returns every target, by project, indicator and time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn targets(&self) -> Result<Vec<Target>, StoreError> {
        let sql = "SELECT project, indicator, measure, first, last, value FROM target
                   ORDER BY project, indicator, measure, first, last";
        self.all("read the targets", sql, [], |row| {
            Ok(Target {
                project: row.get("project")?,
                indicator: row.get("indicator")?,
                measure: row.get("measure")?,
                first: row.get("first")?,
                last: row.get("last")?,
                value: row.get("value")?,
            })
        })
    }
}

impl Writer<'_> {
    /// Puts targets in place of all that their projects had before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_targets(&mut self, targets: &[Target]) -> Result<(), StoreError> {
        const WRITE: &str = "keep the targets";
        for target in targets {
            let sql = "DELETE FROM target WHERE project = :project";
            self.run(WRITE, sql, named_params! { ":project": target.project })?;
        }
        for target in targets {
            let sql =
                "INSERT OR REPLACE INTO target (project, indicator, measure, first, last, value)
                       VALUES (:project, :indicator, :measure, :first, :last, :value)";
            let row = named_params! {
                ":project": target.project, ":indicator": target.indicator, ":measure": target.measure,
                ":first": target.first, ":last": target.last, ":value": target.value,
            };
            self.run(WRITE, sql, row)?;
        }
        Ok(())
    }
}
