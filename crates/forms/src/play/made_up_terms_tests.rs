//! The expressions of made-up forms: numbers, conditions and texts over earlier questions.

use super::made_up_tests::{Asked, Maker, Sort};

impl Maker {
    /// The questions that an expression may read as one value: those outside repeats, and those in the same ones.
    pub(super) fn readable(&self, repeats: &[String], fits: impl Fn(&Asked) -> bool) -> Vec<Asked> {
        let known = self
            .asked
            .iter()
            .filter(|one| repeats.starts_with(&one.repeats));
        known.filter(|one| fits(one)).cloned().collect()
    }

    /// How an expression at a path writes a question: from the root, or by steps inside a shared repeat.
    pub(super) fn reference(&self, path: &str, to: &Asked, repeats: &[String]) -> String {
        let Some(shared) = to.repeats.last().filter(|_| !repeats.is_empty()) else {
            return to.path.clone();
        };
        let own = path.strip_prefix(shared.as_str()).unwrap_or_default();
        let theirs = to.path.strip_prefix(shared.as_str()).unwrap_or_default();
        let up = "../".repeat(own.matches('/').count());
        format!("{up}{}", theirs.trim_start_matches('/'))
    }

    fn read(
        &mut self,
        path: &str,
        repeats: &[String],
        fits: impl Fn(&Asked) -> bool,
    ) -> Option<String> {
        let known = self.readable(repeats, fits);
        let at = self.draw.below(known.len());
        let one = known.get(at)?.clone();
        Some(self.reference(path, &one, repeats))
    }

    pub(super) fn number(&mut self, path: &str, repeats: &[String], depth: usize) -> String {
        let literal = self.draw.below(6).to_string();
        if depth == 0 {
            let numeric = |one: &Asked| matches!(one.sort, Sort::Integer | Sort::Decimal);
            // As a number: engines spell decimals differently, and compare what they spell.
            let read = self.read(path, repeats, numeric);
            return read.map_or(literal, |read| format!("number({read})"));
        }
        let deeper = |maker: &mut Self| maker.number(path, repeats, depth - 1);
        match self.draw.below(11) {
            0 => literal,
            1 => format!("({} + {})", deeper(self), deeper(self)),
            2 => format!("({} * {})", deeper(self), deeper(self)),
            3 => format!("({} mod 3)", deeper(self)),
            4 => {
                let (truth, yes, no) = (
                    self.truth(path, repeats, depth - 1),
                    deeper(self),
                    deeper(self),
                );
                format!("if({truth}, {yes}, {no})")
            }
            5 => format!("string-length({})", self.text(path, repeats, depth - 1)),
            6 => match self.read(path, repeats, |one| one.sort == Sort::Several) {
                Some(several) => format!("count-selected({several})"),
                None => literal,
            },
            7 => match self.repeats.get(self.draw.below(self.repeats.len())) {
                Some(repeat) => format!("count({repeat})"),
                None => literal,
            },
            8 if repeats.len() == 1 => "position(..)".to_owned(),
            9 => format!("coalesce({}, {literal})", deeper(self)),
            _ => self.number(path, repeats, 0),
        }
    }

    pub(super) fn truth(&mut self, path: &str, repeats: &[String], depth: usize) -> String {
        match self.draw.below(if depth == 0 { 4 } else { 8 }) {
            0 => match self.read(path, repeats, |one| one.sort == Sort::One) {
                Some(one) => format!("{one} = 'a'"),
                None => "true()".to_owned(),
            },
            1 => match self.read(path, repeats, |one| one.sort == Sort::Several) {
                Some(several) => format!("selected({several}, 'b')"),
                None => "1 = 1".to_owned(),
            },
            2 => match self.read(path, repeats, |_| true) {
                Some(any) => format!("{any} != ''"),
                None => "true()".to_owned(),
            },
            3 => match self.read(path, repeats, |one| one.sort == Sort::Date) {
                Some(date) => format!("{date} &gt; date('2025-06-01')"),
                None => "not(false())".to_owned(),
            },
            4 => {
                let (a, b) = (
                    self.truth(path, repeats, depth - 1),
                    self.truth(path, repeats, depth - 1),
                );
                let word = self.draw.pick(&["and", "or"]).unwrap_or("and");
                format!("({a} {word} {b})")
            }
            5 => format!("not({})", self.truth(path, repeats, depth - 1)),
            _ => {
                let (a, b) = (
                    self.number(path, repeats, depth - 1),
                    self.number(path, repeats, depth - 1),
                );
                let word = self
                    .draw
                    .pick(&["&gt;", "&lt;", "&gt;=", "=", "!="])
                    .unwrap_or("=");
                format!("{a} {word} {b}")
            }
        }
    }

    pub(super) fn text(&mut self, path: &str, repeats: &[String], depth: usize) -> String {
        let literal = self
            .draw
            .pick(&["'x'", "'Sung'", "' - '"])
            .unwrap_or("'x'")
            .to_owned();
        if depth == 0 {
            return self
                .read(path, repeats, |one| one.sort == Sort::Text)
                .unwrap_or(literal);
        }
        match self.draw.below(8) {
            0 => literal,
            1 => {
                let (a, b) = (
                    self.text(path, repeats, depth - 1),
                    self.text(path, repeats, depth - 1),
                );
                format!("concat({a}, '-', {b})")
            }
            2 => {
                let truth = self.truth(path, repeats, depth - 1);
                let (a, b) = (
                    self.text(path, repeats, depth - 1),
                    self.text(path, repeats, depth - 1),
                );
                format!("if({truth}, {a}, {b})")
            }
            3 => format!(
                "coalesce({}, {literal})",
                self.text(path, repeats, depth - 1)
            ),
            4 => format!("substr({}, 0, 2)", self.text(path, repeats, depth - 1)),
            5 => match self.read(path, repeats, |one| one.sort == Sort::Date) {
                Some(date) => format!("format-date({date}, '%d/%m/%Y')"),
                None => literal,
            },
            6 => {
                let inside = self.asked.iter().filter(|one| one.repeats.len() == 1);
                let inside: Vec<Asked> = inside
                    .filter(|one| !repeats.starts_with(&one.repeats))
                    .cloned()
                    .collect();
                let at = self.draw.below(inside.len());
                match inside
                    .get(at)
                    .and_then(|one| Some((one, one.repeats.first()?)))
                {
                    Some((one, repeat)) => {
                        format!(
                            "indexed-repeat({}, {repeat}, {})",
                            one.path,
                            1 + self.draw.below(2)
                        )
                    }
                    None => literal,
                }
            }
            _ => self.text(path, repeats, 0),
        }
    }
}
