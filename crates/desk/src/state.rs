//! What a record is now: the fold of its revisions, its answers and its review status together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use forms::{Answers, Conflict, Filling, Form, Moment};
use programme::Role;
use programme::duplicates::{self, Pair, Tie, Word};
use programme::review::{self, Decision, Event, Status, WarningReason};
use records::{Fold, Header, Kind, PersonId, Revision, RevisionId};

use crate::DeskError;
use crate::approvals::{self, Approval};
use crate::drafts::tells_program;

/// Says whether somebody has a role.
pub(crate) type Holds<'a> = &'a dyn Fn([u8; 16], Role) -> bool;

/// A decision about this record and another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AboutTwo {
    pub(crate) id: RevisionId,
    pub(crate) at: u64,
    pub(crate) tie: Tie,
}

/// A record as its revisions make it: the same set gives the same state on every laptop.
pub(crate) struct RecordState {
    pub(crate) fold: Fold,
    pub(crate) status: Status,
    pub(crate) answers: Answers,
    pub(crate) conflicts: Vec<Conflict>,
    /// Decisions by revision.
    pub(crate) decisions: BTreeMap<RevisionId, Decision>,
    /// Decisions about this record and another that count, in the fold's order.
    pub(crate) about_two: Vec<AboutTwo>,
    /// What holds about this record and others.
    pub(crate) words: BTreeMap<Pair, Word>,
    /// All that ever held about this record and others, one after the other, and since when.
    pub(crate) said: Vec<(Pair, Option<Word>, u64)>,
    /// The revision behind each event of `status`.
    pub(crate) events: Vec<RevisionId>,
    /// Decisions in a role that their maker does not have; they count for nothing.
    pub(crate) disbelieved: Vec<RevisionId>,
    /// Who made the record.
    pub(crate) made_by: PersonId,
    /// When, and when it last changed, by the clocks of the laptops.
    pub(crate) made_at: u64,
    pub(crate) changed_at: u64,
    /// When the answers that are shown were saved.
    pub(crate) saved_at: u64,
    /// The save whose answers are shown; the first revision while no save is held.
    pub(crate) winner: RevisionId,
    /// When it was approved, the first time first.
    pub(crate) approvals: Vec<Approval>,
}

impl RecordState {
    /// Folds the revisions of one record; none when there are none.
    ///
    /// Answers that cannot be read count as none; the history still shows who saved them.
    ///
    /// A decision counts only in a role that `holds` its maker: what a laptop claims is not believed here
    /// either, whatever road it came by.
    pub(crate) fn of(
        revisions: &[Revision],
        holds: Holds<'_>,
        may_erase: &dyn Fn(&Header) -> bool,
    ) -> Option<RecordState> {
        let mut state = Self::folded(revisions, holds, may_erase)?;
        state.approvals = approvals::of(&state, revisions, &|some| {
            Self::folded(some, holds, may_erase)
        });
        let ties = known(&state.about_two, revisions);
        state.words = duplicates::words(&ties);
        state.said = said_of(&state.about_two, &ties);
        Some(state)
    }

    /// Like [`RecordState::of`], without when it was approved and what holds about it and others.
    fn folded(
        revisions: &[Revision],
        holds: Holds<'_>,
        may_erase: &dyn Fn(&Header) -> bool,
    ) -> Option<RecordState> {
        let by_id: BTreeMap<RevisionId, &Revision> = revisions.iter().map(|r| (r.id, r)).collect();
        let headers = revisions.iter().map(|r| (r.id, &r.header));
        let fold = records::fold_trusting(headers, may_erase)?;
        let decisions = decisions(&by_id);
        let disbelieved: Vec<RevisionId> = fold
            .order
            .iter()
            .filter(|id| is_disbelieved(**id, &by_id, &decisions, holds))
            .copied()
            .collect();
        let is_event = |id: &&RevisionId| {
            let kind = by_id.get(id).map(|revision| revision.header.kind);
            let counts = kind == Some(Kind::Save) || decisions.contains_key(id);
            counts && !disbelieved.contains(id)
        };
        let events: Vec<RevisionId> = fold.order.iter().filter(is_event).copied().collect();
        let status = walked(&fold, &events, &by_id, &decisions);
        let about_two = about_two(&fold, &status, &events, &decisions, &by_id);
        let (answers, conflicts) = joined(&fold, &by_id);
        let ats = || by_id.values().map(|r| r.header.at);
        let first = fold.order.first().and_then(|id| by_id.get(id));
        let winner = fold.heads.first().or(fold.order.first()).copied();
        let winner = winner.unwrap_or(RevisionId([0; 32]));
        Some(RecordState {
            made_by: first.map_or(PersonId([0; 16]), |r| r.header.author),
            made_at: first.map_or(0, |r| r.header.at),
            changed_at: ats().max().unwrap_or_default(),
            saved_at: by_id.get(&winner).map_or(0, |saved| saved.header.at),
            winner,
            approvals: Vec::new(),
            fold,
            status,
            answers,
            conflicts,
            decisions,
            about_two,
            words: BTreeMap::new(),
            said: Vec::new(),
            events,
            disbelieved,
        })
    }
}

impl RecordState {
    /// Why warnings were right as they were, as everybody said it who submitted the record: for a warning the last
    /// reason, with the revision that brought it. A correction takes none away.
    pub(crate) fn reasons(&self) -> Vec<(RevisionId, &WarningReason)> {
        let mut said: Vec<(RevisionId, &WarningReason)> = Vec::new();
        let believed = self
            .fold
            .order
            .iter()
            .filter(|id| !self.disbelieved.contains(id));
        for id in believed {
            for reason in self.decisions.get(id).map_or(&[][..], |d| &d.reasons) {
                said.retain(|(_, old)| !(old.rule == reason.rule && old.at == reason.at));
                said.push((*id, reason));
            }
        }
        said
    }

    /// Lets the form work out from the joined answers what it works out. The moment is the record's own,
    /// so that every laptop comes to the same.
    pub(crate) fn work_out(&mut self, form: &Arc<Form>) {
        self.conflicts.retain(|conflict| {
            !form.works_out(&conflict.path) && !tells_program(form, &conflict.path)
        });
        let filling = Filling::resume(form.clone(), &self.answers, &self.own_moment());
        self.answers = filling.answers();
    }

    /// The record's own moment: what its form works out at it is the same on every laptop.
    pub(crate) fn own_moment(&self) -> Moment {
        let [a, b, c, d, e, f, g, h, ..] = self.winner.0;
        Moment {
            now_ms: i64::try_from(self.changed_at).unwrap_or(i64::MAX),
            offset_minutes: 0,
            seed: u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            username: String::new(),
            device: String::new(),
        }
    }
}

/// Whether a decision was made in a role that its maker does not have.
fn is_disbelieved(
    id: RevisionId,
    by_id: &BTreeMap<RevisionId, &Revision>,
    decisions: &BTreeMap<RevisionId, Decision>,
    holds: Holds<'_>,
) -> bool {
    let author = by_id.get(&id).map(|revision| revision.header.author.0);
    let role = decisions.get(&id).map(|decision| decision.role);
    author
        .zip(role)
        .is_some_and(|(author, role)| !holds(author, role))
}

/// Where the saves and the decisions that are believed lead, in their order.
fn walked(
    fold: &Fold,
    events: &[RevisionId],
    by_id: &BTreeMap<RevisionId, &Revision>,
    decisions: &BTreeMap<RevisionId, Decision>,
) -> Status {
    let unseen: Vec<Vec<usize>> = events.iter().map(|id| fold.unseen(*id, events)).collect();
    let walked = events.iter().zip(&unseen).filter_map(|(id, unseen)| {
        let author = by_id.get(id)?.header.author.0;
        Some(match decisions.get(id) {
            Some(decision) => Event::Review {
                author,
                decision,
                sees_all: fold.sees(*id),
                unseen,
            },
            None => Event::Save { author },
        })
    });
    review::walk(walked)
}

fn decisions(by_id: &BTreeMap<RevisionId, &Revision>) -> BTreeMap<RevisionId, Decision> {
    let reviews = by_id.values().filter(|r| r.header.kind == Kind::Review);
    reviews
        .filter_map(|r| Some((r.id, Decision::from_bytes(r.body.as_deref()?).ok()?)))
        .collect()
}

/// The decisions about this record and another that count.
fn about_two(
    fold: &Fold,
    status: &Status,
    events: &[RevisionId],
    decisions: &BTreeMap<RevisionId, Decision>,
    by_id: &BTreeMap<RevisionId, &Revision>,
) -> Vec<AboutTwo> {
    let counted = status.about_two.iter().filter_map(|at| {
        let id = *events.get(*at)?;
        Some(AboutTwo {
            id,
            at: by_id.get(&id)?.header.at,
            tie: Tie::decided(fold.record.0, decisions.get(&id)?)?,
        })
    });
    counted.collect()
}

/// Decisions about pairs, each with the places of those that come before it in the graph.
fn known(about: &[AboutTwo], revisions: &[Revision]) -> Vec<(Tie, BTreeSet<usize>)> {
    if about.is_empty() {
        return Vec::new();
    }
    let by_id: BTreeMap<RevisionId, &Revision> = revisions.iter().map(|r| (r.id, r)).collect();
    let knows = |of: RevisionId| -> BTreeSet<usize> {
        let parents = |id: &RevisionId| by_id.get(id).map_or(&[][..], |it| &it.header.parents);
        let mut known: BTreeSet<RevisionId> = BTreeSet::new();
        let mut open: Vec<RevisionId> = parents(&of).to_vec();
        while let Some(id) = open.pop() {
            if known.insert(id) {
                open.extend(parents(&id));
            }
        }
        let places = about.iter().enumerate();
        let known = places.filter(|(_, one)| known.contains(&one.id));
        known.map(|(at, _)| at).collect()
    };
    about.iter().map(|one| (one.tie, knows(one.id))).collect()
}

/// What held about pairs after each decision, and since when: by the clocks of those who decided, and never before what was
/// decided earlier.
fn said_of(about: &[AboutTwo], known: &[(Tie, BTreeSet<usize>)]) -> Vec<(Pair, Option<Word>, u64)> {
    let mut since = 0;
    let then = about.iter().enumerate().filter_map(|(at, one)| {
        let pair = one.tie.pair()?;
        since = one.at.max(since);
        let words = duplicates::words(known.get(..=at)?);
        Some((pair, words.get(&pair).copied(), since))
    });
    let mut said: Vec<(Pair, Option<Word>, u64)> = then.collect();
    said.sort_by_key(|(pair, _, _)| *pair);
    said
}

/// The answers that one save holds; none when they were erased.
pub(crate) fn answers_of(revision: &Revision) -> Result<Option<Answers>, DeskError> {
    let Some(body) = &revision.body else {
        return Ok(None);
    };
    Answers::from_bytes(body)
        .map(Some)
        .map_err(|_| DeskError::Unreadable {
            revision: revision.id,
        })
}

fn joined(fold: &Fold, by_id: &BTreeMap<RevisionId, &Revision>) -> (Answers, Vec<Conflict>) {
    // A save that cannot be read counts as empty here: one broken record must not hold up the others.
    let held = |id: &RevisionId| {
        let revision = by_id.get(id)?;
        answers_of(revision).ok().flatten()
    };
    let base = fold.base.as_ref().and_then(held).unwrap_or_default();
    let mut conflicts: Vec<Conflict> = Vec::new();
    let mut joined: Option<Answers> = None;
    for head in &fold.heads {
        let Some(theirs) = held(head) else { continue };
        joined = Some(match joined {
            None => theirs,
            Some(ours) => {
                let merged = forms::merge(&base, &ours, &theirs);
                // Each answer that lost is told, also where more than two people answered.
                for conflict in merged.conflicts {
                    if !conflicts.contains(&conflict) {
                        conflicts.push(conflict);
                    }
                }
                merged.answers
            }
        });
    }
    (joined.unwrap_or_default(), conflicts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use programme::review::{Move, State};
    use records::{DeviceId, Draft, RecordId, TeamId};

    use super::*;

    fn revision(
        kind: Kind,
        author: u8,
        n: u64,
        parents: Vec<RevisionId>,
        body: Vec<u8>,
    ) -> Revision {
        let draft = Draft {
            record: RecordId([7; 16]),
            team: TeamId::new("BTB2").unwrap(),
            kind,
            parents,
            form: "f".to_owned(),
            form_version: "1".to_owned(),
            author: PersonId([author; 16]),
            device: DeviceId([9; 16]),
            n,
            at: n,
        };
        Revision::new(draft, body).unwrap()
    }

    #[test]
    fn nobody_s_answer_is_lost_when_three_people_answered_apart() {
        let body = |value: &str| format!("{{\"q\":\"{value}\"}}").into_bytes();
        let base = revision(Kind::Save, 1, 1, Vec::new(), body("0"));
        let heads: Vec<Revision> = [(2, "2"), (3, "3"), (4, "4")]
            .map(|(n, value)| revision(Kind::Save, 1, n, vec![base.id], body(value)))
            .to_vec();
        let all: Vec<Revision> = heads.iter().cloned().chain([base]).collect();
        let state = RecordState::of(&all, &|_, _| true, &|_| true).unwrap();
        assert_eq!(state.answers.get("q"), Some("4"), "the latest is shown");
        let mut told: Vec<&str> = state
            .conflicts
            .iter()
            .filter_map(|conflict| conflict.theirs.as_deref())
            .collect();
        told.sort_unstable();
        assert_eq!(told, ["2", "3"]);
    }

    #[test]
    fn what_the_form_works_out_follows_from_the_joined_answers() {
        let sheet = "survey,type,name,label,calculation\n,integer,a,A,\n,integer,b,B,\n,calculate,sum,,${a} + ${b}\nsettings,form_id\n,f\n";
        let form = crate::formbook::check_form("f.csv", sheet.as_bytes())
            .form
            .unwrap();
        let body = |a: u8, b: u8| {
            let sum = a + b;
            format!("{{\"a\":\"{a}\",\"b\":\"{b}\",\"sum\":\"{sum}\"}}").into_bytes()
        };
        let base = revision(Kind::Save, 1, 1, Vec::new(), body(1, 1));
        let one = revision(Kind::Save, 1, 2, vec![base.id], body(3, 1));
        let other = revision(Kind::Save, 2, 3, vec![base.id], body(1, 5));
        let mut state = RecordState::of(&[base, one, other], &|_, _| true, &|_| true).unwrap();
        state.work_out(&form);
        assert_eq!(state.conflicts, Vec::new(), "nobody is asked about a sum");
        let read = ["a", "b", "sum"].map(|path| state.answers.get(path));
        assert_eq!(read, [Some("3"), Some("5"), Some("8")]);
    }

    #[test]
    fn two_versions_of_the_program_that_saved_apart_are_no_matter_between_people() {
        let sheet =
            "survey,type,name,label\n,text,q,Q\n,hidden,app_version,V\nsettings,form_id\n,f\n";
        let form = crate::formbook::check_form("f.csv", sheet.as_bytes())
            .form
            .unwrap();
        let body = |q: &str, version: &str| {
            format!("{{\"q\":\"{q}\",\"app_version\":\"{version}\"}}").into_bytes()
        };
        let base = revision(Kind::Save, 1, 1, Vec::new(), body("0", "1.0.0"));
        let one = revision(Kind::Save, 1, 2, vec![base.id], body("1", "1.1.0"));
        let other = revision(Kind::Save, 2, 3, vec![base.id], body("2", "1.2.0"));
        let mut state = RecordState::of(&[base, one, other], &|_, _| true, &|_| true).unwrap();
        state.work_out(&form);
        let asked: Vec<&str> = state.conflicts.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(asked, ["q"]);
        assert_eq!(state.answers.get("app_version"), Some("1.2.0"));
    }

    #[test]
    fn a_claimed_role_is_not_believed() {
        let save = revision(Kind::Save, 1, 1, Vec::new(), b"{}".to_vec());
        let submit = Decision::new(Move::Submit, Role::Field).to_bytes().unwrap();
        let submit = revision(Kind::Review, 1, 2, vec![save.id], submit);
        let approve = Decision::new(Move::Approve, Role::Supervisor)
            .to_bytes()
            .unwrap();
        let approve = revision(Kind::Review, 2, 3, vec![submit.id], approve);
        let all = [save, submit, approve.clone()];
        let check = |supervisor: u8, state, disbelieved: &[RevisionId]| {
            let holds = |person: [u8; 16], role| match role {
                Role::Supervisor => person == [supervisor; 16],
                _ => true,
            };
            let folded = RecordState::of(&all, &holds, &|_| true).unwrap();
            assert_eq!(folded.status.state, state);
            assert_eq!(folded.disbelieved, disbelieved);
        };
        check(2, State::Approved, &[]);
        check(3, State::Submitted, &[approve.id]);
    }

    #[test]
    fn a_save_that_cannot_be_read_holds_nothing_up() {
        let save = revision(Kind::Save, 1, 1, Vec::new(), b"no answers".to_vec());
        let folded = RecordState::of(&[save], &|_, _| true, &|_| true).unwrap();
        assert_eq!(folded.answers, Answers::default());
    }
}
