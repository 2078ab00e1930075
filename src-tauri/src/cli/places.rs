//! Lists of places on the command line, and targets, which come from files too.

use std::fmt::Write as _;

use desk::view::{
    PlaceListVersion, PlaceState, PlaceStep, PlaceView, PlacesFound, PlacesImported, TargetRow,
};

use super::args::{Places, Targets};
use super::{Done, Run, file_name, read};

impl Run<'_> {
    pub(super) fn targets(&self, word: Option<&Targets>) -> Done {
        if let Some(Targets::Import { file }) = word {
            let set = self.desk.targets_import(&read(file)?)?;
            self.say
                .answer(&set, |set| format!("{set} targets are in place."));
            return Ok(());
        }
        self.say.answer(&self.desk.targets()?, |targets| {
            let line = |one: &TargetRow| format!("{}  {}  {}", one.project, one.title, one.target);
            targets.iter().map(line).collect::<Vec<_>>().join("\n")
        });
        Ok(())
    }

    pub(super) fn places(&self, places: &Places) -> Done {
        match places {
            Places::Import { file } => {
                let imported = self.desk.places_import(&file_name(file), &read(file)?)?;
                self.say.answer(&imported, told);
            }
            Places::Lists => self
                .say
                .answer(&self.desk.places_lists()?, |lists| versions(lists)),
            Places::Plan { year, file } => {
                let villages = self.desk.plan_import(*year, &read(file)?)?;
                self.say.answer(&villages, |villages| {
                    format!("{villages} villages are planned for {year}.")
                });
            }
            Places::Find {
                words,
                level,
                within,
            } => {
                let found = self
                    .desk
                    .places_find(&words.join(" "), *level, within.as_deref())?;
                self.say.answer(&found, listed);
            }
        }
        Ok(())
    }
}

fn told(imported: &PlacesImported) -> String {
    format!(
        "The list of {} is version {}: {} places, of which {} are new and {} changed; {} are retired.",
        imported.list,
        imported.version,
        imported.places,
        imported.added,
        imported.changed,
        imported.retired
    )
}

fn versions(lists: &[PlaceListVersion]) -> String {
    let lines = lists.iter().map(|one| {
        let in_use = if one.newest { "  in use" } else { "" };
        format!(
            "{}  version {}  {} places  {}{in_use}",
            one.list, one.version, one.places, one.source_name
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn listed(found: &PlacesFound) -> String {
    let mut lines: Vec<String> = found.places.iter().map(place).collect();
    lines.push(format!("{} of {} places", found.places.len(), found.total));
    lines.join("\n")
}

fn place(view: &PlaceView) -> String {
    let mut text = format!("{}  {}", view.place.code, named(&view.place));
    for parent in &view.parents {
        let _ = write!(text, ", {}", named(parent));
    }
    match view.state {
        PlaceState::Listed => {}
        PlaceState::Former => text.push_str("  (as it was listed before)"),
        PlaceState::Retired => text.push_str("  (no longer listed)"),
    }
    if let Some(by) = &view.replaced_by {
        let _ = write!(text, "  (now {by})");
    }
    text
}

/// The names in all scripts, and what it is.
fn named(step: &PlaceStep) -> String {
    let names: Vec<&str> = step.names.values().map(String::as_str).collect();
    let unit = step.units.get("en").or_else(|| step.units.values().next());
    match unit {
        Some(unit) => format!("{} ({unit})", names.join(" / ")),
        None => names.join(" / "),
    }
}
