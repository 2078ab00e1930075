//! What a programme counts: the indicators and reports of the domain dictionary (§6), which answers they rest on, and
//! how small cells are kept from telling of a person.
//!
//! A definition says what an indicator is called, in which unit, by which paragraph, and which query of the store
//! counts it; the queries are in `store/src/reports/`, one file each. What people read is in English and Khmer.

mod definitions;
mod small;
mod sources;
mod words;

pub use definitions::{INDICATORS, Indicator, REPORTS, Report, indicator, report};
pub use small::{Line, SMALLEST_SHOWN, ShownCell, hide_small};
pub use sources::{Cell, Column, SOURCES, Source};
pub use words::{Kinds, MEASURES, Measure, SPLITS, Split, UNKNOWN, Unit, Words, measure, split};
