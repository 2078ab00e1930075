//! Tables that the program makes itself: lists that no file holds.

use super::table::column_name;
use crate::xpath::{Packer, Tree};

/// A table in the shape that forms read, as if it were a file; cloning it costs nothing.
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) tree: Tree,
}

impl Table {
    /// Makes a table of these columns; a row that is shorter has nothing in the columns beyond its end. What no
    /// longer fits into one document is left out.
    pub fn of<'v, R>(columns: &[&str], rows: impl IntoIterator<Item = R>) -> Table
    where
        R: IntoIterator<Item = &'v str>,
    {
        let names: Vec<_> = columns.iter().map(|column| column_name(column)).collect();
        let mut packer = Packer::new();
        packer.open(None, "root");
        for row in rows {
            if packer.is_full() {
                break;
            }
            packer.open(None, "item");
            let mut cells = row.into_iter();
            for name in &names {
                packer.leaf(name, cells.next().unwrap_or_default());
            }
            packer.close("");
        }
        packer.close("");
        Table {
            tree: packer.finish(),
        }
    }
}
