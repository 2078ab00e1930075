//! What a satellite receiver says on its cable: sentences of NMEA 0183, of which GGA, RMC, GSA and GSV are read.
//!
//! Bytes come in as the cable gives them, in pieces of any size, perhaps from the middle of a sentence. A
//! sentence counts when its check sum holds; what is none is passed over. A position counts only when the
//! receiver says that it measured it: what it estimates, simulates or remembers is none.

use std::collections::BTreeMap;

use super::Point;

/// The longest sentence that is listened to; the standard has 82 signs, some receivers a few more.
const SENTENCE_MAX: usize = 128;
/// Systems of satellites that are told apart in what is in view.
const SYSTEMS_MAX: usize = 16;
/// Metres by which a receiver of good quality is off where the satellites stand best, by itself.
const ALONE_M: f64 = 5.0;
/// The same with corrections of a ground station.
const CORRECTED_M: f64 = 2.5;
/// What is supposed of how the satellites stand when the receiver does not say.
const DILUTION_UNKNOWN: f64 = 4.0;
/// Fewer satellites measure no position.
const SATELLITES_MIN: u32 = 3;

/// A measured position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    /// Where, in WGS 84.
    pub point: Point,
    /// Height above the sea in metres, when the receiver gave one.
    pub height_m: Option<f64>,
    /// How far the place may be from the point, in whole metres: an estimate from how the satellites stand.
    pub accuracy_m: u32,
    /// Satellites that it was measured with; 0 when the receiver did not say.
    pub satellites: u32,
}

/// What is known of a receiver while it is listened to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heard {
    /// Sentences whose check sum held.
    pub sentences: u32,
    /// Sentences whose check sum did not.
    pub broken: u32,
    /// Satellites in use for the last measurement, as far as it says.
    pub in_use: u32,
    /// Satellites above the horizon, as far as it says.
    pub in_view: u32,
}

/// Listens to one receiver.
#[derive(Debug, Clone, Default)]
pub struct Receiver {
    line: Vec<u8>,
    /// Since the last `$`; what comes without one is passed over.
    inside: bool,
    heard: Heard,
    in_view: BTreeMap<String, u32>,
    dilution: Option<f64>,
    /// What the last RMC said: it holds its own position for good.
    is_void: bool,
    has_gga: bool,
}

impl Fix {
    /// The fix as forms store an answer: latitude, longitude, height and accuracy.
    pub fn stored(&self) -> String {
        let Point { lat, lon } = self.point;
        let height = self.height_m.unwrap_or_default();
        format!("{lat:.6} {lon:.6} {height:.1} {}", self.accuracy_m)
    }
}

impl Receiver {
    /// Listens to the next bytes; gives the newest position that was measured in them.
    pub fn hear(&mut self, bytes: &[u8]) -> Option<Fix> {
        let mut fix = None;
        for byte in bytes {
            match byte {
                b'$' => {
                    self.line.clear();
                    self.inside = true;
                }
                b'\r' | b'\n' => {
                    if self.inside {
                        fix = self.sentence().or(fix);
                    }
                    self.inside = false;
                }
                _ if self.inside && self.line.len() < SENTENCE_MAX => self.line.push(*byte),
                _ => self.inside = false,
            }
        }
        fix
    }

    /// What is known so far.
    pub fn heard(&self) -> Heard {
        self.heard
    }

    fn sentence(&mut self) -> Option<Fix> {
        let line = std::mem::take(&mut self.line);
        let Some(body) = checked(&line) else {
            self.heard.broken = self.heard.broken.saturating_add(1);
            return None;
        };
        self.heard.sentences = self.heard.sentences.saturating_add(1);
        let mut fields = body.split(',');
        // Two signs say which system, three what the sentence is.
        let (talker, kind) = fields.next()?.split_at_checked(2)?;
        let fields: Vec<&str> = fields.collect();
        let field = |place: usize| fields.get(place).copied().unwrap_or_default();
        match kind {
            "GGA" => self.gga(&field),
            "RMC" => self.rmc(&field),
            "GSA" => {
                self.dilution = number(field(15)).or(self.dilution);
                None
            }
            "GSV" => {
                self.gsv(talker, field(2));
                None
            }
            _ => None,
        }
    }

    /// Time, position, quality, satellites, dilution, height.
    fn gga<'f>(&mut self, field: &impl Fn(usize) -> &'f str) -> Option<Fix> {
        self.has_gga = true;
        let satellites: u32 = field(6).parse().unwrap_or_default();
        self.heard.in_use = satellites;
        let unit_m = match field(5) {
            "1" | "3" => ALONE_M,
            "2" | "5" => CORRECTED_M,
            "4" => 1.0,
            // 0 is no position; 6 is estimated, 7 typed in, 8 simulated.
            _ => return None,
        };
        if self.is_void || satellites < SATELLITES_MIN {
            return None;
        }
        let dilution = number(field(7)).or(self.dilution);
        let height_m = number(field(8)).filter(|_| matches!(field(9), "M" | ""));
        Some(Fix {
            point: point(field, 1)?,
            height_m,
            accuracy_m: metres(dilution, unit_m),
            satellites,
        })
    }

    /// Time, good or void, position; at the end how it was found. It counts by itself only where the
    /// receiver sends no GGA, which knows more.
    fn rmc<'f>(&mut self, field: &impl Fn(usize) -> &'f str) -> Option<Fix> {
        let unit_m = match field(11) {
            "A" | "" => Some(ALONE_M),
            "D" | "F" => Some(CORRECTED_M),
            "R" | "P" => Some(1.0),
            _ => None,
        };
        self.is_void = field(1) != "A" || unit_m.is_none();
        if self.is_void || self.has_gga {
            return None;
        }
        Some(Fix {
            point: point(field, 2)?,
            height_m: None,
            accuracy_m: metres(self.dilution, unit_m?),
            satellites: self.heard.in_use,
        })
    }

    fn gsv(&mut self, talker: &str, count: &str) {
        let Ok(count) = count.parse::<u32>() else {
            return;
        };
        if self.in_view.contains_key(talker) || self.in_view.len() < SYSTEMS_MAX {
            self.in_view.insert(talker.to_owned(), count.min(99));
        }
        self.heard.in_view = self.in_view.values().sum();
    }
}

/// The body of a sentence whose check sum, the exclusive-or of its signs, holds.
fn checked(line: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(line).ok()?;
    let (body, sum) = text.rsplit_once('*')?;
    let told =
        (sum.trim_end().len() == 2).then(|| u8::from_str_radix(sum.trim_end(), 16).ok())??;
    let made = body.bytes().fold(0, |sum, byte| sum ^ byte);
    (made == told).then_some(body)
}

/// Four fields: degrees and minutes, N or S, degrees and minutes, E or W.
fn point<'f>(field: &impl Fn(usize) -> &'f str, from: usize) -> Option<Point> {
    let lat = degrees(field(from), 90.0)?;
    let lon = degrees(field(from + 2), 180.0)?;
    Some(Point {
        lat: lat * sign(field(from + 1), "N", "S")?,
        lon: lon * sign(field(from + 3), "E", "W")?,
    })
}

/// `ddmm.mmmm` or `dddmm.mmmm`.
fn degrees(text: &str, most: f64) -> Option<f64> {
    let written = number(text).filter(|it| *it >= 0.0)?;
    let whole = (written / 100.0).trunc();
    let minutes = written - whole * 100.0;
    let degrees = whole + minutes / 60.0;
    (minutes < 60.0 && degrees <= most).then_some(degrees)
}

fn sign(letter: &str, positive: &str, negative: &str) -> Option<f64> {
    match letter {
        letter if letter == positive => Some(1.0),
        letter if letter == negative => Some(-1.0),
        _ => None,
    }
}

/// A number as receivers write it.
fn number(text: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let number: f64 = text.bytes().all(plain).then(|| text.parse().ok())??;
    number.is_finite().then_some(number)
}

/// Whole metres; never less than one, for nothing here is surveyed.
fn metres(dilution: Option<f64>, unit_m: f64) -> u32 {
    let dilution = dilution.filter(|it| *it > 0.0).unwrap_or(DILUTION_UNKNOWN);
    (dilution * unit_m).ceil().clamp(1.0, 99_999.0) as u32
}
