//! What a form does by itself: values set at certain moments.

use roxmltree::Node;

use super::{ODK, Reader, attribute, is};
use crate::Kind;
use crate::model::{Action, Deed, Events};

impl<'d> Reader<'d> {
    /// Reads the actions of the model and of the controls, in the order of the document.
    pub(super) fn actions(&mut self, model: Node<'d, 'd>, body: Option<Node<'d, 'd>>) {
        let inner = body.into_iter().flat_map(|body| body.descendants());
        for node in model.children().chain(inner) {
            let odk = node.tag_name().namespace() == Some(ODK);
            let sensor = is(node, "setgeopoint") || is(node, "recordaudio");
            if sensor && !odk {
                let name = node.tag_name().name();
                let message = format!("{name} is an action of the namespace {ODK}: left out");
                self.warn(node, message);
            } else if sensor || is(node, "setvalue") {
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
        // What only shows a text would not keep the value.
        if self.builder.item(target).kind == Kind::Note {
            self.builder.retype(target, Kind::Text);
        }
        let events = self.events(node);
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
        self.builder.actions.push(Action {
            events,
            deed,
            target,
            source,
        });
    }

    fn events(&mut self, node: Node<'d, 'd>) -> Events {
        let mut out = Events::default();
        let text = attribute(node, "event").unwrap_or_default();
        for event in text.split_whitespace() {
            match event {
                "odk-instance-first-load" | "xforms-ready" => out.first_load = true,
                "odk-instance-load" => out.load = true,
                "odk-new-repeat" => out.new_repeat = true,
                "xforms-value-changed" => out.changed = true,
                other => {
                    let message = format!("{other} is no moment that is known: it never comes");
                    self.warn(node, message);
                }
            }
        }
        out
    }
}
