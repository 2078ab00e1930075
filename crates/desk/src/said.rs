//! What people said about a record: comments and their answers, reasons of decisions, reasons for warnings.

use forms::Form;
use programme::review::{Comment, Move};
use records::Revision;

use crate::Desk;
use crate::clock::iso;
use crate::fill::form_label;
use crate::open::Open;
use crate::state::RecordState;
use crate::view::{CommentView, ReasonView};

impl Desk {
    /// The words of one decision.
    pub(crate) fn notes(
        &self,
        open: &Open,
        revision: &Revision,
        state: &RecordState,
        form: &Form,
    ) -> Vec<CommentView> {
        let Some(decision) = state.decisions.get(&revision.id) else {
            return Vec::new();
        };
        let by = open.name_of(revision.header.author);
        let at = iso(revision.header.at, self.offset());
        let language = self.language();
        let said = decision.comments.iter();
        let said = said.cloned();
        let about = |at: Option<&str>, rule: Option<&str>, text: &str| Comment {
            at: at.map(str::to_owned),
            fixed: false,
            rule: rule.map(str::to_owned),
            text: text.to_owned(),
        };
        let reason = decision.reason.iter();
        let reason = reason.map(|text| about(None, None, text));
        let why = decision.reasons.iter();
        // What was found beside other records stands at no question.
        let why = why.map(|reason| match reason.at.is_empty() {
            true => about(None, Some(&reason.rule), &reason.text),
            false => about(Some(&reason.at), None, &reason.text),
        });
        said.chain(reason)
            .chain(why)
            .map(|comment| CommentView {
                path: comment.at.clone(),
                rule: comment.rule,
                fixed: comment.fixed,
                label: comment
                    .at
                    .as_deref()
                    .map_or_else(String::new, |p| form_label(form, p, &language)),
                text: comment.text,
                by: by.clone(),
                at: at.clone(),
            })
            .collect()
    }

    /// Why warnings are right as they are, with who said so.
    pub(crate) fn reasons(
        &self,
        open: &Open,
        state: &RecordState,
        revisions: &[Revision],
        form: &Form,
    ) -> Vec<ReasonView> {
        let language = self.language();
        let told = state.reasons().into_iter().filter_map(|(id, reason)| {
            let revision = revisions.iter().find(|revision| revision.id == id)?;
            Some(ReasonView {
                rule: reason.rule.clone(),
                path: reason.at.clone(),
                label: form_label(form, &reason.at, &language),
                text: reason.text.clone(),
                by: open.name_of(revision.header.author),
                at: iso(revision.header.at, self.offset()),
            })
        });
        told.collect()
    }

    /// Comments that nobody has answered with a decision yet.
    pub(crate) fn open_comments(
        &self,
        open: &Open,
        state: &RecordState,
        revisions: &[Revision],
        form: &Form,
    ) -> Vec<CommentView> {
        let language = self.language();
        let from = |event: usize| {
            let id = state.events.get(event)?;
            revisions.iter().find(|r| r.id == *id)
        };
        let standing = &state.status.comments;
        let said = standing
            .iter()
            .map(|(event, comment)| (*event, comment.clone()));
        let open_ones = said.chain(opened_again(state));
        open_ones
            .filter_map(|(event, comment)| Some((from(event)?, comment)))
            .map(|(revision, comment)| CommentView {
                path: comment.at.clone(),
                rule: comment.rule.clone(),
                label: comment
                    .at
                    .as_deref()
                    .map_or_else(String::new, |p| form_label(form, p, &language)),
                text: comment.text.clone(),
                fixed: comment.fixed,
                by: open.name_of(revision.header.author),
                at: iso(revision.header.at, self.offset()),
            })
            .collect()
    }
}

/// Why a record was opened again, as words on all of it, until somebody corrects it.
fn opened_again(state: &RecordState) -> Option<(usize, Comment)> {
    let latest = state.status.latest.as_ref()?;
    let decision = state.decisions.get(state.events.get(latest.index)?)?;
    let text = decision
        .reason
        .clone()
        .filter(|_| decision.mv == Move::Reopen)?;
    let comment = Comment {
        at: None,
        fixed: false,
        rule: None,
        text,
    };
    Some((latest.index, comment))
}
