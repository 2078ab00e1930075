//! From a record's history to where it stands.

use std::collections::BTreeSet;

use super::{Comment, Decision, Move, Refusal, State};
use crate::Role;

/// One statement of a record's history, in the fold's order.
///
/// `unseen` are the events before it, by their index, of which its maker did not know.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// Answers were saved.
    Save {
        /// Who saved them.
        author: [u8; 16],
    },
    /// A decision was made.
    Review {
        /// Who made it.
        author: [u8; 16],
        /// What they decided.
        decision: &'a Decision,
        /// Whether every save before it was known to its maker.
        sees_all: bool,
        /// What else was not.
        unseen: &'a [usize],
    },
}

/// Where a record stands, and what led there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Its review state.
    pub state: State,
    /// Everybody who saved answers.
    pub authors: BTreeSet<[u8; 16]>,
    /// Open comments, with the index of the event that brought them.
    ///
    /// A reviewer's decision closes earlier comments and opens its own; a submission only adds,
    /// so that the reviewer still sees what they asked for.
    pub comments: Vec<(usize, Comment)>,
    /// Decisions about this record and another, by the index of their event, in order.
    pub about_two: Vec<usize>,
    /// Decisions that say the contrary of each other and were made apart, by the index of their event, until somebody
    /// who knows all of them decides. None of them holds.
    pub contested: BTreeSet<usize>,
    /// Decisions that count since the answers were saved or submitted last.
    pub standing: Vec<Standing>,
    /// The last decision, while nothing came after it: whoever made it may take it back.
    pub latest: Option<Latest>,
    /// Decisions that do not count, by the index of their event, and why.
    pub ignored: Vec<(usize, Refusal)>,
}

/// A decision that counts, and where the record stood when it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The index of its event.
    pub index: usize,
    /// What was decided.
    pub mv: Move,
    /// Where its maker found the record.
    pub before: State,
}

/// A decision after which nothing came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// The index of its event.
    pub index: usize,
    /// Who made it.
    pub author: [u8; 16],
    /// Where the record stood before.
    pub past: Box<Past>,
}

/// Where a record stood before a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Its review state.
    pub state: State,
    comments: Vec<(usize, Comment)>,
    contested: BTreeSet<usize>,
    standing: Vec<Standing>,
}

impl Status {
    fn save(&mut self, author: [u8; 16]) {
        self.authors.insert(author);
        self.state = self.state.after_save();
        self.begins_anew();
    }

    /// What was decided before was decided on other answers, or in another round.
    fn begins_anew(&mut self) {
        self.contested.clear();
        self.standing.clear();
        self.latest = None;
    }

    /// Takes a decision about this record alone.
    fn review(
        &mut self,
        index: usize,
        author: [u8; 16],
        decision: &Decision,
        unseen: &[usize],
    ) -> Result<(), Refusal> {
        let mv = decision.mv;
        if mv == Move::TakeBack {
            return self.take_back(author, decision, unseen);
        }
        let unknown = |one: &&Standing| unseen.contains(&one.index);
        let apart: Vec<Standing> = self.standing.iter().filter(unknown).cloned().collect();
        match apart.first() {
            Some(first) if mv.is_judgement() && self.state != State::Withdrawn => {
                // Its maker did not know of these: it is judged where they found the record.
                let then = Status {
                    state: first.before,
                    authors: self.authors.clone(),
                    ..Status::default()
                };
                let alone = check(&then, author, decision.role, decision)?;
                let past = self.past();
                self.join(index, mv, alone, &apart);
                self.stand(index, author, decision, first.before, past);
            }
            _ => {
                let state = check(self, author, decision.role, decision)?;
                let past = self.past();
                if mv == Move::Submit {
                    self.begins_anew();
                } else {
                    self.comments.clear();
                    self.contested.clear();
                }
                let before = std::mem::replace(&mut self.state, state);
                self.stand(index, author, decision, before, past);
            }
        }
        Ok(())
    }

    /// Joins a decision with those of which its maker did not know; `alone` is where it leads without them.
    fn join(&mut self, index: usize, mv: Move, alone: State, apart: &[Standing]) {
        let agree = apart.iter().all(|one| one.mv.agrees_with(mv));
        if agree && self.contested.is_empty() {
            // Both say that it is right: the one who may say more has said it.
            self.state = self.state.max(alone);
            return;
        }
        self.contested.extend(apart.iter().map(|one| one.index));
        self.contested.insert(index);
        if let Some(first) = apart.first() {
            self.state = first.before;
        }
    }

    /// Notes a decision that counts, with its words.
    fn stand(
        &mut self,
        index: usize,
        author: [u8; 16],
        decision: &Decision,
        before: State,
        past: Past,
    ) {
        let new = decision.comments.iter().cloned();
        self.comments.extend(new.map(|comment| (index, comment)));
        let mv = decision.mv;
        if mv == Move::Submit {
            return;
        }
        if mv.is_judgement() {
            self.standing.push(Standing { index, mv, before });
        }
        self.latest = Some(Latest {
            index,
            author,
            past: Box::new(past),
        });
    }

    fn take_back(
        &mut self,
        author: [u8; 16],
        decision: &Decision,
        unseen: &[usize],
    ) -> Result<(), Refusal> {
        check(self, author, decision.role, decision)?;
        let known = |last: &Latest| !unseen.contains(&last.index);
        let Some(last) = self.latest.take_if(|last| known(last)) else {
            return Err(Refusal::State {
                state: self.state,
                mv: decision.mv,
            });
        };
        let Past {
            state,
            comments,
            contested,
            standing,
        } = *last.past;
        self.state = state;
        self.comments = comments;
        self.contested = contested;
        self.standing = standing;
        Ok(())
    }

    fn past(&self) -> Past {
        Past {
            state: self.state,
            comments: self.comments.clone(),
            contested: self.contested.clone(),
            standing: self.standing.clone(),
        }
    }
}

/// Returns where the history leads: a pure function of the events in their order.
///
/// The history has no roster, which changes with time, so a decision is judged in the role it
/// was made in; whoever accepts it first compares that role with the roster.
pub fn walk<'a>(events: impl IntoIterator<Item = Event<'a>>) -> Status {
    let mut status = Status::default();
    for (index, event) in events.into_iter().enumerate() {
        let taken = match event {
            Event::Save { author } => {
                status.save(author);
                Ok(())
            }
            Event::Review {
                author, decision, ..
            } if decision.mv.is_about_two() => {
                // Whether two records speak of one does not hang on the answers of a moment.
                let taken = check(&status, author, decision.role, decision);
                taken.map(|_| status.about_two.push(index))
            }
            Event::Review {
                sees_all: false,
                decision,
                ..
            } => Err(Refusal::Blind { mv: decision.mv }),
            Event::Review {
                author,
                decision,
                unseen,
                ..
            } => status.review(index, author, decision, unseen),
        };
        if let Err(refusal) = taken {
            status.ignored.push((index, refusal));
        }
    }
    status
}

/// Returns the moves that `who` may make on this record alone now in `role`, given the words that they ask for.
pub fn allowed(status: &Status, who: [u8; 16], role: Role) -> Vec<Move> {
    let open = |mv: &Move| may_move(status, who, role, *mv).is_ok();
    Move::ALL.into_iter().filter(open).collect()
}

/// Returns the state that the decision leads to.
///
/// # Errors
/// Says why the decision does not count: role, state, own record, or words that are missing.
pub fn check(
    status: &Status,
    who: [u8; 16],
    role: Role,
    decision: &Decision,
) -> Result<State, Refusal> {
    let mv = decision.mv;
    if decision.role != role {
        return Err(Refusal::OtherRole {
            said: decision.role,
            held: role,
        });
    }
    let state = may_move(status, who, role, mv)?;
    if mv.needs_comment() && !decision.comments.iter().any(Comment::points_at_something) {
        return Err(Refusal::CommentNeeded { mv });
    }
    if mv.needs_reason() && !decision.has_reason() {
        return Err(Refusal::ReasonNeeded { mv });
    }
    Ok(state)
}

fn may_move(status: &Status, who: [u8; 16], role: Role, mv: Move) -> Result<State, Refusal> {
    if !mv.is_open_to(role) {
        return Err(Refusal::Role { role, mv });
    }
    let own = |last: &&Latest| last.author == who;
    let after = match mv {
        Move::TakeBack => status.latest.as_ref().filter(own).map(|it| it.past.state),
        _ => status.state.after(mv),
    };
    let Some(state) = after else {
        return Err(Refusal::State {
            state: status.state,
            mv,
        });
    };
    if mv.needs_other_eyes() && status.authors.contains(&who) {
        return Err(Refusal::OwnRecord { mv });
    }
    Ok(state)
}
