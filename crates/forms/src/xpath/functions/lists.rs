//! Answers that hold several choices, separated by spaces.

use super::{Env, Expr, ExprError, Function, MANY, Scope, Value, function};

pub(super) const FUNCTIONS: &[Function] = &[
    function("selected", 2, 2, selected),
    function("is-selected", 2, 2, selected),
    function("selected-at", 2, 2, selected_at),
    function("count-selected", 1, 1, count_selected),
    function("checklist", 2, MANY, checklist),
    function("weighted-checklist", 4, MANY, weighted_checklist),
];

fn selected(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let list = env.text_arg(scope, args, 0)?;
    let wanted = env.text_arg(scope, args, 1)?;
    let wanted = wanted.trim();
    let found = list.split_whitespace().any(|choice| choice == wanted);
    Ok(Value::Bool(
        found || (wanted.is_empty() && list.trim().is_empty()),
    ))
}

fn selected_at(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let list = env.text_arg(scope, args, 0)?;
    let at = env.number_arg(scope, args, 1)?;
    let found = index(at).and_then(|at| list.split_whitespace().nth(at));
    Ok(Value::from(found.unwrap_or("")))
}

/// A whole number from 0 on.
pub(super) fn index(number: f64) -> Option<usize> {
    if !(0.0..4e9).contains(&number) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was checked"
    )]
    Some(number as usize)
}

fn count_selected(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    Ok(Value::from(
        env.text_arg(scope, args, 0)?.split_whitespace().count(),
    ))
}

/// Whether between `min` and `max` of the statements hold; -1 leaves a bound open.
fn checklist(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let least = env.number_arg(scope, args, 0)?;
    let most = env.number_arg(scope, args, 1)?;
    let mut held = 0.0;
    for arg in args.iter().skip(2) {
        for value in each(env, scope, arg)? {
            held += f64::from(u8::from(env.boolean(&value)));
        }
    }
    Ok(Value::Bool(within(held, least, most)))
}

fn weighted_checklist(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let least = env.number_arg(scope, args, 0)?;
    let most = env.number_arg(scope, args, 1)?;
    let rest = args.get(2..).unwrap_or(&[]);
    let mut held = 0.0;
    for pair in rest.chunks_exact(2) {
        if let [statement, weight] = pair {
            let statements = each(env, scope, statement)?;
            let weights = each(env, scope, weight)?;
            for (statement, weight) in statements.iter().zip(&weights) {
                if env.boolean(statement) {
                    held += env.number(weight);
                }
            }
        }
    }
    Ok(Value::Bool(within(held, least, most)))
}

/// A path's nodes as values of their own: numbers where they read as numbers.
fn each(env: &Env<'_>, scope: &Scope, arg: &Expr) -> Result<Vec<Value>, ExprError> {
    Ok(match env.eval(scope, arg)? {
        Value::Nodes(nodes) => nodes
            .into_iter()
            .map(|node| {
                let text = env.node_text(node);
                let number = crate::xpath::numbers::parse(&text);
                if number.is_nan() {
                    Value::from(&*text)
                } else {
                    Value::Number(number)
                }
            })
            .collect(),
        value => vec![value],
    })
}

fn within(held: f64, least: f64, most: f64) -> bool {
    (least < 0.0 || held >= least) && (most < 0.0 || held <= most)
}
