//! What is noticed in a form while it is read: where, what is wrong, and what to do.

use std::fmt;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The form works; something in it is odd or not executed.
    Warning,
    /// The form cannot be used before this is mended.
    Error,
}

/// Something noticed in a form, by sheet, row and column.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// The sheet, such as `survey`; empty when it concerns the whole file.
    pub sheet: String,
    /// The row as a spreadsheet counts it, from 1; the line in a form that was read from XML.
    pub row: Option<u32>,
    /// The column by its heading.
    pub column: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    pub(crate) fn error(sheet: &str, message: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Error,
            sheet: sheet.to_owned(),
            row: None,
            column: None,
            message: message.into(),
        }
    }

    /// Something odd in a sheet, or in a file that came with a form.
    pub fn warning(sheet: &str, message: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Warning,
            ..Finding::error(sheet, message)
        }
    }

    pub(crate) fn row(self, row: u32) -> Finding {
        Finding {
            row: Some(row),
            ..self
        }
    }

    pub(crate) fn column(self, column: &str) -> Finding {
        Finding {
            column: Some(column.to_owned()),
            ..self
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(out, "{}", self.sheet)?;
            if let Some(row) = self.row {
                let unit = if self.sheet.starts_with('<') {
                    "line"
                } else {
                    "row"
                };
                write!(out, " {unit} {row}")?;
            }
            if let Some(column) = &self.column {
                write!(out, ", {column}")?;
            }
            write!(out, ": ")?;
        }
        out.write_str(&self.message)
    }
}
