//! The main instance: what a new record holds, with a template of every repeat.

use super::Writer;
use crate::Kind;
use crate::model::Default;
use crate::xpath::Tree;

impl<'f> Writer<'f> {
    pub(super) fn instance(&mut self) {
        let opening = self.form.opening.as_ref();
        let main = opening.and_then(|tree| Some((tree, *tree.children(Tree::ROOT).first()?)));
        self.element(0, main, Copy::First);
    }

    /// One element with everything in it; `begun` is what the form says that it holds at first.
    fn element(&mut self, at: u32, begun: Option<(&'f Tree, u32)>, copy: Copy) {
        let form = self.form;
        let item = form.item(at);
        let name = match &item.prefix {
            Some(prefix) => format!("{prefix}:{}", item.name),
            None => item.name.to_string(),
        };
        if !self.xml.allows(&name) {
            return;
        }
        self.xml.open(&name);
        let template = item.kind == Kind::Repeat && copy == Copy::Template;
        if template {
            self.xml.attribute("jr:template", "");
        }
        if at == 0 {
            for (name, value) in &form.head.attributes {
                if name != "id" && name != "version" {
                    self.xml.attribute(name, value);
                }
            }
            self.xml.attribute("id", &form.id);
            if !form.version.is_empty() {
                self.xml.attribute("version", &form.version);
            }
        }
        for (name, value) in item.extra.instance.iter().filter(|_| !template) {
            self.xml.attribute(name, value);
        }
        for attribute in &item.attributes {
            let held = form.item(*attribute);
            let value = match &held.default {
                Default::Fixed(value) => value.as_str(),
                Default::Nothing => "",
            };
            let name = match &held.prefix {
                Some(prefix) => format!("{prefix}:{}", held.name),
                None => held.name.to_string(),
            };
            self.xml.attribute(&name, value);
        }
        // A repeat right inside a template is a template; further down it begins as anywhere.
        let inner = match copy {
            Copy::Template if item.kind != Kind::Repeat => Copy::First,
            copy => copy,
        };
        for child in &item.children {
            self.child(*child, begun, inner);
        }
        if item.children.is_empty() {
            let value = match (begun, &item.default) {
                (Some((tree, node)), _) => tree.value(node),
                (None, Default::Fixed(value)) => value,
                (None, Default::Nothing) => "",
            };
            self.xml.words(value);
        }
        self.xml.close();
    }

    fn child(&mut self, at: u32, begun: Option<(&'f Tree, u32)>, copy: Copy) {
        let item = self.form.item(at);
        let own: Vec<(&'f Tree, u32)> = begun.map_or_else(Vec::new, |(tree, node)| {
            let children = tree.children(node).iter();
            let named = |id: &&u32| tree.name(**id).is_some_and(|n| n.local == item.name);
            let real = |id: &&u32| {
                let mut held = tree.attributes(**id).iter();
                !held.any(|a| tree.name(*a).is_some_and(|n| &*n.local == "template"))
            };
            children
                .filter(named)
                .filter(real)
                .map(|id| (tree, *id))
                .collect()
        });
        if item.kind != Kind::Repeat {
            return self.element(at, own.first().copied(), copy);
        }
        match copy {
            Copy::Template => self.element(at, None, Copy::Template),
            Copy::Instance if begun.is_none() => self.element(at, None, Copy::Instance),
            Copy::First | Copy::Instance => {
                if copy == Copy::First {
                    self.element(at, None, Copy::Template);
                }
                if begun.is_none() && !item.starts_empty {
                    self.element(at, None, Copy::Instance);
                }
                for one in own {
                    self.element(at, Some(one), Copy::Instance);
                }
            }
        }
    }
}

/// Which copy of a repeat is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copy {
    /// Outside of any repeat: a template and an instance.
    First,
    Template,
    Instance,
}
