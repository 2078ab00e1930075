//! From the JSON of a request to an answer as it is stored.

use serde_json::Value;

use super::show::Shape;
use crate::xpath::numbers;

/// An answer as text, by how it is asked. `offered` are the choices that can be taken now: what is not among them
/// is not taken, and several choices are stored in the order in which they are offered.
pub(super) fn text(shape: Shape, value: &Value, offered: &[String]) -> Result<String, String> {
    match shape {
        Shape::Select { several: false } => match chosen(value, value.is_array())?.as_slice() {
            [] => Ok(String::new()),
            [one] if offered.contains(one) => Ok(one.clone()),
            [_] => Ok(String::new()),
            _ => Err("one choice is asked for, and several are given".to_owned()),
        },
        Shape::Select { several: true } => {
            let chosen = chosen(value, true)?;
            let taken = offered.iter().filter(|one| chosen.contains(one));
            Ok(taken.map(String::as_str).collect::<Vec<_>>().join(" "))
        }
        Shape::Rank => {
            let order = chosen(value, true)?;
            let whole = offered.iter().all(|one| order.contains(one));
            if order.is_empty() || whole && order.len() == offered.len() {
                return Ok(order.join(" "));
            }
            Err("an order has every choice once".to_owned())
        }
        Shape::Trigger => {
            let agreed =
                value == &Value::Bool(true) || matches!(value.as_str(), Some("OK" | "true"));
            Ok(if agreed { "OK" } else { "" }.to_owned())
        }
        Shape::Upload => match value {
            Value::Object(file) => match file.get("name") {
                Some(Value::String(name)) => Ok(name.clone()),
                _ => Err("a file is given by its name".to_owned()),
            },
            other => plain(other),
        },
        Shape::Input | Shape::Bounded => match value {
            Value::Object(_) => point(value),
            Value::Array(points) => {
                let points: Result<Vec<String>, String> = points.iter().map(point).collect();
                Ok(points?.join("; "))
            }
            other => plain(other),
        },
        _ => Err("what stands there takes no value".to_owned()),
    }
}

fn chosen(value: &Value, split: bool) -> Result<Vec<String>, String> {
    match value {
        Value::Array(all) => all.iter().map(plain).collect(),
        one => {
            let text = plain(one)?;
            if text.is_empty() {
                Ok(Vec::new())
            } else if split {
                Ok(text.split_whitespace().map(str::to_owned).collect())
            } else {
                Ok(vec![text])
            }
        }
    }
}

fn plain(value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Number(number) if number.is_f64() => {
            Ok(numbers::write(number.as_f64().unwrap_or(f64::NAN)))
        }
        Value::Number(number) => Ok(number.to_string()),
        Value::Array(_) | Value::Object(_) => {
            Err("a text, a number, true, false or null is wanted".to_owned())
        }
    }
}

/// A position from its parts.
fn point(value: &Value) -> Result<String, String> {
    let part = |name: &str| match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => plain(&Value::Number(number.clone())).map(Some),
        Some(_) => Err(format!("`{name}` of a position is a number")),
    };
    let (Some(latitude), Some(longitude)) = (part("latitude")?, part("longitude")?) else {
        return Err("a position has a latitude and a longitude".to_owned());
    };
    let zero = || "0".to_owned();
    let altitude = part("altitude")?.unwrap_or_else(zero);
    let accuracy = part("accuracy")?.unwrap_or_else(zero);
    Ok(format!("{latitude} {longitude} {altitude} {accuracy}"))
}
