//! What a form does by itself: values set at certain moments.

use roxmltree::Node;

use super::{Reader, attribute, is};
use crate::model::{Action, Deed, Default, Events};

impl<'d> Reader<'d> {
    /// Reads the actions of the model and of the controls.
    pub(super) fn actions(&mut self, model: Node<'d, 'd>, body: Option<Node<'d, 'd>>) {
        let inner = body.into_iter().flat_map(|body| body.descendants());
        for node in model.children().chain(inner) {
            let named = ["setvalue", "setgeopoint", "recordaudio"];
            if named.iter().any(|name| is(node, name)) {
                self.action(node);
            }
        }
    }

    fn action(&mut self, node: Node<'d, 'd>) {
        let path = self.target(node);
        let Some(target) = path.as_ref().and_then(|path| self.items.get(path)).copied() else {
            let path = path.unwrap_or_default();
            let message = format!("{path} is no question of this form: the action is left out");
            self.warn(node, message);
            return;
        };
        let events = events(attribute(node, "event").unwrap_or_default());
        let around = node.parent().filter(|above| !is(*above, "model"));
        let source = around.and_then(|above| self.target(above));
        let source = source.and_then(|path| self.items.get(&path).copied());
        let deed = if is(node, "setgeopoint") {
            Deed::Geopoint
        } else if is(node, "recordaudio") {
            let quality = attribute(node, "quality").map(str::to_owned);
            Deed::Record { quality }
        } else {
            match node.attribute("value") {
                Some(text) => match self.expr(node, "value", text, target) {
                    Some(expr) => Deed::Set(expr),
                    None => return,
                },
                None => Deed::Put(super::words(node)),
            }
        };
        self.begin(node, target, events, &deed);
        self.follow(target, source, events, &deed);
        self.builder.actions.push(Action {
            events,
            deed,
            target,
            source,
        });
    }

    /// What is set when a record or an instance begins.
    fn begin(&mut self, node: Node<'d, 'd>, target: u32, events: Events, deed: &Deed) {
        if !(events.first_load || events.new_repeat || events.load) {
            return;
        }
        let default = match deed {
            Deed::Set(expr) => Default::Computed(expr.clone()),
            Deed::Put(text) => Default::Fixed(text.clone()),
            Deed::Geopoint | Deed::Record { .. } => {
                let message = "this device has no such sensor: the value stays empty".to_owned();
                self.warn(node, message);
                return;
            }
        };
        if let Some(item) = self.builder.item_mut(target) {
            item.default = default;
        }
    }

    /// What is set when another answer changes.
    fn follow(&mut self, target: u32, source: Option<u32>, events: Events, deed: &Deed) {
        let (Some(source), true) = (source, events.changed) else {
            return;
        };
        let expr = match deed {
            Deed::Set(expr) => expr.clone(),
            Deed::Put(text) => crate::xpath::ast::Expr::Text(text.as_str().into()),
            Deed::Geopoint | Deed::Record { .. } => return,
        };
        let Some(item) = self.builder.item_mut(target) else {
            return;
        };
        if item.calculation.is_none() {
            item.calculation = Some(expr);
            item.triggered = true;
        }
        if item.triggered {
            self.builder.triggers.push((source, target));
        }
    }
}

fn events(text: &str) -> Events {
    let mut out = Events::default();
    for event in text.split_whitespace() {
        match event {
            "odk-instance-first-load" | "xforms-ready" => out.first_load = true,
            "odk-instance-load" => out.load = true,
            "odk-new-repeat" => out.new_repeat = true,
            "xforms-value-changed" => out.changed = true,
            _ => {}
        }
    }
    out
}
