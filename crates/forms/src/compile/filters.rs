//! Choice filters: which choices of a list a question offers.

use super::Builder;
use super::expressions::Place;
use crate::model::Filter;
use crate::workbook::{Row, Sheet};
use crate::xpath::ast::{Axis, Expr, NodeTest, Op, Path, Start};

impl Builder {
    /// Reads which choices a question offers.
    pub(super) fn filter(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let Some(cell) = sheet.get(row, "choice_filter") else {
            return;
        };
        let place = Place::of(row, "choice_filter");
        let item = self.item(at);
        if item.itemset.is_some() || item.control.marks.is_some() {
            return self.filter_nodes(cell, at, &place);
        }
        let list = self.questions.get(at as usize).and_then(|q| q.list.clone());
        let Some(list) = list else {
            if self.item(at).kind.is_asked() {
                let words = "this question has no choices: the filter is left out";
                self.warn_at(&place, words.to_owned());
            }
            return;
        };
        let Some(expr) = self.expr(cell, at, &place) else {
            return;
        };
        let columns = self.columns.get(&list).cloned().unwrap_or_default();
        let mut missing = Vec::new();
        expr.visit(&mut |inner| {
            let unknown = |name: &&str| !columns.iter().any(|column| column == name);
            missing.extend(column_of(inner).filter(unknown).map(str::to_owned));
        });
        for name in missing {
            let words = format!("the list {list} has no column {name}: no choice will fit");
            self.warn_at(&place, words);
        }
        let equals = equality(&expr, &columns);
        let known = self.lists.iter().position(|known| known.name == list);
        if let (Some((column, _)), Some(known)) = (&equals, known) {
            self.index_column(known, column);
        }
        if let Some(item) = self.item_mut(at) {
            item.filter = Some(Filter { expr, equals });
        }
    }

    /// Narrows choices that are no list of the form: items of a file, or answers in a repeat.
    fn filter_nodes(&mut self, cell: &str, at: u32, place: &Place<'_>) {
        let answers = self.answered.get(&at).copied();
        let Some(mut expr) = self.parsed(cell, place) else {
            return;
        };
        if let Some(group) = answers {
            self.beside(&mut expr, at, group);
        }
        if let Err(why) = self.resolve(&mut expr, at, false) {
            return self.lost(why, place);
        }
        let Some(item) = self.item_mut(at) else {
            return;
        };
        let Some(itemset) = item.itemset.as_mut().or(item.control.marks.as_mut()) else {
            return;
        };
        if let Expr::Path(path) = &mut itemset.nodes
            && let Some(last) = path.steps.last_mut()
        {
            // What a person writes stands for the demand that there is an answer.
            last.predicates = vec![expr];
        }
    }

    /// Names of questions that stand in the same repeat as the offered answers mean the ones beside each.
    fn beside(&self, expr: &mut Expr, at: u32, group: u32) {
        match expr {
            Expr::Reference(name) => {
                let target = self.target(name, at).ok();
                if let Some(target) = target.filter(|target| self.is_below(*target, group)) {
                    *expr = Expr::Path(Path {
                        start: Start::Context,
                        steps: self.names_from(Some(group), target),
                    });
                }
            }
            Expr::Number(_) | Expr::Text(_) => {}
            Expr::Chain(first, rest) => {
                self.beside(first, at, group);
                for (_, expr) in rest {
                    self.beside(expr, at, group);
                }
            }
            Expr::Negate(inner) => self.beside(inner, at, group),
            Expr::Path(path) => {
                if let Start::Expr(start) = &mut path.start {
                    self.beside(start, at, group);
                }
            }
            Expr::Filter(base, predicates) => {
                self.beside(base, at, group);
                for predicate in predicates {
                    self.beside(predicate, at, group);
                }
            }
            Expr::Call(call) => {
                for arg in &mut call.args {
                    self.beside(arg, at, group);
                }
            }
        }
    }
}

/// The column that an expression names, when it is nothing but a column's name.
fn column_of(expr: &Expr) -> Option<&str> {
    let Expr::Path(Path {
        start: Start::Context,
        steps,
    }) = expr
    else {
        return None;
    };
    match steps.as_slice() {
        [step] if step.axis == Axis::Child && step.predicates.is_empty() => match &step.test {
            NodeTest::Name(None, name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// A demand `column = value` that every offered choice must meet, when the value does not depend on the choice.
pub(crate) fn equality(expr: &Expr, columns: &[String]) -> Option<(String, Expr)> {
    let Expr::Chain(first, rest) = expr else {
        return None;
    };
    if rest.iter().all(|(op, _)| *op == Op::And) {
        return std::iter::once(&**first)
            .chain(rest.iter().map(|(_, expr)| expr))
            .find_map(|part| equality(part, columns));
    }
    let [(Op::Equal, second)] = rest.as_slice() else {
        return None;
    };
    let sides = [(&**first, second), (second, &**first)];
    sides.into_iter().find_map(|(column, value)| {
        let column = column_of(column).filter(|name| columns.iter().any(|known| known == name))?;
        (!reads_choice(value)).then(|| (column.to_owned(), value.clone()))
    })
}

/// Whether a value may be another one for each choice.
fn reads_choice(expr: &Expr) -> bool {
    let mut reads = false;
    expr.visit(&mut |inner| match inner {
        Expr::Path(path) => {
            reads |= matches!(path.start, Start::Context | Start::Expr(_))
                || path.steps.iter().any(|s| !s.predicates.is_empty());
        }
        Expr::Call(call) => {
            reads |= matches!(
                call.name.as_str(),
                "position" | "last" | "string" | "number" | "once"
            ) && call.args.is_empty()
        }
        _ => {}
    });
    reads
}
