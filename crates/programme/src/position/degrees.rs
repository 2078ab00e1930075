//! Positions in degrees: with decimals, with minutes, with minutes and seconds.

use super::refusal::{Refusal, Why};
use super::text::{Item, Mark, Number};
use super::{Format, Found, Point, Spelled};

/// Metres of one degree of latitude, about.
const DEGREE_M: f64 = 111_320.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Lat,
    Lon,
}

/// A letter or word at an angle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Label {
    axis: Axis,
    /// South or west; nothing where the word says only which of the two it is.
    negative: Option<bool>,
    letter: &'static str,
}

fn label(word: &str) -> Option<Label> {
    let (axis, negative, letter) = match word {
        "N" | "NORTH" => (Axis::Lat, Some(false), "N"),
        "S" | "SOUTH" => (Axis::Lat, Some(true), "S"),
        "E" | "EAST" => (Axis::Lon, Some(false), "E"),
        "W" | "WEST" => (Axis::Lon, Some(true), "W"),
        "LAT" | "LATITUDE" => (Axis::Lat, None, "LAT"),
        "LON" | "LONG" | "LNG" | "LONGITUDE" => (Axis::Lon, None, "LON"),
        _ => return None,
    };
    Some(Label {
        axis,
        negative,
        letter,
    })
}

/// One half of a position as it was written.
#[derive(Debug, Clone, Default)]
struct Angle {
    parts: Vec<(Number, Option<Mark>)>,
    labels: Vec<Label>,
    /// A letter came after the figures, so that the next figure begins another angle.
    closed: bool,
}

/// Reads the items as a latitude and a longitude.
pub(super) fn read(items: &[Item]) -> Result<Found, Refusal> {
    let mut angles = angles(items, true)?;
    if angles.len() != 2 {
        // Breaks between every figure, or none at all: the count of figures tells the halves.
        angles = self::angles(items, false)?;
    }
    let [first, second] = halves(angles)?;
    let labelled = (first.axis()?, second.axis()?);
    let turned = match labelled {
        (Some(Axis::Lat), Some(Axis::Lat)) | (Some(Axis::Lon), Some(Axis::Lon)) => {
            let letter = first.labels.first().map_or("", |label| label.letter);
            return Err(Refusal::at(Why::SameAxis, letter));
        }
        (Some(axis), _) => axis == Axis::Lon,
        (None, Some(axis)) => axis == Axis::Lat,
        // Without letters the latitude comes first, unless it can only be a longitude.
        (None, None) => first.degrees() > 90.0 && second.degrees() <= 90.0,
    };
    let (lat, lon) = if turned {
        (second, first)
    } else {
        (first, second)
    };
    let format = lat.format().max(lon.format());
    let point = Point {
        lat: lat.value(Axis::Lat)?,
        lon: lon.value(Axis::Lon)?,
    };
    let unit_m = lat.unit_m().max(lon.unit_m());
    let free = labelled == (None, None);
    Ok(Found {
        other_way: (free && point.lon.abs() <= 90.0).then_some(Point {
            lat: point.lon,
            lon: point.lat,
        }),
        point,
        format: match format {
            1 => Format::DecimalDegrees,
            2 => Format::DegreesMinutes,
            _ => Format::DegreesMinutesSeconds,
        },
        zone: None,
        understood: Spelled(format!(
            "{} {}",
            lat.spelled(["N", "S"]),
            lon.spelled(["E", "W"])
        )),
        unit_m,
        within_m: unit_m / 2.0,
        assumed_zone: None,
        turned: free && turned,
    })
}

/// Gathers the figures into angles, by letters, marks, minus signs and, if asked, breaks.
fn angles(items: &[Item], by_breaks: bool) -> Result<Vec<Angle>, Refusal> {
    let mut angles: Vec<Angle> = Vec::new();
    let mut now = Angle::default();
    let mut items = items.iter().peekable();
    while let Some(item) = items.next() {
        match item {
            Item::Break if by_breaks && !now.parts.is_empty() => {
                angles.push(std::mem::take(&mut now));
            }
            Item::Break => {}
            Item::Mark(mark) => {
                let (number, slot) = now
                    .parts
                    .last_mut()
                    .ok_or_else(|| Refusal::at(Why::Order, sign_of(*mark)))?;
                if slot.is_some() {
                    return Err(Refusal::at(
                        Why::Order,
                        format!("{}{}", number.text, sign_of(*mark)),
                    ));
                }
                *slot = Some(*mark);
            }
            Item::Number(number) => {
                let next = items.peek();
                let begins =
                    now.closed || number.minus || matches!(next, Some(Item::Mark(Mark::Degrees)));
                if begins && !now.parts.is_empty() {
                    angles.push(std::mem::take(&mut now));
                }
                now.parts.push((number.clone(), None));
            }
            Item::Word(word) => {
                let label = label(word).ok_or_else(|| Refusal::at(Why::Word, word))?;
                let leads = now.labels.iter().any(|it| it.negative.is_some());
                let other = now.labels.iter().any(|it| it.axis != label.axis);
                let another = other || leads || label.negative.is_none();
                if !now.parts.is_empty() && (now.closed || another) {
                    angles.push(std::mem::take(&mut now));
                }
                now.closed = !now.parts.is_empty();
                now.labels.push(label);
            }
        }
    }
    if now.parts.is_empty() {
        // A letter may stand after a break: `13.1, N`.
        if let Some(last) = angles.last_mut() {
            last.labels.append(&mut now.labels);
        }
    } else {
        angles.push(now);
    }
    Ok(angles)
}

/// Two angles, from two, or from one with an even count of figures.
fn halves(angles: Vec<Angle>) -> Result<[Angle; 2], Refusal> {
    let last = |angle: Option<&Angle>| {
        let last = angle.and_then(|angle| angle.parts.last());
        last.map_or_else(String::new, |(number, _)| number.text.clone())
    };
    match <[Angle; 2]>::try_from(angles) {
        Ok(two) => Ok(two),
        Err(angles) if angles.len() > 2 => Err(Refusal::at(Why::TooMany, last(angles.get(2)))),
        Err(mut angles) => {
            let only = angles.pop().unwrap_or_default();
            let Angle {
                mut parts, labels, ..
            } = only;
            if let Some(stored) = as_stored(&parts) {
                return Ok(stored);
            }
            let count = parts.len();
            let part = parts
                .last()
                .map_or_else(String::new, |(number, _)| number.text.clone());
            if count > 6 {
                return Err(Refusal::at(Why::TooMany, part));
            }
            if count < 2 || count % 2 == 1 || !labels.is_empty() {
                return Err(Refusal::at(Why::TooFew, part));
            }
            let second = parts.split_off(count / 2);
            let half = |parts| Angle {
                parts,
                ..Angle::default()
            };
            Ok([half(parts), half(second)])
        }
    }
}

/// The form in which answers are stored, `13.1 103.2 0 5`, with height and accuracy at its end.
fn as_stored(parts: &[(Number, Option<Mark>)]) -> Option<[Angle; 2]> {
    let (lat, lon) = match parts {
        [lat, lon, _] | [lat, lon, _, _] => (lat, lon),
        _ => return None,
    };
    let plain = parts.iter().all(|(_, mark)| mark.is_none());
    let decimal = lat.0.decimals > 0 && lon.0.decimals > 0;
    let half = |part: &(Number, Option<Mark>)| Angle {
        parts: vec![part.clone()],
        ..Angle::default()
    };
    (plain && decimal).then(|| [half(lat), half(lon)])
}

fn sign_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Degrees => "°",
        Mark::Minutes => "'",
        Mark::Seconds => "\"",
    }
}

impl Angle {
    fn axis(&self) -> Result<Option<Axis>, Refusal> {
        let mut axes = self.labels.iter().map(|label| label.axis);
        let first = axes.next();
        match axes.find(|axis| Some(*axis) != first) {
            None => Ok(first),
            Some(_) => {
                let letters: Vec<&str> = self.labels.iter().map(|label| label.letter).collect();
                Err(Refusal::at(Why::Word, letters.join(" ")))
            }
        }
    }

    fn degrees(&self) -> f64 {
        self.parts.first().map_or(0.0, |(number, _)| number.value)
    }

    fn format(&self) -> usize {
        self.parts.len()
    }

    fn negative(&self) -> bool {
        let minus = self.parts.first().is_some_and(|(number, _)| number.minus);
        minus || self.labels.iter().any(|label| label.negative == Some(true))
    }

    /// The angle in degrees, once every part of it is one that it may have.
    fn value(&self, axis: Axis) -> Result<f64, Refusal> {
        let mut sum = 0.0;
        for (index, (number, mark)) in self.parts.iter().enumerate() {
            let place = [Mark::Degrees, Mark::Minutes, Mark::Seconds]
                .into_iter()
                .nth(index);
            let text = &number.text;
            let Some(place) = place else {
                return Err(Refusal::at(Why::TooMany, text));
            };
            if mark.is_some_and(|mark| mark != place) {
                let sign = mark.map_or("", sign_of);
                return Err(Refusal::at(Why::Order, format!("{text}{sign}")));
            }
            if number.decimals > 0 && index + 1 < self.parts.len() {
                return Err(Refusal::at(Why::Decimals, text));
            }
            sum += match place {
                Mark::Degrees => number.value,
                Mark::Minutes if number.value < 60.0 => number.value / 60.0,
                Mark::Minutes => return Err(Refusal::at(Why::Minutes, text)),
                Mark::Seconds if number.value < 60.0 => number.value / 3600.0,
                Mark::Seconds => return Err(Refusal::at(Why::Seconds, text)),
            };
        }
        let (most, why) = match axis {
            Axis::Lat => (90.0, Why::Latitude),
            Axis::Lon => (180.0, Why::Longitude),
        };
        let text = self.parts.first().map_or("", |(number, _)| &number.text);
        if sum > most {
            return Err(Refusal::at(why, text));
        }
        let minus = self.parts.first().is_some_and(|(number, _)| number.minus);
        if minus && self.labels.iter().any(|label| label.negative.is_some()) {
            return Err(Refusal::at(Why::MinusAndLetter, format!("-{text}")));
        }
        Ok(if self.negative() { -sum } else { sum })
    }

    /// Metres of what the last written figure counts.
    fn unit_m(&self) -> f64 {
        let scale = 60_f64.powi(i32::try_from(self.parts.len()).unwrap_or(1) - 1);
        let decimals = self.parts.last().map_or(0, |(number, _)| number.decimals);
        DEGREE_M / scale / 10_f64.powi(decimals)
    }

    fn spelled(&self, [positive, negative]: [&str; 2]) -> String {
        let marks = [Mark::Degrees, Mark::Minutes, Mark::Seconds];
        let parts: String = self
            .parts
            .iter()
            .zip(marks)
            .map(|((number, _), mark)| {
                format!("{}{}", number.text.replace(',', "."), sign_of(mark))
            })
            .collect();
        let letter = if self.negative() { negative } else { positive };
        format!("{parts} {letter}")
    }
}
