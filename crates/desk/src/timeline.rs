//! The page of a person, an accident or a session: what it is about, and everything that is about it, in the order
//! in which it happened.

use forms::{Form, Index};
use records::RecordId;
use store::{Query, Reader, Sort};

use crate::drafts::record_id;
use crate::formbook::rank;
use crate::open::Open;
use crate::records_view::small;
use crate::view::{FormCard, Timeline, TimelineEntry};
use crate::{Desk, DeskError};

/// Entries of one page; the newest are left out of a longer life.
const ENTRIES_MAX: u32 = 500;
/// How a form says which form its link leads to.
const LINK_WORD: &str = "sala-link";

impl Desk {
    /// What is about a record, oldest first and undated last, with what the record itself is about, and the
    /// forms that can be started for it. Of a record that stands behind another, it is the other's page.
    ///
    /// # Errors
    /// When the record is not there or none of this person's teams holds it.
    pub fn timeline(&self, record: &str) -> Result<Timeline, DeskError> {
        let id = record_id(record)?;
        self.with_open(|open| {
            open.store.read_as(|reader| {
                open.team_of(reader, id)?;
                let id = self.standing_for(open, reader, id)?;
                let team = open.team_of(reader, id)?;
                let row = reader
                    .row(&team, id)?
                    .ok_or(DeskError::NotFound { what: "record" })?;
                let page = reader.page(&Query {
                    link: Some(id),
                    teams: open.person.teams.clone(),
                    sort: Sort::Story,
                    limit: ENTRIES_MAX,
                    ..Query::default()
                })?;
                let mut rows: Vec<(store::RecordRow, bool)> =
                    page.rows.into_iter().map(|row| (row, false)).collect();
                let above = match row.link.filter(|above| *above != id) {
                    Some(above) => Some(self.standing_for(open, reader, above)?),
                    None => None,
                };
                if let Some(above) = above {
                    rows.extend(self.subject(open, reader, above)?.map(|row| (row, true)));
                }
                rows.sort_by_key(|(row, _)| {
                    (row.activity_date.is_none(), row.activity_date.clone())
                });
                let shown = small(rows.iter().filter(|(_, is_about)| !is_about).count() as u64);
                let forms = self.forms_about(open, reader, &row.form)?;
                let entries = rows.into_iter().map(|(row, about)| {
                    Ok::<_, DeskError>(TimelineEntry {
                        row: self.row_view(open, reader, row)?,
                        about,
                    })
                });
                let mut merged = Vec::new();
                for behind in reader.behind(id)? {
                    if let Some(row) = self.subject(open, reader, behind)? {
                        merged.push(self.row_view(open, reader, row)?);
                    }
                }
                Ok(Timeline {
                    merged,
                    entries: entries.collect::<Result<_, _>>()?,
                    more: small(page.total).saturating_sub(shown),
                    subject: self.row_view(open, reader, row)?,
                    forms,
                })
            })
        })
    }

    /// The record that another one is about, as far as this person may see it.
    fn subject(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        record: RecordId,
    ) -> Result<Option<store::RecordRow>, DeskError> {
        match open.team_of(reader, record) {
            Ok(team) => Ok(reader.row(&team, record)?),
            Err(DeskError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The forms whose link leads to records of this form.
    fn forms_about(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        subject: &str,
    ) -> Result<Vec<FormCard>, DeskError> {
        if !open.person.role.may_record() {
            return Ok(Vec::new());
        }
        let language = self.language();
        let mut cards = Vec::new();
        for active in reader.forms()?.into_iter().filter(|form| form.active) {
            let form = open.book.get(reader, &active.id, &active.version)?;
            if links_to(&form) == Some(subject) {
                cards.push(FormCard {
                    title: form.title(&language).to_owned(),
                    id: active.id,
                    version: active.version,
                    records: 0,
                });
            }
        }
        cards.sort_by_key(|card| rank(&card.id));
        Ok(cards)
    }
}

/// The form that the link of a form leads to.
pub(crate) fn links_to(form: &Form) -> Option<&str> {
    let mut links = form.questions().filter(|q| q.index == Some(Index::Link));
    let mut words = links.next()?.appearance.split_whitespace();
    words.find(|word| *word == LINK_WORD)?;
    words.next()
}
