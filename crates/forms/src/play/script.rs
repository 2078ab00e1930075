//! The actions of a script, one after the other.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::places::{Spot, find, find_repeat};
use super::show::{Shape, read_only};
use super::{put, walk};
use crate::engine::Instance;
use crate::model::{Form, Language};
use crate::{Filling, Moment};

/// Most steps of one random walk, and most instances that one action adds or removes.
const STEPS_MAX: u64 = 100_000;

/// A form that is being played.
pub(super) struct Play {
    pub filling: Filling,
    pub(super) moment: Moment,
    /// The place of the language in use among the form's languages.
    language: usize,
    pub outcomes: Vec<Value>,
    pub snapshots: Map<String, Value>,
    /// What a random walk did, once there was one.
    pub performed: Option<Vec<Value>>,
}

impl Play {
    pub(super) fn new(filling: Filling, moment: Moment) -> Play {
        let form = filling.form();
        let default = form.default_language();
        let mut languages = form.languages().iter();
        let language = languages.position(|language| language.code == default);
        Play {
            language: language.unwrap_or(0),
            // What comes later draws on, and does not start chance anew.
            moment: Moment { seed: 0, ..moment },
            filling,
            outcomes: Vec::new(),
            snapshots: Map::new(),
            performed: None,
        }
    }

    pub(super) fn form(&self) -> &Arc<Form> {
        self.filling.form()
    }

    pub(super) fn instance(&self) -> &Instance {
        self.filling.instance()
    }

    /// The languages as the form writes them.
    pub(super) fn languages(&self) -> Vec<&str> {
        let all = self.form().languages().iter();
        all.map(|language| language.heading.as_str()).collect()
    }

    pub(super) fn language(&self) -> &Language {
        let found = self.form().languages().get(self.language);
        found.unwrap_or(Language::nothing())
    }

    /// Does what the script says; keeps one outcome for each action, and a snapshot of the end.
    pub(super) fn run(&mut self, actions: Option<&Value>) -> Result<(), String> {
        let actions = match actions {
            None | Some(Value::Null) => &Vec::new(),
            Some(Value::Array(actions)) => actions,
            Some(_) => return Err("`actions` is a list".to_owned()),
        };
        for action in actions {
            let outcome = match self.action(action) {
                Ok(()) => json!({ "ok": true }),
                Err(why) => json!({ "ok": false, "error": why }),
            };
            self.outcomes.push(outcome);
        }
        let end = self.snapshot();
        self.snapshots.insert("final".to_owned(), end);
        Ok(())
    }

    fn action(&mut self, action: &Value) -> Result<(), String> {
        let named = |name: &str| action.get(name).map(|value| (name.to_owned(), value));
        let words = [
            "set",
            "add_repeat",
            "remove_repeat",
            "language",
            "fuzz",
            "snapshot",
        ];
        let Some((word, value)) = words.iter().find_map(|word| named(word)) else {
            return Err(format!("unknown action {action}"));
        };
        if word == "fuzz" {
            return self.fuzz(action);
        }
        let Some(target) = value.as_str() else {
            return Err(format!("`{word}` is a text"));
        };
        match word.as_str() {
            "set" => self.set(target, action.get("value").unwrap_or(&Value::Null)),
            "add_repeat" => self.add(
                target,
                number(action, "after")?,
                number(action, "count")?.unwrap_or(1),
            ),
            "remove_repeat" => self.remove(
                target,
                number(action, "index")?.unwrap_or(0),
                number(action, "count")?.unwrap_or(1),
            ),
            "language" => self.speak(target),
            _ => {
                let shown = self.snapshot();
                self.snapshots.insert(target.to_owned(), shown);
                Ok(())
            }
        }
    }

    pub(super) fn set(&mut self, reference: &str, value: &Value) -> Result<(), String> {
        let form = self.form().clone();
        let place = find(&form, self.instance(), reference)?;
        if read_only(&form, self.instance(), place.spot) {
            return Err("readonly".to_owned());
        }
        let shape = Shape::of(&form, self.instance(), place.spot);
        let (true, Spot::Node(node)) = (shape.is_answered(), place.spot) else {
            return Err(format!("{reference} takes no value"));
        };
        let offered: Vec<String> = match shape {
            Shape::Select { .. } | Shape::Rank => {
                let choices = self.instance().choices(&form, node, &self.language().code);
                choices.into_iter().map(|choice| choice.value).collect()
            }
            _ => Vec::new(),
        };
        let text = put::text(shape, value, &offered)?;
        let moment = self.moment.clone();
        let instance = self.filling.instance_mut();
        let set = instance.set_node(&form, node, &text, &moment);
        set.map_err(|error| error.to_string())
    }

    /// Adds instances behind the one at a place, counted from 0; behind the last one without a place.
    pub(super) fn add(
        &mut self,
        reference: &str,
        after: Option<u64>,
        count: u64,
    ) -> Result<(), String> {
        let form = self.form().clone();
        let (parent, repeat) = find_repeat(&form, self.instance(), reference)?;
        let item = form.item(repeat);
        if item.count.is_some() || item.fixed_count {
            return Err("repeat is count-controlled".to_owned());
        }
        let moment = self.moment.clone();
        for at in 0..count {
            let place = after.map(|after| after + at + 1);
            let place = place.and_then(|place| usize::try_from(place).ok());
            let instance = self.filling.instance_mut();
            let made = instance.add_instance(&form, parent, repeat, place, &moment);
            made.map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, reference: &str, index: u64, count: u64) -> Result<(), String> {
        let form = self.form().clone();
        let (parent, repeat) = find_repeat(&form, self.instance(), reference)?;
        let moment = self.moment.clone();
        let skip = usize::try_from(index).unwrap_or(usize::MAX);
        let take = usize::try_from(count).unwrap_or(usize::MAX);
        let there: Vec<u32> = self.instance().instances(parent, repeat).collect();
        let gone: Vec<u32> = there.into_iter().skip(skip).take(take).collect();
        if gone.len() < take {
            return Err(format!(
                "{reference} has no {count} instances from {index} on"
            ));
        }
        for node in gone {
            let instance = self.filling.instance_mut();
            let removed = instance.remove_instance(&form, node, &moment);
            removed.map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn speak(&mut self, wanted: &str) -> Result<(), String> {
        let languages = self.form().languages();
        let found = languages.iter().position(|one| one.heading == wanted);
        let found = found.ok_or_else(|| format!("no language {wanted}"))?;
        self.language = found;
        let code = self.language().code.clone();
        self.filling.set_language(&code);
        Ok(())
    }

    /// A random walk: what it did is kept, so that another engine can do the same.
    fn fuzz(&mut self, action: &Value) -> Result<(), String> {
        let steps = number(action, "fuzz")?.unwrap_or(0).min(STEPS_MAX);
        let seed = number(action, "seed")?.unwrap_or(1);
        let every = number(action, "every")?.unwrap_or(0);
        let mut chance = walk::Chance::from(seed);
        self.performed.get_or_insert_default();
        for _ in 0..steps {
            let step = match walk::next(self.form(), self.instance(), &mut chance) {
                walk::Next::End => return Ok(()),
                walk::Next::Nothing => continue,
                walk::Next::Step(step) => step,
            };
            let done = match &step {
                walk::Step::Set(reference, value) => self.set(reference, value),
                walk::Step::Add(reference) => self.add(reference, None, 1),
                walk::Step::Remove(reference, index) => self.remove(reference, *index, 1),
            };
            let mut told = step.told();
            if let (Err(why), Some(told)) = (done, told.as_object_mut()) {
                told.insert("error".to_owned(), json!(why));
            }
            let performed = self.performed.get_or_insert_default();
            performed.push(told);
            let count = performed.len();
            if every > 0 && u64::try_from(count).unwrap_or(0).is_multiple_of(every) {
                let shown = self.snapshot();
                self.snapshots.insert(format!("step{count}"), shown);
            }
        }
        Ok(())
    }
}

/// A whole number of an action.
fn number(action: &Value, name: &str) -> Result<Option<u64>, String> {
    match action.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64() {
            Some(number) => Ok(Some(number)),
            None => Err(format!("`{name}` is a whole number and not below 0")),
        },
    }
}
