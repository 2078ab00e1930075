//! What a record says of the entries of lists, worked out from its answers alone: every laptop that holds the same
//! revisions comes to the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::{Answers, Entity, Filling, Form};
use programme::review::State;
use records::RecordId;
use store::EntityLine;

use crate::state::RecordState;

/// What a record says. One that was withdrawn, rejected or erased says nothing.
pub(crate) fn said(state: &RecordState, form: &Arc<Form>) -> Vec<EntityLine> {
    let out = matches!(state.status.state, State::Withdrawn | State::Rejected);
    if out || form.entity_lists().next().is_none() || state.answers == Answers::default() {
        return Vec::new();
    }
    let filling = Filling::resume(form.clone(), &state.answers, &state.own_moment());
    let record = state.fold.record;
    let mut lines: BTreeMap<(String, String), EntityLine> = BTreeMap::new();
    for entity in filling.entities() {
        let Some(name) = name_of(&entity, record) else {
            continue;
        };
        // Two instances of a repeat can speak of one entry: the later one holds.
        let key = (entity.list.clone(), name.clone());
        let line = lines.entry(key).or_insert_with(|| EntityLine {
            list: entity.list,
            name,
            makes: false,
            at_ms: state.saved_at,
            label: None,
            properties: BTreeMap::new(),
        });
        line.makes |= entity.creates;
        if entity.label.is_some() {
            line.label = entity.label;
        }
        line.properties.extend(entity.properties);
    }
    lines.into_values().collect()
}

/// Under which name an entry is listed: that of the record that makes it, so that a link leads to the record. An
/// instance of a repeat has an id of its own, and a form that works the id out names the entry itself.
fn name_of(entity: &Entity, record: RecordId) -> Option<String> {
    let told = Some(&entity.id).filter(|id| !id.is_empty());
    match &entity.within {
        _ if entity.names_itself => told.cloned(),
        None => Some(record.to_string()),
        Some(path) => Some(told.cloned().unwrap_or_else(|| of_instance(entity, record, path))),
    }
}

/// The id of an instance that came without one, as from a table.
fn of_instance(entity: &Entity, record: RecordId, path: &str) -> String {
    let mut hash = blake3::Hasher::new_derive_key("sala 2026-11 entity of a repeat");
    hash.update(&record.0);
    for piece in [entity.list.as_str(), path] {
        hash.update(&(piece.len() as u64).to_le_bytes());
        hash.update(piece.as_bytes());
    }
    RecordId::imported(0, hash.finalize().as_bytes()).to_string()
}
