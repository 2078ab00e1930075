//! The columns that compute and those that are shown: read once every question is there.

use super::expressions::{Place, straight};
use super::names::{is_no, is_yes};
use super::parameters::Parameters;
use super::{Builder, index};
use crate::Kind;
use crate::model::{Action, Asks, Condition, Deed, Default, Events, Texts};
use crate::workbook::{Row, Sheet};
use crate::xpath::ast::{Axis, Expr, Op, Start};
use crate::xpath::{self, dates};

/// The head of a table has no label of its own.
const TABLE_HEAD: &str = "reserved_name_for_field_list_labels_";

impl Builder {
    /// Reads the formulas and texts of all questions.
    pub(super) fn formulas(&mut self, sheet: &Sheet) {
        for at in 0..index(self.items.len()) {
            let place = self.drafts.get(at as usize).copied().flatten();
            let Some(row) = place.and_then(|place| sheet.rows.get(place)) else {
                continue;
            };
            let cell = sheet.get(row, "parameters").unwrap_or_default();
            let kind = sheet.get(row, "type").unwrap_or_default().to_lowercase();
            let (pairs, _) = Parameters::parse(cell);
            let pairs = pairs.of(super::notices::family(&kind));
            self.shape(sheet, row, at, &pairs);
            self.looks_with_paths(at, row);
            self.texts(sheet, row, at);
            self.further_texts(sheet, row, at);
            self.conditions(sheet, row, at);
            self.values(sheet, row, at);
            self.shuffle(sheet, row, at);
            self.unasked(sheet, row, at);
        }
        self.offer_answers();
        for at in 0..index(self.items.len()) {
            let place = self.drafts.get(at as usize).copied().flatten();
            if let Some(row) = place.and_then(|place| sheet.rows.get(place)) {
                self.filter(sheet, row, at);
            }
        }
    }

    /// An appearance may hand answers to what it names.
    fn looks_with_paths(&mut self, at: u32, row: &Row) {
        let looks = self
            .questions
            .get(at as usize)
            .map(|q| q.appearance.clone());
        let Some(looks) = looks.filter(|looks| looks.contains("${")) else {
            return;
        };
        let looks = self.with_paths(&looks, at, &Place::of(row, "appearance"));
        if let Some(question) = self.question_mut(at) {
            question.appearance = looks;
        }
    }

    fn texts(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        const KEYS: [&str; 4] = ["label", "hint", "constraint_message", "required_message"];
        let [label, hint, constraint, required] = KEYS.map(|key| {
            let found = self.translations(sheet, row, key);
            let texts = found
                .into_iter()
                .map(|(code, text)| (code, self.text(text, at, &Place::of(row, key))));
            Texts::new(texts.collect())
        });
        let head = self.item(at).name.starts_with(TABLE_HEAD);
        let bare = label.is_empty() && self.item(at).kind.is_asked() && !head;
        if let Some(question) = self.question_mut(at) {
            question.label = label;
            question.hint = hint;
            question.constraint_message = constraint;
            question.required_message = required;
        }
        let works = ["calculation", "trigger"].iter();
        if bare && !works.clone().any(|key| sheet.get(row, key).is_some()) {
            let words = "the question has no label: its name is shown";
            self.warn("survey", Some(row.number), Some("label"), words.to_owned());
        }
    }

    fn conditions(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        if let Some(cell) = sheet.get(row, "relevant").filter(|cell| !is_yes(cell)) {
            let expr = if is_no(cell) {
                xpath::parse("false()").ok()
            } else {
                self.expr(cell, at, &Place::of(row, "relevant"))
            };
            if let Some(item) = self.item_mut(at) {
                item.relevant = expr;
            }
        }
        let required = self.condition(sheet, row, at, "required");
        let read_only = self.condition(sheet, row, at, "read_only");
        let constraint = match sheet.get(row, "constraint").filter(|cell| !is_yes(cell)) {
            Some(cell) if is_no(cell) => xpath::parse("false()").ok(),
            Some(cell) => self.expr(cell, at, &Place::of(row, "constraint")),
            None => None,
        };
        if let Some(item) = self.item_mut(at) {
            item.required = required;
            item.read_only = read_only;
            item.constraint = constraint;
        }
    }

    fn condition(&mut self, sheet: &Sheet, row: &Row, at: u32, column: &str) -> Condition {
        match sheet.get(row, column) {
            None => Condition::Never,
            Some(cell) if is_yes(cell) => Condition::Always,
            Some(cell) if is_no(cell) => Condition::Never,
            Some(cell) => self
                .expr(cell, at, &Place::of(row, column))
                .map_or(Condition::Never, Condition::When),
        }
    }

    fn values(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let kind = self.item(at).kind;
        self.calculation(sheet, row, at, kind);
        if let Some(cell) = sheet.get(row, "trigger") {
            self.trigger(cell, row, at);
        }
        if let Some(cell) = sheet.get(row, "repeat_count") {
            if kind == Kind::Repeat {
                let above = self.item(at).parent.unwrap_or(at);
                let expr = self.expr(cell, above, &Place::of(row, "repeat_count"));
                if let Some(item) = self.item_mut(at) {
                    item.count = expr;
                }
            } else {
                let words = "only a repeat can be counted: this is left out";
                let place = Place::of(row, "repeat_count");
                self.warn_at(&place, words.to_owned());
            }
        }
        if let Some(cell) = sheet
            .get(row, "default")
            .filter(|_| !kind.holds_questions())
        {
            self.default(cell, row, at, kind);
        }
    }

    fn calculation(&mut self, sheet: &Sheet, row: &Row, at: u32, kind: Kind) {
        let place = Place::of(row, "calculation");
        match sheet.get(row, "calculation") {
            Some(_) if kind.holds_questions() => {
                let words = "a group holds no value: the calculation is left out";
                self.warn_at(&place, words.to_owned());
            }
            Some(cell) => {
                let cell = match cell {
                    cell if is_yes(cell) => "true()",
                    cell if is_no(cell) => "false()",
                    cell => cell,
                };
                let expr = self.expr(cell, at, &place);
                if let Some(item) = self.item_mut(at) {
                    item.calculation = expr;
                }
            }
            None if kind == Kind::Calculate && sheet.get(row, "default").is_none() => {
                let words = "the calculation is missing: the value stays empty";
                self.warn_at(&place, words.to_owned());
            }
            None => {}
        }
    }

    /// A value that is put when a record begins, and when an instance of the repeat around it does.
    pub(super) fn begins_with(&mut self, at: u32, expr: Expr) {
        self.actions.push(Action {
            events: Events {
                first_load: true,
                ..Events::default()
            },
            deed: Deed::Set(expr.clone()),
            target: at,
            source: None,
        });
        let Some(repeat) = self.item(at).repeat else {
            return;
        };
        self.actions.push(Action {
            events: Events {
                new_repeat: true,
                ..Events::default()
            },
            deed: Deed::Set(expr),
            target: at,
            source: Some(repeat),
        });
    }

    /// What happens to a question when others change.
    fn trigger(&mut self, cell: &str, row: &Row, at: u32) {
        let place = Place::of(row, "trigger");
        let item = self.item(at);
        let deed = match &item.calculation {
            _ if item.value_type == crate::model::ValueType::Geopoint
                && item.kind == Kind::Meta =>
            {
                Deed::Geopoint
            }
            Some(expr) => Deed::Set(expr.clone()),
            None => Deed::Put(String::new()),
        };
        for name in super::entities::names_in(cell) {
            match self.target(&name, at) {
                Ok(source) => {
                    self.actions.push(Action {
                        events: Events {
                            changed: true,
                            ..Events::default()
                        },
                        deed: deed.clone(),
                        target: at,
                        source: Some(source),
                    });
                }
                Err(why) => self.lost(why, &place),
            }
        }
        if let Some(item) = self.item_mut(at) {
            item.triggered = item.calculation.is_some();
        }
    }

    /// A question that is worked out and has nothing to say is not asked.
    fn unasked(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let works = self.item(at).calculation.is_some() || sheet.get(row, "trigger").is_some();
        let Some(question) = self.questions.get(at as usize) else {
            return;
        };
        let silent = question.label.is_empty() && question.hint.is_empty();
        let asked = question.kind.is_asked() || question.kind == Kind::Note;
        if !works || !silent || !asked {
            return;
        }
        if let Some(question) = self.question_mut(at) {
            question.kind = Kind::Calculate;
        }
        if let Some(item) = self.item_mut(at) {
            item.kind = Kind::Calculate;
            item.control.asks = Asks::Nothing;
        }
    }

    /// A default is a plain value unless it computes something.
    fn default(&mut self, cell: &str, row: &Row, at: u32, kind: Kind) {
        let picture = self.item(at).control.media_type.as_deref() == Some("image/*");
        let fixed = match cell {
            cell if picture && !cell.contains("://") => format!("jr://images/{cell}"),
            cell => cell.to_owned(),
        };
        let text = straight(cell);
        let dated = matches!(kind, Kind::Date | Kind::DateTime)
            && dates::parse(&text, dates::offset(0)).is_some();
        if dated || !is_dynamic(&text, kind) {
            if let Some(item) = self.item_mut(at) {
                item.default = Default::Fixed(fixed);
            }
            return;
        }
        let place = Place::of(row, "default");
        let Some(expr) = self.expr(cell, at, &place) else {
            return;
        };
        if names_nothing(&expr) {
            let words = "this is worked out as a calculation, as other tools do, and gives nothing: if it is a text, write it without spaces around the sign";
            self.warn_at(&place, words.to_owned());
        }
        self.begins_with(at, expr);
    }
}

/// Whether an expression computes with bare words, as a text with a sign in it looks.
fn names_nothing(expr: &Expr) -> bool {
    let (mut words, mut works) = (false, false);
    expr.visit(&mut |inner| match inner {
        Expr::Path(path) => match (&path.start, path.steps.as_slice()) {
            (Start::Context, [step]) => words |= step.axis == Axis::Child,
            _ => works = true,
        },
        Expr::Call(_) | Expr::Filter(..) => works = true,
        _ => {}
    });
    words && !works
}

/// Whether a default is an expression: it names a question, calls a function, picks nodes or computes.
fn is_dynamic(text: &str, kind: Kind) -> bool {
    let Ok(parsed) = xpath::parse(text) else {
        return text.contains("${");
    };
    let hyphens = matches!(
        kind,
        Kind::Date | Kind::DateTime | Kind::Geopoint | Kind::Geoline
    );
    let mut dynamic = false;
    parsed.visit(&mut |inner| {
        dynamic |= match inner {
            Expr::Reference(_) => true,
            Expr::Call(call) => call.function.is_some(),
            Expr::Filter(..) => true,
            Expr::Path(path) => path.steps.iter().any(|step| !step.predicates.is_empty()),
            Expr::Chain(_, rest) => rest.iter().any(|(op, _)| match op {
                Op::Subtract => !hyphens && text.contains("- "),
                Op::Add | Op::Multiply | Op::Divide | Op::Modulo | Op::Union => true,
                _ => false,
            }),
            _ => false,
        };
    });
    dynamic
}
