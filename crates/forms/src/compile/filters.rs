//! Choice filters: which choices of a list a question offers.

use super::Builder;
use crate::model::Filter;
use crate::workbook::{Row, Sheet};
use crate::xpath::ast::{Axis, Expr, NodeTest, Op, Path, Start};

impl Builder {
    pub(super) fn filter(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let Some(cell) = sheet.get(row, "choice_filter") else {
            return;
        };
        let Some(list) = self.questions.get(at as usize).and_then(|q| q.list.clone()) else {
            if self.item(at).kind.is_asked() {
                self.warn(
                    "survey",
                    Some(row.number),
                    Some("choice_filter"),
                    "this question has no choices: the filter is left out".to_owned(),
                );
            }
            return;
        };
        let Some(expr) = self.expr(cell, row, at, "choice_filter") else {
            return;
        };
        let columns = self.columns.get(&list).cloned().unwrap_or_default();
        let mut missing = Vec::new();
        expr.visit(&mut |inner| {
            let unknown = |name: &&str| !columns.iter().any(|column| column == name);
            missing.extend(column_of(inner).filter(unknown).map(str::to_owned));
        });
        for name in missing {
            self.warn(
                "survey",
                Some(row.number),
                Some("choice_filter"),
                format!("the list {list} has no column {name}: no choice will fit"),
            );
        }
        let equals = equality(&expr, &columns);
        let place = self.lists.iter().position(|known| known.name == list);
        if let (Some((column, _)), Some(place)) = (&equals, place) {
            self.index_column(place, column);
        }
        if let Some(item) = self.item_mut(at) {
            item.filter = Some(Filter { expr, equals });
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
