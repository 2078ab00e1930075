//! A form as a screen shows it.

use super::instance::Instance;
use crate::Kind;
use crate::model::{Form, Question};

/// The most choices of a list from a file that a screen is given at once.
pub const CHOICES_MAX: usize = 500;

/// One choice that is offered.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// The file of the picture that is shown with it; empty without one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub image: String,
}

/// A question, group, repeat or instance with what a screen needs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Node {
    /// Where it stands, such as `materials[3f]/quantity`.
    pub path: String,
    /// The last step of the path, without an id.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What is asked, with answers filled in.
    pub label: String,
    /// What helps to answer.
    pub hint: String,
    /// What is told to whoever asks for more than the hint.
    pub guidance: String,
    /// The file of the picture that belongs to the label; empty without one.
    pub image: String,
    /// Words that tell how to show it.
    pub appearance: String,
    /// The answer as stored; empty for what holds questions.
    pub value: String,
    /// Whether an answer is needed now.
    pub required: bool,
    /// Whether nobody may change it now.
    pub read_only: bool,
    /// Whether it applies now.
    pub relevant: bool,
    /// The choices that are offered now; of a long list from a file, those that are chosen.
    pub choices: Vec<Choice>,
    /// How many choices are offered now.
    pub choice_count: usize,
    /// What it holds; for a repeat, its instances.
    pub children: Vec<Node>,
    /// The id of an instance.
    pub id: Option<String>,
    /// Between which numbers a range lies: start, end and step, as the form writes them.
    pub range: Option<[String; 3]>,
    /// Where a range that is not answered points; empty where the form does not say.
    pub placeholder: String,
    /// How many lines a text has room for; 0 where the form does not say.
    pub rows: u32,
}

impl Instance {
    /// The questions from the top, in the order of the form.
    pub(crate) fn nodes(&self, form: &Form, language: &str) -> Vec<Node> {
        self.first(0).map_or_else(Vec::new, |root| {
            self.children_of(form, root, "", false, language)
        })
    }

    fn children_of(
        &self,
        form: &Form,
        node: u32,
        before: &str,
        closed: bool,
        language: &str,
    ) -> Vec<Node> {
        let mut out = Vec::new();
        for child in &form.item(self.item_of(node)).children {
            let Some(question) = form.asked(*child).filter(|_| !form.item(*child).aside) else {
                continue;
            };
            let path = if before.is_empty() {
                question.name.clone()
            } else {
                format!("{before}/{}", question.name)
            };
            if question.kind == Kind::Repeat {
                out.push(self.repeat(form, node, *child, question, path, closed, language));
            } else if let Some(found) = self.instances(node, *child).next() {
                out.push(self.node(form, found, question, path, closed, language));
            }
        }
        out
    }

    #[expect(clippy::too_many_arguments, reason = "the walk carries its place")]
    fn repeat(
        &self,
        form: &Form,
        parent: u32,
        item: u32,
        question: &Question,
        path: String,
        closed: bool,
        language: &str,
    ) -> Node {
        let mut shown = blank(question, path.clone());
        let place = self.place_of(parent, item);
        shown.label = self.rendered(form, place, &question.label, language);
        shown.hint = self.rendered(form, place, &question.hint, language);
        shown.read_only = closed || form.item(item).count.is_some() || form.item(item).fixed_count;
        for node in self.instances(parent, item) {
            let id = self.id_of(node).unwrap_or_default();
            let own = format!("{path}[{id}]");
            let locked = closed || self.condition(form, node, &form.item(item).read_only);
            let mut instance = blank(question, own.clone());
            instance.kind = Kind::Instance;
            instance.label = self.rendered(form, node, &question.label, language);
            instance.read_only = locked;
            instance.relevant = self.relevant(node);
            instance.id = Some(id.to_owned());
            instance.children = self.children_of(form, node, &own, locked, language);
            shown.children.push(instance);
        }
        shown.relevant = self.repeat_applies(form, parent, item);
        shown
    }

    fn node(
        &self,
        form: &Form,
        node: u32,
        question: &Question,
        path: String,
        closed: bool,
        language: &str,
    ) -> Node {
        let item = form.item(self.item_of(node));
        let mut shown = blank(question, path);
        shown.label = self.rendered(form, node, &question.label, language);
        shown.hint = self.rendered(form, node, &question.hint, language);
        shown.relevant = self.relevant(node);
        shown.read_only = closed
            || matches!(item.kind, Kind::Note | Kind::Calculate | Kind::Meta)
            || self.condition(form, node, &item.read_only);
        if item.kind == Kind::Group {
            shown.children = self.children_of(form, node, &shown.path, shown.read_only, language);
            return shown;
        }
        shown.guidance = self.rendered(form, node, &question.guidance, language);
        shown.image = question.media.picture(language).to_owned();
        shown.rows = item.extra.body_number("rows").unwrap_or(0);
        shown.placeholder = item.extra.of_body("odk:placeholder").to_owned();
        let range = item.control.range.as_ref();
        shown.range = range.map(|r| [r.start.clone(), r.end.clone(), r.step.clone()]);
        shown.value = self.tree.value(node).to_owned();
        shown.required = self.condition(form, node, &item.required);
        if shown.relevant {
            let offered = self.shown_choices(form, node, language);
            shown.choices = offered.choices;
            shown.choice_count = offered.total;
        }
        shown
    }
}

fn blank(question: &Question, path: String) -> Node {
    Node {
        path,
        name: question.name.clone(),
        kind: question.kind,
        label: String::new(),
        hint: String::new(),
        guidance: String::new(),
        image: String::new(),
        appearance: question.appearance.clone(),
        value: String::new(),
        required: false,
        read_only: false,
        relevant: true,
        choices: Vec::new(),
        choice_count: 0,
        children: Vec::new(),
        id: None,
        range: None,
        placeholder: String::new(),
        rows: 0,
    }
}
