//! A position on the command line: what is understood of it.

use std::time::Duration;

use desk::view::{PositionAsk, PositionDatum, PositionView};
use desk::{DeskError, read_position};

use super::args::{DatumWord, Position};
use super::{Done, Run};
use crate::gps;

impl Run<'_> {
    /// Prints every way to read the text; a text that is no position is refused.
    pub(super) fn position(&self, position: &Position) -> Done {
        let (text, measured) = match (&position.gps, &position.text) {
            (Some(port), _) => {
                let patience = Duration::from_secs(position.seconds);
                let fix = gps::measure(port, patience, &|| false, &mut |_| {})?;
                let point = fix.point.shown().decimal_degrees;
                (point, Some(fix))
            }
            (None, text) => (text.clone().unwrap_or_default(), None),
        };
        let ask = PositionAsk {
            text,
            datum: match position.datum {
                DatumWord::Wgs84 => PositionDatum::Wgs84,
                DatumWord::Indian1960 => PositionDatum::Indian1960,
            },
            zone: position.zone,
            language: "en".to_owned(),
        };
        let mut view = read_position(&ask, Some(&position.country));
        if let Some(why) = view.problem.take() {
            return Err(DeskError::NotAPosition { why });
        }
        if let Some(fix) = measured {
            view.readings.iter_mut().for_each(|reading| {
                reading.stored = fix.stored();
                reading.accuracy_m = fix.accuracy_m;
            });
        }
        self.say.answer(&view, words);
        Ok(())
    }
}

fn words(view: &PositionView) -> String {
    let mut lines = Vec::new();
    for reading in &view.readings {
        lines.push(format!(
            "{} (WGS 84, within {} m), read as {}",
            reading.decimal_degrees, reading.accuracy_m, reading.understood
        ));
        lines.push(format!("  {}", reading.degrees_minutes_seconds));
        lines.push(format!("  {}   {}", reading.utm, reading.mgrs));
        for warning in &reading.warnings {
            lines.push(format!(
                "  {} {}: {}",
                warning.rule, warning.severity, warning.text
            ));
        }
    }
    lines.join("\n")
}
