//! Rows as they travel from one kind of database to another: for backups, and for a centre that moves.

use super::book::Found;

/// A value of any column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Null,
    /// A number; yes and no are 1 and 0.
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Some rows of one table.
pub(super) type Rows = Vec<Vec<Cell>>;

/// A table and its columns, the same in every database.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static str,
    /// How many rows are carried at once: few where one may be megabytes.
    pub(super) at_once: usize,
}

impl Table {
    const fn small(name: &'static str, columns: &'static str) -> Self {
        Self {
            name,
            columns,
            at_once: 2_000,
        }
    }

    const fn large(name: &'static str, columns: &'static str) -> Self {
        Self {
            name,
            columns,
            at_once: 16,
        }
    }

    pub(super) fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.columns, self.name)
    }

    /// How many columns it has.
    pub(super) fn width(&self) -> usize {
        self.columns.split(',').count()
    }
}

/// Every table, those first that others stand on.
pub(super) const TABLES: [Table; 19] = [
    Table::small(
        "programme",
        "one, name, country, url, centre_public, roster, roster_ms, created_ms, names",
    ),
    Table::small("team", "id, name, seq, count, sum"),
    Table::small("person", "id, name, role, all_teams, active, created_ms"),
    Table::small("person_team", "person, team"),
    Table::small("device", "id, public, name, token_hash, revoked, joined_ms"),
    Table::small("device_person", "device, person"),
    Table::small(
        "invitation",
        "secret_hash, person, person_name, role, all_teams, teams, expires_ms, created_ms, used_by, withdrawn",
    ),
    Table::large(
        "part",
        "team, seq, device, first, count, by, batch, taken_ms, wire",
    ),
    Table::small("revision", "team, id, record, kind, seq, n"),
    Table::small("mark", "team, id, code, detail, at_ms, number"),
    Table::large(
        "note",
        "device, batch, team, ids_hash, seq_min, seq_max, ids",
    ),
    Table::small("receipt", "device, batch, at_ms, bytes, signature"),
    Table::small("promised_file", "team, content, bytes, at_ms"),
    Table::large("form", "id, version, source_name, source, added_ms"),
    Table::large("form_file", "form, version, name, bytes"),
    Table::large("rule_table", "one, source_name, source, added_ms"),
    Table::small("checked", "team, seq"),
    Table::small("passed_over", "team, form, version, seq, saves"),
    Table::small("act", "n, at_ms, by, what, about"),
];

/// Something that gives out all its rows, as one moment saw them.
pub(super) trait Source {
    /// Shows the rows of a table, some at a time.
    fn each(&self, table: &Table, show: &mut dyn FnMut(Rows) -> Found<()>) -> Found<()>;
}

/// Something empty that takes them.
pub(super) trait Target {
    /// Adds rows to a table.
    fn add(&self, table: &Table, rows: Rows) -> Found<()>;
}

/// Carries everything over.
pub(super) fn carry(from: &impl Source, to: &impl Target) -> Found<()> {
    for table in &TABLES {
        from.each(table, &mut |rows| to.add(table, rows))?;
    }
    Ok(())
}
