//! What two XForms mean, told as facts that can be compared: structure, values, conditions, texts by language, choices
//! and actions. Spaces, the spelling of ids and prefixes, and the order of attributes say nothing; paths are spelled
//! from the top, as phones read them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use roxmltree::{Document, Node};

use super::meaning_texts::text_id;

/// What is said of a form: each fact by what it is about.
pub(super) type Facts = BTreeMap<String, String>;

const JR: &str = "http://openrosa.org/javarosa";
const CONTROLS: &[&str] = &[
    "input", "secret", "select", "select1", "rank", "range", "trigger", "upload", "group", "repeat",
];

/// From whose place the value of an action is read: that of the question it stands in, or that of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    FromSource,
    FromTarget,
}

pub(super) struct Meaning<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) root: String,
    seen: Seen,
    /// Texts by id: language, form, element.
    pub(super) texts: HashMap<String, Vec<(String, String, Node<'d, 'd>)>>,
    pub(super) languages: Vec<String>,
    pub(super) default_language: String,
    facts: Facts,
}

/// The languages of a form, as codes.
pub(super) fn languages(document: &Document<'_>) -> Vec<String> {
    let all = document
        .descendants()
        .filter(|node| named(*node, "translation"));
    let codes = all.filter_map(|node| node.attribute("lang"));
    codes
        .map(|lang| crate::compile::language(lang).code)
        .collect()
}

/// The facts of a form in some languages; without any, in the one that it shows first.
pub(super) fn facts(document: &Document<'_>, spoken: &[String], seen: Seen) -> Facts {
    let model = document
        .descendants()
        .find(|node| named(*node, "model"))
        .unwrap();
    let main = model
        .children()
        .find(|node| named(*node, "instance"))
        .unwrap();
    let main = main.first_element_child().unwrap();
    let mut meaning = Meaning {
        document,
        root: main.tag_name().name().to_owned(),
        seen,
        texts: HashMap::new(),
        languages: languages(document),
        default_language: String::new(),
        facts: Facts::new(),
    };
    meaning.collect(model);
    meaning.instance(main, "/data");
    meaning.head(model, spoken);
    meaning.model(model, spoken);
    let body = document.descendants().find(|node| named(*node, "body"));
    if let Some(body) = body {
        meaning.say("body @class", body.attribute("class").unwrap_or_default());
        meaning.body(body, "/data", spoken);
    }
    meaning.facts
}

/// What is said differently, as lines. What theirs leaves as `-` in one language says nothing.
pub(super) fn differences(theirs: &Facts, ours: &Facts) -> Vec<String> {
    let keys: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
    let differ = keys.into_iter().filter_map(|key| {
        let (a, b) = (theirs.get(key), ours.get(key));
        // A file of another language is shown where there is none; the other converter shows none then.
        let files = ["image", "audio", "video"].iter();
        let file = files.clone().any(|form| key.contains(&format!("{form} [")));
        let unsaid = a.is_none() && (file || key == "default language");
        let untold = unsaid || a.is_some_and(|text| text == "-");
        (a != b && !untold).then(|| format!("{key}: {a:?} / {b:?}"))
    });
    differ.collect()
}

pub(super) fn named(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// A text with single spaces and straight quotes.
pub(super) fn squeezed(text: &str) -> String {
    let text = text.replace(['\u{2018}', '\u{2019}'], "'");
    let text = text.replace(['\u{201c}', '\u{201d}'], "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'d> Meaning<'d> {
    pub(super) fn say(&mut self, about: &str, what: &str) {
        let what = squeezed(what);
        if !what.is_empty() {
            self.facts.insert(about.to_owned(), what);
        }
    }

    fn collect(&mut self, model: Node<'d, 'd>) {
        for translation in model
            .descendants()
            .filter(|node| named(*node, "translation"))
        {
            let code = crate::compile::language(translation.attribute("lang").unwrap()).code;
            if translation.attribute("default").is_some() || self.default_language.is_empty() {
                self.default_language.clone_from(&code);
            }
            for text in translation.children().filter(|node| named(*node, "text")) {
                let entry = self.texts.entry(text.attribute("id").unwrap().to_owned());
                let values = text.children().filter(|node| named(*node, "value"));
                let values = values.map(|value| {
                    let form = value.attribute("form").unwrap_or_default();
                    (code.clone(), form.to_owned(), value)
                });
                entry.or_default().extend(values);
            }
        }
    }

    fn head(&mut self, model: Node<'d, 'd>, spoken: &[String]) {
        let title = self
            .document
            .descendants()
            .find(|node| named(*node, "title"));
        self.say(
            "title",
            title.and_then(|node| node.text()).unwrap_or_default(),
        );
        for attribute in model.attributes() {
            self.say(&format!("model @{}", attribute.name()), attribute.value());
        }
        let marked = model
            .descendants()
            .find(|node| node.attribute("default").is_some());
        if spoken.len() > 1
            && let Some(lang) = marked.and_then(|node| node.attribute("lang"))
        {
            let code = crate::compile::language(lang).code;
            self.say("default language", &code);
        }
        if let Some(submission) = model.children().find(|node| named(*node, "submission")) {
            for attribute in submission.attributes() {
                self.say(
                    &format!("submission @{}", attribute.name()),
                    attribute.value(),
                );
            }
        }
    }

    fn instance(&mut self, at: Node<'d, 'd>, path: &str) {
        for attribute in at.attributes() {
            let name = attribute.name();
            let value = if attribute.namespace() == Some(JR) && name == "template" {
                "yes".to_owned()
            } else {
                format!("'{}'", self.renamed(attribute.value()))
            };
            self.say(&format!("instance {path} @{name}"), &value);
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut order = Vec::new();
        for child in at.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            let count = counts.entry(name).or_default();
            *count += 1;
            let path = format!("{path}/{name}[{count}]");
            order.push(name.to_owned());
            self.instance(child, &path);
        }
        if order.is_empty() {
            self.say(&format!("instance {path}"), at.text().unwrap_or_default());
            self.facts.entry(format!("instance {path}")).or_default();
        } else {
            self.say(&format!("instance {path} holds"), &order.join(" "));
        }
    }

    fn model(&mut self, model: Node<'d, 'd>, spoken: &[String]) {
        for node in model.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "instance" => self.list(node, spoken),
                "bind" => self.bind(node, spoken),
                "setvalue" | "setgeopoint" | "recordaudio" => self.action(node, "model"),
                _ => {}
            }
        }
    }

    fn list(&mut self, node: Node<'d, 'd>, spoken: &[String]) {
        let Some(id) = node.attribute("id") else {
            return;
        };
        self.say(
            &format!("list {id}"),
            node.attribute("src").unwrap_or("inside"),
        );
        let Some(root) = node.first_element_child() else {
            return;
        };
        for (place, item) in root.children().filter(Node::is_element).enumerate() {
            let mut cells: Vec<(String, String)> = Vec::new();
            for cell in item.children().filter(Node::is_element) {
                let name = cell.tag_name().name();
                let about = format!("list {id} {place} label");
                match name {
                    "itextId" => self.by_id(
                        &squeezed(cell.text().unwrap_or_default()),
                        &about,
                        None,
                        spoken,
                    ),
                    "label" => self.shown(cell, &about, None, spoken),
                    _ => cells.push((name.to_owned(), squeezed(cell.text().unwrap_or_default()))),
                }
            }
            cells.sort();
            self.say(&format!("list {id} {place}"), &format!("{cells:?}"));
        }
    }

    fn bind(&mut self, node: Node<'d, 'd>, spoken: &[String]) {
        let path = self.path(node.attribute("nodeset").unwrap());
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let about = format!("bind {path} @{name}");
            match name {
                "nodeset" => {}
                "type" if matches!(value, "string") => {}
                "relevant" | "constraint" if value == "true()" => {}
                "required" | "readonly" if value == "false()" => {}
                "relevant" | "constraint" | "required" | "readonly" | "calculate" => {
                    let value = self.canonical(value, Some(&path));
                    self.say(&about, &value);
                }
                "constraintMsg" | "requiredMsg" | "noAppErrorString" => match text_id(value) {
                    Some(id) => self.by_id(&id, &about, Some(&path), spoken),
                    None => self.in_all(&about, "", value, spoken),
                },
                _ => {
                    let value = self.loose(value, &path);
                    self.say(&about, &value);
                }
            }
        }
    }

    fn action(&mut self, node: Node<'d, 'd>, source: &str) {
        let target = self.path(node.attribute("ref").unwrap());
        let event = node.attribute("event").unwrap_or_default();
        let name = node.tag_name().name();
        let from = if self.seen == Seen::FromSource && event == "xforms-value-changed" {
            source
        } else {
            &target
        };
        let value = node
            .attribute("value")
            .map(|text| self.canonical(text, Some(from)));
        let value = value
            .or_else(|| Some(format!("'{}'", node.text()?)))
            .unwrap_or_else(|| "''".to_owned());
        let quality = node.attributes().find(|a| a.name() == "quality");
        let quality = quality.map_or("", |a| a.value());
        self.say(
            &format!("action {name} {target} on {event} in {source}"),
            &format!("{value} {quality}"),
        );
    }

    fn body(&mut self, at: Node<'d, 'd>, path: &str, spoken: &[String]) {
        let mut order = Vec::new();
        for node in at.children().filter(Node::is_element) {
            let name = node.tag_name().name();
            match name {
                "setvalue" | "setgeopoint" | "recordaudio" => self.action(node, path),
                name if CONTROLS.contains(&name) => {
                    let own = node.attribute("ref").or_else(|| node.attribute("nodeset"));
                    let own = own.map_or_else(|| path.to_owned(), |own| self.path(own));
                    order.push(format!("{name} {own}"));
                    self.control(node, name, &own, spoken);
                    self.body(node, &own, spoken);
                }
                _ => {}
            }
        }
        if !order.is_empty() {
            let about = format!("body {} {path} holds", at.tag_name().name());
            self.say(&about, &order.join(", "));
        }
    }

    fn control(&mut self, node: Node<'d, 'd>, name: &str, path: &str, spoken: &[String]) {
        for attribute in node.attributes() {
            let key = attribute.name();
            let value = match key {
                "ref" | "nodeset" => continue,
                "query" | "count" | "noAddRemove" => self.canonical(attribute.value(), Some(path)),
                _ => self.loose(attribute.value(), path),
            };
            self.say(&format!("{name} {path} @{key}"), &value);
        }
        let mut items = 0;
        for child in node.children().filter(Node::is_element) {
            let place = items;
            match child.tag_name().name() {
                part @ ("label" | "hint") => {
                    self.shown(child, &format!("{path} {part}"), Some(path), spoken);
                }
                "itemset" => {
                    let nodes = self.canonical(child.attribute("nodeset").unwrap(), Some(path));
                    let part = |name: &str| {
                        let part = child.children().find(|node| named(*node, name));
                        let part = part
                            .and_then(|part| part.attribute("ref"))
                            .unwrap_or_default();
                        if part.replace(' ', "") == "jr:itext(itextId)" {
                            "label"
                        } else {
                            part
                        }
                    };
                    let (value, label) = (part("value"), part("label"));
                    if !self.spread(&nodes, value, label, path, spoken) {
                        let words = format!("{nodes} stores {value} shows {label}");
                        self.say(&format!("{path} offers"), &words);
                    }
                }
                "item" => {
                    items += 1;
                    let part = |name: &str| child.children().find(|node| named(*node, name));
                    let value = part("value")
                        .and_then(|node| node.text())
                        .unwrap_or_default();
                    self.say(&format!("{path} item {place}"), value);
                    if let Some(label) = part("label") {
                        let about = format!("{path} item {place} label");
                        self.shown(label, &about, Some(path), spoken);
                    }
                }
                "tag" => {
                    items += 1;
                    let key = child.attribute("key").unwrap_or_default();
                    let about = format!("{path} tag {place} {key}");
                    self.say(&about, "asked");
                    if let Some(label) = child.children().find(|node| named(*node, "label")) {
                        self.shown(label, &about, Some(path), spoken);
                    }
                }
                _ => {}
            }
        }
    }
}
