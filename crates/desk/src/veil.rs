//! What is hidden from whom: the programme's decision, laid over lists, one record whole, its history and its
//! conflicts; and answers that are shown all the same, which is written down first.

use forms::{Class, Form, question_path};
use programme::masking::{Showing, Standing, showing};
use records::{PersonId, RecordId, TeamId};
use store::{Reveal, Sight, Writer};

use crate::clock::iso;
use crate::drafts::{record_id, sets_aside};
use crate::fill::form_label;
use crate::open::{Open, Person};
use crate::records_view::conflicts;
use crate::state::RecordState;
use crate::view::{
    AnswerSection, AnswerView, ConflictView, DiffRow, ProblemView, RevealRow, Revealed,
};
use crate::{Desk, DeskError, files, words};

/// What stands in the place of an answer that is not shown.
pub(crate) const MASK: &str = "•••";

/// A text that has so many signs of a hidden answer gives it away.
const TELLING_SIGNS: usize = 3;
const WHY_SIGNS_MAX: usize = 500;

impl Person {
    /// How this person stands to a record.
    fn standing(&self, team: &TeamId, author: PersonId) -> Standing {
        if author == self.id {
            Standing::Own
        } else if !self.is_everywhere && self.teams.contains(team) {
            Standing::Team
        } else {
            Standing::Elsewhere
        }
    }

    /// How much this person is shown of an answer of a record.
    pub(crate) fn showing(&self, class: Class, team: &TeamId, author: PersonId) -> Showing {
        showing(self.role, class, self.standing(team, author))
    }

    /// Whose guarded facts lists may use for this person.
    pub(crate) fn sight(&self) -> Sight {
        let sees = |standing: Standing| showing(self.role, Class::P3, standing) == Showing::Open;
        let of_team = match self.is_everywhere {
            true => Standing::Elsewhere,
            false => Standing::Team,
        };
        Sight {
            author: sees(Standing::Own).then_some(self.id),
            teams: match sees(of_team) {
                true => self.teams.clone(),
                false => Vec::new(),
            },
        }
    }
}

/// The class of a fact of a line.
pub(crate) fn class_numbered(number: u8) -> Class {
    match number {
        0 => Class::P0,
        1 => Class::P1,
        2 => Class::P2,
        _ => Class::P3,
    }
}

/// The number under which a line has a class.
pub(crate) fn class_number(class: Class) -> u8 {
    match class {
        Class::P0 => 0,
        Class::P1 => 1,
        Class::P2 => 2,
        Class::P3 => 3,
    }
}

/// What one person is shown of one record.
pub(crate) struct Veil<'a> {
    person: &'a Person,
    team: &'a TeamId,
    author: PersonId,
    form: &'a Form,
}

impl<'a> Veil<'a> {
    pub(crate) fn over(open: &'a Open, state: &'a RecordState, form: &'a Form) -> Veil<'a> {
        Veil {
            person: &open.person,
            team: &state.fold.team,
            author: state.made_by,
            form,
        }
    }

    /// The form of the record.
    pub(crate) fn form(&self) -> &'a Form {
        self.form
    }

    /// How much is shown of the answer at a path. Of a question that the form does not have nobody knows
    /// what it holds.
    pub(crate) fn showing(&self, path: &str) -> Showing {
        let question = self.form.question(&question_path(path));
        let class = question.map_or(Class::P2, |question| question.class);
        self.person.showing(class, self.team, self.author)
    }

    /// The least that is shown of any answer.
    pub(crate) fn least(&self, state: &RecordState) -> Showing {
        let flat = state.answers.flat();
        let answered = flat.iter().map(|(path, _)| path.as_str());
        let paths = answered.chain(state.conflicts.iter().map(|c| c.path.as_str()));
        let shown = paths.filter(|path| !sets_aside(self.form, path));
        shown
            .map(|path| self.showing(path))
            .min()
            .unwrap_or(Showing::Open)
    }

    /// Whether this person may open the record's answers in a form, where all of them are seen.
    pub(crate) fn may_correct(&self, state: &RecordState) -> bool {
        self.least(state) != Showing::Barred
    }

    /// Hides answers under their labels.
    pub(crate) fn sections(&self, mut sections: Vec<AnswerSection>) -> Vec<AnswerSection> {
        for answer in sections.iter_mut().flat_map(|s| s.answers.iter_mut()) {
            let showing = self.showing(&answer.path);
            answer.showing = showing.as_str().to_owned();
            if showing != Showing::Open {
                answer.value = MASK.to_owned();
                answer.file = None;
            }
        }
        sections
    }

    pub(crate) fn conflicts(&self, mut conflicts: Vec<ConflictView>) -> Vec<ConflictView> {
        for conflict in &mut conflicts {
            if self.showing(&conflict.path) != Showing::Open {
                for side in [&mut conflict.base, &mut conflict.ours, &mut conflict.theirs] {
                    hide(side);
                }
                conflict.values = None;
            }
        }
        conflicts
    }

    pub(crate) fn diff(&self, mut rows: Vec<DiffRow>) -> Vec<DiffRow> {
        for row in &mut rows {
            if self.showing(&row.path) != Showing::Open {
                hide(&mut row.old);
                hide(&mut row.new);
            }
        }
        rows
    }

    /// Hides the words of a problem that quote a hidden answer; that there is one, and where, stays.
    pub(crate) fn problems(
        &self,
        state: &RecordState,
        language: &str,
        mut problems: Vec<ProblemView>,
    ) -> Vec<ProblemView> {
        let mut hidden: Vec<String> = Vec::new();
        for (path, raw) in state.answers.flat() {
            if self.showing(&path) != Showing::Open {
                if let Some(question) = self.form.question(&question_path(&path)) {
                    hidden.push(words::value(question, self.form, &raw, language));
                }
                hidden.push(raw);
            }
        }
        hidden.retain(|value| value.chars().count() >= TELLING_SIGNS);
        for problem in &mut problems {
            if hidden.iter().any(|value| problem.text.contains(value)) {
                problem.text = MASK.to_owned();
            }
        }
        problems
    }
}

/// What somebody is about to see.
pub(crate) struct Seen<'a> {
    pub(crate) record: RecordId,
    pub(crate) team: &'a TeamId,
    pub(crate) form: &'a str,
    /// The question; empty for all of the record.
    pub(crate) path: &'a str,
    /// `shown`, `corrected` or `exported`.
    pub(crate) deed: &'a str,
}

impl<'a> Seen<'a> {
    pub(crate) fn of(state: &'a RecordState, path: &'a str, deed: &'a str) -> Seen<'a> {
        Seen {
            record: state.fold.record,
            team: &state.fold.team,
            form: &state.fold.form,
            path,
            deed,
        }
    }
}

fn hide(value: &mut Option<String>) {
    if let Some(value) = value {
        MASK.clone_into(value);
    }
}

impl Desk {
    /// Shows a masked answer, or with no path every masked answer of a record, to a person who may see it. Who
    /// did it, what of, why and when is durable before the answer is given; the answer itself is not kept there.
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`] when the role is not shown it in any way; [`DeskError::NotFound`] when there
    /// is no such record or answer. Nothing is written down then.
    pub fn reveal(
        &self,
        record: &str,
        path: Option<&str>,
        why: Option<&str>,
    ) -> Result<Revealed, DeskError> {
        let id = record_id(record)?;
        let language = self.language();
        self.with_open(|open| {
            open.store.write_as(|writer| {
                let revisions = open.revisions(writer, id)?;
                let state = open
                    .fold(writer, &revisions)
                    .ok_or(DeskError::NotFound { what: "record" })?;
                let (of, version) = (&state.fold.form, &state.fold.form_version);
                let form = open.book.of_record(writer, of, version)?;
                let veil = Veil::over(open, &state, &form);
                let is_asked = |at: &str| path.is_none_or(|path| path == at);
                let sections = words::sections(&form, &state.answers, &language);
                let mut answers: Vec<AnswerView> = sections
                    .into_iter()
                    .flat_map(|section| section.answers)
                    .filter(|answer| is_asked(&answer.path))
                    .collect();
                files::show_answers(writer, &form, &mut answers)?;
                self.name_chosen(open, writer, &state, &form, answers.iter_mut())?;
                let mut sides = conflicts(&form, &state, &language);
                sides.retain(|side| is_asked(&side.path));
                if answers.is_empty() && sides.is_empty() {
                    return Err(DeskError::NotFound { what: "answer" });
                }
                answers.retain(|answer| veil.showing(&answer.path) != Showing::Barred);
                sides.retain(|side| veil.showing(&side.path) != Showing::Barred);
                if answers.is_empty() && sides.is_empty() {
                    return Err(DeskError::NotAllowed {
                        what: "see this answer",
                    });
                }
                let mut given = answers.iter().map(|answer| &answer.path);
                let is_masked = |at: &String| veil.showing(at) == Showing::Masked;
                if given.any(is_masked) || sides.iter().map(|side| &side.path).any(is_masked) {
                    let seen = Seen::of(&state, path.unwrap_or_default(), "shown");
                    self.note_reveal(open, writer, &seen, why)?;
                }
                Ok(Revealed {
                    answers,
                    conflicts: sides,
                })
            })
        })
    }

    /// Writes down that this person had guarded answers of a record shown.
    pub(crate) fn note_reveal(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        seen: &Seen<'_>,
        why: Option<&str>,
    ) -> Result<(), DeskError> {
        let why = why.unwrap_or_default().trim();
        Ok(writer.add_reveal(&Reveal {
            record: seen.record,
            team: seen.team.clone(),
            form: seen.form.to_owned(),
            path: seen.path.to_owned(),
            deed: seen.deed.to_owned(),
            why: why.chars().take(WHY_SIGNS_MAX).collect(),
            person: open.person.id,
            device: open.device,
            at_ms: self.now(),
        })?)
    }

    /// Lets a record be opened in a form, where every answer is seen; answers that were masked are written
    /// down as seen.
    pub(crate) fn open_for_correction(
        &self,
        open: &Open,
        state: &RecordState,
        form: &Form,
    ) -> Result<(), DeskError> {
        let showing = Veil::over(open, state, form).least(state);
        let refusal = "correct this record: it has answers that you are not shown";
        self.pass(open, showing, &Seen::of(state, "", "corrected"), refusal)
    }

    /// Lets what one answer names be shown; an answer that was masked is written down as seen.
    pub(crate) fn show_to(
        &self,
        open: &Open,
        state: &RecordState,
        form: &Form,
        path: &str,
    ) -> Result<(), DeskError> {
        let showing = Veil::over(open, state, form).showing(path);
        let seen = Seen::of(state, path, "shown");
        self.pass(open, showing, &seen, "see this answer")
    }

    /// Lets through what is open; what is masked after it was written down; and nothing that is barred.
    fn pass(
        &self,
        open: &Open,
        showing: Showing,
        seen: &Seen<'_>,
        what: &'static str,
    ) -> Result<(), DeskError> {
        match showing {
            Showing::Open => Ok(()),
            Showing::Masked => open
                .store
                .write_as(|writer| self.note_reveal(open, writer, seen, None)),
            Showing::Barred => Err(DeskError::NotAllowed { what }),
        }
    }

    /// Who had guarded answers shown on this laptop, of one record from the first on, or of all from the last.
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`] for roles that do not oversee others.
    pub fn reveals(&self, record: Option<&str>) -> Result<Vec<RevealRow>, DeskError> {
        let record = record.map(record_id).transpose()?;
        self.with_open(|open| {
            if !open.person.role.may_oversee() {
                return Err(DeskError::NotAllowed {
                    what: "see who had answers shown",
                });
            }
            open.store
                .read_as(|reader| self.reveal_rows(open, reader, record))
        })
    }

    pub(crate) fn reveal_rows(
        &self,
        open: &Open,
        reader: &store::Reader<'_>,
        record: Option<RecordId>,
    ) -> Result<Vec<RevealRow>, DeskError> {
        let language = self.language();
        let mut rows = reader.reveals(record)?;
        rows.retain(|row| open.person.teams.contains(&row.team));
        let rows = rows.into_iter().map(|row| {
            let form = open.book.newest(reader, &row.form).ok();
            let label = form.filter(|_| !row.path.is_empty());
            RevealRow {
                record: row.record.to_string(),
                label: label.map_or_else(
                    || row.path.clone(),
                    |form| form_label(&form, &row.path, &language),
                ),
                path: row.path,
                deed: row.deed,
                why: row.why,
                who: open.name_of(row.person),
                at: iso(row.at_ms, self.offset()),
                here: row.device == open.device,
            }
        });
        Ok(rows.collect())
    }
}
