//! All rows of a ledger in PostgreSQL, on their way out or in.

use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use super::lent::{Lent, Value};
use crate::ledger::LedgerError;
use crate::ledger::book::Found;
use crate::ledger::transfer::{Cell, Rows, Source, Table, Target};

const READ: &str = "read the ledger";
const WRITE: &str = "write the ledger";

impl Source for Lent<'_> {
    fn each(&self, table: &Table, show: &mut dyn FnMut(Rows) -> Found<()>) -> Found<()> {
        let select = table.select();
        self.batch(
            READ,
            &format!("DECLARE carried NO SCROLL CURSOR FOR {select}"),
        )?;
        let fetch = format!("FETCH {} FROM carried", table.at_once);
        loop {
            let rows = self.all_unprepared(READ, &fetch, |row| {
                (0..row.len()).map(|at| cell(row, at)).collect()
            })?;
            if rows.is_empty() {
                return self.batch(READ, "CLOSE carried");
            }
            show(rows)?;
        }
    }
}

impl Target for Lent<'_> {
    fn add(&self, table: &Table, rows: Rows) -> Found<()> {
        let kinds = self.kinds(&table.select())?;
        let mut columns: Vec<Vec<Cell>> = kinds.iter().map(|_| Vec::new()).collect();
        for row in rows {
            for (column, cell) in columns.iter_mut().zip(row) {
                column.push(cell);
            }
        }
        let lists = columns.into_iter().zip(&kinds);
        let lists: Vec<Box<dyn ToSql + Sync>> = lists
            .map(|(cells, kind)| list(cells, kind))
            .collect::<Found<_>>()?;
        let places = (1..).zip(&kinds);
        let places: Vec<String> = places
            .map(|(number, kind)| format!("${number}::{}[]", kind.name()))
            .collect();
        let (name, names, places) = (table.name, table.columns, places.join(", "));
        let sql = format!("INSERT INTO {name} ({names}) SELECT * FROM unnest({places})");
        let values: Vec<Value<'_>> = lists.iter().map(AsRef::as_ref).collect();
        self.change(WRITE, &sql, &values)?;
        Ok(())
    }
}

fn cell(row: &Row, at: usize) -> Found<Cell> {
    let damaged = |_| LedgerError::Damaged { what: "value" };
    let kind = row.columns().get(at).map(tokio_postgres::Column::type_);
    let number = |number: Option<i64>| number.map_or(Cell::Null, Cell::Number);
    Ok(match kind {
        Some(&Type::BOOL) => {
            let value: Option<bool> = row.try_get(at).map_err(damaged)?;
            number(value.map(i64::from))
        }
        Some(&Type::INT2) => {
            let value: Option<i16> = row.try_get(at).map_err(damaged)?;
            number(value.map(i64::from))
        }
        Some(&Type::INT4) => {
            let value: Option<i32> = row.try_get(at).map_err(damaged)?;
            number(value.map(i64::from))
        }
        Some(&Type::INT8) => number(row.try_get(at).map_err(damaged)?),
        Some(&Type::BYTEA) => {
            let value: Option<Vec<u8>> = row.try_get(at).map_err(damaged)?;
            value.map_or(Cell::Null, Cell::Bytes)
        }
        Some(&Type::TEXT) => {
            let value: Option<String> = row.try_get(at).map_err(damaged)?;
            value.map_or(Cell::Null, Cell::Text)
        }
        Some(_) | None => return Err(LedgerError::Damaged { what: "column" }),
    })
}

/// Turns the cells of a column into a list that PostgreSQL takes.
fn list(cells: Vec<Cell>, kind: &Type) -> Found<Box<dyn ToSql + Sync>> {
    const BAD: LedgerError = LedgerError::Damaged { what: "value" };
    fn numbers<N: TryFrom<i64>>(cells: Vec<Cell>) -> Found<Vec<Option<N>>> {
        let number = |cell| match cell {
            Cell::Null => Ok(None),
            Cell::Number(number) => N::try_from(number).map(Some).map_err(|_| BAD),
            Cell::Text(_) | Cell::Bytes(_) => Err(BAD),
        };
        cells.into_iter().map(number).collect()
    }
    Ok(match *kind {
        Type::BOOL => {
            let numbers: Vec<Option<i64>> = numbers(cells)?;
            let truths = numbers.into_iter().map(|number| number.map(|it| it != 0));
            Box::new(truths.collect::<Vec<Option<bool>>>())
        }
        Type::INT2 => Box::new(numbers::<i16>(cells)?),
        Type::INT4 => Box::new(numbers::<i32>(cells)?),
        Type::INT8 => Box::new(numbers::<i64>(cells)?),
        Type::BYTEA => {
            let bytes = cells.into_iter().map(|cell| match cell {
                Cell::Null => Ok(None),
                Cell::Bytes(bytes) => Ok(Some(bytes)),
                Cell::Number(_) | Cell::Text(_) => Err(BAD),
            });
            Box::new(bytes.collect::<Found<Vec<Option<Vec<u8>>>>>()?)
        }
        Type::TEXT => {
            let texts = cells.into_iter().map(|cell| match cell {
                Cell::Null => Ok(None),
                Cell::Text(text) => Ok(Some(text)),
                Cell::Number(_) | Cell::Bytes(_) => Err(BAD),
            });
            Box::new(texts.collect::<Found<Vec<Option<String>>>>()?)
        }
        _ => return Err(LedgerError::Damaged { what: "column" }),
    })
}
