//! The main instance with its binds: which questions there are, and what kind each is.

use roxmltree::Node;

use super::{JR, Reader, attribute, is};
use crate::answers::NESTING_MAX;
use crate::compile::index;
use crate::model::{Asks, Condition, Control, Default, Preload, ValueType};
use crate::xpath::Tree;
use crate::{Class, Kind};

/// How many questions a form may have.
const QUESTIONS_MAX: usize = 20_000;

impl<'d> Reader<'d> {
    /// Makes the tree of questions from the main instance.
    pub(super) fn questions(&mut self, main: Node<'d, 'd>) {
        let name = main.tag_name().name();
        let root = self
            .builder
            .add(None, name, Kind::Group, self.line(main), Class::P2);
        self.items.insert(self.root.clone(), root);
        self.attributes(main, root, &self.root.clone());
        self.begun(main);
        let mut stack = vec![(main, root, self.root.clone(), 0)];
        while let Some((element, parent, path, depth)) = stack.pop() {
            if depth > NESTING_MAX {
                let message = format!("groups are nested deeper than {NESTING_MAX} levels");
                self.error(element, None, message);
                return;
            }
            let mut below = Vec::new();
            for child in element.children().filter(Node::is_element) {
                if self.builder.items.len() > QUESTIONS_MAX {
                    let message = format!("the form has more than {QUESTIONS_MAX} questions");
                    self.error(child, None, message);
                    return;
                }
                if let Some((shape, made)) = self.question(element, child, parent, &path) {
                    let path = format!("{path}/{}", child.tag_name().name());
                    below.push((shape, made, path, depth + 1));
                }
            }
            stack.extend(below.into_iter().rev());
        }
        self.opening(main);
    }

    /// Notes which repeats stand somewhere for themselves, and not as a template alone.
    fn begun(&mut self, main: Node<'d, 'd>) {
        let mut stack = vec![(main, self.root.clone())];
        while let Some((element, path)) = stack.pop() {
            for child in element.children().filter(Node::is_element) {
                let path = format!("{path}/{}", child.tag_name().name());
                stack.push((child, path.clone()));
                let repeats = self.repeats.contains_key(&path);
                if repeats && child.attribute((JR, "template")).is_none() {
                    self.begun.insert(path);
                }
            }
        }
    }

    /// Makes the question of an element, unless it has one; gives the element that says what each of its instances
    /// holds, too.
    fn question(
        &mut self,
        element: Node<'d, 'd>,
        child: Node<'d, 'd>,
        parent: u32,
        above: &str,
    ) -> Option<(Node<'d, 'd>, u32)> {
        let name = child.tag_name().name();
        let path = format!("{above}/{name}");
        let again = self.items.contains_key(&path);
        let repeat = self.repeats.get(&path).copied();
        let same = |node: &Node<'_, '_>| is(*node, name);
        if again {
            let first = element.children().find(same) == Some(child);
            if repeat.is_none() && !first {
                let message = format!("{path} stands here a second time: this one is left out");
                self.warn(child, message);
            }
            return None;
        }
        // A template stands for every instance, wherever it is among them.
        let template = |node: &Node<'_, '_>| node.attribute((JR, "template")).is_some();
        let mut all = element.children().filter(same);
        let child = all
            .find(template)
            .filter(|_| repeat.is_some())
            .unwrap_or(child);
        let kind = self.kind(child, &path, repeat.is_some());
        let made = self
            .builder
            .add(Some(parent), name, kind, self.line(child), Class::P2);
        self.items.insert(path.clone(), made);
        let value = child.text().map(str::trim).unwrap_or_default().to_owned();
        let starts_empty = repeat.is_some() && !self.begun.contains(&path);
        let count = repeat.is_some_and(|node| node.attribute((JR, "count")).is_some());
        let fixed = repeat.and_then(|node| node.attribute((JR, "noAddRemove")));
        let prefix = child
            .tag_name()
            .namespace()
            .and_then(|uri| child.lookup_prefix(uri));
        let bind = self.binds.get(&path).copied();
        let value_type = bind
            .and_then(|bind| bind.attribute("type"))
            .and_then(ValueType::named)
            .unwrap_or_default();
        let control = self.control(&path, kind);
        let appearance = |node: &Node<'d, 'd>| attribute(*node, "appearance");
        let own = repeat.as_ref().and_then(appearance);
        let appearance = own.or_else(|| self.controls.get(&path).and_then(appearance));
        if let Some(question) = self.builder.question_mut(made) {
            question.appearance = appearance.unwrap_or_default().to_owned();
        }
        if let Some(item) = self.builder.item_mut(made) {
            item.prefix = prefix.filter(|prefix| !prefix.is_empty()).map(Into::into);
            item.value_type = value_type;
            item.control = control;
            item.starts_empty = starts_empty && !count;
            item.fixed_count = fixed.is_some_and(|text| text.trim() == "true()");
            item.preload = bind.and_then(preload);
            item.save_to = bind
                .and_then(|bind| attribute(bind, "saveto"))
                .map(str::to_owned);
            let leaf = !kind.holds_questions() && !value.is_empty();
            if leaf {
                item.default = Default::Fixed(value);
            }
        }
        self.attributes(child, made, &path);
        Some((child, made))
    }

    /// Makes a question of each attribute that a record carries.
    fn attributes(&mut self, element: Node<'d, 'd>, owner: u32, path: &str) {
        for attribute in element.attributes() {
            let name = attribute.name();
            let of_form = owner == 0 && matches!(name, "id" | "version");
            let template = attribute.namespace() == Some(JR) && name == "template";
            if of_form || template || self.builder.items.len() > QUESTIONS_MAX {
                continue;
            }
            let path = format!("{path}/@{name}");
            let bind = self.binds.get(&path).copied();
            let calculated = bind.is_some_and(|bind| bind.attribute("calculate").is_some());
            let preload = bind.and_then(preload);
            let kind = match preload {
                Some(_) => Kind::Meta,
                None if calculated => Kind::Calculate,
                None => Kind::Hidden,
            };
            let line = self.line(element);
            let Some(made) = self.builder.add_attribute(owner, name, kind, line) else {
                continue;
            };
            self.items.insert(path, made);
            let prefix = attribute.namespace();
            let prefix = prefix.and_then(|uri| element.lookup_prefix(uri));
            let value_type = bind.and_then(|bind| bind.attribute("type"));
            if let Some(item) = self.builder.item_mut(made) {
                item.prefix = prefix.filter(|prefix| !prefix.is_empty()).map(Into::into);
                item.value_type = value_type.and_then(ValueType::named).unwrap_or_default();
                item.preload = preload;
                if !attribute.value().is_empty() {
                    item.default = Default::Fixed(attribute.value().to_owned());
                }
            }
        }
    }

    fn kind(&self, child: Node<'d, 'd>, path: &str, repeat: bool) -> Kind {
        if repeat {
            return Kind::Repeat;
        }
        if child.children().any(|inner| inner.is_element()) {
            return Kind::Group;
        }
        let bind = self.binds.get(path);
        let named = bind.and_then(|bind| bind.attribute("type"));
        let value_type = named.and_then(ValueType::named).unwrap_or_default();
        let calculated = bind.is_some_and(|bind| bind.attribute("calculate").is_some());
        let read_only = bind.and_then(|bind| bind.attribute("readonly"));
        let Some(control) = self.controls.get(path) else {
            if bind.is_some_and(|bind| bind.attribute((JR, "preload")).is_some()) {
                return Kind::Meta;
            }
            return if calculated {
                Kind::Calculate
            } else {
                Kind::Hidden
            };
        };
        match control.tag_name().name() {
            "select" => Kind::SelectMultiple,
            "select1" => Kind::SelectOne,
            "rank" => Kind::Rank,
            "range" => Kind::Range,
            "trigger" => Kind::Acknowledge,
            "upload" => Kind::File,
            "group" => Kind::Group,
            _ => {
                let bare = child.text().is_none_or(|text| text.trim().is_empty());
                let shown = read_only.is_some_and(|text| text.trim() == "true()");
                match typed(value_type) {
                    Kind::Text if shown && bare && !calculated => Kind::Note,
                    kind => kind,
                }
            }
        }
    }

    fn control(&self, path: &str, kind: Kind) -> Control {
        let mut control = Control::of(kind);
        let Some(node) = self.controls.get(path) else {
            if !kind.holds_questions() {
                control.asks = Asks::Nothing;
            }
            return control;
        };
        if is(*node, "secret") {
            control.asks = Asks::Secret;
        }
        if is(*node, "range") {
            let end = |name: &str| attribute(*node, name).unwrap_or_default().to_owned();
            control.range = Some(crate::model::Range {
                start: end("start"),
                end: end("end"),
                step: end("step"),
            });
        }
        control.media_type = attribute(*node, "mediatype").map(str::to_owned);
        control
    }

    /// Keeps the main instance when a repeat in it begins with something else than one instance like its template.
    fn opening(&mut self, main: Node<'d, 'd>) {
        let template = |node: Node<'_, '_>| node.attribute((JR, "template")).is_some();
        let mut own = false;
        let mut stack = vec![(main, self.root.clone())];
        while let Some((element, path)) = stack.pop() {
            for child in element.children().filter(Node::is_element) {
                let name = child.tag_name().name();
                let path = format!("{path}/{name}");
                if self.repeats.contains_key(&path) && !template(child) {
                    let same = |other: &Node<'_, '_>| is(*other, name) && *other != child;
                    let mut others = element.children().filter(same);
                    own |= others.any(|other| !(template(other) && alike(other, child)));
                }
                stack.push((child, path));
            }
        }
        if own {
            let mut tree = Tree::new();
            super::lists::copy(main, &mut tree, Tree::ROOT);
            tree.rank();
            self.builder.opening = Some(tree);
        }
    }

    /// Conditions and calculations of all binds.
    pub(super) fn formulas(&mut self) {
        for at in 0..index(self.builder.items.len()) {
            let Some(path) = self
                .builder
                .questions
                .get(at as usize)
                .map(|q| q.path.clone())
            else {
                continue;
            };
            let path = if path.is_empty() {
                self.root.clone()
            } else {
                format!("{}/{path}", self.root)
            };
            self.labels(at, &path);
            if let Some(repeat) = self.repeats.get(&path).copied() {
                self.count(at, repeat);
            }
            if let Some(bind) = self.binds.get(&path).copied() {
                self.bind(at, bind);
            }
        }
    }

    fn count(&mut self, at: u32, repeat: Node<'d, 'd>) {
        let Some(text) = repeat.attribute((JR, "count")) else {
            return;
        };
        let expr = self.expr(repeat, "count", text, at);
        if let Some(item) = self.builder.item_mut(at) {
            item.count = expr.map(super::expressions::from_parent);
        }
    }

    fn bind(&mut self, at: u32, bind: Node<'d, 'd>) {
        let expr = |reader: &mut Self, name: &str| {
            let text = bind.attribute(name)?;
            reader.expr(bind, name, text, at)
        };
        let relevant = match bind.attribute("relevant").map(str::trim) {
            Some("true()") => None,
            _ => expr(self, "relevant"),
        };
        let constraint = expr(self, "constraint");
        let calculation = expr(self, "calculate");
        let required = self.condition(bind, "required", at);
        let read_only = self.condition(bind, "readonly", at);
        if let Some(item) = self.builder.item_mut(at) {
            item.relevant = relevant;
            item.constraint = constraint;
            item.required = required;
            item.read_only = read_only;
            if !item.kind.holds_questions() {
                item.calculation = calculation;
            }
        }
        let message = |name: &str| bind.attribute((JR, name));
        let constraint = self.message(bind, message("constraintMsg"), at);
        let required = self.message(bind, message("requiredMsg"), at);
        if let Some(question) = self.builder.question_mut(at) {
            question.constraint_message = constraint;
            question.required_message = required;
        }
    }

    fn condition(&mut self, bind: Node<'d, 'd>, name: &str, at: u32) -> Condition {
        match bind.attribute(name).map(str::trim) {
            None | Some("" | "false()") => Condition::Never,
            Some("true()") => Condition::Always,
            Some(text) => self
                .expr(bind, name, text, at)
                .map_or(Condition::Never, Condition::When),
        }
    }
}

/// Whether two elements hold the same, but for attributes.
fn alike(a: Node<'_, '_>, b: Node<'_, '_>) -> bool {
    let inside = |node: Node<'_, '_>| -> Vec<String> {
        let all = node.descendants().skip(1);
        let all = all.filter(|node| node.is_element() || node.is_text());
        let words = all.map(|node| match node.text() {
            Some(text) if node.is_text() => text.trim().to_owned(),
            _ => format!("<{}>", node.tag_name().name()),
        });
        words.filter(|word| !word.is_empty()).collect()
    };
    inside(a) == inside(b)
}

fn typed(value_type: ValueType) -> Kind {
    match value_type {
        ValueType::Integer => Kind::Integer,
        ValueType::Decimal => Kind::Decimal,
        ValueType::Date => Kind::Date,
        ValueType::Time => Kind::Time,
        ValueType::DateTime => Kind::DateTime,
        ValueType::Geopoint => Kind::Geopoint,
        ValueType::Geotrace | ValueType::Geoshape => Kind::Geoline,
        ValueType::Binary => Kind::File,
        ValueType::Barcode => Kind::Barcode,
        ValueType::Rank => Kind::Rank,
        ValueType::Text | ValueType::Boolean | ValueType::Intent => Kind::Text,
    }
}

fn preload(bind: Node<'_, '_>) -> Option<Preload> {
    let kind = bind.attribute((JR, "preload"))?;
    let params = bind.attribute((JR, "preloadParams")).unwrap_or_default();
    Some(match (kind, params) {
        ("timestamp", "start") => Preload::Start,
        ("timestamp", "end") => Preload::End,
        ("date", "today") => Preload::Today,
        ("property", "username") => Preload::Username,
        ("property", "deviceid") => Preload::Device,
        ("property", "email") => Preload::Email,
        ("property", "phonenumber") => Preload::Phone,
        ("uid", _) => Preload::Uid,
        _ => Preload::Unknown,
    })
}
