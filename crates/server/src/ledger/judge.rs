//! What the centre holds against revisions that it takes: who wrote them, and whether a decision was theirs
//! to make. Nothing is dropped for it; a mark travels back.

use std::collections::{BTreeMap, BTreeSet};

use programme::Role;
use programme::review::{Decision, Event, Move, Refusal, State, walk};
use records::{Header, Kind, RecordId, Revision, RevisionId, TeamId, fold};
use sync::Refused;

use super::Person;
use super::append::mark;
use super::book::{Book, Found};
use super::history::{self, History};

/// Judges revisions that were just indexed.
pub(super) fn judge(
    book: &dyn Book,
    people: &[Person],
    team: &TeamId,
    fresh: &[&Revision],
) -> Found<Vec<Refused>> {
    let mut marks = Vec::new();
    let mut decisions = BTreeMap::new();
    for revision in fresh {
        match claim(people, team, revision) {
            Ok(None) => {}
            Ok(Some(decision)) => {
                decisions.insert(revision.id, decision);
            }
            Err(found) => marks.push(found),
        }
    }
    let asked = |revision: &&&Revision| decisions.contains_key(&revision.id);
    let records: BTreeSet<RecordId> = fresh
        .iter()
        .filter(asked)
        .map(|revision| revision.header.record)
        .collect();
    if records.is_empty() {
        return Ok(marks);
    }
    let ids: BTreeSet<RevisionId> = decisions.into_keys().collect();
    for history in history::of(book, team, &records)?.values() {
        marks.extend(legality(history, &ids));
    }
    Ok(marks)
}

/// Checks a revision by itself. Returns the decision of a review that is worth a look at the history.
fn claim(
    people: &[Person],
    team: &TeamId,
    revision: &Revision,
) -> Result<Option<Decision>, Refused> {
    let marked = |code, detail: &str| Err(mark(revision.id, code, detail));
    let author = revision.header.author;
    let found = people.iter().find(|person| person.id == author);
    let Some(person) = found.filter(|person| person.scope.has(team)) else {
        return marked("author", "its author is not in this team on this laptop");
    };
    match (revision.header.kind, &revision.body) {
        (Kind::Save, _) | (Kind::Review, None) => Ok(None),
        (Kind::Erase, _) if role(person).is_some_and(Role::may_withdraw) => Ok(None),
        (Kind::Erase, _) => marked("role", "this role may not erase"),
        (Kind::Review, Some(body)) => match Decision::from_bytes(body) {
            Err(error) => marked("decision", &error.to_string()),
            Ok(decision) if Some(decision.role) != role(person) => marked(
                "role",
                "the decision was made in another role than the centre gave",
            ),
            Ok(decision) => Ok(Some(decision)),
        },
    }
}

fn role(person: &Person) -> Option<Role> {
    person.role.parse().ok()
}

/// Reads the history of one record and tells which of `asked` do not count in it.
fn legality(history: &History, asked: &BTreeSet<RevisionId>) -> Vec<Refused> {
    let headers: BTreeMap<RevisionId, &Header> = history
        .iter()
        .map(|(id, revision)| (*id, &revision.header))
        .collect();
    let Some(folded) = fold(headers.iter().map(|(id, header)| (*id, *header))) else {
        return Vec::new();
    };
    if !folded.missing.is_empty() {
        // Something that came before is still to come; the fold on every machine will judge then.
        return Vec::new();
    }
    let mut decisions = BTreeMap::new();
    for (id, revision) in history {
        if let (Kind::Review, Some(body)) = (revision.header.kind, &revision.body)
            && let Ok(decision) = Decision::from_bytes(body)
        {
            decisions.insert(*id, decision);
        }
    }
    let is_event = |id: &&RevisionId| {
        let kind = headers.get(id).map(|header| header.kind);
        kind == Some(Kind::Save) || decisions.contains_key(id)
    };
    let events: Vec<RevisionId> = folded.order.iter().filter(is_event).copied().collect();
    let unseen: Vec<Vec<usize>> = events
        .iter()
        .map(|id| folded.unseen(*id, &events))
        .collect();
    let walked = events.iter().zip(&unseen).filter_map(|(id, unseen)| {
        let author = headers.get(id)?.author.0;
        Some(match decisions.get(id) {
            Some(decision) => Event::Review {
                author,
                decision,
                sees_all: folded.sees(*id),
                unseen,
            },
            None => Event::Save { author },
        })
    });
    let status = walk(walked);
    let now = status.state;
    let ignored = status.ignored.into_iter();
    ignored
        .filter(|(_, refusal)| !is_so_already(refusal, now))
        .filter_map(|(index, refusal)| {
            let id = events.get(index)?;
            asked
                .contains(id)
                .then(|| mark(*id, refusal.code(), refusal.to_string()))
        })
        .collect()
}

/// A correction goes together with a submission. Where that finds the record submitted, or two came side by side and it is so
/// now, it leads where the record is, and there is nothing for anybody to mend.
fn is_so_already(refusal: &Refusal, now: State) -> bool {
    let (submitted, mv) = (State::Submitted, Move::Submit);
    let found_so = Refusal::State {
        state: submitted,
        mv,
    };
    *refusal == found_so || (now == submitted && *refusal == Refusal::Blind { mv })
}
