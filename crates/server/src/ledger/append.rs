//! Taking a sealed part in: what of it is new, and what there is to say against it.

use std::collections::BTreeMap;

use programme::quality;
use records::{Kind, Part, Revision, RevisionId, TeamId};
use sync::{Offered, Refused};

use super::book::{Book, Brought, Found, Head, Whom};
use super::{LedgerError, forget, history, judge};

/// What became of a part that was taken.
pub(super) struct Appended {
    /// How many of its revisions are new.
    pub(super) new: u32,
    /// The first and the last position at which they stand.
    pub(super) positions: (u64, u64),
    /// What is held against some of them; they are kept all the same.
    pub(super) marks: Vec<Refused>,
    /// True when bodies were taken out.
    pub(super) erased: bool,
}

/// The mark of a count that was used before. It is the device's fault and not the content's.
pub(super) const TWICE: &str = "twice";
/// The mark of what came from a laptop whose clock was off.
const CLOCK: &str = "clock";

/// Keeps what is new of a part whose seal was found good.
pub(super) fn append(
    book: &dyn Book,
    brought: Brought<'_>,
    offered: Offered<'_>,
) -> Found<Appended> {
    let Offered {
        part, revisions, ..
    } = offered;
    let team = &part.team;
    let mut place = book
        .place_held(team)?
        .ok_or_else(|| LedgerError::NoTeam { team: team.clone() })?;
    let seq = place.seq + 1;
    let new = book.index(team, seq, revisions)?;
    let (fresh, known): (Vec<&Revision>, Vec<&Revision>) = revisions
        .iter()
        .partition(|revision| new.contains(&revision.id));
    let known: Vec<RevisionId> = known.iter().map(|revision| revision.id).collect();
    let mut marks = book.marks(team, &known)?;
    let mut positions = found_at(book, team, &known)?;
    let mut erased = false;
    if !fresh.is_empty() {
        book.keep(team, &head(part, seq), brought, offered.wire)?;
        place.seq = seq;
        fresh
            .iter()
            .for_each(|revision| place.digest.add(&revision.id));
        book.move_on(team, &place)?;
        let people = book.people(Whom::On(part.device))?;
        let mut found = judge::judge(book, &people, team, &fresh)?;
        found.extend(twice(book, part, seq, &fresh)?);
        found.extend(clock_off(brought, part, &fresh));
        book.mark(team, &found, brought.at_ms)?;
        marks.extend(found);
        erased = forget::forget(book, team, revisions)?;
        positions = (positions.0.min(seq), positions.1.max(seq));
    }
    Ok(Appended {
        new: new.len() as u32,
        positions,
        marks,
        erased,
    })
}

fn head(part: &Part, seq: u64) -> Head {
    Head {
        seq,
        device: part.device,
        first: part.first,
        count: u64::from(part.count),
    }
}

/// Returns the first and the last position of revisions that are known; of none, the reverse.
fn found_at(book: &dyn Book, team: &TeamId, known: &[RevisionId]) -> Found<(u64, u64)> {
    let found = book.indexed(team, known)?;
    if found.len() < known.len() {
        return Err(LedgerError::Damaged {
            what: "index of revisions",
        });
    }
    let seqs = found.values().map(|indexed| indexed.seq);
    Ok(seqs.fold((u64::MAX, 0), |span, seq| {
        (span.0.min(seq), span.1.max(seq))
    }))
}

/// Finds counts that this device used before for something else: it was set back to an old copy.
fn twice(book: &dyn Book, part: &Part, seq: u64, fresh: &[&Revision]) -> Found<Vec<Refused>> {
    let numbers: BTreeMap<u64, RevisionId> = fresh
        .iter()
        .map(|revision| (revision.header.n, revision.id))
        .collect();
    let (Some((first, _)), Some((last, _))) = (numbers.first_key_value(), numbers.last_key_value())
    else {
        return Ok(Vec::new());
    };
    let mut marks = BTreeMap::new();
    let earlier = book.parts_with(&part.team, part.device, (*first, *last))?;
    for before in earlier.into_iter().filter(|before| *before < seq) {
        for other in history::part(book, &part.team, before)? {
            if let Some(id) = numbers.get(&other.header.n).filter(|id| **id != other.id) {
                let detail = format!("the device gave the same count to {} before", other.id);
                marks.entry(*id).or_insert_with(|| mark(*id, TWICE, detail));
            }
        }
    }
    Ok(marks.into_values().collect())
}

/// Finds saves that a laptop sealed itself and brought while its clock was off.
fn clock_off(brought: Brought<'_>, part: &Part, fresh: &[&Revision]) -> Vec<Refused> {
    let laptop = brought.laptop_ms.filter(|_| part.device == brought.by);
    let Some(found) = laptop.and_then(|clock| quality::clock_off(clock, brought.at_ms)) else {
        return Vec::new();
    };
    let detail = format!("{} {}", found.rule.ground.code(), found.figures.join(" "));
    let saves = fresh.iter().filter(|it| it.header.kind == Kind::Save);
    saves
        .map(|save| mark(save.id, CLOCK, detail.clone()))
        .collect()
}

/// Says something against a revision.
pub(super) fn mark(id: RevisionId, code: &str, detail: impl Into<String>) -> Refused {
    Refused {
        id,
        code: code.to_owned(),
        detail: detail.into(),
    }
}
