//! Made-up records with their histories: answers as a form names them, and beside them the same as plain facts.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use forms::{Answers, Form, Kind as Asked, Question};
use programme::Role;
use programme::indicators::{Cell, SOURCES};
use programme::review::{Decision, Move};
use records::{DeviceId, Draft, Kind, PersonId, RecordId, Revision, TeamId};
use store::{Figures, Stood};

use crate::state::RecordState;

pub(super) const TEAMS: [&str; 2] = ["BTB1", "BTB2"];
const FORMS: [&str; 10] = [
    "eore_session",
    "eore_media",
    "kap_response",
    "hazard_report",
    "accident",
    "person",
    "needs_assessment",
    "service_session",
    "referral",
    "follow_up",
];

/// What one set of answers says, by the names of questions.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) said: BTreeMap<String, String>,
    pub(super) rows: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    pub(super) adm: [Option<String>; 4],
    pub(super) date: Option<String>,
    pub(super) link: Option<RecordId>,
}

/// A time during which the record was approved.
#[derive(Clone, Debug)]
pub(super) struct Then {
    pub(super) from: u64,
    pub(super) until: Option<u64>,
    pub(super) locked: Option<u64>,
    pub(super) facts: Facts,
}

/// A made-up record.
pub(super) struct Made {
    pub(super) form: Arc<Form>,
    pub(super) record: RecordId,
    pub(super) team: TeamId,
    pub(super) revisions: Vec<Revision>,
    /// Where it stands, and what it says now.
    pub(super) state: &'static str,
    pub(super) now: Facts,
    pub(super) approvals: Vec<Then>,
}

impl Made {
    /// What the desk makes of it.
    pub(super) fn figures(&self) -> Figures {
        let state = RecordState::of(&self.revisions, &|_, _| true, &|_| true).unwrap();
        assert_eq!(state.status.state.as_str(), self.state);
        crate::figures::of(&state, &self.form)
    }
}

/// Chance.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        // A generator of Marsaglia's: xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn day(&mut self) -> String {
        format!("2026-{:02}-{:02}", 1 + self.below(11), 1 + self.below(28))
    }
}

/// Makes records of every form; the same seed makes the same.
pub(super) fn made(count: usize, seed: u64) -> Vec<Made> {
    let forms = FORMS.map(|name| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../forms/{name}.csv"));
        let bytes = std::fs::read(file).unwrap();
        Arc::new(forms::read_form(&format!("{name}.csv"), &bytes).0.unwrap())
    });
    let mut draw = Draw(seed);
    let plan: Vec<usize> = (0..count).map(|_| draw.below(FORMS.len())).collect();
    let id = |at: usize| RecordId::v7(1_790_000_000_000 + at as u64, [at.to_le_bytes()[0]; 10]);
    let mut of_form: HashMap<&str, Vec<RecordId>> = HashMap::new();
    for (at, form) in plan.iter().enumerate() {
        of_form.entry(FORMS[*form]).or_default().push(id(at));
    }
    let mut clock = 0;
    let mut numbers = [0; TEAMS.len()];
    let targets = |form: usize| {
        let about = match FORMS[form] {
            "kap_response" | "hazard_report" => "eore_session",
            "person" => "accident",
            _ => "person",
        };
        // Few are spoken of, so that each is spoken of often.
        let mut targets = of_form.get(about).cloned().unwrap_or_default();
        targets.truncate(count.div_ceil(50));
        targets
    };
    let mut all: Vec<Made> = Vec::with_capacity(count);
    let mut later: Vec<(usize, usize)> = Vec::new();
    for (at, form) in plan.iter().enumerate() {
        let team = draw.below(TEAMS.len());
        all.push(Made {
            form: Arc::clone(&forms[*form]),
            record: id(at),
            team: TeamId::new(TEAMS[team]).unwrap(),
            revisions: Vec::new(),
            state: "submitted",
            now: Facts::default(),
            approvals: Vec::new(),
        });
        let mut history = History {
            draw: &mut draw,
            made: &mut all[at],
            clock: &mut clock,
            number: &mut numbers[team],
            targets: &targets(*form),
        };
        let way = history.begin();
        match history.draw.below(2) {
            0 => history.go_on(way),
            _ => later.push((at, way)),
        }
    }
    // Half of them go on when all are there, in any order: months were closed in between.
    while !later.is_empty() {
        let (at, way) = later.swap_remove(draw.below(later.len()));
        let team = TEAMS.iter().position(|it| *it == all[at].team.as_str());
        let mut history = History {
            draw: &mut draw,
            made: &mut all[at],
            clock: &mut clock,
            number: &mut numbers[team.unwrap()],
            targets: &targets(plan[at]),
        };
        history.go_on(way);
    }
    all
}

/// Every third of those that are spoken of was found to be the one before it, early or late; some were first found to be
/// another one, and of some it was taken back.
pub(super) fn stood_behind(all: &[Made]) -> Vec<Stood> {
    let last = all.iter().filter_map(|made| made.revisions.last());
    let last = last.map(|it| it.header.at).max().unwrap_or_default();
    let mut found = Vec::new();
    for form in ["eore_session", "accident", "person"] {
        let of = all.iter().filter(|made| made.form.id() == form);
        let spoken_of: Vec<&Made> = of.take(all.len().div_ceil(50)).collect();
        for (at, three) in spoken_of.chunks_exact(3).enumerate() {
            let since_ms = last * (at as u64 % 4) / 3;
            let [head, record, other] = [0, 1, 2].map(|one: usize| three[one].record);
            if at % 3 == 1 && since_ms > 1 {
                found.push(Stood {
                    record,
                    head: other,
                    since_ms: since_ms / 2,
                    until_ms: Some(since_ms),
                });
            }
            found.push(Stood {
                record,
                head,
                since_ms,
                until_ms: (at % 3 == 2).then_some(since_ms + last / 4),
            });
        }
    }
    found
}

struct History<'a> {
    draw: &'a mut Draw,
    made: &'a mut Made,
    clock: &'a mut u64,
    number: &'a mut u64,
    targets: &'a [RecordId],
}

impl History<'_> {
    /// Up to the first approval; gives which way it will go.
    fn begin(&mut self) -> usize {
        self.save();
        let way = self.draw.below(10);
        if way == 1 {
            self.decide(Move::Verify, Role::Coordinator);
            self.made.state = "verified";
        }
        if way == 2 {
            self.decide(Move::Reject, Role::Supervisor);
            self.made.state = "rejected";
        }
        if way > 2 {
            self.approve();
        }
        way
    }

    fn go_on(&mut self, way: usize) {
        if way > 7 {
            let at = self.decide(Move::Reopen, Role::Supervisor);
            self.last().until = Some(at);
            self.save();
        }
        if way == 9 {
            self.approve();
        }
        // Those whose rows have days of their own are locked more often: they are the first to close a month.
        let one_of = match self.made.form.id() {
            "person" | "referral" => 3,
            _ => 12,
        };
        if self.made.state == "approved" && self.draw.below(one_of) == 0 {
            let at = self.decide(Move::Lock, Role::Supervisor);
            self.last().locked = Some(at);
            self.made.state = "locked";
        }
        if way == 7 {
            let at = self.decide(Move::Withdraw, Role::Va);
            self.last().until = Some(at);
            self.made.state = "withdrawn";
        }
    }

    fn last(&mut self) -> &mut Then {
        self.made.approvals.last_mut().unwrap()
    }

    fn approve(&mut self) {
        let from = self.decide(Move::Approve, Role::Supervisor);
        let facts = self.made.now.clone();
        self.made.approvals.push(Then {
            from,
            until: None,
            locked: None,
            facts,
        });
        self.made.state = "approved";
    }

    /// Saves other answers and submits them.
    fn save(&mut self) {
        let (answers, facts) = answered(self.draw, &self.made.form, self.targets);
        self.push(Kind::Save, 1, answers.to_bytes());
        self.decide(Move::Submit, Role::Field);
        self.made.now = facts;
        self.made.state = "submitted";
    }

    fn decide(&mut self, mv: Move, role: Role) -> u64 {
        let mut decision = Decision::new(mv, role);
        if mv.needs_reason() {
            decision.reason = Some("it was wrong".to_owned());
        }
        let author = if role == Role::Field { 1 } else { 2 };
        self.push(Kind::Review, author, decision.to_bytes().unwrap())
    }

    fn push(&mut self, kind: Kind, author: u8, body: Vec<u8>) -> u64 {
        *self.clock += 1;
        *self.number += 1;
        let parents = self.made.revisions.last().map(|it| it.id);
        let draft = Draft {
            record: self.made.record,
            team: self.made.team.clone(),
            kind,
            parents: parents.into_iter().collect(),
            form: self.made.form.id().to_owned(),
            form_version: self.made.form.version().to_owned(),
            author: PersonId([author; 16]),
            device: DeviceId([9; 16]),
            n: *self.number,
            at: *self.clock,
        };
        let revision = Revision::new(draft, body).unwrap();
        self.made.revisions.push(revision);
        *self.clock
    }
}

/// Answers to the questions that reports read, some of them left out.
fn answered(draw: &mut Draw, form: &Form, targets: &[RecordId]) -> (Answers, Facts) {
    let mut answers = Answers::default();
    let mut facts = Facts::default();
    told_by_the_form(draw, form, targets, &mut answers, &mut facts);
    for source in SOURCES.iter().filter(|source| source.form == form.id()) {
        let asked = source
            .columns
            .iter()
            .flat_map(|(_, cell, names)| names.iter().map(|name| (*cell, *name)));
        let asked: Vec<(Cell, &str)> = asked
            .chain(source.day.iter().map(|name| (Cell::Code, *name)))
            .collect();
        let Some(repeat) = source.repeat else {
            for (cell, name) in asked {
                let mut of = form
                    .questions()
                    .filter(|it| it.name == name && !it.in_repeat && it.kind != Asked::Group);
                let (Some(question), false) = (of.next(), facts.said.contains_key(name)) else {
                    continue;
                };
                if let Some(value) = value(draw, form, question, cell) {
                    answers.put(&question.path, &value);
                    facts.said.insert(name.to_owned(), value);
                }
            }
            continue;
        };
        instances(draw, form, repeat, &asked, (&mut answers, &mut facts));
    }
    (answers, facts)
}

/// Places, the day and the link.
fn told_by_the_form(
    draw: &mut Draw,
    form: &Form,
    targets: &[RecordId],
    answers: &mut Answers,
    facts: &mut Facts,
) {
    for question in form.questions() {
        use forms::Index::{Adm1, Adm2, Adm3, Adm4, Date, Link};
        let value = match question.index {
            Some(index @ (Adm1 | Adm2 | Adm3 | Adm4)) => {
                let levels = [Adm1, Adm2, Adm3, Adm4];
                let at = levels.iter().position(|level| *level == index).unwrap();
                // Villages are few, so that some are reached twice.
                let code = draw.one(&["01", "02", ""]).to_owned();
                facts.adm[at] = Some(code.clone()).filter(|code| !code.is_empty());
                code
            }
            Some(Date) => {
                let day = draw.day();
                facts.date = Some(day.clone());
                facts.said.insert(question.name.clone(), day.clone());
                day
            }
            Some(Link) if !targets.is_empty() && draw.below(8) > 0 => {
                let target = draw.one(targets);
                facts.link = Some(target);
                target.to_string()
            }
            _ => continue,
        };
        answers.put(&question.path, &value);
    }
}

/// Up to two instances of a repeat.
fn instances(
    draw: &mut Draw,
    form: &Form,
    repeat: &str,
    asked: &[(Cell, &str)],
    (answers, facts): (&mut Answers, &mut Facts),
) {
    let path = form
        .questions()
        .find(|it| it.name == repeat)
        .unwrap()
        .path
        .clone();
    for row in 0..draw.below(3) {
        let mut said = BTreeMap::new();
        for (cell, name) in asked {
            let inside = format!("{path}/");
            let mut of = form
                .questions()
                .filter(|it| it.name == *name && it.path.starts_with(&inside));
            let Some(question) = of.next() else { continue };
            if let Some(value) = value(draw, form, question, *cell) {
                let rest = question.path.strip_prefix(&inside).unwrap();
                answers.put(&format!("{path}[{}]/{rest}", row + 1), &value);
                said.insert((*name).to_owned(), value);
            }
        }
        if !said.is_empty() {
            facts.rows.entry(repeat.to_owned()).or_default().push(said);
        }
    }
}

/// An answer that fits the question, or none.
fn value(draw: &mut Draw, form: &Form, question: &Question, cell: Cell) -> Option<String> {
    if draw.below(6) == 0 {
        return None;
    }
    let choices: Vec<&str> = match &question.list {
        Some(list) => form
            .choices(list)
            .iter()
            .map(|choice| choice.name.as_str())
            .collect(),
        None => Vec::new(),
    };
    Some(match (cell, question.kind, question.name.as_str()) {
        (_, Asked::Date, _) => draw.day(),
        (_, _, "wgss_disability") => draw.one(&["true", "false"]).to_owned(),
        (_, _, "question_set_version") => draw.one(&["A", "B"]).to_owned(),
        (_, _, "respondent_no") => (1 + draw.below(2)).to_string(),
        (_, _, "phase") => draw.one(&["pre", "post", "delayed"]).to_owned(),
        (Cell::Part, ..) => format!("{}.5", draw.below(100)),
        (Cell::Whole, ..) => draw.below(30).to_string(),
        (Cell::Single, ..) => draw.one(&["01", "02", "01 02"]).to_owned(),
        // Few kinds, so that a need is met, and told again.
        (_, _, "need" | "service") => draw.one(&choices[..3]).to_owned(),
        _ if !choices.is_empty() => draw.one(&choices[..choices.len().min(20)]).to_owned(),
        _ => draw.one(&["P1", "P2"]).to_owned(),
    })
}
