//! From the tree of answers to XML.

use std::collections::BTreeSet;

use super::INSTANCE;
use crate::engine::Instance;
use crate::model::{Form, Item, ValueType};
use crate::{Filling, Kind};

const META: &str = "meta";
const ROOT: u32 = 0;

/// What a submission says beside the answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubmissionFacts {
    /// The record's id, such as `uuid:…`; empty to keep the one that the form made.
    pub instance_id: String,
    /// The id that the record had before it was edited.
    pub deprecated_id: Option<String>,
    /// The file name of the log of how the form was filled.
    pub audit: Option<String>,
    /// Whether repeat instances keep their ids, for reading the record back into the same answers.
    pub keep_ids: bool,
}

/// A record as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionXml {
    /// The XML, without a declaration.
    pub xml: String,
    /// The names of the files that belong to it, each once, in the order of the form.
    pub attachments: Vec<String>,
}

impl Filling {
    /// The record as submission XML: relevant answers only, empty ones as empty elements, with its meta block.
    pub fn submission_xml(&self, facts: &SubmissionFacts) -> SubmissionXml {
        let mut writer = Writer {
            form: self.form(),
            instance: self.instance(),
            facts,
            out: String::new(),
            attachments: Vec::new(),
            prefixes: BTreeSet::new(),
        };
        writer.root();
        SubmissionXml {
            xml: writer.out,
            attachments: writer.attachments,
        }
    }
}

struct Writer<'a> {
    form: &'a Form,
    instance: &'a Instance,
    facts: &'a SubmissionFacts,
    out: String,
    attachments: Vec<String>,
    prefixes: BTreeSet<String>,
}

impl Writer<'_> {
    fn root(&mut self) {
        let Some(node) = self.instance.first(ROOT) else {
            return;
        };
        let item = self.form.item(ROOT);
        let name = if item.name.is_empty() {
            "data"
        } else {
            &item.name
        };
        let name = match self.prefix(item) {
            Some(prefix) => format!("{prefix}:{name}"),
            None => name.to_owned(),
        };
        // What is inside says which namespaces are in use.
        self.children(node, ROOT);
        let own = self.attributes(node, ROOT);
        let inside = std::mem::take(&mut self.out);
        self.out.push('<');
        self.out.push_str(&name);
        for prefix in std::mem::take(&mut self.prefixes) {
            let address = address(self.form, &prefix).unwrap_or_default();
            attribute(&mut self.out, &format!("xmlns:{prefix}"), address);
        }
        if !has_attribute(&own, "id") {
            attribute(&mut self.out, "id", &self.form.id);
        }
        if !has_attribute(&own, "version") && !self.form.version.is_empty() {
            attribute(&mut self.out, "version", &self.form.version);
        }
        for (name, value) in &own {
            attribute(&mut self.out, name, value);
        }
        self.close(&name, &inside);
    }

    /// Ends an opening tag with what the element holds.
    fn close(&mut self, name: &str, inside: &str) {
        if inside.is_empty() {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        self.out.push_str(inside);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// The prefix of an item, when its namespace is known.
    fn prefix(&mut self, item: &Item) -> Option<String> {
        let prefix = item.prefix.as_deref()?;
        address(self.form, prefix)?;
        self.prefixes.insert(prefix.to_owned());
        Some(prefix.to_owned())
    }

    fn name(&mut self, item: &Item) -> String {
        match self.prefix(item) {
            Some(prefix) => format!("{prefix}:{}", item.name),
            None => item.name.to_string(),
        }
    }

    fn attributes(&mut self, node: u32, parent: u32) -> Vec<(String, String)> {
        let form = self.form;
        let mut out = Vec::new();
        for id in self.instance.tree.attributes(node) {
            let at = self.instance.item_of(*id);
            let item = form.item(at);
            let template = item.prefix.as_deref() == Some("jr") && &*item.name == "template";
            if template
                || !form.item(parent).attributes.contains(&at)
                || self.instance.tree.hidden(*id)
            {
                continue;
            }
            out.push((self.name(item), self.instance.tree.value(*id).to_owned()));
        }
        out
    }

    fn children(&mut self, node: u32, item: u32) {
        let mut meta = false;
        for child in self.instance.tree.children(node).to_vec() {
            if self.instance.tree.hidden(child) {
                continue;
            }
            let inner = self.instance.item_of(child);
            let is_meta = item == ROOT && is_meta(self.form.item(inner));
            meta |= is_meta;
            self.element(child, inner, is_meta);
        }
        if item == ROOT && !meta {
            let mut inside = String::new();
            self.meta_rest(&[], "", &mut inside);
            if !inside.is_empty() {
                self.out.push_str("<meta>");
                self.out.push_str(&inside);
                self.out.push_str("</meta>");
            }
        }
    }

    fn element(&mut self, node: u32, at: u32, is_meta: bool) {
        let form = self.form;
        let item = form.item(at);
        let name = self.name(item);
        let before = std::mem::take(&mut self.out);
        if item.kind.holds_questions() {
            if is_meta {
                self.meta(node);
            } else {
                self.children(node, at);
            }
        } else {
            let value = self.instance.tree.value(node);
            escape(&mut self.out, value, false);
            if item.value_type == ValueType::Binary || item.kind == Kind::File {
                self.attach(value.to_owned());
            }
        }
        let inside = std::mem::replace(&mut self.out, before);
        self.out.push('<');
        self.out.push_str(&name);
        for (name, value) in self.attributes(node, at) {
            attribute(&mut self.out, &name, &value);
        }
        if item.kind == Kind::Repeat && self.facts.keep_ids {
            let id = self.instance.id_of(node).unwrap_or_default();
            attribute(&mut self.out, INSTANCE, id);
        }
        self.close(&name, &inside);
    }

    /// What the meta block of the form holds, with the record's own facts in their places.
    fn meta(&mut self, node: u32) {
        let form = self.form;
        let mut there = Vec::new();
        let mut prefix = String::new();
        for child in self.instance.tree.children(node).to_vec() {
            let at = self.instance.item_of(child);
            let item = form.item(at);
            if self.fact(&item.name).is_some() {
                let name = self.name(item);
                if let Some((own, _)) = name.split_once(':') {
                    prefix = format!("{own}:");
                }
                if let Some(value) = self.fact(&item.name) {
                    leaf(&mut self.out, &name, &value);
                    there.push(item.name.to_string());
                    if &*item.name == "audit" {
                        self.attach(value);
                    }
                }
            } else if !self.instance.tree.hidden(child) {
                self.element(child, at, false);
                there.push(item.name.to_string());
            }
        }
        let mut rest = String::new();
        self.meta_rest(&there, &prefix, &mut rest);
        self.out.push_str(&rest);
    }

    /// The record's own facts that the form has no place for.
    fn meta_rest(&mut self, there: &[String], prefix: &str, out: &mut String) {
        for name in ["instanceID", "deprecatedID", "audit"] {
            if there.iter().any(|known| known == name) {
                continue;
            }
            if let Some(value) = self.fact(name) {
                leaf(out, &format!("{prefix}{name}"), &value);
                if name == "audit" {
                    self.attach(value);
                }
            }
        }
    }

    fn fact(&self, name: &str) -> Option<String> {
        match name {
            "instanceID" => Some(self.facts.instance_id.clone()).filter(|id| !id.is_empty()),
            "deprecatedID" => self.facts.deprecated_id.clone(),
            "audit" => self.facts.audit.clone(),
            _ => None,
        }
    }

    fn attach(&mut self, file: String) {
        if !file.is_empty() && !self.attachments.contains(&file) {
            self.attachments.push(file);
        }
    }
}

pub(super) fn is_meta(item: &Item) -> bool {
    &*item.name == META && item.kind == Kind::Group
}

fn has_attribute(all: &[(String, String)], name: &str) -> bool {
    all.iter().any(|(known, _)| known == name)
}

fn leaf(out: &mut String, name: &str, value: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape(out, value, false);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value, true);
    out.push('"');
}

/// Writes text so that it is read back as it is; what XML cannot hold at all is left out.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if u32::from(c) < 0x20 => {}
            c => out.push(c),
        }
    }
}

/// The address behind a prefix: the form's own, else the ones that all forms know.
fn address<'f>(form: &'f Form, prefix: &str) -> Option<&'f str> {
    let declared = form
        .head
        .namespaces
        .iter()
        .find(|(known, _)| known == prefix);
    declared
        .map(|(_, address)| address.as_str())
        .or(match prefix {
            "orx" => Some("http://openrosa.org/xforms"),
            "jr" => Some("http://openrosa.org/javarosa"),
            "odk" => Some("http://www.opendatakit.org/xforms"),
            "entities" => Some("http://www.opendatakit.org/xforms/entities"),
            _ => None,
        })
}
