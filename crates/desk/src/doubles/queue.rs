//! The queue of records that look like one, and two of them side by side.

use std::collections::{BTreeMap, BTreeSet};

use forms::Form;
use programme::duplicates::{Bounds, Pair, Tie, Ties, Word, stays};
use programme::masking::Showing;
use records::{RecordId, TeamId};
use store::{Query, Reader};

use super::deciding::{held_words, pair_of};
use super::facts::{PEOPLE, SESSIONS};
use super::pairing::gravity;
use crate::clock::iso;
use crate::drafts::record_id;
use crate::open::Open;
use crate::quality::across_teams;
use crate::records_view::small;
use crate::state::RecordState;
use crate::veil::Veil;
use crate::view::{
    AnswerView, DoubleAnswer, DoubleDecision, DoubleGround, DoubleRow, DoubleView, Doubles,
};
use crate::{Desk, DeskError, files, words};

/// Pairs that a screen is given at once, and of those that were decided.
const ROWS_MAX: usize = 200;
const DECIDED_MAX: usize = 50;

/// One of two records, read whole.
struct Side {
    id: RecordId,
    team: TeamId,
    state: RecordState,
    form: std::sync::Arc<Form>,
}

impl Desk {
    /// What looks like one and waits for a decision: what was decided differently first, then what looks most like it.
    /// Only pairs of which this person may see both.
    ///
    /// # Errors
    /// When nobody is signed in, the role does not review, or the store cannot be read.
    pub fn duplicates(&self) -> Result<Doubles, DeskError> {
        self.with_open(|open| {
            may_compare(open)?;
            self.pair_waiting()?;
            open.store.read_as(|reader| self.queue_of(open, reader))
        })
    }

    fn queue_of(&self, open: &Open, reader: &Reader<'_>) -> Result<Doubles, DeskError> {
        let words = held_words(reader)?;
        let ties = Ties::said(words.iter().map(|(pair, word)| (*pair, *word)));
        let mut contested: BTreeSet<Pair> = ties.contradictions().into_iter().collect();
        let differing = words.iter().filter(|(_, word)| **word == Word::Contested);
        contested.extend(differing.map(|(pair, _)| *pair));
        let mut rows = Vec::new();
        for pair in &contested {
            rows.extend(self.row_of(open, reader, *pair, "contested", None)?);
        }
        let mut waiting = rows.len();
        for double in reader.doubles(&open.person.teams)? {
            let pair = Pair::of(double.one.1.0, double.other.1.0);
            let Some(pair) = pair.filter(|it| ties.is_open(*it) && !contested.contains(it)) else {
                continue;
            };
            waiting += 1;
            if rows.len() < ROWS_MAX {
                rows.extend(self.row_of(open, reader, pair, "open", None)?);
            }
        }
        let mut decided = Vec::new();
        for (pair, word) in words.iter().rev() {
            if contested.contains(pair) || decided.len() == DECIDED_MAX {
                continue;
            }
            let row = match word {
                Word::Same(kept) => {
                    let kept = Some(RecordId(*kept));
                    self.row_of(open, reader, *pair, "merged", kept)?
                }
                Word::Apart => self.row_of(open, reader, *pair, "distinct", None)?,
                Word::Contested => None,
            };
            decided.extend(row);
        }
        Ok(Doubles {
            waiting: small(waiting as u64),
            rows,
            decided,
            may_decide: open.person.role.may_settle(),
        })
    }

    /// A pair as this person is shown it; nothing when one of them is not seen by them.
    fn row_of(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        pair: Pair,
        state: &str,
        kept: Option<RecordId>,
    ) -> Result<Option<DoubleRow>, DeskError> {
        let [low, high] = pair.ids().map(RecordId);
        let Some((one, other)) = seen(open, reader, low)?.zip(seen(open, reader, high)?) else {
            return Ok(None);
        };
        let found = reader.double_of((&one.team, low), (&other.team, high))?;
        let score = found.as_ref().map_or(0, |it| it.score);
        let is_person = match found {
            Some(found) => found.kind == PEOPLE,
            None => open
                .book
                .of_record(reader, &one.form, &one.form_version)
                .is_ok_and(|form| form.entity_lists().any(|list| list == "people")),
        };
        let (kind, of_kind) = match is_person {
            true => ("person", PEOPLE),
            false => ("session", SESSIONS),
        };
        let bounds = Bounds::of(&across_teams(reader)?);
        Ok(Some(DoubleRow {
            kind: kind.to_owned(),
            one: self.row_view(open, reader, one)?,
            other: self.row_view(open, reader, other)?,
            score: u32::from(score),
            probable: score > 0 && gravity(of_kind, score, bounds) > 0,
            state: state.to_owned(),
            kept: kept.map(|kept| kept.to_string()),
        }))
    }

    /// Two records side by side, masked as everywhere; [`Desk::reveal`] shows an answer.
    ///
    /// # Errors
    /// When the role does not review, or one of them is not there or not seen by this person.
    pub fn double(&self, one: &str, other: &str) -> Result<DoubleView, DeskError> {
        let ids = [record_id(one)?, record_id(other)?];
        self.with_open(|open| {
            may_compare(open)?;
            open.store
                .read_as(|reader| self.double_view(open, reader, ids))
        })
    }

    fn double_view(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        [one, other]: [RecordId; 2],
    ) -> Result<DoubleView, DeskError> {
        let pair = pair_of(one, other)?;
        let [low, high] = pair.ids().map(RecordId);
        let [one, other] = [side(open, reader, low)?, side(open, reader, high)?];
        let words = held_words(reader)?;
        let ties = Ties::said(words.iter().map(|(pair, word)| (*pair, *word)));
        let (state, kept) = match words.get(&pair) {
            _ if ties.contradictions().contains(&pair) => ("contested", None),
            Some(Word::Contested) => ("contested", None),
            Some(Word::Same(kept)) => ("merged", Some(RecordId(*kept))),
            Some(Word::Apart) => ("distinct", None),
            None => ("open", None),
        };
        let row = self.row_of(open, reader, pair, state, kept)?;
        let row = row.ok_or(DeskError::NotFound { what: "record" })?;
        let found = reader.double_of((&one.team, one.id), (&other.team, other.id))?;
        let grounds = found.map_or_else(Vec::new, |it| {
            serde_json::from_str::<Vec<DoubleGround>>(&it.reasons).unwrap_or_default()
        });
        let children = [
            children(open, reader, one.id)?,
            children(open, reader, other.id)?,
        ];
        let rank = |side: &Side, children: u32| {
            let made = i64::try_from(side.state.made_at).unwrap_or(i64::MAX);
            (side.id.0, children as usize, made)
        };
        let proposed = stays(rank(&one, children[0]), rank(&other, children[1]));
        Ok(DoubleView {
            grounds,
            answers: self.side_by_side(open, reader, &one, &other)?,
            children,
            proposed: kept.unwrap_or(RecordId(proposed)).to_string(),
            decisions: self.decisions_about(open, reader, &one, pair)?,
            may_decide: open.person.role.may_settle(),
            row,
        })
    }

    /// The answers of both, question by question in the order of the form.
    fn side_by_side(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        one: &Side,
        other: &Side,
    ) -> Result<Vec<DoubleAnswer>, DeskError> {
        let mut rows: Vec<DoubleAnswer> = Vec::new();
        let mut at: BTreeMap<String, usize> = BTreeMap::new();
        for (is_other, side) in [(false, one), (true, other)] {
            let mut after = 0;
            for (section, answer) in self.shown_answers(open, reader, side)? {
                let place = at.get(&answer.path).copied();
                let place = place.unwrap_or_else(|| {
                    // What only the other has stands behind what comes before it in the form.
                    rows.insert(after, blank(section, &answer));
                    for place in at.values_mut().filter(|place| **place >= after) {
                        *place += 1;
                    }
                    at.insert(answer.path.clone(), after);
                    after
                });
                after = place + 1;
                if let Some(row) = rows.get_mut(place) {
                    let of = match is_other {
                        true => &mut row.other,
                        false => &mut row.one,
                    };
                    *of = Some(answer);
                }
            }
        }
        let barred = Showing::Barred.as_str();
        for row in &mut rows {
            let is_barred = |it: &Option<AnswerView>| {
                it.as_ref().is_some_and(|answer| answer.showing == barred)
            };
            let said = |side: &Side| side.state.answers.get(&row.path).map(str::to_owned);
            row.differs =
                !is_barred(&row.one) && !is_barred(&row.other) && said(one) != said(other);
        }
        Ok(rows)
    }

    fn shown_answers(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        side: &Side,
    ) -> Result<Vec<(String, AnswerView)>, DeskError> {
        let mut sections = words::sections(&side.form, &side.state.answers, &self.language());
        let answers = sections.iter_mut().flat_map(|section| &mut section.answers);
        files::show_answers(reader, &side.form, answers)?;
        let answers = sections.iter_mut().flat_map(|section| &mut section.answers);
        self.name_chosen(open, reader, &side.state, &side.form, answers)?;
        let sections = Veil::over(open, &side.state, &side.form).sections(sections);
        let answers = sections.into_iter().flat_map(|section| {
            let label = section.label;
            let answers = section.answers.into_iter();
            answers.map(move |answer| (label.clone(), answer))
        });
        Ok(answers.collect())
    }

    /// What was decided about the pair, as the revisions of the record with the smaller id have it.
    fn decisions_about(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        low: &Side,
        pair: Pair,
    ) -> Result<Vec<DoubleDecision>, DeskError> {
        let revisions = reader.revisions_of(&low.team, low.id)?;
        let told = low.state.about_two.iter().filter_map(|one| {
            let revision = revisions.iter().find(|revision| revision.id == one.id)?;
            let decision = low.state.decisions.get(&one.id)?;
            (one.tie.pair() == Some(pair)).then(|| DoubleDecision {
                word: match one.tie {
                    Tie::Same { .. } => "merged",
                    Tie::Apart(_) => "distinct",
                    Tie::Undone(_) => "undone",
                }
                .to_owned(),
                kept: match one.tie {
                    Tie::Same { kept, .. } => Some(RecordId(kept).to_string()),
                    _ => None,
                },
                who: open.name_of(revision.header.author),
                at: iso(revision.header.at, self.offset()),
                reason: decision.reason.clone().unwrap_or_default(),
            })
        });
        Ok(told.collect())
    }
}

pub(super) fn may_compare(open: &Open) -> Result<(), DeskError> {
    if open.person.role.may_check() {
        return Ok(());
    }
    Err(DeskError::NotAllowed {
        what: "review records",
    })
}

fn blank(section: String, answer: &AnswerView) -> DoubleAnswer {
    DoubleAnswer {
        section,
        path: answer.path.clone(),
        label: answer.label.clone(),
        one: None,
        other: None,
        differs: false,
    }
}

/// The line of a record that this person may see.
fn seen(
    open: &Open,
    reader: &Reader<'_>,
    record: RecordId,
) -> Result<Option<store::RecordRow>, DeskError> {
    match open.team_of(reader, record) {
        Ok(team) => Ok(reader.row(&team, record)?),
        Err(DeskError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn side(open: &Open, reader: &Reader<'_>, id: RecordId) -> Result<Side, DeskError> {
    let team = open.team_of(reader, id)?;
    let revisions = reader.revisions_of(&team, id)?;
    let state = open.fold(reader, &revisions);
    let state = state.ok_or(DeskError::NotFound { what: "record" })?;
    let form = open
        .book
        .of_record(reader, &state.fold.form, &state.fold.form_version)?;
    Ok(Side {
        id,
        team,
        state,
        form,
    })
}

/// Records that name this one themselves.
fn children(open: &Open, reader: &Reader<'_>, record: RecordId) -> Result<u32, DeskError> {
    let page = reader.page(&Query {
        link: Some(record),
        teams: open.person.teams.clone(),
        limit: store::PAGE_ROWS_MAX,
        ..Query::default()
    })?;
    let own = page.rows.iter().filter(|row| row.link == Some(record));
    Ok(small(own.count() as u64))
}
