//! Places that lists have otherwise than records do (R-H2): what waits to be moved, and the correction that moves one.

use programme::quality::{Ground, RULES};

use super::shown::may_see;
use crate::drafts::{Recorded, record_id, state_of};
use crate::places::{index_of, moved_place};
use crate::view::{FormView, QualityFinding};
use crate::{Desk, DeskError};

/// Places that are told at once.
const PLACES_MAX: u32 = 500;

impl Desk {
    /// The places of this person's teams that lists no longer have as the records do, the newest first, each with its
    /// records.
    ///
    /// # Errors
    /// When the role does not review or the store cannot be read.
    pub fn moved_places(&self) -> Result<Vec<QualityFinding>, DeskError> {
        let grounds: Vec<&str> = RULES
            .iter()
            .map(|rule| rule.ground)
            .filter(|ground| ground.is_of_place())
            .map(Ground::code)
            .collect();
        self.with_open(|open| {
            may_see(open)?;
            open.store.read_as(|reader| {
                let mut told = Vec::new();
                for held in reader.findings_on(&grounds, &open.person.teams, PLACES_MAX)? {
                    told.extend(self.told_odd(open, reader, held, None)?);
                }
                Ok(told)
            })
        })
    }

    /// Opens a draft that corrects a record whose place is listed otherwise now, with the place as it is listed put into
    /// it. Nothing is saved until somebody finishes the draft.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the place is listed as the record has it, or the list does not say what took its
    /// place; otherwise as [`Desk::record_edit`].
    pub fn record_move(&self, record: &str) -> Result<FormView, DeskError> {
        let id = record_id(record)?;
        let (path, code) = self.with_open(|open| {
            open.store.read_as(|reader| {
                let state = state_of(open, reader, id)?;
                let fold = &state.fold;
                let form = open
                    .book
                    .of_record(reader, &fold.form, &fold.form_version)?;
                let index = index_of(open, reader)?;
                let moved = moved_place(&form, &state.answers, Some(&index), &open.country());
                let asked = Recorded::of(&form, &state.answers).and_then(|it| it.asked);
                asked
                    .zip(moved.and_then(|it| it.now))
                    .ok_or(DeskError::NotFound {
                        what: "place that took its place",
                    })
            })
        })?;
        let draft = self.record_edit(record)?.draft;
        self.draft_place(&draft, &path, Some(&code))
    }
}
