//! What is stored of values that a form works out, by the type of the question.

use crate::model::ValueType;
use crate::xpath::{dates, numbers};

/// The text to store; what a type cannot hold becomes nothing, as on phones.
pub(super) fn cast(value_type: ValueType, text: String, offset_minutes: i32) -> String {
    if text.is_empty() {
        return text;
    }
    match value_type {
        ValueType::Integer => whole(&text),
        ValueType::Decimal => {
            let number = numbers::parse(&text);
            if number.is_finite() {
                text
            } else {
                String::new()
            }
        }
        ValueType::Date => day(&text, offset_minutes),
        ValueType::DateTime => instant(text, offset_minutes),
        _ => text,
    }
}

/// The digits before the point; long codes keep every digit.
fn whole(text: &str) -> String {
    let text = text.trim();
    if !numbers::parse(text).is_finite() {
        return String::new();
    }
    let (whole, _) = text.split_once(['.', ',']).unwrap_or((text, ""));
    match whole {
        "" | "-" | "-0" => "0".to_owned(),
        whole => whole.to_owned(),
    }
}

fn from_days(text: &str) -> Option<String> {
    let days = numbers::parse(text);
    dates::from_days(days).map(dates::write_date)
}

fn day(text: &str, offset_minutes: i32) -> String {
    let offset = dates::offset(offset_minutes);
    let date = dates::parse(text, offset).map(|stamp| dates::write_date(stamp.date));
    date.or_else(|| from_days(text)).unwrap_or_default()
}

fn instant(text: String, offset_minutes: i32) -> String {
    let offset = dates::offset(offset_minutes);
    let midnight = |day: String| {
        let read = dates::parse(&format!("{day}T00:00:00.000"), offset);
        read.map_or(day, |stamp| dates::write(&stamp))
    };
    match dates::parse(&text, offset) {
        Some(stamp) if stamp.time.is_some() => text,
        Some(stamp) => midnight(dates::write_date(stamp.date)),
        None => from_days(&text).map(midnight).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_becomes_what_its_question_stores() {
        let check = |value_type: ValueType, text: &str, want: &str| {
            let got = cast(value_type, text.to_owned(), 420);
            assert_eq!(got, want, "{value_type:?} {text}");
        };
        for (text, want) in [
            ("4", "4"),
            ("4.9", "4"),
            ("-4.9", "-4"),
            ("-0.5", "0"),
            (".5", "0"),
            ("12345678901234567", "12345678901234567"),
            ("x", ""),
            ("Infinity", ""),
            ("", ""),
        ] {
            check(ValueType::Integer, text, want);
        }
        check(ValueType::Decimal, "4.25", "4.25");
        check(ValueType::Decimal, "four", "");
        check(ValueType::Date, "2026-11-23", "2026-11-23");
        check(
            ValueType::Date,
            "2026-11-23T09:30:00.000+07:00",
            "2026-11-23",
        );
        check(ValueType::Date, "0", "1970-01-01");
        check(ValueType::Date, "19783.9", "2024-03-01");
        check(ValueType::Date, "soon", "");
        check(ValueType::Date, "1e300", "");
        check(
            ValueType::DateTime,
            "2026-11-23",
            "2026-11-23T00:00:00.000+07:00",
        );
        check(ValueType::DateTime, "soon", "");
        check(ValueType::Text, " 1.50 ", " 1.50 ");
    }
}
