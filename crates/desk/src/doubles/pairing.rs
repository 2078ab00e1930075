//! Holding records against each other: each as it comes, or all of a kind anew.

use std::collections::HashMap;

use programme::duplicates::{
    self as pure, Bounds, GROUP_MAX, Index, Pair, SHARED_MAX, Sweep, Ties,
};
use programme::quality::{Ground, Thresholds};
use records::{RecordId, TeamId};
use store::{Compared, FoundDouble, Reader, Writer};

use super::deciding::held_words;
use super::facts::{Facts, PEOPLE, SESSIONS, SessionFacts};
use crate::abreast::abreast;
use crate::quality::{Piece, across_teams};
use crate::view::DoubleGround;
use crate::{Desk, DeskError};

/// Records that are held against the others at once while they are listed; more wait until somebody looks.
pub(crate) const AT_ONCE: usize = 64;
/// Records that are held against the others in one piece: nobody waits long for the store.
const PIECE: usize = 16;
/// From so many on that wait, looking through all people anew is sooner done.
const WORTH_A_SWEEP: usize = 2_000;
/// Parts of a look through everybody: enough for every core to have some.
const PARTS: usize = 64;
/// What one ground of R-D1 makes two sessions, and each further one adds.
const SESSION_SCORE: (u8, u8) = (70, 10);
/// What two sessions come to of which every answer is the same (R-D5).
const SAME_CONTENT: u8 = 100;

/// A record that looks like another.
pub(crate) struct Alike {
    pub(crate) other: Compared,
    pub(crate) score: u8,
    pub(crate) grounds: Vec<DoubleGround>,
}

/// The records that a record looks like, those that look most like it first; `but` is itself.
pub(crate) fn alike(
    reader: &Reader<'_>,
    facts: &Facts,
    but: Option<i64>,
    set: &Thresholds,
) -> Result<Vec<Alike>, DeskError> {
    let bounds = Bounds::of(set);
    let mut found = match facts {
        Facts::Person(person) => {
            let profile = person.profile();
            let shared = (PEOPLE, profile.keys().asked, SHARED_MAX);
            alike_among(reader, &shared, but, |theirs| {
                let Facts::Person(theirs) = theirs else {
                    return None;
                };
                // Names take the longest to read, and help nobody with whom too little else agrees.
                if !profile.may_be(&theirs.profile_without_names(), bounds) {
                    return None;
                }
                let alike = profile.alike(&theirs.profile(), bounds)?;
                Some((alike.points, grounds_of(&alike)))
            })?
        }
        Facts::Session(session) => {
            let shared = (SESSIONS, session.keys(), GROUP_MAX);
            alike_among(reader, &shared, but, |theirs| match theirs {
                Facts::Session(theirs) => same_session(session, theirs, set),
                Facts::Person(_) => None,
            })?
        }
    };
    found.sort_by_key(|it| (std::cmp::Reverse(it.score), it.other.record));
    Ok(found)
}

/// The records of a kind that share a key, but for one, as far as `judge` finds them alike.
fn alike_among(
    reader: &Reader<'_>,
    (kind, keys, most): &(u8, Vec<u64>, usize),
    but: Option<i64>,
    judge: impl Fn(&Facts) -> Option<(u8, Vec<DoubleGround>)>,
) -> Result<Vec<Alike>, DeskError> {
    let mut all = Vec::new();
    for other in reader.sharing(keys, *most)? {
        if Some(other.number) == but || other.kind != *kind {
            continue;
        }
        let theirs = Facts::read(other.kind, &other.facts);
        let Some((score, grounds)) = theirs.as_ref().and_then(&judge) else {
            continue;
        };
        all.extend(reader.compared_numbered(other.number)?.map(|other| Alike {
            other,
            score,
            grounds,
        }));
    }
    Ok(all)
}

/// How much two records of sessions look like one; nothing when they do not.
fn same_session(
    one: &SessionFacts,
    other: &SessionFacts,
    set: &Thresholds,
) -> Option<(u8, Vec<DoubleGround>)> {
    let both = [one.session([1; 16])?, other.session([2; 16])?];
    let same = pure::imported_twice(&both).fired.into_iter();
    let fired: Vec<_> = same.chain(pure::doubles(&both, set).fired).collect();
    let more = u8::try_from(fired.len().checked_sub(1)?).unwrap_or(u8::MAX);
    let is_same = fired.iter().any(|it| it.rule.ground == Ground::SameContent);
    let (first, further) = SESSION_SCORE;
    let score = match is_same {
        true => SAME_CONTENT,
        false => first
            .saturating_add(further.saturating_mul(more))
            .min(SAME_CONTENT - 1),
    };
    let grounds = fired.iter().map(|it| DoubleGround {
        code: it.rule.ground.code().to_owned(),
        figure: it
            .figures
            .first()
            .and_then(|it| it.parse().ok())
            .unwrap_or_default(),
        points: 0,
    });
    Some((score, grounds.collect()))
}

fn grounds_of(found: &pure::Match) -> Vec<DoubleGround> {
    let grounds = found.reasons.iter().map(|reason| DoubleGround {
        code: reason.fact.code().to_owned(),
        figure: reason.fact.figure(),
        points: i32::from(reason.points),
    });
    grounds.collect()
}

fn written(grounds: &[DoubleGround]) -> String {
    serde_json::json!(grounds).to_string()
}

/// Holds records that wait for it against the others: at most so many.
pub(crate) fn pair_due(writer: &mut Writer<'_>, most: usize) -> Result<(), DeskError> {
    let most = u32::try_from(most).unwrap_or(u32::MAX);
    let due = writer.due_likenesses(most)?;
    if due.is_empty() {
        return Ok(());
    }
    let ties = Ties::said(held_words(writer)?);
    let set = across_teams(writer)?;
    due.iter()
        .try_for_each(|due| pair(writer, &ties, &set, due))
}

/// Holds a record against the others before somebody accepts it, while any of them waits for that.
pub(crate) fn pair_record(
    writer: &mut Writer<'_>,
    team: &TeamId,
    record: RecordId,
) -> Result<(), DeskError> {
    if writer.due_likenesses(1)?.is_empty() {
        return Ok(());
    }
    let Some(compared) = writer.compared(team, record)? else {
        return Ok(());
    };
    let ties = Ties::said(held_words(writer)?);
    let set = across_teams(writer)?;
    pair(writer, &ties, &set, &compared)
}

fn pair(
    writer: &mut Writer<'_>,
    ties: &Ties,
    set: &Thresholds,
    compared: &Compared,
) -> Result<(), DeskError> {
    let bounds = Bounds::of(set);
    let found: Vec<FoundDouble> = match Facts::read(compared.kind, &compared.facts) {
        Some(facts) => alike(writer, &facts, Some(compared.number), set)?
            .into_iter()
            .map(|it| FoundDouble {
                other: it.other.number,
                score: it.score,
                weight: weight(
                    ties,
                    compared.kind,
                    [compared.record, it.other.record],
                    it.score,
                    bounds,
                ),
                reasons: written(&it.grounds),
            })
            .collect(),
        None => Vec::new(),
    };
    Ok(writer.set_doubles(compared.number, &found)?)
}

/// How grave it is that two records of a kind look so much like one: 2 an error, for a session that came in twice; 1 a
/// warning, for a probable pair; 0 for a possible one.
pub(crate) fn gravity(kind: u8, score: u8, bounds: Bounds) -> u8 {
    match kind {
        SESSIONS if score >= SAME_CONTENT => 2,
        SESSIONS => 1,
        _ => u8::from(i16::from(score) >= bounds.probable),
    }
}

/// How much a pair weighs on its records while it waits for a decision.
fn weight(ties: &Ties, kind: u8, [one, other]: [RecordId; 2], score: u8, bounds: Bounds) -> u8 {
    match Pair::of(one.0, other.0).is_some_and(|pair| ties.is_open(pair)) {
        true => gravity(kind, score, bounds),
        false => 0,
    }
}

/// Weighs all pairs anew, after something was decided about some.
pub(super) fn weigh_pairs(writer: &mut Writer<'_>, ties: &Ties) -> Result<(), DeskError> {
    let bounds = Bounds::of(&across_teams(writer)?);
    Ok(writer.weigh_doubles(|kind, records, score| weight(ties, kind, records, score, bounds))?)
}

/// Holds everything that waits for it against the others.
fn pair_all_due(writer: &mut Writer<'_>) -> Result<(), DeskError> {
    let many = u32::try_from(WORTH_A_SWEEP).unwrap_or(u32::MAX);
    let waiting = writer.due_likenesses(many)?;
    let people = waiting.iter().filter(|it| it.kind == PEOPLE).count();
    if waiting.len() >= WORTH_A_SWEEP && people >= WORTH_A_SWEEP / 2 {
        pair_everybody(writer)?;
    }
    while !writer.due_likenesses(1)?.is_empty() {
        pair_due(writer, WORTH_A_SWEEP)?;
    }
    Ok(())
}

impl Desk {
    /// Holds a piece of what waits for it against the others; whoever has time asks until there is no more.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written; what waits goes on waiting then.
    pub fn pair_some(&self) -> Result<Piece, DeskError> {
        self.with_open(|open| {
            let news = !open
                .store
                .read(|reader| reader.due_likenesses(1))?
                .is_empty();
            if !news {
                return Ok(Piece { more: false, news });
            }
            open.store.write_as(|writer| {
                pair_due(writer, PIECE)?;
                let more = !writer.due_likenesses(1)?.is_empty();
                Ok(Piece { more, news })
            })
        })
    }

    /// Holds everything that waits for it against the others, as the queue does when somebody looks at it.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written; what waits goes on waiting then.
    pub fn pair_waiting(&self) -> Result<(), DeskError> {
        self.with_open(|open| {
            let waits = open.store.read(|reader| reader.due_likenesses(1))?;
            match waits.is_empty() {
                true => Ok(()),
                false => open.store.write_as(pair_all_due),
            }
        })
    }

    /// Holds all people against each other anew, whatever was known; gives how many pairs there are to ask about.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written; what was known stays then.
    pub fn pair_anew(&self) -> Result<u32, DeskError> {
        self.with_open(|open| open.store.write_as(pair_everybody))
    }
}

/// Holds all people against each other, on all cores.
fn pair_everybody(writer: &mut Writer<'_>) -> Result<u32, DeskError> {
    let all = writer.likenesses(PEOPLE)?;
    let profiles = abreast(&all, |it| match Facts::read(it.kind, &it.facts) {
        Some(Facts::Person(person)) => Some(person.profile()),
        _ => None,
    });
    let bounds = Bounds::of(&across_teams(writer)?);
    let mut index = Index::within(bounds);
    for (compared, profile) in all.iter().zip(profiles) {
        if let Some(profile) = profile {
            index.put(id_of(compared.number), profile);
        }
    }
    let parts: Vec<usize> = (0..PARTS).collect();
    let sweep = Sweep::joined(abreast(&parts, |part| index.sweep_part(*part, PARTS)));
    let ties = Ties::said(held_words(writer)?);
    let records: HashMap<i64, RecordId> = all.iter().map(|it| (it.number, it.record)).collect();
    let weighs = |one: i64, other: i64, score: u8| {
        let both = records.get(&one).zip(records.get(&other));
        both.map_or(0, |(one, other)| {
            weight(&ties, PEOPLE, [*one, *other], score, bounds)
        })
    };
    let pairs: Vec<(i64, FoundDouble)> = sweep
        .doubles
        .iter()
        .map(|it| {
            let (one, other) = (number_of(it.one), number_of(it.other));
            let found = FoundDouble {
                other,
                score: it.alike.points,
                weight: weighs(one, other, it.alike.points),
                reasons: written(&grounds_of(&it.alike)),
            };
            (one, found)
        })
        .collect();
    let count = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
    writer.replace_doubles(PEOPLE, pairs)?;
    Ok(count)
}

/// The number of a line as the index takes it.
fn id_of(number: i64) -> pure::Id {
    RecordId(u128::from(number.unsigned_abs()).to_be_bytes()).0
}

fn number_of(id: pure::Id) -> i64 {
    i64::try_from(u128::from_be_bytes(id)).unwrap_or_default()
}
