//! Which questions an expression reads, told from its paths without evaluating it. Positions do not count: a
//! path into a repeat reads the question in every instance.

use super::Builder;
use crate::model::Itemset;
use crate::xpath::ast::{Axis, Expr, NodeTest, Path, Start, Step};

/// The document above the form's own element.
const DOCUMENT: u32 = u32::MAX;

/// What a path may lead to: questions of the form. Lists lead to none.
type Places = Vec<u32>;

/// A question that an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Read {
    pub item: u32,
    /// The repeat in whose instance the question is read, when the expression never looks into another one.
    pub near: Option<u32>,
}

struct Reader<'b> {
    builder: &'b Builder,
    current: u32,
    found: Vec<Read>,
    /// Whether the expression reads the question that it belongs to by `.`.
    own: bool,
}

impl<'b> Reader<'b> {
    fn new(builder: &'b Builder, current: u32) -> Reader<'b> {
        Reader {
            builder,
            current,
            found: Vec::new(),
            own: false,
        }
    }

    /// Each question once; in its instance only where all paths to it stay there.
    fn all(mut self) -> Vec<Read> {
        self.found.sort_unstable();
        let mut out: Vec<Read> = Vec::new();
        for read in self.found {
            match out.last_mut().filter(|last| last.item == read.item) {
                Some(last) if last.near != read.near => last.near = None,
                Some(_) => {}
                None => out.push(read),
            }
        }
        out
    }
}

/// The questions that an expression of `current` reads, and whether it reads its own answer. `in_list` says that
/// its context is a choice and not the question.
pub(super) fn reads(
    builder: &Builder,
    expr: &Expr,
    current: u32,
    in_list: bool,
) -> (Vec<Read>, bool) {
    let mut reader = Reader::new(builder, current);
    let context = if in_list { Vec::new() } else { vec![current] };
    reader.walk(expr, &context);
    let own = reader.own || reader.found.iter().any(|read| read.item == current);
    let mut all = reader.all();
    all.retain(|read| read.item != current);
    (all, own)
}

/// The questions that the choices of an itemset are read from.
pub(super) fn itemset_reads(builder: &Builder, itemset: &Itemset, current: u32) -> Vec<Read> {
    let mut reader = Reader::new(builder, current);
    let places = reader.walk(&itemset.nodes, &vec![current]);
    for part in [&itemset.value, &itemset.label] {
        reader.walk(part, &places);
    }
    reader.all()
}

impl Reader<'_> {
    /// Notes what is read; gives the places that the expression leads to.
    fn walk(&mut self, expr: &Expr, context: &Places) -> Places {
        match expr {
            Expr::Number(_) | Expr::Text(_) | Expr::Reference(_) => Vec::new(),
            Expr::Chain(first, rest) => {
                let mut all = self.walk(first, context);
                for (_, expr) in rest {
                    all.extend(self.walk(expr, context));
                }
                all
            }
            Expr::Negate(inner) => {
                self.walk(inner, context);
                Vec::new()
            }
            Expr::Path(path) => self.path(path, context),
            Expr::Filter(base, predicates) => {
                let places = self.walk(base, context);
                for predicate in predicates {
                    self.walk(predicate, &places);
                }
                places
            }
            Expr::Call(call) => self.call(&call.name, &call.args, context),
        }
    }

    fn call(&mut self, name: &str, args: &[Expr], context: &Places) -> Places {
        let mut all = Vec::new();
        for arg in args {
            all.push(self.walk(arg, context));
        }
        let on_context = matches!(
            name,
            "string" | "number" | "string-length" | "normalize-space"
        ) && args.is_empty();
        if on_context {
            self.note(context, None);
        }
        match name {
            "current" => vec![self.current],
            "randomize" | "indexed-repeat" => all.into_iter().next().unwrap_or_default(),
            "if" => all.into_iter().flatten().collect(),
            "jr:choice-name" => {
                self.named_by_text(args);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// `jr:choice-name(…, '${q}')` holds its question as text; its value is read by the other argument.
    fn named_by_text(&mut self, args: &[Expr]) {
        if let Some(Expr::Text(path)) = args.get(1) {
            let name = path.trim().trim_start_matches("${").trim_end_matches('}');
            let name = name.rsplit('/').next().unwrap_or(name);
            if let Ok(at) = self.builder.target(name, self.current) {
                self.note(&vec![at], None);
                if let Some(itemset) = &self.builder.item(at).itemset {
                    let all = itemset_reads(self.builder, itemset, at).into_iter();
                    self.found
                        .extend(all.map(|read| Read { near: None, ..read }));
                }
            }
        }
    }

    fn path(&mut self, path: &Path, context: &Places) -> Places {
        let mut places = match &path.start {
            Start::Root => vec![DOCUMENT],
            Start::Context => context.clone(),
            Start::Current => vec![self.current],
            Start::Expr(expr) => self.walk(expr, context),
        };
        for step in &path.steps {
            places = self.step(step, &places);
            for predicate in &step.predicates {
                self.walk(predicate, &places);
            }
        }
        let near = self.anchor(path, context);
        let near = near.and_then(|at| self.builder.item(at).repeat);
        self.note(&places, near);
        places
    }

    fn note(&mut self, places: &Places, near: Option<u32>) {
        self.own |= places.contains(&self.current);
        let found = places.iter().copied().filter(|at| *at != DOCUMENT);
        self.found.extend(found.map(|item| Read { item, near }));
    }

    /// The question above everything that a path looks at, when it goes up from the question that the expression
    /// belongs to and then down.
    fn anchor(&self, path: &Path, context: &Places) -> Option<u32> {
        let from_here = match &path.start {
            Start::Current => true,
            Start::Context => context.as_slice() == [self.current],
            Start::Root | Start::Expr(_) => false,
        };
        let mut at = self.current;
        let mut down = false;
        for step in path.steps.iter().filter(|_| from_here) {
            match step.axis {
                Axis::Own => {}
                Axis::Parent if !down => at = self.builder.item(at).parent?,
                Axis::Child | Axis::Attribute | Axis::Descendant | Axis::DescendantOrSelf => {
                    down = true;
                }
                _ => return None,
            }
        }
        from_here.then_some(at)
    }

    fn step(&self, step: &Step, from: &Places) -> Places {
        let mut out = Vec::new();
        match step.axis {
            // The same for all children of one parent: asked once, or many siblings would cost their square.
            Axis::FollowingSibling | Axis::PrecedingSibling => {
                let above = self.step(&Step::parent(), from);
                above
                    .iter()
                    .for_each(|at| self.reach(Axis::Child, *at, &mut out));
            }
            Axis::Following | Axis::Preceding if !from.is_empty() => {
                self.reach(Axis::Descendant, DOCUMENT, &mut out);
            }
            axis => from.iter().for_each(|at| self.reach(axis, *at, &mut out)),
        }
        if let NodeTest::Name(_, name) = &step.test {
            out.retain(|at| *at != DOCUMENT && self.builder.item(*at).name == *name);
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    fn reach(&self, axis: Axis, at: u32, out: &mut Places) {
        let children = |at: u32| {
            if at == DOCUMENT {
                vec![0]
            } else {
                self.builder.item(at).children.clone()
            }
        };
        let parent = |at: u32| match at {
            DOCUMENT => None,
            0 => Some(DOCUMENT),
            at => self.builder.item(at).parent,
        };
        match axis {
            Axis::Own => out.push(at),
            Axis::Child => out.extend(children(at)),
            Axis::Parent => out.extend(parent(at)),
            Axis::Descendant | Axis::DescendantOrSelf => {
                if axis == Axis::DescendantOrSelf {
                    out.push(at);
                }
                let mut stack = children(at);
                while let Some(next) = stack.pop() {
                    out.push(next);
                    stack.extend(children(next));
                }
            }
            Axis::Ancestor | Axis::AncestorOrSelf => {
                if axis == Axis::AncestorOrSelf {
                    out.push(at);
                }
                let mut next = parent(at);
                while let Some(above) = next {
                    out.push(above);
                    next = parent(above);
                }
            }
            Axis::Attribute if at != DOCUMENT => {
                out.extend(&self.builder.item(at).attributes);
            }
            Axis::FollowingSibling
            | Axis::PrecedingSibling
            | Axis::Following
            | Axis::Preceding
            | Axis::Attribute
            | Axis::Namespace => {}
        }
    }
}
