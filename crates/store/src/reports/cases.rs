//! The persons of a caseload, under their codes.

use super::words::{self, Apart};
use super::{Block, READ, Span};
use crate::error::StoreError;
use crate::guard::Sight;
use crate::revision::whole;
use crate::store::Reader;

/// One person of a caseload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The person's code.
    pub reference: String,
    /// Home down to the commune, codes with `/` between them.
    pub place: String,
    /// Where the case stands.
    pub status: Option<String>,
    /// Day of the last assessment up to the end of the period.
    pub assessed: Option<String>,
    /// Day of the last follow-up at which the person was met.
    pub visited: Option<String>,
    /// The day that the last assessment or follow-up set for the next.
    pub due: Option<String>,
    /// Needs of high priority that somebody told and no service met.
    pub needs: u64,
    /// Referrals that are under way.
    pub referrals: u64,
}

impl Reader<'_> {
    /// Returns the persons who are registered and not known to be dead, by what is due first. Only those are there whose
    /// guarded answers may be seen; what waits for review is told too, since a case does not wait.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn caseload(&self, span: &Span, sight: &Sight) -> Result<Vec<Case>, StoreError> {
        let query = include_str!("caseload.sql");
        let sql = words::put_in(query, Apart::of(span), Block::Now, false);
        let teams: Vec<&str> = sight.teams.iter().map(records::TeamId::as_str).collect();
        let teams = serde_json::json!(teams).to_string();
        let author = sight.author.map(|author| author.0.to_vec());
        let asked = rusqlite::named_params! {
            ":to": span.to, ":teams": teams, ":author": author, ":within": span.within,
        };
        self.all(READ, &sql, asked, |row| {
            Ok(Case {
                reference: row.get("ref")?,
                place: row.get("place")?,
                status: row.get("case_status")?,
                assessed: row.get("assessed")?,
                visited: row.get("visited")?,
                due: row.get("due")?,
                needs: whole(row, "needs")?,
                referrals: whole(row, "referrals")?,
            })
        })
    }
}
