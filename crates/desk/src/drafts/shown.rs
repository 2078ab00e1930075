//! A draft on the screen, and what is found wrong in it.

use std::sync::Arc;

use forms::{Filling, Form, Moment};
use programme::review::WarningReason;
use programme::rules::Fired;
use records::{RecordId, TeamId};

use super::{Live, Reasons, hex, records_of};
use crate::clock::{iso, local};
use crate::doubles::recorded_already;
use crate::misplaced::Gazetteer;
use crate::open::Open;
use crate::quality::at_entry;
use crate::state::RecordState;
use crate::view::{CommentView, FormView, ProblemView};
use crate::{Desk, DeskError, files, fill};

impl Desk {
    /// Shows a draft, and remembers what was shown.
    pub(super) fn form_view(&self, open: &Open, live: &mut Live) -> Result<FormView, DeskError> {
        let language = self.language();
        let form: &Arc<Form> = live.filling.form();
        let problems = self.problems_of(open, live)?;
        let nodes = live.filling.nodes(&language);
        let mut sections = fill::sections(form, &nodes, &problems, form.title(&language));
        let (newest, can_repeat) = open.store.read_as(|reader| {
            files::show(reader, &mut sections)?;
            let newest = reader.active_form(form.id())?.map(|active| active.version);
            let earlier = reader.has_rows(&records_of(form.id(), &live.draft.team))?;
            Ok::<_, DeskError>((newest, earlier))
        })?;
        live.views = live.views.wrapping_add(1);
        let view = FormView {
            draft: hex(&live.draft.id),
            step: live.views,
            form: form.id().to_owned(),
            version: form.version().to_owned(),
            newer_version: newest.is_some_and(|version| version != form.version()),
            title: form.title(&language).to_owned(),
            team: live.draft.team.to_string(),
            record: live.draft.record.map(|record| record.to_string()),
            sections,
            language,
            saved_at: iso(live.draft.touched_ms, self.offset()),
            can_undo: !live.undo.is_empty(),
            can_redo: !live.redo.is_empty(),
            can_repeat: can_repeat && live.draft.record.is_none(),
            comments: live.comments.clone(),
            replies: live.replies.shown(),
            problems,
        };
        live.shown = Some(view.clone());
        Ok(view)
    }

    /// What is found in a draft as it is now.
    pub(super) fn problems_of(
        &self,
        open: &Open,
        live: &Live,
    ) -> Result<Vec<ProblemView>, DeskError> {
        let reasons = |fired: &Fired| live.reasons.of(fired);
        open.store.read_as(|reader| {
            let gazetteer = Gazetteer::of(open, reader, live.filling.form(), &live.draft.team)?;
            let record = live.draft.record;
            let language = self.language();
            let mut others = at_entry(open, reader, &live.filling, &live.draft.team, &language)?;
            others.extend(recorded_already(
                open,
                reader,
                &live.filling,
                record,
                &language,
            )?);
            self.problems_with(open, &gazetteer, &live.filling, &reasons, others)
        })
    }

    /// The reasons of a record that a correction of it begins with: those for warnings that its answers still give.
    pub(super) fn carried(
        &self,
        open: &Open,
        state: &RecordState,
        filling: &Filling,
    ) -> Result<Reasons, DeskError> {
        let said = state.reasons();
        let mut reasons = Reasons::default();
        for fired in self.fired(open, filling, &state.fold.team, Some(state.fold.record))? {
            let of_rule = |reason: &&WarningReason| reason.rule == fired.mark;
            let here = said.iter().map(|(_, reason)| *reason).filter(of_rule);
            if let Some(reason) = here.rev().find(|reason| reason.at == fired.at) {
                reasons.give(&fired, &reason.text);
            }
        }
        Ok(reasons)
    }

    /// What the rules find in answers as they are now; `record` is the one that they correct.
    pub(super) fn fired(
        &self,
        open: &Open,
        filling: &Filling,
        team: &TeamId,
        record: Option<RecordId>,
    ) -> Result<Vec<Fired>, DeskError> {
        open.store.read_as(|reader| {
            let gazetteer = Gazetteer::of(open, reader, filling.form(), team)?;
            let language = self.language();
            let mut fired = open.fired(&gazetteer, filling, &language)?;
            fired.extend(at_entry(open, reader, filling, team, &language)?);
            fired.extend(recorded_already(open, reader, filling, record, &language)?);
            Ok(fired)
        })
    }

    pub(super) fn comments_for(
        &self,
        open: &Open,
        record: Option<RecordId>,
    ) -> Result<Vec<CommentView>, DeskError> {
        let Some(record) = record else {
            return Ok(Vec::new());
        };
        open.store.read_as(|reader| {
            let revisions = open.revisions(reader, record)?;
            let Some(state) = open.fold(reader, &revisions) else {
                return Ok(Vec::new());
            };
            let form = open
                .book
                .of_record(reader, &state.fold.form, &state.fold.form_version)?;
            let mut comments = self.open_comments(open, &state, &revisions, &form);
            self.name_rules(open, reader, &state, comments.iter_mut())?;
            Ok(comments)
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
