//! Texts.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::Regex;

use super::{Env, Expr, ExprError, Function, MANY, Scope, Value, function};
use crate::xpath::numbers;

pub(super) const FUNCTIONS: &[Function] = &[
    function("string", 0, 1, string),
    function("concat", 0, MANY, |env, scope, args| {
        Ok(Value::from(env.all_texts(scope, args)?.concat()))
    }),
    function("join", 1, MANY, join),
    function("contains", 2, 2, |env, scope, args| {
        pair(env, scope, args, |a, b| Value::from(a.contains(b)))
    }),
    function("starts-with", 2, 2, |env, scope, args| {
        pair(env, scope, args, |a, b| Value::from(a.starts_with(b)))
    }),
    function("ends-with", 2, 2, |env, scope, args| {
        pair(env, scope, args, |a, b| Value::from(a.ends_with(b)))
    }),
    function("substring-before", 2, 2, |env, scope, args| {
        pair(env, scope, args, |a, b| {
            Value::from(a.split_once(b).map_or("", |(before, _)| before))
        })
    }),
    function("substring-after", 2, 2, |env, scope, args| {
        pair(env, scope, args, |a, b| {
            Value::from(a.split_once(b).map_or("", |(_, after)| after))
        })
    }),
    function("substring", 2, 3, substring),
    function("substr", 2, 3, substr),
    function("string-length", 0, 1, length),
    function("normalize-space", 0, 1, normalize),
    function("translate", 3, 3, translate),
    function("regex", 2, 2, regex),
];

/// The argument, or the node where the expression stands.
fn own_or_arg(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<String, ExprError> {
    match args.first() {
        Some(arg) => env.text_of(scope, arg),
        None => Ok(env.node_text(scope.node).into_owned()),
    }
}

fn string(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    own_or_arg(env, scope, args).map(Value::from)
}

fn pair(
    env: &Env<'_>,
    scope: &Scope,
    args: &[Expr],
    judge: impl Fn(&str, &str) -> Value,
) -> Result<Value, ExprError> {
    Ok(judge(
        &env.text_arg(scope, args, 0)?,
        &env.text_arg(scope, args, 1)?,
    ))
}

fn join(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let between = env.text_arg(scope, args, 0)?;
    let texts = env.all_texts(scope, args.get(1..).unwrap_or(&[]))?;
    super::within_limit(between.len().saturating_mul(texts.len()))?;
    Ok(Value::from(texts.join(&*between)))
}

/// XPath's substring: from 1, bounds rounded, counted in UTF-16 units.
fn substring(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let text = env.text_arg(scope, args, 0)?;
    let start = numbers::round(env.number_arg(scope, args, 1)?);
    let end = match args.get(2) {
        Some(arg) => start + numbers::round(env.number_of(scope, arg)?),
        None => f64::INFINITY,
    };
    let mut at = 1.0;
    let units = text.encode_utf16().filter(|_| {
        let inside = at >= start && at < end;
        at += 1.0;
        inside
    });
    Ok(Value::from(String::from_utf16_lossy(
        &units.collect::<Vec<u16>>(),
    )))
}

/// From 0 on; negative positions count from the end.
fn substr(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let units: Vec<u16> = env.text_arg(scope, args, 0)?.encode_utf16().collect();
    let place = |number: f64| -> usize {
        let length = f64::from(u32::try_from(units.len()).unwrap_or(u32::MAX));
        let from_start = if number < 0.0 {
            (length + number).max(0.0)
        } else {
            number
        };
        match super::lists::index(from_start.trunc()) {
            Some(place) => place.min(units.len()),
            None if from_start > 0.0 => units.len(),
            None => 0,
        }
    };
    let start = place(env.number_arg(scope, args, 1)?);
    let end = match args.get(2) {
        Some(arg) => place(env.number_of(scope, arg)?),
        None => units.len(),
    };
    Ok(Value::from(String::from_utf16_lossy(
        units.get(start..end).unwrap_or(&[]),
    )))
}

fn length(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    Ok(Value::from(
        own_or_arg(env, scope, args)?.encode_utf16().count(),
    ))
}

fn normalize(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let text = own_or_arg(env, scope, args)?;
    let words: Vec<&str> = text
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    Ok(Value::from(words.join(" ")))
}

fn translate(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let text = env.text_arg(scope, args, 0)?;
    let from = env.text_arg(scope, args, 1)?;
    let to = env.text_arg(scope, args, 2)?;
    let mut changes: HashMap<char, Option<char>> = HashMap::new();
    let mut to = to.chars();
    for c in from.chars() {
        let into = to.next();
        changes.entry(c).or_insert(into);
    }
    let changed = text
        .chars()
        .filter_map(|c| changes.get(&c).copied().unwrap_or(Some(c)));
    Ok(Value::from(changed.collect::<String>()))
}

/// The whole text must fit the pattern, as on the phones that most forms are written for.
fn regex(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let text = env.text_arg(scope, args, 0)?;
    let pattern = env.text_arg(scope, args, 1)?;
    fits(&text, &pattern).map(Value::from)
}

const PATTERNS_KEPT: usize = 256;

thread_local! {
    static PATTERNS: RefCell<HashMap<String, Result<Regex, String>>> = RefCell::default();
}

fn fits(text: &str, pattern: &str) -> Result<bool, ExprError> {
    PATTERNS.with_borrow_mut(|known| {
        if known.len() > PATTERNS_KEPT {
            known.clear();
        }
        let regex = known
            .entry(pattern.to_owned())
            .or_insert_with(|| compiled(pattern));
        match regex {
            Ok(regex) => Ok(regex.is_match(text)),
            Err(why) => Err(ExprError::new(why.clone())),
        }
    })
}

/// Reads a pattern; the error says what is wrong with it.
pub(crate) fn compiled(pattern: &str) -> Result<Regex, String> {
    regex::RegexBuilder::new(&format!("^(?:{})$", ascii_classes(pattern)))
        .size_limit(1 << 20)
        .build()
        .map_err(|_| format!("the pattern '{pattern}' cannot be used (a bracket is open, or it looks ahead or back)"))
}

/// `\d`, `\w` and `\s` mean ASCII, as in Java, where most patterns come from.
fn ascii_classes(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    let mut inside = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let next = chars.next();
                let class = match next {
                    Some('d') => "0-9",
                    Some('w') => "a-zA-Z0-9_",
                    Some('s') => " \\t\\n\\x0B\\f\\r",
                    _ => "",
                };
                match next {
                    Some('<' | '>') => out.extend(next),
                    Some('D') if !inside => out.push_str("[^0-9]"),
                    Some('W') if !inside => out.push_str("[^a-zA-Z0-9_]"),
                    _ if class.is_empty() => out.extend(std::iter::once('\\').chain(next)),
                    _ if inside => out.push_str(class),
                    _ => out.extend(["[", class, "]"]),
                }
            }
            '[' => {
                inside = true;
                out.push(c);
            }
            ']' => {
                inside = false;
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
