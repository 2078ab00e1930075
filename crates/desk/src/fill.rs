//! A form on the screen: the node tree, its sections and what stands in the way.

use forms::{Filling, Form, Index, Kind, Node, Problem, ProblemKind};

use crate::drafts::{PLACE_WORD, is_told};
use crate::view::{ChoiceView, NodeView, ProblemView, RangeView, Section};

/// The sections of a form: its top-level groups, and runs of questions between them.
pub(crate) fn sections(
    form: &Form,
    nodes: &[Node],
    problems: &[ProblemView],
    loose: &str,
) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open = false;
    for view in node_views(form, nodes, problems) {
        if view.kind == Kind::Group.as_str() {
            sections.push(Section {
                path: view.path.clone(),
                label: view.label.clone(),
                state: String::new(),
                nodes: view.children,
            });
            open = false;
        } else if let (true, Some(last)) = (open, sections.last_mut()) {
            last.nodes.push(view);
        } else {
            sections.push(Section {
                path: view.path.clone(),
                label: loose.to_owned(),
                state: String::new(),
                nodes: vec![view],
            });
            open = true;
        }
    }
    for section in &mut sections {
        section.state = standing(&section.nodes).to_owned();
    }
    sections
}

fn shown(node: &Node) -> bool {
    node.relevant && !matches!(node.kind, Kind::Calculate | Kind::Hidden | Kind::Meta)
}

/// What stands side by side, without the questions that another one of them has answered.
fn node_views(form: &Form, nodes: &[Node], problems: &[ProblemView]) -> Vec<NodeView> {
    let place = nodes
        .iter()
        .find(|node| shown(node) && has_word(&node.appearance, PLACE_WORD));
    let place = place.map_or("", |node| &node.value);
    let value_of = |name: &str| {
        let beside = nodes.iter().find(|node| node.name == name);
        beside.map(|node| node.value.as_str())
    };
    let is_answered = |view: &NodeView| {
        let path = forms::question_path(&view.path);
        let source = || value_of(&form.filled_from(&path)?.name);
        let by_place = !place.is_empty() && is_told(&view.name, place, value_of);
        by_place || source() == Some(&view.value)
    };
    let seen = nodes.iter().filter(|node| shown(node));
    let views = seen.map(|node| node_view(form, node, problems));
    // What somebody has to give a reason for is shown where it can be given.
    let is_told_of = |view: &NodeView| problems.iter().any(|problem| problem.path == view.path);
    views
        .filter(|view| view.value.is_empty() || !is_answered(view) || is_told_of(view))
        .collect()
}

fn has_word(appearance: &str, word: &str) -> bool {
    appearance.split_whitespace().any(|one| one == word)
}

fn node_view(form: &Form, node: &Node, problems: &[ProblemView]) -> NodeView {
    let problem = problems
        .iter()
        .find(|p| p.path == node.path && p.severity == "error");
    NodeView {
        path: node.path.clone(),
        name: node.name.clone(),
        kind: node.kind.as_str().to_owned(),
        label: node.label.clone(),
        hint: node.hint.clone(),
        guidance: node.guidance.clone(),
        image: node.image.clone(),
        value: node.value.clone(),
        required: node.required,
        read_only: node.read_only,
        appearance: node.appearance.clone(),
        choices: node
            .choices
            .iter()
            .map(|c| ChoiceView {
                value: c.value.clone(),
                label: c.label.clone(),
                image: c.image.clone(),
            })
            .collect(),
        choice_count: u32::try_from(node.choice_count).unwrap_or(u32::MAX),
        problem: problem.map(|p| p.text.clone()),
        file: None,
        children: node_views(form, &node.children, problems),
        range: node.range.clone().map(|[start, end, step]| RangeView {
            start,
            end,
            step,
            placeholder: node.placeholder.clone(),
        }),
        rows: node.rows,
    }
}

fn standing(nodes: &[NodeView]) -> &'static str {
    let (mut answered, mut wrong, mut missing) = (false, false, false);
    let mut rest: Vec<&NodeView> = nodes.iter().collect();
    while let Some(node) = rest.pop() {
        answered |= !node.value.is_empty() && !node.read_only;
        if node.problem.is_some() {
            if node.value.is_empty() {
                missing = true
            } else {
                wrong = true
            }
        }
        rest.extend(&node.children);
    }
    match (wrong, missing, answered) {
        (true, _, _) => "problem",
        (false, true, true) => "partial",
        (false, false, true) => "done",
        (false, _, false) => "empty",
    }
}

/// What a draft is about: the answers that give a record its title.
pub(crate) fn title(filling: &Filling) -> String {
    let form = filling.form();
    let answers = filling.answers();
    let titles = form
        .questions()
        .filter(|question| question.index == Some(Index::Title));
    let words = titles.filter_map(|question| {
        let raw = answers.get(&question.path)?;
        Some(crate::words::value(
            question,
            form,
            raw,
            form.default_language(),
        ))
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// What the form itself finds wrong, with the labels of the questions.
pub(crate) fn problems(filling: &Filling, language: &str) -> Vec<ProblemView> {
    filling
        .problems(language)
        .into_iter()
        .map(|problem| problem_view(filling, problem, language))
        .collect()
}

fn problem_view(filling: &Filling, problem: Problem, language: &str) -> ProblemView {
    let kind = match problem.kind {
        ProblemKind::Missing => "missing",
        ProblemKind::Constraint => "constraint",
        ProblemKind::Type | ProblemKind::TooLong => "type",
    };
    ProblemView {
        label: label(filling, &problem.path, language),
        path: problem.path,
        kind: kind.to_owned(),
        severity: "error".to_owned(),
        text: problem.text,
        rule: None,
        asks_reason: false,
        reason: None,
        reason_before: None,
    }
}

/// The label of a question, by the path of an instance or of the form.
pub(crate) fn label(filling: &Filling, path: &str, language: &str) -> String {
    form_label(filling.form(), path, language)
}

/// The label of a question of a form, by the path of an instance or of the form.
pub(crate) fn form_label(form: &Form, path: &str, language: &str) -> String {
    let generic = forms::question_path(path);
    form.question(&generic).map_or(generic.clone(), |q| {
        let label = q.label(language);
        if label.is_empty() {
            generic.clone()
        } else {
            label.to_owned()
        }
    })
}
