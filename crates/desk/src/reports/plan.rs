//! The annual plan: villages of high risk that are to be reached in a year (E7).

use std::collections::BTreeMap;

use store::reports::PlannedVillage;

use crate::drafts::code_in;
use crate::{Desk, DeskError, places};

/// The level of a village.
const VILLAGE: u8 = 4;
const VILLAGES_MAX: usize = 20_000;

impl Desk {
    /// Puts the plan of a year in place of the one before: a table in CSV whose first column has codes of villages, with
    /// or without a heading; gives how many there are.
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`] for roles that do not look after a laptop; [`DeskError::Misused`] when the year or a
    /// line cannot be used, with its number; nothing was changed then.
    pub fn plan_import(&self, year: u16, table: &[u8]) -> Result<u32, DeskError> {
        let misused = |why: String| DeskError::Misused { why };
        if !(1990..=2100).contains(&year) {
            return Err(misused(format!("{year} is no year of a plan")));
        }
        self.with_open(|open| {
            open.may_look_after()?;
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(table);
            let mut villages: BTreeMap<String, PlannedVillage> = BTreeMap::new();
            open.store.write_as(|writer| {
                let form = open.book.newest(writer, "eore_session")?;
                for (line, row) in reader.records().enumerate() {
                    let wrong = |why: &str| misused(format!("line {}: {why}", line + 1));
                    let row = row.map_err(|_| wrong("it is no line of a table"))?;
                    let code = row
                        .get(0)
                        .unwrap_or_default()
                        .trim_start_matches('\u{feff}')
                        .trim();
                    let is_heading = line == 0 && !code.bytes().any(|sign| sign.is_ascii_digit());
                    if code.is_empty() || is_heading {
                        continue;
                    }
                    let way = places::way_to(open, writer, code)
                        .map_err(|_| wrong("no place has this code"))?;
                    if way.first().is_none_or(|place| place.level != VILLAGE) {
                        return Err(wrong("the code is of no village"));
                    }
                    let of = |level: u8| {
                        let place = way.iter().find(|place| place.level == level);
                        // As a session that is filled at this place has it.
                        place.map_or_else(String::new, |place| match level {
                            1 => code_in(&form, "place/adm1", place),
                            _ => place.code.clone(),
                        })
                    };
                    villages.insert(of(VILLAGE), [of(1), of(2), of(3), of(VILLAGE)]);
                    if villages.len() > VILLAGES_MAX {
                        return Err(wrong("a plan has at most 20,000 villages"));
                    }
                }
                let planned: Vec<PlannedVillage> = villages.values().cloned().collect();
                writer.set_village_plan(&year.to_string(), &planned)?;
                Ok(crate::records_view::small(planned.len() as u64))
            })
        })
    }
}
