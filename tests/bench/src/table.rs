//! Figures with the bar that they are held against, and the machine they were taken on.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

/// The figures of one measurement.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

struct Row {
    what: String,
    value: f64,
    unit: &'static str,
    bar: Option<(Bar, f64)>,
}

/// How a figure is held against its bar.
#[derive(Clone, Copy)]
pub(crate) enum Bar {
    AtMost,
    AtLeast,
}

impl Table {
    pub(crate) fn add(&mut self, what: &str, value: f64, unit: &'static str) {
        self.rows.push(Row {
            what: what.to_owned(),
            value,
            unit,
            bar: None,
        });
    }

    pub(crate) fn hold(
        &mut self,
        what: &str,
        value: f64,
        unit: &'static str,
        bar: Bar,
        limit: f64,
    ) {
        self.rows.push(Row {
            what: what.to_owned(),
            value,
            unit,
            bar: Some((bar, limit)),
        });
    }

    pub(crate) fn text(&self, name: &str) -> String {
        let mut text = format!("{name} on {}\n", machine());
        for row in &self.rows {
            let bar = row.bar.map_or_else(String::new, |(bar, limit)| {
                let sign = match bar {
                    Bar::AtMost => "≤",
                    Bar::AtLeast => "≥",
                };
                format!(
                    "  {sign} {limit}: {}",
                    if row.holds() { "holds" } else { "MISSED" }
                )
            });
            text += &format!(
                "  {:<52} {:>12.3} {:<10}{bar}\n",
                row.what, row.value, row.unit
            );
        }
        text
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let limit = row.bar.map(|(_, limit)| limit);
                json!({"what": row.what, "value": row.value, "unit": row.unit, "bar": limit, "holds": row.holds()})
            })
            .collect();
        json!({"bench": name, "machine": machine(), "rows": rows})
    }
}

impl Row {
    fn holds(&self) -> bool {
        match self.bar {
            None => true,
            Some((Bar::AtMost, limit)) => self.value <= limit,
            Some((Bar::AtLeast, limit)) => self.value >= limit,
        }
    }
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or_default();
    let model = model.trim_start_matches([' ', '\t', ':']);
    format!("{cores} cores, {model}")
}

/// The p-th part of sorted times, in milliseconds.
pub(crate) fn part(times: &mut [Duration], p: f64) -> f64 {
    times.sort_unstable();
    let at = ((times.len() as f64 - 1.0) * p).round() as usize;
    times
        .get(at)
        .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}
