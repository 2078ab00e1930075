//! What became different on the screen of a draft: an answer changes little, and a form is large.

use crate::view::{FormChange, FormView, NodeChange, NodeView, Section, SectionChange};

/// A view, told by what differs from the one before it.
pub(super) fn between(before: &FormView, mut after: FormView) -> FormChange {
    let sections = std::mem::take(&mut after.sections);
    let sections = sections.into_iter().map(|section| {
        let was = before.sections.iter().find(|was| was.path == section.path);
        section_change(was, section)
    });
    FormChange {
        sections: Some(sections.collect()),
        view: after,
    }
}

/// A view that is told whole.
pub(super) fn whole(view: FormView) -> FormChange {
    FormChange {
        view,
        sections: None,
    }
}

fn section_change(was: Option<&Section>, section: Section) -> SectionChange {
    let before = was.map(|was| was.nodes.as_slice());
    SectionChange {
        path: section.path,
        label: section.label,
        state: section.state,
        nodes: nodes_change(before, section.nodes),
    }
}

/// Nothing when the nodes are as they were.
fn nodes_change(before: Option<&[NodeView]>, after: Vec<NodeView>) -> Option<Vec<NodeChange>> {
    let before = before.unwrap_or_default();
    if before == after {
        return None;
    }
    // Most nodes stand where they stood; the others are sought.
    let changes = after.into_iter().enumerate().map(|(at, node)| {
        let was = before.get(at).filter(|was| was.path == node.path);
        let was = was.or_else(|| before.iter().find(|was| was.path == node.path));
        node_change(was, node)
    });
    Some(changes.collect())
}

fn node_change(was: Option<&NodeView>, mut node: NodeView) -> NodeChange {
    let path = node.path.clone();
    let after = std::mem::take(&mut node.children);
    let children = match was {
        Some(was) => nodes_change(Some(&was.children), after),
        None => Some(after.into_iter().map(|n| node_change(None, n)).collect()),
    };
    let same_choices = was.is_some_and(|was| was.choices == node.choices);
    let same = was.is_some_and(|was| is_same(was, &node));
    if same_choices {
        node.choices = Vec::new();
    }
    NodeChange {
        path,
        own: (!same).then_some(node),
        same_choices,
        children,
    }
}

/// Whether a node is as it was, whatever its children are.
fn is_same(was: &NodeView, node: &NodeView) -> bool {
    let NodeView {
        path,
        name,
        kind,
        label,
        hint,
        guidance,
        image,
        value,
        required,
        read_only,
        appearance,
        choices,
        choice_count,
        problem,
        file,
        children: _,
        range,
        rows,
    } = was;
    (path, name, kind, label, hint, guidance)
        == (
            &node.path,
            &node.name,
            &node.kind,
            &node.label,
            &node.hint,
            &node.guidance,
        )
        && (value, required, read_only, appearance)
            == (
                &node.value,
                &node.required,
                &node.read_only,
                &node.appearance,
            )
        && (choices, choice_count, file) == (&node.choices, &node.choice_count, &node.file)
        && (problem, range, rows, image) == (&node.problem, &node.range, &node.rows, &node.image)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failed test should stop at once"
    )]

    use std::sync::Arc;

    use forms::{Filling, Form, Moment};

    use super::*;
    use crate::fill;

    /// What a screen makes of a change.
    fn applied(before: &FormView, change: FormChange) -> FormView {
        let mut view = change.view;
        let Some(sections) = change.sections else {
            return view;
        };
        view.sections = sections
            .into_iter()
            .map(|told| {
                let was = before.sections.iter().find(|was| was.path == told.path);
                let held = was.map(|was| was.nodes.clone()).unwrap_or_default();
                Section {
                    path: told.path,
                    label: told.label,
                    state: told.state,
                    nodes: told.nodes.map_or(held.clone(), |nodes| put(&held, nodes)),
                }
            })
            .collect();
        view
    }

    fn put(held: &[NodeView], told: Vec<NodeChange>) -> Vec<NodeView> {
        told.into_iter()
            .map(|change| {
                let was = held.iter().find(|was| was.path == change.path).cloned();
                let own = change.own.map(|mut own| {
                    if change.same_choices {
                        own.choices.clone_from(&was.as_ref().unwrap().choices);
                    }
                    own
                });
                let children = was.as_ref().map(|was| was.children.clone());
                let children = children.unwrap_or_default();
                let mut node = own.or(was).unwrap();
                node.children = match change.children {
                    Some(told) => put(&children, told),
                    None => children,
                };
                node
            })
            .collect()
    }

    fn built_in() -> Vec<Arc<Form>> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../forms");
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.file_name().unwrap() != "rules.csv")
            .collect();
        paths.sort();
        let read = |path: std::path::PathBuf| {
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            crate::formbook::check_form(name, &bytes).form.unwrap()
        };
        paths.into_iter().map(read).collect()
    }

    fn moment() -> Moment {
        Moment {
            now_ms: 1_790_000_000_000,
            offset_minutes: 420,
            seed: 7,
            username: "u".into(),
            device: "d".into(),
        }
    }

    fn view(filling: &Filling, step: u32) -> FormView {
        let problems = fill::problems(filling, "en");
        FormView {
            draft: "d".into(),
            step,
            form: filling.form().id().to_owned(),
            version: String::new(),
            newer_version: false,
            title: String::new(),
            team: String::new(),
            record: None,
            language: "en".into(),
            sections: fill::sections(filling.form(), &filling.nodes("en"), &problems, "loose"),
            saved_at: String::new(),
            can_undo: false,
            can_redo: false,
            can_repeat: false,
            comments: Vec::new(),
            replies: Vec::new(),
            problems,
        }
    }

    fn asked(nodes: &[NodeView], into: &mut Vec<NodeView>) {
        for node in nodes {
            into.push(node.clone());
            asked(&node.children, into);
        }
    }

    /// Does something to a form: an answer, a row more, a row less.
    fn disturb(filling: &mut Filling, held: &FormView, chance: u32) {
        let mut all = Vec::new();
        for section in &held.sections {
            asked(&section.nodes, &mut all);
        }
        let node = &all[chance as usize % all.len()];
        let value = match node.kind.as_str() {
            "select_one" | "select_multiple" => {
                let at = chance as usize % node.choices.len().max(1);
                node.choices.get(at).map_or("", |c| &c.value)
            }
            "integer" | "decimal" => ["", "3", "12"][chance as usize % 3],
            "date" => "2026-11-17",
            "time" => "08:10:00",
            "repeat" => {
                let _ = filling.add_repeat(&node.path, &moment());
                return;
            }
            "instance" => {
                let _ = filling.remove_repeat(&node.path, &moment());
                return;
            }
            _ => ["", "words"][chance as usize % 2],
        };
        let _ = filling.set(&node.path, value, &moment());
    }

    #[test]
    fn a_screen_that_is_told_what_differs_shows_the_same_as_one_that_is_told_all() {
        for form in built_in() {
            let mut filling = Filling::start(form, &moment());
            let mut held = view(&filling, 1);
            let mut chance: u32 = 1;
            for step in 2..150 {
                chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                disturb(&mut filling, &held, chance >> 8);
                let now = view(&filling, step);
                let change = between(&held, now.clone());
                let shown = applied(&held, change);
                assert_eq!(shown.sections, now.sections, "{} {step}", now.form);
                held = shown;
            }
        }
    }

    #[test]
    fn an_answer_is_told_in_few_bytes_and_choices_are_not_told_again() {
        for form in built_in() {
            let mut filling = Filling::start(form, &moment());
            let before = view(&filling, 1);
            let mut all = Vec::new();
            for section in &before.sections {
                asked(&section.nodes, &mut all);
            }
            let Some(text) = all.iter().find(|n| n.kind == "text" && !n.read_only) else {
                continue;
            };
            filling.set(&text.path, "Phlov Meas", &moment()).unwrap();
            let after = view(&filling, 2);
            let size = |bytes: Vec<u8>| bytes.len();
            let all = size(serde_json::to_vec(&after).unwrap());
            let told = between(&before, after);
            let choices: usize = told
                .sections
                .iter()
                .flatten()
                .map(|s| choices_told(s.nodes.as_deref()))
                .sum();
            assert_eq!(choices, 0, "{}", told.view.form);
            let part = size(serde_json::to_vec(&told.sections).unwrap());
            assert!(part * 4 < all, "{}: {part} of {all}", told.view.form);
        }
    }

    fn choices_told(nodes: Option<&[NodeChange]>) -> usize {
        let of = |node: &NodeChange| {
            let own = node.own.as_ref().map_or(0, |own| own.choices.len());
            own + choices_told(node.children.as_deref())
        };
        nodes.unwrap_or_default().iter().map(of).sum()
    }
}
