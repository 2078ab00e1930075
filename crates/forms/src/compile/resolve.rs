//! From `${name}` to a path: relative inside a shared repeat, so that it stays in the same instance.

use std::collections::HashMap;

use super::Builder;
use crate::model::Item;
use crate::xpath;
use crate::xpath::ast::{Expr, Path, Start, Step};

/// The name by which every record's own id can be read.
const INSTANCE_ID: &str = "instanceID";

/// The document of the record that was saved last.
pub(super) const LAST_SAVED: &str = "__last-saved";

/// Why a reference leads nowhere.
pub(crate) enum Lost {
    Unknown(String),
    Ambiguous(String, Vec<u32>),
}

/// The questions of a form, as far as names are told apart by where they stand.
#[derive(Clone, Copy)]
pub(crate) struct Ways<'f> {
    pub items: &'f [Item],
    /// Questions by their name, wherever they stand.
    pub names: &'f HashMap<String, Vec<u32>>,
}

impl Builder {
    fn ways(&self) -> Ways<'_> {
        Ways {
            items: &self.items,
            names: &self.names,
        }
    }

    /// Puts paths where names stand; `from` is the question whose expression it is.
    pub(super) fn resolve(&self, expr: &mut Expr, from: u32, absolute: bool) -> Result<(), Lost> {
        self.ways().resolve(expr, from, absolute)
    }

    /// The innermost group or repeat that holds both.
    pub(super) fn shared_group(&self, from: u32, target: u32) -> u32 {
        self.ways().shared_group(from, target)
    }

    /// The question that a name means: the only one, else the one that shares the innermost repeat.
    pub(super) fn target(&self, name: &str, from: u32) -> Result<u32, Lost> {
        self.ways().target(name, from)
    }

    /// The innermost repeat that holds both; the target itself does not count.
    pub(crate) fn shared_repeat(&self, from: u32, target: u32) -> Option<u32> {
        self.ways().shared_repeat(from, target)
    }

    pub(crate) fn is_below(&self, at: u32, above: u32) -> bool {
        self.ways().is_below(at, above)
    }

    /// The names on the way down to a question, from below `above` or from the top.
    pub(super) fn names_from(&self, above: Option<u32>, target: u32) -> Vec<Step> {
        self.ways().names_from(above, target)
    }
}

impl Ways<'_> {
    fn item(&self, at: u32) -> &Item {
        self.items.get(at as usize).unwrap_or(Item::nothing())
    }

    /// Puts paths where names stand; `from` is the question whose expression it is.
    pub(crate) fn resolve(&self, expr: &mut Expr, from: u32, absolute: bool) -> Result<(), Lost> {
        match expr {
            Expr::Reference(name) => {
                *expr = self.path_to(name, from, absolute)?;
                Ok(())
            }
            Expr::Text(text) => {
                if text.contains("${") {
                    *text = self.with_ways(text, from).into();
                }
                Ok(())
            }
            Expr::Number(_) => Ok(()),
            Expr::Chain(first, rest) => {
                self.resolve(first, from, absolute)?;
                rest.iter_mut()
                    .try_for_each(|(_, expr)| self.resolve(expr, from, absolute))
            }
            Expr::Negate(inner) => self.resolve(inner, from, absolute),
            Expr::Path(path) => self.resolve_path(path, from, absolute),
            Expr::Filter(base, predicates) => {
                let named = matches!(**base, Expr::Reference(_));
                self.resolve(base, from, absolute)?;
                for predicate in predicates.iter_mut() {
                    self.resolve(predicate, from, false)?;
                }
                // The name of a question stands for its path, so what follows it belongs to the path's last step.
                if let (true, Expr::Path(path)) = (named, &mut **base) {
                    if let Some(last) = path.steps.last_mut() {
                        last.predicates.append(predicates);
                    }
                    *expr = Expr::Path(path.clone());
                }
                Ok(())
            }
            Expr::Call(call) => {
                let indexed = call.name == "indexed-repeat";
                for (at, arg) in call.args.iter_mut().enumerate() {
                    self.resolve(arg, from, indexed && matches!(at, 0 | 1 | 3 | 5))?;
                }
                Ok(())
            }
        }
    }

    /// A literal with the ways to questions where it names them: that is what `jr:choice-name()` looks up.
    fn with_ways(&self, text: &str, from: u32) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            out.push_str(before);
            match self.path_to(name.trim(), from, true) {
                Ok(path) => out.push_str(&xpath::print(&path)),
                Err(_) => out.push_str(&format!("${{{name}}}")),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn resolve_path(&self, path: &mut Path, from: u32, absolute: bool) -> Result<(), Lost> {
        let steps = path.steps.iter_mut();
        steps
            .flat_map(|s| &mut s.predicates)
            .try_for_each(|p| self.resolve(p, from, false))?;
        if let Start::Expr(start) = &mut path.start {
            let named = match &**start {
                Expr::Reference(_) => true,
                Expr::Filter(base, _) => matches!(**base, Expr::Reference(_)),
                _ => false,
            };
            self.resolve(start, from, absolute)?;
            if let (true, Expr::Path(inner)) = (named, &**start) {
                let mut whole = inner.clone();
                whole.steps.append(&mut path.steps);
                *path = whole;
            }
        }
        Ok(())
    }

    pub(crate) fn path_to(&self, name: &str, from: u32, absolute: bool) -> Result<Expr, Lost> {
        if let Some(name) = name.strip_prefix("last-saved#") {
            return self.last_saved(name, from);
        }
        if name == INSTANCE_ID && !self.names.contains_key(name) {
            let form = self.item(0).name.to_string();
            let steps = [form.as_str(), "meta", name].map(Step::child);
            return Ok(Expr::Path(Path {
                start: Start::Root,
                steps: steps.to_vec(),
            }));
        }
        let target = self.target(name, from)?;
        let shared = if absolute {
            None
        } else {
            self.shared_repeat(from, target)
        };
        let Some(shared) = shared else {
            let steps = self.names_from(None, target);
            return Ok(Expr::Path(Path {
                start: Start::Root,
                steps,
            }));
        };
        let around = if from == shared {
            shared
        } else {
            self.shared_group(from, target)
        };
        let mut steps = Vec::new();
        let mut at = from;
        while at != around {
            steps.push(Step::parent());
            match self.item(at).parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
        steps.extend(self.names_from(Some(around), target));
        Ok(Expr::Path(Path {
            start: Start::Current,
            steps,
        }))
    }

    /// The same question in the record that was saved last.
    fn last_saved(&self, name: &str, from: u32) -> Result<Expr, Lost> {
        let target = self.target(name, from)?;
        let Ok(document) = xpath::parse(&format!("instance('{LAST_SAVED}')")) else {
            return Err(Lost::Unknown(name.to_owned()));
        };
        Ok(Expr::Path(Path {
            start: Start::Expr(Box::new(document)),
            steps: self.names_from(None, target),
        }))
    }

    /// The innermost group or repeat that holds both.
    fn shared_group(&self, from: u32, target: u32) -> u32 {
        let mut at = self.item(from).parent;
        while let Some(here) = at {
            if self.is_below(target, here) {
                return here;
            }
            at = self.item(here).parent;
        }
        0
    }

    /// The question that a name means: the only one, else the one that shares the innermost repeat.
    pub(crate) fn target(&self, name: &str, from: u32) -> Result<u32, Lost> {
        let Some(all) = self.names.get(name) else {
            return Err(Lost::Unknown(name.to_owned()));
        };
        if let [only] = all.as_slice() {
            return Ok(*only);
        }
        let mut scope = self.item(from).repeat;
        while let Some(repeat) = scope {
            let inside: Vec<u32> = all
                .iter()
                .copied()
                .filter(|at| self.is_below(*at, repeat))
                .collect();
            if let [only] = inside.as_slice() {
                return Ok(*only);
            }
            scope = self
                .item(repeat)
                .parent
                .and_then(|parent| self.item(parent).repeat);
        }
        Err(Lost::Ambiguous(name.to_owned(), all.clone()))
    }

    /// The innermost repeat that holds both; the target itself does not count.
    fn shared_repeat(&self, from: u32, target: u32) -> Option<u32> {
        let mut scope = self
            .item(target)
            .parent
            .and_then(|parent| self.item(parent).repeat);
        while let Some(repeat) = scope {
            if repeat == from || self.is_below(from, repeat) {
                return Some(repeat);
            }
            scope = self
                .item(repeat)
                .parent
                .and_then(|parent| self.item(parent).repeat);
        }
        None
    }

    fn is_below(&self, at: u32, above: u32) -> bool {
        let mut next = self.item(at).parent;
        while let Some(parent) = next {
            if parent == above {
                return true;
            }
            next = self.item(parent).parent;
        }
        false
    }

    /// The names on the way down to a question, from below `above` or from the top.
    fn names_from(&self, above: Option<u32>, target: u32) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = Some(target);
        while let Some(here) = at.filter(|here| Some(*here) != above) {
            steps.push(Step::child(&self.item(here).name));
            at = self.item(here).parent;
        }
        steps.reverse();
        steps
    }
}
