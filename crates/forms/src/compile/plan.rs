//! The order of computing: nothing is read before it was computed, and what waits for itself is refused.

use std::collections::{BTreeMap, BTreeSet};

use super::reads::{Read, itemset_reads, reads};
use super::{Builder, index};
use crate::Kind;
use crate::model::{Aspect, Cell, Condition, Plan, Preload, Reading};
use crate::xpath::ast::{Expr, NodeTest};

/// How many questions all expressions together may read.
const EDGES_MAX: usize = 1_000_000;
/// The functions whose outcome depends on the language in use.
const SPOKEN: &[&str] = &[
    "jr:itext",
    "jr:choice-name",
    "format-date",
    "format-date-time",
];

impl Builder {
    /// Finds what depends on what. A circle is an error that names every question on it.
    pub(super) fn plan(&mut self) -> Plan {
        let count = self.items.len();
        let mut inputs: BTreeMap<Cell, Vec<Read>> = BTreeMap::new();
        let mut filters = vec![Vec::new(); count];
        let mut edges = 0;
        for at in 0..index(count) {
            self.cells(at, &mut inputs);
            let aspects = [Aspect::Relevance, Aspect::Count, Aspect::Value];
            let found =
                aspects.map(|aspect| inputs.get(&Cell { item: at, aspect }).map_or(0, Vec::len));
            edges += found.iter().sum::<usize>();
            if edges > EDGES_MAX {
                let row = self.questions.get(at as usize).map(|q| q.row);
                let words = format!(
                    "the expressions up to here read more than {EDGES_MAX} questions together: name the questions instead of reading all with // or *"
                );
                self.error("survey", row, None, words);
                return Plan::default();
            }
            for read in self.choices_read(at) {
                if let Some(readers) = filters.get_mut(read as usize) {
                    readers.push(at);
                }
            }
        }
        self.self_conditions();
        let mut triggers = vec![Vec::new(); count];
        for (place, action) in self.actions.iter().enumerate() {
            let source = action.source.filter(|_| action.events.changed);
            if let Some(actions) = source.and_then(|at| triggers.get_mut(at as usize)) {
                actions.push(index(place));
            }
        }
        let (cells, inward) = self.sorted(&inputs);
        let spoken = cells.iter().enumerate();
        let spoken = spoken.filter(|(_, cell)| self.speaks(**cell));
        let spoken = spoken.map(|(place, _)| index(place)).collect();
        let items = self.items.iter().enumerate();
        let ends = items.filter(|(_, item)| item.preload == Some(Preload::End));
        let ends = ends.map(|(at, _)| index(at)).collect();
        let mut readers = vec![Vec::new(); count];
        for (place, cell) in cells.iter().enumerate() {
            for read in inputs.get(cell).map_or(&[][..], Vec::as_slice) {
                if let Some(readers) = readers.get_mut(read.item as usize) {
                    readers.push(Reading {
                        cell: index(place),
                        near: read.near,
                    });
                }
            }
        }
        Plan {
            cells,
            readers,
            filter_readers: filters,
            triggers,
            spoken,
            ends,
            inward,
        }
    }

    /// The questions that the choices of a question are told from.
    fn choices_read(&self, at: u32) -> Vec<u32> {
        let item = self.item(at);
        let mut out = Vec::new();
        if let Some(filter) = &item.filter {
            out.extend(
                reads(self, &filter.expr, at, true)
                    .0
                    .iter()
                    .map(|read| read.item),
            );
        }
        if let Some(itemset) = &item.itemset {
            out.extend(
                itemset_reads(self, itemset, at)
                    .iter()
                    .map(|read| read.item),
            );
        }
        out
    }

    /// Whether what is computed depends on the language in use.
    fn speaks(&self, cell: Cell) -> bool {
        let item = self.item(cell.item);
        let expr = match cell.aspect {
            Aspect::Relevance => &item.relevant,
            Aspect::Count => &item.count,
            Aspect::Value => &item.calculation,
        };
        let mut speaks = false;
        if let Some(expr) = expr {
            expr.visit(&mut |inner| {
                if let Expr::Call(call) = inner {
                    speaks |= SPOKEN.contains(&call.name.as_str());
                }
            });
        }
        speaks
    }

    /// The cells of one question with the questions that each reads.
    fn cells(&mut self, at: u32, inputs: &mut BTreeMap<Cell, Vec<Read>>) {
        let item = self.item(at);
        let mut circles = Vec::new();
        if let Some(expr) = &item.relevant {
            let (found, own) = reads(self, expr, at, false);
            if own && names_itself(expr, &item.name) {
                circles.push("relevant");
            }
            inputs.insert(
                Cell {
                    item: at,
                    aspect: Aspect::Relevance,
                },
                found,
            );
        }
        if let Some(expr) = &item.count {
            let (found, _) = reads(self, expr, item.parent.unwrap_or(at), false);
            inputs.insert(
                Cell {
                    item: at,
                    aspect: Aspect::Count,
                },
                found,
            );
        }
        if let Some(expr) = item.calculation.as_ref().filter(|_| !item.triggered) {
            let (found, own) = reads(self, expr, at, false);
            if own && item.kind == Kind::Calculate && names_itself(expr, &item.name) {
                circles.push("calculation");
            }
            inputs.insert(
                Cell {
                    item: at,
                    aspect: Aspect::Value,
                },
                found,
            );
        }
        let row = self.questions.get(at as usize).map(|q| q.row);
        let sheet = self.sheet_of(at);
        for column in circles {
            self.error(&sheet, row, Some(column), "this reads its own answer and so waits for itself: refer to another question, or use once()".to_owned());
        }
    }

    fn self_conditions(&mut self) {
        let mut odd = Vec::new();
        for at in 0..index(self.items.len()) {
            let item = self.item(at);
            for (column, condition) in
                [("required", &item.required), ("read_only", &item.read_only)]
            {
                if let Condition::When(expr) = condition
                    && reads(self, expr, at, false).1
                {
                    odd.push((at, column));
                }
            }
        }
        for (at, column) in odd {
            let row = self.questions.get(at as usize).map(|q| q.row);
            let sheet = self.sheet_of(at);
            self.warn(
                &sheet,
                row,
                Some(column),
                "this reads the question's own answer: phones refuse such a form".to_owned(),
            );
        }
    }

    /// The cells that must be computed before a question can be read.
    fn before(&self, read: u32, inputs: &BTreeMap<Cell, Vec<Read>>) -> Vec<Cell> {
        let mut out = vec![Cell {
            item: read,
            aspect: Aspect::Value,
        }];
        let mut at = Some(read);
        while let Some(item) = at {
            out.push(Cell {
                item,
                aspect: Aspect::Relevance,
            });
            out.push(Cell {
                item,
                aspect: Aspect::Count,
            });
            at = self.item(item).parent;
        }
        out.retain(|cell| inputs.contains_key(cell));
        out
    }

    /// The cells in the order to compute them, and the groups whose conditions look inside.
    fn sorted(&mut self, inputs: &BTreeMap<Cell, Vec<Read>>) -> (Vec<Cell>, BTreeSet<u32>) {
        let mut waits: BTreeMap<Cell, BTreeSet<Cell>> = BTreeMap::new();
        let mut frees: BTreeMap<Cell, Vec<Cell>> = BTreeMap::new();
        let mut inward = BTreeSet::new();
        for (cell, read) in inputs {
            let mut own: BTreeSet<Cell> = read
                .iter()
                .flat_map(|read| self.before(read.item, inputs))
                .collect();
            if cell.aspect == Aspect::Relevance && own.remove(cell) {
                inward.insert(cell.item);
            }
            for before in &own {
                frees.entry(*before).or_default().push(*cell);
            }
            waits.insert(*cell, own);
        }
        for at in inward.iter().copied() {
            let row = self.questions.get(at as usize).map(|q| q.row);
            let sheet = self.sheet_of(at);
            self.warn(&sheet, row, Some("relevant"), "whether the group applies depends on an answer inside it, which is empty once it does not: some phones refuse this; refer to a question outside".to_owned());
        }
        let mut ready: BTreeSet<Cell> = waits
            .iter()
            .filter(|(_, waits)| waits.is_empty())
            .map(|(cell, _)| *cell)
            .collect();
        let mut out = Vec::new();
        while let Some(cell) = ready.pop_first() {
            out.push(cell);
            waits.remove(&cell);
            for freed in frees.get(&cell).map_or(&[][..], Vec::as_slice) {
                if let Some(left) = waits.get_mut(freed) {
                    left.remove(&cell);
                    if left.is_empty() {
                        ready.insert(*freed);
                    }
                }
            }
        }
        if !waits.is_empty() {
            self.circle(&waits);
        }
        (out, inward)
    }

    /// Reports one circle among the cells that wait for each other.
    fn circle(&mut self, waits: &BTreeMap<Cell, BTreeSet<Cell>>) {
        let Some(mut at) = waits.keys().next().copied() else {
            return;
        };
        let mut way: Vec<Cell> = Vec::new();
        while !way.contains(&at) {
            way.push(at);
            match waits
                .get(&at)
                .and_then(|next| next.iter().find(|cell| waits.contains_key(cell)))
            {
                Some(next) => at = *next,
                None => return,
            }
        }
        let start = way.iter().position(|cell| *cell == at).unwrap_or(0);
        let mut ring: Vec<Cell> = way.split_off(start);
        ring.push(at);
        let words: Vec<String> = ring.iter().map(|cell| self.spell(*cell)).collect();
        let row = self.questions.get(at.item as usize).map(|q| q.row);
        let column = column(at.aspect);
        let sheet = self.sheet_of(at.item);
        self.error(
            &sheet,
            row,
            Some(column),
            format!(
                "these wait for each other in a circle: {}. Take one of the references out",
                words.join(" → ")
            ),
        );
    }

    fn spell(&self, cell: Cell) -> String {
        let question = self.questions.get(cell.item as usize);
        let (path, row) = question.map_or(("", 0), |q| (q.path.as_str(), q.row));
        let unit = if self.from_xml { "line" } else { "row" };
        format!("{path} ({}, {unit} {row})", column(cell.aspect))
    }

    /// Where a finding about a question stands: the survey, or its element in a form that was read from XML.
    fn sheet_of(&self, at: u32) -> String {
        if !self.from_xml {
            return "survey".to_owned();
        }
        let path = self
            .questions
            .get(at as usize)
            .map_or("", |q| q.path.as_str());
        format!("<bind /{}/{path}>", self.item(0).name)
    }
}

/// Whether an expression reaches a question by its name and not by `.` alone.
fn names_itself(expr: &Expr, name: &str) -> bool {
    let mut found = false;
    expr.visit(&mut |inner| {
        if let Expr::Path(path) = inner {
            found |= path
                .steps
                .iter()
                .any(|step| matches!(&step.test, NodeTest::Name(_, own) if &**own == name));
        }
    });
    found
}

fn column(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Relevance => "relevant",
        Aspect::Count => "repeat_count",
        Aspect::Value => "calculation",
    }
}
