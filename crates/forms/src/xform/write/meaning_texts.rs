//! Texts that are shown, in every language in which two forms are compared.

use roxmltree::Node;

use super::meaning::{Meaning, named, squeezed};

impl<'d> Meaning<'d> {
    /// All choices of a list of the form, as if they stood in the control: older converters write them there.
    pub(super) fn spread(
        &mut self,
        nodes: &str,
        value: &str,
        label: &str,
        path: &str,
        spoken: &[String],
    ) -> bool {
        let id = nodes
            .strip_prefix("instance('")
            .and_then(|rest| rest.strip_suffix("')/root/item"));
        let Some(id) = id else { return false };
        let list = self
            .document
            .descendants()
            .find(|node| named(*node, "instance") && node.attribute("id") == Some(id));
        let Some(root) = list.and_then(|list| list.first_element_child()) else {
            return false;
        };
        let items: Vec<Node<'d, 'd>> = root.children().filter(Node::is_element).collect();
        for (place, item) in items.into_iter().enumerate() {
            let child = |name: &str| item.children().find(|node| named(*node, name));
            let stored = child(value)
                .and_then(|node| node.text())
                .unwrap_or_default();
            self.say(&format!("{path} item {place}"), stored);
            let about = format!("{path} item {place} label");
            if let Some(id) = child("itextId").and_then(|node| node.text()) {
                self.by_id(&squeezed(id), &about, None, spoken);
            } else if let Some(label) = child(label) {
                self.shown(label, &about, None, spoken);
            }
        }
        true
    }

    /// A text that is shown, in its element or by its id.
    pub(super) fn shown(
        &mut self,
        node: Node<'d, 'd>,
        about: &str,
        path: Option<&str>,
        spoken: &[String],
    ) {
        match node.attribute("ref").and_then(text_id) {
            Some(id) => self.by_id(&id, about, path, spoken),
            None => {
                let words = self.words(node, path);
                self.in_all(about, "", &words, spoken);
            }
        }
    }

    pub(super) fn in_all(&mut self, about: &str, form: &str, words: &str, spoken: &[String]) {
        if spoken.is_empty() {
            return self.say(&format!("{about} {form}"), words);
        }
        for language in spoken {
            self.say(&format!("{about} {form} [{language}]"), words);
        }
    }

    pub(super) fn by_id(&mut self, id: &str, about: &str, path: Option<&str>, spoken: &[String]) {
        let entry = self.texts.get(id).cloned().unwrap_or_default();
        let first = [self.default_language.clone()];
        let asked = if spoken.is_empty() {
            &first[..]
        } else {
            spoken
        };
        for language in asked {
            let known = self
                .languages
                .iter()
                .any(|l| l.eq_ignore_ascii_case(language));
            let wanted = if known {
                language
            } else {
                &self.default_language
            };
            let wanted = wanted.clone();
            for (code, form, value) in &entry {
                if !code.eq_ignore_ascii_case(&wanted) {
                    continue;
                }
                let form = if form == "long" { "" } else { form };
                let words = self.words(*value, path);
                let key = if spoken.is_empty() {
                    format!("{about} {form}")
                } else {
                    format!("{about} {form} [{language}]")
                };
                self.say(&key, &words);
            }
        }
    }

    pub(super) fn words(&self, node: Node<'d, 'd>, path: Option<&str>) -> String {
        let mut out = String::new();
        for inner in node.children() {
            if named(inner, "output") {
                let value = inner.attribute("value").or_else(|| inner.attribute("ref"));
                let value = self.canonical(value.unwrap_or_default(), path);
                out.push_str(&format!(" {{{value}}} "));
            } else {
                out.push_str(inner.text().unwrap_or_default());
            }
        }
        squeezed(&out)
    }
}

/// The id in `jr:itext('id')`; an older converter leaves quotes in it as they are.
pub(super) fn text_id(text: &str) -> Option<String> {
    let inner = text
        .trim()
        .strip_prefix("jr:itext(")?
        .strip_suffix(')')?
        .trim();
    let inner = inner.strip_prefix(['\'', '"'])?;
    Some(inner.strip_suffix(['\'', '"'])?.to_owned())
}
