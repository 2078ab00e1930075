//! The tree of answers of one record.

use std::collections::BTreeSet;

use serde_json::Map;

use super::Moment;
use super::lexical::ANSWER_BYTES_MAX;
use super::world::Facts;
use crate::answers::Answers;
use crate::model::{Condition, Default, Form, Preload};
use crate::xpath::{self, Env, Name, Scope, Tree, dates, functions};
use crate::{Kind, Media, xpath::Node as At};

/// How many nodes a record may have: instances of repeats within repeats stop growing there.
pub(super) const NODES_MAX: usize = 500_000;
/// How many instances a repeat may have.
pub(crate) const INSTANCES_MAX: usize = 10_000;

/// The tree, with what the engine knows of each node.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    pub(crate) tree: Tree,
    /// The form's lists, with the files that came with it.
    documents: Vec<Tree>,
    /// By the node's id in the tree.
    pub(super) states: Vec<State>,
    /// The live nodes of each question.
    pub(super) by_item: Vec<Vec<u32>>,
    pub(super) facts: Facts,
    /// Cells and selects that wait to be computed.
    pub(super) dirty: BTreeSet<u32>,
    pub(super) dirty_filters: BTreeSet<u32>,
    /// Calculations that a change sets off: the question and the node that changed.
    pub(super) fired: Vec<(u32, u32)>,
    /// Whether the first computation is over, so that changes set off others.
    pub(super) ready: bool,
}

/// What the engine knows of a node.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub item: u32,
    /// The instance's id, for a repeat.
    pub id: Option<Box<str>>,
    /// Whether its own condition makes it irrelevant; what is above it may too.
    pub off: bool,
}

/// The place of the form's own element in its list of questions.
const ROOT: u32 = 0;

impl Instance {
    fn empty(form: &Form, media: &Media, moment: &Moment) -> Instance {
        let mut instance = Instance {
            tree: Tree::new(),
            documents: media.documents(form),
            states: vec![State {
                item: u32::MAX,
                ..State::default()
            }],
            by_item: vec![Vec::new(); form.items.len()],
            facts: Facts::new(moment, form.default_language()),
            dirty: BTreeSet::new(),
            dirty_filters: BTreeSet::new(),
            fired: Vec::new(),
            ready: false,
        };
        instance.create(form, Tree::ROOT, ROOT, None);
        instance
    }

    pub(crate) fn start(form: &Form, media: &Media, moment: &Moment) -> Instance {
        let mut instance = Instance::empty(form, media, moment);
        if let Some(root) = instance.first(ROOT) {
            instance.grow(form, root, true);
            instance.begin(form, root);
        }
        instance.compute_all(form);
        instance.ready = true;
        instance
    }

    pub(super) fn resume(
        form: &Form,
        media: &Media,
        answers: &Answers,
        moment: &Moment,
    ) -> (Instance, Answers) {
        let mut instance = Instance::empty(form, media, moment);
        let mut leftover = Map::new();
        if let Some(root) = instance.first(ROOT) {
            leftover = instance.load(form, root, &answers.0);
        }
        instance.compute_all(form);
        instance.ready = true;
        (instance, Answers(leftover))
    }

    pub(crate) fn first(&self, item: u32) -> Option<u32> {
        self.nodes_of(item).first().copied()
    }

    pub(crate) fn nodes_of(&self, item: u32) -> &[u32] {
        self.by_item.get(item as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn state(&self, node: u32) -> Option<&State> {
        self.states.get(node as usize)
    }

    pub(crate) fn item_of(&self, node: u32) -> u32 {
        self.state(node).map_or(u32::MAX, |state| state.item)
    }

    /// The id of a repeat's instance.
    pub(crate) fn id_of(&self, node: u32) -> Option<&str> {
        self.state(node)?.id.as_deref()
    }

    /// Makes one node without its children, in the place that the form's order gives it.
    pub(super) fn create(&mut self, form: &Form, parent: u32, item: u32, id: Option<&str>) -> u32 {
        let siblings = self.tree.children(parent);
        let last = siblings
            .last()
            .is_none_or(|node| self.item_of(*node) <= item);
        let place = if last {
            None
        } else {
            siblings.iter().position(|node| self.item_of(*node) > item)
        };
        let place = place.unwrap_or(siblings.len());
        let node = self
            .tree
            .insert(parent, place, Name::local(form.item(item).name.clone()));
        self.states
            .resize(self.states.len().max(node as usize + 1), State::default());
        if let Some(state) = self.states.get_mut(node as usize) {
            *state = State {
                item,
                id: id.map(Into::into),
                off: false,
            };
        }
        if let Some(nodes) = self.by_item.get_mut(item as usize) {
            nodes.push(node);
        }
        node
    }

    /// Makes the nodes below one, with one instance of each repeat when `with_repeats`.
    fn grow(&mut self, form: &Form, node: u32, with_repeats: bool) {
        for child in &form.item(self.item_of(node)).children {
            let item = form.item(*child);
            if item.kind == Kind::Repeat {
                if with_repeats && item.count.is_none() {
                    self.grow_instance(form, node, *child, None);
                }
                continue;
            }
            let made = self.create(form, node, *child, None);
            if item.kind == Kind::Group {
                self.grow(form, made, with_repeats);
            }
        }
    }

    /// Makes an instance of a repeat with everything in it.
    pub(super) fn grow_instance(
        &mut self,
        form: &Form,
        parent: u32,
        repeat: u32,
        id: Option<&str>,
    ) -> u32 {
        let id = id.map_or_else(|| self.fresh_id(parent, repeat), str::to_owned);
        let made = self.create(form, parent, repeat, Some(&id));
        self.grow(form, made, true);
        made
    }

    /// An id by chance, which an instance may have already.
    pub(super) fn drawn_id(&self) -> String {
        format!("{:012x}", self.facts.random() >> 16)
    }

    fn fresh_id(&self, parent: u32, repeat: u32) -> String {
        loop {
            let id = self.drawn_id();
            let taken = self
                .instances(parent, repeat)
                .any(|node| self.state(node).and_then(|s| s.id.as_deref()) == Some(&id));
            if !taken {
                return id;
            }
        }
    }

    /// The instances of a repeat inside one parent, in their order.
    pub(crate) fn instances(&self, parent: u32, repeat: u32) -> impl Iterator<Item = u32> {
        self.tree
            .children(parent)
            .iter()
            .copied()
            .filter(move |node| self.item_of(*node) == repeat)
    }

    /// Puts defaults and the laptop's own facts into the nodes below one, in the order of the form.
    pub(super) fn begin(&mut self, form: &Form, node: u32) {
        let mut computed = Vec::new();
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            stack.extend(self.tree.children(node).iter().rev());
            let item = form.item(self.item_of(node));
            if let Some(preload) = item.preload {
                let value = self.facts.preload(preload);
                self.tree.set_value(node, value);
            }
            match &item.default {
                Default::Nothing => {}
                Default::Fixed(text) => {
                    let text = super::lexical::stored(item.kind, text);
                    self.tree.set_value(node, text);
                }
                Default::Computed(expr) => computed.push((node, expr)),
            }
        }
        // Whoever adds many instances brings the order up to date once, after all of them.
        if !computed.is_empty() {
            self.tree.rank();
        }
        for (node, expr) in computed {
            let value = self.evaluated(form, node, expr);
            self.tree.set_value(
                node,
                super::lexical::stored(form.item(self.item_of(node)).kind, &value),
            );
        }
    }

    /// Takes a node out with everything below it.
    pub(super) fn drop_node(&mut self, node: u32) {
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            stack.extend(self.tree.children(node));
            let item = self.item_of(node) as usize;
            if let Some(nodes) = self.by_item.get_mut(item) {
                nodes.retain(|live| *live != node);
            }
        }
        self.tree.remove(node);
        self.tree.rank();
    }

    pub(super) fn env<'a>(&'a self, world: &'a super::world::Here<'a>) -> Env<'a> {
        Env {
            main: &self.tree,
            others: &self.documents,
            world,
        }
    }

    /// The text that an expression gives at a node; nothing when it cannot be evaluated.
    pub(crate) fn evaluated(&self, form: &Form, node: u32, expr: &xpath::ast::Expr) -> String {
        let world = self.facts.here(form);
        let env = self.env(&world);
        let scope = Scope::at(At { doc: 0, id: node });
        match env.eval(&scope, expr) {
            Ok(xpath::Value::Bool(truth)) => if truth { "1" } else { "0" }.to_owned(),
            Ok(xpath::Value::Number(number)) if number.is_nan() => String::new(),
            Ok(value) => {
                let mut text = env.plain_text(value);
                // What is longer than an answer can be is reported as such; one answer made of others, over and
                // over, must not fill the memory.
                text.truncate(text.floor_char_boundary(ANSWER_BYTES_MAX + 4));
                text
            }
            Err(_) => String::new(),
        }
    }

    /// Whether an expression holds at a node; `otherwise` when it cannot be evaluated.
    pub(super) fn holds(
        &self,
        form: &Form,
        node: u32,
        expr: &xpath::ast::Expr,
        otherwise: bool,
    ) -> bool {
        let world = self.facts.here(form);
        let env = self.env(&world);
        let scope = Scope::at(At { doc: 0, id: node });
        env.boolean_of(&scope, expr).unwrap_or(otherwise)
    }

    /// Whether an expression of a repeat without instances would hold in its first one.
    pub(super) fn holds_for_repeat(
        &self,
        form: &Form,
        parent: u32,
        repeat: u32,
        expr: &xpath::ast::Expr,
    ) -> bool {
        let mut copy = self.clone();
        let node = copy.create(form, parent, repeat, Some("new"));
        copy.holds(form, node, expr, true)
    }

    pub(crate) fn condition(&self, form: &Form, node: u32, condition: &Condition) -> bool {
        match condition {
            Condition::Never => false,
            Condition::Always => true,
            Condition::When(expr) => self.holds(form, node, expr, false),
        }
    }

    /// Whether a person may not change the node: its own condition or that of a group above.
    pub(crate) fn read_only(&self, form: &Form, node: u32) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if node != Tree::ROOT
                && self.condition(form, node, &form.item(self.item_of(node)).read_only)
            {
                return true;
            }
            at = self.tree.parent(node);
        }
        false
    }

    /// Whether the node and everything above it is relevant.
    pub(crate) fn relevant(&self, node: u32) -> bool {
        !self.tree.hidden(node)
    }

    /// Where a node stands, such as `materials[3f]/quantity`.
    pub(super) fn path(&self, form: &Form, node: u32) -> String {
        let mut steps = Vec::new();
        let mut at = node;
        while let Some(state) = self
            .state(at)
            .filter(|state| state.item != ROOT && state.item != u32::MAX)
        {
            let name = &form.item(state.item).name;
            steps.push(match &state.id {
                Some(id) => format!("{name}[{id}]"),
                None => name.to_string(),
            });
            match self.tree.parent(at) {
                Some(parent) => at = parent,
                None => break,
            }
        }
        steps.reverse();
        steps.join("/")
    }
}

impl Facts {
    pub(super) fn preload(&self, preload: Preload) -> String {
        let now = || dates::now(self.now_ms, dates::offset(self.offset_minutes));
        match preload {
            Preload::Start | Preload::End => dates::write(&now()),
            Preload::Today => dates::write_date(now().date),
            Preload::Username => self.username.clone(),
            Preload::Device => self.device.clone(),
            Preload::Uid => format!(
                "uuid:{}",
                functions::version_4(self.random(), self.random())
            ),
            Preload::Email | Preload::Phone | Preload::Unknown => String::new(),
        }
    }
}
