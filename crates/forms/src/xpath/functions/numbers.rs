//! Numbers.

use super::{Env, Expr, ExprError, Function, MANY, Scope, Value, function};
use crate::xpath::numbers as digits;

pub(super) const FUNCTIONS: &[Function] = &[
    function("number", 0, 1, number),
    function("int", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::trunc)
    }),
    function("floor", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::floor)
    }),
    function("ceiling", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::ceil)
    }),
    function("round", 1, 2, round),
    function("abs", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::abs)
    }),
    function("sqrt", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::sqrt)
    }),
    function("exp", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::exp)
    }),
    function("exp10", 1, 1, |env, scope, args| {
        one(env, scope, args, |x| 10_f64.powf(x))
    }),
    function("log", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::ln)
    }),
    function("log10", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::log10)
    }),
    function("sin", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::sin)
    }),
    function("cos", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::cos)
    }),
    function("tan", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::tan)
    }),
    function("asin", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::asin)
    }),
    function("acos", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::acos)
    }),
    function("atan", 1, 1, |env, scope, args| {
        one(env, scope, args, f64::atan)
    }),
    function("atan2", 2, 2, |env, scope, args| {
        two(env, scope, args, f64::atan2)
    }),
    function("pow", 2, 2, |env, scope, args| {
        two(env, scope, args, f64::powf)
    }),
    function("pi", 0, 0, |_, _, _| {
        Ok(Value::Number(std::f64::consts::PI))
    }),
    function("sum", 1, 1, sum),
    function("min", 1, MANY, |env, scope, args| {
        extreme(env, scope, args, f64::min)
    }),
    function("max", 1, MANY, |env, scope, args| {
        extreme(env, scope, args, f64::max)
    }),
];

fn number(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let number = match args.first() {
        Some(arg) => env.number_of(scope, arg)?,
        None => env.number_in(&env.node_text(scope.node)),
    };
    Ok(Value::Number(number))
}

fn one(env: &Env<'_>, scope: &Scope, args: &[Expr], f: fn(f64) -> f64) -> Result<Value, ExprError> {
    Ok(Value::Number(f(env.number_arg(scope, args, 0)?)))
}

fn two(
    env: &Env<'_>,
    scope: &Scope,
    args: &[Expr],
    f: fn(f64, f64) -> f64,
) -> Result<Value, ExprError> {
    Ok(Value::Number(f(
        env.number_arg(scope, args, 0)?,
        env.number_arg(scope, args, 1)?,
    )))
}

fn round(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let number = env.number_arg(scope, args, 0)?;
    let Some(places) = args.get(1) else {
        return Ok(Value::Number(digits::round(number)));
    };
    let places = env.number_of(scope, places)?;
    if places.is_nan() {
        return Ok(Value::Number(f64::NAN));
    }
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a few digits")]
    let places = places.clamp(-30.0, 30.0) as i32;
    Ok(Value::Number(digits::round_to(number, places)))
}

/// The sum of the answers that are given.
fn sum(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let nodes = env.nodes_arg(scope, args, 0)?;
    let texts = nodes.into_iter().map(|node| env.node_text(node));
    Ok(Value::Number(
        texts
            .filter(|text| !text.is_empty())
            .map(|text| env.number_in(&text))
            .sum(),
    ))
}

/// The least or greatest of the answers that are given; not a number when there is none.
fn extreme(
    env: &Env<'_>,
    scope: &Scope,
    args: &[Expr],
    pick: fn(f64, f64) -> f64,
) -> Result<Value, ExprError> {
    let texts = env.all_texts(scope, args)?;
    let mut best = f64::NAN;
    for text in texts.iter().filter(|text| !text.trim().is_empty()) {
        let number = env.number_in(text);
        if number.is_nan() {
            return Ok(Value::Number(f64::NAN));
        }
        best = pick(best, number);
    }
    Ok(Value::Number(best))
}
