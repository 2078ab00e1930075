//! The order of computing: nothing is read before it was computed, and what waits for itself is refused.

use std::collections::{BTreeMap, BTreeSet};

use super::reads::reads;
use super::{Builder, index};
use crate::Kind;
use crate::model::{Aspect, Cell, Condition, Plan};
use crate::xpath::ast::{Expr, NodeTest};

/// How many questions all expressions together may read.
const EDGES_MAX: usize = 1_000_000;

impl Builder {
    /// Finds what depends on what. A circle is an error that names every question on it.
    pub(super) fn plan(&mut self) -> Plan {
        let count = self.items.len();
        let mut inputs: BTreeMap<Cell, Vec<u32>> = BTreeMap::new();
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
            if let Some(filter) = &self.item(at).filter {
                for read in reads(self, &filter.expr, at, true).0 {
                    if let Some(readers) = filters.get_mut(read as usize) {
                        readers.push(at);
                    }
                }
            }
        }
        self.self_conditions();
        let mut triggers = vec![Vec::new(); count];
        for (source, target) in &self.triggers {
            if let Some(targets) = triggers.get_mut(*source as usize) {
                targets.push(*target);
            }
        }
        let cells = self.sorted(&inputs);
        let mut readers = vec![Vec::new(); count];
        for (place, cell) in cells.iter().enumerate() {
            for read in inputs.get(cell).map_or(&[][..], Vec::as_slice) {
                if let Some(readers) = readers.get_mut(*read as usize) {
                    readers.push(index(place));
                }
            }
        }
        Plan {
            cells,
            readers,
            filter_readers: filters,
            triggers,
        }
    }

    /// The cells of one question with the questions that each reads.
    fn cells(&mut self, at: u32, inputs: &mut BTreeMap<Cell, Vec<u32>>) {
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
        for column in circles {
            self.error("survey", row, Some(column), "this reads its own answer and so waits for itself: refer to another question, or use once()".to_owned());
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
            self.warn(
                "survey",
                row,
                Some(column),
                "this reads the question's own answer: phones refuse such a form".to_owned(),
            );
        }
    }

    /// The cells that must be computed before a question can be read.
    fn before(&self, read: u32, inputs: &BTreeMap<Cell, Vec<u32>>) -> Vec<Cell> {
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

    fn sorted(&mut self, inputs: &BTreeMap<Cell, Vec<u32>>) -> Vec<Cell> {
        let mut waits: BTreeMap<Cell, BTreeSet<Cell>> = BTreeMap::new();
        let mut frees: BTreeMap<Cell, Vec<Cell>> = BTreeMap::new();
        let mut inward = Vec::new();
        for (cell, read) in inputs {
            let mut own: BTreeSet<Cell> = read
                .iter()
                .flat_map(|at| self.before(*at, inputs))
                .collect();
            if cell.aspect == Aspect::Relevance && own.remove(cell) {
                inward.push(cell.item);
            }
            for before in &own {
                frees.entry(*before).or_default().push(*cell);
            }
            waits.insert(*cell, own);
        }
        for at in inward {
            let row = self.questions.get(at as usize).map(|q| q.row);
            self.warn("survey", row, Some("relevant"), "whether the group applies depends on an answer inside it, which is empty once it does not: some phones refuse this; refer to a question outside".to_owned());
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
        out
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
        self.error(
            "survey",
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
        format!("{path} ({}, row {row})", column(cell.aspect))
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
