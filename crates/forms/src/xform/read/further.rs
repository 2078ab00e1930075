//! What a form says beyond what is executed here, kept so that it can be written again: further attributes, entities,
//! and what is asked of buildings on a map.

use roxmltree::Node;

use super::{Reader, attribute, is};
use crate::compile::index;
use crate::model::{Default, Entity, Itemset, Preload, Tag};

/// Attributes of a bind that have a place of their own.
const OF_BINDS: &[&str] = &[
    "nodeset",
    "ref",
    "type",
    "readonly",
    "required",
    "relevant",
    "constraint",
    "calculate",
    "saveto",
    "constraintMsg",
    "requiredMsg",
];
/// Attributes of a control that have a place of their own.
const OF_CONTROLS: &[&str] = &[
    "ref",
    "nodeset",
    "bind",
    "appearance",
    "start",
    "end",
    "step",
    "mediatype",
    "count",
    "noAddRemove",
    "query",
];

impl<'d> Reader<'d> {
    /// Keeps what is passed on with every question.
    pub(super) fn further(&mut self, model: Node<'d, 'd>) {
        self.builder.head.entities_version =
            attribute(model, "entities-version").map(str::to_owned);
        for at in 0..index(self.builder.items.len()) {
            let path = self.builder.questions.get(at as usize);
            let path = path.map_or_else(String::new, |q| q.path.clone());
            let path = format!("{}/{path}", self.root);
            let known = self.builder.item(at).preload;
            let kept = known.is_some_and(|preload| preload != Preload::Unknown);
            let bind = self.binds.get(&path).copied();
            let bind = bind.map_or_else(Vec::new, |bind| {
                passed_on(bind, |name| {
                    OF_BINDS.contains(&name) || kept && name.starts_with("preload")
                })
            });
            let repeat = self.repeats.get(&path).copied();
            let control = repeat.or_else(|| self.controls.get(&path).copied());
            let body = control.map_or_else(Vec::new, |control| {
                passed_on(control, |name| OF_CONTROLS.contains(&name))
            });
            let tags = control.map_or_else(Vec::new, |control| self.tags(control, at));
            let marks = control.and_then(|control| self.marks(control, at));
            if let Some(item) = self.builder.item_mut(at) {
                item.extra.bind = bind;
                item.extra.body = body;
                item.control.tags = tags;
                item.control.marks = marks;
            }
            let looks = repeat.and_then(|repeat| repeat.attribute("appearance"));
            if let (Some(looks), Some(question)) = (looks, self.builder.question_mut(at)) {
                question.appearance = looks.to_owned();
            }
            self.entity(at);
        }
    }

    /// What is shown beside a question that has no choices.
    fn marks(&mut self, control: Node<'d, 'd>, at: u32) -> Option<Itemset> {
        if !is(control, "input") && !is(control, "range") {
            return None;
        }
        let node = control.children().find(|node| is(*node, "itemset"))?;
        let nodes = attribute(node, "nodeset")?;
        let mut parts = ["value", "label"].into_iter().map(|name| {
            let part = node.children().find(|inner| is(*inner, name));
            part.and_then(|part| attribute(part, "ref")).unwrap_or(name)
        });
        let (value, label) = (parts.next()?, parts.next()?);
        Some(Itemset {
            nodes: self.expr(node, "nodeset", nodes, at)?,
            value: crate::xpath::parse(value).ok()?,
            label: crate::xpath::parse(label).ok()?,
        })
    }

    fn tags(&mut self, control: Node<'d, 'd>, at: u32) -> Vec<Tag> {
        let mut out = Vec::new();
        for node in control.children().filter(|node| is(*node, "tag")) {
            let label = node.children().find(|inner| is(*inner, "label"));
            out.push(Tag {
                key: node.attribute("key").unwrap_or_default().to_owned(),
                label: label.map(|label| self.texts(label, at)).unwrap_or_default(),
            });
        }
        out
    }

    /// Notes an entity of a meta block with the list that it belongs to.
    fn entity(&mut self, at: u32) {
        let item = self.builder.item(at);
        let above = item.parent.map(|parent| self.builder.item(parent));
        if &*item.name != "entity" || above.is_none_or(|above| &*above.name != "meta") {
            return;
        }
        let mut attributes = item.attributes.iter().map(|at| self.builder.item(*at));
        let list = attributes.find(|attribute| &*attribute.name == "dataset");
        if let Some(Default::Fixed(list)) = list.map(|list| &list.default) {
            let list = list.clone();
            self.builder.head.entities.push(Entity { list, item: at });
        }
    }
}

/// The attributes of an element but for some, as they were written.
fn passed_on(node: Node<'_, '_>, own: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let further = node.attributes().filter(|attribute| !own(attribute.name()));
    let spelled = further.map(|attribute| {
        let prefix = attribute.namespace();
        let prefix = prefix.and_then(|uri| node.lookup_prefix(uri));
        let name = match prefix.filter(|prefix| !prefix.is_empty()) {
            Some(prefix) => format!("{prefix}:{}", attribute.name()),
            None => attribute.name().to_owned(),
        };
        (name, attribute.value().to_owned())
    });
    spelled.collect()
}
