//! From a form to XForm XML, as pyxform writes it and Collect, Enketo, web-forms and Central read it.

mod binds;
mod body;
mod instance;
mod lists;
mod texts;
mod xml;

#[cfg(test)]
mod meaning;
#[cfg(test)]
mod meaning_paths;
#[cfg(test)]
mod meaning_tests;
#[cfg(test)]
mod meaning_texts;
#[cfg(test)]
mod spelled_tests;
#[cfg(test)]
mod write_tests;

pub(crate) use xml::is_xml_name;

use std::collections::{HashMap, HashSet};

use crate::Form;
use crate::model::Action;
use xml::Xml;

/// Namespaces that every form declares.
const NAMESPACES: [(&str, &str); 6] = [
    ("h", "http://www.w3.org/1999/xhtml"),
    ("ev", "http://www.w3.org/2001/xml-events"),
    ("xsd", "http://www.w3.org/2001/XMLSchema"),
    ("jr", "http://openrosa.org/javarosa"),
    ("orx", "http://openrosa.org/xforms"),
    ("odk", "http://www.opendatakit.org/xforms"),
];
const XFORMS: &str = "http://www.w3.org/2002/xforms";
const ENTITIES: &str = "http://www.opendatakit.org/xforms/entities";
/// The version of the XForms specification of ODK that is written.
const XFORMS_VERSION: &str = "1.0.0";

/// Writes a form as XForm XML. Reading it back gives a form with the same questions, answers and texts.
pub fn write_xform(form: &Form) -> String {
    let namespaces = namespaces(form);
    let prefixes = namespaces.iter().map(|(prefix, _)| prefix.clone());
    let mut writer = Writer {
        form,
        xml: Xml::new(prefixes.chain(["xml".to_owned()]).collect()),
        paths: paths(form),
        acting: HashMap::new(),
        by_id: HashSet::new(),
    };
    writer.by_id = writer.lists_by_id();
    for action in &form.actions {
        if let Some(source) = action.source {
            writer.acting.entry(source).or_default().push(action);
        }
    }
    writer.document(&namespaces);
    writer.xml.done()
}

struct Writer<'f> {
    form: &'f Form,
    xml: Xml,
    /// The path of every item from the top.
    paths: Vec<String>,
    /// The actions that stand in a control or repeat, until they are written.
    acting: HashMap<u32, Vec<&'f Action>>,
    /// The lists whose labels have ids.
    by_id: HashSet<String>,
}

fn namespaces(form: &Form) -> Vec<(String, String)> {
    let usual = NAMESPACES.iter();
    let mut out: Vec<(String, String)> = usual
        .map(|(prefix, address)| ((*prefix).to_owned(), (*address).to_owned()))
        .collect();
    if form.head.entities_version.is_some() {
        out.push(("entities".to_owned(), ENTITIES.to_owned()));
    }
    for (prefix, address) in &form.head.namespaces {
        let fits = is_xml_name(prefix) && prefix != "xml" && prefix != "xmlns";
        if fits && !address.is_empty() && !out.iter().any(|(known, _)| known == prefix) {
            out.push((prefix.clone(), address.clone()));
        }
    }
    out
}

/// The paths of all items, as binds and controls name them.
fn paths(form: &Form) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(form.items.len());
    for item in &form.items {
        let above = item.parent.and_then(|parent| out.get(parent as usize));
        let sign = if item.attribute { "@" } else { "" };
        let name = match &item.prefix {
            Some(prefix) => format!("{prefix}:{}", item.name),
            None => item.name.to_string(),
        };
        out.push(format!("{}/{sign}{name}", above.map_or("", String::as_str)));
    }
    out
}

impl Writer<'_> {
    fn path(&self, at: u32) -> String {
        self.paths.get(at as usize).cloned().unwrap_or_default()
    }

    fn document(&mut self, namespaces: &[(String, String)]) {
        let form = self.form;
        self.xml.open("h:html");
        self.xml.attribute("xmlns", XFORMS);
        for (prefix, address) in namespaces {
            self.xml.attribute(&format!("xmlns:{prefix}"), address);
        }
        self.xml.open("h:head");
        self.xml.leaf("h:title", form.title(&form.default_language));
        self.xml.open("model");
        self.xml.attribute("odk:xforms-version", XFORMS_VERSION);
        if let Some(version) = &form.head.entities_version {
            self.xml.attribute("entities:entities-version", version);
        }
        self.submission();
        self.itext();
        self.xml.open("instance");
        self.instance();
        self.xml.close();
        self.secondary();
        self.binds();
        self.xml.close();
        self.xml.close();
        self.xml.open("h:body");
        if !form.head.style.is_empty() {
            self.xml.attribute("class", &form.head.style);
        }
        self.body();
        self.xml.close();
        self.xml.close();
    }

    fn submission(&mut self) {
        let to = &self.form.head.submission;
        if *to == crate::model::Submission::default() {
            return;
        }
        self.xml.open("submission");
        if let Some(address) = &to.address {
            self.xml.attribute("action", address);
            self.xml.attribute("method", "post");
        }
        let further = [
            ("base64RsaPublicKey", &to.public_key),
            ("orx:auto-send", &to.auto_send),
            ("orx:auto-delete", &to.auto_delete),
        ];
        for (name, value) in further {
            if let Some(value) = value {
                self.xml.attribute(name, value);
            }
        }
        if to.client_editable {
            self.xml.attribute("odk:client-editable", "true");
        }
        self.xml.close();
    }
}
