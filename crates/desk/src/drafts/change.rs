//! Changing a draft: every change is durable before the screen sees it, and can be undone.

use forms::{Answers, Filling, Form, Index, Kind, Moment, Question};
use programme::masking::Showing;
use records::TeamId;
use store::Reader;

use super::place::set_if_asked;
use super::{Live, Step, coordinates, difference, draft_id, state_of};
use crate::open::{Open, lock};
use crate::veil::Veil;
use crate::view::{FormChange, FormView};
use crate::{Desk, DeskError, fill, rules};

/// Records that are looked through for the last one that says something: an erased one does not.
const LOOKED_BACK: u32 = 20;

impl Desk {
    /// Answers a question. When this returns, the answer survives a power cut.
    ///
    /// # Errors
    /// When there is no such question or it cannot be answered; what was entered before stays.
    pub fn draft_set(&self, draft: &str, path: &str, value: &str) -> Result<FormView, DeskError> {
        let country = self.country();
        self.change(draft, |filling, moment| {
            coordinates::answer(filling, path, value, country, moment)
        })
    }

    /// Answers a question as [`Desk::draft_set`] does, and tells what differs from the view `seen` that the
    /// screen holds; everything when that was not the last.
    ///
    /// # Errors
    /// As [`Desk::draft_set`].
    pub fn draft_answer(
        &self,
        draft: &str,
        path: &str,
        value: &str,
        seen: u32,
    ) -> Result<FormChange, DeskError> {
        let country = self.country();
        self.told(draft, seen, |filling, moment| {
            coordinates::answer(filling, path, value, country, moment)
        })
    }

    /// Changes a draft, and tells what differs from the view `seen` that the screen holds; everything when that was
    /// not the last.
    pub(super) fn told(
        &self,
        draft: &str,
        seen: u32,
        change: impl FnOnce(&mut Filling, &Moment) -> Result<(), forms::SetError>,
    ) -> Result<FormChange, DeskError> {
        let id = draft_id(draft)?;
        let held = self.with_open(|open| {
            let mut all = lock(&open.live);
            let live = all.get_mut(&id);
            Ok(live.and_then(|live| live.shown.take_if(|shown| shown.step == seen)))
        })?;
        let view = self.change(draft, change)?;
        Ok(match held {
            Some(held) => difference::between(&held, view),
            None => difference::whole(view),
        })
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

    /// Fills what seldom changes from the record of this form that this team entered last: everything but dates, times,
    /// counts, places and free text. What was answered here already stays, and so does what the form fills in itself.
    ///
    /// # Errors
    /// When there is no such draft or no earlier record.
    pub fn draft_repeat_last(&self, draft: &str) -> Result<FormView, DeskError> {
        let id = draft_id(draft)?;
        let (last, fresh) = self.with_open(|open| {
            self.load(open, id)?;
            let (form, team) = {
                let all = lock(&open.live);
                let live = all.get(&id).ok_or(DeskError::NotFound { what: "draft" })?;
                (live.filling.form().clone(), live.draft.team.clone())
            };
            open.store.read_as(|reader| {
                let last = entered_last(open, reader, form.id(), &team)?;
                let media = open.media(reader, &form)?;
                let fresh = Filling::start_with(form, &media, &self.moment(open));
                Ok::<_, DeskError>((last, fresh.answers()))
            })
        })?;
        self.change(draft, |filling, moment| {
            let form = filling.form().clone();
            let held = filling.answers();
            let is_unanswered = |question: &Question| {
                let path = &question.path;
                held.get(path).is_none_or(str::is_empty) || held.get(path) == fresh.get(path)
            };
            let repeated = form.questions().filter(|question| {
                let is_link = question.index == Some(Index::Link);
                repeats(&form, question) && !is_link && is_unanswered(question)
            });
            for question in repeated {
                if let Some(value) = last.get(&question.path) {
                    set_if_asked(filling, &question.path, value, moment)?;
                }
            }
            Ok(())
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

    /// Changes a draft in one durable step, and shows it.
    pub(crate) fn change(
        &self,
        draft: &str,
        change: impl FnOnce(&mut Filling, &Moment) -> Result<(), forms::SetError>,
    ) -> Result<FormView, DeskError> {
        self.with_live(draft, |open, live, moment| {
            let was = live.step();
            if let Err(error) = change(&mut live.filling, moment) {
                // Half of a change would be kept with the next one, and nobody would have seen it.
                live.filling = live.filling.with_answers(&was.answers, moment);
                return Err(DeskError::Answer(error));
            }
            if live.filling.answers() != was.answers {
                live.before_change(was);
                self.keep(open, live)?;
            }
            Ok(())
        })
    }

    /// Works on a draft, in memory or brought there, and shows it.
    pub(super) fn with_live(
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

    fn step(
        &self,
        draft: &str,
        take: impl FnOnce(&mut Live) -> Option<(Step, bool)>,
    ) -> Result<FormView, DeskError> {
        self.with_live(draft, |open, live, moment| {
            if let Some((step, back)) = take(live) {
                let now = live.step();
                if back {
                    live.redo.push(now)
                } else {
                    live.undo.push(now)
                }
                live.filling = live.filling.with_answers(&step.answers, moment);
                live.reasons = step.reasons;
                self.keep(open, live)?;
            }
            Ok(())
        })
    }

    /// Makes the draft durable.
    pub(super) fn keep(&self, open: &Open, live: &mut Live) -> Result<(), DeskError> {
        live.draft.answers = live.filling.answers().to_bytes();
        live.draft.reasons = live.reasons.written();
        live.draft.replies = live.replies.written();
        live.draft.touched_ms = self.now();
        live.draft.title = fill::title(&live.filling);
        let problems = self.problems_of(open, live)?;
        let stopping = problems.iter().filter(|problem| rules::stops(problem));
        live.draft.problems = u32::try_from(stopping.count()).unwrap_or(u32::MAX);
        open.store.save_draft(&live.draft)?;
        Ok(())
    }
}

/// Ends the name of the question that says in words what a choice beside it means by *other*.
const OTHER: &str = "_other";

fn repeats(form: &Form, question: &Question) -> bool {
    let choice = question.path.strip_suffix(OTHER);
    match choice.and_then(|path| form.question(path)) {
        Some(choice) if is_choice(choice) => is_open(question) && stays(choice),
        _ => stays(question),
    }
}

fn is_choice(question: &Question) -> bool {
    matches!(question.kind, Kind::SelectOne | Kind::SelectMultiple)
}

fn is_open(question: &Question) -> bool {
    !question.in_repeat && !question.appearance_has("sala-no-repeat")
}

fn stays(question: &Question) -> bool {
    is_open(question) && (is_choice(question) || question.appearance_has("sala-repeat"))
}

/// What this person may see of the record of a form that a team entered last, of those that still say something.
fn entered_last(
    open: &Open,
    reader: &Reader<'_>,
    form: &str,
    team: &TeamId,
) -> Result<Answers, DeskError> {
    for record in reader.entered_last(form, team, LOOKED_BACK)? {
        let state = state_of(open, reader, record)?;
        if state.answers.flat().is_empty() {
            continue;
        }
        let of = open.book.newest(reader, form)?;
        let veil = Veil::over(open, &state, &of);
        let mut shown = Answers::default();
        for (path, value) in state.answers.flat() {
            if veil.showing(&path) == Showing::Open {
                shown.put(&path, &value);
            }
        }
        return Ok(shown);
    }
    Err(DeskError::NotFound {
        what: "earlier record of this form",
    })
}
