//! Made-up forms for comparing engines: the same seed gives the same form. What engines are known to decide
//! differently (xlsform decisions on blanks, booleans and shrinking counts) is not drawn.

use std::fmt::Write as _;

/// Chance from a seed (splitmix64).
pub(super) struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let at = self.below(from.len());
        from.get(at).copied()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Integer,
    Decimal,
    Date,
    One,
    Several,
}

/// A question that later expressions may read.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub path: String,
    pub sort: Sort,
    /// The repeats that hold it, outermost first.
    pub repeats: Vec<String>,
}

/// A form while it is made up.
pub(super) struct Maker {
    pub(super) draw: Draw,
    /// Languages, when there are any.
    languages: &'static [&'static str],
    count: usize,
    pub(super) asked: Vec<Asked>,
    pub(super) repeats: Vec<String>,
    /// What is in the instance now, and what is in the pattern of the repeat around it.
    instance: String,
    pattern: String,
    model: String,
    actions: String,
    body: String,
    texts: Vec<String>,
    lists: String,
}

/// A made-up form, as XForm XML.
pub(super) fn form(seed: u64) -> String {
    let mut draw = Draw(seed ^ 0xf02a);
    let languages: &[&str] = if draw.one_in(2) {
        &["English (en)", "French (fr)"]
    } else {
        &[]
    };
    let mut maker = Maker {
        draw,
        languages,
        count: 0,
        asked: Vec::new(),
        repeats: Vec::new(),
        instance: String::new(),
        pattern: String::new(),
        model: String::new(),
        actions: String::new(),
        body: String::new(),
        texts: vec![String::new(); languages.len()],
        lists: String::new(),
    };
    let questions = 6 + maker.draw.below(14);
    maker.inside("/data", &[], questions, 0);
    maker.finish()
}

impl Maker {
    fn finish(self) -> String {
        let itext = self
            .languages
            .iter()
            .zip(&self.texts)
            .map(|(language, texts)| {
                format!("<translation lang=\"{language}\">{texts}</translation>")
            });
        let itext: String = itext.collect();
        let itext = if itext.is_empty() {
            itext
        } else {
            format!("<itext>{itext}</itext>")
        };
        format!(
            "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" \
             xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:odk=\"http://www.opendatakit.org/xforms\" \
             xmlns:orx=\"http://openrosa.org/xforms\"><h:head><h:title>Made up</h:title><model odk:xforms-version=\"1.0.0\">\
             {itext}<instance><data id=\"made_up\" version=\"1\">{}<meta><instanceID/></meta></data></instance>{}{}\
             <bind nodeset=\"/data/meta/instanceID\" type=\"string\" readonly=\"true()\" jr:preload=\"uid\"/>{}</model></h:head>\
             <h:body>{}</h:body></h:html>",
            self.instance, self.lists, self.model, self.actions, self.body
        )
    }

    fn name(&mut self, begin: &str) -> String {
        self.count += 1;
        format!("{begin}{}", self.count)
    }

    /// Makes up what a group, a repeat or the form holds.
    fn inside(&mut self, above: &str, repeats: &[String], questions: usize, depth: usize) {
        let mut left = questions;
        while left > 0 {
            let holds = (2 + self.draw.below(3)).min(left);
            if depth < 3 && left > 2 && self.draw.one_in(6) {
                self.group(above, repeats, holds, depth);
                left -= holds;
            } else if depth < 2 && left > 2 && self.draw.one_in(7) {
                self.repeat(above, repeats, holds, depth);
                left -= holds;
            } else if self.draw.one_in(5) {
                self.calculate(above, repeats);
                left -= 1;
            } else {
                self.question(above, repeats);
                left -= 1;
            }
        }
    }

    /// Writes into the instance and into the pattern of the repeat around.
    fn written(&mut self, xml: &str) {
        self.instance.push_str(xml);
        self.pattern.push_str(xml);
    }

    fn group(&mut self, above: &str, repeats: &[String], holds: usize, depth: usize) {
        let name = self.name("g");
        let path = format!("{above}/{name}");
        let label = self.label(&path, repeats);
        if self.draw.one_in(3) {
            let relevant = self.truth(&path, repeats, 2);
            let _ = write!(
                self.model,
                "<bind nodeset=\"{path}\" relevant=\"{relevant}\"/>"
            );
        }
        self.written(&format!("<{name}>"));
        let _ = write!(self.body, "<group ref=\"{path}\">{label}");
        self.inside(&path, repeats, holds, depth + 1);
        self.body.push_str("</group>");
        self.written(&format!("</{name}>"));
    }

    fn repeat(&mut self, above: &str, repeats: &[String], holds: usize, depth: usize) {
        let name = self.name("r");
        let path = format!("{above}/{name}");
        let label = self.label(&path, repeats);
        // Engines differ in how many entries a repeat begins with that lies in another.
        let count = if !repeats.is_empty() || self.draw.one_in(3) {
            format!(" jr:count=\"{}\"", 1 + self.draw.below(3))
        } else {
            String::new()
        };
        let mut own = repeats.to_vec();
        own.push(path.clone());
        let (above_instance, above_pattern) = (
            std::mem::take(&mut self.instance),
            std::mem::take(&mut self.pattern),
        );
        let _ = write!(
            self.body,
            "<group ref=\"{path}\">{label}<repeat nodeset=\"{path}\"{count}>"
        );
        self.inside(&path, &own, holds, depth + 1);
        self.body.push_str("</repeat></group>");
        let inner = std::mem::replace(&mut self.instance, above_instance);
        let pattern = std::mem::replace(&mut self.pattern, above_pattern);
        let pattern = format!("<{name} jr:template=\"\">{pattern}</{name}>");
        self.pattern.push_str(&pattern);
        if repeats.is_empty() {
            self.instance.push_str(&pattern);
        }
        if count.is_empty() {
            let _ = write!(self.instance, "<{name}>{inner}</{name}>");
        }
        if repeats.is_empty() {
            self.repeats.push(path);
        }
    }

    fn calculate(&mut self, above: &str, repeats: &[String]) {
        let name = self.name("c");
        let path = format!("{above}/{name}");
        let (sort, expr) = match self.draw.below(3) {
            0 => (Sort::Text, self.text(&path, repeats, 3)),
            _ => (Sort::Integer, self.number(&path, repeats, 3)),
        };
        let _ = write!(
            self.model,
            "<bind nodeset=\"{path}\" type=\"string\" calculate=\"{expr}\"/>"
        );
        self.written(&format!("<{name}/>"));
        self.asked.push(Asked {
            path,
            sort,
            repeats: repeats.to_vec(),
        });
    }

    fn question(&mut self, above: &str, repeats: &[String]) {
        let name = self.name("q");
        let path = format!("{above}/{name}");
        let sorts = [
            Sort::Text,
            Sort::Integer,
            Sort::Integer,
            Sort::Decimal,
            Sort::Date,
            Sort::One,
            Sort::One,
            Sort::Several,
        ];
        let sort = self.draw.pick(&sorts).unwrap_or(Sort::Text);
        let label = self.label(&path, repeats);
        let (element, type_name, inner) = match sort {
            Sort::Text => ("input", "string", String::new()),
            Sort::Integer => ("input", "int", String::new()),
            Sort::Decimal => ("input", "decimal", String::new()),
            Sort::Date => ("input", "date", String::new()),
            Sort::One => ("select1", "string", self.choices(&path, repeats)),
            Sort::Several => ("select", "string", self.choices(&path, repeats)),
        };
        let filtered = inner.contains("<itemset");
        let default = match (sort, self.draw.below(6)) {
            _ if filtered => "",
            (Sort::Text, 0) => "Ana",
            (Sort::Integer, 0) => "3",
            (Sort::One, 0) => "a",
            (Sort::Several, 0) => "a b",
            (Sort::Date, 0) => "2026-01-15",
            _ => "",
        };
        let mut bind = format!("<bind nodeset=\"{path}\" type=\"{type_name}\"");
        if self.draw.one_in(4) {
            let relevant = self.truth(&path, repeats, 2);
            let _ = write!(bind, " relevant=\"{relevant}\"");
        }
        // A list without choices is missing to one engine and not to another; so is what nobody may answer.
        match self.draw.below(10) {
            0 | 1 if filtered => {}
            0 => bind.push_str(" required=\"true()\""),
            1 => {
                let required = self.truth(&path, repeats, 1);
                let _ = write!(bind, " required=\"{required}\" jr:requiredMsg=\"Needed\"");
            }
            2 => {
                let shut = self.truth(&path, repeats, 1);
                let _ = write!(bind, " readonly=\"{shut}\"");
            }
            _ => {}
        }
        if let Some(constraint) = self.constraint(sort) {
            let _ = write!(
                bind,
                " constraint=\"{constraint}\" jr:constraintMsg=\"Check it\""
            );
        }
        bind.push_str("/>");
        self.model.push_str(&bind);
        if default.is_empty() && repeats.is_empty() && self.draw.one_in(8) {
            let value = self.text(&path, repeats, 1);
            if sort == Sort::Text {
                let _ = write!(
                    self.actions,
                    "<setvalue ref=\"{path}\" event=\"odk-instance-first-load\" value=\"{value}\"/>"
                );
            }
        }
        self.written(&format!("<{name}>{default}</{name}>"));
        let _ = write!(
            self.body,
            "<{element} ref=\"{path}\">{label}{inner}</{element}>"
        );
        self.asked.push(Asked {
            path,
            sort,
            repeats: repeats.to_vec(),
        });
    }

    fn constraint(&mut self, sort: Sort) -> Option<String> {
        if !self.draw.one_in(4) {
            return None;
        }
        Some(match sort {
            Sort::Integer | Sort::Decimal => {
                format!(
                    ". &gt;= {} and . &lt; {}",
                    self.draw.below(4),
                    10 + self.draw.below(60)
                )
            }
            Sort::Text => format!("string-length(.) &lt; {}", 3 + self.draw.below(6)),
            Sort::Date => ". &gt; date('2020-01-01')".to_owned(),
            Sort::Several => format!("count-selected(.) &lt;= {}", 1 + self.draw.below(2)),
            Sort::One => ". != 'b'".to_owned(),
        })
    }

    /// The choices of a select: written where it stands, or a list that is filtered by an earlier answer.
    fn choices(&mut self, path: &str, repeats: &[String]) -> String {
        let names = ["a", "b", "c", "d", "e"];
        let count = 2 + self.draw.below(4);
        let names = names.get(..count).unwrap_or(&names);
        let known = self.readable(repeats, |one| one.sort == Sort::One);
        let filter = if known.is_empty() || self.draw.one_in(2) {
            None
        } else {
            let at = self.draw.below(known.len());
            known.get(at).map(|one| self.reference(path, one, repeats))
        };
        let Some(by) = filter else {
            let items = names.iter().map(|name| {
                format!("<item><label>Choice {name}</label><value>{name}</value></item>")
            });
            return items.collect();
        };
        let list = self.name("l");
        let mut items = String::new();
        for name in names {
            let group = self.draw.pick(&["a", "b", "c"]).unwrap_or("a");
            let _ = write!(
                items,
                "<item><name>{name}</name><label>Item {name}</label><part>{group}</part></item>"
            );
        }
        let _ = write!(
            self.lists,
            "<instance id=\"{list}\"><root>{items}</root></instance>"
        );
        // Inside a predicate the question itself is `current()`.
        let by = match by.strip_prefix("../") {
            Some(_) => format!("current()/{by}"),
            None => by,
        };
        format!(
            "<itemset nodeset=\"instance('{list}')/root/item[part = {by}]\"><value ref=\"name\"/><label ref=\"label\"/></itemset>"
        )
    }

    fn label(&mut self, path: &str, repeats: &[String]) -> String {
        let output = if self.draw.one_in(4) {
            let text = self.text(path, repeats, 1);
            format!(" <output value=\"{text}\"/>")
        } else {
            String::new()
        };
        let about = path.rsplit('/').next().unwrap_or(path);
        if self.languages.is_empty() {
            return format!("<label>About {about}{output}</label>");
        }
        for (language, texts) in self.languages.iter().zip(&mut self.texts) {
            let word = if language.starts_with('E') {
                "About"
            } else {
                "Sur"
            };
            let _ = write!(
                texts,
                "<text id=\"{path}:label\"><value>{word} {about}{output}</value></text>"
            );
        }
        format!("<label ref=\"jr:itext('{path}:label')\"/>")
    }
}
