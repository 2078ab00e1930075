//! Taking rows over from a damaged file into a fresh one.

use std::collections::BTreeMap;

use records::{Header, Revision, RevisionId};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, ErrorCode, Row, params_from_iter};

use crate::connect;
use crate::error::{During, StoreError};
use crate::fresh;
use crate::salvage::Salvage;
use crate::store::Writer;

const FILL: &str = "fill the fresh database";
/// Rows that are made durable together.
const SLICE_ROWS: u32 = 500;

/// What is taken over; the projection, the sums and the search are made again.
pub(crate) const TABLES: [&str; 19] = [
    "account",
    "setting",
    "draft",
    "part",
    "part_ids",
    "receipt",
    "receipt_ids",
    "revision",
    "fresh",
    "form",
    "roster",
    "cursor",
    "batch",
    "refusal",
    "rule_table",
    "file",
    "reveal",
    "looked",
    "export_log",
];

/// Why a table could not be read to its end, or why it must not be gone on with.
pub(crate) enum Trouble {
    /// The damaged file cannot be read here.
    Damaged,
    /// The fresh file cannot be written.
    Fresh(StoreError),
}

/// A fresh file that is being filled.
pub(crate) struct Rescue<'c> {
    fresh: &'c Connection,
    columns: BTreeMap<&'static str, Vec<String>>,
    salvage: Salvage,
    pending: u32,
}

impl<'c> Rescue<'c> {
    pub(crate) fn into(fresh: &'c Connection) -> Result<Self, StoreError> {
        let mut columns = BTreeMap::new();
        for table in TABLES {
            columns.insert(table, columns_of(fresh, table)?);
        }
        fresh.execute_batch("BEGIN IMMEDIATE").during(FILL)?;
        Ok(Self {
            fresh,
            columns,
            salvage: Salvage::default(),
            pending: 0,
        })
    }

    /// The columns of a table of the fresh file, in order.
    pub(crate) fn columns(&self, table: &str) -> &[String] {
        self.columns.get(table).map_or(&[], Vec::as_slice)
    }

    /// Reads a table from its start, and where that ends early, from its end; says whether it was read
    /// whole.
    pub(crate) fn read_table(
        &mut self,
        open: &dyn Fn() -> Result<Connection, StoreError>,
        table: &'static str,
    ) -> Result<bool, StoreError> {
        let key = match table {
            "setting" => "key",
            "cursor" => "centre",
            "looked" => "person",
            _ => "rowid",
        };
        for order in ["ASC", "DESC"] {
            let sql = format!("SELECT * FROM {table} NOT INDEXED ORDER BY {key} {order}");
            match self.read_rows(&open()?, table, &sql) {
                Ok(()) => return Ok(order == "ASC"),
                Err(Trouble::Damaged) => {}
                Err(Trouble::Fresh(error)) => return Err(error),
            }
        }
        Ok(false)
    }

    /// Takes over every row of a query.
    pub(crate) fn read_rows(
        &mut self,
        damaged: &Connection,
        table: &'static str,
        sql: &str,
    ) -> Result<(), Trouble> {
        let mut statement = damaged.prepare(sql).map_err(|_| Trouble::Damaged)?;
        let mut rows = statement.query([]).map_err(|_| Trouble::Damaged)?;
        while let Some(row) = rows.next().map_err(|_| Trouble::Damaged)? {
            let values = self.values(table, row);
            // A broken page reads as zeros once; the connection tells only when it is asked.
            connect::probe(damaged).map_err(|_| Trouble::Damaged)?;
            self.take(table, values).map_err(Trouble::Fresh)?;
        }
        Ok(())
    }

    /// Returns a row in the order of the fresh file; what the damaged one does not have stays empty.
    fn values(&self, table: &str, row: &Row<'_>) -> Vec<Value> {
        let value = |column: &String| row.get_ref(column.as_str()).map_or(Value::Null, owned);
        self.columns(table).iter().map(value).collect()
    }

    /// Takes one row over if it proves itself.
    fn take(&mut self, table: &'static str, values: Vec<Value>) -> Result<(), StoreError> {
        if !self.is_proven(table, &values) {
            self.salvage.not_proven += 1;
            return Ok(());
        }
        let names = self.columns(table).join(", ");
        let places = vec!["?"; values.len()].join(", ");
        let newer = if table == "draft" {
            // A page that was given back can hold an older state of the same draft.
            "ON CONFLICT (id) DO UPDATE SET title = excluded.title, problems = excluded.problems,
             touched_ms = excluded.touched_ms, discarded_ms = excluded.discarded_ms,
             answers = excluded.answers, reasons = excluded.reasons
             WHERE excluded.touched_ms > touched_ms"
        } else {
            "ON CONFLICT DO NOTHING"
        };
        let sql = format!("INSERT INTO {table} ({names}) VALUES ({places}) {newer}");
        let insert = || {
            self.fresh
                .prepare_cached(&sql)?
                .execute(params_from_iter(values))
        };
        match insert() {
            Ok(0) => Ok(()),
            Ok(_) => {
                *self.salvage.saved.entry(table).or_default() += 1;
                self.pending += 1;
                self.slice()
            }
            // The fresh file's own checks refuse it: it is not a row of this table.
            Err(error) if is_refusal(&error) => {
                self.salvage.not_proven += 1;
                Ok(())
            }
            Err(error) => Err(StoreError::sql(FILL, error)),
        }
    }

    /// Notes that a revision was taken over without its body.
    pub(crate) fn body_lost(&mut self) {
        self.salvage.bodies_lost += 1;
    }

    /// True when the fresh file holds this revision.
    pub(crate) fn has_revision(&self, id: &[u8]) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM revision WHERE id = ?1";
        let find = || self.fresh.prepare_cached(sql)?.exists([id]);
        find().during(FILL)
    }

    /// Ends the filling: what points to a row that was lost points nowhere.
    pub(crate) fn finish(self) -> Result<Salvage, StoreError> {
        let Self { fresh, salvage, .. } = self;
        fresh
            .execute_batch(include_str!("rescue_finish.sql"))
            .during(FILL)?;
        drop_torn_parts(fresh)?;
        fresh.execute_batch("COMMIT").during(FILL)?;
        Ok(salvage)
    }

    fn slice(&mut self) -> Result<(), StoreError> {
        if self.pending >= SLICE_ROWS {
            self.pending = 0;
            self.fresh
                .execute_batch("COMMIT; BEGIN IMMEDIATE")
                .during(FILL)?;
        }
        Ok(())
    }

    /// A revision proves itself by its hash, what was just finished by two, a form by the hash of its source.
    fn is_proven(&self, table: &str, values: &[Value]) -> bool {
        let value = |name: &str| {
            let place = self.columns(table).iter().position(|column| column == name);
            place
                .and_then(|place| values.get(place))
                .unwrap_or(&Value::Null)
        };
        let pair = |header: &str, body: &str| match (value(header), value(body)) {
            (Value::Blob(header), Value::Blob(body)) => fresh::proves_itself(header, body),
            _ => false,
        };
        match table {
            "revision" => match value("header") {
                Value::Blob(header) => proven(
                    value("id"),
                    header,
                    value("body"),
                    value("team"),
                    value("record"),
                ),
                _ => false,
            },
            "fresh" => pair("saved", "answers") && pair("submitted", "decision"),
            "form" | "rule_table" => match (value("source"), value("source_hash")) {
                (Value::Blob(source), Value::Blob(hash)) => {
                    blake3::hash(source).as_bytes().as_slice() == hash.as_slice()
                }
                _ => false,
            },
            _ => true,
        }
    }
}

fn proven(id: &Value, header: &[u8], body: &Value, team: &Value, record: &Value) -> bool {
    let (Value::Blob(id), Value::Text(team), Value::Blob(record)) = (id, team, record) else {
        return false;
    };
    let body = match body {
        Value::Null => None,
        Value::Blob(body) => Some(body.clone()),
        _ => return false,
    };
    let (Ok(id), Ok(header)) = (RevisionId::from_slice(id), Header::from_bytes(header)) else {
        return false;
    };
    let in_place = header.team.as_str() == team && header.record.0.as_slice() == record.as_slice();
    in_place && Revision { id, header, body }.verify().is_ok()
}

fn owned(value: ValueRef<'_>) -> Value {
    Value::try_from(value).unwrap_or(Value::Null)
}

fn is_refusal(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch)
    )
}

fn columns_of(conn: &Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let names = || -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT name FROM pragma_table_info(?1) ORDER BY cid";
        conn.prepare(sql)?
            .query_map([table], |row| row.get("name"))?
            .collect()
    };
    names().during(FILL)
}

/// A part of which a revision was lost vouches for nothing; what is left of it is sealed anew.
fn drop_torn_parts(fresh: &Connection) -> Result<(), StoreError> {
    let writer = Writer::over(fresh);
    let numbers = writer.all(FILL, "SELECT id FROM part", [], |row| {
        row.get::<_, i64>("id")
    })?;
    for number in numbers {
        match writer.revisions_of_part(crate::part::PartNumber(number)) {
            Ok(_) => {}
            Err(StoreError::Part { .. }) => {
                writer.run(
                    FILL,
                    "UPDATE revision SET part = NULL WHERE part = ?1",
                    [number],
                )?;
                writer.run(FILL, "DELETE FROM part WHERE id = ?1", [number])?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
