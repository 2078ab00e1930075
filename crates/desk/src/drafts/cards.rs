//! Unfinished work as the first screen lists it, and what was put aside.

use std::collections::BTreeSet;

use store::{Draft, Reader};

use super::state_of;
use crate::clock::iso;
use crate::open::Open;
use crate::view::DraftCard;
use crate::{Desk, DeskError};

/// So long a draft that was put aside is offered again, and so many of them at most.
const ASIDE_MS: u64 = 30 * 86_400_000;
const ASIDE_MAX: usize = 20;

impl Desk {
    /// Drafts of this person's teams, last touched first.
    pub(crate) fn draft_cards(&self, open: &Open) -> Result<Vec<DraftCard>, DeskError> {
        open.store.read_as(|reader| {
            let mut drafts = reader.drafts()?;
            drafts.retain(|draft| open.own_team(&draft.team).is_ok());
            self.cards(open, reader, drafts)
        })
    }

    /// Drafts of this person's teams that were put aside lately, the last first; not those of records that somebody
    /// corrects anew, or that were changed or settled since.
    pub(crate) fn aside_cards(&self, open: &Open) -> Result<Vec<DraftCard>, DeskError> {
        let since = self.now().saturating_sub(ASIDE_MS);
        open.store.read_as(|reader| {
            let taken: BTreeSet<_> = reader
                .drafts()?
                .iter()
                .filter_map(|draft| draft.record)
                .collect();
            let mut aside = Vec::new();
            for draft in reader.discarded_drafts(since)? {
                let is_free = draft.record.is_none_or(|record| !taken.contains(&record));
                let is_own = open.own_team(&draft.team).is_ok();
                if is_free && is_own && !is_outdated(open, reader, &draft)? {
                    aside.push(draft);
                }
                if aside.len() == ASIDE_MAX {
                    break;
                }
            }
            self.cards(open, reader, aside)
        })
    }

    fn cards(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        drafts: Vec<Draft>,
    ) -> Result<Vec<DraftCard>, DeskError> {
        let language = self.language();
        let mut cards = Vec::new();
        for draft in drafts {
            let form = open.book.get(reader, &draft.form, &draft.form_version)?;
            // What a correction is about is shown as lists show it.
            let corrected = match draft.record {
                Some(record) => reader.row(&draft.team, record)?,
                None => None,
            };
            let title = match corrected {
                Some(row) => self.row_view(open, reader, row)?.title,
                None => draft.title,
            };
            cards.push(DraftCard {
                id: records::RecordId(draft.id).to_string(),
                title,
                form_title: form.title(&language).to_owned(),
                saved_at: iso(draft.touched_ms, self.offset()),
                problems: draft.problems,
                record: draft.record.map(|record| record.to_string()),
            });
        }
        Ok(cards)
    }
}

/// Whether a correction would not follow the record as it stands now, or may not be made any more.
fn is_outdated(open: &Open, reader: &Reader<'_>, draft: &Draft) -> Result<bool, DeskError> {
    let Some(record) = draft.record else {
        return Ok(false);
    };
    match state_of(open, reader, record) {
        Ok(state) => {
            let settled = !state.status.state.is_open_to_correction();
            Ok(settled || draft.parents != state.fold.next_parents())
        }
        Err(DeskError::NotFound { .. }) => Ok(true),
        Err(other) => Err(other),
    }
}
