//! Questions, repeats and lists as nodes.

use std::borrow::Cow;

use super::{Env, Expr, ExprError, Function, Scope, Value, function};
use crate::xpath::ast::Axis;
use crate::xpath::{Node, NodeKind, Tree, spaces};

pub(super) const FUNCTIONS: &[Function] = &[
    function("position", 0, 1, position),
    function("last", 0, 0, |_, scope, _| Ok(Value::from(scope.size))),
    function("current", 0, 0, |_, scope, _| {
        Ok(Value::Nodes(vec![scope.current]))
    }),
    function("count", 1, 1, |env, scope, args| {
        Ok(Value::from(env.nodes_arg(scope, args, 0)?.len()))
    }),
    function("count-non-empty", 1, 1, count_non_empty),
    function("name", 0, 1, name),
    function("local-name", 0, 1, local_name),
    function("namespace-uri", 0, 1, namespace),
    function("lang", 1, 1, lang),
    function("id", 1, 1, id),
    function("instance", 1, 1, instance),
    function("indexed-repeat", 3, 7, indexed_repeat),
    function("pulldata", 4, 4, pulldata),
    function("jr:choice-name", 2, 2, choice_name),
    function("jr:itext", 1, 1, text_of_id),
];

/// The place among the siblings of the same name, or in the set that a predicate narrows.
fn position(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    if args.is_empty() {
        return Ok(Value::from(scope.position));
    }
    let Some(node) = env.nodes_arg(scope, args, 0)?.first().copied() else {
        return Ok(Value::Number(f64::NAN));
    };
    let tree = env.tree(node.doc);
    let Some(parent) = tree.parent(node.id) else {
        return Ok(Value::from(1_usize));
    };
    let name = tree.name(node.id);
    let siblings = tree.children(parent);
    env.spend(siblings.len() / 4)?;
    let same = siblings.iter().filter(|id| tree.name(**id) == name);
    Ok(Value::from(
        same.take_while(|id| **id != node.id).count() + 1,
    ))
}

fn count_non_empty(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let nodes = env.nodes_arg(scope, args, 0)?;
    Ok(Value::from(
        nodes
            .into_iter()
            .filter(|node| !env.node_text(*node).is_empty())
            .count(),
    ))
}

/// The node of the argument, or the one where the expression stands.
fn subject(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Option<Node>, ExprError> {
    match args.first() {
        Some(arg) => Ok(env.nodes_of(scope, arg)?.first().copied()),
        None => Ok(Some(scope.node)),
    }
}

fn name(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let Some(node) = subject(env, scope, args)? else {
        return Ok(Value::from(""));
    };
    let name = env.tree(node.doc).name(node.id);
    Ok(Value::from(name.map_or_else(String::new, |name| {
        match (spaces::declared(name), &name.prefix) {
            (Some(prefix), _) => prefix.to_owned(),
            (None, Some(prefix)) => format!("{prefix}:{}", name.local),
            (None, None) => name.local.to_string(),
        }
    })))
}

fn local_name(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let Some(node) = subject(env, scope, args)? else {
        return Ok(Value::from(""));
    };
    let name = env.tree(node.doc).name(node.id);
    Ok(Value::from(name.map_or("", |name| {
        spaces::declared(name).unwrap_or(&name.local)
    })))
}

/// The address of the namespace that the node's name is in.
fn namespace(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let Some(node) = subject(env, scope, args)? else {
        return Ok(Value::from(""));
    };
    let tree = env.tree(node.doc);
    Ok(Value::from(match tree.kind(node.id) {
        NodeKind::Element | NodeKind::Attribute => spaces::of(tree, node.id),
        _ => "",
    }))
}

/// The value of an attribute on the node or on the nearest ancestor that has it.
fn nearest<'t>(tree: &'t Tree, id: u32, prefix: Option<&str>, local: &str) -> Option<&'t str> {
    let mut at = Some(id);
    while let Some(id) = at {
        let found = tree.attributes(id).iter().find(|a| {
            tree.name(**a)
                .is_some_and(|name| name.prefix.as_deref() == prefix && &*name.local == local)
        });
        if let Some(found) = found {
            return Some(tree.value(*found));
        }
        at = tree.parent(id);
    }
    None
}

fn lang(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let wanted = env.text_arg(scope, args, 0)?.to_lowercase();
    let tree = env.tree(scope.node.doc);
    let found = nearest(tree, scope.node.id, Some("xml"), "lang")
        .unwrap_or("")
        .to_lowercase();
    let longer = found
        .strip_prefix(&wanted)
        .is_some_and(|rest| rest.starts_with('-'));
    Ok(Value::Bool(found == wanted || longer))
}

fn id(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let texts = env.all_texts(scope, args)?;
    let wanted: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split_whitespace())
        .collect();
    let tree = env.tree(scope.node.doc);
    env.spend(tree.len())?;
    let mut found = Vec::new();
    let mut stack = vec![Tree::ROOT];
    while let Some(at) = stack.pop() {
        let has = tree.attributes(at).iter().any(|a| {
            tree.name(*a)
                .is_some_and(|name| name.prefix.is_none() && &*name.local == "id")
                && wanted.contains(&tree.value(*a))
        });
        if has {
            found.push(Node {
                doc: scope.node.doc,
                id: at,
            });
        }
        stack.extend(tree.children(at).iter().rev());
    }
    Ok(Value::Nodes(found))
}

fn instance(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let name = env.text_arg(scope, args, 0)?;
    Ok(Value::Nodes(
        env.world.instance(&name).into_iter().collect(),
    ))
}

/// `indexed-repeat(question, repeat, number[, inner repeat, number …])`: the question's answer in one
/// instance; empty when there is no such instance.
fn indexed_repeat(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let mut within: Option<Node> = None;
    for pair in args.get(1..).unwrap_or(&[]).chunks(2) {
        let [repeat, number] = pair else {
            return Err(ExprError::new(
                "indexed-repeat() takes a repeat and a number together",
            ));
        };
        let mut instances = env.nodes_of(scope, repeat)?;
        instances.retain(|node| within.is_none_or(|outer| is_below(env, *node, outer)));
        let at = super::lists::index(env.number_of(scope, number)? - 1.0);
        match at.and_then(|at| instances.get(at)) {
            Some(node) => within = Some(*node),
            None => return Ok(Value::Nodes(Vec::new())),
        }
    }
    let mut found = env.nodes_arg(scope, args, 0)?;
    found.retain(|node| within.is_none_or(|outer| is_below(env, *node, outer)));
    Ok(Value::Nodes(found))
}

fn is_below(env: &Env<'_>, node: Node, outer: Node) -> bool {
    let tree = env.tree(node.doc);
    let mut at = Some(node.id);
    while let Some(id) = at {
        if id == outer.id {
            return node.doc == outer.doc;
        }
        at = tree.parent(id);
    }
    false
}

/// `pulldata(file, column, key column, key)`: the first row of a list whose key is that. `@name` is an attribute
/// of the row.
fn pulldata(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let file = env.text_arg(scope, args, 0)?;
    let (out, key) = (env.text_arg(scope, args, 1)?, env.text_arg(scope, args, 2)?);
    let (out, key) = (column(&out), column(&key));
    let wanted = env.text_arg(scope, args, 3)?;
    let name = file.strip_suffix(".csv").unwrap_or(&file);
    let Some(root) = env.world.instance(name) else {
        return Ok(Value::from(""));
    };
    let tree = env.tree(root.doc);
    let cell = |row: u32, (axis, name): &(Axis, Cow<'_, str>)| {
        let cells = match axis {
            Axis::Attribute => tree.attributes(row),
            _ => tree.children(row),
        };
        let is_it = |id: &&u32| tree.name(**id).is_some_and(|held| *held.local == **name);
        cells.iter().find(is_it).map(|id| tree.text_of(*id))
    };
    for list in tree.children(root.id) {
        let list = Node {
            doc: root.doc,
            id: *list,
        };
        let narrowed = env.rows_holding(list, key.0, &key.1, &wanted);
        let rows = match &narrowed {
            Some(rows) => rows.as_slice(),
            None => tree.children(list.id),
        };
        env.spend(rows.len())?;
        let found = rows
            .iter()
            .find(|row| cell(**row, &key).is_some_and(|held| held == wanted));
        if let Some(row) = found {
            return Ok(Value::from(
                cell(*row, &out).map(Cow::into_owned).unwrap_or_default(),
            ));
        }
    }
    Ok(Value::from(""))
}

/// Where a column is and what it is called in the document of a list.
fn column(heading: &str) -> (Axis, Cow<'_, str>) {
    match heading.trim().strip_prefix('@') {
        Some(attribute) => (Axis::Attribute, Cow::Borrowed(attribute)),
        None => (Axis::Child, crate::media::column_name(heading)),
    }
}

/// The label of a choice; the question is named by a text that holds its path.
fn choice_name(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let value = env.text_arg(scope, args, 0)?;
    let question = env.text_arg(scope, args, 1)?;
    Ok(Value::from(
        env.world
            .choice_label(question.trim(), &value)
            .unwrap_or_default(),
    ))
}

/// A text of the form in the language in use; empty, with a word to the author, when the form has none of that id.
fn text_of_id(env: &Env<'_>, scope: &Scope, args: &[Expr]) -> Result<Value, ExprError> {
    let id = env.text_arg(scope, args, 0)?;
    if let Some(node) = env.world.text_node(&id) {
        return Ok(Value::Nodes(vec![node]));
    }
    let found = env.world.text(&id);
    if found.is_none() {
        env.world
            .warn("jr:itext(): the form has no text of this name");
    }
    Ok(Value::from(found.unwrap_or_default()))
}
