//! How the columns of somebody else's table become answers: a file that a person can read.
//!
//! ```toml
//! [[record]]
//! form = "accident"
//! same = ["municipality", "year", "month"]        # rows that agree here speak of one record
//! [record.answers]
//! "when/accident_date" = { template = "{year}-{month}-01", fix = ["number"] }
//! "what/outcome" = { from = "estado", codes = { Herido = "injured" } }
//! ```
//!
//! A code that the mapping does not list is refused, never guessed, unless `otherwise` says what it means.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ImportError;
use super::source::{ASIDE, SourceRow};

/// A whole mapping file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What is made of each row, in order.
    pub record: Vec<RecordMap>,
}

/// What one form takes from a row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordMap {
    /// Form id.
    pub form: String,
    /// Columns that say which rows speak of the same record; empty when every row is a record of its own.
    #[serde(default)]
    pub same: Vec<String>,
    /// Answers by question path.
    pub answers: BTreeMap<String, Field>,
    /// Repeats filled from a nested object: one instance for each of its entries.
    #[serde(default)]
    pub repeats: BTreeMap<String, RepeatMap>,
}

/// Where one answer comes from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Field {
    /// The column that holds it.
    pub from: Option<String>,
    /// The same for every row.
    #[serde(rename = "const")]
    pub constant: Option<String>,
    /// Text with `{column}` in it; empty when one of the columns is.
    pub template: Option<String>,
    /// Columns to join; empty ones are passed over.
    pub join: Vec<String>,
    /// What stands between joined columns.
    pub with: Option<String>,
    /// The record that another part of this mapping makes of the same row.
    pub link: Option<String>,
    /// Mends that are made before anything else.
    pub fix: Vec<Fix>,
    /// Words that stand for no answer.
    pub empty: Vec<String>,
    /// Codes by what the table says.
    pub codes: BTreeMap<String, String>,
    /// What every value that `codes` does not list means.
    pub otherwise: Option<String>,
    /// The cell is a list; its items are translated one by one and become a multiple choice.
    pub list: bool,
    /// What stands between the items when the list is one text.
    pub split: Option<String>,
}

/// A mend of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// `2,006` is 2006.
    Number,
    /// The date of an ISO 8601 moment.
    Date,
    /// The hour and minute of an ISO 8601 moment.
    Time,
    /// `5` is `05`; longer numbers stay.
    TwoDigits,
    /// `17/11/2026` is `2026-11-17`.
    DayMonthYear,
}

/// A repeat that is filled from a nested object.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatMap {
    /// The column that holds the object.
    pub entries: String,
    /// The question that takes the entry's name.
    pub name: String,
    /// The question that takes the entry's value.
    pub value: String,
    /// Codes by the entry's name; empty takes names as they are.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
}

/// Why a cell does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The column, or the question where there is no single one.
    pub column: String,
    /// Why, in words.
    pub why: String,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it is not TOML of this shape; the message names the line.
    pub fn read(text: &str) -> Result<Mapping, ImportError> {
        toml::from_str(text).map_err(|error| ImportError::Mapping {
            why: error.to_string(),
        })
    }

    /// The part for one form.
    pub fn of(&self, form: &str) -> Option<&RecordMap> {
        self.record.iter().find(|part| part.form == form)
    }
}

impl RecordMap {
    /// A mapping that takes every column under the path of its own name.
    pub fn straight(form: &str, columns: &[String]) -> RecordMap {
        let answers = columns
            .iter()
            .filter(|c| !c.is_empty() && !c.starts_with(ASIDE));
        let answers = answers.map(|column| {
            (
                column.clone(),
                Field {
                    from: Some(column.clone()),
                    ..Field::default()
                },
            )
        });
        RecordMap {
            form: form.to_owned(),
            same: Vec::new(),
            answers: answers.collect(),
            repeats: BTreeMap::new(),
        }
    }

    /// The text that names the record a row speaks of, within its form.
    pub fn key(&self, row: &SourceRow) -> String {
        if self.same.is_empty() {
            return row.whole();
        }
        let parts: Vec<String> = self
            .same
            .iter()
            .map(|c| row.text(c).unwrap_or_default())
            .collect();
        serde_json::to_string(&parts).unwrap_or_default()
    }
}

impl Field {
    /// The answer that a row gives; none when it gives none. `link` finds the record of another part.
    ///
    /// # Errors
    /// When the table says something that this mapping has no meaning for.
    pub fn answer(
        &self,
        path: &str,
        row: &SourceRow,
        link: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<String>, Misfit> {
        if let Some(constant) = &self.constant {
            return Ok(Some(constant.clone()));
        }
        if let Some(form) = &self.link {
            return Ok(link(form));
        }
        if self.list {
            return self.items(path, row);
        }
        let (column, raw) = self.raw(path, row)?;
        self.translate(&column, &raw)
    }

    fn raw(&self, path: &str, row: &SourceRow) -> Result<(String, String), Misfit> {
        if let Some(column) = &self.from {
            let raw = row.text(column).unwrap_or_default();
            return Ok((column.clone(), self.mend(column, &raw)?));
        }
        if let Some(template) = &self.template {
            return Ok((path.to_owned(), self.fill(template, row)?));
        }
        let parts: Vec<String> = self
            .join
            .iter()
            .filter_map(|column| row.text(column))
            .filter(|text| !text.is_empty() && !self.empty.contains(text))
            .collect();
        Ok((
            path.to_owned(),
            parts.join(self.with.as_deref().unwrap_or(" ")),
        ))
    }

    fn fill(&self, template: &str, row: &SourceRow) -> Result<String, Misfit> {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((column, tail)) = after.split_once('}') else {
                return Err(misfit(template, "the template has a { without its }"));
            };
            let raw = row.text(column).unwrap_or_default();
            if raw.is_empty() || self.empty.contains(&raw) {
                return Ok(String::new());
            }
            out.push_str(&self.mend(column, &raw)?);
            rest = tail;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn items(&self, path: &str, row: &SourceRow) -> Result<Option<String>, Misfit> {
        let column = self.from.as_deref().unwrap_or(path);
        let mut items = row.list(column);
        if let Some(between) = &self.split {
            items = items
                .iter()
                .flat_map(|i| i.split(between.as_str()))
                .map(str::to_owned)
                .collect();
        }
        let mut codes: Vec<String> = Vec::new();
        for item in items {
            let mended = self.mend(column, item.trim())?;
            if let Some(code) = self.translate(column, &mended)?
                && !codes.contains(&code)
            {
                codes.push(code);
            }
        }
        Ok((!codes.is_empty()).then(|| codes.join(" ")))
    }

    fn mend(&self, column: &str, raw: &str) -> Result<String, Misfit> {
        if raw.is_empty() || self.empty.iter().any(|word| word == raw) {
            return Ok(raw.to_owned());
        }
        self.fix.iter().try_fold(raw.to_owned(), |text, fix| {
            fix.mend(&text)
                .ok_or_else(|| misfit(column, &format!("“{text}” is not {}", fix.wants())))
        })
    }

    fn translate(&self, column: &str, raw: &str) -> Result<Option<String>, Misfit> {
        if raw.is_empty() || self.empty.iter().any(|word| word == raw) {
            return Ok(None);
        }
        if self.codes.is_empty() {
            return Ok(Some(raw.to_owned()));
        }
        match self.codes.get(raw).or(self.otherwise.as_ref()) {
            Some(code) if code.is_empty() => Ok(None),
            Some(code) => Ok(Some(code.clone())),
            None => Err(misfit(
                column,
                &format!("“{raw}” has no code in the mapping"),
            )),
        }
    }
}

fn misfit(column: &str, why: &str) -> Misfit {
    Misfit {
        column: column.to_owned(),
        why: why.to_owned(),
    }
}

impl Fix {
    fn wants(self) -> &'static str {
        match self {
            Fix::Number => "a number",
            Fix::Date => "a date or a moment",
            Fix::Time => "a moment with an hour",
            Fix::TwoDigits => "a whole number",
            Fix::DayMonthYear => "a date like 17/11/2026",
        }
    }

    fn mend(self, text: &str) -> Option<String> {
        match self {
            Fix::Number => number(text),
            Fix::Date => {
                let day = text.get(..10)?;
                chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
                Some(day.to_owned())
            }
            Fix::Time => {
                let time = text.get(11..16)?;
                chrono::NaiveTime::parse_from_str(time, "%H:%M").ok()?;
                Some(time.to_owned())
            }
            Fix::TwoDigits => {
                let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
                digits.then(|| format!("{text:0>2}"))
            }
            Fix::DayMonthYear => {
                let day = chrono::NaiveDate::parse_from_str(text, "%d/%m/%Y").ok()?;
                Some(day.format("%Y-%m-%d").to_string())
            }
        }
    }
}

/// Reads a number with commas at the thousands; anything else with a comma is not one, for
/// whether `1,5` means one and a half is not ours to guess.
fn number(text: &str) -> Option<String> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(w, f)| (w, Some(f)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.iter().enumerate().all(|(index, group)| {
        all_digits(group)
            && (groups.len() == 1
                || if index == 0 {
                    group.len() <= 3
                } else {
                    group.len() == 3
                })
    });
    if !grouped || !fraction.is_none_or(all_digits) {
        return None;
    }
    let fraction = fraction.map_or(String::new(), |f| format!(".{f}"));
    Some(format!("{sign}{}{fraction}", groups.concat()))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failed test stops at once"
    )]
    use super::super::source::Source;
    use super::*;

    fn check(field: &str, csv: &str, want: Result<Option<&str>, &str>) {
        let mapping = format!("[[record]]\nform='f'\n[record.answers]\n\"q\" = {field}\n");
        let mapping = Mapping::read(&mapping).unwrap();
        let row = &Source::read(csv.as_bytes()).unwrap().rows[0];
        let got =
            mapping.record[0].answers["q"].answer("q", row, &|form| Some(format!("the {form}")));
        let got = got
            .as_ref()
            .map(|a| a.as_deref())
            .map_err(|m| m.why.as_str());
        match (got, want) {
            (Err(said), Err(part)) => assert!(said.contains(part), "{said} should say {part}"),
            (got, want) => assert_eq!(got, want, "{field} of {csv}"),
        }
    }

    #[test]
    fn fields_become_answers() {
        check("{ from='a' }", "a\nx\n", Ok(Some("x")));
        check("{ from='a' }", "a,b\n,1\n", Ok(None));
        check("{ const='k' }", "a\nx\n", Ok(Some("k")));
        check("{ link='accident' }", "a\nx\n", Ok(Some("the accident")));
        check(
            "{ from='a', codes={Hombre='male'} }",
            "a\nHombre\n",
            Ok(Some("male")),
        );
        check(
            "{ from='a', codes={Hombre='male'} }",
            "a\nMujer\n",
            Err("no code"),
        );
        check(
            "{ from='a', codes={x='y'}, otherwise='unknown' }",
            "a\nMujer\n",
            Ok(Some("unknown")),
        );
        check(
            "{ from='a', empty=['Sin dato'] }",
            "a\nSin dato\n",
            Ok(None),
        );
        check(
            "{ join=['a','b'], with=', ' }",
            "a,b\nx,y\n",
            Ok(Some("x, y")),
        );
        check(
            "{ template='{a}-{b}-01', fix=['number','two_digits'] }",
            "a,b\n06,1\n",
            Ok(Some("06-01-01")),
        );
        check(
            "{ template='{a}-{b}', empty=['?'] }",
            "a,b\n6,?\n",
            Ok(None),
        );
        check(
            "{ from='a', list=true, split=';', codes={x='1',y='2'} }",
            "a\nx;y;x\n",
            Ok(Some("1 2")),
        );
        check(
            "{ from='a', fix=['day_month_year'] }",
            "a\n17/11/2026\n",
            Ok(Some("2026-11-17")),
        );
        check(
            "{ from='a', fix=['day_month_year'] }",
            "a\n31/02/2026\n",
            Err("17/11/2026"),
        );
        check(
            "{ from='a', fix=['time'] }",
            "a\n2026-01-05T07:08:30+07:00\n",
            Ok(Some("07:08")),
        );
    }

    #[test]
    fn numbers_lose_their_commas_only_where_thousands_stand() {
        for (text, want) in [
            ("2,006", Some("2006")),
            ("18,410", Some("18410")),
            ("1,234,567.5", Some("1234567.5")),
            ("7", Some("7")),
            ("-3", Some("-3")),
            ("1,5", None),
            ("12,34", None),
            ("1,2345", None),
            ("", None),
            ("x", None),
            (",123", None),
            ("1.", None),
        ] {
            assert_eq!(number(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_mapping_that_is_not_one_says_where() {
        let said = Mapping::read("[[record]]\nform='f'\nwrong=1\n")
            .unwrap_err()
            .to_string();
        assert!(said.contains("wrong") && said.contains('3'), "{said}");
    }
}
