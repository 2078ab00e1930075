//! One expression over one document, asked and answered in JSON: for conformance cases and for trying things out.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::str::FromStr;

use chrono::{FixedOffset, Offset, TimeZone, Utc};
use serde_json::{Map, Value as Json};

use super::eval::{Env, Scope, World};
use super::parser::parse_leniently;
use super::places::{self, Places};
use super::tree::{Node, NodeKind, Tree};
use super::value::Value;
use super::{dates, document, functions};

/// Answers what an expression gives: `{"string", "number", "boolean", "nodes"}`, or `{"error"}`.
///
/// The request is an object: `xml` the document, `ctx` the place of the node where the expression stands (`/`, or
/// `/*[1]/*[2]/@id`, or a path that leads to it; `/` without it), `expr` the expression, `lang` the language in use, `now` the time in ISO form
/// (1970 without it), `tz` the laptop's zone by its IANA name or offset (UTC without it). Of a zone with summer
/// time, the offset at `now` counts throughout, as on a laptop that is filling a form. Other members are passed
/// over.
///
/// `nodes` are the places of a path's nodes in document order, and null for any other value. A number that JSON
/// cannot write is one of the texts `NaN`, `Infinity`, `-Infinity`. What the author of a form should know is said
/// in `warnings`, which is left out when there is nothing to say. A whole XForm (`html/head/model`) is read as
/// forms are: `/` is its first instance, `instance('id')` one of the others, `jr:itext()` reads its translations.
pub fn xpath_answer(request: &Json) -> Json {
    let mut answer = Map::new();
    if let Err(error) = answered(request, &mut answer) {
        answer.clear();
        answer.insert("error".to_owned(), Json::from(error));
    }
    Json::Object(answer)
}

/// The node at a place: as [`Places`] spells it, else the first that a path leads to.
fn context(env: &Env<'_>, tree: &Tree, place: &str) -> Result<u32, String> {
    if let Some(node) = places::at(tree, place) {
        return Ok(node);
    }
    let path = parse_leniently(place).map_err(|error| format!("ctx: {error}"))?;
    let root = Scope::at(Node {
        doc: 0,
        id: Tree::ROOT,
    });
    let found = env
        .eval(&root, &path)
        .map_err(|error| format!("ctx: {error}"))?;
    let first = match &found {
        Value::Nodes(nodes) => nodes.first(),
        _ => None,
    };
    let first = first.filter(|node| node.doc == 0).map(|node| node.id);
    first.ok_or_else(|| "ctx: there is no node at this place".to_owned())
}

fn answered(request: &Json, answer: &mut Map<String, Json>) -> Result<(), String> {
    let member = |name: &str| match request.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(format!("\"{name}\" is not a text")),
    };
    let needed = |name: &str| member(name)?.ok_or_else(|| format!("\"{name}\" is missing"));
    let tree = document::read(needed("xml")?).map_err(|error| format!("xml: {error}"))?;
    let place = member("ctx")?.unwrap_or("/");
    let expr = parse_leniently(needed("expr")?).map_err(|error| format!("expr: {error}"))?;
    let now_ms = member("now")?.map_or(Ok(0), moment)?;
    let ground = Ground {
        now_ms,
        offset: member("tz")?.map_or(Ok(Utc.fix()), |tz| zone(tz, now_ms))?,
        ..Ground::new(&tree, member("lang")?)
    };
    let env = Env::new(&tree, &[], &ground);
    let node = context(&env, &tree, place)?;
    let scope = Scope::at(Node { doc: 0, id: node });
    let value = env.eval(&scope, &expr).map_err(|error| error.to_string())?;
    let warnings = ground.warnings.take();
    let mut put = |name: &str, json: Json| answer.insert(name.to_owned(), json);
    put("string", Json::from(env.plain_text(value.clone())));
    put("number", number(env.number(&value)));
    put("boolean", Json::from(env.boolean(&value)));
    let spell = |nodes: &Vec<Node>| {
        let places = Places::new(&tree);
        nodes.iter().map(|node| places.of(node.id)).collect()
    };
    put(
        "nodes",
        match &value {
            Value::Nodes(nodes) => spell(nodes),
            _ => Json::Null,
        },
    );
    if !warnings.is_empty() {
        put("warnings", Json::from(warnings));
    }
    Ok(())
}

fn number(number: f64) -> Json {
    if !number.is_finite() {
        return Json::from(super::numbers::write(number));
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and within the range in which every whole number is exact"
    )]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Json::from(number as i64);
    }
    Json::from(number)
}

fn moment(text: &str) -> Result<i64, String> {
    dates::parse(text, Utc.fix())
        .map(|stamp| stamp.instant().timestamp_millis())
        .ok_or_else(|| "now: this is no date and time in ISO form".to_owned())
}

fn zone(name: &str, now_ms: i64) -> Result<FixedOffset, String> {
    let name = name.trim();
    if let Some(offset) = dates::zone(name) {
        return Ok(offset);
    }
    let zone = chrono_tz::Tz::from_str(name)
        .map_err(|_| "tz: this is no time zone and no offset".to_owned())?;
    let now = chrono::DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    Ok(zone.offset_from_utc_datetime(&now.naive_utc()).fix())
}

/// The document that was handed in, and the facts beside it.
struct Ground<'d> {
    tree: &'d Tree,
    now_ms: i64,
    offset: FixedOffset,
    lang: Option<&'d str>,
    /// What `/` means.
    root: u32,
    instances: HashMap<&'d str, u32>,
    /// The values of each text in the language in use.
    texts: OnceCell<HashMap<&'d str, Vec<u32>>>,
    chance: Cell<u64>,
    warnings: RefCell<Vec<String>>,
}

/// Most warnings that one answer carries.
const WARNINGS_MAX: usize = 20;

impl<'d> Ground<'d> {
    fn new(tree: &'d Tree, lang: Option<&'d str>) -> Ground<'d> {
        let mut instances = HashMap::new();
        let mut stack = vec![Tree::ROOT];
        while let Some(at) = stack.pop() {
            if local(tree, at) == "instance"
                && let Some(id) = attribute(tree, at, "id")
            {
                instances.entry(id).or_insert(at);
            }
            stack.extend(tree.children(at).iter().rev());
        }
        let primary = model(tree).and_then(|model| child(tree, model, "instance"));
        Ground {
            tree,
            now_ms: 0,
            offset: Utc.fix(),
            lang,
            root: primary.unwrap_or(Tree::ROOT),
            instances,
            texts: OnceCell::new(),
            chance: Cell::new(0),
            warnings: RefCell::default(),
        }
    }

    fn values(&self, id: &str) -> Option<&[u32]> {
        let texts = self.texts.get_or_init(|| self.texts());
        texts.get(id.trim()).map(Vec::as_slice)
    }

    /// The texts of the language in use; of the one marked as default, or the first, when there is none.
    fn texts(&self) -> HashMap<&'d str, Vec<u32>> {
        let tree = self.tree;
        let itext = model(tree).and_then(|model| child(tree, model, "itext"));
        let translations: Vec<u32> = itext.map_or_else(Vec::new, |itext| {
            named(tree, itext, "translation").collect()
        });
        let speaks = |id: &&u32| self.lang.is_some() && attribute(tree, **id, "lang") == self.lang;
        let chosen = translations
            .iter()
            .find(speaks)
            .or_else(|| {
                let mut all = translations.iter();
                all.find(|id| attribute(tree, **id, "default").is_some())
            })
            .or_else(|| translations.first());
        let mut found = HashMap::new();
        for text in chosen.into_iter().flat_map(|id| named(tree, *id, "text")) {
            if let Some(id) = attribute(tree, text, "id") {
                found.insert(id, named(tree, text, "value").collect());
            }
        }
        found
    }
}

fn local(tree: &Tree, id: u32) -> &str {
    match tree.kind(id) {
        NodeKind::Element => tree.name(id).map_or("", |name| &name.local),
        _ => "",
    }
}

fn attribute<'t>(tree: &'t Tree, id: u32, wanted: &str) -> Option<&'t str> {
    let mut all = tree.attributes(id).iter();
    let is_it = |id: &&u32| {
        tree.name(**id)
            .is_some_and(|name| name.prefix.is_none() && &*name.local == wanted)
    };
    all.find(is_it).map(|id| tree.value(*id))
}

fn named<'t>(tree: &'t Tree, id: u32, name: &'t str) -> impl Iterator<Item = u32> + 't {
    let all = tree.children(id).iter().copied();
    all.filter(move |id| local(tree, *id) == name)
}

fn child(tree: &Tree, id: u32, name: &str) -> Option<u32> {
    named(tree, id, name).next()
}

/// The model of a whole XForm.
fn model(tree: &Tree) -> Option<u32> {
    let html = child(tree, Tree::ROOT, "html")?;
    child(tree, child(tree, html, "head")?, "model")
}

impl World for Ground<'_> {
    fn now_ms(&self) -> i64 {
        self.now_ms
    }

    fn offset_minutes(&self) -> i32 {
        self.offset.local_minus_utc() / 60
    }

    fn random(&self) -> u64 {
        functions::drawn(&self.chance)
    }

    fn instance(&self, name: &str) -> Option<Node> {
        let id = *self.instances.get(name)?;
        Some(Node { doc: 0, id })
    }

    fn choice_label(&self, _: &str, _: &str) -> Option<String> {
        None
    }

    fn property(&self, _: &str) -> String {
        String::new()
    }

    fn language(&self) -> &str {
        self.lang.unwrap_or("en")
    }

    fn root(&self) -> u32 {
        self.root
    }

    fn text_node(&self, id: &str) -> Option<Node> {
        match *self.values(id)? {
            [id] => Some(Node { doc: 0, id }),
            _ => None,
        }
    }

    fn text(&self, id: &str) -> Option<String> {
        // Beside the words there are sounds, pictures and short forms.
        let plain = |id: &&u32| attribute(self.tree, **id, "form").is_none();
        let words = self.values(id)?.iter().find(plain)?;
        Some(self.tree.text(*words))
    }

    fn warn(&self, message: &str) {
        let mut warnings = self.warnings.borrow_mut();
        if warnings.len() < WARNINGS_MAX && !warnings.iter().any(|known| known == message) {
            warnings.push(message.to_owned());
        }
    }
}
