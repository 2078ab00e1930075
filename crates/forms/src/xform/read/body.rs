//! Binds and controls, by what they refer to.

use roxmltree::Node;

use super::{Reader, is};

const CONTROLS: &[&str] = &[
    "input", "secret", "select", "select1", "rank", "range", "trigger", "upload", "group",
];

impl<'d> Reader<'d> {
    /// Collects the binds of the model and the controls of the body.
    pub(super) fn collect(
        &mut self,
        model: Node<'d, 'd>,
        body: Option<Node<'d, 'd>>,
        main: Node<'d, 'd>,
    ) {
        for bind in model.children().filter(|node| is(*node, "bind")) {
            if let Some(path) = bind.attribute("nodeset").or_else(|| bind.attribute("ref")) {
                let path = self.absolute(bind, path);
                if let Some(id) = bind.attribute("id") {
                    self.bind_ids.insert(id.to_owned(), path.clone());
                }
                self.binds.insert(path, bind);
            }
        }
        let Some(body) = body else {
            self.warn(main, "the form has no body: nothing is asked".to_owned());
            return;
        };
        for node in body.descendants().filter(|node| node.is_element()) {
            if is(node, "repeat") {
                if let Some(path) = self.target(node) {
                    if let Some(group) = node.parent().filter(|above| is(*above, "group")) {
                        self.around.insert(path.clone(), group);
                    }
                    self.repeats.insert(path, node);
                }
            } else if CONTROLS.contains(&node.tag_name().name())
                && let Some(path) = self.target(node)
            {
                self.controls.entry(path).or_insert(node);
            }
        }
    }
}
