//! Between numbers and their texts.

/// Reads a number as forms write it: `[-]digits[.digits]`, a comma is a decimal point too, nothing
/// scientific; anything else is not a number.
pub(crate) fn parse(text: &str) -> f64 {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let separators = digits.bytes().filter(|b| matches!(b, b'.' | b',')).count();
    let plain = digits
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    if !plain || separators > 1 || digits.len() == separators {
        return f64::NAN;
    }
    if digits.contains(',') {
        return text.replace(',', ".").parse().unwrap_or(f64::NAN);
    }
    text.parse().unwrap_or(f64::NAN)
}

/// Writes a number without exponent and without a trailing `.0`.
pub(crate) fn write(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    number.to_string()
}

/// Rounds half up, and halves of negative numbers down to zero's side as Collect does: -2.5 gives -2.
pub(crate) fn round(number: f64) -> f64 {
    if number.is_nan() || number.is_infinite() {
        return number;
    }
    (number + 0.5).floor()
}

/// Rounds to `places` decimals on the digits a person sees, half away from zero.
pub(crate) fn round_to(number: f64, places: i32) -> f64 {
    if number.is_nan() || number.is_infinite() || number == 0.0 {
        return number;
    }
    let places = places.clamp(-30, 30);
    let digits = write(number.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let point = i32::try_from(whole.len()).unwrap_or(0);
    let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let keep = point + places;
    if keep < 0 {
        return 0.0;
    }
    let keep = usize::try_from(keep).unwrap_or(0);
    let up = all.get(keep).is_some_and(|digit| *digit >= b'5');
    let mut kept: Vec<u8> = all.iter().copied().take(keep).collect();
    kept.resize(keep, b'0');
    if up {
        carry(&mut kept);
    }
    let text = String::from_utf8(kept).unwrap_or_default();
    let scaled = format!("{}e{}", if text.is_empty() { "0" } else { &text }, -places);
    let rounded: f64 = scaled.parse().unwrap_or(f64::NAN);
    if number < 0.0 { -rounded } else { rounded }
}

fn carry(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit == b'9' {
            *digit = b'0';
        } else {
            *digit += 1;
            return;
        }
    }
    digits.insert(0, b'1');
}

/// Khmer digits as ASCII ones; everything else stays.
pub(crate) fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c).checked_sub(0x17e0) {
            Some(digit @ 0..=9) => char::from_digit(digit, 10).unwrap_or(c),
            _ => c,
        })
        .collect()
}
