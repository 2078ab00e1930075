//! Reports on the command line.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

use desk::view::{GivenOut, ReportAsk, ReportCell, ReportRow, ReportTable, ReportView};
use desk::{DeskError, FileFormat};

use super::args::{Report, ReportWord};
use super::{Done, Run};
use crate::paper;

impl Run<'_> {
    pub(super) fn report(&self, report: &Report) -> Done {
        if let Some(language) = &report.language {
            self.desk.speak(language)?;
        }
        match report.name.as_str() {
            "list" => {
                let choices = self.desk.report_choices()?;
                self.say.answer(&choices, |choices| {
                    let line =
                        |one: &desk::view::ReportChoice| format!("{}  {}", one.name, one.title);
                    choices.iter().map(line).collect::<Vec<_>>().join("\n")
                });
                Ok(())
            }
            "given" => {
                self.say
                    .answer(&self.desk.given_out()?, |given| given_lines(given));
                Ok(())
            }
            _ => self.make_report(report),
        }
    }

    fn make_report(&self, report: &Report) -> Done {
        let (Some(from), Some(to)) = (&report.from, &report.to) else {
            return Err(super::misused("a report needs --from and --to"));
        };
        let ask = ReportAsk {
            name: report.name.clone(),
            from: from.clone(),
            to: to.clone(),
            by: report.by.as_str().to_owned(),
            project: report.project.clone(),
            place: report.place.clone(),
            public: report.public,
            labels: report.labels,
            waiting: report.waiting,
            names: match &report.names {
                Some(file) => desk::column_names(&super::read(file)?)?,
                None => Default::default(),
            },
        };
        let Some(format) = &report.format else {
            let view = self.desk.report(&ask)?;
            self.say.answer(&view, told);
            return Ok(());
        };
        let format = FileFormat::read(format)?;
        let recipient = report.recipient.as_deref();
        match &report.out {
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                paper::report_file(&self.desk, &ask, format, recipient, &mut out)?;
                out.flush()
                    .map_err(|error| DeskError::unwritten("write the report", error))
            }
            Some(path) => {
                let written = paper::write_report(&self.desk, &ask, format, recipient, path)?;
                self.say
                    .answer(&written.rows, |rows| format!("{rows} rows were written."));
                Ok(())
            }
        }
    }
}

fn given_lines(given: &[GivenOut]) -> String {
    let line = |one: &GivenOut| {
        let whom = one.recipient.as_deref().unwrap_or("the team");
        format!(
            "{}  {} gave {} ({}, {}) to {whom}: {} rows as of {}",
            one.at, one.person, one.what, one.filter, one.format, one.rows, one.cut_off
        )
    };
    given.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn told(view: &ReportView) -> String {
    let mut out = format!("{}, {} to {}\n", view.title, view.ask.from, view.ask.to);
    if let Some(mark) = &view.watermark {
        let _ = writeln!(out, "Confidential: {mark}");
    }
    for table in &view.tables {
        let _ = write!(out, "\n{}", table_lines(table));
    }
    let _ = write!(out, "\nAs of {}", view.cut_off);
    out
}

fn table_lines(table: &ReportTable) -> String {
    let mut out = format!("{} {}", table.indicator, table.title);
    if let Some(split) = &table.split_title {
        let _ = write!(out, " · {split}");
    }
    out.push('\n');
    let titles: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.title.as_str())
        .collect();
    let _ = writeln!(out, "  {}", titles.join(" | "));
    for row in &table.rows {
        let _ = writeln!(out, "  {}", row_line(row));
    }
    let sums = [
        ("Total", &table.total),
        ("Before", &table.before),
        ("Year before", &table.year_before),
        ("Provisional", &table.provisional),
    ];
    for (name, cells) in sums {
        if let Some(cells) = cells {
            let _ = writeln!(out, "  {name}: {}", cells_line(cells));
        }
    }
    for row in &table.adjustments {
        let _ = writeln!(out, "  Adjustment, {}", row_line(row));
    }
    let _ = writeln!(
        out,
        "  {} records count, {} wait",
        table.approved, table.waiting
    );
    out
}

fn row_line(row: &ReportRow) -> String {
    let mut name = row.names.join(" / ");
    if let Some(kind) = &row.kind_name {
        let between = if name.is_empty() { "" } else { " · " };
        let _ = write!(name, "{between}{kind}");
    }
    format!("{name}: {}", cells_line(&row.cells))
}

fn cells_line(cells: &[ReportCell]) -> String {
    let cell = |cell: &ReportCell| match (&cell.text, cell.value) {
        (Some(text), _) => text.clone(),
        (None, Some(value)) if value.fract() == 0.0 => format!("{value:.0}"),
        (None, Some(value)) => format!("{value:.3}"),
        (None, None) => "–".to_owned(),
    };
    cells.iter().map(cell).collect::<Vec<_>>().join(" | ")
}

impl ReportWord {
    fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Village => "village",
            Self::Project => "project",
            Self::Team => "team",
            Self::Month => "month",
        }
    }
}
