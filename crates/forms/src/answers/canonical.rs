//! The one way that answers are written as bytes, and what is read from others' bytes.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::path::{ID_BYTES_MAX, is_id};
use super::{Answers, AnswersError, ID, NESTING_MAX};
use crate::xpath::numbers;

/// From here on not every whole number can be told from the next (2^53).
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

/// Makes answers of a JSON value.
pub(super) fn read(value: Value) -> Result<Answers, AnswersError> {
    let Value::Object(map) = value else {
        return Err(AnswersError::Shape {
            place: "the whole".to_owned(),
        });
    };
    Ok(Answers(object(map, "", 0)?))
}

fn object(
    map: Map<String, Value>,
    place: &str,
    depth: usize,
) -> Result<Map<String, Value>, AnswersError> {
    if depth > NESTING_MAX {
        return Err(AnswersError::TooDeep { max: NESTING_MAX });
    }
    let mut out = Map::new();
    for (name, value) in map {
        if name == ID {
            continue;
        }
        let path = if place.is_empty() {
            name.clone()
        } else {
            format!("{place}/{name}")
        };
        if super::steps(&name)
            .is_none_or(|steps| steps.len() != 1 || steps.iter().any(|step| step.id.is_some()))
        {
            return Err(AnswersError::Shape { place: path });
        }
        let value = match value {
            Value::Null => continue,
            Value::Bool(truth) => Value::String(truth.to_string()),
            Value::Number(number) => Value::String(exact(&number).ok_or(AnswersError::Number {
                place: path.clone(),
            })?),
            Value::String(text) if text.is_empty() => continue,
            Value::String(text) => Value::String(text),
            Value::Object(group) => {
                let group = object(group, &path, depth + 1)?;
                if group.is_empty() {
                    continue;
                }
                Value::Object(group)
            }
            Value::Array(list) if list.is_empty() => continue,
            Value::Array(list) => Value::Array(instances(list, &path, depth + 1)?),
        };
        out.insert(name, value);
    }
    Ok(out)
}

/// A number as a text; nothing for whole numbers of more digits than were read, so that no other one is stored.
fn exact(number: &serde_json::Number) -> Option<String> {
    if number.is_f64() {
        let float = number.as_f64().filter(|float| float.abs() < WHOLE_MAX)?;
        return Some(numbers::write(float));
    }
    Some(number.to_string())
}

fn instances(list: Vec<Value>, place: &str, depth: usize) -> Result<Vec<Value>, AnswersError> {
    let mut taken = HashSet::new();
    let mut again = HashMap::new();
    let mut out = Vec::with_capacity(list.len());
    for (index, value) in list.into_iter().enumerate() {
        let Value::Object(map) = value else {
            return Err(AnswersError::Shape {
                place: place.to_owned(),
            });
        };
        let given = map
            .get(ID)
            .and_then(Value::as_str)
            .filter(|id| is_id(id))
            .map(str::to_owned);
        let id = given.unwrap_or_else(|| (index + 1).to_string());
        let id = free(id, &taken, &mut again);
        taken.insert(id.clone());
        let mut instance = Map::new();
        instance.insert(ID.to_owned(), Value::String(id));
        instance.extend(object(map, place, depth)?);
        out.push(Value::Object(instance));
    }
    Ok(out)
}

/// The id itself, or one made of it that no instance before has; short enough to be an id.
fn free(id: String, taken: &HashSet<String>, again: &mut HashMap<String, usize>) -> String {
    if !taken.contains(&id) {
        return id;
    }
    let end = id.floor_char_boundary(ID_BYTES_MAX - 24);
    let stem = id.get(..end).unwrap_or_default().to_owned();
    let count = again.entry(stem.clone()).or_default();
    loop {
        *count += 1;
        let next = match *count {
            1 => format!("{stem}-"),
            more => format!("{stem}-{more}"),
        };
        if !taken.contains(&next) {
            return next;
        }
    }
}

/// Writes answers after RFC 8785: names sorted by their UTF-16 units, no spaces.
pub(super) fn write(map: &Map<String, Value>) -> Vec<u8> {
    let mut out = String::new();
    write_object(map, &mut out);
    out.into_bytes()
}

/// One value as it is written within answers: the same text on every machine.
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    write_value(value, &mut out);
    out
}

fn write_object(map: &Map<String, Value>, out: &mut String) {
    let mut members: Vec<(&String, &Value)> = map.iter().collect();
    members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (index, (name, value)) in members.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        write_value(value, out);
    }
    out.push('}');
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => write_object(map, out),
        Value::Array(list) => {
            out.push('[');
            for (index, value) in list.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(value, out);
            }
            out.push(']');
        }
        Value::String(text) => write_text(text, out),
        Value::Null | Value::Bool(_) | Value::Number(_) => write_text(&value.to_string(), out),
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
