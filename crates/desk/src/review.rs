//! Deciding on records: moves that are refused here before they are made.

use std::collections::BTreeSet;

use programme::review::{self, Comment, Decision, Move, REASONS_MAX, Refusal, WarningReason};
use records::{Kind, RecordId, Revision};
use store::{Reader, Writer};

use crate::drafts::record_id;
use crate::open::{Open, Statement};
use crate::project::weigh;
use crate::quality::{is_stopped, judge_record};
use crate::rules::stops;
use crate::state::RecordState;
use crate::view::{NewComment, OpenFinding, ProblemView, RecordView};
use crate::{Desk, DeskError};

impl Desk {
    /// Decides on a record: `submit`, `return`, `verify`, `approve`, `reject`, `reopen`, `lock` or `withdraw`; or
    /// takes the last decision back, `take_back`. To verify or approve it while a rule warns and nobody said why that
    /// is right takes a reason; while a rule on several records found an error, nobody can.
    ///
    /// # Errors
    /// When the role, the four-eyes rule or the record's state does not allow it, when a comment or a
    /// reason is missing, when two people's changes must be joined first, or when what should be taken back may be
    /// known to others already. Nothing is written then.
    pub fn review(
        &self,
        record: &str,
        decision: &str,
        comments: &[NewComment],
        reason: Option<&str>,
    ) -> Result<RecordView, DeskError> {
        let id = record_id(record)?;
        let mv: Move = decision.parse().map_err(|_| DeskError::Misused {
            why: format!("there is no move “{decision}”"),
        })?;
        self.with_open(|open| {
            let decision = decision_of(mv, open, comments, reason);
            self.make_move(open, id, decision, false)
        })?;
        self.record(record)
    }

    /// Verifies a record in which nothing is open, as a person does with many at once: no rule warns of it, explained or
    /// not, nothing was found about it together with others, and nobody decided the contrary.
    ///
    /// # Errors
    /// As [`Desk::review`]; where anything is open, a person looks at the record first.
    pub fn verify_clean(&self, record: &str) -> Result<(), DeskError> {
        let id = record_id(record)?;
        self.with_open(|open| {
            let decision = Decision::new(Move::Verify, open.person.role);
            self.make_move(open, id, decision, true)
        })
    }

    /// Makes a move that counts; `only_clean` where nobody looked at this record by itself.
    fn make_move(
        &self,
        open: &Open,
        id: RecordId,
        mut decision: Decision,
        only_clean: bool,
    ) -> Result<(), DeskError> {
        let mv = decision.mv;
        if is_acceptance(mv) {
            self.catch_up(open)?;
        }
        open.store.write_as(|writer| {
            let revisions = open.revisions(writer, id)?;
            let state = open
                .fold(writer, &revisions)
                .ok_or(DeskError::NotFound { what: "record" })?;
            if !state.conflicts.is_empty() && mv != Move::Withdraw {
                return Err(DeskError::Conflict);
            }
            review::check(&state.status, open.person.id.0, open.person.role, &decision)
                .map_err(DeskError::Refused)?;
            if is_acceptance(mv) {
                let fold = &state.fold;
                judge_record(self, writer, &fold.team, fold.record)?;
                let form = open.form_of(writer, &state)?;
                let found = self.found_in(open, writer, &state, &form)?;
                let odd = self.open_findings(open, writer, &state)?;
                let is_clean = weigh(&found).1 == 0 && odd.is_empty();
                if only_clean && !(is_clean && state.status.contested.is_empty()) {
                    return Err(DeskError::Refused(Refusal::ReasonNeeded { mv }));
                }
                explain(&mut decision, &found, &odd)?;
            }
            if mv == Move::TakeBack && !may_take_back(writer, &state)? {
                let state = state.status.state;
                return Err(DeskError::Refused(Refusal::State { state, mv }));
            }
            self.decide(open, writer, &state, &decision)
        })
    }

    /// Appends a decision after all tips of a record; whoever decides has seen the record as it is.
    pub(crate) fn decide(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        state: &RecordState,
        decision: &Decision,
    ) -> Result<(), DeskError> {
        let statement = Statement::of_decision(state, decision)?;
        open.state(writer, statement, self.now())?;
        self.saw(open, writer, state)?;
        self.project(open, writer, &state.fold.team, state.fold.record)
    }

    /// Submits a save that was just made.
    pub(crate) fn submit_saved(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        saved: &Revision,
        now_ms: u64,
    ) -> Result<Revision, DeskError> {
        open.state(
            writer,
            submission_of(open, saved, Vec::new(), Vec::new())?,
            now_ms,
        )
    }
}

/// Whether nobody else can know of the last decision yet: it is in no sealed part.
pub(crate) fn may_take_back(reader: &Reader<'_>, state: &RecordState) -> Result<bool, DeskError> {
    let last = state.status.latest.as_ref();
    let id = last.and_then(|last| state.events.get(last.index));
    Ok(match id {
        Some(id) => reader.is_unsealed(*id)?,
        None => false,
    })
}

/// Whether a move says that the answers are right: rules have a word in it.
pub(crate) fn is_acceptance(mv: Move) -> bool {
    matches!(mv, Move::Verify | Move::Approve)
}

/// Whether a finding asks for a reason yet.
pub(crate) fn asks(finding: &OpenFinding) -> bool {
    !is_stopped(finding) && finding.reason.is_none()
}

/// Says with a decision that accepts a record why what is open in it, and about it beside others, is right as it is.
fn explain(
    decision: &mut Decision,
    found: &[ProblemView],
    odd: &[OpenFinding],
) -> Result<(), DeskError> {
    if let Some(stopped) = odd.iter().find(|it| is_stopped(it)) {
        let rule = stopped.rule.clone();
        return Err(DeskError::RuleStops { rule });
    }
    let open: Vec<&ProblemView> = found.iter().filter(|problem| stops(problem)).collect();
    let beside: BTreeSet<&str> = odd
        .iter()
        .filter(|it| asks(it))
        .map(|it| it.rule.as_str())
        .collect();
    if open.is_empty() && beside.is_empty() {
        return Ok(());
    }
    let Some(text) = decision.reason.take() else {
        let own = open.iter().filter_map(|it| it.rule.as_deref());
        let rules: BTreeSet<&str> = own.chain(beside).collect();
        return Err(DeskError::ReasonFor {
            mv: decision.mv,
            rules: rules.into_iter().map(str::to_owned).collect(),
        });
    };
    if !WarningReason::is_reason(&text) {
        return Err(DeskError::NoReason);
    }
    let of_rules = open.iter().filter_map(|problem| {
        Some(WarningReason {
            at: problem.path.clone(),
            rule: problem.rule.clone()?,
            text: text.clone(),
        })
    });
    // What is said of a record beside others stands at none of its questions.
    let of_findings = beside.iter().map(|rule| WarningReason {
        at: String::new(),
        rule: (*rule).to_owned(),
        text: text.clone(),
    });
    let asked = open.len() + beside.len();
    decision.reasons = of_findings.chain(of_rules).take(REASONS_MAX).collect();
    // What no rule found has no place among the reasons for rules.
    if decision.reasons.len() < asked {
        decision.reason = Some(text);
    }
    Ok(())
}

/// What submits a save that was just made, with the reasons for its warnings and what is answered to a reviewer.
pub(crate) fn submission_of<'a>(
    open: &Open,
    saved: &'a Revision,
    reasons: Vec<WarningReason>,
    replies: Vec<Comment>,
) -> Result<Statement<'a>, DeskError> {
    let mut decision = Decision::new(Move::Submit, open.person.role);
    decision.reasons = reasons;
    decision.comments = replies;
    Ok(Statement {
        record: saved.header.record,
        team: &saved.header.team,
        kind: Kind::Review,
        parents: vec![saved.id],
        after: saved.header.at,
        form: &saved.header.form,
        form_version: &saved.header.form_version,
        body: decision.to_bytes().map_err(DeskError::Decision)?,
    })
}

fn decision_of(mv: Move, open: &Open, comments: &[NewComment], reason: Option<&str>) -> Decision {
    let mut decision = Decision::new(mv, open.person.role);
    decision.comments = comments
        .iter()
        .map(|c| Comment {
            at: c.path.clone(),
            fixed: false,
            rule: c.rule.clone(),
            text: c.text.trim().to_owned(),
        })
        .filter(|c| !c.text.is_empty())
        .collect();
    decision.reason = reason
        .map(str::trim)
        .filter(|r| !r.is_empty())
        .map(str::to_owned);
    decision
}
