//! Drafts: a form that is being filled, from its first answer to the record that it becomes.

mod change;
mod difference;
mod finish;
mod shown;

use forms::{Answers, Filling};
use records::{RecordId, RevisionId, TeamId};
use store::{Draft, Query, Reader};

use crate::open::{Open, lock};
use crate::state::RecordState;
use crate::view::{CommentView, FormView};
use crate::{Desk, DeskError};

/// Steps that can be undone in one sitting.
const UNDO_MAX: usize = 500;

/// A draft that is being filled.
pub(crate) struct Live {
    pub(crate) draft: Draft,
    pub(crate) filling: Filling,
    undo: Vec<Answers>,
    redo: Vec<Answers>,
    comments: Vec<CommentView>,
    /// What the screen was shown last.
    shown: Option<FormView>,
    /// How often it was shown.
    step: u32,
}

impl Live {
    fn new(draft: Draft, filling: Filling, comments: Vec<CommentView>) -> Live {
        Live {
            draft,
            filling,
            undo: Vec::new(),
            redo: Vec::new(),
            comments,
            shown: None,
            step: 0,
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
        let live = all
            .get_mut(&id)
            .ok_or(DeskError::NotFound { what: "draft" })?;
        self.form_view(open, live)
    }

    /// Brings a draft into memory if it is not there, and shows it.
    fn resume(&self, open: &Open, id: [u8; 16]) -> Result<FormView, DeskError> {
        self.load(open, id)?;
        let mut all = lock(&open.live);
        let live = all
            .get_mut(&id)
            .ok_or(DeskError::NotFound { what: "draft" })?;
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
}

/// The state of a record that this person may see.
pub(crate) fn state_of(
    open: &Open,
    reader: &Reader<'_>,
    record: RecordId,
) -> Result<RecordState, DeskError> {
    let revisions = open.revisions(reader, record)?;
    open.fold(reader, &revisions)
        .ok_or(DeskError::NotFound { what: "record" })
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
