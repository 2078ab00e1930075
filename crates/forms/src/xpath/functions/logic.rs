//! Choosing between values, and truth.

use super::{Env, Expr, ExprError, Function, MANY, Scope, Value, function};

pub(super) const FUNCTIONS: &[Function] = &[
    function("if", 3, 3, choose),
    function("coalesce", 1, MANY, coalesce),
    function("once", 1, 1, once),
    function("not", 1, 1, not),
    function("true", 0, 0, |_, _, _| Ok(Value::Bool(true))),
    function("false", 0, 0, |_, _, _| Ok(Value::Bool(false))),
    function("boolean", 1, 1, |env, scope, args| {
        Ok(Value::Bool(env.boolean_of(scope, env.arg(args, 0)?)?))
    }),
    function("boolean-from-string", 1, 1, from_string),
    function("depend", 1, MANY, |env, scope, args| {
        env.eval(scope, env.arg(args, 0)?)
    }),
    function("version", 0, 0, |env, _, _| {
        Ok(Value::from(env.world.property("version")))
    }),
    function("property", 1, 1, |env, scope, args| {
        Ok(Value::from(
            env.world.property(&env.text_arg(scope, args, 0)?),
        ))
    }),
];

/// Only the branch that is chosen is evaluated.
fn choose(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let branch = if env.boolean_of(scope, env.arg(args, 0)?)? {
        1
    } else {
        2
    };
    env.eval(scope, env.arg(args, branch)?)
}

fn coalesce(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    for arg in args {
        let value = env.eval(scope, arg)?;
        if matches!(value, Value::Number(number) if number.is_nan()) {
            continue;
        }
        let text = env.plain_text(value);
        if !text.is_empty() {
            return Ok(Value::Text(text));
        }
    }
    Ok(Value::from(""))
}

/// The answer that stands there already, else the value.
fn once(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let held = env.node_text(scope.node);
    if held.is_empty() {
        env.eval(scope, env.arg(args, 0)?)
    } else {
        Ok(Value::from(&*held))
    }
}

fn not(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    Ok(Value::Bool(!env.boolean_of(scope, env.arg(args, 0)?)?))
}

fn from_string(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let text = env.text_arg(scope, args, 0)?;
    Ok(Value::Bool(
        text.eq_ignore_ascii_case("true") || text == "1",
    ))
}
