//! Spans between dates, as community health forms ask for them.

use chrono::{DateTime, Months, NaiveDateTime, TimeDelta};

use super::{Env, Expr, ExprError, Function, Scope, Value, dates, function};
use crate::xpath::dates::{self as written, Stamp};

pub(super) const FUNCTIONS: &[Function] = &[
    function("difference-in-days", 2, 2, |env, scope, args| {
        between(env, scope, args, |from, to| (to - from).num_days())
    }),
    function("cht:difference-in-days", 2, 2, |env, scope, args| {
        between(env, scope, args, |from, to| (to - from).num_days())
    }),
    function("difference-in-weeks", 2, 2, |env, scope, args| {
        between(env, scope, args, |from, to| (to - from).num_weeks())
    }),
    function("cht:difference-in-weeks", 2, 2, |env, scope, args| {
        between(env, scope, args, |from, to| (to - from).num_weeks())
    }),
    function("difference-in-months", 2, 2, |env, scope, args| {
        between(env, scope, args, whole_months)
    }),
    function("cht:difference-in-months", 2, 2, |env, scope, args| {
        between(env, scope, args, whole_months)
    }),
    function("difference-in-years", 2, 2, |env, scope, args| {
        between(env, scope, args, |from, to| whole_months(from, to) / 12)
    }),
    function("cht:difference-in-years", 2, 2, |env, scope, args| {
        between(env, scope, args, |from, to| whole_months(from, to) / 12)
    }),
    function("add-date", 1, 6, add),
    function("cht:add-date", 1, 6, add),
    function("parse-timestamp-to-date", 1, 1, from_timestamp),
    function("cht:parse-timestamp-to-date", 1, 1, from_timestamp),
];

/// Whole spans from the first date to the second; no number when one of them is no date.
fn between(
    env: &Env<'_>,
    scope: &Scope,
    args: &[Expr],
    count: fn(NaiveDateTime, NaiveDateTime) -> i64,
) -> Result<Value, ExprError> {
    let read = |at: usize| -> Result<Option<NaiveDateTime>, ExprError> {
        let value = env.eval(scope, env.arg(args, at)?)?;
        Ok(dates::stamp(env, &value).map(|stamp| local(env, &stamp)))
    };
    Ok(Value::Number(match (read(0)?, read(1)?) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "spans of the calendar are small"
        )]
        (Some(from), Some(to)) => count(from, to) as f64,
        _ => f64::NAN,
    }))
}

fn local(env: &Env<'_>, stamp: &Stamp) -> NaiveDateTime {
    stamp.instant().with_timezone(&env.offset()).naive_local()
}

fn whole_months(from: NaiveDateTime, to: NaiveDateTime) -> i64 {
    use chrono::Datelike;
    if to < from {
        return -whole_months(to, from);
    }
    let months = |at: NaiveDateTime| i64::from(at.year()) * 12 + i64::from(at.month0());
    let span = months(to) - months(from);
    let reached = u32::try_from(span)
        .ok()
        .and_then(|span| from.checked_add_months(Months::new(span)));
    if reached.is_some_and(|reached| reached <= to) {
        span
    } else {
        span - 1
    }
}

/// Most years, months, days, hours or minutes that are added.
const ADDED_MAX: f64 = 100_000_000.0;

/// `add-date(date, years, months, days, hours, minutes)`; a date stays one when only whole days are added.
fn add(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let value = env.eval(scope, env.arg(args, 0)?)?;
    let mut spans = [0_i64; 5];
    for (span, arg) in spans.iter_mut().zip(args.iter().skip(1)) {
        let number = env.number_of(scope, arg)?;
        if number.abs() <= ADDED_MAX {
            #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
            let whole = number.trunc() as i64;
            *span = whole;
        }
    }
    let Some(stamp) = dates::stamp(env, &value) else {
        return Ok(Value::from(""));
    };
    let [years, months, days, hours, minutes] = spans;
    let moved = shifted(local(env, &stamp), years * 12 + months)
        .and_then(|at| at.checked_add_signed(TimeDelta::try_days(days)?))
        .and_then(|at| at.checked_add_signed(TimeDelta::try_minutes(hours * 60 + minutes)?));
    let Some(moved) = moved else {
        return Ok(Value::from(""));
    };
    if stamp.time.is_none() && hours == 0 && minutes == 0 {
        return Ok(Value::from(written::write_date(moved.date())));
    }
    Ok(Value::from(written::write(&Stamp {
        date: moved.date(),
        time: Some(moved.time()),
        offset: env.offset(),
    })))
}

fn shifted(at: NaiveDateTime, months: i64) -> Option<NaiveDateTime> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 {
        at.checked_sub_months(count)
    } else {
        at.checked_add_months(count)
    }
}

/// The moment that milliseconds since 1970-01-01 UTC stand for.
fn from_timestamp(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let ms = env.number_arg(scope, args, 0)?;
    let found = (ms.abs() < 1e14).then_some(ms).and_then(|ms| {
        #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
        DateTime::from_timestamp_millis(ms.trunc() as i64)
    });
    Ok(Value::from(found.map_or_else(String::new, |at| {
        written::write(&written::now(at.timestamp_millis(), env.offset()))
    })))
}
