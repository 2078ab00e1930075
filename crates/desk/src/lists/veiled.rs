//! What entries of lists are called before people who are not shown the answers that they are called by.

use std::collections::HashMap;

use forms::Class;
use store::{Apart, EntityChanges, Reader};

use crate::DeskError;
use crate::open::Open;

/// Puts the code of the record in place of what an entry is called, where that tells answers about people of a record
/// whose guarded answers this person is not shown. Of a form that is not here nobody knows what it tells.
pub(super) fn veil(
    open: &Open,
    reader: &Reader<'_>,
    changes: &mut EntityChanges,
) -> Result<(), DeskError> {
    let mut guarded: HashMap<(String, String), bool> = HashMap::new();
    for line in &mut changes.lines {
        let (Some(apart), Some(label)) = (&line.apart, &mut line.label) else {
            continue;
        };
        let key = (apart.form.clone(), apart.form_version.clone());
        let is_guarded = match guarded.get(&key) {
            Some(known) => *known,
            None => {
                let told = is_guarded(open, reader, apart, &line.list)?;
                guarded.insert(key, told);
                told
            }
        };
        if is_guarded {
            apart.reference.clone_into(label);
        }
    }
    Ok(())
}

fn is_guarded(
    open: &Open,
    reader: &Reader<'_>,
    apart: &Apart,
    list: &str,
) -> Result<bool, DeskError> {
    match open
        .book
        .of_record(reader, &apart.form, &apart.form_version)
    {
        Ok(form) => Ok(form
            .entity_label_class(list)
            .is_some_and(|class| class >= Class::P2)),
        Err(DeskError::NotFound { .. }) => Ok(true),
        Err(error) => Err(error),
    }
}
