//! Where entities stand: each in the meta block of the form, a group or a repeat, near what is saved to it.

use std::collections::HashMap;

use super::Builder;
use super::entities::Declared;
use crate::Kind;

/// A question that an entity takes something from.
pub(super) struct Taken {
    /// The group, repeat or form that holds the question.
    pub place: u32,
    pub row: u32,
    /// Whether the question is saved to the entity; else the sheet refers to it.
    pub saved: bool,
}

/// Where an entity wants to stand.
struct Wish<'d> {
    entity: &'d Declared,
    /// The innermost repeat, or the form, that it belongs to.
    scope: u32,
    place: u32,
    /// The groups whose questions are saved to it.
    from: Vec<u32>,
}

impl Builder {
    /// Gives each entity a group, repeat or the form to stand in; each holds one at most.
    pub(super) fn allocate<'d>(
        &mut self,
        declared: &'d [Declared],
        taken: &HashMap<String, Vec<Taken>>,
    ) -> Vec<(u32, &'d Declared)> {
        let mut placed = Vec::new();
        let mut wishes: Vec<Wish<'d>> = Vec::new();
        for entity in declared {
            let from = taken.get(&entity.list).map_or(&[][..], Vec::as_slice);
            if let Some(wish) = self.wish(entity, from) {
                wishes.push(wish);
            }
        }
        if let [only] = wishes.as_slice()
            && only.scope == 0
        {
            return vec![(0, only.entity)];
        }
        let mut given: HashMap<u32, &Declared> = HashMap::new();
        for wish in &wishes {
            let blocked = wish.from.iter().find_map(|place| given.get(place)).copied();
            let mut at = Some(wish.place);
            let mut other = None;
            let mut found = None;
            while let Some(place) = at {
                match given.get(&place) {
                    None => {
                        found = Some(place);
                        break;
                    }
                    Some(holder) => {
                        other = Some(*holder);
                        if blocked.is_some() {
                            break;
                        }
                    }
                }
                at = if place == wish.scope {
                    None
                } else {
                    self.item(place).parent
                };
            }
            let Some(place) = found else {
                let row = other.map_or(0, |other| other.row);
                let words = format!(
                    "each group or repeat holds one entity, and the one that {} needs is taken by row {row}: save its answers from another group",
                    wish.entity.list
                );
                self.warn("entities", Some(wish.entity.row), None, words);
                continue;
            };
            given.insert(place, wish.entity);
            placed.push((place, wish.entity));
            for leaf in &wish.from {
                let mut at = Some(*leaf);
                while let Some(here) = at.filter(|here| *here != place) {
                    given.insert(here, wish.entity);
                    at = self.item(here).parent;
                }
            }
        }
        placed
    }

    /// Where an entity wants to stand: near what is saved to it, in the innermost repeat that it takes from.
    fn wish<'d>(&mut self, entity: &'d Declared, taken: &[Taken]) -> Option<Wish<'d>> {
        let is_repeat = |at: &u32| self.item(*at).kind == Kind::Repeat;
        let depth = |at: u32| self.ancestors(at).into_iter().filter(is_repeat).count();
        let scopes: Vec<u32> = taken.iter().map(|one| self.scope(one.place)).collect();
        let scope = scopes
            .iter()
            .copied()
            .rev()
            .max_by_key(|scope| depth(*scope))
            .unwrap_or(0);
        let saves = taken.iter().any(|one| one.saved);
        for (one, own) in taken.iter().zip(&scopes) {
            let beside = *own != scope && !self.is_below(scope, *own);
            let above = one.saved && *own != scope;
            if !beside && !above {
                continue;
            }
            let words = format!(
                "{} takes answers from repeats that do not lie in each other, or saves one from outside its repeat: copy the answer with a calculate into the same repeat",
                entity.list
            );
            let (sheet, column) = if one.saved {
                ("survey", Some("save_to"))
            } else {
                ("entities", None)
            };
            self.warn(sheet, Some(one.row), column, words);
            return None;
        }
        let mut from: Vec<u32> = taken
            .iter()
            .filter(|one| one.saved)
            .map(|one| one.place)
            .collect();
        from.sort_unstable();
        from.dedup();
        let place = if saves {
            self.joined(&from)
        } else {
            let inside = taken.iter().filter(|one| self.scope(one.place) == scope);
            inside
                .map(|one| one.place)
                .max_by_key(|place| self.ancestors(*place).len())
                .unwrap_or(0)
        };
        Some(Wish {
            entity,
            scope,
            place,
            from,
        })
    }

    /// The innermost group that holds all of these.
    fn joined(&self, places: &[u32]) -> u32 {
        let Some(first) = places.first() else {
            return 0;
        };
        let mut shared = self.ancestors(*first);
        for place in places {
            let own = self.ancestors(*place);
            shared.retain(|at| own.contains(at));
        }
        shared.first().copied().unwrap_or(0)
    }

    /// A group with everything that holds it, innermost first.
    fn ancestors(&self, at: u32) -> Vec<u32> {
        std::iter::successors(Some(at), |at| self.item(*at).parent).collect()
    }

    /// The innermost repeat around a place, itself included; the form when there is none.
    pub(super) fn scope(&self, place: u32) -> u32 {
        let is_repeat = |at: &u32| self.item(*at).kind == Kind::Repeat;
        self.ancestors(place)
            .into_iter()
            .find(is_repeat)
            .unwrap_or(0)
    }
}
