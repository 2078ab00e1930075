//! XML from outside, read into a document: no entities beyond the five, no document types, nothing too deep.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::xpath::{Packer, Tree};

/// How deep elements may nest.
pub(crate) const DEPTH_MAX: usize = 128;

/// How many attributes an element may have.
const ATTRIBUTES_MAX: usize = 1_000;

/// Why a text is not XML that can be used, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub(crate) struct XmlError {
    pub line: u32,
    pub message: String,
}

/// Reads a document. Text between elements that is nothing but spaces is left out; text in elements stays as it
/// is written.
pub(crate) fn read(text: &str) -> Result<Tree, XmlError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = quick_xml::Reader::from_str(text);
    let mut packer = Packer::new();
    let mut pending = String::new();
    let mut rooted = false;
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let fail = |message: &str| Err(error(text, at, message));
        let event = match event {
            Ok(event) => event,
            Err(source) => return fail(&format!("this is not well-formed XML ({source})")),
        };
        if packer.is_full() {
            return fail("the document is too large");
        }
        match event {
            Event::Eof => break,
            Event::Start(ref start) | Event::Empty(ref start) => {
                if packer.depth() == 0 && std::mem::replace(&mut rooted, true) {
                    return fail(
                        "a second element stands beside the first: there is one around all others",
                    );
                }
                if packer.depth() >= DEPTH_MAX {
                    return fail(&format!(
                        "elements are nested deeper than {DEPTH_MAX} levels"
                    ));
                }
                beside(&mut packer, &mut pending);
                open(&mut packer, start).map_err(|message| error(text, at, &message))?;
                if matches!(event, Event::Empty(_)) {
                    packer.close("");
                }
            }
            Event::End(_) => {
                if packer.has_children() {
                    beside(&mut packer, &mut pending);
                }
                packer.close(&pending);
                pending.clear();
            }
            Event::Text(words) => pending.push_str(&words.xml10_content()),
            Event::CData(words) => pending.push_str(&words.xml10_content()),
            Event::GeneralRef(entity) => match resolved(&entity) {
                Some(found) => pending.push(found),
                None => return fail("an entity is used here: write its text instead"),
            },
            Event::DocType(_) => {
                return fail("a document type is declared: it is not read, take it out");
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        if packer.depth() == 0 && !pending.is_empty() {
            if !pending.trim().is_empty() {
                return fail("text stands outside all elements");
            }
            pending.clear();
        }
    }
    let at_end = |message: &str| Err(error(text, text.len(), message));
    match (rooted, packer.depth()) {
        (false, _) => at_end("there is no element in this file"),
        (true, 0) => Ok(packer.finish()),
        _ => at_end("the file ends before its last element is closed"),
    }
}

/// Text that stands beside elements becomes a node of its own.
fn beside(packer: &mut Packer, pending: &mut String) {
    if !pending.trim().is_empty() {
        packer.text(pending);
    }
    pending.clear();
}

fn open(packer: &mut Packer, start: &BytesStart<'_>) -> Result<(), String> {
    let name = start.name();
    let (prefix, local) = split(name.as_ref());
    packer.open(prefix, local);
    for (count, attribute) in start.attributes().enumerate() {
        if count >= ATTRIBUTES_MAX {
            return Err(format!("{local} has more than {ATTRIBUTES_MAX} attributes"));
        }
        let attribute = attribute
            .map_err(|source| format!("an attribute of {local} is not well-formed ({source})"))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|_| {
                format!("an attribute of {local} uses an entity: write its text instead")
            })?;
        let (prefix, name) = split(attribute.key.as_ref());
        packer.attribute(prefix, name, &value);
    }
    Ok(())
}

fn split(name: &str) -> (Option<&str>, &str) {
    match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    }
}

fn resolved(entity: &BytesRef<'_>) -> Option<char> {
    if entity.is_char_ref() {
        return entity.resolve_char_ref().ok().flatten();
    }
    match &*entity.xml10_content() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

fn error(text: &str, at: usize, message: &str) -> XmlError {
    let before = text.as_bytes().get(..at.min(text.len())).unwrap_or(&[]);
    let lines = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    XmlError {
        line: u32::try_from(lines).unwrap_or(u32::MAX),
        message: message.to_owned(),
    }
}
