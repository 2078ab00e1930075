//! Tables of a report, put together from what the store counted.

use std::cell::RefCell;
use std::collections::BTreeMap;

use forms::Form;
use programme::indicators::{Indicator, Kinds, Measure, UNKNOWN, Unit, Words, measure, split};
use store::Reader;
use store::reports::{Block, By, Counted, Counts, Span};

use super::headings::PROJECT;
use super::hiding::hide;
use super::span::Period;
use super::{blocks, records_of};
use crate::open::Open;
use crate::view::{ReportAsk, ReportCell, ReportColumn, ReportRow, ReportTable};
use crate::{Desk, DeskError};

/// A row of one split and kind.
pub(super) type Kind = (Option<String>, Option<String>);

/// What a report is made with.
pub(super) struct Making<'a> {
    pub(super) desk: &'a Desk,
    pub(super) open: &'a Open,
    pub(super) reader: &'a Reader<'a>,
    pub(super) span: &'a Span,
    pub(super) ask: &'a ReportAsk,
    language: String,
    names: RefCell<BTreeMap<String, String>>,
}

impl<'a> Making<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        open: &'a Open,
        reader: &'a Reader<'a>,
        span: &'a Span,
        ask: &'a ReportAsk,
    ) -> Making<'a> {
        Making {
            desk,
            open,
            reader,
            span,
            ask,
            language: desk.language(),
            names: RefCell::default(),
        }
    }

    pub(super) fn say(&self, words: &Words) -> String {
        words.in_language(&self.language).to_owned()
    }

    pub(super) fn language(&self) -> &str {
        &self.language
    }

    /// The tables of the indicators, one under the other.
    pub(super) fn tables(
        &self,
        parts: &[&Indicator],
        period: Period,
    ) -> Result<Vec<ReportTable>, DeskError> {
        let mut tables = Vec::new();
        if super::is_donor_sheet(&self.ask.name) {
            tables.extend(self.targets(period)?);
        }
        for part in parts {
            let mut together = Vec::new();
            if self.ask.name.eq_ignore_ascii_case("casualties") && part.id == "V1" {
                together.push(self.bulletin(part, period)?);
            }
            together.extend(self.of_indicator(part, period)?);
            if self.ask.name.eq_ignore_ascii_case("sadd") {
                together.extend(self.by_project(part, period)?);
            }
            if self.hides_few() {
                hide(&mut together, part.of_persons);
            }
            tables.extend(together);
        }
        Ok(tables)
    }

    /// The sums of each project, where records say theirs and the report is told apart by places.
    fn by_project(
        &self,
        part: &Indicator,
        period: Period,
    ) -> Result<Option<ReportTable>, DeskError> {
        let is_by_place = !matches!(self.span.by, By::Project | By::Team | By::Month);
        if self.span.project.is_some() || !is_by_place {
            return Ok(None);
        }
        let span = Span {
            by: By::Project,
            ..self.span.clone()
        };
        let apart = Making::new(self.desk, self.open, self.reader, &span, self.ask);
        let says_project = |table: &ReportTable| {
            let mut rows = table.rows.iter().chain(&table.adjustments);
            rows.any(|row| row.codes.iter().any(|code| !code.is_empty()))
        };
        let table = apart.of_indicator(part, period)?.into_iter().next();
        Ok(table.filter(says_project).map(|table| ReportTable {
            split: Some("project".to_owned()),
            split_title: Some(self.say(&PROJECT)),
            // What it is compared with stands below the places.
            before: None,
            year_before: None,
            ..table
        }))
    }

    /// The tables of one indicator: one for all, and one for each split.
    fn of_indicator(
        &self,
        part: &Indicator,
        period: Period,
    ) -> Result<Vec<ReportTable>, DeskError> {
        let has_closed = !self.reader.closed_months(self.span)?.is_empty();
        let (block, later) = blocks(has_closed);
        let main = self.reader.count_for(part.query, self.span, block)?;
        let total = self.count_all(part, &main, self.span, block)?;
        let now = match later {
            Some(block) => Some(self.reader.count_for(part.query, self.span, block)?),
            None => None,
        };
        let waiting = self.in_all(part, self.span, Block::Provisional)?;
        let then = |period: Option<Period>| match period {
            Some(period) => {
                // Another time has closed months of its own, whether or not this one has any.
                let span = self.span_of(period);
                let block = self.block_of(&span)?;
                self.in_all(part, &span, block).map(Some)
            }
            None => Ok(None),
        };
        let (before, year_before) = (then(period.before())?, then(period.year_before())?);
        let records = records_of(self.reader, part, self.span)?;
        let mut splits: Vec<Option<String>> = Vec::new();
        let all = [Some(&main), now.as_ref(), Some(&waiting)];
        for row in all.into_iter().flatten().flat_map(|counts| &counts.rows) {
            if !splits.contains(&row.split) {
                splits.push(row.split.clone());
            }
        }
        let mut tables = Vec::new();
        for split in splits {
            let mut table = self.empty(part, split.as_deref(), &main.measures);
            if table.columns.is_empty() {
                let measures = now.as_ref().map(|counts| &counts.measures);
                let measures = measures
                    .filter(|names| !names.is_empty())
                    .unwrap_or(&waiting.measures);
                table = self.empty(part, split.as_deref(), measures);
            }
            table.rows = self.rows(part, &main, split.as_deref())?;
            table.total = self.summed(&total, split.as_deref(), &table.columns);
            if let Some(now) = &now {
                table.adjustments =
                    self.adjustments(&main, now, split.as_deref(), &table.columns)?;
            }
            table.before = before
                .as_ref()
                .and_then(|it| self.summed(it, split.as_deref(), &table.columns));
            table.year_before = year_before
                .as_ref()
                .and_then(|it| self.summed(it, split.as_deref(), &table.columns));
            table.provisional = self.summed(&waiting, split.as_deref(), &table.columns);
            table.approved = records.0;
            table.waiting = records.1;
            tables.push(table);
        }
        Ok(tables)
    }

    /// The block in which a span is told: as it was closed, where months of it were.
    fn block_of(&self, span: &Span) -> Result<Block, DeskError> {
        let has_closed = !self.reader.closed_months(span)?.is_empty();
        Ok(blocks(has_closed).0)
    }

    pub(super) fn span_of(&self, period: Period) -> Span {
        Span {
            from: period.from.to_string(),
            to: period.to.to_string(),
            by: By::Country,
            ..self.span.clone()
        }
    }

    /// What is counted of all places together; where only one place is looked at, in that.
    fn in_all(&self, part: &Indicator, span: &Span, block: Block) -> Result<Counts, DeskError> {
        Ok(self
            .reader
            .count_for(part.query, &self.in_one(span), block)?)
    }

    /// A span in which nothing is told apart: all places together, or the one that is looked at.
    pub(super) fn in_one(&self, span: &Span) -> Span {
        let by = match &self.span.within {
            Some(place) => level(place.split('/').count()),
            None => By::Country,
        };
        Span { by, ..span.clone() }
    }

    /// Like [`Making::in_all`]: added up where that is right, else counted anew.
    fn count_all(
        &self,
        part: &Indicator,
        main: &Counts,
        span: &Span,
        block: Block,
    ) -> Result<Counts, DeskError> {
        let adds_up = |name: &String| measure(name).is_some_and(|it| it.unit.adds_up());
        if !part.adds_up || !main.measures.iter().all(adds_up) {
            return self.in_all(part, span, block);
        }
        let mut all: BTreeMap<Kind, Vec<Option<f64>>> = BTreeMap::new();
        for row in &main.rows {
            let cells = all
                .entry((row.split.clone(), row.kind.clone()))
                .or_default();
            add(cells, &row.values);
        }
        let rows = all.into_iter().map(|((split, kind), values)| Counted {
            place: String::new(),
            split,
            kind,
            values,
        });
        Ok(Counts {
            measures: main.measures.clone(),
            rows: rows.collect(),
        })
    }

    /// The caseload list without its rows.
    pub(super) fn empty_caseload(&self, columns: Vec<ReportColumn>) -> ReportTable {
        ReportTable {
            indicator: super::CASELOAD.to_owned(),
            title: self.say(&super::caseload::TITLE),
            by: "commune".to_owned(),
            source: "6.3 no. 5".to_owned(),
            columns,
            is_whole: self.span.project.is_some(),
            ..ReportTable::default()
        }
    }

    pub(super) fn empty(
        &self,
        part: &Indicator,
        code: Option<&str>,
        measures: &[String],
    ) -> ReportTable {
        let columns = measures.iter().map(|name| {
            let known: Option<&Measure> = measure(name);
            ReportColumn {
                code: name.clone(),
                title: known.map_or_else(|| name.clone(), |it| self.say(&it.words)),
                unit: known.map_or("count", |it| unit(it.unit)).to_owned(),
            }
        });
        ReportTable {
            indicator: part.id.to_owned(),
            title: self.say(&part.name),
            // What is told apart in the end, which is deeper than what was asked for where one place is looked at.
            by: super::word_of(self.span.by).to_owned(),
            split: code.map(str::to_owned),
            split_title: code.and_then(split).map(|split| self.say(&split.words)),
            source: part.source.to_owned(),
            columns: columns.collect(),
            is_whole: self.span.project.is_some() && !part.has_project,
            ..ReportTable::default()
        }
    }

    /// The rows of a split, with a sum before the rows of each province where they go deeper.
    fn rows(
        &self,
        part: &Indicator,
        counts: &Counts,
        split: Option<&str>,
    ) -> Result<Vec<ReportRow>, DeskError> {
        let mine = || {
            counts
                .rows
                .iter()
                .filter(|row| row.split.as_deref() == split)
        };
        let sums = match self.is_below_province() && split.is_none() {
            true => Some(self.provinces(part, counts)?),
            false => None,
        };
        let mut rows = Vec::new();
        let mut province: Option<String> = None;
        for row in mine() {
            let own = row.place.split('/').next().unwrap_or_default();
            if let Some(sums) = sums.as_ref().filter(|_| province.as_deref() != Some(own)) {
                let sum = sums
                    .rows
                    .iter()
                    .find(|sum| sum.split.is_none() && sum.place == own);
                if let Some(sum) = sum {
                    rows.push(ReportRow {
                        is_subtotal: true,
                        ..self.row(sum)?
                    });
                }
                province = Some(own.to_owned());
            }
            rows.push(self.row(row)?);
        }
        Ok(rows)
    }

    fn provinces(&self, part: &Indicator, counts: &Counts) -> Result<Counts, DeskError> {
        let adds_up = |name: &String| measure(name).is_some_and(|it| it.unit.adds_up());
        if !part.adds_up || !counts.measures.iter().all(adds_up) {
            // A place that is looked at alone may lie deeper than a province.
            let span = Span {
                by: By::Province,
                within: None,
                ..self.span.clone()
            };
            let block = self.block_of(&span)?;
            return Ok(self.reader.count_for(part.query, &span, block)?);
        }
        let mut sums: BTreeMap<String, Vec<Option<f64>>> = BTreeMap::new();
        for row in counts.rows.iter().filter(|row| row.split.is_none()) {
            let own = row.place.split('/').next().unwrap_or_default();
            add(sums.entry(own.to_owned()).or_default(), &row.values);
        }
        let rows = sums.into_iter().map(|(place, values)| Counted {
            place,
            split: None,
            kind: None,
            values,
        });
        Ok(Counts {
            measures: counts.measures.clone(),
            rows: rows.collect(),
        })
    }

    pub(super) fn row(&self, row: &Counted) -> Result<ReportRow, DeskError> {
        let codes: Vec<String> = match row.place.as_str() {
            _ if self.span.by == By::Country => Vec::new(),
            place if self.is_by_place() => place.split('/').map(str::to_owned).collect(),
            other => vec![other.to_owned()],
        };
        Ok(ReportRow {
            names: codes
                .iter()
                .map(|code| self.name(code))
                .collect::<Result<_, _>>()?,
            codes,
            kind_name: self.kind_name(row.split.as_deref(), row.kind.as_deref())?,
            kind: row.kind.clone(),
            is_subtotal: false,
            cells: row.values.iter().map(|value| cell(*value)).collect(),
        })
    }

    /// What a place, project, team or month is called.
    fn name(&self, code: &str) -> Result<String, DeskError> {
        if code.is_empty() {
            return Ok(self.say(&UNKNOWN.1));
        }
        match self.is_by_place() {
            true => self.place(code),
            false => Ok(code.to_owned()),
        }
    }

    /// What a place is called.
    pub(super) fn place(&self, code: &str) -> Result<String, DeskError> {
        if let Some(known) = self.names.borrow().get(code) {
            return Ok(known.clone());
        }
        let form = self.open.book.newest(self.reader, "eore_session").ok();
        let name = self
            .desk
            .place_name(self.open, self.reader, form.as_deref(), code)?;
        self.names
            .borrow_mut()
            .insert(code.to_owned(), name.clone());
        Ok(name)
    }

    pub(super) fn kind_name(
        &self,
        code: Option<&str>,
        kind: Option<&str>,
    ) -> Result<Option<String>, DeskError> {
        let Some(kind) = kind else { return Ok(None) };
        if kind == UNKNOWN.0 {
            return Ok(Some(self.say(&UNKNOWN.1)));
        }
        let told = match code.and_then(split).map(|split| split.kinds) {
            Some(Kinds::Told(kinds)) => {
                let known = kinds.iter().find(|(code, _)| *code == kind);
                known.map(|(_, words)| self.say(words))
            }
            Some(Kinds::Choices { form, question }) => self.choice(form, question, kind),
            Some(Kinds::Forms) => {
                let form = self.open.book.newest(self.reader, kind).ok();
                form.map(|form: std::sync::Arc<Form>| form.title(&self.language).to_owned())
            }
            None => None,
        };
        Ok(Some(told.unwrap_or_else(|| kind.to_owned())))
    }

    pub(super) fn choice(&self, form: &str, question: &str, kind: &str) -> Option<String> {
        let form = self.open.book.newest(self.reader, form).ok()?;
        let mut named = form.questions().filter(|it| it.name == question);
        let label = form.choice_label(named.next()?, kind, &self.language);
        label.map(str::to_owned)
    }

    fn is_by_place(&self) -> bool {
        !matches!(self.span.by, By::Project | By::Team | By::Month)
    }

    fn is_below_province(&self) -> bool {
        matches!(self.span.by, By::District | By::Commune | By::Village)
    }

    /// Whether few people are told as few: for the public, where places are smaller than a province, whatever tells
    /// figures apart in them.
    pub(super) fn hides_few(&self) -> bool {
        let place = self.span.within.as_ref();
        let is_small = place.is_some_and(|place| place.split('/').count() > 1);
        self.ask.public && (is_small || self.is_below_province())
    }
}

/// The level of places that are named by so many codes.
pub(super) fn level(depth: usize) -> By {
    match depth {
        1 => By::Province,
        2 => By::District,
        3 => By::Commune,
        _ => By::Village,
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::People => "people",
        Unit::Count => "count",
        Unit::Share => "share",
        Unit::Days => "days",
        Unit::Mean => "mean",
        Unit::Money => "money",
    }
}

pub(super) fn cell(value: Option<f64>) -> ReportCell {
    ReportCell { value, text: None }
}

pub(super) fn add(sums: &mut Vec<Option<f64>>, values: &[Option<f64>]) {
    sums.resize(sums.len().max(values.len()), None);
    for (sum, value) in sums.iter_mut().zip(values) {
        if let Some(value) = value {
            *sum = Some(sum.unwrap_or(0.0) + value);
        }
    }
}
