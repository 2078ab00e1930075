//! Rules on several records on the command line: what they found, and from which figures they speak.

use desk::view::{QualityFinding, ThresholdSet, ThresholdsView};

use super::args::Quality;
use super::{Done, Run};

impl Run<'_> {
    pub(super) fn quality(&self, word: Option<&Quality>) -> Done {
        match word {
            None => {
                let found = self.desk.all_findings()?;
                self.say.answer(&found, |found| listed(found));
            }
            Some(Quality::Anew) => {
                self.desk.judge_anew()?;
                let found = self.desk.all_findings()?;
                self.say.answer(&found, |found| listed(found));
            }
            Some(Quality::Thresholds) => {
                self.say.answer(&self.desk.thresholds()?, thresholds);
            }
            Some(Quality::Set { name, text }) => {
                let set = ThresholdSet {
                    name: name.clone(),
                    text: text.clone(),
                };
                self.say
                    .answer(&self.desk.set_thresholds(&[set])?, thresholds);
            }
        }
        Ok(())
    }
}

fn listed(found: &[QualityFinding]) -> String {
    let mut lines: Vec<String> = found.iter().map(line).collect();
    lines.push(match found.len() {
        1 => "1 finding".to_owned(),
        many => format!("{many} findings"),
    });
    lines.join("\n")
}

fn line(finding: &QualityFinding) -> String {
    let codes: Vec<&str> = finding
        .records
        .iter()
        .map(|row| row.reference.as_str())
        .collect();
    let more = match finding.more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{}  {}  {}  {}{more}",
        finding.rule,
        finding.severity,
        finding.text,
        codes.join(", ")
    )
}

fn thresholds(view: &ThresholdsView) -> String {
    let mut lines: Vec<String> = view
        .rows
        .iter()
        .map(|row| {
            let value = row.value.replace('\n', "; ");
            let usual = match row.value == row.usual {
                true => String::new(),
                false => format!("  (usually {})", row.usual.replace('\n', "; ")),
            };
            format!("{}  {}  {value}{usual}", row.name, row.rule)
        })
        .collect();
    lines.extend(view.history.iter().map(|change| {
        let (from, to) = (
            change.from.replace('\n', "; "),
            change.to.replace('\n', "; "),
        );
        format!(
            "{}  {}  {}: {from} → {to}",
            change.at, change.who, change.name
        )
    }));
    if view.differs {
        lines.push("These teams do not all have the same thresholds.".to_owned());
    }
    lines.join("\n")
}
