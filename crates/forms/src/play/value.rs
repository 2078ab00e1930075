//! Answers as JSON: numbers for numbers, lists for choices, parts for positions.

use serde_json::{Value, json};

use super::show::Shape;
use crate::model::ValueType;
use crate::xpath::numbers;

/// The largest whole number that every reader of JSON keeps exactly.
const EXACT_MAX: i64 = 9_007_199_254_740_991;

/// A stored answer as JSON, by how it is asked and what type it has.
pub(super) fn of(shape: Shape, value_type: ValueType, text: &str) -> Value {
    match shape {
        Shape::Select { several: false } if text.is_empty() => json!([]),
        Shape::Select { several: false } => json!([text]),
        Shape::Select { several: true } | Shape::Rank => {
            json!(text.split_whitespace().collect::<Vec<_>>())
        }
        Shape::Trigger => json!(text == "OK"),
        Shape::Upload if text.is_empty() => Value::Null,
        Shape::Upload => json!({ "file": text, "size": 0 }),
        _ => typed(shape, value_type, text),
    }
}

fn typed(shape: Shape, value_type: ValueType, text: &str) -> Value {
    match value_type {
        ValueType::Integer | ValueType::Decimal => number(value_type, text),
        ValueType::Geopoint => text.split(';').next().map_or(Value::Null, point),
        ValueType::Geotrace | ValueType::Geoshape if text.is_empty() => Value::Null,
        ValueType::Geotrace | ValueType::Geoshape => {
            let points = text.split(';').filter(|one| !one.trim().is_empty());
            Value::Array(points.map(point).collect())
        }
        ValueType::Date | ValueType::Time | ValueType::DateTime if text.is_empty() => Value::Null,
        _ if text.is_empty() && shape == Shape::Note => Value::Null,
        _ => json!(text),
    }
}

fn number(value_type: ValueType, text: &str) -> Value {
    let number = numbers::parse(text);
    if text.is_empty() || number.is_nan() {
        return Value::Null;
    }
    if number.is_infinite() {
        return json!(text);
    }
    let whole = text.trim().parse::<i64>().ok();
    match whole {
        Some(whole) if whole.abs() <= EXACT_MAX => json!(whole),
        Some(_) => json!(text.trim()),
        None if value_type == ValueType::Integer => plain(number.trunc()),
        None => plain(number),
    }
}

/// A number, written without a fraction where it has none.
pub(super) fn plain(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        let whole = number as i64;
        return json!(whole);
    }
    json!(number)
}

fn point(text: &str) -> Value {
    let mut parts = text.split_whitespace().map(|part| {
        let number = numbers::parse(part);
        if number.is_finite() {
            plain(number)
        } else {
            Value::Null
        }
    });
    let mut part = || parts.next().unwrap_or(Value::Null);
    let (latitude, longitude) = (part(), part());
    if latitude.is_null() || longitude.is_null() {
        return Value::Null;
    }
    json!({
        "latitude": latitude,
        "longitude": longitude,
        "altitude": part(),
        "accuracy": part(),
    })
}
