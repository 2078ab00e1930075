//! Going on with a record that came as submission XML: what it leaves out is as the form begins with it.

use std::sync::Arc;

use super::instance::{Instance, ROOT};
use super::{Filling, Known, Moment, growth, is_of_record};
use crate::media::xml;
use crate::model::Form;
use crate::submission::{Received, SubmissionError, read_submission};
use crate::xpath::{NodeKind, Tree};
use crate::{Kind, Media};

impl Filling {
    /// Goes on with a record that came as submission XML, and tells what the submission says beside its answers.
    ///
    /// A submission leaves out what was not relevant: such questions hold what the form begins with, while those
    /// that are there and empty stay empty. `record` is the record's id, for naming repeat instances.
    ///
    /// # Errors
    /// When the text is no submission of this form that can be read.
    pub fn restore(
        form: Arc<Form>,
        media: &Media,
        known: &Known,
        submission: (&str, &str),
        moment: &Moment,
    ) -> Result<(Filling, Received), SubmissionError> {
        let (text, record) = submission;
        let received = read_submission(&form, text, record)?;
        let mut instance = Instance::empty(&form, media, known, moment);
        let mut leftover = serde_json::Map::new();
        if let Some(root) = instance.first(ROOT) {
            leftover = instance.load(&form, root, &received.answers.0);
            let tree = xml::read(text).unwrap_or_else(|_| Tree::new());
            if let Some(element) = children(&tree, Tree::ROOT).first() {
                instance.complete(&form, root, &tree, *element, growth::top(&form));
            }
        }
        instance.compute_all(&form);
        instance.ready = true;
        instance.open(&form, false);
        let filling = Filling {
            form,
            instance,
            leftover: crate::Answers(leftover),
        };
        Ok((filling, received))
    }
}

impl Instance {
    /// Fills in what the element of a node leaves out.
    fn complete(
        &mut self,
        form: &Form,
        node: u32,
        tree: &Tree,
        element: u32,
        written: Option<u32>,
    ) {
        for child in &form.item(self.item_of(node)).children {
            let name = &form.item(*child).name;
            let named = |id: &u32| tree.name(*id).is_some_and(|own| own.local == *name);
            let given: Vec<u32> = children(tree, element).into_iter().filter(named).collect();
            let nodes: Vec<u32> = self.instances(node, *child).collect();
            let written = written.map_or_else(Vec::new, |at| growth::elements(form, at, *child));
            if form.item(*child).kind == Kind::Repeat && form.item(*child).fixed_count {
                for element in written.iter().skip(nodes.len()) {
                    self.grow_instance(form, node, *child, None, Some(*element));
                }
            }
            let nodes: Vec<u32> = self.instances(node, *child).collect();
            for (place, child) in nodes.into_iter().enumerate() {
                let written = written.get(place).copied();
                match given.get(place) {
                    Some(element) if is_of_record(form, self.item_of(child)) => {
                        self.tree.set_value(child, tree.text(*element));
                    }
                    Some(element) => self.complete(form, child, tree, *element, written),
                    None => self.as_begun(form, child, written),
                }
            }
        }
    }

    /// Makes a node and everything in it what the form begins with.
    fn as_begun(&mut self, form: &Form, node: u32, written: Option<u32>) {
        let item = form.item(self.item_of(node));
        if !item.kind.holds_questions() {
            if let Some(text) = self.written_default(form, node, written) {
                self.tree.set_value(node, text);
            }
            return;
        }
        for child in &item.children {
            if form.item(*child).kind == Kind::Repeat && self.instances(node, *child).count() == 0 {
                self.first_instances(form, node, *child, written);
            }
            let written = written.map_or_else(Vec::new, |at| growth::elements(form, at, *child));
            let nodes: Vec<u32> = self.instances(node, *child).collect();
            for (place, child) in nodes.into_iter().enumerate() {
                self.as_begun(form, child, written.get(place).copied());
            }
        }
    }
}

fn children(tree: &Tree, id: u32) -> Vec<u32> {
    let all = tree.children(id).iter().copied();
    all.filter(|id| tree.kind(*id) == NodeKind::Element)
        .collect()
}
