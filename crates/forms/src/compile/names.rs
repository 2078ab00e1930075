//! The names of questions, and the words that say yes and no.

use super::Builder;
use crate::workbook::{Row, Sheet};
use crate::xform::write::is_xml_name;
use crate::{Class, Kind};

impl Builder {
    /// Adds the question of a row under a name that no sibling has.
    pub(super) fn named(
        &mut self,
        sheet: &Sheet,
        row: &Row,
        place: usize,
        parent: u32,
        kind: Kind,
    ) -> u32 {
        let given = sheet.get(row, "name").unwrap_or_default();
        let mut name = given.to_owned();
        if given.is_empty() && kind == Kind::Note {
            name = format!("generated_note_name_{}", row.number);
        } else if given.is_empty() {
            let words = format!(
                "the row has no name and is stored as row_{}: write one without spaces, such as village_name",
                row.number
            );
            self.warn("survey", Some(row.number), Some("name"), words);
            name = format!("row_{}", row.number);
        } else if !is_name(given) {
            let words = format!(
                "\"{given}\" cannot be a name: begin with a letter and use letters, digits, _ - and . only"
            );
            self.error("survey", Some(row.number), Some("name"), words);
            name = format!("row_{}", row.number);
        }
        let name = self.apart(name, parent, row.number);
        let above = self
            .questions
            .get(parent as usize)
            .map_or(Class::P2, |q| q.class);
        let at = self.add(Some(parent), &name, kind, row.number, above);
        if let Some(draft) = self.drafts.get_mut(at as usize) {
            *draft = Some(place);
        }
        at
    }

    /// The name under which a question is stored: its own, or one made of it when a sibling has that.
    fn apart(&mut self, name: String, parent: u32, row: u32) -> String {
        let row_of = |at: u32| self.questions.get(at as usize).map_or(0, |q| q.row);
        let Some(other) = self.siblings.same(parent, &name).map(row_of) else {
            if let Some(other) = self.siblings.alike(parent, &name).map(row_of) {
                let words =
                    format!("the name differs from that of row {other} in capital letters only");
                self.warn("survey", Some(row), Some("name"), words);
            }
            return name;
        };
        let renamed = self.siblings.free(parent, &name);
        let words = format!(
            "row {other} has the same name in the same group: this one is stored as {renamed}; give it a name of its own"
        );
        self.warn("survey", Some(row), Some("name"), words);
        renamed
    }
}

/// Whether a cell says yes.
pub(super) fn is_yes(cell: &str) -> bool {
    matches!(
        cell.trim().to_lowercase().as_str(),
        "yes" | "true" | "true()"
    )
}

/// Whether a cell says no.
pub(super) fn is_no(cell: &str) -> bool {
    matches!(
        cell.trim().to_lowercase().as_str(),
        "no" | "false" | "false()"
    )
}

/// Whether a text can be the name of a question, column or list.
pub(super) fn is_name(name: &str) -> bool {
    name != crate::answers::ID && is_xml_name(name)
}
