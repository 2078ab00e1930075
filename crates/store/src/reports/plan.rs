//! The annual plan of villages of high risk.

use rusqlite::named_params;

use crate::error::StoreError;
use crate::store::Writer;

/// A village of a plan: the codes from the province down.
pub type PlannedVillage = [String; 4];

impl Writer<'_> {
    /// Puts the plan of a year in place of the one before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_village_plan(
        &mut self,
        year: &str,
        villages: &[PlannedVillage],
    ) -> Result<(), StoreError> {
        const WRITE: &str = "keep the plan of villages";
        let sql = "DELETE FROM village_plan WHERE year = :year";
        self.run(WRITE, sql, named_params! { ":year": year })?;
        for [adm1, adm2, adm3, adm4] in villages {
            let sql = "INSERT OR REPLACE INTO village_plan (year, adm4, adm1, adm2, adm3)
                       VALUES (:year, :adm4, :adm1, :adm2, :adm3)";
            let row = named_params! {
                ":year": year, ":adm4": adm4, ":adm1": adm1, ":adm2": adm2, ":adm3": adm3,
            };
            self.run(WRITE, sql, row)?;
        }
        Ok(())
    }
}
