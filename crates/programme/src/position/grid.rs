//! Positions in metres on a grid: UTM and MGRS.

use super::mgrs::Mgrs;
use super::refusal::{Refusal, Why};
use super::text::{Item, Number, Token};
use super::utm::{LAT_MAX, LAT_MIN, Utm, band_span};
use super::{Choice, Format, Found, Point, Spelled, Zone};

/// Figures from here on are metres; degrees, minutes and seconds are smaller.
const METRES_FROM: f64 = 1_000.0;
const EASTING_M: std::ops::RangeInclusive<f64> = 100_000.0..=900_000.0;
const NORTHING_MAX_M: f64 = 10_000_000.0;

/// Returns the text as a grid reference, if it has the shape of one: `48PUV0485448889`, with or without spaces.
pub(super) fn mgrs(tokens: &[Token]) -> Result<Option<Mgrs>, Refusal> {
    let mut tokens = tokens.iter().peekable();
    let said = tokens.next_if(|it| matches!(it, Token::Word(word) if word == "MGRS"));
    let Some(Token::Run { text: zone, .. }) = tokens.next() else {
        return Ok(None);
    };
    let mut letters = String::new();
    while let Some(Token::Word(word)) = tokens.next_if(|it| matches!(it, Token::Word(_))) {
        letters.push_str(word);
    }
    let mut figures: Vec<&str> = Vec::new();
    for token in tokens {
        match token {
            Token::Run { text, .. } => figures.push(text),
            Token::Break => {}
            Token::Word(_) | Token::Mark(_) => return Ok(None),
        }
    }
    let letters: Vec<char> = letters.chars().collect();
    let ([band, column, row], 1..=2) = (letters.as_slice(), zone.len()) else {
        return match said {
            Some(_) => Err(Refusal::at(Why::Square, letters.iter().collect::<String>()).with(zone)),
            None => Ok(None),
        };
    };
    let digits: String = figures.concat();
    let half = digits.len() / 2;
    let fits = digits.chars().all(|it| it.is_ascii_digit())
        && digits.len().is_multiple_of(2)
        && (1..=5).contains(&half)
        && match figures.as_slice() {
            [_] => true,
            [east, north] => east.len() == north.len(),
            _ => false,
        };
    if !fits {
        return Err(Refusal::at(Why::Digits, figures.join(" ")));
    }
    Ok(Some(Mgrs {
        zone: zone_number(zone)?,
        band: *band,
        column: *column,
        row: *row,
        east: digits.chars().take(half).collect(),
        north: digits.chars().skip(half).collect(),
    }))
}

fn zone_number(text: &str) -> Result<u8, Refusal> {
    match text.parse::<u8>() {
        Ok(zone @ 1..=60) => Ok(zone),
        _ => Err(Refusal::at(Why::Zone, text)),
    }
}

impl Mgrs {
    /// The reference as a reading in the chosen datum.
    pub(super) fn found(&self, choice: &Choice) -> Result<Found, Refusal> {
        let unit_m = self.unit_m();
        Ok(Found {
            point: self.point(choice.datum.ellipsoid())?,
            format: Format::Mgrs,
            zone: Some(Zone {
                number: self.zone,
                south: band_span(self.band).is_some_and(|(south, _)| south < 0.0),
            }),
            understood: self.spelled(),
            unit_m,
            // From the middle of a square to its corner.
            within_m: unit_m * std::f64::consts::FRAC_1_SQRT_2,
            assumed_zone: None,
            turned: false,
            other_way: None,
        })
    }
}

/// Whether the figures are metres and not degrees.
pub(super) fn is_metres(items: &[Item]) -> bool {
    let marked = items.iter().any(|it| matches!(it, Item::Mark(_)));
    // A stored answer ends with metres of height and accuracy, after two figures that are none.
    let mut first = numbers(items).take(2);
    let stored = first.all(|number| number.value < METRES_FROM && number.decimals > 0);
    !marked && !stored && numbers(items).any(|number| number.value >= METRES_FROM)
}

fn numbers(items: &[Item]) -> impl Iterator<Item = &Number> {
    items.iter().filter_map(|item| match item {
        Item::Number(number) => Some(number),
        Item::Word(_) | Item::Mark(_) | Item::Break => None,
    })
}

/// What stands for the half of the earth behind the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letter {
    None,
    North,
    South,
    Band(char),
}

/// Metres as they were written.
struct Metres {
    zone: Option<u8>,
    letter: Letter,
    easting: Number,
    northing: Number,
    /// The northing came first, and nothing said so.
    turned: bool,
    /// Letters say which is which.
    labelled: bool,
}

/// Reads the items as places on the UTM grid: one, or one for each zone that they may be in.
pub(super) fn utm(items: &[Item], choice: &Choice) -> Result<Vec<Found>, Refusal> {
    let metres = Metres::read(items)?;
    let country = choice.country;
    let zones: Vec<u8> = match (metres.zone.or(choice.zone), country) {
        (Some(zone @ 1..=60), _) => vec![zone],
        (Some(zone), _) => return Err(Refusal::at(Why::Zone, zone)),
        (None, Some(country)) => country.zones.to_vec(),
        (None, None) => return Err(Refusal::of(Why::NoZone)),
    };
    let souths: &[bool] = match metres.letter {
        // What is not written is filled in from where the country lies.
        Letter::None => match country.map(|it| (it.area.south < 0.0, it.area.north > 0.0)) {
            Some((false, _)) => &[false],
            Some((true, false)) => &[true],
            Some((true, true)) | None => &[false, true],
        },
        Letter::North => &[false],
        Letter::South => &[true],
        Letter::Band(band) => match band_span(band) {
            Some((south, _)) if south < 0.0 => &[true],
            Some(_) => &[false],
            None => return Err(Refusal::at(Why::Band, band)),
        },
    };
    let mut found = Vec::new();
    for zone in zones {
        for south in souths {
            found.push(metres.found(zone, *south, choice)?);
        }
    }
    found.retain(|it| (LAT_MIN..=LAT_MAX).contains(&it.point.lat));
    if metres.letter == Letter::South {
        // `S` is also the band from 32 to 40 degrees north.
        found.extend(metres.in_band('S', choice)?);
    }
    if found.is_empty() {
        return Err(Refusal::at(Why::Northing, &metres.northing.text));
    }
    let inside = |it: &Found| {
        let point = choice.datum.to_wgs84(it.point);
        country.is_some_and(|country| country.area.holds(point))
    };
    if (metres.zone.is_none() || metres.letter == Letter::None) && found.iter().any(inside) {
        found.retain(inside);
    }
    Ok(found)
}

impl Metres {
    fn read(items: &[Item]) -> Result<Metres, Refusal> {
        let count = |letter: &str| {
            let is = |item: &&Item| matches!(item, Item::Word(word) if axis(word) == Some(letter));
            items.iter().filter(is).count()
        };
        let paired = count("E") == 1 && count("N") == 1;
        let (zone, letter, rest) = take_zone(items, paired)?;
        let mut labels: Vec<&str> = Vec::new();
        let mut south = false;
        for item in &rest {
            match item {
                Item::Word(word) => match axis(word) {
                    Some("S") => south = true,
                    Some(label) => labels.push(label),
                    None if matches!(word.as_str(), "M" | "UTM" | "ZONE" | "Z") => {}
                    None => return Err(Refusal::at(Why::Word, word)),
                },
                Item::Number(number) if number.minus => {
                    return Err(Refusal::at(Why::Number, format!("-{}", number.text)));
                }
                Item::Number(_) | Item::Mark(_) | Item::Break => {}
            }
        }
        let all: Vec<&Number> = numbers(&rest).collect();
        let (first, second) = match all.as_slice() {
            [first, second] => ((*first).clone(), (*second).clone()),
            [.., last] if all.len() > 2 => return Err(Refusal::at(Why::TooMany, &last.text)),
            [only] => return Err(Refusal::at(Why::TooFew, &only.text)),
            _ => return Err(Refusal::of(Why::Empty)),
        };
        let northing_first = labels.first() == Some(&"N");
        // Nothing east of a zone has more metres, so that such a figure can only be a northing.
        let turned = labels.is_empty() && zone.is_some() && first.value > *EASTING_M.end();
        let (easting, northing) = if northing_first || turned {
            (second, first)
        } else {
            (first, second)
        };
        Ok(Metres {
            zone,
            letter: match letter {
                Letter::None if south => Letter::South,
                letter => letter,
            },
            easting,
            northing,
            turned,
            labelled: !labels.is_empty(),
        })
    }

    fn place(&self, zone: u8, south: bool) -> Result<Utm, Refusal> {
        if !EASTING_M.contains(&self.easting.value) {
            return Err(Refusal::at(Why::Easting, &self.easting.text));
        }
        if self.northing.value > NORTHING_MAX_M {
            return Err(Refusal::at(Why::Northing, &self.northing.text));
        }
        Ok(Utm {
            zone,
            south,
            easting: self.easting.value,
            northing: self.northing.value,
        })
    }

    fn found(&self, zone: u8, south: bool, choice: &Choice) -> Result<Found, Refusal> {
        let utm = self.place(zone, south)?;
        let ellipsoid = choice.datum.ellipsoid();
        let point = utm.point(ellipsoid);
        let mut letter = if south { 'S' } else { 'N' };
        if let Letter::Band(band) = self.letter {
            if !in_band(band, point) {
                return Err(Refusal::at(Why::Band, band));
            }
            letter = band;
        }
        let unit_m = 10_f64.powi(-self.easting.decimals.min(self.northing.decimals));
        let may_turn = !self.labelled && !self.turned && EASTING_M.contains(&utm.northing);
        let said = self.zone.is_some() && self.letter != Letter::None;
        Ok(Found {
            point,
            format: Format::Utm,
            zone: Some(Zone {
                number: zone,
                south,
            }),
            understood: Spelled(format!("{zone}{letter} {} {}", utm.easting, utm.northing)),
            unit_m,
            within_m: unit_m / 2.0,
            assumed_zone: (!said).then(|| format!("{zone}{letter}")),
            turned: self.turned,
            other_way: may_turn.then(|| {
                let turned = Utm {
                    easting: utm.northing,
                    northing: utm.easting,
                    ..utm
                };
                turned.point(ellipsoid)
            }),
        })
    }

    /// The place if the letter is a band, and the metres lie in it.
    fn in_band(&self, band: char, choice: &Choice) -> Result<Option<Found>, Refusal> {
        let Some(zone) = self.zone else {
            return Ok(None);
        };
        let found = self.found(zone, false, choice)?;
        Ok(in_band(band, found.point).then_some(found))
    }
}

/// Whether a point lies in a band; a metre over its edge is a matter of rounding.
fn in_band(band: char, point: Point) -> bool {
    band_span(band).is_some_and(|(south, north)| (south - 1e-5..=north + 1e-5).contains(&point.lat))
}

fn axis(word: &str) -> Option<&'static str> {
    match word {
        "E" | "ME" | "EAST" | "EASTING" => Some("E"),
        "N" | "MN" | "NORTH" | "NORTHING" => Some("N"),
        "S" | "MS" | "SOUTH" => Some("S"),
        _ => None,
    }
}

/// Takes the zone and its letter out of the items: a figure of one or two digits at the start, at the
/// end, or after the word, if two other figures remain.
fn take_zone(items: &[Item], paired: bool) -> Result<(Option<u8>, Letter, Vec<Item>), Refusal> {
    let short = |item: &Item| {
        matches!(item, Item::Number(number)
            if number.decimals == 0 && !number.minus && number.text.len() <= 2)
    };
    let mut places = items
        .iter()
        .enumerate()
        .filter(|(_, it)| matches!(it, Item::Number(_)));
    let first = places.next();
    let last = places.next_back().filter(|_| numbers(items).count() > 2);
    let zone = [first, last]
        .into_iter()
        .flatten()
        .find(|(_, it)| short(it));
    let count = numbers(items).count();
    let Some((at, Item::Number(number))) = zone else {
        return Ok((None, Letter::None, items.to_vec()));
    };
    let letter = zone_letter(items.get(at + 1), paired);
    // With its letter it is the zone even while a figure is still missing.
    if count < 3 && (count < 2 || letter == Letter::None) {
        return Ok((None, Letter::None, items.to_vec()));
    }
    let mut rest = items.to_vec();
    if letter != Letter::None {
        rest.remove(at + 1);
    }
    rest.remove(at);
    Ok((Some(zone_number(&number.text)?), letter, rest))
}

/// The letter right behind the zone, unless it names the figures that follow.
fn zone_letter(item: Option<&Item>, paired: bool) -> Letter {
    let Some(Item::Word(word)) = item else {
        return Letter::None;
    };
    let mut signs = word.chars();
    match (signs.next(), signs.next()) {
        (Some('E'), None) => Letter::None,
        (Some('N'), None) if paired => Letter::None,
        (Some('N'), None) => Letter::North,
        (Some('S'), None) => Letter::South,
        (Some(band), None) => Letter::Band(band),
        _ => Letter::None,
    }
}
