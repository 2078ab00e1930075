//! How a record begins: its nodes and what stands in them before anybody answers.

use super::cast::cast;
use super::instance::{Instance, ROOT};
use super::lexical;
use super::world::Facts;
use crate::Kind;
use crate::model::{Default, Form, Preload};
use crate::xpath::{NodeKind, Tree, dates, functions};

impl Instance {
    /// Makes the nodes below one; `written` is its element in the instance that the form begins with, when
    /// there is more to know than the questions say.
    pub(super) fn grow(&mut self, form: &Form, node: u32, written: Option<u32>) {
        for child in &form.item(self.item_of(node)).children {
            let item = form.item(*child);
            if item.kind == Kind::Repeat {
                self.first_instances(form, node, *child, written);
                continue;
            }
            let made = self.create(form, node, *child, None);
            if item.kind == Kind::Group {
                let written = written.and_then(|at| elements(form, at, *child).first().copied());
                self.grow(form, made, written);
            }
        }
    }

    /// The instances that a repeat begins with; a counted one gets them from its count.
    pub(super) fn first_instances(
        &mut self,
        form: &Form,
        node: u32,
        repeat: u32,
        written: Option<u32>,
    ) {
        let item = form.item(repeat);
        if item.count.is_some() {
            return;
        }
        match written {
            Some(at) => {
                for element in elements(form, at, repeat) {
                    self.grow_instance(form, node, repeat, None, Some(element));
                }
            }
            None if item.starts_empty => {}
            None => {
                self.grow_instance(form, node, repeat, None, None);
            }
        }
    }

    /// Makes an instance of a repeat with everything in it.
    pub(super) fn grow_instance(
        &mut self,
        form: &Form,
        parent: u32,
        repeat: u32,
        id: Option<&str>,
        written: Option<u32>,
    ) -> u32 {
        let id = id.map_or_else(|| self.fresh_id(parent, repeat), str::to_owned);
        let made = self.create(form, parent, repeat, Some(&id));
        self.grow(form, made, written);
        made
    }

    /// An id by chance, which an instance may have already.
    pub(super) fn drawn_id(&self) -> String {
        format!("{:012x}", self.facts.random() >> 16)
    }

    fn fresh_id(&self, parent: u32, repeat: u32) -> String {
        loop {
            let id = self.drawn_id();
            let mut there = self.instances(parent, repeat);
            if !there.any(|node| self.id_of(node) == Some(&id)) {
                return id;
            }
        }
    }

    /// Puts what the form begins with and the laptop's own facts into a node and those below it. Whoever calls brings
    /// the order of the tree up to date, once for all nodes.
    pub(super) fn begin(&mut self, form: &Form, node: u32, written: Option<u32>) {
        let mut stack = vec![(node, written)];
        while let Some((node, written)) = stack.pop() {
            self.put_default(form, node, written);
            for attribute in self.tree.attributes(node).to_vec() {
                self.put_default(form, attribute, None);
            }
            let mut counts = std::collections::HashMap::<u32, usize>::new();
            let mut below = Vec::new();
            for child in self.tree.children(node) {
                let item = self.item_of(*child);
                let place = counts.entry(item).or_default();
                let own = written.and_then(|at| elements(form, at, item).get(*place).copied());
                *place += 1;
                below.push((*child, own));
            }
            stack.extend(below.into_iter().rev());
        }
    }

    fn put_default(&mut self, form: &Form, node: u32, written: Option<u32>) {
        let item = form.item(self.item_of(node));
        if item.kind.holds_questions() {
            return;
        }
        // The end is not known before the record is written.
        if let Some(preload) = item.preload.filter(|preload| *preload != Preload::End) {
            let value = self.facts.preload(preload);
            self.tree.set_value(node, value);
            return;
        }
        if let Some(text) = self.written_default(form, node, written) {
            self.tree.set_value(node, text);
        }
    }

    /// What stands in a question before anybody answers, as it is stored; what does not fit stays as written.
    pub(super) fn written_default(
        &self,
        form: &Form,
        node: u32,
        written: Option<u32>,
    ) -> Option<String> {
        let item = form.item(self.item_of(node));
        let text = match (form.opening.as_ref().zip(written), &item.default) {
            (Some((tree, at)), _) => tree.value(at),
            (None, Default::Fixed(text)) => text,
            (None, Default::Nothing) => return None,
        };
        let text = lexical::stored(item.kind, text);
        let fitting = cast(item.value_type, text.clone(), self.facts.offset_minutes);
        Some(if fitting.is_empty() { text } else { fitting })
    }

    /// The element that the form begins with at a node: the one at the same places among its likes.
    pub(super) fn written(&self, form: &Form, node: u32) -> Option<u32> {
        let mut way = Vec::new();
        let mut at = node;
        while self.item_of(at) != ROOT {
            let parent = self.tree.parent(at)?;
            let item = self.item_of(at);
            way.push((
                item,
                self.instances(parent, item).position(|node| node == at)?,
            ));
            at = parent;
        }
        let mut element = top(form)?;
        for (item, place) in way.into_iter().rev() {
            element = elements(form, element, item).get(place).copied()?;
        }
        Some(element)
    }
}

/// The element of the form itself in the instance that it begins with.
pub(super) fn top(form: &Form) -> Option<u32> {
    form.opening.as_ref()?.children(Tree::ROOT).first().copied()
}

/// The elements of a question below an element of the instance that the form begins with, without templates.
pub(super) fn elements(form: &Form, at: u32, item: u32) -> Vec<u32> {
    let Some(tree) = &form.opening else {
        return Vec::new();
    };
    let name = &form.item(item).name;
    let named = |id: u32, name: &str| tree.name(id).is_some_and(|own| *own.local == *name);
    let template = |id: u32| tree.attributes(id).iter().any(|a| named(*a, "template"));
    let all = tree.children(at).iter().copied();
    let all = all.filter(|id| tree.kind(*id) == NodeKind::Element);
    all.filter(|id| named(*id, name) && !template(*id))
        .collect()
}

impl Facts {
    pub(super) fn preload(&self, preload: Preload) -> String {
        let now = || dates::now(self.now_ms, dates::offset(self.offset_minutes));
        match preload {
            Preload::Start | Preload::End => dates::write(&now()),
            Preload::Today => dates::write_date(now().date),
            Preload::Username => self.username.clone(),
            Preload::Device => self.device.clone(),
            Preload::Email => self.known.email.clone(),
            Preload::Phone => self.known.phone.clone(),
            Preload::Uid => format!(
                "uuid:{}",
                functions::version_4(self.random(), self.random())
            ),
            Preload::Unknown => String::new(),
        }
    }
}
