//! Deciding about two records: one person or session, or two; and taking it back. A decision is a review revision on the
//! record with the smaller id, and changes neither.

use std::collections::BTreeMap;

use programme::duplicates::{self, Id, Pair, Said, Tie, Ties, Word};
use programme::review::Refusal;
use records::{RecordId, TeamId};
use store::{Behind, Reader, Stood, TieLine, TieThen, TieWord, Writer};

use super::pairing::weigh_pairs;
use crate::drafts::record_id;
use crate::open::{Open, Statement};
use crate::state::RecordState;
use crate::view::DoubleView;
use crate::{Desk, DeskError};

/// What holds about pairs, as the store has it.
pub(crate) fn held_words(reader: &Reader<'_>) -> Result<BTreeMap<Pair, Word>, DeskError> {
    let mut words = BTreeMap::new();
    for line in reader.ties()? {
        let Some(pair) = Pair::of(line.record.0, line.other.0) else {
            continue;
        };
        let word = as_word(line.word);
        // Two teams that imported one record may have decided each for itself.
        let before = words.insert(pair, word);
        if before.is_some_and(|before| before != word) {
            words.insert(pair, Word::Contested);
        }
    }
    Ok(words)
}

/// What the revisions of a record say about it and others, as the store keeps it.
pub(crate) fn tie_lines(state: &RecordState) -> Vec<TieLine> {
    let record = state.fold.record;
    let lines = state.words.iter().filter_map(|(pair, word)| {
        let [low, other] = pair.ids();
        (low == record.0).then_some(TieLine {
            record,
            other: RecordId(other),
            word: kept_as(*word),
            at_ms: last_decision(state, *pair),
        })
    });
    lines.collect()
}

/// All that the revisions of a record ever said about it and others.
pub(crate) fn ties_said(state: &RecordState) -> Vec<TieThen> {
    let record = state.fold.record;
    let said = state.said.iter().filter_map(|(pair, word, at)| {
        let [low, other] = pair.ids();
        (low == record.0).then_some(TieThen {
            record,
            other: RecordId(other),
            word: word.map(kept_as),
            at_ms: *at,
        })
    });
    said.collect()
}

/// A word as the store has it.
fn kept_as(word: Word) -> TieWord {
    match word {
        Word::Same(kept) => TieWord::Same(RecordId(kept)),
        Word::Apart => TieWord::Apart,
        Word::Contested => TieWord::Contested,
    }
}

/// A word of the store.
fn as_word(word: TieWord) -> Word {
    match word {
        TieWord::Same(kept) => Word::Same(kept.0),
        TieWord::Apart => Word::Apart,
        TieWord::Contested => Word::Contested,
    }
}

/// Clock of the last decision about a pair.
fn last_decision(state: &RecordState, pair: Pair) -> u64 {
    let about = state.about_two.iter();
    let of_pair = about.filter(|one| one.tie.pair() == Some(pair));
    of_pair.map(|one| one.at).max().unwrap_or_default()
}

/// Works out anew who stands behind whom, and which pairs still wait for a decision.
pub(crate) fn stand_behind(writer: &mut Writer<'_>) -> Result<(), DeskError> {
    let ties = Ties::said(held_words(writer)?);
    let mut since: BTreeMap<Id, u64> = BTreeMap::new();
    for line in writer.ties()? {
        if matches!(line.word, TieWord::Same(_)) {
            let last = since.entry(ties.stands_for(line.record.0)).or_default();
            *last = line.at_ms.max(*last);
        }
    }
    let behind = ties.behind().map(|(record, head)| Behind {
        record: RecordId(record),
        head: RecordId(head),
        since_ms: since.get(&head).copied().unwrap_or_default(),
    });
    let stood = who_stood(writer)?;
    writer.set_stood(behind, &stood)?;
    weigh_pairs(writer, &ties)
}

/// Who ever stood behind whom, as all words together have it.
fn who_stood(reader: &Reader<'_>) -> Result<Vec<Stood>, DeskError> {
    let mut teams: Vec<TeamId> = Vec::new();
    let mut said = Vec::new();
    for (team, then) in reader.ties_said()? {
        let by = teams.iter().position(|known| *known == team);
        let by = by.unwrap_or_else(|| {
            teams.push(team);
            teams.len() - 1
        });
        if let Some(pair) = Pair::of(then.record.0, then.other.0) {
            said.push(Said {
                by,
                pair,
                word: then.word.map(as_word),
                at: then.at_ms,
            });
        }
    }
    let stood = duplicates::stood(&said).into_iter().map(|it| Stood {
        record: RecordId(it.record),
        head: RecordId(it.head),
        since_ms: it.since,
        until_ms: it.until,
    });
    Ok(stood.collect())
}

impl Desk {
    /// Says that two records speak of one: `kept` stays, and the other stands behind it until that is taken back.
    ///
    /// # Errors
    /// When the role may not settle, a record is not there or not seen by this person, or they are of different forms;
    /// nothing is written then.
    pub fn merge(
        &self,
        kept: &str,
        gone: &str,
        reason: Option<&str>,
    ) -> Result<DoubleView, DeskError> {
        let (kept, gone) = (record_id(kept)?, record_id(gone)?);
        let tie = Tie::Same {
            kept: kept.0,
            gone: gone.0,
        };
        self.decide_about(kept, gone, tie, reason)
    }

    /// Says that two records do not speak of one. Nobody is asked about them again.
    ///
    /// # Errors
    /// As [`Desk::merge`].
    pub fn distinct(
        &self,
        one: &str,
        other: &str,
        reason: Option<&str>,
    ) -> Result<DoubleView, DeskError> {
        let (one, other) = (record_id(one)?, record_id(other)?);
        self.decide_about(one, other, Tie::Apart(pair_of(one, other)?), reason)
    }

    /// Takes back what was decided about two records, so that everything is as before.
    ///
    /// # Errors
    /// As [`Desk::merge`].
    pub fn untie(
        &self,
        one: &str,
        other: &str,
        reason: Option<&str>,
    ) -> Result<DoubleView, DeskError> {
        let (one, other) = (record_id(one)?, record_id(other)?);
        self.decide_about(one, other, Tie::Undone(pair_of(one, other)?), reason)
    }

    fn decide_about(
        &self,
        one: RecordId,
        other: RecordId,
        tie: Tie,
        reason: Option<&str>,
    ) -> Result<DoubleView, DeskError> {
        let pair = pair_of(one, other)?;
        self.with_open(|open| {
            let role = open.person.role;
            let (_low, mut decision) = tie.decision(role).ok_or_else(one_record)?;
            if !role.may_settle() {
                let mv = decision.mv;
                return Err(DeskError::Refused(Refusal::Role { role, mv }));
            }
            let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
            decision.reason = reason.map(str::to_owned);
            open.store.write_as(|writer| {
                let [low, high] = pair.ids().map(RecordId);
                let revisions = open.revisions(writer, low)?;
                let state = open
                    .fold(writer, &revisions)
                    .ok_or(DeskError::NotFound { what: "record" })?;
                let team = open.team_of(writer, high)?;
                let beside = writer.row(&team, high)?;
                let beside = beside.ok_or(DeskError::NotFound { what: "record" })?;
                if beside.form != state.fold.form {
                    return Err(DeskError::Misused {
                        why: "these records are of different forms".to_owned(),
                    });
                }
                if says(&state, pair, tie) {
                    return Ok(());
                }
                let statement = Statement::of_decision(&state, &decision)?;
                open.state(writer, statement, self.now())?;
                self.project(open, writer, &state.fold.team, low)
            })
        })?;
        self.double(&one.to_string(), &other.to_string())
    }

    /// The record that stands for one, as far as this person may see it; otherwise the record itself.
    pub(crate) fn standing_for(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        record: RecordId,
    ) -> Result<RecordId, DeskError> {
        let Some(head) = reader.head_of(record)? else {
            return Ok(record);
        };
        match open.team_of(reader, head) {
            Ok(_) => Ok(head),
            Err(DeskError::NotFound { .. }) => Ok(record),
            Err(error) => Err(error),
        }
    }
}

/// Whether what holds about a pair is what a decision would say.
fn says(state: &RecordState, pair: Pair, tie: Tie) -> bool {
    let holds = state.words.get(&pair);
    match tie {
        Tie::Same { kept, .. } => holds == Some(&Word::Same(kept)),
        Tie::Apart(_) => holds == Some(&Word::Apart),
        Tie::Undone(_) => holds.is_none(),
    }
}

pub(super) fn pair_of(one: RecordId, other: RecordId) -> Result<Pair, DeskError> {
    Pair::of(one.0, other.0).ok_or_else(one_record)
}

fn one_record() -> DeskError {
    DeskError::Misused {
        why: "name two different records".to_owned(),
    }
}
