//! The `parameters` column: `key=value` pairs, which keys a type knows, and what their values may be. A pair that
//! cannot be meant is left out with a warning: the question works without it.

use super::Builder;
use crate::workbook::Row;
use crate::xpath::numbers;

/// The pairs of one cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parameters(Vec<(String, String)>);

/// Which parameters a type knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Select,
    SelectFromFile,
    Range,
    Text,
    Image,
    Audio,
    BackgroundAudio,
    Geopoint,
    Geoline,
    Audit,
    /// Takes none that mean anything.
    Other,
}

impl Family {
    fn keys(self) -> &'static [&'static str] {
        match self {
            Family::Select => &["randomize", "seed"],
            Family::SelectFromFile => &["label", "randomize", "seed", "value"],
            Family::Range => &[
                "end",
                "placeholder",
                "start",
                "step",
                "tick_interval",
                "tick_labelset",
            ],
            Family::Text => &["rows"],
            Family::Image => &["app", "max-pixels"],
            Family::Audio | Family::BackgroundAudio => &["quality"],
            Family::Geopoint => &[
                "allow-mock-accuracy",
                "capture-accuracy",
                "reference-geometry",
                "warning-accuracy",
            ],
            Family::Geoline => &["allow-mock-accuracy", "incremental", "reference-geometry"],
            Family::Audit => &[
                "identify-user",
                "location-max-age",
                "location-min-interval",
                "location-priority",
                "track-changes",
                "track-changes-reasons",
            ],
            Family::Other => &[],
        }
    }
}

impl Parameters {
    /// The pairs of a cell, and whether it holds something else too.
    pub(super) fn parse(cell: &str) -> (Parameters, bool) {
        let mut tokens: Vec<&str> = Vec::new();
        for word in cell.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')) {
            for (at, part) in word.split('=').enumerate() {
                if at > 0 {
                    tokens.push("=");
                }
                if !part.is_empty() {
                    tokens.push(part);
                }
            }
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut odd = false;
        let mut rest = tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            match after {
                ["=", value, after @ ..] if *first != "=" && *value != "=" => {
                    let key = first.to_lowercase();
                    pairs.retain(|(known, _)| *known != key);
                    pairs.push((key, (*value).to_owned()));
                    odd |= after.first() == Some(&"=");
                    rest = after;
                }
                _ => {
                    odd = true;
                    rest = after;
                }
            }
        }
        (Parameters(pairs), odd)
    }

    /// The pairs that a type knows.
    pub(super) fn of(self, family: Family) -> Parameters {
        let keys = family.keys();
        let known = self.0.into_iter();
        Parameters(
            known
                .filter(|(key, _)| keys.contains(&key.as_str()))
                .collect(),
        )
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        pairs
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.get(key)
            .map(numbers::parse)
            .filter(|number| number.is_finite())
    }
}

/// What is wrong with the parameters of one row.
struct Faults(Vec<String>);

impl Faults {
    fn say(&mut self, words: impl Into<String>) {
        self.0.push(words.into());
    }

    /// A value that has to be one of some words.
    fn one_of(&mut self, of: &Parameters, key: &str, words: &[&str]) {
        if let Some(value) = of.get(key)
            && !words.contains(&value.to_lowercase().as_str())
        {
            let words = words.join(", ");
            self.say(format!(
                "{key} cannot be \"{value}\": write one of {words}, or leave it out"
            ));
        }
    }

    /// A value that has to be a number.
    fn number(&mut self, of: &Parameters, key: &str) {
        if let Some(value) = of.get(key)
            && !numbers::parse(value).is_finite()
        {
            self.say(format!("{key} has to be a number, not \"{value}\""));
        }
    }

    /// A value that has to be a whole number.
    fn whole(&mut self, of: &Parameters, key: &str) {
        if let Some(value) = of.get(key)
            && value.parse::<i64>().is_err()
        {
            self.say(format!("{key} has to be a whole number, not \"{value}\""));
        }
    }
}

impl Builder {
    /// Reads the parameters of a row; warns about what no such type can mean.
    pub(super) fn read_parameters(
        &mut self,
        cell: Option<&str>,
        row: &Row,
        family: Family,
        appearance: &str,
    ) -> Parameters {
        let (pairs, odd) = Parameters::parse(cell.unwrap_or_default());
        let mut faults = Faults(Vec::new());
        if odd {
            faults.say("this is not written as key=value pairs with a space between: what is not such a pair is left out");
        }
        let keys = family.keys();
        let unknown: Vec<&str> = pairs
            .0
            .iter()
            .map(|(key, _)| key.as_str())
            .filter(|key| !keys.contains(key))
            .collect();
        if !unknown.is_empty() && family != Family::Other {
            faults.say(format!(
                "this type does not know {}: it is left out; known are {}",
                unknown.join(", "),
                keys.join(", ")
            ));
        }
        match family {
            Family::Select | Family::SelectFromFile => select(&pairs, &mut faults),
            Family::Range => {
                range(&pairs, appearance, &mut faults);
                self.tick_labels(&pairs, appearance, &mut faults);
            }
            Family::Text => faults.whole(&pairs, "rows"),
            Family::Image => image(&pairs, &mut faults),
            Family::Audio => faults.one_of(
                &pairs,
                "quality",
                &["voice-only", "low", "normal", "external"],
            ),
            Family::BackgroundAudio => {
                faults.one_of(&pairs, "quality", &["voice-only", "low", "normal"]);
            }
            Family::Geopoint | Family::Geoline => {
                faults.one_of(&pairs, "allow-mock-accuracy", &["true", "false"]);
                faults.number(&pairs, "capture-accuracy");
                faults.number(&pairs, "warning-accuracy");
                faults.one_of(&pairs, "incremental", &["true", "yes"]);
            }
            Family::Audit => audit(&pairs, &mut faults),
            Family::Other => {}
        }
        for words in faults.0 {
            self.warn("survey", Some(row.number), Some("parameters"), words);
        }
        pairs
    }

    /// The labels along a range: choices whose names are numbers on it.
    fn tick_labels(&self, pairs: &Parameters, appearance: &str, faults: &mut Faults) {
        let Some(name) = pairs.get("tick_labelset") else {
            return;
        };
        let list = self
            .lists
            .iter()
            .find(|list| list.name.eq_ignore_ascii_case(name));
        let Some(list) = list else {
            faults.say(format!(
                "tick_labelset: the choices sheet has no list named {name}: add it, or correct the name"
            ));
            return;
        };
        let [start, end, step] = ends(pairs);
        let (low, high) = (start.min(end), start.max(end));
        let (unit, called) = match pairs.number("tick_interval") {
            Some(interval) => (interval, "tick_interval"),
            None => (step, "step"),
        };
        let values: Vec<f64> = list
            .choices
            .iter()
            .map(|choice| numbers::parse(&choice.name))
            .collect();
        if values.iter().any(|value| !value.is_finite()) {
            faults.say(format!(
                "tick_labelset: the names of the choices of {name} have to be numbers"
            ));
        } else if values.iter().any(|value| *value < low || *value > high) {
            faults.say(format!(
                "tick_labelset: the choices of {name} have to lie between start and end"
            ));
        } else if values
            .iter()
            .any(|value| !is_multiple(value - start, unit) || !is_multiple(value - start, step))
        {
            faults.say(format!("tick_labelset: the choices of {name} have to lie at start plus a multiple of {called}"));
        }
        if appearance.contains("no-ticks") {
            let at_end = |value: &f64| is_near(*value, start) || is_near(*value, end);
            let both = [start, end]
                .iter()
                .all(|end| values.iter().any(|value| is_near(*value, *end)));
            if !values.iter().all(at_end) || !both {
                faults.say(format!("tick_labelset: without ticks only start and end are labelled, by two choices of {name}"));
            }
        }
    }
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn is_multiple(value: f64, unit: f64) -> bool {
    let times = value / unit;
    times.is_finite() && (times - times.round()).abs() < 1e-6
}

/// Start, end and step of a range; 1, 10 and 1 when they are not given.
fn ends(pairs: &Parameters) -> [f64; 3] {
    [("start", 1.0), ("end", 10.0), ("step", 1.0)]
        .map(|(key, usual)| pairs.number(key).unwrap_or(usual))
}

fn select(pairs: &Parameters, faults: &mut Faults) {
    faults.one_of(pairs, "randomize", &["true", "false"]);
    if let Some(seed) = pairs.get("seed") {
        let known = numbers::parse(seed).is_finite() || seed.starts_with("${");
        if !known {
            faults.say(format!(
                "seed has to be a number or a question such as ${{code}}, not \"{seed}\""
            ));
        }
        if pairs.get("randomize").is_none() {
            faults.say("a seed means something with randomize=true only: add it");
        }
    }
    for key in ["value", "label"] {
        if let Some(column) = pairs.get(key)
            && !super::names::is_name(column)
        {
            faults.say(format!("{key}: \"{column}\" cannot be the name of a column: begin with a letter and use letters, digits, _ - and . only"));
        }
    }
}

fn range(pairs: &Parameters, appearance: &str, faults: &mut Faults) {
    const LOOKS: [&str; 3] = ["tick_interval", "placeholder", "tick_labelset"];
    for key in ["start", "end", "step", "tick_interval", "placeholder"] {
        faults.number(pairs, key);
    }
    if !appearance.is_empty()
        && !appearance.contains("vertical")
        && !appearance.contains("no-ticks")
        && LOOKS.iter().any(|key| pairs.get(key).is_some())
    {
        faults.say(format!(
            "{} do nothing with this appearance: use vertical, no-ticks or none",
            LOOKS.join(", ")
        ));
    }
    let [start, end, step] = ends(pairs);
    let width = (end - start).abs();
    let interval = pairs.number("tick_interval");
    for (key, value) in [("step", Some(step)), ("tick_interval", interval)] {
        let Some(value) = value else { continue };
        if value == 0.0 {
            faults.say(format!("{key} cannot be 0"));
        } else if value > width {
            faults.say(format!(
                "{key} is larger than the whole range from start to end"
            ));
        }
    }
    if interval.is_some_and(|interval| step != 0.0 && !is_multiple(interval, step)) {
        faults.say("tick_interval has to be a multiple of step");
    }
    if let Some(placeholder) = pairs.number("placeholder") {
        if step != 0.0 && !is_multiple(placeholder - start, step) {
            faults.say("placeholder has to be start plus a multiple of step");
        }
        if placeholder < start.min(end) || placeholder > start.max(end) {
            faults.say("placeholder has to lie between start and end");
        }
    }
}

fn image(pairs: &Parameters, faults: &mut Faults) {
    faults.whole(pairs, "max-pixels");
    if let Some(app) = pairs.get("app") {
        let mut parts = app.split('.');
        let fits = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        if !app.contains('.') || !parts.all(fits) {
            faults.say(format!("app: \"{app}\" is no name of an Android app: it has parts with points between, such as org.example.camera"));
        }
    }
}

fn audit(pairs: &Parameters, faults: &mut Faults) {
    const PLACE: [&str; 3] = [
        "location-priority",
        "location-min-interval",
        "location-max-age",
    ];
    faults.one_of(pairs, "track-changes", &["true", "false"]);
    faults.one_of(pairs, "identify-user", &["true", "false"]);
    faults.one_of(pairs, "track-changes-reasons", &["on-form-edit"]);
    faults.one_of(
        pairs,
        "location-priority",
        &["no-power", "low-power", "balanced", "high-accuracy"],
    );
    let given = PLACE.iter().filter(|key| pairs.get(key).is_some()).count();
    if given > 0 && given < PLACE.len() {
        faults.say(format!(
            "positions are recorded only when all three are given: {}",
            PLACE.join(", ")
        ));
    }
    for key in ["location-min-interval", "location-max-age"] {
        faults.whole(pairs, key);
        if pairs.number(key).is_some_and(|value| value < 0.0) {
            faults.say(format!("{key} cannot be less than 0"));
        }
    }
    if let (Some(least), Some(most)) = (
        pairs.number("location-min-interval"),
        pairs.number("location-max-age"),
    ) && most < least
    {
        faults.say("location-max-age cannot be less than location-min-interval");
    }
}
