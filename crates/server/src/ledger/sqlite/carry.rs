//! All rows of a ledger in SQLite, on their way out or in.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

use super::{Doing, LedgerError};
use crate::ledger::book::Found;
use crate::ledger::transfer::{Cell, Rows, Source, Table, Target};

/// A ledger of which everything is read or written.
pub(super) struct Whole<'c>(pub(super) &'c Connection);

impl Source for Whole<'_> {
    fn each(&self, table: &Table, show: &mut dyn FnMut(Rows) -> Found<()>) -> Found<()> {
        let doing = "read the ledger";
        let mut statement = self.0.prepare(&table.select()).doing(doing)?;
        let mut found = statement.query([]).doing(doing)?;
        let mut rows = Rows::new();
        while let Some(row) = found.next().doing(doing)? {
            let cells = (0..table.width()).map(|at| cell(row.get_ref(at).doing(doing)?));
            rows.push(cells.collect::<Found<_>>()?);
            if rows.len() == table.at_once {
                show(std::mem::take(&mut rows))?;
            }
        }
        if rows.is_empty() { Ok(()) } else { show(rows) }
    }
}

impl Target for Whole<'_> {
    fn add(&self, table: &Table, rows: Rows) -> Found<()> {
        let doing = "write the ledger";
        let places = vec!["?"; table.width()].join(", ");
        let (name, columns) = (table.name, table.columns);
        let sql = format!("INSERT INTO {name} ({columns}) VALUES ({places})");
        let transaction = self.0.unchecked_transaction().doing(doing)?;
        let mut statement = transaction.prepare(&sql).doing(doing)?;
        for row in rows {
            statement
                .execute(params_from_iter(row.into_iter().map(value)))
                .doing(doing)?;
        }
        drop(statement);
        transaction.commit().doing(doing)
    }
}

fn cell(value: ValueRef<'_>) -> Found<Cell> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Number(number),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text);
            Cell::Text(
                text.map_err(|_| LedgerError::Damaged { what: "text" })?
                    .to_owned(),
            )
        }
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(LedgerError::Damaged { what: "number" }),
    })
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Number(number) => Value::Integer(number),
        Cell::Text(text) => Value::Text(text),
        Cell::Bytes(bytes) => Value::Blob(bytes),
    }
}
