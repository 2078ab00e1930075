//! From XForm XML, as pyxform, ODK Central and Kobo write it, to the same form that a workbook gives.

mod actions;
mod body;
mod expressions;
mod further;
mod instance;
mod lists;
mod scan;
mod texts;

#[cfg(test)]
mod read_tests;

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node, ParsingOptions};

use crate::compile::Builder;
use crate::model::{Form, Texts};
use crate::{Finding, Language};

/// Largest form, in bytes.
const BYTES_MAX: usize = 32 * 1024 * 1024;
/// Most elements, attributes and texts of a form.
const NODES_MAX: u32 = 2_000_000;
/// Most elements of the main instance: each question, and the instances of repeats that a record begins with.
const MAIN_MAX: usize = 20_000;
/// The namespace of `jr:` attributes.
const JR: &str = "http://openrosa.org/javarosa";
/// The namespace of actions that need a sensor.
const ODK: &str = "http://www.opendatakit.org/xforms";

/// Reads a form from XForm XML. There is one exactly when no finding is an error; findings name the element by its
/// path and the line it stands in. Entities and document types are refused.
pub fn read_xform(bytes: &[u8]) -> (Option<Form>, Vec<Finding>) {
    match document(bytes) {
        Ok(text) => {
            let options = ParsingOptions {
                allow_dtd: false,
                nodes_limit: NODES_MAX,
                ..ParsingOptions::default()
            };
            match Document::parse_with_options(text, options) {
                Ok(document) => form(&document),
                Err(why) => refused(format!("the file is no well-formed XML: {why}")),
            }
        }
        Err(why) => refused(why),
    }
}

fn refused(message: String) -> (Option<Form>, Vec<Finding>) {
    (None, vec![Finding::error("", message)])
}

/// The text of a file that is not too large or too deep to be read.
fn document(bytes: &[u8]) -> Result<&str, String> {
    if bytes.len() > BYTES_MAX {
        return Err(format!("the form is larger than {BYTES_MAX} bytes"));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| "the form is not written in UTF-8: save it as UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    scan::check(text)?;
    Ok(text)
}

/// What the parts of a form say of one question, by its path.
struct Reader<'d> {
    /// Where the lines of the file end.
    lines: Vec<usize>,
    builder: Builder,
    binds: HashMap<String, Node<'d, 'd>>,
    /// Controls by what they refer to, with the language elements in them.
    controls: HashMap<String, Node<'d, 'd>>,
    repeats: HashMap<String, Node<'d, 'd>>,
    /// The paths that binds are known by, by their ids.
    bind_ids: HashMap<String, String>,
    /// Groups around a repeat, which carry its label.
    around: HashMap<String, Node<'d, 'd>>,
    /// Secondary instances by id.
    others: HashMap<String, Node<'d, 'd>>,
    itext: HashMap<String, texts::Entry<'d>>,
    items: HashMap<String, u32>,
    /// The paths of repeats that begin with an instance.
    begun: HashSet<String>,
    root: String,
}

fn form<'d>(document: &'d Document<'d>) -> (Option<Form>, Vec<Finding>) {
    let all = document.descendants();
    let model = all.clone().find(|node| is(*node, "model"));
    let Some(model) = model else {
        return refused("this is no XForm: there is no <model> in it".to_owned());
    };
    let body = document.descendants().find(|node| is(*node, "body"));
    let mut instances = model.children().filter(|node| is(*node, "instance"));
    let main = instances.next().and_then(|node| node.first_element_child());
    let Some(main) = main else {
        return refused(
            "this XForm has no main instance: the first <instance> holds the questions".to_owned(),
        );
    };
    if main
        .descendants()
        .filter(Node::is_element)
        .nth(MAIN_MAX)
        .is_some()
    {
        return refused(format!(
            "the main instance has more than {MAIN_MAX} elements: a form has far fewer"
        ));
    }
    let mut reader = Reader {
        lines: ends(document.input_text()),
        builder: Builder::empty(Vec::new()),
        binds: HashMap::new(),
        controls: HashMap::new(),
        repeats: HashMap::new(),
        bind_ids: HashMap::new(),
        around: HashMap::new(),
        others: HashMap::new(),
        itext: HashMap::new(),
        items: HashMap::new(),
        begun: HashSet::new(),
        root: format!("/{}", main.tag_name().name()),
    };
    for instance in instances {
        if let Some(id) = instance.attribute("id") {
            reader.others.insert(id.to_owned(), instance);
        }
    }
    reader.languages(model);
    reader.collect(model, body, main);
    reader.questions(main);
    reader.secondary();
    reader.itext_pieces();
    reader.formulas();
    reader.lists();
    reader.actions(model, body);
    reader.further(model);
    reader.head(document, main, body)
}

impl<'d> Reader<'d> {
    fn head(
        mut self,
        document: &'d Document<'d>,
        main: Node<'d, 'd>,
        body: Option<Node<'d, 'd>>,
    ) -> (Option<Form>, Vec<Finding>) {
        let title = document.descendants().find(|node| is(*node, "title"));
        let title = title.map_or_else(String::new, |node| words(node));
        let id = main.attribute("id").unwrap_or_default();
        if id.is_empty() {
            self.warn(
                main,
                "the form has no id: its title stands for it".to_owned(),
            );
        }
        let id = if id.is_empty() { title.as_str() } else { id }.to_owned();
        let version = main.attribute("version").unwrap_or_default().to_owned();
        let namespaces = document.root_element().namespaces();
        self.builder.head.namespaces = namespaces
            .filter_map(|ns| Some((ns.name()?.to_owned(), ns.uri().to_owned())))
            .collect();
        let style = body.and_then(|body| body.attribute("class"));
        self.builder.head.style = style.unwrap_or_default().to_owned();
        if let Some(to) = document.descendants().find(|node| is(*node, "submission")) {
            let held = |name: &str| attribute(to, name).map(str::to_owned);
            self.builder.head.submission = crate::model::Submission {
                address: held("action"),
                public_key: held("base64RsaPublicKey"),
                auto_send: held("auto-send"),
                auto_delete: held("auto-delete"),
                client_editable: held("client-editable").as_deref() == Some("true"),
            };
        }
        let name = ["/meta/instanceName", "/orx:meta/orx:instanceName"];
        let name = name
            .iter()
            .find_map(|end| self.items.get(&format!("{}{end}", self.root)));
        self.builder.head.instance_name = name.copied();
        self.builder.finish(id, version, Texts::plain(&title))
    }

    fn warn(&mut self, at: Node<'_, '_>, message: String) {
        let row = self.line(at);
        self.builder.warn(&place(at), Some(row), None, message);
    }

    fn error(&mut self, at: Node<'_, '_>, column: Option<&str>, message: String) {
        let row = self.line(at);
        self.builder.error(&place(at), Some(row), column, message);
    }

    /// The line in which an element begins.
    fn line(&self, at: Node<'_, '_>) -> u32 {
        let before = self.lines.partition_point(|end| *end < at.range().start);
        crate::compile::index(before + 1)
    }

    fn languages(&mut self, model: Node<'d, 'd>) {
        let translations = model.descendants().filter(|node| is(*node, "translation"));
        for node in translations {
            let Some(name) = node.attribute("lang") else {
                continue;
            };
            let language = crate::compile::language(name);
            let default = node
                .attributes()
                .any(|a| a.name() == "default" && a.value() != "false()");
            if default && self.builder.default_language.is_empty() {
                self.builder.default_language.clone_from(&language.code);
            }
            self.builder.languages.push(language);
        }
        if self.builder.languages.is_empty() {
            self.builder.languages.push(Language {
                code: "default".to_owned(),
                name: "default".to_owned(),
                heading: String::new(),
            });
        }
        if self.builder.default_language.is_empty() {
            let first = self.builder.languages.first();
            self.builder.default_language = first.map_or_else(String::new, |l| l.code.clone());
        }
        self.itext(model);
    }
}

/// Where the lines of a text end.
fn ends(text: &str) -> Vec<usize> {
    let bytes = text.bytes().enumerate();
    bytes
        .filter(|(_, byte)| *byte == b'\n')
        .map(|(at, _)| at)
        .collect()
}

/// Whether a node is an element of this name, whatever its namespace.
fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// An attribute by its local name, whatever its namespace.
fn attribute<'d>(node: Node<'d, 'd>, name: &str) -> Option<&'d str> {
    let mut all = node.attributes();
    all.find(|attribute| attribute.name() == name)
        .map(|a| a.value())
}

/// The text in an element, with its ends trimmed.
fn words(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(|inner| inner.is_text());
    let text: String = texts.filter_map(|inner| inner.text()).collect();
    text.trim().to_owned()
}

/// The element by the names on the way to it and what it refers to.
fn place(at: Node<'_, '_>) -> String {
    let name = at.tag_name().name();
    let about = ["nodeset", "ref", "bind", "id"]
        .iter()
        .find_map(|key| at.attribute(*key));
    match about {
        Some(about) => format!("<{name} {about}>"),
        None => format!("<{name}>"),
    }
}
