//! What a new record is about: the person or accident that it was begun from.

use forms::{Filling, Index, Moment};

use crate::DeskError;

/// Answers the question that holds the link of a record. Where it is filled from a list, the entry is chosen there, so
/// that all that follows from the choice follows here too; what the list does not have is written down all the same.
pub(super) fn tie(filling: &mut Filling, link: &str, moment: &Moment) -> Result<(), DeskError> {
    let form = filling.form().clone();
    let mut questions = form.questions();
    let question = questions.find(|question| question.index == Some(Index::Link));
    let path = &question.ok_or(DeskError::NotFound { what: "link" })?.path;
    if let Some(list) = form.filled_from(path) {
        filling
            .set(&list.path, link, moment)
            .map_err(DeskError::Answer)?;
    }
    if filling.answers().get(path) == Some(link) {
        return Ok(());
    }
    filling.set(path, link, moment).map_err(DeskError::Answer)
}
