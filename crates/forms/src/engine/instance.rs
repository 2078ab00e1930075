//! The tree of answers of one record.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::Map;

use super::compute::Touch;
use super::world::Facts;
use super::{Known, Moment};
use crate::answers::Answers;
use crate::model::Form;
use crate::xpath::{Name, NodeKind, Tree};
use crate::{Kind, Media};

/// How many nodes a record may have: instances of repeats within repeats stop growing there.
pub(super) const NODES_MAX: usize = 500_000;
/// How many instances a repeat may have.
pub(crate) const INSTANCES_MAX: usize = 10_000;

/// The tree, with what the engine knows of each node.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    pub(crate) tree: Tree,
    /// The form's lists, with the files that came with it.
    pub(super) documents: Vec<Tree>,
    /// By the node's id in the tree.
    pub(super) states: Vec<State>,
    /// The live nodes of each question.
    pub(super) by_item: Vec<Vec<u32>>,
    /// Nodes beside the tree, from which a repeat is asked about that may have no instance: by the node that holds
    /// its instances, and the repeat.
    places: HashMap<(u32, u32), u32>,
    pub(super) facts: Facts,
    /// Cells that wait to be computed, each with where.
    pub(super) dirty: BTreeMap<u32, Touch>,
    /// Selects whose choices wait to be looked at.
    pub(super) dirty_filters: BTreeSet<u32>,
    /// Actions that a change sets off: the action and the node that changed.
    pub(super) fired: VecDeque<(u32, u32)>,
    /// Instances that were just added, whose own actions wait.
    pub(super) born: Vec<u32>,
    /// Whether the first computation is over, so that changes set off actions.
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
pub(super) const ROOT: u32 = 0;

impl Instance {
    pub(super) fn empty(form: &Form, media: &Media, known: &Known, moment: &Moment) -> Instance {
        Instance::over(form, media.documents(form), known, moment)
    }

    fn over(form: &Form, documents: Vec<Tree>, known: &Known, moment: &Moment) -> Instance {
        let mut instance = Instance {
            tree: Tree::new(),
            documents,
            states: vec![State {
                item: u32::MAX,
                ..State::default()
            }],
            by_item: vec![Vec::new(); form.items.len()],
            places: HashMap::new(),
            facts: Facts::new(moment, known, form.default_language()),
            dirty: BTreeMap::new(),
            dirty_filters: BTreeSet::new(),
            fired: VecDeque::new(),
            born: Vec::new(),
            ready: false,
        };
        instance.create(form, Tree::ROOT, ROOT, None);
        instance
    }

    /// Begins a new record.
    pub(crate) fn start(form: &Form, media: &Media, known: &Known, moment: &Moment) -> Instance {
        let mut instance = Instance::empty(form, media, known, moment);
        if let Some(root) = instance.first(ROOT) {
            let written = super::growth::top(form);
            instance.grow(form, root, written);
            instance.begin(form, root, written);
        }
        instance.compute_all(form);
        instance.ready = true;
        instance.open(form, true);
        instance
    }

    /// Goes on with a stored record; gives back what has no place in the form, too.
    pub(super) fn resume(
        form: &Form,
        media: &Media,
        known: &Known,
        answers: &Answers,
        moment: &Moment,
    ) -> (Instance, Answers) {
        Instance::empty(form, media, known, moment).filled(form, answers)
    }

    /// Another record of the same form, with the same files and facts at hand.
    pub(super) fn anew(
        &self,
        form: &Form,
        answers: &Answers,
        moment: &Moment,
    ) -> (Instance, Answers) {
        let documents = self.documents.clone();
        let mut instance = Instance::over(form, documents, &self.facts.known, moment);
        instance.facts.language.clone_from(&self.facts.language);
        instance.filled(form, answers)
    }

    /// Takes stored answers in; gives back what has no place in the form, too.
    fn filled(mut self, form: &Form, answers: &Answers) -> (Instance, Answers) {
        let mut leftover = Map::new();
        if let Some(root) = self.first(ROOT) {
            leftover = self.load(form, root, &answers.0);
        }
        self.compute_all(form);
        self.ready = true;
        self.open(form, false);
        (self, Answers(leftover))
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
        let node = self.tree.insert(parent, place, name_of(form, item));
        self.note(node, item, id);
        if let Some(nodes) = self.by_item.get_mut(item as usize) {
            nodes.push(node);
        }
        for attribute in &form.item(item).attributes {
            let name = name_of(form, *attribute);
            let made = self
                .tree
                .append(node, NodeKind::Attribute, name, String::new());
            self.note(made, *attribute, None);
            if let Some(nodes) = self.by_item.get_mut(*attribute as usize) {
                nodes.push(made);
            }
        }
        for child in &form.item(item).children {
            if form.item(*child).kind == Kind::Repeat {
                let place = self.tree.apart(node, name_of(form, *child));
                self.note(place, *child, None);
                self.places.insert((node, *child), place);
            }
        }
        node
    }

    fn note(&mut self, node: u32, item: u32, id: Option<&str>) {
        self.states
            .resize(self.states.len().max(node as usize + 1), State::default());
        if let Some(state) = self.states.get_mut(node as usize) {
            *state = State {
                item,
                id: id.map(Into::into),
                off: false,
            };
        }
    }

    /// The node beside the tree from which a repeat is asked about; the one that holds it when there is none.
    pub(super) fn place_of(&self, holder: u32, repeat: u32) -> u32 {
        self.places
            .get(&(holder, repeat))
            .copied()
            .unwrap_or(holder)
    }

    /// The instances of a repeat inside one parent, in their order.
    pub(crate) fn instances(&self, parent: u32, repeat: u32) -> impl Iterator<Item = u32> {
        self.tree
            .children(parent)
            .iter()
            .copied()
            .filter(move |node| self.item_of(*node) == repeat)
    }

    /// Takes a node out with everything below it.
    pub(super) fn drop_node(&mut self, form: &Form, node: u32) {
        let mut gone = BTreeMap::<u32, BTreeSet<u32>>::new();
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            stack.extend(self.tree.children(node));
            stack.extend(self.tree.attributes(node));
            let item = self.item_of(node);
            gone.entry(item).or_default().insert(node);
            for child in &form.item(item).children {
                self.places.remove(&(node, *child));
            }
        }
        for (item, gone) in gone {
            if let Some(nodes) = self.by_item.get_mut(item as usize) {
                nodes.retain(|live| !gone.contains(live));
            }
        }
        self.tree.remove(node);
        self.tree.rank();
    }

    /// The node of a question that a node lies in, or is.
    pub(super) fn above(&self, node: u32, item: u32) -> Option<u32> {
        let mut at = node;
        while self.item_of(at) != item {
            at = self.tree.parent(at)?;
        }
        Some(at)
    }

    /// The nodes of a question that belong with a node: those in the innermost instance that holds both.
    pub(super) fn reach(&self, form: &Form, from: u32, item: u32) -> Vec<u32> {
        let mut way = Vec::new();
        let mut at = item;
        let top = loop {
            if let Some(node) = self.above(from, at) {
                break node;
            }
            way.push(at);
            match form.item(at).parent {
                Some(parent) => at = parent,
                None => return Vec::new(),
            }
        };
        let mut nodes = vec![top];
        for item in way.into_iter().rev() {
            let inside = |node: &u32| {
                let below = match form.item(item).attribute {
                    true => self.tree.attributes(*node),
                    false => self.tree.children(*node),
                };
                let below = below.iter().copied();
                below.filter(|node| self.item_of(*node) == item).collect()
            };
            nodes = nodes
                .iter()
                .flat_map(|node| -> Vec<u32> { inside(node) })
                .collect();
        }
        nodes
    }

    /// Where a node stands, such as `materials[3f]/quantity`.
    pub(crate) fn path(&self, form: &Form, node: u32) -> String {
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

fn name_of(form: &Form, item: u32) -> Name {
    let item = form.item(item);
    Name {
        prefix: item.prefix.clone(),
        local: item.name.clone(),
    }
}
