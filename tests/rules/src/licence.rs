//! Licence expressions, as package manifests state them.

/// Whether a package under this licence expression may be used, when the licences that `allowed`
/// accepts are the ones we may use.
///
/// `OR` leaves the choice to us, `AND` binds to both. The old `MIT/Apache-2.0` reads as `OR`.
///
/// # Errors
/// Names the place where the expression cannot be read.
pub fn permits(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        words: &words,
        allowed,
    };
    let verdict = reader.either()?;
    match reader.words.first() {
        None => Ok(verdict),
        Some(word) => Err(format!("{word:?} is unexpected in {expression:?}")),
    }
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self, wanted: &str) -> bool {
        match self.words.split_first() {
            Some((word, rest)) if word.eq_ignore_ascii_case(wanted) => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }

    fn next(&mut self) -> Result<&'a str, String> {
        let (word, rest) = self
            .words
            .split_first()
            .ok_or_else(|| "the expression ends too early".to_owned())?;
        self.words = rest;
        Ok(word)
    }

    fn either(&mut self) -> Result<bool, String> {
        let mut verdict = self.both()?;
        while self.take("OR") {
            verdict |= self.both()?;
        }
        Ok(verdict)
    }

    fn both(&mut self) -> Result<bool, String> {
        let mut verdict = self.one()?;
        while self.take("AND") {
            verdict &= self.one()?;
        }
        Ok(verdict)
    }

    fn one(&mut self) -> Result<bool, String> {
        if self.take("(") {
            let verdict = self.either()?;
            return match self.take(")") {
                true => Ok(verdict),
                false => Err("a bracket is not closed".to_owned()),
            };
        }
        let licence = self.next()?;
        if self.take("WITH") {
            let exception = self.next()?;
            return Ok((self.allowed)(&format!("{licence} WITH {exception}")));
        }
        Ok((self.allowed)(licence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expression: &str, expected: &str) {
        let allowed = |licence: &str| {
            [
                "MIT",
                "Apache-2.0",
                "Apache-2.0 WITH LLVM-exception",
                "Unicode-3.0",
            ]
            .contains(&licence)
        };
        let found = match permits(expression, &allowed) {
            Ok(true) => "yes".to_owned(),
            Ok(false) => "no".to_owned(),
            Err(why) => why,
        };
        assert_eq!(found, expected, "{expression}");
    }

    #[test]
    fn an_expression_permits_what_its_parts_permit() {
        check("MIT", "yes");
        check("GPL-3.0", "no");
        check("MIT OR GPL-3.0", "yes");
        check("GPL-3.0 OR MIT", "yes");
        check("MIT AND GPL-3.0", "no");
        check("MIT/Apache-2.0", "yes");
        check("GPL-2.0/LGPL-2.1", "no");
        check("(MIT OR GPL-3.0) AND Unicode-3.0", "yes");
        check("MIT OR GPL-3.0 AND Unicode-3.0", "yes");
        check("(GPL-3.0 AND MIT) OR (GPL-2.0 AND MIT)", "no");
        check("Apache-2.0 WITH LLVM-exception", "yes");
        check("MIT WITH LLVM-exception", "no");
    }

    #[test]
    fn an_expression_that_cannot_be_read_is_refused() {
        check("", "the expression ends too early");
        check("MIT OR", "the expression ends too early");
        check("(MIT", "a bracket is not closed");
        check(
            "MIT GPL-3.0",
            "\"GPL-3.0\" is unexpected in \"MIT GPL-3.0\"",
        );
    }
}
