//! One form being filled: what is entered, what follows from it, and what is wrong with it.

mod actions;
mod cast;
mod compute;
mod entities;
mod entry;
mod evaluate;
mod growth;
mod instance;
mod lexical;
mod load;
mod offer;
mod output;
mod problems;
mod restore;
mod screen;
mod world;

#[cfg(test)]
mod action_tests;
#[cfg(test)]
mod engine_tests;
#[cfg(test)]
mod entity_tests;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod logic_tests;
#[cfg(test)]
mod offer_tests;
#[cfg(test)]
mod repeat_tests;
#[cfg(test)]
mod restore_tests;

use std::sync::Arc;

pub use entities::Entity;
pub use entry::SetError;
pub(crate) use instance::{INSTANCES_MAX, Instance};
pub use offer::Offered;
pub(crate) use output::is_of_record;
pub(crate) use problems::value_problem;
pub use problems::{Problem, ProblemKind};
pub use screen::{CHOICES_MAX, Choice, Node};
pub use world::Known;

use crate::model::Form;
use crate::{Answers, Kind, Media};

/// The facts from outside that a form may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 UTC.
    pub now_ms: i64,
    /// The laptop's offset from UTC, in minutes.
    pub offset_minutes: i32,
    /// Where chance starts: the same seed gives the same ids and draws.
    pub seed: u64,
    /// The person, as the programme names them.
    pub username: String,
    /// The laptop.
    pub device: String,
}

/// One form being filled: the form, what was entered, and what follows from it.
///
/// Answers of questions that are not relevant now stay and come back with them; answers that the form does not
/// know are kept aside and come back in [`Filling::answers`].
#[derive(Debug, Clone)]
pub struct Filling {
    form: Arc<Form>,
    instance: Instance,
    /// Answers that the form has no question for.
    leftover: Answers,
}

impl Filling {
    /// Begins a new record: defaults, what the laptop fills in, and one instance of each repeat.
    pub fn start(form: Arc<Form>, moment: &Moment) -> Filling {
        Filling::start_with(form, &Media::new(), moment)
    }

    /// Begins a new record of a form whose files are at hand.
    pub fn start_with(form: Arc<Form>, media: &Media, moment: &Moment) -> Filling {
        Filling::start_knowing(form, media, &Known::default(), moment)
    }

    /// Begins a new record of a form whose files are at hand, with more facts about person and laptop.
    pub fn start_knowing(
        form: Arc<Form>,
        media: &Media,
        known: &Known,
        moment: &Moment,
    ) -> Filling {
        let instance = Instance::start(&form, media, known, moment);
        Filling {
            form,
            instance,
            leftover: Answers::default(),
        }
    }

    /// Goes on with answers that were given before.
    pub fn resume(form: Arc<Form>, answers: &Answers, moment: &Moment) -> Filling {
        Filling::resume_with(form, &Media::new(), answers, moment)
    }

    /// Goes on with answers that were given before, with the form's files at hand.
    pub fn resume_with(
        form: Arc<Form>,
        media: &Media,
        answers: &Answers,
        moment: &Moment,
    ) -> Filling {
        Filling::resume_knowing(form, media, &Known::default(), answers, moment)
    }

    /// Goes on with answers that were given before, with the form's files and more facts at hand.
    pub fn resume_knowing(
        form: Arc<Form>,
        media: &Media,
        known: &Known,
        answers: &Answers,
        moment: &Moment,
    ) -> Filling {
        let (instance, leftover) = Instance::resume(&form, media, known, answers, moment);
        Filling {
            form,
            instance,
            leftover,
        }
    }

    /// Goes on with other answers of the same form, with the same files and facts at hand.
    pub fn with_answers(&self, answers: &Answers, moment: &Moment) -> Filling {
        let (instance, leftover) = self.instance.anew(&self.form, answers, moment);
        Filling {
            form: self.form.clone(),
            instance,
            leftover,
        }
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    pub(crate) fn instance(&self) -> &Instance {
        &self.instance
    }

    pub(crate) fn instance_mut(&mut self) -> &mut Instance {
        &mut self.instance
    }

    /// Goes on in another language, by its code: what expressions make of labels and dates follows it.
    pub fn set_language(&mut self, code: &str) {
        self.instance.speak(&self.form, code);
    }

    /// The code of the language that expressions speak.
    pub fn language(&self) -> &str {
        &self.instance.facts.language
    }

    /// Takes over other facts, such as where the laptop is now.
    pub fn know(&mut self, known: &Known) {
        self.instance.facts.known.clone_from(known);
    }

    /// Answers that this form has no question for: kept, and part of [`Filling::answers`].
    pub fn leftover(&self) -> &Answers {
        &self.leftover
    }

    /// Answers a question; an empty value takes the answer away. Khmer digits in numbers, dates and times are
    /// stored as ASCII. A value that does not fit is kept and reported by [`Filling::problems`].
    ///
    /// # Errors
    /// When there is no such question, or nobody may answer it.
    pub fn set(&mut self, path: &str, value: &str, moment: &Moment) -> Result<(), SetError> {
        self.instance.set(&self.form, path, value, moment)
    }

    /// Adds an instance to the repeat at a path, and returns its id.
    ///
    /// # Errors
    /// When there is no such repeat, or its number is fixed by the form.
    pub fn add_repeat(&mut self, path: &str, moment: &Moment) -> Result<String, SetError> {
        self.instance.add_repeat(&self.form, path, moment)
    }

    /// Removes one instance, such as `materials[3f]`, with its answers.
    ///
    /// # Errors
    /// When there is no such instance, or the number of instances is fixed by the form.
    pub fn remove_repeat(&mut self, path: &str, moment: &Moment) -> Result<(), SetError> {
        self.instance.remove_repeat(&self.form, path, moment)
    }

    /// Everything that was entered, relevant now or not, with what was worked out and what was left over.
    pub fn answers(&self) -> Answers {
        let mut out = self.instance.output(&self.form, true);
        output::join(&mut out.0, &self.leftover.0);
        out
    }

    /// Puts in what is known only when the record is written, such as the end of the work; goes before
    /// [`Filling::submission`] when a person finishes, and not when stored answers are only read.
    pub fn finish(&mut self, moment: &Moment) {
        self.instance.finish(&self.form, moment);
    }

    /// What counts: the relevant answers, with calculations.
    pub fn submission(&self) -> Answers {
        self.instance.output(&self.form, false)
    }

    /// What stands in the way, in the order of the form.
    pub fn problems(&self, language: &str) -> Vec<Problem> {
        self.instance.problems(&self.form, language)
    }

    /// Returns the first `limit` choices that a question offers now and that `fits` takes, best rank first and in the
    /// order of the list within a rank; and how many fit in all.
    ///
    /// # Errors
    /// When there is no such question.
    pub fn find_choices(
        &self,
        path: &str,
        language: &str,
        limit: usize,
        fits: &dyn Fn(&Choice) -> Option<u32>,
    ) -> Result<Offered, SetError> {
        self.instance
            .find_choices(&self.form, path, language, limit, fits)
    }

    /// The form as a screen shows it, with questions that are not relevant marked so. Of a list from a file with more
    /// than [`CHOICES_MAX`] entries only the chosen ones are there: [`Filling::find_choices`] finds the others.
    pub fn nodes(&self, language: &str) -> Vec<Node> {
        self.instance.nodes(&self.form, language)
    }
}

/// Finds what is wrong with the answers of one record.
pub fn check(form: &Form, answers: &Answers, moment: &Moment, language: &str) -> Vec<Problem> {
    Instance::resume(form, &Media::new(), &Known::default(), answers, moment)
        .0
        .problems(form, language)
}

/// Whether an answer of this kind is stored at all.
pub(crate) fn is_stored(kind: Kind) -> bool {
    !kind.holds_questions() && kind != Kind::Note
}
