//! How answers are written: what is stored of what was typed, and whether it fits its kind.

use crate::Kind;
use crate::xpath::dates;
use crate::xpath::numbers::ascii_digits;

/// Longest answer, in bytes.
pub(super) const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// What is stored of a typed value. Nothing is lost: what does not fit stays as it is.
pub(super) fn stored(kind: Kind, typed: &str) -> String {
    match kind {
        Kind::Integer | Kind::Decimal | Kind::Date | Kind::Time | Kind::DateTime => {
            ascii_digits(typed).trim().to_owned()
        }
        Kind::Geopoint | Kind::Geoline => squeezed(&ascii_digits(typed)),
        Kind::Range => ascii_digits(typed).trim().to_owned(),
        Kind::SelectMultiple | Kind::Rank => squeezed(typed),
        Kind::SelectOne => typed.trim().to_owned(),
        _ => typed.to_owned(),
    }
}

/// What is stored of a value that a person enters: as [`stored`], and a day no finer than the question asks for it.
pub(super) fn entered(kind: Kind, appearance: &str, typed: &str) -> String {
    let value = stored(kind, typed);
    if kind != Kind::Date {
        return value;
    }
    let asks = |word: &str| appearance.split_whitespace().any(|one| one == word);
    let part = |length: usize, rest: &str| match value.get(..length) {
        Some(part) if misfit(kind, &format!("{part}{rest}")).is_none() => format!("{part}{rest}"),
        _ => value.clone(),
    };
    if asks("year") {
        part(4, "-01-01")
    } else if asks("month-year") {
        part(7, "-01")
    } else {
        value
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with the form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    Integer,
    Decimal,
    Date,
    /// A year of the Buddhist calendar.
    BuddhistYear,
    Time,
    DateTime,
    Point,
    Acknowledge,
}

/// Checks an answer that is not empty.
pub(super) fn misfit(kind: Kind, value: &str) -> Option<Misfit> {
    match kind {
        Kind::Integer => (!is_integer(value)).then_some(Misfit::Integer),
        Kind::Decimal => (!is_decimal(value)).then_some(Misfit::Decimal),
        Kind::Date => day_misfit(value, Misfit::Date),
        Kind::Time => dates::time_of_day(value).is_none().then_some(Misfit::Time),
        Kind::DateTime => match value.split_once('T') {
            Some((_, time)) if dates::time_of_day(time).is_none() => Some(Misfit::DateTime),
            Some((day, _)) => day_misfit(day, Misfit::DateTime),
            None => Some(Misfit::DateTime),
        },
        Kind::Geopoint => (!is_point(value)).then_some(Misfit::Point),
        Kind::Geoline => {
            let mut points = value
                .split(';')
                .map(str::trim)
                .filter(|point| !point.is_empty());
            (!points.all(is_point)).then_some(Misfit::Point)
        }
        Kind::Acknowledge => (!matches!(value, "OK")).then_some(Misfit::Acknowledge),
        _ => None,
    }
}

const YEAR_MAX: i32 = 2500;

fn day_misfit(value: &str, otherwise: Misfit) -> Option<Misfit> {
    let shaped = value.len() == 10
        && value.as_bytes().get(4) == Some(&b'-')
        && value.as_bytes().get(7) == Some(&b'-');
    match dates::date(value).filter(|_| shaped) {
        Some(date) if chrono::Datelike::year(&date) > YEAR_MAX => Some(Misfit::BuddhistYear),
        Some(_) => None,
        None => Some(otherwise),
    }
}

/// Longest whole number: beyond, it is a code and not a count.
const DIGITS_MAX: usize = 18;

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    !digits.is_empty() && digits.len() <= DIGITS_MAX && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_decimal(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    digits.len() <= 40
        && digits.bytes().any(|b| b.is_ascii_digit())
        && plain(whole)
        && plain(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && digits != "."
}

fn is_point(value: &str) -> bool {
    let numbers: Option<Vec<f64>> = value
        .split_whitespace()
        .map(|part| is_decimal(part).then(|| part.parse().ok())?)
        .collect();
    match numbers.as_deref() {
        Some([lat, lon, rest @ ..]) => {
            (-90.0..=90.0).contains(lat) && (-180.0..=180.0).contains(lon) && rest.len() <= 2
        }
        _ => false,
    }
}
