//! Dates and times.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::{Env, Expr, ExprError, Function, Scope, Value, function};
use crate::xpath::dates::{self, Stamp};

pub(super) const FUNCTIONS: &[Function] = &[
    function("today", 0, 0, |env, _, _| {
        Ok(Value::from(dates::write_date(now(env).date)))
    }),
    function("now", 0, 0, |env, _, _| {
        Ok(Value::from(dates::write(&now(env))))
    }),
    function("date", 1, 1, date),
    function("date-time", 1, 1, date_time),
    function("format-date", 2, 2, format),
    function("format-date-time", 2, 2, format),
    function("decimal-date-time", 1, 1, decimal_date_time),
    function("decimal-time", 1, 1, decimal_time),
];

fn now(env: &Env<'_>) -> Stamp {
    dates::now(env.world.now_ms(), env.offset())
}

/// Reads a value as a moment: an ISO text, or a number of days since 1970-01-01.
pub(super) fn stamp(env: &Env<'_>, value: &Value) -> Option<Stamp> {
    let local = env.offset();
    match value {
        Value::Number(days) => moment(*days, local),
        Value::Bool(_) => None,
        Value::Text(_) | Value::Nodes(_) => {
            let text = env.plain_text(value.clone());
            dates::parse(&text, local)
                .or_else(|| moment(crate::xpath::numbers::parse(&text), local))
        }
    }
}

/// As [`stamp`]; what is given and is no date is said to the form's author.
fn read(env: &Env<'_>, value: &Value, function: &str) -> Option<Stamp> {
    let found = stamp(env, value);
    let given = match value {
        Value::Text(text) => !text.trim().is_empty(),
        Value::Nodes(nodes) => nodes
            .first()
            .is_some_and(|node| !env.node_text(*node).trim().is_empty()),
        Value::Number(number) => !number.is_nan(),
        Value::Bool(_) => true,
    };
    if found.is_none() && given {
        env.world
            .warn(&format!("{function}(): what it is given is no date"));
    }
    found
}

fn moment(days: f64, local: chrono::FixedOffset) -> Option<Stamp> {
    if days.fract() == 0.0 {
        return dates::from_days(days).map(|date| Stamp {
            date,
            time: None,
            offset: local,
        });
    }
    dates::from_fractional_days(days, local)
}

fn date(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let value = env.eval(scope, env.arg(args, 0)?)?;
    let found = read(env, &value, "date").map(|stamp| match stamp.time {
        None => stamp.date,
        Some(_) => stamp.instant().with_timezone(&env.offset()).date_naive(),
    });
    Ok(Value::from(
        found.map(dates::write_date).unwrap_or_default(),
    ))
}

fn date_time(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let value = env.eval(scope, env.arg(args, 0)?)?;
    Ok(Value::from(
        read(env, &value, "date-time")
            .map(|stamp| dates::write(&stamp))
            .unwrap_or_default(),
    ))
}

fn decimal_date_time(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let value = env.eval(scope, env.arg(args, 0)?)?;
    let days = match value {
        Value::Number(days) => days,
        value => {
            read(env, &value, "decimal-date-time").map_or(f64::NAN, |stamp| stamp.fractional_days())
        }
    };
    Ok(Value::Number(days))
}

/// The part of the day that has gone: 06:00 is 0.25.
fn decimal_time(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let text = env.text_arg(scope, args, 0)?;
    let text = text.trim();
    let clock = text.split_once('T').map_or(text, |(_, clock)| clock);
    let part = dates::time_of_day(clock).map(|(time, zone)| {
        let seconds = f64::from(time.num_seconds_from_midnight())
            + f64::from(time.nanosecond() % 1_000_000_000) / 1e9;
        let shift = zone.map_or(0, |zone| {
            env.offset().local_minus_utc() - zone.local_minus_utc()
        });
        ((seconds + f64::from(shift)) / 86_400.0).rem_euclid(1.0)
    });
    Ok(Value::Number(part.unwrap_or(f64::NAN)))
}

fn format(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let value = env.eval(scope, env.arg(args, 0)?)?;
    let pattern = env.text_arg(scope, args, 1)?;
    let Some(stamp) = read(env, &value, "format-date") else {
        return Ok(Value::from(""));
    };
    let local = stamp.instant().with_timezone(&env.offset()).naive_local();
    Ok(Value::from(written(
        &pattern,
        local.date(),
        local.time(),
        env.world.language(),
    )))
}

fn written(pattern: &str, date: NaiveDate, time: NaiveTime, language: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let code = chars.next();
        let piece = match code {
            Some('Y') => format!("{:04}", date.year()),
            Some('y') => format!("{:02}", date.year().rem_euclid(100)),
            Some('m') => format!("{:02}", date.month()),
            Some('n') => date.month().to_string(),
            Some('b') => month(date.month0(), language).to_owned(),
            Some('d') => format!("{:02}", date.day()),
            Some('e') => date.day().to_string(),
            Some('a') => weekday(date.weekday().num_days_from_sunday(), language).to_owned(),
            Some('W') => date.iso_week().week().to_string(),
            Some('H') => format!("{:02}", time.hour()),
            Some('h') => time.hour().to_string(),
            Some('M') => format!("{:02}", time.minute()),
            Some('S') => format!("{:02}", time.second()),
            Some('3') => format!("{:03}", time.nanosecond() / 1_000_000 % 1000),
            Some(other) => format!("%{other}"),
            None => "%".to_owned(),
        };
        out.push_str(&piece);
    }
    out
}

const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const MONTHS_KM: [&str; 12] = [
    "មករា",
    "កុម្ភៈ",
    "មីនា",
    "មេសា",
    "ឧសភា",
    "មិថុនា",
    "កក្កដា",
    "សីហា",
    "កញ្ញា",
    "តុលា",
    "វិច្ឆិកា",
    "ធ្នូ",
];
const DAYS_EN: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const DAYS_KM: [&str; 7] = ["អាទិត្យ", "ចន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍"];

fn month(index: u32, language: &str) -> &'static str {
    let names = if language == "km" {
        MONTHS_KM
    } else {
        MONTHS_EN
    };
    names.get(index as usize).copied().unwrap_or("")
}

fn weekday(index: u32, language: &str) -> &'static str {
    let names = if language == "km" { DAYS_KM } else { DAYS_EN };
    names.get(index as usize).copied().unwrap_or("")
}
