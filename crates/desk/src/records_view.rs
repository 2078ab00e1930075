//! Records on the screen: lists, one record whole, what changed between two revisions.

use std::sync::Arc;

use forms::{Answers, Filling, Form};
use programme::review;
use programme::rules::Fired;
use records::{Kind, RecordId, Revision, RevisionId, TeamId};
use store::{Delivery, Held, Query, Reader, Sort};

use crate::clock::iso;
use crate::drafts::{draft_of, record_id, sets_aside};
use crate::fill::form_label;
use crate::misplaced::Gazetteer;
use crate::open::{Open, lock};
use crate::quality::is_stopped;
use crate::review::{asks, is_acceptance, may_take_back};
use crate::rules::{Given, stops};
use crate::state::{RecordState, answers_of};
use crate::veil::Veil;
use crate::view::{
    CommentView, ConflictValues, ConflictView, ContestedView, DiffRow, HistoryRow, Hit,
    OpenFinding, ProblemView, RecordPage, RecordQuery, RecordView,
};
use crate::{Desk, DeskError, centre_found, files, words};

const PAGE_MAX: u32 = 500;
const HITS_MAX: u32 = 50;

/// What people said of a record.
struct Said {
    comments: Vec<CommentView>,
    contested: Vec<ContestedView>,
    history: Vec<HistoryRow>,
}

impl Desk {
    /// Lists the records of the person's teams.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn records(&self, query: &RecordQuery) -> Result<RecordPage, DeskError> {
        self.with_open(|open| {
            open.store.read_as(|reader| {
                let Some(wanted) = wanted(open, query) else {
                    return Ok(RecordPage::default());
                };
                let start = lock(&self.0.slices).start(query, wanted.sort);
                let page = reader.page(&Query { start, ..wanted })?;
                let rows = page
                    .rows
                    .into_iter()
                    .map(|row| self.row_view(open, reader, row));
                Ok(RecordPage {
                    total: small(page.total),
                    rows: rows.collect::<Result<_, DeskError>>()?,
                    slice: lock(&self.0.slices).keep(page.ends),
                })
            })
        })
    }

    /// Finds records of the person's teams by words, in any script; those that came to this laptop last come
    /// first.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn search(&self, text: &str) -> Result<Vec<Hit>, DeskError> {
        let rows = self.with_open(|open| {
            open.store.read_as(|reader| {
                let found =
                    reader.search(text, &open.person.teams, &open.person.sight(), HITS_MAX)?;
                found
                    .rows
                    .into_iter()
                    .map(|row| self.row_view(open, reader, row))
                    .collect::<Result<Vec<_>, DeskError>>()
            })
        })?;
        Ok(rows
            .into_iter()
            .map(|row| Hit {
                subtitle: [Some(row.form_title), row.date.as_deref().map(words::day)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · "),
                record: row.record,
                title: row.title,
                review: row.review,
            })
            .collect())
    }

    /// One record, whole.
    ///
    /// # Errors
    /// When the record is not there or none of this person's teams holds it.
    pub fn record(&self, record: &str) -> Result<RecordView, DeskError> {
        let id = record_id(record)?;
        self.with_open(|open| {
            open.store
                .read_as(|reader| self.record_view(open, reader, id))
        })
    }

    /// What changed between two saves of a record; an empty `from` shows a whole save as new.
    ///
    /// # Errors
    /// When a revision is not there or not a save.
    pub fn record_diff(
        &self,
        record: &str,
        from: &str,
        to: &str,
    ) -> Result<Vec<DiffRow>, DeskError> {
        let id = record_id(record)?;
        let language = self.language();
        self.with_open(|open| {
            open.store.read_as(|reader| {
                let revisions = open.revisions(reader, id)?;
                let newer = save(&revisions, to)?;
                let old = if from.is_empty() {
                    Answers::default()
                } else {
                    answers(save(&revisions, from)?)?
                };
                let form =
                    open.book
                        .of_record(reader, &newer.header.form, &newer.header.form_version)?;
                let state = open
                    .fold(reader, &revisions)
                    .ok_or(DeskError::NotFound { what: "record" })?;
                let rows = words::diff(&form, &old, &answers(newer)?, &language);
                Ok(Veil::over(open, &state, &form).diff(rows))
            })
        })
    }

    fn record_view(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        id: RecordId,
    ) -> Result<RecordView, DeskError> {
        let language = self.language();
        let revisions = open.revisions(reader, id)?;
        let state = open
            .fold(reader, &revisions)
            .ok_or(DeskError::NotFound { what: "record" })?;
        let form = open
            .book
            .of_record(reader, &state.fold.form, &state.fold.form_version)?;
        let row = reader
            .row(&state.fold.team, id)?
            .ok_or(DeskError::NotFound { what: "record" })?;
        let odd = self.open_findings(open, reader, &state)?;
        let (moves, refusal) = moves_of(open, reader, &state, &odd)?;
        let mut sections = words::sections(&form, &state.answers, &language);
        let answers = sections.iter_mut().flat_map(|section| &mut section.answers);
        files::show_answers(reader, &form, answers)?;
        let answers = sections.iter_mut().flat_map(|section| &mut section.answers);
        self.name_chosen(open, reader, &state, &form, answers)?;
        let settled = !state.status.state.is_open_to_correction();
        let veil = Veil::over(open, &state, &form);
        let problems = self.found_in(open, reader, &state, &form)?;
        let gazetteer = Gazetteer::of(open, reader, &form, &state.fold.team)?;
        let reveals = match open.person.role.may_oversee() {
            true => self.reveal_rows(open, reader, Some(id))?,
            false => Vec::new(),
        };
        let Said {
            comments,
            contested,
            history,
        } = self.said(open, reader, &state, &revisions, &form)?;
        Ok(RecordView {
            version: state.fold.form_version.clone(),
            reference: row.reference.clone(),
            sections: veil.sections(sections),
            override_needed: problems.iter().any(stops) || odd.iter().any(asks),
            open_findings: odd,
            contested,
            seen: self.seen_before(open, reader, &state)?,
            place_beside: self.place_beside(open, reader, &gazetteer, &state, &veil)?,
            conflicts: veil.conflicts(conflicts(&form, &state, &language)),
            problems: veil.problems(&state, &language, problems),
            reasons: self.reasons(open, &state, &revisions, &form),
            comments,
            history,
            receipts: self.receipts_of(open, reader, &state.fold.team, id)?,
            moves: if state.conflicts.is_empty() {
                moves.iter().map(|mv| mv.as_str().to_owned()).collect()
            } else {
                Vec::new()
            },
            refusal,
            reveals,
            may_edit: open.person.role.may_record() && !settled && veil.may_correct(&state),
            draft: draft_of(reader, id)?.map(|draft| RecordId(draft.id).to_string()),
            row: self.row_view(open, reader, row)?,
        })
    }

    /// What people said of a record, with the words of the rules that they name.
    fn said(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
        revisions: &[Revision],
        form: &Form,
    ) -> Result<Said, DeskError> {
        let mut said = Said {
            comments: self.open_comments(open, state, revisions, form),
            contested: self.contested(open, state, revisions, form),
            history: self.history(open, reader, state, revisions, form)?,
        };
        let notes = said.history.iter_mut().flat_map(|row| &mut row.notes);
        let apart = said.contested.iter_mut().flat_map(|one| &mut one.notes);
        let all = said.comments.iter_mut().chain(notes).chain(apart);
        self.name_rules(open, reader, state, all)?;
        Ok(said)
    }

    /// What is found in a record's answers as they are now, here and by the centre.
    pub(crate) fn found_in(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
        form: &Arc<Form>,
    ) -> Result<Vec<ProblemView>, DeskError> {
        let filling = Filling::resume(form.clone(), &state.answers, &self.moment(open));
        let gazetteer = Gazetteer::of(open, reader, form, &state.fold.team)?;
        let reasons = |fired: &Fired| explained(state, fired);
        let mut problems = self.problems(open, &gazetteer, &filling, &reasons)?;
        let language = self.language();
        let more = centre_found::beside(reader, state, form, &language, &problems)?;
        problems.extend(more);
        Ok(problems)
    }

    fn history(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
        revisions: &[Revision],
        form: &Form,
    ) -> Result<Vec<HistoryRow>, DeskError> {
        let ignored = |id: RevisionId| {
            if state.disbelieved.contains(&id) {
                return Some("role".to_owned());
            }
            let found = state
                .status
                .ignored
                .iter()
                .find(|(event, _)| state.events.get(*event) == Some(&id));
            found.map(|(_, refusal)| refusal.code().to_owned())
        };
        let held: Vec<Held> = reader.headers_of(&state.fold.team, state.fold.record)?;
        let delivery = |id: RevisionId| {
            held.iter()
                .find(|h| h.id == id)
                .map_or(Delivery::Laptop, |h| h.delivery)
        };
        let mut rows = Vec::new();
        for id in &state.fold.order {
            let Some(revision) = revisions.iter().find(|r| r.id == *id) else {
                continue;
            };
            let decision = state.decisions.get(id);
            rows.push(HistoryRow {
                revision: id.to_string(),
                kind: kind_word(revision.header.kind).to_owned(),
                decision: decision.map(|d| d.mv.as_str().to_owned()),
                who: open.name_of(revision.header.author),
                role: decision.map(|d| d.role.as_str().to_owned()),
                at: iso(revision.header.at, self.offset()),
                here: revision.header.device == open.device,
                delivery: delivery_word(delivery(*id)).to_owned(),
                notes: self.notes(open, revision, state, form),
                ignored: ignored(*id),
                changes: changes(form, revision, revisions)?,
            });
        }
        Ok(rows)
    }
}

/// The reason that a record holds for a warning of its answers.
fn explained(state: &RecordState, fired: &Fired) -> Given {
    let said = state.reasons().into_iter();
    let mut here = said.filter(|(_, reason)| reason.rule == fired.mark && reason.at == fired.at);
    Given {
        reason: here.next().map(|(_, reason)| reason.text.clone()),
        before: None,
    }
}

/// What a screen asks for, as far as this person may; none where it asks for no team of theirs.
pub(crate) fn wanted(open: &Open, query: &RecordQuery) -> Option<Query> {
    let asked = |team: &&TeamId| query.team.as_deref().is_none_or(|it| it == team.as_str());
    let teams: Vec<TeamId> = open.person.teams.iter().filter(asked).cloned().collect();
    // To name no team would mean all that are on this laptop.
    (!teams.is_empty()).then(|| Query {
        text: query.text.clone(),
        teams,
        form: query.form.clone(),
        review: query.review.clone().into_iter().collect(),
        delivery: query.delivery.as_deref().and_then(delivery_of_word),
        adm1: query.adm1.clone(),
        adm2: query.adm2.clone(),
        adm3: query.adm3.clone(),
        author: query.mine.then_some(open.person.id),
        sight: open.person.sight(),
        backwards: query.backwards,
        from: query.from.clone(),
        to: query.to.clone(),
        problems: query.problems,
        conflicts: query.conflicts,
        sort: match query.sort.as_str() {
            "date" => Sort::Date,
            "title" => Sort::Title,
            "team" => Sort::Team,
            "people" => Sort::People,
            "state" => Sort::State,
            _ => Sort::Changed,
        },
        limit: query.limit.clamp(1, PAGE_MAX),
        ..Query::default()
    })
}

/// A count for a screen.
pub(crate) fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(crate) fn delivery_word(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Laptop => "laptop",
        Delivery::Handed => "handed",
        Delivery::Confirmed => "confirmed",
    }
}

fn delivery_of_word(word: &str) -> Option<Delivery> {
    [Delivery::Laptop, Delivery::Handed, Delivery::Confirmed]
        .into_iter()
        .find(|d| delivery_word(*d) == word)
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Save => "save",
        Kind::Review => "review",
        Kind::Erase => "erase",
    }
}

/// What this person may do with a record now, and why they may not decide on it.
fn moves_of(
    open: &Open,
    reader: &Reader<'_>,
    state: &RecordState,
    odd: &[OpenFinding],
) -> Result<(Vec<review::Move>, Option<String>), DeskError> {
    let mut moves = review::allowed(&state.status, open.person.id.0, open.person.role);
    if !may_take_back(reader, state)? {
        moves.retain(|mv| *mv != review::Move::TakeBack);
    }
    let refusal = refusal(open, state, &moves);
    if odd.iter().any(is_stopped) && moves.iter().any(|mv| is_acceptance(*mv)) {
        moves.retain(|mv| !is_acceptance(*mv));
        return Ok((moves, refusal.or(Some("finding".to_owned()))));
    }
    Ok((moves, refusal))
}

fn refusal(open: &Open, state: &RecordState, moves: &[review::Move]) -> Option<String> {
    if !open.person.role.may_check() {
        return Some("role".to_owned());
    }
    if !state.conflicts.is_empty() {
        return Some("conflict".to_owned());
    }
    if state.status.authors.contains(&open.person.id.0) {
        return Some("own_record".to_owned());
    }
    moves
        .iter()
        .all(|mv| matches!(mv, review::Move::Submit | review::Move::TakeBack))
        .then(|| "state".to_owned())
}

pub(crate) fn conflicts(form: &Form, state: &RecordState, language: &str) -> Vec<ConflictView> {
    let in_words = |path: &str, raw: &Option<String>| {
        let question = form.question(&forms::question_path(path));
        raw.as_ref().map(|raw| {
            question.map_or_else(|| raw.clone(), |q| words::value(q, form, raw, language))
        })
    };
    state
        .conflicts
        .iter()
        .map(|c| ConflictView {
            label: form_label(form, &c.path, language),
            base: in_words(&c.path, &c.base),
            ours: in_words(&c.path, &c.ours),
            theirs: in_words(&c.path, &c.theirs),
            values: conflict_values(form, c),
            path: c.path.clone(),
        })
        .collect()
}

/// What settles a question, as the form takes it: a file is attached and not typed.
fn conflict_values(form: &Form, conflict: &forms::Conflict) -> Option<ConflictValues> {
    let kind = form.question(&forms::question_path(&conflict.path))?.kind;
    let is_typed = kind.is_asked() && kind != forms::Kind::File;
    let said = |side: &Option<String>| side.clone().unwrap_or_default();
    let (ours, theirs) = (said(&conflict.ours), said(&conflict.theirs));
    is_typed.then(|| ConflictValues {
        base: said(&conflict.base),
        both: (kind == forms::Kind::SelectMultiple)
            .then(|| both(&ours, &theirs))
            .flatten(),
        ours,
        theirs,
    })
}

/// The choices of both sides; nothing when one side chose all of them.
fn both(ours: &str, theirs: &str) -> Option<String> {
    let chosen = |side: &str, one: &str| side.split_whitespace().any(|other| other == one);
    let more = theirs.split_whitespace().filter(|one| !chosen(ours, one));
    let all: Vec<&str> = ours.split_whitespace().chain(more).collect();
    let is_other =
        all.iter().any(|one| !chosen(ours, one)) && all.iter().any(|one| !chosen(theirs, one));
    is_other.then(|| all.join(" "))
}

fn save<'r>(revisions: &'r [Revision], id: &str) -> Result<&'r Revision, DeskError> {
    let found = revisions
        .iter()
        .find(|r| r.header.kind == Kind::Save && r.id.to_string() == id);
    found.ok_or(DeskError::NotFound {
        what: "save of this record",
    })
}

fn answers(revision: &Revision) -> Result<Answers, DeskError> {
    Ok(answers_of(revision)?.unwrap_or_default())
}

/// How many answers a save changed against the save that it followed.
fn changes(form: &Form, revision: &Revision, revisions: &[Revision]) -> Result<u32, DeskError> {
    if revision.header.kind != Kind::Save {
        return Ok(0);
    }
    let before = nearest_save(revision, revisions);
    let old = before.map_or_else(|| Ok(Answers::default()), answers)?;
    let changed = forms::diff(&old, &answers(revision)?);
    let shown = changed
        .iter()
        .filter(|change| !sets_aside(form, &change.path));
    Ok(u32::try_from(shown.count()).unwrap_or(u32::MAX))
}

fn nearest_save<'r>(revision: &Revision, revisions: &'r [Revision]) -> Option<&'r Revision> {
    let mut next: Vec<RevisionId> = revision.header.parents.clone();
    let mut seen: Vec<RevisionId> = Vec::new();
    while let Some(id) = next.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let Some(parent) = revisions.iter().find(|r| r.id == id) else {
            continue;
        };
        if parent.header.kind == Kind::Save {
            return Some(parent);
        }
        next.extend(&parent.header.parents);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::both;

    #[track_caller]
    fn check(ours: &str, theirs: &str, wanted: Option<&str>) {
        assert_eq!(both(ours, theirs).as_deref(), wanted, "{ours} and {theirs}");
    }

    #[test]
    fn both_is_what_either_chose_where_neither_chose_it_all() {
        check("a b", "b c", Some("a b c"));
        check("a", "b", Some("a b"));
        check("a b", "b", None);
        check("b", "a b", None);
        check("a", "", None);
        check("", "", None);
    }
}
