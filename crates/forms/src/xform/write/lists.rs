//! Secondary instances: the lists of choices, files that are read, and documents that came with the form.

use super::Writer;
use crate::model::{ChoiceList, Condition, Deed, Form, Piece, Question, Shuffle};
use crate::xpath::Tree;
use crate::xpath::ast::Expr;

impl Writer<'_> {
    /// Whether no choice of a list has a label: the names are shown.
    pub(super) fn is_unlabelled(&self, list: &str) -> bool {
        let choices = self.form.choices(list);
        !choices.is_empty() && choices.iter().all(|choice| choice.label.is_empty())
    }

    pub(super) fn secondary(&mut self) {
        let form = self.form;
        for external in form.head.externals.iter().filter(|one| one.declared) {
            self.xml.open("instance");
            self.xml.attribute("id", &external.name);
            self.xml.attribute("src", &external.source);
            self.xml.close();
        }
        let mut documents: Vec<(&String, &u16)> = form.document_by_name.iter().collect();
        documents.sort_unstable_by_key(|(_, place)| **place);
        for (id, place) in documents {
            let external = form.head.externals.iter().any(|known| known.name == *id);
            let list = form.lists.iter().find(|list| list.name == *id);
            let left_out = id.starts_with('/')
                || list.is_some_and(|list| list.apart || is_searched(form, &list.name));
            if external || left_out {
                continue;
            }
            self.xml.open("instance");
            self.xml.attribute("id", id);
            let tree = form.documents.get(usize::from(*place).saturating_sub(1));
            match (list, tree) {
                (Some(list), Some(tree)) => self.list(list, tree),
                (_, Some(tree)) => self.copied(tree),
                (_, None) => {}
            }
            self.xml.close();
        }
    }

    fn list(&mut self, list: &ChoiceList, tree: &Tree) {
        let by_id = self.list_by_id(&list.name);
        let rows = crate::compile::choice_nodes(tree);
        self.xml.open("root");
        for (place, choice) in list.choices.iter().enumerate() {
            self.xml.open("item");
            if by_id {
                self.xml.leaf("itextId", &format!("{}-{place}", list.name));
            }
            self.xml.leaf("name", &choice.name);
            if !by_id && !choice.label.is_empty() {
                let label = choice.label.source(&self.form.default_language).to_owned();
                self.xml.leaf("label", &label);
            }
            let cells = rows.get(place).map_or(&[][..], |row| tree.children(*row));
            for cell in cells {
                let Some(name) = tree.name(*cell) else {
                    continue;
                };
                let own = matches!(&*name.local, "name" | "label" | "itextId");
                if !own && self.xml.allows(&name.local) {
                    self.xml.leaf(&name.local, &tree.text(*cell));
                }
            }
            self.xml.close();
        }
        self.xml.close();
    }

    fn copied(&mut self, tree: &Tree) {
        enum Move {
            Open(u32),
            Close,
        }
        let mut stack: Vec<Move> = tree
            .children(Tree::ROOT)
            .iter()
            .map(|id| Move::Open(*id))
            .collect();
        while let Some(next) = stack.pop() {
            let Move::Open(id) = next else {
                self.xml.close();
                continue;
            };
            let Some(name) = tree.name(id).filter(|name| self.xml.allows(&name.local)) else {
                continue;
            };
            self.xml.open(&name.local);
            for attribute in tree.attributes(id) {
                if let Some(name) = tree.name(*attribute) {
                    self.xml.attribute(&name.local, tree.value(*attribute));
                }
            }
            let children = tree.children(id);
            if children.is_empty() {
                self.xml.words(tree.value(id));
            }
            stack.push(Move::Close);
            stack.extend(children.iter().rev().map(|id| Move::Open(*id)));
        }
    }
}

/// Whether a question fills its list by `search()`.
pub(super) fn searches(question: &Question) -> bool {
    let spaced = question.appearance.replace(' ', "");
    spaced.contains("search(")
}

fn is_searched(form: &Form, list: &str) -> bool {
    let mut all = form.questions.iter();
    all.any(|question| question.list.as_deref() == Some(list) && searches(question))
}

/// A list by its name: the document, the child that is stored, and the one that is shown when it is not the usual.
pub(super) fn references<'f>(form: &'f Form, list: &'f str) -> (&'f str, &'f str, Option<&'f str>) {
    match form.list(list).and_then(|list| list.source.as_ref()) {
        Some(source) => (&source.id, &source.value, Some(&source.label)),
        None => (list, "name", None),
    }
}

/// Shows every expression of a form, with everything inside each.
pub(super) fn expressions<'f>(form: &'f Form, see: &mut dyn FnMut(&'f Expr)) {
    for item in &form.items {
        let plain = [
            &item.relevant,
            &item.constraint,
            &item.calculation,
            &item.count,
        ];
        for expr in plain.into_iter().flatten() {
            expr.visit(see);
        }
        for condition in [&item.required, &item.read_only] {
            if let Condition::When(expr) = condition {
                expr.visit(see);
            }
        }
        if let Some(filter) = &item.filter {
            filter.expr.visit(see);
        }
        if let Shuffle::Seeded(expr) = &item.shuffle {
            expr.visit(see);
        }
        for itemset in [&item.itemset, &item.control.marks].into_iter().flatten() {
            for expr in [&itemset.nodes, &itemset.value, &itemset.label] {
                expr.visit(see);
            }
        }
    }
    for action in &form.actions {
        if let Deed::Set(expr) = &action.deed {
            expr.visit(see);
        }
    }
    for question in &form.questions {
        let texts = [
            &question.label,
            &question.hint,
            &question.guidance,
            &question.constraint_message,
            &question.required_message,
        ];
        for piece in texts.into_iter().flat_map(|texts| texts.pieces()) {
            if let Piece::Output(expr) = piece {
                expr.visit(see);
            }
        }
    }
}
