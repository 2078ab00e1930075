//! Defaults that are computed and calculations with a trigger, as the actions that they are.

use super::{Builder, index};
use crate::model::{Action, Deed, Default, Events};

impl Builder {
    /// Writes down as actions what defaults and triggers ask for, in the order of the questions; where an action
    /// says it already, that one stays alone.
    pub(super) fn acts(&mut self) {
        for at in 0..index(self.items.len()) {
            self.opens(at);
            self.follows(at);
        }
    }

    /// A computed default is put when the record begins, and when an instance around it does.
    fn opens(&mut self, at: u32) {
        let Some(item) = self.items.get_mut(at as usize) else {
            return;
        };
        let Default::Computed(expr) = item.default.clone() else {
            return;
        };
        item.default = Default::Nothing;
        let source = item.repeat;
        let known = |action: &Action| {
            action.target == at && (action.events.first_load || action.events.new_repeat)
        };
        if self.actions.iter().any(known) {
            return;
        }
        let events = Events {
            first_load: true,
            new_repeat: source.is_some(),
            ..Events::default()
        };
        self.actions.push(Action {
            events,
            deed: Deed::Set(expr),
            target: at,
            source,
        });
    }

    /// A calculation with a trigger runs when the trigger changes.
    fn follows(&mut self, at: u32) {
        let Some(expr) = self.item(at).calculation.clone() else {
            return;
        };
        if !self.item(at).triggered {
            return;
        }
        let sources = self.triggers.iter().filter(|(_, target)| *target == at);
        let sources: Vec<u32> = sources.map(|(source, _)| *source).collect();
        for source in sources {
            let known = |action: &Action| {
                action.target == at && action.source == Some(source) && action.events.changed
            };
            if self.actions.iter().any(known) {
                continue;
            }
            let events = Events {
                changed: true,
                ..Events::default()
            };
            self.actions.push(Action {
                events,
                deed: Deed::Set(expr.clone()),
                target: at,
                source: Some(source),
            });
        }
    }
}
