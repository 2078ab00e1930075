//! Lists of which it is kept how long they are: a queue says so at once, however many records wait.

use records::TeamId;
use rusqlite::named_params;
use serde_json::json;

use crate::error::StoreError;
use crate::guard::Sight;
use crate::order::{Sort, Start};
use crate::query::Query;
use crate::record::ReviewCounts;
use crate::revision::whole;
use crate::store::Reader;

const READ: &str = "read how many records there are";

impl Reader<'_> {
    /// Returns how many records of a list are in each review state, by what is kept of it; nothing when the list is
    /// narrowed by more than that tells apart.
    pub(crate) fn tally(&self, query: &Query) -> Result<Option<ReviewCounts>, StoreError> {
        if !is_kept(query) {
            return Ok(None);
        }
        let teams: Vec<&str> = query.teams.iter().map(TeamId::as_str).collect();
        let review: Vec<&str> = query.review.iter().map(String::as_str).collect();
        let [teams, review] =
            [teams, review].map(|names| (!names.is_empty()).then(|| json!(names).to_string()));
        let asked = named_params! {
            ":form": query.form, ":odd": query.found, ":unmerged": query.unmerged,
            ":teams": teams, ":review": review,
        };
        let counts = self.all(READ, include_str!("tally.sql"), asked, |row| {
            Ok((row.get("review")?, whole(row, "n")?))
        })?;
        Ok(Some(counts))
    }

    /// Counts the records of each form.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn form_counts(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT form, sum(records) AS n FROM record_tally GROUP BY form HAVING n > 0 ORDER BY form";
        self.all(READ, sql, [], |row| {
            Ok((row.get("form")?, whole(row, "n")?))
        })
    }
}

/// Whether a list is narrowed by nothing but what counts are kept by. Its order and slice do not matter.
fn is_kept(query: &Query) -> bool {
    let rest = Query {
        form: None,
        teams: Vec::new(),
        review: Vec::new(),
        found: None,
        unmerged: false,
        sight: Sight::default(),
        sort: Sort::default(),
        backwards: false,
        start: Start::default(),
        limit: 0,
        ..query.clone()
    };
    rest == Query::default()
}
