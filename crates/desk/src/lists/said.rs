//! What a record says of the entries of lists, worked out from its answers alone: every laptop that holds the same
//! revisions comes to the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::{Answers, Entity, Filling, Form};
use programme::review::State;
use records::RecordId;
use store::EntityLine;

use crate::state::RecordState;

/// What a record says. One that was withdrawn, rejected or erased says nothing. An entry that its form calls nothing is
/// called by the record's human code.
pub(crate) fn said(state: &RecordState, form: &Arc<Form>, reference: &str) -> Vec<EntityLine> {
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
            apart: None,
        });
        line.makes |= entity.creates;
        let is_blank = |label: &String| label.trim().is_empty();
        match entity.label {
            Some(label) if entity.creates && is_blank(&label) => {
                line.label = Some(reference.to_owned());
            }
            None => {}
            told => line.label = told,
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
        Some(path) => Some(
            told.cloned()
                .unwrap_or_else(|| of_instance(entity, record, path)),
        ),
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

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failed test should stop at once"
    )]

    use programme::Role;
    use programme::review::{Decision, Move};
    use records::{DeviceId, Draft, Kind, PersonId, Revision, RevisionId, TeamId};

    use super::*;
    use crate::check_form;

    const SHEETS: &str = "survey\n,type,name,label,save_to\n,text,kind,Kind,species\n,text,age,Age,age\n\
entities,list_name,label\n,trees,\"concat(${kind}, ' tree')\"\nsettings,form_id,version\n,f,1\n";

    fn form(sheets: &str) -> Arc<Form> {
        check_form("f.csv", sheets.as_bytes()).form.unwrap()
    }

    fn revision(kind: Kind, n: u64, parents: &[&Revision], body: &[u8]) -> Revision {
        let draft = Draft {
            record: RecordId([7; 16]),
            team: TeamId::new("BTB2").unwrap(),
            kind,
            parents: parents
                .iter()
                .map(|parent| parent.id)
                .collect::<Vec<RevisionId>>(),
            form: "f".to_owned(),
            form_version: "1".to_owned(),
            author: PersonId([1; 16]),
            device: DeviceId([9; 16]),
            n,
            at: n,
        };
        Revision::new(draft, body.to_vec()).unwrap()
    }

    fn save(n: u64, parents: &[&Revision], kind: &str, age: &str) -> Revision {
        let body = format!("{{\"age\":\"{age}\",\"kind\":\"{kind}\"}}");
        revision(Kind::Save, n, parents, body.as_bytes())
    }

    /// What the record says, as `label species age at`.
    fn told(revisions: &[Revision]) -> Option<String> {
        let mut state = RecordState::of(revisions, &|_, _| true, &|_| true).unwrap();
        let form = form(SHEETS);
        if state.fold.heads.len() > 1 {
            state.work_out(&form);
        }
        let lines = said(&state, &form, "KH-F-1");
        assert!(lines.len() <= 1);
        let line = lines.into_iter().next()?;
        assert_eq!((line.list.as_str(), line.makes), ("trees", true));
        assert_eq!(line.name, RecordId([7; 16]).to_string());
        let of = |name: &str| line.properties.get(name).cloned().unwrap_or_default();
        let label = line.label.unwrap_or_default();
        Some(format!(
            "{label} {} {} {}",
            of("species"),
            of("age"),
            line.at_ms
        ))
    }

    #[test]
    fn the_answers_that_are_shown_speak() {
        let first = save(1, &[], "oak", "5");
        let alone = std::slice::from_ref(&first);
        assert_eq!(told(alone).as_deref(), Some("oak tree oak 5 1"));
        let second = save(2, &[&first], "palm", "5");
        let both = [first.clone(), second.clone()];
        assert_eq!(told(&both).as_deref(), Some("palm tree palm 5 2"));
        // Two people changed different answers apart from each other.
        let other = save(3, &[&first], "oak", "6");
        let joined = [other, second, first];
        assert_eq!(told(&joined).as_deref(), Some("palm tree palm 6 3"));
    }

    #[test]
    fn what_was_withdrawn_rejected_or_erased_says_nothing() {
        let first = save(1, &[], "oak", "5");
        let decide = |mv: Move, role: Role, n: u64, on: &Revision| {
            let mut decision = Decision::new(mv, role);
            decision.reason = Some("because".to_owned());
            revision(Kind::Review, n, &[on], &decision.to_bytes().unwrap())
        };
        let submit = decide(Move::Submit, Role::Field, 2, &first);
        let begun = [first.clone(), submit.clone()];
        assert!(told(&begun).is_some());
        let withdrawn = decide(Move::Withdraw, Role::Supervisor, 3, &submit);
        assert_eq!(told(&[begun.as_slice(), &[withdrawn]].concat()), None);
        let mut rejected = decide(Move::Reject, Role::Supervisor, 3, &submit);
        rejected.header.author = PersonId([2; 16]);
        rejected.id = rejected.header.id();
        assert_eq!(told(&[begun.as_slice(), &[rejected]].concat()), None);
        let mut erased = begun;
        erased[0].body = None;
        assert_eq!(told(&erased), None);
    }

    #[test]
    fn what_its_form_calls_nothing_is_called_by_its_code() {
        let sheets = "survey\n,type,name,label\n,text,kind,Kind\n,text,note,Note\nentities,list_name,label\n,trees,${kind}\n\
settings,form_id,version\n,f,1\n";
        let label = |body: &[u8]| {
            let save = revision(Kind::Save, 1, &[], body);
            let state = RecordState::of(&[save], &|_, _| true, &|_| true).unwrap();
            said(&state, &form(sheets), "KH-F-1")[0].label.clone()
        };
        assert_eq!(label(b"{\"kind\":\"oak\"}").as_deref(), Some("oak"));
        assert_eq!(label(b"{\"note\":\"x\"}").as_deref(), Some("KH-F-1"));
    }

    #[test]
    fn an_instance_without_an_id_is_named_by_its_place() {
        let sheets = "survey\n,type,name,label,save_to\n,begin repeat,trees,Trees,\n,text,kind,Kind,species\n\
,end repeat,,,\nentities,list_name,label\n,trees,${kind}\nsettings,form_id,version\n,f,1\n";
        let names = || {
            let body = b"{\"trees\":[{\"__id\":\"1\",\"kind\":\"oak\"},{\"__id\":\"2\",\"kind\":\"palm\"}]}";
            let save = revision(Kind::Save, 1, &[], body);
            let state = RecordState::of(&[save], &|_, _| true, &|_| true).unwrap();
            let lines = said(&state, &form(sheets), "KH-F-1");
            lines.into_iter().map(|line| line.name).collect::<Vec<_>>()
        };
        assert_eq!(names().len(), 2);
        assert_eq!(names(), names());
    }
}
