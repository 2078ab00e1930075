//! Filling a form: every change is durable before the screen sees it, and can be undone.

use std::sync::Arc;

use forms::{Answers, Filling, Form, Moment};
use records::{Kind, RecordId, RevisionId, TeamId};
use store::{Draft, Query, Reader};

use crate::clock::{iso, local};
use crate::open::{Open, Statement, lock};
use crate::state::RecordState;
use crate::view::{CommentView, Finished, FormView, ProblemView};
use crate::{Desk, DeskError, fill, rules};

/// Steps that can be undone in one sitting.
const UNDO_MAX: usize = 500;

/// A draft that is being filled.
pub(crate) struct Live {
    pub(crate) draft: Draft,
    pub(crate) filling: Filling,
    undo: Vec<Answers>,
    redo: Vec<Answers>,
    comments: Vec<CommentView>,
}

impl Live {
    fn new(draft: Draft, filling: Filling, comments: Vec<CommentView>) -> Live {
        Live {
            draft,
            filling,
            undo: Vec::new(),
            redo: Vec::new(),
            comments,
        }
    }

    /// Remembers how it was before a change.
    fn before_change(&mut self, was: Answers) {
        if self.undo.len() == UNDO_MAX {
            self.undo.remove(0);
        }
        self.undo.push(was);
        self.redo.clear();
    }
}

impl Desk {
    /// Starts a draft of a form in the person's first team; `link` is the person or accident it belongs to.
    ///
    /// # Errors
    /// When the role may not make records or the form is not installed.
    pub fn draft_new(&self, form: &str, link: Option<&str>) -> Result<FormView, DeskError> {
        self.with_open(|open| {
            open.may_record()?;
            let form = open
                .store
                .read_as(|reader| open.book.newest(reader, form))?;
            let moment = self.moment(open);
            let mut filling = Filling::start(form.clone(), &moment);
            if let Some(link) = link {
                let question = form
                    .questions()
                    .find(|q| q.index == Some(forms::Index::Link));
                let path = question
                    .map(|q| q.path.clone())
                    .ok_or(DeskError::NotFound { what: "link" })?;
                filling
                    .set(&path, link, &moment)
                    .map_err(DeskError::Answer)?;
            }
            let team = open.home_team()?.clone();
            self.begin(open, filling, team, None, Vec::new())
        })
    }

    /// Opens a draft that corrects a record; over a conflict it starts from what every laptop shows and
    /// joins both sides when it is finished.
    ///
    /// # Errors
    /// When the role may not make records or the record is not there.
    pub fn record_edit(&self, record: &str) -> Result<FormView, DeskError> {
        let record = record_id(record)?;
        self.with_open(|open| {
            open.may_record()?;
            if let Some(there) = open.store.read_as(|reader| draft_of(reader, record))? {
                return self.resume(open, there.id);
            }
            let (state, form) = open.store.read_as(|reader| {
                let state = state_of(open, reader, record)?;
                let form =
                    open.book
                        .of_record(reader, &state.fold.form, &state.fold.form_version)?;
                Ok::<_, DeskError>((state, form))
            })?;
            if !state.status.state.is_open_to_correction() {
                return Err(DeskError::NotAllowed {
                    what: "correct a record that is settled: reopen it first",
                });
            }
            let filling = Filling::resume(form, &state.answers, &self.moment(open));
            let (team, parents) = (state.fold.team.clone(), state.fold.next_parents());
            self.begin(open, filling, team, Some(record), parents)
        })
    }

    /// Opens a draft where it was left.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn draft_open(&self, draft: &str) -> Result<FormView, DeskError> {
        let id = draft_id(draft)?;
        self.with_open(|open| self.resume(open, id))
    }

    /// Answers a question. When this returns, the answer survives a power cut.
    ///
    /// # Errors
    /// When there is no such question or it cannot be answered; what was entered before stays.
    pub fn draft_set(&self, draft: &str, path: &str, value: &str) -> Result<FormView, DeskError> {
        self.change(draft, |filling, moment| filling.set(path, value, moment))
    }

    /// Adds an instance to a repeat.
    ///
    /// # Errors
    /// When there is no such repeat.
    pub fn draft_add(&self, draft: &str, path: &str) -> Result<FormView, DeskError> {
        self.change(draft, |filling, moment| {
            filling.add_repeat(path, moment).map(|_| ())
        })
    }

    /// Removes an instance of a repeat.
    ///
    /// # Errors
    /// When there is no such instance.
    pub fn draft_remove(&self, draft: &str, path: &str) -> Result<FormView, DeskError> {
        self.change(draft, |filling, moment| filling.remove_repeat(path, moment))
    }

    /// Takes the last change back.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn draft_undo(&self, draft: &str) -> Result<FormView, DeskError> {
        self.step(draft, |live| Some((live.undo.pop()?, true)))
    }

    /// Makes the change again that was taken back.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn draft_redo(&self, draft: &str) -> Result<FormView, DeskError> {
        self.step(draft, |live| Some((live.redo.pop()?, false)))
    }

    /// Puts a draft aside; [`Desk::draft_restore`] brings it back.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn draft_discard(&self, draft: &str) -> Result<(), DeskError> {
        let id = draft_id(draft)?;
        self.with_open(|open| {
            lock(&open.live).remove(&id);
            open.store
                .write(|writer| writer.discard_draft(id, self.now()))?;
            Ok(())
        })
    }

    /// Brings a discarded draft back.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn draft_restore(&self, draft: &str) -> Result<FormView, DeskError> {
        let id = draft_id(draft)?;
        self.with_open(|open| {
            open.store.write(|writer| writer.restore_draft(id))?;
            self.resume(open, id)
        })
    }

    /// Makes the record and submits it, in one durable step that also ends the draft; or says what
    /// stands in the way.
    ///
    /// # Errors
    /// When there is no such draft, or it could not be written; the draft stays then.
    pub fn draft_finish(&self, draft: &str) -> Result<Finished, DeskError> {
        let id = draft_id(draft)?;
        self.with_open(|open| {
            self.load(open, id)?;
            let mut all = lock(&open.live);
            let live = all
                .get_mut(&id)
                .ok_or(DeskError::NotFound { what: "draft" })?;
            let problems = self.problems(&live.filling);
            if problems.iter().any(|p| p.severity == "error") {
                return Ok(Finished {
                    record: None,
                    problems,
                });
            }
            let record = self.submit(open, &live.draft, &live.filling, &problems)?;
            all.remove(&id);
            Ok(Finished {
                record: Some(record.to_string()),
                problems: Vec::new(),
            })
        })
    }

    fn submit(
        &self,
        open: &Open,
        draft: &Draft,
        filling: &Filling,
        problems: &[ProblemView],
    ) -> Result<RecordId, DeskError> {
        let now = self.now();
        let record = draft
            .record
            .unwrap_or_else(|| RecordId::v7(now, self.random().bytes()));
        let form = filling.form();
        let answers = filling.submission();
        open.store.write_as(|writer| {
            let held = writer.revisions_of(&draft.team, record)?;
            let parents: Vec<RevisionId> = draft.parents.clone();
            let after = held
                .iter()
                .filter(|r| parents.contains(&r.id))
                .map(|r| r.header.at)
                .max();
            let saved = open.state(
                writer,
                Statement {
                    record,
                    team: &draft.team,
                    kind: Kind::Save,
                    parents,
                    after: after.unwrap_or_default(),
                    form: form.id(),
                    form_version: form.version(),
                    body: answers.to_bytes(),
                },
                now,
            )?;
            let submitted = self.submit_saved(open, writer, &saved, now)?;
            if draft.record.is_none() {
                self.project_new(open, writer, &[saved, submitted], form, problems)?;
            } else {
                self.project(open, writer, &draft.team, record, Some(problems))?;
            }
            writer.remove_draft(draft.id)?;
            Ok::<_, DeskError>(record)
        })
    }

    fn begin(
        &self,
        open: &Open,
        filling: Filling,
        team: TeamId,
        record: Option<RecordId>,
        parents: Vec<RevisionId>,
    ) -> Result<FormView, DeskError> {
        let now = self.now();
        let draft = Draft {
            id: RecordId::v7(now, self.random().bytes()).0,
            form: filling.form().id().to_owned(),
            form_version: filling.form().version().to_owned(),
            team,
            record,
            parents,
            answers: filling.answers().to_bytes(),
            touched_ms: now,
            title: String::new(),
            problems: 0,
            discarded_ms: None,
        };
        open.store.save_draft(&draft)?;
        let comments = self.comments_for(open, record)?;
        let id = draft.id;
        let mut all = lock(&open.live);
        all.insert(id, Live::new(draft, filling, comments));
        let live = all.get(&id).ok_or(DeskError::NotFound { what: "draft" })?;
        self.form_view(open, live)
    }

    /// Brings a draft into memory if it is not there, and shows it.
    fn resume(&self, open: &Open, id: [u8; 16]) -> Result<FormView, DeskError> {
        self.load(open, id)?;
        let all = lock(&open.live);
        let live = all.get(&id).ok_or(DeskError::NotFound { what: "draft" })?;
        self.form_view(open, live)
    }

    /// Brings a draft into memory if it is not there.
    fn load(&self, open: &Open, id: [u8; 16]) -> Result<(), DeskError> {
        if lock(&open.live).contains_key(&id) {
            return Ok(());
        }
        let (draft, form) = open.store.read_as(|reader| {
            let draft = reader.draft(id)?.filter(|d| d.discarded_ms.is_none());
            let draft = draft.ok_or(DeskError::NotFound { what: "draft" })?;
            let form = open.book.get(reader, &draft.form, &draft.form_version)?;
            Ok::<_, DeskError>((draft, form))
        })?;
        open.own_team(&draft.team)?;
        let answers = Answers::from_bytes(&draft.answers).map_err(|_| DeskError::NotFound {
            what: "readable draft",
        })?;
        let filling = Filling::resume(form, &answers, &self.moment(open));
        let comments = self.comments_for(open, draft.record)?;
        lock(&open.live)
            .entry(id)
            .or_insert(Live::new(draft, filling, comments));
        Ok(())
    }

    fn change(
        &self,
        draft: &str,
        change: impl FnOnce(&mut Filling, &Moment) -> Result<(), forms::SetError>,
    ) -> Result<FormView, DeskError> {
        self.with_live(draft, |open, live, moment| {
            let was = live.filling.answers();
            change(&mut live.filling, moment).map_err(DeskError::Answer)?;
            if live.filling.answers() != was {
                live.before_change(was);
                self.keep(open, live)?;
            }
            Ok(())
        })
    }

    /// Works on a draft, in memory or brought there, and shows it.
    fn with_live(
        &self,
        draft: &str,
        work: impl FnOnce(&Open, &mut Live, &Moment) -> Result<(), DeskError>,
    ) -> Result<FormView, DeskError> {
        let id = draft_id(draft)?;
        self.with_open(|open| {
            self.load(open, id)?;
            let moment = self.moment(open);
            let mut all = lock(&open.live);
            let live = all
                .get_mut(&id)
                .ok_or(DeskError::NotFound { what: "draft" })?;
            work(open, live, &moment)?;
            self.form_view(open, live)
        })
    }

    /// Changes many answers of a draft in one durable step.
    pub(crate) fn replace_answers(
        &self,
        draft: &str,
        change: impl FnOnce(&mut Filling, &Moment) -> Result<(), forms::SetError>,
    ) -> Result<(), DeskError> {
        self.change(draft, change).map(|_| ())
    }

    fn step(
        &self,
        draft: &str,
        take: impl FnOnce(&mut Live) -> Option<(Answers, bool)>,
    ) -> Result<FormView, DeskError> {
        self.with_live(draft, |open, live, moment| {
            if let Some((answers, back)) = take(live) {
                let now = live.filling.answers();
                if back {
                    live.redo.push(now)
                } else {
                    live.undo.push(now)
                }
                live.filling = Filling::resume(live.filling.form().clone(), &answers, moment);
                self.keep(open, live)?;
            }
            Ok(())
        })
    }

    /// Fills what seldom changes from the last record of this form that this team made: everything but
    /// dates, times, counts, places and free text.
    ///
    /// # Errors
    /// When there is no such draft or no earlier record.
    pub fn draft_repeat_last(&self, draft: &str) -> Result<FormView, DeskError> {
        let id = draft_id(draft)?;
        let last = self.with_open(|open| {
            self.load(open, id)?;
            let (form, team) = {
                let all = lock(&open.live);
                let live = all.get(&id).ok_or(DeskError::NotFound { what: "draft" })?;
                (live.draft.form.clone(), live.draft.team.clone())
            };
            open.store.read_as(|reader| {
                let last = last_record(reader, &form, &team)?;
                let last = last.ok_or(DeskError::NotFound {
                    what: "earlier record of this form",
                })?;
                Ok::<_, DeskError>(state_of(open, reader, last)?.answers)
            })
        })?;
        self.change(draft, |filling, moment| {
            let form = filling.form().clone();
            let stays = form
                .questions()
                .filter(|q| repeats(q) && q.index != Some(forms::Index::Link));
            for question in stays {
                if let Some(value) = last.get(&question.path) {
                    filling.set(&question.path, value, moment)?;
                }
            }
            Ok(())
        })
    }

    /// Makes the draft durable.
    fn keep(&self, open: &Open, live: &mut Live) -> Result<(), DeskError> {
        live.draft.answers = live.filling.answers().to_bytes();
        live.draft.touched_ms = self.now();
        live.draft.title = fill::title(&live.filling);
        let problems = live
            .filling
            .problems(live.filling.form().default_language())
            .len();
        live.draft.problems = u32::try_from(problems).unwrap_or(u32::MAX);
        open.store.save_draft(&live.draft)?;
        Ok(())
    }

    fn form_view(&self, open: &Open, live: &Live) -> Result<FormView, DeskError> {
        let language = self.language();
        let form: &Arc<Form> = live.filling.form();
        let problems = self.problems(&live.filling);
        let nodes = live.filling.nodes(&language);
        let (newest, can_repeat) = open.store.read_as(|reader| {
            let newest = reader.active_form(form.id())?.map(|active| active.version);
            let earlier = reader.has_rows(&records_of(form.id(), &live.draft.team))?;
            Ok::<_, DeskError>((newest, earlier))
        })?;
        Ok(FormView {
            draft: hex(&live.draft.id),
            form: form.id().to_owned(),
            version: form.version().to_owned(),
            newer_version: newest.is_some_and(|version| version != form.version()),
            title: form.title(&language).to_owned(),
            team: live.draft.team.to_string(),
            record: live.draft.record.map(|record| record.to_string()),
            sections: fill::sections(&nodes, &problems, form.title(&language)),
            language,
            saved_at: iso(live.draft.touched_ms, self.offset()),
            can_undo: !live.undo.is_empty(),
            can_redo: !live.redo.is_empty(),
            can_repeat: can_repeat && live.draft.record.is_none(),
            comments: live.comments.clone(),
            problems,
        })
    }

    /// What the form and the programme's rules find in the answers, in the order of the form.
    pub(crate) fn problems(&self, filling: &Filling) -> Vec<ProblemView> {
        self.problems_in(filling, &filling.submission())
    }

    /// The same, where what would be submitted is known already.
    pub(crate) fn problems_in(&self, filling: &Filling, answers: &Answers) -> Vec<ProblemView> {
        let language = self.language();
        let mut problems = fill::problems(filling, &language);
        rules::add(filling.form(), answers, &language, &mut problems);
        problems
    }

    fn comments_for(
        &self,
        open: &Open,
        record: Option<RecordId>,
    ) -> Result<Vec<CommentView>, DeskError> {
        let Some(record) = record else {
            return Ok(Vec::new());
        };
        open.store.read_as(|reader| {
            let revisions = open.revisions(reader, record)?;
            let Some(state) = open.fold(&revisions) else {
                return Ok(Vec::new());
            };
            let form = open
                .book
                .of_record(reader, &state.fold.form, &state.fold.form_version)?;
            Ok(self.open_comments(open, &state, &revisions, &form))
        })
    }

    /// The facts from outside that a form may ask for.
    pub(crate) fn moment(&self, open: &Open) -> Moment {
        Moment {
            now_ms: i64::try_from(self.now()).unwrap_or(i64::MAX),
            offset_minutes: self.offset(),
            seed: u64::from_le_bytes(self.random().bytes()),
            username: open.person.id.to_string(),
            device: open.device.to_string(),
        }
    }

    /// Today on this laptop's clock.
    pub(crate) fn today(&self) -> String {
        local(self.now(), self.offset())
            .format("%Y-%m-%d")
            .to_string()
    }
}

fn repeats(question: &forms::Question) -> bool {
    use forms::Kind as K;
    let stable = matches!(question.kind, K::SelectOne | K::SelectMultiple)
        || question.appearance_has("sala-repeat");
    stable && !question.in_repeat && !question.appearance_has("sala-no-repeat")
}

/// The state of a record that this person may see.
pub(crate) fn state_of(
    open: &Open,
    reader: &Reader<'_>,
    record: RecordId,
) -> Result<RecordState, DeskError> {
    let revisions = open.revisions(reader, record)?;
    open.fold(&revisions)
        .ok_or(DeskError::NotFound { what: "record" })
}

/// The record of a form that a team changed last.
fn last_record(
    reader: &Reader<'_>,
    form: &str,
    team: &TeamId,
) -> Result<Option<RecordId>, DeskError> {
    let page = reader.page(&records_of(form, team))?;
    Ok(page.rows.first().map(|row| row.record))
}

fn records_of(form: &str, team: &TeamId) -> Query {
    Query {
        form: Some(form.to_owned()),
        teams: vec![team.clone()],
        limit: 1,
        ..Query::default()
    }
}

/// The draft that corrects a record.
pub(crate) fn draft_of(reader: &Reader<'_>, record: RecordId) -> Result<Option<Draft>, DeskError> {
    Ok(reader
        .drafts()?
        .into_iter()
        .find(|draft| draft.record == Some(record)))
}

pub(crate) fn record_id(text: &str) -> Result<RecordId, DeskError> {
    text.parse()
        .map_err(|_| DeskError::NotFound { what: "record" })
}

fn draft_id(text: &str) -> Result<[u8; 16], DeskError> {
    text.parse::<RecordId>()
        .map(|id| id.0)
        .map_err(|_| DeskError::NotFound { what: "draft" })
}

fn hex(id: &[u8; 16]) -> String {
    RecordId(*id).to_string()
}
