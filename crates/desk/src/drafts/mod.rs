//! Drafts: a form that is being filled, from its first answer to the record that it becomes.

mod cards;
mod change;
mod choices;
mod coordinates;
mod difference;
mod finish;
mod link;
mod place;
mod program;
mod reasons;
mod replies;
mod shown;

use forms::{Answers, Filling};
use records::{RecordId, RevisionId, TeamId};
use store::{Draft, Query, Reader};

use crate::lists::Stamp;
use crate::open::{Open, lock};
use crate::state::RecordState;
use crate::view::{CommentView, FormView};
use crate::{Desk, DeskError};

pub(crate) use coordinates::{BY_MAP, BY_RECEIVER, SOURCE, TYPED, answer, is_stored};
pub(crate) use place::{
    Declared, PLACE_WORD, Recorded, Unlisted, code_in, is_told, version_of_place,
};
pub(crate) use program::{sets_aside, sign, sign_unsigned, tells_program};
pub(crate) use reasons::Reasons;
use replies::Replies;

/// Steps that can be undone in one sitting.
const UNDO_MAX: usize = 500;

/// A draft that is being filled.
pub(crate) struct Live {
    pub(crate) draft: Draft,
    pub(crate) filling: Filling,
    reasons: Reasons,
    undo: Vec<Step>,
    redo: Vec<Step>,
    comments: Vec<CommentView>,
    replies: Replies,
    /// What the screen was shown last.
    shown: Option<FormView>,
    /// How often it was shown.
    views: u32,
    /// The state of the lists that it was handed.
    lists: Stamp,
}

/// How a draft was between two changes.
struct Step {
    answers: Answers,
    reasons: Reasons,
}

impl Live {
    fn new(
        draft: Draft,
        filling: Filling,
        reasons: Reasons,
        comments: Vec<CommentView>,
        lists: Stamp,
    ) -> Live {
        Live {
            draft,
            filling,
            reasons,
            undo: Vec::new(),
            redo: Vec::new(),
            comments,
            replies: Replies::default(),
            shown: None,
            views: 0,
            lists,
        }
    }

    /// How it is now.
    fn step(&self) -> Step {
        Step {
            answers: self.filling.answers(),
            reasons: self.reasons.clone(),
        }
    }

    /// Remembers how it was before a change.
    fn before_change(&mut self, was: Step) {
        if self.undo.len() == UNDO_MAX {
            self.undo.remove(0);
        }
        self.undo.push(was);
        self.redo.clear();
    }
}

/// What a draft begins with beside its answers.
struct Begun {
    team: TeamId,
    record: Option<RecordId>,
    parents: Vec<RevisionId>,
    reasons: Reasons,
    lists: Stamp,
}

impl Desk {
    /// Starts a draft of a form in the person's first team; `link` is the person or accident it belongs to.
    ///
    /// # Errors
    /// When the role may not make records or the form is not installed.
    pub fn draft_new(&self, form: &str, link: Option<&str>) -> Result<FormView, DeskError> {
        self.with_open(|open| {
            open.may_record()?;
            let (form, media, lists) = open.store.read_as(|reader| {
                let form = open.book.newest(reader, form)?;
                let media = open.media(reader, &form)?;
                Ok::<_, DeskError>((form, media, open.lists_stamp(reader)?))
            })?;
            let moment = self.moment(open);
            let mut filling = Filling::start_with(form, &media, &moment);
            if let Some(link) = link {
                let stands = match record_id(link) {
                    Ok(record) => open
                        .store
                        .read_as(|reader| self.standing_for(open, reader, record))?
                        .to_string(),
                    Err(_) => link.to_owned(),
                };
                link::tie(&mut filling, &stands, &moment)?;
            }
            let begun = Begun {
                team: open.home_team()?.clone(),
                record: None,
                parents: Vec::new(),
                reasons: Reasons::default(),
                lists,
            };
            self.begin(open, filling, begun)
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
            let (state, form, media, lists) = open.store.read_as(|reader| {
                let state = state_of(open, reader, record)?;
                let form =
                    open.book
                        .of_record(reader, &state.fold.form, &state.fold.form_version)?;
                let media = open.media(reader, &form)?;
                Ok::<_, DeskError>((state, form, media, open.lists_stamp(reader)?))
            })?;
            if !state.status.state.is_open_to_correction() {
                return Err(DeskError::NotAllowed {
                    what: "correct a record that is settled: reopen it first",
                });
            }
            self.open_for_correction(open, &state, &form)?;
            let filling = Filling::resume_with(form, &media, &state.answers, &self.moment(open));
            let begun = Begun {
                team: state.fold.team.clone(),
                record: Some(record),
                parents: state.fold.next_parents(),
                reasons: self.carried(open, &state, &filling)?,
                lists,
            };
            self.begin(open, filling, begun)
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

    fn begin(&self, open: &Open, filling: Filling, begun: Begun) -> Result<FormView, DeskError> {
        let now = self.now();
        let Begun {
            team,
            record,
            parents,
            reasons,
            lists,
        } = begun;
        let draft = Draft {
            id: RecordId::v7(now, self.random().bytes()).0,
            form: filling.form().id().to_owned(),
            form_version: filling.form().version().to_owned(),
            team,
            record,
            parents,
            answers: filling.answers().to_bytes(),
            reasons: reasons.written(),
            replies: String::new(),
            touched_ms: now,
            title: String::new(),
            problems: 0,
            discarded_ms: None,
        };
        open.store.save_draft(&draft)?;
        let comments = self.comments_for(open, record)?;
        let id = draft.id;
        let mut all = lock(&open.live);
        all.insert(id, Live::new(draft, filling, reasons, comments, lists));
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
        self.bring_lists_up_to_date(open, live)?;
        self.form_view(open, live)
    }

    /// Hands a draft the lists as they are now, where they are others than it was handed before.
    fn bring_lists_up_to_date(&self, open: &Open, live: &mut Live) -> Result<(), DeskError> {
        let form = live.filling.form().clone();
        let fresh = open.store.read_as(|reader| -> Result<_, DeskError> {
            let lists = open.lists_stamp(reader)?;
            if lists == live.lists || form.files().next().is_none() {
                return Ok(None);
            }
            Ok(Some((open.media(reader, &form)?, lists)))
        })?;
        if let Some((media, lists)) = fresh {
            let (answers, moment) = (live.filling.answers(), self.moment(open));
            live.filling = Filling::resume_with(form, &media, &answers, &moment);
            live.lists = lists;
        }
        Ok(())
    }

    /// Brings a draft into memory if it is not there.
    pub(crate) fn load(&self, open: &Open, id: [u8; 16]) -> Result<(), DeskError> {
        if lock(&open.live).contains_key(&id) {
            return Ok(());
        }
        let (draft, form, media, lists) = open.store.read_as(|reader| {
            let draft = reader.draft(id)?.filter(|d| d.discarded_ms.is_none());
            let draft = draft.ok_or(DeskError::NotFound { what: "draft" })?;
            let form = open.book.get(reader, &draft.form, &draft.form_version)?;
            let media = open.media(reader, &form)?;
            Ok::<_, DeskError>((draft, form, media, open.lists_stamp(reader)?))
        })?;
        open.own_team(&draft.team)?;
        if let Some(record) = draft.record {
            let state = open
                .store
                .read_as(|reader| state_of(open, reader, record))?;
            self.open_for_correction(open, &state, &form)?;
        }
        let unreadable = || DeskError::NotFound {
            what: "readable draft",
        };
        let answers = Answers::from_bytes(&draft.answers).map_err(|_| unreadable())?;
        let reasons = Reasons::read(&draft.reasons).ok_or_else(unreadable)?;
        let filling = Filling::resume_with(form, &media, &answers, &self.moment(open));
        let replies = Replies::read(&draft.replies).ok_or_else(unreadable)?;
        let comments = self.comments_for(open, draft.record)?;
        let mut live = Live::new(draft, filling, reasons, comments, lists);
        live.replies = replies;
        lock(&open.live).entry(id).or_insert(live);
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

pub(crate) fn draft_id(text: &str) -> Result<[u8; 16], DeskError> {
    text.parse::<RecordId>()
        .map(|id| id.0)
        .map_err(|_| DeskError::NotFound { what: "draft" })
}

fn hex(id: &[u8; 16]) -> String {
    RecordId(*id).to_string()
}
