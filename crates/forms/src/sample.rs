//! Made-up records that fit a form, for measurements and tests. They are drawn from the form alone and are
//! nobody's data.

use crate::engine::{Instance, Known, Moment, Node, ProblemKind};
use crate::xpath::ast::{Axis, Expr, Op, Path, Start};
use crate::xpath::{dates, functions};
use crate::{Answers, Form, Kind, Media};

/// The clock of made-up records: 2026-11-23 09:00 in Cambodia, earlier by up to 300 days.
const NOW_MS: i64 = 1_795_399_200_000;
const OFFSET_MINUTES: i32 = 420;
const DAY_MS: i64 = 86_400_000;
/// How often a record is gone through until nothing is wrong with it.
const PASSES: usize = 8;

/// Fills a form with answers that fit it; the same seed gives the same record.
pub fn fill(form: &Form, seed: u64) -> Answers {
    let mut draw = Draw(seed ^ 0x5a1a);
    let days = i64::try_from(draw.below(300)).unwrap_or(0);
    let moment = Moment {
        now_ms: NOW_MS - days * DAY_MS,
        offset_minutes: OFFSET_MINUTES,
        seed,
        username: "sample".to_owned(),
        device: "sample".to_owned(),
    };
    let mut instance = Instance::start(form, &Media::new(), &Known::default(), &moment);
    let mut asked: Vec<String> = Vec::new();
    for _ in 0..PASSES {
        let open: Vec<Node> = leaves(instance.nodes(form, ""))
            .into_iter()
            .filter(|n| !asked.contains(&n.path))
            .collect();
        let new = !open.is_empty();
        for node in open {
            asked.push(node.path.clone());
            if node.required || draw.below(10) < 6 {
                answer(&mut instance, form, &node, &moment, &mut draw);
            }
        }
        let wrong = instance.problems(form, "");
        if wrong.is_empty() && !new {
            break;
        }
        for problem in wrong {
            let found = leaves(instance.nodes(form, ""))
                .into_iter()
                .find(|node| node.path == problem.path);
            if let Some(node) = found {
                answer(&mut instance, form, &node, &moment, &mut draw);
            }
        }
    }
    instance.output(form, false)
}

/// The questions that a person would answer now.
fn leaves(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    let mut stack: Vec<Node> = nodes.into_iter().rev().collect();
    while let Some(mut node) = stack.pop() {
        if !node.relevant {
            continue;
        }
        stack.extend(std::mem::take(&mut node.children).into_iter().rev());
        // There is no file to be had: only a name where a name is asked for.
        let is_needed = node.kind != Kind::File || node.required;
        if node.kind.is_asked() && !node.read_only && is_needed {
            out.push(node);
        }
    }
    out
}

/// Tries answers until one fits; a question that need not be answered stays empty when none does.
fn answer(instance: &mut Instance, form: &Form, node: &Node, moment: &Moment, draw: &mut Draw) {
    let mut candidates = vec![value(form, node, moment, draw)];
    candidates.extend(suggested(instance, form, node));
    candidates.extend((0..6).map(|_| value(form, node, moment, draw)));
    candidates.extend(patterns(node, draw));
    for candidate in candidates {
        if instance.set(form, &node.path, &candidate, moment).is_err() {
            return;
        }
        let wrong = instance.problems(form, "");
        if !wrong.iter().any(|problem| problem.path == node.path) {
            return;
        }
    }
    let missing = |instance: &Instance| {
        let wrong = instance.problems(form, "");
        wrong
            .iter()
            .any(|p| p.path == node.path && p.kind == ProblemKind::Missing)
    };
    let last = instance
        .output(form, true)
        .get(&node.path)
        .unwrap_or_default()
        .to_owned();
    if instance.set(form, &node.path, "", moment).is_ok() && missing(instance) {
        // A later pass may find it right, when another answer has changed.
        let _ = instance.set(form, &node.path, &last, moment);
    }
}

/// What the question's own check compares with: `. = sum`, `. <= limit`.
fn suggested(instance: &Instance, form: &Form, node: &Node) -> Vec<String> {
    let generic = without_ids(&node.path);
    let Some(at) = form.by_path.get(&generic) else {
        return Vec::new();
    };
    let Some(constraint) = &form.item(*at).constraint else {
        return Vec::new();
    };
    let Some(place) = instance.node_at(form, &node.path) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    constraint.visit(&mut |expr| {
        let Expr::Chain(left, rest) = expr else {
            return;
        };
        let [(op, right)] = rest.as_slice() else {
            return;
        };
        let other = if is_own(left) {
            right
        } else if is_own(right) {
            left
        } else {
            return;
        };
        if matches!(op, Op::Equal | Op::LessEqual | Op::GreaterEqual) {
            out.push(instance.evaluated(form, place, other));
        }
    });
    out.retain(|text| !text.is_empty());
    out
}

fn is_own(expr: &Expr) -> bool {
    let Expr::Path(Path {
        start: Start::Context,
        steps,
    }) = expr
    else {
        return false;
    };
    matches!(steps.as_slice(), [step] if step.axis == Axis::Own)
}

fn without_ids(path: &str) -> String {
    let mut inside = false;
    let mut keep = |c: char| {
        inside |= c == '[';
        let kept = !inside;
        inside &= c != ']';
        kept
    };
    path.chars().filter(|c| keep(*c)).collect()
}

const WORDS: [&str; 8] = [
    "Sung Muoy",
    "ស៊ុង១",
    "Prey Thmei",
    "ព្រៃថ្មី",
    "Srah Khley",
    "ស្រះខ្លី",
    "Kokir",
    "គគីរ",
];

fn value(form: &Form, node: &Node, moment: &Moment, draw: &mut Draw) -> String {
    let clock = |ms: i64| dates::now(ms, dates::offset(OFFSET_MINUTES));
    let past = moment.now_ms - i64::try_from(draw.below(30)).unwrap_or(0) * DAY_MS;
    match node.kind {
        Kind::Integer => draw.below(25).to_string(),
        Kind::Decimal => format!("{}.{}", draw.below(90), draw.below(100)),
        Kind::Date => dates::write_date(clock(past).date),
        Kind::DateTime => dates::write(&clock(past)),
        Kind::Time => format!(
            "{:02}:{:02}:00.000+07:00",
            6 + draw.below(12),
            draw.below(60)
        ),
        Kind::SelectOne => node
            .choices
            .get(draw.place(node.choices.len()))
            .map_or_else(String::new, |c| c.value.clone()),
        Kind::SelectMultiple => several(node, draw),
        Kind::Acknowledge => "OK".to_owned(),
        Kind::File => format!("{}.jpg", functions::version_4(draw.next(), draw.next())),
        Kind::Geopoint => format!(
            "1{}.{:06} 10{}.{:06} 0 5",
            1 + draw.below(3),
            draw.below(1_000_000),
            3 + draw.below(4),
            draw.below(1_000_000)
        ),
        Kind::Text if is_link(form, node) => functions::version_4(draw.next(), draw.next()),
        _ => WORDS
            .get(draw.place(WORDS.len()))
            .map_or_else(String::new, |word| (*word).to_owned()),
    }
}

fn is_link(form: &Form, node: &Node) -> bool {
    node.appearance.contains("sala-link")
        || form
            .question(&without_ids(&node.path))
            .is_some_and(|q| q.index == Some(crate::Index::Link))
}

fn several(node: &Node, draw: &mut Draw) -> String {
    let first = draw.place(node.choices.len());
    let chosen = node
        .choices
        .iter()
        .enumerate()
        .filter(|(at, _)| *at == first || draw.below(4) == 0);
    chosen
        .map(|(_, choice)| choice.value.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Texts that checks of codes, telephone numbers and hours often ask for.
fn patterns(node: &Node, draw: &mut Draw) -> Vec<String> {
    match node.kind {
        Kind::Text => {
            let mut digits = |count: usize| {
                (0..count)
                    .map(|_| {
                        char::from_digit(u32::try_from(draw.below(10)).unwrap_or(0), 10)
                            .unwrap_or('0')
                    })
                    .collect::<String>()
            };
            let mut out: Vec<String> = [2, 4, 6, 8, 9].into_iter().map(&mut digits).collect();
            out.push(format!("0{}", digits(8)));
            out.push(format!("KH-P-{}", digits(4)));
            out
        }
        Kind::Integer => [0, 1, 2, 1990, 2015].map(|n: i32| n.to_string()).to_vec(),
        Kind::Decimal => ["0", "1", "100"].map(str::to_owned).to_vec(),
        Kind::Time => (7..22)
            .map(|hour| format!("{hour:02}:30:00.000+07:00"))
            .collect(),
        _ => Vec::new(),
    }
}

/// Chance from a seed (splitmix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(u64::try_from(length).unwrap_or(1))).unwrap_or(0)
    }
}
