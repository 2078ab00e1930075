//! XML as expressions see it in full: comments, instructions, spaces between elements and namespaces too.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::tree::{Name, NodeKind, Tree};

/// Largest document, in bytes.
const BYTES_MAX: usize = 16 << 20;
/// How deep elements may nest.
const DEPTH_MAX: usize = 128;

/// Reads a document. A document type is passed over and what it declares is not known; the error says what is
/// wrong and in which line.
pub(super) fn read(text: &str) -> Result<Tree, String> {
    if text.len() > BYTES_MAX {
        return Err(format!(
            "the document is larger than {} MB",
            BYTES_MAX >> 20
        ));
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = quick_xml::Reader::from_str(text);
    let mut writer = Writer {
        tree: Tree::namespaced(),
        unclosed: Vec::new(),
        words: String::new(),
    };
    loop {
        let event = reader.read_event();
        let event = event.map_err(|source| format!("this is not well-formed XML ({source})"));
        let more = event.and_then(|event| writer.take(&event));
        match more {
            Ok(true) => {}
            Ok(false) => break,
            Err(message) => {
                let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                let before = text.as_bytes().get(..at.min(text.len())).unwrap_or(&[]);
                let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
                return Err(format!("line {line}: {message}"));
            }
        }
    }
    writer.tree.rank();
    Ok(writer.tree)
}

struct Writer {
    tree: Tree,
    /// The elements that are open.
    unclosed: Vec<u32>,
    /// Text that goes on until something else comes.
    words: String,
}

impl Writer {
    /// Takes one event; false at the end of the document.
    fn take(&mut self, event: &Event<'_>) -> Result<bool, String> {
        match event {
            Event::Text(words) => self.words.push_str(&words.xml10_content()),
            Event::GeneralRef(entity) => self.words.push(resolved(entity)?),
            _ => self.flush()?,
        }
        match event {
            Event::Eof => return self.end().map(|()| false),
            Event::Start(start) => {
                let id = self.element(start)?;
                self.unclosed.push(id);
            }
            Event::Empty(start) => {
                self.element(start)?;
            }
            Event::End(_) => {
                self.unclosed.pop();
            }
            Event::CData(words) => {
                let words = words.xml10_content().into_owned();
                self.leaf(NodeKind::Text, "", words);
            }
            Event::Comment(words) => {
                let words = words.xml10_content().into_owned();
                self.leaf(NodeKind::Comment, "", words);
            }
            Event::PI(instruction) => {
                let data = instruction.content().trim_start().to_owned();
                self.leaf(NodeKind::Instruction, instruction.target(), data);
            }
            Event::Text(_) | Event::GeneralRef(_) | Event::Decl(_) | Event::DocType(_) => {}
        }
        Ok(true)
    }

    fn parent(&self) -> u32 {
        self.unclosed.last().copied().unwrap_or(Tree::ROOT)
    }

    fn leaf(&mut self, kind: NodeKind, name: &str, value: String) {
        let parent = self.parent();
        self.tree.append(parent, kind, Name::local(name), value);
    }

    fn flush(&mut self) -> Result<(), String> {
        if self.words.is_empty() {
            return Ok(());
        }
        let words = std::mem::take(&mut self.words);
        if !self.unclosed.is_empty() {
            self.leaf(NodeKind::Text, "", words);
        } else if !words.trim().is_empty() {
            return Err("text stands outside all elements".to_owned());
        }
        Ok(())
    }

    fn element(&mut self, start: &BytesStart<'_>) -> Result<u32, String> {
        if self.unclosed.len() >= DEPTH_MAX {
            return Err(format!(
                "elements are nested deeper than {DEPTH_MAX} levels"
            ));
        }
        if self.unclosed.is_empty() && self.root().is_some() {
            return Err("a second element stands beside the first".to_owned());
        }
        let parent = self.parent();
        let element = name(start.name().as_ref());
        let id = self
            .tree
            .append(parent, NodeKind::Element, element, String::new());
        for attribute in start.attributes() {
            let attribute = attribute
                .map_err(|source| format!("an attribute is not well-formed ({source})"))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| "an attribute uses an entity that is not known".to_owned())?;
            let name = name(attribute.key.as_ref());
            self.tree
                .append(id, NodeKind::Attribute, name, value.into_owned());
        }
        Ok(id)
    }

    fn root(&self) -> Option<u32> {
        let mut children = self.tree.children(Tree::ROOT).iter().copied();
        children.find(|id| self.tree.kind(*id) == NodeKind::Element)
    }

    fn end(&self) -> Result<(), String> {
        if !self.unclosed.is_empty() {
            return Err("the document ends before its last element is closed".to_owned());
        }
        match self.root() {
            Some(_) => Ok(()),
            None => Err("there is no element in the document".to_owned()),
        }
    }
}

fn name(written: &str) -> Name {
    match written.split_once(':') {
        Some((prefix, local)) => Name {
            prefix: Some(prefix.into()),
            local: local.into(),
        },
        None => Name::local(written),
    }
}

fn resolved(entity: &BytesRef<'_>) -> Result<char, String> {
    let found = if entity.is_char_ref() {
        entity.resolve_char_ref().ok().flatten()
    } else {
        match &*entity.xml10_content() {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => None,
        }
    };
    found.ok_or_else(|| "an entity is used that is not known".to_owned())
}
