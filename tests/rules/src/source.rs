//! Rust source as the rules read it: without comments and the insides of texts, with its
//! functions and names.

/// Returns the source with every comment, text and character blanked, so that what is left is
/// code, on the same lines as before.
pub fn code(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = blank_length(rest, out.chars().next_back());
        if length == 0 {
            out.push(first);
            rest = after(rest, first.len_utf8());
            continue;
        }
        for c in rest.chars().take_while_bytes(length) {
            out.push(if c == '\n' { '\n' } else { ' ' });
        }
        rest = after(rest, length);
    }
    out
}

fn after(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}

trait TakeWhileBytes: Iterator<Item = char> + Sized {
    /// The characters that fill so many bytes.
    fn take_while_bytes(self, bytes: usize) -> impl Iterator<Item = char> {
        let mut used = 0;
        self.take_while(move |c| {
            used += c.len_utf8();
            used <= bytes
        })
    }
}

impl<I: Iterator<Item = char>> TakeWhileBytes for I {}

/// How many bytes at the start are a comment, a text or a character; nought for code.
fn blank_length(rest: &str, before: Option<char>) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    let in_a_name = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if !in_a_name && let Some(length) = raw_text(rest) {
        return length;
    }
    if rest.starts_with('"') {
        return plain_text(rest);
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    0
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = after(rest, at);
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn raw_text(rest: &str) -> Option<usize> {
    let marks = ["r", "br", "cr"];
    let opening = marks.into_iter().find_map(|mark| {
        let hashes = rest.strip_prefix(mark)?;
        let count = hashes.chars().take_while(|c| *c == '#').count();
        after(hashes, count)
            .starts_with('"')
            .then_some((mark.len() + count + 1, count))
    });
    let (start, count) = opening?;
    let end = format!("\"{}", "#".repeat(count));
    let length = after(rest, start).find(&end)?;
    Some(start + length + end.len())
}

fn plain_text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character such as `'{'` or `'\u{17E0}'`; a lifetime such as `'a` is code.
fn character(rest: &str) -> usize {
    let mut signs = rest.char_indices().skip(1);
    match signs.next() {
        Some((_, '\\')) => {
            let escaped = signs.next();
            let end = signs.find(|(_, c)| *c == '\'');
            escaped.and(end).map_or(0, |(at, _)| at + 1)
        }
        Some(_) => match signs.next() {
            Some((at, '\'')) => at + 1,
            _ => 0,
        },
        None => 0,
    }
}

/// Returns the code without the parts that only tests compile: every item under `#[cfg(test)]`.
pub fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        let (before, tests) = rest.split_at(at);
        out.push_str(before);
        let end = item_end(tests);
        let lines = tests.chars().take_while_bytes(end).filter(|c| *c == '\n');
        out.extend(lines);
        rest = after(tests, end);
    }
    out.push_str(rest);
    out
}

/// Where the item that starts here ends: at its closing brace, or at the `;` of one without a body.
fn item_end(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn`, from 1.
    pub line: usize,
    /// Lines from `fn` to the closing brace.
    pub lines: usize,
}

/// Returns the functions of a piece of code (see [`code`]), outer ones before those inside them.
pub fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, name) in definitions(code, "fn") {
        let body = after(code, at);
        let end = item_end(body);
        let text = body.get(..end).unwrap_or(body);
        if !text.ends_with('}') {
            continue;
        }
        found.push(Function {
            name,
            line: 1 + code.get(..at).unwrap_or_default().matches('\n').count(),
            lines: 1 + text.matches('\n').count(),
        });
    }
    found
}

/// Returns where `keyword name` stands, and the name.
pub fn definitions(code: &str, keyword: &str) -> Vec<(usize, String)> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in code.match_indices(keyword) {
        let before = code.get(..at).unwrap_or_default().chars().next_back();
        let behind = after(code, at + keyword.len());
        let Some(name) = behind.strip_prefix([' ', '\n']) else {
            continue;
        };
        let name: String = name
            .trim_start()
            .chars()
            .take_while(|c| is_name(*c))
            .collect();
        if !before.is_some_and(is_name) && !name.is_empty() {
            found.push((at, name));
        }
    }
    found
}

/// Returns the words of a name: `LedgerRow` and `ledger_row` both are `ledger`, `row`.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if c == '_' || c == '-' || (c.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = c.is_lowercase() || c.is_numeric();
        if c != '_'
            && c != '-'
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left as words, with nothing moved.
    #[track_caller]
    fn check_code(source: &str, expected: &str) {
        let found = code(source);
        let words: Vec<&str> = found.split_whitespace().collect();
        assert_eq!(words.join(" "), expected);
        assert_eq!(found.chars().count(), source.chars().count(), "{source}");
        assert_eq!(found.matches('\n').count(), source.matches('\n').count());
    }

    #[test]
    fn comments_and_texts_are_no_code() {
        check_code("a // { b", "a");
        check_code("a /* { /* } */ */ b", "a b");
        check_code("a(\"{ \\\" }\", b)", "a( , b)");
        check_code("a(r#\"{\"\"#, b)", "a( , b)");
        check_code("a(br\"\\\", b)", "a( , b)");
        check_code("let var\"x\"", "let var");
        check_code(
            "match c { '{' => '\\'', 'ខ' => '\\u{17E0}' }",
            "match c { => , => }",
        );
        check_code("fn a<'b>(c: &'b str) {}", "fn a<'b>(c: &'b str) {}");
        check_code("\"open\n text", "");
        check_code("/* open { ", "");
    }

    #[test]
    fn a_function_is_as_long_as_its_body() {
        let source = "fn a() {\n    if b {\n    }\n}\n\nimpl C {\n    pub(crate) async fn d(&self) -> E { f() }\n    fn g();\n}\n";
        let found = functions(&code(source));
        let found: Vec<(&str, usize, usize)> = found
            .iter()
            .map(|it| (it.name.as_str(), it.line, it.lines))
            .collect();
        assert_eq!(found, [("a", 1, 4), ("d", 7, 1)]);
    }

    #[test]
    fn a_word_that_ends_in_fn_begins_no_function() {
        assert_eq!(functions("let sfn = 1; impl Fn() {} fn_call() {}"), []);
    }

    #[test]
    fn what_only_tests_compile_is_left_out() {
        let source = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}";
        let found = without_tests(source);
        assert_eq!(found.lines().count(), source.lines().count());
        let names: Vec<String> = functions(&found).into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["a", "c", "d"]);
    }

    #[test]
    fn a_name_falls_into_words() {
        let check = |name: &str, expected: &[&str]| assert_eq!(words(name), expected, "{name}");
        check("LedgerRow", &["ledger", "row"]);
        check("ledger_row", &["ledger", "row"]);
        check("HTTPPeer", &["httppeer"]);
        check("sha256Sum", &["sha256", "sum"]);
        check("_", &[]);
    }
}
