//! Rows that stand for several: loops, groups shown as tables, and repeats that are counted by an expression become
//! the rows that they mean, before any question is made.

use std::collections::HashSet;

use super::Builder;
use super::names::is_yes;
use crate::workbook::{Row, Sheet, Workbook};

/// How many rows a survey may have once its loops are written out.
const ROWS_MAX: usize = 40_000;
/// How deep loops may lie in each other.
const LOOPS_MAX: usize = 8;

/// The choices of the list that a loop runs over.
struct Turn {
    name: String,
    /// By the language that the heading names.
    labels: Vec<(Option<String>, String)>,
}

/// A group that is shown as a table, until its first select is found, and then its list.
type Table = Option<Option<String>>;

impl Builder {
    /// The survey with everything written out.
    pub(super) fn unfold(&mut self, survey: &Sheet, book: &Workbook) -> Sheet {
        let mut out = Sheet {
            name: survey.name.clone(),
            columns: survey.columns.clone(),
            rows: Vec::new(),
        };
        let rows = self.loops(&mut out, survey.rows.clone(), book, 0);
        let names = survey.rows.iter().filter_map(|row| survey.get(row, "name"));
        let names: HashSet<&str> = names.collect();
        let mut table: Table = None;
        for row in rows {
            unfold_row(&mut out, row, &names, &mut table);
        }
        out
    }

    /// Writes the questions of each loop once for every choice of its list.
    fn loops(
        &mut self,
        out: &mut Sheet,
        rows: Vec<Row>,
        book: &Workbook,
        depth: usize,
    ) -> Vec<Row> {
        let mut done = Vec::with_capacity(rows.len());
        let mut rest = rows.into_iter();
        while let Some(row) = rest.next() {
            let cell = out.get(&row, "type").unwrap_or_default().to_owned();
            let Some(list) = looped(&cell) else {
                done.push(row);
                continue;
            };
            let turns = turns(book, &list);
            if turns.is_empty() || depth >= LOOPS_MAX {
                let words = format!(
                    "the choices sheet has no list named {list}, so this loop asks its questions once: add the list, or correct the name"
                );
                self.warn("survey", Some(row.number), Some("type"), words);
                done.push(as_group(out, row));
                continue;
            }
            let mut inside = Vec::new();
            let mut level = 1;
            let mut end = None;
            for row in rest.by_ref() {
                let cell = out.get(&row, "type").unwrap_or_default().to_lowercase();
                let cell = cell.replace('_', " ");
                if cell.starts_with("begin loop") {
                    level += 1;
                } else if cell == "end loop" {
                    level -= 1;
                }
                if level == 0 {
                    end = Some(row);
                    break;
                }
                inside.push(row);
            }
            let number = row.number;
            done.push(as_group(out, row));
            for turn in &turns {
                let own: Vec<Row> = inside.iter().map(|row| filled(out, row, turn)).collect();
                let own = self.loops(out, own, book, depth + 1);
                if done.len() + own.len() > ROWS_MAX {
                    let words =
                        format!("the loop makes more than {ROWS_MAX} rows: shorten its list");
                    self.error("survey", Some(number), Some("type"), words);
                    break;
                }
                done.push(group(out, number, turn));
                done.extend(own);
                done.push(row_of(out, number, "end group"));
            }
            done.extend(end.map(|row| {
                let number = row.number;
                row_of(out, number, "end group")
            }));
        }
        done
    }
}

/// Writes one row out.
fn unfold_row(out: &mut Sheet, mut row: Row, names: &HashSet<&str>, table: &mut Table) {
    let cell = out.get(&row, "type").unwrap_or_default().to_lowercase();
    let opened = cell.replace('_', " ");
    if out.get(&row, "disabled").is_some_and(is_yes) {
        out.rows.push(row);
        return;
    }
    if opened.starts_with("end ") {
        *table = None;
    }
    let repeats = matches!(
        opened.as_str(),
        "begin repeat" | "begin lgroup" | "looped group"
    );
    if repeats && let Some(count) = counting(out, &row, names) {
        let name = format!("${{{}}}", out.get(&count, "name").unwrap_or_default());
        row.put(out.column("repeat_count", None), &name);
        out.rows.push(count);
    }
    if repeats || opened.starts_with("begin ") {
        let looks = out.get(&row, "appearance").unwrap_or_default();
        if looks.split_whitespace().any(|word| word == "table-list") {
            *table = Some(None);
            return begin_table(out, row);
        }
    } else if let Some(list) = table {
        row_of_table(out, &mut row, &opened, list);
    }
    out.rows.push(row);
}

/// The group of a table shows its label in a note, so that it stands above the table's head.
fn begin_table(out: &mut Sheet, mut row: Row) {
    let looks = out.get(&row, "appearance").unwrap_or_default().to_owned();
    let others = looks
        .split_whitespace()
        .filter(|word| *word != "table-list");
    let looks: Vec<&str> = std::iter::once("field-list").chain(others).collect();
    let place = out.column("appearance", None);
    row.put(place, &looks.join(" "));
    let (kind, name) = (out.column("type", None), out.column("name", None));
    let shown = |key: &str| matches!(key, "label" | "hint");
    let moved: Vec<(usize, String)> = row
        .held()
        .iter()
        .filter(|(at, _)| out.columns.get(*at).is_some_and(|c| shown(&c.key)))
        .cloned()
        .collect();
    for (at, _) in &moved {
        row.put(*at, "");
    }
    let number = row.number;
    out.rows.push(row);
    if !moved.is_empty() {
        let mut note = Row::with(number, moved);
        note.put(kind, "note");
        note.put(name, &format!("generated_table_list_label_{number}"));
        out.rows.push(note);
    }
}

/// The row of a value that counts a repeat, when the count is more than the name of a question.
fn counting(out: &mut Sheet, row: &Row, names: &HashSet<&str>) -> Option<Row> {
    let count = out.get(row, "repeat_count")?.to_owned();
    let name = format!("{}_count", out.get(row, "name")?);
    let single = count
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|inner| !inner.contains(['{', '}', '#']));
    if single || names.contains(name.as_str()) {
        return None;
    }
    let mut made = row_of(out, row.number, "calculate");
    made.put(out.column("name", None), &name);
    made.put(out.column("calculation", None), &count);
    made.put(out.column("read_only", None), "yes");
    Some(made)
}

/// A select in a table shows no labels of its choices; the first of them makes the table's head.
fn row_of_table(out: &mut Sheet, row: &mut Row, opened: &str, list: &mut Option<String>) {
    let mut words = opened.split_whitespace();
    if !matches!(words.next(), Some("select" | "rank" | "select1")) {
        return;
    }
    let looks = out.column("appearance", None);
    let number = row.number;
    if list.is_none() {
        let kind = out.get(row, "type").unwrap_or_default();
        let kind = kind.trim_end_matches(" or_other").to_owned();
        *list = Some(kind.clone());
        let mut head = row_of(out, number, &kind);
        let name = format!("reserved_name_for_field_list_labels_{number}");
        head.put(out.column("name", None), &name);
        head.put(looks, "label");
        out.rows.push(head);
    }
    row.put(looks, "list-nolabel");
}

fn row_of(out: &mut Sheet, number: u32, kind: &str) -> Row {
    let place = out.column("type", None);
    Row::with(number, vec![(place, kind.to_owned())])
}

fn as_group(out: &mut Sheet, mut row: Row) -> Row {
    row.put(out.column("type", None), "begin group");
    row
}

fn group(out: &mut Sheet, number: u32, turn: &Turn) -> Row {
    let mut row = row_of(out, number, "begin group");
    row.put(out.column("name", None), &turn.name);
    for (language, label) in &turn.labels {
        row.put(out.column("label", language.as_deref()), label);
    }
    row
}

/// A row with the name and the label of a choice where `%(name)s` and `%(label)s` stand.
fn filled(out: &Sheet, row: &Row, turn: &Turn) -> Row {
    let label = |language: Option<&str>| {
        let same = turn.labels.iter().find(|(l, _)| l.as_deref() == language);
        let any = same.or_else(|| turn.labels.first());
        any.map_or(turn.name.as_str(), |(_, label)| label.as_str())
    };
    let cells = row.held().iter().map(|(at, text)| {
        let language = out.columns.get(*at).and_then(|c| c.language.as_deref());
        let text = text
            .replace("%(label)s", label(language))
            .replace("%(name)s", &turn.name);
        (*at, text)
    });
    Row::with(row.number, cells.collect())
}

/// The list that a loop runs over.
fn looped(cell: &str) -> Option<String> {
    let lower = cell.to_lowercase().replace('_', " ");
    if !lower.starts_with("begin loop ") {
        return None;
    }
    cell.split_whitespace().last().map(str::to_owned)
}

fn turns(book: &Workbook, list: &str) -> Vec<Turn> {
    let Some(sheet) = book.sheet("choices") else {
        return Vec::new();
    };
    let own = sheet
        .rows
        .iter()
        .filter(|row| sheet.get(row, "list_name") == Some(list));
    let turns = own.filter_map(|row| {
        let name = sheet.get(row, "name").filter(|name| *name != "none")?;
        let labels = sheet.translations(row, "label");
        let labels = labels.map(|(l, text)| (l.map(str::to_owned), text.to_owned()));
        Some(Turn {
            name: name.to_owned(),
            labels: labels.collect(),
        })
    });
    turns.take(ROWS_MAX).collect()
}
