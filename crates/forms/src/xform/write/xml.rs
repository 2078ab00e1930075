//! XML while it is written: what is opened is closed, and what is no XML is left out.

/// What an element holds so far.
#[derive(Clone, Copy, PartialEq)]
enum Held {
    Nothing,
    Elements,
    Words,
}

/// XML that grows from its start to its end.
pub(super) struct Xml {
    out: String,
    open: Vec<(String, Held)>,
    /// Prefixes that may be used.
    prefixes: Vec<String>,
    /// The attributes of the element that was opened last.
    named: Vec<String>,
}

impl Xml {
    pub(super) fn new(prefixes: Vec<String>) -> Xml {
        Xml {
            out: "<?xml version=\"1.0\"?>".to_owned(),
            open: Vec::new(),
            prefixes,
            named: Vec::new(),
        }
    }

    /// Opens an element inside the last one that is open.
    pub(super) fn open(&mut self, name: &str) {
        let words = self.open.iter().any(|(_, held)| *held == Held::Words);
        self.begin(Held::Elements);
        if !words {
            self.line();
        }
        self.out.push('<');
        self.out.push_str(name);
        self.open.push((name.to_owned(), Held::Nothing));
        self.named.clear();
    }

    /// Adds an attribute to the element that was opened last; the first of a name counts, and one whose name or prefix
    /// is no XML is left out.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        let (prefix, local) = match name.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, name),
        };
        let declares = prefix == Some("xmlns");
        let known = |prefix: &str| self.prefixes.iter().any(|known| known == prefix);
        if !is_xml_name(local) || !prefix.is_none_or(|prefix| declares || known(prefix)) {
            return;
        }
        if self.named.iter().any(|held| held == name) {
            return;
        }
        self.named.push(name.to_owned());
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(value, true, &mut self.out);
        self.out.push('"');
    }

    /// Words come next, or elements among words: no line is broken any more.
    pub(super) fn inline(&mut self) {
        self.begin(Held::Words);
    }

    pub(super) fn words(&mut self, text: &str) {
        if !text.is_empty() {
            self.begin(Held::Words);
            escape(text, false, &mut self.out);
        }
    }

    pub(super) fn close(&mut self) {
        let words = self.open.iter().any(|(_, held)| *held == Held::Words);
        let Some((name, held)) = self.open.pop() else {
            return;
        };
        if held == Held::Nothing {
            self.out.push_str("/>");
            return;
        }
        if !words {
            self.line();
        }
        self.out.push_str("</");
        self.out.push_str(&name);
        self.out.push('>');
    }

    /// An element that holds words alone.
    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name);
        self.words(text);
        self.close();
    }

    pub(super) fn done(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.push('\n');
        self.out
    }

    /// Whether an element of this name may stand here.
    pub(super) fn allows(&self, name: &str) -> bool {
        match name.split_once(':') {
            Some((prefix, local)) => {
                self.prefixes.iter().any(|known| known == prefix) && is_xml_name(local)
            }
            None => is_xml_name(name),
        }
    }

    fn begin(&mut self, what: Held) {
        let Some((_, held)) = self.open.last_mut() else {
            return;
        };
        if *held == Held::Nothing {
            self.out.push('>');
        }
        if *held != Held::Words {
            *held = what;
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        let depth = self.open.len();
        self.out.extend(std::iter::repeat_n("  ", depth));
    }
}

/// Whether a text is a name in XML, without a prefix.
pub(crate) fn is_xml_name(name: &str) -> bool {
    let first = |c: char| {
        matches!(c, 'A'..='Z' | 'a'..='z' | '_'
            | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
            | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}'
            | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
            | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
    };
    let later = |c: char| {
        first(c)
            || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}'
                | '\u{203f}'..='\u{2040}')
    };
    let mut chars = name.chars();
    chars.next().is_some_and(first) && chars.all(later)
}

/// Writes a text so that reading gives it back; signs that XML cannot hold are left out.
fn escape(text: &str, attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' | '\t' if attribute => out.push_str(&format!("&#{};", u32::from(c))),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            c if u32::from(c) < 0x20 || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}
